/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A workspace's own places, as numbers that can be looked up for every event: which of them an address is in,
 * and how far two are from each other. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _ReeveSites ReeveSites;

/* @sites: (nullable) (element-type ReeveDetectionSite): as they were checked; what cannot be read of them is
 * left out */
ReeveSites *reeve_sites_new (GPtrArray *sites);
void reeve_sites_free (ReeveSites *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveSites, reeve_sites_free)

/* By its name alone, so that what is kept of a site holds while its networks change. Never 0. */
guint64 reeve_sites_hash (const char *name);

/* Which one an address is in, as reeve_log_address_parse() gives it; 0: none. */
guint64 reeve_sites_find (const ReeveSites *self, const guint8 bytes[16], guint8 length);
gboolean reeve_sites_has_place (const ReeveSites *self, guint64 site);
/* How far they are from each other. FALSE: of one of them it is not known where it is. */
gboolean reeve_sites_measure (const ReeveSites *self, guint64 site, guint64 other, gint64 *metres);

/* The way over the ground of a sphere between two places, in metres; degrees north and east.
 * Source: R. W. Sinnott, "Virtues of the Haversine", Sky & Telescope 68 (1984), p. 159; the sphere is as
 * large as the earth's mean radius R1 (IUGG, of GRS 80). */
double reeve_sites_get_distance (double latitude, double longitude, double to_latitude, double to_longitude);

G_END_DECLS
