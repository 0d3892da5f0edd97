//! Purchases as Klikk wants to see them: what can be chosen of a server, and everything that is sent when it is bought.

use std::net::IpAddr;

use reqwest::Url;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use secrecy::SecretString;
use serde_json::{Value, json};

use super::error;
use crate::domain::form::{Step, StepKind, YES_NO, choose};
use crate::domain::key::PublicKey;
use crate::domain::order::{Chosen, CustomServer, CustomWish, Cycle, Goods, NotSold, Offer, Template};
use crate::domain::{Error, Operation};
use crate::providers::lenient;

/// The most characters of a name.
const LONGEST_NAME: usize = 64;
/// The most characters of an answer.
const LONGEST_ANSWER: usize = 900;

const AUTHORIZED_KEYS: &str = "authorized_keys";
const IP_ALLOW: &str = "ip_allow";
const PORTS: &str = "public_ports_allow";
const CLOUD_INIT: &str = "cloud_init_url";
const ANTIAFFINITY: &str = "antiaffinity";
const FIREWALL: &str = "firewall_id";
const FIREWALL_ADD: &str = "firewall_addme";

/// What can be chosen of a server, named as Klikk names it.
fn steps() -> Vec<Step> {
    let text = || StepKind::Text { longest: LONGEST_ANSWER };
    let number = || StepKind::Number { least: 1, most: i64::from(u32::MAX), price: None };
    let step = |id: &str, kind| Step {
        id: id.to_owned(),
        key: None,
        title: id.to_owned(),
        about: None,
        kind,
        default: None,
        is_required: false,
        of_order: false,
    };
    vec![
        step(IP_ALLOW, text()),
        step(AUTHORIZED_KEYS, text()),
        step(PORTS, text()),
        step(CLOUD_INIT, text()),
        step(ANTIAFFINITY, number()),
        step(FIREWALL, number()),
        step(FIREWALL_ADD, StepKind::YesNo { price: None }),
    ]
}

/// What is sold for a wish: whatever can be ordered, at a price that Klikk does not tell.
pub fn offer(wish: &CustomWish) -> Result<Offer, NotSold> {
    let not_taken = |step: &str| NotSold::NoSuchStep { text: step.to_owned(), known: vec![] };
    if wish.cpu_type.is_some() {
        return Err(not_taken("cpu_type"));
    }
    if wish.storage_type.is_some() {
        return Err(not_taken("storage_type"));
    }
    let name = lenient::plain_name(&wish.name, LONGEST_NAME).ok_or(NotSold::NameUnusable)?;
    let bad = |step: &str, text: String, known: &str| NotSold::BadAnswer {
        step: step.to_owned(),
        text,
        known: vec![known.to_owned()],
    };
    let memory = wish.memory_gb.normalize();
    let is_in_halves = (memory * Decimal::TWO).fract().is_zero() && memory > Decimal::ZERO;
    if !is_in_halves {
        return Err(bad("memory", memory.to_string(), "0.5, 1, 1.5 …"));
    }
    if wish.cpu_cores == 0 || wish.storage_gb == 0 {
        let step = if wish.cpu_cores == 0 { "cpu" } else { "storage" };
        return Err(bad(step, "0".to_owned(), "1 …"));
    }
    if wish.ipv4 > 1 {
        return Err(bad("ipv4", wish.ipv4.to_string(), "0, 1"));
    }
    let os = wish.os.split_whitespace().collect::<Vec<_>>().join(" ");
    if os_of(&os).is_none() || lenient::plain_name(&os, LONGEST_NAME).is_none() {
        return Err(bad("os", wish.os.clone(), "Debian 10.4"));
    }
    let chosen = choose(&steps(), &wish.answers)?;
    let chosen = chosen.into_iter().map(checked).collect::<Result<Vec<_>, _>>()?;
    let has = |step: &str| answer(&chosen, step).is_some();
    if (has(AUTHORIZED_KEYS) || has(PORTS)) && !has(IP_ALLOW) {
        return Err(NotSold::Unanswered { step: IP_ALLOW.to_owned() });
    }
    if answer(&chosen, FIREWALL_ADD) == Some(YES_NO[0]) && !has(FIREWALL) {
        return Err(NotSold::Unanswered { step: FIREWALL.to_owned() });
    }
    let server = CustomServer {
        name: name.to_owned(),
        cpu_type: String::new(),
        cpu_cores: wish.cpu_cores,
        memory_gb: memory,
        storage_type: String::new(),
        storage_gb: wish.storage_gb,
        ipv4: wish.ipv4,
    };
    let system = Template { name: os.clone(), id: os, enabled: true, price: None, memory_mb: None };
    let offer = Offer::of(Goods::Custom(server), None);
    Ok(Offer { system: Some(system), cycle: Cycle::Untold, chosen, ..offer })
}

/// The name and the version of an operating system.
fn os_of(text: &str) -> Option<(&str, &str)> {
    text.rsplit_once(' ').filter(|(_, version)| version.starts_with(|c: char| c.is_ascii_digit()))
}

fn answer<'a>(chosen: &'a [Chosen], step: &str) -> Option<&'a str> {
    chosen.iter().find(|chosen| chosen.step == step).map(|chosen| chosen.value.as_str())
}

/// An answer in the form in which it is sent, when it has the form that it must have.
fn checked(chosen: Chosen) -> Result<Chosen, NotSold> {
    let text = chosen.value.as_str();
    let (value, known): (Option<String>, &str) = match chosen.step.as_str() {
        IP_ALLOW => (list(text, is_network), "192.0.2.7, 2001:db8::/32"),
        PORTS => (list(text, is_port_range), "80, 443, 12000:12010"),
        AUTHORIZED_KEYS => (PublicKey::read(text).ok().map(|key| key.line().to_owned()), "ssh-ed25519 AAAA…"),
        CLOUD_INIT => (cloud_init(text).map(|url| url.to_string()), "https://example.com/cloud-init"),
        _ => return Ok(chosen),
    };
    let is_secret = matches!(chosen.step.as_str(), CLOUD_INIT | AUTHORIZED_KEYS);
    let Some(value) = value else {
        // What may be a secret is not said again.
        let text = if is_secret { "…".to_owned() } else { text.to_owned() };
        return Err(NotSold::BadAnswer { step: chosen.step, text, known: vec![known.to_owned()] });
    };
    let label = match chosen.step.as_str() {
        CLOUD_INIT => shown(&value),
        AUTHORIZED_KEYS => PublicKey::read(&value).map(|key| key.name().to_owned()).unwrap_or_default(),
        _ => value.clone(),
    };
    Ok(Chosen { value, label, ..chosen })
}

/// A list with commas, each entry of which must be of a kind, without the spaces between them.
fn list(text: &str, is_one: fn(&str) -> bool) -> Option<String> {
    let entries: Vec<_> = text.split(',').map(str::trim).filter(|entry| !entry.is_empty()).collect();
    (!entries.is_empty() && entries.iter().all(|entry| is_one(entry))).then(|| entries.join(","))
}

/// Whether a text is an address or a network of either kind.
fn is_network(text: &str) -> bool {
    let (address, length) = match text.split_once('/') {
        Some((address, length)) => (address, Some(length)),
        None => (text, None),
    };
    let Ok(address) = address.parse::<IpAddr>() else { return false };
    let longest = if address.is_ipv4() { 32 } else { 128 };
    length.is_none_or(|length| {
        lenient::is_number(length) && length.parse().is_ok_and(|bits: u8| bits <= longest)
    })
}

/// Whether a text is a port, or two with a colon between them.
fn is_port_range(text: &str) -> bool {
    let port = |text: &str| text.parse::<u16>().ok().filter(|port| *port > 0 && lenient::is_number(text));
    match text.split_once(':') {
        Some((first, last)) => {
            matches!((port(first), port(last)), (Some(first), Some(last)) if first <= last)
        }
        None => port(text).is_some(),
    }
}

fn cloud_init(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok().filter(|url| url.scheme() == "https" && url.host_str().is_some())?;
    (url.username().is_empty() && url.password().is_none()).then_some(url)
}

/// An address without what may be secret in it.
fn shown(address: &str) -> String {
    match address.split_once(['?', '#']) {
        Some((place, _)) => format!("{place}?…"),
        None => address.to_owned(),
    }
}

/// The body of the call that buys the offer, under the id of this purchase.
pub fn body(offer: &Offer, order: &str) -> Result<Value, Error> {
    let not_sent = |cause| error::not_sent(Operation::OrderCustom, cause);
    let Goods::Custom(server) = &offer.goods else { return Err(not_sent("the offer is for no server")) };
    let system = offer.system.as_ref().and_then(|system| os_of(&system.id));
    let (os, os_version) = system.ok_or_else(|| not_sent("the offer has no operating system"))?;
    let memory = server.memory_gb.normalize();
    let memory = match memory.to_u64().filter(|_| memory.scale() == 0) {
        Some(whole) => Value::from(whole),
        // Halves are exact in binary.
        None => memory.to_f64().map(Value::from).ok_or_else(|| not_sent("the memory is no number"))?,
    };
    let chosen = |step| answer(&offer.chosen, step);
    let mut features = json!({"ipv4": server.ipv4});
    if let Some(ip_allow) = chosen(IP_ALLOW) {
        let mut sshd = json!({"ip_allow": ip_allow});
        for step in [AUTHORIZED_KEYS, PORTS] {
            if let Some(answer) = chosen(step) {
                sshd[step] = answer.into();
            }
        }
        features["sshd"] = sshd;
    }
    if let Some(address) = chosen(CLOUD_INIT) {
        features[CLOUD_INIT] = address.into();
    }
    let mut options = json!({
        "quantity_ram_gb": memory,
        "quantity_cpu": server.cpu_cores,
        "quantity_storage_gb": server.storage_gb,
        "os": os,
        "os_version": os_version,
        "features": features,
    });
    for step in [ANTIAFFINITY, FIREWALL] {
        if let Some(number) = chosen(step).and_then(|answer| answer.parse::<u64>().ok()) {
            options[step] = number.into();
        }
    }
    if chosen(FIREWALL_ADD) == Some(YES_NO[0]) {
        options[FIREWALL_ADD] = "1".into();
    }
    let item = json!({"name": server.name, "product": {"name": "VPS", "options": options}});
    Ok(json!({"items": [item], "reference": order}))
}

/// What of an offer may be secret, so that no answer brings it back in.
pub fn secrets(offer: &Offer) -> Vec<SecretString> {
    let secrets = [CLOUD_INIT, AUTHORIZED_KEYS].into_iter().filter_map(|step| answer(&offer.chosen, step));
    secrets.map(|secret| SecretString::new(secret.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::order::Answers;

    const KEY: &str =
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl ana@home";

    fn wish(answers: &[(&str, &str)]) -> CustomWish {
        let answers: Answers =
            answers.iter().map(|(id, text)| ((*id).to_owned(), (*text).to_owned())).collect();
        CustomWish {
            name: "My testserver 1".to_owned(),
            os: "Debian 10.4".to_owned(),
            cpu_type: None,
            cpu_cores: 9,
            memory_gb: "0.5".parse().unwrap(),
            storage_type: None,
            storage_gb: 25,
            ipv4: 1,
            answers,
        }
    }

    #[test]
    fn the_documented_order_is_sent_as_documented() {
        let address = "https://example.com/cloud-init?id=3987438&key=casoiujm3uhjumh";
        let wish = wish(&[
            ("antiaffinity", "3"),
            ("firewall_id", "7"),
            ("firewall_addme", "yes"),
            ("authorized_keys", KEY),
            ("ip_allow", "fec0:aaa:1:2::ff, 192.168.0.0/24"),
            ("public_ports_allow", "80, 443,12000:12010"),
            ("cloud_init_url", address),
        ]);
        let offer = offer(&wish).unwrap();
        let documented = json!({"items": [{"name": "My testserver 1", "product": {"name": "VPS", "options": {
            "quantity_ram_gb": 0.5, "quantity_cpu": 9, "quantity_storage_gb": 25,
            "os": "Debian", "os_version": "10.4",
            "antiaffinity": 3, "firewall_id": 7, "firewall_addme": "1",
            "features": {
                "ipv4": 1,
                "sshd": {
                    "authorized_keys": KEY,
                    "ip_allow": "fec0:aaa:1:2::ff,192.168.0.0/24",
                    "public_ports_allow": "80,443,12000:12010",
                },
                "cloud_init_url": address,
            },
        }}}], "reference": "hm-1"});
        assert_eq!(body(&offer, "hm-1").unwrap(), documented);
        let labels: Vec<_> = offer.chosen.iter().map(|chosen| chosen.label.as_str()).collect();
        assert!(
            labels.contains(&"https://example.com/cloud-init?…") && labels.contains(&"ana@home"),
            "{labels:?}"
        );
        assert_eq!(secrets(&offer).len(), 2);
    }

    #[test]
    fn what_is_left_open_is_not_sent() {
        let offer = offer(&CustomWish { memory_gb: 2.into(), ipv4: 0, ..wish(&[("firewall_addme", "no")]) });
        let body = body(&offer.unwrap(), "hm-1").unwrap();
        let options = &body["items"][0]["product"]["options"];
        let expected = json!({
            "quantity_ram_gb": 2, "quantity_cpu": 9, "quantity_storage_gb": 25,
            "os": "Debian", "os_version": "10.4", "features": {"ipv4": 0},
        });
        assert_eq!(*options, expected);
    }

    #[test]
    fn what_klikk_would_not_take_is_not_sent() {
        let refused = |wish: CustomWish| offer(&wish).unwrap_err().as_str();
        for memory in ["0", "0.25", "0.7", "-1", "1.55"] {
            let memory_gb = memory.parse().unwrap();
            assert_eq!(refused(CustomWish { memory_gb, ..wish(&[]) }), "bad-answer", "{memory}");
        }
        assert_eq!(refused(CustomWish { cpu_cores: 0, ..wish(&[]) }), "bad-answer");
        assert_eq!(refused(CustomWish { storage_gb: 0, ..wish(&[]) }), "bad-answer");
        assert_eq!(refused(CustomWish { ipv4: 2, ..wish(&[]) }), "bad-answer");
        assert_eq!(refused(CustomWish { name: " ".into(), ..wish(&[]) }), "name-unusable");
        assert_eq!(refused(CustomWish { cpu_type: Some("xeon".into()), ..wish(&[]) }), "no-such-step");
        assert_eq!(refused(CustomWish { storage_type: Some("ssd".into()), ..wish(&[]) }), "no-such-step");
        for os in ["", "Debian", "10.4", "Debian ten"] {
            assert_eq!(refused(CustomWish { os: os.into(), ..wish(&[]) }), "bad-answer", "{os}");
        }
        for (answers, why) in [
            (&[("sshd", "1")][..], "no-such-step"),
            (&[("authorized_keys", KEY)], "unanswered"),
            (&[("public_ports_allow", "80")], "unanswered"),
            (&[("firewall_addme", "yes")], "unanswered"),
            (&[("firewall_id", "x")], "bad-answer"),
            (&[("antiaffinity", "0")], "bad-answer"),
            (&[("ip_allow", "everywhere")], "bad-answer"),
            (&[("ip_allow", "192.0.2.0/33")], "bad-answer"),
            (&[("ip_allow", "2001:db8::/129")], "bad-answer"),
            (&[("ip_allow", "192.0.2.1;192.0.2.2")], "bad-answer"),
            (&[("ip_allow", "192.0.2.1"), ("public_ports_allow", "0")], "bad-answer"),
            (&[("ip_allow", "192.0.2.1"), ("public_ports_allow", "90:80")], "bad-answer"),
            (&[("ip_allow", "192.0.2.1"), ("public_ports_allow", "65536")], "bad-answer"),
            (&[("ip_allow", "192.0.2.1"), ("authorized_keys", "ssh-rsa ......")], "bad-answer"),
            (&[("cloud_init_url", "http://example.com/x")], "bad-answer"),
            (&[("cloud_init_url", "https://ana:canary@example.com/x")], "bad-answer"),
            (&[("cloud_init_url", "canary")], "bad-answer"),
        ] {
            let refusal = offer(&wish(answers)).unwrap_err();
            assert_eq!(refusal.as_str(), why, "{answers:?}");
            assert!(!format!("{refusal:?}").contains("canary"), "{refusal:?}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_allowed_is_a_network_and_a_range(text in "[0-9a-f.:/, ]{0,40}") {
            if let Some(list) = list(&text, is_network) {
                for network in list.split(',') {
                    prop_assert!(network.split('/').next().unwrap().parse::<IpAddr>().is_ok());
                }
            }
            if let Some(list) = list(&text, is_port_range) {
                prop_assert!(list.split([',', ':']).all(|port| port.parse::<u16>().is_ok_and(|port| port > 0)));
            }
        }
    }
}
