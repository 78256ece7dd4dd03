/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Reasons from one walk up the tree; what would turn the answer round from a lightest cut, or by trying. */

#include "config.h"

#include "common/permission-why.h"

#include "common/capability.h"
#include "common/folder.h"
#include "common/permission-cut.h"
#include "common/permission-model-private.h"

/* An edge of the cut weighs one change, and a little by whom else it concerns: the person alone, all of whom
 * a grant is for, all who reach the folder from above. */
#define ONE_CHANGE       (G_GINT64_CONSTANT (1) << 20)
#define WEIGHT_OWN_GRANT (ONE_CHANGE + 1)
#define WEIGHT_LEAVE     (ONE_CHANGE + 2)
#define WEIGHT_TAKE_ROLE (ONE_CHANGE + 4)
#define WEIGHT_REVOKE    (ONE_CHANGE + 8)
#define WEIGHT_BREAK     (ONE_CHANGE + 16)

#define MAX_JOINS 5 /* groups offered to be joined */

const char *const reeve_permission_reason_states[] = { "decides", "stopped", "expired", NULL };

static const ReeveField reason_fields[] = {
  { "state", REEVE_FIELD_CHOICE, offsetof (ReevePermissionReason, state), REEVE_READ_ONLY,
    .choices = reeve_permission_reason_states,
    .summary = "decides: it gives the verb; stopped: a folder below it does not inherit; expired." },
  { "grant", REEVE_FIELD_ID, offsetof (ReevePermissionReason, grant), REEVE_READ_ONLY,
    .summary = "The grant." },
  { "folder", REEVE_FIELD_ID, offsetof (ReevePermissionReason, folder), REEVE_READ_ONLY,
    .choices = reeve_folder_ids, .summary = "The folder that it is on." },
  { "principal-kind", REEVE_FIELD_CHOICE, offsetof (ReevePermissionReason, principal_kind), REEVE_READ_ONLY,
    .choices = reeve_principal_kinds, .summary = "What its principal is." },
  { "principal", REEVE_FIELD_ID, offsetof (ReevePermissionReason, principal), REEVE_READ_ONLY,
    .summary = "To whom it was given." },
  { "chain", REEVE_FIELD_TEXTS, offsetof (ReevePermissionReason, chain), REEVE_READ_ONLY,
    .summary = "Ids of the groups from the one that the person was put into up to the principal." },
  { "verbs", REEVE_FIELD_TEXTS, offsetof (ReevePermissionReason, verbs), REEVE_READ_ONLY,
    .choices = reeve_verb_wires, .summary = "What it gives, with what that implies." },
  { "expires", REEVE_FIELD_TIME, offsetof (ReevePermissionReason, expires), REEVE_READ_ONLY,
    .summary = "When it ends or ended." },
  { "stopped-at", REEVE_FIELD_ID, offsetof (ReevePermissionReason, stopped_at), REEVE_READ_ONLY,
    .summary = "The folder that does not inherit." },
  { "folder-path", REEVE_FIELD_TEXT, offsetof (ReevePermissionReason, folder_path), REEVE_READ_ONLY,
    .summary = "Where the grant's folder is." },
  { "principal-name", REEVE_FIELD_TEXT, offsetof (ReevePermissionReason, principal_name), REEVE_READ_ONLY,
    .summary = "The principal's name." },
  { "chain-names", REEVE_FIELD_TEXTS, offsetof (ReevePermissionReason, chain_names), REEVE_READ_ONLY,
    .summary = "Names of the groups of the chain." },
  { "grant-reason", REEVE_FIELD_TEXT, offsetof (ReevePermissionReason, grant_reason), REEVE_READ_ONLY,
    .summary = "Why it was given." },
  { "stopped-at-path", REEVE_FIELD_TEXT, offsetof (ReevePermissionReason, stopped_at_path), REEVE_READ_ONLY,
    .summary = "Where the folder is that does not inherit." },
};
REEVE_DEFINE_RECORD (ReevePermissionReason, reeve_permission_reason, "permission-reason", NULL, reason_fields)

static const ReeveField flip_fields[] = {
  { "changes", REEVE_FIELD_RECORDS, offsetof (ReevePermissionFlip, changes), REEVE_READ_ONLY,
    .record_type = reeve_permission_change_get_type,
    .summary = "Done together, they turn the answer round." },
};
REEVE_DEFINE_RECORD (ReevePermissionFlip, reeve_permission_flip, "permission-flip", NULL, flip_fields)

static const ReeveField question_fields[] = {
  { "subject", REEVE_FIELD_ID, offsetof (ReevePermissionQuestion, subject), REEVE_REQUIRED,
    .choices = reeve_built_in_roles, .summary = "Who: the id of a user, a contact, a group or a role." },
  { "principal-kind", REEVE_FIELD_CHOICE, offsetof (ReevePermissionQuestion, principal_kind),
    REEVE_FIELD_PLAIN, .choices = reeve_principal_kinds,
    .summary = "What that is; a user or a contact when it is not given." },
  { "folder", REEVE_FIELD_ID, offsetof (ReevePermissionQuestion, folder), REEVE_REQUIRED,
    .choices = reeve_folder_ids, .summary = "Where." },
  { "verb", REEVE_FIELD_CHOICE, offsetof (ReevePermissionQuestion, verb), REEVE_REQUIRED,
    .choices = reeve_verb_wires, .summary = "What they may, or may not, do." },
};
REEVE_DEFINE_RECORD (ReevePermissionQuestion,
                     reeve_permission_question,
                     "permission-question",
                     NULL,
                     question_fields)

static const ReeveField answer_fields[] = {
  { "allowed", REEVE_FIELD_BOOLEAN, offsetof (ReevePermissionAnswer, allowed), REEVE_READ_ONLY,
    .summary = "Whether they may." },
  { "verbs", REEVE_FIELD_TEXTS, offsetof (ReevePermissionAnswer, verbs), REEVE_READ_ONLY,
    .choices = reeve_verb_wires, .summary = "All that they may do there." },
  { "binned", REEVE_FIELD_TEXTS, offsetof (ReevePermissionAnswer, binned), REEVE_READ_ONLY,
    .summary = "Ids of the folders, it or above it, that are in the bin." },
  { "reasons", REEVE_FIELD_RECORDS, offsetof (ReevePermissionAnswer, reasons), REEVE_READ_ONLY,
    .record_type = reeve_permission_reason_get_type,
    .summary = "The grants that have to do with it, the nearest folder's first." },
  { "flips", REEVE_FIELD_RECORDS, offsetof (ReevePermissionAnswer, flips), REEVE_READ_ONLY,
    .record_type = reeve_permission_flip_get_type,
    .summary = "The smallest sets of changes that would turn the answer round, the best first." },
};
REEVE_DEFINE_RECORD (ReevePermissionAnswer, reeve_permission_answer, "permission-answer", NULL, answer_fields)

/* What is asked, and what a walk up the tree has found. */
typedef struct
{
  ReevePermissionModel *model;
  ReevePrincipalKind kind;
  const char *id;
  ReevePrincipal self; /* where it is known: a role that nobody has and nothing was given to is not */
  gboolean known;
  guint32 folder;
  ReeveVerbs verb;
  gint64 at;
  ReeveClosure closure;
} Question;

static gboolean
is_person (const Question *question)
{
  return question->kind == REEVE_PRINCIPAL_USER || question->kind == REEVE_PRINCIPAL_CONTACT;
}

/* The groups that they were put into; a group is its own. */
static ReeveNumbers
get_groups (const Question *question, guint32 *number)
{
  ReeveNumbers none = { 0 };

  *number = question->known ? reeve_principal_get_number (question->self) : REEVE_NO_NUMBER;
  if (!question->known || question->kind == REEVE_PRINCIPAL_ROLE)
    return none;
  if (is_person (question))
    return reeve_permission_subject (question->model, *number)->groups;
  return (ReeveNumbers) { .items = number, .n = 1 };
}

/* --- Reasons --- */

/* Groups from the nearest one that the subject was put into up to @top. (transfer full) (nullable) */
static GStrv
make_chain (const Question *question, ReevePrincipal principal)
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
make_reason (const Question *question, const ReeveEntry *entry, guint32 folder, guint32 stop)
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
add_reasons (const Question *question, GPtrArray *reasons)
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

/* --- From "may" to "may not": the lightest cut --- */

typedef struct
{
  const Question *question;
  ReeveCut *cut;
  GHashTable *nodes;  /* ReevePrincipal -> node + 1 */
  GPtrArray *changes; /* owns those that edges stand for */
  guint source;
} Graph;

static ReevePermissionChange *
keep (Graph *graph, ReevePermissionChange *change)
{
  g_ptr_array_add (graph->changes, change);
  return change;
}

/* Whether it is new. */
static gboolean
give_node (Graph *graph, ReevePrincipal principal, guint *node)
{
  gpointer found = g_hash_table_lookup (graph->nodes, GUINT_TO_POINTER (principal));

  if (found != NULL)
    {
      *node = GPOINTER_TO_UINT (found) - 1;
      return FALSE;
    }
  *node = reeve_cut_add_node (graph->cut);
  g_hash_table_insert (graph->nodes, GUINT_TO_POINTER (principal), GUINT_TO_POINTER (*node + 1));
  return TRUE;
}

/* The group's node, with those above it. */
static guint
add_group (Graph *graph, guint32 group)
{
  guint first = 0;
  guint below = 0;

  for (gboolean is_first = TRUE; group != REEVE_NO_NUMBER; is_first = FALSE)
    {
      guint node;
      gboolean is_new = give_node (graph, reeve_principal (REEVE_PRINCIPAL_CLASS_GROUP, group), &node);

      if (is_first)
        first = node;
      else
        reeve_cut_add_edge (graph->cut, below, node, REEVE_CUT_NEVER, NULL);
      if (!is_new)
        break;
      below = node;
      group = reeve_permission_group (graph->question->model, group)->node.parent;
    }
  return first;
}

/* A group or a role is what it is: those edges stay. */
static void
add_self (Graph *graph)
{
  guint32 number = reeve_principal_get_number (graph->question->self);
  guint node;

  if (graph->question->kind == REEVE_PRINCIPAL_GROUP)
    node = add_group (graph, number);
  else
    give_node (graph, graph->question->self, &node);
  reeve_cut_add_edge (graph->cut, graph->source, node, REEVE_CUT_NEVER, NULL);
}

static void
add_memberships (Graph *graph)
{
  ReevePermissionModel *model = graph->question->model;
  const ReeveSubjectNode *subject =
    reeve_permission_subject (model, reeve_principal_get_number (graph->question->self));
  const char *id = graph->question->id;

  for (guint32 i = 0; i < subject->groups.n; i++)
    {
      const char *group = reeve_numbering_get_id (&model->group_numbers, subject->groups.items[i]);

      reeve_cut_add_edge (graph->cut, graph->source, add_group (graph, subject->groups.items[i]),
                          WEIGHT_LEAVE,
                          keep (graph, reeve_permission_change_new_for_user ("leave", id, group)));
    }
  for (guint32 i = 0; i < subject->roles.n; i++)
    {
      const char *role = reeve_numbering_get_id (&model->role_numbers, subject->roles.items[i]);
      guint node;

      give_node (graph, reeve_principal (REEVE_PRINCIPAL_CLASS_ROLE, subject->roles.items[i]), &node);
      reeve_cut_add_edge (graph->cut, graph->source, node, WEIGHT_TAKE_ROLE,
                          keep (graph, reeve_permission_change_new_for_user ("take-role", id, role)));
    }
}

/* Edges from principals to the folder's node, for the grants on it that decide. */
static void
add_grants (Graph *graph, const ReeveFolderNode *folder, guint node)
{
  const Question *question = graph->question;

  for (guint32 i = 0; i < folder->own.n; i++)
    {
      const ReeveEntry *entry = &folder->own.items[i];
      gboolean is_own = reeve_principal_get_class (entry->principal) == REEVE_PRINCIPAL_CLASS_SUBJECT;
      const char *id = reeve_numbering_get_id (&question->model->grant_numbers, entry->grant);
      guint from = graph->source;

      if ((entry->verbs & question->verb) == 0 || reeve_entry_has_expired (entry, question->at) ||
          !reeve_closure_matches (&question->closure, entry))
        continue;
      if (!is_own)
        give_node (graph, entry->principal, &from);
      reeve_cut_add_edge (graph->cut, from, node, is_own ? WEIGHT_OWN_GRANT : WEIGHT_REVOKE,
                          keep (graph, reeve_permission_change_new_for_grant ("revoke", id)));
    }
}

static ReevePermissionFlip *
flip_to_no (const Question *question)
{
  g_autoptr (ReeveCut) cut = reeve_cut_new ();
  g_autoptr (GHashTable) nodes = g_hash_table_new (NULL, NULL);
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (ReevePermissionFlip) flip = reeve_permission_flip_new ();
  Graph graph = { question, cut, nodes, changes, reeve_cut_add_node (cut) };
  guint sink = reeve_cut_add_node (cut);

  if (is_person (question))
    add_memberships (&graph);
  else
    add_self (&graph);
  for (guint32 folder = question->folder, here = sink;;)
    {
      const ReeveFolderNode *node = reeve_permission_folder (question->model, folder);
      const char *id = reeve_permission_model_get_folder_id (question->model, folder);
      guint above;

      add_grants (&graph, node, here);
      if (!node->inherits || node->node.parent == REEVE_NO_NUMBER)
        break;
      above = reeve_cut_add_node (cut);
      reeve_cut_add_edge (cut, above, here, WEIGHT_BREAK,
                          keep (&graph, reeve_permission_change_new_for_folder ("break", id)));
      folder = node->node.parent;
      here = above;
    }
  found = reeve_cut_find (cut, graph.source, sink);
  flip->changes = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < found->len; i++)
    g_ptr_array_add (flip->changes, g_object_ref (found->pdata[i]));
  return g_steal_pointer (&flip);
}

/* --- From "may not" to "may": one change, and those that bring the folder back from the bin --- */

/* Whether they would be allowed, were nothing in the bin. */
static gboolean
is_given (const Question *question)
{
  for (guint32 folder = question->folder;;)
    {
      const ReeveFolderNode *node = reeve_permission_folder (question->model, folder);

      for (guint32 i = 0; i < node->own.n; i++)
        if ((node->own.items[i].verbs & question->verb) != 0 &&
            !reeve_entry_has_expired (&node->own.items[i], question->at) &&
            reeve_closure_matches (&question->closure, &node->own.items[i]))
          return TRUE;
      if (!node->inherits || node->node.parent == REEVE_NO_NUMBER)
        return FALSE;
      folder = node->node.parent;
    }
}

/* @change: (transfer full) (nullable) */
static void
add_flip (GPtrArray *flips, GPtrArray *restored, ReevePermissionChange *change)
{
  ReevePermissionFlip *flip = reeve_permission_flip_new ();

  flip->changes = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < restored->len; i++)
    g_ptr_array_add (flip->changes, g_object_ref (restored->pdata[i]));
  if (change != NULL)
    g_ptr_array_add (flip->changes, change);
  g_ptr_array_add (flips, flip);
}

static ReevePermissionChange *
new_grant (const Question *question)
{
  ReevePermissionModel *model = question->model;
  ReevePermissionChange *change = reeve_permission_change_new_for_folder (
    "grant", reeve_permission_model_get_folder_id (model, question->folder));

  change->principal_kind = g_intern_static_string (reeve_principal_kinds[question->kind]);
  reeve_set_text (&change->principal, question->id);
  change->verbs = reeve_verbs_to_wire (question->verb);
  return change;
}

static ReevePermissionChange *
new_amendment (const Question *question, const ReeveEntry *entry)
{
  ReevePermissionChange *change = reeve_permission_change_new_for_grant (
    "amend", reeve_numbering_get_id (&question->model->grant_numbers, entry->grant));

  change->verbs = reeve_verbs_to_wire (reeve_verbs_reduce (entry->verbs));
  return change;
}

/* Grants that had reached and have expired; groups to whom it is given. */
static void
add_from_reaching (const Question *question, GPtrArray *flips, GPtrArray *restored, gboolean expired)
{
  ReevePermissionModel *model = question->model;
  g_autoptr (GHashTable) offered = g_hash_table_new (NULL, NULL);

  for (guint32 folder = question->folder;;)
    {
      const ReeveFolderNode *node = reeve_permission_folder (model, folder);

      for (guint32 i = 0; i < node->own.n; i++)
        {
          const ReeveEntry *entry = &node->own.items[i];
          guint32 number = reeve_principal_get_number (entry->principal);

          if ((entry->verbs & question->verb) == 0 ||
              reeve_entry_has_expired (entry, question->at) != expired)
            continue;
          if (expired && reeve_closure_matches (&question->closure, entry))
            add_flip (flips, restored, new_amendment (question, entry));
          else if (!expired && question->kind == REEVE_PRINCIPAL_USER &&
                   g_hash_table_size (offered) < MAX_JOINS &&
                   reeve_principal_get_class (entry->principal) == REEVE_PRINCIPAL_CLASS_GROUP &&
                   g_hash_table_add (offered, GUINT_TO_POINTER (number)))
            add_flip (flips, restored,
                      reeve_permission_change_new_for_user (
                        "join", question->id, reeve_numbering_get_id (&model->group_numbers, number)));
        }
      if (!node->inherits || node->node.parent == REEVE_NO_NUMBER)
        return;
      folder = node->node.parent;
    }
}

/* The nearest folder that does not inherit, where it stops what would be enough. */
static void
add_inheriting (const Question *question, GPtrArray *flips, GPtrArray *restored)
{
  Question above = *question;
  guint32 folder = question->folder;

  for (;; folder = reeve_permission_folder (question->model, folder)->node.parent)
    {
      const ReeveFolderNode *node = reeve_permission_folder (question->model, folder);

      if (node->node.parent == REEVE_NO_NUMBER)
        return;
      if (!node->inherits)
        break;
    }
  above.folder = reeve_permission_folder (question->model, folder)->node.parent;
  if (is_given (&above))
    add_flip (flips, restored,
              reeve_permission_change_new_for_folder (
                "inherit", reeve_permission_model_get_folder_id (question->model, folder)));
}

static void
flip_to_yes (const Question *question, const ReevePermissionAnswer *answer, GPtrArray *flips)
{
  g_autoptr (GPtrArray) restored = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; answer->binned != NULL && answer->binned[i] != NULL; i++)
    g_ptr_array_add (restored, reeve_permission_change_new_for_folder ("restore", answer->binned[i]));
  if (is_given (question))
    {
      add_flip (flips, restored, NULL);
      return;
    }
  add_from_reaching (question, flips, restored, TRUE);
  add_flip (flips, restored, new_grant (question));
  add_inheriting (question, flips, restored);
  add_from_reaching (question, flips, restored, FALSE);
}

/* (transfer full) (nullable) */
static GStrv
list_binned (const Question *question)
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
answer_question (Question *question)
{
  ReevePermissionAnswer *answer = reeve_permission_answer_new ();
  ReeveVerbs verbs =
    reeve_permission_check_closure (question->model, &question->closure, question->folder, question->at);

  answer->allowed = (verbs & question->verb) != 0;
  answer->verbs = verbs != REEVE_VERBS_NONE ? reeve_verbs_to_wire (verbs) : NULL;
  answer->binned = list_binned (question);
  answer->reasons = g_ptr_array_new_with_free_func (g_object_unref);
  answer->flips = g_ptr_array_new_with_free_func (g_object_unref);
  add_reasons (question, answer->reasons);
  if (answer->allowed)
    g_ptr_array_add (answer->flips, flip_to_no (question));
  else
    flip_to_yes (question, answer, answer->flips);
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
  Question question = { .model = model, .kind = kind, .id = id, .folder = folder, .verb = verb, .at = at };

  question.known = reeve_permission_find_principal (model, kind, id, &question.self);
  if (folder >= model->folders->len || !reeve_permission_folder (model, folder)->present ||
      (!question.known && kind != REEVE_PRINCIPAL_ROLE))
    return NULL;
  if ((is_person (&question) &&
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
