/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Links. A used or ended one stays until it expires, so that nothing about it differs from one that never
 * was but the time it takes to find out. */

#include "config.h"

#include "service/store/links.h"

#include <string.h>

#include "common/encoding.h"
#include "common/error.h"

#define SECRET_BYTES  32
#define SECRET_LENGTH 43 /* the same in base64url */
#define UUID_LENGTH   36
#define HEX_LENGTH    32 /* a UUID without its dashes */

static GBytes *
hash_secret (const ReeveSecret *secret)
{
  guint8 digest[32];

  reeve_sha256 (reeve_secret_get_data (secret, NULL), reeve_secret_get_length (secret), digest);
  return g_bytes_new (digest, sizeof digest);
}

static ReeveSecret *
make_secret (void)
{
  g_autoptr (ReeveSecret) bytes = reeve_secret_new_random (SECRET_BYTES);

  return reeve_secret_new_take (reeve_base64url_encode (reeve_secret_get_data (bytes, NULL), SECRET_BYTES));
}

/* Those whose subject is an id and nothing behind it: named, so that the index on purpose and subject serves.
 */
#define PURPOSES                                                                                      \
  "('" REEVE_LINK_INVITATION "', '" REEVE_LINK_INVITATION_MAIL "', '" REEVE_LINK_PASSWORD_RESET "', " \
  "'" REEVE_LINK_SECOND_FACTOR_RESET "', '" REEVE_LINK_CONFIRMATION "', '" REEVE_LINK_CONTACT "')"

gboolean
reeve_links_end (ReeveTx *tx, const char *purpose, const char *subject, gint64 now, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx,
    purpose != NULL
      ? "UPDATE links SET ended = $1 WHERE subject = $2 AND purpose = $3 AND used = 0 AND ended = 0"
      : "UPDATE links SET ended = $1 WHERE subject = $2 AND purpose IN " PURPOSES
        " AND used = 0 AND ended = 0",
    error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, now);
  reeve_statement_bind_text (statement, 2, subject);
  if (purpose != NULL)
    reeve_statement_bind_text (statement, 3, purpose);
  return reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_links_end_below (ReeveTx *tx, const char *purpose, const char *subject, gint64 now, GError **error)
{
  g_autofree char *first = g_strconcat (subject, "/", NULL);
  g_autofree char *last = g_strconcat (subject, "0", NULL); /* what follows the slash */
  ReeveStatement *statement =
    reeve_tx_prepare (tx,
                      "UPDATE links SET ended = $1 WHERE purpose = $2 AND subject > $3 AND subject < $4 "
                      "AND used = 0 AND ended = 0",
                      error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, now);
  reeve_statement_bind_text (statement, 2, purpose);
  reeve_statement_bind_text (statement, 3, first);
  reeve_statement_bind_text (statement, 4, last);
  return reeve_statement_run (statement, NULL, error);
}

ReeveSecret *
reeve_links_make (ReeveTx *tx,
                  const char *purpose,
                  const char *subject,
                  gint64 now,
                  gint64 expires,
                  GError **error)
{
  g_autoptr (ReeveSecret) secret = make_secret ();
  g_autoptr (GBytes) hash = hash_secret (secret);
  ReeveStatement *statement;

  if (!reeve_links_end (tx, purpose, subject, now, error))
    return NULL;
  statement = reeve_tx_prepare (
    tx, "INSERT INTO links (hash, purpose, subject, created, expires) VALUES ($1, $2, $3, $4, $5)", error);
  if (statement == NULL)
    return NULL;
  reeve_statement_bind_bytes (statement, 1, hash);
  reeve_statement_bind_text (statement, 2, purpose);
  reeve_statement_bind_text (statement, 3, subject);
  reeve_statement_bind_int (statement, 4, now);
  reeve_statement_bind_int (statement, 5, expires);
  if (!reeve_statement_run (statement, NULL, error))
    return NULL;
  return g_steal_pointer (&secret);
}

gboolean
reeve_links_made_since (ReeveTx *tx,
                        const char *purpose,
                        const char *subject,
                        gint64 since,
                        gboolean *made,
                        GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx,
    "SELECT 1 FROM links WHERE purpose = $1 AND subject = $2 AND used = 0 AND ended = 0 AND created >= $3",
    error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, purpose);
  reeve_statement_bind_text (statement, 2, subject);
  reeve_statement_bind_int (statement, 3, since);
  return reeve_statement_step (statement, made, error) && reeve_statement_run (statement, NULL, error);
}

/* The subject in the one row of @statement, or the one answer for every link that is not live. */
static gboolean
read_subject (ReeveStatement *statement, char **subject, GError **error)
{
  g_autofree char *found = NULL;
  gboolean row;

  if (!reeve_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    {
      reeve_set_error (error, REEVE_ERROR_NOT_FOUND, "link", "the link does not work, or no longer");
      return FALSE;
    }
  found = g_strdup (reeve_statement_get_text (statement, 0));
  if (!reeve_statement_run (statement, NULL, error))
    return FALSE;
  *subject = g_steal_pointer (&found);
  return TRUE;
}

gboolean
reeve_links_peek (ReeveTx *tx,
                  const char *purpose,
                  const ReeveSecret *secret,
                  gint64 now,
                  char **subject,
                  GError **error)
{
  g_autoptr (GBytes) hash = hash_secret (secret);
  ReeveStatement *statement =
    reeve_tx_prepare (tx,
                      "SELECT subject FROM links "
                      "WHERE hash = $1 AND purpose = $2 AND expires > $3 AND used = 0 AND ended = 0",
                      error);

  *subject = NULL;
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_bytes (statement, 1, hash);
  reeve_statement_bind_text (statement, 2, purpose);
  reeve_statement_bind_int (statement, 3, now);
  return read_subject (statement, subject, error);
}

gboolean
reeve_links_use (ReeveTx *tx,
                 const char *purpose,
                 const ReeveSecret *secret,
                 gint64 now,
                 char **subject,
                 GError **error)
{
  g_autoptr (GBytes) hash = hash_secret (secret);
  ReeveStatement *statement =
    reeve_tx_prepare (tx,
                      "UPDATE links SET used = $1 WHERE hash = $2 AND purpose = $3 AND expires > $4 "
                      "AND used = 0 AND ended = 0 RETURNING subject",
                      error);

  *subject = NULL;
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, now);
  reeve_statement_bind_bytes (statement, 2, hash);
  reeve_statement_bind_text (statement, 3, purpose);
  reeve_statement_bind_int (statement, 4, now);
  return read_subject (statement, subject, error);
}

gboolean
reeve_links_check_uri (ReeveTx *tx, const char *uri, gint64 now, gboolean *dead, GError **error)
{
  const char *slash = strrchr (uri, '/');
  g_autoptr (ReeveSecret) token = reeve_secret_new_text (slash != NULL ? slash + 1 : uri);
  g_autoptr (ReeveSecret) secret = NULL;
  g_autofree char *workspace = NULL;
  g_autoptr (GBytes) hash = NULL;
  ReeveStatement *statement;
  gint64 n;

  *dead = FALSE;
  if (!reeve_link_token_split (token, &workspace, &secret))
    return TRUE;
  hash = hash_secret (secret);
  statement = reeve_tx_prepare (
    tx, "SELECT count(*) FROM links WHERE hash = $1 AND expires > $2 AND used = 0 AND ended = 0", error);
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_bytes (statement, 1, hash);
  reeve_statement_bind_int (statement, 2, now);
  if (!reeve_statement_read_int (statement, &n, error))
    return FALSE;
  *dead = n == 0;
  return TRUE;
}

gboolean
reeve_links_purge (ReeveTx *tx, gint64 now, guint limit, gint64 *n, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx, "DELETE FROM links WHERE hash IN (SELECT hash FROM links WHERE expires <= $1 LIMIT $2)", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, now);
  reeve_statement_bind_int (statement, 2, limit);
  return reeve_statement_run (statement, n, error);
}

/* --- Tokens --- */

ReeveSecret *
reeve_link_token_join (const char *workspace, const ReeveSecret *secret)
{
  GString *text = g_string_sized_new (HEX_LENGTH + 1 + SECRET_LENGTH + 1);
  ReeveSecret *token;

  for (const char *c = workspace; c != NULL && *c != '\0'; c++)
    if (*c != '-')
      g_string_append_c (text, *c);
  if (workspace != NULL)
    g_string_append_c (text, '.');
  g_string_append (text, reeve_secret_get_text (secret));
  token = reeve_secret_new_text (text->str);
  reeve_wipe_string (text);
  return token;
}

/* (transfer full) (nullable): not the id of a workspace */
static char *
read_workspace (const char *text, gsize length)
{
  char *id;
  gsize n = 0;

  if (length != HEX_LENGTH)
    return NULL;
  id = g_malloc (UUID_LENGTH + 1);
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isdigit (text[i]) && (text[i] < 'a' || text[i] > 'f'))
        {
          g_free (id);
          return NULL;
        }
      if (i == 8 || i == 12 || i == 16 || i == 20)
        id[n++] = '-';
      id[n++] = text[i];
    }
  id[n] = '\0';
  return id;
}

gboolean
reeve_link_token_split (const ReeveSecret *token, char **workspace, ReeveSecret **secret)
{
  gsize length;
  const char *text = reeve_secret_get_data (token, &length);
  const char *dot = memchr (text, '.', length);
  const char *tail = dot != NULL ? dot + 1 : text;
  gsize tail_length = length - (gsize) (tail - text);
  g_autofree char *id = NULL;

  *workspace = NULL;
  *secret = NULL;
  if (dot != NULL)
    {
      id = read_workspace (text, (gsize) (dot - text));
      if (id == NULL)
        return FALSE;
    }
  if (tail_length != SECRET_LENGTH)
    return FALSE;
  for (gsize i = 0; i < tail_length; i++)
    if (!g_ascii_isalnum (tail[i]) && tail[i] != '-' && tail[i] != '_')
      return FALSE;

  *workspace = g_steal_pointer (&id);
  *secret = reeve_secret_new (tail, tail_length);
  return TRUE;
}
