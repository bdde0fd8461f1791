"""`make bench`: every benchmark, one after the other, into Benchmarks/RESULTS.md. Names of benchmarks as arguments run only those."""

import datetime
import importlib.util
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "support"))

from measure import machine  # noqa: E402

BENCHMARKS = {"api": HERE / "api" / "bench.py", "browser": HERE / "browser" / "bench.py"}


def load(path):
    spec = importlib.util.spec_from_file_location(f"bench_{path.parent.name}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main():
    wanted = sys.argv[1:] or list(BENCHMARKS)
    rows = []
    for name in wanted:
        print(f"== {name}", flush=True)
        rows += load(BENCHMARKS[name]).run()
    lines = [
        "# Benchmark results", "", f"{datetime.date.today()}, {machine()}. Both sides interleaved, five pairs, median (lowest-highest). `make bench` writes this file.", "",
        "| work | against | goal | Fovea | peer | ratio | met |", "|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        ratio = f"{row.ratio:.1f}x" if row.ratio else ""
        met = {True: "yes", False: "**no**", None: ""}[row.met]
        lines.append(f"| {row.work} | {row.against} | {row.goal} | {row.ours} | {row.theirs} | {ratio} | {met} |")
    notes = [f"- {row.work}: {row.note}" for row in rows if row.note]
    text = "\n".join([*lines, "", *notes]) + "\n"
    (HERE / "RESULTS.md").write_text(text)
    print(text)


if __name__ == "__main__":
    main()
