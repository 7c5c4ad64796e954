//! What a power cut leaves. A disk double remembers the file as it was at the last completed sync. A cut at any later
//! moment keeps any of the blocks that were written since, and loses the others: what survives is made so, opened, and
//! must hold everything that was acknowledged.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use ::sled::{Batch, Tree};
use chrono::DateTime;
use uuid::Uuid;

use super::disk::{Disk, TreeOnDisk};
use super::open::{self, Opened};
use super::trouble::Trouble;
use super::{Settings, SledCoupons, open as open_store, start};
use crate::lab::Seed;
use crate::store::{
    Activate, Activation, Addition, Coupon, CouponKey, CouponStatus, Coupons, Filter, Life, Spend, Terms,
};

/// Cuts; a longer run is asked for with this variable.
const CUTS: &str = "STORE_POWER_CUTS";
/// Cuts of one load.
const CUTS_OF_A_LOAD: usize = 10;
/// Coupons of one large addition.
const LARGE: u32 = 700;
const TASKS: u32 = 6;
const CALLS: u32 = 25;

/// What somebody was told.
#[derive(Debug, Clone, Default)]
struct Told {
    added: BTreeMap<String, i32>,
    large: Vec<String>,
    activated: BTreeMap<Uuid, String>,
    spent: BTreeMap<Uuid, String>,
}

/// What a cut leaves, and what had been told before it.
struct Image {
    file: Vec<u8>,
    pledge: Vec<u8>,
    told: Told,
}

/// A disk that loses power in the sense that it notes what would be left.
struct CutDisk {
    disk: TreeOnDisk,
    path: PathBuf,
    /// The file at the last completed sync.
    durable: Vec<u8>,
    seed: Seed,
    told: Arc<Mutex<Told>>,
    images: Arc<Mutex<Vec<Image>>>,
}

impl CutDisk {
    fn chance(&self, of: u8) -> bool {
        let [byte] = self.seed.bytes::<1>();
        byte % of == 0
    }

    /// Now and then, power fails here.
    fn may_fail(&self) {
        if !self.chance(12) || self.images.lock().unwrap().len() >= CUTS_OF_A_LOAD {
            return;
        }
        // First what was told: what is told while the file is read may be in it or not.
        let told = self.told.lock().unwrap().clone();
        let file = self.survivor(fs::read(self.path.join("db")).unwrap());
        let pledge = fs::read(self.path.join("acknowledged")).unwrap();
        self.images.lock().unwrap().push(Image { file, pledge, told });
    }

    fn survivor(&self, written: Vec<u8>) -> Vec<u8> {
        if self.chance(3) {
            return self.durable.clone();
        }
        let block = if self.chance(2) { 512 } else { 4096 };
        let length = if self.chance(2) { self.durable.len() } else { written.len() };
        let mut file = self.durable.clone();
        file.resize(length, 0);
        for (kept, new) in file.chunks_mut(block).zip(written.chunks(block)) {
            if kept.len() == new.len() && kept != new && self.chance(2) {
                kept.copy_from_slice(new);
            }
        }
        file
    }
}

impl Disk for CutDisk {
    fn apply(&mut self, batch: Batch) -> Result<(), Trouble> {
        self.may_fail();
        self.disk.apply(batch)?;
        self.may_fail();
        Ok(())
    }

    fn sync(&mut self, batch: u64) -> Result<(), Trouble> {
        self.disk.tree.flush()?;
        self.may_fail();
        self.disk.file.sync_data()?;
        self.durable = fs::read(self.path.join("db"))?;
        self.may_fail();
        self.disk.pledge.write(batch)?;
        self.may_fail();
        Ok(())
    }
}

fn instant(seconds: i64) -> chrono::NaiveDateTime {
    DateTime::from_timestamp(seconds, 0).unwrap().naive_utc()
}

fn addition(prefix: &str, numbers: std::ops::Range<u32>) -> Addition {
    let tails = Box::new(numbers.map(|number| format!("{number:05}")));
    Addition {
        prefix: prefix.into(),
        tails,
        terms: Terms::new(1, instant(2_000_000_000)),
        life: Life::default(),
    }
}

async fn work(store: SledCoupons, task: u32, told: Arc<Mutex<Told>>) {
    for call in 0..CALLS {
        let prefix = format!("S{task}-");
        let added = store.add(addition(&prefix, call..call + 1)).await.unwrap();
        told.lock().unwrap().added.insert(format!("{prefix}{call:05}"), added.last_id.unwrap());
        let id = Uuid::from_u128(u128::from(task) << 32 | u128::from(call));
        let at = instant(1_000_000_000);
        let request = Activate { coupon_type: 1, prefix: "S".into(), activate_id: id, at, receipt: None };
        let Activation::Activated(coupon) = store.activate(request).await.unwrap() else {
            panic!("none left")
        };
        told.lock().unwrap().activated.insert(id, coupon.code.clone());
        if call % 2 == 0 {
            let coupon_key = CouponKey::Code(coupon.code.clone());
            store.spend(Spend { coupon: coupon_key, spend_id: id, at, receipt: None }).await.unwrap();
            told.lock().unwrap().spent.insert(id, coupon.code);
        }
    }
}

/// Runs a load on a fresh store and gives what its cuts leave.
async fn load(number: u64) -> Vec<Image> {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().to_owned();
    let settings = Settings { batch: 16, step: 128, ..Settings::default() };
    let Opened { db, file, keys, batch, pledge } = open::open(&path, &settings).unwrap();
    let tree = Tree::clone(&db);
    let durable = fs::read(path.join("db")).unwrap();
    let (told, images) = (Arc::new(Mutex::new(Told::default())), Arc::default());
    let disk = CutDisk {
        disk: TreeOnDisk { tree: tree.clone(), file, pledge },
        path: path.clone(),
        durable,
        seed: Seed::from_u64(number),
        told: Arc::clone(&told),
        images: Arc::clone(&images),
    };
    let (store, guard) = start(&path, tree, Box::new(disk), (keys, batch), &settings).unwrap();
    let mut tasks: Vec<_> =
        (0..TASKS).map(|task| tokio::spawn(work(store.clone(), task, Arc::clone(&told)))).collect();
    let (adding, told_of_it) = (store.clone(), Arc::clone(&told));
    tasks.push(tokio::spawn(async move {
        for call in 0..3 {
            let prefix = format!("L{call}-");
            adding.add(addition(&prefix, 0..LARGE)).await.unwrap();
            told_of_it.lock().unwrap().large.push(prefix);
        }
    }));
    for task in tasks {
        task.await.unwrap();
    }
    drop((store, guard, db));
    std::mem::take(&mut *images.lock().unwrap())
}

async fn verify(image: &Image, conf: &Path) {
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("db"), &image.file).unwrap();
    fs::write(directory.path().join("acknowledged"), &image.pledge).unwrap();
    fs::copy(conf, directory.path().join("conf")).unwrap();
    let (store, _guard) = open_store(directory.path(), &Settings::default()).unwrap();
    let all = everything(&store).await;
    assert!(all.iter().map(|coupon| coupon.id).eq(1..=i32::try_from(all.len()).unwrap()), "Ids have no gaps");
    let by_code: BTreeMap<_, _> = all.iter().map(|coupon| (coupon.code.as_str(), coupon)).collect();
    let Told { added, large, activated, spent } = &image.told;
    for (code, id) in added {
        assert_eq!(by_code.get(code.as_str()).map(|coupon| coupon.id), Some(*id), "{code} was added");
    }
    for (id, code) in activated {
        assert_eq!(by_code[code.as_str()].life.activate_id, Some(*id), "{code} was activated");
    }
    for (id, code) in spent {
        let life = &by_code[code.as_str()].life;
        assert_eq!((life.status, life.spend_id), (CouponStatus::Spent, Some(*id)), "{code} was spent");
    }
    for call in 0..3 {
        let prefix = format!("L{call}-");
        let there = all.iter().filter(|coupon| coupon.code.starts_with(&prefix)).count();
        let whole = there == LARGE as usize;
        assert!(whole || (there == 0 && !large.contains(&prefix)), "{there} of {prefix}");
    }
    let counts = store.count(instant(1_000_000_000)).await.unwrap();
    let free = all.iter().filter(|coupon| coupon.life.is_free()).count();
    assert_eq!((counts.total(), counts.free), (all.len() as u64, free as u64));
}

async fn everything(store: &SledCoupons) -> Vec<Coupon> {
    let (mut all, mut after) = (Vec::new(), Some(0));
    while let Some(next) = after {
        let page = store.find(Filter::default(), next, 5_000).await.unwrap();
        all.extend(page.coupons);
        after = page.next;
    }
    all
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_blocks_a_power_cut_loses_what_was_acknowledged_stays() {
    let cuts: usize = std::env::var(CUTS).map_or(100, |cuts| cuts.parse().unwrap());
    let any = tempfile::tempdir().unwrap();
    drop(open_store(any.path(), &Settings::default()).unwrap());
    let (mut verified, mut told, mut lossy) = (0, 0, 0);
    for number in 0.. {
        for image in load(number).await {
            verify(&image, &any.path().join("conf")).await;
            verified += 1;
            let Told { added, activated, spent, .. } = &image.told;
            told += added.len() + activated.len() + spent.len();
            lossy += usize::from(!added.is_empty());
        }
        if verified >= cuts {
            break;
        }
    }
    println!("{verified} power cuts; {told} acknowledged changes looked for and found");
    assert!(told > cuts * 20 && lossy > cuts / 2, "there was some load: {told}, {lossy}");
}
