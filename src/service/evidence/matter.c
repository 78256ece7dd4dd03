/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/evidence/matter.h"

const char *const reeve_evidence_phases[] = { "before", "since", "reported", "contained", NULL };

static void
free_person (gpointer data)
{
  ReeveEvidencePerson *person = data;

  g_free (person->account);
  g_free (person->name);
  g_free (person);
}

static void
free_step (gpointer data)
{
  ReeveEvidenceStep *step = data;

  g_free (step->who);
  g_free (step->what);
  g_free (step->words);
  g_free (step);
}

ReeveEvidenceMatter *
reeve_evidence_matter_new (void)
{
  ReeveEvidenceMatter *self = g_new0 (ReeveEvidenceMatter, 1);

  self->people = g_ptr_array_new_with_free_func (free_person);
  self->steps = g_ptr_array_new_with_free_func (free_step);
  return self;
}

void
reeve_evidence_matter_free (ReeveEvidenceMatter *self)
{
  g_free (self->number);
  g_free (self->title);
  g_free (self->text);
  g_free (self->workspace);
  g_free (self->workspace_name);
  g_free (self->maker);
  g_free (self->maker_name);
  g_ptr_array_unref (self->people);
  g_ptr_array_unref (self->steps);
  g_strfreev (self->nouns_left_out);
  g_free (self);
}

void
reeve_evidence_matter_add_person (ReeveEvidenceMatter *self, const char *account, const char *name)
{
  ReeveEvidencePerson *person = g_new0 (ReeveEvidencePerson, 1);

  person->account = g_strdup (account);
  person->name = g_strdup (name);
  g_ptr_array_add (self->people, person);
}

void
reeve_evidence_matter_add_step (ReeveEvidenceMatter *self,
                                gint64 time,
                                const char *who,
                                const char *what,
                                const char *words)
{
  ReeveEvidenceStep *step = g_new0 (ReeveEvidenceStep, 1);

  step->time = time;
  step->who = g_strdup (who);
  step->what = g_strdup (what);
  step->words = g_strdup (words);
  g_ptr_array_add (self->steps, step);
}

/* What was contained before it was reported, was contained as soon as it was reported. */
ReeveEvidencePhase
reeve_evidence_matter_get_phase (const ReeveEvidenceMatter *self, gint64 time)
{
  if (self->contained != 0 && time >= MAX (self->contained, self->reported))
    return REEVE_EVIDENCE_CONTAINED;
  if (time >= self->reported)
    return REEVE_EVIDENCE_REPORTED;
  return self->since != 0 && time >= self->since ? REEVE_EVIDENCE_SINCE : REEVE_EVIDENCE_BEFORE;
}

gint64
reeve_evidence_matter_get_start (const ReeveEvidenceMatter *self)
{
  return self->since != 0 ? MIN (self->since, self->reported) : self->reported;
}

GStrv
reeve_evidence_matter_list_accounts (const ReeveEvidenceMatter *self)
{
  g_autoptr (GStrvBuilder) accounts = g_strv_builder_new ();

  for (guint i = 0; i < self->people->len; i++)
    g_strv_builder_add (accounts, ((const ReeveEvidencePerson *) self->people->pdata[i])->account);
  return g_strv_builder_end (accounts);
}
