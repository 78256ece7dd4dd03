/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A colleague's account: somebody else seems to be in it. Who tells has to be somebody here, and signs in;
 * what is answered is the same whoever is told of, and the API counts how often. */

#pragma once

#include "service/web/visit.h"

G_BEGIN_DECLS

gboolean colleague_show (ReeveVisit *visit, GError **error);
gboolean colleague_submit (ReeveVisit *visit, GError **error);

G_END_DECLS
