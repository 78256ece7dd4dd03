/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/detect/rules.h"

#include <string.h>

const ReeveRule *const reeve_rules[] = {
  &reeve_rule_brute_force,
  &reeve_rule_many_networks,
  &reeve_rule_password_spray,
  &reeve_rule_credential_stuffing,
  &reeve_rule_lockout_storm,
  &reeve_rule_success_after_attack,
  &reeve_rule_new_network_and_device,
  &reeve_rule_impossible_travel,
  &reeve_rule_dormant_account,
  &reeve_rule_factor_reset,
  &reeve_rule_mass_read,
  &reeve_rule_excessive_admin_access,
  &reeve_rule_off_hours,
  &reeve_rule_privilege_escalation,
  &reeve_rule_support_outside_grant,
  &reeve_rule_token_theft,
  &reeve_rule_impairment,
  &reeve_rule_use_after_breach,
  &reeve_rule_code_guessing,
  &reeve_rule_reset_burst,
};
const guint reeve_n_rules = G_N_ELEMENTS (reeve_rules);

/* Other systems say it in words of their own, which their readers leave in the outcome. */
static gboolean
says (const ReeveSight *sight, const char *const *words)
{
  return sight->event->outcome != NULL && g_strv_contains (words, sight->event->outcome);
}

gboolean
reeve_sight_is_wrong_code (const ReeveSight *sight)
{
  static const char *const words[] = { "code_wrong", "code_replayed", NULL };

  return !sight->good && (sight->kind == REEVE_SIGHT_CODE || says (sight, words));
}

gboolean
reeve_sight_is_guess (const ReeveSight *sight)
{
  return !sight->good && sight->kind == REEVE_SIGHT_SIGN_IN && sight->event->result != REEVE_ACCESS_ERROR &&
         sight->tries > 0 && !reeve_sight_is_wrong_code (sight);
}

gboolean
reeve_sight_is_locked (const ReeveSight *sight)
{
  static const char *const words[] = { "cooling_off", "account_locked", "locked", NULL };

  return sight->kind == REEVE_SIGHT_LOCK ||
         (sight->kind == REEVE_SIGHT_SIGN_IN && !sight->good && says (sight, words));
}

gboolean
reeve_sight_is_denied (const ReeveSight *sight)
{
  static const char *const words[] = { "denied", "escalation", NULL };

  return sight->event->result == REEVE_ACCESS_REFUSED && says (sight, words);
}

gboolean
reeve_sight_is_access (const ReeveSight *sight)
{
  return sight->good && (sight->kind == REEVE_SIGHT_EXPORT || reeve_sight_kind_administers (sight->kind) ||
                         (sight->kind == REEVE_SIGHT_READ_PERSON && sight->object != sight->person));
}
