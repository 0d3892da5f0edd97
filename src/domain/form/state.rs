//! A form that is being filled in, one question after the other.

use serde::{Deserialize, Serialize};

use super::{Step, StepKind, choose};
use crate::domain::ResourceRef;
use crate::domain::order::{Answers, Chosen, ItemWish, NotSold};

/// How many answers one page of a menu has.
const PAGE: usize = 25;
/// How many things one order can have.
const ITEMS: usize = 10;

/// One thing that a form is filled in for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormItem {
    /// The plan.
    pub plan: ResourceRef,
    /// What it is called; foreign text.
    pub name: String,
    /// What is asked.
    pub steps: Vec<Step>,
    /// What was answered.
    pub answers: Answers,
}

impl FormItem {
    /// Whether the question has a meaning after the answers so far.
    fn asks(&self, step: &Step) -> bool {
        step.needs.as_ref().is_none_or(|needs| self.answers.contains_key(needs))
    }
}

/// A form as it is kept from one click to the next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormState {
    /// What it is filled in for; the last one is the one at hand.
    pub items: Vec<FormItem>,
    /// The question at hand; behind the last one everything is shown once more.
    pub at: usize,
    /// The page of its answers, from 0.
    pub page: usize,
    /// Whether another thing is being chosen: its reference and its name, of those that there are.
    pub adding: Option<Vec<(ResourceRef, String)>>,
    /// Whether the provider sells several things in one order.
    pub takes_more: bool,
    /// What was said beside the first thing and is not asked, such as a promotion code.
    #[serde(default)]
    pub also: Answers,
}

impl FormState {
    /// A form for a plan, with what was answered already. It begins with the first question that was not.
    pub fn new(item: FormItem, also: Answers, takes_more: bool) -> Self {
        let is_open = |step: &Step| !item.answers.contains_key(&step.id) && item.asks(step);
        let at = item.steps.iter().position(is_open).unwrap_or(item.steps.len());
        FormState { items: vec![item], at, page: 0, adding: None, takes_more, also }
    }

    /// The thing at hand.
    pub fn item(&self) -> Option<&FormItem> {
        self.items.last()
    }

    /// The question at hand; `None`: everything was asked, or another thing is being chosen.
    pub fn step(&self) -> Option<&Step> {
        self.item()?.steps.get(self.at).filter(|_| self.adding.is_none())
    }

    /// How many pages the answers at hand have.
    pub fn pages(&self) -> usize {
        let answers = match (&self.adding, self.step().map(|step| &step.kind)) {
            (Some(plans), _) => plans.len(),
            (None, Some(StepKind::Choice(entries) | StepKind::Several(entries))) => entries.len(),
            _ => 0,
        };
        answers.div_ceil(PAGE).max(1)
    }

    /// The numbers of the answers on the page at hand, of so many.
    pub fn shown(&self, answers: usize) -> std::ops::Range<usize> {
        let page = self.page.min(answers.div_ceil(PAGE).saturating_sub(1));
        (page * PAGE)..((page + 1) * PAGE).min(answers)
    }

    /// Turns to a page of the answers.
    pub fn turn(&mut self, page: usize) {
        self.page = page.min(self.pages() - 1);
    }

    /// Takes an answer to the question at hand and goes on to the next one.
    ///
    /// # Errors
    /// When the question does not take it.
    pub fn answer(&mut self, text: &str) -> Result<(), NotSold> {
        let Some(step) = self.step() else { return Ok(()) };
        let (id, value) = (step.id.clone(), step.read(text)?.value);
        if let Some(item) = self.items.last_mut() {
            item.answers.insert(id, value);
        }
        self.go_on();
        Ok(())
    }

    /// Takes something into the answer to the question at hand, or out of it, where several can be chosen; that question
    /// stays at hand.
    pub fn toggle(&mut self, value: &str) {
        let Some(step) = self.step().filter(|step| matches!(step.kind, StepKind::Several(_))).cloned() else {
            return;
        };
        let Some(item) = self.items.last_mut() else { return };
        let before = item.answers.get(&step.id).cloned().unwrap_or_default();
        let mut words: Vec<&str> = before.split(',').filter(|word| !word.is_empty()).collect();
        match words.iter().position(|word| *word == value) {
            Some(at) => drop(words.remove(at)),
            None => words.push(value),
        }
        if words.is_empty() {
            item.answers.remove(&step.id);
        } else if let Ok(chosen) = step.read(&words.join(",")) {
            item.answers.insert(step.id, chosen.value);
        }
    }

    /// What is chosen so far for the question at hand, where several can be.
    pub fn picked(&self) -> Vec<&str> {
        let answer =
            self.item().zip(self.step()).filter(|(_, step)| matches!(step.kind, StepKind::Several(_)));
        let answer = answer.and_then(|(item, step)| item.answers.get(&step.id));
        answer.map(|answer| answer.split(',').collect()).unwrap_or_default()
    }

    /// Whether the question at hand is answered already.
    pub fn is_answered(&self) -> bool {
        self.item().zip(self.step()).is_some_and(|(item, step)| item.answers.contains_key(&step.id))
    }

    /// Goes on from the question at hand with its answer as it is, which may be none; false when it must be answered.
    pub fn skip(&mut self) -> bool {
        let can_go_on = self.is_answered() || self.step().is_some_and(|step| !step.must_be_answered());
        if can_go_on {
            self.go_on();
        }
        can_go_on
    }

    /// Takes the answer to the question at hand back, with those that need it, and goes on; false when it must be
    /// answered.
    pub fn clear(&mut self) -> bool {
        let Some(step) = self.step().filter(|step| !step.must_be_answered()) else { return false };
        let id = step.id.clone();
        if let Some(item) = self.items.last_mut() {
            item.answers.remove(&id);
            let orphans = item.steps.iter().filter(|step| step.needs.as_ref() == Some(&id));
            orphans.for_each(|step| drop(item.answers.remove(&step.id)));
        }
        self.go_on();
        true
    }

    /// Whether there is anything to go back to.
    pub fn can_go_back(&self) -> bool {
        self.adding.is_some() || self.before().is_some() || self.items.len() > 1
    }

    /// Goes back: to the question before, or to what there was before another thing was added, which is given up then.
    pub fn back(&mut self) {
        match self.before() {
            _ if self.adding.take().is_some() => self.page = 0,
            Some(before) => self.go(before),
            None if self.items.len() > 1 => {
                self.items.pop();
                self.go(self.item().map_or(0, |item| item.steps.len()));
            }
            None => {}
        }
    }

    /// Whether another thing can be added now.
    pub fn can_add(&self) -> bool {
        self.takes_more && self.adding.is_none() && self.step().is_none() && self.items.len() < ITEMS
    }

    /// Adds another thing, of which what is asked once an order is not asked again.
    pub fn add(&mut self, mut item: FormItem) {
        item.steps.retain(|step| !step.of_order);
        (self.adding, self.page, self.at) = (None, 0, 0);
        self.items.push(item);
    }

    /// The question before the one at hand.
    fn before(&self) -> Option<usize> {
        let item = self.item()?;
        (0..self.at).rev().find(|at| item.steps.get(*at).is_some_and(|step| item.asks(step)))
    }

    /// Goes on to the next question that is not answered.
    fn go_on(&mut self) {
        let Some(item) = self.item() else { return };
        let mut next = self.at + 1..item.steps.len();
        let is_open = |step: &Step| item.asks(step) && !item.answers.contains_key(&step.id);
        let at = next.find(|at| item.steps.get(*at).is_some_and(is_open));
        self.go(at.unwrap_or(item.steps.len()));
    }

    fn go(&mut self, at: usize) {
        (self.at, self.page) = (at, 0);
    }

    /// What was chosen so far of a thing, as it is shown.
    pub fn chosen(item: &FormItem) -> Vec<Chosen> {
        let answered = item.steps.iter().filter_map(|step| step.read(item.answers.get(&step.id)?).ok());
        answered.collect()
    }

    /// What is wished for: the answers for the first thing, and the others.
    ///
    /// # Errors
    /// When something must still be answered.
    pub fn wish(&self) -> Result<(Answers, Vec<ItemWish>), NotSold> {
        for item in &self.items {
            choose(&item.steps, &item.answers)?;
        }
        let mut items = self.items.iter().map(|item| (item.plan.id.clone(), item.answers.clone()));
        let (_, mut first) = items.next().unwrap_or_default();
        first.extend(self.also.clone());
        Ok((first, items.map(|(plan, answers)| ItemWish { plan, answers }).collect()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Entry;
    use super::*;
    use crate::domain::ResourceKind;

    fn step(id: &str, kind: StepKind, is_required: bool) -> Step {
        Step { is_required, of_order: id == "pay", ..Step::optional(id, id, kind) }
    }

    fn item(entries: usize) -> FormItem {
        let entry = |n: usize| Entry {
            value: n.to_string(),
            label: format!("entry {n}"),
            cycle: None,
            price: None,
            setup: None,
        };
        let steps = vec![
            step("choice", StepKind::Choice((0..entries).map(entry).collect()), true),
            step("text", StepKind::Text { longest: 5 }, false),
            step("pay", StepKind::YesNo { price: None }, true),
        ];
        let plan = ResourceRef::parse(ResourceKind::Plan, "asia/1").unwrap();
        FormItem { plan, name: "A plan".into(), steps, answers: Answers::new() }
    }

    #[test]
    fn a_form_goes_on_and_back_and_adds_another_thing_without_asking_twice_how_it_is_paid() {
        let mut form = FormState::new(item(60), Answers::new(), true);
        assert_eq!((form.pages(), form.shown(60)), (3, 0..25));
        form.turn(9);
        assert_eq!((form.page, form.shown(60)), (2, 50..60));
        assert!(!form.skip(), "it must be answered");
        assert!(form.answer("nothing of the sort").is_err());
        form.answer("59").unwrap();
        assert_eq!((form.at, form.page), (1, 0));
        form.back();
        assert_eq!(form.step().unwrap().id, "choice");
        form.answer("1").unwrap();
        assert!(form.skip());
        assert_eq!(form.wish(), Err(NotSold::Unanswered { step: "pay".into() }));
        form.answer("yes").unwrap();
        assert!(form.step().is_none() && form.can_add());
        form.add(item(2));
        form.answer("0").unwrap();
        form.answer("five5").unwrap();
        assert!(form.step().is_none(), "how it is paid is asked once");
        let (first, more) = form.wish().unwrap();
        let pair = |id: &str, value: &str| (id.to_owned(), value.to_owned());
        assert_eq!(first.into_iter().collect::<Vec<_>>(), [pair("choice", "1"), pair("pay", "yes")]);
        assert_eq!(more.len(), 1);
        for _ in 0..3 {
            form.back();
        }
        assert_eq!((form.items.len(), form.at), (1, 3), "what was added is given up");
    }

    #[test]
    fn of_several_each_click_takes_one_in_or_out_and_the_next_goes_on() {
        let mut first = item(3);
        let StepKind::Choice(entries) = first.steps.remove(0).kind else { unreachable!() };
        first.steps.insert(0, step("several", StepKind::Several(entries), true));
        let mut form = FormState::new(first, Answers::new(), false);
        assert!(!form.skip(), "one at least is needed");
        for (value, picked) in
            [("2", &["2"][..]), ("0", &["0", "2"]), ("2", &["0"]), ("0", &[]), ("1", &["1"])]
        {
            form.toggle(value);
            assert_eq!((form.picked(), form.at), (picked.to_vec(), 0), "{value}");
        }
        form.toggle("7");
        assert_eq!(form.picked(), ["1"], "what there is not is not taken in");
        assert!(form.skip() && form.at == 1);
        assert_eq!(form.item().unwrap().answers["several"], "1");
    }

    #[test]
    fn what_has_no_meaning_after_an_answer_is_not_asked() {
        let mut form = FormState::new(item(3), Answers::new(), false);
        form.items[0].steps[2].needs = Some("text".to_owned());
        form.answer("1").unwrap();
        assert!(form.skip());
        assert_eq!(form.step(), None, "the last question needs the text");
        form.back();
        assert_eq!(form.step().unwrap().id, "text");
        form.answer("five5").unwrap();
        form.answer("yes").unwrap();
        assert_eq!(form.wish().unwrap().0.len(), 3);
        form.back();
        form.back();
        assert!(form.is_answered() && form.skip());
        assert_eq!((form.step(), form.wish().unwrap().0.len()), (None, 3), "what is answered stays so");
        form.back();
        form.back();
        assert!(form.clear());
        assert_eq!(
            (form.step(), form.wish().unwrap().0.len()),
            (None, 1),
            "what needs it is taken back with it"
        );
    }

    #[test]
    fn what_was_said_before_is_not_asked_and_what_no_question_asks_goes_along() {
        let mut first = item(3);
        first.answers.insert("text".to_owned(), "five5".to_owned());
        let also: Answers = [("promocode".to_owned(), "T1".to_owned())].into();
        let mut form = FormState::new(first, also, false);
        form.answer("1").unwrap();
        assert_eq!(form.step().unwrap().id, "pay", "the text was given");
        form.answer("no").unwrap();
        let (answers, _) = form.wish().unwrap();
        assert_eq!((answers["text"].as_str(), answers["promocode"].as_str()), ("five5", "T1"));
        form.back();
        assert!(!form.clear(), "it must be answered");
    }

    proptest! {
        #[test]
        fn no_row_of_clicks_leads_astray(clicks in prop::collection::vec((0u8..6, 0usize..40), 0..60)) {
            let mut form = FormState::new(item(30), Answers::new(), true);
            for (click, n) in clicks {
                match click {
                    0 => drop(form.answer(&n.to_string())),
                    1 => drop(form.skip()),
                    2 => form.back(),
                    3 => form.turn(n),
                    4 if form.can_add() => form.add(item(n)),
                    _ => drop(form.answer("yes")),
                }
                prop_assert!(!form.items.is_empty() && form.at <= form.item().unwrap().steps.len());
                prop_assert!(form.page < form.pages());
                prop_assert!(form.items.len() <= ITEMS);
            }
        }
    }
}
