/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Time and identifiers.
 *
 * A UUIDv7 (RFC 9562) here is 48 bits of milliseconds, a 42-bit counter and 32 random bits. The counter
 * starts at a random place in the lower half of its range with every millisecond and steps by one, so ids of
 * one process always grow, also while the clock stands still or jumps back. Ids are names, not secrets:
 * nothing may be opened by knowing one. */

#include "config.h"

#include "common/clock.h"

#include <openssl/rand.h>
#include <string.h>
#include <time.h>

#define COUNTER_BITS 42
#define COUNTER_MASK ((G_GUINT64_CONSTANT (1) << COUNTER_BITS) - 1)

static gint64 test_now;    /* atomic; 0: the system's clock */
static gint64 test_passed; /* atomic: what tests let go by */

static GMutex id_lock;
static guint64 last_millisecond; /* guarded by id_lock, as the next three */
static guint64 counter;
static guint8 pool[512];
static gsize pool_used = sizeof pool;

static void
take_random (gpointer out, gsize length)
{
  if (pool_used + length > sizeof pool)
    {
      if (RAND_bytes (pool, sizeof pool) != 1)
        g_error ("the system gives no randomness");
      pool_used = 0;
    }
  memcpy (out, pool + pool_used, length);
  pool_used += length;
}

static void
next_value (guint64 *millisecond, guint64 *count, guint32 *tail)
{
  guint64 now = (guint64) MAX (reeve_clock_now () / 1000, 0);

  g_mutex_lock (&id_lock);
  if (now > last_millisecond || counter == COUNTER_MASK)
    {
      last_millisecond = MAX (now, last_millisecond + 1);
      take_random (&counter, sizeof counter);
      counter &= COUNTER_MASK >> 1;
    }
  else
    {
      counter++;
    }
  *millisecond = last_millisecond;
  *count = counter;
  take_random (tail, sizeof *tail);
  g_mutex_unlock (&id_lock);
}

static char *
put_hex (char *out, guint64 value, guint digits)
{
  for (guint i = digits; i-- > 0;)
    *out++ = "0123456789abcdef"[value >> (4 * i) & 15];
  return out;
}

gint64
reeve_clock_now (void)
{
  gint64 now = __atomic_load_n (&test_now, __ATOMIC_RELAXED);

  return now != 0 ? now : g_get_real_time ();
}

void
reeve_clock_set_for_tests (gint64 now_or_zero)
{
  __atomic_store_n (&test_now, now_or_zero, __ATOMIC_RELAXED);
}

gint64
reeve_clock_steady (void)
{
  struct timespec time;

  /* Where the clock stands still, so does this one. */
  if (__atomic_load_n (&test_now, __ATOMIC_SEQ_CST) != 0)
    return REEVE_DAY + __atomic_load_n (&test_passed, __ATOMIC_SEQ_CST);
  if (clock_gettime (CLOCK_BOOTTIME, &time) != 0)
    g_error ("the system does not tell how long it runs");
  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

void
reeve_clock_advance_for_tests (gint64 microseconds)
{
  __atomic_add_fetch (&test_passed, microseconds, __ATOMIC_SEQ_CST);
  reeve_clock_set_for_tests (reeve_clock_now () + microseconds);
}

char *
reeve_id_new (void)
{
  guint64 millisecond;
  guint64 count;
  guint32 tail;
  char *id = g_malloc (37);
  char *out = id;

  next_value (&millisecond, &count, &tail);
  out = put_hex (out, millisecond >> 16, 8);
  *out++ = '-';
  out = put_hex (out, millisecond & 0xffff, 4);
  *out++ = '-';
  out = put_hex (out, 0x7000 | count >> 30, 4); /* version 7, the counter's first 12 bits */
  *out++ = '-';
  out = put_hex (out, 0x8000 | (count >> 16 & 0x3fff), 4); /* variant 10, the next 14 */
  *out++ = '-';
  out = put_hex (out, (count & 0xffff) << 32 | tail, 12);
  *out = '\0';
  return id;
}

gboolean
reeve_id_is_valid (const char *id)
{
  if (id == NULL)
    return FALSE;
  for (guint i = 0; i < 36; i++)
    {
      gboolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? id[i] != '-' : !(g_ascii_isdigit (id[i]) || (id[i] >= 'a' && id[i] <= 'f')))
        return FALSE;
    }
  return id[36] == '\0';
}
