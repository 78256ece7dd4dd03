/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* cairo 1.18 numbers an object for each tag "Artifact" and writes none. Nothing refers to them, but the table
 * of objects says that they are there, and whoever checks the file calls it damaged. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Calls those objects free in @pdf's table. FALSE for what is not as cairo writes it, which stays as it is.
 */
gboolean reeve_print_free_unwritten (GByteArray *pdf);

G_END_DECLS
