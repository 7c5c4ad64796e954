//! The admin API of a server.

use std::sync::Arc;

use super::builder::admin_site_of;
use crate::admin::{self, Admin, Guarded, Setup};
use crate::faults::FaultFiles;
use crate::host::{Behaviour, Host, HostParts};
use crate::http::Site;
use crate::lab::fault::FaultLimits;
use crate::race::Server;
use crate::service::Services;
use crate::stub::Stubs;
use crate::tenant::Tenants;

/// No place among the hosts of a tenant: nobody signs in to the admin API.
const NO_PLACE: usize = usize::MAX;

/// The admin API over these tenants and stubs, behind its door.
pub(super) fn admin_site(
    setup: Setup,
    tenants: Arc<Tenants>,
    stubs: Vec<Arc<Stubs>>,
    (fault_files, fault_limits): (Vec<Arc<FaultFiles>>, FaultLimits),
    server: Server,
) -> Arc<dyn Site> {
    let Setup { access, limits, file_bytes, snapshots } = setup;
    let mut services = Services::default();
    let shown = tenants.clone();
    let admin =
        Admin { tenants, stubs, fault_files, fault_limits, server, limits, file_bytes, snapshots };
    admin::register(&mut services, &Arc::new(admin));
    let contract = admin::contract().expect("what is built in is read by a test");
    let host = Host::new(HostParts {
        contract: Arc::new(contract.without_sign_in()),
        services,
        place: NO_PLACE,
        auth: None,
        behaviour: Behaviour { exact: Some(admin::EXACT), ..Behaviour::default() },
        uploads: None,
    });
    Arc::new(Guarded::new(access, admin_site_of(host, shown)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_has_a_handler_and_every_rule_a_member() {
        let contract = admin::contract().expect("a contract");
        let coupons = crate::store::MemoryCoupons::new(&crate::lab::Seed::from_u64(1));
        let tenants = Tenants::new(crate::tenant::Origin {
            coupons: Arc::new(coupons),
            clock: crate::lab::Clock::system(),
            seed: crate::lab::Seed::from_u64(1),
            accounts: Vec::new(),
        });
        let limits = crate::hosts::apex::CallLimits { coupons: 1 };
        let (tenants, stubs) = (Arc::new(tenants), Vec::new());
        let (fault_files, fault_limits) = (Vec::new(), FaultLimits::default());
        let (file_bytes, snapshots) = (0, None);
        let address = std::net::SocketAddr::from(([127, 0, 0, 1], 0));
        let server = Server { address, encrypted: false };
        let admin = Admin {
            tenants,
            stubs,
            fault_files,
            fault_limits,
            server,
            limits,
            file_bytes,
            snapshots,
        };
        let mut services = Services::default();
        admin::register(&mut services, &Arc::new(admin));
        services.fit(&contract).expect("members that are there");
        let contract = contract.without_sign_in();
        let provided = services.by_place(&contract);
        let names = contract.operations().iter().map(|operation| operation.name.as_str());
        let without: Vec<&str> = names
            .zip(provided)
            .filter(|(_, provided)| provided.service.is_none())
            .map(|(name, _)| name)
            .collect();
        assert_eq!(without, Vec::<&str>::new());
        assert!(contract.remarks().is_empty(), "{:?}", contract.remarks());
    }
}
