/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a person who is invited reads. */

#pragma once

#include "common/invitation.h"
#include "common/mail.h"

G_BEGIN_DECLS

/* The mail with @invitation's link in it. (transfer full) */
ReeveMail *reeve_invitation_mail_new (ReeveInvitation *invitation, const char *workspace_name);

G_END_DECLS
