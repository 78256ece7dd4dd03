/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* How long the access log is kept, and what stays in it: who may make a hold and who may lift it, what each
 * leaves in the trail, and what a purge does then. */

#include "config.h"

#include <string.h>

#include "common/hold.h"
#include "common/log-intake.h"
#include "common/policy.h"
#include "common/record-proof.h"
#include "service/api/access-log-ingest.h"
#include "service/api/access-log.h"
#include "service/api/holds.h"
#include "service/api/policy.h"
#include "service/api/record.h"
#include "service/jobs/log-purge.h"
#include "service/store/access-log.h"
#include "tests/service/api/fixture.h"

static ReeveAccessLog *
get_log (Device *device)
{
  return reeve_installation_get_access_log (device->fixture->installation);
}

static guint
count_days (Device *device)
{
  g_autoptr (GArray) days =
    reeve_access_files_list_days (reeve_access_log_get_files (get_log (device)), device->workspace);

  return days->len;
}

static void
purge (Device *device)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (reeve_log_purge_run (device->fixture->installation, NULL, reeve_clock_now (), &error));
  g_assert_no_error (error);
}

static void
add_event (Device *device, gint64 time, const char *actor, const char *address)
{
  const ReeveAccessEvent event = { .time = time, .action = "sign-in", .actor = actor, .address = address };

  reeve_access_log_append (get_log (device), device->workspace, &event);
  reeve_access_log_flush (get_log (device));
}

/* Lines that @query finds. */
static GPtrArray *
find (Device *device, const char *query)
{
  g_autofree char *escaped = g_uri_escape_string (query, NULL, FALSE);
  g_autofree char *asked = g_strconcat ("limit=500&q=", escaped, NULL);
  g_autoptr (Answer) answer = device_call (device, access_log_list, .query = asked);

  assert_done (answer);
  return g_ptr_array_ref (answer->listing->items);
}

static guint
count_found (Device *device, const char *query)
{
  g_autoptr (GPtrArray) lines = find (device, query);

  return lines->len;
}

/* The trail's newest entry of that action. (transfer full) */
static ReeveAuditEntry *
find_entry (Device *device, const char *type, const char *id, const char *action)
{
  ReeveDb *db = reeve_installation_get_workspace (device->fixture->installation, device->workspace);
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx = reeve_db_begin (db, REEVE_TX_READ, g_get_monotonic_time () + REEVE_MINUTE, &error);
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  g_autoptr (ReeveListing) listing = reeve_audit_list (tx, type, id, query, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < listing->items->len; i++)
    {
      ReeveAuditEntry *entry = listing->items->pdata[i];

      if (g_strcmp0 (entry->action, action) == 0)
        return g_object_ref (entry);
    }
  return NULL;
}

/* Everything of @days from now on, or what is of @account. */
static ReeveHold *
make_hold (const char *account, gint64 since, gint64 until)
{
  ReeveHold *hold = reeve_hold_new ();

  hold->since = since;
  hold->until = until;
  hold->account = g_strdup (account);
  hold->reason = g_strdup ("Evidence of case 12");
  hold->ticket = g_strdup ("T-7");
  hold->ends = reeve_clock_now () + 100 * REEVE_DAY;
  return hold;
}

/* @hold: (transfer full). Its id */
static char *
create (Device *device, ReeveHold *hold)
{
  g_autoptr (Answer) answer = device_call (device, holds_create, .body = hold);

  assert_done (answer);
  return g_strdup (REEVE_HOLD (answer->reply)->id);
}

/* The clock goes on day by day, as it does: it is not in doubt. */
static void
pass_days (Device *device, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      reeve_clock_advance_for_tests (REEVE_DAY);
      purge (device);
    }
}

/* --- The record --- */

static void
test_life (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *ada = device_add_user (hana, "ada@vallis.example", "Ada", "member");
  gint64 now = reeve_clock_now ();
  g_autofree char *id = create (hana, make_hold (ada, now - REEVE_DAY, now + REEVE_DAY));
  g_autoptr (Answer) one = device_call (hana, holds_get, .object = id);
  g_autoptr (Answer) list = device_call (hana, holds_list);
  g_autoptr (ReeveAuditEntry) made = find_entry (hana, "hold", id, "hold.create");
  g_autoptr (ReeveAuditEntry) lifted = NULL;
  g_autoptr (Answer) gone = NULL;
  g_autoptr (Answer) lift = NULL;
  ReeveHold *hold;

  assert_done (one);
  hold = REEVE_HOLD (one->reply);
  g_assert_cmpstr (hold->account, ==, ada);
  g_assert_cmpstr (hold->account_name, ==, "Ada <ada@vallis.example>");
  g_assert_cmpstr (hold->created_by, ==, hana->account);
  g_assert_cmpint (hold->created, ==, now);
  g_assert_cmpint (list->listing->total, ==, 1);
  g_assert_nonnull (made);
  g_assert_null (made->before);
  g_assert_nonnull (strstr (made->after, "\"reason\":\"Evidence of case 12\""));

  lift = device_call (hana, holds_lift, .object = id);
  assert_done (lift);
  lifted = find_entry (hana, "hold", id, "hold.lift");
  g_assert_nonnull (lifted);
  g_assert_nonnull (strstr (lifted->before, "\"ticket\":\"T-7\""));
  g_assert_null (lifted->after);
  gone = device_call (hana, holds_get, .object = id);
  assert_refused (gone, REEVE_ERROR_NOT_FOUND, NULL);
}

/* The history tells of one that is over, too, of no other, and nothing of one that never was. */
static void
test_history (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) reviewer = device_add_colleague (hana, "ray@vallis.example", "Ray", "reviewer");
  g_autoptr (Device) member = device_add_colleague (hana, "mem@vallis.example", "Mem", "member");
  gint64 now = reeve_clock_now ();
  g_autofree char *other = create (hana, make_hold (NULL, now - REEVE_DAY, now));
  g_autofree char *id = create (hana, make_hold (NULL, now - REEVE_DAY, now + REEVE_DAY));
  g_autofree char *never = reeve_id_new ();
  g_autoptr (Answer) lift = device_call (hana, holds_lift, .object = id);
  g_autoptr (Answer) seen = device_call (reviewer, holds_history, .object = id);
  g_autoptr (Answer) of_none = device_call (reviewer, holds_history, .object = never);
  g_autoptr (Answer) unseen = device_call (member, holds_history, .object = id);

  assert_done (lift);
  assert_done (seen);
  g_assert_cmpint (seen->listing->total, ==, 2);
  g_assert_cmpstr (REEVE_AUDIT_ENTRY (seen->listing->items->pdata[0])->action, ==, "hold.lift");
  g_assert_cmpstr (REEVE_AUDIT_ENTRY (seen->listing->items->pdata[1])->action, ==, "hold.create");
  g_assert_cmpstr (REEVE_AUDIT_ENTRY (seen->listing->items->pdata[1])->actor, ==, hana->account);
  assert_refused (of_none, REEVE_ERROR_NOT_FOUND, NULL);
  assert_refused (unseen, REEVE_ERROR_DENIED, NULL);
}

static void
assert_bad (Device *device, ReeveHold *hold, const char *pointer, const char *reason)
{
  g_autoptr (Answer) answer = device_call (device, holds_create, .body = hold);

  assert_refused (answer, REEVE_ERROR_INVALID, NULL);
  assert_member (answer, pointer, reason);
}

static void
test_refused (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  gint64 now = reeve_clock_now ();
  ReeveHold *past = make_hold (NULL, now - REEVE_DAY, now - REEVE_HOUR);
  ReeveHold *long_one = make_hold (NULL, now - REEVE_DAY, now);

  past->ends = now;
  long_one->ends = now + 367 * REEVE_DAY;
  assert_bad (hana, past, "/ends", "range");
  assert_bad (hana, long_one, "/ends", "range");
  assert_bad (hana, make_hold (NULL, now, now), "/until", "order");
  assert_bad (hana, make_hold (NULL, now, now + 101 * REEVE_DAY), "/until", "range");
  assert_bad (hana, make_hold (NULL, now - 9 * REEVE_DAY, now - 8 * REEVE_DAY), "/until", "nothing_kept");
}

/* Support contains, and never releases; who reads the log sees what is held; nobody lifts what is about
 * them. */
static void
test_who (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) support = device_add_colleague (hana, "sue@vallis.example", "Sue", "support-agent");
  g_autoptr (Device) reviewer = device_add_colleague (hana, "ray@vallis.example", "Ray", "reviewer");
  g_autoptr (Device) member = device_add_colleague (hana, "mem@vallis.example", "Mem", "member");
  gint64 now = reeve_clock_now ();
  g_autofree char *id = NULL;
  g_autofree char *other = NULL;
  g_autoptr (Answer) by_support = NULL;
  g_autoptr (Answer) by_herself = NULL;
  g_autoptr (Answer) of_all = NULL;
  g_autoptr (Answer) made = device_call (reviewer, holds_create, .body = make_hold (NULL, now - 1, now));
  g_autoptr (Answer) seen = NULL;
  g_autoptr (Answer) unseen = device_call (member, holds_list);

  device_let_in (hana, support);
  id = create (support, make_hold (hana->account, now - REEVE_DAY, now + REEVE_DAY));
  other = create (support, make_hold (NULL, now - REEVE_DAY, now + REEVE_DAY));
  by_support = device_call (support, holds_lift, .object = id);
  by_herself = device_call (hana, holds_lift, .object = id);
  of_all = device_call (hana, holds_lift, .object = other);
  seen = device_call (reviewer, holds_list);
  assert_refused (by_support, REEVE_ERROR_NOT_FOUND, NULL);
  assert_refused (by_herself, REEVE_ERROR_DENIED, "own_hold");
  assert_done (of_all);
  assert_refused (made, REEVE_ERROR_DENIED, NULL);
  assert_done (seen);
  g_assert_cmpuint (seen->listing->items->len, ==, 1);
  assert_refused (unseen, REEVE_ERROR_DENIED, NULL);
}

static void
test_too_many (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  gint64 now = reeve_clock_now ();
  g_autoptr (Answer) answer = NULL;

  for (guint i = 0; i < REEVE_HOLDS; i++)
    g_free (create (hana, make_hold (NULL, now - 1, now)));
  answer = device_call (hana, holds_create, .body = make_hold (NULL, now - 1, now));
  assert_refused (answer, REEVE_ERROR_CONFLICT, "too_many_holds");
}

/* --- The purge --- */

/* Proves the line that @query finds, by what the service says of it. */
static void
assert_provable (Device *device, const char *query)
{
  g_autoptr (GPtrArray) lines = find (device, query);
  ReeveInclusionProof *body = g_object_new (reeve_inclusion_proof_get_type (), NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GArray) hashes = NULL;
  g_autoptr (Answer) answer = NULL;
  g_autoptr (ReeveLedger) ledger = NULL;
  g_autofree guint8 *salt = NULL;
  g_autofree char *note = NULL;
  ReeveInclusionProof *proof;
  ReeveCheckpoint checkpoint;
  ReeveAccessEvent event;
  ReeveMerkleHash hash;
  guint8 entry[32];
  gsize length;

  g_assert_cmpuint (lines->len, ==, 1);
  reeve_access_line_get_event (lines->pdata[0], &event);
  body->event = event.time;
  answer = device_call (device, record_inclusion, .body = body);
  assert_done (answer);
  proof = REEVE_INCLUSION_PROOF (answer->reply);
  salt = g_base64_decode (proof->salt, &length);
  g_string_append_len (text, (const char *) salt, (gssize) length);
  reeve_access_event_print (&event, text);
  reeve_sha256 (text->str, text->len, entry);
  reeve_merkle_hash_leaf (entry, sizeof entry, &hash);
  hashes = reeve_merkle_hashes_from_wire ((const char *const *) proof->hashes, NULL);
  ledger =
    reeve_access_files_open_ledger (reeve_access_log_get_files (get_log (device)), device->workspace, NULL);
  note = reeve_ledger_get_checkpoint (ledger);
  g_assert_true (reeve_checkpoint_open (note, reeve_ledger_get_verifier (ledger), &checkpoint, NULL));
  g_assert_cmpuint (checkpoint.size, ==, (guint64) proof->size);
  g_assert_true (reeve_merkle_verify_inclusion (&hash, (guint64) proof->leaf, checkpoint.size,
                                                (ReeveMerkleHash *) hashes->data, hashes->len,
                                                &checkpoint.root));
}

/* What is held of a day stays when it leaves, and can be proved; the rest goes. When the hold is lifted it
 * goes, too, and when it ends by itself. */
static void
test_purge (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *ada = device_add_user (hana, "ada@vallis.example", "Ada", "member");
  gint64 start = reeve_clock_now ();
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (start / G_USEC_PER_SEC);
  g_autofree char *day = g_date_time_format (date, "%Y-%m-%d");
  g_autoptr (ReeveAuditEntry) first = NULL;
  g_autoptr (ReeveAuditEntry) last = NULL;
  g_autoptr (ReeveAuditEntry) ended = NULL;
  g_autoptr (Answer) lift = NULL;
  g_autofree char *id = NULL;
  g_autofree char *short_one = NULL;
  ReeveHold *brief;

  add_event (hana, start, ada, "192.0.2.1");
  add_event (hana, start + 1, "somebody", "192.0.2.2");
  add_event (hana, start + 2, ada, "192.0.2.3");
  purge (hana);
  id = create (hana, make_hold (ada, start, start + 2));
  brief = make_hold (NULL, start + 2, start + 3);
  brief->ends = start + 40 * REEVE_DAY;
  short_one = create (hana, brief);

  pass_days (hana, 31);
  g_assert_cmpuint (count_days (hana), ==, 1);
  device_enter (hana, ADMIN, PASSWORD, hana->key); /* sessions have ended */
  g_assert_cmpuint (count_found (hana, "ip:192.0.2.2"), ==, 0);
  g_assert_cmpuint (count_found (hana, "ip:192.0.2.3"), ==, 1);
  assert_provable (hana, "ip:192.0.2.1");
  first = find_entry (hana, "log", day, "log.purge");
  g_assert_cmpstr (first->before, ==, "{\"events\":3}");
  g_assert_cmpstr (first->after, ==, "{\"events\":2}");
  g_assert_cmpstr (first->reason, ==, "kept for 30 days; the rest is held");

  /* The one that is brief ends, and is gone from the list. */
  pass_days (hana, 10);
  device_enter (hana, ADMIN, PASSWORD, hana->key);
  g_assert_cmpuint (count_found (hana, "ip:192.0.2.3"), ==, 0);
  assert_provable (hana, "ip:192.0.2.1");
  ended = find_entry (hana, "hold", short_one, "hold.end");
  g_assert_nonnull (ended);
  g_assert_nonnull (ended->before);

  lift = device_call (hana, holds_lift, .object = id);
  assert_done (lift);
  purge (hana);
  g_assert_cmpuint (count_found (hana, "ip:192.0.2.0/24"), ==, 0);
  last = find_entry (hana, "log", day, "log.purge");
  g_assert_cmpstr (last->before, ==, "{\"events\":1}");
  g_assert_null (last->after);
}

/* All of a day is held: nothing happens to it, and nothing is said. */
static void
test_all_held (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  gint64 start = reeve_clock_now ();
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (start / G_USEC_PER_SEC);
  g_autofree char *day = g_date_time_format (date, "%Y-%m-%d");
  g_autoptr (ReeveAuditEntry) entry = NULL;
  g_autofree char *id = NULL;

  add_event (hana, start, "ada", "192.0.2.1");
  purge (hana);
  id = create (hana, make_hold (NULL, start - REEVE_DAY, start + REEVE_DAY));
  pass_days (hana, 33);
  device_enter (hana, ADMIN, PASSWORD, hana->key);
  g_assert_cmpuint (count_found (hana, "ip:192.0.2.1"), ==, 1);
  entry = find_entry (hana, "log", day, "log.purge");
  g_assert_null (entry);
}

/* --- The policy --- */

static void
set_days (Device *device, guint days)
{
  g_autoptr (Answer) before = device_call (device, policy_get);
  g_autofree char *patch = g_strdup_printf ("{\"accessLogDays\":%u}", days);
  g_autoptr (Answer) answer =
    device_call (device, policy_save, .patch = patch, .if_match = REEVE_POLICY (before->reply)->version);

  assert_done (answer);
}

static Answer *
bring (Device *device, gint64 time)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc_usec (time);
  g_autofree char *text = g_date_time_format (date, "%Y-%m-%dT%H:%M:%SZ");
  g_autofree char *line = g_strdup_printf ("{\"time\":\"%s\",\"action\":\"sign-in\"}\n", text);

  return device_call (device, access_log_ingest, .lines = g_bytes_new (line, strlen (line)),
                      .query = "source=web1");
}

/* A longer one takes in what is older; a shorter one lets so many days go at a run. */
static void
test_days (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  gint64 now = reeve_clock_now ();
  g_autoptr (Answer) histogram = NULL;
  g_autoptr (ReeveAuditEntry) entry = NULL;
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc ((now - 40 * REEVE_DAY) / G_USEC_PER_SEC);
  g_autofree char *day = g_date_time_format (date, "%Y-%m-%d");
  g_autoptr (Answer) too_old = bring (hana, now - 40 * REEVE_DAY);

  assert_done (too_old);
  g_assert_cmpint (REEVE_LOG_INTAKE (too_old->reply)->refused, ==, 1);
  set_days (hana, 100);
  for (guint i = 1; i <= 100; i++)
    {
      g_autoptr (Answer) answer = bring (hana, now - i * REEVE_DAY);

      assert_done (answer);
      g_assert_cmpint (REEVE_LOG_INTAKE (answer->reply)->taken, ==, 1);
    }
  histogram = device_call (hana, access_log_histogram);
  g_assert_cmpint (REEVE_ACCESS_HISTOGRAM (histogram->reply)->kept_days, ==, 100);
  purge (hana);
  g_assert_cmpuint (count_days (hana), ==, 100);
  set_days (hana, 31);
  purge (hana);
  g_assert_cmpuint (count_days (hana), >=, 100 - 31);
  g_assert_cmpuint (count_days (hana), <, 100);
  for (guint i = 0; i < 100 && count_days (hana) > 31; i++)
    purge (hana);
  g_assert_cmpuint (count_days (hana), ==, 31);
  purge (hana);
  g_assert_cmpuint (count_days (hana), ==, 31);
  entry = find_entry (hana, "log", day, "log.purge");
  g_assert_cmpstr (entry->reason, ==, "kept for 31 days");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/api/holds/life", test_life);
  g_test_add_func ("/api/holds/history", test_history);
  g_test_add_func ("/api/holds/refused", test_refused);
  g_test_add_func ("/api/holds/who", test_who);
  g_test_add_func ("/api/holds/too-many", test_too_many);
  g_test_add_func ("/api/holds/purge", test_purge);
  g_test_add_func ("/api/holds/all-held", test_all_held);
  g_test_add_func ("/api/holds/days", test_days);
  return g_test_run ();
}
