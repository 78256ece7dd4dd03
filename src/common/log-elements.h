/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The objects of a JSON document of any size, one after the other, in constant memory: those that stand one
 * behind the other at the top, those of an array at the top, or those of the array that a member of the one
 * object at the top holds. It only finds where an object begins and ends; what comes out goes through the
 * gate of common/json.h. Behind a place that is no JSON it goes on at what looks like the next object. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _ReeveLogElements ReeveLogElements;

/* @why: NULL for an object that is whole, else a stable word ("too_long", "not_json", "cut_off") and @data is
 * what there is of it. @data is there during the call only. */
typedef void (*ReeveLogElementFunc) (const char *data, gsize length, const char *why, gpointer user_data);

/* @lists: (nullable) (transfer none): names of members that may hold the array, ends with NULL. @max_bytes:
 * of one object */
ReeveLogElements *reeve_log_elements_new (const char *const *lists,
                                          gsize max_bytes,
                                          ReeveLogElementFunc callback,
                                          gpointer user_data);
void reeve_log_elements_free (ReeveLogElements *self);
void reeve_log_elements_feed (ReeveLogElements *self, const char *data, gsize length);
void reeve_log_elements_end (ReeveLogElements *self);
gboolean reeve_log_elements_saw_list (ReeveLogElements *self); /* there was an array around them */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveLogElements, reeve_log_elements_free)

G_END_DECLS
