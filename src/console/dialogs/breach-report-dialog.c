/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/dialogs/breach-report-dialog.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "console/client/containment.h"
#include "console/widgets/contain-words.h"
#include "console/widgets/loud-box.h"
#include "console/widgets/note-row.h"
#include "console/widgets/wording.h"

typedef enum
{
  WAY_COLLEAGUE, /* anybody */
  WAY_SUPPORT,   /* without a grant */
  WAY_FIND,      /* who may lock whom they find */
} Way;

struct _ReeveBreachReportDialog
{
  AdwDialog parent_instance;
  /* from the template */
  GtkButton *close_button;
  GtkButton *send_button;
  GtkStack *stack;
  GtkLabel *meaning;
  ReeveLoudBox *failure;
  GtkWidget *form;
  GtkEditable *email_row;
  ReeveNoteRow *email_note;
  GtkEditable *ticket_row;
  ReeveNoteRow *ticket_note;
  GtkEditable *noticed_row;
  ReeveNoteRow *noticed_note;
  AdwStatusPage *receipt;
  /* owned */
  ReeveSite *site;
  ReeveCaseTip *sent; /* (nullable): and not answered */
  char *key;          /* (nullable): of that */
  GCancellable *cancellable;

  Way way;
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (ReeveBreachReportDialog, reeve_breach_report_dialog, ADW_TYPE_DIALOG)

static guint found_signal;

/* (transfer full) (nullable): nothing stands there */
static char *
get_text (GtkEditable *row)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (row)));

  return *text != '\0' ? g_steal_pointer (&text) : NULL;
}

static gboolean
is_filled (GtkEditable *row)
{
  g_autofree char *text = get_text (row);

  return text != NULL;
}

static void
update (ReeveBreachReportDialog *self)
{
  gboolean said = self->way == WAY_SUPPORT     ? is_filled (self->ticket_row)
                  : self->way == WAY_COLLEAGUE ? is_filled (self->noticed_row)
                                               : TRUE;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.send",
                                 is_filled (self->email_row) && said && !self->busy);
  /* What was sent and not answered is sent again as it was. */
  gtk_widget_set_sensitive (self->form, !self->busy && self->sent == NULL);
  adw_dialog_set_can_close (ADW_DIALOG (self), !self->busy);
}

static void
on_changed_cb (ReeveBreachReportDialog *self)
{
  reeve_loud_box_hush (self->failure);
  update (self);
}

/* --- What became of it --- */

static void
show_receipt (ReeveBreachReportDialog *self)
{
  adw_status_page_set_description (
    self->receipt,
    self->way == WAY_SUPPORT
      ? _ ("If there is such an account here, it is locked. Who administers it is asked what is "
           "to be done.")
      : _ ("If there is such an account here, it is locked, or its administrators are told. You "
           "need do nothing more."));
  gtk_button_set_label (self->close_button, _ ("_Close"));
  gtk_widget_set_visible (GTK_WIDGET (self->send_button), FALSE);
  gtk_stack_set_visible_child_name (self->stack, "receipt");
  gtk_widget_grab_focus (GTK_WIDGET (self->close_button));
  reeve_announce (GTK_WIDGET (self), adw_status_page_get_description (self->receipt));
}

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

/* What is about a field stands there, anything else is said loudly. */
static void
show_failure (ReeveBreachReportDialog *self, const GError *error)
{
  gboolean doubt = self->way != WAY_FIND && reeve_containment_leaves_doubt (error);
  g_autofree char *title = doubt || self->way != WAY_SUPPORT ? NULL : reeve_contain_words_failure (error);
  g_autofree char *help = reeve_contain_words_help (error, doubt);

  if (note_at (error, "/email", self->email_note, self->email_row) |
      note_at (error, "/noticed", self->noticed_note, self->noticed_row) |
      note_at (error, "/ticket", self->ticket_note, self->ticket_row))
    return;
  if (doubt)
    title = g_strdup (_ ("Not reported: the service did not answer"));
  else if (title == NULL)
    title = reeve_wording_title (error);
  reeve_loud_box_say (self->failure, title, help);
}

static void
on_sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveBreachReportDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveCaseReceipt) receipt = NULL;

  reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &receipt, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->busy = FALSE;
  if (error == NULL || !reeve_containment_leaves_doubt (error))
    {
      g_clear_object (&self->sent);
      g_clear_pointer (&self->key, g_free);
    }
  update (self);
  if (receipt != NULL)
    show_receipt (self);
  else
    show_failure (self, error);
}

static void
send_tip (ReeveBreachReportDialog *self)
{
  g_autofree char *path =
    reeve_site_path (self->site, self->way == WAY_SUPPORT ? "containments/by-address" : "breach-reports");

  if (self->sent == NULL)
    {
      self->sent = reeve_case_tip_new ();
      self->sent->email = get_text (self->email_row);
      self->sent->noticed = get_text (self->noticed_row);
      self->sent->ticket = self->way == WAY_SUPPORT ? get_text (self->ticket_row) : NULL;
      self->key = reeve_id_new ();
    }
  reeve_client_post_once_async (reeve_site_get_client (self->site), path, self->key, self->sent,
                                reeve_case_receipt_get_type (), self->cancellable, on_sent_cb,
                                g_object_ref (self));
}

/* --- Looking for them --- */

/* (nullable): whoever has just that address. */
static ReeveUser *
find_exactly (ReeveListing *listing, const char *email)
{
  g_autofree char *wanted = g_utf8_casefold (email, -1);

  for (guint i = 0; i < listing->items->len; i++)
    {
      ReeveUser *user = listing->items->pdata[i];
      g_autofree char *theirs = g_utf8_casefold (user->email, -1);

      if (g_str_equal (theirs, wanted))
        return user;
    }
  return NULL;
}

static void
on_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveBreachReportDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveListing) listing = reeve_client_list_finish (REEVE_CLIENT (source), result, &error);
  g_autofree char *email = NULL;
  ReeveUser *user;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->busy = FALSE;
  update (self);
  if (listing == NULL)
    {
      show_failure (self, error);
      return;
    }
  email = get_text (self->email_row);
  user = email != NULL ? find_exactly (listing, email) : NULL;
  if (user == NULL)
    {
      reeve_note_row_set_text (self->email_note, _ ("Nobody here has this address"));
      gtk_widget_grab_focus (GTK_WIDGET (self->email_row));
      return;
    }
  g_object_ref (user);
  adw_dialog_force_close (ADW_DIALOG (self));
  g_signal_emit (self, found_signal, 0, user);
  g_object_unref (user);
}

static void
find (ReeveBreachReportDialog *self)
{
  g_autofree char *path = reeve_site_path (self->site, "users");
  g_autoptr (ReeveQuery) query = reeve_query_new ();

  query->text = get_text (self->email_row);
  reeve_client_list_async (reeve_site_get_client (self->site), reeve_user_get_type (), path, query,
                           self->cancellable, on_found_cb, g_object_ref (self));
}

static void
on_send_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ReeveBreachReportDialog *self = REEVE_BREACH_REPORT_DIALOG (widget);

  reeve_loud_box_hush (self->failure);
  self->busy = TRUE;
  update (self);
  if (self->way == WAY_FIND)
    find (self);
  else
    send_tip (self);
}

/* --- The widget --- */

static void
reeve_breach_report_dialog_dispose (GObject *object)
{
  g_cancellable_cancel (REEVE_BREACH_REPORT_DIALOG (object)->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_BREACH_REPORT_DIALOG);
  G_OBJECT_CLASS (reeve_breach_report_dialog_parent_class)->dispose (object);
}

static void
reeve_breach_report_dialog_finalize (GObject *object)
{
  ReeveBreachReportDialog *self = REEVE_BREACH_REPORT_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->sent);
  g_clear_object (&self->site);
  g_free (self->key);
  G_OBJECT_CLASS (reeve_breach_report_dialog_parent_class)->finalize (object);
}

static void
reeve_breach_report_dialog_class_init (ReeveBreachReportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_breach_report_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_breach_report_dialog_finalize;
  found_signal = g_signal_new ("found", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 1, reeve_user_get_type ());

  g_type_ensure (REEVE_TYPE_LOUD_BOX);
  g_type_ensure (REEVE_TYPE_NOTE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/reeve/Reeve/ui/breach-report-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveBreachReportDialog, close_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveBreachReportDialog, send_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveBreachReportDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, ReeveBreachReportDialog, meaning);
  gtk_widget_class_bind_template_child (widget_class, ReeveBreachReportDialog, failure);
  gtk_widget_class_bind_template_child (widget_class, ReeveBreachReportDialog, form);
  gtk_widget_class_bind_template_child (widget_class, ReeveBreachReportDialog, email_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveBreachReportDialog, email_note);
  gtk_widget_class_bind_template_child (widget_class, ReeveBreachReportDialog, ticket_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveBreachReportDialog, ticket_note);
  gtk_widget_class_bind_template_child (widget_class, ReeveBreachReportDialog, noticed_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveBreachReportDialog, noticed_note);
  gtk_widget_class_bind_template_child (widget_class, ReeveBreachReportDialog, receipt);
  gtk_widget_class_bind_template_callback (widget_class, adw_dialog_close);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_cb);
  gtk_widget_class_install_action (widget_class, "dialog.send", NULL, on_send_cb);
}

static void
reeve_breach_report_dialog_init (ReeveBreachReportDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show_way (ReeveBreachReportDialog *self)
{
  static const struct
  {
    const char *meaning, *button;
    int height; /* with room for what may be wrong */
  } words[] = {
    [WAY_COLLEAGUE] = { N_ (
                          "Is somebody else in the account of a colleague? If there is such an account here, "
                          "it is locked at once, and its administrators are asked what is to be done."),
                        N_ ("_Report"), 400 },
    [WAY_SUPPORT] = { N_ ("If there is such an account here, it is locked at once. You need no access to the "
                          "workspace for that, and learn nothing of who is in it."),
                      N_ ("_Lock Account"), 440 },
    [WAY_FIND] = { N_ ("Whose account is somebody else in? What locking it does is shown before it is done."),
                   N_ ("_Next"), 270 },
  };

  adw_dialog_set_content_height (ADW_DIALOG (self), words[self->way].height);
  gtk_label_set_label (self->meaning, _ (words[self->way].meaning));
  gtk_button_set_label (self->send_button, _ (words[self->way].button));
  gtk_widget_add_css_class (GTK_WIDGET (self->send_button),
                            self->way == WAY_FIND ? "suggested-action" : "destructive-action");
  gtk_widget_set_visible (GTK_WIDGET (self->ticket_row), self->way == WAY_SUPPORT);
  gtk_widget_set_visible (GTK_WIDGET (self->noticed_row), self->way != WAY_FIND);
  if (self->way == WAY_SUPPORT)
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->noticed_row), _ ("What was noticed, if known"));
}

AdwDialog *
reeve_breach_report_dialog_new (ReeveSite *site)
{
  ReeveBreachReportDialog *self;
  ReeveWorkspace *workspace;

  g_return_val_if_fail (REEVE_IS_SITE (site), NULL);

  workspace = reeve_site_get_workspace (site);
  self = g_object_new (REEVE_TYPE_BREACH_REPORT_DIALOG, NULL);
  self->site = g_object_ref (site);
  if (workspace != NULL && workspace->grant_required)
    self->way = WAY_SUPPORT;
  else
    self->way =
      reeve_containment_is_allowed (site, NULL) && reeve_site_may (site, REEVE_CAPABILITY_USERS_READ)
        ? WAY_FIND
        : WAY_COLLEAGUE;
  show_way (self);
  update (self);
  return ADW_DIALOG (self);
}
