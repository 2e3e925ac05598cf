// The same broadcast on node's `ws`, with the same frames: node bench/live/node_ws.mjs PORT
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

const EVERY = 250; // milliseconds between two broadcasts
const port = Number(process.argv[2]);
const inRoom = new Set();
const votes = new Map();
const changed = new Set();
let seq = 0;

const http = createServer((request, response) => response.end('ok'));
const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
http.listen(port, '127.0.0.1', 2048);

sockets.on('connection', (line) => {
  line.send('0{"sid":"x","upgrades":[],"pingInterval":25000,"pingTimeout":20000}');
  line.on('close', () => inRoom.delete(line));
  line.on('message', (data) => {
    const text = data.toString();
    if (text.startsWith('40/live,')) return line.send('40/live,{"sid":"x"}');
    if (!text.startsWith('42/live,')) return null;
    const start = text.indexOf('[');
    const [event, payload] = JSON.parse(text.slice(start));
    return line.send(`43/live,${text.slice(8, start)}[${JSON.stringify({ ok: take(event, payload, line) })}]`);
  });
});

function take(event, { question, on }, line) {
  if (event === 'room.join') {
    inRoom.add(line);
    return { seq: 0 };
  }
  votes.set(question, (votes.get(question) || 0) + (on ? 1 : -1));
  changed.add(question);
  seq += 1;
  return { question, on, votes: votes.get(question) };
}

function tell() {
  if (changed.size) {
    const counts = [...changed].map((id) => [id, votes.get(id)]);
    const at = new Date().toISOString().replace('Z', '000+00:00');
    const frame = `42/live,${JSON.stringify(['room.counts', { seq, at, counts, present: inRoom.size }])}`;
    for (const line of inRoom) line.send(frame);
    changed.clear();
  }
  due += EVERY;
  setTimeout(tell, Math.max(0, due - performance.now()));
}

let due = performance.now() + EVERY;
setTimeout(tell, EVERY);
