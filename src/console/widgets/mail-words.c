/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What the service says of mails in stable words, as sentences. A mail server's own words stay as they are:
 * an administrator looks them up. */

#include "config.h"

#include "console/widgets/mail-words.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "console/widgets/formatting.h"

typedef struct
{
  const char *word;
  const char *label;
  const char *icon;
  const char *tone;
} Words;

static const Words kinds[] = {
  { .word = "invitation", .label = N_ ("Invitation") },
  { .word = "password-reset", .label = N_ ("New password") },
  { .word = "second-factor-reset", .label = N_ ("New second factor") },
  { .word = "confirmation", .label = N_ ("Confirmation") },
  { .word = "security-notice", .label = N_ ("Notice about an account") },
  { .word = "instruction", .label = N_ ("Instruction") },
  { .word = "breach-notice", .label = N_ ("Notice of a breach") },
  { .word = "contact", .label = N_ ("Question to a contact") },
  { .word = "approval", .label = N_ ("Approval") },
  { .word = "finding", .label = N_ ("Finding") },
  { .word = "notification", .label = N_ ("Notifications that failed") },
  { .word = "support", .label = N_ ("Access of support") },
  { .word = "contact-answer", .label = N_ ("Answer of a contact") },
};

static const Words states[] = {
  { "waiting", N_ ("Waiting"), "document-open-recent-symbolic", "tone-warning" },
  { "sent", N_ ("Sent"), "object-select-symbolic", "tone-success" },
  { "failed", N_ ("Failed"), "dialog-error-symbolic", "tone-error" },
  { "kept", N_ ("Kept"), "mail-unread-symbolic", "tone-neutral" },
  { "withdrawn", N_ ("Withdrawn"), "edit-undo-symbolic", "tone-neutral" },
};

static const Words *
find (const Words *words, gsize n, const char *word)
{
  for (gsize i = 0; i < n; i++)
    if (g_strcmp0 (words[i].word, word) == 0)
      return &words[i];
  return NULL;
}

const char *
reeve_mail_words_kind (const char *kind)
{
  const Words *words = find (kinds, G_N_ELEMENTS (kinds), kind);

  return words != NULL ? _ (words->label) : NULL;
}

const char *
reeve_mail_words_state (const char *state)
{
  const Words *words = find (states, G_N_ELEMENTS (states), state);

  return words != NULL ? _ (words->label) : NULL;
}

const char *
reeve_mail_words_state_icon (const char *state)
{
  const Words *words = find (states, G_N_ELEMENTS (states), state);

  return words != NULL ? words->icon : NULL;
}

const char *
reeve_mail_words_state_tone (const char *state)
{
  const Words *words = find (states, G_N_ELEMENTS (states), state);

  return words != NULL ? words->tone : NULL;
}

char *
reeve_mail_words_line (ReeveMail *mail, gint64 now)
{
  g_autofree char *recipient = reeve_format_isolate_ltr (mail->recipient);
  g_autofree char *ago = reeve_format_ago (mail->created, now);
  const char *kind = reeve_mail_words_kind (mail->kind);

  /* Translators: of a mail: whom it goes to, what it is, how long ago it was written */
  return g_strdup_printf (_ ("%1$s · %2$s · %3$s"), recipient, kind != NULL ? kind : mail->kind, ago);
}

static char *
describe_waiting (ReeveMail *mail, gint64 now)
{
  g_autofree char *wait = reeve_format_duration (MAX (0, mail->next_try - now));
  g_autofree char *error = mail->error != NULL ? reeve_format_isolate (mail->error) : NULL;

  if (mail->next_try <= now)
    return error != NULL
             /* Translators: %s: what a mail server said */
             ? g_strdup_printf (_ ("Not sent yet: %s. It is tried again now."), error)
             : g_strdup (_ ("It is sent as soon as the mail server takes it."));
  if (error == NULL)
    /* Translators: %s: a span of time */
    return g_strdup_printf (_ ("It is tried again in %s."), wait);
  /* Translators: %1$s: what a mail server said; %2$s: a span of time */
  return g_strdup_printf (_ ("Not sent yet: %1$s. It is tried again in %2$s."), error, wait);
}

char *
reeve_mail_words_outcome (ReeveMail *mail, gint64 now)
{
  g_autofree char *sent = NULL;
  g_autofree char *error = NULL;

  if (g_strcmp0 (mail->state, "waiting") == 0)
    return describe_waiting (mail, now);
  if (g_strcmp0 (mail->state, "failed") == 0)
    {
      error = reeve_format_isolate (mail->error != NULL ? mail->error : "—");
      /* Translators: %s: what a mail server said */
      return g_strdup_printf (_ ("It is not tried any more: %s"), error);
    }
  if (g_strcmp0 (mail->state, "kept") == 0)
    return g_strdup (_ ("There is no mail server to send it."));
  if (g_strcmp0 (mail->state, "withdrawn") == 0)
    return g_strdup (_ ("It is not sent: its link works no longer."));
  sent = reeve_format_time (mail->sent);
  /* Translators: %s: a date and time */
  return g_strdup_printf (_ ("The mail server took it on %s."), sent);
}

char *
reeve_mail_words_no_text (ReeveMail *mail)
{
  if (mail->text != NULL)
    return NULL;
  if (g_strcmp0 (mail->kind, "invitation") == 0)
    return g_strdup (_ ("Its link is shown to nobody. A new one is to be had under Invitations: Copy a New "
                        "Link."));
  if (g_strcmp0 (mail->kind, "contact") == 0)
    return g_strdup (
      _ ("Its link is for the contact alone and shown to nobody else. Send the question again to "
         "make another."));
  if (g_strcmp0 (mail->kind, "password-reset") == 0 || g_strcmp0 (mail->kind, "second-factor-reset") == 0 ||
      g_strcmp0 (mail->kind, "confirmation") == 0)
    return g_strdup (_ ("Its link is for the recipient alone and shown to nobody else. They can ask for "
                        "another themselves."));
  if (g_strcmp0 (mail->state, "kept") == 0)
    return g_strdup (_ ("Its text is shown to those who may reset the credentials of its recipient."));
  return g_strdup (_ ("Its text is for the recipient alone."));
}

static char *
format_since (gint64 since)
{
  g_autoptr (GDateTime) then = g_date_time_new_from_unix_local (since / REEVE_SECOND);
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_local (reeve_clock_now () / REEVE_SECOND);

  if (then != NULL && now != NULL && g_date_time_get_year (then) == g_date_time_get_year (now) &&
      g_date_time_get_day_of_year (then) == g_date_time_get_day_of_year (now))
    /* Translators: a time of day, hours and minutes. */
    return g_date_time_format (then, _ ("%H:%M"));
  return reeve_format_time (since);
}

char *
reeve_mail_words_status (ReeveMailStatus *status)
{
  g_autofree char *since = NULL;
  g_autofree char *error = NULL;
  g_autofree char *count = NULL;
  g_autofree char *wait = NULL;

  if (g_strcmp0 (status->state, "none") == 0)
    return g_strdup (_ ("There is no mail server. Mails are kept here; hand links over yourself."));
  if (g_strcmp0 (status->state, "failing") != 0)
    return NULL;
  since = format_since (status->since);
  error = reeve_format_isolate (status->error != NULL ? status->error : "—");
  count = reeve_format_count (status->waiting);
  /* Translators: %s: how many */
  wait =
    g_strdup_printf (g_dngettext (NULL, "%s mail waits", "%s mails wait", (gulong) status->waiting), count);
  /* Translators: %1$s: a time; %2$s: "12 mails wait"; %3$s: what went wrong, a technical reason */
  return g_strdup_printf (_ ("The mail server takes no mails since %1$s; %2$s. (%3$s)"), since, wait, error);
}
