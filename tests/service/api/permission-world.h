/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Two companies with somebody each, folders, and changes of permissions, looked at and done. */

#pragma once

#include "common/folder.h"
#include "common/permission-draft.h"
#include "tests/service/api/fixture.h"

typedef struct
{
  Fixture *fixture;
  Device *hana;
  Device *bo;   /* a member, and nothing else */
  char *north;  /* a group, with Bo in it */
  char *harrow; /* a group, with Cy in it */
  char *cy;
} World;

char *make_group (Device *self, const char *name);
void put_into (Device *self, const char *user, const char *group);
void world_set_up (World *world, gconstpointer unused);
void world_tear_down (World *world, gconstpointer unused);
/* @parent: (nullable) */
Answer *try_folder (Device *self, const char *name, const char *parent);
char *make_folder (Device *self, const char *name, const char *parent);
ReevePermissionChange *
new_grant (const char *folder, const char *kind, const char *principal, const char *verb);
ReevePermissionChange *new_move (const char *folder, const char *parent);
/* @changes: (transfer none) */
ReevePermissionDraft *new_draft (GPtrArray *changes, const char *hash);
/* @first, @second: (transfer full) (nullable) */
GPtrArray *list_changes (ReevePermissionChange *first, ReevePermissionChange *second);
ReevePermissionPreview *plan (Device *self, GPtrArray *changes);
/* Looked at and done. */
ReevePermissionPreview *change_all (Device *self, GPtrArray *changes);
/* @change: (transfer full) */
ReevePermissionPreview *change_one (Device *self, ReevePermissionChange *change);
void do_one (Device *self, ReevePermissionChange *change);
/* "Name Name", in the order of the list. @query: (nullable) */
char *list_names (Device *self, const char *query);
void assert_names (Device *self, const char *query, const char *expected);
ReeveFolder *get_folder (Device *self, const char *id);
void assert_hidden (Device *self, const char *id);
/* Names of those who reach a folder, by name. */
void assert_access (Device *self, const char *folder, const char *expected);
