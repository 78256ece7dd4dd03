/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Which passwords people may choose, and the list that they will see while they do. */

#pragma once

#include "console/pages/policy-group.h"

G_BEGIN_DECLS

#define REEVE_TYPE_POLICY_PASSWORDS (reeve_policy_passwords_get_type ())
G_DECLARE_FINAL_TYPE (ReevePolicyPasswords, reeve_policy_passwords, REEVE, POLICY_PASSWORDS, ReevePolicyGroup)

G_END_DECLS
