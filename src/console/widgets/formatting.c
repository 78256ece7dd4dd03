/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Values in words. Templates call the closures at the end of this file through reeve_formatting_bind(); they
 * take the record itself, and all answer something sensible for NULL, since that is what a lookup gives that
 * lost its object. They run for every row on every scroll step: no tree, no translation lookup that is not
 * needed, no allocation besides the answer. */

#include "config.h"

#include "console/widgets/formatting.h"

#include <glib/gi18n.h>
#include <string.h>

#include "common/capability.h"
#include "common/clock.h"
#include "console/client/role-names.h"

#define ZONE_LASTS (60 * G_USEC_PER_SEC) /* a computer that travels is right again after that */

typedef struct
{
  const char *icon;
  const char *tone;
  const char *word; /* of those that carry no number */
} StatusLook;

static const StatusLook looks[] = {
  [REEVE_USER_STATUS_DELETED] = { "user-trash-symbolic", "tone-neutral", NULL },
  [REEVE_USER_STATUS_BREACH_LOCKED] = { "system-lock-screen-symbolic", "tone-error",
                                        N_ ("Locked: breach report") },
  [REEVE_USER_STATUS_SUSPENDED] = { "media-playback-pause-symbolic", "tone-neutral", N_ ("Suspended") },
  [REEVE_USER_STATUS_COOLING_OFF] = { "content-loading-symbolic", "tone-warning", NULL },
  [REEVE_USER_STATUS_NO_PASSWORD] = { "dialog-password-symbolic", "tone-accent", N_ ("No password yet") },
  [REEVE_USER_STATUS_NO_SECOND_FACTOR] = { "dialog-warning-symbolic", "tone-warning",
                                           N_ ("No second factor") },
  [REEVE_USER_STATUS_ACTIVE] = { "object-select-symbolic", "tone-success", N_ ("Active") },
};

typedef struct
{
  const char *role;
  const char *name;
  const char *description;
} RoleWords;

static const RoleWords role_words[] = {
  { "workspace-administrator", N_ ("Workspace administrator"),
    N_ ("Everything in this workspace. Needs a second factor.") },
  { "group-administrator", N_ ("Group administrator"), N_ ("Looks after the people of their own groups.") },
  { "reviewer", N_ ("Reviewer"), N_ ("Reads the access log and signs reviews.") },
  { "support-agent", N_ ("Support agent"),
    N_ ("Helps under a support grant; can contain a breach, never release one.") },
  { "register-keeper", N_ ("Register keeper"), N_ ("Keeps and publishes the register of subcontractors.") },
  { "auditor", N_ ("Auditor"), N_ ("Reads everything, changes nothing.") },
  { "member", N_ ("Member"), N_ ("Works with content; administers nothing.") },
};

char *
reeve_format_isolate (const char *text)
{
  return g_strconcat ("\u2068", text ? text : "", "\u2069", NULL);
}

char *
reeve_format_account_name (const char *account_name)
{
  const char *end = account_name != NULL ? strrchr (account_name, '<') : NULL;

  if (end == NULL || end == account_name)
    return g_strdup (account_name != NULL ? account_name : "—");
  return g_strchomp (g_strndup (account_name, (gsize) (end - account_name)));
}

char *
reeve_format_isolate_ltr (const char *text)
{
  return g_strconcat ("\u2066", text ? text : "", "\u2069", NULL);
}

char *
reeve_format_count (gint64 n)
{
  return g_strdup_printf ("%'" G_GINT64_FORMAT, n);
}

char *
reeve_format_ago (gint64 then, gint64 now)
{
  gint64 span = now - then;

  if (then <= 0)
    return g_strdup ("—");
  if (span < REEVE_MINUTE) /* also a clock that is ahead of ours */
    return g_strdup (_ ("now"));
  if (span < REEVE_HOUR)
    /* Translators: minutes ago, as short as can be: "4 min" */
    return g_strdup_printf (_ ("%d min"), (int) (span / REEVE_MINUTE));
  if (span < REEVE_DAY)
    /* Translators: hours ago, as short as can be: "3 h" */
    return g_strdup_printf (_ ("%d h"), (int) (span / REEVE_HOUR));
  if (span < 365 * REEVE_DAY)
    /* Translators: days ago, as short as can be: "3 d" */
    return g_strdup_printf (_ ("%d d"), (int) (span / REEVE_DAY));
  /* Translators: years ago, as short as can be: "2 y" */
  return g_strdup_printf (_ ("%d y"), (int) (span / (365 * REEVE_DAY)));
}

char *
reeve_format_duration (gint64 span)
{
  gint64 seconds = MAX (span, 0) / REEVE_SECOND;
  int minutes = (int) (seconds / 60);

  if (seconds <= 90)
    /* Translators: a duration in seconds: "38 s" */
    return g_strdup_printf (_ ("%d s"), (int) seconds);
  if (minutes < 60)
    return g_strdup_printf (_ ("%d min"), minutes);
  if (minutes % 60 == 0)
    return g_strdup_printf (_ ("%d h"), minutes / 60);
  /* Translators: a duration: "1 h 30 min" */
  return g_strdup_printf (_ ("%d h %d min"), minutes / 60, minutes % 60);
}

/* GLib looks at the system's files each time it is asked, and every row of a list asks. (transfer none) */
static GTimeZone *
get_local_zone (void)
{
  static GTimeZone *zone = NULL;
  static gint64 since = 0;
  gint64 now = g_get_monotonic_time ();

  if (zone != NULL && now - since < ZONE_LASTS)
    return zone;
  g_clear_pointer (&zone, g_time_zone_unref);
  zone = g_time_zone_new_local ();
  since = now;
  return zone;
}

char *
reeve_format_date (gint64 then)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (then / REEVE_SECOND);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_timezone (utc, get_local_zone ()) : NULL;

  /* Translators: g_date_time_format() pattern of a date: "12 March 2026" */
  return local != NULL ? g_date_time_format (local, _ ("%-d %B %Y")) : g_strdup ("—");
}

char *
reeve_format_time (gint64 then)
{
  g_autoptr (GDateTime) utc = NULL;
  g_autoptr (GDateTime) local = NULL;

  if (then <= 0)
    return g_strdup ("—");
  utc = g_date_time_new_from_unix_utc (then / REEVE_SECOND);
  local = utc != NULL ? g_date_time_to_timezone (utc, get_local_zone ()) : NULL;
  if (local == NULL) /* beyond year 9999 */
    return g_strdup ("—");
  /* Translators: g_date_time_format() pattern of an exact time: "12 March 2026, 08:51:07 UTC" */
  return g_date_time_format (local, _ ("%-d %B %Y, %H:%M:%S %Z"));
}

int
reeve_format_days_left (gint64 deleted, gint64 now)
{
  gint64 left = deleted + REEVE_USER_BIN_DAYS * REEVE_DAY - now;

  /* The last hours still count as a day: "0 days left" would read as gone. */
  return left <= 0 ? 0 : (int) ((left + REEVE_DAY - 1) / REEVE_DAY);
}

static const RoleWords *
find_role (const char *role)
{
  for (guint i = 0; i < G_N_ELEMENTS (role_words); i++)
    if (strcmp (role_words[i].role, role) == 0)
      return &role_words[i];
  return NULL;
}

const char *
reeve_format_role (const char *role)
{
  const RoleWords *words = role ? find_role (role) : NULL;

  const char *custom = words == NULL && role != NULL ? reeve_role_names_find (role) : NULL;

  if (words != NULL || role == NULL)
    return words != NULL ? _ (words->name) : NULL;
  if (custom == NULL && reeve_id_is_valid (role))
    return _ ("Custom role"); /* one that is gone, or whose name is on its way */
  return custom != NULL ? custom : role;
}

const char *
reeve_format_role_description (const char *role)
{
  const RoleWords *words = role ? find_role (role) : NULL;

  return words != NULL ? _ (words->description) : role != NULL ? reeve_role_names_describe (role) : NULL;
}

char *
reeve_format_roles (const char *const *roles)
{
  g_autoptr (GString) text = NULL;

  if (roles == NULL || roles[0] == NULL)
    return g_strdup (reeve_format_role (REEVE_ROLE_MEMBER));
  if (roles[1] == NULL)
    return g_strdup (reeve_format_role (roles[0]));

  text = g_string_new (NULL);
  for (guint i = 0; roles[i] != NULL; i++)
    {
      if (i > 0)
        /* Translators: between two names of a list */
        g_string_append (text, C_ ("list", ", "));
      g_string_append (text, reeve_format_role (roles[i]));
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
reeve_format_user_roles (ReeveUser *user)
{
  return user ? reeve_format_roles ((const char *const *) user->roles) : NULL;
}

const char *
reeve_format_status_icon (ReeveUserStatus status)
{
  return looks[status].icon;
}

const char *
reeve_format_status_tone (ReeveUserStatus status)
{
  return looks[status].tone;
}

static char *
format_status (ReeveUser *user, ReeveUserStatus status, gint64 now)
{
  if (status == REEVE_USER_STATUS_DELETED)
    {
      int days = reeve_format_days_left (user->deleted, now);

      /* Translators: %d: days until a deleted person is gone for good */
      return g_strdup_printf (
        g_dngettext (NULL, "In the bin, %d day left", "In the bin, %d days left", (gulong) days), days);
    }
  if (status == REEVE_USER_STATUS_COOLING_OFF)
    {
      g_autofree char *left = reeve_format_duration (user->lock_ends - now);

      /* Translators: %s: how long a person cannot sign in after wrong passwords: "38 s" */
      return g_strdup_printf (_ ("Cooling off %s"), left);
    }
  return g_strdup (_ (looks[status].word));
}

char *
reeve_format_user_status (ReeveUser *user)
{
  gint64 now = reeve_clock_now ();

  return user ? format_status (user, reeve_user_get_status (user, now), now) : NULL;
}

/* --- The closures -----------------------------------------------------------------------------------------
 * The first argument is the object that the template made the closure for. */

/* The list has a column of its own for the second factor: its state column leaves that to it. */
static ReeveUserStatus
get_state (ReeveUser *user, gint64 now)
{
  ReeveUserStatus status = reeve_user_get_status (user, now);

  return status == REEVE_USER_STATUS_NO_SECOND_FACTOR ? REEVE_USER_STATUS_ACTIVE : status;
}

char *
reeve_closure_user_name (gpointer unused, ReeveUser *user)
{
  return user ? g_strdup (user->display_name) : NULL;
}

char *
reeve_closure_user_email (gpointer unused, ReeveUser *user)
{
  return user ? g_strdup (user->email) : NULL;
}

char *
reeve_closure_user_roles (gpointer unused, ReeveUser *user)
{
  return reeve_format_user_roles (user);
}

static char *
user_status (gpointer unused, ReeveUser *user)
{
  return reeve_format_user_status (user);
}

static char *
user_status_icon (gpointer unused, ReeveUser *user)
{
  return user ? g_strdup (looks[reeve_user_get_status (user, reeve_clock_now ())].icon) : NULL;
}

static GStrv
make_pill_classes (const char *tone)
{
  const char *const classes[] = { "status-pill", tone, NULL };

  return g_strdupv ((GStrv) classes);
}

static GStrv
user_status_classes (gpointer unused, ReeveUser *user)
{
  return make_pill_classes (user ? looks[reeve_user_get_status (user, reeve_clock_now ())].tone
                                 : "tone-neutral");
}

static gboolean
user_is_unusual (gpointer unused, ReeveUser *user)
{
  return user != NULL && reeve_user_get_status (user, reeve_clock_now ()) != REEVE_USER_STATUS_ACTIVE;
}

char *
reeve_closure_user_state (gpointer unused, ReeveUser *user)
{
  gint64 now = reeve_clock_now ();

  return user ? format_status (user, get_state (user, now), now) : NULL;
}

char *
reeve_closure_user_state_icon (gpointer unused, ReeveUser *user)
{
  return user ? g_strdup (looks[get_state (user, reeve_clock_now ())].icon) : NULL;
}

GStrv
reeve_closure_user_state_classes (gpointer unused, ReeveUser *user)
{
  ReeveUserStatus state = user ? get_state (user, reeve_clock_now ()) : REEVE_USER_STATUS_DELETED;

  /* What is as it should be does not shout: a plain word without a tint. */
  return make_pill_classes (state == REEVE_USER_STATUS_ACTIVE ? "tone-quiet" : looks[state].tone);
}

static gboolean
user_has_second_factor (gpointer unused, ReeveUser *user)
{
  return user != NULL && g_strcmp0 (user->second_factor, "on") == 0;
}

char *
reeve_closure_user_second_factor (gpointer unused, ReeveUser *user)
{
  if (user == NULL)
    return NULL;
  /* Translators: whether a person signs in with a second factor */
  return g_strdup (user_has_second_factor (NULL, user) ? C_ ("second factor", "On")
                                                       : C_ ("second factor", "Off"));
}

/* Where no heading says what is on or off. */
static char *
user_second_factor_said (gpointer unused, ReeveUser *user)
{
  if (user == NULL)
    return NULL;
  return g_strdup (user_has_second_factor (NULL, user) ? _ ("Second factor on") : _ ("No second factor"));
}

char *
reeve_closure_user_second_factor_icon (gpointer unused, ReeveUser *user)
{
  if (user == NULL)
    return NULL;
  return g_strdup (user_has_second_factor (NULL, user) ? "object-select-symbolic"
                                                       : "dialog-warning-symbolic");
}

GStrv
reeve_closure_user_second_factor_classes (gpointer unused, ReeveUser *user)
{
  return make_pill_classes (user_has_second_factor (NULL, user) ? "tone-quiet" : "tone-warning");
}

char *
reeve_closure_user_seen (gpointer unused, ReeveUser *user)
{
  return user ? reeve_format_ago (user->last_sign_in, reeve_clock_now ()) : NULL;
}

char *
reeve_closure_user_seen_exactly (gpointer unused, ReeveUser *user)
{
  g_autofree char *time = NULL;
  g_autofree char *address = NULL;

  if (user == NULL)
    return NULL;
  if (user->last_sign_in == 0)
    return g_strdup (_ ("Never signed in"));
  time = reeve_format_time (user->last_sign_in);
  if (user->last_sign_in_address == NULL)
    return g_steal_pointer (&time);
  address = reeve_format_isolate_ltr (user->last_sign_in_address);
  /* Translators: %1$s: an exact time; %2$s: the network address a person signed in from */
  return g_strdup_printf (_ ("%1$s from %2$s"), time, address);
}

static char *
user_password (gpointer unused, ReeveUser *user)
{
  if (user == NULL)
    return NULL;
  return g_strdup (user->has_password ? _ ("Set by the person; nobody else can read it")
                                      : _ ("Not yet set. The person chooses it; staff never do."));
}

static gboolean
user_is_locked (gpointer unused, ReeveUser *user)
{
  ReeveUserStatus status;

  if (user == NULL)
    return FALSE;
  if (g_strcmp0 (user->lock, "breach") == 0)
    return TRUE;
  status = reeve_user_get_status (user, reeve_clock_now ());
  return status == REEVE_USER_STATUS_COOLING_OFF ||
         (g_strcmp0 (user->lock, "cooling-off") == 0 && user->lock_ends > reeve_clock_now ());
}

static char *
user_lock_title (gpointer unused, ReeveUser *user)
{
  if (user == NULL)
    return NULL;
  return g_strdup (g_strcmp0 (user->lock, "breach") == 0 ? _ ("Locked: breach report") : _ ("Cooling off"));
}

static char *
user_lock (gpointer unused, ReeveUser *user)
{
  g_autofree char *left = NULL;
  g_autofree char *end = NULL;

  if (!user_is_locked (NULL, user))
    return NULL;
  if (g_strcmp0 (user->lock, "breach") == 0)
    return g_strdup (_ ("Ends only by a release, after the group administrator’s instruction"));
  left = reeve_format_duration (user->lock_ends - reeve_clock_now ());
  end = reeve_format_time (user->lock_ends);
  /* Translators: after wrong passwords. %1$s: the exact end; %2$s: the time left, "38 s" */
  return g_strdup_printf (_ ("After wrong passwords, until %1$s (%2$s left)"), end, left);
}

static char *
user_created (gpointer unused, ReeveUser *user)
{
  return user ? reeve_format_time (user->created) : NULL;
}

static gboolean
user_is_binned (gpointer unused, ReeveUser *user)
{
  return user != NULL && user->deleted != 0;
}

static char *
user_bin (gpointer unused, ReeveUser *user)
{
  g_autofree char *when = NULL;
  g_autofree char *roles = NULL;

  if (!user_is_binned (NULL, user))
    return NULL;
  when = reeve_format_time (user->deleted + REEVE_USER_BIN_DAYS * REEVE_DAY);
  roles = reeve_format_user_roles (user);
  /* Translators: %1$s: an exact time, %2$s: roles, such as "Auditor, Reviewer" */
  return g_strdup_printf (_ ("Cannot sign in. Gone for good on %1$s; comes back as: %2$s"), when, roles);
}

/* What a screen reader says for a row. */
char *
reeve_closure_user_spoken (gpointer unused, ReeveUser *user, gboolean ticked)
{
  g_autofree char *roles = NULL;
  g_autofree char *status = NULL;
  g_autofree char *seen = NULL;
  g_autoptr (GString) text = NULL;

  if (user == NULL)
    return NULL;
  roles = reeve_format_user_roles (user);
  status = reeve_format_user_status (user);
  seen = reeve_closure_user_seen_exactly (NULL, user);
  text = g_string_new (user->display_name);
  g_string_append_printf (text, ", %s, %s, %s, ", user->email ? user->email : "", roles, status);
  if (user->last_sign_in != 0)
    /* Translators: spoken for a row; %s: an exact time and an address */
    g_string_append_printf (text, _ ("last sign-in %s"), seen);
  else
    g_string_append (text, seen);
  if (ticked)
    /* Translators: spoken at the end of a row that is selected for an action on many */
    g_string_append (text, _ (", ticked"));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

void
reeve_formatting_bind (GtkWidgetClass *klass)
{
  static const struct
  {
    const char *name;
    GCallback function;
  } closures[] = {
    { "user_name", G_CALLBACK (reeve_closure_user_name) },
    { "user_email", G_CALLBACK (reeve_closure_user_email) },
    { "user_roles", G_CALLBACK (reeve_closure_user_roles) },
    { "user_status", G_CALLBACK (user_status) },
    { "user_status_icon", G_CALLBACK (user_status_icon) },
    { "user_status_classes", G_CALLBACK (user_status_classes) },
    { "user_is_unusual", G_CALLBACK (user_is_unusual) },
    { "user_state", G_CALLBACK (reeve_closure_user_state) },
    { "user_state_icon", G_CALLBACK (reeve_closure_user_state_icon) },
    { "user_state_classes", G_CALLBACK (reeve_closure_user_state_classes) },
    { "user_has_second_factor", G_CALLBACK (user_has_second_factor) },
    { "user_second_factor", G_CALLBACK (reeve_closure_user_second_factor) },
    { "user_second_factor_said", G_CALLBACK (user_second_factor_said) },
    { "user_second_factor_icon", G_CALLBACK (reeve_closure_user_second_factor_icon) },
    { "user_second_factor_classes", G_CALLBACK (reeve_closure_user_second_factor_classes) },
    { "user_seen", G_CALLBACK (reeve_closure_user_seen) },
    { "user_seen_exactly", G_CALLBACK (reeve_closure_user_seen_exactly) },
    { "user_password", G_CALLBACK (user_password) },
    { "user_is_locked", G_CALLBACK (user_is_locked) },
    { "user_lock_title", G_CALLBACK (user_lock_title) },
    { "user_lock", G_CALLBACK (user_lock) },
    { "user_created", G_CALLBACK (user_created) },
    { "user_is_binned", G_CALLBACK (user_is_binned) },
    { "user_bin", G_CALLBACK (user_bin) },
    { "user_spoken", G_CALLBACK (reeve_closure_user_spoken) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (closures); i++)
    gtk_widget_class_bind_template_callback_full (klass, closures[i].name, closures[i].function);
}
