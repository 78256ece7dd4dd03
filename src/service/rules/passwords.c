/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Password hashes in Django's form, sealed with the pepper. A verification takes as long for an account
 * without a password, for none at all and for an old hash with fewer iterations, so that its time tells
 * nothing. */

#include "config.h"

#include "service/rules/passwords.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>
#include <string.h>

#include "common/encoding.h"
#include "service/store/keys.h"

#define ALGORITHM  "pbkdf2_sha256$"
#define SEALED     "reeve1$"
#define CONTEXT    "password"
#define HASH_BYTES 32
#define SALT_CHARS 22
/* An imported hash must not be able to occupy a core for minutes. */
#define MOST_ITERATIONS 10000000
#define MOST_SALT       128
/* Twice what Django 5.2 makes. */
#define MOST_IMPORTED 2000000

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_KDF, EVP_KDF_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_KDF_CTX, EVP_KDF_CTX_free)

static gint todays_iterations = REEVE_PASSWORD_ITERATIONS; /* atomic */

typedef struct
{
  guint iterations;
  char *salt;
  guint8 hash[HASH_BYTES];
} Form;

static void
form_clear (Form *self)
{
  g_free (self->salt);
  OPENSSL_cleanse (self->hash, sizeof self->hash);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Form, form_clear)

static guint
get_iterations (void)
{
  return (guint) g_atomic_int_get (&todays_iterations);
}

static void
stretch (const ReeveSecret *password, const char *salt, guint iterations, guint8 out[HASH_BYTES])
{
  g_autoptr (EVP_KDF) kdf = EVP_KDF_fetch (NULL, "PBKDF2", NULL);
  g_autoptr (EVP_KDF_CTX) context = EVP_KDF_CTX_new (kdf);
  gsize length;
  gconstpointer data = reeve_secret_get_data (password, &length);
  int unchecked = 1; /* the lower bounds of SP 800-132: a test may ask for few iterations */
  unsigned n = iterations;
  OSSL_PARAM parameters[] = {
    OSSL_PARAM_construct_octet_string (OSSL_KDF_PARAM_PASSWORD, (void *) data, length),
    OSSL_PARAM_construct_octet_string (OSSL_KDF_PARAM_SALT, (void *) salt, strlen (salt)),
    OSSL_PARAM_construct_uint (OSSL_KDF_PARAM_ITER, &n),
    OSSL_PARAM_construct_utf8_string (OSSL_KDF_PARAM_DIGEST, (char *) "SHA256", 0),
    OSSL_PARAM_construct_int (OSSL_KDF_PARAM_PKCS5, &unchecked),
    OSSL_PARAM_construct_end (),
  };

  if (context == NULL || EVP_KDF_derive (context, out, HASH_BYTES, parameters) != 1)
    g_error ("OpenSSL failed at PBKDF2");
}

static gboolean
read_form (const char *text, Form *form)
{
  g_auto (GStrv) parts = g_strsplit (text, "$", 4);
  guint64 iterations;
  g_autofree guchar *hash = NULL;
  gsize length = 0;

  if (g_strv_length (parts) != 4 || !g_str_equal (parts[0], "pbkdf2_sha256") ||
      !g_ascii_string_to_unsigned (parts[1], 10, 1, MOST_ITERATIONS, &iterations, NULL) ||
      *parts[2] == '\0' || strlen (parts[2]) > MOST_SALT || *parts[3] == '\0')
    return FALSE;
  hash = g_base64_decode (parts[3], &length);
  if (length != HASH_BYTES)
    return FALSE;
  form->iterations = (guint) iterations;
  form->salt = g_strdup (parts[2]);
  memcpy (form->hash, hash, HASH_BYTES);
  OPENSSL_cleanse (hash, length);
  return TRUE;
}

static gboolean
open_form (const char *stored, const ReeveSecret *pepper, Form *form, gboolean *sealed)
{
  g_autofree guint8 *bytes = NULL;
  g_autoptr (GBytes) text = NULL;
  g_autoptr (ReeveSecret) plain = NULL;
  g_autoptr (GError) error = NULL;
  gsize length = 0;

  *sealed = FALSE;
  if (stored == NULL)
    return FALSE;
  if (!g_str_has_prefix (stored, SEALED))
    return read_form (stored, form);
  bytes = reeve_base64url_decode (stored + strlen (SEALED), -1, &length);
  if (bytes == NULL)
    return FALSE;
  text = g_bytes_new (bytes, length);
  plain = reeve_unseal (pepper, text, CONTEXT, &error);
  if (plain == NULL)
    {
      g_warning ("a password hash cannot be opened: %s", error->message);
      return FALSE;
    }
  *sealed = TRUE;
  return read_form (reeve_secret_get_text (plain), form);
}

static char *
make_salt (void)
{
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  GString *salt = g_string_new (NULL);

  while (salt->len < SALT_CHARS)
    {
      guint8 byte;

      if (RAND_bytes (&byte, 1) != 1)
        g_error ("the system has no randomness");
      if ((byte & 63) < strlen (letters)) /* no letter more likely than another */
        g_string_append_c (salt, letters[byte & 63]);
    }
  return g_string_free_and_steal (salt);
}

static char *
seal (const ReeveSecret *form, const ReeveSecret *pepper)
{
  g_autoptr (GBytes) sealed = reeve_seal (pepper, form, CONTEXT);
  gsize length;
  gconstpointer data = g_bytes_get_data (sealed, &length);
  g_autofree char *text = reeve_base64url_encode (data, length);

  return g_strconcat (SEALED, text, NULL);
}

char *
reeve_password_hash (const ReeveSecret *password, const ReeveSecret *pepper)
{
  guint iterations = get_iterations ();
  g_autofree char *salt = make_salt ();
  guint8 hash[HASH_BYTES];
  g_autofree char *encoded = NULL;
  g_autoptr (ReeveSecret) form = NULL;

  stretch (password, salt, iterations, hash);
  encoded = g_base64_encode (hash, sizeof hash);
  OPENSSL_cleanse (hash, sizeof hash);
  form = reeve_secret_new_take (g_strdup_printf (ALGORITHM "%u$%s$%s", iterations, salt, encoded));
  OPENSSL_cleanse (encoded, strlen (encoded));
  return seal (form, pepper);
}

char *
reeve_password_make_unknown (const ReeveSecret *pepper)
{
  g_autofree char *salt = make_salt ();
  g_autofree char *encoded = NULL;
  g_autoptr (ReeveSecret) form = NULL;
  guint8 hash[HASH_BYTES];

  if (RAND_bytes (hash, sizeof hash) != 1)
    g_error ("the system has no randomness");
  encoded = g_base64_encode (hash, sizeof hash);
  form = reeve_secret_new_take (g_strdup_printf (ALGORITHM "%u$%s$%s", get_iterations (), salt, encoded));
  return seal (form, pepper);
}

ReevePasswordImport
reeve_password_import (const ReeveSecret *form, const ReeveSecret *pepper, char **stored)
{
  const char *text = form != NULL ? reeve_secret_get_text (form) : "";
  g_auto (Form) parts = { 0 };

  *stored = NULL;
  if (*text == '\0' || *text == '!')
    return REEVE_PASSWORD_IMPORT_NONE;
  if (!read_form (text, &parts) || parts.iterations > MOST_IMPORTED)
    return REEVE_PASSWORD_IMPORT_UNKNOWN;
  *stored = seal (form, pepper);
  return REEVE_PASSWORD_IMPORT_USABLE;
}

gboolean
reeve_password_verify (const ReeveSecret *password,
                       const char *stored,
                       const ReeveSecret *pepper,
                       gboolean *weak)
{
  g_auto (Form) form = { 0 };
  guint today = get_iterations ();
  guint8 hash[HASH_BYTES];
  guint8 unused[HASH_BYTES];
  gboolean sealed;
  gboolean known = open_form (stored, pepper, &form, &sealed);
  gboolean same;

  if (weak != NULL)
    *weak = FALSE;
  if (!known)
    {
      stretch (password, "there is no such account", today, unused);
      OPENSSL_cleanse (unused, sizeof unused);
      return FALSE;
    }
  stretch (password, form.salt, form.iterations, hash);
  if (form.iterations < today)
    stretch (password, form.salt, today - form.iterations, unused);
  same = CRYPTO_memcmp (hash, form.hash, sizeof hash) == 0;
  if (weak != NULL)
    *weak = !sealed || form.iterations < today;
  OPENSSL_cleanse (hash, sizeof hash);
  OPENSSL_cleanse (unused, sizeof unused);
  return same;
}

void
reeve_password_set_iterations_for_tests (guint iterations)
{
  g_atomic_int_set (&todays_iterations, (gint) iterations);
}
