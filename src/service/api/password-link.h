/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Links that set a new password: asked for by mail, after a release, or by whoever owns the machine. */

#pragma once

#include "service/api/call.h"

G_BEGIN_DECLS

#define REEVE_RESET_LIFE (30 * G_TIME_SPAN_MINUTE)

/* The URI of a new link; ends the one before, with its mail. (transfer full) */
char *reeve_password_link_make (ReeveCall *call, ReeveTx *directory, const char *account, GError **error);

G_END_DECLS
