/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The left of the main window. It only speaks by the actions of the window. */

#include "config.h"

#include "console/sidebar.h"

#include <glib/gi18n.h>

#include "common/account.h"
#include "console/pages/page.h"
#include "console/widgets/connection-button.h"
#include "console/widgets/formatting.h"
#include "console/widgets/later-menu.h"

struct _ReeveSidebar
{
  AdwBin parent_instance;
  /* from the template */
  GtkMenuButton *workspace_button;
  GtkLabel *workspace_name;
  GMenu *workspaces;
  GtkListBox *list;
  ReeveConnectionButton *connection;
  GtkMenuButton *identity_button;
  AdwAvatar *avatar;
  GtkLabel *person_name;
  GtkLabel *person_role;
  /* owned */
  ReeveSite *site; /* (nullable) */
  /* borrowed */
  GtkStack *pages; /* (nullable): the window's */
};

G_DEFINE_FINAL_TYPE (ReeveSidebar, reeve_sidebar, ADW_TYPE_BIN)

#define PAGE_OF_ROW "reeve-page"

static ReevePage *
get_page (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), PAGE_OF_ROW);
}

static GtkWidget *
make_row (ReevePage *page)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *icon = g_object_new (GTK_TYPE_IMAGE, "icon-name", reeve_page_get_icon_name (page),
                                  "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", reeve_page_get_title (page), "xalign", 0.0,
                                   "ellipsize", PANGO_ELLIPSIZE_END, "hexpand", TRUE, NULL);
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  reeve_page_get_title (page), -1);
  /* Its own: as a window is taken down, the pages may go before the rows. */
  g_object_set_data_full (G_OBJECT (row), PAGE_OF_ROW, g_object_ref (page), g_object_unref);
  return row;
}

/* A heading where the section changes; none as long as all pages are of one. */
static void
update_header (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user_data)
{
  const char *section = reeve_page_get_section (get_page (row));
  const char *above = before != NULL ? reeve_page_get_section (get_page (before)) : NULL;

  if (section == NULL || g_strcmp0 (section, above) == 0)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  GtkWidget *heading =
    g_object_new (GTK_TYPE_LABEL, "label", section, "xalign", 0.0, "ellipsize", PANGO_ELLIPSIZE_END,
                  "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING, NULL);
  gtk_widget_add_css_class (heading, "section");
  gtk_widget_add_css_class (heading, "caption-heading");
  gtk_list_box_row_set_header (row, heading);
}

static void
select_visible (ReeveSidebar *self)
{
  GtkWidget *visible = gtk_stack_get_visible_child (self->pages);
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if ((GtkWidget *) get_page (row) == visible)
      gtk_list_box_select_row (self->list, row);
}

/* The list selects what the keys pass; what is selected says which page is shown, and no other. */
static void
on_row_selected_cb (ReeveSidebar *self, GtkListBoxRow *row)
{
  if (row != NULL && self->pages != NULL &&
      (GtkWidget *) get_page (row) != gtk_stack_get_visible_child (self->pages))
    select_visible (self);
}

static void
fill_list (ReeveSidebar *self)
{
  g_autoptr (GtkSelectionModel) model = NULL;
  gboolean sections = FALSE;
  const char *first = NULL;

  gtk_list_box_remove_all (self->list);
  if (self->pages == NULL)
    return;
  model = gtk_stack_get_pages (self->pages);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (model)); i++)
    {
      g_autoptr (GtkStackPage) item = g_list_model_get_item (G_LIST_MODEL (model), i);
      GtkWidget *child = gtk_stack_page_get_child (item);
      if (!REEVE_IS_PAGE (child) || !reeve_page_is_allowed (REEVE_PAGE (child)))
        continue;
      if (first == NULL)
        first = reeve_page_get_section (REEVE_PAGE (child));
      sections |= g_strcmp0 (first, reeve_page_get_section (REEVE_PAGE (child))) != 0;
      gtk_list_box_append (self->list, make_row (REEVE_PAGE (child)));
    }
  gtk_list_box_set_header_func (self->list, sections ? update_header : NULL, NULL, NULL);
  select_visible (self);
}

/* Names are people's: an underscore in one is no mnemonic. */
static char *
escape_mnemonic (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "_", -1);

  return g_strjoinv ("__", parts);
}

static void
fill_workspaces (ReeveSidebar *self, ReeveIdentity *identity)
{
  g_menu_remove_all (self->workspaces);
  for (guint i = 0; identity != NULL && identity->workspaces != NULL && i < identity->workspaces->len; i++)
    {
      ReeveWorkspace *workspace = g_ptr_array_index (identity->workspaces, i);
      g_autofree char *label = escape_mnemonic (workspace->name);
      g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);
      g_menu_item_set_action_and_target (item, "win.workspace", "s", workspace->id);
      g_menu_append_item (self->workspaces, item);
    }
}

static void
update_person (ReeveSidebar *self)
{
  ReeveIdentity *identity = self->site != NULL ? reeve_site_get_identity (self->site) : NULL;
  ReeveWorkspace *workspace = self->site != NULL ? reeve_site_get_workspace (self->site) : NULL;
  ReeveAccount *account = identity != NULL ? (ReeveAccount *) identity->account : NULL;

  fill_workspaces (self, identity);
  gtk_label_set_label (self->workspace_name, workspace != NULL ? workspace->name : _ ("No Workspace"));
  g_autofree char *switcher =
    /* Translators: read out for the button that switches workspaces; %s is the name of the open one. */
    g_strdup_printf (_ ("Workspace: %s"), gtk_label_get_label (self->workspace_name));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->workspace_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  switcher, -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->workspace_button),
                               gtk_label_get_label (self->workspace_name));

  gtk_widget_set_visible (GTK_WIDGET (self->identity_button), account != NULL);
  if (account == NULL)
    return;
  const char *role = workspace != NULL && workspace->roles != NULL && workspace->roles[0] != NULL
                       ? reeve_format_role (workspace->roles[0])
                       : NULL;
  const char *factor = g_strcmp0 (account->second_factor, "on") == 0 ? _ ("2FA") : _ ("No 2FA");
  /* Translators: a role and the state of the second factor, such as "Member · 2FA". */
  g_autofree char *line = role != NULL ? g_strdup_printf (_ ("%s · %s"), role, factor) : g_strdup (factor);
  /* Translators: read out for the button with the person's menu: name, then role and second factor. */
  g_autofree char *spoken = g_strdup_printf (_ ("%s, %s"), account->display_name, line);
  adw_avatar_set_text (self->avatar, account->display_name);
  gtk_label_set_label (self->person_name, account->display_name);
  gtk_label_set_label (self->person_role, line);
  /* Translators: a tooltip: an e-mail address, then a role and the state of the second factor. */
  g_autofree char *tooltip = g_strdup_printf (_ ("%s\n%s"), account->email, line);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->identity_button), tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->identity_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
}

static void
on_identity_changed_cb (ReeveSidebar *self)
{
  update_person (self);
  fill_list (self);
}

static void
on_row_activated_cb (ReeveSidebar *self, GtkListBoxRow *row)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.page", "s",
                              gtk_widget_get_name (GTK_WIDGET (get_page (row))));
}

static gboolean
reeve_sidebar_grab_focus (GtkWidget *widget)
{
  ReeveSidebar *self = REEVE_SIDEBAR (widget);
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  return gtk_widget_grab_focus (row != NULL ? GTK_WIDGET (row) : GTK_WIDGET (self->list));
}

static void
reeve_sidebar_dispose (GObject *object)
{
  ReeveSidebar *self = REEVE_SIDEBAR (object);

  if (self->site != NULL)
    g_signal_handlers_disconnect_by_data (self->site, self);
  g_clear_object (&self->site);
  g_clear_weak_pointer (&self->pages);
  gtk_widget_dispose_template (GTK_WIDGET (self), REEVE_TYPE_SIDEBAR);

  G_OBJECT_CLASS (reeve_sidebar_parent_class)->dispose (object);
}

static void
reeve_sidebar_class_init (ReeveSidebarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_sidebar_dispose;
  widget_class->grab_focus = reeve_sidebar_grab_focus;

  g_type_ensure (REEVE_TYPE_CONNECTION_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/sidebar.ui");
  gtk_widget_class_bind_template_child_full (widget_class, "workspace_menu", FALSE, 0);
  gtk_widget_class_bind_template_child_full (widget_class, "main_button", FALSE, 0);
  gtk_widget_class_bind_template_child_full (widget_class, "main_menu", FALSE, 0);
  gtk_widget_class_bind_template_child_full (widget_class, "identity_menu", FALSE, 0);
  gtk_widget_class_bind_template_child (widget_class, ReeveSidebar, workspace_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveSidebar, workspace_name);
  gtk_widget_class_bind_template_child (widget_class, ReeveSidebar, workspaces);
  gtk_widget_class_bind_template_child (widget_class, ReeveSidebar, list);
  gtk_widget_class_bind_template_child (widget_class, ReeveSidebar, connection);
  gtk_widget_class_bind_template_child (widget_class, ReeveSidebar, identity_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveSidebar, avatar);
  gtk_widget_class_bind_template_child (widget_class, ReeveSidebar, person_name);
  gtk_widget_class_bind_template_child (widget_class, ReeveSidebar, person_role);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_row_selected_cb);
}

static void
reeve_sidebar_init (ReeveSidebar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  reeve_later_menu_set_child (GTK_WIDGET (self), REEVE_TYPE_SIDEBAR, "workspace_button", "workspace_menu");
  reeve_later_menu_set_child (GTK_WIDGET (self), REEVE_TYPE_SIDEBAR, "main_button", "main_menu");
  reeve_later_menu_set_child (GTK_WIDGET (self), REEVE_TYPE_SIDEBAR, "identity_button", "identity_menu");
}

void
reeve_sidebar_set_site (ReeveSidebar *self, ReeveSite *site)
{
  g_return_if_fail (REEVE_IS_SIDEBAR (self));

  if (self->site != NULL)
    g_signal_handlers_disconnect_by_data (self->site, self);
  g_set_object (&self->site, site);
  reeve_connection_button_set_site (self->connection, site);
  if (site != NULL)
    {
      g_signal_connect_object (site, "notify::identity", G_CALLBACK (on_identity_changed_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (site, "notify::workspace", G_CALLBACK (on_identity_changed_cb), self,
                               G_CONNECT_SWAPPED);
    }
  on_identity_changed_cb (self);
}

void
reeve_sidebar_set_pages (ReeveSidebar *self, GtkStack *pages)
{
  g_return_if_fail (REEVE_IS_SIDEBAR (self));
  g_return_if_fail (GTK_IS_STACK (pages));

  if (self->pages == NULL)
    g_signal_connect_object (pages, "notify::visible-child", G_CALLBACK (select_visible), self,
                             G_CONNECT_SWAPPED);
  g_set_weak_pointer (&self->pages, pages);
  fill_list (self);
}

const char *
reeve_sidebar_get_nth (ReeveSidebar *self, guint n)
{
  g_return_val_if_fail (REEVE_IS_SIDEBAR (self), NULL);

  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, (int) n);
  return row != NULL ? gtk_widget_get_name (GTK_WIDGET (get_page (row))) : NULL;
}

void
reeve_sidebar_show_connection (ReeveSidebar *self)
{
  g_return_if_fail (REEVE_IS_SIDEBAR (self));

  reeve_connection_button_open (self->connection);
}
