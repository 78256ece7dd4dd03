/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A look, in order down the page: what is remembered, the checkpoint as it is now, a proof that it grew from
 * the one before. Every answer that comes late is measured against `serial`, which moves on with the
 * workspace. */

#include "config.h"

#include "console/client/witness.h"

#include "common/clock.h"
#include "console/client/witness-keeper.h"

#define PAUSE_MS    60000  /* between two looks, whatever happens */
#define INTERVAL_MS 600000 /* without anything happening */

struct _ReeveWitness
{
  GObject parent_instance;

  /* owned */
  char *site;
  ReeveWorkspace *workspace; /* (nullable) */
  ReeveWitnessKept *kept;    /* (nullable): until it is read */
  GPtrArray *waiting;        /* of GTask: looks that somebody waits for */
  ReeveClient *client;       /* (nullable) after dispose */

  ReeveWitnessState state;
  guint serial;
  guint later_id;
  gint64 due;    /* of later_id, monotonic */
  gint64 looked; /* monotonic */
  gboolean with_keyring;
  gboolean may;
  gboolean looking;
};

G_DEFINE_FINAL_TYPE (ReeveWitness, reeve_witness, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];
static guint pause_for_tests;

typedef struct
{
  ReeveWitness *witness;         /* owned */
  ReeveRecordCheckpoint *answer; /* owned (nullable) */
  ReeveCheckpoint now;
  ReeveCheckpoint old;
  guint serial;
} Look;

static void
look_free (Look *look)
{
  g_clear_object (&look->answer);
  g_object_unref (look->witness);
  g_free (look);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Look, look_free)

static ReeveRecordGate *
get_gate (ReeveWitness *self)
{
  return reeve_client_get_record_gate (self->client);
}

static void
set_state (ReeveWitness *self, ReeveWitnessState state)
{
  const ReeveRecordGateMode mode = state == REEVE_WITNESS_BROKEN ? REEVE_RECORD_GATE_READ_ONLY
                                   : state == REEVE_WITNESS_OFF || state == REEVE_WITNESS_SEEN
                                     ? REEVE_RECORD_GATE_OPEN
                                     : REEVE_RECORD_GATE_SHUT;

  self->state = state;
  /* First told, then let go: nothing is answered into a window that does not know yet. */
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  reeve_record_gate_set (get_gate (self), mode, self->workspace != NULL ? self->workspace->id : NULL);
}

static void
keep (ReeveWitness *self, ReeveWitnessMemory *memory)
{
  g_set_object (&self->kept->memory, memory);
  reeve_witness_keeper_keep (self->site, self->workspace->id, self->with_keyring, memory);
}

/* --- The end of a look --- */

static guint
get_pause (void)
{
  return pause_for_tests != 0 ? pause_for_tests : PAUSE_MS;
}

static gboolean on_due_cb (gpointer user_data);

static void
look_in (ReeveWitness *self, guint milliseconds)
{
  const gint64 due = g_get_monotonic_time () + milliseconds * G_TIME_SPAN_MILLISECOND;

  if (self->later_id != 0 && self->due <= due)
    return;
  g_clear_handle_id (&self->later_id, g_source_remove);
  self->due = due;
  self->later_id = g_timeout_add (milliseconds, on_due_cb, self);
}

static GError *
make_broken (void)
{
  return reeve_error_new (REEVE_ERROR_DENIED, "record_broken", "the record is not what it was");
}

/* @error: (nullable) */
static void
answer_waiting (ReeveWitness *self, const GError *error)
{
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&self->waiting);

  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < waiting->len; i++)
    if (error != NULL)
      g_task_return_error (waiting->pdata[i], g_error_copy (error));
    else
      g_task_return_boolean (waiting->pdata[i], TRUE);
}

static void
end_look (ReeveWitness *self)
{
  self->looking = FALSE;
  self->looked = g_get_monotonic_time ();
}

/* What was is still known, and what is not: a service that does not let its record be looked at is not asked
 * for anything else. One that is only busy, or gone for a moment, was looked at before. */
static void
end_failed (ReeveWitness *self, const GError *error)
{
  const ReeveErrorCode code = reeve_error_get_code (error);
  const gboolean patient = code == REEVE_ERROR_UNREACHABLE || code == REEVE_ERROR_BUSY ||
                           code == REEVE_ERROR_TOO_MANY || code == REEVE_ERROR_SIGNED_OUT;

  end_look (self);
  if (self->state != REEVE_WITNESS_SEEN || !patient)
    set_state (self, REEVE_WITNESS_UNCHECKED);
  reeve_record_gate_refuse (get_gate (self), error);
  if (self->state == REEVE_WITNESS_SEEN)
    look_in (self, get_pause ());
  answer_waiting (self, error);
}

static void
end_broken (ReeveWitness *self, ReeveEvidence *evidence)
{
  g_autoptr (ReeveWitnessMemory) memory =
    self->kept->memory != NULL ? reeve_record_copy (self->kept->memory) : reeve_witness_memory_new ();
  g_autoptr (GError) failure = NULL;
  g_autoptr (GError) error = make_broken ();

  end_look (self);
  g_clear_handle_id (&self->later_id, g_source_remove);
  evidence->caught = reeve_clock_now ();
  g_set_str (&evidence->service, self->site);
  g_set_str (&evidence->workspace, self->workspace->id);
  g_set_str (&evidence->workspace_name, self->workspace->name);
  evidence->first_seen = memory->first_seen;
  evidence->trusted_again = memory->trusted_again;
  evidence->seen = memory->seen;
  g_set_str (&evidence->kept_verifier, memory->verifier);
  g_set_str (&evidence->kept_note, memory->note);
  evidence->witness_verifier = reeve_note_verifier_print (self->kept->verifier);
  if (!reeve_witness_keeper_save (evidence, &failure))
    g_warning ("evidence about a record could not be saved: %s", failure->message);
  g_set_object (&memory->evidence, REEVE_RECORD (evidence));
  keep (self, memory);
  set_state (self, REEVE_WITNESS_BROKEN);
  answer_waiting (self, error);
}

static void
end_seen (ReeveWitness *self, const Look *look)
{
  g_autofree char *cosigned = reeve_note_cosign (look->answer->note, self->kept->verifier, self->kept->seed,
                                                 reeve_clock_now () / G_USEC_PER_SEC);
  g_autoptr (ReeveWitnessMemory) memory = reeve_witness_memory_renew (
    self->kept->memory, look->answer->verifier, cosigned, look->now.size, reeve_clock_now ());

  end_look (self);
  keep (self, memory);
  set_state (self, REEVE_WITNESS_SEEN);
  look_in (self, MAX (INTERVAL_MS, get_pause ()));
  answer_waiting (self, NULL);
}

/* @proof: (nullable) */
static void
end_caught (ReeveWitness *self, const Look *look, const char *reason, ReeveConsistencyProof *proof)
{
  g_autoptr (ReeveEvidence) evidence = reeve_evidence_new ();

  g_set_str (&evidence->reason, reason);
  g_set_str (&evidence->verifier, look->answer->verifier);
  g_set_str (&evidence->note, look->answer->note);
  g_set_object (&evidence->consistency, REEVE_RECORD (proof));
  end_broken (self, evidence);
}

/* --- A look --- */

static void
on_proved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Look) look = user_data;
  ReeveWitness *self = look->witness;
  g_autoptr (GError) error = NULL;
  gpointer reply = NULL;
  g_autoptr (ReeveConsistencyProof) proof = NULL;

  if (!reeve_client_post_finish (REEVE_CLIENT (source), result, &reply, &error))
    reply = NULL;
  proof = reply;
  if (look->serial != self->serial)
    return;
  if (proof == NULL)
    end_failed (self, error);
  else if (reeve_witness_judge_proof (&look->old, &look->now, proof))
    end_seen (self, look);
  else
    {
      /* Which two it was to join is ours to say. */
      proof->old_size = (gint64) look->old.size;
      proof->size = (gint64) look->now.size;
      end_caught (self, look, "rewritten", proof);
    }
}

static void
ask_for_proof (ReeveWitness *self, Look *look)
{
  g_autoptr (ReeveConsistencyProof) body = reeve_consistency_proof_new ();
  g_autofree char *path = reeve_client_path ("/v1/workspaces/%s/record/consistency", self->workspace->id);

  body->old_size = (gint64) look->old.size;
  body->size = (gint64) look->now.size;
  reeve_client_post_async (self->client, path, body, reeve_consistency_proof_get_type (), -1, NULL,
                           on_proved_cb, look);
}

static void
on_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Look) look = user_data;
  ReeveWitness *self = look->witness;
  g_autoptr (GError) error = NULL;
  const char *reason = NULL;

  look->answer = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);
  if (look->serial != self->serial)
    return;
  if (look->answer == NULL)
    {
      end_failed (self, error);
      return;
    }
  switch (reeve_witness_judge (self->kept->memory, self->workspace->id, look->answer, &look->now, &reason))
    {
    case REEVE_WITNESS_SOUND:
      end_seen (self, look);
      break;
    case REEVE_WITNESS_NEEDS_PROOF:
      if (!reeve_witness_memory_get_checkpoint (self->kept->memory, &look->old) || look->old.size == 0)
        end_seen (self, look);
      else
        ask_for_proof (self, g_steal_pointer (&look));
      break;
    case REEVE_WITNESS_WRONG:
    default:
      end_caught (self, look, reason, NULL);
    }
}

static Look *
new_look (ReeveWitness *self)
{
  Look *look = g_new0 (Look, 1);

  look->witness = g_object_ref (self);
  look->serial = self->serial;
  return look;
}

static void
ask (ReeveWitness *self)
{
  g_autofree char *path = reeve_client_path ("/v1/workspaces/%s/record/checkpoint", self->workspace->id);

  reeve_client_load_async (self->client, reeve_record_checkpoint_get_type (), path, NULL, on_answered_cb,
                           new_look (self));
}

static void
on_remembered_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Look) look = user_data;
  ReeveWitness *self = look->witness;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveWitnessKept) kept = reeve_witness_keeper_load_finish (result, &error);

  if (look->serial != self->serial)
    return;
  self->kept = g_steal_pointer (&kept);
  if (self->kept != NULL && self->kept->memory != NULL && self->kept->memory->evidence != NULL)
    {
      end_look (self);
      set_state (self, REEVE_WITNESS_BROKEN);
      error = make_broken ();
      answer_waiting (self, error);
    }
  else if (!self->may)
    {
      end_look (self);
      set_state (self, REEVE_WITNESS_OFF);
      error = error != NULL ? g_steal_pointer (&error)
                            : reeve_error_new (REEVE_ERROR_DENIED, NULL, "may not read the log");
      answer_waiting (self, error);
    }
  else if (self->kept == NULL)
    end_failed (self, error);
  else
    ask (self);
}

static void
begin_look (ReeveWitness *self)
{
  if (self->looking || self->workspace == NULL)
    return;
  self->looking = TRUE;
  g_clear_handle_id (&self->later_id, g_source_remove);
  if (self->kept == NULL)
    reeve_witness_keeper_load_async (self->site, self->workspace->id, self->with_keyring, on_remembered_cb,
                                     new_look (self));
  else
    ask (self);
}

static gboolean
on_due_cb (gpointer user_data)
{
  ReeveWitness *self = user_data;

  self->later_id = 0;
  if (self->state == REEVE_WITNESS_SEEN)
    begin_look (self);
  return G_SOURCE_REMOVE;
}

static void
on_gate_asked_cb (ReeveWitness *self)
{
  if (self->state == REEVE_WITNESS_UNCHECKED && !self->looking)
    {
      set_state (self, REEVE_WITNESS_LOOKING);
      begin_look (self);
    }
}

/* --- The object --- */

static void
leave (ReeveWitness *self)
{
  g_autoptr (GError) error = g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "the workspace was left");

  self->serial++;
  self->looking = FALSE;
  g_clear_handle_id (&self->later_id, g_source_remove);
  g_clear_pointer (&self->kept, reeve_witness_kept_free);
  reeve_record_gate_refuse (get_gate (self), error);
  answer_waiting (self, error);
}

static void
reeve_witness_dispose (GObject *object)
{
  ReeveWitness *self = REEVE_WITNESS (object);

  if (self->client != NULL)
    leave (self);
  g_clear_object (&self->client);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (reeve_witness_parent_class)->dispose (object);
}

static void
reeve_witness_finalize (GObject *object)
{
  ReeveWitness *self = REEVE_WITNESS (object);

  g_ptr_array_unref (self->waiting);
  g_free (self->site);
  G_OBJECT_CLASS (reeve_witness_parent_class)->finalize (object);
}

static void
reeve_witness_class_init (ReeveWitnessClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = reeve_witness_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_witness_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
}

static void
reeve_witness_init (ReeveWitness *self)
{
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
}

ReeveWitness *
reeve_witness_new (ReeveClient *client, const char *site, gboolean with_keyring)
{
  ReeveWitness *self = g_object_new (REEVE_TYPE_WITNESS, NULL);

  self->client = g_object_ref (client);
  self->site = g_strdup (site);
  self->with_keyring = with_keyring;
  g_signal_connect_object (get_gate (self), "asked", G_CALLBACK (on_gate_asked_cb), self, G_CONNECT_SWAPPED);
  return self;
}

ReeveWitnessState
reeve_witness_get_state (ReeveWitness *self)
{
  g_return_val_if_fail (REEVE_IS_WITNESS (self), REEVE_WITNESS_OFF);

  return self->state;
}

ReeveWitnessMemory *
reeve_witness_get_memory (ReeveWitness *self)
{
  g_return_val_if_fail (REEVE_IS_WITNESS (self), NULL);

  return self->kept != NULL ? self->kept->memory : NULL;
}

ReeveEvidence *
reeve_witness_get_evidence (ReeveWitness *self)
{
  ReeveWitnessMemory *memory = reeve_witness_get_memory (self);

  return self->state == REEVE_WITNESS_BROKEN && memory != NULL ? REEVE_EVIDENCE (memory->evidence) : NULL;
}

const ReeveNoteVerifier *
reeve_witness_get_verifier (ReeveWitness *self)
{
  g_return_val_if_fail (REEVE_IS_WITNESS (self), NULL);

  return self->kept != NULL ? self->kept->verifier : NULL;
}

void
reeve_witness_watch (ReeveWitness *self, ReeveWorkspace *workspace, gboolean may)
{
  gboolean same;

  g_return_if_fail (REEVE_IS_WITNESS (self));

  same = self->workspace != NULL && workspace != NULL &&
         g_strcmp0 (self->workspace->id, workspace->id) == 0 && self->may == may;
  g_set_object (&self->workspace, workspace);
  if (same || (workspace == NULL && self->state == REEVE_WITNESS_OFF && !self->looking))
    return;
  leave (self);
  self->may = may;
  set_state (self, workspace != NULL ? REEVE_WITNESS_LOOKING : REEVE_WITNESS_OFF);
  begin_look (self);
}

void
reeve_witness_suspect (ReeveWitness *self)
{
  g_return_if_fail (REEVE_IS_WITNESS (self));

  if (self->state != REEVE_WITNESS_SEEN)
    return;
  g_clear_handle_id (&self->later_id, g_source_remove);
  set_state (self, self->looking ? REEVE_WITNESS_LOOKING : REEVE_WITNESS_UNCHECKED);
}

void
reeve_witness_look_soon (ReeveWitness *self)
{
  gint64 since;

  g_return_if_fail (REEVE_IS_WITNESS (self));

  if (self->state != REEVE_WITNESS_SEEN || self->looking)
    return;
  since = (g_get_monotonic_time () - self->looked) / G_TIME_SPAN_MILLISECOND;
  look_in (self, since < get_pause () ? get_pause () - (guint) since : 0);
}

void
reeve_witness_look_async (ReeveWitness *self, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task;

  g_return_if_fail (REEVE_IS_WITNESS (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, reeve_witness_look_async);
  if (self->state == REEVE_WITNESS_BROKEN || self->state == REEVE_WITNESS_OFF)
    {
      g_task_return_error (task, self->state == REEVE_WITNESS_BROKEN
                                   ? make_broken ()
                                   : reeve_error_new (REEVE_ERROR_DENIED, NULL, "may not read the log"));
      g_object_unref (task);
      return;
    }
  g_ptr_array_add (self->waiting, task);
  begin_look (self);
}

gboolean
reeve_witness_look_finish (ReeveWitness *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, reeve_witness_look_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
reeve_witness_accuse (ReeveWitness *self, const char *reason, const char *line, ReeveInclusionProof *proof)
{
  g_autoptr (ReeveEvidence) evidence = NULL;

  g_return_if_fail (REEVE_IS_WITNESS (self));

  if (self->state == REEVE_WITNESS_BROKEN || self->kept == NULL || self->workspace == NULL)
    return;
  self->serial++; /* a look under way would make it whole again */
  evidence = reeve_evidence_new ();
  g_set_str (&evidence->reason, reason);
  g_set_str (&evidence->line, line);
  g_set_object (&evidence->inclusion, REEVE_RECORD (proof));
  end_broken (self, evidence);
}

void
reeve_witness_trust_again (ReeveWitness *self)
{
  g_autoptr (ReeveWitnessMemory) memory = NULL;

  g_return_if_fail (REEVE_IS_WITNESS (self));

  if (self->state != REEVE_WITNESS_BROKEN || self->workspace == NULL)
    return;
  /* All that is remembered is that it was broken before. */
  memory = reeve_witness_memory_new ();
  memory->trusted_again = reeve_clock_now ();
  keep (self, memory);
  leave (self);
  set_state (self, REEVE_WITNESS_LOOKING);
  begin_look (self);
}

void
reeve_witness_set_pause_for_tests (guint milliseconds)
{
  pause_for_tests = milliseconds;
}
