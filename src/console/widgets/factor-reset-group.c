/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A refusal stays on screen, in words, until the next try or until the reset is another one. */

#include "config.h"

#include "console/widgets/factor-reset-group.h"

#include <glib/gi18n.h>

#include "console/widgets/formatting.h"
#include "console/widgets/note-row.h"
#include "console/widgets/wording.h"

struct _ReeveFactorResetGroup
{
  AdwPreferencesGroup parent_instance;
  /* from the template */
  ReeveNoteRow *problem;
  GtkWidget *person_row;
  GtkWidget *asked_row;
  GtkWidget *reason_row;
  GtkWidget *proofing_row;
  GtkWidget *expires_row;
  GtkWidget *approve_row;
  GtkWidget *decline_row;
  /* owned */
  ReeveSite *site;               /* (nullable) */
  ReeveSecondFactorReset *reset; /* (nullable) */

  gboolean approves; /* of what is on its way */
  gboolean busy;     /* the rows stay sensitive: or they would lose the focus */
};

enum
{
  SIGNAL_DECIDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ReeveFactorResetGroup, reeve_factor_reset_group, ADW_TYPE_PREFERENCES_GROUP)

static const struct
{
  const char *proofing;
  const char *words;
} proofings[] = {
  { "in-person", N_ ("Met in person") },
  { "video-call", N_ ("Video call") },
  { "known-number", N_ ("Called a number known before") },
  { "colleague", N_ ("A colleague vouches") },
};

const char *
reeve_factor_reset_proofing (const char *proofing)
{
  for (guint i = 0; i < G_N_ELEMENTS (proofings); i++)
    if (g_strcmp0 (proofings[i].proofing, proofing) == 0)
      return _ (proofings[i].words);
  return proofing;
}

static gboolean
is_mine (ReeveFactorResetGroup *self)
{
  return g_strcmp0 (self->reset->created_by, reeve_site_get_account (self->site)) == 0;
}

static void
update_buttons (ReeveFactorResetGroup *self)
{
  gboolean may =
    self->reset != NULL && reeve_site_may_everywhere (self->site, REEVE_CAPABILITY_USERS_CREDENTIALS);
  gboolean mine = may && is_mine (self);
  gboolean own = may && g_strcmp0 (self->reset->account, reeve_site_get_account (self->site)) == 0;

  gtk_widget_set_visible (self->approve_row, may && !mine && !own);
  gtk_widget_set_visible (self->decline_row, may);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->decline_row),
                                 mine ? _ ("_Take It Back") : _ ("_Decline"));
}

static void
set_subtitle (GtkWidget *row, const char *text)
{
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
}

static void
fill (ReeveFactorResetGroup *self)
{
  ReeveSecondFactorReset *reset = self->reset;
  g_autofree char *name = reeve_format_isolate (reset->created_by_name);
  g_autofree char *created = reeve_format_time (reset->created);
  /* Translators: somebody's name, and when */
  g_autofree char *asked = g_strdup_printf (_ ("%1$s, %2$s"), name, created);
  g_autofree char *expires = reeve_format_time (reset->expires);
  const char *proofing = reeve_factor_reset_proofing (reset->proofing);
  /* Translators: how it was checked who somebody is, and what was noted of it */
  g_autofree char *noted =
    reset->proofing_note != NULL ? g_strdup_printf (_ ("%1$s: %2$s"), proofing, reset->proofing_note) : NULL;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->person_row), reset->display_name);
  set_subtitle (self->person_row, reset->email);
  set_subtitle (self->asked_row, asked);
  set_subtitle (self->reason_row, reset->reason);
  set_subtitle (self->proofing_row, noted != NULL ? noted : proofing);
  set_subtitle (self->expires_row, expires);
}

/* --- Deciding --- */

static const char *
say_done (ReeveFactorResetGroup *self)
{
  if (self->approves)
    return _ ("Second factor reset; they got a mail with a link");
  return self->reset != NULL && is_mine (self) ? _ ("Reset taken back") : _ ("Reset declined");
}

static void
on_decided_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveFactorResetGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  gpointer reply = NULL;
  gboolean done = reeve_client_post_finish (REEVE_CLIENT (source), result, &reply, &error);
  g_autoptr (ReeveSecondFactorReset) reset = reply;

  if (self->site == NULL)
    return; /* gone from the screen */
  self->busy = FALSE;
  update_buttons (self);
  if (done)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", say_done (self));
  else
    {
      g_autofree char *title = reeve_wording_title (error);
      g_autofree char *advice = reeve_wording_advice (error);
      /* Translators: what went wrong, then what to do about it: two sentences. */
      g_autofree char *text = g_strdup_printf (_ ("%s. %s"), title, advice);

      reeve_note_row_set_text (self->problem, text);
      reeve_announce (GTK_WIDGET (self), text);
    }
  g_signal_emit (self, signals[SIGNAL_DECIDED], 0);
}

static void
decide (ReeveFactorResetGroup *self, gboolean approve)
{
  g_autofree char *below = NULL;
  g_autofree char *path = NULL;

  if (self->reset == NULL || self->busy)
    return;
  below = g_strconcat ("second-factor-resets/", self->reset->id, approve ? "/approve" : "/decline", NULL);
  path = reeve_site_path (self->site, below);
  self->busy = TRUE;
  self->approves = approve;
  reeve_note_row_set_text (self->problem, NULL);
  update_buttons (self);
  reeve_client_post_async (reeve_site_get_client (self->site), path, NULL,
                           reeve_second_factor_reset_get_type (), -1, NULL, on_decided_cb,
                           g_object_ref (self));
}

static void
on_approve_cb (ReeveFactorResetGroup *self)
{
  decide (self, TRUE);
}

static void
on_decline_cb (ReeveFactorResetGroup *self)
{
  decide (self, FALSE);
}

static void
reeve_factor_reset_group_dispose (GObject *object)
{
  ReeveFactorResetGroup *self = REEVE_FACTOR_RESET_GROUP (object);

  g_clear_object (&self->site);
  g_clear_object (&self->reset);
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_FACTOR_RESET_GROUP);
  G_OBJECT_CLASS (reeve_factor_reset_group_parent_class)->dispose (object);
}

static void
reeve_factor_reset_group_class_init (ReeveFactorResetGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_factor_reset_group_dispose;
  signals[SIGNAL_DECIDED] = g_signal_new ("decided", REEVE_TYPE_FACTOR_RESET_GROUP, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (REEVE_TYPE_NOTE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/reeve/Reeve/ui/factor-reset-group.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveFactorResetGroup, problem);
  gtk_widget_class_bind_template_child (widget_class, ReeveFactorResetGroup, person_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveFactorResetGroup, asked_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveFactorResetGroup, reason_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveFactorResetGroup, proofing_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveFactorResetGroup, expires_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveFactorResetGroup, approve_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveFactorResetGroup, decline_row);
  gtk_widget_class_bind_template_callback (widget_class, on_approve_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_decline_cb);
}

static void
reeve_factor_reset_group_init (ReeveFactorResetGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
reeve_factor_reset_group_show (ReeveFactorResetGroup *self,
                               ReeveSite *site,
                               ReeveSecondFactorReset *reset,
                               gboolean named)
{
  g_return_if_fail (REEVE_IS_FACTOR_RESET_GROUP (self));

  if (reset == NULL || self->reset == NULL || g_strcmp0 (reset->id, self->reset->id) != 0)
    reeve_note_row_set_text (self->problem, NULL);
  g_set_object (&self->site, site);
  g_set_object (&self->reset, reset);
  gtk_widget_set_visible (GTK_WIDGET (self), reset != NULL);
  gtk_widget_set_visible (self->person_row, named);
  if (!named)
    adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self),
                                     _ ("A Reset Waits for Another Administrator"));
  if (reset != NULL)
    fill (self);
  update_buttons (self);
}
