/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Running text: titles, headings, paragraphs, links. */

#pragma once

#include "service/print/block.h"

G_BEGIN_DECLS

/* @text: clean (text.h). (transfer full) */
ReeveBlock *reeve_paragraph_new (ReeveStyle style, ReeveInk ink, const char *text);
/* Leads to @uri, if that is one that may be followed: https, http, mailto; else it is text. (transfer full)
 */
ReeveBlock *reeve_paragraph_new_link (const char *text, const char *uri);
/* @level: 0 for the title, else 1 to 3; it is in the outline and stays with what follows. (transfer full) */
ReeveBlock *reeve_paragraph_new_heading (guint level, const char *text);

G_END_DECLS
