/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The tables of their fields. */

#include "config.h"

#include "common/case.h"

#include "common/mail.h"

/* A possible leak is told at once; a weakness that nobody has closed, in an hour. */
const char *const reeve_case_natures[] = { "leak", "vulnerability", NULL };
const char *const reeve_case_sources[] = {
  "person", "administrator", "colleague", "support", "finding", NULL
};
const char *const reeve_case_sorts[] = { "number", NULL };
const char *const reeve_case_filters[] = { "state", "person", NULL };
const char *const reeve_case_person_sorts[] = { "name", NULL };
const char *const reeve_case_person_filters[] = { "state", NULL };
const char *const reeve_case_entry_sorts[] = { "time", NULL };
const char *const reeve_case_entry_kinds[] = {
  "reported",   "reported_again", "contained", "held",     "asked",    "told",      "reminded", "escalated",
  "instructed", "lapsed",         "released",  "reissued", "erased",   "dismissed", "closed",   "note",
  "noticed",    "evidence",       "support",   "resolved", "recovery", "vouched",   NULL
};

static const ReeveField fields[] = {
  { "id", REEVE_FIELD_ID, offsetof (ReeveCase, id), REEVE_READ_ONLY, .summary = "UUIDv7." },
  { "version", REEVE_FIELD_INTEGER, offsetof (ReeveCase, version), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "Grows with every change; sent as ETag." },
  { "number", REEVE_FIELD_INTEGER, offsetof (ReeveCase, number), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "What people call it: 1, 2, … in a workspace." },
  { "state", REEVE_FIELD_CHOICE, offsetof (ReeveCase, state), REEVE_READ_ONLY, .choices = reeve_case_states,
    .summary = "How far it is: as far as the one of its people who is least far." },
  { "nature", REEVE_FIELD_CHOICE, offsetof (ReeveCase, nature), REEVE_FIELD_PLAIN,
    .choices = reeve_case_natures,
    .summary = "leak: data may have got out, the customer is told at once; vulnerability: it could, they are "
               "told within an hour unless it is closed." },
  { "source", REEVE_FIELD_CHOICE, offsetof (ReeveCase, source), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .choices = reeve_case_sources, .summary = "Who reported it: the person themself, or who else." },
  { "noticed", REEVE_FIELD_LINES, offsetof (ReeveCase, noticed), REEVE_FIELD_PLAIN,
    .max = REEVE_CASE_NOTICED_MAX, .summary = "What was noticed." },
  { "since", REEVE_FIELD_TIME, offsetof (ReeveCase, since), REEVE_FIELD_PLAIN,
    .summary = "Since when, as far as anybody knows." },
  { "ticket", REEVE_FIELD_TEXT, offsetof (ReeveCase, ticket), REEVE_FIELD_PLAIN, .max = REEVE_CASE_TICKET_MAX,
    .summary = "Where support keeps it." },
  { "finding", REEVE_FIELD_ID, offsetof (ReeveCase, finding), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "The finding that led to it." },
  { "reported", REEVE_FIELD_TIME, offsetof (ReeveCase, reported), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "When." },
  { "reported-by", REEVE_FIELD_ID, offsetof (ReeveCase, reported_by), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "The account that reported it." },
  { "reported-by-name", REEVE_FIELD_TEXT, offsetof (ReeveCase, reported_by_name),
    REEVE_READ_ONLY | REEVE_NOT_AUDITED, .max = 500, .summary = "Their name as it was then." },
  { "contained", REEVE_FIELD_TIME, offsetof (ReeveCase, contained), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "When the accounts were locked." },
  { "contained-by", REEVE_FIELD_ID, offsetof (ReeveCase, contained_by), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "The account that locked them." },
  { "contained-by-name", REEVE_FIELD_TEXT, offsetof (ReeveCase, contained_by_name),
    REEVE_READ_ONLY | REEVE_NOT_AUDITED, .max = 500, .summary = "Their name as it was then." },
  { "asked", REEVE_FIELD_TIME, offsetof (ReeveCase, asked), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "When those who may instruct were asked first." },
  { "people", REEVE_FIELD_INTEGER, offsetof (ReeveCase, people), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "How many it is about." },
  { "locked", REEVE_FIELD_INTEGER, offsetof (ReeveCase, locked), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "How many of them are locked by it." },
  { "waiting", REEVE_FIELD_INTEGER, offsetof (ReeveCase, waiting), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "How many of them wait for an instruction." },
  { "person", REEVE_FIELD_ID, offsetof (ReeveCase, person), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "The first of them." },
  { "person-name", REEVE_FIELD_TEXT, offsetof (ReeveCase, person_name), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .max = 500, .summary = "Their name as it was then." },
  { "hold", REEVE_FIELD_ID, offsetof (ReeveCase, hold), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "The hold on what the log has of them." },
  { "closed", REEVE_FIELD_TIME, offsetof (ReeveCase, closed), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "When it was closed." },
  { "closed-by", REEVE_FIELD_ID, offsetof (ReeveCase, closed_by), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "The account that closed it." },
  { "closed-by-name", REEVE_FIELD_TEXT, offsetof (ReeveCase, closed_by_name),
    REEVE_READ_ONLY | REEVE_NOT_AUDITED, .max = 500, .summary = "Their name as it was then." },
  { "notice-due", REEVE_FIELD_TIME, offsetof (ReeveCase, notice_due), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "By when the customer is told; absent: they need not be." },
  { "notice-sent", REEVE_FIELD_TIME, offsetof (ReeveCase, notice_sent), REEVE_READ_ONLY,
    .summary = "When they were told first." },
  { "resolved", REEVE_FIELD_TIME, offsetof (ReeveCase, resolved), REEVE_READ_ONLY,
    .summary = "Of a vulnerability: when it was closed." },
  { "resolved-by", REEVE_FIELD_ID, offsetof (ReeveCase, resolved_by), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "The account that said so." },
  { "resolved-by-name", REEVE_FIELD_TEXT, offsetof (ReeveCase, resolved_by_name),
    REEVE_READ_ONLY | REEVE_NOT_AUDITED, .max = 500, .summary = "Their name as it was then." },
  { "cause", REEVE_FIELD_LINES, offsetof (ReeveCase, cause), REEVE_FIELD_PLAIN, .max = REEVE_CASE_NOTE_MAX,
    .summary = "What it was, once that is known." },
  { "measures", REEVE_FIELD_LINES, offsetof (ReeveCase, measures), REEVE_FIELD_PLAIN,
    .max = REEVE_CASE_NOTE_MAX, .summary = "What was changed so that it does not happen again." },
  { "categories", REEVE_FIELD_LINES, offsetof (ReeveCase, categories), REEVE_FIELD_PLAIN,
    .max = REEVE_CASE_NOTE_MAX,
    .summary = "Whose data it is, and of what kind (GDPR Art. 33(3)(a), as the two numbers)." },
  { "affected", REEVE_FIELD_INTEGER, offsetof (ReeveCase, affected), REEVE_FIELD_PLAIN,
    .max = REEVE_CASE_COUNT_MAX, .summary = "About how many people it concerns; 0: nobody knows." },
  { "records", REEVE_FIELD_INTEGER, offsetof (ReeveCase, records), REEVE_FIELD_PLAIN,
    .max = REEVE_CASE_COUNT_MAX, .summary = "About how many records it concerns; 0: nobody knows." },
  { "consequences", REEVE_FIELD_LINES, offsetof (ReeveCase, consequences), REEVE_FIELD_PLAIN,
    .max = REEVE_CASE_NOTE_MAX, .summary = "Which are likely (GDPR Art. 33(3)(c))." },
  { "contact", REEVE_FIELD_TEXT, offsetof (ReeveCase, contact), REEVE_FIELD_PLAIN, .max = 300,
    .summary = "Whom an authority can ask (GDPR Art. 33(3)(b))." },
  { "authority-told", REEVE_FIELD_TIME, offsetof (ReeveCase, authority_told), REEVE_FIELD_PLAIN,
    .summary = "When the authority was told." },
  { "reviewed", REEVE_FIELD_TIME, offsetof (ReeveCase, reviewed), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "When it was written down what it was and what was changed, the last time." },
  { "reviewed-by", REEVE_FIELD_ID, offsetof (ReeveCase, reviewed_by), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "The account that did." },
  { "reviewed-by-name", REEVE_FIELD_TEXT, offsetof (ReeveCase, reviewed_by_name),
    REEVE_READ_ONLY | REEVE_NOT_AUDITED, .max = 500, .summary = "Their name as it was then." },
};
REEVE_DEFINE_RECORD (ReeveCase, reeve_case, "case", "cases", fields)

static const ReeveField person_fields[] = {
  { "id", REEVE_FIELD_ID, offsetof (ReeveCasePerson, id), REEVE_READ_ONLY, .summary = "The account." },
  { "version", REEVE_FIELD_INTEGER, offsetof (ReeveCasePerson, version), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "Grows with every step." },
  { "name", REEVE_FIELD_TEXT, offsetof (ReeveCasePerson, name), REEVE_READ_ONLY, .max = 200,
    .summary = "As they were called when it was reported." },
  { "email", REEVE_FIELD_TEXT, offsetof (ReeveCasePerson, email), REEVE_READ_ONLY, .max = 254,
    .summary = "Their address then." },
  { "state", REEVE_FIELD_CHOICE, offsetof (ReeveCasePerson, state), REEVE_READ_ONLY,
    .choices = reeve_case_states, .summary = "How far they are." },
  { "wide", REEVE_FIELD_BOOLEAN, offsetof (ReeveCasePerson, wide), REEVE_READ_ONLY,
    .summary = "Their account is locked as such, not for this workspace alone." },
  { "last", REEVE_FIELD_BOOLEAN, offsetof (ReeveCasePerson, last), REEVE_READ_ONLY,
    .summary = "Nobody else could administer the workspace." },
  { "sessions", REEVE_FIELD_INTEGER, offsetof (ReeveCasePerson, sessions), REEVE_READ_ONLY,
    .summary = "Sessions of the workspace that were ended." },
  { "decision", REEVE_FIELD_CHOICE, offsetof (ReeveCasePerson, decision), REEVE_READ_ONLY,
    .choices = reeve_case_decisions, .summary = "The instruction." },
  { "reason", REEVE_FIELD_LINES, offsetof (ReeveCasePerson, reason), REEVE_READ_ONLY,
    .max = REEVE_CASE_REASON_MAX, .summary = "Why." },
  { "keep-until", REEVE_FIELD_TIME, offsetof (ReeveCasePerson, keep_until), REEVE_READ_ONLY,
    .summary = "Of keep: until when; then the case waits again." },
  { "decided", REEVE_FIELD_TIME, offsetof (ReeveCasePerson, decided), REEVE_READ_ONLY,
    .summary = "When the instruction was given." },
  { "decided-by", REEVE_FIELD_ID, offsetof (ReeveCasePerson, decided_by), REEVE_READ_ONLY,
    .summary = "The account that gave it." },
  { "decided-by-name", REEVE_FIELD_TEXT, offsetof (ReeveCasePerson, decided_by_name), REEVE_READ_ONLY,
    .max = 500, .summary = "Their name as it was then." },
  { "ended", REEVE_FIELD_TIME, offsetof (ReeveCasePerson, ended), REEVE_READ_ONLY,
    .summary = "When it was carried out." },
};
REEVE_DEFINE_RECORD (ReeveCasePerson, reeve_case_person, "case-person", NULL, person_fields)

static const ReeveField entry_fields[] = {
  { "id", REEVE_FIELD_ID, offsetof (ReeveCaseEntry, id), REEVE_READ_ONLY, .summary = "UUIDv7." },
  { "version", REEVE_FIELD_INTEGER, offsetof (ReeveCaseEntry, version), REEVE_READ_ONLY,
    .summary = "Always 1." },
  { "time", REEVE_FIELD_TIME, offsetof (ReeveCaseEntry, time), REEVE_READ_ONLY, .summary = "When." },
  { "kind", REEVE_FIELD_CHOICE, offsetof (ReeveCaseEntry, kind), REEVE_READ_ONLY,
    .choices = reeve_case_entry_kinds, .summary = "What happened." },
  { "actor", REEVE_FIELD_ID, offsetof (ReeveCaseEntry, actor), REEVE_READ_ONLY,
    .summary = "Whose account did it; absent: Reeve itself, or somebody without one." },
  { "actor-name", REEVE_FIELD_TEXT, offsetof (ReeveCaseEntry, actor_name), REEVE_READ_ONLY, .max = 500,
    .summary = "Their name as it was then." },
  { "person", REEVE_FIELD_ID, offsetof (ReeveCaseEntry, person), REEVE_READ_ONLY,
    .summary = "To which of the case's people; absent: to all." },
  { "person-name", REEVE_FIELD_TEXT, offsetof (ReeveCaseEntry, person_name), REEVE_READ_ONLY, .max = 500,
    .summary = "Their name, or that of whoever was written to." },
  { "text", REEVE_FIELD_LINES, offsetof (ReeveCaseEntry, text), REEVE_READ_ONLY, .max = REEVE_CASE_NOTE_MAX,
    .summary = "In whose words." },
  { "count", REEVE_FIELD_INTEGER, offsetof (ReeveCaseEntry, count), REEVE_READ_ONLY,
    .summary = "How many of its people, or of what else, it is about." },
  { "mail", REEVE_FIELD_ID, offsetof (ReeveCaseEntry, mail), REEVE_READ_ONLY,
    .summary = "The mail that was written." },
  { "mail-state", REEVE_FIELD_CHOICE, offsetof (ReeveCaseEntry, mail_state), REEVE_READ_ONLY,
    .choices = reeve_mail_states, .summary = "Whether it has arrived, as far as the mail server says." },
};
REEVE_DEFINE_RECORD (ReeveCaseEntry, reeve_case_entry, "case-entry", NULL, entry_fields)

/* --- Asking for something --- */

static const ReeveField report_fields[] = {
  { "people", REEVE_FIELD_TEXTS, offsetof (ReeveCaseReport, people), REEVE_REQUIRED, .min = 1,
    .max = REEVE_CASE_PEOPLE, .summary = "The accounts." },
  { "nature", REEVE_FIELD_CHOICE, offsetof (ReeveCaseReport, nature), REEVE_FIELD_PLAIN,
    .choices = reeve_case_natures, .summary = "What it is feared to be; leak, unless said." },
  { "noticed", REEVE_FIELD_LINES, offsetof (ReeveCaseReport, noticed), REEVE_FIELD_PLAIN,
    .max = REEVE_CASE_NOTICED_MAX, .summary = "What was noticed." },
  { "since", REEVE_FIELD_TIME, offsetof (ReeveCaseReport, since), REEVE_FIELD_PLAIN,
    .summary = "Since when." },
  { "ticket", REEVE_FIELD_TEXT, offsetof (ReeveCaseReport, ticket), REEVE_FIELD_PLAIN,
    .max = REEVE_CASE_TICKET_MAX, .summary = "Where support keeps it." },
  { "finding", REEVE_FIELD_ID, offsetof (ReeveCaseReport, finding), REEVE_FIELD_PLAIN,
    .summary = "The finding that led to it." },
  { "last", REEVE_FIELD_BOOLEAN, offsetof (ReeveCaseReport, last), REEVE_FIELD_PLAIN,
    .summary = "Also where nobody is left then who could administer the workspace." },
};
REEVE_DEFINE_RECORD (ReeveCaseReport, reeve_case_report, "case-report", NULL, report_fields)

static const ReeveField tip_fields[] = {
  { "email", REEVE_FIELD_EMAIL, offsetof (ReeveCaseTip, email), REEVE_REQUIRED, .max = 254,
    .summary = "The address of whose account it is." },
  { "noticed", REEVE_FIELD_LINES, offsetof (ReeveCaseTip, noticed), REEVE_FIELD_PLAIN,
    .max = REEVE_CASE_NOTICED_MAX, .summary = "What was noticed. Of a colleague it has to be said." },
  { "since", REEVE_FIELD_TIME, offsetof (ReeveCaseTip, since), REEVE_FIELD_PLAIN, .summary = "Since when." },
  { "ticket", REEVE_FIELD_TEXT, offsetof (ReeveCaseTip, ticket), REEVE_FIELD_PLAIN,
    .max = REEVE_CASE_TICKET_MAX, .summary = "Where support keeps it; support has to name one." },
  { "contact", REEVE_FIELD_TEXT, offsetof (ReeveCaseTip, contact), REEVE_FIELD_PLAIN,
    .max = REEVE_CASE_CONTACT_MAX,
    .summary =
      "Of support: with whom was talked, and how it is known that it was them. Two who name one lock "
      "even the last administrator of a workspace." },
};
REEVE_DEFINE_RECORD (ReeveCaseTip, reeve_case_tip, "case-tip", NULL, tip_fields)

static const ReeveField receipt_fields[] = {
  { "received", REEVE_FIELD_TIME, offsetof (ReeveCaseReceipt, received), REEVE_READ_ONLY,
    .summary = "When. The same is answered whether there is such a person or not." },
};
REEVE_DEFINE_RECORD (ReeveCaseReceipt, reeve_case_receipt, "case-receipt", NULL, receipt_fields)

static const ReeveField whom_fields[] = {
  { "people", REEVE_FIELD_TEXTS, offsetof (ReeveCaseWhom, people), REEVE_FIELD_PLAIN,
    .max = REEVE_CASE_PEOPLE,
    .summary = "These accounts. One of people, group and address has to be there." },
  { "group", REEVE_FIELD_ID, offsetof (ReeveCaseWhom, group), REEVE_FIELD_PLAIN,
    .summary = "Everybody in this group and those below it." },
  { "address", REEVE_FIELD_TEXT, offsetof (ReeveCaseWhom, address), REEVE_FIELD_PLAIN, .max = 100,
    .summary = "Everybody who did something from there that went well, as far back as the log goes." },
};
REEVE_DEFINE_RECORD (ReeveCaseWhom, reeve_case_whom, "case-whom", NULL, whom_fields)

static const ReeveField effects_fields[] = {
  { "people", REEVE_FIELD_TEXTS, offsetof (ReeveCaseEffects, people), REEVE_READ_ONLY,
    .max = REEVE_CASE_PEOPLE, .summary = "The accounts that would be locked." },
  { "names", REEVE_FIELD_TEXTS, offsetof (ReeveCaseEffects, names), REEVE_READ_ONLY, .max = 20,
    .summary = "The names of the first of them." },
  { "locked", REEVE_FIELD_INTEGER, offsetof (ReeveCaseEffects, locked), REEVE_READ_ONLY,
    .summary = "How many are locked already, and stay as they are." },
  { "sessions", REEVE_FIELD_INTEGER, offsetof (ReeveCaseEffects, sessions), REEVE_READ_ONLY,
    .summary = "Sessions of the workspace that end." },
  { "devices", REEVE_FIELD_INTEGER, offsetof (ReeveCaseEffects, devices), REEVE_READ_ONLY,
    .summary = "Devices that these are on." },
  { "links", REEVE_FIELD_INTEGER, offsetof (ReeveCaseEffects, links), REEVE_READ_ONLY,
    .summary = "Links in mails that serve no longer." },
  { "approvals", REEVE_FIELD_INTEGER, offsetof (ReeveCaseEffects, approvals), REEVE_READ_ONLY,
    .summary = "Approvals that they asked for and that end undone." },
  { "resets", REEVE_FIELD_INTEGER, offsetof (ReeveCaseEffects, resets), REEVE_READ_ONLY,
    .summary = "Resets of a second factor that wait, and end undone." },
  { "shared", REEVE_FIELD_INTEGER, offsetof (ReeveCaseEffects, shared), REEVE_READ_ONLY,
    .summary = "People who use other workspaces, too: there their account stays open." },
  { "self", REEVE_FIELD_BOOLEAN, offsetof (ReeveCaseEffects, self), REEVE_READ_ONLY,
    .summary = "The caller is among them: that is refused." },
  { "last", REEVE_FIELD_BOOLEAN, offsetof (ReeveCaseEffects, last), REEVE_READ_ONLY,
    .summary = "Nobody would be left who could administer the workspace." },
  { "asked", REEVE_FIELD_TEXTS, offsetof (ReeveCaseEffects, asked), REEVE_READ_ONLY, .max = 50,
    .summary = "Who would be asked for the instruction." },
};
REEVE_DEFINE_RECORD (ReeveCaseEffects, reeve_case_effects, "case-effects", NULL, effects_fields)

static const ReeveField instruction_fields[] = {
  { "people", REEVE_FIELD_TEXTS, offsetof (ReeveCaseInstruction, people), REEVE_FIELD_PLAIN,
    .max = REEVE_CASE_PEOPLE, .summary = "For these; absent: for all of the case who wait for one." },
  { "decision", REEVE_FIELD_CHOICE, offsetof (ReeveCaseInstruction, decision), REEVE_REQUIRED,
    .choices = reeve_case_decisions,
    .summary = "release: as before; reissue: with new credentials; keep: stay locked; remove: leave the "
               "workspace." },
  { "reason", REEVE_FIELD_LINES, offsetof (ReeveCaseInstruction, reason), REEVE_REQUIRED, .min = 3,
    .max = REEVE_CASE_REASON_MAX, .summary = "Why." },
  { "keep-until", REEVE_FIELD_TIME, offsetof (ReeveCaseInstruction, keep_until), REEVE_FIELD_PLAIN,
    .summary = "Of keep: until when; absent: until the next word." },
};
REEVE_DEFINE_RECORD (ReeveCaseInstruction,
                     reeve_case_instruction,
                     "case-instruction",
                     NULL,
                     instruction_fields)

static const ReeveField containment_fields[] = {
  { "last", REEVE_FIELD_BOOLEAN, offsetof (ReeveCaseContainment, last), REEVE_FIELD_PLAIN,
    .summary = "Also where nobody is left then who could administer the workspace." },
};
REEVE_DEFINE_RECORD (ReeveCaseContainment,
                     reeve_case_containment,
                     "case-containment",
                     NULL,
                     containment_fields)

static const ReeveField note_fields[] = {
  { "text", REEVE_FIELD_LINES, offsetof (ReeveCaseNote, text), REEVE_REQUIRED, .min = 3,
    .max = REEVE_CASE_NOTE_MAX, .summary = "What is to be known of it." },
};
REEVE_DEFINE_RECORD (ReeveCaseNote, reeve_case_note, "case-note", NULL, note_fields)
