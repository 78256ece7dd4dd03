/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A user: an account that is a member of a workspace, with its roles there. */

#pragma once

#include "common/record.h"

G_BEGIN_DECLS

REEVE_DECLARE_RECORD (ReeveUser, reeve_user, USER)

struct _ReeveUser
{
  ReeveRecord parent_instance;

  char *id; /* the account's id */
  gint64 version;
  char *email;
  char *display_name;
  GStrv roles;
  GStrv groups;      /* ids of those the user was put into; they are in all above these too */
  const char *state; /* "active" or "suspended" */
  const char
    *lock; /* "none", "cooling-off" (wrong tries, ends at lock_ends) or "breach" (ends by release only) */
  gint64 lock_ends;
  const char *second_factor; /* "off" or "on" */
  gboolean has_password;     /* FALSE until the person has set one */
  gint64 last_sign_in;
  char *last_sign_in_address;
  gint64 created;
  gint64 deleted; /* when it went into the bin; gone for good 30 days later */
};

extern const char *const reeve_user_states[];
extern const char *const reeve_user_locks[];
extern const char *const reeve_user_second_factors[];

/* What a list of users may be sorted and filtered by (wire names, NULL-terminated). Filters:
 * state=active|suspended|deleted, secondFactor=off|on, signedIn=never, lock=any|cooling-off|breach, role=ID.
 * Without `state`, the bin is left out. */
extern const char *const reeve_user_sorts[];
extern const char *const reeve_user_filters[];

#define REEVE_USER_BIN_DAYS 30

/* The one state that a person reads first, worst first. */
typedef enum
{
  REEVE_USER_STATUS_DELETED,
  REEVE_USER_STATUS_BREACH_LOCKED,
  REEVE_USER_STATUS_SUSPENDED,
  REEVE_USER_STATUS_COOLING_OFF,
  REEVE_USER_STATUS_NO_PASSWORD,
  REEVE_USER_STATUS_NO_SECOND_FACTOR,
  REEVE_USER_STATUS_ACTIVE,
} ReeveUserStatus;

ReeveUserStatus reeve_user_get_status (ReeveUser *self, gint64 now);

G_END_DECLS
