/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A look at everything that has a date, at the first page that everybody sees: each statement goes to its
 * rows by an index, and reads no more than it tells. */

#include "config.h"

#include "service/store/duties.h"

#include "common/capability.h"
#include "common/clock.h"
#include "common/second-factor-demand.h"
#include "service/store/access-reviews.h"
#include "service/store/groups-private.h"
#include "service/store/groups.h"
#include "service/store/policy.h"
#include "service/store/roles.h"
#include "service/store/rows.h"
#include "service/store/second-factor-demands.h"

#define SOON             (7 * REEVE_DAY)
#define INVITATIONS_SOON (3 * REEVE_DAY)

/* Whether the user of that number is one of the group administrator's whose id is @account. */
#define OF_SCOPE(number, account)                                                                          \
  "EXISTS (SELECT 1 FROM group_administrators AS a CROSS JOIN group_reach AS s WHERE a.number = "          \
  "(SELECT me.number FROM users AS me WHERE me.id = " account ") AND s.grp = a.grp AND s.number = " number \
  ")"

ReeveDuty *
reeve_duties_add (GPtrArray *duties,
                  const char *kind,
                  const char *id,
                  const char *urgency,
                  gint64 count,
                  gint64 due,
                  gint64 now)
{
  ReeveDuty *duty = reeve_duty_new ();

  duty->id = id != NULL ? g_strconcat (kind, ":", id, NULL) : g_strdup (kind);
  duty->kind = g_intern_string (kind);
  duty->urgency = urgency != NULL ? urgency : reeve_duty_urgency_of (due, now);
  duty->count = count;
  duty->due = due;
  g_ptr_array_add (duties, duty);
  return duty;
}

static void
set_subject (ReeveDuty *duty, const char *subject, const char *id)
{
  g_set_str (&duty->subject, subject);
  g_set_str (&duty->subject_id, id);
}

/* --- What is told in one line: how many, the first deadline, since when, and a name where it is one --- */

/* @sql: answers one row of count, deadline, since, name, id; $1 and $2 are times. */
static gboolean
find_some (const ReeveDutySearch *search,
           const char *sql,
           gint64 from,
           gint64 to,
           const char *scope,
           ReeveDuty **duty,
           GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (search->tx, sql, error);
  g_autoptr (ReeveDuty) found = NULL;
  gboolean row;

  *duty = NULL;
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, from);
  reeve_statement_bind_int (statement, 2, to);
  if (scope != NULL)
    reeve_statement_bind_text (statement, 3, scope);
  if (!reeve_statement_step (statement, &row, error))
    return FALSE;
  if (row && reeve_statement_get_int (statement, 0) > 0)
    {
      found = reeve_duty_new ();
      found->count = reeve_statement_get_int (statement, 0);
      found->due = reeve_statement_get_int (statement, 1);
      found->since = reeve_statement_get_int (statement, 2);
      if (found->count == 1)
        set_subject (found, reeve_statement_get_text (statement, 3), reeve_statement_get_text (statement, 4));
    }
  *duty = g_steal_pointer (&found);
  return reeve_statement_run (statement, NULL, error);
}

/* @found: (nullable) (transfer full) */
static void
add_found (const ReeveDutySearch *search,
           GPtrArray *duties,
           ReeveDuty *found,
           const char *kind,
           const char *id,
           const char *urgency)
{
  g_autoptr (ReeveDuty) from = found;
  ReeveDuty *duty;

  if (from == NULL)
    return;
  duty = reeve_duties_add (duties, kind, id, urgency, from->count, from->due, search->now);
  duty->since = from->since;
  set_subject (duty, from->subject, from->subject_id);
}

#define SENT_TO                                                                        \
  "SELECT count(*), min(expires), min(created), min(email), min(id) FROM invitations " \
  "WHERE state IN ('waiting', 'opened') AND expires > $1 AND expires <= $2"

gboolean
reeve_duties_find_invitations (const ReeveDutySearch *search, GPtrArray *duties, GError **error)
{
  ReeveDuty *found;

  if (!find_some (search,
                  search->scope != NULL ? SENT_TO " AND " REEVE_SCOPE_INVITES "$3" REEVE_SCOPE_INVITES_END
                                        : SENT_TO,
                  search->now, search->now + INVITATIONS_SOON, search->scope, &found, error))
    return FALSE;
  add_found (search, duties, found, "invitation", NULL, NULL);
  return TRUE;
}

#define SECRETS                                                                      \
  "SELECT count(*), min(due), min(last_rotated), min(name), min(id) FROM rotations " \
  "WHERE due > $1 AND due <= $2"

gboolean
reeve_duties_find_rotations (const ReeveDutySearch *search, GPtrArray *duties, GError **error)
{
  const struct
  {
    const char *id;
    gint64 from;
    gint64 to;
  } times[] = {
    { "due", -1, search->now },
    { "soon", search->now, search->now + SOON },
    { "later", search->now + SOON, G_MAXINT64 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      ReeveDuty *found;

      if (!find_some (search, SECRETS, times[i].from, times[i].to, NULL, &found, error))
        return FALSE;
      add_found (search, duties, found, "rotation", times[i].id, NULL);
    }
  return TRUE;
}

/* It gives nothing any more, and stays until somebody takes it away. */
gboolean
reeve_duties_find_grants (const ReeveDutySearch *search, GPtrArray *duties, GError **error)
{
  ReeveDuty *found;

  if (!find_some (search,
                  "SELECT count(*), 0, min(expires), NULL, min(id) FROM grants "
                  "WHERE expires <> 0 AND expires > $1 AND expires <= $2",
                  0, search->now, NULL, &found, error))
    return FALSE;
  add_found (search, duties, found, "grant-expired", NULL, "week");
  return TRUE;
}

gboolean
reeve_duties_find_holds (const ReeveDutySearch *search, GPtrArray *duties, GError **error)
{
  ReeveDuty *found;

  if (!find_some (search,
                  "SELECT count(*), min(ends), min(created), min(reason), min(id) FROM holds "
                  "WHERE ends > $1 AND ends <= $2",
                  search->now, search->now + SOON, NULL, &found, error))
    return FALSE;
  add_found (search, duties, found, "hold", NULL, NULL);
  return TRUE;
}

/* --- What is told one by one: the first few, and then how many there are --- */

/* @sql: answers id, name, deadline, since, of one more than are named; @n: (out) */
static gboolean
find_each (const ReeveDutySearch *search,
           ReeveStatement *statement,
           const char *kind,
           const char *urgency,
           GPtrArray *duties,
           guint *n,
           GError **error)
{
  gboolean row = TRUE;

  *n = 0;
  if (statement == NULL)
    return FALSE;
  while (reeve_statement_step (statement, &row, error))
    {
      ReeveDuty *duty;

      if (!row)
        return TRUE;
      if (++*n > REEVE_DUTIES_NAMED)
        continue;
      duty = reeve_duties_add (duties, kind, reeve_statement_get_text (statement, 0), urgency, 1,
                               reeve_statement_get_int (statement, 2), search->now);
      duty->since = reeve_statement_get_int (statement, 3);
      set_subject (duty, reeve_statement_get_text (statement, 1), reeve_statement_get_text (statement, 0));
    }
  return FALSE;
}

/* The rest of them: @statement counts all. */
static gboolean
find_rest (const ReeveDutySearch *search,
           ReeveStatement *statement,
           const char *kind,
           const char *urgency,
           GPtrArray *duties,
           GError **error)
{
  gint64 n;

  if (!reeve_statement_read_int (statement, &n, error))
    return FALSE;
  if (n > REEVE_DUTIES_NAMED)
    reeve_duties_add (duties, kind, NULL, urgency, n - REEVE_DUTIES_NAMED, 0, search->now);
  return TRUE;
}

/* Whose account a breach report locked, and no open case of it says so (store/case-duties); cooling off ends
 * by itself. */
gboolean
reeve_duties_find_locked (const ReeveDutySearch *search, GPtrArray *duties, GError **error)
{
#define LOCKED(what)                                                                                    \
  "SELECT " what " FROM users AS u WHERE u.deleted = 0 AND u.lock <> 'none' AND u.lock = 'breach' AND " \
  "NOT EXISTS (SELECT 1 FROM case_people AS k WHERE k.id = u.id AND k.state IN "                        \
  "('contained', 'awaiting', 'instructed')) AND "                                                       \
  "($1 IS NULL OR " OF_SCOPE ("u.number", "$1") ")"
  ReeveStatement *statement =
    reeve_tx_prepare (search->tx, LOCKED ("u.id, u.display_name, 0, 0") " ORDER BY u.id LIMIT 11", error);
  guint n;

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, search->scope);
  if (!find_each (search, statement, "locked", "now", duties, &n, error))
    return FALSE;
  if (n <= REEVE_DUTIES_NAMED)
    return TRUE;
  statement = reeve_tx_prepare (search->tx, LOCKED ("count(*)"), error);
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, search->scope);
  return find_rest (search, statement, "locked", "now", duties, error);
#undef LOCKED
}

/* Those that another administrator asked for; nobody decides on what is about themselves. */
gboolean
reeve_duties_find_resets (const ReeveDutySearch *search, GPtrArray *duties, GError **error)
{
#define WAITING(what)                                                                                        \
  "SELECT " what " FROM second_factor_resets WHERE state = 'waiting' AND expires > $1 AND created_by <> $2 " \
  "AND account <> $2"
  ReeveStatement *statement = reeve_tx_prepare (
    search->tx, WAITING ("id, display_name, expires, created") " ORDER BY expires, id LIMIT 11", error);
  guint n;

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, search->now);
  reeve_statement_bind_text (statement, 2, search->account);
  if (!find_each (search, statement, "second-factor-reset", "now", duties, &n, error))
    return FALSE;
  if (n <= REEVE_DUTIES_NAMED)
    return TRUE;
  statement = reeve_tx_prepare (search->tx, WAITING ("count(*)"), error);
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, search->now);
  reeve_statement_bind_text (statement, 2, search->account);
  return find_rest (search, statement, "second-factor-reset", "now", duties, error);
#undef WAITING
}

/* Companies with people for whom nobody could say what is to be done after a breach. */
gboolean
reeve_duties_find_companies (const ReeveDutySearch *search, GPtrArray *duties, GError **error)
{
#define ALONE(what) "SELECT " what " FROM groups WHERE " REEVE_GROUPS_ALONE
  guint n;

  if (!find_each (
        search,
        reeve_tx_prepare (search->tx, ALONE ("id, name, 0, created") " ORDER BY path_key LIMIT 11", error),
        "group-administrator", "week", duties, &n, error))
    return FALSE;
  return n <= REEVE_DUTIES_NAMED ||
         find_rest (search, reeve_tx_prepare (search->tx, ALONE ("count(*)"), error), "group-administrator",
                    "week", duties, error);
#undef ALONE
}

/* --- Access reviews --- */

gboolean
reeve_duties_find_access_reviews (const ReeveDutySearch *search, GPtrArray *duties, GError **error)
{
  g_autoptr (ReeveAccessReview) open = NULL;
  g_autoptr (ReevePolicy) policy = NULL;
  ReeveDuty *duty;
  gint64 last;

  if (!reeve_access_reviews_find_open (search->tx, &open, error))
    return FALSE;
  if (open != NULL)
    {
      duty = reeve_duties_add (duties, "access-review", open->id, open->due <= search->now ? "now" : "week",
                               open->undecided, open->due, search->now);
      duty->since = open->opened;
      g_set_str (&duty->subject_id, open->id);
      return TRUE;
    }
  policy = reeve_policy_get (search->tx, error);
  if (policy == NULL || !reeve_access_reviews_get_last (search->tx, &last, error))
    return FALSE;
  if (last != 0)
    reeve_duties_add (duties, "access-review-opens", NULL, "quiet", 0,
                      last + policy->access_review_days * REEVE_DAY, search->now);
  return TRUE;
}

/* --- Second factors --- */

#define LACK "u.deleted = 0 AND u.state = 'active' AND u.second_factor = 'off'"

/* Up to one more than many: nobody waits for an exact number of so many people. */
#define FEW_OF(rows) "SELECT count(*) FROM (SELECT 1 " rows " LIMIT 10001)"
G_STATIC_ASSERT (REEVE_DUTY_MANY == 10000);

/* Of everybody, from kept numbers and indexes alone, exactly: those without one, less the suspended. */
static gboolean
count_of_all (const ReeveDutySearch *search, gint64 *n, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (search->tx,
                      "SELECT COALESCE ((SELECT n FROM user_counts WHERE name = 'secondFactor off'), 0) - "
                      "(SELECT count(*) FROM users WHERE deleted = 0 AND state = 'suspended' "
                      "AND (second_factor || '') = 'off')",
                      error);

  return statement != NULL && reeve_statement_read_int (statement, n, error);
}

/* The same of the people of one group. */
static gboolean
count_of_group (const ReeveDutySearch *search, gint64 group, gint64 *n, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (search->tx,
                      "SELECT (SELECT count(*) FROM group_people WHERE grp = $1 AND sort_factor = 'off') - "
                      "(SELECT count(*) FROM group_people WHERE grp = $1 AND sort_state = 'suspended' "
                      "AND (sort_factor || '') = 'off')",
                      error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, group);
  return reeve_statement_read_int (statement, n, error);
}

static gboolean
count_of_scope (const ReeveDutySearch *search, gint64 *n, GError **error)
{
  g_autoptr (GArray) tops = reeve_scope_list_tops (search->tx, search->scope, error);
  ReeveStatement *statement;

  *n = 0;
  if (tops == NULL)
    return FALSE;
  if (tops->len <= 1) /* almost always */
    return tops->len == 0 || count_of_group (search, g_array_index (tops, gint64, 0), n, error);
  statement = reeve_tx_prepare (
    search->tx,
    "SELECT count(*) FROM (SELECT DISTINCT s.number FROM group_administrators AS a CROSS JOIN "
    "group_people AS s WHERE a.number = (SELECT me.number FROM users AS me WHERE me.id = $1) AND s.grp = "
    "a.grp "
    "AND s.sort_factor = 'off' AND s.sort_state = 'active' LIMIT 10001)",
    error);
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, search->scope);
  return reeve_statement_read_int (statement, n, error);
}

/* Of those who hold @role. */
static gboolean
count_of_role (const ReeveDutySearch *search, const char *role, gint64 *n, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    search->tx,
    search->scope == NULL
      ? FEW_OF (
          "FROM user_roles AS r CROSS JOIN users AS u WHERE r.role = $1 AND u.number = r.number AND " LACK)
      : FEW_OF (
          "FROM user_roles AS r CROSS JOIN users AS u WHERE r.role = $1 AND u.number = r.number AND " LACK
          " AND " OF_SCOPE ("r.number", "$2")),
    error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, role);
  if (search->scope != NULL)
    reeve_statement_bind_text (statement, 2, search->scope);
  return reeve_statement_read_int (statement, n, error);
}

static gboolean
count_lack (const ReeveDutySearch *search, const char *role, gint64 *n, GError **error)
{
  if (g_strcmp0 (role, REEVE_ROLE_MEMBER) != 0)
    return count_of_role (search, role, n, error);
  return search->scope == NULL ? count_of_all (search, n, error) : count_of_scope (search, n, error);
}

static gboolean
add_demand (const ReeveDutySearch *search, ReeveSecondFactorDemand *demand, GPtrArray *duties, GError **error)
{
  g_autoptr (ReeveRole) role = NULL;
  ReeveDuty *duty;
  gint64 n;

  if (!count_lack (search, demand->role, &n, error))
    return FALSE;
  if (n <= 0)
    return TRUE;
  duty = reeve_duties_add (duties, "second-factor", demand->role, NULL, n, demand->since, search->now);
  g_set_str (&duty->subject_id, demand->role);
  if (reeve_role_is_built_in (demand->role))
    return TRUE;
  role = reeve_roles_get (search->tx, demand->role, error);
  if (role != NULL)
    g_set_str (&duty->subject, role->name);
  return role != NULL;
}

/* Whether everybody is meant by then anyway. */
static gboolean
is_covered (GPtrArray *demands, ReeveSecondFactorDemand *demand)
{
  for (guint i = 0; i < demands->len; i++)
    {
      ReeveSecondFactorDemand *other = demands->pdata[i];

      if (other != demand && g_strcmp0 (other->role, REEVE_ROLE_MEMBER) == 0 && other->since <= demand->since)
        return TRUE;
    }
  return FALSE;
}

gboolean
reeve_duties_find_second_factors (const ReeveDutySearch *search, GPtrArray *duties, GError **error)
{
  g_autoptr (ReeveSecondFactorDemands) demands = reeve_second_factor_demands_get (search->tx, error);

  if (demands == NULL)
    return FALSE;
  for (guint i = 0; demands->demands != NULL && i < demands->demands->len; i++)
    if (!is_covered (demands->demands, demands->demands->pdata[i]) &&
        !add_demand (search, demands->demands->pdata[i], duties, error))
      return FALSE;
  return TRUE;
}
