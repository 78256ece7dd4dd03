/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One change of a draft, with what a person reads of it. The words are made when the change is: names and
 * places are at hand there, and a draft goes on saying what was meant. Pure. */

#pragma once

#include "common/folder.h"
#include "common/grant.h"
#include "common/permission-change.h"

G_BEGIN_DECLS

/* Counted: it goes from dialog to draft and back. Never changed once it is made. */
typedef struct
{
  ReevePermissionChange *change;
  char *title;      /* what will be done: "Give access to Northlab" */
  char *subtitle;   /* where and what: "Vallis / Recipes · May view and edit · until 3 March" */
  char *done;       /* what was done, for a toast: "Access given to Northlab" */
  const char *icon; /* its name */
} ReevePermissionEntry;

/* Each (transfer full). @place: of the folder that it is about, as reeve_verb_words_path() makes it. */

/* @name: of the principal; of a role, its id or name. @expires: 0: never. @reason: (nullable) */
ReevePermissionEntry *reeve_permission_entry_new_grant (const char *folder,
                                                        const char *place,
                                                        const char *principal_kind,
                                                        const char *principal,
                                                        const char *name,
                                                        const char *const *verbs,
                                                        gint64 expires,
                                                        const char *reason);
ReevePermissionEntry *reeve_permission_entry_new_amend (const ReeveGrant *grant,
                                                        const char *place,
                                                        const char *const *verbs,
                                                        gint64 expires);
ReevePermissionEntry *reeve_permission_entry_new_revoke (const ReeveGrant *grant, const char *place);
/* @action: "break", "inherit", "bin" or "restore". */
ReevePermissionEntry *
reeve_permission_entry_new_folder (const char *action, const ReeveFolder *folder, const char *place);
/* @parent: id of the folder that it goes into, which is at @parent_place. */
ReevePermissionEntry *reeve_permission_entry_new_move (const ReeveFolder *folder,
                                                       const char *place,
                                                       const char *parent,
                                                       const char *parent_place);

/* Any other. @icon: interned; @subtitle: (nullable) */
ReevePermissionEntry *reeve_permission_entry_new_other (ReevePermissionChange *change,
                                                        const char *icon,
                                                        const char *title,
                                                        const char *subtitle,
                                                        const char *done);

ReevePermissionEntry *reeve_permission_entry_ref (ReevePermissionEntry *self);
void reeve_permission_entry_unref (ReevePermissionEntry *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReevePermissionEntry, reeve_permission_entry_unref)

/* Lists of them. */
GPtrArray *reeve_permission_entries_new (void);                       /* (transfer full): empty */
GPtrArray *reeve_permission_entries_copy (GPtrArray *entries);        /* (transfer full) */
GPtrArray *reeve_permission_entries_get_changes (GPtrArray *entries); /* (transfer full): of their changes */
/* Adds it at the end. What is about the same grant, or the same side of the same folder, is taken out: the
 * last word counts. */
void reeve_permission_entries_add (GPtrArray *entries, ReevePermissionEntry *entry);
/* What was done with all of them, for a toast. (transfer full) */
char *reeve_permission_entries_describe_done (GPtrArray *entries);

G_END_DECLS
