/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a workspace demands of its people: in force from the commit on for whoever sets a password next. */

#include "config.h"

#include "service/api/policy.h"

#include "common/log-action.h"
#include "service/store/audit.h"
#include "service/store/policy.h"

gboolean
policy_get (ReeveCall *call, GError **error)
{
  ReevePolicy *policy = reeve_policy_get (call->tx, error);

  call->reply = REEVE_RECORD (policy);
  return policy != NULL;
}

/* Less of the log is kept, or looked at more seldom or by fewer. */
static gboolean
is_weakened (ReevePolicy *before, ReevePolicy *after)
{
  return after->access_log_days < before->access_log_days ||
         after->log_review_weeks > before->log_review_weeks ||
         after->log_review_signatures < before->log_review_signatures;
}

gboolean
policy_wants_code (ReeveCall *call)
{
  g_autoptr (ReevePolicy) before = reeve_policy_get (call->tx, NULL);
  g_autoptr (ReevePolicy) after = NULL;

  /* What is of an older version, or cannot be read, is refused anyway. */
  if (before == NULL || call->if_match != before->version)
    return FALSE;
  after = reeve_record_copy (before);
  return reeve_record_read_json (after, call->patch, REEVE_READ_PATCH, "", NULL) &&
         is_weakened (before, after);
}

gboolean
policy_save (ReeveCall *call, GError **error)
{
  g_autoptr (ReevePolicy) before = reeve_policy_get (call->tx, error);
  g_autoptr (ReevePolicy) after = NULL;

  if (before == NULL)
    return FALSE;
  if (call->if_match != before->version)
    {
      reeve_set_error (error, REEVE_ERROR_STALE, NULL, "the policy was changed since it was read");
      return FALSE;
    }
  after = reeve_record_copy (before);
  if (!reeve_record_read_json (after, call->patch, REEVE_READ_PATCH, "", error))
    return FALSE;
  if (reeve_record_equal (before, after))
    {
      reeve_call_nothing_changed (call);
      call->reply = REEVE_RECORD (g_steal_pointer (&before));
      return TRUE;
    }

  after->changed = call->now;
  if (!reeve_policy_update (call->tx, after, before->version, error) ||
      !reeve_call_audit (call, NULL, NULL, "policy", after->id, NULL, before, after, NULL, NULL, error))
    return FALSE;
  if (is_weakened (before, after))
    reeve_call_came_to (call, REEVE_LOG_WEAKENED);
  reeve_call_changed (call, "policy", after->id, after->version);
  call->reply = REEVE_RECORD (g_steal_pointer (&after));
  return TRUE;
}

gboolean
policy_history (ReeveCall *call, GError **error)
{
  call->listing = reeve_audit_list (call->tx, "policy", REEVE_POLICY_ID, call->query, error);
  if (call->listing == NULL)
    return FALSE;
  if (call->query->cursor == NULL && call->listing->next == NULL)
    call->listing->total = call->listing->items->len;
  return TRUE;
}
