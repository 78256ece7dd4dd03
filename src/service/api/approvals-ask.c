/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Asking for an approval. What is asked for is judged as if it were made now: the route, who asks, the body,
 * and that a rule holds it; so nobody asks what they could not do with an approval. */

#include "config.h"

#include <string.h>

#include "common/clock.h"
#include "common/json-tree.h"
#include "common/json.h"
#include "common/permission-draft.h"
#include "service/api/approval-demand.h"
#include "service/api/approval-matter.h"
#include "service/api/approval-parties.h"
#include "service/api/approvals.h"
#include "service/api/permissions.h"
#include "service/api/scope.h"
#include "service/rules/approvals.h"
#include "service/store/approval-rules.h"
#include "service/store/approvals.h"

#define MOST_A_DAY 100 /* of one who asks: each is a mail to all who may decide */

static gboolean
refuse (GError **error, ReeveErrorCode code, const char *reason, const char *message)
{
  reeve_set_error (error, code, reason, "%s", message);
  return FALSE;
}

/* --- What is asked for --- */

static gboolean
find_target (ReeveCall *call, ReeveApproval *approval, ReeveCallTarget *target, GError **error)
{
  g_autofree char *path = g_strndup (approval->path, strcspn (approval->path, "?"));
  g_autoptr (GError) local = NULL;

  if (!call->find_target (approval->method, path, target, &local) ||
      g_strcmp0 (g_hash_table_lookup (target->path, "workspace"), call->workspace) != 0)
    {
      reeve_error_add_member (error, "/path", "not_found", "leads nowhere in this workspace");
      return FALSE;
    }
  if (target->operation == NULL)
    return refuse (error, REEVE_ERROR_CONFLICT, "approval_not_needed", "nothing demands an approval of this");
  if (reeve_scope_admits (call->caller, target->capability, target->scoped))
    return TRUE;
  return refuse (error, REEVE_ERROR_DENIED, NULL, "lacks the capability for what is asked");
}

/* Read as it will be. @body: (out) (nullable) (transfer full) */
static gboolean
read_body (ReeveApproval *approval, const ReeveCallTarget *target, JsonObject **body, GError **error)
{
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (ReeveRecord) record = NULL;

  *body = NULL;
  if ((target->body == G_TYPE_INVALID) != (approval->body == NULL))
    {
      reeve_error_add_member (error, "/body", approval->body == NULL ? "required" : "unknown_member",
                              approval->body == NULL ? "it has one" : "it has none");
      return FALSE;
    }
  if (approval->body == NULL)
    return TRUE;
  object = reeve_json_parse_object (approval->body, strlen (approval->body), &reeve_json_body, error);
  if (object == NULL)
    return FALSE;
  record = g_object_new (target->body, NULL);
  if (!reeve_record_read_json (record, object, target->patch ? REEVE_READ_PATCH : REEVE_READ_CREATE, "/body",
                               error))
    {
      reeve_json_tree_wipe (object);
      return FALSE;
    }
  *body = g_steal_pointer (&object);
  return TRUE;
}

/* The one that was named, or the only one. (transfer none) (nullable) */
static ReeveApprovalRule *
choose_rule (GPtrArray *rules, const char *id, GError **error)
{
  if (rules->len == 0)
    {
      refuse (error, REEVE_ERROR_CONFLICT, "approval_not_needed", "nothing demands an approval of this");
      return NULL;
    }
  if (id == NULL && rules->len == 1)
    return rules->pdata[0];
  for (guint i = 0; id != NULL && i < rules->len; i++)
    if (g_str_equal (((ReeveApprovalRule *) rules->pdata[i])->id, id))
      return rules->pdata[i];
  reeve_error_add_member (error, "/rule", id == NULL ? "required" : "not_found", "is none that demands it");
  return NULL;
}

static ReeveApprovalRule *
find_rule (ReeveCall *call, ReeveApproval *approval, const ReeveCallTarget *target, GError **error)
{
  g_autoptr (JsonObject) body = NULL;
  ReeveApprovalSubject subject = { .target = target, .method = approval->method, .path = approval->path };
  g_autoptr (GPtrArray) rules = NULL;
  g_autofree char *text = NULL;
  ReeveApprovalRule *rule;

  if (!read_body (approval, target, &body, error))
    return NULL;
  subject.body = body;
  rules = reeve_approval_list_demanding (call, call->tx, &subject, error);
  rule = rules != NULL ? choose_rule (rules, approval->rule, error) : NULL;
  if (rule == NULL || !reeve_approval_write_body (&subject, &text, error))
    rule = NULL;
  reeve_json_tree_wipe (body);
  if (rule == NULL)
    return NULL;
  g_set_str (&approval->body, text);
  return g_object_ref (rule);
}

static void
fill (ReeveCall *call, ReeveApproval *approval, ReeveApprovalRule *rule, const char *operation)
{
  approval->id = reeve_id_new ();
  approval->version = 1;
  g_set_str (&approval->rule, rule->id);
  approval->kind = g_str_equal (operation, REEVE_OPERATION_RULES) ? "rule"
                   : rule->folder != NULL                         ? "folder"
                                                                  : "route";
  approval->operation = rule->operation;
  approval->hash = reeve_approval_hash (approval->method, approval->path, approval->body);
  g_set_str (&approval->requester, call->caller->account);
  g_set_str (&approval->requester_name, call->caller->account_name);
  approval->state = "waiting";
  approval->created = call->now;
  approval->expires = call->now + rule->hours * REEVE_HOUR;
}

/* --- Asking --- */

static gboolean
check_room (ReeveCall *call, GError **error)
{
  gint64 count;

  return reeve_approvals_count_since (call->tx, call->caller->account, call->now - REEVE_DAY, &count,
                                      error) &&
         (count < MOST_A_DAY ||
          refuse (error, REEVE_ERROR_CONFLICT, "too_many_approvals", "too many were asked for within a day"));
}

/* A draft that would do something else by now is not put before anybody. */
static gboolean
check_draft (ReeveCall *call, ReeveApproval *approval, GError **error)
{
  if (!reeve_approval_look_ahead (call, approval, error))
    return FALSE;
  if (approval->moved)
    return refuse (error, REEVE_ERROR_CONFLICT, "plan_changed",
                   "it would have other effects than those looked at");
  if (approval->preview != NULL && REEVE_PERMISSION_PREVIEW (approval->preview)->crossing > 0)
    return refuse (error, REEVE_ERROR_CONFLICT, "cross_company", "people of another company would get in");
  return TRUE;
}

static gboolean
tell_approvers (ReeveCall *call, ReeveApproval *approval, ReeveApprovalRule *rule, GError **error)
{
  const ReeveApprovalPlace place = REEVE_APPROVAL_PLACE_INIT (call, call->tx);
  g_autoptr (GPtrArray) approvers = reeve_approval_list_approvers (&place, rule, error);
  guint n = 0;

  if (approvers == NULL)
    return FALSE;
  for (guint i = 0; i < approvers->len; i++)
    {
      ReeveUser *each = approvers->pdata[i];

      if (g_strcmp0 (each->id, approval->requester) == 0)
        continue;
      if (!reeve_approval_mail_asked (call->tx, approval, each, error))
        return FALSE;
      n++;
    }
  call->has_mail = n > 0;
  return n > 0 || refuse (error, REEVE_ERROR_CONFLICT, "no_approver", "nobody else is there to decide");
}

gboolean
approvals_create (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveApproval) approval = reeve_record_copy (call->body);
  g_auto (ReeveCallTarget) target = { NULL };
  g_autoptr (ReeveApprovalRule) rule = NULL;

  if (!find_target (call, approval, &target, error))
    return FALSE;
  rule = find_rule (call, approval, &target, error);
  if (rule == NULL)
    return FALSE;
  fill (call, approval, rule, target.operation);
  if (!check_room (call, error) || !check_draft (call, approval, error) ||
      !reeve_approval_note_matter (call, approval, error) ||
      !reeve_approvals_insert (call->tx, approval, call->now, error) ||
      !tell_approvers (call, approval, rule, error) ||
      !reeve_call_audit (call, NULL, NULL, "approval", approval->id, approval->requester_name, NULL, approval,
                         NULL, approval->reason, error))
    return FALSE;
  if (!reeve_capabilities_have (call->caller->capabilities, REEVE_CAPABILITY_PERMISSIONS_READ))
    g_clear_object (&approval->preview);
  if (!reeve_approval_tells_matter (call, approval))
    {
      g_clear_pointer (&approval->grants, g_ptr_array_unref);
      g_clear_pointer (&approval->names, g_ptr_array_unref);
    }
  reeve_call_changed (call, "approval", approval->id, 1);
  call->reply = REEVE_RECORD (g_steal_pointer (&approval));
  return TRUE;
}
