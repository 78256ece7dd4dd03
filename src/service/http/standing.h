/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Whether somebody who was let in once may still be there: for answers that go on for longer than a request.
 */

#pragma once

#include "service/api/call.h"

G_BEGIN_DECLS

/* The session lives, its account is a member of @workspace that may enter it, and holds @needs; of support,
 * it is let in by a support grant, and by @grant where that is set. A store that is busy says nothing about
 * that: TRUE. Waits for a second at most, for each of two databases; any thread. */
gboolean reeve_standing_holds (ReeveInstallation *installation,
                               const char *workspace,
                               const char *account,
                               const char *session,
                               const char *grant,
                               ReeveCapabilities needs);

G_END_DECLS
