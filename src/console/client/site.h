/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A site: one service (on this computer or elsewhere) as this console knows it: connection, device key,
 * session, who is signed in, which workspace is open, what the person may do, what changes. Every page binds
 * to it; the window only hands it on. One function (reeve_site_get_state) decides what a window shows. Main
 * thread only. */

#pragma once

#include "common/capability.h"
#include "common/identity-provider.h"
#include "common/role.h"
#include "common/user.h"
#include "common/workspace.h"
#include "console/client/client.h"
#include "console/client/feed.h"
#include "console/client/keyring.h"
#include "console/client/witness.h"

G_BEGIN_DECLS

/**
 * ReeveSiteState:
 * @REEVE_SITE_CLOSED: nothing begun yet
 * @REEVE_SITE_OPENING: keyring, local service, connection: the site's "progress" says which in a stable word
 * @REEVE_SITE_KEYRING: the keyring is locked, missing, or waits for the person ("error" says which); retry
 * goes on
 * @REEVE_SITE_NEEDS_SETUP: the service answers and has no account yet
 * @REEVE_SITE_CERTIFICATE: the certificate is not known; trust or leave
 * @REEVE_SITE_SIGNED_OUT: ask for e-mail and password
 * @REEVE_SITE_NEEDS_CODE: ask for a code
 * @REEVE_SITE_NEEDS_ENROLMENT: signed in, but must enrol the second factor first
 * @REEVE_SITE_READY: signed in, identity and workspace known
 * @REEVE_SITE_FAILED: cannot go on; "error" says why; retry begins again
 *
 * READY keeps "online": FALSE while the service cannot be reached; what is on screen stays.
 */
typedef enum
{
  REEVE_SITE_CLOSED,
  REEVE_SITE_OPENING,
  REEVE_SITE_KEYRING,
  REEVE_SITE_NEEDS_SETUP,
  REEVE_SITE_CERTIFICATE,
  REEVE_SITE_SIGNED_OUT,
  REEVE_SITE_NEEDS_CODE,
  REEVE_SITE_NEEDS_ENROLMENT,
  REEVE_SITE_READY,
  REEVE_SITE_FAILED,
} ReeveSiteState;

#define REEVE_TYPE_SITE_STATE (reeve_site_state_get_type ())
GType reeve_site_state_get_type (void);

#define REEVE_TYPE_SITE (reeve_site_get_type ())
G_DECLARE_FINAL_TYPE (ReeveSite, reeve_site, REEVE, SITE, GObject)

/* Properties, all notified: "state", "error" (GError, nullable), "progress" (string), "online" (boolean),
 * "busy" (boolean: a sign-in step is running), "identity" (ReeveIdentity, nullable), "workspace"
 * (ReeveWorkspace, nullable), "name" (what the recent list calls it), "local" (boolean). Signals: "changed"
 * (noun, id (nullable), version) from the live feed; "reconnected"; "roles-changed"; "record-changed": what
 * the witness says; "group-named" (id); "person-named" (id); "code-asked": a call waits for a fresh code
 * (client/step-up.h); TRUE from who asks the person; "approval-asked": one is held until it is approved
 * (client/approval-hold.h); TRUE from who sees to it. */
ReeveSite *reeve_site_new_local (void);                       /* the workspace on this computer */
ReeveSite *reeve_site_new_local_in (const char *data_folder); /* for tests: kept elsewhere */
ReeveSite *
reeve_site_new_remote (const char *origin, const char *fingerprint /* (nullable): pinned before */);

const char *reeve_site_get_id (ReeveSite *self); /* "local", or the origin; names its keyring items */
ReeveSiteState reeve_site_get_state (ReeveSite *self);
const GError *reeve_site_get_error (ReeveSite *self); /* (nullable) */
gboolean reeve_site_get_online (ReeveSite *self);
ReeveClient *reeve_site_get_client (ReeveSite *self);       /* (transfer none) (nullable) before connecting */
ReeveWitness *reeve_site_get_witness (ReeveSite *self);     /* (transfer none) (nullable) before connecting */
ReeveIdentity *reeve_site_get_identity (ReeveSite *self);   /* (transfer none) (nullable) */
const char *reeve_site_get_account (ReeveSite *self);       /* (nullable): the id of who is signed in */
ReeveWorkspace *reeve_site_get_workspace (ReeveSite *self); /* (transfer none) (nullable) */
/* Of the folder above all others: the workspace's name, "/" until it is known. @self: (nullable) */
const char *reeve_site_get_root_name (ReeveSite *self);
/* Of ReeveRole, all of the workspace; "roles-changed" says when they are here or others. (transfer none)
 * (nullable) */
GPtrArray *reeve_site_get_roles (ReeveSite *self);
/* For somebody: a group administrator for the people of their groups. */
gboolean reeve_site_may (ReeveSite *self, ReeveCapability capability);
/* For everybody in the workspace. */
gboolean reeve_site_may_everywhere (ReeveSite *self, ReeveCapability capability);
/* The person is of support there, whatever else: what that gives counts while a support grant is in force. */
gboolean reeve_site_is_of_support (ReeveSite *self);
/* Nothing of the workspace is there for them now but asking to be let in. */
gboolean reeve_site_is_closed (ReeveSite *self);
/* What these groups are called is asked for, as far as it is not known (client/group-names.h); "group-named"
 * (id) says when it is. @ids: (nullable) */
void reeve_site_learn_groups (ReeveSite *self, const char *const *ids);
/* The same of people (client/person-names.h), with "person-named", which also says that somebody is gone. */
void reeve_site_learn_people (ReeveSite *self, const char *const *ids);
char *
reeve_site_path (ReeveSite *self, const char *below); /* "/v1/workspaces/ID/" + below (already encoded) */

void reeve_site_open (ReeveSite *self);  /* begins; or begins again after KEYRING, FAILED */
void reeve_site_close (ReeveSite *self); /* ends the local service and the feed */
/* KEYRING of a remote site: go on, and keep nothing beyond this run. */
void reeve_site_go_on_without_keyring (ReeveSite *self);
void reeve_site_trust_certificate (ReeveSite *self);
GTlsCertificate *reeve_site_get_refused_certificate (ReeveSite *self); /* (nullable) */
const char *reeve_site_get_fingerprint (ReeveSite *self); /* (nullable): of the one certificate trusted */

/* Steps of signing in; each finish tells success, and the state has moved on already. */
void reeve_site_set_up_async (ReeveSite *self,
                              ReeveSetup *setup,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean reeve_site_set_up_finish (ReeveSite *self, GAsyncResult *result, GError **error);
void reeve_site_sign_in_async (ReeveSite *self,
                               const char *email,
                               ReeveSecret *password,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean reeve_site_sign_in_finish (ReeveSite *self, GAsyncResult *result, GError **error);
void reeve_site_send_code_async (ReeveSite *self,
                                 ReeveSecret *code,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean reeve_site_send_code_finish (ReeveSite *self, GAsyncResult *result, GError **error);
/* Through an identity provider: provider-trip.h goes the whole way. @port: where the browser is waited for.
 * Finish: (transfer full) (nullable). */
void reeve_site_start_provider_async (ReeveSite *self,
                                      const char *provider,
                                      guint16 port,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
ReeveProviderStart *reeve_site_start_provider_finish (ReeveSite *self, GAsyncResult *result, GError **error);
void reeve_site_complete_provider_async (ReeveSite *self,
                                         ReeveProviderAnswer *answer,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
gboolean reeve_site_complete_provider_finish (ReeveSite *self, GAsyncResult *result, GError **error);
/* Of the workspace on this computer only (client/local-reset.h): a link for a new password. Finish: its token
 * (transfer full) (nullable); UNREACHABLE (reason "connection") for any other. */
gboolean reeve_site_is_local (ReeveSite *self);
void reeve_site_make_reset_async (ReeveSite *self,
                                  const char *email,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
ReeveSecret *reeve_site_make_reset_finish (ReeveSite *self, GAsyncResult *result, GError **error);
void reeve_site_cancel_sign_in (ReeveSite *self); /* NEEDS_CODE -> SIGNED_OUT */
void reeve_site_begin_enrolment_async (ReeveSite *self,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
ReeveEnrolment *reeve_site_begin_enrolment_finish (ReeveSite *self, GAsyncResult *result, GError **error);
/* Finish: the recovery codes, one a line. The state stays NEEDS_ENROLMENT until
 * reeve_site_finish_enrolment(). */
void reeve_site_confirm_enrolment_async (ReeveSite *self,
                                         ReeveSecret *code,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
ReeveSecret *reeve_site_confirm_enrolment_finish (ReeveSite *self, GAsyncResult *result, GError **error);
void reeve_site_finish_enrolment (ReeveSite *self);
void reeve_site_sign_out (ReeveSite *self,
                          gboolean everywhere); /* forgets the tokens at once, tells the service */
void reeve_site_set_workspace (ReeveSite *self, ReeveWorkspace *workspace);
void reeve_site_reload_identity (ReeveSite *self);

G_END_DECLS
