/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The service wants a fresh code for letting somebody in from outside: the window asks for it, and the call
 * goes on by itself. Whatever is refused leaves the form as it is. */

#include "config.h"

#include "console/dialogs/contact-dialog.h"

#include <glib/gi18n.h>

#include "console/widgets/finder.h"
#include "console/widgets/note-row.h"
#include "console/widgets/verb-words.h"
#include "console/widgets/wording.h"

struct _ReeveContactDialog
{
  AdwDialog parent_instance;
  /* from the template */
  AdwBanner *banner;
  AdwActionRow *folder_row;
  GtkWidget *folder_button;
  ReeveFinder *finder;
  AdwEntryRow *email_row;
  ReeveNoteRow *email_note;
  AdwEntryRow *name_row;
  AdwEntryRow *message_row;
  AdwSwitchRow *approve_row;
  AdwSpinRow *days_row;
  /* owned */
  ReeveSite *site;
  ReeveFolder *folder; /* (nullable): until one is chosen */
  GCancellable *cancellable;
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (ReeveContactDialog, reeve_contact_dialog, ADW_TYPE_DIALOG)

static guint asked_signal;

static gboolean
has_text (AdwEntryRow *row)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));

  return *text != '\0';
}

static void
update (ReeveContactDialog *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.ask",
                                 !self->busy && self->folder != NULL && has_text (self->email_row) &&
                                   has_text (self->name_row));
}

static void
show_folder (ReeveContactDialog *self)
{
  g_autofree char *place = NULL;

  if (self->folder == NULL)
    return;
  place = reeve_verb_words_path (reeve_site_get_root_name (self->site),
                                 (const char *const *) self->folder->path, 0);
  adw_action_row_set_subtitle (self->folder_row, place);
}

static void
on_folder_picked_cb (ReeveContactDialog *self, ReeveFolder *folder)
{
  g_set_object (&self->folder, folder);
  show_folder (self);
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->email_row));
}

static void
show_banner (ReeveContactDialog *self, const char *text)
{
  adw_banner_set_title (self->banner, text != NULL ? text : "");
  adw_banner_set_revealed (self->banner, text != NULL);
  if (text != NULL)
    reeve_announce (GTK_WIDGET (self), text);
}

/* What is about the address stands at its field, anything else in the banner. */
static void
show_refusal (ReeveContactDialog *self, const GError *error)
{
  GPtrArray *members = reeve_error_get_members (error);
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; members != NULL && i < members->len; i++)
    {
      ReeveBadMember *member = members->pdata[i];
      g_autofree char *words = NULL;

      if (g_strcmp0 (member->pointer, "/email") != 0)
        continue;
      words = reeve_wording_member (member);
      reeve_note_row_set_text (self->email_note, words);
      gtk_widget_grab_focus (GTK_WIDGET (self->email_row));
      reeve_announce (GTK_WIDGET (self), words);
      return;
    }
  title = reeve_wording_title (error);
  /* Translators: over a form that was refused; %s: why, a sentence without a full stop */
  text = g_strdup_printf (_ ("Not asked: %s."), title);
  show_banner (self, text);
}

static void
on_asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveContactDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveContact) contact = NULL;

  reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &contact, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->busy = FALSE;
  update (self);
  if (contact == NULL)
    {
      show_refusal (self, error);
      return;
    }
  g_signal_emit (self, asked_signal, 0, contact);
  adw_dialog_force_close (ADW_DIALOG (self));
}

static ReeveContact *
read_form (ReeveContactDialog *self)
{
  static const char *const view[] = { "view", NULL };
  static const char *const approve[] = { "approve", NULL };
  ReeveContact *contact = reeve_contact_new ();
  const char *message = gtk_editable_get_text (GTK_EDITABLE (self->message_row));

  contact->email = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->email_row))));
  contact->display_name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name_row))));
  reeve_set_text (&contact->folder, self->folder->id);
  reeve_set_texts (&contact->verbs, adw_switch_row_get_active (self->approve_row) ? approve : view);
  if (*message != '\0')
    reeve_set_text (&contact->message, message);
  adw_spin_row_update (self->days_row); /* what was typed, though the focus is still there */
  contact->expires = reeve_clock_now () + (gint64) adw_spin_row_get_value (self->days_row) * REEVE_DAY;
  return contact;
}

static void
on_ask_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ReeveContactDialog *self = REEVE_CONTACT_DIALOG (widget);
  g_autoptr (ReeveContact) contact = read_form (self);
  g_autofree char *path = reeve_site_path (self->site, "contacts");

  show_banner (self, NULL);
  self->busy = TRUE;
  update (self);
  reeve_client_post_async (reeve_site_get_client (self->site), path, contact, reeve_contact_get_type (), -1,
                           self->cancellable, on_asked_cb, g_object_ref (self));
}

static void
reeve_contact_dialog_dispose (GObject *object)
{
  ReeveContactDialog *self = REEVE_CONTACT_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_CONTACT_DIALOG);
  G_OBJECT_CLASS (reeve_contact_dialog_parent_class)->dispose (object);
}

static void
reeve_contact_dialog_finalize (GObject *object)
{
  ReeveContactDialog *self = REEVE_CONTACT_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->folder);
  g_clear_object (&self->site);
  G_OBJECT_CLASS (reeve_contact_dialog_parent_class)->finalize (object);
}

static void
reeve_contact_dialog_class_init (ReeveContactDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = reeve_contact_dialog_dispose;
  object_class->finalize = reeve_contact_dialog_finalize;
  asked_signal = g_signal_new ("asked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 1, reeve_contact_get_type ());

  g_type_ensure (REEVE_TYPE_FINDER);
  g_type_ensure (REEVE_TYPE_NOTE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/contact-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveContactDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, ReeveContactDialog, folder_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveContactDialog, folder_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveContactDialog, finder);
  gtk_widget_class_bind_template_child (widget_class, ReeveContactDialog, email_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveContactDialog, email_note);
  gtk_widget_class_bind_template_child (widget_class, ReeveContactDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveContactDialog, message_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveContactDialog, approve_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveContactDialog, days_row);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, on_folder_picked_cb);
  gtk_widget_class_bind_template_callback (widget_class, adw_dialog_close);
  gtk_widget_class_install_action (widget_class, "dialog.ask", NULL, on_ask_cb);
}

static void
reeve_contact_dialog_init (ReeveContactDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  update (self);
}

AdwDialog *
reeve_contact_dialog_new (ReeveSite *site, ReeveFolder *folder)
{
  ReeveContactDialog *self = g_object_new (REEVE_TYPE_CONTACT_DIALOG, NULL);

  self->site = g_object_ref (site);
  g_set_object (&self->folder, folder);
  reeve_finder_set_site (self->finder, site);
  gtk_widget_set_visible (self->folder_button, folder == NULL);
  show_folder (self);
  update (self);
  return ADW_DIALOG (self);
}
