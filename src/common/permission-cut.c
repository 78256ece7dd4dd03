/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A lightest cut by augmenting paths. An edge and its reverse stand side by side, so that ^ 1 is the other.
 */

#include "config.h"

#include "common/permission-cut.h"

typedef struct
{
  guint from;
  guint to;
  gint64 room; /* what may still flow */
  gboolean forward;
  gpointer data;
} Edge;

struct _ReeveCut
{
  GArray *edges;    /* of Edge */
  GPtrArray *nodes; /* of GArray of guint: edges out of it */
};

ReeveCut *
reeve_cut_new (void)
{
  ReeveCut *cut = g_new0 (ReeveCut, 1);

  cut->edges = g_array_new (FALSE, FALSE, sizeof (Edge));
  cut->nodes = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  return cut;
}

void
reeve_cut_free (ReeveCut *cut)
{
  g_array_unref (cut->edges);
  g_ptr_array_unref (cut->nodes);
  g_free (cut);
}

guint
reeve_cut_add_node (ReeveCut *cut)
{
  g_ptr_array_add (cut->nodes, g_array_new (FALSE, FALSE, sizeof (guint)));
  return cut->nodes->len - 1;
}

static void
append_edge (ReeveCut *cut, Edge edge)
{
  guint number = cut->edges->len;

  g_array_append_val (cut->edges, edge);
  g_array_append_val ((GArray *) cut->nodes->pdata[edge.from], number);
}

void
reeve_cut_add_edge (ReeveCut *cut, guint from, guint to, gint64 weight, gpointer data)
{
  append_edge (cut, (Edge) { from, to, weight, TRUE, data });
  append_edge (cut, (Edge) { to, from, 0, FALSE, NULL });
}

#define UNSEEN G_MAXUINT

/* The edge by which each node is reached first, or UNSEEN. (transfer full) */
static guint *
search (ReeveCut *cut, guint source)
{
  guint *by = g_new (guint, cut->nodes->len);
  g_autofree guint *queue = g_new (guint, cut->nodes->len);
  guint n = 0;

  for (guint i = 0; i < cut->nodes->len; i++)
    by[i] = UNSEEN;
  by[source] = G_MAXUINT - 1;
  queue[n++] = source;
  for (guint i = 0; i < n; i++)
    {
      GArray *out = cut->nodes->pdata[queue[i]];

      for (guint k = 0; k < out->len; k++)
        {
          const Edge *edge = &g_array_index (cut->edges, Edge, g_array_index (out, guint, k));

          if (edge->room > 0 && by[edge->to] == UNSEEN)
            {
              by[edge->to] = g_array_index (out, guint, k);
              queue[n++] = edge->to;
            }
        }
    }
  return by;
}

/* How much the path to @sink lets through. */
static gint64
get_room (ReeveCut *cut, const guint *by, guint source, guint sink)
{
  gint64 room = REEVE_CUT_NEVER;

  for (guint node = sink; node != source; node = g_array_index (cut->edges, Edge, by[node]).from)
    room = MIN (room, g_array_index (cut->edges, Edge, by[node]).room);
  return room;
}

static void
augment (ReeveCut *cut, const guint *by, guint source, guint sink, gint64 room)
{
  for (guint node = sink; node != source;)
    {
      Edge *edge = &g_array_index (cut->edges, Edge, by[node]);
      Edge *reverse = &g_array_index (cut->edges, Edge, by[node] ^ 1);

      if (edge->room != REEVE_CUT_NEVER)
        edge->room -= room;
      if (reverse->room != REEVE_CUT_NEVER)
        reverse->room += room;
      node = edge->from;
    }
}

GPtrArray *
reeve_cut_find (ReeveCut *cut, guint source, guint sink)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  g_autofree guint *by = search (cut, source);

  while (by[sink] != UNSEEN)
    {
      gint64 room = get_room (cut, by, source, sink);

      if (room == REEVE_CUT_NEVER)
        return NULL;
      augment (cut, by, source, sink, room);
      g_free (by);
      by = search (cut, source);
    }
  for (guint i = 0; i < cut->edges->len; i++)
    {
      const Edge *edge = &g_array_index (cut->edges, Edge, i);

      if (edge->forward && by[edge->from] != UNSEEN && by[edge->to] == UNSEEN)
        g_ptr_array_add (found, edge->data);
    }
  return g_steal_pointer (&found);
}
