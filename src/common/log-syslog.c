/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Headers of syslog. A program's name is whatever stands before the first colon, if that is one word. */

#include "config.h"

#include "common/log-syslog.h"

#include <string.h>

#include "common/json.h"

static char *
cut_word (char **at)
{
  char *word = *at;

  *at += strcspn (*at, " ");
  if (**at == '\0' || *at == word)
    return NULL;
  *(*at)++ = '\0';
  return word;
}

/* Behind the host: "sshd[812]: MESSAGE" */
static void
read_tag (char *at, ReeveSyslogHeader *header)
{
  char *colon = strstr (at, ": ");
  char *bracket;

  if (colon == NULL || colon == at || strcspn (at, " ") < (gsize) (colon - at))
    { /* "-- MARK --", "last message repeated 2 times" */
      header->program = "no program";
      header->message = at;
      return;
    }
  *colon = '\0';
  header->program = at;
  header->message = colon + 2;
  bracket = strchr (at, '[');
  if (bracket != NULL)
    {
      *bracket = '\0';
      header->pid = bracket + 1;
      header->pid[strcspn (header->pid, "]")] = '\0';
    }
}

/* "-", or `[id name="value" …][…]` */
static char *
skip_structured (char *at)
{
  if (*at != '[')
    return at + strcspn (at, " ");
  for (gboolean quoted = FALSE; *at != '\0' && (quoted || *at != ' ' || at[-1] != ']'); at++)
    {
      if (*at == '\\' && at[1] != '\0')
        at++;
      else if (*at == '"')
        quoted = !quoted;
    }
  return at;
}

/* Behind the time: "HOST APP PROCID MSGID STRUCTURED-DATA MESSAGE" */
static gboolean
read_rfc5424 (char *at, ReeveSyslogHeader *header)
{
  header->host = cut_word (&at);
  header->program = header->host != NULL ? cut_word (&at) : NULL;
  header->pid = header->program != NULL ? cut_word (&at) : NULL;
  if (header->pid == NULL || cut_word (&at) == NULL)
    return FALSE;
  at = skip_structured (at);
  if (*at == ' ')
    at++;
  header->message = g_str_has_prefix (at, "\xef\xbb\xbf") ? at + 3 : at;
  return TRUE;
}

gboolean
reeve_syslog_cut_header (char *line, ReeveLogClock *clock, ReeveSyslogHeader *header, gint64 *time)
{
  gboolean versioned = FALSE;
  const char *stamp;

  if (*line == '<')
    {
      char *end = line + 1 + strspn (line + 1, "0123456789");

      if (*end != '>')
        return FALSE;
      versioned = g_str_has_prefix (end, ">1 ");
      line = end + (versioned ? 3 : 1);
    }
  stamp = line;
  if (!versioned && reeve_log_clock_read_rfc3164 (clock, &stamp, time))
    {
      line += stamp - line;
      if (*line != ' ')
        return FALSE;
      line++;
    }
  else
    {
      stamp = cut_word (&line);
      if (stamp == NULL || !reeve_json_parse_time (stamp, time) || *time < 0)
        return FALSE;
    }
  if (versioned)
    return read_rfc5424 (line, header);
  header->host = cut_word (&line);
  if (header->host != NULL)
    read_tag (line, header);
  return header->host != NULL;
}
