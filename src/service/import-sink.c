/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include <config.h> /* the build's; "config.h" would be service/config.h */

#include "service/import-sink.h"

#include <glib/gstdio.h>

#include "common/error.h"
#include "service/log-import.h"
#include "service/owner-import.h"
#include "service/owner.h"
#include "service/service.h"

struct _ReeveImportPlace
{
  ReeveInstallation *installation; /* (nullable): a service has it */
  ReeveSecret *root_key;
  char *data_folder;
};

struct _ReeveImportSink
{
  ReeveLogImport *import; /* (nullable): a service has it */
  int file;               /* the connection to that; -1: none */
  gint64 days;            /* that the log is kept */
  /* what is being written */
  GThread *thread;   /* (nullable): nothing is */
  GPtrArray *events; /* the thread's, while there is one; so is the rest */
  ReeveAccessIntake intake;
  GError *failure;
};

ReeveImportPlace *
reeve_import_place_open (ReeveConfig *config, GError **error)
{
  g_autoptr (ReeveImportPlace) self = g_new0 (ReeveImportPlace, 1);
  g_autoptr (GError) local_error = NULL;

  if (!reeve_installation_exists (config->data_folder))
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "data_folder", "%s holds no data", config->data_folder);
      return NULL;
    }
  self->data_folder = g_strdup (config->data_folder);
  self->root_key = reeve_service_find_root_key (config, NULL, error);
  if (self->root_key == NULL)
    return NULL;
  self->installation = reeve_installation_open (config->data_folder, self->root_key, &local_error);
  if (self->installation == NULL && g_strcmp0 (reeve_error_get_reason (local_error), "in_use") != 0)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
reeve_import_place_free (ReeveImportPlace *self)
{
  g_clear_pointer (&self->installation, reeve_installation_free);
  g_clear_pointer (&self->root_key, reeve_secret_unref);
  g_free (self->data_folder);
  g_free (self);
}

ReeveImportSink *
reeve_import_sink_open (ReeveImportPlace *place, const char *workspace, const char *file, GError **error)
{
  g_autoptr (ReeveImportSink) self = g_new0 (ReeveImportSink, 1);

  self->file = -1;
  if (place->installation != NULL)
    self->import = reeve_log_import_new (place->installation, workspace, file, error);
  else
    self->file =
      reeve_owner_ask_to_import (place->data_folder, place->root_key, workspace, file, &self->days, error);
  if (self->import != NULL)
    self->days = reeve_log_import_get_days (self->import);
  return self->import != NULL || self->file >= 0 ? g_steal_pointer (&self) : NULL;
}

gint64
reeve_import_sink_get_days (ReeveImportSink *self)
{
  return self->days;
}

static gpointer
run (gpointer data)
{
  ReeveImportSink *self = data;
  gboolean done = self->import != NULL
                    ? reeve_log_import_put (self->import, self->events, &self->intake, &self->failure)
                    : reeve_owner_import_put (self->file, self->events, &self->intake, &self->failure);

  g_clear_pointer (&self->events, g_ptr_array_unref);
  return GINT_TO_POINTER (done);
}

static gboolean
wait_for (ReeveImportSink *self, ReeveAccessIntake *done, GError **error)
{
  gboolean good;

  if (self->thread == NULL)
    return TRUE;
  good = GPOINTER_TO_INT (g_thread_join (g_steal_pointer (&self->thread)));
  done->taken += self->intake.taken;
  done->known += self->intake.known;
  done->refused += self->intake.refused;
  done->lost += self->intake.lost;
  if (!good)
    g_propagate_error (error, g_steal_pointer (&self->failure));
  return good;
}

gboolean
reeve_import_sink_send (ReeveImportSink *self, GPtrArray *events, ReeveAccessIntake *done, GError **error)
{
  g_autoptr (GPtrArray) taken = events;

  if (!wait_for (self, done, error))
    return FALSE;
  self->events = g_steal_pointer (&taken);
  self->thread = g_thread_new ("write", run, self);
  return TRUE;
}

gboolean
reeve_import_sink_finish (ReeveImportSink *self, ReeveAccessIntake *done, GError **error)
{
  if (!wait_for (self, done, error))
    return FALSE;
  return self->import != NULL ? reeve_log_import_end (self->import, error)
                              : reeve_owner_import_end (self->file, error);
}

/* Whatever came in before something failed is told, too: by this, or by the service, which sees us go. */
void
reeve_import_sink_free (ReeveImportSink *self)
{
  ReeveAccessIntake ignored = { 0 };
  g_autoptr (GError) error = NULL;

  if (!wait_for (self, &ignored, &error) ||
      (self->import != NULL && !reeve_log_import_end (self->import, &error)))
    g_warning ("%s", error->message);
  g_clear_pointer (&self->import, reeve_log_import_free);
  g_clear_fd (&self->file, NULL);
  g_clear_error (&self->failure);
  g_free (self);
}
