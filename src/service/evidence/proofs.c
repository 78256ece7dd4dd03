/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/evidence/proofs.h"

#include "common/record-proof.h"

static int
compare_leaves (gconstpointer a, gconstpointer b)
{
  guint64 one = *(const guint64 *) a;
  guint64 other = *(const guint64 *) b;

  return one < other ? -1 : one > other;
}

gboolean
reeve_evidence_append_proof (ReeveLedger *ledger,
                             guint64 size,
                             GArray *leaves,
                             GPtrArray *salts,
                             GString *text,
                             GError **error)
{
  g_autoptr (GArray) sorted = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr (GArray) hashes = NULL;
  g_auto (GStrv) wire = NULL;

  for (guint i = 0; i < leaves->len; i++)
    if (g_array_index (leaves, gint64, i) >= 0)
      g_array_append_val (sorted, g_array_index (leaves, gint64, i));
  g_array_sort (sorted, compare_leaves);
  hashes = sorted->len > 0 ? reeve_ledger_prove_many (ledger, sorted, size, error)
                           : g_array_new (FALSE, FALSE, sizeof (ReeveMerkleHash));
  if (hashes == NULL)
    return FALSE;
  wire = reeve_merkle_hashes_to_wire (hashes);
  g_string_append (text, "{\"hashes\":[");
  for (guint i = 0; wire[i] != NULL; i++)
    g_string_append_printf (text, "%s\"%s\"", i > 0 ? "," : "", wire[i]);
  g_string_append (text, "],\"leaves\":[");
  for (guint i = 0; i < leaves->len; i++)
    {
      gint64 leaf = g_array_index (leaves, gint64, i);

      g_string_append (text, i > 0 ? "," : "");
      if (leaf >= 0)
        g_string_append_printf (text, "%" G_GINT64_FORMAT, leaf);
      else
        g_string_append (text, "null");
    }
  g_string_append (text, "],\"salts\":[");
  for (guint i = 0; i < salts->len; i++)
    {
      g_autofree char *salt =
        g_base64_encode (g_bytes_get_data (salts->pdata[i], NULL), g_bytes_get_size (salts->pdata[i]));

      g_string_append_printf (text, "%s\"%s\"", i > 0 ? "," : "", salt);
    }
  g_string_append (text, "]}\n");
  return TRUE;
}
