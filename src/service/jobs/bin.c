/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Emptying the bins, in transactions of bounded size. The user's row goes, with an audit entry in the
 * service's own name and an intent that takes the membership away; the account stays, it may be another
 * workspace's too. What is about them loses their name (store/findings.h), and mutes that name them are
 * lifted. A folder goes with what is in it; the entry is of the one that was put into the bin. */

#include "config.h"

#include "service/jobs/bin.h"

#include "common/audit-entry.h"
#include "common/clock.h"
#include "common/folder.h"
#include "common/mute.h"
#include "common/role.h"
#include "common/user.h"
#include "service/jobs/walk.h"
#include "service/store/audit.h"
#include "service/store/findings.h"
#include "service/store/folders.h"
#include "service/store/intents.h"
#include "service/store/mutes.h"
#include "service/store/users.h"

#define STEP         200
#define STEP_FOLDERS 2000 /* each asks for all that is below, so few of them */

/* @name: (nullable) */
static gboolean
audit_purge (ReeveTx *tx,
             const char *type,
             const char *id,
             const char *name,
             int days,
             gint64 now,
             GError **error)
{
  g_autoptr (ReeveAuditEntry) entry = reeve_audit_entry_new ();

  entry->id = reeve_id_new ();
  entry->time = now;
  entry->actor_name = g_strdup ("Reeve");
  entry->address = g_strdup ("local");
  entry->action = g_strconcat (type, ".purge", NULL);
  entry->object_type = g_strdup (type);
  entry->object_id = g_strdup (id);
  entry->object_name = g_strdup (name);
  entry->reason = g_strdup_printf ("%d days in the bin", days);

  return reeve_audit_append (tx, entry, error);
}

/* Of no use any more, and of harm once the name is somebody else's. */
static gboolean
lift_mutes (ReeveTx *tx, ReeveRolePerson *person, gint64 now, GError **error)
{
  g_autofree char *address = g_utf8_casefold (person->email, -1);
  g_autoptr (GPtrArray) mutes = reeve_mutes_list_about (tx, person->id, address, error);

  if (mutes == NULL)
    return FALSE;
  for (guint i = 0; i < mutes->len; i++)
    {
      ReeveMute *mute = mutes->pdata[i];

      if (!audit_purge (tx, "mute", mute->id, NULL, REEVE_USER_BIN_DAYS, now, error) ||
          !reeve_mutes_delete (tx, mute->id, error))
        return FALSE;
    }
  return TRUE;
}

/* @ids: gets those of @users, borrowed from them */
static gboolean
take_leave (ReeveTx *tx, GPtrArray *users, GPtrArray *ids, gint64 now, GError **error)
{
  for (guint i = 0; i < users->len; i++)
    {
      ReeveRolePerson *user = users->pdata[i];

      if (!audit_purge (tx, "user", user->id, NULL, REEVE_USER_BIN_DAYS, now, error) ||
          !reeve_intents_put (tx, REEVE_INTENT_MEMBERSHIP, user->id, NULL, error) ||
          !lift_mutes (tx, user, now, error))
        return FALSE;
      g_ptr_array_add (ids, user->id);
    }
  return TRUE;
}

static gboolean
purge_step (ReeveDb *db, const ReeveNews *news, const char *workspace, gint64 now, guint *n, GError **error)
{
  g_autoptr (ReeveTx) tx = reeve_db_begin (db, REEVE_TX_WRITE, reeve_job_deadline (), error);
  g_autoptr (GPtrArray) users = NULL;
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autoptr (GPtrArray) findings = NULL;

  if (tx == NULL)
    return FALSE;
  users = reeve_users_purge (tx, now - REEVE_USER_BIN_DAYS * REEVE_DAY, STEP, error);
  if (users == NULL)
    return FALSE;

  *n = users->len;
  if (users->len == 0)
    return TRUE;
  findings = take_leave (tx, users, ids, now, error) ? reeve_findings_forget (tx, users, error) : NULL;
  if (findings == NULL || !reeve_tx_commit (tx, error))
    return FALSE;
  reeve_news_tell (news, workspace, "user", ids);
  reeve_news_tell (news, workspace, "finding", findings);
  return TRUE;
}

static gboolean
purge_folders (ReeveDb *db,
               const ReeveNews *news,
               const char *workspace,
               gint64 now,
               guint *n,
               GError **error)
{
  g_autoptr (ReeveTx) tx = reeve_db_begin (db, REEVE_TX_WRITE, reeve_job_deadline (), error);
  g_autoptr (GPtrArray) folders = NULL;
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  if (tx == NULL)
    return FALSE;
  folders = reeve_folders_purge (tx, now - REEVE_FOLDER_BIN_DAYS * REEVE_DAY, STEP_FOLDERS, error);
  if (folders == NULL)
    return FALSE;
  *n = folders->len;
  for (guint i = 0; i < folders->len; i++)
    {
      ReeveFolder *folder = folders->pdata[i];

      g_ptr_array_add (ids, folder->id);
      if (folder->deleted != 0 &&
          !audit_purge (tx, "folder", folder->id, folder->name, REEVE_FOLDER_BIN_DAYS, now, error))
        return FALSE;
    }
  if (folders->len > 0 && !reeve_tx_commit (tx, error))
    return FALSE;
  reeve_news_tell (news, workspace, "folder", ids);
  return TRUE;
}

static gboolean
purge_workspace (ReeveInstallation *installation,
                 const ReeveNews *news,
                 const char *workspace,
                 ReeveDb *db,
                 gint64 now,
                 GError **error)
{
  guint n;

  do
    if (!purge_step (db, news, workspace, now, &n, error))
      return FALSE;
  while (n > 0);
  do
    if (!purge_folders (db, news, workspace, now, &n, error))
      return FALSE;
  while (n > 0);

  return reeve_intents_settle (reeve_installation_get_directory (installation), db, workspace,
                               reeve_job_deadline (), error);
}

gboolean
reeve_bin_run (ReeveInstallation *installation, const ReeveNews *news, gint64 now, GError **error)
{
  return reeve_walk_workspaces (installation, news, purge_workspace, now, error);
}
