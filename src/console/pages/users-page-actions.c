/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What may be done: one function, update_actions(), turns actions on and off; the rest are the actions, which
 * go to user-changes or to a dialog. */

#include "config.h"

#include <glib/gi18n.h>

#include "common/account.h"
#include "common/leaving.h"
#include "console/client/containment.h"
#include "console/dialogs/bulk-dialog.h"
#include "console/dialogs/import-dialog.h"
#include "console/dialogs/invitation-dialog.h"
#include "console/dialogs/offboard-dialog.h"
#include "console/dialogs/release-dialog.h"
#include "console/dialogs/user-dialog.h"
#include "console/pages/csv-export.h"
#include "console/pages/user-export.h"
#include "console/pages/users-page-private.h"
#include "console/widgets/wording.h"

static void
enable (GSimpleActionGroup *group, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (group), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static gboolean
is_own (ReeveSite *site, ReeveUser *user)
{
  ReeveIdentity *identity = reeve_site_get_identity (site);

  return identity != NULL && identity->account != NULL &&
         g_strcmp0 (REEVE_ACCOUNT (identity->account)->id, user->id) == 0;
}

static void
update_user_actions (ReeveUsersPage *self, ReeveSite *site, gboolean write)
{
  ReevePagedItem *item = reeve_user_detail_get_item (self->detail);
  ReeveUser *user = item ? REEVE_USER (reeve_paged_item_get_record (item)) : NULL;
  gboolean own = user != NULL && is_own (site, user);
  gboolean binned = user != NULL && user->deleted != 0;
  gboolean suspended = user != NULL && g_strcmp0 (user->state, "suspended") == 0;
  gboolean cooling = user != NULL && g_strcmp0 (user->lock, "cooling-off") == 0;
  gboolean change = user != NULL && write && !binned;

  gtk_widget_set_visible (self->user_menu_button, user != NULL);
  enable (self->user_actions, "edit", change);
  enable (self->user_actions, "suspend", change && !suspended && !own);
  enable (self->user_actions, "reactivate", change && suspended);
  enable (self->user_actions, "delete", change && !own);
  /* Whoever administers groups puts nobody out of the workspace. */
  enable (self->user_actions, "offboard",
          change && !own && reeve_site_may_everywhere (site, REEVE_CAPABILITY_USERS_WRITE));
  enable (self->user_actions, "restore", user != NULL && write && binned);
  enable (self->user_actions, "unlock",
          user != NULL && cooling && !binned && reeve_site_may (site, REEVE_CAPABILITY_USERS_CREDENTIALS));
  enable (self->user_actions, "release",
          user != NULL && !own && g_strcmp0 (user->lock, "breach") == 0 &&
            reeve_site_may (site, REEVE_CAPABILITY_BREACH_RELEASE));
  enable (self->user_actions, "contain",
          user != NULL && !own && !binned && g_strcmp0 (user->lock, "breach") != 0 &&
            reeve_containment_is_allowed (site, NULL));
  enable (self->user_actions, "copy-email", user != NULL);
  enable (self->user_actions, "log",
          user != NULL && reeve_site_may_everywhere (site, REEVE_CAPABILITY_LOG_READ));
  enable (self->user_actions, "changes",
          user != NULL && reeve_site_may_everywhere (site, REEVE_CAPABILITY_LOG_READ));
}

/* What may not be done is hidden, what cannot be done now is insensitive. */
void
reeve_users_page_update_actions (ReeveUsersPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  gboolean write = site != NULL && reeve_site_may (site, REEVE_CAPABILITY_USERS_WRITE);
  gboolean bound = write && !reeve_site_may_everywhere (site, REEVE_CAPABILITY_USERS_WRITE);
  gboolean invite = site != NULL && reeve_site_may (site, REEVE_CAPABILITY_USERS_INVITE);
  gboolean export = site != NULL && reeve_site_may (site, REEVE_CAPABILITY_DATA_EXPORT);
  gint64 n = reeve_ticks_get_n (self->ticks);
  gboolean sendable = n > 0 && (reeve_ticks_get_query (self->ticks) != NULL || n <= REEVE_USERS_PAGE_MAX_IDS);
  gboolean bin = reeve_users_page_is_bin (self);

  gtk_widget_set_visible (self->create_button, write);
  gtk_widget_set_visible (self->suspend_many, write && !bin);
  gtk_widget_set_visible (self->reactivate_many, write && !bin);
  gtk_widget_set_visible (self->roles_many, write && !bound && !bin);
  gtk_widget_set_visible (self->groups_many, write && !bin);
  gtk_widget_set_visible (self->delete_many, write && !bin);
  gtk_widget_set_visible (self->offboard_many, write && !bound && !bin);
  gtk_widget_set_visible (self->restore_many, write && bin);
  gtk_widget_set_visible (self->contain_many,
                          site != NULL && reeve_containment_is_allowed (site, NULL) && !bin);
  gtk_widget_set_visible (self->export_many, export);
  gtk_widget_set_visible (self->invite_button, invite);
  g_object_set (self->pane, "empty-action",
                invite  ? "page.invite"
                : write ? "page.create"
                        : NULL,
                "empty-label", invite ? _ ("_Invite…") : _ ("Add a Person"), NULL);

  enable (self->page_actions, "create", write);
  enable (self->page_actions, "invite", invite);
  enable (self->page_actions, "import", write);
  enable (self->page_actions, "export", export);
  enable (self->page_actions, "export-ticked", export && n > 0);
  enable (self->page_actions, "change-many", write && sendable);
  enable (self->page_actions, "offboard-many",
          write && !bound && n > 0 && n <= REEVE_LEAVING_MAX && reeve_ticks_get_query (self->ticks) == NULL);
  if (site != NULL)
    update_user_actions (self, site, write);
}

/* --- Actions --- */

static void
show_dialog (ReeveUsersPage *self, AdwDialog *dialog)
{
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
on_dialog_saved_cb (ReeveUsersPage *self, ReeveUser *before, ReeveUser *saved)
{
  if (self->changes == NULL)
    return;
  if (before != NULL)
    reeve_user_changes_note_saved (self->changes, before, saved);
  else
    reeve_user_changes_note_created (self->changes, saved);
}

/* The dialog was too late: the change is tried once more where stale ones are handled. */
static void
on_dialog_conflict_cb (ReeveUsersPage *self, ReeveUser *before, ReeveUser *mine)
{
  if (self->changes != NULL)
    reeve_user_changes_save (self->changes, before, mine);
}

static void
open_user_dialog (ReeveUsersPage *self, ReeveUser *user)
{
  AdwDialog *dialog = reeve_user_dialog_new (reeve_page_get_site (REEVE_PAGE (self)), user);

  g_signal_connect_object (dialog, "saved", G_CALLBACK (on_dialog_saved_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "conflict", G_CALLBACK (on_dialog_conflict_cb), self, G_CONNECT_SWAPPED);
  show_dialog (self, dialog);
}

static void
on_create_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  open_user_dialog (user_data, NULL);
}

static void
on_invited_cb (ReeveUsersPage *self, ReeveInvitation *invitation)
{
  adw_toast_overlay_add_toast (self->toasts, reeve_invitation_toast_new (GTK_WIDGET (self), invitation));
}

static void
on_invite_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveUsersPage *self = user_data;
  AdwDialog *dialog = reeve_invitation_dialog_new (reeve_page_get_site (REEVE_PAGE (self)));

  g_signal_connect_object (dialog, "invited", G_CALLBACK (on_invited_cb), self, G_CONNECT_SWAPPED);
  show_dialog (self, dialog);
}

static void
on_imported_cb (ReeveUsersPage *self, const char *message, ReeveUserImportReport *report)
{
  if (self->changes != NULL)
    reeve_user_changes_note_batch (self->changes, message, report->batch);
  reeve_users_list_focus_soon (self->list);
}

static void
on_import_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveUsersPage *self = user_data;
  AdwDialog *dialog = reeve_import_dialog_new (reeve_page_get_site (REEVE_PAGE (self)));

  g_signal_connect_object (dialog, "imported", G_CALLBACK (on_imported_cb), self, G_CONNECT_SWAPPED);
  show_dialog (self, dialog);
}

static void
on_exported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveUsersPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *message = reeve_user_export_finish (result, &error);

  if (message != NULL)
    reeve_users_page_show_toast (self, message, 0);
  else
    {
      g_autofree char *text = reeve_csv_export_describe (error);

      if (text != NULL)
        reeve_users_page_show_toast (self, text, 0);
    }
}

static void export (ReeveUsersPage *self, const ReeveQuery *query, const char *const *emails)
{
  reeve_user_export_async (reeve_page_get_site (REEVE_PAGE (self)),
                           GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), query, emails,
                           self->cancellable, on_exported_cb, g_object_ref (self));
}

static void
on_export_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveUsersPage *self = user_data;

  export (self, reeve_paged_list_get_query (self->users), NULL);
}

static void
on_export_ticked_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveUsersPage *self = user_data;
  const ReeveQuery *shown = reeve_paged_list_get_query (self->users);
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) emails = NULL;
  g_autoptr (GPtrArray) items = NULL;

  if (reeve_ticks_get_query (self->ticks) != NULL)
    {
      export (self, shown, NULL);
      return;
    }
  /* Some of the ticked may be hidden by the filter: ask for everyone, or for all of the bin. */
  reeve_query_set_filter (query, "state", reeve_users_page_is_bin (self) ? "deleted" : NULL);
  items = reeve_ticks_get_items (self->ticks);
  for (guint i = 0; i < items->len; i++)
    g_strv_builder_add (builder,
                        REEVE_USER (reeve_paged_item_get_record (g_ptr_array_index (items, i)))->email);
  emails = g_strv_builder_end (builder);
  export (self, query, (const char *const *) emails);
}

static void
on_bulk_applied_cb (ReeveUsersPage *self, const char *message, ReeveUserBulkResult *result)
{
  reeve_ticks_clear (self->ticks);
  if (self->changes != NULL)
    reeve_user_changes_note_batch (self->changes, message, result->batch);
  reeve_users_list_focus_soon (self->list);
}

static void
open_bulk_dialog (ReeveUsersPage *self, const char *action)
{
  g_autoptr (ReeveUserBulk) bulk = reeve_user_bulk_new ();
  const char *query = reeve_ticks_get_query (self->ticks);
  AdwDialog *dialog;

  bulk->action = g_intern_string (action);
  if (query != NULL)
    {
      reeve_set_text (&bulk->query, query);
      bulk->expected_total = reeve_ticks_get_n (self->ticks);
    }
  else
    bulk->ids = reeve_ticks_get_ids (self->ticks);
  dialog = reeve_bulk_dialog_new (reeve_page_get_site (REEVE_PAGE (self)), bulk);
  g_signal_connect_object (dialog, "applied", G_CALLBACK (on_bulk_applied_cb), self, G_CONNECT_SWAPPED);
  show_dialog (self, dialog);
}

static void
on_change_many_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  open_bulk_dialog (user_data, g_variant_get_string (parameter, NULL));
}

static void
on_left_cb (ReeveUsersPage *self)
{
  reeve_ticks_clear (self->ticks);
  reeve_users_list_focus_soon (self->list);
}

static void
open_offboard_dialog (ReeveUsersPage *self, AdwDialog *dialog)
{
  g_signal_connect_object (dialog, "left", G_CALLBACK (on_left_cb), self, G_CONNECT_SWAPPED);
  show_dialog (self, dialog);
}

static void
on_offboard_many_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveUsersPage *self = user_data;
  g_auto (GStrv) ids = reeve_ticks_get_ids (self->ticks);

  open_offboard_dialog (self, reeve_offboard_dialog_new_many (reeve_page_get_site (REEVE_PAGE (self)),
                                                              (const char *const *) ids));
}

static void
on_offboard_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveUsersPage *self = user_data;

  open_offboard_dialog (self, reeve_offboard_dialog_new (reeve_page_get_site (REEVE_PAGE (self)),
                                                         reeve_user_detail_get_user (self->detail)));
}

static void
on_tick_matching_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveUsersPage *self = user_data;
  g_autofree char *query = NULL;

  if (self->users == NULL)
    return;
  query = reeve_query_to_string (reeve_paged_list_get_query (self->users), FALSE);
  reeve_ticks_set_query (self->ticks, query, reeve_paged_list_get_total (self->users));
}

static void
on_tick_none_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveUsersPage *self = user_data;

  reeve_ticks_clear (self->ticks);
  reeve_users_list_focus (self->list);
}

static void
on_refresh_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  reeve_users_page_ask (user_data);
}

static void
on_toggle_detail_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveUsersPage *self = user_data;

  if (!self->detail_open && reeve_users_list_get_cursor (self->list) != NULL)
    reeve_users_page_open_detail (self);
  else if (!self->narrow || self->detail_open)
    reeve_users_page_set_detail_open (self, !self->detail_open);
}

static void
on_menu_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_menu_button_popup (REEVE_USERS_PAGE (user_data)->menu_button);
}

static void
on_sort_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  ReeveUsersPage *self = user_data;
  gboolean descending;

  reeve_users_list_get_sort (self->list, &descending);
  reeve_users_list_set_sort (self->list, g_variant_get_string (value, NULL), descending);
  reeve_users_page_sort (self);
}

static void
on_descending_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  ReeveUsersPage *self = user_data;
  gboolean descending;
  g_autofree char *sort = g_strdup (reeve_users_list_get_sort (self->list, &descending));

  reeve_users_list_set_sort (self->list, sort, g_variant_get_boolean (value));
  reeve_users_page_sort (self);
}

static void
on_edit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  open_user_dialog (user_data, reeve_user_detail_get_user (REEVE_USERS_PAGE (user_data)->detail));
}

static void
on_suspend_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveUsersPage *self = user_data;

  reeve_user_changes_set_state (self->changes, reeve_user_detail_get_user (self->detail), "suspended");
}

static void
on_reactivate_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveUsersPage *self = user_data;

  reeve_user_changes_set_state (self->changes, reeve_user_detail_get_user (self->detail), "active");
}

/* The Delete key means what is ticked; without ticks, the cursor. */
static void
on_delete_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveUsersPage *self = user_data;

  reeve_user_changes_delete (self->changes, reeve_user_detail_get_user (self->detail));
}

static void
on_delete_key_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveUsersPage *self = user_data;

  if (reeve_ticks_get_n (self->ticks) > 0)
    {
      if (!reeve_users_page_is_bin (self))
        g_action_group_activate_action (G_ACTION_GROUP (self->page_actions), "change-many",
                                        g_variant_new_string ("delete"));
    }
  else
    g_action_group_activate_action (G_ACTION_GROUP (self->user_actions), "delete", NULL);
}

static void
on_restore_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveUsersPage *self = user_data;

  reeve_user_changes_restore (self->changes, reeve_user_detail_get_user (self->detail));
}

static void
on_unlock_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveUsersPage *self = user_data;

  reeve_user_changes_unlock (self->changes, reeve_user_detail_get_user (self->detail));
}

static void
on_release_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveUsersPage *self = user_data;

  show_dialog (self, reeve_release_dialog_new (reeve_page_get_site (REEVE_PAGE (self)),
                                               reeve_user_detail_get_user (self->detail)));
}

static void
on_contain_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveUsersPage *self = user_data;
  ReeveUser *user = reeve_user_detail_get_user (self->detail);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.contain-whom", "(sss)", "person", user->id,
                              user->display_name);
}

static void
on_copy_email_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveUsersPage *self = user_data;

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          reeve_user_detail_get_user (self->detail)->email);
  reeve_users_page_show_toast (self, _ ("E-mail address copied"), 0);
}

/* What they did, and what was done to them. */
static void
on_log_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveUsersPage *self = user_data;
  ReevePagedItem *item = reeve_user_detail_get_item (self->detail);

  if (item != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.log", "s", reeve_paged_item_get_id (item));
}

static void
on_changes_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveUsersPage *self = user_data;
  ReevePagedItem *item = reeve_user_detail_get_item (self->detail);
  g_autofree char *query = item != NULL ? g_strconcat ("actor=", reeve_paged_item_get_id (item), NULL) : NULL;

  if (query != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.audit", "s", query);
}

static const GActionEntry page_entries[] = {
  { "create", on_create_cb },
  { "invite", on_invite_cb },
  { "import", on_import_cb },
  { "export", on_export_cb },
  { "export-ticked", on_export_ticked_cb },
  { "change-many", on_change_many_cb, "s" },
  { "offboard-many", on_offboard_many_cb },
  { "tick-matching", on_tick_matching_cb },
  { "tick-none", on_tick_none_cb },
  { "refresh", on_refresh_cb },
  { "toggle-detail", on_toggle_detail_cb },
  { "menu", on_menu_cb },
  { "delete-key", on_delete_key_cb },
  { "sort", NULL, "s", "'displayName'", on_sort_cb },
  { "descending", NULL, NULL, "false", on_descending_cb },
};

static const GActionEntry user_entries[] = {
  { "edit", on_edit_cb },         { "suspend", on_suspend_cb },
  { "delete", on_delete_cb },     { "reactivate", on_reactivate_cb },
  { "restore", on_restore_cb },   { "unlock", on_unlock_cb },
  { "release", on_release_cb },   { "copy-email", on_copy_email_cb },
  { "offboard", on_offboard_cb }, { "log", on_log_cb },
  { "changes", on_changes_cb },   { "contain", on_contain_cb },
};

/* --- For the page --- */

/* The person of a row, named where it is but one of those that are ticked. */
static ReeveWhom *
make_whom_of_ticks (ReeveUsersPage *self)
{
  const char *query = reeve_ticks_get_query (self->ticks);
  g_auto (GStrv) ids = query == NULL ? reeve_ticks_get_ids (self->ticks) : NULL;
  g_autoptr (GPtrArray) items = NULL;

  if (query != NULL)
    return reeve_whom_new_query (query, reeve_ticks_get_n (self->ticks));
  if (ids[0] == NULL || ids[1] != NULL)
    return ids[0] != NULL ? reeve_whom_new_people ((const char *const *) ids) : NULL;
  items = reeve_ticks_get_items (self->ticks);
  return reeve_whom_new_person (
    ids[0],
    items->len == 1 ? REEVE_USER (reeve_paged_item_get_record (items->pdata[0]))->display_name : NULL);
}

/* Whoever is ticked, then the one of the detail. */
void
reeve_users_page_list_whom (ReevePage *page, GPtrArray *list)
{
  ReeveUsersPage *self = REEVE_USERS_PAGE (page);
  ReevePagedItem *item = reeve_user_detail_get_item (self->detail);

  if (reeve_ticks_get_n (self->ticks) > 0)
    reeve_whom_list_take (list, make_whom_of_ticks (self));
  if (item != NULL)
    reeve_whom_list_take (
      list, reeve_whom_new_person (reeve_paged_item_get_id (item),
                                   REEVE_USER (reeve_paged_item_get_record (item))->display_name));
}

void
reeve_users_page_add_actions (ReeveUsersPage *self)
{
  self->page_actions = g_simple_action_group_new ();
  self->user_actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->page_actions), page_entries,
                                   G_N_ELEMENTS (page_entries), self);
  g_action_map_add_action_entries (G_ACTION_MAP (self->user_actions), user_entries,
                                   G_N_ELEMENTS (user_entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "page", G_ACTION_GROUP (self->page_actions));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "user", G_ACTION_GROUP (self->user_actions));
  for (guint i = 0; i < G_N_ELEMENTS (user_entries); i++)
    enable (self->user_actions, user_entries[i].name, FALSE);
}
