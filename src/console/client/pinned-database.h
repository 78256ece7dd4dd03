/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A TLS database that trusts one certificate, known by its fingerprint, and no authority: an impostor with a
 * certificate that any authority signed is refused too. Its verify may be called from any thread. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define REEVE_TYPE_PINNED_DATABASE (reeve_pinned_database_get_type ())
G_DECLARE_FINAL_TYPE (ReevePinnedDatabase, reeve_pinned_database, REEVE, PINNED_DATABASE, GTlsDatabase)

GTlsDatabase *reeve_pinned_database_new (const char *fingerprint);

/* SHA-256 of the certificate's DER form, lower-case hex: what a person compares. (transfer full) */
char *reeve_certificate_fingerprint (GTlsCertificate *certificate);

G_END_DECLS
