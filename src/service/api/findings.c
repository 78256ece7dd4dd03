/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A verdict can be taken back, and another one given: what was decided before stands in the trail. What
 * raised a finding is nobody's to change. */

#include "config.h"

#include "service/api/findings.h"

#include "common/clock.h"
#include "common/finding-bulk.h"
#include "common/finding.h"
#include "common/role.h"
#include "service/api/cases.h"
#include "service/store/audit.h"
#include "service/store/findings.h"
#include "service/store/roles.h"

#define DUE_DAYS 366

static ReeveFinding *
get (ReeveCall *call, GError **error)
{
  return reeve_findings_get (call->tx, reeve_call_get_path (call, "finding"), error);
}

gboolean
findings_list (ReeveCall *call, GError **error)
{
  call->listing = reeve_findings_list (call->tx, call->query, error);
  return call->listing != NULL;
}

gboolean
findings_groups (ReeveCall *call, GError **error)
{
  call->listing = reeve_findings_list_groups (call->tx, call->query, error);
  return call->listing != NULL;
}

gboolean
findings_get (ReeveCall *call, GError **error)
{
  call->reply = REEVE_RECORD (get (call, error));
  return call->reply != NULL;
}

/* Of one that is gone the trail alone still tells. */
gboolean
findings_history (ReeveCall *call, GError **error)
{
  const char *id = reeve_call_get_path (call, "finding");

  call->listing = reeve_audit_list (call->tx, "finding", id, call->query, error);
  if (call->listing == NULL)
    return FALSE;
  if (call->query->cursor == NULL && call->listing->items->len == 0)
    {
      g_autoptr (ReeveFinding) finding = get (call, error);

      if (finding == NULL)
        return FALSE;
    }
  if (call->query->cursor == NULL && call->listing->next == NULL)
    call->listing->total = call->listing->items->len;
  return TRUE;
}

/* --- Deciding --- */

gboolean
reeve_findings_check_own (ReeveCall *call, const char **reason, GError **error)
{
  g_autoptr (GPtrArray) able = reeve_roles_list_able (call->tx, REEVE_CAPABILITY_REVIEW_SIGN, 2, error);

  if (able == NULL)
    return FALSE;
  for (guint i = 0; i < able->len; i++)
    if (g_strcmp0 (((ReeveRolePerson *) able->pdata[i])->id, call->caller->account) != 0)
      {
        reeve_set_error (error, REEVE_ERROR_DENIED, "own_finding", "somebody else has to decide on this");
        return FALSE;
      }
  *reason = "Nobody else may sign reviews.";
  return TRUE;
}

static gboolean
is (ReeveFinding *finding, const char *state)
{
  return g_strcmp0 (finding->state, state) == 0;
}

/* Opening again is for an acknowledgement that is taken back; what follows a follow-up is that it is done. */
static void
check_state (ReeveFinding *before, ReeveFinding *after, GError **refusal)
{
  static const char *const explained[] = { "expected", "breach", "done", NULL };

  if (g_strcmp0 (before->state, after->state) == 0)
    return;
  if (after->state == NULL)
    reeve_error_add_member (refusal, "/state", "required", "a finding has a state");
  else if (is (after, "muted") || (is (after, "open") && !is (before, "acknowledged")) ||
           (is (after, "done") && !is (before, "follow_up")))
    reeve_error_add_member (refusal, "/state", "state", "does not become that");
  else if (g_strv_contains (explained, after->state) && (after->note == NULL || *after->note == '\0'))
    reeve_error_add_member (refusal, "/note", "required", "this takes a word about why");
}

static void
check_due (ReeveCall *call, ReeveFinding *before, ReeveFinding *after, GError **refusal)
{
  if (!is (after, "follow_up"))
    after->due = 0;
  else if (after->due == 0)
    reeve_error_add_member (refusal, "/due", "required", "a follow-up is due one day");
  else if (after->due == before->due && is (before, "follow_up"))
    return; /* over, perhaps: that is no reason not to write a note */
  else if (after->due <= call->now)
    reeve_error_add_member (refusal, "/due", "range", "this is over already");
  else if (after->due > call->now + DUE_DAYS * REEVE_DAY)
    reeve_error_add_member (refusal, "/due", "range", "this is more than %d days ahead", DUE_DAYS);
}

static gboolean
check (ReeveCall *call, ReeveFinding *before, ReeveFinding *after, GError **error)
{
  g_autoptr (GError) refusal = NULL;

  check_state (before, after, &refusal);
  check_due (call, before, after, &refusal);
  if (refusal == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

static const char *
name_finding (ReeveFinding *finding)
{
  return finding->person_name != NULL ? finding->person_name
         : finding->address != NULL   ? finding->address
                                      : finding->key;
}

static gboolean
store (ReeveCall *call,
       ReeveFinding *before,
       ReeveFinding *after,
       const char *batch,
       const char *reason,
       GError **error)
{
  gboolean breach = is (after, "breach") && !is (before, "breach");

  if (g_strcmp0 (before->state, after->state) != 0)
    {
      after->decided = call->now;
      g_set_str (&after->decided_by, call->caller->account);
      g_set_str (&after->decided_by_name, call->caller->account_name);
    }
  return reeve_findings_update (call->tx, before, after, before->version, error) &&
         reeve_call_audit (call, NULL, NULL, "finding", after->id, name_finding (after), before, after, batch,
                           reason, error) &&
         (!breach || reeve_case_open_of_finding (call, after, error));
}

/* *@changed: it was decided on, and differs from what it was */
static gboolean
decide (ReeveCall *call,
        ReeveFinding *before,
        ReeveFinding *after,
        const char *batch,
        gboolean *changed,
        GError **error)
{
  const char *reason = NULL;

  *changed = FALSE;
  if (!check (call, before, after, error))
    return FALSE;
  if (reeve_record_equal (before, after))
    return TRUE;
  if (reeve_finding_is_about (before, call->caller->account) &&
      !reeve_findings_check_own (call, &reason, error))
    return FALSE;
  *changed = store (call, before, after, batch, reason, error);
  return *changed;
}

static gboolean
check_version (ReeveFinding *finding, gint64 version, GError **error)
{
  if (finding->version == version)
    return TRUE;
  reeve_set_error (error, REEVE_ERROR_STALE, NULL, "the finding was changed since it was read");
  return FALSE;
}

gboolean
findings_save (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveFinding) before = get (call, error);
  g_autoptr (ReeveFinding) after = NULL;
  gboolean changed;

  if (before == NULL || !check_version (before, call->if_match, error))
    return FALSE;
  after = reeve_record_copy (before);
  if (!reeve_record_read_json (after, call->patch, REEVE_READ_PATCH, "", error) ||
      !decide (call, before, after, NULL, &changed, error))
    return FALSE;
  if (changed)
    reeve_call_changed (call, "finding", after->id, after->version);
  else
    reeve_call_nothing_changed (call);
  call->reply = REEVE_RECORD (g_steal_pointer (&after));
  return TRUE;
}

/* --- Many at once --- */

/* A listener reads each that it is told of: beyond some it is told once. */
#define TOLD_ONE_BY_ONE 20

typedef struct
{
  ReeveCall *call;
  ReeveFindingBulkResult *result;
  GPtrArray *changed; /* of ReeveFinding, borrowed from the result */
} Bulk;

static ReeveFinding *
make_decided (ReeveFinding *before, const ReeveFindingDecision *decision)
{
  ReeveFinding *after = reeve_record_copy (before);

  after->state = decision->state;
  g_set_str (&after->note, decision->note);
  after->due = decision->due;
  return after;
}

/* FALSE: it is nothing that is about the one finding. */
static gboolean
refuse (Bulk *self, const ReeveFindingDecision *decision, const GError *error)
{
  static const ReeveErrorCode codes[] = { REEVE_ERROR_NOT_FOUND, REEVE_ERROR_STALE, REEVE_ERROR_DENIED,
                                          REEVE_ERROR_INVALID };
  GPtrArray *members = reeve_error_get_members (error);
  ReeveFindingRefusal *refusal;
  gboolean known = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    known |= g_error_matches (error, REEVE_ERROR, (int) codes[i]);
  if (!known)
    return FALSE;
  refusal = reeve_finding_refusal_new ();
  g_ptr_array_add (self->result->refused, refusal);
  refusal->id = g_strdup (decision->id);
  refusal->code = g_strdup (reeve_error_code_to_wire ((ReeveErrorCode) error->code));
  refusal->reason = g_strdup (reeve_error_get_reason (error));
  if (members != NULL && members->len > 0)
    {
      const ReeveBadMember *bad = members->pdata[0];

      refusal->member = g_strdup (bad->pointer);
      g_set_str (&refusal->reason, bad->reason);
    }
  return TRUE;
}

static gboolean
consider (Bulk *self, const ReeveFindingDecision *decision, GError **error)
{
  g_autoptr (GError) refusal = NULL;
  g_autoptr (ReeveFinding) before = reeve_findings_get (self->call->tx, decision->id, &refusal);
  g_autoptr (ReeveFinding) after = before != NULL ? make_decided (before, decision) : NULL;
  gboolean changed;

  if (before == NULL || !check_version (before, decision->version, &refusal) ||
      !decide (self->call, before, after, self->result->batch, &changed, &refusal))
    {
      if (refuse (self, decision, refusal))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&refusal));
      return FALSE;
    }
  if (changed)
    g_ptr_array_add (self->changed, after);
  g_ptr_array_add (self->result->decided, g_steal_pointer (&after));
  return TRUE;
}

static void
tell_changed (Bulk *self)
{
  if (self->changed->len > TOLD_ONE_BY_ONE)
    {
      reeve_call_changed (self->call, "finding", NULL, 0);
      return;
    }
  for (guint i = 0; i < self->changed->len; i++)
    {
      ReeveFinding *finding = self->changed->pdata[i];

      reeve_call_changed (self->call, "finding", finding->id, finding->version);
    }
}

gboolean
findings_bulk (ReeveCall *call, GError **error)
{
  GPtrArray *decisions = REEVE_FINDING_BULK (call->body)->decisions;
  g_autoptr (ReeveFindingBulkResult) result = reeve_finding_bulk_result_new ();
  g_autoptr (GPtrArray) changed = g_ptr_array_new ();
  Bulk self = { call, result, changed };

  if (decisions == NULL || decisions->len == 0)
    {
      reeve_error_add_member (error, "/decisions", "required", "what is decided");
      return FALSE;
    }
  result->decided = g_ptr_array_new_with_free_func (g_object_unref);
  result->refused = g_ptr_array_new_with_free_func (g_object_unref);
  result->batch = reeve_id_new ();
  for (guint i = 0; i < decisions->len; i++)
    if (!consider (&self, decisions->pdata[i], error))
      return FALSE;
  tell_changed (&self);
  if (changed->len == 0)
    {
      reeve_call_nothing_changed (call);
      g_clear_pointer (&result->batch, g_free);
    }
  call->reply = REEVE_RECORD (g_steal_pointer (&result));
  return TRUE;
}
