/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Keys and sealed values against published vectors, and against whoever changes them. */

#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "common/encoding.h"
#include "scratch.h"
#include "service/store/keys.h"

/* The two vectors of the C2SP specification of XAES-256-GCM: one key whose CMAC subkey carries, one whose
 * does not. */
static void
test_xaes (void)
{
  static const struct
  {
    guint8 key;
    const char *bound;
    const char *text;
  } cases[] = {
    { 1, "", "ce546ef63c9cc60765923609b33a9a1974e96e52daf2fcf7075e2271" },
    { 3, "c2sp.org/XAES-256-GCM", "986ec1832593df5443a179437fd083bf3fdb41abd740a21f71eb769d" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ReeveSecret) key = test_key (cases[i].key);
      const guint8 *nonce = (const guint8 *) "ABCDEFGHIJKLMNOPQRSTUVWX";
      const guint8 *bytes = reeve_secret_get_data (key, NULL);
      guint8 out[12 + 16];
      guint8 back[12];
      g_autofree char *hex = NULL;

      reeve_xaes_encrypt (bytes, nonce, cases[i].bound, strlen (cases[i].bound), "XAES-256-GCM", 12, out);
      hex = reeve_hex_encode (out, sizeof out);
      g_assert_cmpstr (hex, ==, cases[i].text);
      g_assert_true (
        reeve_xaes_decrypt (bytes, nonce, cases[i].bound, strlen (cases[i].bound), out, sizeof out, back));
      g_assert_cmpmem (back, 12, "XAES-256-GCM", 12);
      out[3] ^= 1;
      g_assert_false (
        reeve_xaes_decrypt (bytes, nonce, cases[i].bound, strlen (cases[i].bound), out, sizeof out, back));
    }
}

/* Different names, different keys; the same name, the same key. */
static void
test_derive (void)
{
  g_autoptr (ReeveSecret) root = test_key (1);
  g_autoptr (ReeveSecret) a = reeve_keys_derive (root, "reeve/1/a");
  g_autoptr (ReeveSecret) again = reeve_keys_derive (root, "reeve/1/a");
  g_autoptr (ReeveSecret) b = reeve_keys_derive (root, "reeve/1/b");

  g_assert_cmpuint (reeve_secret_get_length (a), ==, 32);
  g_assert_true (reeve_secret_equal (a, again));
  g_assert_false (reeve_secret_equal (a, b));
  g_assert_false (reeve_secret_equal (a, root));
}

/* A sealed value opens with its key for its context only, unchanged in every byte. */
static void
test_seal (void)
{
  g_autoptr (ReeveSecret) key = test_key (1);
  g_autoptr (ReeveSecret) other = test_key (2);
  g_autoptr (ReeveSecret) plain = reeve_secret_new_text ("JBSWY3DPEHPK3PXP");
  g_autoptr (GBytes) sealed = reeve_seal (key, plain, "totp:a");
  g_autoptr (GBytes) again = reeve_seal (key, plain, "totp:a");
  g_autoptr (ReeveSecret) opened = reeve_unseal (key, sealed, "totp:a", NULL);
  g_autoptr (GError) error = NULL;
  gsize length;
  const guint8 *data = g_bytes_get_data (sealed, &length);

  g_assert_true (reeve_secret_equal (opened, plain));
  g_assert_false (g_bytes_equal (sealed, again));
  g_assert_null (memmem (data, length, "JBSWY3DP", 8));
  g_assert_null (reeve_unseal (key, sealed, "totp:b", &error));
  assert_reeve_error (error, REEVE_ERROR_INTERNAL, "sealed");
  g_clear_error (&error);
  g_assert_null (reeve_unseal (other, sealed, "totp:a", &error));
  assert_reeve_error (error, REEVE_ERROR_INTERNAL, "sealed");
  for (gsize i = 0; i < length; i++)
    {
      g_autofree guint8 *copy = g_memdup2 (data, length);
      g_autoptr (GBytes) changed = NULL;
      g_autoptr (GBytes) cut = g_bytes_new (data, i);

      copy[i] ^= 0x80;
      changed = g_bytes_new (copy, length);
      g_assert_null (reeve_unseal (key, changed, "totp:a", NULL));
      g_assert_null (reeve_unseal (key, cut, "totp:a", NULL));
    }
}

static ReeveSecret *
read_written (Scratch *scratch, const char *content, gssize length, int mode, GError **error)
{
  g_autofree char *path = scratch_path (scratch, "root.key");

  g_unlink (path);
  g_assert_true (g_file_set_contents (path, content, length, NULL));
  g_assert_cmpint (g_chmod (path, mode), ==, 0);
  return reeve_root_key_read_file (path, error);
}

/* Root key files: 32 bytes or 64 digits, for nobody else's eyes; errors never show the content. */
static void
test_root_key_file (void)
{
  static const char digits[] = "000102030405060708090A0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
  g_auto (Scratch) scratch = { NULL };
  g_autofree char *line = g_strconcat (digits, "\n", NULL);
  g_autofree char *longer = g_strconcat (digits, "00", NULL);
  g_autofree char *wrong = g_strconcat (digits, NULL);
  struct
  {
    const char *content;
    int mode;
    gboolean good;
  } cases[] = {
    { digits, 0400, TRUE },   { line, 0600, TRUE },    { "0123456789abcdef0123456789abcdef", 0600, TRUE },
    { digits, 0640, FALSE },  { digits, 0644, FALSE }, { longer, 0400, FALSE },
    { "short", 0400, FALSE }, { "", 0400, FALSE },     { wrong, 0400, FALSE },
  };

  scratch_init (&scratch);
  wrong[5] = 'x';
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ReeveSecret) key = read_written (&scratch, cases[i].content, -1, cases[i].mode, &error);

      if (cases[i].good)
        {
          g_assert_no_error (error);
          g_assert_cmpuint (reeve_secret_get_length (key), ==, 32);
          continue;
        }
      g_assert_null (key);
      assert_reeve_error (error, REEVE_ERROR_INVALID, "root_key");
      g_assert_true (*cases[i].content == '\0' || strstr (error->message, cases[i].content) == NULL);
    }
}

/* From a descriptor, which is closed behind it. */
static void
test_root_key_fd (void)
{
  int ends[2];
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveSecret) key = NULL;

  g_assert_cmpint (pipe2 (ends, O_CLOEXEC), ==, 0);
  g_assert_cmpint (write (ends[1], "0123456789abcdef0123456789abcdef", 32), ==, 32);
  close (ends[1]);
  key = reeve_root_key_read_fd (ends[0], &error);
  g_assert_no_error (error);
  g_assert_cmpmem (reeve_secret_get_data (key, NULL), 32, "0123456789abcdef0123456789abcdef", 32);
  g_assert_cmpint (fcntl (ends[0], F_GETFD), ==, -1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/keys/xaes", test_xaes);
  g_test_add_func ("/store/keys/derive", test_derive);
  g_test_add_func ("/store/keys/seal", test_seal);
  g_test_add_func ("/store/keys/root-key-file", test_root_key_file);
  g_test_add_func ("/store/keys/root-key-fd", test_root_key_fd);
  return g_test_run ();
}
