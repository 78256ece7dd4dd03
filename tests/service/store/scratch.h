/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What the store's tests share: a folder that goes away, keys, databases, and transactions that must work. */

#pragma once

#include "common/error.h"
#include "common/user.h"
#include "service/store/db.h"

G_BEGIN_DECLS

typedef struct
{
  char *folder; /* mode 0700, removed with all that is in it */
  ReeveSecret *key;
} Scratch;

void scratch_init (Scratch *self);
void scratch_clear (Scratch *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scratch, scratch_clear)

ReeveSecret *test_key (guint8 byte); /* 32 times that byte */
char *scratch_path (Scratch *self, const char *name);
ReeveDb *scratch_open (Scratch *self, const char *schema); /* SCHEMA.db */
void remove_folder (const char *path);

gint64 soon (void); /* a deadline that no test meets */
ReeveTx *begin (ReeveDb *db, ReeveTxMode mode);
void commit (ReeveTx *tx); /* (transfer full) */
void run (ReeveTx *tx, const char *sql);
gint64 query_int (ReeveTx *tx, const char *sql);
ReeveUser *make_user (const char *name, const char *email);

#define assert_reeve_error(error, code_, reason_)                    \
  G_STMT_START                                                       \
  {                                                                  \
    g_assert_error ((error), REEVE_ERROR, (code_));                  \
    g_assert_cmpstr (reeve_error_get_reason (error), ==, (reason_)); \
  }                                                                  \
  G_STMT_END

G_END_DECLS
