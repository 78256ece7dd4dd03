/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* All of it is saved at once, with one code where less would be found. Where somebody else was faster, what
 * was chosen here is put on top of theirs, unless they changed the same, and is shown before it is saved. */

#include "config.h"

#include "console/dialogs/detections-dialog.h"

#include <glib/gi18n.h>

#include "common/finding.h"
#include "console/dialogs/detection-sites-group.h"
#include "console/widgets/detection-words.h"
#include "console/widgets/finding-words.h"
#include "console/widgets/formatting.h"
#include "console/widgets/history-group.h"
#include "console/widgets/wording.h"

struct _ReeveDetectionsDialog
{
  AdwDialog parent_instance;
  /* from the template */
  GtkButton *cancel_button;
  GtkWidget *save_button;
  AdwBanner *banner;
  AdwPreferencesPage *page;
  ReeveDetectionSitesGroup *sites;
  GtkWidget *usual_group;
  ReeveHistoryGroup *history;
  /* borrowed: in the page */
  GPtrArray *groups; /* of AdwPreferencesGroup */
  /* owned */
  ReeveSite *site;
  ReeveDetectionSettings *before; /* as the service has them */
  ReeveDetectionSettings *wanted;
  GCancellable *cancellable;

  gboolean busy;
  gboolean showing; /* nobody chooses */
};

G_DEFINE_FINAL_TYPE (ReeveDetectionsDialog, reeve_detections_dialog, ADW_TYPE_DIALOG)

static guint saved_signal;

#define RULE_OF_ROW   "reeve-rule"
#define NUMBER_OF_ROW "reeve-number"
#define RESET_OF_ROW  "reeve-reset"

static gboolean
may_write (ReeveDetectionsDialog *self)
{
  return reeve_site_may_everywhere (self->site, REEVE_CAPABILITY_POLICY_WRITE);
}

static void
update (ReeveDetectionsDialog *self)
{
  gboolean changed = !reeve_record_writable_equal (self->before, self->wanted);
  gboolean usual = self->wanted->switched_off == NULL && self->wanted->numbers == NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.save", changed && !self->busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.usual", !usual && !self->busy);
}

static gboolean
is_off (ReeveDetectionsDialog *self, const char *rule)
{
  return self->wanted->switched_off != NULL &&
         g_strv_contains ((const char *const *) self->wanted->switched_off, rule);
}

/* What is wanted of a number. */
static gint64
get_value (ReeveDetectionsDialog *self, const char *rule, ReeveDetectionNumber *number)
{
  for (guint i = 0; self->wanted->numbers != NULL && self->wanted->numbers[i] != NULL; i++)
    {
      g_autofree char *its_rule = NULL;
      g_autofree char *name = NULL;
      gint64 value;

      if (reeve_detection_settings_read_number (self->wanted->numbers[i], &its_rule, &name, &value) &&
          g_str_equal (its_rule, rule) && g_str_equal (name, number->name))
        return value;
    }
  return number->usual;
}

/* --- Choosing --- */

static void
choose_on (ReeveDetectionsDialog *self, GObject *row, gboolean on)
{
  if (self->showing)
    return;
  reeve_detection_settings_switch (self->wanted, g_object_get_data (row, RULE_OF_ROW), on);
  update (self);
}

static void
on_enabled_cb (ReeveDetectionsDialog *self, GParamSpec *pspec, AdwExpanderRow *row)
{
  choose_on (self, G_OBJECT (row), adw_expander_row_get_enable_expansion (row));
}

static void
on_active_cb (ReeveDetectionsDialog *self, GParamSpec *pspec, AdwSwitchRow *row)
{
  choose_on (self, G_OBJECT (row), adw_switch_row_get_active (row));
}

static void
on_value_cb (ReeveDetectionsDialog *self, GParamSpec *pspec, AdwSpinRow *row)
{
  ReeveDetectionNumber *number = g_object_get_data (G_OBJECT (row), NUMBER_OF_ROW);
  gint64 value = (gint64) adw_spin_row_get_value (row);

  gtk_widget_set_visible (g_object_get_data (G_OBJECT (row), RESET_OF_ROW), value != number->usual);
  if (self->showing)
    return;
  reeve_detection_settings_set_number (self->wanted, g_object_get_data (G_OBJECT (row), RULE_OF_ROW),
                                       number->name, value, number->usual);
  update (self);
}

/* The button goes when it has been pressed: the focus stays in its row. */
static void
on_reset_cb (AdwSpinRow *row)
{
  ReeveDetectionNumber *number = g_object_get_data (G_OBJECT (row), NUMBER_OF_ROW);

  gtk_widget_grab_focus (GTK_WIDGET (row));
  adw_spin_row_set_value (row, (double) number->usual);
}

/* --- Rows --- */

static GtkWidget *
make_reset (GtkWidget *row)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-undo-symbolic");

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Back to the Usual"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Back to the Usual"), -1);
  gtk_widget_set_visible (button, FALSE);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_reset_cb), row, G_CONNECT_SWAPPED);
  return button;
}

static GtkWidget *
make_number_row (ReeveDetectionsDialog *self, ReeveDetection *detection, ReeveDetectionNumber *number)
{
  const char *title = reeve_detection_words_number (detection->rule, number->name);
  g_autofree char *usual = reeve_format_count (number->usual);
  /* Translators: of a number that can be set: what it is where nobody set it */
  g_autofree char *subtitle = g_strdup_printf (_ ("Usual: %s"), usual);
  gint64 value = get_value (self, detection->rule, number);
  GtkAdjustment *adjustment =
    gtk_adjustment_new ((double) value, (double) number->least, (double) number->most, 1, 10, 0);
  GtkWidget *row =
    g_object_new (ADW_TYPE_SPIN_ROW, "accessible-role", GTK_ACCESSIBLE_ROLE_LIST_ITEM, "use-markup", FALSE,
                  "title", title != NULL ? title : number->name, "title-lines", 0, "subtitle", subtitle,
                  "adjustment", adjustment, "sensitive", may_write (self), NULL);
  GtkWidget *reset = make_reset (row);

  adw_action_row_add_suffix (ADW_ACTION_ROW (row), reset);
  gtk_widget_set_visible (reset, value != number->usual);
  g_object_set_data (G_OBJECT (row), RESET_OF_ROW, reset);
  g_object_set_data_full (G_OBJECT (row), RULE_OF_ROW, g_strdup (detection->rule), g_free);
  g_object_set_data_full (G_OBJECT (row), NUMBER_OF_ROW, g_object_ref (number), g_object_unref);
  g_signal_connect_object (row, "notify::value", G_CALLBACK (on_value_cb), self, G_CONNECT_SWAPPED);
  return row;
}

static GtkWidget *
make_plain_row (ReeveDetectionsDialog *self, ReeveDetection *detection)
{
  GtkWidget *row = g_object_new (ADW_TYPE_SWITCH_ROW, "use-markup", FALSE, "subtitle-lines", 0, "active",
                                 !is_off (self, detection->rule), "sensitive", may_write (self), NULL);

  g_signal_connect_object (row, "notify::active", G_CALLBACK (on_active_cb), self, G_CONNECT_SWAPPED);
  return row;
}

static GtkWidget *
make_expander_row (ReeveDetectionsDialog *self, ReeveDetection *detection)
{
  gboolean write = may_write (self);
  gboolean off = is_off (self, detection->rule);
  GtkWidget *row = g_object_new (ADW_TYPE_EXPANDER_ROW, "use-markup", FALSE, "subtitle-lines", 0,
                                 "show-enable-switch", write, "enable-expansion", !write || !off, NULL);

  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), FALSE);
  if (off && !write)
    adw_expander_row_add_suffix (ADW_EXPANDER_ROW (row), gtk_label_new (_ ("Off")));
  for (guint i = 0; i < detection->numbers->len; i++)
    adw_expander_row_add_row (ADW_EXPANDER_ROW (row),
                              make_number_row (self, detection, detection->numbers->pdata[i]));
  g_signal_connect_object (row, "notify::enable-expansion", G_CALLBACK (on_enabled_cb), self,
                           G_CONNECT_SWAPPED);
  return row;
}

static void
add_row (ReeveDetectionsDialog *self, AdwPreferencesGroup *group, ReeveDetection *detection)
{
  const char *meaning = reeve_finding_words_meaning (detection->rule);
  GtkWidget *row =
    detection->numbers != NULL ? make_expander_row (self, detection) : make_plain_row (self, detection);

  g_object_set (row, "title", reeve_finding_words_rule (detection->rule), "subtitle",
                meaning != NULL ? meaning : "", NULL);
  g_object_set_data_full (G_OBJECT (row), RULE_OF_ROW, g_strdup (detection->rule), g_free);
  adw_preferences_group_add (group, row);
}

static int
compare_titles (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate (reeve_finding_words_rule ((*(ReeveDetection *const *) a)->rule),
                         reeve_finding_words_rule ((*(ReeveDetection *const *) b)->rule));
}

static void
add_group (ReeveDetectionsDialog *self, const char *severity)
{
  g_autoptr (GPtrArray) some = g_ptr_array_new ();
  AdwPreferencesGroup *group;

  for (guint i = 0; self->before->detections != NULL && i < self->before->detections->len; i++)
    {
      ReeveDetection *detection = self->before->detections->pdata[i];

      if (g_strcmp0 (detection->severity, severity) == 0)
        g_ptr_array_add (some, detection);
    }
  if (some->len == 0)
    return;
  g_ptr_array_sort (some, compare_titles);
  group = g_object_new (ADW_TYPE_PREFERENCES_GROUP, "title", reeve_finding_words_severity (severity), NULL);
  for (guint i = 0; i < some->len; i++)
    add_row (self, group, some->pdata[i]);
  adw_preferences_page_add (self->page, group);
  g_ptr_array_add (self->groups, group);
}

static void
fill (ReeveDetectionsDialog *self)
{
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  guint n = g_strv_length ((GStrv) reeve_finding_severities);

  self->showing = TRUE;
  for (guint i = 0; i < self->groups->len; i++)
    adw_preferences_page_remove (self->page, self->groups->pdata[i]);
  g_ptr_array_set_size (self->groups, 0);
  adw_preferences_page_remove (self->page, ADW_PREFERENCES_GROUP (self->sites));
  adw_preferences_page_remove (self->page, ADW_PREFERENCES_GROUP (self->usual_group));
  adw_preferences_page_remove (self->page, ADW_PREFERENCES_GROUP (self->history));
  while (n > 0)
    add_group (self, reeve_finding_severities[--n]);
  reeve_detection_sites_group_show (self->sites, self->wanted, may_write (self));
  adw_preferences_page_add (self->page, ADW_PREFERENCES_GROUP (self->sites));
  adw_preferences_page_add (self->page, ADW_PREFERENCES_GROUP (self->usual_group));
  adw_preferences_page_add (self->page, ADW_PREFERENCES_GROUP (self->history));
  self->showing = FALSE;
  reeve_query_set_filter (query, "objectType", "detection-settings");
  reeve_history_group_load_query (self->history, self->site, query);
  update (self);
}

/* --- Saving --- */

static void
say (ReeveDetectionsDialog *self, const char *text)
{
  adw_banner_set_title (self->banner, text);
  adw_banner_set_revealed (self->banner, TRUE);
  reeve_announce (GTK_WIDGET (self), text);
}

static void
show_refusal (ReeveDetectionsDialog *self, const GError *error)
{
  g_autofree char *title = reeve_wording_title (error);
  g_autofree char *advice = reeve_wording_advice (error);
  /* Translators: what went wrong, then what to do about it: two sentences. */
  g_autofree char *text = g_strdup_printf (_ ("%s. %s"), title, advice);

  if (!g_error_matches (error, REEVE_ERROR, REEVE_ERROR_SECOND_FACTOR)) /* who gave no code knows */
    say (self, text);
}

static char *
make_path (ReeveDetectionsDialog *self)
{
  return reeve_site_path (self->site, "detections");
}

static void
on_newer_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveDetectionsDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveDetectionSettings) now = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);
  g_autoptr (ReeveDetectionSettings) to = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->busy = FALSE;
  if (now == NULL)
    {
      show_refusal (self, error);
      update (self);
      return;
    }
  to = reeve_record_rebase (now, self->before, self->wanted, FALSE);
  say (self, to != NULL ? _ ("Nothing was saved: somebody else changed others meanwhile. Save again.")
                        : _ ("Somebody else changed this meanwhile: this is how it is now"));
  g_clear_object (&self->wanted);
  self->wanted = to != NULL ? g_steal_pointer (&to) : reeve_record_copy (now);
  g_set_object (&self->before, now);
  fill (self);
}

static void
on_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveDetectionsDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveDetectionSettings) saved = reeve_client_save_finish (REEVE_CLIENT (source), result, &error);
  g_autofree char *path = make_path (self);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (reeve_error_get_code (error) == REEVE_ERROR_STALE)
    {
      reeve_client_load_async (REEVE_CLIENT (source), reeve_detection_settings_get_type (), path,
                               self->cancellable, on_newer_cb, g_object_ref (self));
      return;
    }
  self->busy = FALSE;
  update (self);
  if (saved == NULL)
    {
      show_refusal (self, error);
      return;
    }
  g_signal_emit (self, saved_signal, 0, saved);
  adw_dialog_force_close (ADW_DIALOG (self));
}

static void
on_save_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ReeveDetectionsDialog *self = REEVE_DETECTIONS_DIALOG (widget);
  g_autofree char *path = make_path (self);

  self->busy = TRUE;
  adw_banner_set_revealed (self->banner, FALSE);
  update (self);
  reeve_client_save_async (reeve_site_get_client (self->site), path, self->before, self->wanted,
                           self->cancellable, on_saved_cb, g_object_ref (self));
}

static void
on_usual_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ReeveDetectionsDialog *self = REEVE_DETECTIONS_DIALOG (widget);

  g_clear_pointer (&self->wanted->switched_off, g_strfreev);
  g_clear_pointer (&self->wanted->numbers, g_strfreev);
  fill (self);
  gtk_widget_grab_focus (may_write (self) ? self->save_button : GTK_WIDGET (self->cancel_button));
}

/* --- The widget --- */

static void
reeve_detections_dialog_dispose (GObject *object)
{
  g_cancellable_cancel (REEVE_DETECTIONS_DIALOG (object)->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_DETECTIONS_DIALOG);
  G_OBJECT_CLASS (reeve_detections_dialog_parent_class)->dispose (object);
}

static void
reeve_detections_dialog_finalize (GObject *object)
{
  ReeveDetectionsDialog *self = REEVE_DETECTIONS_DIALOG (object);

  g_ptr_array_unref (self->groups);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->before);
  g_clear_object (&self->wanted);
  g_clear_object (&self->site);
  G_OBJECT_CLASS (reeve_detections_dialog_parent_class)->finalize (object);
}

static void
reeve_detections_dialog_class_init (ReeveDetectionsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_detections_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_detections_dialog_finalize;
  saved_signal = g_signal_new ("saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 1, reeve_detection_settings_get_type ());
  g_type_ensure (REEVE_TYPE_DETECTION_SITES_GROUP);
  g_type_ensure (REEVE_TYPE_HISTORY_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/reeve/Reeve/ui/detections-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveDetectionsDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveDetectionsDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveDetectionsDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, ReeveDetectionsDialog, page);
  gtk_widget_class_bind_template_child (widget_class, ReeveDetectionsDialog, sites);
  gtk_widget_class_bind_template_child (widget_class, ReeveDetectionsDialog, usual_group);
  gtk_widget_class_bind_template_child (widget_class, ReeveDetectionsDialog, history);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, adw_dialog_close);
  gtk_widget_class_install_action (widget_class, "dialog.save", NULL, on_save_cb);
  gtk_widget_class_install_action (widget_class, "dialog.usual", NULL, on_usual_cb);
}

static void
reeve_detections_dialog_init (ReeveDetectionsDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->groups = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
reeve_detections_dialog_new (ReeveSite *site, ReeveDetectionSettings *settings)
{
  ReeveDetectionsDialog *self = g_object_new (REEVE_TYPE_DETECTIONS_DIALOG, NULL);

  self->site = g_object_ref (site);
  self->before = g_object_ref (settings);
  self->wanted = reeve_record_copy (settings);
  if (!may_write (self))
    {
      gtk_button_set_label (self->cancel_button, _ ("_Close"));
      gtk_widget_set_visible (self->save_button, FALSE);
    }
  gtk_widget_set_visible (self->usual_group, may_write (self));
  fill (self);
  return ADW_DIALOG (self);
}
