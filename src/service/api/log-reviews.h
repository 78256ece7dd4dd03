/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Reviews of the access log for those who look, and sign. */

#pragma once

#include "service/api/call.h"

G_BEGIN_DECLS

gboolean log_reviews_list (ReeveCall *call, GError **error);
gboolean log_reviews_get (ReeveCall *call, GError **error);
gboolean log_reviews_save (ReeveCall *call, GError **error);
gboolean log_reviews_slices (ReeveCall *call, GError **error);
gboolean log_reviews_look (ReeveCall *call, GError **error);
gboolean log_reviews_sign (ReeveCall *call, GError **error);
gboolean log_reviews_return (ReeveCall *call, GError **error);
gboolean log_reviews_certificate (ReeveCall *call, GError **error);
gboolean log_reviews_print (ReeveCall *call, GError **error);
gboolean log_reviews_history (ReeveCall *call, GError **error);

G_END_DECLS
