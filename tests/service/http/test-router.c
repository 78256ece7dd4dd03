/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/http/router.h"

#include <string.h>

#define ID    "01890a5d-ac96-774b-bcce-b302099a8057"
#define OTHER "01890a5d-ac96-774b-bcce-b302099a8058"

static const ReeveRoute routes[] = {
  { "GET", "/livez" },
  { "GET", "/v1/things" },
  { "POST", "/v1/things" },
  { "GET", "/v1/things/{thing}" },
  { "GET", "/v1/things/export" },
  { "DELETE", "/v1/things/{thing}/parts/{part}" },
  { "GET", "/v1/things/{thing}/files/{file...}" },
  { "GET", "/v1/things/{thing}/files/{part}" },
  { "GET", "/v1/things/{thing}/files/latest" },
};

static gboolean
find (const char *method, const char *path, ReeveMatch *match, ReeveErrorCode *code)
{
  g_autoptr (ReeveRouter) router = reeve_router_new (routes, G_N_ELEMENTS (routes));
  g_autoptr (GError) error = NULL;
  gboolean found = reeve_router_find (router, method, path, match, &error);

  if (!found)
    *code = reeve_error_get_code (error);
  /* names in the match are the router's */
  for (guint i = 0; i < match->n_parameters; i++)
    match->parameters[i].name = g_intern_string (match->parameters[i].name);
  return found;
}

/* Every row is found by its own path, with its parameters. */
static void
test_found (void)
{
  static const struct
  {
    const char *method;
    const char *path;
    guint row;
    const char *last;
  } cases[] = {
    { "GET", "/livez", 0, NULL },
    { "GET", "/v1/things", 1, NULL },
    { "POST", "/v1/things", 2, NULL },
    { "GET", "/v1/things/" ID, 3, ID },
    { "GET", "/v1/things/0%31890a5d-ac96-774b-bcce-b302099a8057", 3, ID },
    { "GET", "/v1/things/export", 4, NULL },
    { "DELETE", "/v1/things/" ID "/parts/" OTHER, 5, OTHER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (ReeveMatch) match = { NULL };
      ReeveErrorCode code;
      g_assert_true (find (cases[i].method, cases[i].path, &match, &code));
      g_assert_true (match.route == &routes[cases[i].row]);
      g_assert_cmpstr (reeve_match_get_last (&match), ==, cases[i].last);
    }
}

/* What leads nowhere, what is no id, and what lies about where it leads. */
static void
test_refused (void)
{
  static const struct
  {
    const char *path;
    ReeveErrorCode code;
  } cases[] = {
    { "", REEVE_ERROR_INVALID },
    { "livez", REEVE_ERROR_INVALID },
    { "http://host/livez", REEVE_ERROR_INVALID },
    { "/", REEVE_ERROR_NOT_FOUND },
    { "/livez/", REEVE_ERROR_NOT_FOUND },
    { "//livez", REEVE_ERROR_NOT_FOUND },
    { "/v1/things/17", REEVE_ERROR_NOT_FOUND },
    { "/v1/things/01890A5D-AC96-774B-BCCE-B302099A8057", REEVE_ERROR_NOT_FOUND },
    { "/v1/things/" ID "/", REEVE_ERROR_NOT_FOUND },
    { "/v1/things/" ID "'--/parts/" OTHER, REEVE_ERROR_NOT_FOUND },
    { "/v1/../livez", REEVE_ERROR_INVALID },
    { "/v1/./things", REEVE_ERROR_INVALID },
    { "/v1/%2e%2e/livez", REEVE_ERROR_INVALID },
    { "/v1/%2E/things", REEVE_ERROR_INVALID },
    { "/v1/things%00", REEVE_ERROR_INVALID },
    { "/v1/things%0a", REEVE_ERROR_INVALID },
    { "/v1%2fthings", REEVE_ERROR_INVALID },
    { "/v1/things/%", REEVE_ERROR_INVALID },
    { "/v1/things/%4", REEVE_ERROR_INVALID },
    { "/v1/things/%zz", REEVE_ERROR_INVALID },
    { "/v1/\xff\xfe", REEVE_ERROR_INVALID },
    { "/v1/%c0%af", REEVE_ERROR_INVALID },
    { "/v1/%ed%a0%80", REEVE_ERROR_INVALID },
    { "/nowhere/%c0%af", REEVE_ERROR_INVALID },
    { "/v1/things/" ID "/files", REEVE_ERROR_NOT_FOUND },
    { "/v1/things/17/files/a", REEVE_ERROR_NOT_FOUND },
    { "/v1/things/" ID "/files/a/../b", REEVE_ERROR_INVALID },
    { "/v1/things/" ID "/files/a%2fb", REEVE_ERROR_INVALID },
    { "/v1/things/" ID "/files/a/%00", REEVE_ERROR_INVALID },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (ReeveMatch) match = { NULL };
      ReeveErrorCode code = REEVE_N_ERRORS;
      if (find ("GET", cases[i].path, &match, &code) || code != cases[i].code)
        g_error ("%s: %d", cases[i].path, code);
    }
}

/* A path that exists says what it allows. */
static void
test_method (void)
{
  g_auto (ReeveMatch) match = { NULL };
  ReeveErrorCode code = REEVE_N_ERRORS;

  g_assert_false (find ("PUT", "/v1/things", &match, &code));
  g_assert_cmpint (code, ==, REEVE_ERROR_METHOD);
  g_assert_cmpstr (match.allow, ==, "GET, POST");
}

/* The rest of a path is one parameter, however many segments it has, decoded and with the slashes between;
 * what an event calls the object of a request is still the id before it. */
static void
test_rest (void)
{
  static const struct
  {
    const char *path;
    guint row;
    const char *file; /* (nullable) */
    const char *last;
  } cases[] = {
    { "a", 6, "a", ID },
    { "0/x001/234.p/7", 6, "0/x001/234.p/7", ID },
    { "a%20b/%c3%a9", 6, "a b/\303\251", ID },
    { "", 6, "", ID },
    { "a//b/", 6, "a//b/", ID },
    { OTHER "/a", 6, OTHER "/a", ID },
    { "latest/a", 6, "latest/a", ID },
    { OTHER, 7, NULL, OTHER },
    { "latest", 8, NULL, ID },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/v1/things/" ID "/files/", cases[i].path, NULL);
      g_auto (ReeveMatch) match = { NULL };
      ReeveErrorCode code;

      g_assert_true (find ("GET", path, &match, &code));
      g_assert_true (match.route == &routes[cases[i].row]);
      g_assert_cmpstr (reeve_match_get (&match, "file"), ==, cases[i].file);
      g_assert_cmpstr (reeve_match_get_last (&match), ==, cases[i].last);
    }
}

/* The real table: each row leads to itself, and no path has two rows of one method. */
static void
test_table (void)
{
  g_autoptr (ReeveRouter) router = reeve_router_new (reeve_routes, reeve_n_routes);

  for (guint i = 0; i < reeve_n_routes; i++)
    {
      g_autoptr (GRegex) parameter = g_regex_new ("\\{[a-z]+(\\.\\.\\.)?\\}", 0, 0, NULL);
      g_autofree char *path = g_regex_replace_literal (parameter, reeve_routes[i].path, -1, 0, ID, 0, NULL);
      g_auto (ReeveMatch) match = { NULL };
      g_assert_true (reeve_router_find (router, reeve_routes[i].method, path, &match, NULL));
      g_assert_true (match.route == &reeve_routes[i]);
    }
}

/* Every row is whole: who writes says what, who lists says of what, and nobody is open and writes unseen. */
static void
test_rows (void)
{
  for (guint i = 0; i < reeve_n_routes; i++)
    {
      const ReeveRoute *row = &reeve_routes[i];
      gboolean writes = (row->flags & REEVE_ROUTE_WRITES) != 0;
      g_assert_nonnull (row->summary);
      g_assert_true ((row->handler == NULL) == ((row->flags & REEVE_ROUTE_STREAM) != 0));
      g_assert_true (!writes || row->audit_action != NULL);
      g_assert_true (!writes || (row->flags & (REEVE_ROUTE_OWN_TX | REEVE_ROUTE_OPEN)) == 0);
      /* what is read changes nothing; of an export it is written down that it was made */
      g_assert_true (!writes || !g_str_equal (row->method, "GET") || (row->flags & REEVE_ROUTE_RAW) != 0);
      g_assert_true ((row->flags & REEVE_ROUTE_CREATES) == 0 || writes);
      g_assert_true ((row->flags & REEVE_ROUTE_INLINE) == 0 || row->body == NULL);
      /* without a workspace to hold it in, the write looks for one again */
      g_assert_true (row->capability == REEVE_CAPABILITY_NONE || strstr (row->path, "{workspace}") != NULL ||
                     writes);
      g_assert_true ((row->flags & REEVE_ROUTE_PATCH) == 0 || g_str_equal (row->method, "PATCH"));
      g_assert_true ((row->flags & REEVE_ROUTE_LIST) == 0 || row->reply != NULL ||
                     (row->flags & REEVE_ROUTE_RAW) != 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/router/found", test_found);
  g_test_add_func ("/router/refused", test_refused);
  g_test_add_func ("/router/method", test_method);
  g_test_add_func ("/router/rest", test_rest);
  g_test_add_func ("/router/table", test_table);
  g_test_add_func ("/router/rows", test_rows);
  return g_test_run ();
}
