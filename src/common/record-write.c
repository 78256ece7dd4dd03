/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Records as JSON text: replies, request bodies, merge patches, and the canonical before and after of the
 * audit trail.
 *
 * Every writer measures first (an upper bound: every byte of a text may become six) and then writes into
 * memory that is large enough, without looking back. That is what makes it fast, and it is also what keeps
 * secrets from being left behind: a buffer that grows is copied by realloc, and its old place is not wiped.
 * measure_value() and put_value() belong together; change them as one. */

#include "config.h"

#include "common/json-private.h"
#include "common/record-private.h"

#include <openssl/crypto.h>
#include <string.h>

#define CHANGED "\"changed\"" /* what a difference says of a secret */

static gsize measure_record (gpointer record);
static char *put_record (char *out, gpointer record, ReeveWriteFlags flags);

static inline char *
put_bytes (char *out, const char *bytes, gsize length)
{
  memcpy (out, bytes, length);
  return out + length;
}

#define put_literal(out, literal) put_bytes (out, literal, sizeof (literal) - 1)

static gsize
measure_value (gpointer record, const ReeveField *field)
{
  gpointer member = reeve_record_field (record, field);
  gsize bound = sizeof CHANGED; /* also null, true and false */

  switch (field->type)
    {
    case REEVE_FIELD_ID:
    case REEVE_FIELD_TEXT:
    case REEVE_FIELD_LINES:
    case REEVE_FIELD_EMAIL:
    case REEVE_FIELD_CHOICE:
      if (*(char **) member != NULL)
        bound += REEVE_JSON_STRING_BOUND (strlen (*(char **) member));
      break;
    case REEVE_FIELD_BOOLEAN:
      break;
    case REEVE_FIELD_INTEGER:
      bound += REEVE_JSON_INTEGER_BOUND;
      break;
    case REEVE_FIELD_TIME:
      bound += REEVE_JSON_TIME_BOUND;
      break;
    case REEVE_FIELD_TEXTS:
      for (GStrv text = *(GStrv *) member; text != NULL && *text != NULL; text++)
        bound += REEVE_JSON_STRING_BOUND (strlen (*text)) + 1;
      break;
    case REEVE_FIELD_RECORD:
      if (*(gpointer *) member != NULL)
        bound += measure_record (*(gpointer *) member);
      break;
    case REEVE_FIELD_RECORDS:
      for (guint i = 0; *(GPtrArray **) member != NULL && i < (*(GPtrArray **) member)->len; i++)
        bound += measure_record (g_ptr_array_index (*(GPtrArray **) member, i)) + 1;
      break;
    case REEVE_FIELD_SECRET:
      if (*(ReeveSecret **) member != NULL)
        bound += REEVE_JSON_STRING_BOUND (reeve_secret_get_length (*(ReeveSecret **) member));
      break;
    }
  return bound;
}

/* Enough for each of the forms: set members, and null for those that are not. */
static gsize
measure_record (gpointer record)
{
  ReeveRecordClass *klass = REEVE_RECORD_GET_CLASS (record);
  const ReeveDerived *derived = reeve_derived (klass);
  gsize bound = 3;

  for (guint i = 0; i < klass->n_fields; i++)
    bound += derived->names[i].prefix_length + 1 + measure_value (record, &klass->fields[i]);
  return bound;
}

static char *
put_texts (char *out, const char *const *texts)
{
  *out++ = '[';
  for (guint i = 0; texts[i] != NULL; i++)
    {
      if (i > 0)
        *out++ = ',';
      out = reeve_json_put_string (out, texts[i], strlen (texts[i]));
    }
  *out++ = ']';
  return out;
}

static char *
put_records (char *out, GPtrArray *records, ReeveWriteFlags flags)
{
  *out++ = '[';
  for (guint i = 0; i < records->len; i++)
    {
      if (i > 0)
        *out++ = ',';
      out = put_record (out, g_ptr_array_index (records, i), flags);
    }
  *out++ = ']';
  return out;
}

static char *
put_secret (char *out, const ReeveSecret *secret, ReeveWriteFlags flags)
{
  if ((flags & REEVE_WRITE_SECRETS) == 0)
    return put_literal (out, CHANGED);
  return reeve_json_put_string (out, reeve_secret_get_text (secret), reeve_secret_get_length (secret));
}

/* A member that is set. */
static char *
put_value (char *out, gpointer record, const ReeveField *field, ReeveWriteFlags flags)
{
  gpointer member = reeve_record_field (record, field);

  switch (field->type)
    {
    case REEVE_FIELD_ID:
    case REEVE_FIELD_TEXT:
    case REEVE_FIELD_LINES:
    case REEVE_FIELD_EMAIL:
    case REEVE_FIELD_CHOICE:
      return reeve_json_put_string (out, *(char **) member, strlen (*(char **) member));
    case REEVE_FIELD_BOOLEAN:
      return *(gboolean *) member ? put_literal (out, "true") : put_literal (out, "false");
    case REEVE_FIELD_INTEGER:
      return reeve_json_put_integer (out, *(gint64 *) member);
    case REEVE_FIELD_TIME:
      return reeve_json_put_time (out, *(gint64 *) member);
    case REEVE_FIELD_TEXTS:
      return put_texts (out, *(const char *const **) member);
    case REEVE_FIELD_RECORD:
      return put_record (out, *(gpointer *) member, flags);
    case REEVE_FIELD_RECORDS:
      return put_records (out, *(GPtrArray **) member, flags);
    case REEVE_FIELD_SECRET:
      return put_secret (out, *(ReeveSecret **) member, flags);
    }
  g_assert_not_reached ();
}

static char *
put_member (char *out, gpointer record, const ReeveFieldNames *names, ReeveWriteFlags flags)
{
  out = put_bytes (out, names->prefix, names->prefix_length);
  if (!reeve_record_field_is_set (record, names->field))
    out = put_literal (out, "null");
  else
    out = put_value (out, record, names->field, flags);
  *out++ = ',';
  return out;
}

/* Closes an object whose members each left a comma behind them. */
static char *
put_end (char *out)
{
  if (out[-1] == ',')
    out--;
  *out++ = '}';
  return out;
}

static char *
put_record (char *out, gpointer record, ReeveWriteFlags flags)
{
  ReeveRecordClass *klass = REEVE_RECORD_GET_CLASS (record);
  const ReeveDerived *derived = reeve_derived (klass);

  *out++ = '{';
  for (guint i = 0; i < klass->n_fields; i++)
    {
      const ReeveFieldNames *names =
        (flags & REEVE_WRITE_CANONICAL) != 0 ? derived->canonical[i] : &derived->names[i];
      const ReeveField *field = names->field;
      if ((field->type == REEVE_FIELD_SECRET && (flags & REEVE_WRITE_SECRETS) == 0) ||
          ((field->flags & REEVE_READ_ONLY) != 0 && (flags & REEVE_WRITE_WRITABLE) != 0) ||
          !reeve_record_field_is_set (record, field))
        continue;
      out = put_member (out, record, names, flags);
    }
  return put_end (out);
}

static gboolean
is_writable_difference (gpointer before, gpointer after, const ReeveField *field)
{
  return (field->flags & REEVE_READ_ONLY) == 0 && !reeve_record_field_equal (before, after, field);
}

static gboolean
has_writable_difference (gpointer before, gpointer after)
{
  ReeveRecordClass *klass = REEVE_RECORD_GET_CLASS (after);

  for (guint i = 0; i < klass->n_fields; i++)
    if (is_writable_difference (before, after, &klass->fields[i]))
      return TRUE;
  return FALSE;
}

static char *
put_patch (char *out, gpointer before, gpointer after)
{
  ReeveRecordClass *klass = REEVE_RECORD_GET_CLASS (after);
  const ReeveDerived *derived = reeve_derived (klass);
  const ReeveWriteFlags flags = REEVE_WRITE_SECRETS | REEVE_WRITE_WRITABLE;

  *out++ = '{';
  for (guint i = 0; i < klass->n_fields; i++)
    {
      const ReeveField *field = &klass->fields[i];
      if (!is_writable_difference (before, after, field))
        continue;
      if (field->type == REEVE_FIELD_RECORD && reeve_record_field_is_set (before, field) &&
          reeve_record_field_is_set (after, field))
        {
          gpointer old = *(gpointer *) reeve_record_field (before, field);
          gpointer new = *(gpointer *) reeve_record_field (after, field);
          out = put_bytes (out, derived->names[i].prefix, derived->names[i].prefix_length);
          out = put_patch (out, old, new); /* RFC 7396 merges objects, all the way down */
          *out++ = ',';
          continue;
        }
      out = put_member (out, after, &derived->names[i], flags);
    }
  return put_end (out);
}

/* A secret made of what was written to @start, which is wiped. */
static ReeveSecret *
take_wiped (char *start, const char *end, gsize bound)
{
  gsize length = (gsize) (end - start);

  g_assert (length <= bound);
  ReeveSecret *secret = reeve_secret_new (start, length);
  OPENSSL_cleanse (start, length);
  g_free (start);
  return secret;
}

static ReeveSecret *
record_to_secret (gpointer record, ReeveWriteFlags flags)
{
  gsize bound = measure_record (record);
  char *start = g_malloc (bound);

  return take_wiped (start, put_record (start, record, flags), bound);
}

static gboolean
is_audited_difference (gpointer a, gpointer b, const ReeveField *field)
{
  if ((field->flags & REEVE_NOT_AUDITED) != 0)
    return FALSE;
  if (a != NULL && b != NULL)
    return !reeve_record_field_equal (a, b, field);
  return reeve_record_field_is_set (a != NULL ? a : b, field);
}

/* The members of @record in which it differs from @other. */
static char *
difference_to_text (gpointer record, gpointer other)
{
  if (record == NULL)
    return NULL;
  ReeveRecordClass *klass = REEVE_RECORD_GET_CLASS (record);
  const ReeveDerived *derived = reeve_derived (klass);
  gsize bound = measure_record (record) + 1;
  g_autofree char *start = g_malloc (bound);
  char *out = start;

  *out++ = '{';
  for (guint i = 0; i < klass->n_fields; i++)
    if (is_audited_difference (record, other, derived->canonical[i]->field))
      out = put_member (out, record, derived->canonical[i], REEVE_WRITE_CANONICAL);
  out = put_end (out);
  g_assert ((gsize) (out - start) < bound);
  return g_strndup (start, (gsize) (out - start));
}

void
reeve_record_append_json (gpointer record, GString *json)
{
  g_return_if_fail (REEVE_IS_RECORD (record));
  gsize bound = measure_record (record);
  char *start = reeve_json_reserve (json, bound);
  char *end = put_record (start, record, 0);

  g_assert ((gsize) (end - start) <= bound);
  *end = '\0';
  json->len += (gsize) (end - start);
}

ReeveSecret *
reeve_record_to_wire (gpointer record)
{
  g_return_val_if_fail (REEVE_IS_RECORD (record), NULL);
  return record_to_secret (record, REEVE_WRITE_SECRETS);
}

ReeveSecret *
reeve_record_to_create (gpointer record)
{
  g_return_val_if_fail (REEVE_IS_RECORD (record), NULL);
  return record_to_secret (record, REEVE_WRITE_SECRETS | REEVE_WRITE_WRITABLE);
}

ReeveSecret *
reeve_record_to_patch (gpointer before, gpointer after)
{
  g_return_val_if_fail (REEVE_IS_RECORD (before) && REEVE_IS_RECORD (after), NULL);
  g_return_val_if_fail (G_OBJECT_TYPE (before) == G_OBJECT_TYPE (after), NULL);
  if (!has_writable_difference (before, after))
    return NULL;
  gsize bound = measure_record (after);
  char *start = g_malloc (bound);
  return take_wiped (start, put_patch (start, before, after), bound);
}

gboolean
reeve_record_difference (gpointer a, gpointer b, char **before, char **after)
{
  g_return_val_if_fail (a != NULL || b != NULL, FALSE);
  g_return_val_if_fail (a == NULL || b == NULL || G_OBJECT_TYPE (a) == G_OBJECT_TYPE (b), FALSE);
  ReeveRecordClass *klass = REEVE_RECORD_GET_CLASS (a != NULL ? a : b);
  gboolean differs = a == NULL || b == NULL;

  for (guint i = 0; i < klass->n_fields && !differs; i++)
    differs = is_audited_difference (a, b, &klass->fields[i]);
  if (before != NULL)
    *before = differs ? difference_to_text (a, b) : NULL;
  if (after != NULL)
    *after = differs ? difference_to_text (b, a) : NULL;
  return differs;
}
