/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The focus begins on Cancel, with the lock one Tab away: who types ahead is asked all the same. */

#include "config.h"

#include "console/dialogs/contain-dialog.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "common/log-query-time.h"
#include "console/widgets/case-words.h"
#include "console/widgets/contain-words.h"
#include "console/widgets/formatting.h"
#include "console/widgets/loud-box.h"
#include "console/widgets/note-row.h"
#include "console/widgets/wording.h"

#define HEIGHT      590  /* with all that is asked for in sight */
#define TALL        680  /* where there is more to say */
#define PATIENCE_MS 3000 /* with the service, before that is said */

struct _ReeveContainDialog
{
  AdwDialog parent_instance;
  /* from the template */
  GtkLabel *question;
  GtkLabel *meaning;
  ReeveLoudBox *failure;
  GtkLabel *obstacle;
  GtkWidget *form;
  GtkWidget *whom_group;
  AdwComboRow *whom_row;
  AdwPreferencesGroup *ticket_group;
  GtkEditable *ticket_row;
  ReeveNoteRow *ticket_note;
  GtkListBox *exceptions;
  GtkListBox *ends;
  AdwActionRow *looking_row;
  GtkWidget *looking_spinner;
  GtkWidget *look_button;
  AdwExpanderRow *people_row;
  AdwPreferencesGroup *known_group;
  GtkEditable *noticed_row;
  GtkEditable *since_row;
  ReeveNoteRow *since_note;
  AdwComboRow *nature_row;
  GtkWidget *cancel_button;
  GtkWidget *case_button;
  GtkWidget *lock_button;
  GtkWidget *lock_spinner;
  GtkLabel *lock_label;
  /* owned */
  ReeveSite *site;
  GPtrArray *whom;               /* of ReeveWhom */
  ReeveContainment *containment; /* (nullable): of the one that is chosen */
  ReeveCaseEffects *effects;     /* (nullable): not known yet */
  GPtrArray *rows;               /* of what ends, borrowed by the list: those that are made */
  GPtrArray *names;              /* likewise, of people */
  GCancellable *looking;         /* (nullable): of the preview */
  GCancellable *cancellable;     /* of what is sent; cancelled in dispose */
  guint patience;

  gint64 begun;     /* when, on the monotonic clock: it was made, or what is sent was */
  gboolean support; /* has to name a ticket */
  gboolean busy;
  gboolean late; /* it was sent a while ago */
};

G_DEFINE_FINAL_TYPE (ReeveContainDialog, reeve_contain_dialog, ADW_TYPE_DIALOG)

static guint locked_signal;

/* (transfer full) (nullable): nothing stands there */
static char *
get_text (GtkEditable *row)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (row)));

  return *text != '\0' ? g_steal_pointer (&text) : NULL;
}

static ReeveWhom *
get_whom (ReeveContainDialog *self)
{
  return reeve_containment_get_whom (self->containment);
}

static void
set_label (GtkLabel *label, const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
}

/* --- What there is to see --- */

static char *
find_obstacle (ReeveContainDialog *self)
{
  return self->effects != NULL ? reeve_contain_words_obstacle (get_whom (self), self->effects, self->support)
                               : NULL;
}

static void
show_lock (ReeveContainDialog *self)
{
  g_autofree char *label = NULL;

  if (self->late)
    label = g_strdup (_ ("Still waiting…"));
  else if (self->busy)
    label = g_strdup (_ ("Locking…"));
  else if (gtk_widget_get_visible (GTK_WIDGET (self->failure)))
    label = g_strdup (_ ("_Try Again"));
  else
    label = reeve_contain_words_button (get_whom (self), self->effects);
  gtk_label_set_label (self->lock_label, label);
  gtk_widget_set_visible (self->lock_spinner, self->busy);
}

/* Than of one person, of whom there is nothing out of the ordinary. */
static gboolean
has_more (ReeveContainDialog *self)
{
  return self->whom->len > 1 || !reeve_whom_is_one (get_whom (self)) ||
         gtk_widget_get_visible (GTK_WIDGET (self->exceptions)) ||
         gtk_widget_get_visible (GTK_WIDGET (self->failure));
}

/* Somebody who is locked already: by a case, which the person may look at. */
static gboolean
has_case (ReeveContainDialog *self)
{
  return self->effects != NULL && self->effects->locked > 0 && reeve_whom_is_one (get_whom (self)) &&
         reeve_site_may (self->site, REEVE_CAPABILITY_BREACH_REPORT);
}

static void
update (ReeveContainDialog *self)
{
  g_autofree char *ticket = NULL;
  g_autofree char *obstacle = NULL;

  if (self->containment == NULL)
    return;
  ticket = get_text (self->ticket_row);
  obstacle = find_obstacle (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.lock",
                                 obstacle == NULL && reeve_containment_is_ready (self->containment) &&
                                   (!self->support || ticket != NULL) && !self->busy);
  /* What was sent and not answered is sent again as it was. */
  gtk_widget_set_sensitive (self->form, !self->busy && !reeve_containment_is_in_doubt (self->containment));
  gtk_widget_set_sensitive (self->cancel_button, !self->busy);
  adw_dialog_set_can_close (ADW_DIALOG (self), !self->busy);
  set_label (self->obstacle, obstacle);
  gtk_widget_set_visible (GTK_WIDGET (self->meaning), obstacle == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->known_group), obstacle == NULL);
  adw_dialog_set_content_height (ADW_DIALOG (self), obstacle != NULL ? -1 : has_more (self) ? TALL : HEIGHT);
  gtk_widget_set_visible (self->case_button, has_case (self));
  gtk_widget_set_visible (self->lock_button, !has_case (self));
  gtk_button_set_label (GTK_BUTTON (self->cancel_button), obstacle != NULL ? _ ("_Close") : _ ("_Cancel"));
  show_lock (self);
}

static GtkWidget *
make_row (const ReeveContainLine *line)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), line->title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), line->subtitle != NULL ? line->subtitle : "");
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             g_object_new (GTK_TYPE_IMAGE, "icon-name", line->icon, "accessible-role",
                                           GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
  return row;
}

static void
drop_rows (ReeveContainDialog *self)
{
  gtk_list_box_remove_all (self->exceptions);
  for (guint i = 0; i < self->rows->len; i++)
    gtk_list_box_remove (self->ends, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < self->names->len; i++)
    adw_expander_row_remove (self->people_row, self->names->pdata[i]);
  g_ptr_array_set_size (self->names, 0);
}

static void
add_name (ReeveContainDialog *self, const char *name)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_expander_row_add_row (self->people_row, row);
  g_ptr_array_add (self->names, row);
}

static void
show_people (ReeveContainDialog *self)
{
  GStrv names = self->effects != NULL ? self->effects->names : NULL;
  guint n =
    self->effects != NULL && self->effects->people != NULL ? g_strv_length (self->effects->people) : 0;
  guint shown = names != NULL ? g_strv_length (names) : 0;
  g_autofree char *number = reeve_format_count (n);
  g_autofree char *title = /* Translators: %s is a number */
    g_strdup_printf (ngettext ("%s person", "%s people", (gulong) n), number);

  gtk_widget_set_visible (GTK_WIDGET (self->people_row), n > 1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->people_row), title);
  for (guint i = 0; n > 1 && i < shown; i++)
    add_name (self, names[i]);
  if (n > shown && n > 1)
    {
      g_autofree char *rest = reeve_format_count (n - shown);
      g_autofree char *more = /* Translators: ends a list of names; %s is a number */
        g_strdup_printf (ngettext ("and %s more", "and %s more", (gulong) (n - shown)), rest);

      add_name (self, more);
    }
}

/* What is known of it, which is nothing while @self->effects is NULL. */
static void
show_effects (ReeveContainDialog *self)
{
  g_autoptr (GPtrArray) exceptions =
    self->effects != NULL ? reeve_contain_words_exceptions (get_whom (self), self->effects) : NULL;
  g_autoptr (GPtrArray) ends =
    self->effects != NULL ? reeve_contain_words_ends (get_whom (self), self->effects) : NULL;
  g_autofree char *question = reeve_contain_words_question (get_whom (self), self->effects);
  g_autofree char *meaning = reeve_contain_words_meaning (get_whom (self), self->effects);

  drop_rows (self);
  gtk_label_set_label (self->question, question);
  gtk_label_set_label (self->meaning, meaning);
  for (guint i = 0; exceptions != NULL && i < exceptions->len; i++)
    gtk_list_box_append (self->exceptions, make_row (exceptions->pdata[i]));
  gtk_widget_set_visible (GTK_WIDGET (self->exceptions), exceptions != NULL && exceptions->len > 0);
  for (guint i = 0; ends != NULL && i < ends->len; i++)
    {
      GtkWidget *row = make_row (ends->pdata[i]);

      gtk_list_box_insert (self->ends, row, (int) i + 1); /* below the row that looks, which is hidden */
      g_ptr_array_add (self->rows, row);
    }
  show_people (self);
  gtk_widget_set_visible (GTK_WIDGET (self->looking_row), self->effects == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->ends), self->effects == NULL || ends->len > 0);
  update (self);
}

static void
show_looking (ReeveContainDialog *self, const GError *error)
{
  g_autofree char *people = error != NULL ? reeve_wording_at (error, "/people") : NULL;
  g_autofree char *title = error != NULL ? reeve_wording_title (error) : NULL;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->looking_row),
                                 error == NULL ? _ ("Looking at what ends…") : _ ("What ends is not known"));
  adw_action_row_set_subtitle (self->looking_row, people != NULL ? people : title != NULL ? title : "");
  gtk_widget_set_visible (self->looking_spinner, error == NULL);
  gtk_widget_set_visible (self->look_button, error != NULL);
}

/* --- What it would do --- */

static void
on_looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveContainDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveCaseEffects) effects =
    reeve_containment_preview_finish (REEVE_CONTAINMENT (source), result, &error);
  g_autofree char *obstacle = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      REEVE_CONTAINMENT (source) != self->containment)
    return;
  if (effects == NULL)
    {
      show_looking (self, error);
      update (self);
      return;
    }
  g_set_object (&self->effects, effects);
  show_effects (self);
  obstacle = find_obstacle (self);
  if (obstacle != NULL)
    reeve_announce (GTK_WIDGET (self), obstacle);
}

static void
stop_looking (ReeveContainDialog *self)
{
  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
}

static void
look (ReeveContainDialog *self)
{
  stop_looking (self);
  self->looking = g_cancellable_new ();
  show_looking (self, NULL);
  reeve_containment_preview_async (self->containment, self->looking, on_looked_cb, g_object_ref (self));
}

static void
choose (ReeveContainDialog *self, ReeveWhom *whom)
{
  g_clear_object (&self->effects);
  g_clear_object (&self->containment);
  self->containment = reeve_containment_new (self->site, whom);
  reeve_loud_box_hush (self->failure);
  show_effects (self);
  look (self);
}

static void
on_whom_chosen_cb (ReeveContainDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->whom_row);

  if (self->whom != NULL && selected < self->whom->len &&
      (self->containment == NULL || self->whom->pdata[selected] != get_whom (self)))
    choose (self, self->whom->pdata[selected]);
}

/* --- Locking --- */

static void
set_busy (ReeveContainDialog *self, gboolean busy)
{
  self->busy = busy;
  self->late = FALSE;
  g_clear_handle_id (&self->patience, g_source_remove);
  update (self);
}

static gboolean
on_late_cb (gpointer user_data)
{
  ReeveContainDialog *self = user_data;

  self->patience = 0;
  self->late = TRUE;
  show_lock (self);
  reeve_announce (GTK_WIDGET (self), gtk_label_get_label (self->lock_label));
  return G_SOURCE_REMOVE;
}

/* What is about a field stands there as well. */
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

static void
show_failure (ReeveContainDialog *self, const GError *error)
{
  g_autofree char *title = reeve_contain_words_failure (error);
  g_autofree char *help = reeve_contain_words_help (error, reeve_containment_is_in_doubt (self->containment));

  reeve_loud_box_say (self->failure, title, help);
  set_busy (self, FALSE);
  if (!note_at (error, "/since", self->since_note, self->since_row) &&
      !note_at (error, "/ticket", self->ticket_note, self->ticket_row))
    gtk_widget_grab_focus (self->lock_button);
}

static void
on_locked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveContainDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveCase) done = reeve_containment_lock_finish (REEVE_CONTAINMENT (source), result, &error);
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (done == NULL)
    {
      show_failure (self, error);
      return;
    }
  g_debug ("contained after %" G_GINT64_FORMAT " µs", g_get_monotonic_time () - self->begun);
  set_busy (self, FALSE);
  text = reeve_contain_words_done (get_whom (self), done);
  g_signal_emit (self, locked_signal, 0, done, text);
  adw_dialog_force_close (ADW_DIALOG (self));
}

/* FALSE: it is no time, which is said. */
static gboolean
read_since (ReeveContainDialog *self, gint64 *since)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  const ReeveLogClock clock = { .now = reeve_clock_now (), .zone = zone };
  g_autofree char *text = get_text (self->since_row);
  g_autofree char *normal = NULL;
  ReeveLogMoment moment;

  *since = 0;
  if (text == NULL)
    return TRUE;
  if (reeve_log_time_read (text, &clock, &moment, &normal))
    {
      *since = moment.from;
      return TRUE;
    }
  reeve_note_row_set_text (self->since_note, _ ("Not a time: try yesterday, 2h or 2026-11-20"));
  gtk_widget_grab_focus (GTK_WIDGET (self->since_row));
  return FALSE;
}

static void
on_lock_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ReeveContainDialog *self = REEVE_CONTAIN_DIALOG (widget);
  g_autoptr (ReeveCaseReport) report = reeve_case_report_new ();
  guint nature = adw_combo_row_get_selected (self->nature_row);

  if (!read_since (self, &report->since))
    return;
  report->noticed = get_text (self->noticed_row);
  report->ticket = get_text (self->ticket_row);
  report->nature = reeve_case_natures[nature != GTK_INVALID_LIST_POSITION ? nature : 0];
  self->begun = g_get_monotonic_time ();
  stop_looking (self); /* whom it locks is known, and no answer changes it any more */
  reeve_loud_box_hush (self->failure);
  set_busy (self, TRUE);
  self->patience = g_timeout_add (PATIENCE_MS, on_late_cb, self);
  reeve_containment_lock_async (self->containment, report, self->cancellable, on_locked_cb,
                                g_object_ref (self));
}

static void
on_case_clicked_cb (ReeveContainDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-case-of", "s", get_whom (self)->people[0]);
  adw_dialog_force_close (ADW_DIALOG (self));
}

static void
on_activated_cb (ReeveContainDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "dialog.lock", NULL);
}

/* --- The widget --- */

/* The second frame comes when the first is on its way to the screen. */
static gboolean
on_frame_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  guint *frames = user_data;

  if (++*frames < 2)
    return G_SOURCE_CONTINUE;
  g_debug ("asked whether to lock after %" G_GINT64_FORMAT " µs",
           g_get_monotonic_time () - REEVE_CONTAIN_DIALOG (widget)->begun);
  return G_SOURCE_REMOVE;
}

static void
reeve_contain_dialog_dispose (GObject *object)
{
  ReeveContainDialog *self = REEVE_CONTAIN_DIALOG (object);

  g_clear_handle_id (&self->patience, g_source_remove);
  g_cancellable_cancel (self->looking);
  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_CONTAIN_DIALOG);
  G_OBJECT_CLASS (reeve_contain_dialog_parent_class)->dispose (object);
}

static void
reeve_contain_dialog_finalize (GObject *object)
{
  ReeveContainDialog *self = REEVE_CONTAIN_DIALOG (object);

  g_clear_object (&self->looking);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->effects);
  g_clear_object (&self->containment);
  g_clear_object (&self->site);
  g_clear_pointer (&self->whom, g_ptr_array_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->names, g_ptr_array_unref);
  G_OBJECT_CLASS (reeve_contain_dialog_parent_class)->finalize (object);
}

static void
bind_form (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, ReeveContainDialog, form);
  gtk_widget_class_bind_template_child (widget_class, ReeveContainDialog, whom_group);
  gtk_widget_class_bind_template_child (widget_class, ReeveContainDialog, whom_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveContainDialog, ticket_group);
  gtk_widget_class_bind_template_child (widget_class, ReeveContainDialog, ticket_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveContainDialog, ticket_note);
  gtk_widget_class_bind_template_child (widget_class, ReeveContainDialog, known_group);
  gtk_widget_class_bind_template_child (widget_class, ReeveContainDialog, noticed_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveContainDialog, since_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveContainDialog, since_note);
  gtk_widget_class_bind_template_child (widget_class, ReeveContainDialog, nature_row);
}

static void
reeve_contain_dialog_class_init (ReeveContainDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_contain_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_contain_dialog_finalize;
  locked_signal = g_signal_new ("locked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 2, reeve_case_get_type (), G_TYPE_STRING);

  g_type_ensure (REEVE_TYPE_LOUD_BOX);
  g_type_ensure (REEVE_TYPE_NOTE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/contain-dialog.ui");
  bind_form (widget_class);
  gtk_widget_class_bind_template_child (widget_class, ReeveContainDialog, question);
  gtk_widget_class_bind_template_child (widget_class, ReeveContainDialog, meaning);
  gtk_widget_class_bind_template_child (widget_class, ReeveContainDialog, failure);
  gtk_widget_class_bind_template_child (widget_class, ReeveContainDialog, obstacle);
  gtk_widget_class_bind_template_child (widget_class, ReeveContainDialog, exceptions);
  gtk_widget_class_bind_template_child (widget_class, ReeveContainDialog, ends);
  gtk_widget_class_bind_template_child (widget_class, ReeveContainDialog, looking_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveContainDialog, looking_spinner);
  gtk_widget_class_bind_template_child (widget_class, ReeveContainDialog, look_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveContainDialog, people_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveContainDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveContainDialog, case_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveContainDialog, lock_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveContainDialog, lock_spinner);
  gtk_widget_class_bind_template_child (widget_class, ReeveContainDialog, lock_label);
  gtk_widget_class_bind_template_callback (widget_class, adw_dialog_close);
  gtk_widget_class_bind_template_callback (widget_class, look);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, on_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_case_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_whom_chosen_cb);
  gtk_widget_class_install_action (widget_class, "dialog.lock", NULL, on_lock_cb);
}

static void
reeve_contain_dialog_init (ReeveContainDialog *self)
{
  g_autoptr (GtkStringList) natures = gtk_string_list_new (NULL);

  self->begun = g_get_monotonic_time ();
  self->cancellable = g_cancellable_new ();
  self->rows = g_ptr_array_new ();
  self->names = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; reeve_case_natures[i] != NULL; i++)
    gtk_string_list_append (natures, reeve_case_words_nature (reeve_case_natures[i]));
  adw_combo_row_set_model (self->nature_row, G_LIST_MODEL (natures));
}

/* Support names the ticket first, everybody else may with what is known. */
static void
place_ticket (ReeveContainDialog *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->ticket_group), self->support);
  if (self->support)
    {
      adw_dialog_set_focus (ADW_DIALOG (self), GTK_WIDGET (self->ticket_row));
      return;
    }
  adw_preferences_group_remove (self->ticket_group, GTK_WIDGET (self->ticket_row));
  adw_preferences_group_remove (self->ticket_group, GTK_WIDGET (self->ticket_note));
  adw_preferences_group_add (self->known_group, GTK_WIDGET (self->ticket_row));
  adw_preferences_group_add (self->known_group, GTK_WIDGET (self->ticket_note));
}

AdwDialog *
reeve_contain_dialog_new (ReeveSite *site, GPtrArray *whom)
{
  ReeveContainDialog *self;
  g_autoptr (GtkStringList) choices = gtk_string_list_new (NULL);

  g_return_val_if_fail (REEVE_IS_SITE (site), NULL);
  g_return_val_if_fail (whom != NULL && whom->len > 0, NULL);

  self = g_object_new (REEVE_TYPE_CONTAIN_DIALOG, NULL);
  self->site = g_object_ref (site);
  reeve_containment_is_allowed (site, &self->support);
  for (guint i = 0; i < whom->len; i++)
    {
      g_autofree char *words = reeve_contain_words_whom (whom->pdata[i]);

      gtk_string_list_append (choices, words);
    }
  adw_combo_row_set_model (self->whom_row, G_LIST_MODEL (choices));
  self->whom = g_ptr_array_ref (whom);
  gtk_widget_set_visible (self->whom_group, whom->len > 1);
  place_ticket (self);
  choose (self, whom->pdata[0]);
  gtk_widget_add_tick_callback (GTK_WIDGET (self), on_frame_cb, g_new0 (guint, 1), g_free);
  return ADW_DIALOG (self);
}
