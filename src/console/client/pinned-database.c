/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Pinning. `accept-certificate` alone would not do: it is asked only about certificates that failed the
 * system's own check, so that a publicly valid impostor would pass unasked. */

#include "config.h"

#include "console/client/pinned-database.h"

#include "common/encoding.h"

struct _ReevePinnedDatabase
{
  GTlsDatabase parent_instance;

  /* owned, never changed */
  char *fingerprint;
};

G_DEFINE_FINAL_TYPE (ReevePinnedDatabase, reeve_pinned_database, G_TYPE_TLS_DATABASE)

static GTlsCertificateFlags
reeve_pinned_database_verify_chain (GTlsDatabase *database,
                                    GTlsCertificate *chain,
                                    const char *purpose,
                                    GSocketConnectable *identity,
                                    GTlsInteraction *interaction,
                                    GTlsDatabaseVerifyFlags flags,
                                    GCancellable *cancellable,
                                    GError **error)
{
  g_autofree char *fingerprint = reeve_certificate_fingerprint (chain);

  return g_str_equal (fingerprint, REEVE_PINNED_DATABASE (database)->fingerprint)
           ? G_TLS_CERTIFICATE_NO_FLAGS
           : G_TLS_CERTIFICATE_UNKNOWN_CA;
}

static void
reeve_pinned_database_finalize (GObject *object)
{
  g_clear_pointer (&REEVE_PINNED_DATABASE (object)->fingerprint, g_free);
  G_OBJECT_CLASS (reeve_pinned_database_parent_class)->finalize (object);
}

static void
reeve_pinned_database_class_init (ReevePinnedDatabaseClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = reeve_pinned_database_finalize;
  G_TLS_DATABASE_CLASS (klass)->verify_chain = reeve_pinned_database_verify_chain;
}

static void
reeve_pinned_database_init (ReevePinnedDatabase *self G_GNUC_UNUSED)
{
}

GTlsDatabase *
reeve_pinned_database_new (const char *fingerprint)
{
  ReevePinnedDatabase *self;

  g_return_val_if_fail (fingerprint != NULL, NULL);

  self = g_object_new (REEVE_TYPE_PINNED_DATABASE, NULL);
  self->fingerprint = g_ascii_strdown (fingerprint, -1);
  return G_TLS_DATABASE (self);
}

char *
reeve_certificate_fingerprint (GTlsCertificate *certificate)
{
  g_autoptr (GByteArray) der = NULL;
  guint8 digest[32];

  g_return_val_if_fail (G_IS_TLS_CERTIFICATE (certificate), NULL);

  g_object_get (certificate, "certificate", &der, NULL);
  reeve_sha256 (der->data, der->len, digest);
  return reeve_hex_encode (digest, sizeof digest);
}
