/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What the source of another system's event is called in the access log. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @source: whatever the event, or who brings it, says. One line of characters that can be seen, never empty,
 * and never like what Reeve calls itself. Of what this gives it makes the same again. (transfer full) */
char *reeve_log_source_make (const char *source);

G_END_DECLS
