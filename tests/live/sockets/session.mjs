// A session with the npm client, as another program would write it. Prints one line of JSON.
import { createRequire } from 'node:module';

const require = createRequire(process.argv[2]);
const { io } = require('socket.io-client');
const [url, room, desk] = process.argv.slice(3);

const guest = await fetch(`${url}/api/v1/guests`, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ name: 'Programme', country: 'ML' }),
}).then((answer) => answer.json());

/** Connect with a token and enter the room; keep every frame. */
async function enter(token, options) {
  const socket = io(`${url}/live`, { transports: ['websocket'], auth: { token }, reconnection: false });
  await new Promise((done, fail) => socket.on('connect', done).on('connect_error', fail));
  const frames = [];
  socket.onAny((event, payload) => frames.push([event, payload]));
  const entered = await socket.timeout(15000).emitWithAck('room.join', { room, after: null, ...options });
  return { socket, frames, entered, send: (event, payload) => socket.timeout(15000).emitWithAck(event, payload) };
}

/** Wait until a frame is there that `isIt` accepts. */
async function told(client, isIt) {
  for (let tries = 0; tries < 300; tries += 1) {
    const found = client.frames.find(([event, payload]) => isIt(event, payload));
    if (found) return found[1];
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`never told: ${isIt}`);
}

const author = await enter(guest.token);
const moderator = await enter(desk, { desk: true });
const key = crypto.randomUUID();
const question = { key, body: 'Quand ?', language: 'fr', theme: null, anonymous: false };
const asked = await author.send('question.ask', question);
const replayed = await author.send('question.ask', question);
const { id } = asked.ok;
await told(moderator, (event, payload) => event === 'room.changes' && payload.changes.some((item) => item.id === id));
const taken = await moderator.send('question.moderate', { question: id, to: 'taken', reason: null, into: null });
const shown = await told(author, (event, payload) =>
  event === 'room.changes' && payload.changes.some((item) => item.id === id && item.state === 'taken' && !item.own));
const voted = await author.send('question.vote', { question: id, on: true });
const counts = await told(author, (event, payload) =>
  event === 'room.counts' && payload.counts.some(([number, votes]) => number === id && votes === 1));
const synced = await author.send('room.sync', { after: 0 });
const wrong = await author.send('question.ask', [1, 2]);
const refused = await new Promise((done) => {
  const stranger = io(`${url}/live`, { transports: ['websocket'], auth: { token: 'x' }, reconnection: false });
  stranger.on('connect_error', (error) => done(error.message)).on('connect', () => done('connected'));
});
console.log(JSON.stringify({ entered: author.entered, asked, replayed, taken, shown, voted, counts, synced, wrong, refused }));
author.socket.close();
moderator.socket.close();
process.exit(0);
