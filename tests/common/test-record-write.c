/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Records as JSON: bodies, patches, differences, and secrets that stay secret. */

#include "config.h"

#include "common/json-tree.h"
#include "common/json.h"
#include "common/problem.h"
#include "common/sign-in.h"
#include "common/user.h"

#include "specimen.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* A create holds the writable members only, secrets included, and is what a create accepts. */
static void
test_to_create (void)
{
  g_autoptr (ReeveSpecimen) specimen = specimen_new_full ();
  g_autoptr (ReeveSpecimen) back = reeve_specimen_new ();
  g_autoptr (ReeveSecret) wire = reeve_record_to_create (specimen);
  g_autoptr (GError) error = NULL;
  const char *text = reeve_secret_get_text (wire);

  g_assert_null (strstr (text, "\"id\""));
  g_assert_null (strstr (text, "visits"));
  g_assert_null (strstr (text, "made"));
  g_assert_nonnull (strstr (text, "\"passWord\":\"" SPECIMEN_MARKER "\""));
  g_assert_true (specimen_read (back, text, REEVE_READ_CREATE, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (back->short_name, ==, specimen->short_name);
  g_assert_true (reeve_secret_equal (back->pass_word, specimen->pass_word));
}

/* A patch made of two records turns the first into the second, for each field in turn; NULL if none differs.
 */
static void
test_to_patch (void)
{
  ReeveRecordClass *klass = reeve_record_class_of (reeve_specimen_get_type ());

  for (guint i = 0; i < klass->n_fields; i++)
    {
      const ReeveField *field = &klass->fields[i];
      g_autoptr (ReeveSpecimen) full = specimen_new_full ();
      g_autoptr (ReeveSpecimen) less = reeve_record_copy (full);
      g_autoptr (GError) error = NULL;
      reeve_record_clear_field (less, field);
      g_autoptr (ReeveSecret) removal = reeve_record_to_patch (full, less);
      g_autoptr (ReeveSecret) addition = reeve_record_to_patch (less, full);
      g_test_message ("%s", field->name);
      if ((field->flags & REEVE_READ_ONLY) != 0)
        {
          g_assert_null (removal);
          g_assert_null (addition);
          continue;
        }
      if ((field->flags & REEVE_REQUIRED) != 0)
        {
          g_assert_false (specimen_read (full, reeve_secret_get_text (removal), REEVE_READ_PATCH, NULL));
          continue;
        }
      g_autoptr (ReeveSpecimen) target = reeve_record_copy (less);
      g_assert_true (specimen_read (target, reeve_secret_get_text (addition), REEVE_READ_PATCH, &error));
      g_assert_no_error (error);
      g_assert_true (specimen_read (full, reeve_secret_get_text (removal), REEVE_READ_PATCH, &error));
      g_assert_no_error (error);
      g_assert_true (reeve_record_equal (full, less));
    }
}

/* Within a nested record a patch names what differs there, and nothing else. */
static void
test_to_patch_nested (void)
{
  g_autoptr (ReeveSpecimen) a = specimen_new_full ();
  g_autoptr (ReeveSpecimen) b = reeve_record_copy (a);

  g_clear_pointer (&REEVE_PART (b->part)->pin, reeve_secret_unref);
  g_autoptr (ReeveSecret) patch = reeve_record_to_patch (a, b);
  g_assert_cmpstr (reeve_secret_get_text (patch), ==, "{\"part\":{\"pin\":null}}");
}

/* before and after have the audited members that differ, in RFC 8785's order, null for what was not set, and
 * a word for a secret. */
static void
test_difference (void)
{
  g_autoptr (ReeveSpecimen) a = specimen_new_full ();
  g_autoptr (ReeveSpecimen) b = reeve_record_copy (a);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  b->visits = 8; /* not audited */
  g_assert_false (reeve_record_difference (a, b, &before, &after));
  g_assert_null (before);
  g_assert_null (after);

  g_set_str (&b->short_name, "B");
  g_clear_pointer (&b->notes, g_free);
  b->active = FALSE;
  b->seen = 0;
  g_clear_pointer (&b->pass_word, reeve_secret_unref);
  b->pass_word = reeve_secret_new_text ("other");
  g_assert_true (reeve_record_difference (a, b, &before, &after));
  g_assert_cmpstr (before, ==,
                   "{\"active\":true,\"notes\":\"one\\ntwo\",\"passWord\":\"changed\","
                   "\"seen\":\"2026-11-22T01:51:56.123456Z\",\"shortName\":\"Ada \\\"L\\\"\"}");
  g_assert_cmpstr (
    after, ==,
    "{\"active\":false,\"notes\":null,\"passWord\":\"changed\",\"seen\":null,\"shortName\":\"B\"}");
}

/* Creation has no before, deletion no after; nested records are canonical too. */
static void
test_difference_one_sided (void)
{
  g_autoptr (ReeveSpecimen) specimen = specimen_new_full ();
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *gone = NULL;

  g_assert_true (reeve_record_difference (NULL, specimen, &before, &after));
  g_assert_null (before);
  g_assert_cmpstr (after, ==,
                   "{\"active\":true,\"colour\":\"blue\",\"colours\":[\"red\"],\"email\":\"ada@example.org\","
                   "\"file\":\" a\\r\\n\",\"id\":\"" SPECIMEN_ID
                   "\",\"notes\":\"one\\ntwo\",\"ownerId\":\"nobody\","
                   "\"part\":{\"made\":\"2000-01-01T00:00:00.000000Z\",\"name\":\"lid\"},"
                   "\"parts\":[{\"name\":\"hub\"},{\"name\":\"rim\"}],\"passWord\":\"changed\","
                   "\"seen\":\"2026-11-22T01:51:56.123456Z\",\"shortName\":\"Ada \\\"L\\\"\",\"size\":-5,"
                   "\"tags\":[\"x\",\"y\"]}");
  g_assert_true (reeve_record_difference (specimen, NULL, &gone, NULL));
  g_assert_cmpstr (gone, ==, after);
}

/* A planted secret is in no JSON, no difference, no error; only in what goes to the other side. */
static void
test_secrets_are_silent (void)
{
  g_autoptr (ReeveSpecimen) specimen = specimen_new_full ();
  g_autoptr (ReeveSpecimen) other = reeve_specimen_new ();
  g_autoptr (GString) all = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) invalid = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  reeve_record_append_json (specimen, all);
  reeve_record_difference (specimen, other, &before, &after);
  g_string_append (all, before);
  g_string_append (all, after);
  g_assert_false (specimen_read (other,
                                 "{\"passWord\":\"" SPECIMEN_MARKER SPECIMEN_MARKER
                                 "\",\"part\":{\"pin\":\"" SPECIMEN_MARKER "\"}}",
                                 REEVE_READ_CREATE, &error));
  reeve_problem_append (error, all);
  g_string_append (all, error->message);
  g_clear_pointer (&specimen->pass_word, reeve_secret_unref);
  specimen->pass_word = reeve_secret_new_text (SPECIMEN_MARKER SPECIMEN_MARKER);
  g_assert_false (reeve_record_validate (specimen, &invalid));
  reeve_problem_append (invalid, all);
  g_assert_null (strstr (all->str, SPECIMEN_MARKER));
}

/* Counts places in writable memory that hold the marker, whose bytes are given in disguise, so that looking
 * for it does not plant it. */
static guint
count_in_memory (const guint8 *disguised, gsize length)
{
  static guint8 chunk[1 << 16];
  g_autofree char *maps = NULL;
  g_autofd int memory = open ("/proc/self/mem", O_RDONLY | O_CLOEXEC);
  guint found = 0;

  g_assert_true (g_file_get_contents ("/proc/self/maps", &maps, NULL, NULL));
  g_auto (GStrv) lines = g_strsplit (maps, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *rest = NULL;
      guint64 start = g_ascii_strtoull (lines[i], &rest, 16);
      guint64 end = *rest == '-' ? g_ascii_strtoull (rest + 1, &rest, 16) : start;
      if (strncmp (rest, " rw", 3) != 0 || end - start > 1 << 30) /* larger ones are a sanitizer's shadow */
        continue;
      for (guint64 at = start; at < end; at += sizeof chunk - length)
        {
          gssize n = pread (memory, chunk, MIN (sizeof chunk, end - at), (off_t) at);
          for (gssize j = 0; j + (gssize) length <= n; j++)
            {
              gsize k = 0;
              while (k < length && (guint8) (chunk[j + (gssize) k] ^ 0x5a) == disguised[k])
                k++;
              found += k == length;
            }
          memset (chunk, 0, sizeof chunk);
        }
    }
  return found;
}

/* Nothing of a secret stays in memory once its holders have let go: the writers' buffers are wiped. */
static void
test_secrets_are_wiped (void)
{
  guint8 disguised[24];
  char plain[24];

  for (guint i = 0; i < sizeof disguised; i++)
    {
      plain[i] = (char) g_test_rand_int_range ('a', 'z');
      disguised[i] = (guint8) plain[i] ^ 0x5a;
    }
  ReeveSignIn *sign_in = reeve_sign_in_new ();
  sign_in->email = g_strdup ("ada@example.org");
  sign_in->password = reeve_secret_new (plain, sizeof plain);
  explicit_bzero (plain, sizeof plain);
  ReeveSecret *wire = reeve_record_to_wire (sign_in);
  ReeveSecret *create = reeve_record_to_create (sign_in);
  ReeveSignIn *copy = reeve_record_copy (sign_in);
  g_assert_cmpuint (count_in_memory (disguised, sizeof disguised), ==, 3);
  reeve_secret_unref (wire);
  reeve_secret_unref (create);
  g_object_unref (sign_in);
  g_object_unref (copy);
  g_assert_cmpuint (count_in_memory (disguised, sizeof disguised), ==, 0);
}

/* Nor of one that was read, whatever it took to unescape it: neither the reader nor its tree keeps a copy. */
static void
test_read_secrets_are_wiped (void)
{
  guint8 disguised[400];
  g_autoptr (GError) error = NULL;
  GString *json = g_string_sized_new (4096);

  g_string_append (json, "{\"email\":\"ada@example.org\",\"password\":\"");
  for (guint i = 0; i < sizeof disguised; i++)
    {
      char c = (char) g_test_rand_int_range ('a', 'z');
      disguised[i] = (guint8) c ^ 0x5a;
      if (i % 7 == 0)
        g_string_append_printf (json, "\\u%04x", c);
      else
        g_string_append_c (json, c);
    }
  g_string_append (json, "\"}");
  for (gboolean known = FALSE; known <= TRUE; known++)
    {
      g_autoptr (ReeveSignIn) sign_in = reeve_sign_in_new ();
      JsonObject *object = reeve_json_parse_object (json->str, json->len, &reeve_json_body, &error);

      g_assert_no_error (error);
      if (!known)
        json_object_set_null_member (object, "unknown"); /* a body that is refused held a secret too */
      g_assert_cmpint (reeve_record_read_json (sign_in, object, REEVE_READ_CREATE, "", NULL), ==, known);
      g_assert_cmpuint (count_in_memory (disguised + 200, 64), ==, known ? 2 : 1);
      reeve_json_tree_wipe (object);
      json_object_unref (object);
      g_assert_cmpuint (count_in_memory (disguised + 200, 64), ==, known ? 1 : 0);
    }
  g_assert_cmpuint (count_in_memory (disguised, sizeof disguised), ==, 0);
  reeve_wipe_string (json);
}

/* Randomly filled records survive the way out and in: the writer's measure always suffices. */
static void
test_random (void)
{
  ReeveRecordClass *klass = reeve_record_class_of (reeve_user_get_type ());

  for (guint i = 0; i < 2000; i++)
    {
      g_autoptr (ReeveUser) user = reeve_user_new ();
      g_autoptr (ReeveUser) back = reeve_user_new ();
      g_autoptr (GError) error = NULL;
      for (guint j = 0; j < klass->n_fields; j++)
        {
          const ReeveField *field = &klass->fields[j];
          GString *text = g_string_new (NULL);
          for (int n = g_test_rand_int_range (0, 20); n > 0; n--)
            g_string_append_unichar (
              text, (gunichar) g_test_rand_int_range (1, g_test_rand_bit () ? 0x60 : 0x3000));
          if (field->type == REEVE_FIELD_TEXT || field->type == REEVE_FIELD_EMAIL)
            reeve_record_set_text (user, field, text->str);
          if (field->type == REEVE_FIELD_TEXTS)
            reeve_set_texts (reeve_record_field (user, field), (const char *const[]) { text->str, NULL });
          if (field->type == REEVE_FIELD_TIME)
            *(gint64 *) reeve_record_field (user, field) =
              (gint64) (g_test_rand_double_range (-6e16, 2.5e17));
          if (field->type == REEVE_FIELD_INTEGER)
            *(gint64 *) reeve_record_field (user, field) = (gint64) g_test_rand_double_range (-9e15, 9e15);
          g_string_free (text, TRUE);
        }
      g_autofree char *json = specimen_to_json (user);
      g_assert_true (specimen_read (back, json, REEVE_READ_REPLY, &error));
      g_assert_no_error (error);
      g_assert_true (reeve_record_equal (user, back));
    }
}

/* Measures the writer: a page of 100 users. Said, not judged: the machine is shared. */
static void
test_speed (void)
{
  static const char *const roles[] = { "workspace-administrator", "member", NULL };
  g_autoptr (ReeveUser) user = reeve_user_new ();
  g_autoptr (GString) json = g_string_new (NULL);
  double best = G_MAXDOUBLE;

  user->id = g_strdup (SPECIMEN_ID);
  user->email = g_strdup ("ada.lovelace@example.org");
  user->display_name = g_strdup ("Ada Lovelace");
  reeve_set_texts (&user->roles, roles);
  user->state = reeve_user_states[0];
  user->lock = reeve_user_locks[0];
  user->second_factor = reeve_user_second_factors[1];
  user->last_sign_in = user->created = 1795312316123456;
  for (guint round = 0; round < 200; round++)
    {
      g_test_timer_start ();
      g_string_truncate (json, 0);
      for (guint i = 0; i < 100; i++)
        reeve_record_append_json (user, json);
      best = MIN (best, g_test_timer_elapsed ());
    }
  g_test_minimized_result (best * 1e6, "100 users in %.1f µs, %" G_GSIZE_FORMAT " bytes", best * 1e6,
                           json->len);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/record-write/to-create", test_to_create);
  g_test_add_func ("/record-write/to-patch", test_to_patch);
  g_test_add_func ("/record-write/to-patch-nested", test_to_patch_nested);
  g_test_add_func ("/record-write/difference", test_difference);
  g_test_add_func ("/record-write/difference-one-sided", test_difference_one_sided);
  g_test_add_func ("/record-write/secrets-are-silent", test_secrets_are_silent);
  g_test_add_func ("/record-write/secrets-are-wiped", test_secrets_are_wiped);
  g_test_add_func ("/record-write/read-secrets-are-wiped", test_read_secrets_are_wiped);
  g_test_add_func ("/record-write/random", test_random);
  g_test_add_func ("/record-write/speed", test_speed);
  return g_test_run ();
}
