"""Many at work: the same bytes by one process, by Dask's workers, when these are killed, and by a queue of jobs."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
from pathlib import Path

import pytest

from pixelstyle.film import (
    DaskCluster,
    Here,
    Plan,
    Progress,
    Task,
    WorkFolder,
    digest_of_frames,
    make_frames,
    open_job_description,
    read_plan,
    slurm_script,
)
from tests.command_line import CommandLine
from tests.film.films import crossed, pan, write
from tests.film.test_frames import planned

yaml = pytest.importorskip("yaml")

FILM = [*crossed(36, 2), *pan(20, name="chelsea")]


def digest_by(plan: Plan, work: WorkFolder, workers: int, kills: int = 0, seed: int = 0) -> str:
    """The SHA-256 of all frames; some of the workers are killed while they are at work."""
    executor = Here(plan.look, work) if workers == 1 else DaskCluster(plan.look, work, workers=workers)
    dice, left = random.Random(seed), kills

    def tell(progress: Progress, task: Task | None) -> None:
        nonlocal left
        if left and task is not None and dice.random() < 0.5:
            left -= 1
            assert isinstance(executor, DaskCluster)
            os.kill(dice.choice(sorted(executor.processes())), signal.SIGKILL)

    try:
        done = make_frames(iter([(plan, plan.tasks)]), executor, work, Progress(), tell)
    finally:
        executor.close()
    assert done is plan
    assert left < max(1, kills)
    return digest_of_frames(plan, work)


@pytest.mark.slow
def test_the_bytes_do_not_hang_on_how_many_work_nor_on_who_is_killed(tmp_path: Path) -> None:
    found = set()
    for number, (workers, kills) in enumerate([(1, 0), (2, 0), (3, 2)]):
        (folder := tmp_path / str(number)).mkdir()
        plan, work = planned(folder, FILM, "gameboy")
        found.add(digest_by(plan, work, workers, kills, seed=number))
    assert len(found) == 1


@pytest.mark.slow
def test_a_shot_that_comes_twice_is_made_once(tmp_path: Path) -> None:
    found = set()
    for workers in (1, 2):
        (folder := tmp_path / str(workers)).mkdir()
        plan, work = planned(folder, [*pan(20), *pan(20, name="chelsea"), *pan(20)], "gameboy")
        assert len({task.name for task in plan.tasks}) < len(plan.tasks)
        found.add(digest_by(plan, work, workers))
    assert len(found) == 1


@pytest.mark.slow
def test_a_scheduler_elsewhere_and_files_that_are_only_here(
    tmp_path: Path, pixelstyle: CommandLine, van_gogh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from distributed import LocalCluster

    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    film = write(tmp_path / "in.mkv", pan(2), codec="ffv1", pixels="bgr0")
    asked = ("film", film, van_gogh, "-m", "pico-8", "-n", 2, "-q", "--enlarge", 1)
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster:
        ran = pixelstyle(*asked, "-o", tmp_path / "there.gif", "--dask", cluster.scheduler_address)
    assert (ran.status, ran.err) == (0, "")
    assert not list((tmp_path / "tmp").glob("pixelstyle-*"))
    assert pixelstyle(*asked, "-o", tmp_path / "here.gif", "--workers", 1).status == 0
    assert (tmp_path / "there.gif").read_bytes() == (tmp_path / "here.gif").read_bytes()


@pytest.mark.slow
def test_a_scheduler_that_does_not_answer_is_one_line(
    tmp_path: Path, pixelstyle: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pixelstyle.workers.cluster.PATIENCE", 1)
    film = write(tmp_path / "in.mp4", pan(2))
    ran = pixelstyle("film", film, "-m", "gameboy", "-o", tmp_path / "o.gif", "--dask", "tcp://127.0.0.1:9", "-q")
    assert ran.status == 2
    assert "does not answer" in ran.err
    assert len(ran.err.splitlines()) == 1


@pytest.mark.slow
def test_a_queue_does_a_plan_in_any_order(tmp_path: Path, pixelstyle: CommandLine) -> None:
    film, plan = write(tmp_path / "in.mp4", pan(20)), tmp_path / "plan.json"
    asked = ("film", film, "-m", "gameboy")
    assert pixelstyle(*asked, "-o", tmp_path / "o.gif", "--plan", plan).status == 0
    count = len(read_plan(plan).tasks)
    assert not (tmp_path / "o.gif").exists() and "o.gif" not in plan.read_text()  # no file says where one is written
    assert "Say where the film goes" in pixelstyle("film", "--plan", plan, "--do", "join").err
    ran = pixelstyle("film", "--plan", plan, "--do", "join", "-o", tmp_path / "o.gif")
    assert ran.status == 2
    assert "do what makes it" in ran.err
    for number in reversed(range(count)):
        assert pixelstyle("film", "--plan", plan, "--do", number, "-q").status == 0
    assert pixelstyle("film", "--plan", plan, "--do", "join", "-o", tmp_path / "o.gif", "-q").status == 0
    assert pixelstyle(*asked, "-o", tmp_path / "p.gif", "--workers", 1, "-q").status == 0
    assert (tmp_path / "o.gif").read_bytes() == (tmp_path / "p.gif").read_bytes()
    for wrong, told in ((str(count), "There is no task"), ("x", "is no task"), ("5-2", "There is no task")):
        ran = pixelstyle("film", "--plan", plan, "--do", wrong)
        assert (ran.status, told in ran.err) == (2, True)


@pytest.mark.slow
def test_the_job_files_are_what_queues_take(tmp_path: Path) -> None:
    plan, _ = planned(tmp_path, pan(40), "gameboy")
    plan.tasks.sort(key=lambda task: (task.level, task.first))
    numbers: list[int] = []
    script = tmp_path / "plan.slurm.sh"
    script.write_bytes(slurm_script(plan, tmp_path / "plan.json", tmp_path / "o.gif"))
    fake = tmp_path / "bin/sbatch"
    fake.parent.mkdir()
    fake.write_text('#!/bin/sh\necho "$@" >>"$LOG"\necho 7\n')
    fake.chmod(0o755)
    where = {**os.environ, "PATH": f"{fake.parent}:{os.environ['PATH']}", "LOG": str(tmp_path / "log")}
    subprocess.run(["sh", script], check=True, env=where, capture_output=True)
    jobs = (tmp_path / "log").read_text().splitlines()
    assert "--plan plan.json --do join -o o.gif" in jobs[-1]
    assert all("--dependency=afterok:7" in job for job in jobs[1:])
    template = json.loads(open_job_description(plan, tmp_path / "plan.json", tmp_path / "o.gif"))
    for step in template["steps"][:-1]:
        first, last = step["parameterSpace"]["taskParameterDefinitions"][0]["range"].split("-")
        numbers += range(int(first), int(last) + 1)
    assert numbers == list(range(len(plan.tasks)))
    assert sum(int(job.split("--array=0-")[1].split()[0]) + 1 for job in jobs[:-1]) == len(plan.tasks)


@pytest.mark.slow
def test_the_template_is_an_open_job_description(tmp_path: Path) -> None:
    model = pytest.importorskip("openjd.model")
    plan, _ = planned(tmp_path, pan(40), "gameboy")
    plan.tasks.sort(key=lambda task: (task.level, task.first))
    data = yaml.safe_load(open_job_description(plan, tmp_path / "plan.json", tmp_path / "o.gif"))
    template = model.decode_job_template(template=data)
    assert len(template.steps) == len({task.level for task in plan.tasks}) + 1
