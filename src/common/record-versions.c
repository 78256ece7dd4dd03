/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "common/record-versions.h"

#include <string.h>

#include "common/json-canonical.h"
#include "common/json.h"

static void
free_version (gpointer data)
{
  ReeveVersion *version = data;

  g_clear_object (&version->entry);
  g_clear_pointer (&version->fields, json_object_unref);
  g_clear_pointer (&version->known, g_hash_table_unref);
  g_free (version);
}

/* What one entry says, of the record's own fields. */
typedef struct
{
  ReeveAuditEntry *entry; /* borrowed */
  JsonObject *before;     /* (nullable) */
  JsonObject *after;      /* (nullable) */
} Step;

static void
clear_step (gpointer data)
{
  Step *step = data;

  g_clear_pointer (&step->before, json_object_unref);
  g_clear_pointer (&step->after, json_object_unref);
}

/* (nullable): nothing of the record's in it. Entries also tell of what is no field ("a group's administrator
 * was named"). */
static JsonObject *
read_fields (ReeveRecordClass *klass, const char *json)
{
  g_autoptr (JsonObject) object =
    json != NULL ? reeve_json_parse_object (json, strlen (json), &reeve_json_body, NULL) : NULL;
  g_autoptr (GList) names = object != NULL ? json_object_get_members (object) : NULL;

  for (GList *l = names; l != NULL; l = l->next)
    if (reeve_record_class_find_wire (klass, l->data, strlen (l->data)) == NULL)
      json_object_remove_member (object, l->data);
  return object != NULL && json_object_get_size (object) > 0 ? g_steal_pointer (&object) : NULL;
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  return strcmp (((const Step *) a)->entry->id, ((const Step *) b)->entry->id);
}

static GArray *
read_steps (GType type, const char *id, GPtrArray *entries)
{
  ReeveRecordClass *klass = reeve_record_class_of (type);
  GArray *steps = g_array_new (FALSE, FALSE, sizeof (Step));

  g_array_set_clear_func (steps, clear_step);
  for (guint i = 0; i < entries->len; i++)
    {
      Step step = { .entry = entries->pdata[i] };

      if (g_strcmp0 (step.entry->object_type, klass->noun) != 0 ||
          g_strcmp0 (step.entry->object_id, id) != 0 || step.entry->id == NULL)
        continue;
      step.before = read_fields (klass, step.entry->before);
      step.after = read_fields (klass, step.entry->after);
      if (step.before != NULL || step.after != NULL)
        g_array_append_val (steps, step);
    }
  g_array_sort (steps, compare_entries);
  return steps;
}

/* Sets what @from says; what it says is not set goes. */
static void
overlay (JsonObject *fields, JsonObject *from)
{
  g_autoptr (GList) names = json_object_get_members (from);

  for (GList *l = names; l != NULL; l = l->next)
    if (json_object_get_null_member (from, l->data))
      json_object_remove_member (fields, l->data);
    else
      json_object_set_member (fields, l->data, json_object_dup_member (from, l->data));
}

static JsonObject *
copy_fields (JsonObject *fields)
{
  JsonObject *copy = json_object_new ();

  overlay (copy, fields);
  return copy;
}

/* A field's first mention says what it was before, and it was so since the beginning. */
static void
learn_beginning (JsonObject *beginning, GHashTable *known, const Step *step)
{
  JsonObject *both[] = { step->before, step->after };

  for (guint i = 0; i < G_N_ELEMENTS (both); i++)
    {
      g_autoptr (GList) names = both[i] != NULL ? json_object_get_members (both[i]) : NULL;

      for (GList *l = names; l != NULL; l = l->next)
        {
          JsonNode *old = step->before != NULL ? json_object_get_member (step->before, l->data) : NULL;

          if (!g_hash_table_add (known, g_strdup (l->data)) || old == NULL || JSON_NODE_HOLDS_NULL (old))
            continue;
          json_object_set_member (beginning, l->data, json_node_copy (old));
        }
    }
}

static void
add_version (GPtrArray *versions, ReeveAuditEntry *entry, JsonObject *fields, GHashTable *known)
{
  ReeveVersion *version = g_new0 (ReeveVersion, 1);

  version->entry = entry != NULL ? g_object_ref (entry) : NULL;
  version->fields = fields;
  version->known = known != NULL ? g_hash_table_ref (known) : NULL;
  g_ptr_array_add (versions, version);
}

GPtrArray *
reeve_versions_read (GType type, const char *id, GPtrArray *entries)
{
  GPtrArray *versions = g_ptr_array_new_with_free_func (free_version);
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (JsonObject) fields = json_object_new ();
  g_autoptr (GArray) steps = NULL;
  GHashTable *partly = NULL;

  g_return_val_if_fail (id != NULL && entries != NULL, versions);

  steps = read_steps (type, id, entries);
  for (guint i = 0; i < steps->len; i++)
    learn_beginning (fields, known, &g_array_index (steps, Step, i));
  if (steps->len > 0 && g_array_index (steps, Step, 0).before != NULL)
    {
      partly = known;
      add_version (versions, NULL, copy_fields (fields), partly);
    }
  for (guint i = 0; i < steps->len; i++)
    {
      const Step *step = &g_array_index (steps, Step, i);

      if (step->after != NULL)
        overlay (fields, step->after);
      add_version (versions, step->entry, step->after != NULL ? copy_fields (fields) : NULL, partly);
    }
  return versions;
}

int
reeve_versions_find (GPtrArray *versions, const char *entry)
{
  for (guint i = 0; i < versions->len; i++)
    {
      const ReeveVersion *version = versions->pdata[i];

      if (version->entry != NULL && g_strcmp0 (version->entry->id, entry) == 0)
        return (int) i;
    }
  return -1;
}

/* --- Differences --- */

static void
add_side (JsonObject *to, JsonObject *from, const char *name)
{
  JsonNode *node = from != NULL ? json_object_get_member (from, name) : NULL;

  json_object_set_member (to, name,
                          node != NULL ? json_node_copy (node) : json_node_init_null (json_node_alloc ()));
}

static void
compare_members (JsonObject *one, JsonObject *other, JsonObject *old, JsonObject *new, gboolean one_is_old)
{
  g_autoptr (GList) names = one != NULL ? json_object_get_members (one) : NULL;

  for (GList *l = names; l != NULL; l = l->next)
    {
      JsonNode *mine = json_object_get_member (one, l->data);
      JsonNode *theirs = other != NULL ? json_object_get_member (other, l->data) : NULL;

      if (theirs != NULL && json_node_equal (mine, theirs))
        continue;
      add_side (old, one_is_old ? one : other, l->data);
      add_side (new, one_is_old ? other : one, l->data);
    }
}

gboolean
reeve_versions_compare (JsonObject *from, JsonObject *to, char **before, char **after)
{
  g_autoptr (JsonObject) old = json_object_new ();
  g_autoptr (JsonObject) new = json_object_new ();

  compare_members (from, to, old, new, TRUE);
  compare_members (to, from, old, new, FALSE);
  *before = from != NULL ? reeve_json_canonical (old, NULL) : NULL;
  *after = to != NULL ? reeve_json_canonical (new, NULL) : NULL;
  return json_object_get_size (new) > 0;
}

/* --- Going back --- */

static gboolean
read_into (gpointer record, JsonObject *fields, GError **error)
{
  return reeve_record_read_json (record, fields, REEVE_READ_REPLY, "", error);
}

static gboolean
is_told (const ReeveVersion *version, ReeveRecordClass *klass, const ReeveField *field)
{
  return (field->flags & (REEVE_READ_ONLY | REEVE_NOT_STORED | REEVE_NOT_AUDITED)) == 0 &&
         field->type != REEVE_FIELD_SECRET &&
         (version->known == NULL ||
          g_hash_table_contains (version->known, reeve_record_class_get_wire (klass, field)));
}

gpointer
reeve_versions_restore (const ReeveVersion *version, gpointer now, GError **error)
{
  ReeveRecordClass *klass = REEVE_RECORD_GET_CLASS (now);
  g_autoptr (ReeveRecord) then = g_object_new (G_OBJECT_TYPE (now), NULL);
  g_autoptr (ReeveRecord) restored = reeve_record_copy (now);

  g_return_val_if_fail (version->fields != NULL, NULL);

  if (!read_into (then, version->fields, error))
    return NULL;
  for (guint i = 0; i < klass->n_fields; i++)
    if (is_told (version, klass, &klass->fields[i]))
      reeve_record_copy_field (restored, then, &klass->fields[i]);
  return g_steal_pointer (&restored);
}

gpointer
reeve_versions_make (const ReeveVersion *version, GType type, GError **error)
{
  g_autoptr (ReeveRecord) record = g_object_new (type, NULL);

  g_return_val_if_fail (version->fields != NULL, NULL);

  if (!read_into (record, version->fields, error))
    return NULL;
  return reeve_versions_restore (version, record, error);
}
