/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Users of one workspace, one at a time. Beside the row stand folded keys for ordering, a row for each role,
 * and the grams that search reads; all of them follow in the same transaction. */

#include "config.h"

#include "service/store/users.h"

#include "common/capability.h"
#include "common/clock.h"
#include "common/encoding.h"
#include "common/error.h"
#include "common/role.h"
#include "service/store/groups.h"
#include "service/store/rows.h"
#include "service/store/user-search.h"

ReeveUser *
reeve_users_get (ReeveTx *tx, const char *id, GError **error)
{
  return reeve_rows_get (tx, "users", reeve_user_get_type (), id, error);
}

ReeveUser *
reeve_users_find_by_email (ReeveTx *tx, const char *email, GError **error)
{
  g_autofree char *key = reeve_fold (email);
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM users WHERE email_key = $1",
                                          reeve_rows_columns (reeve_user_get_type ()));
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, key);
  return reeve_rows_read_one (statement, reeve_user_get_type (), error);
}

typedef struct
{
  char *name;
  char *email;
  char *search;
} Keys;

static void
keys_init (Keys *keys, ReeveUser *user)
{
  keys->name = reeve_fold (user->display_name);
  keys->email = reeve_fold (user->email);
  keys->search = g_strconcat (keys->name, " ", keys->email, NULL);
}

static void
keys_clear (Keys *keys)
{
  g_free (keys->name);
  g_free (keys->email);
  g_free (keys->search);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Keys, keys_clear)

static gboolean
insert_roles (ReeveTx *tx, ReeveUser *user, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx,
                                                "INSERT INTO user_roles (role, number) "
                                                "SELECT CAST ($1 AS TEXT), number FROM users WHERE id = $2 "
                                                "ON CONFLICT (role, number) DO NOTHING",
                                                error);

  for (guint i = 0; user->roles != NULL && user->roles[i] != NULL; i++)
    {
      if (statement == NULL)
        return FALSE;
      reeve_statement_bind_text (statement, 1, user->roles[i]);
      reeve_statement_bind_text (statement, 2, user->id);
      if (!reeve_statement_run (statement, NULL, error))
        return FALSE;
    }
  return statement != NULL;
}

static gboolean
insert_groups (ReeveTx *tx, ReeveUser *user, GError **error)
{
  ReeveStatement *statement;
  gint64 number;

  if (user->groups == NULL)
    return TRUE;
  statement = reeve_tx_prepare (tx, "SELECT number FROM users WHERE id = $1", error);
  if (statement != NULL)
    reeve_statement_bind_text (statement, 1, user->id);
  return reeve_statement_read_int (statement, &number, error) &&
         reeve_groups_put_user (tx, number, (const char *const *) user->groups, error);
}

static gboolean
delete_by_number (ReeveTx *tx, const char *sql, gint64 number, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, number);
  return reeve_statement_run (statement, NULL, error);
}

static gboolean
insert_grams (ReeveTx *tx, ReeveUser *user, const char *search_key, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx, "INSERT INTO users_grams (rowid, grams) SELECT number, CAST ($1 AS TEXT) FROM users WHERE id = $2",
    error);
  g_autofree char *grams = reeve_user_search_grams (search_key);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, grams);
  reeve_statement_bind_text (statement, 2, user->id);
  return reeve_statement_run (statement, NULL, error);
}

static gboolean
explain_conflict (GError *local, GError **error)
{
  if (g_error_matches (local, REEVE_ERROR, REEVE_ERROR_CONFLICT))
    {
      reeve_set_error (error, REEVE_ERROR_CONFLICT, "email_taken", "another user has this address");
      g_error_free (local);
    }
  else
    g_propagate_error (error, local);
  return FALSE;
}

gboolean
reeve_users_insert (ReeveTx *tx, ReeveUser *user, GError **error)
{
  g_auto (Keys) keys = { NULL };
  g_autoptr (GError) local = NULL;

  keys_init (&keys, user);
  if (user->id == NULL)
    user->id = reeve_id_new ();
  if (user->version == 0)
    user->version = 1;
  if (user->created == 0)
    user->created = reeve_clock_now ();
  if (user->state == NULL)
    user->state = reeve_user_states[0];
  if (user->lock == NULL)
    user->lock = reeve_user_locks[0];
  if (user->second_factor == NULL)
    user->second_factor = reeve_user_second_factors[0];
  {
    const char *extra[] = { "name_key", keys.name, "email_key", keys.email, "search_key", keys.search, NULL };

    if (!reeve_rows_insert (tx, "users", user, extra, &local))
      return explain_conflict (g_steal_pointer (&local), error);
  }
  return insert_roles (tx, user, error) && insert_groups (tx, user, error) &&
         insert_grams (tx, user, keys.search, error);
}

/* What the row holds before a change. */
typedef struct
{
  gint64 number;
  ReeveUser *user;
} Stored;

static void
stored_clear (Stored *self)
{
  g_clear_object (&self->user);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Stored, stored_clear)

static gboolean
read_stored (ReeveTx *tx, const char *id, Stored *stored, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT number, %s FROM users WHERE id = $1",
                                          reeve_rows_columns (reeve_user_get_type ()));
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, id);
  if (!reeve_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    {
      reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "no such user");
      return FALSE;
    }
  stored->number = reeve_statement_get_int (statement, 0);
  stored->user = reeve_rows_read (statement, reeve_user_get_type ());
  return reeve_statement_run (statement, NULL, error);
}

static gboolean
same_texts (GStrv before, GStrv after)
{
  static const char *const none[] = { NULL };

  return g_strv_equal (before != NULL ? (const char *const *) before : none,
                       after != NULL ? (const char *const *) after : none);
}

static gboolean
update_roles (ReeveTx *tx, ReeveUser *user, const Stored *stored, GError **error)
{
  if (same_texts (stored->user->roles, user->roles))
    return TRUE;
  if (user->roles == NULL ||
      !g_strv_contains ((const char *const *) user->roles, REEVE_ROLE_GROUP_ADMINISTRATOR))
    if (!reeve_groups_forget_administrator (tx, stored->number, error))
      return FALSE;
  return delete_by_number (tx, "DELETE FROM user_roles WHERE number = $1", stored->number, error) &&
         insert_roles (tx, user, error);
}

static gboolean
update_groups (ReeveTx *tx, ReeveUser *user, const Stored *stored, GError **error)
{
  return same_texts (stored->user->groups, user->groups) ||
         reeve_groups_put_user (tx, stored->number, (const char *const *) user->groups, error);
}

/* Most changes are of one column; what is not touched is not written. */
static gboolean
update_user (ReeveTx *tx,
             ReeveUser *user,
             gint64 version,
             const Stored *stored,
             gboolean mirrored,
             GError **error)
{
  gboolean renamed = g_strcmp0 (user->display_name, stored->user->display_name) != 0 ||
                     g_strcmp0 (user->email, stored->user->email) != 0;
  g_auto (Keys) keys = { NULL };
  g_autoptr (GError) local = NULL;
  const char *extra[] = { "name_key", NULL, "email_key", NULL, "search_key", NULL, NULL };

  if (renamed)
    {
      keys_init (&keys, user);
      extra[1] = keys.name;
      extra[3] = keys.email;
      extra[5] = keys.search;
    }
  if (!(mirrored ? reeve_rows_refresh : reeve_rows_change) (tx, "users", stored->user, user, version,
                                                            renamed ? extra : NULL, &local))
    return explain_conflict (g_steal_pointer (&local), error);
  if (!update_roles (tx, user, stored, error) || !update_groups (tx, user, stored, error))
    return FALSE;
  return !renamed ||
         (delete_by_number (tx, "DELETE FROM users_grams WHERE rowid = $1", stored->number, error) &&
          insert_grams (tx, user, keys.search, error));
}

gboolean
reeve_users_update (ReeveTx *tx, ReeveUser *user, gint64 version, GError **error)
{
  g_auto (Stored) stored = { 0 };

  return read_stored (tx, user->id, &stored, error) && update_user (tx, user, version, &stored, FALSE, error);
}

gboolean
reeve_users_mirror (ReeveTx *tx, ReeveUser *user, GError **error)
{
  g_auto (Stored) stored = { 0 };

  return read_stored (tx, user->id, &stored, error) &&
         update_user (tx, user, stored.user->version, &stored, TRUE, error);
}

/* --- Members --- */

gboolean
reeve_users_check_membership (ReeveTx *tx, const char *id, GStrv *roles, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx, "SELECT roles FROM users WHERE id = $1 AND state = 'active' AND deleted = 0", error);
  gboolean row;

  *roles = NULL;
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, id);
  if (!reeve_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    {
      reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "no such member");
      return FALSE;
    }
  *roles = reeve_rows_split (reeve_statement_get_text (statement, 0));
  if (*roles == NULL)
    *roles = g_new0 (char *, 1);
  if (reeve_statement_run (statement, NULL, error))
    return TRUE;
  g_clear_pointer (roles, g_strfreev);
  return FALSE;
}

/* --- The bin --- */

GPtrArray *
reeve_users_purge (ReeveTx *tx, gint64 before, guint limit, GError **error)
{
  g_autoptr (GPtrArray) people = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  ReeveStatement *statement = reeve_tx_prepare (tx,
                                                "SELECT id, number, display_name, email FROM users WHERE "
                                                "deleted <> 0 AND deleted < $1 ORDER BY deleted LIMIT $2",
                                                error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_int (statement, 1, before);
  reeve_statement_bind_int (statement, 2, limit);
  while (TRUE)
    {
      ReeveRolePerson *person;
      gint64 number;

      if (!reeve_statement_step (statement, &row, error))
        return NULL;
      if (!row)
        break;
      person = reeve_role_person_new ();
      g_ptr_array_add (people, person);
      person->id = g_strdup (reeve_statement_get_text (statement, 0));
      person->display_name = g_strdup (reeve_statement_get_text (statement, 2));
      person->email = g_strdup (reeve_statement_get_text (statement, 3));
      number = reeve_statement_get_int (statement, 1);
      g_array_append_val (numbers, number);
    }
  for (guint i = 0; i < numbers->len; i++)
    {
      gint64 number = g_array_index (numbers, gint64, i);

      if (!delete_by_number (tx, "DELETE FROM users_grams WHERE rowid = $1", number, error) ||
          !delete_by_number (tx, "DELETE FROM users WHERE number = $1", number, error))
        return NULL;
    }
  return g_steal_pointer (&people);
}
