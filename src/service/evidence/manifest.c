/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/evidence/manifest.h"

#include <gio/gio.h>
#include <string.h>

#include "service/evidence/archive.h"
#include "service/evidence/tables.h"
#include "service/evidence/tally.h"
#include "service/evidence/words.h"

static char *
read_resource (const char *name)
{
  g_autofree char *path = g_strconcat ("/io/github/reeve/service/evidence/", name, NULL);
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  g_assert (bytes != NULL);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

char *
reeve_evidence_read_script (void)
{
  return read_resource ("verify.py");
}

static void
fill_in (GString *text, const char *name, const char *value)
{
  g_autofree char *place = g_strconcat ("{{", name, "}}", NULL);

  g_string_replace (text, place, value != NULL ? value : "", 0);
}

char *
reeve_evidence_print_readme (const ReeveEvidenceMatter *matter, ReeveLedger *ledger, guint64 size)
{
  GString *text = g_string_new_take (read_resource ("README.txt"));
  g_autofree char *made = reeve_evidence_say_time (matter->made);
  g_autofree char *leaves = g_strdup_printf ("%" G_GUINT64_FORMAT, size);
  g_autofree char *verifier = reeve_note_verifier_print (reeve_ledger_get_verifier (ledger));
  g_autofree char *days = g_strdup_printf ("%d", REEVE_EVIDENCE_HABIT_DAYS);

  /* What people wrote comes last: it may have such places, too. */
  fill_in (text, "made", made);
  fill_in (text, "size", leaves);
  fill_in (text, "days", days);
  fill_in (text, "verifier", verifier);
  fill_in (text, "maker", matter->maker_name);
  fill_in (text, "workspace", matter->workspace_name);
  fill_in (text, "number", matter->number);
  return g_string_free_and_steal (text);
}

/* RFC 8410: what stands before the 32 bytes of an Ed25519 key. */
char *
reeve_evidence_print_key (const ReeveNoteVerifier *verifier)
{
  static const guint8 head[] = { 0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00 };
  guint8 der[sizeof head + REEVE_NOTE_PUBLIC_BYTES];
  g_autofree char *base64 = NULL;

  memcpy (der, head, sizeof head);
  memcpy (der + sizeof head, verifier->public_key, REEVE_NOTE_PUBLIC_BYTES);
  base64 = g_base64_encode (der, sizeof der);
  return g_strdup_printf ("-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n", base64);
}

static JsonArray *
write_files (GPtrArray *files)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < files->len; i++)
    {
      const ReeveEvidenceFile *file = files->pdata[i];
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "name", file->name);
      json_object_set_int_member (object, "bytes", file->bytes);
      json_object_set_string_member (object, "sha256", file->sha256);
      json_array_add_object_element (array, object);
    }
  return array;
}

JsonObject *
reeve_evidence_write_manifest (const ReeveEvidenceMatter *matter,
                               ReeveLedger *ledger,
                               const char *checkpoint,
                               GPtrArray *files)
{
  JsonObject *manifest = json_object_new ();
  g_autofree char *verifier = reeve_note_verifier_print (reeve_ledger_get_verifier (ledger));

  json_object_set_string_member (manifest, "format", "reeve-evidence/1");
  json_object_set_object_member (manifest, "case", reeve_evidence_write_case (matter));
  json_object_set_string_member (manifest, "workspace", matter->workspace);
  reeve_evidence_set_text (manifest, "workspaceName", matter->workspace_name);
  reeve_evidence_set_text (manifest, "maker", matter->maker);
  reeve_evidence_set_text (manifest, "makerName", matter->maker_name);
  reeve_evidence_set_time (manifest, "made", matter->made);
  json_object_set_string_member (manifest, "checkpoint", checkpoint);
  json_object_set_string_member (manifest, "verifier", verifier);
  json_object_set_array_member (manifest, "files", write_files (files));
  return manifest;
}

guint8 *
reeve_evidence_take_signature (const char *note, gsize *length)
{
  const char *last = strrchr (note, ' ');
  g_autofree char *base64 = g_strchomp (g_strdup (last != NULL ? last + 1 : ""));
  g_autofree guint8 *data = g_base64_decode (base64, length);

  /* Four bytes before it say whose it is. */
  g_assert (*length == 4 + 64);
  *length -= 4;
  return g_memdup2 (data + 4, *length);
}
