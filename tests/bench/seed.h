/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The people whom all benches measure with: straight into the store, under every rule. */

#pragma once

#include "service/store/installation.h"

/* The data folder @folder, which no service has open; the root key comes on standard input, in base64, as the
 * keyring gives it. (transfer full); aborts with a message when it cannot. */
ReeveInstallation *bench_seed_open (const char *folder);

/* The users number @from to @to - 1 into @workspace (NULL: every one) of @installation; aborts with a message
 * when it cannot. */
void bench_seed (ReeveInstallation *installation, const char *workspace, guint from, guint to);
