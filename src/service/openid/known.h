/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What is known of providers: their metadata and keys, each for an hour, by issuer. Keys are asked for anew
 * when a token names one that is not among them, but not more than once a minute: a provider turns its keys
 * over, and whoever makes up names of keys must not make us ask at every token. Any thread. */

#pragma once

#include "service/openid/key-set.h"
#include "service/openid/metadata.h"

G_BEGIN_DECLS

typedef struct _ReeveKnown ReeveKnown;

ReeveKnown *reeve_known_new (const ReeveFetchOptions *options); /* borrowed */
void reeve_known_free (ReeveKnown *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveKnown, reeve_known_free)

/* One more call that asks @issuer; BUSY (reason "queue") when there are several already. */
gboolean reeve_known_enter (ReeveKnown *self, const char *issuer, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void reeve_known_leave (ReeveKnown *self, const char *issuer);

ReeveMetadata *
reeve_known_get_metadata (ReeveKnown *self, const char *issuer, gint64 deadline, GError **error);
/* Keys among which is one for @kid (nullable) and @algorithm, unless the provider has none. */
ReeveKeySet *reeve_known_get_keys (ReeveKnown *self,
                                   const char *issuer,
                                   const ReeveMetadata *metadata,
                                   const char *kid,
                                   const char *algorithm,
                                   gint64 deadline,
                                   GError **error);
ReeveKeySet *reeve_known_fetch_keys (const ReeveFetchOptions *options,
                                     const ReeveMetadata *metadata,
                                     gint64 deadline,
                                     GError **error);
void reeve_known_forget (ReeveKnown *self, const char *issuer);

G_END_DECLS
