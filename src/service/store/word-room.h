/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* How much memory the words of all days together may keep (access-words.h). Whoever keeps some says so;
 * whoever used theirs longest ago has to drop them where it is too much. Reference counted; any thread. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _ReeveWordRoom ReeveWordRoom;

/* Drops what @owner keeps; FALSE: it is in use just now. On the thread of whoever needs the room, which holds
 * the room's lock: it must wait for nobody, and not come back here. */
typedef gboolean (*ReeveWordRoomDrop) (gpointer owner);

ReeveWordRoom *reeve_word_room_new (gsize most_bytes, ReeveWordRoomDrop drop);
ReeveWordRoom *reeve_word_room_ref (ReeveWordRoom *self);
void reeve_word_room_unref (ReeveWordRoom *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveWordRoom, reeve_word_room_unref)

/* @owner was used, and keeps @bytes; 0: nothing. Others drop theirs until all have room. FALSE: there is too
 * little even so; then it is noted with nothing, and has to drop its own. */
gboolean reeve_word_room_note (ReeveWordRoom *self, gpointer owner, gsize bytes) G_GNUC_WARN_UNUSED_RESULT;
/* Before @owner is freed: it is not told to drop anything from here on. */
void reeve_word_room_forget (ReeveWordRoom *self, gpointer owner);

gsize reeve_word_room_get_bytes (ReeveWordRoom *self);
guint reeve_word_room_get_n (ReeveWordRoom *self);         /* owners that keep some */
guint64 reeve_word_room_get_dropped (ReeveWordRoom *self); /* times that somebody was told to */
void reeve_word_room_set_most_for_tests (ReeveWordRoom *self, gsize most_bytes);

G_END_DECLS
