// What the embed says to the page around it, and what it may be told:
// docs/embed.md. It tells nothing that the page could not read in the manifest,
// so anybody may listen; and it does nothing that a visitor could not do, so
// anybody may command.

const ours = { source: "proceedings", version: 1 };

/** Connects a player with the window around it. tell(event, more) says something. */
export function connect(player, state, commands) {
  const tell = (event, more = {}) => {
    if (window.parent !== window) window.parent.postMessage({ ...ours, event, ...more }, "*");
  };
  const at = () => ({ time: player.time });
  for (const event of ["play", "pause", "seeked", "ended"]) player.on(event, () => tell(event, at()));
  player.on("error", () => tell("error", { message: "the recording cannot be played" }));
  let last = -1;
  player.on("timeupdate", () => {
    // Four times a second is more than anybody needs.
    if (Math.floor(player.time) === last) return;
    last = Math.floor(player.time);
    tell("time", at());
  });
  window.addEventListener("message", (event) => {
    const said = event.data;
    if (event.source !== window.parent || said?.target !== "proceedings" || said.version !== 1) return;
    if (said.command === "state") tell("state", { ...state(), ...(said.id === undefined ? {} : { id: said.id }) });
    else if (Object.hasOwn(commands, said.command)) commands[said.command](said);
    else tell("error", { message: `no such command: ${String(said.command).slice(0, 40)}` });
  });
  return tell;
}
