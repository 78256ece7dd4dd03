/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The users page on a display, against the real service in this process. Run with G_DEBUG=fatal-criticals. */

#include "config.h"

#include "live-site.h"

#include <adwaita.h>

#include "console/client/undo.h"
#include "console/pages/user-detail.h"
#include "console/pages/users-page.h"
#include "console/widgets/user-filter.h"
#include "console/widgets/users-list.h"

#define N_USERS 240

typedef struct
{
  LiveSite *live;
  GtkWindow *window;
  ReeveUsersPage *page;
  ReeveUsersList *list;
  ReeveUserDetail *detail;
  GtkEditable *entry;
  char *email; /* that is looked for */
} Fixture;

/* Those of the view that is on screen. */
static guint
count_rows (Fixture *self)
{
  GtkWidget *view = live_site_find (GTK_WIDGET (self->list), GTK_TYPE_LIST_VIEW);
  GtkSelectionModel *model = gtk_list_view_get_model (GTK_LIST_VIEW (view));

  if (model == NULL)
    model = gtk_column_view_get_model (live_site_find (GTK_WIDGET (self->list), GTK_TYPE_COLUMN_VIEW));
  return model != NULL ? g_list_model_get_n_items (G_LIST_MODEL (model)) : 0;
}

static gboolean
has_rows (gpointer data)
{
  return count_rows (data) > 0;
}

static gboolean
has_no_rows (gpointer data)
{
  return count_rows (data) == 0;
}

static gboolean
has_few_rows (gpointer data)
{
  return count_rows (data) > 0 && count_rows (data) < 60;
}

static void
open_page (Fixture *self, int width)
{
  self->live = live_site_new (N_USERS);
  self->window = GTK_WINDOW (adw_window_new ());
  self->page = g_object_new (REEVE_TYPE_USERS_PAGE, NULL);
  gtk_window_set_default_size (self->window, width, 700);
  adw_window_set_content (ADW_WINDOW (self->window), GTK_WIDGET (self->page));
  reeve_page_set_site (REEVE_PAGE (self->page), live_site_get_site (self->live));
  gtk_window_present (self->window);
  self->list = live_site_find (GTK_WIDGET (self->page), REEVE_TYPE_USERS_LIST);
  self->detail = live_site_find (GTK_WIDGET (self->page), REEVE_TYPE_USER_DETAIL);
  self->entry =
    live_site_find (live_site_find (GTK_WIDGET (self->page), REEVE_TYPE_USER_FILTER), GTK_TYPE_SEARCH_ENTRY);
  live_site_wait (has_rows, self);
  live_site_settle (200);
}

static void
close_page (Fixture *self)
{
  reeve_page_set_site (REEVE_PAGE (self->page), NULL);
  gtk_window_destroy (self->window);
  live_site_settle (50);
  live_site_free (self->live);
}

static void
act (Fixture *self, const char *name)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->page), name, NULL));
}

/* It fits a phone: panes, bars and dialogs aside, nothing asks for more than 360. */
static void
test_narrow (void)
{
  Fixture self = { 0 };
  int minimum;

  open_page (&self, 360);
  gtk_widget_measure (GTK_WIDGET (self.page), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (self.page)), <=, 360);
  close_page (&self);
}

/* Typing narrows the list, clearing brings everybody back. */
static void
test_search (void)
{
  Fixture self = { 0 };

  open_page (&self, 1000);
  gtk_editable_set_text (self.entry, "mensah");
  live_site_wait (has_few_rows, &self);
  gtk_editable_set_text (self.entry, "nobody of this name");
  live_site_wait (has_no_rows, &self);
  reeve_user_filter_clear (live_site_find (GTK_WIDGET (self.page), REEVE_TYPE_USER_FILTER));
  live_site_wait (has_rows, &self);
  g_assert_cmpstr (gtk_editable_get_text (self.entry), ==, "");
  close_page (&self);
}

static gboolean
is_suspended (gpointer data)
{
  ReeveUser *user = reeve_user_detail_get_user (((Fixture *) data)->detail);

  return user != NULL && g_strcmp0 (user->state, "suspended") == 0;
}

static gboolean
is_active (gpointer data)
{
  return !is_suspended (data);
}

static void
select_first_active (Fixture *self)
{
  GtkSelectionModel *model =
    gtk_column_view_get_model (live_site_find (GTK_WIDGET (self->list), GTK_TYPE_COLUMN_VIEW));

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (model)); i++)
    {
      g_autoptr (ReevePagedItem) item = g_list_model_get_item (G_LIST_MODEL (model), i);
      ReeveUser *user = REEVE_USER (reeve_paged_item_get_record (item));

      if (g_strcmp0 (user->state, "active") != 0 || g_str_has_prefix (user->email, "hana."))
        continue;
      g_assert_true (reeve_users_list_set_cursor (self->list, user->id));
      return;
    }
  g_assert_not_reached ();
}

/* In the store, and on screen. */
static void
wait_for_state (Fixture *self, const char *state)
{
  g_autofree char *id = g_strdup (reeve_user_detail_get_user (self->detail)->id);

  live_site_wait_for_state (self->live, id, state);
  live_site_wait (g_str_equal (state, "suspended") ? is_suspended : is_active, self);
}

/* Suspending shows at once, undo brings the person back, in the service too. */
static void
test_suspend_and_undo (void)
{
  Fixture self = { 0 };

  open_page (&self, 1000);
  select_first_active (&self);
  act (&self, "user.suspend");
  g_assert_true (is_suspended (&self)); /* before the service answered */
  wait_for_state (&self, "suspended");
  g_assert_true (reeve_undo_undo (reeve_undo_of (G_OBJECT (live_site_get_site (self.live)))));
  wait_for_state (&self, "active");
  g_assert_true (reeve_undo_redo (reeve_undo_of (G_OBJECT (live_site_get_site (self.live)))));
  wait_for_state (&self, "suspended");
  close_page (&self);
}

static gboolean
shows_email (gpointer data)
{
  Fixture *self = data;

  return live_site_shows (GTK_WIDGET (self->detail), self->email);
}

static gboolean
shows_no_email (gpointer data)
{
  return !shows_email (data);
}

/* When there is nobody to show, nothing of the last person stays on screen. */
static void
test_nothing_stale (void)
{
  Fixture self = { 0 };

  open_page (&self, 1000);
  select_first_active (&self);
  act (&self, "page.toggle-detail");
  self.email = g_strdup (reeve_user_detail_get_user (self.detail)->email);
  live_site_wait (shows_email, &self);
  reeve_user_detail_set_item (self.detail, NULL);
  live_site_wait (shows_no_email, &self);
  g_free (self.email);
  close_page (&self);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/users-page/narrow", test_narrow);
  g_test_add_func ("/users-page/search", test_search);
  g_test_add_func ("/users-page/suspend-and-undo", test_suspend_and_undo);
  g_test_add_func ("/users-page/nothing-stale", test_nothing_stale);
  return g_test_run ();
}
