"""assistant.threads.* and agents.sessions.*: what an agent shows around its thread."""

from workspace.jsontypes import Json
from workspace.state import Channel
from workspace.webapi.call import ApiError, Call, invalid_arguments, method

LIFECYCLES = ("active", "processing", "suspended", "closed")
MOST_LOADING = 10
MOST_PROMPTS = 4
TITLE_LENGTH = 200


def _thread(call: Call) -> tuple[Channel, str]:
    channel = call.channel("channel_id")
    thread_ts = call.text("thread_ts")
    if thread_ts not in channel.messages:
        raise ApiError("invalid_thread_ts")
    return channel, thread_ts


def set_status(call: Call) -> Json:
    """Show what the agent is doing; the next message, or two minutes, take it away."""
    channel, thread_ts = _thread(call)
    loading = call.value("loading_messages") or []
    if len(loading) > MOST_LOADING:
        raise invalid_arguments(f"no more than {MOST_LOADING} items allowed [json-pointer:/loading_messages]")
    call.office.sessions.set_status(channel.id, thread_ts, call.text("status"), [str(one) for one in loading])
    return {}


def set_title(call: Call) -> Json:
    """Name a thread."""
    channel, thread_ts = _thread(call)
    session = call.office.sessions.at(channel.id, thread_ts)
    session.title = call.text("title")
    call.office.sessions.show(session)
    return {}


def set_prompts(call: Call) -> Json:
    """Offer up to four things to ask."""
    if not call.office.manifest.agent:
        raise ApiError("not_agent_app")
    channel = call.channel("channel_id")
    thread_ts = call.text("thread_ts")
    if thread_ts and thread_ts not in channel.messages:
        raise ApiError("invalid_thread_ts")
    prompts = call.value("prompts")
    if not isinstance(prompts, list) or not all(
        isinstance(p, dict) and {"title", "message"} <= set(p) for p in prompts
    ):
        raise invalid_arguments("must provide an array of prompts with title and message [json-pointer:/prompts]")
    if len(prompts) > MOST_PROMPTS:
        raise invalid_arguments(f"no more than {MOST_PROMPTS} items allowed [json-pointer:/prompts]")
    session = call.office.sessions.at(channel.id, thread_ts)
    session.prompts = prompts
    call.office.sessions.show(session)
    return {}


def session_status(call: Call) -> Json:
    """Say in which state the agent's session is."""
    channel, thread_ts = _session_thread(call)
    if call.text("status") not in LIFECYCLES:
        raise ApiError("invalid_status")
    if call.text("initiator_user_id") and not call.office.state.exists(call.text("initiator_user_id")):
        raise ApiError("user_not_found")
    session = call.office.sessions.at(channel.id, thread_ts)
    session.title = session.title or call.text("title")[:TITLE_LENGTH]
    session.lifecycle = call.text("status")
    call.office.sessions.show(session)
    return {}


def session_rename(call: Call) -> Json:
    """Give the agent's session another title."""
    channel, thread_ts = _session_thread(call)
    session = call.office.sessions.get(channel.id, thread_ts)
    if session is None or not session.lifecycle:
        raise ApiError("session_not_found")
    session.title = call.text("title")[:TITLE_LENGTH]
    call.office.sessions.show(session)
    return {}


def _session_thread(call: Call) -> tuple[Channel, str]:
    if not call.office.manifest.agent:
        raise ApiError("feature_disabled")
    channel = call.channel("channel_id")
    if call.me not in channel.members:
        raise ApiError("not_authorized")
    if not call.text("thread_ts"):
        raise ApiError("thread_ts_required")
    return channel, call.text("thread_ts")


METHODS = (
    method(
        "assistant.threads.setStatus",
        "t5",
        set_status,
        "chat:write",
        "channel_id! thread_ts! status loading_messages:list icon_emoji icon_url username",
        "channel_not_found invalid_thread_ts",
    ),
    method(
        "assistant.threads.setTitle",
        "t4",
        set_title,
        "assistant:write",
        "channel_id! thread_ts! title!",
        "channel_not_found invalid_thread_ts",
    ),
    method(
        "assistant.threads.setSuggestedPrompts",
        "t4",
        set_prompts,
        "assistant:write",
        "channel_id! thread_ts prompts:json! title",
        "channel_not_found invalid_thread_ts not_agent_app",
    ),
    method(
        "agents.sessions.setStatus",
        "t3",
        session_status,
        "chat:write",
        "channel_id! status! thread_ts title initiator_user_id icon_emoji icon_url username",
        "feature_disabled channel_not_found user_not_found not_authorized invalid_status thread_ts_required",
    ),
    method(
        "agents.sessions.rename",
        "t3",
        session_rename,
        "chat:write",
        "channel_id! title! thread_ts",
        "feature_disabled channel_not_found not_authorized session_not_found thread_ts_required",
    ),
)
