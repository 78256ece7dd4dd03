/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A mail says enough to know whether to get up, and no more: who reads it may be anywhere. */

#include "config.h"

#include "service/rules/notifications.h"

#include <string.h>

#include "common/detection-words.h"
#include "common/encoding.h"
#include "common/json.h"
#include "service/mail/letter.h"
#include "service/store/notification-rules.h"
#include "service/store/outbox.h"
#include "service/store/roles.h"

#define N_(text) text

#define SECRET_BYTES 32
#define MOST_LISTED  20 /* findings of one mail */

gint64
reeve_notification_get_delay (gint64 tries)
{
  gint64 delay = REEVE_NOTIFICATION_FIRST_DELAY;

  for (gint64 i = 1; i < tries && delay < REEVE_NOTIFICATION_MOST_DELAY; i++)
    delay *= 2;
  return MIN (delay, REEVE_NOTIFICATION_MOST_DELAY);
}

/* --- Webhooks --- */

ReeveSecret *
reeve_notification_make_secret (void)
{
  return reeve_secret_new_random (SECRET_BYTES);
}

ReeveSecret *
reeve_notification_show_secret (const ReeveSecret *secret)
{
  gsize length;
  const guchar *bytes = reeve_secret_get_data (secret, &length);
  g_autoptr (ReeveSecret) text = reeve_secret_new_take (g_base64_encode (bytes, length));

  return reeve_secret_new_take (g_strconcat ("whsec_", reeve_secret_get_text (text), NULL));
}

char *
reeve_notification_get_context (const char *workspace, const char *rule)
{
  return g_strconcat ("notification-rule:", workspace, ":", rule, NULL);
}

static const char *
name_type (const char *kind)
{
  return g_str_equal (kind, "finding") ? "finding.raised"
         : g_str_equal (kind, "case")  ? "case.notice"
                                       : "test";
}

/* Members in the order of RFC 8785; what it is about is canonical already. */
char *
reeve_notification_write_body (const ReeveDelivery *delivery,
                               const char *workspace,
                               const char *workspace_name)
{
  GString *json = g_string_new ("{\"data\":{");

  if (delivery->about != NULL)
    g_string_append_printf (json, "\"%s\":%s,", delivery->kind, delivery->body);
  g_string_append (json, "\"workspace\":{\"id\":");
  reeve_json_append_string (json, workspace);
  g_string_append (json, ",\"name\":");
  reeve_json_append_string (json, workspace_name);
  g_string_append (json, "}},\"timestamp\":");
  reeve_json_append_time (json, delivery->created);
  g_string_append (json, ",\"type\":");
  reeve_json_append_string (json, name_type (delivery->kind));
  g_string_append_c (json, '}');
  return g_string_free_and_steal (json);
}

/* The secret that is good, the one before it, and until when (big endian) that is, too. */
#define KEPT_BYTES (2 * SECRET_BYTES + sizeof (gint64))

ReeveSecret *
reeve_notification_renew (const ReeveSecret *kept, const ReeveSecret *secret, gint64 until)
{
  gint64 wire = GINT64_TO_BE (until);
  g_autoptr (GString) both = NULL;
  ReeveSecret *renewed;

  g_return_val_if_fail (reeve_secret_get_length (secret) == SECRET_BYTES, NULL);
  if (kept == NULL || reeve_secret_get_length (kept) < SECRET_BYTES)
    return reeve_secret_ref ((ReeveSecret *) secret);
  both = g_string_sized_new (KEPT_BYTES);
  g_string_append_len (both, reeve_secret_get_data (secret, NULL), SECRET_BYTES);
  g_string_append_len (both, reeve_secret_get_data (kept, NULL), SECRET_BYTES);
  g_string_append_len (both, (const char *) &wire, sizeof wire);
  renewed = reeve_secret_new (both->str, both->len);
  reeve_wipe_string (g_steal_pointer (&both));
  return renewed;
}

static void
append_signature (GString *all, gconstpointer key, gsize length, const char *text)
{
  guint8 digest[32];
  g_autofree char *signature = NULL;

  reeve_hmac_sha256 (key, length, text, strlen (text), digest);
  signature = g_base64_encode (digest, sizeof digest);
  g_string_append_printf (all, "%sv1,%s", all->len > 0 ? " " : "", signature);
}

static char *
make_signatures (const ReeveSecret *kept, const char *text, gint64 now)
{
  GString *all = g_string_new (NULL);
  gsize length;
  const guint8 *keys = reeve_secret_get_data (kept, &length);
  gint64 until;

  append_signature (all, keys, MIN (length, SECRET_BYTES), text);
  if (length == KEPT_BYTES)
    {
      memcpy (&until, keys + 2 * SECRET_BYTES, sizeof until);
      if (now < GINT64_FROM_BE (until))
        append_signature (all, keys + SECRET_BYTES, SECRET_BYTES, text);
    }
  return g_string_free_and_steal (all);
}

GStrv
reeve_notification_sign (const ReeveSecret *kept, const char *id, gint64 now, const char *body)
{
  g_autoptr (GStrvBuilder) headers = g_strv_builder_new ();
  g_autofree char *seconds = g_strdup_printf ("%" G_GINT64_FORMAT, now / G_USEC_PER_SEC);
  g_autofree char *text = g_strconcat (id, ".", seconds, ".", body, NULL);
  g_autofree char *signatures = make_signatures (kept, text, now);

  g_strv_builder_take (headers, g_strconcat ("webhook-id: ", id, NULL));
  g_strv_builder_take (headers, g_strconcat ("webhook-timestamp: ", seconds, NULL));
  g_strv_builder_take (headers, g_strconcat ("webhook-signature: ", signatures, NULL));
  return g_strv_builder_end (headers);
}

/* --- Mails --- */

static const char *const severities[][2] = {
  { "low", N_ ("low") },
  { "medium", N_ ("medium") },
  { "high", N_ ("high") },
  { "critical", N_ ("critical") },
};

static const char *
say_severity (ReeveLetter *letter, const char *severity)
{
  for (guint i = 0; i < G_N_ELEMENTS (severities); i++)
    if (g_str_equal (severities[i][0], severity))
      return reeve_letter_say (letter, severities[i][1]);
  return severity;
}

/* One of a newer service is called by its name. */
static const char *
say_detection (ReeveLetter *letter, const char *name)
{
  const ReeveDetectionWords *detection = reeve_detection_words_find (name);

  return detection != NULL ? reeve_letter_say (letter, detection->title) : name;
}

static ReeveFinding *
read_finding (const ReeveDelivery *delivery, GError **error)
{
  g_autoptr (ReeveFinding) finding = reeve_finding_new ();
  g_autoptr (JsonObject) object =
    reeve_json_parse_object (delivery->body, strlen (delivery->body), &reeve_json_body, error);

  if (object == NULL || !reeve_record_read_json (finding, object, REEVE_READ_REPLY, "", error))
    return NULL;
  return g_steal_pointer (&finding);
}

/* (element-type ReeveFinding): those of @deliveries; tests have none */
static GPtrArray *
read_findings (GPtrArray *deliveries, GError **error)
{
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < deliveries->len; i++)
    {
      ReeveFinding *finding;

      if (((ReeveDelivery *) deliveries->pdata[i])->about == NULL)
        continue;
      finding = read_finding (deliveries->pdata[i], error);
      if (finding == NULL)
        return NULL;
      g_ptr_array_add (findings, finding);
    }
  return g_steal_pointer (&findings);
}

/* "2026-11-22 06:20 UTC: Password guessing (high), Ada Lovelace, 192.0.2.44" */
static char *
describe (ReeveLetter *letter, ReeveFinding *finding)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (finding->raised / G_USEC_PER_SEC);
  g_autofree char *when = time != NULL ? g_date_time_format (time, "%Y-%m-%d %H:%M UTC") : g_strdup ("?");
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s: %s (%s)", when, say_detection (letter, finding->rule),
                          say_severity (letter, finding->severity));
  if (finding->person_name != NULL || finding->person != NULL)
    g_string_append_printf (text, ", %s",
                            finding->person_name != NULL ? finding->person_name : finding->person);
  if (finding->address != NULL)
    g_string_append_printf (text, ", %s", finding->address);
  return g_string_free_and_steal (text);
}

static void
add_findings (ReeveLetter *letter, GPtrArray *findings)
{
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint i = 0; i < MIN (findings->len, MOST_LISTED); i++)
    {
      g_autofree char *line = describe (letter, findings->pdata[i]);

      g_string_append_printf (lines, "%s%s", i > 0 ? "\n" : "", line);
    }
  reeve_letter_add_quote (letter, lines->str);
  if (findings->len > MOST_LISTED)
    /* Translators: after a list of findings, %u is how many more there are */
    reeve_letter_add (letter, N_ ("And %u more."), findings->len - MOST_LISTED);
}

static void
fill_letter (ReeveLetter *letter, ReeveNotificationRule *rule, GPtrArray *findings)
{
  if (findings->len == 0)
    {
      /* Translators: subject of a mail, %s is the name of a notification rule */
      reeve_letter_set_subject (letter, N_ ("Test of “%s”"), rule->name);
      reeve_letter_add (letter, N_ ("Somebody tries whether the notifications of findings arrive. They do."));
    }
  else if (findings->len == 1)
    {
      ReeveFinding *finding = findings->pdata[0];

      /* Translators: subject of a mail, the first %s is a severity ("high"), the second what a detection is
       * called */
      reeve_letter_set_subject (letter, N_ ("Finding (%s): %s"), say_severity (letter, finding->severity),
                                say_detection (letter, finding->rule));
      reeve_letter_add (letter, N_ ("Something in the access log should be looked at:"));
      add_findings (letter, findings);
    }
  else
    {
      /* Translators: subject of a mail, %u is more than one */
      reeve_letter_set_subject (letter, N_ ("%u findings"), findings->len);
      reeve_letter_add (letter, N_ ("Much happened in the last hour, so this is told of together:"));
      add_findings (letter, findings);
    }
  if (findings->len > 0)
    reeve_letter_add (letter,
                      N_ ("The events, and what to make of them, are on the page Findings of Reeve."));
  /* Translators: %s is the name of a notification rule */
  reeve_letter_add (letter, N_ ("You get this mail by the notification rule “%s”."), rule->name);
}

static gboolean
write_to (ReeveTx *tx,
          ReeveRolePerson *person,
          ReeveNotificationRule *rule,
          GPtrArray *findings,
          GError **error)
{
  g_autoptr (ReeveLetter) letter =
    reeve_letter_new ("finding", person->email, person->display_name, person->id, NULL);
  g_autoptr (ReeveMail) mail = NULL;

  fill_letter (letter, rule, findings);
  mail = reeve_letter_write (letter);
  return reeve_outbox_put (tx, mail, error);
}

gboolean
reeve_notification_mail (ReeveTx *tx,
                         ReeveNotificationRule *rule,
                         GPtrArray *deliveries,
                         guint *n,
                         GError **error)
{
  g_autoptr (GPtrArray) people = reeve_notification_rules_list_recipients (tx, rule, error);
  g_autoptr (GPtrArray) findings = people != NULL ? read_findings (deliveries, error) : NULL;

  *n = 0;
  if (findings == NULL)
    return FALSE;
  for (guint i = 0; i < people->len; i++)
    if (!write_to (tx, people->pdata[i], rule, findings, error))
      return FALSE;
  *n = people->len;
  return TRUE;
}

static gboolean
write_paused_to (ReeveTx *tx, ReeveRolePerson *person, ReeveNotificationRule *rule, GError **error)
{
  g_autoptr (ReeveLetter) letter =
    reeve_letter_new ("notification", person->email, person->display_name, person->id, NULL);
  g_autoptr (ReeveMail) mail = NULL;

  /* Translators: subject of a mail, %s is the name of a notification rule */
  reeve_letter_set_subject (letter, N_ ("“%s” was paused"), rule->name);
  /* Translators: %s is the name of a notification rule */
  reeve_letter_add (
    letter, N_ ("Nothing could be delivered by the notification rule “%s” for three days, so it was paused."),
    rule->name);
  if (rule->last_answer != NULL)
    /* Translators: %s is a technical word, "status_503" */
    reeve_letter_add (letter, N_ ("What went wrong last: %s."), rule->last_answer);
  reeve_letter_add (letter,
                    N_ ("The findings are in Reeve. Once the receiver works again, turn the rule on again."));
  mail = reeve_letter_write (letter);
  return reeve_outbox_put (tx, mail, error);
}

gboolean
reeve_notification_mail_paused (ReeveTx *tx,
                                ReeveNotificationRule *rule,
                                gint64 now,
                                gboolean *told,
                                GError **error)
{
  g_autoptr (ReeveRolePerson) owner = NULL;
  g_autoptr (GPtrArray) people = NULL;

  *told = FALSE;
  if (!reeve_notification_rules_find_person (tx, rule->owner, &owner, error))
    return FALSE;
  if (owner != NULL)
    {
      people = g_ptr_array_new_with_free_func (g_object_unref);
      g_ptr_array_add (people, g_object_ref (owner));
    }
  else
    people = reeve_roles_list_administrators (tx, now, error);
  for (guint i = 0; people != NULL && i < people->len; i++)
    if (!write_paused_to (tx, people->pdata[i], rule, error))
      return FALSE;
  *told = people != NULL && people->len > 0;
  return people != NULL;
}
