/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The audit trail of a workspace. Who may read the log may read it, but no more of a noun than its own
 * history would show them. */

#include "config.h"

#include "service/api/audit.h"

#include "service/store/audit-trail.h"
#include "service/store/rows.h"

/* What the history of a noun takes; of all others the log's own right is enough. */
static const struct
{
  const char *noun;
  ReeveCapability capability;
} guards[] = {
  { "user", REEVE_CAPABILITY_USERS_READ },
  { "role", REEVE_CAPABILITY_USERS_READ },
  { "group", REEVE_CAPABILITY_USERS_READ },
  { "policy", REEVE_CAPABILITY_USERS_READ },
  { "folder", REEVE_CAPABILITY_PERMISSIONS_READ },
  { "grant", REEVE_CAPABILITY_PERMISSIONS_READ },
  { "permissions", REEVE_CAPABILITY_PERMISSIONS_READ },
  { "contact", REEVE_CAPABILITY_PERMISSIONS_READ },
  { "approval", REEVE_CAPABILITY_PERMISSIONS_READ },
  { "approval-rule", REEVE_CAPABILITY_PERMISSIONS_READ },
  { "rotation", REEVE_CAPABILITY_POLICY_WRITE },
};

static gboolean
may_read (ReeveCall *call, guint guard)
{
  return reeve_capabilities_have (call->caller->capabilities, guards[guard].capability);
}

gboolean
audit_list (ReeveCall *call, GError **error)
{
  g_autoptr (GPtrArray) hidden = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (guards); i++)
    if (!may_read (call, i))
      g_ptr_array_add (hidden, (gpointer) guards[i].noun);
  g_ptr_array_add (hidden, NULL);
  call->listing = reeve_audit_trail_list (call->tx, call->query, (const char *const *) hidden->pdata, error);
  if (call->listing == NULL)
    return FALSE;
  if (call->query->cursor == NULL && call->listing->next == NULL)
    call->listing->total = call->listing->items->len;
  return TRUE;
}

gboolean
audit_get (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveAuditEntry) entry = reeve_rows_get (call->tx, "audit", reeve_audit_entry_get_type (),
                                                      reeve_call_get_path (call, "entry"), error);

  if (entry == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (guards); i++)
    if (g_strcmp0 (entry->object_type, guards[i].noun) == 0 && !may_read (call, i))
      {
        reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "there is no such entry");
        return FALSE;
      }
  call->reply = REEVE_RECORD (g_steal_pointer (&entry));
  return TRUE;
}
