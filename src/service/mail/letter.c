/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One letter, two forms. The HTML has no picture, no script and no style sheet from elsewhere: it reads the
 * same in every mail program, and nothing tells anybody that it was opened. */

#include "config.h"

#include "service/mail/letter.h"

#include <glib/gi18n.h>
#include <string.h>

#include "service/mail/words.h"

#define WIDTH 76 /* of a plain line */

typedef struct
{
  char *text;
  char *uri; /* (nullable): a link, and `text` its label */
  gboolean quote;
} Part;

struct _ReeveLetter
{
  ReeveMail *mail; /* owned */
  GArray *parts;   /* of Part */
  const ReeveWords *words;
};

static void
part_clear (gpointer data)
{
  Part *part = data;

  g_free (part->text);
  g_free (part->uri);
}

ReeveLetter *
reeve_letter_new (const char *kind,
                  const char *recipient,
                  const char *name,
                  const char *account,
                  const char *language)
{
  ReeveLetter *self = g_new0 (ReeveLetter, 1);

  self->mail = reeve_mail_new ();
  self->mail->kind = kind;
  self->mail->recipient = g_strdup (recipient);
  self->mail->recipient_name = g_strdup (name);
  self->mail->account = g_strdup (account);
  self->words = reeve_words_of (language);
  self->mail->language = g_strdup (reeve_words_get_language (self->words));
  self->parts = g_array_new (FALSE, FALSE, sizeof (Part));
  g_array_set_clear_func (self->parts, part_clear);
  return self;
}

void
reeve_letter_free (ReeveLetter *self)
{
  g_clear_object (&self->mail);
  g_array_unref (self->parts);
  g_free (self);
}

const char *
reeve_letter_say (ReeveLetter *self, const char *words)
{
  return reeve_words_get (self->words, words);
}

void
reeve_letter_set_subject (ReeveLetter *self, const char *format, ...)
{
  g_autofree char *subject = NULL;
  va_list args;

  va_start (args, format);
  subject = g_strdup_vprintf (reeve_words_get (self->words, format), args);
  va_end (args);
  reeve_set_text (&self->mail->subject, subject);
}

void
reeve_letter_add (ReeveLetter *self, const char *format, ...)
{
  Part part = { NULL, NULL, FALSE };
  va_list args;

  va_start (args, format);
  part.text = g_strdup_vprintf (reeve_words_get (self->words, format), args);
  va_end (args);
  g_array_append_val (self->parts, part);
}

void
reeve_letter_add_quote (ReeveLetter *self, const char *theirs)
{
  Part part = { g_strdup (theirs), NULL, TRUE };

  g_array_append_val (self->parts, part);
}

void
reeve_letter_add_link (ReeveLetter *self, const char *label, const char *uri)
{
  Part part = { g_strdup (reeve_words_get (self->words, label)), g_strdup (uri), FALSE };

  g_return_if_fail (self->mail->link == NULL);
  g_array_append_val (self->parts, part);
  reeve_set_text (&self->mail->link, uri);
}

/* Lines of a readable length, broken at spaces. */
static void
append_wrapped (GString *plain, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  glong column = 0;

  for (guint i = 0; words[i] != NULL; i++)
    {
      glong length = g_utf8_strlen (words[i], -1);

      if (column > 0 && column + 1 + length > WIDTH)
        {
          g_string_append_c (plain, '\n');
          column = 0;
        }
      else if (column > 0)
        {
          g_string_append_c (plain, ' ');
          column++;
        }
      g_string_append (plain, words[i]);
      column += length;
    }
  g_string_append (plain, "\n");
}

/* As they are, so that what a person wrote as a list stays one. */
static void
append_quoted (GString *plain, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    g_string_append_printf (plain, "> %s\n", lines[i]);
}

static char *
write_plain (ReeveLetter *self)
{
  g_autoptr (GString) plain = g_string_new (NULL);

  for (guint i = 0; i < self->parts->len; i++)
    {
      const Part *part = &g_array_index (self->parts, Part, i);

      if (i > 0)
        g_string_append_c (plain, '\n');
      if (part->quote)
        append_quoted (plain, part->text);
      else
        append_wrapped (plain, part->text);
      if (part->uri != NULL)
        g_string_append_printf (plain, "%s\n", part->uri);
    }
  return g_string_free_and_steal (g_steal_pointer (&plain));
}

#define HTML_HEAD                                                                                         \
  "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"                               \
  "<meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"color-scheme\" content=\"light " \
  "dark\">\n<title>%s</title>\n</head>\n"                                                                 \
  "<body style=\"font-family: sans-serif; font-size: 16px; line-height: 1.5; max-width: 36em\">\n"
#define HTML_QUOTE "<blockquote style=\"white-space: pre-wrap\">%s</blockquote>\n"
#define HTML_LINK                                                                                          \
  "<p><a href=\"%s\" style=\"display: inline-block; padding: 8px 18px; border-radius: 8px; "               \
  "background: #1c71d8; color: #ffffff; text-decoration: none\">%s</a></p>\n<p style=\"font-size: 14px\">" \
  "%s</p>\n"

static char *
write_html (ReeveLetter *self)
{
  g_autoptr (GString) html = g_string_new (NULL);
  g_autofree char *head = g_markup_printf_escaped (
    HTML_HEAD, self->mail->language != NULL ? self->mail->language : "en", self->mail->subject);

  g_string_append (html, head);
  for (guint i = 0; i < self->parts->len; i++)
    {
      const Part *part = &g_array_index (self->parts, Part, i);
      g_autofree char *paragraph = part->uri != NULL
                                     ? g_markup_printf_escaped (HTML_LINK, part->uri, part->text, part->uri)
                                   : part->quote ? g_markup_printf_escaped (HTML_QUOTE, part->text)
                                                 : g_markup_printf_escaped ("<p>%s</p>\n", part->text);

      g_string_append (html, paragraph);
    }
  g_string_append (html, "</body>\n</html>\n");
  return g_string_free_and_steal (g_steal_pointer (&html));
}

ReeveMail *
reeve_letter_write (ReeveLetter *self)
{
  g_autoptr (ReeveMail) mail = reeve_record_copy (self->mail);

  g_return_val_if_fail (mail->subject != NULL && self->parts->len > 0, NULL);
  mail->text = write_plain (self);
  mail->html = write_html (self);
  return g_steal_pointer (&mail);
}

/* --- Notices --- */

static char *
describe_place (const ReeveWords *words, const ReeveLetterPlace *place)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (place->time / G_USEC_PER_SEC);
  g_autofree char *time = g_date_time_format (date, "%Y-%m-%d %H:%M UTC");
  g_autoptr (GString) text = g_string_new (time);

  if (place->address != NULL && !g_str_equal (place->address, "local"))
    {
      g_string_append (text, ", ");
      /* Translators: where from, %s is an IP address */
      g_string_append_printf (text, reeve_words_get (words, N_ ("from %s")), place->address);
    }
  if (place->device != NULL && *place->device != '\0')
    g_string_append_printf (text, " (%s)", place->device);
  return g_string_free_and_steal (g_steal_pointer (&text));
}

static const struct
{
  const char *subject;
  const char *what; /* the address of the account */
} notices[] = {
  [REEVE_NOTICE_PASSWORD_CHANGED] = { N_ ("Your password was changed"),
                                      /* Translators: %s is an e-mail address */
                                      N_ ("The password of your account %s was changed. All other devices "
                                          "are signed out.") },
  [REEVE_NOTICE_PASSWORD_RESET] = { N_ ("Your password was changed"),
                                    /* Translators: %s is an e-mail address */
                                    N_ ("A new password was set for your account %s by a link. All devices "
                                        "are signed out.") },
  [REEVE_NOTICE_SECOND_FACTOR_ON] = { N_ ("Your second factor was set up"),
                                      /* Translators: %s is an e-mail address */
                                      N_ ("An authenticator app was set up for your account %s. From now on "
                                          "you sign in with a code from it.") },
  [REEVE_NOTICE_RECOVERY_CODES] = { N_ ("You have new recovery codes"),
                                    /* Translators: %s is an e-mail address */
                                    N_ ("New recovery codes were made for your account %s. The old ones "
                                        "serve no longer.") },
  [REEVE_NOTICE_NEW_DEVICE] = { N_ ("A new device signed in to your account"),
                                /* Translators: %s is an e-mail address */
                                N_ ("Your account %s was signed in to from a device that was not used for it "
                                    "before.") },
};

ReeveMail *
reeve_notice_write (ReeveNotice notice,
                    const char *account,
                    const char *recipient,
                    const char *name,
                    const char *language,
                    const ReeveLetterPlace *place,
                    const char *report_uri)
{
  g_autoptr (ReeveLetter) letter = reeve_letter_new ("security-notice", recipient, name, account, language);
  g_autofree char *where = describe_place (letter->words, place);

  reeve_letter_set_subject (letter, "%s", reeve_letter_say (letter, notices[notice].subject));
  if (name != NULL && *name != '\0')
    /* Translators: how a mail begins, %s is a person's name */
    reeve_letter_add (letter, N_ ("Hello %s,"), name);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral" /* from the table above */
  reeve_letter_add (letter, notices[notice].what, recipient);
#pragma GCC diagnostic pop
  /* Translators: when and where something was done, "2026-11-22 06:20 UTC, from 192.0.2.44 (laptop)" */
  reeve_letter_add (letter, N_ ("When and where: %s."), where);
  reeve_letter_add (letter, N_ ("If this was you, there is nothing to do."));
  reeve_letter_add (letter, N_ ("If it was not, somebody else may be using your account: report it "
                                "now, and everybody is shut out of it at once."));
  if (report_uri != NULL)
    {
      reeve_letter_add_link (letter, N_ ("Report a breach of my account"), report_uri);
      reeve_letter_add (letter, N_ ("The link can be used once, within 24 hours."));
    }
  reeve_letter_add (letter, N_ ("This mail was sent by a program; answers to it are "
                                "not read."));
  return reeve_letter_write (letter);
}
