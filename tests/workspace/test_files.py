"""Files: the upload in three steps, by hand and by the SDK, and the picture on the page."""

from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from tests.workspace.apps import refusal
from workspace.driver import Person
from workspace.server import Workspace

PNG = bytes.fromhex("89504e470d0a1a0a") + b"not much of a picture"
REFUNDS = "C02REFUNDS"


async def test_sdk_uploads_a_picture(ws: Workspace, client: AsyncWebClient, maria: Person) -> None:
    """files_upload_v2 does its three steps, and the page gets a message with the picture."""
    root = await maria.say(REFUNDS, "show me")
    done = await client.files_upload_v2(
        channel=REFUNDS,
        content=PNG,
        filename="photo.png",
        title="Photo",
        alt_txt="A parcel at a door",
        thread_ts=root,
        initial_comment="Here it is",
    )
    shown = await maria.wait_for_message(REFUNDS, lambda m: m["text"] == "Here it is")
    assert (shown["thread_ts"], shown["files"][0]["title"]) == (root, "Photo")
    assert shown["files"][0]["alt_txt"] == "A parcel at a door"
    async with aiohttp.ClientSession() as session, session.get(shown["files"][0]["url_private"]) as response:
        assert (response.content_type, await response.read()) == ("image/png", PNG)
    info = (await client.files_info(file=done["file"]["id"]))["file"]
    assert (info["size"], info["mimetype"]) == (len(PNG), "image/png")


async def test_several_files_in_one_message(client: AsyncWebClient, maria: Person) -> None:
    """Files that are completed together stand in one message."""
    uploads: list[dict[str, Any]] = [{"content": PNG, "filename": f"{number}.png"} for number in range(2)]
    await client.files_upload_v2(channel=REFUNDS, file_uploads=uploads)
    shown = await maria.wait_for_message(REFUNDS, lambda m: "files" in m)
    assert [one["name"] for one in shown["files"]] == ["0.png", "1.png"]


async def test_refused_uploads(ws: Workspace, client: AsyncWebClient) -> None:
    """A step that does not fit is refused by its name, and an address takes bytes once."""
    assert await refusal(client.files_getUploadURLExternal(filename="x.png", length=0)) == "missing_argument"
    long = client.files_getUploadURLExternal(filename="x.png", length=1, alt_txt="x" * 1001)
    assert await refusal(long) == "alt_txt_too_large"
    asked = await client.files_getUploadURLExternal(filename="x.png", length=3)
    early = client.files_completeUploadExternal(files=[{"id": asked["file_id"]}])
    assert await refusal(early) == "file_not_found"
    async with aiohttp.ClientSession() as session:
        assert (await session.post(asked["upload_url"], data=b"png")).status == 200
        assert (await session.post(asked["upload_url"], data=b"png")).status == 404
    nowhere = client.files_completeUploadExternal(files=[{"id": asked["file_id"]}], channel_id="C99")
    assert await refusal(nowhere) == "channel_not_found"
    await client.files_completeUploadExternal(files=[{"id": asked["file_id"]}], channel_id=REFUNDS)
    again = client.files_completeUploadExternal(files=[{"id": asked["file_id"]}], channel_id=REFUNDS)
    assert await refusal(again) == "file_not_found"


async def test_a_file_in_no_channel_is_shown_by_its_id_and_deleted(
    ws: Workspace, client: AsyncWebClient, maria: Person
) -> None:
    """A picture that was shared nowhere stands in a block; once it is deleted, its bytes are gone."""
    done = await client.files_upload_v2(content=PNG, filename="code.png")
    block = {"type": "image", "slack_file": {"id": done["file"]["id"]}, "alt_text": "A QR code"}
    await client.chat_postMessage(channel=REFUNDS, text="A picture", blocks=[block])
    shown = await maria.wait_for_message(REFUNDS, lambda m: m["text"] == "A picture")
    assert shown["blocks"][0]["slack_file"] == {"id": done["file"]["id"]}
    address = f"{ws.page}files/{done['file']['id']}/picture"
    async with aiohttp.ClientSession() as session:
        assert (await session.get(address)).content_type == "image/png"
        await client.files_delete(file=done["file"]["id"])
        assert (await session.get(address)).status == 404
    assert await refusal(client.files_delete(file=done["file"]["id"])) == "file_not_found"
