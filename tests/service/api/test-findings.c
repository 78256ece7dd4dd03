/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Findings and mutes through their handlers: what becomes of what, who may decide, what a mute may cover, and
 * what each leaves in the trail. */

#include "config.h"

#include <string.h>

#include "common/finding-bulk.h"
#include "common/mute.h"
#include "service/api/cases.h"
#include "service/api/findings.h"
#include "service/api/mutes.h"
#include "service/store/findings.h"
#include "service/store/mutes.h"
#include "tests/service/api/fixture.h"

/* Raises one; its id. @person: (nullable) */
static char *
raise_it (Device *device, const char *rule, const char *person, const char *address)
{
  static guint n = 0;
  ReeveDb *db = reeve_installation_get_workspace (device->fixture->installation, device->workspace);
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (db, REEVE_TX_WRITE, g_get_monotonic_time () + REEVE_MINUTE, &error);
  g_autoptr (ReeveFinding) finding = reeve_finding_new ();
  gboolean is_new;

  finding->rule = g_strdup (rule);
  finding->technique = g_strdup ("T1110.001");
  finding->severity = "high";
  finding->raised = reeve_clock_now () - ++n * REEVE_SECOND;
  finding->key = g_strdup (person != NULL ? person : address);
  finding->person = g_strdup (person);
  finding->address = g_strdup (address);
  finding->numbers = g_strdupv ((char *[]) { (char *) "failures=27", NULL });
  finding->state = "open";
  g_assert_true (reeve_findings_insert (tx, finding, &is_new, &error));
  g_assert_true (is_new);
  g_assert_true (reeve_tx_commit (tx, &error));
  g_assert_no_error (error);
  return g_steal_pointer (&finding->id);
}

static ReeveFinding *
get (Device *device, const char *id)
{
  g_autoptr (Answer) answer = device_call (device, findings_get, .object = id);

  assert_done (answer);
  return g_object_ref (REEVE_FINDING (answer->reply));
}

/* As it is now. */
static Answer *
decide (Device *device, const char *id, const char *patch)
{
  g_autoptr (ReeveFinding) now = get (device, id);

  return device_call (device, findings_save, .object = id, .patch = patch, .if_match = now->version);
}

static void
assert_decided (Device *device, const char *id, const char *patch, const char *state)
{
  g_autoptr (Answer) answer = decide (device, id, patch);

  assert_done (answer);
  g_assert_cmpstr (REEVE_FINDING (answer->reply)->state, ==, state);
}

static void
assert_bad (Device *device, const char *id, const char *patch, const char *pointer, const char *reason)
{
  g_autoptr (Answer) answer = decide (device, id, patch);

  assert_refused (answer, REEVE_ERROR_INVALID, NULL);
  assert_member (answer, pointer, reason);
}

static char *
format_due (gint64 ahead)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc ((reeve_clock_now () + ahead) / REEVE_SECOND);
  g_autofree char *text = g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");

  return g_strdup_printf ("{\"state\":\"follow_up\",\"due\":\"%s\"}", text);
}

/* The newest entry of the history of @object. (transfer full) */
static ReeveAuditEntry *
find_entry (Device *device, ReeveHandler history, const char *object, guint expected)
{
  g_autoptr (Answer) answer = device_call (device, history, .object = object);

  assert_done (answer);
  g_assert_cmpint (answer->listing->total, ==, expected);
  return g_object_ref (REEVE_AUDIT_ENTRY (answer->listing->items->pdata[0]));
}

/* --- Findings --- */

static void
test_life (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *id = raise_it (hana, "brute-force", "somebody", "192.0.2.44");
  g_autofree char *due = format_due (10 * REEVE_DAY);
  g_autoptr (ReeveFinding) found = NULL;
  g_autoptr (ReeveAuditEntry) entry = NULL;
  g_autoptr (Answer) list = NULL;
  g_autoptr (Answer) groups = device_call (hana, findings_groups, .query = "by=address");

  assert_decided (hana, id, "{\"state\":\"acknowledged\"}", "acknowledged");
  assert_decided (hana, id, "{\"state\":\"open\"}", "open");
  assert_decided (hana, id, due, "follow_up");
  found = get (hana, id);
  g_assert_cmpint (found->due, >, reeve_clock_now ());
  g_assert_cmpint (found->decided, ==, reeve_clock_now ());
  g_assert_cmpstr (found->decided_by, ==, hana->account);
  g_assert_nonnull (strstr (found->decided_by_name, ADMIN));
  g_clear_object (&found);

  assert_decided (hana, id, "{\"state\":\"done\",\"note\":\"New password\"}", "done");
  found = get (hana, id);
  g_assert_cmpint (found->due, ==, 0);
  assert_decided (hana, id, "{\"state\":\"breach\"}", "breach");
  assert_decided (hana, id, "{\"state\":\"acknowledged\",\"note\":null}", "acknowledged");
  assert_decided (hana, id, "{\"state\":\"expected\",\"note\":\"A script\"}", "expected");

  entry = find_entry (hana, findings_history, id, 7);
  g_assert_cmpstr (entry->action, ==, "finding.decide");
  g_assert_null (entry->reason);
  g_assert_nonnull (strstr (entry->after, "A script"));
  list = device_call (hana, findings_list, .query = "state=undecided");
  assert_done (list);
  g_assert_cmpint (list->listing->total, ==, 0);
  assert_done (groups);
  g_assert_cmpuint (groups->listing->items->len, ==, 1);
}

static void
test_refused (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *id = raise_it (hana, "brute-force", "somebody", "192.0.2.44");
  g_autofree char *past = format_due (-REEVE_DAY);
  g_autofree char *late = format_due (367 * REEVE_DAY);
  g_autofree char *due = format_due (REEVE_DAY);
  g_autofree char *never = reeve_id_new ();
  g_autoptr (Answer) stale = NULL;
  g_autoptr (Answer) none = device_call (hana, findings_get, .object = never);
  g_autoptr (Answer) history = device_call (hana, findings_history, .object = never);
  g_autoptr (Answer) nothing = decide (hana, id, "{}");

  assert_done (nothing);
  g_assert_cmpuint (nothing->n_audited, ==, 0);
  assert_refused (none, REEVE_ERROR_NOT_FOUND, NULL);
  assert_refused (history, REEVE_ERROR_NOT_FOUND, NULL);
  assert_bad (hana, id, "{\"state\":\"muted\"}", "/state", "state");
  assert_bad (hana, id, "{\"state\":\"done\",\"note\":\"x\"}", "/state", "state");
  assert_bad (hana, id, "{\"state\":\"solved\"}", "/state", "choice");
  assert_bad (hana, id, "{\"state\":null}", "/state", "required");
  assert_bad (hana, id, "{\"state\":\"expected\"}", "/note", "required");
  assert_bad (hana, id, "{\"state\":\"breach\",\"note\":\"\"}", "/note", "required");
  assert_bad (hana, id, "{\"state\":\"follow_up\"}", "/due", "required");
  assert_bad (hana, id, past, "/due", "range");
  assert_bad (hana, id, late, "/due", "range");
  assert_bad (hana, id, "{\"severity\":\"low\"}", "/severity", "read_only");
  assert_bad (hana, id, "{\"decidedBy\":null}", "/decidedBy", "read_only");

  /* One that is overdue takes a note, but no other day that is over. */
  assert_decided (hana, id, due, "follow_up");
  reeve_clock_advance_for_tests (2 * REEVE_DAY);
  device_enter (hana, ADMIN, PASSWORD, hana->key);
  assert_decided (hana, id, "{\"note\":\"Not yet\"}", "follow_up");
  assert_bad (hana, id, past, "/due", "range");
  assert_bad (hana, id, "{\"state\":\"open\"}", "/state", "state");
  stale = device_call (hana, findings_save, .object = id, .patch = "{\"note\":\"x\"}", .if_match = 1);
  assert_refused (stale, REEVE_ERROR_STALE, NULL);
}

static void
assert_own (Device *device, const char *id)
{
  g_autoptr (Answer) answer = decide (device, id, "{\"state\":\"acknowledged\"}");

  assert_refused (answer, REEVE_ERROR_DENIED, "own_finding");
}

/* Somebody else decides, while there is somebody. */
static void
test_own (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *first = raise_it (hana, "mass-read", hana->account, "192.0.2.44");
  g_autofree char *second = raise_it (hana, "mass-read", hana->account, "192.0.2.44");
  g_autoptr (ReeveAuditEntry) entry = NULL;
  g_autoptr (Device) ray = NULL;
  g_autoptr (Device) ada = NULL;
  g_autoptr (Answer) unseen = NULL;

  assert_decided (hana, first, "{\"state\":\"expected\",\"note\":\"It was me\"}", "expected");
  entry = find_entry (hana, findings_history, first, 1);
  g_assert_cmpstr (entry->reason, ==, "Nobody else may sign reviews.");

  ray = device_add_colleague (hana, "ray@vallis.example", "Ray", "reviewer");
  assert_own (hana, second);
  assert_decided (ray, second, "{\"state\":\"acknowledged\"}", "acknowledged");

  ada = device_add_colleague (hana, "ada@vallis.example", "Ada", "auditor");
  unseen = decide (ada, second, "{\"state\":\"expected\",\"note\":\"x\"}");
  assert_refused (unseen, REEVE_ERROR_DENIED, NULL);
}

/* --- Many at once --- */

static void
add_decision (ReeveFindingBulk *bulk, ReeveFinding *finding, const char *state, const char *note, gint64 due)
{
  ReeveFindingDecision *decision = reeve_finding_decision_new ();

  if (bulk->decisions == NULL)
    bulk->decisions = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (bulk->decisions, decision);
  decision->id = g_strdup (finding->id);
  decision->version = finding->version;
  decision->state = state;
  decision->note = g_strdup (note);
  decision->due = due;
}

static void
assert_left (ReeveFindingBulkResult *result,
             guint at,
             ReeveFinding *finding,
             const char *code,
             const char *reason,
             const char *member)
{
  ReeveFindingRefusal *refusal = result->refused->pdata[at];

  g_assert_cmpstr (refusal->id, ==, finding->id);
  g_assert_cmpstr (refusal->code, ==, code);
  g_assert_cmpstr (refusal->reason, ==, reason);
  g_assert_cmpstr (refusal->member, ==, member);
}

/* Each as if it came alone: what is refused says why, and is left alone; the others are one batch of the
 * trail. */
static void
test_bulk (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) bo = device_add_colleague (hana, "bo@vallis.example", "Bo", REEVE_ROLE_ADMINISTRATOR);
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func (g_object_unref);
  ReeveFindingBulk *body = reeve_finding_bulk_new ();
  ReeveFindingBulkResult *result;
  g_autoptr (Answer) answer = NULL;
  g_autoptr (ReeveAuditEntry) first = NULL;
  g_autoptr (ReeveAuditEntry) second = NULL;
  g_autoptr (ReeveFinding) gone = reeve_finding_new ();
  g_autoptr (ReeveFinding) own = NULL;

  for (guint i = 0; i < 8; i++)
    {
      g_autofree char *id = raise_it (hana, "brute-force", i == 4 ? hana->account : "somebody", "192.0.2.44");

      g_ptr_array_add (findings, get (hana, id));
    }
  gone->id = reeve_id_new ();
  gone->version = 1;
  add_decision (body, findings->pdata[0], "expected", "our scanner", 0);
  add_decision (body, findings->pdata[1], "follow_up", NULL, reeve_clock_now () + REEVE_DAY);
  ((ReeveFinding *) findings->pdata[2])->version = 7;
  add_decision (body, findings->pdata[2], "acknowledged", NULL, 0);
  add_decision (body, findings->pdata[3], "breach", NULL, 0);
  add_decision (body, findings->pdata[4], "expected", "it was me", 0);
  add_decision (body, findings->pdata[5], "follow_up", NULL, 0);
  add_decision (body, findings->pdata[6], "muted", NULL, 0);
  add_decision (body, gone, "acknowledged", NULL, 0);
  add_decision (body, findings->pdata[7], "open", NULL, 0);
  add_decision (body, findings->pdata[0], "acknowledged", NULL, 0);
  answer = device_call (hana, findings_bulk, .body = body);
  assert_done (answer);
  g_assert_cmpuint (answer->n_audited, ==, 2);
  result = REEVE_FINDING_BULK_RESULT (answer->reply);
  g_assert_cmpuint (result->decided->len, ==, 3);
  g_assert_cmpstr (REEVE_FINDING (result->decided->pdata[0])->state, ==, "expected");
  g_assert_cmpstr (REEVE_FINDING (result->decided->pdata[0])->decided_by, ==, hana->account);
  g_assert_cmpint (REEVE_FINDING (result->decided->pdata[0])->version, ==, 2);
  g_assert_cmpstr (REEVE_FINDING (result->decided->pdata[1])->state, ==, "follow_up");
  g_assert_cmpint (REEVE_FINDING (result->decided->pdata[2])->version, ==, 1);
  g_assert_cmpuint (result->refused->len, ==, 7);
  assert_left (result, 0, findings->pdata[2], "stale", NULL, NULL);
  assert_left (result, 1, findings->pdata[3], "invalid", "required", "/note");
  assert_left (result, 2, findings->pdata[4], "denied", "own_finding", NULL);
  assert_left (result, 3, findings->pdata[5], "invalid", "required", "/due");
  assert_left (result, 4, findings->pdata[6], "invalid", "state", "/state");
  assert_left (result, 5, gone, "not_found", NULL, NULL);
  assert_left (result, 6, findings->pdata[0], "stale", NULL, NULL);
  own = get (hana, ((ReeveFinding *) findings->pdata[4])->id);
  g_assert_cmpstr (own->state, ==, "open");
  first = find_entry (hana, findings_history, REEVE_FINDING (findings->pdata[0])->id, 1);
  second = find_entry (hana, findings_history, REEVE_FINDING (findings->pdata[1])->id, 1);
  g_assert_cmpstr (first->action, ==, "finding.decide");
  g_assert_cmpstr (first->batch, ==, result->batch);
  g_assert_cmpstr (second->batch, ==, result->batch);
}

/* Nothing of it is done where nothing can be, and nothing asked for is an error. */
static void
test_bulk_nothing (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *id = raise_it (hana, "brute-force", "somebody", "192.0.2.44");
  g_autoptr (ReeveFinding) finding = get (hana, id);
  ReeveFindingBulk *body = reeve_finding_bulk_new ();
  g_autoptr (Answer) none = device_call (hana, findings_bulk, .body = reeve_finding_bulk_new ());
  g_autoptr (Answer) refused = NULL;

  assert_refused (none, REEVE_ERROR_INVALID, NULL);
  assert_member (none, "/decisions", "required");
  add_decision (body, finding, "done", NULL, 0);
  refused = device_call (hana, findings_bulk, .body = body);
  assert_done (refused);
  g_assert_cmpuint (refused->n_audited, ==, 0);
  g_assert_null (REEVE_FINDING_BULK_RESULT (refused->reply)->batch);
}

/* As many as there may be, decided on and taken back. */
static void
test_bulk_most (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  ReeveFindingBulk *body = reeve_finding_bulk_new ();
  ReeveFindingBulk *back = reeve_finding_bulk_new ();
  g_autoptr (Answer) answer = NULL;
  g_autoptr (Answer) again = NULL;
  g_autoptr (Answer) open = NULL;
  gint64 start;

  for (guint i = 0; i < REEVE_FINDING_DECISIONS; i++)
    {
      g_autofree char *id = raise_it (hana, "brute-force", "somebody", "192.0.2.44");
      g_autoptr (ReeveFinding) finding = get (hana, id);

      add_decision (body, finding, "acknowledged", NULL, 0);
    }
  start = g_get_monotonic_time ();
  answer = device_call (hana, findings_bulk, .body = body);
  assert_done (answer);
  g_test_message ("%u findings decided on in %.0f ms", REEVE_FINDING_DECISIONS,
                  (double) (g_get_monotonic_time () - start) / 1000);
  g_assert_cmpuint (answer->n_audited, ==, REEVE_FINDING_DECISIONS);
  for (guint i = 0; i < REEVE_FINDING_DECISIONS; i++)
    add_decision (back, REEVE_FINDING_BULK_RESULT (answer->reply)->decided->pdata[i], "open", NULL, 0);
  again = device_call (hana, findings_bulk, .body = back);
  assert_done (again);
  open = device_call (hana, findings_list, .query = "state=open&limit=1");
  assert_done (open);
  g_assert_cmpint (open->listing->total, ==, REEVE_FINDING_DECISIONS);
}

/* --- Mutes --- */

static ReeveMute *
make_mute (const char *rule, const char *person, const char *network, gint64 days)
{
  ReeveMute *mute = reeve_mute_new ();

  mute->rule = g_strdup (rule);
  mute->person = g_strdup (person);
  mute->network = g_strdup (network);
  mute->reason = g_strdup ("Our way in");
  mute->ends = reeve_clock_now () + days * REEVE_DAY;
  return mute;
}

/* @mute: (transfer full). Its id */
static char *
create (Device *device, ReeveMute *mute)
{
  g_autoptr (Answer) answer = device_call (device, mutes_create, .body = mute);

  assert_done (answer);
  return g_strdup (REEVE_MUTE (answer->reply)->id);
}

/* @mute: (transfer full) */
static void
assert_bad_mute (Device *device, ReeveMute *mute, const char *pointer, const char *reason)
{
  g_autoptr (Answer) answer = device_call (device, mutes_create, .body = mute);

  assert_refused (answer, REEVE_ERROR_INVALID, NULL);
  assert_member (answer, pointer, reason);
}

static void
test_mute (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) ray = device_add_colleague (hana, "ray@vallis.example", "Ray", "reviewer");
  g_autofree char *covered = raise_it (hana, "many-networks", "somebody", "192.0.2.44");
  g_autofree char *own = raise_it (hana, "many-networks", ray->account, "192.0.2.44");
  g_autofree char *decided = raise_it (hana, "many-networks", "somebody", "192.0.2.45");
  g_autofree char *elsewhere = raise_it (hana, "many-networks", "somebody", "198.51.100.1");
  g_autofree char *id = NULL;
  g_autoptr (ReeveFinding) muted = NULL;
  g_autoptr (ReeveFinding) left = NULL;
  g_autoptr (ReeveFinding) stays = NULL;
  g_autoptr (ReeveFinding) other = NULL;
  g_autoptr (ReeveAuditEntry) made = NULL;
  g_autoptr (ReeveAuditEntry) lifted = NULL;
  g_autoptr (Answer) one = NULL;
  g_autoptr (Answer) list = NULL;
  g_autoptr (Answer) lift = NULL;
  ReeveMute *mute;

  assert_decided (hana, decided, "{\"state\":\"expected\",\"note\":\"x\"}", "expected");
  id = create (ray, make_mute (NULL, NULL, "192.0.2.0/24", 200));
  one = device_call (hana, mutes_get, .object = id);
  list = device_call (hana, mutes_list);
  assert_done (one);
  g_assert_cmpint (list->listing->total, ==, 1);
  mute = REEVE_MUTE (one->reply);
  g_assert_cmpstr (mute->owner, ==, ray->account);
  g_assert_cmpstr (mute->owner_name, ==, "Ray <ray@vallis.example>");
  g_assert_cmpstr (mute->created_by, ==, ray->account);
  g_assert_cmpint (mute->count, ==, 1);

  muted = get (hana, covered);
  left = get (hana, own);
  stays = get (hana, decided);
  other = get (hana, elsewhere);
  g_assert_cmpstr (muted->state, ==, "muted");
  g_assert_cmpstr (muted->mute, ==, id);
  g_assert_cmpstr (muted->decided_by, ==, ray->account);
  g_assert_cmpstr (left->state, ==, "open"); /* it is about who made it */
  g_assert_cmpstr (stays->state, ==, "expected");
  g_assert_cmpstr (other->state, ==, "open");
  made = find_entry (hana, mutes_history, id, 1);
  g_assert_cmpstr (made->action, ==, "mute.create");
  g_assert_nonnull (strstr (made->after, "\"reason\":\"Our way in\""));
  g_assert_nonnull (strstr (made->after, "\"count\":1"));

  lift = device_call (hana, mutes_lift, .object = id);
  assert_done (lift);
  lifted = find_entry (hana, mutes_history, id, 2);
  g_assert_cmpstr (lifted->action, ==, "mute.delete");
  g_clear_object (&muted);
  muted = get (hana, covered);
  g_assert_cmpstr (muted->state, ==, "muted");
  assert_decided (hana, covered, "{\"state\":\"breach\",\"note\":\"It was one\"}", "breach");
}

static void
test_mute_refused (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *ada = device_add_user (hana, "ada@vallis.example", "Ada", "member");
  g_autofree char *never = reeve_id_new ();
  g_autoptr (Answer) none = device_call (hana, mutes_get, .object = never);
  g_autoptr (Answer) lift = device_call (hana, mutes_lift, .object = never);
  g_autoptr (Answer) history = device_call (hana, mutes_history, .object = never);
  ReeveMute *mute;

  assert_refused (none, REEVE_ERROR_NOT_FOUND, NULL);
  assert_refused (lift, REEVE_ERROR_NOT_FOUND, NULL);
  assert_refused (history, REEVE_ERROR_NOT_FOUND, NULL);
  assert_bad_mute (hana, make_mute (NULL, NULL, NULL, 10), "/rule", "nothing_covered");
  assert_bad_mute (hana, make_mute ("brute-farce", NULL, NULL, 10), "/rule", "unknown_rule");
  assert_bad_mute (hana, make_mute ("token-theft", NULL, NULL, 10), "/person", "too_wide");
  assert_bad_mute (hana, make_mute (NULL, NULL, "the office", 10), "/network", "network");
  assert_bad_mute (hana, make_mute (NULL, NULL, "192.0.2.0/33", 10), "/network", "network");
  assert_bad_mute (hana, make_mute (NULL, NULL, "0.0.0.0/0", 10), "/network", "too_wide");
  assert_bad_mute (hana, make_mute (NULL, NULL, "2001::/20", 10), "/network", "too_wide");
  assert_bad_mute (hana, make_mute (NULL, NULL, "192.0.2.0/24", 0), "/ends", "range");
  assert_bad_mute (hana, make_mute (NULL, NULL, "192.0.2.0/24", 367), "/ends", "range");
  assert_bad_mute (hana, make_mute ("brute-force", NULL, NULL, 29), "/ends", "range");

  mute = make_mute ("brute-force", NULL, NULL, 28);
  mute->owner = g_strdup (ada);
  assert_bad_mute (hana, mute, "/owner", "no_reviewer");
  mute = make_mute ("brute-force", NULL, NULL, 28);
  mute->owner = g_strdup (never);
  assert_bad_mute (hana, mute, "/owner", "unknown_user");
}

static Answer *
save (Device *device, const char *id, gint64 version, const char *patch)
{
  return device_call (device, mutes_save, .object = id, .patch = patch, .if_match = version);
}

static void
test_mute_changed (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) ray = device_add_colleague (hana, "ray@vallis.example", "Ray", "reviewer");
  g_autofree char *ada = device_add_user (hana, "ada@vallis.example", "Ada", "member");
  g_autofree char *id = create (hana, make_mute ("brute-force", NULL, "192.0.2.44", 100));
  g_autofree char *person = g_strdup_printf ("{\"person\":\"%s\",\"personName\":\"Eve\"}", ada);
  g_autofree char *owner = g_strdup_printf ("{\"owner\":\"%s\"}", ray->account);
  g_autoptr (Answer) wide = save (hana, id, 1, "{\"network\":null}"); /* then it lasts too long */
  g_autoptr (Answer) named = save (hana, id, 1, person);
  g_autoptr (Answer) stale = save (hana, id, 1, person);
  g_autoptr (Answer) same = save (hana, id, 2, person);
  g_autoptr (Answer) given = save (hana, id, 2, owner);
  g_autoptr (ReeveAuditEntry) entry = NULL;

  assert_refused (wide, REEVE_ERROR_INVALID, NULL);
  assert_member (wide, "/ends", "range");
  assert_done (named);
  g_assert_cmpstr (REEVE_MUTE (named->reply)->person_name, ==, "Ada <ada@vallis.example>");
  assert_refused (stale, REEVE_ERROR_STALE, NULL);
  assert_done (same);
  g_assert_cmpuint (same->n_audited, ==, 0);
  assert_done (given);
  g_assert_cmpstr (REEVE_MUTE (given->reply)->owner_name, ==, "Ray <ray@vallis.example>");
  entry = find_entry (hana, mutes_history, id, 3);
  g_assert_cmpstr (entry->action, ==, "mute.save");
}

/* Nobody mutes themselves, nor keeps themselves muted, while there is somebody else to do it. */
static void
test_mute_own (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *found = raise_it (hana, "mass-read", hana->account, "192.0.2.44");
  g_autofree char *id = create (hana, make_mute ("mass-read", hana->account, NULL, 10));
  g_autoptr (ReeveFinding) muted = get (hana, found);
  g_autoptr (ReeveAuditEntry) entry = find_entry (hana, mutes_history, id, 1);
  g_autoptr (Device) ray = device_add_colleague (hana, "ray@vallis.example", "Ray", "reviewer");
  g_autoptr (Answer) again =
    device_call (hana, mutes_create, .body = make_mute ("mass-read", hana->account, NULL, 10));
  g_autoptr (Answer) kept = save (hana, id, 1, "{\"reason\":\"Still me\"}");
  g_autoptr (Answer) auditor = NULL;
  g_autoptr (Answer) lift = NULL;
  g_autoptr (Device) ada = device_add_colleague (hana, "ada@vallis.example", "Ada", "auditor");

  g_assert_cmpstr (muted->state, ==, "muted");
  g_assert_cmpstr (entry->reason, ==, "Nobody else may sign reviews.");
  assert_refused (again, REEVE_ERROR_DENIED, "own_finding");
  assert_refused (kept, REEVE_ERROR_DENIED, "own_finding");
  auditor = device_call (ada, mutes_lift, .object = id);
  assert_refused (auditor, REEVE_ERROR_DENIED, NULL);
  lift = device_call (hana, mutes_lift, .object = id); /* less is muted: anybody's to do */
  assert_done (lift);
}

static guint
count_cases (Device *device, const char *source)
{
  g_autoptr (Answer) listed = device_call (device, cases_list, .query = "state=reported");
  guint n = 0;

  assert_done (listed);
  for (guint i = 0; i < listed->listing->items->len; i++)
    n += g_strcmp0 (REEVE_CASE (listed->listing->items->pdata[i])->source, source) == 0;
  return n;
}

/* The verdict opens a case of whom it names, once, and locks nobody; of nobody it opens none. */
static void
test_breach (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *bo = device_add_user (hana, "bo@vallis.example", "Bo", "member");
  g_autofree char *of_bo = raise_it (hana, "brute-force", bo, "192.0.2.44");
  g_autofree char *again = raise_it (hana, "password-spray", bo, "192.0.2.44");
  g_autofree char *of_nobody = raise_it (hana, "password-spray", NULL, "192.0.2.44");
  g_autoptr (ReeveUser) user = NULL;

  assert_decided (hana, of_nobody, "{\"state\":\"breach\",\"note\":\"who knows\"}", "breach");
  g_assert_cmpuint (count_cases (hana, "finding"), ==, 0);
  assert_decided (hana, of_bo, "{\"state\":\"breach\",\"note\":\"it was not Bo\"}", "breach");
  assert_decided (hana, again, "{\"state\":\"breach\",\"note\":\"the same\"}", "breach");
  g_assert_cmpuint (count_cases (hana, "finding"), ==, 1);
  user = device_get_user (hana, bo);
  g_assert_cmpstr (user->lock, ==, "none");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/api/findings/life", test_life);
  g_test_add_func ("/api/findings/bulk", test_bulk);
  g_test_add_func ("/api/findings/bulk-nothing", test_bulk_nothing);
  g_test_add_func ("/api/findings/bulk-most", test_bulk_most);
  g_test_add_func ("/api/findings/refused", test_refused);
  g_test_add_func ("/api/findings/own", test_own);
  g_test_add_func ("/api/findings/mute", test_mute);
  g_test_add_func ("/api/findings/mute-refused", test_mute_refused);
  g_test_add_func ("/api/findings/mute-changed", test_mute_changed);
  g_test_add_func ("/api/findings/mute-own", test_mute_own);
  g_test_add_func ("/findings/breach", test_breach);
  return g_test_run ();
}
