/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A certificate on paper. All of it comes from what was signed. */

#include "config.h"

#include "common/clock.h"
#include "common/error.h"
#include "common/finding.h"
#include "common/json.h"
#include "common/log-review.h"
#include "service/api/log-certificate.h"
#include "service/print/document.h"

#define TITLE "Review of the access log"

/* --- Parts of what was signed --- */

typedef struct
{
  JsonObject *object; /* owned */
  const char *workspace;
  ReeveLogReview *review; /* owned */
} Certificate;

static void
certificate_clear (Certificate *self)
{
  g_clear_pointer (&self->object, json_object_unref);
  g_clear_object (&self->review);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Certificate, certificate_clear)

/* (nullable) (transfer none) */
static const char *
get_text (JsonObject *object, const char *member)
{
  return json_object_get_string_member_with_default (object, member, NULL);
}

/* A record that was written by reeve_record_append_json(). */
static gboolean
read_record (gpointer record, JsonObject *from, GError **error)
{
  return reeve_record_read_json (record, from, REEVE_READ_REPLY, "", error);
}

static gboolean
read_certificate (Certificate *self, const char *text, GError **error)
{
  const ReeveJsonLimits limits = { .max_bytes = G_MAXINT32, .max_depth = 8 };
  JsonObject *workspace;
  JsonObject *review;

  self->object = reeve_json_parse_object (text, strlen (text), &limits, error);
  if (self->object == NULL)
    return FALSE;
  workspace = json_object_get_object_member (self->object, "workspace");
  review = json_object_get_object_member (self->object, "review");
  self->review = reeve_log_review_new ();
  self->workspace = get_text (workspace, "name");
  return read_record (self->review, review, error);
}

/* --- Words --- */

static char *
format_day (gint64 time)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time / REEVE_SECOND);

  return g_date_time_format (utc, "%Y-%m-%d");
}

static char *
format_time (gint64 time)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time / REEVE_SECOND);

  return time != 0 ? g_date_time_format (utc, "%Y-%m-%d %H:%M:%S UTC") : g_strdup ("");
}

static double
get_share (gint64 part, gint64 all)
{
  return all > 0 ? (double) part / (double) all : 1;
}

static char *
format_share (gint64 part, gint64 all)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT " of %" G_GINT64_FORMAT, part, all);
}

/* --- The document --- */

static void
add_head (ReeveDocument *document, Certificate *certificate)
{
  ReeveLogReview *review = certificate->review;
  g_autofree char *first = format_day (review->since);
  g_autofree char *last = format_day (review->until - REEVE_DAY);
  g_autofree char *days = g_strdup_printf ("%s to %s, whole days, UTC", first, last);
  g_autofree char *due = format_day (review->due);
  g_autofree char *events = format_share (review->events_looked, review->events);
  g_autofree char *findings = format_share (review->findings_decided, review->findings);

  reeve_document_add_pair (document, "Workspace", certificate->workspace);
  reeve_document_add_pair (document, "Days", days);
  reeve_document_add_pair (document, "Due", due);
  if (review->assignee_name != NULL)
    reeve_document_add_pair (document, "Assigned to", review->assignee_name);
  reeve_document_add_bar (document, "Events looked at", get_share (review->events_looked, review->events),
                          events);
  reeve_document_add_bar (document, "Findings decided on",
                          get_share (review->findings_decided, review->findings), findings);
  if (review->note != NULL)
    {
      reeve_document_add_heading (document, 1, "Note");
      reeve_document_add_paragraph (document, review->note);
    }
}

static gboolean
add_slice (ReeveDocument *document, JsonObject *from, GError **error)
{
  g_autoptr (ReeveLogSlice) slice = reeve_log_slice_new ();
  g_autofree char *events = NULL;
  g_autofree char *looked = NULL;

  if (!read_record (slice, from, error))
    return FALSE;
  events = g_strdup_printf ("%" G_GINT64_FORMAT, slice->events);
  looked = g_strdup_printf ("%" G_GINT64_FORMAT, slice->looked);
  {
    const char *const cells[] = { slice->action != NULL ? slice->action : "(other requests)", slice->result,
                                  events, looked,
                                  slice->looked_by_name != NULL ? slice->looked_by_name : "" };

    reeve_document_add_row (document, cells);
  }
  return TRUE;
}

static gboolean
add_events (ReeveDocument *document, Certificate *certificate, GError **error)
{
  static const ReeveDocumentColumn columns[] = {
    { "What was done", 3, REEVE_COLUMN_TEXT },
    { "Result", 1.2, REEVE_COLUMN_TEXT },
    { "Events", 1.2, REEVE_COLUMN_NUMBER },
    { "Looked at", 1.2, REEVE_COLUMN_NUMBER },
    { "By", 3, REEVE_COLUMN_TEXT },
  };
  JsonArray *events = json_object_get_array_member (certificate->object, "events");

  reeve_document_add_heading (document, 1, "What happened");
  reeve_document_add_table (document, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < json_array_get_length (events); i++)
    if (!add_slice (document, json_array_get_object_element (events, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
add_finding (ReeveDocument *document, JsonObject *from, GError **error)
{
  g_autoptr (ReeveFinding) finding = reeve_finding_new ();
  g_autofree char *raised = NULL;
  g_autofree char *rule = NULL;
  g_autofree char *about = NULL;
  g_autofree char *decision = NULL;

  if (!read_record (finding, from, error))
    return FALSE;
  raised = format_time (finding->raised);
  rule = g_strdup_printf ("%s (%s), %s", finding->rule, finding->technique, finding->severity);
  about =
    g_strdup_printf ("%s%s%s", finding->person_name != NULL ? finding->person_name : finding->key,
                     finding->address != NULL ? ", " : "", finding->address != NULL ? finding->address : "");
  decision = g_strdup_printf ("%s%s%s%s%s", finding->state, finding->decided_by_name != NULL ? ", " : "",
                              finding->decided_by_name != NULL ? finding->decided_by_name : "",
                              finding->note != NULL ? ": " : "", finding->note != NULL ? finding->note : "");
  {
    const char *const cells[] = { raised, rule, about, decision };

    reeve_document_add_row (document, cells);
  }
  return TRUE;
}

static void
add_list (ReeveDocument *document, JsonArray *texts, const char *words)
{
  g_autoptr (GString) line = g_string_new (words);

  for (guint i = 0; i < json_array_get_length (texts); i++)
    g_string_append_printf (line, "%s%s", i > 0 ? ", " : "", json_array_get_string_element (texts, i));
  g_string_append_c (line, '.');
  if (json_array_get_length (texts) > 0)
    reeve_document_add_paragraph (document, line->str);
}

/* Certificates of before a workspace could set them have none. */
static void
add_detections (ReeveDocument *document, Certificate *certificate)
{
  JsonObject *detections = json_object_has_member (certificate->object, "detections")
                             ? json_object_get_object_member (certificate->object, "detections")
                             : NULL;

  if (detections == NULL)
    return;
  add_list (document, json_object_get_array_member (detections, "switchedOff"),
            "Detections that were switched off when it was signed: ");
  add_list (document, json_object_get_array_member (detections, "numbers"),
            "Numbers of detections that were not the usual ones: ");
}

static gboolean
add_findings (ReeveDocument *document, Certificate *certificate, GError **error)
{
  static const ReeveDocumentColumn columns[] = {
    { "Raised", 1.6, REEVE_COLUMN_TEXT },
    { "Detection", 2, REEVE_COLUMN_TEXT },
    { "About", 2.2, REEVE_COLUMN_TEXT },
    { "What it was", 3, REEVE_COLUMN_TEXT },
  };
  JsonArray *findings = json_object_get_array_member (certificate->object, "findings");

  reeve_document_add_heading (document, 1, "Findings");
  add_detections (document, certificate);
  if (json_array_get_length (findings) == 0)
    {
      reeve_document_add_paragraph (document, "None were raised.");
      return TRUE;
    }
  reeve_document_add_table (document, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < json_array_get_length (findings); i++)
    if (!add_finding (document, json_array_get_object_element (findings, i), error))
      return FALSE;
  return TRUE;
}

static void
add_unread (ReeveDocument *document, Certificate *certificate)
{
  add_list (document, json_object_get_array_member (certificate->object, "unreadDays"),
            "Of these days some or all could not be read: ");
}

static void
add_signatures (ReeveDocument *document, ReeveLogReview *review)
{
  g_autofree char *first = format_time (review->signed_at);
  g_autofree char *second = format_time (review->second_at);

  reeve_document_add_heading (document, 1, "Signed, each with a fresh code");
  reeve_document_add_signature (document, "Reviewer", review->signed_by_name, first);
  if (review->second_at != 0)
    reeve_document_add_signature (document, "Second reviewer", review->second_by_name, second);
}

static void
add_proof (ReeveDocument *document, Certificate *certificate, const char *hash)
{
  reeve_document_add_heading (document, 1, "How to check this");
  reeve_document_add_paragraph (
    document,
    "All of this stands in the certificate as JSON, in the canonical form of RFC 8785. Its SHA-256, which "
    "sha256sum prints of the file, is the following; the workspace's audit trail has the same, in the entry "
    "of "
    "the last signature.");
  reeve_document_add_note (document, hash);
  reeve_document_add_paragraph (
    document,
    "The record of the workspace, of which each event and each change is a leaf (RFC 9162), was this "
    "when it was signed (C2SP tlog-checkpoint):");
  reeve_document_add_note (document, get_text (certificate->object, "checkpoint"));
  reeve_document_add_note (document, get_text (certificate->object, "checkpointKey"));
}

GBytes *
reeve_log_certificate_print (const char *text, const char *hash, gint64 deadline, GError **error)
{
  g_auto (Certificate) certificate = { 0 };
  g_autoptr (ReeveDocument) document = NULL;
  ReeveDocumentAbout about = { .title = TITLE, .page = "Page {page} of {pages}", .language = "en" };

  if (!read_certificate (&certificate, text, error))
    return NULL;
  about.head = certificate.workspace;
  about.created = MAX (certificate.review->signed_at, certificate.review->second_at);
  document = reeve_document_new (&about);
  add_head (document, &certificate);
  if (!add_events (document, &certificate, error) || !add_findings (document, &certificate, error))
    return NULL;
  add_unread (document, &certificate);
  add_signatures (document, certificate.review);
  add_proof (document, &certificate, hash);
  return reeve_document_write (document, deadline, error);
}
