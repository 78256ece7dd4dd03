/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A verdict can be taken back, and another one given: what was decided before stands in the trail. What
 * raised a finding is nobody's to change. */

#include "config.h"

#include "service/api/findings.h"

#include "common/clock.h"
#include "common/finding.h"
#include "common/role.h"
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
store (ReeveCall *call, ReeveFinding *before, ReeveFinding *after, const char *reason, GError **error)
{
  if (g_strcmp0 (before->state, after->state) != 0)
    {
      after->decided = call->now;
      g_set_str (&after->decided_by, call->caller->account);
      g_set_str (&after->decided_by_name, call->caller->account_name);
    }
  if (!reeve_findings_update (call->tx, before, after, before->version, error) ||
      !reeve_call_audit (call, NULL, NULL, "finding", after->id, name_finding (after), before, after, NULL,
                         reason, error))
    return FALSE;
  reeve_call_changed (call, "finding", after->id, after->version);
  call->reply = g_object_ref (REEVE_RECORD (after));
  return TRUE;
}

gboolean
findings_save (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveFinding) before = get (call, error);
  g_autoptr (ReeveFinding) after = NULL;
  const char *reason = NULL;

  if (before == NULL)
    return FALSE;
  if (call->if_match != before->version)
    {
      reeve_set_error (error, REEVE_ERROR_STALE, NULL, "the finding was changed since it was read");
      return FALSE;
    }
  after = reeve_record_copy (before);
  if (!reeve_record_read_json (after, call->patch, REEVE_READ_PATCH, "", error) ||
      !check (call, before, after, error))
    return FALSE;
  if (reeve_record_equal (before, after))
    {
      reeve_call_nothing_changed (call);
      call->reply = REEVE_RECORD (g_steal_pointer (&before));
      return TRUE;
    }
  if (reeve_finding_is_about (before, call->caller->account) &&
      !reeve_findings_check_own (call, &reason, error))
    return FALSE;
  return store (call, before, after, reason, error);
}
