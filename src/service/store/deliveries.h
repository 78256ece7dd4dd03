/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Deliveries: what notification rules have to tell, or told. One is put in the transaction of the finding
 * that it tells of, so that there is never one without the other; jobs/deliveries.c sends them. One of a
 * webhook is claimed in one transaction, sent in none and settled in another: a crash in between sends it
 * again, under the same id, after the claim has run out. Those of a rule that is paused wait, but for tests.
 */

#pragma once

#include "common/case.h"
#include "common/finding.h"
#include "common/notification-rule.h"
#include "service/store/db.h"

G_BEGIN_DECLS

typedef struct
{
  char *id;
  char *rule;
  const char *kind;  /* "finding", "case", "test" */
  char *about;       /* (nullable): the id of that; of a test */
  char *body;        /* that as canonical JSON; "" of a test */
  const char *state; /* "waiting", "sent", "given_up" */
  gint64 tries;
  gint64 due;
  gint64 created;
} ReeveDelivery;

void reeve_delivery_free (ReeveDelivery *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveDelivery, reeve_delivery_free)

/* Of every rule that @finding is told by. Cheap where there is none; who
 * calls it wakes the deliveries' thread after the commit (jobs/deliveries.h). */
gboolean reeve_deliveries_enqueue (ReeveTx *tx, ReeveFinding *finding, gint64 now, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
/* The notice of a case: by webhooks that tell of every detection's findings, and of nothing by mail, which
 * has ways of its own (jobs/case-notices.h). */
gboolean reeve_deliveries_enqueue_case (ReeveTx *tx, ReeveCase *breach_case, gint64 now, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
gboolean reeve_deliveries_put_test (ReeveTx *tx, const char *rule, gint64 now, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* When the next one is due; G_MAXINT64: none waits. */
gboolean reeve_deliveries_get_next (ReeveTx *tx, gint64 *due, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Takes the delivery by webhook that has been due longest, until @until, and counts the try. *@delivery:
 * (out) (transfer full) (nullable): none is due. @sealed: (out) (transfer full) (nullable): the rule's secret
 */
gboolean reeve_deliveries_claim (ReeveTx *tx,
                                 gint64 now,
                                 gint64 until,
                                 ReeveDelivery **delivery,
                                 GBytes **sealed,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Sets state, tries and due. */
gboolean reeve_deliveries_settle (ReeveTx *tx,
                                  const ReeveDelivery *delivery,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* What waits by @rule, waits until @until. */
gboolean reeve_deliveries_hold_up (ReeveTx *tx, const char *rule, gint64 until, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
/* Nothing of it will be sent any more. */
gboolean reeve_deliveries_give_up (ReeveTx *tx, const char *rule, gint64 now, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* The rules of mail that have something due. (element-type utf8) */
GPtrArray *reeve_deliveries_list_mailing (ReeveTx *tx, gint64 now, GError **error);
/* What is due by one of them, oldest first. (element-type ReeveDelivery) */
GPtrArray *reeve_deliveries_list_due (ReeveTx *tx, const char *rule, gint64 now, guint limit, GError **error);
/* How often something was sent by it since @since, and when the first of that was; what was sent together
 * counts once. */
gboolean reeve_deliveries_count_sent (ReeveTx *tx,
                                      const char *rule,
                                      gint64 since,
                                      gint64 *n,
                                      gint64 *first,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Forgets those that are done and older than @before; at most @limit. @n: how many */
gboolean reeve_deliveries_purge (ReeveTx *tx, gint64 before, guint limit, gint64 *n, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
