/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The dialog that brings in a log, on a display, against the real service in this process. With REEVE_SHOTS
 * it leaves pictures in that folder. Run with G_DEBUG=fatal-criticals. */

#include "config.h"

#include "live-site.h"

#include <adwaita.h>
#include <glib/gstdio.h>

#include "common/clock.h"
#include "console/dialogs/log-import-dialog.h"

typedef struct
{
  LiveSite *live;
  GtkWindow *window;
  AdwDialog *dialog;
  const char *text; /* that is waited for */
  char *path;
  guint n_imported;
} Fixture;

static gboolean
shows (gpointer data)
{
  Fixture *self = data;

  return live_site_shows (GTK_WIDGET (self->dialog), self->text);
}

static void
wait_for (Fixture *self, const char *text)
{
  self->text = text;
  live_site_wait (shows, self);
}

/* For eyes. */
static void
take_picture (Fixture *self, const char *name)
{
  const char *folder = g_getenv ("REEVE_SHOTS");
  g_autofree char *path = folder != NULL ? g_strdup_printf ("%s/%s-%d.png", folder, name,
                                                            gtk_widget_get_width (GTK_WIDGET (self->window)))
                                         : NULL;

  if (path == NULL)
    return;
  live_site_settle (600);
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (GTK_WIDGET (self->window));
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (GTK_WIDGET (self->window)),
                          gtk_widget_get_height (GTK_WIDGET (self->window)));
  g_autoptr (GskRenderNode) node = gtk_snapshot_free_to_node (snapshot);
  g_autoptr (GdkTexture) texture =
    gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (self->window)), node, NULL);
  gdk_texture_save_to_png (texture, path);
}

static void
set_up (Fixture *self, gconstpointer width)
{
  self->live = live_site_new (2);
  self->window = GTK_WINDOW (adw_window_new ());
  gtk_window_set_default_size (self->window, GPOINTER_TO_INT (width), 700);
  adw_window_set_content (ADW_WINDOW (self->window), gtk_label_new ("Behind it"));
  gtk_window_present (self->window);
  self->dialog = reeve_log_import_dialog_new (live_site_get_site (self->live));
  g_signal_connect_swapped (self->dialog, "imported", G_CALLBACK (g_atomic_int_inc), &self->n_imported);
  adw_dialog_present (self->dialog, GTK_WIDGET (self->window));
  self->path = g_build_filename (g_get_tmp_dir (), "brought.log", NULL);
  wait_for (self, "Drop a Log Here");
}

static void
tear_down (Fixture *self, gconstpointer width)
{
  adw_dialog_force_close (self->dialog);
  gtk_window_destroy (self->window);
  live_site_settle (50);
  g_unlink (self->path);
  g_free (self->path);
  live_site_free (self->live);
}

static void
read_text (Fixture *self, const char *text)
{
  g_autoptr (GFile) file = g_file_new_for_path (self->path);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (self->path, text, -1, &error);
  g_assert_no_error (error);
  reeve_log_import_dialog_read (REEVE_LOG_IMPORT_DIALOG (self->dialog), file);
}

static char *
make_log (void)
{
  GString *log = g_string_new (NULL);
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (reeve_clock_now () / G_USEC_PER_SEC);
  g_autofree char *time = g_date_time_format (now, "%d/%b/%Y:%H:%M:%S +0000");

  for (guint i = 0; i < 40; i++)
    g_string_append_printf (log, "192.0.2.7 - ada [%s] \"GET /%u HTTP/1.1\" 200 5 \"-\" \"curl\"\n",
                            i == 20 ? "01/Jan/2001:00:00:00 +0000" : time, i);
  g_string_append (log, "<b>rubbish</b> & more\n");
  return g_string_free (log, FALSE);
}

/* Looked at, brought in, and brought in again, which takes nothing. */
static void
test_bring (Fixture *self, gconstpointer width)
{
  g_autofree char *log = make_log ();

  take_picture (self, "log-import-choose");
  for (guint round = 0; round < 2; round++)
    {
      read_text (self, log);
      wait_for (self, "40 events");
      g_assert_true (live_site_shows (GTK_WIDGET (self->dialog), "1 unreadable"));
      g_assert_true (live_site_shows (GTK_WIDGET (self->dialog), "<b>rubbish</b> & more"));
      g_assert_true (live_site_shows (GTK_WIDGET (self->dialog), "Web server log"));
      if (round == 0)
        take_picture (self, "log-import-looked");
      g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->dialog), "dialog.import", NULL));
      wait_for (self, round == 0 ? "39 events taken in" : "39 were here already");
      g_assert_true (live_site_shows (GTK_WIDGET (self->dialog), "Entry 21: Older than what is kept"));
      take_picture (self, round == 0 ? "log-import-brought" : "log-import-known");
    }
  g_assert_cmpuint (self->n_imported, ==, 1);
}

/* What is no log says so, and another file can be chosen. */
static void
test_no_log (Fixture *self, gconstpointer width)
{
  g_autofree char *log = make_log ();

  read_text (self, "Shall I compare thee to a summer's day?\n");
  wait_for (self, "Not a Log That Reeve Knows");
  take_picture (self, "log-import-no-log");
  read_text (self, log);
  wait_for (self, "40 events");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add ("/log-import/bring", Fixture, GINT_TO_POINTER (900), set_up, test_bring, tear_down);
  g_test_add ("/log-import/narrow", Fixture, GINT_TO_POINTER (360), set_up, test_bring, tear_down);
  g_test_add ("/log-import/no-log", Fixture, GINT_TO_POINTER (900), set_up, test_no_log, tear_down);
  return g_test_run ();
}
