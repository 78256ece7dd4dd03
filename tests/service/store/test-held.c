/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Days that leave, and what holds keep of them: what goes is nowhere on the disk, what stays can still be
 * proved, and a process that ends at any moment leaves one or the other. */

#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "blocks.h"
#include "common/clock.h"
#include "common/encoding.h"
#include "scratch.h"
#include "service/store/access-day-held.h"
#include "service/store/access-grams.h"
#include "service/store/access-leaving.h"
#include "service/store/access-log.h"

#define NOON  (G_GINT64_CONSTANT (1767225600) * G_USEC_PER_SEC + REEVE_DAY / 2) /* of 2026-01-01 */
#define TODAY (NOON / REEVE_DAY)

#define ADA "0190aaaa-0000-7000-8000-000000000001"
#define BO  "0190bbbb-0000-7000-8000-000000000002"

#define EVENTS 60 /* of the three that take turns */

static ReeveHold *
make_hold (gint64 since, gint64 until, const char *account)
{
  ReeveHold *hold = reeve_hold_new ();

  hold->id = reeve_id_new ();
  hold->since = since;
  hold->until = until;
  hold->account = g_strdup (account);
  hold->ends = G_MAXINT64;
  return hold;
}

static GPtrArray *
make_holds (ReeveHold *first)
{
  GPtrArray *holds = g_ptr_array_new_with_free_func (g_object_unref);

  if (first != NULL)
    g_ptr_array_add (holds, first);
  return holds;
}

/* The @i-th: by Ada, by Bo, by nobody about Ada; each second one, from an address of its own. */
static ReeveAccessEvent
make_event (guint i, char **address, char **text)
{
  *address = g_strdup_printf ("2001:db8:5eed:cafe:%x:%x:beef:%x", i + 1, i * 7 + 1, i + 0x1000);
  *text = g_strdup_printf ("the words of event number %u in the log, quirk%u-of it", i, i * 7919);
  return (ReeveAccessEvent) {
    .time = NOON + i * REEVE_SECOND,
    .status = i % 5 == 0 ? 403 : 200,
    .result = i % 5 == 0 ? REEVE_ACCESS_REFUSED : REEVE_ACCESS_OK,
    .action = i % 2 == 0 ? "sign-in" : "user.save",
    .actor = i % 3 == 0   ? ADA
             : i % 3 == 1 ? BO
                          : NULL,
    .actor_name = i % 3 == 0   ? "Ada"
                  : i % 3 == 1 ? "Bo"
                               : NULL,
    .object = i % 3 == 2 ? ADA : "some-thing",
    .object_name = "Somebody or other",
    .agent = i % 3 == 1 ? "Bo's own browser" : "Reeve/1",
    .address = *address,
    .source = "okta",
    .source_id = *text,
    .text = *text,
  };
}

static gboolean
is_adas (guint i)
{
  return i % 3 != 1;
}

/* Appends them; (transfer full) (element-type ReeveMerkleHash): their leaves, from 5 on */
static GArray *
fill (ReeveAccessDay *day)
{
  GArray *leaves = g_array_new (FALSE, FALSE, sizeof (ReeveMerkleHash));
  guint64 next = 5;

  for (guint i = 0; i < EVENTS; i++)
    {
      g_autoptr (GPtrArray) one = g_ptr_array_new ();
      g_autoptr (GError) error = NULL;
      g_autofree char *address = NULL;
      g_autofree char *text = NULL;
      ReeveAccessEvent event = make_event (i, &address, &text);
      guint known;

      g_ptr_array_add (one, &event);
      g_assert_true (reeve_access_day_append (day, one, &next, leaves, &known, NULL, &error));
      g_assert_no_error (error);
    }
  return leaves;
}

static ReeveAccessDay *
open_day (const char *path)
{
  g_autoptr (GError) error = NULL;
  ReeveAccessDay *day = reeve_access_day_open (path, NULL, &error);

  g_assert_no_error (error);
  return day;
}

static gint64
copy (ReeveAccessDay *day, GPtrArray *holds, const char *path)
{
  g_autoptr (ReeveTx) tx = begin (reeve_access_day_get_db (day), REEVE_TX_WRITE);
  g_autofree char *name = reeve_access_holds_name (holds, TODAY);
  g_autoptr (GError) error = NULL;
  gint64 n;

  g_assert_true (reeve_access_day_copy_held (day, tx, holds, name, path, NULL, &n, &error));
  g_assert_no_error (error);
  return n;
}

/* Every event of @day has the leaf that it had, by its salt. How many there are. */
static guint
assert_provable (ReeveAccessDay *day, GArray *leaves)
{
  g_autoptr (ReeveTx) tx = begin (reeve_access_day_get_db (day), REEVE_TX_READ);
  g_autoptr (GError) error = NULL;
  ReeveStatement *statement =
    reeve_tx_prepare (tx, "SELECT " REEVE_ACCESS_COLUMNS " FROM " REEVE_ACCESS_FROM " ORDER BY e.id", &error);
  gboolean row;

  for (guint n = 0;; n++)
    {
      g_autoptr (ReeveAccessEvent) event = NULL;
      g_autoptr (GString) text = g_string_new (NULL);
      guint8 salt[REEVE_ACCESS_SALT_BYTES];
      guint8 entry[32];
      ReeveMerkleHash hash;
      gint64 leaf, found;

      g_assert_true (reeve_statement_step (statement, &row, &error));
      if (!row)
        return n;
      event = reeve_access_day_read_event (statement, &leaf);
      g_assert_true (reeve_access_day_find_leaf (day, event->time, soon (), &found, salt, &error));
      g_assert_cmpint (found, ==, leaf);
      g_string_append_len (text, (const char *) salt, sizeof salt);
      reeve_access_event_print (event, text);
      reeve_sha256 (text->str, text->len, entry);
      reeve_merkle_hash_leaf (entry, sizeof entry, &hash);
      g_assert_cmpmem (&hash, sizeof hash, &g_array_index (leaves, ReeveMerkleHash, leaf - 5), sizeof hash);
    }
}

static gint64
ask (ReeveAccessDay *day, const char *sql)
{
  g_autoptr (ReeveTx) tx = begin (reeve_access_day_get_db (day), REEVE_TX_READ);

  return query_int (tx, sql);
}

/* --- What is on the disk --- */

/* Whether @bytes are anywhere in the files of @folder that begin so. */
static gboolean
is_on_disk (const char *folder, const char *prefix, gconstpointer bytes, gsize length)
{
  g_autoptr (GDir) files = g_dir_open (folder, 0, NULL);
  gboolean found = FALSE;
  const char *name;

  while ((name = g_dir_read_name (files)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *content = NULL;
      gsize size;

      if (!g_str_has_prefix (name, prefix))
        continue;
      g_assert_true (g_file_get_contents (path, &content, &size, NULL));
      found = found || memmem (content, size, bytes, length) != NULL;
    }
  return found;
}

/* What the @i-th event says is in those files, or not a byte of it. */
static void
assert_on_disk (const char *folder, const char *prefix, guint i, gboolean there)
{
  g_autofree char *address = NULL;
  g_autofree char *text = NULL;
  ReeveAccessEvent event = make_event (i, &address, &text);
  g_autoptr (GInetAddress) parsed = g_inet_address_new_from_string (event.address);

  g_assert_cmpint (is_on_disk (folder, prefix, g_inet_address_to_bytes (parsed), 16), ==, there);
  g_assert_cmpint (is_on_disk (folder, prefix, text, strlen (text)), ==, there);
  g_assert_false (is_on_disk (folder, prefix, address, strlen (address)));
}

/* (transfer full): the bits that the day's one block has of its lines' texts */
static GBytes *
read_bits (ReeveAccessDay *day)
{
  g_autoptr (ReeveTx) tx = begin (reeve_access_day_get_db (day), REEVE_TX_READ);
  ReeveStatement *statement = reeve_tx_prepare (tx, "SELECT bits FROM blocks", NULL);
  gboolean row;

  g_assert_true (reeve_statement_step (statement, &row, NULL) && row);
  return reeve_statement_get_bytes (statement, 0);
}

/* Whether the bits say that @word may be there. */
static gboolean
may_have (GBytes *bits, const char *word)
{
  const ReeveLogValue value = { .folded = (char *) word, .match = REEVE_LOG_PART };
  g_autoptr (GArray) grams = reeve_access_grams_of (&value);

  return reeve_access_grams_have (g_bytes_get_data (bits, NULL), grams);
}

/* What the bits of texts tell of words that only lines have that went: nothing, neither in the table nor
 * anywhere else in the files. */
static void
test_no_bit_else (void)
{
  g_auto (Scratch) scratch = { 0 };
  g_autofree char *old = NULL;
  g_autofree char *new = NULL;
  g_autoptr (GPtrArray) holds = make_holds (make_hold (NOON, NOON + REEVE_HOUR, ADA));
  g_autoptr (GArray) leaves = NULL;
  g_autoptr (ReeveAccessDay) day = NULL;
  g_autoptr (ReeveAccessDay) kept = NULL;
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;

  scratch_init (&scratch);
  old = scratch_path (&scratch, "old.db");
  new = scratch_path (&scratch, "new.db");
  day = open_day (old);
  leaves = fill (day);
  before = read_bits (day);
  g_assert_cmpuint (assert_blocks (day), ==, 1);
  g_assert_true (is_on_disk (scratch.folder, "old.db", g_bytes_get_data (before, NULL), 512));
  copy (day, holds, new);
  kept = open_day (new);
  after = read_bits (kept);
  /* Of what is there, to the bit. */
  g_assert_cmpuint (assert_blocks (kept), ==, 1);
  for (gsize at = 0; at + 512 <= REEVE_ACCESS_GRAM_BYTES; at += 256)
    g_assert_false (
      is_on_disk (scratch.folder, "new.db", (const guint8 *) g_bytes_get_data (before, NULL) + at, 512));
  for (guint i = 0; i < EVENTS; i++)
    {
      g_autofree char *word = g_strdup_printf ("quirk%u-of", i * 7919);

      g_assert_true (may_have (before, word));
      g_assert_cmpint (may_have (after, word), ==, is_adas (i));
    }
  g_assert_cmpint (ask (kept, "PRAGMA freelist_count"), ==, 0);
}

/* In a file without encryption: addresses, texts, names of who is not held, and the secret that would make
 * the salts of all of them, are not in any page of it, used or free, nor beside it. */
static void
test_nothing_else (void)
{
  g_auto (Scratch) scratch = { 0 };
  g_autofree char *old = NULL;
  g_autofree char *new = NULL;
  g_autoptr (GPtrArray) holds = make_holds (make_hold (NOON, NOON + REEVE_HOUR, ADA));
  g_autoptr (GArray) leaves = NULL;
  g_autoptr (ReeveAccessDay) day = NULL;
  guint8 salt[REEVE_ACCESS_SALT_BYTES];
  g_autoptr (GBytes) secret = NULL;

  scratch_init (&scratch);
  old = scratch_path (&scratch, "old.db");
  new = scratch_path (&scratch, "new.db");
  day = open_day (old);
  leaves = fill (day);
  {
    g_autoptr (ReeveTx) tx = begin (reeve_access_day_get_db (day), REEVE_TX_READ);
    ReeveStatement *statement = reeve_tx_prepare (tx, "SELECT secret FROM day", NULL);
    gboolean row;

    g_assert_true (reeve_statement_step (statement, &row, NULL) && row);
    secret = reeve_statement_get_bytes (statement, 0);
  }
  g_assert_cmpint (copy (day, holds, new), ==, EVENTS / 3 * 2);
  for (guint i = 0; i < EVENTS; i++)
    {
      assert_on_disk (scratch.folder, "old.db", i, TRUE);
      assert_on_disk (scratch.folder, "new.db", i, is_adas (i));
      reeve_access_day_salt (day, 5 + i, salt);
      g_assert_cmpint (is_on_disk (scratch.folder, "new.db", salt, sizeof salt), ==, is_adas (i));
    }
  g_assert_true (is_on_disk (scratch.folder, "old.db", g_bytes_get_data (secret, NULL), 32));
  g_assert_false (is_on_disk (scratch.folder, "new.db", g_bytes_get_data (secret, NULL), 32));
  g_assert_true (is_on_disk (scratch.folder, "old.db", "Bo's own browser", 16));
  g_assert_false (is_on_disk (scratch.folder, "new.db", "Bo's own browser", 16));
  g_assert_false (is_on_disk (scratch.folder, "new.db", BO, strlen (BO)));
}

/* What is held is as it was: it can be proved, is found by the same words, and is counted right. */
static void
test_as_it_was (void)
{
  g_auto (Scratch) scratch = { 0 };
  g_autofree char *old = NULL;
  g_autofree char *new = NULL;
  g_autofree char *newer = NULL;
  g_autoptr (GPtrArray) holds = make_holds (make_hold (0, G_MAXINT64, ADA));
  g_autoptr (GPtrArray) narrower = make_holds (make_hold (NOON, NOON + 30 * REEVE_SECOND, ADA));
  g_autoptr (GArray) leaves = NULL;
  g_autoptr (ReeveAccessDay) day = NULL;
  g_autoptr (ReeveAccessDay) kept = NULL;
  g_autoptr (ReeveAccessDay) less = NULL;

  scratch_init (&scratch);
  old = scratch_path (&scratch, "old.db");
  new = scratch_path (&scratch, "new.db");
  newer = scratch_path (&scratch, "newer.db");
  day = open_day (old);
  leaves = fill (day);
  g_assert_cmpuint (assert_provable (day, leaves), ==, EVENTS);
  copy (day, holds, new);
  kept = open_day (new);
  g_assert_cmpuint (assert_provable (kept, leaves), ==, EVENTS / 3 * 2);
  g_assert_cmpint (ask (kept, "SELECT sum (n) FROM hours"), ==, EVENTS / 3 * 2);
  g_assert_cmpint (ask (kept, "SELECT n FROM words WHERE kind = 'actor'"), ==, EVENTS / 3);
  g_assert_cmpint (ask (kept, "SELECT count(*) FROM words WHERE kind = 'address'"), ==, EVENTS / 3 * 2);
  g_assert_cmpint (ask (kept, "SELECT last_leaf FROM day"), ==, 5 + EVENTS - 1);
  g_assert_cmpint (ask (kept, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"), ==,
                   1);
  /* Again, from what was kept. */
  g_assert_cmpint (copy (kept, narrower, newer), ==, 20);
  less = open_day (newer);
  assert_blocks (less);
  g_assert_cmpuint (assert_provable (less, leaves), ==, 20);
}

/* The tree is an older one, which knows only the first of what is held: the others get other leaves, and go
 * in as they were, since their salts are their own now. */
static void
test_numbered_again (void)
{
  g_auto (Scratch) scratch = { 0 };
  g_autofree char *old = NULL;
  g_autofree char *new = NULL;
  g_autoptr (GPtrArray) holds = make_holds (make_hold (0, G_MAXINT64, BO));
  g_autoptr (GArray) leaves = NULL;
  g_autoptr (GArray) again = g_array_new (FALSE, FALSE, sizeof (ReeveMerkleHash));
  g_autoptr (ReeveAccessDay) day = NULL;
  g_autoptr (ReeveAccessDay) kept = NULL;
  g_autoptr (GError) error = NULL;
  guint64 next = 100;

  scratch_init (&scratch);
  old = scratch_path (&scratch, "old.db");
  new = scratch_path (&scratch, "new.db");
  day = open_day (old);
  leaves = fill (day);
  copy (day, holds, new);
  kept = open_day (new);
  g_assert_false (reeve_access_day_is_ahead (kept, 5 + EVENTS));
  g_assert_true (reeve_access_day_is_ahead (kept, 20));
  g_assert_true (reeve_access_day_number_again (kept, 20, &next, again, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (again->len, ==, 15); /* of those from the 16th on */
  g_assert_cmpuint (next, ==, 115);
  for (guint i = 0; i < again->len; i++)
    g_assert_cmpmem (&g_array_index (again, ReeveMerkleHash, i), sizeof (ReeveMerkleHash),
                     &g_array_index (leaves, ReeveMerkleHash, 16 + 3 * i), sizeof (ReeveMerkleHash));
}

/* Several holds keep what any of them keeps, once. */
static void
test_several (void)
{
  g_auto (Scratch) scratch = { 0 };
  g_autofree char *old = NULL;
  g_autofree char *new = NULL;
  g_autoptr (GPtrArray) holds = make_holds (make_hold (NOON, NOON + 10 * REEVE_SECOND, NULL));
  g_autoptr (GArray) leaves = NULL;
  g_autoptr (ReeveAccessDay) day = NULL;
  g_autoptr (ReeveAccessDay) kept = NULL;

  scratch_init (&scratch);
  old = scratch_path (&scratch, "old.db");
  new = scratch_path (&scratch, "new.db");
  g_ptr_array_add (holds, make_hold (NOON + 5 * REEVE_SECOND, NOON + 20 * REEVE_SECOND, NULL));
  g_ptr_array_add (holds, make_hold (NOON, NOON + 30 * REEVE_SECOND, BO));
  day = open_day (old);
  leaves = fill (day);
  g_assert_cmpint (copy (day, holds, new), ==, 20 + 3);
  kept = open_day (new);
  g_assert_cmpuint (assert_provable (kept, leaves), ==, 23);
}

#define EMAIL_ADA "Ada <ada@vallis.example>"

/* What names a person by their address is theirs, as it was on the day; what Reeve says of another account is
 * not, whatever that one is called by now. */
static void
test_emails (void)
{
  static const struct
  {
    ReeveAccessEvent event;
    gboolean held;
  } cases[] = {
    /* a sign-in that failed, with the address that she had then */
    { { .actor = ADA,
        .actor_name = "Ada <a.king@vallis.example>",
        .outcome = "password_wrong",
        .result = REEVE_ACCESS_REFUSED },
      TRUE },
    { { .actor = BO, .actor_name = "Bo <bo@vallis.example>", .object = ADA }, TRUE },
    { { .actor = BO,
        .actor_name = "Bo <bo@vallis.example>",
        .object = "invitation-1",
        .object_name = "ada@vallis.example" },
      TRUE },
    { { .actor = BO, .actor_name = "Bo <bo@vallis.example>" }, FALSE },
    { { .actor = BO, .actor_name = "Bo <ada@vallis.example>" }, FALSE },
    /* of other systems */
    { { .actor = "ADA@vallis.example", .result = REEVE_ACCESS_FAILED, .source = "okta" }, TRUE },
    { { .actor = "00u7", .actor_name = "Ada King <a.king@vallis.example>", .source = "okta" }, TRUE },
    { { .actor = "00u7", .object = "ada@vallis.example", .source = "okta" }, TRUE },
    { { .actor = "root", .text = "Failed password for ada@vallis.example from 192.0.2.1", .source = "sshd" },
      TRUE },
    { { .actor = "dada@vallis.example", .source = "okta" }, FALSE },
    { { .actor = "cy@vallis.example", .text = "for ada@vallis.example.org", .source = "sshd" }, FALSE },
    /* somebody who brings events says that Ada was called like Bo */
    { { .actor = ADA, .actor_name = "Ada <bo@vallis.example>", .source = "okta" }, TRUE },
    { { .actor = "bo@vallis.example", .source = "okta" }, FALSE },
  };
  g_auto (Scratch) scratch = { 0 };
  g_autofree char *old = NULL;
  g_autofree char *new = NULL;
  g_autoptr (GPtrArray) holds = make_holds (make_hold (0, G_MAXINT64, ADA));
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) leaves = g_array_new (FALSE, FALSE, sizeof (ReeveMerkleHash));
  g_autoptr (ReeveAccessDay) day = NULL;
  g_autoptr (ReeveAccessDay) kept = NULL;
  g_autoptr (GError) error = NULL;
  guint64 next = 0;
  guint known;
  gint64 n = 0;

  REEVE_HOLD (holds->pdata[0])->account_name = g_strdup (EMAIL_ADA);
  scratch_init (&scratch);
  old = scratch_path (&scratch, "old.db");
  new = scratch_path (&scratch, "new.db");
  day = open_day (old);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ReeveAccessEvent *event = g_memdup2 (&cases[i].event, sizeof cases[i].event);

      event->time = NOON + i;
      event->route = "-";
      g_ptr_array_add (events, event);
      n += cases[i].held;
    }
  g_assert_true (reeve_access_day_append (day, events, &next, leaves, &known, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (copy (day, holds, new), ==, n);
  kept = open_day (new);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *sql =
        g_strdup_printf ("SELECT count(*) FROM events WHERE id = %" G_GINT64_FORMAT, NOON + i);

      g_assert_cmpint (ask (kept, sql), ==, cases[i].held);
    }
}

static void
test_names (void)
{
  g_autoptr (GPtrArray) holds = make_holds (make_hold (0, G_MAXINT64, ADA));
  g_autoptr (GPtrArray) same = make_holds (make_hold (NOON - REEVE_DAY, NOON + REEVE_DAY, ADA));
  g_autoptr (GPtrArray) other = make_holds (make_hold (NOON, NOON + REEVE_DAY, ADA));
  g_autoptr (GPtrArray) all = make_holds (make_hold (TODAY * REEVE_DAY, (TODAY + 1) * REEVE_DAY, NULL));
  g_autoptr (GPtrArray) none = reeve_access_holds_of_day (all, TODAY + 1);
  g_autofree char *name = reeve_access_holds_name (holds, TODAY);
  g_autofree char *again = reeve_access_holds_name (same, TODAY);
  g_autofree char *another = reeve_access_holds_name (other, TODAY);

  g_assert_cmpstr (name, ==, again);
  g_assert_cmpstr (name, !=, another);
  g_assert_true (reeve_access_holds_keep_day (all, TODAY));
  g_assert_false (reeve_access_holds_keep_day (holds, TODAY));
  g_assert_cmpuint (none->len, ==, 0);
}

/* --- Files --- */

typedef struct
{
  Scratch scratch;
  char *folder;
  char *below; /* of the workspace */
  ReeveAccessFiles *files;
} World;

static ReeveSecret *
find_key_cb (const char *workspace G_GNUC_UNUSED, gpointer data)
{
  return reeve_secret_ref (((World *) data)->scratch.key);
}

static void
world_restart (World *self)
{
  g_clear_pointer (&self->files, reeve_access_files_free);
  self->files = reeve_access_files_new (self->folder, find_key_cb, self);
}

static void
world_init (World *self)
{
  *self = (World) { 0 };
  scratch_init (&self->scratch);
  self->folder = scratch_path (&self->scratch, "log");
  self->below = g_build_filename (self->folder, "w", NULL);
  g_assert_cmpint (g_mkdir (self->folder, 0700), ==, 0);
  world_restart (self);
}

static void
world_clear (World *self)
{
  g_clear_pointer (&self->files, reeve_access_files_free);
  g_free (self->folder);
  g_free (self->below);
  scratch_clear (&self->scratch);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (World, world_clear)

static ReeveAccessDay *
get_day (World *self, gboolean make)
{
  g_autoptr (GError) error = NULL;
  ReeveAccessDay *day = reeve_access_files_open_day (self->files, "w", TODAY, make, &error);

  g_assert_no_error (error);
  return day;
}

static void
fill_world (World *self)
{
  g_autoptr (ReeveAccessDay) day = get_day (self, TRUE);
  g_autoptr (GArray) leaves = fill (day);

  g_assert_cmpuint (leaves->len, ==, EVENTS);
}

static gint64
count (World *self)
{
  g_autoptr (ReeveAccessDay) day = get_day (self, FALSE);

  return ask (day, "SELECT count(*) FROM events");
}

/* What is left to do is done. FALSE: there was nothing. */
static gboolean
leave (World *self, GPtrArray *holds)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveAccessLeaving) leaving = NULL;

  g_assert_true (reeve_access_leaving_begin (self->files, "w", TODAY, holds, &leaving, &error));
  g_assert_no_error (error);
  if (leaving == NULL)
    return FALSE;
  g_assert_true (reeve_access_leaving_finish (leaving, &error));
  g_assert_no_error (error);
  return TRUE;
}

/* Sorted, with spaces between: what is in the folder, but for what SQLite has beside an open file. */
static char *
list_files (World *self)
{
  g_autoptr (GDir) files = g_dir_open (self->below, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while ((name = g_dir_read_name (files)) != NULL)
    if (!g_str_has_suffix (name, "-wal") && !g_str_has_suffix (name, "-shm"))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort_values (names, (GCompareFunc) strcmp);
  g_ptr_array_add (names, NULL);
  return g_strjoinv (" ", (char **) names->pdata);
}

static void
assert_files (World *self, const char *expected)
{
  g_autofree char *found = list_files (self);

  g_assert_cmpstr (found, ==, expected);
}

/* Whoever reads goes on reading what they began; who begins after it sees what is held; who would write to
 * the old file is told. */
static void
test_readers (void)
{
  g_auto (World) world = { 0 };
  g_autoptr (GPtrArray) holds = make_holds (make_hold (0, G_MAXINT64, ADA));
  g_autoptr (ReeveAccessDay) old = NULL;
  g_autoptr (ReeveTx) reading = NULL;
  g_autoptr (GPtrArray) one = g_ptr_array_new ();
  g_autoptr (GArray) leaves = g_array_new (FALSE, FALSE, sizeof (ReeveMerkleHash));
  g_autoptr (GError) error = NULL;
  ReeveAccessEvent event = { .time = NOON };
  guint64 next = 100;
  guint known;

  world_init (&world);
  fill_world (&world);
  old = get_day (&world, FALSE);
  reading = begin (reeve_access_day_get_db (old), REEVE_TX_READ);
  g_assert_true (leave (&world, holds));
  g_assert_cmpint (query_int (reading, "SELECT count(*) FROM events"), ==, EVENTS);
  g_assert_cmpint (count (&world), ==, EVENTS / 3 * 2);
  g_assert_true (reeve_access_day_is_gone (old));
  g_ptr_array_add (one, &event);
  g_assert_false (reeve_access_day_append (old, one, &next, leaves, &known, NULL, &error));
  assert_reeve_error (error, REEVE_ERROR_BUSY, "gone");
  assert_files (&world, "2026-01-01.1.db");
  g_clear_pointer (&reading, reeve_tx_end);
  g_clear_pointer (&old, reeve_access_day_unref);
  world_restart (&world);
  g_assert_cmpint (count (&world), ==, EVENTS / 3 * 2);
  assert_files (&world, "2026-01-01.1.db");
}

/* Done once; again when the holds are others; and when there are none the day is gone. */
static void
test_turns (void)
{
  g_auto (World) world = { 0 };
  g_autoptr (GPtrArray) all = make_holds (make_hold (0, G_MAXINT64, NULL));
  g_autoptr (GPtrArray) adas = make_holds (make_hold (0, G_MAXINT64, ADA));
  g_autoptr (GPtrArray) wider = make_holds (make_hold (0, NOON + REEVE_HOUR, ADA));
  g_autoptr (GPtrArray) none = make_holds (NULL);
  g_autoptr (GArray) days = NULL;
  g_autoptr (GError) error = NULL;
  ReeveAccessLeaving *leaving;

  world_init (&world);
  fill_world (&world);
  g_assert_false (leave (&world, all));
  assert_files (&world, "2026-01-01.db");
  g_assert_false (reeve_access_leaving_is_over (world.files, "w", TODAY, adas));
  g_assert_true (leave (&world, adas));
  g_assert_true (reeve_access_leaving_is_over (world.files, "w", TODAY, adas));
  world_restart (&world);
  g_assert_false (reeve_access_leaving_is_over (world.files, "w", TODAY, adas));
  g_assert_false (leave (&world, adas));
  g_assert_true (reeve_access_leaving_is_over (world.files, "w", TODAY, adas));
  g_assert_true (reeve_access_leaving_is_over (world.files, "w", TODAY, all));
  g_assert_false (reeve_access_leaving_is_over (world.files, "w", TODAY, none));
  g_assert_false (leave (&world, wider)); /* other words for the same rows */
  g_assert_false (leave (&world, all));
  g_ptr_array_add (none, make_hold (NOON, NOON + 6 * REEVE_SECOND, ADA));
  g_assert_true (leave (&world, none));
  assert_files (&world, "2026-01-01.2.db");
  g_assert_cmpint (count (&world), ==, 4);
  /* More came since: a policy is longer now, and later shorter again. */
  {
    g_autoptr (ReeveAccessDay) day = get_day (&world, FALSE);
    g_autoptr (GPtrArray) one = g_ptr_array_new ();
    g_autoptr (GArray) leaves = g_array_new (FALSE, FALSE, sizeof (ReeveMerkleHash));
    ReeveAccessEvent event = { .time = NOON + REEVE_HOUR, .actor = BO };
    guint64 next = 500;
    guint known;

    g_ptr_array_add (one, &event);
    g_assert_true (reeve_access_day_append (day, one, &next, leaves, &known, NULL, &error));
  }
  g_assert_cmpint (count (&world), ==, 5);
  g_assert_true (leave (&world, none));
  g_assert_cmpint (count (&world), ==, 4);
  g_ptr_array_set_size (none, 0);
  g_assert_true (leave (&world, none));
  days = reeve_access_files_list_days (world.files, "w");
  g_assert_cmpuint (days->len, ==, 0);
  assert_files (&world, "");
  g_assert_false (reeve_access_leaving_begin (world.files, "w", TODAY, none, &leaving, &error));
  assert_reeve_error (error, REEVE_ERROR_NOT_FOUND, NULL);
}

/* One who does not finish has done nothing. */
static void
test_given_up (void)
{
  g_auto (World) world = { 0 };
  g_autoptr (GPtrArray) holds = make_holds (make_hold (0, G_MAXINT64, ADA));
  g_autoptr (GError) error = NULL;
  ReeveAccessLeaving *leaving;

  world_init (&world);
  fill_world (&world);
  g_assert_true (reeve_access_leaving_begin (world.files, "w", TODAY, holds, &leaving, &error));
  g_assert_cmpint (reeve_access_leaving_get_before (leaving), ==, EVENTS);
  g_assert_cmpint (reeve_access_leaving_get_held (leaving), ==, EVENTS / 3 * 2);
  reeve_access_leaving_free (leaving);
  assert_files (&world, "2026-01-01.db");
  g_assert_cmpint (count (&world), ==, EVENTS);
}

/* --- Processes that end --- */

static void
copy_file (World *self, const char *from, const char *to)
{
  g_autofree char *source = g_build_filename (self->below, from, NULL);
  g_autofree char *target = g_build_filename (self->below, to, NULL);
  g_autofree char *content = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (source, &content, &length, NULL));
  g_assert_true (g_file_set_contents (target, content, (gssize) length, NULL));
}

/* The name is there, and the old file is, too; and one that was never finished; and what stood beside a day
 * that is gone. */
static void
test_left_behind (void)
{
  g_auto (World) world = { 0 };
  g_autoptr (GPtrArray) holds = make_holds (make_hold (0, G_MAXINT64, ADA));
  g_autoptr (GArray) days = NULL;
  g_autoptr (GError) error = NULL;

  world_init (&world);
  fill_world (&world);
  world_restart (&world);
  copy_file (&world, "2026-01-01.db", "kept");
  g_assert_true (leave (&world, holds));
  world_restart (&world);
  copy_file (&world, "kept", "2026-01-01.db");
  copy_file (&world, "kept", "2026-01-01.db-wal");
  copy_file (&world, "kept", "2026-01-01.new");
  copy_file (&world, "kept", "2026-01-01.new-wal");
  copy_file (&world, "kept", "2025-12-31.db-wal");
  copy_file (&world, "kept", "ledger.db");
  days = reeve_access_files_list_days (world.files, "w");
  g_assert_cmpuint (days->len, ==, 1);
  g_assert_cmpint (count (&world), ==, EVENTS / 3 * 2);
  g_assert_true (reeve_access_files_sweep (world.files, "w", &error));
  g_assert_no_error (error);
  assert_files (&world, "2026-01-01.1.db kept ledger.db");
  g_assert_false (g_file_test (world.below, G_FILE_TEST_IS_REGULAR));
  g_assert_cmpint (count (&world), ==, EVENTS / 3 * 2);
  world_restart (&world);
  g_assert_cmpint (count (&world), ==, EVENTS / 3 * 2);
}

static G_NORETURN void
leave_in_child (World *self, GPtrArray *holds)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  self->files = reeve_access_files_new (self->folder, find_key_cb, self);
  leave (self, holds);
  _exit (0);
}

/* Killed after ever more microseconds, from the first step to the last: the day is whole, or what is held,
 * and the next run does what is left. */
static void
test_killed (void)
{
  guint n_whole = 0;
  guint n_held = 0;

  for (guint round = 0; round < 40; round++)
    {
      g_auto (World) world = { 0 };
      g_autoptr (GPtrArray) holds = make_holds (make_hold (0, G_MAXINT64, ADA));
      g_autoptr (GError) error = NULL;
      gint64 n;
      pid_t child;

      world_init (&world);
      fill_world (&world);
      g_clear_pointer (&world.files, reeve_access_files_free);
      child = fork ();
      g_assert_cmpint (child, >=, 0);
      if (child == 0)
        leave_in_child (&world, holds);
      g_usleep (round * 1500);
      kill (child, SIGKILL);
      g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
      world_restart (&world);
      n = count (&world);
      g_assert_true (n == EVENTS || n == EVENTS / 3 * 2);
      *(n == EVENTS ? &n_whole : &n_held) += 1;
      g_assert_true (reeve_access_files_sweep (world.files, "w", &error));
      leave (&world, holds);
      g_assert_cmpint (count (&world), ==, EVENTS / 3 * 2);
      assert_files (&world, "2026-01-01.1.db");
    }
  g_test_message ("whole after %u kills, held after %u", n_whole, n_held);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/held/nothing-else", test_nothing_else);
  g_test_add_func ("/store/held/no-bit-else", test_no_bit_else);
  g_test_add_func ("/store/held/as-it-was", test_as_it_was);
  g_test_add_func ("/store/held/numbered-again", test_numbered_again);
  g_test_add_func ("/store/held/several", test_several);
  g_test_add_func ("/store/held/emails", test_emails);
  g_test_add_func ("/store/held/names", test_names);
  g_test_add_func ("/store/held/readers", test_readers);
  g_test_add_func ("/store/held/turns", test_turns);
  g_test_add_func ("/store/held/given-up", test_given_up);
  g_test_add_func ("/store/held/left-behind", test_left_behind);
  g_test_add_func ("/store/held/killed", test_killed);
  return g_test_run ();
}
