/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The group "Second Factor" on the page "Policy": of whom one is demanded, from when on. It is a record of
 * its own, so it reads and saves by itself. */

#pragma once

#include "console/pages/policy-list.h"

G_BEGIN_DECLS

#define REEVE_TYPE_POLICY_DEMANDS (reeve_policy_demands_get_type ())
G_DECLARE_FINAL_TYPE (ReevePolicyDemands, reeve_policy_demands, REEVE, POLICY_DEMANDS, ReevePolicyList)

G_END_DECLS
