/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The tables of what reading the access log answers. Texts come from other systems, too, and go out as they
 * are: what is changed on the way could not be proved any more. */

#include "config.h"

#include "common/access-line.h"

static const ReeveField fields[] = {
  { "id", REEVE_FIELD_TEXT, offsetof (ReeveAccessLine, id), REEVE_READ_ONLY, .max = 20,
    .summary = "Its time in microseconds since 1970, as digits." },
  { "version", REEVE_FIELD_INTEGER, offsetof (ReeveAccessLine, version), REEVE_READ_ONLY,
    .summary = "1: a line never changes." },
  { "time", REEVE_FIELD_TIME, offsetof (ReeveAccessLine, time), REEVE_READ_ONLY, .summary = "When." },
  { "duration", REEVE_FIELD_INTEGER, offsetof (ReeveAccessLine, duration), REEVE_READ_ONLY,
    .summary = "How long it took, in microseconds; 0: not known." },
  { "status", REEVE_FIELD_INTEGER, offsetof (ReeveAccessLine, status), REEVE_READ_ONLY,
    .summary = "HTTP's; 0: it was no request." },
  { "bytes-out", REEVE_FIELD_INTEGER, offsetof (ReeveAccessLine, bytes_out), REEVE_READ_ONLY,
    .summary = "Bytes of the answer's body." },
  { "result", REEVE_FIELD_CHOICE, offsetof (ReeveAccessLine, result), REEVE_READ_ONLY,
    .choices = reeve_access_results,
    .summary = "How it ended: failed is whoever asked, error whoever answered." },
  { "action", REEVE_FIELD_LINES, offsetof (ReeveAccessLine, action), REEVE_READ_ONLY | REEVE_AS_IS,
    .max = 4096, .summary = "What was done, a stable word: `sign-in`, `user.suspend`." },
  { "actor", REEVE_FIELD_LINES, offsetof (ReeveAccessLine, actor), REEVE_READ_ONLY | REEVE_AS_IS, .max = 4096,
    .summary = "The account's id, or whatever the source calls somebody by." },
  { "actor-name", REEVE_FIELD_LINES, offsetof (ReeveAccessLine, actor_name), REEVE_READ_ONLY | REEVE_AS_IS,
    .max = 4096, .summary = "Their name as it was then." },
  { "address", REEVE_FIELD_LINES, offsetof (ReeveAccessLine, address), REEVE_READ_ONLY | REEVE_AS_IS,
    .max = 4096, .summary = "Where from: an IP address, or what the source gives instead." },
  { "agent", REEVE_FIELD_LINES, offsetof (ReeveAccessLine, agent), REEVE_READ_ONLY | REEVE_AS_IS, .max = 4096,
    .summary = "The user agent." },
  { "object", REEVE_FIELD_LINES, offsetof (ReeveAccessLine, object), REEVE_READ_ONLY | REEVE_AS_IS,
    .max = 4096, .summary = "What it was about: an id." },
  { "object-name", REEVE_FIELD_LINES, offsetof (ReeveAccessLine, object_name), REEVE_READ_ONLY | REEVE_AS_IS,
    .max = 4096, .summary = "Its name as it was then." },
  { "outcome", REEVE_FIELD_LINES, offsetof (ReeveAccessLine, outcome), REEVE_READ_ONLY | REEVE_AS_IS,
    .max = 4096, .summary = "Why, beyond the result: `password_wrong`." },
  { "route", REEVE_FIELD_LINES, offsetof (ReeveAccessLine, route), REEVE_READ_ONLY | REEVE_AS_IS, .max = 4096,
    .summary = "Method and path as the API's table has them, never as they were sent." },
  { "session", REEVE_FIELD_LINES, offsetof (ReeveAccessLine, session), REEVE_READ_ONLY | REEVE_AS_IS,
    .max = 4096, .summary = "The session's id." },
  { "source", REEVE_FIELD_LINES, offsetof (ReeveAccessLine, source), REEVE_READ_ONLY | REEVE_AS_IS,
    .max = 4096, .summary = "Whose event it is; absent: Reeve's own." },
  { "source-id", REEVE_FIELD_LINES, offsetof (ReeveAccessLine, source_id), REEVE_READ_ONLY | REEVE_AS_IS,
    .max = 4096, .summary = "The id that the source gave it." },
  { "text", REEVE_FIELD_LINES, offsetof (ReeveAccessLine, text), REEVE_READ_ONLY | REEVE_AS_IS, .max = 4096,
    .summary = "What the source said besides." },
  { "leaf", REEVE_FIELD_INTEGER, offsetof (ReeveAccessLine, leaf), REEVE_READ_ONLY, .min = -1,
    .summary = "Its leaf of the record's tree; -1: from before there was one." },
};

REEVE_DEFINE_PROVED_RECORD (ReeveAccessLine, reeve_access_line, "access-line", fields)

static const ReeveField bar_fields[] = {
  { "time", REEVE_FIELD_TIME, offsetof (ReeveAccessBar, time), REEVE_READ_ONLY, .summary = "Its beginning." },
  { "ok", REEVE_FIELD_INTEGER, offsetof (ReeveAccessBar, ok), REEVE_READ_ONLY,
    .summary = "How many went well." },
  { "failed", REEVE_FIELD_INTEGER, offsetof (ReeveAccessBar, failed), REEVE_READ_ONLY,
    .summary = "How many failed." },
  { "refused", REEVE_FIELD_INTEGER, offsetof (ReeveAccessBar, refused), REEVE_READ_ONLY,
    .summary = "How many were refused." },
  { "error", REEVE_FIELD_INTEGER, offsetof (ReeveAccessBar, error), REEVE_READ_ONLY,
    .summary = "How many ended in an error." },
};

REEVE_DEFINE_RECORD (ReeveAccessBar, reeve_access_bar, "access-bar", NULL, bar_fields)

static const ReeveField histogram_fields[] = {
  { "from", REEVE_FIELD_TIME, offsetof (ReeveAccessHistogram, from), REEVE_READ_ONLY,
    .summary = "The first bar's beginning." },
  { "to", REEVE_FIELD_TIME, offsetof (ReeveAccessHistogram, to), REEVE_READ_ONLY,
    .summary = "The last bar's end." },
  { "bucket", REEVE_FIELD_INTEGER, offsetof (ReeveAccessHistogram, bucket), REEVE_READ_ONLY,
    .summary = "How long a bar is, in microseconds." },
  { "total", REEVE_FIELD_INTEGER, offsetof (ReeveAccessHistogram, total), REEVE_READ_ONLY,
    .summary = "How many events in all bars." },
  { "counted-from", REEVE_FIELD_TIME, offsetof (ReeveAccessHistogram, counted_from), REEVE_READ_ONLY,
    .summary = "What is older was not counted yet: ask again with the same from and bucket and this as to. "
               "Equal to from: all is counted." },
  { "kept-days", REEVE_FIELD_INTEGER, offsetof (ReeveAccessHistogram, kept_days), REEVE_READ_ONLY,
    .summary = "How many days the log is kept, by the policy." },
  { "unread", REEVE_FIELD_TEXTS, offsetof (ReeveAccessHistogram, unread), REEVE_READ_ONLY,
    .summary = "Days, UTC, whose file is damaged: some or all of them is missing here." },
  { "bars", REEVE_FIELD_RECORDS, offsetof (ReeveAccessHistogram, bars), REEVE_READ_ONLY, .max = 10000,
    .record_type = reeve_access_bar_get_type, .summary = "Those with something in them." },
};

REEVE_DEFINE_RECORD (ReeveAccessHistogram, reeve_access_histogram, "access-histogram", NULL, histogram_fields)

static const ReeveField facet_fields[] = {
  { "key", REEVE_FIELD_TEXT, offsetof (ReeveAccessFacet, key), REEVE_READ_ONLY, .max = 20,
    .summary = "The key in the query language." },
  { "value", REEVE_FIELD_LINES, offsetof (ReeveAccessFacet, value), REEVE_READ_ONLY | REEVE_AS_IS,
    .max = 4096, .summary = "What stands after it." },
  { "label", REEVE_FIELD_LINES, offsetof (ReeveAccessFacet, label), REEVE_READ_ONLY | REEVE_AS_IS,
    .max = 4096, .summary = "What people read instead: a name." },
  { "n", REEVE_FIELD_INTEGER, offsetof (ReeveAccessFacet, n), REEVE_READ_ONLY,
    .summary = "How many events have it." },
};

REEVE_DEFINE_RECORD (ReeveAccessFacet, reeve_access_facet, "access-facet", NULL, facet_fields)

static const ReeveField facets_fields[] = {
  { "counted", REEVE_FIELD_INTEGER, offsetof (ReeveAccessFacets, counted), REEVE_READ_ONLY,
    .summary = "How many events were counted." },
  { "complete", REEVE_FIELD_BOOLEAN, offsetof (ReeveAccessFacets, complete), REEVE_READ_ONLY,
    .summary = "Whether these are all; else the newest were counted." },
  { "unread", REEVE_FIELD_TEXTS, offsetof (ReeveAccessFacets, unread), REEVE_READ_ONLY,
    .summary = "Days, UTC, whose file is damaged: some or all of them is missing here." },
  { "facets", REEVE_FIELD_RECORDS, offsetof (ReeveAccessFacets, facets), REEVE_READ_ONLY, .max = 200,
    .record_type = reeve_access_facet_get_type, .summary = "Values and their counts: by key, most first." },
};

REEVE_DEFINE_RECORD (ReeveAccessFacets, reeve_access_facets, "access-facets", NULL, facets_fields)

/* --- Events --- */

ReeveAccessLine *
reeve_access_line_new_from_event (const ReeveAccessEvent *event, gint64 leaf)
{
  ReeveAccessLine *self = reeve_access_line_new ();

  self->id = g_strdup_printf ("%" G_GINT64_FORMAT, event->time);
  self->version = 1;
  self->time = event->time;
  self->duration = event->duration_us;
  self->status = event->status;
  self->bytes_out = event->bytes_out;
  self->result = g_intern_static_string (reeve_access_result_to_wire (event->result));
  self->action = g_strdup (event->action);
  self->actor = g_strdup (event->actor);
  self->actor_name = g_strdup (event->actor_name);
  self->address = g_strdup (event->address);
  self->agent = g_strdup (event->agent);
  self->object = g_strdup (event->object);
  self->object_name = g_strdup (event->object_name);
  self->outcome = g_strdup (event->outcome);
  self->route = g_strdup (event->route);
  self->session = g_strdup (event->session);
  self->source = g_strdup (event->source);
  self->source_id = g_strdup (event->source_id);
  self->text = g_strdup (event->text);
  self->leaf = leaf;
  return self;
}

void
reeve_access_line_get_event (const ReeveAccessLine *self, ReeveAccessEvent *event)
{
  *event = (ReeveAccessEvent) {
    .time = self->time,
    .duration_us = self->duration,
    .status = self->status,
    .bytes_out = self->bytes_out,
    .action = self->action,
    .actor = self->actor,
    .actor_name = self->actor_name,
    .address = self->address,
    .agent = self->agent,
    .object = self->object,
    .object_name = self->object_name,
    .outcome = self->outcome,
    .route = self->route,
    .session = self->session,
    .source = self->source,
    .source_id = self->source_id,
    .text = self->text,
  };
  if (self->result == NULL || !reeve_access_result_from_wire (self->result, &event->result))
    event->result = REEVE_ACCESS_ERROR;
}

/* --- Over time --- */

static void
add_bar (ReeveAccessBar *self, const ReeveAccessBar *other)
{
  self->ok += other->ok;
  self->failed += other->failed;
  self->refused += other->refused;
  self->error += other->error;
}

static int
compare_bars_cb (gconstpointer a, gconstpointer b)
{
  const ReeveAccessBar *one = *(const ReeveAccessBar *const *) a;
  const ReeveAccessBar *other = *(const ReeveAccessBar *const *) b;

  return one->time < other->time ? -1 : one->time > other->time;
}

static void
add_unread (ReeveAccessHistogram *self, const ReeveAccessHistogram *older)
{
  g_autoptr (GStrvBuilder) all = g_strv_builder_new ();
  g_auto (GStrv) before = g_steal_pointer (&self->unread);

  if (before != NULL)
    g_strv_builder_addv (all, (const char **) before);
  for (guint i = 0; older->unread != NULL && older->unread[i] != NULL; i++)
    if (before == NULL || !g_strv_contains ((const char *const *) before, older->unread[i]))
      g_strv_builder_add (all, older->unread[i]);
  if (before != NULL || older->unread != NULL)
    self->unread = g_strv_builder_end (all);
}

void
reeve_access_histogram_add (ReeveAccessHistogram *self, const ReeveAccessHistogram *older)
{
  ReeveAccessBar *first;

  g_return_if_fail (REEVE_IS_ACCESS_HISTOGRAM (self));
  g_return_if_fail (older != NULL);
  g_return_if_fail (older->from == self->from && older->bucket == self->bucket);

  if (self->bars == NULL)
    self->bars = g_ptr_array_new_with_free_func (g_object_unref);
  first = self->bars->len > 0 ? self->bars->pdata[0] : NULL;
  for (guint i = 0; older->bars != NULL && i < older->bars->len; i++)
    {
      ReeveAccessBar *bar = older->bars->pdata[i];

      if (first != NULL && bar->time == first->time)
        add_bar (first, bar);
      else
        g_ptr_array_add (self->bars, g_object_ref (bar));
    }
  g_ptr_array_sort (self->bars, compare_bars_cb);
  self->total += older->total;
  self->counted_from = older->counted_from;
  add_unread (self, older);
}
