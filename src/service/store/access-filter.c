/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/store/access-filter.h"

#include <string.h>

#include "service/store/access-words.h"

#define FEW        20000 /* rows that are sorted rather than gone through in order */
#define MOST_WORDS 5000  /* that are counted; more are many rows anyway */
#define OBJECT     16    /* bytes */

/* Numbers of words in one column. */
typedef struct
{
  ReeveAccessWordKind kind;
  GArray *numbers; /* of gint64 */
} Set;

typedef struct
{
  const char *column;
  gint64 from;
  gint64 to; /* the last */
} Range;

typedef struct
{
  guint8 low[OBJECT];
  guint8 high[OBJECT];
} Objects;

/* One thing that is asked: any of these is an answer. */
typedef struct
{
  gboolean negated;
  GArray *sets;     /* of Set */
  GArray *ranges;   /* of Range */
  GArray *objects;  /* of Objects */
  GPtrArray *texts; /* of ReeveLogValue, borrowed: looked for in what a source said */
  guint results;    /* a bit for each */
  gint64 rows;      /* about how many have it; -1: not to be found by an index */
} Clause;

typedef struct
{
  char *text;    /* (nullable) */
  GBytes *bytes; /* (nullable) */
  gint64 number;
} Parameter;

struct _ReeveAccessFilter
{
  GArray *clauses; /* of Clause */
  gboolean empty;
  gint64 n_foreign; /* events of other sources */
  gint64 total;
  ReeveAccessCount count;
  GString *from;
  const char *counted; /* (nullable): the column of COUNT_BAD */
  GString *where;
  GArray *parameters; /* of Parameter */
};

static void
set_clear (gpointer data)
{
  g_array_unref (((Set *) data)->numbers);
}

static void
parameter_clear (gpointer data)
{
  Parameter *self = data;

  g_free (self->text);
  g_clear_pointer (&self->bytes, g_bytes_unref);
}

static void
clause_clear (gpointer data)
{
  Clause *self = data;

  g_array_unref (self->sets);
  g_array_unref (self->ranges);
  g_array_unref (self->objects);
  g_ptr_array_unref (self->texts);
}

static Clause
clause_init (gboolean negated)
{
  Clause self = {
    .negated = negated,
    .sets = g_array_new (FALSE, FALSE, sizeof (Set)),
    .ranges = g_array_new (FALSE, FALSE, sizeof (Range)),
    .objects = g_array_new (FALSE, FALSE, sizeof (Objects)),
    .texts = g_ptr_array_new (),
  };

  g_array_set_clear_func (self.sets, set_clear);
  return self;
}

static gboolean
clause_is_empty (const Clause *self)
{
  return self->sets->len + self->ranges->len + self->objects->len + self->texts->len == 0 &&
         self->results == 0;
}

/* One stretch of time is nothing but bounds, which are the caller's. */
static gboolean
clause_is_stretch (const Clause *self)
{
  return !self->negated && self->ranges->len == 1 &&
         g_str_equal (g_array_index (self->ranges, Range, 0).column, "id");
}

void
reeve_access_filter_free (ReeveAccessFilter *self)
{
  g_array_unref (self->clauses);
  g_array_unref (self->parameters);
  g_string_free (self->from, TRUE);
  g_string_free (self->where, TRUE);
  g_free (self);
}

/* --- What a value is in this day --- */

static GArray *
get_set (Clause *clause, ReeveAccessWordKind kind)
{
  Set set = { .kind = kind };

  for (guint i = 0; i < clause->sets->len; i++)
    if (g_array_index (clause->sets, Set, i).kind == kind)
      return g_array_index (clause->sets, Set, i).numbers;
  set.numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_val (clause->sets, set);
  return set.numbers;
}

static void
drop_empty_sets (Clause *clause)
{
  for (guint i = clause->sets->len; i > 0; i--)
    if (g_array_index (clause->sets, Set, i - 1).numbers->len == 0)
      g_array_remove_index_fast (clause->sets, i - 1);
}

/* An id's digits as they are packed, the missing ones being @filler. FALSE: so no UUID begins. */
static gboolean
pack (const char *text, guint8 filler, guint8 packed[OBJECT])
{
  gsize length = strlen (text);
  guint n = 0;

  if (length > 36)
    return FALSE;
  memset (packed, filler << 4 | filler, OBJECT);
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
add_objects (Clause *clause, const ReeveLogValue *value)
{
  Objects objects;

  if (value->folded == NULL || (value->match != REEVE_LOG_PREFIX && strlen (value->folded) != 36) ||
      !pack (value->folded, 0, objects.low) || !pack (value->folded, 0xf, objects.high))
    return;
  g_array_append_val (clause->objects, objects);
}

static void
add_words (Clause *clause, ReeveAccessWords *words, ReeveAccessWordKind kind, const ReeveLogValue *value)
{
  reeve_access_words_find (words, kind, value, get_set (clause, kind));
}

static void
add_text (Clause *clause, ReeveAccessWords *words, ReeveLogKind kind, const ReeveLogValue *value)
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
add_range (Clause *clause, ReeveLogKind kind, const ReeveLogValue *value)
{
  Range range = {
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
add_value (Clause *clause, ReeveAccessWords *words, ReeveLogKind kind, const ReeveLogValue *value)
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
add_term (Clause *clause, ReeveAccessWords *words, const ReeveLogTerm *term)
{
  for (guint i = 0; i < term->values->len; i++)
    add_value (clause, words, term->kind, g_ptr_array_index (term->values, i));
}

static void
add_clause (ReeveAccessFilter *self, Clause *clause)
{
  drop_empty_sets (clause);
  if (clause_is_stretch (clause))
    {
      clause_clear (clause);
      return;
    }
  if (!clause_is_empty (clause))
    {
      g_array_append_vals (self->clauses, clause, 1);
      return;
    }
  self->empty |= !clause->negated;
  clause_clear (clause);
}

/* Terms of one kind are either-or; each word of the text, and each negated term, stands for itself. */
static void
make_clauses (ReeveAccessFilter *self, ReeveAccessWords *words, const ReeveLogQuery *query)
{
  for (guint kind = 0; kind < REEVE_LOG_KINDS; kind++)
    {
      Clause together = clause_init (FALSE);
      gboolean asked = FALSE;

      for (guint i = 0; i < query->terms->len; i++)
        {
          const ReeveLogTerm *term = g_ptr_array_index (query->terms, i);

          if (term->kind != kind)
            continue;
          if (term->negated || kind == REEVE_LOG_TEXT)
            {
              Clause alone = clause_init (term->negated);

              add_term (&alone, words, term);
              add_clause (self, &alone);
              continue;
            }
          add_term (&together, words, term);
          asked = TRUE;
        }
      if (asked)
        add_clause (self, &together);
      else
        clause_clear (&together);
    }
}

/* --- SQL --- */

static void
append_parameter (ReeveAccessFilter *self, GString *sql, Parameter parameter)
{
  g_array_append_val (self->parameters, parameter);
  g_string_append_printf (sql, "$%u", REEVE_ACCESS_FILTER_FIRST + self->parameters->len - 1);
}

static void
append_number (ReeveAccessFilter *self, GString *sql, gint64 number)
{
  append_parameter (self, sql, (Parameter) { .number = number });
}

static void
append_bytes (ReeveAccessFilter *self, GString *sql, const guint8 bytes[OBJECT])
{
  append_parameter (self, sql, (Parameter) { .bytes = g_bytes_new (bytes, OBJECT) });
}

static char *
print_numbers (GArray *numbers)
{
  GString *json = g_string_new ("[");

  for (guint i = 0; i < numbers->len; i++)
    g_string_append_printf (json, i > 0 ? ",%" G_GINT64_FORMAT : "%" G_GINT64_FORMAT,
                            g_array_index (numbers, gint64, i));
  g_string_append_c (json, ']');
  return g_string_free (json, FALSE);
}

/* @table: "e." or "" */
static void
append_set (ReeveAccessFilter *self, GString *sql, const char *table, const Set *set)
{
  g_string_append_printf (sql, "%s%s ", table, reeve_access_word_kind_get_name (set->kind));
  if (set->numbers->len == 1)
    {
      g_string_append (sql, "= ");
      append_number (self, sql, g_array_index (set->numbers, gint64, 0));
      return;
    }
  g_string_append (sql, "IN (SELECT value FROM json_each (");
  append_parameter (self, sql, (Parameter) { .text = print_numbers (set->numbers) });
  g_string_append (sql, "))");
}

static void
append_objects (ReeveAccessFilter *self, GString *sql, const char *table, const Objects *objects)
{
  gboolean one = memcmp (objects->low, objects->high, OBJECT) == 0;

  g_string_append_printf (sql, "%sobject %s ", table, one ? "=" : "BETWEEN");
  append_bytes (self, sql, objects->low);
  if (!one)
    {
      g_string_append (sql, " AND ");
      append_bytes (self, sql, objects->high);
    }
}

static void
append_results (GString *sql, const char *table, guint results)
{
  const char *parting = "";

  g_string_append_printf (sql, "%sresult IN (", table);
  for (guint i = 0; i < REEVE_ACCESS_RESULTS; i++)
    if ((results & 1u << i) != 0)
      {
        g_string_append_printf (sql, "%s%u", parting, i);
        parting = ", ";
      }
  g_string_append_c (sql, ')');
}

static void
append_text (ReeveAccessFilter *self, GString *sql, const char *table, const ReeveLogValue *value)
{
  static const char *const columns[] = { "text", "source_id" };

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_string_append (sql, i > 0 ? " OR reeve_log_matches (" : "reeve_log_matches (");
      append_number (self, sql, value->match);
      g_string_append (sql, ", ");
      append_parameter (self, sql, (Parameter) { .text = g_strdup (value->folded) });
      g_string_append_printf (sql, ", %s%s)", table, columns[i]);
    }
}

static void
part (GString *sql, gboolean *first)
{
  if (!*first)
    g_string_append (sql, " OR ");
  *first = FALSE;
}

static void
append_clause (ReeveAccessFilter *self, GString *sql, const Clause *clause)
{
  gboolean first = TRUE;

  g_string_append_c (sql, '(');
  if (clause->results != 0)
    {
      part (sql, &first);
      append_results (sql, "e.", clause->results);
    }
  for (guint i = 0; i < clause->ranges->len; i++)
    {
      const Range *range = &g_array_index (clause->ranges, Range, i);

      part (sql, &first);
      g_string_append_printf (sql, "e.%s BETWEEN ", range->column);
      append_number (self, sql, range->from);
      g_string_append (sql, " AND ");
      append_number (self, sql, range->to);
    }
  for (guint i = 0; i < clause->sets->len; i++)
    {
      part (sql, &first);
      append_set (self, sql, "e.", &g_array_index (clause->sets, Set, i));
    }
  for (guint i = 0; i < clause->objects->len; i++)
    {
      part (sql, &first);
      append_objects (self, sql, "e.", &g_array_index (clause->objects, Objects, i));
    }
  for (guint i = 0; i < clause->texts->len; i++)
    {
      part (sql, &first);
      append_text (self, sql, "e.", g_ptr_array_index (clause->texts, i));
    }
  g_string_append (sql, clause->negated ? ") IS NOT TRUE" : ")");
}

/* The rows of a clause that has few, each part by its own index. */
static void
append_union (ReeveAccessFilter *self, GString *sql, const Clause *clause)
{
  gboolean first = TRUE;

#define NEXT(...)                                                                  \
  G_STMT_START                                                                     \
  {                                                                                \
    g_string_append_printf (sql, first ? "e.id IN (" : " UNION ALL ");             \
    g_string_append_printf (sql, "SELECT id FROM events INDEXED BY " __VA_ARGS__); \
    first = FALSE;                                                                 \
  }                                                                                \
  G_STMT_END

  for (guint i = 0; i < clause->sets->len; i++)
    {
      const Set *set = &g_array_index (clause->sets, Set, i);
      const char *name = reeve_access_word_kind_get_name (set->kind);

      NEXT ("events_by_%s WHERE %s IS NOT NULL AND ", name, name);
      append_set (self, sql, "", set);
    }
  for (guint i = 0; i < clause->objects->len; i++)
    {
      NEXT ("events_by_object WHERE object IS NOT NULL AND ");
      append_objects (self, sql, "", &g_array_index (clause->objects, Objects, i));
    }
  if (clause->results != 0)
    {
      NEXT ("events_by_result WHERE result > 0 AND ");
      append_results (sql, "", clause->results);
    }
  for (guint i = 0; i < clause->texts->len; i++)
    {
      NEXT ("events_by_source WHERE source IS NOT NULL AND (");
      append_text (self, sql, "", g_ptr_array_index (clause->texts, i));
      g_string_append_c (sql, ')');
    }
  g_string_append_c (sql, ')');
#undef NEXT
}

/* --- By which index --- */

static gboolean
count_words (ReeveTx *tx, GArray *numbers, gint64 *rows, GError **error)
{
  g_autofree char *json = print_numbers (numbers);
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

  append_results (sql, "", results);
  return reeve_statement_read_int (reeve_tx_prepare (tx, sql->str, error), rows, error);
}

static gboolean
count_objects (ReeveTx *tx, const Objects *objects, gint64 *rows, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx,
    "SELECT count(*) FROM (SELECT 1 FROM events INDEXED BY events_by_object WHERE object IS "
    "NOT NULL AND object BETWEEN $1 AND $2 LIMIT $3)",
    error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_blob (statement, 1, objects->low, OBJECT);
  reeve_statement_bind_blob (statement, 2, objects->high, OBJECT);
  reeve_statement_bind_int (statement, 3, FEW + 1);
  return reeve_statement_read_int (statement, rows, error);
}

static gboolean
count_clause (ReeveAccessFilter *self, ReeveTx *tx, Clause *clause, GError **error)
{
  gint64 rows = 0;
  gint64 more;

  clause->rows = -1;
  if (clause->negated || clause->ranges->len > 0 || (clause->results & 1u << REEVE_ACCESS_OK) != 0)
    return TRUE;
  for (guint i = 0; i < clause->sets->len; i++)
    {
      const Set *set = &g_array_index (clause->sets, Set, i);

      if (set->kind == REEVE_ACCESS_WORD_ROUTE || set->numbers->len > MOST_WORDS)
        return TRUE;
      if (!count_words (tx, set->numbers, &more, error))
        return FALSE;
      rows += more;
    }
  for (guint i = 0; i < clause->objects->len; i++)
    {
      if (!count_objects (tx, &g_array_index (clause->objects, Objects, i), &more, error))
        return FALSE;
      rows += more;
    }
  if (clause->results != 0)
    {
      if (!count_results (tx, clause->results, &more, error))
        return FALSE;
      rows += more;
    }
  clause->rows = rows + (clause->texts->len > 0 ? self->n_foreign : 0);
  return TRUE;
}

/* One word, or one result: its index has the rows in the order of time. */
static gboolean
is_single (const Clause *clause)
{
  if (clause->objects->len + clause->texts->len > 0)
    return FALSE;
  if (clause->results != 0)
    return clause->sets->len == 0 && (clause->results & (clause->results - 1)) == 0;
  return clause->sets->len == 1 && g_array_index (clause->sets, Set, 0).numbers->len == 1;
}

/* (nullable): gone through in order */
static const Clause *
choose (const ReeveAccessFilter *self)
{
  const Clause *best = NULL;

  for (guint i = 0; i < self->clauses->len; i++)
    {
      const Clause *clause = &g_array_index (self->clauses, Clause, i);

      if (clause->rows >= 0 && (best == NULL || clause->rows < best->rows))
        best = clause;
    }
  if (best != NULL &&
      (best->rows <= MIN (FEW, self->total / 2) || (is_single (best) && best->rows <= self->total / 8)))
    return best;
  return NULL;
}

static void
add_condition (ReeveAccessFilter *self, const Clause *clause)
{
  g_string_append (self->where, " AND ");
  append_clause (self, self->where, clause);
}

static void
add_driver (ReeveAccessFilter *self, const Clause *clause)
{
  g_string_append (self->where, " AND ");
  if (clause->objects->len + clause->texts->len == 0 && clause->sets->len == 1 && clause->results == 0)
    {
      const Set *set = &g_array_index (clause->sets, Set, 0);
      const char *name = reeve_access_word_kind_get_name (set->kind);

      g_string_printf (self->from, "events AS e INDEXED BY events_by_%s", name);
      g_string_append_printf (self->where, "e.%s IS NOT NULL AND ", name);
      append_set (self, self->where, "e.", set);
    }
  else if (clause->objects->len + clause->texts->len + clause->sets->len == 0)
    {
      g_string_assign (self->from, "events AS e INDEXED BY events_by_result");
      g_string_append (self->where, "e.result > 0 AND ");
      append_results (self->where, "e.", clause->results);
    }
  else
    append_union (self, self->where, clause);
}

/* --- Counting --- */

static gboolean
has_only (const Clause *clause, ReeveAccessWordKind kind)
{
  return clause->ranges->len + clause->objects->len + clause->texts->len == 0 &&
         (clause->sets->len == 0 ||
          (clause->sets->len == 1 && g_array_index (clause->sets, Set, 0).kind == kind));
}

static void
choose_count (ReeveAccessFilter *self)
{
  const Clause *clause = self->clauses->len == 1 ? &g_array_index (self->clauses, Clause, 0) : NULL;
  gboolean hours = TRUE;

  for (guint i = 0; i < self->clauses->len; i++)
    hours = hours && has_only (&g_array_index (self->clauses, Clause, i), REEVE_ACCESS_WORD_ACTION);
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

static gboolean
count_all (ReeveAccessFilter *self, ReeveTx *tx, GError **error)
{
  for (guint i = 0; i < self->clauses->len; i++)
    if (!count_clause (self, tx, &g_array_index (self->clauses, Clause, i), error))
      return FALSE;
  return TRUE;
}

static void
make_sql (ReeveAccessFilter *self)
{
  const Clause *driver = choose (self);

  g_string_assign (self->from, "events AS e NOT INDEXED");
  g_string_assign (self->where, "TRUE");
  if (driver != NULL)
    add_driver (self, driver);
  for (guint i = 0; i < self->clauses->len; i++)
    if (&g_array_index (self->clauses, Clause, i) != driver)
      add_condition (self, &g_array_index (self->clauses, Clause, i));
}

ReeveAccessFilter *
reeve_access_filter_new (ReeveAccessDay *day, ReeveTx *tx, const ReeveLogQuery *query, GError **error)
{
  g_autoptr (ReeveAccessFilter) self = g_new0 (ReeveAccessFilter, 1);
  ReeveAccessWords *words;

  self->clauses = g_array_new (FALSE, FALSE, sizeof (Clause));
  g_array_set_clear_func (self->clauses, clause_clear);
  self->parameters = g_array_new (FALSE, FALSE, sizeof (Parameter));
  g_array_set_clear_func (self->parameters, parameter_clear);
  self->from = g_string_new (NULL);
  self->where = g_string_new (NULL);
  self->empty = query->mistakes->len > 0;
  words = reeve_access_day_lock_words (day, tx, error);
  if (words == NULL)
    return NULL;
  make_clauses (self, words, query);
  reeve_access_day_unlock_words (day);
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

ReeveAccessCount
reeve_access_filter_get_count (const ReeveAccessFilter *self)
{
  return self->count;
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
  for (guint i = 0; i < self->parameters->len; i++)
    {
      const Parameter *parameter = &g_array_index (self->parameters, Parameter, i);
      guint number = REEVE_ACCESS_FILTER_FIRST + i;

      if (parameter->text != NULL)
        reeve_statement_bind_text (statement, number, parameter->text);
      else if (parameter->bytes != NULL)
        reeve_statement_bind_bytes (statement, number, parameter->bytes);
      else
        reeve_statement_bind_int (statement, number, parameter->number);
    }
}
