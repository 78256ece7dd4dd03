/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A password, key, code or token in memory: reference counted, wiped when the last holder lets go, and
 * without any function that prints it. Every secret of both programs travels in this type. */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define REEVE_TYPE_SECRET (reeve_secret_get_type ())
typedef struct _ReeveSecret ReeveSecret;
GType reeve_secret_get_type (void);

ReeveSecret *reeve_secret_new (const void *data, gsize length); /* copies; adds a NUL behind, not counted */
ReeveSecret *reeve_secret_new_text (const char *text);          /* (nullable) in, NULL out */
ReeveSecret *reeve_secret_new_take (char *text);                /* wipes and frees @text */
ReeveSecret *reeve_secret_new_random (gsize length);            /* aborts if the system has no randomness */
ReeveSecret *reeve_secret_ref (ReeveSecret *self);
void reeve_secret_unref (ReeveSecret *self);

gconstpointer reeve_secret_get_data (const ReeveSecret *self, gsize *length); /* (transfer none) */
const char *reeve_secret_get_text (const ReeveSecret *self); /* (transfer none), NUL-terminated */
gsize reeve_secret_get_length (const ReeveSecret *self);
gboolean reeve_secret_equal (const ReeveSecret *a, const ReeveSecret *b); /* constant time in the content */

/* For text built piece by piece (request bodies, headers): wiped, not just freed. */
void reeve_wipe_string (GString *string); /* (transfer full) */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveSecret, reeve_secret_unref)

G_END_DECLS
