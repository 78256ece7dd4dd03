/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* There are few, so they are loaded whole. */

#include "config.h"

#include "console/pages/policy-list.h"

#include "console/widgets/note-row.h"
#include "console/widgets/wording.h"

#define RECORD_OF_ROW "reeve-record"

typedef struct
{
  /* from the template */
  GtkWidget *add_button;
  ReeveNoteRow *problem;
  AdwPreferencesRow *none_row;
  /* borrowed: in the group */
  GPtrArray *rows; /* of GtkWidget */
  /* owned */
  ReeveSite *site;           /* (nullable) */
  GPtrArray *records;        /* (nullable): as the service has them */
  char *wanted;              /* (nullable): id of the record to be opened once they are here */
  GCancellable *cancellable; /* of what was asked last */
} ReevePolicyListPrivate;

enum
{
  PROP_0,
  PROP_ADD_LABEL,
  PROP_NONE_TITLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (ReevePolicyList, reeve_policy_list, ADW_TYPE_PREFERENCES_GROUP)

static ReevePolicyListPrivate *
get_private (ReevePolicyList *self)
{
  return reeve_policy_list_get_instance_private (self);
}

static gboolean
may_read (ReevePolicyList *self)
{
  ReeveSite *site = get_private (self)->site;

  return site != NULL && reeve_site_get_state (site) == REEVE_SITE_READY &&
         reeve_site_get_workspace (site) != NULL && REEVE_POLICY_LIST_GET_CLASS (self)->may_read (site);
}

static gboolean
may_write (ReevePolicyList *self)
{
  ReeveSite *site = get_private (self)->site;

  return site != NULL && reeve_site_get_online (site) &&
         reeve_site_may_everywhere (site, REEVE_CAPABILITY_POLICY_WRITE);
}

/* --- Rows --- */

static void
on_add_cb (ReevePolicyList *self)
{
  REEVE_POLICY_LIST_GET_CLASS (self)->open (self, get_private (self)->site, NULL);
}

static void
on_row_cb (ReevePolicyList *self, GtkWidget *row)
{
  REEVE_POLICY_LIST_GET_CLASS (self)->open (self, get_private (self)->site,
                                            g_object_get_data (G_OBJECT (row), RECORD_OF_ROW));
}

static void
add_row (ReevePolicyList *self, gpointer record)
{
  gboolean write = may_write (self);
  GtkWidget *row = REEVE_POLICY_LIST_GET_CLASS (self)->make_row (self, record, write);

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), write);
  if (write)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), reeve_policy_list_make_image ("go-next-symbolic"));
  g_object_set_data_full (G_OBJECT (row), RECORD_OF_ROW, g_object_ref (record), g_object_unref);
  g_signal_connect_object (row, "activated", G_CALLBACK (on_row_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (get_private (self)->rows, row);
}

static void
open_wanted (ReevePolicyList *self)
{
  ReevePolicyListPrivate *priv = get_private (self);
  g_autofree char *id = g_steal_pointer (&priv->wanted);

  for (guint i = 0; id != NULL && i < priv->records->len && may_write (self); i++)
    if (g_strcmp0 (reeve_record_get_id (priv->records->pdata[i]), id) == 0)
      REEVE_POLICY_LIST_GET_CLASS (self)->open (self, priv->site, priv->records->pdata[i]);
}

/* Which row has the focus: -1: none of them */
static int
find_focus (ReevePolicyList *self)
{
  GPtrArray *rows = get_private (self)->rows;

  for (guint i = 0; i < rows->len; i++)
    if (gtk_widget_is_focus (rows->pdata[i]))
      return (int) i;
  return -1;
}

/* The new rows come before the old ones go, so that the focus can go from one to the other. */
static void
fill (ReevePolicyList *self)
{
  ReevePolicyListPrivate *priv = get_private (self);
  GPtrArray *records = priv->records;
  g_autoptr (GPtrArray) old = g_ptr_array_copy (priv->rows, NULL, NULL);
  int focus = find_focus (self);

  g_ptr_array_set_size (priv->rows, 0);
  for (guint i = 0; records != NULL && i < records->len; i++)
    add_row (self, records->pdata[i]);
  gtk_widget_set_visible (GTK_WIDGET (priv->none_row), records != NULL && records->len == 0);
  gtk_widget_set_visible (priv->add_button, records != NULL && may_write (self));
  if (focus >= 0)
    gtk_widget_grab_focus (priv->rows->len > 0 ? priv->rows->pdata[MIN ((guint) focus, priv->rows->len - 1)]
                                               : priv->add_button);
  for (guint i = 0; i < old->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), old->pdata[i]);
  if (REEVE_POLICY_LIST_GET_CLASS (self)->hides)
    gtk_widget_set_visible (GTK_WIDGET (self), may_read (self));
}

/* --- The site --- */

static void
stop (ReevePolicyList *self)
{
  g_cancellable_cancel (get_private (self)->cancellable);
  g_clear_object (&get_private (self)->cancellable);
}

void
reeve_policy_list_load (ReevePolicyList *self)
{
  ReevePolicyListPrivate *priv = get_private (self);
  g_autofree char *path = NULL;

  g_return_if_fail (REEVE_IS_POLICY_LIST (self));

  stop (self);
  if (!may_read (self))
    {
      fill (self);
      return;
    }
  path = reeve_site_path (priv->site, REEVE_POLICY_LIST_GET_CLASS (self)->path);
  priv->cancellable = g_cancellable_new ();
  REEVE_POLICY_LIST_GET_CLASS (self)->ask (self, priv->site, path, priv->cancellable);
}

/* Another workspace's must not be seen for a moment. */
static void
on_workspace_cb (ReevePolicyList *self)
{
  g_clear_pointer (&get_private (self)->records, g_ptr_array_unref);
  g_clear_pointer (&get_private (self)->wanted, g_free);
  if (REEVE_POLICY_LIST_GET_CLASS (self)->forget != NULL)
    REEVE_POLICY_LIST_GET_CLASS (self)->forget (self);
  fill (self);
  reeve_policy_list_load (self);
}

static void
on_changed_cb (ReevePolicyList *self, const char *noun, const char *id, gint64 version)
{
  ReevePolicyListClass *klass = REEVE_POLICY_LIST_GET_CLASS (self);

  if (g_strcmp0 (noun, klass->noun) == 0 && (klass->is_news == NULL || klass->is_news (self, version)))
    reeve_policy_list_load (self);
}

static void
drop_site (ReevePolicyList *self)
{
  ReevePolicyListPrivate *priv = get_private (self);

  stop (self);
  if (priv->site != NULL)
    g_signal_handlers_disconnect_by_data (priv->site, self);
  g_clear_object (&priv->site);
}

/* --- The group --- */

static void
reeve_policy_list_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  ReevePolicyListPrivate *priv = get_private (REEVE_POLICY_LIST (object));
  const char *text = g_value_get_string (value);

  if (id == PROP_NONE_TITLE)
    adw_preferences_row_set_title (priv->none_row, text);
  else if (id == PROP_ADD_LABEL)
    {
      gtk_widget_set_tooltip_text (priv->add_button, text);
      gtk_accessible_update_property (GTK_ACCESSIBLE (priv->add_button), GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                      -1);
    }
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
reeve_policy_list_dispose (GObject *object)
{
  drop_site (REEVE_POLICY_LIST (object));
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_POLICY_LIST);
  G_OBJECT_CLASS (reeve_policy_list_parent_class)->dispose (object);
}

static void
reeve_policy_list_finalize (GObject *object)
{
  ReevePolicyListPrivate *priv = get_private (REEVE_POLICY_LIST (object));

  g_ptr_array_unref (priv->rows);
  g_clear_pointer (&priv->records, g_ptr_array_unref);
  g_free (priv->wanted);
  G_OBJECT_CLASS (reeve_policy_list_parent_class)->finalize (object);
}

static void
reeve_policy_list_class_init (ReevePolicyListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_policy_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_policy_list_finalize;
  G_OBJECT_CLASS (klass)->set_property = reeve_policy_list_set_property;
  properties[PROP_ADD_LABEL] =
    g_param_spec_string ("add-label", NULL, NULL, NULL, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_NONE_TITLE] =
    g_param_spec_string ("none-title", NULL, NULL, NULL, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);
  g_type_ensure (REEVE_TYPE_NOTE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/policy-list.ui");
  gtk_widget_class_bind_template_child_private (widget_class, ReevePolicyList, add_button);
  gtk_widget_class_bind_template_child_private (widget_class, ReevePolicyList, problem);
  gtk_widget_class_bind_template_child_private (widget_class, ReevePolicyList, none_row);
  gtk_widget_class_bind_template_callback (widget_class, on_add_cb);
}

static void
reeve_policy_list_init (ReevePolicyList *self)
{
  get_private (self)->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
reeve_policy_list_set_site (ReevePolicyList *self, ReeveSite *site)
{
  static const char *const loading[] = { "notify::state", "notify::identity", "reconnected" };
  static const char *const filling[] = { "notify::online", "roles-changed" };

  g_return_if_fail (REEVE_IS_POLICY_LIST (self));

  drop_site (self);
  g_set_object (&get_private (self)->site, site);
  if (site != NULL)
    {
      g_signal_connect_object (site, "changed", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (site, "notify::workspace", G_CALLBACK (on_workspace_cb), self,
                               G_CONNECT_SWAPPED);
      for (guint i = 0; i < G_N_ELEMENTS (loading); i++)
        g_signal_connect_object (site, loading[i], G_CALLBACK (reeve_policy_list_load), self,
                                 G_CONNECT_SWAPPED);
      for (guint i = 0; i < G_N_ELEMENTS (filling); i++)
        g_signal_connect_object (site, filling[i], G_CALLBACK (fill), self, G_CONNECT_SWAPPED);
    }
  on_workspace_cb (self);
}

void
reeve_policy_list_take (ReevePolicyList *self, GPtrArray *records, const GError *error)
{
  ReevePolicyListPrivate *priv = get_private (self);
  g_autofree char *title = NULL;

  g_return_if_fail (REEVE_IS_POLICY_LIST (self));

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  title = records == NULL ? reeve_wording_title (error) : NULL;
  reeve_note_row_set_text (priv->problem, title);
  if (records == NULL)
    return;
  g_clear_pointer (&priv->records, g_ptr_array_unref);
  priv->records = g_ptr_array_ref (records);
  fill (self);
  open_wanted (self);
}

void
reeve_policy_list_show (ReevePolicyList *self, const char *id)
{
  g_return_if_fail (REEVE_IS_POLICY_LIST (self));

  g_set_str (&get_private (self)->wanted, id);
  if (get_private (self)->records != NULL)
    open_wanted (self);
}

GtkWidget *
reeve_policy_list_make_image (const char *icon)
{
  return g_object_new (GTK_TYPE_IMAGE, "icon-name", icon, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                       NULL);
}
