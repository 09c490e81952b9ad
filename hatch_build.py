"""Compiles the inner loops of the extractors while a wheel is built; without a compiler raqam reads texts by Python alone, more slowly."""

from __future__ import annotations

import runpy
import tempfile
from pathlib import Path
from typing import Any

from Cython.Build import cythonize
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from setuptools import Distribution, Extension

MODULES = ("_cutting", "_finding", "_matching")


class Native(BuildHookInterface[Any]):
    """Leaves the extension beside its source, where an editable install finds it too."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling calls it with both; what is built is the same for each version
        try:
            made = compiled(Path(self.root))
        except Exception as error:  # whatever keeps it from being built, raqam works without it
            self.app.display_warning(f"The inner loops were not compiled ({error}): raqam will read texts more slowly.")
            return
        build_data["artifacts"] += made
        build_data["pure_python"], build_data["infer_tag"] = False, True


def compiled(root: Path) -> list[str]:
    """The extension modules that were made in the tree. Raises what setuptools and Cython raise where there is no compiler."""
    digest = runpy.run_path(str(root / "extractors" / "built.py"))["digest"]
    said = [("RAQAM_BUILT_FROM", f'"{digest(root / "extractors")}"')]
    with tempfile.TemporaryDirectory() as scratch:
        sources = [Extension(f"extractors.{name}", [str(root / "extractors" / f"{name}.pyx")], define_macros=said) for name in MODULES]
        command = Distribution({"ext_modules": cythonize(sources, build_dir=scratch, quiet=True)}).get_command_obj("build_ext")
        command.build_lib, command.build_temp = str(root), scratch
        command.ensure_finalized()
        command.run()
        return [str(Path(path).relative_to(root)) for path in command.get_outputs()]
