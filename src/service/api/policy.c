/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a workspace demands of its people: in force from the commit on for whoever sets a password next. */

#include "config.h"

#include "service/api/policy.h"

#include "service/store/audit.h"
#include "service/store/policy.h"

gboolean
policy_get (ReeveCall *call, GError **error)
{
  ReevePolicy *policy = reeve_policy_get (call->tx, error);

  call->reply = REEVE_RECORD (policy);
  return policy != NULL;
}

/* Whether @member of the patch is a number that differs from @before as @sign says. */
static gboolean
moves (ReeveCall *call, const char *member, gint64 before, int sign)
{
  JsonNode *node = json_object_get_member (call->patch, member);

  /* What is no number is refused anyway. */
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64 &&
         (sign < 0 ? json_node_get_int (node) < before : json_node_get_int (node) > before);
}

gboolean
policy_wants_code (ReeveCall *call)
{
  g_autoptr (ReevePolicy) before = reeve_policy_get (call->tx, NULL);

  /* What is of an older version is refused anyway. */
  return before != NULL && call->if_match == before->version &&
         (moves (call, "accessLogDays", before->access_log_days, -1) ||
          moves (call, "logReviewWeeks", before->log_review_weeks, 1) ||
          moves (call, "logReviewSignatures", before->log_review_signatures, -1));
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
