/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/widgets/log-words.h"

#include <glib/gi18n.h>
#include <string.h>

#include "console/widgets/formatting.h"
#include "console/widgets/log-action-words.h"
#include "console/widgets/word-table.h"

char *
reeve_log_words_action (const ReeveAccessLine *line)
{
  return reeve_log_action_words (line->action, line->route);
}

/* --- Results and outcomes --- */

const char *
reeve_log_words_result (const char *result)
{
  static const ReeveWords words[] = {
    { "ok", N_ ("OK") },
    { "failed", N_ ("Failed") },
    { "refused", N_ ("Refused") },
    { "error", N_ ("Error") },
  };
  const char *text = REEVE_WORDS_FIND (words, result);

  return text != NULL ? text : result != NULL ? result : "";
}

const char *
reeve_log_words_result_icon (const char *result)
{
  if (g_strcmp0 (result, "ok") == 0)
    return "object-select-symbolic";
  if (g_strcmp0 (result, "failed") == 0)
    return "dialog-error-symbolic";
  if (g_strcmp0 (result, "refused") == 0)
    return "changes-prevent-symbolic";
  return "dialog-warning-symbolic";
}

const char *
reeve_log_words_result_tone (const char *result)
{
  if (g_strcmp0 (result, "ok") == 0)
    return "tone-plain";
  return g_strcmp0 (result, "failed") == 0 ? "tone-error" : "tone-warning";
}

/* Of the service's errors and the formats of other systems. */
static const ReeveWords outcomes[] = {
  { "password_wrong", N_ ("Wrong password") },
  { "wrong_password", N_ ("Wrong password") },
  { "code_wrong", N_ ("Wrong code") },
  { "code_replayed", N_ ("Code used before") },
  { "code_needed", N_ ("A fresh code is needed") },
  { "second_factor", N_ ("Second factor needed") },
  { "clock_skew", N_ ("Clocks differ") },
  { "unknown_user", N_ ("No such account") },
  { "user_unknown", N_ ("No such account") },
  { "not_found", N_ ("Not found") },
  { "denied", N_ ("Not allowed") },
  { "signed_out", N_ ("Not signed in") },
  { "locked", N_ ("Signing in is paused") },
  { "cooling_off", N_ ("Signing in is paused") },
  { "breach_locked", N_ ("Locked by a breach report") },
  { "suspended", N_ ("Suspended") },
  { "invalid", N_ ("Bad request") },
  { "too_many", N_ ("Too many tries") },
  { "too_large", N_ ("Too large") },
  { "stale", N_ ("Changed meanwhile") },
  { "conflict", N_ ("Clashes with what is there") },
  { "approval_needed", N_ ("Needs an approval") },
  { "provider_required", N_ ("Identity provider required") },
  { "busy", N_ ("The service was busy") },
  { "internal", N_ ("The service failed") },
  { "session_ended", N_ ("Session over") },
  { "token_expired", N_ ("Token expired") },
  /* Translators: what a change came to, in a list of what happened */
  { "weakened", N_ ("Protects less than before") },
  { "rights_given", N_ ("Rights given") },
  { "rights_taken", N_ ("Rights taken") },
  { "proof", N_ ("Proof of the device missing") },
};

static char *
name_outcome (const char *outcome)
{
  const char *words = REEVE_WORDS_FIND (outcomes, outcome);
  char *plain;

  if (words != NULL)
    return g_strdup (words);
  plain = g_strdup (outcome);
  /* a word of a program reads better without its underscores */
  return strchr (plain, ' ') == NULL ? g_strdelimit (plain, "_", ' ') : plain;
}

char *
reeve_log_words_outcome (const ReeveAccessLine *line)
{
  if (line->outcome != NULL)
    return name_outcome (line->outcome);
  if (line->text != NULL)
    return g_strdup (line->text);
  if (g_strcmp0 (line->result, "ok") == 0)
    return g_strdup ("");
  return line->status != 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, line->status) : g_strdup ("");
}

/* --- Who and what --- */

char *
reeve_log_words_who (const ReeveAccessLine *line)
{
  if (line->actor_name != NULL)
    return reeve_format_account_name (line->actor_name);
  /* Translators: who did it is not known */
  return g_strdup (line->actor != NULL ? line->actor : _ ("—"));
}

char *
reeve_log_words_object (const ReeveAccessLine *line)
{
  if (line->object != NULL && g_strcmp0 (line->object, line->actor) == 0)
    return NULL;
  if (line->object_name != NULL)
    return reeve_format_account_name (line->object_name);
  return line->object != NULL && !g_uuid_string_is_valid (line->object) ? g_strdup (line->object) : NULL;
}

/* --- Times and sizes --- */

static char *
format_local (gint64 time, const char *format)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time / G_TIME_SPAN_SECOND);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;

  return local != NULL ? g_date_time_format (local, format) : g_strdup ("");
}

char *
reeve_log_words_clock (gint64 time)
{
  return format_local (time, "%H:%M:%S");
}

static char *
print_short_day (gint64 day)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc_usec (day * G_TIME_SPAN_DAY);

  /* Translators: g_date_time_format() pattern of a day: "24 Oct" */
  return date != NULL ? g_date_time_format (date, _ ("%-d %b")) : g_strdup ("—");
}

char *
reeve_log_words_kept (gint64 days, gint64 now)
{
  gint64 today = now / G_TIME_SPAN_DAY;
  g_autofree char *from = print_short_day (today - days);
  g_autofree char *to = print_short_day (today);

  return g_strdup_printf (
    /* Translators: how long the access log is kept, and from when until when that is: "kept 30 days, 24 Oct –
     * 23 Nov" */
    g_dngettext (NULL, "kept %1$d day, %2$s – %3$s", "kept %1$d days, %2$s – %3$s", (gulong) days),
    (int) days, from, to);
}

char *
reeve_log_words_kept_since (gint64 day)
{
  g_autofree char *since = print_short_day (day);

  /* Translators: where one can type since when lines of a log are wanted; %s: a day, "24 Oct" */
  return g_strdup_printf (_ ("kept since %s"), since);
}

/* "2026-01-31" as a person has it, else as it is. */
static char *
print_date (const char *date)
{
  g_autofree char *text = g_strconcat (date, "T00:00:00Z", NULL);
  g_autoptr (GDateTime) day = g_date_time_new_from_iso8601 (text, NULL);

  return day != NULL ? print_short_day (g_date_time_to_unix (day) / (G_TIME_SPAN_DAY / G_TIME_SPAN_SECOND))
                     : g_strdup (date);
}

char *
reeve_log_words_unread (const char *const *days)
{
  const guint n = g_strv_length ((char **) days);
  g_autofree char *newest = print_date (days[0]);
  g_autofree char *oldest = print_date (days[n - 1]);

  if (n == 1)
    /* Translators: %s: a day, "24 Oct" */
    return g_strdup_printf (_ ("The log of %s is damaged: not all of that day can be read"), newest);
  return g_strdup_printf (
    /* Translators: of the access log; %2$s and %3$s: the oldest and the newest of them, "24 Oct" */
    ngettext ("The log of %1$u day is damaged (%2$s – %3$s): not all of it can be read",
              "The log of %1$u days is damaged (%2$s – %3$s): not all of it can be read", n),
    n, oldest, newest);
}

char *
reeve_log_words_day (gint64 time)
{
  /* Translators: a day as a heading in the access log: "Monday, 23 November 2026" */
  return format_local (time, _ ("%A, %-d %B %Y"));
}

char *
reeve_log_words_span (gint64 microseconds)
{
  if (microseconds < G_TIME_SPAN_MILLISECOND)
    /* Translators: a span of time in microseconds */
    return g_strdup_printf (_ ("%d µs"), (int) microseconds);
  if (microseconds < 10 * G_TIME_SPAN_SECOND)
    /* Translators: a span of time in milliseconds */
    return g_strdup_printf (_ ("%.1f ms"), (double) microseconds / G_TIME_SPAN_MILLISECOND);
  return reeve_format_duration (microseconds);
}

char *
reeve_log_words_bytes (gint64 bytes)
{
  return g_format_size ((guint64) MAX (bytes, 0));
}

/* --- The whole line --- */

static void
add_part (GString *all, const char *separator, const char *text)
{
  if (text == NULL || *text == '\0')
    return;
  if (all->len > 0)
    g_string_append (all, separator);
  g_string_append (all, text);
}

char *
reeve_log_words_spoken (const ReeveAccessLine *line)
{
  GString *all = g_string_new (NULL);
  g_autofree char *clock = reeve_log_words_clock (line->time);
  g_autofree char *action = reeve_log_words_action (line);
  g_autofree char *who = reeve_log_words_who (line);
  g_autofree char *object = reeve_log_words_object (line);
  g_autofree char *outcome = reeve_log_words_outcome (line);
  const char *separator = C_ ("list", ", ");

  add_part (all, separator, clock);
  add_part (all, separator, action);
  add_part (all, separator, reeve_log_words_result (line->result));
  add_part (all, separator, line->actor != NULL || line->actor_name != NULL ? who : NULL);
  add_part (all, separator, object);
  add_part (all, separator, line->address);
  add_part (all, separator, outcome);
  return g_string_free_and_steal (all);
}

static void
add_member (GString *all, const char *name, const char *value)
{
  if (value == NULL || *value == '\0')
    return;
  /* Translators: a line of a text that is copied: the name of a field, then its value */
  g_string_append_printf (all, _ ("%1$s: %2$s"), name, value);
  g_string_append_c (all, '\n');
}

char *
reeve_log_words_text (const ReeveAccessLine *line)
{
  GString *all = g_string_new (NULL);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc_usec (line->time);
  g_autofree char *iso = utc != NULL ? g_date_time_format_iso8601 (utc) : NULL;
  g_autofree char *action = reeve_log_words_action (line);
  g_autofree char *outcome = reeve_log_words_outcome (line);
  g_autofree char *status = g_strdup_printf ("%" G_GINT64_FORMAT, line->status);
  g_autofree char *span = reeve_log_words_span (line->duration);

  add_member (all, _ ("Time"), iso);
  add_member (all, _ ("Result"), reeve_log_words_result (line->result));
  add_member (all, _ ("Action"), action);
  add_member (all, _ ("Outcome"), outcome);
  add_member (all, _ ("Person"), line->actor_name);
  add_member (all, _ ("Person’s ID"), line->actor);
  add_member (all, _ ("Address"), line->address);
  add_member (all, _ ("Device"), line->agent);
  add_member (all, _ ("Session"), line->session);
  add_member (all, _ ("Object"), line->object_name);
  add_member (all, _ ("Object’s ID"), line->object);
  add_member (all, _ ("Request"), line->route);
  add_member (all, _ ("Status"), line->status != 0 ? status : NULL);
  add_member (all, _ ("Took"), line->duration != 0 ? span : NULL);
  add_member (all, _ ("Source"), line->source);
  add_member (all, _ ("ID at the source"), line->source_id);
  add_member (all, _ ("Text"), line->text);
  return g_string_free_and_steal (all);
}

char *
reeve_log_words_json (const ReeveAccessLine *line)
{
  GString *json = g_string_new (NULL);
  ReeveAccessEvent event;

  reeve_access_line_get_event (line, &event);
  reeve_access_event_print (&event, json);
  return g_string_free_and_steal (json);
}

/* --- Queries --- */

const char *
reeve_log_words_kind (ReeveLogKind kind)
{
  static const char *const names[REEVE_LOG_KINDS] = {
    [REEVE_LOG_TEXT] = N_ ("Text"),       [REEVE_LOG_WHO] = N_ ("Person"),
    [REEVE_LOG_IP] = N_ ("Address"),      [REEVE_LOG_ACTION] = N_ ("Action"),
    [REEVE_LOG_RESULT] = N_ ("Result"),   [REEVE_LOG_OUTCOME] = N_ ("Outcome"),
    [REEVE_LOG_SESSION] = N_ ("Session"), [REEVE_LOG_OBJECT] = N_ ("Object"),
    [REEVE_LOG_ROUTE] = N_ ("Request"),   [REEVE_LOG_AGENT] = N_ ("Device"),
    [REEVE_LOG_SOURCE] = N_ ("Source"),   [REEVE_LOG_STATUS] = N_ ("Status"),
    [REEVE_LOG_DURATION] = N_ ("Took"),   [REEVE_LOG_SIZE] = N_ ("Size"),
    [REEVE_LOG_SINCE] = N_ ("Since"),     [REEVE_LOG_UNTIL] = N_ ("Until"),
    [REEVE_LOG_ON] = N_ ("On"),
  };

  return _ (names[kind]);
}

const char *
reeve_log_words_key_hint (ReeveLogKind kind)
{
  static const char *const hints[REEVE_LOG_KINDS] = {
    [REEVE_LOG_TEXT] = N_ ("a word anywhere in the line"),
    [REEVE_LOG_WHO] = N_ ("a name, or a part of one"),
    [REEVE_LOG_IP] = N_ ("an address or a network: 10.0.0.0/8"),
    [REEVE_LOG_ACTION] = N_ ("what was done: sign-in"),
    [REEVE_LOG_RESULT] = N_ ("how it ended: failed"),
    [REEVE_LOG_OUTCOME] = N_ ("why: password_wrong"),
    [REEVE_LOG_SESSION] = N_ ("the ID of a session"),
    [REEVE_LOG_OBJECT] = N_ ("what it was about"),
    [REEVE_LOG_ROUTE] = N_ ("the request, as the API names it"),
    [REEVE_LOG_AGENT] = N_ ("the browser or program"),
    [REEVE_LOG_SOURCE] = N_ ("the system that told of it"),
    [REEVE_LOG_STATUS] = N_ ("of HTTP: 4xx, >=500"),
    [REEVE_LOG_DURATION] = N_ ("how long it took: >2s"),
    [REEVE_LOG_SIZE] = N_ ("of the answer: >1MB"),
    [REEVE_LOG_SINCE] = N_ ("a time: yesterday, 2h, 2026-11-20"),
    [REEVE_LOG_UNTIL] = N_ ("a time: today, 15:00"),
    [REEVE_LOG_ON] = N_ ("a day, or a stretch of days"),
  };

  return _ (hints[kind]);
}

const char *
reeve_log_words_fault (ReeveLogFault fault)
{
  static const char *const faults[REEVE_LOG_FAULTS] = {
    [REEVE_LOG_FAULT_ADDRESS] = N_ ("Not an address, a network or a range of addresses"),
    [REEVE_LOG_FAULT_BITS] = N_ ("An IPv4 network has at most 32 bits, an IPv6 network 128"),
    [REEVE_LOG_FAULT_EMPTY] = N_ ("A value is missing here"),
    [REEVE_LOG_FAULT_ENCODING] = N_ ("Not in UTF-8"),
    [REEVE_LOG_FAULT_ESCAPE] = N_ ("Something must follow the last \\"),
    [REEVE_LOG_FAULT_KEY] = N_ ("There is no such key; put the text in quotes to look for it as it is"),
    [REEVE_LOG_FAULT_NUMBER] = N_ ("Not a number"),
    [REEVE_LOG_FAULT_ORDER] = N_ ("The end comes before the beginning"),
    [REEVE_LOG_FAULT_QUOTE] = N_ ("The quotation mark is not closed"),
    [REEVE_LOG_FAULT_RESULT] = N_ ("A result is ok, failed, refused or error"),
    [REEVE_LOG_FAULT_TIME] = N_ ("Not a time: try yesterday, 2h or 2026-11-20"),
    [REEVE_LOG_FAULT_TOO_LONG] = N_ ("The query is too long"),
    [REEVE_LOG_FAULT_TOO_MANY] = N_ ("The query has too many values"),
    [REEVE_LOG_FAULT_UNIT] = N_ ("A unit is missing: ms, s, min or h"),
  };

  return _ (faults[fault]);
}

char *
reeve_log_words_value (ReeveLogKind kind, const char *value)
{
  if (kind == REEVE_LOG_RESULT)
    return g_strdup (reeve_log_words_result (value));
  if (kind == REEVE_LOG_ACTION)
    return reeve_log_action_words (value, NULL);
  if (kind == REEVE_LOG_OUTCOME)
    return name_outcome (value);
  return g_strdup (value);
}

/* As people write it: "2026-11-22 12:00 – 2026-11-22 14:00". (transfer full) */
static char *
describe_time (const char *text)
{
  GString *plain = g_string_new (text);

  for (gsize i = 1; i + 1 < plain->len; i++)
    if (plain->str[i] == 'T' && g_ascii_isdigit (plain->str[i - 1]) && g_ascii_isdigit (plain->str[i + 1]))
      plain->str[i] = ' ';
  g_string_replace (plain, "..", " – ", 1);
  return g_string_free_and_steal (plain);
}

static char *
describe_value (const ReeveLogTerm *term, const ReeveLogValue *value, ReeveLogNames names, gpointer user_data)
{
  const char *name = names != NULL ? names (term->kind, value->text, user_data) : NULL;

  if (name != NULL)
    return g_strdup (name);
  if (reeve_log_kind_get_family (term->kind) == REEVE_LOG_FAMILY_TIME)
    return describe_time (value->text);
  if (value->match == REEVE_LOG_PREFIX)
    /* Translators: of what begins so, in the chip of a query; "*" alone: there is any */
    return *value->text != '\0' ? g_strdup_printf (_ ("%s…"), value->text) : g_strdup (_ ("any"));
  return reeve_log_words_value (term->kind, value->text);
}

gboolean
reeve_log_words_is_without_reads (const ReeveLogTerm *term)
{
  g_autoptr (GString) text = g_string_new (NULL);

  reeve_log_term_print (term, text);
  return g_str_equal (text->str, REEVE_LOG_WITHOUT_READS);
}

char *
reeve_log_words_term (const ReeveLogTerm *term, ReeveLogNames names, gpointer user_data)
{
  g_autoptr (GString) values = g_string_new (NULL);

  if (reeve_log_words_is_without_reads (term))
    /* Translators: chip of a query: the lines that looking at the log makes are left out */
    return g_strdup (_ ("Without readings of this log"));
  for (guint i = 0; i < term->values->len; i++)
    {
      g_autofree char *value = describe_value (term, g_ptr_array_index (term->values, i), names, user_data);

      if (i > 0)
        /* Translators: between the values of a filter, any of which will do */
        g_string_append (values, _ (" or "));
      g_string_append (values, value);
    }
  if (term->kind == REEVE_LOG_TEXT)
    /* Translators: chips of a query: a text that must not, or must, be in a line */
    return g_strdup_printf (term->negated ? _ ("Without “%s”") : _ ("“%s”"), values->str);
  if (term->negated)
    /* Translators: chip of a query: what is left out: "Not person: Ada King"; kind, then values */
    return g_strdup_printf (_ ("Not %1$s: %2$s"), reeve_log_words_kind (term->kind), values->str);
  /* Translators: chip of a query: "Person: Ada King"; kind, then values */
  return g_strdup_printf (_ ("%1$s: %2$s"), reeve_log_words_kind (term->kind), values->str);
}
