/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Two queues of steps. It knows nothing of what a step does. */

#include "config.h"

#include "console/client/undo.h"

typedef struct
{
  guint number;
  char *label;
  ReeveUndoFunc func;
  gpointer data;
  GDestroyNotify destroy; /* (nullable) */
} Step;

struct _ReeveUndo
{
  GObject parent_instance;

  /* owned */
  GQueue done;   /* of Step, the latest first */
  GQueue undone; /* of Step, the latest first */

  guint last_number;

  guint n_held;    /* changes that are under way */
  guint held_from; /* last_number as the first of them began */
  guint n_asked;   /* what was to be taken back meanwhile */
};

G_DEFINE_FINAL_TYPE (ReeveUndo, reeve_undo, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
step_free (gpointer data)
{
  Step *step = data;

  if (step->destroy != NULL)
    step->destroy (step->data);
  g_free (step->label);
  g_free (step);
}

static void
emit_changed (ReeveUndo *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Moves @link of @from to the top of @to, then runs it: a step that fails at once can still be found. */
static void
run_step (ReeveUndo *self, GQueue *from, GList *link, GQueue *to, gboolean forward)
{
  Step *step = link->data;

  g_queue_delete_link (from, link);
  g_queue_push_head (to, step);
  step->func (forward, step->data);
  emit_changed (self);
}

static GList *
find_link (GQueue *queue, guint number)
{
  for (GList *link = queue->head; link != NULL; link = link->next)
    if (((Step *) link->data)->number == number)
      return link;
  return NULL;
}

static void
reeve_undo_finalize (GObject *object)
{
  ReeveUndo *self = REEVE_UNDO (object);

  g_queue_clear_full (&self->done, step_free);
  g_queue_clear_full (&self->undone, step_free);
  G_OBJECT_CLASS (reeve_undo_parent_class)->finalize (object);
}

static void
reeve_undo_class_init (ReeveUndoClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = reeve_undo_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
reeve_undo_init (ReeveUndo *self)
{
  g_queue_init (&self->done);
  g_queue_init (&self->undone);
}

ReeveUndo *
reeve_undo_new (void)
{
  return g_object_new (REEVE_TYPE_UNDO, NULL);
}

ReeveUndo *
reeve_undo_of (GObject *owner)
{
  static GQuark quark;
  ReeveUndo *undo;

  g_return_val_if_fail (G_IS_OBJECT (owner), NULL);

  if (quark == 0)
    quark = g_quark_from_static_string ("reeve-undo");
  undo = g_object_get_qdata (owner, quark);
  if (undo == NULL)
    {
      undo = reeve_undo_new ();
      g_object_set_qdata_full (owner, quark, undo, g_object_unref);
    }
  return undo;
}

guint
reeve_undo_push (ReeveUndo *self,
                 const char *label,
                 ReeveUndoFunc func,
                 gpointer data,
                 GDestroyNotify destroy)
{
  Step *step;

  g_return_val_if_fail (REEVE_IS_UNDO (self), 0);
  g_return_val_if_fail (label != NULL && func != NULL, 0);

  step = g_new0 (Step, 1);
  if (++self->last_number == 0)
    self->last_number = 1;
  step->number = self->last_number;
  step->label = g_strdup (label);
  step->func = func;
  step->data = data;
  step->destroy = destroy;

  g_queue_push_head (&self->done, step);
  g_queue_clear_full (&self->undone, step_free);
  if (g_queue_get_length (&self->done) > REEVE_UNDO_DEPTH)
    step_free (g_queue_pop_tail (&self->done));
  emit_changed (self);
  return self->last_number;
}

gboolean
reeve_undo_undo (ReeveUndo *self)
{
  g_return_val_if_fail (REEVE_IS_UNDO (self), FALSE);

  if (self->n_held > 0)
    {
      self->n_asked++;
      return TRUE;
    }
  if (g_queue_is_empty (&self->done))
    return FALSE;
  run_step (self, &self->done, self->done.head, &self->undone, FALSE);
  return TRUE;
}

gboolean
reeve_undo_undo_step (ReeveUndo *self, guint number)
{
  GList *link;

  g_return_val_if_fail (REEVE_IS_UNDO (self), FALSE);

  link = find_link (&self->done, number);
  if (link == NULL)
    return FALSE;
  run_step (self, &self->done, link, &self->undone, FALSE);
  return TRUE;
}

gboolean
reeve_undo_redo (ReeveUndo *self)
{
  g_return_val_if_fail (REEVE_IS_UNDO (self), FALSE);

  if (g_queue_is_empty (&self->undone))
    return FALSE;
  run_step (self, &self->undone, self->undone.head, &self->done, TRUE);
  return TRUE;
}

void
reeve_undo_hold (ReeveUndo *self)
{
  g_return_if_fail (REEVE_IS_UNDO (self));

  if (self->n_held++ > 0)
    return;
  self->held_from = self->last_number;
  self->n_asked = 0;
  emit_changed (self);
}

void
reeve_undo_release (ReeveUndo *self)
{
  guint n_asked;

  g_return_if_fail (REEVE_IS_UNDO (self));
  g_return_if_fail (self->n_held > 0);

  if (--self->n_held > 0)
    return;
  n_asked = self->last_number != self->held_from ? self->n_asked : 0;
  self->n_asked = 0;
  while (n_asked-- > 0 && reeve_undo_undo (self))
    ;
  emit_changed (self);
}

gboolean
reeve_undo_is_possible (ReeveUndo *self)
{
  g_return_val_if_fail (REEVE_IS_UNDO (self), FALSE);

  return self->n_held > 0 || !g_queue_is_empty (&self->done);
}

void
reeve_undo_drop (ReeveUndo *self, guint number)
{
  g_return_if_fail (REEVE_IS_UNDO (self));

  for (guint i = 0; i < 2; i++)
    {
      GQueue *queue = i == 0 ? &self->done : &self->undone;
      GList *link = find_link (queue, number);
      Step *step;

      if (link == NULL)
        continue;
      step = link->data;
      g_queue_delete_link (queue, link);
      step_free (step);
      emit_changed (self);
    }
}

void
reeve_undo_put_back (ReeveUndo *self, guint number, gboolean forward)
{
  GQueue *from = forward ? &self->done : &self->undone;
  GQueue *to = forward ? &self->undone : &self->done;
  GList *link;

  g_return_if_fail (REEVE_IS_UNDO (self));

  link = find_link (from, number);
  if (link == NULL)
    return;
  g_queue_unlink (from, link);
  g_queue_push_head_link (to, link);
  emit_changed (self);
}

void
reeve_undo_forget (ReeveUndo *self)
{
  g_return_if_fail (REEVE_IS_UNDO (self));

  g_queue_clear_full (&self->done, step_free);
  g_queue_clear_full (&self->undone, step_free);
  self->n_asked = 0;
  emit_changed (self);
}

static const char *
peek_label (GQueue *queue)
{
  Step *step = g_queue_peek_head (queue);

  return step ? step->label : NULL;
}

const char *
reeve_undo_get_label (ReeveUndo *self)
{
  g_return_val_if_fail (REEVE_IS_UNDO (self), NULL);

  return peek_label (&self->done);
}

const char *
reeve_undo_get_redo_label (ReeveUndo *self)
{
  g_return_val_if_fail (REEVE_IS_UNDO (self), NULL);

  return peek_label (&self->undone);
}
