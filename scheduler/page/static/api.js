// What the page asks of the program.
export class Refused extends Error {
  constructor(text, lines) {
    super(text);
    this.lines = lines || [];
  }
}

export class Stale extends Error {
  constructor(text, state) {
    super(text);
    this.state = state;
  }
}

async function answer(asked) {
  const found = await asked;
  const document = await found.json().catch(() => ({}));
  if (found.ok) return document;
  if (found.status === 409) throw new Stale(document.text, document.state);
  throw new Refused(document.text || `${found.status}`, document.lines);
}

const query = (given) => {
  const filled = Object.entries(given).filter(([, value]) => value !== undefined && value !== null);
  return new URLSearchParams(filled).toString();
};

export const get = (name, given = {}) => answer(fetch(`/api/${name}?${query(given)}`));

export const post = (name, given = {}) =>
  answer(
    fetch(`/api/${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Zhiban": "page" },
      body: JSON.stringify(given),
    }),
  );

export const send = (kind, file) =>
  answer(
    fetch(`/api/upload?${query({ kind, name: file.name })}`, {
      method: "POST",
      headers: { "Content-Type": "application/octet-stream", "X-Zhiban": "page" },
      body: file,
    }),
  );

export const address = (name) => `/api/file?${query({ name })}`;
