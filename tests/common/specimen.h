/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A record with a field of every type, and one within it, for the tests of the record. */

#pragma once

#include "common/record.h"

G_BEGIN_DECLS

REEVE_DECLARE_RECORD (ReevePart, reeve_part, PART)
struct _ReevePart
{
  ReeveRecord parent_instance;
  char *name;
  ReeveSecret *pin;
  gint64 made; /* read-only */
};

REEVE_DECLARE_RECORD (ReeveSpecimen, reeve_specimen, SPECIMEN)
struct _ReeveSpecimen
{
  ReeveRecord parent_instance;
  char *id;         /* read-only */
  char *owner_id;   /* an id or "nobody" */
  char *short_name; /* required, 2 bytes to 10 characters */
  char *notes;
  char *file; /* as it is */
  char *email;
  gboolean active;
  gint64 size; /* -5 to 1000 */
  gint64 seen;
  const char *colour; /* "red" or "blue" */
  GStrv tags;         /* at most 3 */
  GStrv colours;      /* of "red" and "blue" */
  ReeveRecord *part;
  GPtrArray *parts;       /* at most 2 */
  ReeveSecret *pass_word; /* 4 to 16 bytes */
  gint64 visits;          /* read-only, not audited */
};

#define SPECIMEN_ID     "01890a5d-ac96-774b-bcce-b302099a8057"
#define SPECIMEN_MARKER "planted-marker-7"

#define SPECIMEN_FULL                                                                           \
  "{\"id\":\"" SPECIMEN_ID                                                                      \
  "\",\"ownerId\":\"nobody\",\"shortName\":\"Ada \\\"L\\\"\",\"notes\":\"one\\ntwo\","          \
  "\"file\":\" a\\r\\n\",\"email\":\"ada@example.org\",\"active\":true,\"size\":-5,"            \
  "\"seen\":\"2026-11-22T01:51:56.123456Z\",\"colour\":\"blue\",\"tags\":[\"x\",\"y\"],"        \
  "\"colours\":[\"red\"],\"part\":{\"name\":\"lid\",\"made\":\"2000-01-01T00:00:00.000000Z\"}," \
  "\"parts\":[{\"name\":\"hub\"},{\"name\":\"rim\"}],\"visits\":7}"

JsonObject *specimen_parse (const char *text); /* (transfer full): must be a good object */
gboolean specimen_read (gpointer record, const char *text, ReeveReadMode mode, GError **error);
ReeveSpecimen *specimen_new_full (void); /* SPECIMEN_FULL, with SPECIMEN_MARKER as its secrets */
char *specimen_to_json (gpointer record);
char *specimen_list_members (const GError *error); /* "pointer reason" of every bad member, one a line */

G_END_DECLS
