/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The lightest set of edges whose removal leaves no path between two nodes of a small directed graph. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define REEVE_CUT_NEVER G_MAXINT64 /* weight of an edge that may not be removed */

typedef struct _ReeveCut ReeveCut;

ReeveCut *reeve_cut_new (void);
void reeve_cut_free (ReeveCut *cut);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveCut, reeve_cut_free)

guint reeve_cut_add_node (ReeveCut *cut);
/* @data: (nullable): what the edge stands for */
void reeve_cut_add_edge (ReeveCut *cut, guint from, guint to, gint64 weight, gpointer data);
/* The data of the edges to be removed; NULL where no set of removable edges does it. Once only.
 * By Edmonds and Karp (1972): augmenting paths, shortest first; the edges out of what can still be reached
 * are a lightest cut. (transfer container) */
GPtrArray *reeve_cut_find (ReeveCut *cut, guint source, guint sink);

G_END_DECLS
