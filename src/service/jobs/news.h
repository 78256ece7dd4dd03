/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Whom jobs tell what they changed in a workspace, after the commit; the service passes it on to the live
 * feed. Called on the jobs' thread. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  void (*tell) (const char *workspace, const char *noun, const char *id, gpointer data); /* @id: NULL: many */
  gpointer data;
} ReeveNews;

/* @self: (nullable): nobody listens. @ids: (element-type utf8): so many that each for itself would be a flood
 * are told of as many. */
void reeve_news_tell (const ReeveNews *self, const char *workspace, const char *noun, GPtrArray *ids);
/* Of such as are not known one by one. */
void reeve_news_tell_many (const ReeveNews *self, const char *workspace, const char *noun);

G_END_DECLS
