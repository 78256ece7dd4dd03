/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The audit trail of a workspace. Who may read the log may read it, but no more of a noun than its own
 * history would show them. */

#include "config.h"

#include "service/api/audit.h"

#include "service/store/audit-trail.h"
#include "service/store/rows.h"

/* What the history of a noun takes. All others, those to come included, are of people and their sessions:
 * they take what the directory does. */
static const struct
{
  const char *noun;
  ReeveCapability capability;
} guards[] = {
  { "log", REEVE_CAPABILITY_LOG_READ },
  { "access-log", REEVE_CAPABILITY_LOG_READ },
  { "hold", REEVE_CAPABILITY_LOG_READ },
  { "case", REEVE_CAPABILITY_BREACH_REPORT },
  { "finding", REEVE_CAPABILITY_LOG_READ },
  { "mute", REEVE_CAPABILITY_LOG_READ },
  { "notification-rule", REEVE_CAPABILITY_LOG_READ },
  { "log-review", REEVE_CAPABILITY_LOG_READ },
  { "case-settings", REEVE_CAPABILITY_POLICY_WRITE },
  { "recovery", REEVE_CAPABILITY_BREACH_REPORT },
  { "detection-settings", REEVE_CAPABILITY_LOG_READ },
  { "folder", REEVE_CAPABILITY_PERMISSIONS_READ },
  { "grant", REEVE_CAPABILITY_PERMISSIONS_READ },
  { "permissions", REEVE_CAPABILITY_PERMISSIONS_READ },
  { "contact", REEVE_CAPABILITY_PERMISSIONS_READ },
  { "approval", REEVE_CAPABILITY_PERMISSIONS_READ },
  { "approval-rule", REEVE_CAPABILITY_PERMISSIONS_READ },
  { "rotation", REEVE_CAPABILITY_POLICY_WRITE },
  { "support-grant", REEVE_CAPABILITY_SUPPORT_APPROVE },
};
#define OTHERS REEVE_CAPABILITY_USERS_READ

static gboolean
may (ReeveCall *call, ReeveCapability capability)
{
  return reeve_capabilities_have (call->caller->capabilities, capability);
}

static gboolean
may_see (ReeveCall *call, const char *noun)
{
  for (guint i = 0; i < G_N_ELEMENTS (guards); i++)
    if (g_strcmp0 (noun, guards[i].noun) == 0)
      return may (call, guards[i].capability);
  return may (call, OTHERS);
}

/* Who sees the others sees all but some nouns, and who does not sees some alone. */
gboolean
audit_list (ReeveCall *call, GError **error)
{
  gboolean others = may (call, OTHERS);
  g_autoptr (GPtrArray) nouns = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (guards); i++)
    if (may (call, guards[i].capability) != others)
      g_ptr_array_add (nouns, (gpointer) guards[i].noun);
  g_ptr_array_add (nouns, NULL);
  call->listing =
    reeve_audit_trail_list (call->tx, call->query, (const char *const *) nouns->pdata, !others, error);
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
  if (!may_see (call, entry->object_type))
    {
      reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "there is no such entry");
      return FALSE;
    }
  call->reply = REEVE_RECORD (g_steal_pointer (&entry));
  return TRUE;
}

GStrv
reeve_audit_list_hidden (ReeveCall *call)
{
  g_autoptr (GStrvBuilder) nouns = g_strv_builder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (guards); i++)
    if (!may (call, guards[i].capability))
      g_strv_builder_add (nouns, guards[i].noun);
  return g_strv_builder_end (nouns);
}
