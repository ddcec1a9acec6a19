"""`grader doctor`: what this machine can do."""

from __future__ import annotations

import click

from grader import doctor


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document on stdout.")
def command(as_json: bool) -> int:
    """Say what is installed, how well student code is isolated here, and what would make it better."""
    findings = doctor.examine()
    click.echo(findings.as_json() if as_json else findings.as_text())
    return 0 if findings.healthy else 1
