/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Approvals, for those who look at them and decide. Whether the caller may decide is said before their code
 * is looked at; the code is used up, on the directory, while the workspace's write is held, and before the
 * decision is committed: two databases cannot be written as one, and a code that served must not serve again,
 * whatever happens in between. */

#include "config.h"

#include "service/api/approvals.h"

#include <string.h>

#include "common/json.h"
#include "common/permission-draft.h"
#include "service/api/approval-matter.h"
#include "service/api/approval-parties.h"
#include "service/api/permissions.h"
#include "service/api/step-up.h"
#include "service/rules/approvals.h"
#include "service/store/approval-rules.h"
#include "service/store/approvals.h"
#include "service/store/audit.h"
#include "service/store/users.h"

static gboolean
refuse (GError **error, ReeveErrorCode code, const char *reason, const char *message)
{
  reeve_set_error (error, code, reason, "%s", message);
  return FALSE;
}

/* --- Looking --- */

static gboolean
sees_all (ReeveCall *call)
{
  return reeve_approval_sees_all (call->caller->capabilities);
}

static ReeveApproval *
get_visible (ReeveCall *call, GError **error)
{
  const ReeveApprovalPlace place = REEVE_APPROVAL_PLACE_INIT (call, call->tx);
  g_autoptr (ReeveApproval) approval =
    reeve_approvals_get (call->tx, reeve_call_get_path (call, "approval"), call->now, error);
  gboolean is = sees_all (call);

  if (approval == NULL ||
      (!is && !reeve_approval_is_party (&place, approval, call->caller->account, &is, error)))
    return NULL;
  if (is)
    return g_steal_pointer (&approval);
  /* The words of one that is not there: reeve_rows_get() */
  g_clear_object (&approval);
  return reeve_approvals_get (call->tx, "", call->now, error);
}

/* NULL without an error where it is gone. */
static ReeveApprovalRule *
find_rule (ReeveCall *call, ReeveApproval *approval, GError **error)
{
  g_autoptr (GError) local = NULL;
  ReeveApprovalRule *rule = reeve_approval_rules_get (call->tx, approval->rule, &local);

  if (rule == NULL && !g_error_matches (local, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    g_propagate_error (error, g_steal_pointer (&local));
  return rule;
}

gboolean
reeve_approval_look_ahead (ReeveCall *call, ReeveApproval *approval, GError **error)
{
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (ReevePermissionDraft) draft = NULL;
  g_autoptr (GError) local = NULL;

  if (!reeve_approval_is_open (approval) || strstr (approval->path, "/permissions/apply") == NULL)
    return TRUE;
  object = reeve_json_parse_object (approval->body, strlen (approval->body), &reeve_json_body, error);
  draft = reeve_permission_draft_new ();
  if (object == NULL || !reeve_record_read_json (draft, object, REEVE_READ_CREATE, "", error))
    return FALSE;
  approval->preview = REEVE_RECORD (reeve_permission_drafts_plan (call, draft->changes, &local));
  if (approval->preview == NULL && reeve_error_get_code (local) == REEVE_ERROR_BUSY)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  /* What cannot be planned any more, for whatever reason, is not what was asked for. */
  approval->moved = approval->preview == NULL ||
                    g_strcmp0 (REEVE_PERMISSION_PREVIEW (approval->preview)->hash, draft->hash) != 0;
  return TRUE;
}

/* What is told of one at a time. */
static gboolean
show (ReeveCall *call, ReeveApproval *approval, GError **error)
{
  const ReeveApprovalPlace place = REEVE_APPROVAL_PLACE_INIT (call, call->tx);
  g_autoptr (GError) local = NULL;
  g_autoptr (ReeveApprovalRule) rule = find_rule (call, approval, &local);
  g_autoptr (GPtrArray) approvers = NULL;
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  gboolean may = FALSE;

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (rule != NULL && g_strcmp0 (approval->state, "waiting") == 0)
    {
      approvers = reeve_approval_list_approvers (&place, rule, error);
      if (approvers == NULL || !reeve_approval_may_decide (&place, rule, call->caller->account, &may, error))
        return FALSE;
      for (guint i = 0; i < approvers->len; i++)
        if (g_strcmp0 (REEVE_USER (approvers->pdata[i])->id, approval->requester) != 0)
          g_strv_builder_add (names, REEVE_USER (approvers->pdata[i])->display_name);
      approval->approver_names = g_strv_builder_end (names);
    }
  approval->may_decide = may && g_strcmp0 (approval->requester, call->caller->account) != 0;
  if (reeve_approval_tells_matter (call, approval) && !reeve_approval_recall_matter (call, approval, error))
    return FALSE;
  if (approval->may_decide ||
      reeve_capabilities_have (call->caller->capabilities, REEVE_CAPABILITY_PERMISSIONS_READ))
    return reeve_approval_look_ahead (call, approval, error);
  return TRUE;
}

gboolean
approvals_list (ReeveCall *call, GError **error)
{
  const ReeveApprovalPlace place = REEVE_APPROVAL_PLACE_INIT (call, call->tx);
  const char *mine = reeve_query_get_filter (call->query, "mine");
  g_autoptr (ReeveQuery) query = reeve_query_copy (call->query);
  g_auto (GStrv) rules = reeve_approval_list_decidable (&place, call->caller->account, error);
  ReeveApprovalsWhose whose = { NULL };

  if (rules == NULL)
    return FALSE;
  if (mine == NULL && !sees_all (call))
    whose = (ReeveApprovalsWhose) { call->caller->account, (const char *const *) rules, NULL };
  else if (g_strcmp0 (mine, "asked") == 0)
    whose.requester = call->caller->account;
  else if (g_strcmp0 (mine, "to-decide") == 0)
    {
      whose = (ReeveApprovalsWhose) { NULL, (const char *const *) rules, call->caller->account };
      if (reeve_query_get_filter (query, "state") == NULL)
        reeve_query_set_filter (query, "state", "waiting");
    }
  else if (mine != NULL)
    {
      reeve_error_add_member (error, "?mine", "choice", "is neither asked nor to-decide");
      return FALSE;
    }
  call->listing = reeve_approvals_list (call->tx, query, &whose, call->now, error);
  for (guint i = 0; call->listing != NULL && i < call->listing->items->len; i++)
    {
      ReeveApproval *each = call->listing->items->pdata[i];

      each->may_decide = g_strcmp0 (each->state, "waiting") == 0 &&
                         g_strcmp0 (each->requester, call->caller->account) != 0 &&
                         g_strv_contains ((const char *const *) rules, each->rule);
      g_clear_pointer (&each->body, g_free); /* of one at a time */
    }
  return call->listing != NULL;
}

gboolean
approvals_get (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveApproval) approval = get_visible (call, error);

  if (approval == NULL || !show (call, approval, error))
    return FALSE;
  call->reply = REEVE_RECORD (g_steal_pointer (&approval));
  return TRUE;
}

static void
hide_matter (ReeveAuditEntry *entry, gpointer unused)
{
  reeve_approval_hide_matter (entry);
}

gboolean
approvals_history (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveApproval) approval = get_visible (call, error);

  if (approval == NULL)
    return FALSE;
  call->listing = reeve_audit_list (call->tx, "approval", approval->id, call->query, error);
  if (call->listing == NULL)
    return FALSE;
  if (!reeve_approval_tells_matter (call, approval))
    g_ptr_array_foreach (call->listing->items, (GFunc) hide_matter, NULL);
  if (call->query->cursor == NULL && call->listing->next == NULL)
    call->listing->total = call->listing->items->len;
  return TRUE;
}

/* --- Deciding --- */

static gboolean
check_decider (ReeveCall *call, ReeveApproval *approval, GError **error)
{
  const ReeveApprovalPlace place = REEVE_APPROVAL_PLACE_INIT (call, call->tx);
  g_autoptr (GError) local = NULL;
  g_autoptr (ReeveApprovalRule) rule = find_rule (call, approval, &local);
  gboolean may = FALSE;

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (g_strcmp0 (approval->requester, call->caller->account) == 0)
    return refuse (error, REEVE_ERROR_DENIED, "four_eyes", "who asks does not decide");
  if (rule != NULL && !reeve_approval_may_decide (&place, rule, call->caller->account, &may, error))
    return FALSE;
  if (!may)
    return refuse (error, REEVE_ERROR_DENIED, "not_approver", "somebody else is to decide");
  return g_strcmp0 (approval->state, "waiting") == 0 ||
         refuse (error, REEVE_ERROR_CONFLICT, "approval_over", "it does not wait any more");
}

static gboolean
check_requester (ReeveCall *call, ReeveApproval *approval, GError **error)
{
  g_autoptr (GError) gone = NULL;
  g_auto (GStrv) roles = NULL;

  if (reeve_users_check_membership (call->tx, approval->requester, &roles, &gone))
    return TRUE;
  if (!g_error_matches (gone, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&gone));
      return FALSE;
    }
  return refuse (error, REEVE_ERROR_CONFLICT, "requester_gone", "who asked for it may no longer");
}

/* Before a code is asked for. */
static gboolean
check_decision (ReeveCall *call, ReeveApproval *approval, gboolean approves, GError **error)
{
  if (!check_decider (call, approval, error) || !check_requester (call, approval, error))
    return FALSE;
  if (!approves && REEVE_APPROVAL_DECISION (call->body)->note == NULL)
    {
      reeve_error_add_member (error, "/note", "required", "is required");
      return FALSE;
    }
  if (!approves)
    return TRUE;
  if (!reeve_approval_look_ahead (call, approval, error))
    return FALSE;
  return !approval->moved || refuse (error, REEVE_ERROR_CONFLICT, "plan_changed",
                                     "it would have other effects than those that were asked for");
}

static gboolean
decide (ReeveCall *call, gboolean approves, GError **error)
{
  ReeveApprovalDecision *decision = REEVE_APPROVAL_DECISION (call->body);
  g_autoptr (ReeveApproval) before = get_visible (call, error);
  g_autoptr (ReeveApproval) after = NULL;
  gint64 step;

  if (before == NULL || !check_decision (call, before, approves, error) ||
      !reeve_step_up_digits (call, decision->code, &step, error))
    return FALSE;
  g_clear_object (&before->preview);
  after = reeve_record_copy (before);
  after->state = approves ? "approved" : "refused";
  after->decided = call->now;
  g_set_str (&after->decided_by, call->caller->account);
  g_set_str (&after->decided_by_name, call->caller->account_name);
  g_set_str (&after->note, decision->note);
  after->code_step = step;
  after->evidence = reeve_approval_make_evidence (reeve_installation_get_pepper (call->installation), after,
                                                  after->state, call->caller->account, step);
  call->has_mail = TRUE;
  if (!reeve_approvals_update (call->tx, before, after, error) ||
      !reeve_approval_mail_ended (call->tx, after, error) ||
      !reeve_call_audit (call, NULL, NULL, "approval", after->id, after->requester_name, before, after, NULL,
                         after->note, error))
    return FALSE;
  reeve_call_changed (call, "approval", after->id, after->version);
  call->reply = REEVE_RECORD (g_steal_pointer (&after));
  return TRUE;
}

gboolean
approvals_approve (ReeveCall *call, GError **error)
{
  return decide (call, TRUE, error);
}

gboolean
approvals_refuse (ReeveCall *call, GError **error)
{
  return decide (call, FALSE, error);
}

/* Also of one that was approved, as long as it was not used. */
gboolean
approvals_withdraw (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveApproval) before = get_visible (call, error);
  g_autoptr (ReeveApproval) after = NULL;

  if (before == NULL)
    return FALSE;
  if (g_strcmp0 (before->requester, call->caller->account) != 0)
    return refuse (error, REEVE_ERROR_DENIED, "not_requester", "who asked for it can take it back");
  if (!reeve_approval_is_open (before))
    return refuse (error, REEVE_ERROR_CONFLICT, "approval_over", "it does not wait any more");
  after = reeve_record_copy (before);
  after->state = "withdrawn";
  if (!reeve_approvals_update (call->tx, before, after, error) ||
      !reeve_call_audit (call, NULL, NULL, "approval", after->id, after->requester_name, before, after, NULL,
                         NULL, error))
    return FALSE;
  reeve_call_changed (call, "approval", after->id, after->version);
  call->reply = REEVE_RECORD (g_steal_pointer (&after));
  return TRUE;
}
