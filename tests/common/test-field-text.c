/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One text at a time, as CSV cells and entry rows have it. */

#include "config.h"

#include "common/error.h"
#include "common/record.h"

#include <string.h>

static char *
check (const ReeveField *field, const char *text)
{
  g_autoptr (GError) error = NULL;
  char *normal = NULL;
  const char *reason = "";

  gboolean good = reeve_field_check_text (field, text, &normal, &reason, &error);
  g_assert_cmpint (good, ==, error == NULL);
  if (good)
    {
      g_assert_null (reason);
      return normal;
    }
  g_assert_null (normal);
  g_assert_error (error, REEVE_ERROR, REEVE_ERROR_INVALID);
  g_assert_cmpstr (reeve_error_get_reason (error), ==, reason);
  return g_strdup_printf ("!%s", reason);
}

/* Addresses that mail servers take, and what people mistype. */
static void
test_email (void)
{
  static const ReeveField field = { "email", REEVE_FIELD_EMAIL, .flags = REEVE_REQUIRED, .max = 254 };
  static const struct
  {
    const char *text;
    const char *normal;
  } cases[] = {
    { "ada@example.org", "ada@example.org" },
    { "  Ada.Lovelace+x@Example.ORG ", "Ada.Lovelace+x@example.org" },
    { "o'neil_{x}~!#$%&*/=?^`|-@a-b.co", "o'neil_{x}~!#$%&*/=?^`|-@a-b.co" },
    { "a@b.c", "a@b.c" },
    { "1@1.example", "1@1.example" },
    { "ada@müller.de", "ada@müller.de" },
    { "ada@MÜLLER.de", "ada@müller.de" },
    { "ada@xn--mller-kva.de", "ada@xn--mller-kva.de" },
    { "ada@例え.テスト", "ada@例え.テスト" },
    { "", "!required" },
    { "   ", "!required" },
    { "ada", "!email" },
    { "@example.org", "!email" },
    { "ada@", "!email" },
    { "ada@localhost", "!email" },
    { "ada@example", "!email" },
    { "ada@.org", "!email" },
    { "ada@example.", "!email" },
    { "ada@example..org", "!email" },
    { "ada@-example.org", "!email" },
    { "ada@example-.org", "!email" },
    { "ada@exa_mple.org", "!email" },
    { "ada@127.0.0.1", "!email" },
    { "ada@[127.0.0.1]", "!email" },
    { ".ada@example.org", "!email" },
    { "ada.@example.org", "!email" },
    { "a..da@example.org", "!email" },
    { "ada lovelace@example.org", "!email" },
    { "ada@exam ple.org", "!email" },
    { "Ada <ada@example.org>", "!email" },
    { "ada@example.org,bob@example.org", "!email" },
    { "\"ada\"@example.org", "!email" },
    { "ada@bob@example.org", "!email" },
    { "äda@example.org", "!email" },
    /* homographs: a Cyrillic a or o among Latin letters, a Greek omicron */
    { "ada@ex\xd0\xb0mple.org", "!mixed_scripts" },
    { "ada@g\xd0\xbe\xd0\xbegle.com", "!mixed_scripts" },
    { "ada@example.\xce\xbfrg", "!mixed_scripts" },
    { "ada@xn--exmple-4nf.org", "ada@xn--exmple-4nf.org" },
    { "ada@\xd0\xbf\xd0\xbe\xd1\x87\xd1\x82\xd0\xb0-1.\xd1\x80\xd1\x84",
      "ada@\xd0\xbf\xd0\xbe\xd1\x87\xd1\x82\xd0\xb0-1.\xd1\x80\xd1\x84" },
    { "ada@\xe6\x97\xa5\xe6\x9c\xac\xe3\x81\xae.jp", "ada@\xe6\x97\xa5\xe6\x9c\xac\xe3\x81\xae.jp" },
    { "ada@example.org\nBcc: x@example.org", "!control_character" },
    { "ada@exa\u202emple.org", "!bidi_override" },
    { "\xff@example.org", "!utf8" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *answer = check (&field, cases[i].text);
      g_assert_cmpstr (answer, ==, cases[i].normal);
    }
}

/* The lengths of RFC 5321, to the byte. */
static void
test_email_length (void)
{
  static const ReeveField field = { "email", REEVE_FIELD_EMAIL };

  for (guint extra = 0; extra < 2; extra++)
    {
      g_autofree char *local = g_strnfill (64 + extra, 'a');
      g_autofree char *long_local = g_strconcat (local, "@example.org", NULL);
      g_autofree char *label = g_strnfill (63 + extra, 'b');
      g_autofree char *long_label = g_strconcat ("a@", label, ".org", NULL);
      g_autofree char *full = g_strnfill (63, 'c');
      g_autofree char *rest = g_strnfill (60 + extra, 'd');
      g_autofree char *long_all = g_strconcat ("a@", full, ".", full, ".", full, ".", rest, NULL);
      const char *texts[] = { long_local, long_label, long_all };
      g_assert_cmpuint (strlen (long_all), ==, 254 + extra);
      for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
        {
          g_autofree char *answer = check (&field, texts[i]);
          g_assert_cmpint (*answer == '!', ==, extra == 1);
        }
    }
}

/* One line of text: trimmed, composed, without what breaks or disguises it. */
static void
test_text (void)
{
  static const ReeveField field = { "name", REEVE_FIELD_TEXT, .max = 20 };
  static const struct
  {
    const char *text;
    const char *normal;
  } cases[] = {
    { "", "" },
    { " \t Ada \n", "Ada" },
    { "\u00a0\u3000Ada\u2003", "Ada" },
    { "Ada  Lovelace", "Ada  Lovelace" },
    { "Zoe\u0308", "Zoë" },
    { "\u212b", "Å" },
    { "Ada\u200dB", "Ada\u200dB" }, /* joiners are letters' business in many scripts */
    { "שלום", "שלום" },
    { "a\tb", "!control_character" },
    { "a\x7f\x62", "!control_character" },
    { "a\u2029b", "!control_character" },
    { "\u202aAda", "!bidi_override" },
    { "Ada\u2069", "!bidi_override" },
    { "\xc3(", "!utf8" },
    { "\xed\xa0\x80", "!utf8" },
    { "123456789012345678901", "!too_long" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *answer = check (&field, cases[i].text);
      g_assert_cmpstr (answer, ==, cases[i].normal);
    }
}

/* Choices, ids, numbers and times can be typed as text as well. */
static void
test_other_types (void)
{
  static const char *const choices[] = { "red", NULL };
  static const ReeveField fields[] = {
    { "colour", REEVE_FIELD_CHOICE, .choices = choices },
    { "id", REEVE_FIELD_ID },
    { "size", REEVE_FIELD_INTEGER, .min = 1, .max = 9 },
    { "seen", REEVE_FIELD_TIME },
    { "tags", REEVE_FIELD_TEXTS },
  };
  static const struct
  {
    guint field;
    const char *text;
    const char *normal;
  } cases[] = {
    { 0, " red ", "red" },
    { 0, "blue", "!choice" },
    { 1, "01890a5d-ac96-774b-bcce-b302099a8057", "01890a5d-ac96-774b-bcce-b302099a8057" },
    { 1, "../x", "!id" },
    { 2, "9", "9" },
    { 2, "0", "!range" },
    { 2, "1.5", "!range" },
    { 2, "", "!range" },
    { 3, "2026-11-22T01:51:56Z", "2026-11-22T01:51:56Z" },
    { 3, "now", "!time" },
    { 4, "x", "x" },
    { 4, " ", "!too_short" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *answer = check (&fields[cases[i].field], cases[i].text);
      g_assert_cmpstr (answer, ==, cases[i].normal);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/field-text/email", test_email);
  g_test_add_func ("/field-text/email-length", test_email_length);
  g_test_add_func ("/field-text/text", test_text);
  g_test_add_func ("/field-text/other-types", test_other_types);
  return g_test_run ();
}
