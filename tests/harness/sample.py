#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""A small program with one of each widget that Reeve's screens are made of: what the harness proves itself on."""
import gi

gi.require_version("Gtk", "4.0")
gi.require_version("Adw", "1")
from gi.repository import Adw, Gio, GLib, GObject, Gtk  # noqa: E402

NAMES = ["Ada", "Grace", "Edsger", "Barbara"]


class Item(GObject.Object):
    name = GObject.Property(type=str)


def user_dialog(window, done):
    name, password = Adw.EntryRow(title="Display name"), Adw.PasswordEntryRow(title="Password")
    active = Adw.SwitchRow(title="Active")
    role = Adw.ComboRow(title="Role", model=Gtk.StringList.new(["Reviewer", "Auditor", "Member"]))
    group = Adw.PreferencesGroup()
    for row in (name, password, active, role):
        group.add(row)
    page = Adw.PreferencesPage()
    page.add(group)
    save = Gtk.Button(label="Save", css_classes=["suggested-action"])
    header = Adw.HeaderBar(show_end_title_buttons=False)
    header.pack_end(save)
    view = Adw.ToolbarView(content=page)
    view.add_top_bar(header)
    dialog = Adw.Dialog(title="New User", child=view, content_width=420)

    def on_save_clicked(_button):
        dialog.close()
        done(f"{name.get_text()}/{password.get_text()}/{active.get_active()}/{role.get_selected_item().get_string()}")

    save.connect("clicked", on_save_clicked)
    dialog.present(window)


def short_dialog(window):
    """A page with room below its only button: more than half of the button's height."""
    button = Gtk.Button(label="Small", halign=Gtk.Align.CENTER, valign=Gtk.Align.START, css_classes=["flat"])
    page = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, height_request=34 + 50)
    page.append(button)
    dialog = Adw.Dialog(title="Short", child=page, content_width=300)
    button.connect("clicked", lambda _button: (dialog.close(), window.tell("clicked small")))
    dialog.present(window)


def many_rows():
    store = Gio.ListStore(item_type=Item)
    store.splice(0, 0, [Item(name=f"Row {n}") for n in range(1, 5001)])
    # By default Tab visits every row: a person with a keyboard would never get out.
    view = Gtk.ColumnView(model=Gtk.MultiSelection(model=store), vexpand=True, tab_behavior=Gtk.ListTabBehavior.ITEM)
    view.update_property([Gtk.AccessibleProperty.LABEL], ["Events"])
    factory = Gtk.SignalListItemFactory()
    factory.connect("setup", lambda _f, cell: cell.set_child(Gtk.Inscription(hexpand=True)))

    def on_bind(_factory, cell):
        cell.get_child().set_text(cell.get_item().name)

    factory.connect("bind", on_bind)
    view.append_column(Gtk.ColumnViewColumn(title="Name", factory=factory, expand=True))
    return view


class Window(Adw.ApplicationWindow):
    def __init__(self, application):
        super().__init__(application=application, title="Sample", default_width=900, default_height=640)
        self.status = Gtk.Label(label="ready", css_classes=["title-4"])
        people = Gtk.ListBox(css_classes=["boxed-list"], selection_mode=Gtk.SelectionMode.NONE)
        for name in NAMES:
            row = Adw.ActionRow(title=name, subtitle=f"{name.lower()}@example.org", activatable=True)
            people.append(row)
        people.connect("row-activated", lambda _list, row: self.tell(f"opened {row.get_title()}"))
        search = Gtk.SearchEntry(placeholder_text="Search users")
        search.connect("search-changed", lambda entry: self.tell(f"searched {entry.get_text()}"))
        table = many_rows()
        table.connect("activate", lambda _view, position: self.tell(f"activated {position + 1}"))
        box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=12, margin_top=12, margin_bottom=12,
                      margin_start=12, margin_end=12)
        for child in (self.status, search, people, Gtk.ScrolledWindow(child=table, vexpand=True, min_content_height=150)):
            box.append(child)
        menu = Gio.Menu()
        menu.append("Refresh", "win.refresh")
        menu.append("Show Archived", "win.archived")
        header = Adw.HeaderBar()
        add = Gtk.Button(icon_name="list-add-symbolic", tooltip_text="Add User", action_name="win.add")
        header.pack_start(add)
        header.pack_end(Gtk.MenuButton(icon_name="open-menu-symbolic", menu_model=menu, tooltip_text="Main Menu", primary=True))
        view = Adw.ToolbarView(content=box)
        view.add_top_bar(header)
        self.toasts = Adw.ToastOverlay(child=view)
        self.set_content(self.toasts)
        narrow = Adw.Breakpoint.new(Adw.BreakpointCondition.parse("max-width: 500sp"))
        narrow.add_setter(self.status, "label", "narrow")
        self.add_breakpoint(narrow)
        self.set_size_request(360, 300)
        self.add_actions()

    def add_actions(self):
        for name, handler in (("add", lambda *_: user_dialog(self, self.saved)), ("refresh", lambda *_: self.tell("refreshed")),
                              ("delete", lambda *_: self.ask()), ("short", lambda *_: short_dialog(self))):
            action = Gio.SimpleAction.new(name, None)
            action.connect("activate", handler)
            self.add_action(action)
        archived = Gio.SimpleAction.new_stateful("archived", None, GLib.Variant("b", False))
        archived.connect("change-state", lambda action, value: (action.set_state(value), self.tell(f"archived {value.get_boolean()}")))
        self.add_action(archived)

    def tell(self, text):
        self.status.set_label(text)

    def saved(self, text):
        self.tell(text)
        self.toasts.add_toast(Adw.Toast(title="User saved", button_label="Undo"))

    def ask(self):
        dialog = Adw.AlertDialog(heading="Delete User?", body="This cannot be undone.", close_response="cancel")
        dialog.add_response("cancel", "Cancel")
        dialog.add_response("delete", "Delete")
        dialog.set_response_appearance("delete", Adw.ResponseAppearance.DESTRUCTIVE)
        dialog.connect("response", lambda _dialog, response: self.tell(f"answered {response}"))
        dialog.present(self)


if __name__ == "__main__":
    application = Adw.Application(application_id="io.github.reeve.Sample")
    application.set_accels_for_action("win.add", ["<Control>n"])
    application.set_accels_for_action("win.delete", ["Delete"])
    application.connect("activate", lambda app: Window(app).present())
    application.run(None)
