/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The real service in the test's own process, on a Unix socket in a folder that goes away with it, and the
 * client's verbs as plain calls that run the main loop until they are answered. The clock stands still; tests
 * move it. */

#pragma once

#include "common/user.h"
#include "common/workspace.h"
#include "console/client/client.h"

G_BEGIN_DECLS

#define SERVED_EMAIL    "ada@example.org"
#define SERVED_PASSWORD "a long way to Lovelace"

typedef struct
{
  char *folder;
  char *origin; /* "unix:…" */
  ReeveSecret *root_key;
  gpointer service; /* ReeveService, NULL while stopped */
  ReeveSecret *totp;
  char *workspace; /* id, once set up */
} Served;

Served *served_new (void);
void served_start (Served *self);
void served_stop (Served *self);
void served_free (Served *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Served, served_free)

ReeveClient *served_make_client (Served *self);
/* The first administrator, second factor and all; @client is signed in. */
void served_set_up (Served *self, ReeveClient *client);
/* With the password and the next code. */
void served_sign_in (Served *self, ReeveClient *client);
ReeveTokens *served_get_tokens (Served *self, ReeveClient *client); /* the same, but @client forgets them */
/* The code of the next step that was not used yet. (transfer full) */
ReeveSecret *served_next_code (Served *self);
char *served_path (Served *self, const char *below); /* "/v1/workspaces/ID/" + below */

gpointer
served_load (ReeveClient *client, GType type, const char *path, GCancellable *cancellable, GError **error);
ReeveListing *
served_list (ReeveClient *client, GType type, const char *path, ReeveQuery *query, GError **error);
gpointer served_save (ReeveClient *client, const char *path, gpointer before, gpointer after, GError **error);
gpointer served_post (ReeveClient *client, const char *path, gpointer body, GType reply, GError **error);
gpointer served_delete (ReeveClient *client, const char *path, gint64 version, GType reply, GError **error);
ReeveUser *served_add_user (Served *self, ReeveClient *client, const char *email, const char *name);

/* Runs the main loop until @done is set; fails the test after @seconds. */
void served_run_until (gboolean *done, guint seconds);
/* Runs it until @check answers TRUE. */
void served_run_while_not (gboolean (*check) (gpointer data), gpointer data, guint seconds);
void served_run_for (guint milliseconds);
void served_remove_folder (const char *path);

G_END_DECLS
