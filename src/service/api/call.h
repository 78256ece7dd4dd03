/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One request on its way through a handler: who asks, what for, in which transaction, and what is answered. A
 * handler is a plain synchronous function on a worker thread; it sees records and stores, never HTTP. Tests
 * make calls without HTTP.
 *
 * The dispatcher (http/dispatcher.c) has already found the route, checked sign-in, capability, If-Match, rate
 * limit and body, and begun `tx`: on the workspace's database where the path names one, else on the
 * directory's; a write transaction where the route writes. After the handler it commits, stores the reply
 * under the Idempotency-Key in the same transaction, writes the access event and tells the live feed.
 *
 * Nothing is changed without an audit entry. A route that writes in `tx` (WRITES) and succeeds
 * - having made an audit entry is committed;
 * - having said reeve_call_nothing_changed() (a dry run; reeve_call_audit() says it by itself when nothing
 *   differs) is rolled back, and its reply sent;
 * - having done neither is a bug: rolled back, INTERNAL.
 * A handler that fails is rolled back, whatever it audited, unless it set `keep_on_failure` (a wrong code
 * must stay counted). Routes with transactions of their own (OWN_TX) keep to the same rule, but nobody checks
 * it for them.
 *
 * A change of a user that also changes the account (a new address, sessions that end) writes both databases:
 * the workspace's `tx` and, inside it, `directory`. The dispatcher commits with reeve_call_commit(): first
 * `tx`, which holds the change, its audit entry and an intent (store/intents.h), then `directory`. Should the
 * service die in between, the intent makes the directory follow at the next start. */

#pragma once

#include "common/audit-entry.h"
#include "common/capability.h"
#include "common/error.h"
#include "common/mail.h"
#include "common/query.h"
#include "common/support-grant.h"
#include "service/api/pieces.h"
#include "service/openid/openid.h"
#include "service/rules/tokens.h"
#include "service/store/federation.h"
#include "service/store/installation.h"

G_BEGIN_DECLS

typedef struct _ReeveCall ReeveCall;
typedef gboolean (*ReeveHandler) (ReeveCall *call, GError **error);

typedef struct
{
  char *account;
  char *account_name; /* "Hana Sato <hana@example.org>" */
  char *session;
  char *thumbprint;
  const char *stage;              /* "enrol" or "complete" */
  gint64 last_used;               /* the session, in the workspace of the path; 0: never */
  ReeveFederation *federation;    /* (nullable): the session began with a password */
  GStrv roles;                    /* in the workspace of the path; NULL without one */
  ReeveCapabilities capabilities; /* the same */
  ReeveCapabilities scoped;       /* beyond these, for the members of groups that they administer only */
  ReeveCapabilities ungranted;    /* of support, without a grant: on routes that say so (api/scope.h) */
  gboolean support_alone;         /* is of support there, and nothing else */
  ReeveSupportGrant *grant;       /* (nullable): by which they are in the workspace of the path */
  gboolean factor_proved;  /* the session did: with a code, or a provider whose word for it is trusted */
  gboolean has_factor;     /* the account does */
  gboolean needs_provider; /* the workspace of the path wants to be entered through its provider */
  gboolean unconfirmed;    /* nobody has shown there yet that the address is theirs */
} ReeveCaller;

typedef struct
{
  char *address;           /* "192.0.2.44", "2001:db8::1", "local" for the Unix socket */
  char *thumbprint;        /* of the key that signed this request's proof */
  const char *device_name; /* (nullable) */
  gboolean local;          /* over the Unix socket, by the person who runs the service */
} ReeveSource;

/* A change to tell other consoles of, after the commit. */
typedef struct
{
  char *noun;      /* "user" */
  char *workspace; /* (nullable): the call's */
  char *id;        /* (nullable): many */
  gint64 version;
} ReeveChange;

/* A route of the API, for calls that are about other calls. */
typedef struct
{
  const char *operation; /* (nullable): what of a rule about approvals holds it */
  ReeveCapability capability;
  gboolean scoped;
  GType body; /* G_TYPE_INVALID: none */
  gboolean patch;
  GHashTable *path; /* of parameters' names and values */
} ReeveCallTarget;

struct _ReeveCall
{
  /* given; borrowed from the dispatcher */
  ReeveInstallation *installation;
  ReeveTokenSigner *signer;
  ReeveOpenId *openid; /* (nullable): in tests */
  ReeveTx *tx;
  const char *workspace;    /* (nullable): id from the path */
  const char *audit_action; /* (nullable): of the route */
  const char *route;        /* (nullable): "POST /v1/workspaces/{workspace}/users", for api/deeds.h */
  ReeveCaller *caller;      /* (nullable): on open routes */
  const char *scope; /* (nullable): the caller's account, where this call is for whom they administer by
                        group (api/scope.h); on routes with REEVE_ROUTE_SCOPED only */
  ReeveSource source;
  /* (nullable): the 32 bytes of reeve_opaque_token_hash() of the token that `reeved init` printed */
  GBytes *setup_token_hash;
  GHashTable *path;  /* "user" -> id */
  ReeveQuery *query; /* (nullable): on list routes, and others with parameters: as filters */
  GBytes *lines;     /* (nullable): on routes that take lines of JSON */
  ReeveRecord *body; /* (nullable) */
  JsonObject *patch; /* (nullable): on PATCH routes, where `body` is NULL: read it with
                        REEVE_READ_PATCH into a copy of the stored record */
  gint64 if_match;   /* -1: none given */
  gint64 now;        /* microseconds since 1970 */
  gint64 deadline;   /* monotonic microseconds */
  /* Which route a path (without query) leads to; @target is cleared with reeve_call_target_clear().
   * NOT_FOUND, METHOD, INVALID */
  gboolean (*find_target) (const char *method, const char *path, ReeveCallTarget *target, GError **error);

  /* the handler's own, owned */
  ReeveTx *directory;  /* (nullable): see reeve_call_begin_directory() */
  ReeveCaller *proved; /* (nullable): who the caller of an open route turned out to be; named as actor in the
                          audit entry and in the access event */
  char *concerned; /* (nullable): whose account a call on an open route was about, also when it failed: for
                      the access event */
  char *concerned_name;
  char *stranger;      /* (nullable): what stands for the address that was tried, where nobody has it: for the
                          access      event, which is the directory's then */
  const char *came_to; /* (nullable), static: see reeve_call_came_to() */
  char *came_to_in;    /* (nullable): the workspace of that, where it is another than the call's */
  char *about;         /* (nullable): see reeve_call_is_about() */
  char *about_name;
  GPtrArray *deeds;     /* (nullable): of ReeveAccessEvent: see api/deeds.h */
  char *audited_object; /* (nullable): of the first audit entry of the call's own action, else of the first
                           one, for the access event */
  char *audited_name;

  /* answered; owned */
  ReeveRecord *reply;
  ReeveListing *listing;
  GBytes *raw;
  ReevePieces *pieces;       /* instead of `raw`, where the answer may be long */
  const char *raw_type;      /* "text/csv; charset=utf-8" */
  const char *raw_file_name; /* (nullable) */
  char *snapshot;            /* (nullable): what the answer is of; Reeve-Snapshot */
  const char *noted_action;  /* (nullable), static: what the access event calls it instead of the route's */
  gboolean immutable;        /* the path will never answer anything else */
  char *ticket;              /* (nullable): with which it goes on, once it is cut off; Reeve-Ticket */
  GPtrArray *changes;        /* of ReeveChange */
  GPtrArray *ended_sessions; /* of char *: their live feeds are cut */
  guint n_audited;
  gboolean audited_own;
  gboolean nothing_changed;
  gboolean keep_on_failure;
  gboolean needs_directory; /* reeve_call_commit() fails where the directory does not take it */
  gboolean wakes_jobs;      /* they are, after the commit: before it they would find nothing to do */
  gboolean has_mail;        /* the post is woken after the commit */
  gboolean mail_at_once;    /* even if the mail server failed a moment ago */
  gboolean has_deliveries;  /* of notification rules: their thread is woken after the commit */
};

/* Whose account the call is about, whoever makes it. */
void reeve_call_concerns (ReeveCall *self, const char *account, const char *email, const char *display_name);
/* What a change comes to if it goes well, for the access event's outcome: REEVE_LOG_WEAKENED,
 * REEVE_LOG_RIGHTS_GIVEN or REEVE_LOG_RIGHTS_TAKEN (common/log-action.h). Of several, the first of these. */
void reeve_call_came_to (ReeveCall *self, const char *what);
/* The same in a workspace that the path does not name, and in the log of no other. */
void reeve_call_came_to_in (ReeveCall *self, const char *workspace, const char *what);
/* Whom a change is about, for the access event, where the path names something else. @name: (nullable) */
void reeve_call_is_about (ReeveCall *self, const char *object, const char *name);
const char *
reeve_call_get_path (ReeveCall *self, const char *name); /* never NULL for a parameter of the route */
/* Of a page that takes a link, with its token: never with what the request says of where it was sent. */
char *reeve_call_make_uri (ReeveCall *self, const char *page, const ReeveSecret *token);
void reeve_call_changed (ReeveCall *self, const char *noun, const char *id, gint64 version);
/* The same in another workspace than the call's. */
void reeve_call_changed_in (ReeveCall *self, const char *workspace, const char *noun, const char *id);
void reeve_call_session_ended (ReeveCall *self, const char *session);
/* Puts a mail into the outbox of @tx (NULL: the call's own); it goes out once that is committed. @mail:
 * (transfer full) */
gboolean
reeve_call_put_mail (ReeveCall *self, ReeveTx *tx, ReeveMail *mail, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Begins a write transaction on the directory while holding the workspace's, once per call; FALSE: BUSY,
 * INTERNAL. */
gboolean reeve_call_begin_directory (ReeveCall *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* What the dispatcher commits with: `tx`, then `directory`. Errors are those of committing `tx`; a failure
 * after that is logged and made good by jobs/. */
gboolean reeve_call_commit (ReeveCall *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void reeve_call_nothing_changed (ReeveCall *self); /* a dry run: roll back, no audit entry is due */

/* Writes the audit entry of a change from @before to @after (either may be NULL) into @tx (NULL: the call's
 * own), under
 * @action (NULL: the route's). No entry is made, and TRUE returned, when nothing differs.
 * @object_name, @batch, @reason: (nullable) */
gboolean reeve_call_audit (ReeveCall *self,
                           ReeveTx *tx,
                           const char *action,
                           const char *object_type,
                           const char *object_id,
                           const char *object_name,
                           gpointer before,
                           gpointer after,
                           const char *batch,
                           const char *reason,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* For changes whose before and after are secrets or plain facts ("second-factor.enrol"): no difference is
 * computed. */
gboolean reeve_call_audit_fact (ReeveCall *self,
                                ReeveTx *tx,
                                const char *action,
                                const char *object_type,
                                const char *object_id,
                                const char *object_name,
                                const char *reason,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

ReeveCaller *reeve_caller_new (const char *account,
                               const char *account_name,
                               const char *session,
                               const char *thumbprint,
                               const char *stage);
ReeveCall *reeve_call_new (ReeveInstallation *installation, ReeveTokenSigner *signer);
void reeve_call_free (ReeveCall *self);
void reeve_caller_free (ReeveCaller *self);
void reeve_call_target_clear (ReeveCallTarget *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveCall, reeve_call_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveCaller, reeve_caller_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ReeveCallTarget, reeve_call_target_clear)

G_END_DECLS
