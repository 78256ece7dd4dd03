/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Capabilities (what a caller may do) and the built-in roles that bundle them. DESIGN's words; one table. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  REEVE_CAPABILITY_NONE = 0, /* any signed-in caller */
  REEVE_CAPABILITY_USERS_READ,
  REEVE_CAPABILITY_USERS_WRITE,
  REEVE_CAPABILITY_USERS_INVITE,
  REEVE_CAPABILITY_USERS_CREDENTIALS,
  REEVE_CAPABILITY_SESSIONS_READ,
  REEVE_CAPABILITY_SESSIONS_REVOKE,
  REEVE_CAPABILITY_GROUPS_WRITE,
  REEVE_CAPABILITY_ROLES_WRITE,
  REEVE_CAPABILITY_PERMISSIONS_READ,
  REEVE_CAPABILITY_PERMISSIONS_WRITE,
  REEVE_CAPABILITY_LOG_READ,
  REEVE_CAPABILITY_LOG_EXPORT,
  REEVE_CAPABILITY_LOG_IMPORT,
  REEVE_CAPABILITY_REVIEW_SIGN,
  REEVE_CAPABILITY_BREACH_REPORT,
  REEVE_CAPABILITY_BREACH_CONTAIN,
  REEVE_CAPABILITY_BREACH_INSTRUCT,
  REEVE_CAPABILITY_BREACH_RELEASE,
  REEVE_CAPABILITY_REGISTER_READ,
  REEVE_CAPABILITY_REGISTER_WRITE,
  REEVE_CAPABILITY_REGISTER_PUBLISH,
  REEVE_CAPABILITY_SUPPORT_REQUEST,
  REEVE_CAPABILITY_SUPPORT_APPROVE,
  REEVE_CAPABILITY_BACKUPS_READ,
  REEVE_CAPABILITY_BACKUPS_RESTORE,
  REEVE_CAPABILITY_DATA_EXPORT,
  REEVE_CAPABILITY_DATA_ERASE,
  REEVE_CAPABILITY_POLICY_WRITE,
  REEVE_CAPABILITY_WORKSPACE_WRITE,
  REEVE_N_CAPABILITIES
} ReeveCapability;

extern const char *const reeve_capability_wires[]; /* NULL-terminated, in the order above, without "none" */

typedef guint64 ReeveCapabilities; /* bit `1 << capability` */

#define REEVE_ROLE_ADMINISTRATOR "workspace-administrator"
#define REEVE_ROLE_MEMBER        "member"
/* What it gives counts for the members of the groups that its holder administers, and for nobody else. */
#define REEVE_ROLE_GROUP_ADMINISTRATOR "group-administrator"
/* What it gives counts while a support grant of its holder is in force, as far as that goes. */
#define REEVE_ROLE_SUPPORT_AGENT "support-agent"

const char *reeve_capability_to_wire (ReeveCapability capability); /* "users.read" */
gboolean reeve_capability_from_wire (const char *wire, ReeveCapability *capability);
gboolean reeve_capabilities_have (ReeveCapabilities held, ReeveCapability capability); /* NONE: always */
GStrv reeve_capabilities_to_wire (ReeveCapabilities held);
ReeveCapabilities reeve_capabilities_from_wire (const char *const *wire); /* unknown names are left out */

extern const char *const reeve_built_in_roles[]; /* NULL-terminated, in the order a person reads them */
ReeveCapabilities
reeve_roles_get_capabilities (const char *const *roles); /* union of built-in ones; others add nothing */
gboolean reeve_role_is_built_in (const char *role);
/* Whether somebody who holds these must sign in with a code: they reach further than the roles that read,
 * sign and keep the register. True of the administrators' roles and of support's; of a custom role as of
 * these. */
gboolean reeve_capabilities_demand_second_factor (ReeveCapabilities held);
#define REEVE_CAPABILITIES_ALL ((G_GUINT64_CONSTANT (1) << REEVE_N_CAPABILITIES) - 2)

G_END_DECLS
