/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The page that the mails of the breach desk lead to: a case, and what is to become of its people. The link
 * says which case, and nothing else: without signing in, with a second factor, nothing is shown of it, not
 * even whether it exists. Who may see and who may decide is the API's to judge, as for a console. */

#pragma once

#include "service/web/visit.h"

G_BEGIN_DECLS

gboolean instruct_show (ReeveVisit *visit, GError **error);
gboolean instruct_submit (ReeveVisit *visit, GError **error);
gboolean instruct_show_factor (ReeveVisit *visit, GError **error);

G_END_DECLS
