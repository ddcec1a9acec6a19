"""`grader verify`: an assignment proves itself."""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from grader import places
from grader.verify import Proof, keeping
from grader.verify.bench import Bench
from grader.verify.proofs import KINDS, prove
from grader.verify.suggesting import Suggestion, Unplaced, add

QUIET = 10.0  # seconds between two lines of progress in a log

HELP = "Prove ASSIGNMENT before a student meets it: one table, and a sentence for each proof that fails.\n\n\b\n"
HELP += "\n".join(f"{name:<12}{kind.shows}" for name, kind in KINDS.items())
HELP += """

A change of the reference that keeps its marks is shown with a case on which it differs, where one is found; --suggest
writes such cases into assignment.yaml. One that makes no difference is explained there, under `equivalent:`.
What was proved before, of the same contents, is not proved again. Everything stands in reports/NAME/verify.json."""


@click.command(help=HELP)
@click.argument("assignment")
@click.option(
    "--only", multiple=True, type=click.Choice(list(KINDS)), metavar="PROOF", help="Only this; may be repeated."
)
@click.option("--suggest", is_flag=True, help="Write the cases that would tell surviving mutants into assignment.yaml.")
@click.option("--fresh", is_flag=True, help="Prove everything again, also what has not changed.")
@click.option("--trust", is_flag=True, help="I trust the samples: run them even where nothing holds them back.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document on stdout.")
def command(assignment: str, only: tuple[str, ...], suggest: bool, fresh: bool, trust: bool, as_json: bool) -> int:
    """Prove an assignment and tell what came of it."""
    place = places.locate(assignment, Path.cwd())
    kept = keeping.Kept() if fresh else keeping.load(place.reports)
    watch = _Watch()
    with Bench(place, trusted=trust, tell=watch.tell) as bench:
        proofs = list(prove(bench, kept, only))
        watch.end()
        made = keeping.document(place.name, bench.plan, proofs, kept.keys)
    keeping.save(place.reports, made, kept)
    if as_json:
        click.echo(json.dumps(made, indent=2, ensure_ascii=False))
    else:
        _tell(proofs, made, kept.taken)
    if suggest:
        _suggest(place.spec, proofs)
    return 0 if made["holds"] else 1


# ---- what came of it ----


def _tell(proofs: Sequence[Proof], made: Mapping[str, Any], taken: int) -> None:
    from rich.console import Console
    from rich.table import Table

    kinds: dict[str, list[Proof]] = defaultdict(list)
    for proof in proofs:
        kinds[proof.kind].append(proof)
    table = Table("proof", "holds", "of", "", box=None, pad_edge=False)
    for kind, rows in kinds.items():
        table.add_row(kind, str(sum(row.holds for row in rows)), str(len(rows)), _worth(kind, rows, made))
    Console(file=sys.stdout).print(table)
    for proof in proofs:
        if not proof.holds:
            click.echo(f"\n{proof.kind} {proof.subject}: {proof.sentence}")
    warnings = [proof for proof in proofs if proof.holds and proof.warns]
    for number, proof in enumerate(warnings):
        click.echo(("\n" if not number else "") + f"warning: {proof.kind} {proof.subject}: {proof.sentence}")
    if taken:
        click.echo(f"\n{taken} of {len(proofs)} proofs stand as before; --fresh proves them again.")


def _worth(kind: str, rows: Sequence[Proof], made: Mapping[str, Any]) -> str:
    """A figure worth knowing about all rows of a kind."""
    if kind == "mutants" and made["mutation"]["score"] is not None:
        score = made["mutation"]
        explained = f", {score['explained']} explained" if score["explained"] else ""
        return f"{100 * score['score']:.1f} % of {score['mutants'] - score['explained']} lose marks{explained}"
    if kind == "float32":
        margins = [row.facts["margin"] for row in rows if row.facts]
        return f"the narrowest uses up 1/{min(margins):.0f} of its tolerance" if margins else ""
    if kind == "limits":
        return ", ".join(_most(rows, name, unit) for name, unit in (("total_seconds", "s"), ("memory_mib", "MiB")))
    if kind == "starter":
        return next((row.sentence for row in rows if row.holds and row.sentence), "")
    return ""


def _most(rows: Iterable[Proof], name: str, unit: str) -> str:
    return f"at most {max(row.facts[name] for row in rows):g} {unit}"


# ---- suggestions ----


def _suggest(spec: Path, proofs: Iterable[Proof]) -> None:
    wanted = {
        Suggestion(proof.subject, survivor["part"], survivor["case"])
        for proof in proofs
        if proof.kind == "mutants"
        for survivor in proof.facts.get("survivors", ())
        if survivor["case"]
    }
    if not wanted:
        click.echo("\nNo case to suggest.")
        return
    for suggestion in sorted(wanted, key=lambda one: (one.criterion, one.part or "", one.case)):
        try:
            click.echo("\n" + add(spec, [suggestion]), nl=False)
        except Unplaced as error:
            click.echo(f"\n{error}")
    click.echo("\nWritten. Verify again: one case often tells several mutants, and mistakes are judged on it, too.")


# ---- progress ----


class _Watch:
    """A line that renews itself on a terminal, a line now and then in a log; without a thread, since proofs fork."""

    def __init__(self) -> None:
        self.last = time.monotonic()
        self.drawn = False

    def tell(self, what: str) -> None:
        if sys.stderr.isatty():
            click.echo(f"\r\x1b[K{what[:100]}", nl=False, err=True)
            self.drawn = True
        elif time.monotonic() - self.last > QUIET:
            click.echo(what, err=True)
            self.last = time.monotonic()

    def end(self) -> None:
        if self.drawn:
            click.echo("\r\x1b[K", nl=False, err=True)
