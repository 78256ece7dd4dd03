/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The contents page of what people see who have no console. */

#include "config.h"

#include "service/web/pages.h"

#include "service/web/colleague.h"
#include "service/web/confirm.h"
#include "service/web/contact.h"
#include "service/web/export.h"
#include "service/web/forgot.h"
#include "service/web/instruct.h"
#include "service/web/invitation.h"
#include "service/web/report.h"
#include "service/web/reset.h"
#include "service/web/second-factor.h"
#include "service/web/sessions.h"
#include "service/web/sign-in.h"

#define PAGE(name) name, "/p/" name, "/p/" name "/…"

const ReevePage reeve_pages[] = {
  { PAGE ("forgot"), 0, NULL, forgot_show, forgot_submit },
  { PAGE ("forgot-sent"), 0, NULL, forgot_show_sent, NULL },
  { PAGE ("reset"), REEVE_PAGE_TAKES_LINK | REEVE_PAGE_SLOW_HASH, "account.reset-password", reset_show,
    reset_submit },
  { PAGE ("reset-done"), 0, NULL, reset_show_done, NULL },
  { PAGE ("invitation"), REEVE_PAGE_TAKES_LINK | REEVE_PAGE_SLOW_HASH | REEVE_PAGE_OUTSIDE,
    "invitation.accept", invitation_show, invitation_submit },
  { PAGE ("invitation-done"), 0, NULL, invitation_show_done, NULL },
  { PAGE ("confirm"), REEVE_PAGE_TAKES_LINK | REEVE_PAGE_SLOW_HASH, "account.confirm", confirm_show,
    confirm_submit },
  { PAGE ("confirm-done"), 0, NULL, confirm_show_done, NULL },
  { PAGE ("contact"), REEVE_PAGE_TAKES_LINK, "contact.answer", contact_show, contact_submit },
  { PAGE ("contact-done"), 0, NULL, contact_show_done, NULL },
  { PAGE ("report"), REEVE_PAGE_TAKES_LINK, "account.report-breach", report_show, report_submit },
  { PAGE ("report-sent"), 0, NULL, report_show_sent, NULL },
  { PAGE ("report-done"), 0, NULL, report_show_done, NULL },
  { PAGE ("colleague"), 0, NULL, colleague_show, colleague_submit },
  { PAGE ("colleague-sign-in"), REEVE_PAGE_SLOW_HASH, "session.begin", sign_in_show, sign_in_submit },
  { PAGE ("instruct"), REEVE_PAGE_TAKES_LINK, NULL, instruct_show, instruct_submit },
  { PAGE ("instruct-sign-in"), REEVE_PAGE_SLOW_HASH, "session.begin", sign_in_show, sign_in_submit },
  { PAGE ("instruct-factor"), 0, NULL, instruct_show_factor, NULL },
  { PAGE ("sign-in"), REEVE_PAGE_SLOW_HASH, "session.begin", sign_in_show, sign_in_submit },
  { PAGE ("second-factor"), REEVE_PAGE_TAKES_LINK, "second-factor.enrol", second_factor_show,
    second_factor_submit },
  { PAGE ("export"), 0, "account.export", export_show, export_submit },
  { PAGE ("sessions"), 0, "session.end", sessions_show, sessions_submit },
  { NULL },
};
