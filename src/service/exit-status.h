/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* How a command that failed says so: one line, "reeved: REASON: message", and a status. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

int reeve_exit_tell (const GError *error); /* 2 (input), 75 (busy: try again) or 70 */

G_END_DECLS
