// Shows the newest state of the page, until the reader pauses that. Without it, the browser
// reloads the page while something is in progress.

const main = document.querySelector("#main");
const pause = document.querySelector("#pause");
let paused = false;

pause.hidden = false;
pause.addEventListener("click", () => {
	paused = !paused;
	pause.setAttribute("aria-pressed", String(paused));
});

let shown = main.innerHTML; // as it arrived, before the reader opened anything

/** Identifies an element that may have the focus, in the old and the new content. */
function nameOf(e) {
	return e.getAttribute("href") ?? e.textContent;
}

/** Replaces the content, and keeps the focus and what is open. */
function replace(fresh) {
	if (shown === fresh.innerHTML) return;
	shown = fresh.innerHTML;
	const focused = main.contains(document.activeElement) ? nameOf(document.activeElement) : null;
	const open = [...main.querySelectorAll("details")].map((d) => d.open);
	main.replaceChildren(...fresh.childNodes);
	main.querySelectorAll("details").forEach((d, i) => { d.open = open[i] ?? false; });
	if (focused !== null) [...main.querySelectorAll("a, summary")].find((e) => nameOf(e) === focused)?.focus({ preventScroll: true });
}

async function renew() {
	const selecting = !document.getSelection().isCollapsed; // a command that is being copied
	if (!paused && !selecting && !document.hidden) {
		try {
			const answer = await fetch(location.href, { cache: "no-store" });
			if (answer.ok) {
				const page = new DOMParser().parseFromString(await answer.text(), "text/html");
				const fresh = page.querySelector("#main");
				main.dataset.every = fresh.dataset.every;
				document.title = page.title;
				document.querySelector("#as-of").replaceWith(page.querySelector("#as-of"));
				replace(fresh);
			}
		} catch {
			// The server is away: the time of the last answer says so.
		}
	}
	setTimeout(renew, main.dataset.every * 1000);
}

setTimeout(renew, main.dataset.every * 1000);
