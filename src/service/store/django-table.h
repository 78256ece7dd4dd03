/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The users of a Django database that is an SQLite file: its table auth_user, as the CSV that an import
 * reads. The file is somebody's: it is opened in memory, read-only, without its views, triggers and virtual
 * tables, and with an end to the time and the space that reading it takes.
 * https://docs.djangoproject.com/en/5.2/ref/contrib/auth/#fields */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @text: REEVE_USER_IMPORT_DATABASE and the file in base64 (RFC 4648, 4). @most: bytes of the answer. Errors:
 * INVALID (reason "database"; "too_long"). (transfer full) */
char *reeve_django_table_read (const char *text, gsize most, GError **error);

G_END_DECLS
