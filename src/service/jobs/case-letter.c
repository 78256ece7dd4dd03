/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/jobs/case-letter.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "service/mail/letter.h"

/* Of a service on a socket alone. */
#define NO_BROWSER "http://reeved"

char *
reeve_case_letter_make_desk (ReeveInstallation *installation, const char *workspace)
{
  const char *origin = reeve_installation_get_web_origin (installation);

  return g_str_equal (origin, NO_BROWSER) ? NULL : g_strconcat (origin, "/p/instruct/", workspace, ".", NULL);
}

typedef enum
{
  ASKED,
  REMINDED,
  ESCALATED,
  TOLD,
} Kind;

static Kind
read_kind (const char *kind)
{
  return g_str_equal (kind, "reminded")    ? REMINDED
         : g_str_equal (kind, "escalated") ? ESCALATED
         : g_str_equal (kind, "told")      ? TOLD
                                           : ASKED;
}

/* --- What happened --- */

static void
set_subject (ReeveLetter *letter, Kind kind, const char *number)
{
  if (kind == ASKED)
    reeve_letter_set_subject (
      letter, N_ ("A breach of an account was reported: what is to be done? (case %s)"), number);
  else if (kind == REMINDED)
    reeve_letter_set_subject (letter, N_ ("Reminder: a locked account waits for your instruction (case %s)"),
                              number);
  else if (kind == ESCALATED)
    reeve_letter_set_subject (letter,
                              N_ ("Nobody has answered: a locked account waits for an instruction (case "
                                  "%s)"),
                              number);
  else
    reeve_letter_set_subject (letter, N_ ("A breach of an account was reported (case %s)"), number);
}

/* Of who was not asked just now. */
static void
add_waiting (ReeveLetter *letter, Kind kind, ReeveCase *self, ReeveCasePerson *person)
{
  if (kind == ASKED || kind == TOLD)
    return;
  if (self->people == 1)
    reeve_letter_add (letter, N_ ("The account of %s (%s) is locked and waits for an instruction."),
                      person->name, person->email);
  else
    reeve_letter_add (letter,
                      N_ ("The accounts of %s (%s) and others are locked and wait for an instruction."),
                      person->name, person->email);
  if (kind == ESCALATED)
    reeve_letter_add (letter,
                      N_ ("Those who were asked have not answered, or could not be reached. So everybody "
                          "who may release accounts is asked now."));
}

static void
add_report (ReeveLetter *letter, ReeveCase *self, ReeveCasePerson *person)
{
  gboolean themself = g_strcmp0 (self->source, "person") == 0;

  if (self->people == 1 && themself)
    reeve_letter_add (letter, N_ ("%s (%s) has reported a breach of their account."), person->name,
                      person->email);
  else if (self->people == 1)
    reeve_letter_add (letter, N_ ("%s has reported a breach of the account of %s (%s)."),
                      self->reported_by_name, person->name, person->email);
  else
    reeve_letter_add (letter,
                      N_ ("%s has reported a breach of several accounts: those of %s (%s) and others."),
                      self->reported_by_name, person->name, person->email);
}

static void
add_noticed (ReeveLetter *letter, ReeveCase *self)
{
  if (self->noticed == NULL)
    return;
  reeve_letter_add (letter, N_ ("What was noticed:"));
  reeve_letter_add_quote (letter, self->noticed);
}

/* --- What is asked --- */

static void
add_lock (ReeveLetter *letter, ReeveCase *self)
{
  if (self->people == 1)
    reeve_letter_add (letter,
                      N_ ("The account is locked, and all its devices are signed out. Nobody can sign in to "
                          "it until you, or somebody else who may, say what is to be done: release it, "
                          "release it with new credentials, keep it locked, or remove the person."));
  else
    reeve_letter_add (letter,
                      N_ ("The accounts are locked, and all their devices are signed out. Nobody can sign "
                          "in to them until you, or somebody else who may, say what is to be done: release "
                          "them, release them with new credentials, keep them locked, or remove the "
                          "people."));
  reeve_letter_add (letter,
                    N_ ("Talk to the person, on a way that does not lead through the account, and look "
                        "at what was done in their name, before you release it."));
}

static void
add_way (ReeveLetter *letter, ReeveCase *self, const char *number, const char *desk)
{
  g_autofree char *uri = desk != NULL ? g_strconcat (desk, self->id, NULL) : NULL;

  if (uri == NULL)
    {
      reeve_letter_add (letter, N_ ("You say so in the console, on the page Breach Desk: case %s."), number);
      return;
    }
  reeve_letter_add_link (letter, N_ ("Say what is to be done"), uri);
  reeve_letter_add (
    letter,
    N_ ("You sign in on that page, with your password and a code of your second factor. The case is "
        "also on the page Breach Desk of the console: case %s."),
    number);
}

static void
add_told (ReeveLetter *letter, const char *number)
{
  reeve_letter_add (letter,
                    N_ ("Nobody is locked. You decide whether to lock the account, or whether it was "
                        "nothing: in the console, on the page Breach Desk, case %s."),
                    number);
}

static void
add_unanswered (ReeveLetter *letter, Kind kind)
{
  if (kind == ASKED)
    reeve_letter_add (letter,
                      N_ ("If nobody answers, the account stays locked: nothing opens it by itself. You are "
                          "reminded in four hours, and a day later everybody who may release accounts is "
                          "asked."));
  else
    reeve_letter_add (letter,
                      N_ ("If nobody answers, the account stays locked: nothing opens it by itself. You are "
                          "reminded every day."));
}

ReeveMail *
reeve_case_letter_write (ReeveCase *self,
                         const char *kind,
                         ReeveCasePerson *person,
                         ReeveRolePerson *to,
                         const char *desk)
{
  Kind what = read_kind (kind);
  g_autoptr (ReeveLetter) letter =
    reeve_letter_new ("instruction", to->email, to->display_name, to->id, NULL);
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, self->number);
  ReeveMail *mail;

  set_subject (letter, what, number);
  add_waiting (letter, what, self, person);
  add_report (letter, self, person);
  add_noticed (letter, self);
  if (what == TOLD)
    add_told (letter, number);
  else
    {
      add_lock (letter, self);
      add_way (letter, self, number, desk);
      add_unanswered (letter, what);
    }
  mail = reeve_letter_write (letter);
  g_free (mail->id);
  mail->id = reeve_id_new ();
  return mail;
}
