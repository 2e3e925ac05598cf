import { Refusal, Unreachable } from './connection.js';

/** Return the page's CSRF token. */
function token() {
  const field = document.querySelector('input[name="csrf_token"]');
  return field ? field.value : '';
}

async function answerOf(url, options) {
  let answer;
  try {
    answer = await fetch(url, { credentials: 'same-origin', ...options });
  } catch (_) {
    throw new Unreachable(url);
  }
  if (answer.status >= 500) throw new Unreachable(url);
  return answer;
}

/** Post JSON to the API and return its answer; throws Refusal or Unreachable. */
function post(url, data) {
  const headers = { 'Content-Type': 'application/json', Accept: 'application/json', 'X-CSRFToken': token() };
  return json(url, { method: 'POST', headers, body: JSON.stringify(data) });
}

/** Return what the API answers; throws Refusal or Unreachable. */
export async function json(url, options = { headers: { Accept: 'application/json' } }) {
  const answer = await answerOf(url, options);
  const body = await answer.json().catch(() => {
    throw new Unreachable(url);
  });
  if (!answer.ok) throw new Refusal({ code: body.code, message: body.detail, fields: body.fields });
  return body;
}

/** Send a message through the room's connection, or post it where that is down. */
export async function deliver(connection, event, message, url, posted = message) {
  try {
    return await connection.send(event, message);
  } catch (failure) {
    if (!(failure instanceof Unreachable)) throw failure;
  }
  return post(url, posted);
}

/** Fetch a page, or post a form to one, and return {page, ok, url}; throws Unreachable. */
export async function page(url, form) {
  const options = form ? { method: 'POST', body: form } : { cache: 'no-store' };
  const answer = await answerOf(url, { ...options, headers: { Accept: 'text/html' } });
  const text = await answer.text().catch(() => {
    throw new Unreachable(url);
  });
  return { page: new DOMParser().parseFromString(text, 'text/html'), ok: answer.ok, url: answer.url };
}

/** Return a form with nothing but the CSRF token, for a button that posts. */
export function emptyForm() {
  const form = new FormData();
  form.append('csrf_token', token());
  return form;
}
