/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/widgets/field-words.h"

#include <glib/gi18n.h>

#include "common/json.h"
#include "console/client/group-names.h"
#include "console/client/person-names.h"
#include "console/widgets/approval-words.h"
#include "console/widgets/capability-words.h"
#include "console/widgets/detection-words.h"
#include "console/widgets/finding-words.h"
#include "console/widgets/formatting.h"
#include "console/widgets/leaving-words.h"
#include "console/widgets/verb-words.h"
#include "console/widgets/word-table.h"

static const ReeveWords names[] = {
  { "accessLogDays", N_ ("Days the access log is kept") },
  { "accessReviewDays", N_ ("Days from one access review to the next") },
  { "accessReviewGraceDays", N_ ("Days to decide an access review") },
  { "account", N_ ("Person (ID)") },
  { "accountName", N_ ("Person") },
  { "action", N_ ("Action") },
  { "address", N_ ("Address") },
  { "affected", N_ ("People concerned, about") },
  { "after", N_ ("After line") },
  { "answer", N_ ("Answer") },
  { "agent", N_ ("Of support (ID)") },
  { "agentName", N_ ("Of support") },
  { "answered", N_ ("Answered") },
  { "answeredBy", N_ ("Answered by (ID)") },
  { "answeredByName", N_ ("Answered by") },
  { "approvers", N_ ("Approvers") },
  { "askedBy", N_ ("Asked by (ID)") },
  { "askedByName", N_ ("Asked by") },
  { "assignee", N_ ("Assigned to (ID)") },
  { "assigneeName", N_ ("Assigned to") },
  { "asked", N_ ("Asked") },
  { "authorityTold", N_ ("Authority told") },
  { "because", N_ ("Because") },
  { "body", N_ ("What was sent") },
  { "breachCase", N_ ("Breach case (ID)") },
  { "capabilities", N_ ("May") },
  { "categories", N_ ("Whose data, and what kind") },
  { "cause", N_ ("What it was") },
  { "certificateHash", N_ ("SHA-256 of the certificate") },
  { "channel", N_ ("Channel") },
  { "clientId", N_ ("Client ID") },
  { "clientSecret", N_ ("Client secret") },
  { "closed", N_ ("Closed") },
  { "codeStep", N_ ("Code") },
  { "company", N_ ("Company") },
  { "confirmed", N_ ("Confirmed") },
  { "confirmedBy", N_ ("Confirmed by (ID)") },
  { "confirmedByName", N_ ("Confirmed by") },
  { "confirmedContact", N_ ("Whom the second one talked to") },
  { "consequences", N_ ("Likely consequences") },
  { "contact", N_ ("Whom to ask") },
  { "count", N_ ("Findings covered") },
  { "created", N_ ("Made") },
  { "createdBy", N_ ("Made by (ID)") },
  { "createdByName", N_ ("Made by") },
  { "decided", N_ ("Decided") },
  { "decidedBy", N_ ("Decided by (ID)") },
  { "decidedByName", N_ ("Decided by") },
  { "decision", N_ ("Decision") },
  { "deleted", N_ ("In the bin since") },
  { "demands", N_ ("Demanded of") },
  { "description", N_ ("Description") },
  { "device", N_ ("Device") },
  { "displayName", N_ ("Name") },
  { "domains", N_ ("Domains") },
  { "due", N_ ("Due") },
  { "dueReason", N_ ("Because") }, /* of entries of before: English words, which name the leavers now */
  { "email", N_ ("E-mail") },
  { "enabled", N_ ("People may sign in through it") },
  { "ended", N_ ("Ended") },
  { "endedBy", N_ ("Ended by (ID)") },
  { "endedByName", N_ ("Ended by") },
  { "ends", N_ ("Ends") },
  { "events", N_ ("Events") },
  { "eventsLooked", N_ ("Events looked at") },
  { "everyDays", N_ ("Days") },
  { "evidence", N_ ("Evidence") },
  { "expires", N_ ("Until") },
  { "failingSince", N_ ("Failing since") },
  { "findings", N_ ("Findings") },
  { "findingsDecided", N_ ("Findings decided") },
  { "folder", N_ ("Folder") },
  { "folders", N_ ("Folders (ID)") },
  { "format", N_ ("Format") },
  { "grants", N_ ("Grants") },
  { "groups", N_ ("Groups") },
  { "hasClientSecret", N_ ("Has a client secret") },
  { "hash", N_ ("Hash") },
  { "hours", N_ ("Hours until a request expires") },
  { "id", N_ ("ID") },
  { "inherits", N_ ("Inherits grants") },
  { "issuer", N_ ("Issuer") },
  { "key", N_ ("About") },
  { "kind", N_ ("Kind") },
  { "known", N_ ("Already known") },
  { "label", N_ ("Name on the button") },
  { "lastAnswer", N_ ("Last answer") },
  { "lastRotated", N_ ("Last rotated") },
  { "lastSent", N_ ("Last sent") },
  { "leavers", N_ ("Who left") },
  { "logReviewSignatures", N_ ("Signatures under a review") },
  { "logReviewWeeks", N_ ("Weeks of the log in one review") },
  { "looked", N_ ("Looked at") },
  { "measures", N_ ("What was changed since") },
  { "message", N_ ("Message") },
  { "method", N_ ("Method") },
  { "moreLeavers", N_ ("More who left") },
  { "minutes", N_ ("Minutes") },
  { "mute", N_ ("Muted by (ID)") },
  { "name", N_ ("Name") },
  { "names", N_ ("Names") },
  { "nature", N_ ("Feared to be") },
  { "network", N_ ("Network") },
  { "note", N_ ("Note") },
  { "noticeMinutes", N_ ("Minutes until the customer is told") },
  { "noticeSent", N_ ("Customer told") },
  { "noticeSubject", N_ ("Subject of the notice") },
  { "noticeText", N_ ("Text of the notice") },
  { "noticeTo", N_ ("Notice also to") },
  { "noticed", N_ ("Noticed") },
  { "number", N_ ("Number") },
  { "numbers", N_ ("Numbers") },
  { "opened", N_ ("Opened") },
  { "operation", N_ ("What is held") },
  { "overdue", N_ ("Overdue") },
  { "owner", N_ ("Owner (ID)") },
  { "ownerName", N_ ("Owner") },
  { "parent", N_ ("Inside") },
  { "passwordMinLength", N_ ("Shortest password") },
  { "passwordProfile", N_ ("Password rule") },
  { "path", N_ ("Path") },
  { "paused", N_ ("Paused") },
  { "person", N_ ("Person") },
  { "personName", N_ ("Person") },
  { "place", N_ ("Place") },
  { "principal", N_ ("Who (ID)") },
  { "principalKind", N_ ("Kind of who") },
  { "problem", N_ ("Problem") },
  { "query", N_ ("Query") },
  { "raised", N_ ("Raised") },
  { "reason", N_ ("Given because") },
  { "records", N_ ("Records concerned, about") },
  { "refused", N_ ("Refused") },
  { "requester", N_ ("Asked by (ID)") },
  { "requesterName", N_ ("Asked by") },
  { "required", N_ ("No way in with a password") },
  { "resolved", N_ ("Vulnerability closed") },
  { "result", N_ ("Result") },
  { "role", N_ ("Role") },
  { "roles", N_ ("Roles") },
  { "rule", N_ ("Rule") },
  { "rules", N_ ("Detections") },
  { "secondAt", N_ ("Signed a second time") },
  { "secondBy", N_ ("Second signature by (ID)") },
  { "secondByName", N_ ("Second signature by") },
  { "secret", N_ ("Secret") },
  { "sentCount", N_ ("Times sent") },
  { "severity", N_ ("Severity") },
  { "signatures", N_ ("Signatures") },
  { "signed", N_ ("Signed") },
  { "signedAt", N_ ("Signed") },
  { "signedBy", N_ ("Signed by (ID)") },
  { "signedByName", N_ ("Signed by") },
  { "since", N_ ("Since") },
  { "sites", N_ ("Sites") },
  { "snapshot", N_ ("Snapshot") },
  { "sources", N_ ("Sources") },
  { "state", N_ ("State") },
  { "switchedOff", N_ ("Detections switched off") },
  { "taken", N_ ("Taken in") },
  { "technique", N_ ("ATT&CK technique") },
  { "ticket", N_ ("Ticket") },
  { "trustsSecondFactor", N_ ("Counts the provider’s second factor") },
  { "until", N_ ("Until") },
  { "uri", N_ ("Address") },
  { "used", N_ ("Used") },
  { "user", N_ ("Person") },
  { "users", N_ ("Known to") },
  { "verbs", N_ ("Access") },
  { "version", N_ ("Version") },
  { "zone", N_ ("Time zone") },
};

const char *
reeve_field_words_name (const char *field)
{
  const char *name = REEVE_WORDS_FIND (names, field);

  return name ? name : field;
}

#define MOST_NAMES 12 /* in one line */

/* Fields that are ids of people. */
static gboolean
is_of_people (const char *field)
{
  return g_str_equal (field, "users") || g_str_equal (field, "approvers");
}

static char *
name_person (const char *id)
{
  const char *name = reeve_person_names_find (id);

  if (name == NULL && reeve_person_names_is_gone (id))
    return g_strdup (_ ("Somebody who is gone"));
  return reeve_format_isolate (name != NULL ? name : id);
}

/* Ids tell a person nothing: whose name is not known is counted. */
static char *
join_people (const char *const *ids)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) known = NULL;
  g_autofree char *joined = NULL;
  guint n = 0;
  guint others = 0;

  for (guint i = 0; ids[i] != NULL; i++)
    {
      const char *name = n < MOST_NAMES ? reeve_person_names_find (ids[i]) : NULL;

      if (name != NULL)
        g_strv_builder_take (builder, reeve_format_isolate (name));
      n += name != NULL;
      others += name == NULL;
    }
  if (n == 0)
    return g_strdup_printf (ngettext ("%u person", "%u people", others), others);
  known = g_strv_builder_end (builder);
  joined = g_strjoinv (", ", known);
  if (others == 0)
    return g_steal_pointer (&joined);
  /* Translators: people; %1$s: the names of some, %2$u: how many others, whose names are not known here */
  return g_strdup_printf (ngettext ("%1$s and %2$u more", "%1$s and %2$u more", others), joined, others);
}

char *
reeve_field_words_item (const char *field, const char *item)
{
  const char *const one[] = { item, NULL };

  if (is_of_people (field))
    return name_person (item);

  if (g_str_equal (field, "verbs"))
    return g_strdup (reeve_verb_words (one));
  if (g_str_equal (field, "capabilities"))
    return g_strdup (reeve_capability_words_name (item));
  if (g_str_equal (field, "groups"))
    return reeve_group_names_join (one);
  if (g_str_equal (field, "leavers"))
    return reeve_leaving_words_join ((char **) one, FALSE);
  if (g_str_equal (field, "roles"))
    return reeve_format_roles (one);
  if (g_str_equal (field, "switchedOff"))
    return g_strdup (reeve_finding_words_rule (item));
  if (g_str_equal (field, "numbers"))
    return reeve_detection_words_setting (item);
  return reeve_format_isolate (item);
}

/* Each by itself. */
static char *
join_items (const char *field, const char *const *items)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) words = NULL;

  for (guint i = 0; items[i] != NULL; i++)
    g_strv_builder_take (builder, reeve_field_words_item (field, items[i]));
  words = g_strv_builder_end (builder);
  return g_strjoinv ("\n", words);
}

/* "Berlin (52.52,13.405): 192.0.2.0/24, 198.51.100.0/24" */
static char *
format_site (JsonObject *site)
{
  const char *place = json_object_get_string_member_with_default (site, "place", NULL);
  JsonNode *networks = json_object_get_member (site, "networks");
  g_autofree char *name =
    reeve_format_isolate (json_object_get_string_member_with_default (site, "name", ""));
  g_autofree char *where = networks != NULL ? reeve_field_words_value ("networks", networks) : g_strdup ("");

  return place != NULL
           /* Translators: a place; %1$s: its name, %2$s: latitude and longitude, %3$s: networks */
           ? g_strdup_printf (_ ("%1$s (%2$s): %3$s"), name, place, where)
           /* Translators: a place; %1$s: its name, %2$s: networks */
           : g_strdup_printf (_ ("%1$s: %2$s"), name, where);
}

/* (transfer full) (nullable): something that is none is among them */
static char *
join_sites (JsonArray *array)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) words = NULL;

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *one = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_OBJECT (one))
        return NULL;
      g_strv_builder_take (builder, format_site (json_node_get_object (one)));
    }
  words = g_strv_builder_end (builder);
  return words[0] != NULL ? g_strjoinv ("\n", words) : NULL;
}

static char *
format_array (const char *field, JsonNode *node)
{
  char *sites = g_str_equal (field, "sites") ? join_sites (json_node_get_array (node)) : NULL;
  JsonArray *array = json_node_get_array (node);
  gboolean capabilities = g_str_equal (field, "capabilities");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) words = NULL;

  if (sites != NULL)
    return sites;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *one = json_array_get_element (array, i);
      gboolean text = JSON_NODE_HOLDS_VALUE (one) && json_node_get_value_type (one) == G_TYPE_STRING;
      const char *word = text ? json_node_get_string (one) : NULL;

      if (!text)
        return json_to_string (node, FALSE);
      g_strv_builder_add (builder, capabilities ? reeve_capability_words_name (word) : word);
    }
  words = g_strv_builder_end (builder);
  if (is_of_people (field))
    return join_people ((const char *const *) words);
  if (g_str_equal (field, "verbs"))
    return g_strdup (reeve_verb_words ((const char *const *) words));
  if (g_str_equal (field, "groups"))
    return reeve_group_names_join ((const char *const *) words);
  if (words[0] == NULL)
    return g_strdup ("—");
  if (g_str_equal (field, "leavers"))
    return reeve_leaving_words_join (words, FALSE);
  if (g_str_equal (field, "roles"))
    return reeve_format_roles ((const char *const *) words);
  if (g_str_equal (field, "switchedOff") || g_str_equal (field, "numbers"))
    return join_items (field, (const char *const *) words);
  return g_strjoinv (", ", words);
}

static gboolean
is_time (const char *field)
{
  static const char *const times[] = {
    "answered", "asked",    "authorityTold", "closed",   "created",    "decided", "deleted", "due",
    "ends",     "expires",  "lastRotated",   "lastSent", "noticeSent", "opened",  "overdue", "raised",
    "resolved", "secondAt", "signedAt",      "since",    "until",      "used",    NULL,
  };

  return g_strv_contains (times, field);
}

static char *
format_text (const char *field, const char *text)
{
  static const ReeveWords states[] = {
    { "active", N_ ("Active") },     { "suspended", N_ ("Suspended") }, { "waiting", N_ ("Waiting") },
    { "sent", N_ ("Sent") },         { "opened", N_ ("Opened") },       { "accepted", N_ ("Accepted") },
    { "approved", N_ ("Approved") }, { "refused", N_ ("Refused") },     { "expired", N_ ("Expired") },
    { "revoked", N_ ("Revoked") },   { "withdrawn", N_ ("Withdrawn") }, { "used", N_ ("Used") },
    { "open", N_ ("Open") },         { "closed", N_ ("Closed") },
  };
  const char *known = NULL;
  gint64 time;

  if (g_str_equal (field, "parent") || g_str_equal (field, "company"))
    known = reeve_group_names_find (text);
  if (g_str_equal (field, "user"))
    known = reeve_person_names_find (text);
  if (g_str_equal (field, "operation"))
    known = reeve_approval_words_operation (text);
  if (g_str_equal (field, "state"))
    known = REEVE_WORDS_FIND (states, text);
  if (known == NULL && g_str_equal (field, "state") && g_strv_contains (reeve_finding_states, text))
    known = reeve_finding_words_state (text);
  if (g_str_equal (field, "severity"))
    known = reeve_finding_words_severity (text);
  if (g_str_equal (field, "rule") && g_strv_contains (reeve_finding_words_rules (), text))
    known = reeve_finding_words_rule (text);
  if (is_time (field) && reeve_json_parse_time (text, &time))
    return reeve_format_time (time);
  return known != NULL ? g_strdup (known) : reeve_format_isolate (text);
}

char *
reeve_field_words_value (const char *field, JsonNode *node)
{
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return g_strdup ("—");
  if (JSON_NODE_HOLDS_ARRAY (node))
    return format_array (field, node);
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (node) ? _ ("Yes") : _ ("No"));
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return json_to_string (node, FALSE);
  return format_text (field, json_node_get_string (node));
}
