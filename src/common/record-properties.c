/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Fields as GObject properties, which is how templates bind to them. */

#include "config.h"

#include "common/record-private.h"

static GParamSpec *
new_param_spec (const ReeveField *field)
{
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  switch (field->type)
    {
    case REEVE_FIELD_ID:
    case REEVE_FIELD_TEXT:
    case REEVE_FIELD_LINES:
    case REEVE_FIELD_EMAIL:
    case REEVE_FIELD_CHOICE:
      return g_param_spec_string (field->name, NULL, NULL, NULL, flags);
    case REEVE_FIELD_BOOLEAN:
      return g_param_spec_boolean (field->name, NULL, NULL, FALSE, flags);
    case REEVE_FIELD_INTEGER:
    case REEVE_FIELD_TIME:
      return g_param_spec_int64 (field->name, NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
    case REEVE_FIELD_TEXTS:
      return g_param_spec_boxed (field->name, NULL, NULL, G_TYPE_STRV, flags);
    case REEVE_FIELD_RECORD:
      return g_param_spec_object (field->name, NULL, NULL, field->record_type (), flags);
    case REEVE_FIELD_RECORDS:
      return g_param_spec_boxed (field->name, NULL, NULL, G_TYPE_PTR_ARRAY, flags);
    case REEVE_FIELD_SECRET:
      return g_param_spec_boxed (field->name, NULL, NULL, REEVE_TYPE_SECRET, flags);
    }
  g_assert_not_reached ();
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec G_GNUC_UNUSED)
{
  const ReeveField *field = &REEVE_RECORD_GET_CLASS (object)->fields[id - 1];
  gpointer member = reeve_record_field (object, field);

  switch (field->type)
    {
    case REEVE_FIELD_ID:
    case REEVE_FIELD_TEXT:
    case REEVE_FIELD_LINES:
    case REEVE_FIELD_EMAIL:
      g_value_set_string (value, *(char **) member);
      break;
    case REEVE_FIELD_CHOICE:
      g_value_set_static_string (value, *(const char **) member);
      break;
    case REEVE_FIELD_BOOLEAN:
      g_value_set_boolean (value, *(gboolean *) member);
      break;
    case REEVE_FIELD_INTEGER:
    case REEVE_FIELD_TIME:
      g_value_set_int64 (value, *(gint64 *) member);
      break;
    case REEVE_FIELD_TEXTS:
    case REEVE_FIELD_RECORDS:
    case REEVE_FIELD_SECRET:
      g_value_set_boxed (value, *(gpointer *) member);
      break;
    case REEVE_FIELD_RECORD:
      g_value_set_object (value, *(gpointer *) member);
      break;
    }
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec G_GNUC_UNUSED)
{
  const ReeveField *field = &REEVE_RECORD_GET_CLASS (object)->fields[id - 1];
  gpointer member = reeve_record_field (object, field);

  switch (field->type)
    {
    case REEVE_FIELD_ID:
    case REEVE_FIELD_TEXT:
    case REEVE_FIELD_LINES:
    case REEVE_FIELD_EMAIL:
    case REEVE_FIELD_CHOICE:
      reeve_record_set_text (object, field, g_value_get_string (value));
      break;
    case REEVE_FIELD_BOOLEAN:
      *(gboolean *) member = g_value_get_boolean (value);
      break;
    case REEVE_FIELD_INTEGER:
    case REEVE_FIELD_TIME:
      *(gint64 *) member = g_value_get_int64 (value);
      break;
    case REEVE_FIELD_TEXTS:
    case REEVE_FIELD_RECORDS:
    case REEVE_FIELD_SECRET:
      {
        gpointer boxed = g_value_dup_boxed (value);
        reeve_record_clear_field (object, field);
        *(gpointer *) member = boxed;
        break;
      }
    case REEVE_FIELD_RECORD:
      {
        gpointer record = g_value_dup_object (value);
        reeve_record_clear_field (object, field);
        *(gpointer *) member = record;
        break;
      }
    }
}

void
reeve_record_class_install_properties (ReeveRecordClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  g_autofree GParamSpec **specs = g_new0 (GParamSpec *, klass->n_fields + 1);

  /* GObject does not let a class inherit these two. */
  object_class->get_property = get_property;
  object_class->set_property = set_property;
  for (guint i = 0; i < klass->n_fields; i++)
    specs[i + 1] = new_param_spec (&klass->fields[i]);
  g_object_class_install_properties (object_class, klass->n_fields + 1, specs);
}
