/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a workspace is told when one of its people has reported a breach of their account: an entry in its
 * audit trail, and a mail to those who may open the account again. By the report itself, or by jobs/mirror
 * where a crash came in between. */

#pragma once

#include "common/user.h"
#include "service/store/db.h"

G_BEGIN_DECLS

/* Of each role at most so many are written to. */
#define REEVE_LOCK_NOTICE_MOST 50

typedef struct
{
  gboolean locked;     /* else the person is the last administrator of a workspace, and only signed out */
  gboolean informed;   /* the person uses the workspace; else nobody is written to, and not told why */
  const char *text;    /* (nullable): what the person noticed */
  const char *address; /* (nullable): where they reported it from */
  const char *desk;    /* (nullable): of reeve_case_letter_make_desk() */
  gint64 now;
} ReeveLockNotice;

/* In the transaction in which @user's lock changes there. */
gboolean reeve_lock_notice_put (ReeveTx *workspace,
                                ReeveUser *user,
                                const ReeveLockNotice *notice,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
