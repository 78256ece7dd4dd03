/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A door for whoever owns the installation, beside every listener: the socket `owner` in the data folder. One
 * process owns the databases, so `reeved reset-link` asks the one that runs. It opens to a process of the
 * service's own user that shows that it has the root key; what it may do is make a link for a new password,
 * and import a log, which the same process could do with the service stopped. */

#pragma once

#include "common/secret.h"
#include "service/store/installation.h"

G_BEGIN_DECLS

typedef struct _ReeveOwnerDoor ReeveOwnerDoor;

/* Listens on a thread of its own; @installation outlives it. Errors: INTERNAL. */
ReeveOwnerDoor *reeve_owner_door_open (ReeveInstallation *installation,
                                       const char *data_folder,
                                       const ReeveSecret *root_key,
                                       GError **error);
void reeve_owner_door_close (ReeveOwnerDoor *self); /* (transfer full) */

/* The other side: the link for @email, from the process that runs. Blocks for as long as 40 seconds.
 * Errors: what making it failed with; BUSY in_use when nobody opens. (transfer full) */
char *reeve_owner_ask_for_link (const char *data_folder,
                                const ReeveSecret *root_key,
                                const char *email,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same for a log: a connection for owner-import.h, which the caller closes; -1: as above, and INVALID
 * (workspace). @workspace: (nullable): the only one. @log: what it is called. @days: (out): that
 * the workspace's log is kept */
int reeve_owner_ask_to_import (const char *data_folder,
                               const ReeveSecret *root_key,
                               const char *workspace,
                               const char *log,
                               gint64 *days,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveOwnerDoor, reeve_owner_door_close)

G_END_DECLS
