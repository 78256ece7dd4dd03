/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Queries of the access log under names, kept on this device for each workspace ($XDG_DATA_HOME/reeve/
 * log-views, a key file with a group per workspace); and links that bring a query to somebody else:
 * "reeve://WORKSPACE/access-log?q=…". Nothing of either is a secret. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  char *name;
  char *query;
} ReeveLogView;

void reeve_log_view_free (ReeveLogView *self);

/* @path: (nullable): the usual one. @workspace: an id. Of ReeveLogView, by name. (transfer full) */
GPtrArray *reeve_log_views_load (const char *path, const char *workspace);
/* One of the same name is replaced; @query NULL removes it. FALSE: it cannot be written. */
gboolean reeve_log_views_save (const char *path, const char *workspace, const char *name, const char *query);

char *reeve_log_link_make (const char *workspace, const char *query); /* (transfer full) */
/* FALSE: no such link. Both (transfer full) */
gboolean reeve_log_link_read (const char *text, char **workspace, char **query);

G_END_DECLS
