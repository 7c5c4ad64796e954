//! ServiceStack emulator.
