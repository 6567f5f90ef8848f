"""files.*: the upload in three steps (ask for an address, send the bytes, complete) and what comes back of it."""

import mimetypes

from aiohttp import web

from workspace import checks, typed
from workspace.jsontypes import Json
from workspace.messages import Draft
from workspace.office import Office
from workspace.state import Channel, File
from workspace.webapi.call import ApiError, Call, invalid_arguments, method
from workspace.webapi.chat import may_post, thread_root

ALT_LENGTH = 1000
SAFE_KINDS = ("image/png", "image/jpeg", "image/gif", "image/webp", "text/plain", "application/pdf")
"""Kinds that are sent back as what they are; everything else comes as a download of bytes."""


def get_upload_url(call: Call) -> Json:
    """Step one: say how large the file will be; get an address for its bytes."""
    length = int(call.value("length") or 0)
    if length <= 0:
        raise ApiError("missing_argument")
    if len(call.text("alt_txt")) > ALT_LENGTH:
        raise ApiError("alt_txt_too_large")
    state, name = call.office.state, call.text("filename")
    file = File(state.new_id("F"), name, name, length, call.text("alt_txt"), int(call.office.clock.now()))
    state.files[file.id] = file
    return {"upload_url": f"{call.office.base}/upload/{file.id}", "file_id": file.id}


async def receive(office: Office, request: web.Request) -> web.StreamResponse:
    """Step two: take the bytes, raw or as a form."""
    file = office.state.files.get(request.match_info["file"])
    if file is None or file.uploaded:
        return web.Response(status=404, text="no such upload")
    if request.content_type == "multipart/form-data":
        form = await request.post()
        parts = [part.file.read() for part in form.values() if isinstance(part, web.FileField)]
        file.content = parts[0] if parts else b""
    else:
        file.content = await request.read()
    file.size, file.uploaded = len(file.content), True
    return web.Response(text=f"OK - {file.size}")


def complete_upload(call: Call) -> Json:
    """Step three: name the files and share them."""
    given = call.value("files")
    if not isinstance(given, list) or not given:
        raise invalid_arguments("must provide an array of files [json-pointer:/files]")
    files = [_named(call, one) for one in given]
    targets = [call.text("channel_id")] if call.text("channel_id") else call.value("channels") or []
    channels = [_target(call, target) for target in targets]
    for file in files:
        file.completed = True
    for channel in channels:
        _share(call, channel, files)
    return {"files": [shape(call.office, file) for file in files]}


def _named(call: Call, given: object) -> File:
    if not isinstance(given, dict):
        raise ApiError("file_not_found")
    file = call.office.state.files.get(str(given.get("id")))
    if file is None or not file.uploaded or file.completed:
        raise ApiError("file_not_found")
    file.title = str(given.get("title") or file.name)
    return file


def _target(call: Call, channel_id: str) -> Channel:
    channel = call.office.state.channels.get(channel_id)
    if channel is None:
        raise ApiError("channel_not_found")
    if call.me not in channel.members:
        raise ApiError("not_in_channel")
    return may_post(call, channel)


def _share(call: Call, channel: Channel, files: list[File]) -> None:
    shapes = [shape(call.office, file) for file in files]
    blocks = None if call.text("initial_comment") else checks.blocks(call.value("blocks"), "invalid_blocks")
    text = typed.normalise(call.text("initial_comment"))
    thread_ts = thread_root(channel, call.text("thread_ts") or None)
    more = {"files": shapes, "upload": False, "display_as_bot": False}
    message = call.office.messages.post(channel, Draft(call.me, text, blocks, thread_ts=thread_ts, more=more))
    for file in files:
        file.shares[channel.id] = message["ts"]


def files_info(call: Call) -> Json:
    """Describe a file."""
    file = call.office.state.files.get(call.text("file"))
    if file is None or not file.completed:
        raise ApiError("file_not_found")
    return {"file": shape(call.office, file), "comments": []}


def files_delete(call: Call) -> Json:
    """Delete a file of the bot; its address answers 404 from then on."""
    file = call.office.state.files.pop(call.text("file"), None)
    if file is None or not file.completed:
        raise ApiError("file_not_found")
    return {}


async def send(office: Office, request: web.Request) -> web.StreamResponse:
    """Send a file's bytes to the page, or to the app with its token."""
    file = office.state.files.get(request.match_info["file"])
    if file is None or not file.completed:
        return web.Response(status=404, text="no such file")
    kind = mimetypes.guess_type(file.name)[0] or ""
    safe = kind in SAFE_KINDS
    headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox"}
    if not safe:
        headers["Content-Disposition"] = "attachment"
    return web.Response(body=file.content, content_type=kind if safe else "application/octet-stream", headers=headers)


def shape(office: Office, file: File) -> Json:
    """Return a file as it stands in a message."""
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    url = f"{office.base}/files/{file.id}/{file.name}"
    return {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title,
        "mimetype": kind,
        "filetype": file.name.rpartition(".")[2].lower(),
        "pretty_type": file.name.rpartition(".")[2].upper(),
        "user": office.seed.bot_user,
        "editable": False,
        "size": file.size,
        "mode": "hosted",
        "is_external": False,
        "is_public": bool(file.shares),
        "url_private": url,
        "url_private_download": url,
        "permalink": url,
        **({"alt_txt": file.alt_text} if file.alt_text else {}),
    }


METHODS = (
    method(
        "files.getUploadURLExternal",
        "t4",
        get_upload_url,
        "files:write",
        "length:int! filename! snippet_type alt_txt",
        "missing_argument alt_txt_too_large",
        json=False,
    ),
    method(
        "files.completeUploadExternal",
        "t4",
        complete_upload,
        "files:write",
        "files:json! channel_id thread_ts channels:list initial_comment blocks:json username icon_url icon_emoji",
        "channel_not_found file_not_found invalid_blocks not_in_channel",
    ),
    method("files.delete", "t3", files_delete, "files:write", "file!", "file_not_found"),
    method("files.info", "t4", files_info, "files:read", "file! count limit cursor page", "file_not_found", json=False),
)
