/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Fields of records, as the audit trail names them, and their values, in words. What is not known here (a
 * newer service) is shown as it is, never left out. */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* @field: its wire name */
const char *reeve_field_words_name (const char *field);
/* @node: (nullable): not set. (transfer full) */
char *reeve_field_words_value (const char *field, JsonNode *node);
/* One of a list's items. (transfer full) */
char *reeve_field_words_item (const char *field, const char *item);

G_END_DECLS
