/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A signed-in device in a boxed list: what it is, where and when it was last seen, "This one" on the one that
 * asks, and a button "End" that calls the action "sessions.end" with its id. */

#pragma once

#include <adwaita.h>

#include "common/session.h"

G_BEGIN_DECLS

/* What of a row there is to see. */
typedef enum
{
  REEVE_SESSION_ROW_PERSON = 1 << 0, /* whose it is, first; else the device is */
  REEVE_SESSION_ROW_END = 1 << 1,    /* the person may end it */
  REEVE_SESSION_ROW_MENU = 1 << 2,   /* with "sessions.end-of" and "sessions.filter-address" */
} ReeveSessionRowParts;

/* (transfer floating) */
GtkWidget *reeve_session_row_new (ReeveSession *session, ReeveSessionRowParts parts);
void reeve_session_row_show (GtkWidget *row, ReeveSession *session, ReeveSessionRowParts parts);

/* (transfer none): what the device calls itself, or words for one that does not */
const char *reeve_session_row_name (ReeveSession *session);

G_END_DECLS
