//! The sections of the page: what they read and what can be done in them.

use crate::contract::Contract;

/// A section.
pub struct Section {
    /// Its name in the path.
    pub name: &'static str,
    pub title: &'static str,
    /// What it shows, in order.
    pub reads: &'static [Read],
    /// What can be done besides its rows.
    pub forms: &'static [Form],
}

/// What an operation answers.
pub struct Read {
    pub title: &'static str,
    pub operation: &'static str,
    /// Members that the query string of the page gives; the first one must be there if `asks`.
    pub members: &'static [&'static str],
    /// What the operation calls the first one, where not as the page does.
    pub called: Option<&'static str>,
    pub asks: bool,
    /// How it goes on, where there is more than a page shows.
    pub pages: Option<Pages>,
    /// The members of its rows that are columns.
    pub columns: &'static [&'static str],
    /// The column that leads to what is behind a row: the member of the page that it gives.
    pub leads: Option<&'static str>,
    /// What can be done with a row.
    pub acts: &'static [Act],
}

/// How rows go on.
#[derive(Clone, Copy)]
pub enum Pages {
    /// By this member of the page, and of the operation; the other one, of the answer, says where.
    Next(&'static str, &'static str),
    /// By `Skip`.
    Skip,
}

/// Something that is done with a row.
pub struct Act {
    pub label: &'static str,
    pub operation: &'static str,
    /// The member of the row that names it, which the operation calls the same.
    pub key: &'static str,
}

/// Something that is done by a form.
pub struct Form {
    pub label: &'static str,
    pub operation: &'static str,
    pub fields: &'static [&'static str],
    /// Whether its answer is shown; others lead back to the section.
    pub shows: bool,
}

impl Section {
    /// Whether the admin API has what it shows.
    pub fn is_in(&self, contract: &Contract) -> bool {
        let reads = self.reads.iter().map(|read| read.operation);
        let all = reads.chain(self.forms.iter().map(|form| form.operation));
        all.into_iter().all(|operation| contract.operation(operation).is_some())
    }

    /// Whether the operation can be called from it.
    pub fn has(&self, operation: &str) -> bool {
        let acts = self.reads.iter().flat_map(|read| read.acts).map(|act| act.operation);
        acts.chain(self.forms.iter().map(|form| form.operation)).any(|own| own == operation)
    }

    /// Whether the answer of an operation is shown.
    pub fn shows(&self, operation: &str) -> bool {
        self.forms.iter().any(|form| form.shows && form.operation == operation)
    }
}

const fn act(label: &'static str, operation: &'static str, key: &'static str) -> Act {
    Act { label, operation, key }
}

const fn form(
    label: &'static str,
    operation: &'static str,
    fields: &'static [&'static str],
) -> Form {
    Form { label, operation, fields, shows: false }
}

/// A list, or one thing with its members.
const fn read(
    title: &'static str,
    operation: &'static str,
    columns: &'static [&'static str],
    acts: &'static [Act],
) -> Read {
    let (members, called, asks) = (&[], None, false);
    Read { title, operation, members, called, asks, pages: None, columns, leads: None, acts }
}

const COUPON: &[Act] = &[
    act("Spend", "SpendCoupon", "Code"),
    act("Void", "VoidCoupon", "Code"),
    act("Expire", "ExpireCoupon", "Code"),
];

const EXCHANGE: &[&str] = &[
    "Number",
    "At",
    "Verb",
    "Target",
    "Operation",
    "Status",
    "ErrorCode",
    "User",
    "Milliseconds",
    "Stub",
    "Fault",
];

/// The sections, the first one first.
pub const SECTIONS: &[Section] = &[
    Section {
        name: "journal",
        title: "Journal",
        reads: &[
            Read { members: &["Number"], asks: true, ..read("Exchange", "GetExchange", &[], &[]) },
            Read {
                members: &["Before", "Operation", "Status", "Text"],
                pages: Some(Pages::Next("Before", "Next")),
                leads: Some("Number"),
                ..read("Exchanges", "FindExchanges", EXCHANGE, &[])
            },
        ],
        forms: &[form("Clear", "ClearJournal", &[])],
    },
    Section {
        name: "doctor",
        title: "Doctor",
        reads: &[read(
            "Findings",
            "ExamineClient",
            &["Title", "Exchange", "Reason", "Remedy", "Source", "Times"],
            &[],
        )],
        forms: &[],
    },
    Section {
        name: "coupons",
        title: "Coupons",
        reads: &[
            Read { members: &["Code"], asks: true, ..read("Coupon", "GetCoupon", &[], COUPON) },
            Read {
                members: &["Code"],
                called: Some("Text"),
                asks: true,
                ..read("History", "FindExchanges", EXCHANGE, &[])
            },
            read("Counts", "CountCoupons", &[], &[]),
            Read {
                members: &["After", "CouponType", "Status"],
                pages: Some(Pages::Next("After", "Next")),
                leads: Some("Code"),
                ..read(
                    "Coupons",
                    "FindCoupons",
                    &[
                        "Code",
                        "CouponType",
                        "CouponStatus",
                        "ExpirationDate",
                        "Used",
                        "Voided",
                        "Expired",
                    ],
                    COUPON,
                )
            },
        ],
        forms: &[],
    },
    Section {
        name: "tenants",
        title: "Tenants",
        reads: &[read(
            "Tenants",
            "ListTenants",
            &["Name", "Coupons", "Rows", "Scenario", "Stubs", "Now", "Durable"],
            &[act("Reset", "ResetTenant", "Name"), act("Drop", "DropTenant", "Name")],
        )],
        forms: &[
            form("Create", "CreateTenant", &["Name"]),
            form("Fork", "ForkTenant", &["Name", "To"]),
        ],
    },
    Section {
        name: "stubs",
        title: "Stubs",
        reads: &[
            read(
                "Stubs",
                "ListStubs",
                &["Operation", "Host", "Source", "File", "Answers"],
                &[act("Remove", "RemoveStub", "Operation")],
            ),
            read(
                "Near misses",
                "ListNearMisses",
                &["Operation", "Host", "File", "Answer", "Why"],
                &[],
            ),
        ],
        forms: &[form("Set", "SetStub", &["Operation", "Text"])],
    },
    Section {
        name: "clock",
        title: "Clock",
        reads: &[read("Now", "GetClock", &[], &[])],
        forms: &[
            form("Set", "SetClock", &["At", "Frozen", "Rate"]),
            form("Advance", "AdvanceClock", &["By"]),
        ],
    },
    Section {
        name: "faults",
        title: "Faults",
        reads: &[read(
            "Faults",
            "ListFaults",
            &["Name", "Host", "Source", "Text", "Met", "Acted"],
            &[act("Remove", "RemoveFault", "Name")],
        )],
        forms: &[
            form("Set", "SetFault", &["Name", "Text"]),
            form("Remove all", "ClearFaults", &[]),
        ],
    },
    Section {
        name: "race",
        title: "Race",
        reads: &[],
        forms: &[
            Form { shows: true, ..form("Run", "RunRace", &["Request", "Copies", "Fork"]) },
            Form { shows: true, ..form("Replay", "ReplayJournal", &["Onto", "After", "Before"]) },
        ],
    },
    Section {
        name: "scenario",
        title: "Scenario",
        reads: &[read("Scenario", "GetScenario", &[], &[])],
        forms: &[form("Set", "SetScenario", &["Scenario"])],
    },
    Section {
        name: "records",
        title: "Records",
        reads: &[
            Read {
                leads: Some("Type"),
                ..read("Types", "ListRecordTypes", &["Type", "Host", "Rows"], &[])
            },
            Read {
                members: &["Type", "Host", "Skip"],
                asks: true,
                pages: Some(Pages::Skip),
                ..read("Rows", "ListRecords", &[], &[])
            },
        ],
        forms: &[],
    },
    Section {
        name: "snapshots",
        title: "Snapshots",
        reads: &[read(
            "Snapshots",
            "ListSnapshots",
            &["Name", "Tenant", "Coupons"],
            &[act("Restore", "RestoreSnapshot", "Name"), act("Drop", "DropSnapshot", "Name")],
        )],
        forms: &[form("Take", "TakeSnapshot", &["Name"])],
    },
];

/// Whether an operation acts in a tenant that its member names.
pub fn has_tenant(contract: &Contract, operation: &str) -> bool {
    let request = contract.operation(operation).map(|operation| contract.dto(operation.request));
    request.is_some_and(|dto| dto.member("Tenant").is_some())
}
