/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* External contacts: who may ask them, what they see of a folder and what not, that they answer once, and
 * that whatever ends it is in force at the next request. */

#include "config.h"

#include <string.h>

#include "common/grant.h"
#include "common/permission-draft.h"
#include "service/api/contacts.h"
#include "service/api/folders.h"
#include "service/api/permissions.h"
#include "tests/service/web/visitor.h"

#define EVE "eve@outside.example"

typedef struct
{
  BoWorld bo;
  Device *hana;
  Visitor *visitor;
  char *above;  /* "Board", in which is … */
  char *folder; /* "Tenders", what is asked about */
  char *beside; /* "Salaries", in "Board" too */
  char *open;   /* "Plans", in "Tenders" */
  char *shut;   /* "Sealed", in "Tenders", inherits nothing */
} World;

static char *
make_folder (Device *self, const char *name, const char *parent)
{
  ReeveFolder *body = reeve_folder_new ();

  body->name = g_strdup (name);
  body->parent = g_strdup (parent);
  g_autoptr (Answer) answer = device_call (self, folders_create, .body = body);
  assert_done (answer);
  return g_strdup (REEVE_FOLDER (answer->reply)->id);
}

/* @change: (transfer full) */
static Answer *
try_plan (Device *self, ReevePermissionChange *change)
{
  ReevePermissionDraft *draft = reeve_permission_draft_new ();

  draft->changes = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (draft->changes, change);
  return device_call (self, permissions_plan, .body = draft);
}

/* @change: (transfer full); applied with a code */
static Answer *
try_change (Device *self, ReevePermissionChange *change)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func (g_object_unref);
  ReevePermissionDraft *draft = reeve_permission_draft_new ();

  g_ptr_array_add (changes, change);
  draft->changes = g_ptr_array_ref (changes);
  g_autoptr (Answer) preview = device_call (self, permissions_plan, .body = draft);
  if (preview->error != NULL)
    return g_steal_pointer (&preview);
  draft = reeve_permission_draft_new ();
  draft->changes = g_ptr_array_ref (changes);
  draft->hash = g_strdup (REEVE_PERMISSION_PREVIEW (preview->reply)->hash);
  return device_call (self, permissions_apply_sensitive, .body = draft);
}

static void
set_up (World *world, gconstpointer data)
{
  set_up_bo (&world->bo, data);
  world->hana = world->bo.admin;
  world->visitor = world->bo.visitor;
  world->above = make_folder (world->hana, "Board", NULL);
  world->folder = make_folder (world->hana, "Tenders", world->above);
  world->beside = make_folder (world->hana, "Salaries", world->above);
  world->open = make_folder (world->hana, "Plans", world->folder);
  world->shut = make_folder (world->hana, "Sealed", world->folder);
  expect_done (try_change (world->hana, reeve_permission_change_new_for_folder ("break", world->shut)));
  g_autoptr (GPtrArray) earlier = take_mails (world->bo.fixture, world->hana->workspace);
}

static void
tear_down (World *world, gconstpointer data)
{
  g_free (world->above);
  g_free (world->folder);
  g_free (world->beside);
  g_free (world->open);
  g_free (world->shut);
  tear_down_bo (&world->bo, data);
}

static ReeveContact *
new_contact (World *world, const char *email, const char *verb)
{
  ReeveContact *body = reeve_contact_new ();
  const char *const verbs[] = { verb, NULL };

  body->email = g_strdup (email);
  body->display_name = g_strdup ("Eve Out");
  body->folder = g_strdup (world->folder);
  body->message = g_strdup ("Please <b>look</b>");
  reeve_set_texts (&body->verbs, verbs);
  return body;
}

/* The path of the link in the one mail there is. */
static char *
take_link (World *world, const char *recipient)
{
  g_autoptr (GPtrArray) mails = take_mails (world->bo.fixture, world->hana->workspace);

  g_assert_cmpuint (mails->len, ==, 1);
  g_assert_cmpstr (REEVE_MAIL (mails->pdata[0])->recipient, ==, recipient);
  return get_link_path (mails->pdata[0]);
}

/* @id: (out) (nullable) */
static char *
ask (World *world, const char *verb, char **id)
{
  g_autoptr (Answer) answer =
    device_call (world->hana, contacts_create, .body = new_contact (world, EVE, verb));

  assert_done (answer);
  if (id != NULL)
    *id = g_strdup (REEVE_CONTACT (answer->reply)->id);
  return take_link (world, EVE);
}

static ReeveContact *
get_contact (World *world, const char *id)
{
  g_autoptr (Answer) answer = device_call (world->hana, contacts_get, .object = id);

  assert_done (answer);
  return g_object_ref (REEVE_CONTACT (answer->reply));
}

static void
assert_state (World *world, const char *id, const char *state)
{
  g_autoptr (ReeveContact) contact = get_contact (world, id);

  g_assert_cmpstr (contact->state, ==, state);
}

static guint
count_grants (World *world, const char *id)
{
  g_autofree char *query = g_strdup_printf ("principalKind=contact&principal=%s", id);
  g_autoptr (Answer) answer = device_call (world->hana, permissions_list_grants, .query = query);

  assert_done (answer);
  return answer->listing->items->len;
}

static void
assert_gone (World *world, const char *path)
{
  visitor_open (world->visitor, path);
  visitor_assert (world->visitor, 410, "/p/contact", "<h1>This link does not work any more</h1>");
}

static char *
get_hidden_contact (Visitor *visitor)
{
  const char *at = strstr (visitor->html, "name=\"contact\" value=\"");

  g_assert_nonnull (at);
  at += strlen ("name=\"contact\" value=\"");
  return g_strndup (at, strcspn (at, "\""));
}

/* @verbs: (nullable): they do not reach it */
static void
assert_holder (World *world, const char *folder, const char *id, const char *verbs)
{
  g_autoptr (Answer) answer = device_call (world->hana, permissions_access, .object = folder);
  guint n = verbs != NULL ? 1 : 0;

  assert_done (answer);
  g_assert_cmpuint (answer->listing->items->len, ==, n);
  g_assert_cmpint (answer->listing->total, ==, n);
  if (verbs != NULL)
    {
      ReevePermissionHolder *holder = answer->listing->items->pdata[0];
      g_autofree char *shown = g_strjoinv (",", holder->verbs);

      g_assert_cmpstr (holder->id, ==, id);
      g_assert_cmpstr (holder->kind, ==, "contact");
      g_assert_cmpstr (holder->email, ==, EVE);
      g_assert_cmpstr (shown, ==, verbs);
    }
}

/* --- What they see --- */

/* The folder, what is in it that they may view, and nothing above, beside or shut; looking uses nothing up.
 */
static void
test_look (World *world, gconstpointer data)
{
  static const char *const hidden[] = { "Board", "Salaries", "Sealed", "Approve", "bo@", NULL };
  g_autofree char *id = NULL;
  g_autofree char *path = ask (world, "view", &id);
  Visitor *visitor = world->visitor;

  g_assert_cmpuint (count_grants (world, id), ==, 1);
  assert_state (world, id, "waiting");
  for (guint i = 0; i < 20; i++)
    visitor_open (visitor, path);
  visitor_assert (visitor, 200, "/p/contact", "<h1>You are asked for an answer</h1>");
  g_assert_nonnull (strstr (visitor->html, "Tenders"));
  g_assert_nonnull (strstr (visitor->html, "<li>Plans</li>"));
  g_assert_nonnull (strstr (visitor->html, "Please &lt;b&gt;look&lt;/b&gt;"));
  for (guint i = 0; hidden[i] != NULL; i++)
    g_assert_null (strstr (visitor->html, hidden[i]));
  g_assert_null (strstr (visitor->html, strrchr (path, '/') + 1));
  assert_state (world, id, "opened");
}

/* More folders than are named are counted, and only those that they may view. */
static void
test_counts (World *world, gconstpointer data)
{
  g_autofree char *path = ask (world, "view", NULL);

  for (guint i = 0; i < REEVE_CONTACT_FOLDERS + 2; i++)
    {
      g_autofree char *name = g_strdup_printf ("Part %03u", i);
      g_autofree char *folder = make_folder (world->hana, name, world->folder);
    }
  visitor_open (world->visitor, path);
  visitor_assert (world->visitor, 200, "/p/contact",
                  "More folders in it: 3."); /* "Plans" is one, "Sealed" none */
}

/* --- Answering --- */

/* Approved once, with words; who asked is told, and there is nothing left to use. */
static void
test_approve (World *world, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autofree char *path = ask (world, "approve", &id);
  Visitor *visitor = world->visitor;
  g_autofree char *shown = NULL;

  visitor_open (visitor, path);
  shown = get_hidden_contact (visitor);
  g_assert_cmpstr (shown, ==, id);
  visitor_submit (visitor, "contact", id, "text", "fine", NULL);
  visitor_assert (visitor, 422, "/p/contact", "Choose whether you approve or decline.");
  visitor_submit (visitor, "contact", id, "text", "fine", "decision", "manage", NULL);
  visitor_assert (visitor, 422, "/p/contact", "Choose whether you approve or decline.");
  visitor_submit (visitor, "contact", world->folder, "decision", "approved", NULL); /* not what was shown */
  visitor_assert (visitor, 200, "/p/contact", "<h1>You are asked for an answer</h1>");
  assert_state (world, id, "opened");
  visitor_submit (visitor, "contact", id, "text", " fine <i>by</i> me ", "decision", "approved", NULL);
  visitor_assert (visitor, 200, "/p/contact-done", "<h1>Your answer is sent</h1>");

  g_autoptr (ReeveContact) contact = get_contact (world, id);
  g_assert_cmpstr (contact->state, ==, "answered");
  g_assert_cmpstr (contact->decision, ==, "approved");
  g_assert_cmpstr (contact->answer, ==, "fine <i>by</i> me");
  g_assert_cmpint (contact->answered, !=, 0);
  g_assert_cmpuint (count_grants (world, id), ==, 0);
  g_autoptr (GPtrArray) mails = take_mails (world->bo.fixture, world->hana->workspace);
  g_assert_cmpuint (mails->len, ==, 1);
  g_assert_cmpstr (REEVE_MAIL (mails->pdata[0])->recipient, ==, ADMIN);
  g_assert_nonnull (strstr (REEVE_MAIL (mails->pdata[0])->text, "approves"));
  g_assert_nonnull (strstr (REEVE_MAIL (mails->pdata[0])->text, "fine <i>by</i> me"));
  assert_gone (world, path);
  g_autoptr (Answer) history = device_call (world->hana, contacts_history, .object = id);
  assert_done (history);
  ReeveAuditEntry *entry = history->listing->items->pdata[0];
  g_assert_cmpstr (entry->action, ==, "contact.answer");
  g_assert_cmpstr (entry->actor, ==, id);
}

/* Who may only view decides nothing, whatever they send, and says something. */
static void
test_view_only (World *world, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autofree char *path = ask (world, "view", &id);
  Visitor *visitor = world->visitor;
  g_autofree char *long_text = g_strnfill (REEVE_CONTACT_ANSWER + 1, 'a');

  visitor_open (visitor, path);
  visitor_submit (visitor, "contact", id, "text", "hm", "decision", "approved", NULL);
  visitor_assert (visitor, 422, "/p/contact", "You are asked for an answer");
  visitor_submit (visitor, "contact", id, "text", "  ", NULL);
  visitor_assert (visitor, 422, "/p/contact", "Enter your answer");
  visitor_submit (visitor, "contact", id, "text", long_text, NULL);
  visitor_assert (visitor, 422, "/p/contact", "Please write less");
  assert_state (world, id, "opened");
  visitor_submit (visitor, "contact", id, "text", "hm", NULL);
  visitor_assert (visitor, 200, "/p/contact-done", "<h1>Your answer is sent</h1>");
  g_autoptr (ReeveContact) contact = get_contact (world, id);
  g_assert_null (contact->decision);
}

typedef struct
{
  Fixture *fixture;
  const ReeveSecret *token;
  guint n;
  gint *done;
} Racer;

static gpointer
race (gpointer data)
{
  Racer *self = data;

  for (guint i = 0; i < self->n; i++)
    {
      g_autoptr (ReeveCall) call = reeve_call_new (self->fixture->installation, self->fixture->signer);
      g_autoptr (GError) error = NULL;

      call->audit_action = "contact.answer";
      call->source.address = (char *) "192.0.2.9";
      call->now = reeve_clock_now ();
      call->deadline = g_get_monotonic_time () + 600 * G_USEC_PER_SEC;
      if (reeve_contact_answer (call, self->token, "me", "approved", &error))
        g_atomic_int_inc (self->done);
      else
        g_assert_error (error, REEVE_ERROR, REEVE_ERROR_NOT_FOUND);
    }
  return NULL;
}

/* A thousand submits on ten threads: one answer, one mail. */
static void
test_race (World *world, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autofree char *path = ask (world, "approve", &id);
  g_autoptr (ReeveSecret) token = reeve_secret_new_text (strrchr (path, '/') + 1);
  gint done = 0;
  Racer racer = { world->bo.fixture, token, 100, &done };
  GThread *threads[10];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("race", race, &racer);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (done, ==, 1);
  g_autoptr (GPtrArray) mails = take_mails (world->bo.fixture, world->hana->workspace);
  g_assert_cmpuint (mails->len, ==, 1);
}

/* --- Ends --- */

/* Revoked while the page is open: neither the page nor what it sends works, and the grant is gone. */
static void
test_revoke (World *world, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autofree char *path = ask (world, "approve", &id);
  Visitor *visitor = world->visitor;

  visitor_open (visitor, path);
  assert_holder (world, world->open, id, "view,approve");
  assert_holder (world, world->shut, id, NULL);
  expect_done (device_call (world->hana, contacts_revoke, .object = id));
  visitor_submit (visitor, "contact", id, "decision", "approved", NULL);
  visitor_assert (visitor, 410, "/p/contact", "<h1>This link does not work any more</h1>");
  assert_gone (world, path);
  assert_state (world, id, "revoked");
  g_assert_cmpuint (count_grants (world, id), ==, 0);
  assert_holder (world, world->open, id, NULL);
  expect_refused (device_call (world->hana, contacts_revoke, .object = id), REEVE_ERROR_CONFLICT,
                  "contact_over");
  expect_refused (device_call (world->hana, contacts_resend, .object = id), REEVE_ERROR_CONFLICT,
                  "contact_over");
}

/* The folder put into the bin ends it as well. */
static void
test_model (World *world, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autofree char *path = ask (world, "approve", &id);
  ReevePermissionChange *bin = reeve_permission_change_new_for_folder ("bin", world->above);

  visitor_open (world->visitor, path);
  visitor_assert (world->visitor, 200, "/p/contact", "Tenders");
  expect_done (try_change (world->hana, bin));
  visitor_submit (world->visitor, "contact", id, "decision", "approved", NULL);
  visitor_assert (world->visitor, 410, "/p/contact", "<h1>This link does not work any more</h1>");
  assert_gone (world, path);
  assert_state (world, id, "opened");
}

/* By the clock, to the microsecond; a link that never was gets the same page. */
static void
test_expiry (World *world, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autofree char *path = ask (world, "view", &id);
  g_autofree char *foreign = g_strdup (path);
  g_autofree char *gone = NULL;

  foreign[strlen (foreign) - 2] = foreign[strlen (foreign) - 2] == 'A' ? 'B' : 'A';
  reeve_clock_set_for_tests (reeve_clock_now () + REEVE_CONTACT_LIFE - 1);
  visitor_open (world->visitor, path);
  visitor_assert (world->visitor, 200, "/p/contact", "Tenders");
  reeve_clock_set_for_tests (reeve_clock_now () + 1);
  assert_gone (world, path);
  gone = g_strdup (world->visitor->html);
  assert_gone (world, foreign);
  g_assert_cmpstr (world->visitor->html, ==, gone);
  assert_gone (world, "/p/contact/x");
  g_assert_cmpstr (world->visitor->html, ==, gone);
  assert_state (world, id, "expired");
}

/* A new link ends the one before, and lives no longer. */
static void
test_resend (World *world, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autofree char *first = ask (world, "view", &id);
  g_autoptr (ReeveContact) before = get_contact (world, id);

  reeve_clock_set_for_tests (reeve_clock_now () + REEVE_DAY);
  expect_done (device_call (world->hana, contacts_resend, .object = id));
  g_autofree char *second = take_link (world, EVE);
  assert_gone (world, first);
  visitor_open (world->visitor, second);
  visitor_assert (world->visitor, 200, "/p/contact", "Tenders");
  g_autoptr (ReeveContact) after = get_contact (world, id);
  g_assert_cmpint (after->expires, ==, before->expires);
}

/* --- Who asks, and what for --- */

static void
expect_member (Answer *answer, const char *pointer, const char *reason)
{
  g_autoptr (Answer) taken = answer;

  assert_member (taken, pointer, reason);
}

static Answer *
create (World *world, Device *device, ReeveContact *body)
{
  return device_call (device, contacts_create, .body = body);
}

static void
test_refused (World *world, gconstpointer data)
{
  ReeveContact *body;

  expect_refused (create (world, world->bo.bo, new_contact (world, EVE, "view")), REEVE_ERROR_DENIED, NULL);
  expect_refused (device_call (world->bo.bo, contacts_list), REEVE_ERROR_DENIED, NULL);
  expect_refused (create (world, world->hana, new_contact (world, "BO@vallis.example", "view")),
                  REEVE_ERROR_CONFLICT, "contact_member");
  body = new_contact (world, EVE, "view");
  g_set_str (&body->folder, world->hana->account);
  expect_member (create (world, world->hana, body), "/folder", "unknown_folder");
  body = new_contact (world, EVE, "view");
  body->expires = reeve_clock_now () + REEVE_CONTACT_LIFE_MAX + 2 * REEVE_MINUTE;
  expect_member (create (world, world->hana, body), "/expires", "range");
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (ReeveContact) more = new_contact (world, EVE, i == 0 ? "edit" : "manage");
      g_autoptr (GError) error = NULL;

      g_assert_false (reeve_record_validate (more, &error));
      g_assert_error (error, REEVE_ERROR, REEVE_ERROR_INVALID);
    }
}

static ReevePermissionChange *
new_grant (const char *contact, const char *folder, const char *verb, gint64 expires)
{
  ReevePermissionChange *change = reeve_permission_change_new_for_folder ("grant", folder);
  const char *const verbs[] = { verb, NULL };

  change->principal_kind = g_intern_static_string ("contact");
  g_set_str (&change->principal, contact);
  reeve_set_texts (&change->verbs, verbs);
  change->expires = expires;
  return change;
}

/* No draft gives a contact more than they were asked for: no other folder, verb or end. */
static void
test_drafts (World *world, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autofree char *path = ask (world, "view", &id);
  g_autoptr (ReeveContact) contact = get_contact (world, id);
  Device *hana = world->hana;

  expect_member (try_change (hana, new_grant (id, world->folder, "manage", contact->expires)),
                 "/changes/0/verbs", "contact_verbs");
  expect_member (try_change (hana, new_grant (id, world->beside, "view", contact->expires)),
                 "/changes/0/verbs", "contact_verbs");
  expect_member (try_change (hana, new_grant (id, world->folder, "approve", 0)), "/changes/0/verbs",
                 "contact_verbs");
  expect_member (try_plan (hana, new_grant (id, world->folder, "manage", contact->expires)),
                 "/changes/0/verbs", "contact_verbs");
  expect_done (try_change (hana, new_grant (id, world->folder, "approve", contact->expires)));
  visitor_open (world->visitor, path);
  visitor_assert (world->visitor, 200, "/p/contact", "Approve");
}

/* Lists by state and folder, and the name of the contact where their grant is shown. */
static void
test_list (World *world, gconstpointer data)
{
  static const struct
  {
    const char *query;
    guint n;
  } lists[] = { { "state=live", 1 }, { "state=waiting", 1 }, { "state=expired", 0 },
                { "q=eve", 1 },      { "q=adam", 0 },        { "limit=1", 1 } };
  g_autofree char *id = NULL;
  g_autofree char *path = ask (world, "view", &id);
  g_autofree char *by_folder = g_strdup_printf ("folder=%s&state=live", world->folder);
  g_autofree char *grants = g_strdup_printf ("principalKind=contact&principal=%s", id);

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autoptr (Answer) answer = device_call (world->hana, contacts_list, .query = lists[i].query);

      assert_done (answer);
      g_assert_cmpuint (answer->listing->items->len, ==, lists[i].n);
    }
  g_autoptr (Answer) there = device_call (world->hana, contacts_list, .query = by_folder);
  assert_done (there);
  g_assert_cmpuint (there->listing->items->len, ==, 1);
  g_assert_cmpstr (REEVE_CONTACT (there->listing->items->pdata[0])->folder_path[1], ==, "Tenders");
  expect_member (device_call (world->hana, contacts_list, .query = "state=nonsense"), "?state", "choice");
  g_autoptr (Answer) named = device_call (world->hana, permissions_list_grants, .query = grants);
  assert_done (named);
  g_assert_cmpstr (REEVE_GRANT (named->listing->items->pdata[0])->principal_name, ==, "Eve Out");
  g_assert_cmpint (REEVE_GRANT (named->listing->items->pdata[0])->expires, !=, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, World, NULL, set_up, function, tear_down)
  ADD ("/contact/look", test_look);
  ADD ("/contact/counts", test_counts);
  ADD ("/contact/approve", test_approve);
  ADD ("/contact/view-only", test_view_only);
  ADD ("/contact/race", test_race);
  ADD ("/contact/revoke", test_revoke);
  ADD ("/contact/model", test_model);
  ADD ("/contact/expiry", test_expiry);
  ADD ("/contact/resend", test_resend);
  ADD ("/contact/refused", test_refused);
  ADD ("/contact/drafts", test_drafts);
  ADD ("/contact/list", test_list);
#undef ADD
  return g_test_run ();
}
