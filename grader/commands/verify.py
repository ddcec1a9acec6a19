"""`grader verify`: an assignment proves itself."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from grader import pipeline, places, sandbox
from grader.oracle import Oracle
from grader.verify import Proof, mistakes, mutants, reference, samples
from grader.warming import wanted


@click.command()
@click.argument("assignment")
@click.option("--trust", is_flag=True, help="I trust the samples: run them even where nothing holds them back.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document on stdout.")
def command(assignment: str, trust: bool, as_json: bool) -> int:
    """Prove ASSIGNMENT before a student meets it: one table, and a sentence for each proof that fails.

    \b
    reference   the expected values earn everything
    float32     and still do when they are rounded to single precision
    mistakes    every declared mistake loses marks and is named as itself
    starter     the files that everybody gets earn nothing
    samples     the hand-ins in samples/ earn exactly what samples/marks.yaml says
    mutants     the reference, changed in one place at a time, loses marks
    """
    place = places.locate(assignment, Path.cwd())
    proofs = list(_proofs(place, trust))
    if as_json:
        rows = [{"kind": p.kind, "subject": p.subject, "holds": p.holds, "sentence": p.sentence} for p in proofs]
        click.echo(json.dumps({"assignment": place.name, "proofs": rows}, indent=2))
    else:
        _tell(proofs)
    return 0 if all(proof.holds for proof in proofs) else 1


def _proofs(place: places.Place, trust: bool) -> Iterator[Proof]:
    plan = pipeline.prepare(place.spec, place.root)
    yield from reference.prove(plan)
    yield from mistakes.prove(plan)
    yield from mutants.prove(plan, Oracle(place.root, str(place.spec)))
    with sandbox.open_box(warm=wanted([place.spec.parent / "samples"]), trusted=trust) as box:
        yield from samples.prove(plan, place, box)


def _tell(proofs: Sequence[Proof]) -> None:
    from rich.console import Console
    from rich.table import Table

    kinds: dict[str, list[Proof]] = defaultdict(list)
    for proof in proofs:
        kinds[proof.kind].append(proof)
    table = Table("proof", "holds", "of", box=None, pad_edge=False)
    for kind, rows in kinds.items():
        table.add_row(kind, str(sum(row.holds for row in rows)), str(len(rows)))
    Console(file=sys.stdout).print(table)
    for proof in proofs:
        if not proof.holds:
            click.echo(f"\n{proof.kind} {proof.subject}: {proof.sentence}")
    figures = [proof for proof in proofs if proof.holds and proof.sentence]
    if figures:
        click.echo("")
    for proof in figures:
        click.echo(f"{proof.kind} {proof.subject}: {proof.sentence}")
