/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/detect/sight.h"

#include <stdlib.h>
#include <string.h>

#include "common/log-action.h"
#include "common/log-query-address.h"
#include "service/detect/siphash.h"

typedef struct
{
  const char *word;
  ReeveSightKind kind;
} Kind;

/* By action, in the order of strcmp(). What is missing is read by its route; what people do with their own
 * folders and the rights on them is no administration. */
static const Kind actions[] = {
  { "access-log.export", REEVE_SIGHT_EXPORT },
  { "account.export", REEVE_SIGHT_OTHER },
  { REEVE_LOG_ACCOUNT_LOCK, REEVE_SIGHT_LOCK },
  { "account.report-breach", REEVE_SIGHT_REPORT },
  { "approval-rule.delete", REEVE_SIGHT_IMPAIR },
  { "approval-rule.save", REEVE_SIGHT_CHANGE },
  { "backup.delete", REEVE_SIGHT_IMPAIR },
  { "bulk-job.create", REEVE_SIGHT_CHANGE },
  { "bulk-job.export", REEVE_SIGHT_EXPORT },
  { "case.evidence", REEVE_SIGHT_EXPORT },
  { REEVE_LOG_CONSENT_GRANT, REEVE_SIGHT_OTHER },
  { "detections.save", REEVE_SIGHT_CHANGE },
  { REEVE_LOG_ENTITY_READ, REEVE_SIGHT_READ },
  { REEVE_LOG_FACTOR_CHALLENGE, REEVE_SIGHT_CHALLENGE },
  { REEVE_LOG_FACTOR_REMOVE, REEVE_SIGHT_RESET },
  { REEVE_LOG_FACTOR_VERIFY, REEVE_SIGHT_CODE },
  { "group.administrators", REEVE_SIGHT_CHANGE },
  { REEVE_LOG_GROUP_CHANGE, REEVE_SIGHT_GRANT },
  { "group.save", REEVE_SIGHT_CHANGE },
  { "hold.lift", REEVE_SIGHT_IMPAIR },
  { "identity-provider.delete", REEVE_SIGHT_CHANGE },
  { "identity-provider.save", REEVE_SIGHT_CHANGE },
  { "invitation.accept", REEVE_SIGHT_ACCEPT },
  { "invitation.create", REEVE_SIGHT_CHANGE },
  { "invitation.import", REEVE_SIGHT_CHANGE },
  { "log.export", REEVE_SIGHT_EXPORT },
  { REEVE_LOG_PASSWORD_ASK_RESET, REEVE_SIGHT_ASK_RESET },
  { REEVE_LOG_PASSWORD_CHANGE, REEVE_SIGHT_PASSWORD },
  { REEVE_LOG_PASSWORD_RESET, REEVE_SIGHT_RESET },
  { "permissions.export", REEVE_SIGHT_EXPORT },
  { REEVE_LOG_POLICY_CHANGE, REEVE_SIGHT_IMPAIR },
  { "policy.save", REEVE_SIGHT_CHANGE },
  { REEVE_LOG_ROLE_ASSIGN, REEVE_SIGHT_GRANT },
  { "role.create", REEVE_SIGHT_CHANGE },
  { "role.delete", REEVE_SIGHT_CHANGE },
  { REEVE_LOG_ROLE_REMOVE, REEVE_SIGHT_TAKE },
  { "role.save", REEVE_SIGHT_CHANGE },
  { "second-factor.reset", REEVE_SIGHT_RESET },
  { REEVE_LOG_SIGN_IN, REEVE_SIGHT_SIGN_IN },
  { "support.approve", REEVE_SIGHT_SUPPORT_YES },
  { "support.end", REEVE_SIGHT_SUPPORT_END },
  { "support.request", REEVE_SIGHT_SUPPORT_ASK },
  { REEVE_LOG_TOKEN_REFRESH, REEVE_SIGHT_REFRESH },
  { "user.bulk", REEVE_SIGHT_CHANGE },
  { "user.contain", REEVE_SIGHT_REPORT },
  { REEVE_LOG_USER_CREATE, REEVE_SIGHT_CHANGE },
  { REEVE_LOG_USER_DELETE, REEVE_SIGHT_CHANGE },
  { "user.export", REEVE_SIGHT_EXPORT },
  { "user.import", REEVE_SIGHT_CHANGE },
  { "user.leave", REEVE_SIGHT_CHANGE },
  { "user.release", REEVE_SIGHT_RELEASE },
  { "user.restore", REEVE_SIGHT_CHANGE },
  { "user.save", REEVE_SIGHT_CHANGE },
  { "user.suspend", REEVE_SIGHT_CHANGE },
  { "user.unlock", REEVE_SIGHT_CHANGE },
  { "workspace.create", REEVE_SIGHT_ACCEPT },
  { "workspace.set-up", REEVE_SIGHT_ACCEPT },
};

#define MOST_TRIES 1000 /* of one event */
#define WORKSPACE  "/v1/workspaces/{workspace}"

static int
compare_cb (gconstpointer key, gconstpointer element)
{
  return strcmp (key, ((const Kind *) element)->word);
}

static ReeveSightKind
find_kind_by_name (const ReeveAccessEvent *event)
{
  const Kind *kind = event->action != NULL
                       ? bsearch (event->action, actions, G_N_ELEMENTS (actions), sizeof *actions, compare_cb)
                       : NULL;

  if (kind != NULL)
    {
      if (kind->kind == REEVE_SIGHT_SIGN_IN && g_strcmp0 (event->route, "POST /v1/sign-in/code") == 0)
        return REEVE_SIGHT_CODE;
      return kind->kind;
    }
  if (event->route == NULL)
    return REEVE_SIGHT_OTHER;
  if (g_str_equal (event->route, "POST /v1/sign-in/refresh"))
    return REEVE_SIGHT_REFRESH;
  if (g_str_has_prefix (event->route, "GET " WORKSPACE "/users/{user}"))
    return REEVE_SIGHT_READ_PERSON;
  return g_str_has_prefix (event->route, "GET ") ? REEVE_SIGHT_READ : REEVE_SIGHT_OTHER;
}

/* Of Reeve's own changes the outcome says what they came to. Whoever may what they may already accepts
 * nothing. */
static ReeveSightKind
find_kind (const ReeveAccessEvent *event)
{
  ReeveSightKind kind = find_kind_by_name (event);
  gboolean given = g_strcmp0 (event->outcome, REEVE_LOG_RIGHTS_GIVEN) == 0;

  if (kind == REEVE_SIGHT_ACCEPT)
    return given ? kind : REEVE_SIGHT_OTHER;
  if (event->outcome == NULL || event->result != REEVE_ACCESS_OK)
    return kind;
  if (given)
    return REEVE_SIGHT_GRANT;
  if (g_str_equal (event->outcome, REEVE_LOG_RIGHTS_TAKEN))
    return REEVE_SIGHT_TAKE;
  return g_str_equal (event->outcome, REEVE_LOG_WEAKENED) ? REEVE_SIGHT_IMPAIR : kind;
}

gboolean
reeve_sight_kind_administers (ReeveSightKind kind)
{
  return kind == REEVE_SIGHT_CHANGE || kind == REEVE_SIGHT_GRANT || kind == REEVE_SIGHT_TAKE ||
         kind == REEVE_SIGHT_IMPAIR;
}

gboolean
reeve_sight_kind_proves (ReeveSightKind kind)
{
  return kind == REEVE_SIGHT_SIGN_IN || kind == REEVE_SIGHT_CODE;
}

/* --- Numbers --- */

guint64
reeve_sight_hash (const guint8 key[REEVE_SIGHT_KEY_BYTES], gconstpointer data, gsize length)
{
  guint64 hash = reeve_siphash (key, data, length);

  return hash != 0 ? hash : 1;
}

guint64
reeve_sight_pair (guint64 a, guint64 b)
{
  /* Both are hashes that nobody can choose: any mixing that tells (a, b) from (b, a) will do. */
  return (a * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) + b) | 1;
}

gboolean
reeve_sight_is_person_there (const ReeveSight *self)
{
  return self->good && self->person != 0 && !self->is_deed && self->kind != REEVE_SIGHT_CHALLENGE &&
         self->kind != REEVE_SIGHT_ASK_RESET && self->kind != REEVE_SIGHT_LOCK;
}

guint64
reeve_sight_get_place (const ReeveSight *self)
{
  return self->site != 0 ? self->site : self->network;
}

static guint64
hash_text (const char *text, const guint8 *key)
{
  return text != NULL && *text != '\0' ? reeve_sight_hash (key, text, strlen (text)) : 0;
}

static guint64
hash_network (const ReeveSight *self, const guint8 *key)
{
  if (self->ip_length == 0)
    return hash_text (self->event->address, key);
  return reeve_sight_hash (key, self->ip, self->ip_length == 4 ? 3 : 6);
}

/* A browser that was brought up to date is no new device. A program that says nothing of its machine is told
 * apart by its version, without the last part. */
static guint64
hash_device (const char *agent, const guint8 *key)
{
  gboolean bare = agent != NULL && strchr (agent, '(') == NULL;
  char kept[REEVE_ACCESS_AGENT_BYTES + 1];
  gsize n = 0;
  guint dots = 0;

  if (agent == NULL)
    return 0;
  for (const char *at = agent; *at != '\0' && n < sizeof kept; at++)
    {
      dots += *at == '.';
      if ((!g_ascii_isdigit (*at) && *at != '.') || (bare && dots < 2))
        kept[n++] = *at;
    }
  return n > 0 ? reeve_sight_hash (key, kept, n) : 0;
}

/* "Ada Lovelace <ada@example.org>", or the address alone: in small letters. 0: there is none */
static guint64
hash_email (const char *name, const guint8 *key)
{
  char email[256];
  gsize length = name != NULL ? strlen (name) : 0;
  const char *from = name;

  if (length > 0 && name[length - 1] == '>')
    {
      from = strrchr (name, '<');
      if (from == NULL)
        return 0;
      from++;
      length = (gsize) (name + length - 1 - from);
    }
  if (length == 0 || length >= sizeof email || memchr (from, '@', length) == NULL ||
      memchr (from, ' ', length) != NULL)
    return 0;
  for (gsize i = 0; i < length; i++)
    email[i] = g_ascii_tolower (from[i]);
  return reeve_sight_hash (key, email, length);
}

/* --- Tries --- */

/* sshd tells of a name that nobody has before it tells of what was tried with it; "none" asks which ways in
 * there are (RFC 4252 section 5.2); and the log's keeper folds what is said again and again. */
static guint
count_tries (const ReeveAccessEvent *event)
{
  const char *folded;

  if (event->source == NULL || !g_str_has_prefix (event->source, "sshd "))
    return 1;
  if (g_strcmp0 (event->outcome, "no_credential") == 0 ||
      (event->text == NULL && g_strcmp0 (event->outcome, "user_unknown") == 0))
    return 0;
  folded = event->text != NULL ? g_strrstr (event->text, "repeated ") : NULL;
  if (folded == NULL)
    return 1;
  return (guint) CLAMP (g_ascii_strtoull (folded + strlen ("repeated "), NULL, 10), 1, MOST_TRIES);
}

/* Reeve's own that was no request (api/deeds.h). */
static gboolean
is_deed (const ReeveAccessEvent *event)
{
  return event->source == NULL && event->status == 0 && event->route != NULL &&
         !g_str_equal (event->route, "-");
}

static void
take_place (ReeveSight *self, const guint8 *key)
{
  const ReeveAccessEvent *event = self->event;

  self->address = hash_text (event->address, key);
  self->device = hash_device (event->agent, key);
  self->session = hash_text (event->session, key);
  if (event->address != NULL)
    self->ip_length = reeve_log_address_parse (event->address, strlen (event->address), self->ip);
  self->network = hash_network (self, key);
}

void
reeve_sight_take (ReeveSight *self, const ReeveAccessEvent *event, const guint8 key[REEVE_SIGHT_KEY_BYTES])
{
  guint64 actor = hash_text (event->actor, key);
  guint64 email = hash_email (event->actor_name, key);

  if (email == 0)
    email = hash_email (event->actor, key);
  *self = (ReeveSight) {
    .event = event,
    .time = event->time,
    .kind = find_kind (event),
    .good = event->result == REEVE_ACCESS_OK,
    .actor = actor,
    .person = email != 0 ? email : actor,
    .tries = count_tries (event),
    .object = hash_text (event->object, key),
    .is_deed = is_deed (event),
  };
  if (!self->is_deed)
    take_place (self, key);
}
