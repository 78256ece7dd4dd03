/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What is about to end is counted before it is asked for: by the total of a list, and how many people they
 * are of by reading it, as long as it is short enough to be read. */

#include "config.h"

#include "console/dialogs/session-ends.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "common/account.h"
#include "console/widgets/formatting.h"
#include "console/widgets/session-row.h"
#include "console/widgets/wording.h"

#define PEOPLE_COUNTED                                                                \
  2000 /* sessions that are read to count their people; beyond, only they are counted \
        */

/* One ending, from the count to the answer. */
typedef struct
{
  GtkWidget *widget; /* owned */
  ReeveSite *site;   /* owned */
  char *path;        /* to post to, or to delete */
  char *account;     /* (nullable): whose */
  char *name;        /* (nullable): theirs */
  char *cursor;      /* (nullable): of the next page to count */
  GHashTable *people;
  gint64 total;
  gint64 n_read;
  gboolean total_is_estimate;
} Ending;

static void
ending_free (Ending *self)
{
  g_object_unref (self->widget);
  g_object_unref (self->site);
  g_free (self->path);
  g_free (self->account);
  g_free (self->name);
  g_free (self->cursor);
  g_hash_table_unref (self->people);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Ending, ending_free)

static Ending *
ending_new (GtkWidget *widget, ReeveSite *site, const char *below)
{
  Ending *self = g_new0 (Ending, 1);

  self->widget = g_object_ref (widget);
  self->site = g_object_ref (site);
  self->path = reeve_site_path (site, below);
  self->people = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

static gboolean
is_own (Ending *self, const char *account)
{
  ReeveIdentity *identity = reeve_site_get_identity (self->site);

  return identity != NULL && identity->account != NULL &&
         g_strcmp0 (REEVE_ACCOUNT (identity->account)->id, account) == 0;
}

static void
tell (Ending *self, const char *text)
{
  gtk_widget_activate_action (self->widget, "win.toast", "s", text);
  gtk_widget_activate_action (self->widget, "sessions.reload", NULL);
}

static void
tell_error (Ending *self, const GError *error)
{
  g_autofree char *title = reeve_wording_title (error);

  /* One's own is over: the window says so itself. */
  if (reeve_error_get_code (error) != REEVE_ERROR_SIGNED_OUT)
    tell (self, title);
}

/* --- Ending --- */

static void
on_one_ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Ending) self = user_data;
  g_autoptr (GError) error = NULL;

  /* Somebody was faster: it is over all the same. */
  if (reeve_client_delete_finish (REEVE_CLIENT (source), result, NULL, &error) ||
      reeve_error_get_code (error) == REEVE_ERROR_NOT_FOUND)
    tell (self, _ ("Session ended"));
  else
    tell_error (self, error);
}

/* (transfer full) */
static void
end_one (Ending *self)
{
  reeve_client_delete_async (reeve_site_get_client (self->site), self->path, -1, G_TYPE_NONE, NULL,
                             on_one_ended_cb, self);
}

static void
on_many_ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Ending) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveSessionsEnded) ended = NULL;
  g_autofree char *count = NULL;
  g_autofree char *text = NULL;

  if (!reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &ended, &error))
    {
      tell_error (self, error);
      return;
    }
  count = reeve_format_count (ended->ended);
  /* Translators: %s is a number */
  text = g_strdup_printf (ngettext ("%s session ended", "%s sessions ended", (gulong) ended->ended), count);
  tell (self, text);
}

static void
on_end_one_cb (AdwAlertDialog *dialog, const char *response, gpointer user_data)
{
  end_one (g_object_steal_data (G_OBJECT (dialog), "ending"));
}

static void
on_end_many_cb (AdwAlertDialog *dialog, const char *response, gpointer user_data)
{
  Ending *self = g_object_steal_data (G_OBJECT (dialog), "ending");

  reeve_client_post_async (reeve_site_get_client (self->site), self->path, NULL,
                           reeve_sessions_ended_get_type (), -1, NULL, on_many_ended_cb, self);
}

/* @self: (transfer full) */
static void
ask (Ending *self, const char *heading, const char *body, const char *yes, GCallback callback)
{
  AdwDialog *dialog = adw_alert_dialog_new (heading, NULL);

  adw_alert_dialog_set_body (ADW_ALERT_DIALOG (dialog), body);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "end", yes, NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "end", ADW_RESPONSE_DESTRUCTIVE);
  g_object_set_data_full (G_OBJECT (dialog), "ending", self, (GDestroyNotify) ending_free);
  g_signal_connect (dialog, "response::end", callback, NULL);
  adw_dialog_present (dialog, self->widget);
}

/* --- Counting --- */

static void
ask_about_person (Ending *self)
{
  g_autofree char *count = reeve_format_count (self->total);
  g_autofree char *name = reeve_format_isolate (self->name != NULL ? self->name : "—");
  g_autofree char *first = NULL;
  g_autofree char *body = NULL;

  first = /* Translators: %1$s is a number, %2$s a person */
    g_strdup_printf (ngettext ("%1$s session of %2$s ends, at its next request.",
                               "%1$s sessions of %2$s end, each at its next request.", (gulong) self->total),
                     count, name);
  body = g_strdup_printf ("%s\n\n%s", first,
                          is_own (self, self->account)
                            ? _ ("They are yours: you are signed out here too.")
                            : _ ("They can sign in again. To keep somebody out, suspend them."));
  ask (self, _ ("End Their Sessions?"), body, _ ("_End All"), G_CALLBACK (on_end_many_cb));
}

static void
ask_about_all (Ending *self)
{
  gint64 total = MAX (self->total - 1, 0); /* but the one that asks */
  gint64 people = g_hash_table_size (self->people);
  g_autofree char *n_sessions = reeve_format_count (total);
  g_autofree char *n_people = reeve_format_count (people);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *body = NULL;

  first = /* Translators: %s is a number */
    g_strdup_printf (self->total_is_estimate
                       ? _ ("More than %s sessions end, each at its next request.")
                       : ngettext ("%s session ends, at its next request.",
                                   "%s sessions end, each at its next request.", (gulong) total),
                     n_sessions);
  if (self->cursor == NULL)
    second =
      g_strdup_printf (ngettext ("%s person is signed out and has to sign in again.",
                                 "%s people are signed out and have to sign in again.", (gulong) people),
                       n_people);
  body = g_strdup_printf ("%s%s%s\n\n%s", first, second != NULL ? "\n" : "", second != NULL ? second : "",
                          _ ("The session in which you read this goes on. Your other ones end."));
  ask (self, _ ("End All Sessions?"), body, _ ("_End All"), G_CALLBACK (on_end_many_cb));
}

static void count (Ending *self);

static void
on_counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Ending) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveListing) listing = reeve_client_list_finish (REEVE_CLIENT (source), result, &error);

  if (listing == NULL)
    {
      tell_error (self, error);
      return;
    }
  self->total = listing->total;
  self->total_is_estimate = listing->total_is_estimate;
  self->n_read += listing->items->len;
  for (guint i = 0; i < listing->items->len; i++)
    {
      ReeveSession *session = listing->items->pdata[i];

      if (!is_own (self, session->account))
        g_hash_table_add (self->people, g_strdup (session->account));
    }
  g_set_str (&self->cursor, listing->next);
  if (self->account != NULL)
    ask_about_person (g_steal_pointer (&self));
  else if (self->cursor != NULL && self->n_read < PEOPLE_COUNTED && self->total <= PEOPLE_COUNTED)
    count (g_steal_pointer (&self));
  else
    ask_about_all (g_steal_pointer (&self));
}

/* (transfer full) */
static void
count (Ending *self)
{
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  g_autofree char *path = reeve_site_path (self->site, "sessions");

  query->limit = self->account != NULL ? 1 : REEVE_QUERY_MAX_LIMIT;
  g_set_str (&query->cursor, self->cursor);
  reeve_query_set_filter (query, "account", self->account);
  reeve_client_list_async (reeve_site_get_client (self->site), reeve_session_get_type (), path, query, NULL,
                           on_counted_cb, self);
}

/* --- What is asked for --- */

void
reeve_session_ends_one (GtkWidget *widget, ReeveSite *site, ReeveSession *session)
{
  g_autofree char *below = g_strconcat ("sessions/", session->id, NULL);
  Ending *self = ending_new (widget, site, below);

  if (session->current)
    ask (self, _ ("Sign Out Here?"),
         _ ("This is the session in which you read this. Once it has ended, you have to sign in again."),
         _ ("_Sign Out"), G_CALLBACK (on_end_one_cb));
  else
    end_one (self);
}

void
reeve_session_ends_of_person (GtkWidget *widget, ReeveSite *site, const char *account, const char *name)
{
  g_autofree char *below = g_strdup_printf ("users/%s/end-sessions", account);
  Ending *self = ending_new (widget, site, below);

  self->account = g_strdup (account);
  self->name = g_strdup (name);
  count (self);
}

void
reeve_session_ends_all (GtkWidget *widget, ReeveSite *site)
{
  count (ending_new (widget, site, "sessions/end-all"));
}
