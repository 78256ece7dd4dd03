/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/dialogs/change-dialog.h"

#include <glib/gi18n.h>

#include "common/record-line.h"
#include "console/client/nouns.h"
#include "console/widgets/field-changes.h"
#include "console/widgets/formatting.h"
#include "console/widgets/history-words.h"

struct _ReeveChangeDialog
{
  AdwDialog parent_instance;
  /* from the template */
  GtkLabel *title;
  GtkLabel *object;
  AdwPreferencesGroup *about;
  AdwActionRow *who;
  AdwActionRow *when;
  AdwActionRow *address;
  AdwActionRow *reason;
  AdwPreferencesGroup *fields;
  GtkListBox *rows;
  AdwPreferencesGroup *further;
  AdwActionRow *versions;
  AdwActionRow *request;
  AdwActionRow *session;
  AdwActionRow *batch;
  AdwActionRow *prove;
  /* owned */
  ReeveSite *site;
  ReeveAuditEntry *entry;
};

G_DEFINE_FINAL_TYPE (ReeveChangeDialog, reeve_change_dialog, ADW_TYPE_DIALOG)

static gboolean
may_read_log (ReeveChangeDialog *self)
{
  return reeve_site_may_everywhere (self->site, REEVE_CAPABILITY_LOG_READ);
}

/* --- On from here: the page that it leads to is below this dialog, and all that stand with it --- */

static void
leave (ReeveChangeDialog *self, const char *action, const char *text)
{
  GtkWidget *window = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_APPLICATION_WINDOW);
  AdwDialog *shown;

  if (window == NULL)
    return;
  g_object_ref (window);
  while ((shown = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window))) != NULL)
    adw_dialog_force_close (shown);
  gtk_widget_activate_action (window, action, "s", text);
  g_object_unref (window);
}

/* The entry's time is that at which the request was begun, or a little later. */
static void
on_request_cb (ReeveChangeDialog *self)
{
  g_autoptr (GDateTime) since =
    g_date_time_new_from_unix_utc_usec (self->entry->time - 30 * G_TIME_SPAN_SECOND);
  g_autoptr (GDateTime) until = g_date_time_new_from_unix_utc_usec (self->entry->time + G_TIME_SPAN_SECOND);
  g_autofree char *from = g_date_time_format (since, "%Y-%m-%dT%H:%M:%SZ");
  g_autofree char *to = g_date_time_format (until, "%Y-%m-%dT%H:%M:%SZ");
  g_autofree char *query = g_strdup_printf ("session:%s since:%s until:%s", self->entry->session, from, to);

  leave (self, "win.log", query);
}

static void
on_session_cb (ReeveChangeDialog *self)
{
  g_autofree char *query = g_strconcat ("session=", self->entry->session, NULL);

  leave (self, "win.audit", query);
}

static void
on_batch_cb (ReeveChangeDialog *self)
{
  g_autofree char *query = g_strconcat ("batch=", self->entry->batch, NULL);

  leave (self, "win.audit", query);
}

static void
on_versions_cb (ReeveChangeDialog *self)
{
  gtk_widget_activate_action (
    GTK_WIDGET (self), "win.versions", "(ssss)", self->entry->object_type, self->entry->object_id,
    self->entry->object_name != NULL ? self->entry->object_name : "", self->entry->id);
}

static void
on_prove_cb (ReeveChangeDialog *self)
{
  g_autofree char *line = reeve_record_line_of_entry (self->entry, NULL);

  if (line != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.prove-entry", "s", line);
}

/* --- What is shown --- */

static void
set_row (AdwActionRow *row, const char *text)
{
  adw_action_row_set_subtitle (row, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (row), text != NULL && *text != '\0');
}

static void
show_fields (ReeveChangeDialog *self)
{
  guint n = reeve_field_changes_fill (self->rows, self->entry->before, self->entry->after);

  gtk_widget_set_visible (GTK_WIDGET (self->rows), n > 0);
  adw_preferences_group_set_title (self->fields, self->entry->before == NULL  ? _ ("What Was Made")
                                                 : self->entry->after == NULL ? _ ("What Was There")
                                                                              : _ ("What Changed"));
  adw_preferences_group_set_description (
    self->fields, n > 0 ? NULL : _ ("It changed no field: that it was done is what counts."));
}

static void
show_about (ReeveChangeDialog *self)
{
  ReeveAuditEntry *entry = self->entry;
  g_autofree char *title = reeve_format_history_title (entry);
  g_autofree char *when = reeve_format_time (entry->time);

  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->object, entry->object_name != NULL ? entry->object_name : "");
  gtk_widget_set_visible (GTK_WIDGET (self->object), entry->object_name != NULL);
  set_row (self->who, entry->actor_name != NULL ? entry->actor_name : _ ("The service"));
  set_row (self->when, when);
  set_row (self->address, entry->address);
  set_row (self->reason, entry->reason);
}

static void
show_further (ReeveChangeDialog *self)
{
  ReeveAuditEntry *entry = self->entry;
  gboolean log = may_read_log (self);

  gtk_widget_set_visible (GTK_WIDGET (self->versions), reeve_noun_find (entry->object_type) != NULL &&
                                                         (entry->before != NULL || entry->after != NULL));
  gtk_widget_set_visible (GTK_WIDGET (self->request), log && entry->session != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->session), log && entry->session != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->batch), log && entry->batch != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->prove), log);
  gtk_widget_set_visible (GTK_WIDGET (self->further),
                          log || gtk_widget_get_visible (GTK_WIDGET (self->versions)));
}

static void
reeve_change_dialog_dispose (GObject *object)
{
  ReeveChangeDialog *self = REEVE_CHANGE_DIALOG (object);

  g_clear_object (&self->entry);
  g_clear_object (&self->site);
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_CHANGE_DIALOG);
  G_OBJECT_CLASS (reeve_change_dialog_parent_class)->dispose (object);
}

static void
reeve_change_dialog_class_init (ReeveChangeDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_change_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/change-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveChangeDialog, title);
  gtk_widget_class_bind_template_child (widget_class, ReeveChangeDialog, object);
  gtk_widget_class_bind_template_child (widget_class, ReeveChangeDialog, about);
  gtk_widget_class_bind_template_child (widget_class, ReeveChangeDialog, who);
  gtk_widget_class_bind_template_child (widget_class, ReeveChangeDialog, when);
  gtk_widget_class_bind_template_child (widget_class, ReeveChangeDialog, address);
  gtk_widget_class_bind_template_child (widget_class, ReeveChangeDialog, reason);
  gtk_widget_class_bind_template_child (widget_class, ReeveChangeDialog, fields);
  gtk_widget_class_bind_template_child (widget_class, ReeveChangeDialog, rows);
  gtk_widget_class_bind_template_child (widget_class, ReeveChangeDialog, further);
  gtk_widget_class_bind_template_child (widget_class, ReeveChangeDialog, versions);
  gtk_widget_class_bind_template_child (widget_class, ReeveChangeDialog, request);
  gtk_widget_class_bind_template_child (widget_class, ReeveChangeDialog, session);
  gtk_widget_class_bind_template_child (widget_class, ReeveChangeDialog, batch);
  gtk_widget_class_bind_template_child (widget_class, ReeveChangeDialog, prove);
  gtk_widget_class_bind_template_callback (widget_class, on_versions_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_request_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_session_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_batch_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_prove_cb);
}

static void
reeve_change_dialog_init (ReeveChangeDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
reeve_change_dialog_new (ReeveSite *site, ReeveAuditEntry *entry)
{
  ReeveChangeDialog *self = g_object_new (REEVE_TYPE_CHANGE_DIALOG, NULL);
  g_auto (GStrv) groups = reeve_history_list_groups (entry);
  g_auto (GStrv) people = reeve_history_list_people (entry);

  self->site = g_object_ref (site);
  self->entry = g_object_ref (entry);
  g_signal_connect_object (site, "group-named", G_CALLBACK (show_fields), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "person-named", G_CALLBACK (show_fields), self, G_CONNECT_SWAPPED);
  reeve_site_learn_groups (site, (const char *const *) groups);
  reeve_site_learn_people (site, (const char *const *) people);
  show_about (self);
  show_fields (self);
  show_further (self);
  return ADW_DIALOG (self);
}
