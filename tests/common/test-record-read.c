/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Records from JSON: what is refused, what is kept, and what remains after a refusal. */

#include "config.h"

#include "common/error.h"
#include "common/user.h"

#include "specimen.h"

#include <string.h>

#define TEN_X          "xxxxxxxxxx"
#define SHORTENED_NAME TEN_X TEN_X TEN_X TEN_X TEN_X
#define LONG_NAME      SHORTENED_NAME SHORTENED_NAME SHORTENED_NAME SHORTENED_NAME

/* What a client may send in a create, value by value: refused ones with place and reason. */
static void
test_create (void)
{
  static const struct
  {
    const char *json;
    const char *bad;
  } cases[] = {
    { "{\"shortName\":\"ab\"}", "" },
    { "{}", "/shortName required\n" },
    { "{\"shortName\":null}", "/shortName required\n" },
    { "{\"shortName\":\" \\u00a0 \"}", "/shortName required\n" },
    { "{\"shortName\":\"a\"}", "/shortName too_short\n" },
    { "{\"shortName\":\"1234567890\"}", "" },
    { "{\"shortName\":\"ääääääääää\"}", "" },
    { "{\"shortName\":\"12345678901\"}", "/shortName too_long\n" },
    { "{\"shortName\":7}", "/shortName type\n" },
    { "{\"shortName\":\"a\\nb\"}", "/shortName control_character\n" },
    { "{\"shortName\":\"a\\u0085b\"}", "/shortName control_character\n" },
    { "{\"shortName\":\"a\\u2028b\"}", "/shortName control_character\n" },
    { "{\"shortName\":\"a\\u202eb\"}", "/shortName bidi_override\n" },
    { "{\"shortName\":\"a\\u2066b\"}", "/shortName bidi_override\n" },
    { "{\"shortName\":\"ab\",\"notes\":\"a\\r\\n\\tb\"}", "" },
    { "{\"shortName\":\"ab\",\"notes\":\"a\\u0007b\"}", "/notes control_character\n" },
    { "{\"shortName\":\"ab\",\"file\":\"\\u0001\\u202e\"}", "" },
    { "{\"shortName\":\"ab\",\"id\":\"" SPECIMEN_ID "\"}", "/id read_only\n" },
    { "{\"shortName\":\"ab\",\"id\":null}", "/id read_only\n" },
    { "{\"shortName\":\"ab\",\"visits\":0}", "/visits read_only\n" },
    { "{\"shortName\":\"ab\",\"ownerId\":\"nobody\"}", "" },
    { "{\"shortName\":\"ab\",\"ownerId\":\"" SPECIMEN_ID "\"}", "" },
    { "{\"shortName\":\"ab\",\"ownerId\":\"somebody\"}", "/ownerId id\n" },
    { "{\"shortName\":\"ab\",\"ownerId\":\"\"}", "/ownerId id\n" },
    { "{\"shortName\":\"ab\",\"email\":\"ada@\"}", "/email email\n" },
    { "{\"shortName\":\"ab\",\"active\":1}", "/active type\n" },
    { "{\"shortName\":\"ab\",\"active\":\"true\"}", "/active type\n" },
    { "{\"shortName\":\"ab\",\"size\":-5}", "" },
    { "{\"shortName\":\"ab\",\"size\":-6}", "/size range\n" },
    { "{\"shortName\":\"ab\",\"size\":1001}", "/size range\n" },
    { "{\"shortName\":\"ab\",\"size\":1.0}", "/size type\n" },
    { "{\"shortName\":\"ab\",\"size\":\"1\"}", "/size type\n" },
    { "{\"shortName\":\"ab\",\"size\":true}", "/size type\n" },
    { "{\"shortName\":\"ab\",\"seen\":\"2026-11-22T01:51:56+01:00\"}", "" },
    { "{\"shortName\":\"ab\",\"seen\":\"yesterday\"}", "/seen time\n" },
    { "{\"shortName\":\"ab\",\"seen\":1795312316}", "/seen type\n" },
    { "{\"shortName\":\"ab\",\"colour\":\"red\"}", "" },
    { "{\"shortName\":\"ab\",\"colour\":\"Red\"}", "/colour choice\n" },
    { "{\"shortName\":\"ab\",\"colour\":\"\"}", "/colour choice\n" },
    { "{\"shortName\":\"ab\",\"tags\":[]}", "" },
    { "{\"shortName\":\"ab\",\"tags\":\"x\"}", "/tags type\n" },
    { "{\"shortName\":\"ab\",\"tags\":[\"a\",\"b\",\"c\",\"d\"]}", "/tags too_many\n" },
    { "{\"shortName\":\"ab\",\"tags\":[\"a\",\"\",\"a\"]}", "/tags/1 too_short\n/tags/2 duplicate\n" },
    { "{\"shortName\":\"ab\",\"tags\":[\"\\u001f\",null]}", "/tags/0 control_character\n/tags/1 type\n" },
    { "{\"shortName\":\"ab\",\"colours\":[\"red\",\"green\"]}", "/colours/1 choice\n" },
    { "{\"shortName\":\"ab\",\"part\":{}}", "/part/name required\n" },
    { "{\"shortName\":\"ab\",\"part\":[]}", "/part type\n" },
    { "{\"shortName\":\"ab\",\"part\":{\"name\":\"x\",\"made\":\"2000-01-01T00:00:00Z\"}}",
      "/part/made read_only\n" },
    { "{\"shortName\":\"ab\",\"parts\":[{\"name\":\"x\"},{\"nam\":1}]}",
      "/parts/1/nam unknown_member\n/parts/1/name required\n" },
    { "{\"shortName\":\"ab\",\"parts\":[{},{},{}]}", "/parts too_many\n" },
    { "{\"shortName\":\"ab\",\"passWord\":\"abc\"}", "/passWord too_short\n" },
    { "{\"shortName\":\"ab\",\"passWord\":\"" SPECIMEN_MARKER "x\"}", "/passWord too_long\n" },
    { "{\"shortName\":\"ab\",\"passWord\":{}}", "/passWord type\n" },
    { "{\"shortName\":\"ab\",\"short-name\":\"x\",\"ShortName\":\"x\",\"short_name\":\"x\"}",
      "/short-name unknown_member\n/ShortName unknown_member\n/short_name unknown_member\n" },
    { "{\"shortName\":\"ab\",\"\\u202ea\\n" LONG_NAME "\":1}",
      "/\\u202ea\\u000a" SHORTENED_NAME "… unknown_member\n" },
    { "{\"a/b~c\":1,\"\":2}", "/a~1b~0c unknown_member\n/ unknown_member\n/shortName required\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ReeveSpecimen) specimen = reeve_specimen_new ();
      g_autoptr (GError) error = NULL;
      gboolean good = specimen_read (specimen, cases[i].json, REEVE_READ_CREATE, &error);
      g_autofree char *bad = specimen_list_members (error);
      g_test_message ("%s", cases[i].json);
      g_assert_cmpstr (bad, ==, cases[i].bad);
      g_assert_cmpint (good, ==, *bad == '\0');
    }
}

/* What comes in is stored in its normal form: trimmed, NFC, line feeds, lower-case domain. */
static void
test_normal_form (void)
{
  g_autoptr (ReeveSpecimen) specimen = reeve_specimen_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (specimen_read (specimen,
                                "{\"shortName\":\" \\u00a0Ju\\u0308rgen \",\"notes\":\"  a\\r\\nb\\rc \\n\","
                                "\"email\":\" Ada.L@Exämple.ORG \",\"file\":\" \\r\\n\",\"tags\":[\" x \"]}",
                                REEVE_READ_CREATE, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (specimen->short_name, ==, "Jürgen");
  g_assert_cmpstr (specimen->notes, ==, "  a\nb\nc");
  g_assert_cmpstr (specimen->email, ==, "Ada.L@exämple.org");
  g_assert_cmpstr (specimen->file, ==, " \r\n");
  g_assert_cmpstr (specimen->tags[0], ==, "x");
}

/* After a refusal the record is as it was, down to the last member. */
static void
test_all_or_nothing (void)
{
  static const ReeveReadMode modes[] = { REEVE_READ_REPLY, REEVE_READ_CREATE, REEVE_READ_PATCH };

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_autoptr (ReeveSpecimen) specimen = specimen_new_full ();
      g_autoptr (ReeveSpecimen) before = reeve_record_copy (specimen);
      g_assert_false (specimen_read (
        specimen, "{\"shortName\":\"new\",\"tags\":[\"n\"],\"part\":{\"name\":\"n\"},\"size\":\"x\"}",
        modes[i], NULL));
      g_assert_true (reeve_record_equal (specimen, before));
    }
}

/* A create clears what it does not name, but what only the service sets stays. */
static void
test_create_over (void)
{
  g_autoptr (ReeveSpecimen) specimen = specimen_new_full ();
  g_autoptr (GError) error = NULL;

  g_assert_true (specimen_read (specimen, "{\"shortName\":\"new\"}", REEVE_READ_CREATE, &error));
  g_assert_no_error (error);
  g_autofree char *json = specimen_to_json (specimen);
  g_assert_cmpstr (
    json, ==, "{\"id\":\"" SPECIMEN_ID "\",\"shortName\":\"new\",\"active\":false,\"size\":0,\"visits\":7}");
  g_assert_null (specimen->pass_word);
}

/* A patch changes what it names, null clears, required members cannot be cleared. */
static void
test_patch (void)
{
  g_autoptr (ReeveSpecimen) specimen = specimen_new_full ();
  g_autoptr (GError) error = NULL;

  g_assert_true (specimen_read (
    specimen,
    "{\"notes\":null,\"tags\":null,\"seen\":null,\"colour\":null,\"active\":null,\"parts\":null,"
    "\"passWord\":null,\"size\":null,\"part\":{\"name\":\"cap\"},\"email\":\"b@example.org\"}",
    REEVE_READ_PATCH, &error));
  g_assert_no_error (error);
  g_autofree char *json = specimen_to_json (specimen);
  g_assert_cmpstr (json, ==,
                   "{\"id\":\"" SPECIMEN_ID
                   "\",\"ownerId\":\"nobody\",\"shortName\":\"Ada \\\"L\\\"\",\"file\":\" a\\r\\n\","
                   "\"email\":\"b@example.org\",\"active\":false,\"size\":0,\"colours\":[\"red\"],"
                   "\"part\":{\"name\":\"cap\",\"made\":\"2000-01-01T00:00:00.000000Z\"},\"visits\":7}");
  g_assert_null (specimen->pass_word);
  g_assert_false (
    specimen_read (specimen, "{\"shortName\":null,\"id\":\"x\",\"other\":1}", REEVE_READ_PATCH, &error));
  g_autofree char *bad = specimen_list_members (error);
  g_assert_cmpstr (bad, ==, "/other unknown_member\n/id read_only\n/shortName required\n");
}

/* A reply of a newer service is read: unknown members and choices, longer texts; wrong types are not. */
static void
test_reply (void)
{
  g_autoptr (ReeveSpecimen) specimen = reeve_specimen_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (specimen_read (
    specimen,
    "{\"new\":{\"x\":1},\"colour\":\"green\",\"shortName\":\"much longer than ten\",\"size\":5000,"
    "\"notes\":null,\"tags\":[\"a\",\"b\",\"c\",\"d\"],\"part\":{\"made\":\"2000-01-01T00:00:00Z\"}}",
    REEVE_READ_REPLY, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (specimen->colour, ==, "green");
  g_assert_cmpint (specimen->size, ==, 5000);
  g_assert_cmpuint (g_strv_length (specimen->tags), ==, 4);
  g_assert_false (specimen_read (specimen,
                                 "{\"colour\":\"a b\",\"size\":\"5\",\"seen\":\"x\",\"part\":{\"name\":[]}}",
                                 REEVE_READ_REPLY, &error));
  g_autofree char *bad = specimen_list_members (error);
  g_assert_cmpstr (bad, ==, "/size type\n/seen time\n/colour choice\n/part/name type\n");
}

/* An id of a reply goes into addresses: what could lead elsewhere is refused. */
static void
test_reply_id (void)
{
  static const char *const bad[] = { "", "../me", "a/b", "a?b", "a.b", "a%2fb", "a b", "\u00e9" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (ReeveSpecimen) specimen = reeve_specimen_new ();
      g_autoptr (GError) error = NULL;
      g_autofree char *json = g_strdup_printf ("{\"id\":\"%s\"}", bad[i]);
      g_assert_false (specimen_read (specimen, json, REEVE_READ_REPLY, &error));
      g_autofree char *list = specimen_list_members (error);
      g_assert_cmpstr (list, ==, "/id id\n");
    }
}

/* Pointers begin where the caller says the record stands. */
static void
test_pointer (void)
{
  g_autoptr (ReeveSpecimen) specimen = reeve_specimen_new ();
  g_autoptr (JsonObject) object = specimen_parse ("{\"parts\":[{\"name\":1}]}");
  g_autoptr (GError) error = NULL;

  g_assert_false (reeve_record_read_json (specimen, object, REEVE_READ_REPLY, "/items/3", &error));
  g_autofree char *bad = specimen_list_members (error);
  g_assert_cmpstr (bad, ==, "/items/3/parts/0/name type\n");
}

/* A long or strange unknown name is cut, not echoed at length. */
static void
test_long_name (void)
{
  g_autofree char *name = g_strnfill (5000, 'x');
  g_autofree char *json = g_strdup_printf ("{\"%s\":1}", name);
  g_autoptr (ReeveSpecimen) specimen = reeve_specimen_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (specimen_read (specimen, json, REEVE_READ_CREATE, &error));
  const ReeveBadMember *member = g_ptr_array_index (reeve_error_get_members (error), 0);
  g_assert_cmpuint (strlen (member->pointer), <, 120);
}

/* validate() says of a record built in C what reading would have said of its JSON. */
static void
test_validate (void)
{
  g_autoptr (ReeveSpecimen) specimen = specimen_new_full ();
  g_autoptr (GError) error = NULL;

  g_assert_true (reeve_record_validate (specimen, &error));
  g_assert_no_error (error);
  g_clear_pointer (&specimen->short_name, g_free);
  g_set_str (&specimen->email, "nope");
  specimen->size = -6;
  specimen->colour = "green";
  g_set_str (&REEVE_PART (specimen->part)->name, "much too long");
  g_clear_pointer (&specimen->tags, g_strfreev);
  specimen->tags = g_strsplit ("a,b,c,", ",", -1);
  g_clear_pointer (&specimen->pass_word, reeve_secret_unref);
  specimen->pass_word = reeve_secret_new_text ("abc");
  g_assert_false (reeve_record_validate (specimen, &error));
  g_autofree char *bad = specimen_list_members (error);
  g_assert_cmpstr (
    bad, ==,
    "/shortName required\n/email email\n/size range\n/colour choice\n/tags too_many\n/tags/3 too_short\n"
    "/part/name too_long\n/passWord too_short\n");
}

/* Old forms of records, as earlier services and files have them, are still read: a user without the members
 * that came later. */
static void
test_old_forms (void)
{
  static const char *const forms[] = {
    "{\"id\":\"" SPECIMEN_ID "\",\"email\":\"ada@example.org\",\"displayName\":\"Ada\"}",
    "{\"id\":\"" SPECIMEN_ID
    "\",\"email\":\"ada@example.org\",\"displayName\":\"Ada\",\"roles\":null,\"state\":\"active\"}",
    "{\"id\":\"" SPECIMEN_ID
    "\",\"version\":3,\"email\":\"ada@example.org\",\"displayName\":\"Ada\",\"retired\":true}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (ReeveUser) user = reeve_user_new ();
      g_autoptr (GError) error = NULL;
      g_assert_true (specimen_read (user, forms[i], REEVE_READ_REPLY, &error));
      g_assert_no_error (error);
      g_assert_cmpstr (user->display_name, ==, "Ada");
      g_assert_null (user->roles);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/record-read/create", test_create);
  g_test_add_func ("/record-read/normal-form", test_normal_form);
  g_test_add_func ("/record-read/all-or-nothing", test_all_or_nothing);
  g_test_add_func ("/record-read/create-over", test_create_over);
  g_test_add_func ("/record-read/patch", test_patch);
  g_test_add_func ("/record-read/reply", test_reply);
  g_test_add_func ("/record-read/reply-id", test_reply_id);
  g_test_add_func ("/record-read/pointer", test_pointer);
  g_test_add_func ("/record-read/long-name", test_long_name);
  g_test_add_func ("/record-read/validate", test_validate);
  g_test_add_func ("/record-read/old-forms", test_old_forms);
  return g_test_run ();
}
