/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Secrets that people know: which are to be changed now, since when and why; and which later. */

#pragma once

#include "console/pages/list-page.h"

G_BEGIN_DECLS

#define REEVE_TYPE_ROTATIONS_PAGE (reeve_rotations_page_get_type ())
G_DECLARE_FINAL_TYPE (ReeveRotationsPage, reeve_rotations_page, REEVE, ROTATIONS_PAGE, ReeveListPage)

G_END_DECLS
