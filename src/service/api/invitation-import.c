/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Invitations from a CSV file. Every row's fate is found first; then the good ones are invited some hundreds
 * at a time, so that nobody else waits for ten thousand. Whoever is invited stays so when it stops half way:
 * the same file sent again goes on with the rest. */

#include "config.h"

#include "service/api/invitations.h"

#include "common/user-import.h"
#include "service/api/invitation-rules.h"
#include "service/jobs/jobs.h"
#include "service/store/roles.h"
#include "service/store/users.h"

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

static ReeveInvitation *
make_invitation (ReeveInvitationImport *body, ReeveUserImportRow *row)
{
  ReeveInvitation *invitation = reeve_invitation_new ();

  invitation->email = g_strdup (row->email);
  invitation->display_name = g_strdup (row->display_name);
  reeve_set_texts (&invitation->roles, (const char *const *) row->roles);
  invitation->message = g_strdup (body->message);
  invitation->expires = body->expires;
  return invitation;
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
  const char *reason;

  *good = reeve_inviting_check (inviting, invitation, &refusal);
  if (*good)
    return TRUE;
  if (!g_error_matches (refusal, REEVE_ERROR, REEVE_ERROR_CONFLICT) &&
      !g_error_matches (refusal, REEVE_ERROR, REEVE_ERROR_DENIED))
    {
      g_propagate_error (error, g_steal_pointer (&refusal));
      return FALSE;
    }
  reason = reeve_error_get_reason (refusal);
  if (g_strcmp0 (reason, "member") == 0 || g_strcmp0 (reason, "invited") == 0)
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
      !reeve_inviting_set_end (&inviting, &body->expires, error))
    return FALSE;
  for (guint i = 0; i < report->rows->len; i++)
    {
      ReeveUserImportRow *row = g_ptr_array_index (report->rows, i);
      g_autoptr (ReeveInvitation) invitation = NULL;
      gboolean good;

      if (!is_to_create (row))
        continue;
      invitation = make_invitation (body, row);
      if (!judge_row (&inviting, report, i, invitation, &good, error))
        return FALSE;
    }
  return TRUE;
}

/* Between two steps the caller may have lost the right to go on. */
static gboolean
check_caller (ReeveCall *call, GError **error)
{
  g_auto (GStrv) roles = NULL;
  ReeveCapabilities held;

  if (!reeve_users_check_membership (call->tx, call->caller->account, &roles, error) ||
      !reeve_roles_resolve (call->tx, (const char *const *) roles, &held, NULL, error))
    return FALSE;
  call->caller->capabilities = held;
  if (reeve_capabilities_have (held, REEVE_CAPABILITY_USERS_INVITE))
    return TRUE;
  reeve_set_error (error, REEVE_ERROR_DENIED, NULL, "needs users.invite");
  return FALSE;
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

  if (!check_caller (call, error) || !reeve_inviting_begin (&inviting, call, call->tx, error))
    return FALSE;
  for (guint n = 0; *index < report->rows->len && n < STEP; (*index)++)
    {
      ReeveUserImportRow *row = g_ptr_array_index (report->rows, *index);
      g_autoptr (ReeveInvitation) invitation = NULL;
      gboolean good;

      if (!is_to_create (row))
        continue;
      invitation = make_invitation (body, row);
      if (!judge_row (&inviting, report, *index, invitation, &good, error))
        return FALSE;
      if (good && !reeve_inviting_insert (&inviting, invitation, report->batch, error))
        return FALSE;
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
  call->reply = REEVE_RECORD (g_steal_pointer (&report));
  return TRUE;
}
