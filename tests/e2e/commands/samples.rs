//! Uses of commands that are the same wherever LightLayer's are gone through.

use serde_json::{Value, json};

/// A use of commands that LightLayer alone offers, each of which goes well whatever the others have done before it.
pub fn at_asia() -> Vec<(&'static str, Value)> {
    vec![
        ("vps shutdown", json!({"server": "asia/302.1375"})),
        ("vps reset", json!({"server": "asia/302.1376"})),
        ("network interfaces", json!({"server": "asia/302.1375"})),
        ("network interface", json!({"server": "asia/302.1375", "interface": "net0"})),
        ("network ips", json!({"server": "asia/302.1375"})),
        ("network pools", json!({"server": "asia/302.1375"})),
        ("network assign", json!({"server": "asia/302.1375", "interface": "0", "pool": "5", "type": "ipv4"})),
        (
            "vps create",
            json!({"service": "asia/302", "label": "web-2", "template": "101", "memory": 2048, "cpu": 2, "disk": 40}),
        ),
        ("service methods", json!({"service": "asia/302"})),
        ("service resources", json!({"service": "asia/302"})),
        ("service ips", json!({"service": "asia/302"})),
        ("service upgrade-options", json!({"service": "asia/302"})),
        ("service label", json!({"service": "asia/302"})),
        ("ticket show", json!({"ticket": "asia/736633"})),
        ("ticket departments", json!({"account": "asia"})),
        ("ticket reply", json!({"ticket": "asia/736633"})),
        ("cert show", json!({"cert": "asia/300"})),
        ("cert plans", json!({"account": "asia"})),
        ("account contacts", json!({"account": "asia"})),
        ("account edit", json!({"account": "asia", "part": "address"})),
        ("account contact-add", json!({"account": "asia"})),
        ("account contact-edit", json!({"account": "asia", "contact": "asia/49"})),
        ("account privileges", json!({"account": "asia"})),
        ("account logs", json!({"account": "asia"})),
        ("notice list", json!({"account": "asia"})),
        ("notice ack", json!({"notice": "asia/12"})),
        ("notice statuses", json!({"account": "asia"})),
        ("notice status", json!({"account": "asia", "id": "4"})),
    ]
}
