/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The record itself: its class, access to fields, copy and equality.
 *
 * How a field travels. The table in user.c names it once, in kebab case. From there:
 *   names      record-names.c       displayName and display_name, and the indexes that find them
 *   template   record-properties.c  GObject property `display-name`
 *   JSON out   record-write.c       "displayName":… copied from the class's prefix, the value behind it
 *   JSON in    record-read.c        found by its wire name, judged by field-text.c, put into a scratch record
 *                                   that replaces the members only when every one of them is good
 *   SQL row    service/store/rows.c found by its column
 *   audit      record-write.c       in `before` and `after` of the difference, canonical
 *   API page   record-schema.c
 * The derived tables are made in class_init, that is once and before any thread has a record of the class,
 * and are read-only from then on. */

#include "config.h"

#include "common/record-private.h"

#include <string.h>

G_DEFINE_ABSTRACT_TYPE (ReeveRecord, reeve_record, G_TYPE_OBJECT)

#define MAX_SAFE_INTEGER ((G_GINT64_CONSTANT (1) << 53) - 1)

static gboolean
texts_contain (const char *const *texts, const char *text)
{
  return texts != NULL && g_strv_contains (texts, text);
}

/* Lists of texts are sets: the order says nothing. */
static gboolean
texts_equal (const char *const *a, const char *const *b)
{
  guint n_a = a != NULL ? g_strv_length ((char **) a) : 0;
  guint n_b = b != NULL ? g_strv_length ((char **) b) : 0;

  if (n_a != n_b)
    return FALSE;
  for (guint i = 0; i < n_a; i++)
    if (!texts_contain (b, a[i]) || !texts_contain (a, b[i]))
      return FALSE;
  return TRUE;
}

static gboolean
records_equal (GPtrArray *a, GPtrArray *b)
{
  guint n_a = a != NULL ? a->len : 0;
  guint n_b = b != NULL ? b->len : 0;

  if (n_a != n_b)
    return FALSE;
  for (guint i = 0; i < n_a; i++)
    if (!reeve_record_equal (g_ptr_array_index (a, i), g_ptr_array_index (b, i)))
      return FALSE;
  return TRUE;
}

/* @to has nothing there. */
static void
copy_field (gpointer to, gpointer from, const ReeveField *field)
{
  gpointer source = reeve_record_field (from, field);
  gpointer target = reeve_record_field (to, field);

  switch (field->type)
    {
    case REEVE_FIELD_ID:
    case REEVE_FIELD_TEXT:
    case REEVE_FIELD_LINES:
    case REEVE_FIELD_EMAIL:
      *(char **) target = g_strdup (*(char **) source);
      break;
    case REEVE_FIELD_CHOICE:
      *(const char **) target = *(const char **) source;
      break;
    case REEVE_FIELD_BOOLEAN:
      *(gboolean *) target = *(gboolean *) source;
      break;
    case REEVE_FIELD_INTEGER:
    case REEVE_FIELD_TIME:
      *(gint64 *) target = *(gint64 *) source;
      break;
    case REEVE_FIELD_TEXTS:
      *(GStrv *) target = g_strdupv (*(GStrv *) source);
      break;
    case REEVE_FIELD_RECORD:
      if (*(gpointer *) source != NULL)
        *(gpointer *) target = reeve_record_copy (*(gpointer *) source);
      break;
    case REEVE_FIELD_RECORDS:
      if (*(GPtrArray **) source != NULL)
        {
          GPtrArray *records = *(GPtrArray **) source;
          GPtrArray *copies = g_ptr_array_new_full (records->len, g_object_unref);
          for (guint i = 0; i < records->len; i++)
            g_ptr_array_add (copies, reeve_record_copy (g_ptr_array_index (records, i)));
          *(GPtrArray **) target = copies;
        }
      break;
    case REEVE_FIELD_SECRET:
      if (*(ReeveSecret **) source != NULL)
        *(ReeveSecret **) target = reeve_secret_ref (*(ReeveSecret **) source);
      break;
    }
}

static void
reeve_record_finalize (GObject *object)
{
  ReeveRecordClass *klass = REEVE_RECORD_GET_CLASS (object);

  for (guint i = 0; i < klass->n_fields; i++)
    reeve_record_clear_field (object, &klass->fields[i]);
  G_OBJECT_CLASS (reeve_record_parent_class)->finalize (object);
}

static void
reeve_record_class_init (ReeveRecordClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = reeve_record_finalize;
}

static void
reeve_record_init (ReeveRecord *self G_GNUC_UNUSED)
{
}

/* For the files of the record. */

gint64
reeve_field_get_max (const ReeveField *field)
{
  if (field->max != 0)
    return field->max;
  switch (field->type)
    {
    case REEVE_FIELD_ID:
      return 64;
    case REEVE_FIELD_EMAIL:
      return 254;
    case REEVE_FIELD_TEXT:
      return 1000;
    case REEVE_FIELD_LINES:
      return 65536;
    case REEVE_FIELD_SECRET:
      return 8192;
    case REEVE_FIELD_INTEGER:
      return MAX_SAFE_INTEGER;
    case REEVE_FIELD_TEXTS:
      return 100;
    case REEVE_FIELD_RECORDS:
      return 1000;
    case REEVE_FIELD_BOOLEAN:
    case REEVE_FIELD_TIME:
    case REEVE_FIELD_CHOICE:
    case REEVE_FIELD_RECORD:
      break;
    }
  return G_MAXINT64;
}

const char *
reeve_field_intern_choice (const ReeveField *field, const char *text)
{
  if (text == NULL)
    return NULL;
  for (guint i = 0; field->choices != NULL && field->choices[i] != NULL; i++)
    if (strcmp (field->choices[i], text) == 0)
      return field->choices[i];
  return NULL;
}

gboolean
reeve_record_field_equal (gpointer a, gpointer b, const ReeveField *field)
{
  gpointer first = reeve_record_field (a, field);
  gpointer second = reeve_record_field (b, field);

  switch (field->type)
    {
    case REEVE_FIELD_ID:
    case REEVE_FIELD_TEXT:
    case REEVE_FIELD_LINES:
    case REEVE_FIELD_EMAIL:
    case REEVE_FIELD_CHOICE:
      return g_strcmp0 (*(char **) first, *(char **) second) == 0;
    case REEVE_FIELD_BOOLEAN:
      return !*(gboolean *) first == !*(gboolean *) second;
    case REEVE_FIELD_INTEGER:
    case REEVE_FIELD_TIME:
      return *(gint64 *) first == *(gint64 *) second;
    case REEVE_FIELD_TEXTS:
      return texts_equal (*(const char *const **) first, *(const char *const **) second);
    case REEVE_FIELD_RECORD:
      return reeve_record_equal (*(gpointer *) first, *(gpointer *) second);
    case REEVE_FIELD_RECORDS:
      return records_equal (*(GPtrArray **) first, *(GPtrArray **) second);
    case REEVE_FIELD_SECRET:
      return reeve_secret_equal (*(ReeveSecret **) first, *(ReeveSecret **) second);
    }
  g_assert_not_reached ();
}

/* Public functions. */

void
reeve_record_class_set_fields (ReeveRecordClass *klass,
                               const char *noun,
                               const char *collection,
                               const ReeveField *fields,
                               guint n_fields)
{
  g_return_if_fail (n_fields > 0 && n_fields < 128);

  klass->noun = noun;
  klass->collection = collection;
  klass->fields = fields;
  klass->n_fields = n_fields;
  klass->derived = reeve_derive (fields, n_fields);
  reeve_record_class_install_properties (klass);
}

ReeveRecordClass *
reeve_record_class_of (GType type)
{
  g_return_val_if_fail (g_type_is_a (type, REEVE_TYPE_RECORD), NULL);
  return g_type_class_get (type);
}

gpointer
reeve_record_field (gpointer record, const ReeveField *field)
{
  return G_STRUCT_MEMBER_P (record, field->offset);
}

const char *
reeve_record_get_id (gpointer record)
{
  const ReeveField *field = reeve_record_class_find_field (REEVE_RECORD_GET_CLASS (record), "id");

  return *(const char **) reeve_record_field (record, field);
}

void
reeve_record_clear_field (gpointer record, const ReeveField *field)
{
  gpointer member = reeve_record_field (record, field);

  switch (field->type)
    {
    case REEVE_FIELD_ID:
    case REEVE_FIELD_TEXT:
    case REEVE_FIELD_LINES:
    case REEVE_FIELD_EMAIL:
      g_clear_pointer ((char **) member, g_free);
      break;
    case REEVE_FIELD_CHOICE:
      *(const char **) member = NULL;
      break;
    case REEVE_FIELD_BOOLEAN:
      *(gboolean *) member = FALSE;
      break;
    case REEVE_FIELD_INTEGER:
    case REEVE_FIELD_TIME:
      *(gint64 *) member = 0;
      break;
    case REEVE_FIELD_TEXTS:
      g_clear_pointer ((GStrv *) member, g_strfreev);
      break;
    case REEVE_FIELD_RECORD:
      g_clear_object ((GObject **) member);
      break;
    case REEVE_FIELD_RECORDS:
      g_clear_pointer ((GPtrArray **) member, g_ptr_array_unref);
      break;
    case REEVE_FIELD_SECRET:
      g_clear_pointer ((ReeveSecret **) member, reeve_secret_unref);
      break;
    }
}

gboolean
reeve_record_field_is_set (gpointer record, const ReeveField *field)
{
  gpointer member = reeve_record_field (record, field);

  switch (field->type)
    {
    case REEVE_FIELD_BOOLEAN:
    case REEVE_FIELD_INTEGER:
      return TRUE;
    case REEVE_FIELD_TIME:
      return *(gint64 *) member != 0;
    case REEVE_FIELD_TEXTS:
      return *(GStrv *) member != NULL && (*(GStrv *) member)[0] != NULL;
    case REEVE_FIELD_RECORDS:
      return *(GPtrArray **) member != NULL && (*(GPtrArray **) member)->len > 0;
    case REEVE_FIELD_ID:
    case REEVE_FIELD_TEXT:
    case REEVE_FIELD_LINES:
    case REEVE_FIELD_EMAIL:
    case REEVE_FIELD_CHOICE:
    case REEVE_FIELD_RECORD:
    case REEVE_FIELD_SECRET:
      break;
    }
  return *(gpointer *) member != NULL;
}

void
reeve_record_set_text (gpointer record, const ReeveField *field, const char *text)
{
  gpointer member = reeve_record_field (record, field);

  switch (field->type)
    {
    case REEVE_FIELD_ID:
    case REEVE_FIELD_TEXT:
    case REEVE_FIELD_LINES:
    case REEVE_FIELD_EMAIL:
      g_set_str ((char **) member, text);
      break;
    case REEVE_FIELD_CHOICE:
      {
        const char *known = reeve_field_intern_choice (field, text);
        *(const char **) member = known != NULL ? known : g_intern_string (text);
        break;
      }
    case REEVE_FIELD_SECRET:
      {
        ReeveSecret *secret = reeve_secret_new_text (text);
        reeve_record_clear_field (record, field);
        *(ReeveSecret **) member = secret;
        break;
      }
    case REEVE_FIELD_BOOLEAN:
    case REEVE_FIELD_INTEGER:
    case REEVE_FIELD_TIME:
    case REEVE_FIELD_TEXTS:
    case REEVE_FIELD_RECORD:
    case REEVE_FIELD_RECORDS:
      g_return_if_reached ();
    }
}

void
reeve_set_texts (GStrv *member, const char *const *texts)
{
  GStrv copy = g_strdupv ((char **) texts);

  g_strfreev (*member);
  *member = copy;
}

static GQuark
get_received_quark (void)
{
  return g_quark_from_static_string ("reeve-received");
}

const char *
reeve_record_get_received (gpointer record)
{
  return g_object_get_qdata (record, get_received_quark ());
}

void
reeve_record_set_received (gpointer record, char *canonical)
{
  if (canonical != NULL || reeve_record_get_received (record) != NULL)
    g_object_set_qdata_full (record, get_received_quark (), canonical, g_free);
}

gpointer
reeve_record_copy (gpointer record)
{
  g_return_val_if_fail (REEVE_IS_RECORD (record), NULL);
  ReeveRecordClass *klass = REEVE_RECORD_GET_CLASS (record);
  gpointer copy = g_object_new (G_OBJECT_TYPE (record), NULL);

  for (guint i = 0; i < klass->n_fields; i++)
    copy_field (copy, record, &klass->fields[i]);
  reeve_record_set_received (copy, g_strdup (reeve_record_get_received (record)));
  return copy;
}

void
reeve_record_copy_field (gpointer to, gpointer from, const ReeveField *field)
{
  g_return_if_fail (to != from);

  reeve_record_clear_field (to, field);
  copy_field (to, from, field);
}

gboolean
reeve_record_equal (gpointer a, gpointer b)
{
  if (a == b)
    return TRUE;
  if (a == NULL || b == NULL || G_OBJECT_TYPE (a) != G_OBJECT_TYPE (b))
    return FALSE;
  ReeveRecordClass *klass = REEVE_RECORD_GET_CLASS (a);
  for (guint i = 0; i < klass->n_fields; i++)
    if (!reeve_record_field_equal (a, b, &klass->fields[i]))
      return FALSE;
  return TRUE;
}

gboolean
reeve_record_writable_equal (gpointer a, gpointer b)
{
  ReeveRecordClass *klass = REEVE_RECORD_GET_CLASS (a);

  g_return_val_if_fail (G_OBJECT_TYPE (a) == G_OBJECT_TYPE (b), FALSE);

  for (guint i = 0; i < klass->n_fields; i++)
    if (!(klass->fields[i].flags & REEVE_READ_ONLY) && !reeve_record_field_equal (a, b, &klass->fields[i]))
      return FALSE;
  return TRUE;
}

gpointer
reeve_record_rebase (gpointer now, gpointer from, gpointer to, gboolean force)
{
  g_return_val_if_fail (G_OBJECT_TYPE (now) == G_OBJECT_TYPE (from), NULL);
  g_return_val_if_fail (G_OBJECT_TYPE (now) == G_OBJECT_TYPE (to), NULL);
  ReeveRecordClass *klass = REEVE_RECORD_GET_CLASS (now);
  g_autoptr (ReeveRecord) rebased = reeve_record_copy (now);

  for (guint i = 0; i < klass->n_fields; i++)
    {
      const ReeveField *field = &klass->fields[i];

      if ((field->flags & REEVE_READ_ONLY) != 0 || reeve_record_field_equal (from, to, field))
        continue;
      if (!force && !reeve_record_field_equal (now, from, field) &&
          !reeve_record_field_equal (now, to, field))
        return NULL;
      reeve_record_copy_field (rebased, to, field);
    }
  return g_steal_pointer (&rebased);
}
