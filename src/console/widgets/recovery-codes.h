/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* New recovery codes, shown this once: to copy, to save, to print, and to be said to be stored. */

#pragma once

#include <gtk/gtk.h>

#include "common/secret.h"

G_BEGIN_DECLS

#define REEVE_TYPE_RECOVERY_CODES (reeve_recovery_codes_get_type ())
G_DECLARE_FINAL_TYPE (ReeveRecoveryCodes, reeve_recovery_codes, REEVE, RECOVERY_CODES, GtkBox)

/* Property "stored" (boolean, notified): the person says so.
 * @codes: (nullable): one a line; NULL forgets those shown */
void reeve_recovery_codes_set_codes (ReeveRecoveryCodes *self, ReeveSecret *codes);
gboolean reeve_recovery_codes_get_stored (ReeveRecoveryCodes *self);
/* Takes the focus where it says that they are stored, and says that they must be. */
void reeve_recovery_codes_insist (ReeveRecoveryCodes *self);

G_END_DECLS
