/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Invitations from a CSV file. Every row's fate is found first; then the good ones are invited some hundreds
 * at a time, so that nobody else waits for ten thousand. Whoever is invited stays so when it stops half way:
 * the same file sent again goes on with the rest. */

#include "config.h"

#include "service/api/invitations.h"

#include "common/user-import.h"
#include "service/api/caller.h"
#include "service/api/deeds.h"
#include "service/api/invitation-rules.h"
#include "service/api/user-importing.h"
#include "service/jobs/jobs.h"
#include "service/store/roles.h"

#define STEP     500
#define DEADLINE (120 * REEVE_SECOND)

static void
mark_bad (ReeveUserImportReport *report, ReeveUserImportRow *row, const GError *refusal)
{
  row->fate = "bad";
  g_set_str (&row->reason, reeve_error_get_reason (refusal));
  g_set_str (&row->message, refusal->message);
  report->create--;
  report->bad++;
}

static gboolean
is_to_create (ReeveUserImportRow *row)
{
  return g_strcmp0 (row->fate, "create") == 0;
}

/* TRUE with *@good FALSE: the row is not to be invited, and says why. */
static gboolean
judge_row (ReeveInviting *inviting,
           ReeveUserImportReport *report,
           guint index,
           ReeveInvitation *invitation,
           gboolean *good,
           GError **error)
{
  g_autoptr (GError) refusal = NULL;

  if (!reeve_inviting_judge (inviting, invitation, &refusal, error))
    return FALSE;
  *good = refusal == NULL;
  if (refusal == NULL)
    return TRUE;
  if (reeve_inviting_is_there (refusal))
    reeve_user_import_report_set_exists (report, index);
  else
    mark_bad (report, g_ptr_array_index (report->rows, index), refusal);
  return TRUE;
}

static gboolean
judge_rows (ReeveCall *call, ReeveInvitationImport *body, ReeveUserImportReport *report, GError **error)
{
  g_auto (ReeveInviting) inviting = { NULL };

  if (!reeve_inviting_begin (&inviting, call, call->tx, error) ||
      !reeve_user_rules_check_groups (&inviting.rules, (const char *const *) body->groups, error) ||
      !reeve_inviting_set_end (&inviting, &body->expires, error))
    return FALSE;
  for (guint i = 0; i < report->rows->len; i++)
    {
      ReeveUserImportRow *row = g_ptr_array_index (report->rows, i);
      g_autoptr (ReeveInvitation) invitation = NULL;
      gboolean good;

      if (!is_to_create (row))
        continue;
      invitation = reeve_inviting_make (row->email, row->display_name, row->roles, body->groups,
                                        body->message, body->expires);
      if (!judge_row (&inviting, report, i, invitation, &good, error))
        return FALSE;
    }
  return TRUE;
}

/* The next rows from @index on, in the call's transaction. *@index: (inout) */
static gboolean
invite_some (ReeveCall *call,
             ReeveInvitationImport *body,
             ReeveUserImportReport *report,
             guint *index,
             GError **error)
{
  g_auto (ReeveInviting) inviting = { NULL };

  /* Between two steps the caller may have lost the right to go on. */
  if (!reeve_caller_check (call, REEVE_CAPABILITY_USERS_INVITE, error) ||
      !reeve_inviting_begin (&inviting, call, call->tx, error))
    return FALSE;
  for (guint n = 0; *index < report->rows->len && n < STEP; (*index)++)
    {
      ReeveUserImportRow *row = g_ptr_array_index (report->rows, *index);
      g_autoptr (ReeveInvitation) invitation = NULL;
      gboolean good;

      if (!is_to_create (row))
        continue;
      invitation = reeve_inviting_make (row->email, row->display_name, row->roles, body->groups,
                                        body->message, body->expires);
      if (!judge_row (&inviting, report, *index, invitation, &good, error))
        return FALSE;
      if (good && !reeve_inviting_insert (&inviting, invitation, report->batch, error))
        return FALSE;
      if (good)
        reeve_deeds_add (call, "invitation.create", invitation->id, invitation->email, NULL);
      n++;
    }
  return TRUE;
}

static gboolean
apply (ReeveCall *call,
       ReeveDb *db,
       ReeveInvitationImport *body,
       ReeveUserImportReport *report,
       GError **error)
{
  guint index = 0;

  report->batch = reeve_id_new ();
  while (index < report->rows->len)
    {
      g_autoptr (ReeveTx) tx = reeve_db_begin (db, REEVE_TX_WRITE, call->deadline, error);
      gboolean done;

      call->tx = tx;
      done = tx != NULL && invite_some (call, body, report, &index, error) && reeve_tx_commit (tx, error);
      call->tx = NULL;
      if (!done)
        return FALSE;
      g_clear_pointer (&tx, reeve_tx_end);
      reeve_deeds_tell (call);
    }
  report->applied = TRUE;
  reeve_call_changed (call, "invitation", NULL, 0);
  reeve_jobs_wake (call->installation);
  return TRUE;
}

static ReeveUserImportReport *
read_file (ReeveCall *call, ReeveInvitationImport *body, GError **error)
{
  g_autoptr (ReeveUserImport) file = reeve_user_import_new ();
  g_autoptr (GPtrArray) roles = reeve_roles_list_custom (call->tx, error);

  if (roles == NULL)
    return NULL;
  file->content = g_strdup (body->content);
  reeve_set_texts (&file->roles, (const char *const *) body->roles);
  return reeve_user_import_read (file, roles, error);
}

gboolean
invitations_import (ReeveCall *call, GError **error)
{
  ReeveInvitationImport *body = REEVE_INVITATION_IMPORT (call->body);
  ReeveDb *db = reeve_installation_get_workspace (call->installation, call->workspace);
  g_autoptr (ReeveUserImportReport) report = NULL;
  g_autoptr (ReeveTx) tx = NULL;
  gboolean judged;

  if (!reeve_user_importing_open (&body->content, error))
    return FALSE;
  call->deadline = g_get_monotonic_time () + DEADLINE;
  tx = reeve_db_begin (db, REEVE_TX_READ, call->deadline, error);
  if (tx == NULL)
    return FALSE;
  call->tx = tx;
  report = read_file (call, body, error);
  judged = report != NULL && judge_rows (call, body, report, error);
  call->tx = NULL;
  g_clear_pointer (&tx, reeve_tx_end);
  if (!judged)
    return FALSE;

  if (!body->dry_run && (report->bad == 0 || body->skip_bad) && report->create > 0 &&
      !apply (call, db, body, report, error))
    return FALSE;
  reeve_user_import_report_shorten (report);
  call->reply = REEVE_RECORD (g_steal_pointer (&report));
  return TRUE;
}
