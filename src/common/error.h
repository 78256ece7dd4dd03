/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The one error domain of both programs. Few codes, each something the caller can act on; one table (error.c)
 * maps code <-> wire name <-> HTTP status. Foreign errors (GIO, SQLite, Soup, OpenSSL) are translated once,
 * where they enter. The words a person reads are written in the console, from code and reason, never from the
 * message. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define REEVE_ERROR (reeve_error_quark ())

/**
 * ReeveErrorCode:
 * @REEVE_ERROR_NOT_FOUND: no such thing, or none that the caller may know of (404)
 * @REEVE_ERROR_CONFLICT: it clashes with what is there: e-mail taken, last administrator (409)
 * @REEVE_ERROR_STALE: the record was changed since it was read; load it, compare, save again (412)
 * @REEVE_ERROR_PRECONDITION: the call needs If-Match or Idempotency-Key and had none (428)
 * @REEVE_ERROR_DENIED: signed in, but lacks the capability (403)
 * @REEVE_ERROR_SIGNED_OUT: no session, an ended one, or a proof that does not hold (401)
 * @REEVE_ERROR_SECOND_FACTOR: a code, or enrolment, is needed first (403 with its own wire name)
 * @REEVE_ERROR_LOCKED: cooling off after wrong tries, or locked by a breach report (423)
 * @REEVE_ERROR_INVALID: the input is wrong; the bad members say where (400)
 * @REEVE_ERROR_TOO_LARGE: body, header or file over the cap (413)
 * @REEVE_ERROR_METHOD: the path exists, the method does not (405)
 * @REEVE_ERROR_TOO_MANY: slow down; retry-after says how long (429)
 * @REEVE_ERROR_UNREACHABLE: the other side cannot be reached (502)
 * @REEVE_ERROR_BUSY: over its deadline or queue, or a store that is sealed; try again (503)
 * @REEVE_ERROR_INTERNAL: our fault; the incident id is also in the service's log (500)
 */
typedef enum
{
  REEVE_ERROR_NOT_FOUND,
  REEVE_ERROR_CONFLICT,
  REEVE_ERROR_STALE,
  REEVE_ERROR_PRECONDITION,
  REEVE_ERROR_DENIED,
  REEVE_ERROR_SIGNED_OUT,
  REEVE_ERROR_SECOND_FACTOR,
  REEVE_ERROR_LOCKED,
  REEVE_ERROR_INVALID,
  REEVE_ERROR_TOO_LARGE,
  REEVE_ERROR_METHOD,
  REEVE_ERROR_TOO_MANY,
  REEVE_ERROR_UNREACHABLE,
  REEVE_ERROR_BUSY,
  REEVE_ERROR_INTERNAL,
  REEVE_N_ERRORS
} ReeveErrorCode;

GQuark reeve_error_quark (void);

/**
 * ReeveBadMember:
 * @pointer: RFC 6901 pointer into the body ("/items/3/email"), or "?name" for a query parameter
 * @reason: a stable word such as "required", "unknown_member", "too_long"; the console translates it
 * @message: lower case, no full stop, in English, for people reading the wire
 */
typedef struct
{
  char *pointer;
  char *reason;
  char *message;
} ReeveBadMember;

/* Making. @reason (nullable) is a stable word that refines the code: "code_wrong", "code_replayed",
 * "clock_skew", "email_taken", "last_administrator"; every reason in use is listed in error.c. */
GError *
reeve_error_new (ReeveErrorCode code, const char *reason, const char *format, ...) G_GNUC_PRINTF (3, 4);
void reeve_set_error (GError **error, ReeveErrorCode code, const char *reason, const char *format, ...)
  G_GNUC_PRINTF (4, 5);

/* Adds a bad member; makes @error (INVALID) if it is not set yet, so that a validation can report them all.
 */
void reeve_error_add_member (GError **error, const char *pointer, const char *reason, const char *format, ...)
  G_GNUC_PRINTF (4, 5);

/* What somebody sent, as an error may repeat it: at most 64 characters, valid, and none that disturbs the
 * line it stands in: "\u202e" is told as six plain characters. */
#define REEVE_ERROR_SHOWN_LENGTH 64
char *reeve_error_show (const char *theirs); /* (transfer full) */

void reeve_error_set_retry_after_ms (GError *error, gint64 milliseconds);
void reeve_error_set_incident (GError *error, const char *incident);

/* Reading; all of them accept errors of other domains and then answer NULL, 0 or INTERNAL. */
ReeveErrorCode reeve_error_get_code (const GError *error);
const char *reeve_error_get_reason (const GError *error); /* (nullable) */
GPtrArray *reeve_error_get_members (const GError *error); /* (transfer none) (nullable) of ReeveBadMember */
gint64 reeve_error_get_retry_after_ms (const GError *error); /* 0: not said */
const char *reeve_error_get_incident (const GError *error);  /* (nullable) */

/* The table. */
const char *reeve_error_code_to_wire (ReeveErrorCode code); /* "not_found" */
gboolean reeve_error_code_from_wire (const char *wire, ReeveErrorCode *code);
const char *reeve_error_code_to_title (ReeveErrorCode code); /* "Not found" */
unsigned reeve_error_code_to_status (ReeveErrorCode code);
ReeveErrorCode reeve_error_code_from_status (unsigned status); /* INTERNAL for what is not in the table */

G_END_DECLS
