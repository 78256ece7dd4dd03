/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/jobs/watching.h"

#include <openssl/rand.h>

#include "common/access-line.h"
#include "common/clock.h"
#include "common/error.h"
#include "common/mute.h"
#include "service/detect/settings.h"
#include "service/jobs/guessing-notices.h"
#include "service/jobs/walk.h"
#include "service/store/deliveries.h"
#include "service/store/detection-settings.h"
#include "service/store/directory-values.h"
#include "service/store/findings.h"
#include "service/store/mutes.h"
#include "service/store/watch-state.h"

#define STATE "watch" /* of the directory: leaf, and what is known */

#define PACK_LEVEL 1 /* zlib's: a higher one takes much longer for little */

struct _ReeveWatching
{
  /* owned */
  ReeveWatch *watch;
  GPtrArray *raised; /* of ReeveRaised: not written yet */
  gint64 leaf;
  guint64 n_new;
  gint64 settings;               /* the version that is in force; 0: the usual */
  ReeveGuessingNotices *notices; /* (nullable): of the directory alone */
  /* borrowed */
  ReeveInstallation *installation;
  ReeveDb *db;
  const char *workspace; /* (nullable): the directory */
};

/* --- Beginning --- */

static ReeveWatch *
make_watch (void)
{
  guint8 key[REEVE_SIGHT_KEY_BYTES];

  if (RAND_bytes (key, sizeof key) != 1)
    g_error ("the system has no randomness");
  return reeve_watch_new (key);
}

/* (transfer full) (nullable): it is nothing that was packed. */
static GBytes *
unpack (GBytes *packed)
{
  g_autoptr (GZlibDecompressor) decompressor = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB);

  return g_converter_convert_bytes (G_CONVERTER (decompressor), packed, NULL);
}

/* Rings are mostly empty: an eighth is left. (transfer full) */
static GBytes *
pack (GBytes *knowledge, GError **error)
{
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, PACK_LEVEL);

  return g_converter_convert_bytes (G_CONVERTER (compressor), knowledge, error);
}

/* What another version knew is learned again, from what is kept of the log. */
static void
restore (ReeveWatching *self, GBytes *packed, gint64 leaf)
{
  g_autoptr (GBytes) knowledge = packed != NULL ? unpack (packed) : NULL;

  if (packed == NULL)
    return;
  if (knowledge != NULL && reeve_watch_restore (self->watch, knowledge))
    self->leaf = leaf;
  else
    g_message ("the detections of %s begin anew", self->workspace != NULL ? self->workspace : "sign-ins");
}

static gboolean
read_settings (ReeveWatching *self, ReeveTx *tx, GError **error)
{
  g_autoptr (ReeveDetectionSettings) settings = NULL;
  gint64 version;

  if (!reeve_detection_settings_get_version (tx, &version, error))
    return FALSE;
  if (version == self->settings)
    return TRUE;
  settings = reeve_detection_settings_get (tx, error);
  if (settings == NULL)
    return FALSE;
  reeve_settings_apply (settings, self->watch);
  self->settings = version;
  return TRUE;
}

gboolean
reeve_watching_take_settings (ReeveWatching *self, GError **error)
{
  g_autoptr (ReeveTx) tx = NULL;

  if (self->workspace == NULL)
    return TRUE;
  tx = reeve_db_begin (self->db, REEVE_TX_READ, reeve_job_deadline (), error);

  return tx != NULL && read_settings (self, tx, error);
}

/* --- The directory's --- */

static gboolean
open_directory (ReeveWatching *self, ReeveTx *tx, GError **error)
{
  g_autoptr (GBytes) value = NULL;

  for (guint i = 0; i < reeve_n_rules; i++)
    reeve_watch_switch (self->watch, reeve_rules[i]->name,
                        reeve_guessing_notices_want (reeve_rules[i]->name));
  self->notices = reeve_guessing_notices_read (tx, error);
  if (self->notices == NULL || !reeve_directory_value_read (tx, STATE, &value, error))
    return FALSE;
  if (value != NULL)
    {
      g_autoptr (GVariant) state =
        g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE ("(xay)"), value, FALSE));
      g_autoptr (GVariant) packed = g_variant_get_child_value (state, 1);
      g_autoptr (GBytes) knowledge = g_variant_get_data_as_bytes (packed);
      gint64 leaf;

      g_variant_get_child (state, 0, "x", &leaf);
      restore (self, knowledge, leaf);
    }
  return TRUE;
}

static gboolean
save_directory (ReeveWatching *self, ReeveTx *tx, GBytes *packed, GError **error)
{
  g_autoptr (GVariant) state = g_variant_ref_sink (
    g_variant_new ("(x@ay)", self->leaf, g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, packed, TRUE)));
  g_autoptr (GBytes) value = g_variant_get_data_as_bytes (state);

  return reeve_directory_value_write (tx, STATE, value, error);
}

/* Whose name nobody knows, as one that was asked too often is not told by, is nothing to its rules. */
static void
look_at_try (ReeveWatching *self, const ReeveAccessEvent *event, gint64 leaf)
{
  guint before = self->raised->len;

  if (event->actor == NULL)
    return;
  reeve_watch_look (self->watch, event, self->raised);
  if (leaf < reeve_guessing_notices_get_leaf (self->notices))
    g_ptr_array_set_size (self->raised, (int) before);
  else
    reeve_guessing_notices_sift (self->raised, before);
}

/* --- Opening --- */

static gboolean
open_workspace (ReeveWatching *self, ReeveTx *tx, GError **error)
{
  g_autoptr (GBytes) knowledge = NULL;
  gint64 leaf;

  if (!reeve_watch_state_read (tx, &knowledge, &leaf, error))
    return FALSE;
  restore (self, knowledge, leaf);
  return read_settings (self, tx, error);
}

ReeveWatching *
reeve_watching_open (ReeveInstallation *installation, const char *workspace, GError **error)
{
  g_autoptr (ReeveWatching) self = g_new0 (ReeveWatching, 1);
  g_autoptr (ReeveTx) tx = NULL;

  self->installation = installation;
  self->workspace = workspace;
  self->db = workspace != NULL ? reeve_installation_get_workspace (installation, workspace)
                               : reeve_installation_get_directory (installation);
  self->raised = g_ptr_array_new_with_free_func ((GDestroyNotify) reeve_raised_free);
  self->watch = make_watch ();
  if (self->db == NULL)
    {
      reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "there is no such workspace");
      return NULL;
    }
  tx = reeve_db_begin (self->db, REEVE_TX_READ, reeve_job_deadline (), error);
  if (tx == NULL || !(workspace != NULL ? open_workspace : open_directory) (self, tx, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
reeve_watching_free (ReeveWatching *self)
{
  g_clear_pointer (&self->watch, reeve_watch_free);
  g_clear_pointer (&self->notices, reeve_guessing_notices_free);
  g_ptr_array_unref (self->raised);
  g_free (self);
}

gint64
reeve_watching_get_leaf (ReeveWatching *self)
{
  return self->leaf;
}

void
reeve_watching_go_back (ReeveWatching *self, gint64 leaf)
{
  self->leaf = MIN (self->leaf, leaf);
  if (self->notices != NULL)
    reeve_guessing_notices_go_back (self->notices, leaf);
}

gint64
reeve_watching_get_due (ReeveWatching *self)
{
  return self->notices != NULL ? reeve_guessing_notices_get_due (self->notices) : G_MAXINT64;
}

guint64
reeve_watching_count_new (ReeveWatching *self)
{
  return self->n_new;
}

gsize
reeve_watching_get_memory (ReeveWatching *self)
{
  return reeve_watch_get_memory (self->watch);
}

/* --- Looking --- */

void
reeve_watching_look (ReeveWatching *self, GPtrArray *lines, gint64 next)
{
  for (guint i = 0; i < lines->len; i++)
    {
      const ReeveAccessLine *line = lines->pdata[i];
      ReeveAccessEvent event;

      if (line->leaf < self->leaf)
        continue;
      reeve_access_line_get_event (line, &event);
      if (self->workspace != NULL)
        reeve_watch_look (self->watch, &event, self->raised);
      else
        look_at_try (self, &event, line->leaf);
      self->leaf = line->leaf + 1;
      self->n_new++;
    }
  self->leaf = MAX (self->leaf, next);
}

/* --- Writing --- */

static ReeveFinding *
make_finding (const ReeveRaised *raised)
{
  ReeveFinding *finding = reeve_finding_new ();
  g_autoptr (GStrvBuilder) numbers = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) events = g_strv_builder_new ();

  finding->id = reeve_id_new ();
  finding->version = 1;
  finding->rule = g_strdup (raised->rule);
  finding->technique = g_strdup (raised->technique);
  finding->severity = reeve_severity_to_wire (raised->severity);
  finding->raised = raised->time;
  finding->key = g_strdup (raised->key);
  finding->person = g_strdup (raised->person);
  finding->person_name = g_strdup (raised->person_name);
  finding->address = g_strdup (raised->address);
  finding->state = "open";
  for (guint i = 0; i < raised->n_numbers; i++)
    g_strv_builder_take (
      numbers, g_strdup_printf ("%s=%" G_GINT64_FORMAT, raised->numbers[i].name, raised->numbers[i].value));
  for (guint i = 0; i < raised->n_events; i++)
    g_strv_builder_take (events, g_strdup_printf ("%" G_GINT64_FORMAT, raised->events[i]));
  finding->numbers = g_strv_builder_end (numbers);
  finding->events = g_strv_builder_end (events);
  return finding;
}

/* (nullable) (transfer none) */
static ReeveMute *
find_mute (GPtrArray *mutes, ReeveFinding *finding, gint64 now)
{
  for (guint i = 0; i < mutes->len; i++)
    if (reeve_mute_covers (mutes->pdata[i], finding, now))
      return mutes->pdata[i];
  return NULL;
}

static gboolean
write_one (ReeveTx *tx,
           const ReeveRaised *raised,
           GPtrArray *mutes,
           gint64 now,
           GPtrArray *ids,
           GError **error)
{
  g_autoptr (ReeveFinding) finding = make_finding (raised);
  ReeveMute *mute = find_mute (mutes, finding, now);
  gboolean is_new;

  if (mute != NULL)
    {
      finding->state = "muted";
      finding->mute = g_strdup (mute->id);
    }
  if (!reeve_findings_insert (tx, finding, &is_new, error))
    return FALSE;
  if (is_new && mute != NULL)
    return reeve_mutes_note (tx, mute->id, error);
  if (!is_new)
    return TRUE;
  g_ptr_array_add (ids, g_strdup (finding->id));
  return reeve_deliveries_enqueue (tx, finding, now, error);
}

static gboolean
tell_of_guessing (ReeveWatching *self, gint64 now, GError **error)
{
  if (self->raised->len == 0 && reeve_guessing_notices_get_due (self->notices) > now)
    return TRUE;
  if (!reeve_guessing_notices_tell (self->notices, self->installation, self->raised, self->leaf, now, error))
    return FALSE;
  g_ptr_array_set_size (self->raised, 0);
  return TRUE;
}

gboolean
reeve_watching_write (ReeveWatching *self, gint64 now, GPtrArray *ids, GError **error)
{
  g_autoptr (ReeveTx) tx = NULL;
  g_autoptr (GPtrArray) mutes = NULL;
  guint before = ids->len;

  if (self->workspace == NULL)
    return tell_of_guessing (self, now, error);
  if (self->raised->len == 0)
    return TRUE;
  tx = reeve_db_begin (self->db, REEVE_TX_WRITE, reeve_job_deadline (), error);
  mutes = tx != NULL ? reeve_mutes_read_in_force (tx, now, error) : NULL;
  if (mutes == NULL)
    return FALSE;
  for (guint i = 0; i < self->raised->len; i++)
    if (!write_one (tx, self->raised->pdata[i], mutes, now, ids, error))
      {
        g_ptr_array_set_size (ids, (int) before);
        return FALSE;
      }
  if (!reeve_tx_commit (tx, error))
    {
      g_ptr_array_set_size (ids, (int) before);
      return FALSE;
    }
  g_ptr_array_set_size (self->raised, 0);
  return TRUE;
}

gboolean
reeve_watching_save (ReeveWatching *self, gint64 now, GError **error)
{
  g_autoptr (GBytes) knowledge = reeve_watch_save (self->watch);
  g_autoptr (GBytes) packed = NULL;
  g_autoptr (ReeveTx) tx = NULL;

  g_return_val_if_fail (self->raised->len == 0, FALSE);
  packed = pack (knowledge, error);
  if (packed == NULL)
    return FALSE;
  g_debug ("what the detections know: %" G_GSIZE_FORMAT " bytes, packed %" G_GSIZE_FORMAT,
           g_bytes_get_size (knowledge), g_bytes_get_size (packed));
  tx = reeve_db_begin (self->db, REEVE_TX_WRITE, reeve_job_deadline (), error);
  if (tx == NULL ||
      !(self->workspace != NULL ? reeve_watch_state_write (tx, packed, self->leaf, now, error)
                                : save_directory (self, tx, packed, error)) ||
      !reeve_tx_commit (tx, error))
    return FALSE;
  self->n_new = 0;
  return TRUE;
}
