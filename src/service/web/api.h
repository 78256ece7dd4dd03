/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A page as a client of the API: what it shows and does for who is signed in on it, it asks for as a console
 * would, and so by the same judgement: membership, capability, scope, a fresh code, limits, log. Never while
 * the page itself has a transaction. Errors are the API's. */

#pragma once

#include "common/query.h"
#include "service/web/visit.h"

G_BEGIN_DECLS

/* A record of @type. (transfer full) */
gpointer reeve_visit_ask_record (ReeveVisit *visit, const ReeveVisitCall *asked, GType type, GError **error);
/* GET of a list of @type. @query: (nullable). (transfer full) */
ReeveListing *
reeve_visit_ask_list (ReeveVisit *visit, const char *path, const char *query, GType type, GError **error);

G_END_DECLS
