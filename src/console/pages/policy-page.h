/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What the workspace demands of its people, a group at a time. Each row is saved by itself, at once, and can
 * be taken back. */

#pragma once

#include "console/pages/page.h"

G_BEGIN_DECLS

#define REEVE_TYPE_POLICY_PAGE (reeve_policy_page_get_type ())
G_DECLARE_FINAL_TYPE (ReevePolicyPage, reeve_policy_page, REEVE, POLICY_PAGE, ReevePage)

G_END_DECLS
