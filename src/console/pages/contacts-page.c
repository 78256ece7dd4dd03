/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A row for each contact, newest first. What they can reach is on Permissions, as any grant. */

#include "config.h"

#include "console/pages/contacts-page.h"

#include <glib/gi18n.h>

#include "common/contact.h"
#include "console/dialogs/contact-dialog.h"
#include "console/widgets/formatting.h"
#include "console/widgets/verb-words.h"

struct _ReeveContactsPage
{
  ReeveListPage parent_instance;
  /* from the template */
  AdwWindowTitle *title;
  GtkEditable *search;
  GtkDropDown *states;
  ReevePane *pane;
  GtkScrolledWindow *scroller;
  GtkListBox *rows;
  /* owned */
  GSimpleActionGroup *actions;
};

G_DEFINE_FINAL_TYPE (ReeveContactsPage, reeve_contacts_page, REEVE_TYPE_LIST_PAGE)

/* What the list can be narrowed to. */
static const struct
{
  const char *state;
  const char *label;
} filters[] = {
  { NULL, N_ ("All") },
  { "live", N_ ("Can look now") },
  { "answered", N_ ("Answered") },
  { "expired", N_ ("No answer in time") },
  { "revoked", N_ ("Revoked") },
};

static void
reeve_contacts_page_update (ReeveListPage *page, gboolean online G_GNUC_UNUSED)
{
  ReeveContactsPage *self = REEVE_CONTACTS_PAGE (page);
  ReevePagedList *list = reeve_list_page_get_list (page);
  gint64 total = list != NULL ? reeve_paged_list_get_total (list) : -1;
  GAction *create = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "create");
  g_autofree char *subtitle = NULL;

  g_simple_action_set_enabled (G_SIMPLE_ACTION (create),
                               reeve_list_page_may (page, REEVE_CAPABILITY_PERMISSIONS_WRITE));
  if (total >= 0)
    subtitle = g_strdup_printf (
      g_dngettext (NULL, "%" G_GINT64_FORMAT " contact", "%" G_GINT64_FORMAT " contacts", (gulong) total),
      total);
  adw_window_title_set_subtitle (self->title, subtitle != NULL ? subtitle : "");
}

static gboolean
reeve_contacts_page_narrow (ReeveListPage *page, ReeveQuery *query)
{
  ReeveContactsPage *self = REEVE_CONTACTS_PAGE (page);
  const char *text = gtk_editable_get_text (self->search);
  guint filter = gtk_drop_down_get_selected (self->states);

  if (*text != '\0')
    query->text = g_strdup (text);
  reeve_query_set_filter (query, "state", filters[filter].state);
  return query->text != NULL || filter > 0;
}

static gboolean
reeve_contacts_page_is_news (ReeveListPage *page, const char *noun, const char *id, gint64 version)
{
  return g_str_equal (noun, "contact") || g_str_equal (noun, "mail");
}

static void
on_filter_changed_cb (ReeveContactsPage *self)
{
  reeve_list_page_ask (REEVE_LIST_PAGE (self));
}

static void
on_clear_filters_cb (ReeveContactsPage *self)
{
  gtk_editable_set_text (self->search, "");
  gtk_drop_down_set_selected (self->states, 0);
}

/* --- Rows --- */

static gboolean
is_mail (ReeveContact *contact, const char *state)
{
  return g_strcmp0 (contact->mail_state, state) == 0;
}

/* How far it is, and in which style. */
static const char *
get_state (ReeveContact *contact, const char **style)
{
  gboolean waits = g_strcmp0 (contact->state, "waiting") == 0;

  *style = "dim-label";
  if (waits && (is_mail (contact, "failed") || is_mail (contact, "kept")))
    {
      *style = "warning";
      return _ ("Not sent");
    }
  if (waits && is_mail (contact, "waiting"))
    return _ ("Waiting to be sent");
  if (reeve_contact_is_open (contact))
    {
      *style = "accent";
      return waits ? _ ("Sent") : _ ("Opened");
    }
  if (g_strcmp0 (contact->decision, "declined") == 0)
    {
      *style = "warning";
      return _ ("Declined");
    }
  if (g_strcmp0 (contact->state, "answered") == 0)
    {
      *style = "success";
      return contact->decision != NULL ? _ ("Approved") : _ ("Answered");
    }
  return g_strcmp0 (contact->state, "expired") == 0 ? _ ("No answer") : _ ("Revoked");
}

static char *
describe_end (ReeveContact *contact)
{
  g_autofree char *asker = reeve_format_account_name (contact->created_by_name);
  g_autofree char *end = reeve_format_time (contact->expires);
  g_autofree char *answered = reeve_format_time (contact->answered);

  if (g_strcmp0 (contact->state, "waiting") == 0 && is_mail (contact, "failed"))
    return g_strdup (_ ("The mail could not be sent: check the address"));
  if (g_strcmp0 (contact->state, "waiting") == 0 && is_mail (contact, "kept"))
    return g_strdup (_ ("There is no mail server: the link cannot reach them"));
  if (reeve_contact_is_open (contact))
    /* Translators: a person's name, and a date and time */
    return g_strdup_printf (_ ("Asked by %s · until %s"), asker, end);
  if (contact->answered != 0)
    /* Translators: a person's name, and a date and time */
    return g_strdup_printf (_ ("Asked by %s · answered %s"), asker, answered);
  /* Translators: %s is a person's name */
  return g_strdup_printf (_ ("Asked by %s"), asker);
}

/* (transfer full) */
static char *
describe (ReeveContactsPage *self, ReeveContact *contact)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  g_autofree char *place =
    reeve_verb_words_path (reeve_site_get_root_name (site), (const char *const *) contact->folder_path, 0);
  g_autofree char *end = describe_end (contact);
  g_autoptr (GString) text = g_string_new (place);

  if (reeve_contact_is_open (contact))
    g_string_append_printf (text, " · %s", reeve_verb_words ((const char *const *) contact->verbs));
  g_string_append_printf (text, "\n%s", end);
  if (contact->answer != NULL)
    /* Translators: quotation marks around what somebody wrote */
    g_string_append_printf (text, _ ("\n“%s”"), contact->answer);
  return g_string_free_and_steal (g_steal_pointer (&text));
}

static void
show_row (GtkWidget *row, ReeveContact *contact)
{
  static const char *const styles[] = { "accent", "success", "warning", "dim-label" };
  ReeveContactsPage *self = g_object_get_data (G_OBJECT (row), "page");
  GtkWidget *label = g_object_get_data (G_OBJECT (row), "state");
  const char *style;
  const char *state = get_state (contact, &style);
  g_autofree char *title = g_strdup_printf ("%s · %s", contact->display_name, contact->email);
  g_autofree char *subtitle = describe (self, contact);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_label_set_label (GTK_LABEL (label), state);
  for (guint i = 0; i < G_N_ELEMENTS (styles); i++)
    gtk_widget_remove_css_class (label, styles[i]);
  gtk_widget_add_css_class (label, style);
  gtk_widget_set_visible (g_object_get_data (G_OBJECT (row), "log"),
                          reeve_list_page_may (REEVE_LIST_PAGE (self), REEVE_CAPABILITY_LOG_READ));
  gtk_widget_set_visible (g_object_get_data (G_OBJECT (row), "buttons"),
                          reeve_contact_is_open (contact) &&
                            reeve_list_page_may (REEVE_LIST_PAGE (self), REEVE_CAPABILITY_PERMISSIONS_WRITE));
}

static void
on_record_changed_cb (ReevePagedItem *item, GParamSpec *pspec, gpointer row)
{
  show_row (row, REEVE_CONTACT (reeve_paged_item_get_record (item)));
}

static GtkWidget *
reeve_contacts_page_make_row (ReeveListPage *page, ReevePagedItem *item)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  const char *id = reeve_paged_item_get_id (item);
  ReeveContact *contact = REEVE_CONTACT (reeve_paged_item_get_record (item));
  GtkWidget *go =
    reeve_list_page_make_button ("folder-symbolic", _ ("Go to Its Folder"), "contacts.go", contact->folder);

  GtkWidget *log =
    reeve_list_page_make_button ("document-open-recent-symbolic", _ ("Access Log"), "win.log", id);

  gtk_widget_set_valign (log, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (go, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (buttons, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (buttons), reeve_list_page_make_button ("view-refresh-symbolic", _ ("Send Again"),
                                                                  "contacts.resend", id));
  gtk_box_append (GTK_BOX (buttons),
                  reeve_list_page_make_button ("user-trash-symbolic", _ ("Revoke"), "contacts.revoke", id));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_widget_add_css_class (label, "caption-heading");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), log);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), go);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), buttons);
  g_object_set_data (G_OBJECT (row), "page", page);
  g_object_set_data (G_OBJECT (row), "state", label);
  g_object_set_data (G_OBJECT (row), "log", log);
  g_object_set_data (G_OBJECT (row), "buttons", buttons);
  g_signal_connect_object (item, "notify::record", G_CALLBACK (on_record_changed_cb), row, 0);
  show_row (row, contact);
  return row;
}

/* --- Actions --- */

static void
on_resent_cb (ReeveListPage *page, gpointer record)
{
  /* Translators: %s is an e-mail address */
  g_autofree char *text = g_strdup_printf (_ ("A new link goes to %s"), REEVE_CONTACT (record)->email);

  reeve_list_page_say (page, text);
}

static void
on_revoked_cb (ReeveListPage *page, gpointer record)
{
  /* Translators: %s is a person's name */
  g_autofree char *text =
    g_strdup_printf (_ ("%s cannot look any more"), REEVE_CONTACT (record)->display_name);

  reeve_list_page_say (page, text);
}

static void
on_resend_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autofree char *below = g_strdup_printf ("contacts/%s/resend", g_variant_get_string (parameter, NULL));

  reeve_list_page_post (user_data, below, reeve_contact_get_type (), on_resent_cb);
}

static void
on_revoke_chosen_cb (AdwAlertDialog *dialog, const char *response, gpointer user_data)
{
  const char *id = g_object_get_data (G_OBJECT (dialog), "id");
  g_autofree char *below = g_strdup_printf ("contacts/%s/revoke", id);

  reeve_list_page_post (user_data, below, reeve_contact_get_type (), on_revoked_cb);
}

static void
on_revoke_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveContactsPage *self = user_data;
  const char *id = g_variant_get_string (parameter, NULL);
  ReeveContact *contact = reeve_list_page_find (REEVE_LIST_PAGE (self), id);
  AdwDialog *dialog;

  if (contact == NULL)
    return;
  dialog = adw_alert_dialog_new (_ ("Revoke the Access?"), NULL);
  /* Translators: %s is a person's name */
  adw_alert_dialog_format_body (
    ADW_ALERT_DIALOG (dialog),
    _ ("The link that %s has stops working at once. It cannot be given back: they "
       "would have to be asked anew."),
    contact->display_name);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "revoke", _ ("_Revoke"),
                                  NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "revoke", ADW_RESPONSE_DESTRUCTIVE);
  g_object_set_data_full (G_OBJECT (dialog), "id", g_strdup (id), g_free);
  g_signal_connect_object (dialog, "response::revoke", G_CALLBACK (on_revoke_chosen_cb), self, 0);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
on_go_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_widget_activate_action (user_data, "win.show", "(ss)", "folder",
                              g_variant_get_string (parameter, NULL));
}

static void
on_asked_cb (ReeveContactsPage *self, ReeveContact *contact)
{
  ReevePagedList *list = reeve_list_page_get_list (REEVE_LIST_PAGE (self));
  /* Translators: %s is an e-mail address */
  g_autofree char *text = g_strdup_printf (_ ("A link goes to %s"), contact->email);

  if (list != NULL)
    reeve_paged_list_prepend (list, contact);
  reeve_list_page_say (REEVE_LIST_PAGE (self), text);
}

static void
on_create_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveContactsPage *self = user_data;
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  AdwDialog *dialog;

  if (site == NULL)
    return;
  dialog = reeve_contact_dialog_new (site, NULL);
  g_signal_connect_object (dialog, "asked", G_CALLBACK (on_asked_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

/* --- The page --- */

static void
reeve_contacts_page_search (ReevePage *page)
{
  gtk_widget_grab_focus (GTK_WIDGET (REEVE_CONTACTS_PAGE (page)->search));
}

static void
reeve_contacts_page_create (ReevePage *page)
{
  g_action_group_activate_action (G_ACTION_GROUP (REEVE_CONTACTS_PAGE (page)->actions), "create", NULL);
}

static void
reeve_contacts_page_finalize (GObject *object)
{
  g_clear_object (&REEVE_CONTACTS_PAGE (object)->actions);
  G_OBJECT_CLASS (reeve_contacts_page_parent_class)->finalize (object);
}

static void
reeve_contacts_page_class_init (ReeveContactsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  ReevePageClass *page_class = REEVE_PAGE_CLASS (klass);
  ReeveListPageClass *list_class = REEVE_LIST_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = reeve_contacts_page_finalize;
  page_class->search = reeve_contacts_page_search;
  page_class->create = reeve_contacts_page_create;
  list_class->path = "contacts";
  list_class->record_type = reeve_contact_get_type;
  list_class->rows_show_rights = TRUE;
  list_class->make_row = reeve_contacts_page_make_row;
  list_class->narrow = reeve_contacts_page_narrow;
  list_class->is_news = reeve_contacts_page_is_news;
  list_class->update = reeve_contacts_page_update;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/contacts-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveContactsPage, title);
  gtk_widget_class_bind_template_child (widget_class, ReeveContactsPage, search);
  gtk_widget_class_bind_template_child (widget_class, ReeveContactsPage, states);
  gtk_widget_class_bind_template_child (widget_class, ReeveContactsPage, pane);
  gtk_widget_class_bind_template_child (widget_class, ReeveContactsPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, ReeveContactsPage, rows);
  gtk_widget_class_bind_template_callback (widget_class, on_filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_clear_filters_cb);
}

static void
reeve_contacts_page_init (ReeveContactsPage *self)
{
  static const GActionEntry entries[] = {
    { .name = "create", .activate = on_create_cb },
    { .name = "go", .activate = on_go_cb, .parameter_type = "s" },
    { .name = "resend", .activate = on_resend_cb, .parameter_type = "s" },
    { .name = "revoke", .activate = on_revoke_cb, .parameter_type = "s" },
  };
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "contacts", G_ACTION_GROUP (self->actions));
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    gtk_string_list_append (labels, _ (filters[i].label));
  gtk_drop_down_set_model (self->states, G_LIST_MODEL (labels));
  reeve_list_page_set_parts (REEVE_LIST_PAGE (self), self->pane, self->scroller, self->rows);
}
