/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The JSON schema of a record's class, for OpenAPI 3.1 (JSON Schema 2020-12). A request schema has the
 * writable members only and admits no others; a reply schema is open, as readers of replies must be. */

#include "config.h"

#include "common/json.h"
#include "common/record-private.h"

/* "user-bulk" -> UserBulk */
static void
append_reference (GString *json, GType type)
{
  gboolean capital = TRUE;

  g_string_append (json, "{\"$ref\":\"#/components/schemas/");
  for (const char *p = reeve_record_class_of (type)->noun; *p != '\0'; p++)
    {
      if (*p != '-')
        g_string_append_c (json, capital ? g_ascii_toupper (*p) : *p);
      capital = *p == '-';
    }
  g_string_append (json, "\"}");
}

static void
append_number (GString *json, const char *name, gint64 value)
{
  g_string_append_printf (json, ",\"%s\":%" G_GINT64_FORMAT, name, value);
}

static void
append_choices (GString *json, const char *const *choices)
{
  if (choices == NULL)
    return;
  g_string_append (json, ",\"enum\":[");
  for (guint i = 0; choices[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (json, ',');
      reeve_json_append_string (json, choices[i]);
    }
  g_string_append_c (json, ']');
}

static void
append_lengths (GString *json, const ReeveField *field, const char *min, const char *max)
{
  gboolean texts = g_str_equal (max, "maxLength");
  gint64 least = MAX (field->min, texts && (field->flags & REEVE_REQUIRED) != 0 ? 1 : 0);

  if (least > 0)
    append_number (json, min, least);
  append_number (json, max, reeve_field_get_max (field));
}

static void
append_list (GString *json, const ReeveField *field)
{
  g_string_append (json, "\"type\":\"array\",\"items\":");
  if (field->type == REEVE_FIELD_RECORDS)
    {
      append_reference (json, field->record_type ());
    }
  else
    {
      g_string_append (json, "{\"type\":\"string\"");
      append_choices (json, field->choices);
      g_string_append (json, "},\"uniqueItems\":true");
    }
  append_lengths (json, field, "minItems", "maxItems");
}

static void
append_type (GString *json, const ReeveField *field)
{
  switch (field->type)
    {
    case REEVE_FIELD_ID:
    case REEVE_FIELD_TEXT:
    case REEVE_FIELD_LINES:
      g_string_append (json, "\"type\":\"string\"");
      append_lengths (json, field, "minLength", "maxLength");
      break;
    case REEVE_FIELD_EMAIL:
      g_string_append (json, "\"type\":\"string\",\"format\":\"email\"");
      append_lengths (json, field, "minLength", "maxLength");
      break;
    case REEVE_FIELD_SECRET:
      g_string_append (json, "\"type\":\"string\",\"format\":\"password\"");
      append_lengths (json, field, "minLength", "maxLength");
      break;
    case REEVE_FIELD_CHOICE:
      g_string_append (json, "\"type\":\"string\"");
      append_choices (json, field->choices);
      break;
    case REEVE_FIELD_BOOLEAN:
      g_string_append (json, "\"type\":\"boolean\"");
      break;
    case REEVE_FIELD_INTEGER:
      g_string_append (json, "\"type\":\"integer\"");
      append_number (json, "minimum", field->min);
      append_number (json, "maximum", reeve_field_get_max (field));
      break;
    case REEVE_FIELD_TIME:
      g_string_append (json, "\"type\":\"string\",\"format\":\"date-time\"");
      break;
    case REEVE_FIELD_TEXTS:
    case REEVE_FIELD_RECORDS:
      append_list (json, field);
      break;
    case REEVE_FIELD_RECORD:
      g_string_append (json, "\"allOf\":[");
      append_reference (json, field->record_type ());
      g_string_append_c (json, ']');
      break;
    }
}

static void
append_property (GString *json, const ReeveFieldNames *names, gboolean for_request)
{
  const ReeveField *field = names->field;

  g_string_append_len (json, names->prefix, (gssize) names->prefix_length);
  g_string_append_c (json, '{');
  append_type (json, field);
  if (field->summary != NULL)
    {
      g_string_append (json, ",\"description\":");
      reeve_json_append_string (json, field->summary);
    }
  if (!for_request && (field->flags & REEVE_READ_ONLY) != 0)
    g_string_append (json, ",\"readOnly\":true");
  g_string_append (json, "},");
}

static void
drop_comma (GString *json)
{
  if (json->str[json->len - 1] == ',')
    g_string_truncate (json, json->len - 1);
}

static gboolean
has_required (ReeveRecordClass *klass)
{
  for (guint i = 0; i < klass->n_fields; i++)
    if ((klass->fields[i].flags & REEVE_REQUIRED) != 0)
      return TRUE;
  return FALSE;
}

void
reeve_record_class_append_schema (ReeveRecordClass *klass, gboolean for_request, GString *json)
{
  const ReeveDerived *derived = reeve_derived (klass);

  g_string_append (json, "{\"type\":\"object\",\"properties\":{");
  for (guint i = 0; i < klass->n_fields; i++)
    if (!for_request || (klass->fields[i].flags & REEVE_READ_ONLY) == 0)
      append_property (json, &derived->names[i], for_request);
  drop_comma (json);
  g_string_append_c (json, '}');
  if (has_required (klass))
    {
      g_string_append (json, ",\"required\":[");
      for (guint i = 0; i < klass->n_fields; i++)
        if ((klass->fields[i].flags & REEVE_REQUIRED) != 0)
          g_string_append_printf (json, "\"%s\",", derived->names[i].wire);
      drop_comma (json);
      g_string_append_c (json, ']');
    }
  if (for_request)
    g_string_append (json, ",\"additionalProperties\":false");
  g_string_append_c (json, '}');
}
