/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/api/approval-gate.h"

#include "common/clock.h"
#include "service/store/approvals.h"

static gboolean
writes_itself (ReeveCall *call)
{
  return call->tx != NULL && reeve_tx_get_mode (call->tx) == REEVE_TX_WRITE;
}

static ReeveTx *
begin (ReeveCall *call, ReeveTxMode mode, GError **error)
{
  return reeve_db_begin (reeve_installation_get_workspace (call->installation, call->workspace), mode,
                         call->deadline, error);
}

/* --- Finding --- */

/* The caller's own that there are; others' are as none. (element-type ReeveApproval) */
static GPtrArray *
read_given (ReeveCall *call, ReeveTx *tx, const char *ids, GError **error)
{
  g_autoptr (GPtrArray) given = g_ptr_array_new_with_free_func (g_object_unref);
  g_auto (GStrv) parts = g_strsplit (ids != NULL ? ids : "", ",", REEVE_APPROVAL_AT_ONCE + 1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autoptr (GError) gone = NULL;
      g_autoptr (ReeveApproval) approval = NULL;

      if (i == REEVE_APPROVAL_AT_ONCE || !reeve_id_is_valid (g_strstrip (parts[i])))
        {
          reeve_set_error (error, REEVE_ERROR_INVALID, "approval", "Reeve-Approval is not a list of %d ids",
                           REEVE_APPROVAL_AT_ONCE);
          return NULL;
        }
      approval = reeve_approvals_get (tx, parts[i], call->now, &gone);
      if (approval == NULL && !g_error_matches (gone, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&gone));
          return NULL;
        }
      if (approval != NULL && g_strcmp0 (approval->requester, call->caller->account) == 0)
        g_ptr_array_add (given, g_steal_pointer (&approval));
    }
  return g_steal_pointer (&given);
}

/* (nullable) (transfer none) */
static ReeveApproval *
find_for (GPtrArray *given, ReeveApprovalRule *rule, const char *hash)
{
  for (guint i = 0; i < given->len; i++)
    {
      ReeveApproval *each = given->pdata[i];

      if (g_strcmp0 (each->state, "approved") == 0 && g_strcmp0 (each->rule, rule->id) == 0 &&
          g_strcmp0 (each->hash, hash) == 0)
        return each;
    }
  return NULL;
}

/* All that is missing is told at once. */
static GPtrArray *
match (GPtrArray *rules, GPtrArray *given, const char *hash, GError **error)
{
  g_autoptr (GPtrArray) matched = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) refusal = NULL;

  for (guint i = 0; i < rules->len; i++)
    {
      ReeveApprovalRule *rule = rules->pdata[i];
      ReeveApproval *approval = find_for (given, rule, hash);
      g_autofree char *pointer = g_strconcat ("/approvals/", rule->id, NULL);

      if (approval != NULL)
        {
          g_ptr_array_add (matched, g_object_ref (approval));
          continue;
        }
      if (refusal == NULL)
        refusal =
          reeve_error_new (REEVE_ERROR_DENIED, "approval_needed", "somebody else has to approve this");
      reeve_error_add_member (&refusal, pointer, "approval_needed", "%s", hash);
    }
  if (refusal == NULL)
    return g_steal_pointer (&matched);
  g_propagate_error (error, g_steal_pointer (&refusal));
  return NULL;
}

gboolean
reeve_approval_gate_find (ReeveCall *call,
                          const ReeveApprovalSubject *subject,
                          const char *ids,
                          GPtrArray **approvals,
                          GError **error)
{
  g_autoptr (ReeveTx) own = call->tx == NULL ? begin (call, REEVE_TX_READ, error) : NULL;
  ReeveTx *tx = call->tx != NULL ? call->tx : own;
  g_autoptr (GPtrArray) rules = NULL;
  g_autoptr (GPtrArray) given = NULL;
  g_autofree char *body = NULL;
  g_autofree char *hash = NULL;

  *approvals = NULL;
  if (tx == NULL)
    return FALSE;
  rules = reeve_approval_list_demanding (call, tx, subject, error);
  if (rules == NULL || rules->len == 0)
    return rules != NULL;
  if (!reeve_approval_write_body (subject, &body, error))
    return FALSE;
  hash = reeve_approval_hash (subject->method, subject->path, body);
  given = read_given (call, tx, ids, error);
  *approvals = given != NULL ? match (rules, given, hash, error) : NULL;
  return *approvals != NULL;
}

/* --- Using --- */

/* @stored becomes what is stored then. @action: (nullable): of an audit entry */
static gboolean
change (ReeveCall *call,
        ReeveTx *tx,
        ReeveApproval *stored,
        gboolean used,
        const char *action,
        GError **error)
{
  g_autoptr (ReeveApproval) after = reeve_record_copy (stored);

  after->state = used ? "used" : "approved";
  after->used = used ? call->now : 0;
  if (!reeve_approvals_update (tx, stored, after, error) ||
      (action != NULL && !reeve_call_audit (call, tx, action, "approval", stored->id, stored->requester_name,
                                            stored, after, NULL, NULL, error)))
    return FALSE;
  stored->state = after->state;
  stored->used = after->used;
  stored->version = after->version;
  return TRUE;
}

static gboolean
change_all_apart (ReeveCall *call, GPtrArray *approvals, gboolean used, GError **error)
{
  g_autoptr (ReeveTx) tx = begin (call, REEVE_TX_WRITE, error);

  if (tx == NULL)
    return FALSE;
  for (guint i = 0; i < approvals->len; i++)
    if (!change (call, tx, approvals->pdata[i], used, used ? "approval.use" : "approval.give-back", error))
      return FALSE;
  return reeve_tx_commit (tx, error);
}

static void
tell (ReeveCall *call, GPtrArray *approvals)
{
  for (guint i = 0; i < approvals->len; i++)
    {
      ReeveApproval *approval = approvals->pdata[i];

      reeve_call_changed (call, "approval", approval->id, approval->version);
    }
}

gboolean
reeve_approval_gate_take (ReeveCall *call, GPtrArray *approvals, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (approvals == NULL)
    return TRUE;
  if (!writes_itself (call))
    {
      if (change_all_apart (call, approvals, TRUE, &local))
        return TRUE;
      if (g_error_matches (local, REEVE_ERROR, REEVE_ERROR_STALE)) /* somebody was quicker */
        reeve_set_error (error, REEVE_ERROR_DENIED, "approval_needed", "somebody else has to approve this");
      else
        g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  /* The entry comes with that of what is done, in which it counts for none. */
  for (guint i = 0; i < approvals->len; i++)
    if (!change (call, call->tx, approvals->pdata[i], TRUE, NULL, error))
      return FALSE;
  return TRUE;
}

static gboolean
audit_use (ReeveCall *call, ReeveApproval *approval, GError **error)
{
  g_autoptr (ReeveApproval) before = reeve_record_copy (approval);

  before->state = "approved";
  before->used = 0;
  return reeve_call_audit (call, NULL, "approval.use", "approval", approval->id, approval->requester_name,
                           before, approval, NULL, NULL, error);
}

gboolean
reeve_approval_gate_settle (ReeveCall *call, GPtrArray *approvals, gboolean done, GError **error)
{
  if (approvals == NULL)
    return TRUE;
  if (!writes_itself (call))
    {
      if (!done && !change_all_apart (call, approvals, FALSE, error))
        return FALSE;
      tell (call, approvals);
      return TRUE;
    }
  if (!done || call->n_audited == 0) /* rolled back */
    return TRUE;
  for (guint i = 0; i < approvals->len; i++)
    if (!audit_use (call, approvals->pdata[i], error))
      return FALSE;
  tell (call, approvals);
  return TRUE;
}
