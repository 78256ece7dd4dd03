/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A forest in an array. */

#include "config.h"

#include "common/forest.h"

const ReeveNode reeve_no_node = { REEVE_NO_NUMBER, REEVE_NO_NUMBER, REEVE_NO_NUMBER, REEVE_NO_NUMBER };

static inline ReeveNode *
node_at (gpointer nodes, gsize size, guint32 number)
{
  return (ReeveNode *) ((char *) nodes + number * size);
}

void
reeve_node_unlink (gpointer nodes, gsize size, guint32 number)
{
  ReeveNode *node = node_at (nodes, size, number);

  if (node->parent == REEVE_NO_NUMBER)
    return;
  if (node->previous != REEVE_NO_NUMBER)
    node_at (nodes, size, node->previous)->next = node->next;
  else
    node_at (nodes, size, node->parent)->first_child = node->next;
  if (node->next != REEVE_NO_NUMBER)
    node_at (nodes, size, node->next)->previous = node->previous;
  node->parent = node->next = node->previous = REEVE_NO_NUMBER;
}

void
reeve_node_link (gpointer nodes, gsize size, guint32 number, guint32 parent)
{
  ReeveNode *node = node_at (nodes, size, number);
  ReeveNode *above;

  reeve_node_unlink (nodes, size, number);
  if (parent == REEVE_NO_NUMBER)
    return;
  above = node_at (nodes, size, parent);
  node->parent = parent;
  node->next = above->first_child;
  if (node->next != REEVE_NO_NUMBER)
    node_at (nodes, size, node->next)->previous = number;
  above->first_child = number;
}

gboolean
reeve_node_is_at_or_below (gpointer nodes, gsize size, guint32 number, guint32 top)
{
  for (; number != REEVE_NO_NUMBER; number = node_at (nodes, size, number)->parent)
    if (number == top)
      return TRUE;
  return FALSE;
}

guint32
reeve_node_next (gconstpointer nodes, gsize size, guint32 top, guint32 number)
{
  const ReeveNode *node = node_at ((gpointer) nodes, size, number);

  if (node->first_child != REEVE_NO_NUMBER)
    return node->first_child;
  while (number != top && node->next == REEVE_NO_NUMBER)
    {
      number = node->parent;
      node = node_at ((gpointer) nodes, size, number);
    }
  return number == top ? REEVE_NO_NUMBER : node->next;
}
