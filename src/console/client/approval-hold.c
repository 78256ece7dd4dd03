/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A call that was sent with an approval is not held again: what is wrong with that is told. */

#include "config.h"

#include "console/client/approval-hold.h"

typedef struct
{
  GTask *task;
  ReeveWireRequest *request;
  GError *refusal;
} Held;

struct _ReeveApprovalHold
{
  GObject parent_instance;

  /* owned */
  GQueue held; /* of Held */

  ReeveApprovalHoldSend send;
};

G_DEFINE_FINAL_TYPE (ReeveApprovalHold, reeve_approval_hold, G_TYPE_OBJECT)

enum
{
  SIGNAL_ASKED,
  SIGNAL_DROPPED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
held_free (Held *held)
{
  g_clear_object (&held->task);
  reeve_wire_request_unref (held->request);
  g_error_free (held->refusal);
  g_free (held);
}

static void
end_head (ReeveApprovalHold *self, const GError *error)
{
  Held *head = g_queue_pop_head (&self->held);

  g_task_return_error (head->task, g_error_copy (error != NULL ? error : head->refusal));
  held_free (head);
}

static void
ask_about_next (ReeveApprovalHold *self)
{
  gboolean seen_to = FALSE;

  while (!g_queue_is_empty (&self->held) && !seen_to)
    {
      g_signal_emit (self, signals[SIGNAL_ASKED], 0, &seen_to);
      if (!seen_to)
        end_head (self, NULL);
    }
}

static void
reeve_approval_hold_finalize (GObject *object)
{
  ReeveApprovalHold *self = REEVE_APPROVAL_HOLD (object);

  /* a call that waits holds the client, which holds this: there is none */
  g_assert (g_queue_is_empty (&self->held));
  G_OBJECT_CLASS (reeve_approval_hold_parent_class)->finalize (object);
}

static void
reeve_approval_hold_class_init (ReeveApprovalHoldClass *klass)
{
  const GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = reeve_approval_hold_finalize;
  signals[SIGNAL_ASKED] = g_signal_new ("asked", type, G_SIGNAL_RUN_LAST, 0,
                                        g_signal_accumulator_true_handled, NULL, NULL, G_TYPE_BOOLEAN, 0);
  signals[SIGNAL_DROPPED] =
    g_signal_new ("dropped", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
reeve_approval_hold_init (ReeveApprovalHold *self)
{
  g_queue_init (&self->held);
}

ReeveApprovalHold *
reeve_approval_hold_new (ReeveApprovalHoldSend send)
{
  ReeveApprovalHold *self = g_object_new (REEVE_TYPE_APPROVAL_HOLD, NULL);

  self->send = send;
  return self;
}

gboolean
reeve_approval_hold_take (ReeveApprovalHold *self,
                          GTask *task,
                          ReeveWireRequest *request,
                          const GError *error)
{
  Held *held;

  g_return_val_if_fail (REEVE_IS_APPROVAL_HOLD (self), FALSE);

  if (!g_error_matches (error, REEVE_ERROR, REEVE_ERROR_DENIED) ||
      g_strcmp0 (reeve_error_get_reason (error), "approval_needed") != 0 || request->approvals != NULL ||
      g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    return FALSE;
  held = g_new0 (Held, 1);
  held->task = task;
  held->request = reeve_wire_request_ref (request);
  held->refusal = g_error_copy (error);
  g_queue_push_tail (&self->held, held);
  if (g_queue_get_length (&self->held) == 1)
    ask_about_next (self);
  return TRUE;
}

const ReeveWireRequest *
reeve_approval_hold_get_request (ReeveApprovalHold *self)
{
  Held *head;

  g_return_val_if_fail (REEVE_IS_APPROVAL_HOLD (self), NULL);

  head = g_queue_peek_head (&self->held);
  return head != NULL ? head->request : NULL;
}

const GError *
reeve_approval_hold_get_refusal (ReeveApprovalHold *self)
{
  Held *head;

  g_return_val_if_fail (REEVE_IS_APPROVAL_HOLD (self), NULL);

  head = g_queue_peek_head (&self->held);
  return head != NULL ? head->refusal : NULL;
}

char *
reeve_approval_hold_get_path (ReeveApprovalHold *self)
{
  const ReeveWireRequest *request = reeve_approval_hold_get_request (self);

  if (request == NULL)
    return NULL;
  return g_strjoin ("?", request->path, request->query, NULL);
}

void
reeve_approval_hold_release (ReeveApprovalHold *self, const char *approvals)
{
  Held *head;

  g_return_if_fail (REEVE_IS_APPROVAL_HOLD (self));
  g_return_if_fail (approvals != NULL);

  head = g_queue_pop_head (&self->held);
  if (head == NULL)
    return;
  head->request->approvals = g_strdup (approvals);
  self->send (g_steal_pointer (&head->task), head->request);
  held_free (head);
  ask_about_next (self);
}

void
reeve_approval_hold_end (ReeveApprovalHold *self, const GError *error)
{
  g_return_if_fail (REEVE_IS_APPROVAL_HOLD (self));

  if (g_queue_is_empty (&self->held))
    return;
  end_head (self, error);
  ask_about_next (self);
}

void
reeve_approval_hold_cancel (ReeveApprovalHold *self)
{
  g_return_if_fail (REEVE_IS_APPROVAL_HOLD (self));

  while (!g_queue_is_empty (&self->held))
    end_head (self, NULL);
  g_signal_emit (self, signals[SIGNAL_DROPPED], 0);
}
