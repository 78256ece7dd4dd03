/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The first set-up of a service: a name for the workspace, then its first administrator. What follows, the
 * second factor, is the enrolment page's. */

#pragma once

#include <adwaita.h>

#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_SETUP_PAGE (reeve_setup_page_get_type ())
G_DECLARE_FINAL_TYPE (ReeveSetupPage, reeve_setup_page, REEVE, SETUP_PAGE, AdwBin)

void reeve_setup_page_set_site (ReeveSetupPage *self, ReeveSite *site); /* (nullable) */

G_END_DECLS
