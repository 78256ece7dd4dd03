/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The watch raises again what it raised before it was killed, from the same events. So how far was told is
 * known by leaf, and is committed with the mail; the lines of the journal come right after the commit, and
 * are never written twice. The journal's line is a promise to other programs: reeved(8) and docs/fail2ban
 * have it. */

#include "config.h"

#include "service/jobs/guessing-notices.h"

#include <glib/gi18n.h>
#include <string.h>

#include "common/clock.h"
#include "common/detection-words.h"
#include "common/error.h"
#include "common/log-query-address.h"
#include "service/jobs/post.h"
#include "service/jobs/walk.h"
#include "service/mail/letter.h"
#include "service/store/directory-values.h"
#include "service/store/outbox.h"

#define NAME        "guessing-notices"
#define FORMAT      "(xxua(sx)a(ssxxx))" /* leaf, mailed, n_more, recent, waiting */
#define PAUSE       REEVE_HOUR           /* between two mails, and until an address is told of again */
#define NEWS        REEVE_DAY            /* what is older, as in a log that was never watched, is none */
#define MOST_RECENT 1000 /* addresses: past it, the one that was told longest ago is forgotten */
#define MOST_TOLD   25   /* in one mail: the journal has all */

/* What is told of one finding. */
typedef struct
{
  char *rule;
  char *address; /* "": from several networks */
  gint64 tries;
  gint64 names; /* 0: not counted */
  gint64 since;
} Guessing;

typedef struct
{
  char *address;
  gint64 time; /* of the event */
} Recent;

/* As it is kept. */
typedef struct
{
  gint64 mailed; /* when the last mail was written; 0: none was */
  guint n_more;  /* what the next mail has no room for */
  GPtrArray *recent;
  GPtrArray *waiting; /* of Guessing: for the next mail */
} Notices;

struct _ReeveGuessingNotices
{
  gint64 leaf;
  gint64 due;
  GVariant *kept; /* as it was committed */
};

static const char *const rules[] = { "brute-force", "password-spray", "credential-stuffing", "lockout-storm",
                                     NULL };

static void
guessing_free (gpointer data)
{
  Guessing *self = data;

  g_free (self->rule);
  g_free (self->address);
  g_free (self);
}

static void
recent_free (gpointer data)
{
  Recent *self = data;

  g_free (self->address);
  g_free (self);
}

static void
notices_clear (Notices *self)
{
  g_clear_pointer (&self->recent, g_ptr_array_unref);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Notices, notices_clear)

/* --- What is kept --- */

static void
add_recent (Notices *self, const char *address, gint64 time)
{
  Recent *recent = g_new0 (Recent, 1);

  recent->address = g_strdup (address);
  recent->time = time;
  g_ptr_array_add (self->recent, recent);
}

static gint64
parse (GVariant *kept, Notices *self)
{
  g_autoptr (GVariantIter) recent = NULL;
  g_autoptr (GVariantIter) waiting = NULL;
  Guessing next = { 0 };
  const char *address;
  gint64 leaf;
  gint64 time;

  self->recent = g_ptr_array_new_with_free_func (recent_free);
  self->waiting = g_ptr_array_new_with_free_func (guessing_free);
  g_variant_get (kept, FORMAT, &leaf, &self->mailed, &self->n_more, &recent, &waiting);
  while (g_variant_iter_next (recent, "(&sx)", &address, &time))
    add_recent (self, address, time);
  while (g_variant_iter_next (waiting, "(ssxxx)", &next.rule, &next.address, &next.tries, &next.names,
                              &next.since))
    g_ptr_array_add (self->waiting, g_memdup2 (&next, sizeof next));
  return leaf;
}

/* (transfer full) */
static GVariant *
print (const Notices *self, gint64 leaf)
{
  g_auto (GVariantBuilder) recent = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(sx)"));
  g_auto (GVariantBuilder) waiting = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(ssxxx)"));

  for (guint i = 0; i < self->recent->len; i++)
    {
      const Recent *each = self->recent->pdata[i];

      g_variant_builder_add (&recent, "(sx)", each->address, each->time);
    }
  for (guint i = 0; i < self->waiting->len; i++)
    {
      const Guessing *each = self->waiting->pdata[i];

      g_variant_builder_add (&waiting, "(ssxxx)", each->rule, each->address, each->tries, each->names,
                             each->since);
    }
  return g_variant_ref_sink (g_variant_new (FORMAT, leaf, self->mailed, self->n_more, &recent, &waiting));
}

/* A clock that was put back keeps nothing waiting for longer. */
static gint64
get_due (const Notices *self, gint64 now)
{
  if (self->waiting->len == 0)
    return G_MAXINT64;
  return self->mailed > now ? now : self->mailed + PAUSE;
}

static void
take_up (ReeveGuessingNotices *self, GVariant *kept, const Notices *notices, gint64 now)
{
  g_clear_pointer (&self->kept, g_variant_unref);
  self->kept = g_variant_ref (kept);
  self->due = get_due (notices, now);
}

ReeveGuessingNotices *
reeve_guessing_notices_read (ReeveTx *directory, GError **error)
{
  g_autoptr (ReeveGuessingNotices) self = g_new0 (ReeveGuessingNotices, 1);
  g_autoptr (GBytes) value = NULL;
  g_autoptr (GVariant) kept = NULL;
  g_auto (Notices) notices = { 0 };

  if (!reeve_directory_value_read (directory, NAME, &value, error))
    return NULL;
  if (value == NULL)
    value = g_bytes_new (NULL, 0);
  /* What is no such value is one of zeros and empty lists. */
  kept = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (FORMAT), value, FALSE));
  self->leaf = parse (kept, &notices);
  take_up (self, kept, &notices, reeve_clock_now ());
  return g_steal_pointer (&self);
}

void
reeve_guessing_notices_free (ReeveGuessingNotices *self)
{
  g_clear_pointer (&self->kept, g_variant_unref);
  g_free (self);
}

gboolean
reeve_guessing_notices_want (const char *rule)
{
  return g_strv_contains (rules, rule);
}

gint64
reeve_guessing_notices_get_leaf (const ReeveGuessingNotices *self)
{
  return self->leaf;
}

void
reeve_guessing_notices_go_back (ReeveGuessingNotices *self, gint64 leaf)
{
  self->leaf = MIN (self->leaf, leaf);
}

gint64
reeve_guessing_notices_get_due (const ReeveGuessingNotices *self)
{
  return self->due;
}

/* --- What is news --- */

/* Of the others the address is that of the last try alone, which may be anybody's. */
static gboolean
is_by_address (const ReeveRaised *raised)
{
  return g_str_equal (raised->rule, "brute-force") || g_str_equal (raised->rule, "password-spray");
}

void
reeve_guessing_notices_sift (GPtrArray *raised, guint from)
{
  gboolean by_address = FALSE;

  for (guint i = raised->len; i > from; i--)
    {
      const ReeveRaised *each = raised->pdata[i - 1];
      gboolean same = by_address && is_by_address (each);

      by_address |= each->person == NULL && is_by_address (each);
      if (each->person != NULL || same)
        g_ptr_array_remove_index (raised, i - 1);
    }
}

static void
forget_old (Notices *self, gint64 time)
{
  for (guint i = self->recent->len; i > 0; i--)
    if (time - ((Recent *) self->recent->pdata[i - 1])->time >= PAUSE)
      g_ptr_array_remove_index (self->recent, i - 1);
  if (self->recent->len >= MOST_RECENT)
    g_ptr_array_remove_index (self->recent, 0);
}

/* Whether an address was told of a moment ago, by whatever rule. */
static gboolean
note_address (Notices *self, const char *address, gint64 time)
{
  for (guint i = 0; i < self->recent->len; i++)
    {
      const Recent *each = self->recent->pdata[i];

      if (g_str_equal (each->address, address) && time - each->time < PAUSE)
        return TRUE;
    }
  forget_old (self, time);
  add_recent (self, address, time);
  return FALSE;
}

static gint64
find_number (const ReeveRaised *raised, const char *name)
{
  for (guint i = 0; i < raised->n_numbers; i++)
    if (g_str_equal (raised->numbers[i].name, name))
      return raised->numbers[i].value;
  return 0;
}

/* As programs read it: an address, or "local", and nothing else. (transfer full) */
static char *
print_address (const ReeveRaised *raised)
{
  ReeveLogAddresses address;

  if (!is_by_address (raised))
    return g_strdup ("");
  if (raised->address == NULL || reeve_log_addresses_read (raised->address, &address) != REEVE_LOG_ADDRESS_OK)
    return g_strdup ("local");
  return reeve_log_addresses_print (&address);
}

/* (transfer full) */
static Guessing *
guessing_new (const ReeveRaised *raised)
{
  Guessing *self = g_new0 (Guessing, 1);

  self->rule = g_strdup (raised->rule);
  self->address = print_address (raised);
  self->tries = find_number (raised, "failures") + find_number (raised, "locks");
  self->names = find_number (raised, "accounts");
  self->since = raised->events[0];
  return self;
}

/* (transfer full) (nullable): what is no address has none */
static char *
print_network (const Guessing *self)
{
  g_autofree char *text =
    g_strconcat (self->address, strchr (self->address, ':') != NULL ? "/48" : "/24", NULL);
  ReeveLogAddresses network;

  if (reeve_log_addresses_read (text, &network) != REEVE_LOG_ADDRESS_OK)
    return NULL;
  return reeve_log_addresses_print (&network);
}

/* --- The journal --- */

static char *
print_line (const Guessing *self, const ReeveRaised *raised)
{
  g_autofree char *network = print_network (self);
  g_autoptr (GDateTime) since = g_date_time_new_from_unix_utc (self->since / G_USEC_PER_SEC);
  g_autofree char *time = g_date_time_format (since, "%Y-%m-%dT%H:%M:%SZ");
  GString *line = g_string_new (NULL);

  g_string_printf (line, "event=sign-in-guessing rule=%s severity=%s", self->rule,
                   reeve_severity_to_wire (raised->severity));
  if (*self->address != '\0')
    g_string_append_printf (line, " address=%s", self->address);
  if (network != NULL)
    g_string_append_printf (line, " network=%s", network);
  g_string_append_printf (line, " tries=%" G_GINT64_FORMAT, self->tries);
  if (self->names > 0)
    g_string_append_printf (line, " names=%" G_GINT64_FORMAT, self->names);
  g_string_append_printf (line, " since=%s", time);
  return g_string_free (line, FALSE);
}

/* --- The mail --- */

static void
add_paragraph (ReeveLetter *letter, const Guessing *self)
{
  const ReeveDetectionWords *words = reeve_detection_words_find (self->rule);
  const char *title = words != NULL ? reeve_letter_say (letter, words->title) : self->rule;
  g_autofree char *network = print_network (self);
  g_autofree char *place =
    network != NULL ? g_strdup_printf ("%s (%s)", self->address, network) : g_strdup (self->address);
  g_autofree char *tries = g_strdup_printf ("%" G_GINT64_FORMAT, self->tries);
  g_autofree char *names = g_strdup_printf ("%" G_GINT64_FORMAT, self->names);
  g_autoptr (GDateTime) since = g_date_time_new_from_unix_utc (self->since / G_USEC_PER_SEC);
  g_autofree char *time = g_date_time_format (since, "%Y-%m-%d %H:%M UTC");

  if (*self->address == '\0')
    /* Translators: what it is ("Many accounts locked"), two numbers, a time */
    reeve_letter_add (letter, N_ ("%s: %s tries at %s names, from several networks, since %s."), title, tries,
                      names, time);
  else if (self->names > 0)
    /* Translators: what it is ("Few passwords at many accounts"), two numbers, an IP address, a time */
    reeve_letter_add (letter, N_ ("%s: %s tries at %s names, from %s, since %s."), title, tries, names, place,
                      time);
  else
    /* Translators: what it is ("Password guessing"), a number, an IP address, a time */
    reeve_letter_add (letter, N_ ("%s: %s tries, from %s, since %s."), title, tries, place, time);
}

static ReeveMail *
write_mail (const Notices *self, const char *recipient)
{
  g_autoptr (ReeveLetter) letter = reeve_letter_new ("finding", recipient, NULL, NULL, NULL);
  const Guessing *first = self->waiting->pdata[0];

  if (self->waiting->len == 1 && *first->address != '\0')
    /* Translators: %s is an IP address */
    reeve_letter_set_subject (letter, N_ ("Sign-ins are guessed at from %s"), first->address);
  else
    reeve_letter_set_subject (letter, N_ ("Sign-ins are guessed at"));
  for (guint i = 0; i < self->waiting->len; i++)
    add_paragraph (letter, self->waiting->pdata[i]);
  if (self->n_more > 0)
    {
      g_autofree char *more = g_strdup_printf ("%u", self->n_more);

      /* Translators: %s is a number */
      reeve_letter_add (letter, N_ ("There is more than is told here: %s. The journal has all of it."), more);
    }
  reeve_letter_add (letter,
                    N_ ("Tries at addresses that nobody has are counted too. They are in no workspace’s log; "
                        "a workspace sees what was tried at its own accounts. The names that were tried are "
                        "written down nowhere."));
  reeve_letter_add (letter,
                    N_ ("If it goes on, keep the address out before it gets here. The manual page reeved(8) "
                        "tells how, in the section on the journal. You hear of the same again when it has "
                        "paused for an hour, and of anything else within the hour in one mail."));
  return reeve_letter_write (letter);
}

/* *@any: whether there is one to send */
static gboolean
put_mail (ReeveTx *tx, Notices *self, const char *recipient, gint64 now, gboolean *any, GError **error)
{
  g_autoptr (ReeveMail) mail = NULL;

  *any = FALSE;
  if (recipient == NULL)
    {
      g_ptr_array_set_size (self->waiting, 0);
      self->n_more = 0;
    }
  if (get_due (self, now) > now)
    return TRUE;
  mail = write_mail (self, recipient);
  g_ptr_array_set_size (self->waiting, 0);
  self->n_more = 0;
  self->mailed = now;
  *any = TRUE;
  return reeve_outbox_put (tx, mail, error);
}

/* --- Telling --- */

static void
note (Notices *self, const ReeveRaised *raised, gint64 now, GPtrArray *lines)
{
  Guessing *guessing = guessing_new (raised);

  if (now - raised->time > NEWS ||
      (*guessing->address != '\0' && note_address (self, guessing->address, raised->time)))
    {
      guessing_free (guessing);
      return;
    }
  g_ptr_array_add (lines, print_line (guessing, raised));
  if (self->waiting->len < MOST_TOLD)
    {
      g_ptr_array_add (self->waiting, guessing);
      return;
    }
  self->n_more++;
  guessing_free (guessing);
}

gboolean
reeve_guessing_notices_tell (ReeveGuessingNotices *self,
                             ReeveInstallation *installation,
                             GPtrArray *raised,
                             gint64 leaf,
                             gint64 now,
                             GError **error)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (ReeveTx) tx = NULL;
  g_autoptr (GVariant) kept = NULL;
  g_autoptr (GBytes) value = NULL;
  g_auto (Notices) notices = { 0 };
  gboolean mailed;

  parse (self->kept, &notices);
  for (guint i = 0; i < raised->len; i++)
    note (&notices, raised->pdata[i], now, lines);
  tx = reeve_db_begin (reeve_installation_get_directory (installation), REEVE_TX_WRITE, reeve_job_deadline (),
                       error);
  if (tx == NULL ||
      !put_mail (tx, &notices, reeve_installation_get_operator_address (installation), now, &mailed, error))
    return FALSE;
  kept = print (&notices, leaf);
  value = g_variant_get_data_as_bytes (kept);
  if (!reeve_directory_value_write (tx, NAME, value, error) || !reeve_tx_commit (tx, error))
    return FALSE;
  self->leaf = leaf;
  take_up (self, kept, &notices, now);
  for (guint i = 0; i < lines->len; i++)
    g_message ("%s", (const char *) lines->pdata[i]);
  if (mailed)
    reeve_post_wake (installation, FALSE);
  return TRUE;
}
