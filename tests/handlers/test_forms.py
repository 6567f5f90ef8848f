"""What help tells: five forms, the rest under More, and nothing that does not work."""

import re

from handlers.slack import commands, forms
from handlers.slack.ids import Action
from tests.handlers.rules import parts
from workspace.blocks import visible_text


def test_help_shows_five_forms_and_a_button_for_the_rest() -> None:
    told = forms.first()
    shown = re.findall(r"/handoff ([a-z<]+)", " ".join(visible_text(told.blocks)))
    assert shown == ["<request", "queue", "status", "autonomy", "digest"]
    assert [part["action_id"] for part in parts(told.blocks) if part.get("type") == "button"] == [Action.FORMS]


def test_every_exact_form_of_the_command_is_told_once() -> None:
    told = [form for form, _ in (*forms.SHOWN, *forms.MORE)]
    assert len(set(told)) == len(told)
    exact = {form.removesuffix(" why") for form in told if re.fullmatch(r"[a-z ]+", form)}
    assert exact == {*commands.EXACT, "codes"}


def test_the_rest_is_told_without_the_window_too() -> None:
    everything = " ".join(visible_text(forms.rest().blocks))
    assert all(f"/handoff {form}  {what}" in everything for form, what in forms.MORE)
    window = forms.window()
    assert all(f"/handoff {form}" in str(window) for form, _ in (*forms.SHOWN, *forms.MORE))
