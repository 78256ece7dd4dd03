/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/api/approval-demand.h"

#include <string.h>

#include "common/contact.h"
#include "common/folder.h"
#include "common/json-canonical.h"
#include "common/permission-draft.h"
#include "common/user-bulk.h"
#include "service/api/approval-parties.h"
#include "service/store/approval-rules.h"
#include "service/store/folders.h"
#include "service/store/grants.h"

/* --- Where folders are --- */

/* A rule's folder and those above it. */
typedef struct
{
  ReeveApprovalRule *rule; /* borrowed */
  GStrv above;             /* ids, from the folder itself up to the root */
  guint reach;             /* what is granted on above[i] comes down to it as long as i <= reach */
} Place;

static gboolean
is_missing (GError **local, GError **error)
{
  if (g_error_matches (*local, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    {
      g_clear_error (local);
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (local));
  return FALSE;
}

static gboolean
read_place (ReeveTx *tx, ReeveApprovalRule *rule, Place *place, GError **error)
{
  place->rule = rule;
  place->above = reeve_folders_list_above (tx, rule->folder, error);
  for (guint i = 0; place->above != NULL && place->above[i] != NULL; i++)
    {
      g_autoptr (ReeveFolder) folder = reeve_folders_get (tx, place->above[i], error);

      if (folder == NULL)
        return FALSE;
      place->reach = i;
      if (!folder->inherits)
        break;
    }
  return place->above != NULL;
}

/* What a change does where. */
typedef enum
{
  REACHES, /* gives something there and below, as far as that inherits */
  TAKES,   /* takes something away */
  CARRIES, /* all that is below is changed with it */
} Effect;

typedef struct
{
  ReeveTx *tx;
  GPtrArray *rules;   /* (element-type ReeveApprovalRule): all about folders */
  GArray *places;     /* of Place, one for each of them */
  GPtrArray *holding; /* (element-type ReeveApprovalRule): those found */
} Search;

static void
clear_place (gpointer data)
{
  g_clear_pointer (&((Place *) data)->above, g_strfreev);
}

static gboolean
search_begin (Search *self, ReeveTx *tx, GPtrArray *holding, GError **error)
{
  self->tx = tx;
  self->holding = holding;
  self->places = g_array_new (FALSE, TRUE, sizeof (Place));
  g_array_set_clear_func (self->places, clear_place);
  self->rules = reeve_approval_rules_read (tx, TRUE, error);
  for (guint i = 0; self->rules != NULL && i < self->rules->len; i++)
    {
      Place place = { NULL };
      gboolean read = read_place (tx, self->rules->pdata[i], &place, error);

      g_array_append_val (self->places, place);
      if (!read)
        return FALSE;
    }
  return self->rules != NULL;
}

static void
search_end (Search *self)
{
  g_clear_pointer (&self->rules, g_ptr_array_unref);
  g_clear_pointer (&self->places, g_array_unref);
}

static void
hold (Search *self, ReeveApprovalRule *rule)
{
  for (guint i = 0; i < self->holding->len; i++)
    if (g_str_equal (((ReeveApprovalRule *) self->holding->pdata[i])->id, rule->id))
      return;
  g_ptr_array_add (self->holding, g_object_ref (rule));
}

/* A folder that is not there is told of by who makes the change. */
static gboolean
touch (Search *self, const char *folder, Effect effect, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_auto (GStrv) above = folder != NULL ? reeve_folders_list_above (self->tx, folder, &local) : NULL;

  if (local != NULL && !is_missing (&local, error))
    return FALSE;
  for (guint i = 0; above != NULL && i < self->places->len; i++)
    {
      Place *place = &g_array_index (self->places, Place, i);
      gboolean held = g_strv_contains ((const char *const *) above, place->rule->folder);

      for (guint j = 1; !held && effect != TAKES && place->above[j] != NULL; j++)
        held = g_str_equal (place->above[j], folder) && (effect == CARRIES || j <= place->reach);
      if (held)
        hold (self, place->rule);
    }
  return TRUE;
}

/* --- What a request changes --- */

static gboolean
touch_grant (Search *self, const char *id, Effect effect, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (ReeveGrant) grant = id != NULL ? reeve_grants_get (self->tx, id, &local) : NULL;

  if (local != NULL && !is_missing (&local, error))
    return FALSE;
  return grant == NULL || touch (self, grant->folder, effect, error);
}

static gboolean
touch_by_change (Search *self, ReevePermissionChange *change, GError **error)
{
  static const struct
  {
    const char *action;
    Effect effect;
  } effects[] = {
    { "grant", REACHES },   { "amend", REACHES }, { "revoke", TAKES },    { "break", TAKES },
    { "inherit", REACHES }, { "bin", CARRIES },   { "restore", CARRIES }, { "move", CARRIES },
  };
  Effect effect = CARRIES;

  for (guint i = 0; i < G_N_ELEMENTS (effects); i++)
    if (g_strcmp0 (effects[i].action, change->action) == 0)
      effect = effects[i].effect;
  return touch (self, change->folder, effect, error) && touch_grant (self, change->grant, effect, error) &&
         touch (self, change->parent, TAKES, error);
}

static gboolean
touch_by_draft (Search *self, JsonObject *body, GError **error)
{
  g_autoptr (ReevePermissionDraft) draft = reeve_permission_draft_new ();

  if (!reeve_record_read_json (draft, body, REEVE_READ_CREATE, "", error))
    return FALSE;
  for (guint i = 0; i < draft->changes->len; i++)
    if (!touch_by_change (self, draft->changes->pdata[i], error))
      return FALSE;
  return TRUE;
}

/* Of a company only who may name one is told that it is held: others learn here of no folder that they may
 * not view, and are refused by who saves it. */
static gboolean
touch_all (Search *self, const ReeveCaller *caller, const ReeveApprovalSubject *subject, GError **error)
{
  GType body = subject->target->body;

  if (body == reeve_permission_draft_get_type ())
    return touch_by_draft (self, subject->body, error);
  if (body == reeve_contact_get_type ())
    return touch (self, json_object_get_string_member_with_default (subject->body, "folder", NULL), REACHES,
                  error);
  if (body == reeve_folder_get_type () && subject->target->patch &&
      reeve_capabilities_have (caller->capabilities, REEVE_CAPABILITY_PERMISSIONS_WRITE) &&
      json_object_has_member (subject->body, "company"))
    return touch (self, g_hash_table_lookup (subject->target->path, "folder"), CARRIES, error);
  return TRUE;
}

static gboolean
add_folders (ReeveCall *call,
             ReeveTx *tx,
             const ReeveApprovalSubject *subject,
             GPtrArray *holding,
             GError **error)
{
  Search search = { NULL };
  gboolean done = search_begin (&search, tx, holding, error) &&
                  (search.rules->len == 0 || touch_all (&search, call->caller, subject, error));

  search_end (&search);
  return done;
}

GPtrArray *
reeve_approval_list_holding (ReeveTx *tx, const char *folder, GError **error)
{
  g_autoptr (GPtrArray) holding = g_ptr_array_new_with_free_func (g_object_unref);
  Search search = { NULL };
  gboolean done = search_begin (&search, tx, holding, error) && touch (&search, folder, REACHES, error);

  search_end (&search);
  return done ? g_steal_pointer (&holding) : NULL;
}

/* --- Rules themselves --- */

static gboolean
add_itself (ReeveCall *call,
            ReeveTx *tx,
            const ReeveApprovalSubject *subject,
            GPtrArray *holding,
            GError **error)
{
  const ReeveApprovalPlace place = REEVE_APPROVAL_PLACE_INIT (call, tx);
  g_autoptr (GError) local = NULL;
  g_autoptr (ReeveApprovalRule) before =
    reeve_approval_rules_get (tx, g_hash_table_lookup (subject->target->path, "rule"), &local);
  g_autoptr (ReeveApprovalRule) after = NULL;
  gboolean anybody;

  if (before == NULL)
    return is_missing (&local, error);
  if (subject->body != NULL)
    {
      after = reeve_record_copy (before);
      if (!reeve_record_read_json (after, subject->body, REEVE_READ_PATCH, "", error))
        return FALSE;
      if (after->hours == 0)
        after->hours = REEVE_APPROVAL_HOURS;
    }
  if (!reeve_approval_rule_is_loosened (before, after))
    return TRUE;
  if (!reeve_approval_check_ready (&place, before, call->caller->account, NULL, &anybody, error))
    return FALSE;
  if (anybody)
    g_ptr_array_add (holding, g_steal_pointer (&before));
  return TRUE;
}

/* --- All of it --- */

/* A bulk change is as many of the single ones. */
static const char *
get_operation (const ReeveApprovalSubject *subject)
{
  if (subject->target->body != reeve_user_bulk_get_type ())
    return subject->target->operation;
  if (g_strcmp0 (json_object_get_string_member_with_default (subject->body, "action", NULL), "delete") != 0 ||
      json_object_get_boolean_member_with_default (subject->body, "dryRun", FALSE))
    return NULL;
  return subject->target->operation;
}

/* How many of its members are secrets. */
static guint
count_secrets (const ReeveApprovalSubject *subject)
{
  g_autoptr (GList) members = subject->body != NULL ? json_object_get_members (subject->body) : NULL;
  guint n = 0;

  for (GList *each = members; each != NULL; each = each->next)
    {
      const ReeveField *field = reeve_record_class_find_wire (reeve_record_class_of (subject->target->body),
                                                              each->data, strlen (each->data));

      n += field != NULL && field->type == REEVE_FIELD_SECRET;
    }
  return n;
}

GPtrArray *
reeve_approval_list_demanding (ReeveCall *call,
                               ReeveTx *tx,
                               const ReeveApprovalSubject *subject,
                               GError **error)
{
  g_autoptr (GPtrArray) holding = g_ptr_array_new_with_free_func (g_object_unref);
  const char *operation = get_operation (subject);
  guint n_secrets = count_secrets (subject);
  g_autoptr (ReeveApprovalRule) rule = NULL;

  if (operation == NULL || (n_secrets > 0 && n_secrets == json_object_get_size (subject->body)))
    return g_steal_pointer (&holding);
  if (g_str_equal (operation, REEVE_OPERATION_RULES))
    return add_itself (call, tx, subject, holding, error) ? g_steal_pointer (&holding) : NULL;
  if (!reeve_approval_rules_find (tx, operation, &rule, error))
    return NULL;
  if (rule != NULL)
    g_ptr_array_add (holding, g_steal_pointer (&rule));
  if (!add_folders (call, tx, subject, holding, error))
    return NULL;
  if (holding->len == 0 || n_secrets == 0)
    return g_steal_pointer (&holding);
  reeve_set_error (error, REEVE_ERROR_CONFLICT, "approval_secret",
                   "the rest needs an approval: send the secret by itself");
  return NULL;
}

gboolean
reeve_approval_write_body (const ReeveApprovalSubject *subject, char **body, GError **error)
{
  *body = subject->body != NULL ? reeve_json_canonical (subject->body, error) : NULL;
  return *body != NULL || subject->body == NULL;
}
