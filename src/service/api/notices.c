/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Notices. A name or a device that no mail can carry is left out of it: the mail must be sent all the same.
 */

#include "config.h"

#include "service/api/notices.h"

#include "service/store/sessions.h"

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

  if (!fits ("recipient", email)) /* made before there were rules for addresses */
    return TRUE;
  return reeve_call_put_mail (call, directory,
                              reeve_notice_write (notice, account, email,
                                                  fits ("recipient-name", display_name) ? display_name : NULL,
                                                  NULL, &place),
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
