#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Approvals: what a rule holds is asked for, decided by somebody else with a code, and done once; four eyes at the console and at another device."""
import os
import re
import time

import elsewhere
from folders import Folders
from harness import Keyring, Session, Tap, api
from permission_changes import Changes
from person import Person

PICTURES = os.environ.get("REEVE_TEST_PICTURES")
FOLDERS = "Change who may do what in folders"


def fresh_code(device, used):
    """A code of a time step that has not served: each does once."""
    while int(time.time()) // 30 in used:
        time.sleep(0.5)
    used.add(int(time.time()) // 30)
    return api.totp(device.totp_key)


def main():
    scheme = os.environ.get("REEVE_TEST_SCHEME", "light")
    with Tap() as tap, Session() as session, Keyring(session):
        tap.watch(session)
        walk(tap, session, scheme)


def walk(tap, session, scheme):
    hana = Person(session, PICTURES, scheme)
    pictures, hana.pictures = hana.pictures, None
    used = set()
    with tap.step("two administrators, folders, and a rule on each side"):
        app = hana.start()
        hana.open_local()
        hana.set_up()
        hana.at_users()
        others = Folders(session, hana)
        admin, workspace = others.device, others.workspace
        used.add(int(time.time()) // 30)
        wilk = elsewhere.let_in(session, admin, "Bartosz Wilk", "b.wilk@vallis.example", ("workspace-administrator",))
        used.add(int(time.time()) // 30)
        ids = {user["displayName"]: user["id"] for user in admin.get(f"{workspace}/users").json["items"]}
        roux = others.add("users", displayName="Amélie Roux", email="amelie.roux@vallis.example")
        recipes, tenders = others.make("Recipes"), others.make("Tenders")
        drafts = others.make("Drafts", recipes)
        others.make("Summer", drafts)

        def demand(**rule):
            reply = admin.post(f"{workspace}/approval-rules", rule, Reeve_Code=others.codes.pop())
            assert reply.status == 201, reply

        demand(folder=recipes, approvers=[ids["Bartosz Wilk"]])
        demand(folder=tenders, approvers=[ids["Hana Sato"]])
        hana.pictures = pictures
        changes = Changes(session, hana)

    def row(state, title=FOLDERS):
        return app.find("list item", re.compile(f"^{re.escape(title)}"), visible=True, timeout=30,
                        where=lambda node: node.find(name=state, timeout=0) is not None)

    def open_approvals():
        app.find("list item", "Approvals").reveal().click()

    def choose_view(n):
        app.find("combo box", visible=True).find("toggle button").open()
        app.find("list item", state="focused")
        session.key(*["Home"], *["Down"] * n, "Return")

    def decide(verb, **body):
        waiting = wilk.get(f"{workspace}/approvals?mine=to-decide").json["items"]
        assert len(waiting) == 1, waiting
        reply = wilk.post(f"{workspace}/approvals/{waiting[0]['id']}/{verb}", body | {"code": fresh_code(wilk, used)})
        assert reply.status == 200, reply

    def grants(folder):
        return [grant["principal"] for grant in admin.get(f"{workspace}/folders/{folder}/grants").json["items"] if grant["folder"] == folder]

    with tap.step("nothing waits"):
        open_approvals()
        app.find(name="Nothing to Decide", visible=True)
        hana.picture("approvals-1-empty")

    with tap.step("rules are listed, and one is made here, with a code"):
        hana.press("Rules…")
        rules = app.find("dialog", "What Demands an Approval")
        rules.find("list item", re.compile("^Vallis Research / Recipes"), visible=True, timeout=20)
        rules.find("button", "Demand an Approval", visible=True).click()
        dialog = app.find("dialog", "Demand an Approval")
        subject = dialog.find("combo box", re.compile("^What needs an approval"))
        subject.focus()
        session.key("space")
        app.find("list item", state="focused")
        session.key("Home", "Down", "Down", "Down", "Down", "Return")
        app.wait_for(lambda: not dialog.find(name="Folder, and all below it", visible=True, timeout=0), 10, "an operation")
        dialog.find("toggle button", "Add an Approver", visible=True).open()
        app.find(name="Find a person", visible=True, state="focused").type("Bart")
        app.find("list item", re.compile("^Bartosz Wilk"), visible=True)
        session.key("Return")
        dialog.find("button", "Take Out Bartosz Wilk", visible=True)
        hana.picture("approvals-1-rule")
        session.key("ctrl+Return")
        app.find("dialog", "Enter a Code", timeout=20)
        hana.give_code(hana.code())
        app.wait_gone("dialog", "Demand an Approval", timeout=20)
        rules.find("list item", re.compile("^Remove users"), visible=True, timeout=20)
        made = [rule for rule in admin.get(f"{workspace}/approval-rules").json["items"] if rule.get("operation") == "users.remove"]
        assert [rule["approvers"] for rule in made] == [[ids["Bartosz Wilk"]]], made
        hana.picture("approvals-1-rules")
        session.key("Escape")
        app.wait_gone("dialog", "What Demands an Approval")

    with tap.step("a folder says whose approval its changes need, by its own rule or one above it, and leads to the rule"):
        def demanded(place, *names):
            line = app.find("list item", re.compile(f"^Changes here need an approval by {', '.join(names)}$"), visible=True, timeout=20)
            line.find(name=place, timeout=20)
            return line

        app.find("list item", "Permissions", visible=True).click()
        changes.choose("Tenders")
        demanded("By a rule for this folder and all below it", "Hana Sato")
        changes.choose("Recipes")
        demanded("By a rule for this folder and all below it", "Bartosz Wilk")
        hana.picture("approvals-2-folder")
        for name in ("Drafts", "Summer"):
            session.key("Right", "Right")
            changes.choose(name)
            line = demanded("By a rule for Vallis Research / Recipes", "Bartosz Wilk")
        line.click()
        app.find("dialog", "Edit Rule").find("button", "Take Out Bartosz Wilk", visible=True)
        session.key("Escape")
        app.wait_gone("dialog", "Edit Rule")
        changes.choose("Vallis Research")
        app.find("button", "Give Access…", visible=True)
        for name, approver in ("Recipes", "Bartosz Wilk"), ("Tenders", "Hana Sato"):
            line = app.find("list item", re.compile(f"^Access given here needs an approval by {approver}$"), visible=True, timeout=20)
            line.find(name=f"It comes down to Vallis Research / {name}, which has a rule", timeout=20)
        assert not app.find("list item", re.compile("^Changes here need"), visible=True, timeout=0)
        hana.picture("approvals-2-root")

    with tap.step("which follows the rules"):
        demand(folder="root", approvers=[ids["Hana Sato"], ids["Bartosz Wilk"]])
        demanded("By a rule for this folder and all below it", "Hana Sato", "Bartosz Wilk")
        changes.choose("Summer")
        demanded("By a rule for Vallis Research / Recipes", "Bartosz Wilk")
        app.find(name="By a rule for Vallis Research", visible=True, timeout=20)
        everywhere, = [rule for rule in admin.get(f"{workspace}/approval-rules").json["items"] if rule.get("folder") == "root"]
        rule = f"{workspace}/approval-rules/{everywhere['id']}"
        reply = admin.post(f"{workspace}/approvals", {"method": "DELETE", "path": rule, "reason": "A trial"})
        assert reply.status == 201, reply
        decide("approve")
        reply = admin.call("DELETE", rule, headers={"If-Match": f'"{everywhere["version"]}"', "Reeve-Code": others.codes.pop(),
                                                    "Reeve-Approval": reply.json["id"]})
        assert reply.status in (200, 204), reply
        app.wait_for(lambda: not app.find(name="By a rule for Vallis Research", visible=True, timeout=0), 30, "one rule")

    with tap.step("a change of the folder is held, and asked for with a reason"):
        changes.choose("Recipes")
        changes.give("People", "Amélie Roux", "Edit")
        changes.preview()
        hana.press("Apply")
        dialog = app.find("dialog", "This Needs an Approval", timeout=20)
        dialog.find(name=re.compile("Vallis Research / Recipes"), visible=True)
        dialog.find(name=re.compile("Bartosz Wilk"), visible=True)
        assert "sensitive" not in dialog.find("button", "Ask for Approval").states
        dialog.find("text", "Why, for who decides").type("Ticket 4711")
        hana.picture("approvals-2-ask")
        hana.press("Ask for Approval")
        app.wait_gone("dialog", "This Needs an Approval", timeout=20)
        app.wait_gone("dialog", "Preview Changes")
        app.wait_gone("dialog", "Give Access")
        changes.shown("^You asked for an approval")
        assert grants(recipes) == [], grants(recipes)

    with tap.step("who asked sees it wait, and cannot approve it"):
        open_approvals()
        choose_view(1)
        row("Waits for a decision")
        hana.picture("approvals-3-asked")
        row("Waits for a decision").click()
        dialog = app.find("dialog", "Approval")
        dialog.find(name="Give access to Amélie Roux", timeout=20)
        dialog.find(name=re.compile("^You asked for this"), visible=True)
        dialog.find("button", "Take Back", visible=True)
        assert not dialog.find("button", "Approve", visible=True, timeout=0)
        assert not dialog.find("button", "Do It Now", visible=True, timeout=0)
        hana.picture("approvals-4-own")

    with tap.step("it is approved elsewhere, which shows by itself, and is done from here"):
        decide("approve", note="Fine by me.")
        dialog.find(name=re.compile("^Approved by Bartosz Wilk"), timeout=30)
        dialog.find(name="Fine by me.")
        hana.picture("approvals-5-approved")
        hana.press("Do It Now")
        app.wait_gone("dialog", "Approval", timeout=20)
        row("Done")
        assert grants(recipes) == [roux], grants(recipes)

    def ask_for(name, **change):
        """Bartosz asks for a change of the other folder."""
        draft = {"changes": [change]}
        plan = wilk.post(f"{workspace}/permissions/plan", draft)
        assert plan.status == 200, plan
        body = draft | {"hash": plan.json["hash"]}
        path = f"{workspace}/permissions/apply"
        assert wilk.post(path, body).json["reason"] == "approval_needed"
        reply = wilk.post(f"{workspace}/approvals", {"method": "POST", "path": path, "body": api.json.dumps(body), "reason": name})
        assert reply.status == 201, reply
        return reply.json["id"], lambda: wilk.post(path, body, Reeve_Approval=reply.json["id"])

    def ask(name, verb):
        return ask_for(name, action="grant", folder=tenders, principalKind="user", principal=roux, verbs=[verb])[1]

    with tap.step("somebody else's request is decided on with all of it in sight"):
        use = ask("For the summer tender", "edit")
        hana.go_to("Overview")
        app.find("list item", re.compile("^.?Bartosz Wilk.? asks for your approval"), visible=True, timeout=30).click()
        dialog = app.find("dialog", "Approval", timeout=20)  # over its list
        app.find("combo box", "To Decide")
        dialog.find(name="Give access to Amélie Roux", timeout=20)
        dialog.find(name="For the summer tender")
        dialog.find(name="Bartosz Wilk")
        dialog.find(name=re.compile("Tenders · No access → May view and edit"))
        hana.picture("approvals-6-decide")

    with tap.step("to refuse needs a note; a wrong code is said in place, and nothing that was typed is lost"):
        hana.press("Refuse")
        dialog.find(name="Say why, for who asked.", visible=True)
        dialog.find("text", "Note to who asked").type("Until October only.")
        hana.press("Approve")
        dialog.find(name=re.compile("^Type the six digits"), visible=True)
        hana.give_code("000000")
        hana.press("Approve")
        dialog.find(name=re.compile("code.*(wrong|right)", re.IGNORECASE), visible=True, timeout=20)
        assert dialog.find("text", "Note to who asked").text == "Until October only."
        hana.picture("approvals-7-wrong-code")

    with tap.step("with a code it is approved, and who asked does it"):
        hana.give_code(hana.code())
        hana.press("Approve")
        app.wait_gone("dialog", "Approval", timeout=20)
        app.find(name="Nothing to Decide", visible=True, timeout=30)
        reply = use()
        assert reply.status == 200, reply
        assert use().status != 200
        assert grants(tenders) == [roux], grants(tenders)

    with tap.step("another is refused with a note, and stays refused"):
        use = ask("And to manage it", "approve")
        row("Waits for a decision").click()
        dialog = app.find("dialog", "Approval")
        dialog.find(name="And to manage it", timeout=20)
        dialog.find("text", "Note to who asked", visible=True, timeout=20).type("One is enough.")
        hana.give_code(hana.code())
        hana.press("Refuse")
        app.wait_gone("dialog", "Approval", timeout=20)
        assert use().status == 403
        choose_view(2)
        row("Refused").click()
        dialog = app.find("dialog", "Approval")
        dialog.find(name="One is enough.", timeout=20)
        dialog.find(name="Refused", timeout=20)
        dialog.find(name="Asked for", timeout=20)
        assert not dialog.find("button", "Approve", visible=True, timeout=0)
        hana.picture("approvals-8-refused")
        session.key("Escape")
        app.wait_gone("dialog", "Approval")

    with tap.step("what would be taken away is said to be: whose, where and what"):
        grant, = [each["id"] for each in admin.get(f"{workspace}/folders/{tenders}/grants").json["items"] if each["folder"] == tenders]
        waiting, _ = ask_for("The tender is over", action="revoke", grant=grant)
        choose_view(0)
        row("Waits for a decision").click()
        dialog = app.find("dialog", "Approval")
        dialog.find(name="Remove the access of Amélie Roux", timeout=20)
        dialog.find(name="Vallis Research / Tenders · May view and edit")
        hana.picture("approvals-8-revoke")
        session.key("Escape")
        app.wait_gone("dialog", "Approval")
        assert wilk.post(f"{workspace}/approvals/{waiting}/withdraw", None).status == 200
        app.find(name="Nothing to Decide", visible=True, timeout=30)

    with tap.step("and still is when it is over, by the names of then"):
        others.rename(tenders, "Closed")
        choose_view(2)
        row("Withdrawn").click()
        dialog = app.find("dialog", "Approval")
        dialog.find(name="Remove the access of Amélie Roux", timeout=20)
        dialog.find(name="Vallis Research / Tenders · May view and edit")
        hana.picture("approvals-8-over")
        session.key("Escape")
        app.wait_gone("dialog", "Approval")
        others.rename(tenders, "Tenders")
        choose_view(0)

    def remove(name):
        app.find("list item", "Users", visible=True).click()
        session.key("F5")  # others' new people are told of, not thrust in
        hana.row(name).click()
        session.key("Delete")

    def ask_to_remove(name, why):
        remove(name)
        dialog = app.find("dialog", "This Needs an Approval", timeout=20)
        dialog.find(name=re.compile("^Remove users"), visible=True)
        dialog.find("text", "Why, for who decides").type(why)
        hana.press("Ask for Approval")
        app.wait_gone("dialog", "This Needs an Approval", timeout=20)

    with tap.step("removing somebody is held too, and goes through by itself once it is approved"):
        ask_to_remove("Amélie Roux", "She left")
        app.find(name=re.compile(".*You asked for an approval"), timeout=20)
        hana.picture("approvals-9-held")
        hana.row("Amélie Roux")
        waiting = wilk.get(f"{workspace}/approvals?mine=to-decide").json["items"]
        assert waiting[0]["method"] == "DELETE" and waiting[0]["path"].endswith(roux), waiting
        decide("approve")
        remove("Amélie Roux")
        hana.no_row("Amélie Roux")

    with tap.step("or is done from the approval, though the person was changed meanwhile"):
        novak = others.add("users", displayName="Jan Novak", email="jan.novak@vallis.example")
        ask_to_remove("Jan Novak", "He left, too")
        decide("approve")
        path = f"{workspace}/users/{novak}"
        assert admin.patch(path, {"displayName": "Jan Nowak"}, admin.get(path).json["version"]).status == 200
        open_approvals()
        choose_view(1)
        row("Approved", "Remove users").click()
        dialog = app.find("dialog", "Approval")
        dialog.find(name=re.compile("^Approved by Bartosz Wilk"), timeout=20)
        hana.press("Do It Now")
        app.wait_gone("dialog", "Approval", timeout=20)
        assert novak not in [user["id"] for user in admin.get(f"{workspace}/users").json["items"]]

    with tap.step("the trail of it"):
        row("Done", "Remove users").click()
        dialog = app.find("dialog", "Approval")
        for step in ("Used", "Approved", "Asked for"):
            dialog.find(name=step, timeout=20)
        hana.picture("approvals-10-trail")
        session.key("Escape")
        app.wait_gone("dialog", "Approval")

    def give_recovery_code():
        dialog = app.find("dialog", "Enter a Code", timeout=20)
        dialog.find("button", "Use a Recovery Code…").click()
        dialog.find("text", "Recovery code", visible=True).type(others.codes.pop())
        session.key("Return")
        app.wait_gone("dialog", "Enter a Code", timeout=20)

    def open_rule():
        app.find("dialog", "What Demands an Approval").find("list item", re.compile("^Remove users"), visible=True, timeout=20).click()
        dialog = app.find("dialog", "Edit Rule")
        dialog.find("button", "Take Out Bartosz Wilk", visible=True, timeout=20)
        return dialog

    def removal_rules():
        return [rule for rule in admin.get(f"{workspace}/approval-rules").json["items"] if rule.get("operation") == "users.remove"]

    with tap.step("a rule is made stricter with a code alone"):
        hana.press("Rules…")
        dialog = open_rule()
        assert "sensitive" not in dialog.find("combo box", re.compile("^What needs an approval")).states
        made = dialog.find("label", re.compile(r"^Approvers: \u2068?Bartosz Wilk\u2069?\n.*What is held: Remove users", re.DOTALL), timeout=20).name
        assert "created" not in made and ids["Hana Sato"] not in made, made
        dialog.find("spin button", re.compile("^Hours until a request ends"), visible=True).focus()
        session.key("ctrl+a")
        session.type("24")
        hana.picture("approvals-11-edit-rule")
        session.key("ctrl+Return")
        give_recovery_code()
        app.wait_gone("dialog", "Edit Rule", timeout=20)
        assert [rule["hours"] for rule in removal_rules()] == [24], removal_rules()

    def demand_none():
        dialog = app.find("dialog", "Edit Rule")
        dialog.find(name="Demand No Approval Any More", role=re.compile("button|list item")).focus()
        session.key("Return")
        return dialog

    with tap.step("to take it away is held by the rule itself, and asked for from where it is"):
        open_rule()
        dialog = demand_none()
        ask_dialog = app.find("dialog", "This Needs an Approval", timeout=20)
        ask_dialog.find(name=re.compile("Bartosz Wilk"), visible=True)
        ask_dialog.find("text", "Why, for who decides").type("Nobody leaves any more")
        hana.press("Ask for Approval")
        app.wait_gone("dialog", "This Needs an Approval", timeout=20)
        dialog.find(name=re.compile(".*You asked for an approval"), visible=True, timeout=20)
        hana.picture("approvals-12-rule-held")
        assert len(removal_rules()) == 1, removal_rules()

    with tap.step("once it is approved it goes, with a code; and nothing holds a removal any more"):
        decide("approve")
        demand_none()
        give_recovery_code()
        app.wait_gone("dialog", "Edit Rule", timeout=20)
        rules = app.find("dialog", "What Demands an Approval")
        app.wait_for(lambda: not rules.find("list item", re.compile("^Remove users"), timeout=0), 20, "no such rule")
        assert removal_rules() == [], removal_rules()
        session.key("Escape")
        app.wait_gone("dialog", "What Demands an Approval")
    hana.quit()


if __name__ == "__main__":
    main()
