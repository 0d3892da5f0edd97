//! `/site`: listed, shown and created, whatever becomes of the answer.

use std::time::Duration;

use hostmaster::sandbox::discord::Message;
use hostmaster::sandbox::discord::world::CHANNEL_OPS;
use hostmaster::sandbox::llamalink::{Effect, Fault, Misbehaviour, Operation};
use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::play::{component, over};
use crate::stage::{SOON, Setup, Stage};
use crate::told::{asked_since, card, last_request, settle, steady, told};

const NEW: &[(&str, &str)] =
    &[("account", "shop"), ("domain", "mysite.co.il"), ("plan", "business"), ("php", "8.3")];

async fn stage(provisioning: Duration) -> Stage {
    Stage::with(Setup::provisioning(provisioning)).await
}

fn new_site() -> Value {
    NEW.iter()
        .map(|(name, value)| ((*name).to_owned(), Value::from(*value)))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn site_list_shows_every_site_with_its_state_and_its_disk() {
    let stage = Stage::start().await;
    assert_snapshot!(told(&stage, &stage.max(), "site list", json!({})).await.print(), @"
    for everybody
    4 sites
    **shop** · LlamaLink
    **example.co.il** · active · business · 1200 of 10240 MB · `shop/8f2a1c00-1111-2222-3333-444455556666`
    **shop.example.co.il** · active · business · 9870 of 10240 MB · `shop/8f2a1c01-1111-2222-3333-444455556666`
    **‹ltr:ארץ.co.il›** · active · personal · 42 of 10240 MB · `shop/8f2a1c03-1111-2222-3333-444455556666`
    **‹ltr:דוגמה.co.il›** · active · personal · 310 of 10240 MB · `shop/8f2a1c02-1111-2222-3333-444455556666`
    -> GET /user/websites
    # site.list shop done
    ");
    stage.llamalink.with_state(|state| state.sites.clear());
    assert_snapshot!(told(&stage, &stage.max(), "site list", json!({})).await.print(), @"
    for everybody
    No sites
    There are no sites. `/site create` makes one.
    -> GET /user/websites
    # site.list shop done
    ");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn site_show_finds_a_site_by_domain_id_and_reference() {
    let stage = Stage::start().await;
    let max = stage.max();
    let shown = told(&stage, &max, "site show", json!({"site": "example.co.il"})).await;
    assert_snapshot!(shown.print(), @"
    for everybody
    example.co.il
    | State: active
    | Account: shop · LlamaLink
    | PHP: 8.2
    | Certificate: yes
    | Name servers: `ns1.llamalink.net` / `ns2.llamalink.net`
    | Reference: `shop/8f2a1c00-1111-2222-3333-444455556666`
    -> GET /user/websites
    -> GET /user/websites/info/8f2a1c00-1111-2222-3333-444455556666
    # site.show shop/8f2a1c00-1111-2222-3333-444455556666 done
    ");
    for typed in
        ["EXAMPLE.co.il", "8f2a1c00-1111-2222-3333-444455556666", "shop/8f2a1c00-1111-2222-3333-444455556666"]
    {
        let again = told(&stage, &max, "site show", json!({"site": typed})).await;
        assert_eq!(again.message.text(), shown.message.text(), "{typed}");
    }
    let none = told(&stage, &max, "site show", json!({"site": "nowhere.example"})).await;
    assert_snapshot!(none.print(), @"
    for @max alone
    No site that you may see fits `nowhere.example`.
    Type part of the domain and choose from the list, or see `/site list`.
    # site.show - refused (nothing fits)
    ");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_sites_of_one_domain_are_chosen_from_a_menu() {
    let stage = Stage::start().await;
    stage.llamalink.with_state(|state| state.sites[1].domain = "example.co.il".to_owned());
    let max = stage.max();
    let menu = told(&stage, &max, "site show", json!({"site": "example.co.il"})).await;
    assert_snapshot!(menu.print(), @"
    for @max alone
    Several sites fit `example.co.il`. Which one?
    • **example.co.il** · `shop/8f2a1c00-1111-2222-3333-444455556666`
    • **example.co.il** · `shop/8f2a1c01-1111-2222-3333-444455556666`
    (example.co.il · shop/8f2a1c00-1111-2222-3333-444455556666 = shop/8f2a1c00-1111-2222-3333-444455556666 | example.co.il · shop/8f2a1c01-1111-2222-3333-444455556666 = shop/8f2a1c01-1111-2222-3333-444455556666)
    -> GET /user/websites
    # site.show - refused (ambiguous)
    ");
    let second = "shop/8f2a1c01-1111-2222-3333-444455556666";
    let chosen = max.select(menu.message.id, &component(&menu.message, "pick"), &[second]).unwrap();
    let shown = chosen.wait_followup(0, SOON).await.unwrap();
    assert!(shown.text().contains(second) && shown.text().contains("8.3"), "{}", shown.text());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_site_that_is_gone_meanwhile_is_said_to_be_gone() {
    let stage = Stage::start().await;
    told(&stage, &stage.max(), "site list", json!({})).await;
    stage.llamalink.with_state(|state| state.sites.clear());
    assert_snapshot!(told(&stage, &stage.max(), "site show", json!({"site": "example.co.il"})).await.print(), @"
    for everybody
    That did not work
    **shop** no longer has it.
    `/site list` shows what there is.
    /site show on example.co.il · Error …
    -> GET /user/websites/info/8f2a1c00-1111-2222-3333-444455556666
    # site.show shop/8f2a1c00-1111-2222-3333-444455556666 failed (gone)
    ");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn site_create_is_followed_from_provisioning_until_it_is_active() {
    let stage = stage(Duration::from_secs(600)).await;
    settle(&stage).await;
    let (max, before) = (stage.max(), last_request(&stage.llamalink));
    let options: Vec<_> = NEW.iter().map(|(name, value)| (*name, Value::from(*value))).collect();
    let (used, _) = stage.use_command(&max, "site create", &options).await;
    let coming = used.wait_until(|message| message.text().contains("provisioning"), SOON).await.unwrap();
    assert_snapshot!(steady(&card(&coming)), @"
    for everybody
    **mysite.co.il** is being created: LlamaLink accepted it <t>.
    It reports provisioning.
    -# Asked for by @max.
    ");
    stage.llamalink.advance(Duration::from_secs(601));
    let done = over(&used).await;
    assert_snapshot!(steady(&card(&done)), @"
    for everybody
    ✅ **mysite.co.il** is active after ….
    Its domain must point to these name servers: `ns1.llamalink.net`, `ns2.llamalink.net`
    -# Asked for by @max.
    ");
    let mut asked = asked_since(&stage.llamalink, before);
    asked.dedup();
    assert_snapshot!(asked.join("\n"), @r#"
    GET /user/websites
    GET /user/websites/info/9a3b2c10-aaaa-bbbb-cccc-dddddddddddd
    POST /user/websites/new {"domain":"mysite.co.il","phpVersion":"8.3","planId":"business"}
    "#);
    assert_eq!(stage.llamalink.count(Operation::CreateSite), 1);
    assert_eq!(
        stage.audit_of(3).await,
        ["intent", "done", "done (verified)"].map(|how| format!("site.create shop/mysite.co.il {how}"))
    );
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_may_only_create_sites_sees_nothing_of_those_there_are() {
    let grants = "[[grants]]\nroles = [\"333333333333333333\"]\nallow = [\"site.create\"]";
    let stage = Stage::with(Setup { grants: grants.to_owned(), ..Setup::default() }).await;
    let options = json!({"account": "shop", "domain": "example.co.il", "plan": "business"});
    assert_snapshot!(told(&stage, &stage.max(), "site create", options).await.print(), @"
    for @max alone
    There is a site at **example.co.il** already, so none was created.
    Name another domain, or ask somebody who may use `/site show` about it.
    -> GET /user/websites
    # site.create - refused (exists)
    ");
    let plans = stage
        .max()
        .autocomplete(CHANNEL_OPS, "site create", &[("account", "shop".into()), ("plan", "".into())], "plan")
        .unwrap();
    assert_eq!(plans.wait_choices(SOON).await.unwrap(), []);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_domain_that_has_a_site_is_refused_and_nothing_is_sent() {
    let stage = Stage::start().await;
    let options = json!({"account": "shop", "domain": "Example.CO.il.", "plan": "business"});
    assert_snapshot!(told(&stage, &stage.max(), "site create", options).await.print(), @"
    for @max alone
    There is a site at **example.co.il** already, so none was created.
    `/site show` shows it; to create another one, name another domain.
    -> GET /user/websites
    # site.create - refused (exists)
    ");
    // The same domain as people read it, where the provider lists it as a URL has it, and the other way round.
    for (typed, listed) in [
        ("ארץ.co.il", "ארץ.co.il"),
        ("xn--4db6bi.co.il", "ארץ.co.il"),
        ("xn--6dbbec0c.co.il", "דוגמה.co.il"),
        ("דוגמה.co.il", "דוגמה.co.il"),
    ] {
        let options = json!({"account": "shop", "domain": typed, "plan": "business"});
        let shown = told(&stage, &stage.max(), "site create", options).await;
        assert!(shown.message.text().contains(listed), "{typed}: {}", shown.print());
    }
    let shown = told(&stage, &stage.max(), "site show", json!({"site": "xn--6dbbec0c.co.il"})).await;
    assert!(shown.message.text().contains("דוגמה.co.il"), "{}", shown.print());
    assert_eq!(stage.llamalink.count(Operation::CreateSite), 0);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_answer_is_made_good_by_looking_and_nothing_is_sent_twice() {
    for lost in [Fault::after(Misbehaviour::Drop), Fault::before(Misbehaviour::Drop)] {
        let is_created = matches!(&lost, fault if format!("{fault:?}").contains("AfterEffect"));
        let stage = stage(Duration::from_millis(300)).await;
        settle(&stage).await;
        stage.llamalink.inject(Operation::CreateSite, lost);
        let options: Vec<_> = NEW.iter().map(|(name, value)| (*name, Value::from(*value))).collect();
        let (used, _) = stage.use_command(&stage.max(), "site create", &options).await;
        let done = steady(&card(&over(&used).await));
        if is_created {
            assert_snapshot!(done, @"
            for everybody
            ✅ **mysite.co.il** is active after ….
            Its domain must point to these name servers: `ns1.llamalink.net`, `ns2.llamalink.net`
            The answer to the creation itself was lost, so this is what the list of sites shows. It was not sent again.
            -# Asked for by @max.
            ");
            assert!(matches!(stage.llamalink.ledger()[0].effect, Effect::SiteCreated { .. }));
        } else {
            assert_snapshot!(done, @"
            for everybody
            **mysite.co.il** was not created: LlamaLink, asked twice, has no such site.
            Use the command again if it is still wanted.
            -# Asked for by @max.
            ");
            assert!(stage.llamalink.ledger().is_empty());
        }
        assert_eq!(stage.llamalink.count(Operation::CreateSite), 1);
        stage.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_site_plan_that_the_account_does_not_have_is_refused_by_the_provider() {
    let stage = Stage::start().await;
    let mut options = new_site();
    options["plan"] = json!("enterprise");
    let (used, _) = {
        let options = crate::play::options(&options);
        stage.use_command(&stage.max(), "site create", &options).await
    };
    assert_snapshot!(steady(&card(&over(&used).await)), @"
    for everybody
    That did not work
    **shop**: LlamaLink does not know what the site was asked for with; most likely the account has no such site plan.
    Nothing was changed.
    `/service list` shows the site plans that the account pays for.
    /site create on mysite.co.il · Error …
    ");
    assert!(stage.llamalink.ledger().is_empty());
    assert_eq!(stage.audit_of(2).await[1], "site.create shop/mysite.co.il failed (not-found)");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_a_domain_a_plan_or_a_version_is_refused_before_anything_is_asked() {
    let stage = Stage::start().await;
    let mut lines = String::new();
    for (option, value) in [
        ("domain", "localhost"),
        ("domain", "a b.il"),
        ("plan", "../x"),
        ("php", "8.x"),
        ("account", "nowhere"),
    ] {
        let mut options = new_site();
        options[option] = json!(value);
        let refused = told(&stage, &stage.max(), "site create", options).await;
        assert_eq!(refused.requests, Vec::<String>::new(), "{option}:{value}");
        lines += &format!("{option}:{value}\n{}", refused.print());
    }
    assert_snapshot!(lines, @"
    domain:localhost
    for @max alone
    The option `domain` cannot be `localhost`.
    Write a domain alone, such as mysite.co.il, of 64 characters at most.
    # site.create - refused (bad argument)
    domain:a b.il
    for @max alone
    The option `domain` cannot be `a b.il`.
    Write a domain alone, such as mysite.co.il, of 64 characters at most.
    # site.create - refused (bad argument)
    plan:../x
    for @max alone
    The option `plan` cannot be `../x`.
    Write the plan as the provider names it, such as business.
    # site.create - refused (bad argument)
    php:8.x
    for @max alone
    The option `php` cannot be `8.x`.
    Write a version of PHP, such as 8.2.
    # site.create - refused (bad argument)
    account:nowhere
    for @max alone
    There is no account `nowhere` that you may use for this.
    Accounts that you may use: `shop`.
    # site.create - refused (unknown account)
    ");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_domain_is_created_by_one_person_at_a_time() {
    let stage = stage(Duration::from_secs(600)).await;
    let options: Vec<_> = NEW.iter().map(|(name, value)| (*name, Value::from(*value))).collect();
    let (used, _) = stage.use_command(&stage.max(), "site create", &options).await;
    let coming = |message: &Message| message.text().contains("provisioning");
    used.wait_until(coming, SOON).await.unwrap();
    let again = told(&stage, &stage.max(), "site create", new_site()).await;
    assert_snapshot!(again.print(), @"
    for @max alone
    @max began **/site create** on mysite.co.il <t>, and that had not ended when you asked. Nothing was sent; wait for its end and ask again.
    # site.create - refused (locked)
    ");
    assert_eq!(stage.llamalink.count(Operation::CreateSite), 1);
    stage.llamalink.advance(Duration::from_secs(601));
    over(&used).await;
    stage.end().await;
}
