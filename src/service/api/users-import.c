/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Users from a CSV file. The file is judged first (common/user-import), then against what is there; only a
 * file without bad rows, or with leave to skip them, is applied: all its good rows in one transaction. */

#include "config.h"

#include "service/api/users-many.h"

#include "common/clock.h"
#include "common/user-import.h"
#include "service/api/user-accounts.h"
#include "service/api/user-rules.h"
#include "service/store/roles.h"
#include "service/store/users.h"

/* Ten thousand rows take some three seconds; a slow disk or a busy machine may take its time. */
#define DEADLINE (60 * REEVE_SECOND)

static void
mark_bad (ReeveUserImportReport *report, ReeveUserImportRow *row, const char *reason, const char *message)
{
  row->fate = "bad";
  g_set_str (&row->reason, reason);
  g_set_str (&row->message, message);
  report->create--;
  report->bad++;
}

static gboolean
is_to_create (ReeveUserImportRow *row)
{
  return g_strcmp0 (row->fate, "create") == 0;
}

/* One good row against the workspace: is the address there, may the caller give those roles? */
static gboolean
judge_row (ReeveCall *call, ReeveUserRules *rules, ReeveUserImportReport *report, guint index, GError **error)
{
  ReeveUserImportRow *row = g_ptr_array_index (report->rows, index);
  g_autoptr (ReeveUser) user = reeve_user_import_row_to_user (row);
  g_autoptr (ReeveUser) there = NULL;
  g_autoptr (GError) local_error = NULL;

  there = reeve_users_find_by_email (call->tx, user->email, &local_error);
  if (there != NULL)
    {
      reeve_user_import_report_set_exists (report, index);
      return TRUE;
    }
  if (!g_error_matches (local_error, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  g_clear_error (&local_error);

  reeve_user_default_roles (user);
  if (reeve_user_rules_check_reach (rules, user, &local_error))
    return TRUE;
  if (!g_error_matches (local_error, REEVE_ERROR, REEVE_ERROR_DENIED))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  mark_bad (report, row, "escalation", "the roles give more than the caller holds");
  return TRUE;
}

static gboolean
judge_rows (ReeveCall *call, ReeveUserImportReport *report, GError **error)
{
  ReeveUserRules rules = REEVE_USER_RULES_INIT (call);

  for (guint i = 0; i < report->rows->len; i++)
    if (is_to_create (g_ptr_array_index (report->rows, i)) && !judge_row (call, &rules, report, i, error))
      return FALSE;

  return TRUE;
}

/* Accounts first, all in one transaction of the directory. (element-type ReeveUser) */
static GPtrArray *
ensure_accounts (ReeveCall *call, ReeveUserImportReport *report, GError **error)
{
  g_autoptr (GPtrArray) users = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (ReeveTx) directory = reeve_db_begin (reeve_installation_get_directory (call->installation),
                                                  REEVE_TX_WRITE, call->deadline, error);

  if (directory == NULL)
    return NULL;

  for (guint i = 0; i < report->rows->len; i++)
    {
      ReeveUserImportRow *row = g_ptr_array_index (report->rows, i);
      ReeveUser *user;

      if (!is_to_create (row))
        continue;
      user = reeve_user_import_row_to_user (row);
      g_ptr_array_add (users, user);
      reeve_user_default_roles (user);
      if (user->state == NULL)
        user->state = reeve_user_states[0];
      user->version = 1;
      user->created = call->now;
      if (!reeve_user_ensure_account (call, directory, user, error))
        return NULL;
    }

  if (!reeve_tx_commit (directory, error))
    return NULL;
  return g_steal_pointer (&users);
}

static gboolean
apply (ReeveCall *call, ReeveUserImportReport *report, GError **error)
{
  g_autoptr (GPtrArray) users = ensure_accounts (call, report, error);

  if (users == NULL)
    return FALSE;

  report->batch = reeve_id_new ();
  for (guint i = 0; i < users->len; i++)
    {
      ReeveUser *user = g_ptr_array_index (users, i);

      if (!reeve_users_insert (call->tx, user, error) ||
          !reeve_call_audit (call, NULL, "user.create", "user", user->id, user->display_name, NULL, user,
                             report->batch, NULL, error))
        return FALSE;
    }

  report->applied = TRUE;
  reeve_call_changed (call, "user", NULL, 0);
  return TRUE;
}

gboolean
users_import (ReeveCall *call, GError **error)
{
  ReeveUserImport *body = REEVE_USER_IMPORT (call->body);
  g_autoptr (GPtrArray) roles = reeve_roles_list_custom (call->tx, error);
  g_autoptr (ReeveUserImportReport) report = NULL;
  ReeveUserRules rules = REEVE_USER_RULES_INIT (call);
  gboolean write;

  call->deadline = g_get_monotonic_time () + DEADLINE;
  reeve_tx_set_deadline (call->tx, call->deadline);
  if (roles == NULL || !reeve_user_rules_check_roles (&rules, (const char *const *) body->roles, error))
    return FALSE;
  report = reeve_user_import_read (body, roles, error);
  if (report == NULL || !judge_rows (call, report, error))
    return FALSE;

  write = !body->dry_run && (report->bad == 0 || body->skip_bad) && report->create > 0;
  if (!write)
    reeve_call_nothing_changed (call);
  else if (!apply (call, report, error))
    return FALSE;

  call->reply = REEVE_RECORD (g_steal_pointer (&report));
  return TRUE;
}
