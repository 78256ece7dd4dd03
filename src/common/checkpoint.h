/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Checkpoints (C2SP tlog-checkpoint v1.0.0): what a log says of its tree at one moment, as the text of a
 * signed note: its origin, its size and its root. The origin is also the name that the log signs with. */

#pragma once

#include "common/merkle.h"
#include "common/signed-note.h"

G_BEGIN_DECLS

typedef struct
{
  guint64 size;
  ReeveMerkleHash root;
} ReeveCheckpoint;

/* (transfer full): a signed note */
char *
reeve_checkpoint_sign (const ReeveCheckpoint *self, const ReeveNoteVerifier *log, const ReeveSecret *seed);

/* Only a checkpoint of @log's origin, which @log signed. Errors: INVALID, reasons as reeve_note_open(), or
 * "checkpoint" (the text is none, or of another origin). */
gboolean reeve_checkpoint_open (const char *note,
                                const ReeveNoteVerifier *log,
                                ReeveCheckpoint *self,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
