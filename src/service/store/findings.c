/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/store/findings.h"

#include "common/clock.h"
#include "common/error.h"
#include "common/json.h"
#include "service/store/rows.h"

#define TABLE "findings"

/* As findings_undecided says it: in other words its index would not be found. */
#define UNDECIDED "state IN ('open', 'acknowledged')"

/* An exact total is worth so long. */
#define COUNT_MICROSECONDS (8 * G_TIME_SPAN_MILLISECOND)

G_STATIC_ASSERT (REEVE_FINDING_GROUPS <= REEVE_QUERY_MAX_LIMIT);

static const ReeveSort sorts[] = {
  { "severity", "severity_rank", TRUE },
  { "raised", "raised", TRUE },
  { "due", "due", TRUE },
  { NULL, NULL, FALSE },
};

/* --- What is asked for --- */

typedef struct
{
  GString *where;
  GPtrArray *values; /* of char * */
} Conditions;

static void
conditions_init (Conditions *self)
{
  self->where = g_string_new (NULL);
  self->values = g_ptr_array_new_with_free_func (g_free);
}

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
  g_ptr_array_add (self->values, value);
  g_string_append_printf (self->where, "%s%s$%u%s", self->where->len > 0 ? " AND " : "", left,
                          self->values->len, right);
}

static void
add_plain (Conditions *self, const char *sql)
{
  g_string_append_printf (self->where, "%s%s", self->where->len > 0 ? " AND " : "", sql);
}

static gboolean
refuse_filter (const char *name, GError **error)
{
  g_autofree char *pointer = g_strconcat ("?", name, NULL);

  reeve_error_add_member (error, pointer, "choice", "that is none of its values");
  return FALSE;
}

/* Where an index has the state in its condition, the text has to say so. */
static gboolean
add_state (Conditions *self, const char *state, GError **error)
{
  if (state == NULL)
    return TRUE;
  if (g_str_equal (state, "undecided"))
    add_plain (self, UNDECIDED);
  else if (g_str_equal (state, "follow_up"))
    add_plain (self, "state = 'follow_up'");
  else if (!g_strv_contains (reeve_finding_states, state))
    return refuse_filter ("state", error);
  else
    {
      if (g_str_equal (state, "open") || g_str_equal (state, "acknowledged"))
        add_plain (self, UNDECIDED);
      add (self, "state = ", g_strdup (state), "");
    }
  return TRUE;
}

static gboolean
add_severity (Conditions *self, const char *severity, GError **error)
{
  int rank = reeve_finding_rank (severity);

  if (severity == NULL)
    return TRUE;
  if (rank < 0)
    return refuse_filter ("severity", error);
  add (self, "severity_rank = CAST (", g_strdup_printf ("%d", rank), " AS BIGINT)");
  return TRUE;
}

static gboolean
add_time (Conditions *self, const ReeveQuery *query, const char *name, const char *left, GError **error)
{
  const char *text = reeve_query_get_filter (query, name);
  gint64 time;

  if (text == NULL)
    return TRUE;
  if (!reeve_json_parse_time (text, &time))
    {
      g_autofree char *pointer = g_strconcat ("?", name, NULL);

      reeve_error_add_member (error, pointer, "time", "is no time as in RFC 3339");
      return FALSE;
    }
  add (self, left, g_strdup_printf ("%" G_GINT64_FORMAT, time), " AS BIGINT)");
  return TRUE;
}

static gboolean
add_filters (Conditions *self, const ReeveQuery *query, GError **error)
{
  static const char *const names[] = { "rule", "person", "address" };
  static const char *const lefts[] = { "rule = ", "person = ", "address = " };
  const char *state = reeve_query_get_filter (query, "state");

  if (state == NULL && g_strcmp0 (query->sort, "due") == 0)
    state = "follow_up";
  if (!add_state (self, state, error) ||
      !add_severity (self, reeve_query_get_filter (query, "severity"), error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *value = reeve_query_get_filter (query, names[i]);

      if (value != NULL)
        add (self, lefts[i], g_strdup (value), "");
    }
  return add_time (self, query, "since", "raised >= CAST (", error) &&
         add_time (self, query, "until", "raised < CAST (", error);
}

static ReeveStatement *
prepare_with (ReeveTx *tx, const char *sql, GPtrArray *values, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  for (guint i = 0; statement != NULL && i < values->len; i++)
    reeve_statement_bind_text (statement, i + 1, values->pdata[i]);
  return statement;
}

/* --- Lists --- */

/* Leaves it unknown where that would take long. */
static gboolean
count_all (ReeveTx *tx, const Conditions *conditions, gint64 *total, GError **error)
{
  g_autofree char *sql = g_strconcat (
    "SELECT count(*) FROM " TABLE, conditions->where->len > 0 ? " WHERE " : "", conditions->where->str, NULL);
  gint64 deadline = reeve_tx_set_deadline (tx, g_get_monotonic_time () + COUNT_MICROSECONDS);
  g_autoptr (GError) local = NULL;
  gboolean counted =
    reeve_statement_read_int (prepare_with (tx, sql, conditions->values, &local), total, &local);

  reeve_tx_set_deadline (tx, deadline);
  if (counted)
    return TRUE;
  *total = -1;
  if (g_error_matches (local, REEVE_ERROR, REEVE_ERROR_BUSY))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

ReeveListing *
reeve_findings_list (ReeveTx *tx, const ReeveQuery *query, GError **error)
{
  const ReeveListSpec spec = { TABLE, reeve_finding_get_type (), sorts, FALSE, NULL };
  g_autoptr (ReeveQuery) asked = reeve_query_copy (query);
  g_autoptr (ReeveListing) listing = NULL;
  g_auto (Conditions) conditions = { NULL };
  guint n;

  conditions_init (&conditions);
  if (asked->sort == NULL)
    asked->descending = TRUE;
  if (!add_filters (&conditions, asked, error))
    return NULL;
  n = conditions.values->len;
  g_ptr_array_add (conditions.values, NULL);
  listing = reeve_rows_list (tx, &spec, asked, conditions.where->len > 0 ? conditions.where->str : NULL,
                             (const char *const *) conditions.values->pdata, error);
  g_ptr_array_set_size (conditions.values, (int) n);
  if (listing == NULL || query->cursor != NULL)
    return g_steal_pointer (&listing);
  if (listing->next == NULL)
    listing->total = listing->items->len;
  else if (reeve_tx_get_mode (tx) == REEVE_TX_READ && !count_all (tx, &conditions, &listing->total, error))
    return NULL;
  return g_steal_pointer (&listing);
}

ReeveFinding *
reeve_findings_get (ReeveTx *tx, const char *id, GError **error)
{
  return reeve_rows_get (tx, TABLE, reeve_finding_get_type (), id, error);
}

/* What is shown of a group, as its record's columns; the rank of the worst is its severity. IS NOT NULL would
 * tempt away from the index of the undecided. */
#define GROUPS                                                                                    \
  "SELECT %s AS id, 1 AS version, %s AS name, count(*) AS count, "                                \
  "sum(CASE WHEN " UNDECIDED " THEN 1 ELSE 0 END) AS undecided, "                                 \
  "COALESCE (max(CASE WHEN " UNDECIDED " THEN severity_rank END), max(severity_rank)) AS worst, " \
  "max(raised) AS newest FROM " TABLE " WHERE COALESCE (%s, '') <> ''"

#define SEVERITY \
  "CASE worst WHEN 0 THEN 'low' WHEN 1 THEN 'medium' WHEN 2 THEN 'high' ELSE 'critical' END AS severity"

ReeveListing *
reeve_findings_list_groups (ReeveTx *tx, const ReeveQuery *query, GError **error)
{
  const char *by = reeve_query_get_filter (query, "by");
  g_autoptr (ReeveListing) listing = reeve_listing_new ();
  g_autoptr (GString) sql =
    g_string_new ("SELECT id, version, name, count, undecided, " SEVERITY ", newest FROM (");
  g_auto (Conditions) conditions = { NULL };
  guint limit = MIN (query->limit, REEVE_FINDING_GROUPS);
  ReeveStatement *statement;

  conditions_init (&conditions);
  if (by == NULL)
    by = reeve_finding_groupings[0];
  if (!g_strv_contains (reeve_finding_groupings, by))
    {
      refuse_filter ("by", error);
      return NULL;
    }
  if (!add_state (&conditions, reeve_query_get_filter (query, "state"), error))
    return NULL;
  /* @by is one of its choices: what is asked for never gets into the text. */
  g_string_append_printf (sql, GROUPS, by, g_str_equal (by, "person") ? "max(person_name)" : "NULL", by);
  if (conditions.where->len > 0)
    g_string_append_printf (sql, " AND %s", conditions.where->str);
  g_string_append_printf (sql, " GROUP BY %s) AS grouped ORDER BY worst DESC, newest DESC, id LIMIT %u", by,
                          limit + 1); /* one more tells that there are more */
  statement = prepare_with (tx, sql->str, conditions.values, error);
  if (statement == NULL)
    return NULL;
  g_clear_pointer (&listing->items, g_ptr_array_unref);
  listing->items = reeve_rows_read_all (statement, reeve_finding_group_get_type (), error);
  if (listing->items == NULL)
    return NULL;
  listing->total = listing->items->len <= limit ? (gint64) listing->items->len : -1;
  g_ptr_array_set_size (listing->items, MIN (listing->items->len, limit));
  return g_steal_pointer (&listing);
}

/* --- Changes --- */

gboolean
reeve_findings_insert (ReeveTx *tx, ReeveFinding *finding, gboolean *is_new, GError **error)
{
  int rank = reeve_finding_rank (finding->severity);
  g_autofree char *text = g_strdup_printf ("%d", rank);
  const char *extra[] = { "severity_rank", text, NULL };
  ReeveStatement *statement;
  gint64 count;

  g_return_val_if_fail (rank >= 0 && finding->state != NULL, FALSE);
  *is_new = FALSE;
  statement = reeve_tx_prepare (
    tx, "SELECT count(*) FROM " TABLE " WHERE raised = $1 AND rule = $2 AND key = $3", error);
  if (statement != NULL)
    {
      reeve_statement_bind_int (statement, 1, finding->raised);
      reeve_statement_bind_text (statement, 2, finding->rule);
      reeve_statement_bind_text (statement, 3, finding->key);
    }
  if (!reeve_statement_read_int (statement, &count, error))
    return FALSE;
  if (count > 0)
    return TRUE;
  if (finding->id == NULL)
    finding->id = reeve_id_new ();
  finding->version = 1;
  *is_new = reeve_rows_insert (tx, TABLE, finding, extra, error);
  return *is_new;
}

gboolean
reeve_findings_update (ReeveTx *tx,
                       ReeveFinding *stored,
                       ReeveFinding *finding,
                       gint64 version,
                       GError **error)
{
  return reeve_rows_change (tx, TABLE, stored, finding, version, NULL, error);
}

/* Of what nobody has decided on, what @mute covers. (element-type utf8) */
static GPtrArray *
find_covered (ReeveTx *tx, ReeveMute *mute, gint64 now, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_auto (Conditions) conditions = { NULL };
  g_autofree char *sql = NULL;
  ReeveStatement *statement;
  gboolean row;

  conditions_init (&conditions);
  add_plain (&conditions, UNDECIDED);
  if (mute->rule != NULL)
    add (&conditions, "rule = ", g_strdup (mute->rule), "");
  if (mute->person != NULL)
    add (&conditions, "person = ", g_strdup (mute->person), "");
  sql =
    g_strconcat ("SELECT id, rule, key, person, address FROM " TABLE " WHERE ", conditions.where->str, NULL);
  statement = prepare_with (tx, sql, conditions.values, error);
  if (statement == NULL)
    return NULL;
  while (TRUE)
    {
      g_autoptr (ReeveFinding) finding = NULL;

      if (!reeve_statement_step (statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&ids);
      finding = reeve_rows_read (statement, reeve_finding_get_type ());
      if (reeve_mute_covers (mute, finding, now))
        g_ptr_array_add (ids, g_steal_pointer (&finding->id));
    }
}

gboolean
reeve_findings_mute (ReeveTx *tx, ReeveMute *mute, gint64 now, gint64 *n, GError **error)
{
  g_autoptr (GPtrArray) ids = find_covered (tx, mute, now, error);

  *n = 0;
  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      ReeveStatement *statement =
        reeve_tx_prepare (tx,
                          "UPDATE " TABLE " SET state = 'muted', mute = $1, decided = $2, decided_by = $3, "
                          "decided_by_name = $4, version = version + 1 WHERE id = $5",
                          error);

      if (statement == NULL)
        return FALSE;
      reeve_statement_bind_text (statement, 1, mute->id);
      reeve_statement_bind_int (statement, 2, now);
      reeve_statement_bind_text (statement, 3, mute->created_by);
      reeve_statement_bind_text (statement, 4, mute->created_by_name);
      reeve_statement_bind_text (statement, 5, ids->pdata[i]);
      if (!reeve_statement_run (statement, NULL, error))
        return FALSE;
      *n += 1;
    }
  return ids != NULL;
}

/* --- How long they stay --- */

/* Nothing is decided on before it was raised, so that what is young is not even looked at. One review follows
 * the other without a gap. */
#define PURGED                                                                                            \
  "raised < $1 AND decided < $1 AND state NOT IN ('open', 'acknowledged', 'follow_up') AND "              \
  "(state <> 'breach' OR decided < $2) AND raised < (SELECT COALESCE (max(until), 0) FROM log_reviews) "  \
  "AND NOT EXISTS (SELECT 1 FROM log_reviews AS r WHERE r.state <> 'signed' AND r.since <= f.raised AND " \
  "f.raised < r.until)"

GPtrArray *
reeve_findings_purge (ReeveTx *tx, gint64 now, guint limit, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  ReeveStatement *statement = reeve_tx_prepare (
    tx, "SELECT id FROM " TABLE " AS f WHERE " PURGED " ORDER BY raised, id LIMIT $3", error);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_int (statement, 1, now - REEVE_FINDING_KEPT_DAYS * REEVE_DAY);
  reeve_statement_bind_int (statement, 2, now - REEVE_FINDING_KEPT_DAYS_BREACH * REEVE_DAY);
  reeve_statement_bind_int (statement, 3, limit);
  while (row)
    {
      if (!reeve_statement_step (statement, &row, error))
        return NULL;
      if (row)
        g_ptr_array_add (ids, g_strdup (reeve_statement_get_text (statement, 0)));
    }
  for (guint i = 0; i < ids->len; i++)
    {
      statement = reeve_tx_prepare (tx, "DELETE FROM " TABLE " WHERE id = $1", error);
      if (statement == NULL)
        return NULL;
      reeve_statement_bind_text (statement, 1, ids->pdata[i]);
      if (!reeve_statement_run (statement, NULL, error))
        return NULL;
    }
  return g_steal_pointer (&ids);
}

/* --- Counts --- */

gboolean
reeve_findings_count_undecided (ReeveTx *tx, gint64 counts[REEVE_FINDING_SEVERITIES], GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx, "SELECT severity_rank, count(*) FROM " TABLE " WHERE " UNDECIDED " GROUP BY severity_rank", error);

  for (guint i = 0; i < REEVE_FINDING_SEVERITIES; i++)
    counts[i] = 0;
  if (statement == NULL)
    return FALSE;
  while (TRUE)
    {
      gboolean row;
      gint64 rank;

      if (!reeve_statement_step (statement, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      rank = reeve_statement_get_int (statement, 0);
      if (rank >= 0 && rank < REEVE_FINDING_SEVERITIES)
        counts[rank] = reeve_statement_get_int (statement, 1);
    }
}

gboolean
reeve_findings_count (ReeveTx *tx, gint64 since, gint64 until, gint64 *all, gint64 *decided, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx,
                      "SELECT count(*), COALESCE (sum(CASE WHEN " UNDECIDED
                      " THEN 0 ELSE 1 END), 0) FROM " TABLE " WHERE raised >= $1 AND raised < $2",
                      error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, since);
  reeve_statement_bind_int (statement, 2, until);
  if (!reeve_statement_step (statement, &row, error))
    return FALSE;
  *all = reeve_statement_get_int (statement, 0);
  *decided = reeve_statement_get_int (statement, 1);
  return reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_findings_count_due (ReeveTx *tx, gint64 *n, gint64 *first, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx, "SELECT count(*), COALESCE (min(due), 0) FROM " TABLE " WHERE state = 'follow_up'", error);
  gboolean row;

  if (statement == NULL || !reeve_statement_step (statement, &row, error))
    return FALSE;
  *n = reeve_statement_get_int (statement, 0);
  *first = reeve_statement_get_int (statement, 1);
  return reeve_statement_run (statement, NULL, error);
}
