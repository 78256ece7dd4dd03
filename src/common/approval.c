/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The tables of what is asked for and decided, and the two texts that bind them. */

#include "config.h"

#include "common/approval.h"

#include <string.h>

#include "common/approval-rule.h"
#include "common/encoding.h"
#include "common/folder.h"
#include "common/grant.h"
#include "common/permission-draft.h"

const char *const reeve_approval_kinds[] = { "folder", "route", "rule", NULL };
const char *const reeve_approval_states[] = { "waiting", "approved",  "refused", "withdrawn",
                                              "expired", "overtaken", "used",    NULL };
const char *const reeve_approval_ends[] = { "left", "suspended", "locked", "rule", NULL };
const char *const reeve_approval_sorts[] = { "created", NULL };
const char *const reeve_approval_filters[] = { "state", "mine", "rule", NULL };

static const char *const methods[] = { "GET", "POST", "PATCH", "DELETE", NULL };

static const ReeveField name_fields[] = {
  { "id", REEVE_FIELD_TEXT, offsetof (ReeveApprovalName, id), REEVE_READ_ONLY, .max = 64,
    .summary = "Of a folder, user, contact, group or role." },
  { "name", REEVE_FIELD_TEXT, offsetof (ReeveApprovalName, name), REEVE_READ_ONLY, .max = 500,
    .summary = "What it was called; of a built-in role its id." },
  { "folder-path", REEVE_FIELD_TEXTS, offsetof (ReeveApprovalName, folder_path), REEVE_READ_ONLY,
    .summary = "Where a folder was." },
};
REEVE_DEFINE_RECORD (ReeveApprovalName, reeve_approval_name, "approval-name", NULL, name_fields)

static const ReeveField fields[] = {
  { "id", REEVE_FIELD_ID, offsetof (ReeveApproval, id), REEVE_READ_ONLY, .summary = "UUIDv7." },
  { "version", REEVE_FIELD_INTEGER, offsetof (ReeveApproval, version), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "Grows with every change." },
  { "rule", REEVE_FIELD_ID, offsetof (ReeveApproval, rule), REEVE_FIELD_PLAIN,
    .summary = "The rule that holds it; needs to be said where several do." },
  { "kind", REEVE_FIELD_CHOICE, offsetof (ReeveApproval, kind), REEVE_READ_ONLY,
    .choices = reeve_approval_kinds,
    .summary = "folder: a change of a folder; route: an operation; rule: a rule is to demand less." },
  { "operation", REEVE_FIELD_CHOICE, offsetof (ReeveApproval, operation), REEVE_READ_ONLY,
    .choices = reeve_approval_operations, .summary = "Which, of a route." },
  { "method", REEVE_FIELD_CHOICE, offsetof (ReeveApproval, method), REEVE_REQUIRED, .choices = methods,
    .summary = "Of the request to be made." },
  { "path", REEVE_FIELD_TEXT, offsetof (ReeveApproval, path), REEVE_REQUIRED, .max = REEVE_APPROVAL_PATH,
    .summary = "Its path from /v1 on, with the query, exactly as it will be sent." },
  { "body", REEVE_FIELD_LINES, offsetof (ReeveApproval, body), REEVE_AS_IS, .max = REEVE_APPROVAL_BODY,
    .summary = "Its body: JSON in a text; answered in canonical form (RFC 8785)." },
  { "hash", REEVE_FIELD_TEXT, offsetof (ReeveApproval, hash), REEVE_READ_ONLY, .max = 64,
    .summary = "SHA-256 of method, path and body: names just this request." },
  { "requester", REEVE_FIELD_ID, offsetof (ReeveApproval, requester), REEVE_READ_ONLY,
    .summary = "The account that asks, and alone can use it." },
  { "requester-name", REEVE_FIELD_TEXT, offsetof (ReeveApproval, requester_name), REEVE_READ_ONLY, .max = 500,
    .summary = "Their name." },
  { "reason", REEVE_FIELD_LINES, offsetof (ReeveApproval, reason), REEVE_REQUIRED, .min = 3, .max = 500,
    .summary = "Why, for who decides." },
  { "state", REEVE_FIELD_CHOICE, offsetof (ReeveApproval, state), REEVE_READ_ONLY,
    .choices = reeve_approval_states,
    .summary =
      "waiting, approved (and not used yet), refused, withdrawn, expired, overtaken (nothing demands "
      "it any more), used." },
  { "created", REEVE_FIELD_TIME, offsetof (ReeveApproval, created), REEVE_READ_ONLY,
    .summary = "When it was asked for." },
  { "expires", REEVE_FIELD_TIME, offsetof (ReeveApproval, expires), REEVE_READ_ONLY,
    .summary = "Until when it is to be decided, and used." },
  { "decided", REEVE_FIELD_TIME, offsetof (ReeveApproval, decided), REEVE_READ_ONLY,
    .summary = "When it was approved or refused." },
  { "decided-by", REEVE_FIELD_ID, offsetof (ReeveApproval, decided_by), REEVE_READ_ONLY,
    .summary = "The account that did." },
  { "decided-by-name", REEVE_FIELD_TEXT, offsetof (ReeveApproval, decided_by_name), REEVE_READ_ONLY,
    .max = 500, .summary = "Their name." },
  { "note", REEVE_FIELD_LINES, offsetof (ReeveApproval, note), REEVE_READ_ONLY, .max = 500,
    .summary = "What they wrote." },
  { "code-step", REEVE_FIELD_INTEGER, offsetof (ReeveApproval, code_step), REEVE_READ_ONLY, .max = G_MAXINT32,
    .summary = "The time step (RFC 6238) of the code that they gave." },
  { "evidence", REEVE_FIELD_TEXT, offsetof (ReeveApproval, evidence), REEVE_READ_ONLY, .max = 64,
    .summary = "HMAC-SHA-256 of this request, the decision, who decided and the time step of their code." },
  { "used", REEVE_FIELD_TIME, offsetof (ReeveApproval, used), REEVE_READ_ONLY,
    .summary = "When the request was made." },
  { "because", REEVE_FIELD_CHOICE, offsetof (ReeveApproval, because), REEVE_READ_ONLY,
    .choices = reeve_approval_ends,
    .summary = "Why it was withdrawn or overtaken: who asked has left, was suspended or locked; or its rule "
               "is gone. Absent where they withdrew it themselves." },
  { "may-decide", REEVE_FIELD_BOOLEAN, offsetof (ReeveApproval, may_decide),
    REEVE_READ_ONLY | REEVE_NOT_STORED | REEVE_NOT_AUDITED,
    .summary = "Whether the caller is the one to decide it." },
  { "approver-names", REEVE_FIELD_TEXTS, offsetof (ReeveApproval, approver_names),
    REEVE_READ_ONLY | REEVE_NOT_STORED | REEVE_NOT_AUDITED,
    .summary = "Who may decide, 20 at most; of one request at a time, while it waits." },
  { "preview", REEVE_FIELD_RECORD, offsetof (ReeveApproval, preview),
    REEVE_READ_ONLY | REEVE_NOT_STORED | REEVE_NOT_AUDITED, .record_type = reeve_permission_preview_get_type,
    .summary =
      "Of a draft of permissions: what it would do now; of one request at a time, while it is open." },
  { "moved", REEVE_FIELD_BOOLEAN, offsetof (ReeveApproval, moved),
    REEVE_READ_ONLY | REEVE_NOT_STORED | REEVE_NOT_AUDITED,
    .summary = "That is not what was asked for any more, or cannot be done: it has to be asked for anew." },
  /* These stand in the trail, with the entry that says that it was asked for, and are read from there. */
  { "grants", REEVE_FIELD_RECORDS, offsetof (ReeveApproval, grants), REEVE_READ_ONLY | REEVE_NOT_STORED,
    .record_type = reeve_grant_get_type,
    .summary = "The grants that a draft amends or revokes, as they were when it was asked for; of one "
               "request at a time." },
  { "names", REEVE_FIELD_RECORDS, offsetof (ReeveApproval, names), REEVE_READ_ONLY | REEVE_NOT_STORED,
    .record_type = reeve_approval_name_get_type,
    .summary = "What the folders and principals that it is about were called then." },
};
REEVE_DEFINE_RECORD (ReeveApproval, reeve_approval, "approval", "approvals", fields)

static const ReeveField decision_fields[] = {
  { "note", REEVE_FIELD_LINES, offsetof (ReeveApprovalDecision, note), REEVE_FIELD_PLAIN, .max = 500,
    .summary = "A few words to who asked; needed to refuse." },
  { "code", REEVE_FIELD_SECRET, offsetof (ReeveApprovalDecision, code), REEVE_REQUIRED, .min = 1, .max = 64,
    .summary = "Six digits from the authenticator app, fresh; a recovery code does not do." },
};
REEVE_DEFINE_RECORD (ReeveApprovalDecision,
                     reeve_approval_decision,
                     "approval-decision",
                     NULL,
                     decision_fields)

gboolean
reeve_approval_is_open (ReeveApproval *self)
{
  return g_strcmp0 (self->state, "waiting") == 0 || g_strcmp0 (self->state, "approved") == 0;
}

char *
reeve_approval_hash (const char *method, const char *path, const char *body)
{
  g_autofree char *text =
    g_strconcat ("reeve-approval-1\n", method, "\n", path, "\n", body != NULL ? body : "", NULL);

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
}

char *
reeve_approval_make_evidence (const ReeveSecret *pepper,
                              ReeveApproval *self,
                              const char *decision,
                              const char *account,
                              gint64 step)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, step);
  g_autofree char *text = g_strconcat ("reeve-approval-decision-1\n", self->id, "\n", self->hash, "\n",
                                       decision, "\n", account, "\n", number, NULL);
  guint8 digest[32];
  gsize length;
  gconstpointer key = reeve_secret_get_data (pepper, &length);

  reeve_hmac_sha256 (key, length, text, strlen (text), digest);
  return reeve_hex_encode (digest, sizeof digest);
}
