/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Entries stand in the order of their ids, which are made when they are written: somewhat after the time that
 * they tell. So a span of time is a span of ids, a little wider, and whoever asks for a moment years ago does
 * not read all that came since. Words are in no index: whoever looks for some is answered with what was found
 * among so many entries, and goes on from there. */

#include "config.h"

#include "service/store/audit-trail.h"

#include "common/error.h"
#include "common/json.h"
#include "service/store/rows.h"
#include "service/store/user-search.h"

/* How far an entry's id may be from its time: a clock that was set; a call or a bulk job that took long. */
#define ID_BEFORE G_TIME_SPAN_HOUR
#define ID_AFTER  G_TIME_SPAN_DAY

#define SEARCHED                                                                                   \
  "COALESCE (actor_name, '') || ' ' || action || ' ' || COALESCE (object_name, '') || ' ' || "     \
  "COALESCE (reason, '') || ' ' || COALESCE (address, '') || ' ' || COALESCE (before, '') || ' ' " \
  "|| COALESCE (after, '')"

#define LOOKED_AT 10000 /* entries for a page */

typedef struct
{
  GString *where;
  GPtrArray *values; /* of char * */
} Conditions;

static void
conditions_clear (Conditions *self)
{
  g_string_free (self->where, TRUE);
  g_ptr_array_unref (self->values);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Conditions, conditions_clear)

/* @left, @right: SQL around the parameter that stands for @value (transfer full). */
static void
add (Conditions *self, const char *left, char *value, const char *right)
{
  if (self->where->len > 0)
    g_string_append (self->where, " AND ");
  g_ptr_array_add (self->values, value);
  g_string_append_printf (self->where, "%s$%u%s", left, self->values->len, right);
}

/* The least UUIDv7 of a moment, to the millisecond. */
static char *
make_bound (gint64 time)
{
  guint64 ms = (guint64) MAX (time, 0) / 1000;

  return g_strdup_printf ("%08x-%04x-0000-0000-000000000000", (guint32) (ms >> 16), (guint32) (ms & 0xffff));
}

static gboolean
add_time (Conditions *self, const ReeveQuery *query, const char *name, GError **error)
{
  const char *text = reeve_query_get_filter (query, name);
  gboolean since = g_str_equal (name, "since");
  gint64 time;

  if (text == NULL)
    return TRUE;
  if (!reeve_json_parse_time (text, &time))
    {
      g_autofree char *place = g_strconcat ("?", name, NULL);

      reeve_error_add_member (error, place, "time", "is no time as in RFC 3339");
      return FALSE;
    }
  /* A parameter is text, which is never less than a number. */
  add (self, since ? "time >= CAST (" : "time < CAST (", g_strdup_printf ("%" G_GINT64_FORMAT, time),
       " AS INTEGER)");
  add (self, since ? "id >= " : "id < ", make_bound (since ? time - ID_BEFORE : time + ID_AFTER), "");
  return TRUE;
}

static void
add_filters (Conditions *self, const ReeveQuery *query)
{
  static const struct
  {
    const char *filter;
    const char *condition;
  } filters[] = {
    { "objectType", "object_type = " }, { "object", "object_id = " }, { "actor", "actor = " },
    { "session", "session = " },        { "action", "action = " },    { "batch", "batch = " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    {
      const char *value = reeve_query_get_filter (query, filters[i].filter);

      if (value != NULL)
        add (self, filters[i].condition, g_strdup (value), "");
    }
}

static void
add_nouns (Conditions *self, const char *const *nouns, gboolean only)
{
  if (nouns[0] == NULL && !only)
    return;
  if (self->where->len > 0)
    g_string_append (self->where, " AND ");
  g_string_append (self->where, only ? "object_type IN (" : "object_type NOT IN (");
  for (guint i = 0; nouns[i] != NULL; i++)
    {
      g_ptr_array_add (self->values, g_strdup (nouns[i]));
      g_string_append_printf (self->where, "%s$%u", i > 0 ? ", " : "", self->values->len);
    }
  g_string_append_c (self->where, ')');
}

/* --- Words --- */

/* @found: what is looked for, told by the last column; the one before is the id. */
static ReeveStatement *
prepare_search (ReeveTx *tx, const Conditions *found, const Conditions *conditions, GError **error)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT %s, id, %s FROM audit%s%s ORDER BY id DESC LIMIT %d",
                     reeve_rows_columns (reeve_audit_entry_get_type ()), found->where->str,
                     conditions->where->len > 0 ? " WHERE " : "", conditions->where->str, LOOKED_AT + 1);
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  for (guint i = 0; statement != NULL && i < conditions->values->len; i++)
    reeve_statement_bind_text (statement, i + 1, conditions->values->pdata[i]);
  return statement;
}

/* What is found among the next LOOKED_AT entries, but no more than a page. */
static gboolean
search (ReeveStatement *statement,
        const ReeveListSpec *spec,
        const ReeveQuery *query,
        ReeveListing *listing,
        GError **error)
{
  const guint matches = reeve_statement_get_n_columns (statement) - 1;
  g_autofree char *last = NULL;
  gboolean row;

  for (guint n = 0;; n++)
    {
      if (!reeve_statement_step (statement, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      if (n == LOOKED_AT || listing->items->len == query->limit)
        break;
      g_set_str (&last, reeve_statement_get_text (statement, matches - 1));
      if (reeve_statement_get_int (statement, matches) != 0)
        g_ptr_array_add (listing->items, reeve_rows_read (statement, spec->type));
    }
  listing->next = reeve_rows_make_cursor (spec, query, last, last);
  reeve_statement_stop (statement);
  return TRUE;
}

static ReeveListing *
list_found (ReeveTx *tx,
            const ReeveListSpec *spec,
            const ReeveQuery *query,
            const Conditions *found,
            Conditions *conditions,
            GError **error)
{
  g_autoptr (ReeveListing) listing = reeve_listing_new ();
  char *before;
  ReeveStatement *statement;

  if (!reeve_rows_read_cursor (spec, query, &before, error))
    return NULL;
  if (before != NULL)
    add (conditions, "id < ", before, "");
  statement = prepare_search (tx, found, conditions, error);
  listing->total = -1;
  return statement != NULL && search (statement, spec, query, listing, error) ? g_steal_pointer (&listing)
                                                                              : NULL;
}

ReeveListing *
reeve_audit_trail_list (ReeveTx *tx,
                        const ReeveQuery *query,
                        const char *const *nouns,
                        gboolean only,
                        GError **error)
{
  static const ReeveSort sorts[] = { { "id", "id", FALSE }, { NULL } };
  const ReeveListSpec spec = { "audit", reeve_audit_entry_get_type (), sorts };
  g_autoptr (ReeveQuery) bound = reeve_query_copy (query);
  g_auto (GStrv) words = reeve_user_search_words (query->text);
  g_auto (Conditions) conditions = { g_string_new (NULL), g_ptr_array_new_with_free_func (g_free) };
  /* Parameters are numbered as they stand, and what is found stands before what it is looked for among. */
  g_auto (Conditions) found = { g_string_new (NULL), g_ptr_array_ref (conditions.values) };

  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    add (&found, "reeve_log_matches (0, ", g_strdup (words[i]), ", " SEARCHED ")");
  add_filters (&conditions, query);
  if (!add_time (&conditions, query, "since", error) || !add_time (&conditions, query, "until", error))
    return NULL;
  add_nouns (&conditions, nouns, only);
  bound->descending = TRUE;
  if (found.where->len > 0)
    return list_found (tx, &spec, bound, &found, &conditions, error);
  g_ptr_array_add (conditions.values, NULL);
  return reeve_rows_list (tx, &spec, bound, conditions.where->len > 0 ? conditions.where->str : NULL,
                          (const char *const *) conditions.values->pdata, error);
}
