/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Nothing is kept of an export: its manifest is made by going through it once more, without sending it. What
 * keeps both the same is the snapshot: events of before its moment whose leaf the tree then had, so that what
 * other systems tell later, of whenever, is in neither. */

#include "config.h"

#include "service/api/access-log-export.h"

#include <string.h>

#include "common/access-export.h"
#include "common/log-export.h"
#include "service/api/access-log.h"
#include "service/api/resumption.h"
#include "service/store/access-read.h"

#define LINES    500 /* of a piece */
#define PATIENCE (30 * G_TIME_SPAN_SECOND)
/* A manifest says nothing until it is done; so often it shows that it is being made. */
#define MANIFEST_INTERVAL (500 * G_TIME_SPAN_MILLISECOND)

const char *const access_log_export_filters[] = { "zone", "format", "snapshot", "after", "ticket", NULL };
const char *const access_log_manifest_filters[] = { "zone", "format", "snapshot", NULL };

typedef struct
{
  ReeveInstallation *installation; /* borrowed */
  char *workspace;
  char *host; /* (nullable) */
  ReeveLogQuery *query;
  ReeveLogExportFormat format;
  gint64 next; /* the first moment that was not read yet */
  gint64 time; /* of the snapshot */
  gint64 size;
  GArray *unread;  /* (element-type gint64): days of which some is missing */
  gboolean headed; /* the header was written, or is not due */
  /* of a manifest */
  ReeveAccessManifest *manifest; /* (nullable) */
  GChecksum *checksum;           /* (nullable) */
} Export;

static void
free_export (gpointer data)
{
  Export *self = data;

  g_free (self->workspace);
  g_free (self->host);
  g_clear_pointer (&self->query, reeve_log_query_free);
  g_clear_object (&self->manifest);
  g_clear_pointer (&self->unread, g_array_unref);
  g_clear_pointer (&self->checksum, g_checksum_free);
  g_free (self);
} G_DEFINE_AUTOPTR_CLEANUP_FUNC (Export, free_export)

static ReeveAccessFiles *
get_files (ReeveInstallation *installation)
{
  return reeve_access_log_get_files (reeve_installation_get_access_log (installation));
}

/* --- What is asked for --- */

static gboolean
check_reader (ReeveCall *call, GError **error)
{
  if (reeve_capabilities_have (call->caller->capabilities, REEVE_CAPABILITY_LOG_READ))
    return TRUE;
  reeve_set_error (error, REEVE_ERROR_DENIED, NULL, "needs %s",
                   reeve_capability_to_wire (REEVE_CAPABILITY_LOG_READ));
  return FALSE;
}

static gboolean
read_format (ReeveCall *call, ReeveLogExportFormat *format, GError **error)
{
  const char *word = reeve_query_get_filter (call->query, "format");

  *format = REEVE_LOG_EXPORT_JSON_LINES;
  if (word == NULL || reeve_log_export_format_from_wire (word, format))
    return TRUE;
  reeve_error_add_member (error, "?format", "choice", "is none of csv, jsonl, ocsf, syslog and cef");
  return FALSE;
}

/* The one that is named, or the one of now. */
static gboolean
read_snapshot (ReeveCall *call, Export *self, GError **error)
{
  const char *text = reeve_query_get_filter (call->query, "snapshot");
  g_autoptr (ReeveLedger) ledger =
    reeve_access_files_open_ledger (get_files (call->installation), call->workspace, error);
  gint64 size;

  if (ledger == NULL)
    return FALSE;
  size = (gint64) reeve_ledger_get_size (ledger);
  self->time = call->now;
  self->size = size;
  if (text == NULL || (reeve_access_snapshot_read (text, &self->time, &self->size) &&
                       self->time <= call->now && self->size <= size))
    return TRUE;
  reeve_error_add_member (error, "?snapshot", "snapshot", "is no snapshot of this log");
  return FALSE;
}

static gboolean
read_after (ReeveCall *call, Export *self, GError **error)
{
  const char *text = reeve_query_get_filter (call->query, "after");
  gint64 after;

  if (text == NULL)
    return TRUE;
  if (!g_ascii_string_to_signed (text, 10, 1, self->time, &after, NULL))
    {
      reeve_error_add_member (error, "?after", "range", "is no event of the snapshot");
      return FALSE;
    }
  self->next = after + 1;
  self->headed = TRUE;
  return TRUE;
}

static char *
find_host (ReeveCall *call)
{
  g_autoptr (GUri) origin =
    g_uri_parse (reeve_installation_get_web_origin (call->installation), G_URI_FLAGS_NONE, NULL);

  return origin != NULL ? g_strdup (g_uri_get_host (origin)) : NULL;
}

static Export *
read_export (ReeveCall *call, GError **error)
{
  g_autoptr (Export) self = g_new0 (Export, 1);

  self->installation = call->installation;
  self->workspace = g_strdup (call->workspace);
  self->host = find_host (call);
  self->unread = g_array_new (FALSE, FALSE, sizeof (gint64));
  if (!check_reader (call, error) || !read_format (call, &self->format, error) ||
      !read_snapshot (call, self, error) || !read_after (call, self, error))
    return NULL;
  /* "since:1h" is an hour before the snapshot, whenever it is asked for */
  self->query = access_log_read_query (call, self->time, error);
  return self->query != NULL ? g_steal_pointer (&self) : NULL;
}

/* --- Pieces --- */

static void
append_line (Export *self, ReeveAccessLine *line, GString *out)
{
  const ReeveLogExportScope scope = { .workspace = self->workspace, .host = self->host };
  ReeveAccessEvent event;

  reeve_access_line_get_event (line, &event);
  reeve_log_export_append (self->format, &scope, &event, out);
  if (self->manifest == NULL)
    return;
  self->manifest->lines++;
  self->manifest->last = event.time;
  if (self->manifest->first == 0)
    self->manifest->first = event.time;
}

static gboolean
append_piece (Export *self, GString *out, gboolean *last, GError **error)
{
  ReeveAccessQuestion question = { .workspace = self->workspace,
                                   .query = self->query,
                                   .from = self->next,
                                   .to = self->time,
                                   .deadline = g_get_monotonic_time () + PATIENCE,
                                   .unread = self->unread };
  g_autoptr (GPtrArray) lines =
    reeve_access_read (get_files (self->installation), &question, TRUE, LINES, &self->next, error);

  if (lines == NULL)
    return FALSE;
  if (!self->headed)
    reeve_log_export_append_header (self->format, out);
  self->headed = TRUE;
  for (guint i = 0; i < lines->len; i++)
    {
      ReeveAccessLine *line = lines->pdata[i];

      if (line->leaf < self->size)
        append_line (self, line, out);
    }
  *last = self->next >= self->time;
  return TRUE;
}

static gboolean
make_piece (gpointer data, GString *out, gboolean *last, GError **error)
{
  return append_piece (data, out, last, error);
}

static void
end_manifest (Export *self, GString *out)
{
  g_autoptr (ReeveSecret) json = NULL;
  gsize length;
  const char *text;

  self->manifest->unread = reeve_access_name_days (self->unread);
  self->manifest->sha256 = g_strdup (g_checksum_get_string (self->checksum));
  json = reeve_record_to_wire (self->manifest);
  text = reeve_secret_get_data (json, &length);
  g_string_append_len (out, text, (gssize) length);
}

/* JSON may begin with as much white space as it likes. */
static gboolean
make_manifest (gpointer data, GString *out, gboolean *last, GError **error)
{
  Export *self = data;
  gint64 end = g_get_monotonic_time () + MANIFEST_INTERVAL;
  g_autoptr (GString) piece = g_string_new (NULL);

  *last = FALSE;
  while (!*last && g_get_monotonic_time () < end)
    {
      g_string_truncate (piece, 0);
      if (!append_piece (self, piece, last, error))
        return FALSE;
      g_checksum_update (self->checksum, (const guchar *) piece->str, (gssize) piece->len);
      self->manifest->bytes += (gint64) piece->len;
    }
  if (*last)
    end_manifest (self, out);
  else
    g_string_append_c (out, ' ');
  return TRUE;
}

static ReevePieces *
begin_pieces (ReevePieceFunc make, Export *self)
{
  ReeveCapabilities needs = G_GUINT64_CONSTANT (1) << REEVE_CAPABILITY_LOG_EXPORT |
                            G_GUINT64_CONSTANT (1) << REEVE_CAPABILITY_LOG_READ;

  return reeve_pieces_new (make, self, free_export, needs);
}

/* --- Handlers --- */

static gboolean
audit_export (ReeveCall *call, Export *self, GError **error)
{
  g_autoptr (ReeveAccessExport) asked = g_object_new (reeve_access_export_get_type (), NULL);

  asked->query = reeve_log_query_print (self->query);
  asked->zone = g_strdup (reeve_query_get_filter (call->query, "zone"));
  asked->format = g_strdup (reeve_log_export_format_to_wire (self->format));
  asked->snapshot = reeve_access_snapshot_print (self->time, self->size);
  asked->after = MAX (self->next - 1, 0);
  return reeve_call_audit (call, NULL, NULL, "access-log", call->workspace, NULL, NULL, asked, NULL, NULL,
                           error);
}

gboolean
access_log_export (ReeveCall *call, GError **error)
{
  g_autoptr (Export) self = read_export (call, error);
  g_autofree char *name = NULL;

  if (self == NULL || !audit_export (call, self, error))
    return FALSE;
  name = g_strconcat ("access-log", reeve_log_export_get_suffix (self->format), NULL);
  call->raw_type = reeve_log_export_get_mime_type (self->format);
  call->raw_file_name = g_intern_string (name);
  call->snapshot = reeve_access_snapshot_print (self->time, self->size);
  /* none that would never end */
  call->ticket = !reeve_resumption_check (call) ? reeve_resumption_make (call, call->snapshot) : NULL;
  call->pieces = begin_pieces (make_piece, g_steal_pointer (&self));
  return TRUE;
}

static ReeveAccessManifest *
begin_manifest (ReeveCall *call, Export *self, GError **error)
{
  g_autoptr (ReeveLedger) ledger =
    reeve_access_files_open_ledger (get_files (call->installation), call->workspace, error);
  ReeveAccessManifest *manifest;

  if (ledger == NULL)
    return NULL;
  manifest = g_object_new (reeve_access_manifest_get_type (), NULL);
  manifest->workspace = g_strdup (call->workspace);
  manifest->query = reeve_log_query_print (self->query);
  manifest->zone = g_strdup (reeve_query_get_filter (call->query, "zone"));
  manifest->format = g_strdup (reeve_log_export_format_to_wire (self->format));
  manifest->snapshot = reeve_access_snapshot_print (self->time, self->size);
  manifest->time = call->now;
  manifest->account = g_strdup (call->caller->account);
  manifest->account_name = g_strdup (call->caller->account_name);
  manifest->checkpoint = reeve_ledger_get_checkpoint (ledger);
  manifest->verifier = reeve_note_verifier_print (reeve_ledger_get_verifier (ledger));
  return manifest;
}

gboolean
access_log_manifest (ReeveCall *call, GError **error)
{
  g_autoptr (Export) self = read_export (call, error);

  if (self == NULL)
    return FALSE;
  self->manifest = begin_manifest (call, self, error);
  if (self->manifest == NULL)
    return FALSE;
  self->checksum = g_checksum_new (G_CHECKSUM_SHA256);
  call->raw_type = "application/json";
  call->snapshot = reeve_access_snapshot_print (self->time, self->size);
  call->pieces = begin_pieces (make_manifest, g_steal_pointer (&self));
  return TRUE;
}
