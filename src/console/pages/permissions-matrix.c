/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/pages/permissions-matrix.h"

#include <glib/gi18n.h>

#include "common/error.h"
#include "console/lists/matrix-window.h"
#include "console/widgets/formatting.h"
#include "console/widgets/matrix.h"
#include "console/widgets/pane.h"
#include "console/widgets/wording.h"

struct _ReevePermissionsMatrix
{
  AdwBin parent_instance;
  /* from the template */
  ReevePane *pane;
  ReeveMatrix *matrix;
  AdwToggleGroup *layouts;
  AdwToggleGroup *kinds;
  AdwWindowTitle *title;
  /* owned */
  ReeveSite *site;         /* (nullable) */
  ReeveMatrixModel *model; /* (nullable): until it is first on screen */
  GError *error;           /* (nullable): while nothing is here */

  gboolean wants_focus; /* it has just been opened */
};

G_DEFINE_FINAL_TYPE (ReevePermissionsMatrix, reeve_permissions_matrix, ADW_TYPE_BIN)

static void
update (ReevePermissionsMatrix *self)
{
  guint rows = 0, columns = 0;
  ReevePagedListState state;
  g_autofree char *n_rows = NULL;
  g_autofree char *n_columns = NULL;
  g_autofree char *subtitle = NULL;

  if (self->model != NULL)
    reeve_matrix_model_get_size (self->model, &rows, &columns);
  state = rows > 0              ? REEVE_PAGED_LIST_COMPLETE
          : self->error != NULL ? REEVE_PAGED_LIST_FAILED
                                : REEVE_PAGED_LIST_LOADING;
  n_rows = reeve_format_count (rows);
  n_columns = reeve_format_count (columns);
  /* Translators: the size of a table: folders by people, groups or roles */
  subtitle = rows > 0 ? g_strdup_printf (_ ("%s × %s"), n_rows, n_columns) : NULL;
  adw_window_title_set_subtitle (self->title, subtitle != NULL ? subtitle : "");
  reeve_pane_set_state (
    self->pane,
    reeve_pane_decide (self->site != NULL ? reeve_site_get_state (self->site) : REEVE_SITE_CLOSED,
                       self->site != NULL && reeve_site_get_online (self->site), state,
                       rows > 0 ? columns : 0, FALSE,
                       reeve_error_get_code (self->error) == REEVE_ERROR_UNREACHABLE),
    self->error);
  if (self->wants_focus && rows > 0 && columns > 0)
    self->wants_focus = !gtk_widget_grab_focus (GTK_WIDGET (self->matrix));
}

static void
on_changed_cb (ReevePermissionsMatrix *self)
{
  g_clear_error (&self->error);
  update (self);
}

static void
on_failed_cb (ReevePermissionsMatrix *self, const GError *error)
{
  g_clear_error (&self->error);
  self->error = g_error_copy (error);
  update (self);
}

static void
drop (ReevePermissionsMatrix *self)
{
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  if (self->matrix != NULL)
    reeve_matrix_set_model (self->matrix, NULL);
  g_clear_object (&self->model);
  g_clear_error (&self->error);
}

static void
begin (ReevePermissionsMatrix *self)
{
  g_autofree char *path = NULL;
  const char *kind;

  if (self->model != NULL || self->site == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)) ||
      reeve_site_get_state (self->site) != REEVE_SITE_READY)
    return;
  path = reeve_site_path (self->site, "permissions/matrix");
  kind = adw_toggle_group_get_active_name (self->kinds);
  self->model = reeve_matrix_window_new (reeve_site_get_client (self->site), path,
                                         kind != NULL ? kind : "user", reeve_site_get_root_name (self->site));
  g_signal_connect_object (self->model, "changed", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->model, "failed", G_CALLBACK (on_failed_cb), self, G_CONNECT_SWAPPED);
  reeve_matrix_set_model (self->matrix, self->model);
  update (self);
}

static void
on_kind_cb (ReevePermissionsMatrix *self)
{
  drop (self);
  begin (self);
}

static void
on_layout_cb (ReevePermissionsMatrix *self)
{
  if (self->layouts == NULL || g_strcmp0 (adw_toggle_group_get_active_name (self->layouts), "tree") != 0)
    return;
  gtk_widget_activate_action (GTK_WIDGET (self), "permissions.view", "s", "tree");
  adw_toggle_group_set_active_name (self->layouts, "matrix");
}

static void
on_why_cb (ReevePermissionsMatrix *self, guint row, guint column)
{
  const char *folder, *id, *name;
  guint depth;

  if (!reeve_matrix_model_get_row (self->model, row, &folder, &name, &depth) ||
      !reeve_matrix_model_get_column (self->model, column, &id, &name))
    return;
  gtk_widget_activate_action (GTK_WIDGET (self), "permissions.why", "(sssss)",
                              adw_toggle_group_get_active_name (self->kinds), id, name, folder, "");
}

static void
on_activate_cb (ReevePermissionsMatrix *self, guint row, guint column)
{
  const char *folder, *name;
  guint depth;

  if (!reeve_matrix_model_get_row (self->model, row, &folder, &name, &depth))
    return;
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show", "(ss)", "folder", folder);
  gtk_widget_activate_action (GTK_WIDGET (self), "permissions.view", "s", "tree");
}

static void
reeve_permissions_matrix_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (reeve_permissions_matrix_parent_class)->map (widget);
  REEVE_PERMISSIONS_MATRIX (widget)->wants_focus = TRUE;
  begin (REEVE_PERMISSIONS_MATRIX (widget));
  update (REEVE_PERMISSIONS_MATRIX (widget));
}

static void
reeve_permissions_matrix_unmap (GtkWidget *widget)
{
  REEVE_PERMISSIONS_MATRIX (widget)->wants_focus = FALSE;
  GTK_WIDGET_CLASS (reeve_permissions_matrix_parent_class)->unmap (widget);
}

static void
reeve_permissions_matrix_dispose (GObject *object)
{
  ReevePermissionsMatrix *self = REEVE_PERMISSIONS_MATRIX (object);

  drop (self);
  g_clear_object (&self->site);
  adw_bin_set_child (ADW_BIN (object), NULL); /* the template's own, let go of first */
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_PERMISSIONS_MATRIX);
  G_OBJECT_CLASS (reeve_permissions_matrix_parent_class)->dispose (object);
}

static void
reeve_permissions_matrix_class_init (ReevePermissionsMatrixClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_permissions_matrix_dispose;
  widget_class->map = reeve_permissions_matrix_map;
  widget_class->unmap = reeve_permissions_matrix_unmap;
  g_type_ensure (REEVE_TYPE_PANE);
  g_type_ensure (REEVE_TYPE_MATRIX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/reeve/Reeve/ui/permissions-matrix.ui");
  gtk_widget_class_bind_template_child (widget_class, ReevePermissionsMatrix, pane);
  gtk_widget_class_bind_template_child (widget_class, ReevePermissionsMatrix, matrix);
  gtk_widget_class_bind_template_child (widget_class, ReevePermissionsMatrix, layouts);
  gtk_widget_class_bind_template_child (widget_class, ReevePermissionsMatrix, kinds);
  gtk_widget_class_bind_template_child (widget_class, ReevePermissionsMatrix, title);
  gtk_widget_class_bind_template_callback (widget_class, on_layout_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_kind_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_why_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, reeve_permissions_matrix_reload);
}

static void
reeve_permissions_matrix_init (ReevePermissionsMatrix *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}

void
reeve_permissions_matrix_set_site (ReevePermissionsMatrix *self, ReeveSite *site)
{
  g_return_if_fail (REEVE_IS_PERMISSIONS_MATRIX (self));

  drop (self);
  g_set_object (&self->site, site);
  begin (self);
}

void
reeve_permissions_matrix_reload (ReevePermissionsMatrix *self)
{
  g_return_if_fail (REEVE_IS_PERMISSIONS_MATRIX (self));

  if (self->model != NULL)
    reeve_matrix_window_reload (REEVE_MATRIX_WINDOW (self->model));
  else
    begin (self);
}
