/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "breach-world.h"

#define BO_NAME "Bo Lindqvist <bo@vallis.example>"
#define OFFICE  "192.0.2.10"
#define STRANGE "203.0.113.66"
#define BEFORE  (4 * REEVE_DAY) /* of the pack, before `since` */

static void
append (BreachWorld *self, const ReeveAccessEvent *event)
{
  ReeveAccessLog *log = reeve_installation_get_access_log (self->fixture->installation);

  reeve_access_log_append (log, self->admin->workspace, event);
  if (event->time % 1000 == 0)
    reeve_access_log_flush (log);
}

static void
add (BreachWorld *self, const ReeveAccessEvent *event)
{
  append (self, event);
  if (event->time < self->since - BEFORE)
    return;
  self->n_events++;
  if (event->time < self->reported || g_strcmp0 (event->actor, self->bo) != 0)
    return;
  self->uses += event->result == REEVE_ACCESS_OK;
  self->failures += event->result != REEVE_ACCESS_OK;
}

static ReeveAccessEvent
make_sign_in (BreachWorld *self, gint64 time, const char *address, gboolean ok)
{
  return (ReeveAccessEvent) {
    .time = time,
    .duration_us = 1200,
    .status = ok ? 200 : 401,
    .result = ok ? REEVE_ACCESS_OK : REEVE_ACCESS_REFUSED,
    .action = "sign-in",
    .actor = self->bo,
    .actor_name = BO_NAME,
    .address = address,
    .agent = "Reeve/0.1",
    .outcome = ok ? NULL : "password_wrong",
    .route = "POST /v1/sign-in",
    .session = ok ? "0190cccc-0000-7000-8000-00000000cafe" : NULL,
  };
}

static ReeveAccessEvent
make_request (BreachWorld *self, gint64 time, const char *address, guint i, char object[64])
{
  static const char *const actions[] = { "user.read", "users.export", "user.save", "folder.read" };
  static const char *const routes[] = { "GET /v1/workspaces/{workspace}/users/{user}",
                                        "GET /v1/workspaces/{workspace}/users/export",
                                        "PATCH /v1/workspaces/{workspace}/users/{user}",
                                        "GET /v1/workspaces/{workspace}/folders/{folder}" };

  g_snprintf (object, 64, "0190dddd-0000-7000-8000-%012x", i % 50);
  return (ReeveAccessEvent) {
    .time = time,
    .duration_us = 900 + i % 700,
    .status = i % 9 == 8 ? 403 : 200,
    .bytes_out = 1500 + i,
    .result = i % 9 == 8 ? REEVE_ACCESS_REFUSED : REEVE_ACCESS_OK,
    .action = actions[i % 4],
    .actor = self->bo,
    .actor_name = BO_NAME,
    .address = address,
    .agent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36",
    .object = object,
    .object_name = i % 5 == 0 ? "=HYPERLINK(\"http://evil.example\")" : "Salaries 2026",
    .route = routes[i % 4],
    .session = "0190cccc-0000-7000-8000-00000000cafe",
  };
}

static void
add_habits (BreachWorld *self)
{
  for (gint64 time = self->since - 20 * REEVE_DAY; time < self->since; time += 7 * REEVE_HOUR)
    {
      ReeveAccessEvent event = make_sign_in (self, time + 1, OFFICE, TRUE);

      add (self, &event);
    }
}

/* Guessing, coming in, looking round, being locked out. */
static void
add_stranger (BreachWorld *self)
{
  char object[64];

  for (guint i = 0; i < 40; i++)
    {
      ReeveAccessEvent event =
        make_sign_in (self, self->since + i * REEVE_MINUTE + 7, "2001:db8:bad::1", i == 39);

      add (self, &event);
    }
  for (guint i = 0; i < 60; i++)
    {
      ReeveAccessEvent event =
        make_request (self, self->reported - REEVE_HOUR + i * 3 * REEVE_MINUTE + 11, STRANGE, i, object);

      add (self, &event);
    }
  for (guint i = 0; i < 12; i++)
    {
      ReeveAccessEvent event =
        make_sign_in (self, self->contained + (i + 1) * REEVE_MINUTE + 13, STRANGE, FALSE);

      add (self, &event);
    }
}

static void
add_others (BreachWorld *self, gint64 others)
{
  const ReeveAccessEvent about = { .time = self->reported - 2 * REEVE_HOUR + 17,
                                   .status = 200,
                                   .action = "user.save",
                                   .actor = self->admin->account,
                                   .actor_name = "Hana Sato <hana@vallis.example>",
                                   .address = "192.0.2.1",
                                   .object = self->bo,
                                   .object_name = "Bo Lindqvist",
                                   .route = "PATCH /v1/workspaces/{workspace}/users/{user}",
                                   .session = "0190cccc-0000-7000-8000-00000000beef" };

  add (self, &about);
  for (gint64 i = 0; i < others; i++)
    {
      const ReeveAccessEvent event = {
        .time =
          self->since - BEFORE + i * ((self->now - self->since + BEFORE) / (others + 1)) / 1000 * 1000 + 501,
        .status = 200,
        .action = "folder.read",
        .actor = self->admin->account,
        .actor_name = "Hana Sato <hana@vallis.example>",
        .address = "192.0.2.1",
        .object = "0190dddd-0000-7000-8000-0000000000aa",
        .object_name = BREACH_SECRET,
        .route = "GET /v1/workspaces/{workspace}/folders/{folder}",
      };

      append (self, &event);
      if (i % 2000 == 1999)
        reeve_access_log_flush (reeve_installation_get_access_log (self->fixture->installation));
    }
}

static void
add_foreign (BreachWorld *self)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) reeve_access_event_free);
  g_autoptr (GError) error = NULL;
  ReeveAccessIntake intake;
  const char *const actors[] = { "bo@vallis.example", "carl@vallis.example" };

  for (guint i = 0; i < 2; i++)
    {
      const ReeveAccessEvent event = { .time = self->reported + REEVE_HOUR + i,
                                       .action = "app.open",
                                       .actor = actors[i],
                                       .address = STRANGE,
                                       .source = "okta",
                                       .source_id = actors[i],
                                       .text = i == 0 ? "opened Payroll" : BREACH_SECRET };

      g_ptr_array_add (events, reeve_access_event_copy (&event));
    }
  g_assert_true (reeve_access_log_ingest (reeve_installation_get_access_log (self->fixture->installation),
                                          self->admin->workspace, events, 30,
                                          g_get_monotonic_time () + 60 * G_USEC_PER_SEC, &intake, &error));
  g_assert_no_error (error);
  self->n_events++;
  self->uses++;
}

static void
add_busy (BreachWorld *self, gint64 busy)
{
  gint64 from = self->since - BEFORE + REEVE_MINUTE;
  char object[64];

  for (gint64 i = 0; i < busy; i++)
    {
      ReeveAccessEvent event = make_request (
        self, from + i * ((self->reported - from) / (busy + 1)) / 1000 * 1000 + 3, OFFICE, (guint) i, object);

      add (self, &event);
      if (i % 2000 == 1999)
        reeve_access_log_flush (reeve_installation_get_access_log (self->fixture->installation));
    }
}

static void
change_roles (BreachWorld *self, const char *patch)
{
  g_autoptr (ReeveUser) user = device_get_user (self->admin, self->bo);
  g_autoptr (Answer) answer =
    device_call (self->admin, users_save, .object = self->bo, .patch = patch, .if_match = user->version);

  assert_done (answer);
}

BreachWorld *
breach_world_new (gint64 busy, gint64 others)
{
  BreachWorld *self = g_new0 (BreachWorld, 1);
  ReeveAccessLog *log;

  self->fixture = fixture_new ();
  self->admin = device_set_up (self->fixture);
  self->bo = device_add_user (self->admin, "bo@vallis.example", "Bo Lindqvist", "auditor");
  reeve_clock_advance_for_tests (24 * REEVE_DAY);
  self->since = reeve_clock_now () / REEVE_HOUR * REEVE_HOUR;
  self->reported = self->since + 26 * REEVE_HOUR;
  self->contained = self->reported + 90 * REEVE_MINUTE;
  self->now = self->contained + 3 * REEVE_HOUR;
  reeve_clock_set_for_tests (self->reported - REEVE_HOUR);
  change_roles (self, "{\"roles\":[\"auditor\",\"member\"]}");
  reeve_clock_set_for_tests (self->now);
  change_roles (self, "{\"roles\":[\"member\"]}");
  log = reeve_installation_get_access_log (self->fixture->installation);
  add_habits (self);
  add_busy (self, busy);
  add_stranger (self);
  add_others (self, others);
  add_foreign (self);
  reeve_access_log_catch_up (log, self->admin->workspace);
  reeve_access_log_flush (log);
  g_assert_cmpint (reeve_access_log_get_lost (log), ==, 0);
  return self;
}

void
breach_world_free (BreachWorld *self)
{
  device_free (self->admin);
  fixture_free (self->fixture);
  g_free (self->bo);
  g_free (self);
}

ReeveEvidenceMatter *
breach_world_make_matter (BreachWorld *self)
{
  ReeveEvidenceMatter *matter = reeve_evidence_matter_new ();

  matter->number = g_strdup ("2026-17");
  matter->title = g_strdup ("Bo's password");
  matter->text = g_strdup ("Bo typed the password into a page that was not ours.");
  matter->workspace = g_strdup (self->admin->workspace);
  matter->workspace_name = g_strdup ("Vallis");
  matter->maker = g_strdup (self->admin->account);
  matter->maker_name = g_strdup ("Hana Sato <hana@vallis.example>");
  matter->made = self->now;
  matter->since = self->since;
  matter->reported = self->reported;
  matter->contained = self->contained;
  matter->from = self->since - BEFORE;
  matter->until = self->now;
  reeve_evidence_matter_add_person (matter, self->bo, BO_NAME);
  reeve_evidence_matter_add_step (matter, self->reported, "Hana Sato <hana@vallis.example>", "reported",
                                  "A page that was not ours");
  reeve_evidence_matter_add_step (matter, self->contained, "Hana Sato <hana@vallis.example>", "contained",
                                  NULL);
  return matter;
}
