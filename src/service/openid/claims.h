/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Reading JSON that a provider sent: every member may be of any type. */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* (nullable): absent, or no string. (transfer none) */
const char *reeve_claims_get_text (JsonObject *claims, const char *name);
/* FALSE: absent, or no number; fractions are cut. */
gboolean reeve_claims_get_seconds (JsonObject *claims, const char *name, gint64 *seconds);
/* TRUE only for the JSON value true: a text "true" is none. */
gboolean reeve_claims_is_true (JsonObject *claims, const char *name);
/* Whether the list @name has the string @value; FALSE if it is no list. */
gboolean reeve_claims_list_has (JsonObject *claims, const char *name, const char *value);
/* The one string of @name, or of a list of one. (nullable) (transfer none) */
const char *reeve_claims_get_only (JsonObject *claims, const char *name);
/* UNREACHABLE (reason "provider_answer") unless it is an object within the limits. (transfer full) */
JsonObject *reeve_claims_parse (GBytes *bytes, GError **error);

G_END_DECLS
