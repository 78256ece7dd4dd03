/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Group administrators. What the built-in role of that name gives counts for the members of the groups that
 * its holder is named for, and of all below these; for nobody else, and with no group for nobody at all.
 *
 * Being named for a group gives the role in the same transaction, and losing the last takes it away; whoever
 * loses the role is named for nothing any more. What is outside looks as if it were not there.
 *
 * Inside, a group administrator acts on people who hold no capability of their own: whoever administers
 * anything, even the same group, is for those who hold as much without being bound to groups. They may put
 * people from one of their groups into another, never out of all of them.
 *
 * A call that somebody may make in this way only has a `scope`, and is made on routes with the flag
 * REEVE_ROUTE_SCOPED alone: their handlers keep to it, in SQL.
 *
 * Not among them: bulk jobs, which nobody begins for a group alone; resets of a second factor that wait,
 * which are of administrators only, and so of nobody whom a group administrator reaches; mails, which know an
 * address and no user, hold links, and tell an address's other roles in the workspace. */

#pragma once

#include "service/api/call.h"

G_BEGIN_DECLS

/* What the caller's roles give, bound to groups and not. */
gboolean
reeve_scope_read_capabilities (ReeveTx *tx, ReeveCaller *caller, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* What @roles (nullable) give @account now without being bound to groups, and beyond that bound to them: of
 * who is of support, what their support grant gives (api/support-standing.h). */
gboolean reeve_scope_split (ReeveTx *tx,
                            const char *account,
                            const char *const *roles,
                            ReeveCapabilities *held,
                            ReeveCapabilities *scoped,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What of a route decides who may call it. */
typedef struct
{
  ReeveCapability capability;
  gboolean bounded;   /* it keeps to a scope */
  gboolean ungranted; /* it is support's without a grant */
  gboolean granted;   /* any support grant opens it */
} ReeveScopeDoor;

typedef enum
{
  REEVE_SCOPE_ADMITTED,
  REEVE_SCOPE_DENIED, /* and told so */
  REEVE_SCOPE_HIDDEN, /* from who is of support only: as from a stranger */
} ReeveScopeAnswer;

ReeveScopeAnswer reeve_scope_judge (const ReeveCaller *caller, const ReeveScopeDoor *door);

/* May the caller call a route that needs @capability; @bounded: and keeps to a scope? */
gboolean reeve_scope_admits (const ReeveCaller *caller, ReeveCapability capability, gboolean bounded);
/* For the dispatcher, once the caller was admitted. */
void reeve_scope_begin (ReeveCall *call, ReeveCapability capability);
/* What a handler asks beyond its route's capability. */
gboolean reeve_scope_may (ReeveCall *call, ReeveCapability capability);

/* NOT_FOUND for who is outside, as for nobody. */
gboolean reeve_scope_check_user (ReeveCall *call, const char *user, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean
reeve_scope_check_group (ReeveCall *call, const char *group, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Takes groups outside from the users and audit entries that are answered. For the dispatcher, while the
 * transaction is open. */
gboolean reeve_scope_hide (ReeveCall *call, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
