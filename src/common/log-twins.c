/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A table of buckets of four, each the last seen first: an entry is forgotten when four others have come into
 * its bucket since. Time need not go on evenly (a web server writes a request down when it ends), so what is
 * remembered is counted, not timed. */

#include "config.h"

#include "common/log-twins.h"

#include <string.h>

#include "common/encoding.h"

#define BUCKETS 16384
#define WAYS    4
#define DIGEST  32

typedef struct
{
  guint64 key;
  guint64 seen;
} Twin;

struct _ReeveLogTwins
{
  Twin buckets[BUCKETS][WAYS];
  GByteArray *text; /* what is hashed */
};

ReeveLogTwins *
reeve_log_twins_new (void)
{
  ReeveLogTwins *self = g_new0 (ReeveLogTwins, 1);

  self->text = g_byte_array_new ();
  return self;
}

void
reeve_log_twins_free (ReeveLogTwins *self)
{
  g_byte_array_unref (self->text);
  g_free (self);
}

/* How many of the same came before. */
static guint64
count (ReeveLogTwins *self, guint64 key)
{
  Twin *bucket = self->buckets[key % BUCKETS];
  Twin found = { .key = key };
  guint way;

  for (way = 0; way < WAYS - 1; way++)
    if (bucket[way].key == key)
      break;
  if (bucket[way].key == key)
    found.seen = bucket[way].seen;
  memmove (bucket + 1, bucket, way * sizeof *bucket);
  bucket[0] = (Twin) { .key = key, .seen = found.seen + 1 };
  return found.seen;
}

void
reeve_log_twins_make_id (ReeveLogTwins *self,
                         gint64 time,
                         const char *entry,
                         gsize length,
                         char id[REEVE_LOG_ID_LENGTH + 1])
{
  static const char digits[] = "0123456789abcdef";
  gint64 stamp = GINT64_TO_BE (time);
  guint8 digest[DIGEST];
  guint64 key, before;

  g_byte_array_set_size (self->text, 0);
  g_byte_array_append (self->text, (const guint8 *) &stamp, sizeof stamp);
  g_byte_array_append (self->text, (const guint8 *) entry, (guint) length);
  reeve_sha256 (self->text->data, self->text->len, digest);
  memcpy (&key, digest, sizeof key);
  key = GUINT64_FROM_BE (key);
  before = count (self, key);
  if (before > 0)
    {
      guint64 ordinal = GUINT64_TO_BE (before);

      g_byte_array_append (self->text, (const guint8 *) &ordinal, sizeof ordinal);
      reeve_sha256 (self->text->data, self->text->len, digest);
    }
  for (guint i = 0; i < REEVE_LOG_ID_LENGTH / 2; i++)
    {
      id[2 * i] = digits[digest[i] >> 4];
      id[2 * i + 1] = digits[digest[i] & 15];
    }
  id[REEVE_LOG_ID_LENGTH] = '\0';
}
