/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Mails as administrators see them: how far each is, what a kept one says, and another try. A workspace sees
 * the mails of its own outbox, and of the directory's those about the accounts of its people. */

#pragma once

#include "service/api/call.h"

G_BEGIN_DECLS

gboolean mails_list (ReeveCall *call, GError **error);
gboolean mails_get (ReeveCall *call, GError **error);
gboolean mails_retry (ReeveCall *call, GError **error);
gboolean mails_retry_all (ReeveCall *call, GError **error);
gboolean mail_status_get (ReeveCall *call, GError **error);

G_END_DECLS
