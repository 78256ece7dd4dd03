/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Whatever a service answers is judged by what is kept and by nothing that it says itself. */

#include "config.h"

#include "console/client/witness-memory.h"

#include <string.h>

#include "common/clock.h"
#include "common/error.h"
#include "common/json.h"

#define MOST_MARKS 64
#define MARK_EVERY REEVE_HOUR
#define ORIGIN     "reeve/record/"

static const ReeveField mark_fields[] = {
  { "time", REEVE_FIELD_TIME, offsetof (ReeveWitnessMark, time), .summary = "When it was looked at." },
  { "size", REEVE_FIELD_INTEGER, offsetof (ReeveWitnessMark, size), .max = G_MAXINT64 >> 10,
    .summary = "Leaves that it had." },
};
REEVE_DEFINE_RECORD (ReeveWitnessMark, reeve_witness_mark, "witness-mark", NULL, mark_fields)

static const ReeveField evidence_fields[] = {
  { "reason", REEVE_FIELD_TEXT, offsetof (ReeveEvidence, reason), .summary = "What is wrong." },
  { "caught", REEVE_FIELD_TIME, offsetof (ReeveEvidence, caught), .summary = "When it was seen." },
  { "service", REEVE_FIELD_TEXT, offsetof (ReeveEvidence, service), .summary = "Which service." },
  { "workspace", REEVE_FIELD_TEXT, offsetof (ReeveEvidence, workspace), .summary = "Whose record." },
  { "workspace-name", REEVE_FIELD_TEXT, offsetof (ReeveEvidence, workspace_name), .summary = "Its name." },
  { "file", REEVE_FIELD_TEXT, offsetof (ReeveEvidence, file), .summary = "Where it was saved." },
  { "first-seen", REEVE_FIELD_TIME, offsetof (ReeveEvidence, first_seen),
    .summary = "When this device saw the record first." },
  { "trusted-again", REEVE_FIELD_TIME, offsetof (ReeveEvidence, trusted_again),
    .summary = "When the person had begun anew with a record that was broken before." },
  { "seen", REEVE_FIELD_TIME, offsetof (ReeveEvidence, seen), .summary = "When all was well last." },
  { "kept-verifier", REEVE_FIELD_TEXT, offsetof (ReeveEvidence, kept_verifier),
    .summary = "The service's key at first sight." },
  { "kept-note", REEVE_FIELD_LINES, offsetof (ReeveEvidence, kept_note),
    .summary = "The last good checkpoint, cosigned by this device." },
  { "witness-verifier", REEVE_FIELD_TEXT, offsetof (ReeveEvidence, witness_verifier),
    .summary = "This device's key." },
  { "verifier", REEVE_FIELD_TEXT, offsetof (ReeveEvidence, verifier),
    .summary = "The key that the service names now." },
  { "note", REEVE_FIELD_LINES, offsetof (ReeveEvidence, note),
    .summary = "The checkpoint that the service answered." },
  { "consistency", REEVE_FIELD_RECORD, offsetof (ReeveEvidence, consistency),
    .record_type = reeve_consistency_proof_get_type,
    .summary = "What it gave as proof that nothing was changed." },
  { "line", REEVE_FIELD_LINES, offsetof (ReeveEvidence, line),
    .summary = "The line, in canonical JSON, that the record does not contain." },
  { "inclusion", REEVE_FIELD_RECORD, offsetof (ReeveEvidence, inclusion),
    .record_type = reeve_inclusion_proof_get_type, .summary = "What the service gave as its proof." },
};
REEVE_DEFINE_RECORD (ReeveEvidence, reeve_evidence, "evidence", NULL, evidence_fields)

static const ReeveField memory_fields[] = {
  { "verifier", REEVE_FIELD_TEXT, offsetof (ReeveWitnessMemory, verifier),
    .summary = "The service's key, pinned at first sight." },
  { "note", REEVE_FIELD_LINES, offsetof (ReeveWitnessMemory, note),
    .summary = "The last checkpoint, cosigned." },
  { "first-seen", REEVE_FIELD_TIME, offsetof (ReeveWitnessMemory, first_seen), .summary = "First sight." },
  { "seen", REEVE_FIELD_TIME, offsetof (ReeveWitnessMemory, seen), .summary = "Last sight." },
  { "trusted-again", REEVE_FIELD_TIME, offsetof (ReeveWitnessMemory, trusted_again),
    .summary = "When the person began anew." },
  { "marks", REEVE_FIELD_RECORDS, offsetof (ReeveWitnessMemory, marks),
    .record_type = reeve_witness_mark_get_type, .summary = "How large it was when." },
  { "evidence", REEVE_FIELD_RECORD, offsetof (ReeveWitnessMemory, evidence),
    .record_type = reeve_evidence_get_type, .summary = "It is broken: this shows it." },
};
REEVE_DEFINE_RECORD (ReeveWitnessMemory, reeve_witness_memory, "witness-memory", NULL, memory_fields)

ReeveWitnessMemory *
reeve_witness_memory_parse (const ReeveSecret *kept, GError **error)
{
  g_autoptr (ReeveWitnessMemory) self = reeve_witness_memory_new ();
  g_autoptr (JsonObject) object = NULL;
  gsize length;
  const char *json = reeve_secret_get_data (kept, &length);

  object = reeve_json_parse_object (json, length, &reeve_json_file, error);
  if (object == NULL || !reeve_record_read_json (self, object, REEVE_READ_REPLY, "", error))
    return NULL;
  return g_steal_pointer (&self);
}

ReeveSecret *
reeve_witness_memory_print (ReeveWitnessMemory *self)
{
  return reeve_record_to_wire (self);
}

gboolean
reeve_witness_memory_get_checkpoint (ReeveWitnessMemory *self, ReeveCheckpoint *checkpoint)
{
  g_autoptr (ReeveNoteVerifier) verifier = NULL;

  if (self == NULL || self->verifier == NULL || self->note == NULL)
    return FALSE;
  verifier = reeve_note_verifier_parse (self->verifier, NULL);
  return verifier != NULL && reeve_checkpoint_open (self->note, verifier, checkpoint, NULL);
}

/* Of the older half every second goes: the further back, the coarser. */
static void
thin_marks (GPtrArray *marks)
{
  for (guint i = 1; i < marks->len / 2; i++)
    g_ptr_array_remove_index (marks, i);
}

static void
add_mark (ReeveWitnessMemory *self, guint64 size, gint64 now)
{
  ReeveWitnessMark *last = NULL;
  ReeveWitnessMark *mark;

  if (self->marks == NULL)
    self->marks = g_ptr_array_new_with_free_func (g_object_unref);
  if (self->marks->len > 0)
    last = self->marks->pdata[self->marks->len - 1];
  if (last != NULL && now < last->time + MARK_EVERY)
    return;
  if (self->marks->len >= MOST_MARKS)
    thin_marks (self->marks);
  mark = reeve_witness_mark_new ();
  mark->time = now;
  mark->size = (gint64) size;
  g_ptr_array_add (self->marks, mark);
}

ReeveWitnessMemory *
reeve_witness_memory_renew (ReeveWitnessMemory *self,
                            const char *verifier,
                            const char *note,
                            guint64 size,
                            gint64 now)
{
  ReeveWitnessMemory *renewed = self != NULL ? reeve_record_copy (self) : reeve_witness_memory_new ();

  g_set_str (&renewed->verifier, verifier);
  g_set_str (&renewed->note, note);
  if (renewed->first_seen == 0)
    renewed->first_seen = now;
  renewed->seen = now;
  add_mark (renewed, size, now);
  return renewed;
}

gint64
reeve_witness_memory_seen_without (ReeveWitnessMemory *self, guint64 leaf)
{
  ReeveCheckpoint last;

  if (reeve_witness_memory_get_checkpoint (self, &last) && leaf >= last.size)
    return self->seen;
  for (guint i = self != NULL && self->marks != NULL ? self->marks->len : 0; i > 0; i--)
    {
      ReeveWitnessMark *mark = self->marks->pdata[i - 1];

      if (leaf >= (guint64) mark->size)
        return mark->time;
    }
  return 0;
}

/* --- Judging --- */

static ReeveWitnessVerdict
wrong (const char **reason, const char *word)
{
  *reason = word;
  return REEVE_WITNESS_WRONG;
}

/* The name that the workspace's record signs with ends in its id: another's record is not this one's. */
static gboolean
is_origin_of (const ReeveNoteVerifier *verifier, const char *workspace)
{
  g_autofree char *origin = g_strconcat (ORIGIN, workspace, NULL);

  return verifier->type == REEVE_NOTE_ED25519 && strcmp (verifier->name, origin) == 0;
}

static const char *
explain_note (const GError *error)
{
  const char *reason = reeve_error_get_reason (error);

  if (g_strcmp0 (reason, "unsigned") == 0)
    return "key";
  return g_strcmp0 (reason, "signature") == 0 ? "signature" : "malformed";
}

ReeveWitnessVerdict
reeve_witness_judge (ReeveWitnessMemory *memory,
                     const char *workspace,
                     ReeveRecordCheckpoint *answer,
                     ReeveCheckpoint *now,
                     const char **reason)
{
  g_autoptr (ReeveNoteVerifier) verifier = NULL;
  g_autoptr (GError) error = NULL;
  const gboolean first = memory == NULL || memory->verifier == NULL;
  ReeveCheckpoint old;

  if (answer->verifier == NULL || answer->note == NULL ||
      (verifier = reeve_note_verifier_parse (answer->verifier, NULL)) == NULL)
    return wrong (reason, "malformed");
  if (!is_origin_of (verifier, workspace))
    return wrong (reason, "origin");
  if (!first && g_strcmp0 (memory->verifier, answer->verifier) != 0)
    return wrong (reason, "key");
  if (!reeve_checkpoint_open (answer->note, verifier, now, &error))
    return wrong (reason, explain_note (error));
  if (first)
    return REEVE_WITNESS_SOUND;
  if (!reeve_witness_memory_get_checkpoint (memory, &old) || now->size > old.size)
    return REEVE_WITNESS_NEEDS_PROOF;
  if (now->size < old.size)
    return wrong (reason, "shrunk");
  return reeve_merkle_hash_equal (&old.root, &now->root) ? REEVE_WITNESS_SOUND : wrong (reason, "forked");
}

gboolean
reeve_witness_judge_proof (const ReeveCheckpoint *old,
                           const ReeveCheckpoint *now,
                           ReeveConsistencyProof *proof)
{
  g_autoptr (GArray) hashes = NULL;

  if (old->size == 0)
    return TRUE;
  hashes = reeve_merkle_hashes_from_wire ((const char *const *) proof->hashes, NULL);
  return hashes != NULL &&
         reeve_merkle_verify_consistency (old->size, &old->root, now->size, &now->root,
                                          (const ReeveMerkleHash *) hashes->data, hashes->len);
}
