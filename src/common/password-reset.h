/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A new password by a link: who has it may set one, once. */

#pragma once

#include "common/record.h"

G_BEGIN_DECLS

/* POST /v1/password-resets/look */
REEVE_DECLARE_RECORD (ReevePasswordResetToken, reeve_password_reset_token, PASSWORD_RESET_TOKEN)
struct _ReevePasswordResetToken
{
  ReeveRecord parent_instance;
  ReeveSecret *token;
};

/* Whose password it is, and what is demanded of the next. */
REEVE_DECLARE_RECORD (ReevePasswordResetView, reeve_password_reset_view, PASSWORD_RESET_VIEW)
struct _ReevePasswordResetView
{
  ReeveRecord parent_instance;
  char *email;
  char *display_name;
  const char *password_profile;
  gint64 password_min_length;
};

/* POST /v1/password-resets/use */
REEVE_DECLARE_RECORD (ReevePasswordReset, reeve_password_reset, PASSWORD_RESET)
struct _ReevePasswordReset
{
  ReeveRecord parent_instance;
  ReeveSecret *token;
  ReeveSecret *password;
};

G_END_DECLS
