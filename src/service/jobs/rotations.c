/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* That somebody was written to, and the mails, are one transaction: killed at any moment, nobody is written
 * to twice, or not at all. */

#include "config.h"

#include "service/jobs/rotations.h"

#include "common/rotation.h"
#include "service/jobs/post.h"
#include "service/jobs/walk.h"
#include "service/mail/letter.h"
#include "service/store/outbox.h"
#include "service/store/roles.h"
#include "service/store/rotations.h"

#define N_(text) text

/* No word of it changes with how many they are: the catalogues of mails know no plurals. */
static void
add_rotation (ReeveLetter *letter, ReeveRotation *rotation)
{
  g_autofree char *names = NULL;

  if (!reeve_rotation_has_leavers (rotation))
    {
      reeve_letter_add (letter, "%s", rotation->name);
      return;
    }
  names = g_strjoinv (reeve_letter_say (letter, N_ (", ")), rotation->leavers);
  if (rotation->more_leavers)
    reeve_letter_add (letter, N_ ("%s (left since it was last changed: %s and others)"), rotation->name,
                      names);
  else
    reeve_letter_add (letter, N_ ("%s (left since it was last changed: %s)"), rotation->name, names);
}

static gboolean
write_to (ReeveTx *tx, ReeveRolePerson *person, GPtrArray *due, GError **error)
{
  g_autoptr (ReeveLetter) letter =
    reeve_letter_new ("reminder", person->email, person->display_name, person->id, NULL);
  g_autoptr (ReeveMail) mail = NULL;

  reeve_letter_set_subject (letter, N_ ("Secrets are due to be changed"));
  reeve_letter_add (letter, N_ ("Hello %s,"), person->display_name);
  reeve_letter_add (letter, N_ ("These secrets are to be changed now. Mark each as "
                                "rotated on the page Rotations when it is done."));
  for (guint i = 0; i < due->len; i++)
    add_rotation (letter, due->pdata[i]);
  mail = reeve_letter_write (letter);
  return reeve_outbox_put (tx, mail, error);
}

/* Most of the time there is nothing to do, and nobody to keep from writing. */
static gboolean
look (ReeveDb *db, gint64 now, gboolean *any, GError **error)
{
  g_autoptr (ReeveTx) tx = reeve_db_begin (db, REEVE_TX_READ, reeve_job_deadline (), error);

  return tx != NULL && reeve_rotations_any_due (tx, now, any, error);
}

static gboolean
run_workspace (ReeveInstallation *installation,
               const ReeveNews *news,
               const char *workspace,
               ReeveDb *db,
               gint64 now,
               GError **error)
{
  g_autoptr (ReeveTx) tx = NULL;
  g_autoptr (GPtrArray) due = NULL;
  g_autoptr (GPtrArray) people = NULL;
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  gboolean any;

  if (!look (db, now, &any, error))
    return FALSE;
  if (!any)
    return TRUE;
  tx = reeve_db_begin (db, REEVE_TX_WRITE, reeve_job_deadline (), error);
  if (tx == NULL)
    return FALSE;
  due = reeve_rotations_take_due (tx, now, error);
  if (due == NULL)
    return FALSE;
  if (due->len == 0)
    return TRUE;
  people = reeve_roles_list_administrators (tx, now, error);
  if (people == NULL)
    return FALSE;
  for (guint i = 0; i < people->len; i++)
    if (!write_to (tx, people->pdata[i], due, error))
      return FALSE;
  if (!reeve_tx_commit (tx, error))
    return FALSE;
  for (guint i = 0; i < due->len; i++)
    g_ptr_array_add (ids, REEVE_ROTATION (due->pdata[i])->id);
  reeve_news_tell (news, workspace, "rotation", ids);
  reeve_post_wake (installation, FALSE);
  return TRUE;
}

gboolean
reeve_rotations_run (ReeveInstallation *installation, const ReeveNews *news, gint64 now, GError **error)
{
  return reeve_walk_workspaces (installation, news, run_workspace, now, error);
}
