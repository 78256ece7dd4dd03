/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A change is always made to what the service has: where somebody else was faster, theirs is read and said,
 * and nothing is saved before the person has seen it. */

#include "config.h"

#include "console/dialogs/demand-dialog.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "console/widgets/formatting.h"
#include "console/widgets/note-row.h"
#include "console/widgets/wording.h"

/* The days that are chosen most, by how far away they are; the last one is any. */
static const struct
{
  const char *title;
  int days;
} times[] = {
  { N_ ("At once"), 0 },       { N_ ("In one week"), 7 },      { N_ ("In two weeks"), 14 },
  { N_ ("In one month"), 30 }, { N_ ("In three months"), 90 }, { N_ ("On a day…"), -1 },
};

#define ANY_DAY (G_N_ELEMENTS (times) - 1)

struct _ReeveDemandDialog
{
  AdwDialog parent_instance;
  /* from the template */
  ReeveNoteRow *problem;
  AdwComboRow *role_row;
  AdwComboRow *time_row;
  GtkWidget *day_row;
  GtkCalendar *day;
  AdwPreferencesGroup *people;
  GtkListBox *rows;
  GtkWidget *more;
  GtkWidget *drop;
  GtkWidget *save;
  /* owned */
  ReeveSite *site;
  ReeveSecondFactorDemands *demands;
  GPtrArray *roles; /* of char *, as the row offers them */
  char *path;
  char *next;                /* (nullable): the next page of people */
  GCancellable *cancellable; /* cancelled in dispose */
  GCancellable *previewing;  /* (nullable): of the preview asked for last */

  gboolean previewed; /* who has none is on screen */
  gboolean busy;      /* the buttons stay sensitive: or they would lose the focus */
};

enum
{
  SIGNAL_SAVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ReeveDemandDialog, reeve_demand_dialog, ADW_TYPE_DIALOG)

const char *
reeve_demand_dialog_name (const char *role)
{
  return g_strcmp0 (role, REEVE_ROLE_MEMBER) == 0 ? _ ("Everybody") : reeve_format_role (role);
}

static gboolean
find_index (ReeveSecondFactorDemands *demands, const char *role, guint *index)
{
  for (*index = 0; demands->demands != NULL && *index < demands->demands->len; (*index)++)
    if (g_strcmp0 (((ReeveSecondFactorDemand *) demands->demands->pdata[*index])->role, role) == 0)
      return TRUE;
  return FALSE;
}

ReeveSecondFactorDemand *
reeve_demand_dialog_find (ReeveSecondFactorDemands *demands, const char *role)
{
  guint i;

  return find_index (demands, role, &i) ? demands->demands->pdata[i] : NULL;
}

static const char *
get_role (ReeveDemandDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->role_row);

  return selected < self->roles->len ? self->roles->pdata[selected] : NULL;
}

static void
update_buttons (ReeveDemandDialog *self)
{
  const char *role = get_role (self);

  gtk_widget_set_sensitive (self->save, role != NULL && self->previewed);
  gtk_widget_set_visible (self->drop, role != NULL && reeve_demand_dialog_find (self->demands, role) != NULL);
  gtk_widget_set_visible (self->day_row, adw_combo_row_get_selected (self->time_row) == ANY_DAY);
}

static void
say (ReeveDemandDialog *self, const char *text)
{
  reeve_note_row_set_text (self->problem, text);
  if (text != NULL)
    reeve_announce (GTK_WIDGET (self), text);
}

static void
say_failure (ReeveDemandDialog *self, const GError *error)
{
  g_autofree char *title = reeve_wording_title (error);
  g_autofree char *advice = reeve_wording_advice (error);
  /* Translators: what went wrong, then what to do about it: two sentences. */
  g_autofree char *text = g_strdup_printf (_ ("%s. %s"), title, advice);

  say (self, text);
}

/* Midnight where the person is: "from 12 March on" begins with the day. */
static gint64
get_since (ReeveDemandDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->time_row);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) date = NULL;
  g_autoptr (GDateTime) midnight = NULL;

  if (selected == 0)
    return reeve_clock_now ();
  date = selected == ANY_DAY ? gtk_calendar_get_date (self->day)
                             : g_date_time_add_days (now, times[selected].days);
  midnight = g_date_time_new_local (g_date_time_get_year (date), g_date_time_get_month (date),
                                    g_date_time_get_day_of_month (date), 0, 0, 0);
  return g_date_time_to_unix (midnight) * REEVE_SECOND;
}

/* --- Who has none --- */

static GtkWidget *
make_row (ReeveSecondFactorLack *lack)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) parts = NULL;
  g_autofree char *subtitle = NULL;

  g_strv_builder_add (builder, lack->email);
  if (lack->only_administrator)
    g_strv_builder_add (builder, _ ("the only administrator"));
  if (lack->never_signed_in)
    g_strv_builder_add (builder, _ ("never signed in"));
  if (lack->several_workspaces)
    g_strv_builder_add (builder, _ ("is asked in their other workspaces too"));
  parts = g_strv_builder_end (builder);
  subtitle = g_strjoinv (" · ", parts);
  return g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", lack->display_name, "subtitle",
                       subtitle, "title-lines", 0, "subtitle-lines", 0, NULL);
}

/* (transfer full) */
static char *
describe (ReeveSecondFactorPreview *preview)
{
  gint64 people = preview->roles != NULL && preview->roles->len > 0
                    ? ((ReeveSecondFactorCount *) preview->roles->pdata[0])->people
                    : preview->without;
  g_autofree char *all = reeve_format_count (people);
  g_autofree char *without = reeve_format_count (preview->without);
  g_autofree char *never = reeve_format_count (preview->never_signed_in);

  if (people == 0)
    return g_strdup (_ ("Nobody has this role."));
  if (preview->without == 0)
    /* Translators: %s is a number */
    return g_strdup_printf (
      ngettext ("%s person has it already.", "All %s people have one already.", (gulong) people), all);
  if (preview->never_signed_in == 0)
    /* Translators: %1$s of %2$s people */
    return g_strdup_printf (_ ("%1$s of %2$s. From then on they get no further before they have set one up."),
                            without, all);
  /* Translators: %1$s of %2$s people; %3$s is the number of those who never signed in */
  return g_strdup_printf (
    _ ("%1$s of %2$s, of whom %3$s never signed in. From then on they get no further before "
       "they have set one up."),
    without, all, never);
}

static void
on_previewed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveDemandDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gpointer reply = NULL;
  gboolean done = reeve_client_post_finish (REEVE_CLIENT (source), result, &reply, &error);
  g_autoptr (ReeveSecondFactorPreview) preview = reply;
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!done)
    {
      say_failure (self, error);
      return;
    }
  text = describe (preview);
  adw_preferences_group_set_description (self->people, text);
  for (guint i = 0; preview->people != NULL && i < preview->people->len; i++)
    gtk_list_box_append (self->rows, make_row (preview->people->pdata[i]));
  gtk_widget_set_visible (GTK_WIDGET (self->rows), gtk_list_box_get_row_at_index (self->rows, 0) != NULL);
  g_set_str (&self->next, preview->next);
  gtk_widget_set_visible (self->more, self->next != NULL);
  self->previewed = TRUE;
  update_buttons (self);
}

static void
preview (ReeveDemandDialog *self)
{
  g_autoptr (ReeveSecondFactorPlan) plan = reeve_second_factor_plan_new ();
  ReeveSecondFactorDemand *demand = reeve_second_factor_demand_new ();
  g_autofree char *path = g_strconcat (self->path, "/preview", NULL);

  g_cancellable_cancel (self->previewing);
  g_clear_object (&self->previewing);
  self->previewing = g_cancellable_new ();
  demand->role = g_strdup (get_role (self));
  demand->since = get_since (self);
  plan->demands = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (plan->demands, demand);
  plan->after = g_strdup (self->next);
  reeve_client_post_async (reeve_site_get_client (self->site), path, plan,
                           reeve_second_factor_preview_get_type (), -1, self->previewing, on_previewed_cb,
                           g_object_ref (self));
}

/* --- Choosing --- */

static void
show_time (ReeveDemandDialog *self, ReeveSecondFactorDemand *demand)
{
  g_autoptr (GDateTime) utc = NULL;
  g_autoptr (GDateTime) local = NULL;

  if (demand == NULL || demand->since <= reeve_clock_now ())
    {
      adw_combo_row_set_selected (self->time_row, demand == NULL ? 2 : 0);
      return;
    }
  utc = g_date_time_new_from_unix_utc (demand->since / REEVE_SECOND);
  local = g_date_time_to_local (utc);
  adw_combo_row_set_selected (self->time_row, ANY_DAY);
  gtk_calendar_select_day (self->day, local);
}

static void
on_role_cb (ReeveDemandDialog *self)
{
  const char *role = get_role (self);

  if (self->demands == NULL || role == NULL)
    return; /* not filled yet */
  self->previewed = FALSE;
  g_clear_pointer (&self->next, g_free);
  gtk_list_box_remove_all (self->rows);
  gtk_widget_set_visible (GTK_WIDGET (self->rows), FALSE);
  gtk_widget_set_visible (self->more, FALSE);
  adw_preferences_group_set_description (self->people, _ ("Counting…"));
  say (self, NULL);
  update_buttons (self);
  preview (self);
}

/* --- Saving --- */

static void
on_newer_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveDemandDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveSecondFactorDemands) now = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);
  ReeveSecondFactorDemand *before;
  ReeveSecondFactorDemand *theirs;
  g_autofree char *date = NULL;
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->busy = FALSE;
  if (now == NULL)
    {
      say_failure (self, error);
      update_buttons (self);
      return;
    }
  before = reeve_demand_dialog_find (self->demands, get_role (self));
  theirs = reeve_demand_dialog_find (now, get_role (self));
  date = theirs != NULL ? reeve_format_date (theirs->since) : NULL;
  if (theirs != NULL && (before == NULL || before->since != theirs->since))
    /* Translators: %s is a date */
    text =
      g_strdup_printf (_ ("Nothing was saved: somebody else has set %s meanwhile. Save again to set yours "
                          "instead."),
                       date);
  else if (theirs == NULL && before != NULL)
    text = g_strdup (_ ("Nothing was saved: somebody else demands it no longer. Save again to demand it."));
  else
    text = g_strdup (
      _ ("Nothing was saved: somebody else has changed another role’s meanwhile. Save again to keep "
         "both."));
  g_set_object (&self->demands, now);
  say (self, text);
  update_buttons (self);
  gtk_widget_grab_focus (self->save); /* the other button may have gone */
}

static void
on_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveDemandDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveSecondFactorDemands) saved =
    reeve_client_save_finish (REEVE_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (reeve_error_get_code (error) == REEVE_ERROR_STALE)
    {
      reeve_client_load_async (REEVE_CLIENT (source), reeve_second_factor_demands_get_type (), self->path,
                               self->cancellable, on_newer_cb, g_object_ref (self));
      return;
    }
  self->busy = FALSE;
  if (saved == NULL)
    {
      say_failure (self, error);
      return;
    }
  g_signal_emit (self, signals[SIGNAL_SAVED], 0, saved);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s",
                              reeve_demand_dialog_find (saved, get_role (self)) != NULL
                                ? _ ("Second factor demanded")
                                : _ ("Second factor demanded no longer"));
  adw_dialog_force_close (ADW_DIALOG (self));
}

/* @demand: (transfer full) (nullable): none any more */
static void
save (ReeveDemandDialog *self, ReeveSecondFactorDemand *demand)
{
  g_autoptr (ReeveSecondFactorDemand) mine = demand;
  g_autoptr (ReeveSecondFactorDemands) after = NULL;
  guint i;

  if (self->busy)
    return;
  after = reeve_record_copy (self->demands);
  if (after->demands == NULL)
    after->demands = g_ptr_array_new_with_free_func (g_object_unref);
  if (find_index (after, get_role (self), &i))
    g_ptr_array_remove_index (after->demands, i);
  if (demand != NULL)
    g_ptr_array_add (after->demands, g_steal_pointer (&mine));
  say (self, NULL);
  self->busy = TRUE;
  reeve_client_save_async (reeve_site_get_client (self->site), self->path, self->demands, after,
                           self->cancellable, on_saved_cb, g_object_ref (self));
}

static void
on_save_cb (ReeveDemandDialog *self)
{
  ReeveSecondFactorDemand *demand = reeve_second_factor_demand_new ();

  demand->role = g_strdup (get_role (self));
  demand->since = get_since (self);
  save (self, demand);
}

static void
on_drop_cb (ReeveDemandDialog *self)
{
  save (self, NULL);
}

static void
reeve_demand_dialog_dispose (GObject *object)
{
  ReeveDemandDialog *self = REEVE_DEMAND_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_cancellable_cancel (self->previewing);
  g_clear_object (&self->previewing);
  g_clear_object (&self->site);
  g_clear_object (&self->demands);
  gtk_widget_dispose_template (GTK_WIDGET (self), REEVE_TYPE_DEMAND_DIALOG);
  G_OBJECT_CLASS (reeve_demand_dialog_parent_class)->dispose (object);
}

static void
reeve_demand_dialog_finalize (GObject *object)
{
  ReeveDemandDialog *self = REEVE_DEMAND_DIALOG (object);

  g_ptr_array_unref (self->roles);
  g_free (self->path);
  g_free (self->next);
  G_OBJECT_CLASS (reeve_demand_dialog_parent_class)->finalize (object);
}

static void
reeve_demand_dialog_class_init (ReeveDemandDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_demand_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_demand_dialog_finalize;
  signals[SIGNAL_SAVED] = g_signal_new ("saved", REEVE_TYPE_DEMAND_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 1, reeve_second_factor_demands_get_type ());
  g_type_ensure (REEVE_TYPE_NOTE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/demand-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveDemandDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, ReeveDemandDialog, role_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveDemandDialog, time_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveDemandDialog, day_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveDemandDialog, day);
  gtk_widget_class_bind_template_child (widget_class, ReeveDemandDialog, people);
  gtk_widget_class_bind_template_child (widget_class, ReeveDemandDialog, rows);
  gtk_widget_class_bind_template_child (widget_class, ReeveDemandDialog, more);
  gtk_widget_class_bind_template_child (widget_class, ReeveDemandDialog, drop);
  gtk_widget_class_bind_template_child (widget_class, ReeveDemandDialog, save);
  gtk_widget_class_bind_template_callback (widget_class, on_role_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_buttons);
  gtk_widget_class_bind_template_callback (widget_class, preview);
  gtk_widget_class_bind_template_callback (widget_class, on_save_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_drop_cb);
}

static void
reeve_demand_dialog_init (ReeveDemandDialog *self)
{
  g_autoptr (GtkStringList) model = gtk_string_list_new (NULL);

  self->cancellable = g_cancellable_new ();
  self->roles = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    gtk_string_list_append (model, _ (times[i].title));
  adw_combo_row_set_model (self->time_row, G_LIST_MODEL (model));
}

/* Of the roles that do not demand it by themselves, those of which nothing is demanded yet. */
static void
offer_roles (ReeveDemandDialog *self)
{
  GPtrArray *roles = reeve_site_get_roles (self->site);

  for (guint i = 0; roles != NULL && i < roles->len; i++)
    {
      ReeveRole *role = roles->pdata[i];
      ReeveCapabilities given = reeve_capabilities_from_wire ((const char *const *) role->capabilities);

      if (!reeve_capabilities_demand_second_factor (given) &&
          reeve_demand_dialog_find (self->demands, role->id) == NULL)
        g_ptr_array_add (self->roles, g_strdup (role->id));
    }
}

AdwDialog *
reeve_demand_dialog_new (ReeveSite *site, ReeveSecondFactorDemands *demands, const char *role)
{
  ReeveDemandDialog *self;
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  g_return_val_if_fail (REEVE_IS_SITE (site), NULL);

  self = g_object_new (REEVE_TYPE_DEMAND_DIALOG, NULL);
  self->site = g_object_ref (site);
  self->demands = g_object_ref (demands);
  self->path = reeve_site_path (site, "second-factor-demands");
  if (role != NULL)
    g_ptr_array_add (self->roles, g_strdup (role));
  else
    offer_roles (self);
  for (guint i = 0; i < self->roles->len; i++)
    gtk_string_list_append (names, reeve_demand_dialog_name (self->roles->pdata[i]));
  show_time (self, role != NULL ? reeve_demand_dialog_find (demands, role) : NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->role_row), role == NULL);
  adw_combo_row_set_model (self->role_row, G_LIST_MODEL (names)); /* selects the first */
  on_role_cb (self);
  update_buttons (self);
  return ADW_DIALOG (self);
}
