/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A person reports that somebody else is in their account; an administrator opens it again.
 *
 * A report shuts everybody out at once: the account is locked, its sessions, links and half-done sign-ins
 * are over. But never the last administrator of any workspace, whom nobody could let in again: they are
 * signed out and their password serves no longer, so that only who reads their mail gets in, with a new one
 * and the second factor. Which of the two is decided while all workspaces of the account are held, and locks
 * are set under the directory's one writer, so that of two last administrators who report at once the second
 * is not locked. (Whoever signs in through an identity provider needs no password: that is its to stop.)
 *
 * A lock ends by a release alone: by somebody else, who may release and do all that the person may, here and
 * in every other workspace that the person uses. It gives nothing back but the way in: the password serves no
 * longer, a link for a new one goes to the person. */

#pragma once

#include "service/api/call.h"

G_BEGIN_DECLS

typedef enum
{
  REEVE_BREACH_LOCKED,
  REEVE_BREACH_SIGNED_OUT, /* a last administrator */
  REEVE_BREACH_OVER,       /* it is locked already, or the link is not good: nothing was done */
} ReeveBreachOutcome;

/* In transactions of its own. @link: (nullable): a report's link, which is used up; else @account is who the
 * call has proved to be. @text: (nullable): what the person noticed, up to REEVE_BREACH_TEXT characters */
#define REEVE_BREACH_TEXT 500
gboolean reeve_breach_report (ReeveCall *call,
                              const char *account,
                              const ReeveSecret *link,
                              const char *text,
                              ReeveBreachOutcome *outcome,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whose account a report's link locks. Errors: NOT_FOUND. (transfer full) */
char *
reeve_breach_find_by_link (ReeveCall *call, ReeveTx *directory, const ReeveSecret *link, GError **error);

gboolean users_release (ReeveCall *call, GError **error);

G_END_DECLS
