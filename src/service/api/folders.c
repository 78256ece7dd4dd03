/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/api/folders.h"

#include "common/clock.h"
#include "common/permission-model.h"
#include "common/permission-review.h"
#include "service/api/scope.h"
#include "service/store/audit.h"
#include "service/store/folders.h"
#include "service/store/grant-reviews.h"

ReevePermissionModel *
reeve_call_enter_permissions (ReeveCall *call, GError **error)
{
  return reeve_permissions_enter (reeve_installation_get_permissions (call->installation, call->workspace),
                                  call->tx, error);
}

void
reeve_call_leave_permissions (ReeveCall *call)
{
  reeve_permissions_leave (reeve_installation_get_permissions (call->installation, call->workspace));
}

const GArray *
reeve_call_get_folder_sizes (ReeveCall *call)
{
  return reeve_permissions_get_sizes (
    reeve_installation_get_permissions (call->installation, call->workspace));
}

static gboolean
sees_all (ReeveCall *call)
{
  return reeve_scope_may (call, REEVE_CAPABILITY_PERMISSIONS_READ);
}

static gboolean
may_write (ReeveCall *call)
{
  return reeve_scope_may (call, REEVE_CAPABILITY_PERMISSIONS_WRITE);
}

static gboolean
refuse_unknown (GError **error)
{
  reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "no such folder");
  return FALSE;
}

/* --- What the caller may know --- */

/* Everybody's verbs are looked up in one walk, so that a page of folders costs no more than one. */
typedef struct
{
  ReevePermissionModel *model;
  guint8 *verbs; /* by folder: the caller's, or those of whom was asked about */
  gint64 at;
  guint8 *absent; /* (nullable): by subject: who does not count as a manager */
  guint8 *leads;  /* (nullable): by folder, whether there are any, in it or anywhere below it */
} View;

static void
view_clear (View *self)
{
  g_free (self->verbs);
  g_free (self->absent);
  g_free (self->leads);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (View, view_clear)

static ReeveVerbs
get_verbs (const View *view, const char *id)
{
  guint32 folder = reeve_permission_model_find_folder (view->model, id);

  return folder != REEVE_NO_NUMBER ? view->verbs[folder] : REEVE_VERBS_NONE;
}

static gboolean
is_visible (const char *id, gpointer data)
{
  return get_verbs (data, id) != REEVE_VERBS_NONE;
}

/* One that they see, and not what it is in: their tree begins there. */
static gboolean
is_entry (const char *id, gpointer data)
{
  const View *view = data;
  guint32 folder = reeve_permission_model_find_folder (view->model, id);
  guint32 parent;

  if (folder == REEVE_NO_NUMBER || view->verbs[folder] == REEVE_VERBS_NONE)
    return FALSE;
  parent = reeve_permission_model_get_parent (view->model, folder);
  return parent == REEVE_NO_NUMBER || view->verbs[parent] == REEVE_VERBS_NONE;
}

/* One that somebody managed, and nobody does now. */
static gboolean
is_unmanaged (const char *id, gpointer data)
{
  const View *view = data;
  guint32 folder = reeve_permission_model_find_folder (view->model, id);

  return reeve_permission_model_has_folder (view->model, folder) &&
         !reeve_permission_has_holder (view->model, folder, REEVE_VERB_MANAGE, view->absent, view->at);
}

/* The caller did something in a folder that grants let them do. */
static void
note_use (ReeveCall *call, ReevePermissionModel *model, const char *folder, ReeveVerbs verbs)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  reeve_permission_list_through (model, reeve_permission_model_find_subject (model, call->caller->account),
                                 reeve_permission_model_find_folder (model, folder), verbs, call->now, ids);
  reeve_grant_uses_note (reeve_installation_get_grant_uses (call->installation, call->workspace), ids,
                         call->now);
}

static gboolean
leads_somewhere (const char *id, gpointer data)
{
  const View *view = data;
  guint32 folder = reeve_permission_model_find_folder (view->model, id);

  return folder != REEVE_NO_NUMBER && view->leads[folder] != 0;
}

/* Each folder is marked once, so it costs what there are. */
static void
mark_ways (View *view)
{
  guint32 n = reeve_permission_model_get_n_folders (view->model);

  view->leads = g_malloc0 (n + 1);
  for (guint32 i = 0; i < n; i++)
    if (view->verbs[i] != REEVE_VERBS_NONE)
      for (guint32 folder = i; folder != REEVE_NO_NUMBER && view->leads[folder] == 0;
           folder = reeve_permission_model_get_parent (view->model, folder))
        view->leads[folder] = 1;
}

static gint64
count_ways (const View *view, const char *id)
{
  guint32 folder = reeve_permission_model_find_folder (view->model, id);
  gint64 n = 0;

  if (folder == REEVE_NO_NUMBER)
    return 0;
  for (guint32 child = reeve_permission_model_get_first_child (view->model, folder); child != REEVE_NO_NUMBER;
       child = reeve_permission_model_get_next (view->model, child))
    n += view->leads[child];
  return n;
}

/* @kind, @id: (nullable): of the caller. FALSE: there is no such principal */
static gboolean
look (View *view, ReeveCall *call, const char *kind, const char *id)
{
  ReevePrincipalKind of = REEVE_PRINCIPAL_USER;

  view->verbs = g_malloc (reeve_permission_model_get_n_folders (view->model));
  if (kind != NULL)
    reeve_principal_kind_from_wire (kind, &of);
  return reeve_permission_reach (view->model, of, id != NULL ? id : call->caller->account, call->now,
                                 view->verbs);
}

/* --- What is shown --- */

static void
show_verbs (const View *view, ReeveFolder *folder)
{
  ReeveVerbs verbs = get_verbs (view, folder->id);

  g_clear_pointer (&folder->verbs, g_strfreev);
  if (verbs != REEVE_VERBS_NONE)
    folder->verbs = reeve_verbs_to_wire (verbs);
}

/* As if what they may not view were not there. */
static void
veil (const View *view, ReeveFolder *folder)
{
  guint32 number = reeve_permission_model_find_folder (view->model, folder->id);

  if (folder->parent != NULL && get_verbs (view, folder->parent) == REEVE_VERBS_NONE)
    g_clear_pointer (&folder->parent, g_free);
  g_clear_pointer (&folder->company, g_free);
  folder->grants = 0;
  folder->inherits = TRUE;
  folder->folders = 0;
  for (guint32 child = reeve_permission_model_get_first_child (view->model, number); child != REEVE_NO_NUMBER;
       child = reeve_permission_model_get_next (view->model, child))
    folder->folders += view->verbs[child] != REEVE_VERBS_NONE;
}

static gboolean
show_path (ReeveCall *call, const View *view, gboolean all, ReeveFolder *folder, GError **error)
{
  g_auto (GStrv) ids = NULL;
  g_auto (GStrv) names = reeve_folders_get_path (call->tx, folder->id, error);
  guint n;

  if (names == NULL)
    return FALSE;
  g_clear_pointer (&folder->path, g_strfreev);
  n = g_strv_length (names);
  if (n > 0 && !all)
    {
      guint hidden = 0;

      ids = reeve_folders_list_above (call->tx, folder->id, error);
      if (ids == NULL)
        return FALSE;
      for (guint i = 0; i < n; i++) /* ids go upwards, names down */
        if (get_verbs (view, ids[i]) == REEVE_VERBS_NONE)
          hidden = MAX (hidden, n - i);
      folder->path = g_strdupv (names + hidden);
    }
  else if (n > 0)
    folder->path = g_steal_pointer (&names);
  return TRUE;
}

static gboolean
show (ReeveCall *call, const View *view, gboolean all, ReeveFolder *folder, GError **error)
{
  show_verbs (view, folder);
  if (!show_path (call, view, all, folder, error))
    return FALSE;
  if (!all)
    veil (view, folder);
  if (view->leads != NULL)
    folder->folders = count_ways (view, folder->id);
  return TRUE;
}

/* --- Lists --- */

static gboolean
read_query (ReeveCall *call, ReeveFoldersWhich *which, GError **error)
{
  const char *state = reeve_query_get_filter (call->query, "state");
  const char *kind = reeve_query_get_filter (call->query, "principalKind");
  const char *principal = reeve_query_get_filter (call->query, "principal");
  const char *reached = reeve_query_get_filter (call->query, "reached");
  ReevePrincipalKind ignored;

  *which = call->query->text != NULL ? REEVE_FOLDERS_ALL : REEVE_FOLDERS_LEVEL;
  if (state != NULL && !g_strv_contains (reeve_folder_states, state))
    reeve_error_add_member (error, "?state", "choice", "is none of the states");
  else if (kind != NULL && !reeve_principal_kind_from_wire (kind, &ignored))
    reeve_error_add_member (error, "?principalKind", "choice", "is none of the kinds");
  else if ((kind == NULL) != (principal == NULL))
    reeve_error_add_member (error, kind == NULL ? "?principalKind" : "?principal", "required",
                            "principalKind and principal go together");
  else if (reached != NULL && g_strcmp0 (reached, "yes") != 0)
    reeve_error_add_member (error, "?reached", "choice", "is not yes");
  else if (reached != NULL && kind == NULL)
    reeve_error_add_member (error, "?principal", "required", "reached by whom");
  else if ((state != NULL || kind != NULL) && !sees_all (call))
    reeve_set_error (error, REEVE_ERROR_DENIED, NULL, "needs permissions.read");
  else
    {
      if (state != NULL)
        *which = g_strcmp0 (state, "binned") == 0 ? REEVE_FOLDERS_BINNED : REEVE_FOLDERS_MANAGED;
      return TRUE;
    }
  return FALSE;
}

static gboolean
list (ReeveCall *call, View *view, ReeveFoldersWhich which, GError **error)
{
  gboolean all = sees_all (call);
  const char *parent = reeve_query_get_filter (call->query, "parent");
  gboolean at_top = parent == NULL || g_strcmp0 (parent, REEVE_FOLDER_ROOT) == 0;
  ReeveFolderFilter filter = all ? NULL : is_visible;

  if (view->leads != NULL)
    filter = which == REEVE_FOLDERS_LEVEL ? leads_somewhere : is_visible;
  if (!all && which == REEVE_FOLDERS_LEVEL && at_top &&
      get_verbs (view, REEVE_FOLDER_ROOT) == REEVE_VERBS_NONE)
    {
      which = REEVE_FOLDERS_ALL;
      filter = is_entry;
    }
  else if (!all && which == REEVE_FOLDERS_LEVEL && !at_top && !is_visible (parent, view))
    return refuse_unknown (error);
  else if (!all && which == REEVE_FOLDERS_LEVEL)
    note_use (call, view->model, at_top ? REEVE_FOLDER_ROOT : parent, REEVE_VERB_VIEW);
  else if (which == REEVE_FOLDERS_MANAGED)
    {
      filter = is_unmanaged;
      view->absent = reeve_grant_reviews_list_absent (call->tx, view->model, error);
      if (view->absent == NULL)
        return FALSE;
    }
  call->listing = reeve_folders_list (call->tx, call->query, which, filter, view, error);
  if (call->listing == NULL)
    return FALSE;
  for (guint i = 0; i < call->listing->items->len; i++)
    if (!show (call, view, all, call->listing->items->pdata[i], error))
      return FALSE;
  if (call->query->cursor == NULL && call->listing->next == NULL)
    call->listing->total = call->listing->items->len;
  return TRUE;
}

gboolean
folders_list (ReeveCall *call, GError **error)
{
  g_auto (View) view = { .at = call->now };
  ReeveFoldersWhich which;
  gboolean done;

  if (!read_query (call, &which, error))
    return FALSE;
  view.model = reeve_call_enter_permissions (call, error);
  if (view.model == NULL)
    return FALSE;
  done = look (&view, call, reeve_query_get_filter (call->query, "principalKind"),
               reeve_query_get_filter (call->query, "principal")) ||
         reeve_query_get_filter (call->query, "principal") == NULL;
  if (!done)
    reeve_error_add_member (error, "?principal", "not_found", "is nobody of that kind");
  if (done && reeve_query_get_filter (call->query, "reached") != NULL)
    mark_ways (&view);
  done = done && list (call, &view, which, error);
  reeve_call_leave_permissions (call);
  return done;
}

/* --- One --- */

/* Shows @folder to the caller; NOT_FOUND where they may not view it. */
static gboolean
show_if_visible (ReeveCall *call, ReeveFolder *folder, GError **error)
{
  g_auto (View) view = { .model = reeve_call_enter_permissions (call, error), .at = call->now };
  gboolean done;

  if (view.model == NULL)
    return FALSE;
  look (&view, call, NULL, NULL);
  done = sees_all (call) || is_visible (folder->id, &view);
  done = done ? show (call, &view, sees_all (call), folder, error) : refuse_unknown (error);
  if (done && !sees_all (call))
    note_use (call, view.model, folder->id, REEVE_VERB_VIEW);
  reeve_call_leave_permissions (call);
  return done;
}

gboolean
folders_get (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveFolder) folder = reeve_folders_get (call->tx, reeve_call_get_path (call, "folder"), error);

  if (folder == NULL || !show_if_visible (call, folder, error))
    return FALSE;
  call->reply = REEVE_RECORD (g_steal_pointer (&folder));
  return TRUE;
}

/* The caller's verbs in a folder; NOT_FOUND, where they may not even view it. */
static gboolean
check_verb (ReeveCall *call, const char *id, ReeveVerbs verb, GError **error)
{
  ReevePermissionModel *model;
  ReeveVerbs verbs;

  if (may_write (call))
    return TRUE;
  model = reeve_call_enter_permissions (call, error);
  if (model == NULL)
    return FALSE;
  verbs = reeve_permission_check (model, reeve_permission_model_find_subject (model, call->caller->account),
                                  reeve_permission_model_find_folder (model, id), call->now);
  if ((verbs & verb) != 0)
    note_use (call, model, id, verb);
  reeve_call_leave_permissions (call);
  if ((verbs & verb) != 0)
    return TRUE;
  if (verbs == REEVE_VERBS_NONE && !sees_all (call))
    return refuse_unknown (error);
  reeve_set_error (error, REEVE_ERROR_DENIED, "folder_verb", "they may not do that in this folder");
  return FALSE;
}

/* What is answered to who writes it. Made before that: the model must not be asked by a transaction that has
 * changed what it holds. */
static ReeveFolder *
make_reply (ReeveCall *call, ReeveFolder *folder, GError **error)
{
  g_auto (View) view = { .model = reeve_call_enter_permissions (call, error), .at = call->now };
  g_autoptr (ReeveFolder) reply = reeve_record_copy (folder);
  gboolean done;

  if (view.model == NULL)
    return NULL;
  look (&view, call, NULL, NULL);
  done = show (call, &view, sees_all (call), reply, error);
  if (done && reply->path != NULL && reply->path[0] != NULL)
    {
      char **last = &reply->path[g_strv_length (reply->path) - 1];

      g_free (*last);
      *last = g_strdup (folder->name);
    }
  reeve_call_leave_permissions (call);
  return done ? g_steal_pointer (&reply) : NULL;
}

/* @reply: as the caller may see it */
static gboolean
answer (ReeveCall *call, ReeveFolder *reply, gint64 version)
{
  reply->version = version;
  reeve_call_changed (call, "folder", reply->id, version);
  call->reply = g_object_ref (REEVE_RECORD (reply));
  return TRUE;
}

gboolean
folders_create (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveFolder) folder = reeve_record_copy (call->body);

  if (folder->parent == NULL)
    reeve_set_text (&folder->parent, REEVE_FOLDER_ROOT);
  if (!check_verb (call, folder->parent, REEVE_VERB_EDIT, error))
    return FALSE;
  if (folder->company != NULL && !may_write (call))
    {
      reeve_set_error (error, REEVE_ERROR_DENIED, NULL, "needs permissions.write");
      return FALSE;
    }
  folder->id = reeve_id_new ();
  folder->version = 1;
  folder->inherits = TRUE;
  folder->created = call->now;
  return reeve_folders_insert (call->tx, folder, error) &&
         reeve_call_audit (call, NULL, NULL, "folder", folder->id, folder->name, NULL, folder, NULL, NULL,
                           error) &&
         answer (call, folder, folder->version);
}

static gboolean
check_save (ReeveCall *call, ReeveFolder *before, ReeveFolder *after, GError **error)
{
  if (g_strcmp0 (before->id, REEVE_FOLDER_ROOT) == 0 && g_strcmp0 (before->name, after->name) != 0)
    reeve_error_add_member (error, "/name", "folder_root", "the root has none");
  else if (g_strcmp0 (before->parent, after->parent) != 0)
    reeve_error_add_member (error, "/parent", "by_plan", "a folder is moved by a plan");
  else if (g_strcmp0 (before->company, after->company) != 0 && !may_write (call))
    reeve_set_error (error, REEVE_ERROR_DENIED, NULL, "needs permissions.write");
  else
    return TRUE;
  return FALSE;
}

/* Nobody of another company is in it, as nobody gets in by a plan. Made before anything is written. */
static gboolean
check_company (ReeveCall *call, ReeveFolder *before, ReeveFolder *after, GError **error)
{
  ReevePermissionModel *model;
  gboolean good;

  if (after->company == NULL || g_strcmp0 (before->company, after->company) == 0)
    return TRUE;
  model = reeve_call_enter_permissions (call, error);
  if (model == NULL)
    return FALSE;
  {
    g_autoptr (ReevePermissionModel) copy = reeve_permission_model_copy (model);

    good =
      reeve_permission_model_set_folder (copy, after->id, after->parent, after->inherits, after->deleted != 0,
                                         after->company) &&
      !reeve_permission_has_crossing (copy, reeve_permission_model_find_folder (copy, after->id), call->now);
  }
  reeve_call_leave_permissions (call);
  if (!good)
    reeve_set_error (error, REEVE_ERROR_CONFLICT, "cross_company", "people of another company are in it");
  return good;
}

gboolean
folders_save (ReeveCall *call, GError **error)
{
  const char *id = reeve_call_get_path (call, "folder");
  g_autoptr (ReeveFolder) before = NULL;
  g_autoptr (ReeveFolder) after = NULL;
  g_autoptr (ReeveFolder) reply = NULL;

  if (!check_verb (call, id, REEVE_VERB_EDIT, error) ||
      (before = reeve_folders_get (call->tx, id, error)) == NULL)
    return FALSE;
  if (call->if_match != before->version)
    {
      reeve_set_error (error, REEVE_ERROR_STALE, NULL, "the folder was changed since it was read");
      return FALSE;
    }
  after = reeve_record_copy (before);
  if (!reeve_record_read_json (after, call->patch, REEVE_READ_PATCH, "", error) ||
      !check_save (call, before, after, error) || !check_company (call, before, after, error))
    return FALSE;
  reply = make_reply (call, after, error);
  if (reply == NULL)
    return FALSE;
  if (reeve_record_equal (before, after))
    {
      reeve_call_nothing_changed (call);
      return answer (call, reply, before->version);
    }
  return reeve_folders_update (call->tx, before, after, error) &&
         reeve_call_audit (call, NULL, NULL, "folder", id, after->name, before, after, NULL, NULL, error) &&
         answer (call, reply, after->version);
}

gboolean
folders_history (ReeveCall *call, GError **error)
{
  const char *id = reeve_call_get_path (call, "folder");
  g_autoptr (ReeveFolder) folder = reeve_folders_get (call->tx, id, error);

  if (folder == NULL)
    return FALSE;
  call->listing = reeve_audit_list_folder (call->tx, id, call->query, error);
  if (call->listing == NULL)
    return FALSE;
  if (call->query->cursor == NULL && call->listing->next == NULL)
    call->listing->total = call->listing->items->len;
  return TRUE;
}
