/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What the query is about becomes what a hold is about: its person, if it names just one, and its times. */

#include "config.h"

#include "common/clock.h"
#include "console/dialogs/hold-dialog.h"
#include "console/dialogs/holds-dialog.h"
#include "console/pages/access-log-page-private.h"

/* The one account that the query asks for; (nullable): none, several, or only a name. */
static const char *
find_account (const ReeveLogQuery *query)
{
  const char *account = NULL;

  for (guint i = 0; i < query->terms->len; i++)
    {
      const ReeveLogTerm *term = query->terms->pdata[i];
      const ReeveLogValue *value = term->values->pdata[0];

      if (term->kind != REEVE_LOG_WHO || term->negated)
        continue;
      if (account != NULL || term->values->len != 1 || !reeve_id_is_valid (value->text))
        return NULL;
      account = value->text;
    }
  return account;
}

void
reeve_access_log_page_keep_found (ReeveAccessLogPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  const ReeveLogQuery *query = reeve_log_entry_get_query (self->entry);
  const char *account = find_account (query);
  gint64 now = reeve_clock_now ();
  gint64 from, to;
  AdwDialog *dialog;

  if (site == NULL)
    return;
  reeve_log_query_get_time (query, &from, &to);
  /* From the first moment that is kept until now, where the query does not say. */
  if (from == REEVE_LOG_BEGINNING)
    from = (now / REEVE_DAY - MAX (reeve_log_times_get_kept_days (self->times), 1)) * REEVE_DAY;
  if (to == REEVE_LOG_END)
    to = (now / REEVE_MINUTE + 1) * REEVE_MINUTE;
  from -= from % REEVE_MINUTE; /* people read it, and a little more is kept */
  to += (REEVE_SECOND - to % REEVE_SECOND) % REEVE_SECOND;
  dialog = reeve_hold_dialog_new (
    site, account, account != NULL ? reeve_log_memory_name (REEVE_LOG_WHO, account, self->memory) : NULL,
    from, to);
  g_signal_connect_object (dialog, "held", G_CALLBACK (reeve_access_log_page_say), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

void
reeve_access_log_page_show_holds (ReeveAccessLogPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));

  if (site != NULL)
    adw_dialog_present (reeve_holds_dialog_new (site), GTK_WIDGET (self));
}
