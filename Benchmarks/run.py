"""`make bench`: every benchmark, one after the other, into Benchmarks/RESULTS.md.

    Benchmarks/run.py [--quick] [NAME...]

Names run only those; the others' sections of RESULTS.md stay. A benchmark that fails keeps the rows it had, says why, and
makes the exit status 1. `--quick` runs once with small sizes, to see that the benchmarks work, and writes nothing.
"""

import argparse
import datetime
import importlib.util
import pathlib
import sys
import traceback

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "support"))

import machine  # noqa: E402
from measure import Effort  # noqa: E402
from report import Section, write  # noqa: E402

NAMES = (
    "api",
    "ingest",
    "thumbnails",
    "detector",
    "embedding",
    "jobs",
    "coco",
    "clustering",
    "duplicates",
    "quality",
    "training",
    "browser",
    "gallery",
)


def load(name):
    path = HERE / name / "bench.py"
    # Each benchmark finds what lies beside it by plain imports.
    sys.path.insert(0, str(path.parent))
    spec = importlib.util.spec_from_file_location(f"bench_{name}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measure(name, effort):
    section = Section(name, f"{datetime.date.today()}, {machine.machine()}; load average before: {machine.load()}")
    try:
        module = load(name)
        section.title = module.TITLE
        for row in module.run(effort):
            section.rows.append(row)
            print("   ", row.work, "|", row.ours, "|", row.theirs, "|", row.ratio, "|", row.note, flush=True)
    except Exception as error:
        traceback.print_exc()
        section.failure = f"{type(error).__name__}: {error}"
    return section


def main():
    parser = argparse.ArgumentParser(description="Measures Fovea against its peers.")
    parser.add_argument("--quick", action="store_true", help="once, with small sizes; figures mean nothing and are not kept")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    options = parser.parse_args()
    unknown = [name for name in options.names if name not in NAMES]
    if unknown:
        parser.error(f"there is no benchmark {unknown[0]}; there are {', '.join(NAMES)}")
    effort = Effort(options.quick)
    sections = []
    for name in options.names or NAMES:
        print(f"== {name}{' (quick: the figures mean nothing)' if effort.quick else ''}", flush=True)
        sections.append(measure(name, effort))
        if not effort.quick:
            # After each, so that what was measured is kept whatever happens to the rest.
            write(HERE / "RESULTS.md", sections, NAMES, machine.peers())
    for section in sections:
        print(section.text())
    if effort.quick:
        print("Quick: once, with small sizes. These figures mean nothing; RESULTS.md is as it was.")
    return 1 if any(section.failure for section in sections) else 0


if __name__ == "__main__":
    sys.exit(main())
