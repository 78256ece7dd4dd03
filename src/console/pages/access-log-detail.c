/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The rows are made once; a field that a line does not have hides its row. */

#include "config.h"

#include "console/pages/access-log-detail.h"

#include <glib/gi18n.h>

#include "common/log-query-edit.h"
#include "console/client/containment.h"
#include "console/widgets/formatting.h"
#include "console/widgets/held-keys.h"
#include "console/widgets/history-group.h"
#include "console/widgets/log-words.h"
#include "console/widgets/pill.h"

typedef enum
{
  FIELD_LOCAL,
  FIELD_UTC,
  FIELD_WHO,
  FIELD_ADDRESS,
  FIELD_AGENT,
  FIELD_SESSION,
  FIELD_ACTION,
  FIELD_OBJECT,
  FIELD_OUTCOME,
  FIELD_ROUTE,
  FIELD_STATUS,
  FIELD_DURATION,
  FIELD_BYTES,
  FIELD_SOURCE,
  FIELD_SOURCE_ID,
  FIELD_TEXT,
  FIELD_LEAF,
  N_FIELDS
} Field;

#define NO_KIND REEVE_LOG_KINDS

static const struct
{
  const char *title;
  ReeveLogKind kind; /* NO_KIND: nothing to ask for */
  gboolean last;     /* of a group */
} fields[N_FIELDS] = {
  [FIELD_LOCAL] = { N_ ("Here"), NO_KIND, FALSE },
  [FIELD_UTC] = { N_ ("UTC"), NO_KIND, TRUE },
  [FIELD_WHO] = { N_ ("Person"), REEVE_LOG_WHO, FALSE },
  [FIELD_ADDRESS] = { N_ ("Address"), REEVE_LOG_IP, FALSE },
  [FIELD_AGENT] = { N_ ("Device"), REEVE_LOG_AGENT, FALSE },
  [FIELD_SESSION] = { N_ ("Session"), REEVE_LOG_SESSION, TRUE },
  [FIELD_ACTION] = { N_ ("Action"), REEVE_LOG_ACTION, FALSE },
  [FIELD_OBJECT] = { N_ ("Object"), REEVE_LOG_OBJECT, FALSE },
  [FIELD_OUTCOME] = { N_ ("Outcome"), REEVE_LOG_OUTCOME, FALSE },
  [FIELD_ROUTE] = { N_ ("Request"), REEVE_LOG_ROUTE, FALSE },
  [FIELD_STATUS] = { N_ ("Status"), REEVE_LOG_STATUS, FALSE },
  [FIELD_DURATION] = { N_ ("Took"), NO_KIND, FALSE },
  [FIELD_BYTES] = { N_ ("Answer"), NO_KIND, TRUE },
  [FIELD_SOURCE] = { N_ ("Source"), REEVE_LOG_SOURCE, FALSE },
  [FIELD_SOURCE_ID] = { N_ ("ID at the source"), NO_KIND, FALSE },
  [FIELD_TEXT] = { N_ ("Text"), NO_KIND, FALSE },
  [FIELD_LEAF] = { N_ ("Place in the record"), NO_KIND, TRUE },
};

struct _ReeveAccessLogDetail
{
  AdwBin parent_instance;
  /* from the template */
  GtkStack *stack;
  GtkLabel *action;
  ReevePill *result;
  GtkLabel *outcome;
  GtkWidget *around_button;
  GtkWidget *contain_button;
  GtkWidget *open_person;
  GtkWidget *open_object;
  AdwButtonContent *open_object_label;
  GtkBox *groups;
  ReeveHistoryGroup *changes;
  GtkScrolledWindow *scroller;
  /* children */
  GtkWidget *rows[N_FIELDS];
  GtkWidget *menu; /* (nullable): from its first opening on */
  /* owned */
  ReeveAccessLine *line; /* (nullable) */
  char *plain[N_FIELDS]; /* (nullable): what the field is asked for by, and what is copied */

  Field chosen; /* whose menu is open */
};

G_DEFINE_FINAL_TYPE (ReeveAccessLogDetail, reeve_access_log_detail, ADW_TYPE_BIN)

#define FIELD_OF_ROW "reeve-field"

static Field
get_field (gpointer widget)
{
  return (Field) GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (widget), FIELD_OF_ROW));
}

static void
change (ReeveAccessLogDetail *self, Field field, ReeveLogHow how)
{
  if (self->plain[field] != NULL && fields[field].kind != NO_KIND)
    gtk_widget_activate_action (GTK_WIDGET (self), "log.change", "(uus)", (guint) how,
                                (guint) fields[field].kind, self->plain[field]);
}

static void
on_row_activated_cb (ReeveAccessLogDetail *self, GtkWidget *row)
{
  change (self, get_field (row), reeve_held_keys_have_shift (row) ? REEVE_LOG_EXCLUDE : REEVE_LOG_ONLY);
}

/* --- The menu of a field --- */

static void
on_change_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ReeveAccessLogDetail *self = REEVE_ACCESS_LOG_DETAIL (widget);

  change (self, self->chosen, (ReeveLogHow) g_variant_get_uint32 (parameter));
}

static void
on_copy_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ReeveAccessLogDetail *self = REEVE_ACCESS_LOG_DETAIL (widget);

  if (self->plain[self->chosen] != NULL)
    gtk_widget_activate_action (widget, "log.copy", "s", self->plain[self->chosen]);
}

static GMenuModel *
make_menu (void)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  const struct
  {
    const char *label;
    ReeveLogHow how;
  } items[] = {
    { _ ("_Only This"), REEVE_LOG_ONLY },
    { _ ("_Include"), REEVE_LOG_INCLUDE },
    { _ ("_Exclude"), REEVE_LOG_EXCLUDE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (items[i].label, NULL);

      g_menu_item_set_action_and_target (item, "field.change", "u", (guint) items[i].how);
      g_menu_append_item (menu, item);
    }
  g_menu_append (menu, _ ("_Copy"), "field.copy");
  return G_MENU_MODEL (g_steal_pointer (&menu));
}

static void
on_more_clicked_cb (ReeveAccessLogDetail *self, GtkWidget *button)
{
  graphene_rect_t bounds;

  self->chosen = get_field (button);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "field.change", fields[self->chosen].kind != NO_KIND);
  if (!gtk_widget_compute_bounds (button, GTK_WIDGET (self), &bounds))
    return;
  if (self->menu == NULL)
    {
      g_autoptr (GMenuModel) model = make_menu ();

      self->menu = gtk_popover_menu_new_from_model (model);
      gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
    }
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu),
                               &(GdkRectangle) { (int) bounds.origin.x, (int) bounds.origin.y,
                                                 (int) bounds.size.width, (int) bounds.size.height });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

/* --- Rows --- */

static GtkWidget *
make_row (ReeveAccessLogDetail *self, Field field)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *more = gtk_button_new_from_icon_name ("view-more-symbolic");
  /* Translators: a button beside a field of a line of the log: %s is the field's name */
  g_autofree char *spoken = g_strdup_printf (_ ("More for %s"), _ (fields[field].title));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (fields[field].title));
  adw_action_row_set_subtitle_selectable (ADW_ACTION_ROW (row), fields[field].kind == NO_KIND);
  gtk_widget_add_css_class (row, "property");
  g_object_set_data (G_OBJECT (row), FIELD_OF_ROW, GUINT_TO_POINTER (field));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), fields[field].kind != NO_KIND);
  if (fields[field].kind != NO_KIND)
    g_signal_connect_object (row, "activated", G_CALLBACK (on_row_activated_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_css_class (more, "flat");
  gtk_widget_set_valign (more, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (more, spoken);
  gtk_accessible_update_property (GTK_ACCESSIBLE (more), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  g_object_set_data (G_OBJECT (more), FIELD_OF_ROW, GUINT_TO_POINTER (field));
  g_signal_connect_object (more, "clicked", G_CALLBACK (on_more_clicked_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), more);
  return row;
}

static void
make_rows (ReeveAccessLogDetail *self)
{
  GtkWidget *group = NULL;

  for (Field field = 0; field < N_FIELDS; field++)
    {
      if (group == NULL)
        {
          group = adw_preferences_group_new ();
          gtk_box_append (self->groups, group);
        }
      self->rows[field] = make_row (self, field);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->rows[field]);
      if (fields[field].last)
        group = NULL;
    }
}

/* A group whose rows are all hidden is a gap. */
static void
hide_empty_groups (ReeveAccessLogDetail *self)
{
  gboolean any = FALSE;

  for (Field field = 0; field < N_FIELDS; field++)
    {
      any |= gtk_widget_get_visible (self->rows[field]);
      if (!fields[field].last)
        continue;
      gtk_widget_set_visible (gtk_widget_get_ancestor (self->rows[field], ADW_TYPE_PREFERENCES_GROUP), any);
      any = FALSE;
    }
}

/* @plain: what it is asked for by; @words: what is read. (nullable) both */
static void
set_field (ReeveAccessLogDetail *self, Field field, const char *plain, const char *words)
{
  g_set_str (&self->plain[field], plain);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->rows[field]), words != NULL   ? words
                                                                   : plain != NULL ? plain
                                                                                   : "");
  gtk_widget_set_visible (self->rows[field], plain != NULL);
}

/* "Ada King\n018f…": (transfer full) (nullable) */
static char *
name_and_id (const char *name, const char *id)
{
  if (name == NULL || id == NULL || g_str_equal (name, id))
    return g_strdup (name != NULL ? name : id);
  return g_strconcat (name, "\n", id, NULL);
}

static void
show_times (ReeveAccessLogDetail *self)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc_usec (self->line->time);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;
  g_autofree char *day = local != NULL ? g_date_time_format (local, "%F %H:%M:%S.%f %Z") : NULL;
  g_autofree char *iso = utc != NULL ? g_date_time_format_iso8601 (utc) : NULL;

  gboolean here = local != NULL && g_date_time_get_utc_offset (local) != 0;

  set_field (self, FIELD_LOCAL, here ? day : NULL, NULL);
  set_field (self, FIELD_UTC, iso, NULL);
}

static void
show_request (ReeveAccessLogDetail *self)
{
  const ReeveAccessLine *line = self->line;
  g_autofree char *status = line->status != 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, line->status) : NULL;
  g_autofree char *span = line->duration != 0 ? reeve_log_words_span (line->duration) : NULL;
  g_autofree char *bytes = line->bytes_out != 0 ? reeve_log_words_bytes (line->bytes_out) : NULL;
  g_autofree char *leaf = line->leaf >= 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, line->leaf) : NULL;

  set_field (self, FIELD_ROUTE, g_strcmp0 (line->route, "-") != 0 ? line->route : NULL, NULL);
  set_field (self, FIELD_STATUS, status, NULL);
  set_field (self, FIELD_DURATION, span, NULL);
  set_field (self, FIELD_BYTES, bytes, NULL);
  set_field (self, FIELD_SOURCE, line->source, NULL);
  set_field (self, FIELD_SOURCE_ID, line->source_id, NULL);
  set_field (self, FIELD_TEXT, line->text, NULL);
  set_field (self, FIELD_LEAF, leaf, NULL);
}

static void
show_fields (ReeveAccessLogDetail *self)
{
  const ReeveAccessLine *line = self->line;
  g_autofree char *action = reeve_log_words_action (line);
  g_autofree char *outcome = reeve_log_words_outcome (line);
  g_autofree char *who = name_and_id (line->actor_name, line->actor);
  g_autofree char *object = name_and_id (line->object_name, line->object);
  g_autofree char *actions = line->action != NULL && !g_str_equal (action, line->action)
                               ? g_strconcat (action, "\n", line->action, NULL)
                               : NULL;
  g_autofree char *outcomes = line->outcome != NULL && !g_str_equal (outcome, line->outcome)
                                ? g_strconcat (outcome, "\n", line->outcome, NULL)
                                : NULL;

  show_times (self);
  set_field (self, FIELD_WHO, line->actor != NULL ? line->actor : line->actor_name, who);
  set_field (self, FIELD_ADDRESS, line->address, NULL);
  set_field (self, FIELD_AGENT, line->agent, NULL);
  set_field (self, FIELD_SESSION, line->session, NULL);
  set_field (self, FIELD_ACTION, line->action, actions);
  set_field (self, FIELD_OBJECT, line->object != NULL ? line->object : line->object_name, object);
  set_field (self, FIELD_OUTCOME, line->outcome, outcomes);
  show_request (self);
  hide_empty_groups (self);
}

/* --- The head --- */

/* Reeve's own, done to one of many by a request or a job that has a line of its own: the trail tells of all
 * of them at one time, and the log of one after the other. */
static gboolean
is_one_of_many (const ReeveAccessLine *line)
{
  return line->source == NULL && line->route != NULL && line->status == 0 && line->object != NULL;
}

/* Of Reeve's own events: what the path says the object is, as "win.show" calls it. (nullable) */
static const char *
get_object_kind (const ReeveAccessLine *line)
{
  static const char *const kinds[][2] = {
    { "/users/{", "user" }, { "/groups/{", "group" }, { "/folders/{", "folder" }, { "/roles/{", "role" }
  };

  /* Its route is the one by which all of it was asked for. */
  if (is_one_of_many (line))
    return line->action != NULL && g_str_has_prefix (line->action, "user.") ? "user" : NULL;
  for (guint i = 0;
       line->object != NULL && line->source == NULL && line->route != NULL && i < G_N_ELEMENTS (kinds); i++)
    if (g_strrstr (line->route, kinds[i][0]) != NULL)
      return kinds[i][1];
  return NULL;
}

static const char *
name_object_kind (const char *kind)
{
  if (g_str_equal (kind, "group"))
    return _ ("Open Group");
  if (g_str_equal (kind, "folder"))
    return _ ("Open Folder");
  return g_str_equal (kind, "role") ? _ ("Show Who Holds the Role") : _ ("Open the User");
}

static void
show_head (ReeveAccessLogDetail *self, ReeveSite *site)
{
  const ReeveAccessLine *line = self->line;
  const char *kind = get_object_kind (line);
  const char *classes[] = { "status-pill", reeve_log_words_result_tone (line->result), NULL };
  g_autofree char *action = reeve_log_words_action (line);
  g_autofree char *outcome = reeve_log_words_outcome (line);
  g_autoptr (ReeveWhom) from = reeve_whom_new_address (line->address);
  gboolean own = line->source == NULL && line->actor != NULL && g_uuid_string_is_valid (line->actor);

  gtk_label_set_label (self->action, action);
  reeve_pill_set_icon_name (self->result, reeve_log_words_result_icon (line->result));
  reeve_pill_set_label (self->result, reeve_log_words_result (line->result));
  gtk_widget_set_css_classes (GTK_WIDGET (self->result), classes);
  gtk_label_set_label (self->outcome, outcome);
  gtk_widget_set_visible (GTK_WIDGET (self->outcome), *outcome != '\0');

  gtk_widget_set_visible (self->around_button, line->address != NULL);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->around_button), "(sx)",
                                    line->address != NULL ? line->address : "", line->time);
  gtk_widget_set_visible (self->contain_button,
                          (own || from != NULL) && site != NULL && reeve_containment_is_allowed (site, NULL));
  gtk_widget_set_visible (self->open_person,
                          own && site != NULL && reeve_site_may (site, REEVE_CAPABILITY_USERS_READ));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->open_person), "(ss)", "user",
                                    own ? line->actor : "");
  gtk_widget_set_visible (self->open_object, kind != NULL && g_strcmp0 (line->object, line->actor) != 0 &&
                                               site != NULL &&
                                               reeve_site_may (site, REEVE_CAPABILITY_USERS_READ));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->open_object), "(ss)", kind != NULL ? kind : "",
                                    kind != NULL ? line->object : "");
  if (kind != NULL)
    adw_button_content_set_label (self->open_object_label, name_object_kind (kind));
}

/* --- What the request changed --- */

static char *
print_time (gint64 time)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc_usec (time);

  return g_date_time_format (utc, "%Y-%m-%dT%H:%M:%S.%fZ");
}

/* (transfer full) (nullable): nothing that the trail could know of. Looking changes nothing, and asking for
 * each line that somebody passes would fill the log that they look at. */
static ReeveQuery *
ask_for_changes (const ReeveAccessLine *line)
{
  g_autoptr (ReeveQuery) query = NULL;
  g_autofree char *since = NULL;
  g_autofree char *until = NULL;

  if (line->source != NULL || line->session == NULL || line->route == NULL ||
      g_strcmp0 (line->result, "ok") != 0 || g_str_has_prefix (line->route, "GET "))
    return NULL;
  query = reeve_query_new ();
  since = print_time (line->time - (is_one_of_many (line) ? G_TIME_SPAN_SECOND : 0));
  until = print_time (line->time + line->duration + 1);
  reeve_query_set_filter (query, "session", line->session);
  if (is_one_of_many (line))
    reeve_query_set_filter (query, "object", line->object);
  reeve_query_set_filter (query, "since", since);
  reeve_query_set_filter (query, "until", until);
  return g_steal_pointer (&query);
}

static void
show_changes (ReeveAccessLogDetail *self, ReeveSite *site)
{
  g_autoptr (ReeveQuery) query = site != NULL ? ask_for_changes (self->line) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->changes), FALSE);
  reeve_history_group_load_query (self->changes, query != NULL ? site : NULL, query);
}

/* --- The widget --- */

static void
reeve_access_log_detail_dispose (GObject *object)
{
  ReeveAccessLogDetail *self = REEVE_ACCESS_LOG_DETAIL (object);

  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_object (&self->line);
  adw_bin_set_child (ADW_BIN (self), NULL); /* the template's own, let go of first */
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_ACCESS_LOG_DETAIL);
  G_OBJECT_CLASS (reeve_access_log_detail_parent_class)->dispose (object);
}

static void
reeve_access_log_detail_finalize (GObject *object)
{
  for (Field field = 0; field < N_FIELDS; field++)
    g_free (REEVE_ACCESS_LOG_DETAIL (object)->plain[field]);
  G_OBJECT_CLASS (reeve_access_log_detail_parent_class)->finalize (object);
}

static void
reeve_access_log_detail_class_init (ReeveAccessLogDetailClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_access_log_detail_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_access_log_detail_finalize;
  g_type_ensure (REEVE_TYPE_HISTORY_GROUP);
  g_type_ensure (REEVE_TYPE_PILL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/reeve/Reeve/ui/access-log-detail.ui");
  gtk_widget_class_install_action (widget_class, "field.change", "u", on_change_cb);
  gtk_widget_class_install_action (widget_class, "field.copy", NULL, on_copy_cb);
  gtk_widget_class_bind_template_child (widget_class, ReeveAccessLogDetail, stack);
  gtk_widget_class_bind_template_child (widget_class, ReeveAccessLogDetail, action);
  gtk_widget_class_bind_template_child (widget_class, ReeveAccessLogDetail, result);
  gtk_widget_class_bind_template_child (widget_class, ReeveAccessLogDetail, outcome);
  gtk_widget_class_bind_template_child (widget_class, ReeveAccessLogDetail, around_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveAccessLogDetail, contain_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveAccessLogDetail, open_person);
  gtk_widget_class_bind_template_child (widget_class, ReeveAccessLogDetail, open_object);
  gtk_widget_class_bind_template_child (widget_class, ReeveAccessLogDetail, open_object_label);
  gtk_widget_class_bind_template_child (widget_class, ReeveAccessLogDetail, groups);
  gtk_widget_class_bind_template_child (widget_class, ReeveAccessLogDetail, changes);
  gtk_widget_class_bind_template_child (widget_class, ReeveAccessLogDetail, scroller);
}

static void
reeve_access_log_detail_init (ReeveAccessLogDetail *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
reeve_access_log_detail_show (ReeveAccessLogDetail *self, ReeveSite *site, ReeveAccessLine *line)
{
  g_return_if_fail (REEVE_IS_ACCESS_LOG_DETAIL (self));

  g_set_object (&self->line, line);
  if (line == NULL)
    {
      gtk_stack_set_visible_child_name (self->stack, "none");
      return;
    }
  if (self->rows[0] == NULL)
    make_rows (self);
  show_head (self, site);
  show_fields (self);
  show_changes (self, site);
  gtk_stack_set_visible_child_name (self->stack, "line");
}

ReeveAccessLine *
reeve_access_log_detail_get_line (ReeveAccessLogDetail *self)
{
  g_return_val_if_fail (REEVE_IS_ACCESS_LOG_DETAIL (self), NULL);

  return self->line;
}
