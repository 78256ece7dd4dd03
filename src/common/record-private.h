/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What the files of the record share: the tables that each class derives from its fields, once. */

#pragma once

#include "common/record.h"

G_BEGIN_DECLS

typedef struct
{
  const ReeveField *field;
  char *wire;   /* displayName */
  char *column; /* display_name */
  char *prefix; /* "displayName": with its quotes and the colon, ready to be copied */
  gsize prefix_length;
} ReeveFieldNames;

/* Open addressing; a slot holds a field's index + 1. Names are few and fixed, so half the slots stay free. */
typedef struct
{
  guint8 *slots;
  guint mask;
} ReeveNameIndex;

typedef struct
{
  ReeveFieldNames *names;            /* in the order of the table */
  const ReeveFieldNames **canonical; /* ordered by wire name, as RFC 8785 orders members */
  ReeveNameIndex by_name;
  ReeveNameIndex by_wire;
  ReeveNameIndex by_column;
} ReeveDerived;

static inline const ReeveDerived *
reeve_derived (ReeveRecordClass *klass)
{
  return klass->derived;
}

ReeveDerived *reeve_derive (const ReeveField *fields, guint n_fields);
void reeve_record_class_install_properties (ReeveRecordClass *klass);

/* Limits, with 0 in the table read as the type's own cap. */
gint64 reeve_field_get_max (const ReeveField *field);

/* Judges one text and makes its normal form. Returns the stable reason why it is refused, and says it in
 * @words (transfer full); NULL if it is fine, and then sets @normal (transfer full). For TEXTS it judges one
 * item. */
const char *reeve_field_judge_text (const ReeveField *field, const char *text, char **normal, char **words);

const char *reeve_field_intern_choice (const ReeveField *field, const char *text); /* (nullable) */

/* JSON as bytes that never moved while they grew. Flags say what is left out. */
typedef enum
{
  REEVE_WRITE_SECRETS = 1 << 0,
  REEVE_WRITE_WRITABLE = 1 << 1,  /* no read-only members */
  REEVE_WRITE_CANONICAL = 1 << 2, /* members in RFC 8785's order */
} ReeveWriteFlags;

/* @canonical: (transfer full) (nullable): see reeve_record_get_received() */
void reeve_record_set_received (gpointer record, char *canonical);

G_END_DECLS
