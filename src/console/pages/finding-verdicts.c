/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Taking a verdict back gives each finding the state that it had; of one that cannot be had again (open,
 * after anything but an acknowledgement; done; muted) what is left is that somebody has seen it. */

#include "config.h"

#include "console/pages/finding-verdicts.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "console/client/undo.h"
#include "console/widgets/finding-words.h"
#include "console/widgets/formatting.h"
#include "console/widgets/wording.h"

#define DUE_DAYS     7 /* of a follow-up, unless somebody says otherwise */
#define DUE_MOST     366
#define DATA         "reeve-verdict"
#define ROWS_OF_FORM "reeve-rows"

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
  GError *error; /* (nullable): of the first that was refused */
  guint n_refused;
  gboolean turning; /* of a step: it is under way, and what is asked for next waits for its answer */
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
  g_clear_error (&self->error);
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

static void
tell_refused (Verdict *self)
{
  g_autofree char *title = reeve_wording_title (self->error);
  g_autofree char *advice = reeve_wording_advice (self->error);
  g_autofree char *count = reeve_format_count (self->n_refused);
  g_autofree char *heading = NULL;
  g_autofree char *body = NULL;
  AdwDialog *dialog;

  if (self->before->len == 1 || self->toasts == NULL)
    {
      tell (self, title);
      return;
    }
  /* Translators: %s: how many findings */
  heading =
    g_strdup_printf (ngettext ("%s Could Not Be Decided", "%s Could Not Be Decided", self->n_refused), count);
  body = g_strdup_printf ("%s. %s", title, advice);
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
  if (self->error != NULL)
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

static void
on_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Verdict *self = user_data;
  guint at = self->saved->len + self->n_refused;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveFinding) finding = reeve_client_save_finish (REEVE_CLIENT (source), result, &error);

  if (finding != NULL)
    {
      reeve_paged_list_put (self->list, finding);
      if (self->step != NULL)
        g_set_object ((ReeveFinding **) &self->step->saved->pdata[at], finding);
      g_ptr_array_add (self->from, g_object_ref (self->before->pdata[at]));
      g_ptr_array_add (self->saved, g_object_ref (finding));
    }
  else
    {
      self->n_refused++;
      if (self->error == NULL)
        self->error = g_steal_pointer (&error);
    }
  send_next (self);
}

static void
send_next (Verdict *self)
{
  guint at = self->saved->len + self->n_refused;
  g_autofree char *below = NULL;
  g_autofree char *path = NULL;

  if (at >= self->before->len)
    {
      finish (self);
      return;
    }
  below = g_strdup_printf ("findings/%s", REEVE_FINDING (self->before->pdata[at])->id);
  path = reeve_site_path (self->site, below);
  reeve_client_save_async (reeve_site_get_client (self->site), path, self->before->pdata[at],
                           self->after->pdata[at], NULL, on_saved_cb, self);
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

/* --- The form --- */

typedef struct
{
  AdwAlertDialog *dialog; /* borrowed: holds this */
  GtkEditable *note;
  AdwSpinRow *days; /* (nullable) */
  gboolean needs_note;
} Form;

static void
on_note_changed_cb (Form *form)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (form->note)));

  adw_alert_dialog_set_response_enabled (form->dialog, "decide", !form->needs_note || *text != '\0');
}

static void
on_given_cb (AdwAlertDialog *dialog, const char *response, gpointer user_data)
{
  Verdict *self = g_object_steal_data (G_OBJECT (dialog), DATA);
  Form *form = user_data;
  g_autofree char *note = g_strstrip (g_strdup (gtk_editable_get_text (form->note)));

  if (*note != '\0')
    self->note = g_steal_pointer (&note);
  if (form->days != NULL)
    {
      adw_spin_row_update (form->days); /* what was typed, though the focus is still there */
      self->due = reeve_clock_now () + (gint64) adw_spin_row_get_value (form->days) * REEVE_DAY;
    }
  decide (self);
}

static const struct
{
  const char *state;
  const char *heading;
  const char *body;
  const char *note;
  const char *label;
  gboolean needs_note;
} forms[] = {
  { "expected", N_ ("Was It Expected?"),
    N_ ("Somebody is known to have done this, and may. If it will come again, mute it instead."),
    N_ ("Why it was expected"), N_ ("_Expected"), TRUE },
  { "follow_up", N_ ("Follow Up?"),
    N_ ("It stays in the list of what is to be followed up until it is done."), N_ ("What is to be done"),
    N_ ("_Follow Up"), FALSE },
  { "breach", N_ ("Was It a Breach?"),
    N_ ("It is kept as one. Lock the account under Users, and keep the lines of the log as evidence."),
    N_ ("What is known"), N_ ("_Breach"), TRUE },
  { "done", N_ ("Is It Done?"), N_ ("What was to be followed up was."), N_ ("What was done"), N_ ("_Done"),
    TRUE },
};

static Form *
add_rows (AdwAlertDialog *dialog, const char *title, gboolean due, const char *note)
{
  Form *form = g_new0 (Form, 1);
  GtkWidget *rows = gtk_list_box_new ();
  GtkWidget *entry = adw_entry_row_new ();

  form->dialog = dialog;
  form->note = GTK_EDITABLE (entry);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), title);
  adw_entry_row_set_max_length (ADW_ENTRY_ROW (entry), REEVE_FINDING_NOTE_MAX);
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (entry), TRUE);
  if (note != NULL)
    gtk_editable_set_text (form->note, note);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (rows), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (rows, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (rows), entry);
  if (due)
    {
      form->days = ADW_SPIN_ROW (
        g_object_new (ADW_TYPE_SPIN_ROW, "accessible-role", GTK_ACCESSIBLE_ROLE_LIST_ITEM, NULL));
      adw_spin_row_set_adjustment (form->days, gtk_adjustment_new (DUE_DAYS, 1, DUE_MOST - 1, 1, 7, 0));
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (form->days), _ ("Days until it is due"));
      gtk_list_box_append (GTK_LIST_BOX (rows), GTK_WIDGET (form->days));
    }
  adw_alert_dialog_set_extra_child (dialog, rows);
  g_object_set_data_full (G_OBJECT (dialog), ROWS_OF_FORM, form, g_free);
  return form;
}

static void
ask (Verdict *self)
{
  ReeveFinding *first = self->before->pdata[0];
  AdwAlertDialog *dialog;
  Form *form;
  guint at = 0;

  while (at < G_N_ELEMENTS (forms) - 1 && !g_str_equal (forms[at].state, self->state))
    at++;
  dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (_ (forms[at].heading), _ (forms[at].body)));
  form = add_rows (dialog, _ (forms[at].note), g_str_equal (self->state, "follow_up"),
                   self->before->len == 1 && !g_str_equal (self->state, "done") ? first->note : NULL);
  form->needs_note = forms[at].needs_note;
  adw_alert_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "decide", _ (forms[at].label), NULL);
  adw_alert_dialog_set_default_response (dialog, "decide");
  adw_alert_dialog_set_close_response (dialog, "cancel");
  adw_alert_dialog_set_response_appearance (dialog, "decide",
                                            g_str_equal (self->state, "breach") ? ADW_RESPONSE_DESTRUCTIVE
                                                                                : ADW_RESPONSE_SUGGESTED);
  g_object_set_data_full (G_OBJECT (dialog), DATA, self, verdict_free);
  g_signal_connect_swapped (form->note, "changed", G_CALLBACK (on_note_changed_cb), form);
  g_signal_connect (dialog, "response::decide", G_CALLBACK (on_given_cb), form);
  on_note_changed_cb (form);
  adw_dialog_present (ADW_DIALOG (dialog), self->toasts);
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
