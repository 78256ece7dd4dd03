/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The one table; a test holds it against the capabilities that there are. */

#include "config.h"

#include "console/widgets/capability-words.h"

#include <glib/gi18n.h>

static const ReeveCapabilityWords all_words[] = {
  { "users.read", N_ ("People"), N_ ("See people"),
    N_ ("The list of users, their state and their history.") },
  { "users.write", N_ ("People"), N_ ("Manage people"),
    N_ ("Add, edit, suspend, delete and restore users.") },
  { "users.invite", N_ ("People"), N_ ("Invite people"), N_ ("Send invitations and take them back.") },
  { "users.credentials", N_ ("People"), N_ ("Help with signing in"),
    N_ ("Unlock accounts and reset a second factor. Never see a password.") },
  { "sessions.read", N_ ("People"), N_ ("See sessions"), N_ ("Where people are signed in, and since when.") },
  { "sessions.revoke", N_ ("People"), N_ ("End sessions"), N_ ("Sign a device out, at its next request.") },
  { "groups.write", N_ ("Access"), N_ ("Manage groups"), N_ ("Make groups and decide who is in them.") },
  { "roles.write", N_ ("Access"), N_ ("Manage roles"),
    N_ ("Make and change roles of what one may do oneself.") },
  { "permissions.read", N_ ("Access"), N_ ("See folder permissions"), N_ ("Who reaches what, and why.") },
  { "permissions.write", N_ ("Access"), N_ ("Change folder permissions"),
    N_ ("Give and take access to folders.") },
  { "log.read", N_ ("Record"), N_ ("Read the access log"),
    N_ ("Who did what, from where. Reading it is recorded.") },
  { "log.export", N_ ("Record"), N_ ("Export the access log"),
    N_ ("Take events out of the workspace as a file.") },
  { "log.import", N_ ("Record"), N_ ("Add to the access log"),
    N_ ("Bring in events of other systems. What Reeve saw itself stays apart.") },
  { "review.sign", N_ ("Record"), N_ ("Sign reviews"), N_ ("Look at a window of the log and sign it off.") },
  { "breach.report", N_ ("Breach desk"), N_ ("Report a breach"), N_ ("Open a case about an account.") },
  { "breach.contain", N_ ("Breach desk"), N_ ("Contain a breach"),
    N_ ("Lock an account and end all it can do.") },
  { "breach.instruct", N_ ("Breach desk"), N_ ("Give instructions"),
    N_ ("Decide what becomes of a locked account.") },
  { "breach.release", N_ ("Breach desk"), N_ ("Release an account"),
    N_ ("Open a locked account when instructed.") },
  { "register.read", N_ ("Register"), N_ ("See the register"), N_ ("Subcontractors, with drafts.") },
  { "register.write", N_ ("Register"), N_ ("Edit the register"), N_ ("Add and change subcontractors.") },
  { "register.publish", N_ ("Register"), N_ ("Publish the register"),
    N_ ("Put a version of it before the public.") },
  { "support.request", N_ ("Support"), N_ ("Ask for access"), N_ ("Request a support grant for a ticket.") },
  { "support.approve", N_ ("Support"), N_ ("Let support in"), N_ ("Approve a support grant, for a time.") },
  { "backups.read", N_ ("Data"), N_ ("See backups"), N_ ("Which there are, and whether they succeeded.") },
  { "backups.restore", N_ ("Data"), N_ ("Restore a backup"),
    N_ ("Put the workspace back to an earlier state.") },
  { "data.export", N_ ("Data"), N_ ("Export data"), N_ ("Take people out of the workspace as a file.") },
  { "data.erase", N_ ("Data"), N_ ("Erase data"), N_ ("Remove a person's data for good.") },
  { "policy.write", N_ ("Workspace"), N_ ("Change policies"), N_ ("Passwords, second factor, retention.") },
  { "workspace.write", N_ ("Workspace"), N_ ("Manage the workspace"), N_ ("Rename it, and make new ones.") },
};

const ReeveCapabilityWords *
reeve_capability_words_at (guint index)
{
  static ReeveCapabilityWords words;

  if (index >= G_N_ELEMENTS (all_words))
    return NULL;
  words.wire = all_words[index].wire;
  words.area = g_dgettext (NULL, all_words[index].area);
  words.name = g_dgettext (NULL, all_words[index].name);
  words.description = g_dgettext (NULL, all_words[index].description);
  return &words;
}

const char *
reeve_capability_words_name (const char *wire)
{
  for (guint i = 0; i < G_N_ELEMENTS (all_words); i++)
    if (g_str_equal (all_words[i].wire, wire))
      return g_dgettext (NULL, all_words[i].name);
  return wire;
}
