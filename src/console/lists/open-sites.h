/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One ReeveSite per service, however many windows show it: two would take each other's refresh tokens. Main
 * thread only. */

#pragma once

#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_LOCAL_SITE "local"

/* @id: REEVE_LOCAL_SITE or an origin. A site that nobody has is made, closed as yet, with the certificate
 * that the list of recents remembers. (transfer full) */
ReeveSite *reeve_open_sites_get (const char *id);

G_END_DECLS
