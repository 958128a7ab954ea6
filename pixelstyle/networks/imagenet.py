"""What a picture is likeliest of, by the 1,000 classes that the classifiers know."""

from __future__ import annotations

from torch import Tensor

from pixelstyle.network_facts import class_names


def top_classes(logits: Tensor, count: int = 5) -> list[tuple[str, float]]:
    """The `count` likeliest classes and their probabilities, from the logits [1, 1000, 1, 1] of one picture."""
    shares, numbers = logits.flatten().float().softmax(0).topk(count)
    return [(class_names()[number], share) for number, share in zip(numbers.tolist(), shares.tolist(), strict=True)]
