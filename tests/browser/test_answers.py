"""Each answer of an interview is kept as it is typed, through a bad network and beside a second interviewer."""

from typing import Any

import pytest
from playwright.sync_api import Route, expect

from dematerialisation.models import Answer, Interview
from tests.browser.tools import PHONE, assert_usable, press, write
from tests.dematerialisation.factories import InterviewFactory, question_of


@pytest.mark.django_db(transaction=True)
def test_a_bad_network_and_a_second_interviewer_lose_nothing(open_page, carry_session, moderator):
    row: Any = InterviewFactory.create()
    question = question_of(row, "text")
    page = open_page(PHONE)
    carry_session(page, moderator)

    def refuse(route: Route) -> None:
        if route.request.method == "POST":
            route.abort("internetdisconnected")
        else:
            route.continue_()

    page.goto(row.get_absolute_url())
    page.route("**/remplir/", refuse)
    field = page.get_by_label(question.text)
    said = page.locator("[data-answer]", has=field).locator("[data-said]")
    write(page, field, "Dit sans réseau.")
    expect(said).to_contain_text("Le réseau ne répond pas")
    page.watch.faults.clear()
    # The words wait in this tab, and leave when the page is there again.
    page.on("dialog", lambda dialog: dialog.accept())
    page.unroute("**/remplir/")
    page.reload()
    expect(field).to_have_value("Dit sans réseau.")
    expect(said).to_contain_text("Gardé à")
    assert Answer.objects.get().text == "Dit sans réseau."
    Answer.objects.update(text="Dit par l’autre.", version=2)
    page.watch.expect_status(409)
    write(page, field, "Dit ensuite.")
    expect(said).to_contain_text("Dit par l’autre.")
    expect(field).to_have_value("Dit ensuite.")
    # Going on typing chooses nothing: the other's answer stands until a button is pressed.
    write(page, field, "Dit ensuite, et la suite.")
    page.wait_for_timeout(2000)
    assert Answer.objects.get().text == "Dit par l’autre."
    assert_usable(page)
    press(page, said.get_by_role("button", name="Garder ma réponse"))
    expect(said).to_contain_text("Gardé à")
    assert Answer.objects.get().text == "Dit ensuite, et la suite."
    assert Interview.objects.get().answers.get().version == 3
