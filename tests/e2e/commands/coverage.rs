//! Every documented endpoint of the five providers is reached by using commands, by what follows them or by the login
//! that they need, as the simulated providers themselves recorded it.

mod asia;
mod baltic;
mod dev;
mod nordic;
mod reached;
mod shop;

use reached::Way;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_documented_endpoint_is_reached_by_using_commands_and_answers_well() {
    let (shop, asia, dev, baltic, nordic) =
        tokio::join!(shop::ways(), asia::ways(), dev::ways(), baltic::ways(), nordic::ways());
    let of_each = [shop, asia, dev, baltic, nordic];
    for Way { provider, endpoint, by } in of_each.iter().flatten() {
        println!("{provider:<11} {endpoint:<28} {}", by.join(", "));
    }
    let missed = of_each.iter().flatten().filter(|way| way.by.is_empty());
    let missed: Vec<_> = missed.map(|way| format!("{} {}", way.provider, way.endpoint)).collect();
    assert!(missed.is_empty(), "nothing reaches {missed:#?}");
    assert_eq!(of_each.map(|ways| ways.len()), [17, 73, 17, 15, 6], "so many does each document name");
}
