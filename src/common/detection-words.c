/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "common/detection-words.h"

#define N_(text) text

const ReeveDetectionWords reeve_detection_words[REEVE_DETECTION_WORDS] = {
  { "off-hours-administration", N_ ("Administration at an unusual hour"),
    N_ ("Somebody administered at an hour at which they never did before."),
    N_ ("Ask the person whether they worked then.") },
  { "new-network-and-device", N_ ("Administrator from a new place"),
    N_ ("Somebody who administers came in from a network and with a device that were both new to them."),
    N_ ("Ask the person, by another way than mail, whether it was them.") },
  { "factor-reset", N_ ("Came in after a reset"),
    N_ ("What somebody signs in with was made anew, and soon after they came in from a network and with a "
        "device that were both new to them."),
    N_ ("Ask the person, by a way that is known to be theirs, whether they asked for the reset.") },
  { "success-after-attack", N_ ("Came in after wrong passwords"),
    N_ ("A sign-in went well where it had been tried in vain many times shortly before."),
    N_ ("Ask the person whether it was them. If it was not, report a breach.") },
  { "code-guessing", N_ ("Code guessing"),
    N_ ("The password was right and the codes were wrong, again and again: whoever it is knows the "
        "password."),
    N_ ("Ask the person whether it was them. If it was not, they need a new password.") },
  { "mass-read", N_ ("Far more read than usual"),
    N_ ("Somebody read or took out far more in a day than they ever did."),
    N_ ("Ask what it was for, and where the data is now.") },
  { "password-spray", N_ ("Few passwords at many accounts"),
    N_ ("One network tried few passwords at each of many accounts, spread out so that none locks."),
    N_ ("See whether anybody came in from that network afterwards.") },
  { "many-networks", N_ ("Guessed at from many networks"),
    N_ ("One account was guessed at from many networks, from each too seldom to stand out."),
    N_ ("See that the account has a second factor, and whether anybody came in.") },
  { "impossible-travel", N_ ("In two places at once"),
    N_ ("One person was active in two sessions within minutes, from different networks and devices, one of "
        "them never seen before; or at two sites in less time than the way takes."),
    N_ ("Ask the person which of the two was them, and end the other session.") },
  { "impairment", N_ ("Less is kept or recorded"),
    N_ ("A hold, a rule or a backup is gone, or less is written down, kept, asked for or told than before."),
    N_ ("See in the changes who did it and why, and put it back if nobody can say.") },
  { "lockout-storm", N_ ("Many accounts locked"),
    N_ ("So many accounts locked within half an hour that it is no coincidence."),
    N_ ("See from where they were tried, and whether any of them came in.") },
  { "reset-burst", N_ ("Many links for new passwords"),
    N_ ("Links for new passwords were asked for in numbers, from one network or for one person."),
    N_ ("Ask the person whether they asked, and whether their mailbox is theirs alone.") },
  { "excessive-admin-access", N_ ("Many people’s records read"),
    N_ ("Somebody read the records of far more people in a day than they ever did."),
    N_ ("Ask what it was for.") },
  { "brute-force", N_ ("Password guessing"),
    N_ ("One account’s password was guessed at, or it locked again and again, from where its owner was not "
        "seen before."),
    N_ ("Ask the person whether it was them or a program of theirs, and see whether anybody came in.") },
  { "privilege-escalation", N_ ("Rights given and used"),
    N_ ("Somebody gave rights to themselves or tried to, or rights were given, used, and taken back within "
        "a day."),
    N_ ("See in the changes who gave what, and ask whether that was agreed.") },
  { "token-theft", N_ ("Session in two hands"),
    N_ ("What proves a session turned up twice: a token that had been used, or another device’s key."),
    N_ ("End the person’s sessions, and have their devices looked at.") },
  { "credential-stuffing", N_ ("Stolen passwords tried"),
    N_ ("Names and passwords from elsewhere were tried, once each, at many accounts within an hour."),
    N_ ("See which accounts let somebody in: their owners need new passwords.") },
  { "support-outside-grant", N_ ("Support without a grant"),
    N_ ("Somebody of support saw or changed something while nobody had allowed it."),
    N_ ("Ask them for the ticket, and your colleagues who allowed it.") },
  { "dormant-account", N_ ("Unused account came in"),
    N_ ("An account that nobody used for weeks came in from a network and with a device that were both new "
        "to it."),
    N_ ("Ask the person whether they are back. If nobody needs the account, suspend it.") },
  { "use-after-breach", N_ ("Used after a breach"),
    N_ ("An account that was reported as breached was used before it was released."),
    N_ ("See which system let it in, and lock the account there, too.") },
};

const ReeveDetectionWords *
reeve_detection_words_find (const char *name)
{
  for (guint i = 0; i < REEVE_DETECTION_WORDS; i++)
    if (g_strcmp0 (reeve_detection_words[i].name, name) == 0)
      return &reeve_detection_words[i];
  return NULL;
}
