/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* send-mails SERVER PORT starttls|tls|none CA-FILE USER PASSWORD WHOLE-MS FROM-NAME NAME SUBJECT RECIPIENT…
 * ("-": none) sends a letter to each over one connection and prints a line for each: its result, and why. */

#include "config.h"

#include <string.h>

#include "service/mail/letter.h"
#include "service/mail/message.h"
#include "service/mail/smtp.h"

static guint
read_number (const char *text)
{
  guint64 number = 0;

  g_assert_true (g_ascii_string_to_unsigned (text, 10, 1, 100000, &number, NULL));
  return (guint) number;
}

static const char *
given (const char *word)
{
  return strcmp (word, "-") == 0 ? NULL : word;
}

static const char *
send_one (ReeveSmtp *smtp, char **argv, const char *recipient, guint n, char **words)
{
  static const char *const results[] = { "sent", "refused", "later", "down" };
  g_autoptr (ReeveLetter) letter = reeve_letter_new ("invitation", recipient, given (argv[9]), NULL, NULL);
  g_autoptr (ReeveMail) mail = NULL;
  g_autoptr (GBytes) message = NULL;
  g_autoptr (GError) error = NULL;

  reeve_letter_set_subject (letter, "%s", argv[10]);
  reeve_letter_add (letter, "Hello %s,", argv[9]);
  reeve_letter_add (letter, "%s",
                    "a line that begins with a dot follows and is long enough to be broken more than once: "
                    "<b>Größe</b> & \"Maße\" = 20 %, and no more than that.");
  reeve_letter_add (letter, ".%s", "");
  reeve_letter_add (letter, "%s", ".hidden From here");
  reeve_letter_add_link (letter, "Accept", "https://reeve.example.org/p/invitation/abc?x=1&y=<2>");
  mail = reeve_letter_write (letter);
  mail->id = g_strdup_printf ("018f0000-0000-7000-8000-%012u", n);
  mail->created = G_GINT64_CONSTANT (1795312316000000);
  message = reeve_message_write (mail, "reeve@münchen.example", given (argv[8]), &error);
  if (message == NULL)
    {
      *words = g_strdup (error->message);
      return "unwritten";
    }
  return results[reeve_smtp_send (smtp, recipient, message, NULL, words)];
}

int
main (int argc, char **argv)
{
  ReeveSmtpOptions options = { .from = "reeve@münchen.example" };
  g_autoptr (ReeveSecret) password = NULL;
  g_autoptr (ReeveSmtp) smtp = NULL;

  if (argc < 12)
    return 2;
  options.server = argv[1];
  options.port = read_number (argv[2]);
  options.security = strcmp (argv[3], "tls") == 0    ? REEVE_SMTP_TLS
                     : strcmp (argv[3], "none") == 0 ? REEVE_SMTP_PLAIN
                                                     : REEVE_SMTP_STARTTLS;
  options.ca_file = given (argv[4]);
  options.user = given (argv[5]);
  password = reeve_secret_new (argv[6], strlen (argv[6]));
  options.password = password;
  smtp = reeve_smtp_new (&options);
  reeve_smtp_set_timeouts_for_tests (smtp, 2000, read_number (argv[7]));
  for (int i = 11; i < argc; i++)
    {
      g_autofree char *words = NULL;
      const char *result = send_one (smtp, argv, argv[i], (guint) i, &words);

      g_print ("%s\t%s\n", result, words != NULL ? words : "");
    }
  return 0;
}
