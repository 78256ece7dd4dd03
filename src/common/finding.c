/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The tables of a finding's fields. */

#include "config.h"

#include "common/finding.h"

#include <string.h>

const char *const reeve_finding_severities[] = { "low", "medium", "high", "critical", NULL };
/* "done": what was to be followed up was; "muted": raised while a mute was in force that covers it */
const char *const reeve_finding_states[] = { "open",   "acknowledged", "expected", "follow_up",
                                             "breach", "done",         "muted",    NULL };
const char *const reeve_finding_sorts[] = { "severity", "raised", "due", NULL };
/* "state" also takes "undecided"; "since" and "until" are times of `raised`, the last one the first after. */
const char *const reeve_finding_filters[] = { "state",   "severity", "rule",  "person",
                                              "address", "since",    "until", NULL };
const char *const reeve_finding_groupings[] = { "person", "address", NULL };
const char *const reeve_finding_group_sorts[] = { "severity", NULL };
const char *const reeve_finding_group_filters[] = { "by", "state", NULL };

static const ReeveField fields[] = {
  { "id", REEVE_FIELD_ID, offsetof (ReeveFinding, id), REEVE_READ_ONLY, .summary = "UUIDv7." },
  { "version", REEVE_FIELD_INTEGER, offsetof (ReeveFinding, version), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "Grows with every change; sent as ETag." },
  { "rule", REEVE_FIELD_TEXT, offsetof (ReeveFinding, rule), REEVE_READ_ONLY, .max = 64,
    .summary = "Which detection raised it." },
  { "technique", REEVE_FIELD_TEXT, offsetof (ReeveFinding, technique), REEVE_READ_ONLY, .max = 20,
    .summary = "Its technique in MITRE ATT&CK." },
  { "severity", REEVE_FIELD_CHOICE, offsetof (ReeveFinding, severity), REEVE_READ_ONLY,
    .choices = reeve_finding_severities, .summary = "How much it would matter." },
  { "raised", REEVE_FIELD_TIME, offsetof (ReeveFinding, raised), REEVE_READ_ONLY,
    .summary = "Time of the event that raised it." },
  { "key", REEVE_FIELD_LINES, offsetof (ReeveFinding, key), REEVE_READ_ONLY | REEVE_AS_IS, .max = 4096,
    .summary = "What it is about: an account's id, a name, an address." },
  { "person", REEVE_FIELD_LINES, offsetof (ReeveFinding, person), REEVE_READ_ONLY | REEVE_AS_IS, .max = 4096,
    .summary = "Who did the event that raised it, as the log has it." },
  { "person-name", REEVE_FIELD_LINES, offsetof (ReeveFinding, person_name), REEVE_READ_ONLY | REEVE_AS_IS,
    .max = 4096, .summary = "Their name as it was then." },
  { "address", REEVE_FIELD_LINES, offsetof (ReeveFinding, address), REEVE_READ_ONLY | REEVE_AS_IS,
    .max = 4096, .summary = "From where." },
  { "numbers", REEVE_FIELD_TEXTS, offsetof (ReeveFinding, numbers), REEVE_READ_ONLY,
    .max = REEVE_FINDING_NUMBERS,
    .summary = "The numbers that raised it, each as name=value; durations are microseconds." },
  { "events", REEVE_FIELD_TEXTS, offsetof (ReeveFinding, events), REEVE_READ_ONLY,
    .max = REEVE_FINDING_EVENTS, .summary = "The ids of the decisive events, oldest first." },
  { "state", REEVE_FIELD_CHOICE, offsetof (ReeveFinding, state), REEVE_FIELD_PLAIN,
    .choices = reeve_finding_states,
    .summary = "What was made of it. Muted is for Reeve to say; open, too, but for an acknowledgement "
               "that is taken back." },
  { "note", REEVE_FIELD_LINES, offsetof (ReeveFinding, note), REEVE_FIELD_PLAIN,
    .max = REEVE_FINDING_NOTE_MAX, .summary = "Why." },
  { "due", REEVE_FIELD_TIME, offsetof (ReeveFinding, due), REEVE_FIELD_PLAIN,
    .summary = "Of follow_up only: when that is to be over." },
  { "mute", REEVE_FIELD_ID, offsetof (ReeveFinding, mute), REEVE_READ_ONLY,
    .summary = "The mute that was in force when it was raised." },
  { "decided", REEVE_FIELD_TIME, offsetof (ReeveFinding, decided), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "When somebody changed its state last." },
  { "decided-by", REEVE_FIELD_ID, offsetof (ReeveFinding, decided_by), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "The account that did." },
  { "decided-by-name", REEVE_FIELD_TEXT, offsetof (ReeveFinding, decided_by_name),
    REEVE_READ_ONLY | REEVE_NOT_AUDITED, .max = 500, .summary = "Their name as it was then." },
};
REEVE_DEFINE_RECORD (ReeveFinding, reeve_finding, "finding", "findings", fields)

static const ReeveField group_fields[] = {
  { "id", REEVE_FIELD_LINES, offsetof (ReeveFindingGroup, id), REEVE_READ_ONLY | REEVE_AS_IS, .max = 4096,
    .summary = "The person or the address, as findings have it." },
  { "version", REEVE_FIELD_INTEGER, offsetof (ReeveFindingGroup, version), REEVE_READ_ONLY,
    .summary = "Always 1." },
  { "name", REEVE_FIELD_LINES, offsetof (ReeveFindingGroup, name), REEVE_READ_ONLY | REEVE_AS_IS, .max = 4096,
    .summary = "The person's name." },
  { "count", REEVE_FIELD_INTEGER, offsetof (ReeveFindingGroup, count), REEVE_READ_ONLY,
    .summary = "How many findings." },
  { "undecided", REEVE_FIELD_INTEGER, offsetof (ReeveFindingGroup, undecided), REEVE_READ_ONLY,
    .summary = "How many of them nobody has decided on." },
  { "severity", REEVE_FIELD_CHOICE, offsetof (ReeveFindingGroup, severity), REEVE_READ_ONLY,
    .choices = reeve_finding_severities,
    .summary = "The worst of those nobody has decided on, else of all." },
  { "newest", REEVE_FIELD_TIME, offsetof (ReeveFindingGroup, newest), REEVE_READ_ONLY,
    .summary = "When the newest was raised." },
};
REEVE_DEFINE_RECORD (ReeveFindingGroup, reeve_finding_group, "finding-group", NULL, group_fields)

gboolean
reeve_finding_is_undecided (ReeveFinding *self)
{
  return g_strcmp0 (self->state, "open") == 0 || g_strcmp0 (self->state, "acknowledged") == 0;
}

gboolean
reeve_finding_is_about (ReeveFinding *self, const char *account)
{
  return g_strcmp0 (self->person, account) == 0 || g_strcmp0 (self->key, account) == 0;
}

int
reeve_finding_rank (const char *severity)
{
  for (int i = 0; reeve_finding_severities[i] != NULL; i++)
    if (g_strcmp0 (severity, reeve_finding_severities[i]) == 0)
      return i;
  return -1;
}

gboolean
reeve_finding_read_number (const char *text, char **name, gint64 *value)
{
  const char *sign = strchr (text, '=');

  if (sign == NULL || sign == text ||
      !g_ascii_string_to_signed (sign + 1, 10, G_MININT64, G_MAXINT64, value, NULL))
    return FALSE;
  *name = g_strndup (text, (gsize) (sign - text));
  return TRUE;
}

gboolean
reeve_finding_get_number (ReeveFinding *self, const char *name, gint64 *value)
{
  for (guint i = 0; self->numbers != NULL && self->numbers[i] != NULL; i++)
    {
      g_autofree char *found = NULL;

      if (reeve_finding_read_number (self->numbers[i], &found, value) && g_str_equal (found, name))
        return TRUE;
    }
  return FALSE;
}
