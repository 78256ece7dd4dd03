/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/store/access-filter.h"

#include "common/clock.h"
#include "service/store/access-narrow.h"
#include "service/store/access-sql.h"

#define COUNTED    20000 /* rows of an object that are counted; more are many anyway */
#define SCATTERED  16    /* rows in order take as long as one that an index finds elsewhere */
#define MOST_WORDS 5000  /* that are counted; more are many rows anyway */
#define AT_ONCE    50000 /* rows that are gone through in some tens of milliseconds */

struct _ReeveAccessFilter
{
  GArray *clauses; /* of ReeveAccessClause */
  gboolean empty;
  gboolean lacking; /* blocks */
  gint64 n_foreign; /* events of other sources */
  gint64 total;
  guint wanted;      /* 0: all */
  GArray *stretches; /* (nullable): of ReeveAccessStretch: what is gone through; NULL: all */
  ReeveAccessCount count;
  gboolean driven; /* its rows are found by an index */
  GString *from;
  const char *counted; /* (nullable): the column of COUNT_BAD */
  GString *where;
  ReeveAccessParameters parameters;
};

void
reeve_access_filter_free (ReeveAccessFilter *self)
{
  g_clear_pointer (&self->clauses, g_array_unref);
  g_clear_pointer (&self->stretches, g_array_unref);
  reeve_access_parameters_clear (&self->parameters);
  g_string_free (self->from, TRUE);
  g_string_free (self->where, TRUE);
  g_free (self);
}

/* --- By which index --- */

static gboolean
count_words (ReeveTx *tx, GArray *numbers, gint64 *rows, GError **error)
{
  g_autofree char *json = reeve_access_print_numbers (numbers);
  ReeveStatement *statement = reeve_tx_prepare (
    tx, "SELECT COALESCE (sum (n), 0) FROM words WHERE number IN (SELECT value FROM json_each ($1))", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, json);
  return reeve_statement_read_int (statement, rows, error);
}

static gboolean
count_results (ReeveTx *tx, guint results, gint64 *rows, GError **error)
{
  g_autoptr (GString) sql = g_string_new ("SELECT COALESCE (sum (n), 0) FROM hours WHERE ");

  reeve_access_append_results (sql, "", results);
  return reeve_statement_read_int (reeve_tx_prepare (tx, sql->str, error), rows, error);
}

static gboolean
count_objects (ReeveTx *tx, const ReeveAccessObjects *objects, gint64 *rows, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx,
    "SELECT count(*) FROM (SELECT 1 FROM events INDEXED BY events_by_object WHERE object IS "
    "NOT NULL AND object BETWEEN $1 AND $2 LIMIT $3)",
    error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_blob (statement, 1, objects->low, REEVE_ACCESS_OBJECT_BYTES);
  reeve_statement_bind_blob (statement, 2, objects->high, REEVE_ACCESS_OBJECT_BYTES);
  reeve_statement_bind_int (statement, 3, COUNTED + 1);
  return reeve_statement_read_int (statement, rows, error);
}

static gboolean
count_clause (ReeveAccessFilter *self, ReeveTx *tx, ReeveAccessClause *clause, GError **error)
{
  gint64 rows = 0;
  gint64 more;

  clause->rows = -1;
  if (clause->negated || clause->ranges->len > 0 || (clause->results & 1u << REEVE_ACCESS_OK) != 0)
    return TRUE;
  for (guint i = 0; i < clause->sets->len; i++)
    {
      const ReeveAccessSet *set = &g_array_index (clause->sets, ReeveAccessSet, i);

      if (set->kind == REEVE_ACCESS_WORD_ROUTE || set->numbers->len > MOST_WORDS)
        return TRUE;
      if (!count_words (tx, set->numbers, &more, error))
        return FALSE;
      rows += more;
    }
  for (guint i = 0; i < clause->objects->len; i++)
    {
      if (!count_objects (tx, &g_array_index (clause->objects, ReeveAccessObjects, i), &more, error))
        return FALSE;
      rows += more;
    }
  if (clause->results != 0)
    {
      if (!count_results (tx, clause->results, &more, error))
        return FALSE;
      rows += more;
    }
  if (clause->texts->len > 0)
    rows += clause->stretches != NULL ? clause->n_texts : self->n_foreign;
  clause->rows = rows;
  return TRUE;
}

/* One word, or one result: its index has the rows in the order of time. */
static gboolean
is_single (const ReeveAccessClause *clause)
{
  if (clause->objects->len + clause->texts->len > 0)
    return FALSE;
  if (clause->results != 0)
    return clause->sets->len == 0 && (clause->results & (clause->results - 1)) == 0;
  return clause->sets->len == 1 && g_array_index (clause->sets, ReeveAccessSet, 0).numbers->len == 1;
}

/* Where most rows are lines of other systems, the blocks that may have a text are gone through in the order
 * of time; else by the index that has only such lines. */
static gboolean
is_gone_through (const ReeveAccessFilter *self, const ReeveAccessClause *clause)
{
  return !clause->negated && clause->stretches != NULL && reeve_access_clause_has_only_texts (clause) &&
         self->n_foreign > self->total / 2;
}

static void
choose_stretches (ReeveAccessFilter *self)
{
  for (guint i = 0; i < self->clauses->len; i++)
    {
      const ReeveAccessClause *clause = &g_array_index (self->clauses, ReeveAccessClause, i);
      GArray *before = self->stretches;

      if (!is_gone_through (self, clause))
        continue;
      self->stretches = reeve_access_stretches_meet (before, clause->stretches, G_MININT64, G_MAXINT64);
      g_clear_pointer (&before, g_array_unref);
    }
}

static double
get_share (const ReeveAccessFilter *self, const ReeveAccessClause *clause)
{
  return clause->rows < 0 || self->total == 0 ? 1 : MIN ((double) clause->rows / (double) self->total, 1);
}

/* How many rows have to be looked at of @n, of which that share is wanted: all, or until there are enough. */
static double
count_looks (const ReeveAccessFilter *self, double n, double share)
{
  return self->wanted > 0 && share > 0 ? MIN (n, self->wanted / share) : n;
}

/* In rows that are gone through in the order of time. What clauses have in common is not known: taken to be
 * as much as chance would give them. */
static double
estimate_by (const ReeveAccessFilter *self, const ReeveAccessClause *clause, double share)
{
  double rows = (double) clause->rows;

  if (is_single (clause))
    rows = count_looks (self, rows, share / get_share (self, clause));
  return rows * SCATTERED;
}

/* In the same, where the ids of two clauses are gone through, and only what is in both is looked at. */
static double
estimate_both (const ReeveAccessFilter *self, const ReeveAccessClause *one, const ReeveAccessClause *other)
{
  return (double) one->rows + (double) other->rows + get_share (self, one) * (double) other->rows * SCATTERED;
}

/* Of those that are found by an index, the one with the fewest rows but @but. (nullable) */
static const ReeveAccessClause *
find_fewest (const ReeveAccessFilter *self, const ReeveAccessClause *but)
{
  const ReeveAccessClause *best = NULL;

  for (guint i = 0; i < self->clauses->len; i++)
    {
      const ReeveAccessClause *clause = &g_array_index (self->clauses, ReeveAccessClause, i);

      if (clause != but && clause->rows >= 0 && (best == NULL || clause->rows < best->rows))
        best = clause;
    }
  return best;
}

static double
get_share_of_all (const ReeveAccessFilter *self)
{
  double share = 1;

  for (guint i = 0; i < self->clauses->len; i++)
    share *= get_share (self, &g_array_index (self->clauses, ReeveAccessClause, i));
  return share;
}

/* (nullable): gone through in order. @second: (out) (nullable): what is found by both is what is wanted */
static const ReeveAccessClause *
choose (const ReeveAccessFilter *self, const ReeveAccessClause **second)
{
  const ReeveAccessClause *first = find_fewest (self, NULL);
  double share = get_share_of_all (self);
  double least = count_looks (self, (double) self->total, share);
  double alone;

  *second = NULL;
  if (first == NULL || is_gone_through (self, first))
    return NULL;
  alone = estimate_by (self, first, share);
  *second = find_fewest (self, first);
  if (*second != NULL &&
      ((*second)->texts->len > 0 || estimate_both (self, first, *second) >= MIN (alone, least)))
    *second = NULL;
  return *second != NULL || alone < least ? first : NULL;
}

static void
add_condition (ReeveAccessFilter *self, const ReeveAccessClause *clause)
{
  g_string_append (self->where, " AND ");
  reeve_access_append_clause (&self->parameters, self->where, clause);
}

static void
add_driver (ReeveAccessFilter *self, const ReeveAccessClause *clause)
{
  g_string_append (self->where, " AND ");
  if (clause->objects->len + clause->texts->len == 0 && clause->sets->len == 1 && clause->results == 0)
    {
      const ReeveAccessSet *set = &g_array_index (clause->sets, ReeveAccessSet, 0);
      const char *name = reeve_access_word_kind_get_name (set->kind);

      g_string_printf (self->from, "events AS e INDEXED BY events_by_%s", name);
      g_string_append_printf (self->where, "e.%s IS NOT NULL AND ", name);
      reeve_access_append_set (&self->parameters, self->where, "e.", set);
    }
  else if (clause->objects->len + clause->texts->len + clause->sets->len == 0)
    {
      g_string_assign (self->from, "events AS e INDEXED BY events_by_result");
      g_string_append (self->where, "e.result > 0 AND ");
      reeve_access_append_results (self->where, "e.", clause->results);
    }
  else
    reeve_access_append_union (&self->parameters, self->where, clause);
}

static void
add_both (ReeveAccessFilter *self, const ReeveAccessClause *one, const ReeveAccessClause *other)
{
  g_string_append (self->where, " AND ");
  reeve_access_append_both (&self->parameters, self->where, one, other);
}

/* --- Counting --- */

static gboolean
has_only (const ReeveAccessClause *clause, ReeveAccessWordKind kind)
{
  return clause->ranges->len + clause->objects->len + clause->texts->len == 0 &&
         (clause->sets->len == 0 ||
          (clause->sets->len == 1 && g_array_index (clause->sets, ReeveAccessSet, 0).kind == kind));
}

static void
choose_count (ReeveAccessFilter *self)
{
  const ReeveAccessClause *clause =
    self->clauses->len == 1 ? &g_array_index (self->clauses, ReeveAccessClause, 0) : NULL;
  gboolean hours = TRUE;

  for (guint i = 0; i < self->clauses->len; i++)
    hours =
      hours && has_only (&g_array_index (self->clauses, ReeveAccessClause, i), REEVE_ACCESS_WORD_ACTION);
  if (hours)
    self->count = REEVE_ACCESS_COUNT_HOURS;
  if (hours || clause == NULL || clause->negated || clause->results != 0)
    return;
  if (has_only (clause, REEVE_ACCESS_WORD_ACTOR))
    self->counted = "actor";
  else if (has_only (clause, REEVE_ACCESS_WORD_ADDRESS))
    self->counted = "address";
  else
    return;
  self->count = REEVE_ACCESS_COUNT_BAD;
  /* Which is what tells the database that the index has all of them. */
  g_string_append_printf (self->where, " AND e.%s IS NOT NULL", self->counted);
}

/* --- All of it --- */

static gboolean
read_totals (ReeveAccessFilter *self, ReeveTx *tx, GError **error)
{
  return reeve_statement_read_int (reeve_tx_prepare (tx, "SELECT COALESCE (sum (n), 0) FROM hours", error),
                                   &self->total, error) &&
         reeve_statement_read_int (
           reeve_tx_prepare (tx, "SELECT COALESCE (sum (n), 0) FROM words WHERE kind = 'source'", error),
           &self->n_foreign, error);
}

/* What texts were asked for is nowhere in the day: the clause is without them, and may be without anything.
 */
static void
drop_empty (ReeveAccessFilter *self)
{
  for (guint i = self->clauses->len; i > 0; i--)
    {
      const ReeveAccessClause *clause = &g_array_index (self->clauses, ReeveAccessClause, i - 1);

      if (!reeve_access_clause_is_empty (clause))
        continue;
      self->empty |= !clause->negated;
      g_array_remove_index (self->clauses, i - 1);
    }
}

static gboolean
count_all (ReeveAccessFilter *self, ReeveTx *tx, GError **error)
{
  for (guint i = 0; i < self->clauses->len; i++)
    if (!count_clause (self, tx, &g_array_index (self->clauses, ReeveAccessClause, i), error))
      return FALSE;
  return TRUE;
}

static void
make_sql (ReeveAccessFilter *self)
{
  const ReeveAccessClause *second;
  const ReeveAccessClause *driver = choose (self, &second);

  g_string_assign (self->from, "events AS e NOT INDEXED");
  g_string_assign (self->where, "TRUE");
  self->driven = driver != NULL;
  if (second != NULL)
    add_both (self, driver, second);
  else if (driver != NULL)
    add_driver (self, driver);
  else
    choose_stretches (self);
  for (guint i = 0; i < self->clauses->len; i++)
    {
      const ReeveAccessClause *clause = &g_array_index (self->clauses, ReeveAccessClause, i);

      if (clause != driver && clause != second)
        add_condition (self, clause);
    }
}

ReeveAccessFilter *
reeve_access_filter_new (ReeveAccessDay *day,
                         ReeveTx *tx,
                         const ReeveLogQuery *query,
                         guint wanted,
                         GError **error)
{
  g_autoptr (ReeveAccessFilter) self = g_new0 (ReeveAccessFilter, 1);
  ReeveAccessWords *words;

  self->wanted = wanted;
  reeve_access_parameters_init (&self->parameters, REEVE_ACCESS_FILTER_FIRST);
  self->from = g_string_new (NULL);
  self->where = g_string_new (NULL);
  words = reeve_access_day_lock_words (day, tx, error);
  if (words == NULL)
    return NULL;
  self->clauses = reeve_access_clauses_make (words, query, &self->empty);
  reeve_access_day_unlock_words (day);
  self->empty |= query->mistakes->len > 0;
  if (self->empty)
    return g_steal_pointer (&self);
  if (!reeve_access_narrow (tx, self->clauses, &self->lacking, error))
    return NULL;
  drop_empty (self);
  if (self->empty)
    return g_steal_pointer (&self);
  if (!read_totals (self, tx, error) || !count_all (self, tx, error))
    return NULL;
  make_sql (self);
  choose_count (self);
  return g_steal_pointer (&self);
}

gboolean
reeve_access_filter_is_empty (const ReeveAccessFilter *self)
{
  return self->empty;
}

gboolean
reeve_access_filter_lacks_blocks (const ReeveAccessFilter *self)
{
  return self->lacking;
}

ReeveAccessCount
reeve_access_filter_get_count (const ReeveAccessFilter *self)
{
  return self->count;
}

gint64
reeve_access_filter_get_stretch (const ReeveAccessFilter *self)
{
  gint64 parts = self->total / AT_ONCE + 1;

  if (self->driven || self->count == REEVE_ACCESS_COUNT_BAD)
    return REEVE_DAY;
  return MAX (24 / parts, 1) * REEVE_HOUR;
}

GArray *
reeve_access_filter_list_stretches (const ReeveAccessFilter *self, gint64 from, gint64 to)
{
  return reeve_access_stretches_meet (self->stretches, NULL, from, to);
}

const char *
reeve_access_filter_get_from (const ReeveAccessFilter *self)
{
  return self->from->str;
}

char *
reeve_access_filter_make_count_from (const ReeveAccessFilter *self, gboolean bad)
{
  g_return_val_if_fail (self->count == REEVE_ACCESS_COUNT_BAD, NULL);
  return g_strdup_printf ("events AS e INDEXED BY events_%sby_%s", bad ? "bad_" : "", self->counted);
}

const char *
reeve_access_filter_get_where (const ReeveAccessFilter *self)
{
  return self->where->str;
}

void
reeve_access_filter_bind (const ReeveAccessFilter *self, ReeveStatement *statement)
{
  reeve_access_parameters_bind (&self->parameters, statement);
}
