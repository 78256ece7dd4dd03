/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Choose, look, import. The service judges the rows (a dry run); here they are put in order, problems first,
 * and shown. The text is kept until the dialog closes, since the import itself sends it again. */

#include "config.h"

#include "console/dialogs/import-dialog.h"

#include <glib/gi18n.h>

#include "common/capability.h"
#include "console/widgets/formatting.h"
#include "console/widgets/history-words.h"
#include "console/widgets/pill.h"
#include "console/widgets/wording.h"

struct _ReeveImportDialog
{
  AdwDialog parent_instance;

  /* from the template */
  AdwWindowTitle *title;
  GtkWidget *other_button;
  GtkStack *stack;
  AdwStatusPage *choose_page;
  AdwStatusPage *busy_page;
  GtkWidget *create_pill;
  GtkLabel *create_label;
  GtkWidget *exists_pill;
  GtkLabel *exists_label;
  GtkWidget *bad_pill;
  GtkLabel *bad_label;
  GtkLabel *columns_label;
  GtkWidget *role_group;
  AdwComboRow *role_row;
  GtkListView *rows;
  GtkRevealer *footer;
  GtkWidget *import_button;

  /* owned */
  ReeveSite *site;
  ReeveUserImport *import;
  GListStore *store; /* of ReeveUserImportRow */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (ReeveImportDialog, reeve_import_dialog, ADW_TYPE_DIALOG)

enum
{
  IMPORTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- The rows in words --- */

static gboolean
has_fate (ReeveUserImportRow *row, const char *fate)
{
  return row != NULL && g_strcmp0 (row->fate, fate) == 0;
}

static char *
import_line (gpointer unused, ReeveUserImportRow *row)
{
  return row ? reeve_format_count (row->line) : NULL;
}

static char *
import_title (gpointer unused, ReeveUserImportRow *row)
{
  const char *text;

  if (row == NULL)
    return NULL;
  text = row->display_name && *row->display_name ? row->display_name : row->email;
  return g_strdup (text && *text ? text : _ ("(empty)"));
}

static char *
import_subtitle (gpointer unused, ReeveUserImportRow *row)
{
  g_autofree char *roles = NULL;

  if (row == NULL)
    return NULL;
  if (has_fate (row, "bad"))
    return reeve_format_import_reason (row);
  roles = reeve_format_roles ((const char *const *) row->roles);
  /* Translators: below a person's name; %1$s: e-mail address, %2$s: roles */
  return g_strdup_printf (_ ("%1$s · %2$s"), row->email ? row->email : "", roles);
}

static char *
import_fate (gpointer unused, ReeveUserImportRow *row)
{
  if (row == NULL)
    return NULL;
  if (has_fate (row, "bad"))
    return g_strdup (_ ("Problem"));
  return g_strdup (has_fate (row, "exists") ? _ ("Here already") : _ ("Will be added"));
}

static char *
import_fate_icon (gpointer unused, ReeveUserImportRow *row)
{
  if (has_fate (row, "bad"))
    return g_strdup ("dialog-warning-symbolic");
  return g_strdup (has_fate (row, "exists") ? "avatar-default-symbolic" : "list-add-symbolic");
}

static GStrv
import_fate_classes (gpointer unused, ReeveUserImportRow *row)
{
  const char *const classes[] = { "status-pill",
                                  has_fate (row, "bad")      ? "tone-error"
                                  : has_fate (row, "exists") ? "tone-neutral"
                                                             : "tone-success",
                                  NULL };

  return g_strdupv ((GStrv) classes);
}

static char *
import_spoken (gpointer unused, ReeveUserImportRow *row)
{
  g_autofree char *title = import_title (NULL, row);
  g_autofree char *subtitle = import_subtitle (NULL, row);
  g_autofree char *fate = import_fate (NULL, row);

  if (row == NULL)
    return NULL;
  /* Translators: spoken; a row of a file: its line, what becomes of it, name, details */
  return g_strdup_printf (_ ("Line %1$d, %2$s, %3$s, %4$s"), (int) row->line, fate, title,
                          subtitle ? subtitle : "");
}

/* --- The report --- */

static int
rank_row (ReeveUserImportRow *row)
{
  return has_fate (row, "bad") ? 0 : has_fate (row, "exists") ? 1 : 2;
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  ReeveUserImportRow *row_a = *(ReeveUserImportRow *const *) a;
  ReeveUserImportRow *row_b = *(ReeveUserImportRow *const *) b;
  int by_rank = rank_row (row_a) - rank_row (row_b);

  return by_rank != 0 ? by_rank : (row_a->line > row_b->line) - (row_a->line < row_b->line);
}

static void
set_pill (GtkWidget *pill, GtkLabel *label, gint64 n, const char *one, const char *many)
{
  g_autofree char *count = reeve_format_count (n);
  g_auto (GStrv) parts = g_strsplit (g_dngettext (NULL, one, many, (gulong) n), "%s", 2);
  g_autofree char *text = g_strjoinv (count, parts);

  gtk_label_set_label (label, text);
  gtk_widget_set_visible (pill, n > 0);
}

static char *
describe_columns (ReeveUserImportReport *report)
{
  g_autofree char *used = report->columns_used ? g_strjoinv (", ", report->columns_used) : NULL;
  g_autofree char *ignored = report->columns_ignored ? g_strjoinv (", ", report->columns_ignored) : NULL;

  if (ignored == NULL || *ignored == '\0')
    /* Translators: %s: headings of a table */
    return g_strdup_printf (_ ("Columns read: %s."), used ? used : "—");
  /* Translators: %1$s and %2$s: headings of a table */
  return g_strdup_printf (_ ("Columns read: %1$s. Left out: %2$s."), used ? used : "—", ignored);
}

static gboolean
has_roles_column (ReeveUserImportReport *report)
{
  for (guint i = 0; report->columns_used != NULL && report->columns_used[i] != NULL; i++)
    if (g_ascii_strcasecmp (report->columns_used[i], "role") == 0 ||
        g_ascii_strcasecmp (report->columns_used[i], "roles") == 0)
      return TRUE;
  return FALSE;
}

/* The choice is shown for a file without such a column; it lasts for the next file of this dialog. */
static void
show_role (ReeveImportDialog *self, ReeveUserImportReport *report)
{
  gboolean asked = gtk_widget_get_visible (self->role_group);

  gtk_widget_set_visible (self->role_group, !has_roles_column (report));
  if (asked && gtk_widget_get_visible (self->role_group))
    gtk_widget_grab_focus (GTK_WIDGET (self->role_row));
}

static void
show_report (ReeveImportDialog *self, ReeveUserImportReport *report)
{
  g_autofree char *columns = describe_columns (report);
  g_autofree char *count = reeve_format_count (report->create);
  g_autofree char *label = NULL;
  g_autofree char *said = NULL;

  set_pill (self->create_pill, self->create_label, report->create, N_ ("%s will be added"),
            N_ ("%s will be added"));
  set_pill (self->exists_pill, self->exists_label, report->exists, N_ ("%s is here already"),
            N_ ("%s are here already"));
  set_pill (self->bad_pill, self->bad_label, report->bad, N_ ("%s row has a problem"),
            N_ ("%s rows have a problem"));
  gtk_label_set_label (self->columns_label, columns);
  show_role (self, report);
  adw_window_title_set_subtitle (self->title, reeve_format_import_format (report->format));

  g_list_store_remove_all (self->store);
  if (report->rows != NULL && report->rows->len > 0)
    {
      g_autoptr (GPtrArray) sorted = g_ptr_array_sized_new (report->rows->len); /* borrows the rows */

      g_ptr_array_extend (sorted, report->rows, NULL, NULL);
      g_ptr_array_sort (sorted, compare_rows);
      g_list_store_splice (self->store, 0, 0, sorted->pdata, sorted->len);
    }

  if (report->bad > 0)
    /* Translators: a button, when other rows of a file cannot be read; %s: how many people */
    label = g_strdup_printf (_ ("Import the Other %s"), count);
  else
    /* Translators: a button; %s: how many people */
    label = g_strdup_printf (
      g_dngettext (NULL, "Import %s Person", "Import %s People", (gulong) report->create), count);
  gtk_button_set_label (GTK_BUTTON (self->import_button), label);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.import", report->create > 0);
  self->import->skip_bad = report->bad > 0;

  gtk_revealer_set_reveal_child (self->footer, TRUE);
  gtk_widget_set_visible (self->other_button, TRUE);
  gtk_stack_set_visible_child_name (self->stack, "report");
  /* Translators: spoken after a file was looked at */
  said = g_strdup_printf (_ ("Looked at %d rows: %d will be added, %d are here already, %d have a problem"),
                          (int) report->total, (int) report->create, (int) report->exists, (int) report->bad);
  reeve_announce (GTK_WIDGET (self), said);
}

/* Back to the choice, with the reason in place of the invitation. */
static void
show_problem (ReeveImportDialog *self, const char *title, const char *advice)
{
  g_autofree char *safe = g_markup_escape_text (advice ? advice : "", -1);

  adw_status_page_set_icon_name (self->choose_page, "dialog-warning-symbolic");
  adw_status_page_set_title (self->choose_page, title);
  adw_status_page_set_description (self->choose_page, safe);
  gtk_revealer_set_reveal_child (self->footer, FALSE);
  gtk_widget_set_visible (self->other_button, FALSE);
  gtk_stack_set_visible_child_name (self->stack, "choose");
  reeve_announce (GTK_WIDGET (self), title);
}

static void
show_error (ReeveImportDialog *self, const GError *error)
{
  const char *reason = reeve_error_get_reason (error);
  g_autofree char *title = reeve_wording_title (error);
  g_autofree char *advice = reeve_wording_advice (error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (g_strcmp0 (reason, "no_columns") == 0)
    show_problem (
      self, _ ("No Column With E-mail Addresses"),
      _ ("The first row must hold headings, one of them “email” or what the templates of Google Workspace "
         "and Microsoft Entra call it."));
  else if (reason != NULL && g_str_has_prefix (reason, "csv_"))
    /* The service names the line; that is worth more than our words. */
    show_problem (self, _ ("This File Cannot Be Read"), error->message);
  else
    show_problem (self, title, advice);
}

static void
on_looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveImportDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveUserImportReport) report = NULL;

  if (reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &report, &error))
    show_report (self, report);
  else
    show_error (self, error);
}

static void
on_imported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveImportDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveUserImportReport) report = NULL;

  adw_dialog_set_can_close (ADW_DIALOG (self), TRUE);
  if (reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &report, &error))
    {
      g_autofree char *count = reeve_format_count (report->create);
      g_autofree char *message = g_strdup_printf (
        /* Translators: after an import; %s: how many */
        g_dngettext (NULL, "%s person added", "%s people added", (gulong) report->create), count);

      g_signal_emit (self, signals[IMPORTED], 0, message, report);
      adw_dialog_force_close (ADW_DIALOG (self));
    }
  else
    show_error (self, error);
}

static void
send (ReeveImportDialog *self, gboolean dry_run)
{
  g_autofree char *path = reeve_site_path (self->site, "users/import");
  g_autoptr (ReeveUserImport) body = reeve_record_copy (self->import);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  body->dry_run = dry_run;
  adw_status_page_set_title (self->busy_page, dry_run ? _ ("Looking at Every Row…") : _ ("Importing…"));
  gtk_revealer_set_reveal_child (self->footer, FALSE);
  gtk_widget_set_visible (self->other_button, FALSE);
  gtk_stack_set_visible_child_name (self->stack, "busy");
  reeve_client_post_async (reeve_site_get_client (self->site), path, body,
                           reeve_user_import_report_get_type (), -1, self->cancellable,
                           dry_run ? on_looked_cb : on_imported_cb, g_object_ref (self));
}

/* Every row's fate is asked for again: a role may be more than one may give. */
static void
on_role_selected_cb (ReeveImportDialog *self)
{
  const char *role = reeve_built_in_roles[adw_combo_row_get_selected (self->role_row)];
  const char *const roles[] = { role, NULL };

  if (self->import == NULL || self->import->content == NULL ||
      (self->import->roles != NULL && g_strcmp0 (self->import->roles[0], role) == 0))
    return;
  reeve_set_texts (&self->import->roles, roles);
  send (self, TRUE);
}

static void
fill_roles (ReeveImportDialog *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint member = 0;

  for (guint i = 0; reeve_built_in_roles[i] != NULL; i++)
    {
      gtk_string_list_append (names, reeve_format_role (reeve_built_in_roles[i]));
      if (g_str_equal (reeve_built_in_roles[i], "member"))
        member = i;
    }
  adw_combo_row_set_model (self->role_row, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->role_row, member);
  g_signal_connect_object (self->role_row, "notify::selected", G_CALLBACK (on_role_selected_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
on_import_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ReeveImportDialog *self = REEVE_IMPORT_DIALOG (widget);

  adw_dialog_set_can_close (ADW_DIALOG (self), FALSE);
  gtk_widget_action_set_enabled (widget, "dialog.import", FALSE);
  send (self, FALSE);
}

/* --- Where the text comes from --- */

static void
on_file_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveImportDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gsize length = 0;

  if (!g_file_load_contents_finish (G_FILE (source), result, &text, &length, NULL, &error))
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        show_problem (self, _ ("This File Cannot Be Opened"), error->message);
    }
  else if (!g_utf8_validate_len (text, length, NULL))
    show_problem (self, _ ("This File Is Not in UTF-8"), _ ("Save it as “CSV UTF-8” and try again."));
  else
    reeve_import_dialog_read (self, text);
}

static void
load_file (ReeveImportDialog *self, GFile *file)
{
  g_file_load_contents_async (file, self->cancellable, on_file_loaded_cb, g_object_ref (self));
}

static void
on_file_chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveImportDialog) self = user_data;
  g_autoptr (GFile) file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (source), result, NULL);

  if (file != NULL)
    load_file (self, file);
}

static void
on_choose_clicked_cb (ReeveImportDialog *self)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GtkFileFilter) tables = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();
  g_autoptr (GListStore) filters = g_list_store_new (GTK_TYPE_FILE_FILTER);

  gtk_file_filter_set_name (tables, _ ("CSV files"));
  gtk_file_filter_add_suffix (tables, "csv");
  gtk_file_filter_add_suffix (tables, "tsv");
  gtk_file_filter_add_mime_type (tables, "text/csv");
  gtk_file_filter_set_name (all, _ ("All files"));
  gtk_file_filter_add_pattern (all, "*");
  g_list_store_append (filters, tables);
  g_list_store_append (filters, all);
  gtk_file_dialog_set_title (dialog, _ ("Import People"));
  gtk_file_dialog_set_filters (dialog, G_LIST_MODEL (filters));
  gtk_file_dialog_open (dialog, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->cancellable,
                        on_file_chosen_cb, g_object_ref (self));
}

static void
on_text_pasted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveImportDialog) self = user_data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);

  if (text != NULL && *text != '\0')
    reeve_import_dialog_read (self, text);
  else
    show_problem (self, _ ("Nothing to Paste"),
                  _ ("Copy the rows in the spreadsheet first, headings included."));
}

static void
on_paste_clicked_cb (ReeveImportDialog *self)
{
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->cancellable,
                                 on_text_pasted_cb, g_object_ref (self));
}

static void
on_paste_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  on_paste_clicked_cb (REEVE_IMPORT_DIALOG (widget));
}

static gboolean
on_dropped_cb (GtkDropTarget *target, const GValue *value, double x, double y, gpointer user_data)
{
  ReeveImportDialog *self = user_data;

  if (G_VALUE_HOLDS (value, G_TYPE_FILE))
    load_file (self, g_value_get_object (value));
  else if (G_VALUE_HOLDS_STRING (value))
    reeve_import_dialog_read (self, g_value_get_string (value));
  else
    return FALSE;
  return TRUE;
}

/* --- The object --- */

static void
reeve_import_dialog_dispose (GObject *object)
{
  ReeveImportDialog *self = REEVE_IMPORT_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_IMPORT_DIALOG);
  G_OBJECT_CLASS (reeve_import_dialog_parent_class)->dispose (object);
}

static void
reeve_import_dialog_finalize (GObject *object)
{
  ReeveImportDialog *self = REEVE_IMPORT_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->store);
  g_clear_object (&self->import);
  g_clear_object (&self->site);
  G_OBJECT_CLASS (reeve_import_dialog_parent_class)->finalize (object);
}

static void
reeve_import_dialog_class_init (ReeveImportDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = reeve_import_dialog_dispose;
  object_class->finalize = reeve_import_dialog_finalize;

  signals[IMPORTED] =
    g_signal_new ("imported", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                  2, G_TYPE_STRING, reeve_user_import_report_get_type ());

  g_type_ensure (REEVE_TYPE_PILL);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/import-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveImportDialog, title);
  gtk_widget_class_bind_template_child (widget_class, ReeveImportDialog, other_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveImportDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, ReeveImportDialog, choose_page);
  gtk_widget_class_bind_template_child (widget_class, ReeveImportDialog, busy_page);
  gtk_widget_class_bind_template_child (widget_class, ReeveImportDialog, create_pill);
  gtk_widget_class_bind_template_child (widget_class, ReeveImportDialog, create_label);
  gtk_widget_class_bind_template_child (widget_class, ReeveImportDialog, exists_pill);
  gtk_widget_class_bind_template_child (widget_class, ReeveImportDialog, exists_label);
  gtk_widget_class_bind_template_child (widget_class, ReeveImportDialog, bad_pill);
  gtk_widget_class_bind_template_child (widget_class, ReeveImportDialog, bad_label);
  gtk_widget_class_bind_template_child (widget_class, ReeveImportDialog, columns_label);
  gtk_widget_class_bind_template_child (widget_class, ReeveImportDialog, role_group);
  gtk_widget_class_bind_template_child (widget_class, ReeveImportDialog, role_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveImportDialog, rows);
  gtk_widget_class_bind_template_child (widget_class, ReeveImportDialog, footer);
  gtk_widget_class_bind_template_child (widget_class, ReeveImportDialog, import_button);
  gtk_widget_class_bind_template_callback (widget_class, import_line);
  gtk_widget_class_bind_template_callback (widget_class, import_title);
  gtk_widget_class_bind_template_callback (widget_class, import_subtitle);
  gtk_widget_class_bind_template_callback (widget_class, import_fate);
  gtk_widget_class_bind_template_callback (widget_class, import_fate_icon);
  gtk_widget_class_bind_template_callback (widget_class, import_fate_classes);
  gtk_widget_class_bind_template_callback (widget_class, import_spoken);
  gtk_widget_class_bind_template_callback (widget_class, on_choose_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_paste_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, adw_dialog_close);
  gtk_widget_class_install_action (widget_class, "dialog.import", NULL, on_import_cb);
  gtk_widget_class_install_action (widget_class, "dialog.paste", NULL, on_paste_cb);
}

static void
reeve_import_dialog_init (ReeveImportDialog *self)
{
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);
  GType types[] = { G_TYPE_FILE, G_TYPE_STRING };
  g_autoptr (GtkNoSelection) selection = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  self->import = reeve_user_import_new ();
  self->store = g_list_store_new (reeve_user_import_row_get_type ());
  selection = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->store)));
  gtk_list_view_set_model (self->rows, GTK_SELECTION_MODEL (selection));
  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  g_signal_connect_object (target, "drop", G_CALLBACK (on_dropped_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self->stack), GTK_EVENT_CONTROLLER (target));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.import", FALSE);
  fill_roles (self);
}

AdwDialog *
reeve_import_dialog_new (ReeveSite *site)
{
  ReeveImportDialog *self = g_object_new (REEVE_TYPE_IMPORT_DIALOG, NULL);

  self->site = g_object_ref (site);
  return ADW_DIALOG (self);
}

void
reeve_import_dialog_read (ReeveImportDialog *self, const char *text)
{
  g_return_if_fail (REEVE_IS_IMPORT_DIALOG (self));
  g_return_if_fail (text != NULL);

  reeve_set_text (&self->import->content, text);
  send (self, TRUE);
}
