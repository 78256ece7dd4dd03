/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One form for adding and editing. The service judges; its bad members come back by pointer and are shown at
 * their fields. */

#include "config.h"

#include "console/dialogs/user-dialog.h"

#include <glib/gi18n.h>

#include "common/account.h"
#include "console/widgets/formatting.h"
#include "console/widgets/role-picker.h"
#include "console/widgets/wording.h"

struct _ReeveUserDialog
{
  AdwDialog parent_instance;

  /* from the template */
  AdwBanner *banner;
  GtkWidget *save_button;
  AdwEntryRow *name_row;
  GtkLabel *name_error;
  AdwEntryRow *email_row;
  GtkLabel *email_error;
  ReeveRolePicker *role_picker;
  GtkWidget *hint_group;

  /* owned */
  ReeveSite *site;
  ReeveUser *user; /* (nullable): as it was when the dialog opened */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (ReeveUserDialog, reeve_user_dialog, ADW_TYPE_DIALOG)

enum
{
  SAVED,
  CONFLICT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
update_save (ReeveUserDialog *self, gboolean busy)
{
  gboolean filled = *gtk_editable_get_text (GTK_EDITABLE (self->name_row)) != '\0' &&
                    *gtk_editable_get_text (GTK_EDITABLE (self->email_row)) != '\0';

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.save", filled && !busy);
}

static void
show_error (GtkWidget *row, GtkLabel *label, const char *text)
{
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
  gtk_label_set_label (label, text ? text : "");
  if (text != NULL)
    {
      gtk_widget_add_css_class (row, "error");
      gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_INVALID,
                                   GTK_ACCESSIBLE_INVALID_TRUE, -1);
      gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
    }
  else
    {
      gtk_widget_remove_css_class (row, "error");
      gtk_accessible_reset_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_INVALID);
      gtk_accessible_reset_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
    }
}

static void
clear_errors (ReeveUserDialog *self)
{
  show_error (GTK_WIDGET (self->name_row), self->name_error, NULL);
  show_error (GTK_WIDGET (self->email_row), self->email_error, NULL);
  adw_banner_set_revealed (self->banner, FALSE);
}

static void
on_changed_cb (ReeveUserDialog *self)
{
  clear_errors (self);
  update_save (self, FALSE);
}

/* What belongs to a field stands at the field; the rest in the banner. */
static void
show_refusal (ReeveUserDialog *self, const GError *error)
{
  GPtrArray *members = reeve_error_get_members (error);
  GtkWidget *first = NULL;

  for (guint i = 0; members != NULL && i < members->len; i++)
    {
      ReeveBadMember *member = g_ptr_array_index (members, i);
      g_autofree char *text = reeve_wording_member (member);

      if (g_strcmp0 (member->pointer, "/displayName") == 0)
        {
          show_error (GTK_WIDGET (self->name_row), self->name_error, text);
          first = GTK_WIDGET (self->name_row);
        }
      else if (g_strcmp0 (member->pointer, "/email") == 0)
        {
          show_error (GTK_WIDGET (self->email_row), self->email_error, text);
          first = first ? first : GTK_WIDGET (self->email_row);
        }
    }
  if (first == NULL && g_strcmp0 (reeve_error_get_reason (error), "email_taken") == 0)
    {
      show_error (GTK_WIDGET (self->email_row), self->email_error,
                  _ ("Somebody with this address is here already"));
      first = GTK_WIDGET (self->email_row);
    }
  if (first != NULL)
    gtk_widget_grab_focus (first);
  else
    {
      g_autofree char *title = reeve_wording_title (error);
      g_autofree char *text = NULL;

      if (reeve_error_get_code (error) == REEVE_ERROR_UNREACHABLE)
        /* Translators: over a form that could not be sent; %s: why, a sentence without a full stop */
        text = g_strdup_printf (
          _ ("Not saved: %s. What you entered stays here; save it when the service is back."), title);
      else
        /* Translators: over a form that was refused; %s: why, a sentence without a full stop */
        text = g_strdup_printf (_ ("Not saved: %s."), title);
      adw_banner_set_title (self->banner, text);
      adw_banner_set_revealed (self->banner, TRUE);
      reeve_announce (GTK_WIDGET (self), text);
    }
}

static void
finish_save (ReeveUserDialog *self, ReeveUser *saved, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (saved != NULL)
    {
      g_signal_emit (self, signals[SAVED], 0, self->user, saved);
      adw_dialog_force_close (ADW_DIALOG (self));
      return;
    }
  update_save (self, FALSE);
  show_refusal (self, error);
}

static ReeveUser *
read_form (ReeveUserDialog *self)
{
  ReeveUser *user = self->user ? reeve_record_copy (self->user) : reeve_user_new ();

  reeve_set_text (&user->display_name, gtk_editable_get_text (GTK_EDITABLE (self->name_row)));
  reeve_set_text (&user->email, gtk_editable_get_text (GTK_EDITABLE (self->email_row)));
  g_strstrip (user->display_name);
  g_strstrip (user->email);
  g_strfreev (user->roles);
  user->roles = reeve_role_picker_get_roles (self->role_picker);
  return user;
}

static void
on_created_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveUserDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveUser) saved = NULL;

  reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &saved, &error);
  finish_save (self, saved, error);
}

static void
on_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveUserDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveUser) saved = reeve_client_save_finish (REEVE_CLIENT (source), result, &error);

  if (saved == NULL && reeve_error_get_code (error) == REEVE_ERROR_STALE)
    {
      g_autoptr (ReeveUser) mine = read_form (self);

      g_signal_emit (self, signals[CONFLICT], 0, self->user, mine);
      adw_dialog_force_close (ADW_DIALOG (self));
      return;
    }
  finish_save (self, saved, error);
}

static void
on_save_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ReeveUserDialog *self = REEVE_USER_DIALOG (widget);
  g_autoptr (ReeveUser) user = read_form (self);
  ReeveClient *client = reeve_site_get_client (self->site);
  g_autofree char *path = NULL;

  clear_errors (self);
  if (self->user != NULL && reeve_record_equal (self->user, user))
    {
      adw_dialog_close (ADW_DIALOG (self));
      return;
    }
  update_save (self, TRUE);
  if (self->user == NULL)
    {
      path = reeve_site_path (self->site, "users");
      reeve_client_post_async (client, path, user, reeve_user_get_type (), -1, self->cancellable,
                               on_created_cb, g_object_ref (self));
    }
  else
    {
      g_autofree char *below = g_strconcat ("users/", user->id, NULL);

      path = reeve_site_path (self->site, below);
      reeve_client_save_async (client, path, self->user, user, self->cancellable, on_saved_cb,
                               g_object_ref (self));
    }
}

static void
reeve_user_dialog_dispose (GObject *object)
{
  ReeveUserDialog *self = REEVE_USER_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_USER_DIALOG);
  G_OBJECT_CLASS (reeve_user_dialog_parent_class)->dispose (object);
}

static void
reeve_user_dialog_finalize (GObject *object)
{
  ReeveUserDialog *self = REEVE_USER_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->user);
  g_clear_object (&self->site);
  G_OBJECT_CLASS (reeve_user_dialog_parent_class)->finalize (object);
}

static void
reeve_user_dialog_class_init (ReeveUserDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = reeve_user_dialog_dispose;
  object_class->finalize = reeve_user_dialog_finalize;

  signals[SAVED] = g_signal_new ("saved", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                 reeve_user_get_type (), reeve_user_get_type ());
  signals[CONFLICT] = g_signal_new ("conflict", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                    reeve_user_get_type (), reeve_user_get_type ());

  g_type_ensure (REEVE_TYPE_ROLE_PICKER);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/user-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveUserDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, ReeveUserDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveUserDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveUserDialog, name_error);
  gtk_widget_class_bind_template_child (widget_class, ReeveUserDialog, email_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveUserDialog, email_error);
  gtk_widget_class_bind_template_child (widget_class, ReeveUserDialog, role_picker);
  gtk_widget_class_bind_template_child (widget_class, ReeveUserDialog, hint_group);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, adw_dialog_close);
  gtk_widget_class_install_action (widget_class, "dialog.save", NULL, on_save_cb);
}

static void
reeve_user_dialog_init (ReeveUserDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  update_save (self, FALSE);
}

AdwDialog *
reeve_user_dialog_new (ReeveSite *site, ReeveUser *user)
{
  ReeveUserDialog *self = g_object_new (REEVE_TYPE_USER_DIALOG, NULL);
  ReeveIdentity *identity = reeve_site_get_identity (site);

  self->site = g_object_ref (site);
  reeve_role_picker_set_site (self->role_picker, site);
  g_set_object (&self->user, user);
  adw_dialog_set_title (ADW_DIALOG (self), user ? _ ("Edit Person") : _ ("Add a Person"));
  gtk_button_set_label (GTK_BUTTON (self->save_button), user ? _ ("_Save") : _ ("_Add"));
  gtk_widget_set_visible (self->hint_group, user == NULL);
  if (user != NULL)
    {
      gtk_editable_set_text (GTK_EDITABLE (self->name_row), user->display_name ? user->display_name : "");
      gtk_editable_set_text (GTK_EDITABLE (self->email_row), user->email ? user->email : "");
      reeve_role_picker_set_roles (self->role_picker, (const char *const *) user->roles);
      reeve_role_picker_set_own (self->role_picker,
                                 identity != NULL && identity->account != NULL &&
                                   g_strcmp0 (REEVE_ACCOUNT (identity->account)->id, user->id) == 0);
    }
  clear_errors (self);
  return ADW_DIALOG (self);
}
