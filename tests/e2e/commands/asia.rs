//! LightLayer's account beside LlamaLink's: what it holds, how it pays, who owns it, and its VMs.

use std::time::Duration;

use hostmaster::sandbox::discord::Member;
use hostmaster::sandbox::lightlayer::{Effect, Fault, Mode, Operation, PowerOrder, Reply, State};
use hostmaster::sandbox::llamalink::Pace;
use insta::assert_snapshot;
use reqwest::StatusCode;
use serde_json::json;

use crate::buying::reads;
use crate::play::{press, used};
use crate::stage::{GRANTS, Setup, Stage};
use crate::told::{card, steady, told};

async fn stage() -> Stage {
    let mut lightlayer = State::sandbox();
    lightlayer.pace = Pace { boot_time: Duration::from_millis(300), ..Pace::INSTANT };
    for (id, invoice) in &mut lightlayer.invoices {
        invoice.number = format!("A-{id}");
    }
    let grants = format!(
        "{GRANTS}\n[[grants]]\nroles = [\"333333333333333333\"]\nallow = [\"invoice.list\"]\n\
         [[grants]]\nroles = [\"222222222222222222\"]\nallow = [\"find\"]\n"
    );
    Stage::with(Setup { lightlayer: Some(lightlayer), grants, ..Setup::default() }).await
}

/// What the VMs were told, in order.
fn orders(stage: &Stage) -> Vec<PowerOrder> {
    let order = |effect: &Effect| match effect {
        Effect::VmPower { order, .. } => Some(*order),
        _ => None,
    };
    stage.lightlayer.ledger().iter().filter_map(|entry| order(&entry.effect)).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn balance_shows_credit_and_what_is_owed_beside_subscriptions() {
    let stage = stage().await;
    assert_snapshot!(told(&stage, &stage.max(), "balance", json!({})).await.print(), @"
    for @max alone
    What the accounts hold and owe
    Credit together: **125.00 USD**
    Owed together: **31.32 USD**
    A month together: **371.00 ILS · 49.81 USD**
    | shop · LlamaLink: Every month: **371.00 ILS** / Next: Llama Spark, <date>, 54.00 ILS / Next: VPS Business, <date>, 89.00 ILS / Next: business, <date>, 39.00 ILS / 💳 visa ···· 4242, valid to 12/2027
    | asia · LightLayer: Credit: **125.00 USD** / Owed: **31.32 USD** / Every month: **49.81 USD** / Next: vps.example.com, <date>, 28.32 USD / Next: lab.example.com, <date>, 11.50 USD / Next: examplename.com, <date>, 9.99 USD
    Tells no balance: lab
    -> GET /user/payment
    -> GET /user/subscriptions
    -> GET /api/balance
    -> GET /api/service
    # balance shop,asia done
    ");
    stage.lightlayer.inject(Operation::ShowBalance, Fault::answer(Reply::html(StatusCode::OK)));
    let partly = told(&stage, &stage.max(), "balance", json!({})).await;
    let text = partly.message.text();
    assert!(text.contains("LightLayer gave an answer that cannot be read"), "{text}");
    assert!(text.contains("Every month"), "{text}");
    assert_eq!(partly.audit, ["balance shop,asia done (asia: unreadable)"]);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn billing_methods_shows_cards_and_ways_to_pay_with_their_fees() {
    let stage = stage().await;
    stage.llamalink.with_state(|state| state.cards[0].exp_year = 2099);
    assert_snapshot!(told(&stage, &stage.max(), "billing methods", json!({})).await.print(), @"
    for @max alone
    5 ways to pay
    **shop** · LlamaLink
    💳 visa ···· 4242, valid to 12/2099

    **asia** · LightLayer
    🏦 **BankTransfer** · no fee
    🏦 **PayPal** · fee 0.30 + 2.9 %
    🏦 **Stripe** · fee 0.50 + 2.9 %
    🏦 **Credit Card** · fee 0.10 + 2.4 %
    -> GET /user/payment
    -> GET /api/payment
    -> GET /api/payment/fees
    # billing.methods shop,asia done
    ");
    let none = told(&stage, &stage.max(), "billing methods", json!({"account": "lab"})).await;
    assert!(none.message.text().contains("does not offer"), "{}", none.message.text());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn account_show_and_list_tell_of_lightlayer() {
    let stage = stage().await;
    let max = stage.max();
    assert_snapshot!(told(&stage, &max, "account show", json!({"account": "asia"})).await.print(), @r"
    for @max alone
    asia · LightLayer
    | Name: Joe Doe
    | E-mail: owner\@example.com
    | Telephone: \+1.24123123
    | Id: 26
    -> GET /api/details
    # account.show asia done
    ");
    let list = used(&stage, &max, "account list", &[]).await;
    for part in ["asia \u{b7} LightLayer", "invoices", "tickets", "notices"] {
        assert!(list.text().contains(part), "{part}: {}", list.text());
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn find_finds_invoices_where_the_caller_may_list_them() {
    let stage = stage().await;
    let find = async |member: &Member| used(&stage, member, "find", &[("query", "A-308979")]).await.text();
    assert!(find(&stage.max()).await.contains("asia/308979"));
    let ana = find(&stage.ana()).await;
    assert!(!ana.contains("asia/308979"), "{ana}");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_vm_is_shown_by_name_address_and_reference() {
    let stage = stage().await;
    assert_snapshot!(told(&stage, &stage.ana(), "vps show", json!({"server": "ll-web-1"})).await.print(), @"
    for everybody
    🟢 ll-web-1
    | State: running
    | Account: asia · LightLayer
    | Addresses: `203.0.113.71`
    | Up for: 41 days
    | CPU: 2 cores
    | Memory: 2 GB
    | Disk: 40 GB
    | Reference: `asia/302.1375`
    -> GET /api/service/302/vms/1375
    # vps.show asia/302.1375 done
    ");
    for typed in ["203.0.113.71", "asia/302.1375"] {
        let shown = used(&stage, &stage.ana(), "vps show", &[("server", typed)]).await;
        assert!(shown.text().contains("ll-web-1"), "{typed}: {}", shown.text());
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stop_shutdown_restart_and_reset_say_how_they_differ_and_are_watched() {
    let stage = stage().await;
    let ana = stage.ana();
    let server = [("server", "asia/302.1375")];
    for (path, words, end) in [
        ("vps restart", "Its system is restarted", "is back after"),
        ("vps reset", "without asking its system", "is back after"),
        ("vps shutdown", "asked to shut down in good order", "is shut down after"),
    ] {
        let question = used(&stage, &ana, path, &server).await;
        assert!(question.text().contains(words), "{path}: {}", question.text());
        reads(&press(&ana, &question, "confirm"), end).await;
    }
    let off = used(&stage, &ana, "vps shutdown", &server).await;
    assert!(off.text().contains("is stopped already"), "{}", off.text());
    let (started, _) = stage.use_command(&ana, "vps start", &[("server", "asia/302.1375".into())]).await;
    reads(&started, "is running after").await;
    let question = used(&stage, &ana, "vps stop", &server).await;
    assert_snapshot!(steady(&card(&question)), @"
    for everybody
    Stop ll-web-1?
    It is powered off at once: whatever runs on it stops until it is started again.
    @ana can decide this; it expires <t>.
    | State: running
    | Account: asia
    | Addresses: `203.0.113.71`
    | Up for: …
    | CPU: 2 cores
    | Memory: 2 GB
    | Disk: 40 GB
    | Reference: `asia/302.1375`
    [Stop ll-web-1] [Cancel]
    ");
    reads(&press(&ana, &question, "confirm"), "is stopped after").await;
    use PowerOrder::{Reboot, Reset, ShutDown, Start, Stop};
    assert_eq!(orders(&stage), [Reboot, Reset, ShutDown, Start, Stop]);
    let audit = stage.audit().await;
    assert!(audit.contains(&"vps.shutdown asia/302.1375 done (verified)".to_owned()), "{audit:#?}");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shutdown_that_the_system_ignores_is_told_with_what_to_do() {
    let stage = stage().await;
    stage.lightlayer.with_state(|state| state.vm_mut(302, "1375").unwrap().mode = Mode::IgnoresCommands);
    let question = used(&stage, &stage.ana(), "vps shutdown", &[("server", "ll-web-1")]).await;
    let told = reads(&press(&stage.ana(), &question, "confirm"), "still not shut down").await;
    assert!(told.text().contains("`/vps stop` powers it off"), "{}", told.text());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn llamalink_offers_neither_shutdown_nor_reset() {
    let stage = stage().await;
    for path in ["vps shutdown", "vps reset"] {
        let refused = used(&stage, &stage.ana(), path, &[("server", "shop/42")]).await;
        assert!(refused.text().contains("LlamaLink does not offer"), "{}", refused.text());
    }
    stage.end().await;
}
