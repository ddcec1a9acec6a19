"""The corpus as the manual shows it.

python -m tests.attacks.table    renews the tables at the end of docs/security.md
"""

from pathlib import Path

from tests.attacks.attack import Attack
from tests.attacks.corpus import ATTACKS

PAGE = Path(__file__).parents[2] / "docs" / "security.md"
MARK = "<!-- from here on made by tests/attacks/table.py; change the corpus instead -->"
TITLES = {
    "forged scores": "What comes back is wrong, and everything near it says that it is right.",
    "stolen answers": "Each looks for a word that only the teacher's side knows, and returns it if it finds it.",
    "denial": "Each uses up what everybody shares. Its own function fails, its other points stay, nobody else's move.",
    "escape": "Each reaches out of the box. The kernel refuses.",
    "hostile files": "Each attacks before a line of it runs, or in what it leaves in the reports.",
}


def tables() -> str:
    """Everything behind the mark."""
    lines = [MARK, ""]
    for category, what in TITLES.items():
        rows = [attack for attack in ATTACKS if attack.category == category]
        lines += [f"### {category.capitalize()}: {len(rows)}", "", what, ""]
        lines += ["| attack | what it tries | isolated, confined | none |", "|---|---|---|---|"]
        lines += [f"| {one.id} | {_plain(one.tries)} | {outcome(one)} | {_unheld(one)} |" for one in rows]
        lines.append("")
    return "\n".join(lines[:-1]) + "\n"


def outcome(attack: Attack) -> str:
    """What comes of it, in few words; test_corpus.py holds every level to the points and the observation behind it."""
    if attack.category == "stolen answers":
        return "finds nothing"
    if attack.category == "escape":
        return "refused"
    if attack.category == "hostile files":
        return _of_files(attack.points)
    seen = attack.seen.replace("stopped: ", "stopped, ") if attack.seen not in ("", "any") else "stopped or refused"
    if attack.category == "forged scores":
        return "no points" if attack.seen in ("", "any", "returned") else f"no points; {seen}"
    return "does no harm" if attack.points[0] else seen


def _of_files(points: tuple[int, ...]) -> str:
    if not any(points):
        return "no points, and the report says why"
    return "graded all the same" if points[:2] == (3, 2) else "costs what it is part of"


def _unheld(attack: Attack) -> str:
    return "**succeeds**" if attack.weak else ""


def _plain(text: str) -> str:
    for sign in "\\|*_`[<":
        text = text.replace(sign, {"<": "&lt;"}.get(sign, "\\" + sign))
    return text


def renewed(page: str) -> str:
    """The page with its tables as the corpus has them now."""
    return page.partition(MARK)[0] + tables()


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text("utf-8")), encoding="utf-8")
