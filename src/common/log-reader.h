/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A log of another system, read into access events: fed with bytes in pieces of any size, in constant memory
 * whatever the size of the log. Nothing is left out in silence: every entry (a line, or an element of a JSON
 * document) is an event, or is of a kind that tells of nothing at a door, or is broken, or blank, and is
 * counted as that. No input makes it fail, apart from one whose format nobody knows. */

#pragma once

#include "common/access-event.h"
#include "common/log-format.h"

G_BEGIN_DECLS

#define REEVE_LOG_KINDS       256 /* of unknown entries; what comes after counts as "other" */
#define REEVE_LOG_KIND_BYTES  64
#define REEVE_LOG_ASIDE       100 /* broken entries that are kept */
#define REEVE_LOG_ASIDE_BYTES 256

/* entries = events + unknown + broken + blank. An element that tells of several events (an activity of Google
 * Workspace) counts as so many entries. */
typedef struct
{
  guint64 entries;
  guint64 events;
  guint64 unknown;
  guint64 broken;
  guint64 blank;
} ReeveLogTotals;

typedef struct
{
  char *kind; /* what the source calls it: "policy.rule.update", "sudo"; valid UTF-8 */
  guint64 count;
  guint64 first; /* number of the first one */
} ReeveLogUnknown;

typedef struct
{
  guint64 number;  /* of the line, or of the element in the document; from 1 */
  const char *why; /* "too_long", "cut_off", "not_text", "not_json", "not_of_format", "no_time" */
  char *text;      /* the beginning, valid UTF-8 on one line: as raw as it came, secrets and all */
} ReeveLogAside;

/* @event: borrowed, valid UTF-8, texts perhaps longer than they may be in a log (reeve_access_event_copy()
 * cuts them). It always has a source, so that nothing read in passes for Reeve's own, and a source_id, by
 * which a second reading is known. @number: of the entry */
typedef void (*ReeveLogEventFunc) (const ReeveAccessEvent *event, guint64 number, gpointer user_data);

typedef struct _ReeveLogReader ReeveLogReader;

/* @now: when the log was taken, at the latest: gives the year to times that lack one. @zone: (nullable)
 * (transfer none): of times that lack one; UTC */
ReeveLogReader *reeve_log_reader_new (ReeveLogFormat format,
                                      gint64 now,
                                      GTimeZone *zone,
                                      ReeveLogEventFunc callback,
                                      gpointer user_data);
void reeve_log_reader_free (ReeveLogReader *self);

/* Whose log it is, for a format that does not say ("combined web1"): two hosts' lines may be the same to the
 * byte. @host: (nullable). Before the first piece. */
void reeve_log_reader_set_host (ReeveLogReader *self, const char *host);

/* Each line is an entry of the format that it was made with, whatever the log looks like: a line tells at its
 * end what became of it. Before the first piece. */
void reeve_log_reader_set_lines (ReeveLogReader *self);

/* Whoever keeps what is broken: entry @number as it stood there, byte for byte and without the end of its
 * line, in one piece, or in several where it is too long to be read: @why is NULL for all but the last. Of an
 * object in a document that is too long only the beginning is there. */
typedef void (
  *ReeveLogRejectFunc) (guint64 number, const char *why, const char *data, gsize length, gpointer user_data);
void reeve_log_reader_set_reject (ReeveLogReader *self, ReeveLogRejectFunc callback);

/* Calls back for what is whole by now. Errors: INVALID: it is no format that we know; nothing was called back
 * or counted, and nothing will be. */
gboolean reeve_log_reader_feed (ReeveLogReader *self, const char *data, gsize length, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* That was all. Errors: as above */
gboolean reeve_log_reader_end (ReeveLogReader *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

ReeveLogFormat reeve_log_reader_get_format (ReeveLogReader *self); /* AUTO: not told yet */
const ReeveLogTotals *reeve_log_reader_get_totals (ReeveLogReader *self);
GPtrArray *
reeve_log_reader_get_kinds (ReeveLogReader *self); /* (transfer none): of ReeveLogUnknown, as they came */
GPtrArray *
reeve_log_reader_get_aside (ReeveLogReader *self); /* (transfer none): of ReeveLogAside, the first */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveLogReader, reeve_log_reader_free)

G_END_DECLS
