/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The first set-up. Every error stands at its field, and the step that holds the field is shown. */

#include "config.h"

#include "console/pages/setup-page.h"

#include <glib/gi18n.h>

#include "console/widgets/new-password.h"
#include "console/widgets/note-row.h"
#include "console/widgets/wording.h"

struct _ReeveSetupPage
{
  AdwBin parent_instance;
  /* from the template */
  AdwNavigationView *steps;
  GtkEditable *workspace_name;
  ReeveNoteRow *workspace_note;
  GtkWidget *next;
  GtkEditable *display_name;
  ReeveNoteRow *display_name_note;
  GtkEditable *email;
  ReeveNoteRow *email_note;
  ReeveNewPassword *password;
  GtkWidget *token_group;
  GtkEditable *token;
  ReeveNoteRow *token_note;
  GtkWidget *failure;
  GtkLabel *failure_label;
  GtkWidget *create;
  GtkStack *create_face;
  /* owned */
  ReeveSite *site;           /* (nullable) */
  GCancellable *cancellable; /* cancelled with the site */

  const char *shown_step; /* interned tag */
};

G_DEFINE_FINAL_TYPE (ReeveSetupPage, reeve_setup_page, ADW_TYPE_BIN)

static gboolean
has_text (GtkEditable *editable)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (editable)));

  return *text != '\0';
}

static void
update_buttons (ReeveSetupPage *self)
{
  gboolean busy = FALSE;

  if (self->site != NULL)
    g_object_get (self->site, "busy", &busy, NULL);
  gtk_widget_set_sensitive (self->next, has_text (self->workspace_name));
  gtk_widget_set_sensitive (self->create,
                            !busy && has_text (self->display_name) && has_text (self->email) &&
                              reeve_new_password_get_accepted (self->password) &&
                              (!gtk_widget_get_visible (self->token_group) || has_text (self->token)));
  gtk_stack_set_visible_child_name (self->create_face, busy ? "busy" : "label");
}

/* A field's own table says what is wrong with it, before the service is asked. */
static gboolean
check_field (ReeveNoteRow *note, GtkEditable *entry, const char *name)
{
  const ReeveField *field =
    reeve_record_class_find_field (reeve_record_class_of (reeve_setup_get_type ()), name);
  g_autofree char *normal = NULL;
  const char *reason = NULL;

  if (reeve_field_check_text (field, gtk_editable_get_text (entry), &normal, &reason, NULL))
    return TRUE;
  g_autofree char *words = reeve_wording_member (&(ReeveBadMember) { .reason = (char *) reason });
  reeve_note_row_set_text (note, words);
  gtk_widget_grab_focus (GTK_WIDGET (entry));
  return FALSE;
}

static gboolean
show_member (ReeveNoteRow *note, GtkEditable *entry, const GError *error, const char *pointer)
{
  g_autofree char *words = reeve_wording_at (error, pointer);

  if (words == NULL)
    return FALSE;
  reeve_note_row_set_text (note, words);
  gtk_widget_grab_focus (GTK_WIDGET (entry));
  return TRUE;
}

static void
show_failure (ReeveSetupPage *self, const GError *error)
{
  g_autofree char *password = reeve_wording_at (error, "/password");
  gboolean shown = FALSE;

  if (show_member (self->workspace_note, self->workspace_name, error, "/workspaceName"))
    {
      adw_navigation_view_pop_to_tag (self->steps, "workspace");
      return;
    }
  shown |= show_member (self->token_note, self->token, error, "/setupToken");
  if (password != NULL)
    {
      reeve_new_password_set_error (self->password, password);
      shown = TRUE;
    }
  shown |= show_member (self->email_note, self->email, error, "/email");
  shown |= show_member (self->display_name_note, self->display_name, error, "/displayName");
  if (shown)
    return;

  g_autofree char *title = reeve_wording_title (error);
  g_autofree char *advice = reeve_wording_advice (error);
  /* Translators: what went wrong, then what to do about it: two sentences. */
  g_autofree char *text = g_strdup_printf (_ ("%s. %s"), title, advice);
  gtk_label_set_label (self->failure_label, text);
  gtk_widget_set_visible (self->failure, TRUE);
  reeve_announce (GTK_WIDGET (self), text);
}

static void
clear_failure (ReeveSetupPage *self)
{
  gtk_widget_set_visible (self->failure, FALSE);
  reeve_note_row_set_text (self->workspace_note, NULL);
  reeve_note_row_set_text (self->display_name_note, NULL);
  reeve_note_row_set_text (self->email_note, NULL);
  reeve_note_row_set_text (self->token_note, NULL);
  reeve_new_password_set_error (self->password, NULL);
}

static void
on_next_cb (ReeveSetupPage *self)
{
  if (check_field (self->workspace_note, self->workspace_name, "workspace-name"))
    adw_navigation_view_push_by_tag (self->steps, "administrator");
}

static void
on_name_activated_cb (ReeveSetupPage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->email));
}

static void
on_email_activated_cb (ReeveSetupPage *self)
{
  if (check_field (self->email_note, self->email, "email"))
    gtk_widget_grab_focus (GTK_WIDGET (self->password));
}

static void
on_person_changed_cb (ReeveSetupPage *self)
{
  reeve_new_password_set_person (self->password, gtk_editable_get_text (self->email),
                                 gtk_editable_get_text (self->display_name));
  update_buttons (self);
}

static void
on_set_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveSetupPage) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = reeve_site_set_up_finish (REEVE_SITE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->site == NULL)
    return;
  if (!done)
    show_failure (self, error);
}

static void
on_create_cb (ReeveSetupPage *self)
{
  g_autoptr (ReeveSetup) setup = reeve_setup_new ();

  if (!gtk_widget_get_sensitive (self->create))
    return;
  clear_failure (self);
  if (!check_field (self->display_name_note, self->display_name, "display-name") ||
      !check_field (self->email_note, self->email, "email"))
    return;
  setup->workspace_name = g_strstrip (g_strdup (gtk_editable_get_text (self->workspace_name)));
  setup->display_name = g_strstrip (g_strdup (gtk_editable_get_text (self->display_name)));
  setup->email = g_strstrip (g_strdup (gtk_editable_get_text (self->email)));
  setup->password = reeve_new_password_get_secret (self->password);
  if (gtk_widget_get_visible (self->token_group))
    setup->setup_token = reeve_secret_new_take (g_strstrip (g_strdup (gtk_editable_get_text (self->token))));
  reeve_site_set_up_async (self->site, setup, self->cancellable, on_set_up_cb, g_object_ref (self));
}

static void
on_step_shown_cb (ReeveSetupPage *self)
{
  const char *step = g_intern_string (adw_navigation_view_get_visible_page_tag (self->steps));

  /* It is shown again whenever the window folds: then the focus stays where the person has it. */
  if (step == self->shown_step)
    return;
  self->shown_step = step;
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

/* Once the account is made, no password stays in a widget that nobody looks at. */
static void
on_state_changed_cb (ReeveSetupPage *self)
{
  ReeveSiteState state = reeve_site_get_state (self->site);

  if (state == REEVE_SITE_READY || state == REEVE_SITE_NEEDS_ENROLMENT)
    {
      reeve_new_password_clear (self->password);
      gtk_editable_set_text (self->token, "");
    }
  else if (state == REEVE_SITE_NEEDS_SETUP)
    reeve_new_password_set_site (self->password, self->site);
}

static gboolean
reeve_setup_page_grab_focus (GtkWidget *widget)
{
  ReeveSetupPage *self = REEVE_SETUP_PAGE (widget);

  if (g_strcmp0 (adw_navigation_view_get_visible_page_tag (self->steps), "workspace") == 0)
    return gtk_widget_grab_focus (GTK_WIDGET (self->workspace_name));
  return gtk_widget_grab_focus (GTK_WIDGET (self->display_name));
}

static void
reeve_setup_page_dispose (GObject *object)
{
  ReeveSetupPage *self = REEVE_SETUP_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->site != NULL)
    g_signal_handlers_disconnect_by_data (self->site, self);
  g_clear_object (&self->site);
  /* Bound and our child: the template would unparent it behind AdwBin's back. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), REEVE_TYPE_SETUP_PAGE);

  G_OBJECT_CLASS (reeve_setup_page_parent_class)->dispose (object);
}

static void
reeve_setup_page_class_init (ReeveSetupPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_setup_page_dispose;
  widget_class->grab_focus = reeve_setup_page_grab_focus;

  g_type_ensure (REEVE_TYPE_NEW_PASSWORD);
  g_type_ensure (REEVE_TYPE_NOTE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/setup-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveSetupPage, steps);
  gtk_widget_class_bind_template_child (widget_class, ReeveSetupPage, workspace_name);
  gtk_widget_class_bind_template_child (widget_class, ReeveSetupPage, workspace_note);
  gtk_widget_class_bind_template_child (widget_class, ReeveSetupPage, next);
  gtk_widget_class_bind_template_child (widget_class, ReeveSetupPage, display_name);
  gtk_widget_class_bind_template_child (widget_class, ReeveSetupPage, display_name_note);
  gtk_widget_class_bind_template_child (widget_class, ReeveSetupPage, email);
  gtk_widget_class_bind_template_child (widget_class, ReeveSetupPage, email_note);
  gtk_widget_class_bind_template_child (widget_class, ReeveSetupPage, password);
  gtk_widget_class_bind_template_child (widget_class, ReeveSetupPage, token_group);
  gtk_widget_class_bind_template_child (widget_class, ReeveSetupPage, token);
  gtk_widget_class_bind_template_child (widget_class, ReeveSetupPage, token_note);
  gtk_widget_class_bind_template_child (widget_class, ReeveSetupPage, failure);
  gtk_widget_class_bind_template_child (widget_class, ReeveSetupPage, failure_label);
  gtk_widget_class_bind_template_child (widget_class, ReeveSetupPage, create);
  gtk_widget_class_bind_template_child (widget_class, ReeveSetupPage, create_face);
  gtk_widget_class_bind_template_callback (widget_class, update_buttons);
  gtk_widget_class_bind_template_callback (widget_class, on_next_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_name_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_email_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_person_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_create_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_step_shown_cb);
}

static void
reeve_setup_page_init (ReeveSetupPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  update_buttons (self);
}

void
reeve_setup_page_set_site (ReeveSetupPage *self, ReeveSite *site)
{
  gboolean local = TRUE;

  g_return_if_fail (REEVE_IS_SETUP_PAGE (self));

  if (self->site != NULL)
    g_signal_handlers_disconnect_by_data (self->site, self);
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_set_object (&self->site, site);
  clear_failure (self);
  reeve_new_password_clear (self->password);
  adw_navigation_view_replace_with_tags (self->steps, (const char *const[]) { "workspace" }, 1);
  if (site == NULL)
    return;
  g_object_get (site, "local", &local, NULL);
  gtk_widget_set_visible (self->token_group, !local);
  g_signal_connect_object (site, "notify::busy", G_CALLBACK (update_buttons), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "notify::state", G_CALLBACK (on_state_changed_cb), self, G_CONNECT_SWAPPED);
  on_state_changed_cb (self);
}
