// Speaking with the simulated Discord and with the panel's routes.

async function answer(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.error ?? `the sandbox answered ${response.status}`);
  return body;
}

const unreachable = () => {
  throw new Error("the sandbox does not answer");
};

export function get(path, query = {}) {
  const search = new URLSearchParams(query).toString();
  return fetch(search ? `${path}?${search}` : path).catch(unreachable).then(answer);
}

export function post(path, body) {
  const headers = { "content-type": "application/json" };
  return fetch(path, { method: "POST", headers, body: JSON.stringify(body) }).catch(unreachable).then(answer);
}
