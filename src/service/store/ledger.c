/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The kept tree. Its edge is in memory, for appending; whoever proves reads tiles, of which the unfinished
 * ones only ever grow, so that what was true of a smaller tree is still to be found. */

#include "config.h"

#include "service/store/ledger.h"

#include <string.h>

#include "common/error.h"
#include "service/store/db.h"
#include "service/store/keys.h"

#define DEADLINE    (30 * G_TIME_SPAN_SECOND)
#define LEVEL_SHIFT 48

struct _ReeveLedger
{
  gatomicrefcount references;
  ReeveDb *db;
  ReeveNoteVerifier *verifier;
  ReeveSecret *seed;
  ReeveMerkleEdge edge; /* the appending thread's */

  GMutex lock; /* guards what follows */
  guint64 size;
  gint64 audited;
  char *checkpoint;
};

void
reeve_ledger_entry_clear (ReeveLedgerEntry *entry)
{
  g_clear_pointer (&entry->id, g_free);
}

static gint64
name_tile (guint level, guint64 number)
{
  return (gint64) ((guint64) level << LEVEL_SHIFT | number);
}

static ReeveTx *
begin (ReeveLedger *self, ReeveTxMode mode, GError **error)
{
  return reeve_db_begin (self->db, mode, g_get_monotonic_time () + DEADLINE, error);
}

/* --- Tiles --- */

/* The hashes that are there, at least @width. (transfer full) */
static GBytes *
read_tile (ReeveTx *tx, guint level, guint64 number, guint width, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, "SELECT hashes FROM tiles WHERE id = $1", error);
  g_autoptr (GBytes) hashes = NULL;
  gboolean row;

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_int (statement, 1, name_tile (level, number));
  if (!reeve_statement_step (statement, &row, error))
    return NULL;
  if (row)
    hashes = reeve_statement_get_bytes (statement, 0);
  if (hashes == NULL || g_bytes_get_size (hashes) < (gsize) width * REEVE_MERKLE_BYTES)
    {
      reeve_set_error (error, REEVE_ERROR_INTERNAL, "ledger", "a tile of the record is missing");
      return NULL;
    }
  return g_steal_pointer (&hashes);
}

static gboolean
write_tile (ReeveTx *tx,
            guint level,
            guint64 number,
            const ReeveMerkleTile *tile,
            guint width,
            GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx,
                                                "INSERT INTO tiles (id, hashes) VALUES ($1, $2) "
                                                "ON CONFLICT (id) DO UPDATE SET hashes = excluded.hashes",
                                                error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, name_tile (level, number));
  reeve_statement_bind_blob (statement, 2, tile->hashes, (gsize) width * REEVE_MERKLE_BYTES);
  return reeve_statement_run (statement, NULL, error);
}

static gboolean
write_full_tile_cb (guint level, guint64 number, const ReeveMerkleTile *tile, gpointer data, GError **error)
{
  return write_tile (data, level, number, tile, REEVE_MERKLE_TILE_WIDTH, error);
}

/* --- Opening --- */

static gboolean
read_head (ReeveLedger *self, ReeveTx *tx, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx, "SELECT size, audited, checkpoint FROM head WHERE one = 1", error);
  gboolean row;

  if (statement == NULL || !reeve_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  self->size = (guint64) reeve_statement_get_int (statement, 0);
  self->audited = reeve_statement_get_int (statement, 1);
  g_set_str (&self->checkpoint, reeve_statement_get_text (statement, 2));
  return TRUE;
}

static gboolean
read_edge (ReeveLedger *self, ReeveTx *tx, GError **error)
{
  reeve_merkle_edge_clear (&self->edge);
  self->edge.size = self->size;
  for (guint level = 0; level < REEVE_MERKLE_TILE_LEVELS; level++)
    {
      guint width = reeve_merkle_edge_get_width (self->size, level);
      g_autoptr (GBytes) hashes = NULL;

      if (width == 0)
        continue;
      hashes = read_tile (tx, level, self->size >> (8 * (level + 1)), width, error);
      if (hashes == NULL)
        return FALSE;
      reeve_merkle_edge_set_tile (&self->edge, level, g_bytes_get_data (hashes, NULL));
    }
  return TRUE;
}

/* What was signed is what there is: or somebody put an older file, or parts of one, in its place. */
static gboolean
check_head (ReeveLedger *self, GError **error)
{
  ReeveCheckpoint signed_one;
  ReeveMerkleHash root;

  if (self->checkpoint == NULL)
    return TRUE;
  reeve_merkle_edge_get_root (&self->edge, &root);
  if (reeve_checkpoint_open (self->checkpoint, self->verifier, &signed_one, NULL) &&
      signed_one.size == self->size && reeve_merkle_hash_equal (&signed_one.root, &root))
    return TRUE;
  reeve_set_error (error, REEVE_ERROR_INTERNAL, "ledger", "the record's tree is not the one that was signed");
  return FALSE;
}

static void
sign (ReeveLedger *self)
{
  ReeveCheckpoint checkpoint = { .size = self->edge.size };

  reeve_merkle_edge_get_root (&self->edge, &checkpoint.root);
  g_free (self->checkpoint);
  self->checkpoint = reeve_checkpoint_sign (&checkpoint, self->verifier, self->seed);
}

ReeveLedger *
reeve_ledger_open (const char *path, const char *origin, const ReeveSecret *key, GError **error)
{
  g_autoptr (ReeveLedger) self = g_new0 (ReeveLedger, 1);
  g_autoptr (ReeveTx) tx = NULL;

  g_atomic_ref_count_init (&self->references);
  g_mutex_init (&self->lock);
  self->seed = reeve_keys_derive (key, "reeve/1/record signing");
  self->verifier = reeve_note_verifier_new (origin, REEVE_NOTE_ED25519, self->seed);
  self->db = reeve_db_open (path, key, "ledger", error);
  if (self->db == NULL)
    return NULL;
  tx = begin (self, REEVE_TX_READ, error);
  if (tx == NULL || !read_head (self, tx, error) || !read_edge (self, tx, error) || !check_head (self, error))
    return NULL;
  if (self->checkpoint == NULL)
    sign (self);
  return g_steal_pointer (&self);
}

ReeveLedger *
reeve_ledger_ref (ReeveLedger *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
reeve_ledger_unref (ReeveLedger *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_clear_pointer (&self->db, reeve_db_unref);
  g_clear_pointer (&self->verifier, reeve_note_verifier_free);
  g_clear_pointer (&self->seed, reeve_secret_unref);
  reeve_merkle_edge_clear (&self->edge);
  g_mutex_clear (&self->lock);
  g_free (self->checkpoint);
  g_free (self);
}

const ReeveNoteVerifier *
reeve_ledger_get_verifier (ReeveLedger *self)
{
  return self->verifier;
}

guint64
reeve_ledger_get_size (ReeveLedger *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->size;
}

gint64
reeve_ledger_get_audited (ReeveLedger *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->audited;
}

char *
reeve_ledger_get_checkpoint (ReeveLedger *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return g_strdup (self->checkpoint);
}

char *
reeve_ledger_sign (ReeveLedger *self, const char *text)
{
  g_return_val_if_fail (g_str_has_prefix (text, "{") && g_str_has_suffix (text, "}\n"), NULL);
  return reeve_note_sign (text, self->verifier, self->seed);
}

/* --- Appending --- */

static gboolean
name_entry (ReeveTx *tx, const ReeveLedgerEntry *entry, guint64 leaf, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx, "INSERT INTO audit_leaves (leaf, entry) VALUES ($1, $2)", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, (gint64) leaf);
  reeve_statement_bind_text (statement, 2, entry->id);
  return reeve_statement_run (statement, NULL, error);
}

static gboolean
append_all (ReeveLedger *self, ReeveTx *tx, GArray *entries, GArray *leaves, GError **error)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const ReeveLedgerEntry *entry = &g_array_index (entries, ReeveLedgerEntry, i);

      if (!name_entry (tx, entry, self->edge.size, error) ||
          !reeve_merkle_edge_append (&self->edge, &entry->leaf, write_full_tile_cb, tx, error))
        return FALSE;
    }
  for (guint i = 0; i < leaves->len; i++)
    if (!reeve_merkle_edge_append (&self->edge, &g_array_index (leaves, ReeveMerkleHash, i),
                                   write_full_tile_cb, tx, error))
      return FALSE;
  return TRUE;
}

static gboolean
write_edge (ReeveLedger *self, ReeveTx *tx, guint64 old_size, GError **error)
{
  for (guint level = 0; level < REEVE_MERKLE_TILE_LEVELS; level++)
    {
      guint width = reeve_merkle_edge_get_width (self->edge.size, level);

      /* Of a level that did not grow the tile is as it was. */
      if (width == 0 || self->edge.size >> (8 * level) == old_size >> (8 * level))
        continue;
      if (!write_tile (tx, level, self->edge.size >> (8 * (level + 1)), self->edge.tiles[level], width,
                       error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_head (ReeveLedger *self,
            ReeveTx *tx,
            gint64 audited,
            const char *checkpoint,
            gint64 now,
            GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx,
    "INSERT INTO head (one, size, time, audited, checkpoint) VALUES (1, $1, $2, $3, $4) "
    "ON CONFLICT (one) DO UPDATE SET size = excluded.size, time = excluded.time, audited = excluded.audited, "
    "checkpoint = excluded.checkpoint",
    error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, (gint64) self->edge.size);
  reeve_statement_bind_int (statement, 2, now);
  reeve_statement_bind_int (statement, 3, audited);
  reeve_statement_bind_text (statement, 4, checkpoint);
  return reeve_statement_run (statement, NULL, error);
}

static gboolean
append (ReeveLedger *self, ReeveTx *tx, GArray *entries, GArray *leaves, gint64 now, GError **error)
{
  guint64 old_size = self->edge.size;
  gint64 audited =
    entries->len > 0 ? g_array_index (entries, ReeveLedgerEntry, entries->len - 1).number : self->audited;
  ReeveCheckpoint checkpoint;
  g_autofree char *note = NULL;

  if (!append_all (self, tx, entries, leaves, error) || !write_edge (self, tx, old_size, error))
    return FALSE;
  checkpoint.size = self->edge.size;
  reeve_merkle_edge_get_root (&self->edge, &checkpoint.root);
  note = reeve_checkpoint_sign (&checkpoint, self->verifier, self->seed);
  if (!write_head (self, tx, audited, note, now, error) || !reeve_tx_commit (tx, error))
    return FALSE;
  g_mutex_lock (&self->lock);
  self->size = checkpoint.size;
  self->audited = audited;
  g_free (self->checkpoint);
  self->checkpoint = g_steal_pointer (&note);
  g_mutex_unlock (&self->lock);
  return TRUE;
}

/* After a failure the edge is what was committed, which may be more than this process knows of: a commit that
 * failed is one of unknown end. */
static gboolean
read_again (ReeveLedger *self, GError **error)
{
  g_autoptr (ReeveTx) tx = begin (self, REEVE_TX_READ, error);
  gboolean read;

  if (tx == NULL)
    return FALSE;
  g_mutex_lock (&self->lock);
  read = read_head (self, tx, error) && read_edge (self, tx, error);
  g_mutex_unlock (&self->lock);
  return read;
}

gboolean
reeve_ledger_append (ReeveLedger *self, GArray *entries, GArray *leaves, gint64 now, GError **error)
{
  g_autoptr (GError) again = NULL;
  ReeveTx *tx;
  gboolean appended;

  if (self->edge.size != self->size && !read_again (self, error))
    return FALSE;
  if (entries->len + leaves->len == 0)
    return TRUE;
  tx = begin (self, REEVE_TX_WRITE, error);
  if (tx == NULL)
    return FALSE;
  appended = append (self, tx, entries, leaves, now, error);
  reeve_tx_end (tx);
  if (!appended && !read_again (self, &again))
    self->edge.size = G_MAXUINT64; /* read before anything is appended again */
  return appended;
}

/* --- Asking --- */

GBytes *
reeve_ledger_read_tile (ReeveLedger *self, guint level, guint64 number, guint width, GError **error)
{
  guint64 size = reeve_ledger_get_size (self);
  g_autoptr (ReeveTx) tx = NULL;
  g_autoptr (GBytes) hashes = NULL;

  g_return_val_if_fail (width > 0 && width <= REEVE_MERKLE_TILE_WIDTH, NULL);
  if (level >= REEVE_MERKLE_TILE_LEVELS - 1 || number > size ||
      number * REEVE_MERKLE_TILE_WIDTH + width > size >> (8 * level))
    {
      reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "the record has no such tile yet");
      return NULL;
    }
  tx = begin (self, REEVE_TX_READ, error);
  hashes = tx != NULL ? read_tile (tx, level, number, width, error) : NULL;
  return hashes != NULL ? g_bytes_new_from_bytes (hashes, 0, (gsize) width * REEVE_MERKLE_BYTES) : NULL;
}

static gboolean
read_subtree_cb (guint level, guint64 index, ReeveMerkleHash *hash, gpointer data, GError **error)
{
  guint height = level % 8;
  guint in_tile = (guint) (index & ((1u << (8 - height)) - 1));
  guint end = (in_tile + 1) << height;
  g_autoptr (GBytes) hashes = read_tile (data, level / 8, index >> (8 - height), end, error);

  if (hashes == NULL)
    return FALSE;
  reeve_merkle_tile_get_subtree (g_bytes_get_data (hashes, NULL), height, in_tile, hash);
  return TRUE;
}

static ReeveTx *
begin_proof (ReeveLedger *self, guint64 size, GError **error)
{
  if (size <= reeve_ledger_get_size (self))
    return begin (self, REEVE_TX_READ, error);
  reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "the record has not grown to that size");
  return NULL;
}

GArray *
reeve_ledger_prove_inclusion (ReeveLedger *self, guint64 leaf, guint64 size, GError **error)
{
  g_autoptr (ReeveTx) tx = begin_proof (self, size, error);

  return tx != NULL ? reeve_merkle_prove_inclusion (leaf, size, read_subtree_cb, tx, error) : NULL;
}

/* Whoever goes from left to right finds most hashes in the tiles that were read last, one of each level. */
typedef struct
{
  ReeveTx *tx;
  GBytes *tiles[REEVE_MERKLE_TILE_LEVELS]; /* (nullable) */
  guint64 numbers[REEVE_MERKLE_TILE_LEVELS];
} Walk;

static gboolean
read_walked_cb (guint level, guint64 index, ReeveMerkleHash *hash, gpointer data, GError **error)
{
  Walk *walk = data;
  guint height = level % 8;
  guint in_tile = (guint) (index & ((1u << (8 - height)) - 1));
  guint end = (in_tile + 1) << height;
  guint64 number = index >> (8 - height);
  GBytes **tile = &walk->tiles[level / 8];

  if (*tile == NULL || walk->numbers[level / 8] != number ||
      g_bytes_get_size (*tile) < (gsize) end * REEVE_MERKLE_BYTES)
    {
      g_clear_pointer (tile, g_bytes_unref);
      *tile = read_tile (walk->tx, level / 8, number, end, error);
      walk->numbers[level / 8] = number;
    }
  if (*tile == NULL)
    return FALSE;
  reeve_merkle_tile_get_subtree (g_bytes_get_data (*tile, NULL), height, in_tile, hash);
  return TRUE;
}

GArray *
reeve_ledger_prove_many (ReeveLedger *self, GArray *leaves, guint64 size, GError **error)
{
  g_autoptr (ReeveTx) tx = begin_proof (self, size, error);
  Walk walk = { .tx = tx };
  GArray *proof = NULL;

  if (tx != NULL)
    proof = reeve_merkle_prove_many ((const guint64 *) (gpointer) leaves->data, leaves->len, size,
                                     read_walked_cb, &walk, error);
  for (guint i = 0; i < G_N_ELEMENTS (walk.tiles); i++)
    g_clear_pointer (&walk.tiles[i], g_bytes_unref);
  return proof;
}

GArray *
reeve_ledger_prove_consistency (ReeveLedger *self, guint64 old_size, guint64 size, GError **error)
{
  g_autoptr (ReeveTx) tx = begin_proof (self, size, error);

  return tx != NULL ? reeve_merkle_prove_consistency (old_size, size, read_subtree_cb, tx, error) : NULL;
}

gboolean
reeve_ledger_find_audit_entry (ReeveLedger *self, const char *id, guint64 *leaf, GError **error)
{
  g_autoptr (ReeveTx) tx = begin (self, REEVE_TX_READ, error);
  ReeveStatement *statement =
    tx != NULL ? reeve_tx_prepare (tx, "SELECT leaf FROM audit_leaves WHERE entry = $1", error) : NULL;
  gboolean row;

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, id);
  if (!reeve_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    {
      reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "the record has no such entry yet");
      return FALSE;
    }
  *leaf = (guint64) reeve_statement_get_int (statement, 0);
  return TRUE;
}
