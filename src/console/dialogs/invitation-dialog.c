/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The addresses are invited one after the other. At the first that is refused it stops: what is done leaves
 * the field, the rest stays there with the reason, and goes on with the next try. */

#include "config.h"

#include "console/dialogs/invitation-dialog.h"

#include <glib/gi18n.h>

#include "console/widgets/formatting.h"
#include "console/widgets/group-chips.h"
#include "console/widgets/role-picker.h"
#include "console/widgets/secret-copy.h"
#include "console/widgets/wording.h"

struct _ReeveInvitationDialog
{
  AdwDialog parent_instance;
  /* from the template */
  AdwBanner *banner;
  AdwEntryRow *email_row;
  GtkLabel *email_error;
  AdwEntryRow *name_row;
  AdwEntryRow *message_row;
  AdwSpinRow *days_row;
  GtkWidget *roles_group;
  ReeveRolePicker *role_picker;
  AdwPreferencesGroup *groups_group;
  ReeveGroupChips *group_chips;
  /* owned */
  ReeveSite *site;
  GCancellable *cancellable;
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (ReeveInvitationDialog, reeve_invitation_dialog, ADW_TYPE_DIALOG)

static guint invited_signal;

static void invite_next (ReeveInvitationDialog *self);

/* What is in the field, apart. (transfer full) */
static GStrv
read_addresses (ReeveInvitationDialog *self)
{
  g_auto (GStrv) parts = g_strsplit_set (gtk_editable_get_text (GTK_EDITABLE (self->email_row)), " ,;\t", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] != '\0')
      g_strv_builder_add (builder, parts[i]);
  return g_strv_builder_end (builder);
}

static gboolean
is_bound (ReeveInvitationDialog *self)
{
  return self->site != NULL && !reeve_site_may_everywhere (self->site, REEVE_CAPABILITY_USERS_INVITE);
}

static void
update (ReeveInvitationDialog *self)
{
  g_auto (GStrv) addresses = read_addresses (self);
  g_auto (GStrv) groups = reeve_group_chips_get_groups (self->group_chips);
  guint n = g_strv_length (addresses);

  /* Whoever administers groups invites into these alone: without one, it would be refused. */
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.invite",
                                 n > 0 && !self->busy && (!is_bound (self) || groups != NULL));
  gtk_widget_set_sensitive (GTK_WIDGET (self->email_row), !self->busy);
  gtk_widget_set_visible (GTK_WIDGET (self->name_row), n < 2);
}

static void
show_error (ReeveInvitationDialog *self, const char *text)
{
  gtk_widget_set_visible (GTK_WIDGET (self->email_error), text != NULL);
  gtk_label_set_label (self->email_error, text != NULL ? text : "");
  if (text != NULL)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->email_row), "error");
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->email_row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                      text, -1);
    }
  else
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->email_row), "error");
      gtk_accessible_reset_property (GTK_ACCESSIBLE (self->email_row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
      adw_banner_set_revealed (self->banner, FALSE);
    }
}

static void
on_changed_cb (ReeveInvitationDialog *self)
{
  if (!self->busy)
    show_error (self, NULL);
  update (self);
}

/* What is about the address stands at its field, anything else in the banner. */
static void
show_refusal (ReeveInvitationDialog *self, const GError *error)
{
  GPtrArray *members = reeve_error_get_members (error);
  g_auto (GStrv) addresses = read_addresses (self);
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; members != NULL && i < members->len; i++)
    {
      ReeveBadMember *member = g_ptr_array_index (members, i);
      g_autofree char *words = NULL;

      if (g_strcmp0 (member->pointer, "/email") != 0)
        continue;
      words = reeve_wording_member (member);
      text = g_strdup_printf ("%s: %s", addresses[0] != NULL ? addresses[0] : "", words);
      show_error (self, text);
      gtk_widget_grab_focus (GTK_WIDGET (self->email_row));
      reeve_announce (GTK_WIDGET (self), text);
      return;
    }
  title = reeve_wording_title (error);
  /* Translators: over a form that was refused; %s: why, a sentence without a full stop */
  text = g_strdup_printf (_ ("Not invited: %s."), title);
  adw_banner_set_title (self->banner, text);
  adw_banner_set_revealed (self->banner, TRUE);
  reeve_announce (GTK_WIDGET (self), text);
}

static void
drop_first_address (ReeveInvitationDialog *self)
{
  g_auto (GStrv) addresses = read_addresses (self);
  g_autofree char *rest = g_strjoinv (", ", addresses[0] != NULL ? addresses + 1 : addresses);

  gtk_editable_set_text (GTK_EDITABLE (self->email_row), rest);
}

static void
on_invited_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveInvitationDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveInvitation) invitation = NULL;

  reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &invitation, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (invitation == NULL)
    {
      self->busy = FALSE;
      update (self);
      show_refusal (self, error);
      return;
    }
  g_signal_emit (self, invited_signal, 0, invitation);
  drop_first_address (self);
  invite_next (self);
}

static ReeveInvitation *
read_form (ReeveInvitationDialog *self, const char *email, gboolean alone)
{
  ReeveInvitation *invitation = reeve_invitation_new ();
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->name_row));
  const char *message = gtk_editable_get_text (GTK_EDITABLE (self->message_row));
  g_auto (GStrv) roles = reeve_role_picker_get_roles (self->role_picker);
  g_auto (GStrv) groups = reeve_group_chips_get_groups (self->group_chips);

  invitation->email = g_strdup (email);
  if (alone && *name != '\0')
    invitation->display_name = g_strdup (name);
  if (*message != '\0')
    invitation->message = g_strdup (message);
  reeve_set_texts (&invitation->roles, (const char *const *) roles);
  reeve_set_texts (&invitation->groups, (const char *const *) groups);
  adw_spin_row_update (self->days_row); /* what was typed, though the focus is still there */
  invitation->expires = reeve_clock_now () + (gint64) adw_spin_row_get_value (self->days_row) * REEVE_DAY;
  return invitation;
}

static void
invite_next (ReeveInvitationDialog *self)
{
  g_auto (GStrv) addresses = read_addresses (self);
  g_autoptr (ReeveInvitation) invitation = NULL;
  g_autofree char *path = NULL;

  if (addresses[0] == NULL)
    {
      adw_dialog_force_close (ADW_DIALOG (self));
      return;
    }
  invitation = read_form (self, addresses[0], addresses[1] == NULL);
  path = reeve_site_path (self->site, "invitations");
  reeve_client_post_async (reeve_site_get_client (self->site), path, invitation, reeve_invitation_get_type (),
                           -1, self->cancellable, on_invited_cb, g_object_ref (self));
}

static void
on_invite_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ReeveInvitationDialog *self = REEVE_INVITATION_DIALOG (widget);

  show_error (self, NULL);
  self->busy = TRUE;
  update (self);
  invite_next (self);
}

static void
reeve_invitation_dialog_dispose (GObject *object)
{
  ReeveInvitationDialog *self = REEVE_INVITATION_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_INVITATION_DIALOG);
  G_OBJECT_CLASS (reeve_invitation_dialog_parent_class)->dispose (object);
}

static void
reeve_invitation_dialog_finalize (GObject *object)
{
  ReeveInvitationDialog *self = REEVE_INVITATION_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->site);
  G_OBJECT_CLASS (reeve_invitation_dialog_parent_class)->finalize (object);
}

static void
reeve_invitation_dialog_class_init (ReeveInvitationDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = reeve_invitation_dialog_dispose;
  object_class->finalize = reeve_invitation_dialog_finalize;
  invited_signal = g_signal_new ("invited", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, reeve_invitation_get_type ());

  g_type_ensure (REEVE_TYPE_GROUP_CHIPS);
  g_type_ensure (REEVE_TYPE_ROLE_PICKER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/reeve/Reeve/ui/invitation-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveInvitationDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, ReeveInvitationDialog, email_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveInvitationDialog, email_error);
  gtk_widget_class_bind_template_child (widget_class, ReeveInvitationDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveInvitationDialog, message_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveInvitationDialog, days_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveInvitationDialog, roles_group);
  gtk_widget_class_bind_template_child (widget_class, ReeveInvitationDialog, role_picker);
  gtk_widget_class_bind_template_child (widget_class, ReeveInvitationDialog, groups_group);
  gtk_widget_class_bind_template_child (widget_class, ReeveInvitationDialog, group_chips);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, adw_dialog_close);
  gtk_widget_class_install_action (widget_class, "dialog.invite", NULL, on_invite_cb);
}

static void
reeve_invitation_dialog_init (ReeveInvitationDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  update (self);
}

AdwDialog *
reeve_invitation_dialog_new (ReeveSite *site)
{
  ReeveInvitationDialog *self = g_object_new (REEVE_TYPE_INVITATION_DIALOG, NULL);

  self->site = g_object_ref (site);
  reeve_role_picker_set_site (self->role_picker, site);
  reeve_group_chips_set_site (self->group_chips, site);
  reeve_group_chips_set_none (self->group_chips, _ ("Into no group"));
  gtk_widget_set_visible (self->roles_group, !is_bound (self)); /* they give no capability */
  if (is_bound (self))
    adw_preferences_group_set_description (self->groups_group, _ ("At least one of yours."));
  update (self);
  return ADW_DIALOG (self);
}

static void
on_copy_clicked_cb (AdwToast *toast, gpointer user_data)
{
  reeve_secret_copy (user_data, g_object_get_data (G_OBJECT (toast), "link"));
}

AdwToast *
reeve_invitation_toast_new (GtkWidget *widget, ReeveInvitation *invitation)
{
  /* Translators: %s is an e-mail address */
  g_autofree char *text = g_strdup_printf (_ ("%s is invited"), invitation->email);
  AdwToast *toast =
    g_object_new (ADW_TYPE_TOAST, "use-markup", FALSE, "title", text, "button-label", _ ("_Copy Link"), NULL);

  g_object_set_data_full (G_OBJECT (toast), "link", reeve_secret_ref (invitation->link),
                          (GDestroyNotify) reeve_secret_unref);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (on_copy_clicked_cb), widget, 0);
  return toast;
}
