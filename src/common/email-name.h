/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* E-mail addresses as they stand in what a log calls people: "Ada Lovelace <ada@vallis.example>". */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The address that Reeve's own names end in, without regard to case. (transfer full) (nullable): it ends in
 * none. @name: (nullable) */
char *reeve_email_name_get (const char *name);
/* The addresses that stand in @text, folded, with all of it, for what has an address with letters that are
 * rare in one: to be looked up among many. (transfer full) */
GStrv reeve_email_name_list (const char *text);
/* Whether @text (nullable) names one of @addresses, as it is and not as a part of another. @addresses: as
 * from reeve_email_name_get(), a line each */
gboolean reeve_email_name_is_in (const char *addresses, const char *text);

G_END_DECLS
