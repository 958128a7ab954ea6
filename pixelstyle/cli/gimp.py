"""`gimp install`, `gimp doctor`, `gimp uninstall`: the plug-in and the GIMPs of this user."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pixelstyle.gimp import chosen_profiles, examine, find_profiles, install, uninstall

ProfileFolder = Annotated[
    Path | None,
    typer.Option("--profile", help="one GIMP profile, in place of all that are found", show_default=False),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="say what would be done, and do nothing")]


def gimp_app() -> typer.Typer:
    """The three commands."""
    made = typer.Typer(help="Put PixelStyle into GIMP 3, check it, take it out again.", no_args_is_help=True)
    made.command("install")(install_command)
    made.command("doctor")(doctor_command)
    made.command("uninstall")(uninstall_command)
    return made


def install_command(profile: ProfileFolder = None, dry_run: DryRun = False) -> int:
    """Put the plug-in into every GIMP 3 profile; GIMP shows it after its next start, under Filters > PixelStyle."""
    for found in chosen_profiles(profile):
        for line in install(found, dry_run=dry_run):
            print(line)
    if not dry_run:
        print("Restart GIMP; PixelStyle is under Filters > PixelStyle. `pixelstyle gimp doctor` checks everything.")
    return 0


def doctor_command(profile: ProfileFolder = None) -> int:
    """Check profile, folder, run bit, engine, torch and device: each ok, or what to do; exit status 1 if any is not."""
    status = 0
    for found in chosen_profiles(profile):
        for finding in examine(found):
            print(f"{'ok  ' if finding.fine else 'BAD '} {finding.what:<12} {finding.text}")
            status = status if finding.fine else 1
    return status


def uninstall_command(profile: ProfileFolder = None, dry_run: DryRun = False) -> int:
    """Take the plug-in out of every GIMP 3 profile."""
    lines = [
        line
        for found in (chosen_profiles(profile) if profile else find_profiles())
        for line in uninstall(found, dry_run=dry_run)
    ]
    print("\n".join(lines) or "There is nothing to remove.")
    return 0
