/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A small list in a small file, written whole whenever it changes. A file that cannot be read counts as empty
 * and is not overwritten before there is something to keep. */

#include "config.h"

#include "console/client/recents.h"

#include <string.h>

#include "common/clock.h"
#include "common/error.h"

#define MAX_RECENTS 50

struct _ReeveRecent
{
  GObject parent_instance;

  /* owned */
  char *origin;
  char *name;
  char *fingerprint; /* (nullable) */

  gint64 opened;
};

G_DEFINE_FINAL_TYPE (ReeveRecent, reeve_recent, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_ORIGIN,
  PROP_NAME,
  PROP_FINGERPRINT,
  PROP_OPENED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

struct _ReeveRecents
{
  GObject parent_instance;

  /* owned */
  char *path;
  GPtrArray *items;     /* of ReeveRecent */
  ReeveRecent *removed; /* (nullable): what undo puts back */

  guint removed_at;
};

static void reeve_recents_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ReeveRecents,
                               reeve_recents,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, reeve_recents_list_model_init))

static ReeveRecent *
new_recent (const char *origin, const char *name, const char *fingerprint, gint64 opened)
{
  ReeveRecent *self = g_object_new (REEVE_TYPE_RECENT, NULL);

  self->origin = g_strdup (origin);
  self->name = g_strdup (name != NULL && *name != '\0' ? name : origin);
  self->fingerprint = g_strdup (fingerprint);
  self->opened = opened;
  return self;
}

static int
compare_opened (gconstpointer a, gconstpointer b)
{
  const ReeveRecent *first = *(ReeveRecent *const *) a;
  const ReeveRecent *second = *(ReeveRecent *const *) b;

  return (first->opened < second->opened) - (first->opened > second->opened);
}

static void
load (ReeveRecents *self)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_auto (GStrv) groups = NULL;

  if (!g_key_file_load_from_file (file, self->path, G_KEY_FILE_NONE, NULL))
    return;
  groups = g_key_file_get_groups (file, NULL);
  for (guint i = 0; groups[i] != NULL && i < MAX_RECENTS; i++)
    {
      g_autofree char *name = g_key_file_get_string (file, groups[i], "name", NULL);
      g_autofree char *fingerprint = g_key_file_get_string (file, groups[i], "fingerprint", NULL);
      g_autofree char *kept = g_key_file_get_string (file, groups[i], "origin", NULL);
      g_autofree char *origin = kept != NULL ? reeve_origin_parse (kept, NULL) : NULL;

      if (origin != NULL)
        g_ptr_array_add (self->items, new_recent (origin, name, fingerprint,
                                                  g_key_file_get_int64 (file, groups[i], "opened", NULL)));
    }
  g_ptr_array_sort (self->items, compare_opened);
}

static void
save (ReeveRecents *self)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *folder = g_path_get_dirname (self->path);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  for (guint i = 0; i < self->items->len; i++)
    {
      const ReeveRecent *recent = g_ptr_array_index (self->items, i);
      g_autofree char *group = g_strdup_printf ("%u", i + 1); /* an origin may hold brackets */

      g_key_file_set_string (file, group, "origin", recent->origin);
      g_key_file_set_string (file, group, "name", recent->name);
      g_key_file_set_int64 (file, group, "opened", recent->opened);
      if (recent->fingerprint != NULL)
        g_key_file_set_string (file, group, "fingerprint", recent->fingerprint);
    }
  text = g_key_file_to_data (file, &length, NULL);
  if (g_mkdir_with_parents (folder, 0700) != 0 ||
      !g_file_set_contents_full (self->path, text, (gssize) length, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                                 &error))
    g_warning ("failed to keep the list of services: %s", error != NULL ? error->message : folder);
}

static guint
find (ReeveRecents *self, const char *origin)
{
  for (guint i = 0; i < self->items->len; i++)
    if (g_str_equal (((ReeveRecent *) g_ptr_array_index (self->items, i))->origin, origin))
      return i;
  return G_MAXUINT;
}

static GType
reeve_recents_get_item_type (GListModel *model G_GNUC_UNUSED)
{
  return REEVE_TYPE_RECENT;
}

static guint
reeve_recents_get_n_items (GListModel *model)
{
  return REEVE_RECENTS (model)->items->len;
}

static gpointer
reeve_recents_get_item (GListModel *model, guint position)
{
  ReeveRecents *self = REEVE_RECENTS (model);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position)) : NULL;
}

static void
reeve_recents_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = reeve_recents_get_item_type;
  iface->get_n_items = reeve_recents_get_n_items;
  iface->get_item = reeve_recents_get_item;
}

static void
reeve_recents_finalize (GObject *object)
{
  ReeveRecents *self = REEVE_RECENTS (object);

  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_object (&self->removed);
  G_OBJECT_CLASS (reeve_recents_parent_class)->finalize (object);
}

static void
reeve_recents_class_init (ReeveRecentsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = reeve_recents_finalize;
}

static void
reeve_recents_init (ReeveRecents *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

static void
reeve_recent_finalize (GObject *object)
{
  ReeveRecent *self = REEVE_RECENT (object);

  g_clear_pointer (&self->origin, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->fingerprint, g_free);
  G_OBJECT_CLASS (reeve_recent_parent_class)->finalize (object);
}

static void
reeve_recent_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  ReeveRecent *self = REEVE_RECENT (object);

  switch (prop_id)
    {
    case PROP_ORIGIN:
      g_value_set_string (value, self->origin);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_FINGERPRINT:
      g_value_set_string (value, self->fingerprint);
      break;
    case PROP_OPENED:
      g_value_set_int64 (value, self->opened);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
reeve_recent_class_init (ReeveRecentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = reeve_recent_finalize;
  object_class->get_property = reeve_recent_get_property;
  properties[PROP_ORIGIN] = g_param_spec_string ("origin", NULL, NULL, NULL, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_FINGERPRINT] = g_param_spec_string ("fingerprint", NULL, NULL, NULL, flags);
  properties[PROP_OPENED] = g_param_spec_int64 ("opened", NULL, NULL, 0, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
reeve_recent_init (ReeveRecent *self G_GNUC_UNUSED)
{
}

const char *
reeve_recent_get_origin (ReeveRecent *self)
{
  g_return_val_if_fail (REEVE_IS_RECENT (self), NULL);

  return self->origin;
}

const char *
reeve_recent_get_name (ReeveRecent *self)
{
  g_return_val_if_fail (REEVE_IS_RECENT (self), NULL);

  return self->name;
}

const char *
reeve_recent_get_fingerprint (ReeveRecent *self)
{
  g_return_val_if_fail (REEVE_IS_RECENT (self), NULL);

  return self->fingerprint;
}

gint64
reeve_recent_get_opened (ReeveRecent *self)
{
  g_return_val_if_fail (REEVE_IS_RECENT (self), 0);

  return self->opened;
}

ReeveRecents *
reeve_recents_new (const char *path)
{
  ReeveRecents *self;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (REEVE_TYPE_RECENTS, NULL);
  self->path = g_strdup (path);
  load (self);
  return self;
}

ReeveRecents *
reeve_recents_get_default (void)
{
  static ReeveRecents *recents;

  if (recents == NULL)
    {
      g_autofree char *path = g_build_filename (g_get_user_data_dir (), "reeve", "recents", NULL);

      recents = reeve_recents_new (path);
    }
  return recents;
}

ReeveRecent *
reeve_recents_find (ReeveRecents *self, const char *origin)
{
  guint position;

  g_return_val_if_fail (REEVE_IS_RECENTS (self), NULL);
  g_return_val_if_fail (origin != NULL, NULL);

  position = find (self, origin);
  return position != G_MAXUINT ? g_ptr_array_index (self->items, position) : NULL;
}

void
reeve_recents_add (ReeveRecents *self, const char *origin, const char *name, const char *fingerprint)
{
  g_autoptr (ReeveRecent) old = NULL;
  guint position;

  g_return_if_fail (REEVE_IS_RECENTS (self));
  g_return_if_fail (origin != NULL);

  position = find (self, origin);
  if (position != G_MAXUINT)
    {
      old = g_ptr_array_steal_index (self->items, position);
      g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
    }
  else if (self->items->len == MAX_RECENTS)
    {
      g_ptr_array_remove_index (self->items, MAX_RECENTS - 1);
      g_list_model_items_changed (G_LIST_MODEL (self), MAX_RECENTS - 1, 1, 0);
    }
  g_ptr_array_insert (self->items, 0,
                      new_recent (origin, name != NULL || old == NULL ? name : old->name,
                                  fingerprint != NULL || old == NULL ? fingerprint : old->fingerprint,
                                  reeve_clock_now ()));
  g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, 1);
  save (self);
}

void
reeve_recents_remove (ReeveRecents *self, const char *origin)
{
  guint position;

  g_return_if_fail (REEVE_IS_RECENTS (self));
  g_return_if_fail (origin != NULL);

  position = find (self, origin);
  if (position == G_MAXUINT)
    return;
  g_clear_object (&self->removed);
  self->removed = g_ptr_array_steal_index (self->items, position);
  self->removed_at = position;
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
  save (self);
}

gboolean
reeve_recents_undo (ReeveRecents *self)
{
  guint position;

  g_return_val_if_fail (REEVE_IS_RECENTS (self), FALSE);

  /* opened again since: then it is there */
  if (self->removed == NULL || find (self, self->removed->origin) != G_MAXUINT)
    {
      g_clear_object (&self->removed);
      return FALSE;
    }
  position = MIN (self->removed_at, self->items->len);
  g_ptr_array_insert (self->items, (int) position, g_steal_pointer (&self->removed));
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, 1);
  save (self);
  return TRUE;
}

static gboolean
is_this_computer (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  return g_str_equal (host, "localhost") || (address != NULL && g_inet_address_get_is_loopback (address));
}

/* A name in its ASCII form, or an address; NULL: neither. */
static char *
make_host (const char *text)
{
  g_autofree char *ascii = text != NULL ? g_hostname_to_ascii (text) : NULL;
  g_autofree char *host = ascii != NULL ? g_ascii_strdown (ascii, -1) : NULL;

  if (host == NULL || *host == '\0' ||
      (!g_hostname_is_ip_address (host) &&
       host[strspn (host, "abcdefghijklmnopqrstuvwxyz0123456789.-")] != '\0'))
    return NULL;
  return g_steal_pointer (&host);
}

char *
reeve_origin_parse (const char *text, GError **error)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text != NULL ? text : ""));
  g_autofree char *full =
    strstr (trimmed, "://") != NULL ? g_strdup (trimmed) : g_strconcat ("https://", trimmed, NULL);
  g_autoptr (GUri) uri = g_uri_parse (full, G_URI_FLAGS_SCHEME_NORMALIZE, NULL);
  g_autofree char *host = uri != NULL ? make_host (g_uri_get_host (uri)) : NULL;
  gboolean plain = uri != NULL && g_str_equal (g_uri_get_scheme (uri), "http");
  gboolean numeric = host != NULL && strchr (host, ':') != NULL;
  int port;

  if (host == NULL || (!plain && !g_str_equal (g_uri_get_scheme (uri), "https")) ||
      (*g_uri_get_path (uri) != '\0' && !g_str_equal (g_uri_get_path (uri), "/")) ||
      g_uri_get_userinfo (uri) != NULL || g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL ||
      (plain && !is_this_computer (host)))
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "origin", "not the https address of a service");
      return NULL;
    }
  port = g_uri_get_port (uri);
  if (port < 0 || port == (plain ? 80 : 443))
    return g_strdup_printf ("%s://%s%s%s", plain ? "http" : "https", numeric ? "[" : "", host,
                            numeric ? "]" : "");
  return g_strdup_printf ("%s://%s%s%s:%d", plain ? "http" : "https", numeric ? "[" : "", host,
                          numeric ? "]" : "", port);
}
