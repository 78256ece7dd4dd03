/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A service killed between any two steps of a case. Each scenario is done by a child that is killed before
 * its first write to a file, then one that is killed before its second, and so on until one is through:
 * whatever was killed when, the case is either as before or as after in both databases, what was acknowledged
 * is done, and what was not can be done then. */

#include "config.h"

#include <signal.h>
#include <sqlite3.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/case.h"
#include "service/api/case-instruct.h"
#include "service/api/cases.h"
#include "service/jobs/cases.h"
#include "service/jobs/jobs.h"
#include "service/store/cases.h"
#include "service/store/intents.h"
#include "service/store/outbox.h"
#include "tests/service/api/fixture.h"

#define BO       "bo@vallis.example"
#define DEADLINE (g_get_monotonic_time () + 60 * G_USEC_PER_SEC)

typedef struct
{
  Fixture *fixture;
  Device *hana; /* administers */
  Device *bo;   /* a member, signed in */
  char *id;     /* (nullable): of the case, where the scenario begins with one */
} World;

typedef struct
{
  const char *name;
  gboolean reported;    /* it begins with Bo locked */
  const char *decision; /* (nullable): before it begins */
  gboolean (*act) (World *world);
  const char *before; /* (nullable) the case's state; NULL: there is none */
  const char *after;
  const char *lock; /* Bo's, after */
} Scenario;

/* --- Being killed --- */

static int writes_left;
static ssize_t (*real_pwrite) (int, const void *, size_t, off_t);
static int (*real_ftruncate) (int, off_t);
static int (*real_unlink) (const char *);

static void
step (void)
{
  if (--writes_left < 0)
    kill (getpid (), SIGKILL);
}

static ssize_t
write_or_die (int file, const void *bytes, size_t length, off_t at)
{
  step ();
  return real_pwrite (file, bytes, length, at);
}

static int
truncate_or_die (int file, off_t length)
{
  step ();
  return real_ftruncate (file, length);
}

static int
unlink_or_die (const char *path)
{
  step ();
  return real_unlink (path);
}

static sqlite3_syscall_ptr
replace (const char *name, sqlite3_syscall_ptr with)
{
  sqlite3_vfs *vfs = sqlite3_vfs_find (NULL);
  sqlite3_syscall_ptr real = vfs->xGetSystemCall (vfs, name);

  g_assert_nonnull (real);
  g_assert_cmpint (vfs->xSetSystemCall (vfs, name, with), ==, SQLITE_OK);
  return real;
}

/* From here on the process dies before its write number @after to any database. */
static void
die_after (int after)
{
  writes_left = after;
  real_pwrite =
    (ssize_t (*) (int, const void *, size_t, off_t)) replace ("pwrite64", (sqlite3_syscall_ptr) write_or_die);
  real_ftruncate = (int (*) (int, off_t)) replace ("ftruncate", (sqlite3_syscall_ptr) truncate_or_die);
  real_unlink = (int (*) (const char *)) replace ("unlink", (sqlite3_syscall_ptr) unlink_or_die);
}

/* --- The folder, as it was --- */

/* @from: (nullable): @to is removed. */
static void
copy (const char *from, const char *to)
{
  const char *script = from != NULL ? "rm -rf -- \"$1\" && cp -a -- \"$2\" \"$1\"" : "rm -rf -- \"$1\"";
  const char *argv[] = { "sh", "-c", script, "sh", to, from, NULL };
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
}

/* --- What is done --- */

static gboolean
answer_take (Answer *answer)
{
  gboolean done = answer->error == NULL;

  answer_free (answer);
  return done;
}

static gboolean
contain (World *self)
{
  ReeveCaseReport *body = reeve_case_report_new ();
  const char *const people[] = { self->bo->account, NULL };

  reeve_set_texts (&body->people, people);
  body->noticed = g_strdup ("Mails that they did not write");
  return answer_take (device_call (self->hana, cases_create, .body = body));
}

static gboolean
instruct (World *self, const char *decision)
{
  ReeveCaseInstruction *body = reeve_case_instruction_new ();

  body->decision = decision;
  body->reason = g_strdup ("talked to Bo on the phone");
  body->keep_until = g_str_equal (decision, "keep") ? reeve_clock_now () + REEVE_DAY : 0;
  return answer_take (device_call (self->hana, cases_instruct, .object = self->id, .body = body));
}

static gboolean
say (World *self, ReeveHandler handler)
{
  ReeveCaseNote *body = reeve_case_note_new ();

  body->text = g_strdup ("it was a newsletter");
  return answer_take (device_call (self->hana, handler, .object = self->id, .body = body));
}

static gboolean
release (World *self)
{
  return instruct (self, "release");
}

static gboolean
reissue (World *self)
{
  return instruct (self, "reissue");
}

static gboolean
keep (World *self)
{
  return instruct (self, "keep");
}

static gboolean
remove_them (World *self)
{
  return instruct (self, "remove");
}

static gboolean
reopen (World *self)
{
  return say (self, cases_reopen);
}

static gboolean
close_it (World *self)
{
  return say (self, cases_close);
}

/* The day until which Bo was to stay locked. */
static gboolean
lapse (World *self)
{
  g_autoptr (GError) error = NULL;

  if (!reeve_cases_run (self->fixture->installation, NULL, reeve_clock_now () + 2 * REEVE_DAY, &error))
    g_error ("%s", error->message);
  return TRUE;
}

static const Scenario scenarios[] = {
  { "contain", FALSE, NULL, contain, NULL, "awaiting", "breach" },
  { "release", TRUE, NULL, release, "awaiting", "released", "none" },
  { "reissue", TRUE, NULL, reissue, "awaiting", "reissued", "none" },
  { "keep", TRUE, NULL, keep, "awaiting", "instructed", "breach" },
  { "remove", TRUE, NULL, remove_them, "awaiting", "erased", NULL },
  { "reopen", TRUE, "keep", reopen, "instructed", "awaiting", "breach" },
  { "lapse", TRUE, "keep", lapse, "instructed", "awaiting", "breach" },
  { "close", TRUE, "release", close_it, "released", "closed", "none" },
};

/* --- How it is then --- */

static ReeveTx *
begin_read (ReeveDb *db)
{
  g_autoptr (GError) error = NULL;
  ReeveTx *tx = reeve_db_begin (db, REEVE_TX_READ, DEADLINE, &error);

  g_assert_no_error (error);
  return tx;
}

static gint64
count (ReeveTx *tx, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 n;

  if (!reeve_statement_read_int (reeve_tx_prepare (tx, sql, &error), &n, &error))
    g_error ("%s", error->message);
  return n;
}

/* (transfer full) (nullable): there is none */
static ReeveCase *
find_case (World *self)
{
  g_autoptr (Answer) listed = device_call (self->hana, cases_list);

  assert_done (listed);
  g_assert_cmpuint (listed->listing->items->len, <=, 1);
  return listed->listing->items->len == 0 ? NULL : g_object_ref (listed->listing->items->pdata[0]);
}

/* Bo's lock, as the directory has it, which is where the door is. */
static void
check_door (World *self, gboolean locked)
{
  g_autoptr (ReeveTx) directory = begin_read (reeve_installation_get_directory (self->fixture->installation));
  g_autofree char *sql =
    g_strdup_printf ("SELECT (SELECT count(*) FROM accounts WHERE id = '%s' AND breach_locked <> 0) + "
                     "(SELECT count(*) FROM memberships WHERE account = '%s' AND breach_locked <> 0)",
                     self->bo->account, self->bo->account);

  g_assert_cmpint (count (directory, sql) > 0, ==, locked);
}

static void
check_signed_in (World *self, gboolean in)
{
  g_autoptr (Answer) answer = device_call (self->bo, me_get);

  if (in)
    assert_done (answer);
  else
    assert_refused (answer, REEVE_ERROR_SIGNED_OUT, NULL);
}

static void
check_nothing (World *self)
{
  g_autoptr (ReeveUser) user = device_get_user (self->hana, self->bo->account);
  g_autoptr (ReeveTx) workspace =
    begin_read (reeve_installation_get_workspace (self->fixture->installation, self->hana->workspace));

  g_assert_cmpstr (user->lock, ==, "none");
  check_door (self, FALSE);
  check_signed_in (self, TRUE);
  g_assert_cmpint (count (workspace,
                          "SELECT (SELECT count(*) FROM case_people) + (SELECT count(*) FROM holds) + "
                          "(SELECT count(*) FROM outbox WHERE kind = 'instruction') + "
                          "(SELECT count(*) FROM audit WHERE action LIKE 'case.%')"),
                   ==, 0);
}

static void
check_after (World *self, const Scenario *scenario)
{
  g_autoptr (ReeveUser) user = device_get_user (self->hana, self->bo->account);

  if (scenario->lock == NULL)
    {
      g_assert_cmpint (user->deleted, !=, 0);
      return;
    }
  g_assert_cmpstr (user->lock, ==, scenario->lock);
  check_door (self, g_str_equal (scenario->lock, "breach"));
  check_signed_in (self, FALSE);
}

/* Returns: whether it was done. */
static gboolean
check (World *self, const Scenario *scenario)
{
  g_autoptr (ReeveCase) found = find_case (self);
  gboolean done = found != NULL && g_strcmp0 (found->state, scenario->after) == 0;
  g_autoptr (ReeveTx) workspace = NULL;

  if (!done)
    {
      g_assert_cmpstr (found != NULL ? found->state : NULL, ==, scenario->before);
      if (found == NULL)
        check_nothing (self);
      else
        check_door (self, !g_str_equal (scenario->before, "released"));
    }
  else
    check_after (self, scenario);
  workspace =
    begin_read (reeve_installation_get_workspace (self->fixture->installation, self->hana->workspace));
  g_assert_cmpint (count (workspace, "SELECT count(*) FROM intents"), ==, 0);
  return done;
}

/* --- Every step --- */

static void
set_up (World *self, const Scenario *scenario)
{
  self->fixture = fixture_new ();
  self->hana = device_set_up (self->fixture);
  self->bo = device_add_colleague (self->hana, BO, "Bo", "member");
  fixture_add_mail_server (self->fixture);
  g_clear_pointer (&self->fixture->post, reeve_post_free); /* what it started does not live in a child */
  if (!scenario->reported)
    return;
  g_assert_true (contain (self));
  g_autoptr (ReeveCase) made = find_case (self);
  self->id = g_strdup (made->id);
  if (scenario->decision != NULL)
    g_assert_true (instruct (self, scenario->decision));
}

static void
tear_down (World *self)
{
  g_free (self->id);
  device_free (self->bo);
  device_free (self->hana);
  fixture_free (self->fixture);
}

/* Killed before its write number @after, or done before there were so many. */
static void
do_until_killed (World *self, const Scenario *scenario, int after, gboolean *acknowledged)
{
  int ends[2];
  int left;
  int status;
  pid_t child;

  g_assert_cmpint (pipe (ends), ==, 0);
  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      fixture_reopen (self->fixture);
      die_after (after);
      if (!scenario->act (self) || write (ends[1], &writes_left, sizeof writes_left) < 0)
        _exit (1);
      _exit (0);
    }
  close (ends[1]);
  *acknowledged = read (ends[0], &left, sizeof left) == sizeof left;
  close (ends[0]);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status) ? WTERMSIG (status) == SIGKILL : WEXITSTATUS (status) == 0);
}

static void
test_every_step (gconstpointer data)
{
  const Scenario *scenario = data;
  World self = { NULL };
  g_autofree char *before = NULL;
  gboolean acknowledged = FALSE;
  guint done = 0;
  int after = 0;

  reeve_clock_set_for_tests (0); /* else what is done again makes the ids that were there before */
  set_up (&self, scenario);
  before = g_strconcat (self.fixture->folder, ".before", NULL);
  g_clear_pointer (&self.fixture->installation, reeve_installation_free);
  copy (self.fixture->folder, before);
  for (; !acknowledged; after++)
    {
      copy (before, self.fixture->folder);
      do_until_killed (&self, scenario, after, &acknowledged);
      fixture_reopen (self.fixture);
      gboolean is = check (&self, scenario);
      g_assert_true (is || !acknowledged);
      done += is;
      if (!is)
        {
          g_assert_true (scenario->act (&self));
          fixture_reopen (self.fixture);
          g_assert_true (check (&self, scenario));
        }
      g_clear_pointer (&self.fixture->installation, reeve_installation_free);
    }
  g_test_message ("%s: killed before each of %d writes; done after %u of the kills", scenario->name,
                  after - 1, done - 1);
  g_assert_cmpint (after, >, 3);
  g_assert_cmpuint (done, >, 0);
  fixture_reopen (self.fixture);
  copy (NULL, before);
  tear_down (&self);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (scenarios); i++)
    {
      g_autofree char *path = g_strdup_printf ("/case-kill/%s", scenarios[i].name);

      g_test_add_data_func (path, &scenarios[i], test_every_step);
    }
  return g_test_run ();
}
