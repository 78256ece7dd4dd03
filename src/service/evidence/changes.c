/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/evidence/changes.h"

#include "common/error.h"
#include "common/record-line.h"
#include "service/evidence/proofs.h"
#include "service/store/audit-leaves.h"
#include "service/store/audit-people.h"

#define ENTRIES 1000 /* of a page of the trail */

struct _ReeveEvidenceChanges
{
  ReeveInstallation *installation;   /* borrowed */
  const ReeveEvidenceMatter *matter; /* borrowed */
  ReeveLedger *ledger;
  guint64 size;
  GStrv accounts;
  GStrv objects; /* (nullable): grants that were theirs */
  gboolean proofs;
  char *last_entry; /* (nullable): id of the last entry of the trail */
  gint64 n;
  gint64 later;
};

ReeveEvidenceChanges *
reeve_evidence_changes_new (ReeveInstallation *installation,
                            const ReeveEvidenceMatter *matter,
                            ReeveLedger *ledger,
                            guint64 size)
{
  ReeveEvidenceChanges *self = g_new0 (ReeveEvidenceChanges, 1);

  self->installation = installation;
  self->matter = matter;
  self->ledger = reeve_ledger_ref (ledger);
  self->size = size;
  self->accounts = reeve_evidence_matter_list_accounts (matter);
  return self;
}

void
reeve_evidence_changes_free (ReeveEvidenceChanges *self)
{
  reeve_ledger_unref (self->ledger);
  g_strfreev (self->accounts);
  g_strfreev (self->objects);
  g_free (self->last_entry);
  g_free (self);
}

void
reeve_evidence_changes_rewind (ReeveEvidenceChanges *self, gboolean proofs)
{
  g_clear_pointer (&self->last_entry, g_free);
  self->proofs = proofs;
}

gint64
reeve_evidence_changes_count (ReeveEvidenceChanges *self, gint64 *later)
{
  *later = self->later;
  return self->n;
}

static ReeveTx *
begin_workspace (ReeveEvidenceChanges *self, gint64 deadline, GError **error)
{
  ReeveDb *db = reeve_installation_get_workspace (self->installation, self->matter->workspace);

  if (db != NULL)
    return reeve_db_begin (db, REEVE_TX_READ, deadline, error);
  reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "no such workspace");
  return NULL;
}

static gboolean
find_grants (ReeveEvidenceChanges *self, ReeveTx *tx, GError **error)
{
  g_autoptr (GHashTable) grants = NULL;
  g_autoptr (GStrvBuilder) objects = NULL;

  if (self->objects != NULL)
    return TRUE;
  grants = reeve_audit_list_grants (tx, error);
  if (grants == NULL)
    return FALSE;
  objects = g_strv_builder_new ();
  for (guint i = 0; self->accounts[i] != NULL; i++)
    {
      GPtrArray *ids = g_hash_table_lookup (grants, self->accounts[i]);

      for (guint k = 0; ids != NULL && k < ids->len; k++)
        g_strv_builder_add (objects, ids->pdata[k]);
    }
  self->objects = g_strv_builder_end (objects);
  return TRUE;
}

static GPtrArray *
read_entries (ReeveEvidenceChanges *self, ReeveTx *tx, GError **error)
{
  const ReeveAuditPeopleQuery query = {
    .accounts = (const char *const *) self->accounts,
    .objects = (const char *const *) self->objects,
    .nouns = (const char *const *) self->matter->nouns_left_out,
    .from = self->matter->from,
    .to = MIN (self->matter->until, self->matter->made),
    .after = self->last_entry,
    .limit = ENTRIES,
  };

  return reeve_audit_list_people (tx, &query, error);
}

/* What the tree learned of after the checkpoint is not of this snapshot. *@leaf is -1 then. */
static gboolean
find_leaf (ReeveEvidenceChanges *self, const char *entry, gint64 *leaf, GError **error)
{
  g_autoptr (GError) local = NULL;
  guint64 found = 0;

  *leaf = -1;
  if (reeve_ledger_find_audit_entry (self->ledger, entry, &found, &local))
    {
      *leaf = found < self->size ? (gint64) found : -1;
      return TRUE;
    }
  if (g_error_matches (local, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* Writes the entries, or their proofs. */
static gboolean
write_entries (ReeveEvidenceChanges *self, ReeveTx *tx, GPtrArray *entries, GString *text, GError **error)
{
  g_autoptr (GArray) leaves = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) salts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint i = 0; i < entries->len; i++)
    {
      ReeveAuditEntry *entry = entries->pdata[i];
      g_autofree char *line = NULL;
      GBytes *salt;
      gint64 leaf;

      if (!find_leaf (self, entry->id, &leaf, error))
        return FALSE;
      if (leaf < 0)
        {
          self->later += !self->proofs;
          continue;
        }
      self->n += !self->proofs;
      line = reeve_record_line_of_entry (entry, error);
      salt = line != NULL ? reeve_audit_read_salt (tx, entry->id, error) : NULL;
      if (salt == NULL)
        return FALSE;
      g_array_append_val (leaves, leaf);
      g_ptr_array_add (salts, salt);
      if (!self->proofs)
        g_string_append_printf (text, "%s\n", line);
    }
  return !self->proofs || leaves->len == 0 ||
         reeve_evidence_append_proof (self->ledger, self->size, leaves, salts, text, error);
}

gboolean
reeve_evidence_changes_write (ReeveEvidenceChanges *self,
                              GString *text,
                              gint64 deadline,
                              gboolean *done,
                              GError **error)
{
  g_autoptr (ReeveTx) tx = begin_workspace (self, deadline, error);
  g_autoptr (GPtrArray) entries = NULL;

  if (tx == NULL || !find_grants (self, tx, error))
    return FALSE;
  entries = read_entries (self, tx, error);
  if (entries == NULL || !write_entries (self, tx, entries, text, error))
    return FALSE;
  *done = entries->len < ENTRIES;
  if (entries->len > 0)
    g_set_str (&self->last_entry, ((ReeveAuditEntry *) entries->pdata[entries->len - 1])->id);
  return TRUE;
}
