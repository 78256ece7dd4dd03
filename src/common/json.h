/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* JSON in through one gate, JSON text out. A tree is made only of what the gate let through: valid UTF-8,
 * RFC 8259 to the letter, no duplicate keys, bounded depth and size, integers within +-(2^53-1), no U+0000.
 * A tree that held a secret is wiped (json-tree.h) before it is let go. */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef struct
{
  gsize max_bytes;
  guint max_depth;
} ReeveJsonLimits;

/* Members of one object: bounds the work that colliding names could make, here and in json-glib. */
#define REEVE_JSON_MAX_MEMBERS 256

extern const ReeveJsonLimits reeve_json_body;    /* 1 MiB, 32 levels */
extern const ReeveJsonLimits reeve_json_file;    /* 16 MiB, 32 levels: a body that carries a file */
extern const ReeveJsonLimits reeve_json_sign_in; /* 16 KiB, 8 levels */

/* @data need not end in a NUL. Numbers with a fraction or an exponent are doubles, others int64.
 * Errors: INVALID (reason "json", message with line and column), TOO_LARGE. Returns: (transfer full) */
JsonNode *reeve_json_parse (const char *data, gsize length, const ReeveJsonLimits *limits, GError **error);

/* The same, and it must be an object. (transfer full) */
JsonObject *
reeve_json_parse_object (const char *data, gsize length, const ReeveJsonLimits *limits, GError **error);

/* One member of an object as it stands in the text it was read from. */
typedef struct
{
  const char *name;
  const char *text; /* (nullable): not a string */
  gint64 integer;
  gboolean is_integer;
} ReeveJsonMember;

/* An object through the same gate, without a tree: what is no string and no integer is there by its name
 * only. @data is rewritten, and the members live in it. @members: room for REEVE_JSON_MAX_MEMBERS.
 * Errors: as above */
gboolean reeve_json_read_members (char *data,
                                  gsize length,
                                  const ReeveJsonLimits *limits,
                                  ReeveJsonMember *members,
                                  guint *n_members,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Appends a JSON string with its quotes. @text must be valid UTF-8. */
void reeve_json_append_string (GString *json, const char *text);
void
reeve_json_append_time (GString *json, gint64 microseconds); /* "2026-11-22T01:51:56.123456Z" with quotes */
gboolean
reeve_json_parse_time (const char *text, gint64 *microseconds); /* RFC 3339; any offset; up to 6 decimals */

G_END_DECLS
