/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The search entry and the chips. State, role and group are one of several, so their chips open a menu; the
 * others are on or off. A chip that narrows is tinted and says so in its own words, never by colour alone. */

#include "config.h"

#include "console/widgets/user-filter.h"

#include <glib/gi18n.h>

#include "common/capability.h"
#include "common/group.h"
#include "console/client/group-names.h"
#include "console/widgets/finder.h"
#include "console/widgets/formatting.h"
#include "console/widgets/later-menu.h"

struct _ReeveUserFilter
{
  AdwBin parent_instance;

  /* from the template */
  GtkSearchEntry *entry;
  GtkMenuButton *state_button;
  GtkMenuButton *role_button;
  GtkMenuButton *group_button;
  GtkWidget *any_group;
  ReeveFinder *group_finder;
  GtkToggleButton *no_second_factor;
  GtkToggleButton *never_signed_in;
  GtkToggleButton *locked;
  GtkWidget *clear_button;

  /* owned */
  GSimpleActionGroup *actions;
  char *text;      /* as last announced */
  char *group;     /* (nullable): id */
  ReeveSite *site; /* (nullable) */

  gboolean quiet; /* several chips change as one */
};

G_DEFINE_FINAL_TYPE (ReeveUserFilter, reeve_user_filter, ADW_TYPE_BIN)

enum
{
  CHANGED,
  LEAVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* (transfer full): the choice of a chip that opens a menu; "" for none */
static char *
get_choice (ReeveUserFilter *self, const char *name)
{
  g_autoptr (GVariant) state = g_action_group_get_action_state (G_ACTION_GROUP (self->actions), name);

  return g_variant_dup_string (state, NULL);
}

static const char *
name_state (const char *state)
{
  if (g_str_equal (state, "active"))
    return _ ("Active");
  if (g_str_equal (state, "suspended"))
    return _ ("Suspended");
  if (g_str_equal (state, "deleted"))
    return _ ("Bin");
  return _ ("Everyone");
}

static void
mark_chip (gpointer chip, gboolean on)
{
  if (on)
    gtk_widget_add_css_class (chip, "on");
  else
    gtk_widget_remove_css_class (chip, "on");
}

/* (transfer none): until its name is here, it is a group */
static const char *
name_group (ReeveUserFilter *self)
{
  const char *name = self->group != NULL ? reeve_group_names_find (self->group) : NULL;

  return self->group == NULL ? _ ("Any group") : name != NULL ? name : _ ("Group");
}

static void
show_choices (ReeveUserFilter *self)
{
  g_autofree char *state = get_choice (self, "state");
  g_autofree char *role = get_choice (self, "role");

  gtk_menu_button_set_label (self->state_button, name_state (state));
  mark_chip (self->state_button, *state != '\0');
  gtk_menu_button_set_label (self->role_button, *role != '\0' ? reeve_format_role (role) : _ ("Any role"));
  mark_chip (self->role_button, *role != '\0');
  gtk_menu_button_set_label (self->group_button, name_group (self));
  mark_chip (self->group_button, self->group != NULL);
  gtk_widget_set_visible (self->any_group, self->group != NULL);
  mark_chip (self->no_second_factor, gtk_toggle_button_get_active (self->no_second_factor));
  mark_chip (self->never_signed_in, gtk_toggle_button_get_active (self->never_signed_in));
  mark_chip (self->locked, gtk_toggle_button_get_active (self->locked));
  gtk_widget_set_visible (self->clear_button, reeve_user_filter_is_narrow (self));
}

static void
announce_change (ReeveUserFilter *self)
{
  if (self->quiet)
    return;
  show_choices (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_chip_toggled_cb (ReeveUserFilter *self)
{
  announce_change (self);
}

static void
on_choice_changed_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  g_simple_action_set_state (action, value);
  announce_change (user_data);
}

static void
on_search_changed_cb (ReeveUserFilter *self)
{
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (self->entry));

  /* The entry says "changed" once while it is built, with nothing in it. */
  if (!g_set_str (&self->text, gtk_editable_get_text (GTK_EDITABLE (self->entry))))
    return;
  /* The first letter was typed in the list: the next ones must not get lost with its rows. */
  if (*self->text != '\0' && !gtk_widget_has_focus (GTK_WIDGET (text)))
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->entry));
      gtk_editable_select_region (GTK_EDITABLE (self->entry), -1, -1);
    }
  announce_change (self);
}

static void
on_search_activate_cb (ReeveUserFilter *self)
{
  g_signal_emit (self, signals[LEAVE], 0);
}

/* Escape: first the words go, then the focus. */
static void
on_stop_search_cb (ReeveUserFilter *self)
{
  if (*self->text != '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  else
    g_signal_emit (self, signals[LEAVE], 0);
}

static void
set_group (ReeveUserFilter *self, const char *group)
{
  const char *ids[] = { group, NULL };

  g_set_str (&self->group, group);
  if (self->site != NULL)
    reeve_site_learn_groups (self->site, ids);
}

static void
on_group_picked_cb (ReeveUserFilter *self, ReeveGroup *group)
{
  set_group (self, group->id);
  announce_change (self);
}

static void
on_any_group_clicked_cb (ReeveUserFilter *self)
{
  gtk_menu_button_popdown (self->group_button);
  set_group (self, NULL);
  announce_change (self);
}

static GMenuModel *
make_role_menu (ReeveSite *site)
{
  GPtrArray *own = site != NULL ? reeve_site_get_roles (site) : NULL;
  g_autoptr (GMenu) custom = g_menu_new ();
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) roles = g_menu_new ();

  g_menu_append (menu, _ ("Any role"), "filter.role::");
  for (guint i = 0; reeve_built_in_roles[i] != NULL; i++)
    {
      g_autofree char *action = g_strconcat ("filter.role::", reeve_built_in_roles[i], NULL);

      g_menu_append (roles, reeve_format_role (reeve_built_in_roles[i]), action);
    }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (roles));
  for (guint i = 0; own != NULL && i < own->len; i++)
    {
      ReeveRole *role = g_ptr_array_index (own, i);
      g_autoptr (GString) label = g_string_new (role->name);
      g_autoptr (GMenuItem) item = NULL;

      if (role->built_in)
        continue;
      g_string_replace (label, "_", "__", 0); /* not a key */
      item = g_menu_item_new (label->str, NULL);
      g_menu_item_set_action_and_target (item, "filter.role", "s", role->id);
      g_menu_append_item (custom, item);
    }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (custom));
  return G_MENU_MODEL (g_steal_pointer (&menu));
}

static void
reeve_user_filter_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_USER_FILTER);
  G_OBJECT_CLASS (reeve_user_filter_parent_class)->dispose (object);
}

static void
reeve_user_filter_finalize (GObject *object)
{
  ReeveUserFilter *self = REEVE_USER_FILTER (object);

  g_clear_object (&self->actions);
  g_free (self->text);
  g_free (self->group);
  g_clear_object (&self->site);
  G_OBJECT_CLASS (reeve_user_filter_parent_class)->finalize (object);
}

static void
reeve_user_filter_class_init (ReeveUserFilterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = reeve_user_filter_dispose;
  object_class->finalize = reeve_user_filter_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[LEAVE] =
    g_signal_new ("leave", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (REEVE_TYPE_FINDER);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/user-filter.ui");
  gtk_widget_class_bind_template_child_full (widget_class, "state_menu", FALSE, 0);
  gtk_widget_class_bind_template_child (widget_class, ReeveUserFilter, entry);
  gtk_widget_class_bind_template_child (widget_class, ReeveUserFilter, state_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveUserFilter, role_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveUserFilter, group_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveUserFilter, any_group);
  gtk_widget_class_bind_template_child (widget_class, ReeveUserFilter, group_finder);
  gtk_widget_class_bind_template_child (widget_class, ReeveUserFilter, no_second_factor);
  gtk_widget_class_bind_template_child (widget_class, ReeveUserFilter, never_signed_in);
  gtk_widget_class_bind_template_child (widget_class, ReeveUserFilter, locked);
  gtk_widget_class_bind_template_child (widget_class, ReeveUserFilter, clear_button);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_chip_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_group_picked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_any_group_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, reeve_user_filter_clear);
}

static void
reeve_user_filter_init (ReeveUserFilter *self)
{
  const GActionEntry entries[] = {
    { "state", NULL, "s", "''", on_choice_changed_cb },
    { "role", NULL, "s", "''", on_choice_changed_cb },
  };
  g_autoptr (GMenuModel) roles = make_role_menu (NULL);

  self->text = g_strdup ("");
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "filter", G_ACTION_GROUP (self->actions));
  gtk_widget_init_template (GTK_WIDGET (self));
  reeve_later_menu_set_child (GTK_WIDGET (self), REEVE_TYPE_USER_FILTER, "state_button", "state_menu");
  reeve_later_menu_set (self->role_button, roles);
  show_choices (self);
}

static void
on_roles_changed_cb (ReeveUserFilter *self, ReeveSite *site)
{
  g_autoptr (GMenuModel) menu = make_role_menu (site);

  reeve_later_menu_set (self->role_button, menu);
  show_choices (self);
}

void
reeve_user_filter_set_site (ReeveUserFilter *self, ReeveSite *site)
{
  g_return_if_fail (REEVE_IS_USER_FILTER (self));

  g_set_object (&self->site, site);
  reeve_finder_set_site (self->group_finder, site);
  g_signal_connect_object (site, "group-named", G_CALLBACK (show_choices), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "roles-changed", G_CALLBACK (on_roles_changed_cb), self, G_CONNECT_SWAPPED);
  on_roles_changed_cb (self, site);
}

void
reeve_user_filter_show_role (ReeveUserFilter *self, const char *role)
{
  g_return_if_fail (REEVE_IS_USER_FILTER (self));

  reeve_user_filter_clear (self);
  g_action_group_change_action_state (G_ACTION_GROUP (self->actions), "role", g_variant_new_string (role));
}

void
reeve_user_filter_show_group (ReeveUserFilter *self, const char *group)
{
  g_return_if_fail (REEVE_IS_USER_FILTER (self));

  reeve_user_filter_clear (self);
  set_group (self, group);
  announce_change (self);
}

void
reeve_user_filter_show_text (ReeveUserFilter *self, const char *text)
{
  g_return_if_fail (REEVE_IS_USER_FILTER (self));

  reeve_user_filter_clear (self);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
}

void
reeve_user_filter_fill (ReeveUserFilter *self, ReeveQuery *query)
{
  g_autofree char *state = NULL;
  g_autofree char *role = NULL;
  g_autofree char *words = NULL;

  g_return_if_fail (REEVE_IS_USER_FILTER (self));
  g_return_if_fail (query != NULL);

  state = get_choice (self, "state");
  role = get_choice (self, "role");
  words = g_strstrip (g_strdup (self->text));
  g_set_str (&query->text, *words != '\0' ? words : NULL);
  reeve_query_set_filter (query, "state", *state != '\0' ? state : NULL);
  reeve_query_set_filter (query, "role", *role != '\0' ? role : NULL);
  reeve_query_set_filter (query, "group", self->group);
  reeve_query_set_filter (query, "secondFactor",
                          gtk_toggle_button_get_active (self->no_second_factor) ? "off" : NULL);
  reeve_query_set_filter (query, "signedIn",
                          gtk_toggle_button_get_active (self->never_signed_in) ? "never" : NULL);
  reeve_query_set_filter (query, "lock", gtk_toggle_button_get_active (self->locked) ? "any" : NULL);
}

gboolean
reeve_user_filter_is_narrow (ReeveUserFilter *self)
{
  g_autofree char *words = NULL;

  g_return_val_if_fail (REEVE_IS_USER_FILTER (self), FALSE);

  words = reeve_user_filter_describe (self);
  return *words != '\0';
}

char *
reeve_user_filter_describe (ReeveUserFilter *self)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *words = NULL;
  g_autofree char *state = NULL;
  g_autofree char *role = NULL;

  g_return_val_if_fail (REEVE_IS_USER_FILTER (self), NULL);

  words = g_strstrip (g_strdup (self->text));
  state = get_choice (self, "state");
  role = get_choice (self, "role");
  if (*words != '\0')
    g_ptr_array_add (parts, reeve_format_isolate (words));
  if (*state != '\0')
    g_ptr_array_add (parts, g_strdup (name_state (state)));
  if (*role != '\0')
    g_ptr_array_add (parts, g_strdup (reeve_format_role (role)));
  if (self->group != NULL)
    g_ptr_array_add (parts, reeve_format_isolate (name_group (self)));
  if (gtk_toggle_button_get_active (self->no_second_factor))
    g_ptr_array_add (parts, g_strdup (_ ("No second factor")));
  if (gtk_toggle_button_get_active (self->never_signed_in))
    g_ptr_array_add (parts, g_strdup (_ ("Never signed in")));
  if (gtk_toggle_button_get_active (self->locked))
    g_ptr_array_add (parts, g_strdup (_ ("Locked")));
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (C_ ("list", ", "), (char **) parts->pdata);
}

void
reeve_user_filter_clear (ReeveUserFilter *self)
{
  g_return_if_fail (REEVE_IS_USER_FILTER (self));

  if (!reeve_user_filter_is_narrow (self))
    return;
  self->quiet = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  g_set_str (&self->text, "");
  g_action_group_change_action_state (G_ACTION_GROUP (self->actions), "state", g_variant_new_string (""));
  g_action_group_change_action_state (G_ACTION_GROUP (self->actions), "role", g_variant_new_string (""));
  set_group (self, NULL);
  gtk_toggle_button_set_active (self->no_second_factor, FALSE);
  gtk_toggle_button_set_active (self->never_signed_in, FALSE);
  gtk_toggle_button_set_active (self->locked, FALSE);
  self->quiet = FALSE;
  announce_change (self);
}

static void
set_choice (ReeveUserFilter *self, GVariant *filters, const char *name, const char *action)
{
  const char *value;

  if (g_variant_lookup (filters, name, "&s", &value))
    g_action_group_change_action_state (G_ACTION_GROUP (self->actions), action, g_variant_new_string (value));
}

void
reeve_user_filter_show (ReeveUserFilter *self, GVariant *filters)
{
  const char *group = NULL;

  g_return_if_fail (REEVE_IS_USER_FILTER (self));
  g_return_if_fail (filters != NULL);

  reeve_user_filter_clear (self);
  self->quiet = TRUE;
  set_choice (self, filters, "state", "state");
  set_choice (self, filters, "role", "role");
  if (g_variant_lookup (filters, "group", "&s", &group))
    set_group (self, group);
  gtk_toggle_button_set_active (self->no_second_factor,
                                g_variant_lookup (filters, "secondFactor", "&s", NULL));
  gtk_toggle_button_set_active (self->never_signed_in, g_variant_lookup (filters, "signedIn", "&s", NULL));
  gtk_toggle_button_set_active (self->locked, g_variant_lookup (filters, "lock", "&s", NULL));
  self->quiet = FALSE;
  announce_change (self);
}

void
reeve_user_filter_focus (ReeveUserFilter *self)
{
  g_return_if_fail (REEVE_IS_USER_FILTER (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

void
reeve_user_filter_set_capture (ReeveUserFilter *self, GtkWidget *widget)
{
  g_return_if_fail (REEVE_IS_USER_FILTER (self));

  gtk_search_entry_set_key_capture_widget (self->entry, widget);
}
