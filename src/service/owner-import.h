/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Events of a log of another system through the owner's door (owner.h), once it has opened: both sides. */

#pragma once

#include "service/store/installation.h"

G_BEGIN_DECLS

/* What the door is asked for. @workspace: (nullable). (transfer full) */
char *reeve_owner_import_ask (const char *workspace, const char *file);
gboolean reeve_owner_import_is_asked (const char *question);

/* The service's side, until the other one is done or gone. @file: a connection, answered here from the first
 * word on, and not closed. */
void reeve_owner_import_serve (ReeveInstallation *installation, int file, const char *question);

/* The other side. @file: a connection that was answered. As reeve_log_import_put(); BUSY in_use: the service
 * is gone. */
gboolean reeve_owner_import_put (int file, GPtrArray *events, ReeveAccessIntake *intake, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
gboolean reeve_owner_import_end (int file, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
