"""A computer made of words, for set-up to ask instead of the real one."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field

from start import Machine, Ran

CHROMIUM = "/own/chromium-1/INSTALLATION_COMPLETE"
SHELL = "/own/chromium_headless_shell-1/INSTALLATION_COMPLETE"
OWN = """\
Chrome for Testing 1.0 (playwright chromium v1)
  Install location:    /own/chromium-1
  Download url:        https://example.test/chromium.zip

FFmpeg (playwright ffmpeg v1)
  Install location:    /own/ffmpeg-1

Chrome Headless Shell 1.0 (playwright chromium-headless-shell v1)
  Install location:    /own/chromium_headless_shell-1
"""


@dataclass
class Pretend:
    """Programs and files that are there; parts of command lines that fail; files that a command line brings."""

    files: set[str] = field(default_factory=set)
    fails: set[str] = field(default_factory=set)
    brings: dict[str, str] = field(default_factory=dict)
    environ: dict[str, str] = field(default_factory=dict)
    modules: set[str] = field(default_factory=lambda: {"venv", "ensurepip"})
    system: str = "linux"
    is_root: bool = False
    ran: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    @property
    def machine(self) -> Machine:
        """What set-up is handed."""
        return Machine(
            system=self.system,
            is_root=self.is_root,
            environ=self.environ,
            which=self.which,
            exists=self.files.__contains__,
            has_module=self.modules.__contains__,
            run=self.run,
            say=self.said.append,
        )

    def which(self, name: str) -> str | None:
        """Programs are the files in /bin."""
        return f"/bin/{name}" if f"/bin/{name}" in self.files else None

    def run(self, command: Sequence[str]) -> Ran:
        """Answer as told; whatever was not told about succeeds in silence."""
        line = " ".join(command)
        self.ran.append(line)
        if any(part in line for part in self.fails):
            return subprocess.CompletedProcess(command, 1, f"Error: {line}")
        self.files.update(file for part, file in self.brings.items() if part in line)
        return subprocess.CompletedProcess(command, 0, OWN if "--dry-run" in line else "")

    def count(self, part: str) -> int:
        """How many command lines held these words."""
        return sum(part in line for line in self.ran)
