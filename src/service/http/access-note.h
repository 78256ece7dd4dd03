/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What an exchange leaves in the access log: of a request in a workspace a line of that workspace's; of one
 * about an account (signing in, signing out, a new password), whether it went well or not, also a line of
 * each workspace that may know what the person does (reeve_accounts_get_informed()); the rest is the
 * directory's. */

#pragma once

#include "service/http/exchange.h"

G_BEGIN_DECLS

/* What @call found out, on the worker's thread, after its transactions: who it was about, and how that is
 * called. */
void reeve_access_note_gather (ReeveInstallation *installation, ReeveExchange *exchange, ReeveCall *call);

/* Writes the events; once. Never blocks. */
void reeve_access_note_write (ReeveInstallation *installation, ReeveExchange *exchange);

G_END_DECLS
