/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Records: properties, JSON both ways, patches, differences, secrets. */

#include "config.h"

#include "common/account.h"
#include "common/audit-entry.h"
#include "common/error.h"
#include "common/json.h"
#include "common/problem.h"
#include "common/session.h"
#include "common/sign-in.h"
#include "common/user-bulk.h"
#include "common/user-import.h"
#include "common/user.h"
#include "common/workspace.h"

#include "specimen.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define ID     "01890a5d-ac96-774b-bcce-b302099a8057"
#define MARKER "planted-marker-7"

#define FULL                                                                                           \
  "{\"id\":\"" ID "\",\"ownerId\":\"nobody\",\"shortName\":\"Ada \\\"L\\\"\",\"notes\":\"one\\ntwo\"," \
  "\"file\":\" a\\r\\n\",\"email\":\"ada@example.org\",\"active\":true,\"size\":-5,"                   \
  "\"seen\":\"2026-11-22T01:51:56.123456Z\",\"colour\":\"blue\",\"tags\":[\"x\",\"y\"],"               \
  "\"colours\":[\"red\"],\"part\":{\"name\":\"lid\",\"made\":\"2000-01-01T00:00:00.000000Z\"},"        \
  "\"parts\":[{\"name\":\"hub\"},{\"name\":\"rim\"}],\"visits\":7}"

static JsonObject *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonObject *object = reeve_json_parse_object (text, strlen (text), &reeve_json_body, &error);

  g_assert_no_error (error);
  return object;
}

static gboolean
read_text (gpointer record, const char *text, ReeveReadMode mode, GError **error)
{
  g_autoptr (JsonObject) object = parse (text);

  return reeve_record_read_json (record, object, mode, "", error);
}

static ReeveSpecimen *
new_full (void)
{
  g_autoptr (GError) error = NULL;
  ReeveSpecimen *specimen = reeve_specimen_new ();

  g_assert_true (read_text (specimen, FULL, REEVE_READ_REPLY, &error));
  g_assert_no_error (error);
  specimen->pass_word = reeve_secret_new_text (MARKER);
  REEVE_PART (specimen->part)->pin = reeve_secret_new_text (MARKER);
  return specimen;
}

static char *
to_json (gpointer record)
{
  GString *json = g_string_new (NULL);

  reeve_record_append_json (record, json);
  return g_string_free_and_steal (json);
}

/* "pointer reason" of every bad member, one a line */
static char *
list_members (const GError *error)
{
  GString *list = g_string_new (NULL);
  GPtrArray *members = reeve_error_get_members (error);

  for (guint i = 0; members != NULL && i < members->len; i++)
    {
      const ReeveBadMember *member = g_ptr_array_index (members, i);
      g_string_append_printf (list, "%s %s\n", member->pointer, member->reason);
    }
  return g_string_free_and_steal (list);
}

/* Every field type goes out and comes back the same, and what is written is what was read. */
static void
test_round_trip (void)
{
  g_autoptr (ReeveSpecimen) specimen = new_full ();
  g_autoptr (ReeveSpecimen) back = reeve_specimen_new ();
  g_autoptr (GError) error = NULL;

  g_autofree char *json = to_json (specimen);
  g_assert_cmpstr (json, ==, FULL);
  g_autoptr (ReeveSecret) wire = reeve_record_to_wire (specimen);
  g_assert_true (read_text (back, reeve_secret_get_text (wire), REEVE_READ_REPLY, &error));
  g_assert_no_error (error);
  g_assert_true (reeve_record_equal (specimen, back));
  g_assert_cmpint (specimen->seen, ==, 1795312316123456);
  g_assert_cmpstr (specimen->colour, ==, "blue");
}

/* Members that are not set are left out; numbers and booleans are always set. */
static void
test_empty (void)
{
  g_autoptr (ReeveSpecimen) specimen = reeve_specimen_new ();
  g_autofree char *json = to_json (specimen);

  g_assert_cmpstr (json, ==, "{\"active\":false,\"size\":0,\"visits\":0}");
  specimen->tags = g_new0 (char *, 1);
  specimen->parts = g_ptr_array_new ();
  specimen->notes = g_strdup ("");
  g_autofree char *again = to_json (specimen);
  g_assert_cmpstr (again, ==, "{\"notes\":\"\",\"active\":false,\"size\":0,\"visits\":0}");
}

/* A template can bind to every field, read and written as a property of its own type. */
static void
test_properties (void)
{
  g_autoptr (ReeveSpecimen) specimen = new_full ();
  g_autoptr (ReeveSpecimen) copy = reeve_specimen_new ();
  guint n;
  g_autofree GParamSpec **specs = g_object_class_list_properties (G_OBJECT_GET_CLASS (specimen), &n);
  static const struct
  {
    const char *name;
    const char *type;
  } types[] = { { "id", "gchararray" },     { "notes", "gchararray" },     { "email", "gchararray" },
                { "active", "gboolean" },   { "size", "gint64" },          { "seen", "gint64" },
                { "colour", "gchararray" }, { "tags", "GStrv" },           { "part", "ReevePart" },
                { "parts", "GPtrArray" },   { "pass-word", "ReeveSecret" } };

  g_assert_cmpuint (n, ==, 16);
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      GParamSpec *spec = g_object_class_find_property (G_OBJECT_GET_CLASS (specimen), types[i].name);
      g_assert_nonnull (spec);
      g_assert_cmpstr (g_type_name (spec->value_type), ==, types[i].type);
    }
  for (guint i = 0; i < n; i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;
      g_object_get_property (G_OBJECT (specimen), specs[i]->name, &value);
      g_object_set_property (G_OBJECT (copy), specs[i]->name, &value);
      g_object_set_property (G_OBJECT (copy), specs[i]->name, &value); /* frees what was there */
    }
  g_assert_true (reeve_record_equal (specimen, copy));
}

/* A copy is deep and equal, and each field makes a difference to equality. */
static void
test_copy_and_equal (void)
{
  g_autoptr (ReeveSpecimen) specimen = new_full ();
  ReeveRecordClass *klass = reeve_record_class_of (reeve_specimen_get_type ());
  g_autoptr (ReeveSpecimen) copy = reeve_record_copy (specimen);

  g_assert_true (reeve_record_equal (specimen, copy));
  g_assert_true (specimen->part != copy->part);
  for (guint i = 0; i < klass->n_fields; i++)
    {
      g_autoptr (ReeveSpecimen) other = reeve_record_copy (specimen);
      reeve_record_clear_field (other, &klass->fields[i]);
      g_assert_false (reeve_record_equal (specimen, other));
    }
  g_assert_false (reeve_record_equal (specimen, NULL));
  g_assert_true (reeve_record_equal (NULL, NULL));
  g_strfreev (copy->tags);
  copy->tags = g_strsplit ("y x", " ", -1);
  g_assert_true (reeve_record_equal (specimen, copy)); /* a set */
}

/* Fields are found by each of their names, and by no other. */
static void
test_names (void)
{
  ReeveRecordClass *klass = reeve_record_class_of (reeve_user_get_type ());

  for (guint i = 0; i < klass->n_fields; i++)
    {
      const ReeveField *field = &klass->fields[i];
      const char *wire = reeve_record_class_get_wire (klass, field);
      g_assert_true (reeve_record_class_find_field (klass, field->name) == field);
      g_assert_true (reeve_record_class_find_wire (klass, wire, strlen (wire)) == field);
      g_assert_true (reeve_record_class_find_column (klass, reeve_record_class_get_column (klass, field)) ==
                     field);
      g_assert_null (reeve_record_class_find_wire (klass, wire, strlen (wire) - 1));
    }
  const ReeveField *name = reeve_record_class_find_field (klass, "last-sign-in-address");
  g_assert_cmpstr (reeve_record_class_get_wire (klass, name), ==, "lastSignInAddress");
  g_assert_cmpstr (reeve_record_class_get_column (klass, name), ==, "last_sign_in_address");
  g_assert_null (reeve_record_class_find_field (klass, "lastSignIn"));
  g_assert_null (reeve_record_class_find_wire (klass, "", 0));
  g_assert_null (reeve_record_class_find_column (klass, "password"));
  g_assert_cmpstr (klass->collection, ==, "users");
}

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
    { "{\"shortName\":\"ab\",\"id\":\"" ID "\"}", "/id read_only\n" },
    { "{\"shortName\":\"ab\",\"id\":null}", "/id read_only\n" },
    { "{\"shortName\":\"ab\",\"visits\":0}", "/visits read_only\n" },
    { "{\"shortName\":\"ab\",\"ownerId\":\"nobody\"}", "" },
    { "{\"shortName\":\"ab\",\"ownerId\":\"" ID "\"}", "" },
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
    { "{\"shortName\":\"ab\",\"passWord\":\"" MARKER "x\"}", "/passWord too_long\n" },
    { "{\"shortName\":\"ab\",\"passWord\":{}}", "/passWord type\n" },
    { "{\"shortName\":\"ab\",\"short-name\":\"x\",\"ShortName\":\"x\",\"short_name\":\"x\"}",
      "/short-name unknown_member\n/ShortName unknown_member\n/short_name unknown_member\n" },
    { "{\"a/b~c\":1,\"\":2}", "/a~1b~0c unknown_member\n/ unknown_member\n/shortName required\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ReeveSpecimen) specimen = reeve_specimen_new ();
      g_autoptr (GError) error = NULL;
      gboolean good = read_text (specimen, cases[i].json, REEVE_READ_CREATE, &error);
      g_autofree char *bad = list_members (error);
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

  g_assert_true (read_text (specimen,
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
      g_autoptr (ReeveSpecimen) specimen = new_full ();
      g_autoptr (ReeveSpecimen) before = reeve_record_copy (specimen);
      g_assert_false (read_text (
        specimen, "{\"shortName\":\"new\",\"tags\":[\"n\"],\"part\":{\"name\":\"n\"},\"size\":\"x\"}",
        modes[i], NULL));
      g_assert_true (reeve_record_equal (specimen, before));
    }
}

/* A create clears what it does not name, but what only the service sets stays. */
static void
test_create_over (void)
{
  g_autoptr (ReeveSpecimen) specimen = new_full ();
  g_autoptr (GError) error = NULL;

  g_assert_true (read_text (specimen, "{\"shortName\":\"new\"}", REEVE_READ_CREATE, &error));
  g_assert_no_error (error);
  g_autofree char *json = to_json (specimen);
  g_assert_cmpstr (json, ==,
                   "{\"id\":\"" ID "\",\"shortName\":\"new\",\"active\":false,\"size\":0,\"visits\":7}");
  g_assert_null (specimen->pass_word);
}

/* A patch changes what it names, null clears, required members cannot be cleared. */
static void
test_patch (void)
{
  g_autoptr (ReeveSpecimen) specimen = new_full ();
  g_autoptr (GError) error = NULL;

  g_assert_true (
    read_text (specimen,
               "{\"notes\":null,\"tags\":null,\"seen\":null,\"colour\":null,\"active\":null,\"parts\":null,"
               "\"passWord\":null,\"size\":null,\"part\":{\"name\":\"cap\"},\"email\":\"b@example.org\"}",
               REEVE_READ_PATCH, &error));
  g_assert_no_error (error);
  g_autofree char *json = to_json (specimen);
  g_assert_cmpstr (json, ==,
                   "{\"id\":\"" ID
                   "\",\"ownerId\":\"nobody\",\"shortName\":\"Ada \\\"L\\\"\",\"file\":\" a\\r\\n\","
                   "\"email\":\"b@example.org\",\"active\":false,\"size\":0,\"colours\":[\"red\"],"
                   "\"part\":{\"name\":\"cap\",\"made\":\"2000-01-01T00:00:00.000000Z\"},\"visits\":7}");
  g_assert_null (specimen->pass_word);
  g_assert_false (
    read_text (specimen, "{\"shortName\":null,\"id\":\"x\",\"other\":1}", REEVE_READ_PATCH, &error));
  g_autofree char *bad = list_members (error);
  g_assert_cmpstr (bad, ==, "/other unknown_member\n/id read_only\n/shortName required\n");
}

/* A reply of a newer service is read: unknown members and choices, longer texts; wrong types are not. */
static void
test_reply (void)
{
  g_autoptr (ReeveSpecimen) specimen = reeve_specimen_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (read_text (
    specimen,
    "{\"new\":{\"x\":1},\"colour\":\"green\",\"shortName\":\"much longer than ten\",\"size\":5000,"
    "\"notes\":null,\"tags\":[\"a\",\"b\",\"c\",\"d\"],\"part\":{\"made\":\"2000-01-01T00:00:00Z\"}}",
    REEVE_READ_REPLY, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (specimen->colour, ==, "green");
  g_assert_cmpint (specimen->size, ==, 5000);
  g_assert_cmpuint (g_strv_length (specimen->tags), ==, 4);
  g_assert_false (read_text (specimen,
                             "{\"colour\":\"a b\",\"size\":\"5\",\"seen\":\"x\",\"part\":{\"name\":[]}}",
                             REEVE_READ_REPLY, &error));
  g_autofree char *bad = list_members (error);
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
      g_assert_false (read_text (specimen, json, REEVE_READ_REPLY, &error));
      g_autofree char *list = list_members (error);
      g_assert_cmpstr (list, ==, "/id id\n");
    }
}

/* Pointers begin where the caller says the record stands. */
static void
test_pointer (void)
{
  g_autoptr (ReeveSpecimen) specimen = reeve_specimen_new ();
  g_autoptr (JsonObject) object = parse ("{\"parts\":[{\"name\":1}]}");
  g_autoptr (GError) error = NULL;

  g_assert_false (reeve_record_read_json (specimen, object, REEVE_READ_REPLY, "/items/3", &error));
  g_autofree char *bad = list_members (error);
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

  g_assert_false (read_text (specimen, json, REEVE_READ_CREATE, &error));
  const ReeveBadMember *member = g_ptr_array_index (reeve_error_get_members (error), 0);
  g_assert_cmpuint (strlen (member->pointer), <, 120);
}

/* validate() says of a record built in C what reading would have said of its JSON. */
static void
test_validate (void)
{
  g_autoptr (ReeveSpecimen) specimen = new_full ();
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
  g_autofree char *bad = list_members (error);
  g_assert_cmpstr (
    bad, ==,
    "/shortName required\n/email email\n/size range\n/colour choice\n/tags too_many\n/tags/3 too_short\n"
    "/part/name too_long\n/passWord too_short\n");
}

/* A create holds the writable members only, secrets included, and is what a create accepts. */
static void
test_to_create (void)
{
  g_autoptr (ReeveSpecimen) specimen = new_full ();
  g_autoptr (ReeveSpecimen) back = reeve_specimen_new ();
  g_autoptr (ReeveSecret) wire = reeve_record_to_create (specimen);
  g_autoptr (GError) error = NULL;
  const char *text = reeve_secret_get_text (wire);

  g_assert_null (strstr (text, "\"id\""));
  g_assert_null (strstr (text, "visits"));
  g_assert_null (strstr (text, "made"));
  g_assert_nonnull (strstr (text, "\"passWord\":\"" MARKER "\""));
  g_assert_true (read_text (back, text, REEVE_READ_CREATE, &error));
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
      g_autoptr (ReeveSpecimen) full = new_full ();
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
          g_assert_false (read_text (full, reeve_secret_get_text (removal), REEVE_READ_PATCH, NULL));
          continue;
        }
      g_autoptr (ReeveSpecimen) target = reeve_record_copy (less);
      g_assert_true (read_text (target, reeve_secret_get_text (addition), REEVE_READ_PATCH, &error));
      g_assert_no_error (error);
      g_assert_true (read_text (full, reeve_secret_get_text (removal), REEVE_READ_PATCH, &error));
      g_assert_no_error (error);
      g_assert_true (reeve_record_equal (full, less));
    }
}

/* Within a nested record a patch names what differs there, and nothing else. */
static void
test_to_patch_nested (void)
{
  g_autoptr (ReeveSpecimen) a = new_full ();
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
  g_autoptr (ReeveSpecimen) a = new_full ();
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
  g_autoptr (ReeveSpecimen) specimen = new_full ();
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *gone = NULL;

  g_assert_true (reeve_record_difference (NULL, specimen, &before, &after));
  g_assert_null (before);
  g_assert_cmpstr (after, ==,
                   "{\"active\":true,\"colour\":\"blue\",\"colours\":[\"red\"],\"email\":\"ada@example.org\","
                   "\"file\":\" a\\r\\n\",\"id\":\"" ID "\",\"notes\":\"one\\ntwo\",\"ownerId\":\"nobody\","
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
  g_autoptr (ReeveSpecimen) specimen = new_full ();
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
  g_assert_false (read_text (other, "{\"passWord\":\"" MARKER MARKER "\",\"part\":{\"pin\":\"" MARKER "\"}}",
                             REEVE_READ_CREATE, &error));
  reeve_problem_append (error, all);
  g_string_append (all, error->message);
  g_clear_pointer (&specimen->pass_word, reeve_secret_unref);
  specimen->pass_word = reeve_secret_new_text (MARKER MARKER);
  g_assert_false (reeve_record_validate (specimen, &invalid));
  reeve_problem_append (invalid, all);
  g_assert_null (strstr (all->str, MARKER));
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

static void
check_tables (GType type)
{
  ReeveRecordClass *klass = reeve_record_class_of (type);
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GString) schema = g_string_new (NULL);

  for (guint i = 0; i < klass->n_fields; i++)
    {
      const ReeveField *field = &klass->fields[i];
      g_test_message ("%s %s", klass->noun, field->name);
      g_assert_true (g_hash_table_add (names, (gpointer) field->name));
      g_assert_nonnull (field->summary);
      g_assert_true (g_str_has_suffix (field->summary, "."));
      g_assert_true ((field->type == REEVE_FIELD_RECORD || field->type == REEVE_FIELD_RECORDS) ==
                     (field->record_type != NULL));
      g_assert_true (field->type != REEVE_FIELD_CHOICE || field->choices != NULL);
      g_assert_false ((field->flags & REEVE_REQUIRED) != 0 && (field->flags & REEVE_READ_ONLY) != 0);
    }
  reeve_record_class_append_schema (klass, TRUE, schema);
  g_autoptr (JsonObject) request = parse (schema->str);
  g_assert_false (json_object_get_boolean_member (request, "additionalProperties"));
  g_string_truncate (schema, 0);
  reeve_record_class_append_schema (klass, FALSE, schema);
  g_autoptr (JsonObject) reply = parse (schema->str);
  g_assert_cmpuint (json_object_get_size (json_object_get_object_member (reply, "properties")), ==,
                    klass->n_fields);
}

/* Every table of the product is sound: names once, a sentence for each, types with what they need, and a
 * schema that is JSON. */
static void
test_tables (void)
{
  static GType (*const types[]) (void) = {
    reeve_account_get_type,          reeve_audit_entry_get_type,
    reeve_session_get_type,          reeve_sign_in_get_type,
    reeve_sign_in_code_get_type,     reeve_refresh_get_type,
    reeve_tokens_get_type,           reeve_setup_get_type,
    reeve_password_change_get_type,  reeve_enrolment_get_type,
    reeve_enrolment_code_get_type,   reeve_enrolled_get_type,
    reeve_policy_get_type,           reeve_user_get_type,
    reeve_user_bulk_get_type,        reeve_user_refusal_get_type,
    reeve_user_bulk_result_get_type, reeve_user_import_get_type,
    reeve_user_import_row_get_type,  reeve_user_import_report_get_type,
    reeve_workspace_get_type,        reeve_identity_get_type,
  };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    check_tables (types[i]());
}

/* The schema of a request, in full. */
static void
test_schema (void)
{
  g_autoptr (GString) schema = g_string_new (NULL);

  reeve_record_class_append_schema (reeve_record_class_of (reeve_part_get_type ()), TRUE, schema);
  g_assert_cmpstr (
    schema->str, ==,
    "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":10},"
    "\"pin\":{\"type\":\"string\",\"format\":\"password\",\"maxLength\":8192}},\"required\":[\"name\"],"
    "\"additionalProperties\":false}");
  g_string_truncate (schema, 0);
  reeve_record_class_append_schema (reeve_record_class_of (reeve_specimen_get_type ()), FALSE, schema);
  g_assert_nonnull (strstr (schema->str, "\"part\":{\"allOf\":[{\"$ref\":\"#/components/schemas/Part\"}]}"));
  g_assert_nonnull (strstr (schema->str, "\"description\":\"A \\\"name\\\".\""));
  g_assert_nonnull (strstr (schema->str,
                            "\"visits\":{\"type\":\"integer\",\"minimum\":0,\"maximum\":9007199254740991,"
                            "\"readOnly\":true}"));
}

/* Old forms of records, as earlier services and files have them, are still read: a user without the members
 * that came later. */
static void
test_old_forms (void)
{
  static const char *const forms[] = {
    "{\"id\":\"" ID "\",\"email\":\"ada@example.org\",\"displayName\":\"Ada\"}",
    "{\"id\":\"" ID
    "\",\"email\":\"ada@example.org\",\"displayName\":\"Ada\",\"roles\":null,\"state\":\"active\"}",
    "{\"id\":\"" ID
    "\",\"version\":3,\"email\":\"ada@example.org\",\"displayName\":\"Ada\",\"retired\":true}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (ReeveUser) user = reeve_user_new ();
      g_autoptr (GError) error = NULL;
      g_assert_true (read_text (user, forms[i], REEVE_READ_REPLY, &error));
      g_assert_no_error (error);
      g_assert_cmpstr (user->display_name, ==, "Ada");
      g_assert_null (user->roles);
    }
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
      g_autofree char *json = to_json (user);
      g_assert_true (read_text (back, json, REEVE_READ_REPLY, &error));
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

  user->id = g_strdup (ID);
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
  g_test_add_func ("/record/round-trip", test_round_trip);
  g_test_add_func ("/record/empty", test_empty);
  g_test_add_func ("/record/properties", test_properties);
  g_test_add_func ("/record/copy-and-equal", test_copy_and_equal);
  g_test_add_func ("/record/names", test_names);
  g_test_add_func ("/record/create", test_create);
  g_test_add_func ("/record/normal-form", test_normal_form);
  g_test_add_func ("/record/all-or-nothing", test_all_or_nothing);
  g_test_add_func ("/record/create-over", test_create_over);
  g_test_add_func ("/record/patch", test_patch);
  g_test_add_func ("/record/reply", test_reply);
  g_test_add_func ("/record/reply-id", test_reply_id);
  g_test_add_func ("/record/pointer", test_pointer);
  g_test_add_func ("/record/long-name", test_long_name);
  g_test_add_func ("/record/validate", test_validate);
  g_test_add_func ("/record/to-create", test_to_create);
  g_test_add_func ("/record/to-patch", test_to_patch);
  g_test_add_func ("/record/to-patch-nested", test_to_patch_nested);
  g_test_add_func ("/record/difference", test_difference);
  g_test_add_func ("/record/difference-one-sided", test_difference_one_sided);
  g_test_add_func ("/record/secrets-are-silent", test_secrets_are_silent);
  g_test_add_func ("/record/secrets-are-wiped", test_secrets_are_wiped);
  g_test_add_func ("/record/tables", test_tables);
  g_test_add_func ("/record/schema", test_schema);
  g_test_add_func ("/record/old-forms", test_old_forms);
  g_test_add_func ("/record/random", test_random);
  g_test_add_func ("/record/speed", test_speed);
  return g_test_run ();
}
