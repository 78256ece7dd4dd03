/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/client/whom.h"

#include <gio/gio.h>

#include "common/clock.h"

static ReeveWhom *
make (ReeveWhomKind kind, const char *id, const char *name, gint64 n)
{
  ReeveWhom *self = g_rc_box_new0 (ReeveWhom);

  self->kind = kind;
  self->id = g_strdup (id);
  self->name = g_strdup (name);
  self->n = n;
  return self;
}

ReeveWhom *
reeve_whom_new_person (const char *account, const char *name)
{
  const char *const people[] = { account, NULL };
  ReeveWhom *self;

  if (account == NULL || !reeve_id_is_valid (account))
    return NULL;
  self = make (REEVE_WHOM_PEOPLE, NULL, name, 1);
  self->people = g_strdupv ((GStrv) people);
  return self;
}

ReeveWhom *
reeve_whom_new_people (const char *const *accounts)
{
  ReeveWhom *self;

  g_return_val_if_fail (accounts != NULL && accounts[0] != NULL, NULL);

  self = make (REEVE_WHOM_PEOPLE, NULL, NULL, g_strv_length ((GStrv) accounts));
  self->people = g_strdupv ((GStrv) accounts);
  return self;
}

ReeveWhom *
reeve_whom_new_query (const char *query, gint64 n)
{
  g_return_val_if_fail (query != NULL, NULL);

  return make (REEVE_WHOM_QUERY, query, NULL, n);
}

ReeveWhom *
reeve_whom_new_group (const char *group, const char *name)
{
  g_return_val_if_fail (group != NULL, NULL);

  return make (REEVE_WHOM_GROUP, group, name, -1);
}

ReeveWhom *
reeve_whom_new_address (const char *address)
{
  if (address == NULL || !g_hostname_is_ip_address (address))
    return NULL;
  return make (REEVE_WHOM_ADDRESS, address, NULL, -1);
}

ReeveWhom *
reeve_whom_ref (ReeveWhom *self)
{
  return g_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  ReeveWhom *self = data;

  g_strfreev (self->people);
  g_free (self->id);
  g_free (self->name);
  g_free (self->finding);
}

void
reeve_whom_unref (ReeveWhom *self)
{
  g_rc_box_release_full (self, clear);
}

gboolean
reeve_whom_is_one (const ReeveWhom *self)
{
  return self->kind == REEVE_WHOM_PEOPLE && self->n == 1;
}

gboolean
reeve_whom_equal (const ReeveWhom *a, const ReeveWhom *b)
{
  if (a->kind != b->kind)
    return FALSE;
  return a->kind == REEVE_WHOM_PEOPLE
           ? g_strv_equal ((const char *const *) a->people, (const char *const *) b->people)
           : g_str_equal (a->id, b->id);
}

GPtrArray *
reeve_whom_list_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) reeve_whom_unref);
}

void
reeve_whom_list_take (GPtrArray *list, ReeveWhom *whom)
{
  g_autoptr (ReeveWhom) owned = whom;

  if (owned == NULL)
    return;
  for (guint i = 0; i < list->len; i++)
    if (reeve_whom_equal (list->pdata[i], owned))
      return;
  g_ptr_array_add (list, g_steal_pointer (&owned));
}
