/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* External contacts: asked, asked again and let go by those who may change permissions; looked at and
 * answered by whoever has the link. What a contact may do is a grant like any other, of the principal kind
 * "contact", and the permission model decides about it at every look. */

#pragma once

#include "common/contact.h"
#include "service/api/call.h"

G_BEGIN_DECLS

gboolean contacts_list (ReeveCall *call, GError **error);
gboolean contacts_get (ReeveCall *call, GError **error);
gboolean contacts_create (ReeveCall *call, GError **error);
gboolean contacts_resend (ReeveCall *call, GError **error);
gboolean contacts_revoke (ReeveCall *call, GError **error);
gboolean contacts_history (ReeveCall *call, GError **error);

/* Somebody with an account is given access as who they are: their company, groups and second factor count. So
 * whoever gets one, by whichever way, or gets that address, ends what they were asked as a contact of @email,
 * in @tx: it counts as revoked, link, mail and grant end with it, and the trail says that they joined.
 * Nothing of what they might do as a contact is given to the user: who asked can ask them there. */
gboolean reeve_contact_end_joined (ReeveCall *call, ReeveTx *tx, const char *email, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

#define REEVE_CONTACT_FOLDERS 100 /* told of by name */

/* What a contact is shown. */
typedef struct
{
  ReeveContact *contact;
  char *workspace_name;
  char *folder_name;
  GPtrArray *folders; /* of char *: names of those right below that they may view, not more than
                         REEVE_CONTACT_FOLDERS */
  guint n_folders;    /* all of these */
  gboolean may_approve;
} ReeveContactView;

void reeve_contact_view_free (ReeveContactView *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveContactView, reeve_contact_view_free)

/* What @token asks about; notes that it was opened, as often as one likes. In transactions of its own.
 * Errors: NOT_FOUND (reason "link"): the same for whatever is wrong with it. (transfer full) */
ReeveContactView *reeve_contact_look (ReeveCall *call, const ReeveSecret *token, GError **error);

/* Answers, once: of many who try, one succeeds. @text: (nullable); @decision: (nullable): of
 * reeve_contact_decisions, and given if, and only if, they may approve. Errors: NOT_FOUND (reason "link"),
 * INVALID (pointers "/text", "/decision"). */
gboolean reeve_contact_answer (ReeveCall *call,
                               const ReeveSecret *token,
                               const char *text,
                               const char *decision,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
