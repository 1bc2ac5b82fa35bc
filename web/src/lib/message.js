// Events and commands between the embed and its page: docs/embed.md. Events contain
// only public data and commands do only what a visitor can do, so any page may use
// them.

const header = { source: "proceedings", version: 1 };

/** Connects a player with the parent window. Returns send(event, keys). */
export function connect(player, state, commands) {
  const send = (event, keys = {}) => {
    if (window.parent !== window) window.parent.postMessage({ ...header, event, ...keys }, "*");
  };
  const at = () => ({ time: player.time });
  for (const event of ["play", "pause", "seeked", "ended"]) player.on(event, () => send(event, at()));
  player.on("error", () => send("error", { message: "the recording cannot be played" }));
  let last = -1;
  player.on("timeupdate", () => {
    // timeupdate fires about four times a second; once is enough.
    if (Math.floor(player.time) === last) return;
    last = Math.floor(player.time);
    send("time", at());
  });
  window.addEventListener("message", (event) => {
    const data = event.data;
    if (event.source !== window.parent || data?.target !== "proceedings" || data.version !== 1) return;
    if (data.command === "state") send("state", { ...state(), ...(data.id === undefined ? {} : { id: data.id }) });
    else if (Object.hasOwn(commands, data.command)) commands[data.command](data);
    else send("error", { message: `unknown command: ${String(data.command).slice(0, 40)}` });
  });
  return send;
}
