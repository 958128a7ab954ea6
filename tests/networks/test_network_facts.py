"""What is known of networks without running them is what they are."""

from __future__ import annotations

import pytest

from pixelstyle.network_facts import class_names, network_facts
from pixelstyle.networks import network_names
from tools.list_networks import TABLES, tables


@pytest.mark.slow
def test_the_table_is_of_the_networks_that_there_are() -> None:
    assert TABLES.read_text(encoding="utf-8") == tables()


def test_there_is_a_row_for_each() -> None:
    assert list(network_facts()) == network_names()
    assert all(facts.layers and facts.weights for facts in network_facts().values())
    assert {facts.layers["logits"] for facts in network_facts().values() if "logits" in facts.layers} == {1000}
    assert len(class_names()) == 1000
