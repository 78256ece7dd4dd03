/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Taking a verdict back gives each finding the state that it had; of one that cannot be had again (open,
 * after anything but an acknowledgement; done; muted) what is left is that somebody has seen it. */

#include "config.h"

#include "console/pages/finding-verdicts.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "common/finding-bulk.h"
#include "console/client/undo.h"
#include "console/pages/finding-form.h"
#include "console/widgets/finding-words.h"
#include "console/widgets/formatting.h"
#include "console/widgets/wording.h"

typedef struct _Verdict Verdict;

/* Under way, or one that can be turned back. In a box of its own (g_rc_box_acquire()). */
struct _Verdict
{
  GtkWidget *toasts; /* (nullable): one that is turned is told in the window */
  ReeveSite *site;
  ReevePagedList *list;
  GPtrArray *before; /* of ReeveFinding: as they were */
  GPtrArray *after;  /* the same, as they are to be */
  GPtrArray *saved;  /* the same, as they are; shorter while it goes on */
  GPtrArray *from;   /* of `before`: of which `saved` is what they became */
  Verdict *step;     /* (nullable): that is turned, whose `saved` is renewed */
  char *state;
  char *note; /* (nullable) */
  gint64 due;
  GPtrArray *errors; /* of GError: one for each that was refused */
  guint sent;        /* of `before`: an answer is there, or waited for */
  gboolean turning;  /* of a step: it is under way, and what is asked for next waits for its answer */
  gboolean turns_again;
  gboolean turns_forward;
};

static void verdict_free (gpointer data);

static void
verdict_clear (gpointer data)
{
  Verdict *self = data;

  g_clear_object (&self->toasts);
  g_object_unref (self->site);
  g_object_unref (self->list);
  g_clear_pointer (&self->step, verdict_free);
  g_ptr_array_unref (self->before);
  g_clear_pointer (&self->after, g_ptr_array_unref);
  g_ptr_array_unref (self->saved);
  g_ptr_array_unref (self->from);
  g_free (self->state);
  g_free (self->note);
  g_ptr_array_unref (self->errors);
}
static void
verdict_free (gpointer data)
{
  g_rc_box_release_full (data, verdict_clear);
}

static GPtrArray *
make_findings (void)
{
  return g_ptr_array_new_with_free_func (g_object_unref);
}

static Verdict *
verdict_new (gpointer toasts, ReeveSite *site, ReevePagedList *list, GPtrArray *before)
{
  Verdict *self = g_rc_box_new0 (Verdict);

  self->toasts = toasts != NULL ? g_object_ref (toasts) : NULL;
  self->site = g_object_ref (site);
  self->list = g_object_ref (list);
  self->before = make_findings ();
  self->saved = make_findings ();
  self->from = make_findings ();
  self->errors = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
  for (guint i = 0; i < before->len; i++)
    g_ptr_array_add (self->before, g_object_ref (before->pdata[i]));
  return self;
}

static gboolean
is (ReeveFinding *finding, const char *state)
{
  return g_strcmp0 (finding->state, state) == 0;
}

gboolean
reeve_finding_verdicts_allow (ReeveFinding *finding, const char *state)
{
  if (g_str_equal (state, "done"))
    return is (finding, "follow_up");
  return !is (finding, state) || g_str_equal (state, "follow_up");
}

/* --- Sending --- */

static void send_next (Verdict *self);

static void
tell (Verdict *self, const char *text)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (g_application_get_default ()));

  if (self->toasts != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->toasts),
                                 g_object_new (ADW_TYPE_TOAST, "use-markup", FALSE, "title", text, NULL));
  else if (window != NULL)
    gtk_widget_activate_action (GTK_WIDGET (window), "win.toast", "s", text);
}

static char *
describe_done (Verdict *self)
{
  guint n = self->saved->len;
  g_autofree char *count = reeve_format_count (n);
  const char *state = reeve_finding_words_state (self->state);

  if (n == 1)
    /* Translators: a toast; %1$s: a detection, "Password guessing", %2$s: a state, "Expected" */
    return g_strdup_printf (_ ("%1$s: %2$s"),
                            reeve_finding_words_rule (REEVE_FINDING (self->saved->pdata[0])->rule), state);
  /* Translators: a toast; %1$s: how many, %2$s: a state, "Expected" */
  return g_strdup_printf (ngettext ("%1$s finding: %2$s", "%1$s findings: %2$s", n), count, state);
}

static void turn (gboolean forward, gpointer data);

static void
on_undo_clicked_cb (AdwToast *toast, gpointer user_data)
{
  guint step = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (toast), "reeve-step"));

  reeve_undo_undo_step (reeve_undo_of (user_data), step);
}

static void
tell_done (Verdict *self)
{
  g_autofree char *text = describe_done (self);
  AdwToast *toast = g_object_new (ADW_TYPE_TOAST, "use-markup", FALSE, "title", text, NULL);
  ReeveUndo *undo = reeve_undo_of (G_OBJECT (self->site));
  Verdict *step = verdict_new (NULL, self->site, self->list, self->from);
  guint number;

  for (guint i = 0; i < self->saved->len; i++)
    g_ptr_array_add (step->saved, g_object_ref (self->saved->pdata[i]));
  step->state = g_strdup (self->state);
  step->note = g_strdup (self->note);
  step->due = self->due;
  number = reeve_undo_push (undo, text, turn, step, verdict_free);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  g_object_set_data (G_OBJECT (toast), "reeve-step", GUINT_TO_POINTER (number));
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (on_undo_clicked_cb), self->site, 0);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->toasts), toast);
}

/* What went wrong, once each, with how often where it was not all the same. */
static char *
describe_errors (Verdict *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < self->errors->len; i++)
    {
      char *title = reeve_wording_title (self->errors->pdata[i]);
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, title));

      g_hash_table_replace (counts, title, GUINT_TO_POINTER (n + 1));
    }
  for (guint i = 0; i < self->errors->len; i++)
    {
      g_autofree char *title = reeve_wording_title (self->errors->pdata[i]);
      g_autofree char *advice = reeve_wording_advice (self->errors->pdata[i]);
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, title));
      g_autofree char *count = reeve_format_count (n);

      if (!g_hash_table_remove (counts, title))
        continue;
      if (text->len > 0)
        g_string_append (text, "\n\n");
      if (n < self->errors->len)
        /* Translators: stands before what went wrong with so many of several */
        g_string_append_printf (text, _ ("%s of them: "), count);
      g_string_append_printf (text, "%s. %s", title, advice);
    }
  return g_string_free_and_steal (g_steal_pointer (&text));
}

static void
tell_refused (Verdict *self)
{
  g_autofree char *title = reeve_wording_title (self->errors->pdata[0]);
  g_autofree char *body = describe_errors (self);
  g_autofree char *count = reeve_format_count (self->errors->len);
  g_autofree char *heading = NULL;
  AdwDialog *dialog;

  if (self->before->len == 1 || self->toasts == NULL)
    {
      tell (self, title);
      return;
    }
  /* Translators: %s: how many findings */
  heading = g_strdup_printf (
    ngettext ("%s Could Not Be Decided", "%s Could Not Be Decided", self->errors->len), count);
  dialog = adw_alert_dialog_new (heading, body);
  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _ ("_Close"));
  adw_dialog_present (dialog, self->toasts);
}

/* What was asked for meanwhile is from what this turn has made. */
static void
go_on (Verdict *step)
{
  gboolean again = step->turns_again;

  step->turning = step->turns_again = FALSE;
  if (again)
    turn (step->turns_forward, step);
}

static void
finish (Verdict *self)
{
  if (self->saved->len > 0 && self->toasts != NULL)
    tell_done (self);
  if (self->errors->len > 0)
    tell_refused (self);
  if (self->toasts != NULL)
    {
      gtk_widget_activate_action (self->toasts, "findings.decided", NULL);
      reeve_undo_release (reeve_undo_of (G_OBJECT (self->site)));
    }
  if (self->step != NULL)
    go_on (self->step);
  verdict_free (self);
}

/* @finding: (transfer none) (nullable): what it is now. @error: (transfer full): why it is not */
static void
note_answer (Verdict *self, guint at, ReeveFinding *finding, GError *error)
{
  if (finding == NULL)
    {
      g_ptr_array_add (self->errors, error);
      return;
    }
  reeve_paged_list_put (self->list, finding);
  if (self->step != NULL)
    g_set_object ((ReeveFinding **) &self->step->saved->pdata[at], finding);
  g_ptr_array_add (self->from, g_object_ref (self->before->pdata[at]));
  g_ptr_array_add (self->saved, g_object_ref (finding));
}

static void
on_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Verdict *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveFinding) finding = reeve_client_save_finish (REEVE_CLIENT (source), result, &error);

  note_answer (self, 0, finding, g_steal_pointer (&error));
  finish (self);
}

static void
send_one (Verdict *self)
{
  g_autofree char *below = g_strdup_printf ("findings/%s", REEVE_FINDING (self->before->pdata[0])->id);
  g_autofree char *path = reeve_site_path (self->site, below);

  reeve_client_save_async (reeve_site_get_client (self->site), path, self->before->pdata[0],
                           self->after->pdata[0], NULL, on_saved_cb, self);
}

/* What was answered of one; @refused is asked in order, as it is answered. */
static void
take_answer (Verdict *self, guint at, GHashTable *decided, ReeveFindingBulkResult *result, guint *refused)
{
  ReeveFinding *finding = g_hash_table_lookup (decided, REEVE_FINDING (self->before->pdata[at])->id);
  GError *error = NULL;

  if (finding == NULL && result->refused != NULL && *refused < result->refused->len)
    error = reeve_finding_refusal_to_error (result->refused->pdata[(*refused)++]);
  else if (finding == NULL)
    error = reeve_error_new (REEVE_ERROR_INTERNAL, NULL, "nothing was said of a finding");
  note_answer (self, at, finding, error);
}

static void
on_bulk_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Verdict *self = user_data;
  guint from = self->saved->len + self->errors->len;
  g_autoptr (GHashTable) decided = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error = NULL;
  gpointer reply = NULL;
  g_autoptr (ReeveFindingBulkResult) answer = NULL;
  guint refused = 0;

  if (!reeve_client_post_finish (REEVE_CLIENT (source), result, &reply, &error))
    {
      for (guint i = from; i < self->before->len; i++)
        note_answer (self, i, NULL, g_error_copy (error));
      finish (self);
      return;
    }
  answer = reply;
  for (guint i = 0; answer->decided != NULL && i < answer->decided->len; i++)
    g_hash_table_insert (decided, REEVE_FINDING (answer->decided->pdata[i])->id, answer->decided->pdata[i]);
  for (guint i = from; i < self->sent; i++)
    take_answer (self, i, decided, answer, &refused);
  send_next (self);
}

/* Several in one call, or as few calls as they fit into. */
static void
send_next (Verdict *self)
{
  g_autofree char *path = NULL;
  g_autoptr (ReeveFindingBulk) body = NULL;

  if (self->before->len == 1)
    {
      send_one (self);
      return;
    }
  if (self->sent >= self->before->len)
    {
      finish (self);
      return;
    }
  body = reeve_finding_bulk_take (self->after, self->sent, &self->sent);
  path = reeve_site_path (self->site, "findings/bulk");
  reeve_client_post_async (reeve_site_get_client (self->site), path, body,
                           reeve_finding_bulk_result_get_type (), -1, NULL, on_bulk_cb, self);
}

/* (transfer full) */
static ReeveFinding *
make_decided (ReeveFinding *finding, const char *state, const char *note, gint64 due)
{
  ReeveFinding *after = reeve_record_copy (finding);

  after->state = g_intern_string (state);
  if (note != NULL)
    g_set_str (&after->note, note);
  after->due = due;
  return after;
}

static void
decide (Verdict *self)
{
  self->after = make_findings ();
  for (guint i = 0; i < self->before->len; i++)
    g_ptr_array_add (self->after, make_decided (self->before->pdata[i], self->state, self->note, self->due));
  if (self->toasts != NULL)
    reeve_undo_hold (reeve_undo_of (G_OBJECT (self->site)));
  send_next (self);
}

/* --- Taking it back --- */

/* What @finding, which is in @now, can become of what it was. */
static const char *
find_way_back (ReeveFinding *finding, const char *now)
{
  gboolean over = is (finding, "follow_up") && finding->due <= reeve_clock_now ();

  if (is (finding, "muted") || is (finding, "done") || over ||
      (is (finding, "open") && !g_str_equal (now, "acknowledged")))
    return "acknowledged";
  return finding->state;
}

static void
turn (gboolean forward, gpointer data)
{
  Verdict *step = data;
  Verdict *self;

  if (step->turning)
    {
      step->turns_again = TRUE;
      step->turns_forward = forward;
      return;
    }
  self = verdict_new (NULL, step->site, step->list, step->saved);
  self->step = g_rc_box_acquire (step);
  step->turning = TRUE;
  self->after = make_findings ();
  for (guint i = 0; i < step->saved->len; i++)
    {
      ReeveFinding *then = step->before->pdata[i];
      ReeveFinding *now = step->saved->pdata[i];
      ReeveFinding *after = reeve_record_copy (now);

      after->state = forward ? g_intern_string (step->state) : find_way_back (then, step->state);
      g_set_str (&after->note, forward && step->note != NULL ? step->note : then->note);
      after->due = g_strcmp0 (after->state, "follow_up") != 0 ? 0 : forward ? step->due : then->due;
      g_ptr_array_add (self->after, after);
    }
  send_next (self);
}

/* --- Asking --- */

static void
on_given (const char *note, gint64 due, gpointer data)
{
  Verdict *self = data;

  self->note = g_strdup (note);
  self->due = due;
  decide (self);
}

static void
ask (Verdict *self)
{
  ReeveFinding *first = self->before->pdata[0];

  reeve_finding_form_show (self->toasts, self->state,
                           self->before->len == 1 && !g_str_equal (self->state, "done") ? first->note : NULL,
                           on_given, self, verdict_free);
}

void
reeve_finding_verdicts_ask (AdwToastOverlay *toasts, const ReeveFindingAsking *asking)
{
  g_autoptr (GPtrArray) allowed = g_ptr_array_new ();
  Verdict *self;

  g_return_if_fail (asking->site != NULL && asking->state != NULL);

  for (guint i = 0; i < asking->findings->len; i++)
    if (reeve_finding_verdicts_allow (asking->findings->pdata[i], asking->state))
      g_ptr_array_add (allowed, asking->findings->pdata[i]);
  self = verdict_new (toasts, asking->site, asking->list, allowed);
  self->state = g_strdup (asking->state);
  if (allowed->len == 0)
    {
      tell (self, _ ("Nothing of what is selected can become that"));
      verdict_free (self);
    }
  else if (g_str_equal (asking->state, "acknowledged"))
    decide (self);
  else
    ask (self);
}
