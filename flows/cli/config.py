"""``raqam config``: every setting, and where its value came from."""

from __future__ import annotations

from pathlib import Path

import click

from flows.cli.options import format_option


@click.command("config", short_help="Show every setting and where it came from.")
@click.option("--home", type=click.Path(path_type=Path), help="Where the warehouse lies.")
@click.option("--workers", type=click.IntRange(1), help="How many processes extract.")
@format_option("table", "csv", "json")
def command(home: Path | None, workers: int | None, shape: str) -> None:
    """Show every setting: its value, where it came from, what it means.

    Weakest first: defaults, the environment (RAQAM_HOME, RAQAM_WEB_DELAY), raqam.toml in the working folder or where RAQAM_CONFIG
    says, and the arguments of a command. What may be secret is shown as ***.

    \b
    Examples:
      raqam config
      raqam config --workers 4 --format json
    """
    import polars

    from flows.cli.present import write
    from flows.settings import Setting, explain

    write(polars.DataFrame(list(explain(home=home, workers=workers)), schema=Setting._fields, orient="row"), shape)
