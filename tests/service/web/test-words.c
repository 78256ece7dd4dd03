/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/mail/words.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "service/web/refusal.h"

static char *folder;

/* A catalogue as gettext's own msgfmt makes it. */
static void
make_catalogue (const char *language, const char *po)
{
  g_autofree char *place = g_build_filename (folder, language, "LC_MESSAGES", NULL);
  g_autofree char *source = g_build_filename (place, "reeve.po", NULL);
  g_autofree char *target = g_build_filename (place, "reeve.mo", NULL);
  const char *command[] = { "msgfmt", "--check", "-o", target, source, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;

  g_assert_cmpint (g_mkdir_with_parents (place, 0700), ==, 0);
  g_file_set_contents (source, po, -1, &error);
  g_assert_no_error (error);
  process = g_subprocess_newv (command, G_SUBPROCESS_FLAGS_NONE, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (process, NULL, &error));
}

#define HEAD                                                                                               \
  "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\nLanguage: xx\\nProject-Id-Version: r\\n" \
  "PO-Revision-Date: 2026-01-01\\nLast-Translator: x\\nLanguage-Team: x\\nMIME-Version: 1.0\\n"            \
  "Content-Transfer-Encoding: 8bit\\n\"\n"

static const struct
{
  const char *accept;
  const char *language;
} choices[] = {
  { NULL, "en" },
  { "", "en" },
  { "de", "de" },
  { "de-AT", "de" },
  { "DE-at-1996", "de" },
  { "pt-BR", "pt-BR" },
  { "pt", "en" },
  { "fr, de;q=0.5, en;q=0.9", "en" },
  { "fr;q=1, de;q=0.9, en;q=0.8", "de" },
  { "de;q=0, en", "en" },
  { "de;q=nonsense, pt-BR;q=0.1", "pt-BR" },
  { "*", "en" },
  { ",,;;q=1,-,de", "de" },
};

/* The language that a browser wants most, of those there are. */
static void
test_choose (void)
{
  g_autoptr (ReeveLanguages) languages = reeve_languages_new (folder);

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    g_assert_cmpstr (reeve_words_get_language (reeve_languages_choose (languages, choices[i].accept)), ==,
                     choices[i].language);
}

/* Texts come in the language, or in English; what is put into them is put in once and as it is. */
static void
test_texts (void)
{
  g_autoptr (ReeveLanguages) languages = reeve_languages_new (folder);
  const ReeveWords *german = reeve_languages_choose (languages, "de");
  g_autofree char *filled =
    reeve_words_fill (german, "Hello {name}, {thing}!", "name", "{thing}", "thing", "<b>", NULL);

  g_assert_cmpstr (reeve_words_get (german, "Too many requests"), ==, "Zu viele Anfragen");
  g_assert_cmpstr (reeve_words_get (german, "No such text"), ==, "No such text");
  g_assert_cmpstr (filled, ==, "<b>: hallo {thing}!");
}

/* A page says what the request's language says. */
static void
test_page (void)
{
  g_autoptr (ReeveLanguages) languages = reeve_languages_new (folder);
  g_autoptr (GError) error = reeve_error_new (REEVE_ERROR_TOO_MANY, NULL, "x");
  g_autoptr (GBytes) page = reeve_refusal_render (reeve_languages_choose (languages, "de-DE"), error);
  g_autofree char *html = g_strndup (g_bytes_get_data (page, NULL), g_bytes_get_size (page));

  g_assert_nonnull (strstr (html, "<html lang=\"de\">"));
  g_assert_nonnull (strstr (html, "<h1>Zu viele Anfragen</h1>"));
}

/* A catalogue that ends early, or has any of its bytes changed, breaks nothing. */
static void
test_broken (void)
{
  g_autofree char *good = g_build_filename (folder, "de", "LC_MESSAGES", "reeve.mo", NULL);
  g_autofree char *other = g_build_filename (folder, "broken", NULL);
  g_autofree char *place = g_build_filename (other, "xx", "LC_MESSAGES", NULL);
  g_autofree char *path = g_build_filename (place, "reeve.mo", NULL);
  g_autofree char *data = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (good, &data, &length, NULL));
  g_mkdir_with_parents (place, 0700);
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL);
  for (gsize i = 0; i < 2 * length; i++)
    {
      g_autofree char *copy = g_memdup2 (data, length);
      if (i >= length)
        copy[i - length] ^= (char) 0xff;
      g_file_set_contents (path, copy, (gssize) (i < length ? i : length), NULL);
      g_autoptr (ReeveLanguages) languages = reeve_languages_new (other);
      const ReeveWords *words = reeve_languages_choose (languages, "xx");
      g_assert_nonnull (reeve_words_get (words, "Too many requests"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("reeve-words-XXXXXX", NULL);
  make_catalogue ("de", HEAD "msgid \"Too many requests\"\nmsgstr \"Zu viele Anfragen\"\n"
                             "msgid \"Hello {name}, {thing}!\"\nmsgstr \"{thing}: hallo {name}!\"\n");
  make_catalogue ("pt_BR", HEAD "msgid \"Too many requests\"\nmsgstr \"Muitos pedidos\"\n");
  g_test_add_func ("/words/choose", test_choose);
  g_test_add_func ("/words/texts", test_texts);
  g_test_add_func ("/words/page", test_page);
  g_test_add_func ("/words/broken", test_broken);
  return g_test_run ();
}
