/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The key that signs access tokens: made at the first start, kept sealed in the directory, so that a restart
 * signs nobody out. */

#pragma once

#include "common/jws.h"
#include "service/store/installation.h"

G_BEGIN_DECLS

/* (transfer full). Errors: INTERNAL (reason "sealed"), BUSY. */
ReeveKey *reeve_signing_key_open (ReeveInstallation *installation, gint64 deadline, GError **error);

G_END_DECLS
