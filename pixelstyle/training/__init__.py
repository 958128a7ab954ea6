"""Floor 8: training of painters: what they learn from, what their pictures are judged by, and the steps."""

from pixelstyle.training.calling import train
from pixelstyle.training.evaluation import Evaluation
from pixelstyle.training.samples import Machine
from pixelstyle.training.trainer import TrainingStep
from pixelstyle.training.training import Material, Training, read_machines

__all__ = ["Evaluation", "Machine", "Material", "Training", "TrainingStep", "read_machines", "train"]
