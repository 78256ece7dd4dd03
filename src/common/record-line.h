/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a leaf of the record's tree commits to. A line (an access event, an audit entry) has one canonical
 * text; its entry is SHA-256 of a salt and that text, and its leaf the hash of the entry (merkle.h). Who has
 * line and salt can make the leaf anew, and nobody can guess the line from the leaf. */

#pragma once

#include "common/access-event.h"
#include "common/access-line.h"
#include "common/audit-entry.h"
#include "common/merkle.h"

G_BEGIN_DECLS

/* A salt of another length is none: a part of the text could pass for it. */
#define REEVE_EVENT_SALT_BYTES 32
#define REEVE_ENTRY_SALT_BYTES 16

/* Of an access event it is what reeve_access_event_print() writes. Of an audit entry: its JSON as it is
 * answered, in canonical form (RFC 8785), with members that are not known here. Errors: INVALID. (transfer
 * full) */
char *reeve_record_line_of_event (const ReeveAccessEvent *event);
/* Of an event that @line told of, if that had members that are not known here: with them. (transfer full)
 * (nullable): it had none */
char *reeve_record_line_of_newer_event (const ReeveAccessEvent *event, ReeveAccessLine *line);
char *reeve_record_line_of_entry (ReeveAuditEntry *entry, GError **error);

/* @entry: (out) (optional) */
void reeve_record_line_hash (const char *line,
                             gconstpointer salt,
                             gsize salt_length,
                             guint8 entry[REEVE_MERKLE_BYTES],
                             ReeveMerkleHash *leaf);

G_END_DECLS
