/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* People are very many, so those that are not known yet are asked for one by one. */

#include "config.h"

#include "common/clock.h"
#include "console/client/person-names.h"
#include "console/client/site-private.h"

typedef struct
{
  ReeveSite *site; /* owned */
  char *id;
} Question;

static void
on_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Question *question = user_data;
  g_autoptr (ReeveSite) self = question->site;
  g_autofree char *id = question->id;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveUser) user = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);
  gboolean gone = user == NULL && reeve_error_get_code (error) == REEVE_ERROR_NOT_FOUND;

  g_free (question);
  /* The client keeps the name of whom it loads. Another failure is not told: the name is asked for again. */
  if (gone)
    reeve_person_names_note_gone (id);
  if (gone || user != NULL)
    g_signal_emit_by_name (self, "person-named", id);
}

static void
ask (ReeveSite *self, const char *id)
{
  g_autofree char *below = g_strconcat ("users/", id, NULL);
  g_autofree char *path = reeve_site_path (self, below);
  Question *question = g_new0 (Question, 1);

  question->site = g_object_ref (self);
  question->id = g_strdup (id);
  reeve_client_load_async (self->client, reeve_user_get_type (), path, NULL, on_loaded_cb, question);
}

void
reeve_site_learn_people (ReeveSite *self, const char *const *ids)
{
  g_return_if_fail (REEVE_IS_SITE (self));

  if (self->client == NULL || self->workspace == NULL ||
      !reeve_capabilities_have (self->capabilities, REEVE_CAPABILITY_USERS_READ))
    return;
  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    if (reeve_id_is_valid (ids[i]) && reeve_person_names_find (ids[i]) == NULL &&
        !reeve_person_names_is_gone (ids[i]))
      ask (self, ids[i]);
}
