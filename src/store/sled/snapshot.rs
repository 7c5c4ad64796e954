//! Showing every coupon as it is at one moment, in steps between other changes.

use std::collections::BTreeMap;

use super::book::{Book, Kept};
use super::promise::Reply;
use super::read;
use super::task::{Step, Task};
use super::trouble::Trouble;
use crate::store::{CouponId, Filter, Sink, StoreError};

/// A snapshot under way. Its moment is that of its first step; [`Kept`] remembers what is changed later.
pub(super) struct Snapshot {
    sink: Sink,
    /// The last coupon of the moment.
    end: Option<CouponId>,
    shown: u64,
    reply: Option<Reply<u64>>,
}

impl Snapshot {
    pub(super) fn new(sink: Sink, reply: Reply<u64>) -> Self {
        Snapshot { sink, end: None, shown: 0, reply: Some(reply) }
    }

    /// Shows some more; tells whether there is more.
    fn show(&mut self, book: &mut Book<'_>, budget: usize) -> Result<std::io::Result<bool>, Trouble> {
        let end = *self.end.get_or_insert(book.last_id);
        let mut kept = book.kept.take().unwrap_or(Kept { seen: 0, lives: BTreeMap::new() });
        let page = read::find(book, &Filter::default(), kept.seen, budget)?;
        kept.seen = page.next.unwrap_or(end);
        for mut coupon in page.coupons.into_iter().filter(|coupon| coupon.id <= end) {
            if let Some(life) = kept.lives.remove(&coupon.id) {
                coupon.life = life;
            }
            if let Err(error) = (self.sink)(&coupon) {
                return Ok(Err(error));
            }
            self.shown += 1;
        }
        let more = kept.seen < end;
        book.kept = more.then_some(kept);
        Ok(Ok(more))
    }
}

impl Task for Snapshot {
    fn step(&mut self, book: &mut Book<'_>, budget: usize) -> Result<Step, Trouble> {
        let answer = match self.show(book, budget)? {
            Ok(true) => return Ok(Step::More),
            Ok(false) => Ok(self.shown),
            Err(error) => Err(StoreError::Snapshot(error.to_string().into())),
        };
        Ok(self.reply.take().map_or(Step::Done, |reply| Step::Answer(reply.promise(answer))))
    }
}
