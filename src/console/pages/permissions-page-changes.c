/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A new folder and a new name are made at once; whatever changes what somebody may do goes through a preview.
 */

#include "config.h"

#include "console/pages/permissions-page-private.h"

#include <glib/gi18n.h>

#include "console/dialogs/contact-dialog.h"
#include "console/dialogs/folder-bin-dialog.h"
#include "console/dialogs/folder-dialog.h"
#include "console/dialogs/folder-move-dialog.h"
#include "console/dialogs/grant-dialog.h"

static void
on_done_cb (ReevePermissionsPage *self, const char *message, guint step)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self))) /* otherwise another page did it, and tells */
    {
      adw_toast_overlay_dismiss_all (self->toasts);
      adw_toast_overlay_add_toast (
        self->toasts, reeve_changes_toast_new (REEVE_CHANGES (self->permissions), message, step));
    }
  reeve_permissions_page_reload (self);
}

static void
on_created_cb (ReevePermissionsPage *self, ReeveFolder *folder)
{
  /* Translators: %s: a folder */
  g_autofree char *message = g_strdup_printf (_ ("“%s” made"), folder->name);
  g_autoptr (GtkTreeListRow) above =
    self->found == NULL && self->tree != NULL
      ? gtk_tree_list_model_get_row (reeve_folder_tree_get_model (self->tree),
                                     gtk_single_selection_get_selected (self->selection))
      : NULL;

  if (above != NULL)
    reeve_folder_tree_open (self->tree, above, TRUE);
  reeve_permissions_page_say (self, message);
  reeve_permissions_page_reload (self);
}

static void
on_renamed_cb (ReevePermissionsPage *self, ReeveFolder *folder, const char *name)
{
  if (self->changes != NULL)
    reeve_folder_changes_rename (self->changes, folder, name);
}

static void
on_create_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReevePermissionsPage *self = user_data;
  g_autofree char *place = reeve_folder_detail_get_place (self->detail);
  AdwDialog *dialog = reeve_folder_dialog_new (reeve_page_get_site (REEVE_PAGE (self)),
                                               reeve_folder_detail_get_folder (self->detail), place);

  g_signal_connect_object (dialog, "created", G_CALLBACK (on_created_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
on_rename_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReevePermissionsPage *self = user_data;
  g_autofree char *place = reeve_folder_detail_get_place_above (self->detail);
  AdwDialog *dialog = reeve_folder_dialog_new_rename (reeve_page_get_site (REEVE_PAGE (self)),
                                                      reeve_folder_detail_get_folder (self->detail), place);

  g_signal_connect_object (dialog, "renamed", G_CALLBACK (on_renamed_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

/* --- What goes through a preview --- */

static void
on_asked_cb (ReevePermissionsPage *self, ReevePermissionEntry *entry, AdwDialog *dialog)
{
  if (self->permissions != NULL)
    reeve_permission_changes_preview (self->permissions, entry, GTK_WIDGET (self), dialog);
}

/* Of a dialog that asks for what is then looked at. */
static void
present (ReevePermissionsPage *self, AdwDialog *dialog)
{
  g_signal_connect_object (dialog, "asked", G_CALLBACK (on_asked_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
on_give_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReevePermissionsPage *self = user_data;
  g_autofree char *place = reeve_folder_detail_get_place (self->detail);

  present (self, reeve_grant_dialog_new (reeve_page_get_site (REEVE_PAGE (self)),
                                         reeve_folder_detail_get_id (self->detail), place));
}

static void
on_contact_asked_cb (ReevePermissionsPage *self, ReeveContact *contact)
{
  /* Translators: %s is an e-mail address */
  g_autofree char *message = g_strdup_printf (_ ("A link goes to %s"), contact->email);

  on_done_cb (self, message, 0); /* what was read is not taken back: it is revoked on Contacts */
}

static void
on_ask_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReevePermissionsPage *self = user_data;
  AdwDialog *dialog = reeve_contact_dialog_new (reeve_page_get_site (REEVE_PAGE (self)),
                                                reeve_folder_detail_get_folder (self->detail));

  g_signal_connect_object (dialog, "asked", G_CALLBACK (on_contact_asked_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
on_amend_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReevePermissionsPage *self = user_data;
  ReeveGrant *grant = reeve_folder_detail_find_grant (self->detail, g_variant_get_string (parameter, NULL));
  g_autofree char *place = reeve_folder_detail_get_place (self->detail);

  if (grant != NULL)
    present (self, reeve_grant_dialog_new_amend (reeve_page_get_site (REEVE_PAGE (self)), grant, place));
}

static void
on_remove_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReevePermissionsPage *self = user_data;
  ReeveGrant *grant = reeve_folder_detail_find_grant (self->detail, g_variant_get_string (parameter, NULL));
  g_autofree char *place = reeve_folder_detail_get_place (self->detail);
  g_autoptr (ReevePermissionEntry) entry = NULL;

  if (grant == NULL)
    return;
  entry = reeve_permission_entry_new_revoke (grant, place);
  on_asked_cb (self, entry, NULL);
}

/* "break", "inherit" and "bin" are called what they do. */
static void
on_folder_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReevePermissionsPage *self = user_data;
  g_autofree char *place = reeve_folder_detail_get_place (self->detail);
  g_autoptr (ReevePermissionEntry) entry = reeve_permission_entry_new_folder (
    g_action_get_name (G_ACTION (action)), reeve_folder_detail_get_folder (self->detail), place);

  on_asked_cb (self, entry, NULL);
}

static void
on_move_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReevePermissionsPage *self = user_data;
  g_autofree char *place = reeve_folder_detail_get_place (self->detail);

  present (self, reeve_folder_move_dialog_new (reeve_page_get_site (REEVE_PAGE (self)),
                                               reeve_folder_detail_get_folder (self->detail), place));
}

static void
on_log_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReevePermissionsPage *self = user_data;
  ReeveFolder *folder = reeve_folder_detail_get_folder (self->detail);
  g_autofree char *query = folder != NULL ? g_strconcat ("object:", folder->id, NULL) : NULL;

  if (query != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.log", "s", query);
}

static void
on_show_bin_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  present (user_data, reeve_folder_bin_dialog_new (reeve_page_get_site (REEVE_PAGE (user_data))));
}

/* --- The draft --- */

static void
on_review_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReevePermissionsPage *self = user_data;

  reeve_permission_changes_review (self->permissions, GTK_WIDGET (self));
}

static void
on_discard_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  reeve_permission_changes_discard (REEVE_PERMISSIONS_PAGE (user_data)->permissions);
}

static void
show_draft (ReevePermissionsPage *self)
{
  guint n = self->permissions != NULL ? reeve_permission_changes_get_n_drafted (self->permissions) : 0;
  g_autofree char *text = n > 0 ? reeve_permission_changes_describe_draft (self->permissions) : NULL;

  if (text != NULL)
    gtk_label_set_label (self->draft_label, text);
  adw_toolbar_view_set_reveal_bottom_bars (self->bars, n > 0);
}

/* --- The page --- */

static void
set_enabled (ReevePermissionsPage *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

void
reeve_permissions_page_update_actions (ReevePermissionsPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  gboolean write = site != NULL && reeve_site_may_everywhere (site, REEVE_CAPABILITY_PERMISSIONS_WRITE);
  ReeveFolder *folder = write ? reeve_folder_detail_get_folder (self->detail) : NULL;
  gboolean below = folder != NULL && g_strcmp0 (folder->id, REEVE_FOLDER_ROOT) != 0;

  gtk_widget_set_visible (self->create_button, write);
  set_enabled (self, "create", folder != NULL);
  set_enabled (self, "rename", below);
  set_enabled (self, "give", folder != NULL);
  set_enabled (self, "ask", folder != NULL);
  set_enabled (self, "amend", folder != NULL);
  set_enabled (self, "remove", folder != NULL);
  set_enabled (self, "break", below && folder->inherits);
  set_enabled (self, "inherit", below && !folder->inherits);
  set_enabled (self, "bin", below);
  set_enabled (self, "move", below);
  set_enabled (self, "log", below && reeve_site_may_everywhere (site, REEVE_CAPABILITY_LOG_READ));
  set_enabled (self, "show-bin", self->permissions != NULL);
  set_enabled (self, "review", write && self->permissions != NULL);
  set_enabled (self, "discard", self->permissions != NULL);
}

void
reeve_permissions_page_add_actions (ReevePermissionsPage *self)
{
  static const GActionEntry entries[] = {
    { .name = "create", .activate = on_create_cb },
    { .name = "rename", .activate = on_rename_cb },
    { .name = "give", .activate = on_give_cb },
    { .name = "ask", .activate = on_ask_cb },
    { .name = "amend", .activate = on_amend_cb, .parameter_type = "s" },
    { .name = "remove", .activate = on_remove_cb, .parameter_type = "s" },
    { .name = "break", .activate = on_folder_cb },
    { .name = "inherit", .activate = on_folder_cb },
    { .name = "bin", .activate = on_folder_cb },
    { .name = "move", .activate = on_move_cb },
    { .name = "log", .activate = on_log_cb },
    { .name = "show-bin", .activate = on_show_bin_cb },
    { .name = "review", .activate = on_review_cb },
    { .name = "discard", .activate = on_discard_cb },
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "permissions", G_ACTION_GROUP (self->actions));
}

void
reeve_permissions_page_begin_changes (ReevePermissionsPage *self, ReeveSite *site)
{
  self->changes = reeve_folder_changes_new (site);
  self->permissions = reeve_permission_changes_of (site);
  g_signal_connect_object (self->changes, "done", G_CALLBACK (on_done_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->changes, "refused", G_CALLBACK (reeve_permissions_page_say), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->permissions, "done", G_CALLBACK (on_done_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->permissions, "draft-changed", G_CALLBACK (show_draft), self,
                           G_CONNECT_SWAPPED);
  show_draft (self);
}

void
reeve_permissions_page_drop_changes (ReevePermissionsPage *self)
{
  g_signal_handlers_disconnect_by_data (self->changes, self);
  g_signal_handlers_disconnect_by_data (self->permissions, self);
  g_clear_object (&self->changes);
  g_clear_object (&self->permissions);
  show_draft (self);
}
