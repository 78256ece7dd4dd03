/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A ZIP that is sent while it is made: files one after the other, each deflated as it comes, none of it kept
 * but names, sizes and hashes. Names are ASCII, times all the same. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _ReeveEvidenceArchive ReeveEvidenceArchive;

typedef struct
{
  char *name;
  gint64 bytes;
  char *sha256; /* in hex */
} ReeveEvidenceFile;

/* @large: a file may have 4 GiB or more, which takes ZIP64; whoever is sure that none has is read by older
 * programs, too. (transfer full). Errors: INTERNAL. */
ReeveEvidenceArchive *reeve_evidence_archive_new (gint64 time, gboolean large, GError **error);
void reeve_evidence_archive_free (ReeveEvidenceArchive *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveEvidenceArchive, reeve_evidence_archive_free)

/* Where its bytes are appended from now on. @out: (nullable), borrowed: they are dropped */
void reeve_evidence_archive_set_out (ReeveEvidenceArchive *self, GString *out);

/* Errors of all of these: INTERNAL. */
gboolean reeve_evidence_archive_begin (ReeveEvidenceArchive *self,
                                       const char *name,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean reeve_evidence_archive_write (ReeveEvidenceArchive *self,
                                       const char *data,
                                       gsize length,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean reeve_evidence_archive_end (ReeveEvidenceArchive *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* All of a file. */
gboolean reeve_evidence_archive_add (ReeveEvidenceArchive *self,
                                     const char *name,
                                     const char *data,
                                     gsize length,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean reeve_evidence_archive_close (ReeveEvidenceArchive *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* (element-type ReeveEvidenceFile), borrowed: those that are whole, in their order */
GPtrArray *reeve_evidence_archive_get_files (ReeveEvidenceArchive *self);

G_END_DECLS
