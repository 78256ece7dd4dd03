/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/client/line-proof.h"

#include <string.h>

#include "common/clock.h"
#include "common/record-line.h"

/* Two clocks stand between when a line says that it was, and when this device looked; lines are written a
 * moment later, too. */
#define LATE_AFTER (10 * REEVE_MINUTE)

typedef struct
{
  char *line;
  char *newer;  /* (nullable): the same with what is not known here */
  gint64 event; /* 0: an entry */
  char *entry;  /* (nullable) */
  gint64 time;
  ReeveWitnessMemory *memory; /* (nullable): of the record, as it was looked at */
  gsize salt_bytes;
  gboolean own;
} Question;

static void
question_free (Question *question)
{
  g_free (question->line);
  g_free (question->newer);
  g_free (question->entry);
  g_clear_object (&question->memory);
  g_free (question);
}

void
reeve_line_proof_free (ReeveLineProof *self)
{
  g_free (self->line);
  g_clear_pointer (&self->steps, g_array_unref);
  g_clear_object (&self->proof);
  g_clear_object (&self->memory);
  g_free (self->witness);
  g_free (self);
}

static gboolean
walk (ReeveLineProof *self, gsize salt_bytes)
{
  g_autoptr (GArray) hashes = NULL;
  g_autofree guint8 *salt = NULL;
  gsize length = 0;

  if (self->proof->salt != NULL)
    salt = g_base64_decode (self->proof->salt, &length);
  hashes = reeve_merkle_hashes_from_wire ((const char *const *) self->proof->hashes, NULL);
  if (salt == NULL || length != salt_bytes || hashes == NULL || self->proof->leaf < 0)
    return FALSE;
  reeve_record_line_hash (self->line, salt, length, self->entry, &self->leaf);
  g_array_set_size (self->steps, hashes->len);
  return reeve_merkle_walk_inclusion (&self->leaf, (guint64) self->proof->leaf, self->checkpoint.size,
                                      (const ReeveMerkleHash *) hashes->data, hashes->len,
                                      (ReeveMerkleStep *) self->steps->data, &self->reached) &&
         reeve_merkle_hash_equal (&self->reached, &self->checkpoint.root);
}

static ReeveLineProof *
judge (const char *line,
       gsize salt_bytes,
       gboolean own,
       gint64 time,
       ReeveInclusionProof *proof,
       ReeveWitnessMemory *memory)
{
  ReeveLineProof *self = g_new0 (ReeveLineProof, 1);

  self->verdict = REEVE_LINE_WRONG;
  self->line = g_strdup (line);
  self->steps = g_array_new (FALSE, TRUE, sizeof (ReeveMerkleStep));
  self->proof = g_object_ref (proof);
  self->memory = g_object_ref (memory);
  if (!reeve_witness_memory_get_checkpoint (memory, &self->checkpoint) || !walk (self, salt_bytes))
    return self;
  self->seen_without = reeve_witness_memory_seen_without (memory, (guint64) proof->leaf);
  self->verdict = own && self->seen_without > time + LATE_AFTER ? REEVE_LINE_LATE : REEVE_LINE_PROVED;
  return self;
}

/* An honest line of a newer service must not be called forged. */
ReeveLineProof *
reeve_line_proof_judge (const char *line,
                        const char *newer,
                        gsize salt_bytes,
                        gboolean own,
                        gint64 time,
                        ReeveInclusionProof *proof,
                        ReeveWitnessMemory *memory)
{
  ReeveLineProof *self = judge (line, salt_bytes, own, time, proof, memory);

  if (self->verdict != REEVE_LINE_WRONG || newer == NULL)
    return self;
  reeve_line_proof_free (self);
  self = judge (newer, salt_bytes, own, time, proof, memory);
  if (self->verdict == REEVE_LINE_WRONG)
    self->verdict = REEVE_LINE_NEWER;
  return self;
}

/* --- Asking --- */

static void
on_proved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const Question *question = g_task_get_task_data (task);
  ReeveWitness *witness = reeve_site_get_witness (g_task_get_source_object (task));
  g_autoptr (ReeveLineProof) proof = NULL;
  g_autoptr (ReeveInclusionProof) answer = NULL;
  gpointer reply = NULL;
  GError *error = NULL;

  if (!reeve_client_post_finish (REEVE_CLIENT (source), result, &reply, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  answer = reply;
  /* signed out, or another workspace's by now */
  if (reeve_witness_get_verifier (witness) == NULL || reeve_witness_get_memory (witness) == NULL)
    {
      g_task_return_error (task, g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "left meanwhile"));
      return;
    }
  proof = reeve_line_proof_judge (question->line, question->newer, question->salt_bytes, question->own,
                                  question->time, answer, question->memory);
  proof->witness = reeve_note_verifier_print (reeve_witness_get_verifier (witness));
  if (proof->verdict == REEVE_LINE_LATE || proof->verdict == REEVE_LINE_WRONG)
    reeve_witness_accuse (witness, proof->verdict == REEVE_LINE_LATE ? "late" : "line", proof->line, answer);
  g_task_return_pointer (task, g_steal_pointer (&proof), (GDestroyNotify) reeve_line_proof_free);
}

static void
on_looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ReeveSite *site = g_task_get_source_object (task);
  Question *question = g_task_get_task_data (task);
  g_autoptr (ReeveInclusionProof) body = NULL;
  g_autofree char *path = NULL;
  GError *error = NULL;
  ReeveCheckpoint checkpoint;

  if (!reeve_witness_look_finish (REEVE_WITNESS (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  g_set_object (&question->memory, reeve_witness_get_memory (REEVE_WITNESS (source)));
  if (!reeve_witness_memory_get_checkpoint (question->memory, &checkpoint) ||
      reeve_site_get_workspace (site) == NULL)
    {
      g_task_return_error (task, g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "left meanwhile"));
      return;
    }
  body = reeve_inclusion_proof_new ();
  body->event = question->event;
  body->entry = g_strdup (question->entry);
  body->size = (gint64) checkpoint.size;
  path = reeve_site_path (site, "record/inclusion");
  reeve_client_post_async (reeve_site_get_client (site), path, body, reeve_inclusion_proof_get_type (), -1,
                           g_task_get_cancellable (task), on_proved_cb, g_object_ref (task));
}

void
reeve_line_proof_async (ReeveSite *site,
                        ReeveAccessLine *line,
                        ReeveAuditEntry *entry,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (site, cancellable, callback, user_data);
  Question *question = g_new0 (Question, 1);
  GError *error = NULL;

  g_task_set_source_tag (task, reeve_line_proof_async);
  g_task_set_task_data (task, question, (GDestroyNotify) question_free);
  if (line != NULL)
    {
      ReeveAccessEvent event;

      reeve_access_line_get_event (line, &event);
      question->line = reeve_record_line_of_event (&event);
      question->newer = reeve_record_line_of_newer_event (&event, line);
      question->event = event.time;
      question->time = event.time + event.duration_us; /* written when it was over */
      question->salt_bytes = REEVE_EVENT_SALT_BYTES;
      question->own = event.source == NULL;
    }
  else
    {
      question->line = reeve_record_line_of_entry (entry, &error);
      question->entry = g_strdup (entry->id);
      question->time = entry->time;
      question->salt_bytes = REEVE_ENTRY_SALT_BYTES;
      question->own = TRUE;
    }
  if (question->line == NULL)
    g_task_return_error (task, error);
  else if (reeve_site_get_witness (site) == NULL)
    g_task_return_error (task, reeve_error_new (REEVE_ERROR_UNREACHABLE, NULL, "not connected"));
  else
    reeve_witness_look_async (reeve_site_get_witness (site), on_looked_cb, g_object_ref (task));
}

ReeveLineProof *
reeve_line_proof_finish (ReeveSite *site, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, site), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, reeve_line_proof_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
