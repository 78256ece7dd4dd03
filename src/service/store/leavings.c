/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One row of a table for each kind. $1 is the user's id. */

#include "config.h"

#include "service/store/leavings.h"

#include "common/leaving.h"
#include "service/store/links.h"
#include "service/store/outbox.h"

#define ADDRESS         "(SELECT email_key FROM users WHERE id = $1)"
#define NUMBER          "(SELECT number FROM users WHERE id = $1)"
#define OPEN_INVITATION "state IN ('waiting', 'opened')"
#define LIVE_LINK       "used = 0 AND ended = 0"
#define OPEN_JOB        "deleted = 0 AND state IN ('waiting', 'running')"
#define WAITING_RESET   "state = 'waiting' AND (created_by = $1 OR account = $1)"
#define OPEN_APPROVAL   "requester = $1 AND state IN ('waiting', 'approved')"
#define OPEN_CONTACT    "created_by = $1 AND state IN ('waiting', 'opened')"
#define OPEN_RIGHT      "decision IN ('undecided', 'suspended')"
/* What hid the alarms of somebody who is to come in no more is not to hide the next ones. */
#define MUTE   "(person = $1 OR owner = $1 OR person = " ADDRESS ")"
#define UNSENT "state IN ('waiting', 'failed', 'kept')"

typedef struct
{
  const char *kind;
  const char *columns; /* id, name */
  const char *from;
} Kind;

static const Kind kinds[] = {
  { "grant", "g.id, f.name",
    "grants AS g CROSS JOIN folders AS f WHERE g.principal_kind = 'user' AND g.principal = $1 "
    "AND f.id = g.folder" },
  { "group-administration", "g.id, g.name",
    "group_administrators AS a CROSS JOIN groups AS g WHERE a.number = " NUMBER " AND g.number = a.grp" },
  { "invitation-sent", "id, email",
    "invitations WHERE created_by = $1 AND " OPEN_INVITATION " AND email_key <> " ADDRESS },
  { "invitation-waiting", "id, email", "invitations WHERE email_key = " ADDRESS " AND " OPEN_INVITATION },
  { "link", "purpose, purpose", "links WHERE subject = $1 AND " LIVE_LINK },
  { "second-factor-reset", "id, display_name", "second_factor_resets WHERE " WAITING_RESET },
  { "approval", "id, COALESCE (operation, kind)", "approvals WHERE " OPEN_APPROVAL },
  { "contact", "id, display_name", "contacts WHERE " OPEN_CONTACT },
  /* Counted with the contacts; for the trail. */
  { "contact-grant", "g.id, c.name",
    "(SELECT id, display_name AS name FROM contacts WHERE " OPEN_CONTACT ") AS c "
    "CROSS JOIN grants AS g WHERE g.principal_kind = 'contact' AND g.principal = c.id" },
  { "reviewed-right", "id, role", "reviewed_rights WHERE account = $1 AND " OPEN_RIGHT },
  { "bulk-job", "id, kind", "bulk_jobs WHERE created_by = $1 AND " OPEN_JOB },
  { "mail", "id, subject", "outbox WHERE account = $1 AND " UNSENT },
  { "mute", "id, COALESCE (person_name, person, network, rule)", "mutes WHERE " MUTE },
};

static const Kind *
find_kind (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].kind, name))
      return &kinds[i];
  return NULL;
}

static ReeveStatement *
prepare (ReeveTx *tx, ReeveUser *user, const char *sql, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  if (statement != NULL)
    reeve_statement_bind_text (statement, 1, user->id);
  return statement;
}

static void
free_thing (gpointer data)
{
  ReeveLeavingThing *thing = data;

  g_free (thing->id);
  g_free (thing->name);
  g_free (thing);
}

GPtrArray *
reeve_leavings_list (ReeveTx *tx, ReeveUser *user, const char *kind, guint limit, GError **error)
{
  g_autoptr (GPtrArray) things = g_ptr_array_new_with_free_func (free_thing);
  const Kind *row = find_kind (kind);
  g_autofree char *sql = NULL;
  ReeveStatement *statement;
  gboolean more;

  if (row == NULL)
    return g_steal_pointer (&things);
  sql = g_strdup_printf ("SELECT %s FROM %s ORDER BY 1 LIMIT $2", row->columns, row->from);
  statement = prepare (tx, user, sql, error);
  if (statement == NULL)
    return NULL;
  reeve_statement_bind_int (statement, 2, limit);
  while (TRUE)
    {
      ReeveLeavingThing *thing;

      if (!reeve_statement_step (statement, &more, error))
        return NULL;
      if (!more)
        return g_steal_pointer (&things);
      thing = g_new0 (ReeveLeavingThing, 1);
      thing->id = g_strdup (reeve_statement_get_text (statement, 0));
      thing->name = g_strdup (reeve_statement_get_text (statement, 1));
      g_ptr_array_add (things, thing);
    }
}

gboolean
reeve_leavings_look (ReeveTx *tx,
                     ReeveUser *user,
                     const char *kind,
                     gint64 *count,
                     GStrv *names,
                     GError **error)
{
  const Kind *row = find_kind (kind);
  g_autoptr (GPtrArray) things = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GHashTable) named = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *sql = NULL;

  *count = 0;
  if (names != NULL)
    *names = NULL;
  if (row == NULL)
    return TRUE;
  sql = g_strdup_printf ("SELECT count(*) FROM %s", row->from);
  if (!reeve_statement_read_int (prepare (tx, user, sql, error), count, error))
    return FALSE;
  if (names == NULL || *count == 0)
    return TRUE;
  things = reeve_leavings_list (tx, user, kind, REEVE_LEAVING_NAMES, error);
  if (things == NULL)
    return FALSE;
  for (guint i = 0; i < things->len; i++)
    {
      ReeveLeavingThing *thing = things->pdata[i];

      if (g_hash_table_add (named, thing->name)) /* two links of one purpose have one name */
        g_strv_builder_add (builder, thing->name);
    }
  *names = g_strv_builder_end (builder);
  return TRUE;
}

/* --- Taking --- */

/* Parameters are numbered as they first appear: before what is set stands who leaves. */
#define LEAVER "WITH leaver (id) AS (SELECT $1) "

/* $2, where there is one, is now. In this order: the invitations say which links go. */
static const struct
{
  const char *sql;
  gboolean timed;
} taking[] = {
  { LEAVER "UPDATE links SET ended = $2 WHERE purpose = '" REEVE_LINK_INVITATION "' AND " LIVE_LINK
           " AND subject IN (SELECT id FROM invitations WHERE created_by = $1 AND " OPEN_INVITATION
           " UNION SELECT id FROM invitations WHERE email_key = " ADDRESS " AND " OPEN_INVITATION ")",
    TRUE },
  { LEAVER "UPDATE links SET ended = $2 WHERE purpose = '" REEVE_LINK_CONTACT "' AND " LIVE_LINK
           " AND subject IN (SELECT id FROM contacts WHERE " OPEN_CONTACT ")",
    TRUE },
  { "DELETE FROM grants WHERE principal_kind = 'contact' AND principal IN "
    "(SELECT id FROM contacts WHERE " OPEN_CONTACT ")",
    FALSE },
  { "UPDATE contacts SET state = 'revoked', version = version + 1 WHERE " OPEN_CONTACT, FALSE },
  { LEAVER "UPDATE links SET ended = $2 WHERE subject = $1 AND " LIVE_LINK, TRUE },
  { "UPDATE invitations SET state = 'revoked', version = version + 1 WHERE created_by = $1 "
    "AND " OPEN_INVITATION,
    FALSE },
  { "UPDATE invitations SET state = 'revoked', version = version + 1 WHERE email_key = " ADDRESS
    " AND " OPEN_INVITATION,
    FALSE },
  { LEAVER "UPDATE bulk_jobs SET state = 'cancelled', finished = $2, version = version + 1 "
           "WHERE created_by = $1 AND " OPEN_JOB,
    TRUE },
  /* One that was suspended could be given back by one decision. */
  { LEAVER "UPDATE reviewed_rights SET decision = 'gone', decided = $2 WHERE account = $1 AND " OPEN_RIGHT,
    TRUE },
  { "UPDATE approvals SET state = 'withdrawn', because = 'left', version = version + 1 WHERE " OPEN_APPROVAL,
    FALSE },
  { "DELETE FROM grants WHERE principal_kind = 'user' AND principal = $1", FALSE },
  { "DELETE FROM group_administrators WHERE number = " NUMBER, FALSE },
  { "DELETE FROM mutes WHERE " MUTE, FALSE },
};

/* @now: 0: it takes no time */
static gboolean
run_on (ReeveTx *tx, ReeveUser *user, const char *sql, gint64 now, GError **error)
{
  ReeveStatement *statement = prepare (tx, user, sql, error);

  if (statement == NULL)
    return FALSE;
  if (now != 0)
    reeve_statement_bind_int (statement, 2, now);
  return reeve_statement_run (statement, NULL, error);
}

static gboolean
decline_resets (ReeveTx *tx, ReeveUser *user, const char *by, const char *by_name, gint64 now, GError **error)
{
  ReeveStatement *statement =
    prepare (tx, user,
             LEAVER "UPDATE second_factor_resets SET state = 'declined', decided = $2, decided_by = $3, "
                    "decided_by_name = $4, version = version + 1 WHERE " WAITING_RESET,
             error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 2, now);
  reeve_statement_bind_text (statement, 3, by);
  reeve_statement_bind_text (statement, 4, by_name);
  return reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_leavings_take (ReeveTx *tx,
                     ReeveUser *user,
                     const char *by,
                     const char *by_name,
                     gint64 now,
                     GError **error)
{
  if (!reeve_outbox_withdraw_for (tx, user->id, error) || !decline_resets (tx, user, by, by_name, now, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (taking); i++)
    if (!run_on (tx, user, taking[i].sql, taking[i].timed ? now : 0, error))
      return FALSE;
  return TRUE;
}

gboolean
reeve_leavings_take_pending (ReeveTx *tx,
                             ReeveUser *user,
                             const char *by,
                             const char *by_name,
                             gint64 now,
                             GError **error)
{
  return reeve_outbox_withdraw_links (tx, user->id, error) &&
         decline_resets (tx, user, by, by_name, now, error) &&
         run_on (tx, user, LEAVER "UPDATE links SET ended = $2 WHERE subject = $1 AND " LIVE_LINK, now,
                 error) &&
         run_on (tx, user,
                 "UPDATE approvals SET state = 'withdrawn', because = 'locked', version = version + 1 "
                 "WHERE " OPEN_APPROVAL,
                 0, error);
}

gboolean
reeve_leavings_end_links (ReeveTx *directory,
                          const char *workspace,
                          const char *account,
                          gint64 now,
                          GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    directory, "SELECT count(*) FROM memberships WHERE account = $1 AND workspace <> $2", error);
  gint64 others;

  if (statement != NULL)
    {
      reeve_statement_bind_text (statement, 1, account);
      reeve_statement_bind_text (statement, 2, workspace);
    }
  if (!reeve_statement_read_int (statement, &others, error))
    return FALSE;
  return others > 0 || (reeve_links_end (directory, NULL, account, now, error) &&
                        reeve_outbox_withdraw_links (directory, account, error));
}
