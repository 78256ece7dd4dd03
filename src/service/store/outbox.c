/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The outbox. Only the claim and the settling of jobs/post.c change a row after it was put, and a person who
 * wants it tried again. */

#include "config.h"

#include "service/store/outbox.h"

#include <string.h>

#include "common/clock.h"
#include "common/error.h"
#include "service/store/accounts.h"
#include "service/store/links.h"
#include "service/store/rows.h"
#include "service/store/user-search.h"

/* What a list shows: never a text, so that no page of a list can give a link away. */
#define LISTED                                                                                       \
  "(SELECT id, version, kind, recipient, recipient_name, account, language, subject, NULL AS text, " \
  "NULL AS html, NULL AS link, state, attempts, next_try, error, created, sent FROM outbox) AS listed"

#define WIPED "text = NULL, html = NULL, link = NULL"

static const ReeveSort sorts[] = { { "created", "id", FALSE }, { NULL } };

/* In its normal form, or not at all: nothing in it can end a header's line. */
static gboolean
normalise (ReeveMail *mail, const char *name, GError **error)
{
  const ReeveField *field =
    reeve_record_class_find_field (reeve_record_class_of (reeve_mail_get_type ()), name);
  const char *value = G_STRUCT_MEMBER (const char *, mail, field->offset);
  g_autofree char *normal = NULL;

  if (value == NULL && (field->flags & REEVE_REQUIRED) == 0)
    return TRUE;
  if (!reeve_field_check_text (field, value != NULL ? value : "", &normal, NULL, error))
    return FALSE;
  reeve_record_set_text (mail, field, normal);
  return TRUE;
}

gboolean
reeve_outbox_put (ReeveTx *tx, const ReeveMail *mail, GError **error)
{
  static const char *const checked[] = { "recipient", "recipient-name", "subject", "text", "link" };
  g_autoptr (ReeveMail) row = reeve_record_copy ((gpointer) mail);

  g_return_val_if_fail (mail->kind != NULL && mail->recipient != NULL && mail->subject != NULL, FALSE);
  g_return_val_if_fail (mail->text != NULL, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (checked); i++)
    if (!normalise (row, checked[i], error))
      return FALSE;

  if (row->id == NULL)
    row->id = reeve_id_new ();
  row->version = 1;
  row->state = "waiting";
  row->attempts = 0;
  row->created = row->next_try = reeve_clock_now ();
  row->sent = 0;
  g_clear_pointer (&row->error, g_free);
  return reeve_rows_insert (tx, "outbox", row, NULL, error);
}

gboolean
reeve_outbox_claim (ReeveTx *tx, gint64 now, gint64 until, ReeveMail **mail, GError **error)
{
  g_autofree char *sql =
    g_strdup_printf ("UPDATE outbox SET next_try = $1, attempts = attempts + 1, version = version + 1 "
                     "WHERE id = (SELECT id FROM outbox WHERE state = 'waiting' AND next_try <= $2 "
                     "ORDER BY next_try, id LIMIT 1) RETURNING %s",
                     reeve_rows_columns (reeve_mail_get_type ()));
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);
  g_autoptr (ReeveMail) claimed = NULL;
  gboolean row;
  gboolean dead = FALSE;

  *mail = NULL;
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, until);
  reeve_statement_bind_int (statement, 2, now);
  if (!reeve_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  claimed = reeve_rows_read (statement, reeve_mail_get_type ());
  if (!reeve_statement_run (statement, NULL, error) ||
      (claimed->link != NULL && !reeve_links_check_uri (tx, claimed->link, now, &dead, error)))
    return FALSE;
  if (dead)
    {
      claimed->state = "withdrawn";
      claimed->next_try = 0;
    }
  *mail = g_steal_pointer (&claimed);
  return TRUE;
}

gboolean
reeve_outbox_get_next (ReeveTx *tx, gint64 *due, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx, "SELECT next_try FROM outbox WHERE state = 'waiting' ORDER BY next_try, id LIMIT 1", error);
  gboolean row;

  *due = G_MAXINT64;
  if (statement == NULL || !reeve_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  *due = reeve_statement_get_int (statement, 0);
  return reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_outbox_hurry (ReeveTx *tx, gint64 now, gint64 until, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx, "UPDATE outbox SET next_try = $1 WHERE state = 'waiting' AND next_try > $1 AND next_try <= $2",
    error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, now);
  reeve_statement_bind_int (statement, 2, until);
  return reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_outbox_settle (ReeveTx *tx, const ReeveMail *mail, GError **error)
{
  gboolean sent = strcmp (mail->state, "sent") == 0;
  gboolean wiped = mail->link != NULL && (sent || strcmp (mail->state, "withdrawn") == 0);
  g_autofree char *sql = g_strdup_printf (
    "UPDATE outbox SET state = $1, error = $2, next_try = $3, sent = $4, version = version + 1%s "
    "WHERE id = $5 AND attempts = $6 AND state IN ('waiting'%s)",
    wiped ? ", " WIPED : "", sent ? ", 'withdrawn'" : "");
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, mail->state);
  reeve_statement_bind_text (statement, 2, mail->error);
  reeve_statement_bind_int (statement, 3, mail->next_try);
  reeve_statement_bind_int (statement, 4, mail->sent);
  reeve_statement_bind_text (statement, 5, mail->id);
  reeve_statement_bind_int (statement, 6, mail->attempts);
  return reeve_statement_run (statement, NULL, error);
}

/* One that is being sent counts as waiting: should the server take it, it is noted as sent after all. */
#define WITHDRAW                                                                                     \
  "UPDATE outbox SET state = 'withdrawn', next_try = 0, error = NULL, version = version + 1, " WIPED \
  " WHERE state IN ('waiting', 'failed', 'kept') AND "

static gboolean
withdraw (ReeveTx *tx, const char *sql, const char *subject, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, subject);
  return reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_outbox_withdraw (ReeveTx *tx, const char *id, GError **error)
{
  return withdraw (tx, WITHDRAW "id = $1", id, error);
}

gboolean
reeve_outbox_withdraw_for (ReeveTx *tx, const char *account, GError **error)
{
  return withdraw (tx,
                   WITHDRAW "(account = $1 OR id IN (SELECT mail FROM invitations WHERE created_by = $1 "
                            "AND state IN ('waiting', 'opened') UNION SELECT mail FROM invitations "
                            "WHERE email_key = (SELECT email_key FROM users WHERE id = $1) "
                            "AND state IN ('waiting', 'opened')))",
                   account, error);
}

gboolean
reeve_outbox_withdraw_links (ReeveTx *tx, const char *account, GError **error)
{
  return withdraw (tx, WITHDRAW "account = $1 AND link IS NOT NULL", account, error);
}

gboolean
reeve_outbox_withdraw_of (ReeveTx *tx, const char *kind, const char *account, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx, WITHDRAW "kind = $1 AND account = $2 AND link IS NOT NULL", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, kind);
  reeve_statement_bind_text (statement, 2, account);
  return reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_outbox_get_state (ReeveTx *tx, const char *id, const char **state, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, "SELECT state FROM outbox WHERE id = $1", error);
  gboolean row;

  *state = NULL;
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, id);
  if (!reeve_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  *state = g_intern_string (reeve_statement_get_text (statement, 0));
  return reeve_statement_run (statement, NULL, error);
}

ReeveMail *
reeve_outbox_get (ReeveTx *tx, const char *id, GError **error)
{
  return reeve_rows_get (tx, "outbox", reeve_mail_get_type (), id, error);
}

gboolean
reeve_outbox_retry (ReeveTx *tx, const char *id, gint64 now, GError **error)
{
  g_autoptr (ReeveMail) mail = reeve_outbox_get (tx, id, error);
  ReeveStatement *statement;

  if (mail == NULL)
    return FALSE;
  if (strcmp (mail->state, "sent") == 0)
    {
      reeve_set_error (error, REEVE_ERROR_CONFLICT, "mail_sent", "the mail server has it already");
      return FALSE;
    }
  if (mail->text == NULL)
    {
      reeve_set_error (error, REEVE_ERROR_CONFLICT, "mail_gone", "its text is gone; ask for a new mail");
      return FALSE;
    }
  statement = reeve_tx_prepare (tx,
                                "UPDATE outbox SET state = 'waiting', next_try = $1, attempts = 0, "
                                "error = NULL, version = version + 1 WHERE id = $2",
                                error);
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, now);
  reeve_statement_bind_text (statement, 2, id);
  return reeve_statement_run (statement, NULL, error);
}

#define PEOPLE_OF    "account IN (SELECT m.account FROM memberships AS m WHERE m.workspace = "
#define AND_INFORMED " AND " REEVE_ACCOUNTS_INFORMED ")"

gboolean
reeve_outbox_count_waiting (ReeveTx *tx, const char *workspace, gint64 *n, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx,
    workspace != NULL ? "SELECT count(*) FROM outbox WHERE state = 'waiting' AND " PEOPLE_OF "$1" AND_INFORMED
                      : "SELECT count(*) FROM outbox WHERE state = 'waiting'",
    error);

  if (statement != NULL && workspace != NULL)
    reeve_statement_bind_text (statement, 1, workspace);
  return reeve_statement_read_int (statement, n, error);
}

/* @condition: with $1; *@since: the first of them */
static gboolean
read_trouble (ReeveTx *tx,
              const char *condition,
              gint64 time,
              const char *workspace,
              gint64 *n,
              gint64 *since,
              GError **error)
{
  g_autofree char *sql = g_strconcat ("SELECT count(*), min(created) FROM outbox WHERE ", condition,
                                      workspace != NULL ? " AND " PEOPLE_OF "$2" AND_INFORMED : "", NULL);
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, time);
  if (workspace != NULL)
    reeve_statement_bind_text (statement, 2, workspace);
  if (!reeve_statement_step (statement, &row, error))
    return FALSE;
  *n = reeve_statement_get_int (statement, 0);
  *since = reeve_statement_get_int (statement, 1);
  return reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_outbox_read_trouble (ReeveTx *tx,
                           const char *workspace,
                           gint64 since,
                           gint64 until,
                           ReeveOutboxTrouble *trouble,
                           GError **error)
{
  return read_trouble (tx, "state = 'failed' AND created >= $1", since, workspace, &trouble->failed,
                       &trouble->failed_since, error) &&
         read_trouble (tx, "state = 'waiting' AND attempts > 0 AND created < $1", until, workspace,
                       &trouble->stuck, &trouble->stuck_since, error);
}

gboolean
reeve_outbox_hurry_all (ReeveTx *tx, const char *workspace, gint64 now, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx,
    workspace != NULL ? "UPDATE outbox SET next_try = $1, version = version + 1 "
                        "WHERE state = 'waiting' AND next_try > $1 AND " PEOPLE_OF "$2" AND_INFORMED
                      : "UPDATE outbox SET next_try = $1, version = version + 1 "
                        "WHERE state = 'waiting' AND next_try > $1",
    error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, now);
  if (workspace != NULL)
    reeve_statement_bind_text (statement, 2, workspace);
  return reeve_statement_run (statement, NULL, error);
}

static void
append_condition (GString *where, GPtrArray *values, char *value, const char *before, const char *after)
{
  g_ptr_array_add (values, value);
  g_string_append_printf (where, "%s%s$%u%s", where->len > 0 ? " AND " : "", before, values->len, after);
}

ReeveListing *
reeve_outbox_list (ReeveTx *tx, const ReeveQuery *query, const char *workspace, GError **error)
{
  const ReeveListSpec spec = { LISTED, reeve_mail_get_type (), sorts };
  g_autoptr (ReeveQuery) asked = reeve_query_copy (query);
  g_autoptr (GString) where = g_string_new (NULL);
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) words = reeve_user_search_words (query->text);

  if (asked->sort == NULL)
    asked->descending = TRUE;
  if (workspace != NULL)
    append_condition (where, values, g_strdup (workspace), PEOPLE_OF, AND_INFORMED);
  for (guint i = 0; reeve_mail_filters[i] != NULL; i++)
    {
      const char *value = reeve_query_get_filter (query, reeve_mail_filters[i]);
      g_autofree char *before = g_strconcat (reeve_mail_filters[i], " = ", NULL);

      if (value != NULL)
        append_condition (where, values, g_strdup (value), before, "");
    }
  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    append_condition (where, values, reeve_user_search_pattern (words[i]), "lower(recipient) LIKE ",
                      " ESCAPE '\\'");
  g_ptr_array_add (values, NULL);
  return reeve_rows_list (tx, &spec, asked, where->len > 0 ? where->str : NULL,
                          (const char *const *) values->pdata, error);
}

ReeveListing *
reeve_outbox_merge (const ReeveQuery *query, ReeveListing *one, ReeveListing *other)
{
  const ReeveListSpec spec = { LISTED, reeve_mail_get_type (), sorts };
  g_autoptr (ReeveListing) left = one;
  g_autoptr (ReeveListing) right = other;
  g_autoptr (ReeveListing) merged = reeve_listing_new ();
  g_autoptr (ReeveQuery) asked = reeve_query_copy (query);
  guint l = 0, r = 0;

  if (asked->sort == NULL)
    asked->descending = TRUE;
  while (merged->items->len < query->limit && (l < left->items->len || r < right->items->len))
    {
      ReeveMail *a = l < left->items->len ? left->items->pdata[l] : NULL;
      ReeveMail *b = r < right->items->len ? right->items->pdata[r] : NULL;
      gboolean first = b == NULL || (a != NULL && (strcmp (a->id, b->id) < 0) != asked->descending);

      g_ptr_array_add (merged->items,
                       g_object_ref (first ? left->items->pdata[l++] : right->items->pdata[r++]));
    }
  merged->total = -1;
  if (l < left->items->len || r < right->items->len || left->next != NULL || right->next != NULL)
    {
      ReeveMail *last = merged->items->pdata[merged->items->len - 1];

      merged->next = reeve_rows_make_cursor (&spec, asked, last->id, last->id);
    }
  return g_steal_pointer (&merged);
}

static gboolean
purge (ReeveTx *tx, const char *sql, gint64 before, guint limit, gint64 *n, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, before);
  reeve_statement_bind_int (statement, 2, limit);
  return reeve_statement_run (statement, n, error);
}

gboolean
reeve_outbox_purge (ReeveTx *tx, gint64 now, guint limit, gint64 *n, GError **error)
{
  gint64 texts, rows;

  if (!purge (
        tx,
        "UPDATE outbox SET " WIPED ", version = version + 1 WHERE id IN "
        "(SELECT id FROM outbox WHERE created < $1 AND text IS NOT NULL AND state <> 'waiting' LIMIT $2)",
        now - REEVE_OUTBOX_KEEP_TEXT, limit, &texts, error) ||
      !purge (tx, "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE created < $1 LIMIT $2)",
              now - REEVE_OUTBOX_KEEP, limit, &rows, error))
    return FALSE;
  *n = texts + rows;
  return TRUE;
}
