/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One mail: how far it is and, where it may be read, what it says. Its verbs are the page's actions, by name:
 * "mails.retry" with its id. */

#pragma once

#include <adwaita.h>

#include "common/mail.h"
#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_MAIL_DETAIL (reeve_mail_detail_get_type ())
G_DECLARE_FINAL_TYPE (ReeveMailDetail, reeve_mail_detail, REEVE, MAIL_DETAIL, AdwBin)

/* @mail: (nullable): none is chosen; as it stands in a list: its text is asked for. @site: (nullable) */
void reeve_mail_detail_show (ReeveMailDetail *self, ReeveSite *site, ReeveMail *mail);
/* Whether there is a mail server that can be tried. */
void reeve_mail_detail_set_has_server (ReeveMailDetail *self, gboolean has_server);

G_END_DECLS
