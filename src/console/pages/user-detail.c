/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The template shows; here is what the rows do. The two entry rows are filled by hand: what a person is
 * typing must survive a change that arrives meanwhile, and is then saved against the record they were looking
 * at, so that the service says "stale" instead of overwriting. */

#include "config.h"

#include "console/pages/user-detail.h"

#include <glib/gi18n.h>

#include "common/account.h"
#include "common/audit-entry.h"
#include "common/error.h"
#include "console/client/containment.h"
#include "console/pages/factor-group.h"
#include "console/pages/user-sessions.h"
#include "console/widgets/formatting.h"
#include "console/widgets/group-chips.h"
#include "console/widgets/history-group.h"
#include "console/widgets/pill.h"
#include "console/widgets/reach-row.h"
#include "console/widgets/role-picker.h"

struct _ReeveUserDetail
{
  AdwBin parent_instance;

  /* from the template */
  GtkStack *stack;
  GtkScrolledWindow *scroller;
  AdwEntryRow *name_row;
  AdwEntryRow *email_row;
  GtkWidget *roles_row;
  GtkWidget *roles_button;
  ReeveRolePicker *role_picker;
  ReeveGroupChips *group_chips;
  GtkWidget *unlock_button;
  GtkWidget *case_button;
  GtkWidget *release_button;
  ReeveUserSessions *sessions;
  GtkWidget *access_group;
  ReeveReachRow *reach_row;
  GtkWidget *reach_group;
  GtkWidget *contain_row;
  AdwActionRow *suspend_row;
  GtkWidget *suspend_button;
  GtkWidget *reactivate_button;
  GtkWidget *restore_button;
  GtkWidget *reactivate_row;
  AdwActionRow *delete_row;
  GtkWidget *delete_button;
  GtkWidget *offboard_row;
  GtkWidget *restore_row;
  ReeveFactorGroup *factor;
  ReeveHistoryGroup *history;

  /* owned */
  ReeveSite *site;           /* (nullable) */
  ReeveUserChanges *changes; /* (nullable) */
  ReevePagedItem *item;      /* (nullable) */
  ReeveUser *user;           /* (nullable) */
  ReeveUser *name_read;      /* (nullable): the record that the name row was filled from */
  ReeveUser *email_read;     /* (nullable) */
  ReeveUser *roles_read;     /* (nullable) */
};

G_DEFINE_FINAL_TYPE (ReeveUserDetail, reeve_user_detail, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_USER,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static gboolean
may_write (ReeveUserDetail *self)
{
  return self->site != NULL && reeve_site_may (self->site, REEVE_CAPABILITY_USERS_WRITE);
}

static gboolean
is_own (ReeveUserDetail *self)
{
  ReeveIdentity *identity = self->site ? reeve_site_get_identity (self->site) : NULL;

  return identity != NULL && identity->account != NULL && self->user != NULL &&
         g_strcmp0 (REEVE_ACCOUNT (identity->account)->id, self->user->id) == 0;
}

/* --- Rows that are edited --- */

static gboolean
is_edited (AdwEntryRow *row, const char *read)
{
  return g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (row)), read ? read : "") != 0;
}

static void
fill_row (AdwEntryRow *row, const char *text)
{
  /* Setting the text would show the apply button. */
  adw_entry_row_set_show_apply_button (row, FALSE);
  gtk_editable_set_text (GTK_EDITABLE (row), text ? text : "");
  adw_entry_row_set_show_apply_button (row, TRUE);
  gtk_widget_remove_css_class (GTK_WIDGET (row), "error");
}

/* What was added or removed here but not answered yet is in the echo. */
static void
fill_groups (ReeveUserDetail *self)
{
  reeve_group_chips_set_groups (self->group_chips,
                                self->user != NULL ? (const char *const *) self->user->groups : NULL);
}

static void
on_groups_changed_cb (ReeveUserDetail *self)
{
  g_autoptr (ReeveUser) before = self->user != NULL ? g_object_ref (self->user) : NULL;
  g_autoptr (ReeveUser) after = NULL;

  if (before == NULL || self->changes == NULL)
    return;
  after = reeve_record_copy (before);
  g_strfreev (after->groups);
  after->groups = reeve_group_chips_get_groups (self->group_chips);
  reeve_user_changes_save (self->changes, before, after);
}

/* @keep: rows that hold unsaved words stay as they are. */
static void
fill_rows (ReeveUserDetail *self, gboolean keep)
{
  if (!keep || self->name_read == NULL || !is_edited (self->name_row, self->name_read->display_name))
    {
      g_set_object (&self->name_read, self->user);
      fill_row (self->name_row, self->user ? self->user->display_name : NULL);
    }
  if (!keep || self->email_read == NULL || !is_edited (self->email_row, self->email_read->email))
    {
      g_set_object (&self->email_read, self->user);
      fill_row (self->email_row, self->user ? self->user->email : NULL);
    }
  if (!keep || !gtk_menu_button_get_active (GTK_MENU_BUTTON (self->roles_button)))
    {
      g_set_object (&self->roles_read, self->user);
      reeve_role_picker_set_roles (self->role_picker,
                                   self->user ? (const char *const *) self->user->roles : NULL);
      reeve_role_picker_set_own (self->role_picker, is_own (self));
    }
}

static void
on_name_applied_cb (ReeveUserDetail *self)
{
  g_autoptr (ReeveUser) before = self->name_read ? g_object_ref (self->name_read) : NULL;
  g_autoptr (ReeveUser) after = NULL;

  if (before == NULL || self->changes == NULL)
    return;
  after = reeve_record_copy (before);
  reeve_set_text (&after->display_name, gtk_editable_get_text (GTK_EDITABLE (self->name_row)));
  g_strstrip (after->display_name);
  g_set_object (&self->name_read, after); /* so that the echo does not look like an edit */
  fill_row (self->name_row, after->display_name);
  reeve_user_changes_save (self->changes, before, after);
}

static void
on_email_applied_cb (ReeveUserDetail *self)
{
  g_autoptr (ReeveUser) before = self->email_read ? g_object_ref (self->email_read) : NULL;
  g_autoptr (ReeveUser) after = NULL;

  if (before == NULL || self->changes == NULL)
    return;
  after = reeve_record_copy (before);
  reeve_set_text (&after->email, gtk_editable_get_text (GTK_EDITABLE (self->email_row)));
  g_strstrip (after->email);
  g_set_object (&self->email_read, after);
  fill_row (self->email_row, after->email);
  reeve_user_changes_save (self->changes, before, after);
}

/* All that was ticked is one change and one step back. */
static void
on_roles_closed_cb (ReeveUserDetail *self)
{
  g_autoptr (ReeveUser) before = self->roles_read ? g_object_ref (self->roles_read) : NULL;
  g_autoptr (ReeveUser) after = NULL;

  if (before == NULL || self->changes == NULL)
    return;
  after = reeve_record_copy (before);
  g_strfreev (after->roles);
  after->roles = reeve_role_picker_get_roles (self->role_picker);
  reeve_user_changes_save (self->changes, before, after);
  fill_rows (self, TRUE);
}

/* --- What may be done --- */

static void
show_row (AdwActionRow *row, GtkWidget *button, gboolean visible, const char *subtitle, const char *reason)
{
  gtk_widget_set_visible (GTK_WIDGET (row), visible);
  adw_action_row_set_subtitle (row, reason ? reason : subtitle);
  gtk_widget_set_tooltip_text (GTK_WIDGET (row), reason);
  gtk_widget_set_tooltip_text (button, reason);
}

static void
show_permissions (ReeveUserDetail *self)
{
  gboolean write = may_write (self);
  gboolean own = is_own (self);
  gboolean binned = self->user != NULL && self->user->deleted != 0;
  gboolean suspended = self->user != NULL && g_strcmp0 (self->user->state, "suspended") == 0;
  gboolean cooling = self->user != NULL && g_strcmp0 (self->user->lock, "cooling-off") == 0;
  gboolean contain = self->user != NULL && !own && !binned && g_strcmp0 (self->user->lock, "breach") != 0 &&
                     self->site != NULL && reeve_containment_is_allowed (self->site, NULL);

  gtk_editable_set_editable (GTK_EDITABLE (self->name_row), write && !binned);
  gtk_editable_set_editable (GTK_EDITABLE (self->email_row), write && !binned);
  /* Whoever administers groups gives no roles. */
  gtk_widget_set_visible (self->roles_button,
                          write && !binned &&
                            reeve_site_may_everywhere (self->site, REEVE_CAPABILITY_USERS_WRITE));
  reeve_group_chips_set_editable (self->group_chips, write && !binned);
  gtk_widget_set_visible (self->unlock_button,
                          cooling && self->site != NULL &&
                            reeve_site_may (self->site, REEVE_CAPABILITY_USERS_CREDENTIALS));
  gtk_widget_set_visible (
    self->case_button, self->user != NULL && g_strcmp0 (self->user->lock, "breach") == 0 &&
                         self->site != NULL && reeve_site_may (self->site, REEVE_CAPABILITY_BREACH_REPORT));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->case_button), "s",
                                    self->user != NULL ? self->user->id : "");
  gtk_widget_set_visible (self->release_button,
                          self->user != NULL && g_strcmp0 (self->user->lock, "breach") == 0 && !own &&
                            self->site != NULL &&
                            reeve_site_may (self->site, REEVE_CAPABILITY_BREACH_RELEASE));
  reeve_reach_row_show (self->reach_row, self->site, "user",
                        self->user != NULL && !binned ? self->user->id : NULL,
                        self->user != NULL ? self->user->display_name : NULL);
  gtk_widget_set_visible (self->reach_group, gtk_widget_get_visible (GTK_WIDGET (self->reach_row)));
  gtk_widget_set_visible (self->contain_row, contain);
  gtk_widget_set_visible (self->access_group, write || contain);
  show_row (self->suspend_row, self->suspend_button, write && !binned && !suspended,
            _ ("Signed out at once, and cannot sign in until reactivated"),
            own ? _ ("You cannot suspend your own account") : NULL);
  gtk_widget_set_visible (self->reactivate_row, write && !binned && suspended);
  show_row (self->delete_row, self->delete_button, write && !binned,
            _ ("Goes into the bin; can be restored for 30 days, as they were"),
            own ? _ ("You cannot delete your own account") : NULL);
  gtk_widget_set_visible (self->offboard_row,
                          write && !binned && !own && self->site != NULL &&
                            reeve_site_may_everywhere (self->site, REEVE_CAPABILITY_USERS_WRITE));
  gtk_widget_set_visible (self->restore_row, write && binned);
}

/* The button that was pressed has given its place to its opposite, and would leave the keyboard nowhere. */
static void
refocus (gpointer user_data)
{
  g_autoptr (ReeveUserDetail) self = user_data;
  GtkWidget *opposites[] = { self->suspend_button, self->reactivate_button, self->restore_button };
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL && gtk_widget_get_mapped (focus))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (opposites); i++)
    if (gtk_widget_get_mapped (opposites[i]) && gtk_widget_is_sensitive (opposites[i]))
      gtk_widget_grab_focus (opposites[i]);
}

static void
on_access_clicked_cb (ReeveUserDetail *self)
{
  g_idle_add_once (refocus, g_object_ref (self));
}

/* --- History --- */

static void
load_history (ReeveUserDetail *self)
{
  g_autofree char *below =
    self->user != NULL ? g_strconcat ("users/", self->user->id, "/history", NULL) : NULL;

  reeve_history_group_load (self->history, self->site, below);
}

/* --- Sessions --- */

static void
load_sessions (ReeveUserDetail *self)
{
  gboolean in = self->user != NULL && self->user->deleted == 0;

  reeve_user_sessions_show (self->sessions, self->site, in ? self->user->id : NULL,
                            in ? self->user->display_name : NULL);
}

/* --- The person shown --- */

static void
set_user (ReeveUserDetail *self, ReeveUser *user)
{
  if (!g_set_object (&self->user, user))
    return;
  fill_groups (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_USER]);
  fill_rows (self, TRUE);
  show_permissions (self);
}

static void
on_record_cb (ReeveUserDetail *self)
{
  ReeveUser *user = REEVE_USER (reeve_paged_item_get_record (self->item));
  gboolean moved = self->user == NULL || user->version != self->user->version;

  set_user (self, user);
  if (moved)
    {
      load_history (self);
      reeve_factor_group_show (self->factor, self->site, self->user);
    }
}

static void
reeve_user_detail_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_USER)
    g_value_set_object (value, REEVE_USER_DETAIL (object)->user);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
reeve_user_detail_dispose (GObject *object)
{
  ReeveUserDetail *self = REEVE_USER_DETAIL (object);

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_clear_object (&self->item);
  g_clear_object (&self->changes);
  g_clear_object (&self->site);
  /* The stack is both our child and bound: the template would unparent it behind AdwBin's back. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_USER_DETAIL);
  G_OBJECT_CLASS (reeve_user_detail_parent_class)->dispose (object);
}

static void
reeve_user_detail_finalize (GObject *object)
{
  ReeveUserDetail *self = REEVE_USER_DETAIL (object);

  g_clear_object (&self->user);
  g_clear_object (&self->name_read);
  g_clear_object (&self->email_read);
  g_clear_object (&self->roles_read);
  G_OBJECT_CLASS (reeve_user_detail_parent_class)->finalize (object);
}

static void
reeve_user_detail_class_init (ReeveUserDetailClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = reeve_user_detail_get_property;
  object_class->dispose = reeve_user_detail_dispose;
  object_class->finalize = reeve_user_detail_finalize;

  properties[PROP_USER] =
    g_param_spec_object ("user", NULL, NULL, reeve_user_get_type (),
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (REEVE_TYPE_FACTOR_GROUP);
  g_type_ensure (REEVE_TYPE_PILL);
  g_type_ensure (REEVE_TYPE_REACH_ROW);
  g_type_ensure (REEVE_TYPE_ROLE_PICKER);
  g_type_ensure (REEVE_TYPE_GROUP_CHIPS);
  g_type_ensure (REEVE_TYPE_HISTORY_GROUP);
  g_type_ensure (REEVE_TYPE_USER_SESSIONS);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/user-detail.ui");
  reeve_formatting_bind (widget_class);
  gtk_widget_class_bind_template_child (widget_class, ReeveUserDetail, stack);
  gtk_widget_class_bind_template_child (widget_class, ReeveUserDetail, scroller);
  gtk_widget_class_bind_template_child (widget_class, ReeveUserDetail, name_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveUserDetail, email_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveUserDetail, roles_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveUserDetail, roles_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveUserDetail, role_picker);
  gtk_widget_class_bind_template_child (widget_class, ReeveUserDetail, group_chips);
  gtk_widget_class_bind_template_child (widget_class, ReeveUserDetail, unlock_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveUserDetail, case_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveUserDetail, release_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveUserDetail, sessions);
  gtk_widget_class_bind_template_child (widget_class, ReeveUserDetail, access_group);
  gtk_widget_class_bind_template_child (widget_class, ReeveUserDetail, reach_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveUserDetail, reach_group);
  gtk_widget_class_bind_template_child (widget_class, ReeveUserDetail, contain_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveUserDetail, suspend_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveUserDetail, suspend_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveUserDetail, reactivate_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveUserDetail, restore_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveUserDetail, reactivate_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveUserDetail, delete_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveUserDetail, delete_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveUserDetail, offboard_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveUserDetail, restore_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveUserDetail, factor);
  gtk_widget_class_bind_template_child (widget_class, ReeveUserDetail, history);
  gtk_widget_class_bind_template_callback (widget_class, load_history);
  gtk_widget_class_bind_template_callback (widget_class, on_name_applied_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_email_applied_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_roles_closed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_groups_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_access_clicked_cb);
}

static void
reeve_user_detail_init (ReeveUserDetail *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
reeve_user_detail_set_site (ReeveUserDetail *self, ReeveSite *site, ReeveUserChanges *changes)
{
  g_return_if_fail (REEVE_IS_USER_DETAIL (self));

  reeve_user_detail_set_item (self, NULL);
  g_set_object (&self->site, site);
  g_set_object (&self->changes, changes);
  reeve_role_picker_set_site (self->role_picker, site);
  reeve_group_chips_set_site (self->group_chips, site);
}

void
reeve_user_detail_set_item (ReeveUserDetail *self, ReevePagedItem *item)
{
  g_return_if_fail (REEVE_IS_USER_DETAIL (self));

  if (self->item == item)
    return;
  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_set_object (&self->item, item);
  if (item != NULL)
    g_signal_connect_object (item, "notify::record", G_CALLBACK (on_record_cb), self, G_CONNECT_SWAPPED);
  g_set_object (&self->user, item ? reeve_paged_item_get_record (item) : NULL);
  fill_groups (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_USER]);
  fill_rows (self, FALSE);
  show_permissions (self);
  load_sessions (self);
  load_history (self);
  reeve_factor_group_show (self->factor, self->site, self->user);
  gtk_stack_set_visible_child_name (self->stack, item ? "user" : "nobody");
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

ReevePagedItem *
reeve_user_detail_get_item (ReeveUserDetail *self)
{
  g_return_val_if_fail (REEVE_IS_USER_DETAIL (self), NULL);

  return self->item;
}

ReeveUser *
reeve_user_detail_get_user (ReeveUserDetail *self)
{
  g_return_val_if_fail (REEVE_IS_USER_DETAIL (self), NULL);

  return self->user;
}

void
reeve_user_detail_reload_history (ReeveUserDetail *self)
{
  g_return_if_fail (REEVE_IS_USER_DETAIL (self));

  load_history (self);
}

static void
show_attempt (AdwEntryRow *row, const char *attempt, const char *now)
{
  if (g_strcmp0 (attempt, now) == 0)
    return;
  gtk_editable_set_text (GTK_EDITABLE (row), attempt ? attempt : "");
  gtk_widget_add_css_class (GTK_WIDGET (row), "error");
  gtk_widget_grab_focus (GTK_WIDGET (row));
}

void
reeve_user_detail_show_refused (ReeveUserDetail *self, ReeveUser *attempt, const GError *error)
{
  g_return_if_fail (REEVE_IS_USER_DETAIL (self));

  if (self->user == NULL || attempt == NULL || g_strcmp0 (self->user->id, attempt->id) != 0)
    return;
  fill_rows (self, FALSE);
  show_attempt (self->name_row, attempt->display_name, self->user->display_name);
  show_attempt (self->email_row, attempt->email, self->user->email);
}

void
reeve_user_detail_update_times (ReeveUserDetail *self)
{
  g_return_if_fail (REEVE_IS_USER_DETAIL (self));

  if (self->user != NULL)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_USER]);
}
