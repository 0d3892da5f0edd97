//! Autocomplete: what the caller may see that fits what they have typed. No provider is called and nothing audited.

mod shop;

use std::cmp::Reverse;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;

use super::Dispatch;
use crate::actions::card::may_see;
use crate::actions::{Arguments, Context, Handler};
use crate::catalogue::Source;
use crate::domain::billing::Subscription;
use crate::domain::invoice::Standing;
use crate::domain::network::Family;
use crate::domain::order::{Cycle, OrderState};
use crate::domain::resource::is_plain_id;
use crate::domain::server::ServerState;
use crate::domain::{Action, Actor, Money, ResourceKind, ResourceRef};
use crate::policy::Scope;
use crate::providers::Account;
use crate::providers::inventory::{Inventory, Known};

/// How many suggestions Discord takes.
const MAX_SUGGESTIONS: usize = 25;
/// How long a cold inventory is waited for.
const COLD_WAIT: Duration = Duration::from_secs(1);

/// A request for suggestions.
#[derive(Clone, Debug)]
pub struct SuggestionRequest {
    /// Who types.
    pub actor: Actor,
    /// For which action.
    pub action: Action,
    /// What the suggestions are drawn from.
    pub source: Source,
    /// What has been typed.
    pub typed: String,
    /// The options that are filled in already.
    pub arguments: Arguments,
}

/// A part of what a suggestion shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A name, an id or a price; foreign text.
    Text(String),
    /// What a server is doing.
    State(ServerState),
    /// The interface that something is in use on; foreign text.
    UsedOn(String),
    /// How an order stands.
    Order(OrderState),
    /// How many seconds ago something was ordered.
    Age(u64),
    /// When something is paid next.
    Renews(Date),
    /// What something costs, and how often that is paid.
    Price(Money, Cycle),
    /// What a core costs a month.
    Core(Money),
    /// How an invoice stands, and the provider's own word for it; foreign text.
    Standing(Standing, String),
}

impl Part {
    fn as_str(&self) -> &str {
        match self {
            Part::Text(text) | Part::UsedOn(text) => text,
            Part::State(state) => state.as_str(),
            Part::Order(OrderState::Told(word)) => word,
            Part::Order(state) => state.as_str(),
            Part::Age(_) | Part::Renews(_) | Part::Price(..) | Part::Core(_) => "",
            Part::Standing(_, word) => word,
        }
    }
}

impl From<String> for Part {
    fn from(text: String) -> Self {
        Part::Text(text)
    }
}

/// One suggestion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What the person reads.
    pub label: Vec<Part>,
    /// What is filled in.
    pub value: String,
}

impl Suggestion {
    fn of(label: Vec<String>, resource: &ResourceRef) -> Self {
        Suggestion { label: label.into_iter().map(Part::Text).collect(), value: resource.to_string() }
    }

    /// The label in small letters.
    fn words(&self) -> String {
        let parts: Vec<_> = self.label.iter().map(Part::as_str).collect();
        parts.join(" ").to_lowercase()
    }

    /// Whether what was typed, in small letters, is a part of it.
    fn fits(&self, typed: &str) -> bool {
        self.words().contains(typed) || self.value.to_lowercase().contains(typed)
    }
}

impl Dispatch {
    /// The suggestions for an option.
    pub async fn suggest(&self, request: &SuggestionRequest) -> Vec<Suggestion> {
        let SuggestionRequest { actor, action, source, typed, .. } = request;
        let world = self.world();
        if !world.policy.allows(actor, *action, Scope::Anything) {
            return vec![];
        }
        let typed = typed.trim().to_lowercase();
        let context = self.context(actor, *action);
        let found = match source {
            Source::Server => self.suggest_servers(request, &typed).await,
            Source::Account => rank(
                &typed,
                context.accounts().map(|account| {
                    let name = account.name().as_str().to_owned();
                    (
                        0,
                        Suggestion {
                            label: vec![name.clone().into(), account.provider().title().to_owned().into()],
                            value: name,
                        },
                    )
                }),
            ),
            Source::Plan => self.suggest_plans(request, &typed).await,
            Source::Order => self.suggest_orders(request, &typed).await,
            Source::Site => self.suggest_sites(request, &typed).await,
            Source::Ticket => self.suggest_tickets(request, &typed).await,
            Source::TicketFile => self.suggest_files(request, &typed).await,
            Source::ServiceSystem => self.suggest_service_systems(request, &typed).await,
            Source::Interface => self.suggest_interfaces(request, &typed).await,
            Source::Address4 => self.suggest_addresses(request, Family::Ipv4, &typed).await,
            Source::Address6 => self.suggest_addresses(request, Family::Ipv6, &typed).await,
            Source::Pool => self.suggest_pools(request, &typed).await,
            Source::Department => self.suggest_departments(request, &typed).await,
            Source::Notice => self.suggest_notices(request, &typed).await,
            Source::Invoice => self.suggest_invoices(request, &typed).await,
            Source::Certificate => self.suggest_certificates(request, &typed).await,
            Source::CertificatePlan => self.suggest_certificate_plans(request, &typed).await,
            Source::Software => self.suggest_software(request, &typed).await,
            Source::Contact => self.suggest_contacts(request, &typed).await,
            Source::Service => self.suggest_services(request, &typed).await,
            Source::Key => self.suggest_keys(request, &typed).await,
            Source::System => self.suggest_systems(request, &typed).await,
            Source::CpuType => self.suggest_cpu_types(request, &typed).await,
            Source::Category => self.suggest_categories(request, &typed).await,
            Source::PayMethod => self.suggest_pay_methods(request, &typed).await,
            Source::SitePlan => self.suggest_site_plans(request, &typed).await,
            Source::Card => self.suggest_cards(request, &typed).await,
            Source::Relay => rank(
                &typed,
                world.relays.iter().enumerate().map(|(nth, relay)| {
                    let events: Vec<_> = relay.events.iter().map(ToString::to_string).collect();
                    let label = vec![format!("{}. {}", nth + 1, events.join(" ")).into()];
                    (0, Suggestion { label, value: relay.channel.to_string() })
                }),
            ),
            // Refusals and the configuration write a command with a dot.
            Source::Command => rank(
                &typed.replace('.', " "),
                self.commands(actor, *action).map(|action| {
                    let path = action.as_str().replace('.', " ");
                    (0, Suggestion { label: vec![format!("/{path}").into()], value: path })
                }),
            ),
            Source::Action => rank(
                &typed,
                Action::ALL.iter().map(|action| {
                    let name = action.as_str().to_owned();
                    (0, Suggestion { label: vec![name.clone().into()], value: name })
                }),
            ),
        };
        found.into_iter().take(MAX_SUGGESTIONS).collect()
    }

    /// The commands that an option of the action may name: what the person can use, but for asking who may use what.
    fn commands(&self, actor: &Actor, action: Action) -> impl Iterator<Item = Action> + use<> {
        if action == Action::AccessWhy {
            return Action::ALL.to_vec().into_iter();
        }
        let mut actions = self.world().policy.actions(actor);
        actions.retain(|action| self.world().registry.can(*action));
        actions.into_iter()
    }

    async fn suggest_servers(&self, request: &SuggestionRequest, typed: &str) -> Vec<Suggestion> {
        let context = self.context(&request.actor, request.action.names_servers_by());
        let known = known_of(context.accounts().map(|account| account.servers().clone())).await;
        let servers = known.iter().flat_map(|servers| servers.iter());
        let visible =
            servers.filter(|server| context.may(Scope::Server(&server.resource, Some(&server.name))));
        rank(
            typed,
            visible.map(|server| {
                let running = server.state == ServerState::Running;
                let unlikely = match request.action {
                    Action::VpsStart => running,
                    Action::VpsStop | Action::VpsRestart | Action::VpsShutdown | Action::VpsReset => !running,
                    _ => false,
                };
                let mut label = vec![
                    server.name.clone().into(),
                    server.resource.account.to_string().into(),
                    Part::State(server.state.clone()),
                ];
                // What is typed may be an id or an address; the match must then be seen in the label.
                if !typed.is_empty() && !server.name.to_lowercase().contains(typed) {
                    let addresses = server.addresses.iter().map(ToString::to_string);
                    let id = server.resource.id.contains(typed).then(|| server.resource.id.clone());
                    label.extend(addresses.filter(|ip| ip.contains(typed)).chain(id).map(Part::Text));
                }
                (u8::from(unlikely), Suggestion { label, value: server.resource.to_string() })
            }),
        )
    }

    async fn suggest_plans(&self, request: &SuggestionRequest, typed: &str) -> Vec<Suggestion> {
        let context = self.context(&request.actor, request.action);
        let known = known_of(context.accounts().map(|account| account.plans().clone())).await;
        let plans = known.iter().flat_map(|plans| plans.iter());
        rank(
            typed,
            plans.map(|plan| {
                let mut label = vec![plan.name.clone().into(), plan.resource.account.to_string().into()];
                label.extend(plan.price.map(|price| Part::Price(price, plan.cycle)));
                (u8::from(!plan.on_sale), Suggestion { label, value: plan.resource.to_string() })
            }),
        )
    }

    async fn suggest_sites(&self, request: &SuggestionRequest, typed: &str) -> Vec<Suggestion> {
        let context = self.context(&request.actor, request.action);
        let known = known_of(context.accounts().map(|account| account.sites().clone())).await;
        let sites = known.iter().flat_map(|sites| sites.iter());
        rank(
            typed,
            sites.map(|site| {
                let label = vec![site.domain.clone(), site.resource.account.to_string(), site.state.clone()];
                (0, Suggestion::of(label, &site.resource))
            }),
        )
    }

    async fn suggest_cards(&self, request: &SuggestionRequest, typed: &str) -> Vec<Suggestion> {
        let context = self.context(&request.actor, request.action);
        // Those that the command reaches: the cards of the channel that a thread lies in, else of the channel itself.
        let place = &request.actor.place;
        let here = self.store().cards_in(place.granting_channel.unwrap_or(place.channel)).await;
        let here = here.unwrap_or_else(|error| {
            tracing::error!(%error, "Could not read the cards.");
            vec![]
        });
        let mut cards = vec![];
        for card in here.into_iter().filter(|card| context.may(Scope::Account(&card.account))) {
            if may_see(&context, &card).await.unwrap_or(false) {
                cards.push(card);
            }
        }
        rank_stably(
            typed,
            cards.into_iter().map(|card| {
                let label =
                    vec![format!("{}/{}", card.account, card.thing).into(), card.feed.to_string().into()];
                (0, Suggestion { label, value: card.id.to_string() })
            }),
        )
    }

    async fn suggest_tickets(&self, request: &SuggestionRequest, typed: &str) -> Vec<Suggestion> {
        let context = self.context(&request.actor, request.action);
        let known = known_of(context.accounts().map(|account| account.tickets().clone())).await;
        let mut tickets: Vec<_> = known.iter().flat_map(|tickets| tickets.iter()).collect();
        tickets.sort_by_key(|ticket| Reverse(ticket.last_reply.or(ticket.opened)));
        let opens = request.action == Action::TicketReopen;
        rank_stably(
            typed,
            tickets.into_iter().map(|ticket| {
                let label = vec![
                    format!("#{}", ticket.resource.id),
                    ticket.subject.clone(),
                    ticket.resource.account.to_string(),
                    ticket.state.clone(),
                ];
                (u8::from(ticket.is_closed() != opens), Suggestion::of(label, &ticket.resource))
            }),
        )
    }

    /// The files of the ticket that is filled in: one that the caller may look at.
    async fn suggest_files(&self, request: &SuggestionRequest, typed: &str) -> Vec<Suggestion> {
        let context = self.context(&request.actor, request.action);
        let chosen = chosen(&context, request, "file").await;
        let known = known_of(chosen.map(|(account, ticket)| account.files().of(&ticket)).into_iter()).await;
        let files = known.iter().flat_map(|files| files.iter());
        rank(
            typed,
            files.map(|file| {
                let name = file.name.clone().unwrap_or_default();
                (0, Suggestion { label: vec![name.into(), file.id.clone().into()], value: file.id.clone() })
            }),
        )
    }

    /// The operating systems for the servers of the service that is filled in.
    async fn suggest_service_systems(&self, request: &SuggestionRequest, typed: &str) -> Vec<Suggestion> {
        let context = self.context(&request.actor, request.action);
        let Some(text) = request.arguments.get("service").and_then(|text| text.as_str()) else {
            return vec![];
        };
        let Some(service) = context.service(text).await else { return vec![] };
        let account = context.accounts().find(|account| *account.name() == service.account);
        let known =
            known_of(account.map(|account| account.service_templates().of(&service.id)).into_iter()).await;
        rank(
            typed,
            known.iter().flat_map(|systems| systems.iter()).map(|system| {
                let label = vec![system.name.clone().into(), system.id.clone().into()];
                (0, Suggestion { label, value: system.id.clone() })
            }),
        )
    }

    /// The server that is filled in, and its account, where it is one that the caller may do the action on.
    async fn server_filled_in(
        &self,
        context: &Context<'_>,
        request: &SuggestionRequest,
    ) -> Option<(Arc<Account>, ResourceRef)> {
        let text = request.arguments.get("server")?.as_str()?;
        let server = context.server(text).await?;
        let account = context.accounts().find(|account| *account.name() == server.account)?;
        Some((account.clone(), server))
    }

    async fn suggest_interfaces(&self, request: &SuggestionRequest, typed: &str) -> Vec<Suggestion> {
        let context = self.context(&request.actor, request.action);
        let Some((account, server)) = self.server_filled_in(&context, request).await else { return vec![] };
        let known = known_of(std::iter::once(account.interfaces().of(&server.id))).await;
        rank(
            typed,
            known.iter().flat_map(|interfaces| interfaces.iter()).map(|interface| {
                let address = interface.addresses.first().map(|first| first.address.to_string());
                let words = [Some(interface.title().to_owned()), interface.mac.clone(), address];
                let label = words.into_iter().flatten().map(Part::Text).collect();
                (0, Suggestion { label, value: interface.id.clone() })
            }),
        )
    }

    /// Addresses of the server that is filled in, behind those that are typed already.
    async fn suggest_addresses(
        &self,
        request: &SuggestionRequest,
        family: Family,
        typed: &str,
    ) -> Vec<Suggestion> {
        let context = self.context(&request.actor, request.action);
        let Some((account, server)) = self.server_filled_in(&context, request).await else { return vec![] };
        let (known, interfaces) = tokio::join!(
            known_of(std::iter::once(account.addresses().of(&server.id))),
            known_of(std::iter::once(account.interfaces().of(&server.id))),
        );
        let used_on = |address| {
            let mut interfaces = interfaces.iter().flat_map(|interfaces| interfaces.iter());
            let used = interfaces.find(|it| it.addresses.iter().any(|own| own.address == address));
            used.map(|interface| Part::UsedOn(interface.title().to_owned()))
        };
        let (before, typed) =
            typed.rsplit_once(',').map_or(("", typed), |(before, typed)| (before, typed.trim()));
        let addresses = known.iter().flat_map(|addresses| addresses.iter());
        rank(
            typed,
            addresses.filter(|it| Family::from(it.address) == family).filter_map(|address| {
                let id = address.id.clone()?;
                let value = if before.is_empty() { id.clone() } else { format!("{before},{id}") };
                let mut label = vec![Part::Text(address.address.to_string()), Part::Text(id)];
                let used_on = used_on(address.address);
                let unlikely = u8::from(used_on.is_some());
                label.extend(used_on);
                Some((unlikely, Suggestion { label, value }))
            }),
        )
    }

    async fn suggest_pools(&self, request: &SuggestionRequest, typed: &str) -> Vec<Suggestion> {
        let context = self.context(&request.actor, request.action);
        let Some((account, server)) = self.server_filled_in(&context, request).await else { return vec![] };
        let family = request.arguments.get("type").and_then(|family| family.as_str()?.parse::<Family>().ok());
        let known = known_of(std::iter::once(account.pools().of(&server.id))).await;
        rank(
            typed,
            known.iter().flat_map(|pools| pools.iter()).map(|pool| {
                let label = vec![pool.name.clone().into(), pool.id.clone().into()];
                let unlikely =
                    pool.free == Some(0) || family.zip(pool.family).is_some_and(|(one, other)| one != other);
                (u8::from(unlikely), Suggestion { label, value: pool.id.clone() })
            }),
        )
    }

    async fn suggest_departments(&self, request: &SuggestionRequest, typed: &str) -> Vec<Suggestion> {
        let context = self.context(&request.actor, request.action);
        let mut found = vec![];
        for account in meant(&context, request) {
            let known = known_of(std::iter::once(account.departments().clone())).await;
            for department in known.iter().flat_map(|departments| departments.iter()) {
                let resource =
                    ResourceRef::new(account.name().clone(), ResourceKind::Department, &*department.id);
                let label = vec![department.name.clone(), account.name().to_string()];
                found.extend(resource.map(|resource| (0, Suggestion::of(label, &resource))));
            }
        }
        rank(typed, found.into_iter())
    }

    async fn suggest_notices(&self, request: &SuggestionRequest, typed: &str) -> Vec<Suggestion> {
        let context = self.context(&request.actor, request.action);
        let known = known_of(context.accounts().map(|account| account.notices().clone())).await;
        let notices = known.iter().flat_map(|notices| notices.iter());
        rank_stably(
            typed,
            notices.map(|notice| {
                let label = vec![notice.text.clone(), notice.resource.to_string()];
                (u8::from(notice.is_read == Some(true)), Suggestion::of(label, &notice.resource))
            }),
        )
    }

    async fn suggest_invoices(&self, request: &SuggestionRequest, typed: &str) -> Vec<Suggestion> {
        let context = self.context(&request.actor, request.action);
        let reading = context.accounts().map(|account| async {
            (account.today(), known_of(std::iter::once(account.invoices().clone())).await)
        });
        let mut suggestions = vec![];
        for (today, invoices) in futures_util::future::join_all(reading).await {
            suggestions.extend(invoices.iter().flat_map(|invoices| invoices.iter()).map(|invoice| {
                let standing = invoice.standing(today);
                let mut label: Vec<Part> =
                    vec![invoice.name().to_owned().into(), invoice.resource.account.to_string().into()];
                label.extend(invoice.total.map(|total| total.to_string().into()));
                label.push(Part::Standing(standing, invoice.state.clone()));
                label.extend(invoice.due.map(|due| due.to_string().into()));
                (standing as u8, Suggestion { label, value: invoice.resource.to_string() })
            }));
        }
        rank(typed, suggestions.into_iter())
    }

    async fn suggest_certificates(&self, request: &SuggestionRequest, typed: &str) -> Vec<Suggestion> {
        let context = self.context(&request.actor, request.action);
        let known = known_of(context.accounts().map(|account| account.certificates().clone())).await;
        let certificates = known.iter().flat_map(|certificates| certificates.iter());
        rank(
            typed,
            certificates.map(|it| {
                let account = it.resource.account.to_string();
                (0, Suggestion::of(vec![it.domain.clone(), account, it.state.clone()], &it.resource))
            }),
        )
    }

    async fn suggest_services(&self, request: &SuggestionRequest, typed: &str) -> Vec<Suggestion> {
        let context = self.context(&request.actor, request.action);
        let known = known_of(context.accounts().map(|account| account.services().clone())).await;
        let mut services: Vec<_> = known.iter().flat_map(|services| services.iter()).collect();
        if request.action == Action::VpsCreate {
            let holds = services.iter().map(|it| context.may_hold_servers(&it.resource, COLD_WAIT));
            let mut holds = futures_util::future::join_all(holds).await.into_iter();
            services.retain(|_| holds.next() == Some(true));
        }
        rank(
            typed,
            services.into_iter().map(|service| {
                let account = service.resource.account.to_string();
                let label = vec![service.name.clone(), account, service.state.clone()];
                (u8::from(!service.is_running()), Suggestion::of(label, &service.resource))
            }),
        )
    }

    async fn suggest_certificate_plans(&self, request: &SuggestionRequest, typed: &str) -> Vec<Suggestion> {
        let context = self.context(&request.actor, request.action);
        let known = known_of(context.accounts().map(|account| account.certificate_plans().clone())).await;
        let plans = known.iter().flat_map(|plans| plans.iter());
        rank(
            typed,
            plans.map(|plan| {
                let label = vec![plan.name.clone(), plan.resource.account.to_string()];
                (0, Suggestion::of(label, &plan.resource))
            }),
        )
    }

    async fn suggest_contacts(&self, request: &SuggestionRequest, typed: &str) -> Vec<Suggestion> {
        let context = self.context(&request.actor, request.action);
        // Whoever names one for something else sees no more of them than in their list.
        let listing = context.doing(Action::AccountContacts);
        let visible = meant(&context, request).filter(|account| listing.may(Scope::Account(account.name())));
        let known = known_of(visible.map(|account| account.contacts().clone())).await;
        let contacts = known.iter().flat_map(|contacts| contacts.iter());
        rank(
            typed,
            contacts.map(|contact| {
                let mut label = vec![contact.name.clone()];
                label.extend(contact.email.clone());
                (0, Suggestion::of(label, &contact.resource))
            }),
        )
    }

    async fn suggest_keys(&self, request: &SuggestionRequest, typed: &str) -> Vec<Suggestion> {
        let context = self.context(&request.actor, request.action);
        let known = known_of(context.accounts().map(|account| account.ssh_keys().clone())).await;
        let keys = known.iter().flat_map(|keys| keys.iter());
        rank(
            typed,
            keys.map(|key| {
                let label = vec![key.name.clone(), key.resource.account.to_string(), key.resource.id.clone()];
                (0, Suggestion::of(label, &key.resource))
            }),
        )
    }

    async fn suggest_systems(&self, request: &SuggestionRequest, typed: &str) -> Vec<Suggestion> {
        let context = self.context(&request.actor, request.action);
        let is_of_one = ["server", "order"].iter().any(|&option| request.arguments.contains_key(option));
        let lists: Vec<_> = if is_of_one {
            let chosen = chosen(&context, request, "template").await;
            chosen.map(|(account, server)| account.systems().of(&server)).into_iter().collect()
        } else {
            meant(&context, request).map(|account| account.templates().clone()).collect()
        };
        let known = known_of(lists.into_iter()).await;
        let systems = known.iter().flat_map(|systems| systems.iter()).filter(|system| system.enabled);
        rank(
            typed,
            systems.map(|system| {
                let label = vec![system.name.clone().into(), system.id.clone().into()];
                (0, Suggestion { label, value: system.id.clone() })
            }),
        )
    }

    async fn suggest_cpu_types(&self, request: &SuggestionRequest, typed: &str) -> Vec<Suggestion> {
        let context = self.context(&request.actor, request.action);
        let known = known_of(meant(&context, request).map(|account| account.cpu_types().clone())).await;
        let mut types: Vec<_> = known.iter().flat_map(|types| types.iter()).collect();
        types.sort_by(|one, other| one.name.cmp(&other.name));
        // Where several accounts can be meant, they may have their own prices for it.
        types.dedup();
        rank(
            typed,
            types.into_iter().map(|cpu| {
                let name = Part::Text(cpu.name.clone());
                let label = std::iter::once(name).chain(cpu.core.map(Part::Core)).collect();
                (0, Suggestion { label, value: cpu.name.clone() })
            }),
        )
    }

    async fn suggest_site_plans(&self, request: &SuggestionRequest, typed: &str) -> Vec<Suggestion> {
        let context = self.context(&request.actor, request.action);
        let mut found = vec![];
        for account in meant(&context, request) {
            found.extend(site_plans(&context, account).await);
        }
        found.sort();
        found.dedup();
        let word = |word: String| (0, Suggestion { label: vec![word.clone().into()], value: word });
        rank(typed, found.into_iter().map(word))
    }
}

/// The thing that the options filled in already mean, with its account: one that the caller may do the action on. `open`
/// is the option that is being typed.
async fn chosen<'c>(
    context: &'c Context<'_>,
    request: &SuggestionRequest,
    open: &str,
) -> Option<(&'c Arc<Account>, String)> {
    let mut arguments = request.arguments.clone();
    arguments.insert(open.to_owned(), "".into());
    let target = Handler::of(request.action).verb().target(context, &arguments).await.ok()?;
    let resource = target.resource()?;
    let account = context.accounts().find(|account| *account.name() == resource.account)?;
    Some((account, resource.id.clone()))
}

/// The accounts that the options filled in already can mean: the one that is named, or that a chosen thing lies in.
fn meant<'c>(
    context: &'c Context<'_>,
    request: &SuggestionRequest,
) -> impl Iterator<Item = &'c Arc<Account>> {
    let filled = |name: &str| request.arguments.get(name)?.as_str().map(str::to_owned);
    let account = filled("account").or_else(|| Some(filled("plan")?.split_once('/')?.0.to_owned()));
    context
        .accounts()
        .filter(move |known| account.as_ref().is_none_or(|account| known.name().as_str() == account.trim()))
}

/// The plans of an account's sites, and those that it pays for beside its servers, as far as the actor may list either.
async fn site_plans(context: &Context<'_>, account: &Account) -> Vec<String> {
    let may = |action| context.doing(action).may(Scope::Account(account.name()));
    let sites = may(Action::SiteList).then(|| account.sites().clone());
    let services = may(Action::ServiceList).then(|| account.services().clone());
    let (sites, services) = tokio::join!(known_of(sites.into_iter()), known_of(services.into_iter()));
    let of_sites = sites.iter().flat_map(|sites| sites.iter()).filter_map(|site| site.plan.clone());
    let is_for_sites = |service: &&Subscription| {
        service.kind.as_deref().is_some_and(|kind| kind.to_lowercase().contains("site"))
    };
    let paid = services.iter().flat_map(|services| services.iter());
    of_sites
        .chain(paid.filter(is_for_sites).map(|service| service.name.clone()))
        .filter(|plan| is_plain_id(plan))
        .collect()
}

/// How long ago it was; nothing when the clock has been set back since.
fn seconds_since(at: Timestamp) -> u64 {
    Timestamp::now().duration_since(at).as_secs().try_into().unwrap_or(0)
}

/// What is known of several lists, cold ones waited for side by side.
async fn known_of<T: Clone + Send + Sync + 'static>(
    inventories: impl Iterator<Item = Arc<Inventory<T>>>,
) -> Vec<Arc<[T]>> {
    let reading = inventories.map(|inventory| async move { inventory.known_within(COLD_WAIT).await });
    let known = futures_util::future::join_all(reading).await;
    known
        .into_iter()
        .filter_map(|known| match known {
            Known::Items(items) => Some(items),
            Known::Failed(_) | Known::Pending | Known::Unsupported => None,
        })
        .collect()
}

/// The suggestions that fit what was typed: likely ones first, else in the order given.
fn rank_stably(typed: &str, suggestions: impl Iterator<Item = (u8, Suggestion)>) -> Vec<Suggestion> {
    let mut fitting: Vec<_> = suggestions.filter(|(_, suggestion)| suggestion.fits(typed)).collect();
    fitting.sort_by_key(|(unlikely, _)| *unlikely);
    fitting.into_iter().map(|(_, suggestion)| suggestion).collect()
}

/// The suggestions that fit what was typed: likely ones first, then those that begin with it, then by label.
fn rank(typed: &str, suggestions: impl Iterator<Item = (u8, Suggestion)>) -> Vec<Suggestion> {
    let mut fitting: Vec<_> = suggestions
        .filter_map(|(unlikely, suggestion)| {
            let label = suggestion.words();
            suggestion.fits(typed).then(|| {
                (
                    (unlikely, !label.starts_with(typed), !label.starts_with(char::is_alphanumeric), label),
                    suggestion,
                )
            })
        })
        .collect();
    fitting.sort_by(|(one, _), (other, _)| one.cmp(other));
    fitting.into_iter().map(|(_, suggestion)| suggestion).collect()
}
