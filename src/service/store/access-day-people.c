/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Whom a word means is looked up in tables: a case may be about ten thousand people. Every way in which an
 * event can be somebody's is then asked for by itself; together they would be a look at each event of the
 * day. */

#include "config.h"

#include "service/store/access-day-people.h"

#include <string.h>

#include "common/email-name.h"
#include "common/log-action.h"
#include "service/store/access-day-private.h"

#define SALT 19 /* the column behind REEVE_ACCESS_COLUMNS */

/* --- Whom --- */

struct _ReeveAccessCrowd
{
  gatomicrefcount references;
  guint n;
  GHashTable *accounts; /* utf8 -> number + 1 */
  GHashTable *emails;   /* the same, of addresses, folded */
};

ReeveAccessCrowd *
reeve_access_crowd_new (void)
{
  ReeveAccessCrowd *self = g_new0 (ReeveAccessCrowd, 1);

  g_atomic_ref_count_init (&self->references);
  self->accounts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->emails = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

ReeveAccessCrowd *
reeve_access_crowd_ref (ReeveAccessCrowd *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
reeve_access_crowd_unref (ReeveAccessCrowd *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_hash_table_unref (self->accounts);
  g_hash_table_unref (self->emails);
  g_free (self);
}

/* Whoever had it first keeps it. */
static void
add_email (GHashTable *emails, const char *name, gpointer number)
{
  g_autofree char *email = reeve_email_name_get (name);

  if (email != NULL && !g_hash_table_contains (emails, email))
    g_hash_table_insert (emails, g_steal_pointer (&email), number);
}

void
reeve_access_crowd_add (ReeveAccessCrowd *self, const char *account, const char *name)
{
  gpointer number = GUINT_TO_POINTER (++self->n);

  if (!g_hash_table_contains (self->accounts, account))
    g_hash_table_insert (self->accounts, g_strdup (account), number);
  add_email (self->emails, name, number);
}

/* --- Words --- */

struct _ReeveAccessDayPeople
{
  ReeveAccessCrowd *crowd;
  GHashTable *emails; /* those of that day alone, as the crowd's */
  /* As JSON arrays of the numbers of words: */
  GString *actors;  /* the accounts */
  GString *foreign; /* other actors that other systems name by address */
  GString *objects;
  GString *names;
  GString *accounts; /* packed ids, in hex */
};

void
reeve_access_day_people_free (ReeveAccessDayPeople *self)
{
  GString *lists[] = { self->actors, self->foreign, self->objects, self->names, self->accounts };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    g_string_free (lists[i], TRUE);
  g_hash_table_unref (self->emails);
  reeve_access_crowd_unref (self->crowd);
  g_free (self);
}

/* The number of whom @text (nullable) names by an address, and 1; 0: nobody. */
static guint
find_email (const ReeveAccessDayPeople *self, const char *text)
{
  g_auto (GStrv) emails = NULL;

  if (text == NULL || strchr (text, '@') == NULL)
    return 0; /* nearly all that is looked at */
  emails = reeve_email_name_list (text);
  for (guint i = 0; emails[i] != NULL; i++)
    {
      gpointer number = g_hash_table_lookup (self->crowd->emails, emails[i]);

      if (number == NULL)
        number = g_hash_table_lookup (self->emails, emails[i]);
      if (number != NULL)
        return GPOINTER_TO_UINT (number);
    }
  return 0;
}

/* Of "ID", U+001F, "NAME". */
static gpointer
find_account (const ReeveAccessDayPeople *self, const char *word)
{
  const char *parting = strchr (word, '\x1f');
  g_autofree char *id = parting != NULL ? g_strndup (word, (gsize) (parting - word)) : NULL;

  return id != NULL ? g_hash_table_lookup (self->crowd->accounts, id) : NULL;
}

static void
append_number (GString *list, gint64 number)
{
  g_string_append_printf (list, "%s%" G_GINT64_FORMAT, list->len > 1 ? "," : "", number);
}

/* Called for each word of a kind. */
typedef void (*WordFunc) (ReeveAccessDayPeople *self, gint64 number, const char *word, gboolean own);

static gboolean
visit_words (ReeveAccessDayPeople *self, ReeveTx *tx, const char *sql, WordFunc visit, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);
  gboolean row = TRUE;

  while (statement != NULL && row)
    {
      if (!reeve_statement_step (statement, &row, error))
        return FALSE;
      if (row && reeve_statement_get_text (statement, 1) != NULL)
        visit (self, reeve_statement_get_int (statement, 0), reeve_statement_get_text (statement, 1),
               reeve_statement_get_int (statement, 2) != 0);
    }
  return statement != NULL;
}

/* What other systems call somebody says what they like: only Reeve's own events tell of whose an address was.
 */
static void
visit_account (ReeveAccessDayPeople *self, gint64 number, const char *word, gboolean own)
{
  gpointer person = find_account (self, word);

  if (person == NULL)
    return;
  append_number (self->actors, number);
  if (own)
    add_email (self->emails, strchr (word, '\x1f') + 1, person);
}

static void
visit_foreign (ReeveAccessDayPeople *self, gint64 number, const char *word, gboolean own G_GNUC_UNUSED)
{
  if (find_account (self, word) == NULL && find_email (self, word) != 0)
    append_number (self->foreign, number);
}

static void
visit_object (ReeveAccessDayPeople *self, gint64 number, const char *word, gboolean own G_GNUC_UNUSED)
{
  if (find_email (self, word) != 0)
    append_number (self->objects, number);
}

static void
visit_name (ReeveAccessDayPeople *self, gint64 number, const char *word, gboolean own G_GNUC_UNUSED)
{
  if (find_email (self, word) != 0)
    append_number (self->names, number);
}

static void
pack_accounts (ReeveAccessDayPeople *self)
{
  GHashTableIter iter;
  gpointer account;

  g_hash_table_iter_init (&iter, self->crowd->accounts);
  while (g_hash_table_iter_next (&iter, &account, NULL))
    {
      guint8 packed[REEVE_ACCESS_PACKED_BYTES];

      if (!reeve_access_day_pack (account, packed))
        continue;
      g_string_append (self->accounts, self->accounts->len > 1 ? ",\"" : "\"");
      for (guint i = 0; i < sizeof packed; i++)
        g_string_append_printf (self->accounts, "%02x", packed[i]);
      g_string_append_c (self->accounts, '"');
    }
  g_string_append_c (self->accounts, ']');
}

#define WORDS(kind) "SELECT number, word, 0 FROM words WHERE kind = '" kind "'"

ReeveAccessDayPeople *
reeve_access_day_people_new (ReeveTx *tx, ReeveAccessCrowd *crowd, GError **error)
{
  g_autoptr (ReeveAccessDayPeople) self = g_new0 (ReeveAccessDayPeople, 1);
  GString **lists[] = { &self->actors, &self->foreign, &self->objects, &self->names, &self->accounts };

  self->crowd = reeve_access_crowd_ref (crowd);
  self->emails = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    *lists[i] = g_string_new ("[");
  if (!visit_words (
        self, tx,
        "SELECT number, word, EXISTS (SELECT 1 FROM events WHERE actor = words.number AND source IS "
        "NULL) FROM words WHERE kind = 'actor'",
        visit_account, error) ||
      !visit_words (self, tx, WORDS ("actor"), visit_foreign, error) ||
      !visit_words (self, tx, WORDS ("object"), visit_object, error) ||
      !visit_words (self, tx, WORDS ("name"), visit_name, error))
    return NULL;
  for (guint i = 0; i < 4; i++)
    g_string_append_c (*lists[i], ']');
  pack_accounts (self);
  return g_steal_pointer (&self);
}

/* --- Their ids --- */

/* $1: actors, $2: foreign ones */
#define DOINGS                                                                                           \
  "SELECT id FROM events WHERE actor IN (SELECT value FROM json_each ($1)) UNION SELECT id FROM events " \
  "WHERE source "                                                                                        \
  "IS NOT NULL AND actor IN (SELECT value FROM json_each ($2))"

/* As a JSON array: other systems' lines whose texts name them; at most @limit, which are the first. */
static char *
find_in_texts (ReeveAccessDayPeople *self, ReeveTx *tx, gint64 from, gint64 to, guint limit, GError **error)
{
  g_autoptr (GString) ids = g_string_new ("[");
  ReeveStatement *statement = reeve_tx_prepare (tx,
                                                "SELECT id, text FROM events WHERE source IS NOT NULL AND "
                                                "text IS NOT NULL AND id >= $1 AND id < $2 ORDER BY id",
                                                error);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_int (statement, 1, from);
  reeve_statement_bind_int (statement, 2, to);
  for (guint n = 0; n < limit;)
    {
      if (!reeve_statement_step (statement, &row, error))
        return NULL;
      if (!row)
        break;
      if (find_email (self, reeve_statement_get_text (statement, 1)) == 0)
        continue;
      append_number (ids, reeve_statement_get_int (statement, 0));
      n++;
    }
  if (row)
    reeve_statement_stop (statement);
  g_string_append_c (ids, ']');
  return g_string_free_and_steal (g_steal_pointer (&ids));
}

static ReeveStatement *
ask_ids (ReeveAccessDayPeople *self, ReeveTx *tx, const char *in_texts, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx,
                      "SELECT id FROM (" DOINGS " UNION SELECT id FROM events WHERE object IN (SELECT unhex "
                      "(value) FROM json_each ($3)) UNION SELECT id FROM "
                      "events WHERE object IN (SELECT value FROM json_each ($4)) UNION SELECT id FROM events "
                      "WHERE name IN (SELECT value "
                      "FROM json_each ($5)) UNION SELECT value AS id FROM json_each ($6)) WHERE id >= $7 AND "
                      "id < $8 ORDER BY id LIMIT "
                      "$9",
                      error);

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, self->actors->str);
  reeve_statement_bind_text (statement, 2, self->foreign->str);
  reeve_statement_bind_text (statement, 3, self->accounts->str);
  reeve_statement_bind_text (statement, 4, self->objects->str);
  reeve_statement_bind_text (statement, 5, self->names->str);
  reeve_statement_bind_text (statement, 6, in_texts);
  return statement;
}

GArray *
reeve_access_day_people_list (ReeveAccessDayPeople *self,
                              ReeveTx *tx,
                              gint64 from,
                              gint64 to,
                              guint limit,
                              GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *in_texts = find_in_texts (self, tx, from, to, limit, error);
  ReeveStatement *statement = in_texts != NULL ? ask_ids (self, tx, in_texts, error) : NULL;

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_int (statement, 7, from);
  reeve_statement_bind_int (statement, 8, to);
  reeve_statement_bind_int (statement, 9, limit);
  while (TRUE)
    {
      gboolean row;
      gint64 id;

      if (!reeve_statement_step (statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&ids);
      id = reeve_statement_get_int (statement, 0);
      g_array_append_val (ids, id);
    }
}

/* --- The events --- */

void
reeve_access_of_people_free (ReeveAccessOfPeople *self)
{
  g_clear_pointer (&self->event, reeve_access_event_free);
  g_free (self);
}

/* An address in what Reeve's own events call somebody may be somebody else's by now. */
static int
find_doer (const ReeveAccessDayPeople *self, const ReeveAccessEvent *event)
{
  guint number =
    event->actor != NULL ? GPOINTER_TO_UINT (g_hash_table_lookup (self->crowd->accounts, event->actor)) : 0;

  if (number == 0 && event->source != NULL)
    number = find_email (self, event->actor);
  if (number == 0 && event->source != NULL)
    number = find_email (self, event->actor_name);
  return (int) number - 1;
}

static ReeveAccessOfPeople *
read_row (const ReeveAccessDayPeople *self, ReeveAccessDay *day, ReeveStatement *statement)
{
  ReeveAccessOfPeople *of = g_new0 (ReeveAccessOfPeople, 1);

  of->event = reeve_access_day_read_event (statement, &of->leaf);
  of->by = find_doer (self, of->event);
  if (of->leaf >= 0)
    reeve_access_day_read_salt (day, statement, SALT, (guint64) of->leaf, of->salt);
  return of;
}

GPtrArray *
reeve_access_day_people_read (ReeveAccessDayPeople *self,
                              ReeveAccessDay *day,
                              ReeveTx *tx,
                              const gint64 *ids,
                              guint n,
                              GError **error)
{
  g_autoptr (GPtrArray) events =
    g_ptr_array_new_with_free_func ((GDestroyNotify) reeve_access_of_people_free);
  g_autoptr (GString) json = g_string_new ("[");
  ReeveStatement *statement = reeve_tx_prepare (
    tx,
    "SELECT " REEVE_ACCESS_COLUMNS ", t.salt FROM (SELECT value AS hit FROM json_each ($1)) AS "
    "h CROSS JOIN " REEVE_ACCESS_FROM " LEFT JOIN salts AS t ON t.id = e.id WHERE e.id = h.hit",
    error);

  for (guint i = 0; i < n; i++)
    append_number (json, ids[i]);
  g_string_append_c (json, ']');
  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, json->str);
  while (TRUE)
    {
      gboolean row;

      if (!reeve_statement_step (statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&events);
      g_ptr_array_add (events, read_row (self, day, statement));
    }
}

/* --- Where they were --- */

void
reeve_access_place_free (ReeveAccessPlace *self)
{
  g_free (self->address);
  g_free (self);
}

static void
add_place (GHashTable *places, const char *address, ReeveStatement *statement)
{
  ReeveAccessPlace *place = g_hash_table_lookup (places, address);

  if (place == NULL)
    {
      place = g_new0 (ReeveAccessPlace, 1);
      place->address = g_strdup (address);
      place->first = G_MAXINT64;
      g_hash_table_insert (places, place->address, place);
    }
  place->n += reeve_statement_get_int (statement, 1);
  place->first = MIN (place->first, reeve_statement_get_int (statement, 2));
  place->last = MAX (place->last, reeve_statement_get_int (statement, 3));
}

gboolean
reeve_access_day_people_add_places (ReeveAccessDayPeople *self,
                                    ReeveTx *tx,
                                    gint64 from,
                                    gint64 to,
                                    GHashTable *places,
                                    GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx,
                      "SELECT d.word, count(*), min(e.id), max(e.id) FROM (" DOINGS
                      ") AS h CROSS JOIN events AS e JOIN words AS d ON d.number = e.address LEFT JOIN words "
                      "AS c ON c.number = e.action "
                      "WHERE e.id = h.id AND h.id >= $3 AND h.id < $4 AND e.result = 0 AND (e.session IS NOT "
                      "NULL OR e.source IS NOT "
                      "NULL OR c.word = '" REEVE_LOG_SIGN_IN "') GROUP BY e.address",
                      error);
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, self->actors->str);
  reeve_statement_bind_text (statement, 2, self->foreign->str);
  reeve_statement_bind_int (statement, 3, from);
  reeve_statement_bind_int (statement, 4, to);
  while (row)
    {
      g_autofree char *address = NULL;

      if (!reeve_statement_step (statement, &row, error))
        return FALSE;
      address = row ? reeve_access_day_read_address (statement, 0) : NULL;
      if (address != NULL)
        add_place (places, address, statement);
    }
  return TRUE;
}
