use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn list(change: impl FnOnce(&mut Value)) -> PriceList {
    let mut list = json!({
        "shopPurchasesEnabled": true,
        "items": [{"id": "spark", "name": "Llama Spark", "price": 54, "currency": "ILS", "cpuCores": 2, "ramGB": 2,
                   "storageGB": 50}],
        "custom": {"available": true, "endpoint": "/user/custom-packages",
                   "pricing": {"currency": "ILS", "ramPerGB": 7, "cpuPerCore": {"xeonE5": 15.6, "xeonGold": 17}}},
    });
    change(&mut list);
    lenient::entry(&list).unwrap()
}

fn documented() -> PriceList {
    list(|_| {})
}

fn system(id: &str, name: &str, enabled: bool) -> Template {
    Template { id: id.to_owned(), name: name.to_owned(), enabled, price: None, memory_mb: None }
}

fn systems() -> Vec<Template> {
    vec![
        system("ubuntu-22", "Ubuntu 22.04", true),
        system("Windows-2022", "Windows Server 2022", true),
        system("centos-7", "CentOS 7", false),
        system("debian-11", "Debian", false),
        system("debian-12", "Debian", true),
    ]
}

fn known() -> Vec<Template> {
    systems().into_iter().filter(|system| system.enabled).collect()
}

fn ils() -> Option<Currency> {
    "ILS".parse().ok()
}

fn plan(list: PriceList) -> order::Plan {
    let (mut list, resource) =
        (list, ResourceRef::parse(crate::domain::ResourceKind::Plan, "shop/spark").unwrap());
    let on_sale = list.is_open();
    list.take_plans().remove(0).into_domain(resource, on_sale, "EUR".parse().ok())
}

fn offer_os(os: Option<&str>) -> Result<String, NotSold> {
    offer_plan(plan(documented()), os, None, &systems()).map(|offer| offer.system.unwrap().id)
}

fn wish(change: impl FnOnce(&mut CustomWish)) -> CustomWish {
    let mut wish = CustomWish {
        name: "my-api-vps".to_owned(),
        os: "ubuntu-22".to_owned(),
        cpu_type: None,
        cpu_cores: 4,
        memory_gb: 8.into(),
        storage_type: None,
        storage_gb: 160,
        ipv4: 1,
        answers: order::Answers::new(),
    };
    change(&mut wish);
    wish
}

fn custom(list: &PriceList, wish: &CustomWish) -> Result<Offer, NotSold> {
    offer_custom(list, wish, &systems(), Rates::default(), "EUR".parse().ok())
}

fn price(list: &PriceList, wish: &CustomWish) -> Result<String, NotSold> {
    custom(list, wish).map(|offer| offer.price.unwrap().to_string())
}

fn server(offer: Offer) -> CustomServer {
    match offer.goods {
        Goods::Custom(server) => server,
        other => panic!("no server: {other:?}"),
    }
}

#[test]
fn an_operating_system_is_chosen_by_its_id_or_else_its_name_in_any_case() {
    for os in ["ubuntu-22", "UBUNTU-22", " Ubuntu 22.04 ", "ubuntu 22.04"] {
        assert_eq!(offer_os(Some(os)), Ok("ubuntu-22".to_owned()), "{os}");
    }
    assert_eq!(offer_os(Some("debian")), Ok("debian-12".to_owned()), "the one that can be chosen");
}

#[test]
fn an_operating_system_that_cannot_be_chosen_is_refused_with_those_that_can() {
    for os in [None, Some(""), Some("  ")] {
        assert_eq!(offer_os(os), Err(NotSold::SystemMissing { known: known() }));
    }
    assert_eq!(
        offer_os(Some("beos")),
        Err(NotSold::SystemUnknown { text: "beos".to_owned(), known: known() })
    );
    for os in ["centos-7", "centos 7"] {
        assert_eq!(
            offer_os(Some(os)),
            Err(NotSold::SystemDisabled { name: "CentOS 7".to_owned(), known: known() })
        );
    }
}

#[test]
fn a_plan_takes_no_name_and_none_is_sold_without_a_price_or_by_a_closed_shop() {
    let sold =
        |plan, name| offer_plan(plan, Some("ubuntu-22"), name, &systems()).map(|offer| offer.price.unwrap());
    assert_eq!(sold(plan(documented()), None).unwrap().to_string(), "54.00 ILS");
    assert_eq!(sold(plan(documented()), Some("web-1")), Err(NotSold::NameNotTaken));
    let closed = list(|list| list["shopPurchasesEnabled"] = json!(false));
    assert_eq!(sold(plan(closed), None), Err(NotSold::ShopClosed));
    for price in [json!(null), json!("much"), json!(-1), json!(1e300)] {
        let list = list(|list| list["items"][0]["price"] = price);
        assert_eq!(sold(plan(list), None), Err(NotSold::PriceUnknown));
    }
}

#[test]
fn a_price_is_in_the_currency_that_it_states_or_else_in_the_accounts() {
    let price = |currency: Value| {
        plan(list(|list| list["items"][0]["currency"] = currency)).price.unwrap().to_string()
    };
    assert_eq!(price(json!("ILS")), "54.00 ILS");
    assert_eq!(price(json!(" usd ")), "54.00 USD");
    assert_eq!(price(json!(null)), "54.00 EUR");
    assert_eq!(price(json!("₪")), "54.00", "another currency than the account's, for all that is known");
}

#[test]
fn a_shop_is_open_when_it_says_so_or_says_nothing() {
    let open = |change: fn(&mut Value)| list(change).is_open();
    assert!(open(|_| {}));
    assert!(open(|list| list["shopPurchasesEnabled"] = json!(1)));
    assert!(open(|list| drop(list.as_object_mut().unwrap().remove("shopPurchasesEnabled"))));
    assert!(!open(|list| list["shopPurchasesEnabled"] = json!(null)));
    assert!(!open(|list| list["shopPurchasesEnabled"] = json!("soon")));
    assert!(!open(|list| list["shopPurchasesEnabled"] = json!([])));
    let system =
        |value: Value| lenient::entry::<System>(&value).unwrap().into_domain().map(|system| system.enabled);
    assert_eq!(system(json!({"id": "ubuntu-22"})), Some(true));
    assert_eq!(system(json!({"id": "ubuntu-22", "enabled": "0"})), Some(false));
    assert_eq!(system(json!({"label": "Ubuntu"})), None);
}

#[test]
fn a_price_list_is_readable_with_plans_or_closed() {
    assert!(documented().is_readable());
    assert!(list(|list| list["items"] = json!({})).is_readable());
    assert!(!list(|list| list["items"] = json!("none")).is_readable());
    assert!(!list(|list| *list = json!({"error": "closed"})).is_readable());
    assert!(list(|list| *list = json!({"shopPurchasesEnabled": false})).is_readable());
}

#[test]
fn the_documented_server_costs_what_the_document_says_and_shows_its_parts() {
    let offer = custom(&documented(), &wish(|_| {})).unwrap();
    assert_eq!(offer.price.unwrap(), Money { amount: "362.4".parse().unwrap(), currency: ils() });
    let parts: Vec<_> =
        offer.parts.iter().map(|part| (part.what.as_str(), part.amount, part.each.to_string())).collect();
    let part = |what, amount, each: &str| (what, amount, each.to_owned());
    assert_eq!(
        parts,
        [part("cpu", 4, "15.6"), part("memory", 8, "7"), part("storage", 160, "1.5"), part("ipv4", 1, "4")]
    );
    assert_eq!((offer.title(), offer.cycle), ("my-api-vps", Cycle::Monthly));
}

#[test]
fn what_a_wish_leaves_open_is_the_cheapest_processor_and_ssd() {
    let chosen = |list: &PriceList| {
        let server = server(custom(list, &wish(|_| {})).unwrap());
        (server.cpu_type, server.storage_type)
    };
    assert_eq!(chosen(&documented()), ("xeonE5".to_owned(), "ssd".to_owned()));
    let gold = list(|list| list["custom"]["pricing"]["cpuPerCore"]["xeonGold"] = json!("9.99"));
    assert_eq!(chosen(&gold), ("xeonGold".to_owned(), "ssd".to_owned()));
    let types = documented().cpu_types(None);
    let told: Vec<_> = types.iter().map(|cpu| format!("{} {}", cpu.name, cpu.core.unwrap())).collect();
    assert_eq!(told, ["xeonE5 15.60 ILS", "xeonGold 17.00 ILS"]);
}

#[test]
fn types_are_known_in_any_case_and_unknown_ones_refused_with_the_known() {
    let wanted = wish(|wish| {
        wish.cpu_type = Some("XEONGOLD".to_owned());
        wish.storage_type = Some(" HDD ".to_owned());
    });
    let chosen = server(custom(&documented(), &wanted).unwrap());
    assert_eq!((chosen.cpu_type.as_str(), chosen.storage_type.as_str()), ("xeonGold", "hdd"));
    assert_eq!(price(&documented(), &wanted), Ok("320.00 ILS".to_owned()));

    let epyc = wish(|wish| wish.cpu_type = Some("epyc".to_owned()));
    let known = vec!["xeonE5".to_owned(), "xeonGold".to_owned()];
    assert_eq!(price(&documented(), &epyc), Err(NotSold::CpuTypeUnknown { text: "epyc".to_owned(), known }));
    let tape = wish(|wish| wish.storage_type = Some("tape".to_owned()));
    let known = vec!["hdd".to_owned(), "ssd".to_owned()];
    assert_eq!(
        price(&documented(), &tape),
        Err(NotSold::StorageTypeUnknown { text: "tape".to_owned(), known })
    );
}

#[test]
fn a_rate_that_is_missing_or_unreadable_is_never_guessed() {
    let gold = wish(|wish| wish.cpu_type = Some("xeonGold".to_owned()));
    for rate in [json!(null), json!("?"), json!([]), json!(-7), json!(1e300)] {
        let memory = list(|list| list["custom"]["pricing"]["ramPerGB"] = rate.clone());
        assert_eq!(price(&memory, &gold), Err(NotSold::PriceUnknown), "{rate}");
        let cpu = list(|list| list["custom"]["pricing"]["cpuPerCore"]["xeonGold"] = rate.clone());
        assert_eq!(price(&cpu, &gold), Err(NotSold::PriceUnknown), "{rate}");
        assert_eq!(cpu.cpu_types(None).iter().map(|cpu| &cpu.name).collect::<Vec<_>>(), ["xeonE5"]);
        assert_eq!(price(&cpu, &wish(|_| {})), Ok("362.40 ILS".to_owned()), "the other one has a rate");
        let pricing = list(|list| list["custom"]["pricing"] = rate.clone());
        assert_eq!(price(&pricing, &gold), Err(NotSold::PriceUnknown), "{rate}");
    }
    let none = list(|list| list["custom"]["pricing"]["cpuPerCore"] = json!({}));
    assert_eq!(price(&none, &wish(|_| {})), Err(NotSold::PriceUnknown));
    let dear = list(|list| list["custom"]["pricing"]["ramPerGB"] = json!("79228162514264337593543950335"));
    assert_eq!(price(&dear, &wish(|_| {})), Err(NotSold::PriceUnknown), "too much to be a number");
}

#[test]
fn a_closed_shop_and_one_without_custom_servers_say_which_they_are() {
    let closed = list(|list| list["shopPurchasesEnabled"] = json!(false));
    assert_eq!(price(&closed, &wish(|_| {})), Err(NotSold::ShopClosed));
    for custom in [json!(null), json!([]), json!({"available": false}), json!({"available": null})] {
        let list = list(|list| list["custom"] = custom);
        assert_eq!(price(&list, &wish(|_| {})), Err(NotSold::CustomClosed));
    }
}

#[test]
fn a_name_is_short_on_one_line_and_visible() {
    let sold =
        |name: &str| custom(&documented(), &wish(|wish| wish.name = name.to_owned())).map(|o| server(o).name);
    for name in ["a", "my api vps", "שרת-1", "שרת גיבוי", &"x".repeat(64)] {
        assert_eq!(sold(&format!(" {name}\n")), Ok(name.to_owned()));
    }
    for name in ["", " ", "a\nb", "a\tb", "a\u{0}", "a\u{202e}b", "a\u{200b}b", "a\u{a0}b", &"x".repeat(65)] {
        assert_eq!(sold(name), Err(NotSold::NameUnusable), "{name:?}");
    }
}

#[test]
fn windows_needs_thirty_two_gigabytes() {
    let sold = |os: &str, storage: u32| {
        custom(&documented(), &wish(|wish| (wish.os, wish.storage_gb) = (os.to_owned(), storage))).map(drop)
    };
    let small = |given_gb| {
        let system = "Windows Server 2022".to_owned();
        Err(NotSold::StorageTooSmall { system, given_gb, least_gb: 32 })
    };
    assert_eq!(sold("windows-2022", 31), small(31));
    assert_eq!(sold("Windows Server 2022", 0), small(0));
    assert_eq!(sold("windows-2022", 32), Ok(()));
    assert_eq!(sold("ubuntu-22", 31), Ok(()));
}

#[test]
fn the_accounts_rates_price_storage_and_addresses() {
    let rate = |text: &str| text.parse().unwrap();
    let rates = Rates { ssd_per_gb: rate("2"), hdd_per_gb: rate("0.5"), ipv4_each: rate("0") };
    let offer = offer_custom(&documented(), &wish(|_| {}), &systems(), rates, ils()).unwrap();
    assert_eq!(offer.price.unwrap().to_string(), "438.40 ILS");
}

proptest! {
    #[test]
    fn a_price_is_exact_to_the_hundredth_or_unknown(
        cpu: u32, memory: u32, storage in 32u32.., ipv4: u32, gold: bool, hdd: bool
    ) {
        let wish = wish(|wish| {
            wish.cpu_type = gold.then(|| "xeonGold".to_owned());
            wish.storage_type = hdd.then(|| "hdd".to_owned());
            (wish.cpu_cores, wish.memory_gb, wish.storage_gb, wish.ipv4) = (cpu, memory.into(), storage, ipv4);
        });
        let hundredths = u64::from(cpu) * if gold { 1700 } else { 1560 }
            + u64::from(memory) * 700
            + u64::from(storage) * if hdd { 120 } else { 150 }
            + u64::from(ipv4) * 400;
        let amount = custom(&documented(), &wish).unwrap().price.unwrap().amount;
        prop_assert_eq!(amount * Decimal::from(100), Decimal::from(hundredths));
    }
}
