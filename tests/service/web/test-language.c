/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Pages and mails in a language: the browser's, where it says one that there is, else the installation's. The
 * catalogues are made here, as gettext's own msgfmt makes them. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "service/mail/letter.h"
#include "service/mail/words.h"
#include "service/web/reset.h"
#include "tests/service/web/visitor.h"

#define NEXT "seventeen brass lanterns"
#define HEAD                                                                                               \
  "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\nLanguage: xx\\nProject-Id-Version: r\\n" \
  "PO-Revision-Date: 2026-01-01\\nLast-Translator: x\\nLanguage-Team: x\\nMIME-Version: 1.0\\n"            \
  "Content-Transfer-Encoding: 8bit\\n\"\n"

static char *folder;

static void
make_catalogue (const char *language, const char *po)
{
  g_autofree char *place = g_build_filename (folder, language, "LC_MESSAGES", NULL);
  g_autofree char *source = g_build_filename (place, "reeve.po", NULL);
  g_autofree char *target = g_build_filename (place, "reeve.mo", NULL);
  const char *command[] = { "msgfmt", "-o", target, source, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;

  g_assert_cmpint (g_mkdir_with_parents (place, 0700), ==, 0);
  g_file_set_contents (source, po, -1, &error);
  g_assert_no_error (error);
  process = g_subprocess_newv (command, G_SUBPROCESS_FLAGS_NONE, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (process, NULL, &error));
}

typedef struct
{
  Fixture *fixture;
  Device *admin;
  ReeveWeb *web;
  Visitor *visitor;
} World;

static void
set_up (World *world, gconstpointer data)
{
  world->fixture = fixture_new ();
  world->admin = device_set_up (world->fixture);
  world->web = reeve_web_new (world->fixture->installation, world->fixture->signer);
  world->visitor = visitor_new (world->fixture, world->web);
  g_autoptr (GPtrArray) of_setting_up = take_mails (world->fixture, NULL);
}

static void
tear_down (World *world, gconstpointer data)
{
  visitor_free (world->visitor);
  reeve_web_free (world->web);
  device_free (world->admin);
  fixture_free (world->fixture);
}

/* A page, and the mail that is asked for on it, speak the visitor's language. */
static void
test_visitor (World *world, gconstpointer data)
{
  world->visitor->accept_language = "fr-CA, fr;q=0.9, en;q=0.1";
  visitor_open (world->visitor, "/p/forgot");
  visitor_submit (world->visitor, "email", ADMIN, NULL);
  visitor_assert (world->visitor, 200, "/p/forgot-sent", "<h1>Regardez vos courriels</h1>");
  reeve_web_free (world->web);
  world->web = reeve_web_new (world->fixture->installation, world->fixture->signer);
  world->visitor->web = world->web;
  g_autoptr (GPtrArray) mails = take_mails (world->fixture, NULL);
  g_assert_cmpuint (mails->len, ==, 1);
  const ReeveMail *mail = mails->pdata[0];
  g_assert_cmpstr (mail->subject, ==, "Choisissez un mot de passe");
  g_assert_cmpstr (mail->language, ==, "fr");
  g_assert_nonnull (strstr (mail->html, "<html lang=\"fr\">"));
}

static void
change_password (World *world)
{
  ReevePasswordChange *body = reeve_password_change_new ();

  body->current = reeve_secret_new_text (PASSWORD);
  body->password = reeve_secret_new_text (NEXT);
  expect_done (device_call (world->admin, me_set_password, .body = body));
}

/* What the service writes by itself, and a page for a browser that wants nothing that there is, speak the
 * installation's language; English where that is asked for. */
static void
test_installation (World *world, gconstpointer data)
{
  change_password (world);
  g_autoptr (GPtrArray) mails = take_mails (world->fixture, NULL);
  g_assert_cmpuint (mails->len, ==, 1);
  const ReeveMail *mail = mails->pdata[0];
  g_assert_cmpstr (mail->subject, ==, "Ihr Passwort wurde geändert");
  g_assert_cmpstr (mail->language, ==, "de");
  g_assert_true (g_str_has_prefix (mail->text, "Guten Tag, Hana"));
  /* what has no translation stays English */
  g_assert_nonnull (strstr (mail->text, "This mail was sent by a program"));

  world->visitor->accept_language = "zz";
  visitor_open (world->visitor, "/p/forgot");
  g_assert_nonnull (strstr (world->visitor->html, "<html lang=\"de\">"));
  world->visitor->accept_language = "en";
  visitor_open (world->visitor, "/p/forgot");
  g_assert_nonnull (strstr (world->visitor->html, "<html lang=\"en\">"));
}

/* A translation that would take what it is not given is none. */
static void
test_conversions (void)
{
  const ReeveWords *words = reeve_words_of ("xx");
  g_autoptr (ReeveLetter) letter = reeve_letter_new ("reminder", "a@example.org", NULL, NULL, "xx");
  g_autoptr (ReeveMail) mail = NULL;

  g_assert_cmpstr (reeve_words_get_language (words), ==, "xx");
  g_assert_cmpstr (reeve_words_get (words, "one %s"), ==, "one %s");
  g_assert_cmpstr (reeve_words_get (words, "two %s"), ==, "two %s");
  g_assert_cmpstr (reeve_words_get (words, "none"), ==, "none");
  g_assert_cmpstr (reeve_words_get (words, "good %s at 100%%"), ==, "100%% gut: %s");
  reeve_letter_set_subject (letter, "one %s", "x");
  reeve_letter_add (letter, "good %s at 100%%", "x");
  mail = reeve_letter_write (letter);
  g_assert_cmpstr (mail->subject, ==, "one x");
  g_assert_cmpstr (mail->text, ==, "100% gut: x\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("reeve-language-XXXXXX", NULL);
  make_catalogue ("de", HEAD "msgid \"Your password was changed\"\nmsgstr \"Ihr Passwort wurde geändert\"\n"
                             "msgid \"Hello %s,\"\nmsgstr \"Guten Tag, %s\"\n");
  make_catalogue ("fr", HEAD "msgid \"Look into your mail\"\nmsgstr \"Regardez vos courriels\"\n"
                             "msgid \"Set a new password\"\nmsgstr \"Choisissez un mot de passe\"\n");
  make_catalogue ("xx", HEAD "msgid \"one %s\"\nmsgstr \"%d\"\nmsgid \"two %s\"\nmsgstr \"%s %s\"\n"
                             "msgid \"none\"\nmsgstr \"%n\"\n"
                             "msgid \"good %s at 100%%\"\nmsgstr \"100%% gut: %s\"\n");
  reeve_words_set_up (folder, "de-AT");
  g_test_add ("/language/visitor", World, NULL, set_up, test_visitor, tear_down);
  g_test_add ("/language/installation", World, NULL, set_up, test_installation, tear_down);
  g_test_add_func ("/language/conversions", test_conversions);
  return g_test_run ();
}
