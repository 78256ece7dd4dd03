/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Which passwords a workspace accepts. Pure, so that the console judges while the person types and the
 * service judges again. Profiles: "default" (NIST SP 800-63B-4: 12 characters, blocklist, not name, e-mail or
 * the previous one) and "seed" (8 characters, upper, lower, digit, symbol; the blocklist and the person's
 * own words hold there too). Takes 25 to 120 microseconds, 2 ms for the longest. "previous" is not judged
 * here: the service alone can, with its hashes. */

#pragma once

#include "common/secret.h"

G_BEGIN_DECLS

#define REEVE_PASSWORD_PROFILE_DEFAULT "default"
#define REEVE_PASSWORD_PROFILE_SEED    "seed"

extern const char *const reeve_password_profiles[]; /* ends with NULL */

typedef struct
{
  const char *profile; /* "default", or "seed": with its four kinds of characters (interned) */
  guint min_length;    /* characters */
} ReevePasswordPolicy;

extern const ReevePasswordPolicy reeve_password_policy_default;
extern const ReevePasswordPolicy reeve_password_policy_seed;

/* Of @profile and @min_length as they come over the wire; the default where @profile is unknown. */
ReevePasswordPolicy reeve_password_policy_make (const char *profile, gint64 min_length);
/* Both at once: what either demands. */
ReevePasswordPolicy reeve_password_policy_join (const ReevePasswordPolicy *a, const ReevePasswordPolicy *b);

/* One rule and whether the password meets it; the console words each by `rule`:
 * "length", "common", "personal", "upper", "lower", "digit", "symbol", "previous". */
typedef struct
{
  const char *rule;
  gboolean met;
} ReevePasswordFinding;

typedef struct
{
  ReevePasswordFinding findings[8];
  guint n_findings;
  gboolean accepted;
  guint strength; /* 0..4, zxcvbn's guess classes; advice only, never a rule */
} ReevePasswordVerdict;

/* @email, @name: (nullable) */
void reeve_password_policy_judge (const ReevePasswordPolicy *self,
                                  const ReeveSecret *password,
                                  const char *email,
                                  const char *name,
                                  ReevePasswordVerdict *verdict);

/* The same as an error: INVALID, one bad member at @pointer per rule that is not met. */
gboolean reeve_password_policy_check (const ReevePasswordPolicy *self,
                                      const ReeveSecret *password,
                                      const char *email,
                                      const char *name,
                                      const char *pointer,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
