/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* THE table: every path of the API, what it needs and who answers it. Authorization, validation, rate limit,
 * access event and /openapi.json are derived from the row. */

#pragma once

#include "service/api/call.h"

G_BEGIN_DECLS

typedef enum
{
  REEVE_ROUTE_OPEN = 1 << 0,      /* no session needed; a proof still is, unless PUBLIC */
  REEVE_ROUTE_PUBLIC = 1 << 1,    /* not even a proof: health, /openapi.json */
  REEVE_ROUTE_ENROL = 1 << 2,     /* also in stage "enrol" */
  REEVE_ROUTE_INLINE = 1 << 3,    /* a keyed read of at most 1 ms: answered on the event loop */
  REEVE_ROUTE_SLOW_HASH = 1 << 4, /* hashes a password: runs on the password pool */
  REEVE_ROUTE_WRITES = 1 << 5,    /* gets a write transaction; must audit */
  REEVE_ROUTE_OWN_TX = 1 << 6,    /* the handler begins its own transactions (tx is NULL) */
  REEVE_ROUTE_IF_MATCH = 1 << 7,  /* 428 without If-Match */
  REEVE_ROUTE_CREATES = 1 << 8,   /* 428 without Idempotency-Key; answers 201 */
  REEVE_ROUTE_LIST = 1 << 9,      /* takes the query parameters below, answers a listing of `reply` */
  REEVE_ROUTE_RAW = 1 << 10,      /* answers `raw` */
  REEVE_ROUTE_STREAM = 1 << 11,   /* server-sent events, for as long as the session lives */
  REEVE_ROUTE_PATCH = 1 << 12,    /* the body is a merge patch (RFC 7396) of `body` */
  REEVE_ROUTE_QUIET = 1 << 13,    /* no access event: probes */
  REEVE_ROUTE_STEP_UP = 1 << 14,  /* 403 without a fresh second-factor code in Reeve-Code */
  REEVE_ROUTE_FILE = 1 << 15,     /* the body carries a file: up to 16 MiB, few at a time */
  REEVE_ROUTE_SCOPED = 1 << 16, /* keeps to the call's scope (api/scope.h); others refuse who has only that */

  /* Not about a workspace, and yet for sessions of an identity provider that not all of the account's
   * workspaces trust. */
  REEVE_ROUTE_FEDERATED = 1 << 17,
  REEVE_ROUTE_OUTSIDE = 1 << 18, /* asks a server elsewhere: runs in a pool of its own */

  /* The body is lines of JSON, as they are, which the handler reads: REEVE_LOG_INTAKE_BYTES with FILE. */
  REEVE_ROUTE_LINES = 1 << 19,
  REEVE_ROUTE_QUERY = 1 << 20, /* takes `q` and filters, as a list does, and answers one record */

  /* For people of support (api/support-standing.h), from whom everything else of a workspace is hidden. */
  REEVE_ROUTE_UNGRANTED = 1 << 21, /* without a support grant: where their role gives the capability */
  REEVE_ROUTE_GRANTED = 1 << 22,   /* by any support grant, though it needs no capability */
} ReeveRouteFlags;

/* STEP_UP is for what one call can do to many people or to how people are known, and nobody can take back:
 * taking everybody's data out, weakening somebody's sign-in, demanding what cuts people off. Not for what
 * Undo, the bin or a colleague puts right: who is asked for a code all day gives it without reading. A caller
 * without a second factor cannot make such a call at all, so it must not be one that a day's work needs. A
 * route with it has its workspace in the path, or transactions of its own: the code is used up in one that
 * nothing rolls back. */

typedef struct
{
  const char *method;
  const char *path;           /* "{user}": one segment, an id; "{tile...}" at the end: the rest of the path */
  ReeveCapability capability; /* in the workspace of the path; without one there, in any of the caller's */
  unsigned flags;
  GType (*body) (void);     /* (nullable) */
  GType (*reply) (void);    /* (nullable) */
  const char *audit_action; /* of routes that write; what the access event calls it, too */
  ReeveHandler handler;
  const char *summary;
  const char *const *sorts;   /* of lists, (nullable) */
  const char *const *filters; /* of lists, (nullable); of others, the parameters of their query */
  const char *operation; /* (nullable): what rules about approvals call it (common/approval-rule.h), or one of
                            api/approval-demand.h: held where there is such a rule */
  const char *media;     /* (nullable): of what answers `raw`, unless it is CSV or an export */
  gboolean (*wants_code) (ReeveCall *call); /* (nullable): whether this one call takes a code as if the route
                                               had STEP_UP: what it changes is in the body */
} ReeveRoute;

extern const ReeveRoute reeve_routes[];
extern const guint reeve_n_routes;

G_END_DECLS
