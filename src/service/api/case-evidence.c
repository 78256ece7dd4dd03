/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Whoever takes it takes what the log, the sessions and the permissions have of the case's people, and must
 * be able to read all of these; what they may not read of the trail is left out, and said to be. */

#include "config.h"

#include "service/api/case-evidence.h"

#include "common/clock.h"
#include "common/workspace.h"
#include "service/api/audit.h"
#include "service/evidence/pack.h"
#include "service/store/cases.h"
#include "service/store/holds.h"
#include "service/store/rows.h"

static const ReeveCapability needed[] = { REEVE_CAPABILITY_LOG_EXPORT, REEVE_CAPABILITY_LOG_READ,
                                          REEVE_CAPABILITY_USERS_READ, REEVE_CAPABILITY_SESSIONS_READ,
                                          REEVE_CAPABILITY_PERMISSIONS_READ };

/* @needs: (out): all of them */
static gboolean
check_caller (ReeveCall *call, ReeveCapabilities *needs, GError **error)
{
  *needs = 0;
  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    {
      *needs |= G_GUINT64_CONSTANT (1) << needed[i];
      if (reeve_capabilities_have (call->caller->capabilities, needed[i]))
        continue;
      reeve_set_error (error, REEVE_ERROR_DENIED, NULL, "needs %s", reeve_capability_to_wire (needed[i]));
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_workspace_name (ReeveCall *call, ReeveEvidenceMatter *matter, GError **error)
{
  g_autoptr (ReeveTx) directory = reeve_db_begin (reeve_installation_get_directory (call->installation),
                                                  REEVE_TX_READ, call->deadline, error);
  g_autoptr (ReeveWorkspace) workspace =
    directory != NULL
      ? reeve_rows_get (directory, "workspaces", reeve_workspace_get_type (), call->workspace, error)
      : NULL;

  if (workspace == NULL)
    return FALSE;
  matter->workspace_name = g_strdup (workspace->name);
  return TRUE;
}

static gboolean
read_people (ReeveCall *call, const ReeveCase *self, ReeveEvidenceMatter *matter, GError **error)
{
  g_autoptr (GPtrArray) people = reeve_case_people_read (call->tx, self->id, NULL, NULL, error);

  for (guint i = 0; people != NULL && i < people->len; i++)
    {
      const ReeveCasePerson *person = people->pdata[i];
      g_autofree char *name = g_strdup_printf ("%s <%s>", person->name, person->email);

      reeve_evidence_matter_add_person (matter, person->id, name);
    }
  return people != NULL;
}

static gboolean
read_steps (ReeveCall *call, const ReeveCase *self, ReeveEvidenceMatter *matter, GError **error)
{
  g_autoptr (GPtrArray) entries = reeve_case_entries_read (call->tx, self->id, error);

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const ReeveCaseEntry *entry = entries->pdata[i];
      g_autofree char *words =
        entry->person_name != NULL
          ? g_strdup_printf ("%s%s%s", entry->person_name, entry->text != NULL ? ": " : "",
                             entry->text != NULL ? entry->text : "")
          : g_strdup (entry->text);

      reeve_evidence_matter_add_step (matter, entry->time, entry->actor_name, entry->kind, words);
    }
  return entries != NULL;
}

/* Some days before it may have begun, and whatever is held of before these. */
static gboolean
set_stretch (ReeveCall *call, const ReeveCase *self, ReeveEvidenceMatter *matter, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (ReeveHold) hold = self->hold != NULL ? reeve_holds_get (call->tx, self->hold, &local) : NULL;

  if (local != NULL && !g_error_matches (local, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  matter->from = MAX (reeve_evidence_matter_get_start (matter) - REEVE_CASE_EVIDENCE_DAYS * REEVE_DAY, 0);
  if (hold != NULL)
    matter->from = MIN (matter->from, hold->since);
  matter->until = self->closed != 0 ? MAX (self->closed, matter->from + 1) : call->now;
  return TRUE;
}

static ReeveEvidenceMatter *
make_matter (ReeveCall *call, const ReeveCase *self, GError **error)
{
  g_autoptr (ReeveEvidenceMatter) matter = reeve_evidence_matter_new ();

  matter->number = g_strdup_printf ("%" G_GINT64_FORMAT, self->number);
  matter->text = g_strdup (self->noticed);
  matter->workspace = g_strdup (call->workspace);
  matter->maker = g_strdup (call->caller->account);
  matter->maker_name = g_strdup (call->caller->account_name);
  matter->made = call->now;
  matter->since = self->since;
  matter->reported = self->reported;
  matter->contained = self->contained;
  matter->nouns_left_out = reeve_audit_list_hidden (call);
  return set_stretch (call, self, matter, error) && read_workspace_name (call, matter, error) &&
             read_people (call, self, matter, error) && read_steps (call, self, matter, error)
           ? g_steal_pointer (&matter)
           : NULL;
}

static gboolean
note (ReeveCall *call, const ReeveCase *self, GError **error)
{
  g_autoptr (ReeveCaseEntry) entry = reeve_case_entry_new ();

  entry->time = call->now;
  entry->kind = "evidence";
  entry->actor = g_strdup (call->caller->account);
  entry->actor_name = g_strdup (call->caller->account_name);
  return reeve_case_entries_add (call->tx, self->id, entry, error) &&
         reeve_call_audit_fact (call, NULL, NULL, "case", self->id, self->person_name, NULL, error);
}

static char *
find_host (ReeveCall *call)
{
  g_autoptr (GUri) origin =
    g_uri_parse (reeve_installation_get_web_origin (call->installation), G_URI_FLAGS_NONE, NULL);

  return origin != NULL ? g_strdup (g_uri_get_host (origin)) : NULL;
}

gboolean
case_evidence (ReeveCall *call, GError **error)
{
  ReeveCapabilities needs;
  g_autoptr (ReeveCase) self = check_caller (call, &needs, error)
                                 ? reeve_cases_get (call->tx, reeve_call_get_path (call, "case"), NULL, error)
                                 : NULL;
  ReeveEvidenceMatter *matter = self != NULL ? make_matter (call, self, error) : NULL;
  g_autofree char *host = find_host (call);
  g_autofree char *name = NULL;
  g_autoptr (ReeveEvidencePack) pack =
    matter != NULL ? reeve_evidence_pack_new (call->installation, matter, host, error) : NULL;

  if (pack == NULL || !note (call, self, error))
    return FALSE;
  name = reeve_evidence_pack_get_file_name (pack);
  call->raw_type = REEVE_EVIDENCE_PACK_MIME_TYPE;
  call->raw_file_name = g_intern_string (name);
  call->pieces = reeve_pieces_new (reeve_evidence_pack_make_piece, g_steal_pointer (&pack),
                                   reeve_evidence_pack_free, needs);
  return TRUE;
}
