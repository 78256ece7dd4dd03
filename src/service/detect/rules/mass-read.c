/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Somebody reads or takes out far more in a day than ever: distinct objects, or exports, more than so many
 * and more than their mean and three standard deviations over their own active days. What a program fetches
 * every hour is usual for it.
 *
 * Source: MITRE ATT&CK T1213, Data from Information Repositories. */

#include "config.h"

#include "common/clock.h"
#include "service/detect/day-count.h"
#include "service/detect/rules.h"

enum
{
  OBJECTS,
  ACTIVE_DAYS,
  EXPORTS
};

typedef struct
{
  ReeveDayCount count;
  ReeveRing exports;
  gint64 export_day;
  gint64 n_exports; /* on it */
  ReeveDayUsual usual_exports;
  gint64 raised_on; /* a day once */
  gint64 exported_on;
} Reader;

static void
raise_it (ReeveLook *look,
          const ReeveSight *sight,
          const ReeveRing *ring,
          const char *name,
          gint64 n,
          gint64 usual)
{
  ReeveRaised *finding = reeve_look_raise (look, sight, sight->person, sight->event->actor);
  gint64 times[REEVE_RING_MOST];
  guint n_events;

  if (finding == NULL)
    return;
  reeve_raised_add_number (finding, name, n);
  reeve_raised_add_number (finding, "usual", usual);
  n_events = reeve_ring_list (ring, sight->time, REEVE_DAY, times);
  reeve_raised_add_events (finding, times, n_events);
}

/* What a program takes out every hour is usual; how often that is, is known after some days. */
static void
see_export (ReeveLook *look, const ReeveSight *sight, Reader *reader)
{
  gint64 day = sight->time / REEVE_DAY;
  gint64 most;

  if (day > reader->export_day)
    {
      reeve_day_usual_note (&reader->usual_exports, reader->n_exports);
      reader->n_exports = 0;
      reader->export_day = day;
    }
  reader->n_exports++;
  reeve_ring_add (&reader->exports, sight->time, sight->object);
  most = reeve_day_usual_get (&reader->usual_exports, reeve_look_number (look, ACTIVE_DAYS),
                              reeve_look_number (look, EXPORTS));
  if (reader->n_exports <= most || reader->exported_on == day)
    return;
  reader->exported_on = day;
  raise_it (look, sight, &reader->exports, "exports", reader->n_exports, most);
}

static void
see_read (ReeveLook *look, const ReeveSight *sight, Reader *reader)
{
  gint64 objects;
  gint64 usual;

  reeve_day_count_note (&reader->count, sight->time, sight->object);
  objects = reeve_day_count_get (&reader->count);
  usual = reeve_day_usual_get (&reader->count.usual, reeve_look_number (look, ACTIVE_DAYS),
                               reeve_look_number (look, OBJECTS));
  if (objects <= usual || reader->raised_on == reader->count.day)
    return;
  reader->raised_on = reader->count.day;
  raise_it (look, sight, &reader->count.latest, "objects", objects, usual);
}

static void
see (ReeveLook *look, const ReeveSight *sight)
{
  if (!sight->good || sight->person == 0)
    return;
  if (sight->kind == REEVE_SIGHT_EXPORT)
    see_export (look, sight, reeve_look_get (look, 0, sight->person));
  else if (sight->object != 0 && (sight->kind == REEVE_SIGHT_READ || sight->kind == REEVE_SIGHT_READ_PERSON))
    see_read (look, sight, reeve_look_get (look, 0, sight->person));
}

const ReeveRule reeve_rule_mass_read = {
  .name = "mass-read",
  .technique = "T1213",
  .severity = REEVE_SEVERITY_HIGH,
  .numbers = { { "objects", 300, 20, 100000 }, { "active-days", 7, 3, 90 }, { "exports", 60, 2, 1000 } },
  .tables = { { sizeof (Reader), 10000 } },
  .look = see,
};
