/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The error table, and what errors carry. */

#include "config.h"

#include "common/error.h"

/* Every code has a wire name of its own that leads back to it, and a status that leads to a code of that
 * status. */
static void
test_table (void)
{
  for (guint i = 0; i < REEVE_N_ERRORS; i++)
    {
      ReeveErrorCode code;
      const char *wire = reeve_error_code_to_wire (i);
      unsigned status = reeve_error_code_to_status (i);
      g_assert_true (reeve_error_code_from_wire (wire, &code));
      g_assert_cmpint (code, ==, i);
      g_assert_cmpuint (status, >=, 400);
      g_assert_cmpuint (status, <, 600);
      g_assert_cmpuint (reeve_error_code_to_status (reeve_error_code_from_status (status)), ==, status);
      if (i != REEVE_ERROR_SECOND_FACTOR) /* shares 403 with DENIED */
        g_assert_cmpint (reeve_error_code_from_status (status), ==, i);
    }
}

/* What is not in the table is INTERNAL, or refused where there is a choice. */
static void
test_unknown (void)
{
  ReeveErrorCode code = REEVE_ERROR_BUSY;

  g_assert_false (reeve_error_code_from_wire ("teapot", &code));
  g_assert_false (reeve_error_code_from_wire (NULL, &code));
  g_assert_cmpint (code, ==, REEVE_ERROR_BUSY);
  g_assert_cmpint (reeve_error_code_from_status (418), ==, REEVE_ERROR_INTERNAL);
}

/* Errors of other domains, and none at all, can be asked everything. */
static void
test_foreign (void)
{
  g_autoptr (GError) foreign = g_error_new (G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "/var/lib/secret-path");
  const GError *errors[] = { foreign, NULL };

  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      g_assert_cmpint (reeve_error_get_code (errors[i]), ==, REEVE_ERROR_INTERNAL);
      g_assert_null (reeve_error_get_reason (errors[i]));
      g_assert_null (reeve_error_get_members (errors[i]));
      g_assert_null (reeve_error_get_incident (errors[i]));
      g_assert_cmpint (reeve_error_get_retry_after_ms (errors[i]), ==, 0);
    }
}

/* Bad members add up in one error, in their order, and stop at a hundred. */
static void
test_members (void)
{
  g_autoptr (GError) error = NULL;

  reeve_error_add_member (&error, "/email", "email", "is not an e-mail address");
  reeve_error_add_member (&error, "/items/3/name", "too_long", "has more than %d characters", 200);
  reeve_error_add_member (NULL, "/ignored", "required", "is required");
  g_assert_error (error, REEVE_ERROR, REEVE_ERROR_INVALID);
  GPtrArray *members = reeve_error_get_members (error);
  g_assert_cmpuint (members->len, ==, 2);
  const ReeveBadMember *second = g_ptr_array_index (members, 1);
  g_assert_cmpstr (second->pointer, ==, "/items/3/name");
  g_assert_cmpstr (second->reason, ==, "too_long");
  g_assert_cmpstr (second->message, ==, "has more than 200 characters");

  for (guint i = 0; i < 1000; i++)
    reeve_error_add_member (&error, "/ids", "id", "is not an id");
  g_assert_cmpuint (reeve_error_get_members (error)->len, ==, 100);
}

/* A copied and prefixed error keeps what it carries. */
static void
test_copy (void)
{
  g_autoptr (GError) error = NULL;

  reeve_error_add_member (&error, "/email", "email", "is not an e-mail address");
  reeve_error_set_retry_after_ms (error, 10);
  g_autoptr (GError) copy = g_error_copy (error);
  g_prefix_error (&copy, "failed to save: ");
  g_clear_error (&error);
  g_assert_cmpuint (reeve_error_get_members (copy)->len, ==, 1);
  g_assert_cmpint (reeve_error_get_retry_after_ms (copy), ==, 10);
  g_assert_true (g_str_has_prefix (copy->message, "failed to save: /email"));
}

/* What somebody sent is repeated short, valid, and without what would disturb the line. */
static void
test_show (void)
{
  static const struct
  {
    const char *theirs;
    const char *shown;
  } cases[] = {
    { "", "" },
    { "shortName", "shortName" },
    { "Größe €", "Größe €" },
    { "a\nb\tc\x7f", "a\\u000ab\\u0009c\\u007f" },
    { "\xe2\x80\xae"
      "gnp.exe",
      "\\u202egnp.exe" },
    { "\xe2\x80\xa8", "\\u2028" },
    { "\xf3\xa0\x80\x81", "\\ue0001" },
    { "a\xff\xc3", "a\\xff\\xc3" },
  };
  g_autofree char *many = g_strnfill (5000, 'x');
  g_autofree char *cut = reeve_error_show (many);
  g_autofree char *controls = g_strnfill (5000, '\x01');
  g_autofree char *cut_controls = reeve_error_show (controls);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *shown = reeve_error_show (cases[i].theirs);
      g_assert_cmpstr (shown, ==, cases[i].shown);
    }
  g_assert_cmpint (g_utf8_strlen (cut, -1), ==, REEVE_ERROR_SHOWN_LENGTH);
  g_assert_true (g_str_has_suffix (cut, "x…"));
  g_assert_cmpint (g_utf8_strlen (cut_controls, -1), <=, REEVE_ERROR_SHOWN_LENGTH);
  g_assert_true (g_str_has_suffix (cut_controls, "\\u0001…"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/error/table", test_table);
  g_test_add_func ("/error/unknown", test_unknown);
  g_test_add_func ("/error/foreign", test_foreign);
  g_test_add_func ("/error/members", test_members);
  g_test_add_func ("/error/copy", test_copy);
  g_test_add_func ("/error/show", test_show);
  return g_test_run ();
}
