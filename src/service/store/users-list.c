/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Lists and counts of users. A list without conditions walks the index of its sort. With conditions there are
 * two ways: where one of them finds few users, these are looked up and sorted; where all find many, a walk
 * meets enough of them on its way. A look at the first few thousand matches of each condition decides. A walk
 * that meets none for some milliseconds (everybody named Zoë, by name) is given up for the other way. People
 * of a group alone have walks of their own, one for each sort. */

#include "config.h"

#include <string.h>

#include "common/clock.h"
#include "common/error.h"
#include "service/store/groups.h"
#include "service/store/rows.h"
#include "service/store/user-search.h"
#include "service/store/users.h"

/* Up to so many matches are looked up and sorted: a microsecond each. */
#define FEW 6000

#define WALK_MICROSECONDS (5 * G_TIME_SPAN_MILLISECOND)
/* A walk for members of a group that is known to be large is the right way even on a slow day. */
#define WALK_LARGE_MICROSECONDS (100 * G_TIME_SPAN_MILLISECOND)

/* An exact total of many matches may take this long; then an estimate does. Above so many users a count of
 * many is not even begun. */
#define COUNT_MICROSECONDS     (6 * G_TIME_SPAN_MILLISECOND)
#define COUNT_FEW_MICROSECONDS (20 * G_TIME_SPAN_MILLISECOND)
#define COUNTABLE              20000

static const ReeveSort sorts[] = {
  { "displayName", "name_key", FALSE },
  { "email", "email_key", FALSE },
  { "secondFactor", "second_factor", FALSE },
  { "state", "state", FALSE },
  { "lastSignIn", "last_sign_in", TRUE },
  { "created", "created", TRUE },
  { NULL, NULL, FALSE },
};

/* The same in the tables that keep the people of each group; the first in one of its own. */
static const ReeveSort group_sorts[] = {
  { "displayName", "sort_name", FALSE },
  { "email", "sort_email", FALSE },
  { "secondFactor", "sort_factor", FALSE },
  { "state", "sort_state", FALSE },
  { "lastSignIn", "sort_sign_in", TRUE },
  { "created", "sort_created", TRUE },
  { NULL, NULL, FALSE },
};

/* --- Conditions of a query --- */

/* One condition: how a walk checks it, and how its matches are found by themselves. Both have at most one
 * parameter, written $?. The checks hide their columns in expressions, so that no other index tempts away
 * from the walk. */
typedef struct
{
  const char *check;      /* ends up behind AND */
  const char *find;       /* (nullable): SELECT of user numbers */
  const char *counted;    /* (nullable): name of the kept count of exactly these */
  const char *count;      /* (nullable): SELECT of their exact number; $1 as in `find`, $2 as in `check` */
  char *value;            /* (nullable): of `check` */
  char *find_value;       /* (nullable): of `find` and `count`, where it differs */
  gint64 n;               /* how many it finds, where that is kept; -1: count them */
  const char *kept_check; /* (nullable): the same as `check`, of group_people AS s alone */
  gboolean kept; /* it finds the people of the group `value`, which are kept in the order of each sort */
} Condition;

typedef struct
{
  GArray *conditions; /* of Condition */
  GStrv words;        /* (nullable) */
  gboolean bin;
  const Condition *few; /* (nullable): the condition with the fewest matches, if these are few */
  gint64 n_few;
  const Condition *any; /* (nullable): one whose matches can be found by themselves */
  gboolean written;     /* the users are wanted as JSON only */
  gboolean bound;       /* by a scope: how many match outside it is nobody's to know, not even about */
} Plan;

static void
condition_clear (Condition *self)
{
  g_free (self->value);
  g_free (self->find_value);
}

static void
plan_clear (Plan *self)
{
  g_clear_pointer (&self->conditions, g_array_unref);
  g_clear_pointer (&self->words, g_strfreev);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Plan, plan_clear)

/* (transfer none): until the next one is added */
static Condition *
add_condition (Plan *plan, const char *check, const char *find, const char *value)
{
  Condition condition = { check, find, NULL, NULL, g_strdup (value), NULL, -1, NULL, FALSE };

  g_array_append_val (plan->conditions, condition);
  return &g_array_index (plan->conditions, Condition, plan->conditions->len - 1);
}

static gboolean
refuse_filter (const char *name, GError **error)
{
  g_autofree char *pointer = g_strconcat ("?", name, NULL);

  reeve_error_add_member (error, pointer, "choice", "that is none of its values");
  return FALSE;
}

static gboolean
add_state (Plan *plan, const char *state, GError **error)
{
  if (state == NULL || g_str_equal (state, "deleted"))
    return TRUE;
  if (!g_strv_contains (reeve_user_states, state))
    return refuse_filter ("state", error);
  Condition *condition = add_condition (
    plan, "(state || '') = $?", "SELECT number AS hit FROM users WHERE deleted = 0 AND state = $?", state);
  condition->counted = g_str_equal (state, "active") ? "state active" : "state suspended";
  condition->kept_check = "s.sort_state = $?";
  return TRUE;
}

static gboolean
add_second_factor (Plan *plan, const char *factor, GError **error)
{
  if (factor == NULL)
    return TRUE;
  if (!g_strv_contains (reeve_user_second_factors, factor))
    return refuse_filter ("secondFactor", error);
  Condition *condition =
    add_condition (plan, "(second_factor || '') = $?",
                   "SELECT number AS hit FROM users WHERE deleted = 0 AND second_factor = $?", factor);
  condition->counted = g_str_equal (factor, "on") ? "secondFactor on" : "secondFactor off";
  condition->kept_check = "s.sort_factor = $?";
  return TRUE;
}

static gboolean
add_signed_in (Plan *plan, const char *signed_in, GError **error)
{
  if (signed_in == NULL)
    return TRUE;
  if (!g_str_equal (signed_in, "never"))
    return refuse_filter ("signedIn", error);
  Condition *condition =
    add_condition (plan, "last_sign_in + 0 = 0",
                   "SELECT number AS hit FROM users WHERE deleted = 0 AND last_sign_in = 0", NULL);
  condition->counted = "signedIn never";
  condition->kept_check = "s.sort_sign_in = 0";
  return TRUE;
}

static gboolean
add_lock (Plan *plan, const char *lock, GError **error)
{
  g_autofree char *now = g_strdup_printf ("%" G_GINT64_FORMAT, reeve_clock_now ());

#define LOCKED "SELECT number AS hit FROM users WHERE deleted = 0 AND lock <> 'none'"
  if (lock == NULL)
    return TRUE;
  if (g_str_equal (lock, "breach"))
    add_condition (plan, "(lock || '') = 'breach'", LOCKED, NULL);
  else if (g_str_equal (lock, "cooling-off"))
    add_condition (plan, "(lock || '') = 'cooling-off' AND lock_ends > CAST ($? AS BIGINT)", LOCKED, now);
  else if (g_str_equal (lock, "any"))
    add_condition (plan,
                   "((lock || '') = 'breach' OR (lock || '') = 'cooling-off' AND lock_ends > CAST ($? AS "
                   "BIGINT))",
                   LOCKED, now);
  else
    return refuse_filter ("lock", error);
#undef LOCKED
  return TRUE;
}

static void
add_role (Plan *plan, const char *role)
{
  Condition *condition;

  if (role == NULL)
    return;
  condition = add_condition (
    plan, "EXISTS (SELECT 1 FROM user_roles AS r WHERE r.role = $? AND r.number = users.number)",
    "SELECT number AS hit FROM user_roles WHERE role = $?", role);
  condition->count =
    "SELECT (SELECT count(*) FROM user_roles WHERE role = $1) - (SELECT count(*) FROM users AS u "
    "CROSS JOIN user_roles AS r WHERE u.deleted <> 0 AND r.role = $1 AND r.number = u.number)";
  condition->kept_check = "EXISTS (SELECT 1 FROM user_roles AS r WHERE r.role = $? AND r.number = s.number)";
}

/* Whoever is in a group or below it. @number: 0 for none that may be known of */
static gboolean
add_group (ReeveTx *tx, Plan *plan, gint64 number, GError **error)
{
  g_autofree char *value = g_strdup_printf ("%" G_GINT64_FORMAT, number);
  ReeveStatement *statement = reeve_tx_prepare (tx, "SELECT members FROM groups WHERE number = $1", error);
  Condition *condition =
    add_condition (plan,
                   "EXISTS (SELECT 1 FROM group_reach AS r WHERE r.grp = CAST ($? AS BIGINT) "
                   "AND r.number = users.number)",
                   "SELECT number AS hit FROM group_reach WHERE grp = CAST ($? AS BIGINT)", value);

  condition->count = "SELECT members FROM groups WHERE number = CAST ($1 AS BIGINT)";
  condition->kept = TRUE;
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, number);
  return reeve_statement_read_int (statement, &condition->n, error);
}

static gboolean
add_group_filter (ReeveTx *tx, Plan *plan, const ReeveQuery *query, GError **error)
{
  const char *group = reeve_query_get_filter (query, "group");
  gint64 number;

  if (group == NULL)
    return TRUE;
  return reeve_groups_find_number (tx, group, query->scope, &number, error) &&
         add_group (tx, plan, number, error);
}

/* Nobody but those whom the group administrator @scope administers. Almost always they are of one group. */
static gboolean
add_scope (ReeveTx *tx, Plan *plan, const char *scope, GError **error)
{
  g_autoptr (GArray) tops = NULL;

  if (scope == NULL)
    return TRUE;
  tops = reeve_scope_list_tops (tx, scope, error);
  if (tops == NULL)
    return FALSE;
  if (tops->len <= 1)
    return add_group (tx, plan, tops->len == 1 ? g_array_index (tops, gint64, 0) : 0, error);
  add_condition (plan,
                 "EXISTS (SELECT 1 FROM group_administrators AS a CROSS JOIN group_reach AS s "
                 "WHERE a.number = (SELECT me.number FROM users AS me WHERE me.id = $?) AND s.grp = a.grp "
                 "AND s.number = users.number)",
                 "SELECT DISTINCT s.number AS hit FROM users AS me CROSS JOIN group_administrators AS a "
                 "CROSS JOIN group_reach AS s WHERE me.id = $? AND a.number = me.number AND s.grp = a.grp",
                 scope);
  return TRUE;
}

static void
add_words (Plan *plan, const char *text)
{
  plan->words = reeve_user_search_words (text);
  for (guint i = 0; plan->words != NULL && plan->words[i] != NULL; i++)
    {
      g_autofree char *pattern = reeve_user_search_pattern (plan->words[i]);
      Condition *condition = add_condition (plan, "search_key LIKE $? ESCAPE '\\'", NULL, pattern);

      if (i > 0)
        continue;
      condition->find = "SELECT rowid AS hit FROM users_grams WHERE users_grams MATCH $?";
      condition->find_value = reeve_user_search_match ((const char *const *) plan->words);
      if (reeve_user_search_is_exact (plan->words[0]))
        condition->count =
          "SELECT (SELECT count(*) FROM users_grams WHERE users_grams MATCH $1) - "
          "(SELECT count(*) FROM users WHERE deleted <> 0 AND search_key LIKE $2 ESCAPE '\\')";
    }
}

static const char *
get_find_value (const Condition *condition)
{
  return condition->find_value != NULL ? condition->find_value : condition->value;
}

/* Appends @sql with its $? numbered, and @value to the values. */
static void
append_sql (GString *text, GPtrArray *values, const char *sql, const char *value)
{
  const char *mark = strstr (sql, "$?");

  if (mark == NULL)
    {
      g_string_append (text, sql);
      return;
    }
  g_ptr_array_add (values, (gpointer) value);
  g_string_append_len (text, sql, mark - sql);
  g_string_append_printf (text, "$%u%s", values->len, mark + 2);
}

static ReeveStatement *
prepare_with (ReeveTx *tx, const char *sql, GPtrArray *values, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  for (guint i = 0; statement != NULL && i < values->len; i++)
    reeve_statement_bind_text (statement, i + 1, values->pdata[i]);
  return statement;
}

/* Counts the matches of one condition, up to one more than few. */
static gboolean
look_at (ReeveTx *tx, const Condition *condition, gint64 *n, GError **error)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new ();
  g_autoptr (GString) sql = g_string_new ("SELECT count(*) FROM (");

  append_sql (sql, values, condition->find, get_find_value (condition));
  g_string_append_printf (sql, " LIMIT %d)", FEW + 1);
  return reeve_statement_read_int (prepare_with (tx, sql->str, values, error), n, error);
}

static gboolean
make_plan (ReeveTx *tx, const ReeveQuery *query, Plan *plan, GError **error)
{
  const char *state = reeve_query_get_filter (query, "state");

  plan->conditions = g_array_new (FALSE, FALSE, sizeof (Condition));
  g_array_set_clear_func (plan->conditions, (GDestroyNotify) condition_clear);
  plan->bin = g_strcmp0 (state, "deleted") == 0;
  plan->bound = query->scope != NULL;
  if (!add_state (plan, state, error) ||
      !add_second_factor (plan, reeve_query_get_filter (query, "secondFactor"), error) ||
      !add_signed_in (plan, reeve_query_get_filter (query, "signedIn"), error) ||
      !add_lock (plan, reeve_query_get_filter (query, "lock"), error))
    return FALSE;
  add_role (plan, reeve_query_get_filter (query, "role"));
  if (!add_group_filter (tx, plan, query, error) || !add_scope (tx, plan, query->scope, error))
    return FALSE;
  add_words (plan, query->text);

  /* The bin has an index of its own; the conditions above find outside it. */
  for (guint i = 0; !plan->bin && i < plan->conditions->len; i++)
    {
      const Condition *each = &g_array_index (plan->conditions, Condition, i);
      gint64 n = each->n;

      if (each->find == NULL)
        continue;
      /* never further than to all of their own for one who has a part */
      if (!plan->bound || plan->any == NULL || !plan->any->kept)
        plan->any = each;
      if (n < 0 && !look_at (tx, each, &n, error))
        return FALSE;
      if (n <= FEW && (plan->few == NULL || n < plan->n_few))
        {
          plan->few = each;
          plan->n_few = n;
        }
    }
  return TRUE;
}

/* What stands behind FROM; CROSS JOIN makes SQLite begin with the few. */
static void
append_from (const Plan *plan, GString *from, GPtrArray *values)
{
  if (plan->few == NULL)
    {
      g_string_append (from, "users");
      return;
    }
  g_string_append (from, "(");
  append_sql (from, values, plan->few->find, get_find_value (plan->few));
  g_string_append (from, ") AS hits CROSS JOIN users");
}

static void
append_where (const Plan *plan, GString *where, GPtrArray *values)
{
  if (plan->few != NULL)
    g_string_append (where, "users.number = hits.hit AND deleted + 0 = 0");
  else
    g_string_append (where, plan->bin ? "deleted <> 0" : "deleted = 0");
  for (guint i = 0; i < plan->conditions->len; i++)
    {
      const Condition *each = &g_array_index (plan->conditions, Condition, i);

      g_string_append (where, " AND ");
      append_sql (where, values, each->check, each->value);
    }
}

/* (nullable): the group whose people are asked for, if it is one */
static const Condition *
find_group (const Plan *plan)
{
  const Condition *group = NULL;

  for (guint i = 0; !plan->bin && i < plan->conditions->len; i++)
    {
      const Condition *each = &g_array_index (plan->conditions, Condition, i);

      if (each->kept && group != NULL)
        return NULL;
      if (each->kept)
        group = each;
    }
  return group;
}

/* --- Totals --- */

/* (nullable): the condition that is all there is and knows its exact number */
static const Condition *
find_count (const Plan *plan)
{
  const Condition *only =
    !plan->bin && plan->conditions->len == 1 ? &g_array_index (plan->conditions, Condition, 0) : NULL;

  return only != NULL && only->count != NULL ? only : NULL;
}

/* FALSE: not all of the conditions are in what is kept of a group's people. */
static gboolean
append_kept_count (const Plan *plan, GString *sql, GPtrArray *values)
{
  const Condition *group = find_group (plan);

  if (group == NULL || plan->conditions->len == 1)
    return FALSE;
  for (guint i = 0; i < plan->conditions->len; i++)
    {
      const Condition *each = &g_array_index (plan->conditions, Condition, i);

      if (each != group && each->kept_check == NULL)
        return FALSE;
    }
  append_sql (sql, values, "group_people AS s WHERE s.grp = CAST ($? AS BIGINT)", group->value);
  for (guint i = 0; i < plan->conditions->len; i++)
    {
      const Condition *each = &g_array_index (plan->conditions, Condition, i);

      if (each == group)
        continue;
      g_string_append (sql, " AND ");
      append_sql (sql, values, each->kept_check, each->value);
    }
  return TRUE;
}

static gboolean
count_matches (ReeveTx *tx, const Plan *plan, gint64 *count, GError **error)
{
  const Condition *only = find_count (plan);
  g_autoptr (GPtrArray) values = g_ptr_array_new ();
  g_autoptr (GString) sql = g_string_new ("SELECT count(*) FROM ");

  if (only != NULL)
    {
      g_ptr_array_add (values, (gpointer) get_find_value (only));
      if (strstr (only->count, "$2") != NULL)
        g_ptr_array_add (values, only->value);
      return reeve_statement_read_int (prepare_with (tx, only->count, values, error), count, error);
    }
  if (!append_kept_count (plan, sql, values))
    {
      append_from (plan, sql, values);
      g_string_append (sql, " WHERE ");
      append_where (plan, sql, values);
    }
  return reeve_statement_read_int (prepare_with (tx, sql->str, values, error), count, error);
}

static gboolean
get_kept_count (ReeveTx *tx, const char *name, gint64 *count, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, "SELECT n FROM user_counts WHERE name = $1", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, name);
  return reeve_statement_read_int (statement, count, error);
}

/* The name of the kept count of exactly what the plan finds; NULL: there is none. */
static const char *
find_kept_count (const Plan *plan)
{
  if (plan->bin || plan->conditions->len > 1)
    return NULL;
  return plan->conditions->len == 0 ? "" : g_array_index (plan->conditions, Condition, 0).counted;
}

/* Every n-th user stands for n of them. Numbers are given in the order of joining, so a run of them is no
 * fair sample; a stride through all of them is. */
static gboolean
estimate_matches (ReeveTx *tx, const Plan *plan, gint64 all, gint64 *count, GError **error)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new ();
  g_autoptr (GString) sql = g_string_new (NULL);
  gint64 stride = MAX (1, all / 1000);
  gint64 n;

  if (plan->few != NULL)
    {
      *count = plan->n_few;
      return TRUE;
    }
  g_string_append_printf (
    sql,
    "WITH RECURSIVE sample (number) AS (SELECT 1 UNION ALL SELECT number + %" G_GINT64_FORMAT
    " FROM sample WHERE number < (SELECT max(number) FROM users)) "
    "SELECT count(*) FROM sample CROSS JOIN users "
    "WHERE users.number = sample.number AND ",
    stride);
  append_where (plan, sql, values);
  if (!reeve_statement_read_int (prepare_with (tx, sql->str, values, error), &n, error))
    return FALSE;
  *count = MIN (all, n * stride);
  return TRUE;
}

static gboolean
count_or_estimate (ReeveTx *tx, const Plan *plan, ReeveListing *listing, GError **error)
{
  g_autoptr (GError) local = NULL;
  const char *kept = find_kept_count (plan);
  gint64 limit = g_get_monotonic_time () + (plan->few != NULL ? COUNT_FEW_MICROSECONDS : COUNT_MICROSECONDS);
  gint64 deadline;
  gboolean counted;

  gint64 all;

  if (kept != NULL)
    return get_kept_count (tx, kept, &listing->total, error);
  if (plan->bound)
    {
      Plan exact = *plan; /* borrows everything */

      if (exact.few == NULL)
        exact.few = exact.any; /* never a walk of all for one who has a part */
      return count_matches (tx, &exact, &listing->total, error);
    }
  if (reeve_tx_get_mode (tx) == REEVE_TX_WRITE)
    return count_matches (tx, plan, &listing->total, error);
  if (!get_kept_count (tx, "", &all, error))
    return FALSE;
  listing->total_is_estimate = TRUE;
  if (plan->few == NULL && find_count (plan) == NULL && all > COUNTABLE)
    return estimate_matches (tx, plan, all, &listing->total, error);

  deadline = reeve_tx_set_deadline (tx, limit);
  if (deadline != 0 && deadline < limit)
    reeve_tx_set_deadline (tx, deadline);
  counted = count_matches (tx, plan, &listing->total, &local);
  reeve_tx_set_deadline (tx, deadline);
  if (counted)
    {
      listing->total_is_estimate = FALSE;
      return TRUE;
    }
  if (!g_error_matches (local, REEVE_ERROR, REEVE_ERROR_BUSY))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  return estimate_matches (tx, plan, all, &listing->total, error);
}

/* --- Lists --- */

static ReeveListing *
list_by_plan (ReeveTx *tx, const Plan *plan, const ReeveQuery *query, GError **error)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new ();
  g_autoptr (GString) from = g_string_new (NULL);
  g_autoptr (GString) where = g_string_new (NULL);
  ReeveListSpec spec = { NULL, reeve_user_get_type (), sorts, plan->written };

  append_from (plan, from, values);
  append_where (plan, where, values);
  g_ptr_array_add (values, NULL);
  spec.table = from->str;
  return reeve_rows_list (tx, &spec, query, where->str, (const char *const *) values->pdata, error);
}

static ReeveListing *
list_in_kept_order (ReeveTx *tx,
                    const Plan *plan,
                    const Condition *group,
                    const ReeveQuery *query,
                    GError **error)
{
  gboolean by_name = query->sort == NULL || g_str_equal (query->sort, group_sorts[0].wire);
  g_autoptr (GPtrArray) values = g_ptr_array_new ();
  g_autoptr (GString) from = g_string_new (by_name ? "group_reach_by_name" : "group_people");
  g_autoptr (GString) where = g_string_new (NULL);
  ReeveListSpec spec = { NULL, reeve_user_get_type (), group_sorts, plan->written, "sort_id" };

  append_sql (from, values,
              " AS s CROSS JOIN users ON users.number = s.number AND s.grp = CAST ($? AS BIGINT)",
              group->value);
  for (guint i = 0; i < plan->conditions->len; i++)
    {
      const Condition *each = &g_array_index (plan->conditions, Condition, i);

      if (each == group)
        continue;
      if (where->len > 0)
        g_string_append (where, " AND ");
      append_sql (where, values, each->check, each->value);
    }
  g_ptr_array_add (values, NULL);
  spec.table = from->str;
  return reeve_rows_list (tx, &spec, query, where->len > 0 ? where->str : NULL,
                          (const char *const *) values->pdata, error);
}

/* Nothing else is asked for, and these are not few. */
static gboolean
finds_large_groups (const Plan *plan)
{
  for (guint i = 0; i < plan->conditions->len; i++)
    if (g_array_index (plan->conditions, Condition, i).n < 0)
      return FALSE;
  return TRUE;
}

/* A walk for some milliseconds; NULL without an error: it is the wrong way. @group: (nullable) */
static ReeveListing *
try_walk (ReeveTx *tx, const Plan *plan, const Condition *group, const ReeveQuery *query, GError **error)
{
  gint64 limit =
    g_get_monotonic_time () + (finds_large_groups (plan) ? WALK_LARGE_MICROSECONDS : WALK_MICROSECONDS);
  gint64 deadline = reeve_tx_set_deadline (tx, limit);
  g_autoptr (GError) local = NULL;
  ReeveListing *listing = group != NULL ? list_in_kept_order (tx, plan, group, query, &local)
                                        : list_by_plan (tx, plan, query, &local);

  reeve_tx_set_deadline (tx, deadline);
  if (listing == NULL && !g_error_matches (local, REEVE_ERROR, REEVE_ERROR_BUSY))
    g_propagate_error (error, g_steal_pointer (&local));
  return listing;
}

static ReeveListing *
list (ReeveTx *tx, const ReeveQuery *query, gboolean written, GError **error)
{
  g_auto (Plan) plan = { .written = written };
  g_autoptr (ReeveListing) listing = NULL;
  g_autoptr (GError) local = NULL;
  const Condition *group;

  if (!make_plan (tx, query, &plan, error))
    return NULL;
  group = find_group (&plan);
  if (group != NULL && (plan.few == group || plan.conditions->len == 1))
    listing = list_in_kept_order (tx, &plan, group, query, &local);
  else if (plan.few == NULL && plan.any != NULL && reeve_tx_get_mode (tx) == REEVE_TX_READ)
    listing = try_walk (tx, &plan, group, query, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  if (listing == NULL)
    {
      Plan other = plan; /* borrows everything */

      if (other.few == NULL)
        other.few = other.any;
      listing = list_by_plan (tx, &other, query, error);
    }
  if (listing == NULL)
    return NULL;
  if (query->cursor == NULL && listing->next == NULL)
    listing->total = listing->items->len + listing->n_written;
  else if (!count_or_estimate (tx, &plan, listing, error))
    return NULL;
  return g_steal_pointer (&listing);
}

ReeveListing *
reeve_users_list (ReeveTx *tx, const ReeveQuery *query, GError **error)
{
  return list (tx, query, FALSE, error);
}

ReeveListing *
reeve_users_list_written (ReeveTx *tx, const ReeveQuery *query, GError **error)
{
  return list (tx, query, TRUE, error);
}

gboolean
reeve_users_count (ReeveTx *tx, const ReeveQuery *query, gint64 *count, GError **error)
{
  g_auto (Plan) plan = { NULL };
  const char *kept;

  if (!make_plan (tx, query, &plan, error))
    return FALSE;
  kept = find_kept_count (&plan);
  return kept != NULL ? get_kept_count (tx, kept, count, error) : count_matches (tx, &plan, count, error);
}

GPtrArray *
reeve_users_list_ids (ReeveTx *tx, const ReeveQuery *query, GError **error)
{
  g_auto (Plan) plan = { NULL };
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) values = g_ptr_array_new ();
  g_autoptr (GString) sql = g_string_new ("SELECT id FROM ");
  ReeveStatement *statement;
  gboolean row;

  if (!make_plan (tx, query, &plan, error))
    return NULL;
  append_from (&plan, sql, values);
  g_string_append (sql, " WHERE ");
  append_where (&plan, sql, values);
  g_string_append (sql, " ORDER BY id");
  statement = prepare_with (tx, sql->str, values, error);
  if (statement == NULL)
    return NULL;
  while (TRUE)
    {
      if (!reeve_statement_step (statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&ids);
      g_ptr_array_add (ids, g_strdup (reeve_statement_get_text (statement, 0)));
    }
}
