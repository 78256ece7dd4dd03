/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* json-glib's tree, built by ourselves: its parser copies every string through buffers that grow and are
 * freed as they are, and a password is such a string. */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Of text that the gate let through whole; nothing is checked again. (transfer full) */
JsonNode *reeve_json_tree_build (const char *data, gsize length);

/* Behind a backslash of a good escape: what it stands for; moves on. */
gunichar reeve_json_tree_decode_escape (const char **at);

/* Overwrites every string in the tree, which is of no use afterwards. */
void reeve_json_tree_wipe (JsonObject *object); /* (nullable) */

G_END_DECLS
