/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The list's record says what it is, the one that is loaded all of it. The code goes with the decision, in
 * its body: it is asked for here, and a wrong one loses nothing of what was typed. */

#include "config.h"

#include "console/dialogs/approval-dialog.h"

#include <glib/gi18n.h>

#include "common/account.h"
#include "common/permission-draft.h"
#include "console/client/approval-search.h"
#include "console/dialogs/approval-matter.h"
#include "console/dialogs/plan-effects.h"
#include "console/widgets/approval-words.h"
#include "console/widgets/code-entry.h"
#include "console/widgets/formatting.h"
#include "console/widgets/history-group.h"
#include "console/widgets/note-row.h"
#include "console/widgets/pill.h"
#include "console/widgets/wording.h"

struct _ReeveApprovalDialog
{
  AdwDialog parent_instance;
  /* from the template */
  AdwBanner *banner;
  GtkLabel *heading;
  ReevePill *pill;
  GtkLabel *outcome;
  AdwActionRow *requester_row;
  AdwActionRow *reason_row;
  AdwActionRow *approvers_row;
  AdwActionRow *answer_row;
  ReeveApprovalMatter *matter;
  ReevePlanEffects *effects;
  ReeveHistoryGroup *history;
  GtkWidget *bottom;
  GtkLabel *why_not;
  GtkWidget *decision;
  GtkEditable *note_row;
  ReeveNoteRow *note_note;
  ReeveCodeEntry *code;
  GtkWidget *buttons;
  GtkWidget *refuse_button;
  GtkWidget *approve_button;
  GtkWidget *withdraw_button;
  GtkWidget *use_button;
  /* owned */
  ReeveSite *site;
  ReeveApproval *approval;
  GCancellable *cancellable;

  gboolean busy;
  gboolean loaded; /* all of it is here, and so may be decided on */
};

G_DEFINE_FINAL_TYPE (ReeveApprovalDialog, reeve_approval_dialog, ADW_TYPE_DIALOG)

static guint done_signal;

/* --- What is shown --- */

/* @text: (nullable): none */
static void
show_banner (ReeveApprovalDialog *self, const char *text)
{
  adw_banner_set_title (self->banner, text != NULL ? text : "");
  adw_banner_set_revealed (self->banner, text != NULL);
  if (text != NULL)
    reeve_announce (GTK_WIDGET (self), text);
}

static char *
describe_error (const GError *error)
{
  g_autofree char *title = reeve_wording_title (error);
  g_autofree char *advice = reeve_wording_advice (error);

  /* Translators: what went wrong, then what to do about it: two sentences. */
  return g_strdup_printf (_ ("%s. %s"), title, advice);
}

/* @text: (nullable): no row */
static void
show_fact (AdwActionRow *row, const char *text)
{
  adw_action_row_set_subtitle (row, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (row), text != NULL && *text != '\0');
}

static gboolean
is_state (ReeveApprovalDialog *self, const char *state)
{
  return g_strcmp0 (self->approval->state, state) == 0;
}

static gboolean
is_own (ReeveApprovalDialog *self)
{
  return g_strcmp0 (self->approval->requester, reeve_site_get_account (self->site)) == 0;
}

static gboolean
has_second_factor (ReeveApprovalDialog *self)
{
  ReeveIdentity *identity = reeve_site_get_identity (self->site);

  return identity != NULL && identity->account != NULL &&
         g_strcmp0 (((ReeveAccount *) identity->account)->second_factor, "on") == 0;
}

/* An export is a file, which has a place to be saved to: it is made where it was asked for. */
static gboolean
can_be_done_here (ReeveApprovalDialog *self)
{
  return g_strcmp0 (self->approval->method, "GET") != 0;
}

/* Why the person who looks at it cannot decide. (nullable): they can, or there is nothing to decide */
static const char *
find_why_not (ReeveApprovalDialog *self)
{
  if (is_own (self) && is_state (self, "approved") && !can_be_done_here (self))
    return _ ("Do the same again, where you did it: now it goes through.");
  if (!is_state (self, "waiting"))
    return NULL;
  if (is_own (self))
    return _ ("You asked for this, so somebody else decides.");
  if (!self->approval->may_decide)
    return _ ("The rule names others to decide this.");
  if (!has_second_factor (self))
    return _ ("To decide you need a second factor. Set one up first, in the menu at your name.");
  if (self->approval->moved)
    return _ ("It would not do any more what was asked for, so it cannot be approved. It can be refused.");
  return NULL;
}

static void
update (ReeveApprovalDialog *self)
{
  gboolean waits = is_state (self, "waiting");
  gboolean decides =
    self->loaded && waits && !is_own (self) && self->approval->may_decide && has_second_factor (self);
  gboolean open = reeve_approval_is_open (self->approval);
  gboolean usable = is_own (self) && is_state (self, "approved") && can_be_done_here (self);
  const char *why_not = find_why_not (self);

  gtk_label_set_label (self->why_not, why_not != NULL ? why_not : "");
  gtk_widget_set_visible (GTK_WIDGET (self->why_not), why_not != NULL);
  gtk_widget_set_visible (self->decision, decides);
  gtk_widget_set_visible (self->approve_button, decides);
  gtk_widget_set_visible (self->refuse_button, decides);
  gtk_widget_set_visible (self->withdraw_button, is_own (self) && open);
  gtk_widget_set_visible (self->use_button, usable);
  gtk_widget_set_visible (self->buttons, decides || (is_own (self) && open));
  gtk_widget_set_visible (self->bottom, why_not != NULL || decides || (is_own (self) && open));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.approve",
                                 decides && !self->busy && !self->approval->moved);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.refuse", decides && !self->busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.withdraw", !self->busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.use",
                                 usable && !self->busy && !self->approval->moved);
  reeve_code_entry_set_busy (self->code, self->busy);
}

static void
show_effects (ReeveApprovalDialog *self)
{
  ReevePermissionPreview *preview = (ReevePermissionPreview *) self->approval->preview;

  gtk_widget_set_visible (GTK_WIDGET (self->effects), preview != NULL);
  if (preview != NULL)
    reeve_plan_effects_show (self->effects, preview, reeve_site_get_root_name (self->site));
}

static void
show (ReeveApprovalDialog *self)
{
  const char *classes[] = { "status-pill", reeve_approval_words_state_tone (self->approval), NULL };
  g_autofree char *requester = reeve_format_account_name (self->approval->requester_name);
  g_autofree char *outcome = reeve_approval_words_outcome (self->approval);
  g_autofree char *approvers =
    self->approval->approver_names != NULL ? g_strjoinv (", ", self->approval->approver_names) : NULL;

  gtk_label_set_label (self->heading, reeve_approval_words_title (self->approval));
  reeve_pill_set_icon_name (self->pill, reeve_approval_words_state_icon (self->approval));
  reeve_pill_set_label (self->pill, reeve_approval_words_state (self->approval));
  gtk_widget_set_css_classes (GTK_WIDGET (self->pill), classes);
  gtk_label_set_label (self->outcome, outcome);
  show_fact (self->requester_row, requester);
  show_fact (self->reason_row, self->approval->reason);
  show_fact (self->approvers_row, approvers);
  show_fact (self->answer_row, self->approval->note);
  gtk_widget_set_visible (GTK_WIDGET (self->matter), self->loaded);
  if (self->loaded)
    reeve_approval_matter_show (self->matter, self->site, self->approval);
  show_effects (self);
  if (self->approval->moved)
    show_banner (self, _ ("What it would do is not what was asked for any more. It has to be asked anew."));
  update (self);
}

/* --- Calls --- */

static void
on_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveApprovalDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveApproval) approval = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (approval == NULL)
    {
      text = describe_error (error);
      show_banner (self, text);
      return;
    }
  g_set_object (&self->approval, approval);
  self->loaded = TRUE;
  show (self);
}

static void
load (ReeveApprovalDialog *self)
{
  g_autofree char *below = g_strconcat ("approvals/", self->approval->id, NULL);
  g_autofree char *path = reeve_site_path (self->site, below);
  g_autofree char *trail = g_strconcat (below, "/history", NULL);

  reeve_client_load_async (reeve_site_get_client (self->site), reeve_approval_get_type (), path,
                           self->cancellable, on_loaded_cb, g_object_ref (self));
  reeve_history_group_load (self->history, self->site, trail);
}

/* What somebody else did to it; what is typed stays. */
static void
on_site_changed_cb (ReeveApprovalDialog *self, const char *noun, const char *id, gint64 version)
{
  if (!self->busy && g_strcmp0 (noun, "approval") == 0 &&
      (id == NULL || g_strcmp0 (id, self->approval->id) == 0))
    load (self);
}

static void
set_busy (ReeveApprovalDialog *self, gboolean busy)
{
  self->busy = busy;
  if (busy)
    show_banner (self, NULL);
  /* What has been sent is done: closing now would only hide how it ended. */
  adw_dialog_set_can_close (ADW_DIALOG (self), !busy);
  update (self);
}

static void
end (ReeveApprovalDialog *self, const char *text)
{
  g_signal_emit (self, done_signal, 0, text);
  adw_dialog_force_close (ADW_DIALOG (self));
}

/* What is about the code or the note stands there, anything else in the banner. */
static void
show_refusal (ReeveApprovalDialog *self, const GError *error)
{
  ReeveErrorCode code = reeve_error_get_code (error);
  g_autofree char *note = reeve_wording_at (error, "/note");
  g_autofree char *text = describe_error (error);

  if (code == REEVE_ERROR_SECOND_FACTOR || code == REEVE_ERROR_LOCKED)
    {
      reeve_code_entry_clear (self->code);
      reeve_code_entry_set_error (self->code, text);
    }
  else if (note != NULL)
    {
      reeve_note_row_set_text (self->note_note, note);
      gtk_widget_grab_focus (GTK_WIDGET (self->note_row));
      reeve_announce (GTK_WIDGET (self), note);
    }
  else
    {
      show_banner (self, text);
      load (self); /* somebody was faster, mostly */
    }
}

/* The words to be said, where it went well: (nullable). It ends the dialog. */
static void
take_answer (ReeveApprovalDialog *self, ReeveApproval *approval, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  set_busy (self, FALSE);
  if (approval == NULL)
    show_refusal (self, error);
  else if (g_strcmp0 (approval->state, "approved") == 0)
    end (self, _ ("Approved"));
  else if (g_strcmp0 (approval->state, "refused") == 0)
    end (self, _ ("Refused"));
  else
    end (self, _ ("Taken back"));
}

static void
on_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveApprovalDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveApproval) approval = NULL;

  reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &approval, &error);
  take_answer (self, approval, error);
}

/* @body: (nullable) */
static void
post (ReeveApprovalDialog *self, const char *verb, gpointer body)
{
  g_autofree char *below = g_strdup_printf ("approvals/%s/%s", self->approval->id, verb);
  g_autofree char *path = reeve_site_path (self->site, below);

  set_busy (self, TRUE);
  reeve_client_post_async (reeve_site_get_client (self->site), path, body, reeve_approval_get_type (), -1,
                           self->cancellable, on_answered_cb, g_object_ref (self));
}

static void
decide (ReeveApprovalDialog *self, const char *verb, gboolean needs_note)
{
  g_autoptr (ReeveSecret) code = reeve_code_entry_get_code (self->code);
  g_autofree char *note = g_strstrip (g_strdup (gtk_editable_get_text (self->note_row)));
  g_autoptr (ReeveApprovalDecision) decision = reeve_approval_decision_new ();

  if (needs_note && *note == '\0')
    {
      reeve_note_row_set_text (self->note_note, _ ("Say why, for who asked."));
      gtk_widget_grab_focus (GTK_WIDGET (self->note_row));
      return;
    }
  if (code == NULL)
    {
      reeve_code_entry_set_error (self->code, _ ("Type the six digits from your authenticator app."));
      return;
    }
  reeve_set_text (&decision->note, *note != '\0' ? note : NULL);
  decision->code = g_steal_pointer (&code);
  post (self, verb, decision);
}

static void
on_approve_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  decide (REEVE_APPROVAL_DIALOG (widget), "approve", FALSE);
}

static void
on_refuse_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  decide (REEVE_APPROVAL_DIALOG (widget), "refuse", TRUE);
}

static void
on_withdraw_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  post (REEVE_APPROVAL_DIALOG (widget), "withdraw", NULL);
}

static void
on_used_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveApprovalDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = reeve_client_repeat_finish (REEVE_CLIENT (source), result, &error);
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  set_busy (self, FALSE);
  if (done)
    {
      end (self, _ ("Done as approved"));
      return;
    }
  if (g_error_matches (error, REEVE_ERROR, REEVE_ERROR_SECOND_FACTOR)) /* who gave no code knows */
    return;
  text = describe_error (error);
  show_banner (self, text);
  load (self);
}

/* It may be held by several rules: all that approve it go with it. */
static void
on_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveApprovalDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = reeve_approval_search_finish (REEVE_CLIENT (source), result, &error);
  g_autofree char *ids = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ids = found != NULL && found->len > 0 ? reeve_approval_search_join (found) : g_strdup (self->approval->id);
  reeve_client_repeat_async (REEVE_CLIENT (source), self->approval->method, self->approval->path,
                             self->approval->body, ids, self->cancellable, on_used_cb, g_object_ref (self));
}

static void
on_use_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ReeveApprovalDialog *self = REEVE_APPROVAL_DIALOG (widget);
  g_autofree char *path = reeve_site_path (self->site, "approvals");

  if (!self->loaded)
    return;
  set_busy (self, TRUE);
  reeve_approval_search_async (reeve_site_get_client (self->site), path, self->approval->hash,
                               self->cancellable, on_found_cb, g_object_ref (self));
}

/* --- The widget --- */

static void
reeve_approval_dialog_dispose (GObject *object)
{
  g_cancellable_cancel (REEVE_APPROVAL_DIALOG (object)->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_APPROVAL_DIALOG);
  G_OBJECT_CLASS (reeve_approval_dialog_parent_class)->dispose (object);
}

static void
reeve_approval_dialog_finalize (GObject *object)
{
  ReeveApprovalDialog *self = REEVE_APPROVAL_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->approval);
  g_clear_object (&self->site);
  G_OBJECT_CLASS (reeve_approval_dialog_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, ReeveApprovalDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, ReeveApprovalDialog, heading);
  gtk_widget_class_bind_template_child (widget_class, ReeveApprovalDialog, pill);
  gtk_widget_class_bind_template_child (widget_class, ReeveApprovalDialog, outcome);
  gtk_widget_class_bind_template_child (widget_class, ReeveApprovalDialog, requester_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveApprovalDialog, reason_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveApprovalDialog, approvers_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveApprovalDialog, answer_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveApprovalDialog, matter);
  gtk_widget_class_bind_template_child (widget_class, ReeveApprovalDialog, effects);
  gtk_widget_class_bind_template_child (widget_class, ReeveApprovalDialog, history);
  gtk_widget_class_bind_template_child (widget_class, ReeveApprovalDialog, bottom);
  gtk_widget_class_bind_template_child (widget_class, ReeveApprovalDialog, why_not);
  gtk_widget_class_bind_template_child (widget_class, ReeveApprovalDialog, decision);
  gtk_widget_class_bind_template_child (widget_class, ReeveApprovalDialog, note_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveApprovalDialog, note_note);
  gtk_widget_class_bind_template_child (widget_class, ReeveApprovalDialog, code);
  gtk_widget_class_bind_template_child (widget_class, ReeveApprovalDialog, buttons);
  gtk_widget_class_bind_template_child (widget_class, ReeveApprovalDialog, refuse_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveApprovalDialog, approve_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveApprovalDialog, withdraw_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveApprovalDialog, use_button);
}

static void
reeve_approval_dialog_class_init (ReeveApprovalDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = reeve_approval_dialog_dispose;
  object_class->finalize = reeve_approval_dialog_finalize;
  done_signal = g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (REEVE_TYPE_APPROVAL_MATTER);
  g_type_ensure (REEVE_TYPE_CODE_ENTRY);
  g_type_ensure (REEVE_TYPE_HISTORY_GROUP);
  g_type_ensure (REEVE_TYPE_NOTE_ROW);
  g_type_ensure (REEVE_TYPE_PILL);
  g_type_ensure (REEVE_TYPE_PLAN_EFFECTS);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/approval-dialog.ui");
  bind_children (widget_class);
  gtk_widget_class_install_action (widget_class, "dialog.approve", NULL, on_approve_cb);
  gtk_widget_class_install_action (widget_class, "dialog.refuse", NULL, on_refuse_cb);
  gtk_widget_class_install_action (widget_class, "dialog.withdraw", NULL, on_withdraw_cb);
  gtk_widget_class_install_action (widget_class, "dialog.use", NULL, on_use_cb);
}

static void
reeve_approval_dialog_init (ReeveApprovalDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
reeve_approval_dialog_new (ReeveSite *site, ReeveApproval *approval)
{
  ReeveApprovalDialog *self = g_object_new (REEVE_TYPE_APPROVAL_DIALOG, NULL);

  g_return_val_if_fail (REEVE_IS_SITE (site), NULL);
  g_return_val_if_fail (approval != NULL, NULL);

  self->site = g_object_ref (site);
  self->approval = g_object_ref (approval);
  g_signal_connect_object (site, "changed", G_CALLBACK (on_site_changed_cb), self, G_CONNECT_SWAPPED);
  show (self);
  load (self);
  return ADW_DIALOG (self);
}
