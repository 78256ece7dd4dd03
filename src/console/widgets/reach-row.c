/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/widgets/reach-row.h"

#include <glib/gi18n.h>

struct _ReeveReachRow
{
  AdwActionRow parent_instance;
};

G_DEFINE_FINAL_TYPE (ReeveReachRow, reeve_reach_row, ADW_TYPE_ACTION_ROW)

static void
reeve_reach_row_class_init (ReeveReachRowClass *klass)
{
}

static void
reeve_reach_row_init (ReeveReachRow *self)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), _ ("What They Reach"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), _ ("Every folder, and what they may do in it"));
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
reeve_reach_row_show (ReeveReachRow *self,
                      ReeveSite *site,
                      const char *kind,
                      const char *id,
                      const char *name)
{
  gboolean may = site != NULL && id != NULL && name != NULL &&
                 reeve_site_may_everywhere (site, REEVE_CAPABILITY_PERMISSIONS_READ);

  g_return_if_fail (REEVE_IS_REACH_ROW (self));

  gtk_widget_set_visible (GTK_WIDGET (self), may);
  if (!may)
    return;
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self), "(sss)", kind, id, name);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self), "win.reach");
}
