/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One row of the directory's settings, sealed for its purpose. */

#include "config.h"

#include "service/store/signing-keys.h"

#include "service/store/keys.h"

#define NAME    "token-signing-key"
#define CONTEXT "signing-key:tokens"

/* *@sealed: (out) (nullable): none yet */
static gboolean
read_sealed (ReeveTx *tx, GBytes **sealed, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, "SELECT value FROM settings WHERE name = $1", error);
  gboolean row;

  *sealed = NULL;
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, NAME);
  if (!reeve_statement_step (statement, &row, error))
    return FALSE;
  if (row)
    {
      gsize length;
      gconstpointer data = reeve_statement_get_blob (statement, 0, &length);
      *sealed = g_bytes_new (data, length);
    }
  return TRUE;
}

static ReeveKey *
make_key (ReeveTx *tx, const ReeveSecret *sealing_key, GError **error)
{
  g_autoptr (ReeveKey) key = reeve_key_generate (REEVE_JWS_EDDSA);
  g_autoptr (ReeveSecret) plain = reeve_key_to_private (key);
  g_autoptr (GBytes) sealed = reeve_seal (sealing_key, plain, CONTEXT);
  ReeveStatement *statement =
    reeve_tx_prepare (tx, "INSERT INTO settings (name, value) VALUES ($1, $2)", error);
  gsize length;
  gconstpointer data = g_bytes_get_data (sealed, &length);

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, NAME);
  reeve_statement_bind_blob (statement, 2, data, length);
  if (!reeve_statement_run (statement, NULL, error) || !reeve_tx_commit (tx, error))
    return NULL;
  return g_steal_pointer (&key);
}

ReeveKey *
reeve_signing_key_open (ReeveInstallation *installation, gint64 deadline, GError **error)
{
  ReeveSecret *sealing_key = reeve_installation_get_sealing_key (installation);
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (reeve_installation_get_directory (installation), REEVE_TX_WRITE, deadline, error);
  g_autoptr (GBytes) sealed = NULL;

  if (tx == NULL || !read_sealed (tx, &sealed, error))
    return NULL;
  if (sealed == NULL)
    return make_key (tx, sealing_key, error);
  g_autoptr (ReeveSecret) plain = reeve_unseal (sealing_key, sealed, CONTEXT, error);
  return plain != NULL ? reeve_key_new_private (REEVE_JWS_EDDSA, plain, error) : NULL;
}
