"""Again: repeat the run that made a PNG, from the settings that the PNG carries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import is_file, read_bytes, sha256_of, split_layer
from pixelstyle.formats import places_of, png_record
from pixelstyle.recipes.registry import Recipe, find_recipe
from pixelstyle.recipes.result import Result
from pixelstyle.recipes.run import EARLY_STEPS, Watcher, drain
from pixelstyle.screens import ScreenMode
from pixelstyle.settings import OptimiseSettings, Settings
from pixelstyle.version import __version__

if TYPE_CHECKING:
    from pixelstyle.optimise import Step
    from pixelstyle.recipes.run import Run


@dataclass(frozen=True)
class Record:
    """What a PNG knows of the run that made it."""

    path: Path
    """The PNG."""
    version: str
    recipe: Recipe
    settings: Settings
    inputs: dict[str, dict[str, str]]
    """{'path', 'sha256'} of every file that went in: the recipe's inputs, and files that settings name. Of a picture
    that was cut elsewhere than in the middle also 'focus' and 'window'."""
    stopped_after: int | None
    """The iterations done, when the run was stopped by hand."""
    early: tuple[int, int] | None
    """After how many iterations it was told to finish early, and in how many more."""

    troubled: bool
    """Whether it ended early for another reason."""
    computed: dict[str, str | int]
    """The device, threads, instructions and torch that it was computed with, as far as it tells."""

    @property
    def whole(self) -> bool:
        """Whether the run came to its end."""
        return self.stopped_after is None and not self.troubled

    @property
    def other_version(self) -> bool:
        """Whether another version of the program made it, so that the bytes may differ."""
        return self.version != __version__

    def prepare(
        self, moved: Mapping[str, str | Path] | None = None, *, force: bool = False, trust: bool = False
    ) -> AgainRun:
        """The same run again, with files found as `located` finds them. Raises PixelStyleError as it does.

        From now on torch uses as many threads as it did then, where the record tells.
        """
        found = self.located(moved, force=force, trust=trust)
        positional = {item.name: found[item.name] for item in self.recipe.inputs if item.name in found}
        in_settings = {name: str(path) for name, path in found.items() if name not in positional}
        settings = self.settings.with_files(in_settings)
        self.recipe.look_over(positional, [settings])
        note = self._take_up(settings)
        run = self.recipe.prepare(positional, settings)
        kept = {name: facts for name, facts in self.inputs.items() if sha256_of(found[name]) == facts["sha256"]}
        return AgainRun(run.mode, run.headline, run, self.settings, kept, self.stopped_after, self.early, note)

    def _take_up(self, settings: Settings) -> str:
        """Compute as it was computed then; gives what cannot be as it was, '' for nothing."""
        if not self.computed:
            return ""
        from pixelstyle.optimise import choose_device, take_up

        device = choose_device(settings.device) if isinstance(settings, OptimiseSettings) else "cpu"
        return take_up(self.computed, device)

    def located(
        self, moved: Mapping[str, str | Path] | None = None, *, force: bool = False, trust: bool = False
    ) -> dict[str, Path]:
        """Where each file is now; none of them has been read as what it is meant to be.

        `moved` tells where some are, by name; the others are looked for where they were, from here and from the PNG's
        folder, and beside the PNG. A PNG may be a stranger's: what it names elsewhere than in these two folders counts
        only with `trust`. Raises PixelStyleError for a missing one, and for one that has changed unless `force`.
        """
        moved = moved or {}
        for name in moved:
            if name not in self.inputs:
                raise PixelStyleError(f"'{self.path}' was made without '{name}': it had {', '.join(self.inputs)}.")
        found = {}
        for name, facts in self.inputs.items():
            found[name] = path = self.find(name, moved.get(name))
            if not (trust or name in moved or self._is_near(path)):
                article = "an" if name.startswith(("i", "o")) else "a"
                raise PixelStyleError(
                    f"'{self.path}' names {article} {name} elsewhere, '{path}': if you trust it add --trust, or name a "
                    f"file with {_told(name)}."
                )
            if not force and sha256_of(path) != facts["sha256"]:
                raise PixelStyleError(
                    f"The {name} '{path}' is not the file that '{self.path}' was made from; "
                    "add --force to use it all the same."
                )
        return found

    def settings_here(self, files: Mapping[str, Path]) -> Settings:
        """The settings, the mode file of which, if there is one, is named where it was `located`."""
        return self.settings.with_files({"mode": str(files["mode"])}) if "mode" in files else self.settings

    def unchanged(self, name: str) -> Path:
        """Where an input is that has not changed since. Raises PixelStyleError where there is none."""
        path = self.find(name)
        if sha256_of(path) != self.inputs[name]["sha256"]:
            raise PixelStyleError(f"The {name} '{path}' is not the file that '{self.path}' was made from.")
        return path

    def find(self, name: str, moved: str | Path | None = None) -> Path:
        """Where an input is now. Raises PixelStyleError when it is gone."""
        stored = self.inputs[name]["path"]
        places = places_of(stored, self.path) if moved is None else [Path(moved)]
        for place in places:
            if is_file(split_layer(place)[0]):
                return place
        if moved is not None:
            raise PixelStyleError(f"There is no {name} file '{moved}'.")
        raise PixelStyleError(f"The {name} '{stored}' is no longer there; say where it is with {_told(name)}.")

    def _is_near(self, path: Path) -> bool:
        """Whether a file lies in this folder or the PNG's, or below: links count where they lead."""
        real = split_layer(path)[0].resolve()
        return any(real.is_relative_to(folder.resolve()) for folder in (Path.cwd(), self.path.parent))


@dataclass
class AgainRun:
    """A run whose result carries the record of the run that it repeats, so that its bytes are the same."""

    mode: ScreenMode
    headline: str
    run: Run
    settings: Settings
    inputs: dict[str, dict[str, str]]
    """Of the unchanged inputs: their paths as they were given the first time."""
    stopped_after: int | None
    """The iteration after which it stops, as the run did that it repeats; None: at its end."""
    early: tuple[int, int] | None
    """After how many iterations it finishes early, as that run did, and in how many more."""
    note: str = ""
    """What of the computer is not as it was, so that the bytes may differ."""

    def steps(self) -> Iterator[Step]:
        """As of Run."""
        for step in self.run.steps() if self.stopped_after != 0 else ():
            yield step
            if self.early is not None and step.iteration == self.early[0]:
                self.run.finish_early(self.early[1])
            if step.iteration == self.stopped_after:
                return

    def finish_early(self, steps: int = EARLY_STEPS) -> int:
        """As of Run: sooner than the run that is repeated."""
        self.stopped_after = self.early = None
        return self.run.finish_early(steps)

    def result(self) -> Result:
        """As of Run, with the settings and inputs of the first time."""
        result = self.run.result()
        return replace(result, settings=self.settings, inputs=result.inputs | self.inputs)

    def save_checkpoint(self, path: str | Path) -> None:
        """As of Run: a checkpoint of the run that is repeated."""
        self.run.save_checkpoint(path)

    def resume(self, path: str | Path) -> None:
        """As of Run."""
        self.run.resume(path)


def again(
    png: str | Path,
    *,
    moved: Mapping[str, str | Path] | None = None,
    force: bool = False,
    trust: bool = False,
    watch: Watcher | None = None,
) -> Result:
    """The picture in a PNG that this program saved, made once more: `result.png()` has the same bytes.

    `moved` says where inputs are now, by name; `force` goes on although one has changed, `trust` reads what the PNG
    names outside of this folder and the PNG's. Raises PixelStyleError for a PNG without a record, and for inputs that
    are gone.
    """
    return drain(read_record(png).prepare(moved, force=force, trust=trust), watch)


def read_record(path: str | Path) -> Record:
    """The record in a PNG. Raises PixelStyleError when it has none, or none that this version understands."""
    path = Path(path)
    try:
        record = png_record(read_bytes(path, "picture"))
    except PixelStyleError as error:
        raise PixelStyleError(str(error) if str(path) in str(error) else f"'{path}': {error}") from None
    if "recipe" not in record:
        raise PixelStyleError(
            f"'{path}' does not carry the settings of a run; PNGs that 'stylize' and 'convert' save do."
        )
    try:
        recipe = find_recipe(str(record["recipe"]))
        settings = recipe.settings.of(recipe.settings.without_outputs(_mapping(record["settings"]), "its record"))
        inputs = {name: _facts(facts) for name, facts in _mapping(record["inputs"]).items()}
        needed = {item.name for item in recipe.inputs if not item.optional}
        if not needed | set(settings.files()) <= set(inputs):
            raise KeyError  # a file without its checksum: no run has written that
        return Record(
            path=path,
            version=str(record["version"]),
            recipe=recipe,
            settings=settings,
            inputs=inputs,
            stopped_after=_count(record.get("stopped_after")),
            early=_early(record.get("finished_early")),
            troubled="trouble" in record,
            computed=_computed(record.get("computed", {})),
        )
    except (KeyError, TypeError):
        raise PixelStyleError(f"The settings that '{path}' carries are damaged.") from None
    except PixelStyleError as error:
        raise PixelStyleError(f"The settings that '{path}' carries do not fit this version: {error}") from None


def _told(name: str) -> str:
    """The option that says where an input is."""
    listed = name.rpartition("_")[2].isdecimal()
    return f"--moved {name}=FILE" if listed else f"--{name.replace('_', '-')} FILE"


def _mapping(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise TypeError
    return value


def _facts(value: Any) -> dict[str, str]:
    facts = _mapping(value)
    return {"path": str(facts["path"]), "sha256": str(facts["sha256"])} | {
        name: str(facts[name]) for name in ("focus", "window") if name in facts
    }


def _computed(value: Any) -> dict[str, str | int]:
    kinds = {"device": str, "threads": int, "instructions": str, "torch": str}
    told = {name: item for name, item in _mapping(value).items() if name in kinds}
    if not all(type(item) is kinds[name] for name, item in told.items()):
        raise TypeError
    return told


def _early(value: Any) -> tuple[int, int] | None:
    if value is None:
        return None
    after, steps = (_count(_mapping(value)[name]) for name in ("after", "steps"))
    if not after or not steps:
        raise TypeError
    return after, steps


def _count(value: Any) -> int | None:
    if value is not None and (not isinstance(value, int) or value < 0):
        raise TypeError
    return value
