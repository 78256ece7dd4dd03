/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The reader: keeps the beginning of a log until its format is told, splits it into entries, gives each to
 * its format and counts what became of it. */

#include "config.h"

#include "common/log-reader.h"

#include <string.h>

#include "common/error.h"
#include "common/json.h"
#include "common/log-elements.h"
#include "common/log-format-private.h"
#include "common/log-twins.h"

#define FIRST_LOOK (4 << 10) /* so many bytes, then four times as many, and so on */
#define LAST_LOOK  (4 << 20) /* who cannot tell by now never will */
#define MARK       "\xef\xbb\xbf"

struct _ReeveLogReader
{
  ReeveLogFormat asked;
  const ReeveLogFormatKind *kind; /* (nullable): not told yet */
  GError *failure;                /* (nullable): nobody can tell */
  GString *head;                  /* (nullable): what came before the format was told */
  gsize next_look;

  ReeveLogElements *elements; /* (nullable): entries are lines */
  GString *carry;             /* a line that has not ended */
  GString *work;              /* the line that its format cuts up */
  gsize line_bytes;           /* of the longest line that is read */
  gboolean too_long;          /* the line that has not ended */
  gboolean started;           /* a byte order mark is behind us */

  ReeveLogContext context;
  ReeveLogTwins *twins;
  ReeveLogTotals totals;
  GPtrArray *kinds; /* of ReeveLogUnknown */
  GHashTable *kinds_by_name;
  GPtrArray *aside; /* of ReeveLogAside */
  char *source;     /* (nullable): of events whose format does not say */
  char *host;       /* (nullable) */
  ReeveLogEventFunc callback;
  ReeveLogRejectFunc reject; /* (nullable) */
  gpointer user_data;
  const char *raw; /* (nullable): the line that is read, as it stood there; of one too long the end */
  gsize raw_length;
};

static void
free_kind (gpointer data)
{
  ReeveLogUnknown *kind = data;

  g_free (kind->kind);
  g_free (kind);
}

static void
free_aside (gpointer data)
{
  ReeveLogAside *aside = data;

  g_free (aside->text);
  g_free (aside);
}

/* --- What became of an entry --- */

/* Valid UTF-8 without controls, at most @most bytes. */
static char *
show (const char *text, gsize length, gsize most)
{
  g_autofree char *valid = g_utf8_make_valid (text, (gssize) MIN (length, most));

  for (char *c = valid; *c != '\0'; c++)
    if ((guchar) *c < 0x20 || *c == 0x7f)
      *c = ' ';
  return g_steal_pointer (&valid);
}

static void
count_broken (ReeveLogReader *self, const char *why, const char *entry, gsize length)
{
  ReeveLogAside *aside;

  self->totals.broken++;
  if (self->reject != NULL)
    self->reject (self->totals.entries, why, self->raw != NULL ? self->raw : entry,
                  self->raw != NULL ? self->raw_length : length, self->user_data);
  if (self->aside->len >= REEVE_LOG_ASIDE)
    return;
  aside = g_new0 (ReeveLogAside, 1);
  aside->number = self->totals.entries;
  aside->why = why;
  aside->text = show (entry, length, REEVE_LOG_ASIDE_BYTES);
  g_ptr_array_add (self->aside, aside);
}

static void
count_unknown (ReeveLogReader *self, const char *name)
{
  g_autofree char *shown = show (name, strlen (name), REEVE_LOG_KIND_BYTES);
  ReeveLogUnknown *kind = g_hash_table_lookup (self->kinds_by_name, g_strstrip (shown));

  self->totals.unknown++;
  if (kind == NULL && self->kinds->len >= REEVE_LOG_KINDS)
    {
      g_set_str (&shown, "other");
      kind = g_hash_table_lookup (self->kinds_by_name, shown);
    }
  if (kind == NULL)
    {
      kind = g_new0 (ReeveLogUnknown, 1);
      kind->kind = g_steal_pointer (&shown);
      kind->first = self->totals.entries;
      g_ptr_array_add (self->kinds, kind);
      g_hash_table_insert (self->kinds_by_name, kind->kind, kind);
    }
  kind->count++;
}

/* @entry, @length: as it stood there. */
static void
settle (ReeveLogReader *self,
        ReeveLogVerdict verdict,
        ReeveAccessEvent *event,
        const char *entry,
        gsize length)
{
  char id[REEVE_LOG_ID_LENGTH + 1];

  if (verdict == REEVE_LOG_BROKEN)
    {
      count_broken (self, self->context.why, entry, length);
      return;
    }
  if (verdict == REEVE_LOG_UNKNOWN)
    {
      count_unknown (self, self->context.why);
      return;
    }
  if (event->source == NULL)
    event->source = self->source != NULL ? self->source : self->kind->word;
  if (event->source_id == NULL)
    {
      reeve_log_twins_make_id (self->twins, event->time, entry, length, id);
      event->source_id = id;
    }
  self->totals.events++;
  self->callback (event, self->totals.entries, self->user_data);
}

/* --- Entries --- */

static void
read_object (ReeveLogReader *self, const char *data, gsize length)
{
  g_autoptr (JsonObject) object = reeve_json_parse_object (data, length, &reeve_json_body, NULL);
  guint count = 1;

  if (object == NULL)
    {
      self->totals.entries++;
      count_broken (self, "not_json", data, length);
      return;
    }
  if (self->kind->count != NULL)
    count = MAX (1, self->kind->count (object));
  for (guint i = 0; i < count; i++)
    {
      ReeveAccessEvent event = { .time = 0 };

      self->totals.entries++;
      self->context.used = 0;
      settle (self, self->kind->read_object (&self->context, object, i, &event), &event, data, length);
      g_clear_pointer (&self->context.inner, json_object_unref);
    }
}

static void
on_element_cb (const char *data, gsize length, const char *why, gpointer user_data)
{
  ReeveLogReader *self = user_data;

  if (why == NULL)
    {
      read_object (self, data, length);
      return;
    }
  self->totals.entries++;
  count_broken (self, why, data, length);
}

static gboolean
is_blank (const char *line, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isspace (line[i]))
      return FALSE;
  return TRUE;
}

static void
read_text (ReeveLogReader *self, const char *line, gsize length)
{
  ReeveAccessEvent event = { .time = 0 };

  self->totals.entries++;
  g_string_truncate (self->work, 0);
  if (g_utf8_validate_len (line, length, NULL))
    {
      g_string_append_len (self->work, line, (gssize) length);
    }
  else
    {
      g_autofree char *valid = NULL;

      if (memchr (line, '\0', length) != NULL)
        {
          count_broken (self, "not_text", line, length);
          return;
        }
      valid = g_utf8_make_valid (line, (gssize) length);
      g_string_append (self->work, valid);
    }
  self->context.used = 0;
  settle (self, self->kind->read_line (&self->context, self->work->str, &event), &event, line, length);
}

static void
read_line (ReeveLogReader *self, const char *line, gsize length, gboolean too_long)
{
  self->raw = too_long ? "" : line;
  self->raw_length = too_long ? 0 : length;
  if (length > 0 && line[length - 1] == '\r')
    length--;
  if (too_long)
    {
      self->totals.entries++;
      count_broken (self, "too_long", line, length);
    }
  else if (is_blank (line, length))
    {
      self->totals.entries++;
      self->totals.blank++;
    }
  else if (self->kind->read_line != NULL)
    {
      read_text (self, line, length);
    }
  else
    {
      read_object (self, line, length);
    }
}

/* A piece of a line that is too long to be read goes at once: whoever keeps it need not have it whole. */
static void
reject_piece (ReeveLogReader *self, const char *data, gsize length)
{
  if (self->reject != NULL && length > 0)
    self->reject (self->totals.entries + 1, NULL, data, length, self->user_data);
}

/* Of a line, no more is kept than the longest that is read, and one byte to know that it was longer. */
static void
carry (ReeveLogReader *self, const char *data, gsize length)
{
  gsize most = self->line_bytes - MIN (self->line_bytes, self->carry->len);

  if (!self->too_long && length > most)
    {
      self->too_long = TRUE;
      reject_piece (self, self->carry->str, self->carry->len);
    }
  if (self->too_long)
    reject_piece (self, data, length);
  g_string_append_len (self->carry, data, (gssize) MIN (length, most));
}

static void
read_carried (ReeveLogReader *self)
{
  read_line (self, self->carry->str, self->carry->len, self->too_long);
  g_string_truncate (self->carry, 0);
  self->too_long = FALSE;
}

static void
split_lines (ReeveLogReader *self, const char *data, gsize length)
{
  const char *end = data + length;

  while (data < end)
    {
      const char *stop = memchr (data, '\n', (gsize) (end - data));

      if (stop == NULL)
        {
          carry (self, data, (gsize) (end - data));
          return;
        }
      if (self->carry->len > 0 || self->too_long || (gsize) (stop - data) > self->line_bytes)
        {
          carry (self, data, (gsize) (stop - data));
          read_carried (self);
        }
      else
        {
          read_line (self, data, (gsize) (stop - data), FALSE);
        }
      data = stop + 1;
    }
}

static void
take (ReeveLogReader *self, const char *data, gsize length)
{
  if (self->elements != NULL)
    reeve_log_elements_feed (self->elements, data, length);
  else
    split_lines (self, data, length);
}

/* --- The beginning --- */

static void
settle_format (ReeveLogReader *self, const ReeveLogFormatKind *kind, ReeveLogShape shape)
{
  self->kind = kind;
  if (self->host != NULL)
    self->source = g_strdup_printf ("%s %s", kind->word, self->host);
  self->line_bytes = kind->read_line != NULL ? REEVE_LOG_LINE_BYTES : REEVE_LOG_ELEMENT_BYTES;
  if (shape == REEVE_LOG_LINES)
    return;
  self->elements = reeve_log_elements_new (kind->lists, REEVE_LOG_ELEMENT_BYTES, on_element_cb, self);
}

static gboolean
fail (ReeveLogReader *self, GError **error)
{
  if (error != NULL)
    *error = g_error_copy (self->failure);
  return FALSE;
}

/* At the first @length bytes: what is told must not hang on the size of the pieces. */
static gboolean
look (ReeveLogReader *self, gsize length, gboolean whole, GError **error)
{
  ReeveLogShape shape = REEVE_LOG_LINES;
  const ReeveLogFormatKind *kind =
    reeve_log_format_detect (self->head->str, length, whole, self->asked, &shape);

  self->next_look *= 4;
  if (kind == NULL && !whole && length < LAST_LOOK)
    return TRUE;
  if (kind == NULL)
    kind = reeve_log_format_get_kind (self->asked);
  if (kind == NULL && is_blank (self->head->str, self->head->len))
    kind = reeve_log_format_get_kind (REEVE_LOG_FORMAT_REEVE);
  if (kind == NULL)
    {
      reeve_set_error (&self->failure, REEVE_ERROR_INVALID, NULL, "this is no log of a known format");
      return fail (self, error);
    }
  g_autoptr (GString) head = g_steal_pointer (&self->head);
  settle_format (self, kind, shape);
  take (self, head->str, head->len);
  return TRUE;
}

gboolean
reeve_log_reader_feed (ReeveLogReader *self, const char *data, gsize length, GError **error)
{
  g_return_val_if_fail (data != NULL || length == 0, FALSE);
  if (self->failure != NULL)
    return fail (self, error);
  if (self->kind != NULL)
    {
      take (self, data, length);
      return TRUE;
    }
  g_string_append_len (self->head, data, (gssize) length);
  if (!self->started && self->head->len >= strlen (MARK))
    {
      self->started = TRUE;
      if (g_str_has_prefix (self->head->str, MARK))
        g_string_erase (self->head, 0, strlen (MARK));
    }
  while (self->kind == NULL && self->head->len >= self->next_look)
    if (!look (self, self->next_look, FALSE, error))
      return FALSE;
  return TRUE;
}

gboolean
reeve_log_reader_end (ReeveLogReader *self, GError **error)
{
  if (self->failure != NULL)
    return fail (self, error);
  if (self->kind == NULL && !look (self, self->head->len, TRUE, error))
    return FALSE;
  if (self->elements != NULL)
    reeve_log_elements_end (self->elements);
  if (self->carry->len > 0 || self->too_long)
    read_carried (self);
  return TRUE;
}

ReeveLogReader *
reeve_log_reader_new (ReeveLogFormat format,
                      gint64 now,
                      GTimeZone *zone,
                      ReeveLogEventFunc callback,
                      gpointer user_data)
{
  ReeveLogReader *self = g_new0 (ReeveLogReader, 1);

  self->asked = format;
  self->head = g_string_new (NULL);
  self->next_look = FIRST_LOOK;
  self->carry = g_string_new (NULL);
  self->work = g_string_new (NULL);
  reeve_log_clock_init (&self->context.clock, now, zone);
  self->twins = reeve_log_twins_new ();
  self->kinds = g_ptr_array_new_with_free_func (free_kind);
  self->kinds_by_name = g_hash_table_new (g_str_hash, g_str_equal);
  self->aside = g_ptr_array_new_with_free_func (free_aside);
  self->callback = callback;
  self->user_data = user_data;
  return self;
}

void
reeve_log_reader_set_host (ReeveLogReader *self, const char *host)
{
  g_return_if_fail (self->kind == NULL && self->head->len == 0);
  g_set_str (&self->host, host);
}

void
reeve_log_reader_set_reject (ReeveLogReader *self, ReeveLogRejectFunc callback)
{
  self->reject = callback;
}

void
reeve_log_reader_set_lines (ReeveLogReader *self)
{
  g_return_if_fail (self->kind == NULL && self->head->len == 0 && self->asked != REEVE_LOG_FORMAT_AUTO);
  g_string_free (g_steal_pointer (&self->head), TRUE);
  settle_format (self, reeve_log_format_get_kind (self->asked), REEVE_LOG_LINES);
}

void
reeve_log_reader_free (ReeveLogReader *self)
{
  g_free (self->source);
  g_free (self->host);
  g_clear_error (&self->failure);
  if (self->head != NULL)
    g_string_free (self->head, TRUE);
  g_clear_pointer (&self->elements, reeve_log_elements_free);
  g_string_free (self->carry, TRUE);
  g_string_free (self->work, TRUE);
  reeve_log_clock_clear (&self->context.clock);
  reeve_log_twins_free (self->twins);
  g_hash_table_unref (self->kinds_by_name);
  g_ptr_array_unref (self->kinds);
  g_ptr_array_unref (self->aside);
  g_free (self);
}

ReeveLogFormat
reeve_log_reader_get_format (ReeveLogReader *self)
{
  for (guint i = 0; self->kind != NULL && i < REEVE_LOG_FORMATS; i++)
    if (reeve_log_format_get_kind (i) == self->kind)
      return i;
  return REEVE_LOG_FORMAT_AUTO;
}

const ReeveLogTotals *
reeve_log_reader_get_totals (ReeveLogReader *self)
{
  return &self->totals;
}

GPtrArray *
reeve_log_reader_get_kinds (ReeveLogReader *self)
{
  return self->kinds;
}

GPtrArray *
reeve_log_reader_get_aside (ReeveLogReader *self)
{
  return self->aside;
}
