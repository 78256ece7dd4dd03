/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/client/witness-keeper.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "common/clock.h"
#include "common/json.h"
#include "console/client/keyring.h"

#define KEY_KIND     "witness-key"
#define MEMORY_KIND  "witness "
#define WITNESS_NAME "reeve/witness" /* which device, only the key tells */
#define FOLDER_MODE  0700
#define FILE_MODE    0600

/* By "site\nworkspace": ReeveWitnessMemory; by site: ReeveSecret. */
static GHashTable *memories;
static GHashTable *seeds;
static gboolean refused; /* the keyring, the last time that something was to be kept */

void
reeve_witness_kept_free (ReeveWitnessKept *kept)
{
  g_clear_object (&kept->memory);
  g_clear_pointer (&kept->seed, reeve_secret_unref);
  g_clear_pointer (&kept->verifier, reeve_note_verifier_free);
  g_free (kept);
}

static void
begin (void)
{
  if (memories != NULL)
    return;
  memories = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  seeds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) reeve_secret_unref);
}

static char *
name (const char *site, const char *workspace)
{
  return g_strjoin ("\n", site, workspace, NULL);
}

/* --- Loading --- */

typedef struct
{
  char *site;
  char *workspace;
  gboolean with_keyring;
  ReeveSecret *made; /* (nullable): a key on its way into the keyring */
} Loading;

static void
loading_free (Loading *loading)
{
  g_free (loading->site);
  g_free (loading->workspace);
  g_clear_pointer (&loading->made, reeve_secret_unref);
  g_free (loading);
}

static void
end_loading (GTask *task)
{
  const Loading *loading = g_task_get_task_data (task);
  g_autofree char *key = name (loading->site, loading->workspace);
  ReeveWitnessMemory *memory = g_hash_table_lookup (memories, key);
  ReeveWitnessKept *kept = g_new0 (ReeveWitnessKept, 1);

  g_set_object (&kept->memory, memory);
  kept->seed = reeve_secret_ref (g_hash_table_lookup (seeds, loading->site));
  kept->verifier = reeve_note_verifier_new (WITNESS_NAME, REEVE_NOTE_COSIGNATURE, kept->seed);
  g_task_return_pointer (task, kept, (GDestroyNotify) reeve_witness_kept_free);
}

/* Of one that cannot be read nothing is known: as if this were the first sight. */
static void
learn_memory (const Loading *loading, const ReeveSecret *found)
{
  g_autoptr (ReeveWitnessMemory) memory = found != NULL ? reeve_witness_memory_parse (found, NULL) : NULL;
  ReeveCheckpoint checkpoint;

  if (memory != NULL &&
      (memory->evidence != NULL || (memory->verifier == NULL && memory->trusted_again != 0) ||
       reeve_witness_memory_get_checkpoint (memory, &checkpoint)))
    g_hash_table_insert (memories, name (loading->site, loading->workspace), g_steal_pointer (&memory));
}

static void
on_memory_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const Loading *loading = g_task_get_task_data (task);
  g_autofree char *key = name (loading->site, loading->workspace);
  GError *error = NULL;
  g_autoptr (ReeveSecret) found = reeve_keyring_lookup_finish (REEVE_KEYRING (source), result, &error);

  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  /* Another window may have been faster, and know more. */
  if (!g_hash_table_contains (memories, key))
    learn_memory (loading, found);
  end_loading (task);
}

static void
find_memory (GTask *task)
{
  const Loading *loading = g_task_get_task_data (task);
  g_autofree char *key = name (loading->site, loading->workspace);
  g_autofree char *kind = g_strconcat (MEMORY_KIND, loading->workspace, NULL);

  if (!loading->with_keyring || g_hash_table_contains (memories, key))
    end_loading (task);
  else
    reeve_keyring_lookup_async (reeve_keyring_get_default (), loading->site, kind, NULL, on_memory_found_cb,
                                g_object_ref (task));
}

static void
on_key_kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Loading *loading = g_task_get_task_data (task);
  GError *error = NULL;

  if (!reeve_keyring_store_finish (REEVE_KEYRING (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (!g_hash_table_contains (seeds, loading->site))
    g_hash_table_insert (seeds, g_strdup (loading->site), g_steal_pointer (&loading->made));
  find_memory (task);
}

static void
on_key_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Loading *loading = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (ReeveSecret) found = reeve_keyring_lookup_finish (REEVE_KEYRING (source), result, &error);

  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (found != NULL && reeve_secret_get_length (found) == REEVE_NOTE_SEED_BYTES)
    {
      g_hash_table_insert (seeds, g_strdup (loading->site), g_steal_pointer (&found));
      find_memory (task);
      return;
    }
  loading->made = reeve_secret_new_random (REEVE_NOTE_SEED_BYTES);
  reeve_keyring_store_async (
    reeve_keyring_get_default (), loading->site, KEY_KIND,
    /* Translators: seen in the system's list of passwords; with the key this device says what it has seen. */
    _ ("Reeve: this device’s key as a witness"), loading->made, NULL, on_key_kept_cb, g_object_ref (task));
}

void
reeve_witness_keeper_load_async (const char *site,
                                 const char *workspace,
                                 gboolean with_keyring,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  Loading *loading = g_new0 (Loading, 1);

  begin ();
  loading->site = g_strdup (site);
  loading->workspace = g_strdup (workspace);
  loading->with_keyring = with_keyring;
  g_task_set_source_tag (task, reeve_witness_keeper_load_async);
  g_task_set_task_data (task, loading, (GDestroyNotify) loading_free);
  if (!g_hash_table_contains (seeds, site) && !with_keyring)
    g_hash_table_insert (seeds, g_strdup (site), reeve_secret_new_random (REEVE_NOTE_SEED_BYTES));
  if (g_hash_table_contains (seeds, site))
    find_memory (task);
  else
    reeve_keyring_lookup_async (reeve_keyring_get_default (), site, KEY_KIND, NULL, on_key_found_cb,
                                g_object_ref (task));
}

ReeveWitnessKept *
reeve_witness_keeper_load_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, reeve_witness_keeper_load_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- Keeping --- */

static void
on_memory_kept_cb (GObject *source, GAsyncResult *result, gpointer unused G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  refused = !reeve_keyring_store_finish (REEVE_KEYRING (source), result, &error);
}

static void
on_memory_cleared_cb (GObject *source, GAsyncResult *result, gpointer unused G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  if (!reeve_keyring_clear_finish (REEVE_KEYRING (source), result, &error))
    g_debug ("the keyring did not forget a record: %s", error->message);
}

void
reeve_witness_keeper_keep (const char *site,
                           const char *workspace,
                           gboolean with_keyring,
                           ReeveWitnessMemory *memory)
{
  g_autofree char *kind = g_strconcat (MEMORY_KIND, workspace, NULL);
  g_autofree char *key = name (site, workspace);
  g_autoptr (ReeveSecret) json = NULL;

  begin ();
  if (memory == NULL)
    g_hash_table_remove (memories, key);
  else
    g_hash_table_insert (memories, g_steal_pointer (&key), g_object_ref (memory));
  if (!with_keyring)
    return;
  if (memory == NULL)
    {
      reeve_keyring_clear_async (reeve_keyring_get_default (), site, kind, NULL, on_memory_cleared_cb, NULL);
      return;
    }
  if (refused && memory->evidence == NULL)
    return;
  json = reeve_witness_memory_print (memory);
  reeve_keyring_store_async (reeve_keyring_get_default (), site, kind,
                             /* Translators: seen in the system's list of passwords: how far this device has
                                seen the log of a workspace, so that it can tell if somebody rewrites it. */
                             _ ("Reeve: what this device has seen of a record"), json, NULL,
                             on_memory_kept_cb, NULL);
}

void
reeve_witness_keeper_forget_for_tests (void)
{
  g_clear_pointer (&memories, g_hash_table_unref);
  g_clear_pointer (&seeds, g_hash_table_unref);
  refused = FALSE;
}

/* --- Evidence --- */

char *
reeve_evidence_to_text (ReeveEvidence *evidence)
{
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (JsonNode) node = NULL;

  reeve_record_append_json (evidence, json);
  node = reeve_json_parse (json->str, json->len, &reeve_json_file, NULL);
  g_assert (node != NULL);
  /* For people to read, too. */
  return json_to_string (node, TRUE);
}

gboolean
reeve_witness_keeper_save (ReeveEvidence *evidence, GError **error)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "reeve", "evidence", NULL);
  g_autofree char *id = reeve_id_new ();
  g_autofree char *base = g_strdup_printf ("record-%s-%s.json", evidence->workspace, id);
  g_autofree char *path = g_build_filename (folder, base, NULL);
  g_autofree char *text = NULL;

  if (g_mkdir_with_parents (folder, FOLDER_MODE) != 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "failed to make the folder for evidence");
      return FALSE;
    }
  g_set_str (&evidence->file, path);
  text = reeve_evidence_to_text (evidence);
  if (!g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                 FILE_MODE, error))
    {
      g_clear_pointer (&evidence->file, g_free);
      return FALSE;
    }
  return TRUE;
}
