/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Who may say what becomes of a case's people. */

#include "config.h"

#include "common/error.h"
#include "service/store/cases.h"
#include "service/store/roles.h"

static GPtrArray *
read_group_administrators (ReeveTx *tx, const char *breach_case, guint limit, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx,
    "SELECT DISTINCT s.id, s.display_name, s.email FROM case_people AS p JOIN users AS u ON u.id = p.id "
    "JOIN group_reach AS r ON r.number = u.number JOIN group_administrators AS a ON a.grp = r.grp "
    "JOIN users AS s ON s.number = a.number WHERE p.breach_case = $1 AND s.deleted = 0 "
    "AND s.state = 'active' AND s.lock <> 'breach' AND NOT EXISTS (SELECT 1 FROM case_people AS o "
    "WHERE o.breach_case = $1 AND o.id = s.id) ORDER BY s.id LIMIT $2",
    error);
  g_autoptr (GPtrArray) people = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, breach_case);
  reeve_statement_bind_int (statement, 2, limit);
  while (row)
    {
      ReeveRolePerson *person;

      if (!reeve_statement_step (statement, &row, error))
        return NULL;
      if (!row)
        break;
      person = reeve_role_person_new ();
      g_ptr_array_add (people, person);
      person->id = g_strdup (reeve_statement_get_text (statement, 0));
      person->display_name = g_strdup (reeve_statement_get_text (statement, 1));
      person->email = g_strdup (reeve_statement_get_text (statement, 2));
    }
  return g_steal_pointer (&people);
}

static gboolean
is_of_case (ReeveTx *tx, const char *breach_case, const char *id, gboolean *is, GError **error)
{
  g_autoptr (GError) missing = NULL;
  g_autoptr (ReeveCasePerson) person = reeve_case_people_get (tx, breach_case, id, &missing);

  *is = person != NULL;
  if (person != NULL || g_error_matches (missing, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&missing));
  return FALSE;
}

GPtrArray *
reeve_cases_list_administrators (ReeveTx *tx, const char *breach_case, guint limit, GError **error)
{
  g_autoptr (GPtrArray) people = reeve_roles_list_able (tx, REEVE_CAPABILITY_BREACH_RELEASE, limit, error);

  for (guint i = people != NULL ? people->len : 0; i > 0; i--)
    {
      gboolean is;

      if (!is_of_case (tx, breach_case, ((ReeveRolePerson *) people->pdata[i - 1])->id, &is, error))
        return NULL;
      if (is)
        g_ptr_array_remove_index (people, i - 1);
    }
  return g_steal_pointer (&people);
}

GPtrArray *
reeve_cases_list_askable (ReeveTx *tx, const char *breach_case, guint limit, GError **error)
{
  g_autoptr (GPtrArray) people = read_group_administrators (tx, breach_case, limit, error);

  if (people == NULL || people->len > 0)
    return g_steal_pointer (&people);
  return reeve_cases_list_administrators (tx, breach_case, limit, error);
}
