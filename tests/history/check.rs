//! Whether a history keeps the promises: of N racing activations exactly one wins, a retry gets the
//! same coupon, what was acknowledged is there at the end, and what was refused is not.

use std::collections::{BTreeMap, HashMap, HashSet};

use uuid::Uuid;

use super::event::{Call, Coupon, Event, Outcome};

/// How often what came to pass, by the word for it.
pub type Tally = BTreeMap<&'static str, usize>;

/// Counts a good history, or lists everything that is wrong with it.
pub fn check(events: &[Event], end: &[Coupon]) -> Result<Tally, Vec<String>> {
    let mut checker = Checker::new(events, end);
    checker.end_is_sound();
    events.iter().for_each(|event| checker.event(event));
    checker.end_was_asked_for();
    checker.nobody_was_sent_away_in_vain(events);
    if checker.wrong.is_empty() { Ok(checker.tally) } else { Err(checker.wrong) }
}

/// When a code was added.
#[derive(Default)]
struct Addition {
    /// No earlier than this.
    invoked: Option<u64>,
    /// By then it was there.
    acknowledged: Option<u64>,
}

/// What was asked under one id.
#[derive(Default)]
struct Attempt {
    /// The first call.
    invoked: Option<u64>,
    /// Whether a call may have been done.
    maybe_done: bool,
}

struct Checker<'a> {
    additions: HashMap<String, Addition>,
    activations: HashMap<Uuid, Attempt>,
    spendings: HashMap<Uuid, Attempt>,
    /// When a spending of a coupon was first asked for, for each SpendId.
    rivals: HashMap<&'a str, Vec<(Uuid, u64)>>,
    /// When a coupon was first reported as taken.
    reported: HashMap<&'a str, u64>,
    winners: HashMap<&'a str, Uuid>,
    prizes: HashMap<Uuid, &'a str>,
    spenders: HashMap<&'a str, Uuid>,
    end: &'a [Coupon],
    by_code: HashMap<&'a str, &'a Coupon>,
    tally: Tally,
    wrong: Vec<String>,
}

impl<'a> Checker<'a> {
    fn new(events: &'a [Event], end: &'a [Coupon]) -> Self {
        let mut checker = Self {
            additions: HashMap::new(),
            activations: HashMap::new(),
            spendings: HashMap::new(),
            rivals: HashMap::new(),
            reported: HashMap::new(),
            winners: HashMap::new(),
            prizes: HashMap::new(),
            spenders: HashMap::new(),
            end,
            by_code: end.iter().map(|coupon| (coupon.code.as_str(), coupon)).collect(),
            tally: Tally::new(),
            wrong: Vec::new(),
        };
        events.iter().for_each(|event| checker.learn(event));
        checker
    }

    fn learn(&mut self, event: &'a Event) {
        let maybe_done = !matches!(event.outcome, Outcome::Refused(_));
        match &event.call {
            Call::Add { .. } => {
                for code in event.call.codes() {
                    let addition = self.additions.entry(code).or_default();
                    earlier(&mut addition.invoked, event.invoked);
                    if matches!(event.outcome, Outcome::Added { .. }) {
                        earlier(&mut addition.acknowledged, event.returned);
                    }
                }
            }
            Call::Activate { id, .. } => {
                self.activations.entry(*id).or_default().learn(event.invoked, maybe_done);
                if let Outcome::Activated { code } = &event.outcome {
                    let first = self.reported.entry(code).or_insert(u64::MAX);
                    *first = event.returned.min(*first);
                }
            }
            Call::Spend { code, id } => {
                self.spendings.entry(*id).or_default().learn(event.invoked, maybe_done);
                self.rivals.entry(code).or_default().push((*id, event.invoked));
            }
        }
    }

    fn count(&mut self, what: &'static str) {
        *self.tally.entry(what).or_default() += 1;
    }

    fn event(&mut self, event: &'a Event) {
        match (&event.call, &event.outcome) {
            (_, Outcome::Unknown) => self.count("without an answer"),
            (Call::Add { count, .. }, Outcome::Added { inserted, omitted }) => {
                self.count("additions");
                self.added(event, *count, inserted + omitted);
            }
            (Call::Activate { prefix, id }, Outcome::Activated { code }) => {
                self.count("activations");
                self.activated(event, prefix, *id, code);
            }
            (Call::Spend { code, id }, Outcome::Spent) => {
                self.count("spendings");
                self.spent(code, *id);
            }
            (Call::Spend { code, id }, Outcome::Refused(why)) => {
                self.count("refused spendings");
                self.spending_was_refused(event, code, *id, why);
            }
            (Call::Activate { .. }, Outcome::Refused(_)) => self.count("refused activations"),
            (call, outcome) => self.wrong.push(format!("{outcome:?} is no answer to {call:?}")),
        }
    }

    fn added(&mut self, event: &Event, wanted: u32, reported: u32) {
        if wanted != reported {
            self.wrong.push(format!(
                "{wanted} coupons were asked for and {reported} reported: {:?}",
                event.call
            ));
        }
        let lost: Vec<_> =
            event.call.codes().filter(|code| !self.by_code.contains_key(code.as_str())).collect();
        if let Some(code) = lost.first() {
            self.wrong.push(format!("lost: {code} and {} others were added", lost.len() - 1));
        }
    }

    fn activated(&mut self, event: &Event, prefix: &str, id: Uuid, code: &'a str) {
        if !code.starts_with(prefix) {
            self.wrong.push(format!("{code} does not begin with {prefix}"));
        }
        if let Some(other) = self.prizes.insert(id, code).filter(|other| *other != code) {
            self.wrong.push(format!("a retry got another coupon: {id} got {other} and {code}"));
        }
        if let Some(other) = self.winners.insert(code, id).filter(|other| *other != id) {
            self.wrong.push(format!("two winners: {code} went to {other} and {id}"));
        }
        let invoked = self.additions.get(code).and_then(|addition| addition.invoked);
        if invoked.is_none_or(|invoked| invoked > event.returned) {
            self.wrong.push(format!("out of nothing: {code} was activated and not added before"));
        }
        let there = self.by_code.get(code).is_some_and(|coupon| coupon.activate_id == Some(id));
        if !there {
            self.wrong.push(format!("lost: the activation of {code} by {id}"));
        }
    }

    fn spent(&mut self, code: &'a str, id: Uuid) {
        if let Some(other) = self.spenders.insert(code, id).filter(|other| *other != id) {
            self.wrong.push(format!("spent twice: {code} by {other} and {id}"));
        }
        let there =
            self.by_code.get(code).is_some_and(|coupon| coupon.used && coupon.spend_id == Some(id));
        if !there {
            self.wrong.push(format!("lost: the spending of {code} by {id}"));
        }
    }

    fn spending_was_refused(&mut self, event: &Event, code: &str, id: Uuid, why: &str) {
        let rival = |(other, invoked): &(Uuid, u64)| *other != id && *invoked < event.returned;
        let rivals = self.rivals.get(code).is_some_and(|rivals| rivals.iter().any(rival));
        let activated = self.reported.get(code).is_some_and(|reported| *reported < event.invoked);
        if (why.contains("is used") && !rivals) || (why.contains("not activated") && activated) {
            self.wrong.push(format!("refused for no reason: spending {code}, because {why}"));
        }
    }

    /// Nothing is there twice or half.
    fn end_is_sound(&mut self) {
        let (mut ids, mut activate_ids, mut spend_ids) =
            (HashSet::new(), HashSet::new(), HashSet::new());
        if self.by_code.len() != self.end.len() {
            self.wrong.push("twice at the end: a code".to_owned());
        }
        for coupon in self.end {
            let half = (coupon.status > 0) != coupon.activate_id.is_some()
                || coupon.used != coupon.spend_id.is_some()
                || (coupon.used && coupon.activate_id.is_none());
            if half {
                self.wrong.push(format!("half done at the end: {coupon:?}"));
            }
            let again = !ids.insert(coupon.id)
                || coupon.activate_id.is_some_and(|id| !activate_ids.insert(id))
                || coupon.spend_id.is_some_and(|id| !spend_ids.insert(id));
            if again {
                self.wrong.push(format!("twice at the end: an id of {coupon:?}"));
            }
        }
    }

    /// What is there was asked for, and not refused.
    fn end_was_asked_for(&mut self) {
        for coupon in self.end {
            let maybe =
                |attempt: Option<&Attempt>| attempt.is_some_and(|attempt| attempt.maybe_done);
            let added = self.additions.contains_key(&coupon.code);
            let activated = coupon.activate_id.is_none_or(|id| maybe(self.activations.get(&id)));
            let spent = coupon.spend_id.is_none_or(|id| maybe(self.spendings.get(&id)));
            if !(added && activated && spent) {
                self.wrong.push(format!("at the end without having been asked for: {coupon:?}"));
            }
        }
    }

    /// A caller that was answered that there is none left came at a moment when there may have been
    /// none.
    fn nobody_was_sent_away_in_vain(&mut self, events: &[Event]) {
        let activated_from = |code: &str| {
            let id = self.by_code.get(code).and_then(|coupon| coupon.activate_id);
            id.and_then(|id| self.activations.get(&id)?.invoked).unwrap_or(u64::MAX)
        };
        let mut free: Vec<_> = self
            .additions
            .iter()
            .filter_map(|(code, addition)| {
                Some((code, addition.acknowledged?, activated_from(code)))
            })
            .collect();
        free.sort_unstable_by_key(|(.., until)| std::cmp::Reverse(*until));
        for event in events {
            let (Call::Activate { prefix, .. }, Outcome::Refused(why)) =
                (&event.call, &event.outcome)
            else {
                continue;
            };
            let mut then = free.iter().take_while(|(.., until)| *until > event.returned);
            if let Some((code, ..)) =
                then.find(|(code, since, _)| *since < event.invoked && code.starts_with(prefix))
            {
                self.wrong.push(format!(
                    "refused for no reason: {code} was free all the time, and yet {why}"
                ));
            }
        }
    }
}

impl Attempt {
    fn learn(&mut self, invoked: u64, maybe_done: bool) {
        earlier(&mut self.invoked, invoked);
        self.maybe_done |= maybe_done;
    }
}

fn earlier(known: &mut Option<u64>, moment: u64) {
    *known = Some(known.map_or(moment, |known| known.min(moment)));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u128) -> Uuid {
        Uuid::from_u128(number)
    }

    fn event(moments: (u64, u64), call: Call, outcome: Outcome) -> Event {
        Event { call, invoked: moments.0, returned: moments.1, outcome }
    }

    fn added(moments: (u64, u64), count: u32) -> Event {
        let call = Call::Add { prefix: "A".into(), count };
        event(moments, call, Outcome::Added { inserted: count, omitted: 0 })
    }

    fn activated(moments: (u64, u64), number: u128, code: &str) -> Event {
        let call = Call::Activate { prefix: "A".into(), id: id(number) };
        event(moments, call, Outcome::Activated { code: code.into() })
    }

    fn spent(moments: (u64, u64), number: u128, code: &str) -> Event {
        event(moments, Call::Spend { code: code.into(), id: id(number) }, Outcome::Spent)
    }

    fn none_left(moments: (u64, u64), number: u128) -> Event {
        let call = Call::Activate { prefix: "A".into(), id: id(number) };
        event(moments, call, Outcome::Refused("none left".into()))
    }

    /// `A0001` free, activated by an id, or spent by another one as well.
    fn coupon(number: i64, activated: Option<u128>, spent: Option<u128>) -> Coupon {
        Coupon {
            id: number,
            code: format!("A{number:04}"),
            status: activated.map_or(0, |_| 1) + spent.map_or(0, |_| 1),
            used: spent.is_some(),
            activate_id: activated.map(id),
            spend_id: spent.map(id),
        }
    }

    fn reported(events: &[Event], end: &[Coupon]) -> String {
        check(events, end).expect_err("it is wrong").join("; ")
    }

    #[test]
    fn a_good_history_is_counted() {
        let mut lost = activated((4, 5), 2, "A0002");
        lost.outcome = Outcome::Unknown;
        let events = [
            added((0, 1), 2),
            activated((2, 3), 1, "A0001"),
            lost,
            activated((6, 7), 2, "A0002"),
            none_left((8, 9), 3),
            spent((10, 11), 4, "A0001"),
        ];
        let tally =
            check(&events, &[coupon(1, Some(1), Some(4)), coupon(2, Some(2), None)]).unwrap();
        let expected = [
            ("activations", 2),
            ("additions", 1),
            ("refused activations", 1),
            ("spendings", 1),
            ("without an answer", 1),
        ];
        assert_eq!(tally, Tally::from(expected));
    }

    #[test]
    fn each_broken_promise_is_reported() {
        let (free, first) = (coupon(1, None, None), coupon(1, Some(1), None));
        let add = added((0, 1), 1);
        let activation = activated((2, 3), 1, "A0001");
        let both = [add.clone(), activation.clone()];
        let with = |more: Event| [both.as_slice(), &[more]].concat();
        for (events, end, word) in [
            (vec![add.clone()], vec![], "lost: A0001 and 0 others were added"),
            (both.to_vec(), vec![free.clone()], "lost: the activation of A0001"),
            (with(activated((4, 5), 2, "A0001")), vec![first.clone()], "two winners"),
            (
                with(activated((4, 5), 1, "A0002")),
                vec![first.clone()],
                "a retry got another coupon",
            ),
            (vec![activation.clone()], vec![first.clone()], "out of nothing"),
            (vec![added((4, 5), 1), activation.clone()], vec![first.clone()], "out of nothing"),
            (with(spent((4, 5), 7, "A0001")), vec![first.clone()], "lost: the spending"),
            (
                [with(spent((4, 5), 7, "A0001")), vec![spent((6, 7), 8, "A0001")]].concat(),
                vec![coupon(1, Some(1), Some(8))],
                "spent twice",
            ),
            (vec![add.clone()], vec![first.clone()], "without having been asked for"),
            (
                vec![add.clone(), none_left((2, 3), 1)],
                vec![first.clone()],
                "without having been asked for",
            ),
            (vec![add.clone(), none_left((2, 3), 1)], vec![free.clone()], "free all the time"),
            (
                [both.to_vec(), vec![none_left((8, 9), 5)], vec![added((10, 11), 2)]].concat(),
                vec![first.clone(), coupon(2, Some(1), None)],
                "twice at the end: an id",
            ),
            (both.to_vec(), vec![first.clone(), first.clone()], "twice at the end: a code"),
            (both.to_vec(), vec![Coupon { status: 0, ..first.clone() }], "half done"),
        ] {
            let reported = reported(&events, &end);
            assert!(reported.contains(word), "{word} is not in {reported}");
        }
        let refused = |why: &str| {
            let call = Call::Spend { code: "A0001".into(), id: id(7) };
            event((4, 5), call, Outcome::Refused(why.into()))
        };
        for why in ["the coupon is used", "the coupon is not activated"] {
            let reported = reported(&with(refused(why)), std::slice::from_ref(&first));
            assert!(reported.contains("refused for no reason"), "{reported}");
        }
    }

    #[test]
    fn what_may_have_been_so_is_no_fault() {
        // The refused caller came while another had asked for the last coupon.
        let events = [added((0, 1), 1), none_left((3, 6), 2), activated((2, 7), 1, "A0001")];
        check(&events, &[coupon(1, Some(1), None)]).unwrap();
        // Added while the other was being refused.
        let events = [added((0, 4), 1), none_left((3, 6), 2)];
        check(&events, &[coupon(1, None, None)]).unwrap();
    }
}
