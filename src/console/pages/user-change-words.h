/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a change of a user is called once it is done: the words of its toast and of its step on the undo
 * stack. */

#pragma once

#include "common/user.h"

G_BEGIN_DECLS

typedef enum
{
  REEVE_USER_CHANGE_SAVE,
  REEVE_USER_CHANGE_DELETE,
  REEVE_USER_CHANGE_RESTORE,
  REEVE_USER_CHANGE_CREATE, /* taken back by deleting, done again by restoring */
  REEVE_USER_CHANGE_BATCH,
  REEVE_USER_CHANGE_UNLOCK, /* cannot be taken back */
} ReeveUserChange;

/* In the past tense. @before: (nullable) for what needs none. @after: (nullable) for BATCH. (transfer full)
 */
char *reeve_user_change_describe (ReeveUserChange change, ReeveUser *before, ReeveUser *after);

G_END_DECLS
