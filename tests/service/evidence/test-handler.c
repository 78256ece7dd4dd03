/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Taking the evidence of a case: for who may read all of it, noted in the case and in the trail. */

#include "config.h"

#include <string.h>

#include "breach-world.h"
#include "service/api/case-evidence.h"
#include "service/store/cases.h"

static char *
add_case (BreachWorld *world)
{
  ReeveDb *db = reeve_installation_get_workspace (world->fixture->installation, world->admin->workspace);
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (db, REEVE_TX_WRITE, g_get_monotonic_time () + 60 * G_USEC_PER_SEC, &error);
  g_autoptr (ReeveCase) self = reeve_case_new ();
  g_autoptr (ReeveCasePerson) person = reeve_case_person_new ();

  g_assert_no_error (error);
  self->id = reeve_id_new ();
  self->version = 1;
  self->state = REEVE_CASE_CONTAINED;
  self->nature = "leak";
  self->source = reeve_case_sources[0];
  self->noticed = g_strdup ("Bo typed it into a page that was not ours.");
  self->since = world->since;
  self->reported = world->reported;
  self->contained = world->contained;
  self->person_name = g_strdup ("Bo Lindqvist <bo@vallis.example>");
  g_assert_true (reeve_cases_insert (tx, self, &error));
  g_assert_no_error (error);
  person->id = g_strdup (world->bo);
  person->version = 1;
  person->name = g_strdup ("Bo Lindqvist");
  person->email = g_strdup ("bo@vallis.example");
  person->state = REEVE_CASE_CONTAINED;
  g_assert_true (reeve_case_people_insert (tx, self->id, person, &error));
  g_assert_no_error (error);
  g_assert_true (reeve_tx_commit (tx, &error));
  return g_strdup (self->id);
}

/* (transfer full) (element-type ReeveCaseEntry) */
static GPtrArray *
read_entries (BreachWorld *world, const char *id)
{
  ReeveDb *db = reeve_installation_get_workspace (world->fixture->installation, world->admin->workspace);
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (db, REEVE_TX_READ, g_get_monotonic_time () + 60 * G_USEC_PER_SEC, &error);
  g_autoptr (GPtrArray) trail = reeve_audit_list_object (tx, "case", id, 10, &error);
  GPtrArray *entries = reeve_case_entries_read (tx, id, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (trail->len, ==, entries->len);
  for (guint i = 0; i < trail->len; i++)
    g_assert_cmpstr (((const ReeveAuditEntry *) trail->pdata[i])->action, ==, "case.evidence");
  return entries;
}

static void
assert_zip (ReevePieces *pieces)
{
  g_autoptr (GString) all = g_string_new (NULL);
  gboolean last = FALSE;

  while (!last)
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (reeve_pieces_make (pieces, all, &last, &error));
      g_assert_no_error (error);
    }
  g_assert_true (g_str_has_prefix (all->str, "PK\x03\x04"));
  g_assert_nonnull (memmem (all->str, all->len, "manifest.sig", strlen ("manifest.sig")));
  g_assert_cmpuint (all->len, >, 22);
  g_assert_cmpint (memcmp (all->str + all->len - 22, "PK\x05\x06", 4), ==, 0);
}

static void
test_taken (void)
{
  g_autoptr (BreachWorld) world = breach_world_new (0, 5);
  g_autofree char *id = add_case (world);
  g_autoptr (Answer) answer = device_call (world->admin, case_evidence, .object = id);
  g_autoptr (GPtrArray) entries = read_entries (world, id);

  assert_done (answer);
  g_assert_cmpuint (answer->n_audited, ==, 1);
  g_assert_cmpuint (entries->len, ==, 1);
  g_assert_cmpstr (((const ReeveCaseEntry *) entries->pdata[0])->kind, ==, "evidence");
  g_assert_true (
    reeve_capabilities_have (reeve_pieces_get_needs (answer->pieces), REEVE_CAPABILITY_LOG_EXPORT));
  g_assert_true (
    reeve_capabilities_have (reeve_pieces_get_needs (answer->pieces), REEVE_CAPABILITY_SESSIONS_READ));
  assert_zip (answer->pieces);
}

static void
test_refused (void)
{
  g_autoptr (BreachWorld) world = breach_world_new (0, 5);
  g_autofree char *id = add_case (world);
  g_autofree char *nobody = reeve_id_new ();
  g_autoptr (Device) auditor = device_add_colleague (world->admin, "eve@vallis.example", "Eve", "auditor");
  g_autoptr (Answer) missing = device_call (world->admin, case_evidence, .object = nobody);
  g_autoptr (Answer) denied = device_call (auditor, case_evidence, .object = id);
  g_autoptr (GPtrArray) entries = read_entries (world, id);

  assert_refused (missing, REEVE_ERROR_NOT_FOUND, NULL);
  assert_refused (denied, REEVE_ERROR_DENIED, NULL);
  g_assert_cmpuint (entries->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/handler/taken", test_taken);
  g_test_add_func ("/handler/refused", test_refused);
  return g_test_run ();
}
