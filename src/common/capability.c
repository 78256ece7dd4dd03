/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The table of capabilities and the table of the built-in roles. */

#include "config.h"

#include "common/capability.h"

#include <string.h>

#define BIT(capability) (G_GUINT64_CONSTANT (1) << REEVE_CAPABILITY_##capability)
#define ALL             ((G_GUINT64_CONSTANT (1) << REEVE_N_CAPABILITIES) - 1 - BIT (NONE))

static const char *const wires[REEVE_N_CAPABILITIES] = {
  [REEVE_CAPABILITY_NONE] = "none",
  [REEVE_CAPABILITY_USERS_READ] = "users.read",
  [REEVE_CAPABILITY_USERS_WRITE] = "users.write",
  [REEVE_CAPABILITY_USERS_INVITE] = "users.invite",
  [REEVE_CAPABILITY_USERS_CREDENTIALS] = "users.credentials",
  [REEVE_CAPABILITY_SESSIONS_READ] = "sessions.read",
  [REEVE_CAPABILITY_SESSIONS_REVOKE] = "sessions.revoke",
  [REEVE_CAPABILITY_GROUPS_WRITE] = "groups.write",
  [REEVE_CAPABILITY_ROLES_WRITE] = "roles.write",
  [REEVE_CAPABILITY_PERMISSIONS_READ] = "permissions.read",
  [REEVE_CAPABILITY_PERMISSIONS_WRITE] = "permissions.write",
  [REEVE_CAPABILITY_LOG_READ] = "log.read",
  [REEVE_CAPABILITY_LOG_EXPORT] = "log.export",
  [REEVE_CAPABILITY_REVIEW_SIGN] = "review.sign",
  [REEVE_CAPABILITY_BREACH_REPORT] = "breach.report",
  [REEVE_CAPABILITY_BREACH_CONTAIN] = "breach.contain",
  [REEVE_CAPABILITY_BREACH_INSTRUCT] = "breach.instruct",
  [REEVE_CAPABILITY_BREACH_RELEASE] = "breach.release",
  [REEVE_CAPABILITY_REGISTER_READ] = "register.read",
  [REEVE_CAPABILITY_REGISTER_WRITE] = "register.write",
  [REEVE_CAPABILITY_REGISTER_PUBLISH] = "register.publish",
  [REEVE_CAPABILITY_SUPPORT_REQUEST] = "support.request",
  [REEVE_CAPABILITY_SUPPORT_APPROVE] = "support.approve",
  [REEVE_CAPABILITY_BACKUPS_READ] = "backups.read",
  [REEVE_CAPABILITY_BACKUPS_RESTORE] = "backups.restore",
  [REEVE_CAPABILITY_DATA_EXPORT] = "data.export",
  [REEVE_CAPABILITY_DATA_ERASE] = "data.erase",
  [REEVE_CAPABILITY_POLICY_WRITE] = "policy.write",
  [REEVE_CAPABILITY_WORKSPACE_WRITE] = "workspace.write",
};

const char *const reeve_built_in_roles[] = { REEVE_ROLE_ADMINISTRATOR,
                                             "group-administrator",
                                             "reviewer",
                                             "support-agent",
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
  { ALL, TRUE },
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
  return wires[capability];
}

gboolean
reeve_capability_from_wire (const char *wire, ReeveCapability *capability)
{
  g_return_val_if_fail (wire != NULL, FALSE);
  for (guint i = REEVE_CAPABILITY_NONE + 1; i < REEVE_N_CAPABILITIES; i++)
    if (strcmp (wires[i], wire) == 0)
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
      g_strv_builder_add (builder, wires[i]);
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
reeve_roles_demand_second_factor (const char *const *roles)
{
  for (guint i = 0; roles != NULL && roles[i] != NULL; i++)
    {
      int role = find_role (roles[i]);
      if (role >= 0 && roles_table[role].second_factor)
        return TRUE;
    }
  return FALSE;
}
