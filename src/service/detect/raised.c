/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/detect/raised.h"

#include <string.h>

#include "common/json.h"

const char *
reeve_severity_to_wire (ReeveSeverity severity)
{
  static const char *const names[REEVE_SEVERITIES] = { "low", "medium", "high", "critical" };

  return names[severity];
}

void
reeve_raised_free (ReeveRaised *self)
{
  g_free (self->key);
  g_free (self->person);
  g_free (self->person_name);
  g_free (self->address);
  g_free (self);
}

void
reeve_raised_add_limit (ReeveRaised *self, gint64 limit)
{
  if (self != NULL)
    reeve_raised_add_number (self, "limit", limit);
}

void
reeve_raised_add_number (ReeveRaised *self, const char *name, gint64 value)
{
  g_return_if_fail (self->n_numbers < REEVE_RAISED_NUMBERS);

  self->numbers[self->n_numbers++] = (ReeveRaisedNumber) { name, value };
}

void
reeve_raised_add_event (ReeveRaised *self, gint64 time)
{
  guint at = self->n_events;

  while (at > 0 && self->events[at - 1] > time)
    at--;
  if (at > 0 && self->events[at - 1] == time)
    return;
  if (self->n_events == REEVE_RAISED_EVENTS)
    {
      if (at == 0)
        return;
      at--;
      memmove (self->events, self->events + 1, at * sizeof *self->events);
    }
  else
    {
      memmove (self->events + at + 1, self->events + at, (self->n_events - at) * sizeof *self->events);
      self->n_events++;
    }
  self->events[at] = time;
}

void
reeve_raised_add_events (ReeveRaised *self, const gint64 *times, guint n)
{
  for (guint i = 0; i < n; i++)
    reeve_raised_add_event (self, times[i]);
}

static void
append_text (GString *json, const char *name, const char *text)
{
  if (text == NULL)
    return;
  g_string_append_printf (json, "\"%s\":", name);
  reeve_json_append_string (json, text);
  g_string_append_c (json, ',');
}

void
reeve_raised_print (const ReeveRaised *self, GString *json)
{
  g_string_append_c (json, '{');
  append_text (json, "rule", self->rule);
  append_text (json, "technique", self->technique);
  append_text (json, "severity", reeve_severity_to_wire (self->severity));
  append_text (json, "key", self->key);
  append_text (json, "person", self->person);
  append_text (json, "personName", self->person_name);
  append_text (json, "address", self->address);
  g_string_append_printf (json, "\"time\":%" G_GINT64_FORMAT ",\"numbers\":{", self->time);
  for (guint i = 0; i < self->n_numbers; i++)
    g_string_append_printf (json, "%s\"%s\":%" G_GINT64_FORMAT, i > 0 ? "," : "", self->numbers[i].name,
                            self->numbers[i].value);
  g_string_append (json, "},\"events\":[");
  for (guint i = 0; i < self->n_events; i++)
    g_string_append_printf (json, "%s%" G_GINT64_FORMAT, i > 0 ? "," : "", self->events[i]);
  g_string_append (json, "]}");
}
