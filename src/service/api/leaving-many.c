/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Several people leave, with one reason and one code. A preview walks the same way and only leaves out the
 * writing. What a rule forbids leaves out that one person; anything else ends the whole call. */

#include "config.h"

#include "service/api/leaving.h"

#include <string.h>

#include "common/clock.h"
#include "common/leaving.h"
#include "common/user-bulk.h"
#include "service/api/deeds.h"
#include "service/store/rotations.h"
#include "service/store/users.h"

typedef struct
{
  ReeveCall *call;
  ReeveUserRules rules; /* one for all: of two last administrators one stays */
  const char *reason;   /* (nullable): a preview */
  ReeveLeavings *result;
  GPtrArray *gone;       /* of ReeveUser */
  GHashTable *rotations; /* ids of those that are raised */
} Many;

static void
refuse (Many *self, const char *id, ReeveUser *user, const char *reason)
{
  ReeveUserRefusal *refusal = reeve_user_refusal_new ();

  refusal->id = g_strdup (id);
  refusal->display_name = g_strdup (user != NULL ? user->display_name : NULL);
  refusal->email = g_strdup (user != NULL ? user->email : NULL);
  refusal->reason = g_strdup (reason);
  g_ptr_array_add (self->result->refused, refusal);
}

/* Of one kind. (transfer none) */
static ReeveLeavingItem *
find_item (Many *self, const char *kind)
{
  GPtrArray *items = self->result->items;
  ReeveLeavingItem *item;

  for (guint i = 0; i < items->len; i++)
    if (strcmp (REEVE_LEAVING_ITEM (items->pdata[i])->kind, kind) == 0)
      return items->pdata[i];
  item = reeve_leaving_item_new ();
  item->kind = kind;
  g_ptr_array_add (items, item);
  return item;
}

/* A secret that two of them knew is changed once. */
static gboolean
add_rotations (Many *self, ReeveUser *user, ReeveLeavingItem *theirs, GError **error)
{
  g_autoptr (GPtrArray) known = reeve_rotations_list_known (self->call->tx, user, error);
  ReeveLeavingItem *item = find_item (self, "rotation");
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  if (known == NULL)
    return FALSE;
  if (item->names != NULL)
    g_strv_builder_addv (names, (const char **) item->names);
  for (guint i = 0; i < known->len; i++)
    {
      ReeveRotation *rotation = known->pdata[i];

      if (!g_hash_table_add (self->rotations, g_strdup (rotation->id)))
        continue;
      if (++item->count <= REEVE_LEAVING_NAMES)
        g_strv_builder_add (names, rotation->name);
    }
  if (theirs->names != NULL) /* the caller may see them */
    {
      g_strfreev (item->names);
      item->names = g_strv_builder_end (names);
    }
  return TRUE;
}

static gboolean
add_items (Many *self, ReeveUser *user, GPtrArray *items, GError **error)
{
  for (guint i = 0; i < items->len; i++)
    {
      ReeveLeavingItem *item = items->pdata[i];

      if (strcmp (item->kind, "rotation") != 0)
        find_item (self, item->kind)->count += item->count;
      else if (!add_rotations (self, user, item, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
put_out (Many *self, ReeveUser *user, ReeveUser *after, GError **error)
{
  g_autoptr (GPtrArray) items = reeve_leaving_look (self->call, user, error);

  if (items == NULL || !add_items (self, user, items, error) ||
      (self->reason != NULL && (!reeve_leaving_take (self->call, user, after, self->reason, error) ||
                                !reeve_deeds_add_user (self->call, "user.leave", user, after, error))))
    return FALSE;
  self->result->changed++;
  g_ptr_array_add (self->gone, g_object_ref (after));
  return TRUE;
}

static gboolean
consider (Many *self, const char *id, GError **error)
{
  g_autoptr (GError) refusal = NULL;
  g_autoptr (ReeveUser) user = reeve_users_get (self->call->tx, id, &refusal);
  g_autoptr (ReeveUser) after = user != NULL ? reeve_leaving_judge (&self->rules, user, &refusal) : NULL;

  if (after != NULL)
    return put_out (self, user, after, error);
  if (g_error_matches (refusal, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    refuse (self, id, NULL, "not_found");
  else if (g_error_matches (refusal, REEVE_ERROR, REEVE_ERROR_CONFLICT) ||
           g_error_matches (refusal, REEVE_ERROR, REEVE_ERROR_DENIED))
    refuse (self, id, user, reeve_error_get_reason (refusal));
  else
    {
      g_propagate_error (error, g_steal_pointer (&refusal));
      return FALSE;
    }
  return TRUE;
}

static int
compare_kinds (gconstpointer a, gconstpointer b)
{
  const ReeveLeavingItem *one = *(ReeveLeavingItem *const *) a, *other = *(ReeveLeavingItem *const *) b;

  for (guint i = 0; reeve_leaving_kinds[i] != NULL; i++)
    if (strcmp (reeve_leaving_kinds[i], one->kind) == 0)
      return strcmp (one->kind, other->kind) == 0 ? 0 : -1;
    else if (strcmp (reeve_leaving_kinds[i], other->kind) == 0)
      return 1;
  return 0;
}

static gboolean
walk (Many *self, const char *const *ids, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; ids[i] != NULL; i++)
    if (g_hash_table_add (seen, (gpointer) ids[i]))
      {
        self->result->total++;
        if (!consider (self, ids[i], error))
          return FALSE;
      }
  for (guint i = 0; self->reason != NULL && i < self->gone->len; i++)
    if (!reeve_leaving_take_account (self->call, self->gone->pdata[i], error))
      return FALSE;
  g_ptr_array_sort (self->result->items, compare_kinds);
  return TRUE;
}

static gboolean
check_ids (GStrv ids, GError **error)
{
  g_autoptr (GError) refusal = NULL;

  if (ids == NULL || ids[0] == NULL)
    reeve_error_add_member (&refusal, "/ids", "required", "who leaves");
  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    if (!reeve_id_is_valid (ids[i]))
      {
        g_autofree char *pointer = g_strdup_printf ("/ids/%u", i);

        reeve_error_add_member (&refusal, pointer, "id", "is not an id");
      }
  if (refusal == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

static gboolean
run (ReeveCall *call, GStrv ids, const char *reason, GError **error)
{
  g_autoptr (ReeveLeavings) result = reeve_leavings_new ();
  g_autoptr (GPtrArray) gone = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) rotations = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Many self = { call, REEVE_USER_RULES_INIT (call), reason, result, gone, rotations };

  result->items = g_ptr_array_new_with_free_func (g_object_unref);
  result->refused = g_ptr_array_new_with_free_func (g_object_unref);
  if (!check_ids (ids, error) || !walk (&self, (const char *const *) ids, error))
    return FALSE;
  if (reason != NULL && result->changed == 0)
    reeve_call_nothing_changed (call);
  call->reply = REEVE_RECORD (g_steal_pointer (&result));
  return TRUE;
}

gboolean
leaving_preview_many (ReeveCall *call, GError **error)
{
  return run (call, REEVE_LEAVERS (call->body)->ids, NULL, error);
}

gboolean
leaving_create_many (ReeveCall *call, GError **error)
{
  ReeveLeaveMany *body = REEVE_LEAVE_MANY (call->body);

  return run (call, body->ids, body->reason, error);
}
