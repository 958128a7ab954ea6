"""Stylize: the content of one picture in the style of another, under the machine's rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self, Unpack, overload

import numpy as np
import torch

from pixelstyle.errors import PixelStyleError
from pixelstyle.objectives import Objective, TotalVariation
from pixelstyle.optimise import (
    Convert,
    Judge,
    Method,
    Optimisation,
    Outcome,
    Target,
    find_method,
    make_method,
    make_target,
)
from pixelstyle.palettes import Palette
from pixelstyle.recipes.canvas import Canvas, changed_screen
from pixelstyle.recipes.network_pair import Judges
from pixelstyle.recipes.record import read_record
from pixelstyle.recipes.regions.target import target_with_regions
from pixelstyle.recipes.regions.transparency import screen_for, uncovered
from pixelstyle.recipes.requests.given_objects import with_names
from pixelstyle.recipes.requests.given_pictures import Picture, with_files
from pixelstyle.recipes.requests.small_screens import for_screen
from pixelstyle.recipes.result import Result
from pixelstyle.recipes.run import Run, Watcher, drain
from pixelstyle.recipes.run_result import finished
from pixelstyle.recipes.runs.clusters import clustered
from pixelstyle.recipes.runs.coarse_to_fine import grown
from pixelstyle.recipes.runs.free_first import FreeFirstRun
from pixelstyle.recipes.runs.painted import prepare_painted
from pixelstyle.recipes.runs.scheduled import ScheduledRun
from pixelstyle.recipes.runs.staged import StagedRun
from pixelstyle.recipes.runs.temporal_coherence import beside_bars, framed_as
from pixelstyle.recipes.stylize_judge import judge_in_24_bits, layers_of, stylize_judge
from pixelstyle.recipes.stylize_scene import Inputs, StylizeScene
from pixelstyle.screens import ScreenMode, get_mode
from pixelstyle.settings import SUBJECT, StylizeKeywords, StylizeSettings


def stylize(
    content: Picture, style: Picture | None = None, *, watch: Watcher | None = None, **settings: Unpack[StylizeKeywords]
) -> Result:
    """The picture `content` in the style of `style`. Settings: the fields of StylizeSettings.

    Without a style a `painter` is among the settings. `watch` is called with every Step. Raises PixelStyleError for
    anything that cannot be done as asked.
    """
    with with_names(settings) as plain:
        wanted = StylizeSettings.of(plain)

        def work(content: str | Path, style: str | Path | None = None) -> Result:
            run = prepare_stylize(content, None, wanted) if style is None else prepare_stylize(content, style, wanted)
            return drain(run, watch)

        return with_files(work, content=content, **({} if style is None else {"style": style}))


@overload
def prepare_stylize(
    content: str | Path, style: str | Path, settings: StylizeSettings, mode: ScreenMode | None = None
) -> ScheduledRun[StylizeSettings] | StagedRun: ...


@overload
def prepare_stylize(
    content: str | Path, style: None, settings: StylizeSettings, mode: ScreenMode | None = None
) -> Run: ...


def prepare_stylize(
    content: str | Path, style: str | Path | None, settings: StylizeSettings, mode: ScreenMode | None = None
) -> Run:
    """Read the inputs, check the settings, load the network: everything up to the first step.

    `mode` is a machine of the caller's own, in place of the one that the settings name. Raises PixelStyleError for
    anything that cannot be done as asked.
    """
    if settings.painter is not None or style is None:
        return prepare_painted(content, style, settings, mode)
    if settings.grow > 1 and settings.carry is not None:
        raise PixelStyleError("A frame that carries on from another one does not grow: leave out --grow or --carry.")
    inputs = Inputs.read(content, style, settings)
    work = Stylization.of(inputs, settings, mode or screen_for(inputs.content, inputs.cut, settings))
    if settings.grow > 1:
        return grown(
            lambda smaller: Stylization.of(inputs, settings, smaller, work.scene).run(), work.run(), settings.grow
        )
    if settings.free_first and work.scene.canvas.mode.constrained:
        return work.run_free_first()
    return work.run()


@dataclass(frozen=True)
class Stylization:
    """One picture on one screen: what its run begins with, and what it asks for when settings change on the way."""

    inputs: Inputs
    settings: StylizeSettings
    """As they are at the beginning, with what suits the screen by itself."""
    asked: StylizeSettings
    """The same as a person gave them, for records and checkpoints."""
    mode: ScreenMode | None
    """A machine of the caller's own."""
    judges: Judges
    scene: StylizeScene

    @classmethod
    def of(
        cls,
        inputs: Inputs,
        settings: StylizeSettings,
        mode: ScreenMode | None,
        larger: StylizeScene | None = None,
    ) -> Self:
        """With the colours and the window of a `larger` screen's scene or, without one, those that suit it.

        Raises PixelStyleError as the parts do.
        """
        asked, canvas = settings, Canvas.of(settings, inputs.content, mode)
        whole = canvas if larger is None else larger.canvas
        if mode is not None and mode.name == settings.mode and larger is None:  # it may be a draft of that
            whole = Canvas.of(settings, inputs.content)
        settings = for_screen(settings, whole.mode)
        canvas = replace(canvas, tone=settings.tone)
        if larger is not None:
            canvas = replace(canvas, framing=larger.canvas.framing)
        elif settings.carry is not None and settings.focus == SUBJECT:
            canvas = framed_as(read_record(settings.carry), canvas)
        judges = Judges.load(settings, layers_of(settings))
        colours = None if larger is None else larger.colours
        scene = StylizeScene.of(inputs, canvas, settings, judges.device, colours)
        return cls(inputs, settings, asked, mode, judges, scene)

    def run(self, before: int = 0) -> ScheduledRun[StylizeSettings]:
        """A run that is about to take its first step, after so many that others have taken.

        Raises PixelStyleError for a schedule that cannot be kept.
        """
        return self._under_rules(stylize_judge(self.judges, self.scene, self.settings), before)

    def run_free_first(self) -> FreeFirstRun:
        """The same, made in 24 bits first. Raises what `run` does."""
        if self.settings.at:
            self.run()  # what its schedule asks for is refused now, not after an hour
        width, height = self.scene.shown.shape[3], self.scene.shown.shape[2]
        target = make_target(get_mode("none").resized(width, height), None, self.settings.metric, self.judges.device)

        def judge_of(now: StylizeSettings) -> Judge:
            return judge_in_24_bits(Judges.load(now, layers_of(now)), self.scene, now)

        def target_of(now: StylizeSettings) -> Target:
            self.target_of(now)  # refuses what the rules cannot change to
            if now.metric != self.settings.metric and not find_method(now.method).measures:
                raise PixelStyleError(f"{now.method} measures colours at the beginning only: its metric cannot change.")
            return target

        convert, steps = Convert(target, self.scene.shown, 1), self.settings.steps
        work = Optimisation(judge_of(self.settings), convert, iterations=steps, optimiser=self.settings.optimiser)
        free = self._scheduled(work, judge_of, target_of)
        return FreeFirstRun([free], under_rules=self._after, screen=self.scene.canvas.mode)

    def _after(self, reference: np.ndarray, done: int, judged: bool) -> ScheduledRun[StylizeSettings]:
        """The run from a picture, uint8 [h, w, 3], that was made in 24 bits in so many iterations."""
        after = replace(self, scene=self.scene.toward(reference / np.float32(255)))
        if judged:
            return after.run(done)
        judge = Judge(self.judges.fast, Objective([(1.0, TotalVariation())]), self.scene.canvas.mode.pixel)
        return after._under_rules(judge, done)

    def _under_rules(self, judge: Judge, before: int) -> ScheduledRun[StylizeSettings]:
        settings = self.settings
        optimisation = Optimisation(
            judge,
            self._method(),
            iterations=settings.steps,
            optimiser=settings.optimiser,
            rate=settings.rate,
            before=before,
        )
        return self._scheduled(optimisation, self.judge_of, self.target_of)

    def _scheduled(
        self,
        optimisation: Optimisation,
        judge_of: Callable[[StylizeSettings], Judge],
        target_of: Callable[[StylizeSettings], Target],
    ) -> ScheduledRun[StylizeSettings]:
        method, settings = optimisation.method, self.settings
        canvas, screen = self.scene.canvas, self.scene.canvas.mode
        facts = self.inputs.facts | {"content": canvas.described(self.inputs.facts["content"])}

        def finish(outcome: Outcome) -> Result:
            ended = clustered(outcome, self.scene, settings, optimisation.judge)
            result = finished("stylize", method.target.mode, self.asked, facts, ended, method.name, self.judges)
            return uncovered(result, self.inputs.content, self.inputs.cut)

        headline = f"{facts['content']['path']} in the style of {facts['style']['path']}, on {screen.title}"
        identity = {
            "recipe": "stylize",
            "content": facts["content"]["sha256"],
            "style": facts["style"]["sha256"],
            "settings": self.asked.identity(),
        }
        run = ScheduledRun(screen, headline, optimisation, finish, identity, settings, judge_of, target_of)
        run.asked = self.asked
        return run

    def judge_of(self, now: StylizeSettings) -> Judge:
        """The judge that other settings ask for, of the same scene. Raises what `stylize_judge` does."""
        return stylize_judge(Judges.load(now, layers_of(now)), self.scene, now)

    def target_of(self, now: StylizeSettings) -> Target:
        """The screen that other settings ask for. Raises PixelStyleError for what cannot change on the way."""
        if self.scene.carried is not None:
            raise PixelStyleError("A frame that carries on from another one keeps its screen, colours and cells.")
        palette = None if self.scene.colours is None else self.scene.colours.palette
        return self._target(*changed_screen(self.settings, now, self.inputs.content, self.mode, palette), now.metric)

    def _target(self, screen: ScreenMode, palette: Palette | None, metric: str) -> Target:
        partition, bars = self.scene.partition, self.scene.canvas.bars(palette)
        if partition is None or palette is None:
            target = make_target(screen, palette, metric, self.judges.device)
        else:
            target = target_with_regions(screen, palette, metric, partition)
        return target if bars is None else beside_bars(target, bars)

    def _method(self) -> Method:
        scene, settings = self.scene, self.settings
        palette = None if scene.colours is None else scene.colours.palette
        target, begin = self._target(scene.canvas.mode, palette, settings.metric), scene.start(settings)
        if scene.carried is not None:
            method = scene.carried.method(settings.method, target, begin, settings.every)
            if scene.carried.exact:  # what a person began with is to be gone on with, not to be melted
                method.trust()
            return method
        method = make_method(settings.method, target, begin, settings.every)
        if scene.bars is not None:
            method.pin(torch.from_numpy(scene.bars.where).to(target.device))
        if scene.reference is not None:
            method.trust(dithers=not settings.clusters)
        return method
