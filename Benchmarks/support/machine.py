"""What the figures were taken on: the machine, and the versions of everything that was measured against."""

import importlib.metadata
import os
import pathlib
import platform
import re
import subprocess

from measure import ROOT


def machine() -> str:
    with open("/proc/cpuinfo") as file:
        model = next((line.split(":")[1].strip() for line in file if line.startswith("model name")), platform.machine())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores of {model}, {memory:.0f} GiB, {platform.system()} {platform.release()}"


def load() -> str:
    return f"{os.getloadavg()[0]:.1f}"


def peers() -> str:
    found = [f"Python {platform.python_version()}"]
    for line in (ROOT / "scripts" / "python-bench-requirements.txt").read_text().splitlines():
        name = re.split(r"[\[=#\s]", line.strip())[0]
        if name:
            found.append(f"{name} {version(name)}")
    found += trainer()
    for command in (["pgbench", "--version"], ["wrk", "-v"], ["sqlite3", "--version"]):
        found.append(program(command))
    return ", ".join(found)


def version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "missing"


def program(command: list[str]) -> str:
    try:
        # wrk says its version on the way to a usage error.
        answer = subprocess.run(command, capture_output=True, text=True)
    except OSError:
        return f"{command[0]} missing"
    number = re.search(r"\d+(\.\d+)+", answer.stdout + answer.stderr)
    return f"{command[0]} {number.group() if number else '?'}"


def trainer_python() -> pathlib.Path:
    chosen = os.environ.get("FOVEA_TRAINER_PYTHON")
    return pathlib.Path(chosen) if chosen else ROOT / ".venv-trainer" / "bin" / "python"


def trainer() -> list[str]:
    ask = "import importlib.metadata as m; print(*[f'{n} {m.version(n)}' for n in ('ultralytics', 'torch', 'onnxruntime')], sep='\\n')"
    try:
        answer = subprocess.run([trainer_python(), "-c", ask], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ["the trainer's environment missing"]
    return answer.stdout.split("\n")[:-1]
