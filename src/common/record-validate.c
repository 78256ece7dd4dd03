/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Records that were filled in C, judged as a create would judge their JSON. */

#include "config.h"

#include "common/record-place.h"
#include "common/record-private.h"

static void
validate_text (ReeveReader *reader, const ReevePlace *place, const ReeveField *field, const char *text)
{
  g_autofree char *normal = NULL;
  g_autofree char *words = NULL;
  const char *reason = reeve_field_judge_text (field, text, &normal, &words);

  if (reason != NULL)
    reeve_reader_refuse (reader, place, reason, words);
}

static void validate_record (ReeveReader *reader, const ReevePlace *up, gpointer record);

static void
validate_count (ReeveReader *reader, const ReevePlace *place, const ReeveField *field, gint64 count)
{
  if (count < field->min)
    reeve_reader_refuse (reader, place, "too_few", "has too few items");
  if (count > reeve_field_get_max (field))
    reeve_reader_refuse (reader, place, "too_many", "has too many items");
}

static void
validate_value (ReeveReader *reader, const ReevePlace *place, gpointer record, const ReeveField *field)
{
  gpointer member = reeve_record_field (record, field);

  switch (field->type)
    {
    case REEVE_FIELD_ID:
    case REEVE_FIELD_TEXT:
    case REEVE_FIELD_LINES:
    case REEVE_FIELD_EMAIL:
    case REEVE_FIELD_CHOICE:
      validate_text (reader, place, field, *(char **) member);
      break;
    case REEVE_FIELD_INTEGER:
      if (*(gint64 *) member < field->min || *(gint64 *) member > reeve_field_get_max (field))
        reeve_reader_refuse (reader, place, "range", "is out of range");
      break;
    case REEVE_FIELD_TEXTS:
      {
        GStrv texts = *(GStrv *) member;
        validate_count (reader, place, field, g_strv_length (texts));
        for (guint i = 0; texts[i] != NULL; i++)
          validate_text (reader, &(ReevePlace) { .up = place, .index = i }, field, texts[i]);
        break;
      }
    case REEVE_FIELD_RECORD:
      validate_record (reader, place, *(gpointer *) member);
      break;
    case REEVE_FIELD_RECORDS:
      {
        GPtrArray *records = *(GPtrArray **) member;
        validate_count (reader, place, field, records->len);
        for (guint i = 0; i < records->len; i++)
          validate_record (reader, &(ReevePlace) { .up = place, .index = i }, g_ptr_array_index (records, i));
        break;
      }
    case REEVE_FIELD_SECRET:
      {
        gint64 length = (gint64) reeve_secret_get_length (*(ReeveSecret **) member);
        if (length < field->min || length > reeve_field_get_max (field))
          reeve_reader_refuse (reader, place, length < field->min ? "too_short" : "too_long",
                               "has a wrong length");
        break;
      }
    case REEVE_FIELD_BOOLEAN:
    case REEVE_FIELD_TIME:
      break;
    }
}

static void
validate_record (ReeveReader *reader, const ReevePlace *up, gpointer record)
{
  ReeveRecordClass *klass = REEVE_RECORD_GET_CLASS (record);
  const ReeveDerived *derived = reeve_derived (klass);

  for (guint i = 0; i < klass->n_fields; i++)
    {
      const ReeveField *field = &klass->fields[i];
      ReevePlace place = { .up = up, .name = derived->names[i].wire };
      if (reeve_record_field_is_set (record, field))
        validate_value (reader, &place, record, field);
      else if ((field->flags & REEVE_REQUIRED) != 0)
        reeve_reader_refuse (reader, &place, "required", "is required");
    }
}

gboolean
reeve_record_validate (gpointer record, GError **error)
{
  g_return_val_if_fail (REEVE_IS_RECORD (record), FALSE);
  ReeveReader reader = { .mode = REEVE_READ_CREATE, .pointer = "" };

  validate_record (&reader, NULL, record);
  if (reader.error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&reader.error));
  return FALSE;
}
