/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Access reviews. Dropping a right and giving it back are changes of a user like any other, and keep to the
 * same rules; keeping one takes no less than giving it would, and nobody stands by their own, unless there is
 * nobody else. */

#include "config.h"

#include "service/api/access-reviews.h"

#include "common/access-review.h"
#include "common/user-bulk.h"
#include "service/api/user-rules.h"
#include "service/rules/access-review.h"
#include "service/store/access-reviews.h"
#include "service/store/roles.h"
#include "service/store/users.h"

#define OBJECT "access-review"

gboolean
access_reviews_list (ReeveCall *call, GError **error)
{
  g_autoptr (GPtrArray) reviews = reeve_access_reviews_list (call->tx, error);

  if (reviews == NULL)
    return FALSE;
  call->listing = reeve_listing_new ();
  call->listing->total = reviews->len;
  g_ptr_array_extend_and_steal (call->listing->items, g_steal_pointer (&reviews));
  return TRUE;
}

static ReeveAccessReview *
get_review (ReeveCall *call, GError **error)
{
  return reeve_access_reviews_get (call->tx, reeve_call_get_path (call, "review"), error);
}

gboolean
access_reviews_get (ReeveCall *call, GError **error)
{
  call->reply = (ReeveRecord *) get_review (call, error);
  return call->reply != NULL;
}

gboolean
access_reviews_open (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveAccessReview) review = reeve_access_review_open (call->tx, call->now, error);

  if (review == NULL ||
      !reeve_call_audit (call, NULL, NULL, OBJECT, review->id, NULL, NULL, review, NULL, NULL, error))
    return FALSE;
  call->has_mail = TRUE;
  reeve_call_changed (call, OBJECT, review->id, review->version);
  call->reply = REEVE_RECORD (g_steal_pointer (&review));
  return TRUE;
}

gboolean
reviewed_rights_list (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveAccessReview) review = get_review (call, error);

  call->listing =
    review != NULL ? reeve_reviewed_rights_list (call->tx, review->id, call->query, error) : NULL;
  return call->listing != NULL;
}

/* --- Deciding --- */

typedef struct
{
  /* borrowed */
  ReeveCall *call;
  ReeveReviewDecision *body;
  ReeveUserBulkResult *result;
  ReeveUserRules rules;
  gboolean keeps;
} Deciding;

static void
refuse (Deciding *self, ReeveReviewedRight *right, const char *id, const char *reason)
{
  ReeveUserRefusal *refusal = reeve_user_refusal_new ();

  refusal->id = g_strdup (id);
  refusal->reason = g_strdup (reason);
  if (right != NULL)
    {
      refusal->display_name = g_strdup (right->display_name);
      refusal->email = g_strdup (right->email);
    }
  g_ptr_array_add (self->result->refused, refusal);
  self->result->n_refused++;
}

/* TRUE when @problem is a refusal of this one, now noted; else it is everybody's. */
static gboolean
take_refusal (Deciding *self, ReeveReviewedRight *right, GError *problem, GError **error)
{
  if (g_error_matches (problem, REEVE_ERROR, REEVE_ERROR_CONFLICT) ||
      g_error_matches (problem, REEVE_ERROR, REEVE_ERROR_DENIED))
    {
      refuse (self, right, right->id, reeve_error_get_reason (problem));
      g_error_free (problem);
      return TRUE;
    }
  g_propagate_error (error, problem);
  return FALSE;
}

static gboolean
note (Deciding *self, ReeveReviewedRight *right, const char *decision, GError **error)
{
  ReeveCall *call = self->call;

  self->result->changed++;
  right->decision = g_intern_string (decision);
  right->decided = call->now;
  g_set_str (&right->decided_by, call->caller->account);
  g_set_str (&right->decided_by_name, call->caller->account_name);
  g_set_str (&right->reason, self->body->reason);
  return reeve_reviewed_rights_update (call->tx, right, error);
}

static gboolean
change_user (Deciding *self, ReeveReviewedRight *right, ReeveUser *before, ReeveUser *after, GError **error)
{
  ReeveCall *call = self->call;

  if (!reeve_users_update (call->tx, after, before->version, error) ||
      !reeve_call_audit (call, NULL, "user.save", "user", after->id, after->display_name, before, after, NULL,
                         self->body->reason, error))
    return FALSE;
  reeve_call_changed (call, "user", after->id, after->version);
  return note (self, right, self->keeps ? "kept" : "dropped", error);
}

/* Somebody else could judge it. */
static gboolean
has_colleague (ReeveCall *call, gboolean *has, GError **error)
{
  gint64 administrators;

  *has = FALSE;
  if (!reeve_roles_count_administrators (call->tx, call->now, &administrators, error))
    return FALSE;
  *has = administrators > 1;
  return TRUE;
}

/* A right that is still held: to be stood by. */
static gboolean
keep (Deciding *self, ReeveReviewedRight *right, GError **error)
{
  const char *const one[] = { right->role, NULL };
  ReeveCapabilities given;
  gboolean colleague = FALSE;

  if (g_strcmp0 (right->account, self->call->caller->account) == 0 &&
      !has_colleague (self->call, &colleague, error))
    return FALSE;
  if (!reeve_roles_resolve (self->call->tx, one, &given, NULL, error))
    return FALSE;
  if (colleague || (given & ~self->call->caller->capabilities) != 0)
    {
      refuse (self, right, right->id, colleague ? "self" : "escalation");
      return TRUE;
    }
  return note (self, right, "kept", error) &&
         reeve_call_audit_fact (self->call, NULL, "access-review.keep", "user", right->account,
                                right->display_name, self->body->reason, error);
}

static gboolean
decide_one (Deciding *self, ReeveReviewedRight *right, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (ReeveUser) before = reeve_users_get (self->call->tx, right->account, &problem);
  g_autoptr (ReeveUser) after = NULL;
  gboolean taken =
    g_strcmp0 (right->decision, "suspended") == 0 || g_strcmp0 (right->decision, "dropped") == 0;
  gboolean held;

  if (before == NULL && !g_error_matches (problem, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  g_clear_error (&problem);
  held = before != NULL && before->deleted == 0 && before->roles != NULL &&
         g_strv_contains ((const char *const *) before->roles, right->role);
  if (held && self->keeps)
    return keep (self, right, error);
  if (!held && (before == NULL || before->deleted != 0 || !self->keeps || !taken))
    {
      /* Lost meanwhile: that is a decision of its own. */
      self->result->unchanged++;
      if (g_strcmp0 (right->decision, "undecided") != 0)
        return TRUE;
      right->decision = reeve_reviewed_right_decisions[4];
      right->decided = self->call->now;
      return reeve_reviewed_rights_update (self->call->tx, right, error);
    }

  after = reeve_record_copy (before);
  if (self->keeps)
    reeve_access_review_give_role (after, right->role);
  else
    reeve_access_review_drop_role (after, right->role);
  if (!reeve_user_rules_allow (&self->rules, before, after, &problem))
    return take_refusal (self, right, g_steal_pointer (&problem), error);
  return change_user (self, right, before, after, error);
}

static gboolean
decide_all (Deciding *self, const char *review, GError **error)
{
  GStrv ids = self->body->ids;

  self->result->total = g_strv_length (ids);
  for (guint i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (GError) missing = NULL;
      g_autoptr (ReeveReviewedRight) right =
        reeve_reviewed_rights_get (self->call->tx, review, ids[i], &missing);

      if (right == NULL && !g_error_matches (missing, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&missing));
          return FALSE;
        }
      if (right == NULL)
        refuse (self, NULL, ids[i], "not_found");
      else if (!decide_one (self, right, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
access_reviews_decide (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveAccessReview) before = get_review (call, error);
  g_autoptr (ReeveAccessReview) review = before != NULL ? reeve_record_copy (before) : NULL;
  g_autoptr (ReeveUserBulkResult) result = reeve_user_bulk_result_new ();
  Deciding deciding = { .call = call,
                        .body = REEVE_REVIEW_DECISION (call->body),
                        .result = result,
                        .rules = REEVE_USER_RULES_INIT (call) };

  if (review == NULL)
    return FALSE;
  result->refused = g_ptr_array_new_with_free_func (g_object_unref);
  deciding.keeps = g_str_equal (deciding.body->action, "keep");
  if (!decide_all (&deciding, review->id, error) ||
      !reeve_access_reviews_settle (call->tx, review, call->now, error) ||
      !reeve_call_audit (call, NULL, NULL, OBJECT, review->id, NULL, before, review, NULL, NULL, error))
    return FALSE;
  /* What was lost meanwhile is noted although nobody changed anything. */
  if (call->n_audited == 0 && result->unchanged > 0 &&
      !reeve_call_audit_fact (call, NULL, NULL, OBJECT, review->id, NULL, NULL, error))
    return FALSE;
  if (call->n_audited == 0)
    reeve_call_nothing_changed (call);
  reeve_call_changed (call, OBJECT, review->id, review->version);
  call->reply = REEVE_RECORD (g_steal_pointer (&result));
  return TRUE;
}
