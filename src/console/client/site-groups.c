/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Groups may be very many, so their names are asked for one by one, as somebody who is in them is looked at.
 */

#include "config.h"

#include "console/client/group-names.h"
#include "console/client/site-private.h"

static void
on_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveSite) self = user_data;
  g_autoptr (ReeveGroup) group = reeve_client_load_finish (REEVE_CLIENT (source), result, NULL);

  /* A failure is not told: who shows the person fails by itself, and the name is asked for again. */
  if (group == NULL)
    return;
  reeve_group_names_keep (group);
  g_signal_emit_by_name (self, "group-named", group->id);
}

static void
ask (ReeveSite *self, const char *id)
{
  g_autofree char *below = g_strconcat ("groups/", id, NULL);
  g_autofree char *path = NULL;

  if (self->client == NULL || self->workspace == NULL ||
      !reeve_capabilities_have (self->capabilities, REEVE_CAPABILITY_USERS_READ))
    return;
  path = reeve_site_path (self, below);
  reeve_client_load_async (self->client, reeve_group_get_type (), path, NULL, on_loaded_cb,
                           g_object_ref (self));
}

void
reeve_site_learn_groups (ReeveSite *self, const char *const *ids)
{
  g_return_if_fail (REEVE_IS_SITE (self));

  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    if (reeve_group_names_find (ids[i]) == NULL)
      ask (self, ids[i]);
}

void
reeve_site_learn_group_again (ReeveSite *self, const char *id)
{
  if (id != NULL && reeve_group_names_find (id) != NULL)
    ask (self, id);
}
