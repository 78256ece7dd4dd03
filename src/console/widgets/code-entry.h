/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One entry for the six digits of an authenticator app, with what is wrong below it. It takes digits only (a
 * paste loses its spaces) and says "complete" at the sixth, so that nobody has to press a button. */

#pragma once

#include <gtk/gtk.h>

#include "common/secret.h"

G_BEGIN_DECLS

#define REEVE_TYPE_CODE_ENTRY (reeve_code_entry_get_type ())
G_DECLARE_FINAL_TYPE (ReeveCodeEntry, reeve_code_entry, REEVE, CODE_ENTRY, GtkBox)

/* Signal "complete". Property "busy" (boolean): a code is being checked; the entry takes nothing. */
ReeveSecret *
reeve_code_entry_get_code (ReeveCodeEntry *self); /* (transfer full) (nullable): not six digits yet */
void reeve_code_entry_set_busy (ReeveCodeEntry *self, gboolean busy);
void reeve_code_entry_clear (ReeveCodeEntry *self);
/* Says what is wrong, selects the code so that typing replaces it, and takes the focus. */
void reeve_code_entry_set_error (ReeveCodeEntry *self, const char *text); /* (nullable) */

G_END_DECLS
