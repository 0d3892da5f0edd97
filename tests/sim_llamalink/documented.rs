//! Every endpoint, every documented error, and what a purchase is worth.

use hostmaster::sandbox::llamalink::{Effect, Operation};
use reqwest::Method;
use rust_decimal::Decimal;
use secrecy::SecretString;
use serde_json::json;

use super::{Account, RESTARTED, custom, read, spark};

#[tokio::test]
async fn every_documented_read_is_answered_byte_for_byte() {
    let account = Account::documented().await;
    let examples = [
        ("/user/payment", r#"[{"id":3,"last4dig":"4242","exp_month":12,"exp_year":2027,"brand":"visa"}]"#),
        (
            "/platform/vps-plans",
            r#"{"shopPurchasesEnabled":true,"items":[{"id":"spark","name":"Llama Spark","price":54,"currency":"ILS","cpuCores":2,"ramGB":2,"storageGB":50}],"custom":{"available":true,"endpoint":"/user/custom-packages","pricing":{"currency":"ILS","ramPerGB":7,"cpuPerCore":{"xeonE5":15.6,"xeonGold":17}}}}"#,
        ),
        (
            "/platform/os-templates",
            r#"{"items":[{"id":"ubuntu-22","label":"Ubuntu 22.04","enabled":true},{"id":"windows-2022","label":"Windows Server 2022","enabled":true}]}"#,
        ),
        (
            "/user/vps/provision-progress/my-unique-op-001",
            r#"{"status":"success","percent":100,"vpsId":42,"message":"completed"}"#,
        ),
        (
            "/user/vps",
            r#"[{"id":42,"name":"production-web","status":"running","paymentStatus":"active","disk":40.5,"cpu_used":12,"cpus_avail":4,"memory":{"used":1.2,"max":4,"usage_percent":30},"uptime":86400,"ip_addresses":["203.0.113.50"]}]"#,
        ),
        (
            "/user/vps/42",
            r#"{"id":42,"name":"production-web","status":"running","ip_addresses":["203.0.113.50"],"memory":{"used":1.2,"max":4,"usage_percent":30},"cpu_used":12,"uptime":86400}"#,
        ),
        (
            "/user/vps/42/metrics-history?metric=cpu&range=day",
            r#"{"range":"day","points":[{"time":1716508800,"value":24.5},{"time":1716512400,"value":31.2}]}"#,
        ),
        (
            "/user/websites",
            r#"[{"id":"8f2a1c00-1111-2222-3333-444455556666","domain":"example.co.il","status":"active","plan":"business","diskUsedMb":1200,"diskLimitMb":10240}]"#,
        ),
        (
            "/user/websites/info/8f2a1c00-1111-2222-3333-444455556666",
            r#"{"id":"8f2a1c00-1111-2222-3333-444455556666","domain":"example.co.il","status":"active","phpVersion":"8.2","ssl":true,"nameservers":["ns1.llamalink.net","ns2.llamalink.net"]}"#,
        ),
        (
            "/user/profile",
            r#"{"id":7,"username":"client1","email":"user@example.com","realname":"ישראל ישראלי","phone":"0501234567","userpfp":"avatar-7.png","role":"user"}"#,
        ),
        (
            "/user/subscriptions",
            r#"[{"id":101,"type":"vps","name":"VPS Business","status":"active","renewalDate":"2026-06-01","priceMonthly":89}]"#,
        ),
    ];
    for (path, expected) in examples {
        assert_eq!(account.get(path).await, (200, expected.to_owned()), "{path}");
    }
    assert!(account.effects().is_empty());
}

#[tokio::test]
async fn every_documented_write_is_answered_byte_for_byte() {
    let account = Account::documented().await;
    let restarted = r#"{"message":"פעולה נשלחה לשרת","status":"running"}"#;
    assert_eq!(account.get("/user/vps/restart/42").await, (200, restarted.to_owned()));

    let first = account.buy("/user/subscribe-vps", "my-unique-op-001", spark()).await;
    assert_eq!(first, (200, r#"{"subscribed":true,"vpsId":42,"message":"השרת הוקם בהצלחה."}"#.to_owned()));
    let second = account.buy("/user/custom-packages", "my-unique-op-002", custom(json!(362.4))).await;
    assert_eq!(second, (201, r#"{"subscribed":true,"vpsId":43,"message":"השרת הוקם בהצלחה."}"#.to_owned()));

    let site = json!({"domain": "mysite.co.il", "planId": "business", "phpVersion": "8.2"});
    let site = account.buy("/user/websites/new", "none-needed", site).await;
    let created = r#"{"id":"9a3b2c10-aaaa-bbbb-cccc-dddddddddddd","domain":"mysite.co.il","status":"provisioning","message":"האתר בתהליך הקמה"}"#;
    assert_eq!(site, (201, created.to_owned()));

    let charged =
        Effect::Charged { op_id: "my-unique-op-002".into(), amount: Decimal::new(3624, 1), server: 43 };
    let site = Effect::SiteCreated {
        site: "9a3b2c10-aaaa-bbbb-cccc-dddddddddddd".into(),
        domain: "mysite.co.il".into(),
    };
    assert_eq!(account.effects(), [RESTARTED, charged, site]);
}

#[tokio::test]
async fn a_missing_header_is_401_a_wrong_key_403_and_the_platform_needs_none() {
    let account = Account::documented().await;
    for operation in Operation::ALL {
        let method = if operation.is_post() { Method::POST } else { Method::GET };
        let url = format!("{}{}", account.sim.base_url(), operation.template().replace("{id}", "42"));
        let bare = || account.http.request(method.clone(), &url);
        if !operation.needs_key() {
            assert_eq!(read(bare()).await.0, 200, "{operation}");
            continue;
        }
        let missing = read(bare()).await;
        assert_eq!(missing, (401, r#"{"message":"חסרה כותרת Authorization"}"#.to_owned()), "{operation}");
        for wrong in ["Bearer llk_OTHER", "Basic bGxrOg==", "llk_YOUR_KEY", ""] {
            let (status, body) = read(bare().header("authorization", wrong)).await;
            assert_eq!(
                (status, body.as_str()),
                (403, r#"{"message":"מפתח לא תקף / פג תוקף"}"#),
                "{operation}"
            );
        }
    }
    assert!(account.effects().is_empty());

    account.sim.with_state(|state| state.key = SecretString::new("llk_NEXT".to_owned()));
    assert_eq!(account.get("/user/vps").await.0, 403, "the key was exchanged");
}

#[tokio::test]
async fn what_does_not_exist_is_404_and_a_post_restarts_nothing() {
    let account = Account::documented().await;
    let not_found = (404, r#"{"message":"לא נמצא"}"#.to_owned());
    for path in [
        "/user/vps/7",
        "/user/vps/restart/7",
        "/user/vps/restart/forty-two",
        "/user/vps/restart/",
        "/user/vps/7/metrics-history?metric=cpu&range=day",
        "/user/vps/provision-progress/never",
        "/user/websites/info/none",
        "/nowhere",
    ] {
        assert_eq!(account.get(path).await, not_found, "{path}");
    }
    assert_eq!(read(account.request(Method::POST, "/user/vps/restart/42")).await, not_found);
    let unknown_plan = json!({"planId": "none", "os": "ubuntu-22"});
    assert_eq!(account.buy("/user/subscribe-vps", "a", unknown_plan).await, not_found);
    assert!(account.effects().is_empty());
}

#[tokio::test]
async fn one_operation_id_buys_one_server_and_two_buy_two() {
    let account = Account::documented().await;
    let first = account.buy("/user/subscribe-vps", "hm-1", spark()).await;
    let again = account.buy("/user/subscribe-vps", "hm-1", spark()).await;
    assert_eq!((first.0, again.0), (201, 200));
    assert_eq!(first.1, again.1);
    account.buy("/user/subscribe-vps", "hm-2", spark()).await;

    let charge =
        |op_id: &str, server| Effect::Charged { op_id: op_id.into(), amount: Decimal::from(54), server };
    assert_eq!(account.effects(), [charge("hm-1", 43), charge("hm-2", 44)]);
    let carried_out: Vec<_> = account.sim.requests().iter().map(|request| request.carried_out).collect();
    assert_eq!(carried_out, [true, false, true]);
    assert_eq!(account.json("/user/subscriptions").await.as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn a_purchase_that_makes_no_sense_or_cannot_be_paid_buys_nothing() {
    let account = Account::documented().await;
    let order = || account.request(Method::POST, "/user/subscribe-vps").body(spark().to_string());
    assert_eq!(read(order().header("content-type", "application/json")).await.0, 400, "no operation id");
    assert_eq!(read(order().header("x-provision-op-id", "a")).await.0, 400, "no content type");

    account.sim.with_state(|state| state.templates[0].enabled = false);
    assert_eq!(account.buy("/user/subscribe-vps", "a", spark()).await.0, 400);
    account.sim.with_state(|state| {
        state.templates[0].enabled = true;
        state.cards[0].accepts_charges = false;
    });
    let declined = account.buy("/user/subscribe-vps", "a", spark()).await;
    assert_eq!(declined, (402, r#"{"message":"אין כרטיס תשלום תקף / החיוב נכשל"}"#.to_owned()));
    account.sim.with_state(|state| state.cards.clear());
    assert_eq!(account.buy("/user/custom-packages", "a", custom(json!(362.4))).await.0, 402);

    assert_eq!(account.get("/user/vps/provision-progress/a").await.0, 404);
    assert_eq!(account.json("/user/vps").await.as_array().unwrap().len(), 1);
    assert!(account.effects().is_empty());
}

#[tokio::test]
async fn a_custom_order_passes_within_two_agorot_of_its_price() {
    let account = Account::documented().await;
    let mut windows = custom(json!(168.9));
    windows["os"] = json!("windows-2022");
    windows["storageGB"] = json!(31);
    let mut gold = custom(json!(320.0));
    gold["cpuType"] = json!("xeonGold");
    gold["storageType"] = json!("hdd");
    let mut unknown = custom(json!(362.4));
    unknown["cpuType"] = json!("epyc");
    let orders = [
        (custom(json!(362.400_000_000_000_03)), 201),
        (custom(json!(362.42)), 201),
        (custom(json!(362.38)), 201),
        (custom(json!(362.43)), 400),
        (custom(json!(362)), 400),
        (custom(json!(1e300)), 400),
        (custom(json!("362.40")), 400),
        (gold, 201),
        (unknown, 400),
        (windows, 400),
    ];
    for (n, (order, status)) in orders.into_iter().enumerate() {
        let answer = account.buy("/user/custom-packages", &format!("hm-{n}"), order.clone()).await;
        assert_eq!(answer.0, status, "{order} {}", answer.1);
    }
    let amounts: Vec<_> = account
        .effects()
        .into_iter()
        .map(|effect| match effect {
            Effect::Charged { amount, .. } => amount.to_string(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(amounts, ["362.4", "362.4", "362.4", "320.0"], "the provider's own price is charged");
}
