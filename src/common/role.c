/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The tables of roles, of a change that is planned for one, and of what it would do. */

#include "config.h"

#include "common/role.h"

#include "common/capability.h"
#include "common/clock.h"
#include "common/encoding.h"

static const ReeveField fields[] = {
  { "id", REEVE_FIELD_ID, offsetof (ReeveRole, id), REEVE_READ_ONLY, .choices = reeve_built_in_roles,
    .summary = "A built-in role's name, or the id of a custom one." },
  { "version", REEVE_FIELD_INTEGER, offsetof (ReeveRole, version), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "Grows with every change; sent as ETag." },
  { "name", REEVE_FIELD_TEXT, offsetof (ReeveRole, name), REEVE_REQUIRED, .max = 80,
    .summary = "What people call it; once in a workspace." },
  { "description", REEVE_FIELD_TEXT, offsetof (ReeveRole, description), REEVE_FIELD_PLAIN, .max = 500,
    .summary = "What it is for." },
  { "capabilities", REEVE_FIELD_TEXTS, offsetof (ReeveRole, capabilities), REEVE_FIELD_PLAIN,
    .max = REEVE_N_CAPABILITIES, .choices = reeve_capability_wires,
    .summary = "What whoever holds the role may do." },
  { "built-in", REEVE_FIELD_BOOLEAN, offsetof (ReeveRole, built_in),
    REEVE_READ_ONLY | REEVE_NOT_STORED | REEVE_NOT_AUDITED,
    .summary = "The same in every workspace; cannot be changed." },
  { "holders", REEVE_FIELD_INTEGER, offsetof (ReeveRole, holders),
    REEVE_READ_ONLY | REEVE_NOT_STORED | REEVE_NOT_AUDITED, .max = G_MAXINT32,
    .summary = "How many users hold it, not counting the bin." },
  { "created", REEVE_FIELD_TIME, offsetof (ReeveRole, created), REEVE_READ_ONLY,
    .summary = "When it was made; absent for a built-in one." },
};
REEVE_DEFINE_RECORD (ReeveRole, reeve_role, "role", "roles", fields)

static const char *const actions[] = { "save", "remove", NULL };
static const char *const everybody[] = { "all", NULL };

static const ReeveField plan_fields[] = {
  { "action", REEVE_FIELD_CHOICE, offsetof (ReeveRolePlan, action), REEVE_REQUIRED, .choices = actions,
    .summary = "Save the role with other capabilities, or take it away." },
  { "capabilities", REEVE_FIELD_TEXTS, offsetof (ReeveRolePlan, capabilities), REEVE_FIELD_PLAIN,
    .max = REEVE_N_CAPABILITIES, .choices = reeve_capability_wires,
    .summary = "For save: what the role would give." },
  { "replace-with", REEVE_FIELD_ID, offsetof (ReeveRolePlan, replace_with), REEVE_FIELD_PLAIN,
    .choices = reeve_built_in_roles, .summary = "For remove: the role that its holders would get instead." },
};
REEVE_DEFINE_RECORD (ReeveRolePlan, reeve_role_plan, "role-plan", NULL, plan_fields)

static const ReeveField count_fields[] = {
  { "capability", REEVE_FIELD_TEXT, offsetof (ReeveRoleCount, capability), REEVE_READ_ONLY, .max = 64,
    .summary = "Which one." },
  { "people", REEVE_FIELD_INTEGER, offsetof (ReeveRoleCount, people), REEVE_READ_ONLY, .max = G_MAXINT32,
    .summary = "How many users." },
};
REEVE_DEFINE_RECORD (ReeveRoleCount, reeve_role_count, "role-count", NULL, count_fields)

static const ReeveField person_fields[] = {
  { "id", REEVE_FIELD_ID, offsetof (ReeveRolePerson, id), REEVE_READ_ONLY, .summary = "The user." },
  { "display-name", REEVE_FIELD_TEXT, offsetof (ReeveRolePerson, display_name), REEVE_READ_ONLY, .max = 200,
    .summary = "Their name." },
  { "email", REEVE_FIELD_TEXT, offsetof (ReeveRolePerson, email), REEVE_READ_ONLY, .max = 254,
    .summary = "Their address." },
  { "gains", REEVE_FIELD_TEXTS, offsetof (ReeveRolePerson, gains), REEVE_READ_ONLY,
    .max = REEVE_N_CAPABILITIES, .summary = "Capabilities that they would have and have not." },
  { "loses", REEVE_FIELD_TEXTS, offsetof (ReeveRolePerson, loses), REEVE_READ_ONLY,
    .max = REEVE_N_CAPABILITIES, .summary = "Capabilities that they have and would not have." },
};
REEVE_DEFINE_RECORD (ReeveRolePerson, reeve_role_person, "role-person", NULL, person_fields)

static const ReeveField preview_fields[] = {
  { "version", REEVE_FIELD_INTEGER, offsetof (ReeveRolePreview, version), REEVE_READ_ONLY,
    .summary = "Of the role that was looked at." },
  { "holders", REEVE_FIELD_INTEGER, offsetof (ReeveRolePreview, holders), REEVE_READ_ONLY, .max = G_MAXINT32,
    .summary = "How many users hold the role, not counting the bin." },
  { "changed", REEVE_FIELD_INTEGER, offsetof (ReeveRolePreview, changed), REEVE_READ_ONLY, .max = G_MAXINT32,
    .summary = "How many of them gain or lose anything; the others have it by other roles too." },
  { "gains", REEVE_FIELD_RECORDS, offsetof (ReeveRolePreview, gains), REEVE_READ_ONLY,
    .max = REEVE_N_CAPABILITIES, .record_type = reeve_role_count_get_type,
    .summary = "Capabilities that come to people." },
  { "loses", REEVE_FIELD_RECORDS, offsetof (ReeveRolePreview, loses), REEVE_READ_ONLY,
    .max = REEVE_N_CAPABILITIES, .record_type = reeve_role_count_get_type,
    .summary = "Capabilities that people lose." },
  { "people", REEVE_FIELD_RECORDS, offsetof (ReeveRolePreview, people), REEVE_READ_ONLY,
    .max = REEVE_ROLE_MAX_PEOPLE, .record_type = reeve_role_person_get_type,
    .summary = "The first fifty for whom something changes, by name." },
  { "own-loses", REEVE_FIELD_TEXTS, offsetof (ReeveRolePreview, own_loses), REEVE_READ_ONLY,
    .max = REEVE_N_CAPABILITIES, .summary = "Capabilities that the caller would lose." },
  { "refusal", REEVE_FIELD_TEXT, offsetof (ReeveRolePreview, refusal), REEVE_READ_ONLY, .max = 64,
    .summary = "A stable word that says why it cannot be done; absent where it can." },
};
REEVE_DEFINE_RECORD (ReeveRolePreview, reeve_role_preview, "role-preview", NULL, preview_fields)

static const ReeveField removal_fields[] = {
  { "replace-with", REEVE_FIELD_ID, offsetof (ReeveRoleRemoval, replace_with), REEVE_FIELD_PLAIN,
    .choices = reeve_built_in_roles, .summary = "The role that its holders get instead; or say removeFrom." },
  { "remove-from", REEVE_FIELD_CHOICE, offsetof (ReeveRoleRemoval, remove_from), REEVE_FIELD_PLAIN,
    .choices = everybody, .summary = "All: its holders lose it and get none instead." },
  { "version", REEVE_FIELD_INTEGER, offsetof (ReeveRoleRemoval, version), REEVE_REQUIRED, .min = 1,
    .max = G_MAXINT32, .summary = "Of the role, as the preview told it." },
};
REEVE_DEFINE_RECORD (ReeveRoleRemoval, reeve_role_removal, "role-removal", NULL, removal_fields)

gboolean
reeve_role_id_is_valid (const char *id)
{
  return reeve_id_is_valid (id) || reeve_role_is_built_in (id);
}

char *
reeve_role_name_key (const char *name)
{
  g_autofree char *folded = reeve_fold (name);

  return g_strdelimit (g_strstrip (g_steal_pointer (&folded)), " _", '-');
}

ReeveRole *
reeve_role_new_built_in (const char *id)
{
  const char *const roles[] = { id, NULL };
  ReeveRole *self = reeve_role_new ();

  self->id = g_strdup (id);
  self->version = 1;
  self->name = g_strdelimit (g_strdup (id), "-", ' ');
  self->name[0] = g_ascii_toupper (self->name[0]);
  self->capabilities = reeve_capabilities_to_wire (reeve_roles_get_capabilities (roles));
  self->built_in = TRUE;
  return self;
}
