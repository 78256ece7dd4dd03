/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What is wrong with a field stands under it; the rest in the banner. Where somebody else was faster, the
 * form stays and the next save is on top of theirs. */

#include "config.h"

#include "console/dialogs/provider-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "common/session.h"
#include "console/widgets/formatting.h"
#include "console/widgets/note-row.h"
#include "console/widgets/provider-words.h"
#include "console/widgets/wording.h"

#define MOST_NAMES 5

struct _ReeveProviderDialog
{
  AdwDialog parent_instance;
  /* from the template */
  AdwBanner *banner;
  GtkWidget *save;
  AdwSwitchRow *enabled;
  GtkEditable *label;
  ReeveNoteRow *label_note;
  GtkEditable *issuer;
  ReeveNoteRow *issuer_note;
  GtkEditable *client;
  ReeveNoteRow *client_note;
  AdwPreferencesRow *secret;
  ReeveNoteRow *secret_note;
  GtkEditable *domains;
  ReeveNoteRow *domains_note;
  AdwSwitchRow *factor;
  AdwSwitchRow *required;
  AdwActionRow *redirect;
  AdwActionRow *web_redirect;
  AdwActionRow *test;
  GtkWidget *test_button;
  GtkWidget *removal;
  /* owned */
  ReeveSite *site;
  ReeveIdentityProvider *provider; /* as the service has it */
  char *path;
  GCancellable *cancellable; /* cancelled in dispose */

  gboolean busy;
};

enum
{
  SIGNAL_SAVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ReeveProviderDialog, reeve_provider_dialog, ADW_TYPE_DIALOG)

static char *
get_text (GtkEditable *editable)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (editable)));
}

static void
update_buttons (ReeveProviderDialog *self)
{
  g_autofree char *issuer = get_text (self->issuer);

  gtk_widget_set_sensitive (self->save, !self->busy);
  gtk_widget_set_sensitive (self->removal, !self->busy);
  gtk_widget_set_sensitive (self->test_button, !self->busy && *issuer != '\0');
}

static void
set_busy (ReeveProviderDialog *self, gboolean busy)
{
  self->busy = busy;
  update_buttons (self);
}

static void
show_banner (ReeveProviderDialog *self, const char *text)
{
  adw_banner_set_title (self->banner, text != NULL ? text : "");
  adw_banner_set_revealed (self->banner, text != NULL);
  if (text != NULL)
    reeve_announce (GTK_WIDGET (self), text);
}

/* --- Refusals --- */

static ReeveNoteRow *
find_note (ReeveProviderDialog *self, const char *pointer, GtkWidget **field)
{
  const struct
  {
    const char *pointer;
    gpointer field;
    ReeveNoteRow *note;
  } fields[] = {
    { "/label", self->label, self->label_note },       { "/issuer", self->issuer, self->issuer_note },
    { "/clientId", self->client, self->client_note },  { "/clientSecret", self->secret, self->secret_note },
    { "/domains", self->domains, self->domains_note },
  };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (g_str_has_prefix (pointer, fields[i].pointer) &&
        strchr ("/", pointer[strlen (fields[i].pointer)]) != NULL)
      {
        *field = fields[i].field;
        return fields[i].note;
      }
  return NULL;
}

static void
show_refusal (ReeveProviderDialog *self, const GError *error)
{
  GPtrArray *members = reeve_error_get_members (error);
  GtkWidget *first = NULL;

  for (guint i = 0; members != NULL && i < members->len; i++)
    {
      ReeveBadMember *member = g_ptr_array_index (members, i);
      GtkWidget *field = NULL;
      ReeveNoteRow *note = find_note (self, member->pointer, &field);
      g_autofree char *text = reeve_wording_member (member);

      if (note == NULL)
        continue;
      reeve_note_row_set_text (note, text);
      first = first != NULL ? first : field;
    }
  if (first != NULL)
    {
      gtk_widget_grab_focus (first);
      return;
    }
  g_autofree char *title = reeve_wording_title (error);
  g_autofree char *advice = reeve_wording_advice (error);
  /* Translators: what went wrong, then what to do about it: two sentences. */
  g_autofree char *text = g_strdup_printf (_ ("%s. %s"), title, advice);
  show_banner (self, text);
}

/* --- The form --- */

static void
show_provider (ReeveProviderDialog *self)
{
  ReeveIdentityProvider *provider = self->provider;
  gboolean is_new = provider->version == 0;
  g_autofree char *domains = provider->domains != NULL ? g_strjoinv (", ", provider->domains) : g_strdup ("");

  adw_switch_row_set_active (self->enabled, provider->enabled || is_new);
  gtk_editable_set_text (self->label, provider->label != NULL ? provider->label : "");
  gtk_editable_set_text (self->issuer, provider->issuer != NULL ? provider->issuer : "");
  gtk_editable_set_text (self->client, provider->client_id != NULL ? provider->client_id : "");
  gtk_editable_set_text (self->domains, domains);
  adw_preferences_row_set_title (self->secret, provider->has_client_secret
                                                 ? _ ("Client Secret (stored; type to replace it)")
                                                 : _ ("Client Secret (if there is one)"));
  adw_switch_row_set_active (self->factor, provider->trusts_second_factor);
  adw_switch_row_set_active (self->required, provider->required);
  gtk_widget_set_visible (self->removal, !is_new);
}

static GStrv
read_domains (ReeveProviderDialog *self)
{
  g_auto (GStrv) words = g_strsplit_set (gtk_editable_get_text (self->domains), " ,;\t", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; words[i] != NULL; i++)
    {
      const char *domain = g_str_has_prefix (words[i], "@") ? words[i] + 1 : words[i];

      if (*domain != '\0')
        g_strv_builder_add (builder, domain);
    }
  return g_strv_builder_end (builder);
}

static void
read_text (char **member, GtkEditable *editable)
{
  g_autofree char *text = get_text (editable);

  g_set_str (member, *text != '\0' ? text : NULL);
}

static ReeveIdentityProvider *
read_form (ReeveProviderDialog *self)
{
  ReeveIdentityProvider *after = reeve_record_copy (self->provider);
  const char *secret = gtk_editable_get_text (GTK_EDITABLE (self->secret));

  after->enabled = adw_switch_row_get_active (self->enabled);
  read_text (&after->label, self->label);
  read_text (&after->issuer, self->issuer);
  read_text (&after->client_id, self->client);
  g_clear_pointer (&after->client_secret, reeve_secret_unref);
  if (*secret != '\0')
    after->client_secret = reeve_secret_new_text (secret);
  g_strfreev (after->domains);
  after->domains = read_domains (self);
  after->trusts_second_factor = adw_switch_row_get_active (self->factor);
  after->required = adw_switch_row_get_active (self->required);
  return after;
}

/* --- Saving --- */

static void
finish (ReeveProviderDialog *self, const char *done)
{
  g_signal_emit (self, signals[SIGNAL_SAVED], 0);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", done);
  adw_dialog_force_close (ADW_DIALOG (self));
}

static void
on_newer_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveProviderDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveIdentityProvider) now = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  set_busy (self, FALSE);
  if (now == NULL)
    {
      show_refusal (self, error);
      return;
    }
  g_set_object (&self->provider, now);
  show_banner (self, _ ("Somebody else changed it meanwhile. Save again to put this in its place."));
}

static gboolean
is_handled (ReeveProviderDialog *self, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return TRUE;
  if (reeve_error_get_code (error) != REEVE_ERROR_STALE)
    return FALSE;
  reeve_client_load_async (reeve_site_get_client (self->site), reeve_identity_provider_get_type (),
                           self->path, self->cancellable, on_newer_cb, g_object_ref (self));
  return TRUE;
}

static void
on_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveProviderDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveIdentityProvider) saved = reeve_client_save_finish (REEVE_CLIENT (source), result, &error);

  if (saved == NULL && is_handled (self, error))
    return;
  set_busy (self, FALSE);
  if (saved != NULL)
    finish (self, _ ("Single sign-on saved"));
  else
    show_refusal (self, error);
}

static void
on_save_cb (ReeveProviderDialog *self)
{
  g_autoptr (ReeveIdentityProvider) after = read_form (self);

  if (self->busy)
    return;
  show_banner (self, NULL);
  set_busy (self, TRUE);
  reeve_client_save_async (reeve_site_get_client (self->site), self->path, self->provider, after,
                           self->cancellable, on_saved_cb, g_object_ref (self));
}

/* --- Testing --- */

static void
on_tested_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveProviderDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveProviderReport) report = NULL;
  g_autofree char *words = NULL;
  gboolean done = reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &report, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  set_busy (self, FALSE);
  words = done ? reeve_provider_words (report) : NULL;
  adw_action_row_set_subtitle (self->test, words != NULL ? words : "");
  if (done)
    reeve_announce (GTK_WIDGET (self), words);
  else
    show_refusal (self, error);
}

static void
on_test_cb (ReeveProviderDialog *self)
{
  g_autoptr (ReeveProviderTest) body = reeve_provider_test_new ();
  g_autofree char *path = g_strconcat (self->path, "/test", NULL);

  show_banner (self, NULL);
  body->issuer = get_text (self->issuer);
  adw_action_row_set_subtitle (self->test, _ ("Asking it…"));
  set_busy (self, TRUE);
  reeve_client_post_async (reeve_site_get_client (self->site), path, body, reeve_provider_report_get_type (),
                           -1, self->cancellable, on_tested_cb, g_object_ref (self));
}

/* What was found is about what stood there. */
static void
on_issuer_changed_cb (ReeveProviderDialog *self)
{
  adw_action_row_set_subtitle (self->test, "");
  update_buttons (self);
}

static void
copy_subtitle (ReeveProviderDialog *self, AdwActionRow *row)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), adw_action_row_get_subtitle (row));
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", _ ("Copied"));
}

static void
on_copy_cb (ReeveProviderDialog *self)
{
  copy_subtitle (self, self->redirect);
}

static void
on_copy_web_cb (ReeveProviderDialog *self)
{
  copy_subtitle (self, self->web_redirect);
}

/* --- Taking it away --- */

static void
on_removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveProviderDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = reeve_client_delete_finish (REEVE_CLIENT (source), result, NULL, &error);

  if (!done && is_handled (self, error))
    return;
  set_busy (self, FALSE);
  if (done)
    finish (self, _ ("Single sign-on removed"));
  else
    show_refusal (self, error);
}

static void
on_answered_cb (ReeveProviderDialog *self, const char *response)
{
  if (!g_str_equal (response, "remove"))
    return;
  set_busy (self, TRUE);
  reeve_client_delete_async (reeve_site_get_client (self->site), self->path, self->provider->version,
                             G_TYPE_NONE, self->cancellable, on_removed_cb, g_object_ref (self));
}

/* The people of a page of sessions, each once. (transfer full) */
static char *
describe_people (ReeveListing *listing)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;

  for (guint i = 0; i < listing->items->len && g_hash_table_size (seen) < MOST_NAMES; i++)
    {
      ReeveSession *session = g_ptr_array_index (listing->items, i);
      g_autofree char *name = reeve_format_isolate (session->display_name);

      if (session->account != NULL && g_hash_table_add (seen, session->account))
        g_strv_builder_add (builder, name);
    }
  names = g_strv_builder_end (builder);
  return g_strjoinv (", ", names);
}

static char *
describe_removal (ReeveListing *listing)
{
  const char *after = _ ("Nobody can sign in through it any more. Passwords go on working.");

  if (listing == NULL || listing->total <= 0)
    return g_strdup (after);
  g_autofree char *people = describe_people (listing);
  g_autofree char *who = g_strdup_printf (
    /* Translators: %1$d: how many devices, %2$s: names of people, some of them if there are many */
    ngettext ("%1$d device is signed in through it and will be signed out: %2$s.",
              "%1$d devices are signed in through it and will be signed out: %2$s.", (gulong) listing->total),
    (int) listing->total, people);
  return g_strdup_printf ("%s\n\n%s", who, after);
}

static void
on_previewed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveProviderDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveListing) listing = reeve_client_list_finish (REEVE_CLIENT (source), result, &error);
  g_autofree char *body = NULL;
  AdwDialog *question;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  set_busy (self, FALSE);
  /* Who may not see sessions decides without them. */
  if (listing == NULL && reeve_error_get_code (error) != REEVE_ERROR_DENIED)
    {
      show_refusal (self, error);
      return;
    }
  body = describe_removal (listing);
  question = adw_alert_dialog_new (_ ("Remove the Identity Provider?"), body);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (question), "cancel", _ ("_Cancel"), "remove",
                                  _ ("_Remove"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (question), "remove", ADW_RESPONSE_DESTRUCTIVE);
  g_signal_connect_object (question, "response", G_CALLBACK (on_answered_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (question, GTK_WIDGET (self));
}

static void
on_remove_cb (ReeveProviderDialog *self)
{
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  g_autofree char *path = reeve_site_path (self->site, "sessions");

  show_banner (self, NULL);
  reeve_query_set_filter (query, "issuer", self->provider->issuer);
  set_busy (self, TRUE);
  reeve_client_list_async (reeve_site_get_client (self->site), reeve_session_get_type (), path, query,
                           self->cancellable, on_previewed_cb, g_object_ref (self));
}

/* --- The dialog --- */

static void
reeve_provider_dialog_dispose (GObject *object)
{
  ReeveProviderDialog *self = REEVE_PROVIDER_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), REEVE_TYPE_PROVIDER_DIALOG);
  G_OBJECT_CLASS (reeve_provider_dialog_parent_class)->dispose (object);
}

static void
reeve_provider_dialog_finalize (GObject *object)
{
  ReeveProviderDialog *self = REEVE_PROVIDER_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->site);
  g_clear_object (&self->provider);
  g_free (self->path);
  G_OBJECT_CLASS (reeve_provider_dialog_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, ReeveProviderDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, ReeveProviderDialog, save);
  gtk_widget_class_bind_template_child (widget_class, ReeveProviderDialog, enabled);
  gtk_widget_class_bind_template_child (widget_class, ReeveProviderDialog, label);
  gtk_widget_class_bind_template_child (widget_class, ReeveProviderDialog, label_note);
  gtk_widget_class_bind_template_child (widget_class, ReeveProviderDialog, issuer);
  gtk_widget_class_bind_template_child (widget_class, ReeveProviderDialog, issuer_note);
  gtk_widget_class_bind_template_child (widget_class, ReeveProviderDialog, client);
  gtk_widget_class_bind_template_child (widget_class, ReeveProviderDialog, client_note);
  gtk_widget_class_bind_template_child (widget_class, ReeveProviderDialog, secret);
  gtk_widget_class_bind_template_child (widget_class, ReeveProviderDialog, secret_note);
  gtk_widget_class_bind_template_child (widget_class, ReeveProviderDialog, domains);
  gtk_widget_class_bind_template_child (widget_class, ReeveProviderDialog, domains_note);
  gtk_widget_class_bind_template_child (widget_class, ReeveProviderDialog, factor);
  gtk_widget_class_bind_template_child (widget_class, ReeveProviderDialog, required);
  gtk_widget_class_bind_template_child (widget_class, ReeveProviderDialog, redirect);
  gtk_widget_class_bind_template_child (widget_class, ReeveProviderDialog, web_redirect);
  gtk_widget_class_bind_template_child (widget_class, ReeveProviderDialog, test);
  gtk_widget_class_bind_template_child (widget_class, ReeveProviderDialog, test_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveProviderDialog, removal);
}

static void
reeve_provider_dialog_class_init (ReeveProviderDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_provider_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_provider_dialog_finalize;
  signals[SIGNAL_SAVED] =
    g_signal_new ("saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (REEVE_TYPE_NOTE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/provider-dialog.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, adw_dialog_close);
  gtk_widget_class_bind_template_callback (widget_class, on_save_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_test_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_web_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_remove_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_issuer_changed_cb);
}

static void
reeve_provider_dialog_init (ReeveProviderDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_action_row_set_subtitle (self->redirect, "http://127.0.0.1" REEVE_PROVIDER_REDIRECT_PATH);
}

AdwDialog *
reeve_provider_dialog_new (ReeveSite *site, ReeveIdentityProvider *provider)
{
  ReeveProviderDialog *self;

  g_return_val_if_fail (REEVE_IS_SITE (site), NULL);
  g_return_val_if_fail (REEVE_IS_IDENTITY_PROVIDER (provider), NULL);

  self = g_object_new (REEVE_TYPE_PROVIDER_DIALOG, NULL);
  self->site = g_object_ref (site);
  self->provider = g_object_ref (provider);
  self->path = reeve_site_path (site, "identity-provider");
  gtk_widget_set_visible (GTK_WIDGET (self->web_redirect), provider->web_redirect != NULL);
  adw_action_row_set_subtitle (self->web_redirect, provider->web_redirect);
  show_provider (self);
  update_buttons (self);
  return ADW_DIALOG (self);
}
