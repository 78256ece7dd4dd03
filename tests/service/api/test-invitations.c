/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Invitations: who may be asked, what a link is good for, and that it is good for it once. */

#include "config.h"

#include "common/invitation.h"
#include "common/mail.h"
#include "service/api/invitations.h"
#include "service/jobs/jobs.h"
#include "service/store/outbox.h"
#include "tests/service/api/fixture.h"

#define GUEST "guest@vallis.example"
#define FIRST "nine brown kettles 57"

static Answer *
invite_full (Device *device, const char *email, const char *role, gint64 expires)
{
  const char *const roles[] = { role, NULL };
  ReeveInvitation *body = reeve_invitation_new ();

  body->email = g_strdup (email);
  body->display_name = g_strdup ("Gus Guest");
  body->message = g_strdup ("Welcome <b>aboard</b>\nyours");
  reeve_set_texts (&body->roles, role != NULL ? roles : NULL);
  body->expires = expires;
  return device_call (device, invitations_create, .body = body);
}

static ReeveInvitation *
invite (Device *device, const char *email)
{
  g_autoptr (Answer) answer = invite_full (device, email, NULL, 0);

  assert_done (answer);
  return g_object_ref (REEVE_INVITATION (answer->reply));
}

static ReeveSecret *
get_token (ReeveSecret *link)
{
  return reeve_secret_new_text (strrchr (reeve_secret_get_text (link), '/') + 1);
}

static Answer *
look (Device *device, ReeveSecret *link)
{
  ReeveInvitationToken *body = reeve_invitation_token_new ();

  body->token = get_token (link);
  return device_call (device, invitations_look, .body = body);
}

static Answer *
accept (Device *device, ReeveSecret *link, const char *password)
{
  ReeveInvitationAcceptance *body = reeve_invitation_acceptance_new ();

  body->token = get_token (link);
  body->display_name = g_strdup ("Gustav Guest");
  body->password = reeve_secret_new_text (password);
  return device_call (device, invitations_accept, .body = body);
}

static void
assert_dead (Device *device, ReeveSecret *link)
{
  g_autoptr (Answer) seen = look (device, link);
  g_autoptr (Answer) accepted = accept (device, link, FIRST);

  assert_refused (seen, REEVE_ERROR_NOT_FOUND, "link");
  assert_refused (accepted, REEVE_ERROR_NOT_FOUND, "link");
}

static void
assert_state (Device *device, const char *id, const char *state)
{
  g_autoptr (Answer) answer = device_call (device, invitations_get, .object = id);

  assert_done (answer);
  g_assert_cmpstr (REEVE_INVITATION (answer->reply)->state, ==, state);
  g_assert_null (REEVE_INVITATION (answer->reply)->link);
}

static guint
count (Device *device, const char *query)
{
  g_autoptr (Answer) answer = device_call (device, invitations_list, .query = query);

  assert_done (answer);
  return answer->listing->items->len;
}

static ReeveTx *
begin_workspace (Device *device)
{
  g_autoptr (GError) error = NULL;
  ReeveTx *tx =
    reeve_db_begin (reeve_installation_get_workspace (device->fixture->installation, device->workspace),
                    REEVE_TX_READ, g_get_monotonic_time () + 60 * G_USEC_PER_SEC, &error);

  g_assert_no_error (error);
  return tx;
}

/* From the invitation to a user who signs in: mail, twenty looks, one acceptance. */
static void
test_accept (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) stranger = device_new (fixture, "stranger", "192.0.2.44");
  g_autoptr (ReeveInvitation) made = invite (hana, GUEST);
  g_autoptr (Answer) weak = NULL;
  g_autoptr (Answer) done = NULL;
  g_autoptr (ReeveMail) mail = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveUser) user = NULL;
  g_autoptr (Answer) shown = NULL;
  ReeveTx *tx = begin_workspace (hana);

  g_assert_cmpstr (made->state, ==, "waiting");
  g_assert_cmpstr (made->mail_state, ==, "waiting");
  g_assert_cmpint (made->expires - made->created, ==, REEVE_INVITATION_LIFE);
  g_assert_cmpstr (made->roles[0], ==, REEVE_ROLE_MEMBER);
  mail = reeve_outbox_get (tx, made->mail, &error);
  reeve_tx_end (tx);
  g_assert_no_error (error);
  g_assert_cmpstr (mail->recipient, ==, GUEST);
  g_assert_nonnull (strstr (mail->text, reeve_secret_get_text (made->link)));
  g_assert_nonnull (strstr (mail->text, "> Welcome <b>aboard</b>\n> yours\n"));
  g_assert_nonnull (strstr (mail->html, reeve_secret_get_text (made->link)));
  g_assert_nonnull (strstr (mail->html, "&lt;b&gt;aboard"));

  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (Answer) seen = look (stranger, made->link);
      ReeveInvitationView *view;

      assert_done (seen);
      view = REEVE_INVITATION_VIEW (seen->reply);
      g_assert_cmpstr (view->email, ==, GUEST);
      g_assert_nonnull (view->workspace_name);
      g_assert_nonnull (view->inviter);
      g_assert_false (view->has_password);
      g_assert_cmpint (view->password_min_length, ==, 12);
      g_assert_cmpuint (seen->n_audited, ==, i == 0 ? 1 : 0);
    }
  assert_state (hana, made->id, "opened");

  weak = accept (stranger, made->link, "short");
  assert_refused (weak, REEVE_ERROR_INVALID, NULL);
  assert_member (weak, "/password", "length");
  done = accept (stranger, made->link, FIRST);
  assert_done (done);
  assert_dead (stranger, made->link);
  shown = device_call (hana, invitations_get, .object = made->id);
  assert_done (shown);
  g_assert_cmpstr (REEVE_INVITATION (shown->reply)->state, ==, "accepted");
  user = device_get_user (hana, REEVE_INVITATION (shown->reply)->account);
  g_assert_cmpstr (user->display_name, ==, "Gustav Guest");
  g_assert_true (user->has_password);
  device_enter (stranger, GUEST, FIRST, NULL);
  g_assert_cmpstr (stranger->account, ==, user->id);
}

/* A revoked link is refused at once, an older one after sending again, each in the words of one that never
 * was. */
static void
test_ends (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) stranger = device_new (fixture, "stranger", "192.0.2.44");
  g_autoptr (ReeveInvitation) made = invite (hana, GUEST);
  g_autoptr (Answer) again = device_call (hana, invitations_resend, .object = made->id);
  g_autoptr (Answer) copied = NULL;
  g_autoptr (Answer) revoked = NULL;
  g_autoptr (Answer) late = NULL;
  g_autoptr (ReeveInvitation) next = NULL;
  ReeveSecret *second;

  assert_done (again);
  g_assert_cmpint (REEVE_INVITATION (again->reply)->sent_count, ==, 2);
  second = REEVE_INVITATION (again->reply)->link;
  assert_dead (stranger, made->link);
  copied = device_call (hana, invitations_link, .object = made->id);
  assert_done (copied);
  g_assert_cmpint (REEVE_INVITATION (copied->reply)->sent_count, ==, 2);
  assert_dead (stranger, second);
  revoked = device_call (hana, invitations_revoke, .object = made->id);
  assert_done (revoked);
  assert_dead (stranger, REEVE_INVITATION (copied->reply)->link);
  assert_state (hana, made->id, "revoked");
  late = device_call (hana, invitations_resend, .object = made->id);
  assert_refused (late, REEVE_ERROR_CONFLICT, "invitation_over");
  next = invite (hana, GUEST);

  reeve_clock_advance_for_tests (REEVE_INVITATION_LIFE);
  assert_dead (stranger, next->link);
}

static char *
get_mail (Device *device, const char *id)
{
  g_autoptr (Answer) answer = device_call (device, invitations_get, .object = id);

  assert_done (answer);
  return g_strdup (REEVE_INVITATION (answer->reply)->mail);
}

static void
assert_mail (Device *device, const char *id, const char *state)
{
  g_autoptr (GError) error = NULL;
  ReeveTx *tx = begin_workspace (device);
  g_autoptr (ReeveMail) mail = reeve_outbox_get (tx, id, &error);

  reeve_tx_end (tx);
  g_assert_no_error (error);
  g_assert_cmpstr (mail->state, ==, state);
  g_assert_true ((mail->link == NULL) == g_str_equal (state, "withdrawn"));
}

/* The mail of a link that ends is withdrawn with it: by a new link, by sending again, by revoking, and by
 * accepting the link that was handed over. What was refused withdraws nothing. */
static void
test_withdrawn (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) stranger = device_new (fixture, "stranger", "192.0.2.44");
  g_autoptr (ReeveInvitation) made = invite (hana, GUEST);
  g_autoptr (ReeveInvitation) other = invite (hana, "other@vallis.example");
  g_autofree char *first = get_mail (hana, made->id);
  g_autofree char *of_other = get_mail (hana, other->id);
  g_autofree char *second = NULL;
  g_autoptr (Answer) copied = NULL;
  g_autoptr (Answer) again = NULL;
  g_autoptr (Answer) revoked = NULL;
  g_autoptr (Answer) accepted = NULL;

  assert_mail (hana, first, "waiting");
  again = device_call (hana, invitations_resend, .object = made->id);
  assert_done (again);
  assert_mail (hana, first, "withdrawn");
  second = get_mail (hana, made->id);
  assert_mail (hana, second, "waiting");
  copied = device_call (hana, invitations_link, .object = made->id);
  assert_done (copied);
  assert_mail (hana, second, "withdrawn");

  assert_mail (hana, of_other, "waiting");
  accepted = accept (stranger, other->link, FIRST);
  assert_done (accepted);
  assert_mail (hana, of_other, "withdrawn");

  g_clear_pointer (&again, answer_free);
  again = device_call (hana, invitations_resend, .object = made->id);
  assert_done (again);
  g_free (g_steal_pointer (&second));
  second = get_mail (hana, made->id);
  revoked = device_call (hana, invitations_revoke, .object = made->id);
  assert_done (revoked);
  assert_mail (hana, second, "withdrawn");
}

/* One that has run out is shown so, and sending it again makes it good for as long once more. */
static void
test_expiry (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) stranger = device_new (fixture, "stranger", "192.0.2.44");
  gint64 now = reeve_clock_now ();
  g_autoptr (Answer) short_ = invite_full (hana, GUEST, NULL, now + 10 * REEVE_MINUTE);
  g_autoptr (Answer) long_ = invite_full (hana, GUEST, NULL, now + 31 * REEVE_DAY);
  g_autoptr (Answer) made = invite_full (hana, GUEST, NULL, now + 2 * REEVE_HOUR);
  g_autoptr (Answer) again = NULL;
  g_autoptr (Answer) done = NULL;
  const char *id;

  assert_refused (short_, REEVE_ERROR_INVALID, NULL);
  assert_member (short_, "/expires", "range");
  assert_refused (long_, REEVE_ERROR_INVALID, NULL);
  assert_done (made);
  id = REEVE_INVITATION (made->reply)->id;
  g_assert_cmpuint (count (hana, "state=waiting"), ==, 1);
  reeve_clock_advance_for_tests (2 * REEVE_HOUR);
  device_enter (hana, ADMIN, PASSWORD, hana->key);
  assert_state (hana, id, "expired");
  g_assert_cmpuint (count (hana, "state=expired"), ==, 1);
  g_assert_cmpuint (count (hana, "state=waiting"), ==, 0);
  again = device_call (hana, invitations_resend, .object = id);
  assert_done (again);
  g_assert_cmpint (REEVE_INVITATION (again->reply)->expires - reeve_clock_now (), ==, 2 * REEVE_HOUR);
  done = accept (stranger, REEVE_INVITATION (again->reply)->link, FIRST);
  assert_done (done);
}

/* A user is not invited, but for one without a password: it becomes theirs and nothing else changes. */
static void
test_users (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) stranger = device_new (fixture, "stranger", "192.0.2.44");
  g_autofree char *ada = device_add_user (hana, "ada@vallis.example", "Ada", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (Answer) member = NULL;
  g_autoptr (Answer) added = NULL;
  g_autoptr (Answer) invited = NULL;
  g_autoptr (Answer) twice = NULL;
  g_autoptr (Answer) done = NULL;
  g_autoptr (ReeveUser) after = NULL;
  ReeveUser *body = reeve_user_new ();
  const char *const roles[] = { "auditor", NULL };

  g_assert_true (reeve_jobs_run_all (fixture->installation, reeve_clock_now (), &error));
  member = invite_full (hana, "ADA@vallis.example", NULL, 0);
  assert_refused (member, REEVE_ERROR_CONFLICT, "member");
  assert_member (member, "/email", "member");
  body->email = g_strdup (GUEST);
  body->display_name = g_strdup ("Known Name");
  reeve_set_texts (&body->roles, roles);
  added = device_call (hana, users_create, .body = body);
  assert_done (added);
  invited = invite_full (hana, GUEST, REEVE_ROLE_ADMINISTRATOR, 0);
  assert_done (invited);
  g_assert_cmpstr (REEVE_INVITATION (invited->reply)->roles[0], ==, "auditor");
  twice = invite_full (hana, GUEST, NULL, 0);
  assert_refused (twice, REEVE_ERROR_CONFLICT, "invited");
  done = accept (stranger, REEVE_INVITATION (invited->reply)->link, FIRST);
  assert_done (done);
  after = device_get_user (hana, REEVE_USER (added->reply)->id);
  g_assert_true (after->has_password);
  g_assert_cmpstr (after->display_name, ==, "Known Name");
  g_assert_cmpstr (after->roles[0], ==, "auditor");
  device_enter (stranger, GUEST, FIRST, NULL);
}

/* Whoever reads the link gets into no account that has a password: it is asked for, and stays. */
static void
test_other_workspace (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) stranger = device_new (fixture, "stranger", "192.0.2.44");
  g_autofree char *ada = device_add_user (hana, "ada@vallis.example", "Ada", NULL);
  ReeveWorkspace *body = reeve_workspace_new ();
  g_autoptr (Answer) second = NULL;
  g_autoptr (ReeveInvitation) made = NULL;
  g_autoptr (Answer) seen = NULL;
  g_autoptr (Answer) wrong = NULL;
  g_autoptr (Answer) right = NULL;
  g_autoptr (ReeveUser) user = NULL;
  g_autoptr (Answer) old = NULL;

  body->name = g_strdup ("Second");
  second = device_call (hana, workspaces_create, .body = body);
  assert_done (second);
  g_set_str (&hana->workspace, REEVE_WORKSPACE (second->reply)->id);
  made = invite (hana, "ada@vallis.example");
  seen = look (stranger, made->link);
  assert_done (seen);
  g_assert_true (REEVE_INVITATION_VIEW (seen->reply)->has_password);
  wrong = accept (stranger, made->link, FIRST);
  assert_refused (wrong, REEVE_ERROR_INVALID, NULL);
  assert_member (wrong, "/password", "password_wrong");
  right = accept (stranger, made->link, PASSWORD);
  assert_done (right);
  user = device_get_user (hana, ada);
  g_assert_cmpstr (user->email, ==, "ada@vallis.example");
  old = device_sign_in (stranger, "ada@vallis.example", PASSWORD);
  assert_done (old);
}

/* Nobody invites with more than they hold, or at all without the right to. */
static void
test_reach (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *desk = device_make_desk_role (hana);
  g_autoptr (Device) group = device_add_colleague (hana, "bo@vallis.example", "Bo", desk);
  g_autoptr (Device) member = device_add_colleague (hana, "mia@vallis.example", "Mia", NULL);
  g_autoptr (Answer) more = invite_full (group, GUEST, REEVE_ROLE_ADMINISTRATOR, 0);
  g_autoptr (Answer) nothing = invite_full (group, GUEST, "no-such-role", 0);
  g_autoptr (Answer) may = invite_full (group, GUEST, NULL, 0);
  g_autoptr (Answer) may_not = invite_full (member, "other@vallis.example", NULL, 0);

  assert_refused (more, REEVE_ERROR_DENIED, "escalation");
  assert_refused (nothing, REEVE_ERROR_INVALID, NULL);
  assert_done (may);
  assert_refused (may_not, REEVE_ERROR_DENIED, NULL);
}

/* Who reads a link can set the first password with it: it is over once its address is somebody's who has more
 * than the inviter. */
static void
test_outgrown (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *desk = device_make_desk_role (hana);
  g_autoptr (Device) bo = device_add_colleague (hana, "bo@vallis.example", "Bo", desk);
  g_autoptr (ReeveInvitation) invitation = invite (bo, GUEST);
  g_autoptr (Device) stranger = device_new (fixture, "stranger", "192.0.2.44");
  const char *const roles[] = { REEVE_ROLE_ADMINISTRATOR, NULL };
  ReeveUser *body = reeve_user_new ();
  g_autoptr (Answer) added = NULL;

  body->email = g_strdup (GUEST);
  body->display_name = g_strdup ("Gus Guest");
  reeve_set_texts (&body->roles, roles);
  added = device_call (hana, users_create, .body = body);
  assert_done (added);
  assert_dead (stranger, invitation->link);
}

/* What is no token, another workspace's, or a suspended person's, all get the one answer. */
static void
test_foreign (void)
{
  static const char *const tokens[] = {
    "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "0190a0b1c2d37e4f8a9b0c1d2e3f4a5b.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
  };
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) stranger = device_new (fixture, "stranger", "192.0.2.44");

  for (guint i = 0; i < G_N_ELEMENTS (tokens); i++)
    {
      g_autofree char *uri = g_strconcat ("https://reeve.example.org/p/invitation/", tokens[i], NULL);
      g_autoptr (ReeveSecret) link = reeve_secret_new_text (uri);

      assert_dead (stranger, link);
    }
}

typedef struct
{
  Fixture *fixture;
  ReeveSecret *link;
  guint number;
  gint *done; /* atomic */
} Race;

static gpointer
race (gpointer data)
{
  Race *self = data;
  g_autofree char *name = g_strdup_printf ("racer-%u", self->number);
  g_autoptr (Device) device = device_new (self->fixture, name, "192.0.2.44");

  for (guint i = 0; i < 100; i++)
    {
      g_autoptr (Answer) answer = accept (device, self->link, FIRST);

      if (answer->error == NULL)
        g_atomic_int_inc (self->done);
      else
        assert_refused (answer, REEVE_ERROR_NOT_FOUND, "link");
    }
  return NULL;
}

/* Of a thousand who accept one invitation, one becomes a user. */
static void
test_race (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (ReeveInvitation) made = invite (hana, GUEST);
  GThread *threads[10];
  Race races[10];
  gint done = 0;

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      races[i] = (Race) { .fixture = fixture, .link = made->link, .number = i, .done = &done };
      threads[i] = g_thread_new ("race", race, &races[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (done, ==, 1);
}

/* The link in the mail, which is in no answer. (transfer full) */
static ReeveSecret *
read_mailed (Device *device, const char *id)
{
  g_autofree char *mail = get_mail (device, id);
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx = begin_workspace (device);
  g_autoptr (ReeveMail) row = reeve_outbox_get (tx, mail, &error);

  g_assert_no_error (error);
  g_assert_nonnull (row->link);
  return reeve_secret_new_text (row->link);
}

/* Where mails are sent, an invitation has a link in its mail that no answer tells, and one to hand over: both
 * are good, a new one of the second kind leaves the first alone, and whichever is used, or what ends the
 * invitation, ends both. */
static void
test_two_links (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) stranger = device_new (fixture, "stranger", "192.0.2.44");
  g_autoptr (ReeveInvitation) made = NULL;
  g_autoptr (ReeveInvitation) other = NULL;
  g_autoptr (ReeveSecret) mailed = NULL;
  g_autoptr (ReeveSecret) newer = NULL;
  g_autoptr (ReeveSecret) of_other = NULL;
  g_autofree char *mail = NULL;
  g_autoptr (Answer) copied = NULL;
  g_autoptr (Answer) again = NULL;
  g_autoptr (Answer) seen = NULL;
  g_autoptr (Answer) mailed_seen = NULL;
  g_autoptr (Answer) shown = NULL;
  g_autoptr (Answer) done = NULL;
  g_autoptr (Answer) revoked = NULL;

  fixture_add_mail_server (fixture);
  made = invite (hana, GUEST);
  mailed = read_mailed (hana, made->id);
  g_assert_false (reeve_secret_equal (mailed, made->link));
  seen = look (stranger, made->link);
  assert_done (seen);

  copied = device_call (hana, invitations_link, .object = made->id);
  assert_done (copied);
  assert_dead (stranger, made->link);
  g_assert_false (reeve_secret_equal (mailed, REEVE_INVITATION (copied->reply)->link));
  mail = get_mail (hana, made->id);
  assert_mail (hana, mail, "waiting");
  mailed_seen = look (stranger, mailed);
  assert_done (mailed_seen);
  shown = device_call (hana, mails_get, .object = mail);
  assert_done (shown);
  g_assert_null (REEVE_MAIL (shown->reply)->link);
  g_assert_null (REEVE_MAIL (shown->reply)->text);

  again = device_call (hana, invitations_resend, .object = made->id);
  assert_done (again);
  assert_mail (hana, mail, "withdrawn");
  assert_dead (stranger, mailed);
  assert_dead (stranger, REEVE_INVITATION (copied->reply)->link);
  newer = read_mailed (hana, made->id);
  done = accept (stranger, REEVE_INVITATION (again->reply)->link, FIRST);
  assert_done (done);
  assert_dead (stranger, newer);

  other = invite (hana, "other@vallis.example");
  of_other = read_mailed (hana, other->id);
  revoked = device_call (hana, invitations_revoke, .object = other->id);
  assert_done (revoked);
  assert_dead (stranger, of_other);
  assert_dead (stranger, other->link);
}

/* Both at once make one user. */
static void
test_race_of_links (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (ReeveInvitation) made = NULL;
  g_autoptr (ReeveSecret) mailed = NULL;
  GThread *threads[6];
  Race races[6];
  gint done = 0;

  fixture_add_mail_server (fixture);
  made = invite (hana, GUEST);
  mailed = read_mailed (hana, made->id);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      races[i] =
        (Race) { .fixture = fixture, .link = i % 2 == 0 ? made->link : mailed, .number = i, .done = &done };
      threads[i] = g_thread_new ("race", race, &races[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (done, ==, 1);
}

static ReeveInvitationImport *
make_file (guint n, gboolean dry)
{
  ReeveInvitationImport *body = reeve_invitation_import_new ();
  GString *content = g_string_new ("email,name,role\nhana@vallis.example,Hana,member\nbad,Bad,member\n");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (content, "person%u@vallis.example,Person %u,member\n", i, i);
  body->content = g_string_free (content, FALSE);
  body->dry_run = dry;
  body->skip_bad = TRUE;
  return body;
}

/* A file says what it would do, does it in steps, and sent again makes no doubles. */
static void
test_import (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  guint n = 1200;
  g_autoptr (Answer) dry = device_call (hana, invitations_import, .body = make_file (n, TRUE));
  g_autoptr (Answer) half = NULL;
  g_autoptr (Answer) whole = NULL;
  g_autoptr (Answer) again = NULL;
  g_autoptr (Answer) page = NULL;
  ReeveUserImportReport *report;

  assert_done (dry);
  report = REEVE_USER_IMPORT_REPORT (dry->reply);
  g_assert_false (report->applied);
  g_assert_cmpint (report->create, ==, n);
  g_assert_cmpint (report->exists, ==, 1);
  g_assert_cmpint (report->bad, ==, 1);
  g_assert_cmpuint (count (hana, ""), ==, 0);

  half = device_call (hana, invitations_import, .body = make_file (n / 2, FALSE));
  assert_done (half);
  whole = device_call (hana, invitations_import, .body = make_file (n, FALSE));
  assert_done (whole);
  report = REEVE_USER_IMPORT_REPORT (whole->reply);
  g_assert_true (report->applied);
  g_assert_cmpint (report->create, ==, n / 2);
  g_assert_cmpint (report->exists, ==, n / 2 + 1);
  again = device_call (hana, invitations_import, .body = make_file (n, FALSE));
  assert_done (again);
  g_assert_cmpint (REEVE_USER_IMPORT_REPORT (again->reply)->create, ==, 0);
  g_assert_false (REEVE_USER_IMPORT_REPORT (again->reply)->applied);

  page = device_call (hana, invitations_list, .query = "limit=50&sort=email&q=person11");
  assert_done (page);
  g_assert_cmpuint (page->listing->items->len, ==, 50);
  g_assert_cmpint (page->listing->total, ==, 111);
  g_assert_nonnull (page->listing->next);
}

/* An inviter who has lost the right to give it, or is gone, gives nothing any more; another makes a new link.
 */
static void
test_inviter (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) bea = device_add_colleague (hana, "bea@vallis.example", "Bea", REEVE_ROLE_ADMINISTRATOR);
  g_autoptr (Answer) made = invite_full (bea, GUEST, REEVE_ROLE_ADMINISTRATOR, 0);
  g_autoptr (Answer) found = NULL;
  g_autoptr (Answer) seen = NULL;
  g_autoptr (Answer) demoted = NULL;
  g_autoptr (Answer) renewed = NULL;
  g_autoptr (Answer) accepted = NULL;
  ReeveInvitation *invitation;
  ReeveUser *user;

  assert_done (made);
  invitation = REEVE_INVITATION (made->reply);
  seen = look (bea, invitation->link);
  assert_done (seen);

  found = device_call (hana, users_get, .object = bea->account);
  assert_done (found);
  user = REEVE_USER (found->reply);
  demoted = device_call (hana, users_save, .object = bea->account, .patch = "{\"roles\":[\"member\"]}",
                         .if_match = user->version);
  assert_done (demoted);
  assert_dead (bea, invitation->link);

  renewed = device_call (hana, invitations_link, .object = invitation->id);
  assert_done (renewed);
  accepted = accept (bea, REEVE_INVITATION (renewed->reply)->link, FIRST);
  assert_done (accepted);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/invitations/accept", test_accept);
  g_test_add_func ("/invitations/ends", test_ends);
  g_test_add_func ("/invitations/withdrawn", test_withdrawn);
  g_test_add_func ("/invitations/expiry", test_expiry);
  g_test_add_func ("/invitations/users", test_users);
  g_test_add_func ("/invitations/other-workspace", test_other_workspace);
  g_test_add_func ("/invitations/reach", test_reach);
  g_test_add_func ("/invitations/inviter", test_inviter);
  g_test_add_func ("/invitations/outgrown", test_outgrown);
  g_test_add_func ("/invitations/foreign", test_foreign);
  g_test_add_func ("/invitations/race", test_race);
  g_test_add_func ("/invitations/two-links", test_two_links);
  g_test_add_func ("/invitations/race-of-links", test_race_of_links);
  g_test_add_func ("/invitations/import", test_import);
  return g_test_run ();
}
