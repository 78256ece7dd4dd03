/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Common log format of Apache httpd, with what Combined puts behind it:
 *
 *   [VHOST ]HOST IDENT USER [22/Nov/2026:21:04:05 +0000] "GET /path?query HTTP/1.1" 200 512 "REFERER"
 * "AGENT"
 *
 * Tokens live in query strings, in what follows a path, and before the @ of an URL: of a request only method
 * and path are kept, of a referer its origin and path. Whoever names themselves with a bracket and a date
 * cannot forge the rest: servers escape the quote that must follow. */

#include "config.h"

#include "common/log-action.h"
#include "common/log-format-private.h"

#include <string.h>

/* Ends the token at @at; returns what stands behind the blank. (nullable): there is none */
static char *
cut_token (char *at)
{
  char *blank = strchr (at, ' ');

  if (blank == NULL || blank == at)
    return NULL;
  *blank = '\0';
  return blank + 1;
}

/* The bracket of the time, and where the request's quote is. (nullable) */
static char *
find_time (ReeveLogContext *context, char *line, gint64 *time, char **quote)
{
  for (char *bracket = strchr (line, '['); bracket != NULL; bracket = strchr (bracket + 1, '['))
    {
      const char *at = bracket + 1;

      if (bracket > line && bracket[-1] == ' ' &&
          reeve_log_clock_read_combined (&context->clock, &at, time) && strncmp (at, "] \"", 3) == 0)
        {
          *quote = line + (at + 2 - line);
          return bracket;
        }
    }
  return NULL;
}

/* From its quote on: ends the text where its closing quote is, takes the escapes of quotes and backslashes
 * away, and returns what stands behind. (nullable): it is not closed */
static char *
cut_quoted (char *quote)
{
  char *out = quote;

  for (char *at = quote + 1; *at != '\0'; at++)
    {
      if (*at == '"')
        {
          *out = '\0';
          return at + 1;
        }
      if (*at == '\\' && (at[1] == '"' || at[1] == '\\'))
        at++;
      *out++ = *at;
    }
  return NULL;
}

/* Whatever begins a query, a fragment, parameters or another URL, as it is or escaped, once or twice. */
static void
cut_path (char *path)
{
  static const char *const escaped[] = { "%3f", "%23", "%3b", "%26", "%3a", "%25" };
  char *url = strstr (path, "://");

  if (url != NULL)
    *url = '\0';
  path[strcspn (path, "?#;&")] = '\0';
  for (char *percent = strchr (path, '%'); percent != NULL; percent = strchr (percent + 1, '%'))
    for (guint i = 0; i < G_N_ELEMENTS (escaped); i++)
      if (g_ascii_strncasecmp (percent, escaped[i], 3) == 0)
        {
          *percent = '\0';
          return;
        }
}

/* Of "scheme://user:secret@host/path?query" what is no secret; @path is moved to the path. (nullable): it is
 * no URL */
static char *
cut_url (char *url, char **path)
{
  char *host = strstr (url, "://");
  char *at;

  if (host == NULL ||
      (gsize) (host - url) != strspn (url, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    return NULL;
  host += 3;
  *path = host + strcspn (host, "/?#\\");
  at = memrchr (host, '@', (gsize) (*path - host));
  return at != NULL ? at + 1 : host;
}

static gboolean
is_method (const char *method)
{
  gsize length = strspn (method, "ABCDEFGHIJKLMNOPQRSTUVWXYZ-_");

  return length > 0 && length <= 32 && method[length] == '\0';
}

/* (nullable): it is no request, but what somebody sent instead */
static const char *
read_request (ReeveLogContext *context, char *request)
{
  char *target = cut_token (request);
  char *host, *path;

  if (target == NULL || !is_method (request))
    return NULL;
  target[strcspn (target, " ")] = '\0';
  host = cut_url (target, &path);
  if (host != NULL)
    target = path;
  else if (*target != '/')
    target = strrchr (target, '@') != NULL ? strrchr (target, '@') + 1 : target;
  cut_path (target);
  return reeve_log_compose (context, "%s %s", request, *target != '\0' ? target : "/");
}

static gboolean
read_number (const char *token, gint64 *number)
{
  return g_ascii_isdigit (*token) && g_ascii_string_to_signed (token, 10, 0, G_MAXINT64, number, NULL);
}

/* `200 512`; a size of "-" is none. Returns what stands behind. (nullable) */
static char *
read_answer (char *at, ReeveAccessEvent *event)
{
  char *size = *at == ' ' ? cut_token (at + 1) : NULL;
  char *rest;

  if (size == NULL || !read_number (at + 1, &event->status) || event->status > 999)
    return NULL;
  rest = size + strcspn (size, " ");
  if (*rest != '\0')
    *rest++ = '\0';
  return strcmp (size, "-") == 0 || read_number (size, &event->bytes_out) ? rest : NULL;
}

/* Where somebody came from. */
static const char *
read_referer (ReeveLogContext *context, char *referer)
{
  char *path;
  char *host = cut_url (referer, &path);

  if (host == NULL || path == host)
    return NULL;
  if (*path != '/')
    *path = '\0';
  cut_path (path);
  return reeve_log_compose (context, "from %.*s%s", (int) (strchr (referer, '/') + 2 - referer), referer,
                            host);
}

static const char *
get_known (const char *text)
{
  return *text != '\0' && strcmp (text, "-") != 0 ? text : NULL;
}

/* Referer and agent, if both are there; what other servers put behind them is left alone. */
static void
read_rest (ReeveLogContext *context, char *rest, ReeveAccessEvent *event)
{
  char *referer = rest;
  char *agent;

  if (*rest != '"')
    return;
  rest = cut_quoted (rest);
  if (rest == NULL || strncmp (rest, " \"", 2) != 0)
    return;
  agent = rest + 1;
  if (cut_quoted (agent) == NULL)
    return;
  event->agent = get_known (agent);
  event->text = read_referer (context, referer);
}

/* `HOST IDENT USER `; where the second is an address, the first is a virtual host. */
static gboolean
read_who (ReeveLogContext *context, char *line, char *bracket, ReeveAccessEvent *event)
{
  char *host = line, *ident, *user;

  bracket[-1] = '\0';
  ident = cut_token (host);
  user = ident != NULL ? cut_token (ident) : NULL;
  if (user != NULL && g_hostname_is_ip_address (ident))
    {
      event->source = reeve_log_compose (context, "combined %s", host);
      host = ident;
      user = cut_token (user);
    }
  if (user == NULL)
    return FALSE;
  event->address = host;
  event->actor = get_known (user);
  return TRUE;
}

static ReeveLogVerdict
read_line (ReeveLogContext *context, char *line, ReeveAccessEvent *event)
{
  char *quote = NULL, *at;
  char *bracket = find_time (context, line, &event->time, &quote);

  if (bracket == NULL || !read_who (context, line, bracket, event))
    return reeve_log_broken (context, "not_of_format");
  at = cut_quoted (quote);
  if (at == NULL)
    return reeve_log_broken (context, "cut_off");
  at = read_answer (at, event);
  if (at == NULL)
    return reeve_log_broken (context, "not_of_format");
  event->action = REEVE_LOG_REQUEST;
  event->result = reeve_access_result_from_status (event->status);
  event->route = read_request (context, quote);
  read_rest (context, at, event);
  return REEVE_LOG_EVENT;
}

const ReeveLogFormatKind reeve_log_format_combined = { .word = "combined", .read_line = read_line };
