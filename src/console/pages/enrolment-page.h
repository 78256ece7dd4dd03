/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Setting up the second factor: a key for an authenticator app, a code that proves it arrived, and the
 * recovery codes, shown this once. */

#pragma once

#include <adwaita.h>

#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_ENROLMENT_PAGE (reeve_enrolment_page_get_type ())
G_DECLARE_FINAL_TYPE (ReeveEnrolmentPage, reeve_enrolment_page, REEVE, ENROLMENT_PAGE, AdwBin)

void reeve_enrolment_page_set_site (ReeveEnrolmentPage *self, ReeveSite *site); /* (nullable) */

G_END_DECLS
