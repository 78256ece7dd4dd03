/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* How long the access log is kept. */

#pragma once

#include "console/pages/policy-group.h"

G_BEGIN_DECLS

#define REEVE_TYPE_POLICY_LOG (reeve_policy_log_get_type ())
G_DECLARE_FINAL_TYPE (ReevePolicyLog, reeve_policy_log, REEVE, POLICY_LOG, ReevePolicyGroup)

G_END_DECLS
