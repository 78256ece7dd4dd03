/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/client/support-ending.h"

#define RETRY_S 2

typedef struct
{
  ReeveSupportEnding *all; /* borrowed: what holds it */
  char *grant;
  char *path;
  GError *error; /* (nullable): of the last try */
  guint retry;
  gboolean on;
} Ending;

struct _ReeveSupportEnding
{
  GObject parent_instance;
  /* owned */
  GHashTable *endings; /* of Ending, by the grant's id */
  GCancellable *cancellable;
  /* borrowed */
  ReeveSite *site; /* (nullable) weak: whose it is */
};

G_DEFINE_FINAL_TYPE (ReeveSupportEnding, reeve_support_ending, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  SIGNAL_ENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
ending_free (gpointer data)
{
  Ending *ending = data;

  g_clear_handle_id (&ending->retry, g_source_remove);
  g_clear_error (&ending->error);
  g_free (ending->grant);
  g_free (ending->path);
  g_free (ending);
}

/* Whether it can come to anything if it is sent again as it is. */
static gboolean
is_passing (const GError *error)
{
  switch (reeve_error_get_code (error))
    {
    case REEVE_ERROR_UNREACHABLE:
    case REEVE_ERROR_BUSY:
    case REEVE_ERROR_STALE:
    case REEVE_ERROR_TOO_MANY:
    case REEVE_ERROR_INTERNAL:
      return TRUE;
    default:
      return FALSE;
    }
}

typedef struct
{
  ReeveSupportEnding *all; /* owned */
  char *grant;
} Sent;

static void send_end (ReeveSupportEnding *self, Ending *ending);

static gboolean
on_retry_cb (gpointer user_data)
{
  Ending *ending = user_data;

  ending->retry = 0;
  send_end (ending->all, ending);
  return G_SOURCE_REMOVE;
}

static void
note_failure (ReeveSupportEnding *self, Ending *ending, GError *error)
{
  g_clear_error (&ending->error);
  ending->error = error;
  ending->on = is_passing (error);
  if (ending->on)
    ending->retry = g_timeout_add_seconds (RETRY_S, on_retry_cb, ending);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
on_sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Sent *sent = user_data;
  g_autoptr (ReeveSupportEnding) self = sent->all;
  g_autofree char *grant = sent->grant;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveSupportGrant) record = NULL;
  Ending *ending = g_hash_table_lookup (self->endings, grant);
  gboolean done = reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &record, &error);

  if (ending == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  /* somebody was faster, or its time was over: that is what was wanted */
  if (!done && g_strcmp0 (reeve_error_get_reason (error), "support_over") != 0)
    {
      note_failure (self, ending, g_steal_pointer (&error));
      return;
    }
  g_hash_table_remove (self->endings, grant);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  if (record != NULL)
    g_signal_emit (self, signals[SIGNAL_ENDED], 0, record);
}

static void
send_end (ReeveSupportEnding *self, Ending *ending)
{
  ReeveClient *client = self->site != NULL ? reeve_site_get_client (self->site) : NULL;
  Sent *sent;

  if (client == NULL)
    return;
  sent = g_new0 (Sent, 1);
  sent->all = g_object_ref (self);
  sent->grant = g_strdup (ending->grant);
  reeve_client_post_async (client, ending->path, NULL, reeve_support_grant_get_type (), -1, self->cancellable,
                           on_sent_cb, sent);
}

/* Who is not signed in any more ends nothing. */
static void
on_state_cb (ReeveSupportEnding *self)
{
  if (reeve_site_get_state (self->site) == REEVE_SITE_READY || g_hash_table_size (self->endings) == 0)
    return;
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_hash_table_remove_all (self->endings);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
reeve_support_ending_dispose (GObject *object)
{
  ReeveSupportEnding *self = REEVE_SUPPORT_ENDING (object);

  g_cancellable_cancel (self->cancellable);
  g_hash_table_remove_all (self->endings);
  g_clear_weak_pointer (&self->site);
  G_OBJECT_CLASS (reeve_support_ending_parent_class)->dispose (object);
}

static void
reeve_support_ending_finalize (GObject *object)
{
  ReeveSupportEnding *self = REEVE_SUPPORT_ENDING (object);

  g_hash_table_unref (self->endings);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (reeve_support_ending_parent_class)->finalize (object);
}

static void
reeve_support_ending_class_init (ReeveSupportEndingClass *klass)
{
  const GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_support_ending_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_support_ending_finalize;
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_ENDED] = g_signal_new ("ended", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                        reeve_support_grant_get_type ());
}

static void
reeve_support_ending_init (ReeveSupportEnding *self)
{
  self->endings = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, ending_free);
  self->cancellable = g_cancellable_new ();
}

ReeveSupportEnding *
reeve_support_ending_of (ReeveSite *site)
{
  ReeveSupportEnding *self;

  g_return_val_if_fail (REEVE_IS_SITE (site), NULL);

  self = g_object_get_data (G_OBJECT (site), "reeve-support-ending");
  if (self != NULL)
    return self;
  self = g_object_new (REEVE_TYPE_SUPPORT_ENDING, NULL);
  g_set_weak_pointer (&self->site, site);
  g_signal_connect_object (site, "notify::state", G_CALLBACK (on_state_cb), self, G_CONNECT_SWAPPED);
  g_object_set_data_full (G_OBJECT (site), "reeve-support-ending", self, g_object_unref);
  return self;
}

void
reeve_support_ending_begin (ReeveSupportEnding *self, const char *grant)
{
  g_autofree char *below = NULL;
  Ending *ending;

  g_return_if_fail (REEVE_IS_SUPPORT_ENDING (self));
  g_return_if_fail (grant != NULL);

  if (self->site == NULL || reeve_site_get_workspace (self->site) == NULL ||
      reeve_support_ending_is_on (self, grant))
    return;
  below = g_strdup_printf ("support-grants/%s/end", grant);
  ending = g_new0 (Ending, 1);
  ending->all = self;
  ending->grant = g_strdup (grant);
  ending->path = reeve_site_path (self->site, below);
  ending->on = TRUE;
  g_hash_table_replace (self->endings, ending->grant, ending);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  send_end (self, ending);
}

gboolean
reeve_support_ending_is_on (ReeveSupportEnding *self, const char *grant)
{
  Ending *ending;

  g_return_val_if_fail (REEVE_IS_SUPPORT_ENDING (self), FALSE);

  ending = g_hash_table_lookup (self->endings, grant);
  return ending != NULL && ending->on;
}

const GError *
reeve_support_ending_get_error (ReeveSupportEnding *self, const char *grant)
{
  Ending *ending;

  g_return_val_if_fail (REEVE_IS_SUPPORT_ENDING (self), NULL);

  ending = g_hash_table_lookup (self->endings, grant);
  return ending != NULL ? ending->error : NULL;
}
