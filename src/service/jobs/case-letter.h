/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What those are written who may say what is to be done in a case: what happened, who is locked, what is
 * asked of them, and what happens if nobody answers. The reader may be afraid, and on the phone. */

#pragma once

#include "common/case.h"
#include "common/mail.h"
#include "service/store/installation.h"
#include "service/store/roles.h"

G_BEGIN_DECLS

/* What the id of a case of @workspace makes a link of, behind it; NULL where no browser gets there. (transfer
 * full) (nullable) */
char *reeve_case_letter_make_desk (ReeveInstallation *installation, const char *workspace);

/* @kind: of the entry that notes it: "asked", "reminded", "escalated", or "told" of a report that locked
 * nobody. @person: the first of those it is about. @desk: (nullable). (transfer full) */
ReeveMail *reeve_case_letter_write (ReeveCase *self,
                                    const char *kind,
                                    ReeveCasePerson *person,
                                    ReeveRolePerson *to,
                                    const char *desk);

G_END_DECLS
