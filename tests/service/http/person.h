/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Somebody in the workspace of a Served, on a device of theirs, with an authenticator. */

#pragma once

#include "common/secret.h"
#include "served.h"

typedef struct
{
  Served *served; /* borrowed */
  char *id;
  char *email;
  ApiClient *client;
  ReeveSecret *key; /* (nullable) */
  gint64 step;      /* the last one used */
  GStrv recovery;   /* (nullable) */
} Person;

/* @id: (nullable): somebody who is there already; else @name becomes their address, and @role what they hold.
 * Signed in. */
Person *person_new (Served *served, const char *name, const char *role, const char *id);
void person_free (Person *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Person, person_free)

void person_enrol (Person *self);
/* On a new session: what the clock did to the old one is another test's. */
void person_sign_in (Person *self);
/* The next code, or the last one once more. (transfer full) */
char *person_take_code (Person *self, gboolean used_before);

/* @path: below the workspace. @headers: (nullable) */
ApiReply *
person_send (Person *self, const char *method, const char *path, const char *body, const char *headers);
/* With a fresh code in Reeve-Code. */
ApiReply *person_send_with_code (Person *self,
                                 const char *method,
                                 const char *path,
                                 const char *body,
                                 const char *headers);
