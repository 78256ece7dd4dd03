/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Signing in: e-mail and password, then a code or a recovery code. */

#pragma once

#include <adwaita.h>

#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_SIGN_IN_PAGE (reeve_sign_in_page_get_type ())
G_DECLARE_FINAL_TYPE (ReeveSignInPage, reeve_sign_in_page, REEVE, SIGN_IN_PAGE, AdwBin)

void reeve_sign_in_page_set_site (ReeveSignInPage *self, ReeveSite *site); /* (nullable) */

G_END_DECLS
