/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A day's inside, for the file that writes to it. access-day.h says what it is. */

#pragma once

#include "service/store/access-blocks.h"
#include "service/store/access-day.h"

G_BEGIN_DECLS

#define REEVE_ACCESS_SECRET_BYTES 32
#define REEVE_ACCESS_PACKED_BYTES 16 /* of a UUID */

struct _ReeveAccessDay
{
  gatomicrefcount references;
  ReeveDb *db;
  ReeveSecret *secret;
  gint gone; /* atomic */
  GMutex words_lock;
  ReeveAccessWords *read_words; /* (nullable): what those who read know of the dictionary */
  ReeveWordRoom *room;          /* (nullable): that they share with those of other days */
  /* The writer's: */
  GHashTable *words;  /* kind and word -> number */
  GHashTable *counts; /* number of a word -> events with it, of the batch that is being written */
  GHashTable *hours;  /* hour, action and result in one number -> events, of the same */
  ReeveAccessBlocks *blocks;
  GHashTable *passed; /* ids that are taken -> one behind them that may be free */
  gint64 last_id;
  gint64 last_leaf; /* -1: none */
};

/* Also that something was written that no hold was asked about. */
gboolean reeve_access_day_note_last_leaf (ReeveTx *tx, gint64 leaf, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A UUID in lower case, as Reeve writes its own; FALSE: it is none. */
gboolean reeve_access_day_pack (const char *text, guint8 packed[REEVE_ACCESS_PACKED_BYTES]);

/* Of the word of an address. (transfer full) (nullable) */
char *reeve_access_day_read_address (ReeveStatement *statement, guint column);

/* The one in @column, which stands beside the event; else the one that its leaf's number gives. */
void reeve_access_day_read_salt (ReeveAccessDay *self,
                                 ReeveStatement *statement,
                                 guint column,
                                 guint64 leaf,
                                 guint8 salt[REEVE_ACCESS_SALT_BYTES]);

G_END_DECLS
