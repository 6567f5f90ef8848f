"""The one error tree. Texts are fit to show to people: what happened, why, what to do next.

    BatonError
    ├── ConfigError          the start stops: settings, workflow files, team.yml, a database of another kind
    ├── StorageError         the record cannot be written or read just now; nothing was changed
    ├── BadInput             what was typed cannot be used; `fields` says where
    ├── ToolRefused          a tool did nothing, and says why (bot/tools.py)
    ├── ServerTrouble        a server of tools was not reached, or answers wrongly (bot/plugins/server.py)
    ├── Sealed               a secret value cannot be opened; nothing was called with it (bot/engine/secrecy.py)
    └── ExportError          nothing was exported or put back (handlers/export.py)

That a person may not do something, or not any more, is no error: they are told, and the record has it.
Anything else that is raised is a bug: it is logged, the person gets an apology, and nothing is lost.
"""


class BatonError(Exception):
    """Root of all errors whose text is meant for people."""


class ConfigError(BatonError):
    """A setting or a file is wrong; the start stops."""


class StorageError(BatonError):
    """The database did not take or give a record."""


class BadInput(BatonError):
    """Typed values that cannot be used.

    Args:
        text: one sentence about the whole.
        fields: argument name to the sentence that stands at its field.
    """

    def __init__(self, text: str, fields: dict[str, str] | None = None) -> None:
        super().__init__(text)
        self.fields = fields or {}
