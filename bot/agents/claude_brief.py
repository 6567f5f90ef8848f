"""A model's draft, held against its sources, as the brief that people see. Pure.

What cannot be found is said and not shown: an invented quote never becomes a fact, and takes the score with it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.agents.draft import Draft, Evidence, Uncertainty
from bot.agents.lookups import Findings, Read
from bot.agents.quotes import Checked, Source, check, unfound
from bot.workflows import Step, Workflow
from storage.models import Brief, Doubt, Fact

MOST = 6000
"""Characters of what the agent says in its own words."""


@dataclass(frozen=True)
class Material:
    """What a brief is made from: the sources the model was given, whether a text gives orders, how it was made."""

    workflow: Workflow
    sources: Mapping[str, Source]
    orders: bool
    how: str

    def findings(self) -> Findings:
        """The look-ups among the sources. What names a thing is what look-ups are asked by."""
        reads = [Read(*_read(source)) for source in self.sources.values() if source.id.startswith("read:")]
        keys = {name for tool in self.workflow.reads.values() for name in tool.model.model_fields}
        return Findings([read for read in reads if not {"refused", "failed"} & read.result.keys()], frozenset(keys))


def _read(source: Source) -> tuple[str, Mapping[str, Any], Mapping[str, Any]]:
    return source.label, source.args, source.data if isinstance(source.data, Mapping) else {}


def bare(material: Material, assessment: str = "") -> Brief:
    """The brief of a case without a draft: what was looked up, and what the model said last."""
    found = material.findings()
    return Brief(
        doubts=found.doubts({}),
        facts=found.facts({}),
        orders=material.orders,
        assessment=assessment[:MOST],
        how=material.how,
    )


def of_draft(
    material: Material, draft: Draft, step: Step | None = None, args: Mapping[str, Any] | None = None
) -> Brief:
    """The brief of a proposal (with its step and arguments), or of a case that is given up."""
    given, found = args or {}, material.findings()
    told = found.facts(given)
    good, against = check(draft.evidence, material.sources), check(draft.counter_evidence, material.sources)
    facts = [*told, *_facts(good, told), *_facts(against, told, against=True)]
    doubts = [*_invented(good, against), *found.doubts(given), *(_doubt(each, step) for each in draft.uncertainties)]
    return Brief(
        doubts=tuple(sorted(dict.fromkeys(doubts), key=lambda doubt: not doubt.changes_answer)),
        facts=tuple(dict.fromkeys(facts)),
        unfound=unfound(given, step.tool.model, list(material.sources.values())) if step else (),
        orders=material.orders,
        assessment=_assessment(draft)[:MOST],
        how=material.how,
    )


def honest(draft: Draft, sources: Mapping[str, Source]) -> bool:
    """Whether every quote is where the draft says it is."""
    return not check((*draft.evidence, *draft.counter_evidence), sources).invented


def _facts(checked: Checked, told: Sequence[Fact], *, against: bool = False) -> list[Fact]:
    """The evidence whose quote is there, except what a look-up told already."""
    said = [fact.text for fact in told]
    return [
        Fact(text=_with_quote(each), source=source.label, against=against)
        for each, source in checked.found
        if not any(each.quote in text for text in said)
    ]


def _with_quote(evidence: Evidence) -> str:
    claim = evidence.claim.strip().rstrip(". ")
    claim = claim[:1].upper() + claim[1:]
    return claim if evidence.quote.strip() in claim else f"{claim}: “{evidence.quote.strip()}”"


def _invented(*checked: Checked) -> list[Doubt]:
    """The quotes that are nowhere: what was claimed with them does not count."""
    lost = [f"“{each.quote.strip()}”" for part in checked for each in part.invented]
    if not lost:
        return []
    many = f"{len(lost)} quotes stand" if len(lost) > 1 else "One quote stands"
    return [Doubt(what=f"{many} in no source: {', '.join(lost)}.", changes_answer=True)]


def _doubt(open_point: Uncertainty, step: Step | None) -> Doubt:
    known = step is not None and open_point.argument in step.tool.model.model_fields
    return Doubt(
        what=open_point.what,
        changes_answer=open_point.would_change_decision,
        settled_by=open_point.resolve_by,
        field=open_point.argument if known else "",
    )


def _assessment(draft: Draft) -> str:
    """The model's own words, a paragraph for each part."""
    parts = [draft.situation, *(f"- {line}" for line in draft.background), draft.assessment]
    parts += [f"Instead: {each.what} Not chosen: {each.why_not}" for each in draft.alternatives]
    return "\n".join(parts)


def unparsed(data: Any) -> str:
    """What a model wrote that does not have the form it should have, for the person who takes the case."""
    return f"Unparsed, as the model wrote it: {json.dumps(data, ensure_ascii=False, default=str)}"[:MOST]
