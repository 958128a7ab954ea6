"""Who does the tasks: this process, Dask, or a queue of jobs."""
