//! Which endpoints of a provider were reached, as its simulator recorded it, and what led to them.

use std::collections::{BTreeMap, BTreeSet};

use hostmaster::sandbox::discord::{Member, Message};
use hostmaster::sandbox::provider::{Endpoint, Outcome, Provider, RecordedRequest, Simulator};

use crate::play::{over, press};
use crate::stage::SOON;

/// Which operations were answered well, and what led to them.
pub struct Reached<O>(BTreeMap<O, BTreeSet<String>>);

impl<O> Default for Reached<O> {
    fn default() -> Self {
        Reached(BTreeMap::new())
    }
}

impl<O: Endpoint> Reached<O> {
    /// Takes in what the provider recorded after the request of that number.
    pub fn since<P: Provider<Operation = O>>(&mut self, provider: &Simulator<P>, before: u64, by: &str) {
        let is_well = |request: &RecordedRequest<O>| matches!(request.outcome, Outcome::Answered(200..=299));
        for request in provider.requests_since(before).into_iter().filter(is_well) {
            if let Some(operation) = request.operation {
                self.0.entry(operation).or_default().insert(by.to_owned());
            }
        }
    }

    /// What led to each of the operations.
    pub fn ways(&self, provider: &'static str, operations: &[O]) -> Vec<Way> {
        let way = |operation: &O| {
            let by = self.0.get(operation).into_iter().flatten().cloned().collect();
            Way { provider, endpoint: operation.to_string(), by }
        };
        operations.iter().map(way).collect()
    }
}

/// What led to an endpoint.
pub struct Way {
    /// Whose it is.
    pub provider: &'static str,
    /// The endpoint.
    pub endpoint: String,
    /// What led to it; empty: nothing did.
    pub by: Vec<String>,
}

/// Whether a message asks for a consent.
pub fn asks(message: &Message) -> bool {
    message.buttons().iter().any(|button| button.label == "Cancel")
}

/// Consents, names what is named where it cannot be undone, and waits for the end.
pub async fn consent(member: &Member, question: &Message) {
    let pressed = press(member, question, "confirm");
    pressed.wait_first_response(SOON).await.unwrap();
    match pressed.modal() {
        Some(form) => over(&pressed.submit_modal(&[("text", &form.inputs[0].placeholder)]).unwrap()).await,
        None => over(&pressed).await,
    };
}
