/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/pages/folder-holders.h"

#include <glib/gi18n.h>

#include "common/permission-holder.h"
#include "common/user.h"
#include "console/lists/paged-list.h"
#include "console/pages/permissions-why.h"
#include "console/widgets/finder.h"
#include "console/widgets/formatting.h"
#include "console/widgets/verb-words.h"
#include "console/widgets/whom-mark.h"
#include "console/widgets/wording.h"

#define ITEM_OF_ROW "reeve-item"
#define HOLDERS     100

struct _ReeveFolderHolders
{
  AdwPreferencesGroup parent_instance;
  /* from the template */
  GtkListBox *rows;
  GtkWidget *more_button;
  GtkWidget *ask_button;
  GtkWidget *export_button;
  ReeveFinder *finder;
  /* owned */
  char *folder;         /* (nullable): id of the one that is shown */
  ReevePagedList *list; /* (nullable): with a folder */
};

G_DEFINE_FINAL_TYPE (ReeveFolderHolders, reeve_folder_holders, ADW_TYPE_PREFERENCES_GROUP)

static void
show_holder (GtkWidget *row)
{
  ReeveFolderHolders *self = g_object_get_data (G_OBJECT (row), "reeve-holders");
  const ReevePermissionHolder *holder =
    reeve_paged_item_get_record (g_object_get_data (G_OBJECT (row), ITEM_OF_ROW));
  gboolean contact = g_strcmp0 (holder->kind, "contact") == 0;
  g_autofree char *subtitle =
    g_strdup_printf ("%s · %s%s%s", reeve_verb_words ((const char *const *) holder->verbs), holder->email,
                     contact ? " · " : "", contact ? reeve_verb_words_kind (holder->kind) : "");

  reeve_whom_mark (row, contact ? NULL : holder->id, holder->display_name);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), holder->display_name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  if (self->folder != NULL)
    reeve_permissions_why_offer (row, holder->id, holder->display_name, self->folder);
}

static GtkWidget *
make_holder_row (gpointer item, gpointer self)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  g_object_set_data (G_OBJECT (row), "reeve-holders", self); /* holds the row */
  g_object_set_data_full (G_OBJECT (row), ITEM_OF_ROW, g_object_ref (item), g_object_unref);
  g_signal_connect_object (item, "notify::record", G_CALLBACK (show_holder), row, G_CONNECT_SWAPPED);
  show_holder (row);
  return row;
}

/* Also about those who do not reach it. */
static void
on_asked_cb (ReeveFolderHolders *self, ReeveUser *user)
{
  if (self->folder != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "permissions.why", "(sssss)", "", user->id,
                                user->display_name, self->folder, "");
}

static void
on_more_clicked_cb (ReeveFolderHolders *self)
{
  if (self->list != NULL)
    reeve_paged_list_load_more (self->list);
}

static char *
describe (ReeveFolderHolders *self, ReevePagedListState state)
{
  gint64 total = self->list != NULL ? reeve_paged_list_get_total (self->list) : -1;
  g_autofree char *number = NULL;

  if (state == REEVE_PAGED_LIST_FAILED)
    return reeve_wording_title (reeve_paged_list_get_error (self->list));
  if (total < 0)
    return NULL;
  if (total == 0)
    return g_strdup (_ ("Nobody."));
  number = reeve_format_count (total);
  /* Translators: %s: how many people reach a folder */
  return g_strdup_printf (g_dngettext (NULL, "%s person.", "%s people.", (gulong) total), number);
}

static void
show_state (ReeveFolderHolders *self)
{
  ReevePagedListState state =
    self->list != NULL ? reeve_paged_list_get_state (self->list) : REEVE_PAGED_LIST_COMPLETE;
  guint n = self->list != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->list)) : 0;
  g_autofree char *text = describe (self, state);
  g_autofree char *safe = text != NULL ? g_markup_escape_text (text, -1) : NULL;

  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), safe);
  gtk_widget_set_visible (GTK_WIDGET (self->rows), n > 0);
  gtk_widget_set_visible (self->more_button,
                          (state == REEVE_PAGED_LIST_IDLE && n > 0) || state == REEVE_PAGED_LIST_FAILED);
  gtk_button_set_label (GTK_BUTTON (self->more_button),
                        state == REEVE_PAGED_LIST_FAILED ? _ ("Try Again") : _ ("Show More"));
}

static void
drop (ReeveFolderHolders *self)
{
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  g_clear_object (&self->list);
  g_clear_pointer (&self->folder, g_free);
}

static void
reeve_folder_holders_dispose (GObject *object)
{
  drop (REEVE_FOLDER_HOLDERS (object));
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_FOLDER_HOLDERS);
  G_OBJECT_CLASS (reeve_folder_holders_parent_class)->dispose (object);
}

static void
reeve_folder_holders_class_init (ReeveFolderHoldersClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_folder_holders_dispose;
  g_type_ensure (REEVE_TYPE_FINDER);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/folder-holders.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveFolderHolders, rows);
  gtk_widget_class_bind_template_child (widget_class, ReeveFolderHolders, more_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveFolderHolders, ask_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveFolderHolders, export_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveFolderHolders, finder);
  gtk_widget_class_bind_template_callback (widget_class, on_asked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_more_clicked_cb);
}

static void
reeve_folder_holders_init (ReeveFolderHolders *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  show_state (self);
}

void
reeve_folder_holders_show (ReeveFolderHolders *self, ReeveSite *site, const char *id)
{
  g_return_if_fail (REEVE_IS_FOLDER_HOLDERS (self));
  g_return_if_fail (id == NULL || site != NULL);

  drop (self);
  reeve_finder_set_site (self->finder, site);
  gtk_widget_set_visible (self->ask_button,
                          site != NULL && reeve_site_may_everywhere (site, REEVE_CAPABILITY_USERS_READ));
  gtk_widget_set_visible (self->export_button,
                          site != NULL && reeve_site_may_everywhere (site, REEVE_CAPABILITY_DATA_EXPORT));
  if (id != NULL)
    {
      gtk_actionable_set_action_target (GTK_ACTIONABLE (self->export_button), "s", id);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (self->export_button), "permissions.export-access");
    }
  if (id != NULL)
    {
      g_autofree char *below = g_strconcat ("folders/", id, "/access", NULL);
      g_autofree char *path = reeve_site_path (site, below);
      g_autoptr (ReeveQuery) query = reeve_query_new ();

      self->folder = g_strdup (id);
      query->limit = HOLDERS;
      self->list =
        reeve_paged_list_new (reeve_site_get_client (site), reeve_permission_holder_get_type (), path);
      g_signal_connect_object (self->list, "notify", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->list, "items-changed", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
      reeve_paged_list_set_query (self->list, query);
    }
  gtk_list_box_bind_model (self->rows, G_LIST_MODEL (self->list), self->list != NULL ? make_holder_row : NULL,
                           self, NULL);
  show_state (self);
}

void
reeve_folder_holders_reload (ReeveFolderHolders *self)
{
  g_return_if_fail (REEVE_IS_FOLDER_HOLDERS (self));

  if (self->list != NULL)
    reeve_paged_list_reload (self->list);
}
