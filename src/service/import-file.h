/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A file that is imported, in pieces: as it is, or packed by gzip, which its first bytes tell. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _ReeveImportFile ReeveImportFile;

/* @path: "-" is standard input. Errors: INVALID (file). */
ReeveImportFile *reeve_import_file_open (const char *path, GError **error);
void reeve_import_file_free (ReeveImportFile *self);

/* (transfer full) (nullable): the next piece, never empty; NULL: that was all, or an error: INVALID (file).
 */
GBytes *reeve_import_file_read (ReeveImportFile *self, GError **error);

/* In percent; -1: nobody knows */
int reeve_import_file_get_progress (ReeveImportFile *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveImportFile, reeve_import_file_free)

G_END_DECLS
