/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A real gnome-keyring-daemon on a session bus of the test's own, where nothing else can be activated: no
 * prompter, no portal. For tests of what the console keeps. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Sets DBUS_SESSION_BUS_ADDRESS: before anything asks for the bus. It ends with this process. */
GSubprocess *session_bus_start (const char *folder);

typedef struct _KeyringDaemon KeyringDaemon;

/* @folder: HOME of the daemon. @password: (nullable) without one there is no keyring. */
KeyringDaemon *keyring_daemon_start (const char *folder, const char *password);
void keyring_daemon_lock (KeyringDaemon *self);
void keyring_daemon_unlock (KeyringDaemon *self);
void keyring_daemon_freeze (KeyringDaemon *self);
void keyring_daemon_thaw (KeyringDaemon *self);
gboolean keyring_daemon_is_alive (KeyringDaemon *self);
void keyring_daemon_stop (KeyringDaemon *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KeyringDaemon, keyring_daemon_stop)

G_END_DECLS
