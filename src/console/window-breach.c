/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Locking accounts from wherever a person is shown: whom, says the row that has the focus, then the page. */

#include "config.h"

#include <glib/gi18n.h>

#include "common/case.h"
#include "console/dialogs/breach-report-dialog.h"
#include "console/dialogs/contain-dialog.h"
#include "console/widgets/wording.h"
#include "console/window-private.h"

static void
on_toast_clicked_cb (AdwToast *toast, GtkWidget *window)
{
  gtk_widget_activate_action (window, "win.show-case", "s",
                              (const char *) g_object_get_data (G_OBJECT (toast), "reeve-case"));
}

/* With a way to the case, where the person may see it. */
static void
on_locked_cb (ReeveWindow *self, ReeveCase *done, const char *text)
{
  GtkWidget *page = gtk_stack_get_child_by_name (self->pages, "breach-desk");
  AdwToast *toast = g_object_new (ADW_TYPE_TOAST, "use-markup", FALSE, "title", text, "timeout", 10, NULL);

  if (page != NULL && reeve_page_is_allowed (REEVE_PAGE (page)))
    {
      /* Translators: the button of a toast; %d: the number of a case of the breach desk */
      g_autofree char *label = g_strdup_printf (_ ("_Open Case %d"), (int) done->number);

      adw_toast_set_button_label (toast, label);
      g_object_set_data_full (G_OBJECT (toast), "reeve-case", g_strdup (done->id), g_free);
      g_signal_connect_object (toast, "button-clicked", G_CALLBACK (on_toast_clicked_cb), self, 0);
    }
  adw_toast_overlay_dismiss_all (self->toasts);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
ask (ReeveWindow *self, GPtrArray *whom)
{
  AdwDialog *dialog = reeve_contain_dialog_new (self->site, whom);

  g_signal_connect_object (dialog, "locked", G_CALLBACK (on_locked_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static gboolean
is_free (ReeveWindow *self)
{
  return reeve_window_is_ready (self) &&
         adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self)) == NULL;
}

static void
on_contain_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveWindow *self = user_data;
  ReevePage *page = reeve_window_get_page (self);
  g_autoptr (GPtrArray) whom = NULL;

  if (page == NULL || !is_free (self))
    return;
  whom = reeve_page_list_whom (page, gtk_window_get_focus (GTK_WINDOW (self)));
  if (whom->len > 0)
    ask (self, whom);
  else
    reeve_window_show_toast (self, _ ("Nobody is chosen here: choose whom to lock"));
}

/* "person", "group" or "address", its id, and its name. */
static void
on_contain_whom_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveWindow *self = user_data;
  g_autoptr (GPtrArray) whom = reeve_whom_list_new ();
  const char *kind, *id, *name;

  g_variant_get (parameter, "(&s&s&s)", &kind, &id, &name);
  name = *name != '\0' ? name : NULL;
  if (g_str_equal (kind, "person"))
    reeve_whom_list_take (whom, reeve_whom_new_person (id, name));
  else if (g_str_equal (kind, "group"))
    reeve_whom_list_take (whom, reeve_whom_new_group (id, name));
  else if (g_str_equal (kind, "address"))
    reeve_whom_list_take (whom, reeve_whom_new_address (id));
  if (whom->len > 0 && is_free (self))
    ask (self, whom);
}

/* --- The case that somebody is in --- */

static void
on_cases_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveListing) listing = reeve_client_list_finish (REEVE_CLIENT (source), result, &error);
  g_autofree char *title = listing == NULL ? reeve_wording_title (error) : NULL;

  if (!reeve_window_is_ready (self))
    return;
  if (listing != NULL && listing->items->len > 0)
    g_action_group_activate_action (G_ACTION_GROUP (self), "show-case",
                                    g_variant_new_string (REEVE_CASE (listing->items->pdata[0])->id));
  else
    reeve_window_show_toast (self, title != NULL ? title : _ ("No case about this person is open"));
}

static void
on_show_case_of_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveWindow *self = user_data;
  g_autofree char *path = reeve_site_path (self->site, "cases");
  g_autoptr (ReeveQuery) query = reeve_query_new ();

  query->limit = 1;
  reeve_query_set_filter (query, "person", g_variant_get_string (parameter, NULL));
  reeve_query_set_filter (query, "state", "open");
  reeve_client_list_async (reeve_site_get_client (self->site), reeve_case_get_type (), path, query, NULL,
                           on_cases_cb, g_object_ref (self));
}

/* --- By address --- */

static void
on_found_cb (ReeveWindow *self, ReeveUser *user)
{
  g_autoptr (GPtrArray) whom = reeve_whom_list_new ();

  reeve_whom_list_take (whom, reeve_whom_new_person (user->id, user->display_name));
  if (whom->len > 0 && reeve_window_is_ready (self))
    ask (self, whom);
}

static void
on_report_breach_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveWindow *self = user_data;
  AdwDialog *dialog;

  if (!is_free (self) || reeve_site_get_workspace (self->site) == NULL)
    return;
  dialog = reeve_breach_report_dialog_new (self->site);
  g_signal_connect_object (dialog, "found", G_CALLBACK (on_found_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

/* The key: by address, where the person may not lock whom they see. */
static void
on_breach_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveWindow *self = user_data;
  gboolean may = reeve_window_is_ready (self) && reeve_containment_is_allowed (self->site, NULL);

  g_action_group_activate_action (G_ACTION_GROUP (self), may ? "contain" : "report-breach", NULL);
}

static void
enable (ReeveWindow *self, const char *name, gboolean enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), name)),
                               enabled);
}

void
reeve_window_update_breach_actions (ReeveWindow *self)
{
  gboolean ready = reeve_window_is_ready (self);
  gboolean may = ready && reeve_containment_is_allowed (self->site, NULL);

  enable (self, "contain", may);
  enable (self, "contain-whom", may);
  enable (self, "report-breach", ready);
  enable (self, "breach", ready);
  enable (self, "show-case-of", ready && reeve_site_may (self->site, REEVE_CAPABILITY_BREACH_REPORT));
}

void
reeve_window_add_breach_actions (ReeveWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "contain", .activate = on_contain_cb },
    { .name = "contain-whom", .parameter_type = "(sss)", .activate = on_contain_whom_cb },
    { .name = "report-breach", .activate = on_report_breach_cb },
    { .name = "breach", .activate = on_breach_cb },
    { .name = "show-case-of", .parameter_type = "s", .activate = on_show_case_of_cb },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
