/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/http/approval.h"

#include "common/json-tree.h"
#include "common/json.h"
#include "service/api/approval-gate.h"

static void
fill (const ReeveMatch *match, ReeveCallTarget *target)
{
  const ReeveRoute *route = match->route;

  target->operation = route->operation;
  target->capability = route->capability;
  target->scoped = (route->flags & REEVE_ROUTE_SCOPED) != 0;
  target->body = route->body != NULL ? route->body () : G_TYPE_INVALID;
  target->patch = (route->flags & REEVE_ROUTE_PATCH) != 0;
  target->path = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < match->n_parameters; i++)
    g_hash_table_insert (target->path, g_strdup (match->parameters[i].name),
                         g_strdup (match->parameters[i].value));
}

gboolean
reeve_routes_find_target (const char *method, const char *path, ReeveCallTarget *target, GError **error)
{
  g_auto (ReeveMatch) match = { NULL };

  target->path = NULL;
  if (!reeve_router_find (reeve_router_get_default (), method, path, &match, error))
    return FALSE;
  fill (&match, target);
  return TRUE;
}

/* As it came: what the handler gets may have been filled in. It went through the gate once already. */
static gboolean
read_body (ReeveExchange *exchange, JsonObject **body, GError **error)
{
  gsize length = 0;
  const char *data = exchange->body_bytes != NULL ? g_bytes_get_data (exchange->body_bytes, &length) : NULL;

  *body = NULL;
  if (length == 0)
    return TRUE;
  *body = reeve_json_parse_object (data, length, &reeve_json_body, error);
  return *body != NULL;
}

gboolean
reeve_exchange_find_approvals (ReeveExchange *exchange,
                               ReeveCall *call,
                               GPtrArray **approvals,
                               GError **error)
{
  g_autofree char *path = exchange->query != NULL ? g_strconcat (exchange->path, "?", exchange->query, NULL)
                                                  : g_strdup (exchange->path);
  g_auto (ReeveCallTarget) target = { NULL };
  g_autoptr (JsonObject) body = NULL;
  gboolean found;

  *approvals = NULL;
  fill (&exchange->match, &target);
  if (!read_body (exchange, &body, error))
    return FALSE;
  const ReeveApprovalSubject subject = {
    .target = &target, .method = exchange->method, .path = path, .body = body
  };
  found = reeve_approval_gate_find (call, &subject, exchange->approval, approvals, error);
  reeve_json_tree_wipe (body);
  return found;
}
