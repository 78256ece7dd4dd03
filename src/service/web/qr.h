/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A QR code as an SVG picture of its own: the pages allow no style and no script in them. */

#pragma once

#include "common/secret.h"

G_BEGIN_DECLS

#define REEVE_SVG_TYPE "image/svg+xml"

GBytes *reeve_qr_to_svg (const ReeveSecret *text); /* (transfer full) (nullable): too long for one */

G_END_DECLS
