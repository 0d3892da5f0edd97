//! Sample arguments: what Discord could send for a command, for the test that files and Rust arguments agree.

use serde_json::{Map, Value};

use super::example;
use super::spec::{LeafSpec, OptionKind, OptionSpec, Source};

impl LeafSpec {
    /// A plausible value for every option, or only for the required ones.
    pub fn sample_arguments(&self, all: bool) -> Map<String, Value> {
        let typed = example::arguments(&self.path, &self.example).unwrap_or_default();
        let typed =
            |name: &str| typed.iter().find(|(typed, _)| *typed == name).map(|(_, value)| value.as_str());
        self.options
            .iter()
            .filter(|option| all || option.required)
            .map(|option| (option.name.clone(), sample(option, typed(&option.name))))
            .collect()
    }
}

fn sample(option: &OptionSpec, typed: Option<&str>) -> Value {
    if let Some(choice) = option.choices.first() {
        return choice.value.clone();
    }
    let bound = || option.min.clone().or_else(|| option.max.clone()).map_or(Value::from(1), Value::Number);
    match (option.kind, option.autocomplete) {
        (OptionKind::String, Some(source)) => source_sample(source).into(),
        (OptionKind::String, None) => {
            let (least, most) = (option.min_length.unwrap_or(1), option.max_length.unwrap_or(u16::MAX));
            let length = usize::from(least.max(most.min(4)));
            typed.map_or_else(|| "x".repeat(length), str::to_owned).into()
        }
        (OptionKind::Integer, _) => {
            typed.and_then(|typed| typed.parse::<i64>().ok()).map_or_else(bound, Value::from)
        }
        (OptionKind::Number, _) => {
            typed.and_then(|typed| typed.parse::<f64>().ok()).map_or_else(bound, Value::from)
        }
        (OptionKind::Boolean, _) => true.into(),
        (OptionKind::User | OptionKind::Channel, _) => "175928847299117063".into(),
    }
}

/// A value as a person gets it by choosing a suggestion.
fn source_sample(source: Source) -> &'static str {
    match source {
        Source::Server => "shop/1021",
        Source::Account => "shop",
        Source::Plan => "shop/12",
        Source::Order => "shop/101",
        Source::Site => "shop/8f2a1c00-1111-2222-3333-444455556666",
        Source::Ticket => "shop/736633",
        Source::TicketFile => "902",
        Source::ServiceSystem => "101",
        Source::Interface => "0",
        Source::Address4 | Source::Address6 => "901",
        Source::Pool => "5",
        Source::Department => "shop/2",
        Source::Notice => "shop/12",
        Source::Invoice => "asia/308976",
        Source::Certificate => "asia/300",
        Source::CertificatePlan => "asia/25",
        Source::Software => "1",
        Source::Contact => "asia/49",
        Source::Service => "asia/301",
        Source::Key => "dev/7",
        Source::System => "ubuntu-22",
        Source::CpuType => "xeonE5",
        Source::Category => "Hosting",
        Source::PayMethod => "9",
        Source::SitePlan => "business",
        Source::Card => "AAAAAAAAAAAAAAAAAAAAAA",
        Source::Relay => "444444444444444444",
        Source::Command => "vps restart",
        Source::Action => "vps.restart",
    }
}
