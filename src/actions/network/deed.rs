//! What everything that is done to a server's network has in common.

use std::net::IpAddr;

use crate::actions::{Context, Planned, Refusal, Stop};
use crate::domain::Target;
use crate::domain::job::{SightWatch, Sign, Watch};
use crate::domain::network::{Family, InterfaceSettings, NetAddress, NetworkDeed};
use crate::domain::outcome::{Plan, PlanFacts, ResourceName};
use crate::domain::{Action, ResourceRef};
use crate::policy::Authorized;

/// The most addresses that an interface is given at once.
const MOST: usize = 64;
/// What stands for no address at all.
const NONE: &str = "none";

/// The family of that name.
pub(super) fn family(text: &str) -> Result<Family, Refusal> {
    text.parse().map_err(|()| Refusal::BadArgument { argument: "type", text: text.to_owned() })
}

/// The number of an interface, from itself or a name such as `net0`.
pub(super) fn number(text: &str) -> Result<u32, Refusal> {
    let digits = text.trim().strip_prefix("net").unwrap_or(text.trim());
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let refused = || Refusal::BadArgument { argument: "interface", text: text.to_owned() };
    digits.parse().ok().filter(|_| plain).ok_or_else(refused)
}

/// An address as a person names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meant {
    /// By the provider's id for it.
    Id(u64),
    /// By itself.
    Address(IpAddr),
}

/// What a person wrote for the settings of an interface.
#[derive(Debug)]
pub(super) struct Wanted<'a> {
    pub(super) firewall: Option<bool>,
    pub(super) ipv4: Option<&'a str>,
    pub(super) ipv6: Option<&'a str>,
}

impl Wanted<'_> {
    fn of(&self, family: Family) -> Option<&str> {
        match family {
            Family::Ipv4 => self.ipv4,
            Family::Ipv6 => self.ipv6,
        }
    }

    /// Whether everything that is written can be meant.
    pub(super) fn check(&self) -> Result<(), Refusal> {
        Family::ALL.into_iter().try_for_each(|family| meant(family, self.of(family)).map(drop))
    }

    /// The settings; addresses that stand for themselves are looked up among those of the server.
    pub(super) async fn settings(
        &self,
        context: &Context<'_>,
        permit: &Authorized,
        server: &ResourceRef,
    ) -> Result<InterfaceSettings, Stop> {
        let mut all: Option<Vec<NetAddress>> = None;
        let mut found = [None, None];
        for (family, found) in Family::ALL.into_iter().zip(&mut found) {
            let Some(meant) = meant(family, self.of(family))? else { continue };
            let mut ids = vec![];
            for one in meant {
                ids.push(match one {
                    Meant::Id(id) => id,
                    Meant::Address(address) => {
                        if all.is_none() {
                            let id = &server.id;
                            let read = context.ask(permit, |reads| async move {
                                reads.server_addresses(id, None, None).await
                            });
                            all = Some(read.await?);
                        }
                        let known = all.iter().flatten().find(|known| known.address == address);
                        let id = known.and_then(|known| known.id.as_ref()?.parse().ok());
                        id.ok_or_else(|| refused(family, &address.to_string()))?
                    }
                });
            }
            *found = Some(ids);
        }
        let [ipv4, ipv6] = found;
        Ok(InterfaceSettings { firewall: self.firewall, ipv4, ipv6 })
    }
}

fn refused(family: Family, text: &str) -> Refusal {
    Refusal::BadArgument { argument: family.as_str(), text: text.to_owned() }
}

/// The addresses of a family that a person wrote, between commas or blanks.
fn meant(family: Family, text: Option<&str>) -> Result<Option<Vec<Meant>>, Refusal> {
    let Some(text) = text else { return Ok(None) };
    if text.trim().eq_ignore_ascii_case(NONE) {
        return Ok(Some(vec![]));
    }
    let words = text.split([',', ' ', '\t']).filter(|word| !word.is_empty());
    let read = |word: &str| match word.parse::<IpAddr>() {
        Ok(address) => (Family::from(address) == family).then_some(Meant::Address(address)),
        Err(_) => {
            let plain = word.bytes().all(|byte| byte.is_ascii_digit());
            word.parse().ok().filter(|_| plain).map(Meant::Id)
        }
    };
    let read: Option<Vec<_>> = words.map(read).collect();
    let read = read.filter(|read| (1..=MOST).contains(&read.len()));
    read.map(Some).ok_or_else(|| refused(family, text))
}

/// A plan, bound to the server's name and to the interface as it is now.
pub(super) fn plan(
    context: &Context<'_>,
    permit: &Authorized,
    server: ResourceName,
    deed: NetworkDeed,
) -> Result<Planned, Stop> {
    let provider = context.account_of(permit.target())?.provider();
    let pool = match &deed {
        NetworkDeed::Assign { pool, .. } => Some((&pool.id, &pool.name)),
        _ => None,
    };
    Ok(Planned::of(Plan {
        fingerprint: format!("{:?}\n{:?}\n{pool:?}", server.name, deed.interface()),
        target: Target::Resource { resource: server.resource, name: server.name },
        facts: PlanFacts::Network { deed, provider },
    }))
}

/// What is watched of a deed.
pub(super) fn watch(action: Action, plan: &Plan) -> Option<Watch> {
    let PlanFacts::Network { deed, .. } = &plan.facts else { return None };
    let part = deed.interface().map(|interface| interface.id.clone());
    let sign = match deed {
        NetworkDeed::Add { before, .. } | NetworkDeed::Assign { before, .. } => {
            Sign::New { before: before.clone() }
        }
        NetworkDeed::Update { settings, .. } => Sign::Words(settings.sight()),
        NetworkDeed::Remove { interface } => Sign::Gone { id: interface.id.clone() },
    };
    Some(Watch::Sight(SightWatch::new(action, part, sign)))
}

/// The deed of a plan.
pub(super) fn deed(plan: &Plan) -> &NetworkDeed {
    match &plan.facts {
        PlanFacts::Network { deed, .. } => deed,
        _ => unreachable!("a plan about a network has what is done to it"),
    }
}

/// Lets what is known of a server's network be read anew, since it is changed.
pub(super) fn expire(context: &Context<'_>, permit: &Authorized) {
    if let (Ok(account), Some(server)) = (context.account_of(permit.target()), permit.target().resource()) {
        account.interfaces().of(&server.id).expire();
        account.addresses().of(&server.id).expire();
        account.pools().of(&server.id).expire();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_meant_by_their_ids_and_by_themselves_in_their_own_family() {
        let read = |text: &str| meant(Family::Ipv4, Some(text)).ok().flatten();
        let address = Meant::Address("203.0.113.70".parse().unwrap());
        assert_eq!(read("901, 203.0.113.70"), Some(vec![Meant::Id(901), address]));
        assert_eq!(read("901 902"), Some(vec![Meant::Id(901), Meant::Id(902)]));
        assert_eq!(read(" None "), Some(vec![]));
        assert!(matches!(meant(Family::Ipv4, None), Ok(None)));
        let many = vec!["1"; MOST + 1].join(",");
        for wrong in ["", ",", "-1", "+1", "1.5", "2001:db8::1", "x", "../1", "1\n2", "\u{1F600}", &many] {
            assert_eq!(read(wrong), None, "{wrong:?}");
        }
        let v6 = meant(Family::Ipv6, Some("2001:db8::1")).ok().flatten();
        assert_eq!(v6, Some(vec![Meant::Address("2001:db8::1".parse().unwrap())]));
    }

    #[test]
    fn an_interface_has_a_number_by_itself_or_in_its_name() {
        assert_eq!((number("0").ok(), number(" net12 ").ok()), (Some(0), Some(12)));
        for wrong in ["", "net", "eth0", "-1", "+1", "net+1", "../0", "0?x=1", "99999999999", "٤"] {
            assert!(number(wrong).is_err(), "{wrong:?}");
        }
    }
}
