/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Where icons end: in the main thread alone. GTK's icon theme (seen in 4.18.6) has the icons of its lookups
 * in a table that holds no reference to them, and a ring of the last hundred uses that does. A thread that
 * loads an icon ahead puts it in the ring as well, and so may drop the last reference of the one that falls
 * out. Until that icon is out of the table, a lookup in the main thread finds it, takes a reference to what
 * has none, and the program ends. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void
reeve_icon_release_in_main_thread (void); /* in that thread, before there are icons; again does nothing */

G_END_DECLS
