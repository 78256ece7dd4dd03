/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The names of fields: wire names, columns and prefixes made from the one in the table, and the indexes that
 * find a field by any of them. */

#include "config.h"

#include "common/record-private.h"

#include <string.h>

static guint
hash_name (const char *name, gsize length)
{
  guint hash = 2166136261u; /* FNV-1a */

  for (gsize i = 0; i < length; i++)
    hash = (hash ^ (guchar) name[i]) * 16777619u;
  return hash;
}

static void
init_index (ReeveNameIndex *self, guint n_fields)
{
  guint size = 8;

  while (size < 2 * n_fields)
    size *= 2;
  self->mask = size - 1;
  self->slots = g_new0 (guint8, size);
}

static void
insert_name (ReeveNameIndex *self, const char *name, guint field)
{
  guint slot = hash_name (name, strlen (name)) & self->mask;

  while (self->slots[slot] != 0)
    slot = (slot + 1) & self->mask;
  self->slots[slot] = (guint8) (field + 1);
}

/* last-sign-in -> lastSignIn */
static char *
to_camel (const char *name)
{
  char *wire = g_strdup (name);
  char *out = wire;

  for (; *name != '\0'; name++)
    *out++ = *name == '-' ? g_ascii_toupper (*++name) : *name;
  *out = '\0';
  return wire;
}

static int
compare_wire (gconstpointer a, gconstpointer b)
{
  const ReeveFieldNames *const *first = a;
  const ReeveFieldNames *const *second = b;

  return strcmp ((*first)->wire, (*second)->wire);
}

typedef gboolean (*Matches) (const ReeveFieldNames *names, const char *name, gsize length);

static const ReeveField *
find (const ReeveDerived *derived,
      const ReeveNameIndex *index,
      const char *name,
      gsize length,
      Matches matches)
{
  for (guint slot = hash_name (name, length) & index->mask; index->slots[slot] != 0;
       slot = (slot + 1) & index->mask)
    {
      const ReeveFieldNames *names = &derived->names[index->slots[slot] - 1];
      if (matches (names, name, length))
        return names->field;
    }
  return NULL;
}

static gboolean
is_name (const ReeveFieldNames *names, const char *name, gsize length G_GNUC_UNUSED)
{
  return strcmp (names->field->name, name) == 0;
}

static gboolean
is_wire (const ReeveFieldNames *names, const char *wire, gsize length)
{
  /* the prefix is the name with two quotes and a colon */
  return names->prefix_length == length + 3 && memcmp (names->wire, wire, length) == 0;
}

static gboolean
is_column (const ReeveFieldNames *names, const char *column, gsize length G_GNUC_UNUSED)
{
  return strcmp (names->column, column) == 0;
}

ReeveDerived *
reeve_derive (const ReeveField *fields, guint n_fields)
{
  ReeveDerived *derived = g_new0 (ReeveDerived, 1);

  derived->names = g_new0 (ReeveFieldNames, n_fields);
  derived->canonical = g_new0 (const ReeveFieldNames *, n_fields);
  init_index (&derived->by_name, n_fields);
  init_index (&derived->by_wire, n_fields);
  init_index (&derived->by_column, n_fields);
  for (guint i = 0; i < n_fields; i++)
    {
      ReeveFieldNames *names = &derived->names[i];
      names->field = &fields[i];
      names->wire = to_camel (fields[i].name);
      names->column = g_strdelimit (g_strdup (fields[i].name), "-", '_');
      names->prefix = g_strdup_printf ("\"%s\":", names->wire);
      names->prefix_length = strlen (names->prefix);
      derived->canonical[i] = names;
      insert_name (&derived->by_name, fields[i].name, i);
      insert_name (&derived->by_wire, names->wire, i);
      insert_name (&derived->by_column, names->column, i);
    }
  qsort (derived->canonical, n_fields, sizeof *derived->canonical, compare_wire);
  return derived;
}

const ReeveField *
reeve_record_class_find_field (ReeveRecordClass *klass, const char *name)
{
  const ReeveDerived *derived = reeve_derived (klass);

  return find (derived, &derived->by_name, name, strlen (name), is_name);
}

const ReeveField *
reeve_record_class_find_wire (ReeveRecordClass *klass, const char *wire, gsize length)
{
  const ReeveDerived *derived = reeve_derived (klass);

  return find (derived, &derived->by_wire, wire, length, is_wire);
}

const ReeveField *
reeve_record_class_find_column (ReeveRecordClass *klass, const char *column)
{
  const ReeveDerived *derived = reeve_derived (klass);

  return find (derived, &derived->by_column, column, strlen (column), is_column);
}

const char *
reeve_record_class_get_wire (ReeveRecordClass *klass, const ReeveField *field)
{
  return reeve_derived (klass)->names[field - klass->fields].wire;
}

const char *
reeve_record_class_get_column (ReeveRecordClass *klass, const ReeveField *field)
{
  return reeve_derived (klass)->names[field - klass->fields].column;
}
