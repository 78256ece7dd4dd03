/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a person is typing survives a change that arrives meanwhile, and is then saved against the record they
 * were looking at, so that the service says "stale" instead of overwriting. */

#include "config.h"

#include "console/pages/group-detail.h"

#include <glib/gi18n.h>

#include "console/client/containment.h"
#include "console/client/group-names.h"
#include "console/pages/group-people.h"
#include "console/widgets/finder.h"
#include "console/widgets/formatting.h"
#include "console/widgets/history-group.h"
#include "console/widgets/reach-row.h"

struct _ReeveGroupDetail
{
  AdwBin parent_instance;
  /* from the template */
  GtkStack *stack;
  GtkScrolledWindow *scroller;
  GtkLabel *name_label;
  GtkLabel *place_label;
  AdwEntryRow *name_row;
  AdwEntryRow *description_row;
  AdwActionRow *parent_row;
  GtkWidget *top_button;
  GtkWidget *move_button;
  ReeveFinder *parent_finder;
  ReeveGroupPeople *members;
  ReeveGroupPeople *administrators;
  GtkWidget *end_group;
  GtkWidget *contain_row;
  GtkWidget *contain_button;
  GtkWidget *delete_row;
  ReeveReachRow *reach_row;
  GtkWidget *log_row;
  ReeveHistoryGroup *history;
  /* owned */
  ReeveSite *site;            /* (nullable) */
  ReeveGroupChanges *changes; /* (nullable) */
  ReeveGroup *group;          /* (nullable) */
  ReeveGroup *read;           /* (nullable): the record that the rows were filled from */
};

G_DEFINE_FINAL_TYPE (ReeveGroupDetail, reeve_group_detail, ADW_TYPE_BIN)

static gboolean
may_write (ReeveGroupDetail *self)
{
  return self->site != NULL && reeve_site_may (self->site, REEVE_CAPABILITY_GROUPS_WRITE);
}

/* --- The rows --- */

static gboolean
is_edited (AdwEntryRow *row, const char *read)
{
  return g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (row)), read != NULL ? read : "") != 0;
}

static void
fill_row (AdwEntryRow *row, const char *text)
{
  /* Setting the text would show the apply button. */
  adw_entry_row_set_show_apply_button (row, FALSE);
  gtk_editable_set_text (GTK_EDITABLE (row), text != NULL ? text : "");
  adw_entry_row_set_show_apply_button (row, TRUE);
}

static void
fill_rows (ReeveGroupDetail *self, gboolean keep)
{
  if (keep && self->read != NULL &&
      (is_edited (self->name_row, self->read->name) ||
       is_edited (self->description_row, self->read->description)))
    return;
  g_set_object (&self->read, self->group);
  fill_row (self->name_row, self->group != NULL ? self->group->name : NULL);
  fill_row (self->description_row, self->group != NULL ? self->group->description : NULL);
}

static void
save (ReeveGroupDetail *self, ReeveGroup *after)
{
  g_autoptr (ReeveGroup) before = g_object_ref (self->read);

  if (self->changes == NULL)
    return;
  g_set_object (&self->read, after); /* so that the echo does not look like an edit */
  fill_row (self->name_row, after->name);
  fill_row (self->description_row, after->description);
  reeve_group_changes_save (self->changes, before, after);
}

static void
on_text_applied_cb (ReeveGroupDetail *self)
{
  g_autoptr (ReeveGroup) after = NULL;
  g_autofree char *description = NULL;

  if (self->read == NULL)
    return;
  after = reeve_record_copy (self->read);
  description = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->description_row))));
  reeve_set_text (&after->name, gtk_editable_get_text (GTK_EDITABLE (self->name_row)));
  g_strstrip (after->name);
  reeve_set_text (&after->description, *description != '\0' ? description : NULL);
  save (self, after);
}

static void
move (ReeveGroupDetail *self, const char *parent)
{
  g_autoptr (ReeveGroup) after = NULL;

  if (self->read == NULL)
    return;
  after = reeve_record_copy (self->read);
  reeve_set_text (&after->parent, parent);
  save (self, after);
}

static void
on_parent_picked_cb (ReeveGroupDetail *self, ReeveGroup *parent)
{
  move (self, parent->id);
}

static void
on_top_clicked_cb (ReeveGroupDetail *self)
{
  move (self, NULL);
}

static void
on_add_member_cb (ReeveGroupDetail *self, ReeveUser *user)
{
  if (self->changes != NULL && self->group != NULL)
    reeve_group_changes_set_member (self->changes, self->group, user, TRUE);
}

static void
on_remove_member_cb (ReeveGroupDetail *self, ReeveUser *user)
{
  if (self->changes != NULL && self->group != NULL)
    reeve_group_changes_set_member (self->changes, self->group, user, FALSE);
}

static void
on_add_administrator_cb (ReeveGroupDetail *self, ReeveUser *user)
{
  if (self->changes != NULL && self->group != NULL)
    reeve_group_changes_set_administrator (self->changes, self->group, user, TRUE);
}

static void
on_remove_administrator_cb (ReeveGroupDetail *self, ReeveUser *user)
{
  if (self->changes != NULL && self->group != NULL)
    reeve_group_changes_set_administrator (self->changes, self->group, user, FALSE);
}

/* --- The group shown --- */

static void
show_place (ReeveGroupDetail *self)
{
  g_autofree char *above = self->group != NULL ? reeve_group_names_above (self->group) : NULL;
  gboolean company = self->group != NULL && self->group->parent == NULL;
  const char *self_id[] = { self->group != NULL ? self->group->id : NULL, NULL };

  gtk_label_set_label (self->place_label, company ? _ ("Company") : above != NULL ? above : _ ("Group"));
  adw_action_row_set_subtitle (self->parent_row, company         ? _ ("At the top: a company")
                                                 : above != NULL ? above
                                                                 : "—");
  gtk_widget_set_visible (self->top_button, may_write (self) && !company);
  reeve_finder_set_skipped (self->parent_finder, self_id);
}

/* What its people did is theirs: a query names no groups, and who was in one then is not known. */
static void
show_ends (ReeveGroupDetail *self, gboolean write)
{
  gboolean contain =
    self->site != NULL && self->group != NULL && reeve_containment_is_allowed (self->site, NULL);

  if (self->group != NULL)
    gtk_actionable_set_action_target (GTK_ACTIONABLE (self->contain_button), "(sss)", "group",
                                      self->group->id, self->group->name);
  gtk_widget_set_visible (self->contain_row, contain);
  gtk_widget_set_visible (self->delete_row, write);
  gtk_widget_set_visible (self->end_group, contain || write);
}

static void
show_log_row (ReeveGroupDetail *self)
{
  gboolean may = self->site != NULL && self->group != NULL &&
                 reeve_site_may_everywhere (self->site, REEVE_CAPABILITY_LOG_READ);
  g_autofree char *query = may ? g_strconcat ("object:", self->group->id, NULL) : NULL;

  gtk_widget_set_visible (self->log_row, may);
  if (!may)
    return;
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->log_row), "s", query);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->log_row), "win.log");
}

static void
show_group (ReeveGroupDetail *self)
{
  gboolean write = may_write (self);
  gboolean put = self->site != NULL && reeve_site_may (self->site, REEVE_CAPABILITY_USERS_WRITE);

  gtk_stack_set_visible_child_name (self->stack, self->group != NULL ? "group" : "none");
  gtk_label_set_label (self->name_label, self->group != NULL ? self->group->name : "");
  show_place (self);
  gtk_editable_set_editable (GTK_EDITABLE (self->name_row), write);
  gtk_editable_set_editable (GTK_EDITABLE (self->description_row), write);
  gtk_widget_set_visible (self->move_button, write);
  show_ends (self, write);
  reeve_reach_row_show (self->reach_row, self->site, "group", self->group != NULL ? self->group->id : NULL,
                        self->group != NULL ? self->group->name : NULL);
  show_log_row (self);
  reeve_group_people_show (self->members, self->site, self->group, put);
  reeve_group_people_show (self->administrators, self->site, self->group, write);
}

/* Whoever reaches some groups only is not told their history. */
static void
load_history (ReeveGroupDetail *self)
{
  gboolean may = self->site != NULL && reeve_site_may_everywhere (self->site, REEVE_CAPABILITY_USERS_READ);
  g_autofree char *below =
    self->group != NULL && may ? g_strdup_printf ("groups/%s/history", self->group->id) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->history), may);
  reeve_history_group_load (self->history, self->site, below);
}

static void
reeve_group_detail_dispose (GObject *object)
{
  ReeveGroupDetail *self = REEVE_GROUP_DETAIL (object);

  g_clear_object (&self->changes);
  g_clear_object (&self->site);
  adw_bin_set_child (ADW_BIN (object), NULL); /* bound: the bin would let go of it a second time */
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_GROUP_DETAIL);
  G_OBJECT_CLASS (reeve_group_detail_parent_class)->dispose (object);
}

static void
reeve_group_detail_finalize (GObject *object)
{
  ReeveGroupDetail *self = REEVE_GROUP_DETAIL (object);

  g_clear_object (&self->group);
  g_clear_object (&self->read);
  G_OBJECT_CLASS (reeve_group_detail_parent_class)->finalize (object);
}

static void
reeve_group_detail_class_init (ReeveGroupDetailClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = reeve_group_detail_dispose;
  object_class->finalize = reeve_group_detail_finalize;

  g_type_ensure (REEVE_TYPE_FINDER);
  g_type_ensure (REEVE_TYPE_GROUP_PEOPLE);
  g_type_ensure (REEVE_TYPE_HISTORY_GROUP);
  g_type_ensure (REEVE_TYPE_REACH_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/group-detail.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveGroupDetail, stack);
  gtk_widget_class_bind_template_child (widget_class, ReeveGroupDetail, scroller);
  gtk_widget_class_bind_template_child (widget_class, ReeveGroupDetail, name_label);
  gtk_widget_class_bind_template_child (widget_class, ReeveGroupDetail, place_label);
  gtk_widget_class_bind_template_child (widget_class, ReeveGroupDetail, name_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveGroupDetail, description_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveGroupDetail, parent_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveGroupDetail, top_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveGroupDetail, move_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveGroupDetail, parent_finder);
  gtk_widget_class_bind_template_child (widget_class, ReeveGroupDetail, members);
  gtk_widget_class_bind_template_child (widget_class, ReeveGroupDetail, administrators);
  gtk_widget_class_bind_template_child (widget_class, ReeveGroupDetail, end_group);
  gtk_widget_class_bind_template_child (widget_class, ReeveGroupDetail, contain_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveGroupDetail, contain_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveGroupDetail, delete_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveGroupDetail, reach_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveGroupDetail, log_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveGroupDetail, history);
  gtk_widget_class_bind_template_callback (widget_class, on_text_applied_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_parent_picked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_top_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_add_member_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_remove_member_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_add_administrator_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_remove_administrator_cb);
}

static void
reeve_group_detail_init (ReeveGroupDetail *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
reeve_group_detail_set_site (ReeveGroupDetail *self, ReeveSite *site, ReeveGroupChanges *changes)
{
  g_return_if_fail (REEVE_IS_GROUP_DETAIL (self));

  g_set_object (&self->site, site);
  g_set_object (&self->changes, changes);
  reeve_finder_set_site (self->parent_finder, site);
  reeve_group_detail_show (self, NULL);
}

void
reeve_group_detail_show (ReeveGroupDetail *self, ReeveGroup *group)
{
  gboolean same, moved;

  g_return_if_fail (REEVE_IS_GROUP_DETAIL (self));

  same = group != NULL && self->group != NULL && g_strcmp0 (group->id, self->group->id) == 0;
  moved =
    !same || group->version != self->group->version || group->administrators != self->group->administrators;
  g_set_object (&self->group, group);
  fill_rows (self, same);
  show_group (self);
  if (moved)
    load_history (self);
  if (!same)
    gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

ReeveGroup *
reeve_group_detail_get_group (ReeveGroupDetail *self)
{
  g_return_val_if_fail (REEVE_IS_GROUP_DETAIL (self), NULL);

  return self->group;
}

void
reeve_group_detail_reload_people (ReeveGroupDetail *self)
{
  g_return_if_fail (REEVE_IS_GROUP_DETAIL (self));

  reeve_group_people_reload (self->members);
  reeve_group_people_reload (self->administrators);
}
