/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The list model against the real service: pages, other queries, failures, edits from here and from
 * elsewhere. */

#include "config.h"

#include "common/error.h"
#include "common/user-import.h"
#include "console/lists/paged-list.h"
#include "served.h"

#define N_USERS 1000 /* beside the administrator */

typedef struct
{
  Served *served;
  ReeveClient *client;
} Shared;

/* Made once: a thousand users take a while. */
static Shared shared;

static void
make_users (void)
{
  g_autoptr (GString) csv = g_string_new ("email,display-name,roles\n");
  g_autoptr (ReeveUserImport) import = reeve_user_import_new ();
  g_autofree char *path = served_path (shared.served, "users/import");
  g_autoptr (ReeveUserImportReport) report = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < N_USERS; i++)
    g_string_append_printf (csv, "user%04u@example.org,User %04u,member\n", i, i);
  import->content = g_strdup (csv->str);
  report = served_post (shared.client, path, import, reeve_user_import_report_get_type (), &error);
  g_assert_no_error (error);
}

static ReevePagedList *
make_list (guint limit, const char *text)
{
  g_autofree char *path = served_path (shared.served, "users");
  ReevePagedList *list = reeve_paged_list_new (shared.client, reeve_user_get_type (), path);
  g_autoptr (ReeveQuery) query = reeve_query_new ();

  query->limit = limit;
  query->sort = g_strdup ("email");
  query->text = g_strdup (text);
  reeve_paged_list_set_query (list, query);
  return list;
}

static gboolean
has_settled (gpointer list)
{
  return reeve_paged_list_get_state (list) != REEVE_PAGED_LIST_LOADING;
}

static void
settle (ReevePagedList *list)
{
  served_run_while_not (has_settled, list, 20);
}

static guint
get_n (ReevePagedList *list)
{
  return g_list_model_get_n_items (G_LIST_MODEL (list));
}

static ReeveUser *
get_user (ReevePagedList *list, guint position)
{
  g_autoptr (ReevePagedItem) item = g_list_model_get_item (G_LIST_MODEL (list), position);

  return reeve_paged_item_get_record (item);
}

/* The model and the positions it hands out agree, item by item. */
static void
check_positions (ReevePagedList *list)
{
  for (guint i = 0; i < get_n (list); i++)
    {
      guint position = G_MAXUINT;

      g_assert_nonnull (reeve_paged_list_find (list, get_user (list, i)->id, &position));
      g_assert_cmpuint (position, ==, i);
    }
}

typedef struct
{
  guint n_notices;
  guint n_added;
  guint n_removed;
} Notices;

static void
on_items_changed_cb (GListModel *model, guint position, guint removed, guint added, gpointer user_data)
{
  Notices *notices = user_data;

  g_assert_cmpuint (position + added, <=, g_list_model_get_n_items (model));
  notices->n_notices++;
  notices->n_added += added;
  notices->n_removed += removed;
}

/* Page after page when asked, in order, none twice, until the list says that it is complete. */
static void
test_pages (void)
{
  g_autoptr (ReevePagedList) list = make_list (300, NULL);
  guint n_pages = 1;

  g_assert_cmpint (reeve_paged_list_get_state (list), ==, REEVE_PAGED_LIST_LOADING);
  settle (list);
  g_assert_cmpuint (get_n (list), ==, 300);
  g_assert_cmpint (reeve_paged_list_get_total (list), ==, N_USERS + 1);
  served_run_for (100); /* nothing is fetched unasked */
  g_assert_cmpuint (get_n (list), ==, 300);
  while (reeve_paged_list_get_state (list) == REEVE_PAGED_LIST_IDLE)
    {
      reeve_paged_list_load_more (list);
      reeve_paged_list_load_more (list); /* asking twice is asking once */
      settle (list);
      n_pages++;
    }
  g_assert_cmpuint (n_pages, ==, 4);
  g_assert_cmpint (reeve_paged_list_get_state (list), ==, REEVE_PAGED_LIST_COMPLETE);
  g_assert_cmpuint (get_n (list), ==, N_USERS + 1);
  for (guint i = 1; i < get_n (list); i++)
    g_assert_cmpstr (get_user (list, i - 1)->email, <, get_user (list, i)->email);
  check_positions (list);
  reeve_paged_list_load_more (list);
  g_assert_cmpint (reeve_paged_list_get_state (list), ==, REEVE_PAGED_LIST_COMPLETE);
}

/* Typing a search: each letter cancels the one before; only the last answer is shown, in one go, and the old
 * rows stay until then. */
static void
test_other_query (void)
{
  g_autoptr (ReevePagedList) list = make_list (100, NULL);
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  Notices notices = { 0 };
  guint serial = 0;

  settle (list);
  g_signal_connect (list, "items-changed", G_CALLBACK (on_items_changed_cb), &notices);
  for (const char *text = "user0004"; *text != '\0'; text++)
    {
      g_set_str (&query->text, text);
      reeve_paged_list_set_query (list, query);
    }
  g_set_str (&query->text, "user0004");
  reeve_paged_list_set_query (list, query);
  g_object_get (list, "query-serial", &serial, NULL);
  g_assert_cmpuint (serial, ==, 10);
  g_assert_cmpuint (get_n (list), ==, 100);
  settle (list);
  g_assert_cmpuint (get_n (list), ==, 1);
  g_assert_cmpstr (get_user (list, 0)->email, ==, "user0004@example.org");
  g_assert_cmpuint (notices.n_notices, ==, 1); /* a view gives its row widgets to the new items */
  g_assert_cmpuint (notices.n_removed, ==, 100);
  g_assert_cmpuint (notices.n_added, ==, 1);
  served_run_for (200);
  g_assert_cmpuint (get_n (list), ==, 1);
}

/* A failure is a state beside the rows; asking again goes on where it stopped. */
static void
test_failure (void)
{
  g_autoptr (ReevePagedList) list = make_list (100, NULL);

  settle (list);
  served_stop (shared.served);
  reeve_paged_list_load_more (list);
  settle (list);
  g_assert_cmpint (reeve_paged_list_get_state (list), ==, REEVE_PAGED_LIST_FAILED);
  g_assert_error (reeve_paged_list_get_error (list), REEVE_ERROR, REEVE_ERROR_UNREACHABLE);
  g_assert_cmpuint (get_n (list), ==, 100);
  served_start (shared.served);
  reeve_paged_list_load_more (list);
  settle (list);
  g_assert_null (reeve_paged_list_get_error (list));
  g_assert_cmpuint (get_n (list), ==, 200);

  /* and a failed new query keeps the old rows as well */
  served_stop (shared.served);
  reeve_paged_list_reload (list);
  settle (list);
  g_assert_cmpint (reeve_paged_list_get_state (list), ==, REEVE_PAGED_LIST_FAILED);
  g_assert_cmpuint (get_n (list), ==, 200);
  served_start (shared.served);
  reeve_paged_list_load_more (list);
  settle (list);
  g_assert_cmpuint (get_n (list), ==, 200);
  check_positions (list);
}

static void
note_change_cb (GListModel *model, guint position, guint removed, guint added, gpointer user_data)
{
  *(ReevePagedListChange *) user_data = reeve_paged_list_get_change (REEVE_PAGED_LIST (model));
}

/* Asked again, a list comes back as long as it was, however many pages that takes, and tells only of what
 * differs; another question begins with as few rows as was said. */
static void
test_renewed (void)
{
  g_autoptr (ReevePagedList) list = make_list (300, NULL);
  g_autoptr (ReeveQuery) query = NULL;
  ReevePagedListChange change = REEVE_PAGED_LIST_EDITED;
  Notices notices = { 0 };
  ReevePagedItem *last;
  g_autofree char *gone = NULL;

  settle (list);
  reeve_paged_list_set_first_limit (list, 20);
  reeve_paged_list_load_more (list);
  settle (list);
  g_assert_cmpuint (get_n (list), ==, 600);
  last = reeve_paged_list_find (list, get_user (list, 599)->id, NULL);
  g_signal_connect (list, "items-changed", G_CALLBACK (on_items_changed_cb), &notices);
  g_signal_connect (list, "items-changed", G_CALLBACK (note_change_cb), &change);
  reeve_paged_list_reload (list);
  settle (list);
  g_assert_cmpuint (get_n (list), ==, 600);
  g_assert_true (reeve_paged_list_find (list, get_user (list, 599)->id, NULL) == last);
  g_assert_cmpuint (notices.n_removed, ==, 0);

  /* one is missing here that is there: it comes back in its place, and nothing else is told */
  gone = g_strdup (get_user (list, 590)->id);
  reeve_paged_list_remove (list, gone);
  g_assert_cmpint (change, ==, REEVE_PAGED_LIST_EDITED);
  notices = (Notices) { 0 };
  query = reeve_query_copy (reeve_paged_list_get_query (list));
  reeve_paged_list_set_query (list, query);
  settle (list);
  g_assert_cmpstr (get_user (list, 590)->id, ==, gone);
  g_assert_cmpuint (notices.n_notices, ==, 1);
  g_assert_cmpuint (notices.n_removed, <, 20);
  g_assert_cmpint (change, ==, REEVE_PAGED_LIST_RENEWED);
  check_positions (list);

  query->descending = TRUE;
  reeve_paged_list_set_query (list, query);
  settle (list);
  g_assert_cmpuint (get_n (list), ==, 20);
  g_assert_cmpint (change, ==, REEVE_PAGED_LIST_REPLACED);
  reeve_paged_list_load_more (list);
  settle (list);
  g_assert_cmpuint (get_n (list), ==, 320);
  check_positions (list);
}

static void
count_notify_cb (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  (*(guint *) user_data)++;
}

/* A change renews the item that is there; an older version, coming late, does not. */
static void
test_put (void)
{
  g_autoptr (ReevePagedList) list = make_list (50, NULL);
  g_autoptr (ReevePagedItem) item = NULL;
  g_autoptr (ReeveUser) before = NULL;
  g_autoptr (ReeveUser) after = NULL;
  Notices notices = { 0 };
  guint n_notified = 0;
  guint position;

  settle (list);
  item = g_list_model_get_item (G_LIST_MODEL (list), 7);
  before = g_object_ref (reeve_paged_item_get_record (item));
  after = reeve_record_copy (before);
  after->version++;
  reeve_set_text (&after->display_name, "Someone Else");
  g_signal_connect (list, "items-changed", G_CALLBACK (on_items_changed_cb), &notices);
  g_signal_connect (item, "notify::record", G_CALLBACK (count_notify_cb), &n_notified);

  reeve_paged_list_put (list, after);
  g_assert_true (reeve_paged_item_get_record (item) == (gpointer) after);
  g_assert_cmpuint (n_notified, ==, 1);
  reeve_paged_list_put (list, before);
  g_assert_true (reeve_paged_item_get_record (item) == (gpointer) after);
  g_assert_cmpuint (n_notified, ==, 1);
  g_assert_cmpuint (notices.n_notices, ==, 0);
  g_assert_true (reeve_paged_list_find (list, before->id, &position) == item);
  g_assert_cmpuint (position, ==, 7);

  g_set_str (&before->id, "00000000-0000-7000-8000-000000000000");
  reeve_paged_list_put (list, before); /* one that is not on screen */
  g_assert_cmpuint (get_n (list), ==, 50);
}

static gboolean
is_not_binned (gpointer record, const ReeveQuery *query)
{
  return REEVE_USER (record)->deleted == 0;
}

/* A record that answers the question no more leaves, and comes back as the same item in the same place. */
static void
test_belongs (void)
{
  g_autoptr (ReevePagedList) list = make_list (50, NULL);
  g_autoptr (ReevePagedItem) item = NULL;
  g_autoptr (ReeveUser) before = NULL;
  g_autoptr (ReeveUser) binned = NULL;
  g_autoptr (ReeveUser) back = NULL;
  ReevePagedListChange change = REEVE_PAGED_LIST_EDITED;
  gint64 total;

  reeve_paged_list_set_belongs (list, is_not_binned);
  settle (list);
  total = reeve_paged_list_get_total (list);
  item = g_list_model_get_item (G_LIST_MODEL (list), 7);
  before = g_object_ref (reeve_paged_item_get_record (item));
  binned = reeve_record_copy (before);
  binned->version++;
  binned->deleted = 1;
  back = reeve_record_copy (before);
  back->version += 2;
  g_signal_connect (list, "items-changed", G_CALLBACK (note_change_cb), &change);

  reeve_paged_list_put (list, binned);
  g_assert_cmpint (change, ==, REEVE_PAGED_LIST_LEFT);
  g_assert_cmpuint (get_n (list), ==, 49);
  g_assert_cmpint (reeve_paged_list_get_total (list), ==, total - 1);
  g_assert_null (reeve_paged_list_find (list, before->id, NULL));
  g_assert_true (reeve_paged_list_find_left (list, before->id) == item);
  g_assert_true (reeve_paged_item_get_record (item) == (gpointer) binned);
  check_positions (list);
  reeve_paged_list_put (list, before); /* older: late news of what was */
  g_assert_cmpuint (get_n (list), ==, 49);

  reeve_paged_list_put (list, back);
  g_assert_cmpint (change, ==, REEVE_PAGED_LIST_LEFT);
  g_assert_true (get_user (list, 7) == back);
  g_assert_cmpint (reeve_paged_list_get_total (list), ==, total);
  g_assert_null (reeve_paged_list_find_left (list, before->id));
  check_positions (list);
}

/* My own new record goes to the top and is not shown again when its page comes; what was removed does not
 * come back with a page that was under way; an undo brings it back. */
static void
test_prepend_remove (void)
{
  g_autoptr (ReevePagedList) list = make_list (100, NULL);
  g_autoptr (ReevePagedList) all = make_list (500, NULL);
  g_autoptr (ReeveUser) later = NULL;
  g_autoptr (ReeveUser) removed = NULL;
  Notices notices = { 0 };
  guint position = G_MAXUINT;

  settle (list);
  settle (all);
  later = g_object_ref (get_user (all, 150));
  removed = g_object_ref (get_user (all, 160));
  g_signal_connect (list, "items-changed", G_CALLBACK (on_items_changed_cb), &notices);
  reeve_paged_list_prepend (list, later);
  g_assert_cmpuint (get_n (list), ==, 101);
  g_assert_true (get_user (list, 0) == later);
  g_assert_cmpint (reeve_paged_list_get_total (list), ==, N_USERS + 2);
  check_positions (list);
  reeve_paged_list_prepend (list, later);
  g_assert_cmpuint (get_n (list), ==, 101);

  reeve_paged_list_load_more (list);
  reeve_paged_list_remove (list, removed->id);
  settle (list);
  g_assert_cmpuint (get_n (list), ==, 199);
  g_assert_null (reeve_paged_list_find (list, removed->id, NULL));
  g_assert_nonnull (reeve_paged_list_find (list, later->id, &position));
  g_assert_cmpuint (position, ==, 0);
  reeve_paged_list_remove (list, later->id);
  g_assert_cmpuint (get_n (list), ==, 198);
  check_positions (list);
  reeve_paged_list_prepend (list, removed);
  g_assert_cmpuint (get_n (list), ==, 199);
  check_positions (list);
  reeve_paged_list_remove (list, "no such id");
  g_assert_cmpuint (get_n (list), ==, 199);
}

/* What is ticked stays ticked when the list loads again, and an item is the same object as before. */
static void
test_ticks (void)
{
  g_autoptr (ReevePagedList) list = make_list (50, NULL);
  g_autoptr (ReevePagedItem) item = NULL;
  guint position;

  settle (list);
  item = g_list_model_get_item (G_LIST_MODEL (list), 3);
  reeve_paged_item_set_ticked (item, TRUE);
  reeve_paged_list_reload (list);
  settle (list);
  g_assert_true (reeve_paged_list_find (list, reeve_paged_item_get_id (item), &position) == item);
  g_assert_true (reeve_paged_item_get_ticked (item));
  g_assert_cmpuint (position, ==, 3);
}

static void
on_item_gone_cb (gpointer user_data, GObject *object)
{
  *(gboolean *) user_data = TRUE;
}

/* A list that its page lets go while it loads ends quietly. */
static void
test_dropped (void)
{
  ReevePagedList *list = make_list (100, NULL);
  gboolean gone = FALSE;

  g_object_weak_ref (G_OBJECT (list), on_item_gone_cb, &gone);
  g_object_run_dispose (G_OBJECT (list));
  g_object_unref (list);
  served_run_until (&gone, 10);
}

int
main (int argc, char **argv)
{
  int failed;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paged-list/pages", test_pages);
  g_test_add_func ("/paged-list/other-query", test_other_query);
  g_test_add_func ("/paged-list/failure", test_failure);
  g_test_add_func ("/paged-list/renewed", test_renewed);
  g_test_add_func ("/paged-list/put", test_put);
  g_test_add_func ("/paged-list/belongs", test_belongs);
  g_test_add_func ("/paged-list/prepend-remove", test_prepend_remove);
  g_test_add_func ("/paged-list/ticks", test_ticks);
  g_test_add_func ("/paged-list/dropped", test_dropped);
  shared.served = served_new ();
  shared.client = served_make_client (shared.served);
  served_set_up (shared.served, shared.client);
  make_users ();
  failed = g_test_run ();
  g_clear_object (&shared.client);
  served_free (shared.served);
  return failed;
}
