//! `multipart/form-data`: `payload_json` and `files[n]`.

use axum::body::Bytes;
use serde_json::Value;

use super::attachments::Upload;
use super::error::ApiError;

/// The boundary that a content type names, if it is multipart.
pub(super) fn boundary(content_type: &str) -> Option<String> {
    let rest = content_type.strip_prefix("multipart/form-data")?;
    let value = rest.split(';').find_map(|part| part.trim().strip_prefix("boundary="))?;
    Some(value.trim_matches('"').to_owned())
}

/// Takes a body apart.
pub(super) fn parse(body: &Bytes, boundary: &str) -> Result<(Value, Vec<Upload>), ApiError> {
    let broken = ApiError::invalid_json;
    let mut json = Value::Null;
    let mut uploads = Vec::new();
    let delimiter = format!("--{boundary}");
    let mut at = find(body, delimiter.as_bytes(), 0).ok_or_else(broken)? + delimiter.len();
    let next = format!("\r\n{delimiter}");
    loop {
        if body[at..].starts_with(b"--") {
            return Ok((json, uploads));
        }
        let head_end = find(body, b"\r\n\r\n", at).ok_or_else(broken)?;
        let head = String::from_utf8_lossy(&body[at..head_end]).into_owned();
        let start = head_end + 4;
        let end = find(body, next.as_bytes(), start).ok_or_else(broken)?;
        let name = parameter(&head, "name").ok_or_else(broken)?;
        if name == "payload_json" {
            json = serde_json::from_slice(&body[start..end]).map_err(|_| broken())?;
        } else if let Some(index) = name.strip_prefix("files[").and_then(|rest| rest.strip_suffix(']')) {
            uploads.push(Upload {
                index: index.parse().map_err(|_| broken())?,
                filename: parameter(&head, "filename").ok_or_else(broken)?,
                content_type: header(&head, "content-type").unwrap_or("application/octet-stream").to_owned(),
                data: body.slice(start..end),
            });
        }
        at = end + next.len();
    }
}

fn find(body: &[u8], needle: &[u8], from: usize) -> Option<usize> {
    let rest = body.get(from..)?;
    rest.windows(needle.len()).position(|window| window == needle).map(|at| at + from)
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.trim().eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

fn parameter(head: &str, name: &str) -> Option<String> {
    let disposition = header(head, "content-disposition")?;
    disposition.split(';').find_map(|part| {
        let (key, value) = part.trim().split_once('=')?;
        (key == name).then(|| value.trim_matches('"').to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn payload_and_files_come_apart() {
        let body = Bytes::from_static(
            b"--XX\r\nContent-Disposition: form-data; name=\"files[0]\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\nhello\r\nyou\r\n--XX\r\nContent-Disposition: form-data; name=\"payload_json\"\r\n\r\n{\"content\":\"x\"}\r\n--XX--\r\n",
        );
        let boundary = boundary("multipart/form-data; boundary=XX").unwrap();
        let (json, uploads) = parse(&body, &boundary).unwrap();
        assert_eq!(json["content"], "x");
        assert_eq!(uploads[0].filename, "a.txt");
        assert_eq!(&uploads[0].data[..], b"hello\r\nyou");
        assert!(parse(&Bytes::from_static(b"--XX\r\nnonsense"), "XX").is_err());
    }
}
