/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/api/cases.h"

#include "service/api/scope.h"
#include "service/jobs/case-asking.h"
#include "service/store/audit.h"
#include "service/store/cases.h"

static ReeveCase *
get (ReeveCall *call, GError **error)
{
  return reeve_cases_get (call->tx, reeve_call_get_path (call, "case"), call->scope, error);
}

gboolean
cases_list (ReeveCall *call, GError **error)
{
  call->listing = reeve_cases_list (call->tx, call->query, call->scope, error);
  return call->listing != NULL;
}

gboolean
cases_get (ReeveCall *call, GError **error)
{
  call->reply = REEVE_RECORD (get (call, error));
  return call->reply != NULL;
}

gboolean
cases_people (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveCase) self = get (call, error);

  if (self == NULL)
    return FALSE;
  call->listing = reeve_case_people_list (call->tx, self->id, call->query, call->scope, error);
  return call->listing != NULL;
}

/* Whoever administers a group is not told of other groups' people: who they are stands in some entries. */
static gboolean
is_hidden (ReeveCall *call, ReeveCaseEntry *entry, gboolean *hidden, GError **error)
{
  g_autoptr (GError) outside = NULL;

  *hidden = FALSE;
  if (call->scope == NULL || entry->person == NULL || reeve_scope_check_user (call, entry->person, &outside))
    return TRUE;
  *hidden = g_error_matches (outside, REEVE_ERROR, REEVE_ERROR_NOT_FOUND);
  if (!*hidden)
    g_propagate_error (error, g_steal_pointer (&outside));
  return *hidden;
}

gboolean
cases_entries (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveCase) self = get (call, error);

  if (self == NULL)
    return FALSE;
  call->listing = reeve_case_entries_list (call->tx, self->id, call->query, error);
  if (call->listing == NULL)
    return FALSE;
  for (guint i = call->listing->items->len; i > 0; i--)
    {
      gboolean hidden;

      if (!is_hidden (call, call->listing->items->pdata[i - 1], &hidden, error))
        return FALSE;
      if (hidden)
        g_ptr_array_remove_index (call->listing->items, i - 1);
    }
  return TRUE;
}

gboolean
cases_history (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveCase) self = get (call, error);

  if (self == NULL)
    return FALSE;
  call->listing = reeve_audit_list (call->tx, "case", self->id, call->query, error);
  if (call->listing == NULL)
    return FALSE;
  if (call->query->cursor == NULL && call->listing->next == NULL)
    call->listing->total = call->listing->items->len;
  return TRUE;
}

/* What turns out to be a leak is told at once. */
static void
follow_nature (ReeveCall *call, ReeveCase *before, ReeveCase *after)
{
  if (g_strcmp0 (before->nature, after->nature) == 0 || g_strcmp0 (after->nature, "leak") != 0 ||
      after->notice_sent != 0 || after->closed != 0)
    return;
  after->notice_due = call->now;
  after->resolved = 0;
  g_clear_pointer (&after->resolved_by, g_free);
  g_clear_pointer (&after->resolved_by_name, g_free);
  call->wakes_jobs = TRUE;
}

static void
follow_review (ReeveCall *call, ReeveCase *before, ReeveCase *after)
{
  if (after->cause == NULL || after->measures == NULL ||
      (g_strcmp0 (before->cause, after->cause) == 0 && g_strcmp0 (before->measures, after->measures) == 0))
    return;
  after->reviewed = call->now;
  g_set_str (&after->reviewed_by, call->caller->account);
  g_set_str (&after->reviewed_by_name, call->caller->account_name);
}

gboolean
cases_save (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveCase) before = get (call, error);
  g_autoptr (ReeveCase) after = NULL;

  if (before == NULL)
    return FALSE;
  after = reeve_record_copy (before);
  if (!reeve_record_read_json (after, call->patch, REEVE_READ_PATCH, "", error))
    return FALSE;
  if (after->nature == NULL)
    {
      reeve_error_add_member (error, "/nature", "required", "a case has a nature");
      return FALSE;
    }
  if (after->since > call->now)
    {
      reeve_error_add_member (error, "/since", "range", "this is yet to come");
      return FALSE;
    }
  follow_nature (call, before, after);
  follow_review (call, before, after);
  if (!reeve_record_equal (before, after) &&
      !reeve_cases_update (call->tx, before, after, call->if_match, error))
    return FALSE;
  if (!reeve_call_audit (call, NULL, NULL, "case", after->id, after->person_name, before, after, NULL, NULL,
                         error))
    return FALSE;
  reeve_call_changed (call, "case", after->id, after->version);
  call->reply = REEVE_RECORD (g_steal_pointer (&after));
  return TRUE;
}

gboolean
cases_note (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveCase) self = get (call, error);
  const char *text = ((ReeveCaseNote *) call->body)->text;

  if (self == NULL ||
      !reeve_case_note (call->tx, self, call->now, "note", call->caller->account, call->caller->account_name,
                        NULL, 0, text, error) ||
      !reeve_call_audit_fact (call, NULL, NULL, "case", self->id, self->person_name, text, error))
    return FALSE;
  reeve_call_changed (call, "case", self->id, self->version);
  call->reply = REEVE_RECORD (g_steal_pointer (&self));
  return TRUE;
}
