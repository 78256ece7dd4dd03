/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "common/log-query-match.h"

#include <string.h>

#include "common/encoding.h"

/* --- Texts --- */

/* In ASCII, folding is lower case, and needs no copy. */
static gboolean
is_ascii (const char *text)
{
  while (*text != '\0' && (guchar) *text < 0x80)
    text++;
  return *text == '\0';
}

/* As g_ascii_tolower(), which is a call for each byte of each line. */
static inline char
lower (char c)
{
  return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
}

/* Does @text begin with @folded? @whole: and end there. */
static gboolean
begins (const char *text, const char *folded, gboolean whole)
{
  while (*folded != '\0' && lower (*text) == *folded)
    {
      text++;
      folded++;
    }
  return *folded == '\0' && (!whole || *text == '\0');
}

static gboolean
contains (const char *text, const char *folded)
{
  const char first = *folded;
  const char capital = first >= 'a' && first <= 'z' ? (char) (first - ('a' - 'A')) : first;

  for (; *text != '\0'; text++)
    if ((*text == first || *text == capital) && begins (text, folded, FALSE))
      return TRUE;
  return FALSE;
}

static gboolean
compare (const char *text, const char *folded, ReeveLogMatch match)
{
  return match == REEVE_LOG_PART ? contains (text, folded) : begins (text, folded, match == REEVE_LOG_WHOLE);
}

/* In any case: whoever keeps folded texts has to find the same. */
static gboolean
is_uuid (const char *text)
{
  for (guint i = 0; i < 36; i++)
    if (i == 8 || i == 13 || i == 18 || i == 23 ? text[i] != '-' : !g_ascii_isxdigit (text[i]))
      return FALSE;
  return text[36] == '\0';
}

gboolean
reeve_log_value_matches_text (const ReeveLogValue *value, const char *text)
{
  ReeveLogMatch match = value->match;
  g_autofree char *folded = NULL;

  if (text == NULL || *text == '\0' || value->folded == NULL)
    return FALSE;
  /* Parts of ids are in others by chance: "ada" would find one account in a hundred. */
  if (match == REEVE_LOG_PART && is_uuid (text))
    match = REEVE_LOG_WHOLE;
  if (is_ascii (text))
    return compare (text, value->folded, match);
  folded = reeve_fold (text);
  return compare (folded, value->folded, match);
}

/* --- Fields --- */

static gboolean
matches_any (const ReeveLogValue *value, const ReeveAccessEvent *event)
{
  const char *const texts[] = {
    event->actor_name, event->actor,       event->address, event->action, event->outcome,
    event->text,       event->object_name, event->object,  event->route,  event->session,
    event->source_id,  event->source,      event->agent,
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (reeve_log_value_matches_text (value, texts[i]))
      return TRUE;
  return FALSE;
}

static gboolean
matches_text (const ReeveLogValue *value, ReeveLogKind kind, const ReeveAccessEvent *event)
{
  switch (kind)
    {
    case REEVE_LOG_TEXT:
      return matches_any (value, event);
    case REEVE_LOG_WHO:
      return reeve_log_value_matches_text (value, event->actor_name) ||
             reeve_log_value_matches_text (value, event->actor);
    case REEVE_LOG_OBJECT:
      return reeve_log_value_matches_text (value, event->object_name) ||
             reeve_log_value_matches_text (value, event->object);
    case REEVE_LOG_ACTION:
      return reeve_log_value_matches_text (value, event->action);
    case REEVE_LOG_OUTCOME:
      return value->result == (int) event->result || reeve_log_value_matches_text (value, event->outcome);
    case REEVE_LOG_SESSION:
      return reeve_log_value_matches_text (value, event->session);
    case REEVE_LOG_ROUTE:
      return reeve_log_value_matches_text (value, event->route);
    case REEVE_LOG_AGENT:
      return reeve_log_value_matches_text (value, event->agent);
    case REEVE_LOG_SOURCE:
    default:
      return reeve_log_value_matches_text (value, event->source);
    }
}

static gint64
get_number (ReeveLogKind kind, const ReeveAccessEvent *event)
{
  return kind == REEVE_LOG_STATUS ? event->status
         : kind == REEVE_LOG_SIZE ? event->bytes_out
                                  : event->duration_us;
}

static gboolean
matches_value (const ReeveLogValue *value, ReeveLogKind kind, const ReeveAccessEvent *event)
{
  gint64 number;

  switch (reeve_log_kind_get_family (kind))
    {
    case REEVE_LOG_FAMILY_ADDRESS:
      return value->folded != NULL ? reeve_log_value_matches_text (value, event->address)
                                   : reeve_log_addresses_contain (&value->addresses, event->address);
    case REEVE_LOG_FAMILY_RESULT:
      return value->result == (int) event->result;
    case REEVE_LOG_FAMILY_NUMBER:
      number = get_number (kind, event);
      return number >= value->from && number <= value->to;
    case REEVE_LOG_FAMILY_TIME:
      return event->time >= value->from && event->time < value->to;
    case REEVE_LOG_FAMILY_TEXT:
    default:
      return matches_text (value, kind, event);
    }
}

gboolean
reeve_log_term_matches (const ReeveLogTerm *term, const ReeveAccessEvent *event)
{
  for (guint i = 0; i < term->values->len; i++)
    if (matches_value (g_ptr_array_index (term->values, i), term->kind, event))
      return TRUE;
  return FALSE;
}

gboolean
reeve_log_query_matches (const ReeveLogQuery *self, const ReeveAccessEvent *event)
{
  gboolean asked[REEVE_LOG_KINDS] = { FALSE };
  gboolean found[REEVE_LOG_KINDS] = { FALSE };

  if (self->mistakes->len > 0)
    return FALSE;
  for (guint i = 0; i < self->terms->len; i++)
    {
      const ReeveLogTerm *term = g_ptr_array_index (self->terms, i);

      if (!term->negated && found[term->kind])
        continue;
      if (reeve_log_term_matches (term, event) == term->negated)
        {
          if (term->negated || term->kind == REEVE_LOG_TEXT)
            return FALSE;
        }
      else if (!term->negated && term->kind != REEVE_LOG_TEXT)
        found[term->kind] = TRUE;
      asked[term->kind] |= !term->negated && term->kind != REEVE_LOG_TEXT;
    }
  for (guint kind = 0; kind < REEVE_LOG_KINDS; kind++)
    if (asked[kind] && !found[kind])
      return FALSE;
  return TRUE;
}
