/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Reviews of the access log: one follows the other without a gap, counts what happened and what was looked
 * at, is reminded of while there is time, and is signed for good. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "common/finding.h"
#include "common/json-canonical.h"
#include "common/json.h"
#include "common/log-action.h"
#include "common/log-review.h"
#include "common/policy.h"
#include "service/api/detection-settings.h"
#include "service/api/log-reviews.h"
#include "service/api/policy.h"
#include "service/jobs/log-reviews.h"
#include "service/store/findings.h"
#include "service/store/log-reviews.h"
#include "service/store/outbox.h"
#include "tests/service/api/fixture.h"

/* --- A world --- */

static ReeveTx *
begin_tx (Device *device, ReeveTxMode kind)
{
  g_autoptr (GError) error = NULL;
  ReeveTx *tx =
    reeve_db_begin (reeve_installation_get_workspace (device->fixture->installation, device->workspace), kind,
                    g_get_monotonic_time () + REEVE_MINUTE, &error);

  g_assert_no_error (error);
  return tx;
}

static gint64
get_midnight (void)
{
  return reeve_clock_now () / REEVE_DAY * REEVE_DAY;
}

static void
run_job (Device *device)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (reeve_log_reviews_run (device->fixture->installation, NULL, reeve_clock_now (), &error));
  g_assert_no_error (error);
}

static void
move_clock (gint64 by)
{
  reeve_clock_advance_for_tests (by);
}

/* @n events of @action, one a second, from @time on. */
static void
log_events (Device *device, const char *action, ReeveAccessResult result, gint64 time, guint n)
{
  ReeveAccessLog *log = reeve_installation_get_access_log (device->fixture->installation);

  for (guint i = 0; i < n; i++)
    {
      const ReeveAccessEvent event = { .time = time + i * REEVE_SECOND,
                                       .status = result == REEVE_ACCESS_OK ? 200 : 403,
                                       .result = result,
                                       .action = action,
                                       .route = "GET /v1/workspaces/{workspace}/users",
                                       .actor = "fay" };

      reeve_access_log_append (log, device->workspace, &event);
    }
  reeve_access_log_flush (log);
}

static void
raise_finding (Device *device, gint64 time, const char *state)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx = begin_tx (device, REEVE_TX_WRITE);
  g_autoptr (ReeveFinding) finding = reeve_finding_new ();
  gboolean is_new;

  finding->rule = g_strdup ("brute-force");
  finding->technique = g_strdup ("T1110.001");
  finding->severity = "high";
  finding->raised = time;
  finding->key = g_strdup ("ada");
  finding->person = g_strdup ("ada");
  finding->state = state;
  g_assert_true (reeve_findings_insert (tx, finding, &is_new, &error));
  g_assert_true (reeve_tx_commit (tx, &error));
}

static void
decide_all (Device *device)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx = begin_tx (device, REEVE_TX_WRITE);
  ReeveStatement *statement = reeve_tx_prepare (tx, "UPDATE findings SET state = 'expected'", &error);

  g_assert_true (reeve_statement_run (statement, NULL, &error));
  g_assert_true (reeve_tx_commit (tx, &error));
}

/* (transfer full): newest first */
static GPtrArray *
list (Device *device)
{
  g_autoptr (Answer) answer = device_call (device, log_reviews_list, .query = "");

  assert_done (answer);
  return g_ptr_array_ref (answer->listing->items);
}

/* (transfer full): the oldest that is not signed */
static ReeveLogReview *
get_open (Device *device)
{
  g_autoptr (GPtrArray) all = list (device);

  for (guint i = all->len; i > 0; i--)
    if (!g_str_equal (REEVE_LOG_REVIEW (all->pdata[i - 1])->state, "signed"))
      return g_object_ref (all->pdata[i - 1]);
  g_error ("all reviews are signed");
}

static Answer *
look_at (Device *device, ReeveLogReview *review, const char *action, const char *result, gboolean looked)
{
  ReeveLogLook *look = reeve_log_look_new ();

  look->action = g_strdup (action);
  look->result = result;
  look->looked = looked;
  return device_call (device, log_reviews_look, .object = review->id, .body = look);
}

static Answer *
sign (Device *device, ReeveLogReview *review)
{
  return device_call (device, log_reviews_sign, .object = review->id, .if_match = review->version);
}

static void
demand_two (Device *device)
{
  g_autoptr (Answer) answer =
    device_call (device, policy_save, .patch = "{\"logReviewSignatures\":2}", .if_match = 1);

  assert_done (answer);
}

/* Mails that wait, to whomever. */
static guint
count_mails (Device *device, const char *subject)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx = begin_tx (device, REEVE_TX_READ);
  ReeveStatement *statement =
    reeve_tx_prepare (tx, "SELECT count(*) FROM outbox WHERE subject LIKE '%' || $1 || '%'", &error);
  gint64 n;

  g_assert_no_error (error);
  reeve_statement_bind_text (statement, 1, subject);
  g_assert_true (reeve_statement_read_int (statement, &n, &error));
  return (guint) n;
}

static Device *
begin (Fixture **fixture)
{
  *fixture = fixture_new ();
  return device_set_up (*fixture);
}

/* --- Opening --- */

static void
test_opened (void)
{
  g_autoptr (Fixture) fixture = NULL;
  g_autoptr (Device) device = begin (&fixture);
  g_autoptr (GPtrArray) one = NULL;
  g_autoptr (GPtrArray) still = NULL;
  g_autoptr (GPtrArray) two = NULL;
  gint64 midnight = get_midnight ();
  ReeveLogReview *review;

  run_job (device);
  run_job (device);
  one = list (device);
  g_assert_cmpuint (one->len, ==, 1);
  review = one->pdata[0];
  g_assert_cmpint (review->since, ==, midnight);
  g_assert_cmpint (review->until, ==, midnight + 28 * REEVE_DAY);
  g_assert_cmpint (review->due, ==, midnight + 21 * REEVE_DAY);
  g_assert_cmpint (review->overdue, ==, midnight + 26 * REEVE_DAY);
  g_assert_cmpint (review->leaves, ==, midnight + 31 * REEVE_DAY);
  g_assert_cmpstr (review->state, ==, "open");
  g_assert_cmpint (review->signatures, ==, 1);

  move_clock (27 * REEVE_DAY);
  run_job (device);
  still = list (device);
  g_assert_cmpuint (still->len, ==, 1);
  move_clock (2 * REEVE_DAY);
  run_job (device);
  two = list (device);
  g_assert_cmpuint (two->len, ==, 2);
  g_assert_cmpint (REEVE_LOG_REVIEW (two->pdata[0])->since, ==, midnight + 28 * REEVE_DAY);
}

/* What is there already belongs to the first one; what has left, to none. */
static void
test_old_days (void)
{
  g_autoptr (Fixture) fixture = NULL;
  g_autoptr (Device) device = begin (&fixture);
  g_autoptr (ReeveLogReview) first = NULL;
  g_autoptr (GPtrArray) later = NULL;
  gint64 midnight = get_midnight ();

  log_events (device, "user.list", REEVE_ACCESS_OK, midnight - 9 * REEVE_DAY, 3);
  run_job (device);
  first = get_open (device);
  g_assert_cmpint (first->since, ==, midnight - 9 * REEVE_DAY);
  g_assert_cmpint (first->events, ==, 3);

  /* Half a year later: nobody has run it, and of most of that time nothing can be there. */
  move_clock (180 * REEVE_DAY);
  run_job (device);
  device_enter (device, ADMIN, PASSWORD, device->key);
  later = list (device);
  g_assert_cmpuint (later->len, ==, 3);
  g_assert_cmpint (REEVE_LOG_REVIEW (later->pdata[1])->since, ==, get_midnight () - 30 * REEVE_DAY);
  g_assert_cmpint (REEVE_LOG_REVIEW (later->pdata[0])->since, ==, get_midnight () - 2 * REEVE_DAY);
}

/* Another system's log goes back further than the first review, which is open: it begins there. */
static void
test_earlier (void)
{
  g_autoptr (Fixture) fixture = NULL;
  g_autoptr (Device) device = begin (&fixture);
  g_autoptr (ReeveLogReview) first = NULL;
  g_autoptr (ReeveLogReview) earlier = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (Answer) done = NULL;
  g_autoptr (ReeveLogReview) next = NULL;
  gint64 midnight = get_midnight ();

  run_job (device);
  first = get_open (device);
  g_assert_cmpint (first->since, ==, midnight);
  log_events (device, "user.list", REEVE_ACCESS_OK, midnight - 5 * REEVE_DAY, 3);
  run_job (device);
  earlier = get_open (device);
  g_assert_cmpstr (earlier->id, ==, first->id);
  g_assert_cmpint (earlier->since, ==, midnight - 5 * REEVE_DAY);
  g_assert_cmpint (earlier->due, ==, midnight + 16 * REEVE_DAY);
  g_assert_cmpint (earlier->events, ==, 3);

  /* Once that is signed, there is no way back. */
  done = sign (device, earlier);
  assert_done (done);
  log_events (device, "user.list", REEVE_ACCESS_OK, midnight - 7 * REEVE_DAY, 3);
  run_job (device);
  next = get_open (device);
  g_assert_cmpint (next->since, ==, midnight);
  all = list (device);
  g_assert_cmpuint (all->len, ==, 2);
}

static void
test_shorter (void)
{
  g_autoptr (Fixture) fixture = NULL;
  g_autoptr (Device) device = begin (&fixture);
  g_autoptr (Answer) saved =
    device_call (device, policy_save, .patch = "{\"logReviewWeeks\":1}", .if_match = 1);
  g_autoptr (ReeveLogReview) review = NULL;
  gint64 midnight = get_midnight ();

  assert_done (saved);
  run_job (device);
  review = get_open (device);
  g_assert_cmpint (review->until, ==, midnight + 7 * REEVE_DAY);
  g_assert_cmpint (review->due, ==, midnight + 5 * REEVE_DAY);
  g_assert_cmpint (review->overdue, ==, midnight + 6 * REEVE_DAY);
}

/* --- Reminding --- */

static void
test_reminded (void)
{
  g_autoptr (Fixture) fixture = NULL;
  g_autoptr (Device) device = begin (&fixture);
  g_autoptr (Device) other = device_add_colleague (device, "rex@vallis.example", "Rex", "reviewer");
  g_autoptr (ReeveLogReview) review = NULL;
  g_autoptr (Answer) assigned = NULL;
  g_autofree char *patch = g_strdup_printf ("{\"assignee\":\"%s\"}", other->account);

  run_job (device);
  review = get_open (device);
  assigned = device_call (device, log_reviews_save, .object = review->id, .patch = patch, .if_match = 1);
  assert_done (assigned);
  g_assert_cmpstr (REEVE_LOG_REVIEW (assigned->reply)->assignee_name, ==, "Rex");
  move_clock (20 * REEVE_DAY);
  run_job (device);
  g_assert_cmpuint (count_mails (device, "review"), ==, 0);
  move_clock (REEVE_DAY);
  run_job (device);
  run_job (device);
  g_assert_cmpuint (count_mails (device, "review of the access log is due"), ==, 1); /* Rex */
  move_clock (5 * REEVE_DAY);
  run_job (device);
  run_job (device);
  g_assert_cmpuint (count_mails (device, "overdue"), ==, 2);
  move_clock (3 * REEVE_DAY);
  run_job (device);
  run_job (device);
  g_assert_cmpuint (count_mails (device, "without having been reviewed"), ==, 2);
}

/* --- Looking --- */

static void
test_looked (void)
{
  g_autoptr (Fixture) fixture = NULL;
  g_autoptr (Device) device = begin (&fixture);
  gint64 midnight = get_midnight ();
  g_autoptr (ReeveLogReview) review = NULL;
  g_autoptr (ReeveLogReview) after = NULL;
  g_autoptr (Answer) slices = NULL;
  g_autoptr (Answer) looked = NULL;
  g_autoptr (Answer) strange = NULL;
  g_autoptr (Answer) again = NULL;
  g_autoptr (ReeveLogReview) back = NULL;
  ReeveLogSlice *slice;

  log_events (device, "user.list", REEVE_ACCESS_OK, midnight - 3 * REEVE_DAY, 30);
  log_events (device, "user.list", REEVE_ACCESS_OK, midnight - 2 * REEVE_DAY, 20);
  log_events (device, "user.list", REEVE_ACCESS_REFUSED, midnight - 2 * REEVE_DAY + REEVE_HOUR, 5);
  log_events (device, "user.list", REEVE_ACCESS_OK, midnight, 7); /* today is not over */
  raise_finding (device, midnight - REEVE_DAY, "open");
  raise_finding (device, midnight - REEVE_DAY + 1, "muted");
  raise_finding (device, midnight, "open");
  run_job (device);
  review = get_open (device);
  g_assert_cmpint (review->events, ==, 55);
  g_assert_cmpint (review->events_looked, ==, 0);
  g_assert_cmpint (review->findings, ==, 2);
  g_assert_cmpint (review->findings_decided, ==, 1);

  slices = device_call (device, log_reviews_slices, .object = review->id, .query = "");
  assert_done (slices);
  g_assert_cmpuint (slices->listing->items->len, ==, 2);
  slice = slices->listing->items->pdata[0];
  g_assert_cmpstr (slice->id, ==, "user.list ok");
  g_assert_cmpint (slice->events, ==, 50);
  g_assert_cmpint (slice->looked_at, ==, 0);

  looked = look_at (device, review, "user.list", "ok", TRUE);
  assert_done (looked);
  g_assert_cmpint (REEVE_LOG_SLICE (looked->reply)->looked, ==, 50);
  g_assert_cmpstr (REEVE_LOG_SLICE (looked->reply)->looked_by, ==, device->account);
  strange = look_at (device, review, "user.list", "error", TRUE);
  assert_member (strange, "/action", "nothing_such");

  /* A day later there is more, which nobody has looked at. */
  move_clock (REEVE_DAY);
  after = get_open (device);
  g_assert_cmpint (after->events, >=, 62);
  g_assert_cmpint (after->events_looked, ==, 50);
  again = look_at (device, review, "user.list", "ok", FALSE);
  assert_done (again);
  back = get_open (device);
  g_assert_cmpint (back->events_looked, ==, 0);
}

/* --- Signing --- */

static char *
get_text (JsonObject *object, const char *member, const char *name)
{
  return g_strdup (json_object_get_string_member (json_object_get_object_member (object, member), name));
}

/* The hash is of these bytes, which are canonical. */
static void
check_certificate (Device *device, ReeveLogReview *review)
{
  g_autoptr (Answer) answer = device_call (device, log_reviews_certificate, .object = review->id);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = NULL;
  g_autofree char *canonical = NULL;
  g_autofree char *hash = NULL;
  g_autofree char *signer = NULL;
  JsonArray *off;
  const char *text;
  gsize length;

  assert_done (answer);
  text = g_bytes_get_data (answer->raw, &length);
  hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, answer->raw);
  g_assert_cmpstr (hash, ==, review->certificate_hash);
  object = reeve_json_parse_object (text, length, &reeve_json_file, &error);
  g_assert_no_error (error);
  canonical = reeve_json_canonical (object, &error);
  g_assert_cmpmem (canonical, strlen (canonical), text, length);
  signer = get_text (object, "review", "signedBy");
  g_assert_cmpstr (signer, ==, review->signed_by);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "events")), ==, 2);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "findings")), ==, 1);
  g_assert_nonnull (strstr (json_object_get_string_member (object, "checkpoint"), "\n"));
  off = json_object_get_array_member (json_object_get_object_member (object, "detections"), "switchedOff");
  g_assert_cmpuint (json_array_get_length (off), ==, 1);
  g_assert_cmpstr (json_array_get_string_element (off, 0), ==, "off-hours-administration");
}

/* (transfer full): what stands on the paper, by Poppler's eyes */
static char *
read_paper (GBytes *pdf)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  int fd = g_file_open_tmp ("reeve-XXXXXX.pdf", &path, &error);
  const char *argv[] = { "pdftotext", "-layout", path, "-", NULL };
  g_autoptr (GSubprocess) process = NULL;
  char *text = NULL;

  g_assert_no_error (error);
  close (fd);
  g_assert_true (
    g_file_set_contents (path, g_bytes_get_data (pdf, NULL), (gssize) g_bytes_get_size (pdf), &error));
  process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &text, NULL, &error));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);
  g_unlink (path);
  return text;
}

/* It says what was signed, and the same every time. */
static void
check_paper (Device *device, ReeveLogReview *review)
{
  g_autoptr (Answer) once = device_call (device, log_reviews_print, .object = review->id);
  g_autoptr (Answer) again = device_call (device, log_reviews_print, .object = review->id);
  g_autofree char *text = NULL;
  static const char *const expected[] = { "user.list",
                                          "refused",
                                          "brute-force (T1110.001)",
                                          "30 of 35",
                                          "1 of 1",
                                          "Page 1 of",
                                          "sha256sum",
                                          "switched off when it was signed: off-hours-administration.",
                                          NULL };

  assert_done (once);
  g_assert_true (g_bytes_equal (once->raw, again->raw));
  text = read_paper (once->raw);
  if (g_getenv ("REEVE_TEST_PICTURES") != NULL)
    {
      g_autofree char *kept = g_build_filename (g_getenv ("REEVE_TEST_PICTURES"), "log-review.pdf", NULL);

      g_file_set_contents (kept, g_bytes_get_data (once->raw, NULL), (gssize) g_bytes_get_size (once->raw),
                           NULL);
    }
  for (guint i = 0; expected[i] != NULL; i++)
    if (strstr (text, expected[i]) == NULL)
      g_error ("\"%s\" is not on the paper:\n%s", expected[i], text);
  g_assert_nonnull (strstr (text, review->certificate_hash));
  g_assert_nonnull (strstr (text, "Hana Sato"));
}

static void
switch_off (Device *device, const char *rule)
{
  g_autofree char *patch = g_strdup_printf ("{\"switchedOff\":[\"%s\"]}", rule);
  g_autoptr (Answer) answer = device_call (device, detection_settings_save, .patch = patch, .if_match = 1);

  assert_done (answer);
}

static void
fill (Device *device)
{
  gint64 midnight = get_midnight ();

  log_events (device, "user.list", REEVE_ACCESS_OK, midnight - 3 * REEVE_DAY, 30);
  log_events (device, "user.list", REEVE_ACCESS_REFUSED, midnight - 2 * REEVE_DAY, 5);
  raise_finding (device, midnight - REEVE_DAY, "open");
  switch_off (device, "off-hours-administration");
  run_job (device);
}

static void
test_signed (void)
{
  g_autoptr (Fixture) fixture = NULL;
  g_autoptr (Device) device = begin (&fixture);
  g_autoptr (ReeveLogReview) review = NULL;
  g_autoptr (Answer) undecided = NULL;
  g_autoptr (Answer) stale = NULL;
  g_autoptr (Answer) some = NULL;
  g_autoptr (Answer) none = NULL;
  g_autoptr (Answer) done = NULL;
  g_autoptr (Answer) twice = NULL;
  g_autoptr (Answer) looked = NULL;
  g_autoptr (Answer) changed = NULL;
  g_autoptr (Answer) early = NULL;
  g_autoptr (ReeveLogReview) next = NULL;
  ReeveLogReview *after;

  fill (device);
  review = get_open (device);
  undecided = sign (device, review);
  assert_refused (undecided, REEVE_ERROR_CONFLICT, "findings_undecided");
  none = device_call (device, log_reviews_certificate, .object = review->id);
  assert_refused (none, REEVE_ERROR_NOT_FOUND, "not_signed");
  decide_all (device);
  some = look_at (device, review, "user.list", "ok", TRUE);
  assert_done (some);
  stale = device_call (device, log_reviews_sign, .object = review->id, .if_match = 9);
  assert_refused (stale, REEVE_ERROR_STALE, NULL);

  done = sign (device, review);
  assert_done (done);
  after = REEVE_LOG_REVIEW (done->reply);
  g_assert_cmpstr (after->state, ==, "signed");
  g_assert_cmpint (after->until, ==, get_midnight ());
  g_assert_cmpint (after->events, ==, 35);
  g_assert_cmpint (after->findings_decided, ==, 1);
  g_assert_cmpint (after->leaves, ==, 0);
  g_assert_cmpstr (after->signed_by, ==, device->account);
  check_certificate (device, after);
  check_paper (device, after);

  next = get_open (device);
  g_assert_cmpint (next->since, ==, after->until);
  twice = sign (device, after);
  assert_refused (twice, REEVE_ERROR_CONFLICT, "review_signed");
  looked = look_at (device, after, "user.list", "ok", TRUE);
  assert_refused (looked, REEVE_ERROR_CONFLICT, "review_signed");
  changed = device_call (device, log_reviews_save, .object = after->id, .patch = "{\"note\":\"x\"}",
                         .if_match = after->version);
  assert_refused (changed, REEVE_ERROR_CONFLICT, "review_signed");
  early = sign (device, next);
  assert_refused (early, REEVE_ERROR_CONFLICT, "review_too_soon");
}

/* What was signed stays what it was, whatever comes later. */
static void
test_for_good (void)
{
  g_autoptr (Fixture) fixture = NULL;
  g_autoptr (Device) device = begin (&fixture);
  g_autoptr (ReeveLogReview) review = NULL;
  g_autoptr (Answer) done = NULL;
  g_autoptr (Answer) now = NULL;

  fill (device);
  decide_all (device);
  review = get_open (device);
  done = sign (device, review);
  assert_done (done);
  log_events (device, "user.list", REEVE_ACCESS_OK, get_midnight () - 3 * REEVE_DAY + REEVE_HOUR, 4);
  now = device_call (device, log_reviews_get, .object = review->id);
  g_assert_true (reeve_record_equal (done->reply, now->reply));
  check_certificate (device, REEVE_LOG_REVIEW (now->reply));
}

static void
test_two (void)
{
  g_autoptr (Fixture) fixture = NULL;
  g_autoptr (Device) device = begin (&fixture);
  g_autoptr (Device) rex = device_add_colleague (device, "rex@vallis.example", "Rex", "reviewer");
  g_autoptr (ReeveLogReview) review = NULL;
  g_autoptr (Answer) first = NULL;
  g_autoptr (Answer) alone = NULL;
  g_autoptr (Answer) silent = NULL;
  g_autoptr (Answer) returned = NULL;
  g_autoptr (Answer) again = NULL;
  g_autoptr (Answer) second = NULL;
  ReeveLogReview *after;

  demand_two (device);
  fill (device);
  decide_all (device);
  review = get_open (device);
  g_assert_cmpint (review->signatures, ==, 2);
  first = sign (device, review);
  assert_done (first);
  after = REEVE_LOG_REVIEW (first->reply);
  g_assert_cmpstr (after->state, ==, "waiting");
  g_assert_null (after->certificate_hash);
  alone = sign (device, after);
  assert_refused (alone, REEVE_ERROR_DENIED, "second_person");

  silent = device_call (rex, log_reviews_return, .object = after->id, .if_match = after->version,
                        .body = reeve_log_review_new ());
  assert_member (silent, "/note", "required");
  {
    ReeveLogReview *why = reeve_log_review_new ();

    why->note = g_strdup ("Nobody looked at the refusals");
    returned =
      device_call (rex, log_reviews_return, .object = after->id, .if_match = after->version, .body = why);
  }
  assert_done (returned);
  after = REEVE_LOG_REVIEW (returned->reply);
  g_assert_cmpstr (after->state, ==, "open");
  g_assert_cmpint (after->signed_at, ==, 0);
  g_assert_null (after->signed_by);

  again = sign (device, after);
  assert_done (again);
  second = sign (rex, REEVE_LOG_REVIEW (again->reply));
  assert_done (second);
  after = REEVE_LOG_REVIEW (second->reply);
  g_assert_cmpstr (after->state, ==, "signed");
  g_assert_cmpstr (after->second_by, ==, rex->account);
  check_certificate (device, after);
}

static void
test_assigned (void)
{
  g_autoptr (Fixture) fixture = NULL;
  g_autoptr (Device) device = begin (&fixture);
  g_autofree char *member = device_add_user (device, "mo@vallis.example", "Mo", "member");
  g_autofree char *patch = g_strdup_printf ("{\"assignee\":\"%s\"}", member);
  g_autoptr (ReeveLogReview) review = NULL;
  g_autoptr (Answer) refused = NULL;

  run_job (device);
  review = get_open (device);
  refused = device_call (device, log_reviews_save, .object = review->id, .patch = patch, .if_match = 1);
  assert_member (refused, "/assignee", "no_reviewer");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/log-reviews/opened", test_opened);
  g_test_add_func ("/log-reviews/old-days", test_old_days);
  g_test_add_func ("/log-reviews/earlier", test_earlier);
  g_test_add_func ("/log-reviews/shorter", test_shorter);
  g_test_add_func ("/log-reviews/reminded", test_reminded);
  g_test_add_func ("/log-reviews/looked", test_looked);
  g_test_add_func ("/log-reviews/signed", test_signed);
  g_test_add_func ("/log-reviews/for-good", test_for_good);
  g_test_add_func ("/log-reviews/two", test_two);
  g_test_add_func ("/log-reviews/assigned", test_assigned);
  return g_test_run ();
}
