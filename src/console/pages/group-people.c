/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A failure here is this list's own: what stands around it stays. */

#include "config.h"

#include "console/pages/group-people.h"

#include <glib/gi18n.h>

#include "common/user.h"
#include "console/client/group-names.h"
#include "console/lists/paged-list.h"
#include "console/widgets/finder.h"
#include "console/widgets/formatting.h"
#include "console/widgets/whom-mark.h"
#include "console/widgets/wording.h"

#define PAGE 20 /* rows; what stands below the list must stay within reach */

struct _ReeveGroupPeople
{
  AdwPreferencesGroup parent_instance;
  /* from the template */
  GtkWidget *users_button;
  GtkMenuButton *add_button;
  ReeveFinder *finder;
  GtkEditable *search;
  GtkListBox *rows;
  GtkWidget *more_button;
  /* owned */
  char *noun;
  ReeveSite *site;      /* (nullable) */
  ReeveGroup *group;    /* (nullable) */
  ReevePagedList *list; /* (nullable) */

  gboolean editable;
};

G_DEFINE_FINAL_TYPE (ReeveGroupPeople, reeve_group_people, ADW_TYPE_PREFERENCES_GROUP)

enum
{
  PROP_0,
  PROP_NOUN,
  N_PROPS
};

enum
{
  ADD,
  REMOVE,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

#define ITEM_OF_ROW "reeve-item"

static gboolean
shows_members (ReeveGroupPeople *self)
{
  return g_strcmp0 (self->noun, "members") == 0;
}

static gboolean
is_narrowed (ReeveGroupPeople *self)
{
  return *gtk_editable_get_text (self->search) != '\0';
}

/* --- What is said --- */

static char *
describe (ReeveGroupPeople *self, ReevePagedListState state, guint n)
{
  gint64 total = self->list != NULL ? reeve_paged_list_get_total (self->list) : -1;
  g_autofree char *count = NULL;

  if (state == REEVE_PAGED_LIST_FAILED)
    return reeve_wording_title (reeve_paged_list_get_error (self->list));
  if (!shows_members (self))
    return g_strdup (
      n > 0 || state != REEVE_PAGED_LIST_COMPLETE
        ? _ ("They see the people of this group and of those below it, and nobody else. They invite, edit, "
             "suspend and delete them, help them to sign in, end their sessions, and give instructions after "
             "a breach. Whoever administers anything is not in their hands.")
        : _ ("None yet: nobody can give instructions after a breach. A group administrator looks after the "
             "people of this group and of those below it, and nobody else."));
  if (state == REEVE_PAGED_LIST_COMPLETE && n == 0)
    return g_strdup (is_narrowed (self) ? _ ("Nobody here is called that.") : _ ("Nobody is in it yet."));
  if (total < 0)
    return NULL;
  count = reeve_format_count (total);
  /* Translators: %s: how many people are in a group */
  return g_strdup_printf (g_dngettext (NULL, "%s person, here or in a group below.",
                                       "%s people, here or in a group below.", (gulong) total),
                          count);
}

static void
show_state (ReeveGroupPeople *self)
{
  ReevePagedListState state =
    self->list != NULL ? reeve_paged_list_get_state (self->list) : REEVE_PAGED_LIST_COMPLETE;
  guint n = self->list != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->list)) : 0;
  g_autofree char *text = describe (self, state, n);
  g_autofree char *safe = text != NULL ? g_markup_escape_text (text, -1) : NULL;

  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), safe);
  gtk_widget_set_visible (GTK_WIDGET (self->rows), n > 0);
  gtk_widget_set_visible (self->more_button,
                          (state == REEVE_PAGED_LIST_IDLE && n > 0) || state == REEVE_PAGED_LIST_FAILED);
  gtk_button_set_label (GTK_BUTTON (self->more_button),
                        state == REEVE_PAGED_LIST_FAILED ? _ ("Try Again") : _ ("Show More"));
  gtk_widget_set_visible (GTK_WIDGET (self->search), shows_members (self) && (n > 0 || is_narrowed (self)));
  gtk_widget_set_visible (self->users_button, shows_members (self) && n > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->add_button), self->editable);
}

/* --- Rows --- */

static gboolean
is_here (ReeveGroupPeople *self, ReeveUser *user)
{
  return !shows_members (self) ||
         (user->groups != NULL && g_strv_contains ((const char *const *) user->groups, self->group->id));
}

static void
on_remove_clicked_cb (ReeveGroupPeople *self, GtkWidget *button)
{
  ReevePagedItem *item = g_object_get_data (G_OBJECT (button), ITEM_OF_ROW);

  g_signal_emit (self, signals[REMOVE], 0, reeve_paged_item_get_record (item));
}

/* Which of their groups it is that lies below. */
static char *
describe_way (ReeveUser *user)
{
  const char *only = user->groups != NULL && g_strv_length (user->groups) == 1
                       ? reeve_group_names_find (user->groups[0])
                       : NULL;

  /* Translators: a person is in a group since they are in this one, which is below it */
  return only != NULL ? g_strdup_printf (_ ("by way of “%s”"), only)
                      : g_strdup (_ ("by way of a group below"));
}

static void
show_row (ReeveGroupPeople *self, GtkWidget *row, ReeveUser *user)
{
  GtkWidget *button = g_object_get_data (G_OBJECT (row), "reeve-button");
  gboolean here = is_here (self, user);
  g_autofree char *way = here ? NULL : describe_way (user);
  g_autofree char *subtitle =
    way != NULL ? g_strdup_printf ("%s · %s", user->email, way) : g_strdup (user->email);
  g_autofree char *label = NULL;

  /* Translators: %s: a person */
  label = g_strdup_printf (
    shows_members (self) ? _ ("Remove %s From the Group") : _ ("Take the Group From %s"), user->display_name);
  reeve_whom_mark (row, user->id, user->display_name);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), user->display_name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_visible (button, self->editable && here);
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  if (!here && self->site != NULL)
    reeve_site_learn_groups (self->site, (const char *const *) user->groups);
}

static void
renew_row (GtkWidget *row)
{
  ReeveGroupPeople *self = REEVE_GROUP_PEOPLE (gtk_widget_get_ancestor (row, REEVE_TYPE_GROUP_PEOPLE));
  ReevePagedItem *item = g_object_get_data (G_OBJECT (row), ITEM_OF_ROW);

  if (self != NULL && self->group != NULL)
    show_row (self, row, REEVE_USER (reeve_paged_item_get_record (item)));
}

static GtkWidget *
make_row (gpointer object, gpointer user_data)
{
  ReeveGroupPeople *self = user_data;
  ReevePagedItem *item = object;
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("list-remove-symbolic");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  g_object_set_data (G_OBJECT (row), "reeve-button", button);
  g_object_set_data_full (G_OBJECT (row), ITEM_OF_ROW, g_object_ref (item), g_object_unref);
  g_object_set_data (G_OBJECT (button), ITEM_OF_ROW, item);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_remove_clicked_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (item, "notify::record", G_CALLBACK (renew_row), row, G_CONNECT_SWAPPED);
  show_row (self, row, REEVE_USER (reeve_paged_item_get_record (item)));
  return row;
}

static void
renew_rows (ReeveGroupPeople *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->rows, i)) != NULL; i++)
    renew_row (GTK_WIDGET (row));
}

/* --- The list --- */

static void
ask (ReeveGroupPeople *self)
{
  g_autoptr (ReeveQuery) query = reeve_query_new ();

  if (self->list == NULL)
    return;
  query->limit = PAGE;
  if (is_narrowed (self))
    query->text = g_strdup (gtk_editable_get_text (self->search));
  reeve_paged_list_set_query (self->list, query);
}

static void
on_more_clicked_cb (ReeveGroupPeople *self)
{
  if (self->list != NULL)
    reeve_paged_list_load_more (self->list);
}

static void
on_picked_cb (ReeveGroupPeople *self, ReeveUser *user)
{
  g_signal_emit (self, signals[ADD], 0, user);
}

static void
on_users_clicked_cb (ReeveGroupPeople *self)
{
  if (self->group != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.users-in-group", "s", self->group->id);
}

static void
drop_list (ReeveGroupPeople *self)
{
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  gtk_list_box_bind_model (self->rows, NULL, NULL, NULL, NULL);
  g_clear_object (&self->list);
}

static void
begin (ReeveGroupPeople *self)
{
  g_autofree char *below = g_strdup_printf ("groups/%s/%s", self->group->id, self->noun);
  g_autofree char *path = reeve_site_path (self->site, below);

  self->list = reeve_paged_list_new (reeve_site_get_client (self->site), reeve_user_get_type (), path);
  gtk_list_box_bind_model (self->rows, G_LIST_MODEL (self->list), make_row, self, NULL);
  g_signal_connect_object (self->list, "notify", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
  ask (self);
}

/* --- The widget --- */

static void
reeve_group_people_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_NOUN)
    g_value_set_string (value, REEVE_GROUP_PEOPLE (object)->noun);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
reeve_group_people_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  ReeveGroupPeople *self = REEVE_GROUP_PEOPLE (object);
  const char *title, *add;

  if (id != PROP_NOUN)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  g_set_str (&self->noun, g_value_get_string (value));
  title = shows_members (self) ? _ ("Members") : _ ("Group Administrators");
  add = shows_members (self) ? _ ("Add a Member") : _ ("Add a Group Administrator");
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), title);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->add_button), add);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->add_button), GTK_ACCESSIBLE_PROPERTY_LABEL, add, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->rows), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  show_state (self);
}

static void
reeve_group_people_dispose (GObject *object)
{
  ReeveGroupPeople *self = REEVE_GROUP_PEOPLE (object);

  if (self->rows != NULL)
    drop_list (self);
  g_clear_object (&self->site);
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_GROUP_PEOPLE);
  G_OBJECT_CLASS (reeve_group_people_parent_class)->dispose (object);
}

static void
reeve_group_people_finalize (GObject *object)
{
  ReeveGroupPeople *self = REEVE_GROUP_PEOPLE (object);

  g_clear_object (&self->group);
  g_free (self->noun);
  G_OBJECT_CLASS (reeve_group_people_parent_class)->finalize (object);
}

static void
reeve_group_people_class_init (ReeveGroupPeopleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = reeve_group_people_dispose;
  object_class->finalize = reeve_group_people_finalize;
  object_class->get_property = reeve_group_people_get_property;
  object_class->set_property = reeve_group_people_set_property;

  properties[PROP_NOUN] =
    g_param_spec_string ("noun", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[ADD] = g_signal_new ("add", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                               reeve_user_get_type ());
  signals[REMOVE] = g_signal_new ("remove", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  reeve_user_get_type ());

  g_type_ensure (REEVE_TYPE_FINDER);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/group-people.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveGroupPeople, users_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveGroupPeople, add_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveGroupPeople, finder);
  gtk_widget_class_bind_template_child (widget_class, ReeveGroupPeople, search);
  gtk_widget_class_bind_template_child (widget_class, ReeveGroupPeople, rows);
  gtk_widget_class_bind_template_child (widget_class, ReeveGroupPeople, more_button);
  gtk_widget_class_bind_template_callback (widget_class, ask);
  gtk_widget_class_bind_template_callback (widget_class, on_more_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_picked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_users_clicked_cb);
}

static void
reeve_group_people_init (ReeveGroupPeople *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
reeve_group_people_show (ReeveGroupPeople *self, ReeveSite *site, ReeveGroup *group, gboolean editable)
{
  gboolean same;

  g_return_if_fail (REEVE_IS_GROUP_PEOPLE (self));

  same = self->list != NULL && group != NULL && site == self->site &&
         g_strcmp0 (group->id, self->group->id) == 0 && editable == self->editable;
  if (!same)
    drop_list (self);
  if (site != self->site)
    {
      if (self->site != NULL)
        g_signal_handlers_disconnect_by_data (self->site, self);
      g_set_object (&self->site, site);
      if (site != NULL)
        g_signal_connect_object (site, "group-named", G_CALLBACK (renew_rows), self, G_CONNECT_SWAPPED);
      reeve_finder_set_site (self->finder, site);
    }
  g_set_object (&self->group, group);
  self->editable = editable;
  if (!same)
    {
      gtk_editable_set_text (self->search, "");
      if (site != NULL && group != NULL)
        begin (self);
    }
  show_state (self);
}

void
reeve_group_people_reload (ReeveGroupPeople *self)
{
  g_return_if_fail (REEVE_IS_GROUP_PEOPLE (self));

  if (self->list != NULL)
    reeve_paged_list_reload (self->list);
}
