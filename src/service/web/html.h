/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* HTML that is safe by its type. It is only ever made from the templates in data/web, whose {{name}} takes a
 * text, which is escaped, or HTML made the same way. There is no way to turn a text into HTML unescaped. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define REEVE_HTML_TYPE "text/html; charset=utf-8"

typedef struct _ReeveHtml ReeveHtml;

/* What goes in at {{name}}; a list ends with one without a name. Neither text nor html: nothing. */
typedef struct
{
  const char *name;
  const char *text;      /* (nullable) */
  const ReeveHtml *html; /* (nullable) */
} ReeveSlot;

ReeveHtml *reeve_html_new (void);
void reeve_html_free (ReeveHtml *self);
/* Appends data/web/TEMPLATE.html. A {{name}} that @slots do not give is a bug, and shows nothing. */
void reeve_html_add (ReeveHtml *self, const char *template, const ReeveSlot *slots);
gboolean reeve_html_is_empty (const ReeveHtml *self);
GBytes *reeve_html_to_bytes (ReeveHtml *self); /* takes @self */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveHtml, reeve_html_free)

G_END_DECLS
