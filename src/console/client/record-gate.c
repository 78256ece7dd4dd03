/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/client/record-gate.h"

#include <string.h>

#define WORKSPACES "/v1/workspaces/"

typedef struct
{
  GTask *task;
  ReeveWireRequest *request;
} Held;

struct _ReeveRecordGate
{
  GObject parent_instance;

  /* owned */
  GQueue held;     /* of Held */
  char *workspace; /* (nullable) */

  ReeveRecordGateSend send;
  ReeveRecordGateMode mode;
};

G_DEFINE_FINAL_TYPE (ReeveRecordGate, reeve_record_gate, G_TYPE_OBJECT)

enum
{
  SIGNAL_ASKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
is_write (const ReeveWireRequest *request)
{
  return strcmp (request->method, "GET") != 0;
}

/* What stands behind the workspace's id; NULL: it is not about it. */
static const char *
get_below (ReeveRecordGate *self, const ReeveWireRequest *request)
{
  const char *rest;

  if (self->workspace == NULL || !g_str_has_prefix (request->path, WORKSPACES))
    return NULL;
  rest = request->path + strlen (WORKSPACES);
  if (!g_str_has_prefix (rest, self->workspace))
    return NULL;
  rest += strlen (self->workspace);
  return *rest == '/' ? rest + 1 : *rest == '\0' ? rest : NULL;
}

static gboolean
always_passes (const char *below)
{
  return below != NULL && (g_str_has_prefix (below, "record/") || strcmp (below, "live") == 0);
}

static GError *
make_refusal (void)
{
  return reeve_error_new (REEVE_ERROR_DENIED, "record_broken",
                          "the record is not what it was: nothing is written");
}

static void
reeve_record_gate_finalize (GObject *object)
{
  ReeveRecordGate *self = REEVE_RECORD_GATE (object);

  /* a call that waits holds the client, which holds this: there is none */
  g_assert (g_queue_is_empty (&self->held));
  g_free (self->workspace);
  G_OBJECT_CLASS (reeve_record_gate_parent_class)->finalize (object);
}

static void
reeve_record_gate_class_init (ReeveRecordGateClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = reeve_record_gate_finalize;
  signals[SIGNAL_ASKED] =
    g_signal_new ("asked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
reeve_record_gate_init (ReeveRecordGate *self)
{
  g_queue_init (&self->held);
}

ReeveRecordGate *
reeve_record_gate_new (ReeveRecordGateSend send)
{
  ReeveRecordGate *self = g_object_new (REEVE_TYPE_RECORD_GATE, NULL);

  self->send = send;
  return self;
}

gboolean
reeve_record_gate_take (ReeveRecordGate *self, GTask *task, ReeveWireRequest *request)
{
  const char *below;
  Held *held;

  g_return_val_if_fail (REEVE_IS_RECORD_GATE (self), FALSE);

  below = get_below (self, request);
  if (self->mode == REEVE_RECORD_GATE_OPEN || always_passes (below))
    return FALSE;
  if (self->mode == REEVE_RECORD_GATE_READ_ONLY)
    {
      if (!is_write (request))
        return FALSE;
      g_task_return_error (task, make_refusal ());
      g_object_unref (task);
      return TRUE;
    }
  if (below == NULL)
    return FALSE;
  held = g_new0 (Held, 1);
  held->task = task;
  held->request = reeve_wire_request_ref (request);
  g_queue_push_tail (&self->held, held);
  g_signal_emit (self, signals[SIGNAL_ASKED], 0);
  return TRUE;
}

/* @error: (nullable): they go. */
static void
end_held (ReeveRecordGate *self, const GError *error)
{
  GQueue held = self->held;
  Held *next;

  /* What one of them sets off may wait anew. */
  g_queue_init (&self->held);
  while ((next = g_queue_pop_head (&held)) != NULL)
    {
      if (error != NULL)
        {
          g_task_return_error (next->task, g_error_copy (error));
          g_object_unref (next->task);
        }
      else if (!reeve_record_gate_take (self, next->task, next->request))
        self->send (next->task, next->request);
      reeve_wire_request_unref (next->request);
      g_free (next);
    }
}

void
reeve_record_gate_set (ReeveRecordGate *self, ReeveRecordGateMode mode, const char *workspace)
{
  g_return_if_fail (REEVE_IS_RECORD_GATE (self));

  g_set_str (&self->workspace, workspace);
  self->mode = mode;
  if (mode != REEVE_RECORD_GATE_SHUT)
    end_held (self, NULL);
}

void
reeve_record_gate_refuse (ReeveRecordGate *self, const GError *error)
{
  g_return_if_fail (REEVE_IS_RECORD_GATE (self));

  end_held (self, error);
}
