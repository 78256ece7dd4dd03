/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The site's inside, for its files. */

#pragma once

#include "console/client/connection.h"
#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_SITE_FIRST_PROBE_S 1 /* doubling from here on */

struct _ReeveSite
{
  GObject parent_instance;

  /* owned */
  char *id;
  char *origin;      /* (nullable): local */
  char *fingerprint; /* (nullable): pinned */
  ReeveConnection *connection;
  ReeveFeed *feed;           /* (nullable): while READY with a workspace */
  ReeveIdentity *identity;   /* (nullable) */
  ReeveWorkspace *workspace; /* (nullable) */
  ReeveClient *client;       /* (nullable): the connection's, once it has one; our handlers are on it */
  ReeveWitness *witness;     /* (nullable): of the client */
  ReeveSecret *challenge;    /* (nullable): between password and code */
  GPtrArray *roles;          /* (nullable): of ReeveRole, all of the workspace; until they are loaded */
  GError *error;             /* (nullable) */
  char *name;

  ReeveSiteState state;
  ReeveCapabilities capabilities; /* in the workspace */
  ReeveCapabilities bound;        /* those that count for the caller's groups only */
  guint serial;                   /* of the session */
  guint roles_serial;             /* of the last question for roles */
  guint probe_id;
  guint probe_s;
  guint n_steps; /* of signing in, under way */
  gboolean feed_was_connected;
  gboolean wanted;     /* open, or to be */
  gboolean connecting; /* the connection is at its steps */
  gboolean must_enrol; /* the session opens nothing but enrolment */
  gboolean online;
};

/* site.c. @error: (nullable) copied */
void reeve_site_set_state (ReeveSite *self, ReeveSiteState state, const GError *error);
void reeve_site_step_begins (ReeveSite *self); /* "busy" */
void reeve_site_step_ends (ReeveSite *self);

/* site-session.c */
void reeve_site_set_online (ReeveSite *self, gboolean online);
void reeve_site_use_workspace (ReeveSite *self, ReeveWorkspace *workspace); /* (nullable) */
void reeve_site_use_identity (ReeveSite *self, ReeveIdentity *identity);    /* (nullable) */
void reeve_site_enter_ready (ReeveSite *self, ReeveIdentity *identity);
void reeve_site_forget_session (ReeveSite *self);
void reeve_site_stop_feed (ReeveSite *self);
void reeve_site_on_signed_out_cb (ReeveSite *self, GError *error);
void reeve_site_on_enrol_cb (ReeveSite *self);
/* Forgets who is signed in and goes to @state; both are told after both have changed. @error: (nullable)
 * copied */
void reeve_site_end_session (ReeveSite *self, ReeveSiteState state, const GError *error);
void reeve_site_keep_tokens (ReeveSite *self, ReeveTokens *tokens);

/* site-groups.c */
void reeve_site_learn_group_again (ReeveSite *self, const char *id); /* @id: (nullable): any may be others */

/* site-roles.c */
void reeve_site_load_roles (ReeveSite *self);
void reeve_site_forget_roles (ReeveSite *self);

/* site-opening.c */
void reeve_site_begin_opening (ReeveSite *self);
void reeve_site_use_connection (ReeveSite *self, ReeveConnection *connection);
/* @decides: the state depends on it. @task: (nullable): a step that ends with it. */
void reeve_site_load_identity (ReeveSite *self, gboolean decides, GTask *task);
ReeveSiteState reeve_site_judge_failure (const GError *error);

G_END_DECLS
