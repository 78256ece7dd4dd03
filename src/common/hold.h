/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A hold on events of the access log: while it is in force they stay, however old they get. It ends by
 * itself, or is lifted; it is never changed. */

#pragma once

#include "common/record.h"

G_BEGIN_DECLS

#define REEVE_HOLDS           200 /* of one workspace */
#define REEVE_HOLD_DAYS       366 /* that it lasts at most */
#define REEVE_HOLD_REASON_MAX 500

REEVE_DECLARE_RECORD (ReeveHold, reeve_hold, HOLD)
struct _ReeveHold
{
  ReeveRecord parent_instance;

  char *id;
  gint64 version;
  gint64 since;       /* of the events, microseconds since 1970 */
  gint64 until;       /* the first moment after */
  char *account;      /* (nullable): whom they are of or about; NULL: of everybody */
  char *account_name; /* (nullable): not known here */
  char *reason;
  char *ticket; /* (nullable) */
  gint64 ends;  /* the hold itself */
  gint64 created;
  char *created_by;      /* (nullable): Reeve itself */
  char *created_by_name; /* (nullable): the same */
};

extern const char *const reeve_hold_sorts[];

gboolean reeve_hold_is_in_force (ReeveHold *self, gint64 now);

G_END_DECLS
