/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* An access event as detections see it: what it is, whoever's door it was at, and who, from where and with
 * what as numbers that can be compared. Keyed (SipHash-2-4 with a key of the workspace's own), so that nobody
 * outside can choose names that fall together. */

#pragma once

#include "common/access-event.h"

G_BEGIN_DECLS

#define REEVE_SIGHT_KEY_BYTES 16

typedef enum
{
  REEVE_SIGHT_OTHER,
  REEVE_SIGHT_SIGN_IN,     /* somebody proved who they are, in full, or failed to */
  REEVE_SIGHT_CHALLENGE,   /* the password was right and a code is asked for */
  REEVE_SIGHT_CODE,        /* a code that was given for it */
  REEVE_SIGHT_REFRESH,     /* a session went on */
  REEVE_SIGHT_ASK_RESET,   /* a link for a new password was asked for */
  REEVE_SIGHT_RESET,       /* what somebody signs in with was made anew by another way than knowing the old */
  REEVE_SIGHT_LOCK,        /* of an account, by wrong tries */
  REEVE_SIGHT_READ,        /* of records */
  REEVE_SIGHT_READ_PERSON, /* of one person's record */
  REEVE_SIGHT_EXPORT,      /* of many at once */
  REEVE_SIGHT_CHANGE,      /* by somebody who administers */
  REEVE_SIGHT_GRANT,       /* a change that gives rights */
  REEVE_SIGHT_ACCEPT,      /* somebody takes up rights that they were offered */
  REEVE_SIGHT_TAKE,        /* a change that takes rights */
  REEVE_SIGHT_IMPAIR,      /* a change that lets less be recorded, kept, told or restored */
  REEVE_SIGHT_REPORT,      /* of a breach */
  REEVE_SIGHT_RELEASE,     /* of an account that was locked for one */
  REEVE_SIGHT_PASSWORD,    /* a new one, by somebody who knew the old */
  REEVE_SIGHT_SUPPORT_ASK, /* support asks for a grant, which is the object. So below */
  REEVE_SIGHT_SUPPORT_YES, /* somebody gave it */
  REEVE_SIGHT_SUPPORT_END, /* it is over */
} ReeveSightKind;

/* What kinds are in common. */
gboolean reeve_sight_kind_administers (ReeveSightKind kind); /* changes things for others */
gboolean reeve_sight_kind_proves (ReeveSightKind kind);      /* who one is: sign-ins and codes */

typedef struct
{
  const ReeveAccessEvent *event; /* borrowed */
  gint64 time;                   /* the event's */
  ReeveSightKind kind;
  gboolean good;
  guint tries;     /* at a secret that it tells of: sshd folds them into one line, or tells of one in two */
  guint64 actor;   /* whoever did it, by what the source calls them; 0: nobody knows. So below */
  guint64 person;  /* the same by e-mail address where the event says it: one in all systems */
  guint64 object;  /* what it was done to */
  guint64 address; /* exactly */
  guint64 network; /* the address's surroundings: IPv4 /24, IPv6 /48; whatever else it is, itself */
  guint64 site;    /* which of the workspace's own places the address is in; 0: none. The watch knows it */
  guint64 device;  /* what the agent is, without its version */
  guint64 session;
  gboolean is_deed; /* something done to one of many, by a request or a job that has a line of its own: it
                       says whom it was done to, and not where anybody was, when or with what */
  guint8 ip[16];    /* the address, as reeve_log_address_parse() gives it */
  guint8 ip_length; /* 0: it is none */
} ReeveSight;

void
reeve_sight_take (ReeveSight *self, const ReeveAccessEvent *event, const guint8 key[REEVE_SIGHT_KEY_BYTES]);

/* Is the person who it names there? Whoever knows only the password, asks for a new one, or locks the account
 * by wrong ones is nobody yet, though that went well; and who asked for what is done to many may have left.
 */
gboolean reeve_sight_is_person_there (const ReeveSight *self);

/* Its network, or all networks of its site. */
guint64 reeve_sight_get_place (const ReeveSight *self);

/* Never 0. */
guint64 reeve_sight_hash (const guint8 key[REEVE_SIGHT_KEY_BYTES], gconstpointer data, gsize length);
/* Two numbers as one key. */
guint64 reeve_sight_pair (guint64 a, guint64 b);

G_END_DECLS
