/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "common/log-query-paste.h"

#include <string.h>

#include "common/clock.h"
#include "common/encoding.h"

#define MOST_CHARACTERS 512
#define TOKEN_LENGTH    16

/* NULL: nothing of it can be looked for (marks without a letter). */
static char *
make_term (ReeveLogKind kind, const char *value)
{
  g_autofree char *folded = reeve_fold (value);
  GString *query;

  if (*folded == '\0')
    return NULL;
  query = g_string_new (NULL);
  if (kind != REEVE_LOG_TEXT)
    g_string_append_printf (query, "%s:", reeve_log_kind_get_key (kind));
  reeve_log_text_print (value, kind != REEVE_LOG_TEXT, query);
  return g_string_free_and_steal (query);
}

/* The first line that is not blank, without what mails and chats put around it. (transfer full) */
static char *
take_line (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, (gssize) strnlen (text, REEVE_LOG_QUERY_MAX_BYTES));
  g_auto (GStrv) lines = g_strsplit_set (valid, "\r\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      gsize length = strlen (g_strstrip (lines[i]));

      if (length > 2 && ((lines[i][0] == '<' && lines[i][length - 1] == '>') ||
                         (lines[i][0] == '(' && lines[i][length - 1] == ')')))
        return g_strndup (lines[i] + 1, length - 2);
      if (length > 0)
        return g_strdup (lines[i]);
    }
  return g_strdup ("");
}

/* --- What it may be, each answering NULL if it is not --- */

static char *
try_link (const char *line)
{
  g_autoptr (GUri) uri = NULL;
  g_auto (GStrv) parts = NULL;
  guint n;

  if (g_ascii_strncasecmp (line, "reeve://", 8) != 0)
    return NULL;
  uri = g_uri_parse (line, G_URI_FLAGS_NONE, NULL);
  parts = uri != NULL ? g_strsplit (g_uri_get_path (uri), "/", -1) : NULL;
  n = parts != NULL ? g_strv_length (parts) : 0;
  if (n < 3 || *parts[n - 1] == '\0')
    return NULL;
  if (g_str_equal (parts[n - 2], "users") || g_str_equal (parts[n - 2], "accounts"))
    return make_term (REEVE_LOG_WHO, parts[n - 1]);
  return make_term (g_str_equal (parts[n - 2], "sessions") ? REEVE_LOG_SESSION : REEVE_LOG_OBJECT,
                    parts[n - 1]);
}

/* In any case, in braces, as a URN. */
static char *
try_id (const char *line)
{
  g_autofree char *lower = g_ascii_strdown (line, -1);
  char *id = g_str_has_prefix (lower, "urn:uuid:") ? lower + 9 : lower;
  gsize length = strlen (id);

  if (length == 38 && id[0] == '{' && id[37] == '}')
    {
      id[37] = '\0';
      id++;
    }
  return reeve_id_is_valid (id) ? g_strdup (id) : NULL;
}

static char *
try_mail (const char *line)
{
  const char *start = g_ascii_strncasecmp (line, "mailto:", 7) == 0 ? line + 7 : line;
  const char *at = strchr (start, '@');

  if (at == NULL || at == start || at[1] == '\0' || strchr (at + 1, '@') != NULL)
    return NULL;
  for (const char *p = start; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isspace (g_utf8_get_char (p)) || strchr ("<>()[],;:\\\"/", *p) != NULL)
      return NULL;
  return make_term (REEVE_LOG_WHO, start);
}

/* "192.0.2.7:443", "[2001:db8::1]:443" */
static char *
drop_port (const char *line)
{
  const char *colon = strrchr (line, ':');
  const char *end = line[0] == '[' ? strchr (line, ']') : NULL;

  if (end != NULL && (end[1] == '\0' || end[1] == ':'))
    return g_strndup (line + 1, (gsize) (end - line - 1));
  if (colon != NULL && strchr (line, ':') == colon && strchr (line, '.') != NULL &&
      strspn (colon + 1, "0123456789") == strlen (colon + 1))
    return g_strndup (line, (gsize) (colon - line));
  return g_strdup (line);
}

static char *
try_address (const char *line)
{
  g_autofree char *bare = drop_port (line);
  g_autofree char *normal = NULL;
  ReeveLogAddresses addresses;

  if (reeve_log_addresses_read (bare, &addresses) != REEVE_LOG_ADDRESS_OK)
    return NULL;
  normal = reeve_log_addresses_print (&addresses);
  return g_strconcat ("ip:", normal, NULL);
}

static char *
try_ticket (const char *line)
{
  gsize letters = 0, digits = 0;

  while (g_ascii_isupper (line[letters]) || (letters > 0 && g_ascii_isdigit (line[letters])))
    letters++;
  if (letters < 2 || letters > 10 || line[letters] != '-')
    return NULL;
  while (g_ascii_isdigit (line[letters + 1 + digits]))
    digits++;
  return digits > 0 && digits < 10 && line[letters + 1 + digits] == '\0' ? make_term (REEVE_LOG_TEXT, line)
                                                                         : NULL;
}

/* Only with a date: "15:00" or "2h" is rather a text. */
static char *
try_time (const char *line, const ReeveLogClock *clock)
{
  g_autofree char *normal = NULL;
  gint64 from, to;

  if (strlen (line) < 10 || strspn (line, "0123456789") != 4 ||
      reeve_log_time_read_range (line, clock, &from, &to, &normal) != REEVE_LOG_TIME_OK)
    return NULL;
  return g_strconcat ("on:", normal, NULL);
}

static char *
try_query (const char *line, const ReeveLogClock *clock)
{
  g_autoptr (ReeveLogQuery) query = reeve_log_query_parse (line, clock);
  gboolean keyed = FALSE;

  for (guint i = 0; i < query->terms->len; i++)
    {
      const ReeveLogTerm *term = g_ptr_array_index (query->terms, i);

      keyed |= term->kind != REEVE_LOG_TEXT;
    }
  return keyed && query->mistakes->len == 0 ? g_strdup (line) : NULL;
}

static char *
try_token (const char *line)
{
  gboolean digit = FALSE, letter = FALSE;
  gsize length = 0;

  for (; g_ascii_isalnum (line[length]) || (line[length] != '\0' && strchr ("_-.+/=", line[length]) != NULL);
       length++)
    {
      digit |= g_ascii_isdigit (line[length]);
      letter |= g_ascii_isalpha (line[length]);
    }
  return line[length] == '\0' && length >= TOKEN_LENGTH && digit && letter ? make_term (REEVE_LOG_TEXT, line)
                                                                           : NULL;
}

static char *
make_text (const char *line)
{
  g_autofree char *some = g_utf8_substring (line, 0, MIN (g_utf8_strlen (line, -1), MOST_CHARACTERS));

  return make_term (REEVE_LOG_TEXT, some);
}

ReeveLogPaste
reeve_log_query_paste (const char *text, const ReeveLogClock *clock, char **query)
{
  g_autofree char *line = take_line (text);

  if ((*query = try_link (line)) != NULL)
    return REEVE_LOG_PASTE_LINK;
  if ((*query = try_id (line)) != NULL)
    return REEVE_LOG_PASTE_ID;
  if ((*query = try_address (line)) != NULL)
    return REEVE_LOG_PASTE_ADDRESS;
  if ((*query = try_mail (line)) != NULL)
    return REEVE_LOG_PASTE_MAIL;
  if ((*query = try_ticket (line)) != NULL)
    return REEVE_LOG_PASTE_TICKET;
  if ((*query = try_time (line, clock)) != NULL)
    return REEVE_LOG_PASTE_TIME;
  if ((*query = try_query (line, clock)) != NULL)
    return REEVE_LOG_PASTE_QUERY;
  if ((*query = try_token (line)) != NULL)
    return REEVE_LOG_PASTE_TOKEN;
  if ((*query = make_text (line)) != NULL)
    return REEVE_LOG_PASTE_TEXT;
  *query = g_strdup ("");
  return REEVE_LOG_PASTE_NOTHING;
}
