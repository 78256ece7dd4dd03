/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What the list knows is shown at once; the text comes by a call of its own, and again whenever the mail has
 * changed. */

#include "config.h"

#include "console/pages/mail-detail.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "console/widgets/formatting.h"
#include "console/widgets/mail-words.h"
#include "console/widgets/pill.h"
#include "console/widgets/wording.h"

struct _ReeveMailDetail
{
  AdwBin parent_instance;
  /* from the template */
  GtkStack *stack;
  GtkLabel *subject;
  ReevePill *state;
  GtkLabel *outcome;
  AdwActionRow *recipient_row;
  AdwActionRow *kind_row;
  AdwActionRow *created_row;
  AdwActionRow *attempts_row;
  GtkWidget *retry_button;
  GtkWidget *invitations_button;
  GtkStack *text_stack;
  GtkLabel *text;
  GtkLabel *no_text;
  /* owned */
  ReeveMail *mail; /* (nullable): as it was told */
  GCancellable *cancellable;
  gboolean has_server;
  gboolean may_retry;
};

G_DEFINE_FINAL_TYPE (ReeveMailDetail, reeve_mail_detail, ADW_TYPE_BIN)

static gboolean
is_in_state (ReeveMailDetail *self, const char *state)
{
  return g_strcmp0 (self->mail->state, state) == 0;
}

/* A verb that this person may never use is not there; one that makes no sense now is not either. */
static void
show_verbs (ReeveMailDetail *self)
{
  gboolean waits = is_in_state (self, "waiting");
  gboolean left = is_in_state (self, "failed") || (is_in_state (self, "kept") && self->has_server);

  gtk_widget_set_visible (self->retry_button, self->may_retry && (waits || left));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->retry_button), "s", self->mail->id);
  gtk_widget_set_visible (self->invitations_button, g_strcmp0 (self->mail->kind, "invitation") == 0);
}

static void
set_row (AdwActionRow *row, const char *text)
{
  adw_action_row_set_subtitle (row, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (row), text != NULL);
}

static void
show_state (ReeveMailDetail *self)
{
  const char *classes[] = { "status-pill", reeve_mail_words_state_tone (self->mail->state), NULL };
  g_autofree char *outcome = reeve_mail_words_outcome (self->mail, reeve_clock_now ());

  reeve_pill_set_icon_name (self->state, reeve_mail_words_state_icon (self->mail->state));
  reeve_pill_set_label (self->state, reeve_mail_words_state (self->mail->state));
  gtk_widget_set_css_classes (GTK_WIDGET (self->state), classes);
  gtk_label_set_label (self->outcome, outcome);
}

static void
show_facts (ReeveMailDetail *self)
{
  ReeveMail *mail = self->mail;
  g_autofree char *created = reeve_format_time (mail->created);
  g_autofree char *attempts = mail->attempts > 0 ? reeve_format_count (mail->attempts) : NULL;
  g_autofree char *recipient = mail->recipient_name != NULL
                                 /* Translators: a person's name, and their e-mail address */
                                 ? g_strdup_printf (_ ("%1$s · %2$s"), mail->recipient_name, mail->recipient)
                                 : g_strdup (mail->recipient);

  gtk_label_set_label (self->subject, mail->subject);
  show_state (self);
  set_row (self->recipient_row, recipient);
  set_row (self->kind_row, reeve_mail_words_kind (mail->kind));
  set_row (self->created_row, created);
  set_row (self->attempts_row, attempts);
  show_verbs (self);
}

static void
show_text (ReeveMailDetail *self, ReeveMail *mail)
{
  g_autofree char *why = reeve_mail_words_no_text (mail);

  gtk_label_set_label (self->text, mail->text != NULL ? mail->text : "");
  gtk_label_set_label (self->no_text, why != NULL ? why : "");
  gtk_stack_set_visible_child_name (self->text_stack, why != NULL ? "none" : "text");
}

static void
on_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveMailDetail) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveMail) mail = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);
  g_autofree char *title = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (mail != NULL)
    {
      show_text (self, mail);
      return;
    }
  title = reeve_wording_title (error);
  gtk_label_set_label (self->no_text, title);
  gtk_stack_set_visible_child_name (self->text_stack, "none");
}

static void
load (ReeveMailDetail *self, ReeveSite *site)
{
  g_autofree char *below = g_strconcat ("mails/", self->mail->id, NULL);
  g_autofree char *path = reeve_site_path (site, below);

  reeve_client_load_async (reeve_site_get_client (site), reeve_mail_get_type (), path, self->cancellable,
                           on_loaded_cb, g_object_ref (self));
}

static void
stop (ReeveMailDetail *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
reeve_mail_detail_dispose (GObject *object)
{
  ReeveMailDetail *self = REEVE_MAIL_DETAIL (object);

  stop (self);
  g_clear_object (&self->mail);
  adw_bin_set_child (ADW_BIN (self), NULL); /* the template's own, let go of first */
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_MAIL_DETAIL);
  G_OBJECT_CLASS (reeve_mail_detail_parent_class)->dispose (object);
}

static void
reeve_mail_detail_class_init (ReeveMailDetailClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_mail_detail_dispose;
  g_type_ensure (REEVE_TYPE_PILL);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/mail-detail.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveMailDetail, stack);
  gtk_widget_class_bind_template_child (widget_class, ReeveMailDetail, subject);
  gtk_widget_class_bind_template_child (widget_class, ReeveMailDetail, state);
  gtk_widget_class_bind_template_child (widget_class, ReeveMailDetail, outcome);
  gtk_widget_class_bind_template_child (widget_class, ReeveMailDetail, recipient_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveMailDetail, kind_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveMailDetail, created_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveMailDetail, attempts_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveMailDetail, retry_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveMailDetail, invitations_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveMailDetail, text_stack);
  gtk_widget_class_bind_template_child (widget_class, ReeveMailDetail, text);
  gtk_widget_class_bind_template_child (widget_class, ReeveMailDetail, no_text);
}

static void
reeve_mail_detail_init (ReeveMailDetail *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
reeve_mail_detail_show (ReeveMailDetail *self, ReeveSite *site, ReeveMail *mail)
{
  gboolean same = mail != NULL && self->mail != NULL && g_strcmp0 (mail->id, self->mail->id) == 0;
  gboolean unchanged = same && mail->version == self->mail->version;

  g_return_if_fail (REEVE_IS_MAIL_DETAIL (self));

  g_set_object (&self->mail, mail);
  if (unchanged)
    {
      show_facts (self);
      return;
    }
  stop (self);
  if (mail == NULL || site == NULL)
    {
      gtk_stack_set_visible_child_name (self->stack, "none");
      return;
    }
  self->may_retry = reeve_site_may (site, REEVE_CAPABILITY_USERS_WRITE);
  show_facts (self);
  if (!same)
    gtk_stack_set_visible_child_name (self->text_stack, "loading");
  gtk_stack_set_visible_child_name (self->stack, "mail");
  self->cancellable = g_cancellable_new ();
  load (self, site);
}

void
reeve_mail_detail_set_has_server (ReeveMailDetail *self, gboolean has_server)
{
  g_return_if_fail (REEVE_IS_MAIL_DETAIL (self));

  self->has_server = has_server;
  if (self->mail != NULL)
    show_verbs (self);
}
