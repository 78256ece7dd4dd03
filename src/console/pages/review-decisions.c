/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What was dropped can be kept, which gives it back; what was given back can be dropped. That an undecided
 * right was kept takes nothing back, since nothing but the answer has changed. */

#include "config.h"

#include "console/pages/review-decisions.h"

#include <glib/gi18n.h>

#include "common/user-bulk.h"
#include "console/client/undo.h"
#include "console/widgets/formatting.h"
#include "console/widgets/review-words.h"
#include "console/widgets/wording.h"

#define REFUSALS_SHOWN 8

/* A decision under way, or one that can be turned back. */
typedef struct
{
  GtkWidget *toasts; /* (nullable): a turn back and forth is told in the window */
  ReeveSite *site;
  char *review;
  GPtrArray *rights;
  char *action;
  char *reason; /* (nullable) */
} Decision;

static void
decision_free (Decision *self)
{
  g_clear_object (&self->toasts);
  g_object_unref (self->site);
  g_free (self->review);
  g_ptr_array_unref (self->rights);
  g_free (self->action);
  g_free (self->reason);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Decision, decision_free)

static void
decision_free_data (gpointer data)
{
  decision_free (data);
}

static Decision *
decision_new (gpointer toasts, const ReeveReviewAsking *asking, const char *reason)
{
  Decision *self = g_new0 (Decision, 1);

  self->toasts = toasts != NULL ? g_object_ref (toasts) : NULL;
  self->site = g_object_ref (asking->site);
  self->review = g_strdup (asking->review);
  self->rights = g_ptr_array_ref (asking->rights);
  self->action = g_strdup (asking->action);
  self->reason = reason != NULL && *reason != '\0' ? g_strdup (reason) : NULL;
  return self;
}

static void
post (Decision *self, GAsyncReadyCallback callback)
{
  g_autoptr (ReeveReviewDecision) body = reeve_review_decision_new ();
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  g_autofree char *below = g_strdup_printf ("access-reviews/%s/decide", self->review);
  g_autofree char *path = reeve_site_path (self->site, below);

  for (guint i = 0; i < self->rights->len; i++)
    g_strv_builder_add (ids, REEVE_REVIEWED_RIGHT (self->rights->pdata[i])->id);
  body->ids = g_strv_builder_end (ids);
  body->action = g_intern_string (self->action);
  body->reason = g_strdup (self->reason);
  reeve_client_post_async (reeve_site_get_client (self->site), path, body, reeve_user_bulk_result_get_type (),
                           -1, NULL, callback, self);
}

/* --- Taking it back --- */

static void
tell_everywhere (const char *title)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (g_application_get_default ()));

  if (window != NULL)
    gtk_widget_activate_action (GTK_WIDGET (window), "win.toast", "s", title);
}

static void
on_turned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Decision) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveUserBulkResult) answer = NULL;
  g_autofree char *title = NULL;

  if (!reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &answer, &error))
    title = reeve_wording_title (error);
  else if (answer->refused != NULL && answer->refused->len > 0)
    title = reeve_review_words_refusal (answer->refused->pdata[0]);
  if (title != NULL)
    tell_everywhere (title);
}

static void
turn (gboolean forward, gpointer data)
{
  Decision *step = data;
  const char *opposite = g_str_equal (step->action, "keep") ? "drop" : "keep";
  const ReeveReviewAsking asking = { step->site, step->review, step->rights,
                                     forward ? step->action : opposite };

  post (decision_new (NULL, &asking, forward ? step->reason : NULL), on_turned_cb);
}

static gboolean
is_refused (ReeveUserBulkResult *answer, const char *id)
{
  for (guint i = 0; answer->refused != NULL && i < answer->refused->len; i++)
    if (g_strcmp0 (REEVE_USER_REFUSAL (answer->refused->pdata[i])->id, id) == 0)
      return TRUE;
  return FALSE;
}

/* Those that somebody has lost now, or has again. */
static GPtrArray *
find_moved (Decision *self, ReeveUserBulkResult *answer)
{
  GPtrArray *moved = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean keep = g_str_equal (self->action, "keep");

  for (guint i = 0; i < self->rights->len; i++)
    {
      ReeveReviewedRight *right = self->rights->pdata[i];
      gboolean taken =
        g_strcmp0 (right->decision, "dropped") == 0 || g_strcmp0 (right->decision, "suspended") == 0;
      gboolean held =
        g_strcmp0 (right->decision, "undecided") == 0 || g_strcmp0 (right->decision, "kept") == 0;

      if ((keep ? taken : held) && !is_refused (answer, right->id))
        g_ptr_array_add (moved, g_object_ref (right));
    }
  return moved;
}

static void
on_undo_clicked_cb (AdwToast *toast, gpointer user_data)
{
  guint step = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (toast), "reeve-step"));

  reeve_undo_undo_step (reeve_undo_of (user_data), step);
}

/* --- What became of it --- */

static ReeveReviewedRight *
find_decided (Decision *self, ReeveUserBulkResult *answer)
{
  for (guint i = 0; i < self->rights->len; i++)
    if (!is_refused (answer, REEVE_REVIEWED_RIGHT (self->rights->pdata[i])->id))
      return self->rights->pdata[i];
  return NULL;
}

static void
tell_done (Decision *self, ReeveUserBulkResult *answer)
{
  ReeveReviewedRight *one = answer->changed == 1 ? find_decided (self, answer) : NULL;
  g_autofree char *text = reeve_review_words_done (self->action, one, answer->changed);
  g_autoptr (GPtrArray) moved = find_moved (self, answer);
  AdwToast *toast = g_object_new (ADW_TYPE_TOAST, "use-markup", FALSE, "title", text, NULL);

  if (moved->len > 0)
    {
      const ReeveReviewAsking asking = { self->site, self->review, moved, self->action };
      ReeveUndo *undo = reeve_undo_of (G_OBJECT (self->site));
      guint step =
        reeve_undo_push (undo, text, turn, decision_new (NULL, &asking, self->reason), decision_free_data);

      adw_toast_set_button_label (toast, _ ("_Undo"));
      g_object_set_data (G_OBJECT (toast), "reeve-step", GUINT_TO_POINTER (step));
      g_signal_connect_object (toast, "button-clicked", G_CALLBACK (on_undo_clicked_cb), self->site, 0);
    }
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->toasts), toast);
}

static void
tell_refused (Decision *self, ReeveUserBulkResult *answer)
{
  g_autoptr (GString) body = g_string_new (NULL);
  g_autofree char *heading = NULL;
  g_autofree char *count = reeve_format_count (answer->n_refused);
  AdwDialog *dialog;

  for (guint i = 0; i < MIN (answer->refused->len, REFUSALS_SHOWN); i++)
    {
      g_autofree char *line = reeve_review_words_refusal (answer->refused->pdata[i]);

      g_string_append_printf (body, "%s%s", i > 0 ? "\n" : "", line);
    }
  if (answer->n_refused > REFUSALS_SHOWN)
    g_string_append (body, "\n…");
  heading = /* Translators: %s is a number of rights */
    g_strdup_printf (
      ngettext ("%s Could Not Be Decided", "%s Could Not Be Decided", (gulong) answer->n_refused), count);
  dialog = adw_alert_dialog_new (heading, body->str);
  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _ ("_Close"));
  adw_dialog_present (dialog, self->toasts);
}

static void
tell (Decision *self, const char *text)
{
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->toasts),
                               g_object_new (ADW_TYPE_TOAST, "use-markup", FALSE, "title", text, NULL));
}

static void
on_decided_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Decision) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveUserBulkResult) answer = NULL;
  g_autofree char *text = NULL;

  if (!reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &answer, &error))
    text = reeve_wording_title (error);
  else if (answer->n_refused == 1 && self->rights->len == 1)
    text = reeve_review_words_refusal (answer->refused->pdata[0]);
  else if (answer->changed > 0)
    tell_done (self, answer);
  else if (answer->n_refused == 0)
    text = g_strdup (_ ("The person has lost it meanwhile"));
  if (text != NULL)
    tell (self, text);
  else if (answer->n_refused > 0)
    tell_refused (self, answer);
  gtk_widget_activate_action (self->toasts, "reviews.reload", NULL);
  reeve_undo_release (reeve_undo_of (G_OBJECT (self->site)));
}

static void
decide (Decision *self)
{
  reeve_undo_hold (reeve_undo_of (G_OBJECT (self->site)));
  post (self, on_decided_cb);
}

void
reeve_review_decisions_send (AdwToastOverlay *toasts, const ReeveReviewAsking *asking, const char *reason)
{
  g_return_if_fail (asking->rights->len > 0);

  decide (decision_new (toasts, asking, reason));
}

/* --- The reason --- */

static void
on_reason_given_cb (AdwAlertDialog *dialog, const char *response, gpointer user_data)
{
  Decision *self = g_object_steal_data (G_OBJECT (dialog), "decision");

  g_set_str (&self->reason, gtk_editable_get_text (user_data));
  if (*self->reason == '\0')
    g_clear_pointer (&self->reason, g_free);
  decide (self);
}

static char *
describe_effect (const ReeveReviewAsking *asking)
{
  ReeveReviewedRight *right = asking->rights->pdata[0];
  gboolean keep = g_str_equal (asking->action, "keep");
  guint n = asking->rights->len;
  g_autofree char *name = reeve_format_isolate (right->display_name);
  g_autofree char *role = reeve_format_isolate (reeve_review_words_role (right));

  if (n == 1 && keep)
    /* Translators: %1$s is a person, %2$s a role */
    return g_strdup_printf (_ ("%1$s keeps the role “%2$s”, or has it again."), name, role);
  if (n == 1)
    /* Translators: %1$s is a person, %2$s a role */
    return g_strdup_printf (_ ("%1$s loses the role “%2$s” at once. You can undo this."), name, role);
  return g_strdup_printf (
    keep
      ? ngettext ("%u role is kept, or given back.", "%u roles are kept, or given back.", n)
      : ngettext ("%u role is taken away at once.", "%u roles are taken away at once. You can undo this.", n),
    n);
}

void
reeve_review_decisions_ask (AdwToastOverlay *toasts, const ReeveReviewAsking *asking)
{
  gboolean keep = g_str_equal (asking->action, "keep");
  g_autofree char *body = describe_effect (asking);
  AdwDialog *dialog;
  GtkWidget *group = gtk_list_box_new ();
  GtkWidget *reason = adw_entry_row_new ();

  g_return_if_fail (asking->rights->len > 0);

  dialog = adw_alert_dialog_new (keep ? _ ("Keep Roles?") : _ ("Drop Roles?"), body);
  if (asking->rights->len == 1)
    adw_alert_dialog_set_heading (ADW_ALERT_DIALOG (dialog),
                                  keep ? _ ("Keep This Role?") : _ ("Drop This Role?"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (reason), _ ("Reason, for the record"));
  adw_entry_row_set_max_length (ADW_ENTRY_ROW (reason), 500);
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (reason), TRUE);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (group), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (group, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (group), reason);
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), group);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "decide",
                                  keep ? _ ("_Keep") : _ ("_Drop"), NULL);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "decide");
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "decide",
                                            keep ? ADW_RESPONSE_SUGGESTED : ADW_RESPONSE_DESTRUCTIVE);
  g_object_set_data_full (G_OBJECT (dialog), "decision", decision_new (toasts, asking, NULL),
                          decision_free_data);
  g_signal_connect_object (dialog, "response::decide", G_CALLBACK (on_reason_given_cb), reason, 0);
  adw_dialog_present (dialog, GTK_WIDGET (toasts));
}
