//! What a power cut leaves. Doubles of the files remember each as it was at its last completed sync. A cut at any later
//! moment keeps any of the blocks that were written since, and loses the others: what survives is made so, opened, and
//! must hold everything that was acknowledged.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::{fs, io};

use chrono::DateTime;
use uuid::Uuid;

use super::disk::Media;
use super::journal::{self, Medium};
use super::open::{self, Opened};
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

/// The files of a directory that are not alone sled's, and the one with its tree.
const FILES: [&str; 4] = ["db", journal::FILES[0], journal::FILES[1], "acknowledged"];

/// What a cut leaves, and what had been told before it.
struct Image {
    files: BTreeMap<&'static str, Vec<u8>>,
    told: Told,
}

/// Power that fails now and then, in the sense that it notes what would be left.
struct Power {
    path: PathBuf,
    /// The files at their last completed sync. The one that is never synced is not among them.
    durable: BTreeMap<&'static str, Vec<u8>>,
    seed: Seed,
    told: Arc<Mutex<Told>>,
    images: Vec<Image>,
}

impl Power {
    fn chance(&self, of: u8) -> bool {
        let [byte] = self.seed.bytes::<1>();
        byte % of == 0
    }

    /// Now and then, it fails here.
    fn may_fail(&mut self) {
        if !self.chance(24) || self.images.len() >= CUTS_OF_A_LOAD {
            return;
        }
        // First what was told: what is told while the files are read may be in them or not.
        let told = self.told.lock().unwrap().clone();
        let files = FILES.into_iter().map(|name| (name, self.survivor(name))).collect();
        self.images.push(Image { files, told });
    }

    fn survivor(&self, name: &str) -> Vec<u8> {
        let written = fs::read(self.path.join(name)).unwrap();
        let Some(durable) = self.durable.get(name) else { return written };
        if self.chance(3) {
            return durable.clone();
        }
        let block = if self.chance(2) { 512 } else { 4096 };
        let length = if self.chance(2) { durable.len() } else { written.len() };
        let mut file = durable.clone();
        file.resize(length, 0);
        for (kept, new) in file.chunks_mut(block).zip(written.chunks(block)) {
            if kept.len() == new.len() && kept != new && self.chance(2) {
                kept.copy_from_slice(new);
            }
        }
        file
    }
}

/// A file that needs power. Nothing else is written to the journal while a cut is noted.
struct Powered {
    name: &'static str,
    file: Box<dyn Medium>,
    power: Arc<Mutex<Power>>,
}

impl Powered {
    fn step<T>(&mut self, step: impl FnOnce(&mut dyn Medium, &mut Power) -> io::Result<T>) -> io::Result<T> {
        let mut power = self.power.lock().unwrap();
        power.may_fail();
        let done = step(&mut *self.file, &mut power)?;
        power.may_fail();
        Ok(done)
    }
}

impl Medium for Powered {
    fn read_all(&mut self) -> io::Result<Vec<u8>> {
        self.file.read_all()
    }

    fn write_at(&mut self, bytes: &[u8], offset: u64) -> io::Result<()> {
        self.step(|file, _| file.write_at(bytes, offset))
    }

    fn clear(&mut self) -> io::Result<()> {
        self.step(|file, _| file.clear())
    }

    fn sync(&mut self) -> io::Result<()> {
        let name = self.name;
        self.step(|file, power| {
            file.sync()?;
            power.durable.insert(name, fs::read(power.path.join(name))?);
            Ok(())
        })
    }
}

/// The files of a directory, with power that fails.
fn powered(media: Media, power: &Arc<Mutex<Power>>) -> Media {
    let over = |name, file| -> Box<dyn Medium> {
        let path = power.lock().unwrap().path.join(name);
        power.lock().unwrap().durable.insert(name, fs::read(path).unwrap());
        Box::new(Powered { name, file, power: Arc::clone(power) })
    };
    let Media { journal: [first, second], tree } = media;
    let [one, other] = journal::FILES;
    Media { journal: [over(one, first), over(other, second)], tree: over("db", tree) }
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

fn wanted(activate_id: Uuid) -> Activate {
    Activate { coupon_type: 1, prefix: "S".into(), activate_id, at: instant(1_000_000_000), receipt: None }
}

async fn work(store: SledCoupons, task: u32, told: Arc<Mutex<Told>>) {
    for call in 0..CALLS {
        let prefix = format!("S{task}-");
        let added = store.add(addition(&prefix, call..call + 1)).await.unwrap();
        told.lock().unwrap().added.insert(format!("{prefix}{call:05}"), added.last_id.unwrap());
        let id = Uuid::from_u128(u128::from(task) << 32 | u128::from(call));
        let Activation::Activated(coupon) = store.activate(wanted(id)).await.unwrap() else {
            panic!("none left")
        };
        told.lock().unwrap().activated.insert(id, coupon.code.clone());
        if call % 2 == 0 {
            let (coupon_key, at) = (CouponKey::Code(coupon.code.clone()), instant(1_000_000_000));
            store.spend(Spend { coupon: coupon_key, spend_id: id, at, receipt: None }).await.unwrap();
            told.lock().unwrap().spent.insert(id, coupon.code);
        }
    }
}

/// Runs a load on a fresh store and gives what its cuts leave.
async fn load(number: u64) -> Vec<Image> {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().to_owned();
    let settings = Settings { batch: 16, step: 128, journal_bytes: 20_000, ..Settings::default() };
    let told = Arc::new(Mutex::new(Told::default()));
    let power = Power {
        path: path.clone(),
        durable: BTreeMap::new(),
        seed: Seed::from_u64(number),
        told: Arc::clone(&told),
        images: Vec::new(),
    };
    let power = Arc::new(Mutex::new(power));
    let media = |path: &Path| Media::of(path).map(|media| powered(media, &power));
    let Opened { table, disk, found } = open::open(&path, &settings, media).unwrap();
    let (store, guard) = start(&path, table, Box::new(disk), found, &settings).unwrap();
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
    drop((store, guard));
    std::mem::take(&mut power.lock().unwrap().images)
}

async fn verify(image: &Image, conf: &Path) {
    let directory = tempfile::tempdir().unwrap();
    for (name, bytes) in &image.files {
        fs::write(directory.path().join(name), bytes).unwrap();
    }
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
    every_activation_is_known(&store, &all).await;
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

/// Also one that nobody was told of.
async fn every_activation_is_known(store: &SledCoupons, all: &[Coupon]) {
    for coupon in all {
        let Some(activate_id) = coupon.life.activate_id else { continue };
        let again = store.activate(wanted(activate_id)).await.unwrap();
        assert!(matches!(&again, Activation::Replayed(same) if same == coupon), "{again:?} for {coupon:?}");
    }
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
