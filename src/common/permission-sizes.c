/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "common/permission-sizes.h"

#include "common/permission-model-private.h"

GArray *
reeve_permission_sizes_count (ReevePermissionModel *model)
{
  g_autoptr (GArray) walked = g_array_sized_new (FALSE, FALSE, sizeof (guint32), model->folders->len);
  GArray *sizes = g_array_sized_new (FALSE, TRUE, sizeof (guint32), model->folders->len);
  guint32 *counts;

  g_array_set_size (sizes, model->folders->len);
  counts = (guint32 *) (gpointer) sizes->data;
  for (guint32 folder = model->root; folder != REEVE_NO_NUMBER;
       folder = reeve_node_next (model->folders->data, sizeof (ReeveFolderNode), model->root, folder))
    g_array_append_val (walked, folder);
  for (guint i = walked->len; i > 0; i--)
    {
      guint32 folder = g_array_index (walked, guint32, i - 1);
      const ReeveFolderNode *node = reeve_permission_folder (model, folder);

      if (node->hidden)
        continue;
      counts[folder]++;
      if (folder != model->root)
        counts[node->node.parent] += counts[folder];
    }
  return sizes;
}

guint32
reeve_permission_sizes_get (const GArray *sizes, guint32 folder)
{
  return folder < sizes->len ? g_array_index (sizes, guint32, folder) : 0;
}
