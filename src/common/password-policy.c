/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Which passwords are accepted.
 *
 * A password is "common" if it is in the blocklist (common/blocklist.h), if it is as a whole one pattern of
 * zxcvbn's (words and names with what guessers make of them: capitals, digits for letters, years, keyboard
 * walks, repeats), or if a guesser who knows these patterns needs fewer than
 * 10^8 guesses: "password1234" is in no list of words and falls at the tenth guess. Words that belong to the
 * place (reeve, workspace) and to the person count as the first words a guesser tries.
 *
 * A password is "personal" if it leans on the person's address or name: with those words taken out, fewer
 * letters and digits are left than the shortest password has, less four. So "ada.lovelace1815" is refused and
 * a long phrase that happens to have "ada" in it is not.
 *
 * Passwords are lower-cased and searched in memory that is wiped. zxcvbn's own working copies are not: it
 * frees them as they are. */

#include "config.h"

#include "common/password-policy.h"

#include "common/blocklist.h"
#include "common/encoding.h"
#include "common/error.h"

#include <openssl/crypto.h>
#include <string.h>
#include <zxcvbn.h>

#define COMMON_BITS    26.6 /* 10^8 guesses */
#define SEPARATOR_BITS 3.0  /* seven separators, and one of them used throughout */
#define SHORT_WORD     3    /* shorter parts of a name or address are no pattern */
#define LEEWAY         4

const char *const reeve_password_profiles[] = { REEVE_PASSWORD_PROFILE_DEFAULT, REEVE_PASSWORD_PROFILE_SEED,
                                                NULL };
const ReevePasswordPolicy reeve_password_policy_default = { .profile = REEVE_PASSWORD_PROFILE_DEFAULT,
                                                            .min_length = 12 };
const ReevePasswordPolicy reeve_password_policy_seed = { .profile = REEVE_PASSWORD_PROFILE_SEED,
                                                         .min_length = 8 };

static const char *const context_words[] = { "reeve", "workspace" };

/* The letters and digits of a password, lower case and without marks, and which of them belong to a word of
 * the person. */
typedef struct
{
  gunichar *characters;
  gboolean *taken;
  gsize n;
} Bare;

static void
bare_clear (Bare *self)
{
  OPENSSL_cleanse (self->characters, self->n * sizeof *self->characters);
  g_free (self->characters);
  g_free (self->taken);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Bare, bare_clear)

static void
bare_init (Bare *self, const char *text)
{
  gsize length = strlen (text);

  self->characters = g_new (gunichar, length + 1);
  self->taken = g_new0 (gboolean, length + 1);
  self->n = 0;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
      g_unichar_fully_decompose (g_utf8_get_char (p), TRUE, parts, G_N_ELEMENTS (parts));
      if (g_unichar_isalnum (parts[0]))
        self->characters[self->n++] = g_unichar_tolower (parts[0]);
    }
}

/* Marks each place where @word stands. */
static void
bare_take (Bare *self, const char *word)
{
  g_autofree gunichar *letters = g_utf8_to_ucs4_fast (word, -1, NULL);
  gsize length = (gsize) g_utf8_strlen (word, -1);

  if (length < SHORT_WORD)
    return;
  for (gsize i = 0; i + length <= self->n; i++)
    if (memcmp (self->characters + i, letters, length * sizeof *letters) == 0)
      for (gsize j = i; j < i + length; j++)
        self->taken[j] = TRUE;
}

static gsize
bare_count_left (const Bare *self)
{
  gsize left = 0;

  for (gsize i = 0; i < self->n; i++)
    left += !self->taken[i];
  return left;
}

/* Adds the words of a text, and all of them run together. */
static void
add_words (GPtrArray *words, const char *text, gsize length)
{
  g_autofree char *part = g_strndup (text, length);
  g_autofree char *folded = reeve_fold (part);
  g_autoptr (GString) word = g_string_new (NULL);
  g_autoptr (GString) all = g_string_new (NULL);

  for (const char *p = folded;; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      if (c != 0 && g_unichar_isalnum (c))
        {
          g_string_append_unichar (word, c);
          g_string_append_unichar (all, c);
          continue;
        }
      if (g_utf8_strlen (word->str, -1) >= SHORT_WORD)
        g_ptr_array_add (words, g_strdup (word->str));
      g_string_truncate (word, 0);
      if (c == 0)
        break;
    }
  if (g_utf8_strlen (all->str, -1) >= SHORT_WORD)
    g_ptr_array_add (words, g_strdup (all->str));
}

/* The last label of a domain says nothing of a person. */
static void
add_email (GPtrArray *words, const char *email)
{
  const char *at = strrchr (email, '@');
  const char *dot = at != NULL ? strrchr (at, '.') : NULL;

  add_words (words, email, at != NULL ? (gsize) (at - email) : strlen (email));
  if (dot != NULL)
    add_words (words, at + 1, (gsize) (dot - at - 1));
}

static GPtrArray *
collect_words (const char *email, const char *name)
{
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);

  if (email != NULL && g_utf8_validate (email, -1, NULL))
    add_email (words, email);
  if (name != NULL && g_utf8_validate (name, -1, NULL))
    add_words (words, name, strlen (name));
  return words;
}

static gboolean
is_personal (const char *password, GPtrArray *words, guint min_length)
{
  g_auto (Bare) bare = { 0 };

  bare_init (&bare, password);
  for (guint i = 0; i < words->len; i++)
    bare_take (&bare, g_ptr_array_index (words, i));
  gsize left = bare_count_left (&bare);
  return left < bare.n && left + LEEWAY < min_length;
}

/* Bits of a guesser who knows the patterns; @whole: the password is one of them. */
static double
measure_as_is (const char *password, const char **dictionary, gboolean *whole)
{
  ZxcMatch_t *matches = NULL;
  double bits = ZxcvbnMatch (password, dictionary, &matches);

  *whole = matches != NULL && matches->Next == NULL && (matches->Type & ~MULTIPLE_MATCH) > BRUTE_MATCH &&
           matches->Type != LONG_PWD_MATCH;
  ZxcvbnFreeInfo (matches);
  return bits;
}

/* zxcvbn takes what stands between words for random characters, each of six bits. Guessers do not: words are
 * joined in few ways, so the password is measured without its separators too. */
static double
measure (const char *password, GPtrArray *words, gboolean *whole)
{
  g_autofree const char **dictionary = g_new0 (const char *, words->len + G_N_ELEMENTS (context_words) + 1);
  g_autoptr (GString) joined = g_string_sized_new (strlen (password));
  gboolean unused;
  guint n = 0;

  for (; n < G_N_ELEMENTS (context_words); n++)
    dictionary[n] = context_words[n];
  for (guint i = 0; i < words->len; i++)
    dictionary[n++] = g_ptr_array_index (words, i);
  double bits = measure_as_is (password, dictionary, whole);
  for (const char *p = password; *p != '\0'; p++)
    if (strchr (" -_.,/+", *p) == NULL)
      g_string_append_c (joined, *p);
  if (joined->len < strlen (password))
    bits = MIN (bits, measure_as_is (joined->str, dictionary, &unused) + SEPARATOR_BITS);
  reeve_wipe_string (g_steal_pointer (&joined));
  return bits;
}

static guint
get_strength (double bits)
{
  static const double classes[] = { 10.0, 19.9, 26.6, 33.2 }; /* 10^3, 10^6, 10^8, 10^10 guesses */
  guint strength = 0;

  while (strength < G_N_ELEMENTS (classes) && bits >= classes[strength])
    strength++;
  return strength;
}

static void
add_finding (ReevePasswordVerdict *verdict, const char *rule, gboolean met)
{
  verdict->findings[verdict->n_findings++] = (ReevePasswordFinding) { .rule = rule, .met = met };
  verdict->accepted &= met;
}

static void
add_classes (ReevePasswordVerdict *verdict, const char *text)
{
  gboolean upper = FALSE, lower = FALSE, digit = FALSE, symbol = FALSE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      upper |= g_unichar_isupper (c);
      lower |= g_unichar_islower (c);
      digit |= g_unichar_isdigit (c);
      symbol |= !g_unichar_isalnum (c);
    }
  add_finding (verdict, "upper", upper);
  add_finding (verdict, "lower", lower);
  add_finding (verdict, "digit", digit);
  add_finding (verdict, "symbol", symbol);
}

static const char *
get_words (const char *rule)
{
  static const struct
  {
    const char *rule;
    const char *words;
  } table[] = {
    { "common", "is among the first that a guesser tries" },
    { "personal", "is made of the address or the name" },
    { "upper", "has no upper-case letter" },
    { "lower", "has no lower-case letter" },
    { "digit", "has no digit" },
    { "symbol", "has no symbol" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (strcmp (table[i].rule, rule) == 0)
      return table[i].words;
  return "is too short";
}

ReevePasswordPolicy
reeve_password_policy_make (const char *profile, gint64 min_length)
{
  ReevePasswordPolicy self = g_strcmp0 (profile, REEVE_PASSWORD_PROFILE_SEED) == 0
                               ? reeve_password_policy_seed
                               : reeve_password_policy_default;

  if (min_length > 0)
    self.min_length = (guint) MIN (min_length, G_MAXINT16);
  return self;
}

ReevePasswordPolicy
reeve_password_policy_join (const ReevePasswordPolicy *a, const ReevePasswordPolicy *b)
{
  gboolean seed = g_strcmp0 (a->profile, REEVE_PASSWORD_PROFILE_SEED) == 0 ||
                  g_strcmp0 (b->profile, REEVE_PASSWORD_PROFILE_SEED) == 0;

  return (ReevePasswordPolicy) { .profile =
                                   seed ? REEVE_PASSWORD_PROFILE_SEED : REEVE_PASSWORD_PROFILE_DEFAULT,
                                 .min_length = MAX (a->min_length, b->min_length) };
}

void
reeve_password_policy_judge (const ReevePasswordPolicy *self,
                             const ReeveSecret *password,
                             const char *email,
                             const char *name,
                             ReevePasswordVerdict *verdict)
{
  g_return_if_fail (self != NULL && password != NULL && verdict != NULL);
  g_autoptr (GPtrArray) words = collect_words (email, name);
  const char *text = reeve_secret_get_text (password);
  gboolean whole;

  *verdict = (ReevePasswordVerdict) { .accepted = TRUE };
  if (!g_utf8_validate_len (text, reeve_secret_get_length (password), NULL))
    {
      add_finding (verdict, "length", FALSE);
      return;
    }
  double bits = measure (text, words, &whole);
  verdict->strength = get_strength (bits);
  add_finding (verdict, "length", g_utf8_strlen (text, -1) >= (glong) self->min_length);
  add_finding (verdict, "common", !whole && bits >= COMMON_BITS && !reeve_blocklist_has (password));
  add_finding (verdict, "personal", !is_personal (text, words, self->min_length));
  if (g_strcmp0 (self->profile, REEVE_PASSWORD_PROFILE_SEED) == 0)
    add_classes (verdict, text);
}

gboolean
reeve_password_policy_check (const ReevePasswordPolicy *self,
                             const ReeveSecret *password,
                             const char *email,
                             const char *name,
                             const char *pointer,
                             GError **error)
{
  ReevePasswordVerdict verdict;

  g_return_val_if_fail (pointer != NULL, FALSE);
  reeve_password_policy_judge (self, password, email, name, &verdict);
  for (guint i = 0; i < verdict.n_findings; i++)
    {
      const ReevePasswordFinding *finding = &verdict.findings[i];
      if (!finding->met && strcmp (finding->rule, "length") == 0)
        reeve_error_add_member (error, pointer, "length", "has fewer than %u characters", self->min_length);
      else if (!finding->met)
        reeve_error_add_member (error, pointer, finding->rule, "%s", get_words (finding->rule));
    }
  return verdict.accepted;
}
