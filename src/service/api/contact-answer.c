/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What whoever has the link of a contact may do. A link that is not live gets one answer, whatever the
 * reason; so does one whose contact may not view the folder any more. The model is asked at every look, so
 * that a revoked grant, a break or the bin is in force at the next request. */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "common/folder.h"
#include "common/permission-model.h"
#include "common/workspace.h"
#include "service/api/contacts.h"
#include "service/api/grants.h"
#include "service/api/user-rules.h"
#include "service/jobs/post.h"
#include "service/mail/letter.h"
#include "service/store/contacts.h"
#include "service/store/folders.h"
#include "service/store/links.h"
#include "service/store/rows.h"
#include "service/store/users.h"

/* One link on its way. */
typedef struct
{
  ReeveCall *call;
  const char *workspace; /* interned */
  ReeveDb *db;
  ReeveSecret *secret;
  ReeveContact *contact; /* as it is in the transaction */
  ReeveVerbs verbs;      /* of the contact, in the folder */
} Visit;

static void
visit_clear (Visit *self)
{
  g_clear_pointer (&self->secret, reeve_secret_unref);
  g_clear_object (&self->contact);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Visit, visit_clear)

void
reeve_contact_view_free (ReeveContactView *self)
{
  g_clear_object (&self->contact);
  g_free (self->workspace_name);
  g_free (self->folder_name);
  g_clear_pointer (&self->folders, g_ptr_array_unref);
  g_free (self);
}

static gboolean
refuse_link (GError **error)
{
  reeve_set_error (error, REEVE_ERROR_NOT_FOUND, "link", "the link does not work, or no longer");
  return FALSE;
}

static gboolean
open_token (Visit *self, ReeveCall *call, const ReeveSecret *token, GError **error)
{
  g_autofree char *workspace = NULL;

  self->call = call;
  if (!reeve_link_token_split (token, &workspace, &self->secret) || workspace == NULL)
    return refuse_link (error);
  self->db = reeve_installation_get_workspace (call->installation, workspace);
  if (self->db == NULL)
    return refuse_link (error);
  self->workspace = g_intern_string (workspace); /* one of ours: there are few */
  return TRUE;
}

static ReevePermissionModel *
enter_model (Visit *self, ReeveTx *tx, GError **error)
{
  return reeve_permissions_enter (
    reeve_installation_get_permissions (self->call->installation, self->workspace), tx, error);
}

static void
leave_model (Visit *self)
{
  reeve_permissions_leave (reeve_installation_get_permissions (self->call->installation, self->workspace));
}

static ReeveVerbs
check (Visit *self, ReevePermissionModel *model, const char *folder)
{
  return reeve_permission_check (model, reeve_permission_model_find_subject (model, self->contact->id),
                                 reeve_permission_model_find_folder (model, folder), self->call->now);
}

/* Before anything in @tx is written that the model reads on from. */
static gboolean
read_contact (Visit *self, ReeveTx *tx, const char *id, GError **error)
{
  ReevePermissionModel *model;

  g_clear_object (&self->contact);
  self->contact = reeve_contacts_get (tx, id, error);
  if (self->contact == NULL)
    return FALSE;
  model = enter_model (self, tx, error);
  if (model == NULL)
    return FALSE;
  self->verbs = check (self, model, self->contact->folder);
  leave_model (self);
  return (reeve_contact_is_open (self->contact) && self->contact->expires > self->call->now &&
          (self->verbs & REEVE_VERB_VIEW) != 0) ||
         refuse_link (error);
}

static gboolean
peek (Visit *self, ReeveTx *tx, GError **error)
{
  g_autofree char *id = NULL;

  return reeve_links_peek (tx, REEVE_LINK_CONTACT, self->secret, self->call->now, &id, error) &&
         read_contact (self, tx, id, error);
}

/* Who answers, in audit entries: nobody's account. */
static void
set_actor (Visit *self)
{
  ReeveCall *call = self->call;
  g_autofree char *name = g_strdup_printf ("%s <%s>", self->contact->display_name, self->contact->email);

  call->workspace = self->workspace;
  g_clear_pointer (&call->proved, reeve_caller_free);
  call->proved = reeve_caller_new (self->contact->id, name, NULL, NULL, "complete");
}

/* --- Looking --- */

/* The first look is written down. It takes no part in whether the link works. */
static gboolean
note_opened (Visit *self, GError **error)
{
  ReeveCall *call = self->call;
  g_autoptr (ReeveTx) tx = reeve_db_begin (self->db, REEVE_TX_WRITE, call->deadline, error);
  g_autoptr (ReeveContact) after = NULL;

  if (tx == NULL || !peek (self, tx, error))
    return FALSE;
  if (strcmp (self->contact->state, "waiting") != 0)
    return TRUE;
  after = reeve_record_copy (self->contact);
  after->state = "opened";
  after->opened = call->now;
  set_actor (self);
  if (!reeve_contacts_update (tx, self->contact, after, error) ||
      !reeve_call_audit (call, tx, "contact.open", "contact", after->id, after->display_name, self->contact,
                         after, NULL, NULL, error) ||
      !reeve_tx_commit (tx, error))
    return FALSE;
  reeve_call_changed (call, "contact", after->id, after->version);
  return TRUE;
}

typedef struct
{
  Visit *visit;
  ReevePermissionModel *model;
} Eyes;

static gboolean
is_visible (const char *id, gpointer data)
{
  const Eyes *eyes = data;

  return (check (eyes->visit, eyes->model, id) & REEVE_VERB_VIEW) != 0;
}

static guint
count_folders (const Eyes *eyes)
{
  ReevePermissionModel *model = eyes->model;
  guint32 folder = reeve_permission_model_find_folder (model, eyes->visit->contact->folder);
  guint n = 0;

  for (guint32 child = reeve_permission_model_get_first_child (model, folder); child != REEVE_NO_NUMBER;
       child = reeve_permission_model_get_next (model, child))
    n += is_visible (reeve_permission_model_get_folder_id (model, child), (gpointer) eyes);
  return n;
}

static gboolean
list_folders (const Eyes *eyes, ReeveTx *tx, ReeveContactView *view, GError **error)
{
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  g_autoptr (ReeveListing) listing = NULL;

  query->limit = REEVE_CONTACT_FOLDERS;
  reeve_query_set_filter (query, "parent", eyes->visit->contact->folder);
  listing = reeve_folders_list (tx, query, REEVE_FOLDERS_LEVEL, is_visible, (gpointer) eyes, error);
  if (listing == NULL)
    return FALSE;
  for (guint i = 0; i < listing->items->len; i++)
    g_ptr_array_add (view->folders, g_strdup (REEVE_FOLDER (listing->items->pdata[i])->name));
  view->n_folders = count_folders (eyes);
  return TRUE;
}

static gboolean
add_folders (Visit *self, ReeveTx *tx, ReeveContactView *view, GError **error)
{
  g_autoptr (ReeveFolder) folder = reeve_folders_get (tx, self->contact->folder, error);
  Eyes eyes = { self, folder != NULL ? enter_model (self, tx, error) : NULL };
  gboolean done;

  if (eyes.model == NULL)
    return FALSE;
  view->folder_name = g_strdup (folder->name);
  view->folders = g_ptr_array_new_with_free_func (g_free);
  done = list_folders (&eyes, tx, view, error);
  leave_model (self);
  return done;
}

static gboolean
add_workspace (Visit *self, ReeveContactView *view, GError **error)
{
  g_autoptr (ReeveTx) directory = reeve_db_begin (reeve_installation_get_directory (self->call->installation),
                                                  REEVE_TX_READ, self->call->deadline, error);
  g_autoptr (ReeveWorkspace) workspace = NULL;

  if (directory == NULL)
    return FALSE;
  workspace = reeve_rows_get (directory, "workspaces", reeve_workspace_get_type (), self->workspace, error);
  if (workspace == NULL)
    return FALSE;
  view->workspace_name = g_strdup (workspace->name);
  return TRUE;
}

ReeveContactView *
reeve_contact_look (ReeveCall *call, const ReeveSecret *token, GError **error)
{
  g_auto (Visit) self = { NULL };
  g_autoptr (ReeveTx) tx = NULL;
  g_autoptr (ReeveContactView) view = g_new0 (ReeveContactView, 1);

  if (!open_token (&self, call, token, error))
    return NULL;
  tx = reeve_db_begin (self.db, REEVE_TX_READ, call->deadline, error);
  if (tx == NULL || !peek (&self, tx, error) || !add_folders (&self, tx, view, error))
    return NULL;
  view->contact = g_object_ref (self.contact);
  view->may_approve = (self.verbs & REEVE_VERB_APPROVE) != 0;
  g_clear_pointer (&tx, reeve_tx_end);
  if ((strcmp (view->contact->state, "waiting") == 0 && !note_opened (&self, error)) ||
      !add_workspace (&self, view, error))
    return NULL;
  return g_steal_pointer (&view);
}

/* --- Answering --- */

static gboolean
check_answer (Visit *self, const char *text, const char *decision, GError **error)
{
  gboolean may_approve = (self->verbs & REEVE_VERB_APPROVE) != 0;

  if (may_approve && (decision == NULL || !g_strv_contains (reeve_contact_decisions, decision)))
    reeve_error_add_member (error, "/decision", "required", "is required");
  else if (!may_approve && decision != NULL)
    reeve_error_add_member (error, "/decision", "read_only", "they may not approve");
  else if (!may_approve && (text == NULL || *text == '\0'))
    reeve_error_add_member (error, "/text", "required", "is required");
  else if (text != NULL && g_utf8_strlen (text, -1) > REEVE_CONTACT_ANSWER)
    reeve_error_add_member (error, "/text", "too_long", "is too long");
  else
    return TRUE;
  return FALSE;
}

static ReeveMail *
write_mail (ReeveContact *contact, ReeveUser *creator)
{
  g_autoptr (ReeveLetter) letter =
    reeve_letter_new ("contact-answer", creator->email, creator->display_name, creator->id, NULL);

  reeve_letter_set_subject (letter, N_ ("%s has answered"), contact->display_name);
  if (contact->decision != NULL && strcmp (contact->decision, "approved") == 0)
    /* Translators: a person's name and their address */
    reeve_letter_add (letter, N_ ("%s (%s) approves what you asked about."), contact->display_name,
                      contact->email);
  else if (contact->decision != NULL)
    /* Translators: a person's name and their address */
    reeve_letter_add (letter, N_ ("%s (%s) declines what you asked about."), contact->display_name,
                      contact->email);
  else
    /* Translators: a person's name and their address */
    reeve_letter_add (letter, N_ ("%s (%s) has answered what you asked about."), contact->display_name,
                      contact->email);
  if (contact->answer != NULL)
    reeve_letter_add_quote (letter, contact->answer);
  reeve_letter_add (letter, N_ ("Their link and their access have ended with it. The answer is kept in the "
                                "console, with the contact."));
  return reeve_letter_write (letter);
}

/* Who asked, unless they have left. */
static gboolean
tell_creator (Visit *self, ReeveTx *tx, ReeveContact *contact, GError **error)
{
  g_autoptr (GError) missing = NULL;
  g_autoptr (ReeveUser) creator = reeve_users_get (tx, contact->created_by, &missing);

  if (creator != NULL)
    return !reeve_user_is_member (creator) ||
           reeve_call_put_mail (self->call, tx, write_mail (contact, creator), error);
  if (g_error_matches (missing, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&missing));
  return FALSE;
}

static gboolean
settle (Visit *self, ReeveTx *tx, const char *text, const char *decision, GError **error)
{
  g_autoptr (ReeveContact) after = reeve_record_copy (self->contact);
  ReeveCall *call = self->call;

  after->state = "answered";
  after->answered = call->now;
  if (after->opened == 0)
    after->opened = call->now;
  if (text != NULL && *text != '\0')
    g_set_str (&after->answer, text);
  after->decision = decision != NULL ? g_intern_string (decision) : NULL;
  if (!reeve_record_validate (after, error))
    return FALSE;
  set_actor (self);
  if (!reeve_contacts_update (tx, self->contact, after, error) ||
      !reeve_grants_end (call, tx, "contact", after->id, after->display_name, error) ||
      !tell_creator (self, tx, after, error) ||
      !reeve_call_audit (call, tx, "contact.answer", "contact", after->id, after->display_name, self->contact,
                         after, NULL, NULL, error))
    return FALSE;
  reeve_call_changed (call, "contact", after->id, after->version);
  return TRUE;
}

gboolean
reeve_contact_answer (ReeveCall *call,
                      const ReeveSecret *token,
                      const char *text,
                      const char *decision,
                      GError **error)
{
  g_auto (Visit) self = { NULL };
  g_autoptr (ReeveTx) tx = NULL;
  g_autofree char *id = NULL;

  if (!open_token (&self, call, token, error))
    return FALSE;
  tx = reeve_db_begin (self.db, REEVE_TX_WRITE, call->deadline, error);
  if (tx == NULL || !reeve_links_use (tx, REEVE_LINK_CONTACT, self.secret, call->now, &id, error) ||
      !read_contact (&self, tx, id, error) || !check_answer (&self, text, decision, error) ||
      !settle (&self, tx, text, decision, error) || !reeve_tx_commit (tx, error))
    return FALSE;
  reeve_post_wake (call->installation, FALSE);
  return TRUE;
}
