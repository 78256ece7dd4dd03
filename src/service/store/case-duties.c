/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/store/case-duties.h"

#include "common/case-step.h"

/* Of each open case with people in one of two states: its id, who is the first of them by name, how many
 * they are, and since when. */
#define PEOPLE                                                                                    \
  "FROM cases AS c JOIN case_people AS p ON p.breach_case = c.id WHERE c.state <> 'closed' AND "  \
  "p.state IN ($1, $2) AND p.id <> $3 AND ($4 IS NULL OR p.id IN (SELECT u.id FROM users AS s "   \
  "JOIN group_administrators AS a ON a.number = s.number JOIN group_reach AS r ON r.grp = a.grp " \
  "JOIN users AS u ON u.number = r.number WHERE s.id = $4))"
#define EACH                                                                                \
  "SELECT c.id, min(p.name), count(*), max(CASE WHEN p.state = 'reported' THEN c.reported " \
  "WHEN c.asked <> 0 THEN c.asked ELSE c.contained END) " PEOPLE                            \
  " GROUP BY c.id, c.number ORDER BY c.number "                                             \
  "LIMIT 11"
#define ALL "SELECT count(DISTINCT c.id) " PEOPLE

static ReeveStatement *
prepare (const ReeveDutySearch *search, const char *sql, const char *state, const char *other, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (search->tx, sql, error);

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, state);
  reeve_statement_bind_text (statement, 2, other);
  reeve_statement_bind_text (statement, 3, search->account);
  reeve_statement_bind_text (statement, 4, search->scope);
  return statement;
}

static void
add (const ReeveDutySearch *search, const char *kind, ReeveStatement *row, GPtrArray *duties)
{
  const char *id = reeve_statement_get_text (row, 0);
  ReeveDuty *duty =
    reeve_duties_add (duties, kind, id, "now", reeve_statement_get_int (row, 2), 0, search->now);

  duty->since = reeve_statement_get_int (row, 3);
  g_set_str (&duty->subject, reeve_statement_get_text (row, 1));
  g_set_str (&duty->subject_id, id);
}

/* The first few one by one, and how many more there are. */
static gboolean
find (const ReeveDutySearch *search,
      const char *kind,
      const char *state,
      const char *other,
      GPtrArray *duties,
      GError **error)
{
  ReeveStatement *statement = prepare (search, EACH, state, other, error);
  gboolean row = TRUE;
  guint n = 0;
  gint64 all;

  if (statement == NULL)
    return FALSE;
  while (row)
    {
      if (!reeve_statement_step (statement, &row, error))
        return FALSE;
      if (row && ++n <= REEVE_DUTIES_NAMED)
        add (search, kind, statement, duties);
    }
  if (n <= REEVE_DUTIES_NAMED)
    return TRUE;
  statement = prepare (search, ALL, state, other, error);
  if (statement == NULL || !reeve_statement_read_int (statement, &all, error))
    return FALSE;
  reeve_duties_add (duties, kind, NULL, "now", all - REEVE_DUTIES_NAMED, 0, search->now);
  return TRUE;
}

/* Also where nobody could be asked: whoever is told now can see to that. */
gboolean
reeve_case_duties_find_waiting (const ReeveDutySearch *search, GPtrArray *duties, GError **error)
{
  return find (search, "case", REEVE_CASE_CONTAINED, REEVE_CASE_AWAITING, duties, error);
}

gboolean
reeve_case_duties_find_reported (const ReeveDutySearch *search, GPtrArray *duties, GError **error)
{
  return find (search, "case-reported", REEVE_CASE_REPORTED, REEVE_CASE_REPORTED, duties, error);
}
