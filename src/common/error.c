/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The one error domain: the table of codes, what an error carries beside its message, and its form on the
 * wire (RFC 9457).
 *
 * Reasons in use. Of a whole error:
 *   account      email_taken email_in_bin in_bin last_administrator self escalation shared_account
 *                not_breach_locked second_factor_on
 *                matches_changed breach_locked changed_since not_found (the last two of one refused user)
 *   role         built_in name_taken role_held too_many_roles unknown_role
 *   group        name_taken unknown_group group_cycle group_depth groups_below group_scope
 *   folder       name_taken folder_depth folder_verb
 *   finding      own_finding too_many_mutes
 *   review       review_signed review_open review_too_soon findings_undecided second_person not_signed
 *   permissions  plan_changed plan_sensitive cross_company
 *   contact      contact_over contact_member
 *   approval     approval_needed approval_not_needed approval_waiting approval_over approval_secret
 *                approval four_eyes not_approver not_requester no_approver too_many_approvals rule_taken
 *                too_many_rules
 *   case         already_instructed case_state in_case no_recovery nobody_to_tell not_contained
 *                placeholder recovery_over recovery_waits too_many_reports
 *   support      support_waiting support_over too_many_asks not_support
 *   signing in   password_wrong cooling_off breach challenge code_wrong code_replayed clock_skew enrol
 *                step_up second_factor_missing
 *   second factor  second_factor_off no_second_administrator reset_waiting reset_over requester_gone
 *                session_ended refresh_reused use_nonce proof token token_expired
 *   provider     provider provider_down provider_private provider_answer provider_lies provider_refused
 *                provider_email provider_stranger provider_enrol provider_required ticket
 *                federated unconfirmed
 *   set-up       already_set_up setup_token
 *   own account  already_on enrolment_expired password_changed address_unproven
 *   mails        mail_sent mail_gone
 *   bulk jobs    bad_rows job_running jobs too_many denied
 *   links        link member invited invitation_over
 *   input        json csv_encoding csv_quote csv_empty no_columns database cursor
 *   access log   intake lines too_many_holds own_hold
 *   documents    no_font
 *   console      connection host refused timeout tls certificate certificate_changed export_differs
 *                answer origin keyring_locked keyring_missing keyring_waiting keyring root_key_lost
 *                service_missing service_ended
 * Of a bad member:
 *   required unknown_member read_only repeated type choice duplicate id email time range
 *   too_short too_long too_few too_many utf8 control_character bidi_override mixed_scripts
 *   unknown_role unknown_group group_cycle name_taken email_taken second_factor_on
 *   issuer domain uri
 *   unknown_folder folder_cycle folder_root folder_binned by_plan membership not_found taken
 *   contact_verbs contact_member
 *   one_of unknown_user approval_needed order spaces nothing_kept
 *   nothing_covered network overlap place too_wide unknown_rule no_reviewer state nothing_such
 *   length common personal upper lower digit symbol previous (passwords)
 * The console translates them; a reason that it does not know falls back to the words for the code. Not in
 * the list: what only the web pages meet (form, form_token), which have words of their own, and what the
 * console says to itself (approval_asked, record_broken). */

#include "config.h"

#include "common/error.h"

/* GLib's G_DEFINE_EXTENDED_ERROR finds the private part by the domain, which GCC cannot see to be ours. */
#pragma GCC diagnostic ignored "-Wnull-dereference"

/* A hostile body can be wrong in a million places; the first hundred are enough to mend it. */
#define MAX_MEMBERS 100

typedef struct
{
  char *reason;       /* (nullable) */
  GPtrArray *members; /* (nullable) of ReeveBadMember */
  gint64 retry_after_ms;
  char *incident; /* (nullable) */
} ReeveErrorPrivate;

static void
free_member (gpointer data)
{
  ReeveBadMember *member = data;

  g_free (member->pointer);
  g_free (member->reason);
  g_free (member->message);
  g_free (member);
}

static ReeveBadMember *
new_member (const char *pointer, const char *reason, const char *message)
{
  ReeveBadMember *member = g_new0 (ReeveBadMember, 1);

  member->pointer = g_strdup (pointer);
  member->reason = g_strdup (reason);
  member->message = g_strdup (message);
  return member;
}

static void
reeve_error_private_init (ReeveErrorPrivate *priv G_GNUC_UNUSED)
{
}

static gpointer
copy_member (gconstpointer source, gpointer unused G_GNUC_UNUSED)
{
  const ReeveBadMember *member = source;

  return new_member (member->pointer, member->reason, member->message);
}

static void
reeve_error_private_copy (const ReeveErrorPrivate *source, ReeveErrorPrivate *copy)
{
  copy->reason = g_strdup (source->reason);
  copy->members = source->members != NULL ? g_ptr_array_copy (source->members, copy_member, NULL) : NULL;
  if (copy->members != NULL)
    g_ptr_array_set_free_func (copy->members, free_member);
  copy->retry_after_ms = source->retry_after_ms;
  copy->incident = g_strdup (source->incident);
}

static void
reeve_error_private_clear (ReeveErrorPrivate *priv)
{
  g_clear_pointer (&priv->reason, g_free);
  g_clear_pointer (&priv->members, g_ptr_array_unref);
  g_clear_pointer (&priv->incident, g_free);
}

G_DEFINE_EXTENDED_ERROR (ReeveError, reeve_error)

/* THE table. Of two codes with the same status the first answers for it. */
static const struct
{
  const char *wire;
  unsigned status;
  const char *title;
} codes[REEVE_N_ERRORS] = {
  [REEVE_ERROR_NOT_FOUND] = { "not_found", 404, "Not found" },
  [REEVE_ERROR_CONFLICT] = { "conflict", 409, "Conflict" },
  [REEVE_ERROR_STALE] = { "stale", 412, "Changed since it was read" },
  [REEVE_ERROR_PRECONDITION] = { "precondition", 428, "Precondition required" },
  [REEVE_ERROR_DENIED] = { "denied", 403, "Not allowed" },
  [REEVE_ERROR_SIGNED_OUT] = { "signed_out", 401, "Not signed in" },
  [REEVE_ERROR_SECOND_FACTOR] = { "second_factor", 403, "Second factor needed" },
  [REEVE_ERROR_LOCKED] = { "locked", 423, "Locked" },
  [REEVE_ERROR_INVALID] = { "invalid", 400, "Invalid input" },
  [REEVE_ERROR_TOO_LARGE] = { "too_large", 413, "Too large" },
  [REEVE_ERROR_METHOD] = { "method", 405, "Method not allowed" },
  [REEVE_ERROR_TOO_MANY] = { "too_many", 429, "Too many requests" },
  [REEVE_ERROR_UNREACHABLE] = { "unreachable", 502, "Unreachable" },
  [REEVE_ERROR_BUSY] = { "busy", 503, "Busy" },
  [REEVE_ERROR_INTERNAL] = { "internal", 500, "Internal error" },
};

static const ReeveErrorPrivate *
find_private (const GError *error)
{
  return error != NULL && error->domain == REEVE_ERROR ? reeve_error_get_private (error) : NULL;
}

static GError *
new_valist (ReeveErrorCode code, const char *reason, const char *format, va_list args)
{
  GError *error = g_error_new_valist (REEVE_ERROR, (int) code, format, args);

  reeve_error_get_private (error)->reason = g_strdup (reason);
  return error;
}

GError *
reeve_error_new (ReeveErrorCode code, const char *reason, const char *format, ...)
{
  va_list args;

  g_return_val_if_fail ((guint) code < REEVE_N_ERRORS, NULL);
  va_start (args, format);
  GError *error = new_valist (code, reason, format, args);
  va_end (args);
  return error;
}

void
reeve_set_error (GError **error, ReeveErrorCode code, const char *reason, const char *format, ...)
{
  va_list args;

  g_return_if_fail ((guint) code < REEVE_N_ERRORS);
  g_return_if_fail (error == NULL || *error == NULL);
  if (error == NULL)
    return;
  va_start (args, format);
  *error = new_valist (code, reason, format, args);
  va_end (args);
}

void
reeve_error_add_member (GError **error, const char *pointer, const char *reason, const char *format, ...)
{
  va_list args;

  if (error == NULL)
    return;
  g_return_if_fail (*error == NULL || (*error)->domain == REEVE_ERROR);
  va_start (args, format);
  g_autofree char *message = g_strdup_vprintf (format, args);
  va_end (args);

  if (*error == NULL)
    *error = reeve_error_new (REEVE_ERROR_INVALID, NULL, "%s: %s", pointer, message);
  ReeveErrorPrivate *priv = reeve_error_get_private (*error);
  if (priv->members == NULL)
    priv->members = g_ptr_array_new_with_free_func (free_member);
  if (priv->members->len < MAX_MEMBERS)
    g_ptr_array_add (priv->members, new_member (pointer, reason, message));
}

/* Writing from right to left is among the format characters. */
static gboolean
disturbs (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT || type == G_UNICODE_LINE_SEPARATOR ||
         type == G_UNICODE_PARAGRAPH_SEPARATOR || type == G_UNICODE_PRIVATE_USE ||
         type == G_UNICODE_UNASSIGNED;
}

char *
reeve_error_show (const char *theirs)
{
  g_autoptr (GString) piece = g_string_new (NULL);
  GString *shown = g_string_new (NULL);
  glong n = 0;

  for (const char *p = theirs; *p != '\0';)
    {
      gunichar c = g_utf8_get_char_validated (p, -1);
      gboolean valid = c <= 0x10ffff;

      if (!valid)
        g_string_printf (piece, "\\x%02x", (guint) (guchar) *p);
      else if (disturbs (c))
        g_string_printf (piece, "\\u%04x", c);
      else
        g_string_append_unichar (g_string_truncate (piece, 0), c);
      n += g_utf8_strlen (piece->str, -1);
      if (n >= REEVE_ERROR_SHOWN_LENGTH)
        {
          g_string_append (shown, "…");
          break;
        }
      g_string_append (shown, piece->str);
      p = valid ? g_utf8_next_char (p) : p + 1;
    }
  return g_string_free_and_steal (shown);
}

void
reeve_error_set_retry_after_ms (GError *error, gint64 milliseconds)
{
  g_return_if_fail (error != NULL && error->domain == REEVE_ERROR);
  reeve_error_get_private (error)->retry_after_ms = MAX (milliseconds, 0);
}

void
reeve_error_set_incident (GError *error, const char *incident)
{
  g_return_if_fail (error != NULL && error->domain == REEVE_ERROR);
  g_set_str (&reeve_error_get_private (error)->incident, incident);
}

ReeveErrorCode
reeve_error_get_code (const GError *error)
{
  if (error == NULL || error->domain != REEVE_ERROR || (guint) error->code >= REEVE_N_ERRORS)
    return REEVE_ERROR_INTERNAL;
  return (ReeveErrorCode) error->code;
}

const char *
reeve_error_get_reason (const GError *error)
{
  const ReeveErrorPrivate *priv = find_private (error);

  return priv != NULL ? priv->reason : NULL;
}

GPtrArray *
reeve_error_get_members (const GError *error)
{
  const ReeveErrorPrivate *priv = find_private (error);

  return priv != NULL ? priv->members : NULL;
}

gint64
reeve_error_get_retry_after_ms (const GError *error)
{
  const ReeveErrorPrivate *priv = find_private (error);

  return priv != NULL ? priv->retry_after_ms : 0;
}

const char *
reeve_error_get_incident (const GError *error)
{
  const ReeveErrorPrivate *priv = find_private (error);

  return priv != NULL ? priv->incident : NULL;
}

const char *
reeve_error_code_to_wire (ReeveErrorCode code)
{
  return (guint) code < REEVE_N_ERRORS ? codes[code].wire : codes[REEVE_ERROR_INTERNAL].wire;
}

gboolean
reeve_error_code_from_wire (const char *wire, ReeveErrorCode *code)
{
  for (guint i = 0; i < REEVE_N_ERRORS; i++)
    if (g_strcmp0 (wire, codes[i].wire) == 0)
      {
        *code = (ReeveErrorCode) i;
        return TRUE;
      }
  return FALSE;
}

unsigned
reeve_error_code_to_status (ReeveErrorCode code)
{
  return (guint) code < REEVE_N_ERRORS ? codes[code].status : codes[REEVE_ERROR_INTERNAL].status;
}

ReeveErrorCode
reeve_error_code_from_status (unsigned status)
{
  for (guint i = 0; i < REEVE_N_ERRORS; i++)
    if (codes[i].status == status)
      return (ReeveErrorCode) i;
  return REEVE_ERROR_INTERNAL;
}

const char *
reeve_error_code_to_title (ReeveErrorCode code)
{
  return (guint) code < REEVE_N_ERRORS ? codes[code].title : NULL;
}
