/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Notices. A name or a device that no mail can carry is left out of it: the mail must be sent all the same.
 */

#include "config.h"

#include "service/api/notices.h"

#include "common/clock.h"
#include "service/store/links.h"
#include "service/store/sessions.h"

char *
reeve_notice_make_report_uri (ReeveCall *call, ReeveTx *directory, const char *account, GError **error)
{
  g_autofree char *id = reeve_id_new ();
  g_autofree char *subject = g_strconcat (account, "/", id, NULL);
  g_autoptr (ReeveSecret) secret =
    reeve_links_make (directory, REEVE_LINK_BREACH_REPORT, subject, call->now, call->now + REEVE_DAY, error);
  g_autoptr (ReeveSecret) token = NULL;

  if (secret == NULL)
    return NULL;
  token = reeve_link_token_join (NULL, secret);
  return reeve_call_make_uri (call, "report", token);
}

static gboolean
fits (const char *field, const char *text)
{
  ReeveRecordClass *klass = reeve_record_class_of (reeve_mail_get_type ());

  return text != NULL &&
         reeve_field_check_text (reeve_record_class_find_field (klass, field), text, NULL, NULL, NULL);
}

gboolean
reeve_notice_put (ReeveCall *call,
                  ReeveTx *directory,
                  ReeveNotice notice,
                  const char *account,
                  const char *email,
                  const char *display_name,
                  const char *device,
                  GError **error)
{
  const ReeveLetterPlace place = { .time = call->now,
                                   .address = call->source.address,
                                   .device = fits ("recipient-name", device) ? device : NULL };

  g_autofree char *uri = NULL;

  if (!fits ("recipient", email)) /* made before there were rules for addresses */
    return TRUE;
  uri = reeve_notice_make_report_uri (call, directory, account, error);
  if (uri == NULL)
    return FALSE;
  return reeve_call_put_mail (call, directory,
                              reeve_notice_write (notice, account, email,
                                                  fits ("recipient-name", display_name) ? display_name : NULL,
                                                  NULL, &place, uri),
                              error);
}

gboolean
reeve_notice_put_if_new_device (ReeveCall *call,
                                ReeveTx *directory,
                                const char *account,
                                const char *email,
                                const char *display_name,
                                const char *device,
                                GError **error)
{
  gboolean is_new;

  if (!reeve_sessions_is_new_device (directory, account, call->source.thumbprint, &is_new, error))
    return FALSE;
  return !is_new || reeve_notice_put (call, directory, REEVE_NOTICE_NEW_DEVICE, account, email, display_name,
                                      device, error);
}
