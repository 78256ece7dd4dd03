/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Users from a CSV file, or a table of Django's users as one, whose passwords go on working. The file is
 * judged first (common/user-import), then against what is there; only a file without bad rows, or with leave
 * to skip them, is applied: all its good rows in one transaction. */

#include "config.h"

#include "service/api/users-many.h"

#include "common/clock.h"
#include "common/user-import.h"
#include "service/api/caller.h"
#include "service/api/deeds.h"
#include "service/api/user-importing.h"
#include "service/rules/passwords.h"
#include "service/store/roles.h"

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

/* What a Django user table has as passwords: each row says whether it goes on working. The sealed hashes, one
 * a row, NULL for none. (element-type utf8) */
static GPtrArray *
judge_passwords (ReeveCall *call, ReeveUserImportReport *report)
{
  static const char *const words[] = { "usable", "none", "unknown" };
  GPtrArray *sealed = g_ptr_array_new_with_free_func (g_free);
  gboolean table = g_strcmp0 (report->format, "django") == 0;
  gboolean allowed = reeve_capabilities_have (call->caller->capabilities, REEVE_CAPABILITY_USERS_CREDENTIALS);

  for (guint i = 0; table && i < report->rows->len; i++)
    {
      ReeveUserImportRow *row = g_ptr_array_index (report->rows, i);
      g_autofree char *stored = NULL;
      ReevePasswordImport kind =
        reeve_password_import (reeve_user_import_report_get_hash (report, i),
                               reeve_installation_get_pepper (call->installation), &stored);

      row->password = kind != REEVE_PASSWORD_IMPORT_NONE && !allowed ? "not_allowed" : words[kind];
      g_ptr_array_add (sealed, allowed ? g_steal_pointer (&stored) : NULL);
    }
  return sealed;
}

/* One good row against the workspace: is the address there, may the caller give those roles? A good one joins
 * @users. @groups, @hash: (nullable) */
static gboolean
judge_row (ReeveUserRules *rules,
           ReeveUserImportReport *report,
           guint index,
           GStrv groups,
           const char *hash,
           GPtrArray *users,
           GError **error)
{
  ReeveUserImportRow *row = g_ptr_array_index (report->rows, index);
  g_autoptr (ReeveUser) user = reeve_user_import_row_to_user (row);
  const char *reason;

  reeve_set_texts (&user->groups, (const char *const *) groups);
  if (!reeve_user_importing_judge (rules, user, &reason, error))
    return FALSE;
  if (reason == NULL)
    {
      reeve_user_importing_set_hash (user, hash);
      g_ptr_array_add (users, g_steal_pointer (&user));
    }
  else if (g_str_equal (reason, "exists"))
    reeve_user_import_report_set_exists (report, index);
  else
    mark_bad (report, row, reason, reeve_user_importing_explain (reason));
  return TRUE;
}

/* The good ones. (element-type ReeveUser) */
static GPtrArray *
judge_rows (ReeveCall *call, ReeveUserImport *body, ReeveUserImportReport *report, GError **error)
{
  g_autoptr (GPtrArray) users = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) sealed = judge_passwords (call, report);
  ReeveUserRules rules = REEVE_USER_RULES_INIT (call);

  for (guint i = 0; i < report->rows->len; i++)
    if (is_to_create (g_ptr_array_index (report->rows, i)) &&
        !judge_row (&rules, report, i, body->groups, i < sealed->len ? sealed->pdata[i] : NULL, users, error))
      return NULL;
  return g_steal_pointer (&users);
}

static gboolean
apply (ReeveCall *call,
       ReeveUserImport *body,
       ReeveUserImportReport *report,
       GPtrArray *users,
       GError **error)
{
  report->batch = reeve_id_new ();
  if (!reeve_user_importing_make (call, users, report->batch, error))
    return FALSE;
  report->applied = TRUE;
  reeve_call_changed (call, "user", NULL, 0);
  if (body->groups != NULL)
    reeve_call_changed (call, "group", NULL, 0);
  return TRUE;
}

/* In the call's transaction. (transfer full) */
static ReeveUserImportReport *
judge (ReeveCall *call, ReeveUserImport *body, GPtrArray **users, GError **error)
{
  g_autoptr (GPtrArray) roles = reeve_roles_list_custom (call->tx, error);
  g_autoptr (ReeveUserImportReport) report = NULL;
  ReeveUserRules rules = REEVE_USER_RULES_INIT (call);

  if (roles == NULL || !reeve_user_rules_check_roles (&rules, (const char *const *) body->roles, error) ||
      !reeve_user_rules_check_roles (&rules, (const char *const *) body->staff_roles, error) ||
      !reeve_user_rules_check_groups (&rules, (const char *const *) body->groups, error))
    return NULL;
  report = reeve_user_import_read (body, roles, error);
  *users = report != NULL ? judge_rows (call, body, report, error) : NULL;
  return *users != NULL ? g_steal_pointer (&report) : NULL;
}

/* A dry run of a hundred thousand rows takes its seconds, in which nobody else's writing may wait. */
static gboolean
judge_and_apply (ReeveCall *call, ReeveUserImport *body, GError **error)
{
  g_autoptr (GPtrArray) users = NULL;
  g_autoptr (ReeveUserImportReport) report = judge (call, body, &users, error);

  if (report == NULL)
    return FALSE;
  if (!body->dry_run && (report->bad == 0 || body->skip_bad) && report->create > 0 &&
      (!apply (call, body, report, users, error) || !reeve_call_commit (call, error)))
    return FALSE;
  reeve_user_import_report_shorten (report);
  call->reply = REEVE_RECORD (g_steal_pointer (&report));
  return TRUE;
}

gboolean
users_import (ReeveCall *call, GError **error)
{
  ReeveUserImport *body = REEVE_USER_IMPORT (call->body);
  ReeveDb *db = reeve_installation_get_workspace (call->installation, call->workspace);
  g_autoptr (ReeveTx) tx = NULL;
  gboolean done;

  if (!reeve_user_importing_open (&body->content, error))
    return FALSE;
  call->deadline = g_get_monotonic_time () + DEADLINE;
  tx = reeve_db_begin (db, body->dry_run ? REEVE_TX_READ : REEVE_TX_WRITE, call->deadline, error);
  if (tx == NULL)
    return FALSE;
  call->tx = tx;
  done =
    reeve_caller_check (call, REEVE_CAPABILITY_USERS_WRITE, error) && judge_and_apply (call, body, error);
  call->tx = NULL;
  g_clear_pointer (&tx, reeve_tx_end);
  if (done)
    reeve_deeds_tell (call);
  return done;
}
