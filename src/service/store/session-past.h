/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Sessions that an account had in a workspace, those that are over included, as long as the directory keeps
 * them (jobs/clean-up.h). Of sessions that were never used there it is told nothing (session-uses.h). */

#pragma once

#include "service/store/db.h"

G_BEGIN_DECLS

typedef struct
{
  char *id;
  char *account;
  char *device;      /* (nullable): what the person calls it */
  char *device_key;  /* thumbprint (RFC 7638) */
  char *address;     /* (nullable): of the last use there */
  char *issuer;      /* (nullable): the identity provider it began through; none: with a password */
  const char *stage; /* "enrol" or "complete" (interned) */
  gint64 first_used; /* there; microseconds since 1970 */
  gint64 last_used;
  gint64 ended;    /* 0: by nobody */
  gint64 ends;     /* by itself at the latest */
  gboolean barred; /* goes on elsewhere, and not here */
} ReeveSessionPast;

void reeve_session_past_free (ReeveSessionPast *self);

/* The one used first first, at most @limit. (transfer full) (element-type ReeveSessionPast) */
GPtrArray *reeve_session_past_list (ReeveTx *directory,
                                    const char *workspace,
                                    const char *account,
                                    guint limit,
                                    GError **error);

/* Whether it was good for something there at @time: used before, and not over yet. Of one that is barred now
 * it is not known since when. */
gboolean reeve_session_past_is_live (const ReeveSessionPast *self, gint64 time);

G_END_DECLS
