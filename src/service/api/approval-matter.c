/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/api/approval-matter.h"

#include <string.h>

#include "common/grant.h"
#include "common/json-canonical.h"
#include "common/json.h"
#include "common/permission-draft.h"
#include "service/store/audit.h"
#include "service/store/folders.h"
#include "service/store/grants.h"

/* --- Noting --- */

typedef struct
{
  ReeveTx *tx;
  ReeveApproval *approval;
  GHashTable *seen; /* of ids, borrowed from the draft and the grants */
} Noting;

/* What is not there is no mistake here: the draft is judged elsewhere. Takes @local. */
static gboolean
is_gone (GError *local, GError **error)
{
  if (local == NULL || g_error_matches (local, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    {
      g_clear_error (&local);
      return TRUE;
    }
  g_propagate_error (error, local);
  return FALSE;
}

static ReeveApprovalName *
add_name (const Noting *self, const char *id)
{
  ReeveApprovalName *name = reeve_approval_name_new ();

  name->id = g_strdup (id);
  g_ptr_array_add (self->approval->names, name);
  return name;
}

/* @id: (nullable) */
static gboolean
note_folder (const Noting *self, const char *id, GError **error)
{
  GError *local = NULL;
  g_auto (GStrv) path = NULL;

  if (id == NULL || !g_hash_table_add (self->seen, (gpointer) id))
    return TRUE;
  path = reeve_folders_get_path (self->tx, id, &local);
  if (path == NULL)
    return is_gone (local, error);
  if (path[0] != NULL)
    add_name (self, id)->folder_path = g_steal_pointer (&path);
  return TRUE;
}

/* @kind, @id: (nullable) */
static gboolean
note_principal (const Noting *self, const char *kind, const char *id, GError **error)
{
  GError *local = NULL;
  g_autofree char *name = NULL;

  if (kind == NULL || id == NULL || !g_hash_table_add (self->seen, (gpointer) id))
    return TRUE;
  name = reeve_grants_name_principal (self->tx, kind, id, &local);
  if (name == NULL)
    return is_gone (local, error);
  add_name (self, id)->name = g_steal_pointer (&name);
  return TRUE;
}

/* @id: (nullable) */
static gboolean
note_grant (const Noting *self, const char *id, GError **error)
{
  GError *local = NULL;
  g_autoptr (ReeveGrant) grant = NULL;

  if (id == NULL || !g_hash_table_add (self->seen, (gpointer) id))
    return TRUE;
  grant = reeve_grants_get (self->tx, id, &local);
  if (grant == NULL)
    return is_gone (local, error);
  g_ptr_array_add (self->approval->grants, g_steal_pointer (&grant));
  return TRUE;
}

static gboolean
note_draft (const Noting *self, ReevePermissionDraft *draft, GError **error)
{
  for (guint i = 0; draft->changes != NULL && i < draft->changes->len; i++)
    {
      const ReevePermissionChange *change = draft->changes->pdata[i];

      if (!note_grant (self, change->grant, error) || !note_folder (self, change->folder, error) ||
          !note_folder (self, change->parent, error) ||
          !note_principal (self, change->principal_kind, change->principal, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
reeve_approval_note_matter (ReeveCall *call, ReeveApproval *approval, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (ReevePermissionDraft) draft = NULL;
  g_autoptr (JsonObject) body = NULL;
  const Noting noting = { call->tx, approval, seen };

  if (approval->body == NULL)
    return TRUE;
  body = reeve_json_parse_object (approval->body, strlen (approval->body), &reeve_json_body, error);
  if (body == NULL)
    return FALSE;
  approval->grants = g_ptr_array_new_with_free_func (g_object_unref);
  approval->names = g_ptr_array_new_with_free_func (g_object_unref);
  if (strstr (approval->path, "/permissions/apply") == NULL)
    return note_folder (&noting, json_object_get_string_member_with_default (body, "folder", NULL), error);
  draft = reeve_permission_draft_new ();
  return reeve_record_read_json (draft, body, REEVE_READ_CREATE, "", error) &&
         note_draft (&noting, draft, error);
}

/* --- Telling --- */

gboolean
reeve_approval_recall_matter (ReeveCall *call, ReeveApproval *approval, GError **error)
{
  GError *local = NULL;
  g_autoptr (ReeveAuditEntry) entry =
    reeve_audit_find_first (call->tx, "approval", approval->id, "approval.ask", &local);
  g_autoptr (ReeveApproval) asked = NULL;
  g_autoptr (JsonObject) fields = NULL;

  if (entry == NULL || entry->after == NULL)
    return is_gone (local, error);
  fields = reeve_json_parse_object (entry->after, strlen (entry->after), &reeve_json_body, error);
  asked = reeve_approval_new ();
  if (fields == NULL || !reeve_record_read_json (asked, fields, REEVE_READ_REPLY, "", error))
    return FALSE;
  approval->grants = g_steal_pointer (&asked->grants);
  approval->names = g_steal_pointer (&asked->names);
  return TRUE;
}

gboolean
reeve_approval_tells_matter (ReeveCall *call, ReeveApproval *approval)
{
  return g_strcmp0 (approval->requester, call->caller->account) != 0 ||
         reeve_capabilities_have (call->caller->capabilities, REEVE_CAPABILITY_PERMISSIONS_READ);
}

void
reeve_approval_hide_matter (ReeveAuditEntry *entry)
{
  g_autoptr (JsonObject) fields = NULL;

  if (entry->after == NULL)
    return;
  fields = reeve_json_parse_object (entry->after, strlen (entry->after), &reeve_json_body, NULL);
  g_clear_pointer (&entry->after, g_free); /* what cannot be read is not told */
  if (fields == NULL)
    return;
  json_object_remove_member (fields, "grants");
  json_object_remove_member (fields, "names");
  entry->after = reeve_json_canonical (fields, NULL);
}
