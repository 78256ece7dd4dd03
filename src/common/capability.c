/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The table of capabilities and the table of the built-in roles. */

#include "config.h"

#include "common/capability.h"

#include <string.h>

#define BIT(capability) (G_GUINT64_CONSTANT (1) << REEVE_CAPABILITY_##capability)

/* Without "none", and so one to the left. */
const char *const reeve_capability_wires[REEVE_N_CAPABILITIES] = {
  [REEVE_CAPABILITY_USERS_READ - 1] = "users.read",
  [REEVE_CAPABILITY_USERS_WRITE - 1] = "users.write",
  [REEVE_CAPABILITY_USERS_INVITE - 1] = "users.invite",
  [REEVE_CAPABILITY_USERS_CREDENTIALS - 1] = "users.credentials",
  [REEVE_CAPABILITY_SESSIONS_READ - 1] = "sessions.read",
  [REEVE_CAPABILITY_SESSIONS_REVOKE - 1] = "sessions.revoke",
  [REEVE_CAPABILITY_GROUPS_WRITE - 1] = "groups.write",
  [REEVE_CAPABILITY_ROLES_WRITE - 1] = "roles.write",
  [REEVE_CAPABILITY_PERMISSIONS_READ - 1] = "permissions.read",
  [REEVE_CAPABILITY_PERMISSIONS_WRITE - 1] = "permissions.write",
  [REEVE_CAPABILITY_LOG_READ - 1] = "log.read",
  [REEVE_CAPABILITY_LOG_EXPORT - 1] = "log.export",
  [REEVE_CAPABILITY_LOG_IMPORT - 1] = "log.import",
  [REEVE_CAPABILITY_REVIEW_SIGN - 1] = "review.sign",
  [REEVE_CAPABILITY_BREACH_REPORT - 1] = "breach.report",
  [REEVE_CAPABILITY_BREACH_CONTAIN - 1] = "breach.contain",
  [REEVE_CAPABILITY_BREACH_INSTRUCT - 1] = "breach.instruct",
  [REEVE_CAPABILITY_BREACH_RELEASE - 1] = "breach.release",
  [REEVE_CAPABILITY_REGISTER_READ - 1] = "register.read",
  [REEVE_CAPABILITY_REGISTER_WRITE - 1] = "register.write",
  [REEVE_CAPABILITY_REGISTER_PUBLISH - 1] = "register.publish",
  [REEVE_CAPABILITY_SUPPORT_REQUEST - 1] = "support.request",
  [REEVE_CAPABILITY_SUPPORT_APPROVE - 1] = "support.approve",
  [REEVE_CAPABILITY_BACKUPS_READ - 1] = "backups.read",
  [REEVE_CAPABILITY_BACKUPS_RESTORE - 1] = "backups.restore",
  [REEVE_CAPABILITY_DATA_EXPORT - 1] = "data.export",
  [REEVE_CAPABILITY_DATA_ERASE - 1] = "data.erase",
  [REEVE_CAPABILITY_POLICY_WRITE - 1] = "policy.write",
  [REEVE_CAPABILITY_WORKSPACE_WRITE - 1] = "workspace.write",
};

const char *const reeve_built_in_roles[] = { REEVE_ROLE_ADMINISTRATOR,
                                             REEVE_ROLE_GROUP_ADMINISTRATOR,
                                             "reviewer",
                                             REEVE_ROLE_SUPPORT_AGENT,
                                             "register-keeper",
                                             "auditor",
                                             REEVE_ROLE_MEMBER,
                                             NULL };

/* In the order of reeve_built_in_roles. That an administrator cannot contain themselves, that a group
 * administrator reaches their groups only, and that support needs a support grant is judged where it is
 * asked: a capability knows no object. */
static const struct
{
  ReeveCapabilities capabilities;
  gboolean second_factor;
} roles_table[G_N_ELEMENTS (reeve_built_in_roles) - 1] = {
  { REEVE_CAPABILITIES_ALL, TRUE },
  { BIT (USERS_READ) | BIT (USERS_WRITE) | BIT (USERS_INVITE) | BIT (USERS_CREDENTIALS) |
      BIT (SESSIONS_READ) | BIT (SESSIONS_REVOKE) | BIT (BREACH_REPORT) | BIT (BREACH_INSTRUCT),
    TRUE },
  { BIT (LOG_READ) | BIT (LOG_EXPORT) | BIT (REVIEW_SIGN) | BIT (USERS_READ), FALSE },
  { BIT (USERS_READ) | BIT (LOG_READ) | BIT (BREACH_CONTAIN) | BIT (SUPPORT_REQUEST), TRUE },
  { BIT (REGISTER_READ) | BIT (REGISTER_WRITE) | BIT (REGISTER_PUBLISH), FALSE },
  { BIT (USERS_READ) | BIT (SESSIONS_READ) | BIT (PERMISSIONS_READ) | BIT (LOG_READ) | BIT (REGISTER_READ) |
      BIT (BACKUPS_READ),
    FALSE },
  { 0, FALSE },
};

static int
find_role (const char *role)
{
  for (guint i = 0; reeve_built_in_roles[i] != NULL; i++)
    if (strcmp (reeve_built_in_roles[i], role) == 0)
      return (int) i;
  return -1;
}

const char *
reeve_capability_to_wire (ReeveCapability capability)
{
  g_return_val_if_fail ((guint) capability < REEVE_N_CAPABILITIES, NULL);
  return capability == REEVE_CAPABILITY_NONE ? "none" : reeve_capability_wires[capability - 1];
}

gboolean
reeve_capability_from_wire (const char *wire, ReeveCapability *capability)
{
  g_return_val_if_fail (wire != NULL, FALSE);
  for (guint i = REEVE_CAPABILITY_NONE + 1; i < REEVE_N_CAPABILITIES; i++)
    if (strcmp (reeve_capability_wires[i - 1], wire) == 0)
      {
        *capability = (ReeveCapability) i;
        return TRUE;
      }
  return FALSE;
}

gboolean
reeve_capabilities_have (ReeveCapabilities held, ReeveCapability capability)
{
  g_return_val_if_fail ((guint) capability < REEVE_N_CAPABILITIES, FALSE);
  return capability == REEVE_CAPABILITY_NONE || (held >> capability & 1) != 0;
}

GStrv
reeve_capabilities_to_wire (ReeveCapabilities held)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = REEVE_CAPABILITY_NONE + 1; i < REEVE_N_CAPABILITIES; i++)
    if ((held >> i & 1) != 0)
      g_strv_builder_add (builder, reeve_capability_wires[i - 1]);
  return g_strv_builder_end (builder);
}

ReeveCapabilities
reeve_capabilities_from_wire (const char *const *wire)
{
  ReeveCapabilities held = 0;
  ReeveCapability capability;

  for (guint i = 0; wire != NULL && wire[i] != NULL; i++)
    if (reeve_capability_from_wire (wire[i], &capability))
      held |= G_GUINT64_CONSTANT (1) << capability;
  return held;
}

ReeveCapabilities
reeve_roles_get_capabilities (const char *const *roles)
{
  ReeveCapabilities held = 0;

  for (guint i = 0; roles != NULL && roles[i] != NULL; i++)
    {
      int role = find_role (roles[i]);
      held |= role >= 0 ? roles_table[role].capabilities : 0;
    }
  return held;
}

gboolean
reeve_role_is_built_in (const char *role)
{
  return find_role (role) >= 0;
}

gboolean
reeve_capabilities_demand_second_factor (ReeveCapabilities held)
{
  ReeveCapabilities harmless = 0;

  for (guint i = 0; i < G_N_ELEMENTS (roles_table); i++)
    harmless |= roles_table[i].second_factor ? 0 : roles_table[i].capabilities;
  return (held & ~harmless) != 0;
}
