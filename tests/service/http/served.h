/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The real service in the test's process, on a Unix socket of its own, with one workspace that Ada
 * administers; and sessions for anybody, without their passwords and codes. */

#pragma once

#include "api-client.h"
#include "service/service.h"

#define SERVED_PASSWORD "correct horse battery 9" /* Ada's */

typedef struct
{
  char *folder;
  char *origin; /* "unix:PATH" */
  ReeveSecret *root_key;
  ReeveService *service;
  char *workspace; /* id */
  char *ada;       /* account id */
} Served;

Served *served_new (void);
void served_free (Served *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Served, served_free)

/* A device of @account with a live session in @stage ("complete", "enrol"). */
ApiClient *served_sign_in (Served *self, const char *account, const char *stage);
/* An access token for @key over a session that was begun for it. */
char *served_issue (Served *self, const char *account, const char *stage, ReeveKey *key);
/* A new user of the workspace (role "member"); its id. */
char *served_add_user (Served *self, const char *email);
/* Replaces {workspace}, {user}, {session}, {invitation} (as a session) in a route's path. */
char *served_fill (const char *path, const char *workspace, const char *user, const char *session);
