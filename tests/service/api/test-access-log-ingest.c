/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Lines of other systems' events: each comes in once, what cannot be read is told by its line, and nothing
 * that somebody brings passes for what Reeve saw. */

#include "config.h"

#include <string.h>

#include "common/log-intake.h"
#include "service/api/access-log-ingest.h"
#include "service/store/access-log.h"
#include "tests/service/api/fixture.h"

static ReeveAccessFiles *
get_files (Device *device)
{
  return reeve_access_log_get_files (reeve_installation_get_access_log (device->fixture->installation));
}

static gint64
ask (ReeveDb *db, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx = reeve_db_begin (db, REEVE_TX_READ, g_get_monotonic_time () + REEVE_MINUTE, &error);
  gint64 n;

  g_assert_no_error (error);
  g_assert_true (reeve_statement_read_int (reeve_tx_prepare (tx, sql, &error), &n, &error));
  g_assert_no_error (error);
  return n;
}

/* Of all days. */
static gint64
ask_log (Device *device, const char *sql)
{
  g_autoptr (GArray) days = reeve_access_files_list_days (get_files (device), device->workspace);
  gint64 n = 0;

  for (guint i = 0; i < days->len; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ReeveAccessDay) day = reeve_access_files_open_day (
        get_files (device), device->workspace, g_array_index (days, gint64, i), FALSE, &error);

      g_assert_no_error (error);
      n += ask (reeve_access_day_get_db (day), sql);
    }
  return n;
}

static gint64
count_audit (Device *device)
{
  return ask (reeve_installation_get_workspace (device->fixture->installation, device->workspace),
              "SELECT count(*) FROM audit WHERE action = 'access-log.ingest'");
}

/* @lines: (transfer full) */
static Answer *
bring (Device *device, GString *lines, const char *query)
{
  return device_call (device, access_log_ingest, .lines = g_string_free_to_bytes (lines), .query = query);
}

static void
assert_counts (Answer *answer, gint64 taken, gint64 known, gint64 refused)
{
  ReeveLogIntake *report = REEVE_LOG_INTAKE (answer->reply);

  assert_done (answer);
  g_assert_cmpint (report->taken, ==, taken);
  g_assert_cmpint (report->known, ==, known);
  g_assert_cmpint (report->refused, ==, refused);
  g_assert_cmpuint (report->refusals->len, ==, MIN (refused, REEVE_LOG_INTAKE_REFUSALS));
}

static void
add_line (GString *lines, gint64 time, const char *more)
{
  g_string_append_printf (lines, "{\"time\":%" G_GINT64_FORMAT ",\"action\":\"sign-in\"%s}\n", time, more);
}

/* Both forms in one body, told apart by line; the same body again is known. */
static void
test_forms (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  gint64 now = reeve_clock_now ();

  for (guint round = 0; round < 2; round++)
    {
      g_autoptr (Answer) answer = NULL;
      GString *lines = g_string_new ("\n");

      add_line (lines, now - REEVE_HOUR, ",\"source\":\"okta\",\"sourceId\":\"1\",\"actor\":\"class_uid\"");
      add_line (lines, now - REEVE_DAY, ",\"source\":\"okta\",\"text\":\"\\\"class_uid\\\": 3002\"");
      g_string_append_printf (
        lines,
        "{\"class_uid\" : 3002,\"activity_id\":1,\"status_id\":2,\"time\":%" G_GINT64_FORMAT
        ",\"metadata\":{\"product\":{\"name\":\"Door\"},\"uid\":\"77\"},\"user\":{\"name\":\"bo\"}}\r\n\r\n",
        (now - REEVE_MINUTE) / 1000);
      add_line (lines, now - REEVE_HOUR, ",\"source\":\"sshd\"");
      add_line (lines, now - REEVE_HOUR, ",\"source\":\"sshd\"");
      g_string_truncate (lines, lines->len - 1); /* the last line may not have ended */
      answer = bring (hana, lines, NULL);
      assert_counts (answer, round == 0 ? 5 : 0, round == 0 ? 0 : 5, 0);
      g_assert_cmpint (ask_log (hana, "SELECT count(*) FROM events WHERE source IS NOT NULL"), ==, 5);
      /* Where nothing changed there is nothing to say. */
      g_assert_cmpint (count_audit (hana), ==, 1);
    }
  g_assert_cmpint (ask_log (hana, "SELECT count(*) FROM words WHERE kind = 'source' AND word = 'ocsf Door'"),
                   ==, 1);
}

/* The trail tells how many and whose, and never what. */
static void
test_audit (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  ReeveDb *db = reeve_installation_get_workspace (fixture->installation, hana->workspace);
  GString *lines = g_string_new (NULL);
  g_autoptr (Answer) answer = NULL;

  add_line (lines, reeve_clock_now (), ",\"source\":\"okta\",\"actor\":\"MARK\"");
  add_line (lines, reeve_clock_now (), ",\"source\":\"okta\",\"MARK\":1");
  answer = bring (hana, lines, NULL);
  assert_counts (answer, 1, 0, 1);
  g_assert_cmpuint (answer->n_audited, ==, 1);
  g_assert_cmpint (ask (db, "SELECT count(*) FROM audit WHERE action = 'access-log.ingest' AND "
                            "object_name = 'okta' AND instr (after, '\"taken\":1') AND actor IS NOT NULL"),
                   ==, 1);
  g_assert_cmpint (ask (db, "SELECT count(*) FROM audit WHERE instr (after, 'MARK')"), ==, 0);
}

typedef struct
{
  const char *line;
  const char *reason;
  const char *pointer;
} Refused;

/* The lines around a bad one come in, and the bad one is told: where it is and what is wrong. */
static void
test_refusals (void)
{
  static const Refused cases[] = {
    { "no json", "not_json", NULL },
    { "[1]", "not_json", NULL },
    { "{\"time\":1", "not_json", NULL },
    { "{\"time\":1,\"time\":2}", "not_json", NULL },
    { "\xff\xfe", "not_json", NULL },
    { "{\"time\":1,\"actor\":\"a\xff\"}", "not_json", NULL },
    { "{\"time\":1,\"actor\":\"a\\u0000b\"}", "not_json", NULL },
    { "{}", "invalid", "/time" },
    { "{\"time\":\"yesterday\"}", "invalid", "/time" },
    { "{\"time\":1.5}", "invalid", "/time" },
    { "{\"time\":-1}", "invalid", "/time" },
    { "{\"time\":1,\"leaf\":3}", "invalid", "/leaf" },
    { "{\"time\":1,\"actor\":{\"id\":1}}", "invalid", "/actor" },
    { "{\"time\":1,\"result\":\"fine\"}", "invalid", "/result" },
    { "{\"time\":1}", "too_old", "/time" },
    { "{\"time\":\"2999-01-01T00:00:00Z\"}", "too_new", "/time" },
    { "{\"class_uid\":1001,\"metadata\":{},\"time\":1}", "unknown_kind", NULL },
    { "{\"class_uid\":3002,\"activity_id\":1,\"metadata\":{}}", "no_time", "/time" },
    { "{\"class_uid\":\"3002\",\"metadata\":{}}", "not_of_format", NULL },
  };
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  GString *lines = g_string_new (NULL);
  g_autoptr (Answer) answer = NULL;
  ReeveLogIntake *report;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_string_append_printf (lines, "%s\n", cases[i].line);
      add_line (lines, reeve_clock_now (), ",\"source\":\"okta\"");
    }
  answer = bring (hana, lines, NULL);
  assert_counts (answer, G_N_ELEMENTS (cases), 0, G_N_ELEMENTS (cases));
  report = REEVE_LOG_INTAKE (answer->reply);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ReeveLogRefusal *refusal = report->refusals->pdata[i];

      g_test_message ("%u: %s", i, refusal->message);
      g_assert_cmpint (refusal->line, ==, 2 * i + 1);
      g_assert_cmpstr (refusal->reason, ==, cases[i].reason);
      g_assert_cmpstr (refusal->pointer, ==, cases[i].pointer);
      g_assert_cmpuint (strlen (refusal->message), >, 0);
    }
}

/* Huge, deep, with a NUL: refused by the line, in bounded work; and only the first hundred are told. */
static void
test_hostile (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  GString *lines = g_string_new ("{\"time\":1,\"actor\":\"");
  g_autofree char *huge = g_strnfill (2 << 20, 'a');
  g_autofree char *deep = g_strnfill (100000, '[');
  g_autoptr (Answer) answer = NULL;
  ReeveLogIntake *report;

  g_string_append_printf (lines, "%s\"}\n{\"time\":%s\n", huge, deep);
  g_string_append_len (lines, "{\"time\":1}\0{\"time\":1}\n", 22);
  for (guint i = 0; i < 300; i++)
    g_string_append (lines, "{\"class_uid\":1,\n");
  add_line (lines, reeve_clock_now (), ",\"source\":\"okta\"");
  answer = bring (hana, lines, NULL);
  assert_counts (answer, 1, 0, 303);
  report = REEVE_LOG_INTAKE (answer->reply);
  g_assert_cmpstr (((ReeveLogRefusal *) report->refusals->pdata[0])->reason, ==, "too_long");
  g_assert_cmpstr (((ReeveLogRefusal *) report->refusals->pdata[1])->reason, ==, "not_json");
  g_assert_cmpstr (((ReeveLogRefusal *) report->refusals->pdata[2])->reason, ==, "not_json");
}

/* Reeve's own events have no source. Whatever a line says, it gets one, and none that looks like ours. */
static void
test_forged (void)
{
  static const char *const sources[] = {
    "",
    ",\"source\":null",
    ",\"source\":\"\"",
    ",\"source\":\"  \"",
    ",\"source\":\"\\u200b\"",
    ",\"source\":\"reeve\"",
    ",\"source\":\" Ree\\u00adve\"",
    ",\"source\":\"\\uff32eeve\"",
    ",\"source\":\"\\u202eReeve\"",
  };
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  GString *lines = g_string_new (NULL);
  g_autoptr (Answer) answer = NULL;
  gint64 own = ask_log (hana, "SELECT count(*) FROM events WHERE source IS NULL");

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    add_line (lines, reeve_clock_now () - i, sources[i]);
  answer = bring (hana, lines, "format=reeve");
  assert_counts (answer, G_N_ELEMENTS (sources), 0, 0);
  g_assert_cmpint (ask_log (hana, "SELECT count(*) FROM events WHERE source IS NULL"), ==, own);
  g_assert_cmpint (ask_log (hana, "SELECT count(*) FROM words WHERE kind = 'source' AND word NOT IN "
                                  "('unknown', 'other reeve', 'other Reeve')"),
                   ==, 0);
}

static void
test_parameters (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  GString *lines = g_string_new (NULL);
  g_autoptr (Answer) named = NULL;
  g_autoptr (Answer) format = NULL;
  g_autoptr (Answer) source = NULL;
  g_autofree char *long_source = g_strnfill (200, 'x');
  g_autofree char *query = g_strconcat ("source=", long_source, NULL);

  add_line (lines, reeve_clock_now (), "");
  named = bring (hana, lines, "source=site%202");
  assert_counts (named, 1, 0, 0);
  g_assert_cmpstr (REEVE_LOG_INTAKE (named->reply)->sources[0], ==, "other reeve site 2");
  format = bring (hana, g_string_new ("{}"), "format=combined");
  assert_member (format, "?format", "invalid");
  source = bring (hana, g_string_new ("{}"), query);
  assert_member (source, "?source", "too_long");
}

/* More than one call may bring is refused before anything of it is taken. */
static void
test_too_many (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  GString *lines = g_string_new (NULL);
  g_autoptr (Answer) full = NULL;
  g_autoptr (Answer) over = NULL;

  for (guint i = 0; i < REEVE_LOG_INTAKE_LINES; i++)
    add_line (lines, reeve_clock_now (), ",\"source\":\"okta\"");
  full = bring (hana, g_string_new (lines->str), NULL);
  assert_counts (full, REEVE_LOG_INTAKE_LINES, 0, 0);
  add_line (lines, reeve_clock_now () - 5, ",\"source\":\"okta\"");
  over = bring (hana, lines, NULL);
  assert_refused (over, REEVE_ERROR_TOO_LARGE, "lines");
  g_assert_cmpint (ask_log (hana, "SELECT count(*) FROM events WHERE source IS NOT NULL"), ==,
                   REEVE_LOG_INTAKE_LINES);
}

/* Whoever reads the log may not write into it: what a reviewer signs is not their own. */
static void
test_rights (void)
{
  static const char *const roles[] = { "member", "reviewer", "auditor", "register-keeper", NULL };
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);

  for (guint i = 0; roles[i] != NULL; i++)
    {
      g_autofree char *email = g_strconcat (roles[i], "@vallis.example", NULL);
      g_autoptr (Device) other = device_add_colleague (hana, email, "Other", roles[i]);
      GString *lines = g_string_new (NULL);
      g_autoptr (Answer) answer = NULL;

      add_line (lines, reeve_clock_now (), ",\"source\":\"okta\"");
      answer = bring (other, lines, NULL);
      assert_refused (answer, REEVE_ERROR_DENIED, NULL);
    }
  g_assert_cmpint (ask_log (hana, "SELECT count(*) FROM events WHERE source IS NOT NULL"), ==, 0);
}

typedef struct
{
  Device *device;
  gint *n_waiting; /* atomic */
  guint n_refused;
} Bringer;

static gpointer
bring_until_taken (gpointer data)
{
  Bringer *self = data;
  gboolean done = FALSE;

  while (!done)
    {
      GString *lines = g_string_new (NULL);
      g_autoptr (Answer) answer = NULL;

      add_line (lines, reeve_clock_now (), ",\"source\":\"okta\"");
      answer = bring (self->device, lines, NULL);
      done = answer->error == NULL;
      if (done)
        continue;
      assert_refused (answer, REEVE_ERROR_BUSY, "intake");
      g_assert_cmpint (reeve_error_get_retry_after_ms (answer->error), >, 0);
      self->n_refused++;
      g_atomic_int_inc (self->n_waiting);
    }
  return NULL;
}

/* While one call of a workspace waits for the disk, another one is told to come again, and takes no thread
 * from who else is served. */
static void
test_busy (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveAccessDay) day = reeve_access_files_open_day (
    get_files (hana), hana->workspace, reeve_access_day_of (reeve_clock_now ()), TRUE, &error);
  ReeveTx *tx;
  gint n_waiting = 0;
  Bringer bringers[2] = { { hana, &n_waiting, 0 }, { hana, &n_waiting, 0 } };
  GThread *threads[2];

  g_assert_no_error (error);
  tx = reeve_db_begin (reeve_access_day_get_db (day), REEVE_TX_WRITE, g_get_monotonic_time () + REEVE_MINUTE,
                       &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 2; i++)
    threads[i] = g_thread_new ("bringer", bring_until_taken, &bringers[i]);
  while (g_atomic_int_get (&n_waiting) == 0)
    g_usleep (1000);
  reeve_tx_end (tx);
  for (guint i = 0; i < 2; i++)
    g_thread_join (threads[i]);
  g_assert_cmpuint (bringers[0].n_refused + bringers[1].n_refused, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/api/ingest/forms", test_forms);
  g_test_add_func ("/api/ingest/audit", test_audit);
  g_test_add_func ("/api/ingest/refusals", test_refusals);
  g_test_add_func ("/api/ingest/hostile", test_hostile);
  g_test_add_func ("/api/ingest/forged", test_forged);
  g_test_add_func ("/api/ingest/parameters", test_parameters);
  g_test_add_func ("/api/ingest/too-many", test_too_many);
  g_test_add_func ("/api/ingest/rights", test_rights);
  g_test_add_func ("/api/ingest/busy", test_busy);
  return g_test_run ();
}
