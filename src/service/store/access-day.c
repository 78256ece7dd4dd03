/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One day's events. An event is hashed as it will be read again: its address and its object's id are packed
 * only where unpacking gives the same text. */

#include "config.h"

#include "service/store/access-day.h"

#include <gio/gio.h>
#include <string.h>

#include "common/encoding.h"
#include "common/error.h"
#include "service/store/access-day-private.h"
#include "service/store/access-words.h"

#define DEADLINE         (30 * G_TIME_SPAN_SECOND)
#define MOST_WORDS_BYTES (32 * 1024 * 1024)

static ReeveTx *
begin (ReeveAccessDay *self, ReeveTxMode mode, GError **error)
{
  return reeve_db_begin (self->db, mode, g_get_monotonic_time () + DEADLINE, error);
}

/* --- Opening --- */

static gboolean
make_secret (ReeveTx *tx, GError **error)
{
  g_autoptr (ReeveSecret) secret = reeve_secret_new_random (REEVE_ACCESS_SECRET_BYTES);
  ReeveStatement *statement = reeve_tx_prepare (
    tx, "INSERT INTO day (one, secret, last_leaf, in_blocks) VALUES (1, $1, -1, $2)", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_blob (statement, 1, reeve_secret_get_data (secret, NULL), REEVE_ACCESS_SECRET_BYTES);
  reeve_statement_bind_int (statement, 2, REEVE_ACCESS_ALL_IN_BLOCKS);
  return reeve_statement_run (statement, NULL, error) && reeve_tx_commit (tx, error);
}

/* *@found is FALSE: the file is new. */
static gboolean
read_day (ReeveAccessDay *self, gboolean *found, GError **error)
{
  g_autoptr (ReeveTx) tx = begin (self, REEVE_TX_READ, error);
  ReeveStatement *statement =
    tx != NULL
      ? reeve_tx_prepare (tx,
                          "SELECT d.secret, d.last_leaf, (SELECT COALESCE (max (id), 0) FROM events) "
                          "FROM day AS d WHERE d.one = 1",
                          error)
      : NULL;
  gconstpointer secret;
  gsize length;

  if (statement == NULL || !reeve_statement_step (statement, found, error))
    return FALSE;
  if (!*found)
    return TRUE;
  secret = reeve_statement_get_blob (statement, 0, &length);
  g_clear_pointer (&self->secret, reeve_secret_unref);
  self->secret = reeve_secret_new (secret, length);
  self->last_leaf = reeve_statement_get_int (statement, 1);
  self->last_id = reeve_statement_get_int (statement, 2);
  return TRUE;
}

ReeveAccessDay *
reeve_access_day_open (const char *path, const ReeveSecret *key, GError **error)
{
  g_autoptr (ReeveAccessDay) self = g_new0 (ReeveAccessDay, 1);
  gboolean found;

  g_atomic_ref_count_init (&self->references);
  g_mutex_init (&self->words_lock);
  self->words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->counts = g_hash_table_new (NULL, NULL);
  self->hours = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->passed = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->blocks = reeve_access_blocks_new ();
  self->db = reeve_db_open (path, key, "access-log", error);
  if (self->db == NULL || !read_day (self, &found, error))
    return NULL;
  if (!found)
    {
      g_autoptr (ReeveTx) tx = begin (self, REEVE_TX_WRITE, error);

      if (tx == NULL || !make_secret (tx, error))
        return NULL;
    }
  if (!found && !read_day (self, &found, error))
    return NULL;
  return g_steal_pointer (&self);
}

ReeveAccessDay *
reeve_access_day_ref (ReeveAccessDay *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
reeve_access_day_unref (ReeveAccessDay *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  if (self->room != NULL)
    reeve_word_room_forget (self->room, self);
  g_clear_pointer (&self->room, reeve_word_room_unref);
  g_clear_pointer (&self->db, reeve_db_unref);
  g_clear_pointer (&self->secret, reeve_secret_unref);
  g_hash_table_unref (self->words);
  g_hash_table_unref (self->counts);
  g_hash_table_unref (self->hours);
  g_hash_table_unref (self->passed);
  reeve_access_blocks_free (self->blocks);
  g_clear_pointer (&self->read_words, reeve_access_words_free);
  g_mutex_clear (&self->words_lock);
  g_free (self);
}

ReeveDb *
reeve_access_day_get_db (ReeveAccessDay *self)
{
  return self->db;
}

/* --- Leaves --- */

void
reeve_access_day_salt (ReeveAccessDay *self, guint64 leaf, guint8 salt[REEVE_ACCESS_SALT_BYTES])
{
  guint64 number = GUINT64_TO_BE (leaf);
  gsize length;
  gconstpointer secret = reeve_secret_get_data (self->secret, &length);

  reeve_hmac_sha256 (secret, length, &number, sizeof number, salt);
}

static void
hash_event (const guint8 salt[REEVE_ACCESS_SALT_BYTES], const ReeveAccessEvent *event, ReeveMerkleHash *hash)
{
  g_autoptr (GString) text = g_string_sized_new (1024);
  guint8 entry[32];

  g_string_append_len (text, (const char *) salt, REEVE_ACCESS_SALT_BYTES);
  reeve_access_event_print (event, text);
  reeve_sha256 (text->str, text->len, entry);
  reeve_merkle_hash_leaf (entry, sizeof entry, hash);
}

void
reeve_access_day_hash (ReeveAccessDay *self,
                       guint64 leaf,
                       const ReeveAccessEvent *event,
                       ReeveMerkleHash *hash)
{
  guint8 salt[REEVE_ACCESS_SALT_BYTES];

  reeve_access_day_salt (self, leaf, salt);
  hash_event (salt, event, hash);
}

void
reeve_access_day_read_salt (ReeveAccessDay *self,
                            ReeveStatement *statement,
                            guint column,
                            guint64 leaf,
                            guint8 salt[REEVE_ACCESS_SALT_BYTES])
{
  gsize length;
  gconstpointer kept = reeve_statement_get_blob (statement, column, &length);

  if (length == REEVE_ACCESS_SALT_BYTES)
    memcpy (salt, kept, REEVE_ACCESS_SALT_BYTES);
  else
    reeve_access_day_salt (self, leaf, salt);
}

/* --- Going --- */

void
reeve_access_day_set_gone (ReeveAccessDay *self)
{
  g_atomic_int_set (&self->gone, TRUE);
}

gboolean
reeve_access_day_is_gone (ReeveAccessDay *self)
{
  return g_atomic_int_get (&self->gone);
}

/* --- Reading --- */

char *
reeve_access_day_read_address (ReeveStatement *statement, guint column)
{
  gsize length;
  const guint8 *bytes = reeve_statement_get_blob (statement, column, &length);
  g_autoptr (GInetAddress) address = NULL;

  if (reeve_statement_is_null (statement, column))
    return NULL;
  if (length != 4 && length != 16)
    return g_strdup (reeve_statement_get_text (statement, column));
  address = g_inet_address_new_from_bytes (bytes, length == 4 ? G_SOCKET_FAMILY_IPV4 : G_SOCKET_FAMILY_IPV6);
  return g_inet_address_to_string (address);
}

static char *
read_object (ReeveStatement *statement, guint column, guint word)
{
  gsize length;
  const guint8 *bytes;
  GString *text;

  if (!reeve_statement_is_null (statement, word))
    return g_strdup (reeve_statement_get_text (statement, word));
  bytes = reeve_statement_get_blob (statement, column, &length);
  if (length != REEVE_ACCESS_PACKED_BYTES)
    return NULL;
  text = g_string_sized_new (36);
  for (guint i = 0; i < REEVE_ACCESS_PACKED_BYTES; i++)
    g_string_append_printf (text, i == 4 || i == 6 || i == 8 || i == 10 ? "-%02x" : "%02x", bytes[i]);
  return g_string_free (text, FALSE);
}

/* "ID", U+001F, "NAME"; either may be empty */
static void
read_actor (ReeveAccessEvent *event, const char *word)
{
  const char *parting = word != NULL ? strchr (word, '\x1f') : NULL;

  if (parting == NULL)
    return;
  if (parting > word)
    event->actor = g_strndup (word, (gsize) (parting - word));
  if (parting[1] != '\0')
    event->actor_name = g_strdup (parting + 1);
}

ReeveAccessEvent *
reeve_access_day_read_event (ReeveStatement *statement, gint64 *leaf)
{
  ReeveAccessEvent *event = g_new0 (ReeveAccessEvent, 1);

  event->time = reeve_statement_get_int (statement, 0);
  event->duration_us = reeve_statement_get_int (statement, 1);
  event->status = reeve_statement_get_int (statement, 2);
  event->bytes_out = reeve_statement_get_int (statement, 3);
  event->result = (ReeveAccessResult) reeve_statement_get_int (statement, 4);
  if (leaf != NULL)
    *leaf = reeve_statement_is_null (statement, 5) ? -1 : reeve_statement_get_int (statement, 5);
  event->address = reeve_access_day_read_address (statement, 6);
  event->object = read_object (statement, 7, 18);
  event->source_id = g_strdup (reeve_statement_get_text (statement, 8));
  event->text = g_strdup (reeve_statement_get_text (statement, 9));
  read_actor (event, reeve_statement_get_text (statement, 10));
  event->session = g_strdup (reeve_statement_get_text (statement, 11));
  event->agent = g_strdup (reeve_statement_get_text (statement, 12));
  event->route = g_strdup (reeve_statement_get_text (statement, 13));
  event->outcome = g_strdup (reeve_statement_get_text (statement, 14));
  event->action = g_strdup (reeve_statement_get_text (statement, 15));
  event->source = g_strdup (reeve_statement_get_text (statement, 16));
  event->object_name = g_strdup (reeve_statement_get_text (statement, 17));
  return event;
}

gboolean
reeve_access_day_find_leaf (ReeveAccessDay *self,
                            gint64 id,
                            gint64 deadline,
                            gint64 *leaf,
                            guint8 salt[REEVE_ACCESS_SALT_BYTES],
                            GError **error)
{
  g_autoptr (ReeveTx) tx = reeve_db_begin (self->db, REEVE_TX_READ, deadline, error);
  ReeveStatement *statement =
    tx != NULL
      ? reeve_tx_prepare (tx,
                          "SELECT e.leaf, s.salt FROM events AS e LEFT JOIN salts AS s ON s.id = e.id "
                          "WHERE e.id = $1 AND e.leaf IS NOT NULL",
                          error)
      : NULL;
  gboolean row;

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, id);
  if (!reeve_statement_step (statement, &row, error))
    return FALSE;
  if (row)
    {
      *leaf = reeve_statement_get_int (statement, 0);
      reeve_access_day_read_salt (self, statement, 1, (guint64) *leaf, salt);
    }
  else
    reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "the record has no such event");
  return row;
}

/* --- Words --- */

ReeveAccessWords *
reeve_access_day_lock_words (ReeveAccessDay *self, ReeveTx *tx, GError **error)
{
  g_mutex_lock (&self->words_lock);
  if (self->read_words == NULL)
    self->read_words = reeve_access_words_new ();
  if (!reeve_access_words_learn (self->read_words, tx, error))
    {
      g_mutex_unlock (&self->words_lock);
      return NULL;
    }
  return self->read_words;
}

void
reeve_access_day_unlock_words (ReeveAccessDay *self)
{
  gsize bytes = reeve_access_words_get_bytes (self->read_words);

  /* A day of a million addresses must not stay in memory. */
  if (bytes > MOST_WORDS_BYTES)
    bytes = 0;
  if ((self->room != NULL && !reeve_word_room_note (self->room, self, bytes)) || bytes == 0)
    g_clear_pointer (&self->read_words, reeve_access_words_free);
  g_mutex_unlock (&self->words_lock);
}

void
reeve_access_day_set_room (ReeveAccessDay *self, ReeveWordRoom *room)
{
  g_return_if_fail (self->room == NULL);
  self->room = reeve_word_room_ref (room);
}

gboolean
reeve_access_day_drop_words (gpointer day)
{
  ReeveAccessDay *self = day;

  if (!g_mutex_trylock (&self->words_lock))
    return FALSE;
  g_clear_pointer (&self->read_words, reeve_access_words_free);
  g_mutex_unlock (&self->words_lock);
  return TRUE;
}

/* --- What the tree did not learn of --- */

gboolean
reeve_access_day_is_ahead (ReeveAccessDay *self, guint64 size)
{
  return self->last_leaf >= 0 && (guint64) self->last_leaf >= size;
}

/* Of an event that a hold kept. */
static gboolean
find_kept_salt (ReeveTx *tx, gint64 id, guint8 salt[REEVE_ACCESS_SALT_BYTES], gboolean *found, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, "SELECT salt FROM salts WHERE id = $1", error);
  gconstpointer kept;
  gsize length;

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, id);
  if (!reeve_statement_step (statement, found, error))
    return FALSE;
  if (!*found)
    return TRUE;
  kept = reeve_statement_get_blob (statement, 0, &length);
  *found = length == REEVE_ACCESS_SALT_BYTES;
  if (*found)
    memcpy (salt, kept, REEVE_ACCESS_SALT_BYTES);
  return TRUE;
}

/* (element-type ReeveAccessEvent): by their leaves */
static GPtrArray *
list_ahead (ReeveTx *tx, guint64 size, GError **error)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) reeve_access_event_free);
  ReeveStatement *statement = reeve_tx_prepare (
    tx, "SELECT " REEVE_ACCESS_COLUMNS " FROM " REEVE_ACCESS_FROM " WHERE e.leaf >= $1 ORDER BY e.leaf",
    error);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_int (statement, 1, (gint64) size);
  while (row)
    {
      if (!reeve_statement_step (statement, &row, error))
        return NULL;
      if (row)
        g_ptr_array_add (events, reeve_access_day_read_event (statement, NULL));
    }
  return g_steal_pointer (&events);
}

static gboolean
number_again (ReeveAccessDay *self,
              ReeveTx *tx,
              GPtrArray *events,
              guint64 *next_leaf,
              GArray *leaves,
              GError **error)
{
  for (guint i = 0; i < events->len; i++)
    {
      const ReeveAccessEvent *event = events->pdata[i];
      ReeveStatement *statement = reeve_tx_prepare (tx, "UPDATE events SET leaf = $1 WHERE id = $2", error);
      guint8 salt[REEVE_ACCESS_SALT_BYTES];
      ReeveMerkleHash hash;
      gboolean kept;

      if (statement == NULL)
        return FALSE;
      reeve_statement_bind_int (statement, 1, (gint64) *next_leaf);
      reeve_statement_bind_int (statement, 2, event->time);
      if (!reeve_statement_run (statement, NULL, error) ||
          !find_kept_salt (tx, event->time, salt, &kept, error))
        return FALSE;
      if (!kept)
        reeve_access_day_salt (self, *next_leaf, salt);
      hash_event (salt, event, &hash);
      g_array_append_val (leaves, hash);
      ++*next_leaf;
    }
  return reeve_access_day_note_last_leaf (tx, (gint64) *next_leaf - 1, error) && reeve_tx_commit (tx, error);
}

gboolean
reeve_access_day_number_again (ReeveAccessDay *self,
                               guint64 size,
                               guint64 *next_leaf,
                               GArray *leaves,
                               GError **error)
{
  g_autoptr (ReeveTx) tx = begin (self, REEVE_TX_WRITE, error);
  g_autoptr (GPtrArray) events = tx != NULL ? list_ahead (tx, size, error) : NULL;
  guint64 next = *next_leaf;
  guint n_leaves = leaves->len;

  if (events == NULL)
    return FALSE;
  if (reeve_access_day_is_gone (self))
    {
      reeve_set_error (error, REEVE_ERROR_BUSY, "gone", "the day has left, or what is held of it");
      return FALSE;
    }
  if (!number_again (self, tx, events, &next, leaves, error))
    {
      g_array_set_size (leaves, n_leaves);
      return FALSE;
    }
  *next_leaf = next;
  self->last_leaf = (gint64) next - 1;
  return TRUE;
}
