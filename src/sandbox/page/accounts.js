// The panels beside the chat: one for each account of the configuration.

import { get } from "./api.js";
import { el, find } from "./dom.js";
import { makeInferno } from "./inferno.js";
import { makeIv } from "./iv.js";
import { keep, kept } from "./kept.js";
import { makeKlikk } from "./klikk.js";
import { makeLightLayer } from "./lightlayer.js";
import { makeLlamaLink } from "./llamalink.js";
import { showPane } from "./panes.js";

const MAKERS = {
  llamalink: makeLlamaLink,
  lightlayer: makeLightLayer,
  iv: makeIv,
  inferno: makeInferno,
  klikk: makeKlikk,
};

let panels = [];

function choose(chosen) {
  for (const panel of panels) {
    panel.tab.setAttribute("aria-pressed", String(panel === chosen));
    panel.node.hidden = panel !== chosen;
  }
  // Brought into view by itself, the keyboard would go on from there.
  find("accounts").scrollTop = chosen.tab.offsetTop - find("accounts").offsetTop;
  keep({ account: chosen.account });
}

/** Shows what the bot changed at an account. */
export function showChanges(account) {
  const panel = panels.find((one) => one.account === account);
  showPane("provider");
  choose(panel);
  panel.showChanges();
}

/** Makes a panel for each account, and shows the one of last time or the first; gives back the accounts. */
export async function showAccounts() {
  const accounts = await get("/sandbox/accounts");
  panels = accounts.map((account) => MAKERS[account.provider](account));
  for (const panel of panels) panel.tab.addEventListener("click", () => choose(panel));
  find("accounts").replaceChildren(...panels.map((panel) => panel.tab));
  find("provider-error").before(...panels.map((panel) => panel.node));
  if (panels.length > 0) choose(panels.find((panel) => panel.account === kept.account) ?? panels[0]);
  else find("accounts").append(el("p", { class: "quiet" }, "The configuration has no account."));
  return accounts;
}
