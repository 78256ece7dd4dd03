/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The application. The first window opens where the last one was signed in. */

#include "config.h"

#include "console/application.h"

#include <glib/gi18n.h>

#include "console/lists/open-sites.h"
#include "console/widgets/icon-release.h"
#include "console/window.h"

struct _ReeveApplication
{
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (ReeveApplication, reeve_application, ADW_TYPE_APPLICATION)

static void
open_window (GtkApplication *application, const char *site_id)
{
  g_autoptr (ReeveSite) site = NULL;
  ReeveWindow *window;

  /* The site first: keyring and service do their part while the window is made. */
  if (*site_id != '\0')
    {
      site = reeve_open_sites_get (site_id);
      if (reeve_site_get_state (site) == REEVE_SITE_CLOSED)
        reeve_site_open (site);
    }
  window = reeve_window_new (application);
  if (site != NULL)
    reeve_window_show_with (window, site);
  else
    gtk_window_present (GTK_WINDOW (window));
}

static void
on_new_window_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  open_window (user_data, "");
}

static void
on_quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GList *windows;

  for (GList *item = gtk_application_get_windows (user_data); item != NULL; item = item->next)
    if (REEVE_IS_WINDOW (item->data) && reeve_window_ask_pending (item->data, "app.quit", NULL))
      return;
  /* Closing them one by one lets each leave its site in order. */
  while ((windows = gtk_application_get_windows (user_data)) != NULL)
    {
      GtkWindow *window = g_object_ref (windows->data);
      gtk_window_close (window);
      gtk_window_destroy (window);
      g_object_unref (window);
    }
}

static void
on_about_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  static const char *const developers[] = { "The Reeve developers", NULL };
  AdwDialog *dialog = adw_about_dialog_new ();

  adw_about_dialog_set_application_name (ADW_ABOUT_DIALOG (dialog), _ ("Reeve"));
  adw_about_dialog_set_application_icon (ADW_ABOUT_DIALOG (dialog), REEVE_APPLICATION_ID);
  adw_about_dialog_set_version (ADW_ABOUT_DIALOG (dialog), REEVE_VERSION);
  adw_about_dialog_set_developer_name (ADW_ABOUT_DIALOG (dialog), _ ("The Reeve developers"));
  adw_about_dialog_set_developers (ADW_ABOUT_DIALOG (dialog), (const char **) developers);
  adw_about_dialog_set_comments (
    ADW_ABOUT_DIALOG (dialog), _ ("An administration console for workspaces that hold other people’s data."));
  adw_about_dialog_set_copyright (ADW_ABOUT_DIALOG (dialog), _ ("Copyright © The Reeve developers"));
  adw_about_dialog_set_license_type (ADW_ABOUT_DIALOG (dialog), GTK_LICENSE_GPL_3_0);
  /* Translators: your names, one a line; they are shown as those who translated Reeve. */
  adw_about_dialog_set_translator_credits (ADW_ABOUT_DIALOG (dialog), _ ("translator-credits"));
  adw_dialog_present (dialog, GTK_WIDGET (gtk_application_get_active_window (user_data)));
}

static const GActionEntry actions[] = {
  { .name = "new-window", .activate = on_new_window_cb },
  { .name = "about", .activate = on_about_cb },
  { .name = "quit", .activate = on_quit_cb },
};

static void
reeve_application_activate (GApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));
  g_autoptr (GSettings) settings = NULL;
  g_autofree char *last = NULL;

  if (window != NULL)
    {
      gtk_window_present (window);
      return;
    }
  settings = g_settings_new (REEVE_APPLICATION_ID);
  last = g_settings_get_string (settings, "last-site");
  open_window (GTK_APPLICATION (application), last);
}

/* A link that somebody clicked elsewhere: followed by the window that is there, or the one that opens. */
static void
reeve_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  GtkWindow *window;
  g_autofree char *uri = n_files > 0 ? g_file_get_uri (files[0]) : NULL;

  g_application_activate (application);
  window = gtk_application_get_active_window (GTK_APPLICATION (application));
  if (uri == NULL || window == NULL)
    return;
  g_action_group_activate_action (G_ACTION_GROUP (window), "log-link", g_variant_new_string (uri));
}

static void
reeve_application_startup (GApplication *application)
{
  reeve_icon_release_in_main_thread ();
  G_APPLICATION_CLASS (reeve_application_parent_class)->startup (application);

  gtk_window_set_default_icon_name (REEVE_APPLICATION_ID);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions), application);
}

static int
reeve_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  if (!g_variant_dict_contains (options, "version"))
    return -1;
  g_print ("reeve %s\n", REEVE_VERSION);
  return 0;
}

static void
reeve_application_class_init (ReeveApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->activate = reeve_application_activate;
  application_class->open = reeve_application_open;
  application_class->startup = reeve_application_startup;
  application_class->handle_local_options = reeve_application_handle_local_options;
}

static void
reeve_application_init (ReeveApplication *self)
{
  static const GOptionEntry options[] = {
    { "version", 'v', 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the version and exit"), NULL },
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

ReeveApplication *
reeve_application_new (void)
{
  return g_object_new (REEVE_TYPE_APPLICATION, "application-id", REEVE_APPLICATION_ID, "flags",
                       G_APPLICATION_HANDLES_OPEN, "resource-base-path", "/io/github/reeve/Reeve", NULL);
}
