"""`grader schema`: the JSON Schemas that editors and other programs use."""

from __future__ import annotations

import json

import click


@click.command()
@click.argument("document", type=click.Choice(["assignment", "report"]), default="assignment")
def command(document: str) -> int:
    """Print the JSON Schema of assignment.yaml (the default) or of report.json.

    \b
    grader schema > assignment.schema.json
    and in the first line of assignment.yaml:  # yaml-language-server: $schema=assignment.schema.json
    """
    from grader import kinds, spec

    found = spec.schema() if document == "assignment" else kinds.find("reports", "json").schema()
    click.echo(json.dumps(found, indent=2))
    return 0
