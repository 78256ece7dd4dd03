/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Signed notes (C2SP signed-note v1.0.0) with Ed25519: a text, an empty line, and a line for each signature.
 * Of the signature types two are known: the log's own, and a witness's (C2SP tlog-cosignature), which says
 * when the witness saw the text. */

#pragma once

#include "common/secret.h"

G_BEGIN_DECLS

typedef enum
{
  REEVE_NOTE_ED25519 = 0x01,
  REEVE_NOTE_COSIGNATURE = 0x04, /* cosignature/v1 */
} ReeveNoteType;

#define REEVE_NOTE_SEED_BYTES   32 /* the private key of RFC 8032 */
#define REEVE_NOTE_PUBLIC_BYTES 32

/* Who signs: a name without spaces and plus signs, and the public half of the key. */
typedef struct
{
  char *name;
  ReeveNoteType type;
  guint8 public_key[REEVE_NOTE_PUBLIC_BYTES];
} ReeveNoteVerifier;

gboolean reeve_note_name_is_valid (const char *name);

/* Of the @seed that signs. @name must be valid. (transfer full) */
ReeveNoteVerifier *reeve_note_verifier_new (const char *name, ReeveNoteType type, const ReeveSecret *seed);
/* The text form, "NAME+HASH+KEY". Errors: INVALID (reason "verifier"). (transfer full) */
ReeveNoteVerifier *reeve_note_verifier_parse (const char *text, GError **error);
char *reeve_note_verifier_print (const ReeveNoteVerifier *self);
void reeve_note_verifier_free (ReeveNoteVerifier *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveNoteVerifier, reeve_note_verifier_free)

/* @text ends in a line feed. Returns: (transfer full): the note of one signature. */
char *reeve_note_sign (const char *text, const ReeveNoteVerifier *signer, const ReeveSecret *seed);
/* @note with one more signature, of a witness who saw it at @time (seconds since 1970). (transfer full) */
char *
reeve_note_cosign (const char *note, const ReeveNoteVerifier *witness, const ReeveSecret *seed, gint64 time);

/* The text of @note, if it bears a good signature of @verifier; those of others are not looked at.
 * @time: (out) (optional): when a witness saw it, in seconds; 0 for a log's own
 * Errors: INVALID, reason "note" (no signed note), "unsigned" (not by @verifier) or "signature" (a bad one).
 * Returns: (transfer full) */
char *reeve_note_open (const char *note, const ReeveNoteVerifier *verifier, gint64 *time, GError **error);

G_END_DECLS
