/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One form, sent once; what is refused stands where it can be put right. What people are called may come
 * later than their rows. */

#include "config.h"

#include "console/dialogs/rotation-dialog.h"

#include <glib/gi18n.h>

#include "common/role.h"
#include "common/user.h"
#include "console/widgets/finder.h"
#include "console/widgets/history-group.h"
#include "console/widgets/note-row.h"
#include "console/widgets/role-picker.h"
#include "console/widgets/wording.h"

#define ID_OF_ROW "reeve-user"

struct _ReeveRotationDialog
{
  AdwDialog parent_instance;
  /* from the template */
  AdwBanner *banner;
  GtkEditable *name_row;
  ReeveNoteRow *name_note;
  GtkEditable *place_row;
  ReeveNoteRow *place_note;
  AdwSpinRow *days_row;
  GtkListBox *people;
  GtkWidget *add_button;
  ReeveFinder *finder;
  ReeveRolePicker *role_picker;
  ReeveHistoryGroup *history;
  GtkButton *save_button;
  /* owned */
  ReeveSite *site;
  ReeveRotation *before; /* (nullable): a new one */
  GPtrArray *ids;        /* of char *: of the people's rows, in their order */
  GCancellable *cancellable;

  gboolean roles_touched;
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (ReeveRotationDialog, reeve_rotation_dialog, ADW_TYPE_DIALOG)

static guint saved_signal;

static void
update (ReeveRotationDialog *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (self->name_row)));

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.save", *name != '\0' && !self->busy);
}

static void
on_changed_cb (ReeveRotationDialog *self)
{
  adw_banner_set_revealed (self->banner, FALSE);
  update (self);
}

static void
on_roles_changed_cb (ReeveRotationDialog *self)
{
  self->roles_touched = TRUE;
  on_changed_cb (self);
}

/* --- Who knows it --- */

/* (transfer full) (nullable): none */
static GStrv
get_ids (ReeveRotationDialog *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < self->ids->len; i++)
    g_strv_builder_add (builder, self->ids->pdata[i]);
  return self->ids->len > 0 ? g_strv_builder_end (builder) : NULL;
}

static void
show_people (ReeveRotationDialog *self)
{
  g_auto (GStrv) ids = get_ids (self);

  reeve_finder_set_skipped (self->finder, (const char *const *) ids);
  gtk_widget_set_visible (GTK_WIDGET (self->people), self->ids->len > 0);
  gtk_widget_set_visible (self->add_button, self->ids->len < REEVE_ROTATION_KNOWERS);
}

static void
on_remove_clicked_cb (ReeveRotationDialog *self, GtkWidget *button)
{
  GtkWidget *row = gtk_widget_get_ancestor (button, ADW_TYPE_ACTION_ROW);
  const char *id = g_object_get_data (G_OBJECT (row), ID_OF_ROW);

  for (guint i = 0; i < self->ids->len; i++)
    if (g_str_equal (self->ids->pdata[i], id))
      {
        g_ptr_array_remove_index (self->ids, i);
        break;
      }
  gtk_list_box_remove (self->people, row);
  show_people (self);
  gtk_widget_grab_focus (self->add_button);
  on_changed_cb (self);
}

static void
name_row (GtkWidget *row, const char *name, const char *email)
{
  GtkWidget *button = g_object_get_data (G_OBJECT (row), "reeve-button");
  /* Translators: a button; %s is a person */
  g_autofree char *label = g_strdup_printf (_ ("%s Does Not Know It"), name);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), email != NULL ? email : "");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static GtkWidget *
add_person (ReeveRotationDialog *self, const char *id)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("list-remove-symbolic");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  g_object_set_data (G_OBJECT (row), "reeve-button", button);
  g_object_set_data_full (G_OBJECT (row), ID_OF_ROW, g_strdup (id), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_remove_clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_list_box_append (self->people, row);
  g_ptr_array_add (self->ids, g_strdup (id));
  return row;
}

static void
on_picked_cb (ReeveRotationDialog *self, ReeveUser *user)
{
  name_row (add_person (self, user->id), user->display_name, user->email);
  show_people (self);
  on_changed_cb (self);
}

static void
on_person_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) row = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveUser) user = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);

  if (user != NULL)
    name_row (row, user->display_name, user->email);
  else if (reeve_error_get_code (error) == REEVE_ERROR_NOT_FOUND)
    name_row (row, _ ("Somebody who is gone"), NULL);
}

static void
show_known_people (ReeveRotationDialog *self)
{
  for (guint i = 0; self->before->users != NULL && self->before->users[i] != NULL; i++)
    {
      GtkWidget *row = add_person (self, self->before->users[i]);
      g_autofree char *below = g_strconcat ("users/", self->before->users[i], NULL);
      g_autofree char *path = reeve_site_path (self->site, below);

      name_row (row, "…", NULL);
      reeve_client_load_async (reeve_site_get_client (self->site), reeve_user_get_type (), path,
                               self->cancellable, on_person_cb, g_object_ref (row));
    }
}

/* --- Saving --- */

/* @field's pointer begins so. */
static gboolean
note_at (const GError *error, const char *pointer, ReeveNoteRow *note, GtkEditable *field)
{
  g_autofree char *text = reeve_wording_at (error, pointer);

  if (text == NULL)
    return FALSE;
  reeve_note_row_set_text (note, text);
  gtk_widget_grab_focus (GTK_WIDGET (field));
  return TRUE;
}

/* What is about a field stands there, anything else in the banner. */
static void
show_refusal (ReeveRotationDialog *self, const GError *error)
{
  g_autofree char *title = reeve_wording_title (error);
  gboolean place = note_at (error, "/place", self->place_note, self->place_row);
  gboolean name = note_at (error, "/name", self->name_note, self->name_row);

  if (!place && !name)
    {
      adw_banner_set_title (self->banner, title);
      adw_banner_set_revealed (self->banner, TRUE);
    }
  reeve_announce (GTK_WIDGET (self), title);
}

static void
on_answered (ReeveRotationDialog *self, ReeveRotation *saved, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->busy = FALSE;
  update (self);
  if (saved == NULL)
    {
      show_refusal (self, error);
      return;
    }
  g_signal_emit (self, saved_signal, 0);
  adw_dialog_force_close (ADW_DIALOG (self));
}

static void
on_created_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveRotationDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveRotation) saved = NULL;

  reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &saved, &error);
  on_answered (self, saved, error);
}

static void
on_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveRotationDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveRotation) saved = reeve_client_save_finish (REEVE_CLIENT (source), result, &error);

  on_answered (self, saved, error);
}

/* The picker answers "member" for nothing ticked: that would be everybody. (nullable) */
static GStrv
get_roles (ReeveRotationDialog *self)
{
  g_auto (GStrv) roles = reeve_role_picker_get_roles (self->role_picker);
  gboolean any =
    roles != NULL && roles[0] != NULL && !(roles[1] == NULL && g_str_equal (roles[0], REEVE_ROLE_MEMBER));

  return any ? g_steal_pointer (&roles) : NULL;
}

/* (transfer full) */
static ReeveRotation *
read_form (ReeveRotationDialog *self)
{
  ReeveRotation *after =
    self->before != NULL ? reeve_record_copy (REEVE_RECORD (self->before)) : reeve_rotation_new ();
  g_autofree char *place = g_strstrip (g_strdup (gtk_editable_get_text (self->place_row)));

  g_free (after->name);
  after->name = g_strstrip (g_strdup (gtk_editable_get_text (self->name_row)));
  g_free (after->place);
  after->place = *place != '\0' ? g_steal_pointer (&place) : NULL;
  adw_spin_row_update (self->days_row); /* what was typed, though the focus is still there */
  after->every_days = (gint64) adw_spin_row_get_value (self->days_row);
  g_strfreev (after->users);
  after->users = get_ids (self);
  if (self->roles_touched)
    {
      g_strfreev (after->roles);
      after->roles = get_roles (self);
    }
  return after;
}

static void
on_save_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ReeveRotationDialog *self = REEVE_ROTATION_DIALOG (widget);
  ReeveClient *client = reeve_site_get_client (self->site);
  g_autoptr (ReeveRotation) after = read_form (self);
  g_autofree char *below =
    self->before != NULL ? g_strconcat ("rotations/", self->before->id, NULL) : g_strdup ("rotations");
  g_autofree char *path = reeve_site_path (self->site, below);

  if (self->before != NULL && reeve_record_writable_equal (self->before, after))
    {
      adw_dialog_force_close (ADW_DIALOG (self));
      return;
    }
  self->busy = TRUE;
  update (self);
  if (self->before != NULL)
    reeve_client_save_async (client, path, self->before, after, self->cancellable, on_saved_cb,
                             g_object_ref (self));
  else
    reeve_client_post_async (client, path, after, reeve_rotation_get_type (), -1, self->cancellable,
                             on_created_cb, g_object_ref (self));
}

static void
reeve_rotation_dialog_dispose (GObject *object)
{
  g_cancellable_cancel (REEVE_ROTATION_DIALOG (object)->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_ROTATION_DIALOG);
  G_OBJECT_CLASS (reeve_rotation_dialog_parent_class)->dispose (object);
}

static void
reeve_rotation_dialog_finalize (GObject *object)
{
  ReeveRotationDialog *self = REEVE_ROTATION_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->before);
  g_clear_object (&self->site);
  g_ptr_array_unref (self->ids);
  G_OBJECT_CLASS (reeve_rotation_dialog_parent_class)->finalize (object);
}

static void
reeve_rotation_dialog_class_init (ReeveRotationDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_rotation_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_rotation_dialog_finalize;
  saved_signal =
    g_signal_new ("saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (REEVE_TYPE_FINDER);
  g_type_ensure (REEVE_TYPE_HISTORY_GROUP);
  g_type_ensure (REEVE_TYPE_NOTE_ROW);
  g_type_ensure (REEVE_TYPE_ROLE_PICKER);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/rotation-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveRotationDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, ReeveRotationDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveRotationDialog, name_note);
  gtk_widget_class_bind_template_child (widget_class, ReeveRotationDialog, place_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveRotationDialog, place_note);
  gtk_widget_class_bind_template_child (widget_class, ReeveRotationDialog, days_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveRotationDialog, people);
  gtk_widget_class_bind_template_child (widget_class, ReeveRotationDialog, add_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveRotationDialog, finder);
  gtk_widget_class_bind_template_child (widget_class, ReeveRotationDialog, role_picker);
  gtk_widget_class_bind_template_child (widget_class, ReeveRotationDialog, history);
  gtk_widget_class_bind_template_child (widget_class, ReeveRotationDialog, save_button);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_roles_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_picked_cb);
  gtk_widget_class_bind_template_callback (widget_class, adw_dialog_close);
  gtk_widget_class_install_action (widget_class, "dialog.save", NULL, on_save_cb);
}

static void
reeve_rotation_dialog_init (ReeveRotationDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->ids = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_spin_row_set_range (self->days_row, 1, REEVE_ROTATION_DAYS_MAX);
  adw_spin_row_set_value (self->days_row, REEVE_ROTATION_DAYS);
}

static void
show_known (ReeveRotationDialog *self)
{
  ReeveRotation *rotation = self->before;
  g_autofree char *history = g_strdup_printf ("rotations/%s/history", rotation->id);

  gtk_editable_set_text (self->name_row, rotation->name);
  gtk_editable_set_text (self->place_row, rotation->place != NULL ? rotation->place : "");
  adw_spin_row_set_value (self->days_row, (double) rotation->every_days);
  reeve_role_picker_set_roles (self->role_picker, (const char *const *) rotation->roles);
  show_known_people (self);
  gtk_widget_set_visible (GTK_WIDGET (self->history), TRUE);
  reeve_history_group_load (self->history, self->site, history);
}

AdwDialog *
reeve_rotation_dialog_new (ReeveSite *site, ReeveRotation *rotation)
{
  ReeveRotationDialog *self = g_object_new (REEVE_TYPE_ROTATION_DIALOG, NULL);

  g_return_val_if_fail (REEVE_IS_SITE (site), NULL);

  self->site = g_object_ref (site);
  g_set_object (&self->before, rotation);
  reeve_finder_set_site (self->finder, site);
  reeve_role_picker_set_site (self->role_picker, site);
  adw_dialog_set_title (ADW_DIALOG (self), rotation != NULL ? _ ("Edit Secret") : _ ("Add a Secret"));
  gtk_button_set_label (self->save_button, rotation != NULL ? _ ("_Save") : _ ("_Add"));
  if (rotation != NULL)
    show_known (self);
  show_people (self);
  update (self);
  return ADW_DIALOG (self);
}
