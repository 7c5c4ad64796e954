// npm @servicestack/client's ServerEventsClient against a host with server events: node events.mjs BASE_URL TENANT
//
// TENANT belongs to this run: the host may be shared. The host's heartbeat is a second long.
import { ServerEventsClient } from '@servicestack/client';
import { EventSource } from 'eventsource';

import { Checks } from './checks.mjs';

const [host, tenant] = process.argv.slice(2);
const baseUrl = `${host}/_t/${tenant}`;
const checks = new Checks();
// The client takes that of the browser.
globalThis.EventSource = EventSource;

// A subscriber, and all that it hears: [name, what came].
function listener(...channels) {
  const heard = [];
  const handlers = {};
  for (const name of ['onConnect', 'onJoin', 'onLeave', 'onUpdate', 'onHeartbeat', 'sold']) {
    handlers[name] = body => heard.push([name, body]);
  }
  const failed = [];
  const client = new ServerEventsClient(baseUrl, channels, { handlers, onException: error => failed.push(error) });
  client.withCredentials = false;
  return { client: client.start(), heard, failed };
}

// Waits until something has come, and gives it.
async function hears({ heard, failed }, name, fits = () => true) {
  const end = Date.now() + 20_000;
  for (;;) {
    const found = heard.find(([known, body]) => known === name && fits(body));
    if (found) return found[1];
    if (Date.now() > end) throw new Error(`no ${name}, but ${heard.map(([known]) => known)} ${failed}`);
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}

async function publishes(text) {
  const stub = `[[answer]]\npublish = { channel = "till", op = "sold", json = { code = "${text}" } }\nservice = true\n`;
  const set = await fetch(`${host}/_emulator/stubs/GetRates.toml?Tenant=${tenant}`, { method: 'PUT', body: stub });
  if (!set.ok) throw new Error(await set.text());
  await (await fetch(`${baseUrl}/json/reply/GetRates`)).text();
}

const first = listener('till');
await hears(first, 'onConnect');
const second = listener('till', 'office');
await checks.of('two subscribers', async () => {
  const connected = await hears(first, 'onConnect');
  checks.same('its channels', connected.channels, 'till');
  checks.same('an id and addresses', [connected.id, connected.heartbeatUrl, connected.unRegisterUrl].every(Boolean), true);
  const other = await hears(second, 'onConnect');
  checks.same('the other joins', (await hears(first, 'onJoin', ({ userId }) => userId === other.userId)).channel, 'till');
  const ids = (await first.client.getChannelSubscribers()).map(user => user.userId);
  checks.same('who listens', ids.length, 2);
});
await checks.of('a message', async () => {
  await publishes('AB1');
  checks.same('goes to the channel', [(await hears(first, 'sold')).code, (await hears(second, 'sold')).code], ['AB1', 'AB1']);
});
await checks.of('channels', async () => {
  await second.client.unsubscribeFromChannels('till');
  await hears(second, 'onUpdate');
  await publishes('AB2');
  await hears(first, 'sold', ({ code }) => code === 'AB2');
  checks.same('one that left hears nothing more', second.heard.filter(([name]) => name === 'sold').length, 1);
  await second.client.subscribeToChannels('till');
  await publishes('AB3');
  checks.same('and again what it asks for', (await hears(second, 'sold', ({ code }) => code === 'AB3')).code, 'AB3');
});
await checks.of('heartbeat and end', async () => {
  await hears(first, 'onHeartbeat');
  // It closes its stream before it says so: the others are not told, as a real host does not.
  await second.client.stop();
  checks.same('one is left', (await first.client.getChannelSubscribers()).length, 1);
  await first.client.stop();
  const left = await fetch(`${baseUrl}/event-subscribers`, { headers: { Accept: 'application/json' } });
  checks.same('nobody is left', await left.json(), []);
  checks.same('nothing failed', [first.failed, second.failed], [[], []]);
});
process.exit(checks.failed ? 1 : 0);
