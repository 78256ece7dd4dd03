/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Asked for when the workspace opens and whenever the live feed tells of a grant; never more than a page. */

#include "config.h"

#include "console/widgets/support-strip.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "common/support-grant.h"
#include "console/client/support-ending.h"
#include "console/widgets/support-words.h"
#include "console/widgets/wording.h"

#define PAGE  20                  /* more people of support are hardly there at once */
#define AGAIN (15 * REEVE_SECOND) /* what should be over by our clock is asked for no more often */

struct _ReeveSupportStrip
{
  AdwBin parent_instance;
  /* from the template */
  GtkLabel *text;
  GtkWidget *show_button;
  GtkWidget *end_button;
  /* owned */
  ReeveSite *site;           /* (nullable) */
  GPtrArray *grants;         /* of ReeveSupportGrant in force, the first to end first */
  GCancellable *cancellable; /* (nullable): of what was asked last */
  char *workspace;           /* (nullable): id of the one that they are in */
  char *said;                /* (nullable): id of the grant that was told of aloud */
  gint64 left;               /* of the first, when it was looked at last */
  gint64 asked;              /* when, last */
  guint tick;
};

G_DEFINE_FINAL_TYPE (ReeveSupportStrip, reeve_support_strip, ADW_TYPE_BIN)

static void load (ReeveSupportStrip *self);

static ReeveSupportGrant *
get_first (ReeveSupportStrip *self)
{
  return self->grants->len > 0 ? self->grants->pdata[0] : NULL;
}

static gboolean
is_own (ReeveSupportStrip *self, ReeveSupportGrant *grant)
{
  return g_strcmp0 (grant->agent, reeve_site_get_account (self->site)) == 0;
}

/* --- What it says --- */

/* (transfer full) */
static char *
describe_many (ReeveSupportStrip *self, ReeveSupportGrant *first, gint64 now)
{
  g_autofree char *digits = reeve_support_words_digits (first->ends - now);

  return g_strdup_printf (
    /* Translators: %1$d is a number of people, %2$s hours, minutes and seconds */
    ngettext ("%1$d person of support is here, the first for another %2$s",
              "%1$d people of support are here, the first for another %2$s", self->grants->len),
    (int) self->grants->len, digits);
}

/* (transfer full) (nullable): nothing of the kind */
static char *
describe_ending (ReeveSupportStrip *self, ReeveSupportGrant *grant)
{
  ReeveSupportEnding *ending = reeve_support_ending_of (self->site);
  const GError *error = reeve_support_ending_get_error (ending, grant->id);
  g_autofree char *why = error != NULL ? reeve_wording_title (error) : NULL;

  if (reeve_support_ending_is_on (ending, grant->id))
    return why != NULL
             /* Translators: %s is why, a sentence without a full stop */
             ? g_strdup_printf (_ ("Not ended yet: %s. It is tried again until it is."), why)
             : g_strdup (_ ("Ending…"));
  /* Translators: %s is why, a sentence without a full stop */
  return why != NULL ? g_strdup_printf (_ ("Not ended: %s."), why) : NULL;
}

static void
show_text (ReeveSupportStrip *self, ReeveSupportGrant *first)
{
  ReeveWorkspace *workspace = reeve_site_get_workspace (self->site);
  gint64 now = reeve_clock_now ();
  g_autofree char *ending = describe_ending (self, first);
  g_autofree char *text = NULL;

  text = self->grants->len > 1 ? describe_many (self, first, now)
                               : reeve_support_words_strip (first, workspace != NULL ? workspace->name : "",
                                                            is_own (self, first), now);
  if (ending != NULL)
    {
      g_autofree char *both = g_strjoin ("\n", text, ending, NULL);

      gtk_label_set_label (self->text, both);
    }
  else
    gtk_label_set_label (self->text, text);
}

static void
show_buttons (ReeveSupportStrip *self, ReeveSupportGrant *first)
{
  gboolean one = self->grants->len == 1;

  gtk_button_set_label (GTK_BUTTON (self->end_button), is_own (self, first) ? _ ("_End") : _ ("_End Now"));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->show_button), "(ss)", "support-grant", first->id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->show_button), "win.show");
  gtk_widget_set_visible (self->end_button, one);
  gtk_widget_set_sensitive (self->end_button,
                            !reeve_support_ending_is_on (reeve_support_ending_of (self->site), first->id));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->end_button), "s", first->id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->end_button), "win.end-support");
}

/* The seconds are for the eye; the ear is told when there is something to tell. */
static void
say (ReeveSupportStrip *self, ReeveSupportGrant *first)
{
  gint64 left = first->ends - reeve_clock_now ();
  int minutes = reeve_support_words_warning (self->left, left);
  g_autofree char *text = NULL;

  self->left = left;
  if (g_strcmp0 (self->said, first->id) != 0)
    {
      g_set_str (&self->said, first->id);
      reeve_announce (GTK_WIDGET (self), gtk_label_get_label (self->text));
    }
  else if (minutes > 0)
    {
      text = is_own (self, first)
               /* Translators: read out, of somebody's own access as support */
               ? g_strdup_printf (ngettext ("Your access ends in %d minute", "Your access ends in %d minutes",
                                            (gulong) minutes),
                                  minutes)
               /* Translators: read out, of the access of somebody of support */
               : g_strdup_printf (ngettext ("The access of support ends in %d minute",
                                            "The access of support ends in %d minutes", (gulong) minutes),
                                  minutes);
      reeve_announce (GTK_WIDGET (self), text);
    }
}

static gboolean
on_tick_cb (gpointer user_data)
{
  ReeveSupportStrip *self = user_data;
  ReeveSupportGrant *first = get_first (self);

  if (first == NULL)
    return G_SOURCE_CONTINUE;
  show_text (self, first);
  say (self, first);
  if (first->ends <= reeve_clock_now () && reeve_clock_now () - self->asked >= AGAIN)
    load (self); /* by the service's clock, not by ours, is it over */
  return G_SOURCE_CONTINUE;
}

/* Only while somebody can see it is there anything to count. */
static void
update_tick (ReeveSupportStrip *self)
{
  gboolean needed = self->grants->len > 0 && gtk_widget_get_mapped (GTK_WIDGET (self));

  if (needed && self->tick == 0)
    self->tick = g_timeout_add_seconds (1, on_tick_cb, self);
  else if (!needed)
    g_clear_handle_id (&self->tick, g_source_remove);
}

static void
update (ReeveSupportStrip *self)
{
  ReeveSupportGrant *first = get_first (self);

  gtk_widget_set_visible (GTK_WIDGET (self), first != NULL);
  if (first != NULL)
    {
      show_text (self, first);
      show_buttons (self, first);
      say (self, first);
    }
  update_tick (self);
}

/* --- What is asked for --- */

static int
compare_ends (gconstpointer a, gconstpointer b)
{
  gint64 first = (*(ReeveSupportGrant *const *) a)->ends;
  gint64 second = (*(ReeveSupportGrant *const *) b)->ends;

  return (first > second) - (first < second);
}

static void
on_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveSupportStrip) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveListing) listing = reeve_client_list_finish (REEVE_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  /* What cannot be read is read again when the service is back: until then they are there. */
  if (listing == NULL || self->site == NULL)
    return;
  g_ptr_array_set_size (self->grants, 0);
  g_ptr_array_extend (self->grants, listing->items, (GCopyFunc) (void (*) (void)) g_object_ref, NULL);
  g_ptr_array_sort (self->grants, compare_ends);
  if (self->grants->len == 0)
    g_clear_pointer (&self->said, g_free);
  update (self);
}

static void
stop_asking (ReeveSupportStrip *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

/* Another workspace's must not be seen for a moment. */
static void
forget (ReeveSupportStrip *self)
{
  g_ptr_array_set_size (self->grants, 0);
  g_clear_pointer (&self->said, g_free);
  update (self);
}

static gboolean
concerns (ReeveSite *site)
{
  return reeve_site_get_state (site) == REEVE_SITE_READY && reeve_site_get_workspace (site) != NULL &&
         !reeve_site_is_closed (site) &&
         (reeve_site_may_everywhere (site, REEVE_CAPABILITY_SUPPORT_APPROVE) ||
          reeve_site_is_of_support (site));
}

static void
load (ReeveSupportStrip *self)
{
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  g_autofree char *path = NULL;

  stop_asking (self);
  if (self->site == NULL || !concerns (self->site))
    {
      forget (self);
      return;
    }
  self->asked = reeve_clock_now ();
  path = reeve_site_path (self->site, "support-grants");
  query->limit = PAGE;
  reeve_query_set_filter (query, "state", "active");
  self->cancellable = g_cancellable_new ();
  reeve_client_list_async (reeve_site_get_client (self->site), reeve_support_grant_get_type (), path, query,
                           self->cancellable, on_loaded_cb, g_object_ref (self));
}

static void
on_workspace_cb (ReeveSupportStrip *self)
{
  ReeveWorkspace *workspace = reeve_site_get_workspace (self->site);

  if (g_set_str (&self->workspace, workspace != NULL ? workspace->id : NULL))
    forget (self);
  load (self);
}

static void
on_changed_cb (ReeveSupportStrip *self, const char *noun, const char *id, gint64 version)
{
  if (g_strcmp0 (noun, "support-grant") == 0)
    load (self);
}

/* What has ended is away at once, and what has not says so. */
static void
on_ending_cb (ReeveSupportStrip *self)
{
  ReeveSupportGrant *first = get_first (self);
  const GError *error =
    first != NULL ? reeve_support_ending_get_error (reeve_support_ending_of (self->site), first->id) : NULL;
  g_autofree char *text = error != NULL ? describe_ending (self, first) : NULL;

  if (text != NULL)
    reeve_announce (GTK_WIDGET (self), text);
  update (self);
}

static void
on_ended_cb (ReeveSupportStrip *self, ReeveSupportGrant *grant)
{
  for (guint i = self->grants->len; i > 0; i--)
    if (g_strcmp0 (((ReeveSupportGrant *) self->grants->pdata[i - 1])->id, grant->id) == 0)
      g_ptr_array_remove_index (self->grants, i - 1);
  update (self);
  load (self);
}

/* --- The widget --- */

static void
drop_site (ReeveSupportStrip *self)
{
  stop_asking (self);
  if (self->site == NULL)
    return;
  g_signal_handlers_disconnect_by_data (reeve_support_ending_of (self->site), self);
  g_signal_handlers_disconnect_by_data (self->site, self);
  g_clear_object (&self->site);
}

static void
reeve_support_strip_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (reeve_support_strip_parent_class)->map (widget);
  update (REEVE_SUPPORT_STRIP (widget));
}

static void
reeve_support_strip_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (reeve_support_strip_parent_class)->unmap (widget);
  update_tick (REEVE_SUPPORT_STRIP (widget));
}

static void
reeve_support_strip_dispose (GObject *object)
{
  ReeveSupportStrip *self = REEVE_SUPPORT_STRIP (object);

  drop_site (self);
  g_clear_handle_id (&self->tick, g_source_remove);
  adw_bin_set_child (ADW_BIN (self), NULL); /* the template's own, let go of first */
  gtk_widget_dispose_template (GTK_WIDGET (self), REEVE_TYPE_SUPPORT_STRIP);
  G_OBJECT_CLASS (reeve_support_strip_parent_class)->dispose (object);
}

static void
reeve_support_strip_finalize (GObject *object)
{
  ReeveSupportStrip *self = REEVE_SUPPORT_STRIP (object);

  g_ptr_array_unref (self->grants);
  g_free (self->said);
  g_free (self->workspace);
  G_OBJECT_CLASS (reeve_support_strip_parent_class)->finalize (object);
}

static void
reeve_support_strip_class_init (ReeveSupportStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_support_strip_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_support_strip_finalize;
  widget_class->map = reeve_support_strip_map;
  widget_class->unmap = reeve_support_strip_unmap;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/support-strip.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportStrip, text);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportStrip, show_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportStrip, end_button);
}

static void
reeve_support_strip_init (ReeveSupportStrip *self)
{
  self->grants = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
reeve_support_strip_set_site (ReeveSupportStrip *self, ReeveSite *site)
{
  ReeveSupportEnding *ending;

  g_return_if_fail (REEVE_IS_SUPPORT_STRIP (self));

  drop_site (self);
  g_ptr_array_set_size (self->grants, 0);
  g_set_object (&self->site, site);
  if (site != NULL)
    {
      ending = reeve_support_ending_of (site);
      g_signal_connect_object (ending, "changed", G_CALLBACK (on_ending_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (ending, "ended", G_CALLBACK (on_ended_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (site, "changed", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (site, "reconnected", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (site, "notify::state", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (site, "notify::workspace", G_CALLBACK (on_workspace_cb), self,
                               G_CONNECT_SWAPPED);
    }
  load (self);
}
