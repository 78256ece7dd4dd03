/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* JSON in its canonical form (RFC 8785), for what is hashed. */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Of a tree that came through the gate (json.h), so that names are unique and integers exact. Numbers with a
 * fraction or an exponent are refused: no body of ours has any. Returns: (transfer full) (nullable). Errors:
 * INVALID (reason "json") */
char *reeve_json_canonical (JsonObject *object, GError **error);

G_END_DECLS
