//! Examples: how a command may be typed, `/audit list since:7d`.

/// Splits an example into its options and their values, in the order in which they are typed.
///
/// A value goes on over spaces until the next word that begins with a name and a colon.
pub(super) fn arguments<'e>(path: &str, example: &'e str) -> Result<Vec<(&'e str, String)>, String> {
    let rest = example
        .strip_prefix('/')
        .and_then(|typed| typed.strip_prefix(path))
        .filter(|rest| rest.is_empty() || rest.starts_with(' '))
        .ok_or_else(|| format!("does not begin with \"/{path}\""))?;
    let mut arguments: Vec<(&str, String)> = Vec::new();
    for word in rest.split_whitespace() {
        match (word.split_once(':'), arguments.last_mut()) {
            (Some((name, value)), _) if super::limits::is_name(name) => {
                arguments.push((name, value.to_owned()));
            }
            (_, Some((_, value))) => {
                value.push(' ');
                value.push_str(word);
            }
            (_, None) => return Err(format!("{word:?} belongs to no option: write name:value")),
        }
    }
    Ok(arguments)
}

#[cfg(test)]
mod tests {
    use super::arguments;

    #[test]
    fn a_value_may_hold_spaces_and_colons() {
        let typed = "/order buy plan:Llama Spark name:2001:db8::1";
        let expected = vec![("plan", "Llama Spark".to_owned()), ("name", "2001:db8::1".to_owned())];
        assert_eq!(arguments("order buy", typed), Ok(expected));
    }

    #[test]
    fn an_example_of_another_command_is_refused() {
        for typed in ["/order", "order buy", "/order buying", "/vps list"] {
            assert!(arguments("order buy", typed).is_err(), "{typed}");
        }
        assert!(arguments("order buy", "/order buy Llama").is_err());
    }
}
