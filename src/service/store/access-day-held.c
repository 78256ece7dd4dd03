/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Rows go over as they are, with the numbers of their words; then those words, and no others. */

#include "config.h"

#include "service/store/access-day-held.h"

#include "common/clock.h"
#include "common/email-name.h"
#include "service/store/access-day-private.h"
#include "service/store/access-files.h"
#include "service/store/access-words.h"

#define DEADLINE (10 * REEVE_MINUTE) /* millions of events may be held */

/* --- Holds of a day --- */

GPtrArray *
reeve_access_holds_of_day (GPtrArray *holds, gint64 day)
{
  GPtrArray *those = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; holds != NULL && i < holds->len; i++)
    {
      const ReeveHold *hold = holds->pdata[i];

      if (hold->since < (day + 1) * REEVE_DAY && hold->until > day * REEVE_DAY)
        g_ptr_array_add (those, g_object_ref (holds->pdata[i]));
    }
  return those;
}

gboolean
reeve_access_holds_keep_day (GPtrArray *holds, gint64 day)
{
  for (guint i = 0; i < holds->len; i++)
    {
      const ReeveHold *hold = holds->pdata[i];

      if (hold->account == NULL && hold->since <= day * REEVE_DAY && hold->until >= (day + 1) * REEVE_DAY)
        return TRUE;
    }
  return FALSE;
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

char *
reeve_access_holds_name (GPtrArray *holds, gint64 day)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  for (guint i = 0; i < holds->len; i++)
    {
      const ReeveHold *hold = holds->pdata[i];
      g_autofree char *email = hold->account != NULL ? reeve_email_name_get (hold->account_name) : NULL;

      g_ptr_array_add (
        parts, g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s %s\n",
                                MAX (hold->since, day * REEVE_DAY), MIN (hold->until, (day + 1) * REEVE_DAY),
                                hold->account != NULL ? hold->account : "", email != NULL ? email : ""));
    }
  g_ptr_array_sort (parts, compare_texts);
  for (guint i = 0; i < parts->len; i++)
    if (i == 0 || !g_str_equal (parts->pdata[i], parts->pdata[i - 1]))
      g_checksum_update (checksum, parts->pdata[i], -1);
  return g_strdup (g_checksum_get_string (checksum));
}

gboolean
reeve_access_day_get_held (ReeveTx *tx, char **name, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, "SELECT held FROM day WHERE one = 1", error);
  gboolean row;

  *name = NULL;
  if (statement == NULL || !reeve_statement_step (statement, &row, error))
    return FALSE;
  if (row)
    *name = g_strdup (reeve_statement_get_text (statement, 0));
  return TRUE;
}

gboolean
reeve_access_day_set_held (ReeveTx *tx, const char *name, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, "UPDATE day SET held = $1 WHERE one = 1", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, name);
  return reeve_statement_run (statement, NULL, error);
}

/* --- Which events --- */

/* An actor's word is their id, U+001F and their name: of an account all of them, whatever it was called. */
static void
bind_actor (ReeveStatement *statement, guint parameter, const char *account)
{
  g_autofree char *from = g_strconcat (account, "\x1f", NULL);
  g_autofree char *to = g_strconcat (account, "\x20", NULL);

  reeve_statement_bind_text (statement, parameter, from);
  reeve_statement_bind_text (statement, parameter + 1, to);
}

/* The addresses that @hold's person had: when it was made, and on that day, as Reeve's own events of them
 * say. Those of others say what others like. (transfer full) */
static char *
list_emails (ReeveTx *tx, const ReeveHold *hold, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) emails = NULL;
  char *email = reeve_email_name_get (hold->account_name);
  ReeveStatement *statement =
    reeve_tx_prepare (tx,
                      "SELECT word FROM words WHERE kind = 'actor' AND word >= $1 AND word < $2 AND "
                      "EXISTS (SELECT 1 FROM events WHERE actor = words.number AND source IS NULL)",
                      error);
  gboolean row = TRUE;

  if (email != NULL)
    g_strv_builder_take (builder, email);
  if (statement == NULL)
    return NULL;
  bind_actor (statement, 1, hold->account);
  while (row)
    {
      if (!reeve_statement_step (statement, &row, error))
        return NULL;
      email = row ? reeve_email_name_get (reeve_statement_get_text (statement, 0)) : NULL;
      if (email != NULL)
        g_strv_builder_take (builder, email);
    }
  emails = g_strv_builder_end (builder);
  return g_strjoinv ("\n", emails);
}

/* Of one hold; of a person what they did or tried, what was done to them, and what calls them by their
 * address: all of it is evidence. Reeve's own events name whose they are by account, and an address may be
 * somebody else's later; those of others know the address alone. */
static void
append_condition (GString *sql, const ReeveHold *hold, guint *parameter)
{
  guint p = *parameter + 3;

  g_string_append_printf (sql, "(e.id >= $%u AND e.id < $%u", p - 2, p - 1);
  *parameter += 2;
  if (hold->account != NULL)
    {
      g_string_append_printf (
        sql,
        " AND (e.actor IN (SELECT number FROM words WHERE kind = 'actor' AND word >= $%u AND word < $%u) "
        "OR e.object = $%u OR (e.source IS NOT NULL AND e.actor IN (SELECT number FROM words WHERE kind = "
        "'actor' AND reeve_names_email ($%u, word))) OR e.object IN (SELECT number FROM words WHERE kind = "
        "'object' AND reeve_names_email ($%u, word)) OR e.name IN (SELECT number FROM words WHERE kind = "
        "'name' AND reeve_names_email ($%u, word)) OR reeve_names_email ($%u, e.text))",
        p, p + 1, p + 2, p + 3, p + 3, p + 3, p + 3);
      *parameter += 4;
    }
  g_string_append_c (sql, ')');
}

static void
bind_account (ReeveStatement *statement, const ReeveHold *hold, const char *emails, guint *parameter)
{
  guint8 packed[REEVE_ACCESS_PACKED_BYTES];

  bind_actor (statement, *parameter + 1, hold->account);
  if (reeve_access_day_pack (hold->account, packed))
    reeve_statement_bind_blob (statement, *parameter + 3, packed, sizeof packed);
  reeve_statement_bind_text (statement, *parameter + 4, emails);
  *parameter += 4;
}

/* @emails: (out) (transfer full): of each of @holds that is of a person, as from list_emails() */
static gboolean
list_all_emails (ReeveTx *tx, GPtrArray *holds, GPtrArray **emails, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < holds->len; i++)
    {
      const ReeveHold *hold = holds->pdata[i];
      char *those = hold->account != NULL ? list_emails (tx, hold, error) : g_strdup ("");

      if (those == NULL)
        return FALSE;
      g_ptr_array_add (all, those);
    }
  *emails = g_steal_pointer (&all);
  return TRUE;
}

/* The events of @holds, in the order of time: what insert_row() takes. */
static ReeveStatement *
ask (ReeveTx *tx, GPtrArray *holds, GError **error)
{
  g_autoptr (GString) sql =
    g_string_new ("SELECT e.id, e.duration_us, e.status, e.bytes_out, e.result, e.leaf, e.actor, e.session, "
                  "e.address, e.agent, e.route, e.outcome, e.action, e.name, e.source, e.object, "
                  "typeof (e.object) = 'integer', e.source_id, e.text, s.salt FROM events AS e LEFT JOIN "
                  "salts AS s ON s.id = e.id WHERE ");
  g_autoptr (GPtrArray) emails = NULL;
  ReeveStatement *statement;
  guint parameter = 0;

  if (!list_all_emails (tx, holds, &emails, error))
    return NULL;
  for (guint i = 0; i < holds->len; i++)
    {
      g_string_append (sql, i > 0 ? " OR " : "");
      append_condition (sql, holds->pdata[i], &parameter);
    }
  g_string_append (sql, " ORDER BY e.id");
  statement = reeve_tx_prepare (tx, sql->str, error);
  parameter = 0;
  for (guint i = 0; statement != NULL && i < holds->len; i++)
    {
      const ReeveHold *hold = holds->pdata[i];

      reeve_statement_bind_int (statement, parameter + 1, hold->since);
      reeve_statement_bind_int (statement, parameter + 2, hold->until);
      parameter += 2;
      if (hold->account != NULL)
        bind_account (statement, hold, emails->pdata[i], &parameter);
    }
  return statement;
}

/* --- Rows --- */

#define LAST_NUMBER 14 /* of the columns: the source */
#define OBJECT      15
#define SOURCE_ID   17
#define TEXT        18
#define SALT        19

static void
copy_int (ReeveStatement *to, guint parameter, ReeveStatement *from, guint column)
{
  if (reeve_statement_is_null (from, column))
    reeve_statement_bind_text (to, parameter, NULL);
  else
    reeve_statement_bind_int (to, parameter, reeve_statement_get_int (from, column));
}

static void
copy_object (ReeveStatement *to, guint parameter, ReeveStatement *from)
{
  gconstpointer data;
  gsize length;

  if (reeve_statement_is_null (from, OBJECT) || reeve_statement_get_int (from, OBJECT + 1) != 0)
    {
      copy_int (to, parameter, from, OBJECT);
      return;
    }
  data = reeve_statement_get_blob (from, OBJECT, &length);
  reeve_statement_bind_blob (to, parameter, data, length);
}

static gboolean
insert_row (ReeveTx *tx, ReeveStatement *row, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx,
    "INSERT INTO events (id, duration_us, status, bytes_out, result, leaf, actor, session, address, agent, "
    "route, outcome, action, name, source, object, source_id, text) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, "
    "$9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
    error);

  if (statement == NULL)
    return FALSE;
  for (guint i = 0; i <= LAST_NUMBER; i++)
    copy_int (statement, i + 1, row, i);
  copy_object (statement, OBJECT + 1, row);
  reeve_statement_bind_text (statement, OBJECT + 2, reeve_statement_get_text (row, SOURCE_ID));
  reeve_statement_bind_text (statement, OBJECT + 3, reeve_statement_get_text (row, TEXT));
  return reeve_statement_run (statement, NULL, error);
}

static gboolean
insert_salt (ReeveAccessDay *self, ReeveTx *tx, ReeveStatement *row, GError **error)
{
  ReeveStatement *statement;
  guint8 salt[REEVE_ACCESS_SALT_BYTES];

  if (reeve_statement_is_null (row, 5))
    return TRUE; /* from before there was a tree */
  statement = reeve_tx_prepare (tx, "INSERT INTO salts (id, salt) VALUES ($1, $2)", error);
  if (statement == NULL)
    return FALSE;
  reeve_access_day_read_salt (self, row, SALT, (guint64) reeve_statement_get_int (row, 5), salt);
  reeve_statement_bind_int (statement, 1, reeve_statement_get_int (row, 0));
  reeve_statement_bind_blob (statement, 2, salt, sizeof salt);
  return reeve_statement_run (statement, NULL, error);
}

static gboolean
copy_rows (ReeveAccessDay *self, ReeveTx *from, ReeveTx *to, GPtrArray *holds, gint64 *n, GError **error)
{
  ReeveStatement *rows = ask (from, holds, error);
  gboolean row;

  *n = 0;
  while (rows != NULL)
    {
      if (!reeve_statement_step (rows, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      if (!insert_row (to, rows, error) || !insert_salt (self, to, rows, error))
        return FALSE;
      ++*n;
    }
  return FALSE;
}

/* --- Words --- */

static gboolean
copy_word (ReeveTx *from, ReeveTx *to, gint64 number, gint64 n, GError **error)
{
  ReeveStatement *word =
    reeve_tx_prepare (from, "SELECT kind, word, typeof (word) = 'blob' FROM words WHERE number = $1", error);
  ReeveStatement *statement =
    reeve_tx_prepare (to, "INSERT INTO words (number, kind, word, n) VALUES ($1, $2, $3, $4)", error);
  gconstpointer data;
  gsize length;
  gboolean row;

  if (word == NULL || statement == NULL)
    return FALSE;
  reeve_statement_bind_int (word, 1, number);
  if (!reeve_statement_step (word, &row, error) || !row)
    return row;
  reeve_statement_bind_int (statement, 1, number);
  reeve_statement_bind_text (statement, 2, reeve_statement_get_text (word, 0));
  data = reeve_statement_get_blob (word, 1, &length);
  if (reeve_statement_get_int (word, 2) != 0)
    reeve_statement_bind_blob (statement, 3, data, length);
  else
    reeve_statement_bind_text (statement, 3, reeve_statement_get_text (word, 1));
  reeve_statement_bind_int (statement, 4, n);
  return reeve_statement_run (statement, NULL, error);
}

/* Those that @column of the copied events names. */
static gboolean
copy_words_of (ReeveTx *from, ReeveTx *to, const char *column, GError **error)
{
  g_autofree char *sql = g_strdup_printf (
    "SELECT %s, count(*) FROM events WHERE typeof (%s) = 'integer' GROUP BY 1", column, column);
  ReeveStatement *numbers = reeve_tx_prepare (to, sql, error);
  gboolean row = TRUE;

  while (numbers != NULL && row)
    if (!reeve_statement_step (numbers, &row, error) ||
        (row && !copy_word (from, to, reeve_statement_get_int (numbers, 0),
                            reeve_statement_get_int (numbers, 1), error)))
      return FALSE;
  return numbers != NULL;
}

static gboolean
copy_words (ReeveTx *from, ReeveTx *to, GError **error)
{
  for (guint i = 0; i < REEVE_ACCESS_WORD_KINDS; i++)
    if (!copy_words_of (from, to, reeve_access_word_kind_get_name ((ReeveAccessWordKind) i), error))
      return FALSE;
  return TRUE;
}

/* --- The file --- */

static gboolean
count_hours (ReeveTx *tx, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx,
                      "INSERT INTO hours (hour, action, result, n) SELECT id / 3600000000, COALESCE (action, "
                      "0), result, count(*) FROM events GROUP BY 1, 2, 3",
                      error);

  return statement != NULL && reeve_statement_run (statement, NULL, error);
}

static gboolean
note_last_leaf (ReeveTx *tx, GError **error)
{
  gint64 leaf;

  return reeve_statement_read_int (
           reeve_tx_prepare (tx, "SELECT COALESCE (max (leaf), -1) FROM events", error), &leaf, error) &&
         reeve_access_day_note_last_leaf (tx, leaf, error);
}

gboolean
reeve_access_day_copy_held (ReeveAccessDay *self,
                            ReeveTx *tx,
                            GPtrArray *holds,
                            const char *name,
                            const char *path,
                            const ReeveSecret *key,
                            gint64 *n,
                            GError **error)
{
  g_autoptr (ReeveAccessDay) made = reeve_access_day_open (path, key, error);
  g_autoptr (ReeveTx) to = NULL;

  if (made == NULL)
    return FALSE;
  to = reeve_db_begin (made->db, REEVE_TX_WRITE, g_get_monotonic_time () + DEADLINE, error);
  return to != NULL && copy_rows (self, tx, to, holds, n, error) && copy_words (tx, to, error) &&
         count_hours (to, error) && reeve_access_blocks_fill_all (to, error) && note_last_leaf (to, error) &&
         reeve_access_day_set_held (to, name, error) && reeve_tx_commit (to, error);
}
