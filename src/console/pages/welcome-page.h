/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a window without a site shows: the sites that were open before, and the ways to a new one. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define REEVE_TYPE_WELCOME_PAGE (reeve_welcome_page_get_type ())
G_DECLARE_FINAL_TYPE (ReeveWelcomePage, reeve_welcome_page, REEVE, WELCOME_PAGE, AdwBin)

G_END_DECLS
