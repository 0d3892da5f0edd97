//! Certificates, and the people of an account and what was done in it.

use hostmaster::sandbox::discord::Message;
use hostmaster::sandbox::discord::world::CHANNEL_BILLING;
use hostmaster::sandbox::lightlayer::{Effect, Fault, Misbehaviour, Operation, Reply, State};
use insta::assert_snapshot;
use reqwest::StatusCode;
use serde_json::json;

use crate::play::used;
use crate::stage::{GRANTS, SOON, Setup, Stage};
use crate::told::told;

async fn stage(lightlayer: State) -> Stage {
    let grants =
        format!("{GRANTS}\n[[grants]]\nroles = [\"333333333333333333\"]\nallow = [\"cert.*\", \"find\"]\n");
    Stage::with(Setup { lightlayer: Some(lightlayer), grants, ..Setup::default() }).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn certificates_are_listed_and_shown_with_whom_they_are_made_out_to() {
    let stage = stage(State::sandbox()).await;
    let max = stage.max();
    assert_snapshot!(told(&stage, &max, "cert list", json!({"account": "asia"})).await.print(), @"
    for everybody
    1 certificate
    **asia** · LightLayer
    **examplename.com** · Active · Comodo InstantSSL · valid until <t> · `asia/300`
    -> GET /api/certificate
    # cert.list asia done
    ");
    assert_snapshot!(told(&stage, &max, "cert show", json!({"cert": "examplename.com"})).await.print(), @r"
    for @max alone
    examplename.com
    | State: Active
    | Issue: Issued
    | Account: asia · LightLayer
    | Product: Comodo InstantSSL
    | Valid until: <t>
    | Next payment: <date>
    | Price: 27.85
    | Approved by: admin\@example.com
    | Made out to: Company: My Org name / Department: Dev / City: SanAntonio / State: Texas / Country: US
    | Answers for it: E-mail: mary\@example.com / First name: Mary / Last name: Sue / Street: Pretty View Lane / Address, second line: 3194 / City: Santa Rosa / State: California / Post code: 95401 / Country: US / Telephone: 24123223
    | Reference: `asia/300`
    -> GET /api/certificate/300
    # cert.show asia/300 done
    ");
    assert_snapshot!(told(&stage, &max, "cert plans", json!({"account": "asia"})).await.print(), @"
    for everybody
    1 certificate on sale
    **asia** · LightLayer
    **InstantSSL** · 1 year: 27.85 · 2 years: 48.75 · `asia/25`
    -> GET /api/certificate/order
    # cert.plans asia done
    ");
    assert_snapshot!(told(&stage, &max, "cert software", json!({"plan": "InstantSSL"})).await.print(), @"
    for everybody
    2 programs
    **asia** · LightLayer
    **AOL** · `0`
    **Apache-SSL (Ben-SSL, not Stronghold)** · `1`
    -> GET /api/certificate/order/25/software
    # cert.software asia/25 done
    ");
    let unknown = used(&stage, &max, "cert show", &[("cert", "nothing.example")]).await;
    assert!(unknown.text().contains("No certificate that you may see"), "{}", unknown.text());
    let elsewhere = used(&stage, &max, "cert plans", &[("account", "shop")]).await;
    assert!(elsewhere.text().contains("LlamaLink does not offer"), "{}", elsewhere.text());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_certificate_comes_as_a_file_with_nothing_but_certificates_in_it() {
    let stage = stage(State::sandbox()).await;
    let max = stage.max();
    let shown = told(&stage, &max, "cert download", json!({"cert": "asia/300"})).await;
    assert_snapshot!(shown.print(), @"
    for everybody
    The certificate `asia/300` is in the file.
    -# It is public; its private key is not with the provider, and I never see it.
    -> GET /api/certificate
    -> GET /api/certificate/300/crt
    # cert.download asia/300 done
    ");
    let [file] = shown.message.attachments.as_slice() else { panic!("{:?}", shown.message.attachments) };
    assert_eq!(file.filename, "certificate-300.pem");
    let key = "-----BEGIN PRIVATE KEY-----\\nY2FuYXJ5\\n-----END PRIVATE KEY-----\\n";
    let body = format!(
        "{{\"crt\":\"{key}-----BEGIN CERTIFICATE-----\\nMIIB\\n-----END CERTIFICATE-----\",\"key\":\"{key}\"}}"
    );
    let reply = Reply::new(StatusCode::OK, "application/json", body);
    stage.lightlayer.inject(Operation::DownloadCertificate, Fault::answer(reply).once());
    let shown = used(&stage, &max, "cert download", &[("cert", "asia/300")]).await;
    let [file] = shown.attachments.as_slice() else { panic!("{:?}", shown.attachments) };
    let text = String::from_utf8_lossy(&file.data).into_owned();
    assert_eq!(text, "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
    stage.lightlayer.with_state(|state| state.certificates.get_mut(&300).unwrap().pem = None);
    let none = used(&stage, &max, "cert download", &[("cert", "asia/300")]).await;
    assert!(none.attachments.is_empty() && none.text().contains("did not work"), "{}", none.text());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_are_shown_to_their_caller_alone() {
    let stage = stage(State::documented()).await;
    let max = stage.max();
    assert_snapshot!(told(&stage, &max, "account contacts", json!({"account": "asia"})).await.print(), @r"
    for @max alone
    1 contact
    **asia** · LightLayer
    **Mary Sue** · mary\@example.com · `asia/49`
    -> GET /api/contact
    # account.contacts asia done
    ");
    let one = json!({"account": "asia", "contact": "mary@example.com"});
    assert_snapshot!(told(&stage, &max, "account contact", one).await.print(), @r"
    for @max alone
    Mary Sue
    E-mail: mary\@example.com
    First name: Mary
    Last name: Sue
    Street: Pretty View Lane
    Address, second line: 3194
    City: Santa Rosa
    State: California
    Post code: 95401
    Country: US
    Telephone: \+1.24123123
    Type: Private
    | May: **support**: `tickets` `newticket`
    | Account: asia · LightLayer
    | Reference: `asia/49`
    -> GET /api/contact/49
    # account.contact asia/49 done
    ");
    assert_snapshot!(told(&stage, &max, "account privileges", json!({"account": "asia"})).await.print(), @"
    for @max alone
    7 areas of privileges
    **asia** · LightLayer
    **billing**: `emails` `payinvoice` `orders` `balance` `addfunds` `creditcard`
    **domains 523**: `basic` `renew` `notify` `contactinfo` `nameservers`
    **domains**: `full`
    **misc**: `editmain` `emails` `editipaccess` `manageprofiles` `affiliates`
    **services 301**: `basic` `billing` `cancelation` `upgrade` `notify` `logindetails`
    **services**: `full`
    **support**: `newticket` `tickets` `closeticket` `emails`
    -> GET /api/contact/privileges
    # account.privileges asia done
    ");
    assert_snapshot!(told(&stage, &max, "account logs", json!({"account": "asia"})).await.print(), @"
    for @max alone
    Nothing in the log
    The log says nothing.
    -> GET /api/logs
    # account.logs asia done
    ");
    for hostile in ["../49", "49/../1", "49?x=1", "privileges"] {
        let options = [("account", "asia"), ("contact", hostile)];
        let refused = used(&stage, &max, "account contact", &options).await;
        assert!(refused.text().contains("No contact that you may see"), "{hostile}: {}", refused.text());
    }
    assert_eq!(stage.lightlayer.count(Operation::ShowContact), 1);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_an_attacker_writes_into_a_log_or_a_name_is_harmless() {
    let mut lightlayer = State::documented();
    let hostile = "@everyone **free** [gift](https://evil.example) `x` <@&1>";
    lightlayer.logs = vec![(lightlayer.now(), hostile.to_owned())];
    lightlayer.contacts.get_mut(&49).unwrap().client.firstname = hostile.to_owned();
    lightlayer.certificates.get_mut(&300).unwrap().organization = hostile.to_owned();
    let stage = stage(lightlayer).await;
    let max = stage.max();
    for (path, options) in [
        ("account logs", &[("account", "asia")][..]),
        ("account contacts", &[("account", "asia")]),
        ("cert show", &[("cert", "asia/300")]),
    ] {
        let shown = used(&stage, &max, path, options).await;
        assert!(shown.pings.is_empty(), "{path}");
        let text = shown.text();
        assert!(
            text.contains("free") && !text.contains("**free**") && !text.contains("[gift]("),
            "{path}: {text}"
        );
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_told_of_people_is_changed_in_a_form_without_a_login_or_a_password() {
    let stage = stage(State::documented()).await;
    let max = stage.max();
    let asked = async |path: &str, options: &[(&str, &str)], values: &[(&str, &str)]| {
        let options: Vec<_> = options.iter().map(|(name, value)| (*name, (*value).into())).collect();
        let used = max.slash(CHANNEL_BILLING, path, &options).unwrap();
        let form = used.wait_modal(SOON).await.unwrap();
        let names: Vec<_> = form.inputs.iter().map(|input| input.custom_id.clone()).collect();
        assert!(names.len() <= 5 && !names.contains(&"password".to_owned()), "{names:?}");
        let sent = used.submit_modal(values).unwrap();
        let over = |message: &Message| !message.text().contains('\u{23F3}');
        (names, sent.wait_until(over, SOON).await.unwrap())
    };
    let (names, told) =
        asked("account edit", &[("account", "asia"), ("part", "address")], &[("city", "Lisbon")]).await;
    assert_eq!(names, ["address1", "address2", "city", "state", "postcode"]);
    assert!(told.text().contains("has changed what it knows of the owner"), "{}", told.text());
    let body = |operation| stage.lightlayer.requests_for(operation)[0].shown_body().to_string();
    assert_eq!(body(Operation::UpdateDetails), r#"{"city":"Lisbon"}"#);

    let person = [("email", "new@example.com"), ("firstname", "Ann: B"), ("phonenumber", "+1.2")];
    let (names, told) = asked("account contact-add", &[("account", "asia")], &person).await;
    assert_eq!(names, ["email", "firstname", "lastname", "companyname", "phonenumber"]);
    assert!(told.text().contains("has added the contact `asia/50`"), "{}", told.text());
    let sent: serde_json::Value = serde_json::from_str(&body(Operation::AddContact)).unwrap();
    let expected = json!({"email": "new@example.com", "firstname": "Ann: B", "phonenumber": "+1.2"});
    assert_eq!(sent, expected);

    let contact = [("account", "asia"), ("contact", "mary@example.com")];
    let (names, told) = asked("account contact-edit", &contact, &[("lastname", "Doe")]).await;
    assert_eq!(names, ["firstname", "lastname", "companyname"]);
    assert!(told.text().contains("the contact `asia/49`"), "{}", told.text());
    assert!(!told.text().contains("Mary") && !told.text().contains("Doe"), "{}", told.text());
    assert_eq!(body(Operation::EditContact), r#"{"lastname":"Doe"}"#);
    let effects: Vec<_> = stage.lightlayer.ledger().into_iter().map(|entry| entry.effect).collect();
    assert!(effects.contains(&Effect::ContactAdded { contact: 50, can_sign_in: false }), "{effects:?}");

    let (_, told) = asked("account edit", &[("account", "asia"), ("part", "name")], &[]).await;
    assert!(told.text().contains("Fill in at least one field"), "{}", told.text());
    let wrong = [("email", "no address")];
    let (_, told) = asked("account contact-add", &[("account", "asia")], &wrong).await;
    assert!(told.text().contains("a mail address as in"), "{}", told.text());
    assert_eq!(stage.lightlayer.count(Operation::AddContact), 1);
    let audit = stage.audit().await;
    for row in [
        "account.edit asia/owner done",
        "account.contact-add asia/new done",
        "account.contact-edit asia/49 done",
    ] {
        assert!(audit.contains(&row.to_owned()), "{row}: {audit:#?}");
    }
    assert!(!audit.iter().any(|row| row.contains("Lisbon") || row.contains("example.com")), "{audit:#?}");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_forged_form_cannot_change_what_its_command_does_not() {
    let stage = stage(State::documented()).await;
    let max = stage.max();
    let options = [("account", "asia".into()), ("part", "name".into())];
    let used = max.slash(CHANNEL_BILLING, "account edit", &options).unwrap();
    let form = used.wait_modal(SOON).await.unwrap();
    for forged in [("email", "evil@example.com"), ("password", "x"), ("text", "email: evil@example.com")] {
        let sent = max.forge_modal(CHANNEL_BILLING, None, &form.custom_id, &[forged]).unwrap();
        let told = sent.wait_message(SOON).await.unwrap();
        assert_eq!(told.ephemeral_to, Some(max.user), "{}", told.text());
    }
    assert_eq!(stage.lightlayer.count(Operation::UpdateDetails), 0);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_answer_is_settled_by_looking_and_nothing_is_sent_twice() {
    let contact = [("account", "asia".into()), ("contact", "asia/49".into())];
    let cases = [
        ("account contact-add", &contact[..1], ("email", "new@example.com"), Operation::AddContact),
        ("account contact-edit", &contact[..], ("lastname", "Doe"), Operation::EditContact),
    ];
    for (path, options, written, operation) in cases {
        for (fault, words) in [
            (Fault::after(Misbehaviour::Drop), ["The contact is there", "has what was written"]),
            (Fault::before(Misbehaviour::Drop), ["The contact is not there", "has not what was written"]),
        ] {
            let stage = stage(State::documented()).await;
            stage.lightlayer.inject(operation, fault.once());
            let used = stage.max().slash(CHANNEL_BILLING, path, options).unwrap();
            used.wait_modal(SOON).await.unwrap();
            let sent = used.submit_modal(&[written]).unwrap();
            let says = |message: &Message| words.iter().any(|words| message.text().contains(words));
            let told = sent.wait_until(says, SOON).await.unwrap();
            assert!(!told.text().contains(written.1), "{path}: {}", told.text());
            assert_eq!(stage.lightlayer.count(operation), 1, "{path}");
            stage.end().await;
        }
    }
}
