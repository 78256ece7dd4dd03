/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/jobs/case-opening.h"

#include "common/audit-entry.h"
#include "common/clock.h"
#include "common/error.h"
#include "service/jobs/case-asking.h"
#include "service/store/audit.h"
#include "service/store/cases.h"
#include "service/store/holds.h"

static char *
name_person (ReeveUser *user)
{
  return g_strdup_printf ("%s <%s>", user->display_name, user->email);
}

gboolean
reeve_case_hold (ReeveTx *workspace,
                 ReeveCase *self,
                 ReeveCasePerson *person,
                 const char *by,
                 const char *by_name,
                 gint64 now,
                 ReeveHold **held,
                 GError **error)
{
  g_autoptr (ReeveHold) hold = reeve_hold_new ();
  g_autoptr (GError) full = NULL;

  *held = NULL;
  hold->id = reeve_id_new ();
  hold->version = 1;
  hold->since = now - REEVE_CASE_EVIDENCE_DAYS * REEVE_DAY;
  hold->until = now + REEVE_CASE_EVIDENCE_DAYS * REEVE_DAY;
  hold->ends = now + REEVE_CASE_HOLD_DAYS * REEVE_DAY;
  if (person != NULL)
    {
      hold->account = g_strdup (person->id);
      hold->account_name = g_strdup_printf ("%s <%s>", person->name, person->email);
    }
  hold->reason = g_strdup_printf ("Case %" G_GINT64_FORMAT, self->number);
  hold->ticket = g_strdup (self->ticket);
  hold->created = now;
  hold->created_by = g_strdup (by);
  hold->created_by_name = g_strdup (by_name);
  if (!reeve_holds_insert (workspace, hold, &full))
    {
      if (g_error_matches (full, REEVE_ERROR, REEVE_ERROR_CONFLICT))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&full));
      return FALSE;
    }
  if (self->hold == NULL)
    g_set_str (&self->hold, hold->id);
  *held = g_steal_pointer (&hold);
  return reeve_case_note (workspace, self, now, "held", by, by_name, person, REEVE_CASE_EVIDENCE_DAYS, NULL,
                          error);
}

/* --- One's own --- */

static gboolean
audit (ReeveTx *workspace,
       ReeveUser *user,
       const char *action,
       gpointer record,
       const char *type,
       const char *id,
       const char *reason,
       gint64 now,
       GError **error)
{
  g_autoptr (ReeveAuditEntry) entry = reeve_audit_entry_new ();

  entry->id = reeve_id_new ();
  entry->time = now;
  entry->actor = g_strdup (user->id);
  entry->actor_name = name_person (user);
  entry->action = g_strdup (action);
  entry->object_type = g_strdup (type);
  entry->object_id = g_strdup (id);
  entry->object_name = name_person (user);
  entry->reason = g_strdup (reason);
  reeve_record_difference (NULL, record, &entry->before, &entry->after);
  return reeve_audit_append (workspace, entry, error);
}

static ReeveCase *
make_case (ReeveUser *user, const char *text, gint64 now)
{
  ReeveCase *made = reeve_case_new ();

  made->id = reeve_id_new ();
  made->version = 1;
  made->state = REEVE_CASE_CONTAINED;
  made->nature = "leak";
  made->source = "person";
  made->noticed = g_strdup (text);
  made->reported = made->contained = now;
  made->reported_by = g_strdup (user->id);
  made->reported_by_name = name_person (user);
  made->contained_by = g_strdup (user->id);
  made->contained_by_name = name_person (user);
  made->person = g_strdup (user->id);
  made->person_name = name_person (user);
  return made;
}

static ReeveCasePerson *
make_person (ReeveUser *user)
{
  ReeveCasePerson *person = reeve_case_person_new ();

  person->id = g_strdup (user->id);
  person->name = g_strdup (user->display_name);
  person->email = g_strdup (user->email);
  person->wide = TRUE;
  person->state = reeve_case_step (reeve_case_step (NULL, REEVE_CASE_STEP_REPORT), REEVE_CASE_STEP_CONTAIN);
  return person;
}

static gboolean
fill (ReeveTx *workspace,
      ReeveCase *self,
      ReeveCasePerson *person,
      ReeveUser *user,
      const char *desk,
      gint64 now,
      GError **error)
{
  g_autoptr (ReeveHold) held = NULL;
  g_autofree char *name = name_person (user);

  return reeve_case_people_insert (workspace, self->id, person, error) &&
         reeve_case_note (workspace, self, now, "reported", user->id, name, NULL, 1, self->noticed, error) &&
         reeve_case_note (workspace, self, now, "contained", user->id, name, person, 1, NULL, error) &&
         reeve_case_hold (workspace, self, person, user->id, name, now, &held, error) &&
         (held == NULL ||
          audit (workspace, user, "hold.create", held, "hold", held->id, held->reason, now, error)) &&
         reeve_cases_count (workspace, self, error) &&
         reeve_case_asking_put (workspace, self, desk, now, error);
}

static gboolean
open_case (ReeveTx *workspace,
           ReeveUser *user,
           const char *text,
           const char *desk,
           gint64 now,
           GError **error)
{
  g_autoptr (ReeveCase) self = make_case (user, text, now);
  g_autoptr (ReeveCase) stored = NULL;
  g_autoptr (ReeveCasePerson) person = make_person (user);

  if (!reeve_cases_insert (workspace, self, error))
    return FALSE;
  stored = reeve_record_copy (self);
  return fill (workspace, self, person, user, desk, now, error) &&
         reeve_cases_update (workspace, stored, self, stored->version, error) &&
         audit (workspace, user, "case.create", self, "case", self->id, text, now, error);
}

static gboolean
add_to_case (ReeveTx *workspace,
             const char *id,
             ReeveUser *user,
             const char *text,
             gint64 now,
             GError **error)
{
  g_autoptr (ReeveCase) self = reeve_cases_get (workspace, id, NULL, error);
  g_autoptr (ReeveCasePerson) person =
    self != NULL ? reeve_case_people_get (workspace, id, user->id, error) : NULL;
  g_autofree char *name = name_person (user);

  if (person == NULL)
    return FALSE;
  person->wide = TRUE;
  return reeve_case_people_update (workspace, id, person, error) &&
         reeve_case_note (workspace, self, now, "reported_again", user->id, name, person, 1, text, error);
}

gboolean
reeve_case_open_own (ReeveTx *workspace,
                     ReeveUser *user,
                     const char *text,
                     const char *desk,
                     gint64 now,
                     GError **error)
{
  g_autofree char *id = NULL;

  if (!reeve_cases_find_open (workspace, user->id, &id, error))
    return FALSE;
  return id != NULL ? add_to_case (workspace, id, user, text, now, error)
                    : open_case (workspace, user, text, desk, now, error);
}
