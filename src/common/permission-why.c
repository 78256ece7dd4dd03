/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "common/permission-why.h"

#include "common/permission-flip.h"
#include "common/permission-model-private.h"

/* The groups that they were put into; a group is its own. */
static ReeveNumbers
get_groups (const ReevePermissionCase *question, guint32 *number)
{
  ReeveNumbers none = { 0 };

  *number = question->known ? reeve_principal_get_number (question->self) : REEVE_NO_NUMBER;
  if (!question->known || question->kind == REEVE_PRINCIPAL_ROLE)
    return none;
  if (reeve_permission_case_is_person (question))
    return reeve_permission_subject (question->model, *number)->groups;
  return (ReeveNumbers) { .items = number, .n = 1 };
}

/* --- Reasons --- */

/* Groups from the nearest one that the subject was put into up to @top. (transfer full) (nullable) */
static GStrv
make_chain (const ReevePermissionCase *question, ReevePrincipal principal)
{
  guint32 self;
  const ReeveNumbers groups = get_groups (question, &self);
  guint32 top = reeve_principal_get_number (principal);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint32 nearest = REEVE_NO_NUMBER;
  guint fewest = G_MAXUINT;

  if (reeve_principal_get_class (principal) != REEVE_PRINCIPAL_CLASS_GROUP)
    return NULL;
  for (guint32 i = 0; i < groups.n; i++)
    {
      guint32 group = groups.items[i];
      guint steps = 0;

      for (; group != REEVE_NO_NUMBER && group != top; steps++)
        group = reeve_permission_group (question->model, group)->node.parent;
      if (group == top && steps < fewest)
        {
          fewest = steps;
          nearest = groups.items[i];
        }
    }
  for (guint32 group = nearest;; group = reeve_permission_group (question->model, group)->node.parent)
    {
      g_strv_builder_add (builder, reeve_numbering_get_id (&question->model->group_numbers, group));
      if (group == top)
        return g_strv_builder_end (builder);
    }
}

/* @stop: the folder that does not inherit, below the entry's; or REEVE_NO_NUMBER */
static ReevePermissionReason *
make_reason (const ReevePermissionCase *question, const ReeveEntry *entry, guint32 folder, guint32 stop)
{
  ReevePermissionModel *model = question->model;
  ReevePermissionReason *reason = reeve_permission_reason_new ();

  reason->state = g_intern_static_string (stop != REEVE_NO_NUMBER                         ? "stopped"
                                          : reeve_entry_has_expired (entry, question->at) ? "expired"
                                                                                          : "decides");
  reeve_set_text (&reason->grant, reeve_numbering_get_id (&model->grant_numbers, entry->grant));
  reeve_set_text (&reason->folder, reeve_permission_model_get_folder_id (model, folder));
  reason->principal_kind =
    g_intern_static_string (reeve_principal_kinds[reeve_permission_get_kind (model, entry->principal)]);
  reeve_set_text (&reason->principal, reeve_permission_get_principal_id (model, entry->principal));
  reason->chain = make_chain (question, entry->principal);
  reason->verbs = reeve_verbs_to_wire (entry->verbs);
  reason->expires = entry->expires;
  if (stop != REEVE_NO_NUMBER)
    reeve_set_text (&reason->stopped_at, reeve_permission_model_get_folder_id (model, stop));
  return reason;
}

static void
add_reasons (const ReevePermissionCase *question, GPtrArray *reasons)
{
  guint32 stop = REEVE_NO_NUMBER;

  for (guint32 folder = question->folder; folder != REEVE_NO_NUMBER;)
    {
      const ReeveFolderNode *node = reeve_permission_folder (question->model, folder);

      for (guint32 i = 0; i < node->own.n; i++)
        {
          const ReeveEntry *entry = &node->own.items[i];

          if ((entry->verbs & question->verb) != 0 && reeve_closure_matches (&question->closure, entry))
            g_ptr_array_add (reasons, make_reason (question, entry, folder, stop));
        }
      if (!node->inherits && stop == REEVE_NO_NUMBER)
        stop = folder;
      folder = node->node.parent;
    }
}

/* (transfer full) (nullable) */
static GStrv
list_binned (const ReevePermissionCase *question)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint n = 0;

  for (guint32 folder = question->folder; folder != REEVE_NO_NUMBER;
       folder = reeve_permission_folder (question->model, folder)->node.parent)
    if (reeve_permission_folder (question->model, folder)->binned)
      {
        g_strv_builder_add (builder, reeve_permission_model_get_folder_id (question->model, folder));
        n++;
      }
  return n > 0 ? g_strv_builder_end (builder) : NULL;
}

static ReevePermissionAnswer *
answer_question (const ReevePermissionCase *question)
{
  ReevePermissionAnswer *answer = reeve_permission_answer_new ();
  ReeveVerbs verbs =
    reeve_permission_check_closure (question->model, &question->closure, question->folder, question->at);

  answer->allowed = (verbs & question->verb) != 0;
  answer->verbs = verbs != REEVE_VERBS_NONE ? reeve_verbs_to_wire (verbs) : NULL;
  answer->binned = list_binned (question);
  answer->reasons = g_ptr_array_new_with_free_func (g_object_unref);
  add_reasons (question, answer->reasons);
  answer->flips = reeve_permission_flips_find (question, answer);
  return answer;
}

ReevePermissionAnswer *
reeve_permission_why_principal (ReevePermissionModel *model,
                                ReevePrincipalKind kind,
                                const char *id,
                                guint32 folder,
                                ReeveVerbs verb,
                                gint64 at)
{
  g_autoptr (GArray) items = g_array_new (FALSE, FALSE, sizeof (ReevePrincipal));
  ReevePermissionCase question = {
    .model = model, .kind = kind, .id = id, .folder = folder, .verb = verb, .at = at
  };

  question.known = reeve_permission_find_principal (model, kind, id, &question.self);
  if (folder >= model->folders->len || !reeve_permission_folder (model, folder)->present ||
      (!question.known && kind != REEVE_PRINCIPAL_ROLE))
    return NULL;
  if ((reeve_permission_case_is_person (&question) &&
       (!reeve_permission_model_has_subject (model, reeve_principal_get_number (question.self)) ||
        reeve_permission_get_kind (model, question.self) != kind)) ||
      (kind == REEVE_PRINCIPAL_GROUP &&
       !reeve_permission_group (model, reeve_principal_get_number (question.self))->present))
    return NULL;
  if (question.known)
    question.closure = reeve_closure_of_principal (model, question.self, items);
  return answer_question (&question);
}

ReevePermissionAnswer *
reeve_permission_why (ReevePermissionModel *model,
                      guint32 subject,
                      guint32 folder,
                      ReeveVerbs verb,
                      gint64 at)
{
  ReevePrincipal self = reeve_principal (REEVE_PRINCIPAL_CLASS_SUBJECT, subject);

  if (!reeve_permission_model_has_subject (model, subject))
    return NULL;
  return reeve_permission_why_principal (model, reeve_permission_get_kind (model, self),
                                         reeve_permission_model_get_subject_id (model, subject), folder, verb,
                                         at);
}
