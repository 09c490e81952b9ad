"""Running it: sources, the pipeline, its Prefect flow and the command line."""
