/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* RFC 9457:
 * {"type":"about:blank","title","status","code","reason","detail","incident","retryAfterMs","errors":[{"pointer","reason","detail"}]}.
 * INTERNAL never carries its message, only its incident. */
void reeve_problem_append (const GError *error, GString *json);
GError *reeve_problem_read (unsigned status, GBytes *body); /* (transfer full), never NULL */

G_END_DECLS
