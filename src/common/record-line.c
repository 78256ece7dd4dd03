/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "common/record-line.h"

#include <string.h>

#include "common/encoding.h"
#include "common/json-canonical.h"
#include "common/json.h"

char *
reeve_record_line_of_event (const ReeveAccessEvent *event)
{
  GString *line = g_string_new (NULL);

  reeve_access_event_print (event, line);
  return g_string_free (line, FALSE);
}

/* What a newer service tells of a line besides may be of the event, under its own name, or only of the line.
 */
char *
reeve_record_line_of_newer_event (const ReeveAccessEvent *event, ReeveAccessLine *line)
{
  const char *received = reeve_record_get_received (line);
  g_autoptr (JsonObject) all =
    received != NULL ? reeve_json_parse_object (received, strlen (received), &reeve_json_file, NULL) : NULL;
  g_autofree char *known = reeve_record_line_of_event (event);
  g_autoptr (JsonObject) object = reeve_json_parse_object (known, strlen (known), &reeve_json_file, NULL);
  ReeveRecordClass *klass = REEVE_RECORD_GET_CLASS (line);
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (all == NULL || object == NULL)
    return NULL;
  json_object_iter_init (&iter, all);
  while (json_object_iter_next (&iter, &name, &node))
    if (reeve_record_class_find_wire (klass, name, strlen (name)) == NULL)
      json_object_set_member (object, name, json_node_copy (node));
  return reeve_json_canonical (object, NULL);
}

char *
reeve_record_line_of_entry (ReeveAuditEntry *entry, GError **error)
{
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (JsonObject) object = NULL;

  if (reeve_record_get_received (entry) != NULL)
    return g_strdup (reeve_record_get_received (entry));
  reeve_record_append_json (entry, json);
  object = reeve_json_parse_object (json->str, json->len, &reeve_json_file, error);
  return object != NULL ? reeve_json_canonical (object, error) : NULL;
}

void
reeve_record_line_hash (const char *line,
                        gconstpointer salt,
                        gsize salt_length,
                        guint8 entry[REEVE_MERKLE_BYTES],
                        ReeveMerkleHash *leaf)
{
  g_autoptr (GString) text = g_string_sized_new (1024);
  guint8 digest[REEVE_MERKLE_BYTES];

  g_string_append_len (text, salt, (gssize) salt_length);
  g_string_append (text, line);
  reeve_sha256 (text->str, text->len, digest);
  reeve_merkle_hash_leaf (digest, sizeof digest, leaf);
  if (entry != NULL)
    memcpy (entry, digest, sizeof digest);
}
