/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Asking for the instruction: a mail to each of those who may give it, noted in the case with the mail, so
 * that it can be told who was asked, when, and whether it arrived. */

#pragma once

#include "common/case.h"
#include "service/store/db.h"

G_BEGIN_DECLS

/* So many are written to at most. */
#define REEVE_CASE_ASKED_MOST 50

/* @desk: of reeve_case_letter_make_desk(), throughout: where their mails lead. */

/* Moves the case's people from "contained" on, where there is anybody to ask; else they stay. The case is
 * changed in @self alone: it is to be stored after. */
gboolean
reeve_case_asking_put (ReeveTx *workspace, ReeveCase *self, const char *desk, gint64 now, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* Asks again, or asks those who may release anybody, in a case of which people wait. @kind: "reminded" or
 * "escalated" */
gboolean reeve_case_asking_repeat (ReeveTx *workspace,
                                   ReeveCase *self,
                                   const char *kind,
                                   const char *desk,
                                   gint64 now,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Tells the same of a report that locked nobody: whoever may lock decides. */
gboolean reeve_case_asking_tell (ReeveTx *workspace, ReeveCase *self, gint64 now, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* One entry of a case. @actor, @actor_name, @text: (nullable) */
gboolean reeve_case_note (ReeveTx *workspace,
                          ReeveCase *self,
                          gint64 now,
                          const char *kind,
                          const char *actor,
                          const char *actor_name,
                          ReeveCasePerson *person,
                          gint64 count,
                          const char *text,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
