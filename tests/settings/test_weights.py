"""Names with weights: what people write in lists, and what is refused."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pixelstyle.errors import PixelStyleError
from pixelstyle.settings import parse_layers, parse_statistics, split_weight

names = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)


def test_statistics_are_shares_of_the_style() -> None:
    assert parse_statistics(" gram, moments=0.5") == pytest.approx({"gram": 2 / 3, "moments": 1 / 3})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("gramm", "Did you mean gram"),
        ("gram=x", "'gram=x' is not a statistic with a weight above 0"),
        ("mean=0", "above 0"),
        ("mean=inf", "above 0"),
        (" ", "at least one, such as gram"),
    ],
)
def test_what_is_no_statistic_is_refused(text: str, told: str) -> None:
    with pytest.raises(PixelStyleError, match=told):
        parse_statistics(text)


@pytest.mark.parametrize("text", ["relu1_1=x", "relu1_1=-1", "relu1_1=nan", "relu1_1=inf", "", "relu1_1=0"])
def test_style_layers_are_understood_or_refused(text: str) -> None:
    assert parse_layers(" relu1_1, relu2_1=0.5,relu3_1 = 0 ") == {"relu1_1": 1.0, "relu2_1": 0.5, "relu3_1": 0.0}
    with pytest.raises(PixelStyleError, match="layer"):
        parse_layers(text)


@given(st.dictionaries(names, st.floats(0.01, 1e6), min_size=1, max_size=4))
@settings(max_examples=25)
def test_a_list_says_what_was_written(weights: dict[str, float]) -> None:
    text = ",".join(f"{name}={weight!r}" for name, weight in weights.items())
    assert parse_layers(text) == weights


def test_a_name_alone_counts_once_and_a_weight_that_is_no_number_is_nan() -> None:
    assert split_weight("relu3_1:5") == ("relu3_1:5", 1.0)
    assert split_weight("relu3_1 = -2") == ("relu3_1", -2.0)
    assert math.isnan(split_weight("relu3_1=two")[1])
