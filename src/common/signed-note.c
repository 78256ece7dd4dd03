/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Signed notes. Whatever is read here came from elsewhere: a note is at most a megabyte, of UTF-8 without
 * control characters other than the line feed, as the specification wants it. */

#include "config.h"

#include "common/signed-note.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <string.h>

#include "common/encoding.h"
#include "common/error.h"

#define MOST_BYTES      (1024 * 1024)
#define MOST_SIGNATURES 100
#define HASH_BYTES      4
#define TIME_BYTES      8
#define SIGNATURE_BYTES 64
#define DASH            "\xe2\x80\x94 " /* U+2014 and a space begin a signature */

/* --- Verifiers --- */

gboolean
reeve_note_name_is_valid (const char *name)
{
  if (*name == '\0' || !g_utf8_validate (name, -1, NULL))
    return FALSE;
  for (const char *c = name; *c != '\0'; c = g_utf8_next_char (c))
    if (*c == '+' || g_unichar_isspace (g_utf8_get_char (c)) || g_unichar_iscntrl (g_utf8_get_char (c)))
      return FALSE;
  return TRUE;
}

/* SHA-256 (name || 0x0A || type || key) [:4] */
static void
hash_verifier (const ReeveNoteVerifier *self, guint8 hash[HASH_BYTES])
{
  g_autoptr (GByteArray) text = g_byte_array_new ();
  const guint8 parts[] = { '\n', (guint8) self->type };
  guint8 digest[32];

  g_byte_array_append (text, (const guint8 *) self->name, (guint) strlen (self->name));
  g_byte_array_append (text, parts, sizeof parts);
  g_byte_array_append (text, self->public_key, REEVE_NOTE_PUBLIC_BYTES);
  reeve_sha256 (text->data, text->len, digest);
  memcpy (hash, digest, HASH_BYTES);
}

static EVP_PKEY *
open_seed (const ReeveSecret *seed)
{
  gsize length;
  const guint8 *data = reeve_secret_get_data (seed, &length);
  EVP_PKEY *key;

  g_assert (length == REEVE_NOTE_SEED_BYTES);
  key = EVP_PKEY_new_raw_private_key (EVP_PKEY_ED25519, NULL, data, length);
  g_assert (key != NULL);
  return key;
}

ReeveNoteVerifier *
reeve_note_verifier_new (const char *name, ReeveNoteType type, const ReeveSecret *seed)
{
  ReeveNoteVerifier *self = g_new0 (ReeveNoteVerifier, 1);
  EVP_PKEY *key = open_seed (seed);
  gsize length = REEVE_NOTE_PUBLIC_BYTES;

  g_assert (reeve_note_name_is_valid (name));
  self->name = g_strdup (name);
  self->type = type;
  if (EVP_PKEY_get_raw_public_key (key, self->public_key, &length) != 1)
    g_error ("no public half of an Ed25519 key");
  EVP_PKEY_free (key);
  return self;
}

void
reeve_note_verifier_free (ReeveNoteVerifier *self)
{
  g_free (self->name);
  g_free (self);
}

char *
reeve_note_verifier_print (const ReeveNoteVerifier *self)
{
  guint8 key[1 + REEVE_NOTE_PUBLIC_BYTES];
  guint8 hash[HASH_BYTES];
  g_autofree char *hex = NULL;
  g_autofree char *base64 = NULL;

  key[0] = (guint8) self->type;
  memcpy (key + 1, self->public_key, REEVE_NOTE_PUBLIC_BYTES);
  hash_verifier (self, hash);
  hex = reeve_hex_encode (hash, sizeof hash);
  base64 = g_base64_encode (key, sizeof key);
  return g_strjoin ("+", self->name, hex, base64, NULL);
}

/* Exactly one text stands for some bytes: what GLib forgives is refused. (nullable) (transfer full) */
static guint8 *
decode (const char *text, gsize *length)
{
  g_autofree guint8 *data = g_base64_decode (text, length);
  g_autofree char *again = g_base64_encode (data, *length);

  return strcmp (text, again) == 0 ? g_steal_pointer (&data) : NULL;
}

ReeveNoteVerifier *
reeve_note_verifier_parse (const char *text, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, "+", 3);
  g_autoptr (ReeveNoteVerifier) self = g_new0 (ReeveNoteVerifier, 1);
  g_autofree guint8 *key = NULL;
  g_autofree char *hex = NULL;
  guint8 hash[HASH_BYTES];
  gsize length = 0;

  if (g_strv_length (parts) == 3 && reeve_note_name_is_valid (parts[0]))
    key = decode (parts[2], &length);
  if (key == NULL || length != 1 + REEVE_NOTE_PUBLIC_BYTES ||
      (key[0] != REEVE_NOTE_ED25519 && key[0] != REEVE_NOTE_COSIGNATURE))
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "verifier", "this is no verifier key of Ed25519");
      return NULL;
    }
  self->name = g_strdup (parts[0]);
  self->type = key[0];
  memcpy (self->public_key, key + 1, REEVE_NOTE_PUBLIC_BYTES);
  hash_verifier (self, hash);
  hex = reeve_hex_encode (hash, sizeof hash);
  if (strcmp (hex, parts[1]) != 0)
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "verifier", "the verifier key was changed");
      return NULL;
    }
  return g_steal_pointer (&self);
}

/* --- Signing --- */

static void
sign (const ReeveSecret *seed, const char *text, gsize length, guint8 signature[SIGNATURE_BYTES])
{
  EVP_PKEY *key = open_seed (seed);
  EVP_MD_CTX *context = EVP_MD_CTX_new ();
  gsize size = SIGNATURE_BYTES;

  if (EVP_DigestSignInit (context, NULL, NULL, NULL, key) != 1 ||
      EVP_DigestSign (context, signature, &size, (const guint8 *) text, length) != 1)
    g_error ("cannot sign with Ed25519");
  EVP_MD_CTX_free (context);
  EVP_PKEY_free (key);
}

static void
append_line (GString *note, const ReeveNoteVerifier *signer, gconstpointer data, gsize length)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *base64 = NULL;
  guint8 hash[HASH_BYTES];

  hash_verifier (signer, hash);
  g_byte_array_append (bytes, hash, sizeof hash);
  g_byte_array_append (bytes, data, (guint) length);
  base64 = g_base64_encode (bytes->data, bytes->len);
  g_string_append_printf (note, DASH "%s %s\n", signer->name, base64);
}

char *
reeve_note_sign (const char *text, const ReeveNoteVerifier *signer, const ReeveSecret *seed)
{
  GString *note = g_string_new (text);
  guint8 signature[SIGNATURE_BYTES];

  g_assert (signer->type == REEVE_NOTE_ED25519 && g_str_has_suffix (text, "\n"));
  sign (seed, text, strlen (text), signature);
  g_string_append_c (note, '\n');
  append_line (note, signer, signature, sizeof signature);
  return g_string_free (note, FALSE);
}

/* What a witness signs, C2SP tlog-cosignature "Format". */
static char *
print_seen (const char *text, gint64 time)
{
  return g_strdup_printf ("cosignature/v1\ntime %" G_GINT64_FORMAT "\n%s", time, text);
}

/* Where the signatures begin, behind the last empty line; NULL: there are none. */
static const char *
find_signatures (const char *note)
{
  const char *empty = g_strrstr (note, "\n\n");

  return empty != NULL ? empty + 2 : NULL;
}

char *
reeve_note_cosign (const char *note, const ReeveNoteVerifier *witness, const ReeveSecret *seed, gint64 time)
{
  GString *more = g_string_new (note);
  const char *signatures = find_signatures (note);
  g_autofree char *text = NULL;
  g_autofree char *seen = NULL;
  guint8 data[TIME_BYTES + SIGNATURE_BYTES];
  guint64 stamp = GUINT64_TO_BE ((guint64) time);

  g_assert (witness->type == REEVE_NOTE_COSIGNATURE && signatures != NULL);
  text = g_strndup (note, (gsize) (signatures - note) - 1);
  seen = print_seen (text, time);
  memcpy (data, &stamp, TIME_BYTES);
  sign (seed, seen, strlen (seen), data + TIME_BYTES);
  append_line (more, witness, data, sizeof data);
  return g_string_free (more, FALSE);
}

/* --- Opening --- */

static gboolean
verify (const ReeveNoteVerifier *verifier, const char *text, const guint8 *signature)
{
  EVP_PKEY *key =
    EVP_PKEY_new_raw_public_key (EVP_PKEY_ED25519, NULL, verifier->public_key, REEVE_NOTE_PUBLIC_BYTES);
  EVP_MD_CTX *context = EVP_MD_CTX_new ();
  gboolean good =
    key != NULL && EVP_DigestVerifyInit (context, NULL, NULL, NULL, key) == 1 &&
    EVP_DigestVerify (context, signature, SIGNATURE_BYTES, (const guint8 *) text, strlen (text)) == 1;

  EVP_MD_CTX_free (context);
  EVP_PKEY_free (key);
  return good;
}

static gboolean
is_plain (const char *note)
{
  if (strlen (note) > MOST_BYTES || !g_utf8_validate (note, -1, NULL))
    return FALSE;
  for (const char *c = note; *c != '\0'; c++)
    if ((guchar) *c < 0x20 && *c != '\n')
      return FALSE;
  return TRUE;
}

/* "— NAME BASE64": the bytes if it is @verifier's line. FALSE: it is no signature at all. */
static gboolean
read_line (const char *line, const ReeveNoteVerifier *verifier, guint8 **data, gsize *length)
{
  g_auto (GStrv) parts = NULL;
  g_autofree guint8 *bytes = NULL;
  guint8 hash[HASH_BYTES];

  if (!g_str_has_prefix (line, DASH))
    return FALSE;
  parts = g_strsplit (line + strlen (DASH), " ", 3);
  if (g_strv_length (parts) != 2 || !reeve_note_name_is_valid (parts[0]))
    return FALSE;
  bytes = decode (parts[1], length);
  if (bytes == NULL || *length <= HASH_BYTES)
    return FALSE;
  hash_verifier (verifier, hash);
  if (strcmp (parts[0], verifier->name) == 0 && CRYPTO_memcmp (bytes, hash, HASH_BYTES) == 0)
    *data = g_steal_pointer (&bytes);
  return TRUE;
}

static gboolean
check (const ReeveNoteVerifier *verifier, const char *text, const guint8 *data, gsize length, gint64 *time)
{
  g_autofree char *seen = NULL;
  guint64 stamp;

  *time = 0;
  if (verifier->type == REEVE_NOTE_ED25519)
    return length == HASH_BYTES + SIGNATURE_BYTES && verify (verifier, text, data + HASH_BYTES);
  if (length != HASH_BYTES + TIME_BYTES + SIGNATURE_BYTES)
    return FALSE;
  memcpy (&stamp, data + HASH_BYTES, TIME_BYTES);
  stamp = GUINT64_FROM_BE (stamp);
  if (stamp > G_MAXINT64)
    return FALSE;
  *time = (gint64) stamp;
  seen = print_seen (text, *time);
  return verify (verifier, seen, data + HASH_BYTES + TIME_BYTES);
}

/* FALSE: some line is no signature. @data: (out) (nullable): the verifier's, the first one. */
static gboolean
read_signatures (const char *signatures, const ReeveNoteVerifier *verifier, guint8 **data, gsize *length)
{
  g_auto (GStrv) lines = g_strsplit (signatures, "\n", MOST_SIGNATURES + 2);
  guint n = g_strv_length (lines);

  /* The last one ends in a line feed, too. */
  if (n < 2 || n > MOST_SIGNATURES + 1 || *lines[n - 1] != '\0')
    return FALSE;
  for (guint i = 0; i < n - 1; i++)
    {
      g_autofree guint8 *ours = NULL;
      gsize size;

      if (!read_line (lines[i], verifier, &ours, &size))
        return FALSE;
      if (ours != NULL && *data == NULL)
        {
          *data = g_steal_pointer (&ours);
          *length = size;
        }
    }
  return TRUE;
}

char *
reeve_note_open (const char *note, const ReeveNoteVerifier *verifier, gint64 *time, GError **error)
{
  const char *signatures = is_plain (note) ? find_signatures (note) : NULL;
  g_autofree char *text = NULL;
  g_autofree guint8 *data = NULL;
  gsize length = 0;
  gint64 seen;

  if (signatures == NULL || !read_signatures (signatures, verifier, &data, &length))
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "note", "this is no signed note");
      return NULL;
    }
  if (data == NULL)
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "unsigned", "the note is not signed by %s",
                       verifier->name);
      return NULL;
    }
  text = g_strndup (note, (gsize) (signatures - note) - 1);
  if (!check (verifier, text, data, length, &seen))
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "signature", "the note's signature of %s is wrong",
                       verifier->name);
      return NULL;
    }
  if (time != NULL)
    *time = seen;
  return g_steal_pointer (&text);
}
