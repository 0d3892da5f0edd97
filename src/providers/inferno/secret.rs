//! The password of a server, read apart from everything else that is read of it.

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer};

use crate::providers::lenient;

/// What is told of an order; it has no debug form.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Entry {
    #[serde(deserialize_with = "lenient::id")]
    orderid: Option<String>,
    #[serde(deserialize_with = "lenient::map")]
    vps_info: Option<Vps>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Vps {
    #[serde(deserialize_with = "password")]
    vps_password: Option<SecretString>,
}

impl Entry {
    /// The password of that order's server.
    ///
    /// # Errors
    /// What is wrong with the answer, when it is about another order or about none.
    pub fn of(self, order: &str) -> Result<Option<SecretString>, &'static str> {
        match self.orderid.as_deref() {
            Some(same) if same == order => Ok(self.vps_info.and_then(|vps| vps.vps_password)),
            Some(_) => Err("got another order than asked for"),
            None => Err("expected an order, got a map without an id"),
        }
    }
}

fn password<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<SecretString>, D::Error> {
    let password = lenient::words(deserializer)?.map(SecretString::new);
    Ok(password.filter(|password| !password.expose_secret().is_empty()))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn read(answer: &Value) -> Result<Option<String>, &'static str> {
        let entry: Entry = lenient::entry(answer).unwrap_or_default();
        entry.of("7").map(|password| password.map(|password| password.expose_secret().clone()))
    }

    #[test]
    fn the_password_is_that_of_the_order_that_was_asked_for() {
        for (answer, password) in [
            (json!({"orderid": 7, "vps_info": {"vps_password": "s3cret"}}), Some("s3cret")),
            (json!({"orderid": "7", "vps_info": {"vps_password": 123_456}}), Some("123456")),
            (json!({"orderid": 7, "vps_info": {"vps_password": ""}}), None),
            (json!({"orderid": 7, "vps_info": {"vps_password": ["x"]}}), None),
            (json!({"orderid": 7, "vps_info": []}), None),
            (json!({"orderid": 7}), None),
        ] {
            assert_eq!(read(&answer), Ok(password.map(str::to_owned)), "{answer}");
        }
        for answer in
            [json!({"orderid": 8, "vps_info": {"vps_password": "s3cret"}}), json!({}), json!([]), json!("x")]
        {
            read(&answer).unwrap_err();
        }
    }
}
