/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Records from JSON, all or nothing: members are read into a scratch record, every bad one is reported with
 * its pointer, and only when none is bad do they replace what was there.
 *
 * What a service answers is trusted to be well meant but not to be of our own version: unknown members and
 * unknown choices pass, limits are not enforced. What a client sends is trusted in nothing. */

#include "config.h"

#include "common/json-canonical.h"
#include "common/json.h"
#include "common/record-place.h"
#include "common/record-private.h"

#include <string.h>

#define MAX_NAME 64

static gboolean
read_record (ReeveReader *reader, const ReevePlace *place, gpointer record, JsonObject *object);

static gboolean
holds (JsonNode *node, GType type)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

static const char *
get_string (JsonNode *node)
{
  return holds (node, G_TYPE_STRING) ? json_node_get_string (node) : NULL;
}

/* Letters, digits and @others, and not too many. */
static gboolean
is_name (const char *text, const char *others)
{
  const char *p = text;

  while (g_ascii_isalnum (*p) || (*p != '\0' && strchr (others, *p) != NULL))
    p++;
  return *p == '\0' && p != text && p - text <= MAX_NAME;
}

static gboolean
read_text (ReeveReader *reader, const ReevePlace *place, const ReeveField *field, JsonNode *node, char **text)
{
  g_autofree char *words = NULL;
  const char *string = get_string (node);

  if (string == NULL)
    return reeve_reader_refuse (reader, place, "type", "is not a string");
  if (reader->mode == REEVE_READ_REPLY)
    {
      /* Ids go into addresses: not even a service may slip in another path. */
      if (field->type == REEVE_FIELD_ID && !is_name (string, "-"))
        return reeve_reader_refuse (reader, place, "id", "is not an id");
      *text = g_strdup (string);
      return TRUE;
    }
  const char *reason = reeve_field_judge_text (field, string, text, &words);
  return reason == NULL ? TRUE : reeve_reader_refuse (reader, place, reason, words);
}

/* A choice of a newer service is kept, if it looks like one: interned strings are never freed. */
static gboolean
read_choice (ReeveReader *reader,
             const ReevePlace *place,
             const ReeveField *field,
             JsonNode *node,
             const char **choice)
{
  g_autofree char *text = NULL;

  if (!read_text (reader, place, field, node, &text))
    return FALSE;
  *choice = reeve_field_intern_choice (field, text);
  if (*choice != NULL)
    return TRUE;
  if (!is_name (text, "-_."))
    return reeve_reader_refuse (reader, place, "choice", "is no choice");
  *choice = g_intern_string (text);
  return TRUE;
}

static gboolean
read_integer (ReeveReader *reader,
              const ReevePlace *place,
              const ReeveField *field,
              JsonNode *node,
              gint64 *value)
{
  if (!holds (node, G_TYPE_INT64))
    return reeve_reader_refuse (reader, place, "type", "is not a whole number");
  *value = json_node_get_int (node);
  if (reader->mode == REEVE_READ_REPLY || (*value >= field->min && *value <= reeve_field_get_max (field)))
    return TRUE;
  g_autofree char *words = g_strdup_printf ("is not from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT,
                                            field->min, reeve_field_get_max (field));
  return reeve_reader_refuse (reader, place, "range", words);
}

static gboolean
read_time (ReeveReader *reader, const ReevePlace *place, JsonNode *node, gint64 *time)
{
  const char *text = get_string (node);

  if (text == NULL)
    return reeve_reader_refuse (reader, place, "type", "is not a string");
  return reeve_json_parse_time (text, time)
           ? TRUE
           : reeve_reader_refuse (reader, place, "time", "is not a time as of RFC 3339");
}

/* The array of a list, or NULL if it is none or has too many or too few items. */
static JsonArray *
get_list (ReeveReader *reader, const ReevePlace *place, const ReeveField *field, JsonNode *node)
{
  if (!JSON_NODE_HOLDS_ARRAY (node))
    {
      reeve_reader_refuse (reader, place, "type", "is not an array");
      return NULL;
    }
  JsonArray *array = json_node_get_array (node);
  gint64 length = json_array_get_length (array);
  if (reader->mode == REEVE_READ_REPLY || (length >= field->min && length <= reeve_field_get_max (field)))
    return array;
  gboolean many = length > field->min;
  g_autofree char *words = g_strdup_printf ("has %s than %" G_GINT64_FORMAT " items", many ? "more" : "fewer",
                                            many ? reeve_field_get_max (field) : field->min);
  reeve_reader_refuse (reader, place, many ? "too_many" : "too_few", words);
  return NULL;
}

static gboolean
read_texts (ReeveReader *reader,
            const ReevePlace *place,
            const ReeveField *field,
            JsonNode *node,
            GStrv *texts)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  JsonArray *array = get_list (reader, place, field, node);
  gboolean good = array != NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      ReevePlace item = { .up = place, .index = i };
      char *text = NULL;
      if (!read_text (reader, &item, field, json_array_get_element (array, i), &text))
        {
          good = FALSE;
          continue;
        }
      g_strv_builder_add (builder, text);
      if (!g_hash_table_add (seen, text) && reader->mode != REEVE_READ_REPLY)
        good = reeve_reader_refuse (reader, &item, "duplicate", "is there already");
    }
  if (good)
    *texts = g_strv_builder_end (builder);
  return good;
}

/* A record within a record is read as a whole, except where a patch meets one that is there. */
static gboolean
read_nested (ReeveReader *reader,
             const ReevePlace *place,
             const ReeveField *field,
             JsonNode *node,
             gpointer *member)
{
  ReeveReadMode mode = reader->mode;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return reeve_reader_refuse (reader, place, "type", "is not an object");
  g_autoptr (GObject) record =
    *member != NULL ? reeve_record_copy (*member) : g_object_new (field->record_type (), NULL);
  if (mode == REEVE_READ_PATCH && *member == NULL)
    reader->mode = REEVE_READ_CREATE;
  gboolean good = read_record (reader, place, record, json_node_get_object (node));
  reader->mode = mode;
  if (good)
    {
      g_clear_object ((GObject **) member);
      *member = g_steal_pointer (&record);
    }
  return good;
}

static gboolean
read_records (ReeveReader *reader,
              const ReevePlace *place,
              const ReeveField *field,
              JsonNode *node,
              GPtrArray **records)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_object_unref);
  JsonArray *array = get_list (reader, place, field, node);
  ReeveReadMode mode = reader->mode;
  gboolean good = array != NULL;

  if (mode == REEVE_READ_PATCH)
    reader->mode = REEVE_READ_CREATE; /* RFC 7396 replaces arrays */
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      ReevePlace item = { .up = place, .index = i };
      gpointer record = NULL;
      if (read_nested (reader, &item, field, json_array_get_element (array, i), &record))
        g_ptr_array_add (list, record);
      else
        good = FALSE;
    }
  reader->mode = mode;
  if (good)
    *records = g_steal_pointer (&list);
  return good;
}

static gboolean
read_secret (ReeveReader *reader,
             const ReevePlace *place,
             const ReeveField *field,
             JsonNode *node,
             ReeveSecret **secret)
{
  const char *text = get_string (node);

  if (text == NULL)
    return reeve_reader_refuse (reader, place, "type", "is not a string");
  gint64 length = (gint64) strlen (text);
  if (reader->mode != REEVE_READ_REPLY && length < field->min)
    return reeve_reader_refuse (reader, place, length == 0 ? "required" : "too_short", "is too short");
  if (reader->mode != REEVE_READ_REPLY && length > reeve_field_get_max (field))
    return reeve_reader_refuse (reader, place, "too_long", "is too long");
  *secret = reeve_secret_new (text, (gsize) length);
  return TRUE;
}

/* Reads a value that is not null over a member of the scratch record. */
static gboolean
read_value (ReeveReader *reader,
            const ReevePlace *place,
            gpointer record,
            const ReeveField *field,
            JsonNode *node)
{
  gpointer member = reeve_record_field (record, field);

  if (field->type != REEVE_FIELD_RECORD)
    reeve_record_clear_field (record, field);
  switch (field->type)
    {
    case REEVE_FIELD_ID:
    case REEVE_FIELD_TEXT:
    case REEVE_FIELD_LINES:
    case REEVE_FIELD_EMAIL:
      return read_text (reader, place, field, node, member);
    case REEVE_FIELD_CHOICE:
      return read_choice (reader, place, field, node, member);
    case REEVE_FIELD_BOOLEAN:
      if (!holds (node, G_TYPE_BOOLEAN))
        return reeve_reader_refuse (reader, place, "type", "is not true or false");
      *(gboolean *) member = json_node_get_boolean (node);
      return TRUE;
    case REEVE_FIELD_INTEGER:
      return read_integer (reader, place, field, node, member);
    case REEVE_FIELD_TIME:
      return read_time (reader, place, node, member);
    case REEVE_FIELD_TEXTS:
      return read_texts (reader, place, field, node, member);
    case REEVE_FIELD_RECORD:
      return read_nested (reader, place, field, node, member);
    case REEVE_FIELD_RECORDS:
      return read_records (reader, place, field, node, member);
    case REEVE_FIELD_SECRET:
      return read_secret (reader, place, field, node, member);
    }
  g_assert_not_reached ();
}

static gboolean
is_touched (const ReeveField *field, ReeveReadMode mode)
{
  return mode == REEVE_READ_REPLY || (field->flags & REEVE_READ_ONLY) == 0;
}

static gboolean
refuse_unknown (ReeveReader *reader, const ReevePlace *place, ReeveRecordClass *klass, JsonObject *object)
{
  JsonObjectIter iter;
  const char *name;
  gboolean good = TRUE;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, NULL))
    {
      ReevePlace member = { .up = place, .name = name };
      if (reeve_record_class_find_wire (klass, name, strlen (name)) == NULL)
        good = reeve_reader_refuse (reader, &member, "unknown_member", "is not a member");
    }
  return good;
}

static gboolean
read_member (ReeveReader *reader,
             const ReevePlace *up,
             gpointer record,
             const ReeveFieldNames *names,
             JsonNode *node)
{
  const ReeveField *field = names->field;
  ReevePlace place = { .up = up, .name = names->wire };
  gboolean required = (field->flags & REEVE_REQUIRED) != 0 && reader->mode != REEVE_READ_REPLY;

  if (node != NULL && !is_touched (field, reader->mode))
    return reeve_reader_refuse (reader, &place, "read_only", "is set by the service");
  if (node != NULL && !JSON_NODE_HOLDS_NULL (node))
    return read_value (reader, &place, record, field, node);
  if (node == NULL && reader->mode == REEVE_READ_PATCH)
    return TRUE;
  if (required)
    return reeve_reader_refuse (reader, &place, "required", "is required");
  if (is_touched (field, reader->mode))
    reeve_record_clear_field (record, field);
  return TRUE;
}

/* Reads over @record, which is a scratch record: after FALSE its content is of no use. */
static gboolean
read_record (ReeveReader *reader, const ReevePlace *place, gpointer record, JsonObject *object)
{
  ReeveRecordClass *klass = REEVE_RECORD_GET_CLASS (record);
  const ReeveDerived *derived = reeve_derived (klass);
  gboolean good = reader->mode == REEVE_READ_REPLY || refuse_unknown (reader, place, klass, object);

  for (guint i = 0; i < klass->n_fields; i++)
    good &= read_member (reader, place, record, &derived->names[i],
                         json_object_get_member (object, derived->names[i].wire));
  return good;
}

static gsize
get_size (const ReeveField *field)
{
  switch (field->type)
    {
    case REEVE_FIELD_BOOLEAN:
      return sizeof (gboolean);
    case REEVE_FIELD_INTEGER:
    case REEVE_FIELD_TIME:
      return sizeof (gint64);
    case REEVE_FIELD_ID:
    case REEVE_FIELD_TEXT:
    case REEVE_FIELD_LINES:
    case REEVE_FIELD_EMAIL:
    case REEVE_FIELD_CHOICE:
    case REEVE_FIELD_TEXTS:
    case REEVE_FIELD_RECORD:
    case REEVE_FIELD_RECORDS:
    case REEVE_FIELD_SECRET:
      break;
    }
  return sizeof (gpointer);
}

static void
swap_members (gpointer a, gpointer b)
{
  ReeveRecordClass *klass = REEVE_RECORD_GET_CLASS (a);

  for (guint i = 0; i < klass->n_fields; i++)
    {
      guint8 held[8];
      gsize size = get_size (&klass->fields[i]);
      gpointer first = reeve_record_field (a, &klass->fields[i]);
      gpointer second = reeve_record_field (b, &klass->fields[i]);
      memcpy (held, first, size);
      memcpy (first, second, size);
      memcpy (second, held, size);
    }
}

/* What a newer service says besides is part of what it hashed. (transfer full) (nullable): nothing is */
static char *
make_received (ReeveRecordClass *klass, JsonObject *object)
{
  const ReeveDerived *derived = reeve_derived (klass);
  guint n = 0;

  for (guint i = 0; i < klass->n_fields; i++)
    n += json_object_has_member (object, derived->names[i].wire);
  return n < json_object_get_size (object) ? reeve_json_canonical (object, NULL) : NULL;
}

gboolean
reeve_record_read_json (gpointer record,
                        JsonObject *object,
                        ReeveReadMode mode,
                        const char *pointer,
                        GError **error)
{
  g_return_val_if_fail (REEVE_IS_RECORD (record) && object != NULL && pointer != NULL, FALSE);
  ReeveReader reader = { .mode = mode, .pointer = pointer };
  ReeveRecordClass *klass = REEVE_RECORD_GET_CLASS (record);
  g_autoptr (GObject) scratch = reeve_record_copy (record);

  if (!read_record (&reader, NULL, scratch, object))
    {
      g_propagate_error (error, g_steal_pointer (&reader.error));
      return FALSE;
    }
  swap_members (record, scratch);
  if (klass->proved)
    reeve_record_set_received (record, mode == REEVE_READ_REPLY ? make_received (klass, object) : NULL);
  return TRUE;
}
