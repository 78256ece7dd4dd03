/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* This device as a witness of the record of the workspace that is open: before anything else is asked it
 * looks whether the record only grew since it saw it last, and cosigns what it sees. A record that somebody
 * rewrote, cut or rolled back, or that is another's, is BROKEN from then on, on this device, until the person
 * decides to begin anew. Until the first look is over calls wait in the client's gate (record-gate.h); when
 * it fails they fail with it. Who may not read the log is no witness. One per client; main thread only. */

#pragma once

#include "common/workspace.h"
#include "console/client/client.h"
#include "console/client/witness-memory.h"

G_BEGIN_DECLS

typedef enum
{
  REEVE_WITNESS_OFF,       /* no workspace, or who is signed in may not read its log */
  REEVE_WITNESS_LOOKING,   /* for the first time since it was opened, or since the service was gone */
  REEVE_WITNESS_SEEN,      /* it only grew */
  REEVE_WITNESS_UNCHECKED, /* it could not be looked at; whoever asks for something makes it look again */
  REEVE_WITNESS_BROKEN,
} ReeveWitnessState;

#define REEVE_TYPE_WITNESS (reeve_witness_get_type ())
G_DECLARE_FINAL_TYPE (ReeveWitness, reeve_witness, REEVE, WITNESS, GObject)

/* Signal "changed": state, or what is remembered.
 * @site: names what is kept. @with_keyring: whether it is kept beyond this process. */
ReeveWitness *reeve_witness_new (ReeveClient *client, const char *site, gboolean with_keyring);
ReeveWitnessState reeve_witness_get_state (ReeveWitness *self);
ReeveWitnessMemory *reeve_witness_get_memory (ReeveWitness *self); /* (transfer none) (nullable) */
ReeveEvidence *reeve_witness_get_evidence (ReeveWitness *self);    /* (transfer none) (nullable): BROKEN */
const ReeveNoteVerifier *reeve_witness_get_verifier (ReeveWitness *self); /* (nullable): this device's */

/* @workspace: (nullable): none is open. @may: read its log. */
void reeve_witness_watch (ReeveWitness *self, ReeveWorkspace *workspace, gboolean may);
/* The service was gone, and may be another one: before the next answer it is looked at again. */
void reeve_witness_suspect (ReeveWitness *self);
/* Something changed: it is looked at soon, but not more than once a minute. */
void reeve_witness_look_soon (ReeveWitness *self);

/* Now. Finish: whether the record is as it should be. Errors: of the call; DENIED (reason "record_broken",
 * or NULL: who may not read the log). */
void reeve_witness_look_async (ReeveWitness *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean reeve_witness_look_finish (ReeveWitness *self, GAsyncResult *result, GError **error);

/* A line was answered that does not hold against the proof that came for it. @reason: "line": the record does
 * not contain it; "late": it came into the record later than it says. @line: its canonical text */
void
reeve_witness_accuse (ReeveWitness *self, const char *reason, const char *line, ReeveInclusionProof *proof);

/* What is there now is the first sight, and that it was trusted again is remembered. The evidence stays in
 * its file. */
void reeve_witness_trust_again (ReeveWitness *self);

/* For tests: 0: as usual. */
void reeve_witness_set_pause_for_tests (guint milliseconds);

G_END_DECLS
