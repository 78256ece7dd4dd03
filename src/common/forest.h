/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A forest whose nodes are in an array: each element's struct begins with a ReeveNode. @nodes is the array,
 * @size the bytes of an element. */

#pragma once

#include "common/numbering.h"

G_BEGIN_DECLS

/* Place in a forest. */
typedef struct
{
  guint32 parent;
  guint32 first_child;
  guint32 next;
  guint32 previous;
} ReeveNode;

extern const ReeveNode reeve_no_node; /* linked to nothing */

/* Takes it, with what is below it, from where it is and puts it below @parent, or below nothing. */
void reeve_node_link (gpointer nodes, gsize size, guint32 number, guint32 parent);
void reeve_node_unlink (gpointer nodes, gsize size, guint32 number);
/* @number: may be REEVE_NO_NUMBER, which is below nothing */
gboolean reeve_node_is_at_or_below (gpointer nodes, gsize size, guint32 number, guint32 top);
/* The next of a walk through all at and below @top, parents first; REEVE_NO_NUMBER after the last one. */
guint32 reeve_node_next (gconstpointer nodes, gsize size, guint32 top, guint32 number);

G_END_DECLS
