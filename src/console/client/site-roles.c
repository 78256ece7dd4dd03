/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The roles of the open workspace: what they are called, wherever a person is shown, and which can be given.
 */

#include "config.h"

#include "console/client/role-names.h"
#include "console/client/site-private.h"

typedef struct
{
  ReeveSite *site; /* owned */
  guint serial;
} Question;

static void
on_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Question *question = user_data;
  g_autoptr (ReeveSite) self = question->site;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveListing) listing = reeve_client_list_finish (REEVE_CLIENT (source), result, &error);

  /* A failure is not told: pages that show people fail by themselves, and names come with the next news. */
  if (listing == NULL || question->serial != self->roles_serial)
    return;
  g_clear_pointer (&self->roles, g_ptr_array_unref);
  self->roles = g_ptr_array_ref (listing->items);
  for (guint i = 0; i < self->roles->len; i++)
    reeve_role_names_keep (g_ptr_array_index (self->roles, i));
  g_signal_emit_by_name (self, "roles-changed");
}

void
reeve_site_load_roles (ReeveSite *self)
{
  Question *question;
  g_autoptr (ReeveQuery) query = NULL;
  g_autofree char *path = NULL;

  self->roles_serial++;
  if (self->client == NULL || self->workspace == NULL ||
      !reeve_capabilities_have (self->capabilities, REEVE_CAPABILITY_USERS_READ))
    return;
  question = g_new0 (Question, 1);
  question->site = g_object_ref (self);
  question->serial = self->roles_serial;
  query = reeve_query_new ();
  query->limit = REEVE_QUERY_MAX_LIMIT;
  path = reeve_site_path (self, "roles");
  reeve_client_list_async (self->client, reeve_role_get_type (), path, query, NULL, on_loaded_cb, question);
}

void
reeve_site_forget_roles (ReeveSite *self)
{
  self->roles_serial++;
  g_clear_pointer (&self->roles, g_ptr_array_unref);
}

GPtrArray *
reeve_site_get_roles (ReeveSite *self)
{
  g_return_val_if_fail (REEVE_IS_SITE (self), NULL);

  return self->roles;
}
