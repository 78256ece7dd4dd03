/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Rules. To make one, or make it stricter, takes a code; to loosen one takes its approvers (the gate sees to
 * it), or, where none of them could decide any more, a code and an entry of its own in the trail. */

#include "config.h"

#include "common/clock.h"
#include "common/log-action.h"
#include "common/permission-model.h"
#include "service/api/approval-demand.h"
#include "service/api/approval-parties.h"
#include "service/api/approvals.h"
#include "service/api/folders.h"
#include "service/rules/approvals.h"
#include "service/store/approval-rules.h"
#include "service/store/approvals.h"
#include "service/store/audit.h"
#include "service/store/users.h"

#define ENDED_ONE_BY_ONE 1000

static ReeveApprovalRule *
get (ReeveCall *call, GError **error)
{
  return reeve_approval_rules_get (call->tx, reeve_call_get_path (call, "rule"), error);
}

/* What is told of one rule at a time. */
static gboolean
show (ReeveCall *call, ReeveApprovalRule *rule, GError **error)
{
  const ReeveApprovalPlace place = REEVE_APPROVAL_PLACE_INIT (call, call->tx);
  g_autoptr (GPtrArray) approvers = NULL;
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  gboolean anybody;

  g_clear_pointer (&rule->unready, g_strfreev);
  g_clear_pointer (&rule->approver_names, g_strfreev);
  approvers = reeve_approval_list_approvers (&place, rule, error);
  if (approvers == NULL || !reeve_approval_rules_show (call->tx, rule, error) ||
      !reeve_approval_check_ready (&place, rule, NULL, &rule->unready, &anybody, error))
    return FALSE;
  for (guint i = 0; i < approvers->len; i++)
    g_strv_builder_add (names, REEVE_USER (approvers->pdata[i])->display_name);
  if (approvers->len > 0)
    rule->approver_names = g_strv_builder_end (names);
  return TRUE;
}

static gboolean
answer (ReeveCall *call, ReeveApprovalRule *rule, GError **error)
{
  if (!show (call, rule, error))
    return FALSE;
  reeve_call_changed (call, "approval-rule", rule->id, rule->version);
  call->reply = g_object_ref (REEVE_RECORD (rule));
  return TRUE;
}

/* All at once: there are few, and which they are is not asked of an index. */
static gboolean
list_holding (ReeveCall *call, const char *folder, GError **error)
{
  g_autoptr (GPtrArray) rules = reeve_approval_list_holding (call->tx, folder, error);

  if (rules == NULL)
    return FALSE;
  for (guint i = 0; i < rules->len; i++)
    if (!reeve_approval_rules_show (call->tx, rules->pdata[i], error))
      return FALSE;
  call->listing = reeve_listing_new ();
  g_ptr_array_extend_and_steal (call->listing->items, g_steal_pointer (&rules));
  call->listing->total = call->listing->items->len;
  return TRUE;
}

gboolean
approval_rules_list (ReeveCall *call, GError **error)
{
  const char *folder = reeve_query_get_filter (call->query, "holds");

  if (folder != NULL)
    return list_holding (call, folder, error);
  call->listing = reeve_approval_rules_list (call->tx, call->query, error);
  return call->listing != NULL;
}

gboolean
approval_rules_get (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveApprovalRule) rule = get (call, error);

  if (rule == NULL || !show (call, rule, error))
    return FALSE;
  call->reply = REEVE_RECORD (g_steal_pointer (&rule));
  return TRUE;
}

gboolean
approval_rules_history (ReeveCall *call, GError **error)
{
  call->listing =
    reeve_audit_list (call->tx, "approval-rule", reeve_call_get_path (call, "rule"), call->query, error);
  if (call->listing == NULL)
    return FALSE;
  if (call->query->cursor == NULL && call->listing->items->len == 0)
    {
      reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "no such rule");
      return FALSE;
    }
  if (call->query->cursor == NULL && call->listing->next == NULL)
    call->listing->total = call->listing->items->len;
  return TRUE;
}

/* --- What a rule may be --- */

/* One of both; and people must be named where no folder says who may approve. */
static gboolean
check_subject (ReeveCall *call, ReeveApprovalRule *rule, GError **error)
{
  ReevePermissionModel *model;
  gboolean there = FALSE;

  if ((rule->folder == NULL) == (rule->operation == NULL))
    reeve_error_add_member (error, rule->folder == NULL ? "/folder" : "/operation", "one_of",
                            "give a folder or an operation");
  else if (rule->operation != NULL)
    return TRUE;
  else
    {
      model = reeve_call_enter_permissions (call, error);
      if (model == NULL)
        return FALSE;
      there =
        reeve_permission_model_has_folder (model, reeve_permission_model_find_folder (model, rule->folder));
      reeve_call_leave_permissions (call);
      if (!there)
        reeve_error_add_member (error, "/folder", "unknown_folder", "there is no such folder");
    }
  return there;
}

static gboolean
is_user (ReeveCall *call, const char *id, gboolean *is, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (ReeveUser) user = reeve_users_get (call->tx, id, &local);

  *is = user != NULL && user->deleted == 0;
  if (user != NULL || g_error_matches (local, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* @known: (nullable): those that stand there already, and may be gone */
static gboolean
check_approvers (ReeveCall *call, ReeveApprovalRule *rule, ReeveApprovalRule *known, GError **error)
{
  g_autoptr (GError) refusal = NULL;

  if (rule->operation != NULL && (rule->approvers == NULL || rule->approvers[0] == NULL))
    {
      reeve_error_add_member (error, "/approvers", "too_few", "names nobody");
      return FALSE;
    }
  for (guint i = 0; rule->approvers != NULL && rule->approvers[i] != NULL; i++)
    {
      g_autofree char *pointer = g_strdup_printf ("/approvers/%u", i);
      gboolean is;

      if (known != NULL && reeve_approval_rule_names (known, rule->approvers[i]))
        continue;
      if (!is_user (call, rule->approvers[i], &is, error))
        return FALSE;
      if (!is)
        reeve_error_add_member (&refusal, pointer, "unknown_user", "there is no such user");
    }
  if (refusal == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

gboolean
approval_rules_create (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveApprovalRule) rule = reeve_record_copy (call->body);

  if (!check_subject (call, rule, error) || !check_approvers (call, rule, NULL, error))
    return FALSE;
  rule->id = reeve_id_new ();
  rule->version = 1;
  rule->created = call->now;
  if (rule->hours == 0)
    rule->hours = REEVE_APPROVAL_HOURS;
  g_set_str (&rule->created_by, call->caller->account);
  g_set_str (&rule->created_by_name, call->caller->account_name);
  return reeve_approval_rules_insert (call->tx, rule, error) &&
         reeve_call_audit (call, NULL, NULL, "approval-rule", rule->id, rule->operation, NULL, rule, NULL,
                           NULL, error) &&
         answer (call, rule, error);
}

/* --- Changing --- */

static gboolean
check_version (ReeveCall *call, ReeveApprovalRule *rule, GError **error)
{
  if (call->if_match == rule->version)
    return TRUE;
  reeve_set_error (error, REEVE_ERROR_STALE, NULL, "the rule was changed since it was read");
  return FALSE;
}

/* What it is about stays; another one is another rule. */
static gboolean
check_same (ReeveApprovalRule *before, ReeveApprovalRule *after, GError **error)
{
  const char *pointer = g_strcmp0 (before->folder, after->folder) != 0         ? "/folder"
                        : g_strcmp0 (before->operation, after->operation) != 0 ? "/operation"
                                                                               : NULL;

  if (pointer != NULL)
    reeve_error_add_member (error, pointer, "read_only", "cannot be changed");
  return pointer == NULL;
}

/* Nobody could be asked: the gate let it through with the caller's code alone. */
static gboolean
note_unguarded (ReeveCall *call, ReeveApprovalRule *before, ReeveApprovalRule *after, GError **error)
{
  const ReeveApprovalPlace place = REEVE_APPROVAL_PLACE_INIT (call, call->tx);
  gboolean anybody;

  if (!reeve_approval_rule_is_loosened (before, after))
    return TRUE;
  reeve_call_came_to (call, REEVE_LOG_WEAKENED);
  if (!reeve_approval_check_ready (&place, before, call->caller->account, NULL, &anybody, error))
    return FALSE;
  return anybody || reeve_call_audit_fact (call, NULL, "approval-rule.unguarded", "approval-rule", before->id,
                                           before->operation, NULL, error);
}

gboolean
approval_rules_save (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveApprovalRule) before = get (call, error);
  g_autoptr (ReeveApprovalRule) after = NULL;

  if (before == NULL || !check_version (call, before, error))
    return FALSE;
  after = reeve_record_copy (before);
  if (!reeve_record_read_json (after, call->patch, REEVE_READ_PATCH, "", error) ||
      !check_same (before, after, error) || !check_approvers (call, after, before, error))
    return FALSE;
  if (after->hours == 0)
    after->hours = REEVE_APPROVAL_HOURS;
  if (reeve_record_equal (before, after))
    {
      reeve_call_nothing_changed (call);
      call->reply = REEVE_RECORD (g_steal_pointer (&before));
      return TRUE;
    }
  return note_unguarded (call, before, after, error) &&
         reeve_approval_rules_update (call->tx, before, after, error) &&
         reeve_call_audit (call, NULL, NULL, "approval-rule", after->id, after->operation, before, after,
                           NULL, NULL, error) &&
         answer (call, after, error);
}

/* What was asked for by the rule needs no approval any more. */
static gboolean
end_requests (ReeveCall *call, ReeveApprovalRule *rule, GError **error)
{
  g_autoptr (GPtrArray) open = reeve_approvals_list_of_rule (call->tx, rule->id, ENDED_ONE_BY_ONE, error);

  if (open == NULL)
    return FALSE;
  call->has_mail |= open->len > 0;
  for (guint i = 0; i < open->len; i++)
    {
      ReeveApproval *before = open->pdata[i];
      g_autoptr (ReeveApproval) after = reeve_record_copy (before);

      after->state = "overtaken";
      after->because = "rule";
      if (!reeve_approvals_update (call->tx, before, after, error) ||
          !reeve_call_audit (call, NULL, "approval.overtake", "approval", after->id, after->requester_name,
                             before, after, NULL, NULL, error))
        return FALSE;
      /* Who does it knows. */
      if (g_strcmp0 (after->requester, call->caller->account) != 0 &&
          !reeve_approval_mail_ended (call->tx, after, error))
        return FALSE;
      reeve_call_changed (call, "approval", after->id, after->version);
    }
  return TRUE;
}

gboolean
approval_rules_delete (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveApprovalRule) rule = get (call, error);

  if (rule == NULL || !check_version (call, rule, error) || !note_unguarded (call, rule, NULL, error) ||
      !end_requests (call, rule, error) || !reeve_approval_rules_delete (call->tx, rule->id, error) ||
      !reeve_call_audit (call, NULL, NULL, "approval-rule", rule->id, rule->operation, rule, NULL, NULL, NULL,
                         error))
    return FALSE;
  reeve_call_changed (call, "approval-rule", rule->id, 0);
  return TRUE;
}

/* --- People who leave --- */

static void
forget (ReeveApprovalRule *rule, const char *user)
{
  g_autoptr (GStrvBuilder) left = g_strv_builder_new ();

  for (guint i = 0; rule->approvers[i] != NULL; i++)
    if (g_strcmp0 (rule->approvers[i], user) != 0)
      g_strv_builder_add (left, rule->approvers[i]);
  g_strfreev (rule->approvers);
  rule->approvers = g_strv_builder_end (left);
}

gboolean
reeve_approval_rules_forget (ReeveCall *call, ReeveUser *user, const char *reason, GError **error)
{
  g_autoptr (GPtrArray) rules = reeve_approval_rules_read (call->tx, FALSE, error);

  for (guint i = 0; rules != NULL && i < rules->len; i++)
    {
      ReeveApprovalRule *before = rules->pdata[i];
      g_autoptr (ReeveApprovalRule) after = NULL;

      if (!reeve_approval_rule_names (before, user->id) || g_strv_length (before->approvers) < 2)
        continue;
      after = reeve_record_copy (before);
      forget (after, user->id);
      if (!reeve_approval_rules_update (call->tx, before, after, error) ||
          !reeve_call_audit (call, NULL, "approval-rule.forget", "approval-rule", after->id, after->operation,
                             before, after, NULL, reason, error))
        return FALSE;
      reeve_call_changed (call, "approval-rule", after->id, after->version);
    }
  return rules != NULL;
}
