//! The PNG encoder.
