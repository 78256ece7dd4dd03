/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Findings and mutes: raised once, listed the worst first, counted, grouped, and muted by what covers them.
 */

#include "config.h"

#include "common/clock.h"
#include "common/role.h"
#include "scratch.h"
#include "service/store/findings.h"
#include "service/store/log-reviews.h"
#include "service/store/mutes.h"

#define NOW G_GINT64_CONSTANT (1767225600000000)

static gint64 n_raised; /* no two findings are raised at the same time */

typedef struct
{
  const char *rule;
  const char *severity;
  const char *person;
  const char *address;
  const char *state;
} Row;

static const Row rows[] = {
  { "brute-force", "medium", "ada", "192.0.2.44", "open" },
  { "token-theft", "critical", "bo", "198.51.100.9", "open" },
  { "brute-force", "medium", "bo", "192.0.2.45", "acknowledged" },
  { "mass-read", "high", "ada", NULL, "expected" },
  { "password-spray", "high", NULL, "192.0.2.44", "muted" },
  { "dormant-account", "critical", "cy", "203.0.113.1", "follow_up" },
};

typedef struct
{
  Scratch scratch;
  ReeveDb *db;
} Fixture;

static ReeveFinding *
make_finding (const Row *row, gint64 raised)
{
  ReeveFinding *finding = reeve_finding_new ();

  finding->rule = g_strdup (row->rule);
  finding->technique = g_strdup ("T1110.001");
  finding->severity = row->severity;
  finding->raised = raised;
  finding->key = g_strdup (row->person != NULL ? row->person : row->address);
  finding->person = g_strdup (row->person);
  finding->person_name =
    row->person != NULL ? g_strdup_printf ("%s <%s@example.org>", row->person, row->person) : NULL;
  finding->address = g_strdup (row->address);
  finding->numbers = g_strdupv ((char *[]) { (char *) "failures=20", (char *) "window=3600000000", NULL });
  finding->state = row->state;
  if (g_str_equal (row->state, "follow_up"))
    finding->due = raised + REEVE_DAY;
  return finding;
}

static gboolean
insert (ReeveTx *tx, ReeveFinding *finding)
{
  g_autoptr (GError) error = NULL;
  gboolean is_new = FALSE;

  g_assert_true (reeve_findings_insert (tx, finding, &is_new, &error));
  g_assert_no_error (error);
  return is_new;
}

static void
set_up (Fixture *self, gconstpointer unused G_GNUC_UNUSED)
{
  ReeveTx *tx;

  scratch_init (&self->scratch);
  self->db = scratch_open (&self->scratch, "workspace");
  tx = begin (self->db, REEVE_TX_WRITE);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (ReeveFinding) finding = make_finding (&rows[i], NOW + i * REEVE_MINUTE);

      g_assert_true (insert (tx, finding));
    }
  commit (tx);
}

static void
tear_down (Fixture *self, gconstpointer unused G_GNUC_UNUSED)
{
  reeve_db_unref (self->db);
  scratch_clear (&self->scratch);
}

static ReeveListing *
ask (Fixture *self, const char *question, GError **error)
{
  g_autoptr (ReeveTx) tx = begin (self->db, REEVE_TX_READ);
  g_autoptr (ReeveQuery) query =
    reeve_query_from_string (question, reeve_finding_sorts, reeve_finding_filters, error);

  g_assert_nonnull (query);
  return reeve_findings_list (tx, query, error);
}

/* @expected: the rows' places in the list, as letters: "BA" is the second, then the first */
static void
assert_lists (Fixture *self, const char *question, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveListing) listing = ask (self, question, &error);
  g_autoptr (GString) found = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < listing->items->len; i++)
    {
      ReeveFinding *each = listing->items->pdata[i];

      g_string_append_c (found, (char) ('A' + (each->raised - NOW) / REEVE_MINUTE));
    }
  g_assert_cmpstr (found->str, ==, expected);
  g_assert_cmpint (listing->total, ==, strlen (expected));
}

static void
assert_refused (Fixture *self, const char *question, const char *pointer)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveListing) listing = ask (self, question, &error);

  g_assert_null (listing);
  g_assert_error (error, REEVE_ERROR, REEVE_ERROR_INVALID);
  g_assert_cmpstr (((ReeveBadMember *) reeve_error_get_members (error)->pdata[0])->pointer, ==, pointer);
}

static void
test_list (Fixture *self, gconstpointer unused G_GNUC_UNUSED)
{
  assert_lists (self, "", "FBEDCA");
  assert_lists (self, "sort=severity", "ACDEBF");
  assert_lists (self, "sort=-raised", "FEDCBA");
  assert_lists (self, "sort=due", "F");
  assert_lists (self, "sort=due&state=open", "AB");
  assert_lists (self, "state=undecided", "BCA");
  assert_lists (self, "state=open", "BA");
  assert_lists (self, "state=follow_up", "F");
  assert_lists (self, "state=muted", "E");
  assert_lists (self, "severity=critical&state=undecided", "B");
  assert_lists (self, "rule=brute-force", "CA");
  assert_lists (self, "person=ada", "DA");
  assert_lists (self, "address=192.0.2.44&sort=-raised", "EA");
  assert_lists (self, "since=2026-01-01T00:01:00Z&until=2026-01-01T00:03:00Z&sort=raised", "BC");
  assert_refused (self, "state=gone", "?state");
  assert_refused (self, "severity=dire", "?severity");
  assert_refused (self, "since=yesterday", "?since");
}

/* Page by page it is the same as at once, and the first page knows how many there are. */
static void
test_pages (Fixture *self, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveQuery) query =
    reeve_query_from_string ("limit=1&state=undecided", reeve_finding_sorts, reeve_finding_filters, &error);
  const gint64 expected[] = { 1, 2, 0 };

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr (ReeveTx) tx = begin (self->db, REEVE_TX_READ);
      g_autoptr (ReeveListing) listing = reeve_findings_list (tx, query, &error);
      ReeveFinding *finding;

      g_assert_no_error (error);
      g_assert_cmpuint (listing->items->len, ==, 1);
      finding = listing->items->pdata[0];
      g_assert_cmpint ((finding->raised - NOW) / REEVE_MINUTE, ==, expected[i]);
      g_assert_cmpint (listing->total, ==, i == 0 ? 3 : -1);
      g_set_str (&query->cursor, listing->next);
      g_assert_true ((query->cursor == NULL) == (i + 1 == G_N_ELEMENTS (expected)));
    }
}

/* Somebody who goes through the same events again changes nothing of what was made of it since. */
static void
test_once (Fixture *self, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (ReeveFinding) again = make_finding (&rows[3], NOW + 3 * REEVE_MINUTE);
  g_autoptr (ReeveFinding) other = make_finding (&rows[3], NOW + 3 * REEVE_MINUTE);
  g_autoptr (ReeveFinding) later = make_finding (&rows[3], NOW + 30 * REEVE_MINUTE);
  g_autoptr (ReeveTx) tx = begin (self->db, REEVE_TX_WRITE);

  again->state = "open";
  g_assert_false (insert (tx, again));
  g_assert_cmpint (query_int (tx, "SELECT count(*) FROM findings WHERE state = 'expected'"), ==, 1);
  g_set_str (&other->key, "another");
  g_assert_true (insert (tx, other));
  g_assert_true (insert (tx, later));
  g_assert_true (reeve_id_is_valid (later->id));
  g_assert_cmpint (later->version, ==, 1);
  g_assert_cmpint (query_int (tx, "SELECT count(*) FROM findings"), ==, G_N_ELEMENTS (rows) + 2);
  g_assert_cmpint (query_int (tx, "SELECT count(*) FROM findings WHERE severity_rank = 2"), ==, 4);
}

static void
test_update (Fixture *self, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (ReeveListing) listing = ask (self, "rule=token-theft", NULL);
  ReeveFinding *stored = listing->items->pdata[0];
  g_autoptr (ReeveFinding) changed = reeve_record_copy (stored);
  g_autoptr (ReeveFinding) found = NULL;
  g_autoptr (GError) error = NULL;
  ReeveTx *tx = begin (self->db, REEVE_TX_WRITE);

  changed->state = "breach";
  g_set_str (&changed->note, "It was one.");
  g_assert_true (reeve_findings_update (tx, stored, changed, 1, &error));
  g_assert_false (reeve_findings_update (tx, stored, changed, 1, &error));
  assert_reeve_error (error, REEVE_ERROR_STALE, NULL);
  g_clear_error (&error);
  found = reeve_findings_get (tx, stored->id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (found->state, ==, "breach");
  g_assert_cmpstr (found->note, ==, "It was one.");
  g_assert_cmpint (found->version, ==, 2);
  g_assert_null (reeve_findings_get (tx, "none", &error));
  assert_reeve_error (error, REEVE_ERROR_NOT_FOUND, NULL);
  commit (tx);
}

static void
assert_group (ReeveListing *listing,
              guint i,
              const char *id,
              const char *severity,
              gint64 count,
              gint64 undecided)
{
  ReeveFindingGroup *group = listing->items->pdata[i];

  g_assert_cmpstr (group->id, ==, id);
  g_assert_cmpstr (group->severity, ==, severity);
  g_assert_cmpint (group->count, ==, count);
  g_assert_cmpint (group->undecided, ==, undecided);
}

static ReeveListing *
ask_groups (Fixture *self, const char *question, GError **error)
{
  g_autoptr (ReeveTx) tx = begin (self->db, REEVE_TX_READ);
  g_autoptr (ReeveQuery) query =
    reeve_query_from_string (question, reeve_finding_group_sorts, reeve_finding_group_filters, error);

  g_assert_nonnull (query);
  return reeve_findings_list_groups (tx, query, error);
}

static void
test_groups (Fixture *self, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveListing) people = ask_groups (self, "", &error);
  g_autoptr (ReeveListing) undecided = ask_groups (self, "by=person&state=undecided", &error);
  g_autoptr (ReeveListing) addresses = ask_groups (self, "by=address", &error);
  g_autoptr (ReeveListing) few = ask_groups (self, "by=address&limit=2", &error);
  ReeveFindingGroup *bo;

  g_assert_no_error (error);
  g_assert_cmpint (people->total, ==, 3);
  assert_group (people, 0, "cy", "critical", 1, 0);
  assert_group (people, 1, "bo", "critical", 2, 2);
  assert_group (people, 2, "ada", "medium", 2, 1); /* the worse one is decided on */
  bo = people->items->pdata[1];
  g_assert_cmpstr (bo->name, ==, "bo <bo@example.org>");
  g_assert_cmpint (bo->newest, ==, NOW + 2 * REEVE_MINUTE);

  g_assert_cmpint (undecided->total, ==, 2);
  assert_group (undecided, 0, "bo", "critical", 2, 2);
  assert_group (undecided, 1, "ada", "medium", 1, 1);

  g_assert_cmpint (addresses->total, ==, 4);
  assert_group (addresses, 2, "192.0.2.44", "medium", 2, 1);
  bo = addresses->items->pdata[0];
  g_assert_null (bo->name);
  g_assert_cmpuint (few->items->len, ==, 2);

  g_assert_null (ask_groups (self, "by=rule", &error));
  g_assert_error (error, REEVE_ERROR, REEVE_ERROR_INVALID);
}

/* As many as are listed are all of them; one more is said to be there. */
static void
test_many_groups (Fixture *self, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveListing) all = NULL;
  g_autoptr (ReeveListing) more = NULL;

  for (guint i = 0; i < REEVE_FINDING_GROUPS + 1; i++)
    {
      g_autofree char *address = g_strdup_printf ("2001:db8::%x", i);
      const Row row = { "brute-force", "low", NULL, address, "open" };
      g_autoptr (ReeveFinding) finding = make_finding (&row, 1 + i);
      g_autoptr (ReeveTx) tx = begin (self->db, REEVE_TX_WRITE);

      g_assert_true (insert (tx, finding));
      g_assert_true (reeve_tx_commit (tx, &error));
      if (i == REEVE_FINDING_GROUPS - 5) /* four addresses were there */
        all = ask_groups (self, "by=address&limit=500", &error);
    }
  g_assert_cmpuint (all->items->len, ==, REEVE_FINDING_GROUPS);
  g_assert_cmpint (all->total, ==, REEVE_FINDING_GROUPS);
  more = ask_groups (self, "by=address&limit=500", &error);
  g_assert_cmpuint (more->items->len, ==, REEVE_FINDING_GROUPS);
  g_assert_cmpint (more->total, ==, -1);
}

static void
test_counts (Fixture *self, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (ReeveTx) tx = begin (self->db, REEVE_TX_READ);
  g_autoptr (GError) error = NULL;
  gint64 counts[REEVE_FINDING_SEVERITIES];
  gint64 all;
  gint64 decided;

  g_assert_true (reeve_findings_count_undecided (tx, counts, &error));
  g_assert_cmpint (counts[0], ==, 0);
  g_assert_cmpint (counts[1], ==, 2);
  g_assert_cmpint (counts[2], ==, 0);
  g_assert_cmpint (counts[3], ==, 1);

  g_assert_true (reeve_findings_count (tx, NOW, NOW + REEVE_DAY, &all, &decided, &error));
  g_assert_cmpint (all, ==, 6);
  g_assert_cmpint (decided, ==, 3);
  g_assert_true (
    reeve_findings_count (tx, NOW + REEVE_MINUTE, NOW + 4 * REEVE_MINUTE, &all, &decided, &error));
  g_assert_cmpint (all, ==, 3);
  g_assert_cmpint (decided, ==, 1);
  g_assert_true (reeve_findings_count (tx, 0, NOW, &all, &decided, &error));
  g_assert_cmpint (all, ==, 0);
  g_assert_cmpint (decided, ==, 0);
}

static ReeveMute *
make_mute (const char *rule, const char *person, const char *network, gint64 ends)
{
  ReeveMute *mute = reeve_mute_new ();

  mute->id = reeve_id_new ();
  mute->version = 1;
  mute->rule = g_strdup (rule);
  mute->person = g_strdup (person);
  mute->network = g_strdup (network);
  mute->reason = g_strdup ("This is our way in.");
  mute->owner = g_strdup ("ada");
  mute->created = NOW;
  mute->created_by = g_strdup ("ada");
  mute->created_by_name = g_strdup ("Ada <ada@example.org>");
  mute->ends = ends;
  return mute;
}

/* What nobody has decided on and it covers, but nothing about whoever made it, unless it names them. */
static void
test_mute (Fixture *self, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (ReeveMute) network = make_mute (NULL, NULL, "192.0.2.0/24", NOW + REEVE_DAY);
  g_autoptr (ReeveMute) over = make_mute (NULL, NULL, "192.0.2.0/24", NOW);
  g_autoptr (ReeveMute) rule = make_mute ("token-theft", "bo", NULL, NOW + REEVE_DAY);
  g_autoptr (ReeveMute) own = make_mute (NULL, "ada", NULL, NOW + REEVE_DAY);
  g_autoptr (ReeveListing) listing = NULL;
  g_autoptr (GError) error = NULL;
  ReeveTx *tx = begin (self->db, REEVE_TX_WRITE);
  ReeveFinding *muted;
  gint64 n;

  g_assert_true (reeve_findings_mute (tx, over, NOW, &n, &error));
  g_assert_cmpint (n, ==, 0);
  g_assert_true (reeve_findings_mute (tx, network, NOW, &n, &error));
  g_assert_cmpint (n, ==, 1);
  g_assert_true (reeve_findings_mute (tx, rule, NOW, &n, &error));
  g_assert_cmpint (n, ==, 1);
  g_assert_true (reeve_findings_mute (tx, own, NOW, &n, &error));
  g_assert_cmpint (n, ==, 1);
  commit (tx);

  assert_lists (self, "state=undecided", "");
  assert_lists (self, "state=muted", "BECA");
  listing = ask (self, "rule=token-theft", &error);
  muted = listing->items->pdata[0];
  g_assert_cmpstr (muted->mute, ==, rule->id);
  g_assert_cmpint (muted->decided, ==, NOW);
  g_assert_cmpstr (muted->decided_by, ==, "ada");
  g_assert_cmpint (muted->version, ==, 2);
}

static void
test_mutes (Fixture *self, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (ReeveMute) first = make_mute ("brute-force", NULL, NULL, NOW + 2 * REEVE_DAY);
  g_autoptr (ReeveMute) second = make_mute (NULL, "bo", NULL, NOW + REEVE_DAY);
  g_autoptr (ReeveMute) changed = NULL;
  g_autoptr (ReeveMute) found = NULL;
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  g_autoptr (ReeveListing) listing = NULL;
  g_autoptr (GPtrArray) in_force = NULL;
  g_autoptr (GError) error = NULL;
  ReeveTx *tx = begin (self->db, REEVE_TX_WRITE);

  g_assert_true (reeve_mutes_insert (tx, first, &error));
  g_assert_true (reeve_mutes_insert (tx, second, &error));
  listing = reeve_mutes_list (tx, query, &error);
  g_assert_cmpint (listing->total, ==, 2);
  found = listing->items->pdata[0];
  g_assert_cmpstr (found->id, ==, second->id);
  found = NULL;

  g_assert_true (reeve_mutes_note (tx, first->id, &error));
  g_assert_true (reeve_mutes_note (tx, first->id, &error));
  g_assert_true (reeve_mutes_note (tx, "none", &error));
  changed = reeve_record_copy (first);
  changed->ends += REEVE_DAY;
  g_assert_true (reeve_mutes_update (tx, first, changed, 1, &error));
  found = reeve_mutes_get (tx, first->id, &error);
  g_assert_cmpint (found->count, ==, 2); /* nobody's edit takes that back */
  g_assert_cmpint (found->version, ==, 2);
  g_assert_cmpint (found->ends, ==, NOW + 3 * REEVE_DAY);

  in_force = reeve_mutes_read_in_force (tx, NOW + REEVE_DAY, &error);
  g_assert_cmpuint (in_force->len, ==, 1);
  g_assert_cmpstr (((ReeveMute *) in_force->pdata[0])->id, ==, first->id);

  g_assert_true (reeve_mutes_delete (tx, first->id, &error));
  g_assert_no_error (error);
  g_assert_null (reeve_mutes_get (tx, first->id, &error));
  assert_reeve_error (error, REEVE_ERROR_NOT_FOUND, NULL);
  commit (tx);
}

static void
test_too_many_mutes (Fixture *self, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (ReeveTx) tx = begin (self->db, REEVE_TX_WRITE);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i <= REEVE_MUTES; i++)
    {
      g_autoptr (ReeveMute) mute = make_mute ("brute-force", NULL, NULL, NOW + REEVE_DAY);

      g_assert_true (reeve_mutes_insert (tx, mute, &error) == (i < REEVE_MUTES));
    }
  assert_reeve_error (error, REEVE_ERROR_CONFLICT, "too_many_mutes");
}

/* --- How long they stay --- */

/* Days @from to @until, from NOW on. */
static void
put_review (ReeveTx *tx, gint64 from, gint64 until, const char *state)
{
  g_autoptr (ReeveLogReview) review = reeve_log_review_new ();
  g_autoptr (GError) error = NULL;

  review->id = reeve_id_new ();
  review->version = 1;
  review->since = NOW + from * REEVE_DAY;
  review->until = NOW + until * REEVE_DAY;
  review->state = state;
  review->signatures = 1;
  g_assert_true (reeve_log_reviews_insert (tx, review, &error));
  g_assert_no_error (error);
}

/* Raised on a day from NOW on, and decided on so many days later, or never. (transfer full) */
static char *
put_decided (ReeveTx *tx, gint64 day, const char *state, gint64 later)
{
  const Row row = { "brute-force", "medium", "ada", "192.0.2.44", state };
  g_autoptr (ReeveFinding) finding = make_finding (&row, NOW + day * REEVE_DAY + n_raised++);

  if (later >= 0)
    finding->decided = finding->raised + later * REEVE_DAY;
  g_assert_true (insert (tx, finding));
  return g_steal_pointer (&finding->id);
}

/* On day @day: exactly one goes, which is @id, or none. */
static void
assert_purged (ReeveTx *tx, gint64 day, const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) ids = reeve_findings_purge (tx, NOW + day * REEVE_DAY, 100, &error);
  g_autoptr (ReeveFinding) finding = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (ids->len, ==, id != NULL);
  if (id == NULL)
    return;
  g_assert_cmpstr (ids->pdata[0], ==, id);
  finding = reeve_findings_get (tx, id, &error);
  assert_reeve_error (error, REEVE_ERROR_NOT_FOUND, NULL);
}

/* A year after the decision, and three of a breach; what is open, followed up, or of days that nobody has
 * signed for, stays. */
static void
test_purge (Fixture *self, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (ReeveTx) tx = begin (self->db, REEVE_TX_WRITE);
  g_autofree char *expected = put_decided (tx, 100, "expected", 5);
  g_autofree char *done = put_decided (tx, 101, "done", 40);
  g_autofree char *muted = put_decided (tx, 110, "muted", -1);
  g_autofree char *breach = put_decided (tx, 111, "breach", 0);
  g_autofree char *later = put_decided (tx, 130, "expected", 0);
  g_autofree char *latest = put_decided (tx, 160, "expected", 0);
  g_autofree char *open = put_decided (tx, 100, "open", -1);
  g_autofree char *acknowledged = put_decided (tx, 100, "acknowledged", 1);
  g_autofree char *follow_up = put_decided (tx, 100, "follow_up", 1);

  run (tx, "DELETE FROM findings WHERE raised < 1767312000000000"); /* the rows' */
  put_review (tx, 90, 118, "signed");
  put_review (tx, 118, 146, "waiting");
  assert_purged (tx, 105 + 365, NULL);
  assert_purged (tx, 106 + 365, expected);
  assert_purged (tx, 110 + 365, NULL);
  assert_purged (tx, 111 + 365, muted);
  assert_purged (tx, 141 + 365, NULL);
  assert_purged (tx, 142 + 365, done);
  assert_purged (tx, 111 + 3 * 365, NULL);
  assert_purged (tx, 112 + 3 * 365, breach);
  assert_purged (tx, 9999, NULL);
  run (tx, "UPDATE log_reviews SET state = 'signed'");
  assert_purged (tx, 9999, later);
  put_review (tx, 146, 174, "signed");
  assert_purged (tx, 9999, latest);
  assert_purged (tx, 9999, NULL);
  g_assert_cmpint (query_int (tx, "SELECT count(*) FROM findings"), ==, 3);
}

/* --- Whom they are about --- */

static char *
put_named (ReeveTx *tx, const char *key, const char *person, const char *name)
{
  const Row row = { "mass-read", "high", person, "192.0.2.44", "open" };
  g_autoptr (ReeveFinding) finding = make_finding (&row, NOW + REEVE_HOUR + n_raised++);

  g_set_str (&finding->key, key);
  g_set_str (&finding->person_name, name);
  g_assert_true (insert (tx, finding));
  return g_steal_pointer (&finding->id);
}

static void
assert_named (ReeveTx *tx, const char *id, const char *key, const char *person, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveFinding) finding = reeve_findings_get (tx, id, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (finding->key, ==, key);
  g_assert_cmpstr (finding->person, ==, person);
  g_assert_cmpstr (finding->person_name, ==, name);
  g_assert_cmpstr (finding->address, ==, "192.0.2.44");
}

static ReeveRolePerson *
make_person (const char *id, const char *email)
{
  ReeveRolePerson *person = reeve_role_person_new ();

  person->id = g_strdup (id);
  person->email = g_strdup (email);
  return person;
}

static gint64
count_about (ReeveTx *tx, const char *account, const char *addresses, guint limit)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) about = reeve_findings_list_about (tx, account, addresses, limit, &error);

  g_assert_no_error (error);
  for (guint i = 1; i < about->len; i++)
    g_assert_cmpint (((ReeveFinding *) about->pdata[i])->raised, <=,
                     ((ReeveFinding *) about->pdata[i - 1])->raised);
  return about->len;
}

/* Whatever a log calls somebody who has gone, nothing of it is left; others stay as they are, also where they
 * did something to whoever has gone. */
static void
test_forget (Fixture *self, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (ReeveTx) tx = begin (self->db, REEVE_TX_WRITE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) gone = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GPtrArray) again = NULL;
  g_autofree char *here = put_named (tx, "id-1", "id-1", "Dee <Dee@example.org>");
  g_autofree char *there = put_named (tx, "DEE@example.org", "DEE@example.org", NULL);
  g_autofree char *foreign = put_named (tx, "00u1", "00u1", "Dee <dee@example.org>");
  g_autofree char *to_them = put_named (tx, "id-1", "hana", "Hana <hana@example.org>");
  g_autofree char *other = put_named (tx, "id-2", "id-2", "Eve <eve@example.org>");
  g_autofree char *alike = put_named (tx, "id-3", "id-3", "Dee <dee@example.org.test>");

  g_assert_cmpint (count_about (tx, "id-1", "dee@example.org", 100), ==, 4);
  g_assert_cmpint (count_about (tx, "id-1", "dee@example.org", 2), ==, 2);
  g_assert_cmpint (count_about (tx, "id-1", NULL, 100), ==, 2);
  run (tx, "INSERT INTO notification_rules (id, version, name, name_key, channel, severity, paused, created, "
           "failing_since, last_sent) VALUES ('r', 1, 'r', 'r', 'mail', 'low', 0, 0, 0, 0)");
  run (tx, "INSERT INTO deliveries (id, rule, about, body, state, tries, due, created) "
           "SELECT id, 'r', id, 'x', 'waiting', 0, 0, 0 FROM findings");
  g_ptr_array_add (gone, make_person ("id-1", "Dee@Example.org"));
  g_ptr_array_add (gone, make_person ("id-2", "eve@example.org"));
  g_ptr_array_add (gone, make_person ("id-9", "nobody@example.org"));
  ids = reeve_findings_forget (tx, gone, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ids->len, ==, 5);
  assert_named (tx, here, "id-1", "id-1", NULL);
  assert_named (tx, there, there, "id-1", NULL);
  assert_named (tx, foreign, foreign, "id-1", NULL);
  assert_named (tx, to_them, "id-1", "hana", "Hana <hana@example.org>");
  assert_named (tx, other, "id-2", "id-2", NULL);
  assert_named (tx, alike, "id-3", "id-3", "Dee <dee@example.org.test>");
  g_assert_cmpint (query_int (tx, "SELECT count(*) FROM deliveries"), ==, G_N_ELEMENTS (rows) + 1);
  g_assert_cmpint (query_int (tx, "SELECT count(*) FROM findings WHERE lower(key || COALESCE (person, '') || "
                                  "COALESCE (person_name, '')) LIKE '%dee@example.org'"),
                   ==, 0);
  again = reeve_findings_forget (tx, gone, &error);
  g_assert_no_error (error);
  assert_named (tx, there, there, "id-1", NULL);
}

/* Those that are over, and those that name somebody. */
static void
test_mutes_end (Fixture *self, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (ReeveTx) tx = begin (self->db, REEVE_TX_WRITE);
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveMute) first = make_mute ("brute-force", "ada@EXAMPLE.org", NULL, NOW);
  g_autoptr (ReeveMute) second = make_mute ("brute-force", "ada", NULL, NOW + REEVE_DAY);
  g_autoptr (GPtrArray) ended = NULL;
  g_autoptr (GPtrArray) by_id = NULL;
  g_autoptr (GPtrArray) by_either = NULL;

  g_assert_true (reeve_mutes_insert (tx, first, &error));
  g_assert_true (reeve_mutes_insert (tx, second, &error));
  ended = reeve_mutes_read_ended (tx, NOW + 1, &error);
  g_assert_cmpuint (ended->len, ==, 1);
  g_assert_cmpstr (((ReeveMute *) ended->pdata[0])->id, ==, first->id);
  by_id = reeve_mutes_list_about (tx, "ada", NULL, &error);
  g_assert_cmpuint (by_id->len, ==, 1);
  g_assert_cmpstr (((ReeveMute *) by_id->pdata[0])->id, ==, second->id);
  by_either = reeve_mutes_list_about (tx, "ada", "bo@example.org\nada@example.org", &error);
  g_assert_cmpuint (by_either->len, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/store/findings/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("list", test_list);
  ADD ("pages", test_pages);
  ADD ("once", test_once);
  ADD ("update", test_update);
  ADD ("groups", test_groups);
  ADD ("many-groups", test_many_groups);
  ADD ("counts", test_counts);
  ADD ("mute", test_mute);
  ADD ("mutes", test_mutes);
  ADD ("too-many-mutes", test_too_many_mutes);
  ADD ("purge", test_purge);
  ADD ("forget", test_forget);
  ADD ("mutes-end", test_mutes_end);
#undef ADD
  return g_test_run ();
}
