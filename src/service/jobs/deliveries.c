/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Each delivery by webhook is claimed in one transaction, sent while none is open, and settled in the one
 * that claims the next. Workspaces take turns. */

#include "config.h"

#include "service/jobs/deliveries.h"

#include "common/audit-entry.h"
#include "common/clock.h"
#include "common/error.h"
#include "common/workspace.h"
#include "service/jobs/post.h"
#include "service/jobs/walk.h"
#include "service/rules/notifications.h"
#include "service/store/audit.h"
#include "service/store/deliveries.h"
#include "service/store/keys.h"
#include "service/store/notification-rules.h"
#include "service/store/rows.h"

#define TURN             20           /* webhooks of one workspace, then it is the next one's turn */
#define DIGEST           200          /* findings that are told of in one mail */
#define CLAIM            REEVE_MINUTE /* longer than a request can take */
#define REQUEST          (5 * REEVE_SECOND)
#define PURGE_STEP       500
#define LOOK_AGAIN_AFTER REEVE_MINUTE

struct _ReeveDeliveries
{
  /* owned */
  GThread *thread; /* (nullable) */
  GMutex lock;
  GCond changed;
  char *ca_file;     /* (nullable) */
  gboolean woken;    /* under lock */
  gboolean stopping; /* under lock */
  gint64 next_purge; /* the thread's own */
  ReeveFetchOptions options;
  /* borrowed */
  ReeveInstallation *installation;
  ReeveNews news; /* its data */
};

/* Who sends for which installation: a handler knows its installation only. */
static GMutex running_lock;
static GPtrArray *running; /* of ReeveDeliveries, borrowed */

/* One request by a webhook, and how it went. */
typedef struct
{
  ReeveDelivery *delivery;
  ReeveNotificationRule *rule;
  GBytes *sealed;   /* (nullable) */
  char *answer;     /* (nullable): what went wrong */
  gboolean refused; /* this one alone; another may be taken */
} Sending;

static void
sending_free (Sending *self)
{
  g_clear_pointer (&self->delivery, reeve_delivery_free);
  g_clear_object (&self->rule);
  g_clear_pointer (&self->sealed, g_bytes_unref);
  g_free (self->answer);
  g_free (self);
} G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sending, sending_free)

static void
tell (ReeveDeliveries *self, const char *workspace, const char *rule)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  g_ptr_array_add (ids, (gpointer) rule);
  reeve_news_tell (&self->news, workspace, "notification-rule", ids);
}

static gboolean
is_stopping (ReeveDeliveries *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->stopping;
}

/* --- Mails --- */

static gboolean
settle_sent (ReeveTx *tx, GPtrArray *deliveries, gint64 now, GError **error)
{
  for (guint i = 0; i < deliveries->len; i++)
    {
      ReeveDelivery *each = deliveries->pdata[i];

      each->state = "sent";
      each->tries++;
      each->due = now;
      if (!reeve_deliveries_settle (tx, each, error))
        return FALSE;
    }
  return TRUE;
}

/* What is told of in the next mail: a test, one finding, or all of them if they were held up. @due is left
 * with what is not. */
static GPtrArray *
take_next (GPtrArray *due, gboolean together)
{
  GPtrArray *taken = g_ptr_array_new_with_free_func ((GDestroyNotify) reeve_delivery_free);
  ReeveDelivery *first = due->pdata[0];

  while (due->len > 0 && (taken->len == 0 || (together && first->about != NULL &&
                                              ((ReeveDelivery *) due->pdata[0])->about != NULL)))
    g_ptr_array_add (taken, g_ptr_array_steal_index (due, 0));
  return taken;
}

/* They were held up before: a try is counted for that. */
static gboolean
hold_up (ReeveTx *tx, GPtrArray *due, gint64 until, GError **error)
{
  for (guint i = 0; i < due->len; i++)
    {
      ReeveDelivery *each = due->pdata[i];

      each->tries++;
      each->due = until;
      if (!reeve_deliveries_settle (tx, each, error))
        return FALSE;
    }
  return TRUE;
}

/* What @rule has to tell by mail. *@n_mails: is added to */
static gboolean
mail_by (ReeveTx *tx, ReeveNotificationRule *rule, gint64 now, guint *n_mails, GError **error)
{
  g_autoptr (GPtrArray) due = reeve_deliveries_list_due (tx, rule->id, now, DIGEST, error);
  gboolean together = FALSE;
  gint64 begun = now, sent, first;

  if (due == NULL || !reeve_deliveries_count_sent (tx, rule->id, now - REEVE_HOUR, &sent, &first, error))
    return FALSE;
  for (guint i = 0; i < due->len; i++)
    together |= ((ReeveDelivery *) due->pdata[i])->tries > 0;
  for (; due->len > 0; sent++, now++) /* what is sent together has one time: no two have the same */
    {
      g_autoptr (GPtrArray) next = NULL;
      guint n;

      if (sent >= REEVE_NOTIFICATION_MAILS && ((ReeveDelivery *) due->pdata[0])->about != NULL)
        return hold_up (tx, due, (first != 0 ? first : begun) + REEVE_HOUR, error);
      next = take_next (due, together);
      if (!reeve_notification_mail (tx, rule, next, &n, error) || !settle_sent (tx, next, now, error))
        return FALSE;
      *n_mails += n;
      rule->last_sent = now;
      rule->failing_since = 0;
      g_set_str (&rule->last_answer, n == 0 ? "nobody" : NULL);
    }
  return TRUE;
}

/* All mails of a workspace, in the one transaction in which they are settled. */
static gboolean
write_mails (ReeveDeliveries *self, ReeveDb *db, const char *workspace, gint64 now, GError **error)
{
  g_autoptr (ReeveTx) tx = reeve_db_begin (db, REEVE_TX_WRITE, reeve_job_deadline (), error);
  g_autoptr (GPtrArray) rules = tx != NULL ? reeve_deliveries_list_mailing (tx, now, error) : NULL;
  guint n = 0;

  if (rules == NULL)
    return FALSE;
  for (guint i = 0; i < rules->len; i++)
    {
      g_autoptr (ReeveNotificationRule) rule = reeve_notification_rules_get (tx, rules->pdata[i], error);

      if (rule == NULL || !mail_by (tx, rule, now, &n, error) ||
          !reeve_notification_rules_note (tx, rule, error))
        return FALSE;
    }
  if (rules->len > 0 && !reeve_tx_commit (tx, error))
    return FALSE;
  if (n > 0)
    reeve_post_wake (self->installation, FALSE);
  for (guint i = 0; i < rules->len; i++)
    tell (self, workspace, rules->pdata[i]);
  return TRUE;
}

/* --- Webhooks: how it went --- */

static gboolean
audit_paused (ReeveTx *tx,
              ReeveNotificationRule *before,
              ReeveNotificationRule *after,
              gint64 now,
              GError **error)
{
  g_autoptr (ReeveAuditEntry) entry = reeve_audit_entry_new ();

  entry->id = reeve_id_new ();
  entry->time = now;
  entry->actor_name = g_strdup ("Reeve");
  entry->address = g_strdup ("local");
  entry->action = g_strdup ("notification-rule.pause");
  entry->object_type = g_strdup ("notification-rule");
  entry->object_id = g_strdup (after->id);
  entry->object_name = g_strdup (after->name);
  entry->reason = g_strdup (after->last_answer);
  return !reeve_record_difference (before, after, &entry->before, &entry->after) ||
         reeve_audit_append (tx, entry, error);
}

static gboolean
pause_rule (ReeveTx *tx, ReeveNotificationRule *rule, gint64 now, gboolean *mail, GError **error)
{
  g_autoptr (ReeveNotificationRule) after = reeve_record_copy (rule);

  after->paused = TRUE;
  return reeve_notification_rules_update (tx, rule, after, error) &&
         audit_paused (tx, rule, after, now, error) && reeve_deliveries_give_up (tx, rule->id, now, error) &&
         reeve_notification_mail_paused (tx, after, now, mail, error);
}

static gboolean
settle_taken (ReeveTx *tx, Sending *done, gint64 now, GError **error)
{
  done->delivery->state = "sent";
  done->delivery->due = now;
  done->rule->last_sent = now;
  done->rule->failing_since = 0;
  g_clear_pointer (&done->rule->last_answer, g_free);
  return reeve_deliveries_settle (tx, done->delivery, error) &&
         reeve_notification_rules_note (tx, done->rule, error);
}

static gboolean
settle_failed (ReeveTx *tx, Sending *done, gint64 now, gboolean *mail, GError **error)
{
  ReeveDelivery *delivery = done->delivery;
  ReeveNotificationRule *rule = done->rule;
  gboolean test = delivery->about == NULL;

  delivery->due = now + reeve_notification_get_delay (delivery->tries);
  if (test || now - delivery->created >= REEVE_NOTIFICATION_GIVE_UP)
    {
      delivery->state = "given_up";
      delivery->due = now;
    }
  g_set_str (&rule->last_answer, done->answer);
  if (rule->failing_since == 0 && !test)
    rule->failing_since = now;
  if (!reeve_deliveries_settle (tx, delivery, error) || !reeve_notification_rules_note (tx, rule, error))
    return FALSE;
  if (test)
    return TRUE;
  if (now - rule->failing_since >= REEVE_NOTIFICATION_GIVE_UP && !rule->paused)
    return pause_rule (tx, rule, now, mail, error);
  return done->refused || g_str_equal (delivery->state, "given_up") ||
         reeve_deliveries_hold_up (tx, rule->id, delivery->due, error);
}

/* The rule may be another one by now, or gone. */
static gboolean
settle (ReeveTx *tx, Sending *done, gint64 now, gboolean *mail, GError **error)
{
  g_autoptr (GError) local = NULL;
  ReeveNotificationRule *rule = reeve_notification_rules_get (tx, done->delivery->rule, &local);

  if (rule == NULL)
    {
      if (g_error_matches (local, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  g_set_object (&done->rule, rule);
  g_object_unref (rule);
  return done->answer == NULL ? settle_taken (tx, done, now, error)
                              : settle_failed (tx, done, now, mail, error);
}

/* --- Webhooks: sending --- */

/* In a word, for people who look it up. */
static char *
name_failure (const GError *error, unsigned status)
{
  const char *reason = reeve_error_get_reason (error);

  if (status >= 300 && status < 400)
    return g_strdup_printf ("status_%u", status);
  if (g_strcmp0 (reason, "provider_private") == 0)
    return g_strdup ("private_address");
  if (g_strcmp0 (reason, "provider_answer") == 0)
    return g_strdup ("answer_too_long");
  return g_strdup ("unreachable");
}

/* The receiver is well, and does not want this one: "too many", "too early" and "time is up" are no such
 * word. */
static gboolean
is_refusal (unsigned status)
{
  return status >= 400 && status < 500 && status != 408 && status != 425 && status != 429;
}

/* "" if it cannot be read now: the message goes out all the same. (transfer full) */
static char *
read_name (ReeveDeliveries *self, const char *workspace)
{
  g_autoptr (ReeveTx) tx = reeve_db_begin (reeve_installation_get_directory (self->installation),
                                           REEVE_TX_READ, reeve_job_deadline (), NULL);
  g_autoptr (ReeveWorkspace) row =
    tx != NULL ? reeve_rows_get (tx, "workspaces", reeve_workspace_get_type (), workspace, NULL) : NULL;

  return g_strdup (row != NULL && row->name != NULL ? row->name : "");
}

static void
send_webhook (ReeveDeliveries *self, const char *workspace, Sending *sending)
{
  g_autofree char *context = reeve_notification_get_context (workspace, sending->rule->id);
  g_autofree char *name = read_name (self, workspace);
  g_autofree char *body = reeve_notification_write_body (sending->delivery, workspace, name);
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveSecret) secret = sending->sealed != NULL
                                     ? reeve_unseal (reeve_installation_get_sealing_key (self->installation),
                                                     sending->sealed, context, &error)
                                     : NULL;
  g_auto (GStrv) headers = NULL;
  g_autoptr (GBytes) answer = NULL;
  unsigned status = 0;

  if (secret == NULL)
    {
      g_warning ("the secret of notification rule %s cannot be read", sending->rule->id);
      sending->answer = g_strdup ("secret");
      return;
    }
  headers = reeve_notification_sign (secret, sending->delivery->id, reeve_clock_now (), body);
  answer = reeve_fetch (&self->options,
                        &(const ReeveFetchRequest) {
                          .url = sending->rule->uri, .json = body, .headers = (const char *const *) headers },
                        g_get_monotonic_time () + REQUEST, &status, &error);
  if (answer == NULL)
    sending->answer = name_failure (error, status);
  else if (status < 200 || status >= 300)
    sending->answer = g_strdup_printf ("status_%u", status);
  sending->refused = answer != NULL && is_refusal (status);
}

static gboolean
claim (ReeveTx *tx, Sending **sending, GError **error)
{
  g_autoptr (Sending) next = g_new0 (Sending, 1);
  gint64 now = reeve_clock_now ();

  *sending = NULL;
  if (!reeve_deliveries_claim (tx, now, now + CLAIM, &next->delivery, &next->sealed, error))
    return FALSE;
  if (next->delivery == NULL)
    return TRUE;
  next->rule = reeve_notification_rules_get (tx, next->delivery->rule, error);
  if (next->rule == NULL)
    return FALSE;
  *sending = g_steal_pointer (&next);
  return TRUE;
}

/* Settles @done (nullable) and, if asked, claims the next; *@next is NULL when there is none. */
static gboolean
turn_over (ReeveDeliveries *self,
           ReeveDb *db,
           const char *workspace,
           Sending *done,
           gboolean more,
           Sending **next,
           GError **error)
{
  g_autoptr (ReeveTx) tx = reeve_db_begin (db, REEVE_TX_WRITE, reeve_job_deadline (), error);
  g_autoptr (Sending) claimed = NULL;
  gboolean mail = FALSE;

  *next = NULL;
  if (tx == NULL || (done != NULL && !settle (tx, done, reeve_clock_now (), &mail, error)) ||
      (more && !claim (tx, &claimed, error)) || !reeve_tx_commit (tx, error))
    return FALSE;
  if (done != NULL)
    tell (self, workspace, done->delivery->rule);
  if (mail)
    reeve_post_wake (self->installation, FALSE);
  *next = g_steal_pointer (&claimed);
  return TRUE;
}

static gboolean
send_webhooks (ReeveDeliveries *self, ReeveDb *db, const char *workspace, GError **error)
{
  g_autoptr (Sending) sending = NULL;

  for (guint n = 0;; n++)
    {
      Sending *next;

      if (!turn_over (self, db, workspace, sending, n < TURN && !is_stopping (self), &next, error))
        return FALSE;
      g_clear_pointer (&sending, sending_free);
      if (next == NULL)
        return TRUE;
      sending = next;
      send_webhook (self, workspace, sending);
    }
}

/* --- All of them --- */

static gboolean
get_next_due (ReeveDb *db, gint64 *due, GError **error)
{
  g_autoptr (ReeveTx) tx = reeve_db_begin (db, REEVE_TX_READ, reeve_job_deadline (), error);

  return tx != NULL && reeve_deliveries_get_next (tx, due, error);
}

static gboolean
visit (ReeveDeliveries *self, ReeveDb *db, const char *workspace, gint64 *due, GError **error)
{
  gint64 now = reeve_clock_now ();

  if (!get_next_due (db, due, error))
    return FALSE;
  if (*due > now)
    return TRUE;
  return write_mails (self, db, workspace, now, error) && send_webhooks (self, db, workspace, error) &&
         get_next_due (db, due, error);
}

static gboolean
purge (ReeveDb *db, gint64 now, GError **error)
{
  gint64 n = 0;

  do
    {
      g_autoptr (ReeveTx) tx = reeve_db_begin (db, REEVE_TX_WRITE, reeve_job_deadline (), error);

      if (tx == NULL || !reeve_deliveries_purge (tx, now - REEVE_DELIVERIES_KEEP, PURGE_STEP, &n, error) ||
          !reeve_tx_commit (tx, error))
        return FALSE;
    }
  while (n == PURGE_STEP);
  return TRUE;
}

/* One that fails keeps no other from its turn. */
static gboolean
visit_all (ReeveDeliveries *self, gboolean purging, gint64 *next, GError **error)
{
  g_autoptr (GError) first = NULL;
  g_auto (GStrv) workspaces = reeve_installation_list_workspaces (self->installation);

  *next = G_MAXINT64;
  for (guint i = 0; workspaces[i] != NULL && !is_stopping (self); i++)
    {
      ReeveDb *db = reeve_installation_get_workspace (self->installation, workspaces[i]);
      gint64 due = G_MAXINT64;
      GError *its = NULL;

      if (db == NULL)
        continue;
      if (!visit (self, db, workspaces[i], &due, &its) || (purging && !purge (db, reeve_clock_now (), &its)))
        reeve_walk_note (&first, workspaces[i], its);
      else
        *next = MIN (*next, due);
    }
  if (first == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&first));
  return FALSE;
}

gboolean
reeve_deliveries_run (ReeveDeliveries *self, gint64 *next, GError **error)
{
  g_autoptr (GError) failure = NULL;

  do
    {
      gint64 now = reeve_clock_now ();
      gboolean purging = now >= self->next_purge;

      g_clear_error (&failure);
      visit_all (self, purging, next, &failure);
      if (purging)
        self->next_purge = now + REEVE_HOUR;
    }
  while (*next <= reeve_clock_now () && !is_stopping (self));
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* Until the next one is due, somebody wakes us, or a minute has passed: the clock may have been set. */
static void
wait_for_work (ReeveDeliveries *self, gint64 next)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  gint64 until = g_get_monotonic_time () + CLAMP (next - reeve_clock_now (), 0, LOOK_AGAIN_AFTER);

  while (!self->woken && !self->stopping && g_cond_wait_until (&self->changed, &self->lock, until))
    ;
  self->woken = FALSE;
}

static gpointer
run_deliveries (gpointer data)
{
  ReeveDeliveries *self = data;

  while (!is_stopping (self))
    {
      g_autoptr (GError) error = NULL;
      gint64 next = G_MAXINT64;

      if (!reeve_deliveries_run (self, &next, &error))
        {
          g_warning ("deliveries will be tried again: %s", error->message);
          next = MIN (next, reeve_clock_now () + LOOK_AGAIN_AFTER);
        }
      wait_for_work (self, next);
    }
  return NULL;
}

ReeveDeliveries *
reeve_deliveries_new (ReeveInstallation *installation,
                      const ReeveFetchOptions *options,
                      const ReeveNews *news)
{
  ReeveDeliveries *self = g_new0 (ReeveDeliveries, 1);

  self->installation = installation;
  if (news != NULL)
    self->news = *news;
  self->options = *options;
  self->ca_file = g_strdup (options->ca_file);
  self->options.ca_file = self->ca_file;
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);

  g_mutex_lock (&running_lock);
  if (running == NULL)
    running = g_ptr_array_new ();
  g_ptr_array_add (running, self);
  g_mutex_unlock (&running_lock);
  return self;
}

void
reeve_deliveries_start (ReeveDeliveries *self)
{
  self->thread = g_thread_new ("deliveries", run_deliveries, self);
}

void
reeve_deliveries_free (ReeveDeliveries *self)
{
  if (self == NULL)
    return;
  g_mutex_lock (&running_lock);
  g_ptr_array_remove (running, self);
  g_mutex_unlock (&running_lock);

  g_mutex_lock (&self->lock);
  self->stopping = TRUE;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->lock);
  g_clear_pointer (&self->thread, g_thread_join);

  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self->ca_file);
  g_free (self);
}

void
reeve_deliveries_wake (ReeveInstallation *installation)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&running_lock);

  for (guint i = 0; running != NULL && i < running->len; i++)
    {
      ReeveDeliveries *self = running->pdata[i];

      if (self->installation != installation)
        continue;
      g_mutex_lock (&self->lock);
      self->woken = TRUE;
      g_cond_signal (&self->changed);
      g_mutex_unlock (&self->lock);
    }
}
