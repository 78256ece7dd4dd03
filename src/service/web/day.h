/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A day as a form has it. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "2026-12-31", whose beginning (UTC, as on all pages) is *@time; "": 0. FALSE: it is none. */
gboolean reeve_web_read_day (const char *text, gint64 *time);

G_END_DECLS
