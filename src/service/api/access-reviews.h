/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Access reviews for those who decide in them. */

#pragma once

#include "service/api/call.h"

G_BEGIN_DECLS

gboolean access_reviews_list (ReeveCall *call, GError **error);
gboolean access_reviews_open (ReeveCall *call, GError **error);
gboolean access_reviews_get (ReeveCall *call, GError **error);
gboolean access_reviews_decide (ReeveCall *call, GError **error);
gboolean reviewed_rights_list (ReeveCall *call, GError **error);

G_END_DECLS
