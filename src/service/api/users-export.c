/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Users as a CSV file, in the order of the list and from one snapshot. The headings are those that the import
 * understands; what it does not read (state, last sign-in) it ignores by name. */

#include "config.h"

#include "service/api/users-many.h"

#include <string.h>

#include "common/csv.h"
#include "common/json.h"
#include "common/user.h"
#include "service/store/roles.h"
#include "service/store/users.h"

static const char *const headings[] = { "E-mail",        "Name",         "Roles",  "State",
                                        "Second factor", "Last sign-in", "Created" };

static void
append_time (GString *csv, gint64 time, gboolean last_in_row)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (time != 0)
    {
      reeve_json_append_time (text, time);
      g_string_erase (text, 0, 1); /* its quotes */
      g_string_truncate (text, text->len - 1);
    }
  reeve_csv_append_cell (csv, text->str, last_in_row);
}

/* As the import reads them: a custom role by its name, unless that has what parts roles in it. */
static char *
name_roles (ReeveUser *user, GPtrArray *custom)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;

  for (guint i = 0; user->roles != NULL && user->roles[i] != NULL; i++)
    {
      const char *name = user->roles[i];

      for (guint j = 0; j < custom->len; j++)
        {
          ReeveRole *role = g_ptr_array_index (custom, j);

          if (g_str_equal (role->id, user->roles[i]) && strpbrk (role->name, ";,|") == NULL)
            name = role->name;
        }
      g_strv_builder_add (builder, name);
    }
  names = g_strv_builder_end (builder);
  return g_strjoinv (";", names);
}

static void
append_user (GString *csv, ReeveUser *user, GPtrArray *custom)
{
  g_autofree char *roles = name_roles (user, custom);

  reeve_csv_append_cell (csv, user->email, FALSE);
  reeve_csv_append_cell (csv, user->display_name, FALSE);
  reeve_csv_append_cell (csv, roles, FALSE);
  reeve_csv_append_cell (csv, user->deleted != 0 ? "deleted" : user->state, FALSE);
  reeve_csv_append_cell (csv, user->second_factor, FALSE);
  append_time (csv, user->last_sign_in, FALSE);
  append_time (csv, user->created, TRUE);
}

gboolean
users_export (ReeveCall *call, GError **error)
{
  g_autoptr (GString) csv = g_string_new (NULL);
  g_autoptr (ReeveQuery) query = reeve_query_copy (call->query);
  g_autoptr (GPtrArray) custom = reeve_roles_list_custom (call->tx, error);

  if (custom == NULL)
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (headings); i++)
    reeve_csv_append_cell (csv, headings[i], i + 1 == G_N_ELEMENTS (headings));

  query->limit = REEVE_QUERY_MAX_LIMIT;
  g_clear_pointer (&query->cursor, g_free);
  do
    {
      g_autoptr (ReeveListing) page = reeve_users_list (call->tx, query, error);

      if (page == NULL)
        return FALSE;
      for (guint i = 0; i < page->items->len; i++)
        append_user (csv, g_ptr_array_index (page->items, i), custom);
      g_set_str (&query->cursor, page->next);
    }
  while (query->cursor != NULL);

  call->raw = g_string_free_to_bytes (g_steal_pointer (&csv));
  call->raw_type = "text/csv; charset=utf-8";
  call->raw_file_name = "users.csv";
  return TRUE;
}
