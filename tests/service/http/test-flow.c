/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Answers that are made while they are sent: nothing is lost or doubled, nothing is made ahead of who reads,
 * and what cannot go on is cut. The connection is the test's own; test-access-log-export has a real one. */

#include <config.h>

#include <string.h>

#include "common/clock.h"
#include "served.h"
#include "service/http/flow.h"
#include "service/store/sessions.h"

#define PIECE 10000

static Served *served;

/* What is being made. */
typedef struct
{
  guint n_pieces;
  gint n_made; /* atomic */
  guint fail_at;
  guint empty_until;
  gint freed; /* atomic */
} Source;

/* The connection's side. */
typedef struct
{
  GMutex lock;
  GCond resumed;
  gboolean suspended;
  GString *heard;
} Sink;

static gboolean
make_piece (gpointer data, GString *out, gboolean *last, GError **error)
{
  Source *source = data;
  guint n = (guint) g_atomic_int_add (&source->n_made, 1);

  if (source->fail_at != 0 && n == source->fail_at)
    {
      reeve_set_error (error, REEVE_ERROR_INTERNAL, NULL, "the store is gone");
      return FALSE;
    }
  if (n >= source->empty_until)
    for (guint i = 0; i < PIECE; i++)
      g_string_append_c (out, (char) ('a' + (n + i) % 26));
  *last = n + 1 == source->n_pieces;
  return TRUE;
}

static void
free_source (gpointer data)
{
  g_atomic_int_set (&((Source *) data)->freed, 1);
}

static void
on_suspend (gpointer data)
{
  Sink *sink = data;

  g_mutex_lock (&sink->lock);
  sink->suspended = TRUE;
  g_mutex_unlock (&sink->lock);
}

static void
on_resume (gpointer data)
{
  Sink *sink = data;

  g_mutex_lock (&sink->lock);
  g_assert_true (sink->suspended);
  sink->suspended = FALSE;
  g_cond_signal (&sink->resumed);
  g_mutex_unlock (&sink->lock);
}

/* Up to the end, or until @most bytes were heard. The last answer of the flow. */
static gssize
read_on (ReeveFlow *flow, Sink *sink, gsize most)
{
  char buffer[777];
  gssize length = 1;

  while (length >= 0 && sink->heard->len < most)
    {
      length = reeve_flow_read (flow, buffer, MIN (sizeof buffer, most - sink->heard->len));
      if (length > 0)
        g_string_append_len (sink->heard, buffer, length);
      g_mutex_lock (&sink->lock);
      while (sink->suspended)
        g_cond_wait (&sink->resumed, &sink->lock);
      g_mutex_unlock (&sink->lock);
    }
  return length;
}

static Sink *
sink_new (void)
{
  Sink *sink = g_new0 (Sink, 1);

  g_mutex_init (&sink->lock);
  g_cond_init (&sink->resumed);
  sink->heard = g_string_new (NULL);
  return sink;
}

static void
sink_free (Sink *sink)
{
  g_string_free (sink->heard, TRUE);
  g_mutex_clear (&sink->lock);
  g_cond_clear (&sink->resumed);
  g_free (sink);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sink, sink_free)

/* Ada, over a session that was begun for it; its id in @caller. */
static ReeveCaller *
sign_in (const char *account)
{
  g_autoptr (ReeveKey) key = reeve_key_generate (REEVE_JWS_ES256);
  g_autofree char *token = served_issue (served, account, "complete", key);
  ReeveDb *directory = reeve_installation_get_directory (reeve_service_get_installation (served->service));
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (directory, REEVE_TX_READ, g_get_monotonic_time () + 60 * G_USEC_PER_SEC, NULL);
  g_autoptr (GPtrArray) sessions = reeve_sessions_list (tx, account, reeve_clock_now (), NULL);

  g_assert_cmpuint (sessions->len, >, 0);
  return reeve_caller_new (account, "Ada", ((ReeveSession *) sessions->pdata[0])->id, "thumb", "complete");
}

static ReeveFlow *
start (ReeveFlows *flows, ReeveCaller *caller, Source *source, GError **error)
{
  return reeve_flow_start (flows, served->workspace, caller,
                           reeve_pieces_new (make_piece, source, free_source, 0), error);
}

static ReeveFlows *
flows_new (void)
{
  return reeve_flows_new (reeve_service_get_installation (served->service));
}

static void
wait_until_freed (Source *source)
{
  while (!g_atomic_int_get (&source->freed))
    g_usleep (1000);
}

static void
test_whole (void)
{
  ReeveFlows *flows = flows_new ();
  g_autoptr (ReeveCaller) ada = sign_in (served->ada);

  for (guint empty = 0; empty < 4; empty += 3)
    {
      Source source = { .n_pieces = 40, .empty_until = empty };
      g_autoptr (Sink) sink = sink_new ();
      ReeveFlow *flow = start (flows, ada, &source, NULL);

      g_assert_nonnull (flow);
      reeve_flow_connect (flow, on_suspend, on_resume, sink);
      g_assert_cmpint (read_on (flow, sink, G_MAXSIZE), ==, REEVE_FLOW_ENDED);
      g_assert_cmpuint (sink->heard->len, ==, (40 - empty) * PIECE);
      for (gsize i = 0; i < sink->heard->len; i++)
        if (sink->heard->str[i] != 'a' + (char) ((empty + i / PIECE + i % PIECE) % 26))
          g_error ("byte %zu is wrong", i);
      g_assert_cmpuint (reeve_flows_get_n (flows), ==, 1);
      reeve_flow_release (flow);
      wait_until_freed (&source);
      g_assert_cmpuint (reeve_flows_get_n (flows), ==, 0);
    }
  reeve_flows_free (flows);
}

/* Of a client that does not read, at most two pieces are kept, and no thread waits for it: others go on. */
static void
test_slow (void)
{
  ReeveFlows *flows = flows_new ();
  g_autoptr (ReeveCaller) ada = sign_in (served->ada);
  g_autofree char *bo_id = served_add_user (served, "slow@example.org");
  g_autoptr (ReeveCaller) bo = sign_in (bo_id);
  Source slow_source = { .n_pieces = 100 }, source = { .n_pieces = 100 };
  g_autoptr (Sink) slow_sink = sink_new (), sink = sink_new ();
  ReeveFlow *slow = start (flows, ada, &slow_source, NULL), *flow;

  reeve_flow_connect (slow, on_suspend, on_resume, slow_sink);
  read_on (slow, slow_sink, 10);
  flow = start (flows, bo, &source, NULL);
  reeve_flow_connect (flow, on_suspend, on_resume, sink);
  g_assert_cmpint (read_on (flow, sink, G_MAXSIZE), ==, REEVE_FLOW_ENDED);
  g_assert_cmpint (g_atomic_int_get (&slow_source.n_made), <=, 2);
  reeve_flow_release (flow);
  g_assert_cmpint (read_on (slow, slow_sink, G_MAXSIZE), ==, REEVE_FLOW_ENDED);
  g_assert_cmpuint (slow_sink->heard->len, ==, 100 * PIECE);
  reeve_flow_release (slow);
  reeve_flows_free (flows);
}

/* A store that fails, a client that goes, a service that stops. */
static void
test_cut (void)
{
  ReeveFlows *flows = flows_new ();
  g_autoptr (ReeveCaller) ada = sign_in (served->ada);
  Source failing = { .n_pieces = 9, .fail_at = 3 }, left = { .n_pieces = G_MAXUINT },
         stopped = { .n_pieces = G_MAXUINT };
  g_autoptr (Sink) failing_sink = sink_new (), left_sink = sink_new (), stopped_sink = sink_new ();
  ReeveFlow *flow;

  g_test_expect_message ("reeved", G_LOG_LEVEL_WARNING, "an answer was cut off: the store is gone");
  flow = start (flows, ada, &failing, NULL);
  reeve_flow_connect (flow, on_suspend, on_resume, failing_sink);
  g_assert_cmpint (read_on (flow, failing_sink, G_MAXSIZE), ==, REEVE_FLOW_CUT);
  g_assert_cmpuint (failing_sink->heard->len, <=, 3 * PIECE);
  reeve_flow_release (flow);
  g_test_assert_expected_messages ();

  flow = start (flows, ada, &left, NULL);
  reeve_flow_connect (flow, on_suspend, on_resume, left_sink);
  read_on (flow, left_sink, 3 * PIECE);
  reeve_flow_release (flow);
  wait_until_freed (&left);

  flow = start (flows, ada, &stopped, NULL);
  reeve_flow_connect (flow, on_suspend, on_resume, stopped_sink);
  read_on (flow, stopped_sink, PIECE);
  reeve_flows_stop (flows);
  g_assert_cmpint (read_on (flow, stopped_sink, G_MAXSIZE), ==, REEVE_FLOW_CUT);
  g_assert_null (start (flows, ada, &stopped, NULL));
  reeve_flow_release (flow);
  reeve_flows_free (flows);
}

/* Whoever is signed out while they are told is told no more. */
static void
test_signed_out (void)
{
  ReeveFlows *flows = flows_new ();
  g_autoptr (ReeveCaller) ada = sign_in (served->ada);
  ReeveDb *directory = reeve_installation_get_directory (reeve_service_get_installation (served->service));
  Source source = { .n_pieces = G_MAXUINT };
  g_autoptr (Sink) sink = sink_new ();
  ReeveFlow *flow = start (flows, ada, &source, NULL);

  reeve_flow_connect (flow, on_suspend, on_resume, sink);
  read_on (flow, sink, 3 * PIECE);
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (directory, REEVE_TX_WRITE, g_get_monotonic_time () + 60 * G_USEC_PER_SEC, NULL);
  g_assert_true (reeve_sessions_end (tx, ada->session, reeve_clock_now (), NULL));
  g_assert_true (reeve_tx_commit (tx, NULL));
  g_clear_pointer (&tx, reeve_tx_end);
  while (read_on (flow, sink, PIECE) != REEVE_FLOW_CUT)
    g_string_truncate (sink->heard, 0);
  reeve_flow_release (flow);
  reeve_flows_free (flows);
}

/* And who does not hold any more what it takes. */
static void
test_denied (void)
{
  ReeveFlows *flows = flows_new ();
  g_autofree char *bo_id = served_add_user (served, "denied@example.org");
  g_autoptr (ReeveCaller) bo = sign_in (bo_id);
  Source source = { .n_pieces = G_MAXUINT };
  g_autoptr (Sink) sink = sink_new ();
  ReeveFlow *flow =
    reeve_flow_start (flows, served->workspace, bo,
                      reeve_pieces_new (make_piece, &source, free_source,
                                        G_GUINT64_CONSTANT (1) << REEVE_CAPABILITY_LOG_EXPORT),
                      NULL);

  reeve_flow_connect (flow, on_suspend, on_resume, sink);
  while (read_on (flow, sink, PIECE) != REEVE_FLOW_CUT)
    g_string_truncate (sink->heard, 0);
  reeve_flow_release (flow);
  reeve_flows_free (flows);
}

/* So many at once, and nobody keeps others from theirs. */
static void
test_room (void)
{
  ReeveFlows *flows = flows_new ();
  g_autoptr (ReeveCaller) ada = sign_in (served->ada);
  g_autofree char *bo_id = served_add_user (served, "room@example.org");
  g_autoptr (ReeveCaller) bo = sign_in (bo_id);
  Source sources[REEVE_FLOWS_PER_ACCOUNT], refused = { .n_pieces = 1 }, others = { .n_pieces = 1 };
  ReeveFlow *open[REEVE_FLOWS_PER_ACCOUNT], *other;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < REEVE_FLOWS_PER_ACCOUNT; i++)
    {
      sources[i] = (Source) { .n_pieces = 1 };
      open[i] = start (flows, ada, &sources[i], NULL);
      g_assert_nonnull (open[i]);
    }
  g_assert_null (start (flows, ada, &refused, &error));
  g_assert_error (error, REEVE_ERROR, REEVE_ERROR_TOO_MANY);
  g_assert_true (g_atomic_int_get (&refused.freed));
  other = start (flows, bo, &others, NULL);
  g_assert_nonnull (other);
  reeve_flow_release (other);
  for (guint i = 0; i < REEVE_FLOWS_PER_ACCOUNT; i++)
    reeve_flow_release (open[i]); /* never connected */
  reeve_flows_free (flows);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  served = served_new ();
  g_test_add_func ("/flow/whole", test_whole);
  g_test_add_func ("/flow/slow", test_slow);
  g_test_add_func ("/flow/cut", test_cut);
  g_test_add_func ("/flow/signed-out", test_signed_out);
  g_test_add_func ("/flow/denied", test_denied);
  g_test_add_func ("/flow/room", test_room);
  int result = g_test_run ();
  served_free (served);
  return result;
}
