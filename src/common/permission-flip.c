/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* From a lightest cut, or by trying. */

#include "config.h"

#include "common/permission-flip.h"

#include "common/permission-cut.h"

/* An edge of the cut weighs one change, and a little by whom else it concerns: the person alone, all of whom
 * a grant is for, all who reach the folder from above. */
#define ONE_CHANGE       (G_GINT64_CONSTANT (1) << 20)
#define WEIGHT_OWN_GRANT (ONE_CHANGE + 1)
#define WEIGHT_LEAVE     (ONE_CHANGE + 2)
#define WEIGHT_TAKE_ROLE (ONE_CHANGE + 4)
#define WEIGHT_REVOKE    (ONE_CHANGE + 8)
#define WEIGHT_BREAK     (ONE_CHANGE + 16)

#define MAX_JOINS 5 /* groups offered to be joined */

gboolean
reeve_permission_case_is_person (const ReevePermissionCase *self)
{
  return self->kind == REEVE_PRINCIPAL_USER || self->kind == REEVE_PRINCIPAL_CONTACT;
}

/* --- From "may" to "may not": the lightest cut --- */

typedef struct
{
  const ReevePermissionCase *question;
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
  const ReevePermissionCase *question = graph->question;

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
flip_to_no (const ReevePermissionCase *question)
{
  g_autoptr (ReeveCut) cut = reeve_cut_new ();
  g_autoptr (GHashTable) nodes = g_hash_table_new (NULL, NULL);
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (ReevePermissionFlip) flip = reeve_permission_flip_new ();
  Graph graph = { question, cut, nodes, changes, reeve_cut_add_node (cut) };
  guint sink = reeve_cut_add_node (cut);

  if (reeve_permission_case_is_person (question))
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
is_given (const ReevePermissionCase *question)
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
new_grant (const ReevePermissionCase *question)
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
new_amendment (const ReevePermissionCase *question, const ReeveEntry *entry)
{
  ReevePermissionChange *change = reeve_permission_change_new_for_grant (
    "amend", reeve_numbering_get_id (&question->model->grant_numbers, entry->grant));

  change->verbs = reeve_verbs_to_wire (reeve_verbs_reduce (entry->verbs));
  return change;
}

/* Grants that had reached and have expired; groups to whom it is given. */
static void
add_from_reaching (const ReevePermissionCase *question,
                   GPtrArray *flips,
                   GPtrArray *restored,
                   gboolean expired)
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
add_inheriting (const ReevePermissionCase *question, GPtrArray *flips, GPtrArray *restored)
{
  ReevePermissionCase above = *question;
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
flip_to_yes (const ReevePermissionCase *question, const ReevePermissionAnswer *answer, GPtrArray *flips)
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

GPtrArray *
reeve_permission_flips_find (const ReevePermissionCase *self, const ReevePermissionAnswer *answer)
{
  GPtrArray *flips = g_ptr_array_new_with_free_func (g_object_unref);

  if (answer->allowed)
    g_ptr_array_add (flips, flip_to_no (self));
  else
    flip_to_yes (self, answer, flips);
  return flips;
}
