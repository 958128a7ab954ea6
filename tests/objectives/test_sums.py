"""Terms and objectives are values: they are weighted and added, and what is made of them judges as it is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from pixelstyle.objectives import (
    ClassGoal,
    Content,
    Dream,
    GramStyle,
    Keep,
    KeepColours,
    Objective,
    Part,
    Stimulus,
    Summand,
    Tidiness,
    TotalVariation,
)

PICTURE = torch.rand(1, 3, 8, 8, generator=torch.Generator().manual_seed(1))
SEEN = {name: torch.rand(1, 4, 6, 6, generator=torch.Generator().manual_seed(2)) for name in ("a", "b", "logits")}
OTHER = {name: values.flip(2) for name, values in SEEN.items()}

TERMS: list[Callable[[], Any]] = [
    lambda: Content("a", OTHER["a"]),
    lambda: GramStyle.of({"b": OTHER["b"]}),
    lambda: Dream([Stimulus("a", 2.0), Stimulus("b", -1.0)], OTHER),
    lambda: ClassGoal("logits", 1),
    lambda: TotalVariation(),
    lambda: Tidiness((1, 1)),
    lambda: KeepColours(PICTURE.flip(3), (1, 1)),
    lambda: Keep(PICTURE.flip(3), torch.ones(1, 1, 8, 8)),
    lambda: Part(Content("b", OTHER["b"]), 0.5),
]


def total(objective: Objective) -> float:
    return objective(PICTURE, SEEN).report()["total"]


def test_every_term_can_be_weighted_and_added() -> None:
    made = [make() for make in TERMS]
    alone = [float(term(PICTURE, SEEN)) for term in made]
    for term, loss in zip(made, alone, strict=True):
        assert issubclass(type(term), Summand)
        assert total(3 * term) == pytest.approx(3 * loss)
        assert total(term * 0.5) == pytest.approx(0.5 * loss)
    different = made[:-1]  # the Part is a content, too
    assert total(sum(different[1:], different[0] + 0)) == pytest.approx(sum(alone[:-1]), rel=1e-5)
    assert total(sum(1 * term for term in different)) == pytest.approx(sum(alone[:-1]), rel=1e-5)


@given(*[st.floats(0, 100, width=32)] * 4)
def test_weights_follow_the_rules_of_arithmetic(a: float, b: float, c: float, factor: float) -> None:
    content, style, smooth = Content("a", OTHER["a"]), GramStyle.of({"b": OTHER["b"]}), TotalVariation()
    written = Objective([(a, content), (b, style), (c, smooth)])
    added = a * content + b * style + c * smooth
    assert added.weights == written.weights and added.terms == written.terms
    assert (a * content + (b * style + c * smooth)).weights == written.weights
    assert total(factor * added) == pytest.approx(factor * total(written), rel=1e-4, abs=1e-6)
    assert (factor * added).weights == {name: factor * weight for name, weight in written.weights.items()}
    assert (content + style).weights == {"content": 1.0, "style": 1.0}


def test_an_objective_is_written_as_it_is_shown() -> None:
    made = 0.2 * Dream([Stimulus("a")], OTHER) + Content("b", OTHER["b"]) + 0.5 * TotalVariation()
    assert repr(made) == "0.2 * Dream(a=1) + 1 * Content(b) + 0.5 * TotalVariation()"
    assert made.layers == ("a", "b")


def test_what_is_made_of_an_objective_does_not_hang_on_it() -> None:
    base = Content("a", OTHER["a"]) + TotalVariation()
    louder, more = 2 * base, base + 3 * ClassGoal("logits", 0)
    base.weights["content"] = 7
    more.weights["tv"] = 9
    assert louder.weights == {"content": 2.0, "tv": 2.0}
    assert base.weights == {"content": 7, "tv": 1.0}
    assert more.weights == {"content": 1.0, "tv": 9, "class": 3.0}


def test_two_terms_of_one_name_have_one_weight_or_shares_of_it() -> None:
    first, second = Content("a", OTHER["a"]), Content("b", OTHER["b"])
    with pytest.raises(ValueError, match="two terms named content have different weights"):
        0.2 * first + 0.8 * second
    shared = 0.2 * (first + Part(second, 4.0))
    alone = [float(term(PICTURE, SEEN)) for term in (first, second)]
    assert total(shared) == pytest.approx(0.2 * alone[0] + 0.8 * alone[1])


def test_only_numbers_weigh() -> None:
    smooth: Any = TotalVariation()
    with pytest.raises(TypeError):
        smooth * smooth
    with pytest.raises(TypeError):
        (1 * smooth) * (2 * smooth)
