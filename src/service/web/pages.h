/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* THE table of pages, below /p/. */

#pragma once

#include "service/web/visit.h"

G_BEGIN_DECLS

extern const ReevePage reeve_pages[]; /* ends with one without a name */

G_END_DECLS
