/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Mails. The link in a mail is as good as what it opens, be it the account of somebody who may do more than
 * who reads it, so it is shown to nobody here: an invitation's is made anew by its own route, which asks what
 * the caller may give, and a new password is the person's own affair. Other texts are shown where there is no
 * mail server to bring them, and of an account only where it is this workspace's alone. */

#include "config.h"

#include "service/api/mails.h"

#include <string.h>

#include "service/api/memberships.h"
#include "service/jobs/post.h"
#include "service/store/accounts.h"
#include "service/store/outbox.h"

/* One mail and where it was found. */
typedef struct
{
  ReeveMail *mail;
  gboolean directory;
} Found;

static void
found_clear (Found *self)
{
  g_clear_object (&self->mail);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Found, found_clear)

static ReeveDb *
get_db (ReeveCall *call, gboolean directory)
{
  return directory ? reeve_installation_get_directory (call->installation)
                   : reeve_installation_get_workspace (call->installation, call->workspace);
}

static ReeveTx *
begin (ReeveCall *call, gboolean directory, ReeveTxMode mode, GError **error)
{
  return reeve_db_begin (get_db (call, directory), mode, call->deadline, error);
}

static gboolean
fail_not_found (GError **error)
{
  reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "no such mail");
  return FALSE;
}

/* *@mail: NULL when there is none here, or of the directory none that this workspace may know of. */
static gboolean
look_for (ReeveCall *call, ReeveTx *tx, gboolean directory, ReeveMail **mail, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (ReeveMail) found = reeve_outbox_get (tx, reeve_call_get_path (call, "mail"), &local);
  g_auto (GStrv) workspaces = NULL;

  *mail = NULL;
  if (found == NULL)
    {
      if (g_error_matches (local, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (directory)
    {
      if (found->account == NULL)
        return TRUE;
      workspaces = reeve_accounts_get_informed (tx, found->account, error);
      if (workspaces == NULL)
        return FALSE;
      if (!g_strv_contains ((const char *const *) workspaces, call->workspace))
        return TRUE;
    }
  *mail = g_steal_pointer (&found);
  return TRUE;
}

static gboolean
find (ReeveCall *call, Found *found, GError **error)
{
  for (guint i = 0; i < 2 && found->mail == NULL; i++)
    {
      g_autoptr (ReeveTx) tx = begin (call, i == 1, REEVE_TX_READ, error);

      if (tx == NULL || !look_for (call, tx, i == 1, &found->mail, error))
        return FALSE;
      found->directory = i == 1;
    }
  return found->mail != NULL || fail_not_found (error);
}

/* Takes away what the caller may not read. */
static gboolean
hide (ReeveCall *call, Found *found, GError **error)
{
  ReeveMail *mail = found->mail;
  gboolean shown = g_str_equal (mail->state, "kept") && mail->link == NULL &&
                   reeve_capabilities_have (call->caller->capabilities, REEVE_CAPABILITY_USERS_CREDENTIALS);
  gboolean shared = FALSE;

  if (shown && found->directory &&
      !reeve_memberships_shared (call->installation, mail->account, call->workspace, call->deadline, &shared,
                                 error))
    return FALSE;
  g_clear_pointer (&mail->html, g_free);
  g_clear_pointer (&mail->link, g_free);
  if (!shown || shared)
    g_clear_pointer (&mail->text, g_free);
  return TRUE;
}

static ReeveListing *
list (ReeveCall *call, gboolean directory, GError **error)
{
  g_autoptr (ReeveTx) tx = begin (call, directory, REEVE_TX_READ, error);

  return tx != NULL ? reeve_outbox_list (tx, call->query, directory ? call->workspace : NULL, error) : NULL;
}

gboolean
mails_list (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveListing) own = list (call, FALSE, error);
  g_autoptr (ReeveListing) accounts = own != NULL ? list (call, TRUE, error) : NULL;

  if (accounts == NULL)
    return FALSE;
  call->listing = reeve_outbox_merge (call->query, g_steal_pointer (&own), g_steal_pointer (&accounts));
  return TRUE;
}

gboolean
mails_get (ReeveCall *call, GError **error)
{
  g_auto (Found) found = { 0 };

  if (!find (call, &found, error) || !hide (call, &found, error))
    return FALSE;
  call->reply = REEVE_RECORD (g_steal_pointer (&found.mail));
  return TRUE;
}

gboolean
mails_retry (ReeveCall *call, GError **error)
{
  const char *id = reeve_call_get_path (call, "mail");
  g_auto (Found) found = { 0 };
  g_autoptr (ReeveTx) tx = NULL;

  if (!find (call, &found, error))
    return FALSE;
  tx = begin (call, found.directory, REEVE_TX_WRITE, error);
  if (tx == NULL || !reeve_outbox_retry (tx, id, call->now, error))
    return FALSE;
  g_clear_object (&found.mail);
  found.mail = reeve_outbox_get (tx, id, error);
  if (found.mail == NULL ||
      !reeve_call_audit_fact (call, tx, NULL, "mail", id, found.mail->recipient, NULL, error) ||
      !reeve_tx_commit (tx, error) || !hide (call, &found, error))
    return FALSE;

  call->has_mail = call->mail_at_once = TRUE;
  reeve_call_changed (call, "mail", id, found.mail->version);
  call->reply = REEVE_RECORD (g_steal_pointer (&found.mail));
  return TRUE;
}

static gboolean
hurry (ReeveCall *call, gboolean directory, GError **error)
{
  g_autoptr (ReeveTx) tx = begin (call, directory, REEVE_TX_WRITE, error);
  const char *workspace = call->workspace;

  return tx != NULL && reeve_outbox_hurry_all (tx, directory ? workspace : NULL, call->now, error) &&
         (directory || reeve_call_audit_fact (call, tx, NULL, "workspace", workspace, NULL, NULL, error)) &&
         reeve_tx_commit (tx, error);
}

gboolean
mails_retry_all (ReeveCall *call, GError **error)
{
  if (!hurry (call, FALSE, error) || !hurry (call, TRUE, error))
    return FALSE;
  call->has_mail = call->mail_at_once = TRUE;
  reeve_call_changed (call, "mail", NULL, 0);
  return TRUE;
}

gboolean
mail_status_get (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveMailStatus) status = reeve_post_get_status (call->installation);

  /* Who sees some people only is not told how many mails there are. */
  for (guint i = 0; call->scope == NULL && i < 2; i++)
    {
      g_autoptr (ReeveTx) tx = begin (call, i == 1, REEVE_TX_READ, error);
      gint64 n;

      if (tx == NULL || !reeve_outbox_count_waiting (tx, i == 1 ? call->workspace : NULL, &n, error))
        return FALSE;
      status->waiting += n;
    }
  call->reply = REEVE_RECORD (g_steal_pointer (&status));
  return TRUE;
}
