/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The least is ticked to begin with. Folders can only be chosen by who sees them: by another grant that is in
 * force. */

#include "config.h"

#include "console/dialogs/support-ask-dialog.h"

#include <glib/gi18n.h>

#include "common/folder.h"
#include "console/widgets/capability-words.h"
#include "console/widgets/finder.h"
#include "console/widgets/note-row.h"
#include "console/widgets/support-words.h"
#include "console/widgets/verb-words.h"
#include "console/widgets/wording.h"

static const gint64 offered[] = { REEVE_SUPPORT_MINUTES_MIN, 30, 60, 120, 240, REEVE_SUPPORT_MINUTES_MAX };

#define FIRST_OFFERED 2

struct _ReeveSupportAskDialog
{
  AdwDialog parent_instance;
  /* from the template */
  AdwBanner *banner;
  AdwEntryRow *ticket_row;
  ReeveNoteRow *ticket_note;
  AdwEntryRow *reason_row;
  AdwPreferencesGroup *capabilities;
  GtkWidget *folder_group;
  GtkListBox *folder_rows;
  ReeveFinder *finder;
  AdwComboRow *minutes_row;
  /* owned */
  ReeveSite *site;
  GCancellable *cancellable; /* cancelled in dispose */
  GPtrArray *checks;         /* of AdwSwitchRow, borrowed from the group; each has its capability */
  GPtrArray *folders;        /* of ReeveFolder */

  gboolean busy;
};

G_DEFINE_FINAL_TYPE (ReeveSupportAskDialog, reeve_support_ask_dialog, ADW_TYPE_DIALOG)

static guint asked_signal;

#define CAPABILITY_OF_ROW "reeve-capability"

/* (transfer full) */
static char *
get_text (AdwEntryRow *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

static gboolean
has_space (const char *text)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_isspace (g_utf8_get_char (at)))
      return TRUE;
  return FALSE;
}

/* (transfer full): the wire names of what is ticked */
static GStrv
get_capabilities (ReeveSupportAskDialog *self)
{
  g_autoptr (GStrvBuilder) wires = g_strv_builder_new ();

  for (guint i = 0; i < self->checks->len; i++)
    if (adw_switch_row_get_active (self->checks->pdata[i]))
      g_strv_builder_add (wires, g_object_get_data (self->checks->pdata[i], CAPABILITY_OF_ROW));
  return g_strv_builder_end (wires);
}

static void
update (ReeveSupportAskDialog *self)
{
  g_autofree char *ticket = get_text (self->ticket_row);
  g_autofree char *reason = get_text (self->reason_row);
  g_auto (GStrv) wires = get_capabilities (self);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.ask",
                                 !self->busy && *ticket != '\0' && !has_space (ticket) &&
                                   g_utf8_strlen (reason, -1) >= 3 && wires[0] != NULL);
}

static void
on_ticket_changed_cb (ReeveSupportAskDialog *self)
{
  g_autofree char *ticket = get_text (self->ticket_row);

  reeve_note_row_set_text (self->ticket_note, has_space (ticket) ? _ ("A ticket has no spaces in it") : NULL);
  update (self);
}

static void
show_banner (ReeveSupportAskDialog *self, const char *text)
{
  adw_banner_set_title (self->banner, text != NULL ? text : "");
  adw_banner_set_revealed (self->banner, text != NULL);
  if (text != NULL)
    reeve_announce (GTK_WIDGET (self), text);
}

/* --- Folders --- */

static void
tell_finder (ReeveSupportAskDialog *self)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  g_auto (GStrv) skipped = NULL;

  for (guint i = 0; i < self->folders->len; i++)
    g_strv_builder_add (ids, REEVE_FOLDER (self->folders->pdata[i])->id);
  skipped = g_strv_builder_end (ids);
  reeve_finder_set_skipped (self->finder, (const char *const *) skipped);
}

static void
on_drop_folder_cb (ReeveSupportAskDialog *self, GtkButton *button)
{
  GtkWidget *row = gtk_widget_get_ancestor (GTK_WIDGET (button), GTK_TYPE_LIST_BOX_ROW);
  int index = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));

  gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
  g_ptr_array_remove_index (self->folders, (guint) index);
  gtk_list_box_remove (self->folder_rows, row);
  gtk_widget_set_visible (GTK_WIDGET (self->folder_rows), self->folders->len > 0);
  tell_finder (self);
}

static void
on_folder_picked_cb (ReeveSupportAskDialog *self, ReeveFolder *folder)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *drop = gtk_button_new_from_icon_name ("list-remove-symbolic");
  g_autofree char *place =
    reeve_verb_words_path (reeve_site_get_root_name (self->site), (const char *const *) folder->path, 0);
  /* Translators: %s is a folder's path */
  g_autofree char *label = g_strdup_printf (_ ("Take Out %s"), place);

  if (self->folders->len >= REEVE_SUPPORT_FOLDERS)
    return;
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), place);
  gtk_widget_add_css_class (drop, "flat");
  gtk_widget_set_valign (drop, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (drop, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (drop), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), drop);
  g_signal_connect_object (drop, "clicked", G_CALLBACK (on_drop_folder_cb), self, G_CONNECT_SWAPPED);
  gtk_list_box_append (self->folder_rows, row);
  gtk_widget_set_visible (GTK_WIDGET (self->folder_rows), TRUE);
  g_ptr_array_add (self->folders, g_object_ref (folder));
  tell_finder (self);
}

/* --- Asking --- */

static void
show_refusal (ReeveSupportAskDialog *self, const GError *error)
{
  g_autofree char *at_ticket = reeve_wording_at (error, "/ticket");
  g_autofree char *title = reeve_wording_title (error);
  g_autofree char *text = NULL;

  if (at_ticket != NULL)
    {
      reeve_note_row_set_text (self->ticket_note, at_ticket);
      gtk_widget_grab_focus (GTK_WIDGET (self->ticket_row));
      return;
    }
  /* Translators: over a form that was refused; %s: why, a sentence without a full stop */
  text = g_strdup_printf (_ ("Not asked: %s."), title);
  show_banner (self, text);
}

static void
on_asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveSupportAskDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveSupportGrant) grant = NULL;

  reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &grant, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->busy = FALSE;
  update (self);
  if (grant == NULL)
    {
      show_refusal (self, error);
      return;
    }
  g_signal_emit (self, asked_signal, 0, grant);
  adw_dialog_force_close (ADW_DIALOG (self));
}

/* (transfer full) */
static ReeveSupportGrant *
read_form (ReeveSupportAskDialog *self)
{
  ReeveSupportGrant *grant = reeve_support_grant_new ();
  guint chosen = adw_combo_row_get_selected (self->minutes_row);
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  grant->ticket = get_text (self->ticket_row);
  grant->reason = get_text (self->reason_row);
  grant->capabilities = get_capabilities (self);
  grant->minutes = offered[MIN (chosen, G_N_ELEMENTS (offered) - 1)];
  for (guint i = 0; i < self->folders->len; i++)
    g_strv_builder_add (ids, REEVE_FOLDER (self->folders->pdata[i])->id);
  if (self->folders->len > 0)
    grant->folders = g_strv_builder_end (ids);
  return grant;
}

static void
on_ask_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ReeveSupportAskDialog *self = REEVE_SUPPORT_ASK_DIALOG (widget);
  g_autoptr (ReeveSupportGrant) grant = read_form (self);
  g_autofree char *path = reeve_site_path (self->site, "support-grants");

  show_banner (self, NULL);
  self->busy = TRUE;
  update (self);
  reeve_client_post_async (reeve_site_get_client (self->site), path, grant, reeve_support_grant_get_type (),
                           -1, self->cancellable, on_asked_cb, g_object_ref (self));
}

/* --- The form --- */

/* What the role can give, but for asking itself, which takes no grant. */
static void
add_capabilities (ReeveSupportAskDialog *self)
{
  static const char *const role[] = { REEVE_ROLE_SUPPORT_AGENT, NULL };
  ReeveCapabilities given = reeve_roles_get_capabilities (role);
  const ReeveCapabilityWords *words;
  ReeveCapability one;

  for (guint i = 0; (words = reeve_capability_words_at (i)) != NULL; i++)
    {
      GtkWidget *row;

      if (!reeve_capability_from_wire (words->wire, &one) || !reeve_capabilities_have (given, one) ||
          one == REEVE_CAPABILITY_SUPPORT_REQUEST)
        continue;
      row = adw_switch_row_new ();
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), words->name);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), words->description);
      adw_switch_row_set_active (ADW_SWITCH_ROW (row), self->checks->len == 0);
      g_object_set_data_full (G_OBJECT (row), CAPABILITY_OF_ROW, g_strdup (words->wire), g_free);
      g_signal_connect_object (row, "notify::active", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
      adw_preferences_group_add (self->capabilities, row);
      g_ptr_array_add (self->checks, row);
    }
}

static void
add_minutes (ReeveSupportAskDialog *self)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (offered); i++)
    {
      g_autofree char *label = reeve_support_words_minutes (offered[i]);

      gtk_string_list_append (labels, label);
    }
  adw_combo_row_set_model (self->minutes_row, G_LIST_MODEL (labels));
  adw_combo_row_set_selected (self->minutes_row, FIRST_OFFERED);
}

static void
reeve_support_ask_dialog_dispose (GObject *object)
{
  ReeveSupportAskDialog *self = REEVE_SUPPORT_ASK_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_SUPPORT_ASK_DIALOG);
  G_OBJECT_CLASS (reeve_support_ask_dialog_parent_class)->dispose (object);
}

static void
reeve_support_ask_dialog_finalize (GObject *object)
{
  ReeveSupportAskDialog *self = REEVE_SUPPORT_ASK_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->site);
  g_ptr_array_unref (self->checks);
  g_ptr_array_unref (self->folders);
  G_OBJECT_CLASS (reeve_support_ask_dialog_parent_class)->finalize (object);
}

static void
reeve_support_ask_dialog_class_init (ReeveSupportAskDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = reeve_support_ask_dialog_dispose;
  object_class->finalize = reeve_support_ask_dialog_finalize;
  asked_signal = g_signal_new ("asked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 1, reeve_support_grant_get_type ());
  g_type_ensure (REEVE_TYPE_FINDER);
  g_type_ensure (REEVE_TYPE_NOTE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/reeve/Reeve/ui/support-ask-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportAskDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportAskDialog, ticket_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportAskDialog, ticket_note);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportAskDialog, reason_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportAskDialog, capabilities);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportAskDialog, folder_group);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportAskDialog, folder_rows);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportAskDialog, finder);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportAskDialog, minutes_row);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, on_ticket_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_folder_picked_cb);
  gtk_widget_class_bind_template_callback (widget_class, adw_dialog_close);
  gtk_widget_class_install_action (widget_class, "dialog.ask", NULL, on_ask_cb);
}

static void
reeve_support_ask_dialog_init (ReeveSupportAskDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->checks = g_ptr_array_new ();
  self->folders = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  add_capabilities (self);
  add_minutes (self);
  update (self);
}

AdwDialog *
reeve_support_ask_dialog_new (ReeveSite *site)
{
  ReeveSupportAskDialog *self;

  g_return_val_if_fail (REEVE_IS_SITE (site), NULL);

  self = g_object_new (REEVE_TYPE_SUPPORT_ASK_DIALOG, NULL);
  self->site = g_object_ref (site);
  gtk_widget_set_visible (self->folder_group, reeve_site_may (site, REEVE_CAPABILITY_PERMISSIONS_READ));
  reeve_finder_set_site (self->finder, site);
  return ADW_DIALOG (self);
}
