# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""The house's own rules about the text of files, each a function that yields its complaints. See check.py."""
import pathlib
import re

SKIPPED = {".git", "node_modules", "__pycache__", "shots", "fixtures", ".flatpak-builder", ".venv"}
LICENSED = {".c", ".h", ".py", ".sh", ".ui", ".css", ".sql", ".js", ".build"}
REASONABLE_LENGTH = 500

# What C offers and the house does without, with what it takes instead.
BANNED = {
    r"\bgoto\b": "goto: use autoptr and return",
    r"\b(strcpy|strcat|stpcpy|v?sprintf|gets|strtok)\s*\(": "writes past a buffer's end: use GLib's g_str… or GString",
    r"\b(atoi|atol|atof)\s*\(": "hides what is no number: use g_ascii_string_to_signed or g_ascii_strtod",
    r"\b(system|popen|alloca|g_alloca)\s*\(": "use GSubprocess; the heap",
    r"\b(rand|srand|random|g_random_int|g_random_int_range|g_rand_new)\s*\(": "guessable: take randomness from outside, RAND_bytes at the root",
    r"\bmemcmp\s*\(.*\b(secret|token|password|digest|hash|mac|key)\b": "tells by its time: use CRYPTO_memcmp",
    r"\b(g_main_context_iteration|g_main_loop_new)\s*\(": "a nested main loop: go on in the callback",
}
NEEDED_AT_THE_ROOT = {r"\b(g_main_context_iteration|g_main_loop_new)\s*\(": {"src/service/main.c", "src/service/service.c"}}
MARK = re.compile(r"(#|//|\*|<!--|--)\s*(TODO|FIXME|XXX|HACK)\b(?!.*#\d)")


def sources(top):
    """Every text file of the project, by its path below top."""
    def walk(folder):
        for path in sorted(folder.iterdir()):
            if path.is_dir():
                if path.name not in SKIPPED and not (folder == top and path.name.startswith("build")):
                    yield from walk(path)
            elif not path.is_symlink():
                yield path

    return [(str(path.relative_to(top)), path) for path in walk(pathlib.Path(top))]


def is_script(path):
    if path.suffix == ".sh":
        return True
    with open(path, "rb") as file:
        return re.match(rb"#!.*\b(ba|da)?sh\b", file.readline(100)) is not None


def is_licensed_kind(name, path):
    return path.suffix in LICENSED or path.name == "meson.build" or (not path.suffix and is_script(path))


def code_only(text):
    """C without its comments and strings, line by line as it was."""
    def blank(match):
        return re.sub(r"[^\n]", " ", match[0])

    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', blank, text, flags=re.DOTALL)


def licences(files):
    for name, path in files:
        if is_licensed_kind(name, path):
            head = "".join(path.read_text(errors="replace").splitlines(True)[:4])
            if "SPDX-License-Identifier: GPL-3.0-or-later" not in head:
                yield f"{name}: no SPDX line at the top"


def banned_calls(files):
    for name, path in files:
        if path.suffix not in (".c", ".h"):
            continue
        for number, line in enumerate(code_only(path.read_text(errors="replace")).splitlines(), 1):
            for pattern, why in BANNED.items():
                if "main" in pattern and (name.startswith("tests/") or name in NEEDED_AT_THE_ROOT[pattern]):
                    continue
                if re.search(pattern, line):
                    yield f"{name}:{number}: {why}"


def marks(files):
    for name, path in files:
        if path.suffix not in (".c", ".h", ".py", ".sh", ".ui", ".md", ".sql", ".css"):
            continue
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            if MARK.search(line):
                yield f"{name}:{number}: a mark without its issue's number"


def whitespace(files):
    for name, path in files:
        if not is_licensed_kind(name, path) and path.suffix not in (".md", ".xml", ".json"):
            continue
        text = path.read_text(errors="replace")
        if text and not text.endswith("\n"):
            yield f"{name}: no newline at the end"
        for number, line in enumerate(text.splitlines(), 1):
            if line != line.rstrip() or "\t" in line:
                yield f"{name}:{number}: a tab, or blanks at the end"


def hidden_strings(files):
    """xgettext finds no words inside CDATA, and nobody tests them."""
    for name, path in files:
        if path.suffix == ".ui" and "<![CDATA[" in path.read_text(errors="replace"):
            yield f"{name}: a template inside CDATA: give it a file of its own"


def lost_rows(files):
    """libadwaita 1.7 gives an AdwSpinRow the role of a presentation, which GTK leaves out with all that is in it."""
    for name, path in files:
        if path.suffix == ".ui":
            for match in re.finditer(r'<object class="AdwSpinRow"[^>]*>\s*(?!\s|<property name="accessible-role">)', path.read_text(errors="replace")):
                yield f"{name}: an AdwSpinRow that no screen reader finds: give it the accessible-role list-item first"


def long_files(files):
    """Not a fault, but it wants a reason."""
    for name, path in files:
        if path.suffix in (".c", ".h", ".py"):
            count = len(path.read_text(errors="replace").splitlines())
            if count > REASONABLE_LENGTH:
                yield f"{name}: {count} lines; does it do one job?"


RULES = {
    "every source names its licence": licences,
    "no banned call": banned_calls,
    "no mark without an issue": marks,
    "no stray whitespace": whitespace,
    "no template inside CDATA": hidden_strings,
    "no row that the accessibility tree lacks": lost_rows,
}
