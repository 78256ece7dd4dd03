/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The people whom all benches measure with: straight into the store, under every rule. */

#pragma once

#include "service/store/installation.h"

/* The users number @from to @to - 1 into @workspace (NULL: every one) of @installation; aborts with a message
 * when it cannot. */
void bench_seed (ReeveInstallation *installation, const char *workspace, guint from, guint to);
