/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Other systems' logs call people what they like; an e-mail address is all that is the same everywhere. So
 * whom a finding is about takes a look at each: some tens of milliseconds of 100,000, seldom. */

#include "config.h"

#include "common/email-name.h"
#include "common/role.h"
#include "service/store/findings.h"

#define TABLE "findings"

static gboolean
is_about (const char *text, const char *account, const char *addresses)
{
  return g_strcmp0 (text, account) == 0 || (addresses != NULL && reeve_email_name_is_in (addresses, text));
}

/* Newest first. (element-type utf8) */
static GPtrArray *
find_about (ReeveTx *tx, const char *account, const char *addresses, guint limit, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  ReeveStatement *statement = reeve_tx_prepare (
    tx, "SELECT id, key, person, person_name FROM " TABLE " ORDER BY raised DESC, id DESC", error);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  while (row && ids->len < limit)
    {
      if (!reeve_statement_step (statement, &row, error))
        return NULL;
      if (row && (is_about (reeve_statement_get_text (statement, 1), account, addresses) ||
                  is_about (reeve_statement_get_text (statement, 2), account, addresses) ||
                  is_about (reeve_statement_get_text (statement, 3), account, addresses)))
        g_ptr_array_add (ids, g_strdup (reeve_statement_get_text (statement, 0)));
    }
  if (row)
    reeve_statement_stop (statement);
  return g_steal_pointer (&ids);
}

GPtrArray *
reeve_findings_list_about (ReeveTx *tx,
                           const char *account,
                           const char *addresses,
                           guint limit,
                           GError **error)
{
  g_autoptr (GPtrArray) ids = find_about (tx, account, addresses, limit, error);
  g_autoptr (GPtrArray) about = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      ReeveFinding *finding = reeve_findings_get (tx, ids->pdata[i], error);

      if (finding == NULL)
        return NULL;
      g_ptr_array_add (about, finding);
    }
  return ids != NULL ? g_steal_pointer (&about) : NULL;
}

/* --- Forgetting --- */

/* Those who have gone, and what they were called. */
typedef struct
{
  GHashTable *ids;       /* borrowed */
  GHashTable *addresses; /* folded, to ids */
} Forgetting;

/* What is to be written of a finding. */
typedef struct
{
  char *id;
  char *key;
  char *person;
  char *person_name;
} Named;

static void
named_free (Named *self)
{
  g_free (self->id);
  g_free (self->key);
  g_free (self->person);
  g_free (self->person_name);
  g_free (self);
} G_DEFINE_AUTOPTR_CLEANUP_FUNC (Named, named_free)

static void
forgetting_init (Forgetting *self, GPtrArray *people)
{
  self->ids = g_hash_table_new (g_str_hash, g_str_equal);
  self->addresses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < people->len; i++)
    {
      ReeveRolePerson *person = people->pdata[i];

      g_hash_table_add (self->ids, person->id);
      g_hash_table_insert (self->addresses, g_utf8_casefold (person->email, -1), person->id);
    }
}

static void
forgetting_clear (Forgetting *self)
{
  g_hash_table_unref (self->ids);
  g_hash_table_unref (self->addresses);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Forgetting, forgetting_clear)

/* (nullable) (transfer none): the id of who is named in @text */
static const char *
find_gone (const Forgetting *self, const char *text)
{
  g_auto (GStrv) addresses = NULL;

  if (text == NULL)
    return NULL;
  if (g_hash_table_contains (self->ids, text))
    return text;
  addresses = reeve_email_name_list (text);
  for (guint i = 0; addresses[i] != NULL; i++)
    {
      const char *id = g_hash_table_lookup (self->addresses, addresses[i]);

      if (id != NULL)
        return id;
    }
  return NULL;
}

/* FALSE: it is about nobody of them. The person is told from what it is about: it may be somebody else who
 * did that to them. A key that is no id becomes the finding's own, which no other one has. */
static gboolean
forget_in (const Forgetting *self, Named *named)
{
  const char *about = find_gone (self, named->key);
  const char *person = find_gone (self, named->person);

  if (person == NULL)
    person = find_gone (self, named->person_name);
  if (about == NULL && person == NULL)
    return FALSE;
  if (about != NULL && !g_str_equal (about, named->key))
    g_set_str (&named->key, named->id);
  if (person != NULL)
    {
      if (g_strcmp0 (named->key, named->person) == 0 && !g_str_equal (named->key, person))
        g_set_str (&named->key, named->id);
      g_set_str (&named->person, person);
      g_clear_pointer (&named->person_name, g_free);
    }
  return TRUE;
}

/* (element-type Named) */
static GPtrArray *
find_named (ReeveTx *tx, const Forgetting *self, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) named_free);
  ReeveStatement *statement = reeve_tx_prepare (tx, "SELECT id, key, person, person_name FROM " TABLE, error);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  while (TRUE)
    {
      g_autoptr (Named) named = NULL;

      if (!reeve_statement_step (statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&found);
      named = g_new0 (Named, 1);
      named->id = g_strdup (reeve_statement_get_text (statement, 0));
      named->key = g_strdup (reeve_statement_get_text (statement, 1));
      named->person = g_strdup (reeve_statement_get_text (statement, 2));
      named->person_name = g_strdup (reeve_statement_get_text (statement, 3));
      if (forget_in (self, named))
        g_ptr_array_add (found, g_steal_pointer (&named));
    }
}

static gboolean
write_named (ReeveTx *tx, const Named *named, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx,
                      "UPDATE " TABLE " SET key = $1, person = $2, person_name = $3, "
                      "version = version + 1 WHERE id = $4",
                      error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, named->key);
  reeve_statement_bind_text (statement, 2, named->person);
  reeve_statement_bind_text (statement, 3, named->person_name);
  reeve_statement_bind_text (statement, 4, named->id);
  return reeve_statement_run (statement, NULL, error);
}

/* No index knows what deliveries tell of: they are looked through once for all. */
static gboolean
drop_deliveries (ReeveTx *tx, GHashTable *findings, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  ReeveStatement *statement =
    reeve_tx_prepare (tx, "SELECT id, about FROM deliveries WHERE kind = 'finding'", error);
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  while (row)
    {
      if (!reeve_statement_step (statement, &row, error))
        return FALSE;
      if (row && g_hash_table_contains (findings, reeve_statement_get_text (statement, 1)))
        g_ptr_array_add (ids, g_strdup (reeve_statement_get_text (statement, 0)));
    }
  for (guint i = 0; i < ids->len; i++)
    {
      statement = reeve_tx_prepare (tx, "DELETE FROM deliveries WHERE id = $1", error);
      if (statement == NULL)
        return FALSE;
      reeve_statement_bind_text (statement, 1, ids->pdata[i]);
      if (!reeve_statement_run (statement, NULL, error))
        return FALSE;
    }
  return TRUE;
}

GPtrArray *
reeve_findings_forget (ReeveTx *tx, GPtrArray *people, GError **error)
{
  g_auto (Forgetting) self = { NULL };
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) changed = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) found = NULL;

  forgetting_init (&self, people);
  found = find_named (tx, &self, error);
  if (found == NULL)
    return NULL;
  for (guint i = 0; i < found->len; i++)
    {
      const Named *named = found->pdata[i];

      if (!write_named (tx, named, error))
        return NULL;
      g_ptr_array_add (ids, g_strdup (named->id));
      g_hash_table_add (changed, ids->pdata[i]);
    }
  return ids->len == 0 || drop_deliveries (tx, changed, error) ? g_steal_pointer (&ids) : NULL;
}
