/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The words of a day, in memory, as queries compare them: a text that millions of events share is looked at
 * once. They are kept folded, one after the other, so that the C library's search goes through them at the
 * speed of memory; 10,000 words take some 10 microseconds. Not for several threads at once. */

#pragma once

#include "common/log-query.h"
#include "service/store/db.h"

G_BEGIN_DECLS

/* What the words of an event are. */
typedef enum
{
  REEVE_ACCESS_WORD_ACTOR, /* id and name */
  REEVE_ACCESS_WORD_SESSION,
  REEVE_ACCESS_WORD_ADDRESS,
  REEVE_ACCESS_WORD_AGENT,
  REEVE_ACCESS_WORD_ROUTE,
  REEVE_ACCESS_WORD_OBJECT, /* no UUID */
  REEVE_ACCESS_WORD_OUTCOME,
  REEVE_ACCESS_WORD_ACTION,
  REEVE_ACCESS_WORD_NAME, /* of the object */
  REEVE_ACCESS_WORD_SOURCE,
  REEVE_ACCESS_WORD_KINDS
} ReeveAccessWordKind;

/* Kind of the dictionary, and column of the events. */
const char *reeve_access_word_kind_get_name (ReeveAccessWordKind kind);

typedef struct _ReeveAccessWords ReeveAccessWords;

ReeveAccessWords *reeve_access_words_new (void);
void reeve_access_words_free (ReeveAccessWords *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveAccessWords, reeve_access_words_free)

/* What came into the dictionary since the last time. Errors: BUSY, INTERNAL; it can be asked again. */
gboolean
reeve_access_words_learn (ReeveAccessWords *self, ReeveTx *tx, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* @numbers: (element-type gint64): those of the words that match are appended, each once, growing */
void reeve_access_words_find (ReeveAccessWords *self,
                              ReeveAccessWordKind kind,
                              const ReeveLogValue *value,
                              GArray *numbers);
/* Of the addresses in a range. */
void reeve_access_words_find_addresses (ReeveAccessWords *self,
                                        const ReeveLogAddresses *addresses,
                                        GArray *numbers);

guint reeve_access_words_count (ReeveAccessWords *self, ReeveAccessWordKind kind);
gsize reeve_access_words_get_bytes (ReeveAccessWords *self);

G_END_DECLS
