/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Answers of the permission model with the names that people know things by. The model is held while it is
 * asked, and the store afterwards: names take longer. */

#include "config.h"

#include "service/api/permissions.h"

#include <string.h>

#include "common/csv.h"
#include "common/folder.h"
#include "service/api/folders.h"
#include "service/api/scope.h"
#include "service/store/contacts.h"
#include "service/store/folders.h"
#include "service/store/grant-reviews.h"
#include "service/store/grants.h"
#include "service/store/permission-axes.h"
#include "service/store/roles.h"
#include "service/store/rows.h"

const char *const reeve_permission_reach_filters[] = { "principalKind", "principal", NULL };

/* A path as one text. (transfer full) */
static char *
join_path (const char *const *path)
{
  return path != NULL && path[0] != NULL ? g_strjoinv (" / ", (char **) path) : g_strdup ("/");
}

/* --- Grants --- */

/* What wants a second look. */
static ReeveListing *
list_findings (ReeveCall *call, const char *finding, GError **error)
{
  g_auto (GStrv) nobodies = NULL;

  if (!g_strv_contains (reeve_grant_findings, finding))
    reeve_error_add_member (error, "?finding", "choice", "is none of the findings");
  else if (reeve_query_get_filter (call->query, "principalKind") != NULL)
    reeve_error_add_member (error, "?finding", "choice", "goes with no other filter");
  else if (strcmp (finding, "nobody") != 0)
    return reeve_grant_reviews_list (call->tx, call->query, NULL, call->now, error);
  else
    {
      ReevePermissionModel *model = reeve_call_enter_permissions (call, error);

      if (model == NULL)
        return NULL;
      nobodies = reeve_grant_reviews_list_nobodies (call->tx, model, error);
      reeve_call_leave_permissions (call);
      if (nobodies != NULL)
        return reeve_grant_reviews_list (call->tx, call->query, (const char *const *) nobodies, call->now,
                                         error);
    }
  return NULL;
}

gboolean
permissions_list_grants (ReeveCall *call, GError **error)
{
  const char *finding = reeve_query_get_filter (call->query, "finding");

  call->listing =
    finding != NULL ? list_findings (call, finding, error) : reeve_grants_list (call->tx, call->query, error);
  return call->listing != NULL;
}

/* Whether a grant has to do with the folder at all is settled by the way up; whether it comes down to it, by
 * the folders between that do not inherit. */
gboolean
permissions_grants (ReeveCall *call, GError **error)
{
  g_auto (GStrv) ids = reeve_folders_list_above (call->tx, reeve_call_get_path (call, "folder"), error);
  const char *state = "own";

  if (ids == NULL)
    return FALSE;
  call->listing = reeve_listing_new ();
  for (guint i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (ReeveFolder) folder = reeve_folders_get (call->tx, ids[i], error);
      g_autoptr (GPtrArray) grants = folder != NULL ? reeve_grants_list_on (call->tx, ids[i], error) : NULL;

      if (grants == NULL)
        return FALSE;
      for (guint k = 0; k < grants->len; k++)
        {
          REEVE_GRANT (grants->pdata[k])->state = g_intern_static_string (state);
          g_ptr_array_add (call->listing->items, g_object_ref (grants->pdata[k]));
        }
      if (!folder->inherits)
        state = "stopped";
      else if (g_strcmp0 (state, "own") == 0)
        state = "inherited";
    }
  if (ids[0] == NULL)
    {
      reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "no such folder");
      return FALSE;
    }
  call->listing->total = call->listing->items->len;
  return TRUE;
}

/* --- Who reaches a folder --- */

/* (transfer full) (nullable): id -> verbs of all who have some */
static GHashTable *
find_holders (ReeveCall *call, const char *id, GError **error)
{
  g_autoptr (GHashTable) holders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (ReeveFolder) folder = reeve_folders_get (call->tx, id, error);
  g_autofree guint8 *verbs = NULL;
  ReevePermissionModel *model;
  guint32 n;

  model = folder != NULL ? reeve_call_enter_permissions (call, error) : NULL;
  if (model == NULL)
    return NULL;
  n = reeve_permission_model_get_n_subjects (model);
  verbs = g_malloc (n + 1);
  reeve_permission_who (model, reeve_permission_model_find_folder (model, id), call->now, verbs);
  for (guint32 i = 0; i < n; i++)
    if (verbs[i] != REEVE_VERBS_NONE)
      g_hash_table_insert (holders, g_strdup (reeve_permission_model_get_subject_id (model, i)),
                           GUINT_TO_POINTER (verbs[i]));
  reeve_call_leave_permissions (call);
  return g_steal_pointer (&holders);
}

/* Users, and contacts who are waited for. Both tables have an index by name: SQLite merges them. */
#define PEOPLE                                                                              \
  "(SELECT id, display_name, email, name_key, 'user' AS kind FROM users WHERE deleted = 0 " \
  "UNION ALL SELECT id, display_name, email, name_key, 'contact' FROM contacts "            \
  "WHERE state IN ('waiting', 'opened')) AS people"

/* People by name, those who are no holders left out. */
static ReeveListing *
list_holders (ReeveTx *tx, const ReeveQuery *query, GHashTable *holders, GError **error)
{
  static const ReeveSort sorts[] = { { "displayName", "name_key", FALSE }, { NULL, NULL, FALSE } };
  const ReeveListSpec spec = { PEOPLE, reeve_permission_holder_get_type (), sorts, FALSE, NULL };
  g_autoptr (ReeveQuery) rest = reeve_query_copy (query);
  g_autoptr (ReeveListing) listing = reeve_listing_new ();

  do
    {
      g_autoptr (ReeveListing) page = NULL;

      rest->limit = query->limit - listing->items->len;
      page = reeve_rows_list (tx, &spec, rest, NULL, NULL, error);
      if (page == NULL)
        return NULL;
      for (guint i = 0; i < page->items->len; i++)
        {
          ReevePermissionHolder *holder = page->items->pdata[i];
          gpointer verbs = g_hash_table_lookup (holders, holder->id);

          if (verbs == NULL)
            continue;
          holder->verbs = reeve_verbs_to_wire (GPOINTER_TO_UINT (verbs));
          g_ptr_array_add (listing->items, g_object_ref (holder));
        }
      g_set_str (&listing->next, page->next);
      g_set_str (&rest->cursor, page->next);
    }
  while (listing->next != NULL && listing->items->len < query->limit);
  listing->total = g_hash_table_size (holders);
  return g_steal_pointer (&listing);
}

gboolean
permissions_access (ReeveCall *call, GError **error)
{
  g_autoptr (GHashTable) holders = find_holders (call, reeve_call_get_path (call, "folder"), error);

  if (holders == NULL)
    return FALSE;
  call->listing = list_holders (call->tx, call->query, holders, error);
  return call->listing != NULL;
}

/* --- As files --- */

static gboolean
check_may_read (ReeveCall *call, GError **error)
{
  if (reeve_scope_may (call, REEVE_CAPABILITY_PERMISSIONS_READ))
    return TRUE;
  reeve_set_error (error, REEVE_ERROR_DENIED, NULL, "needs permissions.read");
  return FALSE;
}

static void
append_verbs (GString *csv, ReeveVerbs verbs, gboolean last)
{
  g_auto (GStrv) words = reeve_verbs_to_wire (verbs);
  g_autofree char *text = g_strjoinv (";", words);

  reeve_csv_append_cell (csv, text, last);
}

static void
answer_file (ReeveCall *call, GString *csv, const char *name)
{
  call->raw = g_string_free_to_bytes (csv);
  call->raw_type = "text/csv; charset=utf-8";
  call->raw_file_name = name;
}

gboolean
permissions_access_export (ReeveCall *call, GError **error)
{
  const char *id = reeve_call_get_path (call, "folder");
  g_autoptr (GHashTable) holders = check_may_read (call, error) ? find_holders (call, id, error) : NULL;
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  g_autoptr (GString) csv = g_string_new (NULL);

  if (holders == NULL)
    return FALSE;
  query->limit = REEVE_QUERY_MAX_LIMIT;
  reeve_csv_append_cell (csv, "E-mail", FALSE);
  reeve_csv_append_cell (csv, "Name", FALSE);
  reeve_csv_append_cell (csv, "Verbs", TRUE);
  do
    {
      g_autoptr (ReeveListing) page = list_holders (call->tx, query, holders, error);

      if (page == NULL)
        return FALSE;
      for (guint i = 0; i < page->items->len; i++)
        {
          ReevePermissionHolder *holder = page->items->pdata[i];

          reeve_csv_append_cell (csv, holder->email, FALSE);
          reeve_csv_append_cell (csv, holder->display_name, FALSE);
          append_verbs (csv, reeve_verbs_from_wire ((const char *const *) holder->verbs), TRUE);
        }
      g_set_str (&query->cursor, page->next);
    }
  while (query->cursor != NULL);
  answer_file (call, g_steal_pointer (&csv), "access.csv");
  return TRUE;
}

/* One row for each folder where they have anything. */
static gboolean
append_reach (ReeveCall *call, GString *csv, ReevePrincipalKind kind, const char *id, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GByteArray) found = g_byte_array_new ();
  g_autofree guint8 *verbs = NULL;
  ReevePermissionModel *model = reeve_call_enter_permissions (call, error);
  gboolean known;
  guint32 n;

  if (model == NULL)
    return FALSE;
  n = reeve_permission_model_get_n_folders (model);
  verbs = g_malloc (n + 1);
  known = reeve_permission_reach (model, kind, id, call->now, verbs);
  for (guint32 i = 0; i < n; i++)
    if (known && verbs[i] != REEVE_VERBS_NONE)
      {
        g_ptr_array_add (ids, g_strdup (reeve_permission_model_get_folder_id (model, i)));
        g_byte_array_append (found, &verbs[i], 1);
      }
  reeve_call_leave_permissions (call);
  if (!known)
    {
      reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "nobody of that kind");
      return FALSE;
    }
  for (guint i = 0; i < ids->len; i++)
    {
      g_auto (GStrv) path = reeve_folders_get_path (call->tx, ids->pdata[i], error);
      g_autofree char *text = path != NULL ? join_path ((const char *const *) path) : NULL;

      if (text == NULL)
        return FALSE;
      reeve_csv_append_cell (csv, text, FALSE);
      append_verbs (csv, found->data[i], TRUE);
    }
  return TRUE;
}

gboolean
permissions_reach_export (ReeveCall *call, GError **error)
{
  const char *word = reeve_query_get_filter (call->query, "principalKind");
  const char *id = reeve_query_get_filter (call->query, "principal");
  g_autoptr (GString) csv = g_string_new (NULL);
  ReevePrincipalKind kind;

  if (!check_may_read (call, error))
    return FALSE;
  if (!reeve_principal_kind_from_wire (word, &kind))
    reeve_error_add_member (error, "?principalKind", word != NULL ? "choice" : "required",
                            "is none of the kinds");
  else if (id == NULL)
    reeve_error_add_member (error, "?principal", "required", "is required");
  else
    {
      reeve_csv_append_cell (csv, "Folder", FALSE);
      reeve_csv_append_cell (csv, "Verbs", TRUE);
      if (!append_reach (call, csv, kind, id, error))
        return FALSE;
      answer_file (call, g_steal_pointer (&csv), "folders.csv");
      return TRUE;
    }
  return FALSE;
}

/* --- Why --- */

static gboolean
name_folder (ReeveCall *call, const char *id, char **path, GError **error)
{
  g_auto (GStrv) names = id != NULL ? reeve_folders_get_path (call->tx, id, error) : NULL;

  if (id == NULL)
    return TRUE;
  if (names == NULL)
    return FALSE;
  *path = join_path ((const char *const *) names);
  return TRUE;
}

static gboolean
name_reason (ReeveCall *call, ReevePermissionReason *reason, GError **error)
{
  g_autoptr (GStrvBuilder) chain = g_strv_builder_new ();
  g_autoptr (ReeveGrant) grant = reeve_grants_get (call->tx, reason->grant, error);

  if (grant == NULL || !name_folder (call, reason->folder, &reason->folder_path, error) ||
      !name_folder (call, reason->stopped_at, &reason->stopped_at_path, error))
    return FALSE;
  reeve_set_text (&reason->principal_name, grant->principal_name);
  reeve_set_text (&reason->grant_reason, grant->reason);
  for (guint i = 0; reason->chain != NULL && reason->chain[i] != NULL; i++)
    {
      g_autoptr (GError) local = NULL;
      g_autofree char *name = reeve_grants_name_principal (call->tx, "group", reason->chain[i], &local);

      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      g_strv_builder_add (chain, name != NULL ? name : reason->chain[i]);
    }
  if (reason->chain != NULL)
    reason->chain_names = g_strv_builder_end (chain);
  return TRUE;
}

/* Of a role, the model knows only what people hold. */
static gboolean
check_role (ReeveCall *call, const char *id, GError **error)
{
  g_autoptr (ReeveRole) role = NULL;

  if (reeve_role_is_built_in (id))
    return TRUE;
  role = reeve_roles_get (call->tx, id, error);
  return role != NULL;
}

/* Whether it can be done: what gives a contact access ends with them, and some they are never given. */
static gboolean
fit_flip (ReeveCall *call, ReeveContact *contact, ReevePermissionFlip *flip, GError **error)
{
  gboolean gives = FALSE;

  for (guint i = 0; i < flip->changes->len; i++)
    {
      ReevePermissionChange *change = flip->changes->pdata[i];

      if (change->verbs == NULL)
        continue;
      gives = TRUE;
      change->expires = contact->expires;
    }
  return !gives || (contact->expires > call->now &&
                    reeve_permission_drafts_check_contacts (call, flip->changes, error));
}

/* What is refused whoever tries it is not offered. */
static gboolean
fit_flips (ReeveCall *call, const char *id, GPtrArray *flips, GError **error)
{
  g_autoptr (ReeveContact) contact = reeve_contacts_get (call->tx, id, error);

  if (contact == NULL)
    return FALSE;
  for (guint i = flips->len; i > 0; i--)
    {
      g_autoptr (GError) refusal = NULL;

      if (fit_flip (call, contact, flips->pdata[i - 1], &refusal))
        continue;
      if (refusal != NULL && !g_error_matches (refusal, REEVE_ERROR, REEVE_ERROR_INVALID))
        {
          g_propagate_error (error, g_steal_pointer (&refusal));
          return FALSE;
        }
      g_ptr_array_remove_index (flips, i - 1);
    }
  return TRUE;
}

gboolean
permissions_why (ReeveCall *call, GError **error)
{
  ReevePermissionQuestion *question = REEVE_PERMISSION_QUESTION (call->body);
  const char *const verb[] = { question->verb, NULL };
  g_autoptr (ReevePermissionAnswer) answer = NULL;
  ReevePrincipalKind kind = REEVE_PRINCIPAL_USER;
  ReevePermissionModel *model = NULL;
  gboolean contact;
  guint32 folder;

  if (question->principal_kind != NULL)
    reeve_principal_kind_from_wire (question->principal_kind, &kind);
  if (kind != REEVE_PRINCIPAL_ROLE || check_role (call, question->subject, error))
    model = reeve_call_enter_permissions (call, error);
  if (model == NULL)
    return FALSE;
  folder = reeve_permission_model_find_folder (model, question->folder);
  answer = question->principal_kind != NULL
             ? reeve_permission_why_principal (model, kind, question->subject, folder,
                                               reeve_verbs_from_wire (verb), call->now)
             : reeve_permission_why (model, reeve_permission_model_find_subject (model, question->subject),
                                     folder, reeve_verbs_from_wire (verb), call->now);
  contact =
    reeve_permission_model_is_contact (model, reeve_permission_model_find_subject (model, question->subject));
  reeve_call_leave_permissions (call);
  if (answer == NULL)
    {
      reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "no such person or folder");
      return FALSE;
    }
  for (guint i = 0; i < answer->reasons->len; i++)
    if (!name_reason (call, answer->reasons->pdata[i], error))
      return FALSE;
  if (contact && !fit_flips (call, question->subject, answer->flips, error))
    return FALSE;
  call->reply = REEVE_RECORD (g_steal_pointer (&answer));
  return TRUE;
}

/* --- The matrix --- */

static gboolean
read_principal (const char *text, ReevePrincipalKind *kind, const char **id)
{
  const char *space = strchr (text, ' ');
  g_autofree char *word = space != NULL ? g_strndup (text, (gsize) (space - text)) : NULL;

  *id = space != NULL ? space + 1 : NULL;
  return word != NULL && reeve_principal_kind_from_wire (word, kind);
}

static void
append_row (ReevePermissionModel *model,
            ReevePermissionMatrix *matrix,
            const char *id,
            gint64 at,
            GStrvBuilder *verbs,
            GStrvBuilder *own)
{
  g_autoptr (GString) row = g_string_new (NULL);
  g_autoptr (GString) own_row = g_string_new (NULL);
  guint32 folder = reeve_permission_model_find_folder (model, id);

  for (guint i = 0; matrix->principals[i] != NULL; i++)
    {
      ReevePrincipalKind kind;
      const char *principal;

      read_principal (matrix->principals[i], &kind, &principal);
      g_string_append_printf (row, "%x",
                              (guint) reeve_permission_check_principal (model, kind, principal, folder, at));
      g_string_append_printf (own_row, "%x",
                              (guint) reeve_permission_get_own (model, kind, principal, folder, at));
    }
  g_strv_builder_take (verbs, g_string_free_and_steal (g_steal_pointer (&row)));
  g_strv_builder_take (own, g_string_free_and_steal (g_steal_pointer (&own_row)));
}

/* (transfer full) */
static GStrv
take_texts (GPtrArray *texts)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < texts->len; i++)
    g_strv_builder_add (builder, texts->pdata[i]);
  return g_strv_builder_end (builder);
}

static gboolean
fill_rows (ReeveCall *call, ReevePermissionMatrix *matrix, GError **error)
{
  g_autoptr (GStrvBuilder) depths = g_strv_builder_new ();
  g_autoptr (ReevePermissionAxis) axis = NULL;
  ReevePermissionModel *model;

  if (matrix->rows == 0)
    {
      reeve_error_add_member (error, "/folders", "required", "ids, or a range of rows");
      return FALSE;
    }
  model = reeve_call_enter_permissions (call, error);
  if (model == NULL)
    return FALSE;
  axis = reeve_permission_axis_read_folders (call->tx, model, reeve_call_get_folder_sizes (call), matrix->row,
                                             matrix->rows, error);
  reeve_call_leave_permissions (call);
  if (axis == NULL)
    return FALSE;
  for (guint i = 0; i < axis->depths->len; i++)
    g_strv_builder_take (depths, g_strdup_printf ("%u", GPOINTER_TO_UINT (axis->depths->pdata[i])));
  matrix->folders = take_texts (axis->ids);
  matrix->folder_names = take_texts (axis->names);
  matrix->folder_depths = g_strv_builder_end (depths);
  matrix->all_rows = axis->total;
  return TRUE;
}

static gboolean
fill_columns (ReeveCall *call, ReevePermissionMatrix *matrix, GError **error)
{
  g_autoptr (GStrvBuilder) principals = g_strv_builder_new ();
  g_autoptr (ReevePermissionAxis) axis = NULL;
  ReevePrincipalKind kind;

  if (matrix->columns == 0 || !reeve_principal_kind_from_wire (matrix->kind, &kind))
    {
      reeve_error_add_member (error, "/principals", "required",
                              "kinds and ids, or a range of columns of a kind");
      return FALSE;
    }
  axis = reeve_permission_axis_read_principals (call->tx, kind, matrix->column, matrix->columns, error);
  if (axis == NULL)
    return FALSE;
  for (guint i = 0; i < axis->ids->len; i++)
    g_strv_builder_take (principals, g_strconcat (matrix->kind, " ", axis->ids->pdata[i], NULL));
  matrix->principals = g_strv_builder_end (principals);
  matrix->principal_names = take_texts (axis->names);
  matrix->all_columns = axis->total;
  return TRUE;
}

gboolean
permissions_matrix (ReeveCall *call, GError **error)
{
  g_autoptr (ReevePermissionMatrix) matrix = reeve_record_copy (call->body);
  g_autoptr (GStrvBuilder) verbs = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) own = g_strv_builder_new ();
  ReevePermissionModel *model;

  if ((matrix->folders == NULL && !fill_rows (call, matrix, error)) ||
      (matrix->principals == NULL && !fill_columns (call, matrix, error)))
    return FALSE;
  for (guint i = 0; matrix->principals[i] != NULL; i++)
    {
      g_autofree char *pointer = g_strdup_printf ("/principals/%u", i);
      ReevePrincipalKind kind;
      const char *id;

      if (!read_principal (matrix->principals[i], &kind, &id))
        {
          reeve_error_add_member (error, pointer, "choice", "is not a kind and an id");
          return FALSE;
        }
    }
  model = reeve_call_enter_permissions (call, error);
  if (model == NULL)
    return FALSE;
  for (guint i = 0; matrix->folders[i] != NULL; i++)
    append_row (model, matrix, matrix->folders[i], call->now, verbs, own);
  reeve_call_leave_permissions (call);
  matrix->verbs = g_strv_builder_end (verbs);
  matrix->own = g_strv_builder_end (own);
  call->reply = REEVE_RECORD (g_steal_pointer (&matrix));
  return TRUE;
}
