/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The tables of the specimen, and what the tests of records share. */

#include "config.h"

#include "specimen.h"

#include "common/error.h"
#include "common/json.h"

#include <string.h>

static const char *const colours[] = { "red", "blue", NULL };
static const char *const nobody[] = { "nobody", NULL };

static const ReeveField part_fields[] = {
  { "name", REEVE_FIELD_TEXT, offsetof (ReevePart, name), REEVE_REQUIRED, .max = 10 },
  { "pin", REEVE_FIELD_SECRET, offsetof (ReevePart, pin) },
  { "made", REEVE_FIELD_TIME, offsetof (ReevePart, made), REEVE_READ_ONLY },
};
REEVE_DEFINE_RECORD (ReevePart, reeve_part, "part", NULL, part_fields)

static const ReeveField fields[] = {
  { "id", REEVE_FIELD_ID, offsetof (ReeveSpecimen, id), REEVE_READ_ONLY },
  { "owner-id", REEVE_FIELD_ID, offsetof (ReeveSpecimen, owner_id), .choices = nobody },
  { "short-name", REEVE_FIELD_TEXT, offsetof (ReeveSpecimen, short_name), REEVE_REQUIRED, .min = 2, .max = 10,
    .summary = "A \"name\"." },
  { "notes", REEVE_FIELD_LINES, offsetof (ReeveSpecimen, notes) },
  { "file", REEVE_FIELD_LINES, offsetof (ReeveSpecimen, file), REEVE_AS_IS, .max = 100 },
  { "email", REEVE_FIELD_EMAIL, offsetof (ReeveSpecimen, email) },
  { "active", REEVE_FIELD_BOOLEAN, offsetof (ReeveSpecimen, active) },
  { "size", REEVE_FIELD_INTEGER, offsetof (ReeveSpecimen, size), .min = -5, .max = 1000 },
  { "seen", REEVE_FIELD_TIME, offsetof (ReeveSpecimen, seen) },
  { "colour", REEVE_FIELD_CHOICE, offsetof (ReeveSpecimen, colour), .choices = colours },
  { "tags", REEVE_FIELD_TEXTS, offsetof (ReeveSpecimen, tags), .max = 3 },
  { "colours", REEVE_FIELD_TEXTS, offsetof (ReeveSpecimen, colours), .choices = colours },
  { "part", REEVE_FIELD_RECORD, offsetof (ReeveSpecimen, part), .record_type = reeve_part_get_type },
  { "parts", REEVE_FIELD_RECORDS, offsetof (ReeveSpecimen, parts), .max = 2,
    .record_type = reeve_part_get_type },
  { "pass-word", REEVE_FIELD_SECRET, offsetof (ReeveSpecimen, pass_word), .min = 4, .max = 16 },
  { "visits", REEVE_FIELD_INTEGER, offsetof (ReeveSpecimen, visits), REEVE_READ_ONLY | REEVE_NOT_AUDITED },
};
REEVE_DEFINE_RECORD (ReeveSpecimen, reeve_specimen, "odd-specimen", "specimens", fields)

JsonObject *
specimen_parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonObject *object = reeve_json_parse_object (text, strlen (text), &reeve_json_body, &error);

  g_assert_no_error (error);
  return object;
}

gboolean
specimen_read (gpointer record, const char *text, ReeveReadMode mode, GError **error)
{
  g_autoptr (JsonObject) object = specimen_parse (text);

  return reeve_record_read_json (record, object, mode, "", error);
}

ReeveSpecimen *
specimen_new_full (void)
{
  g_autoptr (GError) error = NULL;
  ReeveSpecimen *specimen = reeve_specimen_new ();

  g_assert_true (specimen_read (specimen, SPECIMEN_FULL, REEVE_READ_REPLY, &error));
  g_assert_no_error (error);
  specimen->pass_word = reeve_secret_new_text (SPECIMEN_MARKER);
  REEVE_PART (specimen->part)->pin = reeve_secret_new_text (SPECIMEN_MARKER);
  return specimen;
}

char *
specimen_to_json (gpointer record)
{
  GString *json = g_string_new (NULL);

  reeve_record_append_json (record, json);
  return g_string_free_and_steal (json);
}

/* "pointer reason" of every bad member, one a line */
char *
specimen_list_members (const GError *error)
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
