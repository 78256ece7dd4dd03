/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The mail of an invitation. The inviter's words are quoted under their name, so that nobody takes them for
 * ours. */

#include "config.h"

#include "service/api/invitation-mail.h"

#include <glib/gi18n.h>

#include "service/mail/letter.h"

ReeveMail *
reeve_invitation_mail_new (ReeveInvitation *invitation, const char *uri, const char *workspace_name)
{
  g_autoptr (ReeveLetter) letter =
    reeve_letter_new ("invitation", invitation->email, invitation->display_name, NULL, NULL);
  g_autoptr (GDateTime) end = g_date_time_new_from_unix_utc (invitation->expires / REEVE_SECOND);
  g_autofree char *until = g_date_time_format (end, "%Y-%m-%d %H:%M UTC");
  g_autofree char *inviter =
    g_strdup (invitation->created_by_name != NULL ? invitation->created_by_name
                                                  : reeve_letter_say (letter, N_ ("An administrator")));

  reeve_letter_set_subject (letter, N_ ("Invitation to %s"), workspace_name);
  if (invitation->display_name != NULL)
    /* Translators: how a mail begins, %s is a person's name */
    reeve_letter_add (letter, N_ ("Hello %s,"), invitation->display_name);
  /* Translators: who invites, and the name of a workspace */
  reeve_letter_add (letter, N_ ("%s invites you to %s."), inviter, workspace_name);
  if (invitation->message != NULL)
    {
      /* Translators: %s is who invites; their own words follow */
      reeve_letter_add (letter, N_ ("%s writes:"), inviter);
      reeve_letter_add_quote (letter, invitation->message);
    }
  reeve_letter_add_link (letter, N_ ("Accept the invitation"), uri);
  /* Translators: %s is a date and time */
  reeve_letter_add (letter, N_ ("The link can be used once, until %s."), until);
  reeve_letter_add (letter, N_ ("If you did not expect this mail, there is nothing to do."));
  return reeve_letter_write (letter);
}
