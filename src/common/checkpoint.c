/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "common/checkpoint.h"

#include <string.h>

#include "common/error.h"

static char *
print (const ReeveCheckpoint *self, const char *origin)
{
  g_autofree char *root = g_base64_encode (self->root.bytes, REEVE_MERKLE_BYTES);

  return g_strdup_printf ("%s\n%" G_GUINT64_FORMAT "\n%s\n", origin, self->size, root);
}

char *
reeve_checkpoint_sign (const ReeveCheckpoint *self, const ReeveNoteVerifier *log, const ReeveSecret *seed)
{
  g_autofree char *text = print (self, log->name);

  return reeve_note_sign (text, log, seed);
}

/* Lines beyond the third are extensions, which mean nothing here. Printed again it must be the same: no
 * leading zeros, no other base64. */
static gboolean
parse (const char *text, const char *origin, ReeveCheckpoint *self)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", 5);
  g_autofree guint8 *root = NULL;
  g_autofree char *again = NULL;
  gsize length;

  if (g_strv_length (lines) < 4 || strcmp (lines[0], origin) != 0 ||
      !g_ascii_string_to_unsigned (lines[1], 10, 0, G_MAXINT64, &self->size, NULL))
    return FALSE;
  root = g_base64_decode (lines[2], &length);
  if (length != REEVE_MERKLE_BYTES)
    return FALSE;
  memcpy (self->root.bytes, root, REEVE_MERKLE_BYTES);
  again = print (self, origin);
  return g_str_has_prefix (text, again);
}

gboolean
reeve_checkpoint_open (const char *note, const ReeveNoteVerifier *log, ReeveCheckpoint *self, GError **error)
{
  g_autofree char *text = reeve_note_open (note, log, NULL, error);
  ReeveCheckpoint read;

  if (text == NULL)
    return FALSE;
  if (!parse (text, log->name, &read))
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "checkpoint", "this is no checkpoint of %s", log->name);
      return FALSE;
    }
  *self = read;
  return TRUE;
}
