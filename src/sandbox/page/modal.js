// Modals: the forms that the bot opens.

import { post } from "./api.js";
import { el, find, tell } from "./dom.js";
import { waitFor } from "./messages.js";
import { world } from "./world.js";

const dialog = find("modal");

function inputOf(component) {
  const attributes = {
    id: `input-${component.custom_id}`,
    name: component.custom_id,
    placeholder: component.placeholder,
    maxlength: component.max_length,
    autocomplete: "off",
    "aria-required": String(component.required !== false),
  };
  const input = component.style === 2
    ? el("textarea", { ...attributes, rows: "5" })
    : el("input", { ...attributes, type: "text" });
  input.value = component.value ?? "";
  return input;
}

function faultOf(component, text) {
  const length = [...text].length;
  if (length === 0) return component.required === false ? null : "This is required";
  if (length < (component.min_length ?? 0)) return `At least ${component.min_length} characters`;
  if (length > (component.max_length ?? 4000)) return `At most ${component.max_length ?? 4000} characters`;
  return null;
}

/** Opens the form that answered an interaction. */
export function showModal(interaction, modal) {
  const components = modal.components.flatMap((row) => row.components ?? []);
  const parts = components.map((component) => {
    const input = inputOf(component);
    const fault = el("p", { class: "fault", id: `fault-${component.custom_id}`, role: "alert", hidden: true });
    input.setAttribute("aria-describedby", fault.id);
    const label = el("label", { for: input.id }, component.label, component.required !== false && el("span", { class: "required", title: "required" }, " *"));
    return { component, input, fault, node: el("div", { class: "input" }, label, input, fault) };
  });
  const failure = el("p", { class: "fault", role: "alert", hidden: true });
  const submit = el("button", { type: "submit", class: "button primary" }, "Submit");
  const cancel = el("button", { type: "button", class: "button secondary", onclick: () => dialog.close() }, "Cancel");
  const busy = (is) => {
    submit.disabled = is;
    submit.textContent = is ? "Sending…" : "Submit";
  };
  const form = el("form", { novalidate: true },
    el("h2", { id: "modal-title" }, modal.title),
    parts.map((part) => part.node),
    failure,
    el("div", { class: "row end" }, cancel, submit));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    for (const { component, input, fault } of parts) {
      const why = faultOf(component, input.value);
      tell(fault, why);
      input.setAttribute("aria-invalid", String(why !== null));
    }
    const wrong = parts.find((part) => !part.fault.hidden);
    if (wrong) return wrong.input.focus();
    tell(failure, "");
    busy(true);
    const values = Object.fromEntries(parts.map(({ component, input }) => [component.custom_id, input.value]));
    try {
      const sent = await post("/client/modal", { member: world.member, interaction, values });
      waitFor(sent.interaction, {
        kind: "modal",
        done: (failed) => {
          busy(false);
          if (failed) tell(failure, "Something went wrong. Try again.");
          else dialog.close();
        },
      });
    } catch (error) {
      busy(false);
      tell(failure, error.message);
    }
  });
  dialog.replaceChildren(form);
  if (!dialog.open) dialog.showModal();
  parts[0]?.input.focus();
}

export const closeModal = () => dialog.close();

dialog.addEventListener("close", () => {
  dialog.replaceChildren();
  find("line").focus();
});
