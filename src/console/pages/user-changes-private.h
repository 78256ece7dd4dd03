/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What the two files of user-changes share. */

#pragma once

#include "console/pages/user-change-words.h"
#include "console/pages/user-changes.h"

G_BEGIN_DECLS

struct _ReeveUserChanges
{
  GObject parent_instance;

  /* owned */
  ReevePagedList *list;
  char *workspace_id;
  GHashTable
    *waiting; /* of GQueue of ReeveUserRequest, by user id: there while a call about the user is under way */

  /* borrowed */
  ReeveSite *site; /* (nullable): weak; the site owns the undo stack, whose steps own us */
};

/* What can be taken back. */
typedef struct
{
  ReeveUserChanges *changes; /* owned */
  ReeveUserChange change;
  ReeveUser *before; /* (nullable) owned */
  ReeveUser *after;  /* (nullable) owned */
  char *batch;       /* (nullable) owned: NULL when it cannot be done again */
  char *label;       /* owned */
  guint number;      /* on the undo stack */
  gboolean void_;    /* the service refused it: it never happened */
} ReeveUserStep;

typedef enum
{
  REEVE_USER_WAY_MAKE,
  REEVE_USER_WAY_BACK,
  REEVE_USER_WAY_AGAIN,
} ReeveUserWay;

/* A call under way, or waiting for one about the same user. */
typedef struct
{
  ReeveUserChanges *changes; /* owned */
  ReeveUserChange change;
  ReeveUserWay way;
  ReeveUser *before;   /* (nullable) owned: what was on screen, once that is known */
  ReeveUser *after;    /* (nullable) owned: what is on screen now */
  ReeveUserStep *step; /* (nullable) owned: that it makes, takes back or does again */
} ReeveUserRequest;

/* user-changes.c */
gboolean
reeve_user_changes_is_live (ReeveUserChanges *self); /* signed in as before, and where the changes are */
const char *reeve_user_request_get_key (ReeveUserRequest *self);
/* @error: (nullable). What did not work may be worth another try, or never was. */
void reeve_user_request_settle_failed (ReeveUserRequest *self, const GError *error);
/* @self: (transfer full). @now: (nullable) what the user is after it. The next that waited begins. */
void reeve_user_request_conclude (ReeveUserRequest *self, ReeveUser *now);
ReeveUser *
reeve_user_copy_deleted (ReeveUser *user, gint64 when); /* (transfer full); @when: 0 takes it out */

/* user-changes-send.c. @self: (transfer full): concluded when it is answered. */
void reeve_user_request_send (ReeveUserRequest *self);

G_END_DECLS
