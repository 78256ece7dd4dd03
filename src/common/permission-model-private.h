/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The permission model's structures, for the files that ask it. permission-model.h says what they are for. */

#pragma once

#include "common/forest.h"
#include "common/numbering.h"
#include "common/permission-model.h"

G_BEGIN_DECLS

/* A principal: its kind in the upper two bits, its number below. */
typedef guint32 ReevePrincipal;

#define REEVE_PRINCIPAL_CLASS_SUBJECT 0u
#define REEVE_PRINCIPAL_CLASS_GROUP   1u
#define REEVE_PRINCIPAL_CLASS_ROLE    2u

static inline ReevePrincipal
reeve_principal (guint32 class, guint32 number)
{
  return class << 30 | number;
}

static inline guint32
reeve_principal_get_class (ReevePrincipal principal)
{
  return principal >> 30;
}

static inline guint32
reeve_principal_get_number (ReevePrincipal principal)
{
  return principal & 0x3fffffffu;
}

/* Its bit in closures' masks: by multiplicative hashing (Knuth, TAOCP vol. 3, 6.4), which spreads the
 * neighbours that groups made one after the other are. */
static inline guint
reeve_principal_get_bit (ReevePrincipal principal)
{
  return (principal * 0x9e3779b1u) >> 26;
}

/* A grant, where it is. */
typedef struct
{
  gint64 expires; /* 0: never */
  ReevePrincipal principal;
  guint32 grant;
  guint8 verbs; /* with what they imply */
  guint8 bit;   /* of the principal */
} ReeveEntry;

typedef struct
{
  ReeveEntry *items;
  guint32 n;
  guint32 borrowed;
} ReeveEntries;

typedef struct
{
  ReeveNode node;
  ReeveEntries own;
  guint32 company; /* number of a group, or REEVE_NO_NUMBER */
  guint8 present;
  guint8 inherits;
  guint8 binned;
  guint8 hidden; /* it, or one above it, is in the bin or not there */
} ReeveFolderNode;

typedef struct
{
  ReeveNode node;
  ReeveNumbers members; /* subjects that were put into it */
  guint8 present;
} ReeveGroupNode;

typedef struct
{
  guint64 mask;
  ReeveNumbers closure; /* sorted */
  ReeveNumbers groups;  /* that they were put into */
  ReeveNumbers roles;
  guint8 present;
  guint8 contact;
} ReeveSubjectNode;

struct _ReevePermissionModel
{
  ReeveNumbering folder_numbers;
  ReeveNumbering group_numbers;
  ReeveNumbering subject_numbers;
  ReeveNumbering role_numbers;
  ReeveNumbering grant_numbers;
  GArray *folders;  /* of ReeveFolderNode */
  GArray *groups;   /* of ReeveGroupNode */
  GArray *subjects; /* of ReeveSubjectNode */
  GArray *roles;    /* of ReeveNumbers: members */
  GArray *grants;   /* of guint32: the folder, or REEVE_NO_NUMBER */
  guint32 root;
};

static inline ReeveFolderNode *
reeve_permission_folder (ReevePermissionModel *model, guint32 folder)
{
  return &g_array_index (model->folders, ReeveFolderNode, folder);
}

static inline ReeveGroupNode *
reeve_permission_group (ReevePermissionModel *model, guint32 group)
{
  return &g_array_index (model->groups, ReeveGroupNode, group);
}

static inline ReeveSubjectNode *
reeve_permission_subject (ReevePermissionModel *model, guint32 subject)
{
  return &g_array_index (model->subjects, ReeveSubjectNode, subject);
}

static inline ReeveNumbers *
reeve_permission_role (ReevePermissionModel *model, guint32 role)
{
  return &g_array_index (model->roles, ReeveNumbers, role);
}

/* What somebody is: sorted principals, and their bits. */
typedef struct
{
  const ReevePrincipal *items;
  guint32 n;
  guint64 mask;
} ReeveClosure;

static inline gboolean
reeve_closure_has (const ReeveClosure *closure, ReevePrincipal principal)
{
  guint32 low = 0;
  guint32 high = closure->n;

  while (low < high)
    {
      guint32 middle = (low + high) / 2;

      if (closure->items[middle] < principal)
        low = middle + 1;
      else
        high = middle;
    }
  return low < closure->n && closure->items[low] == principal;
}

static inline gboolean
reeve_closure_matches (const ReeveClosure *closure, const ReeveEntry *entry)
{
  return (closure->mask >> entry->bit & 1) != 0 && reeve_closure_has (closure, entry->principal);
}

static inline gboolean
reeve_entry_has_expired (const ReeveEntry *entry, gint64 at)
{
  return entry->expires != 0 && entry->expires <= at;
}

ReeveClosure reeve_closure_of_subject (ReevePermissionModel *model, guint32 subject);
/* @items: (element-type guint32): holds it. */
ReeveClosure
reeve_closure_of_principal (ReevePermissionModel *model, ReevePrincipal principal, GArray *items);
/* FALSE: there is none of that name. */
gboolean reeve_permission_find_principal (ReevePermissionModel *model,
                                          ReevePrincipalKind kind,
                                          const char *id,
                                          ReevePrincipal *principal);
ReevePrincipalKind reeve_permission_get_kind (ReevePermissionModel *model, ReevePrincipal principal);
const char *reeve_permission_get_principal_id (ReevePermissionModel *model, ReevePrincipal principal);
/* Adds those that a closure of a subject's would gain by it: its own number, and the groups above it. */
void reeve_permission_add_upwards (ReevePermissionModel *model, guint32 group, GArray *items);

ReeveVerbs reeve_permission_check_closure (ReevePermissionModel *model,
                                           const ReeveClosure *closure,
                                           guint32 folder,
                                           gint64 at);

/* The next of a walk through all at and below @top, parents first; REEVE_NO_NUMBER after the last one. */
guint32 reeve_permission_next_folder (ReevePermissionModel *model, guint32 top, guint32 folder);
guint32 reeve_permission_next_group (ReevePermissionModel *model, guint32 top, guint32 group);

/* Those who are the principal, contacts included: adds their numbers. One in two groups below it comes twice.
 */
void reeve_permission_add_members (ReevePermissionModel *model, ReevePrincipal principal, GArray *subjects);

/* Number of the grant's folder and its entry there; NULL: none. Good until the model is changed. */
const ReeveEntry *reeve_permission_find_entry (ReevePermissionModel *model, guint32 grant, guint32 *folder);
guint32 reeve_permission_get_company (ReevePermissionModel *model, guint32 folder); /* or REEVE_NO_NUMBER */

G_END_DECLS
