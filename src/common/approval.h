/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* An approval: somebody asks to be let make one request, exactly; somebody else, named by a rule, lets them
 * or does not, with a fresh code; they make it once, in time.
 *
 * ## What is asked for
 *
 * The `hash` names it: the hexadecimal SHA-256 of
 *
 *   "reeve-approval-1\n" method "\n" path "\n" body
 *
 * with the path and its query as they are sent, and the body as canonical JSON (RFC 8785; nothing where there
 * is none). So white space and the order of members make no difference, and nothing else is let through.
 * If-Match and Idempotency-Key are no part of it: they guard the caller, and the version may have grown.
 *
 * ## What a decision is bound to
 *
 * `evidence` is the hexadecimal HMAC-SHA-256, under the installation's pepper, of
 *
 *   "reeve-approval-decision-1\n" id "\n" hash "\n" decision "\n" account "\n" step
 *
 * with the decision "approved" or "refused", who decided, and the time step of the code (RFC 6238) in
 * decimal, which is `code_step`. The step is used up, for whatever takes a code, before the decision is
 * written. */

#pragma once

#include "common/record.h"

G_BEGIN_DECLS

#define REEVE_APPROVAL_PATH    2000
#define REEVE_APPROVAL_BODY    65536 /* characters */
#define REEVE_APPROVAL_AT_ONCE 8     /* rules that one request can be held by */

REEVE_DECLARE_RECORD (ReeveApproval, reeve_approval, APPROVAL)
struct _ReeveApproval
{
  ReeveRecord parent_instance;

  char *id;
  gint64 version;
  char *rule;            /* (nullable) in a request: the only one that holds it */
  const char *kind;      /* of reeve_approval_kinds */
  const char *operation; /* (nullable): of reeve_approval_operations */
  const char *method;
  char *path;
  char *body; /* (nullable): canonical JSON */
  char *hash;
  char *requester;
  char *requester_name;
  char *reason;
  const char *state; /* of reeve_approval_states */
  gint64 created;
  gint64 expires; /* decided and used before */
  gint64 decided; /* 0: not yet */
  char *decided_by;
  char *decided_by_name;
  char *note; /* (nullable): of who decided */
  gint64 code_step;
  char *evidence;
  gint64 used;         /* 0: not yet */
  const char *because; /* (nullable): of reeve_approval_ends: why it ended undone */
  gboolean may_decide; /* the caller */
  GStrv approver_names;
  ReeveRecord *preview; /* (nullable): a ReevePermissionPreview: what the draft would do now */
  gboolean moved;       /* which is not what was asked for any more */
  GPtrArray *grants; /* of ReeveGrant, (nullable): that a draft names by their ids, as they were when asked */
  GPtrArray *names;  /* of ReeveApprovalName, (nullable): folders and principals, as they were then */
};

/* What something was called when the approval was asked for. */
REEVE_DECLARE_RECORD (ReeveApprovalName, reeve_approval_name, APPROVAL_NAME)
struct _ReeveApprovalName
{
  ReeveRecord parent_instance;

  char *id;
  char *name;        /* (nullable): of a principal */
  GStrv folder_path; /* (nullable): of a folder: names from the top down, without the root's */
};

extern const char *const reeve_approval_kinds[];  /* "folder", "route", "rule": what holds it */
extern const char *const reeve_approval_states[]; /* "waiting" … */
extern const char *const reeve_approval_ends[];
extern const char *const reeve_approval_sorts[];
extern const char *const reeve_approval_filters[]; /* "state"; "mine": "asked" or "to-decide"; "rule" */

/* POST …/approve and …/refuse */
REEVE_DECLARE_RECORD (ReeveApprovalDecision, reeve_approval_decision, APPROVAL_DECISION)
struct _ReeveApprovalDecision
{
  ReeveRecord parent_instance;

  char *note;        /* (nullable): demanded of who refuses */
  ReeveSecret *code; /* six digits: a recovery code does not do */
};

gboolean reeve_approval_is_open (ReeveApproval *self); /* waiting, or approved and not used */
/* See above. @body: (nullable). (transfer full) */
char *reeve_approval_hash (const char *method, const char *path, const char *body);
char *reeve_approval_make_evidence (const ReeveSecret *pepper,
                                    ReeveApproval *self,
                                    const char *decision,
                                    const char *account,
                                    gint64 step);

G_END_DECLS
