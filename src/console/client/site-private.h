/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What the steps of signing in need of the site's inside. */

#pragma once

#include "console/client/connection.h"
#include "console/client/site.h"

G_BEGIN_DECLS

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
  ReeveSecret *challenge;    /* (nullable): between password and code */
  GError *error;             /* (nullable) */
  char *name;

  ReeveSiteState state;
  ReeveCapabilities capabilities; /* in the workspace */
  guint serial;                   /* of the session */
  guint probe_id;
  guint probe_s;
  guint n_steps; /* of signing in, under way */
  gboolean feed_was_connected;
  gboolean wanted;     /* open, or to be */
  gboolean connecting; /* the connection is at its steps */
  gboolean must_enrol; /* the session opens nothing but enrolment */
  gboolean online;
};

/* @error: (nullable) copied */
void reeve_site_set_state (ReeveSite *self, ReeveSiteState state, const GError *error);
void reeve_site_step_begins (ReeveSite *self); /* "busy" */
void reeve_site_step_ends (ReeveSite *self);
/* Forgets who is signed in and goes to @state; both are told after both have changed. @error: (nullable)
 * copied */
void reeve_site_end_session (ReeveSite *self, ReeveSiteState state, const GError *error);
void reeve_site_keep_tokens (ReeveSite *self, ReeveTokens *tokens);
/* @decides: the state depends on it. @task: (nullable): a step that ends with it. */
void reeve_site_load_identity (ReeveSite *self, gboolean decides, GTask *task);
ReeveSiteState reeve_site_judge_failure (const GError *error);

G_END_DECLS
