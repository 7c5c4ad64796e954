//! The store's numbers in Prometheus' terms.

use std::fmt;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric, NoLabelSet};
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::registry::Unit;

use crate::store::{Counts, Histogram, Pool, Queue, Vitals};

/// The store as it was when a scrape came.
#[derive(Debug)]
pub(super) struct Engine {
    pub(super) ready: bool,
    pub(super) vitals: Vitals,
    pub(super) counts: Option<Counts>,
}

impl Collector for Engine {
    fn encode(&self, encoder: DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
        let mut metrics = EngineMetrics(encoder);
        metrics.gauge(
            "store_ready",
            "Whether the store would take a change now",
            self.ready.into(),
        )?;
        let Vitals { queue, batches, syncs, pool } = &self.vitals;
        queue.as_ref().map_or(Ok(()), |queue| metrics.queue(queue))?;
        if let Some(batches) = batches {
            metrics.histogram(
                "store_batch_changes",
                "Answers that waited for the same sync",
                None,
                batches,
            )?;
        }
        if let Some(syncs) = syncs {
            metrics.histogram(
                "store_sync",
                "Time a sync of the disk took",
                Some(&Unit::Seconds),
                syncs,
            )?;
        }
        pool.as_ref().map_or(Ok(()), |pool| metrics.pool(pool))?;
        self.counts.as_ref().map_or(Ok(()), |counts| metrics.coupons(counts))
    }
}

struct EngineMetrics<'a>(DescriptorEncoder<'a>);

impl EngineMetrics<'_> {
    fn gauge(&mut self, name: &str, help: &str, value: i64) -> fmt::Result {
        ConstGauge::new(value).encode(self.0.encode_descriptor(
            name,
            help,
            None,
            MetricType::Gauge,
        )?)
    }

    fn histogram(
        &mut self,
        name: &str,
        help: &str,
        unit: Option<&Unit>,
        histogram: &Histogram,
    ) -> fmt::Result {
        let mut metric = self.0.encode_descriptor(name, help, unit, MetricType::Histogram)?;
        let count = histogram.buckets.iter().map(|(_, count)| count).sum();
        metric.encode_histogram::<NoLabelSet>(histogram.sum, count, &histogram.buckets, None)
    }

    fn queue(&mut self, queue: &Queue) -> fmt::Result {
        self.gauge(
            "store_queue",
            "Changes that wait for the store's writer",
            number(queue.waiting),
        )?;
        self.gauge("store_queue_limit", "The most changes that may wait", number(queue.limit))
    }

    fn pool(&mut self, pool: &Pool) -> fmt::Result {
        let busy = pool.open.saturating_sub(pool.idle);
        let states = [("busy", number(busy)), ("idle", number(pool.idle))];
        self.by_state("store_connections", "Connections to the database", &states)?;
        self.gauge(
            "store_connections_limit",
            "The most connections to the database",
            number(pool.limit),
        )?;
        self.gauge(
            "store_connections_awaited",
            "Calls that wait for a connection",
            number(pool.waiting),
        )
    }

    fn coupons(&mut self, counts: &Counts) -> fmt::Result {
        let states = [
            ("activated", counts.activated),
            ("expired", counts.expired),
            ("free", counts.free),
            ("used", counts.used),
            ("voided", counts.voided),
        ];
        let states = states.map(|(state, count)| (state, i64::try_from(count).unwrap_or(i64::MAX)));
        self.by_state(
            "coupons",
            "Coupons, each counted in one state; at most ten seconds old",
            &states,
        )
    }

    fn by_state(&mut self, name: &str, help: &str, states: &[(&str, i64)]) -> fmt::Result {
        let mut metric = self.0.encode_descriptor(name, help, None, MetricType::Gauge)?;
        for (state, value) in states {
            ConstGauge::new(*value).encode(metric.encode_family(&[("state", *state)])?)?;
        }
        Ok(())
    }
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
