/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A row for each invitation, newest first; more are asked for as they come into sight. A link is never on
 * screen: it goes to the clipboard for a minute. */

#include "config.h"

#include "console/pages/invitations-page.h"

#include <glib/gi18n.h>

#include "common/invitation.h"
#include "console/dialogs/import-dialog.h"
#include "console/dialogs/invitation-dialog.h"
#include "console/widgets/formatting.h"
#include "console/widgets/list-edge.h"
#include "console/widgets/pane.h"
#include "console/widgets/secret-copy.h"
#include "console/widgets/wording.h"

#define NEWS_WAIT_MS 300 /* an import comes as many */

struct _ReeveInvitationsPage
{
  ReevePage parent_instance;
  /* from the template */
  AdwToastOverlay *toasts;
  AdwWindowTitle *title;
  GtkEditable *search;
  GtkDropDown *states;
  ReevePane *pane;
  GtkScrolledWindow *scroller;
  GtkListBox *rows;
  /* owned */
  GSimpleActionGroup *actions;
  ReevePagedList *list; /* (nullable): NULL without a site */
  GCancellable *cancellable;
  guint news_wait;
};

G_DEFINE_FINAL_TYPE (ReeveInvitationsPage, reeve_invitations_page, REEVE_TYPE_PAGE)

/* What the list can be narrowed to, and what a row says. */
static const struct
{
  const char *state;
  const char *label;
  const char *style;
} states[] = {
  { NULL, N_ ("All"), NULL },
  { "waiting", N_ ("Waiting to be sent"), "dim-label" },
  { "sent", N_ ("Sent"), "accent" },
  { "opened", N_ ("Opened"), "accent" },
  { "accepted", N_ ("Accepted"), "success" },
  { "expired", N_ ("Expired"), "warning" },
  { "revoked", N_ ("Revoked"), "dim-label" },
};

static guint
find_state (const char *state)
{
  for (guint i = 1; i < G_N_ELEMENTS (states); i++)
    if (g_strcmp0 (states[i].state, state) == 0)
      return i;
  return 1;
}

static gboolean
is_narrowed (ReeveInvitationsPage *self)
{
  return *gtk_editable_get_text (self->search) != '\0' || gtk_drop_down_get_selected (self->states) > 0;
}

static void
enable (ReeveInvitationsPage *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static void
update (ReeveInvitationsPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  const GError *error = self->list != NULL ? reeve_paged_list_get_error (self->list) : NULL;
  guint n = self->list != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->list)) : 0;
  gint64 total = self->list != NULL ? reeve_paged_list_get_total (self->list) : -1;
  gboolean may = site != NULL && reeve_site_may (site, REEVE_CAPABILITY_USERS_INVITE);
  g_autofree char *subtitle = NULL;

  enable (self, "create", may);
  enable (self, "import", may);
  if (total >= 0)
    subtitle = g_strdup_printf (g_dngettext (NULL, "%" G_GINT64_FORMAT " invitation",
                                             "%" G_GINT64_FORMAT " invitations", (gulong) total),
                                total);
  adw_window_title_set_subtitle (self->title, subtitle != NULL ? subtitle : "");
  reeve_pane_set_state (
    self->pane,
    reeve_pane_decide (site != NULL ? reeve_site_get_state (site) : REEVE_SITE_CLOSED,
                       site != NULL && reeve_site_get_online (site),
                       self->list != NULL ? reeve_paged_list_get_state (self->list) : REEVE_PAGED_LIST_IDLE,
                       n, is_narrowed (self), reeve_error_get_code (error) == REEVE_ERROR_UNREACHABLE),
    error);
}

static void
load_more_if_near (ReeveInvitationsPage *self)
{
  reeve_list_edge_load (self->scroller, self->list);
}

static void
ask (ReeveInvitationsPage *self)
{
  g_autoptr (ReeveQuery) query = reeve_query_new ();

  if (self->list == NULL)
    return;
  g_set_str (&query->text, gtk_editable_get_text (self->search));
  if (*query->text == '\0')
    g_clear_pointer (&query->text, g_free);
  reeve_query_set_filter (query, "state", states[gtk_drop_down_get_selected (self->states)].state);
  reeve_paged_list_set_query (self->list, query);
}

static void
on_filter_changed_cb (ReeveInvitationsPage *self)
{
  ask (self);
}

static void
on_clear_filters_cb (ReeveInvitationsPage *self)
{
  gtk_editable_set_text (self->search, "");
  gtk_drop_down_set_selected (self->states, 0);
}

static void
on_retry_cb (ReeveInvitationsPage *self)
{
  if (self->list != NULL)
    reeve_paged_list_reload (self->list);
}

/* --- Rows --- */

/* Nothing sends its mail. */
static gboolean
is_kept (ReeveInvitation *invitation)
{
  return g_strcmp0 (invitation->mail_state, "kept") == 0 && g_strcmp0 (invitation->state, "waiting") == 0;
}

static char *
describe (ReeveInvitation *invitation)
{
  g_autofree char *end = reeve_format_time (invitation->expires);
  const char *inviter = invitation->created_by_name != NULL ? invitation->created_by_name : "—";

  if (invitation->mail_state != NULL && g_str_equal (invitation->mail_state, "failed") &&
      reeve_invitation_is_open (invitation))
    return g_strdup (_ ("The mail could not be sent: copy the link, or check the address"));
  if (is_kept (invitation))
    return g_strdup (_ ("There is no mail server: copy the link and hand it over"));
  if (!reeve_invitation_is_open (invitation))
    /* Translators: %s is a person's name */
    return g_strdup_printf (_ ("Invited by %s"), inviter);
  /* Translators: a person's name, and a date and time */
  return g_strdup_printf (_ ("Invited by %s · until %s"), inviter, end);
}

static void
show_row (GtkWidget *row, ReeveInvitation *invitation)
{
  GtkWidget *label = g_object_get_data (G_OBJECT (row), "state");
  GtkWidget *buttons = g_object_get_data (G_OBJECT (row), "buttons");
  g_autofree char *subtitle = describe (invitation);
  g_autofree char *title = NULL;
  guint state = find_state (invitation->state);
  gboolean open = reeve_invitation_is_open (invitation);

  title = invitation->display_name != NULL
            ? g_strdup_printf ("%s · %s", invitation->display_name, invitation->email)
            : g_strdup (invitation->email);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_label_set_label (GTK_LABEL (label), is_kept (invitation) ? _ ("Not sent") : _ (states[state].label));
  for (guint i = 1; i < G_N_ELEMENTS (states); i++)
    gtk_widget_remove_css_class (label, states[i].style);
  gtk_widget_add_css_class (label, states[state].style);

  open |= g_strcmp0 (invitation->state, "expired") == 0;
  gtk_widget_set_visible (buttons, open);
}

static void
on_record_changed_cb (ReevePagedItem *item, GParamSpec *pspec, gpointer row)
{
  show_row (row, REEVE_INVITATION (reeve_paged_item_get_record (item)));
}

static GtkWidget *
make_button (const char *icon, const char *tooltip, const char *action, const char *id)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip, -1);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_add_css_class (button, "flat");
  return button;
}

static GtkWidget *
make_row (gpointer object, gpointer user_data)
{
  ReevePagedItem *item = object;
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  const char *id = reeve_paged_item_get_id (item);

  gtk_widget_set_valign (buttons, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (buttons),
                  make_button ("edit-copy-symbolic", _ ("Copy a New Link"), "invitations.copy-link", id));
  gtk_box_append (GTK_BOX (buttons),
                  make_button ("view-refresh-symbolic", _ ("Send Again"), "invitations.resend", id));
  gtk_box_append (GTK_BOX (buttons),
                  make_button ("user-trash-symbolic", _ ("Revoke"), "invitations.revoke", id));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  gtk_widget_add_css_class (label, "caption-heading");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), buttons);
  g_object_set_data (G_OBJECT (row), "state", label);
  g_object_set_data (G_OBJECT (row), "buttons", buttons);
  g_signal_connect_object (item, "notify::record", G_CALLBACK (on_record_changed_cb), row, 0);
  show_row (row, REEVE_INVITATION (reeve_paged_item_get_record (item)));
  return row;
}

/* --- Actions --- */

static void
show_toast (ReeveInvitationsPage *self, const char *text)
{
  adw_toast_overlay_add_toast (self->toasts,
                               g_object_new (ADW_TYPE_TOAST, "use-markup", FALSE, "title", text, NULL));
}

static void
finish_change (ReeveInvitationsPage *self, GObject *source, GAsyncResult *result, const char *done)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveInvitation) invitation = NULL;
  g_autofree char *text = NULL;

  reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &invitation, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (invitation == NULL)
    {
      text = reeve_wording_title (error);
      show_toast (self, text);
      return;
    }
  if (self->list != NULL)
    reeve_paged_list_put (self->list, invitation);
  if (done == NULL)
    {
      reeve_secret_copy (GTK_WIDGET (self), invitation->link);
      return;
    }
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral" /* one of two below */
  text = g_strdup_printf (done, invitation->email);
#pragma GCC diagnostic pop
  show_toast (self, text);
}

static void
on_resent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveInvitationsPage) self = user_data;

  /* Translators: %s is an e-mail address */
  finish_change (self, source, result, _ ("A new link goes to %s"));
}

static void
on_link_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveInvitationsPage) self = user_data;

  finish_change (self, source, result, NULL);
}

static void
on_revoked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveInvitationsPage) self = user_data;

  /* Translators: %s is an e-mail address */
  finish_change (self, source, result, _ ("The invitation of %s is revoked"));
}

static void
post (ReeveInvitationsPage *self, const char *id, const char *what, GAsyncReadyCallback callback)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  g_autofree char *below = g_strdup_printf ("invitations/%s/%s", id, what);
  g_autofree char *path = NULL;

  if (site == NULL)
    return;
  path = reeve_site_path (site, below);
  reeve_client_post_async (reeve_site_get_client (site), path, NULL, reeve_invitation_get_type (), -1,
                           self->cancellable, callback, g_object_ref (self));
}

static void
on_resend_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  post (user_data, g_variant_get_string (parameter, NULL), "resend", on_resent_cb);
}

static void
on_copy_link_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  post (user_data, g_variant_get_string (parameter, NULL), "link", on_link_cb);
}

static void
on_revoke_chosen_cb (AdwAlertDialog *dialog, const char *response, gpointer user_data)
{
  post (user_data, g_object_get_data (G_OBJECT (dialog), "id"), "revoke", on_revoked_cb);
}

static void
on_revoke_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveInvitationsPage *self = user_data;
  const char *id = g_variant_get_string (parameter, NULL);
  ReevePagedItem *item = self->list != NULL ? reeve_paged_list_find (self->list, id, NULL) : NULL;
  AdwDialog *dialog;

  if (item == NULL)
    return;
  dialog = adw_alert_dialog_new (_ ("Revoke the Invitation?"), NULL);
  /* Translators: %s is an e-mail address */
  adw_alert_dialog_format_body (ADW_ALERT_DIALOG (dialog), _ ("The link that %s has stops working at once."),
                                REEVE_INVITATION (reeve_paged_item_get_record (item))->email);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "revoke", _ ("_Revoke"),
                                  NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "revoke", ADW_RESPONSE_DESTRUCTIVE);
  g_object_set_data_full (G_OBJECT (dialog), "id", g_strdup (id), g_free);
  g_signal_connect_object (dialog, "response::revoke", G_CALLBACK (on_revoke_chosen_cb), self, 0);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
on_invited_cb (ReeveInvitationsPage *self, ReeveInvitation *invitation)
{
  if (self->list != NULL)
    reeve_paged_list_prepend (self->list, invitation);
  adw_toast_overlay_add_toast (self->toasts, reeve_invitation_toast_new (GTK_WIDGET (self), invitation));
}

static void
on_imported_cb (ReeveInvitationsPage *self, const char *message, ReeveUserImportReport *report)
{
  show_toast (self, message);
  if (self->list != NULL)
    reeve_paged_list_reload (self->list);
}

static void
on_import_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveInvitationsPage *self = user_data;
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  AdwDialog *dialog;

  if (site == NULL)
    return;
  dialog = reeve_import_dialog_new_for_invitations (site);
  g_signal_connect_object (dialog, "imported", G_CALLBACK (on_imported_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
on_create_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveInvitationsPage *self = user_data;
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  AdwDialog *dialog;

  if (site == NULL)
    return;
  dialog = reeve_invitation_dialog_new (site);
  g_signal_connect_object (dialog, "invited", G_CALLBACK (on_invited_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

/* --- The site --- */

static void
drop_list (ReeveInvitationsPage *self)
{
  if (self->list == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->list, self);
  gtk_list_box_bind_model (self->rows, NULL, NULL, NULL, NULL);
  g_clear_object (&self->list);
}

static void
begin (ReeveInvitationsPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  gboolean ready = site != NULL && reeve_site_get_state (site) == REEVE_SITE_READY &&
                   reeve_site_get_workspace (site) != NULL &&
                   reeve_site_may (site, REEVE_CAPABILITY_USERS_INVITE);
  g_autofree char *path = ready ? reeve_site_path (site, "invitations") : NULL;

  if (self->list != NULL && g_strcmp0 (path, reeve_paged_list_get_path (self->list)) != 0)
    drop_list (self);
  if (path != NULL && self->list == NULL)
    {
      self->list = reeve_paged_list_new (reeve_site_get_client (site), reeve_invitation_get_type (), path);
      gtk_list_box_bind_model (self->rows, G_LIST_MODEL (self->list), make_row, NULL, NULL);
      g_signal_connect_object (self->list, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->list, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
      ask (self);
    }
  update (self);
}

static gboolean
on_news_cb (gpointer user_data)
{
  ReeveInvitationsPage *self = user_data;

  self->news_wait = 0;
  if (self->list != NULL)
    reeve_paged_list_reload (self->list);
  return G_SOURCE_REMOVE;
}

static void
on_site_changed_cb (ReeveInvitationsPage *self, const char *noun, const char *id, gint64 version)
{
  if (self->news_wait == 0 && (g_strcmp0 (noun, "invitation") == 0 || g_strcmp0 (noun, "mail") == 0))
    self->news_wait = g_timeout_add (NEWS_WAIT_MS, on_news_cb, self);
}

static void
on_site_set_cb (ReeveInvitationsPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));

  if (site == NULL)
    return;
  g_signal_handlers_disconnect_by_data (site, self);
  g_signal_connect_object (site, "changed", G_CALLBACK (on_site_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "reconnected", G_CALLBACK (on_retry_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "notify::state", G_CALLBACK (begin), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "notify::workspace", G_CALLBACK (begin), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "notify::online", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

static void
reeve_invitations_page_site_changed (ReevePage *page)
{
  drop_list (REEVE_INVITATIONS_PAGE (page));
  begin (REEVE_INVITATIONS_PAGE (page));
}

static void
reeve_invitations_page_refresh (ReevePage *page)
{
  on_retry_cb (REEVE_INVITATIONS_PAGE (page));
}

static void
reeve_invitations_page_search (ReevePage *page)
{
  gtk_widget_grab_focus (GTK_WIDGET (REEVE_INVITATIONS_PAGE (page)->search));
}

static void
reeve_invitations_page_create (ReevePage *page)
{
  g_action_group_activate_action (G_ACTION_GROUP (REEVE_INVITATIONS_PAGE (page)->actions), "create", NULL);
}

static void
reeve_invitations_page_dispose (GObject *object)
{
  ReeveInvitationsPage *self = REEVE_INVITATIONS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->news_wait, g_source_remove);
  if (self->list != NULL)
    drop_list (self);
  adw_bin_set_child (ADW_BIN (self), NULL); /* the template's own, let go of first */
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_INVITATIONS_PAGE);
  G_OBJECT_CLASS (reeve_invitations_page_parent_class)->dispose (object);
}

static void
reeve_invitations_page_finalize (GObject *object)
{
  ReeveInvitationsPage *self = REEVE_INVITATIONS_PAGE (object);

  g_clear_object (&self->actions);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (reeve_invitations_page_parent_class)->finalize (object);
}

static void
reeve_invitations_page_class_init (ReeveInvitationsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  ReevePageClass *page_class = REEVE_PAGE_CLASS (klass);

  object_class->dispose = reeve_invitations_page_dispose;
  object_class->finalize = reeve_invitations_page_finalize;
  page_class->site_changed = reeve_invitations_page_site_changed;
  page_class->refresh = reeve_invitations_page_refresh;
  page_class->search = reeve_invitations_page_search;
  page_class->create = reeve_invitations_page_create;

  g_type_ensure (REEVE_TYPE_PANE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/invitations-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveInvitationsPage, toasts);
  gtk_widget_class_bind_template_child (widget_class, ReeveInvitationsPage, title);
  gtk_widget_class_bind_template_child (widget_class, ReeveInvitationsPage, search);
  gtk_widget_class_bind_template_child (widget_class, ReeveInvitationsPage, states);
  gtk_widget_class_bind_template_child (widget_class, ReeveInvitationsPage, pane);
  gtk_widget_class_bind_template_child (widget_class, ReeveInvitationsPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, ReeveInvitationsPage, rows);
  gtk_widget_class_bind_template_callback (widget_class, on_filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_clear_filters_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_retry_cb);
}

static void
reeve_invitations_page_init (ReeveInvitationsPage *self)
{
  static const GActionEntry entries[] = {
    { .name = "create", .activate = on_create_cb },
    { .name = "import", .activate = on_import_cb },
    { .name = "resend", .activate = on_resend_cb, .parameter_type = "s" },
    { .name = "copy-link", .activate = on_copy_link_cb, .parameter_type = "s" },
    { .name = "revoke", .activate = on_revoke_cb, .parameter_type = "s" },
  };
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  self->actions = g_simple_action_group_new ();
  self->cancellable = g_cancellable_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "invitations", G_ACTION_GROUP (self->actions));
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    gtk_string_list_append (labels, _ (states[i].label));
  gtk_drop_down_set_model (self->states, G_LIST_MODEL (labels));
  reeve_list_edge_watch (self->scroller, G_CALLBACK (load_more_if_near), self);
  g_signal_connect (self, "notify::site", G_CALLBACK (on_site_set_cb), NULL);
  update (self);
}
