/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* An access log in a folder of its own, while the clock stands still. There is no workspace "nowhere". */

#pragma once

#include "scratch.h"
#include "service/store/access-log.h"

G_BEGIN_DECLS

typedef struct
{
  Scratch scratch;
  char *folder;
  ReeveAccessLog *log; /* (nullable) while it is closed */
} ScratchLog;

void scratch_log_init (ScratchLog *self, gint64 now);
void scratch_log_open (ScratchLog *self); /* again */
ReeveAccessFiles *scratch_log_get_files (ScratchLog *self);
void scratch_log_clear (ScratchLog *self); /* the clock goes on */
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ScratchLog, scratch_log_clear)

G_END_DECLS
