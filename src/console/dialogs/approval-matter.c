/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A draft has ids. What they are called is in its preview, or is asked for once each; who may not know a name
 * reads what kind of thing it is. */

#include "config.h"

#include "console/dialogs/approval-matter.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "common/folder.h"
#include "common/user.h"
#include "console/client/group-names.h"
#include "console/widgets/approval-words.h"
#include "console/widgets/permission-entry.h"
#include "console/widgets/verb-words.h"

#define NAMES_MAX 40 /* asked for at once */

struct _ReeveApprovalMatter
{
  AdwPreferencesGroup parent_instance;

  /* owned */
  ReeveSite *site;         /* (nullable) */
  ReeveApproval *approval; /* (nullable) */
  GHashTable *names;       /* of char *, by id: "" while it is asked for */
  GHashTable *before;      /* of ReeveGrant, by id: those that a draft names, as they were */
  GPtrArray *rows;         /* of GtkWidget */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (ReeveApprovalMatter, reeve_approval_matter, ADW_TYPE_PREFERENCES_GROUP)

static void show (ReeveApprovalMatter *self);

/* --- Names --- */

static void
on_named_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveApprovalMatter) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GObject) record = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);

  if (record == NULL || self->site == NULL)
    return; /* it stays without */
  if (REEVE_IS_USER (record))
    g_hash_table_insert (self->names, g_strdup (REEVE_USER (record)->id),
                         g_strdup (REEVE_USER (record)->display_name));
  else
    g_hash_table_insert (self->names, g_strdup (REEVE_FOLDER (record)->id),
                         reeve_verb_words_path (reeve_site_get_root_name (self->site),
                                                (const char *const *) REEVE_FOLDER (record)->path, 0));
  show (self);
}

/* (nullable): not known, or not yet. @noun: "users" or "folders" */
static const char *
find_name (ReeveApprovalMatter *self, const char *noun, const char *id)
{
  const char *known = id != NULL ? g_hash_table_lookup (self->names, id) : NULL;
  g_autofree char *below = NULL;
  g_autofree char *path = NULL;

  if (known != NULL || id == NULL)
    return known != NULL && *known != '\0' ? known : NULL;
  if (g_hash_table_size (self->names) >= NAMES_MAX)
    return NULL;
  g_hash_table_insert (self->names, g_strdup (id), g_strdup (""));
  below = reeve_client_path ("%s/%s", noun, id);
  path = reeve_site_path (self->site, below);
  reeve_client_load_async (reeve_site_get_client (self->site),
                           g_str_equal (noun, "users") ? reeve_user_get_type () : reeve_folder_get_type (),
                           path, self->cancellable, on_named_cb, g_object_ref (self));
  return NULL;
}

static void
learn_place (ReeveApprovalMatter *self, const char *folder, GStrv path)
{
  if (folder != NULL && path != NULL)
    g_hash_table_insert (
      self->names, g_strdup (folder),
      reeve_verb_words_path (reeve_site_get_root_name (self->site), (const char *const *) path, 0));
}

static void
learn_name (ReeveApprovalMatter *self, const char *id, const char *name)
{
  if (id != NULL && name != NULL)
    g_hash_table_insert (self->names, g_strdup (id), g_strdup (name));
}

/* What takes a draft back says what the grants are that it names. */
static void
learn_grant (ReeveApprovalMatter *self, const ReevePermissionChange *change)
{
  ReeveGrant *grant;

  if (change->grant == NULL || change->folder == NULL || g_strcmp0 (change->action, "grant") != 0)
    return;
  grant = reeve_grant_new ();
  grant->id = g_strdup (change->grant);
  grant->folder = g_strdup (change->folder);
  grant->principal_kind = change->principal_kind;
  grant->principal = g_strdup (change->principal);
  grant->verbs = g_strdupv (change->verbs);
  grant->expires = change->expires;
  g_hash_table_insert (self->before, g_strdup (change->grant), grant);
}

/* What the preview names need not be asked for; and it names what its reader may not view. */
static void
learn_from_preview (ReeveApprovalMatter *self)
{
  ReevePermissionPreview *preview = (ReevePermissionPreview *) self->approval->preview;

  for (guint i = 0; preview != NULL && preview->effects != NULL && i < preview->effects->len; i++)
    {
      ReevePermissionEffect *effect = preview->effects->pdata[i];

      learn_place (self, effect->folder, effect->folder_path);
      learn_name (self, effect->subject, effect->name);
    }
  for (guint i = 0; preview != NULL && preview->inverse != NULL && i < preview->inverse->len; i++)
    learn_grant (self, preview->inverse->pdata[i]);
}

/* What was noted when it was asked for goes before whatever it is called now. */
static void
learn_from_record (ReeveApprovalMatter *self)
{
  ReeveApproval *approval = self->approval;

  for (guint i = 0; approval->names != NULL && i < approval->names->len; i++)
    {
      ReeveApprovalName *name = approval->names->pdata[i];

      learn_place (self, name->id, name->folder_path);
      learn_name (self, name->id, name->name);
    }
  for (guint i = 0; approval->grants != NULL && i < approval->grants->len; i++)
    {
      ReeveGrant *grant = approval->grants->pdata[i];

      learn_place (self, grant->folder, grant->folder_path);
      learn_name (self, grant->principal, grant->principal_name);
      g_hash_table_insert (self->before, g_strdup (grant->id), g_object_ref (grant));
    }
}

static const char *
name_folder (ReeveApprovalMatter *self, const char *folder)
{
  const char *name;

  if (g_strcmp0 (folder, REEVE_FOLDER_ROOT) == 0)
    return reeve_site_get_root_name (self->site);
  name = find_name (self, "folders", folder);
  return name != NULL ? name : _ ("A folder");
}

static const char *
name_principal (ReeveApprovalMatter *self, const char *kind, const char *id)
{
  const char *const ids[] = { id, NULL };
  GPtrArray *roles = reeve_site_get_roles (self->site);
  const char *known = id != NULL ? g_hash_table_lookup (self->names, id) : NULL;
  const char *name = known != NULL && *known != '\0' ? known : NULL;

  if (name != NULL)
    return name;
  if (g_strcmp0 (kind, "user") == 0)
    name = find_name (self, "users", id);
  else if (g_strcmp0 (kind, "group") == 0 && id != NULL)
    {
      reeve_site_learn_groups (self->site, ids);
      name = reeve_group_names_find (id);
    }
  else if (g_strcmp0 (kind, "role") == 0)
    {
      name = id;
      for (guint i = 0; roles != NULL && i < roles->len; i++)
        if (g_strcmp0 (((ReeveRole *) roles->pdata[i])->id, id) == 0)
          name = ((ReeveRole *) roles->pdata[i])->name;
    }
  return name != NULL ? name : reeve_verb_words_kind (kind);
}

/* --- Rows --- */

/* @subtitle: (nullable) */
static void
add_row (ReeveApprovalMatter *self, const char *icon, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle != NULL ? subtitle : "");
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  if (icon != NULL)
    {
      GtkWidget *image = gtk_image_new_from_icon_name (icon);

      gtk_accessible_update_state (GTK_ACCESSIBLE (image), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), image);
    }
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);
}

/* Of a change of the folder itself. (nullable): it is none */
static const char *
title_of_folder_change (const char *action)
{
  static const struct
  {
    const char *action;
    const char *title;
  } all[] = {
    { "break", N_ ("Stop inheriting") },
    { "inherit", N_ ("Inherit again") },
    { "bin", N_ ("Move to the bin") },
    { "restore", N_ ("Restore from the bin") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if (g_strcmp0 (all[i].action, action) == 0)
      return _ (all[i].title);
  return NULL;
}

static void
add_grant (ReeveApprovalMatter *self, const ReevePermissionChange *change)
{
  g_autoptr (ReevePermissionEntry) entry = reeve_permission_entry_new_grant (
    change->folder, name_folder (self, change->folder), change->principal_kind, change->principal,
    name_principal (self, change->principal_kind, change->principal), (const char *const *) change->verbs,
    change->expires, change->reason);
  g_autofree char *subtitle = g_strjoin (" · ", entry->subtitle, change->reason, NULL);

  add_row (self, entry->icon, entry->title, subtitle);
}

/* (transfer full) (nullable): a draft names a grant by its id, and nothing says what it was. */
static ReeveGrant *
find_grant (ReeveApprovalMatter *self, const ReevePermissionChange *change)
{
  ReeveGrant *known = change->grant != NULL ? g_hash_table_lookup (self->before, change->grant) : NULL;
  ReeveGrant *grant = known != NULL ? reeve_record_copy (REEVE_RECORD (known)) : NULL;

  if (grant != NULL)
    reeve_set_text (&grant->principal_name, name_principal (self, grant->principal_kind, grant->principal));
  return grant;
}

static void
add_revocation (ReeveApprovalMatter *self, const ReevePermissionChange *change)
{
  g_autoptr (ReeveGrant) grant = find_grant (self, change);
  g_autoptr (ReevePermissionEntry) entry = NULL;

  if (grant == NULL)
    {
      add_row (self, "list-remove-symbolic", _ ("Remove an access"),
               self->approval->preview != NULL ? _ ("See below who loses it.") : NULL);
      return;
    }
  entry = reeve_permission_entry_new_revoke (grant, name_folder (self, grant->folder));
  add_row (self, entry->icon, entry->title, entry->subtitle);
}

static void
add_amendment (ReeveApprovalMatter *self, const ReevePermissionChange *change)
{
  g_autoptr (ReeveGrant) grant = find_grant (self, change);
  const char *verbs = reeve_verb_words ((const char *const *) change->verbs);
  g_autofree char *until = reeve_verb_words_until (change->expires, reeve_clock_now ());
  g_autoptr (ReevePermissionEntry) entry = NULL;
  g_autofree char *turn = NULL;
  g_autofree char *text = NULL;

  if (grant == NULL)
    {
      text = g_strjoin (" · ", verbs, until, NULL);
      add_row (self, "document-edit-symbolic", _ ("Change an access that is there"), text);
      return;
    }
  /* Translators: what somebody may do: before, and then */
  turn = g_strdup_printf (_ ("%1$s → %2$s"), reeve_verb_words ((const char *const *) grant->verbs), verbs);
  text = g_strjoin (" · ", name_folder (self, grant->folder), turn, until, NULL);
  entry = reeve_permission_entry_new_amend (grant, "", (const char *const *) change->verbs, change->expires);
  add_row (self, "document-edit-symbolic", entry->title, text);
}

static void
add_change (ReeveApprovalMatter *self, const ReevePermissionChange *change)
{
  const char *title = title_of_folder_change (change->action);
  g_autofree char *text = NULL;

  if (g_strcmp0 (change->action, "grant") == 0)
    add_grant (self, change);
  else if (g_strcmp0 (change->action, "amend") == 0)
    add_amendment (self, change);
  else if (g_strcmp0 (change->action, "revoke") == 0)
    add_revocation (self, change);
  else if (g_strcmp0 (change->action, "move") == 0)
    {
      /* Translators: folders with their places */
      text = g_strdup_printf (_ ("%1$s → into %2$s"), name_folder (self, change->folder),
                              name_folder (self, change->parent));
      add_row (self, "folder-symbolic", _ ("Move a folder"), text);
    }
  else if (title != NULL)
    add_row (self, "folder-symbolic", title, name_folder (self, change->folder));
  else
    add_row (self, "dialog-question-symbolic", change->action, find_name (self, "users", change->user));
}

static void
add_draft (ReeveApprovalMatter *self, ReevePermissionDraft *draft)
{
  for (guint i = 0; draft->changes != NULL && i < draft->changes->len; i++)
    add_change (self, draft->changes->pdata[i]);
  if (draft->reason != NULL)
    add_row (self, NULL, _ ("Reason, kept in the history"), draft->reason);
}

static void
add_request (ReeveApprovalMatter *self)
{
  g_autofree char *user = reeve_approval_words_user (self->approval);
  g_autofree char *body = reeve_approval_words_body (self->approval);
  g_autofree char *request = reeve_approval_words_request (self->approval);
  const char *name = user != NULL ? find_name (self, "users", user) : NULL;
  GPtrArray *names = self->approval->names; /* of no draft: only a folder's */

  if (name != NULL)
    add_row (self, "avatar-default-symbolic", name, _ ("Whom it is about"));
  for (guint i = 0; names != NULL && i < names->len; i++)
    add_row (self, "folder-symbolic", name_folder (self, ((ReeveApprovalName *) names->pdata[i])->id),
             _ ("The folder"));
  if (body != NULL)
    add_row (self, NULL, _ ("With"), body);
  add_row (self, NULL, _ ("The request"), request);
}

static void
show (ReeveApprovalMatter *self)
{
  g_autoptr (ReevePermissionDraft) draft = reeve_approval_words_read_draft (self->approval);

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  if (draft != NULL)
    add_draft (self, draft);
  else
    add_request (self);
}

static void
reeve_approval_matter_dispose (GObject *object)
{
  ReeveApprovalMatter *self = REEVE_APPROVAL_MATTER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->site);
  G_OBJECT_CLASS (reeve_approval_matter_parent_class)->dispose (object);
}

static void
reeve_approval_matter_finalize (GObject *object)
{
  ReeveApprovalMatter *self = REEVE_APPROVAL_MATTER (object);

  g_clear_object (&self->approval);
  g_clear_object (&self->cancellable);
  g_hash_table_unref (self->before);
  g_hash_table_unref (self->names);
  g_ptr_array_unref (self->rows);
  G_OBJECT_CLASS (reeve_approval_matter_parent_class)->finalize (object);
}

static void
reeve_approval_matter_class_init (ReeveApprovalMatterClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = reeve_approval_matter_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_approval_matter_finalize;
}

static void
reeve_approval_matter_init (ReeveApprovalMatter *self)
{
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->before = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->rows = g_ptr_array_new ();
  self->cancellable = g_cancellable_new ();
}

void
reeve_approval_matter_show (ReeveApprovalMatter *self, ReeveSite *site, ReeveApproval *approval)
{
  g_return_if_fail (REEVE_IS_APPROVAL_MATTER (self));

  if (g_set_object (&self->site, site))
    g_signal_connect_object (site, "group-named", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  g_set_object (&self->approval, approval);
  learn_from_preview (self);
  learn_from_record (self);
  show (self);
}
