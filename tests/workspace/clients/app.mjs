// The scenario's app in Bolt for JavaScript. Run with BOLT (the folder of node_modules), BOT_TOKEN, APP_TOKEN, API, WORDS.
import { createRequire } from "node:module";

const { App, LogLevel } = createRequire(`${process.env.BOLT}/`)("@slack/bolt");
const { CARD, DECIDED, MODAL, HOME } = JSON.parse(process.env.WORDS);

const app = new App({
  token: process.env.BOT_TOKEN,
  appToken: process.env.APP_TOKEN,
  socketMode: true,
  logLevel: LogLevel.ERROR,
  clientOptions: { slackApiUrl: process.env.API },
});

app.event("app_mention", async ({ event, say }) => {
  await say({ text: `Working on it: ${event.text}`, thread_ts: event.ts });
});

app.event("message", async () => {});

app.command("/handoff", async ({ ack, command, client }) => {
  await ack(`Taken: ${command.text}`);
  await client.chat.postMessage({ channel: command.channel_id, text: "Card", blocks: CARD });
});

app.action("open", async ({ ack, body, client }) => {
  await ack();
  const place = `${body.channel.id} ${body.message.ts}`;
  await client.views.open({ trigger_id: body.trigger_id, view: { ...MODAL, private_metadata: place } });
});

app.view("decide", async ({ ack, body, view, client }) => {
  const why = view.state.values.why.text.value;
  if (why === "bad") {
    await ack({ response_action: "errors", errors: { why: "Say more." } });
    return;
  }
  await ack();
  const [channel, ts] = view.private_metadata.split(" ");
  await client.chat.update({ channel, ts, text: `Decided: ${why}`, blocks: DECIDED });
  await client.chat.postEphemeral({ channel, user: body.user.id, text: "Thanks." });
});

app.shortcut("handoff_message", async ({ ack, shortcut, client }) => {
  await ack();
  await client.chat.postMessage({
    channel: shortcut.channel.id,
    thread_ts: shortcut.message.ts,
    text: `Handed off: ${shortcut.message.text}`,
  });
});

app.event("app_home_opened", async ({ event, client }) => {
  await client.views.publish({ user_id: event.user, view: HOME });
});

await app.start();
console.log("ready");
