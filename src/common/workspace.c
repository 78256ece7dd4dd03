/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The tables of a workspace's fields and of the caller's identity. */

#include "config.h"

#include "common/workspace.h"

#include "common/account.h"

static const ReeveField fields[] = {
  { "id", REEVE_FIELD_ID, offsetof (ReeveWorkspace, id), REEVE_READ_ONLY, .summary = "UUIDv7." },
  { "version", REEVE_FIELD_INTEGER, offsetof (ReeveWorkspace, version), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "Grows with every change; sent as ETag." },
  { "name", REEVE_FIELD_TEXT, offsetof (ReeveWorkspace, name), REEVE_REQUIRED, .max = 100,
    .summary = "What people call it." },
  { "created", REEVE_FIELD_TIME, offsetof (ReeveWorkspace, created), REEVE_READ_ONLY,
    .summary = "When the workspace was made." },
  { "roles", REEVE_FIELD_TEXTS, offsetof (ReeveWorkspace, roles),
    REEVE_READ_ONLY | REEVE_NOT_STORED | REEVE_NOT_AUDITED, .summary = "The caller's roles in it." },
  { "capabilities", REEVE_FIELD_TEXTS, offsetof (ReeveWorkspace, capabilities),
    REEVE_READ_ONLY | REEVE_NOT_STORED | REEVE_NOT_AUDITED, .max = 64,
    .summary = "What the caller may do in it." },
  { "bound", REEVE_FIELD_TEXTS, offsetof (ReeveWorkspace, bound),
    REEVE_READ_ONLY | REEVE_NOT_STORED | REEVE_NOT_AUDITED, .max = 64,
    .summary = "Those of the capabilities that count for the members of the groups that the caller "
               "administers, and for nobody else." },
  { "unconfirmed", REEVE_FIELD_BOOLEAN, offsetof (ReeveWorkspace, unconfirmed),
    REEVE_READ_ONLY | REEVE_NOT_STORED | REEVE_NOT_AUDITED,
    .summary = "The caller may not enter it before they have shown that the account's address is theirs "
               "(POST /v1/me/confirmation)." },
  { "providerRequired", REEVE_FIELD_BOOLEAN, offsetof (ReeveWorkspace, provider_required),
    REEVE_READ_ONLY | REEVE_NOT_STORED | REEVE_NOT_AUDITED,
    .summary = "The calling session may not enter it: it is entered through its identity provider." },
  { "grant-required", REEVE_FIELD_BOOLEAN, offsetof (ReeveWorkspace, grant_required),
    REEVE_READ_ONLY | REEVE_NOT_STORED | REEVE_NOT_AUDITED,
    .summary = "The caller is of support there, without a support grant in force: it is closed to them but "
               "for asking for one." },
  { "grant-ends", REEVE_FIELD_TIME, offsetof (ReeveWorkspace, grant_ends),
    REEVE_READ_ONLY | REEVE_NOT_STORED | REEVE_NOT_AUDITED,
    .summary = "When the support grant ends by which the caller is there." },
};

REEVE_DEFINE_RECORD (ReeveWorkspace, reeve_workspace, "workspace", NULL, fields)

static const ReeveField identity_fields[] = {
  { "account", REEVE_FIELD_RECORD, offsetof (ReeveIdentity, account), REEVE_READ_ONLY,
    .record_type = reeve_account_get_type, .summary = "The caller's account." },
  { "session", REEVE_FIELD_ID, offsetof (ReeveIdentity, session), REEVE_READ_ONLY,
    .summary = "The calling session." },
  { "workspaces", REEVE_FIELD_RECORDS, offsetof (ReeveIdentity, workspaces), REEVE_READ_ONLY,
    .record_type = reeve_workspace_get_type, .summary = "The workspaces that the caller is a member of." },
};

REEVE_DEFINE_RECORD (ReeveIdentity, reeve_identity, "identity", NULL, identity_fields)

gboolean
reeve_workspaces_give (GPtrArray *workspaces, ReeveCapability capability)
{
  for (guint i = 0; workspaces != NULL && i < workspaces->len; i++)
    {
      ReeveWorkspace *workspace = g_ptr_array_index (workspaces, i);
      const char *const *wire = (const char *const *) workspace->capabilities;
      const char *const *bound = (const char *const *) workspace->bound;
      ReeveCapabilities held = wire != NULL ? reeve_capabilities_from_wire (wire) : 0;

      if (bound != NULL)
        held &= ~reeve_capabilities_from_wire (bound);
      if (!workspace->unconfirmed && !workspace->provider_required && !workspace->grant_required &&
          reeve_capabilities_have (held, capability))
        return TRUE;
    }

  return FALSE;
}

ReeveWorkspace *
reeve_workspaces_choose (GPtrArray *workspaces, const char *present)
{
  ReeveWorkspace *open = NULL;

  for (guint i = 0; workspaces != NULL && i < workspaces->len; i++)
    {
      ReeveWorkspace *workspace = g_ptr_array_index (workspaces, i);

      if (g_strcmp0 (workspace->id, present) == 0)
        return workspace;
      if (open == NULL && !workspace->unconfirmed && !workspace->provider_required &&
          !workspace->grant_required)
        open = workspace;
    }
  if (open == NULL && workspaces != NULL && workspaces->len > 0)
    open = g_ptr_array_index (workspaces, 0);
  return open;
}
