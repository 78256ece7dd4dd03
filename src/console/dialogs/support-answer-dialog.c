/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* To let somebody in takes a fresh code: the window asks for it, and the call goes on by itself. Whatever is
 * refused leaves the form as it is. */

#include "config.h"

#include "console/dialogs/support-answer-dialog.h"

#include <glib/gi18n.h>

#include "console/widgets/formatting.h"
#include "console/widgets/support-words.h"
#include "console/widgets/wording.h"

/* Shorter than was asked for, as far as it is; what was asked for stands behind them. */
static const gint64 shorter[] = { 15, 30, 60, 120, 240 };

struct _ReeveSupportAnswerDialog
{
  AdwDialog parent_instance;
  /* from the template */
  AdwBanner *banner;
  AdwPreferencesGroup *about;
  AdwActionRow *scope_row;
  AdwComboRow *minutes_row;
  AdwEntryRow *note_row;
  GtkButton *answer_button;
  /* owned */
  ReeveSite *site;
  ReeveSupportGrant *grant;
  GCancellable *cancellable; /* cancelled in dispose */
  GArray *minutes;           /* of gint64, as the row offers them */

  gboolean refuse;
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (ReeveSupportAnswerDialog, reeve_support_answer_dialog, ADW_TYPE_DIALOG)

static guint answered_signal;

/* (transfer full) */
static char *
get_note (ReeveSupportAnswerDialog *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->note_row))));
}

static void
update (ReeveSupportAnswerDialog *self)
{
  g_autofree char *note = get_note (self);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.answer",
                                 !self->busy && (!self->refuse || *note != '\0'));
}

static void
show_banner (ReeveSupportAnswerDialog *self, const char *text)
{
  adw_banner_set_title (self->banner, text != NULL ? text : "");
  adw_banner_set_revealed (self->banner, text != NULL);
  if (text != NULL)
    reeve_announce (GTK_WIDGET (self), text);
}

static void
on_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveSupportAnswerDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveSupportGrant) grant = NULL;
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;

  reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &grant, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->busy = FALSE;
  update (self);
  if (grant != NULL)
    {
      g_signal_emit (self, answered_signal, 0, grant);
      adw_dialog_force_close (ADW_DIALOG (self));
      return;
    }
  title = reeve_wording_title (error);
  text = g_strdup_printf (self->refuse
                            /* Translators: over a form; %s: why, a sentence without a full stop */
                            ? _ ("Not refused: %s.")
                            /* Translators: over a form; %s: why, a sentence without a full stop */
                            : _ ("Not approved: %s."),
                          title);
  show_banner (self, text);
}

static void
on_answer_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ReeveSupportAnswerDialog *self = REEVE_SUPPORT_ANSWER_DIALOG (widget);
  g_autoptr (ReeveSupportAnswer) answer = reeve_support_answer_new ();
  guint chosen = adw_combo_row_get_selected (self->minutes_row);
  g_autofree char *note = get_note (self);
  g_autofree char *below =
    g_strdup_printf ("support-grants/%s/%s", self->grant->id, self->refuse ? "refuse" : "approve");
  g_autofree char *path = reeve_site_path (self->site, below);

  if (*note != '\0')
    reeve_set_text (&answer->note, note);
  if (!self->refuse && chosen < self->minutes->len)
    answer->minutes = g_array_index (self->minutes, gint64, chosen);
  show_banner (self, NULL);
  self->busy = TRUE;
  update (self);
  reeve_client_post_async (reeve_site_get_client (self->site), path, answer, reeve_support_grant_get_type (),
                           -1, self->cancellable, on_answered_cb, g_object_ref (self));
}

/* --- The form --- */

static void
fill_minutes (ReeveSupportAnswerDialog *self)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (shorter); i++)
    if (shorter[i] < self->grant->minutes)
      g_array_append_val (self->minutes, shorter[i]);
  g_array_append_val (self->minutes, self->grant->minutes);
  for (guint i = 0; i < self->minutes->len; i++)
    {
      g_autofree char *label = reeve_support_words_minutes (g_array_index (self->minutes, gint64, i));
      /* Translators: %s is a span of time: "2 h" */
      g_autofree char *asked =
        i + 1 == self->minutes->len ? g_strdup_printf (_ ("%s, as asked for"), label) : NULL;

      gtk_string_list_append (labels, asked != NULL ? asked : label);
    }
  adw_combo_row_set_model (self->minutes_row, G_LIST_MODEL (labels));
  adw_combo_row_set_selected (self->minutes_row, self->minutes->len - 1);
}

static void
show_grant (ReeveSupportAnswerDialog *self)
{
  g_autofree char *name = reeve_support_words_who (self->grant);
  g_autofree char *who = reeve_format_isolate (name);
  g_autofree char *ticket = reeve_format_isolate (self->grant->ticket);
  g_autofree char *reason = reeve_format_isolate (self->grant->reason);
  g_autofree char *scope = reeve_support_words_scope (self->grant);
  /* Translators: a person of support, a ticket, what they wrote */
  g_autofree char *about = g_strdup_printf (_ ("%1$s asks for ticket %2$s: %3$s"), who, ticket, reason);
  g_autofree char *safe = g_markup_escape_text (about, -1);

  adw_preferences_group_set_description (self->about, safe);
  adw_action_row_set_subtitle (self->scope_row, scope);
}

static void
reeve_support_answer_dialog_dispose (GObject *object)
{
  ReeveSupportAnswerDialog *self = REEVE_SUPPORT_ANSWER_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_SUPPORT_ANSWER_DIALOG);
  G_OBJECT_CLASS (reeve_support_answer_dialog_parent_class)->dispose (object);
}

static void
reeve_support_answer_dialog_finalize (GObject *object)
{
  ReeveSupportAnswerDialog *self = REEVE_SUPPORT_ANSWER_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->grant);
  g_clear_object (&self->site);
  g_array_unref (self->minutes);
  G_OBJECT_CLASS (reeve_support_answer_dialog_parent_class)->finalize (object);
}

static void
reeve_support_answer_dialog_class_init (ReeveSupportAnswerDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = reeve_support_answer_dialog_dispose;
  object_class->finalize = reeve_support_answer_dialog_finalize;
  answered_signal = g_signal_new ("answered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, reeve_support_grant_get_type ());
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/reeve/Reeve/ui/support-answer-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportAnswerDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportAnswerDialog, about);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportAnswerDialog, scope_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportAnswerDialog, minutes_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportAnswerDialog, note_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportAnswerDialog, answer_button);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, adw_dialog_close);
  gtk_widget_class_install_action (widget_class, "dialog.answer", NULL, on_answer_cb);
}

static void
reeve_support_answer_dialog_init (ReeveSupportAnswerDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->minutes = g_array_new (FALSE, FALSE, sizeof (gint64));
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
reeve_support_answer_dialog_new (ReeveSite *site, ReeveSupportGrant *grant, gboolean refuse)
{
  ReeveSupportAnswerDialog *self;

  g_return_val_if_fail (REEVE_IS_SITE (site), NULL);
  g_return_val_if_fail (REEVE_IS_SUPPORT_GRANT (grant), NULL);

  self = g_object_new (REEVE_TYPE_SUPPORT_ANSWER_DIALOG, NULL);
  self->site = g_object_ref (site);
  self->grant = g_object_ref (grant);
  self->refuse = refuse;
  adw_dialog_set_title (ADW_DIALOG (self), refuse ? _ ("Refuse Access") : _ ("Let Support In"));
  gtk_button_set_label (self->answer_button, refuse ? _ ("_Refuse") : _ ("_Approve"));
  gtk_widget_add_css_class (GTK_WIDGET (self->answer_button),
                            refuse ? "destructive-action" : "suggested-action");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->note_row),
                                 refuse ? _ ("Why, for who asks") : _ ("A note to who asks"));
  gtk_widget_set_visible (GTK_WIDGET (self->minutes_row), !refuse);
  fill_minutes (self);
  show_grant (self);
  if (refuse)
    adw_dialog_set_focus (ADW_DIALOG (self), GTK_WIDGET (self->note_row));
  update (self);
  return ADW_DIALOG (self);
}
