/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A group of rows on the page "Policy": some fields of the record. It shows what is in force and asks for a
 * change; the page saves it. A new group is a subclass in a file of its own and a line in policy-page.c. */

#pragma once

#include <adwaita.h>

#include "common/policy.h"

G_BEGIN_DECLS

#define REEVE_TYPE_POLICY_GROUP (reeve_policy_group_get_type ())
G_DECLARE_DERIVABLE_TYPE (ReevePolicyGroup, reeve_policy_group, REEVE, POLICY_GROUP, AdwPreferencesGroup)

struct _ReevePolicyGroupClass
{
  AdwPreferencesGroupClass parent_class;

  void (*show_policy) (ReevePolicyGroup *self, ReevePolicy *policy, gboolean write);
};

/* Shows @policy; @write: the person may change it. Asks for nothing meanwhile. */
void reeve_policy_group_show (ReevePolicyGroup *self, ReevePolicy *policy, gboolean write);
/* What is shown. (transfer none) (nullable): nothing yet */
ReevePolicy *reeve_policy_group_get_policy (ReevePolicyGroup *self);
/* Signal "change" (ReevePolicy after, string done): save it; @done says what was done, "Password rules
 * changed". For subclasses; nothing happens while shown, or where nothing differs. */
void reeve_policy_group_change (ReevePolicyGroup *self, ReevePolicy *after, const char *done);

G_END_DECLS
