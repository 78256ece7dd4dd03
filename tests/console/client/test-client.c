/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The client against the real service: signing in, tokens and their renewal, the five verbs, the feed, a
 * service that goes away and comes back. */

#include "config.h"

#include "common/clock.h"
#include "common/error.h"
#include "console/client/feed.h"
#include "served.h"

typedef struct
{
  Served *served;
  ReeveClient *client; /* signed in */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->served = served_new ();
  fixture->client = served_make_client (fixture->served);
  served_set_up (fixture->served, fixture->client);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_assert_finalize_object (fixture->client);
  served_free (fixture->served);
}

static void
count_tokens_cb (ReeveClient *client, ReeveTokens *tokens, gpointer user_data)
{
  g_assert_nonnull (tokens->refresh_token);
  (*(guint *) user_data)++;
}

static void
note_signed_out_cb (ReeveClient *client, GError *error, gpointer user_data)
{
  GError **noted = user_data;

  g_assert_null (*noted);
  *noted = g_error_copy (error);
}

/* Each placeholder is one path segment, whatever is in it. */
static void
test_path (void)
{
  g_autofree char *path = reeve_client_path ("/v1/workspaces/%s/users/%s", "a/../b?c", "ä 1");

  g_assert_cmpstr (path, ==, "/v1/workspaces/a%2F..%2Fb%3Fc/users/%C3%A4%201");
}

/* Set up, enrol, sign out, sign in with a code: every step that a person takes. */
static void
test_sign_in (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveIdentity) identity = NULL;
  g_autoptr (ReevePasswordTerms) policy = NULL;

  policy =
    served_load (fixture->client, reeve_password_terms_get_type (), "/v1/password-policy", NULL, &error);
  g_assert_no_error (error);
  g_assert_true (policy->set_up);
  served_post (fixture->client, "/v1/sign-out", NULL, G_TYPE_NONE, &error);
  g_assert_no_error (error);
  reeve_client_set_tokens (fixture->client, NULL);
  identity = served_load (fixture->client, reeve_identity_get_type (), "/v1/me", NULL, &error);
  g_assert_error (error, REEVE_ERROR, REEVE_ERROR_SIGNED_OUT);
  g_assert_null (identity);
  g_clear_error (&error);

  served_sign_in (fixture->served, fixture->client);
  identity = served_load (fixture->client, reeve_identity_get_type (), "/v1/me", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (identity->workspaces->len, ==, 1);
}

/* A wrong password is refused in words that the console knows, and changes nothing. */
static void
test_wrong_password (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (ReeveClient) client = served_make_client (fixture->served);
  g_autoptr (ReeveSignIn) body = reeve_sign_in_new ();
  g_autoptr (GError) error = NULL;

  body->email = g_strdup (SERVED_EMAIL);
  body->password = reeve_secret_new_text ("not the one");
  g_assert_null (served_post (client, "/v1/sign-in", body, reeve_tokens_get_type (), &error));
  g_assert_error (error, REEVE_ERROR, REEVE_ERROR_SIGNED_OUT);
  g_assert_cmpstr (reeve_error_get_reason (error), ==, "password_wrong");
  g_assert_true (reeve_client_get_reachable (client));
}

typedef struct
{
  guint n_done;
  guint n_failed;
  gboolean done;
} Many;

static void
on_one_of_many_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Many *many = user_data;
  g_autoptr (ReeveIdentity) identity = reeve_client_load_finish (REEVE_CLIENT (source), result, NULL);

  many->n_failed += identity == NULL;
  many->done = ++many->n_done == 20;
}

/* Twenty calls find the token about to end: one renewal serves them all. (A second use of the refresh token
 * would end the session.) */
static void
test_one_renewal (Fixture *fixture, gconstpointer unused)
{
  Many many = { 0 };
  guint n_renewals = 0;

  g_signal_connect (fixture->client, "tokens-changed", G_CALLBACK (count_tokens_cb), &n_renewals);
  reeve_clock_advance_for_tests (10 * REEVE_MINUTE);
  for (guint i = 0; i < 20; i++)
    reeve_client_load_async (fixture->client, reeve_identity_get_type (), "/v1/me", NULL, on_one_of_many_cb,
                             &many);
  served_run_until (&many.done, 20);
  g_assert_cmpuint (many.n_failed, ==, 0);
  g_assert_cmpuint (n_renewals, ==, 1);
}

/* The service finds the token expired before we do, as after a clock that jumped: renewed, and asked again,
 * unseen. */
static void
test_clock_jump (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (ReeveClient) client = served_make_client (fixture->served);
  g_autoptr (ReeveTokens) tokens = served_get_tokens (fixture->served, client);
  g_autoptr (ReeveIdentity) identity = NULL;
  g_autoptr (GError) error = NULL;
  guint n_renewals = 0;

  /* the client takes the token for fresh when it gets it */
  reeve_clock_advance_for_tests (6 * REEVE_MINUTE);
  reeve_client_set_tokens (client, tokens);
  g_signal_connect (client, "tokens-changed", G_CALLBACK (count_tokens_cb), &n_renewals);
  identity = served_load (client, reeve_identity_get_type (), "/v1/me", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_renewals, ==, 1);
}

/* A session that was ended elsewhere: "signed-out" once, with the service's reason, and the call fails. */
static void
test_ended_elsewhere (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (ReeveClient) other = served_make_client (fixture->served);
  g_autoptr (GError) noted = NULL;
  g_autoptr (GError) error = NULL;

  served_sign_in (fixture->served, other);
  g_signal_connect (other, "signed-out", G_CALLBACK (note_signed_out_cb), &noted);
  served_post (fixture->client, "/v1/sign-out-everywhere", NULL, G_TYPE_NONE, &error);
  g_assert_no_error (error);
  g_assert_null (served_load (other, reeve_identity_get_type (), "/v1/me", NULL, &error));
  g_assert_error (error, REEVE_ERROR, REEVE_ERROR_SIGNED_OUT);
  g_assert_error (noted, REEVE_ERROR, REEVE_ERROR_SIGNED_OUT);
  g_assert_cmpstr (reeve_error_get_reason (noted), ==, "session_ended");
  g_clear_error (&error);
  g_assert_null (served_load (other, reeve_identity_get_type (), "/v1/me", NULL, &error));
  g_assert_error (error, REEVE_ERROR, REEVE_ERROR_SIGNED_OUT);
}

static void
count_enrol_cb (ReeveClient *client, gpointer user_data)
{
  (*(guint *) user_data)++;
}

/* Where the service wants a second factor first, whoever made the call, everybody who listens hears of it; of
 * a call that it lets through, nobody. */
static void
test_enrol (void)
{
  g_autoptr (Served) served = served_new ();
  g_autoptr (ReeveClient) client = served_make_client (served);
  g_autoptr (ReeveSetup) setup = reeve_setup_new ();
  g_autoptr (ReeveTokens) tokens = NULL;
  g_autoptr (ReeveIdentity) identity = NULL;
  g_autoptr (GError) error = NULL;
  guint n_told = 0;

  setup->workspace_name = g_strdup ("Northlab");
  setup->email = g_strdup (SERVED_EMAIL);
  setup->display_name = g_strdup ("Ada Byron");
  setup->password = reeve_secret_new_text (SERVED_PASSWORD);
  tokens = served_post (client, "/v1/setup", setup, reeve_tokens_get_type (), &error);
  g_assert_no_error (error);
  reeve_client_set_tokens (client, tokens);
  g_signal_connect (client, "enrol", G_CALLBACK (count_enrol_cb), &n_told);
  identity = served_load (client, reeve_identity_get_type (), "/v1/me", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_told, ==, 0);
  g_assert_null (
    served_load (client, reeve_password_terms_get_type (), "/v1/me/password-policy", NULL, &error));
  g_assert_error (error, REEVE_ERROR, REEVE_ERROR_SECOND_FACTOR);
  g_assert_cmpuint (n_told, ==, 1);
}

/* A kept refresh token signs in without a password. */
static void
test_refresh_token (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (ReeveKey) key = reeve_key_generate (REEVE_JWS_ES256);
  g_autoptr (ReeveClient) first = reeve_client_new (fixture->served->origin, key, NULL);
  g_autoptr (ReeveClient) second = reeve_client_new (fixture->served->origin, key, NULL);
  g_autoptr (ReeveTokens) tokens = served_get_tokens (fixture->served, first);
  g_autoptr (ReeveIdentity) identity = NULL;
  g_autoptr (GError) error = NULL;

  reeve_client_set_refresh_token (second, tokens->refresh_token);
  identity = served_load (second, reeve_identity_get_type (), "/v1/me", NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (identity);
}

/* Create, save, save on stale ground, delete and restore. */
static void
test_verbs (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (ReeveUser) user =
    served_add_user (fixture->served, fixture->client, "hana@example.org", "Hana Sato");
  g_autofree char *below = g_strconcat ("users/", user->id, NULL);
  g_autofree char *path = served_path (fixture->served, below);
  g_autoptr (ReeveUser) after = reeve_record_copy (user);
  g_autoptr (ReeveUser) saved = NULL;
  g_autoptr (ReeveUser) same = NULL;
  g_autoptr (ReeveUser) deleted = NULL;
  g_autoptr (ReeveUser) loaded = NULL;
  g_autoptr (GError) error = NULL;

  reeve_set_text (&after->display_name, "Hana Satō");
  saved = served_save (fixture->client, path, user, after, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (saved->display_name, ==, "Hana Satō");
  g_assert_cmpint (saved->version, >, user->version);

  g_assert_null (served_save (fixture->client, path, user, after, &error));
  g_assert_error (error, REEVE_ERROR, REEVE_ERROR_STALE);
  g_clear_error (&error);
  same = served_save (fixture->client, path, saved, saved, &error);
  g_assert_no_error (error);
  g_assert_true (reeve_record_equal (same, saved));

  deleted = served_delete (fixture->client, path, saved->version, reeve_user_get_type (), &error);
  g_assert_no_error (error);
  g_assert_cmpint (deleted->deleted, >, 0);
  loaded = served_load (fixture->client, reeve_user_get_type (), path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (loaded->version, ==, deleted->version);
}

/* Bad members come back with their pointers, so that the dialog can show each at its field. */
static void
test_invalid (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *path = served_path (fixture->served, "users");
  g_autoptr (ReeveUser) user = reeve_user_new ();
  g_autoptr (GError) error = NULL;
  const ReeveBadMember *member;

  user->email = g_strdup ("no address");
  g_assert_null (served_post (fixture->client, path, user, reeve_user_get_type (), &error));
  g_assert_error (error, REEVE_ERROR, REEVE_ERROR_INVALID);
  g_assert_cmpuint (reeve_error_get_members (error)->len, >=, 2);
  member = g_ptr_array_index (reeve_error_get_members (error), 0);
  g_assert_cmpstr (member->pointer, ==, "/email");
}

typedef struct
{
  GError *error;
  gboolean done;
} Repeated;

static void
on_repeated_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Repeated *repeated = user_data;
  gboolean done = reeve_client_repeat_finish (REEVE_CLIENT (source), result, &repeated->error);

  g_assert_true (done == (repeated->error == NULL));
  repeated->done = TRUE;
}

static GError *
repeat (Fixture *fixture, const char *method, const char *path, const char *body)
{
  Repeated repeated = { NULL };

  reeve_client_repeat_async (fixture->client, method, path, body, NULL, NULL, on_repeated_cb, &repeated);
  served_run_until (&repeated.done, 600);
  return repeated.error;
}

/* What was approved is done again by any method, of what is there now, though it was changed in between. */
static void
test_repeat (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (ReeveUser) user =
    served_add_user (fixture->served, fixture->client, "grace@example.org", "Grace");
  g_autofree char *below = g_strconcat ("users/", user->id, NULL);
  g_autofree char *path = served_path (fixture->served, below);
  g_autofree char *nowhere = served_path (fixture->served, "users/00000000-0000-7000-8000-000000000000");
  g_autofree char *users = served_path (fixture->served, "users");
  g_autoptr (ReeveUser) after = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_no_error (repeat (fixture, "PATCH", path, "{\"displayName\":\"Grace Hopper\"}"));
  g_assert_no_error (repeat (fixture, "PATCH", path, "{\"email\":\"hopper@example.org\"}"));
  after = served_load (fixture->client, reeve_user_get_type (), path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (after->display_name, ==, "Grace Hopper");
  g_assert_cmpint (after->version, ==, user->version + 2);
  g_assert_no_error (repeat (fixture, "DELETE", path, NULL));
  g_assert_no_error (
    repeat (fixture, "POST", users, "{\"displayName\":\"Emmy\",\"email\":\"emmy@example.org\"}"));
  error = repeat (fixture, "DELETE", nowhere, NULL);
  g_assert_error (error, REEVE_ERROR, REEVE_ERROR_NOT_FOUND);
}

static void
on_cancelled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (reeve_client_load_finish (REEVE_CLIENT (source), result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  *(gboolean *) user_data = TRUE;
}

/* A cancelled call ends as cancelled, soon, and the connection serves the next. */
static void
test_cancel (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GCancellable) early = g_cancellable_new ();
  g_autoptr (ReeveIdentity) identity = NULL;
  g_autoptr (GError) error = NULL;
  gboolean done = FALSE;
  gboolean early_done = FALSE;

  g_cancellable_cancel (early);
  reeve_client_load_async (fixture->client, reeve_identity_get_type (), "/v1/me", early, on_cancelled_cb,
                           &early_done);
  reeve_client_load_async (fixture->client, reeve_identity_get_type (), "/v1/me", cancellable,
                           on_cancelled_cb, &done);
  g_cancellable_cancel (cancellable);
  served_run_until (&done, 5);
  served_run_until (&early_done, 5);
  g_assert_true (reeve_client_get_reachable (fixture->client));
  identity = served_load (fixture->client, reeve_identity_get_type (), "/v1/me", NULL, &error);
  g_assert_no_error (error);
}

/* A service that is gone is UNREACHABLE, the tokens are kept, and the session goes on when it is back. */
static void
test_gone (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (ReeveIdentity) identity = NULL;
  g_autoptr (GError) noted = NULL;
  g_autoptr (GError) error = NULL;

  g_signal_connect (fixture->client, "signed-out", G_CALLBACK (note_signed_out_cb), &noted);
  served_stop (fixture->served);
  reeve_clock_advance_for_tests (10 * REEVE_MINUTE);
  g_assert_null (served_load (fixture->client, reeve_identity_get_type (), "/v1/me", NULL, &error));
  g_assert_error (error, REEVE_ERROR, REEVE_ERROR_UNREACHABLE);
  g_assert_false (reeve_client_get_reachable (fixture->client));
  g_clear_error (&error);

  served_start (fixture->served);
  identity = served_load (fixture->client, reeve_identity_get_type (), "/v1/me", NULL, &error);
  g_assert_no_error (error);
  g_assert_true (reeve_client_get_reachable (fixture->client));
  g_assert_null (noted);
}

typedef struct
{
  guint n_connected;
  const ReeveUser *awaited; /* (nullable): the user whose change is listened for */
  GHashTable *versions;     /* of every record of users heard of: id → version */
} Heard;

static void
on_feed_connected_cb (ReeveFeed *feed, gpointer user_data)
{
  ((Heard *) user_data)->n_connected++;
}

static void
on_feed_changed_cb (ReeveFeed *feed, const char *noun, const char *id, gint64 version, gpointer user_data)
{
  Heard *heard = user_data;

  /* Others are told of as well: the sign-ins that set the test up changed their user and had a mail sent. */
  if (g_str_equal (noun, "user"))
    g_hash_table_insert (heard->versions, g_strdup (id), g_memdup2 (&version, sizeof version));
}

static gboolean
has_connected (gpointer data)
{
  return ((Heard *) data)->n_connected > 0;
}

static gboolean
has_heard (gpointer data)
{
  const Heard *heard = data;

  return g_hash_table_contains (heard->versions, heard->awaited->id);
}

/* Another console's change is heard; after the service was away the feed connects again by itself; with the
 * session's end it stops. */
static void
test_feed (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (ReeveClient) other = served_make_client (fixture->served);
  g_autoptr (ReeveFeed) feed = NULL;
  g_autoptr (ReeveUser) user = NULL;
  g_autoptr (GError) noted = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) versions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  Heard heard = { .versions = versions };

  served_sign_in (fixture->served, other);
  feed = reeve_feed_new (other, fixture->served->workspace);
  g_signal_connect (feed, "connected", G_CALLBACK (on_feed_connected_cb), &heard);
  g_signal_connect (feed, "changed", G_CALLBACK (on_feed_changed_cb), &heard);
  reeve_feed_start (feed);
  served_run_while_not (has_connected, &heard, 10);
  g_assert_true (reeve_feed_get_connected (feed));

  user = served_add_user (fixture->served, fixture->client, "hana@example.org", "Hana Sato");
  heard.awaited = user;
  served_run_while_not (has_heard, &heard, 10);
  g_assert_cmpint (*(const gint64 *) g_hash_table_lookup (versions, user->id), ==, user->version);

  heard.n_connected = 0;
  served_stop (fixture->served);
  served_run_for (300);
  g_assert_false (reeve_feed_get_connected (feed));
  served_start (fixture->served);
  served_run_while_not (has_connected, &heard, 20);

  g_signal_connect (other, "signed-out", G_CALLBACK (note_signed_out_cb), &noted);
  served_post (fixture->client, "/v1/sign-out-everywhere", NULL, G_TYPE_NONE, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 200 && noted == NULL; i++)
    served_run_for (50);
  g_assert_error (noted, REEVE_ERROR, REEVE_ERROR_SIGNED_OUT);
  g_assert_false (reeve_feed_get_connected (feed));
  reeve_feed_stop (feed);
}

#define add(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/client/path", test_path);
  add ("/client/sign-in", test_sign_in);
  add ("/client/wrong-password", test_wrong_password);
  add ("/client/one-renewal", test_one_renewal);
  add ("/client/clock-jump", test_clock_jump);
  add ("/client/ended-elsewhere", test_ended_elsewhere);
  g_test_add_func ("/client/enrol", test_enrol);
  add ("/client/refresh-token", test_refresh_token);
  add ("/client/verbs", test_verbs);
  add ("/client/repeat", test_repeat);
  add ("/client/invalid", test_invalid);
  add ("/client/cancel", test_cancel);
  add ("/client/gone", test_gone);
  add ("/client/feed", test_feed);
  return g_test_run ();
}
