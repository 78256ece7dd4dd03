/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Taking back is the answer's inverse, planned afresh for its hash; its own answer has what does it again. So
 * a step is one list of changes, and each turn leaves the list of the next. A job is counted: its step may
 * fall off the undo stack while its call is under way. */

#include "config.h"

#include "console/pages/permission-changes.h"

#include <glib/gi18n.h>

#include "common/permission-draft.h"
#include "console/dialogs/permission-preview-dialog.h"
#include "console/widgets/formatting.h"
#include "console/widgets/permission-words.h"

#define OF_SITE       "reeve-permission-changes" /* borrowed: it holds the site */
#define RENEW_WAIT_MS 300                        /* news come as many */

typedef struct
{
  ReevePermissionChanges *changes; /* owned */
  GPtrArray *next;                 /* owned; of ReevePermissionChange: what turning the step does */
  guint step;
  gboolean forward; /* the turn that is under way */
  gboolean busy;
  gboolean turns_again; /* back again, once that turn has been answered: until then @next is the old one */
} Job;

struct _ReevePermissionChanges
{
  ReeveChanges parent_instance;

  GPtrArray *draft;                /* of ReevePermissionEntry */
  ReevePermissionPreview *preview; /* (nullable): what would come of the draft */
  GCancellable *cancellable;       /* (nullable): of asking for it */
  guint renew_wait;
};

G_DEFINE_FINAL_TYPE (ReevePermissionChanges, reeve_permission_changes, REEVE_TYPE_CHANGES)

enum
{
  DRAFT_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
post (ReevePermissionChanges *self,
      const char *below,
      GPtrArray *changes,
      const char *hash,
      GCancellable *cancellable,
      GAsyncReadyCallback callback,
      gpointer user_data)
{
  ReeveSite *site = reeve_changes_get_site (REEVE_CHANGES (self));
  g_autoptr (ReevePermissionDraft) draft = reeve_permission_draft_new ();
  g_autofree char *path = reeve_site_path (site, below);

  draft->changes = g_ptr_array_ref (changes);
  reeve_set_text (&draft->hash, hash);
  reeve_client_post_async (reeve_site_get_client (site), path, draft, reeve_permission_preview_get_type (),
                           -1, cancellable, callback, user_data);
}

/* --- Turning a step --- */

static void
clear_job (gpointer data)
{
  Job *job = data;

  g_clear_object (&job->changes);
  g_clear_pointer (&job->next, g_ptr_array_unref);
}

static void
unref_job (gpointer job)
{
  g_rc_box_release_full (job, clear_job);
}

static void turn (gboolean forward, gpointer data);

/* Ends a turn of @job, whose reference it takes. */
static void
end_turn (Job *job, const GError *error)
{
  ReeveUndo *undo = reeve_changes_get_undo (REEVE_CHANGES (job->changes));
  gboolean again = job->turns_again;

  job->busy = job->turns_again = FALSE;
  if (again && error == NULL)
    turn (!job->forward, job);
  reeve_undo_release (undo);
  if (error != NULL)
    {
      if (!again) /* there and back: the stack says what is */
        reeve_undo_put_back (undo, job->step, job->forward);
      /* who was asked for a code and gave none knows that nothing was done */
      if (!g_error_matches (error, REEVE_ERROR, REEVE_ERROR_SECOND_FACTOR))
        reeve_changes_tell_error (REEVE_CHANGES (job->changes), FALSE, error);
    }
  unref_job (job);
}

static void
on_turned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Job *job = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReevePermissionPreview) answer = NULL;

  if (reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &answer, &error))
    {
      g_clear_pointer (&job->next, g_ptr_array_unref);
      job->next = g_ptr_array_ref (answer->inverse);
    }
  end_turn (job, error);
}

static void
on_turn_planned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Job *job = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReevePermissionPreview) preview = NULL;

  if (reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &preview, &error))
    post (job->changes, preview->sensitive ? "permissions/apply-sensitive" : "permissions/apply", job->next,
          preview->hash, NULL, on_turned_cb, job);
  else
    end_turn (job, error);
}

static void
turn (gboolean forward, gpointer data)
{
  Job *job = data;

  if (job->busy)
    {
      job->turns_again = forward != job->forward;
      return;
    }
  job->busy = TRUE;
  job->forward = forward;
  reeve_undo_hold (reeve_changes_get_undo (REEVE_CHANGES (job->changes)));
  post (job->changes, "permissions/plan", job->next, NULL, NULL, on_turn_planned_cb, g_rc_box_acquire (job));
}

/* --- The draft --- */

static void
on_planned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReevePermissionChanges) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReevePermissionPreview) preview = NULL;

  reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &preview, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_set_object (&self->preview, preview); /* none: reviewing it tells why */
  g_signal_emit (self, signals[DRAFT_CHANGED], 0);
}

static void
plan_draft (ReevePermissionChanges *self)
{
  g_autoptr (GPtrArray) changes = reeve_permission_entries_get_changes (self->draft);

  g_clear_handle_id (&self->renew_wait, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->draft->len == 0)
    return;
  self->cancellable = g_cancellable_new ();
  post (self, "permissions/plan", changes, NULL, self->cancellable, on_planned_cb, g_object_ref (self));
}

/* @entries: (transfer full) */
static void
set_draft (ReevePermissionChanges *self, GPtrArray *entries)
{
  g_ptr_array_unref (self->draft);
  self->draft = entries;
  g_clear_object (&self->preview);
  plan_draft (self);
  g_signal_emit (self, signals[DRAFT_CHANGED], 0);
}

typedef struct
{
  ReevePermissionChanges *changes; /* owned */
  GPtrArray *draft;                /* owned; of ReevePermissionEntry */
} Discarded;

static void
discarded_free (gpointer data)
{
  Discarded *discarded = data;

  g_object_unref (discarded->changes);
  g_ptr_array_unref (discarded->draft);
  g_free (discarded);
}

/* What was drafted since stays. */
static void
turn_discarded (gboolean forward, gpointer data)
{
  Discarded *discarded = data;
  g_autoptr (GPtrArray) entries =
    forward ? reeve_permission_entries_new () : reeve_permission_entries_copy (discarded->draft);

  for (guint i = 0; !forward && i < discarded->changes->draft->len; i++)
    reeve_permission_entries_add (entries, discarded->changes->draft->pdata[i]);
  set_draft (discarded->changes, g_steal_pointer (&entries));
}

static gboolean
on_renew_cb (gpointer user_data)
{
  ReevePermissionChanges *self = user_data;

  self->renew_wait = 0;
  plan_draft (self);
  return G_SOURCE_REMOVE;
}

/* --- The preview --- */

static void
on_applied_cb (ReevePermissionChanges *self, GPtrArray *entries, ReevePermissionPreview *answer)
{
  g_autofree char *message = reeve_permission_entries_describe_done (entries);
  Job *job;

  set_draft (self, reeve_permission_entries_new ());
  if (answer->inverse == NULL || answer->inverse->len == 0)
    {
      reeve_changes_tell_done (REEVE_CHANGES (self), message, NULL, NULL, NULL);
      return;
    }
  job = g_rc_box_new0 (Job);
  job->changes = g_object_ref (self);
  job->next = g_ptr_array_ref (answer->inverse);
  job->step = reeve_changes_tell_done (REEVE_CHANGES (self), message, turn, job, unref_job);
}

/* Somebody else decides on all of it: it is no draft any more. */
static void
on_held_cb (ReevePermissionChanges *self)
{
  set_draft (self, reeve_permission_entries_new ());
  reeve_changes_tell_done (REEVE_CHANGES (self), _ ("You asked for an approval"), NULL, NULL, NULL);
}

static void
on_drafted_cb (ReevePermissionChanges *self, GPtrArray *entries)
{
  set_draft (self, reeve_permission_entries_copy (entries));
}

/* @entries: the draft, and maybe more. */
static void
present (ReevePermissionChanges *self,
         GPtrArray *entries,
         const char *reason,
         GtkWidget *parent,
         AdwDialog *asked)
{
  guint n_drafted = 0;
  AdwDialog *dialog;

  for (guint i = 0; i < self->draft->len; i++)
    n_drafted += g_ptr_array_find (entries, self->draft->pdata[i], NULL);
  dialog = reeve_permission_preview_dialog_new (reeve_changes_get_site (REEVE_CHANGES (self)), entries,
                                                n_drafted, reason);
  g_signal_connect_object (dialog, "applied", G_CALLBACK (on_applied_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "drafted", G_CALLBACK (on_drafted_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "held", G_CALLBACK (on_held_cb), self, G_CONNECT_SWAPPED);
  if (asked != NULL)
    {
      g_signal_connect_object (dialog, "applied", G_CALLBACK (adw_dialog_force_close), asked,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (dialog, "drafted", G_CALLBACK (adw_dialog_force_close), asked,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (dialog, "held", G_CALLBACK (adw_dialog_force_close), asked, G_CONNECT_SWAPPED);
    }
  adw_dialog_present (dialog, parent);
}

/* --- The object --- */

static void
reeve_permission_changes_dispose (GObject *object)
{
  ReevePermissionChanges *self = REEVE_PERMISSION_CHANGES (object);
  ReeveSite *site = reeve_changes_get_site (REEVE_CHANGES (self));

  if (site != NULL && g_object_get_data (G_OBJECT (site), OF_SITE) == self)
    g_object_set_data (G_OBJECT (site), OF_SITE, NULL);
  g_clear_handle_id (&self->renew_wait, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (reeve_permission_changes_parent_class)->dispose (object);
}

static void
reeve_permission_changes_finalize (GObject *object)
{
  ReevePermissionChanges *self = REEVE_PERMISSION_CHANGES (object);

  g_ptr_array_unref (self->draft);
  g_clear_object (&self->preview);
  G_OBJECT_CLASS (reeve_permission_changes_parent_class)->finalize (object);
}

static void
reeve_permission_changes_class_init (ReevePermissionChangesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = reeve_permission_changes_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_permission_changes_finalize;
  signals[DRAFT_CHANGED] = g_signal_new ("draft-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
reeve_permission_changes_init (ReevePermissionChanges *self)
{
  self->draft = reeve_permission_entries_new ();
}

ReevePermissionChanges *
reeve_permission_changes_of (ReeveSite *site)
{
  ReevePermissionChanges *self = g_object_get_data (G_OBJECT (site), OF_SITE);

  if (self != NULL)
    return g_object_ref (self);
  self = reeve_changes_new (REEVE_TYPE_PERMISSION_CHANGES, site);
  g_object_set_data (G_OBJECT (site), OF_SITE, self);
  return self;
}

void
reeve_permission_changes_preview (ReevePermissionChanges *self,
                                  ReevePermissionEntry *entry,
                                  GtkWidget *parent,
                                  AdwDialog *asked)
{
  g_autoptr (GPtrArray) entries = NULL;

  g_return_if_fail (REEVE_IS_PERMISSION_CHANGES (self));
  g_return_if_fail (entry != NULL);

  entries = reeve_permission_entries_copy (self->draft);
  reeve_permission_entries_add (entries, entry);
  present (self, entries, entry->change->reason, parent, asked);
}

void
reeve_permission_changes_preview_all (ReevePermissionChanges *self, GPtrArray *entries, GtkWidget *parent)
{
  g_autoptr (GPtrArray) all = NULL;

  g_return_if_fail (REEVE_IS_PERMISSION_CHANGES (self));
  g_return_if_fail (entries != NULL);

  all = reeve_permission_entries_copy (self->draft);
  for (guint i = 0; i < entries->len; i++)
    reeve_permission_entries_add (all, entries->pdata[i]);
  present (self, all, NULL, parent, NULL);
}

guint
reeve_permission_changes_get_n_drafted (ReevePermissionChanges *self)
{
  g_return_val_if_fail (REEVE_IS_PERMISSION_CHANGES (self), 0);

  return self->draft->len;
}

char *
reeve_permission_changes_describe_draft (ReevePermissionChanges *self)
{
  g_autofree char *count = NULL;
  g_autofree char *changes = NULL;
  g_autofree char *summary = NULL;

  g_return_val_if_fail (REEVE_IS_PERMISSION_CHANGES (self), NULL);

  count = reeve_format_count (self->draft->len);
  /* Translators: %s: how many changes wait in a draft */
  changes = g_strdup_printf (g_dngettext (NULL, "%s change", "%s changes", self->draft->len), count);
  summary = self->preview != NULL ? reeve_permission_words_summary (self->preview) : NULL;
  return g_strjoin (" · ", changes, summary, NULL);
}

void
reeve_permission_changes_review (ReevePermissionChanges *self, GtkWidget *parent)
{
  g_return_if_fail (REEVE_IS_PERMISSION_CHANGES (self));

  if (self->draft->len > 0)
    present (self, self->draft, NULL, parent, NULL);
}

void
reeve_permission_changes_discard (ReevePermissionChanges *self)
{
  Discarded *discarded;

  g_return_if_fail (REEVE_IS_PERMISSION_CHANGES (self));

  if (self->draft->len == 0)
    return;
  discarded = g_new0 (Discarded, 1);
  discarded->changes = g_object_ref (self);
  discarded->draft = g_ptr_array_ref (self->draft);
  set_draft (self, reeve_permission_entries_new ());
  reeve_changes_tell_done (REEVE_CHANGES (self), _ ("Draft discarded"), turn_discarded, discarded,
                           discarded_free);
}

void
reeve_permission_changes_renew (ReevePermissionChanges *self)
{
  g_return_if_fail (REEVE_IS_PERMISSION_CHANGES (self));

  if (self->draft->len > 0 && self->renew_wait == 0)
    self->renew_wait = g_timeout_add (RENEW_WAIT_MS, on_renew_cb, self);
}
