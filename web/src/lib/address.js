// What the address of a page asks for.

/** The seconds of ?t=, or null where there are none. */
export function askedTime(location) {
  const text = new URL(location.href).searchParams.get("t");
  if (text === null || text.trim() === "") return null;
  const seconds = Number(text);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : null;
}
