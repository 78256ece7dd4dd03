/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A row a workspace, and an index of the domains of those that are on. The secret is sealed above. */

#include "config.h"

#include "service/store/identity-providers.h"

#include "common/clock.h"
#include "common/error.h"
#include "service/store/rows.h"

#define TABLE "identity_providers"

/* The row of @sql with its one parameter; NULL without an error: none. */
static ReeveIdentityProvider *
read_one (ReeveTx *directory,
          const char *where,
          const char *parameter,
          char **workspace,
          GBytes **sealed,
          GError **error)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT %s, workspace AS whose, client_secret AS sealed FROM " TABLE " WHERE %s",
                     reeve_rows_columns (reeve_identity_provider_get_type ()), where);
  ReeveStatement *statement = reeve_tx_prepare (directory, sql, error);
  g_autoptr (ReeveIdentityProvider) provider = NULL;
  guint n;
  gboolean row;

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, parameter);
  if (!reeve_statement_step (statement, &row, error) || !row)
    return NULL;
  provider = reeve_rows_read (statement, reeve_identity_provider_get_type ());
  n = reeve_statement_get_n_columns (statement);
  provider->has_client_secret = !reeve_statement_is_null (statement, n - 1);
  if (workspace != NULL)
    *workspace = g_strdup (reeve_statement_get_text (statement, n - 2));
  if (sealed != NULL)
    *sealed = reeve_statement_get_bytes (statement, n - 1);
  if (!reeve_statement_run (statement, NULL, error))
    return NULL;
  return g_steal_pointer (&provider);
}

ReeveIdentityProvider *
reeve_identity_providers_get (ReeveTx *directory, const char *workspace, GBytes **sealed, GError **error)
{
  g_autoptr (GError) local = NULL;
  ReeveIdentityProvider *provider = read_one (directory, "workspace = $1", workspace, NULL, sealed, &local);

  if (provider != NULL)
    return provider;
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  return reeve_identity_provider_new ();
}

ReeveIdentityProvider *
reeve_identity_providers_find (ReeveTx *directory,
                               const char *id,
                               char **workspace,
                               GBytes **sealed,
                               GError **error)
{
  g_autoptr (GError) local = NULL;
  ReeveIdentityProvider *provider =
    read_one (directory, "id = $1 AND enabled = 1", id, workspace, sealed, &local);

  if (provider != NULL)
    return provider;
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else
    reeve_set_error (error, REEVE_ERROR_NOT_FOUND, "provider", "no such identity provider");
  return NULL;
}

GPtrArray *
reeve_identity_providers_list (ReeveTx *directory, const char *domain, GError **error)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT %s FROM " TABLE " WHERE enabled = 1 AND id IN (SELECT provider FROM "
                     "identity_provider_domains WHERE domain = $1) ORDER BY label, id LIMIT %d",
                     reeve_rows_columns (reeve_identity_provider_get_type ()), REEVE_PROVIDER_MAX_OFFERS);
  ReeveStatement *statement = reeve_tx_prepare (directory, sql, error);

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, domain);
  return reeve_rows_read_all (statement, reeve_identity_provider_get_type (), error);
}

gboolean
reeve_identity_providers_vouch_for (ReeveTx *directory,
                                    const char *provider,
                                    const char *email,
                                    gboolean *vouches,
                                    GError **error)
{
  g_autofree char *domain = reeve_identity_provider_domain_of (email);
  ReeveStatement *statement = reeve_tx_prepare (
    directory, "SELECT count(*) FROM identity_provider_domains WHERE provider = $1 AND domain = $2", error);
  gint64 n;

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, provider);
  reeve_statement_bind_text (statement, 2, domain);
  if (!reeve_statement_read_int (statement, &n, error))
    return FALSE;
  *vouches = n == 1;
  return TRUE;
}

GStrv
reeve_identity_providers_get_required (ReeveTx *directory,
                                       const char *account,
                                       const char *email,
                                       GError **error)
{
  g_autofree char *domain = reeve_identity_provider_domain_of (email);
  g_autoptr (GStrvBuilder) workspaces = g_strv_builder_new ();
  ReeveStatement *statement = reeve_tx_prepare (
    directory,
    "SELECT p.workspace FROM memberships AS m CROSS JOIN " TABLE " AS p ON p.workspace = m.workspace "
    "CROSS JOIN identity_provider_domains AS d ON d.provider = p.id AND d.domain = $2 "
    "WHERE m.account = $1 AND p.enabled = 1 AND p.required = 1",
    error);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, account);
  reeve_statement_bind_text (statement, 2, domain);
  while (row)
    {
      if (!reeve_statement_step (statement, &row, error))
        return NULL;
      if (row)
        g_strv_builder_add (workspaces, reeve_statement_get_text (statement, 0));
    }
  return g_strv_builder_end (workspaces);
}

static gboolean
run_for_id (ReeveTx *directory, const char *sql, const char *id, const char *second, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (directory, sql, error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, id);
  if (second != NULL)
    reeve_statement_bind_text (statement, 2, second);
  return reeve_statement_run (statement, NULL, error);
}

static gboolean
index_domains (ReeveTx *directory, ReeveIdentityProvider *provider, GError **error)
{
  if (!run_for_id (directory, "DELETE FROM identity_provider_domains WHERE provider = $1", provider->id, NULL,
                   error))
    return FALSE;
  for (guint i = 0; provider->enabled && provider->domains != NULL && provider->domains[i] != NULL; i++)
    if (!run_for_id (directory,
                     "INSERT INTO identity_provider_domains (provider, domain) VALUES ($1, $2) "
                     "ON CONFLICT (domain, provider) DO NOTHING",
                     provider->id, provider->domains[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
set_secret (ReeveTx *directory, const char *id, GBytes *sealed, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (directory, "UPDATE " TABLE " SET client_secret = $1 WHERE id = $2", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_bytes (statement, 1, sealed);
  reeve_statement_bind_text (statement, 2, id);
  return reeve_statement_run (statement, NULL, error);
}

static gboolean
insert (ReeveTx *directory, const char *workspace, ReeveIdentityProvider *provider, GError **error)
{
  const char *extra[] = { "workspace", workspace, NULL };

  provider->id = reeve_id_new ();
  provider->created = reeve_clock_now ();
  /* Not 1: an editor that still shows one that was deleted must not take this one for it. */
  provider->version = provider->created / REEVE_SECOND;
  return reeve_rows_insert (directory, TABLE, provider, extra, error);
}

gboolean
reeve_identity_providers_save (ReeveTx *directory,
                               const char *workspace,
                               ReeveIdentityProvider *provider,
                               gint64 version,
                               GBytes *sealed,
                               GError **error)
{
  gboolean stored;

  if (provider->id == NULL && version != 0)
    {
      reeve_set_error (error, REEVE_ERROR_STALE, NULL, "there is none any more");
      return FALSE;
    }
  stored = provider->id == NULL ? insert (directory, workspace, provider, error)
                                : reeve_rows_update (directory, TABLE, provider, version, NULL, error);
  provider->has_client_secret = sealed != NULL;
  return stored && set_secret (directory, provider->id, sealed, error) &&
         index_domains (directory, provider, error);
}

gboolean
reeve_identity_providers_delete (ReeveTx *directory, const char *id, gint64 version, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (directory, "DELETE FROM " TABLE " WHERE id = $1 AND version = $2", error);
  gint64 changes = 0;

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, id);
  reeve_statement_bind_int (statement, 2, version);
  if (!reeve_statement_run (statement, &changes, error))
    return FALSE;
  if (changes == 1)
    return TRUE;
  reeve_set_error (error, REEVE_ERROR_STALE, NULL, "changed since it was read");
  return FALSE;
}

/* --- Subjects --- */

static gboolean
run_for_subject (ReeveTx *directory,
                 const char *sql,
                 const char *provider,
                 const char *account,
                 const char *subject,
                 GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (directory, sql, error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, provider);
  reeve_statement_bind_text (statement, 2, account);
  reeve_statement_bind_text (statement, 3, subject);
  return reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_identity_providers_introduce (ReeveTx *directory,
                                    const char *provider,
                                    const char *account,
                                    const char *subject,
                                    GError **error)
{
  return run_for_subject (directory,
                          "INSERT INTO provider_subjects (provider, account, subject) VALUES ($1, $2, $3) "
                          "ON CONFLICT (provider, account) DO UPDATE SET subject = excluded.subject",
                          provider, account, subject, error);
}

gboolean
reeve_identity_providers_forget_subjects (ReeveTx *directory, const char *provider, GError **error)
{
  return run_for_id (directory, "DELETE FROM provider_subjects WHERE provider = $1", provider, NULL, error);
}
