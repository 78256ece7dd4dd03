/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What libsecret does not say: whether there is a Secret Service, whether it has a default keyring, and
 * whether that is locked. To libsecret a locked keyring looks like an empty one. Asked over D-Bus, and never
 * inside a sandbox that has the Secret portal: there libsecret keeps a file of its own, which cannot be
 * locked. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* TRUE if libsecret talks to the session's Secret Service, and not to a file of its own. */
gboolean reeve_keyring_service_is_used (void);

/* Makes sure that the default keyring is open, by the service's own prompt if it must be. Has no deadline and
 * cannot be cancelled: a prompt may be open (TESTING, Keyring).
 * @found: (out) FALSE if the service has no default keyring.
 * Errors: LOCKED (reason "keyring_locked"), UNREACHABLE (reason "keyring_missing"), INTERNAL. */
void reeve_keyring_service_unlock_async (GAsyncReadyCallback callback, gpointer user_data);
gboolean reeve_keyring_service_unlock_finish (GAsyncResult *result, gboolean *found, GError **error);

/* Whether the default keyring is locked now; prompts for nothing. */
void reeve_keyring_service_look_async (GAsyncReadyCallback callback, gpointer user_data);
gboolean reeve_keyring_service_look_finish (GAsyncResult *result, gboolean *locked, GError **error);

/* A failure of D-Bus or libsecret as one of the three errors above. (transfer full) both */
GError *reeve_keyring_service_translate (GError *error);

G_END_DECLS
