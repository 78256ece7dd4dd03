/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/rules/approvals.h"

#include <glib/gi18n.h>
#include <string.h>

#include "common/clock.h"
#include "common/error.h"
#include "service/mail/letter.h"
#include "service/store/outbox.h"
#include "service/store/users.h"

static const char *
get_words (ReeveApproval *approval)
{
  static const struct
  {
    const char *operation;
    const char *words;
  } all[] = {
    { "users.export", N_ ("Export users") },
    { "permissions.export", N_ ("Export permissions") },
    { "log.export", N_ ("Export the access log") },
    { "users.remove", N_ ("Remove users") },
    { "users.release", N_ ("Open an account that was locked after a breach report") },
    { "policy.save", N_ ("Change the policy") },
    { "provider.save", N_ ("Change the identity provider") },
    { "roles.save", N_ ("Change roles") },
    { "sessions.end-all", N_ ("End everybody’s sessions") },
    { "contacts.create", N_ ("Ask somebody from outside") },
    { "second-factor.reset", N_ ("Reset a second factor") },
  };

  if (g_strcmp0 (approval->kind, "rule") == 0)
    return N_ ("Change a rule that demands approval");
  if (g_strcmp0 (approval->kind, "folder") == 0)
    return N_ ("Change who may do what in folders");
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if (g_strcmp0 (all[i].operation, approval->operation) == 0)
      return all[i].words;
  return N_ ("Something that needs approval");
}

static char *
format_time (gint64 time)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (time / REEVE_SECOND);

  return g_date_time_format (date, "%Y-%m-%d %H:%M UTC");
}

/* Of "Hana Sato <hana@example.org>", as the trail names people, the name. (transfer full) */
static char *
take_name (const char *account_name)
{
  const char *end = account_name != NULL ? strrchr (account_name, '<') : NULL;

  if (end == NULL || end == account_name)
    return g_strdup (account_name != NULL ? account_name : "?");
  return g_strchomp (g_strndup (account_name, (gsize) (end - account_name)));
}

static gboolean
put (ReeveTx *tx, ReeveLetter *letter, GError **error)
{
  g_autoptr (ReeveMail) mail = reeve_letter_write (letter);

  return reeve_outbox_put (tx, mail, error);
}

static gboolean
can_be_written_to (ReeveUser *user)
{
  ReeveRecordClass *klass = reeve_record_class_of (reeve_mail_get_type ());

  return reeve_field_check_text (reeve_record_class_find_field (klass, "recipient"), user->email, NULL, NULL,
                                 NULL);
}

gboolean
reeve_approval_mail_asked (ReeveTx *tx, ReeveApproval *approval, ReeveUser *approver, GError **error)
{
  g_autoptr (ReeveLetter) letter =
    reeve_letter_new ("approval", approver->email, approver->display_name, approver->id, NULL);
  g_autofree char *until = format_time (approval->expires);
  g_autofree char *name = take_name (approval->requester_name);

  if (!can_be_written_to (approver))
    return TRUE;
  reeve_letter_set_subject (letter, N_ ("%s asks for your approval"), name);
  reeve_letter_add (letter, N_ ("Hello %s,"), approver->display_name);
  /* Translators: the first %s is a person, the second is what they want to do: “Export users” */
  reeve_letter_add (letter, N_ ("%s asks to be let do this: %s."), name,
                    reeve_letter_say (letter, get_words (approval)));
  /* Translators: %s is who asks; their own words follow */
  reeve_letter_add (letter, N_ ("%s writes:"), name);
  reeve_letter_add_quote (letter, approval->reason);
  /* Translators: %s is a date and time */
  reeve_letter_add (letter,
                    N_ ("Open Reeve to see exactly what it is, and approve or refuse it with a fresh code of "
                        "your authenticator app, until %s. One of those who may decide is enough."),
                    until);
  reeve_letter_add (letter, N_ ("This mail was sent by a program; answers to it are not read."));
  return put (tx, letter, error);
}

/* Of one that its requester cannot use any more, though they did not take it back. */
static void
add_end (ReeveLetter *letter, ReeveApproval *approval, const char *what)
{
  reeve_letter_set_subject (letter, N_ ("Ended: %s"), what);
  if (g_strcmp0 (approval->because, "suspended") == 0)
    /* Translators: what somebody asked for */
    reeve_letter_add (letter,
                      N_ ("You were suspended, and what you had asked for ended with that: %s. You can ask "
                          "again once you are back."),
                      what);
  else if (g_strcmp0 (approval->because, "locked") == 0)
    /* Translators: what somebody asked for */
    reeve_letter_add (letter,
                      N_ ("Your account was locked, and what you had asked for ended with that: %s. You can "
                          "ask again once it is open."),
                      what);
  else
    /* Translators: what somebody asked for */
    reeve_letter_add (letter, N_ ("What you had asked for has ended: %s."), what);
}

static void
add_outcome (ReeveLetter *letter, ReeveApproval *approval)
{
  g_autofree char *until = format_time (approval->expires);
  const char *what = reeve_letter_say (letter, get_words (approval));
  g_autofree char *name = take_name (approval->decided_by_name);

  if (g_strcmp0 (approval->state, "approved") == 0)
    {
      reeve_letter_set_subject (letter, N_ ("Approved: %s"), what);
      /* Translators: a person, what they approved, a date and time */
      reeve_letter_add (letter,
                        N_ ("%s approved what you asked for: %s. Do it in Reeve until %s; it can be "
                            "done once."),
                        name, what, until);
    }
  else if (g_strcmp0 (approval->state, "refused") == 0)
    {
      reeve_letter_set_subject (letter, N_ ("Refused: %s"), what);
      /* Translators: a person, what they refused */
      reeve_letter_add (letter, N_ ("%s refused what you asked for: %s."), name, what);
    }
  else if (g_strcmp0 (approval->state, "overtaken") == 0)
    {
      reeve_letter_set_subject (letter, N_ ("Not needed any more: %s"), what);
      /* Translators: what somebody asked for */
      reeve_letter_add (letter,
                        N_ ("The rule is gone that wanted an approval of what you had asked for: %s. Your "
                            "request has ended with it; where nothing else stands in the way, you can do it "
                            "in Reeve."),
                        what);
    }
  else if (g_strcmp0 (approval->state, "withdrawn") == 0)
    add_end (letter, approval, what);
  else
    {
      reeve_letter_set_subject (letter, N_ ("Expired: %s"), what);
      /* Translators: what somebody asked for, a date and time */
      reeve_letter_add (letter,
                        N_ ("What you asked for was not decided, or not done, in time: %s. It ended on "
                            "%s; you can ask again."),
                        what, until);
    }
}

gboolean
reeve_approval_mail_ended (ReeveTx *tx, ReeveApproval *approval, GError **error)
{
  g_autoptr (GError) gone = NULL;
  g_autoptr (ReeveUser) user = reeve_users_get (tx, approval->requester, &gone);
  g_autoptr (ReeveLetter) letter = NULL;

  if (user == NULL && !g_error_matches (gone, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&gone));
      return FALSE;
    }
  if (user == NULL || user->deleted != 0 || !can_be_written_to (user))
    return TRUE;
  letter = reeve_letter_new ("approval", user->email, user->display_name, user->id, NULL);
  reeve_letter_add (letter, N_ ("Hello %s,"), user->display_name);
  add_outcome (letter, approval);
  if (approval->note != NULL)
    {
      g_autofree char *name = take_name (approval->decided_by_name);

      reeve_letter_add (letter, N_ ("%s writes:"), name);
      reeve_letter_add_quote (letter, approval->note);
    }
  reeve_letter_add (letter, N_ ("This mail was sent by a program; answers to it are not read."));
  return put (tx, letter, error);
}
