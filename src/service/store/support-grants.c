/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/store/support-grants.h"

#include "common/clock.h"
#include "common/error.h"
#include "service/store/rows.h"

#define TABLE "support_grants"

static const ReeveSort sorts[] = { { "asked", "asked", TRUE }, { NULL, NULL, FALSE } };

static void
show (ReeveSupportGrant *grant, gint64 now)
{
  if (g_strcmp0 (grant->state, "waiting") == 0 && grant->expires <= now)
    grant->state = "expired";
  else if (g_strcmp0 (grant->state, "active") == 0 &&
           !reeve_support_grant_is_in_force (grant, now, reeve_clock_steady ()))
    {
      grant->state = "ended";
      grant->because = "time";
      grant->ended = MIN (now, grant->ends);
    }
}

/* --- Rows --- */

/* With what the table of fields does not know. @where: with $1 if @value is there */
static ReeveStatement *
select_grants (ReeveTx *tx, const char *where, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT steady, %s FROM " TABLE " WHERE %s",
                                          reeve_rows_columns (reeve_support_grant_get_type ()), where);

  return reeve_tx_prepare (tx, sql, error);
}

/* To the end. @statement: (nullable): a failed one */
static GPtrArray *
read_all (ReeveStatement *statement, GError **error)
{
  g_autoptr (GPtrArray) grants = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  while (reeve_statement_step (statement, &row, error))
    {
      ReeveSupportGrant *grant;

      if (!row)
        return g_steal_pointer (&grants);
      grant = reeve_rows_read (statement, reeve_support_grant_get_type ());
      grant->steady = reeve_statement_get_int (statement, 0);
      g_ptr_array_add (grants, grant);
    }
  return NULL;
}

/* (transfer full) (nullable): there is none, or it failed */
static ReeveSupportGrant *
take_only (GPtrArray *grants)
{
  return grants != NULL && grants->len > 0 ? g_object_ref (grants->pdata[0]) : NULL;
}

ReeveSupportGrant *
reeve_support_grants_get (ReeveTx *tx, const char *id, gint64 now, GError **error)
{
  ReeveStatement *statement = select_grants (tx, "id = $1", error);
  g_autoptr (GPtrArray) grants = NULL;
  ReeveSupportGrant *grant;

  if (statement != NULL)
    reeve_statement_bind_text (statement, 1, id);
  grants = read_all (statement, error);
  grant = take_only (grants);
  if (grant != NULL)
    show (grant, now);
  else if (grants != NULL)
    reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "no such row");
  return grant;
}

gboolean
reeve_support_grants_find_active (ReeveTx *tx, const char *agent, ReeveSupportGrant **grant, GError **error)
{
  ReeveStatement *statement = select_grants (tx, "agent = $1 AND state = 'active'", error);
  g_autoptr (GPtrArray) grants = NULL;

  if (statement != NULL)
    reeve_statement_bind_text (statement, 1, agent);
  grants = read_all (statement, error);
  *grant = take_only (grants);
  return grants != NULL;
}

gboolean
reeve_support_grants_find_in_force (ReeveTx *tx,
                                    const char *agent,
                                    gint64 now,
                                    ReeveSupportGrant **grant,
                                    GError **error)
{
  if (!reeve_support_grants_find_active (tx, agent, grant, error))
    return FALSE;
  if (*grant != NULL && !reeve_support_grant_is_in_force (*grant, now, reeve_clock_steady ()))
    g_clear_object (grant);
  return TRUE;
}

/* --- The list --- */

/* Ids of those that are over by the clocks alone, for SQL. There are few. (transfer full): "" without any */
static char *
write_lapsed (ReeveTx *tx, gint64 now, GError **error)
{
  g_autoptr (GPtrArray) overdue = reeve_support_grants_list_overdue (tx, now, error);
  g_autoptr (GString) ids = g_string_new (NULL);

  for (guint i = 0; overdue != NULL && i < overdue->len; i++)
    g_string_append_printf (ids, "%s'%s'", i > 0 ? ", " : "",
                            ((ReeveSupportGrant *) overdue->pdata[i])->id); /* a UUID of our own */
  return overdue != NULL ? g_string_free (g_steal_pointer (&ids), FALSE) : NULL;
}

static gboolean
write_state (ReeveTx *tx, const char *state, gint64 now, GString *where, GError **error)
{
  g_autofree char *lapsed = NULL;

  if (!g_strv_contains (reeve_support_grant_states, state) && !g_str_equal (state, REEVE_SUPPORT_OVER))
    {
      reeve_error_add_member (error, "?state", "choice", "is none of the states");
      return FALSE;
    }
  lapsed = write_lapsed (tx, now, error);
  if (lapsed == NULL)
    return FALSE;
  if (g_str_equal (state, REEVE_SUPPORT_OVER))
    {
      g_string_append_printf (where, "(state NOT IN ('waiting', 'active') OR id IN (%s))", lapsed);
      return TRUE;
    }
  g_string_append_printf (where, "(state = '%s'", state); /* of the list above */
  if (g_str_equal (state, "waiting") || g_str_equal (state, "active"))
    g_string_append_printf (where, " AND id NOT IN (%s)", lapsed);
  else if (g_str_equal (state, "ended") || g_str_equal (state, "expired"))
    g_string_append_printf (where, " OR (state = '%s' AND id IN (%s))",
                            g_str_equal (state, "ended") ? "active" : "waiting", lapsed);
  g_string_append_c (where, ')');
  return TRUE;
}

static void
write_agent (const char *agent, GString *where, GPtrArray *values)
{
  if (agent == NULL)
    return;
  g_ptr_array_add (values, (gpointer) agent);
  g_string_append_printf (where, "%sagent = $%u", where->len > 0 ? " AND " : "", values->len);
}

/* Of one that is in force the row is not all there is to know. */
static gboolean
show_item (ReeveTx *tx, GPtrArray *items, guint index, gint64 now, GError **error)
{
  ReeveSupportGrant *item = items->pdata[index];
  ReeveSupportGrant *whole;

  if (g_strcmp0 (item->state, "active") != 0)
    {
      show (item, now);
      return TRUE;
    }
  whole = reeve_support_grants_get (tx, item->id, now, error);
  if (whole == NULL)
    return FALSE;
  items->pdata[index] = whole;
  g_object_unref (item);
  return TRUE;
}

ReeveListing *
reeve_support_grants_list (ReeveTx *tx,
                           const ReeveQuery *query,
                           const char *agent,
                           gint64 now,
                           GError **error)
{
  const ReeveListSpec spec = { TABLE, reeve_support_grant_get_type (), sorts, FALSE, NULL };
  g_autoptr (ReeveQuery) asked = reeve_query_copy (query);
  const char *state = reeve_query_get_filter (asked, "state");
  g_autoptr (GString) where = g_string_new (NULL);
  g_autoptr (GPtrArray) values = g_ptr_array_new ();
  g_autoptr (ReeveListing) listing = NULL;

  if (asked->sort == NULL)
    asked->descending = TRUE;
  if (state != NULL && !write_state (tx, state, now, where, error))
    return NULL;
  write_agent (agent, where, values);
  write_agent (reeve_query_get_filter (asked, "agent"), where, values);
  g_ptr_array_add (values, NULL);
  listing = reeve_rows_list (tx, &spec, asked, where->len > 0 ? where->str : NULL,
                             (const char *const *) values->pdata, error);
  for (guint i = 0; listing != NULL && i < listing->items->len; i++)
    if (!show_item (tx, listing->items, i, now, error))
      return NULL;
  if (listing != NULL && query->cursor == NULL && listing->next == NULL)
    listing->total = listing->items->len;
  return g_steal_pointer (&listing);
}

/* --- Writing --- */

static gboolean
run_with (ReeveTx *tx, const char *sql, const char *id, gint64 number, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, number);
  reeve_statement_bind_text (statement, 2, id);
  return reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_support_grants_insert (ReeveTx *tx, ReeveSupportGrant *grant, gint64 now, GError **error)
{
  g_autoptr (GError) local = NULL;
  gint64 last;

  /* one that nobody answered in time is in nobody's way */
  if (!run_with (tx,
                 "UPDATE " TABLE " SET state = 'expired', untold = 1, version = version + 1 "
                 "WHERE expires <= $1 AND agent = $2 AND state = 'waiting'",
                 grant->agent, now, error) ||
      !reeve_statement_read_int (reeve_tx_prepare (tx, "SELECT COALESCE (max(number), 0) FROM " TABLE, error),
                                 &last, error))
    return FALSE;
  grant->number = last + 1;
  if (reeve_rows_insert (tx, TABLE, grant, NULL, &local))
    return TRUE;
  if (g_error_matches (local, REEVE_ERROR, REEVE_ERROR_CONFLICT))
    reeve_set_error (error, REEVE_ERROR_CONFLICT, "support_waiting", "another request of theirs is waiting");
  else
    g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

gboolean
reeve_support_grants_update (ReeveTx *tx, ReeveSupportGrant *stored, ReeveSupportGrant *grant, GError **error)
{
  return reeve_rows_update (tx, TABLE, grant, stored->version, NULL, error);
}

gboolean
reeve_support_grants_note_start (ReeveTx *tx, const char *id, GError **error)
{
  return run_with (tx, "UPDATE " TABLE " SET steady = $1 WHERE id = $2", id, reeve_clock_steady (), error);
}

gboolean
reeve_support_grants_count_since (ReeveTx *tx, const char *agent, gint64 since, gint64 *count, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx, "SELECT count(*) FROM " TABLE " WHERE agent = $1 AND asked > $2", error);

  if (statement != NULL)
    {
      reeve_statement_bind_text (statement, 1, agent);
      reeve_statement_bind_int (statement, 2, since);
    }
  return reeve_statement_read_int (statement, count, error);
}

/* --- For the job --- */

GPtrArray *
reeve_support_grants_list_overdue (ReeveTx *tx, gint64 now, GError **error)
{
  g_autoptr (GPtrArray) open =
    read_all (select_grants (tx, "state = 'waiting' OR state = 'active'", error), error);
  gint64 steady = reeve_clock_steady ();

  for (guint i = open != NULL ? open->len : 0; i > 0; i--)
    {
      ReeveSupportGrant *grant = open->pdata[i - 1];

      if (g_str_equal (grant->state, "waiting") ? grant->expires > now
                                                : reeve_support_grant_is_in_force (grant, now, steady))
        g_ptr_array_remove_index (open, i - 1);
    }
  return g_steal_pointer (&open);
}

GPtrArray *
reeve_support_grants_list_untold (ReeveTx *tx, GError **error)
{
  return read_all (select_grants (tx, "untold <> 0 ORDER BY id", error), error);
}

GPtrArray *
reeve_support_grants_list_uncounted (ReeveTx *tx, gint64 before, GError **error)
{
  ReeveStatement *statement = select_grants (
    tx, "answered <> 0 AND state = 'ended' AND counted = 0 AND ended <> 0 AND ended < $1", error);

  if (statement != NULL)
    reeve_statement_bind_int (statement, 1, before);
  return read_all (statement, error);
}

gboolean
reeve_support_grants_note_told (ReeveTx *tx, const char *id, gint64 ended, GError **error)
{
  return run_with (
    tx, "UPDATE " TABLE " SET untold = 0, ended = CASE ended WHEN 0 THEN $1 ELSE ended END WHERE id = $2", id,
    ended, error);
}

gboolean
reeve_support_grants_note_reads (ReeveTx *tx, const char *id, gint64 reads, GError **error)
{
  return run_with (tx, "UPDATE " TABLE " SET counted = 1, reads = $1 WHERE id = $2", id, reads, error);
}

gboolean
reeve_support_grants_is_counted (ReeveTx *tx, const char *id, gboolean *counted, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, "SELECT counted FROM " TABLE " WHERE id = $1", error);
  gint64 value;

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, id);
  if (!reeve_statement_read_int (statement, &value, error))
    return FALSE;
  *counted = value != 0;
  return TRUE;
}

/* --- Duties --- */

static void
add_duty (const ReeveDutySearch *search,
          ReeveSupportGrant *grant,
          const char *kind,
          const char *urgency,
          gint64 due,
          GPtrArray *duties)
{
  ReeveDuty *duty = reeve_duties_add (duties, kind, grant->id, urgency, 1, due, search->now);

  duty->since = grant->answered != 0 ? grant->answered : grant->asked;
  g_set_str (&duty->subject, grant->agent_name);
  g_set_str (&duty->subject_id, grant->id);
}

/* There is one of an agent's at most. Nobody answers their own. */
gboolean
reeve_support_grants_find_asks (const ReeveDutySearch *search, GPtrArray *duties, GError **error)
{
  g_autoptr (GPtrArray) grants =
    read_all (select_grants (search->tx, "state = 'waiting' ORDER BY asked, id", error), error);
  gint64 more = 0;
  guint named = 0;

  for (guint i = 0; grants != NULL && i < grants->len; i++)
    {
      ReeveSupportGrant *grant = grants->pdata[i];

      if (grant->expires <= search->now || g_strcmp0 (grant->agent, search->account) == 0)
        continue;
      if (named++ < REEVE_DUTIES_NAMED)
        add_duty (search, grant, "support-ask", "now", grant->expires, duties);
      else
        more++;
    }
  if (more > 0)
    reeve_duties_add (duties, "support-ask", NULL, "now", more, 0, search->now);
  return grants != NULL;
}

gboolean
reeve_support_grants_find_here (const ReeveDutySearch *search, GPtrArray *duties, GError **error)
{
  g_autoptr (GPtrArray) grants =
    read_all (select_grants (search->tx, "state = 'active' ORDER BY ends, id", error), error);
  gint64 steady = reeve_clock_steady ();
  gint64 more = 0;
  guint named = 0;

  for (guint i = 0; grants != NULL && i < grants->len; i++)
    {
      ReeveSupportGrant *grant = grants->pdata[i];

      if (!reeve_support_grant_is_in_force (grant, search->now, steady))
        continue;
      if (named++ < REEVE_DUTIES_NAMED)
        add_duty (search, grant, "support-here", NULL, grant->ends, duties);
      else
        more++;
    }
  if (more > 0)
    reeve_duties_add (duties, "support-here", NULL, "week", more, 0, search->now);
  return grants != NULL;
}
