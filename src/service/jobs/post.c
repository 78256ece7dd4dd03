/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The post. Each mail is claimed in one transaction, sent while none is open, and settled in the transaction
 * that claims the next. Databases take turns, so that ten thousand invitations of one workspace do not hold
 * up a password reset. When the server itself cannot be used, nothing else is tried for a while. */

#include "config.h"

#include "service/jobs/post.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "common/clock.h"
#include "common/error.h"
#include "service/jobs/walk.h"
#include "service/mail/message.h"
#include "service/store/accounts.h"
#include "service/store/outbox.h"

#define TURN             50 /* mails of one database, then it is the next one's turn */
#define FIRST_PAUSE      (15 * REEVE_SECOND)
#define MOST_PAUSE       (10 * REEVE_MINUTE)
#define PURGE_STEP       500
#define KEEP_FILES       REEVE_OUTBOX_KEEP_TEXT
#define LOOK_AGAIN_AFTER REEVE_MINUTE

struct _ReevePost
{
  /* owned */
  ReeveSmtp *smtp; /* (nullable): mails are kept */
  char *from;      /* (nullable) */
  char *from_name;
  char *folder;
  GThread *thread;
  GCancellable *cancellable; /* cancelled to stop */
  GMutex lock;
  GCond changed;
  gboolean woken;       /* under lock */
  gboolean at_once;     /* under lock */
  const char *state;    /* under lock: of ReeveMailStatus */
  gint64 since;         /* under lock */
  char *problem;        /* under lock; (nullable) */
  gint64 paused_until;  /* the thread's own: the server is left alone */
  gint64 pause;         /* the thread's own: how long the last one was; 0: the server works */
  gint64 next_clean_up; /* the thread's own */
  gboolean begun;       /* the thread's own */
  void (*hook) (const ReeveMail *mail);
  /* borrowed */
  ReeveInstallation *installation;
  ReeveNews news; /* its data */
};

/* Who sends for which installation: a handler knows its installation only. */
static GMutex posts_lock;
static GPtrArray *posts; /* of ReevePost, borrowed */

ReevePost *
reeve_post_new (ReeveInstallation *installation, const ReevePostOptions *options, const ReeveNews *news)
{
  ReevePost *self = g_new0 (ReevePost, 1);

  self->installation = installation;
  if (news != NULL)
    self->news = *news;
  if (options->smtp.server != NULL)
    self->smtp = reeve_smtp_new (&options->smtp);
  self->from = g_strdup (options->smtp.from != NULL ? options->smtp.from : "reeve@localhost.localdomain");
  self->from_name = g_strdup (options->from_name);
  self->folder = g_strdup (options->folder);
  self->cancellable = g_cancellable_new ();
  self->state = self->smtp != NULL ? "ok" : "none";
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);

  g_mutex_lock (&posts_lock);
  if (posts == NULL)
    posts = g_ptr_array_new ();
  g_ptr_array_add (posts, self);
  g_mutex_unlock (&posts_lock);
  return self;
}

void
reeve_post_free (ReevePost *self)
{
  if (self == NULL)
    return;
  g_mutex_lock (&posts_lock);
  g_ptr_array_remove (posts, self);
  g_mutex_unlock (&posts_lock);

  g_mutex_lock (&self->lock);
  g_cancellable_cancel (self->cancellable);
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->lock);
  g_clear_pointer (&self->thread, g_thread_join);

  g_clear_pointer (&self->smtp, reeve_smtp_free);
  g_clear_object (&self->cancellable);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self->from);
  g_free (self->from_name);
  g_free (self->folder);
  g_free (self->problem);
  g_free (self);
}

void
reeve_post_set_hook_for_tests (ReevePost *self, void (*hook) (const ReeveMail *mail))
{
  self->hook = hook;
}

/* --- What the console is told of the server --- */

static void
tell_everybody (ReevePost *self)
{
  g_auto (GStrv) workspaces = reeve_installation_list_workspaces (self->installation);
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  g_ptr_array_add (ids, NULL);
  for (guint i = 0; workspaces[i] != NULL; i++)
    reeve_news_tell (&self->news, workspaces[i], "mail-status", ids);
}

/* @problem: (nullable): it works */
static void
note_server (ReevePost *self, const char *problem)
{
  const char *state = problem != NULL ? "failing" : "ok";
  gboolean news;

  g_mutex_lock (&self->lock);
  news = !g_str_equal (self->state, state);
  if (news)
    self->since = reeve_clock_now ();
  self->state = state;
  g_set_str (&self->problem, problem);
  g_mutex_unlock (&self->lock);

  if (problem != NULL)
    {
      self->pause = self->pause == 0 ? FIRST_PAUSE : MIN (self->pause * 2, MOST_PAUSE);
      self->paused_until = reeve_clock_now () + self->pause;
    }
  else
    self->pause = self->paused_until = 0;
  if (!news)
    return;
  if (problem != NULL)
    g_warning ("event=mail-server-failing error=\"%s\"", problem);
  else
    g_message ("event=mail-server-works");
  tell_everybody (self);
}

static void
fill_status (ReevePost *self, ReeveMailStatus *status)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  status->state = self->state;
  status->since = self->since;
  g_set_str (&status->error, self->problem);
}

ReeveMailStatus *
reeve_post_get_status (ReeveInstallation *installation)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&posts_lock);
  g_autoptr (ReeveMailStatus) status = reeve_mail_status_new ();

  status->state = "none";
  for (guint i = 0; posts != NULL && i < posts->len; i++)
    if (((ReevePost *) posts->pdata[i])->installation == installation)
      fill_status (posts->pdata[i], status);
  return g_steal_pointer (&status);
}

gboolean
reeve_post_can_send (ReeveInstallation *installation)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&posts_lock);

  for (guint i = 0; posts != NULL && i < posts->len; i++)
    {
      ReevePost *self = posts->pdata[i];

      if (self->installation == installation && self->smtp != NULL)
        return TRUE;
    }
  return FALSE;
}

void
reeve_post_wake (ReeveInstallation *installation, gboolean at_once)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&posts_lock);

  for (guint i = 0; posts != NULL && i < posts->len; i++)
    {
      ReevePost *self = posts->pdata[i];

      if (self->installation != installation)
        continue;
      g_mutex_lock (&self->lock);
      self->woken = TRUE;
      self->at_once |= at_once;
      g_cond_signal (&self->changed);
      g_mutex_unlock (&self->lock);
    }
}

/* --- One mail --- */

static void
fail (ReeveMail *mail, const char *words)
{
  mail->state = "failed";
  mail->next_try = 0;
  reeve_set_text (&mail->error, words);
}

static void
try_later (ReeveMail *mail, gint64 now, const char *words)
{
  gint64 delay = REEVE_POST_FIRST_DELAY;

  if (now - mail->created >= REEVE_POST_GIVE_UP)
    {
      fail (mail, words);
      return;
    }
  for (gint64 i = 1; i < mail->attempts && delay < REEVE_POST_MOST_DELAY; i++)
    delay *= 2;
  mail->next_try = now + MIN (delay, REEVE_POST_MOST_DELAY);
  reeve_set_text (&mail->error, words);
}

/* Readable by this user alone; another mail program sends or shows it. */
static void
keep (ReevePost *self, ReeveMail *mail, GBytes *message)
{
  g_autofree char *name = g_strconcat (mail->id, ".eml", NULL);
  g_autofree char *path = self->folder != NULL ? g_build_filename (self->folder, name, NULL) : NULL;
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *data = g_bytes_get_data (message, &length);

  mail->state = "kept";
  mail->next_try = 0;
  g_clear_pointer (&mail->error, g_free);
  if (path == NULL)
    return;
  if (g_mkdir_with_parents (self->folder, 0700) != 0)
    g_warning ("the folder of kept mails cannot be made: %s", g_strerror (errno));
  else if (!g_file_set_contents_full (path, data, (gssize) length, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                                      &error))
    g_warning ("a kept mail could not be written: %s", error->message);
}

static gboolean
is_same_address (const char *a, const char *b)
{
  g_autofree char *first = reeve_message_get_envelope_address (a);
  g_autofree char *second = reeve_message_get_envelope_address (b);

  return first != NULL && second != NULL && g_ascii_strcasecmp (first, second) == 0;
}

static void
hand_over (ReevePost *self, ReeveMail *mail, GBytes *message)
{
  g_autofree char *words = NULL;
  ReeveSmtpResult result = reeve_smtp_send (self->smtp, mail->recipient, message, self->cancellable, &words);
  gint64 now = reeve_clock_now ();

  if (result == REEVE_SMTP_DOWN && g_cancellable_is_cancelled (self->cancellable))
    {
      mail->next_try = now;
      return;
    }
  note_server (self, result == REEVE_SMTP_DOWN ? words : NULL);
  switch (result)
    {
    case REEVE_SMTP_SENT:
      mail->state = "sent";
      mail->sent = now;
      mail->next_try = 0;
      g_clear_pointer (&mail->error, g_free);
      break;
    case REEVE_SMTP_REFUSED:
      fail (mail, words);
      break;
    case REEVE_SMTP_LATER:
    case REEVE_SMTP_DOWN:
      try_later (mail, now, words);
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
deliver (ReevePost *self, ReeveMail *mail)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) message = NULL;

  if (g_str_equal (mail->state, "withdrawn"))
    return;
  /* Mail to ourselves would go round and round. */
  if (is_same_address (mail->recipient, self->from))
    {
      fail (mail, "the recipient is the sender");
      return;
    }
  message = reeve_message_write (mail, self->from, self->from_name, &error);
  if (message == NULL)
    fail (mail, error->message);
  else if (self->smtp == NULL)
    keep (self, mail, message);
  else
    hand_over (self, mail, message);
  if (self->hook != NULL)
    self->hook (mail);
}

/* --- One database --- */

/* Consoles of these workspaces show the mail. */
static gboolean
find_listeners (ReeveTx *tx, const char *workspace, ReeveMail *mail, GStrv *listeners, GError **error)
{
  const char *const one[] = { workspace, NULL };

  if (workspace != NULL)
    *listeners = g_strdupv ((char **) one);
  else if (mail->account != NULL)
    *listeners = reeve_accounts_get_memberships (tx, mail->account, error);
  else
    *listeners = g_new0 (char *, 1);
  return *listeners != NULL;
}

static void
tell (ReevePost *self, const char *const *listeners, ReeveMail *mail)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  g_ptr_array_add (ids, mail->id);
  for (guint i = 0; listeners[i] != NULL; i++)
    reeve_news_tell (&self->news, listeners[i], "mail", ids);
}

/* Settles @done (nullable) and, if asked, claims the next; *@mail is NULL when there is none. */
static gboolean
turn_over (ReevePost *self,
           ReeveDb *db,
           const char *workspace,
           ReeveMail *done,
           gboolean claim,
           ReeveMail **mail,
           GError **error)
{
  g_autoptr (ReeveTx) tx = reeve_db_begin (db, REEVE_TX_WRITE, reeve_job_deadline (), error);
  g_auto (GStrv) listeners = NULL;
  g_autoptr (ReeveMail) next = NULL;
  gint64 now = reeve_clock_now ();

  *mail = NULL;
  if (tx == NULL ||
      (done != NULL && (!reeve_outbox_settle (tx, done, error) ||
                        !find_listeners (tx, workspace, done, &listeners, error))) ||
      (claim && !reeve_outbox_claim (tx, now, now + REEVE_POST_CLAIM, &next, error)) ||
      !reeve_tx_commit (tx, error))
    return FALSE;
  if (listeners != NULL)
    tell (self, (const char *const *) listeners, done);
  *mail = g_steal_pointer (&next);
  return TRUE;
}

/* Nobody else sends for this installation: what is claimed as we begin was claimed by who died of it. */
static gboolean
free_claims (ReeveDb *db, GError **error)
{
  g_autoptr (ReeveTx) tx = reeve_db_begin (db, REEVE_TX_WRITE, reeve_job_deadline (), error);
  gint64 now = reeve_clock_now ();

  return tx != NULL && reeve_outbox_hurry (tx, now, now + REEVE_POST_CLAIM, error) &&
         reeve_tx_commit (tx, error);
}

static gboolean
get_next_due (ReeveDb *db, gint64 *due, GError **error)
{
  g_autoptr (ReeveTx) tx = reeve_db_begin (db, REEVE_TX_READ, reeve_job_deadline (), error);

  return tx != NULL && reeve_outbox_get_next (tx, due, error);
}

static gboolean
may_go_on (ReevePost *self)
{
  return self->paused_until <= reeve_clock_now () && !g_cancellable_is_cancelled (self->cancellable);
}

/* *@due: when this database has more. @workspace: (nullable): the directory */
static gboolean
take_turn (ReevePost *self, ReeveDb *db, const char *workspace, gint64 *due, GError **error)
{
  g_autoptr (ReeveMail) mail = NULL;

  if (!get_next_due (db, due, error))
    return FALSE;
  if (*due > reeve_clock_now () || !may_go_on (self))
    return TRUE;
  for (guint n = 0;; n++)
    {
      ReeveMail *next;

      if (!turn_over (self, db, workspace, mail, n < TURN && may_go_on (self), &next, error))
        return FALSE;
      g_clear_object (&mail);
      mail = next;
      if (mail == NULL)
        return get_next_due (db, due, error);
      deliver (self, mail);
    }
}

/* --- All of them --- */

/* Files of kept mails are forgotten with their texts. */
static void
clean_folder (ReevePost *self, gint64 now)
{
  g_autoptr (GDir) folder = self->folder != NULL ? g_dir_open (self->folder, 0, NULL) : NULL;
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);
      GStatBuf status;

      if (g_str_has_suffix (name, ".eml") && g_lstat (path, &status) == 0 &&
          (gint64) status.st_mtime * G_USEC_PER_SEC < now - KEEP_FILES)
        g_unlink (path);
    }
}

static gboolean
clean_database (ReeveDb *db, gint64 now, GError **error)
{
  gint64 n = 0;

  do
    {
      g_autoptr (ReeveTx) tx = reeve_db_begin (db, REEVE_TX_WRITE, reeve_job_deadline (), error);

      if (tx == NULL || !reeve_outbox_purge (tx, now, PURGE_STEP, &n, error) || !reeve_tx_commit (tx, error))
        return FALSE;
    }
  while (n > 0);
  return TRUE;
}

/* The directory, named NULL, and every workspace. One that fails keeps no other from its turn; the first
 * error stands in *@failure. */
static void
visit_all (ReevePost *self, char **workspaces, gint64 *next, GError **failure)
{
  ReeveDb *directory = reeve_installation_get_directory (self->installation);

  *next = G_MAXINT64;
  for (gint i = -1; i < 0 || workspaces[i] != NULL; i++)
    {
      ReeveDb *db = i < 0 ? directory : reeve_installation_get_workspace (self->installation, workspaces[i]);
      gint64 due = G_MAXINT64;
      GError *its = NULL;

      if (db == NULL)
        continue;
      if ((!self->begun && !free_claims (db, &its)) ||
          !take_turn (self, db, i < 0 ? NULL : workspaces[i], &due, &its))
        reeve_walk_note (failure, i < 0 ? "directory" : workspaces[i], its);
      else
        *next = MIN (*next, due);
    }
  self->begun = TRUE;
}

static void
clean_up (ReevePost *self, char **workspaces, gint64 now, GError **failure)
{
  ReeveDb *directory = reeve_installation_get_directory (self->installation);

  if (now < self->next_clean_up)
    return;
  self->next_clean_up = now + REEVE_HOUR;
  clean_folder (self, now);
  for (gint i = -1; i < 0 || workspaces[i] != NULL; i++)
    {
      ReeveDb *db = i < 0 ? directory : reeve_installation_get_workspace (self->installation, workspaces[i]);
      GError *its = NULL;

      if (db != NULL && !clean_database (db, now, &its))
        reeve_walk_note (failure, i < 0 ? "directory" : workspaces[i], its);
    }
}

gboolean
reeve_post_run (ReevePost *self, gint64 now, gint64 *next, GError **error)
{
  g_auto (GStrv) workspaces = reeve_installation_list_workspaces (self->installation);
  g_autoptr (GError) failure = NULL;

  do
    {
      g_clear_error (&failure);
      visit_all (self, workspaces, next, &failure);
    }
  while (*next <= reeve_clock_now () && may_go_on (self));
  /* A server does not like connections that stand idle. */
  if (self->smtp != NULL)
    reeve_smtp_hang_up (self->smtp);
  clean_up (self, workspaces, now, &failure);
  *next = MAX (*next, self->paused_until);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* Until the next mail is due, somebody wakes us, or a minute has passed: the clock may have been set. */
static void
wait_for_work (ReevePost *self, gint64 next)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  gint64 wait = CLAMP (next - reeve_clock_now (), 0, LOOK_AGAIN_AFTER);
  gint64 until = g_get_monotonic_time () + wait;

  while (!self->woken && !g_cancellable_is_cancelled (self->cancellable) &&
         g_cond_wait_until (&self->changed, &self->lock, until))
    ;
  if (self->at_once)
    self->pause = self->paused_until = 0;
  self->woken = self->at_once = FALSE;
}

static gpointer
run_post (gpointer data)
{
  ReevePost *self = data;

  while (!g_cancellable_is_cancelled (self->cancellable))
    {
      g_autoptr (GError) error = NULL;
      gint64 next = G_MAXINT64;

      if (!reeve_post_run (self, reeve_clock_now (), &next, &error))
        {
          g_warning ("the post will be tried again: %s", error->message);
          next = MIN (next, reeve_clock_now () + LOOK_AGAIN_AFTER);
        }
      wait_for_work (self, next);
    }
  return NULL;
}

void
reeve_post_start (ReevePost *self)
{
  self->thread = g_thread_new ("post", run_post, self);
}
