/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One is live at a time. */

#include "config.h"

#include "service/api/password-link.h"

#include "service/store/links.h"
#include "service/store/outbox.h"

#define PURPOSE REEVE_LINK_PASSWORD_RESET

char *
reeve_password_link_make (ReeveCall *call, ReeveTx *directory, const char *account, GError **error)
{
  g_autoptr (ReeveSecret) secret = NULL;
  g_autoptr (ReeveSecret) token = NULL;

  if (!reeve_outbox_withdraw_of (directory, PURPOSE, account, error))
    return NULL;
  secret = reeve_links_make (directory, PURPOSE, account, call->now, call->now + REEVE_RESET_LIFE, error);
  if (secret == NULL)
    return NULL;
  token = reeve_link_token_join (NULL, secret);
  return reeve_call_make_uri (call, "reset", token);
}
