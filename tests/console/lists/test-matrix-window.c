/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The matrix of the real service, window by window: it says what the service says, keeps no more than it may,
 * and asks again for what it did not get. */

#include "config.h"

#include "common/folder.h"
#include "common/permission-draft.h"
#include "common/user-import.h"
#include "console/lists/matrix-window.h"
#include "served.h"

#define N_FOLDERS 200 /* four tiles of rows */
#define N_USERS   900 /* fifteen of columns: together more than are kept */

typedef struct
{
  Served *served;
  ReeveClient *client;
} Shared;

static Shared shared;

static void
make_users (void)
{
  g_autoptr (GString) csv = g_string_new ("email,display-name,roles\n");
  g_autoptr (ReeveUserImport) import = reeve_user_import_new ();
  g_autofree char *path = served_path (shared.served, "users/import");
  g_autoptr (ReeveUserImportReport) report = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < N_USERS; i++)
    g_string_append_printf (csv, "user%04u@example.org,User %04u,member\n", i, i);
  import->content = g_strdup (csv->str);
  report = served_post (shared.client, path, import, reeve_user_import_report_get_type (), &error);
  g_assert_no_error (error);
}

static void
make_folders (void)
{
  g_autofree char *path = served_path (shared.served, "folders");

  for (guint i = 0; i < N_FOLDERS; i++)
    {
      g_autoptr (ReeveFolder) folder = reeve_folder_new ();
      g_autoptr (ReeveFolder) made = NULL;
      g_autoptr (GError) error = NULL;

      folder->name = g_strdup_printf ("Folder %04u", i);
      folder->parent = g_strdup (REEVE_FOLDER_ROOT);
      made = served_post (shared.client, path, folder, reeve_folder_get_type (), &error);
      g_assert_no_error (error);
    }
}

typedef struct
{
  ReeveMatrixModel *model;
  guint row;
  guint column;
  guint n_failed;
  guint goal;
} View;

static void
on_failed_cb (View *view, const GError *error)
{
  g_assert_nonnull (error);
  view->n_failed++;
}

static void
open_view (View *view)
{
  g_autofree char *path = served_path (shared.served, "permissions/matrix");

  *view = (View) { .model = reeve_matrix_window_new (shared.client, path, "user", "Acme") };
  g_signal_connect_swapped (view->model, "failed", G_CALLBACK (on_failed_cb), view);
}

static gboolean
is_known (gpointer user_data)
{
  View *view = user_data;
  ReeveVerbs verbs, own;

  return reeve_matrix_model_get_cell (view->model, view->row, view->column, &verbs, &own);
}

static gboolean
has_failed (gpointer user_data)
{
  View *view = user_data;

  return view->n_failed >= view->goal;
}

/* As a scroll to it does. */
static void
look_at (View *view, guint row, guint column)
{
  view->row = row;
  view->column = column;
  reeve_matrix_model_want (view->model, row, 20, column, 12);
}

/* Names and sizes are the service's, wherever one looks. */
static void
test_window (void)
{
  const char *id, *name;
  guint rows, columns, depth;
  View view;

  open_view (&view);
  look_at (&view, 0, 0);
  g_assert_false (is_known (&view));
  g_assert_false (reeve_matrix_model_get_row (view.model, 0, &id, &name, &depth));
  served_run_while_not (is_known, &view, 60);
  reeve_matrix_model_get_size (view.model, &rows, &columns);
  g_assert_cmpuint (rows, ==, N_FOLDERS + 1);
  g_assert_cmpuint (columns, ==, N_USERS + 1);
  g_assert_true (reeve_matrix_model_get_row (view.model, 0, &id, &name, &depth));
  g_assert_cmpstr (name, ==, "Acme");
  g_assert_cmpuint (depth, ==, 0);
  look_at (&view, 150, 700);
  served_run_while_not (is_known, &view, 60);
  g_assert_true (reeve_matrix_model_get_row (view.model, 150, &id, &name, &depth));
  g_assert_cmpstr (name, ==, "Folder 0149");
  g_assert_cmpuint (depth, ==, 1);
  g_assert_true (reeve_matrix_model_get_column (view.model, 700, &id, &name));
  g_assert_cmpstr (name, ==, "User 0699"); /* after Ada */
  g_object_unref (view.model);
}

/* Looking at all of it keeps no more than it may; what was forgotten is asked for again. */
static void
test_bound (void)
{
  View view;
  guint most = 0;

  open_view (&view);
  for (guint row = 0; row <= N_FOLDERS; row += REEVE_MATRIX_TILE)
    for (guint column = 0; column <= N_USERS; column += REEVE_MATRIX_TILE)
      {
        look_at (&view, row, column);
        served_run_while_not (is_known, &view, 60);
        most = MAX (most, reeve_matrix_window_get_n_tiles (REEVE_MATRIX_WINDOW (view.model)));
        g_assert_cmpuint (most, <=, REEVE_MATRIX_TILES);
      }
  g_assert_cmpuint (most, ==, REEVE_MATRIX_TILES);
  view.row = view.column = 0;
  g_assert_false (is_known (&view));
  look_at (&view, 0, 0);
  served_run_while_not (is_known, &view, 60);
  g_object_unref (view.model);
}

/* What could not be had is unknown, not "no access"; scrolling asks again, and a failure forgets nothing of
 * what was asked for in the meantime. */
static void
test_failure (void)
{
  View view;

  open_view (&view);
  look_at (&view, 0, 0);
  served_run_while_not (is_known, &view, 60);
  served_stop (shared.served);
  view.goal = 1;
  look_at (&view, 130, 0);
  served_run_while_not (has_failed, &view, 60);
  g_assert_false (is_known (&view));
  reeve_matrix_window_reload (REEVE_MATRIX_WINDOW (view.model)); /* on its way */
  look_at (&view, 130, 600);
  view.goal = 3;
  served_run_while_not (has_failed, &view, 60);
  g_assert_false (is_known (&view));
  view.row = view.column = 0;
  g_assert_true (is_known (&view)); /* what is there stays */
  served_start (shared.served);
  look_at (&view, 130, 600);
  served_run_while_not (is_known, &view, 60);
  look_at (&view, 130, 0);
  served_run_while_not (is_known, &view, 60);
  g_object_unref (view.model);
}

int
main (int argc, char **argv)
{
  int failed;

  g_test_init (&argc, &argv, NULL);
  shared.served = served_new ();
  shared.client = served_make_client (shared.served);
  served_set_up (shared.served, shared.client);
  make_users ();
  make_folders ();
  g_test_add_func ("/matrix-window/window", test_window);
  g_test_add_func ("/matrix-window/bound", test_bound);
  g_test_add_func ("/matrix-window/failure", test_failure);
  failed = g_test_run ();
  g_object_unref (shared.client);
  served_free (shared.served);
  return failed;
}
