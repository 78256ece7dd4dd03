/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* From a request's path to its row in the table. A tree of path segments, made once; any thread. */

#pragma once

#include "service/http/routes.h"

G_BEGIN_DECLS

#define REEVE_ROUTE_MAX_PARAMETERS 4

typedef struct _ReeveRouter ReeveRouter;

typedef struct
{
  const ReeveRoute *route; /* (nullable): the path exists, perhaps, but not for this method */
  guint n_parameters;
  struct
  {
    const char *name; /* borrowed from the router */
    gboolean rest;    /* it is the rest of the path, which the handler judges */
    char *value;      /* owned: a valid id, or that rest, decoded, its segments with slashes between */
  } parameters[REEVE_ROUTE_MAX_PARAMETERS];
  char *allow; /* (nullable): what METHOD's reply says is allowed */
} ReeveMatch;

void reeve_match_clear (ReeveMatch *self);
const char *reeve_match_get (const ReeveMatch *self, const char *name); /* (nullable) */
const char *reeve_match_get_last (const ReeveMatch *self);              /* (nullable): an id */
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ReeveMatch, reeve_match_clear)

ReeveRouter *reeve_router_new (const ReeveRoute *routes, guint n_routes);
void reeve_router_free (ReeveRouter *self);
/* Of THE table; made once, for the life of the process. (transfer none) */
ReeveRouter *reeve_router_get_default (void);
gboolean reeve_router_knows_method (ReeveRouter *self, const char *method);

/**
 * reeve_router_find:
 * @path: as it came: percent-encoded, without query
 * @match: (out): cleared with reeve_match_clear(), also after a failure
 *
 * Errors: INVALID (reason "path": encoding, UTF-8, control characters, dot segments), NOT_FOUND (also for a
 * parameter that is no id), METHOD (with `allow`).
 */
gboolean
reeve_router_find (ReeveRouter *self, const char *method, const char *path, ReeveMatch *match, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveRouter, reeve_router_free)

G_END_DECLS
