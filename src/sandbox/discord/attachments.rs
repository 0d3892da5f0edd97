//! Files that hang on messages: which stay, what they are, and where embeds show them.

use axum::body::Bytes;
use serde_json::{Value, json};

use super::error::{ApiError, invalid};
use super::messages::Message;
use super::state::State;
use super::validate::snowflake;

const MAX_FILES: usize = 10;
const MAX_UPLOAD: usize = 10 * 1024 * 1024;
const MAX_DESCRIPTION: usize = 1024;
/// How an embed refers to a file of its own message.
const OWN: &str = "attachment://";
/// Where an embed may refer to a file.
const PLACES: [&str; 4] = ["/image/url", "/thumbnail/url", "/author/icon_url", "/footer/icon_url"];

/// A file that hangs on a message.
#[derive(Clone, Debug)]
pub struct Attachment {
    /// The id.
    pub id: u64,
    /// The file's name.
    pub filename: String,
    /// The media type.
    pub content_type: String,
    /// The description.
    pub description: Option<String>,
    /// The bytes.
    pub data: Bytes,
}

impl Attachment {
    /// Width and height, where it is a PNG.
    pub fn size(&self) -> Option<(u32, u32)> {
        let number = |at: usize| Some(u32::from_be_bytes(self.data.get(at..at + 4)?.try_into().ok()?));
        if is_png(&self.data) { number(16).zip(number(20)) } else { None }
    }
}

fn is_png(data: &[u8]) -> bool {
    data.starts_with(b"\x89PNG\r\n\x1a\n")
}

/// A file that came with a request, and the index in its part's name `files[n]`.
#[derive(Clone, Debug)]
pub(super) struct Upload {
    pub index: u64,
    pub filename: String,
    pub content_type: String,
    pub data: Bytes,
}

impl Message {
    /// The file that the first embed shows as its picture.
    pub fn picture(&self) -> Option<&Attachment> {
        self.referred(self.embeds.first()?, "/image/url")
    }

    fn referred(&self, embed: &Value, place: &str) -> Option<&Attachment> {
        let name = embed.pointer(place)?.as_str()?.strip_prefix(OWN)?;
        self.attachments.iter().find(|file| file.filename == name)
    }

    /// Refuses embeds that show a file which the message does not have.
    pub(super) fn check_pictures(&self) -> Result<(), ApiError> {
        for (n, embed) in self.embeds.iter().enumerate() {
            for place in PLACES {
                let own =
                    embed.pointer(place).and_then(Value::as_str).is_some_and(|url| url.starts_with(OWN));
                if own && self.referred(embed, place).is_none() {
                    let path = format!("embeds.{n}{}", place.replace('/', "."));
                    let text = "The referenced attachment was not found.";
                    return Err(invalid(&path, "URL_TYPE_ATTACHMENT_NOT_FOUND", text));
                }
            }
        }
        Ok(())
    }
}

impl State {
    /// The attachments after a request: those kept, described anew, and those sent along.
    pub(super) fn attach(
        &mut self,
        kept: Vec<Attachment>,
        listed: Option<&[Value]>,
        uploads: Vec<Upload>,
    ) -> Result<Vec<Attachment>, ApiError> {
        if uploads.iter().map(|upload| upload.data.len()).sum::<usize>() > MAX_UPLOAD {
            return Err(ApiError::body_too_large());
        }
        let is = |value: &Value, id: u64| value["id"] == id || value["id"] == id.to_string().as_str();
        let description = |value: &Value| value["description"].as_str().map(str::to_owned);
        let mut attachments = kept;
        if let Some(listed) = listed {
            for (index, value) in listed.iter().enumerate() {
                let id = snowflake(&value["id"]).unwrap_or(0);
                let known = attachments.iter().any(|kept| kept.id == id)
                    || uploads.iter().any(|upload| is(value, upload.index));
                if !known {
                    let path = format!("attachments.{index}.id");
                    return Err(invalid(&path, "ATTACHMENT_NOT_FOUND", "This attachment was not sent."));
                }
                if description(value).is_some_and(|text| text.chars().count() > MAX_DESCRIPTION) {
                    let path = format!("attachments.{index}.description");
                    let text = "Must be 1024 or fewer in length.";
                    return Err(invalid(&path, "BASE_TYPE_MAX_LENGTH", text));
                }
            }
            attachments.retain(|kept| listed.iter().any(|value| is(value, kept.id)));
            for kept in &mut attachments {
                let again = listed.iter().find(|value| is(value, kept.id));
                kept.description = again.and_then(description).or(kept.description.take());
            }
        }
        for upload in uploads {
            let value = listed.into_iter().flatten().find(|value| is(value, upload.index));
            // Discord looks into a file, whatever its sender says it is.
            let content_type =
                if is_png(&upload.data) { "image/png".to_owned() } else { upload.content_type };
            attachments.push(Attachment {
                id: self.new_id(),
                filename: value.and_then(|v| v["filename"].as_str()).unwrap_or(&upload.filename).to_owned(),
                content_type,
                description: value.and_then(description),
                data: upload.data,
            });
        }
        if attachments.len() > MAX_FILES {
            return Err(invalid("attachments", "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length."));
        }
        Ok(attachments)
    }

    /// Where a file of a message is served.
    fn file_url(&self, message: &Message, file: &Attachment) -> String {
        let folder = if message.ephemeral_to.is_some() { "ephemeral" } else { "public" };
        format!("{}/{folder}/{}/{}/{}", self.attachment_base, message.channel, file.id, file.filename)
    }

    /// The files of a message that stand below it; what an embed shows is not shown twice.
    pub(super) fn attachments_json(&self, message: &Message) -> Vec<Value> {
        let in_embed = |file: &&Attachment| {
            let mut places = message.embeds.iter().flat_map(|embed| PLACES.map(|place| (embed, place)));
            places.any(|(embed, place)| message.referred(embed, place).is_some_and(|used| used.id == file.id))
        };
        let json = |file: &Attachment| {
            let url = self.file_url(message, file);
            let mut out = json!({
                "id": file.id.to_string(),
                "filename": file.filename,
                "description": file.description,
                "content_type": file.content_type,
                "size": file.data.len(),
                "url": url,
                "proxy_url": url,
                "ephemeral": message.ephemeral_to.is_some(),
            });
            if let Some((width, height)) = file.size() {
                (out["width"], out["height"]) = (width.into(), height.into());
            }
            out
        };
        message.attachments.iter().filter(|file| !in_embed(file)).map(json).collect()
    }

    /// The embeds of a message with the addresses of the files that they show.
    pub(super) fn embeds_json(&self, message: &Message) -> Vec<Value> {
        let mut embeds = message.embeds.clone();
        for (shown, embed) in embeds.iter_mut().zip(&message.embeds) {
            for place in PLACES {
                let Some(file) = message.referred(embed, place) else { continue };
                let url = self.file_url(message, file);
                let Some((part, key)) = place[1..].split_once('/') else { continue };
                shown[part][key] = url.clone().into();
                shown[part][format!("proxy_{key}")] = url.into();
                if key == "url" {
                    shown[part]["content_type"] = file.content_type.clone().into();
                    if let Some(description) = &file.description {
                        shown[part]["description"] = description.clone().into();
                    }
                    if let Some((width, height)) = file.size() {
                        (shown[part]["width"], shown[part]["height"]) = (width.into(), height.into());
                    }
                }
            }
        }
        embeds
    }
}
