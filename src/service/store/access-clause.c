/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/store/access-clause.h"

#include <string.h>

static void
set_clear (gpointer data)
{
  g_array_unref (((ReeveAccessSet *) data)->numbers);
}

static void
clause_clear (gpointer data)
{
  ReeveAccessClause *self = data;

  g_array_unref (self->sets);
  g_array_unref (self->ranges);
  g_array_unref (self->objects);
  g_ptr_array_unref (self->texts);
  g_clear_pointer (&self->stretches, g_array_unref);
}

static ReeveAccessClause
clause_init (gboolean negated)
{
  ReeveAccessClause self = {
    .negated = negated,
    .sets = g_array_new (FALSE, FALSE, sizeof (ReeveAccessSet)),
    .ranges = g_array_new (FALSE, FALSE, sizeof (ReeveAccessRange)),
    .objects = g_array_new (FALSE, FALSE, sizeof (ReeveAccessObjects)),
    .texts = g_ptr_array_new (),
  };

  g_array_set_clear_func (self.sets, set_clear);
  return self;
}

gboolean
reeve_access_clause_is_empty (const ReeveAccessClause *self)
{
  return self->sets->len + self->ranges->len + self->objects->len + self->texts->len == 0 &&
         self->results == 0;
}

gboolean
reeve_access_clause_has_only_texts (const ReeveAccessClause *self)
{
  return self->sets->len + self->ranges->len + self->objects->len == 0 && self->results == 0 &&
         self->texts->len > 0;
}

/* One stretch of time is nothing but bounds, which are the caller's. */
static gboolean
clause_is_stretch (const ReeveAccessClause *self)
{
  return !self->negated && self->ranges->len == 1 &&
         g_str_equal (g_array_index (self->ranges, ReeveAccessRange, 0).column, "id");
}

/* --- What a value is in this day --- */

static GArray *
get_set (ReeveAccessClause *clause, ReeveAccessWordKind kind)
{
  ReeveAccessSet set = { .kind = kind };

  for (guint i = 0; i < clause->sets->len; i++)
    if (g_array_index (clause->sets, ReeveAccessSet, i).kind == kind)
      return g_array_index (clause->sets, ReeveAccessSet, i).numbers;
  set.numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_val (clause->sets, set);
  return set.numbers;
}

static void
drop_empty_sets (ReeveAccessClause *clause)
{
  for (guint i = clause->sets->len; i > 0; i--)
    if (g_array_index (clause->sets, ReeveAccessSet, i - 1).numbers->len == 0)
      g_array_remove_index_fast (clause->sets, i - 1);
}

/* An id's digits as they are packed, the missing ones being @filler. FALSE: so no UUID begins. */
static gboolean
pack (const char *text, guint8 filler, guint8 packed[REEVE_ACCESS_OBJECT_BYTES])
{
  gsize length = strlen (text);
  guint n = 0;

  if (length > 36)
    return FALSE;
  memset (packed, filler << 4 | filler, REEVE_ACCESS_OBJECT_BYTES);
  for (gsize i = 0; i < length; i++)
    {
      gboolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      guint8 digit = (guint8) g_ascii_xdigit_value (text[i]);

      if (dash ? text[i] != '-' : !g_ascii_isxdigit (text[i]))
        return FALSE;
      if (dash)
        continue;
      packed[n / 2] = (guint8) (n % 2 == 0 ? digit << 4 | filler : (packed[n / 2] & 0xf0) | digit);
      n++;
    }
  return TRUE;
}

static void
add_objects (ReeveAccessClause *clause, const ReeveLogValue *value)
{
  ReeveAccessObjects objects;

  if (value->folded == NULL || (value->match != REEVE_LOG_PREFIX && strlen (value->folded) != 36) ||
      !pack (value->folded, 0, objects.low) || !pack (value->folded, 0xf, objects.high))
    return;
  g_array_append_val (clause->objects, objects);
}

static void
add_words (ReeveAccessClause *clause,
           ReeveAccessWords *words,
           ReeveAccessWordKind kind,
           const ReeveLogValue *value)
{
  reeve_access_words_find (words, kind, value, get_set (clause, kind));
}

static void
add_text (ReeveAccessClause *clause, ReeveAccessWords *words, ReeveLogKind kind, const ReeveLogValue *value)
{
  static const ReeveAccessWordKind kinds[REEVE_LOG_KINDS] = {
    [REEVE_LOG_WHO] = REEVE_ACCESS_WORD_ACTOR,       [REEVE_LOG_ACTION] = REEVE_ACCESS_WORD_ACTION,
    [REEVE_LOG_OUTCOME] = REEVE_ACCESS_WORD_OUTCOME, [REEVE_LOG_SESSION] = REEVE_ACCESS_WORD_SESSION,
    [REEVE_LOG_OBJECT] = REEVE_ACCESS_WORD_OBJECT,   [REEVE_LOG_ROUTE] = REEVE_ACCESS_WORD_ROUTE,
    [REEVE_LOG_AGENT] = REEVE_ACCESS_WORD_AGENT,     [REEVE_LOG_SOURCE] = REEVE_ACCESS_WORD_SOURCE,
  };

  if (kind == REEVE_LOG_TEXT)
    {
      for (guint i = 0; i < REEVE_ACCESS_WORD_KINDS; i++)
        add_words (clause, words, i, value);
      if (reeve_access_words_count (words, REEVE_ACCESS_WORD_SOURCE) > 0)
        g_ptr_array_add (clause->texts, (gpointer) value);
    }
  else
    add_words (clause, words, kinds[kind], value);
  if (kind == REEVE_LOG_OBJECT)
    add_words (clause, words, REEVE_ACCESS_WORD_NAME, value);
  if (kind == REEVE_LOG_OBJECT || kind == REEVE_LOG_TEXT)
    add_objects (clause, value);
  if (kind == REEVE_LOG_OUTCOME && value->result >= 0)
    clause->results |= 1u << value->result;
}

static void
add_range (ReeveAccessClause *clause, ReeveLogKind kind, const ReeveLogValue *value)
{
  ReeveAccessRange range = {
    .column = kind == REEVE_LOG_STATUS ? "status"
              : kind == REEVE_LOG_SIZE ? "bytes_out"
                                       : "duration_us",
    .from = value->from,
    .to = value->to,
  };

  if (reeve_log_kind_get_family (kind) == REEVE_LOG_FAMILY_TIME)
    {
      range.column = "id";
      range.to = value->to > G_MININT64 ? value->to - 1 : value->to;
    }
  g_array_append_val (clause->ranges, range);
}

static void
add_value (ReeveAccessClause *clause, ReeveAccessWords *words, ReeveLogKind kind, const ReeveLogValue *value)
{
  switch (reeve_log_kind_get_family (kind))
    {
    case REEVE_LOG_FAMILY_ADDRESS:
      if (value->folded != NULL)
        add_words (clause, words, REEVE_ACCESS_WORD_ADDRESS, value);
      else
        reeve_access_words_find_addresses (words, &value->addresses,
                                           get_set (clause, REEVE_ACCESS_WORD_ADDRESS));
      break;
    case REEVE_LOG_FAMILY_RESULT:
      clause->results |= 1u << value->result;
      break;
    case REEVE_LOG_FAMILY_NUMBER:
    case REEVE_LOG_FAMILY_TIME:
      add_range (clause, kind, value);
      break;
    case REEVE_LOG_FAMILY_TEXT:
    default:
      add_text (clause, words, kind, value);
      break;
    }
}

static void
add_term (ReeveAccessClause *clause, ReeveAccessWords *words, const ReeveLogTerm *term)
{
  for (guint i = 0; i < term->values->len; i++)
    add_value (clause, words, term->kind, g_ptr_array_index (term->values, i));
}

static void
add_clause (GArray *clauses, ReeveAccessClause *clause, gboolean *empty)
{
  drop_empty_sets (clause);
  if (clause_is_stretch (clause))
    {
      clause_clear (clause);
      return;
    }
  if (!reeve_access_clause_is_empty (clause))
    {
      g_array_append_vals (clauses, clause, 1);
      return;
    }
  *empty |= !clause->negated;
  clause_clear (clause);
}

/* Terms of one kind are either-or; each word of the text, and each negated term, stands for itself. */
GArray *
reeve_access_clauses_make (ReeveAccessWords *words, const ReeveLogQuery *query, gboolean *empty)
{
  GArray *clauses = g_array_new (FALSE, FALSE, sizeof (ReeveAccessClause));

  *empty = FALSE;
  g_array_set_clear_func (clauses, clause_clear);
  for (guint kind = 0; kind < REEVE_LOG_KINDS; kind++)
    {
      ReeveAccessClause together = clause_init (FALSE);
      gboolean asked = FALSE;

      for (guint i = 0; i < query->terms->len; i++)
        {
          const ReeveLogTerm *term = g_ptr_array_index (query->terms, i);

          if (term->kind != kind)
            continue;
          if (term->negated || kind == REEVE_LOG_TEXT)
            {
              ReeveAccessClause alone = clause_init (term->negated);

              add_term (&alone, words, term);
              add_clause (clauses, &alone, empty);
              continue;
            }
          add_term (&together, words, term);
          asked = TRUE;
        }
      if (asked)
        add_clause (clauses, &together, empty);
      else
        clause_clear (&together);
    }
  return clauses;
}
