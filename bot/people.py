"""Who is who: members and groups as last fetched from Slack. A snapshot; never fetched inside a click."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from bot.rota import NOBODY, PREFIX, OnCall
from storage.models import Who

ROLE = "role:"
_MENTION = re.compile(r"<(@|#|!subteam\^)([A-Z0-9]+)(?:\|[^<>]*)?>")
_LINK = re.compile(r"<((?:https?://|mailto:|tel:)([^<>|\s]+))(?:\|([^<>]*))?>")


@dataclass(frozen=True)
class Member:
    """A person or a bot of the workspace."""

    id: str
    team: str
    name: str
    handle: str = ""
    zone: str = "UTC"
    """Empty where Slack tells none: the team's counts."""
    is_bot: bool = False
    restricted: bool = False
    deleted: bool = False
    bot: str = ""
    """The id under which a bot posts, where this is one."""


@dataclass(frozen=True)
class Group:
    """A user group. `users` holds user ids."""

    id: str
    handle: str
    name: str
    users: frozenset[str]


@dataclass(frozen=True)
class People:
    """A snapshot of the workspace, and who is on call at the moment that somebody asks.

    References are user ids, group ids, `@handles` of either, `#channels`, `role:NAME` with a role of the team, or
    `oncall:NAME` with a rotation's name.
    """

    team: str = ""
    bot_user: str = ""
    members: Mapping[str, Member] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)
    joined: frozenset[str] = frozenset()
    on_call: OnCall = NOBODY
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    _meant: dict[tuple[str, ...], tuple[tuple[str, ...], frozenset[str]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """What was asked for before, and what it stands for in this snapshot: a handle is looked for in all members."""

    @property
    def ever(self) -> "People":
        """The same, with everybody on call at once who ever is: for what was decided on call, or can be some day."""
        if not self.on_call.ever:
            return self
        return replace(self, on_call=replace(self.on_call, people=self.on_call.ever))

    def name(self, user: str) -> str:
        """What people call this user, or the bot that posts under this id."""
        member = self.members.get(user)
        if member is None and user.startswith("B"):
            member = next((each for each in self.members.values() if each.bot == user), None)
        return member.name if member else user

    def resolve(self, reference: str) -> str:
        """The user or group id that a reference means; empty where nobody is called that, or not one alone is on call.

        Everybody may choose a display name, also that of a group that was renamed: it never stands for anybody.
        """
        if reference in self.members or reference in self.groups:
            return reference
        if reference.startswith(PREFIX):
            watching = self.on_call.of(reference)
            return self.resolve(watching[0]) if len(watching) == 1 else ""
        handle = reference.removeprefix("@").casefold()
        if not handle or reference.startswith(ROLE):  # nobody gets into a role by being called like one
            return ""
        for group in self.groups.values():
            if group.handle.casefold() == handle:
                return group.id
        for member in self.members.values():
            if member.handle.casefold() == handle:
                return member.id
        return ""

    def users(self, references: Iterable[str]) -> frozenset[str]:
        """Every user id that the references stand for."""
        return self._standing_for(tuple(references))[1]

    def targets(self, references: Iterable[str]) -> tuple[str, ...]:
        """The user and group ids that the references stand for at this moment, each once."""
        return self._standing_for(tuple(references))[0]

    def _standing_for(self, references: tuple[str, ...]) -> tuple[tuple[str, ...], frozenset[str]]:
        known = self._meant.get(references)
        if known is None:
            meant = (each for reference in references for each in self.in_role(reference) or (reference,))
            named = (each for reference in meant for each in self.on_call.of(reference) or (reference,))
            targets = tuple(dict.fromkeys(filter(None, map(self.resolve, named))))
            users = frozenset().union(*(self.groups[each].users if each in self.groups else {each} for each in targets))
            known = self._meant[references] = targets, users
        return known

    def in_role(self, reference: str) -> tuple[str, ...]:
        """The references that a role stands for; none where the reference names no role of the team."""
        return self.roles.get(reference.removeprefix(ROLE), ()) if reference.startswith(ROLE) else ()

    def label(self, reference: str) -> str:
        """What people call a reference: "Maria", "Head of support", "Alex (on call)"."""
        if reference.startswith(PREFIX):
            watching = self.on_call.of(reference)
            called = self.labels(watching, "and") if watching else "nobody"
            return f"{called} (on call)"
        if reference.startswith(ROLE):
            return reference.removeprefix(ROLE).replace("_", " ")
        known = self.resolve(reference)
        if known in self.groups:
            return self.groups[known].name
        return self.name(known) if known else reference

    def labels(self, references: Iterable[str], joiner: str = "or") -> str:
        """Several references in words: "Maria or Head of support"."""
        return listed([self.label(reference) for reference in references], joiner)

    def channel(self, reference: str) -> str:
        """The channel id that `#name` or an id means; empty where there is none."""
        name = reference.removeprefix("#")
        return self.channels.get(name, name if name in self.channels.values() else "")

    def read(self, text: str) -> str:
        """Somebody's words as Slack shows them: “@Wei” for `<@U06WEI>`, “#general”, a link without its brackets.

        What nobody is called stays as it is, and so does a link under other words than its address.
        """
        return _LINK.sub(_link, _MENTION.sub(self._mentioned, text)) if "<" in text else text

    def _mentioned(self, found: re.Match[str]) -> str:
        kind, known = found[1], found[2]
        if kind == "#":
            named = next((name for name, channel in self.channels.items() if channel == known), "")
            return f"#{named}" if named else found[0]
        if known in self.groups:
            return f"@{self.groups[known].handle}"
        return f"@{self.members[known].name}" if known in self.members else found[0]

    def is_person(self, who: Who) -> bool:
        """Whether this is an active person of this workspace, guests included."""
        member = self.members.get(who.user)
        if member is None or member.is_bot or member.deleted:
            return False
        return member.team == who.team == self.team

    def is_bot(self, user: str) -> bool:
        """Whether this account is a bot's, as far as the workspace tells."""
        member = self.members.get(user)
        return member is not None and member.is_bot

    def is_uncalled_guest(self, user: str, references: Iterable[str]) -> bool:
        """Whether this is a guest whom the references name by a user group alone: groups are not made with guests in
        mind, and whoever may edit one could let an outsider decide.
        """
        member = self.members.get(user)
        return member is not None and member.restricted and user not in self.targets(references)

    def is_full_member(self, who: Who) -> bool:
        """Whether this is an active person and no guest."""
        return self.is_person(who) and not self.members[who.user].restricted


def listed(names: Iterable[str], joiner: str = "or") -> str:
    """Several names in words, each once; "nobody" where there are none."""
    each = list(dict.fromkeys(names))
    return each[0] if len(each) == 1 else f"{', '.join(each[:-1])} {joiner} {each[-1]}" if each else "nobody"


def _link(found: re.Match[str]) -> str:
    address, bare, words = found[1], found[2], found[3]
    shown = address if address.startswith("http") else bare
    return shown if words is None else words if words in {address, bare} else found[0]
