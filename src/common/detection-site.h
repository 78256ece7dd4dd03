/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One of a workspace's own places, as its detections know it: the networks that people come from there, which
 * count as one, and where it is. */

#pragma once

#include "common/log-query-address.h"
#include "common/record.h"

G_BEGIN_DECLS

#define REEVE_DETECTION_SITES         64 /* of a workspace */
#define REEVE_DETECTION_SITE_NETWORKS 32

REEVE_DECLARE_RECORD (ReeveDetectionSite, reeve_detection_site, DETECTION_SITE)
struct _ReeveDetectionSite
{
  ReeveRecord parent_instance;

  char *name;
  GStrv networks; /* "192.0.2.0/24" */
  char *place;    /* (nullable): "52.52,13.405" */
};

/* An address, or a network as CIDR; no range from one address to another. FALSE: it is neither. */
gboolean reeve_detection_site_read_network (const char *text, ReeveLogAddresses *network);

/* Degrees north and east, WGS 84, as a geo URI has them (RFC 5870, without "geo:"); a space behind the comma,
 * as maps give it, is forgiven. FALSE: it is none, or not on earth; nothing is set. */
gboolean reeve_detection_site_read_place (const char *text, double *latitude, double *longitude);
/* To a millionth of a degree, which is 11 cm. (transfer full) */
char *reeve_detection_site_print_place (double latitude, double longitude);

/* Networks and place in their shortest form. What cannot be read stays. */
void reeve_detection_site_tidy (ReeveDetectionSite *self);
gboolean reeve_detection_site_is_within (const ReeveLogAddresses *inner, const ReeveLogAddresses *outer);

/* Of all sites of a workspace (nullable) (element-type ReeveDetectionSite), as records they are valid: adds
 * to
 * @refusal what cannot be: pointers "/sites/N/name", "/sites/N/networks/M", "/sites/N/place", reasons
 * "duplicate", "network", "overlap", "place". Of two that do not go together it is the later one. */
void reeve_detection_sites_check (GPtrArray *sites, GError **refusal);

G_END_DECLS
