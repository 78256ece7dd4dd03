/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Custom roles: what they give is given at the next call, nobody gives more than they hold by any way, a
 * preview says what happens, and an administrator stays whatever is tried. */

#include "config.h"

#include "tests/service/api/fixture.h"

static Answer *
create (Device *device, const char *name, const char *const *capabilities)
{
  ReeveRole *body = reeve_role_new ();

  body->name = g_strdup (name);
  reeve_set_texts (&body->capabilities, capabilities);
  return device_call (device, roles_create, .body = body);
}

/* Of a list of capabilities ended by NULL. (transfer full) */
#define make_role(device, name, ...) make_role_full ((device), (name), (const char *[]) { __VA_ARGS__, NULL })
static char *
make_role_full (Device *device, const char *name, const char *const *capabilities)
{
  g_autoptr (Answer) answer = create (device, name, capabilities);

  assert_done (answer);
  return g_strdup (REEVE_ROLE (answer->reply)->id);
}

static ReeveRole *
get_role (Device *device, const char *id)
{
  g_autoptr (Answer) answer = device_call (device, roles_get, .object = id);

  assert_done (answer);
  return REEVE_ROLE (g_object_ref (answer->reply));
}

static Answer *
save_role (Device *device, const char *id, const char *patch)
{
  g_autoptr (ReeveRole) role = get_role (device, id);

  return device_call (device, roles_save, .object = id, .patch = patch, .if_match = role->version);
}

static Answer *
give (Device *device, const char *user, const char *role)
{
  g_autoptr (ReeveUser) before = device_get_user (device, user);
  g_autofree char *patch = g_strdup_printf ("{\"roles\":[\"%s\"]}", role);

  return device_call (device, users_save, .object = user, .patch = patch, .if_match = before->version);
}

static Answer *
preview (Device *device,
         const char *id,
         const char *action,
         const char *const *capabilities,
         const char *other)
{
  ReeveRolePlan *plan = reeve_role_plan_new ();

  plan->action = g_intern_string (action);
  plan->replace_with = g_strdup (other);
  reeve_set_texts (&plan->capabilities, capabilities);
  return device_call (device, roles_preview, .object = id, .body = plan);
}

static Answer *
remove_role (Device *device, const char *id, const char *other)
{
  g_autoptr (ReeveRole) role = get_role (device, id);
  ReeveRoleRemoval *body = reeve_role_removal_new ();

  body->version = role->version;
  body->replace_with = g_strdup (other);
  body->remove_from = other == NULL ? g_intern_string ("all") : NULL;
  return device_call (device, roles_remove, .object = id, .body = body);
}

static char *
all_but (ReeveCapability without)
{
  g_auto (GStrv) wires =
    reeve_capabilities_to_wire (REEVE_CAPABILITIES_ALL & ~(G_GUINT64_CONSTANT (1) << without));
  g_autofree char *joined = g_strjoinv ("\",\"", wires);

  return g_strdup_printf ("{\"capabilities\":[\"%s\"]}", joined);
}

static void
assert_texts (GStrv texts, const char *expected)
{
  g_autofree char *joined = texts != NULL ? g_strjoinv (" ", texts) : g_strdup ("");

  g_assert_cmpstr (joined, ==, expected);
}

/* The built-in ones are there to be read; names are compared as people read them. */
static void
test_list (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *zoo = make_role (hana, "Zoo keeper", "log.read");
  g_autofree char *desk = make_role (hana, "Front desk", "users.read", "users.invite");
  g_autoptr (Answer) list = device_call (hana, roles_list);
  g_autoptr (Answer) twice = create (hana, "front DESK", NULL);
  g_autoptr (Answer) built_in = create (hana, "Workspace Administrator", NULL);
  g_autoptr (Answer) saved = save_role (hana, "auditor", "{\"name\":\"Mine\"}");
  g_autoptr (Answer) deleted = device_call (hana, roles_delete, .object = "auditor", .if_match = 1);
  g_autoptr (Answer) nothing = save_role (hana, desk, "{\"name\":\"Front desk\"}");
  g_autoptr (Answer) renamed = save_role (hana, desk, "{\"name\":\"Reception\"}");
  g_autoptr (Answer) stale =
    device_call (hana, roles_save, .object = desk, .patch = "{\"name\":\"X\"}", .if_match = 1);
  g_autoptr (Answer) history = device_call (hana, roles_history, .object = desk);
  ReeveRole *role;

  assert_done (list);
  g_assert_cmpuint (list->listing->items->len, ==, 9);
  role = g_ptr_array_index (list->listing->items, 0);
  g_assert_cmpstr (role->id, ==, REEVE_ROLE_ADMINISTRATOR);
  g_assert_cmpstr (role->name, ==, "Workspace administrator");
  g_assert_true (role->built_in);
  g_assert_cmpint (role->holders, ==, 1);
  role = g_ptr_array_index (list->listing->items, 7);
  g_assert_cmpstr (role->name, ==, "Front desk");
  g_assert_false (role->built_in);
  assert_refused (twice, REEVE_ERROR_CONFLICT, "name_taken");
  assert_member (twice, "/name", "name_taken");
  assert_refused (built_in, REEVE_ERROR_CONFLICT, "name_taken");
  assert_refused (saved, REEVE_ERROR_CONFLICT, "built_in");
  assert_refused (deleted, REEVE_ERROR_CONFLICT, "built_in");
  assert_done (nothing);
  g_assert_cmpuint (nothing->n_audited, ==, 0);
  assert_done (renamed);
  assert_refused (stale, REEVE_ERROR_STALE, NULL);
  g_assert_cmpuint (history->listing->items->len, ==, 2);
  g_assert_cmpstr (REEVE_AUDIT_ENTRY (g_ptr_array_index (history->listing->items, 0))->after, ==,
                   "{\"name\":\"Reception\"}");
}

/* A role that is given, changed or taken away is felt at the next call of whoever holds it. */
static void
test_next_call (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) max = device_add_colleague (hana, "max@vallis.example", "Max", NULL);
  g_autofree char *desk = make_role (hana, "Front desk", "users.read");
  g_autoptr (Answer) before = device_call (max, users_list);
  g_autoptr (Answer) given = give (hana, max->account, desk);
  g_autoptr (Answer) after = device_call (max, users_list);
  g_autoptr (Answer) filtered = NULL;
  g_autofree char *query = g_strconcat ("role=", desk, NULL);
  g_autoptr (Answer) me = device_call (max, me_get);
  g_autoptr (Answer) narrowed = save_role (hana, desk, "{\"capabilities\":[\"log.read\"]}");
  g_autoptr (Answer) lost = device_call (max, users_list);
  g_autoptr (Answer) widened = save_role (hana, desk, "{\"capabilities\":[\"users.read\"]}");
  g_autoptr (Answer) again = device_call (max, users_list);
  g_autoptr (Answer) nobody = give (hana, max->account, "0192d4e0-0000-7000-8000-000000000000");
  ReeveWorkspace *workspace;

  assert_refused (before, REEVE_ERROR_DENIED, NULL);
  assert_done (given);
  assert_done (after);
  filtered = device_call (hana, users_list, .query = query);
  g_assert_cmpuint (filtered->listing->items->len, ==, 1);
  workspace = g_ptr_array_index (REEVE_IDENTITY (me->reply)->workspaces, 0);
  assert_texts (workspace->capabilities, "users.read");
  assert_done (narrowed);
  assert_refused (lost, REEVE_ERROR_DENIED, NULL);
  assert_done (widened);
  assert_done (again);
  assert_refused (nobody, REEVE_ERROR_INVALID, NULL);
  assert_member (nobody, "/roles/0", "unknown_role");
}

/* Nobody gives what they do not hold: by a new role, an edit, a user, many, a file, the bin, or undo. */
static void
test_escalation (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *keeper =
    make_role (hana, "Role keeper", "roles.write", "users.read", "users.write", "users.credentials");
  g_autofree char *reader = make_role (hana, "Log reader", "log.read", "users.read");
  g_autofree char *small = make_role (hana, "Small", "users.read");
  g_autofree char *ada = device_add_user (hana, "ada@vallis.example", "Ada", NULL);
  g_autofree char *bin = device_add_user (hana, "bin@vallis.example", "Bin", reader);
  g_autoptr (Device) rob = device_add_colleague (hana, "rob@vallis.example", "Rob", keeper);
  g_autoptr (ReeveUser) binned = device_get_user (hana, bin);
  g_autoptr (Answer) in_bin = device_call (hana, users_delete, .object = bin, .if_match = binned->version);
  g_autoptr (Answer) mine = create (rob, "Mine", (const char *[]) { "users.read", "users.write", NULL });
  g_autoptr (Answer) made = create (rob, "More", (const char *[]) { "users.read", "log.read", NULL });
  g_autoptr (Answer) own = save_role (rob, keeper, "{\"capabilities\":[\"roles.write\",\"policy.write\"]}");
  g_autoptr (Answer) edited = save_role (rob, small, "{\"capabilities\":[\"log.read\"]}");
  g_autoptr (Answer) emptied = save_role (rob, reader, "{\"capabilities\":[]}");
  g_autoptr (Answer) previewed = preview (rob, small, "save", (const char *[]) { "log.read", NULL }, NULL);
  g_autoptr (Answer) replaced = remove_role (rob, small, "workspace-administrator");
  g_autoptr (Answer) user = give (rob, ada, reader);
  g_autoptr (Answer) self = give (rob, rob->account, reader);
  g_autoptr (Answer) many = NULL;
  g_autoptr (Answer) imported = NULL;
  g_autoptr (Answer) restored = NULL;
  g_autoptr (Answer) set = NULL;
  g_autoptr (Answer) undone = NULL;
  g_autoptr (ReeveUser) now = NULL;
  ReeveUserBulk *bulk = reeve_user_bulk_new ();
  ReeveUserImport *import = reeve_user_import_new ();
  const char *const ids[] = { ada, NULL };
  const char *const reading[] = { reader, NULL };
  const char *const member[] = { REEVE_ROLE_MEMBER, NULL };

  assert_done (in_bin);
  assert_done (mine);
  assert_refused (made, REEVE_ERROR_DENIED, "escalation");
  assert_refused (own, REEVE_ERROR_DENIED, "escalation");
  assert_refused (edited, REEVE_ERROR_DENIED, "escalation");
  assert_refused (emptied, REEVE_ERROR_DENIED, "escalation");
  assert_refused (previewed, REEVE_ERROR_DENIED, "escalation");
  assert_refused (replaced, REEVE_ERROR_DENIED, "escalation");
  assert_refused (user, REEVE_ERROR_DENIED, "escalation");
  assert_refused (self, REEVE_ERROR_DENIED, "escalation");

  bulk->action = g_intern_string ("set-roles");
  reeve_set_texts (&bulk->ids, ids);
  reeve_set_texts (&bulk->roles, reading);
  many = device_call (rob, users_bulk, .body = bulk);
  assert_done (many);
  g_assert_cmpint (REEVE_USER_BULK_RESULT (many->reply)->changed, ==, 0);
  g_assert_cmpint (REEVE_USER_BULK_RESULT (many->reply)->n_refused, ==, 1);

  import->content = g_strdup ("E-mail,Name,Roles\nnew@vallis.example,New,Log reader\n");
  import->skip_bad = TRUE;
  imported = device_call (rob, users_import, .body = import);
  assert_done (imported);
  g_assert_cmpint (REEVE_USER_IMPORT_REPORT (imported->reply)->bad, ==, 1);
  g_assert_cmpstr (
    REEVE_USER_IMPORT_ROW (g_ptr_array_index (REEVE_USER_IMPORT_REPORT (imported->reply)->rows, 0))->reason,
    ==, "escalation");

  now = device_get_user (hana, bin);
  restored = device_call (rob, users_restore, .object = bin, .if_match = now->version);
  assert_refused (restored, REEVE_ERROR_DENIED, "escalation");

  /* Hana gives it and takes it away; Rob would give it back by undoing. */
  {
    g_autoptr (Answer) by_hana = give (hana, ada, reader);

    assert_done (by_hana);
  }
  bulk = reeve_user_bulk_new ();
  bulk->action = g_intern_string ("set-roles");
  reeve_set_texts (&bulk->ids, ids);
  reeve_set_texts (&bulk->roles, member);
  set = device_call (hana, users_bulk, .body = bulk);
  assert_done (set);
  bulk = reeve_user_bulk_new ();
  bulk->action = g_intern_string ("undo");
  bulk->batch = g_strdup (REEVE_USER_BULK_RESULT (set->reply)->batch);
  undone = device_call (rob, users_bulk, .body = bulk);
  assert_done (undone);
  g_assert_cmpint (REEVE_USER_BULK_RESULT (undone->reply)->n_refused, ==, 1);
}

static gint64
people_of (GPtrArray *counts, const char *capability)
{
  for (guint i = 0; counts != NULL && i < counts->len; i++)
    if (g_str_equal (REEVE_ROLE_COUNT (g_ptr_array_index (counts, i))->capability, capability))
      return REEVE_ROLE_COUNT (g_ptr_array_index (counts, i))->people;
  return 0;
}

/* Exactly who gains and who loses, and nothing is done; what another role gives too is no loss. */
static void
test_preview (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *desk = make_role (hana, "Front desk", "users.read", "users.invite");
  g_autoptr (GPtrArray) people = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (Answer) saving = NULL;
  g_autoptr (Answer) removing = NULL;
  g_autoptr (Answer) replacing = NULL;
  g_autoptr (Answer) both = NULL;
  g_autoptr (ReeveRole) after = NULL;
  g_autoptr (ReeveUser) auditor = NULL;
  g_autofree char *patch = g_strdup_printf ("{\"roles\":[\"auditor\",\"%s\"]}", desk);
  ReeveRolePreview *seen;

  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *email = g_strdup_printf ("p%02u@vallis.example", i);
      g_autofree char *name = g_strdup_printf ("Person %02u", i);

      g_ptr_array_add (people, device_add_user (hana, email, name, desk));
    }
  auditor = device_get_user (hana, people->pdata[0]);
  both = device_call (hana, users_save, .object = auditor->id, .patch = patch, .if_match = auditor->version);
  assert_done (both);

  saving = preview (hana, desk, "save", (const char *[]) { "users.invite", "log.read", NULL }, NULL);
  assert_done (saving);
  seen = REEVE_ROLE_PREVIEW (saving->reply);
  g_assert_cmpint (seen->holders, ==, 60);
  g_assert_cmpint (seen->changed, ==, 59); /* the auditor reads both by the other role */
  g_assert_cmpint (people_of (seen->gains, "log.read"), ==, 59);
  g_assert_cmpint (people_of (seen->loses, "users.read"), ==, 59);
  g_assert_cmpint (people_of (seen->loses, "users.invite"), ==, 0);
  g_assert_cmpuint (seen->people->len, ==, REEVE_ROLE_MAX_PEOPLE);
  g_assert_cmpstr (REEVE_ROLE_PERSON (g_ptr_array_index (seen->people, 0))->display_name, ==, "Person 01");
  assert_texts (REEVE_ROLE_PERSON (g_ptr_array_index (seen->people, 0))->gains, "log.read");
  assert_texts (seen->own_loses, "");
  g_assert_null (seen->refusal);

  removing = preview (hana, desk, "remove", NULL, NULL);
  g_assert_cmpint (REEVE_ROLE_PREVIEW (removing->reply)->changed, ==, 60);
  g_assert_cmpint (people_of (REEVE_ROLE_PREVIEW (removing->reply)->loses, "users.invite"), ==, 60);
  replacing = preview (hana, desk, "remove", NULL, "auditor");
  g_assert_cmpint (people_of (REEVE_ROLE_PREVIEW (replacing->reply)->gains, "backups.read"), ==, 59);

  after = get_role (hana, desk);
  g_assert_cmpint (after->version, ==, 1);
  assert_texts (after->capabilities, "users.read users.invite");
}

/* A role that is held is deleted only with a word on its holders, who are changed one by one, the bin too. */
static void
test_remove (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *desk = make_role (hana, "Front desk", "users.read");
  g_autofree char *ada = device_add_user (hana, "ada@vallis.example", "Ada", desk);
  g_autofree char *bin = device_add_user (hana, "bin@vallis.example", "Bin", desk);
  g_autoptr (ReeveUser) user = device_get_user (hana, bin);
  g_autoptr (Answer) binned = device_call (hana, users_delete, .object = bin, .if_match = user->version);
  g_autoptr (Answer) held = device_call (hana, roles_delete, .object = desk, .if_match = 1);
  g_autoptr (Answer) itself = remove_role (hana, desk, desk);
  g_autoptr (Answer) removed = remove_role (hana, desk, "auditor");
  g_autoptr (Answer) gone = device_call (hana, roles_get, .object = desk);
  g_autoptr (ReeveUser) replaced = device_get_user (hana, ada);
  g_autoptr (ReeveUser) in_bin = device_get_user (hana, bin);
  g_autoptr (GPtrArray) history = device_get_history (hana, ada);
  g_autofree char *spare = make_role (hana, "Spare", "users.read");
  g_autofree char *eve = device_add_user (hana, "eve@vallis.example", "Eve", spare);
  g_autoptr (Answer) taken = remove_role (hana, spare, NULL);
  g_autoptr (ReeveUser) without = device_get_user (hana, eve);
  g_autofree char *unheld = make_role (hana, "Unheld", "users.read");
  g_autoptr (Answer) deleted = device_call (hana, roles_delete, .object = unheld, .if_match = 1);

  assert_done (binned);
  assert_refused (held, REEVE_ERROR_CONFLICT, "role_held");
  assert_refused (itself, REEVE_ERROR_INVALID, NULL);
  assert_done (removed);
  assert_refused (gone, REEVE_ERROR_NOT_FOUND, NULL);
  assert_texts (replaced->roles, "auditor");
  assert_texts (in_bin->roles, "auditor");
  g_assert_cmpuint (history->len, ==, 2);
  assert_done (taken);
  assert_texts (without->roles, "member");
  assert_done (deleted);
}

/* Who holds everything by a custom role is an administrator as much as by the built-in one, and stays. */
static void
test_last_administrator (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_auto (GStrv) wires = reeve_capabilities_to_wire (REEVE_CAPABILITIES_ALL);
  g_autofree char *all = make_role_full (hana, "Everything", (const char *const *) wires);
  g_autoptr (Device) bea = device_add_colleague (hana, "bea@vallis.example", "Bea", all);
  g_autoptr (Answer) without = give (bea, hana->account, "member");
  g_autoptr (Answer) demoted = NULL;
  g_autofree char *patch = all_but (REEVE_CAPABILITY_LOG_READ);
  g_autoptr (Answer) seen = NULL;
  g_autoptr (Answer) edited = NULL;
  g_autoptr (Answer) removed = NULL;
  g_autoptr (Answer) swapped = NULL;
  g_autoptr (ReeveUser) user = NULL;

  assert_refused (without, REEVE_ERROR_CONFLICT, "last_administrator"); /* Bea shows no password yet */
  fixture_mirror (fixture);
  demoted = give (bea, hana->account, "member");
  seen = preview (bea, all, "save", (const char *[]) { "roles.write", NULL }, NULL);
  edited = save_role (bea, all, patch);
  removed = remove_role (bea, all, NULL);
  swapped = remove_role (bea, all, REEVE_ROLE_ADMINISTRATOR);
  assert_done (demoted);
  assert_done (seen);
  g_assert_cmpstr (REEVE_ROLE_PREVIEW (seen->reply)->refusal, ==, "last_administrator");
  g_assert_true (
    g_strv_contains ((const char *const *) REEVE_ROLE_PREVIEW (seen->reply)->own_loses, "users.read"));
  assert_refused (edited, REEVE_ERROR_CONFLICT, "last_administrator");
  assert_refused (removed, REEVE_ERROR_CONFLICT, "last_administrator");
  assert_done (swapped);
  user = device_get_user (bea, bea->account);
  assert_texts (user->roles, REEVE_ROLE_ADMINISTRATOR);
}

typedef struct
{
  Device *device;
  const char *object;
  char *patch; /* of a role; NULL: of a user, made a member */
  gint64 version;
  GMutex *gate;
  gboolean done;
} Race;

static gpointer
race (gpointer data)
{
  Race *self = data;
  g_autoptr (Answer) answer = NULL;

  g_mutex_lock (self->gate);
  g_mutex_unlock (self->gate);
  answer = self->patch != NULL ? device_call (self->device, roles_save, .object = self->object,
                                              .patch = self->patch, .if_match = self->version)
                               : device_call (self->device, users_save, .object = self->object,
                                              .patch = "{\"roles\":[\"member\"]}", .if_match = self->version);
  self->done = answer->error == NULL;
  return NULL;
}

/* Outside of what calls allow. */
static void
set_role (Device *device, const char *id, const char *role)
{
  const char *const roles[] = { role, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (reeve_installation_get_workspace (device->fixture->installation, device->workspace),
                    REEVE_TX_WRITE, g_get_monotonic_time () + 60 * G_USEC_PER_SEC, &error);
  g_autoptr (ReeveUser) user = reeve_users_get (tx, id, &error);

  reeve_set_texts (&user->roles, roles);
  g_assert_true (reeve_users_update (tx, user, user->version, &error));
  g_assert_true (reeve_tx_commit (tx, &error));
}

/* Two administrators, one by a custom role. At the same moment the one demotes the other, who cuts down the
 * custom role's twin: whoever is first, one stays. Half of the times both demote each other. */
static void
test_race (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_auto (GStrv) wires = reeve_capabilities_to_wire (REEVE_CAPABILITIES_ALL);
  g_autofree char *all = make_role_full (hana, "Everything", (const char *const *) wires);
  g_autoptr (Device) bea = device_add_colleague (hana, "bea@vallis.example", "Bea", all);
  g_autofree char *full = NULL;
  guint n_first = 0;

  fixture_mirror (fixture);
  {
    g_autofree char *joined = g_strjoinv ("\",\"", wires);

    full = g_strdup_printf ("{\"capabilities\":[\"%s\"]}", joined);
  }
  for (guint i = 0; i < 200; i++)
    {
      g_autoptr (ReeveUser) one = NULL;
      g_autoptr (ReeveUser) two = NULL;
      g_autoptr (ReeveRole) role = NULL;
      g_autofree char *less = all_but (REEVE_CAPABILITY_LOG_READ);
      GMutex gate;
      Race first = { .gate = &gate };
      Race second = { .gate = &gate };
      GThread *threads[2];
      gint64 n;

      set_role (hana, hana->account, REEVE_ROLE_ADMINISTRATOR);
      set_role (hana, bea->account, all);
      {
        g_autoptr (Answer) whole = save_role (hana, all, full);

        assert_done (whole);
      }
      one = device_get_user (hana, hana->account);
      two = device_get_user (hana, bea->account);
      role = get_role (hana, all);
      first.device = bea;
      first.object = hana->account;
      first.version = one->version;
      second.device = hana;
      second.object = i % 2 == 0 ? all : bea->account;
      second.patch = i % 2 == 0 ? less : NULL;
      second.version = i % 2 == 0 ? role->version : two->version;
      g_mutex_init (&gate);
      g_mutex_lock (&gate);
      threads[0] = g_thread_new ("first", race, &first);
      threads[1] = g_thread_new ("second", race, &second);
      g_mutex_unlock (&gate);
      g_thread_join (threads[0]);
      g_thread_join (threads[1]);
      g_mutex_clear (&gate);
      g_assert_cmpint (first.done + second.done, ==, 1);
      n_first += first.done;
      {
        g_autoptr (GError) error = NULL;
        g_autoptr (ReeveTx) tx =
          reeve_db_begin (reeve_installation_get_workspace (fixture->installation, hana->workspace),
                          REEVE_TX_READ, g_get_monotonic_time () + 60 * G_USEC_PER_SEC, &error);

        g_assert_true (reeve_roles_count_administrators (tx, reeve_clock_now (), &n, &error));
        g_assert_cmpint (n, ==, 1);
      }
    }
  g_test_message ("the first of two won %u of 200 times", n_first);
}

/* A locked colleague, or one without a password, is no administrator to rely on. */
static void
test_unable (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) bea = device_add_colleague (hana, "bea@vallis.example", "Bea", REEVE_ROLE_ADMINISTRATOR);
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx = NULL;
  g_autoptr (ReeveUser) user = NULL;
  gint64 n;

  tx = reeve_db_begin (reeve_installation_get_workspace (fixture->installation, hana->workspace),
                       REEVE_TX_WRITE, g_get_monotonic_time () + 60 * G_USEC_PER_SEC, &error);
  user = reeve_users_get (tx, bea->account, &error);
  g_assert_false (user->has_password);
  for (guint i = 0; i < 4; i++)
    {
      user->lock = g_intern_string (i == 0 ? "breach" : i == 1 ? "cooling-off" : "none");
      user->lock_ends = i == 1 ? reeve_clock_now () + 1 : 0;
      user->has_password = i != 2;
      g_assert_true (reeve_users_mirror (tx, user, &error));
      g_assert_true (reeve_roles_count_administrators (tx, reeve_clock_now (), &n, &error));
      g_assert_cmpint (n, ==, i == 3 ? 2 : 1);
      if (i == 1)
        {
          g_assert_true (reeve_roles_count_administrators (tx, reeve_clock_now () + 1, &n, &error));
          g_assert_cmpint (n, ==, 2);
        }
    }
  user->lock = g_intern_string ("breach");
  g_assert_true (reeve_users_mirror (tx, user, &error));
  g_assert_true (reeve_tx_commit (tx, &error));
  g_clear_pointer (&tx, reeve_tx_end);
  {
    g_autoptr (Answer) demoted = give (bea, hana->account, "member");

    assert_refused (demoted, REEVE_ERROR_CONFLICT, "last_administrator");
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/roles/list", test_list);
  g_test_add_func ("/roles/next-call", test_next_call);
  g_test_add_func ("/roles/escalation", test_escalation);
  g_test_add_func ("/roles/preview", test_preview);
  g_test_add_func ("/roles/remove", test_remove);
  g_test_add_func ("/roles/last-administrator", test_last_administrator);
  g_test_add_func ("/roles/race", test_race);
  g_test_add_func ("/roles/unable", test_unable);
  return g_test_run ();
}
