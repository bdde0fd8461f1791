"""RESULTS.md: a section a benchmark, so that one can be measured again without losing the others."""

import re
from dataclasses import dataclass, field

from measure import Row

MARK = "<!-- {} -->"


@dataclass
class Section:
    name: str
    taken: str
    title: str = ""
    rows: list[Row] = field(default_factory=list)
    failure: str = ""

    def text(self) -> str:
        lines = [MARK.format(self.name), f"## {self.title or self.name}", "", self.taken + ".", ""]
        if self.rows:
            lines += ["| work | against | goal | Fovea | peer | ratio | met |", "|---|---|---|---|---|---|---|"]
        for row in self.rows:
            met = {True: "yes", False: "**no**", None: ""}[row.met]
            lines.append(f"| {row.work} | {row.against} | {row.goal} | {row.ours} | {row.theirs} | {row.ratio} | {met} |")
        lines += ["", *[f"- {row.work}: {row.note}" for row in self.rows if row.note]]
        if self.failure:
            lines += ["", "**Failed:** " + self.failure.replace("\n", " ")]
        return "\n".join(lines).rstrip() + "\n"


def write(path, sections, order, peers):
    """Puts `sections` in the place of those of their names; the rest stays as it was."""
    texts = {name: text for name, text in existing(path).items() if name in order}
    texts.update({section.name: section.text() for section in sections})
    kept = [texts[name] for name in order if name in texts]
    body = "\n".join(kept)
    missed = [" against ".join(row) for row in re.findall(r"^\| (.*?) \| (.*?) \|.*\*\*no\*\* \|$", body, re.MULTILINE)]
    failed = [name for name in order if "\n**Failed:**" in texts.get(name, "")]
    met = len(re.findall(r"^\|.*\| yes \|$", body, re.MULTILINE))
    head = [
        "# Benchmark results",
        "",
        "`make bench` writes this file. All sides of a row were run in turn (A B A B), five times unless a note says otherwise;",
        "figures are medians (lowest-highest), the ratio is that of neighbouring runs: how much better Fovea is.",
        "",
        f"Peers: {peers}.",
        "",
        f"{met} goals met, {len(missed)} not" + (": " + "; ".join(missed) if missed else "") + ".",
        "",
    ]
    if failed:
        head += [f"Failed: {', '.join(failed)}.", ""]
    path.write_text("\n".join(head) + "\n" + body)


def existing(path) -> dict[str, str]:
    if not path.exists():
        return {}
    parts = re.split(r"^<!-- (\w+) -->\n", path.read_text(), flags=re.MULTILINE)
    return {name: MARK.format(name) + "\n" + text.rstrip() + "\n" for name, text in zip(parts[1::2], parts[2::2])}
