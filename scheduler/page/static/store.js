// What is shown: the session's document, and which part of it is looked at.
const hearers = [];

export const shown = { state: null, table: 0, view: "month", busy: false };

export const hear = (listener) => hearers.push(listener);

export function show(changed) {
  // An answer may be overtaken by a later one.
  const late = changed.state && shown.state && changed.state.version < shown.state.version;
  Object.assign(shown, late ? { ...changed, state: shown.state } : changed);
  if (shown.state && shown.table >= shown.state.tables.length) shown.table = 0;
  for (const one of hearers) one();
}

export const table = () => shown.state?.tables[shown.table] || null;

export const slotOf = (id) => table()?.slots.find((one) => one.id === id) || null;

export const where = () => ({ version: shown.state.version, table: table().name });

// Shift work is looked at by people and dates, since everybody is on most days.
export const byShifts = () => Boolean(table()?.posts.every((one) => one.kind === "排班"));
