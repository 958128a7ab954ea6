"""What may change while a run goes on is said at the field, and nowhere else."""

from dataclasses import dataclass, fields

import pytest

from pixelstyle.errors import PixelStyleError
from pixelstyle.settings import (
    ConvertSettings,
    DreamSettings,
    Options,
    ScheduledSettings,
    StylizeSettings,
    TextureSettings,
    live_names,
    option,
    scheduled_names,
)


@dataclass(frozen=True)
class Louder(ScheduledSettings):
    """One field more, and one that stays as it is."""

    loud: float = option(1.0, "how loud it is", least=0, most=2, live="judge")
    still: float = option(1.0, "what stays")


def test_a_new_live_setting_is_one_field() -> None:
    assert "loud" in live_names(Louder)
    assert [str(change) for change in Louder(at=("50%:loud=0.5",)).schedule()] == ["75:loud=0.5"]
    for at, told in (("2:still=2", "still cannot change"), ("2:loud=3", "can be from 0 to 2")):
        with pytest.raises(PixelStyleError, match=told):
            Louder(at=(at,))


def test_a_dream_follows_what_it_looks_for_and_takes_nothing_from_outside() -> None:
    assert set(scheduled_names(DreamSettings).values()) == {"weight", "judge"}
    assert {"layer", "measure", "tv_weight"} <= set(scheduled_names(DreamSettings))
    assert live_names(DreamSettings) == live_names(ConvertSettings) == []


@pytest.mark.parametrize("kind", [StylizeSettings, TextureSettings, DreamSettings])
def test_weights_are_the_settings_that_are_called_so(kind: type[Options]) -> None:
    """A run finds the term of a weight by its name."""
    for item in fields(kind):
        assert (item.metadata["live"] == "weight") == item.name.endswith("_weight")
