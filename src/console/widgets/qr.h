/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A QR code, black on white with its quiet zone in every theme, since cameras want it so. */

#pragma once

#include <gtk/gtk.h>

#include "common/secret.h"

G_BEGIN_DECLS

#define REEVE_TYPE_QR (reeve_qr_get_type ())
G_DECLARE_FINAL_TYPE (ReeveQr, reeve_qr, REEVE, QR, GtkWidget)

void reeve_qr_set_secret (ReeveQr *self, const ReeveSecret *text); /* (nullable): shows nothing */

G_END_DECLS
