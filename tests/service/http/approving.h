/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What tests of approvals have in common: people, and short words for what they do. */

#pragma once

#include "common/clock.h"
#include "person.h"

/* Ada administers and asks; Bo and Cy approve; Di administers; Eve is a member. All have an authenticator. */
typedef struct
{
  Served *served;
  Person *ada, *bo, *cy, *di, *eve;
} World;

/* A minute later, signed in anew: every code is a fresh one again. */
void step_on (World *world);
void approving_set_up (World *world, gconstpointer data);
void approving_tear_down (World *world, gconstpointer data);
/* Takes @reply. @reason: (nullable): any */
void expect_at (const char *where, ApiReply *reply, guint status, const char *reason);
#define expect(reply, status, reason) expect_at (G_STRLOC, (reply), (status), (reason))
/* A header line. */
char *new_key (void);
/* Of an answer with @status, which is freed. (transfer full) */
char *take_text (ApiReply *reply, guint status, const char *member);
/* A rule about the folder or operation @name. @approver, @approver2: (nullable). Its id. */
char *make_rule (World *world, const char *about, const char *name, Person *approver, Person *approver2);
/* @path: below the workspace. @asked: (nullable): the body */
ApiReply *try_ask (Person *person, const char *method, const char *path, const char *asked);
/* The same, and it is taken: its id. */
char *ask (Person *person, const char *method, const char *path, const char *asked);
/* The same of one that several rules hold. @rule: (nullable): of which an approval is asked for */
ApiReply *
try_ask_by (Person *person, const char *method, const char *path, const char *asked, const char *rule);
/* @decision: "approve" or "refuse". @code: (nullable): a fresh one */
ApiReply *decide (Person *person, const char *id, const char *decision, const char *code);
ApiReply *get (Person *person, const char *id);
void expect_state_at (const char *where, Person *person, const char *id, const char *state);
#define expect_state(person, id, state) expect_state_at (G_STRLOC, (person), (id), (state))
/* @query: with its question mark. */
guint count_listed (Person *person, const char *query);
/* @ids: (nullable): of approvals */
ApiReply *save_policy_as (Person *person, const char *body, const char *ids);
/* By Ada. Its id. */
char *make_folder (World *world, const char *name, const char *parent);
/* Changes a user. */
void set_member (Person *by, Person *whose, const char *body);
/* As if all were due. */
void run_jobs (World *world);

#define POLICY "{\"passwordMinLength\":14,\"accessReviewDays\":99}"
