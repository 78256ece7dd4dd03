/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/store/approvals.h"

#include "common/error.h"
#include "service/store/rows.h"

#define TABLE "approvals"
#define OPEN  "state IN ('waiting', 'approved')"

static const ReeveSort sorts[] = { { "created", "created", TRUE }, { NULL, NULL, FALSE } };

static void
show (ReeveApproval *approval, gint64 now)
{
  if (reeve_approval_is_open (approval) && approval->expires <= now)
    approval->state = "expired";
}

/* --- The list --- */

typedef struct
{
  GString *where;
  GPtrArray *values; /* of char * */
} Conditions;

static void
begin_condition (Conditions *self)
{
  if (self->where->len > 0)
    g_string_append (self->where, " AND ");
}

/* Appends the parameter of a value. */
static void
add_value (Conditions *self, const char *value)
{
  g_ptr_array_add (self->values, g_strdup (value));
  g_string_append_printf (self->where, "$%u", self->values->len);
}

static gboolean
write_state (Conditions *self, const char *state, gint64 now, GError **error)
{
  g_autofree char *time = g_strdup_printf ("%" G_GINT64_FORMAT, now);

  if (!g_strv_contains (reeve_approval_states, state))
    {
      reeve_error_add_member (error, "?state", "choice", "is none of the states");
      return FALSE;
    }
  if (g_str_equal (state, "expired"))
    g_string_append (self->where, "(state = 'expired' OR (" OPEN " AND expires <= CAST (");
  else
    g_string_append_printf (self->where, "state = '%s'", state); /* of the list above */
  if (g_str_equal (state, "expired"))
    {
      add_value (self, time);
      g_string_append (self->where, " AS BIGINT)))");
    }
  else if (g_str_equal (state, "waiting") || g_str_equal (state, "approved"))
    {
      g_string_append (self->where, " AND expires > CAST (");
      add_value (self, time);
      g_string_append (self->where, " AS BIGINT)");
    }
  return TRUE;
}

static void
write_whose (Conditions *self, const ReeveApprovalsWhose *whose)
{
  if (whose->requester != NULL || whose->rules != NULL)
    {
      begin_condition (self);
      g_string_append_c (self->where, '(');
      if (whose->requester != NULL)
        {
          g_string_append (self->where, "requester = ");
          add_value (self, whose->requester);
        }
      if (whose->rules != NULL)
        {
          g_string_append (self->where, whose->requester != NULL ? " OR rule IN (" : "rule IN (");
          for (guint i = 0; whose->rules[i] != NULL; i++)
            {
              g_string_append (self->where, i > 0 ? ", " : "");
              add_value (self, whose->rules[i]);
            }
          g_string_append (self->where, whose->rules[0] != NULL ? ")" : "NULL)");
        }
      g_string_append_c (self->where, ')');
    }
  if (whose->but != NULL)
    {
      begin_condition (self);
      g_string_append (self->where, "requester <> ");
      add_value (self, whose->but);
    }
}

static gboolean
write_conditions (Conditions *self,
                  const ReeveQuery *query,
                  const ReeveApprovalsWhose *whose,
                  gint64 now,
                  GError **error)
{
  const char *state = reeve_query_get_filter (query, "state");
  const char *rule = reeve_query_get_filter (query, "rule");

  if (state != NULL && !write_state (self, state, now, error))
    return FALSE;
  if (rule != NULL)
    {
      begin_condition (self);
      g_string_append (self->where, "rule = ");
      add_value (self, rule);
    }
  write_whose (self, whose);
  g_ptr_array_add (self->values, NULL);
  return TRUE;
}

ReeveListing *
reeve_approvals_list (ReeveTx *tx,
                      const ReeveQuery *query,
                      const ReeveApprovalsWhose *whose,
                      gint64 now,
                      GError **error)
{
  const ReeveListSpec spec = { TABLE, reeve_approval_get_type (), sorts, FALSE, NULL };
  g_autoptr (ReeveQuery) asked = reeve_query_copy (query);
  g_autoptr (GString) where = g_string_new (NULL);
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
  Conditions conditions = { where, values };
  g_autoptr (ReeveListing) listing = NULL;

  if (asked->sort == NULL)
    asked->descending = TRUE;
  if (!write_conditions (&conditions, asked, whose, now, error))
    return NULL;
  listing = reeve_rows_list (tx, &spec, asked, where->len > 0 ? where->str : NULL,
                             (const char *const *) values->pdata, error);
  if (listing == NULL)
    return NULL;
  for (guint i = 0; i < listing->items->len; i++)
    show (listing->items->pdata[i], now);
  if (query->cursor == NULL && listing->next == NULL)
    listing->total = listing->items->len;
  return g_steal_pointer (&listing);
}

gboolean
reeve_approvals_count (ReeveTx *tx,
                       const ReeveQuery *query,
                       const ReeveApprovalsWhose *whose,
                       gint64 now,
                       gint64 *n,
                       GError **error)
{
  g_autoptr (GString) where = g_string_new (NULL);
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
  Conditions conditions = { where, values };
  g_autofree char *sql = NULL;
  ReeveStatement *statement;

  if (!write_conditions (&conditions, query, whose, now, error))
    return FALSE;
  sql = g_strdup_printf ("SELECT count(*) FROM " TABLE "%s%s", where->len > 0 ? " WHERE " : "", where->str);
  statement = reeve_tx_prepare (tx, sql, error);
  for (guint i = 0; statement != NULL && values->pdata[i] != NULL; i++)
    reeve_statement_bind_text (statement, i + 1, values->pdata[i]);
  return reeve_statement_read_int (statement, n, error);
}

/* --- Rows --- */

ReeveApproval *
reeve_approvals_get (ReeveTx *tx, const char *id, gint64 now, GError **error)
{
  ReeveApproval *approval = reeve_rows_get (tx, TABLE, reeve_approval_get_type (), id, error);

  if (approval != NULL)
    show (approval, now);
  return approval;
}

GPtrArray *
reeve_approvals_list_about (ReeveTx *tx,
                            const char *account,
                            gboolean decided,
                            guint limit,
                            gint64 now,
                            GError **error)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT id, kind, operation, requester, reason, state, created, expires, "
                     "decided, decided_by, note, used, because FROM " TABLE
                     " WHERE %s = $1 ORDER BY created DESC, id DESC LIMIT $2",
                     decided ? "decided_by" : "requester");
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);
  GPtrArray *approvals;

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, account);
  reeve_statement_bind_int (statement, 2, limit);
  approvals = reeve_rows_read_all (statement, reeve_approval_get_type (), error);
  for (guint i = 0; approvals != NULL && i < approvals->len; i++)
    show (approvals->pdata[i], now);
  return approvals;
}

/* One that nobody looked at since its time passed is in nobody's way. */
static gboolean
expire_same (ReeveTx *tx, ReeveApproval *approval, gint64 now, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx,
    "UPDATE " TABLE " SET state = 'expired', untold = 1, version = version + 1 "
    "WHERE requester = $1 AND hash = $2 AND rule = $3 AND state = 'waiting' AND expires <= $4",
    error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, approval->requester);
  reeve_statement_bind_text (statement, 2, approval->hash);
  reeve_statement_bind_text (statement, 3, approval->rule);
  reeve_statement_bind_int (statement, 4, now);
  return reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_approvals_insert (ReeveTx *tx, ReeveApproval *approval, gint64 now, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (!expire_same (tx, approval, now, error))
    return FALSE;
  if (reeve_rows_insert (tx, TABLE, approval, NULL, &local))
    return TRUE;
  if (g_error_matches (local, REEVE_ERROR, REEVE_ERROR_CONFLICT))
    reeve_set_error (error, REEVE_ERROR_CONFLICT, "approval_waiting", "the same is waiting for its approval");
  else
    g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

gboolean
reeve_approvals_update (ReeveTx *tx, ReeveApproval *stored, ReeveApproval *approval, GError **error)
{
  return reeve_rows_change (tx, TABLE, stored, approval, stored->version, NULL, error);
}

gboolean
reeve_approvals_count_since (ReeveTx *tx, const char *requester, gint64 since, gint64 *count, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx, "SELECT count(*) FROM " TABLE " WHERE requester = $1 AND created > $2", error);

  if (statement != NULL)
    {
      reeve_statement_bind_text (statement, 1, requester);
      reeve_statement_bind_int (statement, 2, since);
    }
  return reeve_statement_read_int (statement, count, error);
}

GPtrArray *
reeve_approvals_list_of_rule (ReeveTx *tx, const char *rule, guint limit, GError **error)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT %s FROM " TABLE " WHERE rule = $1 AND " OPEN " ORDER BY created, id LIMIT $2",
                     reeve_rows_columns (reeve_approval_get_type ()));
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, rule);
  reeve_statement_bind_int (statement, 2, limit);
  return reeve_rows_read_all (statement, reeve_approval_get_type (), error);
}

GPtrArray *
reeve_approvals_list_overdue (ReeveTx *tx, gint64 now, guint limit, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM " TABLE " WHERE " OPEN
                                          " AND expires <= $1 ORDER BY expires, id LIMIT $2",
                                          reeve_rows_columns (reeve_approval_get_type ()));
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_int (statement, 1, now);
  reeve_statement_bind_int (statement, 2, limit);
  return reeve_rows_read_all (statement, reeve_approval_get_type (), error);
}

GPtrArray *
reeve_approvals_list_untold (ReeveTx *tx, guint limit, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM " TABLE " WHERE untold <> 0 ORDER BY id LIMIT $1",
                                          reeve_rows_columns (reeve_approval_get_type ()));
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_int (statement, 1, limit);
  return reeve_rows_read_all (statement, reeve_approval_get_type (), error);
}

gboolean
reeve_approvals_note_told (ReeveTx *tx, const char *id, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, "UPDATE " TABLE " SET untold = 0 WHERE id = $1", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, id);
  return reeve_statement_run (statement, NULL, error);
}
