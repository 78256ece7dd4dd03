/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Invitations. That a mail was sent stands in the outbox, that time has passed on the clock: neither is
 * written a second time. */

#include "config.h"

#include "service/store/invitations.h"

#include <string.h>

#include "common/encoding.h"
#include "common/error.h"
#include "common/mail.h"
#include "service/store/groups-private.h"
#include "service/store/outbox.h"
#include "service/store/rows.h"
#include "service/store/user-search.h"

#define TABLE "invitations"
#define OPEN  "state IN ('waiting', 'opened')"
#define SENT  "EXISTS (SELECT 1 FROM outbox AS o WHERE o.id = invitations.mail AND o.state = 'sent')"

static const ReeveSort sorts[] = {
  { "created", "created", TRUE }, { "email", "email_key", FALSE }, { "displayName", "name_key", FALSE },
  { "expires", "expires", TRUE }, { NULL, NULL, FALSE },
};

static const ReeveListSpec spec = { TABLE, 0, sorts, FALSE };

typedef struct
{
  char *name;
  char *email;
  char *search;
} Keys;

static void
keys_init (Keys *keys, ReeveInvitation *invitation)
{
  keys->name = reeve_fold (invitation->display_name != NULL ? invitation->display_name : "");
  keys->email = reeve_fold (invitation->email);
  keys->search = g_strconcat (keys->name, " ", keys->email, NULL);
}

static void
keys_clear (Keys *keys)
{
  g_free (keys->name);
  g_free (keys->email);
  g_free (keys->search);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Keys, keys_clear)

/* What a state that is shown means for a row; $1, where it stands, is the time. (nullable): no such state */
static const char *
get_condition (const char *state)
{
  static const struct
  {
    const char *state;
    const char *condition;
  } conditions[] = {
    { "waiting", "state = 'waiting' AND expires > CAST ($1 AS BIGINT) AND NOT " SENT },
    { "sent", "state = 'waiting' AND expires > CAST ($1 AS BIGINT) AND " SENT },
    { "opened", "state = 'opened' AND expires > CAST ($1 AS BIGINT)" },
    { "expired", OPEN " AND expires <= CAST ($1 AS BIGINT)" },
    { "accepted", "state = 'accepted'" },
    { "revoked", "state = 'revoked'" },
    { "open", OPEN " AND expires > CAST ($1 AS BIGINT)" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (conditions); i++)
    if (strcmp (conditions[i].state, state) == 0)
      return conditions[i].condition;
  return NULL;
}

static gboolean
count (ReeveTx *tx, const char *where, GPtrArray *values, gint64 *n, GError **error)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT count(*) FROM " TABLE "%s%s", *where != '\0' ? " WHERE " : "", where);
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  for (guint i = 0; statement != NULL && values->pdata[i] != NULL; i++)
    reeve_statement_bind_text (statement, i + 1, values->pdata[i]);
  return reeve_statement_read_int (statement, n, error);
}

/* Appends to @where what @query asks for; FALSE: no such state. */
static gboolean
write_conditions (const ReeveQuery *query, gint64 now, GString *where, GPtrArray *values, GError **error)
{
  const char *state = reeve_query_get_filter (query, "state");
  g_auto (GStrv) words = reeve_user_search_words (query->text);

  if (state != NULL)
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
    }
  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    {
      g_ptr_array_add (values, reeve_user_search_pattern (words[i]));
      g_string_append_printf (where, "%ssearch_key LIKE $%u ESCAPE '\\'", where->len > 0 ? " AND " : "",
                              values->len);
    }
  if (query->scope != NULL)
    {
      g_ptr_array_add (values, g_strdup (query->scope));
      g_string_append_printf (where, "%s%s$%u%s", where->len > 0 ? " AND " : "", REEVE_SCOPE_INVITES,
                              values->len, REEVE_SCOPE_INVITES_END);
    }
  g_ptr_array_add (values, NULL);
  return TRUE;
}

gboolean
reeve_invitations_in_scope (ReeveTx *tx, const char *scope, const char *id, gboolean *inside, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx, "SELECT count(*) FROM " TABLE " WHERE id = $1 AND " REEVE_SCOPE_INVITES "$2" REEVE_SCOPE_INVITES_END,
    error);
  gint64 n = 0;

  *inside = FALSE;
  if (statement != NULL)
    {
      reeve_statement_bind_text (statement, 1, id);
      reeve_statement_bind_text (statement, 2, scope);
    }
  if (!reeve_statement_read_int (statement, &n, error))
    return FALSE;
  *inside = n > 0;
  return TRUE;
}

static gboolean
insert_groups (ReeveTx *tx, ReeveInvitation *invitation, GError **error)
{
  for (guint i = 0; invitation->groups != NULL && invitation->groups[i] != NULL; i++)
    {
      ReeveStatement *statement = reeve_tx_prepare (
        tx, "INSERT INTO invitation_groups (grp, invitation) VALUES ($1, $2) ON CONFLICT DO NOTHING", error);

      if (statement == NULL)
        return FALSE;
      reeve_statement_bind_text (statement, 1, invitation->groups[i]);
      reeve_statement_bind_text (statement, 2, invitation->id);
      if (!reeve_statement_run (statement, NULL, error))
        return FALSE;
    }
  return TRUE;
}

ReeveListing *
reeve_invitations_list (ReeveTx *tx, const ReeveQuery *query, gint64 now, GError **error)
{
  g_autoptr (ReeveQuery) asked = reeve_query_copy (query);
  g_autoptr (GString) where = g_string_new (NULL);
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (ReeveListing) listing = NULL;
  ReeveListSpec this = spec;

  this.type = reeve_invitation_get_type ();
  if (asked->sort == NULL)
    asked->descending = TRUE;
  if (!write_conditions (asked, now, where, values, error))
    return NULL;
  listing = reeve_rows_list (tx, &this, asked, where->len > 0 ? where->str : NULL,
                             (const char *const *) values->pdata, error);
  if (listing == NULL)
    return NULL;
  for (guint i = 0; i < listing->items->len; i++)
    if (!reeve_invitations_show (tx, listing->items->pdata[i], now, error))
      return NULL;

  if (query->cursor == NULL && listing->next == NULL)
    listing->total = listing->items->len;
  else if (!count (tx, where->str, values, &listing->total, error))
    return NULL;
  return g_steal_pointer (&listing);
}

ReeveInvitation *
reeve_invitations_get (ReeveTx *tx, const char *id, GError **error)
{
  return reeve_rows_get (tx, TABLE, reeve_invitation_get_type (), id, error);
}

gboolean
reeve_invitations_find_open (ReeveTx *tx,
                             const char *email,
                             gint64 now,
                             ReeveInvitation **found,
                             GError **error)
{
  g_autofree char *key = reeve_fold (email);
  g_autofree char *sql =
    g_strdup_printf ("SELECT %s FROM " TABLE " WHERE email_key = $1 AND " OPEN " AND expires > $2 LIMIT 1",
                     reeve_rows_columns (reeve_invitation_get_type ()));
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);
  g_autoptr (ReeveInvitation) invitation = NULL;
  gboolean row;

  *found = NULL;
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, key);
  reeve_statement_bind_int (statement, 2, now);
  if (!reeve_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  invitation = reeve_rows_read (statement, reeve_invitation_get_type ());
  if (!reeve_statement_run (statement, NULL, error))
    return FALSE;
  *found = g_steal_pointer (&invitation);
  return TRUE;
}

gboolean
reeve_invitations_insert (ReeveTx *tx, ReeveInvitation *invitation, GError **error)
{
  g_auto (Keys) keys = { NULL };

  keys_init (&keys, invitation);
  {
    const char *extra[] = { "name_key", keys.name, "email_key", keys.email, "search_key", keys.search, NULL };

    return reeve_rows_insert (tx, TABLE, invitation, extra, error) && insert_groups (tx, invitation, error);
  }
}

gboolean
reeve_invitations_update (ReeveTx *tx, ReeveInvitation *stored, ReeveInvitation *invitation, GError **error)
{
  return reeve_rows_change (tx, TABLE, stored, invitation, stored->version, NULL, error);
}

gboolean
reeve_invitations_show (ReeveTx *tx, ReeveInvitation *invitation, gint64 now, GError **error)
{
  if (invitation->mail != NULL &&
      !reeve_outbox_get_state (tx, invitation->mail, &invitation->mail_state, error))
    return FALSE;
  if (!reeve_invitation_is_open (invitation))
    return TRUE;
  if (invitation->expires <= now)
    invitation->state = "expired";
  else if (strcmp (invitation->state, "waiting") == 0 && g_strcmp0 (invitation->mail_state, "sent") == 0)
    invitation->state = "sent";
  return TRUE;
}
