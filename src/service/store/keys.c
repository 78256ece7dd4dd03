/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The key hierarchy and sealed values, built from OpenSSL's primitives. XAES-256-GCM (C2SP) derives a key for
 * the first half of a 192-bit random nonce, so that random nonces stay safe after restores and clones. Root
 * keys come from a file or an inherited descriptor, never from argv or the environment. */

#include "config.h"

#include "service/store/keys.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/error.h"

#define KEY_BYTES    32
#define BLOCK_BYTES  16
#define TAG_BYTES    16
#define KEY_ID_BYTES 8
#define SEAL_VERSION 1
#define HEAD_BYTES   (1 + KEY_ID_BYTES + REEVE_XAES_NONCE_BYTES)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_CIPHER_CTX, EVP_CIPHER_CTX_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_KDF, EVP_KDF_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_KDF_CTX, EVP_KDF_CTX_free)

/* Failures of these are a broken library, or no memory: there is no going on without keys. */
static void
demand (gboolean done, const char *what)
{
  if (!done)
    g_error ("OpenSSL failed at %s", what);
}

static const guint8 *
get_key (const ReeveSecret *key)
{
  gsize length;
  const guint8 *bytes = reeve_secret_get_data (key, &length);

  if (length != KEY_BYTES)
    g_error ("a key has %" G_GSIZE_FORMAT " bytes", length);
  return bytes;
}

static void
hkdf (const guint8 *key, const char *info, guint8 *out, gsize length)
{
  g_autoptr (EVP_KDF) kdf = EVP_KDF_fetch (NULL, "HKDF", NULL);
  g_autoptr (EVP_KDF_CTX) context = EVP_KDF_CTX_new (kdf);
  OSSL_PARAM parameters[] = {
    OSSL_PARAM_construct_utf8_string (OSSL_KDF_PARAM_DIGEST, (char *) "SHA256", 0),
    OSSL_PARAM_construct_octet_string (OSSL_KDF_PARAM_KEY, (void *) key, KEY_BYTES),
    OSSL_PARAM_construct_octet_string (OSSL_KDF_PARAM_INFO, (void *) info, strlen (info)),
    OSSL_PARAM_construct_end (),
  };

  demand (context != NULL && EVP_KDF_derive (context, out, length, parameters) == 1, "HKDF");
}

ReeveSecret *
reeve_keys_derive (const ReeveSecret *root, const char *info)
{
  guint8 out[KEY_BYTES];
  ReeveSecret *key;

  hkdf (get_key (root), info, out, sizeof out);
  key = reeve_secret_new (out, sizeof out);
  OPENSSL_cleanse (out, sizeof out);
  return key;
}

/* --- XAES-256-GCM --- */

/* CMAC (SP 800-38B) of two single, complete blocks, as SP 800-108 in counter mode asks: E(M xor K1). */
static void
derive_xaes_key (const guint8 *key, const guint8 *nonce, guint8 out[KEY_BYTES])
{
  g_autoptr (EVP_CIPHER_CTX) context = EVP_CIPHER_CTX_new ();
  guint8 subkey[BLOCK_BYTES] = { 0 };
  guint8 carry = 0;
  int length;

  demand (context != NULL && EVP_EncryptInit_ex2 (context, EVP_aes_256_ecb (), key, NULL, NULL) == 1 &&
            EVP_CIPHER_CTX_set_padding (context, 0) == 1 &&
            EVP_EncryptUpdate (context, subkey, &length, subkey, BLOCK_BYTES) == 1,
          "AES");
  for (int i = BLOCK_BYTES - 1; i >= 0; i--)
    {
      guint8 next = subkey[i] >> 7;

      subkey[i] = (guint8) (subkey[i] << 1) | carry;
      carry = next;
    }
  subkey[BLOCK_BYTES - 1] ^= (guint8) (carry * 0x87);

  for (guint8 counter = 1; counter <= 2; counter++)
    {
      guint8 block[BLOCK_BYTES] = { 0, counter, 'X', 0 };

      memcpy (block + 4, nonce, 12);
      for (guint i = 0; i < BLOCK_BYTES; i++)
        block[i] ^= subkey[i];
      demand (EVP_EncryptUpdate (context, out + (counter - 1) * BLOCK_BYTES, &length, block, BLOCK_BYTES) ==
                1,
              "AES");
    }
  OPENSSL_cleanse (subkey, sizeof subkey);
}

void
reeve_xaes_encrypt (const guint8 *key,
                    const guint8 *nonce,
                    gconstpointer bound,
                    gsize bound_length,
                    gconstpointer plain,
                    gsize length,
                    guint8 *out)
{
  g_autoptr (EVP_CIPHER_CTX) context = EVP_CIPHER_CTX_new ();
  guint8 derived[KEY_BYTES];
  int n;

  g_return_if_fail (length <= G_MAXINT && bound_length <= G_MAXINT);
  derive_xaes_key (key, nonce, derived);
  demand (context != NULL &&
            EVP_EncryptInit_ex2 (context, EVP_aes_256_gcm (), derived, nonce + 12, NULL) == 1 &&
            EVP_EncryptUpdate (context, NULL, &n, bound, (int) bound_length) == 1 &&
            EVP_EncryptUpdate (context, out, &n, plain, (int) length) == 1 &&
            EVP_EncryptFinal_ex (context, out + length, &n) == 1 &&
            EVP_CIPHER_CTX_ctrl (context, EVP_CTRL_AEAD_GET_TAG, TAG_BYTES, out + length) == 1,
          "AES-GCM");
  OPENSSL_cleanse (derived, sizeof derived);
}

gboolean
reeve_xaes_decrypt (const guint8 *key,
                    const guint8 *nonce,
                    gconstpointer bound,
                    gsize bound_length,
                    const guint8 *text,
                    gsize length,
                    guint8 *out)
{
  g_autoptr (EVP_CIPHER_CTX) context = EVP_CIPHER_CTX_new ();
  guint8 derived[KEY_BYTES];
  gboolean opened;
  int n;

  if (length < TAG_BYTES || length > G_MAXINT)
    return FALSE;
  length -= TAG_BYTES;
  derive_xaes_key (key, nonce, derived);
  opened = context != NULL &&
           EVP_DecryptInit_ex2 (context, EVP_aes_256_gcm (), derived, nonce + 12, NULL) == 1 &&
           EVP_CIPHER_CTX_ctrl (context, EVP_CTRL_AEAD_SET_TAG, TAG_BYTES, (void *) (text + length)) == 1 &&
           EVP_DecryptUpdate (context, NULL, &n, bound, (int) bound_length) == 1 &&
           EVP_DecryptUpdate (context, out, &n, text, (int) length) == 1 &&
           EVP_DecryptFinal_ex (context, out + length, &n) == 1;
  OPENSSL_cleanse (derived, sizeof derived);
  if (!opened)
    OPENSSL_cleanse (out, length);
  return opened;
}

/* --- Sealed values: version, key id, nonce, text, tag --- */

static GByteArray *
make_bound (const guint8 *head, const char *context)
{
  GByteArray *bound = g_byte_array_new ();

  g_byte_array_append (bound, head, 1 + KEY_ID_BYTES);
  g_byte_array_append (bound, (const guint8 *) context, (guint) strlen (context));
  return bound;
}

GBytes *
reeve_seal (const ReeveSecret *key, const ReeveSecret *plain, const char *context)
{
  gsize length;
  gconstpointer data = reeve_secret_get_data (plain, &length);
  guint8 *out = g_malloc (HEAD_BYTES + length + TAG_BYTES);
  g_autoptr (GByteArray) bound = NULL;

  out[0] = SEAL_VERSION;
  hkdf (get_key (key), "reeve/1/key id", out + 1, KEY_ID_BYTES);
  demand (RAND_bytes (out + 1 + KEY_ID_BYTES, REEVE_XAES_NONCE_BYTES) == 1, "randomness");
  bound = make_bound (out, context);
  reeve_xaes_encrypt (get_key (key), out + 1 + KEY_ID_BYTES, bound->data, bound->len, data, length,
                      out + HEAD_BYTES);
  return g_bytes_new_take (out, HEAD_BYTES + length + TAG_BYTES);
}

ReeveSecret *
reeve_unseal (const ReeveSecret *key, GBytes *sealed, const char *context, GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (sealed, &length);
  guint8 key_id[KEY_ID_BYTES];
  g_autoptr (GByteArray) bound = NULL;
  g_autofree guint8 *plain = NULL;
  ReeveSecret *secret = NULL;

  if (length < HEAD_BYTES + TAG_BYTES || data[0] != SEAL_VERSION)
    {
      reeve_set_error (error, REEVE_ERROR_INTERNAL, "sealed", "that is no sealed value");
      return NULL;
    }
  hkdf (get_key (key), "reeve/1/key id", key_id, KEY_ID_BYTES);
  if (CRYPTO_memcmp (key_id, data + 1, KEY_ID_BYTES) != 0)
    {
      reeve_set_error (error, REEVE_ERROR_INTERNAL, "sealed", "the value was sealed with another key");
      return NULL;
    }
  bound = make_bound (data, context);
  length -= HEAD_BYTES;
  plain = g_malloc (length);
  if (reeve_xaes_decrypt (get_key (key), data + 1 + KEY_ID_BYTES, bound->data, bound->len, data + HEAD_BYTES,
                          length, plain))
    secret = reeve_secret_new (plain, length - TAG_BYTES);
  else
    reeve_set_error (error, REEVE_ERROR_INTERNAL, "sealed",
                     "the value was changed, or sealed for something else");
  OPENSSL_cleanse (plain, length);
  return secret;
}

/* --- Root keys --- */

static ReeveSecret *
read_key (int file, const char *what, GError **error)
{
  guint8 bytes[2 * KEY_BYTES + 2]; /* digits, a line end, and one more that must not come */
  gsize n = 0;
  ReeveSecret *key = NULL;

  while (n < sizeof bytes)
    {
      gssize got = read (file, bytes + n, sizeof bytes - n);

      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        {
          int reason = errno;

          OPENSSL_cleanse (bytes, sizeof bytes);
          reeve_set_error (error, REEVE_ERROR_INVALID, "root_key", "%s cannot be read: %s", what,
                           g_strerror (reason));
          return NULL;
        }
      if (got == 0)
        break;
      n += (gsize) got;
    }

  if (n == 2 * KEY_BYTES + 1 && bytes[n - 1] == '\n')
    n--;
  if (n == 2 * KEY_BYTES)
    {
      gboolean digits = TRUE;

      for (guint i = 0; i < n; i++)
        digits = digits && g_ascii_isxdigit (bytes[i]);
      for (guint i = 0; digits && i < KEY_BYTES; i++)
        bytes[i] =
          (guint8) (g_ascii_xdigit_value (bytes[2 * i]) << 4 | g_ascii_xdigit_value (bytes[2 * i + 1]));
      n = digits ? KEY_BYTES : 0;
    }
  if (n == KEY_BYTES)
    key = reeve_secret_new (bytes, KEY_BYTES);
  else
    reeve_set_error (error, REEVE_ERROR_INVALID, "root_key",
                     "%s holds neither 32 bytes nor 64 hexadecimal digits", what);
  OPENSSL_cleanse (bytes, sizeof bytes);
  return key;
}

/* Ours and for no other eyes. What systemd hands over as a credential may be root's, with our right to read
 * it in an access list, which shows as a group's. */
static gboolean
check_owner (const char *path, const struct stat *status)
{
  const char *credentials = g_getenv ("CREDENTIALS_DIRECTORY");
  g_autofree char *folder = g_path_get_dirname (path);
  gboolean credential = credentials != NULL && g_strcmp0 (folder, credentials) == 0;
  mode_t foreign = credential && status->st_uid == 0 ? 0137 : 0177;

  return S_ISREG (status->st_mode) && (status->st_mode & foreign) == 0 &&
         (status->st_uid == geteuid () || status->st_uid == 0);
}

ReeveSecret *
reeve_root_key_read_file (const char *path, GError **error)
{
  struct stat status;
  int file = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  ReeveSecret *key = NULL;

  if (file < 0)
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "root_key", "the root key's file cannot be opened: %s",
                       g_strerror (errno));
      return NULL;
    }
  if (fstat (file, &status) != 0 || !check_owner (path, &status))
    reeve_set_error (error, REEVE_ERROR_INVALID, "root_key",
                     "the root key's file must be a plain file of the service's own user with mode 0400 or "
                     "0600");
  else
    key = read_key (file, "the root key's file", error);
  close (file);
  return key;
}

ReeveSecret *
reeve_root_key_read_fd (int fd, GError **error)
{
  ReeveSecret *key = read_key (fd, "the root key's descriptor", error);

  close (fd);
  return key;
}
