/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Reeve's own form, one event a line. An event without a source was another Reeve's own: it is "reeve" now,
 * and its id there was its time. */

#include "config.h"

#include "common/error.h"
#include "common/log-format-private.h"

static gboolean
knows (JsonObject *object)
{
  g_autoptr (ReeveAccessEvent) event = reeve_access_event_read (object, NULL);

  return event != NULL;
}

/* Borrows what reeve_access_event_read() checked from the tree, which lives as long as the entry. */
static ReeveLogVerdict
read_object (ReeveLogContext *context, JsonObject *object, guint index, ReeveAccessEvent *event)
{
  g_autoptr (ReeveAccessEvent) read = reeve_access_event_read (object, NULL);

  (void) index;
  if (read == NULL)
    return reeve_log_broken (context, "not_of_format");
  *event = *read;
  event->action = reeve_log_get_text (object, "action");
  event->actor = reeve_log_get_text (object, "actor");
  event->actor_name = reeve_log_get_text (object, "actorName");
  event->address = reeve_log_get_text (object, "address");
  event->agent = reeve_log_get_text (object, "agent");
  event->object = reeve_log_get_text (object, "object");
  event->object_name = reeve_log_get_text (object, "objectName");
  event->outcome = reeve_log_get_text (object, "outcome");
  event->route = reeve_log_get_text (object, "route");
  event->session = reeve_log_get_text (object, "session");
  event->source = reeve_log_get_text (object, "source");
  event->source_id = reeve_log_get_text (object, "sourceId");
  event->text = reeve_log_get_text (object, "text");
  if (event->source == NULL && event->source_id == NULL)
    event->source_id = reeve_log_compose (context, "%" G_GINT64_FORMAT, event->time);
  return REEVE_LOG_EVENT;
}

const ReeveLogFormatKind reeve_log_format_reeve = { .word = "reeve",
                                                    .knows = knows,
                                                    .read_object = read_object };
