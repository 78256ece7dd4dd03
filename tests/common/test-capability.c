/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Capabilities and built-in roles. */

#include "config.h"

#include "common/capability.h"

#include <string.h>

#include "common/workspace.h"

static gboolean
may (const char *role, const char *wire)
{
  const char *roles[] = { role, NULL };
  ReeveCapability capability;

  g_assert_true (reeve_capability_from_wire (wire, &capability));
  return reeve_capabilities_have (reeve_roles_get_capabilities (roles), capability);
}

/* Every capability has a name of its own that leads back to it; "none" is no name that anyone can hold. */
static void
test_table (void)
{
  ReeveCapability back;

  for (guint i = 1; i < REEVE_N_CAPABILITIES; i++)
    {
      const char *wire = reeve_capability_to_wire (i);
      g_assert_nonnull (strchr (wire, '.'));
      g_assert_true (reeve_capability_from_wire (wire, &back));
      g_assert_cmpint (back, ==, i);
    }
  g_assert_false (reeve_capability_from_wire ("none", &back));
  g_assert_false (reeve_capability_from_wire ("users", &back));
}

/* Sets travel as lists of names; names of a newer service are left out. */
static void
test_wire (void)
{
  const char *const wire[] = { "users.read", "teapots.brew", "workspace.write", NULL };
  ReeveCapabilities held = reeve_capabilities_from_wire (wire);
  g_auto (GStrv) back = reeve_capabilities_to_wire (held);

  g_assert_cmpuint (g_strv_length (back), ==, 2);
  g_assert_cmpstr (back[0], ==, "users.read");
  g_assert_cmpstr (back[1], ==, "workspace.write");
  g_assert_cmpuint (reeve_capabilities_from_wire (NULL), ==, 0);
  g_assert_true (reeve_capabilities_have (0, REEVE_CAPABILITY_NONE));
  g_assert_false (reeve_capabilities_have (0, REEVE_CAPABILITY_USERS_READ));
}

/* The table of DESIGN section 8, the lines that matter most: who may what, and who must not. */
static void
test_roles (void)
{
  for (guint i = 1; i < REEVE_N_CAPABILITIES; i++)
    {
      const char *wire = reeve_capability_to_wire (i);
      g_assert_true (may (REEVE_ROLE_ADMINISTRATOR, wire));
      g_assert_false (may (REEVE_ROLE_MEMBER, wire));
      g_assert_cmpint (may ("auditor", wire), ==, g_str_has_suffix (wire, ".read"));
      g_assert_cmpint (may ("register-keeper", wire), ==, g_str_has_prefix (wire, "register."));
      g_assert_cmpint (may ("group-administrator", wire), ==,
                       g_str_has_prefix (wire, "users.") || g_str_has_prefix (wire, "sessions.") ||
                         g_str_equal (wire, "breach.report") || g_str_equal (wire, "breach.instruct"));
      /* Who signs the log does not write into it. */
      g_assert_cmpint (may ("reviewer", wire), ==,
                       (g_str_has_prefix (wire, "log.") && !g_str_equal (wire, "log.import")) ||
                         g_str_equal (wire, "review.sign") || g_str_equal (wire, "users.read"));
    }
  g_assert_true (may ("support-agent", "breach.contain"));
  g_assert_false (may ("support-agent", "breach.instruct"));
  g_assert_false (may ("support-agent", "breach.release"));
  g_assert_false (may ("support-agent", "users.write"));
}

/* Roles add up; unknown ones, and none, add nothing. */
static void
test_union (void)
{
  const char *both[] = { "reviewer", "register-keeper", "emperor", NULL };
  const char *unknown[] = { "emperor", NULL };

  g_assert_true (reeve_capabilities_have (reeve_roles_get_capabilities (both), REEVE_CAPABILITY_LOG_READ));
  g_assert_true (
    reeve_capabilities_have (reeve_roles_get_capabilities (both), REEVE_CAPABILITY_REGISTER_WRITE));
  g_assert_cmpuint (reeve_roles_get_capabilities (unknown), ==, 0);
  g_assert_cmpuint (reeve_roles_get_capabilities (NULL), ==, 0);
}

/* Administrators and support need a second factor, and a second role does not take that away. */
static void
test_second_factor (void)
{
  static const char *const demanding[] = { REEVE_ROLE_ADMINISTRATOR, "group-administrator", "support-agent",
                                           NULL };

  for (guint i = 0; reeve_built_in_roles[i] != NULL; i++)
    {
      const char *roles[] = { REEVE_ROLE_MEMBER, reeve_built_in_roles[i], NULL };
      g_assert_cmpint (reeve_capabilities_demand_second_factor (reeve_roles_get_capabilities (roles)), ==,
                       g_strv_contains (demanding, reeve_built_in_roles[i]));
    }
  g_assert_false (reeve_capabilities_demand_second_factor (0));
}

/* What is for the installation is for who may do it in any of their workspaces; what this version does not
 * know gives nothing. */
static void
test_workspaces (void)
{
  static const char *const member[] = { "users.read", "newer.thing", NULL };
  static const char *const keeper[] = { "workspace.write", NULL };
  g_autoptr (GPtrArray) workspaces = g_ptr_array_new_with_free_func (g_object_unref);
  ReeveWorkspace *first = reeve_workspace_new ();
  ReeveWorkspace *second = reeve_workspace_new ();

  g_assert_false (reeve_workspaces_give (NULL, REEVE_CAPABILITY_WORKSPACE_WRITE));
  g_assert_false (reeve_workspaces_give (workspaces, REEVE_CAPABILITY_WORKSPACE_WRITE));
  g_ptr_array_add (workspaces, first);
  g_ptr_array_add (workspaces, second);
  g_assert_false (reeve_workspaces_give (workspaces, REEVE_CAPABILITY_WORKSPACE_WRITE));
  reeve_set_texts (&first->capabilities, member);
  g_assert_false (reeve_workspaces_give (workspaces, REEVE_CAPABILITY_WORKSPACE_WRITE));
  g_assert_true (reeve_workspaces_give (workspaces, REEVE_CAPABILITY_USERS_READ));
  reeve_set_texts (&second->capabilities, keeper);
  g_assert_true (reeve_workspaces_give (workspaces, REEVE_CAPABILITY_WORKSPACE_WRITE));
}

/* What is shown first is what may be entered; what is open already stays. */
static void
test_choice (void)
{
  g_autoptr (GPtrArray) workspaces = g_ptr_array_new_with_free_func (g_object_unref);
  ReeveWorkspace *all[3];

  g_assert_null (reeve_workspaces_choose (NULL, NULL));
  g_assert_null (reeve_workspaces_choose (workspaces, "1"));
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      all[i] = reeve_workspace_new ();
      all[i]->id = g_strdup_printf ("%u", i);
      g_ptr_array_add (workspaces, all[i]);
    }
  g_assert_true (reeve_workspaces_choose (workspaces, NULL) == all[0]);
  g_assert_true (reeve_workspaces_choose (workspaces, "gone") == all[0]);
  all[0]->unconfirmed = TRUE;
  g_assert_true (reeve_workspaces_choose (workspaces, NULL) == all[1]);
  all[1]->provider_required = TRUE;
  g_assert_true (reeve_workspaces_choose (workspaces, NULL) == all[2]);
  g_assert_true (reeve_workspaces_choose (workspaces, "1") == all[1]);
  all[2]->provider_required = TRUE;
  g_assert_true (reeve_workspaces_choose (workspaces, NULL) == all[0]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/capability/table", test_table);
  g_test_add_func ("/capability/wire", test_wire);
  g_test_add_func ("/capability/roles", test_roles);
  g_test_add_func ("/capability/union", test_union);
  g_test_add_func ("/capability/second-factor", test_second_factor);
  g_test_add_func ("/capability/workspaces", test_workspaces);
  g_test_add_func ("/workspaces/choice", test_choice);
  return g_test_run ();
}
