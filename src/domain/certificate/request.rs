//! Signing requests: what certificates are made from.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::{Deserialize, Serialize};

/// The longest request that is taken: what Discord lets a person write in a form.
const LONGEST: usize = 4000;
/// What the first and the last line of a request say; some programs call it new.
const LABELS: [&str; 2] = ["CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST"];
/// How the name that a request is for begins: the number of "common name", as requests write it.
const COMMON_NAME: [u8; 5] = [0x06, 0x03, 0x55, 0x04, 0x03];

/// A signing request as PEM text; it is public, unlike the key that it belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SigningRequest {
    pem: String,
}

/// Why a text is no signing request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotARequest {
    /// It has a private key in it, which must never be shown to anybody.
    Private,
    /// It has another form.
    Malformed,
}

impl SigningRequest {
    /// Reads a request as `openssl req` writes it.
    ///
    /// # Errors
    /// When the text has a private key in it, or is no request at all.
    pub fn read(text: &str) -> Result<Self, NotARequest> {
        if text.contains("PRIVATE KEY") {
            return Err(NotARequest::Private);
        }
        if text.len() > LONGEST {
            return Err(NotARequest::Malformed);
        }
        let label = LABELS.into_iter().find(|label| text.contains(&format!("-----BEGIN {label}-----")));
        let (begin, end) = label
            .map(|label| (format!("-----BEGIN {label}-----"), format!("-----END {label}-----")))
            .ok_or(NotARequest::Malformed)?;
        let inner = text.trim().strip_prefix(&begin).and_then(|rest| rest.strip_suffix(&end));
        // What is pasted may have lost its line breaks, or have other ones.
        let data: String = inner.ok_or(NotARequest::Malformed)?.split_whitespace().collect();
        let bytes = BASE64.decode(&data).map_err(|_| NotARequest::Malformed)?;
        if !is_one_sequence(&bytes) {
            return Err(NotARequest::Malformed);
        }
        let lines: Vec<_> = data.as_bytes().chunks(64).map(String::from_utf8_lossy).collect();
        Ok(SigningRequest { pem: format!("{begin}\n{}\n{end}\n", lines.join("\n")) })
    }

    /// The text, in lines of the usual length.
    pub fn pem(&self) -> &str {
        &self.pem
    }

    /// The name that it is for, where it tells one in letters; foreign text.
    pub fn domain(&self) -> Option<String> {
        let data: String = self.pem.lines().filter(|line| !line.starts_with('-')).collect();
        let bytes = BASE64.decode(data).ok()?;
        let at = bytes.windows(COMMON_NAME.len()).position(|window| window == COMMON_NAME)?;
        // Behind the number stand a type of text, a length below 128, and the text.
        let [_, length, rest @ ..] = bytes.get(at + COMMON_NAME.len()..)? else { return None };
        let name = std::str::from_utf8(rest.get(..usize::from(*length))?).ok()?;
        (!name.is_empty() && !name.chars().any(char::is_control)).then(|| name.to_owned())
    }
}

/// Whether the bytes are one sequence from their start to their end, as every request is.
fn is_one_sequence(bytes: &[u8]) -> bool {
    let (length, rest) = match bytes {
        [0x30, 0x81, length, rest @ ..] => (usize::from(*length), rest),
        [0x30, 0x82, high, low, rest @ ..] => (usize::from(u16::from_be_bytes([*high, *low])), rest),
        [0x30, length, rest @ ..] if *length < 0x80 => (usize::from(*length), rest),
        _ => return false,
    };
    rest.len() == length
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Made by `openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -subj /CN=examplename.com`.
    const REQUEST: &str = include_str!("../../../tests/examplename.csr");

    #[test]
    fn a_request_is_taken_however_it_is_broken_into_lines_and_tells_its_name() {
        let read = SigningRequest::read(REQUEST).unwrap();
        assert_eq!((read.pem(), read.domain().as_deref()), (REQUEST, Some("examplename.com")));
        let one_line = REQUEST.replace('\n', " ");
        for text in [REQUEST.replace('\n', "\r\n"), one_line, format!("\n  {REQUEST}\n\n")] {
            assert_eq!(SigningRequest::read(&text).as_ref(), Ok(&read), "{text}");
        }
        let new = REQUEST.replace("CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST");
        assert_eq!(SigningRequest::read(&new).map(|read| read.pem().to_owned()), Ok(new));
    }

    #[test]
    fn what_is_no_request_is_refused_and_a_private_key_is_known() {
        let key = "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n";
        for text in [key.to_owned(), format!("{REQUEST}{key}"), key.replace("PRIVATE", "EC PRIVATE")] {
            assert_eq!(SigningRequest::read(&text), Err(NotARequest::Private), "{text}");
        }
        let cut = REQUEST.replacen("MI", "", 1);
        let lacking = REQUEST.lines().take(3).collect::<Vec<_>>().join("\n");
        let certificate = REQUEST.replace("CERTIFICATE REQUEST", "CERTIFICATE");
        let twice = format!("{REQUEST}{REQUEST}");
        let html = "-----BEGIN CERTIFICATE REQUEST-----\n<b>x</b>\n-----END CERTIFICATE REQUEST-----";
        let hello = "-----BEGIN CERTIFICATE REQUEST-----\naGVsbG8=\n-----END CERTIFICATE REQUEST-----";
        let long = REQUEST.replace('\n', &" \n".repeat(2000));
        for text in ["", "example.com", &cut, &lacking, &certificate, &twice, html, hello, &long] {
            assert_eq!(SigningRequest::read(text), Err(NotARequest::Malformed), "{text}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_pasted_is_taken_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300), text in "\\PC{0,80}") {
            let _ = SigningRequest::read(&text);
            let length = u16::try_from(bytes.len()).unwrap().to_be_bytes();
            let whole = [&[0x30, 0x82], &length[..], &bytes].concat();
            let pem = format!(
                "-----BEGIN CERTIFICATE REQUEST-----\n{}\n-----END CERTIFICATE REQUEST-----",
                BASE64.encode(whole)
            );
            let read = SigningRequest::read(&pem).unwrap();
            prop_assert!(read.domain().is_none_or(|name| !name.chars().any(char::is_control)));
            prop_assert_eq!(SigningRequest::read(read.pem()), Ok(read));
        }
    }
}
