/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The group "Notifications" on the page "Policy": who is told of findings. Records of their own, so it reads
 * by itself, and again when the live feed tells of one. */

#pragma once

#include "console/pages/policy-list.h"

G_BEGIN_DECLS

#define REEVE_TYPE_POLICY_NOTIFICATIONS (reeve_policy_notifications_get_type ())
G_DECLARE_FINAL_TYPE (ReevePolicyNotifications,
                      reeve_policy_notifications,
                      REEVE,
                      POLICY_NOTIFICATIONS,
                      ReevePolicyList)

G_END_DECLS
