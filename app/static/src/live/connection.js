import { io } from 'socket.io-client';

const PATIENCE = 5000;
const LOST_AFTER = 10000;

/** No answer came: the same message may be sent again. */
export class Unreachable extends Error {}

/** The server understood and says no, in the reader's language. */
export class Refusal extends Error {
  constructor({ code, message, fields }) {
    const sentences = Object.keys(fields || {}).map((name) => fields[name].join(' '));
    super(sentences.join(' ') || message);
    this.code = code;
  }
}

// Refusals that say nothing about the message itself.
const PASSING = ['failure', 'not_in_room'];

/**
 * Keep this page in a room, through every loss of the network.
 *
 * `request` gives the payload of `room.join`; `handlers` may be: joined(answer), changes(payload),
 * counts(payload), up(), down(), lost() (down for ten seconds).
 */
export function connect(request, handlers) {
  const socket = io('/live', {
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    reconnectionDelay: 500,
    reconnectionDelayMax: 5000,
    randomizationFactor: 0.5,
  });
  const tell = (name, value) => handlers[name] && handlers[name](value);
  let isIn = false;
  let lostTimer = setTimeout(() => tell('lost'), LOST_AFTER);

  function emit(event, payload) {
    return new Promise((resolve, reject) => {
      socket.timeout(PATIENCE).emit(event, payload, (late, answer) => {
        if (late || !answer) return reject(new Unreachable(event));
        if (!answer.error) return resolve(answer.ok);
        const passes = PASSING.includes(answer.error.code);
        return reject(passes ? new Unreachable(event) : new Refusal(answer.error));
      });
    });
  }

  async function join() {
    try {
      const answer = await emit('room.join', request());
      isIn = true;
      clearTimeout(lostTimer);
      lostTimer = 0;
      tell('joined', answer);
      tell('up');
    } catch (_) {
      // No answer, or too many come back through this address: each tries again at a time of its own.
      setTimeout(retry, PATIENCE * (1 + Math.random()));
    }
  }

  function leave() {
    isIn = false;
    lostTimer = lostTimer || setTimeout(() => tell('lost'), LOST_AFTER);
    tell('down');
  }

  /** Start again now, without waiting for the next planned try. */
  function retry() {
    if (!isIn) socket.disconnect().connect();
  }

  socket.on('connect', join);
  socket.on('disconnect', (reason) => {
    leave();
    // The client retries by itself, except where the server closed it on purpose.
    if (reason === 'io server disconnect') setTimeout(retry, 1000 + Math.random() * 4000);
  });
  socket.on('connect_error', () => {
    if (!socket.active) setTimeout(retry, PATIENCE);
  });
  socket.on('room.changes', (payload) => tell('changes', payload));
  socket.on('room.counts', (payload) => tell('counts', payload));
  addEventListener('online', retry);

  return {
    retry,
    get isUp() {
      return isIn && socket.connected;
    },
    /** Send a message and return its answer; throws Refusal or Unreachable. */
    async send(event, payload) {
      if (!this.isUp) throw new Unreachable(event);
      return emit(event, payload);
    },
  };
}
