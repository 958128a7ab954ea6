"""What the commands with `--workers` and `--dask` say of them."""

from __future__ import annotations

DASK_HELP = "the address of a Dask scheduler whose workers do it, such as tcp://host:8786"
ELSEWHERE = "is for this machine; a --dask scheduler has its workers already"
"""Why --workers and --dask do not go together, as film says it of an option."""
WORKERS_ELSEWHERE = f"--workers {ELSEWHERE}; leave it out."
