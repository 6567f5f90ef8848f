"""Words of everyday requests that mean much the same: a little knowledge of language for an agent without a model.

A team has tens of examples, people have thousands of words. An example that says "revoke" should help with a request
that says "take away". The groups are about office language in general, not about any workflow, and a word may stand
in several. They only add evidence to the classifier, which learns from the examples what each of them is worth.
"""

import re

_GROUPS = {
    "add": "add adds added adding give gives gave giving given grant granted let allow allowed enable activate assign "
    "include invite join extend provide open unlock set put get gets need needs require requires hinzufügen geben "
    "freischalten brauche braucht ajouter donner añadir dar adicionar",
    "remove": "remove removed removing revoke revoked withdraw withdrawn drop take takes took taken away strip delete "
    "deleted kick cut close closed end ends stop block disable deactivate terminate detach unassign pull out off "
    "rescind entfernen entziehen löschen retirer quitar remover",
    "over": "left leave leaves leaving gone quit former ended expired anymore longer moved until finished retired "
    "resigned stopped unused obsolete doesn't don't shouldn't never not without",
    "missing": "missing lost never arrived arrive received receive nothing show showed shown turned vanished nowhere "
    "disappeared undelivered delivered deliver late delay delayed waiting waits still yet nunca chegou angekommen",
    "broken": "broken broke damaged damage cracked crack smashed torn scratch scratched scratches dent dented chipped "
    "faulty defect defective leak leaked leaks bent pieces split shattered rust rusty burnt stain stained dead "
    "works working fails failing crash crashed kaputt beschädigt defekt",
    "wrong": "wrong incorrect mixed mix-up mixup mix other another else else's instead different mistaken swapped "
    "false falsch falsche error mismatch confused",
    "regret": "regret regrets regretted mind mistake cheaper like likes want wants wanted fit fits bought return "
    "returns returned returning sends sent unopened unused after-all prefer prefers",
    "twice": "twice two double doubled duplicate duplicated both identical again times repeated second zweimal doppelt",
    "pay": "pay pays paid payment payments charge charged charges debit debited bill billed booked money cash credit "
    "refund refunds refunded reimburse reimbursed repay back amount sum price cost costs erstatten reembolso euro "
    "euros dollars pounds",
    "ask": "who what when where why how which whether know question wonder wondering tell explain does do is are can "
    "could may warum wann wer",
    "trouble": "lawyer solicitor legal sue sues court police complaint complain complains threatens threat threaten "
    "claim damages journalist press fraud fraudulent stolen gdpr regulator authority chargeback liability injured "
    "hurt hand danger accident",
    "device": "laptop phone headset printer monitor keyboard hardware computer mouse office paper desk screen vpn wifi "
    "password login reset page app website link email mail",
    "greeting": "thanks thank cheers great good morning evening hello hi hey lunch bye ok okay danke obrigado merci",
    "change": "change changes changed update updated correct modify edit rename switch exchange exchanged replace "
    "replacement swap undo reverse reversed adjust ändern umtauschen",
    "later": "postpone delay reschedule schedule later tomorrow week monday tuesday wednesday thursday friday move",
    "cancel": "cancel cancelled canceled cancels abort call-off annul void stornieren",
    "everyone": "all everybody everyone everything whole team entire each every bulk many several whoever anyone",
    "document": "invoice receipt bill report list copy document statement photo photos file export certificate "
    "contract form attachment rechnung",
    "favour": "voucher discount coupon gift card goodwill bonus free offer",
    "send": "send sends sent forward share ship ships shipped deliver mail post resend",
    "create": "create creates new make makes build register start open setup onboard hire",
    "check": "check checked review verify confirm audit inspect look see status investigate clear cleared",
    "approve": "approve approved accept accepted agree allow permit sign",
    "refuse": "reject rejected refuse deny denied decline dismiss dismissed block",
    "more": "raise raised increase more higher extra upgrade extend additional top-up",
    "less": "reduce lower less smaller downgrade partial part partly half only",
}
_MEANINGS: dict[str, tuple[str, ...]] = {
    word: tuple(group for group, words in _GROUPS.items() if word in words.split())
    for words in _GROUPS.values()
    for word in words.split()
}
_WORD = re.compile(r"[^\W\d_][\w'-]*")


def words_of(text: str) -> list[str]:
    """The words of `text`, in lower case, numbers left out."""
    return _WORD.findall(text.lower().replace("’", "'"))


def concepts_of(word: str) -> tuple[str, ...]:
    """The groups that a word in lower case stands in."""
    return _MEANINGS.get(word, ())


def with_concepts(text: str) -> str:
    """`text` with the groups of its words behind it, each once, as words that no text holds by itself."""
    groups = dict.fromkeys(group for word in words_of(text) for group in concepts_of(word))
    question = ["question_"] if "?" in text else []
    return " ".join([text, *question, *(f"{group}_" for group in groups)])
