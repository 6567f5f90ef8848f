"""The terminal's door: every command. Heavy imports wait until a command needs them."""

import argparse
import asyncio
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from handlers.terminal import Unprinted, complain, port, prepare, say

HOUSE = Path(__file__).resolve().parent.parent
ABOUT = "Agents work, people decide, in Slack."
EPILOG = """environment:
  SLACK_BOT_TOKEN       bot token of your Slack app (xoxb-…)
  SLACK_APP_TOKEN       app-level token with connections:write (xapp-…)
  SLACK_API_URL         another Slack server, such as `baton workspace` (default: Slack's own)
  BATON_DB              the database file (default: baton.db)
  BATON_WORKFLOWS       the folder with the workflows (default: workflows)
  ANTHROPIC_API_KEY     the key for the Claude agent (without: the offline agent works)
  ANTHROPIC_BASE_URL    another server that speaks the Messages API (default: Anthropic's own)
  BATON_MODEL           the model that the Claude agent asks (default: claude-sonnet-5-5)
  BATON_FALLBACK_MODEL  the model for new talks where the provider does not know the first (default: none)
  BATON_LOG             debug, info, warning or error (default: info), to standard error
  BATON_LOG_FORMAT      text, or json for one object a line (default: text)
  BATON_SIGNING_KEY     Ed25519 key that signs checkpoints, base64 (default: made and kept in <BATON_DB>.key)
  BATON_SECRET_KEY      32 bytes, base64, that seal secret values and seeds of codes (several with commas)
  BATON_CHECKPOINTS     the file with the checkpoints (default: <BATON_DB>.checkpoints; better on another disk)

Without a Slack: baton demo"""


def now() -> datetime:
    """The wall clock, aware UTC. The only place where it is read."""
    return datetime.now(UTC)  # noqa: TID251 - everything else is handed a clock


def main(arguments: Sequence[str] | None = None) -> int:
    """The console script; returns the exit code."""
    prepare()
    parsed = _parser().parse_args(arguments)
    from bot.errors import BatonError, StorageError

    try:
        if parsed.command is not _workspace:  # it has no secrets of Baton's, and imports nothing of the house
            _log("WARNING" if parsed.command is _workflow_try else "")
        return int(parsed.command(parsed))
    except StorageError as error:  # its own words are for whoever pressed a button, and may press it again
        return complain(f"{error.__cause__ or error} `baton doctor` says more.")
    except BatonError as error:
        return complain(str(error))
    except OSError as error:  # a file or a folder that this user may not use; anything else is a bug
        if error.filename is None:
            raise
        return complain(f"{error.filename} cannot be used: {error.strerror}.")
    except Unprinted as error:
        return error.give_up()
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="baton", description=ABOUT, epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(required=True, metavar="command")
    _command(
        commands,
        "run",
        _run,
        "run the bot against your Slack",
        "Connects to Slack (Socket Mode, no open port), prints one line `ready` once requests can come in, and runs "
        "until it is stopped (Ctrl-C, SIGTERM or SIGHUP). One process for each database.",
    )
    demo = _command(
        commands,
        "demo",
        _demo,
        "try Baton in your browser: no Slack, no key",
        "Starts a small Slack on this machine with five people in it, runs the bot there with the samples' "
        "workflows, and sends sample requests. Prints one JSON line with the page's address, then `ready`. Everything "
        "it writes is in the folder .demo, made anew at each start: the shop's database is .demo/shop.db.",
    )
    demo.add_argument("--port", type=port, default=8765, help="the page's port on 127.0.0.1, 0 = any free one (8765)")
    demo.add_argument("--quiet", action="store_true", help="send no sample requests")
    demo.add_argument("--code", metavar="SECRET", help="start nothing: show the one-time code of this secret, now")
    workspace = _command(
        commands,
        "workspace",
        _workspace,
        "a small Slack on this machine, for any bot",
        "Serves a Slack-compatible workspace with a web page on 127.0.0.1 and prints one JSON line: "
        '{"page", "api", "bot_token", "app_token"}. Point a bot at it with SLACK_API_URL. The tokens are good for '
        "this workspace alone; it keeps everything in memory.",
    )
    workspace.add_argument("--port", type=port, default=8765, help="the port, 0 = any free one (8765)")
    workspace.add_argument("--manifest", type=Path, default=HOUSE / "manifest.yml", help="an app's manifest (Baton's)")
    _record_commands(commands)
    _look_commands(commands)
    _author_commands(commands)
    _evaluate_command(commands)
    return parser


def _evaluate_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    evaluate = _command(
        commands,
        "evaluate",
        _evaluate,
        "what would it have done alone on your past cases?",
        "Fits the offline agent once on a part of the cases, plays the rest through the policy in many orders, and "
        "prints what would have run alone, how much wrongly, and how soon a broken agent would be stopped, beside "
        "six other rules. Runs nothing and changes nothing. Without DATA: the team's own decisions from BATON_DB. "
        "Needs the extra: .venv/bin/python -m pip install -c constraints.txt -e '.[offline,evaluate]'.",
    )
    evaluate.add_argument(
        "data", nargs="?", type=Path, metavar="DATA", help='JSON lines {"text" or "features", "label"}; or a folder'
    )
    evaluate.add_argument("--limit", type=float, default=5.0, metavar="PERCENT", help="the error limit (5)")
    evaluate.add_argument("--runs", type=int, default=200, help="orders of arrival that are played (200)")
    evaluate.add_argument("--requests", type=int, default=3000, help="requests in each (3000)")
    evaluate.add_argument("--seed", type=int, default=1, help="draws the orders and the checks (1)")
    evaluate.add_argument("--harmless", default="", metavar="LABEL", help="the label of cases that need nobody")
    evaluate.add_argument("--plot", type=Path, metavar="FILE.png", help="draw it, for each step, into a new file")
    evaluate.add_argument("--check", action="store_true", help="measure what the certificate promises (ten minutes)")


def _author_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    workflow = commands.add_parser(
        "workflow",
        help="write, check and try a workflow of your own",
        description="For those who write workflows; no Slack is needed. BATON_WORKFLOWS names the folder.",
    )
    kinds = workflow.add_subparsers(required=True, metavar="what")
    made = _command(
        kinds,
        "new",
        _workflow_new,
        "write a folder that runs",
        "Writes a folder with workflow.yml, tools.py and examples.jsonl that runs as it is, to be made yours.",
    )
    made.add_argument("name", help="its id: a-z, 0-9 and -")
    check = _command(
        kinds,
        "check",
        _workflow_check,
        "are the files right?",
        "Reads workflow files, tools and examples as `baton run` does, and names every wrong file and line. Exit code "
        "1: something is wrong.",
    )
    check.add_argument("name", nargs="?", default="", help="one workflow (default: all, and team.yml)")
    attempt = _command(
        kinds,
        "try",
        _workflow_try,
        "what would the agent make of a text?",
        "Runs the workflow's agent on a text, with its look-ups and without any effect, and prints the card and the "
        "log. With ANTHROPIC_API_KEY the model is asked for real.",
    )
    attempt.add_argument("name", help="the id of the workflow")
    attempt.add_argument("text", help="what somebody asks for")
    preview = _command(
        kinds,
        "preview",
        _workflow_preview,
        "who would be asked when?",
        "Prints whom a card would be brought before if nobody answered: reminders, rungs, who is left out or waits for "
        "the morning and why, and the end. With SLACK_BOT_TOKEN by the people and hours as they are. Asks nobody.",
    )
    preview.add_argument("name", help="the id of the workflow")
    preview.add_argument("--step", default="", help="one step (default: all)")
    preview.add_argument("--at", default="", metavar="TIME", help='such as "2026-12-24T18:00", local to the team (now)')


def _look_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    _command(
        commands,
        "doctor",
        _doctor,
        "is everything there that Baton stands on?",
        "Looks at the database, SQLite, Slack, tokens, scopes, the clock, workflows, agents, checkpoints and what "
        "waits; says of each finding why it matters and what to do. Changes nothing; the bot may be running. Exit "
        "code 1: something stops Baton.",
    )
    digest = _command(
        commands,
        "digest",
        _digest,
        "print what the digests say now",
        "Reads the database (the bot may be running) and prints the digest of each workflow, or of one.",
    )
    digest.add_argument("workflow", nargs="?", help="the id of one workflow (default: all)")


def _record_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verify = _command(
        commands,
        "verify",
        _verify,
        "is the record whole, and the one that was signed?",
        "Reads the database (the bot may be running), follows its record from the first entry, holds every decision, "
        "action and text against it, and the whole against the signed checkpoints. Exit code 0: all fits; 1: it does "
        "not, and the first wrong entry is named.",
    )
    verify.add_argument("handoff", nargs="?", default="", metavar="H-12", help="say also what the record holds of it")
    verify.add_argument("--checkpoints", type=Path, metavar="FILE", help="a checkpoint file from elsewhere")
    verify.add_argument("--key", default="", metavar="PUBLIC", help="the public key that must have signed, base64")
    erase = _command(
        commands,
        "erase",
        _erase,
        "take one person's words out, for good",
        "What a person wrote, and what was written about their requests, goes from the database file and from Baton's "
        "own messages in Slack; ids, states, decisions and hashes stay, and the record verifies as before. The bot "
        "must be stopped. Tells what went, what stays and what it could not reach. Exit code 1: something is left.",
    )
    erase.add_argument("--person", required=True, metavar="U123|@handle", help="whose words")
    erase.add_argument("--dry-run", action="store_true", help="only say what would go")
    export = _command(
        commands,
        "export",
        _export,
        "what happened, or one handoff's whole story; a backup; a backup put back",
        "Alone: every handoff of the period, a row each. With H-12: everything that the record holds of that one. "
        "Both as JSON, or with --page as a page for people. "
        "With --backup: a checked copy of the database (the bot may be running); it takes the place of no other file. "
        "With --restore: a backup takes the place of the database (the bot must be stopped); the old one is kept.",
    )
    what = export.add_mutually_exclusive_group()
    what.add_argument("handoff", nargs="?", default="", metavar="H-12", help="the handoff to tell of")
    what.add_argument("--backup", type=Path, metavar="FILE", help="copy the database to this new file")
    what.add_argument("--restore", type=Path, metavar="FILE", help="put this backup in the database's place")
    export.add_argument("--from", dest="first", default="", metavar="DAY", help="2026-11-01, in UTC (default: ever)")
    export.add_argument("--to", dest="last", default="", metavar="DAY", help="2026-11-30, that day included")
    export.add_argument("--page", action="store_true", help="one HTML page, to read or to print, instead of JSON")
    export.add_argument("--out", type=Path, metavar="FILE", help="into this new file (default: print it)")


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    run: Callable[[argparse.Namespace], int],
    short: str,
    long: str,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=short, description=long)
    parser.set_defaults(command=run)
    return parser


def _log(level: str) -> None:
    from bot import settings
    from handlers import logs

    logs.start(level or settings.log_level(), settings.log_format(), settings.secrets())


def _run(parsed: argparse.Namespace) -> int:
    from bot import settings
    from handlers import app

    found = settings.read()
    asyncio.run(app.run(found, now, lambda: say("ready")))
    return 0


def _demo(parsed: argparse.Namespace) -> int:
    from handlers import demo

    if parsed.code is not None:
        say(demo.code(parsed.code, now()))
        return 0
    return asyncio.run(demo.run(parsed.port, HOUSE, now, quiet=parsed.quiet))


def _workspace(parsed: argparse.Namespace) -> int:
    from workspace.server import main as serve

    return asyncio.run(serve(parsed.port, str(parsed.manifest)))


def _digest(parsed: argparse.Namespace) -> int:
    from handlers import digest

    say(asyncio.run(digest.text(parsed.workflow, now)))
    return 0


def _verify(parsed: argparse.Namespace) -> int:
    from bot import settings
    from handlers import verify

    text, code = asyncio.run(verify.run(settings.read(tokens=False), parsed.handoff, parsed.checkpoints, parsed.key))
    say(text)
    return code


def _erase(parsed: argparse.Namespace) -> int:
    from bot import settings
    from handlers import erase

    text, code = asyncio.run(erase.run(settings.read(tokens=False), parsed.person, now, dry_run=parsed.dry_run))
    say(text)
    return code


def _export(parsed: argparse.Namespace) -> int:
    from bot import settings
    from handlers import export

    found = settings.read(tokens=False)
    if parsed.backup:
        text, code = export.back_up(found, parsed.backup)
    elif parsed.restore:
        text, code = export.restore(found, parsed.restore, now), 0
    else:
        if parsed.handoff:
            telling = export.story(found, parsed.handoff, as_page=parsed.page)
        else:
            start, end = export.days(parsed.first, parsed.last, now())
            telling = export.everything(found, start, end, as_page=parsed.page)
        text, code = asyncio.run(telling), 0
        text = export.write(text, parsed.out) if parsed.out else text.rstrip()
    say(text)
    return code


def _evaluate(parsed: argparse.Namespace) -> int:
    from bot import settings
    from bot.errors import BadInput, ConfigError

    try:
        from handlers import evaluate, proofs
    except ModuleNotFoundError as error:
        raise ConfigError(f"{error.name} is missing: {settings.install('offline,evaluate')}.") from error
    if parsed.check:
        text, code = proofs.run()
        say(text)
        return code
    if not 0 < parsed.limit < 100 or min(parsed.runs, parsed.requests) < 10 or parsed.seed < 0:
        raise BadInput("--limit is a percentage, 0 to 100; --runs and --requests are 10 or more, --seed 0 or more.")
    options = evaluate.Options(
        parsed.limit / 100,
        parsed.runs,
        parsed.requests,
        parsed.seed,
        harmless=parsed.harmless,
        picture=parsed.plot,
    )
    say(evaluate.of_file(parsed.data, options) if parsed.data else asyncio.run(evaluate.of_database(options)))
    return 0


def _doctor(parsed: argparse.Namespace) -> int:
    from bot import settings
    from handlers import doctor

    text, code = asyncio.run(doctor.run(settings.environment(), HOUSE / "manifest.yml", now))
    say(text)
    return code


def _workflow_new(parsed: argparse.Namespace) -> int:
    from bot import settings
    from handlers import author

    say(author.new(settings.read(tokens=False), parsed.name))
    return 0


def _workflow_preview(parsed: argparse.Namespace) -> int:
    from bot import settings
    from handlers import preview

    say(asyncio.run(preview.preview(settings.read(tokens=False), parsed.name, parsed.step, parsed.at, now)))
    return 0


def _workflow_check(parsed: argparse.Namespace) -> int:
    from bot import settings
    from handlers import author

    text, code = author.check(settings.read(tokens=False), parsed.name)
    say(text)
    return code


def _workflow_try(parsed: argparse.Namespace) -> int:
    from bot import settings
    from handlers import author

    say(asyncio.run(author.attempt(settings.read(tokens=False), parsed.name, parsed.text, now)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
