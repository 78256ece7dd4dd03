/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The cells of the list of users. Not templates: a column view makes some 200 rows, seen or not, and gives
 * them other people at every letter of a search; made and bound by GtkBuilder that takes most of a start, and
 * of the time that a letter takes. */

#include "config.h"

#include "console/widgets/users-cells.h"

#include <glib/gi18n.h>

#include "console/lists/paged-item.h"
#include "console/widgets/formatting.h"
#include "console/widgets/person-cell.h"
#include "console/widgets/pill.h"

/* One for each column, in the order of users-list.ui. */
typedef struct
{
  GtkWidget *(*make) (void);
  void (*show) (GtkWidget *child, ReevePagedItem *item);
  const char *changed; /* the item's signal that shows it again */
} CellKind;

static GtkWidget *
make_tick (void)
{
  GtkWidget *check = gtk_check_button_new ();

  gtk_widget_set_focusable (check, FALSE);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_widget_set_halign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Select for a change of many"), -1);
  return check;
}

static void
show_tick (GtkWidget *child, ReevePagedItem *item)
{
  gtk_check_button_set_active (GTK_CHECK_BUTTON (child), reeve_paged_item_get_ticked (item));
}

static GtkWidget *
make_text (const char *const *classes)
{
  return g_object_new (GTK_TYPE_INSCRIPTION, "text-overflow", GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END,
                       "yalign", 0.5, "css-classes", classes, NULL);
}

static void
show_text (GtkWidget *child, char *text)
{
  gtk_inscription_set_text (GTK_INSCRIPTION (child), text);
  g_free (text);
}

static GtkWidget *
make_person (void)
{
  return g_object_new (REEVE_TYPE_PERSON_CELL, "can-target", FALSE, NULL);
}

static void
show_person (GtkWidget *child, ReevePagedItem *item)
{
  const ReeveUser *user = REEVE_USER (reeve_paged_item_get_record (item));

  reeve_person_cell_set_title (REEVE_PERSON_CELL (child), user->display_name);
  reeve_person_cell_set_subtitle (REEVE_PERSON_CELL (child), user->email);
}

static GtkWidget *
make_roles (void)
{
  static const char *const classes[] = { "secondary", NULL };

  return make_text (classes);
}

static void
show_roles (GtkWidget *child, ReevePagedItem *item)
{
  show_text (child, reeve_closure_user_roles (NULL, REEVE_USER (reeve_paged_item_get_record (item))));
}

static GtkWidget *
make_pill (void)
{
  return g_object_new (REEVE_TYPE_PILL, "halign", GTK_ALIGN_START, "valign", GTK_ALIGN_CENTER, "can-target",
                       FALSE, NULL);
}

/* (transfer full) all but @pill */
static void
show_pill (GtkWidget *pill, char *icon, char *text, GStrv classes)
{
  g_auto (GStrv) old_classes = gtk_widget_get_css_classes (pill);

  if (!g_strv_equal ((const char *const *) old_classes, (const char *const *) classes))
    gtk_widget_set_css_classes (pill, (const char **) classes);
  reeve_pill_set_icon_name (REEVE_PILL (pill), icon);
  reeve_pill_set_label (REEVE_PILL (pill), text);
  g_strfreev (classes);
  g_free (icon);
  g_free (text);
}

static void
show_second_factor (GtkWidget *child, ReevePagedItem *item)
{
  ReeveUser *user = REEVE_USER (reeve_paged_item_get_record (item));

  show_pill (child, reeve_closure_user_second_factor_icon (NULL, user),
             reeve_closure_user_second_factor (NULL, user),
             reeve_closure_user_second_factor_classes (NULL, user));
}

static void
show_state (GtkWidget *child, ReevePagedItem *item)
{
  ReeveUser *user = REEVE_USER (reeve_paged_item_get_record (item));

  show_pill (child, reeve_closure_user_state_icon (NULL, user), reeve_closure_user_state (NULL, user),
             reeve_closure_user_state_classes (NULL, user));
}

/* The exact time is worked out only for the one that is pointed at. */
static gboolean
on_query_tooltip_cb (GtkWidget *child, int x, int y, gboolean keyboard, GtkTooltip *tooltip, gpointer unused)
{
  ReevePagedItem *item = g_object_get_data (G_OBJECT (child), "item");
  g_autofree char *text =
    item != NULL ? reeve_closure_user_seen_exactly (NULL, REEVE_USER (reeve_paged_item_get_record (item)))
                 : NULL;

  gtk_tooltip_set_text (tooltip, text);
  return text != NULL;
}

static GtkWidget *
make_seen (void)
{
  static const char *const classes[] = { "numeric", "secondary", NULL };
  GtkWidget *text = make_text (classes);

  gtk_widget_set_has_tooltip (text, TRUE);
  g_signal_connect (text, "query-tooltip", G_CALLBACK (on_query_tooltip_cb), NULL);
  return text;
}

static void
show_seen (GtkWidget *child, ReevePagedItem *item)
{
  g_object_set_data_full (G_OBJECT (child), "item", g_object_ref (item), g_object_unref);
  show_text (child, reeve_closure_user_seen (NULL, REEVE_USER (reeve_paged_item_get_record (item))));
}

static const CellKind kinds[] = {
  { make_tick, show_tick, "notify::ticked" },   { make_person, show_person, "notify::record" },
  { make_roles, show_roles, "notify::record" }, { make_pill, show_second_factor, "notify::record" },
  { make_pill, show_state, "notify::record" },  { make_seen, show_seen, "notify::record" },
};

/* --- Cells --- */

static const CellKind *
get_kind (GtkListItem *cell)
{
  return g_object_get_data (G_OBJECT (gtk_list_item_get_child (cell)), "kind");
}

static void
on_changed_cb (ReevePagedItem *item, GParamSpec *pspec, gpointer user_data)
{
  GtkListItem *cell = user_data;

  get_kind (cell)->show (gtk_list_item_get_child (cell), item);
}

static void
on_setup_cb (GtkSignalListItemFactory *factory, GtkListItem *cell, gpointer user_data)
{
  const CellKind *kind = user_data;
  GtkWidget *child = kind->make ();

  g_object_set_data (G_OBJECT (child), "kind", user_data);
  gtk_list_item_set_focusable (cell, FALSE);
  gtk_list_item_set_child (cell, child);
}

static void
on_bind_cb (GtkSignalListItemFactory *factory, GtkListItem *cell, gpointer user_data)
{
  const CellKind *kind = user_data;
  ReevePagedItem *item = gtk_list_item_get_item (cell);

  kind->show (gtk_list_item_get_child (cell), item);
  g_signal_connect (item, kind->changed, G_CALLBACK (on_changed_cb), cell);
}

static void
on_unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *cell, gpointer user_data)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (cell), on_changed_cb, cell);
}

/* --- Rows --- */

static void
on_row_changed_cb (ReevePagedItem *item, GParamSpec *pspec, gpointer user_data)
{
  g_autofree char *spoken = reeve_closure_user_spoken (NULL, REEVE_USER (reeve_paged_item_get_record (item)),
                                                       reeve_paged_item_get_ticked (item));

  gtk_column_view_row_set_accessible_label (user_data, spoken);
}

static void
on_row_bind_cb (GtkSignalListItemFactory *factory, GtkColumnViewRow *row, gpointer user_data)
{
  ReevePagedItem *item = gtk_column_view_row_get_item (row);

  on_row_changed_cb (item, NULL, row);
  g_signal_connect (item, "notify", G_CALLBACK (on_row_changed_cb), row);
}

static void
on_row_unbind_cb (GtkSignalListItemFactory *factory, GtkColumnViewRow *row, gpointer user_data)
{
  g_signal_handlers_disconnect_by_func (gtk_column_view_row_get_item (row), on_row_changed_cb, row);
}

GtkListItemFactory *
reeve_users_cells_attach (GtkColumnView *view)
{
  GListModel *columns = gtk_column_view_get_columns (view);
  g_autoptr (GtkListItemFactory) rows = gtk_signal_list_item_factory_new ();
  GtkListItemFactory *ticks = NULL;

  g_return_val_if_fail (g_list_model_get_n_items (columns) == G_N_ELEMENTS (kinds), NULL);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);
      g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

      if (i == 0)
        ticks = factory;
      g_signal_connect (factory, "setup", G_CALLBACK (on_setup_cb), (gpointer) &kinds[i]);
      g_signal_connect (factory, "bind", G_CALLBACK (on_bind_cb), (gpointer) &kinds[i]);
      g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind_cb), (gpointer) &kinds[i]);
      gtk_column_view_column_set_factory (column, factory);
    }
  g_signal_connect (rows, "bind", G_CALLBACK (on_row_bind_cb), NULL);
  g_signal_connect (rows, "unbind", G_CALLBACK (on_row_unbind_cb), NULL);
  gtk_column_view_set_row_factory (view, rows);
  return ticks;
}
