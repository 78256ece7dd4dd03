/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A pane and the one function that decides what it shows. Times are kept so that nothing flickers: the
 * skeleton comes after 300 ms and then stays for 400 at least; after ten seconds it says that it still waits.
 */

#include "config.h"

#include "console/widgets/pane.h"

#include <glib/gi18n.h>

#include "console/widgets/wording.h"

#define PATIENCE_MS   300
#define SKELETON_MS   400
#define LONG_WAIT_MS  10000
#define SKELETON_ROWS 8

struct _ReevePane
{
  AdwBin parent_instance;
  /* from the template */
  GtkStack *stack;
  GtkBox *skeleton;
  GtkWidget *long_wait;
  AdwStatusPage *status;
  GtkButton *button;
  GtkButton *empty_button;
  AdwBin *content_bin;
  /* owned */
  GError *error; /* (nullable) */
  char *empty_icon_name;
  char *empty_title;
  char *empty_description;
  char *empty_label;  /* (nullable): no button */
  char *empty_action; /* (nullable): no button */
  char *query_text;   /* (nullable) */

  ReevePaneState state;
  gboolean asked;        /* for the mail that confirms the address */
  gint64 skeleton_since; /* monotonic; 0: not on screen */
  guint patience;        /* source ids */
  guint linger;
  guint long_wait_source;
};

G_DEFINE_FINAL_TYPE (ReevePane, reeve_pane, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_CONTENT,
  PROP_STATE,
  PROP_ERROR,
  PROP_EMPTY_ICON_NAME,
  PROP_EMPTY_TITLE,
  PROP_EMPTY_DESCRIPTION,
  PROP_EMPTY_LABEL,
  PROP_EMPTY_ACTION,
  PROP_QUERY_TEXT,
  N_PROPS
};

enum
{
  SIGNAL_RETRY,
  SIGNAL_CLEAR_FILTERS,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

GType
reeve_pane_state_get_type (void)
{
  static gsize type;
  static const GEnumValue values[] = {
    { REEVE_PANE_LOADING, "REEVE_PANE_LOADING", "loading" },
    { REEVE_PANE_EMPTY, "REEVE_PANE_EMPTY", "empty" },
    { REEVE_PANE_NO_RESULTS, "REEVE_PANE_NO_RESULTS", "no-results" },
    { REEVE_PANE_FAILED, "REEVE_PANE_FAILED", "failed" },
    { REEVE_PANE_OFFLINE, "REEVE_PANE_OFFLINE", "offline" },
    { REEVE_PANE_SIGNED_OUT, "REEVE_PANE_SIGNED_OUT", "signed-out" },
    { REEVE_PANE_READY, "REEVE_PANE_READY", "ready" },
    { 0, NULL, NULL },
  };

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("ReevePaneState", values));
  return type;
}

ReevePaneState
reeve_pane_decide (ReeveSiteState site,
                   gboolean online,
                   ReevePagedListState list,
                   guint n_items,
                   gboolean query_narrows,
                   gboolean error_is_unreachable)
{
  if (site != REEVE_SITE_READY)
    return site == REEVE_SITE_OPENING ? REEVE_PANE_LOADING : REEVE_PANE_SIGNED_OUT;
  if (n_items > 0)
    return REEVE_PANE_READY;
  if (list == REEVE_PAGED_LIST_FAILED)
    return error_is_unreachable || !online ? REEVE_PANE_OFFLINE : REEVE_PANE_FAILED;
  if (list != REEVE_PAGED_LIST_COMPLETE)
    return online ? REEVE_PANE_LOADING : REEVE_PANE_OFFLINE;
  return query_narrows ? REEVE_PANE_NO_RESULTS : REEVE_PANE_EMPTY;
}

static GtkWidget *
make_bar (int width, int height)
{
  GtkWidget *bar = g_object_new (ADW_TYPE_BIN, "width-request", width, "height-request", height, "halign",
                                 GTK_ALIGN_START, NULL);

  gtk_widget_add_css_class (bar, "skeleton");
  return bar;
}

static GtkWidget *
make_skeleton_row (guint i)
{
  static const int widths[] = { 148, 112, 172, 128 };
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *disc = make_bar (32, 32);

  gtk_widget_add_css_class (disc, "disc");
  gtk_widget_set_valign (disc, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (lines), make_bar (widths[i % G_N_ELEMENTS (widths)], 12));
  gtk_box_append (GTK_BOX (lines), make_bar (widths[(i + 1) % G_N_ELEMENTS (widths)] - 40, 9));
  gtk_box_append (GTK_BOX (row), disc);
  gtk_box_append (GTK_BOX (row), lines);
  return row;
}

static void
set_status (ReevePane *self, const char *icon, const char *title, const char *description, const char *label)
{
  g_autofree char *markup = description != NULL ? g_markup_escape_text (description, -1) : NULL;

  adw_status_page_set_icon_name (self->status, icon);
  adw_status_page_set_title (self->status, title != NULL ? title : "");
  adw_status_page_set_description (self->status, markup);
  gtk_widget_set_visible (GTK_WIDGET (self->button), label != NULL);
  if (label != NULL)
    gtk_button_set_label (self->button, label);
  gtk_widget_set_visible (GTK_WIDGET (self->empty_button), FALSE);
}

static void
show_empty (ReevePane *self)
{
  gboolean acts = self->empty_label != NULL && self->empty_action != NULL;

  set_status (self, self->empty_icon_name, self->empty_title, self->empty_description, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->empty_button), acts);
  if (!acts)
    return;
  gtk_button_set_label (self->empty_button, self->empty_label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->empty_button), self->empty_action);
}

static void
show_no_results (ReevePane *self)
{
  g_autofree char *title = NULL;

  if (self->query_text != NULL && *self->query_text != '\0')
    /* Translators: %s is what was searched and filtered for, such as ada, No second factor. */
    title = g_strdup_printf (_ ("No Results for “%s”"), self->query_text);
  set_status (self, "system-search-symbolic", title != NULL ? title : _ ("No Results"),
              _ ("Try other words, or look without filters."), _ ("_Clear Filters"));
}

static gboolean
has_reason (ReevePane *self, const char *reason)
{
  return g_strcmp0 (reeve_error_get_reason (self->error), reason) == 0;
}

/* A workspace that lets nobody in before they have shown that their address is theirs, or a second factor
 * that nobody gets before. */
static void
show_unconfirmed (ReevePane *self)
{
  if (self->asked)
    set_status (
      self, "mail-read-symbolic", _ ("Look into Your Mail"),
      _ (
        "A link is on its way to the address that you sign in with. Open it, do there what it asks for, then "
        "come back."),
      _ ("_Try Again"));
  else
    set_status (self, "mail-unread-symbolic", _ ("Confirm Your Address"),
                has_reason (self, "unconfirmed") ? _ ("This workspace added you by your address. It opens "
                                                      "once you have shown that the address is yours, "
                                                      "with a link from a mail.")
                                                 : _ ("You set up a second factor once you have shown that "
                                                      "the address you sign in with is yours, with a "
                                                      "link from a mail."),
                _ ("_Send the Mail"));
}

static void
show_error (ReevePane *self, const char *icon)
{
  g_autofree char *title = reeve_wording_title (self->error);
  g_autofree char *advice = reeve_wording_advice (self->error);

  set_status (self, icon, title, advice, _ ("_Try Again"));
}

static gboolean
is_unconfirmed (ReevePane *self)
{
  return self->state == REEVE_PANE_FAILED &&
         (has_reason (self, "unconfirmed") || has_reason (self, "address_unproven"));
}

static void
show_offline (ReevePane *self)
{
  if (self->error != NULL)
    show_error (self, "network-offline-symbolic");
  else
    set_status (self, "network-offline-symbolic", _ ("Offline"),
                _ ("This was not loaded before the connection was lost."), _ ("_Try Again"));
}

/* What stands in the stack for the state; loading is another matter, it has its times. */
static void
draw (ReevePane *self)
{
  switch (self->state)
    {
    case REEVE_PANE_EMPTY:
      show_empty (self);
      break;
    case REEVE_PANE_NO_RESULTS:
      show_no_results (self);
      break;
    case REEVE_PANE_FAILED:
      if (is_unconfirmed (self))
        show_unconfirmed (self);
      else
        show_error (self, "dialog-error-symbolic");
      break;
    case REEVE_PANE_OFFLINE:
      show_offline (self);
      break;
    case REEVE_PANE_SIGNED_OUT:
      set_status (self, "system-lock-screen-symbolic", _ ("Signed Out"), _ ("Sign in again to see this."),
                  NULL);
      break;
    case REEVE_PANE_LOADING:
    case REEVE_PANE_READY:
    default:
      break;
    }
  /* Out of nothing there is nothing to fade. */
  gtk_stack_set_visible_child_full (self->stack, self->state == REEVE_PANE_READY ? "content" : "status",
                                    g_str_equal (gtk_stack_get_visible_child_name (self->stack), "nothing")
                                      ? GTK_STACK_TRANSITION_TYPE_NONE
                                      : GTK_STACK_TRANSITION_TYPE_CROSSFADE);
  if (self->state != REEVE_PANE_READY)
    reeve_announce (GTK_WIDGET (self), adw_status_page_get_title (self->status));
}

static gboolean
on_long_wait_cb (gpointer user_data)
{
  ReevePane *self = user_data;

  self->long_wait_source = 0;
  gtk_widget_set_visible (self->long_wait, TRUE);
  return G_SOURCE_REMOVE;
}

static gboolean
on_patience_over_cb (gpointer user_data)
{
  ReevePane *self = user_data;

  self->patience = 0;
  self->skeleton_since = g_get_monotonic_time ();
  if (gtk_widget_get_first_child (GTK_WIDGET (self->skeleton)) == NULL)
    for (guint i = 0; i < SKELETON_ROWS; i++)
      gtk_box_append (self->skeleton, make_skeleton_row (i));
  gtk_stack_set_visible_child_name (self->stack, "loading");
  self->long_wait_source = g_timeout_add (LONG_WAIT_MS, on_long_wait_cb, self);
  return G_SOURCE_REMOVE;
}

static void
stop_waiting (ReevePane *self)
{
  g_clear_handle_id (&self->patience, g_source_remove);
  g_clear_handle_id (&self->linger, g_source_remove);
  g_clear_handle_id (&self->long_wait_source, g_source_remove);
  self->skeleton_since = 0;
  gtk_widget_set_visible (self->long_wait, FALSE);
}

static gboolean
on_linger_over_cb (gpointer user_data)
{
  ReevePane *self = user_data;

  self->linger = 0;
  stop_waiting (self);
  draw (self);
  return G_SOURCE_REMOVE;
}

static void
update (ReevePane *self)
{
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_BUSY,
                               self->state == REEVE_PANE_LOADING, -1);
  if (self->state == REEVE_PANE_LOADING)
    {
      g_clear_handle_id (&self->linger, g_source_remove);
      if (self->patience != 0 || self->skeleton_since != 0)
        return;
      gtk_stack_set_visible_child_name (self->stack, "nothing");
      self->patience = g_timeout_add (PATIENCE_MS, on_patience_over_cb, self);
      return;
    }

  gint64 shown_ms = (g_get_monotonic_time () - self->skeleton_since) / 1000;
  if (self->skeleton_since != 0 && shown_ms < SKELETON_MS)
    {
      if (self->linger == 0)
        self->linger = g_timeout_add ((guint) (SKELETON_MS - shown_ms), on_linger_over_cb, self);
      return;
    }
  stop_waiting (self);
  draw (self);
}

static void
on_button_clicked_cb (ReevePane *self)
{
  if (self->state == REEVE_PANE_NO_RESULTS)
    g_signal_emit (self, signals[SIGNAL_CLEAR_FILTERS], 0);
  else if (is_unconfirmed (self) && !self->asked)
    {
      self->asked = gtk_widget_activate_action (GTK_WIDGET (self), "win.confirm-address", NULL);
      update (self);
    }
  else
    {
      /* What one may do in a workspace is told only once it is open. */
      if (has_reason (self, "unconfirmed"))
        gtk_widget_activate_action (GTK_WIDGET (self), "win.retry", NULL);
      g_signal_emit (self, signals[SIGNAL_RETRY], 0);
    }
}

static char **
find_text (ReevePane *self, guint id)
{
  switch (id)
    {
    case PROP_EMPTY_ICON_NAME:
      return &self->empty_icon_name;
    case PROP_EMPTY_TITLE:
      return &self->empty_title;
    case PROP_EMPTY_DESCRIPTION:
      return &self->empty_description;
    case PROP_EMPTY_LABEL:
      return &self->empty_label;
    case PROP_EMPTY_ACTION:
      return &self->empty_action;
    case PROP_QUERY_TEXT:
      return &self->query_text;
    default:
      return NULL;
    }
}

static void
reeve_pane_dispose (GObject *object)
{
  ReevePane *self = REEVE_PANE (object);

  g_clear_handle_id (&self->patience, g_source_remove);
  g_clear_handle_id (&self->linger, g_source_remove);
  g_clear_handle_id (&self->long_wait_source, g_source_remove);
  /* The stack is both our child and bound: the template would unparent it behind AdwBin's back. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), REEVE_TYPE_PANE);

  G_OBJECT_CLASS (reeve_pane_parent_class)->dispose (object);
}

static void
reeve_pane_finalize (GObject *object)
{
  ReevePane *self = REEVE_PANE (object);

  g_clear_error (&self->error);
  for (guint id = PROP_EMPTY_ICON_NAME; id <= PROP_QUERY_TEXT; id++)
    g_free (*find_text (self, id));

  G_OBJECT_CLASS (reeve_pane_parent_class)->finalize (object);
}

static void
reeve_pane_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ReevePane *self = REEVE_PANE (object);
  char **text = find_text (self, id);

  if (id == PROP_CONTENT)
    g_value_set_object (value, adw_bin_get_child (self->content_bin));
  else if (id == PROP_STATE)
    g_value_set_enum (value, self->state);
  else if (id == PROP_ERROR)
    g_value_set_boxed (value, self->error);
  else if (text != NULL)
    g_value_set_string (value, *text);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
reeve_pane_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  ReevePane *self = REEVE_PANE (object);
  char **text = find_text (self, id);

  if (id == PROP_CONTENT)
    adw_bin_set_child (self->content_bin, g_value_get_object (value));
  else if (text == NULL)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  else if (g_set_str (text, g_value_get_string (value)))
    {
      if (self->state == REEVE_PANE_EMPTY || self->state == REEVE_PANE_NO_RESULTS)
        update (self);
      g_object_notify_by_pspec (object, pspec);
    }
}

static void
reeve_pane_class_init (ReevePaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = reeve_pane_dispose;
  object_class->finalize = reeve_pane_finalize;
  object_class->get_property = reeve_pane_get_property;
  object_class->set_property = reeve_pane_set_property;

  properties[PROP_CONTENT] = g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, REEVE_TYPE_PANE_STATE, REEVE_PANE_LOADING, readable);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, readable);
  properties[PROP_EMPTY_ICON_NAME] = g_param_spec_string ("empty-icon-name", NULL, NULL, NULL, flags);
  properties[PROP_EMPTY_TITLE] = g_param_spec_string ("empty-title", NULL, NULL, NULL, flags);
  properties[PROP_EMPTY_DESCRIPTION] = g_param_spec_string ("empty-description", NULL, NULL, NULL, flags);
  properties[PROP_EMPTY_LABEL] = g_param_spec_string ("empty-label", NULL, NULL, NULL, flags);
  properties[PROP_EMPTY_ACTION] = g_param_spec_string ("empty-action", NULL, NULL, NULL, flags);
  properties[PROP_QUERY_TEXT] = g_param_spec_string ("query-text", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_RETRY] =
    g_signal_new ("retry", REEVE_TYPE_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_CLEAR_FILTERS] =
    g_signal_new ("clear-filters", REEVE_TYPE_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/pane.ui");
  gtk_widget_class_bind_template_child (widget_class, ReevePane, stack);
  gtk_widget_class_bind_template_child (widget_class, ReevePane, skeleton);
  gtk_widget_class_bind_template_child (widget_class, ReevePane, long_wait);
  gtk_widget_class_bind_template_child (widget_class, ReevePane, status);
  gtk_widget_class_bind_template_child (widget_class, ReevePane, button);
  gtk_widget_class_bind_template_child (widget_class, ReevePane, empty_button);
  gtk_widget_class_bind_template_child (widget_class, ReevePane, content_bin);
  gtk_widget_class_bind_template_callback (widget_class, on_button_clicked_cb);
}

static void
reeve_pane_init (ReevePane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->state = REEVE_PANE_LOADING;
  update (self);
}

void
reeve_pane_set_state (ReevePane *self, ReevePaneState state, const GError *error)
{
  g_return_if_fail (REEVE_IS_PANE (self));

  gboolean same_error =
    error == self->error || (error != NULL && self->error != NULL &&
                             g_error_matches (error, self->error->domain, self->error->code) &&
                             g_str_equal (error->message, self->error->message));
  if (self->state == state && same_error)
    return;
  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  if (state == REEVE_PANE_LOADING || state == REEVE_PANE_READY)
    self->asked = FALSE;
  self->state = state;
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

ReevePaneState
reeve_pane_get_state (ReevePane *self)
{
  g_return_val_if_fail (REEVE_IS_PANE (self), REEVE_PANE_LOADING);

  return self->state;
}
