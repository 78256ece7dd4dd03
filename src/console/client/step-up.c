/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The head of the queue is what is asked about. A code that was refused asks again; anything else that the
 * service, or the network, says to it ends the question, and the call with it. */

#include "config.h"

#include "console/client/step-up.h"

typedef struct
{
  GTask *task;
  ReeveWireRequest *request;
  GError *refusal; /* the first one */
} Waiting;

struct _ReeveStepUp
{
  GObject parent_instance;

  /* owned */
  GQueue waiting; /* of Waiting */

  ReeveStepUpSend send;
  gboolean sent; /* the head is under way with a code */
};

G_DEFINE_FINAL_TYPE (ReeveStepUp, reeve_step_up, G_TYPE_OBJECT)

enum
{
  SIGNAL_ASKED,
  SIGNAL_ANSWERED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
waiting_free (Waiting *waiting)
{
  g_object_unref (waiting->task);
  reeve_wire_request_unref (waiting->request);
  g_error_free (waiting->refusal);
  g_free (waiting);
}

static gboolean
is_reason (const GError *error, const char *const *reasons)
{
  const char *reason = reeve_error_get_reason (error);

  return reason != NULL && g_strv_contains (reasons, reason);
}

static gboolean
wants_code (const GError *error)
{
  static const char *const reasons[] = { "step_up", NULL };

  return g_error_matches (error, REEVE_ERROR, REEVE_ERROR_SECOND_FACTOR) && is_reason (error, reasons);
}

/* The code was wrong, or is not listened to for a while: the question stays. */
static gboolean
wants_another (const GError *error)
{
  static const char *const wrong[] = { "step_up", "code_wrong", "code_replayed", "clock_skew", NULL };
  static const char *const locked[] = { "cooling_off", NULL };

  return (g_error_matches (error, REEVE_ERROR, REEVE_ERROR_SECOND_FACTOR) && is_reason (error, wrong)) ||
         (g_error_matches (error, REEVE_ERROR, REEVE_ERROR_LOCKED) && is_reason (error, locked));
}

static gboolean
ask (ReeveStepUp *self)
{
  gboolean shown = FALSE;

  g_signal_emit (self, signals[SIGNAL_ASKED], 0, &shown);
  return shown;
}

static void
end_head (ReeveStepUp *self)
{
  Waiting *head = g_queue_pop_head (&self->waiting);

  g_task_return_error (head->task, g_error_copy (head->refusal));
  waiting_free (head);
}

static void
ask_about_next (ReeveStepUp *self)
{
  while (!g_queue_is_empty (&self->waiting) && !ask (self))
    end_head (self);
}

/* The answer to a call that was sent with a code. */
static gboolean
take_answer (ReeveStepUp *self, GTask *task, ReeveWireRequest *request, const GError *error)
{
  Waiting *head = g_queue_peek_head (&self->waiting);

  g_clear_pointer (&request->code, reeve_secret_unref);
  self->sent = FALSE;
  if (error != NULL && wants_another (error))
    {
      g_object_unref (task); /* the queue has it still */
      g_signal_emit (self, signals[SIGNAL_ANSWERED], 0, error);
      return TRUE;
    }
  g_assert (head != NULL && head->task == task);
  waiting_free (g_queue_pop_head (&self->waiting));
  g_signal_emit (self, signals[SIGNAL_ANSWERED], 0, NULL);
  ask_about_next (self);
  return FALSE;
}

static void
reeve_step_up_finalize (GObject *object)
{
  ReeveStepUp *self = REEVE_STEP_UP (object);

  /* a call that waits holds the client, which holds this: there is none */
  g_assert (g_queue_is_empty (&self->waiting));
  G_OBJECT_CLASS (reeve_step_up_parent_class)->finalize (object);
}

static void
reeve_step_up_class_init (ReeveStepUpClass *klass)
{
  const GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = reeve_step_up_finalize;
  signals[SIGNAL_ASKED] = g_signal_new ("asked", type, G_SIGNAL_RUN_LAST, 0,
                                        g_signal_accumulator_true_handled, NULL, NULL, G_TYPE_BOOLEAN, 0);
  signals[SIGNAL_ANSWERED] =
    g_signal_new ("answered", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
reeve_step_up_init (ReeveStepUp *self)
{
  g_queue_init (&self->waiting);
}

ReeveStepUp *
reeve_step_up_new (ReeveStepUpSend send)
{
  ReeveStepUp *self = g_object_new (REEVE_TYPE_STEP_UP, NULL);

  self->send = send;
  return self;
}

gboolean
reeve_step_up_take (ReeveStepUp *self, GTask *task, ReeveWireRequest *request, const GError *error)
{
  Waiting *waiting;

  g_return_val_if_fail (REEVE_IS_STEP_UP (self), FALSE);

  if (request->code != NULL)
    return take_answer (self, task, request, error);
  if (error == NULL || !wants_code (error) || g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    return FALSE;
  waiting = g_new0 (Waiting, 1);
  waiting->task = task;
  waiting->request = reeve_wire_request_ref (request);
  waiting->refusal = g_error_copy (error);
  g_queue_push_tail (&self->waiting, waiting);
  if (g_queue_get_length (&self->waiting) == 1)
    ask_about_next (self);
  return TRUE;
}

gboolean
reeve_step_up_is_asking (ReeveStepUp *self)
{
  g_return_val_if_fail (REEVE_IS_STEP_UP (self), FALSE);

  return !g_queue_is_empty (&self->waiting);
}

void
reeve_step_up_give (ReeveStepUp *self, ReeveSecret *code)
{
  Waiting *head;

  g_return_if_fail (REEVE_IS_STEP_UP (self));
  g_return_if_fail (code != NULL);

  head = g_queue_peek_head (&self->waiting);
  if (head == NULL || self->sent)
    return;
  head->request->code = reeve_secret_ref (code);
  self->sent = TRUE;
  self->send (g_object_ref (head->task), head->request);
}

void
reeve_step_up_cancel (ReeveStepUp *self)
{
  g_return_if_fail (REEVE_IS_STEP_UP (self));

  /* what is on its way with a code tells itself how it went */
  while (g_queue_get_length (&self->waiting) > (self->sent ? 1 : 0))
    {
      Waiting *last = g_queue_pop_tail (&self->waiting);

      g_task_return_error (last->task, g_error_copy (last->refusal));
      waiting_free (last);
    }
  if (!self->sent)
    g_signal_emit (self, signals[SIGNAL_ANSWERED], 0, NULL);
}
