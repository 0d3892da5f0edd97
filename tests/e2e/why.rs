//! `/access why`: whose rights come from where, told to those alone who may ask, about what they may see.

use hostmaster::sandbox::discord::Member;
use hostmaster::sandbox::discord::world::{ANA, CHANNEL_OPS, GUEST, GUILD, MAX, ROLE_SUPPORT, SAM, User};
use serde_json::Value;

use crate::stage::{SOON, Setup, Stage};

/// Managers may ask and see every server; support may ask and sees the staging servers alone.
const ASKING: &str = r#"
[[grants]] # line 18
roles = ["222222222222222222"]
allow = ["vps.*", "access.why"]

[[grants]] # line 22
roles = ["333333333333333333"]
allow = ["risk:read", "access.why"]

[[grants]] # line 26
roles = ["444444444444444444"]
allow = ["vps.list", "vps.restart", "access.why"]
servers = ["staging-*"]

[[grants]] # line 31
users = ["777777777777777771"]
deny = ["vps.destroy"]

[[grants]] # line 35
roles = ["222222222222222222"]
deny = ["vps.stop"]
servers = ["production-*"]
channels = ["555555555555555551"]
"#;

async fn stage() -> Stage {
    Stage::with(Setup { grants: ASKING.to_owned(), ..Setup::default() }).await
}

/// What the asker reads about the person and the command.
async fn why(stage: &Stage, asker: &Member, user: u64, command: &str, server: Option<&str>) -> String {
    let mut options: Vec<(&str, Value)> =
        vec![("user", user.to_string().into()), ("command", command.into())];
    options.extend(server.map(|server| ("server", server.into())));
    let (_, message) = stage.use_command(asker, "access why", &options).await;
    assert_eq!(message.ephemeral_to, Some(asker.user), "rights are for the asker alone");
    assert!(message.pings.is_empty(), "{:?}", message.pings);
    message.text()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_persons_rights_are_explained_rule_by_rule() {
    let stage = stage().await;
    let max = stage.max();
    let mut told = String::new();
    for (who, user, command, server) in [
        ("the operator", ANA, "vps restart", Some("production-web")),
        ("the operator, by name of the action", ANA, "vps.restart", None),
        ("the operator, denied to her alone", ANA, "/vps destroy", Some("staging-web")),
        ("the operator, denied on some servers", ANA, "vps stop", None),
        ("the operator, denied on this server", ANA, "vps stop", Some("production-web")),
        ("the operator, not denied on this server", ANA, "vps stop", Some("staging-web")),
        ("support", SAM, "vps restart", None),
        ("support on a server of theirs", SAM, "vps restart", Some("staging-web")),
        ("support on another server", SAM, "vps restart", Some("production-web")),
        ("support, an account's action", SAM, "balance", Some("staging-web")),
        ("the guest", GUEST, "vps restart", None),
        ("the guest, what is open", GUEST, "help", None),
        ("what no grant speaks of", ANA, "order buy", None),
        ("what the account does not offer", ANA, "vps destroy", Some("production-web")),
    ] {
        let text = why(&stage, &max, user, command, server).await;
        told.push_str(&format!("---- {who}: {command} {}\n{text}\n\n", server.unwrap_or("-")));
    }
    insta::assert_snapshot!("why", told);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_told_is_what_happens() {
    let stage = stage().await;
    for (person, command, server) in [
        (stage.ana(), "vps restart", "production-web"),
        (stage.ana(), "vps stop", "production-web"),
        (stage.ana(), "vps stop", "staging-web"),
        (stage.sam(), "vps restart", "staging-web"),
        (stage.sam(), "vps restart", "production-web"),
        (stage.guest(), "vps restart", "staging-web"),
    ] {
        let told = why(&stage, &stage.max(), person.user, command, Some(server)).await;
        let (_, message) = stage.use_command(&person, command, &[("server", server.into())]).await;
        let text = message.text();
        let refused = text.contains("You may not use") || text.contains("No server that you may use fits");
        assert_eq!(told.contains("**may not** use"), refused, "{command} {server}: {told}\n{text}");
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn roles_are_those_of_the_moment_and_who_is_no_member_has_none() {
    let stage = stage().await;
    let ask = async |user| why(&stage, &stage.max(), user, "vps restart", Some("staging-web")).await;
    assert!(ask(GUEST).await.contains("**may not** use"));
    stage.discord.give_role(GUILD, GUEST, ROLE_SUPPORT);
    assert!(ask(GUEST).await.contains("**may** use"));
    stage.discord.take_role(GUILD, GUEST, ROLE_SUPPORT);
    assert!(ask(GUEST).await.contains("**may not** use"));
    stage.discord.remove_member(GUILD, SAM);
    let gone = ask(SAM).await;
    assert!(gone.contains("**may not** use") && gone.contains("They are no member"), "{gone}");
    stage.discord.add_user(User {
        id: 777_777_777_777_777_779,
        name: "stranger".into(),
        display_name: "Stranger".into(),
        locale: "en-US".into(),
        bot: false,
    });
    assert!(ask(777_777_777_777_777_779).await.contains("They are no member"));
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_may_not_ask_is_refused_and_offered_nothing() {
    let stage = stage().await;
    let guest = stage.guest();
    let text = why(&stage, &guest, ANA, "vps restart", Some("production-web")).await;
    assert!(text.contains("You may not use **/access why**") && text.contains("`access.why`"), "{text}");
    assert!(!text.contains("line") && text.contains("ask in #ops-help"), "{text}");
    for option in ["command", "server"] {
        let options = [("user", ANA.to_string().into()), (option, "".into())];
        let typing = guest.autocomplete(CHANNEL_OPS, "access why", &options, option).unwrap();
        assert_eq!(typing.wait_choices(SOON).await.unwrap(), [], "{option}");
    }
    assert_eq!(stage.audit_of(1).await, ["access.why - refused (denied)"]);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_sees_some_servers_alone_learns_of_no_other() {
    let stage = stage().await;
    let sam = stage.sam();
    for hidden in ["production-web", "shop/42", "42", "203.0.113.50", "db-1", "no-such-server"] {
        let text = why(&stage, &sam, ANA, "vps restart", Some(hidden)).await;
        assert_eq!(
            text.replace(hidden, "X"),
            "No server that you may use fits `X`.\nType part of the name and choose from the list, or see `/vps list`.",
        );
    }
    let own = why(&stage, &sam, ANA, "vps restart", Some("staging-web")).await;
    assert!(own.contains("**may** use **/vps restart** on staging-web here."), "{own}");
    // Not from the rules either, which name servers.
    let rules = why(&stage, &sam, ANA, "vps stop", None).await;
    assert!(rules.contains("line 35") && !rules.contains("production"), "{rules}");
    let mine = why(&stage, &sam, SAM, "vps restart", None).await;
    assert!(mine.contains("line 26") && mine.contains("servers `staging-*`"), "{mine}");
    let lacking = why(&stage, &sam, SAM, "vps stop", None).await;
    assert!(lacking.contains("You need a grant that allows `vps.stop` to you"), "{lacking}");
    let options = [("user", ANA.to_string().into()), ("server", "".into())];
    let typing = sam.autocomplete(CHANNEL_OPS, "access why", &options, "server").unwrap();
    let choices = typing.wait_choices(SOON).await.unwrap();
    assert!(
        !choices.is_empty() && choices.iter().all(|choice| choice.name.starts_with("staging-")),
        "{choices:?}"
    );
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_command_can_be_asked_about_and_what_is_none_is_refused() {
    let stage = stage().await;
    let max = stage.max();
    let typing = async |typed: &str| {
        let options = [("user", ANA.to_string().into()), ("command", typed.into())];
        let typing = max.autocomplete(CHANNEL_OPS, "access why", &options, "command").unwrap();
        let choices = typing.wait_choices(SOON).await.unwrap();
        choices.into_iter().map(|choice| choice.value.as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(typing("destroy").await, ["vps destroy"], "which the asker may not use");
    assert_eq!(typing("/vps rest").await, ["vps restart"]);
    let wrong = why(&stage, &max, ANA, "vps explode", None).await;
    assert!(wrong.contains("There is no such command"), "{wrong}");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_ambiguous_server_is_listed_without_a_menu_that_would_outlive_the_roles() {
    let stage = stage().await;
    stage.llamalink.with_state(|state| state.server_mut(43).unwrap().name = "production-web".to_owned());
    stage.use_command(&stage.max(), "vps list", &[]).await;
    let options = [
        ("user", ANA.to_string().into()),
        ("command", "vps stop".into()),
        ("server", "production-web".into()),
    ];
    let (_, listed) = stage.use_command(&stage.max(), "access why", &options).await;
    assert!(listed.text().contains("shop/42") && listed.text().contains("shop/43"), "{}", listed.text());
    assert!(listed.components.is_empty(), "{:?}", listed.components);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_audit_can_be_listed_for_a_member_and_for_somebody_who_has_left() {
    let audit = "[[grants]]\nroles = [\"333333333333333333\"]\nallow = [\"risk:read\", \"audit.list\"]\n";
    let stage = Stage::with(Setup { grants: audit.to_owned(), ..Setup::default() }).await;
    stage.use_command(&stage.sam(), "access whoami", &[]).await;
    stage.use_command(&stage.max(), "access whoami", &[]).await;
    stage.audit_of(2).await;
    for user in [SAM, MAX] {
        let (_, listed) =
            stage.use_command(&stage.max(), "audit list", &[("user", user.to_string().into())]).await;
        assert!(listed.text().contains(&format!("<@{user}> `access.whoami`")), "{}", listed.text());
        stage.discord.remove_member(GUILD, SAM);
    }
    let (_, gone) = stage.use_command(&stage.max(), "audit list", &[("user", SAM.to_string().into())]).await;
    assert!(gone.text().contains(&format!("<@{SAM}> `access.whoami`")), "{}", gone.text());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_may_see_and_not_do_this_to_is_refused_by_its_right_and_not_as_unknown() {
    let grants = r#"
[[grants]]
roles = ["222222222222222222"]
allow = ["vps.list", "vps.show"]

[[grants]]
roles = ["222222222222222222"]
allow = ["vps.*"]
servers = ["staging-*"]
"#;
    let stage = Stage::with(Setup { grants: grants.to_owned(), ..Setup::default() }).await;
    let ana = stage.ana();
    for server in ["production-web", "shop/42"] {
        let (_, refused) = stage.use_command(&ana, "vps restart", &[("server", server.into())]).await;
        let text = refused.text();
        assert!(text.contains(&format!("You may not use **/vps restart** on `{server}` here")), "{text}");
        assert!(text.contains("The right that is missing: `vps.restart`"), "{text}");
    }
    let (_, unknown) = stage.use_command(&ana, "vps restart", &[("server", "prod".into())]).await;
    assert!(unknown.text().contains("No server that you may use fits"), "{}", unknown.text());
    let (_, asked) = stage.use_command(&ana, "vps restart", &[("server", "staging-web".into())]).await;
    assert!(asked.text().contains("Restart staging-web?"), "{}", asked.text());
    stage.end().await;
}
