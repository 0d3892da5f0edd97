//! Messages: everything that is sent to Discord passes through here, and keeps every limit of Discord.
//!
//! Whatever is too long is shortened; whoever may be mentioned is listed, so that nobody else is.

use serde_json::{Map, Value, json};

use super::foreign::shorten;
use crate::domain::{RoleId, UserId};

/// Discord's limits, in characters or pieces.
pub mod limits {
    /// A message's content.
    pub const CONTENT: usize = 2000;
    /// An embed's title.
    pub const TITLE: usize = 256;
    /// An embed's description.
    pub const DESCRIPTION: usize = 4096;
    /// An embed's fields.
    pub const FIELDS: usize = 25;
    /// A field's name.
    pub const FIELD_NAME: usize = 256;
    /// A field's value.
    pub const FIELD_VALUE: usize = 1024;
    /// An embed's footer.
    pub const FOOTER: usize = 2048;
    /// All text of a message's embeds.
    pub const EMBEDS: usize = 6000;
    /// A button's label.
    pub const LABEL: usize = 80;
    /// The entries of a select menu.
    pub const ENTRIES: usize = 25;
    /// An entry's label, value and description; an autocomplete entry's name and value.
    pub const ENTRY: usize = 100;
    /// A select menu's placeholder.
    pub const PLACEHOLDER: usize = 150;
    /// A form's title, and the label of a field in it.
    pub const FORM: usize = 45;
    /// The hint in a form's field.
    pub const HINT: usize = 100;
    /// What a form's field of several lines takes.
    pub const WRITTEN: usize = 4000;
    /// What is said of a file to those who cannot see it.
    pub const ALT: usize = 1024;
}

/// What an embed's edge says at a glance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Information.
    Neutral,
    /// It went well.
    Good,
    /// It is under way, or wants a decision.
    Busy,
    /// It went wrong, or will hurt.
    Bad,
}

impl Tone {
    const fn colour(self) -> u32 {
        match self {
            Tone::Neutral => 0x0058_65F2,
            Tone::Good => 0x0024_8046,
            Tone::Busy => 0x00F0_B232,
            Tone::Bad => 0x00DA_373C,
        }
    }
}

/// How a button looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Grey.
    Secondary,
    /// Red.
    Danger,
    /// Green.
    Success,
}

impl Look {
    const fn style(self) -> u8 {
        match self {
            Look::Secondary => 2,
            Look::Success => 3,
            Look::Danger => 4,
        }
    }
}

/// A row of a message's components.
#[derive(Clone, Debug)]
pub enum Row {
    /// Buttons, five at most.
    Buttons(Vec<Button>),
    /// A select menu.
    Menu {
        /// What comes back when something is chosen.
        custom_id: String,
        /// What it says before something is chosen.
        placeholder: String,
        /// The entries, each a label and the value that comes back.
        entries: Vec<(String, String)>,
    },
}

/// A button.
#[derive(Clone, Debug)]
pub struct Button {
    /// What comes back when it is pressed.
    pub custom_id: String,
    /// What it says.
    pub label: String,
    /// How it looks.
    pub look: Look,
    /// Whether it can be pressed.
    pub enabled: bool,
}

/// A message's embed.
#[derive(Clone, Debug)]
pub struct Embed {
    tone: Tone,
    title: String,
    description: String,
    fields: Vec<(String, String)>,
    /// The fields that take a line of their own.
    wide: Vec<usize>,
    footer: String,
}

impl Embed {
    /// An embed of a tone, with nothing in it.
    pub fn new(tone: Tone) -> Self {
        Embed {
            tone,
            title: String::new(),
            description: String::new(),
            fields: vec![],
            wide: vec![],
            footer: String::new(),
        }
    }

    /// Sets the title; Markdown is read.
    pub fn title(mut self, text: impl Into<String>) -> Self {
        self.title = text.into();
        self
    }

    /// Sets the description; Markdown is read.
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.description = text.into();
        self
    }

    /// Adds a short field; Markdown is read. An empty one is left out.
    pub fn field(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let (name, value) = (name.into(), value.into());
        if !name.is_empty() && !value.is_empty() {
            self.fields.push((name, value));
        }
        self
    }

    /// Adds a field that takes a line of its own; Markdown is read. An empty one is left out.
    pub fn wide_field(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let before = self.fields.len();
        self = self.field(name, value);
        self.wide.extend(before..self.fields.len());
        self
    }

    /// Sets the footer, which shows text as it is.
    pub fn footer(mut self, text: impl Into<String>) -> Self {
        self.footer = text.into();
        self
    }

    fn json(&self) -> Value {
        let mut left = limits::EMBEDS;
        let mut embed = Map::new();
        embed.insert("color".to_owned(), json!(self.tone.colour()));
        let mut put = |key: &str, text: &str, limit: usize| {
            let text = cut(text, limit.min(left));
            left -= text.chars().count();
            if !text.is_empty() {
                embed.insert(key.to_owned(), json!(text));
            }
        };
        put("title", &self.title, limits::TITLE);
        put("description", &self.description, limits::DESCRIPTION);
        let footer = cut(&self.footer, limits::FOOTER.min(left));
        left -= footer.chars().count();
        let mut fields = vec![];
        for (n, (name, value)) in self.fields.iter().take(limits::FIELDS).enumerate() {
            let (name, value) = (cut(name, limits::FIELD_NAME), cut(value, limits::FIELD_VALUE));
            let length = name.chars().count() + value.chars().count();
            if length > left {
                break;
            }
            left -= length;
            fields.push(json!({ "name": name, "value": value, "inline": !self.wide.contains(&n) }));
        }
        if !fields.is_empty() {
            embed.insert("fields".to_owned(), Value::Array(fields));
        }
        if !footer.is_empty() {
            embed.insert("footer".to_owned(), json!({ "text": footer }));
        }
        Value::Object(embed)
    }
}

/// A file that goes with a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Its name, by which the message refers to it.
    pub name: String,
    /// Its media type.
    pub media_type: &'static str,
    /// What it shows, for those who cannot see it; text as it is.
    pub description: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl Attachment {
    /// A picture, whose name is made of the letters and digits of a word.
    pub fn png(word: &str, description: impl Into<String>, bytes: Vec<u8>) -> Self {
        // What else a name has, Discord replaces, and the message would refer to nothing.
        let name: String = word.chars().filter(char::is_ascii_alphanumeric).take(40).collect();
        let name = if name.is_empty() { "picture.png".to_owned() } else { format!("{name}.png") };
        Attachment { name, media_type: "image/png", description: description.into(), bytes }
    }

    /// A file of any content, which nobody's program shows by itself: its name says only which it is.
    pub fn opaque(word: &str, bytes: Vec<u8>) -> Self {
        let plain = |char: &char| char.is_ascii_alphanumeric() || *char == '-';
        let name: String = word.chars().filter(plain).take(80).collect();
        let (name, media_type) = (format!("{name}.bin"), "application/octet-stream");
        Attachment { name, media_type, description: String::new(), bytes }
    }

    /// Certificates as text.
    pub fn pem(word: &str, bytes: Vec<u8>) -> Self {
        let file = Attachment::opaque(word, bytes);
        let name = file.name.replace(".bin", ".pem");
        Attachment { name, media_type: "application/x-pem-file", ..file }
    }

    fn json(&self, id: usize) -> Value {
        let mut file = json!({ "id": id, "filename": self.name });
        let description = shorten(self.description.trim(), limits::ALT);
        if !description.is_empty() {
            file["description"] = json!(description);
        }
        file
    }
}

/// A message.
#[derive(Clone, Debug, Default)]
pub struct Message {
    content: String,
    embed: Option<Embed>,
    rows: Vec<Row>,
    mentioned: Vec<UserId>,
    mentioned_roles: Vec<RoleId>,
    attachment: Option<Attachment>,
    /// Whether the attachment is a picture that stands in the embed.
    is_image: bool,
}

impl Message {
    /// A message that is one embed.
    pub fn embed(embed: Embed) -> Self {
        Message { embed: Some(embed), ..Message::default() }
    }

    /// A message that is one line of text; Markdown is read.
    pub fn line(text: impl Into<String>) -> Self {
        Message { content: text.into(), ..Message::default() }
    }

    /// Sets the text beside the embed; Markdown is read.
    pub fn content(mut self, text: impl Into<String>) -> Self {
        self.content = text.into();
        self
    }

    /// Adds a row of components.
    pub fn row(mut self, row: Row) -> Self {
        self.rows.push(row);
        self
    }

    /// Puts a picture into the embed; without one it stands below the text.
    pub fn image(mut self, file: Attachment) -> Self {
        (self.attachment, self.is_image) = (Some(file), true);
        self
    }

    /// Adds a file, which is not shown.
    pub fn file(mut self, file: Attachment) -> Self {
        (self.attachment, self.is_image) = (Some(file), false);
        self
    }

    /// The files that must go with the body.
    pub fn files(&self) -> &[Attachment] {
        self.attachment.as_slice()
    }

    /// Lets the message mention a person; nobody else is, whatever it says.
    pub fn mention(mut self, person: UserId) -> Self {
        self.mentioned.push(person);
        self
    }

    /// Lets the message mention roles; nobody else is, whatever it says.
    pub fn mention_roles(mut self, roles: &[RoleId]) -> Self {
        self.mentioned_roles.extend_from_slice(roles);
        self
    }

    /// The body of a message: every key is there, so that an edit leaves nothing behind of what stood before.
    pub fn body(&self) -> Value {
        let mut embeds: Vec<Value> = self.embed.iter().map(Embed::json).collect();
        if let (Some(embed), Some(image), true) = (embeds.first_mut(), &self.attachment, self.is_image) {
            embed["image"] = json!({ "url": format!("attachment://{}", image.name) });
        }
        let files: Vec<Value> = self.files().iter().enumerate().map(|(id, file)| file.json(id)).collect();
        let rows: Vec<Value> = self.rows.iter().take(5).map(Row::json).collect();
        let users: Vec<String> = self.mentioned.iter().map(UserId::to_string).collect();
        let roles: Vec<String> = self.mentioned_roles.iter().map(RoleId::to_string).collect();
        let mut mentions = json!({ "parse": [], "users": users });
        if !roles.is_empty() {
            mentions["roles"] = json!(roles);
        }
        json!({
            "content": cut(&self.content, limits::CONTENT),
            "embeds": embeds,
            "components": rows,
            "attachments": files,
            "allowed_mentions": mentions,
        })
    }

    /// The body of an interaction's answer that only its receiver sees, or that everybody does.
    pub fn answer(&self, ephemeral: bool) -> Value {
        let mut body = self.body();
        if ephemeral {
            body["flags"] = json!(EPHEMERAL);
        }
        body
    }
}

/// The flag of a message that only its receiver sees.
pub const EPHEMERAL: u64 = 1 << 6;

impl Row {
    fn json(&self) -> Value {
        let components = match self {
            Row::Buttons(buttons) => buttons.iter().take(5).map(Button::json).collect(),
            Row::Menu { custom_id, placeholder, entries } => {
                let options: Vec<Value> = entries
                    .iter()
                    .take(limits::ENTRIES)
                    .map(|(label, value)| json!({ "label": shorten(label, limits::ENTRY), "value": value }))
                    .collect();
                vec![json!({
                    "type": 3,
                    "custom_id": custom_id,
                    "placeholder": shorten(placeholder, limits::PLACEHOLDER),
                    "options": options,
                })]
            }
        };
        json!({ "type": 1, "components": components })
    }
}

impl Button {
    fn json(&self) -> Value {
        json!({
            "type": 2,
            "style": self.look.style(),
            "label": shorten(&self.label, limits::LABEL),
            "custom_id": self.custom_id,
            "disabled": !self.enabled,
        })
    }
}

/// What a form's field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// A name.
    Name,
    /// A line of so many characters at most.
    Answer {
        /// So many.
        longest: usize,
    },
    /// A text of several lines.
    Text,
    /// A line that may stay empty.
    Line,
}

/// A field of a form.
#[derive(Clone, Debug)]
pub struct Input {
    /// Its name, by which it comes back.
    pub name: &'static str,
    /// Its label.
    pub label: String,
    /// What it shows while it is empty.
    pub hint: String,
    /// What it takes.
    pub field: Field,
}

/// A form.
#[derive(Clone, Debug)]
pub struct Form {
    /// What comes back when it is sent.
    pub custom_id: String,
    /// Its title.
    pub title: String,
    /// Its fields: five at most.
    pub inputs: Vec<Input>,
}

impl Form {
    /// The name of the field of a form that has only one.
    pub const FIELD: &str = "text";

    /// The body of an interaction's answer that opens the form.
    pub fn body(&self) -> Value {
        let row = |input: &Input| {
            let (style, longest, required) = match input.field {
                Field::Name => (1, 200, true),
                Field::Answer { longest } => (1, longest.min(limits::WRITTEN), true),
                Field::Text => (2, limits::WRITTEN, true),
                Field::Line => (1, 200, false),
            };
            json!({ "type": 1, "components": [{
                "type": 4,
                "custom_id": input.name,
                "style": style,
                "label": shorten(&input.label, limits::FORM),
                "placeholder": shorten(&input.hint, limits::HINT),
                "required": required,
                "max_length": longest,
            }] })
        };
        json!({
            "custom_id": self.custom_id,
            "title": shorten(&self.title, limits::FORM),
            "components": self.inputs.iter().map(row).collect::<Vec<_>>(),
        })
    }
}

/// Cuts Markdown to so many characters, never right behind a backslash, which would escape what follows.
fn cut(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(limit.saturating_sub(1)).collect();
    let backslashes = short.chars().rev().take_while(|char| *char == '\\').count();
    if backslashes % 2 == 1 {
        short.pop();
    }
    if limit > 0 {
        short.push('\u{2026}');
    }
    short
}

/// Joins as many lines as fit, and says how many are left out.
pub fn fit_lines(lines: &[String], limit: usize, more: impl Fn(usize) -> String) -> String {
    // Each line is counted once and none behind the last that fits: a provider's list may be as long as its answer.
    let (mut ends, mut length) = (vec![0], 0);
    for line in lines {
        length += line.chars().count() + 1;
        if length > limit + 1 {
            break;
        }
        ends.push(length);
    }
    if ends.len() > lines.len() {
        return lines.join("\n");
    }
    for (count, end) in ends.into_iter().enumerate().rev() {
        let rest = more(lines.len() - count);
        if end + rest.chars().count() <= limit {
            return lines[..count].iter().cloned().chain([rest]).collect::<Vec<_>>().join("\n");
        }
    }
    cut(&more(lines.len()), limit)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn count(value: &Value) -> usize {
        value.as_str().map_or(0, |text| text.chars().count())
    }

    proptest! {
        #[test]
        fn a_message_keeps_every_limit_whatever_is_put_into_it(
            content in "\\PC{0,2500}", title in "\\PC{0,300}", text in "[\\\\*a\n]{0,5000}", footer in "\\PC{0,2500}",
            fields in prop::collection::vec(("\\PC{0,300}", "\\PC{0,1200}"), 0..40),
            buttons in prop::collection::vec("\\PC{0,120}", 0..8),
        ) {
            let mut embed = Embed::new(Tone::Neutral).title(title).text(text).footer(footer);
            for (name, value) in fields {
                embed = embed.field(name, value);
            }
            let buttons = buttons
                .into_iter()
                .map(|label| Button { custom_id: "x".into(), label, look: Look::Danger, enabled: true })
                .collect();
            let mut message = Message::embed(embed).row(Row::Buttons(buttons));
            message.content = content;
            let body = message.body();
            let embed = &body["embeds"][0];
            prop_assert!(count(&body["content"]) <= 2000);
            prop_assert!(count(&embed["title"]) <= 256 && count(&embed["description"]) <= 4096);
            let mut total = count(&embed["title"]) + count(&embed["description"]) + count(&embed["footer"]["text"]);
            let none = vec![];
            let fields = embed["fields"].as_array().unwrap_or(&none);
            prop_assert!(fields.len() <= 25);
            for field in fields {
                prop_assert!((1..=256).contains(&count(&field["name"])));
                prop_assert!((1..=1024).contains(&count(&field["value"])));
                total += count(&field["name"]) + count(&field["value"]);
            }
            prop_assert!(total <= 6000);
            let buttons = body["components"][0]["components"].as_array().unwrap();
            prop_assert!(buttons.len() <= 5 && buttons.iter().all(|button| count(&button["label"]) <= 80));
            prop_assert_eq!(&body["allowed_mentions"]["parse"], &json!([]));
        }

        #[test]
        fn lines_that_do_not_fit_are_counted(lines in prop::collection::vec("[a-z]{0,60}", 0..80), limit in 30usize..900) {
            let text = fit_lines(&lines, limit, |left| format!("and {left} more"));
            prop_assert!(text.chars().count() <= limit);
            let shown = if let Some(start) = text.rfind("and ") {
                let left: usize = text[start + 4..].split(' ').next().unwrap().parse().unwrap();
                text.lines().count() - 1 + left
            } else {
                lines.len()
            };
            prop_assert_eq!(shown, lines.len());
        }
    }

    #[test]
    fn a_picture_is_in_the_embed_and_a_message_without_one_keeps_no_file() {
        let bytes = b"PNG".to_vec();
        let file = Attachment::png("cpu", "x".repeat(2000), bytes.clone());
        let message = Message::embed(Embed::new(Tone::Neutral).title("t")).image(file.clone());
        let body = message.body();
        assert_eq!(body["embeds"][0]["image"], json!({ "url": "attachment://cpu.png" }));
        assert_eq!(body["attachments"][0]["id"], 0);
        assert_eq!(body["attachments"][0]["filename"], "cpu.png");
        assert_eq!(count(&body["attachments"][0]["description"]), 1024);
        assert_eq!(message.answer(true)["attachments"], body["attachments"]);
        assert_eq!(message.files(), [file]);
        let without = Message::line("no file");
        assert_eq!((without.body()["attachments"].clone(), without.files().len()), (json!([]), 0));
        for (word, name) in [("Net in/\"שרת\"", "Netin.png"), ("שרת", "picture.png"), ("", "picture.png")]
        {
            let file = Attachment::png(word, "", bytes.clone());
            assert_eq!(
                Message::line("x").image(file).body()["attachments"],
                json!([{ "id": 0, "filename": name }])
            );
        }
    }

    #[test]
    fn a_cut_never_leaves_a_backslash_that_escapes_the_ellipsis() {
        assert_eq!(cut(r"ab\*cd", 4), "ab\u{2026}");
        assert_eq!(cut(r"a\\bcd", 4), "a\\\\\u{2026}");
    }
}
