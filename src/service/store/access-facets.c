/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Of what: the newest events are looked at, by number in each day, and by word over the days. */

#include "config.h"

#include "service/store/access-read.h"

#include <arpa/inet.h>
#include <string.h>

#define LOOKED_AT 20000 /* events */

typedef struct
{
  const char *key;    /* of the query language */
  const char *column; /* of the events: a word, but for the result */
} Key;

static const Key keys[] = {
  { "result", "result" }, { "action", "action" },   { "who", "actor" },
  { "ip", "address" },    { "outcome", "outcome" }, { "source", "source" },
};
#define N_KEYS G_N_ELEMENTS (keys)

typedef struct
{
  char *value;
  char *label; /* (nullable) */
  gint64 n;
} Counted;

typedef struct
{
  GHashTable *values[N_KEYS];  /* of value and Counted */
  GHashTable *numbers[N_KEYS]; /* of the day's numbers and how often */
  gint64 counted;
  gboolean complete;
  ReeveAccessPatience patience;
} Counting;

static void
counted_free (gpointer data)
{
  Counted *self = data;

  g_free (self->value);
  g_free (self->label);
  g_free (self);
}

/* --- A day, by number --- */

static gboolean
count_numbers (Counting *self, ReeveStatement *statement, GError **error)
{
  gboolean row = TRUE;

  while (TRUE)
    {
      if (!reeve_statement_step (statement, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      self->counted++;
      for (guint i = 0; i < N_KEYS; i++)
        {
          gpointer number = GSIZE_TO_POINTER (reeve_statement_get_int (statement, i));
          gpointer n = g_hash_table_lookup (self->numbers[i], number);

          if (!reeve_statement_is_null (statement, i))
            g_hash_table_insert (self->numbers[i], number, GSIZE_TO_POINTER (GPOINTER_TO_SIZE (n) + 1));
        }
    }
}

/* --- Over the days, by word --- */

static void
add_value (Counting *self, guint key, const char *value, const char *label, gint64 n)
{
  Counted *counted = g_hash_table_lookup (self->values[key], value);

  if (counted == NULL)
    {
      counted = g_new0 (Counted, 1);
      counted->value = g_strdup (value);
      counted->label = g_strdup (label);
      g_hash_table_insert (self->values[key], counted->value, counted);
    }
  counted->n += n;
}

static void
add_actor (Counting *self, guint key, const char *word, gint64 n)
{
  const char *parting = strchr (word, '\x1f');
  g_autofree char *id = NULL;

  if (parting == NULL)
    return;
  id = g_strndup (word, (gsize) (parting - word));
  if (*id == '\0')
    add_value (self, key, parting + 1, NULL, n);
  else
    add_value (self, key, id, parting[1] != '\0' ? parting + 1 : NULL, n);
}

static void
add_word (Counting *self, guint key, ReeveStatement *statement, gint64 n)
{
  gsize length;
  const void *bytes;
  char text[INET6_ADDRSTRLEN];

  if (g_str_equal (keys[key].key, "who"))
    {
      add_actor (self, key, reeve_statement_get_text (statement, 0), n);
      return;
    }
  if (reeve_statement_get_int (statement, 1) == 0)
    {
      add_value (self, key, reeve_statement_get_text (statement, 0), NULL, n);
      return;
    }
  bytes = reeve_statement_get_blob (statement, 0, &length);
  if (inet_ntop (length == 4 ? AF_INET : AF_INET6, bytes, text, sizeof text) != NULL)
    add_value (self, key, text, NULL, n);
}

static gboolean
name_numbers (Counting *self, ReeveTx *tx, guint key, GError **error)
{
  GHashTableIter iter;
  gpointer number;
  gpointer n;

  g_hash_table_iter_init (&iter, self->numbers[key]);
  while (g_hash_table_iter_next (&iter, &number, &n))
    {
      ReeveStatement *statement;
      gboolean row;

      if (g_str_equal (keys[key].key, "result"))
        {
          add_value (self, key, reeve_access_result_to_wire ((ReeveAccessResult) GPOINTER_TO_SIZE (number)),
                     NULL, (gint64) GPOINTER_TO_SIZE (n));
          continue;
        }
      statement =
        reeve_tx_prepare (tx, "SELECT word, typeof (word) = 'blob' FROM words WHERE number = $1", error);
      if (statement == NULL)
        return FALSE;
      reeve_statement_bind_int (statement, 1, (gint64) GPOINTER_TO_SIZE (number));
      if (!reeve_statement_step (statement, &row, error))
        return FALSE;
      if (row)
        add_word (self, key, statement, (gint64) GPOINTER_TO_SIZE (n));
    }
  g_hash_table_remove_all (self->numbers[key]);
  return TRUE;
}

static gboolean
count_stretch (Counting *self,
               ReeveTx *tx,
               const ReeveAccessFilter *filter,
               gint64 from,
               gint64 to,
               GError **error)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT e.result, e.action, e.actor, e.address, e.outcome, e.source FROM %s WHERE e.id "
                     ">= $1 AND e.id < $2 AND %s "
                     "ORDER BY e.id DESC LIMIT $3 - $4",
                     reeve_access_filter_get_from (filter), reeve_access_filter_get_where (filter));
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, from);
  reeve_statement_bind_int (statement, 2, to);
  reeve_statement_bind_int (statement, 3, LOOKED_AT);
  reeve_statement_bind_int (statement, 4, self->counted);
  reeve_access_filter_bind (filter, statement);
  return count_numbers (self, statement, error);
}

static gboolean
count_day_cb (ReeveTx *tx,
              const ReeveAccessFilter *filter,
              gint64 from,
              gint64 to,
              gboolean *stop,
              gpointer data,
              GError **error)
{
  Counting *self = data;
  gint64 stretch = reeve_access_filter_get_stretch (filter);

  for (gint64 begin; to > from && !*stop; to = begin)
    {
      begin = MAX ((to - 1) / stretch * stretch, from);
      *stop = reeve_access_patience_is_over (&self->patience);
      if (!*stop && !count_stretch (self, tx, filter, begin, to, error))
        return FALSE;
      *stop |= self->counted == LOOKED_AT;
    }
  self->complete = !*stop;
  for (guint i = 0; i < N_KEYS; i++)
    if (!name_numbers (self, tx, i, error))
      return FALSE;
  return TRUE;
}

/* --- The answer --- */

/* Most first, and then by value, so that the same question has the same answer. */
static int
compare_cb (gconstpointer a, gconstpointer b)
{
  const Counted *one = *(const Counted *const *) a;
  const Counted *other = *(const Counted *const *) b;

  if (one->n != other->n)
    return one->n > other->n ? -1 : 1;
  return strcmp (one->value, other->value);
}

static void
append_facets (GPtrArray *facets, const char *key, GHashTable *values, guint most)
{
  g_autoptr (GPtrArray) sorted = g_hash_table_get_values_as_ptr_array (values);

  g_ptr_array_sort (sorted, compare_cb);
  for (guint i = 0; i < MIN (sorted->len, most); i++)
    {
      const Counted *counted = sorted->pdata[i];
      ReeveAccessFacet *facet = reeve_access_facet_new ();

      facet->key = g_strdup (key);
      facet->value = g_strdup (counted->value);
      facet->label = g_strdup (counted->label);
      facet->n = counted->n;
      g_ptr_array_add (facets, facet);
    }
}

ReeveAccessFacets *
reeve_access_list_facets (ReeveAccessFiles *files,
                          const ReeveAccessQuestion *question,
                          guint per_key,
                          GError **error)
{
  g_autoptr (ReeveAccessFacets) facets = reeve_access_facets_new ();
  Counting counting = { .complete = TRUE, .patience = reeve_access_patience_begin (question) };
  gboolean good;

  for (guint i = 0; i < N_KEYS; i++)
    {
      counting.values[i] = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, counted_free);
      counting.numbers[i] = g_hash_table_new (NULL, NULL);
    }
  good = reeve_access_visit (files, question, FALSE, count_day_cb, &counting, error);
  facets->counted = counting.counted;
  facets->complete = counting.complete;
  facets->facets = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < N_KEYS; i++)
    {
      append_facets (facets->facets, keys[i].key, counting.values[i], per_key);
      g_hash_table_unref (counting.values[i]);
      g_hash_table_unref (counting.numbers[i]);
    }
  return good ? g_steal_pointer (&facets) : NULL;
}
