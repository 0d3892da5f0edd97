//! Purchases as Klikk wants to see them: what can be chosen of a server, and everything that is sent when it is bought.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use secrecy::SecretString;
use serde_json::{Value, json};

use super::error;
use crate::domain::form::{Line, Step, StepKind, YES_NO, choose};
use crate::domain::order::{Chosen, CustomServer, CustomWish, Cycle, Goods, NotSold, Offer, Template};
use crate::domain::{Error, Operation};
use crate::providers::lenient;

/// The most characters of a name.
const LONGEST_NAME: usize = 64;

/// What the system is called among the steps; the rest is called as Klikk calls it.
const SYSTEM: &str = "os";
const AUTHORIZED_KEYS: &str = "authorized_keys";
const IP_ALLOW: &str = "ip_allow";
const PORTS: &str = "public_ports_allow";
const CLOUD_INIT: &str = "cloud_init_url";
const ANTIAFFINITY: &str = "antiaffinity";
const FIREWALL: &str = "firewall_id";
const FIREWALL_ADD: &str = "firewall_addme";

/// What can be chosen of a server beside its system, named as Klikk names it.
fn features() -> Vec<Step> {
    let number = || StepKind::Number { least: 1, most: i64::from(u32::MAX), price: None };
    let with = |needs: &str, step: Step| Step { needs: Some(needs.to_owned()), ..step };
    vec![
        step(IP_ALLOW, StepKind::Line(Line::Networks)),
        with(IP_ALLOW, step(AUTHORIZED_KEYS, StepKind::Line(Line::Key))),
        with(IP_ALLOW, step(PORTS, StepKind::Line(Line::Ports))),
        step(CLOUD_INIT, StepKind::Line(Line::Address)),
        step(ANTIAFFINITY, number()),
        step(FIREWALL, number()),
        with(FIREWALL, step(FIREWALL_ADD, StepKind::YesNo { price: None })),
    ]
}

/// Everything that can be chosen of a server: its system first, of which Klikk has no list.
pub fn steps() -> Vec<Step> {
    let system = Step { is_required: true, ..step(SYSTEM, StepKind::Line(Line::System)) };
    std::iter::once(system).chain(features()).collect()
}

/// Klikk has but its own words for what can be chosen.
fn step(id: &str, kind: StepKind) -> Step {
    Step::optional(id, id, kind)
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
    let bad = |step: &str, text: String, example: &str| NotSold::BadForm {
        step: step.to_owned(),
        text,
        example: example.to_owned(),
    };
    let memory = wish.memory_gb.normalize();
    let is_in_halves = (memory * Decimal::TWO).fract().is_zero() && memory > Decimal::ZERO;
    if !is_in_halves {
        return Err(bad("memory", memory.to_string(), "1.5"));
    }
    if wish.cpu_cores == 0 || wish.storage_gb == 0 {
        let step = if wish.cpu_cores == 0 { "cpu" } else { "storage" };
        return Err(bad(step, "0".to_owned(), "1"));
    }
    if wish.ipv4 > 1 {
        return Err(bad("ipv4", wish.ipv4.to_string(), "1"));
    }
    let os = step(SYSTEM, StepKind::Line(Line::System)).read(&wish.os)?.value;
    let chosen = choose(&features(), &wish.answers)?;
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
    text.rsplit_once(' ')
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
    let chosen = |step| Chosen::value_of(&offer.chosen, step);
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
    let secrets =
        [CLOUD_INIT, AUTHORIZED_KEYS].into_iter().filter_map(|step| Chosen::value_of(&offer.chosen, step));
    secrets.map(|secret| SecretString::new(secret.to_owned())).collect()
}

#[cfg(test)]
mod tests {
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
        assert!(labels.contains(&"https://example.com/…") && labels.contains(&"ana@home"), "{labels:?}");
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
            assert_eq!(refused(CustomWish { memory_gb, ..wish(&[]) }), "bad-form", "{memory}");
        }
        assert_eq!(refused(CustomWish { cpu_cores: 0, ..wish(&[]) }), "bad-form");
        assert_eq!(refused(CustomWish { storage_gb: 0, ..wish(&[]) }), "bad-form");
        assert_eq!(refused(CustomWish { ipv4: 2, ..wish(&[]) }), "bad-form");
        assert_eq!(refused(CustomWish { name: " ".into(), ..wish(&[]) }), "name-unusable");
        assert_eq!(refused(CustomWish { cpu_type: Some("xeon".into()), ..wish(&[]) }), "no-such-step");
        assert_eq!(refused(CustomWish { storage_type: Some("ssd".into()), ..wish(&[]) }), "no-such-step");
        assert_eq!(refused(CustomWish { os: "Debian".into(), ..wish(&[]) }), "bad-form");
        for (answers, why) in [
            (&[("sshd", "1")][..], "no-such-step"),
            (&[("os", "Debian 11")], "no-such-step"),
            (&[("authorized_keys", KEY)], "needs"),
            (&[("public_ports_allow", "80")], "needs"),
            (&[("firewall_addme", "yes")], "needs"),
            (&[("firewall_id", "x")], "bad-answer"),
            (&[("antiaffinity", "0")], "bad-answer"),
            (&[("ip_allow", "everywhere")], "bad-form"),
            (&[("ip_allow", "192.0.2.1"), ("public_ports_allow", "0")], "bad-form"),
            (&[("ip_allow", "192.0.2.1"), ("authorized_keys", "ssh-rsa canary")], "bad-form"),
            (&[("cloud_init_url", "https://ana:canary@example.com/x")], "bad-form"),
        ] {
            let refusal = offer(&wish(answers)).unwrap_err();
            assert_eq!(refusal.as_str(), why, "{answers:?}");
            assert!(!format!("{refusal:?}").contains("canary"), "{refusal:?}");
        }
    }
}
