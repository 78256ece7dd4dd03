/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The mails are the workspace's own: whoever administers another workspace of the same people does not see
 * them. */

#include "config.h"

#include "service/jobs/lock-notice.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "common/error.h"
#include "service/jobs/case-opening.h"
#include "service/mail/letter.h"
#include "service/store/audit.h"
#include "service/store/outbox.h"
#include "service/store/roles.h"

static gboolean
append_entry (ReeveTx *tx, ReeveUser *user, const ReeveLockNotice *notice, GError **error)
{
  g_autoptr (ReeveAuditEntry) entry = reeve_audit_entry_new ();

  entry->id = reeve_id_new ();
  entry->time = notice->now;
  entry->actor = g_strdup (user->id);
  entry->actor_name = g_strdup_printf ("%s <%s>", user->display_name, user->email);
  entry->address = notice->informed ? g_strdup (notice->address) : NULL;
  entry->action = g_strdup ("account.report-breach");
  entry->object_type = g_strdup ("user");
  entry->object_id = g_strdup (user->id);
  entry->object_name = g_strdup (user->display_name);
  entry->reason = notice->informed ? g_strdup (notice->text) : NULL;
  return reeve_audit_append (tx, entry, error);
}

static ReeveMail *
write_mail (ReeveUser *user, ReeveRolePerson *to, const ReeveLockNotice *notice)
{
  g_autoptr (ReeveLetter) letter =
    reeve_letter_new ("security-notice", to->email, to->display_name, to->id, NULL);

  reeve_letter_set_subject (letter, N_ ("A breach of an account was reported"));
  reeve_letter_add (letter, N_ ("%s (%s) has reported a breach of their account."), user->display_name,
                    user->email);
  reeve_letter_add (letter,
                    N_ ("All devices of the account are signed out, and its password serves no longer. "
                        "It is not locked: the person is the last administrator of a workspace, which "
                        "nobody could open again."));
  if (notice->text != NULL)
    reeve_letter_add (letter, N_ ("They write: %s"), notice->text);
  return reeve_letter_write (letter);
}

static gboolean
put_mail (ReeveTx *tx, ReeveUser *user, ReeveRolePerson *to, const ReeveLockNotice *notice, GError **error)
{
  g_autoptr (ReeveMail) mail = write_mail (user, to, notice);
  g_autoptr (GError) refusal = NULL;

  if (reeve_outbox_put (tx, mail, &refusal))
    return TRUE;
  /* an address from before there were rules for them: the others must learn it all the same */
  if (g_error_matches (refusal, REEVE_ERROR, REEVE_ERROR_INVALID))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

gboolean
reeve_lock_notice_put (ReeveTx *workspace, ReeveUser *user, const ReeveLockNotice *notice, GError **error)
{
  g_autoptr (GPtrArray) people = NULL;

  if (!append_entry (workspace, user, notice, error))
    return FALSE;
  if (!notice->informed)
    return TRUE;
  if (notice->locked)
    return reeve_case_open_own (workspace, user, notice->text, notice->desk, notice->now, error);
  people = reeve_roles_list_able (workspace, REEVE_CAPABILITY_BREACH_RELEASE, REEVE_LOCK_NOTICE_MOST, error);
  for (guint i = 0; people != NULL && i < people->len; i++)
    {
      ReeveRolePerson *person = people->pdata[i];

      if (!g_str_equal (person->id, user->id) && !put_mail (workspace, user, person, notice, error))
        return FALSE;
    }
  return people != NULL;
}
