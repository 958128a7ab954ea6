"""What queues are given beside a plan: a script that submits it to SLURM, and an Open Job Description template."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

from pixelstyle.film.plan import Plan
from pixelstyle.film.writing import is_folder

_ARRAY = 1000
"""Tasks of one array: SLURM's MaxArraySize is 1,001 where nobody has raised it."""


def levels_of(plan: Plan) -> list[tuple[int, int]]:
    """The first and the last number of each run of tasks that can be done at the same time, in order."""
    found: list[tuple[int, int]] = []
    for number, task in enumerate(plan.tasks):
        if found and plan.tasks[number - 1].level == task.level:
            found[-1] = found[-1][0], number
        else:
            found.append((number, number))
    return found


def slurm_script(plan: Plan, path: Path, output: Path) -> bytes:
    """A shell script that submits one array after the other, each when the one before has ended well; at last the film.

    It goes into the plan's folder. Names are quoted twice: for that shell, and for the one that does a job.
    """
    arrays = [
        (start, min(_ARRAY, last + 1 - start))
        for first, last in levels_of(plan)
        for start in range(first, last + 1, _ARRAY)
    ]
    name, film = (shlex.quote(shlex.quote(str(each))) for each in (path.name, _from(path, output)))
    lines = [
        "#!/bin/sh",
        f"# {plan.frames:,} frames in {len(plan.tasks):,} tasks. This folder is on a disc that all machines see.",
        "# What has been done is not done again: submit it once more after whatever went wrong.",
        "set -eu",
        'cd "$(dirname "$0")"',
        "submit() {  # the number of the first task, how many there are",
        "    id=$(sbatch --parsable --job-name=film --cpus-per-task=1 ${after:-} --array=0-$(($2 - 1)) \\",
        f'        --wrap="pixelstyle film --plan "{name}" --do \\$(($1 + \\$SLURM_ARRAY_TASK_ID)) -q")',
        '    after="--dependency=afterok:$id"',
        "}",
        *(f"submit {start} {count}" for start, count in arrays),
        f'sbatch --job-name=film-join $after --wrap="pixelstyle film --plan "{name}" --do join -o "{film}',
    ]
    return "\n".join(lines).encode() + b"\n"


def _from(plan: Path, output: Path) -> Path:
    """The film's place as it is told in the plan's folder."""
    whole, folder = output.absolute(), plan.absolute().parent
    return whole.relative_to(folder) if whole.is_relative_to(folder) else whole


def open_job_description(plan: Plan, path: Path, output: Path) -> bytes:
    """A job template of the Open Job Description, version 2023-09: a step a level, then one that joins."""

    def step(name: str, task: str, before: str | None, **more: Any) -> dict[str, Any]:
        arguments = ["film", "--plan", "{{Param.Plan}}", "--do", task, "-q"]
        arguments += ["-o", "{{Param.Film}}"] if task == "join" else []
        needs = {} if before is None else {"dependencies": [{"dependsOn": before}]}
        script = {"actions": {"onRun": {"command": "pixelstyle", "args": arguments}}}
        return {"name": name, **needs, **more, "script": script}

    steps: list[dict[str, Any]] = []
    for number, (first, last) in enumerate(levels_of(plan)):
        space = {"taskParameterDefinitions": [{"name": "Number", "type": "INT", "range": f"{first}-{last}"}]}
        before = steps[-1]["name"] if steps else None
        steps.append(step(f"Level{number}", "{{Task.Param.Number}}", before, parameterSpace=space))
    steps.append(step("Join", "join", steps[-1]["name"]))
    template = {
        "specificationVersion": "jobtemplate-2023-09",
        "name": "pixelstyle film",
        "parameterDefinitions": [
            {"name": "Plan", "type": "PATH", "objectType": "FILE", "dataFlow": "IN", "default": path.name},
            {
                "name": "Film",
                "type": "PATH",
                "objectType": "DIRECTORY" if is_folder(output) else "FILE",
                "dataFlow": "OUT",
                "default": str(_from(path, output)),
            },
        ],
        "steps": steps,
    }
    return json.dumps(template, indent=2).encode() + b"\n"
