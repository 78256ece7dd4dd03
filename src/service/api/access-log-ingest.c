/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Lines of JSON with an event each, in Reeve's own form or as OCSF has it; each line tells which. All that
 * can be read is taken in, and then the audit trail says so: by then the events are durable, so an entry
 * that cannot be written is waited for. Calls wait for the disk on threads that others need, so few may. */

#include "config.h"

#include "service/api/access-log-ingest.h"

#include <string.h>

#include "common/clock.h"
#include "common/json.h"
#include "common/log-intake.h"
#include "common/log-reader.h"
#include "common/log-source.h"
#include "service/store/policy.h"

#define AT_ONCE        2 /* calls of all workspaces, one of each */
#define RETRY_MS       1000
#define AUDIT_DEADLINE (30 * REEVE_SECOND)
#define MOST_SOURCE    100 /* bytes */

typedef struct
{
  ReeveLogReader *reeve;
  ReeveLogReader *ocsf;
  ReeveLogFormat format;
  ReeveLogIntake *report;
  GPtrArray *events;   /* of ReeveAccessEvent */
  GHashTable *sources; /* of char * */
  gint64 line;
  gint64 now;
  gint64 days; /* that the log is kept */
} Intake;

static void
intake_clear (Intake *self)
{
  g_clear_pointer (&self->reeve, reeve_log_reader_free);
  g_clear_pointer (&self->ocsf, reeve_log_reader_free);
  g_clear_object (&self->report);
  g_clear_pointer (&self->events, g_ptr_array_unref);
  g_clear_pointer (&self->sources, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Intake, intake_clear)

/* --- Refusals --- */

/* @pointer: (nullable) */
static void
refuse (Intake *self, const char *reason, const char *pointer, const char *message)
{
  ReeveLogRefusal *refusal;

  self->report->refused++;
  if (self->report->refusals->len >= REEVE_LOG_INTAKE_REFUSALS)
    return;
  refusal = g_object_new (reeve_log_refusal_get_type (), NULL);
  refusal->line = self->line;
  refusal->reason = g_strdup (reason);
  refusal->pointer = g_strdup (pointer);
  refusal->message = g_strdup (message);
  g_ptr_array_add (self->report->refusals, refusal);
}

static const char *
explain (const char *why)
{
  static const char *const words[][2] = {
    { "too_long", "the line is too long" },
    { "not_text", "the line is no text" },
    { "not_json", "the line is no JSON object" },
    { "no_time", "the event has no time" },
    { "not_of_format", "the line is no event in this form" },
    { "unknown_kind", "the line is of a kind that tells of nothing at a door" },
    { "too_old", "the event is older than what is kept" },
    { "too_new", "the event is in the future" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (words[i][0], why))
      return words[i][1];
  return why;
}

/* A line that the reader calls broken: what is wrong with it, by member where it is one of ours. */
static void
refuse_broken (Intake *self, ReeveLogReader *reader, const char *line, gsize length, const char *why)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = reeve_json_parse_object (line, length, &reeve_json_body, &error);
  g_autoptr (ReeveAccessEvent) event = NULL;
  GPtrArray *members;

  if (object == NULL)
    {
      refuse (self, why, NULL, g_str_equal (why, "not_json") ? error->message : explain (why));
      return;
    }
  if (reader == self->reeve)
    event = reeve_access_event_read (object, &error);
  members = reeve_error_get_members (error);
  if (members != NULL && members->len > 0)
    {
      const ReeveBadMember *member = members->pdata[0];

      refuse (self, member->reason, member->pointer, member->message);
    }
  else
    refuse (self, why, g_str_equal (why, "no_time") ? "/time" : NULL, explain (why));
}

/* --- Reading --- */

static void
on_event_cb (const ReeveAccessEvent *event, guint64 number G_GNUC_UNUSED, gpointer data)
{
  Intake *self = data;
  const char *why = reeve_access_log_judge (event->time, self->now, self->days);

  if (why != NULL)
    refuse (self, why, "/time", explain (why));
  else
    g_ptr_array_add (self->events, reeve_access_event_copy (event));
}

/* Whether there is a member of that name. In JSON a quote in a text has a backslash before it, so that what
 * stands between two plain ones with a colon behind them is a name. */
static gboolean
is_ocsf (const char *line, gsize length)
{
  static const char name[] = "\"class_uid\"";
  const char *end = line + length;
  const char *at = memmem (line, length, name, strlen (name));

  while (at != NULL)
    {
      at += strlen (name);
      while (at < end && g_ascii_isspace (*at))
        at++;
      if (at < end && *at == ':')
        return TRUE;
      at = memmem (at, (gsize) (end - at), name, strlen (name));
    }
  return FALSE;
}

static gboolean
read_line (Intake *self, const char *line, gsize length, GError **error)
{
  gboolean ocsf = self->format == REEVE_LOG_FORMAT_OCSF ||
                  (self->format == REEVE_LOG_FORMAT_AUTO && is_ocsf (line, length));
  ReeveLogReader *reader = ocsf ? self->ocsf : self->reeve;
  ReeveLogTotals before = *reeve_log_reader_get_totals (reader);
  const ReeveLogTotals *after = reeve_log_reader_get_totals (reader);
  GPtrArray *aside = reeve_log_reader_get_aside (reader);

  if (!reeve_log_reader_feed (reader, line, length, error) || !reeve_log_reader_feed (reader, "\n", 1, error))
    return FALSE;
  if (after->unknown > before.unknown)
    {
      refuse (self, "unknown_kind", NULL, explain ("unknown_kind"));
    }
  else if (after->broken > before.broken)
    {
      const ReeveLogAside *last = aside->pdata[aside->len - 1];

      /* Neither has more to tell than is told. */
      refuse_broken (self, reader, line, MIN (length, REEVE_LOG_ELEMENT_BYTES), last->why);
    }
  return TRUE;
}

static gboolean
read_lines (Intake *self, GBytes *lines, GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (lines, &length);
  const char *end = data + length;

  while (data < end)
    {
      const char *stop = memchr (data, '\n', (gsize) (end - data));

      if (stop == NULL)
        stop = end;
      if (++self->line > REEVE_LOG_INTAKE_LINES)
        {
          reeve_set_error (error, REEVE_ERROR_TOO_LARGE, "lines", "there are more than %d lines",
                           REEVE_LOG_INTAKE_LINES);
          return FALSE;
        }
      if (!read_line (self, data, (gsize) (stop - data), error))
        return FALSE;
      data = stop + 1;
    }
  return TRUE;
}

/* --- What the caller asks --- */

static gboolean
read_parameters (ReeveCall *call, ReeveLogFormat *format, char **source, GError **error)
{
  const char *word = reeve_query_get_filter (call->query, "format");
  const char *name = reeve_query_get_filter (call->query, "source");

  *format = REEVE_LOG_FORMAT_AUTO;
  if (word != NULL && (!reeve_log_format_from_wire (word, format) ||
                       (*format != REEVE_LOG_FORMAT_AUTO && *format != REEVE_LOG_FORMAT_REEVE &&
                        *format != REEVE_LOG_FORMAT_OCSF)))
    {
      reeve_error_add_member (error, "?format", "invalid", "this must be reeve, ocsf or auto");
      return FALSE;
    }
  if (name != NULL && strlen (name) > MOST_SOURCE)
    {
      reeve_error_add_member (error, "?source", "too_long", "this must be at most %d bytes", MOST_SOURCE);
      return FALSE;
    }
  *source = name != NULL ? reeve_log_source_make (name) : NULL;
  return TRUE;
}

static ReeveLogReader *
make_reader (Intake *self, ReeveLogFormat format, const char *source)
{
  ReeveLogReader *reader = reeve_log_reader_new (format, self->now, NULL, on_event_cb, self);

  reeve_log_reader_set_host (reader, source);
  reeve_log_reader_set_lines (reader);
  return reader;
}

static gboolean
read_days (ReeveCall *call, gint64 *days, GError **error)
{
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (reeve_installation_get_workspace (call->installation, call->workspace), REEVE_TX_READ,
                    call->deadline, error);

  return tx != NULL && reeve_policy_read_log_days (tx, days, error);
}

static gboolean
intake_init (Intake *self, ReeveCall *call, GError **error)
{
  g_autofree char *source = NULL;

  *self = (Intake) { .now = call->now };
  if (!read_parameters (call, &self->format, &source, error) || !read_days (call, &self->days, error))
    return FALSE;
  self->report = g_object_new (reeve_log_intake_get_type (), NULL);
  self->report->refusals = g_ptr_array_new_with_free_func (g_object_unref);
  self->events = g_ptr_array_new_with_free_func ((GDestroyNotify) reeve_access_event_free);
  self->sources = g_hash_table_new (g_str_hash, g_str_equal);
  self->reeve = make_reader (self, REEVE_LOG_FORMAT_REEVE, source);
  self->ocsf = make_reader (self, REEVE_LOG_FORMAT_OCSF, source);
  return TRUE;
}

/* --- Taking in --- */

/* The first of them, as they are called in the log. */
static void
tell_sources (Intake *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < self->events->len; i++)
    {
      const ReeveAccessEvent *event = self->events->pdata[i];

      if (g_hash_table_size (self->sources) < REEVE_LOG_INTAKE_SOURCES &&
          g_hash_table_add (self->sources, (gpointer) event->source))
        g_strv_builder_add (builder, event->source);
    }
  self->report->sources = g_strv_builder_end (builder);
}

static gboolean
audit (ReeveCall *call, ReeveLogIntake *report, GError **error)
{
  ReeveDb *db = reeve_installation_get_workspace (call->installation, call->workspace);
  g_autoptr (ReeveTx) tx = NULL;
  g_autofree char *names = g_strjoinv (", ", report->sources);

  if (report->taken == 0)
    return TRUE;
  tx = reeve_db_begin (db, REEVE_TX_WRITE, g_get_monotonic_time () + AUDIT_DEADLINE, error);
  return tx != NULL &&
         reeve_call_audit (call, tx, NULL, "log", "access-log", names, NULL, report, NULL, NULL, error) &&
         reeve_tx_commit (tx, error);
}

static gboolean
take_in (ReeveCall *call, Intake *self, GError **error)
{
  ReeveAccessIntake intake;

  if (!reeve_access_log_ingest (reeve_installation_get_access_log (call->installation), call->workspace,
                                self->events, self->days, call->deadline, &intake, error))
    return FALSE;
  self->report->taken = intake.taken;
  self->report->known = intake.known;
  self->report->refused += intake.refused;
  tell_sources (self);
  if (!audit (call, self->report, error))
    {
      g_warning ("%u access events were taken in, and the audit trail does not say so", intake.taken);
      return FALSE;
    }
  if (intake.lost > 0)
    {
      GError *busy = reeve_error_new (REEVE_ERROR_BUSY, "intake", "%u events could not be written: try again",
                                      intake.lost);

      reeve_error_set_retry_after_ms (busy, RETRY_MS);
      g_propagate_error (error, busy);
      return FALSE;
    }
  call->reply = REEVE_RECORD (g_object_ref (self->report));
  return TRUE;
}

static gboolean
read_and_take_in (ReeveCall *call, GError **error)
{
  g_auto (Intake) self = { 0 };

  return intake_init (&self, call, error) && read_lines (&self, call->lines, error) &&
         take_in (call, &self, error);
}

/* --- Turns --- */

static GMutex lock;
static GPtrArray *begun; /* of ids of workspaces, borrowed from their calls */

static gboolean
take_turn (const char *workspace, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);
  GError *busy;

  if (begun == NULL)
    begun = g_ptr_array_new ();
  if (begun->len < AT_ONCE && !g_ptr_array_find_with_equal_func (begun, workspace, g_str_equal, NULL))
    {
      g_ptr_array_add (begun, (gpointer) workspace);
      return TRUE;
    }
  busy = reeve_error_new (REEVE_ERROR_BUSY, "intake", "other events are being taken in");
  reeve_error_set_retry_after_ms (busy, RETRY_MS);
  g_propagate_error (error, busy);
  return FALSE;
}

static void
end_turn (const char *workspace)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);

  g_ptr_array_remove_fast (begun, (gpointer) workspace);
  if (begun->len == 0)
    g_clear_pointer (&begun, g_ptr_array_unref);
}

gboolean
access_log_ingest (ReeveCall *call, GError **error)
{
  gboolean done;

  if (!take_turn (call->workspace, error))
    return FALSE;
  done = read_and_take_in (call, error);
  end_turn (call->workspace);
  return done;
}
