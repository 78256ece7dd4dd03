/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The devices that the person is signed in on, each of which can be signed out. */

#pragma once

#include <adwaita.h>

#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_SESSIONS_DIALOG (reeve_sessions_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveSessionsDialog, reeve_sessions_dialog, REEVE, SESSIONS_DIALOG, AdwDialog)

AdwDialog *reeve_sessions_dialog_new (ReeveSite *site);

G_END_DECLS
