/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* An earlier version of a record brought back: saved over what it is now, which can be taken back, or made
 * anew where it is gone. Main thread only. */

#pragma once

#include "common/record.h"
#include "console/client/nouns.h"
#include "console/widgets/changes.h"

G_BEGIN_DECLS

#define REEVE_TYPE_VERSION_CHANGES (reeve_version_changes_get_type ())
G_DECLARE_FINAL_TYPE (ReeveVersionChanges, reeve_version_changes, REEVE, VERSION_CHANGES, ReeveChanges)

ReeveVersionChanges *reeve_version_changes_new (ReeveSite *site);

/* @now is what the person saw, @then what they want again. @name: the record's, as people call it. */
void reeve_version_changes_restore (ReeveVersionChanges *self,
                                    const ReeveNoun *noun,
                                    ReeveRecord *now,
                                    ReeveRecord *then,
                                    const char *name);
void reeve_version_changes_make (ReeveVersionChanges *self,
                                 const ReeveNoun *noun,
                                 ReeveRecord *then,
                                 const char *name);

G_END_DECLS
