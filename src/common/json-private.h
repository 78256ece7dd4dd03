/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The pieces of the JSON writer that work on bare memory, for record-write.c, which measures first and then
 * writes without looking back. They return the place behind what they wrote and put no NUL there. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define REEVE_JSON_STRING_BOUND(length) (2 + 6 * (length))
#define REEVE_JSON_TIME_BOUND           29
#define REEVE_JSON_INTEGER_BOUND        20

char *reeve_json_put_string (char *out, const char *text, gsize length);
char *reeve_json_put_time (char *out, gint64 microseconds);
char *reeve_json_put_integer (char *out, gint64 value);

/* Makes room for @length more bytes behind @string and returns the place; the caller moves `len` and sets the
 * NUL. */
char *reeve_json_reserve (GString *string, gsize length);

G_END_DECLS
