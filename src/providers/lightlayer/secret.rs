//! By what VMs are entered: the only place that reads a password.

use secrecy::SecretString;
use serde::Deserialize;
use serde_json::Value;

use crate::domain::setup::Credentials;
use crate::providers::lenient;

/// Which VM an entry is about, where it says so.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Named {
    #[serde(deserialize_with = "lenient::id")]
    id: Option<String>,
}

/// What an answer about one VM tells of it.
pub fn of_vm(answer: &Value, id: &str) -> Option<Credentials> {
    let vms = || {
        let vms = answer.get("vms")?;
        let only = || vms.as_array().filter(|vms| vms.len() == 1)?.first();
        vms.get(id).or_else(only)
    };
    let vm = answer.get("vm").filter(|vm| vm.is_object()).or_else(vms)?;
    // Another VM's password is worse than none.
    let named: Named = lenient::entry(vm)?;
    if named.id.is_some_and(|named| named != id) {
        return None;
    }
    of(vm)
}

/// What an answer about a service tells of it.
pub fn of_service(answer: &Value) -> Option<Credentials> {
    of(answer.get("service")?)
}

/// The user and the password of a map; `None` without a password.
fn of(map: &Value) -> Option<Credentials> {
    let text = |name: &str| map.get(name)?.as_str().filter(|text| !text.trim().is_empty());
    let password = SecretString::new(text("password")?.to_owned());
    let user = text("username").map(|user| user.trim().to_owned());
    Some(Credentials { user, password, since: None })
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;
    use serde_json::json;

    use super::*;

    fn told(credentials: Option<Credentials>) -> Option<(Option<String>, String)> {
        credentials.map(|it| (it.user, it.password.expose_secret().clone()))
    }

    #[test]
    fn a_password_is_read_from_every_form_of_a_vm_and_from_no_other_place() {
        let vm = json!({"username": "root", "password": " hunter2"});
        let expected = Some((Some("root".to_owned()), " hunter2".to_owned()));
        for answer in [json!({"vm": vm}), json!({"vms": {"7": vm, "8": {}}}), json!({"vms": [vm]})] {
            assert_eq!(told(of_vm(&answer, "7")), expected, "{answer}");
        }
        assert_eq!(told(of_service(&json!({"service": vm}))), expected);
        for answer in [
            json!({"vm": {"username": "root"}}),
            json!({"vm": {"password": ""}}),
            json!({"vm": {"password": 7}}),
            json!({"vms": {"8": vm, "9": vm}}),
            json!({"vms": {"8": vm}}),
            json!({"vms": [{"id": 8, "password": "hunter2"}]}),
            json!({"vm": {"id": "8", "password": "hunter2"}}),
            json!({"password": "hunter2"}),
        ] {
            assert!(of_vm(&answer, "7").is_none(), "{answer}");
        }
    }
}
