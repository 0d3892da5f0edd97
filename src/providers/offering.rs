//! What each provider offers, as far as that is known without an account.

use super::{inferno, iv, klikk, lightlayer, llamalink};
use crate::domain::{Capability, ProviderName};

/// A point that a provider's document leaves open.
#[derive(Clone, Copy, Debug)]
pub struct OpenPoint {
    /// What is open.
    pub open: &'static str,
    /// How it is read here.
    pub read: &'static str,
}

/// What a provider offers.
#[derive(Clone, Copy, Debug)]
pub struct Offering {
    /// The operations of its adapter.
    pub capability: &'static Capability,
    /// How its document is read where it leaves something open.
    pub open_points: &'static [OpenPoint],
}

/// What the provider offers.
pub const fn offering(provider: ProviderName) -> Offering {
    match provider {
        ProviderName::LlamaLink => {
            Offering { capability: &llamalink::CAPABILITY, open_points: llamalink::OPEN_POINTS }
        }
        ProviderName::Iv => Offering { capability: &iv::CAPABILITY, open_points: iv::OPEN_POINTS },
        ProviderName::Inferno => {
            Offering { capability: &inferno::CAPABILITY, open_points: inferno::OPEN_POINTS }
        }
        ProviderName::Klikk => Offering { capability: &klikk::CAPABILITY, open_points: klikk::OPEN_POINTS },
        ProviderName::LightLayer => {
            Offering { capability: &lightlayer::CAPABILITY, open_points: lightlayer::OPEN_POINTS }
        }
    }
}
