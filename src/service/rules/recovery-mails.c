/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/rules/recovery-mails.h"

#include <glib/gi18n.h>

#include "common/capability.h"
#include "common/error.h"
#include "service/mail/letter.h"
#include "service/store/case-settings.h"
#include "service/store/outbox.h"
#include "service/store/roles.h"
#include "service/store/users.h"

static void
write_waiting (ReeveLetter *letter, ReeveRecovery *self, const char *workspace_name)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (self->due / G_USEC_PER_SEC);
  g_autofree char *when = g_date_time_format (date, "%Y-%m-%d %H:%M UTC");

  /* Translators: %s is a workspace's name */
  reeve_letter_set_subject (letter, N_ ("Way back to an administrator's account of %s"), workspace_name);
  /* Translators: somebody's name and address, and a workspace's name */
  reeve_letter_add (
    letter,
    N_ ("The account of %s is locked since a breach was reported, and nobody else administers "
        "%s: nobody there can say what is to be done."),
    self->person_name, workspace_name);
  /* Translators: three names: of support, of support, and of a contact with how they were identified */
  reeve_letter_add (letter,
                    N_ ("Two people of support, %s and %s, want to open it with new credentials, after "
                        "they talked to: %s; %s."),
                    self->asked_by_name, self->confirmed_by_name, self->contact, self->confirmed_contact);
  reeve_letter_add (letter, N_ ("Why: %s"), self->reason);
  /* Translators: %s is a time */
  reeve_letter_add (letter,
                    N_ ("This cannot be done before %s. If it is not right, tell support now: they stop "
                        "it with the ticket %s."),
                    when, self->ticket);
}

static void
write_ended (ReeveLetter *letter, ReeveRecovery *self, const char *workspace_name)
{
  gboolean done = g_strcmp0 (self->state, "done") == 0;

  reeve_letter_set_subject (letter, N_ ("Way back to an administrator's account of %s"), workspace_name);
  if (done)
    reeve_letter_add (
      letter,
      N_ ("The account of %s is open again, with new credentials: a link for a new password went "
          "to its address."),
      self->person_name);
  else
    reeve_letter_add (letter, N_ ("What was to open the account of %s was stopped: it stays locked."),
                      self->person_name);
  /* Translators: a name and a ticket */
  reeve_letter_add (letter, N_ ("By %s of support, ticket %s."), self->ended_by_name, self->ticket);
}

static gboolean
tell (ReeveTx *tx,
      ReeveRecovery *self,
      const char *workspace_name,
      const char *email,
      const char *name,
      const char *account,
      GHashTable *told,
      GError **error)
{
  g_autoptr (ReeveLetter) letter = NULL;
  g_autoptr (ReeveMail) mail = NULL;
  g_autoptr (GError) refusal = NULL;

  if (!g_hash_table_add (told, g_utf8_casefold (email, -1)))
    return TRUE;
  letter = reeve_letter_new ("security-notice", email, name, account, NULL);
  if (g_strcmp0 (self->state, "waiting") == 0)
    write_waiting (letter, self, workspace_name);
  else
    write_ended (letter, self, workspace_name);
  mail = reeve_letter_write (letter);
  if (reeve_outbox_put (tx, mail, &refusal) || g_error_matches (refusal, REEVE_ERROR, REEVE_ERROR_INVALID))
    return TRUE; /* an address from before there were rules for them keeps the others from nothing */
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

gboolean
reeve_recovery_mail (ReeveTx *tx, ReeveRecovery *self, const char *workspace_name, GError **error)
{
  g_autoptr (GHashTable) told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (ReeveUser) person = reeve_users_get (tx, self->person, error);
  g_autoptr (ReeveCaseSettings) settings = person != NULL ? reeve_case_settings_get (tx, error) : NULL;
  g_autoptr (GPtrArray) people =
    settings != NULL ? reeve_roles_list_able (tx, REEVE_CAPABILITY_USERS_READ, REEVE_RECOVERY_MAILS, error)
                     : NULL;

  if (people == NULL ||
      !tell (tx, self, workspace_name, person->email, person->display_name, person->id, told, error))
    return FALSE;
  for (guint i = 0; i < people->len; i++)
    {
      ReeveRolePerson *each = people->pdata[i];

      if (!tell (tx, self, workspace_name, each->email, each->display_name, each->id, told, error))
        return FALSE;
    }
  for (guint i = 0; settings->notice_to != NULL && settings->notice_to[i] != NULL; i++)
    if (!tell (tx, self, workspace_name, settings->notice_to[i], NULL, NULL, told, error))
      return FALSE;
  return TRUE;
}
