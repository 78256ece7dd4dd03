/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The clock to the customer, where somebody is faster than it. */

#include "config.h"

#include "service/api/cases.h"
#include "service/jobs/case-asking.h"
#include "service/jobs/case-notices.h"
#include "service/store/cases.h"

static ReeveCase *
get (ReeveCall *call, GError **error)
{
  return reeve_cases_get (call->tx, reeve_call_get_path (call, "case"), call->scope, error);
}

static gboolean
refuse (GError **error, const char *reason, const char *message)
{
  reeve_set_error (error, REEVE_ERROR_CONFLICT, reason, "%s", message);
  return FALSE;
}

/* Of what is told again the case has its entries alone. */
static gboolean
store (ReeveCall *call, ReeveCase *stored, ReeveCase *self, const char *text, GError **error)
{
  gboolean done =
    reeve_record_equal (stored, self)
      ? reeve_call_audit_fact (call, NULL, NULL, "case", self->id, self->person_name, text, error)
      : reeve_cases_update (call->tx, stored, self, stored->version, error) &&
          reeve_call_audit (call, NULL, NULL, "case", self->id, self->person_name, stored, self, NULL, text,
                            error);

  if (!done)
    return FALSE;
  reeve_call_changed (call, "case", self->id, self->version);
  call->reply = REEVE_RECORD (g_object_ref (self));
  return TRUE;
}

gboolean
cases_notify (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveCase) self = get (call, error);
  g_autoptr (ReeveCase) stored = self != NULL ? reeve_record_copy (self) : NULL;
  const char *text = ((ReeveCaseNote *) call->body)->text;
  g_autofree char *name = NULL;
  guint n;

  if (self == NULL)
    return FALSE;
  name = reeve_case_notice_name_workspace (call->installation, call->workspace, error);
  if (name == NULL || !reeve_case_notice_send (call->tx, self, name, text, call->caller->account,
                                               call->caller->account_name, call->now, &n, error))
    return FALSE;
  if (n == 0)
    return refuse (error, "nobody_to_tell", "nobody is named who could be told");
  call->has_mail = TRUE;
  call->mail_at_once = TRUE;
  call->has_deliveries = TRUE;
  return store (call, stored, self, text, error);
}

gboolean
cases_resolve (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveCase) self = get (call, error);
  g_autoptr (ReeveCase) stored = self != NULL ? reeve_record_copy (self) : NULL;
  const char *text = ((ReeveCaseNote *) call->body)->text;

  if (self == NULL)
    return FALSE;
  if (g_strcmp0 (self->nature, "vulnerability") != 0 || self->resolved != 0 || self->closed != 0)
    return refuse (error, "case_state", "it is no vulnerability that is yet to be closed");
  self->resolved = call->now;
  g_set_str (&self->resolved_by, call->caller->account);
  g_set_str (&self->resolved_by_name, call->caller->account_name);
  return reeve_case_note (call->tx, self, call->now, "resolved", call->caller->account,
                          call->caller->account_name, NULL, 0, text, error) &&
         store (call, stored, self, text, error);
}
