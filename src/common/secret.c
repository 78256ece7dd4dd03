/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A secret in memory. The bytes stand behind the head in one block, so that there is one place to wipe. */

#include "config.h"

#include "common/secret.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <string.h>

struct _ReeveSecret
{
  gatomicrefcount references;
  gsize length;
  char data[]; /* length bytes and a NUL */
};

G_DEFINE_BOXED_TYPE (ReeveSecret, reeve_secret, reeve_secret_ref, reeve_secret_unref)

static ReeveSecret *
allocate (gsize length)
{
  ReeveSecret *self = g_malloc (sizeof (ReeveSecret) + length + 1);

  g_atomic_ref_count_init (&self->references);
  self->length = length;
  self->data[length] = '\0';
  return self;
}

ReeveSecret *
reeve_secret_new (const void *data, gsize length)
{
  g_return_val_if_fail (data != NULL || length == 0, NULL);
  ReeveSecret *self = allocate (length);
  if (length > 0)
    memcpy (self->data, data, length);
  return self;
}

ReeveSecret *
reeve_secret_new_text (const char *text)
{
  return text != NULL ? reeve_secret_new (text, strlen (text)) : NULL;
}

ReeveSecret *
reeve_secret_new_take (char *text)
{
  if (text == NULL)
    return NULL;
  gsize length = strlen (text);
  ReeveSecret *self = reeve_secret_new (text, length);
  OPENSSL_cleanse (text, length);
  g_free (text);
  return self;
}

ReeveSecret *
reeve_secret_new_random (gsize length)
{
  ReeveSecret *self = allocate (length);

  if (RAND_priv_bytes ((unsigned char *) self->data, (int) length) != 1)
    g_error ("the system gives no randomness");
  return self;
}

ReeveSecret *
reeve_secret_ref (ReeveSecret *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
reeve_secret_unref (ReeveSecret *self)
{
  g_return_if_fail (self != NULL);
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  OPENSSL_cleanse (self->data, self->length);
  g_free (self);
}

gconstpointer
reeve_secret_get_data (const ReeveSecret *self, gsize *length)
{
  g_return_val_if_fail (self != NULL, NULL);
  if (length != NULL)
    *length = self->length;
  return self->data;
}

const char *
reeve_secret_get_text (const ReeveSecret *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->data;
}

gsize
reeve_secret_get_length (const ReeveSecret *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->length;
}

gboolean
reeve_secret_equal (const ReeveSecret *a, const ReeveSecret *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return a->length == b->length && CRYPTO_memcmp (a->data, b->data, a->length) == 0;
}

void
reeve_wipe_string (GString *string)
{
  if (string == NULL)
    return;
  OPENSSL_cleanse (string->str, string->allocated_len);
  g_string_free (string, TRUE);
}
