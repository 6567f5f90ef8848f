"""The one error tree. Texts are fit to show to people: what happened, why, what to do next.

    BatonError
    ├── ConfigError          the start stops: settings, workflow files, team.yml, a database of another kind
    ├── StorageError         the record cannot be written or read just now; nothing was changed
    ├── Refused              a person may not do this, or not any more; nothing was changed
    │   ├── NotAllowed       this person does not decide here
    │   └── StaleHandoff     somebody was first, or the card was an older one
    └── BadInput             what was typed cannot be used; `fields` says where

Anything else that is raised is a bug: it is logged, the person gets an apology, and nothing is lost.
"""


class BatonError(Exception):
    """Root of all errors whose text is meant for people."""


class ConfigError(BatonError):
    """A setting or a file is wrong; the start stops."""


class StorageError(BatonError):
    """The database did not take or give a record."""


class Refused(BatonError):
    """The action was understood and not taken."""


class NotAllowed(Refused):
    """The person has no right to this."""


class StaleHandoff(Refused):
    """The handoff is decided already, or the click was on an older card."""


class BadInput(BatonError):
    """Typed values that cannot be used.

    Args:
        text: one sentence about the whole.
        fields: argument name to the sentence that stands at its field.
    """

    def __init__(self, text: str, fields: dict[str, str] | None = None) -> None:
        super().__init__(text)
        self.fields = fields or {}
