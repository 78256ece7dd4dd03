/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Where in a document something is bad, and the list of all that is. Used where records are read and
 * validated. */

#pragma once

#include "common/record.h"

G_BEGIN_DECLS

/* Where we are in the document; written out only when something is bad there. */
typedef struct _ReevePlace ReevePlace;
struct _ReevePlace
{
  const ReevePlace *up; /* (nullable) */
  const char *name;     /* (nullable): then an index */
  guint index;
};

typedef struct
{
  ReeveReadMode mode;
  const char *pointer; /* of the outermost record */
  GError *error;       /* (nullable) (owned) all that is bad */
} ReeveReader;

/* Notes that what stands at @place (nullable: the record itself) is bad. Always FALSE, to be returned. */
gboolean
reeve_reader_refuse (ReeveReader *self, const ReevePlace *place, const char *reason, const char *words);

G_END_DECLS
