/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Duties that somebody has put off until the next morning, a day at most: kept on this computer, for each
 * person by themselves. One that has become more urgent since is not put off any more. */

#pragma once

#include "common/duty.h"

G_BEGIN_DECLS

#define REEVE_TYPE_PUT_OFF (reeve_put_off_get_type ())
G_DECLARE_FINAL_TYPE (ReevePutOff, reeve_put_off, REEVE, PUT_OFF, GObject)

ReevePutOff *reeve_put_off_new (void);
/* @account: (nullable): nobody has put anything off */
gboolean reeve_put_off_has (ReevePutOff *self, const char *account, ReeveDuty *duty);
void reeve_put_off_add (ReevePutOff *self, const char *account, ReeveDuty *duty);
void reeve_put_off_clear (ReevePutOff *self, const char *account, ReeveDuty *duty);

G_END_DECLS
