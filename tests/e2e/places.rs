//! Where a crash can catch a call that changes something, at whatever provider.

use std::time::Duration;

use hostmaster::sandbox::provider::{Fault, Misbehaviour, OnDisconnect, Provider, Simulator};

use crate::scene::{Bot, SOON};

/// Where the call is when the bot is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// What is there before it is being looked at.
    BeforeTheCall,
    /// It has arrived and is given up.
    HeldAndGivenUp,
    /// It has arrived, and is carried out though nobody waits any more.
    HeldAndCarriedOut,
    /// It was carried out, and its answer is lost.
    CarriedOut,
    /// It was answered, and what comes of it is looked at.
    Answered,
}

/// Every place.
pub const PLACES: [Place; 5] = [
    Place::BeforeTheCall,
    Place::HeldAndGivenUp,
    Place::HeldAndCarriedOut,
    Place::CarriedOut,
    Place::Answered,
];

/// The calls by which a place is known.
#[derive(Clone, Copy)]
pub struct Calls<O> {
    /// What is asked before the change.
    pub look: O,
    /// The change.
    pub change: O,
    /// What is asked after the change, and how often the same is asked before it.
    pub follow: (O, u32),
}

impl Place {
    /// Whether the call arrives at all.
    pub fn arrives(self) -> bool {
        self != Place::BeforeTheCall
    }

    /// Whether it is carried out.
    pub fn is_carried_out(self) -> bool {
        !matches!(self, Place::BeforeTheCall | Place::HeldAndGivenUp)
    }

    fn fault(self) -> Fault {
        let held = |on_disconnect| Misbehaviour::Hold(on_disconnect);
        match self {
            Place::HeldAndCarriedOut => Fault::before(held(OnDisconnect::Continue)),
            Place::CarriedOut => Fault::after(held(OnDisconnect::Abandon)),
            _ => Fault::before(held(OnDisconnect::Abandon)),
        }
    }

    /// Does what makes the bot call, and kills it at the place.
    pub async fn kill<P: Provider>(
        self,
        provider: &Simulator<P>,
        calls: Calls<P::Operation>,
        bot: Bot,
        act: impl FnOnce(),
    ) {
        let held = match self {
            Place::BeforeTheCall => calls.look,
            Place::Answered => calls.follow.0,
            _ => calls.change,
        };
        if self == Place::Answered && calls.follow.1 > 0 {
            // What comes before goes well.
            let well = Fault::before(Misbehaviour::Delay(Duration::ZERO));
            provider.inject(held, well.times(calls.follow.1));
        }
        provider.inject(held, self.fault().once());
        act();
        let number = provider.wait_until_held(held, SOON).await.unwrap();
        bot.kill();
        if !self.is_carried_out() {
            // The provider notices by itself that nobody waits any more.
            provider.wait_until_settled(number, SOON).await.unwrap();
        }
        provider.release_all();
        if self.is_carried_out() {
            provider.wait_for_effects(1, SOON).await.unwrap();
        }
    }
}
