/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Exports of the access log over HTTP: all of it, only of it, and the same when it is taken up again after
 * the connection was cut. */

#include <config.h>

#include <string.h>

#include "common/access-export.h"
#include "common/clock.h"
#include "common/log-export.h"
#include "person.h"
#include "service/store/access-names.h"
#include "service/store/access-read.h"
#include "service/store/audit.h"

#define EVENTS 3000
#define QUERY  "q=action:test.knock"

static Served *served;
static gint64 begun; /* the first event's time */

static ReeveInstallation *
get_installation (void)
{
  return reeve_service_get_installation (served->service);
}

/* The @n-th: every third is Reeve's own, which has neither a source's id nor a text. */
static ReeveAccessEvent *
make_event (const char *action, gint64 time, guint n)
{
  g_autofree char *actor = g_strdup_printf ("actor-%u", n);
  g_autofree char *text = g_strdup_printf ("the %u. of \"many\", =1+1 | \xe2\x82\xac", n);
  const ReeveAccessEvent event = {
    .time = time,
    .status = n % 7 == 0 ? 403 : 200,
    .result = n % 7 == 0 ? REEVE_ACCESS_REFUSED : REEVE_ACCESS_OK,
    .action = action,
    .actor = actor,
    .actor_name = "Somebody <somebody@example.org>",
    .address = n % 2 == 0 ? "192.0.2.1" : "2001:db8::1",
    .route = "POST /v1/test",
    .source = n % 3 == 0 ? NULL : "gate",
    .source_id = n % 3 == 0 ? NULL : actor,
    .text = n % 3 == 0 ? NULL : text,
  };

  return reeve_access_event_copy (&event);
}

static void
append (const char *workspace, const char *action, gint64 time, guint n)
{
  g_autoptr (ReeveAccessEvent) event = make_event (action, time, n);

  reeve_access_log_append (reeve_installation_get_access_log (get_installation ()), workspace, event);
}

static void
flush (void)
{
  reeve_access_log_flush (reeve_installation_get_access_log (get_installation ()));
}

/* Of yesterday and today, so that an export goes over a day's end. */
static void
fill (void)
{
  gint64 midnight = reeve_clock_now () / REEVE_DAY * REEVE_DAY;

  begun = midnight - EVENTS / 2 * G_TIME_SPAN_MILLISECOND;
  for (guint i = 0; i < EVENTS; i++)
    {
      append (served->workspace, "test.knock", begun + i * G_TIME_SPAN_MILLISECOND, i);
      if (i % 10 == 0)
        append (served->workspace, "test.other", begun + i * G_TIME_SPAN_MILLISECOND + 500, 3 * i);
      if (i % 1000 == 999)
        flush ();
    }
  flush ();
}

/* A code is good for half a minute and once, and time goes by while somebody reads another one. (transfer
 * full): a header line */
static char *
take_code (Person *self)
{
  g_autofree char *code = NULL;

  reeve_clock_advance_for_tests (61 * G_USEC_PER_SEC);
  person_sign_in (self);
  code = person_take_code (self, FALSE);
  return g_strdup_printf ("Reeve-Code: %s\r\n", code);
}

/* The service takes its time to find out that the client of one before is gone. */
static gboolean
must_wait (ApiReply *reply)
{
  if (reply->status != 429)
    return FALSE;
  g_usleep (20000);
  return TRUE;
}

static ApiReply *
ask (Person *self, const char *path)
{
  for (;;)
    {
      g_autofree char *header = take_code (self);
      ApiReply *reply = person_send (self, "GET", path, NULL, header);

      if (!must_wait (reply))
        return reply;
      api_reply_free (reply);
    }
}

/* The same, and only the head of the answer is read. @path: whole */
static ApiReply *
open_stream (Person *self, const char *path, GInputStream **stream)
{
  for (;;)
    {
      g_autofree char *header = take_code (self);
      ApiRequest request = { .method = "GET", .path = path, .headers = header };
      ApiReply *reply = api_client_open (self->client, &request, stream);

      if (!must_wait (reply))
        return reply;
      api_reply_free (reply);
    }
}

static ApiReply *
ask_for (Person *self, const char *what, const char *parameters)
{
  g_autofree char *path = g_strdup_printf ("/access-log/export%s?%s", what, parameters);

  return ask (self, path);
}

static ApiReply *
expect (ApiReply *reply, guint status)
{
  if (reply->status != status)
    g_error ("%u instead of %u: %s", reply->status, status, reply->body);
  return reply;
}

/* What must come out, made of what went in. */
static GString *
make_expected (ReeveLogExportFormat format)
{
  GString *out = g_string_new (NULL);
  const ReeveLogExportScope scope = { .workspace = served->workspace };

  reeve_log_export_append_header (format, out);
  for (guint i = 0; i < EVENTS; i++)
    {
      g_autoptr (ReeveAccessEvent) event = make_event ("test.knock", begun + i * G_TIME_SPAN_MILLISECOND, i);

      reeve_log_export_append (format, &scope, event, out);
    }
  return out;
}

/* Every format, to the byte; and what the manifest says of it. */
static void
test_formats (void)
{
  Person *ada = person_new (served, "formats", "workspace-administrator", NULL);

  person_enrol (ada);
  for (guint i = 0; i < REEVE_LOG_EXPORT_FORMATS; i++)
    {
      const char *word = reeve_log_export_format_to_wire (i);
      g_autofree char *parameters = g_strdup_printf (QUERY "&format=%s", word);
      g_autoptr (ApiReply) reply = expect (ask_for (ada, "", parameters), 200);
      const char *snapshot = api_reply_get_header (reply, "reeve-snapshot");
      g_autofree char *again = g_strdup_printf ("%s&snapshot=%s", parameters, snapshot);
      g_autoptr (ApiReply) manifest = expect (ask_for (ada, "/manifest", again), 200);
      g_autofree char *sha256 =
        g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) reply->body, reply->length);

      g_assert_cmpstr (api_reply_get_header (reply, "content-type"), ==, reeve_log_export_get_mime_type (i));
      g_assert_nonnull (strstr (api_reply_get_header (reply, "content-disposition"), "access-log."));
      /* the host is the service's; with these formats it is not in a line */
      if (i != REEVE_LOG_EXPORT_SYSLOG && i != REEVE_LOG_EXPORT_CEF)
        {
          g_autoptr (GString) expected = make_expected (i);
          g_assert_cmpmem (reply->body, reply->length, expected->str, expected->len);
        }
      g_assert_cmpstr (api_reply_get_text (manifest, "sha256"), ==, sha256);
      g_assert_cmpint (json_object_get_int_member (manifest->json, "lines"), ==, EVENTS);
      g_assert_cmpint (json_object_get_int_member (manifest->json, "bytes"), ==, (gint64) reply->length);
      g_assert_cmpstr (api_reply_get_text (manifest, "snapshot"), ==, snapshot);
      g_assert_cmpstr (api_reply_get_text (manifest, "query"), ==, "action:test.knock");
      g_assert_cmpstr (api_reply_get_text (manifest, "format"), ==, word);
      g_assert_cmpstr (api_reply_get_text (manifest, "workspace"), ==, served->workspace);
      g_assert_cmpstr (api_reply_get_text (manifest, "account"), ==, ada->id);
      g_assert_true (g_str_has_prefix (api_reply_get_text (manifest, "checkpoint"), "reeve"));
      g_assert_nonnull (api_reply_get_text (manifest, "verifier"));
    }
  person_free (ada);
}

/* What is damaged is not in it, and the manifest says so. */
static void
test_damaged (void)
{
  Person *ada = person_new (served, "damaged", "workspace-administrator", NULL);
  ReeveAccessLog *log = reeve_installation_get_access_log (reeve_service_get_installation (served->service));
  const gint64 day = reeve_access_day_of (reeve_clock_now ()) - 5;
  const ReeveAccessEvent event = { .time = day * REEVE_DAY + REEVE_HOUR,
                                   .action = "test.damage",
                                   .actor = "a" };
  g_autofree char *name = reeve_access_name_new_date (day);
  g_autoptr (ApiReply) manifest = NULL;
  g_autoptr (GError) error = NULL;
  JsonArray *unread;

  person_enrol (ada);
  reeve_access_log_append (log, served->workspace, &event);
  reeve_access_log_flush (log);
  g_assert_true (
    reeve_access_files_set_aside (reeve_access_log_get_files (log), served->workspace, day, &error));
  g_assert_no_error (error);
  manifest = expect (ask_for (ada, "/manifest", "q=action:test.damage&format=jsonl"), 200);
  g_assert_cmpint (json_object_get_int_member (manifest->json, "lines"), ==, 0);
  unread = json_object_get_array_member (manifest->json, "unread");
  g_assert_cmpuint (json_array_get_length (unread), ==, 1);
  g_assert_cmpstr (json_array_get_string_element (unread, 0), ==, name);
  person_free (ada);
}

/* Takes chunks off @stream until @most bytes of content have come. */
static void
hear (GInputStream *stream, GString *content, gsize most)
{
  GDataInputStream *lines = G_DATA_INPUT_STREAM (stream);

  while (content->len < most)
    {
      g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);
      gsize size = line != NULL ? g_ascii_strtoull (line, NULL, 16) : 0, at = content->len, got = 0;

      g_assert_cmpuint (size, >, 0);
      g_string_set_size (content, at + size);
      g_assert_true (g_input_stream_read_all (stream, content->str + at, size, &got, NULL, NULL));
      g_assert_cmpuint (got, ==, size);
      g_free (g_data_input_stream_read_line (lines, NULL, NULL, NULL));
    }
}

/* The id of the last whole line; what is behind it did not arrive. */
static gint64
keep_whole_lines (GString *content)
{
  const char *end = g_strrstr_len (content->str, (gssize) content->len, "\n");
  const char *time;

  g_assert_nonnull (end);
  g_string_truncate (content, (gsize) (end + 1 - content->str));
  time = g_strrstr (content->str, "\"time\":");
  g_assert_nonnull (time);
  return g_ascii_strtoll (time + strlen ("\"time\":"), NULL, 10);
}

/* The connection is cut again and again; what other systems tell meanwhile, of before, does not get in
 * between.
 */
static void
test_resume (void)
{
  Person *ada = person_new (served, "resume", "workspace-administrator", NULL);
  g_autoptr (GString) content = g_string_new (NULL), expected = make_expected (REEVE_LOG_EXPORT_JSON_LINES);
  g_autofree char *snapshot = NULL;
  gint64 after = 0;
  guint n_cuts = 0;

  person_enrol (ada);
  for (gsize most = 100000; most < 400000; most += 100000)
    {
      g_autofree char *going_on =
        after != 0 ? g_strdup_printf ("&snapshot=%s&after=%" G_GINT64_FORMAT, snapshot, after)
                   : g_strdup ("");
      g_autofree char *path =
        g_strdup_printf ("/v1/workspaces/%s/access-log/export?" QUERY "%s", served->workspace, going_on);
      g_autoptr (GInputStream) stream = NULL;
      g_autoptr (ApiReply) reply = expect (open_stream (ada, path, &stream), 200);

      g_set_str (&snapshot, api_reply_get_header (reply, "reeve-snapshot"));
      hear (stream, content, most);
      api_client_disconnect (ada->client);
      after = keep_whole_lines (content);
      append (served->workspace, "test.knock", begun + n_cuts + 1, 3 * n_cuts);
      append (served->workspace, "test.knock", begun + (EVENTS - 2) * G_TIME_SPAN_MILLISECOND + n_cuts + 1,
              0);
      flush ();
      n_cuts++;
    }
  g_autofree char *rest = g_strdup_printf (QUERY "&snapshot=%s&after=%" G_GINT64_FORMAT, snapshot, after);
  g_autoptr (ApiReply) last = expect (ask_for (ada, "", rest), 200);
  g_string_append_len (content, last->body, (gssize) last->length);
  g_assert_cmpuint (n_cuts, ==, 3);
  g_assert_cmpmem (content->str, content->len, expected->str, expected->len);

  /* and once more, all of it */
  g_autofree char *whole = g_strdup_printf (QUERY "&snapshot=%s", snapshot);
  g_autoptr (ApiReply) again = expect (ask_for (ada, "", whole), 200);
  g_assert_cmpmem (again->body, again->length, expected->str, expected->len);
  person_free (ada);
}

/* The one line of the log of what @who exported, which is written when the service knows how it ended. */
static ReeveAccessLine *
wait_noted (const char *who)
{
  g_autofree char *text = g_strdup_printf ("action:access-log.export who:%s", who);
  g_autoptr (ReeveLogQuery) query =
    reeve_log_query_parse (text, &(ReeveLogClock) { .now = reeve_clock_now () });
  ReeveAccessFiles *files =
    reeve_access_log_get_files (reeve_installation_get_access_log (get_installation ()));

  while (TRUE)
    {
      g_autoptr (GPtrArray) lines = NULL;
      gint64 reached;

      flush ();
      lines = reeve_access_read (files,
                                 &(ReeveAccessQuestion) { served->workspace, query, 0, G_MAXINT64,
                                                          g_get_monotonic_time () + REEVE_MINUTE },
                                 FALSE, 10, &reached, NULL);
      g_assert_cmpuint (lines->len, <=, 1);
      if (lines->len == 1)
        return g_object_ref (lines->pdata[0]);
      g_usleep (10000);
    }
}

/* Whoever signs out while it goes out is told no more, and sees that it is not all, as does the log. */
static void
test_signed_out (void)
{
  Person *ada = person_new (served, "leaving", "workspace-administrator", NULL);
  g_autofree char *path = g_strdup_printf ("/v1/workspaces/%s/access-log/export?" QUERY, served->workspace);
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GString) heard = g_string_new (NULL);
  g_autoptr (GString) expected = make_expected (REEVE_LOG_EXPORT_JSON_LINES);
  char buffer[8192];
  gssize n;

  person_enrol (ada);
  g_autoptr (ApiReply) opened = expect (open_stream (ada, path, &stream), 200);
  g_autoptr (GSocketConnection) kept = g_steal_pointer (&ada->client->connection);
  g_autoptr (ApiReply) out = expect (api_client_call (ada->client, "POST", "/v1/sign-out", NULL), 204);
  while ((n = g_input_stream_read (stream, buffer, sizeof buffer, NULL, NULL)) > 0)
    {
      g_string_append_len (heard, buffer, n);
      g_usleep (100000); /* much slower than it is looked whether they may */
    }
  g_assert_cmpuint (heard->len, >, 0);
  g_assert_false (g_str_has_suffix (heard->str, "0\r\n\r\n"));
  g_assert_null (strstr (heard->str, "actor-2999"));
  g_autoptr (ReeveAccessLine) line = wait_noted (ada->id);
  g_assert_cmpint (line->bytes_out, >, 0);
  g_assert_cmpint (line->bytes_out, <, (gint64) expected->len);
  g_assert_cmpstr (line->outcome, ==, "aborted");
  person_free (ada);
}

static void
expect_denied (Person *self)
{
  g_autoptr (ApiReply) reply = expect (ask_for (self, "", QUERY), 403);
  g_autoptr (ApiReply) manifest = expect (ask_for (self, "/manifest", QUERY), 403);

  g_assert_cmpstr (api_reply_get_text (reply, "code"), ==, "denied");
  g_assert_cmpstr (api_reply_get_text (manifest, "code"), ==, "denied");
}

/* It takes log.export and log.read, and a code. */
static void
test_who (void)
{
  Person *ada = person_new (served, "who", "workspace-administrator", NULL);
  Person *reviewer = person_new (served, "reviewer", "reviewer", NULL);
  Person *auditor = person_new (served, "auditor", "auditor", NULL);
  g_autofree char *key = reeve_id_new ();
  g_autofree char *headers = g_strdup_printf ("Idempotency-Key: %s\r\n", key);
  g_autoptr (ApiReply) made = NULL, without = NULL, with = NULL;
  Person *half;

  person_enrol (ada);
  person_enrol (reviewer);
  person_enrol (auditor);
  without = expect (person_send (reviewer, "GET", "/access-log/export?" QUERY, NULL, NULL), 403);
  g_assert_cmpstr (api_reply_get_text (without, "reason"), ==, "step_up");
  with = expect (ask_for (reviewer, "", QUERY), 200);
  g_assert_cmpuint (with->length, >, 1000);
  expect_denied (auditor); /* reads it, and takes nothing out */

  made = expect (
    person_send (ada, "POST", "/roles", "{\"name\":\"Half\",\"capabilities\":[\"log.export\"]}", headers),
    201);
  half = person_new (served, "half", api_reply_get_text (made, "id"), NULL);
  person_enrol (half);
  expect_denied (half);
  person_free (ada);
  person_free (reviewer);
  person_free (auditor);
  person_free (half);
}

/* What is wrong is said by its name, and is no export. */
static void
test_wrong (void)
{
  Person *ada = person_new (served, "wrong", "workspace-administrator", NULL);
  static const struct
  {
    const char *parameters;
    const char *pointer;
  } cases[] = {
    { "format=xml", "?format" },
    { "q=result:maybe", "?q" },
    { "zone=Nowhere/Land", "?zone" },
    { "snapshot=1", "?snapshot" },
    { "snapshot=1-99999999", "?snapshot" },
    { "snapshot=9007199254740991-0", "?snapshot" },
    { "snapshot=-1-1", "?snapshot" },
    { "after=0", "?after" },
    { "after=9007199254740991", "?after" },
    { "after=x", "?after" },
    { "colour=red", "?colour" },
  };

  person_enrol (ada);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ApiReply) reply = expect (ask_for (ada, "", cases[i].parameters), 400);

      if (strstr (reply->body, cases[i].pointer) == NULL)
        g_error ("%s: %s", cases[i].parameters, reply->body);
    }
  person_free (ada);
}

/* Who took what out is in the trail, and each going on, too; a manifest takes nothing out. */
static void
test_audit (void)
{
  Person *ada = person_new (served, "audit", "workspace-administrator", NULL);
  ReeveDb *database = reeve_installation_get_workspace (get_installation (), served->workspace);
  g_autoptr (ApiReply) reply = NULL, manifest = NULL;

  person_enrol (ada);
  reply = expect (ask_for (ada, "", QUERY "&format=csv&zone=Europe/Berlin"), 200);
  manifest = expect (ask_for (ada, "/manifest", QUERY "&format=cef"), 200);
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (database, REEVE_TX_READ, g_get_monotonic_time () + 60 * G_USEC_PER_SEC, NULL);
  g_autoptr (GPtrArray) entries = reeve_audit_list_object (tx, "access-log", served->workspace, 1000, NULL);
  guint n = 0;

  g_assert_nonnull (entries);
  for (guint i = 0; i < entries->len; i++)
    {
      ReeveAuditEntry *entry = entries->pdata[i];

      if (g_strcmp0 (entry->actor, ada->id) != 0)
        continue;
      n++;
      g_assert_cmpstr (entry->action, ==, "access-log.export");
      g_assert_nonnull (strstr (entry->after, "\"query\":\"action:test.knock\""));
      g_assert_nonnull (strstr (entry->after, "\"format\":\"csv\""));
      g_assert_nonnull (strstr (entry->after, "\"zone\":\"Europe/Berlin\""));
      g_assert_nonnull (strstr (entry->after, api_reply_get_header (reply, "reeve-snapshot")));
    }
  g_assert_cmpuint (n, ==, 1);
  person_free (ada);
}

/* What was really sent is in the log. */
static void
test_noted (void)
{
  Person *ada = person_new (served, "noted", "workspace-administrator", NULL);
  g_autoptr (ReeveAccessLine) line = NULL;

  person_enrol (ada);
  g_autoptr (ApiReply) reply = expect (ask_for (ada, "", QUERY), 200);
  line = wait_noted (ada->id);
  g_assert_cmpint (line->bytes_out, ==, (gint64) reply->length);
  g_assert_cmpint (line->status, ==, 200);
  g_assert_null (line->outcome);
  person_free (ada);
}

/* What happens in another workspace is in none of ours. */
static void
test_other_workspace (void)
{
  Person *ada = person_new (served, "apart", "workspace-administrator", NULL);
  g_autofree char *headers = g_strdup ("Idempotency-Key: apart\r\n");
  ApiRequest request = {
    .method = "POST", .path = "/v1/workspaces", .body = "{\"name\":\"Apart\"}", .headers = headers
  };
  g_autoptr (ApiReply) made = api_client_send (ada->client, &request);

  expect (made, 201);
  append (api_reply_get_text (made, "id"), "test.apart", reeve_clock_now (), 1);
  append (NULL, "test.apart", reeve_clock_now (), 1);
  flush ();
  person_enrol (ada);
  g_autoptr (ApiReply) reply = expect (ask_for (ada, "", "q=action:test.apart"), 200);
  g_assert_cmpuint (reply->length, ==, 0);
  g_autoptr (ApiReply) headings = expect (ask_for (ada, "", "q=action:test.apart&format=csv"), 200);
  g_assert_true (g_str_has_prefix (headings->body, "time,result,") &&
                 g_str_has_suffix (headings->body, ",id\r\n"));
  person_free (ada);
}

/* Without a code. */
static ApiReply *
ask_with (Person *self, const char *parameters, const char *snapshot, const char *ticket)
{
  g_autofree char *path =
    g_strdup_printf ("/access-log/export?%s&snapshot=%s&ticket=%s", parameters, snapshot, ticket);

  for (;;)
    {
      ApiReply *reply = person_send (self, "GET", path, NULL, NULL);

      if (!must_wait (reply))
        return reply;
      api_reply_free (reply);
    }
}

static void
assert_no_way (Person *self, const char *parameters, const char *snapshot, const char *ticket)
{
  g_autoptr (ApiReply) reply = expect (ask_with (self, parameters, snapshot, ticket), 403);

  g_assert_cmpstr (api_reply_get_text (reply, "reason"), ==, "step_up");
}

/* What was cut off goes on without another code: the same question of the same session, for an hour. */
static void
test_ticket (void)
{
  Person *ada = person_new (served, "ticket", "workspace-administrator", NULL);
  Person *bo = person_new (served, "stranger", "workspace-administrator", NULL);
  g_autofree char *after =
    g_strdup_printf (QUERY "&format=jsonl&after=%" G_GINT64_FORMAT, begun + 999 * G_TIME_SPAN_MILLISECOND);
  g_autoptr (ApiReply) reply = NULL, rest = NULL, other = NULL;
  const char *snapshot, *ticket;

  person_enrol (ada);
  person_enrol (bo);
  other = expect (ask_for (ada, "", "q=action:test.other"), 200);
  reply = expect (ask_for (ada, "", QUERY "&format=jsonl"), 200);
  snapshot = api_reply_get_header (reply, "reeve-snapshot");
  ticket = api_reply_get_header (reply, "reeve-ticket");
  g_assert_nonnull (ticket);

  rest = expect (ask_with (ada, after, snapshot, ticket), 200);
  g_assert_cmpuint (rest->length, >, 0);
  g_assert_cmpmem (rest->body, rest->length, reply->body + reply->length - rest->length, rest->length);
  g_assert_cmpint (rest->body[0], ==, '{');
  g_assert_null (api_reply_get_header (rest, "reeve-ticket"));

  assert_no_way (ada, QUERY "&format=csv", snapshot, ticket);
  assert_no_way (ada, "q=action:test.other&format=jsonl", snapshot, ticket);
  assert_no_way (ada, QUERY "&format=jsonl&zone=Europe/Berlin", snapshot, ticket);
  assert_no_way (ada, QUERY "&format=jsonl", api_reply_get_header (other, "reeve-snapshot"), ticket);
  assert_no_way (ada, QUERY "&format=jsonl", snapshot, api_reply_get_header (other, "reeve-ticket"));
  assert_no_way (ada, QUERY "&format=jsonl", snapshot, "AAAA");
  assert_no_way (bo, QUERY "&format=jsonl", snapshot, ticket);
  reeve_clock_advance_for_tests (G_TIME_SPAN_HOUR);
  person_sign_in (ada);
  assert_no_way (ada, after, snapshot, ticket);
  person_free (ada);
  person_free (bo);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  served = served_new ();
  fill ();
  g_test_add_func ("/access-log-export/formats", test_formats);
  g_test_add_func ("/access-log-export/damaged", test_damaged);
  g_test_add_func ("/access-log-export/resume", test_resume);
  g_test_add_func ("/access-log-export/ticket", test_ticket);
  g_test_add_func ("/access-log-export/signed-out", test_signed_out);
  g_test_add_func ("/access-log-export/who", test_who);
  g_test_add_func ("/access-log-export/wrong", test_wrong);
  g_test_add_func ("/access-log-export/audit", test_audit);
  g_test_add_func ("/access-log-export/noted", test_noted);
  g_test_add_func ("/access-log-export/other-workspace", test_other_workspace);
  int result = g_test_run ();
  served_free (served);
  return result;
}
