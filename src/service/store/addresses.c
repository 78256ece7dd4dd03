/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Above accounts, links, outbox and federation, which know nothing of each other. */

#include "config.h"

#include "service/store/addresses.h"

#include "service/store/accounts.h"
#include "service/store/federation.h"
#include "service/store/links.h"
#include "service/store/outbox.h"

gboolean
reeve_addresses_change (ReeveTx *directory,
                        const char *account,
                        const char *email,
                        gint64 now,
                        GPtrArray *ended,
                        GError **error)
{
  return reeve_accounts_set_email (directory, account, email, error) &&
         reeve_links_end (directory, NULL, account, now, error) &&
         reeve_links_end_below (directory, REEVE_LINK_BREACH_REPORT, account, now, error) &&
         reeve_outbox_withdraw_links (directory, account, error) &&
         reeve_federation_end (directory, account, now, ended, error);
}
