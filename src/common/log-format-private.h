/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Between the reader and its formats. A format makes one event of one entry: a line, or an object of JSON. It
 * does no I/O, keeps nothing, and survives whatever stands there. */

#pragma once

#include "common/access-event.h"
#include "common/log-format.h"
#include "common/log-time.h"

G_BEGIN_DECLS

typedef enum
{
  REEVE_LOG_EVENT,
  REEVE_LOG_UNKNOWN, /* of the format, and tells of nothing at a door */
  REEVE_LOG_BROKEN,  /* not of the format */
} ReeveLogVerdict;

#define REEVE_LOG_ROOM 4096

/* What reading one entry may use, and where it says why. */
typedef struct
{
  ReeveLogClock clock;
  const char *why;   /* of UNKNOWN the kind, of BROKEN a stable word; lives as long as the entry */
  JsonObject *inner; /* (owned) (nullable): what a text in the entry held; lives as long as it */
  char room[REEVE_LOG_ROOM];
  gsize used;
} ReeveLogContext;

/* The texts of the event live in the entry or in the context. An entry is valid UTF-8 without a NUL. */
typedef struct
{
  const char *word;

  /* Formats of lines; @line is theirs to cut up. */
  ReeveLogVerdict (*read_line) (ReeveLogContext *context, char *line, ReeveAccessEvent *event);

  /* Formats of JSON. */
  const char *const *lists; /* (nullable): members of a document that hold the entries; ends with NULL */
  gboolean (*knows) (JsonObject *object);
  guint (*count) (JsonObject *object); /* (nullable): one entry tells of one event */
  ReeveLogVerdict (*read_object) (ReeveLogContext *context,
                                  JsonObject *object,
                                  guint index,
                                  ReeveAccessEvent *event);
} ReeveLogFormatKind;

extern const ReeveLogFormatKind reeve_log_format_reeve;
extern const ReeveLogFormatKind reeve_log_format_combined;
extern const ReeveLogFormatKind reeve_log_format_openssh;
extern const ReeveLogFormatKind reeve_log_format_okta;
extern const ReeveLogFormatKind reeve_log_format_cloudtrail;
extern const ReeveLogFormatKind reeve_log_format_google;
extern const ReeveLogFormatKind reeve_log_format_keycloak;
extern const ReeveLogFormatKind reeve_log_format_ocsf;

const ReeveLogFormatKind *reeve_log_format_get_kind (ReeveLogFormat format); /* (nullable): AUTO */

/* What the beginning of a file tells. */
typedef enum
{
  REEVE_LOG_LINES,    /* an entry a line */
  REEVE_LOG_DOCUMENT, /* entries are elements of JSON */
} ReeveLogShape;

/* @head begins at the beginning; @whole: and ends at the end. @format: AUTO, or the only one that it may be.
 * (nullable): not told yet, or, if @whole, of no such format */
const ReeveLogFormatKind *reeve_log_format_detect (const char *head,
                                                   gsize length,
                                                   gboolean whole,
                                                   ReeveLogFormat format,
                                                   ReeveLogShape *shape);

/* --- For the formats --- */

/* A text that lives until the next entry; cut where there is no room left. */
const char *reeve_log_compose (ReeveLogContext *context, const char *format, ...) G_GNUC_PRINTF (2, 3);
ReeveLogVerdict reeve_log_unknown (ReeveLogContext *context, const char *kind); /* (nullable) @kind */
ReeveLogVerdict reeve_log_broken (ReeveLogContext *context, const char *why);

/* Of JSON, by a path such as "client.userAgent.rawUserAgent". Nothing on the way need be there or be what it
 * should. (nullable): no text, or an empty one */
const char *reeve_log_get_text (JsonObject *object, const char *path);
gboolean reeve_log_get_number (JsonObject *object, const char *path, gint64 *number);
JsonObject *reeve_log_get_object (JsonObject *object, const char *path); /* (transfer none) (nullable) */
JsonArray *reeve_log_get_array (JsonObject *object, const char *path);   /* (transfer none) (nullable) */
JsonObject *reeve_log_get_element (JsonArray *array, guint index);       /* (transfer none) (nullable) */
gboolean reeve_log_get_time (JsonObject *object, const char *path, gint64 *time); /* RFC 3339 */

/* A source's word and what it means here. Ends with NULL. */
typedef struct
{
  const char *theirs;
  const char *ours;
} ReeveLogWord;

const char *reeve_log_translate (const ReeveLogWord *words, const char *theirs); /* (nullable) both ways */

G_END_DECLS
