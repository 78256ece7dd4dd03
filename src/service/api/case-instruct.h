/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What becomes of the people of a case is for those who administer them to say, with a fresh code, and never
 * for those who contain. Of two who say it at once the first one is obeyed, and the second is told.
 *
 * "release" opens the door as it was; "reissue" opens it to a new password alone, for which a link is mailed;
 * "keep" waits until its day; "remove" takes the person out of the workspace, with all that hangs on them. As
 * it was an account that others use, too, is opened by nobody who may not do so there: new credentials do. */

#pragma once

#include "common/case.h"
#include "service/api/call.h"

G_BEGIN_DECLS

/* "reissue" for one of a case, whoever asked: for who was judged already. Errors: CONFLICT (reason
 * "case_state") */
gboolean reeve_case_reissue (ReeveCall *call,
                             const char *breach_case,
                             const char *person,
                             const char *reason,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same where there is nobody to instruct: api/recoveries.h has judged it. */
gboolean reeve_case_recover (ReeveCall *call,
                             const char *breach_case,
                             const char *person,
                             const char *reason,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean cases_instruct (ReeveCall *call, GError **error);
/* Takes back "keep": the case waits again. */
gboolean cases_reopen (ReeveCall *call, GError **error);
/* Of what was reported and never contained. */
gboolean cases_dismiss (ReeveCall *call, GError **error);
gboolean cases_close (ReeveCall *call, GError **error);

G_END_DECLS
