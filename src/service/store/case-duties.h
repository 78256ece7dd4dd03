/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What of the breach desk waits for somebody: cases that wait for an instruction, and such that were reported
 * and have locked nobody yet. Of people whom the search is about, and never of who asks. */

#pragma once

#include "service/store/duties.h"

G_BEGIN_DECLS

ReeveDutyFind reeve_case_duties_find_waiting G_GNUC_WARN_UNUSED_RESULT;
ReeveDutyFind reeve_case_duties_find_reported G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
