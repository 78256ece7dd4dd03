/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The service searches; what is here is at most one short page, asked for anew with every letter. Of roles
 * there are few, and the site has them all. */

#include "config.h"

#include "console/widgets/finder.h"

#include <glib/gi18n.h>

#include "common/folder.h"
#include "common/group.h"
#include "common/role.h"
#include "common/user.h"
#include "console/client/group-names.h"
#include "console/widgets/formatting.h"
#include "console/widgets/verb-words.h"
#include "console/widgets/wording.h"

#define MOST 30 /* rows: who wants another types a letter more */

struct _ReeveFinder
{
  AdwBin parent_instance;
  /* from the template */
  GtkEditable *entry;
  GtkWidget *scroller;
  GtkListBox *rows;
  GtkLabel *note;
  /* owned */
  ReeveSite *site;           /* (nullable) */
  char *noun;                /* (nullable) until the template says it */
  GStrv skipped;             /* (nullable) */
  GCancellable *cancellable; /* (nullable): renewed with each question */
};

G_DEFINE_FINAL_TYPE (ReeveFinder, reeve_finder, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_NOUN,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static guint picked_signal;

#define RECORD_OF_ROW "reeve-record"

static const struct
{
  const char *noun;
  GType (*record_type) (void);
  const char *find;
  const char *found;
  const char *none;
} kinds[] = {
  { "users", reeve_user_get_type, N_ ("Find a person"), N_ ("People found"),
    N_ ("Nobody else is called that") },
  { "groups", reeve_group_get_type, N_ ("Find a group"), N_ ("Groups found"),
    N_ ("No other group is called that") },
  { "roles", reeve_role_get_type, N_ ("Find a role"), N_ ("Roles found"),
    N_ ("No other role is called that") },
  { "folders", reeve_folder_get_type, N_ ("Find a folder"), N_ ("Folders found"),
    N_ ("No folder is called that") },
};

static guint
get_kind (ReeveFinder *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (self->noun, kinds[i].noun) == 0)
      return i;
  return 0;
}

static const char *
get_id (gpointer record)
{
  if (REEVE_IS_ROLE (record))
    return REEVE_ROLE (record)->id;
  if (REEVE_IS_FOLDER (record))
    return REEVE_FOLDER (record)->id;
  return REEVE_IS_GROUP (record) ? REEVE_GROUP (record)->id : REEVE_USER (record)->id;
}

/* What it is called, and what tells it from others of that name. @second: (out) (nullable) (transfer full) */
static const char *
get_names (ReeveFinder *self, gpointer record, char **second)
{
  if (REEVE_IS_FOLDER (record))
    {
      ReeveFolder *folder = record;
      const char *root = reeve_site_get_root_name (self->site);

      if (g_strcmp0 (folder->id, REEVE_FOLDER_ROOT) == 0)
        {
          *second = NULL;
          return root;
        }
      *second = reeve_verb_words_path (root, (const char *const *) folder->path, 1);
      return folder->name;
    }
  if (REEVE_IS_GROUP (record))
    {
      *second = reeve_group_names_above (record);
      return REEVE_GROUP (record)->name;
    }
  if (REEVE_IS_ROLE (record))
    {
      *second = g_strdup (reeve_format_role_description (REEVE_ROLE (record)->id));
      return reeve_format_role (REEVE_ROLE (record)->id);
    }
  *second = g_strdup (REEVE_USER (record)->email);
  return REEVE_USER (record)->display_name;
}

static GtkWidget *
make_row (ReeveFinder *self, gpointer record)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *second = NULL;
  const char *name = get_names (self, record, &second);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), second != NULL ? second : "");
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), RECORD_OF_ROW, g_object_ref (record), g_object_unref);
  return row;
}

static void
show_note (ReeveFinder *self, const char *text)
{
  gtk_label_set_label (self->note, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), text != NULL);
  gtk_widget_set_visible (self->scroller, text == NULL);
}

static void
show_found (ReeveFinder *self, GPtrArray *items)
{
  guint n = 0;

  gtk_list_box_remove_all (self->rows);
  for (guint i = 0; i < items->len; i++)
    if (self->skipped == NULL ||
        !g_strv_contains ((const char *const *) self->skipped, get_id (items->pdata[i])))
      {
        gtk_list_box_append (self->rows, make_row (self, items->pdata[i]));
        n++;
      }
  show_note (self, n > 0 ? NULL : _ (kinds[get_kind (self)].none));
}

static void
on_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveFinder) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveListing) listing = reeve_client_list_finish (REEVE_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (listing != NULL)
    {
      for (guint i = 0; kinds[get_kind (self)].record_type == reeve_group_get_type && i < listing->items->len;
           i++)
        reeve_group_names_keep (listing->items->pdata[i]);
      show_found (self, listing->items);
    }
  else
    {
      g_autofree char *title = reeve_wording_title (error);

      show_note (self, title);
    }
}

static void
find_roles (ReeveFinder *self)
{
  GPtrArray *roles = reeve_site_get_roles (self->site);
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  const char *text = gtk_editable_get_text (self->entry);

  for (guint i = 0; roles != NULL && i < roles->len; i++)
    if (*text == '\0' ||
        g_str_match_string (text, reeve_format_role (((ReeveRole *) roles->pdata[i])->id), TRUE))
      g_ptr_array_add (found, roles->pdata[i]);
  show_found (self, found);
}

static void
ask (ReeveFinder *self)
{
  g_autoptr (ReeveQuery) query = NULL;
  g_autofree char *path = NULL;
  g_autofree char *words = NULL;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->site == NULL || self->noun == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (kinds[get_kind (self)].record_type == reeve_role_get_type)
    {
      find_roles (self);
      return;
    }
  words = g_strstrip (g_strdup (gtk_editable_get_text (self->entry)));
  query = reeve_query_new ();
  query->limit = MOST;
  if (*words != '\0')
    query->text = g_steal_pointer (&words);
  path = reeve_site_path (self->site, self->noun);
  self->cancellable = g_cancellable_new ();
  reeve_client_list_async (reeve_site_get_client (self->site), kinds[get_kind (self)].record_type (), path,
                           query, self->cancellable, on_found_cb, g_object_ref (self));
}

static void
pick (ReeveFinder *self, GtkListBoxRow *row)
{
  g_autoptr (GObject) record = g_object_ref (g_object_get_data (G_OBJECT (row), RECORD_OF_ROW));
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_POPOVER);

  if (popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (popover));
  g_signal_emit (self, picked_signal, 0, record);
}

static void
on_row_activated_cb (ReeveFinder *self, GtkListBoxRow *row)
{
  pick (self, row);
}

/* Return takes the first. */
static void
on_activate_cb (ReeveFinder *self)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->rows, 0);

  if (row != NULL && gtk_widget_get_visible (self->scroller))
    pick (self, row);
}

static void
on_next_cb (ReeveFinder *self)
{
  gtk_widget_child_focus (GTK_WIDGET (self->rows), GTK_DIR_TAB_FORWARD);
}

static void
on_stop_cb (ReeveFinder *self)
{
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_POPOVER);

  if (popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (popover));
}

static void
reeve_finder_map (GtkWidget *widget)
{
  ReeveFinder *self = REEVE_FINDER (widget);

  GTK_WIDGET_CLASS (reeve_finder_parent_class)->map (widget);
  gtk_editable_set_text (self->entry, "");
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  ask (self);
}

static void
reeve_finder_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_NOUN)
    g_value_set_string (value, REEVE_FINDER (object)->noun);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
reeve_finder_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  ReeveFinder *self = REEVE_FINDER (object);
  const char *label;

  if (id != PROP_NOUN)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  g_set_str (&self->noun, g_value_get_string (value));
  label = _ (kinds[get_kind (self)].find);
  g_object_set (self->entry, "placeholder-text", label, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->rows), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (kinds[get_kind (self)].found), -1);
  gtk_list_box_remove_all (self->rows);
  ask (self);
}

static void
reeve_finder_dispose (GObject *object)
{
  ReeveFinder *self = REEVE_FINDER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  adw_bin_set_child (ADW_BIN (object), NULL); /* bound: the bin would let go of it a second time */
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_FINDER);
  G_OBJECT_CLASS (reeve_finder_parent_class)->dispose (object);
}

static void
reeve_finder_finalize (GObject *object)
{
  ReeveFinder *self = REEVE_FINDER (object);

  g_clear_object (&self->site);
  g_free (self->noun);
  g_strfreev (self->skipped);
  G_OBJECT_CLASS (reeve_finder_parent_class)->finalize (object);
}

static void
reeve_finder_class_init (ReeveFinderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = reeve_finder_dispose;
  object_class->finalize = reeve_finder_finalize;
  object_class->get_property = reeve_finder_get_property;
  object_class->set_property = reeve_finder_set_property;
  widget_class->map = reeve_finder_map;

  properties[PROP_NOUN] =
    g_param_spec_string ("noun", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  picked_signal = g_signal_new ("picked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, REEVE_TYPE_RECORD);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/finder.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveFinder, entry);
  gtk_widget_class_bind_template_child (widget_class, ReeveFinder, scroller);
  gtk_widget_class_bind_template_child (widget_class, ReeveFinder, rows);
  gtk_widget_class_bind_template_child (widget_class, ReeveFinder, note);
  gtk_widget_class_bind_template_callback (widget_class, ask);
  gtk_widget_class_bind_template_callback (widget_class, on_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_next_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated_cb);
}

static void
reeve_finder_init (ReeveFinder *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
reeve_finder_set_site (ReeveFinder *self, ReeveSite *site)
{
  g_return_if_fail (REEVE_IS_FINDER (self));

  if (!g_set_object (&self->site, site))
    return;
  gtk_list_box_remove_all (self->rows);
  ask (self);
}

void
reeve_finder_set_skipped (ReeveFinder *self, const char *const *ids)
{
  g_return_if_fail (REEVE_IS_FINDER (self));

  g_strfreev (self->skipped);
  self->skipped = g_strdupv ((GStrv) ids);
}
