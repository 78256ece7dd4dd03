/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Choose, look, bring; the same file is read again to be brought. What came in stays in, also when it is
 * cancelled half way: brought again, it is known. */

#include "config.h"

#include "console/dialogs/log-import-dialog.h"

#include <glib/gi18n.h>

#include "common/error.h"
#include "console/client/log-upload.h"
#include "console/widgets/formatting.h"
#include "console/widgets/wording.h"

struct _ReeveLogImportDialog
{
  AdwDialog parent_instance;

  /* from the template */
  AdwWindowTitle *title;
  GtkWidget *other_button;
  GtkStack *stack;
  AdwStatusPage *choose_page;
  AdwStatusPage *busy_page;
  GtkProgressBar *progress;
  GtkWidget *good_pill;
  GtkLabel *good_label;
  GtkWidget *known_pill;
  GtkLabel *known_label;
  GtkWidget *without_pill;
  GtkLabel *without_label;
  GtkWidget *bad_pill;
  GtkLabel *bad_label;
  GtkLabel *caption;
  AdwPreferencesGroup *source_group;
  AdwEntryRow *source_row;
  AdwPreferencesGroup *rows_group;
  GtkListBox *rows;
  GtkRevealer *footer;
  GtkWidget *import_button;

  /* owned */
  ReeveSite *site;
  GFile *file;            /* (nullable) */
  ReeveLogUpload *upload; /* (nullable) */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (ReeveLogImportDialog, reeve_log_import_dialog, ADW_TYPE_DIALOG)

enum
{
  IMPORTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- Words --- */

/* (transfer full): one of the sentences with a "%s" for how many */
static char *
fill_count (const char *one, const char *many, guint64 n)
{
  g_autofree char *count = reeve_format_count ((gint64) n);
  g_auto (GStrv) parts = g_strsplit (g_dngettext (NULL, one, many, (gulong) n), "%s", 2);

  return g_strjoinv (count, parts);
}

static void
set_pill (GtkWidget *pill, GtkLabel *label, guint64 n, const char *one, const char *many)
{
  g_autofree char *text = fill_count (one, many, n);

  gtk_label_set_label (label, text);
  gtk_widget_set_visible (pill, n > 0);
}

static const char *
describe_format (ReeveLogFormat format)
{
  static const char *const names[REEVE_LOG_FORMATS] = {
    [REEVE_LOG_FORMAT_REEVE] = N_ ("Events of Reeve"),
    [REEVE_LOG_FORMAT_COMBINED] = N_ ("Web server log"),
    [REEVE_LOG_FORMAT_OPENSSH] = N_ ("OpenSSH log"),
    [REEVE_LOG_FORMAT_OKTA] = N_ ("Okta System Log"),
    [REEVE_LOG_FORMAT_CLOUDTRAIL] = N_ ("AWS CloudTrail"),
    [REEVE_LOG_FORMAT_GOOGLE] = N_ ("Google Workspace activities"),
    [REEVE_LOG_FORMAT_KEYCLOAK] = N_ ("Keycloak events"),
    [REEVE_LOG_FORMAT_OCSF] = N_ ("OCSF events"),
  };

  return format < REEVE_LOG_FORMATS ? _ (names[format]) : "";
}

static const char *
describe_why (const char *why)
{
  static const struct
  {
    const char *word;
    const char *text;
  } words[] = {
    { "too_long", N_ ("Too long to be an entry") },
    { "cut_off", N_ ("Cut off") },
    { "not_text", N_ ("Not text") },
    { "not_json", N_ ("Not JSON") },
    { "no_time", N_ ("Without a time") },
    { "not_of_format", N_ ("Not an entry of this kind of log") },
    { "too_old", N_ ("Older than what is kept") },
    { "too_new", N_ ("In the future") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_strcmp0 (words[i].word, why) == 0)
      return _ (words[i].text);
  return why;
}

/* --- Rows --- */

static void
add_row (ReeveLogImportDialog *self, guint64 number, const char *why, const char *text)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *count = reeve_format_count ((gint64) number);
  /* Translators: %1$s: the number of an entry in a log; %2$s: what is wrong with it */
  g_autofree char *title = g_strdup_printf (_ ("Entry %1$s: %2$s"), count, describe_why (why));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (text != NULL)
    {
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
      adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
    }
  gtk_list_box_append (self->rows, row);
}

static void
add_aside (ReeveLogImportDialog *self)
{
  GPtrArray *aside = reeve_log_upload_get_aside (self->upload);

  for (guint i = 0; i < aside->len; i++)
    {
      const ReeveLogAside *each = aside->pdata[i];

      add_row (self, each->number, each->why, each->text);
    }
}

/* @intake: (nullable): nothing was brought yet */
static void
show_rows (ReeveLogImportDialog *self, ReeveLogIntake *intake)
{
  gtk_list_box_remove_all (self->rows);
  for (guint i = 0; intake != NULL && i < intake->refusals->len; i++)
    {
      ReeveLogRefusal *refusal = intake->refusals->pdata[i];

      add_row (self, (guint64) refusal->line, refusal->reason, NULL);
    }
  add_aside (self);
  adw_preferences_group_set_title (self->rows_group, intake != NULL ? _ ("Not Taken") : _ ("Unreadable"));
  gtk_widget_set_visible (GTK_WIDGET (self->rows_group),
                          gtk_list_box_get_row_at_index (self->rows, 0) != NULL);
}

/* --- States --- */

static void
show_page (ReeveLogImportDialog *self, const char *name)
{
  gboolean report = g_str_equal (name, "report");

  gtk_widget_set_visible (self->other_button, report);
  gtk_stack_set_visible_child_name (self->stack, name);
}

/* Back to the choice, with the reason in place of the invitation. */
static void
show_problem (ReeveLogImportDialog *self, const char *title, const char *advice)
{
  g_autofree char *safe = g_markup_escape_text (advice != NULL ? advice : "", -1);

  adw_status_page_set_icon_name (self->choose_page, "dialog-warning-symbolic");
  adw_status_page_set_title (self->choose_page, title);
  adw_status_page_set_description (self->choose_page, safe);
  gtk_revealer_set_reveal_child (self->footer, FALSE);
  show_page (self, "choose");
  reeve_announce (GTK_WIDGET (self), title);
}

static void
show_error (ReeveLogImportDialog *self, const GError *error)
{
  const char *reason = reeve_error_get_reason (error);
  g_autofree char *title = reeve_wording_title (error);
  g_autofree char *advice = reeve_wording_advice (error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (g_strcmp0 (reason, "packed") == 0)
    show_problem (self, _ ("This File Is Packed"), _ ("Unpack it and choose what is in it."));
  else if (g_strcmp0 (reason, "file") == 0)
    show_problem (self, _ ("This File Cannot Be Opened"), error->message);
  else if (g_error_matches (error, REEVE_ERROR, REEVE_ERROR_INVALID) && reason == NULL)
    show_problem (self, _ ("Not a Log That Reeve Knows"),
                  _ ("Logs of web servers, OpenSSH, Okta, AWS CloudTrail, Google Workspace and Keycloak are "
                     "understood, and events as OCSF or as Reeve exports them."));
  else
    show_problem (self, title, advice);
}

static void
show_busy (ReeveLogImportDialog *self, const char *title)
{
  adw_status_page_set_title (self->busy_page, title);
  gtk_progress_bar_set_fraction (self->progress, 0);
  gtk_revealer_set_reveal_child (self->footer, FALSE);
  show_page (self, "busy");
}

/* "Web server log, 12 March 2026 to 13 March 2026" */
static void
show_caption (ReeveLogImportDialog *self)
{
  const char *format = describe_format (reeve_log_upload_get_format (self->upload));
  gint64 first, last;

  reeve_log_upload_get_times (self->upload, &first, &last);
  g_autofree char *begin = reeve_format_date (first);
  g_autofree char *end = reeve_format_date (last);
  /* Translators: %1$s: a kind of log; %2$s and %3$s: days */
  g_autofree char *text =
    last > 0 ? g_strdup_printf (_ ("%1$s, from %2$s to %3$s"), format, begin, end) : g_strdup (format);

  gtk_label_set_label (self->caption, text);
}

/* Formats that do not say whose they are. */
static gboolean
is_nameless (ReeveLogFormat format)
{
  return format == REEVE_LOG_FORMAT_COMBINED || format == REEVE_LOG_FORMAT_REEVE;
}

static void
show_looked (ReeveLogImportDialog *self)
{
  const ReeveLogTotals *totals = reeve_log_upload_get_totals (self->upload);
  g_autofree char *button = fill_count (N_ ("Bring In %s Event"), N_ ("Bring In %s Events"), totals->events);

  set_pill (self->good_pill, self->good_label, totals->events, N_ ("%s event"), N_ ("%s events"));
  set_pill (self->known_pill, self->known_label, 0, "%s", "%s");
  set_pill (self->without_pill, self->without_label, totals->unknown, N_ ("%s entry of no account"),
            N_ ("%s entries of no account"));
  set_pill (self->bad_pill, self->bad_label, totals->broken, N_ ("%s unreadable"), N_ ("%s unreadable"));
  show_caption (self);
  show_rows (self, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->source_group),
                          is_nameless (reeve_log_upload_get_format (self->upload)));
  gtk_button_set_label (GTK_BUTTON (self->import_button), button);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.import", totals->events > 0);
  gtk_revealer_set_reveal_child (self->footer, TRUE);
  show_page (self, "report");
  reeve_announce (GTK_WIDGET (self), gtk_label_get_label (self->good_label));
}

static void
show_brought (ReeveLogImportDialog *self)
{
  ReeveLogIntake *intake = reeve_log_upload_get_intake (self->upload);
  const ReeveLogTotals *totals = reeve_log_upload_get_totals (self->upload);

  set_pill (self->good_pill, self->good_label, (guint64) intake->taken, N_ ("%s event taken in"),
            N_ ("%s events taken in"));
  set_pill (self->known_pill, self->known_label, (guint64) intake->known, N_ ("%s was here already"),
            N_ ("%s were here already"));
  set_pill (self->without_pill, self->without_label, totals->unknown, N_ ("%s entry of no account"),
            N_ ("%s entries of no account"));
  set_pill (self->bad_pill, self->bad_label, (guint64) intake->refused + totals->broken, N_ ("%s not taken"),
            N_ ("%s not taken"));
  gtk_widget_set_visible (GTK_WIDGET (self->source_group), FALSE);
  show_rows (self, intake);
  gtk_revealer_set_reveal_child (self->footer, FALSE);
  adw_window_title_set_title (self->title, _ ("Brought In"));
  show_page (self, "report");
  reeve_announce (GTK_WIDGET (self), gtk_label_get_label (self->good_label));
}

/* --- What goes on --- */

static void
on_progressed_cb (ReeveLogImportDialog *self)
{
  gtk_progress_bar_set_fraction (self->progress, reeve_log_upload_get_progress (self->upload));
}

static void
on_looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveLogImportDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean good = reeve_log_upload_look_finish (REEVE_LOG_UPLOAD (source), result, &error);

  if (REEVE_LOG_UPLOAD (source) != self->upload)
    return;
  if (good)
    show_looked (self);
  else
    show_error (self, error);
}

static void
on_sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveLogImportDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean good = reeve_log_upload_send_finish (REEVE_LOG_UPLOAD (source), result, &error);

  if (reeve_log_upload_get_intake (REEVE_LOG_UPLOAD (source))->taken > 0)
    g_signal_emit (self, signals[IMPORTED], 0);
  if (REEVE_LOG_UPLOAD (source) != self->upload)
    return;
  if (good)
    show_brought (self);
  else
    show_error (self, error);
}

static void
begin (ReeveLogImportDialog *self)
{
  const char *source = gtk_editable_get_text (GTK_EDITABLE (self->source_row));
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_clear_object (&self->upload);
  self->upload =
    reeve_log_upload_new (self->file, REEVE_LOG_FORMAT_AUTO, *source != '\0' ? source : NULL, zone);
  g_signal_connect_object (self->upload, "progressed", G_CALLBACK (on_progressed_cb), self,
                           G_CONNECT_SWAPPED);
}

void
reeve_log_import_dialog_read (ReeveLogImportDialog *self, GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *shown = g_filename_display_name (name);

  g_set_object (&self->file, file);
  adw_window_title_set_title (self->title, _ ("Bring In a Log"));
  adw_window_title_set_subtitle (self->title, shown);
  begin (self);
  show_busy (self, _ ("Looking at Every Entry…"));
  reeve_log_upload_look_async (self->upload, self->cancellable, on_looked_cb, g_object_ref (self));
}

static void
on_import_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ReeveLogImportDialog *self = REEVE_LOG_IMPORT_DIALOG (widget);
  g_autofree char *path = reeve_site_path (self->site, "access-log/ingest");

  gtk_widget_action_set_enabled (widget, "dialog.import", FALSE);
  begin (self);
  show_busy (self, _ ("Bringing In…"));
  reeve_log_upload_send_async (self->upload, reeve_site_get_client (self->site), path, self->cancellable,
                               on_sent_cb, g_object_ref (self));
}

/* --- Where the file comes from --- */

static void
on_file_chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveLogImportDialog) self = user_data;
  g_autoptr (GFile) file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (source), result, NULL);

  if (file != NULL && gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
    reeve_log_import_dialog_read (self, file);
}

static void
on_choose_clicked_cb (ReeveLogImportDialog *self)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, _ ("Bring In a Log"));
  gtk_file_dialog_open (dialog, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->cancellable,
                        on_file_chosen_cb, g_object_ref (self));
}

static gboolean
on_drop_cb (ReeveLogImportDialog *self, const GValue *value)
{
  reeve_log_import_dialog_read (self, g_value_get_object (value));
  return TRUE;
}

/* --- The object --- */

static void
reeve_log_import_dialog_dispose (GObject *object)
{
  ReeveLogImportDialog *self = REEVE_LOG_IMPORT_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_LOG_IMPORT_DIALOG);
  G_OBJECT_CLASS (reeve_log_import_dialog_parent_class)->dispose (object);
}

static void
reeve_log_import_dialog_finalize (GObject *object)
{
  ReeveLogImportDialog *self = REEVE_LOG_IMPORT_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->upload);
  g_clear_object (&self->file);
  g_clear_object (&self->site);
  G_OBJECT_CLASS (reeve_log_import_dialog_parent_class)->finalize (object);
}

static void
reeve_log_import_dialog_class_init (ReeveLogImportDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = reeve_log_import_dialog_dispose;
  object_class->finalize = reeve_log_import_dialog_finalize;
  signals[IMPORTED] = g_signal_new ("imported", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/reeve/Reeve/ui/log-import-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveLogImportDialog, title);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogImportDialog, other_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogImportDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogImportDialog, choose_page);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogImportDialog, busy_page);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogImportDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogImportDialog, good_pill);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogImportDialog, good_label);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogImportDialog, known_pill);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogImportDialog, known_label);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogImportDialog, without_pill);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogImportDialog, without_label);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogImportDialog, bad_pill);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogImportDialog, bad_label);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogImportDialog, caption);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogImportDialog, source_group);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogImportDialog, source_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogImportDialog, rows_group);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogImportDialog, rows);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogImportDialog, footer);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogImportDialog, import_button);
  gtk_widget_class_bind_template_callback (widget_class, on_choose_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, adw_dialog_close);
  gtk_widget_class_install_action (widget_class, "dialog.import", NULL, on_import_cb);
}

static void
reeve_log_import_dialog_init (ReeveLogImportDialog *self)
{
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_FILE, GDK_ACTION_COPY);

  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  g_signal_connect_swapped (target, "drop", G_CALLBACK (on_drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->stack), GTK_EVENT_CONTROLLER (target));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.import", FALSE);
}

AdwDialog *
reeve_log_import_dialog_new (ReeveSite *site)
{
  ReeveLogImportDialog *self = g_object_new (REEVE_TYPE_LOG_IMPORT_DIALOG, NULL);

  self->site = g_object_ref (site);
  return ADW_DIALOG (self);
}
