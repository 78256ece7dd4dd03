/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Everything secret that the console keeps, in the system keyring through libsecret, and nowhere else: per
 * site the device key, the refresh token and, for the workspace on this computer, the root key. One queue:
 * one call at a time, each store is read back. Calls are never cancelled (a prompt may be open: TESTING,
 * Keyring); a caller's cancellable only drops the answer.
 *
 * Property "state": see below, notified. After 3 seconds without an answer it becomes WAITING. */

#pragma once

#include <gio/gio.h>

#include "common/secret.h"

G_BEGIN_DECLS

typedef enum
{
  REEVE_KEYRING_IDLE,
  REEVE_KEYRING_WAITING, /* probably for the person, at the keyring's own prompt */
  REEVE_KEYRING_LOCKED,  /* the prompt was dismissed, or there is none */
  REEVE_KEYRING_MISSING, /* no Secret Service on this session bus, or no keyring in it */
} ReeveKeyringState;

#define REEVE_TYPE_KEYRING_STATE (reeve_keyring_state_get_type ())
GType reeve_keyring_state_get_type (void);

#define REEVE_TYPE_KEYRING (reeve_keyring_get_type ())
G_DECLARE_FINAL_TYPE (ReeveKeyring, reeve_keyring, REEVE, KEYRING, GObject)

ReeveKeyring *reeve_keyring_get_default (void); /* (transfer none) */
ReeveKeyringState reeve_keyring_get_state (ReeveKeyring *self);
/* MISSING, but the service is there and holds no keyring yet: a store would ask the person to make one. */
gboolean reeve_keyring_can_create (ReeveKeyring *self);

/* @site: id of the site; @kind: "device-key", "refresh-token", "root-key". Finish of lookup: (transfer full)
 * (nullable): NULL without error only when the keyring is open and holds no such item. Errors: LOCKED (reason
 * "keyring_locked"), UNREACHABLE (reason "keyring_missing"), INTERNAL. */
void reeve_keyring_lookup_async (ReeveKeyring *self,
                                 const char *site,
                                 const char *kind,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
ReeveSecret *reeve_keyring_lookup_finish (ReeveKeyring *self, GAsyncResult *result, GError **error);
/* @label: what the keyring's own window shows. */
void reeve_keyring_store_async (ReeveKeyring *self,
                                const char *site,
                                const char *kind,
                                const char *label,
                                ReeveSecret *secret,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean reeve_keyring_store_finish (ReeveKeyring *self, GAsyncResult *result, GError **error);
void reeve_keyring_clear_async (ReeveKeyring *self,
                                const char *site,
                                const char *kind,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean reeve_keyring_clear_finish (ReeveKeyring *self, GAsyncResult *result, GError **error);

G_END_DECLS
