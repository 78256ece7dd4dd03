/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Whoever guesses passwords chooses addresses and names: what is kept by such a thing has an end. */

#include "config.h"

#include "service/evidence/tally.h"

#include <string.h>

#include "common/clock.h"
#include "common/log-action.h"

#define MOST_PLACES  20000
#define MOST_TOUCHES 20000
#define MOST_VISITS  20000
#define MOST_BARS    200
#define JOINED       (15 * REEVE_MINUTE) /* neighbours that are no further apart are one row */

/* Rows of the timeline, by what they tell; what has no room any more is counted. So many of each phase, that
 * a busy time before leaves the one after its room. */
enum
{
  ROWS_USED,   /* sign-ins, and what changed something */
  ROWS_FAILED, /* and what others did */
  ROWS_READ,
  N_ROWS
};
static const guint most_rows[N_ROWS] = { 300, 100, 100 };

const char *const reeve_evidence_kinds[] = { "signIns",       "failedSignIns", "actions",
                                             "failedActions", "unsigned",      NULL };

struct _ReeveEvidenceTally
{
  const ReeveEvidenceMatter *matter; /* borrowed */
  ReeveEvidenceCounts counts;
  GHashTable *places;  /* address -> ReeveEvidencePlace */
  GHashTable *touches; /* action, U+001F, object -> ReeveEvidenceTouch */
  GHashTable *visits;  /* session -> ReeveEvidenceVisit */
  gint64 more_places;  /* events */
  gint64 more_touches;
  gint64 more_visits;
  GPtrArray *rows[N_ROWS]; /* of ReeveEvidenceRow */
  guint n_rows[N_ROWS][REEVE_EVIDENCE_PHASES];
  ReeveEvidenceRow *now[N_ROWS]; /* (nullable) borrowed from rows: the last one, which takes more like it */
  gint64 more_rows;
  GArray *bars; /* of ReeveEvidenceBar */
  gint64 width;
};

ReeveEvidenceKind
reeve_evidence_get_kind (const ReeveAccessEvent *event)
{
  gboolean ok = event->result == REEVE_ACCESS_OK;

  if (g_strcmp0 (event->action, REEVE_LOG_SIGN_IN) == 0)
    return ok ? REEVE_EVIDENCE_SIGN_IN : REEVE_EVIDENCE_FAILED_SIGN_IN;
  if (!ok)
    return REEVE_EVIDENCE_FAILED_ACTION;
  return event->session != NULL || event->source != NULL ? REEVE_EVIDENCE_ACTION : REEVE_EVIDENCE_UNSIGNED;
}

gboolean
reeve_evidence_kind_is_use (ReeveEvidenceKind kind)
{
  return kind == REEVE_EVIDENCE_SIGN_IN || kind == REEVE_EVIDENCE_ACTION;
}

/* --- Making it --- */

static void
free_place (gpointer data)
{
  ReeveEvidencePlace *place = data;

  g_free (place->address);
  g_free (place);
}

static void
free_touch (gpointer data)
{
  ReeveEvidenceTouch *touch = data;

  g_free (touch->action);
  g_free (touch->object);
  g_free (touch->object_name);
  g_free (touch);
}

static void
free_visit (gpointer data)
{
  ReeveEvidenceVisit *visit = data;

  g_free (visit->session);
  g_free (visit->agent);
  g_free (visit->address);
  g_free (visit);
}

static void
free_row (gpointer data)
{
  ReeveEvidenceRow *row = data;

  g_free (row->who);
  g_free (row->action);
  g_free (row->address);
  g_free (row->object);
  g_free (row);
}

/* The narrowest that are not too many, beginning at whole ones. */
static void
make_bars (ReeveEvidenceTally *self)
{
  static const gint64 widths[] = { REEVE_HOUR,      2 * REEVE_HOUR, 3 * REEVE_HOUR, 6 * REEVE_HOUR,
                                   12 * REEVE_HOUR, REEVE_DAY,      2 * REEVE_DAY,  7 * REEVE_DAY,
                                   28 * REEVE_DAY,  364 * REEVE_DAY };
  gint64 from = self->matter->from;
  gint64 length = MAX (self->matter->until - from, 1);
  gint64 begin;

  self->width = widths[G_N_ELEMENTS (widths) - 1];
  for (guint i = G_N_ELEMENTS (widths); i > 0; i--)
    if (length / widths[i - 1] < MOST_BARS)
      self->width = widths[i - 1];
  begin = from - from % self->width;
  for (; begin < self->matter->until && self->bars->len <= MOST_BARS; begin += self->width)
    {
      const ReeveEvidenceBar bar = { .begin = begin };

      g_array_append_val (self->bars, bar);
    }
}

ReeveEvidenceTally *
reeve_evidence_tally_new (const ReeveEvidenceMatter *matter)
{
  ReeveEvidenceTally *self = g_new0 (ReeveEvidenceTally, 1);

  self->matter = matter;
  self->places = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_place);
  self->touches = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_touch);
  self->visits = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_visit);
  for (guint i = 0; i < N_ROWS; i++)
    self->rows[i] = g_ptr_array_new_with_free_func (free_row);
  self->bars = g_array_new (FALSE, FALSE, sizeof (ReeveEvidenceBar));
  make_bars (self);
  return self;
}

void
reeve_evidence_tally_free (ReeveEvidenceTally *self)
{
  g_hash_table_unref (self->places);
  g_hash_table_unref (self->touches);
  g_hash_table_unref (self->visits);
  for (guint i = 0; i < N_ROWS; i++)
    g_ptr_array_unref (self->rows[i]);
  g_array_unref (self->bars);
  g_free (self);
}

/* --- Counting --- */

/* (nullable): there are too many others */
static ReeveEvidencePlace *
get_place (ReeveEvidenceTally *self, const char *address)
{
  ReeveEvidencePlace *place = g_hash_table_lookup (self->places, address);

  if (place != NULL || g_hash_table_size (self->places) >= MOST_PLACES)
    return place;
  place = g_new0 (ReeveEvidencePlace, 1);
  place->address = g_strdup (address);
  g_hash_table_insert (self->places, place->address, place);
  return place;
}

void
reeve_evidence_tally_know (ReeveEvidenceTally *self, const char *address, gint64 n, gint64 first, gint64 last)
{
  ReeveEvidencePlace *place = get_place (self, address);

  if (place == NULL)
    return;
  place->before = n;
  place->before_first = first;
  place->before_last = last;
}

static void
add_place (ReeveEvidenceTally *self,
           const ReeveAccessEvent *event,
           ReeveEvidencePhase phase,
           ReeveEvidenceKind kind)
{
  ReeveEvidencePlace *place = get_place (self, event->address != NULL ? event->address : "");

  if (place == NULL)
    {
      self->more_places++;
      return;
    }
  place->n[phase][kind]++;
  place->last = event->time;
  if (place->first == 0)
    place->first = event->time;
}

static ReeveEvidenceTouch *
get_touch (ReeveEvidenceTally *self, const ReeveAccessEvent *event)
{
  const char *action = event->action != NULL ? event->action : "";
  g_autofree char *key = g_strconcat (action, "\x1f", event->object, NULL);
  ReeveEvidenceTouch *touch = g_hash_table_lookup (self->touches, key);

  if (touch != NULL || g_hash_table_size (self->touches) >= MOST_TOUCHES)
    return touch;
  touch = g_new0 (ReeveEvidenceTouch, 1);
  touch->action = g_strdup (action);
  touch->object = g_strdup (event->object);
  touch->first = event->time;
  g_hash_table_insert (self->touches, g_steal_pointer (&key), touch);
  return touch;
}

static void
add_touch (ReeveEvidenceTally *self, const ReeveAccessEvent *event, ReeveEvidencePhase phase)
{
  ReeveEvidenceTouch *touch = get_touch (self, event);

  if (touch == NULL)
    {
      self->more_touches++;
      return;
    }
  if (event->object_name != NULL)
    g_set_str (&touch->object_name, event->object_name);
  touch->last = event->time;
  if (event->result == REEVE_ACCESS_OK)
    touch->ok[phase]++;
  else
    touch->failed[phase]++;
}

static void
add_visit (ReeveEvidenceTally *self, const ReeveAccessEvent *event)
{
  ReeveEvidenceVisit *visit =
    event->session != NULL ? g_hash_table_lookup (self->visits, event->session) : NULL;

  if (event->session == NULL)
    return;
  if (visit == NULL && g_hash_table_size (self->visits) >= MOST_VISITS)
    {
      self->more_visits++;
      return;
    }
  if (visit == NULL)
    {
      visit = g_new0 (ReeveEvidenceVisit, 1);
      visit->session = g_strdup (event->session);
      visit->agent = g_strdup (event->agent);
      visit->address = g_strdup (event->address);
      visit->first = event->time;
      g_hash_table_insert (self->visits, visit->session, visit);
    }
  visit->events++;
  visit->last = event->time;
}

static void
add_bar (ReeveEvidenceTally *self, const ReeveAccessEvent *event, ReeveEvidenceKind kind)
{
  gint64 begin = self->bars->len > 0 ? g_array_index (self->bars, ReeveEvidenceBar, 0).begin : 0;
  gint64 at = (event->time - begin) / self->width;

  if (event->time >= begin && at < self->bars->len)
    g_array_index (self->bars, ReeveEvidenceBar, (guint) at)
      .n[kind == REEVE_EVIDENCE_SIGN_IN          ? 0
         : kind == REEVE_EVIDENCE_FAILED_SIGN_IN ? 1
                                                 : 2]++;
}

/* --- Rows --- */

/* What only looks: of Reeve's own events the method says so, of others the verb. */
static gboolean
is_reading (const ReeveAccessEvent *event)
{
  const char *dot = event->action != NULL ? strrchr (event->action, '.') : NULL;

  if (event->route != NULL &&
      (g_str_has_prefix (event->route, "GET ") || g_str_has_prefix (event->route, "HEAD ")))
    return !(dot != NULL && strcmp (dot, ".export") == 0);
  return event->action == NULL || (dot != NULL && strcmp (dot, ".read") == 0) ||
         strcmp (event->action, REEVE_LOG_REQUEST) == 0;
}

static guint
choose_rows (const ReeveAccessEvent *event, int by, ReeveEvidenceKind kind)
{
  if (by < 0 || !reeve_evidence_kind_is_use (kind))
    return ROWS_FAILED;
  return kind != REEVE_EVIDENCE_SIGN_IN && is_reading (event) ? ROWS_READ : ROWS_USED;
}

static const char *
get_object (const ReeveAccessEvent *event)
{
  return event->object_name != NULL ? event->object_name : event->object;
}

static gboolean
is_alike (const ReeveEvidenceRow *row, const ReeveAccessEvent *event, int by)
{
  return row->by == by && row->result == event->result && event->time - row->until <= JOINED &&
         g_strcmp0 (row->action, event->action) == 0 && g_strcmp0 (row->address, event->address) == 0 &&
         (by >= 0 || g_strcmp0 (row->who, event->actor_name) == 0);
}

/* What was usual before it may have become known needs a few examples only. */
static guint
get_most_rows (ReeveEvidenceTally *self, guint which, ReeveEvidencePhase phase)
{
  return phase == REEVE_EVIDENCE_BEFORE && self->matter->since != 0 ? most_rows[which] / 5 : most_rows[which];
}

static void
add_row (ReeveEvidenceTally *self, const ReeveAccessEvent *event, int by, ReeveEvidenceKind kind)
{
  guint which = choose_rows (event, by, kind);
  ReeveEvidencePhase phase = reeve_evidence_matter_get_phase (self->matter, event->time);
  guint *n = &self->n_rows[which][phase];
  ReeveEvidenceRow *row = self->now[which];

  if (row != NULL && is_alike (row, event, by))
    {
      row->n++;
      row->until = event->time;
      if (row->object != NULL && g_strcmp0 (row->object, get_object (event)) != 0)
        g_clear_pointer (&row->object, g_free);
      return;
    }
  self->now[which] = NULL;
  if (*n >= get_most_rows (self, which, phase))
    {
      self->more_rows++;
      return;
    }
  ++*n;
  row = g_new0 (ReeveEvidenceRow, 1);
  row->time = row->until = event->time;
  row->n = 1;
  row->by = by;
  row->who = g_strdup (event->actor_name != NULL ? event->actor_name : event->actor);
  row->action = g_strdup (event->action);
  row->address = g_strdup (event->address);
  row->object = g_strdup (get_object (event));
  row->result = event->result;
  row->kind = kind;
  g_ptr_array_add (self->rows[which], row);
  self->now[which] = row;
}

void
reeve_evidence_tally_add (ReeveEvidenceTally *self, const ReeveAccessEvent *event, int by, gboolean proved)
{
  ReeveEvidencePhase phase = reeve_evidence_matter_get_phase (self->matter, event->time);
  ReeveEvidenceKind kind = reeve_evidence_get_kind (event);

  self->counts.events++;
  self->counts.unproved += !proved;
  add_row (self, event, by, kind);
  if (by < 0)
    {
      self->counts.about[phase]++;
      return;
    }
  self->counts.n[phase][kind]++;
  if (phase >= REEVE_EVIDENCE_REPORTED && reeve_evidence_kind_is_use (kind))
    {
      self->counts.last_use = event->time;
      if (self->counts.first_use == 0)
        self->counts.first_use = event->time;
    }
  add_place (self, event, phase, kind);
  if (kind != REEVE_EVIDENCE_SIGN_IN && kind != REEVE_EVIDENCE_FAILED_SIGN_IN)
    add_touch (self, event, phase);
  add_visit (self, event);
  add_bar (self, event, kind);
}

/* --- What came of it --- */

const ReeveEvidenceCounts *
reeve_evidence_tally_get_counts (ReeveEvidenceTally *self)
{
  return &self->counts;
}

void
reeve_evidence_tally_sum_after (const gint64 n[REEVE_EVIDENCE_PHASES][REEVE_EVIDENCE_KINDS],
                                gint64 after[REEVE_EVIDENCE_KINDS])
{
  for (guint i = 0; i < REEVE_EVIDENCE_KINDS; i++)
    after[i] = n[REEVE_EVIDENCE_REPORTED][i] + n[REEVE_EVIDENCE_CONTAINED][i];
}

/* (transfer container) */
static GPtrArray *
list_values (GHashTable *table, GCompareFunc compare)
{
  GPtrArray *values = g_hash_table_get_values_as_ptr_array (table);

  g_ptr_array_sort (values, compare);
  return values;
}

static int
compare_numbers (gint64 a, gint64 b)
{
  return a < b ? 1 : a > b ? -1 : 0;
}

/* Uses after the report, then attempts after it, then all. */
static int
compare_places (gconstpointer a, gconstpointer b)
{
  const ReeveEvidencePlace *places[2] = { *(const ReeveEvidencePlace *const *) a,
                                          *(const ReeveEvidencePlace *const *) b };
  gint64 uses[2] = { 0 };
  gint64 after[2] = { 0 };
  gint64 all[2] = { 0 };

  for (guint i = 0; i < 2; i++)
    for (guint phase = 0; phase < REEVE_EVIDENCE_PHASES; phase++)
      for (guint kind = 0; kind < REEVE_EVIDENCE_KINDS; kind++)
        {
          gint64 n = places[i]->n[phase][kind];

          all[i] += n;
          after[i] += phase >= REEVE_EVIDENCE_REPORTED ? n : 0;
          uses[i] += phase >= REEVE_EVIDENCE_REPORTED && reeve_evidence_kind_is_use (kind) ? n : 0;
        }
  if (uses[0] != uses[1])
    return compare_numbers (uses[0], uses[1]);
  if (after[0] != after[1])
    return compare_numbers (after[0], after[1]);
  return all[0] != all[1] ? compare_numbers (all[0], all[1])
                          : strcmp (places[0]->address, places[1]->address);
}

static gint64
count_touch (const ReeveEvidenceTouch *touch, ReeveEvidencePhase from)
{
  gint64 n = 0;

  for (guint phase = from; phase < REEVE_EVIDENCE_PHASES; phase++)
    n += touch->ok[phase] + touch->failed[phase];
  return n;
}

static int
compare_touches (gconstpointer a, gconstpointer b)
{
  const ReeveEvidenceTouch *one = *(const ReeveEvidenceTouch *const *) a;
  const ReeveEvidenceTouch *other = *(const ReeveEvidenceTouch *const *) b;
  int order = compare_numbers (count_touch (one, REEVE_EVIDENCE_REPORTED),
                               count_touch (other, REEVE_EVIDENCE_REPORTED));

  if (order == 0)
    order =
      compare_numbers (count_touch (one, REEVE_EVIDENCE_BEFORE), count_touch (other, REEVE_EVIDENCE_BEFORE));
  if (order == 0)
    order = strcmp (one->action, other->action);
  return order != 0 ? order : g_strcmp0 (one->object, other->object);
}

static int
compare_visits (gconstpointer a, gconstpointer b)
{
  const ReeveEvidenceVisit *one = *(const ReeveEvidenceVisit *const *) a;
  const ReeveEvidenceVisit *other = *(const ReeveEvidenceVisit *const *) b;

  return one->first != other->first ? -compare_numbers (one->first, other->first)
                                    : strcmp (one->session, other->session);
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  return -compare_numbers ((*(const ReeveEvidenceRow *const *) a)->time,
                           (*(const ReeveEvidenceRow *const *) b)->time);
}

GPtrArray *
reeve_evidence_tally_list_places (ReeveEvidenceTally *self, gint64 *more)
{
  *more = self->more_places;
  return list_values (self->places, compare_places);
}

GPtrArray *
reeve_evidence_tally_list_touches (ReeveEvidenceTally *self, gint64 *more)
{
  *more = self->more_touches;
  return list_values (self->touches, compare_touches);
}

const ReeveEvidenceVisit *
reeve_evidence_tally_get_visit (ReeveEvidenceTally *self, const char *session)
{
  return g_hash_table_lookup (self->visits, session);
}

GPtrArray *
reeve_evidence_tally_list_visits (ReeveEvidenceTally *self, gint64 *more)
{
  *more = self->more_visits;
  return list_values (self->visits, compare_visits);
}

GPtrArray *
reeve_evidence_tally_list_rows (ReeveEvidenceTally *self, gint64 *more)
{
  GPtrArray *rows = g_ptr_array_new ();

  for (guint i = 0; i < N_ROWS; i++)
    for (guint k = 0; k < self->rows[i]->len; k++)
      g_ptr_array_add (rows, self->rows[i]->pdata[k]);
  g_ptr_array_sort (rows, compare_rows);
  *more = self->more_rows;
  return rows;
}

GArray *
reeve_evidence_tally_get_bars (ReeveEvidenceTally *self, gint64 *width)
{
  *width = self->width;
  return self->bars;
}
