/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "common/log-query-complete.h"

#include <string.h>

#include "common/access-event.h"
#include "common/encoding.h"
#include "common/log-query-time.h"
#include "common/log-query-token.h"

static void
free_candidate (ReeveLogCandidate *candidate)
{
  g_free (candidate->text);
  g_free (candidate->plain);
  g_free (candidate);
}

void
reeve_log_completion_free (ReeveLogCompletion *self)
{
  g_ptr_array_unref (self->candidates);
  g_free (self->prefix);
  g_free (self);
}

/* --- Candidates --- */

typedef struct
{
  ReeveLogCompletion *completion;
  char *folded;  /* the prefix */
  guint n_first; /* candidates that begin with it */
} Search;

/* @text: (transfer full) */
static void
add (Search *search, ReeveLogKind kind, const char *plain, char *text, gboolean first)
{
  GPtrArray *candidates = search->completion->candidates;
  ReeveLogCandidate *candidate;

  if (candidates->len >= REEVE_LOG_CANDIDATES)
    {
      g_free (text);
      return;
    }
  candidate = g_new0 (ReeveLogCandidate, 1);
  *candidate = (ReeveLogCandidate) { .text = text, .plain = g_strdup (plain), .kind = kind };
  g_ptr_array_insert (candidates, first ? (int) search->n_first : -1, candidate);
  search->n_first += first;
}

/* A value of the kind that is typed, or as a whole term where a word is. */
static void
add_value (Search *search, ReeveLogKind kind, const char *plain)
{
  g_autofree char *folded = reeve_fold (plain);
  const char *at = strstr (folded, search->folded);
  gboolean fixed = reeve_log_kind_get_family (kind) != REEVE_LOG_FAMILY_TEXT;
  GString *text;

  /* Within a word that is typed as text, "st" is no "yesterday". */
  if (at == NULL || (fixed && !search->completion->keyed && at != folded))
    return;
  text = g_string_new (NULL);
  if (!search->completion->keyed)
    g_string_append_printf (text, "%s:", reeve_log_kind_get_key (kind));
  if (fixed)
    g_string_append (text, plain);
  else
    reeve_log_text_print (plain, TRUE, text);
  add (search, kind, plain, g_string_free_and_steal (text), at == folded);
}

static void
add_keys (Search *search)
{
  for (ReeveLogKind kind = REEVE_LOG_TEXT + 1; kind < REEVE_LOG_KINDS; kind++)
    {
      const char *key = reeve_log_kind_get_key (kind);

      if (g_str_has_prefix (key, search->folded))
        add (search, kind, NULL, g_strconcat (key, ":", NULL), TRUE);
    }
}

static void
add_fixed (Search *search, ReeveLogKind kind)
{
  static const char *const statuses[] = {
    "2xx", "3xx", "4xx", "5xx", "401", "403", "404", "423", "429", NULL
  };
  static const char *const durations[] = { ">100ms", ">1s", ">10s", NULL };
  static const char *const sizes[] = { ">1MB", ">10MB", ">100MB", NULL };
  static const char *const ago[] = { "15m", "1h", "24h", "7d", "30d", NULL };
  const char *const *words = kind == REEVE_LOG_STATUS     ? statuses
                             : kind == REEVE_LOG_DURATION ? durations
                             : kind == REEVE_LOG_SIZE     ? sizes
                                                          : NULL;

  if (kind == REEVE_LOG_RESULT || kind == REEVE_LOG_OUTCOME)
    for (guint i = 0; i < REEVE_ACCESS_RESULTS; i++)
      add_value (search, kind, reeve_access_result_to_wire (i));
  if (reeve_log_kind_get_family (kind) == REEVE_LOG_FAMILY_TIME)
    {
      for (guint i = 0; reeve_log_time_words[i] != NULL; i++)
        add_value (search, kind, reeve_log_time_words[i]);
      words = ago;
    }
  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    add_value (search, kind, words[i]);
}

static void
add_known (Search *search, ReeveLogKind kind, ReeveLogValues values, gpointer user_data)
{
  g_auto (GStrv) known = values != NULL ? values (kind, search->completion->prefix, user_data) : NULL;

  for (guint i = 0; known != NULL && known[i] != NULL; i++)
    if (*known[i] != '\0' && g_utf8_validate (known[i], -1, NULL))
      add_value (search, kind, known[i]);
}

/* --- The place --- */

/* What is typed of a piece before the cursor, without its quotes. */
static char *
read_prefix (const char *text, const ReeveLogPiece *piece, gsize cursor)
{
  g_autofree char *before = g_strndup (text + piece->offset, cursor - piece->offset);
  GString *prefix = g_string_new (NULL);
  const char *p = before + (piece->raw.exact && *before == '=');

  for (; *p != '\0'; p++)
    {
      if (*p == '"')
        continue;
      if (*p == '\\' && p[1] != '\0')
        p++;
      g_string_append_c (prefix, *p);
    }
  return g_string_free_and_steal (prefix);
}

static void
find_piece (ReeveLogCompletion *self, const char *text, gsize cursor, const ReeveLogToken *token)
{
  for (guint i = 0; i < token->pieces->len; i++)
    {
      const ReeveLogPiece *piece = &g_array_index (token->pieces, ReeveLogPiece, i);

      if (cursor < piece->offset || cursor > piece->offset + piece->length)
        continue;
      self->offset = piece->offset;
      self->length = piece->length;
      self->prefix = read_prefix (text, piece, cursor);
      return;
    }
}

/* FALSE: a value of a key that there is not. */
static gboolean
find_place (ReeveLogCompletion *self, const char *text, gsize cursor, const ReeveLogToken *token)
{
  if (token->key_length == 0)
    {
      find_piece (self, text, cursor, token);
      return TRUE;
    }
  if (cursor <= token->key + token->key_length)
    {
      self->offset = token->key;
      self->length = token->key_length + 1;
      self->prefix = cursor > token->key ? g_strndup (text + token->key, cursor - token->key) : NULL;
      return TRUE;
    }
  self->keyed = reeve_log_kind_find (text + token->key, token->key_length, &self->kind);
  find_piece (self, text, cursor, token);
  return self->keyed;
}

/* The token that the cursor stands in, or right behind. */
static gboolean
find_token (ReeveLogCompletion *self, const char *text, gsize cursor)
{
  ReeveLogToken next;
  gsize at = 0;

  while (reeve_log_token_next (text, &at, &next))
    {
      g_auto (ReeveLogToken) token = next;

      if (token.offset > cursor)
        return TRUE;
      if (cursor <= token.offset + token.length)
        return cursor < token.key || find_place (self, text, cursor, &token);
    }
  return TRUE;
}

ReeveLogCompletion *
reeve_log_query_complete (const char *text, gsize cursor, ReeveLogValues values, gpointer user_data)
{
  ReeveLogCompletion *self = g_new0 (ReeveLogCompletion, 1);
  g_autofree char *folded = NULL;
  Search search = { .completion = self };
  gsize length = strlen (text);
  gboolean known;

  self->candidates = g_ptr_array_new_with_free_func ((GDestroyNotify) free_candidate);
  self->kind = REEVE_LOG_TEXT;
  cursor = MIN (cursor, length);
  while (cursor > 0 && ((guchar) text[cursor] & 0xc0) == 0x80) /* within a character */
    cursor--;
  self->offset = cursor;
  known = !g_utf8_validate (text, -1, NULL) || find_token (self, text, cursor);
  if (self->prefix == NULL)
    self->prefix = g_strdup ("");
  search.folded = folded = reeve_fold (self->prefix);
  if (!known)
    return self;
  if (self->keyed)
    {
      add_fixed (&search, self->kind);
      add_known (&search, self->kind, values, user_data);
      return self;
    }
  add_keys (&search);
  if (g_utf8_strlen (self->prefix, -1) < 2)
    return self;
  add_fixed (&search, REEVE_LOG_RESULT);
  add_fixed (&search, REEVE_LOG_ON);
  add_known (&search, REEVE_LOG_WHO, values, user_data);
  return self;
}
