/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What sshd says at its doors (OpenSSH up to 10; messages as in its auth.c, packet.c, monitor.c, session.c
 * and sshd.c, and those of pam_unix), behind any of syslog's headers (common/log-syslog).
 *
 * Names are chosen by whoever knocks, and may look like the rest of a message: the address is always the one
 * farthest to the right. What sshd says twice in other words (that a
 * disconnection was received, PAM's failure and its own) is an event once; the other line is of an unknown
 * kind. */

#include "config.h"

#include "common/log-action.h"
#include "common/log-format-private.h"
#include "common/log-syslog.h"

#include <string.h>

#define TRIES 4

typedef struct
{
  ReeveLogContext *context;
  ReeveAccessEvent *event;
} Line;

/* Reads what stands behind its words. FALSE: it does not look as it should. */
typedef gboolean (*Reader) (Line *line, char *rest);

/* --- The pieces of messages --- */

static gboolean
is_address (const char *text)
{
  gsize length = strspn (text, "0123456789abcdefABCDEF.:%");

  /* with "UseDNS yes", or of a socket: "UNKNOWN" */
  return *text != '\0' && (text[length] == '\0' || strpbrk (text, " []()") == NULL);
}

static gboolean
is_number (const char *text)
{
  return *text != '\0' && text[strspn (text, "0123456789")] == '\0';
}

static void
drop_end (char *text, const char *end)
{
  if (g_str_has_suffix (text, end))
    text[strlen (text) - strlen (end)] = '\0';
}

/* The last place of @needle before @end. (nullable) */
static char *
find_last (char *text, const char *needle, char *end)
{
  return g_strrstr_len (text, end - text, needle);
}

/* "ADDRESS" or "ADDRESS port N", and then only blanks, "ssh2", or "ssh2: KEY"; what is behind it all is
 * returned, perhaps empty. (nullable): it is not that */
static char *
cut_address (char *text)
{
  char *rest = text + strcspn (text, " ");
  char *port, *behind;

  if (*rest == ' ')
    *rest++ = '\0';
  if (!is_address (text))
    return NULL;
  if (strncmp (rest, "port ", 5) != 0)
    return *rest == '\0' ? rest : NULL;
  port = rest + 5;
  behind = port + strcspn (port, " :");
  if (*behind != '\0')
    *behind++ = '\0';
  return is_number (port) ? behind + strspn (behind, " ") : NULL;
}

/* "NAME from ADDRESS port N …": the last "from" that an address follows. Behind the true one only the id of a
 * certificate could have more, so that few are tried: a line may be nothing but them. */
static char *
cut_name_from (Line *line, char *text)
{
  char *from = find_last (text, " from ", text + strlen (text));

  for (guint tries = 0; from != NULL && tries < TRIES; from = find_last (text, " from ", from), tries++)
    {
      g_autofree char *copy = g_strdup (from + 6);
      char *behind = cut_address (copy);

      if (behind == NULL || !(*behind == '\0' || g_str_has_prefix (behind, "ssh2") || *behind == '['))
        continue;
      behind = cut_address (from + 6);
      *from = '\0';
      line->event->actor = *text != '\0' ? text : NULL;
      line->event->address = from + 6;
      return behind;
    }
  return NULL;
}

/* "NAME ADDRESS port N": the last of each; before OpenSSH 7.2 it was the address alone. */
static gboolean
cut_name_address (Line *line, char *text)
{
  char *port = find_last (text, " port ", text + strlen (text));
  char *blank;

  if (port == NULL)
    {
      line->event->address = text;
      return g_hostname_is_ip_address (text);
    }
  if (!is_number (port + 6))
    return FALSE;
  *port = '\0';
  blank = strrchr (text, ' ');
  if (blank != NULL)
    {
      *blank = '\0';
      line->event->actor = text;
      text = blank + 1;
    }
  line->event->address = text;
  return is_address (text);
}

static void
set (Line *line, const char *action, ReeveAccessResult result, const char *outcome)
{
  line->event->action = action;
  line->event->result = result;
  line->event->outcome = outcome;
}

/* "invalid user NAME" is what sshd calls somebody whom the system does not know. */
static gboolean
take_invalid (char **text)
{
  if (!g_str_has_prefix (*text, "invalid user ") && !g_str_has_prefix (*text, "illegal user "))
    return FALSE;
  *text += strlen ("invalid user ");
  return TRUE;
}

/* --- The messages --- */

/* "publickey for ada from 192.0.2.7 port 51234 ssh2: ED25519 SHA256:…" */
static gboolean
read_accepted (Line *line, char *rest)
{
  char *name = strstr (rest, " for ");
  char *key;

  if (name == NULL)
    return FALSE;
  *name = '\0';
  key = cut_name_from (line, name + 5);
  if (key == NULL)
    return FALSE;
  set (line, REEVE_LOG_SIGN_IN, REEVE_ACCESS_OK, NULL);
  key = g_str_has_prefix (key, "ssh2: ") ? key + 6 : NULL;
  line->event->text = key != NULL ? reeve_log_compose (line->context, "%s %s", rest, key) : rest;
  return TRUE;
}

/* "password for invalid user admin from …" */
static gboolean
read_failed (Line *line, char *rest)
{
  char *name = strstr (rest, " for ");
  const char *outcome;

  if (name == NULL)
    return FALSE;
  *name = '\0';
  name += 5;
  outcome = take_invalid (&name)             ? "user_unknown"
            : strcmp (rest, "none") == 0     ? "no_credential"
            : strcmp (rest, "password") == 0 ? "password_wrong"
                                             : "credential_wrong";
  set (line, REEVE_LOG_SIGN_IN, REEVE_ACCESS_FAILED, outcome);
  line->event->text = rest;
  return cut_name_from (line, name) != NULL;
}

static gboolean
read_invalid_user (Line *line, char *rest)
{
  /* without a name there are two blanks */
  set (line, REEVE_LOG_SIGN_IN, REEVE_ACCESS_FAILED, "user_unknown");
  return cut_name_from (line, rest) != NULL;
}

/* "Authentication failure for illegal user x from 192.0.2.7", "User account has expired for …" */
static gboolean
read_pam_failure (Line *line, char *rest)
{
  char *name = strstr (rest, " for ");
  const char *outcome;

  if (name == NULL)
    return FALSE;
  *name = '\0';
  name += 5;
  outcome = take_invalid (&name) || strstr (rest, "not known") != NULL ? "user_unknown"
            : strcmp (rest, "Authentication failure") == 0             ? "credential_wrong"
                                                                       : NULL;
  set (line, REEVE_LOG_SIGN_IN, outcome != NULL ? REEVE_ACCESS_FAILED : REEVE_ACCESS_REFUSED,
       outcome != NULL ? outcome : "not_allowed");
  line->event->text = rest;
  return cut_name_from (line, name) != NULL;
}

/* "ada by PAM account configuration [preauth]" */
static gboolean
read_pam_refusal (Line *line, char *rest)
{
  char *by = find_last (rest, " by PAM account configuration", rest + strlen (rest));

  if (by == NULL)
    return FALSE;
  *by = '\0';
  set (line, REEVE_LOG_SIGN_IN, REEVE_ACCESS_REFUSED, "not_allowed");
  line->event->actor = rest;
  return TRUE;
}

/* One of several factors: "publickey for ada from 192.0.2.7 port 51234 ssh2: …" */
static gboolean
read_partial (Line *line, char *rest)
{
  char *name = strstr (rest, " for ");

  if (name == NULL)
    return FALSE;
  *name = '\0';
  set (line, REEVE_LOG_FACTOR_VERIFY, REEVE_ACCESS_OK, NULL);
  line->event->text = rest;
  return cut_name_from (line, name + 5) != NULL;
}

static gboolean
read_too_many (Line *line, char *rest)
{
  take_invalid (&rest);
  set (line, REEVE_LOG_SIGN_IN, REEVE_ACCESS_REFUSED, "too_many_attempts");
  return cut_name_from (line, rest) != NULL;
}

/* "ada from 192.0.2.7 not allowed because not listed in AllowUsers"; of a locked account there is no address
 */
static gboolean
read_not_allowed (Line *line, char *rest)
{
  char *why = find_last (rest, " not allowed because ", rest + strlen (rest));

  if (why == NULL)
    return FALSE;
  *why = '\0';
  line->event->text = why + strlen (" not allowed because ");
  set (line, REEVE_LOG_SIGN_IN, REEVE_ACCESS_REFUSED, "not_allowed");
  if (cut_name_from (line, rest) == NULL)
    line->event->actor = rest;
  return TRUE;
}

static gboolean
read_root_refused (Line *line, char *rest)
{
  set (line, REEVE_LOG_SIGN_IN, REEVE_ACCESS_REFUSED, "root_refused");
  line->event->actor = "root";
  line->event->address = rest;
  return cut_address (rest) != NULL;
}

/* "authenticating user root 192.0.2.7 port 22 [preauth]", "invalid user x …", "user ada …", or the address
 * alone */
static gboolean
read_gone (Line *line, char *rest)
{
  gboolean before = g_str_has_suffix (rest, " [preauth]");

  drop_end (rest, " [preauth]");
  set (line, REEVE_LOG_DISCONNECT, before ? REEVE_ACCESS_FAILED : REEVE_ACCESS_OK,
       before ? "before_sign_in" : NULL);
  if (g_str_has_prefix (rest, "authenticating user "))
    rest += strlen ("authenticating user ");
  else if (take_invalid (&rest))
    line->event->outcome = "user_unknown";
  else if (g_str_has_prefix (rest, "user "))
    rest += strlen ("user ");
  return cut_name_address (line, rest);
}

/* "authenticating user root 192.0.2.7 port 22: Too many authentication failures [preauth]" */
static gboolean
read_thrown_out (Line *line, char *rest)
{
  char *why;

  drop_end (rest, " [preauth]");
  why = find_last (rest, ": ", rest + strlen (rest));
  if (why == NULL)
    return FALSE;
  *why = '\0';
  if (!read_gone (line, rest))
    return FALSE;
  set (line, REEVE_LOG_DISCONNECT, REEVE_ACCESS_REFUSED, "thrown_out");
  line->event->text = why + 2;
  return TRUE;
}

/* The same of before OpenSSH 7.2: "root [preauth]" */
static gboolean
read_thrown_out_name (Line *line, char *rest)
{
  drop_end (rest, " [preauth]");
  drop_end (rest, " ssh2");
  take_invalid (&rest);
  set (line, REEVE_LOG_DISCONNECT, REEVE_ACCESS_REFUSED, "thrown_out");
  line->event->actor = rest;
  return *rest != '\0';
}

/* "192.0.2.7 port 22 on 198.51.100.1 port 22" */
static gboolean
read_connection (Line *line, char *rest)
{
  rest[strcspn (rest, " ")] = '\0';
  set (line, REEVE_LOG_CONNECT, REEVE_ACCESS_OK, NULL);
  line->event->address = rest;
  return is_address (rest);
}

static gboolean
read_timeout (Line *line, char *rest)
{
  if (!read_connection (line, rest))
    return FALSE;
  set (line, REEVE_LOG_DISCONNECT, REEVE_ACCESS_FAILED, "timeout");
  return TRUE;
}

/* "192.0.2.7 port 22: no matching key exchange method found. …" */
static gboolean
read_not_understood (Line *line, char *rest)
{
  if (!read_connection (line, rest))
    return FALSE;
  set (line, REEVE_LOG_CONNECT, REEVE_ACCESS_FAILED, "protocol");
  return TRUE;
}

/* "'GET / HTTP/1.1' from 192.0.2.7 port 22": what was sent is left out */
static gboolean
read_bad_version (Line *line, char *rest)
{
  if (cut_name_from (line, rest) == NULL)
    return FALSE;
  line->event->actor = NULL;
  set (line, REEVE_LOG_CONNECT, REEVE_ACCESS_FAILED, "protocol");
  return TRUE;
}

/* "#3 from [192.0.2.7]:4711 on [198.51.100.1]:22 past MaxStartups", "… penalty: failed authentication" */
static gboolean
read_dropped (Line *line, char *rest)
{
  char *from = strstr (rest, " from [");
  char *end = from != NULL ? strchr (from, ']') : NULL;
  char *why = end != NULL ? strstr (end, " on [") : NULL;

  if (why == NULL)
    return FALSE;
  *end = '\0';
  why = strchr (why + 5, ' ');
  set (line, REEVE_LOG_CONNECT, REEVE_ACCESS_REFUSED, "too_many_connections");
  line->event->address = from + 7;
  if (why != NULL && g_str_has_prefix (why, " penalty: "))
    {
      line->event->outcome = "penalty";
      line->event->text = why + strlen (" penalty: ");
    }
  return is_address (line->event->address);
}

/* "shell on pts/0 for ada from 192.0.2.7 port 51234 id 0", and of an end "user ada from …" */
static gboolean
read_session (Line *line, char *rest, const char *action)
{
  char *id = find_last (rest, " id ", rest + strlen (rest));

  if (id == NULL || !is_number (id + 4))
    return FALSE;
  *id = '\0';
  set (line, action, REEVE_ACCESS_OK, NULL);
  return cut_name_from (line, rest) != NULL;
}

static gboolean
read_session_start (Line *line, char *rest)
{
  char *name = find_last (rest, " for ", rest + strlen (rest));

  if (name == NULL)
    return FALSE;
  *name = '\0';
  line->event->text = rest;
  return read_session (line, name + 5, REEVE_LOG_SESSION_START);
}

static gboolean
read_session_end (Line *line, char *rest)
{
  return read_session (line, rest, REEVE_LOG_SESSION_END);
}

/* PAM's: "ada(uid=1000) by (uid=0)", "ada by root(uid=0)", and of an end "ada" */
static gboolean
read_pam_session (Line *line, char *rest, const char *action)
{
  char *by = find_last (rest, " by ", rest + strlen (rest));

  if (by != NULL)
    *by = '\0';
  rest[strcspn (rest, "(")] = '\0';
  set (line, action, REEVE_ACCESS_OK, NULL);
  line->event->actor = rest;
  return *rest != '\0';
}

static gboolean
read_pam_start (Line *line, char *rest)
{
  return read_pam_session (line, rest, REEVE_LOG_SESSION_START);
}

static gboolean
read_pam_end (Line *line, char *rest)
{
  return read_pam_session (line, rest, REEVE_LOG_SESSION_END);
}

static const struct
{
  const char *words;
  Reader read;
} messages[] = {
  { "Accepted ", read_accepted },
  { "Failed ", read_failed },
  { "Invalid user ", read_invalid_user },
  { "Illegal user ", read_invalid_user },
  { "Partial ", read_partial },
  { "error: PAM: ", read_pam_failure },
  { "fatal: Access denied for user ", read_pam_refusal },
  { "error: maximum authentication attempts exceeded for ", read_too_many },
  { "User ", read_not_allowed },
  { "ROOT LOGIN REFUSED FROM ", read_root_refused },
  { "Disconnected from ", read_gone },
  { "Connection closed by ", read_gone },
  { "Connection reset by ", read_gone },
  { "Disconnecting ", read_thrown_out },
  { "Disconnecting: Too many authentication failures for ", read_thrown_out_name },
  { "fatal: Timeout before authentication for ", read_timeout },
  { "Timeout before authentication for connection from ", read_timeout },
  { "Connection from ", read_connection },
  { "Did not receive identification string from ", read_not_understood },
  { "Unable to negotiate with ", read_not_understood },
  { "banner exchange: Connection from ", read_not_understood },
  { "Bad protocol version identification ", read_bad_version },
  { "drop connection ", read_dropped },
  { "error: drop connection ", read_dropped },
  { "Starting session: ", read_session_start },
  { "Close session: user ", read_session_end },
  { "pam_unix(sshd:session): session opened for user ", read_pam_start },
  { "pam_unix(sshd:session): session closed for user ", read_pam_end },
};

/* --- The line --- */

/* "message repeated 2 times: [ Failed password for …]": one line, one event that says so. */
static char *
take_repeated (ReeveLogContext *context, char *message, const char **repeated)
{
  char *start = g_str_has_prefix (message, "message repeated ") ? strstr (message, " times: [ ") : NULL;

  if (start == NULL || !g_str_has_suffix (message, "]"))
    return message;
  *start = '\0';
  drop_end (start + 1, "]");
  *repeated = reeve_log_compose (context, "repeated %s times", message + strlen ("message repeated "));
  return start + strlen (" times: [ ");
}

static ReeveLogVerdict
read_message (ReeveLogContext *context, char *message, ReeveAccessEvent *event)
{
  const char *repeated = NULL;
  Line line = { .context = context, .event = event };

  message = take_repeated (context, message, &repeated);
  for (guint i = 0; i < G_N_ELEMENTS (messages); i++)
    if (g_str_has_prefix (message, messages[i].words))
      {
        if (!messages[i].read (&line, message + strlen (messages[i].words)))
          return reeve_log_unknown (context, messages[i].words);
        if (repeated != NULL)
          event->text =
            event->text != NULL ? reeve_log_compose (context, "%s, %s", event->text, repeated) : repeated;
        return REEVE_LOG_EVENT;
      }
  /* by its two first words: behind them stand names that somebody chose */
  char *second = message + strcspn (message, " ");
  if (*second == ' ')
    second[1 + strcspn (second + 1, " 0123456789;")] = '\0';
  return reeve_log_unknown (context, *message != '\0' ? message : NULL);
}

static ReeveLogVerdict
read_line (ReeveLogContext *context, char *line, ReeveAccessEvent *event)
{
  ReeveSyslogHeader header = { NULL };

  if (!reeve_syslog_cut_header (line, &context->clock, &header, &event->time))
    return reeve_log_broken (context, "not_of_format");
  if (strcmp (header.program, "sshd") != 0 && !g_str_has_prefix (header.program, "sshd-"))
    return reeve_log_unknown (context, header.program);
  event->source = reeve_log_compose (context, "sshd %s", header.host);
  if (header.pid != NULL && is_number (header.pid))
    event->session = reeve_log_compose (context, "%s[%s]", header.host, header.pid);
  return read_message (context, header.message, event);
}

const ReeveLogFormatKind reeve_log_format_openssh = { .word = "openssh", .read_line = read_line };
