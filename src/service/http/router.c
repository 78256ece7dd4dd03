/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The tree of path segments. A literal segment wins over a parameter ("users/export" over "users/{user}"),
 * and one segment over the rest of a path ("{tile...}"). */

#include "config.h"

#include "service/http/router.h"

#include <string.h>

#include "common/clock.h"
#include "common/folder.h"
#include "common/role.h"

typedef struct _Node Node;
struct _Node
{
  char *segment;       /* (nullable): literal; NULL for a parameter */
  char *parameter;     /* (nullable): its name */
  gboolean rest;       /* the parameter is all that is left of the path */
  GPtrArray *children; /* of Node */
  GPtrArray *routes;   /* of const ReeveRoute, borrowed: those that end here */
};

struct _ReeveRouter
{
  Node *root;
  GPtrArray *methods; /* of const char, borrowed */
};

static void
node_free (gpointer data)
{
  Node *self = data;

  g_free (self->segment);
  g_free (self->parameter);
  g_ptr_array_unref (self->children);
  g_ptr_array_unref (self->routes);
  g_free (self);
}

/* (nullable): of a parameter, its name. */
static char *
read_parameter (const char *segment, gboolean *rest)
{
  gsize length = strlen (segment);

  *rest = FALSE;
  if (segment[0] != '{')
    return NULL;
  g_assert (segment[length - 1] == '}');
  *rest = g_str_has_suffix (segment, "...}");
  return g_strndup (segment + 1, length - (*rest ? strlen ("{...}") : strlen ("{}")));
}

static Node *
node_new (const char *segment)
{
  Node *self = g_new0 (Node, 1);

  self->parameter = read_parameter (segment, &self->rest);
  if (self->parameter == NULL)
    self->segment = g_strdup (segment);
  self->children = g_ptr_array_new_with_free_func (node_free);
  self->routes = g_ptr_array_new ();
  return self;
}

/* Literals first, the rest of a path last. */
static int
find_place (Node *node, const Node *child)
{
  const Node *last = node->children->len > 0 ? node->children->pdata[node->children->len - 1] : NULL;

  if (child->segment != NULL)
    return 0;
  return last != NULL && last->rest ? (int) node->children->len - 1 : -1;
}

static Node *
get_child (Node *node, const char *segment)
{
  gboolean rest;
  g_autofree char *name = read_parameter (segment, &rest);

  for (guint i = 0; i < node->children->len; i++)
    {
      Node *child = node->children->pdata[i];
      if (name != NULL ? g_strcmp0 (child->parameter, name) == 0 && child->rest == rest
                       : g_strcmp0 (child->segment, segment) == 0)
        return child;
    }
  Node *child = node_new (segment);
  g_ptr_array_insert (node->children, find_place (node, child), child);
  return child;
}

static void
add_route (ReeveRouter *self, const ReeveRoute *route)
{
  g_auto (GStrv) segments = g_strsplit (route->path + 1, "/", -1);
  Node *node = self->root;

  for (guint i = 0; segments[i] != NULL; i++)
    {
      g_assert (!node->rest); /* nothing comes behind the rest */
      node = get_child (node, segments[i]);
    }
  g_ptr_array_add (node->routes, (gpointer) route);
  if (!reeve_router_knows_method (self, route->method))
    g_ptr_array_add (self->methods, (gpointer) route->method);
}

/* Decodes one segment; NULL when it is not fit to be a path's. */
static char *
decode_segment (const char *start, gsize length)
{
  g_autofree char *text = g_malloc (length + 1);
  gsize n = 0;

  for (gsize i = 0; i < length; i++)
    {
      char c = start[i];
      if (c == '%')
        {
          if (i + 2 >= length)
            return NULL;
          int high = g_ascii_xdigit_value (start[i + 1]);
          int low = g_ascii_xdigit_value (start[i + 2]);
          if (high < 0 || low < 0)
            return NULL;
          c = (char) (high * 16 + low);
          i += 2;
          if (c == '/')
            return NULL;
        }
      if ((guchar) c < 0x20 || c == 0x7f)
        return NULL;
      text[n++] = c;
    }
  text[n] = '\0';
  if (g_str_equal (text, ".") || g_str_equal (text, "..") || !g_utf8_validate (text, (gssize) n, NULL))
    return NULL;
  return g_steal_pointer (&text);
}

/* Every segment is judged before any is looked up, so that a bad path is bad wherever it points. */
static GPtrArray *
split_path (const char *path)
{
  g_autoptr (GPtrArray) segments = g_ptr_array_new_with_free_func (g_free);

  if (path[0] != '/')
    return NULL;
  for (const char *at = path + 1;;)
    {
      const char *end = strchrnul (at, '/');
      char *segment = decode_segment (at, (gsize) (end - at));
      if (segment == NULL)
        return NULL;
      g_ptr_array_add (segments, segment);
      if (*end == '\0')
        return g_steal_pointer (&segments);
      at = end + 1;
    }
}

typedef gboolean (*Judge) (const char *segment);

/* What may stand for a parameter: an id, unless the noun has names of its own. */
static Judge
get_judge (const char *parameter)
{
  static const struct
  {
    const char *parameter;
    Judge judge;
  } judges[] = { { "role", reeve_role_id_is_valid }, { "folder", reeve_folder_id_is_valid } };

  for (guint i = 0; i < G_N_ELEMENTS (judges); i++)
    if (g_str_equal (judges[i].parameter, parameter))
      return judges[i].judge;
  return reeve_id_is_valid;
}

static void
put_parameter (ReeveMatch *match, const Node *node, char *value)
{
  guint n = match->n_parameters++;

  g_assert (n < REEVE_ROUTE_MAX_PARAMETERS);
  match->parameters[n].name = node->parameter;
  match->parameters[n].rest = node->rest;
  match->parameters[n].value = value;
}

/* From @depth on, with slashes between. (transfer full) */
static char *
join_segments (GPtrArray *segments, guint depth)
{
  GString *text = g_string_new (segments->pdata[depth]);

  for (guint i = depth + 1; i < segments->len; i++)
    g_string_append_printf (text, "/%s", (char *) segments->pdata[i]);
  return g_string_free (text, FALSE);
}

static gboolean
descend (const Node *node, GPtrArray *segments, guint depth, const Node **end, ReeveMatch *match)
{
  if (depth == segments->len)
    {
      *end = node;
      return node->routes->len > 0;
    }
  char *segment = segments->pdata[depth];
  for (guint i = 0; i < node->children->len; i++)
    {
      const Node *child = node->children->pdata[i];
      if (child->segment != NULL)
        {
          if (g_str_equal (child->segment, segment) && descend (child, segments, depth + 1, end, match))
            return TRUE;
          continue;
        }
      if (child->rest)
        {
          put_parameter (match, child, join_segments (segments, depth));
          *end = child;
          return TRUE;
        }
      if (!get_judge (child->parameter) (segment))
        continue;
      put_parameter (match, child, g_strdup (segment));
      if (descend (child, segments, depth + 1, end, match))
        return TRUE;
      g_clear_pointer (&match->parameters[--match->n_parameters].value, g_free);
    }
  return FALSE;
}

static char *
list_methods (const Node *node)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < node->routes->len; i++)
    {
      const ReeveRoute *route = node->routes->pdata[i];
      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", route->method);
    }
  return g_string_free (text, FALSE);
}

void
reeve_match_clear (ReeveMatch *self)
{
  for (guint i = 0; i < self->n_parameters; i++)
    g_free (self->parameters[i].value);
  g_free (self->allow);
  memset (self, 0, sizeof *self);
}

const char *
reeve_match_get (const ReeveMatch *self, const char *name)
{
  for (guint i = 0; i < self->n_parameters; i++)
    if (g_str_equal (self->parameters[i].name, name))
      return self->parameters[i].value;
  return NULL;
}

const char *
reeve_match_get_last (const ReeveMatch *self)
{
  guint n = self->n_parameters;

  if (n > 0 && self->parameters[n - 1].rest)
    n--;
  return n > 0 ? self->parameters[n - 1].value : NULL;
}

ReeveRouter *
reeve_router_new (const ReeveRoute *routes, guint n_routes)
{
  ReeveRouter *self = g_new0 (ReeveRouter, 1);

  self->root = node_new ("");
  self->methods = g_ptr_array_new ();
  for (guint i = 0; i < n_routes; i++)
    add_route (self, &routes[i]);
  return self;
}

void
reeve_router_free (ReeveRouter *self)
{
  node_free (self->root);
  g_ptr_array_unref (self->methods);
  g_free (self);
}

ReeveRouter *
reeve_router_get_default (void)
{
  static gsize made = 0;
  static ReeveRouter *router = NULL;

  if (g_once_init_enter (&made))
    {
      router = reeve_router_new (reeve_routes, reeve_n_routes);
      g_once_init_leave (&made, 1);
    }
  return router;
}

gboolean
reeve_router_knows_method (ReeveRouter *self, const char *method)
{
  for (guint i = 0; i < self->methods->len; i++)
    if (g_str_equal (self->methods->pdata[i], method))
      return TRUE;
  return FALSE;
}

gboolean
reeve_router_find (ReeveRouter *self, const char *method, const char *path, ReeveMatch *match, GError **error)
{
  const Node *node = NULL;

  memset (match, 0, sizeof *match);
  g_autoptr (GPtrArray) segments = split_path (path);
  if (segments == NULL)
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "path", "the path is not well formed");
      return FALSE;
    }
  if (!descend (self->root, segments, 0, &node, match))
    {
      reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "no such path");
      return FALSE;
    }
  for (guint i = 0; i < node->routes->len; i++)
    {
      const ReeveRoute *route = node->routes->pdata[i];
      if (g_str_equal (route->method, method))
        {
          match->route = route;
          return TRUE;
        }
    }
  match->allow = list_methods (node);
  g_autofree char *shown = reeve_error_show (method);
  reeve_set_error (error, REEVE_ERROR_METHOD, NULL, "%s is not possible here", shown);
  return FALSE;
}
