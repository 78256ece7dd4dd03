/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Every rule, each in a file of its own below rules/, and what several of them ask of an event. */

#pragma once

#include "service/detect/rule.h"

G_BEGIN_DECLS

/* Below that nobody is far away: whatever way they take, and whichever of their own networks they are in. */
#define REEVE_TRAVEL_METRES 100000
/* Which number of impossible-travel is which. */
enum
{
  REEVE_TRAVEL_MINUTES,
  REEVE_TRAVEL_SPEED
};

/* A wrong password, or a try while the account was locked for wrong ones. */
gboolean reeve_sight_is_guess (const ReeveSight *sight);
/* Refused, because too many had been wrong; or the event that says so. */
gboolean reeve_sight_is_locked (const ReeveSight *sight);
gboolean reeve_sight_is_wrong_code (const ReeveSight *sight);
/* Somebody who is signed in was told that they may not. */
gboolean reeve_sight_is_denied (const ReeveSight *sight);
/* Seeing, changing or taking out what is others': what takes rights. */
gboolean reeve_sight_is_access (const ReeveSight *sight);

extern const ReeveRule reeve_rule_brute_force;
extern const ReeveRule reeve_rule_many_networks;
extern const ReeveRule reeve_rule_password_spray;
extern const ReeveRule reeve_rule_credential_stuffing;
extern const ReeveRule reeve_rule_lockout_storm;
extern const ReeveRule reeve_rule_success_after_attack;
extern const ReeveRule reeve_rule_new_network_and_device;
extern const ReeveRule reeve_rule_impossible_travel;
extern const ReeveRule reeve_rule_dormant_account;
extern const ReeveRule reeve_rule_factor_reset;
extern const ReeveRule reeve_rule_mass_read;
extern const ReeveRule reeve_rule_excessive_admin_access;
extern const ReeveRule reeve_rule_off_hours;
extern const ReeveRule reeve_rule_privilege_escalation;
extern const ReeveRule reeve_rule_support_outside_grant;
extern const ReeveRule reeve_rule_token_theft;
extern const ReeveRule reeve_rule_impairment;
extern const ReeveRule reeve_rule_use_after_breach;
extern const ReeveRule reeve_rule_code_guessing;
extern const ReeveRule reeve_rule_reset_burst;

G_END_DECLS
