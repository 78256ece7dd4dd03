/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A gzip file is one stream after the other: what is put together of several is read to its end. */

#include <config.h> /* the build's; "config.h" would be service/config.h */

#include "service/import-file.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/error.h"

#define PIECE (256 << 10)

struct _ReeveImportFile
{
  char *path;
  int file;
  gint64 size; /* 0: not known */
  gint64 position;
  guint8 *input;
  gsize start; /* of what was read and not given out */
  gsize end;
  gboolean looked; /* at the first bytes */
  gboolean ended;
  GZlibDecompressor *unpacker; /* (nullable) */
  gboolean between;            /* streams */
};

static gboolean
fail (ReeveImportFile *self, GError **error, const char *why)
{
  reeve_set_error (error, REEVE_ERROR_INVALID, "file", "%s: %s", self->path, why);
  return FALSE;
}

ReeveImportFile *
reeve_import_file_open (const char *path, GError **error)
{
  gboolean input = g_str_equal (path, "-");
  g_autoptr (ReeveImportFile) self = g_new0 (ReeveImportFile, 1);
  struct stat status;

  self->path = g_strdup (input ? "standard input" : path);
  self->file = input ? STDIN_FILENO : open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (self->file < 0 || fstat (self->file, &status) != 0)
    {
      fail (self, error, g_strerror (errno));
      return NULL;
    }
  if (S_ISDIR (status.st_mode))
    {
      fail (self, error, g_strerror (EISDIR));
      return NULL;
    }
  self->size = S_ISREG (status.st_mode) ? status.st_size : 0;
  self->input = g_malloc (PIECE);
  return g_steal_pointer (&self);
}

void
reeve_import_file_free (ReeveImportFile *self)
{
  if (self->file > STDIN_FILENO)
    close (self->file);
  g_clear_object (&self->unpacker);
  g_free (self->input);
  g_free (self->path);
  g_free (self);
}

/* More into the room behind what is there. */
static gboolean
read_more (ReeveImportFile *self, GError **error)
{
  gssize n;

  memmove (self->input, self->input + self->start, self->end - self->start);
  self->end -= self->start;
  self->start = 0;
  do
    n = read (self->file, self->input + self->end, PIECE - self->end);
  while (n < 0 && errno == EINTR);
  if (n < 0)
    return fail (self, error, g_strerror (errno));
  self->ended = n == 0;
  self->position += n;
  self->end += (gsize) n;
  return TRUE;
}

/* Two bytes tell; a pipe may bring them one by one. */
static gboolean
look (ReeveImportFile *self, GError **error)
{
  while (!self->ended && self->end < 2)
    if (!read_more (self, error))
      return FALSE;
  self->looked = TRUE;
  if (self->end >= 2 && self->input[0] == 0x1f && self->input[1] == 0x8b)
    self->unpacker = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  return TRUE;
}

/* Behind the last stream some writers put zeros. */
static gboolean
is_padding (ReeveImportFile *self)
{
  for (gsize i = self->start; i < self->end; i++)
    if (self->input[i] != 0)
      return FALSE;
  return TRUE;
}

/* *@length: 0: more must be read first. */
static gboolean
unpack (ReeveImportFile *self, guint8 *output, gsize *length, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  gsize used = 0;
  GConverterResult result;

  *length = 0;
  if (self->between && is_padding (self))
    {
      self->start = self->end;
      return TRUE;
    }
  self->between = FALSE;
  result = g_converter_convert (
    G_CONVERTER (self->unpacker), self->input + self->start, self->end - self->start, output, PIECE,
    self->ended ? G_CONVERTER_INPUT_AT_END : G_CONVERTER_NO_FLAGS, &used, length, &local_error);
  if (result == G_CONVERTER_ERROR)
    {
      *length = 0;
      if (!self->ended && g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT))
        return TRUE;
      return fail (self, error, self->ended ? "the packed file is cut off" : "the packed file is damaged");
    }
  self->start += used;
  if (result == G_CONVERTER_FINISHED)
    {
      g_converter_reset (G_CONVERTER (self->unpacker));
      self->between = TRUE;
    }
  return TRUE;
}

static GBytes *
read_packed (ReeveImportFile *self, GError **error)
{
  g_autofree guint8 *output = g_malloc (PIECE);
  gsize length = 0;

  while (length == 0)
    {
      if (self->end > self->start || !self->between)
        if (!unpack (self, output, &length, error))
          return NULL;
      if (length > 0)
        break;
      if (self->ended && self->start == self->end && self->between)
        return NULL;
      if (self->end - self->start < PIECE && !self->ended && !read_more (self, error))
        return NULL;
    }
  return g_bytes_new_take (g_steal_pointer (&output), length);
}

GBytes *
reeve_import_file_read (ReeveImportFile *self, GError **error)
{
  GBytes *piece;

  if (!self->looked && !look (self, error))
    return NULL;
  if (self->unpacker != NULL)
    return read_packed (self, error);
  if (self->start == self->end && !self->ended && !read_more (self, error))
    return NULL;
  if (self->start == self->end)
    return NULL;
  piece = g_bytes_new (self->input + self->start, self->end - self->start);
  self->start = self->end;
  return piece;
}

int
reeve_import_file_get_progress (ReeveImportFile *self)
{
  return self->size > 0 ? (int) (MIN (self->position, self->size) * 100 / self->size) : -1;
}
