/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The dialog for who leaves and the page of what is left to do then, on a display, against the real service
 * in this process. Run with G_DEBUG=fatal-criticals. */

#include "config.h"

#include "live-site.h"

#include <adwaita.h>

#include "common/account.h"
#include "common/clock.h"
#include "common/rotation.h"
#include "console/dialogs/offboard-dialog.h"
#include "console/pages/rotations-page.h"

#define N_USERS 12

typedef struct
{
  LiveSite *live;
  ReeveSite *site;
  GtkWindow *window;
  GtkWidget *page;
  GtkWidget *dialog; /* (nullable) */
  const char *text;  /* that is waited for */
} Fixture;

static void
on_result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gboolean
has_result (gpointer data)
{
  return *(GAsyncResult **) data != NULL;
}

static gboolean
shows (gpointer data)
{
  Fixture *self = data;

  return live_site_shows (self->dialog != NULL ? self->dialog : self->page, self->text);
}

static void
wait_for (Fixture *self, const char *text)
{
  self->text = text;
  live_site_wait (shows, self);
}

static void
set_up (Fixture *self, gconstpointer width)
{
  self->live = live_site_new (N_USERS);
  self->site = live_site_get_site (self->live);
  self->window = GTK_WINDOW (adw_window_new ());
  self->page = g_object_new (REEVE_TYPE_ROTATIONS_PAGE, NULL);
  gtk_window_set_default_size (self->window, GPOINTER_TO_INT (width), 700);
  adw_window_set_content (ADW_WINDOW (self->window), self->page);
  reeve_page_set_site (REEVE_PAGE (self->page), self->site);
  gtk_window_present (self->window);
  wait_for (self, "Nothing to Change");
}

static void
tear_down (Fixture *self, gconstpointer width)
{
  reeve_page_set_site (REEVE_PAGE (self->page), NULL);
  gtk_window_destroy (self->window);
  live_site_settle (50);
  live_site_free (self->live);
}

/* @user: (nullable): who knows it. @days: 0: as many as usual */
static void
enter (Fixture *self, const char *name, const char *user, gint64 days)
{
  const char *const users[] = { user, NULL };
  ReeveClient *client = reeve_site_get_client (self->site);
  g_autofree char *path = reeve_site_path (self->site, "rotations");
  g_autoptr (ReeveRotation) body = reeve_rotation_new ();
  g_autoptr (GAsyncResult) made = NULL;
  g_autoptr (GError) error = NULL;

  body->name = g_strdup (name);
  body->every_days = days;
  if (user != NULL)
    reeve_set_texts (&body->users, users);
  reeve_client_post_async (client, path, body, G_TYPE_NONE, -1, NULL, on_result_cb, &made);
  live_site_wait (has_result, &made);
  reeve_client_post_finish (client, made, NULL, &error);
  g_assert_no_error (error);
}

/* Somebody who is no administrator. (transfer full) */
static ReeveUser *
find_member (Fixture *self)
{
  ReeveClient *client = reeve_site_get_client (self->site);
  g_autofree char *path = reeve_site_path (self->site, "users");
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveListing) listing = NULL;

  reeve_client_list_async (client, reeve_user_get_type (), path, query, NULL, on_result_cb, &result);
  live_site_wait (has_result, &result);
  listing = reeve_client_list_finish (client, result, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < listing->items->len; i++)
    if (!g_str_has_prefix (REEVE_USER (listing->items->pdata[i])->email, "hana."))
      return g_object_ref (listing->items->pdata[i]);
  g_assert_not_reached ();
}

static ReeveUser *
copy_own (Fixture *self)
{
  ReeveAccount *account = REEVE_ACCOUNT (reeve_site_get_identity (self->site)->account);
  ReeveUser *own = reeve_user_new ();

  own->id = g_strdup (account->id);
  own->display_name = g_strdup ("Hana Sato");
  return own;
}

static void
present (Fixture *self, AdwDialog *dialog)
{
  self->dialog = GTK_WIDGET (dialog);
  adw_dialog_present (dialog, self->page);
}

static void
close_dialog (Fixture *self)
{
  adw_dialog_force_close (ADW_DIALOG (self->dialog));
  self->dialog = NULL;
  live_site_settle (50);
}

/* What others enter shows by itself, where it is asked for; and it fits a phone. */
static void
test_page (Fixture *self, gconstpointer width)
{
  GtkDropDown *states = live_site_find (self->page, GTK_TYPE_DROP_DOWN);
  int minimum;

  gtk_drop_down_set_selected (states, 2);
  wait_for (self, "No Secrets Yet");
  enter (self, "The key of the cabinet with a rather long name in the second cellar, on the left", NULL, 0);
  wait_for (self, "The key of the cabinet");
  wait_for (self, "changed just now");
  gtk_drop_down_set_selected (states, 0);
  wait_for (self, "Nothing to Change");
  gtk_drop_down_set_selected (states, 1);
  wait_for (self, "The key of the cabinet");
  gtk_widget_measure (self->page, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
}

/* What is shown turns due when its time has come, without news of it. */
static void
test_time (Fixture *self, gconstpointer width)
{
  GtkDropDown *states = live_site_find (self->page, GTK_TYPE_DROP_DOWN);
  gint64 entered = reeve_clock_now ();

  reeve_clock_set_for_tests (entered);
  gtk_drop_down_set_selected (states, 1);
  wait_for (self, "Nothing Waits");
  enter (self, "Root key", NULL, 1);
  wait_for (self, "Root key");
  reeve_clock_set_for_tests (entered + REEVE_DAY - G_USEC_PER_SEC);
  reeve_page_refresh (REEVE_PAGE (self->page));
  wait_for (self, "changed 23 h ago");
  reeve_clock_set_for_tests (entered + REEVE_DAY);
  wait_for (self, "Nothing Waits");
  reeve_clock_set_for_tests (0);
}

/* (nullable) */
static GtkWidget *
find_button (GtkWidget *widget, const char *action)
{
  if (GTK_IS_BUTTON (widget) &&
      g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)), action) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child, action);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
can_apply (Fixture *self)
{
  return gtk_widget_is_sensitive (find_button (self->dialog, "dialog.apply"));
}

/* It tells what goes and what is left, and does nothing without a reason. */
static void
test_preview (Fixture *self, gconstpointer width)
{
  g_autoptr (ReeveUser) user = find_member (self);
  AdwEntryRow *reason;

  enter (self, "Root key", user->id, 0);
  present (self, reeve_offboard_dialog_new (self->site, user));
  wait_for (self, "1 secret to change");
  wait_for (self, "Root key");
  wait_for (self, user->display_name);
  reason = live_site_find (self->dialog, ADW_TYPE_ENTRY_ROW);
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (reason)), ==, "Why do they leave?");
  gtk_editable_set_text (GTK_EDITABLE (reason), "  x ");
  g_assert_false (can_apply (self));
  gtk_editable_set_text (GTK_EDITABLE (reason), "works elsewhere");
  g_assert_true (can_apply (self));
  close_dialog (self);
}

/* Oneself: why not, in words; and among several, the others go. */
static void
test_refused (Fixture *self, gconstpointer width)
{
  g_autoptr (ReeveUser) own = copy_own (self);
  g_autoptr (ReeveUser) user = find_member (self);
  const char *const both[] = { own->id, user->id, NULL };
  const char *const none[] = { own->id, NULL };

  present (self, reeve_offboard_dialog_new (self->site, own));
  wait_for (self, "You cannot do this to yourself");
  close_dialog (self);
  present (self, reeve_offboard_dialog_new_many (self->site, both));
  wait_for (self, "Your own account");
  wait_for (self, "Offboard 1 Person");
  close_dialog (self);
  present (self, reeve_offboard_dialog_new_many (self->site, none));
  wait_for (self, "None of them can leave now.");
  g_assert_false (live_site_shows (self->dialog, "Why do they leave?"));
  close_dialog (self);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add ("/offboard/page", Fixture, GINT_TO_POINTER (360), set_up, test_page, tear_down);
  g_test_add ("/offboard/time", Fixture, GINT_TO_POINTER (1000), set_up, test_time, tear_down);
  g_test_add ("/offboard/preview", Fixture, GINT_TO_POINTER (1000), set_up, test_preview, tear_down);
  g_test_add ("/offboard/refused", Fixture, GINT_TO_POINTER (1000), set_up, test_refused, tear_down);
  return g_test_run ();
}
