// The meeting's page. All that it says stands in the HTML already; this adds
// what needs a script.
import { askedTime } from "./lib/address.js";

// ?t=SECONDS: begin there.
const asked = askedTime(location);
const media = document.querySelector("video, audio");
if (asked !== null && media) media.currentTime = asked;
