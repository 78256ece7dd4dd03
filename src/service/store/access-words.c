/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/store/access-words.h"

#include <arpa/inet.h>
#include <string.h>

#include "common/encoding.h"
#include "common/log-query-match.h"

/* The words of one kind: a NUL, and then each with a NUL behind it. */
typedef struct
{
  GString *text;
  GArray *starts;  /* of guint32: where in the text each begins; growing */
  GArray *numbers; /* of gint64, the same order; an actor's id and name have one number */
} Shelf;

typedef struct
{
  gint64 number;
  guint8 length; /* of the address: 4, 16 */
  guint8 bytes[16];
} Address;

struct _ReeveAccessWords
{
  gint64 last; /* the newest number */
  Shelf shelves[REEVE_ACCESS_WORD_KINDS];
  GArray *addresses; /* of Address */
};

static const char *const names[REEVE_ACCESS_WORD_KINDS] = {
  "actor", "session", "address", "agent", "route", "object", "outcome", "action", "name", "source",
};

const char *
reeve_access_word_kind_get_name (ReeveAccessWordKind kind)
{
  return names[kind];
}

ReeveAccessWords *
reeve_access_words_new (void)
{
  ReeveAccessWords *self = g_new0 (ReeveAccessWords, 1);

  for (guint i = 0; i < REEVE_ACCESS_WORD_KINDS; i++)
    {
      self->shelves[i].text = g_string_new (NULL);
      g_string_append_c (self->shelves[i].text, '\0');
      self->shelves[i].starts = g_array_new (FALSE, FALSE, sizeof (guint32));
      self->shelves[i].numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
    }
  self->addresses = g_array_new (FALSE, FALSE, sizeof (Address));
  return self;
}

void
reeve_access_words_free (ReeveAccessWords *self)
{
  for (guint i = 0; i < REEVE_ACCESS_WORD_KINDS; i++)
    {
      g_string_free (self->shelves[i].text, TRUE);
      g_array_unref (self->shelves[i].starts);
      g_array_unref (self->shelves[i].numbers);
    }
  g_array_unref (self->addresses);
  g_free (self);
}

guint
reeve_access_words_count (ReeveAccessWords *self, ReeveAccessWordKind kind)
{
  return self->shelves[kind].numbers->len;
}

/* An array grows to the next power of two. */
static gsize
get_array_bytes (GArray *array)
{
  gsize used = (gsize) array->len * g_array_get_element_size (array);
  gsize bytes = used > 0 ? 1 : 0;

  while (bytes < used)
    bytes *= 2;
  return bytes;
}

gsize
reeve_access_words_get_bytes (ReeveAccessWords *self)
{
  gsize bytes = get_array_bytes (self->addresses);

  for (guint i = 0; i < REEVE_ACCESS_WORD_KINDS; i++)
    bytes += self->shelves[i].text->allocated_len + get_array_bytes (self->shelves[i].starts) +
             get_array_bytes (self->shelves[i].numbers);
  return bytes;
}

/* --- Learning --- */

static void
put (Shelf *shelf, gint64 number, const char *word, gsize length)
{
  g_autofree char *text = g_strndup (word, length);
  g_autofree char *folded = NULL;
  guint32 start = (guint32) shelf->text->len;

  if (length == 0)
    return;
  folded = reeve_fold (text);
  g_array_append_val (shelf->starts, start);
  g_array_append_val (shelf->numbers, number);
  g_string_append_len (shelf->text, folded, (gssize) strlen (folded) + 1);
}

static void
put_actor (Shelf *shelf, gint64 number, const char *word)
{
  const char *parting = strchr (word, '\x1f');

  if (parting == NULL)
    return;
  put (shelf, number, word, (gsize) (parting - word));
  put (shelf, number, parting + 1, strlen (parting + 1));
}

static void
put_address (ReeveAccessWords *self, gint64 number, ReeveStatement *statement)
{
  gsize length;
  const guint8 *bytes = reeve_statement_get_blob (statement, 2, &length);
  Address address = { .number = number };
  char text[INET6_ADDRSTRLEN];

  if (reeve_statement_get_int (statement, 3) != 0)
    {
      if (inet_ntop (length == 4 ? AF_INET : AF_INET6, bytes, text, sizeof text) == NULL)
        return;
      bytes = (const guint8 *) text;
      length = strlen (text);
    }
  put (&self->shelves[REEVE_ACCESS_WORD_ADDRESS], number, (const char *) bytes, length);
  address.length = reeve_log_address_parse ((const char *) bytes, length, address.bytes);
  if (address.length != 0)
    g_array_append_val (self->addresses, address);
}

static void
put_word (ReeveAccessWords *self, ReeveStatement *statement)
{
  gint64 number = reeve_statement_get_int (statement, 0);
  const char *kind = reeve_statement_get_text (statement, 1);

  self->last = number;
  for (guint i = 0; i < REEVE_ACCESS_WORD_KINDS; i++)
    if (strcmp (kind, names[i]) == 0)
      {
        const char *word;

        if (i == REEVE_ACCESS_WORD_ADDRESS)
          {
            put_address (self, number, statement);
            return;
          }
        word = reeve_statement_get_text (statement, 2);
        if (i == REEVE_ACCESS_WORD_ACTOR)
          put_actor (&self->shelves[i], number, word);
        else
          put (&self->shelves[i], number, word, strlen (word));
        return;
      }
}

gboolean
reeve_access_words_learn (ReeveAccessWords *self, ReeveTx *tx, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx, "SELECT number, kind, word, typeof (word) = 'blob' FROM words WHERE number > $1 ORDER BY number",
    error);
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, self->last);
  while (row)
    {
      if (!reeve_statement_step (statement, &row, error))
        return FALSE;
      if (row)
        put_word (self, statement);
    }
  return TRUE;
}

/* --- Finding --- */

static void
append_number (GArray *numbers, gint64 number)
{
  if (numbers->len == 0 || g_array_index (numbers, gint64, numbers->len - 1) != number)
    g_array_append_val (numbers, number);
}

/* Which word that place of the text is in. */
static guint
find_word (const Shelf *shelf, guint32 place)
{
  guint low = 0;
  guint high = shelf->starts->len;

  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (shelf->starts, guint32, middle) <= place)
        low = middle;
      else
        high = middle;
    }
  return low;
}

/* What is looked for, with the NULs before and behind it that say where a word begins and ends. */
static GByteArray *
make_needle (const ReeveLogValue *value)
{
  GByteArray *needle = g_byte_array_new ();

  if (value->match != REEVE_LOG_PART)
    g_byte_array_append (needle, (const guint8 *) "", 1);
  g_byte_array_append (needle, (const guint8 *) value->folded, (guint) strlen (value->folded));
  if (value->match == REEVE_LOG_WHOLE)
    g_byte_array_append (needle, (const guint8 *) "", 1);
  return needle;
}

void
reeve_access_words_find (ReeveAccessWords *self,
                         ReeveAccessWordKind kind,
                         const ReeveLogValue *value,
                         GArray *numbers)
{
  const Shelf *shelf = &self->shelves[kind];
  g_autoptr (GByteArray) needle = NULL;
  const char *at = shelf->text->str;
  const char *end = at + shelf->text->len;
  guint base = numbers->len;

  if (value->folded == NULL || shelf->numbers->len == 0)
    return;
  needle = make_needle (value);
  while (at < end && (at = memmem (at, (gsize) (end - at), needle->data, needle->len)) != NULL)
    {
      /* A needle that begins with the NUL before a word was found one too early. */
      guint word = find_word (shelf, (guint32) (at - shelf->text->str) + (value->match != REEVE_LOG_PART));
      const char *text = shelf->text->str + g_array_index (shelf->starts, guint32, word);
      gint64 number = g_array_index (shelf->numbers, gint64, word);

      /* It knows ids, of which parts are not found. */
      if (reeve_log_value_matches_text (value, text) &&
          (numbers->len == base || g_array_index (numbers, gint64, numbers->len - 1) != number))
        g_array_append_val (numbers, number);
      at = MAX (text + strlen (text), at + 1);
    }
}

void
reeve_access_words_find_addresses (ReeveAccessWords *self,
                                   const ReeveLogAddresses *addresses,
                                   GArray *numbers)
{
  for (guint i = 0; i < self->addresses->len; i++)
    {
      const Address *address = &g_array_index (self->addresses, Address, i);

      if (reeve_log_addresses_contain_bytes (addresses, address->bytes, address->length))
        append_number (numbers, address->number);
    }
}
