// Doing something: what the program answers is shown, what it refuses is said.
import { post, Stale } from "./api.js";
import { lines, open } from "./dialog.js";
import { say } from "./dom.js";
import { show } from "./store.js";
import { TEXTS } from "./texts.js";

// Returns the answer, nothing if it was refused; ``loud`` leaves that to the caller to say.
export async function act(asked, { quiet = false, loud = false, done = "" } = {}) {
  try {
    const found = await (typeof asked === "function" ? asked() : post(asked.name, asked.given));
    const state = found.state || (found.tables ? found : null);
    if (state && !quiet) show({ state });
    if (!quiet) say([done, ...(state?.messages || [])].filter(Boolean).join("；"));
    return found;
  } catch (refused) {
    if (refused instanceof Stale) {
      show({ state: refused.state });
      open(TEXTS.stale, lines([refused.message, ...(refused.state.difference || [])]));
      return null;
    }
    if (loud) throw refused;
    const text = refused instanceof TypeError ? TEXTS.failed : refused.message;
    say(text);
    open(text, lines(refused.lines || []));
    return null;
  }
}
