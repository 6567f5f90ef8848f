"""Tools with secret values, as workflow files make them: marked in the tool's model, or named by the key `secret`."""

from collections.abc import Iterable
from dataclasses import replace

from bot.errors import ConfigError
from bot.secrecy import Fields, hidden_in_text, in_words, marked, pattern_of, placeholder, proposable
from bot.tools import Tool
from bot.workflows import Example, Workflow


def without_secrets(workflow: Workflow) -> Workflow:
    """The workflow, its examples with placeholders in the places of secret values, as requests have them."""
    if not workflow.secrets:
        return workflow
    return replace(workflow, examples=tuple(_example(workflow.secrets, each) for each in workflow.examples))


def _example(fields: Fields, example: Example) -> Example:
    known = {value: placeholder(field, 0) for field, value in in_words(fields, example.text)}
    args = {name: value for name, value in example.args.items() if name not in fields}
    return Example(hidden_in_text(example.text, known, fields), example.step, args)


def kept_secret(tool: Tool, named: Iterable[str]) -> Tool:
    """The tool with placeholders in the places of its secret values; the same one where it has none.

    Args:
        tool: as it was written.
        named: the key `secret` of its step or read. For a read it may name keys of the answer as well.

    Raises:
        ConfigError: no such argument, or a pattern that cannot be searched for; one sentence without file and line.
    """
    names = marked(tool.model) | frozenset(named)
    if not names:
        return tool
    known = tool.model.model_fields
    strange = sorted(names - known.keys()) if tool.effect and tool.met else []
    if strange:
        raise ConfigError(f"{tool.name} has no argument {strange[0]}; it has {', '.join(known)}")
    for name in sorted(names):
        if not name.isidentifier():
            raise ConfigError(f"{name} is no name of a field")
        try:
            pattern_of(tool.model, name)
        except ValueError as error:
            raise ConfigError(str(error)) from error
    arguments = names & known.keys()
    model = proposable(tool.model, arguments) if arguments else tool.model
    return replace(tool, model=model, real=tool.model, secrets=names)
