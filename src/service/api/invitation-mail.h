/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a person who is invited reads. */

#pragma once

#include "common/invitation.h"
#include "common/mail.h"

G_BEGIN_DECLS

/* The mail that brings @uri, the link to @invitation. (transfer full) */
ReeveMail *
reeve_invitation_mail_new (ReeveInvitation *invitation, const char *uri, const char *workspace_name);

G_END_DECLS
