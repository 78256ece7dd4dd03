/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The service in one object: opens the installation, starts the pools and the listeners. main.c makes one;
 * tests start the real thing in their own process. */

#pragma once

#include "common/secret.h"
#include "service/config.h"
#include "service/http/live-feed.h"
#include "service/store/installation.h"

G_BEGIN_DECLS

typedef struct _ReeveService ReeveService;

/* Starts listening before it returns. @root_key: (nullable): read from where the configuration says.
 * Errors: INVALID (configuration, key, certificate), BUSY (data folder or address in use), INTERNAL. */
ReeveService *reeve_service_start (ReeveConfig *config, const ReeveSecret *root_key, GError **error);
void reeve_service_stop (ReeveService *self); /* (transfer full): finishes what runs, closes the stores */
const char *
reeve_service_get_origin (ReeveService *self); /* "http://127.0.0.1:4711", "http://reeved" on a socket */
guint reeve_service_get_port (ReeveService *self);
ReeveInstallation *reeve_service_get_installation (ReeveService *self);
ReeveLiveFeed *reeve_service_get_feed (ReeveService *self); /* (transfer none) */

/* From the caller (nullable), a descriptor, a file, or systemd; in that order. */
ReeveSecret *reeve_service_find_root_key (ReeveConfig *config, const ReeveSecret *given, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveService, reeve_service_stop)

G_END_DECLS
