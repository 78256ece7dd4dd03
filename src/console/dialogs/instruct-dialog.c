/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Whom it is for is said by their ids wherever these are known: "all who wait" would be others by the time
 * that somebody else has decided on some of them. */

#include "config.h"

#include "console/dialogs/instruct-dialog.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "console/widgets/case-words.h"
#include "console/widgets/formatting.h"
#include "console/widgets/note-row.h"
#include "console/widgets/word-table.h"
#include "console/widgets/wording.h"

#define KEEP_DAYS   7
#define MOST_CHOSEN 200 /* of more of them none can be left out: nobody would read the list */
#define ID_OF_TICK  "reeve-person"

enum
{
  RELEASE,
  REISSUE,
  KEEP,
  REMOVE,
  N_DECISIONS
};

struct _ReeveInstructDialog
{
  AdwDialog parent_instance;
  /* from the template */
  GtkStack *stack;
  AdwBanner *banner;
  AdwPreferencesGroup *decisions;
  GtkCheckButton *ticks[N_DECISIONS];
  AdwActionRow *rows[N_DECISIONS];
  AdwSpinRow *days_row;
  AdwExpanderRow *people_row;
  GtkEditable *reason;
  ReeveNoteRow *note;
  GtkButton *instruct;
  AdwStatusPage *first;
  /* owned */
  ReeveSite *site;
  ReeveCase *breach_case;
  GPtrArray *people; /* (nullable) of GtkCheckButton, which the rows have: not known, or too many */
  GCancellable *cancellable;

  gboolean busy;
};

G_DEFINE_FINAL_TYPE (ReeveInstructDialog, reeve_instruct_dialog, ADW_TYPE_DIALOG)

static guint instructed_signal;

/* --- What is chosen --- */

/* N_DECISIONS: none yet */
static guint
get_decision (ReeveInstructDialog *self)
{
  guint at = 0;

  while (at < N_DECISIONS && !gtk_check_button_get_active (self->ticks[at]))
    at++;
  return at;
}

static gint64
count_chosen (ReeveInstructDialog *self)
{
  gint64 n = 0;

  if (self->people == NULL)
    return self->breach_case->waiting;
  for (guint i = 0; i < self->people->len; i++)
    n += gtk_check_button_get_active (self->people->pdata[i]);
  return n;
}

static char *
get_reason (ReeveInstructDialog *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (self->reason)));
}

static gint64
get_keep_until (ReeveInstructDialog *self)
{
  return reeve_clock_now () + (gint64) adw_spin_row_get_value (self->days_row) * REEVE_DAY;
}

/* --- What is shown --- */

static const ReevePlural labels[N_DECISIONS] = {
  /* Translators: a button; %s is how many accounts */
  [RELEASE] = NP_ ("Release %s Account", "Release %s Accounts"),
  /* Translators: a button; %s is how many accounts */
  [REISSUE] = NP_ ("Release %s Account", "Release %s Accounts"),
  /* Translators: a button; %s is how many accounts */
  [KEEP] = NP_ ("Keep %s Account Locked", "Keep %s Accounts Locked"),
  /* Translators: a button; %s is how many people */
  [REMOVE] = NP_ ("Remove %s Person", "Remove %s People"),
};

static const char *const labels_of_one[N_DECISIONS] = {
  [RELEASE] = N_ ("Release Account"),
  [REISSUE] = N_ ("Release Account"),
  [KEEP] = N_ ("Keep Locked"),
  [REMOVE] = N_ ("Remove from Workspace"),
};

static char *
make_label (ReeveInstructDialog *self, guint decision, gint64 n)
{
  g_autofree char *count = reeve_format_count (n);

  if (decision == N_DECISIONS)
    return g_strdup (_ ("Choose First"));
  return n == 1 ? g_strdup (_ (labels_of_one[decision]))
                : reeve_words_put (REEVE_PLURAL (&labels[decision], n), count);
}

static void
show_people_title (ReeveInstructDialog *self, gint64 n)
{
  g_autofree char *chosen = reeve_format_count (n);
  g_autofree char *all = reeve_format_count (self->breach_case->waiting);
  gint64 waiting = self->people != NULL ? self->people->len : self->breach_case->waiting;
  g_autofree char *title =
    n == waiting ? /* Translators: whom an instruction is for; %s is how many wait for one */
      g_strdup_printf (_ ("For all %s who wait"), all)
                 : /* Translators: whom an instruction is for; %1$s is how many of %2$s who wait for one */
      g_strdup_printf (_ ("For %1$s of %2$s who wait"), chosen, all);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->people_row), title);
}

static void
show_days (ReeveInstructDialog *self)
{
  g_autofree char *date = reeve_format_date (get_keep_until (self));
  /* Translators: of an account that stays locked for some days; %s is a day */
  g_autofree char *text =
    g_strdup_printf (_ ("Until %s, then the case waits for an instruction again"), date);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->days_row), text);
}

static void
update (ReeveInstructDialog *self)
{
  guint decision = get_decision (self);
  gint64 n = count_chosen (self);
  g_autofree char *label = make_label (self, decision, n);
  g_autofree char *reason = get_reason (self);

  gtk_button_set_label (self->instruct, label);
  if (decision == REMOVE)
    gtk_widget_add_css_class (GTK_WIDGET (self->instruct), "destructive-action");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->instruct), "destructive-action");
  gtk_widget_set_visible (GTK_WIDGET (self->days_row), decision == KEEP);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.instruct",
                                 !self->busy && decision < N_DECISIONS && n > 0 &&
                                   g_utf8_strlen (reason, -1) >= 3);
  show_people_title (self, n);
}

static void
on_changed_cb (ReeveInstructDialog *self)
{
  adw_banner_set_revealed (self->banner, FALSE);
  update (self);
}

/* --- Those who wait --- */

static void
add_person (ReeveInstructDialog *self, ReeveCasePerson *person)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *tick = gtk_check_button_new ();

  gtk_check_button_set_active (GTK_CHECK_BUTTON (tick), TRUE);
  g_object_set_data_full (G_OBJECT (tick), ID_OF_TICK, g_strdup (person->id), g_free);
  g_signal_connect_object (tick, "toggled", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_valign (tick, GTK_ALIGN_CENTER);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), person->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), person->email);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), tick);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), tick);
  gtk_accessible_update_property (GTK_ACCESSIBLE (tick), GTK_ACCESSIBLE_PROPERTY_LABEL, person->name, -1);
  adw_expander_row_add_row (self->people_row, row);
  g_ptr_array_add (self->people, tick);
}

static void
on_people_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveInstructDialog) self = user_data;
  g_autoptr (ReeveListing) listing = reeve_client_list_finish (REEVE_CLIENT (source), result, NULL);

  if (listing == NULL || listing->next != NULL || listing->items->len == 0 || self->cancellable == NULL)
    return;
  self->people = g_ptr_array_new ();
  for (guint i = 0; i < listing->items->len; i++)
    add_person (self, listing->items->pdata[i]);
  gtk_widget_set_visible (GTK_WIDGET (self->people_row), listing->items->len > 1);
  update (self);
}

static char *
make_path (ReeveInstructDialog *self, const char *what)
{
  g_autofree char *below = g_strdup_printf ("cases/%s/%s", self->breach_case->id, what);

  return reeve_site_path (self->site, below);
}

static void
load_people (ReeveInstructDialog *self, const char *state, guint limit, GAsyncReadyCallback callback)
{
  g_autofree char *path = make_path (self, "people");
  g_autoptr (ReeveQuery) query = reeve_query_new ();

  query->limit = limit;
  reeve_query_set_filter (query, "state", state);
  reeve_client_list_async (reeve_site_get_client (self->site), reeve_case_person_get_type (), path, query,
                           self->cancellable, callback, g_object_ref (self));
}

/* (transfer full) (nullable): all who wait, by then */
static GStrv
list_chosen (ReeveInstructDialog *self)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  if (self->people == NULL)
    return NULL;
  for (guint i = 0; i < self->people->len; i++)
    if (gtk_check_button_get_active (self->people->pdata[i]))
      g_strv_builder_add (ids, g_object_get_data (self->people->pdata[i], ID_OF_TICK));
  return g_strv_builder_end (ids);
}

/* --- Somebody was first --- */

/* Of those whom this one was for, the first who is decided on. */
static ReeveCasePerson *
find_decided (ReeveInstructDialog *self, GPtrArray *people)
{
  g_auto (GStrv) chosen = list_chosen (self);

  for (guint i = 0; i < people->len; i++)
    {
      ReeveCasePerson *person = people->pdata[i];

      if (person->decided != 0 && g_strcmp0 (person->state, REEVE_CASE_AWAITING) != 0 &&
          (chosen == NULL || g_strv_contains ((const char *const *) chosen, person->id)))
        return person;
    }
  return NULL;
}

static char *
describe_decided (ReeveCasePerson *person)
{
  g_autofree char *decided = reeve_case_words_decided (person);
  g_autofree char *name = reeve_format_isolate (person->name);
  g_autofree char *reason = person->reason != NULL ? reeve_format_isolate (person->reason) : NULL;

  return reason != NULL ? g_strdup_printf ("%s\n%s\n%s", name, decided, reason)
                        : g_strdup_printf ("%s\n%s", name, decided);
}

static void
on_decided_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveInstructDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveListing) listing = reeve_client_list_finish (REEVE_CLIENT (source), result, &error);
  ReeveCasePerson *person = listing != NULL ? find_decided (self, listing->items) : NULL;
  g_autofree char *text = NULL;
  g_autofree char *safe = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  text = person != NULL ? describe_decided (person)
                        : g_strdup (_ ("Look at the case again: it says who, when and what."));
  safe = g_markup_escape_text (text, -1);
  adw_status_page_set_description (self->first, safe);
  gtk_stack_set_visible_child_name (self->stack, "first");
  adw_dialog_set_focus (ADW_DIALOG (self), GTK_WIDGET (adw_status_page_get_child (self->first)));
  reeve_announce (GTK_WIDGET (self), text);
}

/* --- Sending --- */

static gboolean
is_too_late (const GError *error)
{
  const char *reason = reeve_error_get_reason (error);

  return g_strcmp0 (reason, "already_instructed") == 0 || g_strcmp0 (reason, "case_state") == 0;
}

static void
show_refusal (ReeveInstructDialog *self, const GError *error)
{
  g_autofree char *at_reason = reeve_wording_at (error, "/reason");
  g_autofree char *at_days = reeve_wording_at (error, "/keepUntil");
  g_autofree char *title = reeve_wording_title (error);

  if (at_reason != NULL)
    {
      reeve_note_row_set_text (self->note, at_reason);
      gtk_widget_grab_focus (GTK_WIDGET (self->reason));
      return;
    }
  adw_banner_set_title (self->banner, at_days != NULL ? at_days : title);
  adw_banner_set_revealed (self->banner, TRUE);
  reeve_announce (GTK_WIDGET (self), title);
}

static const char *const toasts[N_DECISIONS] = {
  [RELEASE] = N_ ("Released"),
  [REISSUE] = N_ ("Released; a link for a new password is on its way"),
  [KEEP] = N_ ("Kept locked"),
  [REMOVE] = N_ ("Removed from the workspace"),
};

static void
on_instructed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveInstructDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveCase) breach_case = NULL;

  reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &breach_case, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->busy = FALSE;
  update (self);
  if (breach_case != NULL)
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", _ (toasts[get_decision (self)]));
      g_signal_emit (self, instructed_signal, 0, breach_case);
      adw_dialog_force_close (ADW_DIALOG (self));
    }
  else if (is_too_late (error))
    load_people (self, NULL, REEVE_QUERY_MAX_LIMIT, on_decided_cb);
  else
    show_refusal (self, error);
}

static void
on_instruct_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ReeveInstructDialog *self = REEVE_INSTRUCT_DIALOG (widget);
  g_autoptr (ReeveCaseInstruction) body = reeve_case_instruction_new ();
  g_autofree char *path = make_path (self, "instruct");
  guint decision = get_decision (self);

  body->people = list_chosen (self);
  body->decision = reeve_case_decisions[decision];
  body->reason = get_reason (self);
  adw_spin_row_update (self->days_row); /* what was typed, though the focus is still there */
  body->keep_until = decision == KEEP ? get_keep_until (self) : 0;
  self->busy = TRUE;
  adw_banner_set_revealed (self->banner, FALSE);
  update (self);
  reeve_client_post_async (reeve_site_get_client (self->site), path, body, reeve_case_get_type (), -1,
                           self->cancellable, on_instructed_cb, g_object_ref (self));
}

static void
on_reason_activated_cb (ReeveInstructDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "dialog.instruct", NULL);
}

/* --- The dialog --- */

static void
reeve_instruct_dialog_dispose (GObject *object)
{
  ReeveInstructDialog *self = REEVE_INSTRUCT_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->people, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_INSTRUCT_DIALOG);
  G_OBJECT_CLASS (reeve_instruct_dialog_parent_class)->dispose (object);
}

static void
reeve_instruct_dialog_finalize (GObject *object)
{
  ReeveInstructDialog *self = REEVE_INSTRUCT_DIALOG (object);

  g_clear_object (&self->site);
  g_clear_object (&self->breach_case);
  G_OBJECT_CLASS (reeve_instruct_dialog_parent_class)->finalize (object);
}

static void
reeve_instruct_dialog_class_init (ReeveInstructDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_instruct_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_instruct_dialog_finalize;
  instructed_signal = g_signal_new ("instructed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 1, reeve_case_get_type ());
  g_type_ensure (REEVE_TYPE_NOTE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/instruct-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveInstructDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, ReeveInstructDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, ReeveInstructDialog, decisions);
  gtk_widget_class_bind_template_child (widget_class, ReeveInstructDialog, days_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveInstructDialog, people_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveInstructDialog, reason);
  gtk_widget_class_bind_template_child (widget_class, ReeveInstructDialog, note);
  gtk_widget_class_bind_template_child (widget_class, ReeveInstructDialog, instruct);
  gtk_widget_class_bind_template_child (widget_class, ReeveInstructDialog, first);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_reason_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_days);
  gtk_widget_class_bind_template_callback (widget_class, adw_dialog_close);
  gtk_widget_class_install_action (widget_class, "dialog.instruct", NULL, on_instruct_cb);
}

static void
add_decision (ReeveInstructDialog *self, guint at)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *tick = gtk_check_button_new ();
  const char *title = reeve_case_words_decision (reeve_case_decisions[at]);

  self->rows[at] = ADW_ACTION_ROW (row);
  self->ticks[at] = GTK_CHECK_BUTTON (tick);
  gtk_check_button_set_group (self->ticks[at], at > 0 ? self->ticks[0] : NULL);
  gtk_widget_set_valign (tick, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (tick), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                               reeve_case_words_decision_line (reeve_case_decisions[at]));
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), tick);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), tick);
  g_signal_connect_object (tick, "toggled", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->decisions, row);
}

static void
reeve_instruct_dialog_init (ReeveInstructDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < N_DECISIONS; i++)
    add_decision (self, i);
  adw_spin_row_set_range (self->days_row, 1, REEVE_CASE_KEEP_DAYS - 1);
  adw_spin_row_set_value (self->days_row, KEEP_DAYS);
}

AdwDialog *
reeve_instruct_dialog_new (ReeveSite *site, ReeveCase *breach_case)
{
  ReeveInstructDialog *self = g_object_new (REEVE_TYPE_INSTRUCT_DIALOG, NULL);
  g_autofree char *number = NULL;
  g_autofree char *people = NULL;
  g_autofree char *title = NULL;

  g_return_val_if_fail (REEVE_IS_SITE (site), NULL);

  self->site = g_object_ref (site);
  self->breach_case = g_object_ref (breach_case);
  number = reeve_case_words_title (breach_case);
  people = reeve_case_words_people (breach_case);
  /* Translators: of a dialog: %1$s: "Case 114", %2$s: "Bo Lind and 11 others" */
  title = g_strdup_printf (_ ("%1$s · %2$s"), number, people);
  adw_dialog_set_title (ADW_DIALOG (self), title);
  gtk_widget_set_visible (GTK_WIDGET (self->people_row), breach_case->waiting > 1);
  show_days (self);
  update (self);
  load_people (self, REEVE_CASE_AWAITING, MOST_CHOSEN, on_people_cb);
  adw_dialog_set_focus (ADW_DIALOG (self), GTK_WIDGET (self->ticks[0]));
  return ADW_DIALOG (self);
}
