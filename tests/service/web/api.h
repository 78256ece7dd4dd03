/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a page asks of the API, for browsers without HTTP: the real steps of the real routes. */

#pragma once

#include "service/web/visit.h"

gpointer visitor_api_new (ReeveInstallation *installation, ReeveTokenSigner *signer);
void visitor_api_free (gpointer self);
/* A ReeveVisitAsk. */
gboolean visitor_api_ask (gpointer self,
                          ReeveVisit *visit,
                          const ReeveVisitCall *asked,
                          JsonObject **answer,
                          GError **error);
