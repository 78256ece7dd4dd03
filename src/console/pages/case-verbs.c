/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/pages/case-verbs.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "console/widgets/case-words.h"
#include "console/widgets/formatting.h"
#include "console/widgets/word-table.h"
#include "console/widgets/wording.h"

/* What is asked, and then done. It belongs to the dialog, and to the call after that. */
typedef struct
{
  GtkWidget *parent; /* owned */
  ReeveSite *site;   /* owned */
  ReeveCase *breach_case;
  ReeveCaseVerbDone done;
  AdwAlertDialog *dialog; /* borrowed: while it asks */
  GtkEditable *text;      /* (nullable) borrowed: of the dialog */
  const char *toast;
  const char *word; /* of the path */
  gboolean last;
} Asking;

static void
asking_free (gpointer data)
{
  Asking *self = data;

  g_object_unref (self->parent);
  g_object_unref (self->site);
  g_object_unref (self->breach_case);
  g_free (self);
} G_DEFINE_AUTOPTR_CLEANUP_FUNC (Asking, asking_free)

static Asking *
asking_new (GtkWidget *parent, ReeveSite *site, ReeveCase *breach_case, ReeveCaseVerbDone done)
{
  Asking *self = g_new0 (Asking, 1);

  self->parent = g_object_ref (parent);
  self->site = g_object_ref (site);
  self->breach_case = g_object_ref (breach_case);
  self->done = done;
  return self;
}

static void
say (Asking *self, const char *text)
{
  gtk_widget_activate_action (self->parent, "win.toast", "s", text);
}

/* (transfer full) @self, which the dialog has from now on */
static void
present (Asking *self, const char *label, AdwResponseAppearance appearance, GCallback callback)
{
  AdwAlertDialog *dialog = self->dialog;
  GtkWidget *parent = self->parent;

  adw_alert_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "do", label, NULL);
  adw_alert_dialog_set_close_response (dialog, "cancel");
  adw_alert_dialog_set_response_appearance (dialog, "do", appearance);
  g_object_set_data_full (G_OBJECT (dialog), "reeve-asking", self, asking_free);
  g_signal_connect (dialog, "response::do", callback, NULL);
  adw_dialog_present (ADW_DIALOG (dialog), parent);
}

/* --- With a reason --- */

static const struct
{
  const char *word;
  const char *heading;
  const char *body;
  const char *text;
  const char *label;
  const char *toast;
} forms[] = {
  [REEVE_CASE_VERB_DISMISS] = { "dismiss", N_ ("Was It Nothing?"),
                                N_ ("The case is closed without anybody having been locked. It can be "
                                    "reported again."),
                                N_ ("Why it was nothing"), N_ ("_Dismiss"), N_ ("Dismissed") },
  [REEVE_CASE_VERB_REOPEN] = { "reopen", N_ ("Decide Again?"),
                               N_ ("The accounts stay locked, and the case waits for another instruction."),
                               N_ ("Why it is decided again"), N_ ("_Decide Again"),
                               N_ ("The case waits for an instruction again") },
  [REEVE_CASE_VERB_CLOSE] = { "close", N_ ("Close the Case?"),
                              N_ ("Nothing of it is left to do. What happened in it stays to be read."),
                              N_ ("What came of it"), N_ ("_Close Case"), N_ ("Closed") },
  [REEVE_CASE_VERB_NOTIFY] = { "notify", N_ ("Tell the Customer Now?"),
                               N_ ("Those who are named in the policy get the notice at once, by mail and "
                                   "wherever else they are told. It cannot be taken back."),
                               N_ ("What stands above the notice"), N_ ("_Tell the Customer"),
                               N_ ("The customer is told") },
  [REEVE_CASE_VERB_RESOLVE] = { "resolve", N_ ("Is the Weakness Closed?"),
                                N_ ("The customer need not be told of it any more."),
                                N_ ("How it was closed"), N_ ("_Closed"), N_ ("The weakness is closed") },
};

static void
on_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Asking) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveCase) breach_case = NULL;
  g_autofree char *title = NULL;

  reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &breach_case, &error);
  if (breach_case != NULL)
    {
      say (self, _ (self->toast));
      self->done (breach_case, self->parent);
      return;
    }
  title = reeve_wording_title (error);
  say (self, title);
}

static char *
get_text (Asking *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (self->text)));
}

static void
on_text_changed_cb (Asking *self)
{
  g_autofree char *text = get_text (self);

  adw_alert_dialog_set_response_enabled (self->dialog, "do", g_utf8_strlen (text, -1) >= 3);
}

static void
on_reasoned_cb (AdwAlertDialog *dialog, const char *response, gpointer unused)
{
  g_autoptr (Asking) self = g_object_steal_data (G_OBJECT (dialog), "reeve-asking");
  g_autoptr (ReeveCaseNote) body = reeve_case_note_new ();
  g_autofree char *below = g_strdup_printf ("cases/%s/%s", self->breach_case->id, self->word);
  g_autofree char *path = reeve_site_path (self->site, below);

  body->text = get_text (self);
  g_signal_handlers_disconnect_by_data (self->text, self);
  reeve_client_post_async (reeve_site_get_client (self->site), path, body, reeve_case_get_type (), -1, NULL,
                           on_done_cb, self);
  g_steal_pointer (&self);
}

static void
add_entry (Asking *self, const char *title)
{
  GtkWidget *rows = gtk_list_box_new ();
  GtkWidget *entry = adw_entry_row_new ();

  self->text = GTK_EDITABLE (entry);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (entry), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), title);
  adw_entry_row_set_max_length (ADW_ENTRY_ROW (entry), REEVE_CASE_NOTE_MAX);
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (entry), TRUE);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (rows), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (rows, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (rows), entry);
  adw_alert_dialog_set_extra_child (self->dialog, rows);
  g_signal_connect_swapped (entry, "changed", G_CALLBACK (on_text_changed_cb), self);
}

void
reeve_case_verb_ask (GtkWidget *parent,
                     ReeveSite *site,
                     ReeveCase *breach_case,
                     ReeveCaseVerb verb,
                     ReeveCaseVerbDone done)
{
  Asking *self = asking_new (parent, site, breach_case, done);

  self->word = forms[verb].word;
  self->toast = forms[verb].toast;
  self->dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (_ (forms[verb].heading), _ (forms[verb].body)));
  add_entry (self, _ (forms[verb].text));
  adw_alert_dialog_set_default_response (self->dialog, "do");
  present (self, _ (forms[verb].label), ADW_RESPONSE_SUGGESTED, G_CALLBACK (on_reasoned_cb));
  on_text_changed_cb (self);
}

/* --- Locking --- */

static void send_containment (Asking *self);

static void
on_all_the_same_cb (AdwAlertDialog *dialog, const char *response, gpointer unused)
{
  Asking *self = g_object_steal_data (G_OBJECT (dialog), "reeve-asking");

  self->last = TRUE;
  send_containment (self);
}

/* (transfer full) @self: one of them administers the workspace, and nobody else does. */
static void
ask_again (Asking *self)
{
  self->dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (
    _ ("Lock the Last Administrator?"),
    _ ("Nobody is left then who could administer the workspace, or release the account. Whoever runs the "
       "service has to help.")));
  adw_alert_dialog_set_default_response (self->dialog, "cancel");
  present (self, _ ("_Lock All the Same"), ADW_RESPONSE_DESTRUCTIVE, G_CALLBACK (on_all_the_same_cb));
}

static void
on_contained_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Asking) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveCase) breach_case = NULL;
  g_autofree char *title = NULL;
  AdwDialog *loud;

  reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &breach_case, &error);
  if (breach_case != NULL)
    {
      g_autofree char *count = reeve_format_count (breach_case->locked);
      /* Translators: a toast; %s is how many */
      g_autofree char *text = g_strdup_printf (
        g_dngettext (NULL, "%s account locked", "%s accounts locked", (gulong) breach_case->locked), count);

      say (self, text);
      self->done (breach_case, self->parent);
      return;
    }
  if (g_strcmp0 (reeve_error_get_reason (error), "last_administrator") == 0 && !self->last)
    {
      ask_again (g_steal_pointer (&self));
      return;
    }
  /* Whoever believes it is locked looks away: this one stays until it is read. */
  title = reeve_wording_title (error);
  loud = adw_alert_dialog_new (_ ("Not Locked"), title);
  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (loud), "close", _ ("_Close"));
  adw_dialog_present (loud, self->parent);
}

/* (transfer full) @self */
static void
send_containment (Asking *self)
{
  g_autoptr (ReeveCaseContainment) body = reeve_case_containment_new ();
  g_autofree char *below = g_strdup_printf ("cases/%s/contain", self->breach_case->id);
  g_autofree char *path = reeve_site_path (self->site, below);

  body->last = self->last;
  reeve_client_post_async (reeve_site_get_client (self->site), path, body, reeve_case_get_type (), -1, NULL,
                           on_contained_cb, self);
}

static void
on_contain_cb (AdwAlertDialog *dialog, const char *response, gpointer unused)
{
  send_containment (g_object_steal_data (G_OBJECT (dialog), "reeve-asking"));
}

static void
add_sentence (GString *text, const ReevePlural *plural, gint64 n)
{
  g_autofree char *count = reeve_format_count (n);
  g_autofree char *line = n > 0 ? reeve_words_put (REEVE_PLURAL (plural, n), count) : NULL;

  if (line != NULL)
    g_string_append_printf (text, "\n%s", line);
}

static const ReevePlural ends_sessions = NP_ ("Ends %s session", "Ends %s sessions");
static const ReevePlural ends_links = NP_ ("Ends %s link in a mail", "Ends %s links in mails");
static const ReevePlural ends_requests =
  NP_ ("Ends %s request that waits for approval", "Ends %s requests that wait for approval");

static char *
describe_effects (ReeveCaseEffects *effects)
{
  g_autoptr (GString) text =
    g_string_new (_ ("From the next moment on nobody can sign in. It is undone by an instruction alone."));
  g_autofree char *asked = effects->asked != NULL && effects->asked[0] != NULL
                             ? g_strjoinv (C_ ("list", ", "), effects->asked)
                             : NULL;
  g_autofree char *safe = asked != NULL ? reeve_format_isolate (asked) : NULL;

  g_string_append_c (text, '\n');
  add_sentence (text, &ends_sessions, effects->sessions);
  add_sentence (text, &ends_links, effects->links);
  add_sentence (text, &ends_requests, effects->approvals + effects->resets);
  if (safe != NULL)
    {
      /* Translators: of locking accounts; %s is who is asked what becomes of them */
      g_autofree char *line = g_strdup_printf (_ ("Asks %s for the instruction"), safe);

      g_string_append_printf (text, "\n%s", line);
    }
  return g_string_free_and_steal (g_steal_pointer (&text));
}

static void
on_effects_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AdwAlertDialog) dialog = user_data;
  g_autoptr (ReeveCaseEffects) effects = NULL;
  g_autofree char *body = NULL;

  /* Without it the dialog says what it said before: locking does not wait for this. */
  if (!reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &effects, NULL))
    return;
  body = describe_effects (effects);
  adw_alert_dialog_set_body (dialog, body);
}

static void
load_effects (Asking *self, GStrv people)
{
  g_autoptr (ReeveCaseWhom) whom = reeve_case_whom_new ();
  g_autofree char *path = reeve_site_path (self->site, "containments/preview");

  whom->people = g_strdupv (people);
  reeve_client_post_async (reeve_site_get_client (self->site), path, whom, reeve_case_effects_get_type (), -1,
                           NULL, on_effects_cb, g_object_ref (self->dialog));
}

void
reeve_case_verb_contain (GtkWidget *parent,
                         ReeveSite *site,
                         ReeveCase *breach_case,
                         GStrv people,
                         ReeveCaseVerbDone done)
{
  Asking *self = asking_new (parent, site, breach_case, done);
  guint n = people != NULL && people[0] != NULL ? g_strv_length (people) : 1;
  g_autofree char *count = reeve_format_count (n);
  g_autofree char *who = reeve_case_words_people (breach_case);
  g_autofree char *heading =
    n > 1 ? /* Translators: %s is how many */
      g_strdup_printf (g_dngettext (NULL, "Lock %s Account?", "Lock %s Accounts?", n), count)
          : /* Translators: %s is a person */
      g_strdup_printf (_ ("Lock the Account of %s?"), who);
  g_autofree char *label =
    n > 1 ? /* Translators: a button; %s is how many */
      g_strdup_printf (g_dngettext (NULL, "_Lock %s Account", "_Lock %s Accounts", n), count)
          : g_strdup (_ ("_Lock Account"));

  self->dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (
    heading, _ ("From the next moment on nobody can sign in. It is undone by an instruction alone.")));
  adw_alert_dialog_set_default_response (self->dialog, "cancel");
  if (people != NULL && people[0] != NULL)
    load_effects (self, people);
  present (self, label, ADW_RESPONSE_DESTRUCTIVE, G_CALLBACK (on_contain_cb));
}
