/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Accounts in the directory: identity, credentials, failure counters. Credentials never leave this folder and
 * rules/. */

#pragma once

#include "common/account.h"
#include "service/store/db.h"

G_BEGIN_DECLS

/* What signing in needs to know of an account. */
typedef struct
{
  char *id;
  char *email;
  char *display_name;
  char *password_hash;      /* (nullable): none set yet */
  GBytes *totp_sealed;      /* (nullable): second factor off */
  gint64 totp_last_step;    /* the last step accepted: an earlier or equal one is a replay */
  GBytes *enrolment_sealed; /* (nullable): a key not confirmed yet */
  gint64 enrolment_expires;
  gint64 breach_locked;  /* time, 0 = no */
  gint64 address_proven; /* time, 0 = never (store/confirmations.h) */
} ReeveCredentials;

void reeve_credentials_free (ReeveCredentials *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveCredentials, reeve_credentials_free)

gboolean reeve_accounts_any (ReeveTx *tx, gboolean *any, GError **error);
/* Finds by folded address or makes one without credentials. (transfer full) */
ReeveAccount *
reeve_accounts_ensure (ReeveTx *tx, const char *email, const char *display_name, GError **error);
ReeveAccount *reeve_accounts_get (ReeveTx *tx, const char *id, GError **error); /* NOT_FOUND */
ReeveCredentials *
reeve_accounts_get_credentials (ReeveTx *tx, const char *id, GError **error); /* NOT_FOUND */
ReeveCredentials *
reeve_accounts_find_credentials (ReeveTx *tx, const char *email, GError **error); /* NOT_FOUND */
/* Only what addresses.h calls, which ends what the old address was good for. Another address is not proven,
 * nor is a key confirmed that was begun before. */
gboolean reeve_accounts_set_email (ReeveTx *tx,
                                   const char *id,
                                   const char *email,
                                   GError **error); /* CONFLICT email_taken */
gboolean reeve_accounts_set_display_name (ReeveTx *tx, const char *id, const char *name, GError **error);
gboolean reeve_accounts_set_password_hash (ReeveTx *tx, const char *id, const char *hash, GError **error);
gboolean
reeve_accounts_set_enrolment (ReeveTx *tx, const char *id, GBytes *sealed, gint64 expires, GError **error);
/* @sealed: (nullable): off */
gboolean reeve_accounts_set_totp (ReeveTx *tx, const char *id, GBytes *sealed, gint64 step, GError **error);
/* When it was set up; 0: it is off, or was set up before that was noted. */
gboolean reeve_accounts_get_second_factor_since (ReeveTx *tx, const char *id, gint64 *since, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
/* Accepts @step once: FALSE with SECOND_FACTOR (reason "code_replayed") when it, or a later one, was accepted
 * before. */
gboolean reeve_accounts_use_totp_step (ReeveTx *tx, const char *id, gint64 step, GError **error);
gboolean reeve_accounts_set_recovery_codes (ReeveTx *tx,
                                            const char *id,
                                            GPtrArray *hashes,
                                            GError **error); /* of GBytes */
gboolean
reeve_accounts_use_recovery_code (ReeveTx *tx, const char *id, GBytes *hash, gboolean *used, GError **error);
gboolean
reeve_accounts_note_sign_in (ReeveTx *tx, const char *id, const char *address, gint64 time, GError **error);

gboolean
reeve_accounts_set_breach_lock (ReeveTx *tx, const char *id, gint64 time, GError **error); /* 0 releases */

/* The door of one workspace, whatever the account's own lock. 0 opens it. */
gboolean reeve_accounts_set_workspace_lock (ReeveTx *tx,
                                            const char *id,
                                            const char *workspace,
                                            gint64 time,
                                            GError **error);
/* Since when @workspace keeps its door locked; 0: it does not. */
gboolean reeve_accounts_get_workspace_lock (ReeveTx *tx,
                                            const char *id,
                                            const char *workspace,
                                            gint64 *time,
                                            GError **error);

/* Memberships: which workspaces an account is in; an index of the workspaces' own users tables, kept by
 * recovery. */
/* One that is new, of an account that has a password, is unconfirmed (store/confirmations.h). */
gboolean reeve_accounts_add_membership (ReeveTx *tx, const char *id, const char *workspace, GError **error);
gboolean
reeve_accounts_remove_membership (ReeveTx *tx, const char *id, const char *workspace, GError **error);
GStrv reeve_accounts_get_memberships (ReeveTx *tx, const char *id, GError **error); /* workspace ids */
/* The person uses the workspace, not only it the person: once is enough. */
gboolean reeve_accounts_join (ReeveTx *tx, const char *id, const char *workspace, gint64 now, GError **error);
/* Of the account's workspaces those that may know what the person does (when they sign in, from where, what
 * they are written): those that they joined, or the one that is their only one. Anybody can make a user of
 * anybody's address; that must tell them nothing. */
GStrv reeve_accounts_get_informed (ReeveTx *tx, const char *id, GError **error);
GStrv reeve_accounts_get_joined (ReeveTx *tx, const char *id, GError **error); /* those alone */
/* The first as a condition on `memberships`, the account's own name for which is m. */
#define REEVE_ACCOUNTS_INFORMED                                                               \
  "(m.joined <> 0 OR NOT EXISTS (SELECT 1 FROM memberships AS o WHERE o.account = m.account " \
  "AND o.workspace <> m.workspace))"

/* Accounts whose mirrored fields (last sign-in, second factor, lock, has-password) their workspaces have yet
 * to hear of; marked by the setters above in the same transaction. */
GStrv reeve_accounts_get_unmirrored (ReeveTx *tx, GError **error);
gboolean reeve_accounts_mark (ReeveTx *tx, const char *id, GError **error); /* without another change */

/* What a workspace of an account shows of it, and the mark of this state for reeve_accounts_set_mirrored().
 */
typedef struct
{
  gint64 mark;
  char *email;
  char *display_name;
  const char *second_factor; /* interned */
  gboolean has_password;
  gint64 last_sign_in;
  char *last_sign_in_address; /* (nullable) */
  const char *lock;           /* "none", "cooling-off", "breach" */
  gint64 lock_ends;
} ReeveAccountMirror;

void reeve_account_mirror_clear (ReeveAccountMirror *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ReeveAccountMirror, reeve_account_mirror_clear)

/* @workspace: (nullable): what all of them show */
gboolean reeve_accounts_get_mirror (ReeveTx *tx,
                                    const char *id,
                                    const char *workspace,
                                    gint64 now,
                                    ReeveAccountMirror *mirror,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT; /* NOT_FOUND */
gboolean reeve_accounts_set_mirrored (ReeveTx *tx, const char *id, gint64 mark, GError **error);

G_END_DECLS
