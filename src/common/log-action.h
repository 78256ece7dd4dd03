/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What happened at a foreign door: one vocabulary for all the formats that are read into access events, so
 * that one search finds a sign-in wherever it was. Reeve's own actions are of the same kind
 * ("user.suspend"); what a source calls it itself stands in the event's text or outcome. */

#pragma once

/* Whoever comes and goes. A session is what a machine or a browser holds; a sign-in is proving who one is. */
#define REEVE_LOG_CONNECT       "connect"       /* a connection, before anybody said who they are */
#define REEVE_LOG_DISCONNECT    "disconnect"    /* its end */
#define REEVE_LOG_SIGN_IN       "sign-in"       /* by whatever means; refused ones, too */
#define REEVE_LOG_SIGN_OUT      "sign-out"      /* by the person or for them */
#define REEVE_LOG_SESSION_START "session.start" /* on a host, behind a sign-in */
#define REEVE_LOG_SESSION_END   "session.end"
#define REEVE_LOG_IMPERSONATE   "impersonate" /* somebody went on as somebody else: a role, an account */
#define REEVE_LOG_APP_OPEN      "app.open"    /* an application was entered with a sign-in of before */
#define REEVE_LOG_REQUEST       "request"     /* of a web server or an API: the rest is in route and status */

/* Factors and secrets. */
#define REEVE_LOG_FACTOR_CHALLENGE   "factor.challenge" /* somebody was asked for one */
#define REEVE_LOG_FACTOR_VERIFY      "factor.verify"    /* somebody answered */
#define REEVE_LOG_FACTOR_ADD         "factor.add"
#define REEVE_LOG_FACTOR_CHANGE      "factor.change"
#define REEVE_LOG_FACTOR_REMOVE      "factor.remove"
#define REEVE_LOG_PASSWORD_CHANGE    "password.change"    /* by its owner */
#define REEVE_LOG_PASSWORD_RESET     "password.reset"     /* by somebody else, or by a link */
#define REEVE_LOG_PASSWORD_ASK_RESET "password.ask-reset" /* the link was asked for */
#define REEVE_LOG_KEY_CREATE         "key.create"         /* a machine's credential: access key, API token */
#define REEVE_LOG_KEY_CHANGE         "key.change"
#define REEVE_LOG_KEY_DELETE         "key.delete"
#define REEVE_LOG_TOKEN_ISSUE        "token.issue"
#define REEVE_LOG_TOKEN_REFRESH      "token.refresh"
#define REEVE_LOG_TOKEN_REVOKE       "token.revoke"
#define REEVE_LOG_CONSENT_GRANT      "consent.grant"
#define REEVE_LOG_CONSENT_REVOKE     "consent.revoke"

/* Accounts and what they may. */
#define REEVE_LOG_USER_CREATE    "user.create"
#define REEVE_LOG_USER_CHANGE    "user.change"
#define REEVE_LOG_USER_DELETE    "user.delete"
#define REEVE_LOG_USER_SUSPEND   "user.suspend"
#define REEVE_LOG_USER_RESTORE   "user.restore"
#define REEVE_LOG_ACCOUNT_LOCK   "account.lock" /* by wrong tries, or by a machine that saw a danger */
#define REEVE_LOG_ACCOUNT_UNLOCK "account.unlock"
#define REEVE_LOG_ACCOUNT_LINK   "account.link" /* with an account at a provider */
#define REEVE_LOG_ACCOUNT_UNLINK "account.unlink"
#define REEVE_LOG_EMAIL_CHANGE   "email.change"
#define REEVE_LOG_EMAIL_VERIFY   "email.verify"
#define REEVE_LOG_GROUP_CREATE   "group.create"
#define REEVE_LOG_GROUP_CHANGE   "group.change" /* its members, too */
#define REEVE_LOG_GROUP_DELETE   "group.delete"
#define REEVE_LOG_ROLE_ASSIGN                                                   \
  "role.assign" /* rights in general: roles, privileges, policies, applications \
                 */
#define REEVE_LOG_ROLE_REMOVE   "role.remove"
#define REEVE_LOG_POLICY_DECIDE "policy.decide" /* a rule was asked about a sign-in, and said so */
#define REEVE_LOG_POLICY_CHANGE "policy.change"
#define REEVE_LOG_WARNING       "warning" /* the source thinks that something is wrong; the outcome says what */

/* What a change that went well came to: outcomes of Reeve's own events. */
#define REEVE_LOG_WEAKENED     "weakened"     /* less is recorded, kept, asked for or told than before */
#define REEVE_LOG_RIGHTS_GIVEN "rights_given" /* whom it was about may more than before */
#define REEVE_LOG_RIGHTS_TAKEN "rights_taken" /* and less */

/* Things that a source has and that are none of the above. */
#define REEVE_LOG_ENTITY_CREATE "entity.create"
#define REEVE_LOG_ENTITY_READ   "entity.read"
#define REEVE_LOG_ENTITY_CHANGE "entity.change"
#define REEVE_LOG_ENTITY_DELETE "entity.delete"
