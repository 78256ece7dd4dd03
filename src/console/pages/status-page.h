/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a window shows while a site is being opened, and when it cannot be: the keyring, the certificate, a
 * service that does not answer, data that does not open. Says why and what to do, never nothing. */

#pragma once

#include <adwaita.h>

#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_STATUS_PAGE (reeve_status_page_get_type ())
G_DECLARE_FINAL_TYPE (ReeveStatusPage, reeve_status_page, REEVE, STATUS_PAGE, AdwBin)

void reeve_status_page_set_site (ReeveStatusPage *self, ReeveSite *site); /* (nullable) */

G_END_DECLS
