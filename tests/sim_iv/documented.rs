//! Every documented example.

use serde_json::{Value, json};

use super::Account;

#[tokio::test]
async fn every_read_is_answered_as_known_clients_of_the_service_have_it() {
    let account = Account::documented().await;
    let examples = [
        ("version", &[][..], r#"{"version":"0.1"}"#),
        (
            "account_info",
            &[],
            r#"{"ac_id":"1","ac_created":"2012-12-12 12:12:12","ac_company":null,"ac_name":"Name Surname","ac_code":"","ac_vat":null,"ac_address":"Address","ac_city":"","ac_country":"","ac_phone":"","ac_email":"name@test.com","ac_credit":"0","ac_bonus":"0","ac_contacts":[],
                "ac_users":[{"us_id":"1","us_created":"2009-10-07 21:50:17","us_inactive":"no","us_subuser":"no","us_nick":"foobar","us_description":null},
                            {"us_id":"2","us_created":"2009-10-07 21:50:17","us_inactive":"no","us_subuser":"yes","us_nick":"foobarapi","us_description":"API"}]}"#,
        ),
        (
            "account_orders",
            &[],
            r#"[{"or_id":"1","or_created":"2011-11-11 11:11:11","or_paid":null,"or_series":null,"or_number":null,"or_cost":"11.11","or_url":"https://saskaitos.iv.lt/"},
                {"or_id":"2","or_created":"2012-12-12 12:12:12","or_paid":"2012-12-12 13:12:12","or_series":"IV","or_number":"121212","or_cost":"12.12","or_url":"https://saskaitos.iv.lt/"}]"#,
        ),
        (
            "account_services",
            &[],
            r#"[{"se_id":"3","se_created":"2013-02-02 12:12:12","se_since":"2013-02-02","se_until":"2013-03-02","se_quantity":"1","se_price":"10.00","se_discount":"10","se_unit":"mėn.","se_description":"Serverio nuoma (planas 1GHz:1024MB:10GB:10Mbps, server.example.com)"}]"#,
        ),
        ("account_credits", &[("count", "20")], "[]"),
        (
            "account_bonuses",
            &[("count", "1000")],
            r#"[{"bo_id":"1","bo_created":"2013-03-01 12:12:12","bo_amount":"1.00","bo_description":"SMS +370.61234567 (example)"}]"#,
        ),
        (
            "server_info",
            &[("id", "3")],
            r#"{"se_id":"3","se_created":"2013-02-02 12:12:12","se_since":"2013-02-02","se_until":"2013-03-02","se_quantity":"1","se_price":"10.00","se_discount":"10","se_unit":"mėn.","se_description":"Serverio nuoma (planas 1GHz:1024MB:10GB:10Mbps, server.example.com)",
                "se_plan":"1GHz:1024MB:10GB:10Mbps","se_domain":"server.example.com","se_cpu":"1","se_ram":"1024","se_quota":"10","se_bandwidth":"10",
                "se_info":{"in_node":"Robinija","in_host":"server.example.com","in_bw_in":"37590","in_bw_out":"90048","in_qt_limit":"100352","in_qt_usage":"17432","in_inodes_limit":"1960000","in_inodes_usage":"116232","in_mm_limit":"2048","in_mm_usage":"1297","in_ips":"12.23.34.45"}}"#,
        ),
        (
            "server_tasks",
            &[("id", "3"), ("count", "20")],
            r#"[{"ta_id":"1","ta_activated":"2013-04-04 04:04:04","ta_assigned":"2013-04-04 04:04:08","ta_completed":"2013-04-04 04:04:12","ta_command":"server_recreate","ta_params":{"domain":"server.example.com","os":"debian-6.0-x86_64"},"ta_results":"Stopping container ...\nContainer was stopped\nIP:        12.23.34.45\nPassword:  secret"}]"#,
        ),
        (
            "server_os",
            &[("id", "3")],
            r#"{"centos-6-x86_64":{"title":"CentOS 6","arch":"64-bit","url":"http://www.centos.org/"},
                "centos-6-x86_64-directadmin":{"title":"DirectAdmin 1.4","arch":"64-bit","price":"99","min_ram":"2048","url":"http://www.centos.org/"}}"#,
        ),
    ];
    for (command, fields, expected) in examples {
        let expected: Value = serde_json::from_str(expected).unwrap();
        assert_eq!(account.json(command, fields).await, expected, "{command}");
    }
    assert!(account.sim.ledger().is_empty());
}

#[tokio::test]
async fn graphs_are_links_without_a_scheme_one_for_each_kind_and_span() {
    let account = Account::documented().await;
    let fields = [("id", "3"), ("width", "800"), ("ip", "198.51.100.7")];
    let graphs = account.json("server_graphs", &fields).await;
    let graphs = graphs.as_object().unwrap();
    assert_eq!(graphs.len(), 24);
    assert!(graphs["traffic_daily"].as_str().unwrap().starts_with("//stats.serveriai.lt/graph.php?"));
    assert!(graphs.values().all(|link| link.as_str().unwrap().contains("198.51.100.7")));
}

#[tokio::test]
async fn a_form_is_taken_as_well_as_a_query() {
    let account = Account::documented().await;
    let query = account.url(&[
        ("nick", hostmaster::sandbox::iv::DOCUMENTED_NICK),
        ("password", hostmaster::sandbox::iv::DOCUMENTED_PASSWORD),
        ("command", "version"),
    ]);
    let form = query.query().unwrap().to_owned();
    let request = account.http.post(account.sim.base_url()).body(form);
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    let answer: Value = serde_json::from_str(&request.send().await.unwrap().text().await.unwrap()).unwrap();
    assert_eq!(answer, json!({"version": "0.1"}));
    assert!(account.sim.requests()[0].authorization.is_right());
}
