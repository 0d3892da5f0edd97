//! SSH keys that an account keeps, to be put on the servers that it sets up.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::ResourceRef;

/// The longest line of a public key that is taken.
const LONGEST: usize = 4000;

/// A public key that an account keeps; what the provider does not tell is `None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SshKey {
    /// Its reference.
    pub resource: ResourceRef,
    /// Its name, or its id where it has none; foreign text.
    pub name: String,
    /// Its type, such as `ssh-ed25519`; foreign text.
    pub kind: Option<String>,
}

/// A public key as somebody wants to add it: one line of a type, the key in base64, and a label where there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    line: String,
}

/// Why a text is no public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAPublicKey {
    /// It is a private key, which must never be shown to anybody.
    Private,
    /// It has another form.
    Malformed,
}

impl PublicKey {
    /// Reads a line as `ssh-keygen` writes it into a `.pub` file.
    ///
    /// # Errors
    /// When the text is a private key, or no public key at all.
    pub fn read(text: &str) -> Result<Self, NotAPublicKey> {
        if text.contains("PRIVATE KEY") {
            return Err(NotAPublicKey::Private);
        }
        let text = text.trim();
        let words: Vec<_> = text.split(' ').filter(|word| !word.is_empty()).collect();
        let [kind, data, label @ ..] = &words[..] else { return Err(NotAPublicKey::Malformed) };
        let is_plain = text.len() <= LONGEST && !text.chars().any(char::is_control);
        if !is_plain || !says_its_type(kind, data) {
            return Err(NotAPublicKey::Malformed);
        }
        let words = [&[*kind, *data], label].concat();
        Ok(PublicKey { line: words.join(" ") })
    }

    /// The line.
    pub fn line(&self) -> &str {
        &self.line
    }

    /// What it is called: its label, else its type.
    pub fn name(&self) -> &str {
        let mut words = self.line.splitn(3, ' ');
        let kind = words.next().unwrap_or_default();
        words.nth(1).unwrap_or(kind)
    }
}

/// What is done to an SSH key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyDeed {
    /// It is added.
    Add {
        /// The key.
        key: PublicKey,
        /// The ids of those that there were before.
        known: Vec<String>,
    },
    /// It is removed.
    Remove,
}

impl KeyDeed {
    /// The deed in a word, as texts select by it.
    pub const fn as_str(&self) -> &'static str {
        match self {
            KeyDeed::Add { .. } => "add",
            KeyDeed::Remove => "remove",
        }
    }
}

/// Whether the key begins with its own type, as every SSH key does.
fn says_its_type(kind: &str, data: &str) -> bool {
    let Ok(bytes) = BASE64.decode(data) else { return false };
    let Some((length, rest)) = bytes.split_first_chunk() else { return false };
    let length = u32::from_be_bytes(*length) as usize;
    rest.get(..length) == Some(kind.as_bytes()) && rest.len() > length && !kind.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ED25519: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";

    #[test]
    fn a_public_key_is_one_line_of_a_type_the_key_and_perhaps_a_label() {
        let read =
            |text: &str| PublicKey::read(text).map(|key| (key.line().to_owned(), key.name().to_owned()));
        let bare = (ED25519.to_owned(), "ssh-ed25519".to_owned());
        assert_eq!(read(&format!(" {ED25519}\n")), Ok(bare));
        let labelled = format!("{ED25519} ana at home");
        assert_eq!(read(&labelled.replace(" ana", "  ana")), Ok((labelled, "ana at home".to_owned())));
    }

    #[test]
    fn what_is_no_public_key_is_refused() {
        let rsa = ED25519.replace("ssh-ed25519", "ssh-rsa");
        let two = format!("{ED25519}\n{ED25519}");
        let long = format!("{ED25519} {}", "x".repeat(LONGEST));
        for text in ["", "ssh-rsa", "ssh-rsa AAAA", "ssh-ed25519 !!!", &rsa, &two, &long, "AAAA ssh-rsa"] {
            assert_eq!(PublicKey::read(text), Err(NotAPublicKey::Malformed), "{text}");
        }
        let private = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1r\n-----END OPENSSH PRIVATE KEY-----";
        assert_eq!(PublicKey::read(private), Err(NotAPublicKey::Private));
    }
}
