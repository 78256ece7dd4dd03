/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/store/notification-rules.h"

#include "common/encoding.h"
#include "common/error.h"
#include "service/store/rows.h"

#define TABLE "notification_rules"

static const ReeveSort sorts[] = { { "name", "name_key", FALSE }, { NULL, NULL, FALSE } };

ReeveListing *
reeve_notification_rules_list (ReeveTx *tx, const ReeveQuery *query, GError **error)
{
  const ReeveListSpec spec = { TABLE, reeve_notification_rule_get_type (), sorts, FALSE, NULL };
  g_autoptr (ReeveListing) listing = reeve_rows_list (tx, &spec, query, NULL, NULL, error);

  if (listing == NULL)
    return NULL;
  if (query->cursor == NULL && listing->next == NULL)
    listing->total = listing->items->len;
  return g_steal_pointer (&listing);
}

ReeveNotificationRule *
reeve_notification_rules_get (ReeveTx *tx, const char *id, GError **error)
{
  return reeve_rows_get (tx, TABLE, reeve_notification_rule_get_type (), id, error);
}

GPtrArray *
reeve_notification_rules_read (ReeveTx *tx, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM " TABLE " ORDER BY id",
                                          reeve_rows_columns (reeve_notification_rule_get_type ()));
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  return statement != NULL ? reeve_rows_read_all (statement, reeve_notification_rule_get_type (), error)
                           : NULL;
}

/* --- Changing --- */

static gboolean
check_room (ReeveTx *tx, GError **error)
{
  gint64 count;

  if (!reeve_statement_read_int (reeve_tx_prepare (tx, "SELECT count(*) FROM " TABLE, error), &count, error))
    return FALSE;
  if (count < REEVE_NOTIFICATION_RULES)
    return TRUE;
  reeve_set_error (error, REEVE_ERROR_CONFLICT, "too_many_rules", "there are %d rules",
                   REEVE_NOTIFICATION_RULES);
  return FALSE;
}

/* Looked for first: an insert that fails ends the transaction of a server. */
static gboolean
check_name (ReeveTx *tx, ReeveNotificationRule *rule, const char *key, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx, "SELECT count(*) FROM " TABLE " WHERE name_key = $1 AND id <> $2", error);
  gint64 count;

  if (statement != NULL)
    {
      reeve_statement_bind_text (statement, 1, key);
      reeve_statement_bind_text (statement, 2, rule->id);
    }
  if (!reeve_statement_read_int (statement, &count, error))
    return FALSE;
  if (count == 0)
    return TRUE;
  reeve_set_error (error, REEVE_ERROR_CONFLICT, "name_taken", "there is a rule of that name");
  return FALSE;
}

gboolean
reeve_notification_rules_insert (ReeveTx *tx, ReeveNotificationRule *rule, GError **error)
{
  g_autofree char *key = reeve_fold (rule->name);
  const char *extra[] = { "name_key", key, NULL };

  return check_room (tx, error) && check_name (tx, rule, key, error) &&
         reeve_rows_insert (tx, TABLE, rule, extra, error);
}

gboolean
reeve_notification_rules_update (ReeveTx *tx,
                                 ReeveNotificationRule *stored,
                                 ReeveNotificationRule *rule,
                                 GError **error)
{
  g_autofree char *key = reeve_fold (rule->name);
  const char *extra[] = { "name_key", key, NULL };

  return check_name (tx, rule, key, error) &&
         reeve_rows_change (tx, TABLE, stored, rule, stored->version, extra, error);
}

gboolean
reeve_notification_rules_delete (ReeveTx *tx, const char *id, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, "DELETE FROM " TABLE " WHERE id = $1", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, id);
  return reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_notification_rules_set_secret (ReeveTx *tx, const char *id, GBytes *sealed, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, "UPDATE " TABLE " SET sealed = $1 WHERE id = $2", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_bytes (statement, 1, sealed);
  reeve_statement_bind_text (statement, 2, id);
  return reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_notification_rules_get_secret (ReeveTx *tx, const char *id, GBytes **sealed, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, "SELECT sealed FROM " TABLE " WHERE id = $1", error);
  gboolean row;

  *sealed = NULL;
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, id);
  if (!reeve_statement_step (statement, &row, error))
    return FALSE;
  if (row)
    *sealed = reeve_statement_get_bytes (statement, 0);
  reeve_statement_stop (statement);
  return TRUE;
}

gboolean
reeve_notification_rules_note (ReeveTx *tx, ReeveNotificationRule *rule, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx, "UPDATE " TABLE " SET failing_since = $1, last_sent = $2, last_answer = $3 WHERE id = $4", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, rule->failing_since);
  reeve_statement_bind_int (statement, 2, rule->last_sent);
  reeve_statement_bind_text (statement, 3, rule->last_answer);
  reeve_statement_bind_text (statement, 4, rule->id);
  return reeve_statement_run (statement, NULL, error);
}

/* --- Who is written to --- */

#define ACTIVE "u.deleted = 0 AND u.state = 'active' AND u.lock <> 'breach'"

static gboolean
add_people (ReeveStatement *statement, const char *value, GHashTable *seen, GPtrArray *people, GError **error)
{
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, value);
  while (row)
    {
      ReeveRolePerson *person;

      if (!reeve_statement_step (statement, &row, error))
        return FALSE;
      if (!row || people->len >= REEVE_NOTIFICATION_RECIPIENTS ||
          !g_hash_table_add (seen, g_strdup (reeve_statement_get_text (statement, 0))))
        continue;
      person = reeve_role_person_new ();
      g_ptr_array_add (people, person);
      person->id = g_strdup (reeve_statement_get_text (statement, 0));
      person->display_name = g_strdup (reeve_statement_get_text (statement, 1));
      person->email = g_strdup (reeve_statement_get_text (statement, 2));
    }
  return TRUE;
}

static gboolean
add_user (ReeveTx *tx, const char *id, GHashTable *seen, GPtrArray *people, GError **error)
{
  return add_people (
    reeve_tx_prepare (tx, "SELECT u.id, u.display_name, u.email FROM users AS u WHERE u.id = $1 AND " ACTIVE,
                      error),
    id, seen, people, error);
}

static gboolean
add_holders (ReeveTx *tx, const char *role, GHashTable *seen, GPtrArray *people, GError **error)
{
  return add_people (
    reeve_tx_prepare (tx,
                      "SELECT u.id, u.display_name, u.email FROM user_roles AS r CROSS JOIN users AS u "
                      "WHERE r.role = $1 AND u.number = r.number AND " ACTIVE " ORDER BY r.number LIMIT 100",
                      error),
    role, seen, people, error);
}

GPtrArray *
reeve_notification_rules_list_recipients (ReeveTx *tx, ReeveNotificationRule *rule, GError **error)
{
  g_autoptr (GPtrArray) people = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; rule->users != NULL && rule->users[i] != NULL; i++)
    if (!add_user (tx, rule->users[i], seen, people, error))
      return NULL;
  for (guint i = 0; rule->roles != NULL && rule->roles[i] != NULL; i++)
    if (!add_holders (tx, rule->roles[i], seen, people, error))
      return NULL;
  return g_steal_pointer (&people);
}

gboolean
reeve_notification_rules_find_person (ReeveTx *tx, const char *id, ReeveRolePerson **person, GError **error)
{
  g_autoptr (GPtrArray) people = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  *person = NULL;
  if (id == NULL)
    return TRUE;
  if (!add_user (tx, id, seen, people, error))
    return FALSE;
  if (people->len > 0)
    *person = g_object_ref (people->pdata[0]);
  return TRUE;
}
