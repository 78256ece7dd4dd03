/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Of records that are gone only the history tells, so it is of all. Rows are made anew with each answer: who
 * stood on one stands on it again, or on what is in its place. */

#include "config.h"

#include "console/dialogs/list-dialog.h"

#include <glib/gi18n.h>

#include "console/widgets/history-group.h"
#include "console/widgets/row-place.h"
#include "console/widgets/wording.h"

#define RECORD_OF_QUESTION "reeve-record"

typedef struct
{
  /* from the template */
  AdwToastOverlay *toasts;
  GtkStack *stack;
  AdwStatusPage *trouble;
  GtkListBox *rows;
  AdwStatusPage *nothing;
  GtkWidget *add_button;
  GtkButton *first_button;
  ReeveHistoryGroup *history;
  /* owned */
  ReeveSite *site;
  GCancellable *cancellable; /* renewed with each question */
  ReeveRowPlace place;       /* where somebody is */

  gboolean lost;   /* what they stood on went, or is about to */
  gboolean asking; /* whether to lift one: the focus is up there */
} ReeveListDialogPrivate;

enum
{
  PROP_0,
  PROP_LABEL,
  PROP_EMPTY_ICON,
  PROP_EMPTY_TITLE,
  PROP_EMPTY_DESCRIPTION,
  PROP_ADD_LABEL,
  PROP_FIRST_LABEL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (ReeveListDialog, reeve_list_dialog, ADW_TYPE_DIALOG)

static ReeveListDialogPrivate *
get_private (ReeveListDialog *self)
{
  return reeve_list_dialog_get_instance_private (self);
}

/* --- The focus --- */

/* Without a place for the focus no key would reach this. As long as a question above is open, nothing here
 * takes it. */
static void
settle (ReeveListDialog *self, int first)
{
  ReeveListDialogPrivate *priv = get_private (self);
  GtkWidget *place;

  if (!priv->lost || priv->asking || priv->rows == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  priv->lost = FALSE;
  place = reeve_row_place_find (&priv->place, priv->rows, first);
  if (place == NULL && gtk_widget_get_visible (priv->add_button))
    place = priv->add_button;
  if (place == NULL || !gtk_widget_grab_focus (place))
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

static void
on_settled_cb (gpointer user_data)
{
  g_autoptr (ReeveListDialog) self = user_data;

  settle (self, 0);
}

/* --- Lifting --- */

static void
on_lifted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveListDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *title = NULL;

  if (reeve_client_delete_finish (REEVE_CLIENT (source), result, NULL, &error))
    reeve_list_dialog_say (self, _ (REEVE_LIST_DIALOG_GET_CLASS (self)->lifting->done));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      title = reeve_wording_title (error);
      reeve_list_dialog_say (self, title);
    }
  reeve_list_dialog_load (self);
}

static void
on_response_cb (AdwAlertDialog *dialog, const char *response, gpointer user_data)
{
  ReeveListDialog *self = user_data;
  ReeveSite *site = get_private (self)->site;
  gpointer record = g_object_get_data (G_OBJECT (dialog), RECORD_OF_QUESTION);
  g_autofree char *below =
    g_strdup_printf ("%s/%s", REEVE_LIST_DIALOG_GET_CLASS (self)->path, reeve_record_get_id (record));
  g_autofree char *path = reeve_site_path (site, below);

  if (g_str_equal (response, "lift"))
    reeve_client_delete_async (reeve_site_get_client (site), path, -1, G_TYPE_NONE, NULL, on_lifted_cb,
                               g_object_ref (self));
}

/* The question still has the focus until it is gone. */
static void
on_asked_cb (ReeveListDialog *self)
{
  get_private (self)->asking = FALSE;
  g_idle_add_once (on_settled_cb, g_object_ref (self));
}

static void
on_lift_clicked_cb (ReeveListDialog *self, GtkWidget *button)
{
  const ReeveListLifting *lifting = REEVE_LIST_DIALOG_GET_CLASS (self)->lifting;
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (_ (lifting->heading), _ (lifting->body)));

  adw_alert_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "lift", _ ("_Lift"), NULL);
  adw_alert_dialog_set_response_appearance (dialog, "lift", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (dialog, "cancel");
  adw_alert_dialog_set_close_response (dialog, "cancel");
  g_object_set_data_full (G_OBJECT (dialog), RECORD_OF_QUESTION, g_object_ref (reeve_row_get_record (button)),
                          g_object_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_response_cb), self, 0);
  g_signal_connect_object (dialog, "closed", G_CALLBACK (on_asked_cb), self, G_CONNECT_SWAPPED);
  get_private (self)->asking = TRUE;
  get_private (self)->lost = TRUE;
  reeve_row_place_set (&get_private (self)->place, button);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (self));
}

/* --- Rows --- */

static void
on_row_activated_cb (ReeveListDialog *self, GtkListBoxRow *row)
{
  if (REEVE_LIST_DIALOG_GET_CLASS (self)->activated != NULL)
    REEVE_LIST_DIALOG_GET_CLASS (self)->activated (self, reeve_row_get_record (GTK_WIDGET (row)));
}

static void
on_add_cb (ReeveListDialog *self)
{
  REEVE_LIST_DIALOG_GET_CLASS (self)->add (self);
}

static void
add_rows (ReeveListDialog *self, GPtrArray *records)
{
  for (guint i = 0; i < records->len; i++)
    {
      GtkWidget *row = REEVE_LIST_DIALOG_GET_CLASS (self)->make_row (self, records->pdata[i]);

      reeve_row_set_record (row, records->pdata[i]);
      gtk_list_box_append (get_private (self)->rows, row);
    }
}

/* The new rows come before the old ones go: a focus that is left without a widget is moved by GTK, later and
 * to where nobody was. */
static void
take (ReeveListDialog *self, GPtrArray *records)
{
  ReeveListDialogPrivate *priv = get_private (self);
  int old = 0;

  while (gtk_list_box_get_row_at_index (priv->rows, old) != NULL)
    old++;
  priv->lost = reeve_row_place_set_focus (&priv->place, priv->rows) || priv->lost;
  add_rows (self, records);
  settle (self, old);
  for (int i = 0; i < old; i++)
    gtk_list_box_remove (priv->rows, GTK_WIDGET (gtk_list_box_get_row_at_index (priv->rows, 0)));
  gtk_widget_set_visible (GTK_WIDGET (priv->rows), records->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (priv->nothing), records->len == 0);
  gtk_stack_set_visible_child_name (priv->stack, "list");
}

static void
show_trouble (ReeveListDialog *self, const GError *error)
{
  ReeveListDialogPrivate *priv = get_private (self);
  g_autofree char *title = reeve_wording_title (error);
  g_autofree char *advice = reeve_wording_advice (error);
  g_autofree char *markup = g_markup_escape_text (advice, -1);

  adw_status_page_set_title (priv->trouble, title);
  adw_status_page_set_description (priv->trouble, markup);
  gtk_stack_set_visible_child_name (priv->stack, "trouble");
}

static void
on_listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveListDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveListing) listing = reeve_client_list_finish (REEVE_CLIENT (source), result, &error);

  if (listing != NULL)
    take (self, listing->items);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_trouble (self, error);
}

static void
load_history (ReeveListDialog *self)
{
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  const char *type = REEVE_LIST_DIALOG_GET_CLASS (self)->history;

  if (type == NULL)
    return;
  reeve_query_set_filter (query, "objectType", type);
  reeve_history_group_load_query (get_private (self)->history, get_private (self)->site, query);
}

static void
on_site_changed_cb (ReeveListDialog *self, const char *noun, const char *id, gint64 version)
{
  if (g_strcmp0 (noun, REEVE_LIST_DIALOG_GET_CLASS (self)->noun) == 0)
    reeve_list_dialog_load (self);
}

/* --- The dialog --- */

static void
reeve_list_dialog_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  ReeveListDialogPrivate *priv = get_private (REEVE_LIST_DIALOG (object));
  const char *text = g_value_get_string (value);

  switch (id)
    {
    case PROP_LABEL:
      gtk_accessible_update_property (GTK_ACCESSIBLE (priv->rows), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
      break;
    case PROP_EMPTY_ICON:
      adw_status_page_set_icon_name (priv->nothing, text);
      break;
    case PROP_EMPTY_TITLE:
      adw_status_page_set_title (priv->nothing, text);
      break;
    case PROP_EMPTY_DESCRIPTION:
      adw_status_page_set_description (priv->nothing, text);
      break;
    case PROP_ADD_LABEL:
      gtk_widget_set_tooltip_text (priv->add_button, text);
      gtk_accessible_update_property (GTK_ACCESSIBLE (priv->add_button), GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                      -1);
      break;
    case PROP_FIRST_LABEL:
      gtk_button_set_label (priv->first_button, text);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
reeve_list_dialog_dispose (GObject *object)
{
  g_cancellable_cancel (get_private (REEVE_LIST_DIALOG (object))->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_LIST_DIALOG);
  G_OBJECT_CLASS (reeve_list_dialog_parent_class)->dispose (object);
}

static void
reeve_list_dialog_finalize (GObject *object)
{
  ReeveListDialogPrivate *priv = get_private (REEVE_LIST_DIALOG (object));

  g_clear_object (&priv->cancellable);
  g_clear_object (&priv->site);
  reeve_row_place_clear (&priv->place);
  G_OBJECT_CLASS (reeve_list_dialog_parent_class)->finalize (object);
}

static void
reeve_list_dialog_class_init (ReeveListDialogClass *klass)
{
  static const char *const names[N_PROPS] = {
    NULL, "label", "empty-icon", "empty-title", "empty-description", "add-label", "first-label"
  };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_list_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_list_dialog_finalize;
  G_OBJECT_CLASS (klass)->set_property = reeve_list_dialog_set_property;
  for (guint i = 1; i < N_PROPS; i++)
    properties[i] =
      g_param_spec_string (names[i], NULL, NULL, NULL, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);
  g_type_ensure (REEVE_TYPE_HISTORY_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/list-dialog.ui");
  gtk_widget_class_bind_template_child_private (widget_class, ReeveListDialog, toasts);
  gtk_widget_class_bind_template_child_private (widget_class, ReeveListDialog, stack);
  gtk_widget_class_bind_template_child_private (widget_class, ReeveListDialog, trouble);
  gtk_widget_class_bind_template_child_private (widget_class, ReeveListDialog, rows);
  gtk_widget_class_bind_template_child_private (widget_class, ReeveListDialog, nothing);
  gtk_widget_class_bind_template_child_private (widget_class, ReeveListDialog, add_button);
  gtk_widget_class_bind_template_child_private (widget_class, ReeveListDialog, first_button);
  gtk_widget_class_bind_template_child_private (widget_class, ReeveListDialog, history);
  gtk_widget_class_bind_template_callback_full (widget_class, "load", G_CALLBACK (reeve_list_dialog_load));
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_add_cb);
}

static void
reeve_list_dialog_init (ReeveListDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
reeve_list_dialog_new (GType type, ReeveSite *site)
{
  ReeveListDialog *self = g_object_new (type, NULL);
  ReeveListDialogPrivate *priv = get_private (self);
  ReeveListDialogClass *klass = REEVE_LIST_DIALOG_GET_CLASS (self);
  gboolean add;

  g_return_val_if_fail (REEVE_IS_SITE (site), NULL);

  priv->site = g_object_ref (site);
  add = klass->may_add != NULL && klass->may_add (self);
  gtk_widget_set_visible (priv->add_button, add);
  gtk_widget_set_visible (GTK_WIDGET (priv->first_button),
                          add && gtk_button_get_label (priv->first_button) != NULL);
  gtk_widget_set_visible (GTK_WIDGET (priv->history), klass->history != NULL);
  gtk_widget_set_vexpand (GTK_WIDGET (priv->nothing), klass->history == NULL);
  g_signal_connect_object (site, "changed", G_CALLBACK (on_site_changed_cb), self, G_CONNECT_SWAPPED);
  reeve_list_dialog_load (self);
  return ADW_DIALOG (self);
}

ReeveSite *
reeve_list_dialog_get_site (ReeveListDialog *self)
{
  g_return_val_if_fail (REEVE_IS_LIST_DIALOG (self), NULL);

  return get_private (self)->site;
}

void
reeve_list_dialog_load (ReeveListDialog *self)
{
  ReeveListDialogPrivate *priv = get_private (self);
  ReeveListDialogClass *klass = REEVE_LIST_DIALOG_GET_CLASS (self);
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  g_autofree char *path = reeve_site_path (priv->site, klass->path);

  g_cancellable_cancel (priv->cancellable);
  g_clear_object (&priv->cancellable);
  priv->cancellable = g_cancellable_new ();
  query->limit = klass->limit;
  reeve_client_list_async (reeve_site_get_client (priv->site), klass->record_type (), path, query,
                           priv->cancellable, on_listed_cb, g_object_ref (self));
  load_history (self);
}

void
reeve_list_dialog_say (ReeveListDialog *self, const char *text)
{
  g_return_if_fail (REEVE_IS_LIST_DIALOG (self));

  adw_toast_overlay_add_toast (get_private (self)->toasts,
                               g_object_new (ADW_TYPE_TOAST, "use-markup", FALSE, "title", text, NULL));
}

GtkWidget *
reeve_list_dialog_make_row (const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  return row;
}

void
reeve_list_dialog_add_button (ReeveListDialog *self, GtkWidget *row, const char *label, GCallback callback)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), -1);
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  reeve_row_add_button (row, button);
}

void
reeve_list_dialog_add_lift (ReeveListDialog *self, GtkWidget *row)
{
  reeve_list_dialog_add_button (self, row, _ ("_Lift…"), G_CALLBACK (on_lift_clicked_cb));
}
