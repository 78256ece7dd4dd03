/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Tries to prove who one is, counted per account and source. Known and unknown addresses, right and wrong
 * passwords take the same steps here, so that neither the answer nor its time tells them apart. */

#pragma once

#include "service/api/call.h"

G_BEGIN_DECLS

#define REEVE_ATTEMPT_PASSWORD "password"
#define REEVE_ATTEMPT_CODE     "code"

typedef struct
{
  char *account; /* id, or a keyed hash of an unknown address */
  char *source;  /* "device:THUMBPRINT" or "address:192.0.2.44" */
} ReeveAttempt;

/* @id: (nullable): the account; NULL when nobody has the address @email */
ReeveAttempt *
reeve_attempt_new (ReeveCall *call, ReeveTx *directory, const char *id, const char *email, GError **error);
void reeve_attempt_free (ReeveAttempt *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveAttempt, reeve_attempt_free)

/* LOCKED (reason "cooling_off", with retry-after) while the source has to wait. */
gboolean
reeve_attempt_check (ReeveAttempt *self, ReeveTx *directory, const char *kind, gint64 now, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
/* Counts a wrong try, which may begin a lock: then reeve_attempt_check() fails from now on. */
gboolean reeve_attempt_note_failure (ReeveAttempt *self,
                                     ReeveTx *directory,
                                     const char *kind,
                                     gint64 now,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Counts a wrong try, commits @directory and hands on @refusal, or LOCKED where that try began a lock. Always
 * FALSE. @refusal: (transfer full) */
gboolean reeve_attempt_refuse (ReeveAttempt *self,
                               ReeveCall *call,
                               ReeveTx *directory,
                               const char *kind,
                               GError *refusal,
                               GError **error);
/* Forgets the wrong tries of @kind from this source. */
gboolean reeve_attempt_clear (ReeveAttempt *self, ReeveTx *directory, const char *kind, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
