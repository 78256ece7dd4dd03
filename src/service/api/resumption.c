/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A ticket is the moment it ends at, sealed for all that must be the same: it opens for that alone. */

#include "config.h"

#include "service/api/resumption.h"

#include <string.h>

#include "common/encoding.h"
#include "service/store/keys.h"

#define LIFE (60 * G_TIME_SPAN_MINUTE)

static void
append_part (GString *context, const char *part)
{
  g_string_append_printf (context, ":%" G_GSIZE_FORMAT ":%s", part != NULL ? strlen (part) : 0,
                          part != NULL ? part : "");
}

/* Whose answer it is, and to what. @snapshot: (nullable). (transfer full) */
static char *
make_context (ReeveCall *call, const char *snapshot)
{
  static const char *const filters[] = { "zone", "format" };
  GString *context = g_string_new ("resumption");

  append_part (context, call->caller->account);
  append_part (context, call->caller->session);
  append_part (context, call->workspace);
  append_part (context, call->audit_action);
  append_part (context, call->query->text);
  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    append_part (context, reeve_query_get_filter (call->query, filters[i]));
  append_part (context, snapshot);
  return g_string_free_and_steal (context);
}

char *
reeve_resumption_make (ReeveCall *call, const char *snapshot)
{
  g_autofree char *context = make_context (call, snapshot);
  g_autofree char *end = g_strdup_printf ("%" G_GINT64_FORMAT, call->now + LIFE);
  g_autoptr (ReeveSecret) plain = reeve_secret_new_text (end);
  g_autoptr (GBytes) sealed =
    reeve_seal (reeve_installation_get_sealing_key (call->installation), plain, context);

  return reeve_base64url_encode (g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed));
}

gboolean
reeve_resumption_check (ReeveCall *call)
{
  const char *ticket = call->query != NULL ? reeve_query_get_filter (call->query, "ticket") : NULL;
  g_autofree char *context = NULL;
  g_autofree guint8 *data = NULL;
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (ReeveSecret) plain = NULL;
  gsize length = 0;
  gint64 end;

  if (ticket == NULL || call->caller == NULL)
    return FALSE;
  data = reeve_base64url_decode (ticket, -1, &length);
  if (data == NULL)
    return FALSE;
  context = make_context (call, reeve_query_get_filter (call->query, "snapshot"));
  sealed = g_bytes_new (data, length);
  plain = reeve_unseal (reeve_installation_get_sealing_key (call->installation), sealed, context, NULL);
  return plain != NULL &&
         g_ascii_string_to_signed (reeve_secret_get_text (plain), 10, 1, G_MAXINT64, &end, NULL) &&
         call->now < end;
}
