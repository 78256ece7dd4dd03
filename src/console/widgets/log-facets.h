/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What there is among the lines that answer a query, with counts. A click includes a value, or no longer;
 * with Shift it excludes; a menu does either, or shows it only. By the action "log.change" (uus): a
 * ReeveLogHow, a ReeveLogKind, the value. */

#pragma once

#include <adwaita.h>

#include "common/access-line.h"
#include "common/log-query.h"

G_BEGIN_DECLS

#define REEVE_TYPE_LOG_FACETS (reeve_log_facets_get_type ())
G_DECLARE_FINAL_TYPE (ReeveLogFacets, reeve_log_facets, REEVE, LOG_FACETS, AdwBin)

/* @query: what they are of, and what is included and excluded in it */
void
reeve_log_facets_show (ReeveLogFacets *self, const ReeveAccessFacets *facets, const ReeveLogQuery *query);

G_END_DECLS
