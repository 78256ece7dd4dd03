/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Who else may sign people in: the workspace's identity provider, a record of its own, which only those see
 * who may change it. */

#pragma once

#include "console/pages/policy-group.h"

G_BEGIN_DECLS

#define REEVE_TYPE_POLICY_PROVIDER (reeve_policy_provider_get_type ())
G_DECLARE_FINAL_TYPE (ReevePolicyProvider, reeve_policy_provider, REEVE, POLICY_PROVIDER, ReevePolicyGroup)

G_END_DECLS
