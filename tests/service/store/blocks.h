/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What has to hold of a day's blocks, whatever happened to it. */

#pragma once

#include "service/store/access-day.h"

G_BEGIN_DECLS

/* Each block is of the lines that are in it, to the bit, and no line is in none that is before
 * day.in_blocks. How many there are. */
guint assert_blocks (ReeveAccessDay *day);

G_END_DECLS
