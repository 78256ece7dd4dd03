/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* See fixture.h. */

#include "config.h"

#include "tests/service/api/fixture.h"

#include <glib/gstdio.h>

#include "common/encoding.h"
#include "common/json.h"
#include "common/log-query.h"
#include "common/totp.h"
#include "service/api/confirmation.h"
#include "service/api/deeds.h"
#include "service/api/scope.h"
#include "service/api/second-factor-demands.h"
#include "service/api/sessions.h"
#include "service/api/support-grants.h"
#include "service/http/routes.h"
#include "service/rules/passwords.h"
#include "service/store/access-log.h"
#include "service/store/access-read.h"
#include "service/store/confirmations.h"

#define START (G_GINT64_CONSTANT (1795312316) * G_USEC_PER_SEC)

Fixture *
fixture_new (void)
{
  Fixture *self = g_new0 (Fixture, 1);
  g_autoptr (ReeveKey) key = reeve_key_generate (REEVE_JWS_EDDSA);
  g_autoptr (GError) error = NULL;

  reeve_password_set_iterations_for_tests (1000);
  reeve_clock_set_for_tests (START);
  self->folder = g_dir_make_tmp ("reeve-api-XXXXXX", &error);
  g_assert_no_error (error);
  self->root_key = reeve_secret_new_random (32);
  self->signer = reeve_token_signer_new ("https://reeve.test", key);
  self->installation = reeve_installation_open (self->folder, self->root_key, &error);
  g_assert_no_error (error);
  return self;
}

void
fixture_reopen (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->installation, reeve_installation_free);
  self->installation = reeve_installation_open (self->folder, self->root_key, &error);
  g_assert_no_error (error);
}

void
fixture_add_mail_server (Fixture *self)
{
  const ReevePostOptions options = { .smtp = { .server = "127.0.0.1", .from = "reeve@vallis.example" } };

  self->post = reeve_post_new (self->installation, &options, NULL);
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        remove_folder (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

void
fixture_free (Fixture *self)
{
  g_clear_pointer (&self->post, reeve_post_free);
  g_clear_pointer (&self->installation, reeve_installation_free);
  g_clear_pointer (&self->signer, reeve_token_signer_free);
  g_clear_pointer (&self->root_key, reeve_secret_unref);
  remove_folder (self->folder);
  reeve_clock_set_for_tests (0);
  g_free (self->folder);
  g_free (self);
}

Device *
device_new (Fixture *fixture, const char *thumbprint, const char *address)
{
  Device *self = g_new0 (Device, 1);

  self->fixture = fixture;
  self->thumbprint = g_strdup (thumbprint);
  self->address = g_strdup (address);
  return self;
}

void
device_free (Device *self)
{
  g_free (self->thumbprint);
  g_free (self->address);
  g_free (self->account);
  g_free (self->session);
  g_free (self->workspace);
  g_clear_pointer (&self->refresh, reeve_secret_unref);
  g_clear_pointer (&self->key, reeve_secret_unref);
  g_free (self);
}

void
answer_free (Answer *self)
{
  g_clear_error (&self->error);
  g_clear_object (&self->reply);
  g_clear_pointer (&self->listing, reeve_listing_free);
  g_clear_pointer (&self->raw, g_bytes_unref);
  g_clear_pointer (&self->pieces, reeve_pieces_free);
  g_clear_pointer (&self->ended_sessions, g_ptr_array_unref);
  g_free (self);
}

/* Items that the handler has written already are read as a client reads them. Takes @listing. */
static ReeveListing *
read_listing (const ReeveRoute *route, ReeveListing *listing)
{
  g_autoptr (ReeveListing) owned = listing;
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (GError) error = NULL;
  ReeveListing *read;

  if (listing == NULL || listing->written == NULL)
    return g_steal_pointer (&owned);
  reeve_listing_append_json (listing, json);
  object = reeve_json_parse_object (json->str, json->len, &reeve_json_body, &error);
  g_assert_no_error (error);
  read = reeve_listing_from_json (object, route->reply (), &error);
  g_assert_no_error (error);
  return read;
}

static const ReeveRoute *
find_route (ReeveHandler handler)
{
  for (guint i = 0; i < reeve_n_routes; i++)
    if (reeve_routes[i].handler == handler)
      return &reeve_routes[i];
  g_assert_not_reached ();
}

/* The path's last parameter, if it is not the workspace. */
static const char *
get_parameter (const ReeveRoute *route)
{
  const char *open = strrchr (route->path, '{');
  g_autofree char *name = open != NULL ? g_strndup (open + 1, strcspn (open + 1, ".}")) : NULL;

  return g_intern_string (name);
}

static gboolean
check_caller (Device *self, const ReeveRoute *route, ReeveCall *call, ReeveCaller *caller, GError **error)
{
  g_autoptr (ReeveTx) tx = NULL;
  g_auto (ReeveSessionCheck) check = { 0 };
  ReeveScopeAnswer scope;

  tx = reeve_db_begin (reeve_installation_get_directory (call->installation), REEVE_TX_READ, call->deadline,
                       error);
  if (tx == NULL || !reeve_sessions_check (tx, self->session, call->workspace, call->now, &check, error))
    return FALSE;
  caller->account_name = g_strdup (check.account_name);
  caller->stage = check.stage;
  caller->last_used = check.last_used;
  caller->factor_proved = reeve_session_check_has_proof (&check);
  caller->has_factor = check.has_factor;
  if (g_strcmp0 (check.stage, "enrol") == 0 && (route->flags & REEVE_ROUTE_ENROL) == 0)
    {
      reeve_set_error (error, REEVE_ERROR_SECOND_FACTOR, "enrol", "enrol first");
      return FALSE;
    }
  if (!reeve_confirmation_check (&check, error))
    return FALSE;
  if (call->workspace == NULL)
    return TRUE;

  g_clear_pointer (&tx, reeve_tx_end);
  tx = reeve_db_begin (reeve_installation_get_workspace (call->installation, call->workspace), REEVE_TX_READ,
                       call->deadline, error);
  if (tx == NULL || !reeve_users_check_membership (tx, self->account, &caller->roles, error))
    return FALSE;
  if (!reeve_scope_read_capabilities (tx, caller, error))
    return FALSE;
  scope = reeve_scope_judge (caller, &(ReeveScopeDoor) {
                                       .capability = route->capability,
                                       .bounded = (route->flags & REEVE_ROUTE_SCOPED) != 0,
                                       .ungranted = (route->flags & REEVE_ROUTE_UNGRANTED) != 0,
                                       .granted = (route->flags & REEVE_ROUTE_GRANTED) != 0,
                                     });
  if (scope == REEVE_SCOPE_HIDDEN)
    {
      reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "no such path");
      return FALSE;
    }
  if (!reeve_second_factor_check_caller (tx, caller, call->now, error))
    return FALSE;
  if (scope == REEVE_SCOPE_ADMITTED)
    {
      g_clear_pointer (&tx, reeve_tx_end);
      reeve_session_note_use (call);
      reeve_scope_begin (call, route->capability);
      return TRUE;
    }
  reeve_set_error (error, REEVE_ERROR_DENIED, NULL, "lacks the capability");
  return FALSE;
}

static gboolean
run_handler (const ReeveRoute *route, ReeveCall *call, GError **error)
{
  gboolean writes = (route->flags & REEVE_ROUTE_WRITES) != 0;
  g_autoptr (ReeveTx) tx = NULL;

  if ((route->flags & REEVE_ROUTE_OWN_TX) != 0)
    return route->handler (call, error);

  tx = reeve_db_begin (call->workspace != NULL
                         ? reeve_installation_get_workspace (call->installation, call->workspace)
                         : reeve_installation_get_directory (call->installation),
                       writes ? REEVE_TX_WRITE : REEVE_TX_READ, call->deadline, error);
  if (tx == NULL)
    return FALSE;
  call->tx = tx;
  if (!route->handler (call, error))
    {
      g_clear_pointer (&call->directory, reeve_tx_end);
      return FALSE;
    }
  if (!reeve_scope_hide (call, error))
    return FALSE;
  if (!writes)
    return TRUE;
  g_assert_true (call->n_audited > 0 || call->nothing_changed);
  if (call->n_audited > 0)
    return reeve_call_commit (call, error);
  g_clear_pointer (&call->directory, reeve_tx_end);
  return TRUE;
}

Answer *
device_call_full (Device *self, ReeveHandler handler, const Given *given)
{
  const ReeveRoute *route = find_route (handler);
  g_autoptr (ReeveCall) call = reeve_call_new (self->fixture->installation, self->fixture->signer);
  g_autoptr (GHashTable) path = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (ReeveCaller) caller =
    reeve_caller_new (self->account, NULL, self->session, self->thumbprint, "complete");
  g_autoptr (ReeveRecord) body = given->body;
  g_autoptr (GBytes) lines = given->lines;
  g_autoptr (ReeveQuery) query = NULL;
  g_autoptr (JsonObject) patch = NULL;
  gboolean open = (route->flags & (REEVE_ROUTE_OPEN | REEVE_ROUTE_PUBLIC)) != 0;
  g_autofree char *route_name = g_strconcat (route->method, " ", route->path, NULL);
  Answer *answer = g_new0 (Answer, 1);

  call->now = reeve_clock_now ();
  call->route = route_name;
  call->deadline = g_get_monotonic_time () + 600 * G_USEC_PER_SEC;
  call->audit_action = route->audit_action;
  call->caller = open ? NULL : caller;
  call->source =
    (ReeveSource) { .address = self->address, .thumbprint = self->thumbprint, .local = self->local };
  call->setup_token_hash = given->setup_token_hash;
  call->path = path;
  if (given->object != NULL)
    g_hash_table_insert (path, (gpointer) get_parameter (route), (gpointer) given->object);
  if (strstr (route->path, "{workspace}") != NULL)
    call->workspace = self->workspace;
  if ((route->flags & (REEVE_ROUTE_LIST | REEVE_ROUTE_QUERY)) != 0 || route->filters != NULL)
    {
      query = reeve_query_from_string (given->query != NULL ? given->query : "", route->sorts, route->filters,
                                       &answer->error);
      g_assert_no_error (answer->error);
      call->query = query;
    }
  if (given->patch != NULL)
    {
      patch = reeve_json_parse_object (given->patch, strlen (given->patch), &reeve_json_body, &answer->error);
      g_assert_no_error (answer->error);
      call->patch = patch;
    }
  call->body = body;
  call->lines = lines;
  if (given->if_match != 0)
    call->if_match = given->if_match;

  if ((open || check_caller (self, route, call, caller, &answer->error)) &&
      run_handler (route, call, &answer->error))
    {
      g_assert_no_error (answer->error);
      reeve_deeds_tell (call);
      answer->reply = g_steal_pointer (&call->reply);
      answer->listing = read_listing (route, g_steal_pointer (&call->listing));
      answer->raw = g_steal_pointer (&call->raw);
      answer->pieces = g_steal_pointer (&call->pieces);
    }
  else
    g_prefix_error (&answer->error, "%s %s: ", route->method, route->path);
  answer->ended_sessions = g_ptr_array_ref (call->ended_sessions);
  answer->n_audited = call->n_audited;
  return answer;
}

void
assert_done (Answer *answer)
{
  g_assert_no_error (answer->error);
}

void
assert_refused (Answer *answer, ReeveErrorCode code, const char *reason)
{
  g_assert_error (answer->error, REEVE_ERROR, (int) code);
  if (reason != NULL)
    g_assert_cmpstr (reeve_error_get_reason (answer->error), ==, reason);
}

void
assert_member (Answer *answer, const char *pointer, const char *reason)
{
  GPtrArray *members = reeve_error_get_members (answer->error);

  g_assert_nonnull (members);
  for (guint i = 0; i < members->len; i++)
    {
      ReeveBadMember *member = g_ptr_array_index (members, i);

      if (g_str_equal (member->pointer, pointer) && g_str_equal (member->reason, reason))
        return;
    }
  g_error ("no bad member %s %s", pointer, reason);
}

void
device_take_tokens (Device *self, ReeveTokens *tokens)
{
  g_auto (ReeveAccessClaims) claims = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (tokens->access_token);
  g_assert_true (reeve_token_signer_verify (self->fixture->signer,
                                            reeve_secret_get_text (tokens->access_token), reeve_clock_now (),
                                            &claims, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (claims.thumbprint, ==, self->thumbprint);
  g_set_str (&self->account, claims.account);
  g_set_str (&self->session, claims.session);
  self->stage = tokens->stage;
  if (tokens->refresh_token != NULL)
    {
      g_clear_pointer (&self->refresh, reeve_secret_unref);
      self->refresh = reeve_secret_ref (tokens->refresh_token);
    }
}

char *
code_at (ReeveSecret *key, gint64 now)
{
  char code[7];

  reeve_totp_code (key, reeve_totp_step (now), code);
  return g_strdup (code);
}

void
device_confirm (Device *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (reeve_installation_get_directory (self->fixture->installation), REEVE_TX_WRITE,
                    g_get_monotonic_time () + 60 * G_USEC_PER_SEC, &error);

  g_assert_no_error (error);
  g_assert_true (reeve_confirmations_settle (tx, self->account, NULL, &error));
  g_assert_true (reeve_tx_commit (tx, &error));
}

void
device_enrol (Device *self)
{
  g_autoptr (Answer) begun = device_call (self, second_factor_begin);
  g_autoptr (Answer) confirmed = NULL;
  g_autofree char *code = NULL;
  g_autofree guint8 *key = NULL;
  ReeveEnrolmentCode *body = reeve_enrolment_code_new ();
  ReeveEnrolled *enrolled;
  gsize length;

  assert_done (begun);
  key = reeve_base32_decode (reeve_secret_get_text (REEVE_ENROLMENT (begun->reply)->key), &length);
  g_clear_pointer (&self->key, reeve_secret_unref);
  self->key = reeve_secret_new (key, length);
  code = code_at (self->key, reeve_clock_now ());
  body->code = reeve_secret_new_text (code);
  confirmed = device_call (self, second_factor_confirm, .body = body);
  assert_done (confirmed);
  enrolled = REEVE_ENROLLED (confirmed->reply);
  if (enrolled->tokens != NULL)
    device_take_tokens (self, REEVE_TOKENS (enrolled->tokens));
}

Answer *
device_sign_in (Device *self, const char *email, const char *password)
{
  ReeveSignIn *body = reeve_sign_in_new ();

  body->email = g_strdup (email);
  body->password = reeve_secret_new_text (password);
  body->device = g_strdup ("a test");
  return device_call (self, sign_in_password, .body = body);
}

Answer *
device_send_code (Device *self, ReeveSecret *challenge, const char *code)
{
  ReeveSignInCode *body = reeve_sign_in_code_new ();

  body->challenge = reeve_secret_ref (challenge);
  body->code = reeve_secret_new_text (code);
  return device_call (self, sign_in_code, .body = body);
}

static void
find_workspace (Device *self)
{
  g_autoptr (Answer) me = device_call (self, me_get);
  ReeveIdentity *identity;

  assert_done (me);
  identity = REEVE_IDENTITY (me->reply);
  g_assert_cmpuint (identity->workspaces->len, >, 0);
  g_set_str (&self->workspace, REEVE_WORKSPACE (g_ptr_array_index (identity->workspaces, 0))->id);
}

void
device_enter (Device *self, const char *email, const char *password, ReeveSecret *key)
{
  g_autoptr (Answer) first = NULL;
  g_autoptr (Answer) second = NULL;
  ReeveTokens *tokens;

  reeve_clock_advance_for_tests (30 * G_USEC_PER_SEC);
  first = device_sign_in (self, email, password);
  assert_done (first);
  tokens = REEVE_TOKENS (first->reply);
  if (g_str_equal (tokens->stage, "code"))
    {
      g_autofree char *code = code_at (key, reeve_clock_now ());

      second = device_send_code (self, tokens->challenge, code);
      assert_done (second);
      tokens = REEVE_TOKENS (second->reply);
    }
  device_take_tokens (self, tokens);
  if (g_str_equal (self->stage, "enrol"))
    device_enrol (self);
  find_workspace (self);
}

Device *
device_set_up (Fixture *fixture)
{
  Device *self = device_new (fixture, "first-device", "local");
  g_autoptr (Answer) answer = NULL;
  ReeveSetup *body = reeve_setup_new ();

  self->local = TRUE;
  body->workspace_name = g_strdup ("Vallis Research");
  body->email = g_strdup (ADMIN);
  body->display_name = g_strdup ("Hana Sato");
  body->password = reeve_secret_new_text (PASSWORD);
  answer = device_call (self, setup_create, .body = body);
  assert_done (answer);
  device_take_tokens (self, REEVE_TOKENS (answer->reply));
  g_assert_cmpstr (self->stage, ==, "enrol");
  device_enrol (self);
  find_workspace (self);
  return self;
}

char *
device_add_user (Device *self, const char *email, const char *name, const char *role)
{
  const char *const roles[] = { role, NULL };
  ReeveUser *body = reeve_user_new ();
  g_autoptr (Answer) answer = NULL;
  g_autoptr (ReeveSecret) password = reeve_secret_new_text (PASSWORD);
  g_autofree char *hash =
    reeve_password_hash (password, reeve_installation_get_pepper (self->fixture->installation));
  g_autoptr (ReeveTx) tx = NULL;
  g_autoptr (GError) error = NULL;
  char *id;

  body->email = g_strdup (email);
  body->display_name = g_strdup (name);
  reeve_set_texts (&body->roles, role != NULL ? roles : NULL);
  answer = device_call (self, users_create, .body = body);
  assert_done (answer);
  id = g_strdup (REEVE_USER (answer->reply)->id);

  tx = reeve_db_begin (reeve_installation_get_directory (self->fixture->installation), REEVE_TX_WRITE,
                       g_get_monotonic_time () + G_USEC_PER_SEC, &error);
  g_assert_no_error (error);
  g_assert_true (reeve_accounts_set_password_hash (tx, id, hash, &error));
  g_assert_true (reeve_tx_commit (tx, &error));
  return id;
}

void
fixture_mirror (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (reeve_mirror_run (self->installation, NULL, reeve_clock_now (), &error));
}

char *
device_make_desk_role (Device *self)
{
  static const char *const bound[] = { REEVE_ROLE_GROUP_ADMINISTRATOR, NULL };
  ReeveRole *body = reeve_role_new ();
  g_autoptr (Answer) answer = NULL;

  body->name = g_strdup ("Front desk");
  body->capabilities = reeve_capabilities_to_wire (reeve_roles_get_capabilities (bound));
  answer = device_call (self, roles_create, .body = body);
  assert_done (answer);
  return g_strdup (REEVE_ROLE (answer->reply)->id);
}

Device *
device_add_colleague (Device *self, const char *email, const char *name, const char *role)
{
  g_autofree char *id = device_add_user (self, email, name, role);
  g_autofree char *thumbprint = g_strconcat ("device-of-", email, NULL);
  Device *colleague = device_new (self->fixture, thumbprint, "192.0.2.9");

  device_enter (colleague, email, PASSWORD, NULL);
  g_set_str (&colleague->workspace, self->workspace);
  return colleague;
}

void
device_let_in (Device *self, Device *agent)
{
  ReeveSupportGrant *body = reeve_support_grant_new ();
  g_autoptr (Answer) asked = NULL;
  g_autoptr (Answer) given = NULL;

  body->ticket = g_strdup ("T-1");
  body->reason = g_strdup ("a test");
  body->minutes = REEVE_SUPPORT_MINUTES_MAX;
  asked = device_call (agent, support_grants_create, .body = body);
  assert_done (asked);
  given = device_call (self, support_grants_approve, .object = REEVE_SUPPORT_GRANT (asked->reply)->id,
                       .body = reeve_support_answer_new ());
  assert_done (given);
}

ReeveUser *
device_get_user (Device *self, const char *id)
{
  g_autoptr (Answer) answer = device_call (self, users_get, .object = id);

  assert_done (answer);
  return REEVE_USER (g_object_ref (answer->reply));
}

GPtrArray *
device_read_log (Device *self, const char *text)
{
  ReeveAccessLog *log = reeve_installation_get_access_log (self->fixture->installation);
  GPtrArray *all = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (ReeveLogQuery) query =
    reeve_log_query_parse (text, &(ReeveLogClock) { .now = reeve_clock_now () });
  ReeveAccessQuestion question = { .workspace = self->workspace,
                                   .query = query,
                                   .to = G_MAXINT64,
                                   .deadline = g_get_monotonic_time () + REEVE_MINUTE };

  reeve_access_log_flush (log);
  do
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) lines =
        reeve_access_read (reeve_access_log_get_files (log), &question, TRUE, 5000, &question.from, &error);

      g_assert_no_error (error);
      g_ptr_array_extend_and_steal (all, g_steal_pointer (&lines));
    }
  while (question.from < question.to);
  return all;
}

GPtrArray *
device_get_history (Device *self, const char *id)
{
  g_autoptr (Answer) answer = device_call (self, users_history, .object = id);

  assert_done (answer);
  return g_ptr_array_ref (answer->listing->items);
}
