//! Where a server is reached from its own machine.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// An address that listens everywhere is reached on loopback.
///
/// ```
/// use servicestack_emulator::http::reachable;
///
/// let everywhere = "0.0.0.0:7580".parse().unwrap();
/// assert_eq!(reachable(everywhere).to_string(), "127.0.0.1:7580");
/// ```
pub fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}
