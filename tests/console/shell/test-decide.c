/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The pure functions that decide what is shown: a pane, a window's view; and how codes and fingerprints are
 * set. */

#include "config.h"

#include "console/widgets/certificate-box.h"
#include "console/widgets/code-sheet.h"
#include "console/widgets/pane.h"
#include "console/window.h"

/* One row a rule; the comment says which. */
static void
test_pane (void)
{
  static const struct
  {
    ReeveSiteState site;
    gboolean online;
    ReevePagedListState list;
    guint n_items;
    gboolean narrows, unreachable;
    ReevePaneState expected;
  } rows[] = {
    /* nobody is signed in, whatever the list holds */
    { REEVE_SITE_SIGNED_OUT, TRUE, REEVE_PAGED_LIST_COMPLETE, 9, FALSE, FALSE, REEVE_PANE_SIGNED_OUT },
    { REEVE_SITE_NEEDS_CODE, TRUE, REEVE_PAGED_LIST_IDLE, 0, FALSE, FALSE, REEVE_PANE_SIGNED_OUT },
    { REEVE_SITE_FAILED, FALSE, REEVE_PAGED_LIST_FAILED, 0, FALSE, TRUE, REEVE_PANE_SIGNED_OUT },
    { REEVE_SITE_OPENING, TRUE, REEVE_PAGED_LIST_IDLE, 0, FALSE, FALSE, REEVE_PANE_LOADING },
    /* the first page is on its way */
    { REEVE_SITE_READY, TRUE, REEVE_PAGED_LIST_IDLE, 0, FALSE, FALSE, REEVE_PANE_LOADING },
    { REEVE_SITE_READY, TRUE, REEVE_PAGED_LIST_LOADING, 0, TRUE, FALSE, REEVE_PANE_LOADING },
    /* what is on screen stays */
    { REEVE_SITE_READY, TRUE, REEVE_PAGED_LIST_LOADING, 5, FALSE, FALSE, REEVE_PANE_READY },
    { REEVE_SITE_READY, TRUE, REEVE_PAGED_LIST_FAILED, 5, FALSE, FALSE, REEVE_PANE_READY },
    { REEVE_SITE_READY, FALSE, REEVE_PAGED_LIST_FAILED, 5, FALSE, TRUE, REEVE_PANE_READY },
    { REEVE_SITE_READY, TRUE, REEVE_PAGED_LIST_COMPLETE, 1, TRUE, FALSE, REEVE_PANE_READY },
    /* nothing there */
    { REEVE_SITE_READY, TRUE, REEVE_PAGED_LIST_COMPLETE, 0, FALSE, FALSE, REEVE_PANE_EMPTY },
    { REEVE_SITE_READY, TRUE, REEVE_PAGED_LIST_COMPLETE, 0, TRUE, FALSE, REEVE_PANE_NO_RESULTS },
    { REEVE_SITE_READY, FALSE, REEVE_PAGED_LIST_COMPLETE, 0, TRUE, FALSE, REEVE_PANE_NO_RESULTS },
    /* it failed */
    { REEVE_SITE_READY, TRUE, REEVE_PAGED_LIST_FAILED, 0, FALSE, FALSE, REEVE_PANE_FAILED },
    { REEVE_SITE_READY, TRUE, REEVE_PAGED_LIST_FAILED, 0, FALSE, TRUE, REEVE_PANE_OFFLINE },
    { REEVE_SITE_READY, FALSE, REEVE_PAGED_LIST_FAILED, 0, FALSE, FALSE, REEVE_PANE_OFFLINE },
    { REEVE_SITE_READY, FALSE, REEVE_PAGED_LIST_IDLE, 0, FALSE, FALSE, REEVE_PANE_OFFLINE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      ReevePaneState state = reeve_pane_decide (rows[i].site, rows[i].online, rows[i].list, rows[i].n_items,
                                                rows[i].narrows, rows[i].unreachable);
      if (state != rows[i].expected)
        g_error ("row %u: %d instead of %d", i, state, rows[i].expected);
    }
}

/* Every state of a site has a view, and only a ready one the main view. */
static void
test_views (void)
{
  for (int state = REEVE_SITE_CLOSED; state <= REEVE_SITE_FAILED; state++)
    {
      const char *view = reeve_window_view_for ((ReeveSiteState) state);
      g_assert_nonnull (view);
      g_assert_true (g_str_equal (view, "main") == (state == REEVE_SITE_READY));
    }
}

/* Two columns, read down; an odd one stands alone. */
static void
test_columns (void)
{
  g_autofree char *even = reeve_code_sheet_columns ("a\nb\nc\nd\n");
  g_autofree char *odd = reeve_code_sheet_columns ("a\nb\nc");

  g_assert_cmpstr (even, ==, "a    c\nb    d");
  g_assert_cmpstr (odd, ==, "a    c\nb");
}

/* Groups of four, four a line, as other programs print them. */
static void
test_fingerprint (void)
{
  g_autofree char *grouped = reeve_certificate_group_fingerprint ("0123456789abcdef0123456789abcdef");

  g_assert_cmpstr (grouped, ==, "0123 4567 89AB CDEF\n0123 4567 89AB CDEF");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/decide/pane", test_pane);
  g_test_add_func ("/decide/views", test_views);
  g_test_add_func ("/decide/columns", test_columns);
  g_test_add_func ("/decide/fingerprint", test_fingerprint);
  return g_test_run ();
}
