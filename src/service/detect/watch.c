/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/detect/watch.h"

#include <string.h>

#include "common/clock.h"
#include "common/log-action.h"

#define MOST_PEOPLE   50000
#define MOST_NETWORKS 50000
#define MOST_RAISED   20000
#define MOST_GIVEN    20000
#define SAME          REEVE_HOUR /* what was raised and goes on is raised again after so long without */
#define SETTLED       (12 * REEVE_HOUR)

#define NETWORK_PEOPLE 8

/* Who came in well from a network. */
typedef struct
{
  guint64 people[NETWORK_PEOPLE];
  gint64 since[NETWORK_PEOPLE];
} Network;

typedef struct
{
  gint64 last;
} Raised;

/* By what a source calls somebody: who that is in all systems. */
typedef struct
{
  guint64 person;
} Alias;

/* Somebody may administer, whether they do or not: rights were given to them here, and not taken back. */
typedef struct
{
  gint64 since; /* 0: taken back */
} Given;

/* Tables of the watch itself; those of the rules follow. */
enum
{
  PEOPLE,
  NETWORKS,
  RAISED, /* by rule and what it is about */
  ABOUT,  /* by what it is about */
  ALIASES,
  GIVEN,
  FIRST_OF_RULES
};

struct _ReeveLook
{
  ReeveWatch *watch;
  guint rule;
  GPtrArray *findings;
  const ReeveSight *sight;
};

struct _ReeveWatch
{
  guint8 key[REEVE_SIGHT_KEY_BYTES];
  GPtrArray *tables;                     /* (owned) of ReeveBounded */
  guint *first_table;                    /* (owned) (array length=reeve_n_rules): of each rule */
  gint64 (*numbers)[REEVE_RULE_NUMBERS]; /* (owned) */
  ReeveSites *sites;                     /* (owned) (nullable) */
  gboolean *off;                         /* (owned) (array length=reeve_n_rules) */
};

static ReeveBounded *
get_table (const ReeveWatch *self, guint table)
{
  return self->tables->pdata[table];
}

static void
add_table (ReeveWatch *self, gsize size, guint most)
{
  g_ptr_array_add (self->tables, reeve_bounded_new (size, most));
}

static void
add_rule (ReeveWatch *self, guint at)
{
  const ReeveRule *rule = reeve_rules[at];

  self->first_table[at] = self->tables->len;
  for (guint i = 0; i < REEVE_RULE_TABLES && rule->tables[i].size > 0; i++)
    add_table (self, rule->tables[i].size, rule->tables[i].most);
  for (guint i = 0; i < REEVE_RULE_NUMBERS; i++)
    self->numbers[at][i] = rule->numbers[i].usual;
}

ReeveWatch *
reeve_watch_new (const guint8 key[REEVE_SIGHT_KEY_BYTES])
{
  ReeveWatch *self = g_new0 (ReeveWatch, 1);

  memcpy (self->key, key, sizeof self->key);
  self->tables = g_ptr_array_new_with_free_func ((GDestroyNotify) reeve_bounded_free);
  self->first_table = g_new0 (guint, reeve_n_rules);
  self->numbers = g_malloc0_n (reeve_n_rules, sizeof *self->numbers);
  self->off = g_new0 (gboolean, reeve_n_rules);
  add_table (self, sizeof (ReeveHabits), MOST_PEOPLE);
  add_table (self, sizeof (Network), MOST_NETWORKS);
  add_table (self, sizeof (Raised), MOST_RAISED);
  add_table (self, sizeof (Raised), MOST_RAISED);
  add_table (self, sizeof (Alias), 2 * MOST_PEOPLE);
  add_table (self, sizeof (Given), MOST_GIVEN);
  for (guint i = 0; i < reeve_n_rules; i++)
    add_rule (self, i);
  return self;
}

void
reeve_watch_free (ReeveWatch *self)
{
  g_ptr_array_unref (self->tables);
  g_free (self->first_table);
  g_free (self->numbers);
  g_free (self->off);
  g_clear_pointer (&self->sites, reeve_sites_free);
  g_free (self);
}

gboolean
reeve_watch_set_number (ReeveWatch *self, const char *rule, const char *number, gint64 value)
{
  for (guint i = 0; i < reeve_n_rules; i++)
    for (guint j = 0; j < REEVE_RULE_NUMBERS && reeve_rules[i]->numbers[j].name != NULL; j++)
      {
        const ReeveRuleNumber *known = &reeve_rules[i]->numbers[j];

        if (!g_str_equal (reeve_rules[i]->name, rule) || !g_str_equal (known->name, number))
          continue;
        if (value < known->least || value > known->most)
          return FALSE;
        self->numbers[i][j] = value;
        return TRUE;
      }
  return FALSE;
}

void
reeve_watch_switch (ReeveWatch *self, const char *rule, gboolean on)
{
  for (guint i = 0; i < reeve_n_rules; i++)
    if (g_str_equal (reeve_rules[i]->name, rule))
      self->off[i] = !on;
}

void
reeve_watch_set_sites (ReeveWatch *self, ReeveSites *sites)
{
  g_clear_pointer (&self->sites, reeve_sites_free);
  self->sites = sites;
}

gsize
reeve_watch_get_memory (const ReeveWatch *self)
{
  gsize bytes = sizeof *self;

  for (guint i = 0; i < self->tables->len; i++)
    bytes += reeve_bounded_get_memory (get_table (self, i));
  return bytes;
}

/* --- What a rule sees --- */

gint64
reeve_look_number (ReeveLook *self, guint number)
{
  return self->watch->numbers[self->rule][number];
}

gpointer
reeve_look_get (ReeveLook *self, guint table, guint64 key)
{
  return reeve_bounded_get (get_table (self->watch, self->watch->first_table[self->rule] + table), key);
}

gpointer
reeve_look_find (ReeveLook *self, guint table, guint64 key)
{
  return reeve_bounded_find (get_table (self->watch, self->watch->first_table[self->rule] + table), key);
}

const ReeveHabits *
reeve_look_habits_of (ReeveLook *self, guint64 person)
{
  return person != 0 ? reeve_bounded_find (get_table (self->watch, PEOPLE), person) : NULL;
}

const ReeveHabits *
reeve_look_habits (ReeveLook *self)
{
  return reeve_look_habits_of (self, self->sight->person);
}

static gboolean
may_administer (const ReeveWatch *self, guint64 person)
{
  const Given *given = reeve_bounded_find (get_table (self, GIVEN), person);

  return given != NULL && given->since != 0;
}

gboolean
reeve_look_administers (ReeveLook *self, guint64 person)
{
  const ReeveHabits *habits = reeve_look_habits_of (self, person);

  return (habits != NULL && reeve_habits_administers (habits, self->sight->time)) ||
         (person != 0 && may_administer (self->watch, person));
}

gboolean
reeve_look_is_usual (ReeveLook *self, const ReeveSight *sight)
{
  const ReeveHabits *habits = reeve_look_habits_of (self, sight->person);

  return habits != NULL && reeve_habits_know_network (habits, sight) &&
         (sight->device == 0 || reeve_habits_know_device (habits, sight));
}

guint
reeve_look_count_people (ReeveLook *self, guint64 network)
{
  const Network *known = reeve_bounded_find (get_table (self->watch, NETWORKS), network);
  guint n = 0;

  for (guint i = 0; known != NULL && i < NETWORK_PEOPLE; i++)
    n += known->people[i] != 0 && self->sight->time - known->since[i] >= SETTLED;
  return n;
}

gboolean
reeve_look_was_raised (ReeveLook *self, guint64 about, gint64 window)
{
  const Raised *raised = about != 0 ? reeve_bounded_find (get_table (self->watch, ABOUT), about) : NULL;

  return raised != NULL && self->sight->time - raised->last < window;
}

const ReeveSites *
reeve_look_sites (ReeveLook *self)
{
  return self->watch->sites;
}

ReeveRaised *
reeve_look_raise (ReeveLook *self, const ReeveSight *sight, guint64 about, const char *key)
{
  const ReeveRule *rule = reeve_rules[self->rule];
  Raised *any = reeve_bounded_get (get_table (self->watch, ABOUT), about);
  Raised *same;
  ReeveRaised *finding;
  gboolean again;

  any->last = MAX (any->last, sight->time);
  if (self->watch->off[self->rule])
    return NULL;
  same = reeve_bounded_get (get_table (self->watch, RAISED), reeve_sight_pair (self->rule + 1, about));
  again = same->last != 0 && sight->time - same->last < SAME;
  same->last = MAX (same->last, sight->time);
  if (again)
    return NULL;
  finding = g_new0 (ReeveRaised, 1);
  finding->rule = rule->name;
  finding->technique = rule->technique;
  finding->severity = rule->severity;
  finding->time = sight->time;
  finding->key = g_strdup (key != NULL ? key : "");
  /* What comes from one place is about nobody, least of all about whoever was tried last. */
  if (key == NULL || key != sight->event->address)
    {
      finding->person = g_strdup (sight->event->actor);
      finding->person_name = g_strdup (sight->event->actor_name);
    }
  finding->address = g_strdup (sight->event->address);
  reeve_raised_add_event (finding, sight->time);
  g_ptr_array_add (self->findings, finding);
  return finding;
}

ReeveRaised *
reeve_look_raise_ring (ReeveLook *self,
                       const ReeveSight *sight,
                       guint64 about,
                       const char *key,
                       const ReeveRing *ring,
                       gint64 window,
                       const char *name)
{
  ReeveRaised *finding = reeve_look_raise (self, sight, about, key);
  gint64 times[REEVE_RING_MOST];
  guint n;

  if (finding == NULL)
    return NULL;
  n = reeve_ring_list (ring, sight->time, window, times);
  reeve_raised_add_number (finding, name, reeve_ring_count (ring, sight->time, window));
  reeve_raised_add_number (finding, "window", window);
  reeve_raised_add_events (finding, times, n);
  return finding;
}

/* --- Looking --- */

static void
learn_network (ReeveWatch *self, const ReeveSight *sight)
{
  Network *network = reeve_bounded_get (get_table (self, NETWORKS), sight->network);

  for (guint i = 0; i < NETWORK_PEOPLE; i++)
    {
      if (network->people[i] == sight->person)
        return;
      if (network->people[i] == 0)
        {
          network->people[i] = sight->person;
          network->since[i] = sight->time;
          return;
        }
    }
}

/* Only Reeve's own words say that what was given is a right here. Who takes up what they were offered is whom
 * it is about. */
static void
learn_rights (ReeveWatch *self, const ReeveSight *sight)
{
  gboolean accepts = sight->kind == REEVE_SIGHT_ACCEPT;
  guint64 whose = accepts ? sight->person : sight->object;
  const char *outcome = sight->event->outcome;
  Given *given;

  if (!sight->good || whose == 0)
    return;
  if (accepts || (sight->kind == REEVE_SIGHT_GRANT && g_strcmp0 (outcome, REEVE_LOG_RIGHTS_GIVEN) == 0))
    ((Given *) reeve_bounded_get (get_table (self, GIVEN), whose))->since = sight->time;
  else if (sight->kind == REEVE_SIGHT_TAKE && g_strcmp0 (outcome, REEVE_LOG_RIGHTS_TAKEN) == 0)
    {
      given = reeve_bounded_find (get_table (self, GIVEN), whose);
      if (given != NULL)
        given->since = 0;
    }
}

/* What was given to a name is the person's, once it is known who that is. */
static void
move_rights (ReeveWatch *self, guint64 name, guint64 person)
{
  Given *early = reeve_bounded_find (get_table (self, GIVEN), name);
  gint64 since = early != NULL ? early->since : 0;

  if (since == 0)
    return;
  early->since = 0;
  ((Given *) reeve_bounded_get (get_table (self, GIVEN), person))->since = since;
}

static guint64
find_person (ReeveWatch *self, guint64 name)
{
  const Alias *alias = name != 0 ? reeve_bounded_find (get_table (self, ALIASES), name) : NULL;

  return alias != NULL ? alias->person : name;
}

/* Some events name people by their address, too; others are known by those. */
static void
recognise (ReeveWatch *self, ReeveSight *sight)
{
  if (sight->person != sight->actor && sight->actor != 0)
    {
      Alias *alias = reeve_bounded_get (get_table (self, ALIASES), sight->actor);

      if (alias->person != sight->person)
        move_rights (self, sight->actor, sight->person);
      alias->person = sight->person;
    }
  else
    sight->person = find_person (self, sight->actor);
  sight->object = find_person (self, sight->object);
}

void
reeve_watch_look (ReeveWatch *self, const ReeveAccessEvent *event, GPtrArray *findings)
{
  ReeveSight sight;
  ReeveLook look = { .watch = self, .findings = findings, .sight = &sight };

  reeve_sight_take (&sight, event, self->key);
  if (self->sites != NULL)
    sight.site = reeve_sites_find (self->sites, sight.ip, sight.ip_length);
  recognise (self, &sight);
  for (look.rule = 0; look.rule < reeve_n_rules; look.rule++)
    reeve_rules[look.rule]->look (&look, &sight);
  learn_rights (self, &sight);
  if (!reeve_sight_is_person_there (&sight))
    return;
  reeve_habits_learn (reeve_bounded_get (get_table (self, PEOPLE), sight.person), &sight,
                      may_administer (self, sight.person));
  if (sight.network != 0)
    learn_network (self, &sight);
}

/* --- Saving --- */

/* Of another version, or of a machine with another order of bytes, it knows nothing. */
typedef struct
{
  guint64 magic;
  guint64 version;
  guint64 tables;
  guint8 key[REEVE_SIGHT_KEY_BYTES];
} Head;

#define MAGIC   G_GUINT64_CONSTANT (0x7265657665576174) /* "reeveWat" */
#define VERSION 3

GBytes *
reeve_watch_save (const ReeveWatch *self)
{
  GByteArray *bytes = g_byte_array_new ();
  Head head = { .magic = MAGIC, .version = VERSION, .tables = self->tables->len };

  memcpy (head.key, self->key, sizeof head.key);
  g_byte_array_append (bytes, (const guint8 *) &head, sizeof head);
  for (guint i = 0; i < self->tables->len; i++)
    reeve_bounded_save (get_table (self, i), bytes);
  return g_byte_array_free_to_bytes (bytes);
}

static void
forget (ReeveWatch *self)
{
  g_autoptr (ReeveWatch) empty = reeve_watch_new (self->key);
  GPtrArray *tables = self->tables;

  self->tables = empty->tables;
  empty->tables = tables;
}

gboolean
reeve_watch_restore (ReeveWatch *self, GBytes *saved)
{
  gsize length;
  const guint8 *at = g_bytes_get_data (saved, &length);
  const guint8 *end = at + length;
  gboolean good = length >= sizeof (Head);
  Head head = { 0 };

  if (good)
    {
      memcpy (&head, at, sizeof head);
      at += sizeof head;
      good = head.magic == MAGIC && head.version == VERSION && head.tables == self->tables->len;
    }
  if (good)
    memcpy (self->key, head.key, sizeof self->key);
  for (guint i = 0; good && i < self->tables->len; i++)
    good = reeve_bounded_restore (get_table (self, i), &at, end);
  good = good && at == end;
  if (!good)
    forget (self);
  return good;
}
