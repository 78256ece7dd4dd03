/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Needs a display; test-screens.py gives it one. Every view of the window and every dialog fits 360 pixels,
 * every icon of theirs exists, the list of shortcuts knows a key for each row, and all of it goes without a
 * critical. */

#include "config.h"

#include <adwaita.h>

#include "console/application.h"
#include "console/dialogs/acceptance-dialog.h"
#include "console/dialogs/connect-dialog.h"
#include "console/dialogs/forgotten-dialog.h"
#include "console/dialogs/password-dialog.h"
#include "console/dialogs/shortcuts-dialog.h"
#include "console/dialogs/workspace-dialog.h"
#include "console/widgets/code-entry.h"
#include "console/widgets/formatting.h"
#include "console/widgets/person-cell.h"
#include "console/widgets/pill.h"
#include "console/window.h"

#define NARROW 360

static GtkApplication *application;

static ReeveWindow *
open_window (void)
{
  ReeveWindow *window = reeve_window_new (application);

  gtk_window_present (GTK_WINDOW (window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  return window;
}

static int
measure (GtkWidget *widget)
{
  int minimum;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  return minimum;
}

static int
measure_natural (GtkWidget *widget)
{
  int natural;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return natural;
}

static void
check_icons (GtkWidget *widget)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (widget));
  const char *name = GTK_IS_IMAGE (widget) ? gtk_image_get_icon_name (GTK_IMAGE (widget)) : NULL;

  if (name != NULL && !gtk_icon_theme_has_icon (theme, name))
    {
      g_test_message ("no icon %s", name);
      g_test_fail ();
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_icons (child);
}

/* Rows are given other people at every step of a scroll: that must not lay out anything. */
static void
test_cells (void)
{
  GtkWidget *window = g_object_ref_sink (adw_window_new ());
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *cell =
    g_object_new (REEVE_TYPE_PERSON_CELL, "title", "Al", "subtitle", "al@vallis.example", NULL);
  GtkWidget *pill = g_object_new (REEVE_TYPE_PILL, "label", "On", NULL);
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (window));
  int width;
  int short_width;

  gtk_box_append (GTK_BOX (box), cell);
  gtk_box_append (GTK_BOX (box), pill);
  adw_window_set_content (ADW_WINDOW (window), box);
  gtk_window_present (GTK_WINDOW (window));
  while (g_main_context_iteration (NULL, FALSE) || !gtk_widget_get_mapped (cell))
    ;
  width = measure_natural (cell);
  short_width = measure_natural (pill);
  reeve_person_cell_set_title (REEVE_PERSON_CELL (cell), "Maximiliana von Hohenstein zu Aldringen");
  g_assert_cmpint (measure_natural (cell), ==, width);
  reeve_person_cell_set_title (REEVE_PERSON_CELL (cell), NULL);
  g_assert_cmpint (measure_natural (cell), ==, width);
  reeve_pill_set_label (REEVE_PILL (pill), "No password yet");
  g_assert_cmpint (measure_natural (pill), >, short_width);
  reeve_pill_set_label (REEVE_PILL (pill), "On");
  g_assert_cmpint (measure_natural (pill), ==, short_width);

  for (ReeveUserStatus status = 0; status <= REEVE_USER_STATUS_ACTIVE; status++)
    g_assert_true (gtk_icon_theme_has_icon (theme, reeve_format_status_icon (status)));
  gtk_window_destroy (GTK_WINDOW (window));
  g_object_unref (window);
}

/* Narrow enough for a phone, whatever it shows. */
static void
test_views (void)
{
  static const char *const views[] = { "welcome", "status", "set-up", "sign-in", "enrolment", "main" };
  ReeveWindow *window = open_window ();
  GtkStack *stack =
    GTK_STACK (gtk_widget_get_template_child (GTK_WIDGET (window), REEVE_TYPE_WINDOW, "views"));

  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      GtkWidget *view;

      gtk_stack_set_visible_child_name (stack, views[i]);
      view = gtk_stack_get_visible_child (stack);
      g_assert_nonnull (gtk_widget_get_first_child (view)); /* it is made when it is shown */
      g_test_message ("%s: %d", views[i], measure (view));
      g_assert_cmpint (measure (view), <=, NARROW);
    }
  check_icons (GTK_WIDGET (window));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
check_dialog (ReeveWindow *window, AdwDialog *dialog)
{
  adw_dialog_present (dialog, GTK_WIDGET (window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_test_message ("%s: %d", adw_dialog_get_title (dialog), measure (adw_dialog_get_child (dialog)));
  g_assert_cmpint (measure (adw_dialog_get_child (dialog)), <=, NARROW);
  check_icons (GTK_WIDGET (dialog));
  adw_dialog_force_close (dialog);
}

static void
test_dialogs (void)
{
  g_autoptr (ReeveSite) site = reeve_site_new_remote ("https://reeve.example.org", NULL);
  ReeveWindow *window = open_window ();

  check_dialog (window, reeve_connect_dialog_new ());
  check_dialog (window, reeve_password_dialog_new (site));
  check_dialog (window, reeve_acceptance_dialog_new (NULL));
  check_dialog (window, reeve_forgotten_dialog_new (site, "ada@example.org"));
  check_dialog (window, reeve_workspace_dialog_new (site));
  check_dialog (window, reeve_shortcuts_dialog_new (GTK_WIDGET (window)));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Digits only, six of them, spaces of a paste dropped, and "complete" once. */
static void
test_code_entry (void)
{
  ReeveCodeEntry *entry = g_object_ref_sink (g_object_new (REEVE_TYPE_CODE_ENTRY, NULL));
  GtkEditable *text =
    GTK_EDITABLE (gtk_widget_get_template_child (GTK_WIDGET (entry), REEVE_TYPE_CODE_ENTRY, "entry"));
  guint completed = 0;

  g_signal_connect_swapped (entry, "complete", G_CALLBACK (g_atomic_int_inc), &completed);
  gtk_editable_set_text (text, "12 ab");
  g_assert_cmpstr (gtk_editable_get_text (text), ==, "12");
  g_assert_cmpuint (completed, ==, 0);
  g_assert_null (reeve_code_entry_get_code (entry));
  gtk_editable_set_text (text, " 492 017 33");
  g_assert_cmpstr (gtk_editable_get_text (text), ==, "492017");
  g_assert_cmpuint (completed, ==, 1);
  g_autoptr (ReeveSecret) code = reeve_code_entry_get_code (entry);
  g_assert_cmpstr (reeve_secret_get_text (code), ==, "492017");
  g_object_unref (entry);
}

/* What the theme must have, and we ourselves. */
static void
test_icons (void)
{
  static const char *const names[] = {
    REEVE_APPLICATION_ID,
    REEVE_APPLICATION_ID "-symbolic",
    "reeve-missing-symbolic",
    "reeve-phone-symbolic",
    "channel-secure-symbolic",
    "computer-symbolic",
    "network-offline-symbolic",
    "view-refresh-symbolic",
    "dialog-password-symbolic",
    "dialog-warning-symbolic",
    "dialog-error-symbolic",
    "system-search-symbolic",
    "system-lock-screen-symbolic",
    "software-update-available-symbolic",
    "application-certificate-symbolic",
    "object-select-symbolic",
    "system-users-symbolic",
  };
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gdk_display_get_default ());

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (!gtk_icon_theme_has_icon (theme, names[i]))
      g_error ("no icon %s", names[i]);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  g_test_init (&argc, &argv, NULL);
  application = GTK_APPLICATION (reeve_application_new ());
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);

  g_test_add_func ("/screens/views", test_views);
  g_test_add_func ("/screens/dialogs", test_dialogs);
  g_test_add_func ("/screens/code-entry", test_code_entry);
  g_test_add_func ("/screens/icons", test_icons);
  g_test_add_func ("/screens/cells", test_cells);
  return g_test_run ();
}
