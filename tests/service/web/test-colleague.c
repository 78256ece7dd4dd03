/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A colleague's account, reported in a browser: by whom, how often, what is heard, and who is told. */

#include "config.h"

#include <string.h>

#include "service/api/cases.h"
#include "service/web/sign-in.h"
#include "tests/service/web/visitor.h"

#define MIA "mia@vallis.example"

static char *
add_mia (BoWorld *world)
{
  char *mia = device_add_user (world->admin, MIA, "Mia", "member");

  g_autoptr (GPtrArray) before = take_mails (world->fixture, world->admin->workspace);
  return mia;
}

static void
enter (BoWorld *world)
{
  visitor_open (world->visitor, "/p/colleague");
  visitor_assert (world->visitor, 200, "/p/colleague-sign-in", "<h1>Sign in</h1>");
  visitor_submit (world->visitor, "email", BO, "password", PASSWORD, NULL);
  visitor_assert (world->visitor, 200, "/p/colleague",
                  "<h1>Report a breach of a colleague&apos;s account</h1>");
}

static char *
get_hidden (BoWorld *world, const char *name)
{
  g_autofree char *before = g_strdup_printf ("name=\"%s\" value=\"", name);
  const char *at = strstr (world->visitor->html, before);

  g_assert_nonnull (at);
  at += strlen (before);
  return g_strndup (at, strcspn (at, "\""));
}

static void
tell (BoWorld *world, const char *email, const char *noticed, const char *since)
{
  g_autofree char *key = get_hidden (world, "key");
  g_autofree char *workspace = get_hidden (world, "workspace");

  visitor_submit (world->visitor, "key", key, "workspace", workspace, "email", email, "noticed", noticed,
                  "since", since, NULL);
}

static void
assert_lock (BoWorld *world, const char *id, const char *lock)
{
  g_autoptr (ReeveUser) user = device_get_user (world->admin, id);

  g_assert_cmpstr (user->lock, ==, lock);
}

static ReeveMail *
find_mail (GPtrArray *mails, const char *recipient)
{
  for (guint i = 0; i < mails->len; i++)
    if (g_str_equal (((ReeveMail *) mails->pdata[i])->recipient, recipient))
      return mails->pdata[i];
  g_error ("no mail to %s", recipient);
}

/* Locked at once; those who decide read what was noticed and by whom, and whose account it is whom to ask,
 * and not who told. */
static void
test_told (BoWorld *world, gconstpointer data)
{
  g_autofree char *mia = add_mia (world);

  enter (world);
  tell (world, " MIA@vallis.example ", "Asked me for my code", "2026-01-02");
  visitor_assert (world->visitor, 200, "/p/colleague?done", "<h1>Your report has arrived</h1>");
  assert_lock (world, mia, "breach");
  g_autoptr (GPtrArray) mails = take_mails (world->fixture, world->admin->workspace);
  ReeveMail *asked = find_mail (mails, ADMIN);
  g_assert_nonnull (strstr (asked->text, "Asked me for my code"));
  g_assert_nonnull (strstr (asked->text, BO));
  ReeveMail *told = find_mail (mails, MIA);
  g_assert_cmpstr (told->subject, ==, "Your account was locked");
  g_assert_nonnull (strstr (told->text, "Hana Sato"));
  g_assert_null (strstr (told->text, BO));
  g_assert_null (strstr (told->text, "code\n> "));
  visitor_open (world->visitor, "/p/colleague");
  visitor_assert (world->visitor, 200, "/p/colleague-sign-in", "<h1>Sign in</h1>");
}

/* Of nobody, of somebody and of an administrator the same is heard; three a day. */
static void
test_same (BoWorld *world, gconstpointer data)
{
  static const char *const emails[] = { MIA, "nobody@vallis.example", ADMIN };
  g_autofree char *mia = add_mia (world);
  g_autofree char *first = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (emails); i++)
    {
      enter (world);
      tell (world, emails[i], "Odd mails", "");
      visitor_assert (world->visitor, 200, "/p/colleague?done", "<h1>Your report has arrived</h1>");
      if (first == NULL)
        first = g_strdup (world->visitor->html);
      g_assert_cmpstr (world->visitor->html, ==, first);
    }
  assert_lock (world, mia, "breach");
  assert_lock (world, world->admin->account, "none");
  enter (world);
  tell (world, MIA, "Odd mails", "");
  visitor_assert (world->visitor, 422, "/p/colleague", "which are the most");
}

/* What is missing is said, with what was given kept; and a form that is sent twice is one report. */
static void
test_form (BoWorld *world, gconstpointer data)
{
  g_autofree char *mia = add_mia (world);
  g_autofree char *html = NULL;

  enter (world);
  tell (world, "mia", "", "31.12.2026");
  visitor_assert (world->visitor, 422, "/p/colleague", "Enter an e-mail address");
  visitor_assert (world->visitor, 422, "/p/colleague", "Say what you noticed");
  visitor_assert (world->visitor, 422, "/p/colleague", "Enter a day that has begun");
  tell (world, MIA, "Odd <b>mails</b>", "2999-01-01");
  visitor_assert (world->visitor, 422, "/p/colleague", "Enter a day that has begun");
  visitor_assert (world->visitor, 422, "/p/colleague", "Odd &lt;b&gt;mails&lt;/b&gt;");
  assert_lock (world, mia, "none");
  html = g_strdup (world->visitor->html);
  world->visitor->stays = TRUE;
  for (guint i = 0; i < 5; i++)
    {
      g_set_str (&world->visitor->html, html);
      tell (world, MIA, "Odd mails", "");
      g_assert_no_error (world->visitor->error);
      g_assert_cmpuint (world->visitor->status, ==, 303);
    }
  assert_lock (world, mia, "breach");
}

/* Nobody who is not signed in, nor by a session of other pages, nor after ten minutes. */
static void
test_session (BoWorld *world, gconstpointer data)
{
  g_autofree char *mia = add_mia (world);

  visitor_open (world->visitor, "/p/sign-in");
  visitor_submit (world->visitor, "email", BO, "password", PASSWORD, NULL);
  visitor_assert (world->visitor, 200, "/p/sessions", "<h1>Your devices</h1>");
  enter (world);
  reeve_clock_advance_for_tests (REEVE_PAGE_SESSION_LIFE);
  tell (world, MIA, "Odd mails", "");
  visitor_assert (world->visitor, 200, "/p/colleague-sign-in?over", "ten minutes are over");
  assert_lock (world, mia, "none");
}

/* Who works in several says in which; another one is not theirs to report in. */
static void
test_several (BoWorld *world, gconstpointer data)
{
  g_autofree char *mia = add_mia (world);
  ReeveWorkspace *body = reeve_workspace_new ();
  Visitor *visitor = world->visitor;
  g_autofree char *code = NULL;

  body->name = g_strdup ("Sign in");
  expect_done (device_call (world->admin, workspaces_create, .body = body));
  visitor_open (visitor, "/p/colleague");
  visitor_submit (visitor, "email", ADMIN, "password", PASSWORD, NULL);
  reeve_clock_advance_for_tests (31 * G_USEC_PER_SEC);
  code = code_at (world->admin->key, reeve_clock_now ());
  visitor_submit (visitor, "code", code, NULL);
  visitor_assert (visitor, 200, "/p/colleague", "> Vallis Research</label>");
  visitor_assert (visitor, 200, "/p/colleague", "> Sign in</label>");
  g_autofree char *key = get_hidden (world, "key");
  visitor_submit (visitor, "key", key, "email", MIA, "noticed", "Odd mails", NULL);
  visitor_assert (visitor, 422, "/p/colleague", "Choose the workspace.");
  visitor_submit (visitor, "key", key, "workspace", world->admin->workspace, "email", MIA, "noticed",
                  "Odd mails", NULL);
  visitor_assert (visitor, 200, "/p/colleague?done", "<h1>Your report has arrived</h1>");
  assert_lock (world, mia, "breach");
  enter (world);
  g_autofree char *other = get_hidden (world, "key");
  visitor_submit (visitor, "key", other, "workspace", "00000000-0000-7000-8000-000000000000", "email", MIA,
                  "noticed", "Odd mails", NULL);
  visitor_assert (visitor, 200, "/p/colleague", "<h1>Not from here</h1>");
}

#define ADD(name, func) g_test_add ("/colleague/" name, BoWorld, NULL, set_up_bo, func, tear_down_bo)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("told", test_told);
  ADD ("same", test_same);
  ADD ("form", test_form);
  ADD ("several", test_several);
  ADD ("session", test_session);
  return g_test_run ();
}
