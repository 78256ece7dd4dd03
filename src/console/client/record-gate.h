/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The one place where calls about a workspace wait until its record has been looked at, and where nothing is
 * written any more when it is broken. The client puts calls in; the witness says when. Calls about the record
 * itself, and the live feed's, which tells nothing but that something changed, always pass. Main thread only.
 */

#pragma once

#include "console/client/transport.h"

G_BEGIN_DECLS

typedef enum
{
  REEVE_RECORD_GATE_OPEN,
  REEVE_RECORD_GATE_SHUT,      /* calls wait; "asked" tells that one does */
  REEVE_RECORD_GATE_READ_ONLY, /* calls that would write are refused */
} ReeveRecordGateMode;

#define REEVE_TYPE_RECORD_GATE (reeve_record_gate_get_type ())
G_DECLARE_FINAL_TYPE (ReeveRecordGate, reeve_record_gate, REEVE, RECORD_GATE, GObject)

/* Sends @task's request. @task: (transfer full) */
typedef void (*ReeveRecordGateSend) (GTask *task, ReeveWireRequest *request);

/* Signal "asked": a call waits that was not there before. */
ReeveRecordGate *reeve_record_gate_new (ReeveRecordGateSend send);

/* TRUE: the call is held, or has been answered: @task is (transfer full). */
gboolean reeve_record_gate_take (ReeveRecordGate *self, GTask *task, ReeveWireRequest *request);

/* @workspace: (nullable): id; calls about others pass. Those that wait go, or are refused, as @mode says. */
void reeve_record_gate_set (ReeveRecordGate *self, ReeveRecordGateMode mode, const char *workspace);
/* Those that wait end with @error; the mode stays. */
void reeve_record_gate_refuse (ReeveRecordGate *self, const GError *error);

G_END_DECLS
