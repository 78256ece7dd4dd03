/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/store/contacts.h"

#include <string.h>

#include "common/encoding.h"
#include "common/error.h"
#include "service/store/folders.h"
#include "service/store/outbox.h"
#include "service/store/rows.h"
#include "service/store/user-search.h"

#define TABLE "contacts"
#define OPEN  "state IN ('waiting', 'opened')"

static const ReeveSort sorts[] = {
  { "created", "created", TRUE },  { "displayName", "name_key", FALSE },
  { "email", "email_key", FALSE }, { "expires", "expires", TRUE },
  { NULL, NULL, FALSE },
};

/* What a state that is shown means for a row; $1, where it stands, is the time. (nullable): no such state */
static const char *
get_condition (const char *state)
{
  static const struct
  {
    const char *state;
    const char *condition;
  } conditions[] = {
    { "waiting", "state = 'waiting' AND expires > CAST ($1 AS BIGINT)" },
    { "opened", "state = 'opened' AND expires > CAST ($1 AS BIGINT)" },
    { "expired", OPEN " AND expires <= CAST ($1 AS BIGINT)" },
    { "answered", "state = 'answered'" },
    { "revoked", "state = 'revoked'" },
    { "live", OPEN " AND expires > CAST ($1 AS BIGINT)" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (conditions); i++)
    if (strcmp (conditions[i].state, state) == 0)
      return conditions[i].condition;
  return NULL;
}

static void
begin_condition (GString *where)
{
  if (where->len > 0)
    g_string_append (where, " AND ");
}

static gboolean
write_state (const char *state, gint64 now, GString *where, GPtrArray *values, GError **error)
{
  const char *condition = get_condition (state);

  if (condition == NULL)
    {
      reeve_error_add_member (error, "?state", "choice", "is none of the states");
      return FALSE;
    }
  g_string_append (where, condition);
  if (strstr (condition, "$1") != NULL)
    g_ptr_array_add (values, g_strdup_printf ("%" G_GINT64_FORMAT, now));
  return TRUE;
}

/* Appends to @where what @query asks for, and to @values its parameters, then NULL. */
static gboolean
write_conditions (const ReeveQuery *query, gint64 now, GString *where, GPtrArray *values, GError **error)
{
  const char *state = reeve_query_get_filter (query, "state");
  const char *folder = reeve_query_get_filter (query, "folder");
  g_auto (GStrv) words = reeve_user_search_words (query->text);

  if (state != NULL && !write_state (state, now, where, values, error))
    return FALSE;
  if (folder != NULL)
    {
      g_ptr_array_add (values, g_strdup (folder));
      begin_condition (where);
      g_string_append_printf (where, "folder = $%u", values->len);
    }
  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    {
      g_ptr_array_add (values, reeve_user_search_pattern (words[i]));
      begin_condition (where);
      g_string_append_printf (where, "search_key LIKE $%u ESCAPE '\\'", values->len);
    }
  g_ptr_array_add (values, NULL);
  return TRUE;
}

ReeveListing *
reeve_contacts_list (ReeveTx *tx, const ReeveQuery *query, gint64 now, GError **error)
{
  const ReeveListSpec spec = { TABLE, reeve_contact_get_type (), sorts, FALSE, NULL };
  g_autoptr (ReeveQuery) asked = reeve_query_copy (query);
  g_autoptr (GString) where = g_string_new (NULL);
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (ReeveListing) listing = NULL;

  if (asked->sort == NULL)
    asked->descending = TRUE;
  if (!write_conditions (asked, now, where, values, error))
    return NULL;
  listing = reeve_rows_list (tx, &spec, asked, where->len > 0 ? where->str : NULL,
                             (const char *const *) values->pdata, error);
  if (listing == NULL)
    return NULL;
  for (guint i = 0; i < listing->items->len; i++)
    if (!reeve_contacts_show (tx, listing->items->pdata[i], now, error))
      return NULL;
  if (query->cursor == NULL && listing->next == NULL)
    listing->total = listing->items->len;
  return g_steal_pointer (&listing);
}

ReeveContact *
reeve_contacts_get (ReeveTx *tx, const char *id, GError **error)
{
  return reeve_rows_get (tx, TABLE, reeve_contact_get_type (), id, error);
}

GPtrArray *
reeve_contacts_list_live (ReeveTx *tx, const char *email, gint64 now, GError **error)
{
  g_autofree char *key = reeve_fold (email);
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM " TABLE " WHERE email_key = $1 AND " OPEN
                                          " AND expires > $2 ORDER BY id",
                                          reeve_rows_columns (reeve_contact_get_type ()));
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, key);
  reeve_statement_bind_int (statement, 2, now);
  return reeve_rows_read_all (statement, reeve_contact_get_type (), error);
}

gboolean
reeve_contacts_insert (ReeveTx *tx, ReeveContact *contact, GError **error)
{
  g_autofree char *name = reeve_fold (contact->display_name);
  g_autofree char *email = reeve_fold (contact->email);
  g_autofree char *search = g_strconcat (name, " ", email, NULL);
  const char *extra[] = { "name_key", name, "email_key", email, "search_key", search, NULL };

  return reeve_rows_insert (tx, TABLE, contact, extra, error);
}

gboolean
reeve_contacts_update (ReeveTx *tx, ReeveContact *stored, ReeveContact *contact, GError **error)
{
  return reeve_rows_change (tx, TABLE, stored, contact, stored->version, NULL, error);
}

gboolean
reeve_contacts_show (ReeveTx *tx, ReeveContact *contact, gint64 now, GError **error)
{
  g_clear_pointer (&contact->folder_path, g_strfreev);
  contact->folder_path = reeve_folders_get_path (tx, contact->folder, error);
  if (contact->folder_path == NULL ||
      (contact->mail != NULL && !reeve_outbox_get_state (tx, contact->mail, &contact->mail_state, error)))
    return FALSE;
  if (reeve_contact_is_open (contact) && contact->expires <= now)
    contact->state = "expired";
  return TRUE;
}
