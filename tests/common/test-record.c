/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Records: every type there and back, properties, copies, names, and the tables of the product. */

#include "config.h"

#include "common/account.h"
#include "common/audit-entry.h"
#include "common/policy.h"
#include "common/session.h"
#include "common/sign-in.h"
#include "common/user-bulk.h"
#include "common/user-import.h"
#include "common/user.h"
#include "common/workspace.h"

#include "specimen.h"

#include <string.h>

/* Every field type goes out and comes back the same, and what is written is what was read. */
static void
test_round_trip (void)
{
  g_autoptr (ReeveSpecimen) specimen = specimen_new_full ();
  g_autoptr (ReeveSpecimen) back = reeve_specimen_new ();
  g_autoptr (GError) error = NULL;

  g_autofree char *json = specimen_to_json (specimen);
  g_assert_cmpstr (json, ==, SPECIMEN_FULL);
  g_autoptr (ReeveSecret) wire = reeve_record_to_wire (specimen);
  g_assert_true (specimen_read (back, reeve_secret_get_text (wire), REEVE_READ_REPLY, &error));
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
  g_autofree char *json = specimen_to_json (specimen);

  g_assert_cmpstr (json, ==, "{\"active\":false,\"size\":0,\"visits\":0}");
  specimen->tags = g_new0 (char *, 1);
  specimen->parts = g_ptr_array_new ();
  specimen->notes = g_strdup ("");
  g_autofree char *again = specimen_to_json (specimen);
  g_assert_cmpstr (again, ==, "{\"notes\":\"\",\"active\":false,\"size\":0,\"visits\":0}");
}

/* A template can bind to every field, read and written as a property of its own type. */
static void
test_properties (void)
{
  g_autoptr (ReeveSpecimen) specimen = specimen_new_full ();
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
  g_autoptr (ReeveSpecimen) specimen = specimen_new_full ();
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

/* A change is put on what the record has become, unless another touched the same field. */
static void
test_rebase (void)
{
  g_autoptr (ReeveSpecimen) from = specimen_new_full ();
  g_autoptr (ReeveSpecimen) to = reeve_record_copy (from);
  g_autoptr (ReeveSpecimen) now = reeve_record_copy (from);
  g_autoptr (ReeveSpecimen) rebased = NULL;

  reeve_set_text (&to->short_name, "after");
  reeve_set_texts (&to->tags, (const char *const[]) { "new", NULL });
  reeve_set_text (&to->id, "ignored"); /* read-only */
  reeve_set_text (&now->notes, "theirs");
  now->visits = 99;
  rebased = reeve_record_rebase (now, from, to, FALSE);
  g_assert_cmpstr (rebased->short_name, ==, "after");
  g_assert_true (g_strv_equal ((const char *const *) rebased->tags, (const char *const[]) { "new", NULL }));
  g_assert_cmpstr (rebased->notes, ==, "theirs");
  g_assert_cmpstr (rebased->id, ==, from->id);
  g_assert_cmpint (rebased->visits, ==, 99);
  g_assert_true (reeve_record_writable_equal (from, from));
  g_assert_false (reeve_record_writable_equal (now, rebased));

  g_clear_object (&rebased);
  reeve_set_text (&now->short_name, "after"); /* the same wish */
  rebased = reeve_record_rebase (now, from, to, FALSE);
  g_assert_nonnull (rebased);
  g_clear_object (&rebased);
  reeve_set_text (&now->short_name, "theirs");
  g_assert_null (reeve_record_rebase (now, from, to, FALSE));
  rebased = reeve_record_rebase (now, from, to, TRUE);
  g_assert_cmpstr (rebased->short_name, ==, "after");
  now->visits = 1;
  g_assert_true (reeve_record_writable_equal (now, now));
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
  g_autoptr (JsonObject) request = specimen_parse (schema->str);
  g_assert_false (json_object_get_boolean_member (request, "additionalProperties"));
  g_string_truncate (schema, 0);
  reeve_record_class_append_schema (klass, FALSE, schema);
  g_autoptr (JsonObject) reply = specimen_parse (schema->str);
  g_assert_cmpuint (json_object_get_size (json_object_get_object_member (reply, "properties")), ==,
                    klass->n_fields);
}

/* Every table of the product is sound: names once, a sentence for each, types with what they need, and a
 * schema that is JSON. */
static void
test_tables (void)
{
  static GType (*const types[]) (void) = {
    reeve_account_get_type,        reeve_audit_entry_get_type,     reeve_session_get_type,
    reeve_sign_in_get_type,        reeve_sign_in_code_get_type,    reeve_refresh_get_type,
    reeve_tokens_get_type,         reeve_setup_get_type,           reeve_password_change_get_type,
    reeve_enrolment_get_type,      reeve_enrolment_code_get_type,  reeve_enrolled_get_type,
    reeve_password_terms_get_type, reeve_policy_get_type,          reeve_user_get_type,
    reeve_user_bulk_get_type,      reeve_user_refusal_get_type,    reeve_user_bulk_result_get_type,
    reeve_user_import_get_type,    reeve_user_import_row_get_type, reeve_user_import_report_get_type,
    reeve_workspace_get_type,      reeve_identity_get_type,
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/record/round-trip", test_round_trip);
  g_test_add_func ("/record/empty", test_empty);
  g_test_add_func ("/record/properties", test_properties);
  g_test_add_func ("/record/copy-and-equal", test_copy_and_equal);
  g_test_add_func ("/record/rebase", test_rebase);
  g_test_add_func ("/record/names", test_names);
  g_test_add_func ("/record/tables", test_tables);
  g_test_add_func ("/record/schema", test_schema);
  return g_test_run ();
}
