// Panes, on screens that are too small for all of them.

/** Shows a pane alone where one has room, and one of the panes at the side where two have. */
export function showPane(pane) {
  document.body.dataset.pane = pane;
  if (pane === "provider" || pane === "bot") document.body.dataset.aside = pane;
  const { aside } = document.body.dataset;
  for (const tab of document.querySelectorAll("button[data-pane]")) {
    const shown = tab.closest(".asides") ? aside : pane;
    tab.setAttribute("aria-pressed", String(tab.dataset.pane === shown));
  }
}

document.querySelector(".skip").addEventListener("click", () => showPane("chat"));
for (const tab of document.querySelectorAll("button[data-pane]")) {
  tab.addEventListener("click", () => showPane(tab.dataset.pane));
}
