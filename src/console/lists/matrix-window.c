/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Tiles. One request at a time, for the tiles on screen that are missing or of an older generation; when it
 * is answered, what is on screen by then is looked at again. A request is never cancelled: scrolling on makes
 * it late, not wrong. Something that has changed begins a generation: what is there is shown until it is
 * replaced. */

#include "config.h"

#include "console/lists/matrix-window.h"

#include <string.h>

#include "common/folder.h"
#include "common/permission-draft.h"

#define WAIT_MS 40 /* a drag over the scroll bar asks for where it rests, not for where it was */

typedef struct
{
  guint row;    /* of tiles */
  guint column; /* of tiles */
  guint generation;
  guint64 used;
  ReevePermissionMatrix *matrix; /* owned */
} Tile;

struct _ReeveMatrixWindow
{
  ReeveMatrixModel parent_instance;
  /* owned */
  ReeveClient *client;
  char *path;
  const char *kind; /* interned */
  char *root;
  GPtrArray *tiles; /* of Tile: few */

  guint n_rows;
  guint n_columns;
  gboolean sized;
  guint generation;
  guint64 clock;
  guint wanted[4]; /* first and last tile: rows, columns */
  guint wait;
  gboolean busy;
  gboolean again; /* something else came into sight meanwhile */
};

G_DEFINE_FINAL_TYPE (ReeveMatrixWindow, reeve_matrix_window, REEVE_TYPE_MATRIX_MODEL)

static guint failed_signal;

static void
free_tile (gpointer data)
{
  Tile *tile = data;

  g_clear_object (&tile->matrix);
  g_free (tile);
}

static Tile *
find_tile (ReeveMatrixWindow *self, guint row, guint column)
{
  for (guint i = 0; i < self->tiles->len; i++)
    {
      Tile *tile = self->tiles->pdata[i];

      if (tile->row == row && tile->column == column)
        {
          tile->used = ++self->clock;
          return tile;
        }
    }
  return NULL;
}

/* Any tile of the row, or of the column, knows its names. */
static Tile *
find_header (ReeveMatrixWindow *self, guint position, gboolean of_rows)
{
  for (guint i = 0; i < self->tiles->len; i++)
    {
      Tile *tile = self->tiles->pdata[i];

      if ((of_rows ? tile->row : tile->column) == position)
        return tile;
    }
  return NULL;
}

/* --- Asking --- */

static void ask (ReeveMatrixWindow *self);

typedef struct
{
  ReeveMatrixWindow *self; /* owned */
  guint row;
  guint column;
  guint generation;
} Request;

static void
forget_old (ReeveMatrixWindow *self)
{
  while (self->tiles->len > REEVE_MATRIX_TILES)
    {
      guint oldest = 0;

      for (guint i = 1; i < self->tiles->len; i++)
        if (((Tile *) self->tiles->pdata[i])->used < ((Tile *) self->tiles->pdata[oldest])->used)
          oldest = i;
      g_ptr_array_remove_index_fast (self->tiles, oldest);
    }
}

static void
keep (ReeveMatrixWindow *self, const Request *request, ReevePermissionMatrix *matrix)
{
  Tile *tile = find_tile (self, request->row, request->column);

  if (tile == NULL)
    {
      tile = g_new0 (Tile, 1);
      tile->row = request->row;
      tile->column = request->column;
      tile->used = ++self->clock;
      g_ptr_array_add (self->tiles, tile);
    }
  g_set_object (&tile->matrix, matrix);
  tile->generation = request->generation;
  self->n_rows = (guint) matrix->all_rows;
  self->n_columns = (guint) matrix->all_columns;
  self->sized = TRUE;
  forget_old (self);
}

static void
on_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Request *request = user_data;
  g_autoptr (ReeveMatrixWindow) self = request->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReevePermissionMatrix) matrix = NULL;

  reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &matrix, &error);
  self->busy = FALSE;
  if (matrix == NULL)
    {
      g_signal_emit (self, failed_signal, 0, error);
      if (self->again)
        ask (self);
      return;
    }
  keep (self, request, matrix);
  reeve_matrix_model_changed (REEVE_MATRIX_MODEL (self));
  ask (self);
}

/* The first tile on screen that is missing, or old. */
static gboolean
find_missing (ReeveMatrixWindow *self, guint *row, guint *column)
{
  for (*row = self->wanted[0]; *row <= self->wanted[1]; (*row)++)
    for (*column = self->wanted[2]; *column <= self->wanted[3]; (*column)++)
      {
        const Tile *tile = find_tile (self, *row, *column);

        if (tile == NULL || tile->generation != self->generation)
          return TRUE;
      }
  return FALSE;
}

static void
ask (ReeveMatrixWindow *self)
{
  g_autoptr (ReevePermissionMatrix) body = NULL;
  Request *request;
  guint row, column;

  if (self->busy)
    self->again = TRUE;
  if (self->client == NULL || self->busy || !find_missing (self, &row, &column))
    return;
  self->again = FALSE;
  body = reeve_permission_matrix_new ();
  body->row = row * REEVE_MATRIX_TILE;
  body->rows = REEVE_MATRIX_TILE;
  body->kind = self->kind;
  body->column = column * REEVE_MATRIX_TILE;
  body->columns = REEVE_MATRIX_TILE;
  request = g_new0 (Request, 1);
  *request = (Request) { g_object_ref (self), row, column, self->generation };
  self->busy = TRUE;
  reeve_client_post_async (self->client, self->path, body, reeve_permission_matrix_get_type (), -1, NULL,
                           on_answered_cb, request);
}

static gboolean
on_rested_cb (gpointer user_data)
{
  ReeveMatrixWindow *self = user_data;

  self->wait = 0;
  ask (self);
  return G_SOURCE_REMOVE;
}

/* --- As a model --- */

static void
reeve_matrix_window_get_size (ReeveMatrixModel *model, guint *n_rows, guint *n_columns)
{
  *n_rows = REEVE_MATRIX_WINDOW (model)->n_rows;
  *n_columns = REEVE_MATRIX_WINDOW (model)->n_columns;
}

static gboolean
has (GStrv texts, guint index)
{
  return texts != NULL && index < g_strv_length (texts);
}

static gboolean
reeve_matrix_window_get_row (ReeveMatrixModel *model,
                             guint row,
                             const char **id,
                             const char **name,
                             guint *depth)
{
  ReeveMatrixWindow *self = REEVE_MATRIX_WINDOW (model);
  const Tile *tile = find_header (self, row / REEVE_MATRIX_TILE, TRUE);
  guint index = row % REEVE_MATRIX_TILE;
  guint64 number = 0;

  if (tile == NULL || !has (tile->matrix->folders, index) || !has (tile->matrix->folder_names, index) ||
      !has (tile->matrix->folder_depths, index))
    return FALSE;
  *id = tile->matrix->folders[index];
  *name = g_strcmp0 (*id, REEVE_FOLDER_ROOT) == 0 ? self->root : tile->matrix->folder_names[index];
  g_ascii_string_to_unsigned (tile->matrix->folder_depths[index], 10, 0, 1000, &number, NULL);
  *depth = (guint) number;
  return TRUE;
}

static gboolean
reeve_matrix_window_get_column (ReeveMatrixModel *model, guint column, const char **id, const char **name)
{
  const Tile *tile = find_header (REEVE_MATRIX_WINDOW (model), column / REEVE_MATRIX_TILE, FALSE);
  guint index = column % REEVE_MATRIX_TILE;
  const char *space;

  if (tile == NULL || !has (tile->matrix->principals, index) || !has (tile->matrix->principal_names, index))
    return FALSE;
  space = strchr (tile->matrix->principals[index], ' ');
  *id = space != NULL ? space + 1 : tile->matrix->principals[index];
  *name = tile->matrix->principal_names[index];
  return TRUE;
}

static gboolean
reeve_matrix_window_get_cell (ReeveMatrixModel *model,
                              guint row,
                              guint column,
                              ReeveVerbs *verbs,
                              ReeveVerbs *own)
{
  const Tile *tile =
    find_tile (REEVE_MATRIX_WINDOW (model), row / REEVE_MATRIX_TILE, column / REEVE_MATRIX_TILE);
  guint r = row % REEVE_MATRIX_TILE;
  guint c = column % REEVE_MATRIX_TILE;

  if (tile == NULL || !has (tile->matrix->verbs, r) || !has (tile->matrix->own, r) ||
      strlen (tile->matrix->verbs[r]) <= c || strlen (tile->matrix->own[r]) <= c)
    return FALSE;
  *verbs = (ReeveVerbs) MAX (g_ascii_xdigit_value (tile->matrix->verbs[r][c]), 0);
  *own = (ReeveVerbs) MAX (g_ascii_xdigit_value (tile->matrix->own[r][c]), 0);
  return TRUE;
}

static void
reeve_matrix_window_want (ReeveMatrixModel *model, guint row, guint n_rows, guint column, guint n_columns)
{
  ReeveMatrixWindow *self = REEVE_MATRIX_WINDOW (model);

  self->wanted[0] = row / REEVE_MATRIX_TILE;
  self->wanted[1] = (row + MAX (n_rows, 1) - 1) / REEVE_MATRIX_TILE;
  self->wanted[2] = column / REEVE_MATRIX_TILE;
  self->wanted[3] = (column + MAX (n_columns, 1) - 1) / REEVE_MATRIX_TILE;
  if (self->wait == 0)
    self->wait = g_timeout_add (WAIT_MS, on_rested_cb, self);
}

/* --- The object --- */

static void
reeve_matrix_window_dispose (GObject *object)
{
  ReeveMatrixWindow *self = REEVE_MATRIX_WINDOW (object);

  g_clear_handle_id (&self->wait, g_source_remove);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (reeve_matrix_window_parent_class)->dispose (object);
}

static void
reeve_matrix_window_finalize (GObject *object)
{
  ReeveMatrixWindow *self = REEVE_MATRIX_WINDOW (object);

  g_ptr_array_unref (self->tiles);
  g_free (self->path);
  g_free (self->root);
  G_OBJECT_CLASS (reeve_matrix_window_parent_class)->finalize (object);
}

static void
reeve_matrix_window_class_init (ReeveMatrixWindowClass *klass)
{
  ReeveMatrixModelClass *model_class = REEVE_MATRIX_MODEL_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_matrix_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_matrix_window_finalize;
  model_class->get_size = reeve_matrix_window_get_size;
  model_class->get_row = reeve_matrix_window_get_row;
  model_class->get_column = reeve_matrix_window_get_column;
  model_class->get_cell = reeve_matrix_window_get_cell;
  model_class->want = reeve_matrix_window_want;
  failed_signal = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_ERROR | G_SIGNAL_TYPE_STATIC_SCOPE);
}

static void
reeve_matrix_window_init (ReeveMatrixWindow *self)
{
  self->tiles = g_ptr_array_new_with_free_func (free_tile);
}

ReeveMatrixModel *
reeve_matrix_window_new (ReeveClient *client, const char *path, const char *kind, const char *root)
{
  ReeveMatrixWindow *self = g_object_new (REEVE_TYPE_MATRIX_WINDOW, NULL);

  self->client = g_object_ref (client);
  self->path = g_strdup (path);
  self->kind = g_intern_string (kind);
  self->root = g_strdup (root);
  ask (self);
  return REEVE_MATRIX_MODEL (self);
}

void
reeve_matrix_window_reload (ReeveMatrixWindow *self)
{
  g_return_if_fail (REEVE_IS_MATRIX_WINDOW (self));

  self->generation++;
  ask (self);
}

guint
reeve_matrix_window_get_n_tiles (ReeveMatrixWindow *self)
{
  g_return_val_if_fail (REEVE_IS_MATRIX_WINDOW (self), 0);

  return self->tiles->len;
}
