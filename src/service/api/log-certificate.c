/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/api/log-certificate.h"

#include "common/finding.h"
#include "common/json-canonical.h"
#include "common/json.h"
#include "common/workspace.h"
#include "service/store/access-read.h"
#include "service/store/detection-settings.h"
#include "service/store/findings.h"
#include "service/store/rows.h"

#define TYPE          "reeve/log-review/1"
#define MOST_FINDINGS 10000 /* beyond them only their number stands in it */

static void
append_records (GString *json, const char *name, GPtrArray *records)
{
  g_string_append_printf (json, ",\"%s\":[", name);
  for (guint i = 0; i < records->len; i++)
    {
      if (i > 0)
        g_string_append_c (json, ',');
      reeve_record_append_json (records->pdata[i], json);
    }
  g_string_append_c (json, ']');
}

static gboolean
append_workspace (ReeveCall *call, GString *json, GError **error)
{
  g_autoptr (ReeveTx) directory = reeve_db_begin (reeve_installation_get_directory (call->installation),
                                                  REEVE_TX_READ, call->deadline, error);
  g_autoptr (ReeveWorkspace) workspace =
    directory != NULL
      ? reeve_rows_get (directory, "workspaces", reeve_workspace_get_type (), call->workspace, error)
      : NULL;

  if (workspace == NULL)
    return FALSE;
  g_string_append (json, ",\"workspace\":{\"id\":");
  reeve_json_append_string (json, workspace->id);
  g_string_append (json, ",\"name\":");
  reeve_json_append_string (json, workspace->name);
  g_string_append_c (json, '}');
  return TRUE;
}

static void
set_time_filter (ReeveQuery *query, const char *name, gint64 time)
{
  g_autoptr (GString) text = g_string_new (NULL);

  reeve_json_append_time (text, time);
  g_string_truncate (text, text->len - 1); /* its quotes */
  reeve_query_set_filter (query, name, text->str + 1);
}

/* (transfer full) (element-type ReeveFinding): those of the review's days, oldest first */
static GPtrArray *
read_findings (ReeveCall *call, ReeveLogReview *review, GError **error)
{
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (ReeveQuery) query = reeve_query_new ();

  query->sort = g_strdup ("raised");
  query->limit = REEVE_QUERY_MAX_LIMIT;
  set_time_filter (query, "since", review->since);
  set_time_filter (query, "until", review->until);
  do
    {
      g_autoptr (ReeveListing) page = reeve_findings_list (call->tx, query, error);

      if (page == NULL)
        return NULL;
      g_set_str (&query->cursor, page->next);
      for (guint i = 0; i < page->items->len; i++)
        g_ptr_array_add (findings, g_object_ref (page->items->pdata[i]));
    }
  while (query->cursor != NULL && findings->len < MOST_FINDINGS);
  return g_steal_pointer (&findings);
}

/* The tree as it is now, which has all that was looked at. */
static gboolean
append_checkpoint (ReeveCall *call, GString *json, GError **error)
{
  ReeveAccessFiles *files =
    reeve_access_log_get_files (reeve_installation_get_access_log (call->installation));
  g_autoptr (ReeveLedger) ledger = reeve_access_files_open_ledger (files, call->workspace, error);
  g_autofree char *note = NULL;
  g_autofree char *verifier = NULL;

  if (ledger == NULL)
    return FALSE;
  note = reeve_ledger_get_checkpoint (ledger);
  verifier = reeve_note_verifier_print (reeve_ledger_get_verifier (ledger));
  g_string_append (json, ",\"checkpoint\":");
  reeve_json_append_string (json, note);
  g_string_append (json, ",\"checkpointKey\":");
  reeve_json_append_string (json, verifier);
  return TRUE;
}

/* @texts: (nullable) */
static void
append_texts (GString *json, const char *name, GStrv texts)
{
  g_string_append_printf (json, "\"%s\":[", name);
  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (json, ',');
      reeve_json_append_string (json, texts[i]);
    }
  g_string_append_c (json, ']');
}

/* No findings say little where nothing looked for them. */
static gboolean
append_detections (ReeveCall *call, GString *json, GError **error)
{
  g_autoptr (ReeveDetectionSettings) settings = reeve_detection_settings_get (call->tx, error);

  if (settings == NULL)
    return FALSE;
  g_string_append (json, ",\"detections\":{");
  append_texts (json, "switchedOff", settings->switched_off);
  g_string_append_c (json, ',');
  append_texts (json, "numbers", settings->numbers);
  if (settings->sites != NULL)
    append_records (json, "sites", settings->sites);
  g_string_append_c (json, '}');
  return TRUE;
}

char *
reeve_log_certificate_make (ReeveCall *call,
                            ReeveLogReview *review,
                            GPtrArray *slices,
                            GArray *unread,
                            GError **error)
{
  g_autoptr (GString) json = g_string_new ("{\"type\":\"" TYPE "\",\"review\":");
  g_autoptr (GPtrArray) findings = read_findings (call, review, error);
  g_auto (GStrv) days = reeve_access_name_days (unread);
  g_autoptr (JsonObject) object = NULL;
  const ReeveJsonLimits limits = { .max_bytes = G_MAXINT32, .max_depth = 8 };

  if (findings == NULL)
    return NULL;
  reeve_record_append_json (review, json);
  if (!append_workspace (call, json, error) || !append_checkpoint (call, json, error) ||
      !append_detections (call, json, error))
    return NULL;
  append_records (json, "events", slices);
  append_records (json, "findings", findings);
  g_string_append_c (json, ',');
  append_texts (json, "unreadDays", days);
  g_string_append_c (json, '}');
  object = reeve_json_parse_object (json->str, json->len, &limits, error);
  return object != NULL ? reeve_json_canonical (object, error) : NULL;
}
