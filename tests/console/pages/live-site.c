/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Sets up over the site's own calls, as a person would, then fills the store directly. */

#include "config.h"

#include "live-site.h"

#include <glib/gstdio.h>
#include <string.h>

#include "common/account.h"
#include "common/clock.h"
#include "common/encoding.h"
#include "common/error.h"
#include "common/totp.h"
#include "common/user-import.h"
#include "service/service.h"
#include "service/store/db.h"
#include "service/store/users.h"

struct _LiveSite
{
  /* owned */
  char *folder;
  ReeveService *service;
  ReeveSite *site;
};

static gboolean
on_late_cb (gpointer user_data)
{
  g_error ("waited two minutes for nothing");
  return G_SOURCE_REMOVE;
}

void
live_site_wait (gboolean (*done) (gpointer data), gpointer data)
{
  guint late = g_timeout_add_seconds (120, on_late_cb, NULL);

  while (!done (data))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (late);
}

static gboolean
on_settled_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

static gboolean
is_true (gpointer data)
{
  return *(gboolean *) data;
}

void
live_site_settle (guint milliseconds)
{
  gboolean settled = FALSE;

  g_timeout_add (milliseconds, on_settled_cb, &settled);
  live_site_wait (is_true, &settled);
}

static gboolean
is_at_rest (gpointer data)
{
  switch (reeve_site_get_state (data))
    {
    case REEVE_SITE_CLOSED:
    case REEVE_SITE_OPENING:
      return FALSE;
    case REEVE_SITE_FAILED:
      g_error ("%s", reeve_site_get_error (data)->message);
    case REEVE_SITE_KEYRING:
    case REEVE_SITE_NEEDS_SETUP:
    case REEVE_SITE_CERTIFICATE:
    case REEVE_SITE_SIGNED_OUT:
    case REEVE_SITE_NEEDS_CODE:
    case REEVE_SITE_NEEDS_ENROLMENT:
    case REEVE_SITE_READY:
    default:
      return TRUE;
    }
}

static gboolean
is_ready (gpointer data)
{
  return reeve_site_get_state (data) == REEVE_SITE_READY && reeve_site_get_workspace (data) != NULL;
}

static void
on_result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gboolean
has_result (gpointer data)
{
  return *(GAsyncResult **) data != NULL;
}

static void
set_up (ReeveSite *site)
{
  g_autoptr (ReeveSetup) setup = reeve_setup_new ();
  g_autoptr (GAsyncResult) made = NULL;
  g_autoptr (GAsyncResult) begun = NULL;
  g_autoptr (GAsyncResult) confirmed = NULL;
  g_autoptr (ReeveEnrolment) enrolment = NULL;
  g_autoptr (ReeveSecret) key = NULL;
  g_autoptr (ReeveSecret) code = NULL;
  g_autoptr (ReeveSecret) recovery = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *raw = NULL;
  gsize length;
  char digits[7];

  setup->workspace_name = g_strdup ("Vallis Research");
  setup->email = g_strdup ("hana.sato@vallis.example");
  setup->display_name = g_strdup ("Hana Sato");
  setup->password = reeve_secret_new_text ("correct horse battery staple 42");
  /* A machine under load may answer "busy". */
  for (guint i = 0; i < 5 && reeve_site_get_state (site) == REEVE_SITE_NEEDS_SETUP; i++)
    {
      g_clear_error (&error);
      g_clear_object (&made);
      reeve_site_set_up_async (site, setup, NULL, on_result_cb, &made);
      live_site_wait (has_result, &made);
      if (!reeve_site_set_up_finish (site, made, &error) && reeve_error_get_code (error) != REEVE_ERROR_BUSY)
        break;
    }
  if (error != NULL)
    g_error ("set-up: %s", error->message);
  reeve_site_begin_enrolment_async (site, NULL, on_result_cb, &begun);
  live_site_wait (has_result, &begun);
  enrolment = reeve_site_begin_enrolment_finish (site, begun, &error);
  if (enrolment == NULL)
    g_error ("enrolment: %s", error->message);
  raw = reeve_base32_decode (reeve_secret_get_text (enrolment->key), &length);
  key = reeve_secret_new (raw, length);
  reeve_totp_code (key, reeve_totp_step (reeve_clock_now ()), digits);
  code = reeve_secret_new_text (digits);
  reeve_site_confirm_enrolment_async (site, code, NULL, on_result_cb, &confirmed);
  live_site_wait (has_result, &confirmed);
  recovery = reeve_site_confirm_enrolment_finish (site, confirmed, &error);
  if (recovery == NULL)
    g_error ("code: %s", error->message);
  reeve_site_finish_enrolment (site);
  live_site_wait (is_ready, site);
}

static void
append_person (GString *csv, guint i)
{
  static const char *const first[] = { "Amélie", "Bartosz", "Chiamaka", "Dieter", "Elin",  "Faisal",
                                       "Gwen",   "Ivo",     "Jutta",    "Kofi",   "Leïla", "Mateo" };
  static const char *const last[] = { "Roux",
                                      "Wilk",
                                      "Obi",
                                      "Kranz",
                                      "Åberg",
                                      "Noor",
                                      "Hart",
                                      "Sato",
                                      "Marek",
                                      "Novák",
                                      "Mensah",
                                      "Haddad",
                                      "Lindqvist-Ferreira" };
  static const char *const hosts[] = { "northlab.example", "harrow.example", "vallis.example" };
  static const char *const roles[] = { "reviewer", "auditor", "register-keeper;reviewer",
                                       "group-administrator" };
  const char *given = first[(i * 7u + i / 12) % 12];
  const char *family = last[(i * 5u + i / 12) % 13];
  g_autofree char *ascii = g_str_to_ascii (family, "C");
  g_autofree char *lower = g_ascii_strdown (ascii, -1);

  g_string_append_printf (csv, "%c.%s%u@%s,%s %s,%s\n", g_ascii_tolower (given[0]), lower, i, hosts[i % 3],
                          given, family, i % 9 == 0 ? roles[(i / 9) % 4] : "");
}

static void
import (LiveSite *self, guint n_users)
{
  g_autoptr (ReeveUserImport) body = reeve_user_import_new ();
  g_autoptr (GString) csv = g_string_new ("E-mail,Name,Roles\n");
  g_autoptr (GAsyncResult) imported = NULL;
  g_autoptr (ReeveUserImportReport) report = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = reeve_site_path (self->site, "users/import");

  for (guint i = 0; i < n_users; i++)
    append_person (csv, i);
  body->content = g_strdup (csv->str);
  reeve_client_post_async (reeve_site_get_client (self->site), path, body,
                           reeve_user_import_report_get_type (), -1, NULL, on_result_cb, &imported);
  live_site_wait (has_result, &imported);
  if (!reeve_client_post_finish (reeve_site_get_client (self->site), imported, (gpointer *) &report, &error))
    g_error ("import: %s", error->message);
  g_assert_cmpint (report->create, ==, n_users);
}

/* Every state there is; the same people every time. */
static void
change_person (ReeveUser *user, guint i, gint64 now)
{
  user->state = reeve_user_states[i % 17 == 5];
  user->lock = reeve_user_locks[i % 23 == 7 ? 1 : i % 31 == 9 ? 2 : 0];
  user->lock_ends = i % 23 == 7 ? now + (38 + (gint64) i % 600) * REEVE_SECOND : 0;
  user->second_factor = reeve_user_second_factors[i % 4 != 2];
  user->has_password = i % 11 != 3;
  user->last_sign_in = user->has_password ? now - (gint64) ((i * 2654435761u) % 4000) * 7 * REEVE_MINUTE : 0;
  if (user->last_sign_in != 0)
    user->last_sign_in_address = g_strdup_printf ("192.0.2.%u", i % 250);
  user->deleted = i % 41 == 11 ? now - (gint64) (i % 29) * REEVE_DAY : 0;
}

static void
fill (LiveSite *self, guint n_users)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (ReeveQuery) everyone = reeve_query_new ();
  ReeveWorkspace *workspace = reeve_site_get_workspace (self->site);
  const char *own = REEVE_ACCOUNT (reeve_site_get_identity (self->site)->account)->id;
  ReeveDb *db =
    reeve_installation_get_workspace (reeve_service_get_installation (self->service), workspace->id);
  g_autoptr (ReeveTx) tx = NULL;

  import (self, n_users);
  tx = reeve_db_begin (db, REEVE_TX_WRITE, g_get_monotonic_time () + 600 * G_USEC_PER_SEC, &error);
  ids = tx != NULL ? reeve_users_list_ids (tx, everyone, &error) : NULL;
  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      g_autoptr (ReeveUser) user = reeve_users_get (tx, g_ptr_array_index (ids, i), &error);

      if (user == NULL)
        break;
      if (g_str_equal (user->id, own))
        continue;
      change_person (user, i, reeve_clock_now ());
      if (!reeve_users_mirror (tx, user, &error))
        break;
    }
  if (ids == NULL || error != NULL || !reeve_tx_commit (tx, &error))
    g_error ("cannot fill: %s", error->message);
}

LiveSite *
live_site_new (guint n_users)
{
  LiveSite *self = g_new0 (LiveSite, 1);
  g_autoptr (ReeveConfig) config = reeve_config_new ();
  g_autoptr (ReeveSecret) root_key = reeve_secret_new_random (32);
  g_autoptr (GError) error = NULL;
  g_autofree char *origin = NULL;

  self->folder = g_dir_make_tmp ("reeve-XXXXXX", &error);
  g_assert_no_error (error);
  g_set_str (&config->data_folder, self->folder);
  g_free (config->socket_path);
  config->socket_path = g_build_filename (self->folder, "socket", NULL);
  origin = g_strconcat ("unix:", config->socket_path, NULL);
  self->service = reeve_service_start (config, root_key, &error);
  if (self->service == NULL)
    g_error ("%s", error->message);

  self->site = reeve_site_new_remote (origin, NULL);
  reeve_site_open (self->site);
  live_site_wait (is_at_rest, self->site);
  if (reeve_site_get_state (self->site) == REEVE_SITE_KEYRING)
    {
      reeve_site_go_on_without_keyring (self->site);
      live_site_wait (is_at_rest, self->site);
    }
  g_assert_cmpint (reeve_site_get_state (self->site), ==, REEVE_SITE_NEEDS_SETUP);
  set_up (self->site);
  fill (self, n_users);
  return self;
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        remove_folder (path);
      else
        g_unlink (path);
    }
  g_rmdir (folder);
}

void
live_site_free (LiveSite *self)
{
  reeve_site_close (self->site);
  g_object_unref (self->site);
  reeve_service_stop (self->service);
  remove_folder (self->folder);
  g_free (self->folder);
  g_free (self);
}

ReeveSite *
live_site_get_site (LiveSite *self)
{
  return self->site;
}

void
live_site_wait_for_state (LiveSite *self, const char *user_id, const char *state)
{
  ReeveClient *client = reeve_site_get_client (self->site);
  g_autofree char *below = g_strconcat ("users/", user_id, NULL);
  g_autofree char *path = reeve_site_path (self->site, below);
  gint64 late = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  for (;;)
    {
      g_autoptr (GAsyncResult) loaded = NULL;
      g_autoptr (ReeveUser) user = NULL;
      g_autoptr (GError) error = NULL;

      reeve_client_load_async (client, reeve_user_get_type (), path, NULL, on_result_cb, &loaded);
      live_site_wait (has_result, &loaded);
      user = reeve_client_load_finish (client, loaded, &error);
      g_assert_no_error (error);
      if (g_strcmp0 (user->state, state) == 0)
        return;
      if (g_get_monotonic_time () > late)
        g_error ("%s is still %s, not %s", user->email, user->state, state);
      live_site_settle (20);
    }
}

gpointer
live_site_find (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      gpointer found = live_site_find (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

gboolean
live_site_shows (GtkWidget *widget, const char *text)
{
  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_label (GTK_LABEL (widget)), text) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (live_site_shows (child, text))
      return TRUE;
  return FALSE;
}
