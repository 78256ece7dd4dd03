/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Puts a secret on the clipboard, and takes it off again. */

#pragma once

#include <gtk/gtk.h>

#include "common/secret.h"

G_BEGIN_DECLS

#define REEVE_SECRET_COPY_SECONDS 60

/* After a minute the clipboard is cleared, unless it holds something else by then. Says so with win.toast. */
void reeve_secret_copy (GtkWidget *widget, const ReeveSecret *secret);

G_END_DECLS
