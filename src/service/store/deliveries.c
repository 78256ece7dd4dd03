/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/store/deliveries.h"

#include <string.h>

#include "common/clock.h"
#include "common/error.h"
#include "common/json-canonical.h"
#include "common/json.h"
#include "service/store/notification-rules.h"

#define COLUMNS "d.id, d.rule, d.about, d.body, d.state, d.tries, d.due, d.created, d.kind"
/* A test is sent whether the rule is paused or not. */
#define LIVE "d.state = 'waiting' AND (r.paused = 0 OR d.kind = 'test')"

#define MOST_WAIT (4 * REEVE_DAY) /* nothing is sent so long after it was put */

static const char *const states[] = { "waiting", "sent", "given_up" };

void
reeve_delivery_free (ReeveDelivery *self)
{
  g_free (self->id);
  g_free (self->rule);
  g_free (self->about);
  g_free (self->body);
  g_free (self);
}

/* --- What is to be told --- */

static gboolean
put (ReeveTx *tx,
     const char *rule,
     const char *kind,
     const char *about,
     const char *body,
     gint64 now,
     GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx,
                      "INSERT INTO deliveries (id, rule, about, body, state, tries, due, created, kind) "
                      "VALUES ($1, $2, $3, $4, 'waiting', 0, $5, $6, $7)",
                      error);
  g_autofree char *id = reeve_id_new ();

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, id);
  reeve_statement_bind_text (statement, 2, rule);
  reeve_statement_bind_text (statement, 3, about);
  reeve_statement_bind_text (statement, 4, body);
  reeve_statement_bind_int (statement, 5, now);
  reeve_statement_bind_int (statement, 6, now);
  reeve_statement_bind_text (statement, 7, kind);
  return reeve_statement_run (statement, NULL, error);
}

static gboolean
tells (ReeveNotificationRule *rule, ReeveFinding *finding)
{
  if (rule->paused || reeve_finding_rank (finding->severity) < reeve_finding_rank (rule->severity))
    return FALSE;
  return rule->rules == NULL || rule->rules[0] == NULL ||
         g_strv_contains ((const char *const *) rule->rules, finding->rule);
}

static char *
write_canonical (gpointer record, GError **error)
{
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (JsonObject) object = NULL;

  reeve_record_append_json (record, json);
  object = reeve_json_parse_object (json->str, json->len, &reeve_json_body, error);
  return object != NULL ? reeve_json_canonical (object, error) : NULL;
}

gboolean
reeve_deliveries_enqueue (ReeveTx *tx, ReeveFinding *finding, gint64 now, GError **error)
{
  g_autoptr (GPtrArray) rules = reeve_notification_rules_read (tx, error);
  g_autofree char *body = NULL;

  if (rules == NULL)
    return FALSE;
  for (guint i = 0; i < rules->len; i++)
    {
      ReeveNotificationRule *rule = rules->pdata[i];

      if (!tells (rule, finding))
        continue;
      if (body == NULL)
        body = write_canonical (finding, error);
      if (body == NULL || !put (tx, rule->id, "finding", finding->id, body, now, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
reeve_deliveries_enqueue_case (ReeveTx *tx, ReeveCase *breach_case, gint64 now, GError **error)
{
  g_autoptr (GPtrArray) rules = reeve_notification_rules_read (tx, error);
  g_autofree char *body = rules != NULL ? write_canonical (breach_case, error) : NULL;

  for (guint i = 0; body != NULL && i < rules->len; i++)
    {
      ReeveNotificationRule *rule = rules->pdata[i];
      gboolean all = rule->rules == NULL || rule->rules[0] == NULL;

      if (!rule->paused && all && strcmp (rule->channel, "webhook") == 0 &&
          !put (tx, rule->id, "case", breach_case->id, body, now, error))
        return FALSE;
    }
  return body != NULL;
}

gboolean
reeve_deliveries_put_test (ReeveTx *tx, const char *rule, gint64 now, GError **error)
{
  return put (tx, rule, "test", NULL, "", now, error);
}

/* --- Reading --- */

gboolean
reeve_deliveries_get_next (ReeveTx *tx, gint64 *due, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx,
    "SELECT d.due FROM deliveries AS d CROSS JOIN notification_rules AS r WHERE r.id = d.rule AND " LIVE
    " ORDER BY d.due, d.id LIMIT 1",
    error);
  gboolean row;

  if (statement == NULL || !reeve_statement_step (statement, &row, error))
    return FALSE;
  *due = row ? reeve_statement_get_int (statement, 0) : G_MAXINT64;
  reeve_statement_stop (statement);
  return TRUE;
}

static ReeveDelivery *
read_delivery (ReeveStatement *statement)
{
  ReeveDelivery *self = g_new0 (ReeveDelivery, 1);

  self->id = g_strdup (reeve_statement_get_text (statement, 0));
  self->rule = g_strdup (reeve_statement_get_text (statement, 1));
  self->about = g_strdup (reeve_statement_get_text (statement, 2));
  self->body = g_strdup (reeve_statement_get_text (statement, 3));
  self->state = states[0];
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    if (g_strcmp0 (states[i], reeve_statement_get_text (statement, 4)) == 0)
      self->state = states[i];
  self->tries = reeve_statement_get_int (statement, 5);
  self->due = reeve_statement_get_int (statement, 6);
  self->created = reeve_statement_get_int (statement, 7);
  self->kind = g_intern_string (reeve_statement_get_text (statement, 8));
  return self;
}

GPtrArray *
reeve_deliveries_list_mailing (ReeveTx *tx, gint64 now, GError **error)
{
  g_autoptr (GPtrArray) rules = g_ptr_array_new_with_free_func (g_free);
  ReeveStatement *statement = reeve_tx_prepare (
    tx,
    "SELECT DISTINCT d.rule FROM deliveries AS d CROSS JOIN notification_rules AS r WHERE r.id = d.rule AND "
    "r.channel = 'mail' AND d.due <= $1 AND " LIVE " ORDER BY d.rule",
    error);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_int (statement, 1, now);
  while (row)
    {
      if (!reeve_statement_step (statement, &row, error))
        return NULL;
      if (row)
        g_ptr_array_add (rules, g_strdup (reeve_statement_get_text (statement, 0)));
    }
  return g_steal_pointer (&rules);
}

GPtrArray *
reeve_deliveries_list_due (ReeveTx *tx, const char *rule, gint64 now, guint limit, GError **error)
{
  g_autoptr (GPtrArray) due = g_ptr_array_new_with_free_func ((GDestroyNotify) reeve_delivery_free);
  ReeveStatement *statement = reeve_tx_prepare (
    tx,
    "SELECT " COLUMNS " FROM deliveries AS d CROSS JOIN notification_rules AS r WHERE r.id = d.rule AND "
    "d.rule = $1 AND d.due <= $2 AND " LIVE " ORDER BY d.created, d.id LIMIT $3",
    error);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, rule);
  reeve_statement_bind_int (statement, 2, now);
  reeve_statement_bind_int (statement, 3, limit);
  while (row)
    {
      if (!reeve_statement_step (statement, &row, error))
        return NULL;
      if (row)
        g_ptr_array_add (due, read_delivery (statement));
    }
  return g_steal_pointer (&due);
}

gboolean
reeve_deliveries_count_sent (ReeveTx *tx,
                             const char *rule,
                             gint64 since,
                             gint64 *n,
                             gint64 *first,
                             GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx,
                                                "SELECT count(DISTINCT due), COALESCE(min(due), 0) FROM "
                                                "deliveries WHERE rule = $1 AND created > $2 AND "
                                                "state = 'sent' AND due > $3 AND about IS NOT NULL",
                                                error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, rule);
  reeve_statement_bind_int (statement, 2, since - MOST_WAIT); /* by the index */
  reeve_statement_bind_int (statement, 3, since);
  if (!reeve_statement_step (statement, &row, error))
    return FALSE;
  *n = row ? reeve_statement_get_int (statement, 0) : 0;
  *first = row ? reeve_statement_get_int (statement, 1) : 0;
  reeve_statement_stop (statement);
  return TRUE;
}

/* --- Sending --- */

static gboolean
mark_claimed (ReeveTx *tx, ReeveDelivery *delivery, gint64 until, GError **error)
{
  delivery->tries++;
  delivery->due = until;
  return reeve_deliveries_settle (tx, delivery, error);
}

gboolean
reeve_deliveries_claim (ReeveTx *tx,
                        gint64 now,
                        gint64 until,
                        ReeveDelivery **delivery,
                        GBytes **sealed,
                        GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx,
    "SELECT " COLUMNS
    ", r.sealed FROM deliveries AS d CROSS JOIN notification_rules AS r WHERE r.id = d.rule AND "
    "r.channel = 'webhook' AND d.due <= $1 AND " LIVE " ORDER BY d.due, d.id LIMIT 1",
    error);
  g_autoptr (ReeveDelivery) found = NULL;
  g_autoptr (GBytes) secret = NULL;
  gboolean row;

  *delivery = NULL;
  *sealed = NULL;
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, now);
  if (!reeve_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  found = read_delivery (statement);
  secret = reeve_statement_get_bytes (statement, 9);
  reeve_statement_stop (statement);
  if (!mark_claimed (tx, found, until, error))
    return FALSE;
  *delivery = g_steal_pointer (&found);
  *sealed = g_steal_pointer (&secret);
  return TRUE;
}

gboolean
reeve_deliveries_settle (ReeveTx *tx, const ReeveDelivery *delivery, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx, "UPDATE deliveries SET state = $1, tries = $2, due = $3 WHERE id = $4", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, delivery->state);
  reeve_statement_bind_int (statement, 2, delivery->tries);
  reeve_statement_bind_int (statement, 3, delivery->due);
  reeve_statement_bind_text (statement, 4, delivery->id);
  return reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_deliveries_hold_up (ReeveTx *tx, const char *rule, gint64 until, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx,
                                                "UPDATE deliveries SET due = $1 WHERE rule = $2 AND state = "
                                                "'waiting' AND due < $1 AND about IS NOT NULL",
                                                error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, until);
  reeve_statement_bind_text (statement, 2, rule);
  return reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_deliveries_give_up (ReeveTx *tx, const char *rule, gint64 now, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx, "UPDATE deliveries SET state = 'given_up', due = $1 WHERE rule = $2 AND state = 'waiting'", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, now);
  reeve_statement_bind_text (statement, 2, rule);
  return reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_deliveries_purge (ReeveTx *tx, gint64 before, guint limit, gint64 *n, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx,
                      "DELETE FROM deliveries WHERE id IN (SELECT id FROM deliveries WHERE state <> "
                      "'waiting' AND created < $1 LIMIT $2)",
                      error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, before);
  reeve_statement_bind_int (statement, 2, limit);
  return reeve_statement_run (statement, n, error);
}
