/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Says in one icon and a few words how the site is connected; its popover says the rest. */

#pragma once

#include <adwaita.h>

#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_CONNECTION_BUTTON (reeve_connection_button_get_type ())
G_DECLARE_FINAL_TYPE (ReeveConnectionButton, reeve_connection_button, REEVE, CONNECTION_BUTTON, AdwBin)

void reeve_connection_button_set_site (ReeveConnectionButton *self, ReeveSite *site); /* (nullable) */
void reeve_connection_button_open (ReeveConnectionButton *self);

G_END_DECLS
