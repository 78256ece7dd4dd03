/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The schedule of locks. Pure: the counters come from store/failures, the time from the caller. */

#include "config.h"

#include "service/rules/lockout.h"

#include <gio/gio.h>
#include <string.h>

#include "common/clock.h"
#include "common/error.h"

#define FIRST_LOCK   REEVE_MINUTE
#define LONGEST_LOCK (15 * REEVE_MINUTE)
/* Failures that lie a day back say nothing any more; store/failures forgets them, too. */
#define MEMORY REEVE_DAY

static gint64
get_lock_length (gint64 failures)
{
  gint64 length = FIRST_LOCK;

  for (gint64 i = REEVE_LOCKOUT_TRIES; i < failures && length < LONGEST_LOCK; i++)
    length *= 2;
  return MIN (length, LONGEST_LOCK);
}

static gboolean
is_forgotten (const ReeveFailures *failures, gint64 now)
{
  return failures->last_failure != 0 && now - failures->last_failure > MEMORY;
}

/* How long the lock lasts from @now on; 0: it does not. A clock that went back a little lengthens no lock
 * beyond its own length; one that went back further than any lock is long made the lock meaningless. */
static gint64
get_remaining (const ReeveFailures *failures, gint64 now)
{
  gint64 remaining = failures->locked_until - now;

  if (failures->locked_until == 0 || remaining <= 0 || now < failures->last_failure - LONGEST_LOCK)
    return 0;
  return MIN (remaining, get_lock_length (failures->failures));
}

gboolean
reeve_lockout_check (const ReeveFailures *failures, gint64 now, GError **error)
{
  gint64 remaining = get_remaining (failures, now);
  GError *locked;

  if (remaining == 0)
    return TRUE;
  locked = reeve_error_new (REEVE_ERROR_LOCKED, "cooling_off", "too many wrong tries");
  reeve_error_set_retry_after_ms (locked, (remaining + 999) / 1000);
  g_propagate_error (error, locked);
  return FALSE;
}

void
reeve_lockout_note_failure (ReeveFailures *failures, gint64 now)
{
  if (is_forgotten (failures, now))
    failures->failures = 0;
  failures->failures++;
  failures->last_failure = now;
  failures->locked_until =
    failures->failures >= REEVE_LOCKOUT_TRIES ? now + get_lock_length (failures->failures) : 0;
}

guint
reeve_lockout_tries_left (const ReeveFailures *failures, gint64 now)
{
  if (get_remaining (failures, now) > 0)
    return 0;
  if (is_forgotten (failures, now))
    return REEVE_LOCKOUT_TRIES;
  /* After a lock each further wrong try locks again. */
  return failures->failures < REEVE_LOCKOUT_TRIES ? (guint) (REEVE_LOCKOUT_TRIES - failures->failures) : 1;
}

char *
reeve_lockout_get_source (const char *address)
{
  g_autoptr (GInetAddress) parsed = g_inet_address_new_from_string (address);
  guint8 net[16] = { 0 };

  if (parsed == NULL || g_inet_address_get_family (parsed) != G_SOCKET_FAMILY_IPV6)
    return g_strdup (address);
  memcpy (net, g_inet_address_to_bytes (parsed), 8);
  g_autoptr (GInetAddress) first = g_inet_address_new_from_bytes (net, G_SOCKET_FAMILY_IPV6);
  g_autofree char *text = g_inet_address_to_string (first);
  return g_strconcat (text, "/64", NULL);
}
