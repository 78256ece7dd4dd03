/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Actions of Reeve's own are as many as routes change something, and are worded as the history of a record
 * words them where that is enough; those of other systems are of the vocabulary in log-action.h. */

#include "config.h"

#include "console/widgets/log-words.h"

#include <glib/gi18n.h>
#include <string.h>

#include "common/log-action.h"
#include "console/widgets/formatting.h"

typedef struct
{
  const char *word;
  const char *text;
} Words;

static const char *
find_words (const Words *words, gsize n, const char *word)
{
  for (gsize i = 0; word != NULL && i < n; i++)
    if (g_str_equal (words[i].word, word))
      return g_dgettext (NULL, words[i].text);
  return NULL;
}

/* --- Actions --- */

static const Words actions[] = {
  { REEVE_LOG_CONNECT, N_ ("Connection") },
  { REEVE_LOG_DISCONNECT, N_ ("Disconnected") },
  { REEVE_LOG_SIGN_IN, N_ ("Sign-in") },
  { REEVE_LOG_SIGN_OUT, N_ ("Sign-out") },
  { REEVE_LOG_SESSION_START, N_ ("Session begins") },
  { REEVE_LOG_SESSION_END, N_ ("Session ends") },
  { REEVE_LOG_IMPERSONATE, N_ ("Acts as somebody else") },
  { REEVE_LOG_APP_OPEN, N_ ("Opens an application") },
  { REEVE_LOG_REQUEST, N_ ("Request") },
  { REEVE_LOG_FACTOR_CHALLENGE, N_ ("Asked for a second factor") },
  { REEVE_LOG_FACTOR_VERIFY, N_ ("Second factor") },
  { REEVE_LOG_FACTOR_ADD, N_ ("Second factor set up") },
  { REEVE_LOG_FACTOR_CHANGE, N_ ("Second factor changed") },
  { REEVE_LOG_FACTOR_REMOVE, N_ ("Second factor removed") },
  { REEVE_LOG_PASSWORD_CHANGE, N_ ("Password changed") },
  { REEVE_LOG_PASSWORD_RESET, N_ ("Password reset") },
  { REEVE_LOG_PASSWORD_ASK_RESET, N_ ("Asks for a new password") },
  { REEVE_LOG_KEY_CREATE, N_ ("Key made") },
  { REEVE_LOG_KEY_CHANGE, N_ ("Key changed") },
  { REEVE_LOG_KEY_DELETE, N_ ("Key deleted") },
  { REEVE_LOG_TOKEN_ISSUE, N_ ("Token issued") },
  { REEVE_LOG_TOKEN_REFRESH, N_ ("Token renewed") },
  { REEVE_LOG_TOKEN_REVOKE, N_ ("Token revoked") },
  { REEVE_LOG_CONSENT_GRANT, N_ ("Consent given") },
  { REEVE_LOG_CONSENT_REVOKE, N_ ("Consent withdrawn") },
  { REEVE_LOG_USER_CREATE, N_ ("User added") },
  { REEVE_LOG_USER_CHANGE, N_ ("User changed") },
  { REEVE_LOG_USER_DELETE, N_ ("User deleted") },
  { REEVE_LOG_USER_SUSPEND, N_ ("User suspended") },
  { REEVE_LOG_USER_RESTORE, N_ ("User restored") },
  { REEVE_LOG_ACCOUNT_LOCK, N_ ("Account locked") },
  { REEVE_LOG_ACCOUNT_UNLOCK, N_ ("Account unlocked") },
  { REEVE_LOG_ACCOUNT_LINK, N_ ("Account linked") },
  { REEVE_LOG_ACCOUNT_UNLINK, N_ ("Account unlinked") },
  { REEVE_LOG_EMAIL_CHANGE, N_ ("E-mail address changed") },
  { REEVE_LOG_EMAIL_VERIFY, N_ ("E-mail address verified") },
  { REEVE_LOG_GROUP_CREATE, N_ ("Group made") },
  { REEVE_LOG_GROUP_CHANGE, N_ ("Group changed") },
  { REEVE_LOG_GROUP_DELETE, N_ ("Group deleted") },
  { REEVE_LOG_ROLE_ASSIGN, N_ ("Role given") },
  { REEVE_LOG_ROLE_REMOVE, N_ ("Role taken away") },
  { REEVE_LOG_POLICY_DECIDE, N_ ("Policy decided") },
  { REEVE_LOG_POLICY_CHANGE, N_ ("Policy changed") },
  { REEVE_LOG_WARNING, N_ ("Warning") },
  { REEVE_LOG_ENTITY_CREATE, N_ ("Something made") },
  { REEVE_LOG_ENTITY_READ, N_ ("Something read") },
  { REEVE_LOG_ENTITY_CHANGE, N_ ("Something changed") },
  { REEVE_LOG_ENTITY_DELETE, N_ ("Something deleted") },
  /* Reeve's own */
  { "access-log.export", N_ ("Log exported") },
  { "access-log.ingest", N_ ("Events taken in") },
  { "access-review.decide", N_ ("Access review decided") },
  { "access-review.open", N_ ("Access review opened") },
  { "account.ask-confirmation", N_ ("Asks to confirm the address") },
  { "account.confirm", N_ ("Address confirmed") },
  { "account.export", N_ ("Own data downloaded") },
  { "account.password", N_ ("Password set") },
  { "account.report-breach", N_ ("Breach reported") },
  { "account.reset-password", N_ ("Password set by a link") },
  { "approval-rule.create", N_ ("Approval rule made") },
  { "approval-rule.delete", N_ ("Approval rule deleted") },
  { "approval-rule.save", N_ ("Approval rule changed") },
  { "approval.approve", N_ ("Request approved") },
  { "approval.ask", N_ ("Approval asked for") },
  { "approval.refuse", N_ ("Request refused") },
  { "approval.withdraw", N_ ("Request withdrawn") },
  { "bulk-job.cancel", N_ ("Bulk job cancelled") },
  { "bulk-job.create", N_ ("Bulk job begun") },
  { "bulk-job.delete", N_ ("Bulk job deleted") },
  { "bulk-job.export", N_ ("Bulk job exported") },
  { "contact.create", N_ ("Contact asked") },
  { "contact.resend", N_ ("Contact asked again") },
  { "contact.revoke", N_ ("Contact revoked") },
  { "folder.create", N_ ("Folder made") },
  { "folder.save", N_ ("Folder changed") },
  { "group.administrators", N_ ("Group administrators changed") },
  { "group.save", N_ ("Group changed") },
  { "hold.create", N_ ("Hold made") },
  { "hold.lift", N_ ("Hold lifted") },
  { "identity-provider.delete", N_ ("Single sign-on removed") },
  { "identity-provider.save", N_ ("Single sign-on changed") },
  { "invitation.accept", N_ ("Invitation accepted") },
  { "invitation.create", N_ ("Invitation sent") },
  { "invitation.import", N_ ("Invitations imported") },
  { "invitation.link", N_ ("Invitation link copied") },
  { "invitation.open", N_ ("Invitation opened") },
  { "invitation.resend", N_ ("Invitation sent again") },
  { "invitation.revoke", N_ ("Invitation revoked") },
  { "log.count", N_ ("Log counted") },
  { "log.export", N_ ("Log exported") },
  { "log.read", N_ ("Log read") },
  /* Translators: further lines of what somebody reads in the log were fetched */
  { "log.read-on", N_ ("Log read on") },
  /* Translators: somebody was shown new lines of the log as they came */
  { "log.watch", N_ ("Log watched") },
  { "mail.retry", N_ ("Mail tried again") },
  { "mail.retry-all", N_ ("Mails tried again") },
  { "permissions.apply", N_ ("Permissions changed") },
  { "permissions.export", N_ ("Permissions exported") },
  { "policy.save", N_ ("Policy changed") },
  { "role.create", N_ ("Role made") },
  { "role.delete", N_ ("Role deleted") },
  { "role.preview", N_ ("Role previewed") },
  { "role.save", N_ ("Role changed") },
  { "rotation.create", N_ ("Secret entered") },
  { "rotation.delete", N_ ("Secret deleted") },
  { "rotation.rotated", N_ ("Secret rotated") },
  { "rotation.save", N_ ("Secret changed") },
  { "second-factor.begin", N_ ("Second factor begun") },
  { "second-factor.decline-reset", N_ ("Reset of a second factor declined") },
  { "second-factor.demand", N_ ("Second factor demanded") },
  { "second-factor.enrol", N_ ("Second factor set up") },
  { "second-factor.renew-codes", N_ ("New recovery codes") },
  { "second-factor.reset", N_ ("Second factor reset") },
  { "session.begin", N_ ("Sign-in") },
  { "session.end", N_ ("Session ended") },
  { "session.end-all", N_ ("All sessions ended") },
  { "session.provider", N_ ("Sign-in by a provider") },
  { "user.bulk", N_ ("Many users changed") },
  { "user.export", N_ ("Users exported") },
  { "user.import", N_ ("Users imported") },
  { "user.leave", N_ ("User offboarded") },
  { "user.release", N_ ("User released") },
  { "user.save", N_ ("User changed") },
  { "user.unlock", N_ ("User unlocked") },
  { "workspace.create", N_ ("Workspace made") },
  { "workspace.save", N_ ("Workspace changed") },
  { "workspace.set-up", N_ ("Workspace set up") },
};

/* Of a route that only reads: what stands last in its path, other than a placeholder. */
static char *
name_read (const char *route)
{
  const char *path = strchr (route, '/');
  g_auto (GStrv) parts = path != NULL ? g_strsplit (path, "/", -1) : NULL;
  const char *last = NULL;

  for (guint i = 0; parts != NULL && parts[i] != NULL; i++)
    if (*parts[i] != '\0' && *parts[i] != '{')
      last = parts[i];
  if (last == NULL || !g_str_has_prefix (route, "GET "))
    return g_strdup (route);
  /* Translators: somebody looked at something; %s is a word of the API, in English, such as "users" */
  return g_strdup_printf (_ ("Read: %s"), last);
}

static char *
name_action (const char *action)
{
  const char *words = find_words (actions, G_N_ELEMENTS (actions), action);

  return g_strdup (words != NULL ? words : action);
}

char *
reeve_log_words_action (const ReeveAccessLine *line)
{
  if (line->action != NULL)
    return name_action (line->action);
  return line->route != NULL ? name_read (line->route) : g_strdup (_ ("Request"));
}

/* --- Results and outcomes --- */

const char *
reeve_log_words_result (const char *result)
{
  static const Words words[] = {
    { "ok", N_ ("OK") },
    { "failed", N_ ("Failed") },
    { "refused", N_ ("Refused") },
    { "error", N_ ("Error") },
  };
  const char *text = find_words (words, G_N_ELEMENTS (words), result);

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
static const Words outcomes[] = {
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
  { "proof", N_ ("Proof of the device missing") },
};

static char *
name_outcome (const char *outcome)
{
  const char *words = find_words (outcomes, G_N_ELEMENTS (outcomes), outcome);
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
    return name_action (value);
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

char *
reeve_log_words_term (const ReeveLogTerm *term, ReeveLogNames names, gpointer user_data)
{
  g_autoptr (GString) values = g_string_new (NULL);

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
