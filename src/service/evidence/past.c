/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What the trail never mentions has not changed since the trail began: then the record as it is now says it.
 */

#include "config.h"

#include "service/evidence/past.h"

#include "common/error.h"
#include "common/json.h"
#include "common/record-versions.h"
#include "service/store/audit.h"

#define HISTORY 10000 /* entries of one record that are read */

static JsonObject *
write_record (gpointer record)
{
  g_autoptr (GString) json = g_string_new (NULL);
  const ReeveJsonLimits limits = { .max_bytes = G_MAXINT32, .max_depth = 16 };

  reeve_record_append_json (record, json);
  return reeve_json_parse_object (json->str, json->len, &limits, NULL);
}

/* The last one that was made by @time; (nullable): it was not there yet */
static const ReeveVersion *
find_version (GPtrArray *versions, gint64 time)
{
  const ReeveVersion *found = NULL;

  for (guint i = 0; i < versions->len; i++)
    {
      const ReeveVersion *version = versions->pdata[i];

      if (version->entry == NULL || version->entry->time <= time)
        found = version;
    }
  return found;
}

static void
add_members (JsonObject *to, JsonObject *from, GHashTable *but)
{
  g_autoptr (GList) names = json_object_get_members (from);

  for (GList *l = names; l != NULL; l = l->next)
    if (but == NULL || !g_hash_table_contains (but, l->data))
      json_object_set_member (to, l->data, json_object_dup_member (from, l->data));
}

gboolean
reeve_evidence_read_past (ReeveTx *tx,
                          GType type,
                          const char *noun,
                          const char *id,
                          gpointer now,
                          gint64 time,
                          JsonObject **fields,
                          GError **error)
{
  g_autoptr (GObject) owned = now;
  g_autoptr (GPtrArray) entries = reeve_audit_list_object (tx, noun, id, HISTORY, error);
  g_autoptr (GPtrArray) versions = NULL;
  g_autoptr (JsonObject) current = now != NULL ? write_record (now) : NULL;
  const ReeveVersion *version;

  *fields = NULL;
  if (entries == NULL)
    return FALSE;
  versions = reeve_versions_read (type, id, entries);
  version = find_version (versions, time);
  if (versions->len == 0)
    *fields = g_steal_pointer (&current);
  if (version == NULL || version->fields == NULL)
    return TRUE;
  *fields = json_object_new ();
  add_members (*fields, version->fields, NULL);
  if (current != NULL && version->known != NULL)
    add_members (*fields, current, version->known);
  return TRUE;
}

gboolean
reeve_evidence_is_settled (gpointer record, GError **local, GError **error)
{
  if (record != NULL || g_error_matches (*local, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    {
      g_clear_error (local);
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (local));
  return FALSE;
}
