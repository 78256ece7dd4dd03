/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* An access event: somebody, or something, was at a door. One line of a workspace's access log, be it a
 * request that Reeve answered or an event that another system told of. A plain struct and not a record: tens
 * of thousands come in a second. */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum
{
  REEVE_ACCESS_OK,
  REEVE_ACCESS_FAILED,  /* whoever asked got it wrong: no such thing, a wrong password, bad input */
  REEVE_ACCESS_REFUSED, /* whoever asked may not: permissions, locks, limits */
  REEVE_ACCESS_ERROR,   /* whoever answered failed */
} ReeveAccessResult;
#define REEVE_ACCESS_RESULTS 4
extern const char *const reeve_access_results[]; /* as they travel; ends with NULL */

#define REEVE_ACCESS_AGENT_BYTES 256
#define REEVE_ACCESS_TEXT_BYTES  512

/* Texts are NULL where they are not known, and borrowed unless the event came from reeve_access_event_copy()
 * or reeve_access_event_read(). */
typedef struct
{
  gint64 time;        /* microseconds since 1970 UTC; in a log unique, and the event's id */
  gint64 duration_us; /* 0: not known */
  gint64 status;      /* HTTP's; 0: it was no request */
  gint64 bytes_out;   /* of the answer's body */
  ReeveAccessResult result;
  const char *action; /* "sign-in", "user.suspend": a stable word */
  const char *actor;  /* id of the account, or whatever the source calls somebody by. In the directory's log
                         alone also "unknown:" and a keyed hash, of an address that nobody has */
  const char *actor_name;  /* as it was then */
  const char *address;     /* IPv4 or IPv6, or what the source gives instead */
  const char *agent;       /* user agent, at most REEVE_ACCESS_AGENT_BYTES */
  const char *object;      /* id of what it was about */
  const char *object_name; /* as it was then */
  const char *outcome;     /* why, beyond the result: "password_wrong"; or what it came to: "weakened" */
  const char *route;       /* "GET /v1/workspaces/{workspace}/users": the table's path, never the raw one */
  const char *session;
  const char *source;    /* whose event it is: "okta", "sshd web1"; NULL: Reeve's own */
  const char *source_id; /* the id that the source gave it: the same comes in once */
  const char *text;      /* what the source said besides, one line */
} ReeveAccessEvent;

/* By HTTP: below 400 fine, 401, 403, 423, 429 refused, 5xx an error, the rest failed. */
ReeveAccessResult reeve_access_result_from_status (gint64 status);
const char *reeve_access_result_to_wire (ReeveAccessResult result); /* "ok", "failed", "refused", "error" */
gboolean reeve_access_result_from_wire (const char *wire, ReeveAccessResult *result);

/* A copy that owns its texts: valid UTF-8 without control characters, cut between characters where they are
 * longer than they may be. (transfer full) */
ReeveAccessEvent *reeve_access_event_copy (const ReeveAccessEvent *event);
void reeve_access_event_free (ReeveAccessEvent *event); /* of a copy */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveAccessEvent, reeve_access_event_free)

/* Canonical JSON (RFC 8785): what is not known is left out; the time stands as "time", in microseconds. This
 * is what a leaf of the record's tree commits to, what exports as JSON lines, and Reeve's own form to take
 * events in. */
void reeve_access_event_print (const ReeveAccessEvent *event, GString *json);

/* Of that form, and "time" also as RFC 3339 text. Errors: INVALID, with a member for each place that is wrong
 * ("/time"); unknown members are wrong, too. (transfer full) */
ReeveAccessEvent *reeve_access_event_read (JsonObject *object, GError **error);

G_END_DECLS
