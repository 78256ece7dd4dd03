/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What came of a change: a toast for what this person did, renewed rows for what others did. */

#include "config.h"

#include <glib/gi18n.h>

#include "console/client/undo.h"
#include "console/dialogs/user-conflict-dialog.h"
#include "console/pages/users-page-private.h"

#define UNDO_SECONDS 10
#define NEWS_WAIT_MS 700
#define QUIET_US     (3 * G_USEC_PER_SEC)

/* --- What came of a change --- */

static void
on_undo_clicked_cb (AdwToast *toast, gpointer user_data)
{
  ReeveUsersPage *self = user_data;
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));

  if (site != NULL)
    reeve_undo_undo_step (reeve_undo_of (G_OBJECT (site)),
                          GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (toast), "step")));
}

void
reeve_users_page_show_toast (ReeveUsersPage *self, const char *message, guint step)
{
  AdwToast *toast = adw_toast_new (message);

  adw_toast_set_use_markup (toast, FALSE);
  adw_toast_set_timeout (toast, UNDO_SECONDS);
  if (step != 0)
    {
      adw_toast_set_button_label (toast, _ ("_Undo"));
      g_object_set_data (G_OBJECT (toast), "step", GUINT_TO_POINTER (step));
      g_signal_connect_object (toast, "button-clicked", G_CALLBACK (on_undo_clicked_cb), self, 0);
    }
  adw_toast_overlay_dismiss_all (self->toasts);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
on_done_cb (ReeveUsersPage *self, const char *message, guint step)
{
  reeve_users_page_show_toast (self, message, step);
  reeve_users_page_update_actions (self);
}

static void
on_refused_cb (ReeveUsersPage *self, const char *message, GError *error, ReeveUser *attempt)
{
  reeve_users_page_show_toast (self, message, 0);
  reeve_user_detail_show_refused (self->detail, attempt, error);
}

static void
on_resolved_cb (ReeveUsersPage *self, ReeveUser *theirs, ReeveUser *merged)
{
  if (self->changes != NULL)
    reeve_user_changes_save (self->changes, theirs, merged);
}

static void
on_conflict_cb (ReeveUsersPage *self, ReeveUser *before, ReeveUser *mine, ReeveUser *theirs)
{
  AdwDialog *dialog;

  if (reeve_record_writable_equal (mine, theirs))
    {
      reeve_users_page_show_toast (self, _ ("Somebody else made the same change already"), 0);
      return;
    }
  dialog = reeve_user_conflict_dialog_new (before, mine, theirs);
  g_signal_connect_object (dialog, "resolved", G_CALLBACK (on_resolved_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
on_created_cb (ReeveUsersPage *self, ReeveUser *user)
{
  self->everyone += self->everyone >= 0 ? 1 : 0;
  reeve_users_list_set_cursor (self->list, user->id);
  reeve_users_list_focus_soon (self->list);
}

static void
reload_in_place (ReeveUsersPage *self)
{
  self->quiet_until = g_get_monotonic_time () + QUIET_US;
  if (self->users != NULL)
    reeve_paged_list_reload (self->users);
}

/* --- What others change --- */

/* Nobody points at a row, has ticked one or has read past the first: new rows do no harm. */
static gboolean
is_at_rest (ReeveUsersPage *self)
{
  return reeve_users_list_is_at_top (self->list) && reeve_ticks_get_n (self->ticks) == 0 &&
         (gtk_widget_get_state_flags (GTK_WIDGET (self->list)) & GTK_STATE_FLAG_PRELIGHT) == 0;
}

static gboolean
on_news_cb (gpointer user_data)
{
  ReeveUsersPage *self = user_data;

  self->news_wait = 0;
  if (self->users == NULL ||
      (self->news_id != NULL && reeve_paged_list_find (self->users, self->news_id, NULL) != NULL))
    return G_SOURCE_REMOVE;
  /* Rows never move under the pointer: only a list at rest at its top renews itself. What comes on the heels
   * of our own change of many is that change. */
  if (g_get_monotonic_time () < self->quiet_until)
    reeve_paged_list_reload (self->users);
  else if (is_at_rest (self) && reeve_users_list_get_cursor (self->list) == NULL)
    reeve_paged_list_reload (self->users);
  else
    gtk_revealer_set_reveal_child (self->news, TRUE);
  return G_SOURCE_REMOVE;
}

static void
on_site_changed_cb (ReeveUsersPage *self, const char *noun, const char *id, gint64 version)
{
  ReevePagedItem *item;

  if (self->users == NULL || g_strcmp0 (noun, "user") != 0)
    return;
  item = id != NULL ? reeve_paged_list_find (self->users, id, NULL) : NULL;
  if (item == NULL && id != NULL)
    item = reeve_paged_list_find_left (self->users, id);
  if (item != NULL)
    {
      ReeveUser *user = REEVE_USER (reeve_paged_item_get_record (item));

      /* What we are saving this moment comes with its answer; until then the row shows what was asked. */
      if ((version == 0 || user->version < version) && !reeve_user_changes_is_busy (self->changes, id))
        reeve_users_page_renew (self, id);
      return;
    }
  if (id != NULL && version == 0) /* a sign-in, say, of somebody who is on no page that is open */
    return;
  /* Perhaps somebody whom we are adding this moment: the news is often faster than the answer. */
  if (self->news_wait == 0)
    self->news_wait = g_timeout_add (NEWS_WAIT_MS, on_news_cb, self);
  g_set_str (&self->news_id, id);
}

/* What changed while nobody listened is not known: all that is on screen is asked for again, at the least the
 * person in the detail. */
static void
on_reconnected_cb (ReeveUsersPage *self)
{
  ReevePagedItem *item = reeve_user_detail_get_item (self->detail);

  if (self->users == NULL)
    return;
  if (is_at_rest (self))
    {
      reeve_paged_list_reload (self->users);
      return;
    }
  if (item != NULL)
    reeve_users_page_renew (self, reeve_paged_item_get_id (item));
  gtk_revealer_set_reveal_child (self->news, TRUE);
}

/* --- For the page --- */

void
reeve_users_page_watch_changes (ReeveUsersPage *self)
{
  g_signal_connect_object (self->changes, "done", G_CALLBACK (on_done_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->changes, "refused", G_CALLBACK (on_refused_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->changes, "conflict", G_CALLBACK (on_conflict_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->changes, "created", G_CALLBACK (on_created_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->changes, "many-changed", G_CALLBACK (reload_in_place), self,
                           G_CONNECT_SWAPPED);
}

void
reeve_users_page_watch_news (ReeveUsersPage *self, ReeveSite *site)
{
  g_signal_connect_object (site, "changed", G_CALLBACK (on_site_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "reconnected", G_CALLBACK (on_reconnected_cb), self, G_CONNECT_SWAPPED);
}
