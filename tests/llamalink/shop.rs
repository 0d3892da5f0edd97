//! The shop: what is sent to learn what is sold, and what is sold for a wish.

use hostmaster::domain::order::{
    Answers, CustomWish, Goods, NotSold, Offer, PriceFor, PricePart, Template, Wish,
};
use hostmaster::domain::{ErrorKind, ErrorStatus, Operation};
use hostmaster::providers::layers::Limits;
use hostmaster::providers::llamalink::LlamaLink;
use hostmaster::providers::{Servers, Shop};
use hostmaster::sandbox::llamalink::{self as sim, Fault, Misbehaviour, OnDisconnect, Reply};
use reqwest::StatusCode;

use super::requests::{get_without_key, seen};
use super::{Account, SOON, custom, settings, spark, ubuntu};

fn windows() -> Template {
    Template {
        id: "windows-2022".to_owned(),
        name: "Windows Server 2022".to_owned(),
        enabled: true,
        price: None,
        memory_mb: None,
    }
}

fn plan_wish(plan: &str, os: Option<&str>, name: Option<&str>) -> Wish {
    let owned = |text: Option<&str>| text.map(str::to_owned);
    Wish::Plan {
        plan: plan.to_owned(),
        os: owned(os),
        name: owned(name),
        answers: Answers::new(),
        more: vec![],
    }
}

fn custom_wish() -> CustomWish {
    CustomWish {
        name: "my-api-vps".to_owned(),
        os: "ubuntu-22".to_owned(),
        cpu_type: None,
        cpu_cores: 4,
        memory_gb: 8.into(),
        storage_type: None,
        storage_gb: 160,
        ipv4: 1,
        answers: Answers::new(),
    }
}

fn documented_parts() -> Vec<PricePart> {
    let part = |what, amount, each: &str| PricePart { what, amount, each: each.parse().unwrap() };
    vec![
        part(PriceFor::Cpu, 4, "15.6"),
        part(PriceFor::Memory, 8, "7"),
        part(PriceFor::Storage, 160, "1.5"),
        part(PriceFor::Ipv4, 1, "4"),
    ]
}

#[tokio::test]
async fn plans_and_operating_systems_are_asked_for_without_a_key_and_read_as_documented() {
    let account = Account::documented().await;
    let Offer { goods: Goods::Plan(plan), .. } = spark() else { unreachable!() };
    assert_eq!(account.adapter.plans().await.unwrap(), [plan]);
    assert_eq!(account.adapter.templates().await.unwrap(), [ubuntu(), windows()]);
    let types = account.adapter.cpu_types().await.unwrap();
    assert_eq!(types.iter().map(|cpu| cpu.name.as_str()).collect::<Vec<_>>(), ["xeonE5", "xeonGold"]);
    let plans = || get_without_key(&account, "/platform/vps-plans");
    assert_eq!(seen(&account), [plans(), get_without_key(&account, "/platform/os-templates"), plans()]);
}

#[tokio::test]
async fn a_closed_shop_shows_its_plans_as_not_on_sale() {
    let account = Account::documented().await;
    account.sim.with_state(|state| {
        state.shop_open = false;
        state.templates[1].enabled = false;
    });
    assert!(account.adapter.plans().await.unwrap().iter().all(|plan| !plan.on_sale));
    assert_eq!(account.adapter.templates().await.unwrap()[1], Template { enabled: false, ..windows() });
}

#[tokio::test]
async fn an_offer_reads_price_list_and_operating_systems_side_by_side_and_sends_nothing_else() {
    for (wish, expected) in [
        (plan_wish("spark", Some("ubuntu 22.04"), None), spark()),
        (Wish::Custom(custom_wish()), Offer { parts: documented_parts(), ..custom() }),
    ] {
        let account = Account::documented().await;
        let halves = [sim::Operation::ListPlans, sim::Operation::ListTemplates];
        for half in halves {
            account.sim.inject(half, Fault::before(Misbehaviour::Hold(OnDisconnect::Abandon)).once());
        }
        let both_held = async {
            for half in halves {
                account.sim.wait_until_held(half, SOON).await.unwrap();
            }
            account.sim.release_all()
        };
        let (offer, released) = tokio::join!(account.adapter.offer(&wish), both_held);
        assert_eq!((offer.unwrap(), released), (Ok(expected), 2));
        let mut requests = seen(&account);
        requests.sort();
        let paths = ["/platform/os-templates", "/platform/vps-plans"];
        assert_eq!(requests, paths.map(|path| get_without_key(&account, path)));
    }
}

#[tokio::test]
async fn what_a_closed_shop_does_not_sell_is_told_before_anything_is_sent() {
    let account = Account::documented().await;
    let sold = async |wish: &Wish| account.adapter.offer(wish).await.unwrap().map(|offer| offer.price);
    let (plan, own) = (plan_wish("spark", Some("ubuntu-22"), None), Wish::Custom(custom_wish()));
    account.sim.with_state(|state| state.custom.available = false);
    assert!(sold(&plan).await.is_ok());
    assert_eq!(sold(&own).await, Err(NotSold::CustomClosed));
    account.sim.with_state(|state| (state.shop_open, state.custom.available) = (false, true));
    assert_eq!(sold(&plan).await, Err(NotSold::ShopClosed));
    assert_eq!(sold(&plan_wish("none", None, None)).await, Err(NotSold::ShopClosed));
    assert_eq!(sold(&own).await, Err(NotSold::ShopClosed));
    assert!(account.sim.requests().iter().all(|request| request.path.starts_with("/platform/")));
}

#[tokio::test]
async fn a_wish_that_cannot_be_bought_says_why() {
    let account = Account::documented().await;
    account.sim.with_state(|state| state.templates[1].enabled = false);
    let known = vec![ubuntu()];
    for (wish, reason) in [
        (plan_wish("spark", None, None), NotSold::SystemMissing { known: known.clone() }),
        (
            plan_wish("spark", Some("beos"), None),
            NotSold::SystemUnknown { text: "beos".to_owned(), known: known.clone() },
        ),
        (
            plan_wish("spark", Some("WINDOWS-2022"), None),
            NotSold::SystemDisabled { name: "Windows Server 2022".to_owned(), known },
        ),
        (plan_wish("spark", Some("ubuntu-22"), Some("web-1")), NotSold::NameNotTaken),
        (Wish::Custom(CustomWish { name: " \n".to_owned(), ..custom_wish() }), NotSold::NameUnusable),
        (
            Wish::Custom(CustomWish { cpu_type: Some("epyc".to_owned()), ..custom_wish() }),
            NotSold::CpuTypeUnknown {
                text: "epyc".to_owned(),
                known: vec!["xeonE5".to_owned(), "xeonGold".to_owned()],
            },
        ),
    ] {
        assert_eq!(account.adapter.offer(&wish).await.unwrap(), Err(reason), "{wish:?}");
    }
    let error = account.adapter.offer(&plan_wish("nova", Some("ubuntu-22"), None)).await.unwrap_err();
    let expected = (ErrorKind::NotFound, ErrorStatus::Permanent, Operation::OrderBuy);
    assert_eq!((error.kind, error.status, error.operation), expected);
}

#[tokio::test]
async fn the_accounts_own_rates_price_what_the_list_leaves_out() {
    let account = Account::documented().await;
    let mut settings = settings(&account.sim, sim::DOCUMENTED_KEY, Limits::default());
    (settings.rates.ssd_per_gb, settings.rates.ipv4_each) = ("2".parse().unwrap(), "0.5".parse().unwrap());
    let adapter = LlamaLink::new("shop".parse().unwrap(), settings).unwrap();
    let offer = adapter.offer(&Wish::Custom(custom_wish())).await.unwrap().unwrap();
    assert_eq!(offer.price.unwrap().to_string(), "438.90 ILS");
}

#[tokio::test]
async fn the_reads_behind_an_offer_are_repeated_as_reads_are() {
    let account = Account::documented().await;
    let error = || Fault::answer(Reply::status(StatusCode::INTERNAL_SERVER_ERROR)).once();
    account.sim.inject(sim::Operation::ListPlans, error());
    account.sim.inject(sim::Operation::ListTemplates, error());
    account.adapter.offer(&Wish::Custom(custom_wish())).await.unwrap().unwrap();
    assert_eq!(account.paths().len(), 4);
}

#[tokio::test]
async fn a_shop_that_shows_no_plans_is_unreadable_unless_it_is_closed() {
    let answering = async |body: &'static str| {
        let reply = Reply::new(StatusCode::OK, "application/json", body);
        let account = Account::documented().await;
        account.sim.inject(sim::Operation::ListPlans, Fault::answer(reply));
        account
    };
    for body in ["{}", r#"{"items":null}"#, r#"{"error":"maintenance"}"#] {
        let account = answering(body).await;
        for error in [
            account.adapter.plans().await.unwrap_err(),
            account.adapter.cpu_types().await.unwrap_err(),
            account.adapter.offer(&plan_wish("spark", None, None)).await.unwrap_err(),
            account.adapter.offer(&Wish::Custom(custom_wish())).await.unwrap_err(),
        ] {
            assert_eq!((error.kind, error.status), (ErrorKind::Unreadable, ErrorStatus::Temporary), "{body}");
        }
    }
    let account = answering(r#"{"shopPurchasesEnabled":false}"#).await;
    assert_eq!(account.adapter.plans().await.unwrap(), []);
    let offer = account.adapter.offer(&plan_wish("spark", None, None)).await.unwrap();
    assert_eq!(offer, Err(NotSold::ShopClosed));
}
