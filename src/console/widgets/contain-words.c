/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/widgets/contain-words.h"

#include <glib/gi18n.h>

#include "common/error.h"
#include "console/widgets/formatting.h"
#include "console/widgets/leaving-words.h"
#include "console/widgets/word-table.h"
#include "console/widgets/wording.h"

void
reeve_contain_line_free (ReeveContainLine *self)
{
  g_free (self->title);
  g_free (self->subtitle);
  g_free (self);
}

/* @title, @subtitle: (transfer full) */
static void
add (GPtrArray *lines, const char *icon, char *title, char *subtitle)
{
  ReeveContainLine *line = g_new0 (ReeveContainLine, 1);

  line->icon = icon;
  line->title = title;
  line->subtitle = subtitle;
  g_ptr_array_add (lines, line);
}

static GPtrArray *
lines_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) reeve_contain_line_free);
}

/* @format: a text of ngettext with one "%s" for @n */
static char *
count (const char *format, gint64 n)
{
  g_autofree char *number = reeve_format_count (n);

  return reeve_words_put (format, number);
}

/* --- Whom --- */

/* How many would be locked; -1: that is not known */
static gint64
count_people (const ReeveWhom *whom, const ReeveCaseEffects *effects)
{
  if (effects == NULL)
    return whom->n;
  return effects->people != NULL ? g_strv_length (effects->people) : 0;
}

/* Where it is about one person: their name, as far as it is known. (nullable) */
static const char *
find_name (const ReeveWhom *whom, const ReeveCaseEffects *effects)
{
  if (reeve_whom_is_one (whom) && whom->name != NULL)
    return whom->name;
  if (effects != NULL && count_people (whom, effects) == 1 && effects->names != NULL)
    return effects->names[0];
  return NULL;
}

static gboolean
is_one (const ReeveWhom *whom, const ReeveCaseEffects *effects)
{
  return reeve_whom_is_one (whom) || count_people (whom, effects) == 1;
}

/* The name to put into a sentence. */
static char *
call_one (const ReeveWhom *whom, const ReeveCaseEffects *effects)
{
  const char *name = find_name (whom, effects);

  return name != NULL ? reeve_format_isolate (name) : g_strdup (_ ("This person"));
}

char *
reeve_contain_words_whom (const ReeveWhom *whom)
{
  g_autofree char *name = NULL;

  if (reeve_whom_is_one (whom))
    return g_strdup (whom->name != NULL ? whom->name : _ ("This person"));
  if (whom->kind == REEVE_WHOM_GROUP && whom->name == NULL)
    return g_strdup (_ ("Everybody in this group"));
  if (whom->kind == REEVE_WHOM_GROUP)
    {
      name = reeve_format_isolate (whom->name);
      /* Translators: %s: a group */
      return g_strdup_printf (_ ("Everybody in %s"), name);
    }
  if (whom->kind == REEVE_WHOM_ADDRESS)
    {
      name = reeve_format_isolate_ltr (whom->id);
      /* Translators: %s: a network address, from which they signed in, or did something else */
      return g_strdup_printf (_ ("Everybody who came in from %s"), name);
    }
  return count (ngettext ("%s person", "%s people", (gulong) whom->n), whom->n);
}

char *
reeve_contain_words_question (const ReeveWhom *whom, const ReeveCaseEffects *effects)
{
  gint64 n = count_people (whom, effects);
  g_autofree char *name = NULL;

  if (is_one (whom, effects) && find_name (whom, effects) == NULL)
    return g_strdup (_ ("Lock This Account?"));
  if (is_one (whom, effects))
    {
      name = call_one (whom, effects);
      /* Translators: a heading; %s: a person */
      return g_strdup_printf (_ ("Lock %s?"), name);
    }
  if (n > 0)
    return count (ngettext ("Lock %s Account?", "Lock %s Accounts?", (gulong) n), n);
  name = reeve_contain_words_whom (whom);
  /* Translators: a heading; %s: "Everybody in Northlab" */
  return g_strdup_printf (_ ("Lock: %s?"), name);
}

char *
reeve_contain_words_meaning (const ReeveWhom *whom, const ReeveCaseEffects *effects)
{
  return g_strdup (
    is_one (whom, effects)
      ? _ ("Whoever is in the account is out at once. Only an instruction opens it again.")
      : _ ("Whoever is in these accounts is out at once. Only an instruction opens them again."));
}

char *
reeve_contain_words_button (const ReeveWhom *whom, const ReeveCaseEffects *effects)
{
  gint64 n = count_people (whom, effects);

  if (is_one (whom, effects))
    return g_strdup (_ ("_Lock Account"));
  if (n <= 0)
    return g_strdup (_ ("_Lock Accounts"));
  return count (ngettext ("_Lock %s Account", "_Lock %s Accounts", (gulong) n), n);
}

/* --- What comes of it --- */

static char *
say_locked (gint64 locked, gint64 total)
{
  g_autofree char *n = reeve_format_count (locked);
  g_autofree char *all = reeve_format_count (total);

  /* Translators: %1$s of %2$s accounts */
  return g_strdup_printf (g_dngettext (NULL, "%1$s of %2$s is locked already, and stays so",
                                       "%1$s of %2$s are locked already, and stay so", (gulong) locked),
                          n, all);
}

static char *
say_last (const ReeveWhom *whom, const ReeveCaseEffects *effects)
{
  g_autofree char *name = NULL;

  if (!is_one (whom, effects))
    return g_strdup (_ ("The last administrator is among them: nobody could administer the workspace"));
  name = call_one (whom, effects);
  /* Translators: %s: a person */
  return g_strdup_printf (_ ("%s is the last administrator: nobody could administer the workspace"), name);
}

GPtrArray *
reeve_contain_words_exceptions (const ReeveWhom *whom, const ReeveCaseEffects *effects)
{
  GPtrArray *lines = lines_new ();
  gint64 n = count_people (whom, effects);
  gboolean one = is_one (whom, effects) && effects->locked == 0;

  if (effects->last)
    add (lines, "dialog-warning-symbolic", say_last (whom, effects), NULL);
  if (effects->self && n > 0)
    add (lines, "avatar-default-symbolic", g_strdup (_ ("You are left out")),
         g_strdup (_ ("Another administrator can lock your account.")));
  if (effects->locked > 0 && n > 0)
    add (lines, "system-lock-screen-symbolic",
         say_locked (effects->locked, n + effects->locked + effects->self), NULL);
  if (effects->shared > 0 && one)
    add (lines, "dialog-information-symbolic", g_strdup (_ ("Other workspaces stay open to them")), NULL);
  else if (effects->shared > 0)
    add (lines, "dialog-information-symbolic",
         count (ngettext ("%s person keeps other workspaces open", "%s people keep other workspaces open",
                          (gulong) effects->shared),
                effects->shared),
         NULL);
  if (n > 0 && (effects->asked == NULL || effects->asked[0] == NULL))
    add (lines, "dialog-warning-symbolic", g_strdup (_ ("Nobody else here can give the instruction")),
         g_strdup (_ ("Give somebody else that right, or ask support.")));
  return lines;
}

static void
add_asked (GPtrArray *lines, const ReeveCaseEffects *effects)
{
  if (effects->asked != NULL && effects->asked[0] != NULL)
    add (lines, "mail-send-symbolic", g_strdup (_ ("They are asked for the instruction")),
         reeve_leaving_words_join (effects->asked, FALSE));
}

GPtrArray *
reeve_contain_words_ends (const ReeveWhom *whom, const ReeveCaseEffects *effects)
{
  GPtrArray *lines = lines_new ();

  if (count_people (whom, effects) == 0)
    return lines;
  if (effects->sessions > 0)
    add (
      lines, "computer-symbolic",
      count (ngettext ("%s session ends", "%s sessions end", (gulong) effects->sessions), effects->sessions),
      count (ngettext ("On %s device", "On %s devices", (gulong) effects->devices), effects->devices));
  else
    add (lines, "computer-symbolic", g_strdup (_ ("No session is open")),
         g_strdup (_ ("Nobody can sign in from now on.")));
  if (effects->links > 0)
    add (lines, "insert-link-symbolic",
         count (
           ngettext ("%s mailed link stops working", "%s mailed links stop working", (gulong) effects->links),
           effects->links),
         NULL);
  if (effects->approvals > 0)
    add (lines, "changes-prevent-symbolic",
         count (ngettext ("%s pending approval ends, and is not carried out",
                          "%s pending approvals end, and are not carried out", (gulong) effects->approvals),
                effects->approvals),
         NULL);
  if (effects->resets > 0)
    add (lines, "dialog-password-symbolic",
         count (ngettext ("%s reset of a second factor ends", "%s resets of a second factor end",
                          (gulong) effects->resets),
                effects->resets),
         NULL);
  add_asked (lines, effects);
  return lines;
}

char *
reeve_contain_words_obstacle (const ReeveWhom *whom, const ReeveCaseEffects *effects, gboolean support)
{
  g_autofree char *name = NULL;

  if (effects->last && !support && count_people (whom, effects) > 0)
    return g_strdup (_ ("Make somebody else an administrator first, or call support."));
  if (count_people (whom, effects) > 0)
    return NULL;
  if (effects->self && effects->locked == 0)
    return g_strdup (_ ("This is your own account: another administrator can lock it."));
  if (reeve_whom_is_one (whom) && effects->locked > 0)
    {
      name = call_one (whom, effects);
      /* Translators: %s: a person */
      return g_strdup_printf (_ ("%s is locked already."), name);
    }
  if (effects->locked > 0)
    return g_strdup (_ ("All of them are locked already."));
  if (whom->kind == REEVE_WHOM_ADDRESS)
    return g_strdup (_ ("Nobody who has an account here came in from there."));
  if (whom->kind == REEVE_WHOM_GROUP)
    return g_strdup (_ ("Nobody is in this group."));
  return g_strdup (_ ("There is nobody to lock: they may have been removed."));
}

/* --- What came of it --- */

char *
reeve_contain_words_failure (const GError *error)
{
  g_autofree char *title = NULL;

  if (reeve_error_get_code (error) == REEVE_ERROR_UNREACHABLE)
    return g_strdup (_ ("Not locked: the service did not answer"));
  title = reeve_wording_title (error);
  /* Translators: %s: why: a sentence without its full stop */
  return g_strdup_printf (_ ("Not locked: %s"), title);
}

char *
reeve_contain_words_help (const GError *error, gboolean doubt)
{
  const char *again =
    _ ("Try again: nothing is done twice. If it stays like this, call whoever runs the service.");
  g_autofree char *advice = reeve_wording_advice (error);

  if (g_strcmp0 (reeve_error_get_reason (error), "last_administrator") == 0)
    return g_strdup (_ ("Make somebody else an administrator first, or call support."));
  if (reeve_error_get_code (error) == REEVE_ERROR_INTERNAL) /* with the number under which they find it */
    return g_strdup_printf ("%s %s", again, advice);
  return doubt ? g_strdup (again) : g_steal_pointer (&advice);
}

char *
reeve_contain_words_done (const ReeveWhom *whom, ReeveCase *done)
{
  g_autofree char *name = NULL;

  if (done->people != 1 && !reeve_whom_is_one (whom))
    return count (ngettext ("%s account is locked", "%s accounts are locked", (gulong) done->locked),
                  done->locked);
  name = reeve_whom_is_one (whom) && whom->name != NULL ? g_strdup (whom->name)
                                                        : reeve_format_account_name (done->person_name);
  /* Translators: a toast; %s: a person */
  return g_strdup_printf (_ ("%s is locked"), name);
}
