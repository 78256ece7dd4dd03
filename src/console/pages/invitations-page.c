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
#include "console/widgets/secret-copy.h"

struct _ReeveInvitationsPage
{
  ReeveListPage parent_instance;
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
};

G_DEFINE_FINAL_TYPE (ReeveInvitationsPage, reeve_invitations_page, REEVE_TYPE_LIST_PAGE)

/* What the list can be narrowed to, and what a row says. */
static const struct
{
  const char *state;
  const char *label;
  const char *style;
} states[] = {
  { NULL, N_ ("All"), NULL },
  { "open", N_ ("Open"), "accent" }, /* the next three; no row says so */
  { "waiting", N_ ("Waiting to be sent"), "dim-label" },
  { "sent", N_ ("Sent"), "accent" },
  { "opened", N_ ("Opened"), "accent" },
  { "accepted", N_ ("Accepted"), "success" },
  { "expired", N_ ("Expired"), "warning" },
  { "revoked", N_ ("Revoked"), "dim-label" },
};

#define OPEN          1
#define FIRST_OF_ROWS 2

static guint
find_state (const char *state)
{
  for (guint i = FIRST_OF_ROWS; i < G_N_ELEMENTS (states); i++)
    if (g_strcmp0 (states[i].state, state) == 0)
      return i;
  return FIRST_OF_ROWS;
}

static void
enable (ReeveInvitationsPage *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static void
reeve_invitations_page_update (ReeveListPage *page, gboolean online G_GNUC_UNUSED)
{
  ReeveInvitationsPage *self = REEVE_INVITATIONS_PAGE (page);
  ReevePagedList *list = reeve_list_page_get_list (page);
  gint64 total = list != NULL ? reeve_paged_list_get_total (list) : -1;
  gboolean may = reeve_list_page_may (page, REEVE_CAPABILITY_USERS_INVITE);
  g_autofree char *subtitle = NULL;

  enable (self, "create", may);
  enable (self, "import", may);
  if (total >= 0)
    subtitle = g_strdup_printf (g_dngettext (NULL, "%" G_GINT64_FORMAT " invitation",
                                             "%" G_GINT64_FORMAT " invitations", (gulong) total),
                                total);
  adw_window_title_set_subtitle (self->title, subtitle != NULL ? subtitle : "");
}

static gboolean
reeve_invitations_page_narrow (ReeveListPage *page, ReeveQuery *query)
{
  ReeveInvitationsPage *self = REEVE_INVITATIONS_PAGE (page);
  const char *text = gtk_editable_get_text (self->search);
  guint state = gtk_drop_down_get_selected (self->states);

  if (*text != '\0')
    query->text = g_strdup (text);
  reeve_query_set_filter (query, "state", states[state].state);
  if (state == OPEN)
    query->sort = g_strdup ("expires"); /* what is to be seen to first */
  return query->text != NULL || state > 0;
}

static gboolean
reeve_invitations_page_is_news (ReeveListPage *page, const char *noun, const char *id, gint64 version)
{
  return g_str_equal (noun, "invitation") || g_str_equal (noun, "mail");
}

static void
on_filter_changed_cb (ReeveInvitationsPage *self)
{
  reeve_list_page_ask (REEVE_LIST_PAGE (self));
}

static void
on_clear_filters_cb (ReeveInvitationsPage *self)
{
  gtk_editable_set_text (self->search, "");
  gtk_drop_down_set_selected (self->states, 0);
}

static void
reeve_invitations_page_show_filters (ReevePage *page, GVariant *filters)
{
  ReeveInvitationsPage *self = REEVE_INVITATIONS_PAGE (page);
  const char *state = reeve_page_get_filter (filters, "state");
  guint i = 0;

  while (i < G_N_ELEMENTS (states) && g_strcmp0 (states[i].state, state) != 0)
    i++;
  gtk_editable_set_text (self->search, "");
  gtk_drop_down_set_selected (self->states, i < G_N_ELEMENTS (states) ? i : 0);
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
reeve_invitations_page_make_row (ReeveListPage *page, ReevePagedItem *item)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  const char *id = reeve_paged_item_get_id (item);

  gtk_widget_set_valign (buttons, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (buttons), reeve_list_page_make_button ("edit-copy-symbolic", _ ("Copy a New Link"),
                                                                  "invitations.copy-link", id));
  gtk_box_append (GTK_BOX (buttons), reeve_list_page_make_button ("view-refresh-symbolic", _ ("Send Again"),
                                                                  "invitations.resend", id));
  gtk_box_append (GTK_BOX (buttons), reeve_list_page_make_button ("user-trash-symbolic", _ ("Revoke"),
                                                                  "invitations.revoke", id));
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
on_resent_cb (ReeveListPage *page, gpointer record)
{
  /* Translators: %s is an e-mail address */
  g_autofree char *text = g_strdup_printf (_ ("A new link goes to %s"), REEVE_INVITATION (record)->email);

  reeve_list_page_say (page, text);
}

static void
on_link_cb (ReeveListPage *page, gpointer record)
{
  reeve_secret_copy (GTK_WIDGET (page), REEVE_INVITATION (record)->link);
}

static void
on_revoked_cb (ReeveListPage *page, gpointer record)
{
  /* Translators: %s is an e-mail address */
  g_autofree char *text =
    g_strdup_printf (_ ("The invitation of %s is revoked"), REEVE_INVITATION (record)->email);

  reeve_list_page_say (page, text);
}

static void
post (ReeveListPage *self, const char *id, const char *what, ReeveListPageDone done)
{
  g_autofree char *below = g_strdup_printf ("invitations/%s/%s", id, what);

  reeve_list_page_post (self, below, reeve_invitation_get_type (), done);
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
  ReeveInvitation *invitation = reeve_list_page_find (REEVE_LIST_PAGE (self), id);
  AdwDialog *dialog;

  if (invitation == NULL)
    return;
  dialog = adw_alert_dialog_new (_ ("Revoke the Invitation?"), NULL);
  /* Translators: %s is an e-mail address */
  adw_alert_dialog_format_body (ADW_ALERT_DIALOG (dialog), _ ("The link that %s has stops working at once."),
                                invitation->email);
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
  ReevePagedList *list = reeve_list_page_get_list (REEVE_LIST_PAGE (self));

  if (list != NULL)
    reeve_paged_list_prepend (list, invitation);
  adw_toast_overlay_add_toast (self->toasts, reeve_invitation_toast_new (GTK_WIDGET (self), invitation));
}

static void
on_imported_cb (ReeveInvitationsPage *self, const char *message, ReeveUserImportReport *report)
{
  reeve_list_page_say (REEVE_LIST_PAGE (self), message);
  reeve_list_page_reload (REEVE_LIST_PAGE (self));
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
reeve_invitations_page_finalize (GObject *object)
{
  g_clear_object (&REEVE_INVITATIONS_PAGE (object)->actions);
  G_OBJECT_CLASS (reeve_invitations_page_parent_class)->finalize (object);
}

static void
reeve_invitations_page_class_init (ReeveInvitationsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  ReevePageClass *page_class = REEVE_PAGE_CLASS (klass);
  ReeveListPageClass *list_class = REEVE_LIST_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = reeve_invitations_page_finalize;
  page_class->search = reeve_invitations_page_search;
  page_class->create = reeve_invitations_page_create;
  page_class->show_filters = reeve_invitations_page_show_filters;
  list_class->path = "invitations";
  list_class->record_type = reeve_invitation_get_type;
  list_class->make_row = reeve_invitations_page_make_row;
  list_class->narrow = reeve_invitations_page_narrow;
  list_class->is_news = reeve_invitations_page_is_news;
  list_class->update = reeve_invitations_page_update;

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
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "invitations", G_ACTION_GROUP (self->actions));
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    gtk_string_list_append (labels, _ (states[i].label));
  gtk_drop_down_set_model (self->states, G_LIST_MODEL (labels));
  reeve_list_page_set_parts (REEVE_LIST_PAGE (self), self->pane, self->scroller, self->rows);
}
