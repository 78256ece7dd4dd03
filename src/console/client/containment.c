/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What is sent is kept with its key until there is an answer to it. */

#include "config.h"

#include "console/client/containment.h"

#include "common/clock.h"
#include "common/error.h"

struct _ReeveContainment
{
  GObject parent_instance;

  /* owned */
  ReeveSite *site;
  ReeveWhom *whom;
  GPtrArray *ids;        /* of char *: whom it locks */
  ReeveCaseReport *sent; /* (nullable): and not answered */
  char *key;             /* (nullable): of that */

  gboolean ready;
};

G_DEFINE_FINAL_TYPE (ReeveContainment, reeve_containment, G_TYPE_OBJECT)

static void
reeve_containment_finalize (GObject *object)
{
  ReeveContainment *self = REEVE_CONTAINMENT (object);

  g_clear_object (&self->site);
  g_clear_pointer (&self->whom, reeve_whom_unref);
  g_clear_pointer (&self->ids, g_ptr_array_unref);
  g_clear_object (&self->sent);
  g_free (self->key);
  G_OBJECT_CLASS (reeve_containment_parent_class)->finalize (object);
}

static void
reeve_containment_class_init (ReeveContainmentClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = reeve_containment_finalize;
}

static void
reeve_containment_init (ReeveContainment *self)
{
  self->ids = g_ptr_array_new_with_free_func (g_free);
}

static void
take_ids (ReeveContainment *self, GStrv ids)
{
  g_ptr_array_set_size (self->ids, 0);
  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    g_ptr_array_add (self->ids, g_strdup (ids[i]));
}

/* (transfer full) */
static GStrv
copy_ids (ReeveContainment *self)
{
  GStrv ids = g_new0 (char *, self->ids->len + 1);

  for (guint i = 0; i < self->ids->len; i++)
    ids[i] = g_strdup (self->ids->pdata[i]);
  return ids;
}

/* --- What it would do --- */

static void
on_previewed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ReeveContainment *self = g_task_get_source_object (task);
  g_autoptr (ReeveCaseEffects) effects = NULL;
  GError *error = NULL;

  if (!reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &effects, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  take_ids (self, effects->people);
  self->ready = TRUE;
  g_task_return_pointer (task, g_steal_pointer (&effects), g_object_unref);
}

/* @task: (transfer full) */
static void
preview (GTask *task)
{
  ReeveContainment *self = g_task_get_source_object (task);
  g_autoptr (ReeveCaseWhom) whom = reeve_case_whom_new ();
  gboolean support;
  g_autofree char *path = NULL;

  if (!reeve_containment_is_allowed (self->site, &support))
    support = FALSE; /* the service says what they lack */
  path = reeve_site_path (self->site, support ? "containments/preview" : "cases/preview");
  if (self->whom->kind == REEVE_WHOM_GROUP)
    whom->group = g_strdup (self->whom->id);
  else if (self->whom->kind == REEVE_WHOM_ADDRESS)
    whom->address = g_strdup (self->whom->id);
  else
    whom->people = copy_ids (self);
  reeve_client_post_async (reeve_site_get_client (self->site), path, whom, reeve_case_effects_get_type (), -1,
                           g_task_get_cancellable (task), on_previewed_cb, task);
}

static void ask_page (GTask *task, const char *cursor);

static void
on_page_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ReeveContainment *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (ReeveListing) listing = reeve_client_list_finish (REEVE_CLIENT (source), result, &error);

  if (listing == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  for (guint i = 0; i < listing->items->len; i++)
    g_ptr_array_add (self->ids, g_strdup (REEVE_USER (listing->items->pdata[i])->id));
  if (self->ids->len > REEVE_CASE_PEOPLE)
    {
      reeve_error_add_member (&error, "/people", "too_many", "a case is about %d people at most",
                              REEVE_CASE_PEOPLE);
      g_task_return_error (task, error);
    }
  else if (listing->next != NULL)
    ask_page (g_steal_pointer (&task), listing->next);
  else
    preview (g_steal_pointer (&task));
}

/* Whom the query finds, a page after the other. @task: (transfer full) */
static void
ask_page (GTask *task, const char *cursor)
{
  ReeveContainment *self = g_task_get_source_object (task);
  g_autofree char *path = reeve_site_path (self->site, "users");
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveQuery) query =
    reeve_query_from_string (self->whom->id, reeve_user_sorts, reeve_user_filters, &error);

  if (query == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      g_object_unref (task);
      return;
    }
  query->limit = REEVE_QUERY_MAX_LIMIT;
  query->cursor = g_strdup (cursor);
  reeve_client_list_async (reeve_site_get_client (self->site), reeve_user_get_type (), path, query,
                           g_task_get_cancellable (task), on_page_cb, task);
}

void
reeve_containment_preview_async (ReeveContainment *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task;

  g_return_if_fail (REEVE_IS_CONTAINMENT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, reeve_containment_preview_async);
  if (self->whom->kind != REEVE_WHOM_QUERY)
    preview (task);
  else
    {
      g_ptr_array_set_size (self->ids, 0);
      ask_page (task, NULL);
    }
}

ReeveCaseEffects *
reeve_containment_preview_finish (ReeveContainment *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, reeve_containment_preview_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- Locking --- */

static void
forget_sent (ReeveContainment *self)
{
  g_clear_object (&self->sent);
  g_clear_pointer (&self->key, g_free);
}

static void
on_contained_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ReeveContainment *self = g_task_get_source_object (task);
  g_autoptr (ReeveCase) contained = NULL;
  GError *error = NULL;

  if (!reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &contained, &error))
    {
      if (!reeve_containment_leaves_doubt (error))
        forget_sent (self);
      g_task_return_error (task, error);
      return;
    }
  forget_sent (self);
  g_task_return_pointer (task, g_steal_pointer (&contained), g_object_unref);
}

/* A case that was there, and locks nobody yet: of a finding, or of what a colleague saw. @task: (transfer
 * full) */
static void
contain (GTask *task, ReeveCase *reported)
{
  ReeveContainment *self = g_task_get_source_object (task);
  g_autoptr (ReeveCaseContainment) body = reeve_case_containment_new ();
  g_autofree char *below = g_strdup_printf ("cases/%s/contain", reported->id);
  g_autofree char *path = reeve_site_path (self->site, below);

  if (!reeve_site_may (self->site, REEVE_CAPABILITY_BREACH_CONTAIN))
    {
      forget_sent (self);
      g_task_return_error (task, reeve_error_new (REEVE_ERROR_CONFLICT, "not_contained",
                                                  "reported already, and locked by nobody yet"));
      g_object_unref (task);
      return;
    }
  reeve_client_post_async (reeve_site_get_client (self->site), path, body, reeve_case_get_type (), -1,
                           g_task_get_cancellable (task), on_contained_cb, task);
}

static void
on_reported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ReeveContainment *self = g_task_get_source_object (task);
  g_autoptr (ReeveCase) reported = NULL;
  GError *error = NULL;

  if (!reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &reported, &error))
    {
      if (!reeve_containment_leaves_doubt (error))
        forget_sent (self);
      g_task_return_error (task, error);
      return;
    }
  if (g_strcmp0 (reported->state, REEVE_CASE_REPORTED) == 0)
    {
      contain (g_steal_pointer (&task), reported);
      return;
    }
  forget_sent (self);
  g_task_return_pointer (task, g_steal_pointer (&reported), g_object_unref);
}

void
reeve_containment_lock_async (ReeveContainment *self,
                              ReeveCaseReport *report,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autofree char *path = NULL;
  gboolean support;
  GTask *task;

  g_return_if_fail (REEVE_IS_CONTAINMENT (self));
  g_return_if_fail (REEVE_IS_CASE_REPORT (report));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, reeve_containment_lock_async);
  if (!reeve_containment_is_allowed (self->site, &support))
    support = FALSE;
  path = reeve_site_path (self->site, support ? "containments" : "cases");
  if (self->sent == NULL)
    {
      self->sent = reeve_record_copy (report);
      self->sent->people = copy_ids (self);
      if (self->whom->finding != NULL)
        g_set_str (&self->sent->finding, self->whom->finding);
      self->key = reeve_id_new ();
    }
  reeve_client_post_once_async (reeve_site_get_client (self->site), path, self->key, self->sent,
                                reeve_case_get_type (), cancellable, on_reported_cb, task);
}

ReeveCase *
reeve_containment_lock_finish (ReeveContainment *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, reeve_containment_lock_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Nothing was done where the service has said so; else it may have been. */
gboolean
reeve_containment_leaves_doubt (const GError *error)
{
  g_return_val_if_fail (error != NULL, FALSE);

  switch (reeve_error_get_code (error))
    {
    case REEVE_ERROR_UNREACHABLE:
    case REEVE_ERROR_BUSY:
    case REEVE_ERROR_INTERNAL:
      return TRUE;
    default:
      return FALSE;
    }
}

gboolean
reeve_containment_is_in_doubt (ReeveContainment *self)
{
  g_return_val_if_fail (REEVE_IS_CONTAINMENT (self), FALSE);

  return self->sent != NULL;
}

gboolean
reeve_containment_is_ready (ReeveContainment *self)
{
  g_return_val_if_fail (REEVE_IS_CONTAINMENT (self), FALSE);

  return self->ready;
}

ReeveWhom *
reeve_containment_get_whom (ReeveContainment *self)
{
  g_return_val_if_fail (REEVE_IS_CONTAINMENT (self), NULL);

  return self->whom;
}

gboolean
reeve_containment_is_allowed (ReeveSite *site, gboolean *ticket)
{
  gboolean reports;

  g_return_val_if_fail (REEVE_IS_SITE (site), FALSE);

  reports = reeve_site_may (site, REEVE_CAPABILITY_BREACH_REPORT);
  if (ticket != NULL)
    *ticket = !reports && reeve_site_may (site, REEVE_CAPABILITY_BREACH_CONTAIN);
  return reports || reeve_site_may (site, REEVE_CAPABILITY_BREACH_CONTAIN);
}

ReeveContainment *
reeve_containment_new (ReeveSite *site, ReeveWhom *whom)
{
  ReeveContainment *self;

  g_return_val_if_fail (REEVE_IS_SITE (site), NULL);
  g_return_val_if_fail (whom != NULL, NULL);

  self = g_object_new (REEVE_TYPE_CONTAINMENT, NULL);
  self->site = g_object_ref (site);
  self->whom = reeve_whom_ref (whom);
  take_ids (self, whom->people);
  self->ready = whom->kind == REEVE_WHOM_PEOPLE;
  return self;
}
