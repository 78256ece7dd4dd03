/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What every page of the main window has in common. Nothing here draws. */

#include "config.h"

#include "console/pages/page.h"

#include "console/widgets/whom-mark.h"

typedef struct
{
  /* owned */
  ReeveSite *site; /* (nullable) */
  char *title;
  char *icon_name;
  char *section;    /* (nullable) */
  char *capability; /* (nullable) */

  gboolean everywhere;
  gboolean loading;
} ReevePagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (ReevePage, reeve_page, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_SITE,
  PROP_TITLE,
  PROP_ICON_NAME,
  PROP_SECTION,
  PROP_CAPABILITY,
  PROP_EVERYWHERE,
  PROP_LOADING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static ReevePagePrivate *
get_private (ReevePage *self)
{
  return reeve_page_get_instance_private (self);
}

static void
reeve_page_dispose (GObject *object)
{
  g_clear_object (&get_private (REEVE_PAGE (object))->site);

  G_OBJECT_CLASS (reeve_page_parent_class)->dispose (object);
}

static void
reeve_page_finalize (GObject *object)
{
  ReevePagePrivate *priv = get_private (REEVE_PAGE (object));

  g_free (priv->title);
  g_free (priv->icon_name);
  g_free (priv->section);
  g_free (priv->capability);

  G_OBJECT_CLASS (reeve_page_parent_class)->finalize (object);
}

static void
reeve_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ReevePagePrivate *priv = get_private (REEVE_PAGE (object));

  switch (id)
    {
    case PROP_SITE:
      g_value_set_object (value, priv->site);
      break;
    case PROP_TITLE:
      g_value_set_string (value, priv->title);
      break;
    case PROP_ICON_NAME:
      g_value_set_string (value, priv->icon_name);
      break;
    case PROP_SECTION:
      g_value_set_string (value, priv->section);
      break;
    case PROP_CAPABILITY:
      g_value_set_string (value, priv->capability);
      break;
    case PROP_EVERYWHERE:
      g_value_set_boolean (value, priv->everywhere);
      break;
    case PROP_LOADING:
      g_value_set_boolean (value, priv->loading);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
reeve_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  ReevePage *self = REEVE_PAGE (object);
  ReevePagePrivate *priv = get_private (self);
  gboolean changed = FALSE;

  switch (id)
    {
    case PROP_SITE:
      reeve_page_set_site (self, g_value_get_object (value));
      return;
    case PROP_TITLE:
      changed = g_set_str (&priv->title, g_value_get_string (value));
      break;
    case PROP_ICON_NAME:
      changed = g_set_str (&priv->icon_name, g_value_get_string (value));
      break;
    case PROP_SECTION:
      changed = g_set_str (&priv->section, g_value_get_string (value));
      break;
    case PROP_CAPABILITY:
      changed = g_set_str (&priv->capability, g_value_get_string (value));
      break;
    case PROP_EVERYWHERE:
      changed = priv->everywhere != g_value_get_boolean (value);
      priv->everywhere = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
  if (changed)
    g_object_notify_by_pspec (object, pspec);
}

static void
reeve_page_class_init (ReevePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = reeve_page_dispose;
  object_class->finalize = reeve_page_finalize;
  object_class->get_property = reeve_page_get_property;
  object_class->set_property = reeve_page_set_property;

  properties[PROP_SITE] = g_param_spec_object ("site", NULL, NULL, REEVE_TYPE_SITE, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_ICON_NAME] = g_param_spec_string ("icon-name", NULL, NULL, NULL, flags);
  properties[PROP_SECTION] = g_param_spec_string ("section", NULL, NULL, NULL, flags);
  properties[PROP_CAPABILITY] = g_param_spec_string ("capability", NULL, NULL, NULL, flags);
  properties[PROP_EVERYWHERE] = g_param_spec_boolean ("everywhere", NULL, NULL, FALSE, flags);
  properties[PROP_LOADING] =
    g_param_spec_boolean ("loading", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
reeve_page_init (ReevePage *self)
{
}

ReeveSite *
reeve_page_get_site (ReevePage *self)
{
  g_return_val_if_fail (REEVE_IS_PAGE (self), NULL);

  return get_private (self)->site;
}

void
reeve_page_set_site (ReevePage *self, ReeveSite *site)
{
  g_return_if_fail (REEVE_IS_PAGE (self));
  g_return_if_fail (site == NULL || REEVE_IS_SITE (site));

  /* Also while the site tells of the change that it is left for: nobody hears of one that is not theirs. */
  if (get_private (self)->site != NULL && get_private (self)->site != site)
    g_signal_handlers_disconnect_by_data (get_private (self)->site, self);
  if (!g_set_object (&get_private (self)->site, site))
    return;
  if (REEVE_PAGE_GET_CLASS (self)->site_changed != NULL)
    REEVE_PAGE_GET_CLASS (self)->site_changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SITE]);
}

const char *
reeve_page_get_title (ReevePage *self)
{
  g_return_val_if_fail (REEVE_IS_PAGE (self), NULL);

  return get_private (self)->title;
}

const char *
reeve_page_get_icon_name (ReevePage *self)
{
  g_return_val_if_fail (REEVE_IS_PAGE (self), NULL);

  return get_private (self)->icon_name;
}

const char *
reeve_page_get_section (ReevePage *self)
{
  g_return_val_if_fail (REEVE_IS_PAGE (self), NULL);

  return get_private (self)->section;
}

const char *
reeve_page_get_capability (ReevePage *self)
{
  g_return_val_if_fail (REEVE_IS_PAGE (self), NULL);

  return get_private (self)->capability;
}

gboolean
reeve_page_get_loading (ReevePage *self)
{
  g_return_val_if_fail (REEVE_IS_PAGE (self), FALSE);

  return get_private (self)->loading;
}

void
reeve_page_set_loading (ReevePage *self, gboolean loading)
{
  g_return_if_fail (REEVE_IS_PAGE (self));

  if (get_private (self)->loading == loading)
    return;
  get_private (self)->loading = loading;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

gboolean
reeve_page_is_allowed (ReevePage *self)
{
  ReeveCapability capability;

  g_return_val_if_fail (REEVE_IS_PAGE (self), FALSE);

  ReevePagePrivate *priv = get_private (self);
  if (priv->site == NULL || (reeve_site_is_closed (priv->site) && !reeve_page_get_opens_closed (self)))
    return FALSE;
  if (REEVE_PAGE_GET_CLASS (self)->is_allowed != NULL)
    return REEVE_PAGE_GET_CLASS (self)->is_allowed (self, priv->site);
  if (priv->capability == NULL)
    return TRUE;
  return reeve_capability_from_wire (priv->capability, &capability) &&
         (priv->everywhere ? reeve_site_may_everywhere (priv->site, capability)
                           : reeve_site_may (priv->site, capability));
}

gboolean
reeve_page_get_opens_closed (ReevePage *self)
{
  g_return_val_if_fail (REEVE_IS_PAGE (self), FALSE);

  return REEVE_PAGE_GET_CLASS (self)->opens_closed;
}

void
reeve_page_refresh (ReevePage *self)
{
  g_return_if_fail (REEVE_IS_PAGE (self));

  if (REEVE_PAGE_GET_CLASS (self)->refresh != NULL)
    REEVE_PAGE_GET_CLASS (self)->refresh (self);
}

void
reeve_page_search (ReevePage *self)
{
  g_return_if_fail (REEVE_IS_PAGE (self));

  if (REEVE_PAGE_GET_CLASS (self)->search != NULL)
    REEVE_PAGE_GET_CLASS (self)->search (self);
}

void
reeve_page_create (ReevePage *self)
{
  g_return_if_fail (REEVE_IS_PAGE (self));

  if (REEVE_PAGE_GET_CLASS (self)->create != NULL)
    REEVE_PAGE_GET_CLASS (self)->create (self);
}

void
reeve_page_show_role (ReevePage *self, const char *role)
{
  g_return_if_fail (REEVE_IS_PAGE (self));

  if (REEVE_PAGE_GET_CLASS (self)->show_role != NULL)
    REEVE_PAGE_GET_CLASS (self)->show_role (self, role);
}

void
reeve_page_show_group (ReevePage *self, const char *group)
{
  g_return_if_fail (REEVE_IS_PAGE (self));

  if (REEVE_PAGE_GET_CLASS (self)->show_group != NULL)
    REEVE_PAGE_GET_CLASS (self)->show_group (self, group);
}

void
reeve_page_show_one (ReevePage *self, const char *id)
{
  g_return_if_fail (REEVE_IS_PAGE (self));

  if (REEVE_PAGE_GET_CLASS (self)->show_one != NULL)
    REEVE_PAGE_GET_CLASS (self)->show_one (self, id);
}

void
reeve_page_show_query (ReevePage *self, const char *query)
{
  g_return_if_fail (REEVE_IS_PAGE (self));

  if (REEVE_PAGE_GET_CLASS (self)->show_query != NULL)
    REEVE_PAGE_GET_CLASS (self)->show_query (self, query);
}

void
reeve_page_show_filters (ReevePage *self, GVariant *filters)
{
  g_return_if_fail (REEVE_IS_PAGE (self));

  if (REEVE_PAGE_GET_CLASS (self)->show_filters != NULL)
    REEVE_PAGE_GET_CLASS (self)->show_filters (self, filters);
}

const char *
reeve_page_get_filter (GVariant *filters, const char *name)
{
  const char *value = NULL;

  return g_variant_lookup (filters, name, "&s", &value) ? value : NULL;
}

guint
reeve_page_get_choice (GVariant *filters, const char *name, const char *const *choices, guint first)
{
  const char *value = reeve_page_get_filter (filters, name);

  for (guint i = 0; value != NULL && choices[i] != NULL; i++)
    if (g_str_equal (choices[i], value))
      return first + i;
  return 0;
}

void
reeve_page_show_reach (ReevePage *self, const char *kind, const char *id, const char *name)
{
  g_return_if_fail (REEVE_IS_PAGE (self));

  if (REEVE_PAGE_GET_CLASS (self)->show_reach != NULL)
    REEVE_PAGE_GET_CLASS (self)->show_reach (self, kind, id, name);
}

char *
reeve_page_describe_pending (ReevePage *self)
{
  g_return_val_if_fail (REEVE_IS_PAGE (self), NULL);

  if (REEVE_PAGE_GET_CLASS (self)->describe_pending == NULL)
    return NULL;
  return REEVE_PAGE_GET_CLASS (self)->describe_pending (self);
}

void
reeve_page_discard_pending (ReevePage *self)
{
  g_return_if_fail (REEVE_IS_PAGE (self));

  if (REEVE_PAGE_GET_CLASS (self)->discard_pending != NULL)
    REEVE_PAGE_GET_CLASS (self)->discard_pending (self);
}

GPtrArray *
reeve_page_list_whom (ReevePage *self, GtkWidget *focus)
{
  g_autoptr (GPtrArray) list = reeve_whom_list_new ();

  g_return_val_if_fail (REEVE_IS_PAGE (self), NULL);

  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self)))
    reeve_whom_find_marks (focus, list);
  if (REEVE_PAGE_GET_CLASS (self)->list_whom != NULL)
    REEVE_PAGE_GET_CLASS (self)->list_whom (self, list);
  return g_steal_pointer (&list);
}

gboolean
reeve_page_focus_pane (ReevePage *self, gboolean forward, gboolean enter)
{
  g_return_val_if_fail (REEVE_IS_PAGE (self), FALSE);

  if (REEVE_PAGE_GET_CLASS (self)->focus_pane != NULL)
    return REEVE_PAGE_GET_CLASS (self)->focus_pane (self, forward, enter);
  return enter && gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}
