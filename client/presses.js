// Keeps the presses on buttons until the app carries them out: it starts after the page can be read.

const html = document.documentElement;
const actions = [];

function keep(event) {
  const button = event.target.closest?.("button[data-do]");
  // A second press while the button is at work changes nothing.
  if (!button || button.getAttribute("aria-busy") === "true") return;
  actions.push(button.dataset.do);
  button.setAttribute("aria-busy", "true");
}

// From now on the page shows its buttons, because each press counts.
export function keepPresses() {
  html.dataset.app = "loading";
  addEventListener("click", keep);
}

// Returns the actions of the buttons pressed so far, which still wait.
export const keptPresses = () => [...actions];

// Returns the actions of the buttons pressed so far. From now on the app itself listens.
export function takePresses() {
  removeEventListener("click", keep);
  return actions.splice(0);
}

// Hides the buttons again: the browser cannot run the app, or the app did not start. Says so at the end of the page, or over it if the
// reader pressed a button.
export function giveUp() {
  html.dataset.app = "failed";
  // The app has replaced the content by a warning, or the page is there to say why the app did not start.
  if (!document.querySelector("#content > *")) return;
  // A portable edition cannot say so: its core is in the file, and so are the sentences.
  const text = document.querySelector("script[data-missing]")?.dataset.missing;
  if (!text) return;
  const line = document.createElement("p");
  if (takePresses().length) {
    const notice = document.createElement("aside");
    notice.className = "notice";
    notice.setAttribute("role", "status");
    notice.append(line);
    document.body.append(notice);
  } else {
    line.className = "stand-in";
    (document.querySelector(".device") || document.querySelector("main")).append(line);
  }
  line.textContent = text;
}
