"""Values that do not fit are told as people say it."""

from datetime import date
from decimal import Decimal
from typing import Any, Literal

import pytest
from pydantic import BaseModel, Field, ValidationError, field_validator

from bot.misfits import fields_of


class Order(BaseModel):
    reference: str = Field("AB123", pattern=r"^[A-Z]{2}\d{3}$", description="two letters and three digits, AB123")
    code: str = Field("1", pattern=r"^\d+$")
    count: int = Field(1, ge=1, le=40)
    price: Decimal = Field(Decimal(1), gt=0, decimal_places=2)
    day: date = date(2026, 11, 22)
    room: Literal["Amber", "Birch"] = "Amber"
    gift: bool = False
    seats: int = 1
    note: str = Field("", max_length=3)
    needed: str

    @field_validator("seats")
    @classmethod
    def _seats(cls, value: int) -> int:
        if value > 20:
            raise ValueError("a room has 1 to 20 seats")
        return value


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("reference", "x", "Expected: two letters and three digits, AB123."),
        ("code", "x", "It does not have the form ^\\d+$."),
        ("count", "0", "At least 1."),
        ("count", "41", "At most 40."),
        ("count", "many", "A whole number is needed."),
        ("count", "1.5", "A whole number is needed."),
        ("price", "abc", "A number is needed."),
        ("price", "0", "It must be more than 0."),
        ("price", "1.234", "At most 2 digits after the point."),
        ("price", "NaN", "A number is needed."),
        ("day", "soon", "A date is needed, such as 2026-11-30."),
        ("room", "Cedar", "One of 'Amber' or 'Birch' is needed."),
        ("gift", "perhaps", "Yes or no is needed."),
        ("seats", "99", "a room has 1 to 20 seats."),
        ("note", "long", "At most 3 characters."),
        ("needed", None, "A text is needed."),
    ],
)
def test_a_value_that_does_not_fit(field: str, value: Any, told: str) -> None:
    with pytest.raises(ValidationError) as raised:
        Order.model_validate({"needed": "x", field: value})
    assert fields_of(raised.value, Order) == {field: told}


def test_what_is_missing_and_what_has_no_description() -> None:
    with pytest.raises(ValidationError) as raised:
        Order.model_validate({"reference": "x"})
    assert fields_of(raised.value) == {
        "reference": "It does not have the form ^[A-Z]{2}\\d{3}$.",
        "needed": "This is needed.",
    }
