/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What is wrong is told of once somebody is past it: half a word is no mistake yet. The offers are in a
 * popover that never has the focus, so that typing goes on. */

#include "config.h"

#include "console/widgets/log-entry.h"

#include <glib/gi18n.h>
#include <string.h>

#include "common/clock.h"
#include "common/log-query-paste.h"
#include "console/client/log-views.h"
#include "console/widgets/formatting.h"
#include "console/widgets/log-offers.h"
#include "console/widgets/log-words.h"
#include "console/widgets/wording.h"

#define PAUSE_MS    40  /* of typing, until the log is asked: less than a quick typist takes for a key */
#define KEY_MS      500 /* while it may become a key: nobody wants to see what does not have "outc" in it */
#define PATIENCE_MS 900 /* with what may be half a word */

struct _ReeveLogEntry
{
  AdwBin parent_instance;

  /* from the template */
  GtkSearchEntry *entry;
  GtkWidget *fault;
  GtkLabel *fault_label;
  GtkButton *mend_button;

  /* owned */
  ReeveLogOffers *offers;
  ReeveLogQuery *query;  /* the last without a mistake */
  ReeveLogQuery *parsed; /* of what stands there */
  char *asked;           /* (nullable): as last announced with "changed" */
  GCancellable *pasting; /* (nullable) */
  /* borrowed */
  GtkText *text;
  ReeveLogValues values; /* (nullable) */
  gpointer values_data;

  guint pause;
  guint patience;
  gboolean setting; /* the text, from here */
};

G_DEFINE_FINAL_TYPE (ReeveLogEntry, reeve_log_entry, ADW_TYPE_BIN)

enum
{
  CHANGED,
  LEAVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

char *
reeve_log_entry_get_zone (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  const char *name = g_time_zone_get_identifier (zone);

  return name != NULL && *name != '/' && !g_str_equal (name, "UTC") ? g_strdup (name) : NULL;
}

ReeveLogQuery *
reeve_log_entry_parse (const char *text)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  ReeveLogClock clock = { .now = reeve_clock_now (), .zone = zone };

  return reeve_log_query_parse (text, &clock);
}

static const char *
get_text (ReeveLogEntry *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

static gsize
get_cursor (ReeveLogEntry *self)
{
  const char *text = get_text (self);

  return (gsize) (g_utf8_offset_to_pointer (text, gtk_editable_get_position (GTK_EDITABLE (self->entry))) -
                  text);
}

/* --- What is wrong --- */

static gboolean
is_at_cursor (ReeveLogEntry *self, const ReeveLogMistake *mistake)
{
  gsize cursor = get_cursor (self);

  return gtk_widget_has_focus (GTK_WIDGET (self->text)) && cursor >= mistake->offset &&
         cursor <= mistake->offset + mistake->length;
}

static void
underline (PangoAttrList *attributes, const ReeveLogMistake *mistake)
{
  PangoAttribute *line = pango_attr_underline_new (PANGO_UNDERLINE_ERROR);

  line->start_index = (guint) mistake->offset;
  line->end_index = (guint) (mistake->offset + MAX (mistake->length, 1));
  pango_attr_list_insert (attributes, line);
}

/* @mistake: (nullable): none is told of */
static void
show_fault (ReeveLogEntry *self, const ReeveLogMistake *mistake)
{
  g_autofree char *suggestion = NULL;
  const char *words = mistake != NULL ? reeve_log_words_fault (mistake->fault) : "";

  if (mistake != NULL && !g_str_equal (gtk_label_get_label (self->fault_label), words))
    reeve_announce (GTK_WIDGET (self), words);
  gtk_label_set_label (self->fault_label, words);
  if (mistake != NULL && mistake->suggestion != NULL)
    /* Translators: a button that mends a mistake in a query; %s is what would be right */
    suggestion = g_strdup_printf (_ ("Did you mean “%s”?"), mistake->suggestion);
  gtk_button_set_label (self->mend_button, suggestion != NULL ? suggestion : "");
  gtk_widget_set_visible (GTK_WIDGET (self->mend_button), suggestion != NULL);
  gtk_widget_set_visible (self->fault, mistake != NULL);
  if (mistake != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                               mistake != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}

static void
show_mistakes (ReeveLogEntry *self, gboolean all)
{
  PangoAttrList *attributes = pango_attr_list_new ();
  const ReeveLogMistake *first = NULL;

  for (guint i = 0; i < self->parsed->mistakes->len; i++)
    {
      const ReeveLogMistake *mistake = g_ptr_array_index (self->parsed->mistakes, i);

      if (!all && is_at_cursor (self, mistake))
        continue;
      underline (attributes, mistake);
      if (first == NULL)
        first = mistake;
    }
  gtk_text_set_attributes (self->text, attributes);
  pango_attr_list_unref (attributes);
  show_fault (self, first);
}

static gboolean
on_patience_over_cb (gpointer user_data)
{
  ReeveLogEntry *self = user_data;

  self->patience = 0;
  show_mistakes (self, !reeve_log_offers_is_open (self->offers));
  return G_SOURCE_REMOVE;
}

static void
on_mend_clicked_cb (ReeveLogEntry *self)
{
  for (guint i = 0; i < self->parsed->mistakes->len; i++)
    {
      const ReeveLogMistake *mistake = g_ptr_array_index (self->parsed->mistakes, i);
      g_autoptr (GString) text = NULL;

      if (mistake->suggestion == NULL)
        continue;
      text = g_string_new (self->parsed->text);
      g_string_erase (text, (gssize) mistake->offset, (gssize) mistake->length);
      g_string_insert (text, (gssize) mistake->offset, mistake->suggestion);
      reeve_log_entry_set_text (self, text->str);
      break;
    }
  reeve_log_entry_focus (self);
}

/* --- Asking --- */

static void
ask (ReeveLogEntry *self)
{
  const char *text = self->parsed->text;

  g_clear_handle_id (&self->pause, g_source_remove);
  if (self->parsed->mistakes->len > 0 || g_strcmp0 (self->asked, text) == 0)
    return;
  g_set_str (&self->asked, text);
  reeve_log_query_free (self->query);
  self->query = reeve_log_entry_parse (text);
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
on_pause_cb (gpointer user_data)
{
  ReeveLogEntry *self = user_data;

  self->pause = 0;
  ask (self);
  return G_SOURCE_REMOVE;
}

static void
parse (ReeveLogEntry *self)
{
  reeve_log_query_free (self->parsed);
  self->parsed = reeve_log_entry_parse (get_text (self));
  show_mistakes (self, FALSE);
  g_clear_handle_id (&self->patience, g_source_remove);
  if (self->parsed->mistakes->len > 0)
    self->patience = g_timeout_add (PATIENCE_MS, on_patience_over_cb, self);
}

/* --- Offers --- */

/* Between two words, and behind one that is whole, the answer is to be seen, not what else could be asked. */
static gboolean
is_worth_offering (const ReeveLogCompletion *completion)
{
  gboolean begun = completion->prefix != NULL && *completion->prefix != '\0';
  const ReeveLogCandidate *first =
    completion->candidates->len > 0 ? g_ptr_array_index (completion->candidates, 0) : NULL;

  if (completion->candidates->len == 1 && begun && g_strcmp0 (first->text, completion->prefix) == 0)
    return FALSE;
  return begun || completion->keyed;
}

/* @asked_for: by a key of its own. TRUE: what is typed may become a key. */
static gboolean
offer (ReeveLogEntry *self, gboolean asked_for)
{
  g_autoptr (ReeveLogCompletion) completion =
    reeve_log_query_complete (get_text (self), get_cursor (self), self->values, self->values_data);

  const ReeveLogCandidate *first =
    completion->candidates->len > 0 ? g_ptr_array_index (completion->candidates, 0) : NULL;
  gboolean key =
    first != NULL && first->plain == NULL && completion->prefix != NULL && *completion->prefix != '\0';

  if (!asked_for && !is_worth_offering (completion))
    g_ptr_array_set_size (completion->candidates, 0);
  reeve_log_offers_show (self->offers, g_steal_pointer (&completion),
                         gtk_widget_get_width (GTK_WIDGET (self)));
  return key;
}

static void
take_offer (ReeveLogEntry *self)
{
  gsize offset, length;
  const char *offered = reeve_log_offers_get (self->offers, &offset, &length);
  g_autoptr (GString) text = NULL;
  g_autofree char *before = NULL;
  gboolean key, end;

  if (offered == NULL)
    return;
  text = g_string_new (get_text (self));
  if (offset + length > text->len)
    return;
  key = g_str_has_suffix (offered, ":");
  end = offset + length == text->len;
  g_string_erase (text, (gssize) offset, (gssize) length);
  g_string_insert (text, (gssize) offset, offered);
  offset += strlen (offered);
  if (!key && end)
    g_string_insert_c (text, (gssize) offset++, ' ');
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text->str);
  before = g_strndup (text->str, offset);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), (int) g_utf8_strlen (before, -1));
  if (key)
    offer (self, TRUE);
  else
    reeve_log_offers_close (self->offers);
}

static void
on_text_changed_cb (ReeveLogEntry *self)
{
  /* said once while it is built */
  if (self->parsed == NULL || g_str_equal (get_text (self), self->parsed->text))
    return;
  parse (self);
  g_clear_handle_id (&self->pause, g_source_remove);
  if (self->setting)
    return;
  /* The first letter was typed in the list: the next ones must not get lost with its rows. */
  if (*self->parsed->text != '\0' && !gtk_widget_has_focus (GTK_WIDGET (self->text)))
    reeve_log_entry_focus (self);
  /* Only what somebody types makes an offer, wherever else a text comes from. */
  self->pause = g_timeout_add (offer (self, FALSE) ? KEY_MS : PAUSE_MS, on_pause_cb, self);
}

static gboolean
on_offers_key (ReeveLogEntry *self, guint key, GdkModifierType modifiers)
{
  gboolean open = reeve_log_offers_is_open (self->offers);

  if ((key == GDK_KEY_Down || key == GDK_KEY_KP_Down) && modifiers == 0)
    {
      if (open)
        reeve_log_offers_move (self->offers, 1);
      else
        offer (self, TRUE);
      return TRUE;
    }
  if (key == GDK_KEY_space && modifiers == GDK_CONTROL_MASK)
    {
      offer (self, TRUE);
      return TRUE;
    }
  if (!open)
    return FALSE;
  if ((key == GDK_KEY_Up || key == GDK_KEY_KP_Up) && modifiers == 0)
    reeve_log_offers_move (self->offers, -1);
  else if (key == GDK_KEY_Tab && modifiers == 0)
    take_offer (self);
  else if ((key == GDK_KEY_Return || key == GDK_KEY_KP_Enter) && modifiers == 0 &&
           reeve_log_offers_is_chosen (self->offers))
    take_offer (self);
  else if (key == GDK_KEY_Escape && modifiers == 0)
    reeve_log_offers_close (self->offers);
  else
    return FALSE;
  return TRUE;
}

static gboolean
on_key_pressed_cb (GtkEventControllerKey *controller,
                   guint key,
                   guint code,
                   GdkModifierType state,
                   gpointer user_data)
{
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();

  return on_offers_key (user_data, key, modifiers) ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
}

static void
on_activate_cb (ReeveLogEntry *self)
{
  reeve_log_offers_close (self->offers);
  show_mistakes (self, TRUE);
  ask (self);
  if (self->parsed->mistakes->len == 0)
    g_signal_emit (self, signals[LEAVE], 0);
}

static void
on_stop_search_cb (ReeveLogEntry *self)
{
  if (*get_text (self) != '\0')
    reeve_log_entry_set_text (self, "");
  else
    g_signal_emit (self, signals[LEAVE], 0);
}

static void
on_focus_left_cb (ReeveLogEntry *self)
{
  reeve_log_offers_close (self->offers);
  show_mistakes (self, TRUE);
}

/* --- Pasting --- */

static void
put_pasted (ReeveLogEntry *self, const char *pasted)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  ReeveLogClock clock = { .now = reeve_clock_now (), .zone = zone };
  g_autofree char *query = NULL;
  g_autofree char *workspace = NULL;
  int start, end, position;
  gboolean whole;

  gtk_editable_get_selection_bounds (GTK_EDITABLE (self->entry), &start, &end);
  whole = end - start == (int) g_utf8_strlen (get_text (self), -1);
  /* a link may lead into another workspace */
  if (reeve_log_link_read (pasted, &workspace, &query))
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "win.log-link", "s", pasted);
      return;
    }
  if (reeve_log_query_paste (pasted, &clock, &query) == REEVE_LOG_PASTE_NOTHING)
    return;
  if (whole)
    {
      reeve_log_entry_set_text (self, query);
      reeve_log_entry_focus (self);
      return;
    }
  gtk_editable_delete_selection (GTK_EDITABLE (self->entry));
  position = gtk_editable_get_position (GTK_EDITABLE (self->entry));
  gtk_editable_insert_text (GTK_EDITABLE (self->entry), query, -1, &position);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), position);
}

static void
on_clipboard_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveLogEntry) self = user_data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);

  if (text != NULL && self->entry != NULL)
    put_pasted (self, text);
}

static void
read_clipboard (ReeveLogEntry *self)
{
  g_cancellable_cancel (self->pasting);
  g_clear_object (&self->pasting);
  self->pasting = g_cancellable_new ();
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->pasting,
                                 on_clipboard_read_cb, g_object_ref (self));
}

static void
on_paste_cb (GtkText *text, ReeveLogEntry *self)
{
  g_signal_stop_emission_by_name (text, "paste-clipboard");
  read_clipboard (self);
}

/* --- The widget --- */

static void
reeve_log_entry_dispose (GObject *object)
{
  ReeveLogEntry *self = REEVE_LOG_ENTRY (object);

  g_cancellable_cancel (self->pasting);
  g_clear_handle_id (&self->pause, g_source_remove);
  g_clear_handle_id (&self->patience, g_source_remove);
  if (self->offers != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->offers));
  self->offers = NULL;
  adw_bin_set_child (ADW_BIN (self), NULL); /* the template's own, let go of first */
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_LOG_ENTRY);
  self->entry = NULL;
  G_OBJECT_CLASS (reeve_log_entry_parent_class)->dispose (object);
}

static void
reeve_log_entry_finalize (GObject *object)
{
  ReeveLogEntry *self = REEVE_LOG_ENTRY (object);

  g_clear_object (&self->pasting);
  g_clear_pointer (&self->query, reeve_log_query_free);
  g_clear_pointer (&self->parsed, reeve_log_query_free);
  g_free (self->asked);
  G_OBJECT_CLASS (reeve_log_entry_parent_class)->finalize (object);
}

static void
reeve_log_entry_class_init (ReeveLogEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = reeve_log_entry_dispose;
  object_class->finalize = reeve_log_entry_finalize;
  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[LEAVE] = g_signal_new ("leave", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/log-entry.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveLogEntry, entry);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogEntry, fault);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogEntry, fault_label);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogEntry, mend_button);
  gtk_widget_class_bind_template_callback (widget_class, on_text_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_mend_clicked_cb);
}

static void
reeve_log_entry_init (ReeveLogEntry *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->text = GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (self->entry)));
  self->parsed = reeve_log_entry_parse ("");
  self->query = reeve_log_entry_parse ("");
  self->asked = g_strdup ("");
  self->offers = reeve_log_offers_new ();
  gtk_widget_set_parent (GTK_WIDGET (self->offers), GTK_WIDGET (self->entry));
  g_signal_connect_object (self->offers, "chosen", G_CALLBACK (take_offer), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->text, "paste-clipboard", G_CALLBACK (on_paste_cb), self, 0);
  g_signal_connect_object (focus, "leave", G_CALLBACK (on_focus_left_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key_pressed_cb), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (GTK_WIDGET (self->entry), keys);
  gtk_widget_add_controller (GTK_WIDGET (self->text), focus);
}

const char *
reeve_log_entry_get_text (ReeveLogEntry *self)
{
  g_return_val_if_fail (REEVE_IS_LOG_ENTRY (self), NULL);

  return get_text (self);
}

void
reeve_log_entry_set_text (ReeveLogEntry *self, const char *text)
{
  g_return_if_fail (REEVE_IS_LOG_ENTRY (self));
  g_return_if_fail (text != NULL);

  self->setting = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
  parse (self);
  self->setting = FALSE;
  reeve_log_offers_close (self->offers);
  show_mistakes (self, TRUE);
  ask (self);
}

const ReeveLogQuery *
reeve_log_entry_get_query (ReeveLogEntry *self)
{
  g_return_val_if_fail (REEVE_IS_LOG_ENTRY (self), NULL);

  return self->query;
}

void
reeve_log_entry_set_values (ReeveLogEntry *self, ReeveLogValues values, gpointer user_data)
{
  g_return_if_fail (REEVE_IS_LOG_ENTRY (self));

  self->values = values;
  self->values_data = user_data;
}

void
reeve_log_entry_select (ReeveLogEntry *self, gsize offset, gsize length)
{
  const char *text;

  g_return_if_fail (REEVE_IS_LOG_ENTRY (self));

  text = get_text (self);
  if (offset + length > strlen (text))
    return;
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_select_region (GTK_EDITABLE (self->entry),
                              (int) g_utf8_pointer_to_offset (text, text + offset),
                              (int) g_utf8_pointer_to_offset (text, text + offset + length));
}

void
reeve_log_entry_focus (ReeveLogEntry *self)
{
  g_return_if_fail (REEVE_IS_LOG_ENTRY (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
}

void
reeve_log_entry_paste (ReeveLogEntry *self)
{
  g_return_if_fail (REEVE_IS_LOG_ENTRY (self));

  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
  read_clipboard (self);
}

void
reeve_log_entry_set_capture (ReeveLogEntry *self, GtkWidget *widget)
{
  g_return_if_fail (REEVE_IS_LOG_ENTRY (self));

  gtk_search_entry_set_key_capture_widget (self->entry, widget);
}
