/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a request costs the real service: CPU of the `reeved` process per request, with 100,000 users in an
 * encrypted workspace. Prints a line a figure: name, value, unit, goal, "reached" or "short".
 *
 * The service is kept busy over several connections, as a service is whose CPU matters: asked one thing at a
 * time, it goes to sleep after each, and what is measured is the kernel waking its threads and the caches
 * that others used meanwhile. That figure stands beside it. All requests are signed before a measurement
 * begins. A measurement ends when the access log, too, has been written. Other work on the machine comes and
 * goes: what is compared is measured in turns, and the median of the turns counts.
 */

#include "config.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "common/account.h"
#include "common/clock.h"
#include "common/encoding.h"
#include "common/json.h"
#include "common/sign-in.h"
#include "common/totp.h"
#include "common/user.h"
#include "common/workspace.h"
#include "load-client.h"
#include "seed.h"

#define STORM 20

#define LINES         32   /* connections of a busy service */
#define TURNS         9    /* of what is measured side by side */
#define GETS          1000 /* busy ones in a turn */
#define SINGLE_GETS   250
#define PAGES         100
#define VERIFICATIONS 400
#define LOG_SETTLES   (150 * G_TIME_SPAN_MILLISECOND) /* events gather for 50 ms, and some to write them */

/* `bench-service [USERS [PART…]]`: fewer users and single parts (get, pages, storm) for the one who looks
 * into something; without words everything that counts. */
static guint n_users = 100000;

typedef struct
{
  char *folder;
  char *data;
  char *socket_path;
  ReeveSecret *root_key;
  ReeveKey *key;
  GPid pid;
  int stdin_fd;
  ReeveTokens *tokens;
  char *workspace;
} Bench;

static void
figure (const char *name, double value, const char *unit, double goal)
{
  printf ("%s\t%.3f\t%s\t<= %.3f\t%s\n", name, value, unit, goal, value <= goal ? "reached" : "short");
  fflush (stdout);
}

static void
reference (const char *name, double value, const char *unit)
{
  printf ("%s\t%.3f\t%s\treference\treached\n", name, value, unit);
  fflush (stdout);
}

/* CPU microseconds of all threads of @pid, ended ones too. */
static double
cpu_us (GPid pid)
{
  clockid_t clock;
  struct timespec now;

  if (clock_getcpuclockid (pid, &clock) != 0 || clock_gettime (clock, &now) != 0)
    g_error ("the service's clock cannot be read");
  return (double) now.tv_sec * 1e6 + (double) now.tv_nsec / 1e3;
}

/* How much of it so far was the kernel's, in ticks of 10 ms: for the sum of a whole part only. */
static void
read_ticks (GPid pid, double *user, double *kernel)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", (int) pid);
  g_autofree char *text = NULL;
  unsigned long ticks[2];

  if (!g_file_get_contents (path, &text, NULL, NULL) ||
      sscanf (strrchr (text, ')') + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &ticks[0],
              &ticks[1]) != 2)
    g_error ("%s cannot be read", path);
  *user = (double) ticks[0];
  *kernel = (double) ticks[1];
}

static double
thread_cpu_us (void)
{
  struct timespec now;
  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1e6 + (double) now.tv_nsec / 1e3;
}

/* One P-256 verification as `openssl speed ecdsap256` measures it, with nothing of ours in it, so that the
 * reference stays what it is when we get faster: CPU microseconds. */
static double
p256_verify_us (void)
{
  static const guint8 digest[20] = "not looked into";
  EVP_PKEY *key = EVP_EC_gen ("P-256");
  EVP_PKEY_CTX *signer = EVP_PKEY_CTX_new (key, NULL);
  EVP_PKEY_CTX *verifier = EVP_PKEY_CTX_new (key, NULL);
  guint8 signature[80];
  size_t length = sizeof signature;
  double start;
  double used;

  if (EVP_PKEY_sign_init (signer) != 1 ||
      EVP_PKEY_sign (signer, signature, &length, digest, sizeof digest) != 1 ||
      EVP_PKEY_verify_init (verifier) != 1)
    g_error ("cannot sign");
  start = thread_cpu_us ();
  for (guint i = 0; i < VERIFICATIONS; i++)
    if (EVP_PKEY_verify (verifier, signature, length, digest, sizeof digest) != 1)
      g_error ("the signature does not verify");
  used = thread_cpu_us () - start;
  EVP_PKEY_CTX_free (signer);
  EVP_PKEY_CTX_free (verifier);
  EVP_PKEY_free (key);
  return used / VERIFICATIONS;
}

static void
start_service (Bench *self)
{
  int key_pipe[2];
  int stdin_pipe[2];
  gsize length;
  g_autofree char *fd_text = NULL;
  g_autofree char *binary = g_strdup (g_getenv ("REEVE_SERVICE"));
  gconstpointer bytes = reeve_secret_get_data (self->root_key, &length);

  if (pipe (key_pipe) != 0 || pipe (stdin_pipe) != 0)
    g_error ("no pipes");
  fcntl (stdin_pipe[1], F_SETFD, FD_CLOEXEC);
  if (write (key_pipe[1], bytes, length) != (ssize_t) length)
    g_error ("cannot hand over the key");
  close (key_pipe[1]);
  fd_text = g_strdup_printf ("%d", key_pipe[0]);
  self->pid = fork ();
  if (self->pid == 0)
    {
      dup2 (stdin_pipe[0], 0);
      execl (binary, binary, "run", "--data", self->data, "--socket", self->socket_path, "--root-key-fd",
             fd_text, "--exit-on-eof", NULL);
      _exit (127);
    }
  close (key_pipe[0]);
  close (stdin_pipe[0]);
  self->stdin_fd = stdin_pipe[1];
  for (guint i = 0; i < 1000 && !g_file_test (self->socket_path, G_FILE_TEST_EXISTS); i++)
    g_usleep (20000);
  g_usleep (100000);
}

static void
stop_service (Bench *self)
{
  close (self->stdin_fd);
  waitpid (self->pid, NULL, 0);
}

static void
set_up (Bench *self)
{
  g_autoptr (LoadClient) client = load_client_new (self->socket_path, self->key);
  g_autoptr (ReeveSetup) setup = reeve_setup_new ();
  g_autoptr (ReeveTokens) first = NULL;
  g_autoptr (ReeveEnrolment) enrolment = NULL;
  g_autoptr (ReeveEnrolmentCode) confirm = reeve_enrolment_code_new ();
  g_autoptr (ReeveEnrolled) enrolled = NULL;
  g_autoptr (ReeveIdentity) identity = NULL;
  g_autoptr (ReeveSecret) secret = NULL;
  g_autofree guint8 *raw = NULL;
  gsize raw_length;
  char code[7];

  setup->workspace_name = g_strdup ("Bench");
  setup->email = g_strdup ("admin@example.org");
  setup->display_name = g_strdup ("Bench Administrator");
  setup->password = reeve_secret_new_text ("correct horse battery staple 42");
  first = load_client_call_record (client, "POST", "/v1/setup", setup, reeve_tokens_get_type ());
  load_client_set_access_token (client, first->access_token);
  enrolment =
    load_client_call_record (client, "POST", "/v1/me/second-factor", NULL, reeve_enrolment_get_type ());
  raw = reeve_base32_decode (reeve_secret_get_text (enrolment->key), &raw_length);
  secret = reeve_secret_new (raw, raw_length);
  reeve_totp_code (secret, reeve_totp_step (reeve_clock_now ()), code);
  confirm->code = reeve_secret_new_text (code);
  enrolled = load_client_call_record (client, "POST", "/v1/me/second-factor/confirm", confirm,
                                      reeve_enrolled_get_type ());
  self->tokens = g_object_ref ((ReeveTokens *) enrolled->tokens);
  load_client_set_access_token (client, self->tokens->access_token);
  identity = load_client_call_record (client, "GET", "/v1/me", NULL, reeve_identity_get_type ());
  self->workspace = g_strdup (((ReeveWorkspace *) identity->workspaces->pdata[0])->id);
}

static void
seed (Bench *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveInstallation) installation = reeve_installation_open (self->data, self->root_key, &error);

  if (installation == NULL)
    g_error ("%s", error->message);
  bench_seed (installation, self->workspace, 0, n_users);
}

/* Access tokens live five minutes, a bench longer. */
static void
renew (Bench *self, LoadClient *client)
{
  g_autoptr (ReeveRefresh) body = reeve_refresh_new ();
  g_autoptr (ReeveTokens) tokens = NULL;

  body->refresh_token = reeve_secret_ref (self->tokens->refresh_token);
  load_client_set_access_token (client, NULL);
  tokens = load_client_call_record (client, "POST", "/v1/sign-in/refresh", body, reeve_tokens_get_type ());
  g_set_object (&self->tokens, tokens);
  load_client_set_access_token (client, tokens->access_token);
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double difference = *(const double *) a - *(const double *) b;
  return difference < 0 ? -1 : difference > 0;
}

static double
median (const double turns[TURNS])
{
  double sorted[TURNS];

  memcpy (sorted, turns, sizeof sorted);
  qsort (sorted, TURNS, sizeof *sorted, compare_doubles);
  return sorted[TURNS / 2];
}

static void
send_each (LoadClient *client, GPtrArray *requests)
{
  LoadReply reply = { 0, g_string_new (NULL) };

  for (guint i = 0; i < requests->len; i++)
    {
      load_client_send (client, requests->pdata[i], &reply);
      if (reply.status != 200)
        g_error ("a request was answered %u: %s", reply.status, reply.body->str);
    }
  g_string_free (reply.body, TRUE);
}

/* CPU of the service for @n requests for @path over @n_lines connections, per request, in microseconds. */
static double
measure (Bench *self, LoadClient *client, const char *path, guint n, guint n_lines)
{
  g_autoptr (GPtrArray) requests = g_ptr_array_new ();
  double start;
  double used;

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (requests, load_client_prepare (client, "GET", path, NULL, NULL));
  start = cpu_us (self->pid);
  if (n_lines > 1)
    load_client_send_all (client, requests, n_lines);
  else
    send_each (client, requests);
  g_usleep (LOG_SETTLES);
  used = (cpu_us (self->pid) - start) / n;
  for (guint i = 0; i < requests->len; i++)
    g_string_free (requests->pdata[i], TRUE);
  return used;
}

static void
bench_get (Bench *self, LoadClient *client, const char *path)
{
  double verify[TURNS];
  double busy[TURNS];
  double single[TURNS];
  double busy_ratio[TURNS];
  double single_ratio[TURNS];
  double user[2];
  double kernel[2];

  measure (self, client, path, GETS, LINES); /* warms up */
  read_ticks (self->pid, &user[0], &kernel[0]);
  for (guint i = 0; i < TURNS; i++)
    {
      double before = p256_verify_us ();

      busy[i] = measure (self, client, path, GETS, LINES);
      verify[i] = (before + p256_verify_us ()) / 2;
      busy_ratio[i] = busy[i] / verify[i];
    }
  read_ticks (self->pid, &user[1], &kernel[1]);
  for (guint i = 0; i < TURNS; i++)
    {
      single[i] = measure (self, client, path, SINGLE_GETS, 1);
      single_ratio[i] = single[i] / p256_verify_us ();
    }
  reference ("one P-256 verification, CPU", median (verify), "us");
  reference ("authenticated GET of one user, busy, CPU", median (busy), "us");
  reference ("of it in the kernel",
             100 * (kernel[1] - kernel[0]) / (user[1] - user[0] + kernel[1] - kernel[0]), "%");
  reference ("authenticated GET of one user, one at a time, CPU", median (single), "us");
  reference ("authenticated GET, one at a time, beside one P-256 verification", median (single_ratio),
             "ratio");
  figure ("authenticated GET, busy, beside one P-256 verification", median (busy_ratio), "ratio", 2);
}

/* The query string of the last page of 100 in @sort order, by walking there in steps of 500. (transfer full)
 */
static char *
last_page (Bench *self, LoadClient *client, const char *sort)
{
  g_autofree char *cursor = NULL;
  LoadReply reply = { 0, g_string_new (NULL) };

  for (guint page = 0; page < n_users / 500 - 1; page++)
    {
      g_autofree char *path =
        g_strdup_printf ("/v1/workspaces/%s/users?limit=500&sort=%s%s%s", self->workspace, sort,
                         cursor == NULL ? "" : "&cursor=", cursor == NULL ? "" : cursor);
      g_autoptr (JsonObject) object = NULL;
      g_autoptr (GError) error = NULL;

      load_client_call (client, "GET", path, NULL, &reply);
      object = reeve_json_parse_object (reply.body->str, reply.body->len, &reeve_json_body, &error);
      if (object == NULL || !json_object_has_member (object, "next"))
        g_error ("page %u in %s order answered %u", page, sort, reply.status);
      g_free (cursor);
      cursor = g_uri_escape_string (json_object_get_string_member (object, "next"), NULL, FALSE);
    }
  g_string_free (reply.body, TRUE);
  return g_strdup_printf ("/v1/workspaces/%s/users?limit=100&sort=%s&cursor=%s", self->workspace, sort,
                          cursor);
}

typedef struct
{
  char *name;
  char *path;
  double turns[TURNS];
} Page;

static void
page_free (Page *self)
{
  g_free (self->name);
  g_free (self->path);
  g_free (self);
}

/* Takes @path. */
static void
add_page (GPtrArray *pages, const char *sort, const char *which, char *path)
{
  Page *page = g_new0 (Page, 1);

  page->name = g_strdup_printf ("users page of 100 in %s order, %s, CPU", sort, which);
  page->path = path;
  g_ptr_array_add (pages, page);
}

static void
bench_pages (Bench *self, LoadClient *client)
{
  g_autoptr (GPtrArray) pages = g_ptr_array_new_with_free_func ((GDestroyNotify) page_free);
  double worst = 0;
  double worst_ratio = 0;
  double user[2];
  double kernel[2];

  /* by twos: the first page of an order and its last */
  for (guint i = 0; reeve_user_sorts[i] != NULL; i++)
    for (guint descending = 0; descending < 2; descending++)
      {
        g_autofree char *sort = g_strconcat (descending ? "-" : "", reeve_user_sorts[i], NULL);

        renew (self, client);
        add_page (pages, sort, "first",
                  g_strdup_printf ("/v1/workspaces/%s/users?limit=100&sort=%s", self->workspace, sort));
        add_page (pages, sort, "last", last_page (self, client, sort));
      }
  read_ticks (self->pid, &user[0], &kernel[0]);
  for (guint turn = 0; turn < TURNS; turn++)
    {
      renew (self, client);
      for (guint i = 0; i < pages->len; i++)
        {
          Page *page = pages->pdata[i];
          page->turns[turn] = measure (self, client, page->path, PAGES, LINES);
        }
    }
  read_ticks (self->pid, &user[1], &kernel[1]);
  for (guint i = 0; i < pages->len; i++)
    {
      Page *page = pages->pdata[i];
      double used = median (page->turns);

      reference (page->name, used / 1000, "ms");
      worst = MAX (worst, used);
      if (i % 2 == 1)
        worst_ratio = MAX (worst_ratio, used / median (((Page *) pages->pdata[i - 1])->turns));
    }
  reference ("of all pages in the kernel",
             100 * (kernel[1] - kernel[0]) / (user[1] - user[0] + kernel[1] - kernel[0]), "%");
  figure ("users page of 100 out of 100,000, worst sort and page, CPU", worst / 1000, "ms", 0.5);
  figure ("users page 1,000 beside page 1, worst sort", worst_ratio, "ratio", 1.5);
}

/* p99 in milliseconds of one GET each 3 ms while *@running is not 0, or for @n of them. */
static double
p99_of_gets (LoadClient *client, const char *path, guint n, int *running)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  LoadReply reply = { 0, g_string_new (NULL) };

  for (guint i = 0; running != NULL ? g_atomic_int_get (running) != 0 : i < n; i++)
    {
      GString *request = load_client_prepare (client, "GET", path, NULL, NULL);
      gint64 start = g_get_monotonic_time ();
      double took;

      load_client_send (client, request, &reply);
      took = (double) (g_get_monotonic_time () - start) / 1000.0;
      g_array_append_val (times, took);
      g_string_free (request, TRUE);
      g_usleep (3000);
    }
  g_string_free (reply.body, TRUE);
  g_array_sort (times, compare_doubles);
  return times->len == 0 ? 0 : g_array_index (times, double, times->len * 99 / 100);
}

typedef struct
{
  Bench *bench;
  guint n;
  int *running;
} Attempt;

static gpointer
attempt_sign_in (gpointer user_data)
{
  Attempt *attempt = user_data;
  g_autoptr (ReeveKey) key = reeve_key_generate (REEVE_JWS_ES256);
  g_autoptr (LoadClient) client = load_client_new (attempt->bench->socket_path, key);
  g_autoptr (ReeveSignIn) body = reeve_sign_in_new ();
  LoadReply reply = { 0, g_string_new (NULL) };

  body->email = g_strdup_printf ("person.%05u@example.org", attempt->n);
  body->password = reeve_secret_new_text ("not the password");
  load_client_call (client, "POST", "/v1/sign-in", body, &reply);
  if (reply.status != 401)
    g_printerr ("a sign-in of the storm answered %u: %s\n", reply.status, reply.body->str);
  g_string_free (reply.body, TRUE);
  g_atomic_int_add (attempt->running, -1);
  return NULL;
}

static void
bench_storm (Bench *self, LoadClient *client, const char *path)
{
  double quiet = p99_of_gets (client, path, 600, NULL);
  int running = STORM;
  Attempt attempts[STORM];
  GThread *threads[STORM];
  double during;

  for (guint i = 0; i < STORM; i++)
    {
      attempts[i] = (Attempt) { self, i, &running };
      threads[i] = g_thread_new ("sign-in", attempt_sign_in, &attempts[i]);
    }
  during = p99_of_gets (client, path, 0, &running);
  for (guint i = 0; i < STORM; i++)
    g_thread_join (threads[i]);
  reference ("p99 of a cheap GET, quiet", quiet, "ms");
  reference ("p99 of a cheap GET, 20 sign-ins queued", during, "ms");
  figure ("p99 of a cheap GET in a sign-in storm beside quiet", during / MAX (quiet, 0.001), "ratio", 5);
}

static gboolean
is_wanted (char **parts, const char *part)
{
  return parts[0] == NULL || g_strv_contains ((const char *const *) parts, part);
}

int
main (int argc, char **argv)
{
  Bench self = { 0 };
  char **parts = argv + MIN (argc, 2);
  guint64 users;
  g_autofree char *me = NULL;

  if (argc > 1 && !g_ascii_string_to_unsigned (argv[1], 10, 1000, 10000000, &users, NULL))
    g_error ("users: a number from 1000 on");
  n_users = argc > 1 ? (guint) users : n_users;
  self.folder = g_dir_make_tmp ("reeve-bench-XXXXXX", NULL);
  self.data = g_build_filename (self.folder, "data", NULL);
  self.socket_path = g_build_filename (self.folder, "run", "socket", NULL);
  g_mkdir (self.data, 0700);
  self.root_key = reeve_secret_new_random (32);
  self.key = reeve_key_generate (REEVE_JWS_ES256);
  if (g_getenv ("REEVE_SERVICE") == NULL)
    g_error ("REEVE_SERVICE does not name the program to measure");

  start_service (&self);
  set_up (&self);
  stop_service (&self);
  seed (&self);
  start_service (&self);

  {
    g_autoptr (LoadClient) client = load_client_new (self.socket_path, self.key);
    g_autoptr (ReeveIdentity) identity = NULL;

    renew (&self, client);
    identity = load_client_call_record (client, "GET", "/v1/me", NULL, reeve_identity_get_type ());
    me = g_strdup_printf ("/v1/workspaces/%s/users/%s", self.workspace,
                          ((ReeveAccount *) identity->account)->id);
    if (is_wanted (parts, "get"))
      bench_get (&self, client, me);
    if (is_wanted (parts, "pages"))
      bench_pages (&self, client);
    renew (&self, client);
    if (is_wanted (parts, "storm"))
      bench_storm (&self, client, me);
  }
  stop_service (&self);
  return 0;
}
