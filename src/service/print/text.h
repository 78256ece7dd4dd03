/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a text must be before it is set. A document is evidence: what people and other systems wrote is shown,
 * never obeyed. Characters that would hide, turn round or pile up what stands beside them are told by their
 * numbers, "\u202e", as errors tell them; nothing is left out. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Bytes that are no UTF-8 become "\xff", controls and bidi overrides "\u202e", from the seventh mark on one
 * letter each further one. Isolates (U+2068 … U+2069) that are closed stay. Line feeds stay too, and CR LF is
 * one. What goes on for thousands of letters is broken into lines, which take Pango time in proportion then.
 * (transfer full) */
char *reeve_print_clean (const char *text);

/* The same on one line, of at most @most characters and "…". (transfer full) */
char *reeve_print_cut (const char *text, guint most);

/* @value for the middle of a sentence: clean, on one line, and in an isolate, so that a name which runs from
 * right to left does not take along what follows it. (transfer full) */
char *reeve_print_isolate (const char *value);

G_END_DECLS
