/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A real installation in a temporary folder, and devices that call handlers as the dispatcher would: route
 * from THE table, membership and capability checked, a real transaction, the rule about audit entries, the
 * commit. Without HTTP, proofs and tokens. The clock stands still until a test moves it. */

#pragma once

#include "common/account.h"
#include "common/clock.h"
#include "common/encoding.h"
#include "common/error.h"
#include "common/group.h"
#include "common/role.h"
#include "common/sign-in.h"
#include "common/user-bulk.h"
#include "common/user-import.h"
#include "common/user.h"
#include "common/workspace.h"
#include "service/api/access-reviews.h"
#include "service/api/call.h"
#include "service/api/groups.h"
#include "service/api/health.h"
#include "service/api/mails.h"
#include "service/api/me.h"
#include "service/api/roles.h"
#include "service/api/sign-in.h"
#include "service/api/users-many.h"
#include "service/api/users.h"
#include "service/api/workspace-sessions.h"
#include "service/api/workspaces.h"
#include "service/jobs/mirror.h"
#include "service/jobs/post.h"
#include "service/store/accounts.h"
#include "service/store/audit.h"
#include "service/store/roles.h"
#include "service/store/sessions.h"
#include "service/store/users.h"

#define PASSWORD "quiet otter painting 41"
#define ADMIN    "hana@vallis.example"

typedef struct
{
  char *folder;
  ReeveSecret *root_key;
  ReeveInstallation *installation;
  ReeveTokenSigner *signer;
  ReevePost *post; /* (nullable): there is no mail server */
} Fixture;

Fixture *fixture_new (void);
void fixture_reopen (Fixture *self);
/* From now on mails can be sent, though nobody comes for them: tests take them out of the outboxes. */
void fixture_add_mail_server (Fixture *self);
void fixture_mirror (Fixture *self); /* users get to show what their accounts became */
void fixture_free (Fixture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fixture, fixture_free)

typedef struct
{
  Fixture *fixture; /* borrowed */
  char *thumbprint;
  char *address;
  gboolean local;
  /* once signed in */
  char *account;
  char *session;
  char *workspace;
  const char *stage;
  ReeveSecret *refresh;
  ReeveSecret *key; /* of the authenticator */
} Device;

Device *device_new (Fixture *fixture, const char *thumbprint, const char *address);
void device_free (Device *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Device, device_free)

typedef struct
{
  GError *error; /* (nullable) */
  ReeveRecord *reply;
  ReeveListing *listing;
  GBytes *raw;
  ReevePieces *pieces;
  GPtrArray *ended_sessions;
  guint n_audited;
} Answer;

void answer_free (Answer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, answer_free)

/* What a call carries; all of it may be left out. */
typedef struct
{
  const char *object; /* the path's last parameter */
  gpointer body;      /* (transfer full) */
  const char *patch;  /* JSON */
  const char *query;
  gint64 if_match; /* 0: none */
  GBytes *setup_token_hash;
  GBytes *lines; /* (transfer full) */
} Given;

Answer *device_call_full (Device *self, ReeveHandler handler, const Given *given);
#define device_call(self, handler, ...) device_call_full ((self), (handler), &(const Given) { __VA_ARGS__ })

void assert_done (Answer *answer);
void assert_refused (Answer *answer, ReeveErrorCode code, const char *reason);
void assert_member (Answer *answer, const char *pointer, const char *reason);

/* First administrator, workspace and second factor. (transfer full) */
Device *device_set_up (Fixture *fixture);
Answer *device_sign_in (Device *self, const char *email, const char *password);
Answer *device_send_code (Device *self, ReeveSecret *challenge, const char *code);
/* Password and, where asked for, a code of @key (nullable); moves the clock one step first, so that no code
 * is used twice. */
void device_enter (Device *self, const char *email, const char *password, ReeveSecret *key);
void device_enrol (Device *self);
/* Every workspace opens that has added the account: what the link of a mail and the password do together. */
void device_confirm (Device *self);
char *code_at (ReeveSecret *key, gint64 now);
void device_take_tokens (Device *self, ReeveTokens *tokens);

/* A user made by @self, with a password; their id. */
char *device_add_user (Device *self, const char *email, const char *name, const char *role);
/* A custom role with what group administrators have, but over everybody: for who holds less than all. Its id.
 */
char *device_make_desk_role (Device *self);
/* The same, and signed in on a device of their own. */
Device *device_add_colleague (Device *self, const char *email, const char *name, const char *role);
/* @agent, of support, asks for a grant over all that there is, for eight hours, and @self approves it. */
void device_let_in (Device *self, Device *agent);
ReeveUser *device_get_user (Device *self, const char *id);
/* What the access log of the workspace has by the query @text: of calls that go without HTTP what they did to
 * one of many alone. (element-type ReeveAccessLine): oldest first */
GPtrArray *device_read_log (Device *self, const char *text);
/* Audit entries of a user, newest first. */
GPtrArray *device_get_history (Device *self, const char *id);
