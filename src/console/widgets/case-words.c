/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/widgets/case-words.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "console/widgets/formatting.h"
#include "console/widgets/word-table.h"

/* --- States --- */

typedef struct
{
  const char *word;
  const char *label;
  const char *icon;
  const char *tone;
} Look;

static const Look states[] = {
  { REEVE_CASE_REPORTED, N_ ("Reported"), "dialog-warning-symbolic", "tone-warning" },
  { REEVE_CASE_CONTAINED, N_ ("Locked"), "system-lock-screen-symbolic", "tone-error" },
  { REEVE_CASE_AWAITING, N_ ("Waits for instruction"), "alarm-symbolic", "tone-error" },
  { REEVE_CASE_INSTRUCTED, N_ ("Kept locked"), "changes-prevent-symbolic", "tone-warning" },
  { REEVE_CASE_RELEASED, N_ ("Released"), "changes-allow-symbolic", "tone-success" },
  { REEVE_CASE_REISSUED, N_ ("New credentials"), "dialog-password-symbolic", "tone-success" },
  { REEVE_CASE_ERASED, N_ ("Removed"), "user-trash-symbolic", "tone-neutral" },
  { REEVE_CASE_CLOSED, N_ ("Closed"), "object-select-symbolic", "tone-neutral" },
};

static const Look *
find_look (const char *state)
{
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    if (g_strcmp0 (states[i].word, state) == 0)
      return &states[i];
  return NULL;
}

static const char *
fall_back (const char *words, const char *word)
{
  return words != NULL ? words : word != NULL ? word : "";
}

const char *
reeve_case_words_state (const char *state)
{
  const Look *look = find_look (state);

  return fall_back (look != NULL ? _ (look->label) : NULL, state);
}

const char *
reeve_case_words_state_icon (const char *state)
{
  const Look *look = find_look (state);

  return look != NULL ? look->icon : NULL;
}

const char *
reeve_case_words_state_tone (const char *state)
{
  const Look *look = find_look (state);

  return look != NULL ? look->tone : "tone-neutral";
}

/* --- Choices --- */

static const ReeveWords natures[] = {
  { "leak", N_ ("Leak: data may have got out") },
  { "vulnerability", N_ ("Weakness: data could get out") },
};

static const ReeveWords sources[] = {
  { "person", N_ ("The person themself") },      { "administrator", N_ ("An administrator") },
  { "colleague", N_ ("A colleague") },           { "support", N_ ("Support") },
  { "finding", N_ ("The access log’s review") },
};

static const ReeveWords decisions[] = {
  { "release", N_ ("Release") },
  { "reissue", N_ ("Release with new credentials") },
  { "keep", N_ ("Keep locked") },
  { "remove", N_ ("Remove") },
};

static const ReeveWords decision_lines[] = {
  { "release", N_ ("Opens the account as it was, with its password") },
  { "reissue", N_ ("Opens it to a new password alone, for which a link is mailed") },
  { "keep", N_ ("Nobody can sign in until a day comes, then the case waits again") },
  { "remove", N_ ("Takes the person out of the workspace, with all that they could reach") },
};

const char *
reeve_case_words_nature (const char *nature)
{
  return fall_back (REEVE_WORDS_FIND (natures, nature), nature);
}

const char *
reeve_case_words_source (const char *source)
{
  return fall_back (REEVE_WORDS_FIND (sources, source), source);
}

const char *
reeve_case_words_decision (const char *decision)
{
  return fall_back (REEVE_WORDS_FIND (decisions, decision), decision);
}

const char *
reeve_case_words_decision_line (const char *decision)
{
  return fall_back (REEVE_WORDS_FIND (decision_lines, decision), decision);
}

/* --- A case --- */

/* @account_name: "Bo Lind <bo@example.org>"; (nullable) */
static char *
name (const char *account_name)
{
  g_autofree char *only = reeve_format_account_name (account_name);

  return reeve_format_isolate (only);
}

char *
reeve_case_words_title (ReeveCase *self)
{
  g_autofree char *number = reeve_format_count (self->number);

  /* Translators: a breach case; %s is its number */
  return g_strdup_printf (_ ("Case %s"), number);
}

char *
reeve_case_words_people (ReeveCase *self)
{
  g_autofree char *first = name (self->person_name);
  gint64 others = self->people - 1;
  g_autofree char *count = reeve_format_count (others);

  if (others <= 0)
    return g_steal_pointer (&first);
  /* Translators: of a case; %1$s is a person's name, %2$s how many more there are */
  return g_strdup_printf (g_dngettext (NULL, "%1$s and %2$s other", "%1$s and %2$s others", (gulong) others),
                          first, count);
}

/* What there is to say of a state; %s is how long ago it came to it. */
static const struct
{
  const char *state;
  const char *just_now;
  const char *ago;
} waits[] = {
  { REEVE_CASE_REPORTED, N_ ("Reported just now, nobody is locked yet"),
    /* Translators: %s is how long ago, such as "4 min" or "12 d" */
    N_ ("Reported %s ago, nobody is locked yet") },
  { REEVE_CASE_CONTAINED, N_ ("Locked just now, nobody could be asked"),
    /* Translators: %s is how long ago, such as "4 min" or "12 d" */
    N_ ("Locked %s ago, nobody could be asked") },
  { REEVE_CASE_AWAITING, N_ ("Asked just now"),
    /* Translators: of a case that waits for an instruction; %s is how long, such as "4 min" or "12 d" */
    N_ ("Waiting for %s") },
  { REEVE_CASE_CLOSED, N_ ("Closed just now"),
    /* Translators: of a case; %s is how long ago, such as "4 min" or "12 d" */
    N_ ("Closed %s ago") },
};

static gint64
get_moment (ReeveCase *self)
{
  if (g_strcmp0 (self->state, REEVE_CASE_CLOSED) == 0)
    return self->closed;
  if (g_strcmp0 (self->state, REEVE_CASE_REPORTED) == 0 || self->contained == 0)
    return self->reported;
  return self->asked != 0 && g_strcmp0 (self->state, REEVE_CASE_CONTAINED) != 0 ? self->asked
                                                                                : self->contained;
}

char *
reeve_case_words_line (ReeveCase *self, gint64 now)
{
  gint64 moment = get_moment (self);
  g_autofree char *ago = reeve_format_ago (moment, now);

  for (guint i = 0; i < G_N_ELEMENTS (waits); i++)
    if (g_strcmp0 (waits[i].state, self->state) == 0)
      return now - moment < REEVE_MINUTE ? g_strdup (_ (waits[i].just_now))
                                         : reeve_words_put (_ (waits[i].ago), ago);
  if (g_strcmp0 (self->state, REEVE_CASE_INSTRUCTED) == 0)
    return g_strdup (_ ("Stays locked, as instructed"));
  return g_strdup (_ ("Done but for closing it"));
}

char *
reeve_case_words_spoken (ReeveCase *self, gint64 now)
{
  g_autofree char *title = reeve_case_words_title (self);
  g_autofree char *people = reeve_case_words_people (self);
  g_autofree char *line = reeve_case_words_line (self, now);

  return g_strjoin (C_ ("list", ", "), title, people, reeve_case_words_state (self->state), line, NULL);
}

char *
reeve_case_words_reporter (ReeveCase *self)
{
  const char *source = reeve_case_words_source (self->source);
  g_autofree char *who = NULL;

  if (self->reported_by_name == NULL || g_strcmp0 (self->source, "person") == 0)
    return g_strdup (source);
  who = name (self->reported_by_name);
  /* Translators: who reported a breach: %1$s: a name, %2$s: what they are, "A colleague" */
  return g_strdup_printf (_ ("%1$s · %2$s"), who, source);
}

char *
reeve_case_words_notice (ReeveCase *self, gint64 now)
{
  g_autofree char *sent = self->notice_sent != 0 ? reeve_format_time (self->notice_sent) : NULL;
  g_autofree char *due = self->notice_due != 0 ? reeve_format_time (self->notice_due) : NULL;
  g_autofree char *span = reeve_format_duration (ABS (self->notice_due - now));

  if (sent != NULL)
    /* Translators: of the customer, after a breach; %s is an exact time */
    return g_strdup_printf (_ ("Told %s"), sent);
  if (self->resolved != 0)
    return g_strdup (_ ("Need not be told: the weakness was closed"));
  if (due == NULL)
    return g_strdup (_ ("Not told"));
  if (self->notice_due <= now)
    /* Translators: of the customer, who should have been told; %1$s is an exact time, %2$s is how long ago
     * that was */
    return g_strdup_printf (_ ("Not told yet: due %1$s, %2$s late"), due, span);
  /* Translators: of the customer, who is told unless something happens; %1$s is an exact time, %2$s how long
   * that is from now */
  return g_strdup_printf (_ ("Told by %1$s, %2$s left"), due, span);
}

char *
reeve_case_words_decided (ReeveCasePerson *person)
{
  g_autofree char *until = NULL;
  g_autofree char *what = NULL;
  g_autofree char *who = NULL;
  g_autofree char *when = NULL;

  if (person->decision == NULL || person->decided == 0)
    return NULL;
  until = person->keep_until != 0 ? reeve_format_date (person->keep_until) : NULL;
  what = until != NULL ? /* Translators: an account stays so; %s is a day */
           g_strdup_printf (_ ("Keep locked until %s"), until)
                       : g_strdup (reeve_case_words_decision (person->decision));
  who = name (person->decided_by_name);
  when = reeve_format_time (person->decided);
  /* Translators: %1$s: an instruction, "Release", %2$s: who gave it, %3$s: an exact time */
  return g_strdup_printf (_ ("%1$s · %2$s, %3$s"), what, who, when);
}

/* --- What happened --- */

/* What a sentence is about: its "%s", of which there is one at most. */
typedef enum
{
  NOBODY,
  ACTOR,
  PERSON, /* or how many, where several are meant */
  WRITTEN_TO,
} About;

static const struct
{
  const char *kind;
  About about;
  const char *by;       /* of somebody */
  const char *by_reeve; /* of nobody; (nullable): the same */
  ReevePlural several;  /* of a number of people */
} sentences[] = {
  /* Translators: %s is who reported a breach */
  { "reported", ACTOR, N_ ("%s reported it"), N_ ("It was reported"), { NULL, NULL } },
  /* Translators: %s is who reported a breach that was known already */
  { "reported_again",
    ACTOR,
    N_ ("%s reported it once more"),
    N_ ("It was reported once more"),
    { NULL, NULL } },
  { "contained", PERSON, N_ ("The account of %s was locked"), NULL,
    /* Translators: %s is how many */
    NP_ ("%s account was locked", "%s accounts were locked") },
  /* Translators: lines of the access log stay; %s is whose */
  { "held",
    PERSON,
    N_ ("Evidence is kept: the access log of %s"),
    N_ ("Evidence is kept: the access log"),
    { NULL, NULL } },
  /* Translators: %s is who was asked what is to become of locked accounts */
  { "asked", WRITTEN_TO, N_ ("%s was asked for the instruction"), NULL, { NULL, NULL } },
  { "told", WRITTEN_TO, N_ ("%s was told of the report"), NULL, { NULL, NULL } },
  { "reminded", WRITTEN_TO, N_ ("%s was reminded of the instruction"), NULL, { NULL, NULL } },
  { "escalated", WRITTEN_TO, N_ ("%s was asked, since nobody answered"), NULL, { NULL, NULL } },
  { "instructed", PERSON, N_ ("Instruction on %s"), NULL, { NULL, NULL } },
  { "lapsed", NOBODY, N_ ("The case waits for an instruction again"), NULL, { NULL, NULL } },
  { "released", PERSON, N_ ("The account of %s was released"), NULL, { NULL, NULL } },
  { "reissued", PERSON, N_ ("The account of %s was released, with new credentials"), NULL, { NULL, NULL } },
  { "erased", PERSON, N_ ("%s was removed from the workspace"), NULL, { NULL, NULL } },
  { "dismissed", NOBODY, N_ ("The report was dismissed: it was nothing"), NULL, { NULL, NULL } },
  { "closed", NOBODY, N_ ("The case was closed"), NULL, { NULL, NULL } },
  { "note", ACTOR, N_ ("Note by %s"), N_ ("Note"), { NULL, NULL } },
  { "noticed",
    WRITTEN_TO,
    N_ ("%s was told, as the customer"),
    N_ ("The customer was told"),
    { NULL, NULL } },
  { "evidence", ACTOR, N_ ("%s saved the evidence"), N_ ("The evidence was saved"), { NULL, NULL } },
  /* Translators: %s is who closed a weakness by which data could have got out */
  { "resolved", ACTOR, N_ ("%s closed the weakness"), N_ ("The weakness was closed"), { NULL, NULL } },
  { "support", ACTOR, N_ ("%s, of support, was here"), N_ ("Support was here"), { NULL, NULL } },
  { "vouched",
    ACTOR,
    N_ ("%s, of support, talked to somebody who is known"),
    N_ ("Support talked to somebody who is known"),
    { NULL, NULL } },
  { "recovery",
    ACTOR,
    N_ ("%s, of support, took a step on the way back to the account"),
    N_ ("Support took a step on the way back to the account"),
    { NULL, NULL } },
};

/* What was done with an instruction says what it was; nothing: the account stays as it is. */
static const char *
find_decision (ReeveCaseEntry *entry, ReeveCaseEntry *next)
{
  static const ReeveWords outcomes[] = { { "released", "release" },
                                         { "reissued", "reissue" },
                                         { "erased", "remove" } };

  for (guint i = 0; next != NULL && i < G_N_ELEMENTS (outcomes); i++)
    if (g_strcmp0 (next->kind, outcomes[i].word) == 0 && g_strcmp0 (next->person, entry->person) == 0)
      return outcomes[i].text;
  return "keep";
}

static char *
describe_instruction (ReeveCaseEntry *entry, ReeveCaseEntry *next)
{
  g_autofree char *who = name (entry->actor_name);
  g_autofree char *whom = name (entry->person_name);

  /* Translators: of a case: %1$s: who decided, %2$s: on whom, %3$s: what: "Release" */
  return g_strdup_printf (_ ("%1$s on %2$s: %3$s"), who, whom,
                          reeve_case_words_decision (find_decision (entry, next)));
}

static char *
describe (guint at, ReeveCaseEntry *entry)
{
  const char *of = sentences[at].about == ACTOR ? entry->actor_name : entry->person_name;
  g_autofree char *who = of != NULL ? name (of) : NULL;
  g_autofree char *count = reeve_format_count (entry->count);

  if (sentences[at].about == NOBODY)
    return g_strdup (_ (sentences[at].by));
  if (who != NULL)
    return reeve_words_put (_ (sentences[at].by), who);
  if (sentences[at].several.one != NULL)
    return reeve_words_put (REEVE_PLURAL (&sentences[at].several, entry->count), count);
  if (sentences[at].by_reeve != NULL)
    return g_strdup (_ (sentences[at].by_reeve));
  return reeve_words_put (_ (sentences[at].by), "—");
}

char *
reeve_case_words_entry (ReeveCaseEntry *entry, ReeveCaseEntry *next)
{
  if (g_strcmp0 (entry->kind, "instructed") == 0 && entry->actor_name != NULL && entry->person_name != NULL)
    return describe_instruction (entry, next);
  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++)
    if (g_strcmp0 (sentences[i].kind, entry->kind) == 0)
      return describe (i, entry);
  return g_strdup (entry->kind != NULL ? entry->kind : "");
}

static const ReeveWords arrivals[] = {
  { "waiting", N_ ("Mail on its way") },
  { "sent", N_ ("Mail delivered") },
  { "failed", N_ ("Mail could not be delivered") },
  { "kept", N_ ("Mail not sent: there is no mail server") },
  { "withdrawn", N_ ("Mail withdrawn") },
};

const char *
reeve_case_words_arrival (const char *mail_state)
{
  return mail_state != NULL ? fall_back (REEVE_WORDS_FIND (arrivals, mail_state), mail_state) : NULL;
}
