//! Answers as PHP's `print_r` writes them, which the documentation shows in place of JSON.
//!
//! `[key] => value [key] => Array ( [key] => value )`, on one line or on many, with or without an `Array ( )` around it.
//! A value ends where the next key begins, or at a bracket that it did not open.

use serde_json::{Map, Value};

/// The longest answer that is read.
const LONGEST: usize = 64 * 1024;
/// How deep arrays may lie in each other.
const DEEPEST: usize = 8;

/// Whatever was meant by an answer: JSON that does not call itself so, or an array in PHP's own form.
///
/// `None`: neither, or one that says two things of the same.
pub fn read(body: &[u8]) -> Option<Value> {
    json(body).or_else(|| {
        let text = std::str::from_utf8(body).ok().filter(|text| text.len() <= LONGEST)?;
        let mut reader = Reader { stack: vec![(String::new(), Map::new())] };
        reader.read(text)?;
        reader.end().filter(|map| !map.is_empty()).map(Value::Object)
    })
}

/// The JSON of an answer that does not call itself so.
pub fn json(body: &[u8]) -> Option<Value> {
    serde_json::from_slice(body).ok().filter(|value: &Value| value.is_object() || value.is_array())
}

/// The arrays that are open, each with the key that it is for.
struct Reader {
    stack: Vec<(String, Map<String, Value>)>,
}

impl Reader {
    fn read(&mut self, text: &str) -> Option<()> {
        let mut rest = after_key(text)?.1;
        let mut key = after_key(text)?.0;
        loop {
            let (raw, next) = match after_key(rest) {
                Some((next_key, after)) => {
                    let begins = rest.len() - after.len() - next_key.len() - "[] =>".len();
                    (&rest[..begins], Some((next_key, after)))
                }
                None => (rest, None),
            };
            if raw.trim_start().starts_with("Array") && raw.trim_end().ends_with('(') {
                self.open(key)?;
            } else {
                let (value, closes) = cut(raw);
                self.put(key, Value::String(value.to_owned()))?;
                for _ in 0..closes {
                    self.close()?;
                }
            }
            let Some((next_key, after)) = next else { return Some(()) };
            (key, rest) = (next_key, after);
        }
    }

    fn open(&mut self, key: &str) -> Option<()> {
        (self.stack.len() < DEEPEST).then(|| self.stack.push((key.to_owned(), Map::new())))
    }

    /// Closes the innermost array; what closes the outermost is the end of the whole.
    fn close(&mut self) -> Option<()> {
        if self.stack.len() > 1 {
            let (key, map) = self.stack.pop()?;
            self.put(&key, Value::Object(map))?;
        }
        Some(())
    }

    /// Takes in what a key says; `None` when it says something else already.
    fn put(&mut self, key: &str, value: Value) -> Option<()> {
        let (_, map) = self.stack.last_mut()?;
        let same = map.get(key).is_none_or(|known| *known == value);
        same.then(|| map.insert(key.to_owned(), value)).map(drop)
    }

    fn end(mut self) -> Option<Map<String, Value>> {
        while self.stack.len() > 1 {
            self.close()?;
        }
        self.stack.pop().map(|(_, map)| map)
    }
}

/// The next key of a text, and what comes after its arrow.
fn after_key(text: &str) -> Option<(&str, &str)> {
    let mut from = 0;
    while let Some(open) = text[from..].find('[') {
        let begins = from + open + 1;
        let length = text[begins..].find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(0);
        if length > 0
            && let Some(after) = text[begins + length..].strip_prefix("] =>")
        {
            return Some((&text[begins..begins + length], after));
        }
        from = begins;
    }
    None
}

/// A value, and how many arrays end behind it: at every bracket that it did not open.
fn cut(raw: &str) -> (&str, usize) {
    let mut depth = 0_usize;
    for (at, c) in raw.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => {
                let closes = raw[at..].chars().filter(|c| *c == ')').count();
                return (raw[..at].trim(), closes);
            }
            ')' => depth -= 1,
            _ => {}
        }
    }
    (raw.trim(), 0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    const QUEUED: &str = "[method] => createVPS [result] => success [msg] => ok [retx] => Array ( [result] => success [msg] => VSCD: VPS added to queue [error_code] => 0 )";
    const EXISTS: &str = "Array ( [method] => createVPS [result] => fail [msg] => Vps exists with current main_id (21968) , W:47012 [error_code] => 904 )";

    #[test]
    fn the_documented_answers_are_read() {
        let retx = json!({"result": "success", "msg": "VSCD: VPS added to queue", "error_code": "0"});
        let queued = json!({"method": "createVPS", "result": "success", "msg": "ok", "retx": retx});
        assert_eq!(read(QUEUED.as_bytes()), Some(queued.clone()));
        let exists = json!({
            "method": "createVPS",
            "result": "fail",
            "msg": "Vps exists with current main_id (21968) , W:47012",
            "error_code": "904",
        });
        assert_eq!(read(EXISTS.as_bytes()), Some(exists));
        let lines = "Array\n(\n    [method] => createVPS\n    [result] => success\n    [msg] => ok\n    [retx] => Array\n        (\n            [result] => success\n            [msg] => VSCD: VPS added to queue\n            [error_code] => 0\n        )\n\n)\n";
        assert_eq!(read(lines.as_bytes()), Some(queued));
    }

    #[test]
    fn what_comes_after_an_array_belongs_to_what_is_around_it() {
        let text = "[a] => Array ( [b] => Array ( [c] => 1 ) ) [d] => Array ( ) [e] => 2";
        let expected = json!({"a": {"b": {"c": "1"}}, "d": "Array ( )", "e": "2"});
        assert_eq!(read(text.as_bytes()), Some(expected));
    }

    #[test]
    fn json_is_read_whatever_it_calls_itself_and_other_text_is_nothing() {
        assert_eq!(read(br#" {"result":"success"} "#), Some(json!({"result": "success"})));
        for text in ["", "ok", "7", "null", "<html>[a]</html>", "[a] = b", "[] => x", "[a b] => x"] {
            assert_eq!(read(text.as_bytes()), None, "{text}");
        }
        assert_eq!(read(b"\xff[a] => b"), None);
    }

    #[test]
    fn what_says_two_things_of_the_same_says_nothing() {
        assert_eq!(read(b"[result] => fail [msg] => x [result] => success"), None);
        let deep = "[a] => Array ( ".repeat(DEEPEST + 1);
        assert_eq!(read(deep.as_bytes()), None);
    }

    proptest! {
        #[test]
        fn no_text_makes_reading_panic(
            pieces in prop::collection::vec(prop::sample::select(vec![
                "[result] =>", " success", " fail", " Array (", ")", "(", "[retx] =>", "[", "]", " => ", "\n", "ж", "{}",
            ]), 0..40)
        ) {
            let _ = read(pieces.concat().as_bytes());
        }
    }
}
