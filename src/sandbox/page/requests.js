// What the bot asked a provider, newest first. What took effect is marked, and can be shown alone.

import { align, el } from "./dom.js";
import { clock } from "./time.js";

/** What only logs in or out changes nothing that anybody looks for. */
const SESSIONS = ["login", "logout", "refresh-token", "revoke-token"];

const isChange = (request) => request.carried_out && !SESSIONS.includes(request.operation);

function outcome(request) {
  if (request.status !== null) return [String(request.status), request.status < 400 ? "good" : "bad"];
  return { Pending: ["waits…", "busy"], Dropped: ["cut off", "bad"], ClientLeft: ["given up", "bad"] }[request.outcome] ?? [request.outcome, ""];
}

function make(request) {
  const [text, tone] = outcome(request);
  return el("li", { class: isChange(request) && "change" },
    el("span", { class: `outcome ${tone}` }, text),
    el("code", {}, `${request.method} ${request.path}${request.query ? `?${request.query}` : ""}`),
    clock(request.at, undefined, "medium"),
    isChange(request) && el("span", { class: "note effect" }, "changed something"),
    request.authorization === "wrong" && el("span", { class: "note" }, "with a wrong key"),
    request.op_id && el("span", { class: "note" }, "id of the order ", el("code", {}, request.op_id)),
    request.body && el("details", { class: "note" },
      el("summary", {}, "What was sent"),
      el("pre", { tabindex: "0" }, request.body)));
}

/** The list of an account: its `node`, `show` for what was asked, and `showChanges`, which brings the changes into view. */
export function makeRequests() {
  let all = [];
  const only = el("input", { type: "checkbox", onchange: () => showAll() });
  const nothing = el("p", { class: "quiet" });
  const list = el("ol", { class: "requests" });
  const node = el("section", { tabindex: "-1" },
    el("h3", {}, "Requests from the bot"),
    el("label", { class: "only" }, only, "Changes only"),
    nothing, list);

  function showAll() {
    const shown = only.checked ? all.filter(isChange) : all;
    nothing.hidden = shown.length > 0;
    nothing.textContent = only.checked && all.length > 0 ? "Nothing was changed yet: the bot only looked." : "None yet.";
    align(list, shown.toReversed(), {
      key: (request) => request.number,
      version: (request) => `${outcome(request)[0]} ${request.carried_out}`,
      make,
    });
  }

  return {
    node,
    show(requests) {
      all = requests;
      showAll();
    },
    showChanges() {
      only.checked = true;
      showAll();
      node.scrollIntoView({ block: "start" });
      node.focus({ preventScroll: true });
    },
  };
}
