/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Contacts, for those who ask them. The link is in the mail alone: no answer of the API tells it. One that is
 * over is not made to live again: who may ask somebody from outside has shown a code for it, and for as long.
 */

#include "config.h"

#include "service/api/contacts.h"

#include <glib/gi18n.h>

#include "common/grant.h"
#include "common/permission-model.h"
#include "service/api/folders.h"
#include "service/api/grants.h"
#include "service/mail/letter.h"
#include "service/store/audit.h"
#include "service/store/contacts.h"
#include "service/store/folders.h"
#include "service/store/grants.h"
#include "service/store/links.h"
#include "service/store/outbox.h"
#include "service/store/users.h"

#define PAGE "contact"

static gboolean
answer (ReeveCall *call, ReeveContact *contact, GError **error)
{
  if (!reeve_contacts_show (call->tx, contact, call->now, error))
    return FALSE;
  reeve_call_changed (call, "contact", contact->id, contact->version);
  call->reply = g_object_ref (REEVE_RECORD (contact));
  return TRUE;
}

gboolean
contacts_list (ReeveCall *call, GError **error)
{
  call->listing = reeve_contacts_list (call->tx, call->query, call->now, error);
  return call->listing != NULL;
}

static ReeveContact *
get_contact (ReeveCall *call, GError **error)
{
  return reeve_contacts_get (call->tx, reeve_call_get_path (call, "contact"), error);
}

gboolean
contacts_get (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveContact) contact = get_contact (call, error);

  if (contact == NULL || !reeve_contacts_show (call->tx, contact, call->now, error))
    return FALSE;
  call->reply = REEVE_RECORD (g_steal_pointer (&contact));
  return TRUE;
}

gboolean
contacts_history (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveContact) contact = get_contact (call, error);

  if (contact == NULL)
    return FALSE;
  call->listing = reeve_audit_list (call->tx, "contact", contact->id, call->query, error);
  if (call->listing == NULL)
    return FALSE;
  if (call->query->cursor == NULL && call->listing->next == NULL)
    call->listing->total = call->listing->items->len;
  return TRUE;
}

/* --- Asking --- */

static gboolean
set_end (ReeveCall *call, ReeveContact *contact, GError **error)
{
  if (contact->expires == 0)
    contact->expires = call->now + REEVE_CONTACT_LIFE;
  /* A minute for those whose clock is not ours. */
  if (contact->expires >= call->now + REEVE_CONTACT_LIFE_MIN - REEVE_MINUTE &&
      contact->expires <= call->now + REEVE_CONTACT_LIFE_MAX + REEVE_MINUTE)
    return TRUE;
  reeve_error_add_member (error, "/expires", "range", "is not from an hour to 30 days ahead");
  return FALSE;
}

static gboolean
check_address (ReeveCall *call, ReeveContact *contact, GError **error)
{
  g_autoptr (GError) missing = NULL;
  g_autoptr (ReeveUser) user = reeve_users_find_by_email (call->tx, contact->email, &missing);
  g_autoptr (GError) refusal = NULL;

  if (user == NULL && g_error_matches (missing, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    return TRUE;
  if (user == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&missing));
      return FALSE;
    }
  refusal = reeve_error_new (REEVE_ERROR_CONFLICT, "contact_member", "the person has an account");
  reeve_error_add_member (&refusal, "/email", "contact_member", "belongs to a user of the workspace");
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

/* It is there, and in no bin. */
static gboolean
check_folder (ReeveCall *call, ReeveContact *contact, GError **error)
{
  ReevePermissionModel *model = reeve_call_enter_permissions (call, error);
  gboolean there;

  if (model == NULL)
    return FALSE;
  there =
    reeve_permission_model_has_folder (model, reeve_permission_model_find_folder (model, contact->folder));
  reeve_call_leave_permissions (call);
  if (!there)
    reeve_error_add_member (error, "/folder", "unknown_folder", "there is no such folder");
  return there;
}

static gboolean
insert_grant (ReeveCall *call, ReeveContact *contact, GError **error)
{
  g_autoptr (ReeveGrant) grant = reeve_grant_new ();

  grant->id = reeve_id_new ();
  grant->version = 1;
  reeve_set_text (&grant->folder, contact->folder);
  grant->principal_kind = reeve_principal_kinds[REEVE_PRINCIPAL_CONTACT];
  reeve_set_text (&grant->principal, contact->id);
  reeve_set_texts (&grant->verbs, (const char *const *) contact->verbs);
  grant->expires = contact->expires;
  grant->created = call->now;
  reeve_set_text (&grant->created_by, contact->created_by);
  reeve_set_text (&grant->created_by_name, contact->created_by_name);
  if (!reeve_grants_insert (call->tx, grant, error) ||
      !reeve_call_audit (call, NULL, "grant.create", "grant", grant->id, contact->display_name, NULL, grant,
                         NULL, NULL, error))
    return FALSE;
  reeve_call_changed (call, "grant", grant->id, 1);
  return TRUE;
}

/* Whoever asks is quoted under their name, so that nobody takes their words for ours; nothing that is in the
 * workspace stands in a mail. */
static ReeveMail *
write_mail (ReeveContact *contact, const char *uri)
{
  g_autoptr (ReeveLetter) letter =
    reeve_letter_new ("contact", contact->email, contact->display_name, NULL, NULL);
  g_autoptr (GDateTime) end = g_date_time_new_from_unix_utc (contact->expires / REEVE_SECOND);
  g_autofree char *until = g_date_time_format (end, "%Y-%m-%d %H:%M UTC");

  reeve_letter_set_subject (letter, N_ ("%s asks you for an answer"), contact->created_by_name);
  /* Translators: how a mail begins, %s is a person's name */
  reeve_letter_add (letter, N_ ("Hello %s,"), contact->display_name);
  /* Translators: %s is who asks */
  reeve_letter_add (letter, N_ ("%s asks you to look at something, and to answer."),
                    contact->created_by_name);
  if (contact->message != NULL)
    {
      /* Translators: %s is who asks; their own words follow */
      reeve_letter_add (letter, N_ ("%s writes:"), contact->created_by_name);
      reeve_letter_add_quote (letter, contact->message);
    }
  reeve_letter_add_link (letter, N_ ("Look and answer"), uri);
  /* Translators: %s is a date and time */
  reeve_letter_add (letter, N_ ("You can answer once, until %s. The link is for you alone."), until);
  reeve_letter_add (letter, N_ ("If you did not expect this mail, there is nothing to do."));
  return reeve_letter_write (letter);
}

/* A new link, which ends the one before, and the mail that brings it. */
static gboolean
send_link (ReeveCall *call, ReeveContact *contact, GError **error)
{
  g_autoptr (ReeveSecret) secret =
    reeve_links_make (call->tx, REEVE_LINK_CONTACT, contact->id, call->now, contact->expires, error);
  g_autoptr (ReeveSecret) token = NULL;
  g_autofree char *uri = NULL;
  g_autoptr (ReeveMail) mail = NULL;

  if (secret == NULL)
    return FALSE;
  token = reeve_link_token_join (call->workspace, secret);
  uri = reeve_call_make_uri (call, PAGE, token);
  mail = write_mail (contact, uri);
  mail->id = reeve_id_new ();
  g_set_str (&contact->mail, mail->id);
  return reeve_call_put_mail (call, call->tx, g_steal_pointer (&mail), error);
}

static gboolean
set_creator (ReeveCall *call, ReeveContact *contact, GError **error)
{
  g_autoptr (ReeveUser) creator = reeve_users_get (call->tx, call->caller->account, error);

  if (creator == NULL)
    return FALSE;
  contact->id = reeve_id_new ();
  contact->version = 1;
  contact->state = "waiting";
  contact->created = call->now;
  g_set_str (&contact->created_by, creator->id);
  g_set_str (&contact->created_by_name, creator->display_name);
  return TRUE;
}

gboolean
contacts_create (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveContact) contact = reeve_record_copy (call->body);

  if (!set_end (call, contact, error) || !check_address (call, contact, error) ||
      !check_folder (call, contact, error) || !set_creator (call, contact, error))
    return FALSE;
  g_auto (GStrv) verbs = g_steal_pointer (&contact->verbs);
  contact->verbs =
    reeve_verbs_to_wire (reeve_verbs_reduce (reeve_verbs_from_wire ((const char *const *) verbs)));
  return send_link (call, contact, error) && reeve_contacts_insert (call->tx, contact, error) &&
         insert_grant (call, contact, error) &&
         reeve_call_audit (call, NULL, NULL, "contact", contact->id, contact->display_name, NULL, contact,
                           NULL, NULL, error) &&
         answer (call, contact, error);
}

/* --- Afterwards --- */

static gboolean
withdraw_mail (ReeveCall *call, ReeveTx *tx, ReeveContact *contact, GError **error)
{
  if (contact->mail == NULL)
    return TRUE;
  reeve_call_changed (call, "mail", contact->mail, 0);
  return reeve_outbox_withdraw (tx, contact->mail, error);
}

static gboolean
check_live (ReeveCall *call, ReeveContact *contact, GError **error)
{
  if (reeve_contact_is_open (contact) && contact->expires > call->now)
    return TRUE;
  reeve_set_error (error, REEVE_ERROR_CONFLICT, "contact_over", "it was answered or revoked, or has expired");
  return FALSE;
}

gboolean
contacts_resend (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveContact) before = get_contact (call, error);
  g_autoptr (ReeveContact) after = NULL;

  if (before == NULL || !check_live (call, before, error) || !check_address (call, before, error))
    return FALSE;
  after = reeve_record_copy (before);
  return withdraw_mail (call, call->tx, before, error) && send_link (call, after, error) &&
         reeve_contacts_update (call->tx, before, after, error) &&
         reeve_call_audit_fact (call, NULL, NULL, "contact", after->id, after->display_name, NULL, error) &&
         answer (call, after, error);
}

/* With all that hangs on it. @action: (nullable): the route's. (transfer full) */
static ReeveContact *
end_contact (ReeveCall *call, ReeveTx *tx, ReeveContact *before, const char *action, GError **error)
{
  g_autoptr (ReeveContact) after = reeve_record_copy (before);

  after->state = "revoked";
  if (!reeve_links_end (tx, REEVE_LINK_CONTACT, after->id, call->now, error) ||
      !withdraw_mail (call, tx, before, error) || !reeve_contacts_update (tx, before, after, error) ||
      !reeve_grants_end (call, tx, "contact", after->id, after->display_name, error) ||
      !reeve_call_audit (call, tx, action, "contact", after->id, after->display_name, before, after, NULL,
                         NULL, error))
    return NULL;
  return g_steal_pointer (&after);
}

gboolean
contacts_revoke (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveContact) before = get_contact (call, error);
  g_autoptr (ReeveContact) after = NULL;

  if (before == NULL || !check_live (call, before, error))
    return FALSE;
  after = end_contact (call, call->tx, before, NULL, error);
  return after != NULL && answer (call, after, error);
}

gboolean
reeve_contact_end_joined (ReeveCall *call, ReeveTx *tx, const char *email, GError **error)
{
  g_autoptr (GPtrArray) live = reeve_contacts_list_live (tx, email, call->now, error);

  for (guint i = 0; live != NULL && i < live->len; i++)
    {
      g_autoptr (ReeveContact) after = end_contact (call, tx, live->pdata[i], "contact.join", error);

      if (after == NULL)
        return FALSE;
      reeve_call_changed (call, "contact", after->id, after->version);
    }
  return live != NULL;
}
