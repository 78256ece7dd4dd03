/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Calls that need a fresh code, against the real service: asked for once a call, wherever the call was made.
 */

#include "config.h"

#include "common/error.h"
#include "served.h"

typedef struct
{
  Served *served;
  ReeveClient *client;
  ReeveStepUp *step_up; /* borrowed */
  char *path;
  guint n_asked;
  guint n_over;
  char *refused; /* (nullable): reason of the last refusal */
} Fixture;

typedef struct
{
  GBytes *bytes;
  GError *error;
  gboolean done;
} Fetched;

static void
fetched_clear (Fetched *self)
{
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_error (&self->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fetched, fetched_clear)

static gboolean
on_asked_cb (Fixture *fixture)
{
  fixture->n_asked++;
  return TRUE;
}

static void
on_answered_cb (Fixture *fixture, const GError *error)
{
  g_set_str (&fixture->refused, error != NULL ? reeve_error_get_reason (error) : NULL);
  if (error == NULL)
    fixture->n_over++;
}

static void
set_up (Fixture *fixture, gconstpointer unlistened)
{
  fixture->served = served_new ();
  fixture->client = served_make_client (fixture->served);
  served_set_up (fixture->served, fixture->client);
  fixture->path = served_path (fixture->served, "users/export");
  fixture->step_up = reeve_client_get_step_up (fixture->client);
  if (unlistened == NULL)
    g_signal_connect_swapped (fixture->step_up, "asked", G_CALLBACK (on_asked_cb), fixture);
  g_signal_connect_swapped (fixture->step_up, "answered", G_CALLBACK (on_answered_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_assert_finalize_object (fixture->client);
  served_free (fixture->served);
  g_free (fixture->path);
  g_free (fixture->refused);
}

static void
on_fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fetched *fetched = user_data;

  fetched->bytes = reeve_client_fetch_finish (REEVE_CLIENT (source), result, &fetched->error);
  fetched->done = TRUE;
}

static void
fetch (Fixture *fixture, Fetched *fetched)
{
  reeve_client_fetch_async (fixture->client, fixture->path, NULL, NULL, on_fetched_cb, fetched);
}

static gboolean
is_asked (gpointer data)
{
  return ((Fixture *) data)->n_asked > 0;
}

static gboolean
is_refused (gpointer data)
{
  return ((Fixture *) data)->refused != NULL;
}

/* A wrong code asks again and the call goes on waiting; the right one ends the question, and the call has its
 * answer. */
static void
test_codes (Fixture *fixture, gconstpointer unused)
{
  g_auto (Fetched) fetched = { 0 };
  g_autoptr (ReeveSecret) wrong = reeve_secret_new_text ("000000");
  g_autoptr (ReeveSecret) right = served_next_code (fixture->served);

  fetch (fixture, &fetched);
  served_run_while_not (is_asked, fixture, 60);
  g_assert_true (reeve_step_up_is_asking (fixture->step_up));
  reeve_step_up_give (fixture->step_up, wrong);
  served_run_while_not (is_refused, fixture, 60);
  g_assert_cmpstr (fixture->refused, ==, "code_wrong");
  g_assert_false (fetched.done);
  reeve_step_up_give (fixture->step_up, right);
  served_run_until (&fetched.done, 60);
  g_assert_no_error (fetched.error);
  g_assert_nonnull (fetched.bytes);
  g_assert_cmpuint (fixture->n_asked, ==, 1);
  g_assert_cmpuint (fixture->n_over, ==, 1);
  g_assert_false (reeve_step_up_is_asking (fixture->step_up));
}

static gboolean
is_asked_twice (gpointer data)
{
  return ((Fixture *) data)->n_asked == 2;
}

/* Two calls at once: one question after the other, for a code serves once. */
static void
test_two (Fixture *fixture, gconstpointer unused)
{
  g_auto (Fetched) one = { 0 };
  g_auto (Fetched) two = { 0 };

  fetch (fixture, &one);
  fetch (fixture, &two);
  served_run_while_not (is_asked, fixture, 60);
  g_assert_cmpuint (fixture->n_asked, ==, 1);
  g_autoptr (ReeveSecret) first = served_next_code (fixture->served);
  reeve_step_up_give (fixture->step_up, first);
  served_run_while_not (is_asked_twice, fixture, 60);
  g_assert_cmpint (one.done + two.done, ==, 1);
  g_autoptr (ReeveSecret) second = served_next_code (fixture->served);
  reeve_step_up_give (fixture->step_up, second);
  served_run_until (&one.done, 60);
  served_run_until (&two.done, 60);
  g_assert_no_error (one.error);
  g_assert_no_error (two.error);
}

/* Who gives no code gets the service's refusal, for every call that waits. */
static void
test_cancel (Fixture *fixture, gconstpointer unused)
{
  g_auto (Fetched) one = { 0 };
  g_auto (Fetched) two = { 0 };

  fetch (fixture, &one);
  served_run_while_not (is_asked, fixture, 60);
  fetch (fixture, &two);
  served_run_for (200);
  reeve_step_up_cancel (fixture->step_up);
  served_run_until (&one.done, 60);
  if (!two.done) /* it came after the answer, and asks by itself */
    {
      served_run_for (200);
      reeve_step_up_cancel (fixture->step_up);
    }
  served_run_until (&two.done, 60);
  g_assert_error (one.error, REEVE_ERROR, REEVE_ERROR_SECOND_FACTOR);
  g_assert_cmpstr (reeve_error_get_reason (one.error), ==, "step_up");
  g_assert_error (two.error, REEVE_ERROR, REEVE_ERROR_SECOND_FACTOR);
}

/* Where nobody can ask, the call fails at once. */
static void
test_nobody_listens (Fixture *fixture, gconstpointer unused)
{
  g_auto (Fetched) fetched = { 0 };

  fetch (fixture, &fetched);
  served_run_until (&fetched.done, 60);
  g_assert_error (fetched.error, REEVE_ERROR, REEVE_ERROR_SECOND_FACTOR);
}

/* The service goes away while it has the code: the question is over, and the call says what happened. */
static void
test_gone (Fixture *fixture, gconstpointer unused)
{
  g_auto (Fetched) fetched = { 0 };
  g_autoptr (ReeveSecret) right = served_next_code (fixture->served);

  fetch (fixture, &fetched);
  served_run_while_not (is_asked, fixture, 60);
  served_stop (fixture->served);
  reeve_step_up_give (fixture->step_up, right);
  served_run_until (&fetched.done, 60);
  g_assert_error (fetched.error, REEVE_ERROR, REEVE_ERROR_UNREACHABLE);
  g_assert_cmpuint (fixture->n_over, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/step-up/codes", Fixture, NULL, set_up, test_codes, tear_down);
  g_test_add ("/step-up/two", Fixture, NULL, set_up, test_two, tear_down);
  g_test_add ("/step-up/cancel", Fixture, NULL, set_up, test_cancel, tear_down);
  g_test_add ("/step-up/nobody-listens", Fixture, "", set_up, test_nobody_listens, tear_down);
  g_test_add ("/step-up/gone", Fixture, NULL, set_up, test_gone, tear_down);
  return g_test_run ();
}
