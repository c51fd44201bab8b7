"""Findings for people and for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

from generator.drift.findings import Finding, Severity, counted

ORDER: tuple[Severity, ...] = ("breaking", "additive", "wording")


def as_json(findings: Sequence[Finding]) -> str:
    """Return the findings as a list of objects in JSON."""
    return json.dumps([finding.as_json() for finding in findings], ensure_ascii=False, indent=2)


def as_table(findings: Sequence[Finding]) -> str:
    """Return the findings for a terminal, the worst first."""
    if not findings:
        return "no drift: the document says what the spec expects of it"
    lines: list[str] = []
    for severity in ORDER:
        for finding in findings:
            if finding.severity == severity:
                lines += _entry(finding)
    counts = Counter(finding.severity for finding in findings)
    known = sum(finding.known for finding in findings)
    summary = ", ".join(f"{counts[severity]} {severity}" for severity in ORDER if counts[severity])
    lines.append(
        f"{counted(len(findings), 'finding')}: {summary}" + (f"; {known} in the spec, as newer" if known else "")
    )
    return "\n".join(lines)


def _entry(finding: Finding) -> list[str]:
    place = " ".join(part for part in (finding.operation, finding.where) if part)
    return [
        f"{finding.severity:9} {finding.kind}: {place}",
        f"            document  {finding.document or '-'}" + _in(str(finding.section)),
        f"            spec      {finding.spec or '-'}" + _in(str(finding.edit)),
    ]


def _in(place: str) -> str:
    return f"   [{place}]" if place else ""
