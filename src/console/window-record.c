/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What can be done about the record: have a line proved; and, when it is broken, read what that means, save
 * the evidence, and begin anew. */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "common/audit-entry.h"
#include "common/json.h"
#include "console/client/witness-keeper.h"
#include "console/dialogs/change-dialog.h"
#include "console/dialogs/proof-dialog.h"
#include "console/dialogs/record-dialog.h"
#include "console/dialogs/versions-dialog.h"
#include "console/window-private.h"

/* (nullable) */
static ReeveEvidence *
get_evidence (ReeveWindow *self)
{
  ReeveWitness *witness = self->site != NULL ? reeve_site_get_witness (self->site) : NULL;

  return witness != NULL ? reeve_witness_get_evidence (witness) : NULL;
}

/* Rows know no dialogs: they say the entry itself, in JSON. (transfer full) (nullable): not now */
static ReeveAuditEntry *
read_entry (ReeveWindow *self, GVariant *parameter)
{
  const char *json = g_variant_get_string (parameter, NULL);
  g_autoptr (JsonObject) object = reeve_json_parse_object (json, strlen (json), &reeve_json_file, NULL);
  g_autoptr (ReeveAuditEntry) entry = reeve_audit_entry_new ();

  return reeve_window_is_ready (self) && object != NULL &&
             reeve_record_read_json (entry, object, REEVE_READ_REPLY, "", NULL)
           ? g_steal_pointer (&entry)
           : NULL;
}

static void
on_prove_entry_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveWindow *self = user_data;
  g_autoptr (ReeveAuditEntry) entry = read_entry (self, parameter);

  if (entry != NULL)
    adw_dialog_present (reeve_proof_dialog_new_for_entry (self->site, entry), GTK_WIDGET (self));
}

static void
on_change_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveWindow *self = user_data;
  g_autoptr (ReeveAuditEntry) entry = read_entry (self, parameter);

  if (entry != NULL)
    adw_dialog_present (reeve_change_dialog_new (self->site, entry), GTK_WIDGET (self));
}

/* Noun, id, name and the entry whose version is shown first; the last two may be empty. */
static void
on_versions_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveWindow *self = user_data;
  const char *noun;
  const char *id;
  const char *name;
  const char *entry;
  const ReeveNoun *found;

  g_variant_get (parameter, "(&s&s&s&s)", &noun, &id, &name, &entry);
  found = reeve_noun_find (noun);
  if (reeve_window_is_ready (self) && found != NULL)
    adw_dialog_present (reeve_versions_dialog_new (self->site, found, id, *name != '\0' ? name : NULL,
                                                   *entry != '\0' ? entry : NULL),
                        GTK_WIDGET (self));
}

static void
on_meaning_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveEvidence *evidence = get_evidence (user_data);

  if (evidence != NULL)
    adw_dialog_present (reeve_record_dialog_new (evidence), user_data);
}

/* --- Save Evidence --- */

static void
on_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    reeve_window_show_toast (self, _ ("Evidence saved"));
  else
    reeve_window_show_toast (self, _ ("The evidence could not be saved there"));
}

static void
on_file_chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveWindow) self = user_data;
  g_autoptr (GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL);
  ReeveEvidence *evidence = get_evidence (self);
  g_autoptr (GBytes) bytes = NULL;
  char *text;

  if (file == NULL || evidence == NULL)
    return;
  text = reeve_evidence_to_text (evidence);
  bytes = g_bytes_new_take (text, strlen (text));
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, on_saved_cb,
                                       g_object_ref (self));
}

static void
on_evidence_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveWindow *self = user_data;
  ReeveEvidence *evidence = get_evidence (self);
  g_autoptr (GtkFileDialog) dialog = NULL;
  g_autofree char *name = NULL;

  if (evidence == NULL)
    return;
  dialog = gtk_file_dialog_new ();
  gtk_file_dialog_set_title (dialog, _ ("Save Evidence"));
  name = evidence->file != NULL ? g_path_get_basename (evidence->file) : g_strdup ("record.json");
  gtk_file_dialog_set_initial_name (dialog, name);
  gtk_file_dialog_save (dialog, GTK_WINDOW (self), NULL, on_file_chosen_cb, g_object_ref (self));
}

/* --- Trust This Record From Now On --- */

static void
on_name_changed_cb (AdwAlertDialog *dialog, GParamSpec *pspec G_GNUC_UNUSED, GtkEditable *field)
{
  const char *wanted = g_object_get_data (G_OBJECT (dialog), "wanted");

  adw_alert_dialog_set_response_enabled (dialog, "trust",
                                         g_strcmp0 (gtk_editable_get_text (field), wanted) == 0);
}

static void
on_trust_answered_cb (ReeveWindow *self, const char *response)
{
  ReeveWitness *witness = self->site != NULL ? reeve_site_get_witness (self->site) : NULL;
  AdwDialog *shown;

  if (strcmp (response, "trust") != 0 || witness == NULL)
    return;
  /* What it meant is not so any more. */
  while ((shown = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self))) != NULL &&
         REEVE_IS_RECORD_DIALOG (shown))
    adw_dialog_force_close (shown);
  reeve_witness_trust_again (witness);
  reeve_window_show_toast (self, _ ("This device begins anew with the record as it is now"));
}

static void
on_trust_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveWindow *self = user_data;
  ReeveEvidence *evidence = get_evidence (self);
  AdwDialog *dialog;
  GtkWidget *field;
  GtkWidget *list;
  g_autofree char *body = NULL;

  if (evidence == NULL)
    return;
  /* Translators: %s is the name of a workspace. */
  body = g_strdup_printf (
    _ ("This device forgets what it has seen of the record, and takes what the service has now "
       "for the beginning. It cannot tell any more what was changed before. Type the name of "
       "the workspace, %s, to do that."),
    evidence->workspace_name);
  dialog = adw_alert_dialog_new (_ ("Trust This Record From Now On?"), body);
  field = adw_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (field), _ ("Name of the workspace"));
  list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), field);
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), list);
  g_object_set_data_full (G_OBJECT (dialog), "wanted", g_strdup (evidence->workspace_name), g_free);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "trust",
                                  _ ("_Trust From Now On"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "trust", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_response_enabled (ADW_ALERT_DIALOG (dialog), "trust", FALSE);
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_signal_connect_object (field, "notify::text", G_CALLBACK (on_name_changed_cb), dialog, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_trust_answered_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static const GActionEntry actions[] = {
  { .name = "prove-entry", .parameter_type = "s", .activate = on_prove_entry_cb },
  { .name = "change", .parameter_type = "s", .activate = on_change_cb },
  { .name = "versions", .parameter_type = "(ssss)", .activate = on_versions_cb },
  { .name = "record-meaning", .activate = on_meaning_cb },
  { .name = "record-evidence", .activate = on_evidence_cb },
  { .name = "record-trust", .activate = on_trust_cb },
};

void
reeve_window_add_record_actions (ReeveWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
}
