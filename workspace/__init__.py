"""A small Slack on this machine: Web API, Socket Mode, interactivity and a page to click on.

It knows nothing of the rest of the house and could be a project of its own. Start reading in `server.py`.

| module | what it holds |
|---|---|
| `server` | one running workspace: routes, start and stop, the command line |
| `office` | everything that one running workspace consists of, wired together |
| `seed`, `manifest`, `state` | who and what there is at the start, what the app may do, and what is there now |
| `messages`, `views`, `view_state` | what happens to messages (for all or for one reader), to modals and to App Home |
| `schedule`, `streams` | messages for later, and messages that grow while one looks on |
| `typed`, `checks`, `blocks*` | from typed words to tokens, and what Slack would not take |
| `events`, `interactions`, `respond`, `triggers` | what the app is told, what people do to it, how it may answer |
| `connections`, `socket_mode` | the app's WebSockets; envelopes, acks and retries on them |
| `webapi/` | one table of methods, one module for each family |
| `ui/`, `feed`, `traffic` | what the page calls, what it hears, and the inspector's log |
| `clock`, `limits`, `faults`, `control` | time, rate limits, faults on demand, and the switches for all three |
| `people`, `sessions` | what an owner changes, and what an agent shows around its thread |
| `driver`, `thread` | a person for tests, who acts through the same door as the page; a workspace in a thread |
"""
