//! What came of using a command, as text: who reads what, what the providers were asked, and what the audit says.

use std::fmt::Write as _;

use hostmaster::sandbox::discord::world::{ANA, GUEST, MAX, SAM};
use hostmaster::sandbox::discord::{Member, Message};
use hostmaster::sandbox::llamalink::Operation;
use hostmaster::sandbox::provider::{Endpoint, Provider, RecordedRequest, Simulator};
use regex_automata::meta::Regex;
use serde_json::Value;

use crate::stage::{SOON, Stage};

/// What differs from run to run, and what stands for it.
const VARYING: &[(&str, &str)] = &[
    (r"<t:\d+:R>", "<t>"),
    (r"hm-[A-Za-z0-9_-]{8,}", "hm-\u{2026}"),
    (r"Error [A-Za-z0-9_-]{8}", "Error \u{2026}"),
    (r"20\d\d-\d\d-\d\d", "<date>"),
    (r"after \d+ s", "after \u{2026}"),
    (r"\d+ s old", "\u{2026} old"),
    (r"Up for: \d+ s", "Up for: \u{2026}"),
    (r"\u{2068}", "\u{2039}"),
    (r"\u{2066}", "\u{2039}ltr:"),
    (r"\u{2069}", "\u{203A}"),
    (r"\u{200B}", ""),
];

/// What one use of a command came to.
pub struct Told {
    pub message: Message,
    /// The requests that reached the providers meanwhile, LlamaLink first, by path; of what is sent, the body too.
    pub requests: Vec<String>,
    pub audit: Vec<String>,
}

impl Told {
    /// All of it as text.
    pub fn print(&self) -> String {
        let mut text = card(&self.message);
        for request in &self.requests {
            writeln!(text, "-> {request}").unwrap();
        }
        for row in &self.audit {
            writeln!(text, "# {row}").unwrap();
        }
        steady(&text)
    }
}

/// The text with a fixed word for everything that differs from run to run, and isolated text in \u{2039} \u{203A}.
pub fn steady(text: &str) -> String {
    let mut text = text.to_owned();
    for (user, name) in [(ANA, "ana"), (MAX, "max"), (SAM, "sam"), (GUEST, "guest")] {
        text = text.replace(&format!("<@{user}>"), &format!("@{name}"));
    }
    for (pattern, word) in VARYING {
        let pattern = Regex::new(pattern).unwrap();
        let (mut steady, mut at) = (String::new(), 0);
        for found in pattern.find_iter(&text) {
            steady.push_str(&text[at..found.start()]);
            steady.push_str(word);
            at = found.end();
        }
        steady.push_str(&text[at..]);
        text = steady;
    }
    text
}

/// A message as a person sees it: for whom, its texts, its picture, its buttons and menus.
pub fn card(message: &Message) -> String {
    let mut card = match message.ephemeral_to {
        Some(user) => format!("for <@{user}> alone\n"),
        None => "for everybody\n".to_owned(),
    };
    let mut line = |text: &str| {
        if !text.is_empty() {
            writeln!(card, "{text}").unwrap();
        }
    };
    line(&message.content);
    for embed in &message.embeds {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        line(&text(&embed["title"]));
        line(&text(&embed["description"]));
        for field in embed["fields"].as_array().into_iter().flatten() {
            line(&format!("| {}: {}", text(&field["name"]), text(&field["value"]).replace('\n', " / ")));
        }
        line(&text(&embed["footer"]["text"]));
    }
    if let Some(picture) = message.picture() {
        let (name, description) = (&picture.filename, picture.description.as_deref().unwrap_or_default());
        line(&format!("({name}: {description})"));
    }
    let buttons: Vec<_> = message.buttons().iter().map(|button| format!("[{}]", button.label)).collect();
    line(&buttons.join(" "));
    for menu in message.flat_components().filter(|component| component["type"] == 3) {
        let entries: Vec<_> = entries(menu).map(|(label, value)| format!("{label} = {value}")).collect();
        line(&format!("({})", entries.join(" | ")));
    }
    card
}

/// The labels and values of a menu.
fn entries(menu: &Value) -> impl Iterator<Item = (&str, &str)> {
    let options = menu["options"].as_array().into_iter().flatten();
    options.map(|option| (option["label"].as_str().unwrap(), option["value"].as_str().unwrap()))
}

/// The values that the message's menu offers.
pub fn offered(message: &Message) -> Vec<String> {
    let menus = message.flat_components().filter(|component| component["type"] == 3);
    menus.flat_map(|menu| entries(menu).map(|(_, value)| value.to_owned()).collect::<Vec<_>>()).collect()
}

/// The number of the last request that the provider has got.
pub fn last_request<P: Provider>(provider: &Simulator<P>) -> u64 {
    provider.requests().last().map_or(0, |request| request.number)
}

/// What the provider was asked after the request of that number, by path.
pub fn asked_since<P: Provider>(provider: &Simulator<P>, number: u64) -> Vec<String> {
    let line = |request: &RecordedRequest<P::Operation>| {
        let query = request.shown_query().map(|query| format!("?{query}")).unwrap_or_default();
        let body = request.shown_body();
        format!("{} {}{query} {body}", request.method, request.path).trim_end().to_owned()
    };
    // Logging in is between us and the provider, and when it is done is no matter of any command.
    let speaks = |request: &&RecordedRequest<P::Operation>| {
        !request.operation.is_some_and(|operation| operation.has_secret_body())
    };
    let mut asked: Vec<_> = provider.requests_since(number).iter().filter(speaks).map(line).collect();
    asked.sort();
    asked
}

/// Waits for the list that is read at the start, so that it does not mix with what a test asks for.
pub async fn settle(stage: &Stage) {
    let first = stage.llamalink.wait_for_request(Operation::ListServers, 1, SOON).await.unwrap();
    stage.llamalink.wait_until_settled(first.number, SOON).await.unwrap();
}

/// Uses a command in #ops and tells what came of it; the options are a JSON object.
pub async fn told(stage: &Stage, member: &Member, path: &str, options: Value) -> Told {
    settle(stage).await;
    let asked = (
        last_request(&stage.llamalink),
        last_request(&stage.lightlayer),
        last_request(&stage.iv),
        last_request(&stage.inferno),
        last_request(&stage.klikk),
    );
    let recorded = stage.audit().await.len();
    let options = crate::play::options(&options);
    let (_, message) = stage.use_command(member, path, &options).await;
    let audit = stage.audit_of(recorded + 1).await.split_off(recorded);
    let mut requests = asked_since(&stage.llamalink, asked.0);
    requests.extend(asked_since(&stage.lightlayer, asked.1));
    requests.extend(asked_since(&stage.iv, asked.2));
    requests.extend(asked_since(&stage.inferno, asked.3));
    requests.extend(asked_since(&stage.klikk, asked.4));
    Told { message, requests, audit }
}
