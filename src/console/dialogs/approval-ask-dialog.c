/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The service names the rules that hold a call, and the hash of it. One request is made for each rule that
 * nobody has approved it by; a call with its approval is sent again as it was. */

#include "config.h"

#include "console/dialogs/approval-ask-dialog.h"

#include <glib/gi18n.h>

#include "common/approval-rule.h"
#include "console/client/approval-search.h"
#include "console/widgets/approval-words.h"
#include "console/widgets/note-row.h"
#include "console/widgets/wording.h"

#define POINTER_PREFIX "/approvals/"

struct _ReeveApprovalAskDialog
{
  AdwDialog parent_instance;
  /* from the template */
  AdwBanner *banner;
  AdwPreferencesGroup *rules_group;
  GtkEditable *reason_row;
  ReeveNoteRow *reason_note;
  /* owned */
  ReeveSite *site;
  ReeveApprovalHold *hold; /* (nullable): it has been seen to */
  GPtrArray *rules;        /* of char *: ids of those that are to be asked */
  guint n_rules;           /* that hold it at all */
  GCancellable *cancellable;

  guint next; /* of the rules, to be asked */
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (ReeveApprovalAskDialog, reeve_approval_ask_dialog, ADW_TYPE_DIALOG)

static void ask_next (ReeveApprovalAskDialog *self);

static void
update (ReeveApprovalAskDialog *self)
{
  g_autofree char *reason = g_strstrip (g_strdup (gtk_editable_get_text (self->reason_row)));

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.ask", *reason != '\0' && !self->busy);
}

static void
on_changed_cb (ReeveApprovalAskDialog *self)
{
  adw_banner_set_revealed (self->banner, FALSE);
  update (self);
}

/* --- The rules --- */

static void
on_rule_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) row = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveApprovalRule) rule = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);
  ReeveApprovalAskDialog *self;
  g_autofree char *title = NULL;
  g_autofree char *approvers = NULL;

  self = REEVE_APPROVAL_ASK_DIALOG (gtk_widget_get_ancestor (row, REEVE_TYPE_APPROVAL_ASK_DIALOG));
  if (rule == NULL || self == NULL)
    return; /* who may not read rules is told that there is one */
  title = reeve_approval_words_rule (rule, reeve_site_get_root_name (self->site));
  approvers = reeve_approval_words_approvers (rule);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), approvers);
}

static void
add_rule (ReeveApprovalAskDialog *self, const char *rule)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *below = g_strconcat ("approval-rules/", rule, NULL);
  g_autofree char *path = reeve_site_path (self->site, below);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("A rule of this workspace"));
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_preferences_group_add (self->rules_group, row);
  if (reeve_site_may (self->site, REEVE_CAPABILITY_PERMISSIONS_READ))
    reeve_client_load_async (reeve_site_get_client (self->site), reeve_approval_rule_get_type (), path,
                             self->cancellable, on_rule_cb, g_object_ref (row));
}

/* --- Asking --- */

/* The call ends: it has been asked for. */
static void
end_asked (ReeveApprovalAskDialog *self)
{
  g_autoptr (ReeveApprovalHold) hold = g_steal_pointer (&self->hold);
  g_autoptr (GError) asked =
    reeve_error_new (REEVE_ERROR_DENIED, "approval_asked", "an approval was asked for");

  g_signal_handlers_disconnect_by_data (hold, self);
  reeve_announce (GTK_WIDGET (self), _ ("You asked for an approval"));
  adw_dialog_force_close (ADW_DIALOG (self));
  reeve_approval_hold_end (hold, asked);
}

static void
show_refusal (ReeveApprovalAskDialog *self, const GError *error)
{
  g_autofree char *at_reason = reeve_wording_at (error, "/reason");
  g_autofree char *title = reeve_wording_title (error);
  g_autofree char *advice = reeve_wording_advice (error);
  g_autofree char *text = NULL;

  if (at_reason != NULL)
    {
      reeve_note_row_set_text (self->reason_note, at_reason);
      gtk_widget_grab_focus (GTK_WIDGET (self->reason_row));
      reeve_announce (GTK_WIDGET (self), at_reason);
      return;
    }
  /* Translators: what went wrong, then what to do about it: two sentences. */
  text = g_strdup_printf (_ ("%s. %s"), title, advice);
  adw_banner_set_title (self->banner, text);
  adw_banner_set_revealed (self->banner, TRUE);
  reeve_announce (GTK_WIDGET (self), text);
}

static void
on_asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveApprovalAskDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean asked = reeve_client_post_finish (REEVE_CLIENT (source), result, NULL, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->hold == NULL)
    return;
  /* what waits already is as good as asked for */
  if (asked || g_strcmp0 (reeve_error_get_reason (error), "approval_waiting") == 0)
    {
      self->next++;
      ask_next (self);
      return;
    }
  self->busy = FALSE;
  adw_dialog_set_can_close (ADW_DIALOG (self), TRUE);
  update (self);
  show_refusal (self, error);
}

static void
ask_next (ReeveApprovalAskDialog *self)
{
  const ReeveWireRequest *request = reeve_approval_hold_get_request (self->hold);
  g_autoptr (ReeveApproval) approval = NULL;
  g_autofree char *path = NULL;
  gsize length;
  const char *body;

  if (self->next >= self->rules->len || request == NULL)
    {
      end_asked (self);
      return;
    }
  approval = reeve_approval_new ();
  body = request->body != NULL ? g_bytes_get_data (request->body, &length) : NULL;
  path = reeve_site_path (self->site, "approvals");
  approval->method = request->method;
  approval->path = reeve_approval_hold_get_path (self->hold);
  approval->body = body != NULL ? g_strndup (body, length) : NULL;
  approval->reason = g_strstrip (g_strdup (gtk_editable_get_text (self->reason_row)));
  if (self->n_rules > 1)
    reeve_set_text (&approval->rule, self->rules->pdata[self->next]);
  reeve_client_post_async (reeve_site_get_client (self->site), path, approval, reeve_approval_get_type (), -1,
                           self->cancellable, on_asked_cb, g_object_ref (self));
}

static void
on_ask_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ReeveApprovalAskDialog *self = REEVE_APPROVAL_ASK_DIALOG (widget);

  if (self->hold == NULL)
    return;
  self->busy = TRUE;
  adw_banner_set_revealed (self->banner, FALSE);
  adw_dialog_set_can_close (ADW_DIALOG (self), FALSE);
  update (self);
  ask_next (self);
}

/* --- The widget --- */

/* The person asks for nothing: the call ends as it was refused. */
static void
give_up (ReeveApprovalAskDialog *self)
{
  g_autoptr (ReeveApprovalHold) hold = g_steal_pointer (&self->hold);

  if (hold == NULL)
    return;
  g_signal_handlers_disconnect_by_data (hold, self);
  reeve_approval_hold_end (hold, NULL);
}

static void
reeve_approval_ask_dialog_closed (AdwDialog *dialog)
{
  give_up (REEVE_APPROVAL_ASK_DIALOG (dialog));
}

static void
on_dropped_cb (ReeveApprovalAskDialog *self)
{
  g_clear_object (&self->hold);
  adw_dialog_force_close (ADW_DIALOG (self));
}

static void
reeve_approval_ask_dialog_dispose (GObject *object)
{
  ReeveApprovalAskDialog *self = REEVE_APPROVAL_ASK_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  give_up (self);
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_APPROVAL_ASK_DIALOG);
  G_OBJECT_CLASS (reeve_approval_ask_dialog_parent_class)->dispose (object);
}

static void
reeve_approval_ask_dialog_finalize (GObject *object)
{
  ReeveApprovalAskDialog *self = REEVE_APPROVAL_ASK_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->site);
  g_ptr_array_unref (self->rules);
  G_OBJECT_CLASS (reeve_approval_ask_dialog_parent_class)->finalize (object);
}

static void
reeve_approval_ask_dialog_class_init (ReeveApprovalAskDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_approval_ask_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_approval_ask_dialog_finalize;
  ADW_DIALOG_CLASS (klass)->closed = reeve_approval_ask_dialog_closed;
  g_type_ensure (REEVE_TYPE_NOTE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/reeve/Reeve/ui/approval-ask-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveApprovalAskDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, ReeveApprovalAskDialog, rules_group);
  gtk_widget_class_bind_template_child (widget_class, ReeveApprovalAskDialog, reason_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveApprovalAskDialog, reason_note);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, adw_dialog_close);
  gtk_widget_class_install_action (widget_class, "dialog.ask", NULL, on_ask_cb);
}

static void
reeve_approval_ask_dialog_init (ReeveApprovalAskDialog *self)
{
  self->rules = g_ptr_array_new_with_free_func (g_free);
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}

/* --- What is approved already --- */

typedef struct
{
  ReeveSite *site;           /* owned */
  ReeveApprovalHold *hold;   /* owned */
  GtkWidget *parent;         /* owned */
  ReeveWireRequest *request; /* owned: the head's, as long as it is the head */
} Search;

static void
search_free (Search *search)
{
  g_object_unref (search->site);
  g_object_unref (search->hold);
  g_object_unref (search->parent);
  reeve_wire_request_unref (search->request);
  g_free (search);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Search, search_free)

/* Of the members of the refusal, the rule; (nullable): it is about something else. */
static const char *
get_rule (const ReeveBadMember *member)
{
  return member->pointer != NULL && g_str_has_prefix (member->pointer, POINTER_PREFIX)
           ? member->pointer + strlen (POINTER_PREFIX)
           : NULL;
}

static gboolean
is_approved (GPtrArray *approvals, const char *rule)
{
  for (guint i = 0; approvals != NULL && i < approvals->len; i++)
    if (g_strcmp0 (((ReeveApproval *) approvals->pdata[i])->rule, rule) == 0)
      return TRUE;
  return FALSE;
}

static void
present (const Search *search, GPtrArray *approvals)
{
  GPtrArray *members = reeve_error_get_members (reeve_approval_hold_get_refusal (search->hold));
  ReeveApprovalAskDialog *self = g_object_new (REEVE_TYPE_APPROVAL_ASK_DIALOG, NULL);

  self->site = g_object_ref (search->site);
  self->hold = g_object_ref (search->hold);
  g_signal_connect_object (self->hold, "dropped", G_CALLBACK (on_dropped_cb), self, G_CONNECT_SWAPPED);
  for (guint i = 0; members != NULL && i < members->len; i++)
    {
      const char *rule = get_rule (members->pdata[i]);

      if (rule == NULL)
        continue;
      self->n_rules++;
      if (is_approved (approvals, rule))
        continue;
      g_ptr_array_add (self->rules, g_strdup (rule));
      add_rule (self, rule);
    }
  adw_dialog_present (ADW_DIALOG (self), search->parent);
}

static gboolean
is_all_approved (const Search *search, GPtrArray *approvals)
{
  GPtrArray *members = reeve_error_get_members (reeve_approval_hold_get_refusal (search->hold));

  for (guint i = 0; members != NULL && i < members->len; i++)
    {
      const char *rule = get_rule (members->pdata[i]);

      if (rule != NULL && !is_approved (approvals, rule))
        return FALSE;
    }
  return approvals != NULL && approvals->len > 0;
}

static void
on_searched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Search) search = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) approvals = reeve_approval_search_finish (REEVE_CLIENT (source), result, &error);

  if (reeve_approval_hold_get_request (search->hold) != search->request)
    return; /* nobody waits for it any more */
  if (approvals == NULL)
    reeve_approval_hold_end (search->hold, error);
  else if (is_all_approved (search, approvals))
    {
      g_autofree char *ids = reeve_approval_search_join (approvals);

      reeve_approval_hold_release (search->hold, ids);
    }
  else
    present (search, approvals);
}

void
reeve_approval_ask_begin (ReeveSite *site, GtkWidget *parent)
{
  ReeveClient *client = reeve_site_get_client (site);
  ReeveApprovalHold *hold = reeve_client_get_approval_hold (client);
  GPtrArray *members = reeve_error_get_members (reeve_approval_hold_get_refusal (hold));
  const ReeveBadMember *member = members != NULL && members->len > 0 ? members->pdata[0] : NULL;
  g_autofree char *path = reeve_site_path (site, "approvals");
  Search *search = g_new0 (Search, 1);

  search->site = g_object_ref (site);
  search->hold = g_object_ref (hold);
  search->parent = g_object_ref (parent);
  search->request = reeve_wire_request_ref ((ReeveWireRequest *) reeve_approval_hold_get_request (hold));
  reeve_approval_search_async (client, path, member != NULL ? member->message : NULL, NULL, on_searched_cb,
                               search);
}
