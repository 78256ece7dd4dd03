/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What sessions remember of their provider, and tickets that were used. */

#include "config.h"

#include "service/store/federation.h"

#include "common/error.h"
#include "common/identity-provider.h"
#include "service/store/accounts.h"

ReeveFederation *
reeve_federation_new (const char *issuer, const char *client, const char *email, gboolean provider_factor)
{
  ReeveFederation *self = g_new0 (ReeveFederation, 1);

  self->issuer = g_strdup (issuer);
  self->client = g_strdup (client);
  self->domain = reeve_identity_provider_domain_of (email);
  self->provider_factor = provider_factor;
  return self;
}

void
reeve_federation_free (ReeveFederation *self)
{
  if (self == NULL)
    return;
  g_free (self->issuer);
  g_free (self->client);
  g_free (self->domain);
  g_free (self);
}

gboolean
reeve_federation_may_enter (ReeveTx *directory,
                            const ReeveFederation *self,
                            const char *workspace,
                            gboolean *may,
                            GError **error)
{
  ReeveStatement *statement;
  gint64 n;

  *may = TRUE;
  if (self == NULL)
    return TRUE;
  statement = reeve_tx_prepare (directory,
                                "SELECT count(*) FROM identity_providers AS p "
                                "JOIN identity_provider_domains AS d ON d.provider = p.id "
                                "WHERE p.workspace = $1 AND p.enabled = 1 AND p.issuer = $2 "
                                "AND p.client_id = $3 AND d.domain = $4 AND p.trusts_second_factor >= $5",
                                error);
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, workspace);
  reeve_statement_bind_text (statement, 2, self->issuer);
  reeve_statement_bind_text (statement, 3, self->client);
  reeve_statement_bind_text (statement, 4, self->domain);
  reeve_statement_bind_int (statement, 5, self->provider_factor ? 1 : 0);
  if (!reeve_statement_read_int (statement, &n, error))
    return FALSE;
  *may = n == 1;
  return TRUE;
}

static gboolean
covers_all (ReeveTx *directory,
            const ReeveFederation *self,
            const char *const *workspaces,
            gboolean *covers,
            GError **error)
{
  *covers = FALSE;
  for (guint i = 0; workspaces[i] != NULL; i++)
    {
      gboolean may;

      if (!reeve_federation_may_enter (directory, self, workspaces[i], &may, error))
        return FALSE;
      if (!may)
        return TRUE;
    }
  *covers = TRUE;
  return TRUE;
}

gboolean
reeve_federation_covers (ReeveTx *directory,
                         const ReeveFederation *self,
                         const char *account,
                         gboolean *covers,
                         GError **error)
{
  g_auto (GStrv) workspaces = reeve_accounts_get_memberships (directory, account, error);

  return workspaces != NULL && covers_all (directory, self, (const char *const *) workspaces, covers, error);
}

gboolean
reeve_federation_covers_joined (ReeveTx *directory,
                                const ReeveFederation *self,
                                const char *account,
                                gboolean *covers,
                                guint *n_joined,
                                GError **error)
{
  g_auto (GStrv) workspaces = reeve_accounts_get_joined (directory, account, error);

  if (workspaces == NULL)
    return FALSE;
  *n_joined = g_strv_length (workspaces);
  return covers_all (directory, self, (const char *const *) workspaces, covers, error);
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
    directory, "UPDATE sessions SET issuer = $1, client = $2, provider_factor = $3 WHERE id = $4", error);
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, self->issuer);
  reeve_statement_bind_text (statement, 2, self->client);
  reeve_statement_bind_int (statement, 3, self->provider_factor ? 1 : 0);
  reeve_statement_bind_text (statement, 4, session);
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
  statement =
    reeve_tx_prepare (directory, "UPDATE challenges SET issuer = $1, client = $2 WHERE hash = $3", error);
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, self->issuer);
  reeve_statement_bind_text (statement, 2, self->client);
  reeve_statement_bind_bytes (statement, 3, challenge);
  return reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_federation_get_challenge (ReeveTx *directory,
                                GBytes *challenge,
                                const char *email,
                                ReeveFederation **federation,
                                GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    directory, "SELECT issuer, client FROM challenges WHERE hash = $1 AND issuer IS NOT NULL", error);
  gboolean row;

  *federation = NULL;
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_bytes (statement, 1, challenge);
  if (!reeve_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  *federation = reeve_federation_new (reeve_statement_get_text (statement, 0),
                                      reeve_statement_get_text (statement, 1), email, FALSE);
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
