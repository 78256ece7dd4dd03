/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Of each day the ids are listed, some thousands at a time, and then read page by page: no transaction is
 * open in between, and no more is in memory. A day that had none has none the next time either. */

#include "config.h"

#include "service/store/access-people.h"

#include "common/clock.h"
#include "common/error.h"

#define IDS  20000
#define LONG (500 * G_TIME_SPAN_MILLISECOND) /* days that have none are not gone through for ever */

struct _ReeveAccessPeople
{
  ReeveAccessFiles *files; /* borrowed */
  char *workspace;
  ReeveAccessCrowd *people;
  gint64 from;
  gint64 to;
  guint64 size;
  GArray *unread;    /* of gint64 */
  GHashTable *empty; /* set of gint64: days */

  gint64 next;                /* what is listed next begins here */
  ReeveAccessDayPeople *page; /* (nullable): of the day that ids are of */
  GArray *ids;                /* (nullable) of gint64: all of one day */
  guint at;                   /* of them */
  gboolean over;              /* none comes behind those */
};

ReeveAccessPeople *
reeve_access_people_new (ReeveAccessFiles *files,
                         const char *workspace,
                         ReeveAccessCrowd *people,
                         gint64 from,
                         gint64 to,
                         guint64 size)
{
  ReeveAccessPeople *self = g_new0 (ReeveAccessPeople, 1);

  self->files = files;
  self->workspace = g_strdup (workspace);
  self->people = reeve_access_crowd_ref (people);
  self->from = from;
  self->to = to;
  self->size = size;
  self->unread = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->empty = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  reeve_access_people_rewind (self);
  return self;
}

void
reeve_access_people_free (ReeveAccessPeople *self)
{
  g_free (self->workspace);
  reeve_access_crowd_unref (self->people);
  g_array_unref (self->unread);
  g_hash_table_unref (self->empty);
  g_clear_pointer (&self->ids, g_array_unref);
  g_clear_pointer (&self->page, reeve_access_day_people_free);
  g_free (self);
}

void
reeve_access_people_rewind (ReeveAccessPeople *self)
{
  self->next = self->from;
  self->over = self->from >= self->to;
  self->at = 0;
  g_clear_pointer (&self->ids, g_array_unref);
}

GArray *
reeve_access_people_get_unread (ReeveAccessPeople *self)
{
  return self->unread;
}

/* --- One day --- */

typedef struct
{
  ReeveAccessDay *day; /* (nullable): there is none */
  ReeveTx *tx;         /* the same */
} Opened;

static void
opened_clear (Opened *self)
{
  g_clear_pointer (&self->tx, reeve_tx_end);
  g_clear_pointer (&self->day, reeve_access_day_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Opened, opened_clear)

static void
note_unread (ReeveAccessPeople *self, gint64 day)
{
  for (guint i = 0; i < self->unread->len; i++)
    if (g_array_index (self->unread, gint64, i) == day)
      return;
  g_array_append_val (self->unread, day);
}

/* A day may give way to what is held of it. */
static gboolean
open_day (ReeveAccessPeople *self, gint64 day, gint64 deadline, Opened *opened, GError **error)
{
  g_autoptr (GError) local = NULL;

  do
    {
      opened_clear (opened);
      g_clear_error (&local);
      opened->day = reeve_access_files_open_day (self->files, self->workspace, day, FALSE, &local);
      if (opened->day != NULL)
        opened->tx = reeve_db_begin (reeve_access_day_get_db (opened->day), REEVE_TX_READ, deadline, &local);
    }
  while (opened->day != NULL && opened->tx == NULL && reeve_access_day_is_gone (opened->day));
  if (opened->tx != NULL ||
      (opened->day == NULL && g_error_matches (local, REEVE_ERROR, REEVE_ERROR_NOT_FOUND)))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* Whether @local, which a day gave, says that it is damaged: then it is told as unread. */
static gboolean
forgive (ReeveAccessPeople *self, gint64 day, GError **local, GError **error)
{
  if (!reeve_access_files_is_damage (*local))
    {
      g_propagate_error (error, g_steal_pointer (local));
      return FALSE;
    }
  g_clear_error (local);
  note_unread (self, day);
  return TRUE;
}

/* --- Ids --- */

/* The first day from @from on that has a file, and is not known to have none of them; G_MAXINT64: none. */
static gint64
find_day (ReeveAccessPeople *self, gint64 from)
{
  g_autoptr (GArray) days = reeve_access_files_list_days (self->files, self->workspace);
  gint64 found = G_MAXINT64;

  for (guint i = 0; i < days->len; i++)
    {
      gint64 day = g_array_index (days, gint64, i);

      if (day >= from && day < found && !g_hash_table_contains (self->empty, &day))
        found = day;
    }
  return found;
}

static gboolean
list_ids_of (ReeveAccessPeople *self, gint64 day, gint64 deadline, GError **error)
{
  g_auto (Opened) opened = { 0 };

  if (reeve_access_files_was_damaged (self->files, self->workspace, day))
    note_unread (self, day);
  if (!open_day (self, day, deadline, &opened, error))
    return FALSE;
  if (opened.tx == NULL)
    return TRUE;
  g_clear_pointer (&self->page, reeve_access_day_people_free);
  self->page = reeve_access_day_people_new (opened.tx, self->people, error);
  if (self->page != NULL)
    self->ids = reeve_access_day_people_list (self->page, opened.tx, self->next,
                                              MIN (self->to, (day + 1) * REEVE_DAY), IDS, error);
  return self->ids != NULL;
}

/* Those of the next day that has some, or as many of it as are listed at once; or of none, when that takes
 * long. */
static gboolean
list_ids (ReeveAccessPeople *self, gint64 deadline, GError **error)
{
  gint64 begun = g_get_monotonic_time ();

  g_clear_pointer (&self->ids, g_array_unref);
  self->at = 0;
  while (!self->over && (self->ids == NULL || self->ids->len == 0) && g_get_monotonic_time () - begun < LONG)
    {
      gint64 day = find_day (self, reeve_access_day_of (self->next));
      g_autoptr (GError) local = NULL;

      self->over = day > reeve_access_day_of (self->to - 1);
      if (self->over)
        break;
      self->next = MAX (self->next, day * REEVE_DAY);
      g_clear_pointer (&self->ids, g_array_unref);
      if (!list_ids_of (self, day, deadline, &local) && !forgive (self, day, &local, error))
        return FALSE;
      if (self->ids != NULL && self->ids->len == IDS)
        {
          self->next = g_array_index (self->ids, gint64, IDS - 1) + 1;
          continue;
        }
      if ((self->ids == NULL || self->ids->len == 0) && self->next <= MAX (self->from, day * REEVE_DAY))
        g_hash_table_add (self->empty, g_memdup2 (&day, sizeof day));
      self->next = (day + 1) * REEVE_DAY;
      self->over = self->next >= self->to;
    }
  return TRUE;
}

static gboolean
is_listed (ReeveAccessPeople *self)
{
  return self->ids != NULL && self->at < self->ids->len;
}

/* --- Events --- */

static GPtrArray *
read_page (ReeveAccessPeople *self, guint n, gint64 deadline, GError **error)
{
  const gint64 *ids = &g_array_index (self->ids, gint64, self->at);
  g_auto (Opened) opened = { 0 };
  g_autoptr (GPtrArray) events = NULL;

  if (!open_day (self, reeve_access_day_of (ids[0]), deadline, &opened, error))
    return NULL;
  if (opened.tx != NULL)
    {
      events = reeve_access_day_people_read (self->page, opened.day, opened.tx, ids, n, error);
      if (events == NULL)
        return NULL;
    }
  if (events == NULL || events->len != n)
    {
      reeve_set_error (error, REEVE_ERROR_BUSY, "log_changed", "events left the log while it was being read");
      return NULL;
    }
  return g_steal_pointer (&events);
}

/* Told to the tree later than the snapshot, of whatever time. */
static gboolean
is_later (ReeveAccessPeople *self, const ReeveAccessOfPeople *of)
{
  return of->leaf >= 0 && (guint64) of->leaf >= self->size;
}

GPtrArray *
reeve_access_people_read (ReeveAccessPeople *self,
                          guint limit,
                          gint64 deadline,
                          gboolean *last,
                          GError **error)
{
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (GError) local = NULL;
  guint n;

  if (!is_listed (self) && !list_ids (self, deadline, error))
    return NULL;
  n = is_listed (self) ? MIN (limit, self->ids->len - self->at) : 0;
  events = n > 0 ? read_page (self, n, deadline, &local) : g_ptr_array_new ();
  /* What was listed of a day that is damaged is left out from there on, each time in the same place. */
  if (events == NULL)
    {
      if (!forgive (self, reeve_access_day_of (g_array_index (self->ids, gint64, self->at)), &local, error))
        return NULL;
      events = g_ptr_array_new ();
      n = self->ids->len - self->at;
    }
  self->at += n;
  for (guint i = events->len; i > 0; i--)
    if (is_later (self, events->pdata[i - 1]))
      g_ptr_array_remove_index (events, i - 1);
  *last = self->over && !is_listed (self);
  return g_steal_pointer (&events);
}

/* What the tree was told of later is among them: it is few, and a bound is what is asked for. */
gboolean
reeve_access_people_count (ReeveAccessPeople *self,
                           gint64 deadline,
                           gint64 *n,
                           gboolean *last,
                           GError **error)
{
  if (!list_ids (self, deadline, error))
    return FALSE;
  *n += self->ids != NULL ? self->ids->len : 0;
  *last = self->over;
  if (*last)
    reeve_access_people_rewind (self);
  return TRUE;
}

/* --- Where they were --- */

static gboolean
add_places_of (ReeveAccessPeople *self,
               gint64 day,
               gint64 from,
               gint64 to,
               GHashTable *places,
               gint64 deadline,
               GError **error)
{
  g_auto (Opened) opened = { 0 };
  g_autoptr (ReeveAccessDayPeople) page = NULL;

  if (!open_day (self, day, deadline, &opened, error))
    return FALSE;
  if (opened.tx == NULL)
    return TRUE;
  page = reeve_access_day_people_new (opened.tx, self->people, error);
  return page != NULL && reeve_access_day_people_add_places (page, opened.tx, from, to, places, error);
}

GHashTable *
reeve_access_people_list_places (ReeveAccessPeople *self,
                                 gint64 from,
                                 gint64 to,
                                 gint64 deadline,
                                 GError **error)
{
  g_autoptr (GHashTable) places =
    g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) reeve_access_place_free);
  g_autoptr (GArray) days = reeve_access_files_list_days (self->files, self->workspace);

  for (guint i = 0; i < days->len && from < to; i++)
    {
      gint64 day = g_array_index (days, gint64, i);
      g_autoptr (GError) local = NULL;

      if (day < reeve_access_day_of (from) || day > reeve_access_day_of (to - 1))
        continue;
      if (!add_places_of (self, day, from, to, places, deadline, &local) &&
          !forgive (self, day, &local, error))
        return NULL;
    }
  return g_steal_pointer (&places);
}
