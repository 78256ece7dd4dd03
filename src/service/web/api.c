/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/web/api.h"

/* (nullable) (transfer full) */
static JsonObject *
ask (ReeveVisit *visit, const ReeveVisitCall *asked, GError **error)
{
  g_autoptr (JsonObject) answer = NULL;

  g_return_val_if_fail (visit->ask != NULL, NULL);
  if (!visit->ask (visit->ask_data, visit, asked, &answer, error))
    return NULL;
  if (answer == NULL)
    reeve_set_error (error, REEVE_ERROR_INTERNAL, NULL, "%s has no answer", asked->path);
  return g_steal_pointer (&answer);
}

gpointer
reeve_visit_ask_record (ReeveVisit *visit, const ReeveVisitCall *asked, GType type, GError **error)
{
  g_autoptr (JsonObject) answer = ask (visit, asked, error);
  g_autoptr (ReeveRecord) record = NULL;

  if (answer == NULL)
    return NULL;
  record = g_object_new (type, NULL);
  return reeve_record_read_json (record, answer, REEVE_READ_REPLY, "", error) ? g_steal_pointer (&record)
                                                                              : NULL;
}

ReeveListing *
reeve_visit_ask_list (ReeveVisit *visit, const char *path, const char *query, GType type, GError **error)
{
  const ReeveVisitCall asked = { .method = "GET", .path = path, .query = query };
  g_autoptr (JsonObject) answer = ask (visit, &asked, error);

  return answer != NULL ? reeve_listing_from_json (answer, type, error) : NULL;
}
