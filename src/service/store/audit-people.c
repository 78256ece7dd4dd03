/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/store/audit-people.h"

#include "common/json.h"
#include "service/store/rows.h"

void
reeve_log_departure_free (ReeveLogDeparture *self)
{
  g_free (self->day);
  g_free (self);
}

/* As a JSON array. @texts: (nullable) */
static void
bind_texts (ReeveStatement *statement, guint parameter, const char *const *texts)
{
  g_autoptr (GString) json = g_string_new ("[");

  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (json, ',');
      reeve_json_append_string (json, texts[i]);
    }
  g_string_append_c (json, ']');
  reeve_statement_bind_text (statement, parameter, json->str);
}

/* Objects are asked for by noun and id, as the index has them: an account stands for more than a "user". The
 * nouns are looked up one behind the other, for there are few of them and many entries. */
GPtrArray *
reeve_audit_list_people (ReeveTx *tx, const ReeveAuditPeopleQuery *query, GError **error)
{
  g_autofree char *sql = g_strdup_printf (
    "WITH RECURSIVE nouns (noun) AS (SELECT min (object_type) FROM audit UNION ALL SELECT (SELECT "
    "min (object_type) FROM audit WHERE object_type > noun) FROM nouns WHERE noun IS NOT NULL) "
    "SELECT %s FROM audit WHERE id IN (SELECT id FROM audit WHERE actor IN (SELECT value FROM "
    "json_each ($1)) UNION SELECT a.id FROM nouns AS t CROSS JOIN audit AS a WHERE a.object_type = "
    "t.noun AND a.object_id IN (SELECT value FROM json_each ($1) UNION SELECT value FROM "
    "json_each ($2))) AND object_type NOT IN (SELECT value FROM json_each ($3)) AND time >= $4 "
    "AND time < $5 AND id > $6 ORDER BY id LIMIT $7",
    reeve_rows_columns (reeve_audit_entry_get_type ()));
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  if (statement == NULL)
    return NULL;
  bind_texts (statement, 1, query->accounts);
  bind_texts (statement, 2, query->objects);
  bind_texts (statement, 3, query->nouns);
  reeve_statement_bind_int (statement, 4, query->from);
  reeve_statement_bind_int (statement, 5, query->to);
  reeve_statement_bind_text (statement, 6, query->after != NULL ? query->after : "");
  reeve_statement_bind_int (statement, 7, query->limit);
  return reeve_rows_read_all (statement, reeve_audit_entry_get_type (), error);
}

static void
free_ids (gpointer ids)
{
  g_ptr_array_unref (ids);
}

GHashTable *
reeve_audit_list_grants (ReeveTx *tx, GError **error)
{
  g_autoptr (GHashTable) grants = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_ids);
  ReeveStatement *statement = reeve_tx_prepare (tx,
                                                "SELECT principal, id FROM grants UNION SELECT json_extract "
                                                "(before, '$.principal'), object_id FROM audit WHERE "
                                                "object_type = 'grant' AND before IS NOT NULL UNION SELECT "
                                                "json_extract (after, '$.principal'), object_id FROM "
                                                "audit WHERE object_type = 'grant' AND after IS NOT NULL",
                                                error);
  gboolean row = TRUE;

  while (statement != NULL && row)
    {
      const char *principal;
      GPtrArray *ids;

      if (!reeve_statement_step (statement, &row, error))
        return NULL;
      principal = row ? reeve_statement_get_text (statement, 0) : NULL;
      if (principal == NULL)
        continue;
      ids = g_hash_table_lookup (grants, principal);
      if (ids == NULL)
        {
          ids = g_ptr_array_new_with_free_func (g_free);
          g_hash_table_insert (grants, g_strdup (principal), ids);
        }
      g_ptr_array_add (ids, g_strdup (reeve_statement_get_text (statement, 1)));
    }
  return statement != NULL ? g_steal_pointer (&grants) : NULL;
}

GPtrArray *
reeve_audit_list_departures (ReeveTx *tx, const char *first, const char *last, GError **error)
{
  g_autoptr (GPtrArray) departures =
    g_ptr_array_new_with_free_func ((GDestroyNotify) reeve_log_departure_free);
  ReeveStatement *statement = reeve_tx_prepare (
    tx,
    "SELECT object_id, COALESCE (json_extract (before, '$.events'), -1), COALESCE (json_extract "
    "(after, '$.events'), 0) FROM audit WHERE object_type = 'log' AND object_id >= $1 AND "
    "object_id <= $2 AND action = 'log.purge' ORDER BY object_id, id",
    error);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, first);
  reeve_statement_bind_text (statement, 2, last);
  while (row)
    {
      ReeveLogDeparture *departure;

      if (!reeve_statement_step (statement, &row, error))
        return NULL;
      if (!row)
        break;
      departure = g_new0 (ReeveLogDeparture, 1);
      departure->day = g_strdup (reeve_statement_get_text (statement, 0));
      departure->before = reeve_statement_get_int (statement, 1);
      departure->held = reeve_statement_get_int (statement, 2);
      g_ptr_array_add (departures, departure);
    }
  return g_steal_pointer (&departures);
}
