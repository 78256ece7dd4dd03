/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What sessions remember of their provider, and tickets that were used. */

#include "config.h"

#include "service/store/federation.h"

#include "common/error.h"
#include "common/identity-provider.h"
#include "service/store/accounts.h"

ReeveFederation *
reeve_federation_new (const char *account,
                      const char *email,
                      const char *issuer,
                      const char *client,
                      const char *subject,
                      gboolean provider_factor)
{
  ReeveFederation *self = g_new0 (ReeveFederation, 1);

  self->account = g_strdup (account);
  self->issuer = g_strdup (issuer);
  self->client = g_strdup (client);
  self->subject = g_strdup (subject);
  self->domain = reeve_identity_provider_domain_of (email);
  self->provider_factor = provider_factor;
  return self;
}

void
reeve_federation_free (ReeveFederation *self)
{
  if (self == NULL)
    return;
  g_free (self->account);
  g_free (self->issuer);
  g_free (self->client);
  g_free (self->subject);
  g_free (self->domain);
  g_free (self);
}

/* The provider of a workspace, if it is the session's and vouches for the account. */
#define TRUSTED                                                                             \
  " FROM identity_providers AS p JOIN identity_provider_domains AS d ON d.provider = p.id " \
  "WHERE p.workspace = $1 AND p.enabled = 1 AND p.issuer = $2 AND p.client_id = $3 "        \
  "AND d.domain = $4 AND p.trusts_second_factor >= $5"
/* Whether it has named somebody as the account $6, whose subject compares so with $7. */
#define NAMED(comparison)                                                                    \
  "EXISTS (SELECT 1 FROM provider_subjects AS s WHERE s.provider = p.id AND s.account = $6 " \
  "AND s.subject " comparison " $7)"

static ReeveStatement *
prepare_for_workspace (ReeveTx *directory,
                       const char *sql,
                       const ReeveFederation *self,
                       const char *workspace,
                       const char *subject,
                       GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (directory, sql, error);

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, workspace);
  reeve_statement_bind_text (statement, 2, self->issuer);
  reeve_statement_bind_text (statement, 3, self->client);
  reeve_statement_bind_text (statement, 4, self->domain);
  reeve_statement_bind_int (statement, 5, self->provider_factor ? 1 : 0);
  reeve_statement_bind_text (statement, 6, self->account);
  reeve_statement_bind_text (statement, 7, subject);
  return statement;
}

static gboolean
is_one (ReeveStatement *statement, gboolean *one, GError **error)
{
  gint64 n;

  if (statement == NULL || !reeve_statement_read_int (statement, &n, error))
    return FALSE;
  *one = n == 1;
  return TRUE;
}

gboolean
reeve_federation_may_enter (ReeveTx *directory,
                            const ReeveFederation *self,
                            const char *workspace,
                            gboolean *may,
                            GError **error)
{
  *may = TRUE;
  return self == NULL ||
         is_one (prepare_for_workspace (directory, "SELECT count(*)" TRUSTED " AND " NAMED ("="), self,
                                        workspace, self->subject, error),
                 may, error);
}

gboolean
reeve_federation_bind (ReeveTx *directory, const ReeveFederation *self, const char *workspace, GError **error)
{
  ReeveStatement *statement =
    prepare_for_workspace (directory,
                           "INSERT INTO provider_subjects (provider, account, subject) "
                           "SELECT p.id, $6, $7" TRUSTED " ON CONFLICT (provider, account) DO NOTHING",
                           self, workspace, self->subject, error);

  return statement != NULL && reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_federation_covers (ReeveTx *directory,
                         const ReeveFederation *self,
                         const char *account,
                         gboolean *covers,
                         GError **error)
{
  g_auto (GStrv) workspaces = reeve_accounts_get_memberships (directory, account, error);

  if (workspaces == NULL)
    return FALSE;
  *covers = TRUE;
  for (guint i = 0; workspaces[i] != NULL && *covers; i++)
    if (!reeve_federation_may_enter (directory, self, workspaces[i], covers, error))
      return FALSE;
  return TRUE;
}

gboolean
reeve_federation_covers_joined (ReeveTx *directory,
                                const ReeveFederation *self,
                                const char *host,
                                gboolean *covers,
                                guint *n_joined,
                                GError **error)
{
  g_auto (GStrv) workspaces = reeve_accounts_get_joined (directory, self->account, error);

  if (workspaces == NULL)
    return FALSE;
  *n_joined = g_strv_length (workspaces);
  *covers = TRUE;
  for (guint i = 0; workspaces[i] != NULL && *covers; i++)
    {
      /* in SQL nothing differs from what is not known */
      const char *subject = g_str_equal (workspaces[i], host) ? NULL : self->subject;

      if (!is_one (prepare_for_workspace (directory, "SELECT count(*)" TRUSTED " AND NOT " NAMED ("<>"), self,
                                          workspaces[i], subject, error),
                   covers, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
end_challenges (ReeveTx *directory, const char *account, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (directory, "DELETE FROM challenges WHERE account = $1 AND issuer IS NOT NULL", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, account);
  return reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_federation_end (ReeveTx *directory, const char *account, gint64 now, GPtrArray *ended, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    directory,
    "UPDATE sessions SET ended = $2 WHERE account = $1 AND ended = 0 AND issuer IS NOT NULL RETURNING id",
    error);
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, account);
  reeve_statement_bind_int (statement, 2, now);
  while (row)
    {
      if (!reeve_statement_step (statement, &row, error))
        return FALSE;
      if (row && ended != NULL)
        g_ptr_array_add (ended, g_strdup (reeve_statement_get_text (statement, 0)));
    }
  return end_challenges (directory, account, error);
}

static void
free_federation (gpointer data)
{
  reeve_federation_free (data);
}

/* Session id to ReeveFederation. */
static GHashTable *
read_known (ReeveTx *directory, const char *workspace, gint64 now, GError **error)
{
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_federation);
  ReeveStatement *statement =
    reeve_tx_prepare (directory,
                      "SELECT s.id, s.account, a.email, s.issuer, s.client, s.subject, s.provider_factor "
                      "FROM identity_providers AS p CROSS JOIN provider_subjects AS b ON b.provider = p.id "
                      "CROSS JOIN sessions AS s ON s.account = b.account AND s.ended = 0 AND s.ends > $2 "
                      "AND s.issuer = p.issuer AND s.client = p.client_id AND s.subject = b.subject "
                      "JOIN accounts AS a ON a.id = s.account WHERE p.workspace = $1",
                      error);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, workspace);
  reeve_statement_bind_int (statement, 2, now);
  while (row)
    {
      if (!reeve_statement_step (statement, &row, error))
        return NULL;
      if (row)
        g_hash_table_insert (
          known, g_strdup (reeve_statement_get_text (statement, 0)),
          reeve_federation_new (
            reeve_statement_get_text (statement, 1), reeve_statement_get_text (statement, 2),
            reeve_statement_get_text (statement, 3), reeve_statement_get_text (statement, 4),
            reeve_statement_get_text (statement, 5), reeve_statement_get_int (statement, 6) != 0));
    }
  return g_steal_pointer (&known);
}

GPtrArray *
reeve_federation_list_shut_out (ReeveTx *directory, const char *workspace, gint64 now, GError **error)
{
  g_autoptr (GHashTable) known = read_known (directory, workspace, now, error);
  g_autoptr (GPtrArray) shut_out = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer session;
  gpointer federation;

  if (known == NULL)
    return NULL;
  g_hash_table_iter_init (&iter, known);
  while (g_hash_table_iter_next (&iter, &session, &federation))
    {
      gboolean may;

      if (!reeve_federation_may_enter (directory, federation, workspace, &may, error))
        return NULL;
      if (!may)
        g_ptr_array_add (shut_out, g_strdup (session));
    }
  return g_steal_pointer (&shut_out);
}

gboolean
reeve_federation_set_session (ReeveTx *directory,
                              const ReeveFederation *self,
                              const char *session,
                              GError **error)
{
  ReeveStatement *statement;

  if (self == NULL)
    return TRUE;
  statement = reeve_tx_prepare (
    directory,
    "UPDATE sessions SET issuer = $1, client = $2, provider_factor = $3, subject = $4 WHERE id = $5", error);
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, self->issuer);
  reeve_statement_bind_text (statement, 2, self->client);
  reeve_statement_bind_int (statement, 3, self->provider_factor ? 1 : 0);
  reeve_statement_bind_text (statement, 4, self->subject);
  reeve_statement_bind_text (statement, 5, session);
  return reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_federation_set_challenge (ReeveTx *directory,
                                const ReeveFederation *self,
                                GBytes *challenge,
                                GError **error)
{
  ReeveStatement *statement;

  if (self == NULL)
    return TRUE;
  statement = reeve_tx_prepare (
    directory, "UPDATE challenges SET issuer = $1, client = $2, subject = $3 WHERE hash = $4", error);
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, self->issuer);
  reeve_statement_bind_text (statement, 2, self->client);
  reeve_statement_bind_text (statement, 3, self->subject);
  reeve_statement_bind_bytes (statement, 4, challenge);
  return reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_federation_get_challenge (ReeveTx *directory,
                                GBytes *challenge,
                                const char *account,
                                const char *email,
                                ReeveFederation **federation,
                                GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    directory, "SELECT issuer, client, subject FROM challenges WHERE hash = $1 AND issuer IS NOT NULL",
    error);
  gboolean row;

  *federation = NULL;
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_bytes (statement, 1, challenge);
  if (!reeve_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  *federation = reeve_federation_new (account, email, reeve_statement_get_text (statement, 0),
                                      reeve_statement_get_text (statement, 1),
                                      reeve_statement_get_text (statement, 2), FALSE);
  return reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_federation_use_ticket (ReeveTx *directory, GBytes *hash, gint64 now, gint64 expires, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (directory, "DELETE FROM used_tickets WHERE expires < $1", error);
  gint64 changes = 0;

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, now);
  if (!reeve_statement_run (statement, NULL, error))
    return FALSE;
  statement = reeve_tx_prepare (
    directory, "INSERT INTO used_tickets (hash, expires) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING",
    error);
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_bytes (statement, 1, hash);
  reeve_statement_bind_int (statement, 2, expires);
  if (!reeve_statement_run (statement, &changes, error))
    return FALSE;
  if (changes == 1)
    return TRUE;
  reeve_set_error (error, REEVE_ERROR_SIGNED_OUT, "ticket", "this sign-in is over; start again");
  return FALSE;
}
