//! Cutting containers out of the text, as ServiceStack does with all of them.

use super::layout::list_content;
use super::{Frame, Reader};
use crate::lex;

impl Reader<'_> {
    /// The end of the container that begins at `start` within the innermost frame.
    #[cold]
    pub fn cut(&mut self, start: usize) -> usize {
        self.settle();
        self.balanced(start, self.limit())
    }

    fn balanced(&mut self, start: usize, limit: usize) -> usize {
        let bytes = self.text.as_bytes().get(start..limit).unwrap_or_default();
        match lex::balanced(bytes, self.json) {
            Some(length) => start + length,
            None => {
                self.miss(limit, if bytes.first() == Some(&b'[') { "`]`" } else { "`}`" });
                start + bytes.len()
            }
        }
    }

    /// Cuts every container that is still open, the outermost first.
    #[cold]
    pub fn settle(&mut self) {
        if !self.open {
            return;
        }
        let (mut bound, mut first) = (self.text.len(), 0);
        while first < self.frames.len() {
            let run = self.frames[first..].iter().take_while(|frame| frame.open).count();
            if run == 0 {
                bound = self.frames[first].limit;
                first += 1;
                continue;
            }
            let ends = self.ends_of_open(first..first + run, bound);
            if let Some(unclosed) = ends.iter().position(Option::is_none) {
                self.miss(bound, if self.frames[first + unclosed].list { "`]`" } else { "`}`" });
            }
            for (frame, end) in self.frames[first..].iter_mut().zip(ends) {
                let end = end.map_or(bound, |end| end.min(bound));
                let limit = if frame.list {
                    list_content(self.text, frame.start, end, self.dialect).1
                } else {
                    end
                };
                let trust = self.text.get(..limit).map_or(limit, |text| text.trim_end().len());
                *frame = Frame { limit, end, open: false, trust, ..*frame };
                bound = limit;
            }
            first += run;
        }
        self.keep(self.frames.len());
    }

    /// Where each of a run of open containers ends, found in one pass. Everything up to the start
    /// of the innermost is regular; from there on a closing bracket closes the innermost container
    /// of its own kind, and those inside it that have not met theirs will not meet it any more.
    fn ends_of_open(&self, run: std::ops::Range<usize>, bound: usize) -> Vec<Option<usize>> {
        let first = run.start;
        let mut ends = vec![None; run.len()];
        let from = self.frames[run.end - 1].start + 1;
        let mut open: Vec<usize> = run.collect();
        // Containers opened on the way that no frame stands for: objects and lists.
        let (mut extra, mut quotes) = ([0usize; 2], false);
        let bytes = self.text.as_bytes().get(..bound).unwrap_or_default();
        for at in lex::structure(bytes, from, self.json) {
            let list = matches!(bytes[at], b'[' | b']');
            match bytes[at] {
                b'"' => quotes = !quotes,
                _ if quotes => {}
                b'{' | b'[' => extra[usize::from(list)] += 1,
                _ if extra[usize::from(list)] > 0 => extra[usize::from(list)] -= 1,
                _ => {
                    let Some(closed) = open.iter().rposition(|&i| self.frames[i].list == list)
                    else {
                        continue;
                    };
                    ends[open[closed] - first] = Some(at + 1);
                    extra[usize::from(!list)] += open.len() - closed - 1;
                    open.truncate(closed);
                }
            }
            if open.is_empty() {
                break;
            }
        }
        ends
    }
}
