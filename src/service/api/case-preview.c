/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What containing would do, of whom it names: the very ids are then what is asked for, so that nobody is
 * locked whom the preview did not have. */

#include "config.h"

#include "common/log-query-address.h"
#include "service/api/cases.h"
#include "service/api/scope.h"
#include "service/store/access-read.h"
#include "service/store/accounts.h"
#include "service/store/cases.h"
#include "service/store/groups.h"
#include "service/store/leavings.h"
#include "service/store/roles.h"
#include "service/store/session-uses.h"
#include "service/store/users.h"

#define NAMES 20
#define ASKED 50
#define PAGE  1000

typedef struct
{
  ReeveCall *call;
  ReeveTx *directory;        /* owned */
  ReeveCaseEffects *effects; /* owned */
  GStrvBuilder *people;
  GStrvBuilder *names;
  guint n;
  gint64 administrators; /* among them */
} Preview;

static void
preview_clear (Preview *self)
{
  g_clear_pointer (&self->directory, reeve_tx_end);
  g_clear_object (&self->effects);
  g_clear_pointer (&self->people, g_strv_builder_unref);
  g_clear_pointer (&self->names, g_strv_builder_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Preview, preview_clear)

/* --- Whom --- */

static GPtrArray *
list_given (char **people)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; people[i] != NULL; i++)
    g_ptr_array_add (ids, g_strdup (people[i]));
  return ids;
}

static GPtrArray *
list_group (ReeveCall *call, const char *group, GError **error)
{
  g_autoptr (GError) missing = NULL;
  gint64 number = 0;

  if (!reeve_groups_find_number (call->tx, group, call->scope, &number, error))
    return NULL;
  if (number == 0)
    {
      reeve_error_add_member (error, "/group", "unknown_group", "there is no such group");
      return NULL;
    }
  return reeve_groups_list_reach (call->tx, number, REEVE_CASE_PEOPLE + 1, error);
}

/* Each once, in the order in which the log has them. */
static GPtrArray *
list_from (ReeveCall *call, const char *address, GError **error)
{
  g_autofree char *text = g_strdup_printf ("ip:%s result:ok", address);
  const ReeveLogClock clock = { .now = call->now };
  g_autoptr (ReeveLogQuery) query = reeve_log_query_parse (text, &clock);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  ReeveAccessFiles *files =
    reeve_access_log_get_files (reeve_installation_get_access_log (call->installation));
  g_autoptr (GArray) unread = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 to = G_MAXINT64;

  if (query->mistakes->len > 0)
    {
      reeve_error_add_member (error, "/address", "address", "is no address");
      return NULL;
    }
  while (to > 0 && ids->len <= REEVE_CASE_PEOPLE)
    {
      const ReeveAccessQuestion question = { .workspace = call->workspace,
                                             .query = query,
                                             .from = 0,
                                             .to = to,
                                             .deadline = call->deadline,
                                             .wanted = PAGE,
                                             .unread = unread };
      g_autoptr (GPtrArray) lines = reeve_access_read (files, &question, FALSE, PAGE, &to, error);

      if (lines == NULL)
        return NULL;
      for (guint i = 0; i < lines->len; i++)
        {
          ReeveAccessLine *line = lines->pdata[i];

          if (line->actor != NULL && g_hash_table_add (seen, g_strdup (line->actor)))
            g_ptr_array_add (ids, g_strdup (line->actor));
        }
    }
  return g_steal_pointer (&ids);
}

static GPtrArray *
list_whom (ReeveCall *call, GError **error)
{
  ReeveCaseWhom *whom = (ReeveCaseWhom *) call->body;
  guint given = (whom->people != NULL) + (whom->group != NULL) + (whom->address != NULL);
  g_autoptr (GPtrArray) ids = NULL;

  if (given != 1)
    {
      reeve_error_add_member (error, "/people", "required", "one of people, group and address says whom");
      return NULL;
    }
  ids = whom->people != NULL  ? list_given (whom->people)
        : whom->group != NULL ? list_group (call, whom->group, error)
                              : list_from (call, whom->address, error);
  if (ids != NULL && ids->len > REEVE_CASE_PEOPLE)
    {
      reeve_error_add_member (error, whom->group != NULL ? "/group" : "/address", "too_many",
                              "a case is about %d people at most", REEVE_CASE_PEOPLE);
      return NULL;
    }
  return g_steal_pointer (&ids);
}

/* --- What it would do --- */

static gboolean
count_things (Preview *self, ReeveUser *user, GError **error)
{
  ReeveCall *call = self->call;
  g_auto (GStrv) informed = reeve_accounts_get_informed (self->directory, user->id, error);
  gint64 sessions;
  gint64 devices;
  gint64 links;
  gint64 approvals;
  gint64 resets;
  gboolean shared = FALSE;

  if (informed == NULL ||
      !reeve_session_uses_count (self->directory, call->workspace, user->id, call->now, &sessions, &devices,
                                 error) ||
      !reeve_leavings_look (call->tx, user, "link", &links, NULL, error) ||
      !reeve_leavings_look (call->tx, user, "approval", &approvals, NULL, error) ||
      !reeve_leavings_look (call->tx, user, "second-factor-reset", &resets, NULL, error))
    return FALSE;
  for (guint i = 0; informed[i] != NULL; i++)
    shared |= !g_str_equal (informed[i], call->workspace);
  self->effects->sessions += sessions;
  self->effects->devices += devices;
  self->effects->links += links;
  self->effects->approvals += approvals;
  self->effects->resets += resets;
  self->effects->shared += shared;
  return TRUE;
}

static gboolean
count_administrator (Preview *self, ReeveUser *user, GError **error)
{
  ReeveCapabilities held;

  if (!reeve_roles_resolve (self->call->tx, (const char *const *) user->roles, &held, NULL, error))
    return FALSE;
  self->administrators +=
    held == REEVE_CAPABILITIES_ALL && user->has_password && g_strcmp0 (user->state, "active") == 0;
  return TRUE;
}

static gboolean
look_at (Preview *self, const char *id, GError **error)
{
  g_autoptr (GError) missing = NULL;
  g_autoptr (ReeveUser) user = NULL;

  if (reeve_scope_check_user (self->call, id, &missing))
    user = reeve_users_get (self->call->tx, id, &missing);
  if (user == NULL)
    {
      /* In the log are others, too: from other systems, or gone. */
      if (g_error_matches (missing, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&missing));
      return FALSE;
    }
  if (user->deleted != 0)
    return TRUE;
  if (g_str_equal (user->id, self->call->caller->account))
    {
      self->effects->self = TRUE;
      return TRUE;
    }
  if (g_strcmp0 (user->lock, "breach") == 0)
    {
      self->effects->locked++;
      return TRUE;
    }
  g_strv_builder_add (self->people, user->id);
  if (self->n++ < NAMES)
    g_strv_builder_add (self->names, user->display_name);
  return count_things (self, user, error) && count_administrator (self, user, error);
}

/* The same as reeve_cases_list_administrators(), of a case that is not there yet. */
static gboolean
find_asked (Preview *self, GError **error)
{
  g_autoptr (GPtrArray) able =
    reeve_roles_list_able (self->call->tx, REEVE_CAPABILITY_BREACH_RELEASE, ASKED, error);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  if (able == NULL)
    return FALSE;
  for (guint i = 0; i < able->len; i++)
    {
      ReeveRolePerson *person = able->pdata[i];

      if (self->effects->people == NULL ||
          !g_strv_contains ((const char *const *) self->effects->people, person->id))
        g_strv_builder_add (names, person->display_name);
    }
  self->effects->asked = g_strv_builder_end (names);
  return TRUE;
}

static gboolean
finish (Preview *self, GError **error)
{
  gint64 administrators;

  self->effects->people = g_strv_builder_end (self->people);
  self->effects->names = g_strv_builder_end (self->names);
  if (!reeve_roles_count_administrators (self->call->tx, self->call->now, &administrators, error) ||
      !find_asked (self, error))
    return FALSE;
  self->effects->last = self->administrators > 0 && administrators - self->administrators <= 0;
  return TRUE;
}

gboolean
cases_preview (ReeveCall *call, GError **error)
{
  g_auto (Preview) self = { .call = call,
                            .effects = reeve_case_effects_new (),
                            .people = g_strv_builder_new (),
                            .names = g_strv_builder_new () };
  g_autoptr (GPtrArray) ids = list_whom (call, error);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  if (ids == NULL)
    return FALSE;
  self.directory = reeve_db_begin (reeve_installation_get_directory (call->installation), REEVE_TX_READ,
                                   call->deadline, error);
  if (self.directory == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (g_hash_table_add (seen, ids->pdata[i]) && !look_at (&self, ids->pdata[i], error))
      return FALSE;
  if (!finish (&self, error))
    return FALSE;
  call->reply = REEVE_RECORD (g_steal_pointer (&self.effects));
  return TRUE;
}
