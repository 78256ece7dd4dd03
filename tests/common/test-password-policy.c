/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Which passwords pass. */

#include "config.h"

#include "common/error.h"
#include "common/password-policy.h"

#include <string.h>

#define EMAIL "hana.novak@brainframe.example"
#define NAME  "Hana Nováková"

/* The rules that are not met, in a line. */
static char *
judge (const ReevePasswordPolicy *policy, const char *text)
{
  g_autoptr (ReeveSecret) password = reeve_secret_new_text (text);
  GString *unmet = g_string_new (NULL);
  ReevePasswordVerdict verdict;

  reeve_password_policy_judge (policy, password, EMAIL, NAME, &verdict);
  for (guint i = 0; i < verdict.n_findings; i++)
    if (!verdict.findings[i].met)
      g_string_append_printf (unmet, "%s%s", unmet->len > 0 ? " " : "", verdict.findings[i].rule);
  g_assert_cmpint (verdict.accepted, ==, unmet->len == 0);
  g_assert_cmpuint (verdict.strength, <=, 4);
  return g_string_free_and_steal (unmet);
}

/* The current profile: length, blocklist, nothing made of the person. No classes of characters. */
static void
test_current (void)
{
  static const struct
  {
    const char *password;
    const char *unmet;
  } cases[] = {
    { "correct horse battery staple", "" },
    { "Tuesday-lamp-41", "" },
    { "kx9vq2mlp7wz", "" },
    { "žluťoučký kůň", "" },
    { "kx9vq2mlp7w", "length" },
    { "", "length common" },
    { "password", "length common" },
    { "password1234", "common" },
    { "P@ssw0rd2024", "common" },
    { "123456789012", "common" },
    { "111111111111", "common" },
    { "qwertyuiop12", "common" },
    { "iloveyouforever", "common" },
    { "administrator", "common" },
    { "abcdefghijkl", "common" },
    { "Summer2026!!", "common" },
    { "passwordpassword", "common" },
    { "reeveworkspace1", "common" },
    { "Reeve-Workspace-2026", "common" },
    { "hana.novak@brainframe.example", "common personal" },
    { "hananovak1815", "common personal" },
    { "Hana.Novakova.99", "common personal" },
    { "HANA NOVÁKOVÁ", "personal" },
    { "Brainframe77", "common personal" },
    { "hana likes very large umbrellas", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *unmet = judge (&reeve_password_policy_default, cases[i].password);
      g_test_message ("%s", cases[i].password);
      g_assert_cmpstr (unmet, ==, cases[i].unmet);
    }
}

/* The legacy profile: four classes of characters, and still nothing that everyone guesses. */
static void
test_legacy (void)
{
  static const struct
  {
    const char *password;
    const char *unmet;
  } cases[] = {
    { "kX9!vQ2m", "" },        { "kX9 vQ2m", "" },         { "kX9!vQ2", "length" },  { "kx9!vq2m", "upper" },
    { "KX9!VQ2M", "lower" },   { "kXn!vQam", "digit" },    { "kX9nvQ2m", "symbol" }, { "čŽ9!vq2m", "" },
    { "Passw0rd!", "common" }, { "Hana!9xK", "personal" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *unmet = judge (&reeve_password_policy_seed, cases[i].password);
      g_test_message ("%s", cases[i].password);
      g_assert_cmpstr (unmet, ==, cases[i].unmet);
    }
}

/* A workspace may ask for more characters than the profile. */
static void
test_min_length (void)
{
  const ReevePasswordPolicy policy = { .profile = REEVE_PASSWORD_PROFILE_DEFAULT, .min_length = 20 };
  g_autofree char *unmet = judge (&policy, "Tuesday-lamp-41");

  g_assert_cmpstr (unmet, ==, "length");
}

/* Without a known address or name the rest is judged; short parts of a name are no pattern. */
static void
test_unknown_person (void)
{
  g_autoptr (ReeveSecret) password = reeve_secret_new_text ("hananovak1815");
  g_autoptr (ReeveSecret) phrase = reeve_secret_new_text ("Al goes by tram 9");
  ReevePasswordVerdict verdict;

  reeve_password_policy_judge (&reeve_password_policy_default, password, NULL, NULL, &verdict);
  g_assert_true (verdict.findings[2].met);
  reeve_password_policy_judge (&reeve_password_policy_default, phrase, "al@x.example", "Al Wu", &verdict);
  g_assert_true (verdict.accepted);
  reeve_password_policy_judge (&reeve_password_policy_default, phrase, "", "@@", &verdict);
  g_assert_true (verdict.accepted);
}

/* As an error: one bad member for each rule, at the place of the caller, without the password. */
static void
test_check (void)
{
  g_autoptr (ReeveSecret) password = reeve_secret_new_text ("hana");
  g_autoptr (ReeveSecret) good = reeve_secret_new_text ("correct horse battery staple");
  g_autoptr (GError) error = NULL;

  g_assert_true (
    reeve_password_policy_check (&reeve_password_policy_default, good, EMAIL, NAME, "/password", &error));
  g_assert_no_error (error);
  g_assert_false (
    reeve_password_policy_check (&reeve_password_policy_default, password, EMAIL, NAME, "/password", &error));
  g_assert_error (error, REEVE_ERROR, REEVE_ERROR_INVALID);
  GPtrArray *members = reeve_error_get_members (error);
  g_assert_cmpuint (members->len, ==, 3);
  for (guint i = 0; i < members->len; i++)
    {
      const ReeveBadMember *member = g_ptr_array_index (members, i);
      g_assert_cmpstr (member->pointer, ==, "/password");
      g_assert_null (strstr (member->message, "hana"));
    }
}

/* Hostile passwords are judged in time: the longest, and one that is not UTF-8. */
static void
test_hostile (void)
{
  g_autofree char *text = g_strnfill (1024, 'x');
  g_autoptr (ReeveSecret) latin = reeve_secret_new ("\xff\xfe kx9vq2mlp7wz", 15);
  ReevePasswordVerdict verdict;

  for (guint i = 0; i < 1024; i++)
    text[i] = (char) g_test_rand_int_range (' ', '~');
  g_autoptr (ReeveSecret) password = reeve_secret_new_text (text);
  g_test_timer_start ();
  reeve_password_policy_judge (&reeve_password_policy_default, password, EMAIL, NAME, &verdict);
  g_test_minimized_result (g_test_timer_elapsed (), "1024 characters in %.1f ms",
                           g_test_timer_elapsed () * 1e3);
  g_assert_true (verdict.accepted);
  g_assert_cmpuint (verdict.strength, ==, 4);
  reeve_password_policy_judge (&reeve_password_policy_default, latin, EMAIL, NAME, &verdict);
  g_assert_false (verdict.accepted);
}

/* Two demands together: the longer length, and the kinds of characters if either asks for them. */
static void
test_join (void)
{
  ReevePasswordPolicy longer = reeve_password_policy_make ("default", 20);
  ReevePasswordPolicy both = reeve_password_policy_join (&reeve_password_policy_seed, &longer);
  ReevePasswordPolicy other = reeve_password_policy_join (&longer, &reeve_password_policy_seed);
  ReevePasswordPolicy same = reeve_password_policy_join (&longer, &reeve_password_policy_default);
  ReevePasswordPolicy unknown = reeve_password_policy_make ("none", 0);

  g_assert_cmpstr (both.profile, ==, "seed");
  g_assert_cmpuint (both.min_length, ==, 20);
  g_assert_cmpstr (other.profile, ==, "seed");
  g_assert_cmpuint (other.min_length, ==, 20);
  g_assert_cmpstr (same.profile, ==, "default");
  g_assert_cmpuint (same.min_length, ==, 20);
  g_assert_cmpstr (unknown.profile, ==, "default");
  g_assert_cmpuint (unknown.min_length, ==, 12);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/password-policy/current", test_current);
  g_test_add_func ("/password-policy/legacy", test_legacy);
  g_test_add_func ("/password-policy/min-length", test_min_length);
  g_test_add_func ("/password-policy/unknown-person", test_unknown_person);
  g_test_add_func ("/password-policy/check", test_check);
  g_test_add_func ("/password-policy/hostile", test_hostile);
  g_test_add_func ("/password-policy/join", test_join);
  return g_test_run ();
}
