/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/widgets/log-offers.h"

#include <glib/gi18n.h>

#include "console/widgets/log-words.h"
#include "console/widgets/wording.h"

#define MOST 8 /* to be looked through at a glance */

struct _ReeveLogOffers
{
  GtkPopover parent_instance;
  /* children */
  GtkListBox *rows;
  /* owned */
  ReeveLogCompletion *completion; /* (nullable) */

  gboolean chosen;
};

G_DEFINE_FINAL_TYPE (ReeveLogOffers, reeve_log_offers, GTK_TYPE_POPOVER)

static guint chosen_signal;

static const ReeveLogCandidate *
get_candidate (ReeveLogOffers *self, guint index)
{
  return self->completion != NULL && index < self->completion->candidates->len
           ? g_ptr_array_index (self->completion->candidates, index)
           : NULL;
}

/* What stands behind an offer: of a key what to type next, of a word what it means. (transfer full) */
static char *
describe (const ReeveLogCandidate *candidate)
{
  g_autofree char *words = NULL;

  if (candidate->plain == NULL)
    return g_strdup (reeve_log_words_key_hint (candidate->kind));
  words = reeve_log_words_value (candidate->kind, candidate->plain);
  return g_strdup (g_str_equal (words, candidate->plain) ? "" : words);
}

static GtkWidget *
make_row (const ReeveLogCandidate *candidate)
{
  g_autofree char *hint = describe (candidate);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *row = gtk_list_box_row_new ();
  /* Translators: read out for what could stand in a query: it, then what it means */
  g_autofree char *spoken = g_strdup_printf (_ ("%1$s, %2$s"), candidate->text, hint);

  gtk_box_append (GTK_BOX (box), g_object_new (GTK_TYPE_LABEL, "label", candidate->text, "xalign", 0.0,
                                               "ellipsize", PANGO_ELLIPSIZE_END, "hexpand", TRUE, NULL));
  gtk_box_append (GTK_BOX (box), g_object_new (GTK_TYPE_LABEL, "label", hint, "xalign", 1.0, "ellipsize",
                                               PANGO_ELLIPSIZE_END, "css-classes",
                                               (const char *[]) { "secondary", NULL }, NULL));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  *hint != '\0' ? spoken : candidate->text, -1);
  return row;
}

static void
on_row_activated_cb (ReeveLogOffers *self, GtkListBoxRow *row)
{
  gtk_list_box_select_row (self->rows, row);
  g_signal_emit (self, chosen_signal, 0);
}

static void
reeve_log_offers_finalize (GObject *object)
{
  g_clear_pointer (&REEVE_LOG_OFFERS (object)->completion, reeve_log_completion_free);
  G_OBJECT_CLASS (reeve_log_offers_parent_class)->finalize (object);
}

static void
reeve_log_offers_class_init (ReeveLogOffersClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = reeve_log_offers_finalize;
  chosen_signal = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
}

static void
reeve_log_offers_init (ReeveLogOffers *self)
{
  GtkPopover *popover = GTK_POPOVER (self);

  self->rows = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_activate_on_single_click (self->rows, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->rows), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("What could stand here"), -1);
  g_signal_connect_object (self->rows, "row-activated", G_CALLBACK (on_row_activated_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_popover_set_autohide (popover, FALSE);
  gtk_popover_set_has_arrow (popover, FALSE);
  gtk_popover_set_position (popover, GTK_POS_BOTTOM);
  gtk_popover_set_child (popover, GTK_WIDGET (self->rows));
  gtk_widget_set_can_focus (GTK_WIDGET (self), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "log-offers");
  gtk_widget_add_css_class (GTK_WIDGET (self), "menu");
}

ReeveLogOffers *
reeve_log_offers_new (void)
{
  return g_object_new (REEVE_TYPE_LOG_OFFERS, NULL);
}

void
reeve_log_offers_show (ReeveLogOffers *self, ReeveLogCompletion *completion, int width)
{
  g_return_if_fail (REEVE_IS_LOG_OFFERS (self));

  g_clear_pointer (&self->completion, reeve_log_completion_free);
  self->completion = completion;
  self->chosen = FALSE;
  gtk_list_box_remove_all (self->rows);
  for (guint i = 0; i < MOST && get_candidate (self, i) != NULL; i++)
    gtk_list_box_append (self->rows, make_row (get_candidate (self, i)));
  if (get_candidate (self, 0) == NULL)
    {
      gtk_popover_popdown (GTK_POPOVER (self));
      return;
    }
  gtk_list_box_unselect_all (self->rows);
  gtk_widget_set_size_request (GTK_WIDGET (self->rows), MIN (width, 480), -1);
  gtk_popover_popup (GTK_POPOVER (self));
}

void
reeve_log_offers_close (ReeveLogOffers *self)
{
  g_return_if_fail (REEVE_IS_LOG_OFFERS (self));

  gtk_popover_popdown (GTK_POPOVER (self));
}

gboolean
reeve_log_offers_is_open (ReeveLogOffers *self)
{
  g_return_val_if_fail (REEVE_IS_LOG_OFFERS (self), FALSE);

  return gtk_widget_get_visible (GTK_WIDGET (self));
}

gboolean
reeve_log_offers_is_chosen (ReeveLogOffers *self)
{
  g_return_val_if_fail (REEVE_IS_LOG_OFFERS (self), FALSE);

  return self->chosen;
}

void
reeve_log_offers_move (ReeveLogOffers *self, int step)
{
  const ReeveLogCandidate *candidate;
  GtkListBoxRow *row;
  int index;

  g_return_if_fail (REEVE_IS_LOG_OFFERS (self));

  row = gtk_list_box_get_selected_row (self->rows);
  index = row != NULL ? gtk_list_box_row_get_index (row) + step : step > 0 ? 0 : -1;
  row = index >= 0 ? gtk_list_box_get_row_at_index (self->rows, index) : NULL;
  if (row == NULL && index > 0)
    return;
  gtk_list_box_select_row (self->rows, row);
  self->chosen = row != NULL;
  candidate = row != NULL ? get_candidate (self, (guint) index) : NULL;
  if (candidate != NULL)
    reeve_announce (GTK_WIDGET (self), candidate->text);
}

const char *
reeve_log_offers_get (ReeveLogOffers *self, gsize *offset, gsize *length)
{
  GtkListBoxRow *row;
  const ReeveLogCandidate *candidate;

  g_return_val_if_fail (REEVE_IS_LOG_OFFERS (self), NULL);

  row = gtk_list_box_get_selected_row (self->rows);
  candidate = get_candidate (self, row != NULL ? (guint) gtk_list_box_row_get_index (row) : 0);
  if (candidate == NULL)
    return NULL;
  *offset = self->completion->offset;
  *length = self->completion->length;
  return candidate->text;
}
