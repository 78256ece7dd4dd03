/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Writing events into their day: rows, dictionary, counts by hour and word, and what the tree is to learn, in
 * one commit for a batch. */

#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "common/clock.h"
#include "common/error.h"
#include "service/store/access-day-private.h"

#define DEADLINE      (30 * G_TIME_SPAN_SECOND)
#define MOST_WORDS    50000  /* in memory */
#define MOST_OTHER_ID 200    /* bytes of the id that another one has, in its own */
#define MOST_PASSED   200000 /* the same */

/* An hour's key in memory: hour since 1970, number of the action, result */
#define ACTION_BITS 32
#define RESULT_BITS 2

gboolean
reeve_access_day_note_last_leaf (ReeveTx *tx, gint64 leaf, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx, "UPDATE day SET last_leaf = $1, held = NULL WHERE one = 1", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, leaf);
  return reeve_statement_run (statement, NULL, error);
}

/* --- The dictionary --- */

#define ADDRESS "address" /* the kind of word that is kept as the address's bytes */

/* Packed, where unpacking gives the same text. */
static void
bind_address (ReeveStatement *statement, guint parameter, const char *text)
{
  g_autoptr (GInetAddress) address = text != NULL ? g_inet_address_new_from_string (text) : NULL;
  g_autofree char *again = address != NULL ? g_inet_address_to_string (address) : NULL;

  if (again != NULL && strcmp (again, text) == 0)
    reeve_statement_bind_blob (statement, parameter, g_inet_address_to_bytes (address),
                               g_inet_address_get_native_size (address));
  else
    reeve_statement_bind_text (statement, parameter, text);
}

static gboolean
learn_word (ReeveTx *tx, const char *kind, const char *word, gint64 *number, GError **error)
{
  /* The update that changes nothing makes RETURNING speak of a word that is there. */
  ReeveStatement *statement =
    reeve_tx_prepare (tx,
                      "INSERT INTO words (kind, word) VALUES ($1, $2) ON CONFLICT (kind, word) "
                      "DO UPDATE SET kind = excluded.kind RETURNING number",
                      error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, kind);
  if (g_str_equal (kind, ADDRESS))
    bind_address (statement, 2, word);
  else
    reeve_statement_bind_text (statement, 2, word);
  if (!reeve_statement_step (statement, &row, error))
    return FALSE;
  *number = reeve_statement_get_int (statement, 0);
  return reeve_statement_run (statement, NULL, error);
}

/* *@number: of @word in the file's dictionary, 0 for NULL. It is counted. */
static gboolean
name_word (ReeveAccessDay *self,
           ReeveTx *tx,
           const char *kind,
           const char *word,
           gint64 *number,
           GError **error)
{
  g_autofree char *key = NULL;

  *number = 0;
  if (word == NULL)
    return TRUE;
  key = g_strconcat (kind, " ", word, NULL);
  *number = GPOINTER_TO_SIZE (g_hash_table_lookup (self->words, key));
  if (*number == 0)
    {
      if (!learn_word (tx, kind, word, number, error))
        return FALSE;
      if (g_hash_table_size (self->words) >= MOST_WORDS)
        g_hash_table_remove_all (self->words);
      g_hash_table_insert (self->words, g_steal_pointer (&key), GSIZE_TO_POINTER (*number));
    }
  g_hash_table_insert (
    self->counts, GSIZE_TO_POINTER (*number),
    GSIZE_TO_POINTER (GPOINTER_TO_SIZE (g_hash_table_lookup (self->counts, GSIZE_TO_POINTER (*number))) + 1));
  return TRUE;
}

/* Of an event that does not come in. */
static void
uncount_word (ReeveAccessDay *self, gint64 number)
{
  gsize n = GPOINTER_TO_SIZE (g_hash_table_lookup (self->counts, GSIZE_TO_POINTER (number)));

  g_hash_table_insert (self->counts, GSIZE_TO_POINTER (number), GSIZE_TO_POINTER (n - 1));
}

static gboolean
write_counts (ReeveAccessDay *self, ReeveTx *tx, GError **error)
{
  GHashTableIter iter;
  gpointer number;
  gpointer n;

  g_hash_table_iter_init (&iter, self->counts);
  while (g_hash_table_iter_next (&iter, &number, &n))
    {
      ReeveStatement *statement =
        reeve_tx_prepare (tx, "UPDATE words SET n = n + $1 WHERE number = $2", error);

      if (statement == NULL)
        return FALSE;
      reeve_statement_bind_int (statement, 1, (gint64) GPOINTER_TO_SIZE (n));
      reeve_statement_bind_int (statement, 2, (gint64) GPOINTER_TO_SIZE (number));
      if (!reeve_statement_run (statement, NULL, error))
        return FALSE;
    }
  return TRUE;
}

/* --- Hours --- */

static void
count_hour (ReeveAccessDay *self, gint64 time, gint64 action, ReeveAccessResult result)
{
  gint64 key = (time / REEVE_HOUR) << (ACTION_BITS + RESULT_BITS) | action << RESULT_BITS | (gint64) result;
  gpointer n = g_hash_table_lookup (self->hours, &key);

  g_hash_table_insert (self->hours, g_memdup2 (&key, sizeof key),
                       GSIZE_TO_POINTER (GPOINTER_TO_SIZE (n) + 1));
}

static gboolean
write_hours (ReeveAccessDay *self, ReeveTx *tx, GError **error)
{
  GHashTableIter iter;
  gpointer key;
  gpointer n;

  g_hash_table_iter_init (&iter, self->hours);
  while (g_hash_table_iter_next (&iter, &key, &n))
    {
      gint64 hour = *(const gint64 *) key;
      ReeveStatement *statement =
        reeve_tx_prepare (tx,
                          "INSERT INTO hours (hour, action, result, n) VALUES ($1, $2, $3, $4) "
                          "ON CONFLICT (hour, action, result) DO UPDATE SET n = hours.n + excluded.n",
                          error);

      if (statement == NULL)
        return FALSE;
      reeve_statement_bind_int (statement, 1, hour >> (ACTION_BITS + RESULT_BITS));
      reeve_statement_bind_int (statement, 2,
                                hour >> RESULT_BITS & ((G_GINT64_CONSTANT (1) << ACTION_BITS) - 1));
      reeve_statement_bind_int (statement, 3, hour & ((1 << RESULT_BITS) - 1));
      reeve_statement_bind_int (statement, 4, (gint64) GPOINTER_TO_SIZE (n));
      if (!reeve_statement_run (statement, NULL, error))
        return FALSE;
    }
  return TRUE;
}

/* --- Rows --- */

static void
bind_word (ReeveStatement *statement, guint parameter, gint64 number)
{
  if (number != 0)
    reeve_statement_bind_int (statement, parameter, number);
  else
    reeve_statement_bind_text (statement, parameter, NULL);
}

gboolean
reeve_access_day_pack (const char *text, guint8 packed[REEVE_ACCESS_PACKED_BYTES])
{
  guint n = 0;

  for (guint i = 0; i < 36; i++)
    {
      gboolean dash = i == 8 || i == 13 || i == 18 || i == 23;

      if (dash ? text[i] != '-' : !g_ascii_isxdigit (text[i]) || g_ascii_isupper (text[i]))
        return FALSE;
      if (dash)
        continue;
      packed[n / 2] = (guint8) (n % 2 == 0 ? g_ascii_xdigit_value (text[i]) << 4
                                           : packed[n / 2] | g_ascii_xdigit_value (text[i]));
      n++;
    }
  return text[36] == '\0';
}

/* @word: of an id that is no UUID */
static void
bind_object (ReeveStatement *statement, guint parameter, const char *text, gint64 word)
{
  guint8 packed[REEVE_ACCESS_PACKED_BYTES];

  if (word == 0 && text != NULL && reeve_access_day_pack (text, packed))
    reeve_statement_bind_blob (statement, parameter, packed, sizeof packed);
  else
    bind_word (statement, parameter, word);
}

static char *
join_actor (const ReeveAccessEvent *event)
{
  if (event->actor == NULL && event->actor_name == NULL)
    return NULL;
  return g_strconcat (event->actor != NULL ? event->actor : "", "\x1f",
                      event->actor_name != NULL ? event->actor_name : "", NULL);
}

/* --- What is there already --- */

/* The same thing happened to the same: its time may have moved to a free one. */
static gboolean
is_same (const ReeveAccessEvent *there, const ReeveAccessEvent *event)
{
  return ABS (there->time - event->time) < REEVE_MINUTE && there->result == event->result &&
         there->status == event->status && g_strcmp0 (there->action, event->action) == 0 &&
         g_strcmp0 (there->actor, event->actor) == 0 && g_strcmp0 (there->address, event->address) == 0 &&
         g_strcmp0 (there->object, event->object) == 0 && g_strcmp0 (there->session, event->session) == 0 &&
         g_strcmp0 (there->outcome, event->outcome) == 0;
}

/* *@there: (transfer full) (nullable): the event that its source gave this id */
static gboolean
find_known (ReeveTx *tx, gint64 source, const char *source_id, ReeveAccessEvent **there, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx, "SELECT " REEVE_ACCESS_COLUMNS " FROM " REEVE_ACCESS_FROM " WHERE e.source = $1 AND e.source_id = $2",
    error);
  gboolean row;

  *there = NULL;
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, source);
  reeve_statement_bind_text (statement, 2, source_id);
  if (!reeve_statement_step (statement, &row, error))
    return FALSE;
  if (row)
    *there = reeve_access_day_read_event (statement, NULL);
  return TRUE;
}

/* An id of its own for an event that bears another one's, of what it says. (transfer full) */
static char *
make_other_id (const ReeveAccessEvent *event)
{
  g_autoptr (GString) json = g_string_new (NULL);
  g_autofree char *hash = NULL;

  reeve_access_event_print (event, json);
  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, json->str, (gssize) json->len);
  return g_strdup_printf ("%.*s~%.16s", MOST_OTHER_ID, event->source_id, hash);
}

/* Whether @event is there. Ids are what somebody says: one that another event bears must not keep it out, or
 * whoever may bring events could hide those that come after. Then *@id is its own. (transfer full) (nullable)
 * @id: as it is */
static gboolean
is_known (ReeveTx *tx,
          gint64 source,
          const ReeveAccessEvent *event,
          gboolean *known,
          char **id,
          GError **error)
{
  g_autoptr (ReeveAccessEvent) there = NULL;

  *known = FALSE;
  *id = NULL;
  if (event->source == NULL || event->source_id == NULL)
    return TRUE;
  if (!find_known (tx, source, event->source_id, &there, error))
    return FALSE;
  *known = there != NULL && is_same (there, event);
  if (there == NULL || *known)
    return TRUE;
  *id = make_other_id (event);
  g_clear_pointer (&there, reeve_access_event_free);
  if (!find_known (tx, source, *id, &there, error))
    return FALSE;
  *known = there != NULL;
  return TRUE;
}

static gboolean
is_taken (ReeveTx *tx, gint64 id, gboolean *taken, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, "SELECT 1 FROM events WHERE id = $1", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, id);
  return reeve_statement_step (statement, taken, error);
}

/* From all of @passed leads to @next what comes after. */
static void
note_passed (ReeveAccessDay *self, GArray *passed, gint64 next)
{
  if (g_hash_table_size (self->passed) >= MOST_PASSED)
    g_hash_table_remove_all (self->passed);
  for (guint i = 0; i < passed->len; i++)
    g_hash_table_insert (self->passed, g_memdup2 (&g_array_index (passed, gint64, i), sizeof (gint64)),
                         g_memdup2 (&next, sizeof next));
}

/* The first one of @from or later that is free; @end: there is none before it. Logs that tell the time by the
 * second have thousands of one microsecond, so that nobody goes along the same ids again. */
static gboolean
find_free (ReeveAccessDay *self, ReeveTx *tx, gint64 from, gint64 end, gint64 *id, GError **error)
{
  g_autoptr (GArray) passed = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean taken = TRUE;

  for (*id = from; *id < end && taken;)
    {
      const gint64 *next = g_hash_table_lookup (self->passed, id);

      if (next == NULL && !is_taken (tx, *id, &taken, error))
        return FALSE;
      if (!taken)
        break;
      g_array_append_val (passed, *id);
      *id = next != NULL ? *next : *id + 1;
    }
  note_passed (self, passed, MIN (*id + 1, end));
  return TRUE;
}

/* The time, made unique: the next microsecond that is free. What comes in order needs no asking. Where the
 * day ends before there is one, it is earlier: the id tells the file. */
static gboolean
find_id (ReeveAccessDay *self, ReeveTx *tx, gint64 time, gint64 *id, GError **error)
{
  gint64 begin = time / REEVE_DAY * REEVE_DAY;
  gint64 end = begin + REEVE_DAY;

  if (time > self->last_id)
    {
      *id = self->last_id = time;
      return TRUE;
    }
  if (!find_free (self, tx, time, end, id, error))
    return FALSE;
  for (gint64 back = REEVE_SECOND; *id == end && time > begin; back *= 2)
    {
      time = MAX (begin, time - back);
      if (!find_free (self, tx, time, end, id, error))
        return FALSE;
    }
  if (*id == end)
    {
      reeve_set_error (error, REEVE_ERROR_BUSY, "full", "no microsecond of the day is left");
      return FALSE;
    }
  self->last_id = MAX (self->last_id, *id);
  return TRUE;
}

enum
{
  WORD_SOURCE,
  WORD_ACTOR,
  WORD_SESSION,
  WORD_AGENT,
  WORD_ROUTE,
  WORD_OUTCOME,
  WORD_ACTION,
  WORD_NAME,
  WORD_ADDRESS,
  WORD_OBJECT, /* of an id that is no UUID */
  N_WORDS
};

static gboolean
name_words (ReeveAccessDay *self,
            ReeveTx *tx,
            const ReeveAccessEvent *event,
            gint64 words[N_WORDS],
            GError **error)
{
  g_autofree char *actor = join_actor (event);
  guint8 packed[REEVE_ACCESS_PACKED_BYTES];
  gboolean is_packed = event->object != NULL && reeve_access_day_pack (event->object, packed);

  return name_word (self, tx, "actor", actor, &words[WORD_ACTOR], error) &&
         name_word (self, tx, "session", event->session, &words[WORD_SESSION], error) &&
         name_word (self, tx, "agent", event->agent, &words[WORD_AGENT], error) &&
         name_word (self, tx, "route", event->route != NULL ? event->route : "-", &words[WORD_ROUTE],
                    error) &&
         name_word (self, tx, "outcome", event->outcome, &words[WORD_OUTCOME], error) &&
         name_word (self, tx, "action", event->action, &words[WORD_ACTION], error) &&
         name_word (self, tx, "name", event->object_name, &words[WORD_NAME], error) &&
         name_word (self, tx, ADDRESS, event->address, &words[WORD_ADDRESS], error) &&
         name_word (self, tx, "object", is_packed ? NULL : event->object, &words[WORD_OBJECT], error);
}

static gboolean
insert_row (ReeveTx *tx,
            const ReeveAccessEvent *event,
            const gint64 words[N_WORDS],
            gint64 leaf,
            GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx,
    "INSERT INTO events (id, duration_us, actor, session, address, agent, route, object, status, outcome, "
    "bytes_out, leaf, action, result, source, source_id, name, text) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
    error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, event->time);
  reeve_statement_bind_int (statement, 2, event->duration_us);
  bind_word (statement, 3, words[WORD_ACTOR]);
  bind_word (statement, 4, words[WORD_SESSION]);
  bind_word (statement, 5, words[WORD_ADDRESS]);
  bind_word (statement, 6, words[WORD_AGENT]);
  bind_word (statement, 7, words[WORD_ROUTE]);
  bind_object (statement, 8, event->object, words[WORD_OBJECT]);
  reeve_statement_bind_int (statement, 9, event->status);
  bind_word (statement, 10, words[WORD_OUTCOME]);
  reeve_statement_bind_int (statement, 11, event->bytes_out);
  reeve_statement_bind_int (statement, 12, leaf);
  bind_word (statement, 13, words[WORD_ACTION]);
  reeve_statement_bind_int (statement, 14, (gint64) event->result);
  bind_word (statement, 15, words[WORD_SOURCE]);
  reeve_statement_bind_text (statement, 16, event->source_id);
  bind_word (statement, 17, words[WORD_NAME]);
  reeve_statement_bind_text (statement, 18, event->text);
  return reeve_statement_run (statement, NULL, error);
}

static gboolean
insert_event (ReeveAccessDay *self,
              ReeveTx *tx,
              const ReeveAccessEvent *asked,
              guint64 leaf,
              ReeveMerkleHash *hash,
              gboolean *known,
              GPtrArray *lines,
              GError **error)
{
  ReeveAccessEvent event = *asked; /* its time may move */
  gint64 words[N_WORDS];
  g_autofree char *id = NULL;

  if (!name_word (self, tx, "source", event.source, &words[WORD_SOURCE], error) ||
      !is_known (tx, words[WORD_SOURCE], &event, known, &id, error))
    return FALSE;
  if (*known)
    {
      uncount_word (self, words[WORD_SOURCE]);
      return TRUE;
    }
  if (id != NULL)
    event.source_id = id;
  if (event.route == NULL)
    event.route = "-";
  /* What a source said: without one nobody did, and whoever searches does not look there. */
  if (event.source == NULL)
    event.source_id = event.text = NULL;
  if (!find_id (self, tx, event.time, &event.time, error) || !name_words (self, tx, &event, words, error) ||
      (event.source != NULL && !reeve_access_blocks_add (self->blocks, tx, &event, error)) ||
      !insert_row (tx, &event, words, (gint64) leaf, error))
    return FALSE;
  count_hour (self, event.time, words[WORD_ACTION], event.result);
  reeve_access_day_hash (self, leaf, &event, hash);
  if (lines != NULL)
    g_ptr_array_add (lines, reeve_access_line_new_from_event (&event, (gint64) leaf));
  return TRUE;
}

static gboolean
append_all (ReeveAccessDay *self,
            ReeveTx *tx,
            GPtrArray *events,
            guint64 *next_leaf,
            GArray *leaves,
            guint *n_known,
            GPtrArray *lines,
            GError **error)
{
  for (guint i = 0; i < events->len; i++)
    {
      ReeveMerkleHash hash;
      gboolean known;

      if (!insert_event (self, tx, events->pdata[i], *next_leaf, &hash, &known, lines, error))
        return FALSE;
      if (known)
        {
          ++*n_known;
          continue;
        }
      g_array_append_val (leaves, hash);
      ++*next_leaf;
    }
  return write_counts (self, tx, error) && write_hours (self, tx, error) &&
         reeve_access_blocks_write (self->blocks, tx, error) &&
         reeve_access_day_note_last_leaf (tx, (gint64) *next_leaf - 1, error) && reeve_tx_commit (tx, error);
}

gboolean
reeve_access_day_append (ReeveAccessDay *self,
                         GPtrArray *events,
                         guint64 *next_leaf,
                         GArray *leaves,
                         guint *known,
                         GPtrArray *lines,
                         GError **error)
{
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (self->db, REEVE_TX_WRITE, g_get_monotonic_time () + DEADLINE, error);
  guint64 next = *next_leaf;
  guint n_leaves = leaves->len;
  guint n_lines = lines != NULL ? lines->len : 0;
  gint64 last_id = self->last_id;

  *known = 0;
  g_hash_table_remove_all (self->counts);
  g_hash_table_remove_all (self->hours);
  reeve_access_blocks_forget (self->blocks);
  if (tx == NULL)
    return FALSE;
  if (reeve_access_day_is_gone (self))
    {
      reeve_set_error (error, REEVE_ERROR_BUSY, "gone", "the day has left, or what is held of it");
      return FALSE;
    }
  if (!append_all (self, tx, events, &next, leaves, known, lines, error))
    {
      /* Words may be of a transaction that never was. */
      g_hash_table_remove_all (self->words);
      g_hash_table_remove_all (self->passed);
      reeve_access_blocks_forget (self->blocks);
      g_array_set_size (leaves, n_leaves);
      if (lines != NULL)
        g_ptr_array_set_size (lines, (gint) n_lines);
      self->last_id = last_id;
      return FALSE;
    }
  if (next > *next_leaf)
    self->last_leaf = (gint64) next - 1;
  *next_leaf = next;
  return TRUE;
}
