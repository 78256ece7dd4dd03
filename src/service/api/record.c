/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Proofs. A proof tells nothing of the line itself: who wants it proved has it, and hashes what they have. */

#include "config.h"

#include "service/api/record.h"

#include "common/record-proof.h"
#include "common/tile-place.h"
#include "service/store/audit-leaves.h"

static ReeveAccessFiles *
get_files (ReeveCall *call)
{
  return reeve_access_log_get_files (reeve_installation_get_access_log (call->installation));
}

gboolean
record_checkpoint (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveLedger) ledger = reeve_access_files_open_ledger (get_files (call), call->workspace, error);
  g_autoptr (ReeveRecordCheckpoint) checkpoint = NULL;

  if (ledger == NULL)
    return FALSE;
  checkpoint = g_object_new (reeve_record_checkpoint_get_type (), NULL);
  checkpoint->note = reeve_ledger_get_checkpoint (ledger);
  checkpoint->verifier = reeve_note_verifier_print (reeve_ledger_get_verifier (ledger));
  call->reply = REEVE_RECORD (g_steal_pointer (&checkpoint));
  return TRUE;
}

gboolean
record_consistency (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveConsistencyProof) proof = reeve_record_copy (call->body);
  g_autoptr (ReeveLedger) ledger = NULL;
  g_autoptr (GArray) hashes = NULL;

  if (proof->old_size > proof->size)
    {
      reeve_error_add_member (error, "/oldSize", "range", "a tree grows: this is more than the other size");
      return FALSE;
    }
  ledger = reeve_access_files_open_ledger (get_files (call), call->workspace, error);
  if (ledger == NULL)
    return FALSE;
  hashes = reeve_ledger_prove_consistency (ledger, (guint64) proof->old_size, (guint64) proof->size, error);
  if (hashes == NULL)
    return FALSE;
  proof->hashes = reeve_merkle_hashes_to_wire (hashes);
  call->reply = REEVE_RECORD (g_steal_pointer (&proof));
  return TRUE;
}

/* --- Tiles --- */

gboolean
record_note (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveLedger) ledger = reeve_access_files_open_ledger (get_files (call), call->workspace, error);

  if (ledger == NULL)
    return FALSE;
  call->raw = g_string_free_to_bytes (g_string_new_take (reeve_ledger_get_checkpoint (ledger)));
  call->raw_type = "text/plain; charset=utf-8";
  return TRUE;
}

/* A tile of which no more than @width is asked for is as it was when the tree had no more. */
gboolean
record_tile (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveLedger) ledger = NULL;
  ReeveTilePlace place;

  if (!reeve_tile_place_read (reeve_call_get_path (call, "tile"), &place))
    {
      reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "no tile has that path");
      return FALSE;
    }
  ledger = reeve_access_files_open_ledger (get_files (call), call->workspace, error);
  if (ledger == NULL)
    return FALSE;
  call->raw = reeve_ledger_read_tile (ledger, place.level, place.number, place.width, error);
  call->raw_type = "application/octet-stream";
  call->immutable = TRUE;
  return call->raw != NULL;
}

/* --- Lines --- */

static gboolean
find_event (ReeveCall *call, ReeveInclusionProof *proof, GError **error)
{
  g_autoptr (ReeveAccessDay) day = reeve_access_files_open_day (
    get_files (call), call->workspace, reeve_access_day_of (proof->event), FALSE, error);
  guint8 salt[REEVE_ACCESS_SALT_BYTES];

  if (day == NULL ||
      !reeve_access_day_find_leaf (day, proof->event, call->deadline, &proof->leaf, salt, error))
    return FALSE;
  proof->salt = g_base64_encode (salt, sizeof salt);
  return TRUE;
}

static gboolean
find_entry (ReeveCall *call, ReeveLedger *ledger, ReeveInclusionProof *proof, GError **error)
{
  g_autoptr (GBytes) salt = reeve_audit_read_salt (call->tx, proof->entry, error);
  guint64 leaf;

  if (salt == NULL || !reeve_ledger_find_audit_entry (ledger, proof->entry, &leaf, error))
    return FALSE;
  proof->leaf = (gint64) leaf;
  proof->salt = g_base64_encode (g_bytes_get_data (salt, NULL), g_bytes_get_size (salt));
  return TRUE;
}

gboolean
record_inclusion (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveInclusionProof) proof = reeve_record_copy (call->body);
  g_autoptr (ReeveLedger) ledger = NULL;
  g_autoptr (GArray) hashes = NULL;

  if ((proof->event == 0) == (proof->entry == NULL))
    {
      reeve_error_add_member (error, "/event", "required", "either an event or an entry is to be proved");
      return FALSE;
    }
  ledger = reeve_access_files_open_ledger (get_files (call), call->workspace, error);
  if (ledger == NULL ||
      !(proof->entry != NULL ? find_entry (call, ledger, proof, error) : find_event (call, proof, error)))
    return FALSE;
  if (proof->size == 0)
    proof->size = (gint64) reeve_ledger_get_size (ledger);
  if (proof->leaf >= proof->size)
    {
      reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "the record has not grown to that line yet");
      return FALSE;
    }
  hashes = reeve_ledger_prove_inclusion (ledger, (guint64) proof->leaf, (guint64) proof->size, error);
  if (hashes == NULL)
    return FALSE;
  proof->hashes = reeve_merkle_hashes_to_wire (hashes);
  call->reply = REEVE_RECORD (g_steal_pointer (&proof));
  return TRUE;
}
