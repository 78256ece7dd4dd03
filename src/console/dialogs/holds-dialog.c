/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Lifting one takes a code, for which the window asks. */

#include "config.h"

#include "console/dialogs/holds-dialog.h"

#include <glib/gi18n.h>

#include "common/account.h"
#include "common/hold.h"
#include "console/widgets/formatting.h"

struct _ReeveHoldsDialog
{
  ReeveListDialog parent_instance;
};

G_DEFINE_FINAL_TYPE (ReeveHoldsDialog, reeve_holds_dialog, REEVE_TYPE_LIST_DIALOG)

static const ReeveListLifting lifting = {
  .heading = N_ ("Lift This Hold?"),
  .body = N_ ("Lines that are older than the log is kept, and that no other hold keeps, go within the hour. "
              "This cannot be undone."),
  .done = N_ ("Hold lifted"),
};

/* Which lines, why, and until when. (transfer full) */
static char *
describe (ReeveHold *hold)
{
  g_autofree char *since = reeve_format_time (hold->since);
  g_autofree char *until = reeve_format_time (hold->until);
  g_autofree char *ends = reeve_format_date (hold->ends);
  g_autofree char *reason = reeve_format_isolate (hold->reason);
  /* Translators: lines of a log, from when to when */
  g_autofree char *window = g_strdup_printf (_ ("%1$s to %2$s"), since, until);
  g_autofree char *who = reeve_format_account_name (hold->created_by_name);
  /* Translators: a hold on lines of a log; %1$s is a day, %2$s who made it */
  g_autofree char *end = g_strdup_printf (_ ("Held until %1$s by %2$s"), ends, who);
  g_autofree char *ticket = hold->ticket != NULL ? reeve_format_isolate (hold->ticket) : NULL;
  g_autofree char *why = ticket != NULL ? g_strjoin (" · ", reason, ticket, NULL) : g_strdup (reason);

  return g_strjoin ("\n", why, window, end, NULL);
}

/* (transfer full) */
static char *
name_whose (ReeveHold *hold)
{
  if (hold->account == NULL)
    return g_strdup (_ ("Everybody’s lines"));
  return hold->account_name != NULL ? reeve_format_account_name (hold->account_name)
                                    : g_strdup (hold->account);
}

/* Never one on oneself, which the service refuses. */
static gboolean
may_lift (ReeveListDialog *self, ReeveHold *hold)
{
  ReeveSite *site = reeve_list_dialog_get_site (self);
  ReeveIdentity *identity = reeve_site_get_identity (site);

  return reeve_site_may_everywhere (site, REEVE_CAPABILITY_POLICY_WRITE) && identity != NULL &&
         identity->account != NULL && g_strcmp0 (hold->account, REEVE_ACCOUNT (identity->account)->id) != 0;
}

static GtkWidget *
make_row (ReeveListDialog *self, gpointer record)
{
  g_autofree char *title = name_whose (record);
  g_autofree char *subtitle = describe (record);
  GtkWidget *row = reeve_list_dialog_make_row (title, subtitle);

  if (may_lift (self, record))
    reeve_list_dialog_add_lift (self, row);
  return row;
}

static void
reeve_holds_dialog_class_init (ReeveHoldsDialogClass *klass)
{
  ReeveListDialogClass *list_class = REEVE_LIST_DIALOG_CLASS (klass);

  list_class->path = "access-log/holds";
  list_class->noun = "hold";
  list_class->record_type = reeve_hold_get_type;
  list_class->limit = REEVE_HOLDS;
  list_class->make_row = make_row;
  list_class->history = "hold";
  list_class->lifting = &lifting;
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass),
                                               "/io/github/reeve/Reeve/ui/holds-dialog.ui");
}

static void
reeve_holds_dialog_init (ReeveHoldsDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
reeve_holds_dialog_new (ReeveSite *site)
{
  return reeve_list_dialog_new (REEVE_TYPE_HOLDS_DIALOG, site);
}
