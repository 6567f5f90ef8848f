"""Which keys of a message each method shows. Slack's methods differ here, so ours do."""

from workspace.jsontypes import Json

ALWAYS = "type subtype text user team bot_id bot_profile app_id username icons blocks"
THREAD = "thread_ts parent_user_id"
COUNTS = "reply_count reply_users_count latest_reply reply_users is_locked subscribed"
CHANGED = "metadata edited upload display_as_bot files attachments"
KEYS: dict[str, frozenset[str]] = {
    method: frozenset(f"{ALWAYS} {more}".split())
    for method, more in {
        "chat.postMessage": f"ts {THREAD} root attachments metadata",
        "chat.stopStream": f"ts {THREAD} attachments metadata",
        "chat.update": CHANGED,
        "conversations.history": f"ts {THREAD} {COUNTS} {CHANGED} reactions root client_msg_id inviter topic purpose",
        "conversations.replies": f"ts {THREAD} {COUNTS} {CHANGED} reactions",
        "reactions.get": "ts reactions permalink",
    }.items()
}
"""Method -> the keys that a message has in its answer."""


def message(method: str, stored: Json) -> Json:
    """Return a message as this method shows it."""
    keys = KEYS[method]
    return {key: value for key, value in stored.items() if key in keys}
