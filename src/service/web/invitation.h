/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Accepting an invitation: a name and a first password, or the password of the account that one has here
 * already. */

#pragma once

#include "service/web/visit.h"

G_BEGIN_DECLS

gboolean invitation_show (ReeveVisit *visit, GError **error);
gboolean invitation_submit (ReeveVisit *visit, GError **error);
gboolean invitation_show_done (ReeveVisit *visit, GError **error);

G_END_DECLS
