//! What people type stays where it is written: it changes neither path nor query nor body of any call.

use std::collections::HashMap;
use std::sync::LazyLock;

use hostmaster::domain::{Operation, ProviderName};
use proptest::prelude::*;
use tokio::runtime::Runtime;

use crate::accounts::{Account, Things};
use crate::perform::perform;
use crate::sent::Sent;

/// A place among the things.
type Place = fn(&mut Things) -> &mut String;

const PLACES: [(&str, Place); 24] = [
    ("server", |things| &mut things.server),
    ("service", |things| &mut things.service),
    ("order", |things| &mut things.order),
    ("item", |things| &mut things.item),
    ("plan", |things| &mut things.plan),
    ("invoice", |things| &mut things.invoice),
    ("ticket", |things| &mut things.ticket),
    ("file", |things| &mut things.file),
    ("department", |things| &mut things.department),
    ("notice", |things| &mut things.notice),
    ("status", |things| &mut things.status),
    ("site", |things| &mut things.site),
    ("certificate", |things| &mut things.certificate),
    ("certificate plan", |things| &mut things.certificate_plan),
    ("contact", |things| &mut things.contact),
    ("key", |things| &mut things.key),
    ("interface", |things| &mut things.interface),
    ("pool", |things| &mut things.pool),
    ("task", |things| &mut things.task),
    ("template", |things| &mut things.template),
    ("name", |things| &mut things.name),
    ("domain", |things| &mut things.domain),
    ("words", |things| &mut things.words),
    ("purchase", |things| &mut things.purchase),
];

/// What somebody types who means harm, or nothing by it.
fn typed() -> impl Strategy<Value = String> {
    let parts = prop::sample::select(vec![
        "../",
        "..",
        ".",
        "/",
        "\\",
        "?",
        "&",
        "=",
        "#",
        "%",
        "%2e%2e%2f",
        "%2F",
        "%00",
        "+",
        " ",
        ";",
        ":",
        "@",
        "\n",
        "\r\n",
        "\r\nX-Evil: 1",
        "\0",
        "\t",
        "\"",
        "'",
        "}",
        "{\"",
        "\",\"action\":\"order_cancel\"",
        "[",
        "]",
        "[]",
        "<",
        "🦀",
        "\u{202e}",
        "é",
        "&password=x",
        "&command=server_recreate",
        "?run=1",
        "47012",
        "3",
        "-1",
        "0",
        "1e3",
        "null",
        "admin",
    ]);
    prop_oneof![
        4 => prop::collection::vec(parts, 1..6).prop_map(|parts| parts.concat()),
        2 => ".{1,60}",
        1 => prop::sample::select(vec!["/", "a", "🦀", "%2e", "&x=1"]).prop_map(|text| text.repeat(10_240 / text.len())),
    ]
}

/// One account at each provider for all cases, and what each operation asks for when nobody means harm.
struct Known {
    runtime: Runtime,
    asked: HashMap<(&'static str, &'static str), Vec<Sent>>,
}

impl Known {
    fn read() -> Self {
        let runtime = Runtime::new().unwrap();
        let mut asked = HashMap::new();
        for &provider in ProviderName::ALL {
            for operation in Operation::ALL {
                let sent = runtime.block_on(async {
                    let account = Account::at(provider).await;
                    perform(&*account.adapter, *operation, &account.things).await.unwrap().ok();
                    account.sent()
                });
                asked.insert((provider.as_str(), operation.as_str()), sent);
            }
        }
        Known { runtime, asked }
    }
}

/// Types it into one place of one operation of one adapter, and looks at what is asked.
fn type_into(
    known: &Known,
    provider: ProviderName,
    operation: Operation,
    (place, at): (&str, Place),
    text: &str,
) -> Result<(), TestCaseError> {
    known.runtime.block_on(async {
        let account = Account::at(provider).await;
        let mut things = account.things.clone();
        let harmless = std::mem::replace(at(&mut things), text.to_owned());
        perform(&*account.adapter, operation, &things).await;
        let asked = &known.asked[&(provider.as_str(), operation.as_str())];
        for sent in account.sent() {
            let is_known = asked.iter().any(|other| sent.is_but_for(other, &harmless));
            let lines: Vec<_> = asked.iter().map(Sent::line).collect();
            prop_assert!(is_known, "{provider}, {operation}, {place}: {} is none of {lines:#?}", sent.line());
        }
        Ok(())
    })
}

static KNOWN: LazyLock<Known> = LazyLock::new(Known::read);

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]

    #[test]
    fn what_is_typed_changes_nothing_but_the_place_that_it_is_written_into(
        provider in prop::sample::select(ProviderName::ALL.to_vec()),
        operation in prop::sample::select(Operation::ALL.to_vec()),
        place in 0..PLACES.len(),
        text in typed(),
    ) {
        type_into(&KNOWN, provider, operation, PLACES[place], &text)?;
    }
}

/// The worst of it everywhere, so that no place is left to chance.
#[test]
fn every_place_of_every_operation_keeps_what_is_typed() {
    let known = &*KNOWN;
    for text in
        ["../../user/vps/stop/42?x=1&y=2#z", "%2e%2e%2f%3F\r\nX-Evil: 1", "1&password=x&command=version"]
    {
        for &provider in ProviderName::ALL {
            for operation in Operation::ALL {
                let asked = &known.asked[&(provider.as_str(), operation.as_str())];
                for place in PLACES.into_iter().filter(|_| !asked.is_empty()) {
                    type_into(known, provider, *operation, place, text).unwrap();
                }
            }
        }
    }
}
