/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/evidence/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <sys/stat.h>

#include "common/error.h"

struct _ReeveEvidenceArchive
{
  struct archive *archive;
  GString *out; /* (nullable) borrowed */
  gint64 time;
  GPtrArray *files;       /* of ReeveEvidenceFile */
  ReeveEvidenceFile *now; /* (nullable): the one that is being written */
  GChecksum *checksum;    /* (nullable): its */
};

static void
free_file (gpointer data)
{
  ReeveEvidenceFile *file = data;

  g_free (file->name);
  g_free (file->sha256);
  g_free (file);
}

static la_ssize_t
take_cb (struct archive *archive G_GNUC_UNUSED, void *data, const void *bytes, size_t length)
{
  ReeveEvidenceArchive *self = data;

  if (self->out != NULL)
    g_string_append_len (self->out, bytes, (gssize) length);
  return (la_ssize_t) length;
}

static gboolean
check (ReeveEvidenceArchive *self, int result, GError **error)
{
  if (result >= ARCHIVE_OK)
    return TRUE;
  reeve_set_error (error, REEVE_ERROR_INTERNAL, NULL, "failed to write an archive: %s",
                   archive_error_string (self->archive));
  return FALSE;
}

/* Sizes are not known before: without the option libarchive takes ZIP64 for all such files. */
ReeveEvidenceArchive *
reeve_evidence_archive_new (gint64 time, gboolean large, GError **error)
{
  g_autoptr (ReeveEvidenceArchive) self = g_new0 (ReeveEvidenceArchive, 1);

  self->time = time;
  self->files = g_ptr_array_new_with_free_func (free_file);
  self->archive = archive_write_new ();
  if (!check (self, archive_write_set_format_zip (self->archive), error) ||
      !check (self, archive_write_set_format_option (self->archive, "zip", "compression", "deflate"),
              error) ||
      !check (self, archive_write_set_format_option (self->archive, "zip", "zip64", large ? "1" : NULL),
              error) ||
      !check (self, archive_write_set_bytes_per_block (self->archive, 0), error) ||
      !check (self, archive_write_open (self->archive, self, NULL, take_cb, NULL), error))
    return NULL;
  return g_steal_pointer (&self);
}

/* One that is not closed writes its end first, into nothing: libarchive only then lets go of all that it has.
 */
void
reeve_evidence_archive_free (ReeveEvidenceArchive *self)
{
  self->out = NULL;
  archive_write_free (self->archive);
  g_clear_pointer (&self->now, free_file);
  g_clear_pointer (&self->checksum, g_checksum_free);
  g_ptr_array_unref (self->files);
  g_free (self);
}

void
reeve_evidence_archive_set_out (ReeveEvidenceArchive *self, GString *out)
{
  self->out = out;
}

GPtrArray *
reeve_evidence_archive_get_files (ReeveEvidenceArchive *self)
{
  return self->files;
}

gboolean
reeve_evidence_archive_begin (ReeveEvidenceArchive *self, const char *name, GError **error)
{
  struct archive_entry *entry = archive_entry_new ();
  gboolean begun;

  g_return_val_if_fail (self->now == NULL && g_str_is_ascii (name), FALSE);
  archive_entry_set_pathname (entry, name);
  archive_entry_set_filetype (entry, S_IFREG);
  archive_entry_set_perm (entry, 0644);
  archive_entry_set_mtime (entry, self->time / G_USEC_PER_SEC, 0);
  begun = check (self, archive_write_header (self->archive, entry), error);
  archive_entry_free (entry);
  if (!begun)
    return FALSE;
  self->now = g_new0 (ReeveEvidenceFile, 1);
  self->now->name = g_strdup (name);
  self->checksum = g_checksum_new (G_CHECKSUM_SHA256);
  return TRUE;
}

gboolean
reeve_evidence_archive_write (ReeveEvidenceArchive *self, const char *data, gsize length, GError **error)
{
  g_return_val_if_fail (self->now != NULL, FALSE);
  while (length > 0)
    {
      la_ssize_t written = archive_write_data (self->archive, data, length);

      if (!check (self, written > 0 ? ARCHIVE_OK : ARCHIVE_FATAL, error))
        return FALSE;
      g_checksum_update (self->checksum, (const guchar *) data, written);
      self->now->bytes += written;
      data += written;
      length -= (gsize) written;
    }
  return TRUE;
}

gboolean
reeve_evidence_archive_end (ReeveEvidenceArchive *self, GError **error)
{
  g_return_val_if_fail (self->now != NULL, FALSE);
  if (!check (self, archive_write_finish_entry (self->archive), error))
    return FALSE;
  self->now->sha256 = g_strdup (g_checksum_get_string (self->checksum));
  g_clear_pointer (&self->checksum, g_checksum_free);
  g_ptr_array_add (self->files, g_steal_pointer (&self->now));
  return TRUE;
}

gboolean
reeve_evidence_archive_add (ReeveEvidenceArchive *self,
                            const char *name,
                            const char *data,
                            gsize length,
                            GError **error)
{
  return reeve_evidence_archive_begin (self, name, error) &&
         reeve_evidence_archive_write (self, data, length, error) && reeve_evidence_archive_end (self, error);
}

gboolean
reeve_evidence_archive_close (ReeveEvidenceArchive *self, GError **error)
{
  return check (self, archive_write_close (self->archive), error);
}
