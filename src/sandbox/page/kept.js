// What this tab keeps over a reload of the page: who acts, which channel is open, which company is shown.

const KEPT = "hostmaster-page";

function recall() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT)) ?? {};
  } catch {
    return {};
  }
}

export const kept = recall();

export function keep(changes) {
  Object.assign(kept, changes);
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(kept));
  } catch {
    // A browser that keeps nothing begins anew next time.
  }
}
