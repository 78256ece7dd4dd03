/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/pages/policy-group.h"

typedef struct
{
  ReevePolicy *policy; /* (nullable) */
  gboolean showing;
} ReevePolicyGroupPrivate;

enum
{
  SIGNAL_CHANGE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (ReevePolicyGroup, reeve_policy_group, ADW_TYPE_PREFERENCES_GROUP)

static void
reeve_policy_group_finalize (GObject *object)
{
  ReevePolicyGroupPrivate *priv = reeve_policy_group_get_instance_private (REEVE_POLICY_GROUP (object));

  g_clear_object (&priv->policy);
  G_OBJECT_CLASS (reeve_policy_group_parent_class)->finalize (object);
}

static void
reeve_policy_group_class_init (ReevePolicyGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = reeve_policy_group_finalize;
  signals[SIGNAL_CHANGE] = g_signal_new ("change", REEVE_TYPE_POLICY_GROUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 2, reeve_policy_get_type (), G_TYPE_STRING);
}

static void
reeve_policy_group_init (ReevePolicyGroup *self)
{
}

void
reeve_policy_group_show (ReevePolicyGroup *self, ReevePolicy *policy, gboolean write)
{
  ReevePolicyGroupPrivate *priv = reeve_policy_group_get_instance_private (self);

  g_set_object (&priv->policy, policy);
  priv->showing = TRUE;
  REEVE_POLICY_GROUP_GET_CLASS (self)->show_policy (self, policy, write);
  priv->showing = FALSE;
}

ReevePolicy *
reeve_policy_group_get_policy (ReevePolicyGroup *self)
{
  return ((ReevePolicyGroupPrivate *) reeve_policy_group_get_instance_private (self))->policy;
}

void
reeve_policy_group_change (ReevePolicyGroup *self, ReevePolicy *after, const char *done)
{
  ReevePolicyGroupPrivate *priv = reeve_policy_group_get_instance_private (self);

  if (!priv->showing && priv->policy != NULL && !reeve_record_writable_equal (priv->policy, after))
    g_signal_emit (self, signals[SIGNAL_CHANGE], 0, after, done);
}
