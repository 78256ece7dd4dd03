/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Beginning and ending sessions, and the tokens that go with them. */

#pragma once

#include "common/sign-in.h"
#include "service/api/call.h"

G_BEGIN_DECLS

#define REEVE_SESSION_LIFE   (30 * G_TIME_SPAN_DAY)
#define REEVE_CHALLENGE_LIFE (5 * G_TIME_SPAN_MINUTE)

/* Begins a session for the device that makes the call, notes the sign-in, audits it and makes the tokens the
 * call's reply.
 * @stage: "enrol" or "complete"; @with_code: the second factor was proved just now */
gboolean reeve_session_begin (ReeveCall *call,
                              ReeveTx *directory,
                              const char *account,
                              const char *email,
                              const char *display_name,
                              const char *device,
                              const char *stage,
                              gboolean with_code,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Notes on the session that was just begun that it came through a provider; @federation: (nullable): it did
 * not. */
gboolean reeve_session_federate (ReeveCall *call,
                                 ReeveTx *directory,
                                 const ReeveFederation *federation,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Ends all sessions of @account but @except (nullable), and cuts their live feeds. */
gboolean reeve_session_end_all (ReeveCall *call,
                                ReeveTx *directory,
                                const char *account,
                                const char *except,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Notes that the caller's session is used in the call's workspace, if it is time to: soon, or not at all when
 * the directory is busy. Hold no write transaction. */
void reeve_session_note_use (ReeveCall *call);

/* Tokens of @stage; the access token never outlives the session's @ends. @refresh: (transfer none) */
ReeveTokens *reeve_session_make_tokens (ReeveCall *call,
                                        const char *account,
                                        const char *session,
                                        const char *stage,
                                        gint64 ends,
                                        ReeveSecret *refresh);

G_END_DECLS
