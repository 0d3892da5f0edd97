//! A scripted portal: it hands out tokens, checks them, answers as documented or as told, and writes everything down.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{Response, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

pub const USERNAME: &str = "ops@example.com";
pub const PASSWORD: &str = "canary/of+the password==";

/// What stands in an answer for the token that its question came with.
pub const SHOWN: &str = "{shown}";

/// A request as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The method, the path and the query.
    pub line: String,
    pub authorization: Option<String>,
    pub body: Value,
}

/// What the portal sends.
#[derive(Clone, Debug)]
pub enum Reply {
    Answer(u16, &'static str, Vec<u8>),
    /// The beginning of an answer, and then nothing: the connection breaks.
    Cut,
}

impl Reply {
    pub fn json(text: impl ToString) -> Self {
        Reply::Answer(200, "application/json", text.to_string().into_bytes())
    }

    pub fn status(status: u16) -> Self {
        Reply::Answer(status, "text/html", b"<html></html>".to_vec())
    }

    fn into_response(self) -> Response<Body> {
        let (status, content_type, body) = match self {
            Reply::Answer(status, content_type, body) => (status, content_type, Body::from(body)),
            Reply::Cut => {
                let pieces = [Ok(Bytes::from_static(b"{")), Err(std::io::Error::other("cut"))];
                (200, "application/json", Body::from_stream(futures_util::stream::iter(pieces)))
            }
        };
        let response = Response::builder().status(StatusCode::from_u16(status).unwrap());
        response.header(CONTENT_TYPE, content_type).body(body).unwrap()
    }
}

/// What the portal is like.
#[derive(Default)]
pub struct Script {
    /// How many seconds a token lives; without it a token does not tell.
    pub lifetime: Option<i64>,
    /// Whether tokens are words that say nothing.
    pub is_opaque: bool,
    /// How long a sign-in takes.
    pub pause: Duration,
    /// Answers by the beginning of their request's line, in place of the documented ones; the longest fits.
    pub answers: BTreeMap<&'static str, Reply>,
    /// The answer to everything but sign-ins.
    pub everything: Option<Reply>,
    /// How many tokens were made.
    pub serial: u32,
    pub access: BTreeSet<String>,
    pub refresh: BTreeSet<String>,
    pub seen: Vec<Seen>,
}

impl Script {
    /// Makes the tokens that are out worthless; those to refresh with stay.
    pub fn expire(&mut self) {
        self.access.clear();
    }

    /// Makes everything that is out worthless.
    pub fn forget(&mut self) {
        self.access.clear();
        self.refresh.clear();
    }

    fn tokens(&mut self) -> Reply {
        self.serial += 1;
        let now = jiff::Timestamp::now().as_second();
        let claims = match self.lifetime {
            Some(lifetime) => json!({"iat": now, "exp": now + lifetime, "n": self.serial}),
            None => json!({"n": self.serial}),
        };
        let token = |kind: &str| {
            if self.is_opaque {
                return format!("canary-{kind}-{}", self.serial);
            }
            let head = URL_SAFE_NO_PAD.encode(json!({"typ": kind, "alg": "none"}).to_string());
            format!("{head}.{}.canary-{kind}-{}", URL_SAFE_NO_PAD.encode(claims.to_string()), self.serial)
        };
        let (access, refresh) = (token("access"), token("refresh"));
        self.access.insert(access.clone());
        self.refresh.insert(refresh.clone());
        Reply::json(json!({"token": access, "refresh": refresh}))
    }

    fn answer(&mut self, seen: &Seen) -> Reply {
        let told = self.answers.iter().rev().find(|(line, _)| seen.line.starts_with(**line));
        let told = told.map(|(_, reply)| reply.clone());
        let refused = || Reply::json(r#"{"error":["unauthorized"]}"#);
        match seen.line.as_str() {
            "POST /api/login" => match told {
                Some(told) => told,
                None if seen.body == json!({"username": USERNAME, "password": PASSWORD}) => self.tokens(),
                None => Reply::json(r#"{"error":["wronglogin"]}"#),
            },
            "POST /api/token" => match told {
                Some(told) => told,
                None if self.refresh.remove(seen.body["refresh_token"].as_str().unwrap_or_default()) => {
                    self.tokens()
                }
                None => refused(),
            },
            "POST /api/revoke" => {
                let known = self.refresh.remove(seen.body["refresh_token"].as_str().unwrap_or_default());
                if known { Reply::json(r#"{"status":true}"#) } else { refused() }
            }
            _ => {
                let shown = seen.authorization.as_deref().unwrap_or_default();
                let basic = format!(
                    "Basic {}",
                    base64::engine::general_purpose::STANDARD.encode(format!("{USERNAME}:{PASSWORD}"))
                );
                let token = shown.strip_prefix("Bearer ").unwrap_or_default();
                if shown != basic && !self.access.contains(token) {
                    // Some portals say it with a status, some only in the body.
                    let expired = br#"{"error":["token_expired"]}"#.to_vec();
                    return if self.serial.is_multiple_of(2) {
                        refused()
                    } else {
                        Reply::Answer(401, "application/json", expired)
                    };
                }
                if seen.line == "POST /api/logout" {
                    self.access.remove(token);
                }
                told.or_else(|| self.everything.clone()).unwrap_or_else(|| documented(&seen.line))
            }
        }
    }
}

/// The running portal.
#[derive(Clone)]
pub struct Portal {
    pub base_url: String,
    script: Arc<Mutex<Script>>,
}

impl Portal {
    pub async fn start(script: Script) -> Self {
        let socket = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base_url = format!("http://{}/api/", socket.local_addr().unwrap());
        let portal = Portal { base_url, script: Arc::new(Mutex::new(script)) };
        let router = Router::new().fallback(serve).with_state(portal.clone());
        tokio::spawn(async move { axum::serve(socket, router).await });
        portal
    }

    pub fn script(&self) -> MutexGuard<'_, Script> {
        self.script.lock().unwrap()
    }

    /// What was asked since the last look.
    pub fn take_seen(&self) -> Vec<Seen> {
        std::mem::take(&mut self.script().seen)
    }

    /// The lines of what was asked since the last look.
    pub fn take_lines(&self) -> Vec<String> {
        self.take_seen().into_iter().map(|seen| seen.line).collect()
    }
}

async fn serve(State(portal): State<Portal>, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, 1 << 20).await.unwrap();
    let line = format!("{} {}", parts.method, parts.uri);
    let authorization = parts.headers.get(AUTHORIZATION).map(|value| value.to_str().unwrap().to_owned());
    let is_json = parts.headers.get(CONTENT_TYPE).is_some_and(|it| it == "application/json");
    assert_eq!(is_json, !body.is_empty(), "{line}: a body is JSON and says so");
    let body = serde_json::from_slice(&body).unwrap_or_default();
    let seen = Seen { line, authorization, body };
    let pause = {
        let mut script = portal.script();
        script.seen.push(seen.clone());
        script.pause
    };
    if seen.line == "POST /api/login" {
        tokio::time::sleep(pause).await;
    }
    let mut reply = portal.script().answer(&seen);
    if let Reply::Answer(_, _, body) = &mut reply {
        let text = String::from_utf8_lossy(body);
        if text.contains(SHOWN) {
            let shown = seen.authorization.as_deref().or(seen.body["refresh_token"].as_str());
            *body = text.replace(SHOWN, shown.unwrap_or_default()).into_bytes();
        }
    }
    reply.into_response()
}

/// The documented answer to a request.
fn documented(line: &str) -> Reply {
    let path = line.split('?').next().unwrap_or_default();
    EXAMPLES.iter().find(|(known, _)| *known == path).map_or_else(
        || Reply::Answer(404, "application/json", b"{}".to_vec()),
        |(_, body)| match path {
            "GET /api/certificate/300/crt" => {
                Reply::Answer(200, "application/x-x509-ca-cert", body.as_bytes().to_vec())
            }
            "GET /api/ticket/attachment/77" => Reply::Answer(200, "image/png", body.as_bytes().to_vec()),
            _ => Reply::json(body),
        },
    )
}

pub const STATUS: &str = r#"{"status":true}"#;
pub const SERVICES: &str = r#"{"services":[{"id":"301","domain":"examplename.com","total":"9.99","status":"Active","billingcycle":"Monthly","next_due":"2017-12-30","category":"Hosting","category_url":"hosting","name":"Starter Hosting"},{"id":302,"domain":"","total":"120.00","status":"Active","billingcycle":"Annually","next_due":"0000-00-00","name":"Site"},{"id":"303","status":"Terminated"}]}"#;
pub const VMS: &str = r#"{"vms":{"1374":{"id":"1374","label":"web-1","status":"running","power":true,"built":true,"memory":"2048","cpus":"2","disk":"40","uptime":"86400","username":"root","password":"canary-of-the-vm","ipv4":"203.0.113.70"}}}"#;
pub const VM: &str = r#"{"vm":{"id":"1374","label":"web-1","status":"running","power":true,"built":true,"locked":false,"template_id":"101","template_name":"Debian 12","memory":"2048","cores":"2","sockets":"1","cpus":"2","disk":"40","uptime":"86400","username":"root","password":"canary-of-the-vm","ipv4":"203.0.113.70","ipv6":"","mac":"52:54:00:00:00:01","ip":{"901":{"ipaddress":"203.0.113.70","main":true,"type":"ipv4"}},"interfaces":[{"id":"0","name":"net0","ip":[{"ipaddress":"2001:db8::1"}]}],"storage":[]}}"#;
pub const BALANCE: &str = r#"{
{"success": true, "details": {"currency": "USD", "acc_balance": "123456.55", "acc_credit": "0.00"}}
}"#;
pub const INVOICES: &str = r#"{"invoices":[{"id":"308976","date":"2016-12-30","dateorig":"2016-12-30","duedate":"2017-01-06","paybefore":"2017-01-06","total":"19.65","datepaid":"2016-12-30 12:40:47","status":"Paid","merge_id":null,"number":"2016/12/1","currency":"USD"},{"id":308977,"date":"2017-01-01","duedate":"0000-00-00","total":7,"datepaid":"0000-00-00 00:00:00","status":"Unpaid","number":""}]}"#;
pub const INVOICE: &str = r#"{"invoice":{"id":"308976","status":"Paid","date":"2016-12-30","duedate":"2017-01-06","paybefore":"2017-01-06","datepaid":"2016-12-30 12:40:47","subtotal":16.24,"credit":0,"tax":3.41,"taxrate":21,"tax2":0,"taxrate2":0,"taxexempt":"0","total":19.65,"rate":1,"rate2":0,"rate3":1,"notes":"","items":[{"id":"12305","invoice_id":"308976","type":"Other","item_id":"0","description":"Example Service","amount":"15.00","taxed":"1","qty":"1.00","linetotal":"15.00"},{"id":"12309","invoice_id":"308976","type":"Other","item_id":"-2","description":"PayPal Payment Fee","amount":"1.24","taxed":"1","qty":"1.00","linetotal":"1.24"}],"client":{"id":"26","email":"api@example.com"},"number":"2016/12/1","currency":"USD"}}"#;
pub const PAYMENTS: &str = r#"{"payments":{"10":"BankTransfer","9":"PayPal"}}"#;
pub const FEES: &str = r#"{"payments":[{"id":1,"name":"Bank Transfer","fixed_fee":"0.0","percent_fee":"0.0"},{"id":2,"name":"Stripe","fixed_fee":"0.5","percent_fee":"2.9"},{"id":4,"name":"Credit Card","fixed_fee":"0.1","percent_fee":"2.4"},{"id":5,"name":"PayPal","fixed_fee":"0.3","percent_fee":"2.9"}]}"#;
pub const TICKETS: &str = r#"{"tickets":[{"client_read":"1","ticket_number":"736633","date":"2016-12-30 12:48:13","deptname":"Billing","subject":"Lore Ipsum","status":"Open","lastreply":"2020-09-12 11:10:03"}]}"#;
pub const TICKET: &str = r#"{"ticket":{"date":"2016-12-30 12:48:13","ticket_number":"736633","name":"Joe Doe","email":"api@example.com","subject":"Lore Ipsum","body":"Donec sollicitudin molestie malesuada. \r\nSed porttitor lectus nibh.","status":"Answered","client_read":"1","deptname":"Billing"},"replies":[{"id":"929","name":"Suppport Staff","date":"2016-12-30 12:51:04","body":"Vestibulum ac diam sit amet quam \r\nvehicula elementum","status":"Sent","type":"Admin"}]}"#;
pub const DEPARTMENTS: &str = r#"{"departments":[{"id":"1","name":"Billing"},{"id":2,"name":"Technical"}]}"#;
pub const NOTIFICATIONS: &str = r#"{"notifications":[{"id":"5","subject":"Maintenance","body":"On Friday.","rel_type":"Service","rel_id":"301","date":"2020-09-12 11:10:03","read":"0"}]}"#;
pub const STATUSES: &str =
    r#"{"statuses":{"7":{"title":"Packet loss","status":"open","content":"We look into it."}}}"#;
pub const DETAILS: &str = r#"{"client":{"id":"26","email":"api@example.com","lastlogin":"2016-12-30 12:24:28","ip":"172.100.2.1","host":"hostname","firstname":"Joe","lastname":"Doe","companyname":"","address1":"Pretty View Lane","city":"Santa Rosa","country":"US","phonenumber":"+1.24123123"}}"#;

pub const CERTIFICATES: &str = r#"{"sslservices":[{"id":"300","domain":"examplename.com","total":"27.85","status":"Pending","billingcycle":"Annually","next_due":"2017-12-30","category":"GoGetSSL","category_url":"gogetssl","name":"Comodo InstantSSL","cert_email":"admin@example.com","cert_status":"","cert_expires":"2017-12-30 13:43:12"}]}"#;
pub const CERTIFICATE: &str = r#"{"service":{"id":"300","date_created":"2016-12-30","domain":"examplename.com","firstpayment":"27.85","total":"27.85","billingcycle":"Annually","next_due":"2017-12-30","next_invoice":"2017-10-31","status":"Pending","label":"","name":"Comodo InstantSSL","cert_status":"","cert_expires":"2017-12-30 13:43:12","csr":"-----BEGIN CERTIFICATE REQUEST----- ...","contacts":{"admin":{"FName":"Mary","LName":"Sue","City":"Santa Rosa","State":"California","PostalCode":"95401","EmailAddress":"mary@example.com","Country":"US","Address1":"Pretty View Lane","Address2":"3194","Phone":24123223,"OrgName":"n/a","PreFix":1,"JobTitle":"n/a"},"billing":{},"tech":{}},"organization":{"state":"Texas","country":"US","name":"My Org name","unit":"Dev","locality":"SanAntonio","postalcode":"n/a","address2":"n/a","address1":"n/a"},"cert_email":"admin@example.com","software":"1"}}"#;
pub const PEM: &str = "-----BEGIN CERTIFICATE-----\nMIIB+/8=\n-----END CERTIFICATE-----\n";
pub const CERTIFICATE_PLANS: &str = r#"{"products":[{"id":"25","name":"InstantSSL","description":"","periods":[{"years":1,"price":27.85,"renew":27.85},{"years":2,"price":48.75,"renew":48.75}],"category":"SSL Certificates","category_url":"sslcertificates"}]}"#;
pub const SOFTWARE: &str =
    r#"{"software":[{"id":0,"name":"AOL"},{"id":1,"name":"Apache-SSL (Ben-SSL, not Stronghold)"}]}"#;
pub const CONTACTS: &str = r#"{"contacts":[{"email":"mary@example.com","id":"49","firstname":"Mary","lastname":"Sue","companyname":"","company":"0","lastlogin":"0000-00-00 00:00:00"}]}"#;
pub const CONTACT: &str = r#"{"contact":{"id":"49","email":"mary@example.com","firstname":"Mary","lastname":"Sue","companyname":"","address1":"Pretty View Lane","address2":"3194","city":"Santa Rosa","state":"California","postcode":"95401","country":"US","phonenumber":"+1.24123123","type":"Private","privileges":{"support":["tickets","newticket"]}}}"#;
pub const PRIVILEGES: &str = r#"{"privileges":{"billing":["emails","payinvoice"],"support":["newticket"],"services":{"full":1,"332":["basic","billing"]}}}"#;
pub const LOGS: &str =
    r#"{"logs":[{"date":"2016-12-30 12:24:28","description":"Logged in","ip":"172.100.2.1"}]}"#;
pub const INTERFACES: &str = r#"{"interfaces":[{"id":"0","name":"net0","model":"virtio","mac":"52:54:00:00:00:01","firewall":"1","ip":[{"id":"901","ipaddress":"203.0.113.70"}]}]}"#;
pub const INTERFACE: &str = r#"{"interface":{"id":"0","name":"net0","model":"virtio","mac":"52:54:00:00:00:01","firewall":"1","ip":[{"id":"901","ipaddress":"203.0.113.70"}]}}"#;
pub const IPS: &str =
    r#"{"ips":[{"id":"901","ipaddress":"203.0.113.70","type":"ipv4"},{"id":902,"ip":"2001:db8::1"}]}"#;
pub const POOLS: &str = r#"{"ippool":[{"id":"5","name":"Public IPv4","type":"ipv4","free":3}]}"#;

pub const SERVICE: &str = r#"{"service":{"id":"301","date_created":"2016-12-30","domain":"examplename.com","firstpayment":"9.99","total":"9.99","billingcycle":"Monthly","next_due":"2017-12-30","next_invoice":"2017-01-27","status":"Active","label":"","username":"examplen","password":"canary-of-the-service","name":"Starter Hosting"}}"#;
pub const METHODS: &str = r#"{"methods":[{"name":"Upgrade Request","method":"POST","route":"/service/@id/upgrade"},{"name":"List VMs","method":"GET","route":"/service/@id/vms"}]}"#;
pub const UPGRADES: &str = r#"{"resources":[{"id":1557,"name":"Bandwidth","type":"select","items":[{"id":"9953","name":"100 GB","price":1,"setup_price":0,"selected":true},{"id":"10103","name":"500 GB","price":5,"setup_price":0,"selected":false},{"id":"10104","name":"1 TB","price":10,"setup_price":0,"selected":false}]}],"package":[]}"#;
pub const ESTIMATE: &str =
    r#"{"success":true,"total":"4.00","recurring":13.99,"info":["upgrade_order_success"]}"#;
pub const TEMPLATES: &str =
    r#"{"templates":[{"id":"101","name":"Debian 12"},{"id":102,"name":"Ubuntu 24.04"}]}"#;
pub const RESOURCES: &str =
    r#"{"resources":{"memory":{"total":"16384","used":"2048"},"cpu":8,"password":"canary-of-resources"}}"#;
pub const ADDRESSES: &str = r#"{"ip":[{"id":"901","ipaddress":"203.0.113.70","vm":"web-1"}]}"#;

pub const CATEGORIES: &str = r#"{"categories":[{"id":"10","name":"Hosting","description":"","slug":"hosting"},{"id":"6","name":"Domains","description":"","slug":"domains"},{"id":"16","name":"Dedicated","description":"","slug":"dedicated"}]}"#;
pub const PRODUCTS: &str = r#"{"products":[{"id":"333","type":"1","name":"Starter Hosting","stock":false,"paytype":"Regular","description":"Disk:10GB\r\nMemory:2GB\r\nMySql:10 DB\r\nEmail:100 Users\r\n","qty":"0","tags":[],"periods":[{"title":"m","value":"m","price":9.99,"setup":0,"selected":true},{"title":"a","value":"a","price":109.89,"setup":0,"selected":false},{"title":"b","value":"b","price":199.8,"setup":0,"selected":false},{"title":"t","value":"t","price":299.7,"setup":0,"selected":false}]}]}"#;
pub const PRODUCT: &str = r#"{"product":{"id":"333","category_name":"Hosting","category_id":"49","name":"Starter Hosting","price":9.99,"recurring":"m","setup":0,"config":{"product":[{"type":"select","title":"pickcycle","id":"cycle","name":"cycle","items":[{"title":"m","value":"m","price":9.99,"setup":0,"selected":true},{"title":"a","value":"a","price":109.89,"setup":0,"selected":false},{"title":"b","value":"b","price":199.8,"setup":0,"selected":false},{"title":"t","value":"t","price":299.7,"setup":0,"selected":false}],"value":"m","price":9.99,"setup":0},{"type":"input","title":"domain","id":"domain","name":"domain","value":null}],"forms":[{"type":"select","title":"Disk Size","id":"1618","firstItemId":10330,"description":"","name":"custom[1618]","required":false,"multiple":false,"config":{"conditionals":[]},"value":[],"textvalue":[],"price":0,"recurring_price":0,"setup":0,"prorata_date":null,"items":[{"title":"512MB","value":1,"id":10330,"price":0,"setup":0,"selected":false},{"title":"1GB","value":1,"id":10331,"price":0,"setup":0,"selected":false},{"title":"2GB","value":1,"id":10332,"price":0,"setup":0,"selected":false}]}],"addons":[{"type":"subitem","title":"Cpanel2: Add Extra IP","id":"31","value":null,"description":"Automatically adds IP address to account","config":[{"type":"checkbox","title":"add","name":"addon[31]","checked":false},{"type":"select","title":"billingcycle","name":"addon_cycles[31]","items":[{"title":"m","value":"m","price":5,"setup":0,"selected":true},{"title":"q","value":"q","price":20,"setup":0,"selected":false},{"title":"a","value":"a","price":50,"setup":0,"selected":false}]}],"price":0,"recurring_price":0,"setup":0,"prorata_date":null}],"subproducts":[]},"recurring_price":9.99,"prorata_date":null}}"#;
pub const QUOTE: &str = r#"{"summary":{"subtotal":72.2,"total":88.81,"credit":0,"discount":0,"cost":72.2,"recurring":[{"title":"Annually","price":81.18,"value":"a"},{"title":"Monthly","price":1.48,"value":"m"}],"tax":[{"name":"VAT","tax":16.61,"value":23}]},"items":[{"product":{"id":1080,"category_name":"SSL","category_id":69,"name":"GeoTrust QuickSSL Premium","domain":"test.api"},"domains":{},"coupon":{},"index":0,"valid":true,"info":[],"error":[]},{"product":{"id":840,"category_name":"Proxmox","category_id":19,"name":"VPS","domain":"user.test.api"},"domains":{},"coupon":{},"index":1,"valid":true,"info":[],"error":[]},{"product":null,"domains":{"hosting.com":{"id":6,"index":0,"category_id":"6","category_name":"Domains","name":"hosting.com","tld":".com","period":1,"price":"12.00"}},"coupon":{},"index":2,"valid":true,"info":[],"error":[]}]}"#;
pub const ORDERED: &str = r#"{"order_num":873340995,"invoice_id":"308979","total":"9.99","items":{"id":"10","type":"Hosting","name":"test.com","product_id":"3"}}"#;
pub const SEVERAL: &str = r#"{"order_num_list":[179534732,179534732,179534732],"invoice_id":"503425","total":"94.40","items":[{"type":"Hosting","id":"1025","name":"hosting.com","product_id":"1080"},{"type":"Hosting","id":"1026","name":"hosting.com","product_id":"840"},{"type":"Domain Register","id":"354","name":"hosting.com","product_id":"6"}]}"#;
pub const CERTIFIED: &str = r#"{"order_num":873340994,"invoice_id":"308978","total":"27.85","items":{"id":"10","type":"Hosting","name":"test.com","product_id":"3"}}"#;

/// Every request of the adapter with its documented answer, or the likely one where none is documented.
pub const EXAMPLES: &[(&str, &str)] = &[
    ("POST /api/logout", STATUS),
    ("GET /api/details", DETAILS),
    ("PUT /api/details", r#"{"client":{"id":"26"},"info":["client_info_updated"]}"#),
    ("POST /api/contact", r#"{"contact_id":"1","info":["profile_added"]}"#),
    ("PUT /api/contact/49", r#"{"info":["profile_updated"]}"#),
    ("GET /api/logs", LOGS),
    ("GET /api/contact", CONTACTS),
    ("GET /api/contact/49", CONTACT),
    ("GET /api/contact/privileges", PRIVILEGES),
    ("GET /api/certificate", CERTIFICATES),
    ("GET /api/certificate/300", CERTIFICATE),
    ("GET /api/certificate/300/crt", PEM),
    ("GET /api/certificate/order", CERTIFICATE_PLANS),
    ("GET /api/certificate/order/25/software", SOFTWARE),
    ("POST /api/certificate/order", CERTIFIED),
    ("GET /api/category", CATEGORIES),
    ("GET /api/category/10/product", PRODUCTS),
    ("GET /api/category/6/product", r#"{"error":["category_not_listed"]}"#),
    ("GET /api/category/16/product", r#"{"products":[]}"#),
    ("GET /api/order/333", PRODUCT),
    ("POST /api/order/333", ORDERED),
    ("POST /api/order", SEVERAL),
    ("POST /api/quote", QUOTE),
    ("GET /api/service", SERVICES),
    ("GET /api/service/301", SERVICE),
    ("GET /api/service/301/methods", METHODS),
    ("GET /api/service/301/upgrade", UPGRADES),
    ("POST /api/service/301/upgrade", ESTIMATE),
    ("POST /api/service/301/cancel", r#"{"info":["cancell_sent"]}"#),
    ("GET /api/service/301/label", r#"{"label":"example"}"#),
    ("POST /api/service/301/label", r#"{"success":true,"info":["label_updated"]}"#),
    ("GET /api/service/301/templates", TEMPLATES),
    ("GET /api/service/302/templates", r#"{"error":["method_not_found"]}"#),
    ("GET /api/service/301/resources", RESOURCES),
    ("GET /api/service/301/ip", ADDRESSES),
    ("POST /api/service/301/vms", STATUS),
    ("GET /api/service/301/vms", VMS),
    ("GET /api/service/302/vms", r#"{"error":["method_not_found"]}"#),
    (
        "GET /api/service/302/methods",
        r#"{"methods":[{"name":"Upgrade","method":"POST","route":"/service/@id/upgrade"}]}"#,
    ),
    ("GET /api/service/301/vms/1374", VM),
    ("POST /api/service/301/vms/1374/start", STATUS),
    ("POST /api/service/301/vms/1374/stop", STATUS),
    ("POST /api/service/301/vms/1374/reboot", STATUS),
    ("POST /api/service/301/vms/1374/shutdown", STATUS),
    ("POST /api/service/301/vms/1374/reset", STATUS),
    ("DELETE /api/service/301/vms/1374", STATUS),
    ("PUT /api/service/301/vms/1374", STATUS),
    ("POST /api/service/301/vms/1374/rebuild", STATUS),
    ("GET /api/service/301/vms/1374/interfaces", INTERFACES),
    ("GET /api/service/301/vms/1374/interfaces/0", INTERFACE),
    ("GET /api/service/301/vms/1374/interfaces/net0", INTERFACE),
    ("POST /api/service/301/vms/1374/interfaces", STATUS),
    ("PUT /api/service/301/vms/1374/interfaces/0", STATUS),
    ("DELETE /api/service/301/vms/1374/interfaces/net0", STATUS),
    ("GET /api/service/301/vms/1374/ips", IPS),
    ("GET /api/service/301/vms/1374/ippool", POOLS),
    ("POST /api/service/301/vms/1374/ippool/5", STATUS),
    ("GET /api/balance", BALANCE),
    ("GET /api/invoice", INVOICES),
    ("GET /api/invoice/308976", INVOICE),
    ("POST /api/invoice/308976/credit", r#"{"success":true,"invoice_status":"Paid","applied":2.1}"#),
    ("GET /api/payment", PAYMENTS),
    ("GET /api/payment/fees", FEES),
    ("GET /api/tickets", TICKETS),
    ("GET /api/tickets/736633", TICKET),
    ("POST /api/tickets", r#"{"ticket":865650}"#),
    ("POST /api/tickets/736633", r#"{"info":["reply_added"]}"#),
    ("PUT /api/tickets/736633/open", STATUS),
    ("PUT /api/tickets/736633/close", STATUS),
    ("GET /api/ticket/departments", DEPARTMENTS),
    ("GET /api/ticket/attachment/77", "not really a picture"),
    ("GET /api/notifications", NOTIFICATIONS),
    ("GET /api/notifications/new", NOTIFICATIONS),
    ("PUT /api/notifications/5/ack", r#"{"success":true}"#),
    ("GET /api/statuses", STATUSES),
    (
        "PUT /api/statuses/7",
        r#"{"status":{"id":"7","title":"Packet loss","status":"open","content":"We look into it."}}"#,
    ),
];
