/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a witness remembers of the record of one workspace, and what it can show when somebody rewrote it.
 * Both are records, so that they go into the keyring and into a file as JSON. */

#pragma once

#include "common/checkpoint.h"
#include "common/record-proof.h"

G_BEGIN_DECLS

/* So large was the record when it was looked at: what is in it from there on came later than that. */
REEVE_DECLARE_RECORD (ReeveWitnessMark, reeve_witness_mark, WITNESS_MARK)
struct _ReeveWitnessMark
{
  ReeveRecord parent_instance;

  gint64 time;
  gint64 size;
};

/* Everything that shows, without this program, that a record is not what it was. */
REEVE_DECLARE_RECORD (ReeveEvidence, reeve_evidence, EVIDENCE)
struct _ReeveEvidence
{
  ReeveRecord parent_instance;

  char *reason;  /* "key", "origin", "signature", "malformed", "shrunk", "forked", "rewritten", "line",
                    "late" */
  gint64 caught; /* when */
  char *service; /* the site's id */
  char *workspace;
  char *workspace_name;
  char *file; /* (nullable): where it was saved at once; NULL: that failed */
  /* what was kept */
  gint64 first_seen;      /* 0: this was the first sight */
  gint64 trusted_again;   /* 0, or when the person had decided to begin anew, after another one */
  gint64 seen;            /* the last time that all was well */
  char *kept_verifier;    /* (nullable) */
  char *kept_note;        /* (nullable): cosigned by this device */
  char *witness_verifier; /* (nullable): whose cosignature that is */
  /* what was answered */
  char *verifier;           /* (nullable) */
  char *note;               /* (nullable) */
  ReeveRecord *consistency; /* (nullable): ReeveConsistencyProof */
  char *line;               /* (nullable): canonical text, as it was on screen */
  ReeveRecord *inclusion;   /* (nullable): ReeveInclusionProof */
};

REEVE_DECLARE_RECORD (ReeveWitnessMemory, reeve_witness_memory, WITNESS_MEMORY)
struct _ReeveWitnessMemory
{
  ReeveRecord parent_instance;

  char *verifier;    /* (nullable): the service's, pinned at first sight; NULL: that is still to come */
  char *note;        /* (nullable): the last checkpoint, cosigned */
  gint64 first_seen; /* since the person began anew, if they did */
  gint64 seen;
  gint64 trusted_again;  /* 0, or when the person decided to begin anew: it had been broken */
  GPtrArray *marks;      /* (nullable) of ReeveWitnessMark, oldest first */
  ReeveRecord *evidence; /* (nullable): ReeveEvidence: the record is broken */
};

/* JSON as it is kept. Errors: INVALID. (transfer full) */
ReeveWitnessMemory *reeve_witness_memory_parse (const ReeveSecret *kept, GError **error);
ReeveSecret *reeve_witness_memory_print (ReeveWitnessMemory *self);

/* The checkpoint that is kept, by the key that is kept. FALSE: there is none. */
gboolean reeve_witness_memory_get_checkpoint (ReeveWitnessMemory *self, ReeveCheckpoint *checkpoint);
/* (transfer full): what @self becomes when @note, of @size leaves, is the last that was seen. */
ReeveWitnessMemory *reeve_witness_memory_renew (ReeveWitnessMemory *self,
                                                const char *verifier,
                                                const char *note,
                                                guint64 size,
                                                gint64 now);
/* The latest time at which the record was seen to end before @leaf; 0: never. */
gint64 reeve_witness_memory_seen_without (ReeveWitnessMemory *self, guint64 leaf);

/* --- Judging: pure --- */

typedef enum
{
  REEVE_WITNESS_SOUND,       /* the same, or the first one */
  REEVE_WITNESS_NEEDS_PROOF, /* larger than what is kept */
  REEVE_WITNESS_WRONG,
} ReeveWitnessVerdict;

/* @memory: (nullable): the first sight. @workspace: whose record it must be.
 * @now: (out): unless WRONG. @reason: (out): where WRONG, as ReeveEvidence's; a static word */
ReeveWitnessVerdict reeve_witness_judge (ReeveWitnessMemory *memory,
                                         const char *workspace,
                                         ReeveRecordCheckpoint *answer,
                                         ReeveCheckpoint *now,
                                         const char **reason);
/* Whether @proof proves that the record of @now begins with that of @old. */
gboolean reeve_witness_judge_proof (const ReeveCheckpoint *old,
                                    const ReeveCheckpoint *now,
                                    ReeveConsistencyProof *proof);

G_END_DECLS
