/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/rules/support-mails.h"

#include <glib/gi18n.h>

#include "common/capability.h"
#include "common/clock.h"
#include "common/error.h"
#include "common/user.h"
#include "service/mail/letter.h"
#include "service/store/outbox.h"
#include "service/store/roles.h"
#include "service/store/users.h"

static char *
format_time (gint64 time)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (time / REEVE_SECOND);

  return g_date_time_format (date, "%Y-%m-%d %H:%M UTC");
}

static const char *
name_of (const char *name)
{
  return name != NULL ? name : "?";
}

/* An address from before there were rules for them keeps the others from nothing. */
static gboolean
put (ReeveTx *tx, ReeveLetter *letter, GError **error)
{
  g_autoptr (ReeveMail) mail = NULL;
  g_autoptr (GError) refusal = NULL;

  reeve_letter_add (letter, N_ ("This mail was sent by a program; answers to it are not read."));
  mail = reeve_letter_write (letter);
  if (reeve_outbox_put (tx, mail, &refusal) || g_error_matches (refusal, REEVE_ERROR, REEVE_ERROR_INVALID))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

typedef void (*Writer) (ReeveLetter *letter, ReeveSupportGrant *grant);

/* @but: (nullable): who knows already */
static gboolean
write_to_approvers (ReeveTx *tx, ReeveSupportGrant *grant, const char *but, Writer write, GError **error)
{
  g_autoptr (GPtrArray) people =
    reeve_roles_list_able (tx, REEVE_CAPABILITY_SUPPORT_APPROVE, REEVE_SUPPORT_MAILS, error);

  for (guint i = 0; people != NULL && i < people->len; i++)
    {
      ReeveRolePerson *person = people->pdata[i];
      g_autoptr (ReeveLetter) letter = NULL;

      if (g_strcmp0 (person->id, grant->agent) == 0 || g_strcmp0 (person->id, but) == 0)
        continue;
      letter = reeve_letter_new ("support", person->email, person->display_name, person->id, NULL);
      reeve_letter_add (letter, N_ ("Hello %s,"), person->display_name);
      write (letter, grant);
      if (!put (tx, letter, error))
        return FALSE;
    }
  return people != NULL;
}

static void
write_asked (ReeveLetter *letter, ReeveSupportGrant *grant)
{
  const char *name = name_of (grant->agent_name);
  g_autofree char *minutes = g_strdup_printf ("%" G_GINT64_FORMAT, grant->minutes);
  g_autofree char *until = format_time (grant->expires);

  /* Translators: %s is a ticket's number */
  reeve_letter_set_subject (letter, N_ ("Support asks to be let in: ticket %s"), grant->ticket);
  /* Translators: a person of support, a ticket's number, a number of minutes */
  reeve_letter_add (letter,
                    N_ ("%s, of support, asks to be let into your workspace for ticket %s, for %s minutes."),
                    name, grant->ticket, minutes);
  /* Translators: %s is who asks; their own words follow */
  reeve_letter_add (letter, N_ ("%s writes:"), name);
  reeve_letter_add_quote (letter, grant->reason);
  /* Translators: %s is a date and time */
  reeve_letter_add (
    letter,
    N_ ("Until somebody approves it, they see nothing. Open Reeve to see exactly what they ask for, "
        "and approve it with a fresh code of your authenticator app, or refuse it, until %s. You can "
        "end it at any time."),
    until);
}

gboolean
reeve_support_mail_asked (ReeveTx *tx, ReeveSupportGrant *grant, GError **error)
{
  return write_to_approvers (tx, grant, NULL, write_asked, error);
}

static void
write_ended (ReeveLetter *letter, ReeveSupportGrant *grant)
{
  const char *name = name_of (grant->agent_name);
  g_autofree char *time = format_time (grant->ended);

  /* Translators: %s is a ticket's number */
  reeve_letter_set_subject (letter, N_ ("Support is out again: ticket %s"), grant->ticket);
  /* Translators: a person of support, a ticket's number, a date and time */
  reeve_letter_add (letter,
                    N_ ("The access of %s, of support, for ticket %s ended on %s. They see nothing of your "
                        "workspace any more, unless somebody has let them in for something else."),
                    name, grant->ticket, time);
  if (grant->ended_by_name != NULL)
    /* Translators: %s is a person */
    reeve_letter_add (letter, N_ ("It was ended by %s."), grant->ended_by_name);
  reeve_letter_add (letter, N_ ("What they did is in the access log."));
}

gboolean
reeve_support_mail_ended (ReeveTx *tx, ReeveSupportGrant *grant, GError **error)
{
  return write_to_approvers (tx, grant, grant->ended_by, write_ended, error);
}

/* --- To who asked --- */

static void
write_answer (ReeveLetter *letter, ReeveSupportGrant *grant)
{
  const char *name = name_of (grant->answered_by_name);
  g_autofree char *until = format_time (grant->ends);

  if (g_strcmp0 (grant->state, "active") == 0)
    {
      /* Translators: %s is a ticket's number */
      reeve_letter_set_subject (letter, N_ ("You are let in: ticket %s"), grant->ticket);
      /* Translators: a person, a ticket's number, a date and time */
      reeve_letter_add (
        letter,
        N_ ("%s has let you in for ticket %s, until %s. What you do is recorded, and shown to "
            "them as you do it."),
        name, grant->ticket, until);
    }
  else if (g_strcmp0 (grant->state, "refused") == 0)
    {
      /* Translators: %s is a ticket's number */
      reeve_letter_set_subject (letter, N_ ("You are not let in: ticket %s"), grant->ticket);
      /* Translators: a person, a ticket's number */
      reeve_letter_add (letter, N_ ("%s refused to let you in for ticket %s."), name, grant->ticket);
    }
  else
    {
      /* Translators: %s is a ticket's number */
      reeve_letter_set_subject (letter, N_ ("Nobody answered: ticket %s"), grant->ticket);
      /* Translators: %s is a ticket's number */
      reeve_letter_add (letter,
                        N_ ("Nobody answered whether you are let in for ticket %s. You can ask again."),
                        grant->ticket);
    }
  if (grant->note == NULL)
    return;
  /* Translators: %s is who answered; their own words follow */
  reeve_letter_add (letter, N_ ("%s writes:"), name);
  reeve_letter_add_quote (letter, grant->note);
}

gboolean
reeve_support_mail_answered (ReeveTx *tx, ReeveSupportGrant *grant, GError **error)
{
  g_autoptr (GError) gone = NULL;
  g_autoptr (ReeveUser) user = reeve_users_get (tx, grant->agent, &gone);
  g_autoptr (ReeveLetter) letter = NULL;

  if (user == NULL && !g_error_matches (gone, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&gone));
      return FALSE;
    }
  if (user == NULL || user->deleted != 0)
    return TRUE;
  letter = reeve_letter_new ("support", user->email, user->display_name, user->id, NULL);
  reeve_letter_add (letter, N_ ("Hello %s,"), user->display_name);
  write_answer (letter, grant);
  return put (tx, letter, error);
}
